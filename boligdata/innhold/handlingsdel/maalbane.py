"""Tallet et tiltak skal virke på, mot veien fra startverdien til målet.

Veien er rett fra startverdien i startperioden til målet i målåret. Tallet er på vei når det er minst så
godt som veien i sin egen periode. Et vernet tall er et spenn, og en dom felles bare når den er sann for
alt tallet kan være. Veien rundes mot målet, så ingen blir på vei av avrundingen.
"""

import dataclasses
import math
import re
from dataclasses import dataclass

import numpy as np

from boligdata import lesing
from boligdata.arbeid.tiltak import Kobling
from boligdata.felles import katalog, norsk
from boligdata.felles.enheter import Enhet
from boligdata.felles.maalform import fast, si
from boligdata.lesing import LestIndikator

# Dommen over et tiltak og over tallet det skal virke på: tegnet, som kan skilles fra de andre uten
# farge, og ordene som alltid står ved siden av.
DOMMER = {
    "naadd": ("●", fast("Nådd")),
    "paa_vei": ("◐", fast("På vei")),
    "ikke_paa_vei": ("○", fast("Ikke på vei")),
    "kan_ikke_avgjoeres": ("?", fast("Kan ikke avgjøres")),
    "ikke_vurdert": ("–", fast("Ikke vurdert")),
}


@dataclass(frozen=True)
class Maalt:
    """Tallet i en periode. Det virkelige er et sted fra `nedre` til `oevre`, som er NaN når tallet ikke
    kan vises.
    """

    periode: str
    nedre: float
    oevre: float

    @property
    def aar(self) -> int:
        """Året tallet er for."""
        return int(self.periode[:4])


@dataclass(frozen=True)
class Indikatordom:
    """Dommen over tallet i siste periode. `foer` er dommen slik den var med perioden før, eller «».

    `forventet` er tallet på veien mot målet i samme periode, når det er kjent. `grunn` er regnestykket
    i ord.
    """

    indikator: str
    dom: str
    grunn: str
    foer: str = ""
    periode: str = ""
    forventet: float | None = None

    @property
    def ikon(self) -> str:
        """Tegnet som alltid står ved siden av ordene."""
        return DOMMER[self.dom][0]

    @property
    def tekst(self) -> str:
        """Dommen i få ord."""
        return si(DOMMER[self.dom][1])

    @property
    def snudd(self) -> bool:
        """Var tallet på vei med perioden før, men ikke nå?"""
        return self.dom == "ikke_paa_vei" and self.foer in ("paa_vei", "naadd")


@lesing.husk
def bedoem(kobling: Kobling) -> Indikatordom:
    """Dommen over indikatoren i koblingen, av tallene som er publisert."""
    if kobling.indikator not in katalog.indikatorer():
        return Indikatordom(
            kobling.indikator,
            "kan_ikke_avgjoeres",
            si(
                "Indikatoren «{indikator}» finnes ikke lenger. Velg en annen.",
                indikator=kobling.indikator,
            ),
        )
    return bedoem_mot(kobling, *_tallene(kobling.indikator))


@lesing.husk
def _tallene(indikator: str) -> tuple[LestIndikator, tuple[Maalt, ...]]:
    """Indikatoren slik den leses, og tallet hvert år, det siste sist. År som ikke er kommet, er ikke
    med.
    """
    spoersmaal = lesing.still(katalog.indikatorer()[indikator])
    data = lesing.svar(spoersmaal)
    kjent = data[data["flagg"] != "mangler"]
    nedre, oevre = kjent["nedre"], kjent["oevre"]
    if spoersmaal.indikator.er_antall:
        # Ingen er en del av en husstand: «mer enn 20» er minst 21.
        nedre, oevre = np.ceil(nedre), np.floor(oevre)
    return spoersmaal.indikator, tuple(
        map(Maalt, kjent["periode"], nedre.astype(float), oevre.astype(float))
    )


