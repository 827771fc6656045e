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
def register(s: Scenario) -> pd.DataFrame:
    """Én rad per forutsetning, som tekst. Det scenarioet har endret, sier hva det var før."""
    rader = [
        *_bestemt(s),
        *(rad for p in grunnlag.hent().pooler for rad in _anslaatt(p)),
        *_planlagt(s),
        *_scenarioet(s),
    ]
    return pd.DataFrame(rader, columns=KOLONNER)


def _dato() -> str:
    return norsk.dato(grunnlag.i_dag())


def _bestemt(s: Scenario) -> list[tuple]:
    """Det noen har bestemt eller antatt."""
    endret = {
        id: getattr(s, felt)
        for felt, id in planer.FORUTSETNING.items()
        if getattr(s, felt) != getattr(Scenario(), felt)
    }
    rader = []
    for f in grunnlag.forutsetninger().values():
        enhet, ny = _ENHETER[f.enhet], endret.get(f.id)
        verdi = norsk.med_enhet(f.verdi if ny is None else ny, enhet)
        if ny is not None and ny != f.verdi:
            verdi += f" (endret fra {norsk.med_enhet(f.verdi, enhet)})"
        rader.append(
            (
                f.navn,
                verdi,
                f"{norsk.uten_tegn(f.lavest, enhet)}–{norsk.med_enhet(f.hoeyest, enhet)}",
                f"{f.kilde.rstrip('.')}, {norsk.dato(f.dato)}",
                f.bestemt_av if ny is None else scenarionavn(s),
            )
        )
    return rader


def _anslaatt(p: Pool) -> list[tuple]:
    """Det som er talt og anslått i én pool."""
    navn, kilde = poolnavn(p.pool), f"Anslått av uttrekkene, {_dato()}"
    feil = math.sqrt(sum(s.avrunding**2 for s in p.stroemmer))
    rundet = f"Rundet av, høyst {norsk.tall(round(feil))} feil" if feil else "Talt"
    gir_opp = 100 * (1 - math.exp(-p.avgang))
    return [
        (
            f"Boliger, {navn}",
            norsk.tall(p.boliger),
            "Eksakt",
            f"Boligregisteret, {_dato()}",
            "Talt",
        ),
        (
            f"Bor der, {navn}",
            norsk.tall(p.leietakere),
            rundet,
            f"Leieforhold, {_dato()}",
            "Talt",
        ),
        (f"Venter, {navn}", norsk.tall(p.koe), rundet, f"Søknader, {_dato()}", "Talt"),
        *(rad for s in p.stroemmer for rad in _anslaatt_i_stroemmen(s, navn, kilde)),
        (
            f"Tid mellom leietakere når noen venter, {navn}",
            norsk.med_enhet(p.klargjoering * 365.25, DAGER),
            _spenn(p.klargjoering * 365.25, p.klargjoering_usikkerhet, 0, " dager"),
            kilde,
            "Regnet ut",
        ),
        (
            f"Gir opp å vente i løpet av et år, {navn}",
            norsk.med_enhet(gir_opp, PROSENT),
            _spenn(gir_opp, p.avgang_usikkerhet, 0, " %"),
            kilde,
            "Regnet ut",
        ),
    ]


def _anslaatt_i_stroemmen(s: Stroem, navn: str, kilde: str) -> list[tuple]:
    maalgruppe = lesing.dimensjon("maalgruppe").get(s.gruppe, "andre målgrupper")
    hvem = (
        navn if s.gruppe == "alle" else f"{navn}, {norsk.liten_forbokstav(maalgruppe)}"
    )
    botid = s.botid.gjennomsnitt
    return [
        (
            f"Nye søkere per år, {hvem}",
            norsk.tall(s.soekere, 1),
            _spenn(s.soekere, s.usikkerhet, 1),
            kilde,
            "Regnet ut",
        ),
        (
            f"Hvor mye tilstrømmingen skifter fra år til år, {hvem}",
            norsk.med_enhet(100 * s.drift, PROSENT),
            "0–8 %",
            kilde,
            "Regnet ut",
        ),
        (
            f"Botid, {hvem}",
            norsk.med_enhet(botid, AAR),
            _spenn(botid, math.sqrt(max(s.botid.kovarians[2], 0)), 1, " år"),
            kilde,
            "Regnet ut",
        ),
    ]


def _planlagt(s: Scenario) -> list[tuple]:
    """Prosjektene som er regnet med."""
    bestemt = (
        "Vedtatt, under bygging eller idé" if s.ideer else "Vedtatt eller under bygging"
    )
    return [
        (
            f"Planlagt prosjekt, {poolnavn(q.pool)}",
            f"{norsk.endring(q.antall, ANTALL)} boliger",
            f"Om {norsk.tall(q.tid, 1)} år",
            f"Planlagte boligprosjekter, {_dato()}",
            bestemt,
        )
        for q in planer.planlagt(s.ideer)
    ]


def _scenarioet(s: Scenario) -> list[tuple]:
    """Valgene i scenarioet, og tiltakene."""
    return [
        (
            "Folkevekst",
            VEKST[s.vekst],
            "Lav vekst–Høy vekst",
            f"SSB, regional framskriving, {_dato()}",
            "SSB" if s.vekst == "MMMM" else scenarionavn(s),
        ),
        (
            "Dekning for eldre",
            ELDRE[s.eldre],
            "Tre alternativer",
            f"Anslått av uttrekkene, {_dato()}",
            "Utgangspunktet" if s.eldre == "dekning" else scenarionavn(s),
        ),
        *(
            (
                f"Tiltak, {poolnavn(p)}",
                greptekst(g),
                "Satt i scenarioet",
                g.kilde or "Ikke oppgitt",
                scenarionavn(s),
            )
            for p, g in s.grep
        ),
    ]


def _spenn(verdi: float, usikkerhet: float, desimaler: int, tegn: str = "") -> str:
    """Spennet åtte av ti ligger i, når feilen er normalfordelt i logaritmen."""
    ut = _AATTE_AV_TI * usikkerhet
    return f"{norsk.tall(verdi * math.exp(-ut), desimaler)}–{norsk.tall(verdi * math.exp(ut), desimaler)}{tegn.replace(' ', chr(160))}"
