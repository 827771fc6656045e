"""Innholdet på Oversikt: nøkkeltall, hva som er endret, og hva som krever en avgjørelse. Regner,
men tegner ikke.
"""

import functools
import string
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from boligdata import lesing
from boligdata.felles import katalog, norsk
from boligdata.felles.config import PAKKE
from boligdata.felles.enheter import VIST_PROSENT, Enhet
from boligdata.felles.erklaering import krev, les_toml
from boligdata.felles.katalog import Indikator
from boligdata.innhold import gjelder, kort, setninger
from boligdata.innhold.erklaert import krev_indikator
from boligdata.innhold.kort import Valg
from boligdata.innhold.naermest import naermest
from boligdata.innhold.vurdering import DOMMER, RETNINGER, Vurdering
from boligdata.innhold.vurdering.ord import planen_i_ord
from boligdata.lesing import LestIndikator, Spoersmaal

# Så mange perioder vises i trendlinjen. Vurderingen bruker hele serien.
SYNLIGE_PERIODER = 13


@dataclass(frozen=True, eq=False)
class Noekkeltall:
    """Ett tall med endring og vurdering. `data` er hele serien, eldste først. `filtre` er dem som
    virker på tallet. `omfang` sier hva det er for når ikke alle som er valgt, gjør det, og `gjelder`
    det samme med grunnen.
    """

    indikator: LestIndikator
    data: pd.DataFrame
    vurdering: Vurdering
    filtre: tuple[tuple[str, str], ...] = ()
    omfang: str = ""
    gjelder: str = ""

    @functools.cached_property
    def verdi(self) -> float:
        return self.data["verdi"].iloc[-1]

    @functools.cached_property
    def endring(self) -> float | None:
        """Endringen siden forrige periode, avrundet slik tallet vises, eller None."""
        siste_to = self.data["verdi"].iloc[-2:]
        if len(siste_to) < 2 or siste_to.isna().any():
            return None
        foer, naa = siste_to
        enhet = self.indikator.visningsenhet
        if enhet.vernet and enhet.er_prosent and {foer, naa} & set(VIST_PROSENT):
            return None  # «Over 95» kan være 96 eller 100, så ingen vet hvor stor endringen er.
        return round(naa - foer, enhet.desimaler)

    @functools.cached_property
    def omtrent_likt(self) -> bool:
        """Vises tallet som i forrige periode, men er rundet av, så det kan være endret?"""
        return self.endring == 0 and self.indikator.vernet

    @functools.cached_property
    def endret_som_dommen(self) -> bool:
        """Går siste endring samme vei som dommen? Et tall på et bedre nivå enn før kan ha gått litt
        tilbake sist.
        """
        opp = {
            "bedre": self.indikator.retning == "opp",
            "verre": self.indikator.retning == "ned",
        }.get(self.vurdering.dom)
        return bool(self.endring) and opp is not None and (self.endring > 0) == opp

    @functools.cached_property
    def naar_maal(self) -> bool | None:
        """Er måltallet nådd? None når det ikke finnes mål eller tall, eller avrundingen avgjør."""
        return self.indikator.naadd(*self.data[["nedre", "oevre"]].iloc[-1])

    @functools.cached_property
    def alder(self) -> tuple[str, ...]:
        """Det leseren må vite når uttrekkene bak tallet er eldre enn avtalt."""
        return kort.alder(self.indikator.kilder)

    @functools.cached_property
    def planen(self) -> str:
        """Dommen over planperioden, kort når den ikke sier noe sikkert. «» når det er for få år."""
        planen = self.vurdering.planen
        if planen is None:
            return ""
        kort_ = {
            "tilfeldig": "Planperioden: ikke sikkert annerledes enn årene før.",
            "uavgjort": "Planperioden: kan ikke avgjøres, for tallene er rundet av.",
        }
        return kort_.get(planen.dom) or f"{planen.ikon} {planen_i_ord(planen)}"

    @functools.cached_property
    def planen_er_sikker(self) -> bool:
        """Er planperioden sikkert annerledes enn årene før?"""
        planen = self.vurdering.planen
        return bool(planen) and planen.dom in RETNINGER

    @functools.cached_property
    def usikkert(self) -> str:
        """Det som ikke er sikkert: hvor stor endring vi kunne ha sett, og planperioden."""
        sett = kort.hva_vi_kunne_sett(self.indikator, self.data, self.vurdering)
        return " ".join(
            filter(None, (sett, "" if self.planen_er_sikker else self.planen))
        )

    @functools.cached_property
    def setning(self) -> str:
        """Til tekstalternativet: verdi, endring og vurdering i én setning."""
        indikator, dom = self.indikator, self.vurdering
        naar = norsk.naar(self.data["periode"].iloc[-1], indikator)
        verdi = norsk.med_enhet(self.verdi, indikator.visningsenhet)
        hittil = f" Målet er {i_ord}." if (i_ord := _hittil(dom)) else ""
        return f"{indikator.navn} {naar}: {verdi}. {dom.tekst}.{hittil}"


