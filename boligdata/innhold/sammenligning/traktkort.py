"""Alle kommunene etter folketall, og hvor mye de kan være ulike av tilfeldigheter."""

import functools
from dataclasses import dataclass

import pandas as pd

from boligdata import lesing
from boligdata.felles import katalog, norsk, regioner
from boligdata.felles.enheter import ENHETER, Enhet
from boligdata.felles.katalog import Regionstall
from boligdata.felles.maalform import fast, si
from boligdata.innhold import faste_kort
from boligdata.innhold.grunnkort import Bestilling, Linje
from boligdata.innhold.kildelinje import Kildelinje
from boligdata.innhold.sammenligning.grunnen import med_ord
from boligdata.innhold.sammenligning.radene import (
    navnet,
    om_foreloepige,
    trakten_for,
)
from boligdata.innhold.sammenligning.trakt import Trakt
from boligdata.innhold.uvernet import UvernetKort

_UTENFOR = {
    0: fast("Kan være tilfeldig"),
    1: fast("Sjelden tilfeldig"),
    2: fast("Nesten aldri tilfeldig"),
}


@dataclass(frozen=True, eq=False)
class Traktkort(UvernetKort):
    """Alle kommunene etter folketall, og hvor mye de kan være ulike av tilfeldigheter. `rader` har kolonnene
    navn, folketall, verdi, utenfor og egen. `foreloepig` er en setning om at tall kan bli endret.
    """

    bestilling: Bestilling
    tall: Regionstall
    aar: int
    trakt: Trakt
    rader: pd.DataFrame
    foreloepig: str

    @property
    def uttrekk(self) -> tuple[str, ...]:
        """Det tallet er fra."""
        return (self.tall.kilde,)

    @functools.cached_property
    def setning(self) -> str:
        """Vårt eget tall mot alle til sammen, om forskjellen kan være tilfeldig, og hvor mange som er
        utenfor.
        """
        egen = self.rader[self.rader["egen"]].iloc[0]
        dommer = {
            0: fast("Forskjellen kan være tilfeldig."),
            1: fast("Så stor forskjell er sjelden tilfeldig."),
            2: fast("Så stor forskjell er nesten aldri tilfeldig."),
        }
        enhet = self.tall.visningsenhet
        return " ".join(
            (
                si(
                    "{kommune} har {tallet}, og kommunene til sammen {alle}.",
                    kommune=egen["navn"],
                    tallet=med_ord(egen["verdi"], self.tall),
                    alle=norsk.uten_tegn(self.trakt.midten, enhet),
                ),
                si(dommer[abs(int(egen["utenfor"]))]),
                self._antall_utenfor(),
                self.foreloepig,
            )
        ).strip()

    def _antall_utenfor(self) -> str:
        antall, alle = int((self.rader["utenfor"] != 0).sum()), len(self.rader)
        if not antall:
            return si(
                "Ingen av de {alle} kommunene er utenfor det som kan være tilfeldig.",
                alle=alle,
            )
        return si(
            "{antall} av {alle} kommuner er utenfor det som kan være tilfeldig.",
            antall=antall,
            alle=alle,
        )

    @property
    def filtertekst(self) -> str:
        """Alle kommunene, uansett utvalget."""
        return si("Alle kommuner med tall, {aar}", aar=self.aar)

    @functools.cached_property
    def tabell(self) -> pd.DataFrame:
        """Kommunene, den største først."""
        rader = self.rader.sort_values("folketall", ascending=False)
        return pd.DataFrame(
            {
                si("Kommune"): rader["navn"],
                si("Innbyggere"): rader["folketall"],
                norsk.stor(self.tall.enhetsord): rader["verdi"],
                si("Forskjellen fra alle"): [
                    si(_UTENFOR[abs(en)]) for en in rader["utenfor"]
                ],
            }
        )

    @property
    def enheter(self) -> dict[str, Enhet]:
        """Innbyggere, og enheten til tallet."""
        return {
            si("Innbyggere"): ENHETER["antall"],
            norsk.stor(self.tall.enhetsord): self.tall.visningsenhet,
        }

    @property
    def kildelinje(self) -> Kildelinje:
        """Hvor tallet står."""
        return faste_kort.kildelinje(self.tall)

    @property
    def forklaring(self) -> tuple[Linje, ...]:
        """Hva tallet er, og hvordan grensene er funnet."""
        return (
            *faste_kort.forklart(self.tall),
            (
                si("Grensene"),
                si(
                    "I en liten kommune flytter tilfeldigheter tallet mer enn i en stor. Innenfor den indre "
                    "grensen er 95 prosent av det tilfeldige, og innenfor den ytre nesten alt. Grensene er "
                    "gjort videre fordi kommunene også er ulike av andre grunner. Folketallet er fra "
                    "1. januar 2024."
                ),
            ),
        )


@lesing.husk
def trakten(kode: str, tittel: str) -> Traktkort | None:
    """Kortet med trakten, eller None når tallet ikke er slik, kommunen ikke har noe, eller det er for få."""
    tall, egen = katalog.regionstall()[kode], lesing.meta().kommunenummer
    data = lesing.regionstall(kode)
    kjent = data[(data["region"] == egen) & data["verdi"].notna()]
    if kjent.empty or egen not in regioner.kommuner():
        return None
    aar = int(kjent["aar"].iloc[-1])
    aarets = data[data["aar"] == aar].set_index("region")
    trakt, med = trakten_for(tall, aarets)
    if trakt is None:
        return None
    rader = pd.DataFrame(
        {
            "navn": [navnet(nummer, egen) for nummer in med.index],
            "folketall": med["folketall"].to_numpy(),
            "verdi": med["verdi"].to_numpy(),
            "utenfor": [
                trakt.utenfor(rad.verdi, rad.folketall) for rad in med.itertuples()
            ],
            "egen": med.index == egen,
        }
    )
    return Traktkort(
        Bestilling("trakten", tittel, (), "trakt"),
        tall,
        aar,
        trakt,
        rader,
        om_foreloepige(aarets),
    )
