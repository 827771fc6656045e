"""Kort som er like uansett hva som er valgt øverst: tallene som finnes for alle kommuner, og boligene
som er planlagt. Det er ingen personer i tallene, så de er eksakte.
"""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from boligdata import lesing
from boligdata.felles import (
    katalog,
    kilder,
    kommunenummer,
    norsk,
    plankoder,
    regioner,
    statistikk,
)
from boligdata.felles.enheter import ENHETER, Enhet
from boligdata.felles.katalog import Regionstall
from boligdata.felles.maalform import fast, si
from boligdata.innhold import funn as funnet
from boligdata.innhold import kildelinje as linjen
from boligdata.innhold import kort, setninger
from boligdata.innhold.grunnkort import Bestilling, Flagg, Linje
from boligdata.innhold.kildelinje import Kildelinje
from boligdata.innhold.uvernet import KommunensKort

_ANTALL = ENHETER["antall"]
_DELT = fast(
    "Kommunen fikk en del av en annen, eller ble delt, i {aar}. Tallene begynner da."
)
_SAMMENSLAATT = fast("Kommunen ble slått sammen i {aar}. Tallene begynner da.")


@dataclass(frozen=True, eq=False)
class Kostrakort(KommunensKort):
    """Kommunens nøkkeltall ved siden av KOSTRA-gruppen, fylket og landet. `serie` har en rad for hvert år,
    også dem som mangler tall, og `andre` er navnene på kolonnene i den som kommunen sammenlignes med.
    `valgte` er filtrene som er valgt, og som ikke virker.
    """

    bestilling: Bestilling
    regionstall: Regionstall
    serie: pd.DataFrame
    kommune: str
    andre: Mapping[str, str]
    valgte: tuple[str, ...] = ()

    @property
    def uttrekk(self) -> tuple[str, ...]:
        """Det tallet er fra."""
        return (self.regionstall.kilde,)

    @functools.cached_property
    def setning(self) -> str:
        """Det siste tallet, og hva det er i landet."""
        return setninger.kostra(self.regionstall, self.serie)

    @functools.cached_property
    def funn(self) -> str:
        """Det siste tallet ved siden av landet."""
        return funnet.kostra(self.regionstall, self.serie)

    @functools.cached_property
    def filtertekst(self) -> str:
        """Året det siste tallet er for. Tallet gjelder alltid hele kommunen."""
        kjent = self.serie.dropna(subset=["verdi"])
        aar = kjent["aar"].iloc[-1] if len(kjent) else self.serie["aar"].iloc[-1]
        if self.regionstall.er_kostra:
            return si("Meldt til KOSTRA for {aar}", aar=aar)
        return si("Tall for {aar}", aar=aar)

    @functools.cached_property
    def tabell(self) -> pd.DataFrame:
        """Kommunen og dem den sammenlignes med, år for år."""
        foreloepig = self.serie["foreloepig"].map({True: si("Ja"), False: ""})
        tabell = pd.DataFrame(
            {
                si("År"): self.serie["aar"].astype(str),
                self.kommune: self.serie["verdi"].astype(float),
            }
            | {
                navn: self.serie[kolonne].astype(float)
                for kolonne, navn in self.andre.items()
            }
        )
        if foreloepig.any():
            tabell[si("Foreløpig")] = foreloepig
        return tabell

    @property
    def enheter(self) -> dict[str, Enhet]:
        """Så mange desimaler som tallene vises med."""
        return dict.fromkeys(
            (self.kommune, *self.andre.values()), self.regionstall.visningsenhet
        )

    @property
    def kildelinje(self) -> Kildelinje:
        """Hvor tallet står."""
        return kildelinje(self.regionstall)

    @property
    def forklaring(self) -> tuple[Linje, ...]:
        """Hva tallet er, hvor det står, og det som er lett å lese galt."""
        return forklart(self.regionstall)

    @property
    def flagg(self) -> tuple[str, ...]:
        """Årene uten tall, og at tallene kan være gamle eller foreløpige."""
        ut = [*super().flagg]
        mangler = self.serie.loc[self.serie["verdi"].isna(), "aar"].astype(str).tolist()
        if mangler:
            ut.append(kort.tall_mangler(mangler))
        if self.serie["foreloepig"].any():
            ut.append(
                Flagg(
                    si(
                        "Åpent merke betyr foreløpig tall. Endelige tall kommer i juni."
                    ),
                    si("Åpent merke betyr foreløpig tall."),
                )
            )
        return (*ut, *self._begynner_da(), *self._regnet_av_uttrekkene())

    def _begynner_da(self) -> list[str]:
        """At tallene ikke går lenger tilbake, fordi kommunen ikke fantes slik den er nå."""
        rekke = kommunenummer.bakover(lesing.meta().kommunenummer)
        aar = int(self.serie["aar"].iloc[0])
        if aar < (rekke.kan_foelges_fra or aar + 1):
            return []
        hva = _SAMMENSLAATT if rekke.sammenslaatt else _DELT
        return [si(hva, aar=rekke.kan_foelges_fra)]

    def _regnet_av_uttrekkene(self) -> list[str]:
        """Det samme regnet av kommunens egne uttrekk, som ofte er et annet tall."""
        kjent = self.serie.dropna(subset=["verdi"])
        if kjent.empty or not self.regionstall.egen:
            return []
        egen, aar = katalog.indikatorer()[self.regionstall.egen], kjent["aar"].iloc[-1]
        data = lesing.tall(egen)
        data = data[data["periode"].eq(str(aar)) & data["verdi"].notna()]
        if data.empty:
            return []
        enhet = lesing.still(egen).indikator.visningsenhet
        tallet = norsk.med_ord(data["verdi"].iloc[0], egen.enhetsord, enhet)
        egne = si(
            "Kommunens egne uttrekk gir {tallet} {naar}.",
            tallet=tallet,
            naar=norsk.naar(str(aar), egen),
        )
        grunn = si(
            "Det som er meldt til KOSTRA, er rundet av for seg, og kan være telt på en annen måte."
        )
        return [Flagg(f"{egne} {grunn}", egne)]