@lesing.husk
def noekkeltall(indikator: Indikator, valg: Valg) -> Noekkeltall:
    """Nøkkeltallet for en indikator, for det nærmeste det er publisert for når det ikke er det for alt
    som er valgt.
    """

    def svar(filtre: dict[str, str]) -> tuple[Spoersmaal, pd.DataFrame]:
        spoersmaal = lesing.still(
            indikator, valg.periodetype, valg.periode, filtre=filtre
        )
        return spoersmaal, lesing.svar(spoersmaal)

    (spoersmaal, data), hva = naermest(
        [indikator], (), valg.valgte, svar, lambda svaret: svaret[1]
    )
    return Noekkeltall(
        spoersmaal.indikator,
        data,
        kort.bedoem(spoersmaal, data),
        spoersmaal.filtre,
        hva.i_ord,
        hva.forklart("dette tallet"),
    )


def etter_maal(valg: Valg) -> dict[str, list[Noekkeltall]]:
    """Nøkkeltallene gruppert etter planens mål."""
    ut: dict[str, list[Noekkeltall]] = {}
    for indikator in katalog.noekkeltall():
        ut.setdefault(katalog.planmaal()[indikator.planmaal], []).append(
            noekkeltall(indikator, valg)
        )
    return ut


@lesing.husk
def endret(valg: Valg) -> list[str]:
    """Setninger om alle indikatorer som er blitt bedre eller verre, de som er blitt verre først."""
    tall = [
        noekkeltall(indikator, valg)
        for indikator in katalog.indikatorer().values()
        if indikator.retning != "ingen"
    ]
    ut = []
    for dom in ("verre", "bedre"):
        for tallet in tall:
            if tallet.vurdering.dom == dom and tallet.endring:
                enhet = tallet.indikator.visningsenhet
                # Et tall kan bli verre over tid selv om siste endring er god. Da må grunnen stå
                # der.
                grunn = tallet.vurdering.i_ord if tallet.vurdering.mot_tidligere else ""
                linje = (
                    f"**{DOMMER[dom]}:** {tallet.indikator.navn.lower()}, "
                    f"{norsk.med_enhet(tallet.verdi, enhet)} ({norsk.endring(tallet.endring, enhet)})."
                )
                ut.append(" ".join(filter(None, (linje, grunn, tallet.gjelder))))
    return ut


@dataclass(frozen=True)
class Utfordring:
    """En setning i utfordringsbildet. `indikatorer` er tallene den bygger på, med navnet de har her."""

    id: str
    setning: str
    indikatorer: Mapping[str, str]

    def __post_init__(self):
        krev(self.id in _FYLLES_UT, "utfordringen er ukjent.")
        tallene, plassene = _FYLLES_UT[self.id]
        brukt = {plass for _, plass, _, _ in string.Formatter().parse(self.setning)}
        ukjente = sorted(brukt - {None} - set(plassene))
        krev(not ukjente, f"«setning» har ukjente plasser: {', '.join(ukjente)}.")
        krev(
            set(self.indikatorer) == set(tallene),
            f"«indikatorer» skal ha {', '.join(tallene)}.",
        )
        for navn, id in self.indikatorer.items():
            krev_indikator(f"indikatorer.{navn}", id)


def les_utfordringer(fil: Path) -> dict[str, Utfordring]:
    """Utfordringene som er erklært i filen."""
    innhold = les_toml(fil)
    innhold.krev_noekler(["utfordring"])
    return {
        id: blokk.lag(
            Utfordring,
            id,
            lest={"indikatorer": MappingProxyType(blokk.blokk("indikatorer").felt)},
        )
        for id, blokk in innhold.blokker("utfordring").items()
    }


# Tallene hver setning bygger på, og det som kan fylles ut i den.
_FYLLES_UT = {
    "vanskeligstilte": (("alle", "uten", "fare", "uegnet"),) * 2,
    "ventende": (("alle", "barn"), ("alle", "mot_forrige", "barn")),
    "eldre": (("naa",), ("naa", "naar", "ved_slutt", "aar", "endring")),
}
UTFORDRINGER = les_utfordringer(PAKKE / "innhold" / "oversikt.toml")


@lesing.husk
def utfordringer(valg: Valg) -> list[str]:
    """Tre setninger om utfordringsbildet for hele kommunen. En setning som mangler tall, sies
    ikke.
    """
    fyll = {"vanskeligstilte": _vanskeligstilte, "ventende": _ventende, "eldre": _eldre}
    hele = Valg(valg.periodetype, valg.periode)
    ut = []
    for id, utfordring in UTFORDRINGER.items():
        tall = fyll[id](_Serier(utfordring.indikatorer, hele))
        if tall:
            ut.append(utfordring.setning.format(**tall))
    return ut


