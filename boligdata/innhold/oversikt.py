"""Innholdet på Oversikt: hvor langt planen er kommet, hva som trenger en avgjørelse, og tallet bak hvert
av planens mål. Regner, men tegner ikke.
"""

import dataclasses
import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from boligdata import lesing
from boligdata.felles import katalog, maalform, norsk
from boligdata.felles.config import PAKKE
from boligdata.felles.enheter import Enhet
from boligdata.felles.erklaering import krev, les_toml
from boligdata.felles.katalog import Indikator
from boligdata.felles.maalform import si
from boligdata.innhold import kort, setninger
from boligdata.innhold.erklaert import krev_indikator, krev_plasser
from boligdata.innhold.kort import Valg
from boligdata.innhold.naermest import naermest
from boligdata.innhold.vurdering import RETNINGER, Vurdering
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
    def periode(self) -> str:
        """Perioden siste tall er for. Det som følges opp et år etterpå, er ikke kommet like langt."""
        return self.data["periode"].iloc[-1]

    @functools.cached_property
    def forrige_periode(self) -> str:
        """Perioden før den, eller «» når serien begynner der."""
        return self.data["periode"].iloc[-2] if len(self.data) > 1 else ""

    @functools.cached_property
    def verdi(self) -> float:
        return self.data["verdi"].iloc[-1]

    @functools.cached_property
    def endring(self) -> float | None:
        """Endringen siden forrige periode, avrundet slik tallet vises, eller None."""
        return self._endret_fra(-2) if len(self.data) > 1 else None

    @functools.cached_property
    def siden_foer_planen(self) -> float | None:
        """Endringen siden den samme perioden i året før planen, avrundet slik tallet vises, eller None."""
        foerste_aar = lesing.meta().plan_fra
        if int(self.periode[:4]) < foerste_aar:
            return None
        foer = f"{foerste_aar - 1}{self.periode[4:]}"
        perioder = self.data["periode"].tolist()
        return self._endret_fra(perioder.index(foer)) if foer in perioder else None

    def _endret_fra(self, nr: int) -> float | None:
        foer, naa = self.data["verdi"].iloc[nr], self.verdi
        if pd.isna(foer) or pd.isna(naa):
            return None
        enhet = self.indikator.visningsenhet
        usikre = (
            setninger.er_for_usikker(self.indikator, *ender)
            for ender in self.data[["nedre", "oevre"]].iloc[[nr, -1]].to_numpy()
        )
        if enhet.baand(foer) or enhet.baand(naa) or any(usikre):
            return None  # «Over 95» kan være 96 eller 100, så ingen vet hvor stor endringen er.
        return round(naa - foer, enhet.desimaler)

    @functools.cached_property
    def for_faa(self) -> bool:
        """Bygger siste tall på for få til å vises?"""
        return self.data["flagg"].iloc[-1] == "for_faa"

    @property
    def skrevet(self) -> str:
        """Tallet slik det skrives: «3 av 12» for den som ser eksakte tall, når det er for få til en
        prosent, og «For få» for andre.
        """
        return self._skrevet(setninger.MELLOM)

    @property
    def i_tabell(self) -> str:
        """Det samme på så liten plass som det går: et spenn er «2–20 %»."""
        return self._skrevet(setninger.TIL)

    def _skrevet(self, form: str) -> str:
        if self.for_faa:
            return self._smaa_tall or si("For få")
        return setninger.tallet(self.indikator, self.data.iloc[-1], form)

    @functools.cached_property
    def i_ord(self) -> str:
        """Tallet med enheten, eller spennet det er i når avrundingen gjør det for usikkert."""
        return setninger.tallet(self.indikator, self.data.iloc[-1])

    @functools.cached_property
    def kan_vises(self) -> bool:
        """Er det nok til en prosent, eller ser leseren hvor få det er?"""
        return not self.for_faa or bool(self._smaa_tall)

    @functools.cached_property
    def _smaa_tall(self) -> str:
        return setninger.smaa_tall(self.indikator, self.data.iloc[-1])

    @functools.cached_property
    def naar_maal(self) -> bool | None:
        """Er måltallet nådd? None når det ikke finnes mål eller tall, eller avrundingen avgjør."""
        nedre, oevre = self.data["nedre"].iloc[-1], self.data["oevre"].iloc[-1]
        # Svaret er det samme som True og False bare når tallene er vanlige tall, og ikke NumPys.
        return self.indikator.naadd(float(nedre), float(oevre))

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
            "tilfeldig": si("Planperioden: ikke sikkert annerledes enn årene før."),
            "uavgjort": si(
                "Planperioden: kan ikke avgjøres, for tallene er rundet av."
            ),
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
        naar = norsk.naar(self.periode, indikator)
        verdi = self.i_ord
        hittil = _hittil(dom)
        maalet = f" {si('Målet er {hittil}.', hittil=hittil)}" if hittil else ""
        return f"{indikator.navn} {naar}: {verdi}. {dom.tekst}.{maalet}"


