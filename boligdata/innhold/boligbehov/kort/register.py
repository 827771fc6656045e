"""Registeret: hvert tall bak svaret, med verdi, spenn, kilde, dato og hvem som har bestemt det."""

import math

import pandas as pd

from boligdata import lesing
from boligdata.behov.grunnlag import Pool, Stroem
from boligdata.felles import norsk
from boligdata.felles.maalform import fast, si
from boligdata.innhold.boligbehov import grunnlag, planer
from boligdata.innhold.boligbehov.kort.ord import (
    AAR,
    ANTALL,
    DAGER,
    PROSENT,
    greptekst,
    poolnavn,
    scenarionavn,
)
from boligdata.innhold.boligbehov.scenario import ELDRE, VEKST, Scenario

_KOLONNER = (
    fast("Forutsetning"),
    fast("Verdi"),
    fast("Spenn"),
    fast("Kilde og dato"),
    fast("Bestemt av"),
)
_ENHETER = {"prosent": PROSENT, "dager": DAGER, "aar": AAR, "antall": ANTALL}
# Så mange standardavvik til hver side ligger åtte av ti innenfor.
_AATTE_AV_TI = 1.28


@lesing.husk
def register(scenario: Scenario) -> pd.DataFrame:
    """Én rad per forutsetning, som tekst. Det scenarioet har endret, sier hva det var før."""
    rader = [
        *_bestemt(scenario),
        *(rad for pool in grunnlag.hent().pooler for rad in _anslaatt(pool)),
        *_planlagt(scenario),
        *_scenarioet(scenario),
    ]
    return pd.DataFrame(rader, columns=[*map(si, _KOLONNER)])


def _dato() -> str:
    return norsk.dato(grunnlag.i_dag())


def _bestemt(scenario: Scenario) -> list[tuple]:
    """Det noen har bestemt eller antatt."""
    endret = {
        id: getattr(scenario, felt)
        for felt, id in planer.FORUTSETNING.items()
        if getattr(scenario, felt) != getattr(Scenario(), felt)
    }
    rader = []
    for rad in grunnlag.forutsetninger().values():
        enhet, ny = _ENHETER[rad.enhet], endret.get(rad.id)
        verdi = norsk.med_enhet(rad.verdi if ny is None else ny, enhet)
        if ny is not None and ny != rad.verdi:
            foer = norsk.med_enhet(rad.verdi, enhet)
            verdi = si("{verdi} (endret fra {foer})", verdi=verdi, foer=foer)
        lavest = norsk.uten_tegn(rad.lavest, enhet)
        rader.append(
            (
                si(rad.navn),
                verdi,
                f"{lavest}–{norsk.med_enhet(rad.hoeyest, enhet)}",
                f"{si(rad.kilde).rstrip('.')}, {norsk.dato(rad.dato)}",
                si(rad.bestemt_av) if ny is None else scenarionavn(scenario),
            )
        )
    return rader


def _anslaatt(pool: Pool) -> list[tuple]:
    """Det som er talt og anslått i én pool."""
    navn = poolnavn(pool.pool)
    i_stroemmene = [
        rad for stroem in pool.stroemmer for rad in _anslaatt_i_stroemmen(stroem, navn)
    ]
    return [*_talt(pool, navn), *i_stroemmene, *_mellom_leietakere(pool, navn)]


def _talt(pool: Pool, navn: str) -> list[tuple]:
    feil = math.sqrt(sum(stroem.avrunding**2 for stroem in pool.stroemmer))
    rundet, regnet = si("Talt"), si("Talt")
    if feil:
        regnet = si("Anslått")
        rundet = si("Rundet av, høyst {antall} feil", antall=norsk.tall(round(feil)))
    return [
        (
            si(hva, boligtype=navn),
            norsk.tall(antall),
            spenn,
            f"{kilde}, {_dato()}",
            hvordan,
        )
        for hva, antall, spenn, kilde, hvordan in (
            (
                fast("Boliger, {boligtype}"),
                pool.boliger,
                si("Eksakt"),
                si("Boligregisteret"),
                si("Talt"),
            ),
            (
                fast("Regnet som bebodd, {boligtype}"),
                pool.leietakere,
                rundet,
                si("Leieforhold"),
                regnet,
            ),
            (
                fast("Venter, {boligtype}"),
                pool.koe,
                rundet,
                si("Søknader"),
                si("Talt"),
            ),
        )
    ]