@lesing.husk
def maal_ikke_naadd(valg: Valg) -> list[str]:
    """En linje per indikator med et mål som ikke er nådd, og som ikke er blitt bedre. Alle målene
    er med, også dem som ikke er nøkkeltall på siden.
    """
    return [
        _maallinje(tallet)
        for tallet in _med_maal(valg)
        if tallet.naar_maal is False and tallet.vurdering.dom != "bedre"
    ]


def maal_uavgjort(valg: Valg) -> str:
    """Målene det ikke kan avgjøres om er nådd, i én setning, eller «» når det ikke er noen."""
    navn = [
        _med_omfang(tallet)
        for tallet in _med_maal(valg)
        if tallet.naar_maal is None and pd.notna(tallet.verdi)
    ]
    if not navn:
        return ""
    return (
        "Tallene er rundet av, så det kan ikke avgjøres om målet er nådd for "
        f"{norsk.ramse(navn)}."
    )


def _med_omfang(tallet: Noekkeltall) -> str:
    """Navnet på tallet, og hva det er for når ikke alle valgene virker på det."""
    navn = norsk.liten_forbokstav(tallet.indikator.navn)
    hva = gjelder.kort_sagt(dict(tallet.filtre))
    return f"{navn} ({hva})" if tallet.gjelder else navn


def _med_maal(valg: Valg) -> list[Noekkeltall]:
    return [
        noekkeltall(indikator, valg)
        for indikator in katalog.indikatorer().values()
        if indikator.maaltall is not None
    ]


def _hittil(dom: Vurdering) -> str:
    """Hvor ofte målet er nådd, til å sette inn i en setning. Tom når det ikke er noe å si."""
    return dom.maalet.i_ord if dom.maalet else ""


def _maallinje(tallet: Noekkeltall) -> str:
    indikator, enhet = tallet.indikator, tallet.indikator.visningsenhet
    verdi = norsk.med_enhet(tallet.verdi, enhet)
    maaltall = norsk.maaltall(indikator.maaltall, enhet)
    hittil = f"{norsk.stor(i_ord)}." if (i_ord := _hittil(tallet.vurdering)) else ""
    linje = f"**{indikator.navn}:** {verdi}, målet er {maaltall}."
    return " ".join(filter(None, (linje, hittil, tallet.gjelder)))


@dataclass(frozen=True)
class _Serier:
    """Tallene bak en utfordring, med navnet de er erklært med."""

    indikatorer: Mapping[str, str]
    valg: Valg

    def serie(self, navn: str) -> pd.DataFrame:
        indikator, valg = self.indikator(navn), self.valg
        return lesing.tall(indikator, valg.periodetype, siste=valg.periode)

    def siste(self, navn: str) -> float:
        return self.serie(navn)["verdi"].iloc[-1]

    def indikator(self, navn: str) -> Indikator:
        return katalog.indikatorer()[self.indikatorer[navn]]

    def enhet(self, navn: str) -> Enhet:
        """Hvordan tallet skrives slik det leses nå: vernet eller eksakt."""
        return lesing.still(self.indikator(navn)).indikator.visningsenhet


def _ventende(tall: _Serier) -> dict[str, str] | None:
    alle = tall.serie("alle")
    if alle.empty:
        return None
    lest, enhet = lesing.still(tall.indikator("alle")).indikator, tall.enhet("alle")
    barn = norsk.uten_tegn(tall.siste("barn"), enhet)
    return {
        "alle": norsk.med_ord(alle["verdi"].iloc[-1], "husstander", enhet),
        "mot_forrige": setninger.mot_forrige(lest, alle),
        "barn": {"0": "Ingen", "0–4": "Færre enn fem"}.get(barn, barn),
    }


def _vanskeligstilte(tall: _Serier) -> dict[str, str] | None:
    alle = tall.serie("alle")
    if alle.empty or pd.isna(alle["verdi"].iloc[-1]):
        return None
    enhet = tall.enhet("alle")
    return {"alle": norsk.med_ord(alle["verdi"].iloc[-1], "husstander", enhet)} | {
        navn: norsk.uten_tegn(tall.siste(navn), enhet)
        for navn in ("uten", "fare", "uegnet")
    }


def _eldre(tall: _Serier) -> dict[str, str] | None:
    plan_til, naa = lesing.meta().plan_til, tall.serie("naa")
    framskriving = lesing.tabell("framskriving")
    ved_slutt = framskriving[
        (framskriving["aar"] == plan_til) & (framskriving["alternativ"] == "MMMM")
    ]
    if naa.empty or ved_slutt.empty or pd.isna(naa["verdi"].iloc[-1]):
        return None
    foer, etter = naa["verdi"].iloc[-1], ved_slutt["personer_80"].iloc[0]
    return {
        "naa": norsk.tall(foer),
        "naar": norsk.naar(naa["periode"].iloc[-1], tall.indikator("naa")),
        "ved_slutt": norsk.tall(etter),
        "aar": str(plan_til),
        "endring": norsk.tall((etter / foer - 1) * 100),
    }