@lesing.husk
def noekkeltall(indikator: Indikator, valg: Valg) -> Noekkeltall:
    """Nøkkeltallet for en indikator, for det nærmeste det er publisert for når det ikke er det for alt
    som er valgt.
    """

    (spoersmaal, data), hva = naermest(
        [indikator],
        (),
        valg.valgte,
        lambda filtre: _svar(indikator, dataclasses.replace(valg, filtre=filtre)),
        lambda svaret: svaret[1],
    )
    virker = dataclasses.replace(valg, filtre=dict(hva.filtre))
    return Noekkeltall(
        spoersmaal.indikator,
        data,
        _dommen(indikator, virker),
        spoersmaal.filtre,
        hva.i_ord,
        hva.forklart(si("dette tallet")),
    )


# Et tall som ikke er publisert for alt som er valgt, er det samme i mange utvalg. Da felles dommen over det
# bare én gang.


@lesing.husk
def _svar(indikator: Indikator, valg: Valg) -> tuple[Spoersmaal, pd.DataFrame]:
    """Spørsmålet og svaret når alle filtrene i valget virker på tallet."""
    spoersmaal = lesing.still(
        indikator, valg.periodetype, valg.periode, filtre=valg.filtre
    )
    return spoersmaal, lesing.svar(spoersmaal)


@lesing.husk
def _dommen(indikator: Indikator, valg: Valg) -> Vurdering:
    return kort.bedoem(*_svar(indikator, valg))


def etter_maal(valg: Valg) -> dict[str, list[Noekkeltall]]:
    """Nøkkeltallene og alle tall med et måltall, under planens mål, i planens rekkefølge."""
    utvalgte = {*katalog.noekkeltall(), *_maalsatte()}
    ut: dict[str, list[Noekkeltall]] = {}
    for id, maal in katalog.planmaal().items():
        under = [en for en in katalog.indikatorer().values() if en.planmaal == id]
        tall = [noekkeltall(en, valg) for en in under if en in utvalgte]
        if tall:
            ut[maal] = tall
    return ut


def _maalsatte() -> list[Indikator]:
    return [en for en in katalog.indikatorer().values() if en.maaltall is not None]


@dataclass(frozen=True, eq=False)
class Maalstatus:
    """Tallene med et måltall, etter om det er nådd."""

    naadd: tuple[Noekkeltall, ...]
    ikke_naadd: tuple[Noekkeltall, ...]
    uavgjort: tuple[Noekkeltall, ...]

    @property
    def antall(self) -> int:
        """Så mange måltall som er satt."""
        return len(self.naadd) + len(self.ikke_naadd) + len(self.uavgjort)


@lesing.husk
def maalstatus(valg: Valg) -> Maalstatus:
    """Hvilke måltall som er nådd, ikke er nådd, og som det ikke kan avgjøres om er nådd. Alle er med,
    uansett hvordan tallet går: et mål som ikke er nådd, er ikke nådd.
    """
    tall = [noekkeltall(indikator, valg) for indikator in _maalsatte()]
    # Et mål for antallet i hele kommunen gjelder ikke en del av den.
    med_maal = [ett for ett in tall if ett.indikator.maaltall is not None]
    return Maalstatus(
        *(
            tuple(ett for ett in med_maal if ett.naar_maal is svar)
            for svar in (True, False, None)
        )
    )


@lesing.husk
def endret(valg: Valg) -> dict[str, tuple[Noekkeltall, ...]]:
    """Alle tall som er blitt verre eller bedre siden forrige periode."""
    tall = [
        noekkeltall(indikator, valg)
        for indikator in katalog.indikatorer().values()
        if indikator.retning != "ingen"
    ]
    return {
        dom: tuple(ett for ett in tall if ett.vurdering.dom == dom)
        for dom in ("verre", "bedre")
    }


