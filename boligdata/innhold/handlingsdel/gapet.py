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
from boligdata.innhold.boligbehov.kort import ALLE_BOLIGER
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
# Delene i en setning: når det er den eneste, om en bolig og om flere, og når den er en av dem.
_VEDTATT_I_ORD = {
    "finansiert": (
        fast("Det er vedtatt {antall} til, og den er finansiert."),
        fast("Det er vedtatt {antall} til, og de er finansiert."),
        fast("{antall} er finansiert"),
    ),
    "uten_penger": (
        fast("Det er vedtatt {antall} til, og den mangler penger."),
        fast("Det er vedtatt {antall} til, og de mangler penger."),
        fast("{antall} mangler penger"),
    ),
    "uten_tiltak": (
        fast("Det er vedtatt {antall} til, og den er ikke med i noe tiltak i planen."),
        fast("Det er vedtatt {antall} til, og de er ikke med i noe tiltak i planen."),
        fast("{antall} er ikke med i noe tiltak i planen"),
    ),
}
# (prosjekt, del av det vedtatte): så lite av handlingsdelen er det regnestykket bygger på.
Fordeling = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Gap:
    """Boligene som trengs ved et årsskifte, og hvor de kommer fra, for en boligtype eller alle.

    `gaar_ut` og delene av det vedtatte er endringer fra i dag; det som går ut, er negativt. `lav` og
    `hoey` er behovet i åtte av ti framtider.
    """

    boligtype: str
    aar: str
    trengs: int
    har: int
    gaar_ut: int
    finansiert: int
    uten_penger: int
    uten_tiltak: int
    lav: float
    hoey: float

    @property
    def boliger(self) -> int:
        """Boligene når alt som er vedtatt, er ferdig."""
        vedtatt = self.finansiert + self.uten_penger + self.uten_tiltak
        return self.har + self.gaar_ut + vedtatt

    @property
    def mangler(self) -> int:
        """Boligene som mangler når alt som er vedtatt, er ferdig. Negativt når det er flere enn nok."""
        return self.trengs - self.boliger

    @property
    def foss(self) -> tuple[tuple[str, int, bool], ...]:
        """Veien fra behovet til det som mangler: (navn, boliger, om det er en sum). Delene er til
        sammen den siste summen. Det som ikke er noe, er ikke med.
        """
        deler = [
            (si("Har i dag"), -self.har),
            (si("Går ut"), -self.gaar_ut),
            *((si(navn), -getattr(self, del_)) for del_, navn in VEDTATT.items()),
        ]
        return (
            (si("Trengs i {aar}", aar=self.aar), self.trengs, True),
            *((navn, antall, False) for navn, antall in deler if antall),
            (si("Mangler"), self.mangler, True),
        )

    @property
    def setning(self) -> str:
        """Fossen, til å lese høyt."""
        trengs = si(
            "{boligtype}: I {aar} trengs det {antall}.",
            boligtype=self.boligtype,
            aar=self.aar,
            antall=norsk.tall(self.trengs),
        )
        return f"{trengs} {self._har} {self._vedtatt} {self._resten}"

    @property
    def _har(self) -> str:
        har = norsk.tall(self.har)
        if self.gaar_ut >= 0:
            return si("Kommunen har {antall} i dag.", antall=har)
        return si(
            "Kommunen har {antall} i dag, og {gaar_ut} av dem går ut.",
            antall=har,
            gaar_ut=norsk.tall(-self.gaar_ut),
        )

    @property
    def _vedtatt(self) -> str:
        """Det som er vedtatt, delt etter om det er penger til det. Det som ikke gir noe, sies ikke."""
        noen = {del_: getattr(self, del_) for del_ in VEDTATT if getattr(self, del_)}
        if not noen:
            return si("Ingen nye er vedtatt.")
        i_alt = sum(noen.values())
        if len(noen) == 1:
            en, flere, _ = _VEDTATT_I_ORD[next(iter(noen))]
            return si(en if i_alt == 1 else flere, antall=norsk.tall(i_alt))
        deler = [
            si(_VEDTATT_I_ORD[del_][2], antall=norsk.tall(antall))
            for del_, antall in noen.items()
        ]
        return si(
            "Det er vedtatt {antall} til: {deler}.",
            antall=norsk.tall(i_alt),
            deler=norsk.ramse(deler),
        )

    @property
    def _resten(self) -> str:
        if not self.mangler:
            return si("Da er det akkurat nok.")
        if self.mangler < 0:
            return si(
                "Da er det {mangler} til overs.", mangler=norsk.tall(-self.mangler)
            )
        lav, hoey = math.floor(self.lav), math.ceil(self.hoey)
        faerrest, flest = max(lav - self.boliger, 0), hoey - self.boliger
        return si(
            "Da mangler det {mangler}, trolig mellom {faerrest} og {flest}.",
            mangler=norsk.tall(self.mangler),
            faerrest=norsk.tall(faerrest),
            flest=norsk.tall(flest),
        )