def bedoem_mot(
    kobling: Kobling, indikator: LestIndikator, maalt: tuple[Maalt, ...]
) -> Indikatordom:
    """Dommen over det siste av tallene."""
    navn = f"«{indikator.navn}»"
    if kobling.maalverdi is None:
        grunn = si("Det er ikke satt noe mål for {navn} i tiltaket.", navn=navn)
        return Indikatordom(indikator.id, "ikke_vurdert", grunn)
    veien = _Vei.av(kobling, indikator)
    if not veien.fortegn:
        return Indikatordom(
            indikator.id,
            "kan_ikke_avgjoeres",
            si(
                "{navn} har ingen startverdi, så det er ikke kjent om tallet skal opp eller ned.",
                navn=navn,
            ),
        )
    if not maalt:
        grunn = f"{veien.i_ord(navn)} {si('Det finnes ingen tall å måle med.')}"
        return Indikatordom(indikator.id, "kan_ikke_avgjoeres", grunn)
    dom, hvordan = _dommen(veien, maalt[-1])
    foer = _dommen(veien, maalt[-2])[0] if len(maalt) > 1 else ""
    return Indikatordom(
        indikator.id,
        dom,
        f"{veien.i_ord(navn)} {hvordan}",
        foer,
        maalt[-1].periode,
        veien.ved(maalt[-1].aar),
    )


@dataclass(frozen=True)
class _Vei:
    """Den rette veien fra startverdien til målet, i enheten tallet leses i. `fortegn` er 1 når tallet
    skal opp, −1 når det skal ned, og 0 når det ikke er kjent.

    `start_aar` er året startverdien gjelder ved utgangen av, med brøk når den er fra et tertial.
    """

    indikator: LestIndikator
    fortegn: int
    maal: float
    maalaar: int | None
    start: float | None
    start_aar: float | None
    startperiode: str

    @classmethod
    def av(cls, kobling: Kobling, indikator: LestIndikator) -> "_Vei":
        # Koblingen er skrevet i enheten indikatoren er erklært i. Vernede dager leses som måneder.
        faktor = (
            indikator.visningsenhet.faktor if indikator.eksakt_enhet.er_dager else 1
        )
        maal = kobling.maalverdi * faktor
        start = None if kobling.startverdi is None else kobling.startverdi * faktor
        return cls(
            indikator,
            _fortegn(indikator.retning, start, maal),
            maal,
            kobling.maalaar,
            start,
            _aar_i(kobling.startperiode, indikator.er_beholdning),
            kobling.startperiode,
        )

    @property
    def er_kjent(self) -> bool:
        """Er både start, mål og år kjent, i rett rekkefølge?"""
        kjent = None not in (self.start, self.start_aar, self.maalaar)
        return kjent and self.start_aar < self.maalaar

    @property
    def er_grense(self) -> bool:
        """Er starten alt minst så god som målet?"""
        return self.start is not None and self.fortegn * (self.maal - self.start) <= 0

    def ved(self, aar: int) -> float | None:
        """Tallet på veien ved utgangen av året, rundet mot målet. Fra og med målåret er det målet, og
        det er det hele tiden når starten er minst så god: da er målet en grense.
        """
        if self.er_grense or (self.maalaar is not None and aar >= self.maalaar):
            return self.maal
        if not self.er_kjent or aar <= self.start_aar:
            return None
        andel = (aar - self.start_aar) / (self.maalaar - self.start_aar)
        steg = 10 ** _desimaler(self.indikator.visningsenhet)
        rund = math.ceil if self.fortegn > 0 else math.floor
        # Uten den lille avrundingen ville maskinens regnefeil flyttet veien et helt steg.
        return (
            rund(round((self.start + (self.maal - self.start) * andel) * steg, 6))
            / steg
        )

    def i_ord(self, navn: str) -> str:
        """«Omløpstid» skal ned fra 60 dager i 2021 til 30 dager i 2025."""
        maal = self.skrevet(self.maal)
        med_aar = bool(self.maalaar)
        grensen = si(
            _SKAL_VAERE[med_aar],
            navn=navn,
            grense=self.grense,
            maal=maal,
            maalaar=self.maalaar,
        )
        if self.start is None or not self.startperiode:
            return grensen
        start, naar = self.skrevet(self.start), norsk.periode(self.startperiode)
        if self.er_grense:
            return f"{grensen} {si('I {periode} var det {tall}.', periode=naar, tall=start)}"
        return si(
            _SKAL_OPP[med_aar] if self.fortegn > 0 else _SKAL_NED[med_aar],
            navn=navn,
            start=start,
            periode=naar,
            maal=maal,
            maalaar=self.maalaar,
        )

    @property
    def grense(self) -> str:
        """Ordet foran et tall som ikke skal overskrides i den gale retningen."""
        return si("minst") if self.fortegn > 0 else si("høyst")

    def skrevet(self, verdi: float) -> str:
        """Et tall på veien, med de desimalene det trenger."""
        return norsk.maaltall(verdi, self.indikator.uten_vern)

    def er_naadd(self, grense: float, maalt: Maalt) -> bool | None:
        """Er tallet minst så godt som grensen? None når det ikke er sant, eller usant, for alt tallet
        kan være.
        """
        svar = {
            round(self.fortegn * (ende - grense), 9) >= 0
            for ende in (maalt.nedre, maalt.oevre)
        }
        return svar.pop() if len(svar) == 1 else None