def endret_i_ord(tallet: Noekkeltall) -> str:
    """Det nye tallet, endringen, og grunnen når dommen er felt mot flere enn forrige periode."""
    enhet = tallet.indikator.visningsenhet
    verdi = tallet.i_ord
    linje = f"{verdi}."
    if tallet.endring:
        linje = f"{verdi} ({norsk.endring(tallet.endring, enhet)})."
    # Et tall kan bli verre over tid selv om siste endring er god. Da må grunnen stå der.
    grunn = tallet.vurdering.i_ord if tallet.vurdering.mot_tidligere else ""
    return " ".join(filter(None, (linje, grunn, tallet.gjelder)))


def maal_i_ord(tallet: Noekkeltall) -> str:
    """Tallet, målet, og hvor ofte det er nådd hittil."""
    indikator, dom = tallet.indikator, tallet.vurdering
    verdi = tallet.skrevet if tallet.kan_vises else si("For få til å vises")
    hittil = f"{norsk.stor(i_ord)}." if (i_ord := _hittil(dom)) else ""
    grense = norsk.maalgrense(indikator, indikator.visningsenhet)
    linje = si("{verdi}, målet er {grense}.", verdi=verdi, grense=grense)
    return " ".join(filter(None, (linje, hittil, tallet.gjelder)))


def planstatus(valg: Valg, dag: dt.date) -> str:
    """Hvor langt planen er kommet denne dagen, og hvor mange av målene som er nådd, i én setning."""
    fra, til = lesing.meta().plan_fra, lesing.meta().plan_til
    status = maalstatus(valg)
    maalene = si(
        "{antall} av {alle} mål er nådd.",
        antall=len(status.naadd),
        alle=status.antall,
    )
    if dag.year < fra:
        planen = si("Planen begynner i {aar}.", aar=fra)
    elif dag.year > til:
        planen = si("Planen gjaldt til og med {aar}.", aar=til)
    else:
        planen = si(
            "Planen er i år {nummer} av {antall}.",
            nummer=dag.year - fra + 1,
            antall=til - fra + 1,
        )
    return f"{planen} {maalene}"


@dataclass(frozen=True)
class Utfordring:
    """En setning i utfordringsbildet. `indikatorer` er tallene den bygger på, med navnet de har her."""

    id: str
    setning: str
    indikatorer: Mapping[str, str]

    def __post_init__(self):
        krev(self.id in _FYLLES_UT, "utfordringen er ukjent.")
        tallene, plassene = _FYLLES_UT[self.id]
        krev_plasser("setning", self.setning, plassene)
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


@maalform.husk
def erklaerte_utfordringer() -> dict[str, Utfordring]:
    """Utfordringene denne kommunen viser, på målformen som er i bruk."""
    return les_utfordringer(PAKKE / "innhold" / "oversikt.toml")


def utfordringer(valg: Valg) -> list[str]:
    """Tre setninger om utfordringsbildet for hele kommunen. En setning som mangler tall, sies
    ikke.
    """
    return _utfordringer(valg.hele_kommunen)


@lesing.husk
def _utfordringer(hele: Valg) -> list[str]:
    fyll = {"vanskeligstilte": _vanskeligstilte, "ventende": _ventende, "eldre": _eldre}
    ut = []
    for id, utfordring in erklaerte_utfordringer().items():
        tall = fyll[id](_Serier(utfordring.indikatorer, hele))
        if tall:
            ut.append(utfordring.setning.format(**tall))
    return ut


def _hittil(dom: Vurdering) -> str:
    """Hvor ofte målet er nådd, til å sette inn i en setning. Tom når det ikke er noe å si."""
    return dom.maalet.i_ord if dom.maalet else ""


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
        "alle": norsk.med_ord(alle["verdi"].iloc[-1], si("husstander"), enhet),
        "mot_forrige": setninger.mot_forrige(lest, alle),
        "barn": {"0": si("Ingen"), "0–4": si("Færre enn fem")}.get(barn, barn),
    }


def _vanskeligstilte(tall: _Serier) -> dict[str, str] | None:
    alle = tall.serie("alle")
    if alle.empty or pd.isna(alle["verdi"].iloc[-1]):
        return None
    enhet = tall.enhet("alle")
    return {"alle": norsk.med_ord(alle["verdi"].iloc[-1], si("husstander"), enhet)} | {
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