def forklart(tall: Regionstall) -> tuple[Linje, ...]:
    """Hva et nøkkeltall for alle kommuner er, målet det hører til, og det som er lett å lese galt."""
    felles = (
        ("anslag", "egen_del", "mars", "mangler") if tall.er_kostra else ("mangler",)
    )
    return (
        (si("Definisjon"), tall.definisjon),
        kort.oensket_retning(tall.retning),
        (si("Nasjonalt mål"), f"{nasjonalt_maal(tall)}."),
        _hvor(tall),
        *fellene((*tall.feller, *_rundingen(tall), *felles)),
    )


def _rundingen(tall: Regionstall) -> tuple[str, ...]:
    """Fellen om avrundingen, når det er en."""
    if tall.teller:
        return ("rundet",)
    gitt_ut_rundet = tall.desimaler == 0 and tall.enhet in ("prosent", "per_1000")
    return ("hele",) if gitt_ut_rundet else ()


def _hvor(tall: Regionstall) -> Linje:
    """Hvor tallet står."""
    linje = kildelinje(tall)
    if tall.kode in statistikk.ikke_sett_i_tabellen():
        linje = replace(linje, grunnlag="KOSTRA")
        koden = si("Tallet har koden {kode}.", kode=tall.kode)
        return si("Kilde"), f"{linje.i_ord}. {koden}"
    return si("Tabell") if linje.tabell else si("Kilde"), f"{linje.i_ord}."


def kildelinje(tall: Regionstall) -> Kildelinje:
    """Hvor tallet står, kort. Det har sitt eget år, så dagen alle tallene fra kilden går til, er ikke med."""
    kjent = tall.kode not in statistikk.ikke_sett_i_tabellen()
    linje = linjen.av([kilder.kilder()[tall.kilde]])
    return replace(linje, tabell=tall.tabell if kjent else "")


def fellene(ider: Iterable[str]) -> tuple[Linje, ...]:
    """En linje for hvert av det som er lett å lese galt."""
    feller = katalog.feller()
    return tuple((si("Lett å lese galt"), feller[id]) for id in ider)


def nasjonalt_maal(tall: Regionstall) -> str:
    """Målet i den nasjonale strategien tallet hører til."""
    maalene = plankoder.kodelister()["nasjonalt_maal"].koder
    return next(kode.navn for kode in maalene if kode.kode == str(tall.maal))


@lesing.husk
def kostra(kode: str, tittel: str, valgte: tuple[str, ...] = ()) -> Kostrakort | None:
    """Kortet for et nøkkeltall, eller None når kommunen ikke har noe tall."""
    serie = _kommunens_serie(kode)
    if serie.empty:
        return None
    meta = lesing.meta()
    return Kostrakort(
        Bestilling(kode, tittel, (), "kostra"),
        katalog.regionstall()[kode],
        serie,
        meta.kommune,
        {
            kolonne: regioner.navn(region)
            for kolonne, region in regioner.staar_ved_siden(meta.kommunenummer).items()
            if kolonne in serie
        },
        valgte,
    )


