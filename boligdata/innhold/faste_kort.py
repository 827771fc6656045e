"""Kort som er like uansett hva som er valgt øverst: det kommunen har meldt til KOSTRA, og boligene
som er planlagt. Det er ingen personer i tallene, så de er eksakte.
"""

import functools
from dataclasses import dataclass

import pandas as pd

from boligdata import lesing
from boligdata.felles import katalog, kilder, norsk
from boligdata.felles.enheter import ENHETER
from boligdata.felles.katalog import Kostratall
from boligdata.innhold import gjelder, kort, setninger
from boligdata.innhold.gjelder import Gjelder
from boligdata.innhold.grunnkort import Bestilling, Grunnkort, Korttabell

_ANTALL = ENHETER["antall"]


@dataclass(frozen=True, eq=False)
class Kostrakort(Grunnkort):
    """Kommunens nøkkeltall ved siden av landet. `serie` har en rad for hvert år, også dem som mangler
    tall. `valgte` er filtrene som er valgt, og som ikke virker.
    """

    bestilling: Bestilling
    kostratall: Kostratall
    serie: pd.DataFrame
    kommune: str
    valgte: tuple[str, ...] = ()

    tabeller = ()
    vern = None

    @property
    def setning(self) -> str:
        """Det siste tallet, og hva det er i landet."""
        return setninger.kostra(self.kostratall, self.serie)

    @property
    def gjelder(self) -> Gjelder:
        """Filtrene virker aldri."""
        return gjelder.hele_kommunen(self.valgte)

    @property
    def flagg(self) -> tuple[str, ...]:
        """Årene uten tall, og at tallene kan være gamle eller foreløpige."""
        ut = [*kort.alder(("kommunetall",))]
        mangler = self.serie.loc[self.serie["verdi"].isna(), "aar"].astype(str).tolist()
        if mangler:
            ut.append(
                f"Tall mangler for {norsk.ramse(mangler)}. Et tall som mangler, er ikke 0."
            )
        if self.serie["foreloepig"].any():
            ut.append("Åpen sirkel betyr foreløpig tall. Endelige tall kommer i juni.")
        return (*ut, *self._regnet_av_uttrekkene())

    def _regnet_av_uttrekkene(self) -> list[str]:
        """Det samme regnet av kommunens egne uttrekk, som ofte er et annet tall."""
        kjent = self.serie.dropna(subset=["verdi"])
        if kjent.empty or not self.kostratall.egen:
            return []
        egen, aar = katalog.indikatorer()[self.kostratall.egen], kjent["aar"].iloc[-1]
        data = lesing.tall(egen)
        data = data[data["periode"].eq(str(aar)) & data["verdi"].notna()]
        if data.empty:
            return []
        enhet = lesing.still(egen).indikator.visningsenhet
        return [
            f"Kommunens egne uttrekk gir {norsk.med_ord(data['verdi'].iloc[0], egen.enhetsord, enhet)} "
            f"{norsk.naar(str(aar), egen)}. Det som er meldt til KOSTRA, er rundet av for seg, "
            "og kan være telt på en annen måte."
        ]

    @property
    def fotlinje(self) -> str:
        """Kilden."""
        return kort.kildetekst(("kommunetall",))


@lesing.husk
def kostra(kode: str, tittel: str, valgte: tuple[str, ...] = ()) -> Kostrakort | None:
    """Kortet for et nøkkeltall kommunen har meldt til KOSTRA, eller None når det ikke er levert."""
    serie = _kostraserie(kode)
    if serie.empty:
        return None
    return Kostrakort(
        Bestilling(kode, tittel, (), "kostra"),
        katalog.kostra()[kode],
        serie,
        lesing.meta().kommune,
        valgte,
    )


def _kostraserie(kode: str) -> pd.DataFrame:
    data = lesing.tabell("kostra")
    data = data[data["kode"] == kode]
    if data.empty:
        return data
    foerste, siste = data["aar"].min(), data["aar"].max()
    return (
        pd.DataFrame({"aar": range(foerste, siste + 1)})
        .merge(data, how="left")
        .astype({"foreloepig": "boolean"})
        .fillna({"foreloepig": False})
    )


@dataclass(frozen=True, eq=False)
class Planlagte(Grunnkort):
    """Boligene som er på vei inn i eller ut av bruk. `valgte` er filtrene som er valgt, og som ikke
    virker.
    """

    bestilling: Bestilling
    setning: str
    prosjekter: pd.DataFrame
    valgte: tuple[str, ...] = ()

    vern = None

    @property
    def gjelder(self) -> Gjelder:
        """Filtrene virker aldri."""
        return gjelder.hele_kommunen(self.valgte)

    @property
    def flagg(self) -> tuple[str, ...]:
        """At listen kan være gammel."""
        return kort.alder(("boligprosjekt",))

    @functools.cached_property
    def tabeller(self) -> tuple[Korttabell, ...]:
        """Prosjektene, med alt som tekst."""
        return (Korttabell(self.prosjekter, {}, "Planlagte boligprosjekter"),)

    @property
    def fotlinje(self) -> str:
        """Kilden."""
        return kort.kildetekst(("boligprosjekt",))


@lesing.husk
def planlagte(tittel: str, valgte: tuple[str, ...] = ()) -> Planlagte | None:
    """Kortet med de planlagte boligene, eller None når ingen prosjekter er levert."""
    planlagt = lesing.tabell("planlagt")
    if planlagt.empty:
        return None
    status = {kode.kode: kode.navn for kode in _statuskoder()}
    prosjekter = pd.DataFrame(
        {
            "Ferdig": [norsk.maaned(dato) for dato in planlagt["ferdig"]],
            "Boligtype": planlagt["boligtype"].map(lesing.dimensjon("boligtype")),
            "Boliger": [norsk.endring(tall, _ANTALL) for tall in planlagt["antall"]],
            "Status": planlagt["status"].map(status),
        }
    )
    er_ide = planlagt["status"] == "ide"
    setning = _vedtatt(planlagt[~er_ide]["antall"]) + _ideer(planlagt[er_ide]["antall"])
    bestilling = Bestilling("planlagt", tittel, (), "tabell")
    return Planlagte(bestilling, setning, prosjekter, valgte)


def _vedtatt(antall: pd.Series) -> str:
    """«5 vedtatte prosjekter gir 22 flere boliger til sammen.» Det er dem kommunen kan regne med."""
    if antall.empty:
        return "Ingen prosjekter er vedtatt."
    return f"{norsk.med_ord(len(antall), 'vedtatte prosjekter')} gir {_boliger(antall)} til sammen."


def _ideer(antall: pd.Series) -> str:
    """« 3 idéer er ikke vedtatt. De ville gitt 18 flere boliger.» Tom når det ikke er noen."""
    if antall.empty:
        return ""
    ideer = norsk.med_ord(len(antall), "idéer")
    hvem = "De" if len(antall) > 1 else "Den"
    return f" {ideer} er ikke vedtatt. {hvem} ville gitt {_boliger(antall)}."


def _boliger(antall: pd.Series) -> str:
    return norsk.flere_eller_faerre(antall.sum(), "boliger")


def _statuskoder():
    return kilder.kodelister()["prosjektstatus"].koder