# Veien i ord, uten og med året målet skal nås.
_SKAL_VAERE = (
    fast("{navn} skal være {grense} {maal}."),
    fast("{navn} skal være {grense} {maal} i {maalaar}."),
)
_SKAL_OPP = (
    fast("{navn} skal opp fra {start} i {periode} til {maal}."),
    fast("{navn} skal opp fra {start} i {periode} til {maal} i {maalaar}."),
)
_SKAL_NED = (
    fast("{navn} skal ned fra {start} i {periode} til {maal}."),
    fast("{navn} skal ned fra {start} i {periode} til {maal} i {maalaar}."),
)


def _fortegn(retning: str, start: float | None, maal: float) -> int:
    """Veien tallet skal gå: den indikatoren har, ellers den fra startverdien til målet."""
    if retning != "ingen":
        return 1 if retning == "opp" else -1
    return 0 if start is None else (maal > start) - (maal < start)


def _aar_i(periode: str, beholdning: bool) -> float | None:
    """Året perioden slutter i. Et tertial sier bare noe om en beholdning: det som skjer i et tertial,
    er en tredel av det som skjer i et år.
    """
    treff = re.fullmatch(r"(\d{4})(?:-T([1-3]))?", periode)
    if not treff or (treff[2] and not beholdning):
        return None
    return int(treff[1]) - (3 - int(treff[2] or 3)) / 3


def _desimaler(enhet: Enhet) -> int:
    """Veien til et tall i hele husstander går innom tideler. Øre er for nøye."""
    return enhet.desimaler + (not enhet.er_kroner)


def _dommen(veien: _Vei, maalt: Maalt) -> tuple[str, str]:
    """Dommen over ett tall, og hvorfor."""
    i_aar = norsk.periode(maalt.periode)
    if veien.start_aar is not None and maalt.aar <= veien.start_aar:
        return (
            "ikke_vurdert",
            si(
                "Det er ikke kommet tall etter {periode}, så virkningen kan ikke måles ennå.",
                periode=i_aar,
            ),
        )
    if math.isnan(maalt.nedre):
        return (
            "kan_ikke_avgjoeres",
            si("Tallet for {periode} bygger på for få til å vises.", periode=i_aar),
        )
    if veien.er_naadd(veien.maal, maalt):
        er = _skrevet_mot(veien, maalt, veien.maal)
        return "naadd", si(
            "I {periode} er tallet {tall}, så målet er nådd.", periode=i_aar, tall=er
        )
    if veien.maalaar is not None and maalt.aar >= veien.maalaar:
        return _etter_maalaaret(veien, maalt, i_aar)
    forventet = veien.ved(maalt.aar)
    if forventet is None:
        er = _skrevet_mot(veien, maalt, veien.maal)
        tallet = si("I {periode} er tallet {tall}.", periode=i_aar, tall=er)
        return "kan_ikke_avgjoeres", f"{tallet} {_mangler(veien)}"
    return _underveis(veien, maalt, i_aar, forventet)