def _kommunens_serie(kode: str) -> pd.DataFrame:
    """En rad for hvert år fra kommunens første til dens siste, med tallet til kommunen, og til hver av dem
    den sammenlignes med som har et tall: aar, verdi, foreloepig, en kolonne for hver av de andre, og om
    tallet der er foreløpig i `foreloepig_<kolonne>`.
    """
    data, nummer = lesing.regionstall(kode), lesing.meta().kommunenummer
    # Et år som kommer, mangler ikke tall.
    egne = data[
        data["region"].eq(nummer)
        & data["aar"].le(data.loc[data["verdi"].notna(), "aar"].max())
    ]
    if egne.empty:
        return egne
    aarene = range(egne["aar"].min(), egne["aar"].max() + 1)
    serie = (
        pd.DataFrame({"aar": aarene})
        .merge(egne.drop(columns="region"), how="left")
        .astype({"foreloepig": "boolean"})
        .fillna({"foreloepig": False})
    )
    for kolonne, region in regioner.staar_ved_siden(nummer).items():
        andres = data[data["region"] == region].set_index("aar")
        if andres["verdi"].notna().any():
            serie[kolonne] = serie["aar"].map(andres["verdi"])
            merket = serie["aar"].map(andres["foreloepig"].fillna(False).astype(bool))
            serie[f"foreloepig_{kolonne}"] = merket.eq(True)
    return serie


@dataclass(frozen=True, eq=False)
class Planlagte(KommunensKort):
    """Boligene som er på vei inn i eller ut av bruk. `valgte` er filtrene som er valgt, og som ikke
    virker.
    """

    bestilling: Bestilling
    vedtatt: str
    ideer: str
    tabell: pd.DataFrame
    valgte: tuple[str, ...] = ()

    uttrekk = ("boligprosjekt",)

    @property
    def enheter(self) -> dict[str, Enhet]:
        """Antall boliger."""
        return {si("Boliger"): _ANTALL}

    @property
    def filtertekst(self) -> str:
        """Listen er aldri filtrert."""
        return si("Alle prosjekter som er levert")

    @property
    def forklaring(self) -> tuple[Linje, ...]:
        """Hva et prosjekt er, og hvilke som er sikre."""
        return (
            (
                si("Definisjon"),
                si(
                    "Prosjekter som gir kommunen flere eller færre boliger, med måneden de ventes "
                    "ferdig."
                ),
            ),
            (
                si("Fortolkning"),
                si(
                    "Bare vedtatte prosjekter er til å regne med. Et minus betyr boliger som går "
                    "ut av bruk."
                ),
            ),
        )

    @property
    def funn(self) -> str:
        """Det som er vedtatt: det er dem kommunen kan regne med."""
        return self.vedtatt

    @property
    def resten(self) -> str:
        """Idéene."""
        return self.ideer

    @property
    def setning(self) -> str:
        """Det som er vedtatt, og idéene."""
        return f"{self.vedtatt}. {self.ideer}".strip()


@lesing.husk
def planlagte(tittel: str, valgte: tuple[str, ...] = ()) -> Planlagte | None:
    """Kortet med de planlagte boligene, eller None når ingen prosjekter er levert."""
    planlagt = lesing.tabell("planlagt")
    if planlagt.empty:
        return None
    status = {kode.kode: kode.navn for kode in _statuskoder()}
    prosjekter = pd.DataFrame(
        {
            si("Ferdig"): [norsk.maaned(dato) for dato in planlagt["ferdig"]],
            si("Boligtype"): planlagt["boligtype"].map(lesing.dimensjon("boligtype")),
            si("Boliger"): planlagt["antall"].astype(float),
            si("Status"): planlagt["status"].map(status),
        }
    )
    er_ide = planlagt["status"] == "ide"
    return Planlagte(
        Bestilling("planlagt", tittel, (), "tabell"),
        _vedtatt(planlagt[~er_ide]["antall"]),
        _ideer(planlagt[er_ide]["antall"]),
        prosjekter,
        valgte,
    )


def _vedtatt(antall: pd.Series) -> str:
    """«5 vedtatte prosjekter gir 22 flere boliger til sammen». Det er dem kommunen kan regne med."""
    if antall.empty:
        return si("Ingen prosjekter er vedtatt")
    return si(
        "{prosjekter} gir {boliger} til sammen",
        prosjekter=norsk.med_ord(len(antall), si("vedtatte prosjekter")),
        boliger=_boliger(antall),
    )


def _ideer(antall: pd.Series) -> str:
    """«3 idéer er ikke vedtatt. De ville gitt 18 flere boliger.» Tom når det ikke er noen."""
    if antall.empty:
        return ""
    ideer, boliger = norsk.med_ord(len(antall), si("idéer")), _boliger(antall)
    if len(antall) > 1:
        return si(
            "{ideer} er ikke vedtatt. De ville gitt {boliger}.",
            ideer=ideer,
            boliger=boliger,
        )
    return si(
        "{ideer} er ikke vedtatt. Den ville gitt {boliger}.",
        ideer=ideer,
        boliger=boliger,
    )


def _boliger(antall: pd.Series) -> str:
    return norsk.flere_eller_faerre(antall.sum(), si("boliger"))


def _statuskoder():
    return kilder.kodelister()["prosjektstatus"].koder
