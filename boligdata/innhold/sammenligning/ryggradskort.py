"""Alle tallene for kommunen, ved siden av kommunene i utvalget."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from boligdata import lesing
from boligdata.felles import katalog, kilder, norsk
from boligdata.felles.enheter import Enhet
from boligdata.felles.katalog import Regionstall
from boligdata.felles.maalform import fast, si
from boligdata.innhold import faste_kort, kildelinje
from boligdata.innhold.grunnkort import Bestilling, Linje
from boligdata.innhold.kildelinje import Kildelinje
from boligdata.innhold.sammenligning.grunnen import kort_plass
from boligdata.innhold.sammenligning.plassering import Plassering
from boligdata.innhold.sammenligning.radene import (
    FAERREST,
    egen_plass,
    om_foreloepige,
    radene,
    ved_siden,
)
from boligdata.innhold.sammenligning.spredning import (
    Spredning,
    paa_ryggraden,
    spredning,
)
from boligdata.innhold.sammenligning.utvalg import EGNE, Kommuneutvalg
from boligdata.innhold.uvernet import UvernetKort

# Er kommunen blant de høyeste i noe, og blant de laveste i noe?
_FIREDELER = {
    (True, True): fast(
        "{kommune} er blant den høyeste firedelen i {hoeye} og den laveste i {lave} av {alle} tall."
    ),
    (True, False): fast(
        "{kommune} er blant den høyeste firedelen i {hoeye} av {alle} tall."
    ),
    (False, True): fast(
        "{kommune} er blant den laveste firedelen i {lave} av {alle} tall."
    ),
    (False, False): fast(
        "{kommune} er verken blant den høyeste eller den laveste firedelen i noe tall."
    ),
}
_VELG_FLERE = fast(
    "Velger du minst {antall} kommuner, vises også hvor {kommune} står blant dem."
)
_FOR_FAA = fast(
    "Det er for få kommuner i utvalget til å vise hvor {kommune} står blant dem."
)


@dataclass(frozen=True)
class Ryggrad:
    """Ett tall på ryggraden: vårt eget, spredningen blant dem det sammenlignes med, og de andre. `spredt` er
    None når de er for få. `kommunene` er tallet til hver av dem, etter navnet. `foreloepig` er om noen av
    kommunene har et tall som kan bli endret.
    """

    tall: Regionstall
    aar: int
    verdi: float
    plass: Plassering | None
    spredt: Spredning | None
    ved_siden: Mapping[str, float]
    kommunene: Mapping[str, float]
    foreloepig: bool

    @property
    def paa_linjen(self) -> dict[str, float]:
        """Hvor tallene står på en linje fra −1 til 1, der medianen er 0. De må være spredt."""
        spredt = self.spredt
        midten = spredt.median
        plasser = {
            "lavest": spredt.lavest,
            "nedre": spredt.nedre,
            "oevre": spredt.oevre,
            "hoeyest": spredt.hoeyest,
            "egen": self.verdi,
        }
        return {
            navn: paa_ryggraden(verdi, midten, spredt)
            for navn, verdi in plasser.items()
        }


@dataclass(frozen=True, eq=False)
class Ryggradskort(UvernetKort):
    """Alle tallene for kommunen, ved siden av kommunene i utvalget. Er de for få til å være spredt, er kortet
    en tabell med hver av dem.
    """

    bestilling: Bestilling
    kommune: str
    utvalg: Kommuneutvalg
    ryggrader: tuple[Ryggrad, ...]

    @property
    def har_figur(self) -> bool:
        """Er kommunene mange nok til at de er spredt?"""
        return not er_faa(self.utvalg)

    @property
    def uttrekk(self) -> tuple[str, ...]:
        """Alle tallene er fra."""
        return tuple(dict.fromkeys(rad.tall.kilde for rad in self.ryggrader))

    @functools.cached_property
    def _med_plass(self) -> list[tuple[str, Plassering]]:
        return [(rad.tall.navn, rad.plass) for rad in self.ryggrader if rad.plass]

    @property
    def _hoeyest(self) -> list[str]:
        return [navn for navn, plass in self._med_plass if plass.til * 4 <= plass.av]

    @property
    def _lavest(self) -> list[str]:
        return [
            navn
            for navn, plass in self._med_plass
            if (plass.fra - 1) * 4 >= 3 * plass.av
        ]

    @functools.cached_property
    def setning(self) -> str:
        """Hvor mange tall kommunen er blant de høyeste og laveste i, og hvilke."""
        if not self.har_figur:
            return si(
                _VELG_FLERE if self.utvalg.slag == EGNE else _FOR_FAA,
                antall=FAERREST - 1,
                kommune=self.kommune,
            )
        ut = [
            si(
                _FIREDELER[bool(self._hoeyest), bool(self._lavest)],
                kommune=self.kommune,
                hoeye=len(self._hoeyest),
                lave=len(self._lavest),
                alle=len(self._med_plass),
            )
        ]
        for form, navnene in (
            (fast("Høyest: {navn}."), self._hoeyest),
            (fast("Lavest: {navn}."), self._lavest),
        ):
            if navnene:
                navn = "; ".join(map(norsk.liten_forbokstav, navnene))
                ut.append(si(form, navn=navn))
        if len(self._med_plass) < len(self.ryggrader):
            ut.append(si("Tall som kan bygge på noen få husstander, er ikke talt med."))
        return " ".join((*ut, *self._foreloepige()))

    def _foreloepige(self) -> list[str]:
        """Hvor mange av tallene som er foreløpige. Hvilke det er, står i tabellen."""
        antall = sum(rad.foreloepig for rad in self.ryggrader)
        if not antall:
            return []
        return [
            si(
                "{antall} av {alle} tall kan bli endret i juni, også for de andre kommunene.",
                antall=antall,
                alle=len(self.ryggrader),
            )
        ]

    @property
    def alt(self) -> str:
        """Målet og setningen: flere kort på siden kan ha den samme setningen."""
        return f"{self.bestilling.tittel}. {self.setning}"

    @property
    def filtertekst(self) -> str:
        """Utvalget."""
        return si("{utvalg}, siste år", utvalg=self.utvalg.navn)

    @functools.cached_property
    def tabell(self) -> pd.DataFrame:
        """En rad for hvert tall, skrevet med sin egen enhet."""
        ved_siden = list(
            dict.fromkeys(navn for rad in self.ryggrader for navn in rad.ved_siden)
        )
        tabell = pd.DataFrame([self._rad(rad, ved_siden) for rad in self.ryggrader])
        if any(rad.foreloepig for rad in self.ryggrader):
            merket = [si("Ja") if rad.foreloepig else "" for rad in self.ryggrader]
            tabell[si("Foreløpig")] = merket
        return tabell

    def _rad(self, rad: Ryggrad, ved_siden: list[str]) -> dict[str, str]:
        def skriv(verdi: float | None) -> str:
            return norsk.uten_tegn(verdi, rad.tall.visningsenhet)

        ut = {
            si("Tall"): rad.tall.navn,
            si("Enhet"): norsk.stor(rad.tall.enhetsord),
            si("År"): str(rad.aar),
            self.kommune: skriv(rad.verdi),
        }
        andre = {navn: skriv(rad.ved_siden.get(navn)) for navn in ved_siden}
        if not rad.spredt:
            return (
                ut
                | {hvem: skriv(verdi) for hvem, verdi in rad.kommunene.items()}
                | andre
            )
        return {
            **ut,
            si("Plass"): kort_plass(rad.plass, med_antall=True),
            **andre,
            si("Lavest"): skriv(rad.spredt.lavest),
            si("Nedre firedel"): skriv(rad.spredt.nedre),
            si("Midten"): skriv(rad.spredt.median),
            si("Øvre firedel"): skriv(rad.spredt.oevre),
            si("Høyest"): skriv(rad.spredt.hoeyest),
        }

    @property
    def enheter(self) -> dict[str, Enhet]:
        """Hvert tall har sin egen enhet, og er skrevet ferdig."""
        return {}

    @property
    def kildelinje(self) -> Kildelinje:
        """Alle som har gitt ut tallene. Hvert tall har sitt eget år."""
        return kildelinje.av(kilder.kilder()[id] for id in self.uttrekk)

    @property
    def forklaring(self) -> tuple[Linje, ...]:
        """Hvordan figuren leses, og det som er lett å lese galt."""
        feller = faste_kort.fellene(("anslag", "egen_del", "mars", "mangler"))
        if not self.har_figur:
            rad = si("Hver rad er ett tall, i det siste året kommunen har et.")
            return ((si("Definisjon"), rad), *feller)
        return (
            (
                si("Definisjon"),
                si(
                    "Hver linje er ett tall, i det siste året kommunen har et. Linjen går fra den laveste "
                    "til den høyeste kommunen, det mørke er de midterste femti prosentene, og streken i "
                    "midten er kommunen i midten."
                ),
            ),
            (
                si("Fortolkning"),
                si("Lengst til høyre er høyest. Høyest er ikke alltid best."),
            ),
            *feller,
        )


def er_faa(utvalg: Kommuneutvalg) -> bool:
    """Er kommunene og vår egen for få til å si hva som er vanlig?"""
    return len(utvalg.regioner) + 1 < FAERREST


@lesing.husk
def alle_tallene(
    utvalg: Kommuneutvalg, tittel: str, maal: int | None = None
) -> Ryggradskort | None:
    """Kortet med tallene for kommunen, alle eller dem som hører til et nasjonalt mål. None når den ikke har
    noen, eller det er for få å sammenligne med.
    """
    egen = lesing.meta().kommunenummer
    data = lesing.siste_regionstall(egen)
    form = "tabell" if er_faa(utvalg) else "ryggrad"
    ryggrader = []
    for kode, aarets in data.groupby("kode", sort=False):
        tall = katalog.regionstall().get(kode)
        if tall and tall.sammenlignes and maal in (None, tall.maal):
            rad = _ryggrad(tall, aarets.set_index("region"), utvalg, egen)
            ryggrader += [rad] if rad else []
    if not ryggrader:
        return None
    rekkefoelge = list(katalog.regionstall())
    ryggrader.sort(key=lambda rad: (rad.tall.maal, rekkefoelge.index(rad.tall.kode)))
    return Ryggradskort(
        Bestilling(f"maal_{maal}", tittel, (), form),
        lesing.meta().kommune,
        utvalg,
        tuple(ryggrader),
    )


def _ryggrad(
    tall: Regionstall, aarets: pd.DataFrame, utvalg: Kommuneutvalg, egen: str
) -> Ryggrad | None:
    rader = radene(tall, aarets, (egen, *utvalg.regioner), egen)
    kjente, faa = rader["verdi"].dropna(), er_faa(utvalg)
    if len(kjente) < FAERREST and not faa:
        return None
    andre = rader[~rader["egen"]].set_index("region")
    return Ryggrad(
        tall,
        int(aarets["aar"].iloc[0]),
        float(rader["verdi"][rader["egen"]].iloc[0]),
        egen_plass(tall, rader, egen),
        None if faa else spredning(kjente.tolist()),
        ved_siden(aarets, egen),
        {andre["navn"][region]: andre["verdi"][region] for region in utvalg.regioner},
        bool(om_foreloepige(aarets)),
    )
