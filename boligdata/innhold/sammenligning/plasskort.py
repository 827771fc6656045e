"""Ett tall for kommunene i utvalget, og hvor vår egen står."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from boligdata import lesing
from boligdata.felles import katalog, kommunenummer, norsk, regioner
from boligdata.felles.enheter import Enhet
from boligdata.felles.katalog import Regionstall
from boligdata.felles.maalform import fast, si
from boligdata.innhold import faste_kort
from boligdata.innhold.grunnkort import Bestilling, Linje
from boligdata.innhold.kildelinje import Kildelinje
from boligdata.innhold.sammenligning.grunnen import (
    kort_plass,
    med_ord,
    plass_i_ord,
    spennet,
)
from boligdata.innhold.sammenligning.plassering import Plassering
from boligdata.innhold.sammenligning.radene import (
    egen_plass,
    om_foreloepige,
    plassene,
    radene,
    ved_siden,
)
from boligdata.innhold.sammenligning.spredning import uvanlig_lave
from boligdata.innhold.sammenligning.utvalg import LIKNENDE, Kommuneutvalg
from boligdata.innhold.uvernet import UvernetKort

# Flere rader enn dette blir for smått: da viser figuren de høyeste, de laveste, og dem rundt vår egen.
FLEST_RADER, _YTTERST, _RUNDT_EGEN = 32, 3, 12
# Det som er lett å lese galt om tallene fra regnskapet.
_UTGIFT = "foering"
# Hvorfor en kommune ikke har noe tall, etter tegnet SSB har satt.
_UTEN_TALL = {
    ":": fast("Vises ikke: for få"),
    ".": fast("Finnes ikke dette året"),
    "..": fast("Har ikke meldt"),
    "": fast("Ikke hentet"),
}
_DELT = fast("Delt fra en annen i {aar}, så tall fra før gjelder ikke den alene")
_SAMMENSLAATT = fast("Slått sammen i {aar}, så tall fra før gjelder bare deler av den")


@dataclass(frozen=True, eq=False)
class Plasskort(UvernetKort):
    """Ett tall for kommunene i utvalget og vår egen, det høyeste først. `rader` har kolonnene region, navn,
    verdi, nedre, oevre, tegn og egen. `plass` er None når tallet bygger på så få at ingen har en plass.
    `ved_siden` er gruppen, fylket og landet, og `foreloepig` en setning om at tall kan bli endret.
    """

    bestilling: Bestilling
    tall: Regionstall
    aar: int
    foreloepig: str
    utvalg: Kommuneutvalg
    rader: pd.DataFrame
    plass: Plassering | None
    ved_siden: Mapping[str, float]

    @property
    def uttrekk(self) -> tuple[str, ...]:
        """Det tallet er fra."""
        return (self.tall.kilde,)

    @property
    def _egen(self) -> pd.Series:
        return self.rader[self.rader["egen"]].iloc[0]

    @property
    def _uten_tall(self) -> int:
        return int(self.rader["verdi"].isna().sum())

    @functools.cached_property
    def vist(self) -> pd.DataFrame:
        """Radene figuren viser: alle med tall, når de ikke er for mange."""
        med_tall = self.rader.dropna(subset=["verdi"]).reset_index(drop=True)
        if len(med_tall) <= FLEST_RADER:
            return med_tall
        egen = med_tall["egen"].idxmax()
        med = [
            nr < _YTTERST
            or nr >= len(med_tall) - _YTTERST
            or abs(nr - egen) <= _RUNDT_EGEN
            for nr in med_tall.index
        ]
        return med_tall[med].reset_index(drop=True)

    @property
    def _alene(self) -> bool:
        """Er det ingen andre i utvalget?"""
        return len(self.rader) == 1

    @property
    def _tallet(self) -> str:
        return med_ord(self._egen["verdi"], self.tall)

    @functools.cached_property
    def funn(self) -> str:
        """«Nr. 4–7 av 11 fra høyest: 25 boliger per 1000 innbyggere»."""
        if self.plass is None or self._alene:
            return norsk.stor(self._tallet)
        plass = plass_i_ord(self.plass)
        return si("{plass} fra høyest: {tallet}", plass=plass, tallet=self._tallet)

    @functools.cached_property
    def setning(self) -> str:
        """Plassen, hvorfor den er et spenn, hvem som mangler, og de andre."""
        return " ".join((self._foerst(), *self._resten()))

    def _foerst(self) -> str:
        kommune = self._egen["navn"]
        if self.plass is None or self._alene:
            return si(
                "{kommune} i {aar}: {tallet}.",
                kommune=kommune,
                tallet=self._tallet,
                aar=self.aar,
            )
        return si(
            "{kommune} er {plass} i {aar}, der nr. 1 er høyest: {tallet}.",
            kommune=kommune,
            plass=norsk.liten_forbokstav(plass_i_ord(self.plass)),
            aar=self.aar,
            tallet=self._tallet,
        )

    @functools.cached_property
    def resten(self) -> str:
        """Det tittelen ikke har sagt."""
        return " ".join(self._resten())

    def _resten(self) -> list[str]:
        ut = []
        if self._alene:
            ut.append(si("Velg kommuner å sammenligne med."))
        elif self.plass is None:
            ut.append(
                si(
                    "Tallet kan bygge på noen få husstander, så ingen av kommunene har en plass."
                )
            )
        elif self.plass.er_spenn:
            ut.append(si("Tallene er for like til å si hvilken av plassene det er."))
        if self._uten_tall:
            ut.append(
                si(
                    "{antall} av de {alle} kommunene har ikke noe tall.",
                    antall=self._uten_tall,
                    alle=len(self.rader),
                )
            )
        if lave := self._uvanlig_lave():
            ut.append(
                si(
                    "Tallet er uvanlig lavt i {kommuner}. Det er oftere meldt feil enn riktig.",
                    kommuner=norsk.ramse(lave),
                )
            )
        if len(self.vist) < len(self.rader) - self._uten_tall:
            ut.append(
                si(
                    "Figuren viser de {antall} høyeste, de {antall} laveste og dem rundt {kommune}. Alle "
                    "står i tabellen.",
                    antall=_YTTERST,
                    kommune=self._egen["navn"],
                )
            )
        if self.ved_siden:
            enhet = self.tall.visningsenhet
            landet = regioner.navn(regioner.LANDET)
            ramse = norsk.ramse(
                [
                    si(
                        "{navn} har {tall}",
                        navn=norsk.liten_forbokstav(navn) if navn == landet else navn,
                        tall=norsk.uten_tegn(verdi, enhet),
                    )
                    for navn, verdi in self.ved_siden.items()
                ]
            )
            ut.append(f"{norsk.stor(ramse)}.")
        if self.foreloepig:
            ut.append(self.foreloepig)
        return ut

    def _uvanlig_lave(self) -> list[str]:
        """Kommunene der utgiften er så lav at den trolig er ført et annet sted eller meldt feil."""
        if _UTGIFT not in self.tall.feller:
            return []
        med_tall = self.rader.dropna(subset=["verdi"])
        return med_tall["navn"][uvanlig_lave(med_tall["verdi"].tolist())].tolist()

    @property
    def filtertekst(self) -> str:
        """Utvalget og året."""
        return si("{utvalg}, {aar}", utvalg=self.utvalg.navn, aar=self.aar)

    @functools.cached_property
    def tabell(self) -> pd.DataFrame:
        """Kommunene, den høyeste først, med plassen hver kan ha, og hvorfor en ikke har noe tall."""
        enhet, plasser = self.tall.visningsenhet, plassene(self.tall, self.rader)
        kolonner = {
            si("Kommune"): self.rader["navn"].tolist(),
            norsk.stor(self.tall.enhetsord): self.rader["verdi"].astype(float).tolist(),
        }
        if plasser:
            kolonner[si("Plass")] = [
                kort_plass(plasser.get(region)) for region in self.rader["region"]
            ]
        # En halv krone fra eller til sier ingenting.
        if plasser and not enhet.er_kroner:
            kolonner[si("Kan være")] = [
                spennet(rad.nedre, rad.oevre, enhet) for rad in self.rader.itertuples()
            ]
        if self.utvalg.slag == LIKNENDE:
            avstander = dict(zip(self.utvalg.regioner, self.utvalg.avstander))
            kolonner[si("Avstand")] = [
                norsk.tall(avstander[region]) if region in avstander else ""
                for region in self.rader["region"]
            ]
        if self._uten_tall:
            kolonner[si("Uten tall")] = [
                "" if rad.verdi == rad.verdi else self._hvorfor_ikke(rad)
                for rad in self.rader.itertuples()
            ]
        return pd.DataFrame(kolonner)

    def _hvorfor_ikke(self, rad) -> str:
        """Hvorfor kommunen ikke har noe tall. Fantes den ikke slik den er i dag, er det grunnen."""
        rekke = kommunenummer.bakover(rad.region)
        if self.aar >= rekke.kan_foelges_fra:
            return si(_UTEN_TALL.get(rad.tegn or "", _UTEN_TALL[".."]))
        return si(
            _SAMMENSLAATT if rekke.sammenslaatt else _DELT,
            aar=rekke.kan_foelges_fra,
        )

    @property
    def enheter(self) -> dict[str, Enhet]:
        """Enheten til tallet."""
        return {norsk.stor(self.tall.enhetsord): self.tall.visningsenhet}

    @property
    def kildelinje(self) -> Kildelinje:
        """Hvor tallet står."""
        return faste_kort.kildelinje(self.tall)

    @property
    def forklaring(self) -> tuple[Linje, ...]:
        """Hva tallet er, hvordan plassen er funnet, og det som er lett å lese galt."""
        tilfeldig = si(
            "To kommuner får hver sin plass bare når tallene er lenger fra hverandre enn avrundingen og "
            "det som kan være tilfeldig."
        )
        bestemt = si(
            "To kommuner får hver sin plass bare når tallene er lenger fra hverandre enn avrundingen."
        )
        plassen_er = tilfeldig if self.tall.hendelse else bestemt
        likhet = si(
            "Avstanden er målt etter kjennetegnene som er valgt: 0 er helt lik, og 100 er kommunen som er "
            "lengst unna. Velges andre kjennetegn, blir en stor del av listen en annen. En kommune som ble "
            "delt, har ingen vekst å måle, og regnes der som den vanlige."
        )
        return (
            *faste_kort.forklart(self.tall),
            *([(si("Plassen"), plassen_er)] if self.plass else []),
            *([(si("Avstand"), likhet)] if self.utvalg.slag == LIKNENDE else []),
        )


@lesing.husk
def plasseringen(kode: str, utvalg: Kommuneutvalg, tittel: str) -> Plasskort | None:
    """Kortet med ett tall for kommunene i utvalget, i det siste året vår egen har et tall. None når den ikke
    har noe.
    """
    tall, egen = katalog.regionstall()[kode], lesing.meta().kommunenummer
    data = lesing.regionstall(kode)
    kjent = data[(data["region"] == egen) & data["verdi"].notna()]
    if kjent.empty:
        return None
    aar = int(kjent["aar"].iloc[-1])
    aarets = data[data["aar"] == aar].set_index("region")
    rader = radene(tall, aarets, (egen, *utvalg.regioner), egen)
    return Plasskort(
        Bestilling("plassering", tittel, (), "plass"),
        tall,
        aar,
        om_foreloepige(aarets),
        utvalg,
        rader,
        egen_plass(tall, rader, egen),
        ved_siden(aarets, egen),
    )