def _anslaatt_i_stroemmen(stroem: Stroem, navn: str) -> list[tuple]:
    hvem = navn
    if stroem.gruppe != "alle":
        kjente = lesing.dimensjon("maalgruppe")
        maalgruppe = kjente.get(stroem.gruppe, si("andre målgrupper"))
        hvem = f"{navn}, {norsk.liten_forbokstav(maalgruppe)}"
    botid = stroem.botid.gjennomsnitt
    usikker_botid = math.sqrt(max(stroem.botid.kovarians[2], 0))
    return [
        _regnet_ut(
            si("Nye søkere per år, {hvem}", hvem=hvem),
            norsk.tall(stroem.soekere, 1),
            _spenn(stroem.soekere, stroem.usikkerhet, 1),
        ),
        _regnet_ut(
            si("Hvor mye tilstrømmingen skifter fra år til år, {hvem}", hvem=hvem),
            norsk.med_enhet(100 * stroem.drift, PROSENT),
            "0–8 %",
        ),
        _regnet_ut(
            si("Botid, {hvem}", hvem=hvem),
            norsk.med_enhet(botid, AAR),
            _spenn(botid, usikker_botid, 1, si(" år")),
        ),
    ]


def _mellom_leietakere(pool: Pool, navn: str) -> list[tuple]:
    dager = pool.klargjoering * planer.DAGER_I_AARET
    gir_opp = 100 * (1 - math.exp(-pool.avgang))
    return [
        _regnet_ut(
            si("Tid mellom leietakere når noen venter, {boligtype}", boligtype=navn),
            norsk.med_enhet(dager, DAGER),
            _spenn(dager, pool.klargjoering_usikkerhet, 0, si(" dager")),
        ),
        _regnet_ut(
            si("Gir opp å vente i løpet av et år, {boligtype}", boligtype=navn),
            norsk.med_enhet(gir_opp, PROSENT),
            _spenn(gir_opp, pool.avgang_usikkerhet, 0, " %"),
        ),
    ]


def _regnet_ut(hva: str, verdi: str, spenn: str) -> tuple:
    return hva, verdi, spenn, _av_uttrekkene(), si("Regnet ut")


def _av_uttrekkene() -> str:
    return si("Anslått av uttrekkene, {dato}", dato=_dato())


def _planlagt(scenario: Scenario) -> list[tuple]:
    """Prosjektene som er regnet med."""
    bestemt = si("Vedtatt eller under bygging")
    if scenario.ideer:
        bestemt = si("Vedtatt, under bygging eller idé")
    return [
        (
            si("Planlagt prosjekt, {boligtype}", boligtype=poolnavn(prosjekt.pool)),
            si("{antall} boliger", antall=norsk.endring(prosjekt.antall, ANTALL)),
            si("Om {antall} år", antall=norsk.tall(prosjekt.tid, 1)),
            si("Planlagte boligprosjekter, {dato}", dato=_dato()),
            bestemt,
        )
        for prosjekt in planer.planlagt(scenario.ideer)
    ]


def _scenarioet(scenario: Scenario) -> list[tuple]:
    """Valgene i scenarioet, og tiltakene."""
    navn, utgangspunktet = scenarionavn(scenario), Scenario()
    return [
        (
            si("Folkevekst"),
            si(VEKST[scenario.vekst]),
            si("Lav vekst–Høy vekst"),
            si("SSB, regional framskriving, {dato}", dato=_dato()),
            si("SSB") if scenario.vekst == utgangspunktet.vekst else navn,
        ),
        (
            si("Dekning for eldre"),
            si(ELDRE[scenario.eldre]),
            si("Tre alternativer"),
            _av_uttrekkene(),
            navn if scenario.eldre != utgangspunktet.eldre else si("Utgangspunktet"),
        ),
        *(
            (
                si("Tiltak, {boligtype}", boligtype=poolnavn(pool)),
                greptekst(grep),
                si("Satt i scenarioet"),
                grep.kilde or si("Ikke oppgitt"),
                navn,
            )
            for pool, grep in scenario.grep
        ),
    ]


def _spenn(verdi: float, usikkerhet: float, desimaler: int, tegn: str = "") -> str:
    """Spennet åtte av ti ligger i, når feilen er normalfordelt i logaritmen."""
    ut = _AATTE_AV_TI * usikkerhet
    lav = norsk.tall(verdi * math.exp(-ut), desimaler)
    hoey = norsk.tall(verdi * math.exp(ut), desimaler)
    fast_tegn = tegn.replace(" ", "\N{NO-BREAK SPACE}")
    return f"{lav}–{hoey}{fast_tegn}"