def _etter_maalaaret(veien: _Vei, maalt: Maalt, i_aar: str) -> tuple[str, str]:
    er = {"periode": i_aar, "tall": _skrevet_mot(veien, maalt, veien.maal)}
    if veien.er_naadd(veien.maal, maalt) is None:
        return "kan_ikke_avgjoeres", si(
            "I {periode} er tallet {tall}. Det er rundet av, så det kan ikke avgjøres om målet er nådd.",
            **er,
        )
    return "ikke_paa_vei", si(
        "I {periode} er tallet {tall}, så målet er ikke nådd.", **er
    )


def _underveis(
    veien: _Vei, maalt: Maalt, i_aar: str, forventet: float
) -> tuple[str, str]:
    er = _skrevet_mot(veien, maalt, forventet)
    grunn = si(
        "I {periode} skulle tallet vært {grense} {forventet}, og det er {tall}.",
        periode=i_aar,
        grense=veien.grense,
        forventet=veien.skrevet(forventet),
        tall=er,
    )
    foran = veien.er_naadd(forventet, maalt)
    if foran is None:
        avrundet = si("Det er rundet av, så det kan ikke avgjøres om tallet er på vei.")
        return "kan_ikke_avgjoeres", f"{grunn} {avrundet}"
    return ("paa_vei" if foran else "ikke_paa_vei"), grunn


def _mangler(veien: _Vei) -> str:
    """Det som må fylles ut før tallet kan måles mot veien."""
    if veien.maalaar is None:
        return si(
            "Målet har ikke noe målår, så det kan ikke avgjøres om tallet er på vei."
        )
    if veien.start is None or veien.start_aar is None:
        return si(
            "Startverdien, eller året den gjelder, mangler, så det kan ikke avgjøres om "
            "tallet er på vei."
        )
    return si("Startverdien er ikke fra før målåret, så det er ingen vei å måle mot.")


def _skrevet_mot(veien: _Vei, maalt: Maalt, grense: float) -> str:
    """Tallet, eller spennet det er i, med de desimalene som må til for at hver ende skal stå på den
    siden av grensen den er: 21,04 er ikke «21» når grensen er 21.
    """
    enhet = veien.indikator.uten_vern
    faerrest = 1 if enhet.er_maaneder else enhet.desimaler
    for desimaler in (*range(faerrest, faerrest + 4), faerrest):
        vist = _endene(maalt, desimaler)
        if all(map(_samme_side, vist, (maalt.nedre, maalt.oevre), [grense] * 2)):
            break
    skrives = dataclasses.replace(enhet, desimaler=desimaler)
    fra, til = vist
    if maalt.nedre == maalt.oevre:
        return norsk.grense(fra, skrives)
    return si(
        "mellom {fra} og {til}",
        fra=norsk.grense_uten_tegn(fra, skrives),
        til=norsk.grense(til, skrives),
    )


def _endene(maalt: Maalt, desimaler: int) -> tuple[float, float]:
    """Endene slik de skrives. De i et spenn rundes utover, så det virkelige tallet alltid er mellom
    dem.
    """
    if maalt.nedre == maalt.oevre:
        return (round(maalt.nedre, desimaler),) * 2
    steg = 10**desimaler
    fra = math.floor(round(maalt.nedre * steg, 4)) / steg
    return fra, math.ceil(round(maalt.oevre * steg, 4)) / steg


def _samme_side(vist: float, verdi: float, grense: float) -> bool:
    """Er tallet slik det skrives, over, under eller lik grensen som det virkelige er det?"""
    verdi = round(verdi, 5)
    return (vist > grense) == (verdi > grense) and (vist < grense) == (verdi < grense)
