"""Hvor mye av gapet i boligbehovet tiltakene tetter, hva et års forsinkelse betyr, og hva som mangler
penger.

Behovet og boligene er tallene på siden Boligbehov, med antakelsene alle begynner med. Boligene som er
planlagt, er prosjektene i uttrekket: et tiltak viser til dem, og gir dem ingen flere. Et prosjekt er
finansiert når alle tiltakene det er med i, er det: boliger uten folk til å drive dem tetter ikke gapet.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from boligdata import lesing
from boligdata.arbeid.tiltak import Beloep, Tiltak
from boligdata.behov import modell
from boligdata.felles import norsk, plankoder
from boligdata.felles.maalform import fast, si
from boligdata.innhold.boligbehov import Scenario, grunnlag, planer
from boligdata.innhold.boligbehov.gapet import Gap, boligene
from boligdata.innhold.boligbehov.kort import gapord
from boligdata.innhold.boligbehov.planer import Planlagt
from boligdata.innhold.handlingsdel import dom
from boligdata.innhold.handlingsdel.planen import Planpost
from boligdata.innhold.handlingsdel.varsler import mangler_penger

UTGANGSPUNKTET = Scenario()
FINANSIERT = ("innenfor", "oekonomiplan", "ekstern")
# Delene av det som er vedtatt, og hva de heter.
VEDTATT = {
    "finansiert": fast("Vedtatt og finansiert"),
    "uten_penger": fast("Vedtatt uten penger"),
    "uten_tiltak": fast("Vedtatt, uten tiltak i planen"),
}
# Delene i en setning: når det er den eneste, om en bolig og om flere, og når den er en av dem. Setningen
# før sier hvor mange som er vedtatt.
_VEDTATT_I_ORD = {
    "finansiert": (
        fast("Den er finansiert."),
        fast("Alle de {antall} er finansiert."),
        fast("{antall} finansiert"),
    ),
    "uten_penger": (
        fast("Den mangler penger."),
        fast("Alle de {antall} mangler penger."),
        fast("{antall} uten penger"),
    ),
    "uten_tiltak": (
        fast("Den er ikke med i noe tiltak i planen."),
        fast("Ingen av de {antall} er med i noe tiltak i planen."),
        fast("{antall} ikke med i noe tiltak i planen"),
    ),
}
# (prosjekt, del av det vedtatte): så lite av handlingsdelen er det regnestykket bygger på.
Fordeling = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Tiltaksgap:
    """Gapet for en boligtype eller alle ved et årsskifte, og det vedtatte delt etter om det er penger til
    det. Delene er til sammen det som kommer til.
    """

    gap: Gap
    finansiert: int
    uten_penger: int
    uten_tiltak: int

    @property
    def boligtype(self) -> str:
        return gapord.navn(self.gap)

    @property
    def aar(self) -> str:
        return grunnlag.aarsnavn()[self.gap.aar]

    @property
    def foss(self) -> tuple[tuple[str, int, bool], ...]:
        """Veien fra boligene i dag til behovet: (navn, boliger, om det er en sum). Delene er til sammen
        den siste summen. Det som ikke er noe, er ikke med.
        """
        deler = [
            (si("Går ut"), -self.gap.ut),
            *((si(navn), getattr(self, del_)) for del_, navn in VEDTATT.items()),
            (si("Til overs"), -self.gap.til_overs),
            (si("Mangler"), self.gap.mangler),
        ]
        return (
            (si("Har i dag"), self.gap.har, True),
            *((navn, antall, False) for navn, antall in deler if antall),
            (si("Trengs i {aar}", aar=self.aar), self.gap.trengs, True),
        )

    @property
    def setning(self) -> str:
        """Fossen, til å lese høyt, med det som mangler først."""
        mangler = si(
            "{boligtype}: {setning}.",
            boligtype=self.boligtype,
            setning=gapord.kort_sagt(self.gap),
        )
        trengs = si("Det trengs {antall}.", antall=norsk.tall(self.gap.trengs))
        har = gapord.har_og_vedtatt(self.gap)
        return " ".join(filter(None, (mangler, trengs, har, self._vedtatt)))

    @property
    def _vedtatt(self) -> str:
        """Det som er vedtatt, delt etter om det er penger til det. Det som ikke gir noe, sies ikke."""
        noen = {del_: getattr(self, del_) for del_ in VEDTATT if getattr(self, del_)}
        if not noen:
            return ""
        if len(noen) == 1:
            ((del_, antall),) = noen.items()
            en, flere, _ = _VEDTATT_I_ORD[del_]
            return si(en if antall == 1 else flere, antall=norsk.tall(antall))
        deler = [
            si(_VEDTATT_I_ORD[del_][2], antall=norsk.tall(antall))
            for del_, antall in noen.items()
        ]
        return si("Av de vedtatte er {deler}.", deler=norsk.ramse(deler))


# ----------------------------------------------------------------------------- gapet


def gapene(poster: Iterable[Planpost]) -> tuple[Tiltaksgap, ...]:
    """Gapet for hver boligtype, og så for alle, hvert årsskifte fra i dag til planen er slutt. Ingen når
    det ikke er levert nok til å regne.
    """
    return _gapene(fordeling(poster))


def i_alt(poster: Iterable[Planpost]) -> Tiltaksgap | None:
    """Gapet for alle boliger når planen er slutt."""
    return next(reversed(gapene(poster)), None)


def tabell(gapene_: Iterable[Tiltaksgap]) -> pd.DataFrame:
    """Gapene som en tabell, med navn mennesker leser. Det som mangler, er svaret, og står først."""
    rader = [
        [
            en.boligtype,
            en.aar,
            en.gap.mangler,
            gapord.spenn(en.gap.mangler_spenn),
            en.gap.til_overs,
            en.gap.trengs,
            en.gap.har,
            -en.gap.ut,
            *(getattr(en, del_) for del_ in VEDTATT),
        ]
        for en in gapene_
    ]
    kolonner = [
        si("Boligtype"),
        si("År"),
        si("Mangler"),
        si("Mangler, 8 av 10"),
        si("Til overs"),
        si("Trengs"),
        si("Har i dag"),
        si("Går ut"),
        *map(si, VEDTATT.values()),
    ]
    return pd.DataFrame(rader, columns=kolonner)


def fordeling(poster: Iterable[Planpost]) -> Fordeling:
    """Hvilken del av det vedtatte hvert prosjekt i handlingsdelen hører til."""
    finansiert: dict[str, bool] = {}
    for post in poster:
        if not dom.er_ute(post.tiltak):
            har_penger = post.tiltak.finansiering in FINANSIERT
            for prosjekt in post.tiltak.prosjekter:
                finansiert[prosjekt] = finansiert.get(prosjekt, True) and har_penger
    return tuple(
        (prosjekt, "finansiert" if har_penger else "uten_penger")
        for prosjekt, har_penger in sorted(finansiert.items())
    )


@lesing.husk
def _gapene(delen: Fordeling) -> tuple[Tiltaksgap, ...]:
    if grunnlag.hent() is None:
        return ()
    per_pool = _det_vedtatte(delen)
    per_pool["alle"] = {
        del_: sum(boliger[del_] for boliger in per_pool.values()) for del_ in VEDTATT
    }
    return tuple(
        Tiltaksgap(
            gap,
            **{
                del_: round(antall[gap.aar])
                for del_, antall in per_pool[gap.pool].items()
            },
        )
        for rekke in planer.gapene(UTGANGSPUNKTET)
        for gap in rekke[: grunnlag.planaar() + 1]
    )


def _det_vedtatte(delen: Fordeling) -> dict[str, dict[str, np.ndarray]]:
    """Det hver del av det vedtatte gir i hver pool hvert årsskifte. Modellen legger delene til en etter en,
    etter det som går ut, så de til sammen er det som kommer til.
    """
    vedtatte = [en for en in planer.planlagte() if en.status in planer.VEDTATTE]
    hittil = [en.prosjekt for en in vedtatte if en.prosjekt.antall < 0]
    foer = _boligene(hittil)
    ut: dict[str, dict[str, np.ndarray]] = {pool: {} for pool in foer}
    for navn in VEDTATT:
        hittil += [
            en.prosjekt
            for en in vedtatte
            if en.prosjekt.antall >= 0
            and dict(delen).get(en.prosjekt_id, "uten_tiltak") == navn
        ]
        naa = _boligene(hittil)
        for pool, boliger in naa.items():
            ut[pool][navn] = boliger - foer[pool]
        foer = naa
    return ut


def _boligene(prosjekter: list[modell.Prosjekt]) -> dict[str, np.ndarray]:
    return boligene(grunnlag.hent(), planer.plan(UTGANGSPUNKTET), tuple(prosjekter))


# ------------------------------------------------------------------------- forsinkelsen


@dataclass(frozen=True)
class Forsinkelse:
    """Hva ett års forsinkelse av et vedtatt prosjekt betyr.

    `flere_venter` er hvor mange flere som venter ved utgangen av `aar`, i snitt over framtidene, og
    `lav` og `hoey` det åtte av ti av dem er mellom. None når det er for få søkere til å si noe.
    `kroner` er det prosjektet er beregnet til, når det er oppgitt.
    """

    prosjekt_id: str
    navn: str
    boliger: int
    aar: str
    flere_venter: float | None = None
    lav: int = 0
    hoey: int = 0
    kroner: float | None = None

    @property
    def setning(self) -> str:
        """Følgen av forsinkelsen, til å lese høyt."""
        boliger = norsk.med_ord(self.boliger, si("boliger"))
        deler = [
            si(
                "Blir prosjektet {prosjekt} ({navn}) ett år forsinket, mangler det {boliger} ett år til.",
                prosjekt=self.prosjekt_id,
                navn=self.navn,
                boliger=boliger,
            ),
            self._venter,
        ]
        if self.kroner is not None:
            deler.append(
                si(
                    "Utgiften på {kroner} kroner kommer året etter, uten prisstigning.",
                    kroner=norsk.tall(self.kroner),
                )
            )
        return " ".join(deler)

    @property
    def _venter(self) -> str:
        if self.flere_venter is None:
            return si("Det er for få søkere til å si hvor mange flere som da må vente.")
        flere = round(self.flere_venter)
        if not flere and not self.hoey:
            return si(
                "Modellen venter ikke lengre kø av det ved utgangen av {aar}.",
                aar=self.aar,
            )
        setning = {0: _UNDER_EN_VENTER, 1: _EN_VENTER}.get(flere, _FLERE_VENTER)
        return si(
            setning,
            aar=self.aar,
            antall=norsk.tall(flere),
            lav=norsk.tall(self.lav),
            hoey=norsk.tall(self.hoey),
        )


_UNDER_EN_VENTER = fast(
    "Ved utgangen av {aar} venter da under én husstand mer på bolig, trolig mellom {lav} og {hoey}."
)
_EN_VENTER = fast(
    "Ved utgangen av {aar} venter da én husstand mer på bolig, trolig mellom {lav} og {hoey}."
)
_FLERE_VENTER = fast(
    "Ved utgangen av {aar} venter da {antall} flere husstander på bolig, trolig mellom {lav} og {hoey}."
)


def forsinkelser(poster: Iterable[Planpost]) -> tuple[Forsinkelse, ...]:
    """Ett års forsinkelse av hvert vedtatte prosjekt som gir boliger, det som gir flest ventende først.
    Er ikke prosjektets kostnad oppgitt, er det investeringen i tiltaket, når det bare har det ene.
    """
    kroner = {
        prosjekt: sum(_investeringer(post.tiltak)) or None
        for post in poster
        if not dom.er_ute(post.tiltak) and len(post.tiltak.prosjekter) == 1
        for prosjekt in post.tiltak.prosjekter
    }
    return _forsinkelser(tuple(sorted(kroner.items())))


def _investeringer(tiltak: Tiltak) -> list[int]:
    return [
        en.kroner
        for en in tiltak.beloep
        if (en.slag, en.art) == ("investering", "brutto")
    ]


@lesing.husk
def _forsinkelser(
    i_tiltakene: tuple[tuple[str, int | None], ...],
) -> tuple[Forsinkelse, ...]:
    if grunnlag.hent() is None:
        return ()
    alle = [
        _forsinket(en, dict(i_tiltakene).get(en.prosjekt_id))
        for en in planer.planlagte()
        if en.status in planer.VEDTATTE and en.prosjekt.antall > 0
    ]
    alle = [en for en in alle if en]
    return tuple(sorted(alle, key=lambda en: -(en.flere_venter or 0)))


def _forsinket(planlagt: Planlagt, i_tiltaket: int | None) -> Forsinkelse | None:
    """Køen i poolen med prosjektet i tide, og med det ett år senere, i de samme framtidene. Bare ett
    årsskifte er mellom de to. None når det er etter det modellen regner.
    """
    prosjekt, i_tide = planlagt.prosjekt, planer.planlagt()
    nr = math.ceil(prosjekt.tid)
    if nr > grunnlag.horisont():
        return None
    navn = grunnlag.navn(prosjekt.pool)
    kroner = planlagt.kroner if planlagt.kroner is not None else i_tiltaket
    aar = grunnlag.aarsnavn()[nr]
    felles = (planlagt.prosjekt_id, navn, prosjekt.antall, aar)
    if not planer.nok_soekere():
        return Forsinkelse(*felles, kroner=kroner)
    sent = list(i_tide)
    sent[sent.index(prosjekt)] = modell.Prosjekt(
        prosjekt.pool, prosjekt.tid + 1, prosjekt.antall
    )
    flere = _koen(prosjekt.pool, tuple(sent), nr) - _koen(prosjekt.pool, i_tide, nr)
    lav, hoey = np.percentile(flere, modell.BAAND)
    return Forsinkelse(
        *felles, float(flere.mean()), math.floor(lav), math.ceil(hoey), kroner
    )


def _koen(pool: str, prosjekter: tuple[modell.Prosjekt, ...], aar: int) -> np.ndarray:
    """Hvor mange som venter i poolen ved årsskiftet, i hver framtid."""
    plan = planer.plan(UTGANGSPUNKTET, prosjekter)
    koene = modell.framskriv(grunnlag.hent(), plan, planer.framtider())
    return next(koe.koe[:, aar] for koe in koene if koe.pool == pool)


# ---------------------------------------------------------------------- uten finansiering


def uten_finansiering(poster: Iterable[Planpost]) -> pd.DataFrame:
    """Tiltakene som mangler penger, slik et budsjett tar dem: en rad for drift, en for investering og en
    for tilskudd, og en kolonne for hvert år. Tilskudd er negative, så hver kolonne summerer til det som
    må prioriteres. Et tiltak uten beløp har en rad uten kroner.
    """
    tiltakene = [
        post.tiltak
        for post in poster
        if mangler_penger(post.tiltak)
        and not dom.er_ute(post.tiltak)
        and post.tiltak.status.verdi != "gjennomfoert"
    ]
    alle_aar = [en.aar for tiltak in tiltakene for en in tiltak.beloep if en.aar]
    aarene = range(min(alle_aar), max(alle_aar) + 1) if alle_aar else range(0)
    rader = [rad for tiltak in tiltakene for rad in _budsjettrader(tiltak, aarene)]
    faste = map(si, _BUDSJETTKOLONNER)
    return pd.DataFrame(rader, columns=[*faste, *map(str, aarene), si("Sum")])


_BUDSJETTKOLONNER = (
    fast("Nummer"),
    fast("Tiltak"),
    fast("KOSTRA-funksjon"),
    fast("Finansiering"),
    fast("Årsverk"),
    fast("Slag"),
)


def _budsjettrader(tiltak: Tiltak, aarene: range) -> list[list]:
    funksjon = plankoder.navn("funksjon").get(tiltak.funksjon)
    felles = [
        tiltak.nr,
        tiltak.tittel,
        f"{tiltak.funksjon} {funksjon}" if funksjon else "",
        plankoder.navn("finansiering")[tiltak.finansiering],
    ]
    per_slag: dict[str, dict[int, int]] = {}
    for en in tiltak.beloep:
        if en.aar:
            i_aar = per_slag.setdefault(_slaget(en), {})
            fortegn = -1 if en.art == "tilskudd" else 1
            i_aar[en.aar] = i_aar.get(en.aar, 0) + fortegn * en.kroner
    if not per_slag:
        return [[*felles, tiltak.aarsverk, "", *[None] * len(aarene), None]]
    return [
        [
            *felles,
            # Årsverkene står på den første raden, så de ikke telles to ganger.
            None if nr else tiltak.aarsverk,
            slag,
            *(i_aar.get(aar) for aar in aarene),
            sum(i_aar.values()),
        ]
        for nr, (slag, i_aar) in enumerate(sorted(per_slag.items()))
    ]


def _slaget(beloep: Beloep) -> str:
    slag = plankoder.navn("beloepsslag")[beloep.slag]
    if beloep.art != "tilskudd":
        return slag
    return si("Tilskudd, {slag}", slag=slag.lower())