# ----------------------------------------------------------------------------- gapet


def gapene(poster: Iterable[Planpost]) -> tuple[Gap, ...]:
    """Gapet for hver boligtype, og så for alle, hvert årsskifte fra i dag til planen er slutt. Ingen når
    det ikke er levert nok til å regne.
    """
    return _gapene(fordeling(poster))


def i_alt(poster: Iterable[Planpost]) -> Gap | None:
    """Gapet for alle boliger når planen er slutt."""
    return next(reversed(gapene(poster)), None)


def tabell(gapene_: Iterable[Gap]) -> pd.DataFrame:
    """Gapene som en tabell, med navn mennesker leser."""
    kolonner = {
        si("Boligtype"): "boligtype",
        si("År"): "aar",
        si("Trengs"): "trengs",
        si("Har i dag"): "har",
        si("Går ut"): "gaar_ut",
        **{si(navn): del_ for del_, navn in VEDTATT.items()},
        si("Mangler"): "mangler",
    }
    rader = [[getattr(gap, felt) for felt in kolonner.values()] for gap in gapene_]
    return pd.DataFrame(rader, columns=list(kolonner))


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
def _gapene(delen: Fordeling) -> tuple[Gap, ...]:
    if grunnlag.hent() is None:
        return ()
    svar, trengs = planer.svar(UTGANGSPUNKTET), planer.trengs(UTGANGSPUNKTET)
    per_pool = _boligene(delen)
    per_pool[svar.alle.pool] = {
        del_: sum(boliger[del_] for boliger in per_pool.values())
        for del_ in ("har", "gaar_ut", *VEDTATT)
    }
    navn = {svar.alle.pool: si(ALLE_BOLIGER)}
    return tuple(
        Gap(
            navn.get(behov.pool) or grunnlag.navn(behov.pool),
            grunnlag.aarsnavn()[aar],
            int(trengs[aar, nr]),
            **{del_: int(antall[aar]) for del_, antall in per_pool[behov.pool].items()},
            lav=float(behov.lav[aar]),
            hoey=float(behov.hoey[aar]),
        )
        for nr, behov in enumerate((*svar.pooler, svar.alle))
        for aar in range(grunnlag.planaar() + 1)
    )


def _boligene(delen: Fordeling) -> dict[str, dict[str, np.ndarray]]:
    """Boligene i hver pool hvert årsskifte: dem i dag, og hva hver del av det vedtatte endrer. Modellen
    legger delene til en etter en, så de til sammen er boligene den selv regner med.
    """
    vedtatte = [en for en in planer.planlagte() if en.status in planer.VEDTATTE]
    deler: dict[str, list[modell.Prosjekt]] = {
        "har": [],
        "gaar_ut": [en.prosjekt for en in vedtatte if en.prosjekt.antall < 0],
        **{
            navn: [
                en.prosjekt
                for en in vedtatte
                if en.prosjekt.antall >= 0
                and dict(delen).get(en.prosjekt_id, "uten_tiltak") == navn
            ]
            for navn in VEDTATT
        },
    }
    hittil: list[modell.Prosjekt] = []
    ut: dict[str, dict[str, np.ndarray]] = {}
    foer: dict[str, np.ndarray] = {}
    for navn, prosjekter in deler.items():
        hittil += prosjekter
        for pool, boliger in _i_poolene(tuple(hittil)).items():
            ut.setdefault(pool, {})[navn] = boliger - foer.get(pool, 0)
            foer[pool] = boliger
    return ut


def _i_poolene(prosjekter: tuple[modell.Prosjekt, ...]) -> dict[str, np.ndarray]:
    plan = planer.plan(UTGANGSPUNKTET, prosjekter)
    return {
        pool.pool: modell.boliger(pool, modell.vilkaar_i(pool, plan))
        for pool in modell.pooler(grunnlag.hent(), plan)
        if pool.stroemmer
    }


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
