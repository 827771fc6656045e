"""Registeret: hvert tall bak svaret, med verdi, spenn, kilde, dato og hvem som har bestemt det."""

import math

import pandas as pd

from boligdata import lesing
from boligdata.behov.grunnlag import Pool, Stroem
from boligdata.felles import norsk
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

KOLONNER = ["Forutsetning", "Verdi", "Spenn", "Kilde og dato", "Bestemt av"]
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
    return pd.DataFrame(rader, columns=KOLONNER)


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
            verdi += f" (endret fra {norsk.med_enhet(rad.verdi, enhet)})"
        lavest = norsk.uten_tegn(rad.lavest, enhet)
        rader.append(
            (
                rad.navn,
                verdi,
                f"{lavest}–{norsk.med_enhet(rad.hoeyest, enhet)}",
                f"{rad.kilde.rstrip('.')}, {norsk.dato(rad.dato)}",
                rad.bestemt_av if ny is None else scenarionavn(scenario),
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
    rundet = f"Rundet av, høyst {norsk.tall(round(feil))} feil" if feil else "Talt"
    return [
        (hva, norsk.tall(antall), spenn, f"{kilde}, {_dato()}", "Talt")
        for hva, antall, spenn, kilde in (
            (f"Boliger, {navn}", pool.boliger, "Eksakt", "Boligregisteret"),
            (f"Regnet som bebodd, {navn}", pool.leietakere, rundet, "Leieforhold"),
            (f"Venter, {navn}", pool.koe, rundet, "Søknader"),
        )
    ]


def _anslaatt_i_stroemmen(stroem: Stroem, navn: str) -> list[tuple]:
    maalgruppe = lesing.dimensjon("maalgruppe").get(stroem.gruppe, "andre målgrupper")
    hvem = f"{navn}, {norsk.liten_forbokstav(maalgruppe)}"
    hvem = navn if stroem.gruppe == "alle" else hvem
    botid = stroem.botid.gjennomsnitt
    usikker_botid = math.sqrt(max(stroem.botid.kovarians[2], 0))
    return [
        _regnet_ut(
            f"Nye søkere per år, {hvem}",
            norsk.tall(stroem.soekere, 1),
            _spenn(stroem.soekere, stroem.usikkerhet, 1),
        ),
        _regnet_ut(
            f"Hvor mye tilstrømmingen skifter fra år til år, {hvem}",
            norsk.med_enhet(100 * stroem.drift, PROSENT),
            "0–8 %",
        ),
        _regnet_ut(
            f"Botid, {hvem}",
            norsk.med_enhet(botid, AAR),
            _spenn(botid, usikker_botid, 1, " år"),
        ),
    ]


def _mellom_leietakere(pool: Pool, navn: str) -> list[tuple]:
    dager = pool.klargjoering * planer.DAGER_I_AARET
    gir_opp = 100 * (1 - math.exp(-pool.avgang))
    return [
        _regnet_ut(
            f"Tid mellom leietakere når noen venter, {navn}",
            norsk.med_enhet(dager, DAGER),
            _spenn(dager, pool.klargjoering_usikkerhet, 0, " dager"),
        ),
        _regnet_ut(
            f"Gir opp å vente i løpet av et år, {navn}",
            norsk.med_enhet(gir_opp, PROSENT),
            _spenn(gir_opp, pool.avgang_usikkerhet, 0, " %"),
        ),
    ]


def _regnet_ut(hva: str, verdi: str, spenn: str) -> tuple:
    return hva, verdi, spenn, f"Anslått av uttrekkene, {_dato()}", "Regnet ut"


def _planlagt(scenario: Scenario) -> list[tuple]:
    """Prosjektene som er regnet med."""
    bestemt = "Vedtatt eller under bygging"
    if scenario.ideer:
        bestemt = "Vedtatt, under bygging eller idé"
    return [
        (
            f"Planlagt prosjekt, {poolnavn(prosjekt.pool)}",
            f"{norsk.endring(prosjekt.antall, ANTALL)} boliger",
            f"Om {norsk.tall(prosjekt.tid, 1)} år",
            f"Planlagte boligprosjekter, {_dato()}",
            bestemt,
        )
        for prosjekt in planer.planlagt(scenario.ideer)
    ]


def _scenarioet(scenario: Scenario) -> list[tuple]:
    """Valgene i scenarioet, og tiltakene."""
    navn, utgangspunktet = scenarionavn(scenario), Scenario()
    return [
        (
            "Folkevekst",
            VEKST[scenario.vekst],
            "Lav vekst–Høy vekst",
            f"SSB, regional framskriving, {_dato()}",
            "SSB" if scenario.vekst == utgangspunktet.vekst else navn,
        ),
        (
            "Dekning for eldre",
            ELDRE[scenario.eldre],
            "Tre alternativer",
            f"Anslått av uttrekkene, {_dato()}",
            "Utgangspunktet" if scenario.eldre == utgangspunktet.eldre else navn,
        ),
        *(
            (
                f"Tiltak, {poolnavn(pool)}",
                greptekst(grep),
                "Satt i scenarioet",
                grep.kilde or "Ikke oppgitt",
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
