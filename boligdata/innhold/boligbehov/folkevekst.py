"""Veksten: hvordan folketallet, og det vi antar om eldre, flytter tilstrømmingen til hver pool."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from boligdata import lesing
from boligdata.behov.drivere import ALDRE, Folketall, tidspunkt, vekst
from boligdata.behov.grunnlag import Pool
from boligdata.felles import katalog, kilder
from boligdata.innhold.boligbehov import grunnlag

# Dekningen kan ikke bli mye høyere eller lavere hvert år i årevis.
HOEYEST_TREND = 0.03
# Med færre år enn dette er en trend bare tilfeldigheter.
FAERREST_AAR_TIL_TREND = 4


@dataclass(frozen=True, eq=False)
class _Framover:
    """Folketallet, og årene det regnes for."""

    folketall: Folketall
    naa: float
    tider: np.ndarray

    def vekst(self, alder: str | None) -> np.ndarray:
        return vekst(self.folketall, alder, self.naa, self.tider)


@lesing.husk_tall
def per_stroem(alternativ: str, eldre: str, aar_siden: int = 0) -> dict:
    """Veksten framover i hver strøm, (pool, gruppe) → tabell per år der 1 er i dag."""
    framover = _fra_i_dag(alternativ, aar_siden)
    aldre, maalgrupper = _aldre(), _maalgrupper(aar_siden)
    ut = {}
    for pool in grunnlag.hent(aar_siden).pooler:
        for stroem in pool.stroemmer:
            noekkel = (pool.pool, stroem.gruppe)
            if pool.pool in aldre:
                dekning = _aldersvekst(aldre[pool.pool], framover)
                faktor = _eldrefaktor(eldre, pool, framover, dekning, aar_siden)
                veksten = dekning * faktor
            else:
                bor_der = grunnlag.leietakere(pool.boligtyper, aar_siden)
                i_stroemmen = maalgrupper.get(noekkel, ())
                vekter = {gruppe: bor_der.get(gruppe, 0) for gruppe in i_stroemmen}
                veksten = _gruppevekst(vekter, framover)
            ut[noekkel] = tuple(veksten.tolist())
    return ut


@lesing.husk_tall
def per_maalgruppe(alternativ: str) -> dict[str, tuple[float, ...]]:
    """Veksten framover i aldersgruppen hver målgruppe følger, der 1 er i dag."""
    framover = _fra_i_dag(alternativ)
    return {
        gruppe: tuple(framover.vekst(alder).tolist())
        for gruppe, alder in kilder.folketallet_de_foelger().items()
    }


def _fra_i_dag(alternativ: str, aar_siden: int = 0) -> _Framover:
    naa = tidspunkt(grunnlag.i_dag()) - aar_siden
    tider = naa + np.arange(grunnlag.horisont() + 1)
    return _Framover(_folketall(alternativ), naa, tider)


def _aldre() -> dict[str, dict[str, float]]:
    """Hvor stor del av leietakerne i poolen som er i hver alder, der alderen styrer veksten."""
    return {
        pool: dict(zip(tabell["alder"], tabell["andel"]))
        for pool, tabell in lesing.behov("alder").groupby("pool")
    }


def _maalgrupper(aar_siden: int) -> dict[tuple[str, str], tuple[str, ...]]:
    """Målgruppene i hver strøm."""
    stroemmer = lesing.behov("stroem")
    return {
        (stroem.pool, stroem.gruppe): tuple(stroem.grupper)
        for stroem in stroemmer[stroemmer["da"] == aar_siden].itertuples()
    }


def _aldersvekst(andeler: dict[str, float], framover: _Framover) -> np.ndarray:
    sum_ = sum(andeler.values())
    return sum(
        andel / sum_ * framover.vekst("18_66" if alder == "0_66" else alder)
        for alder, andel in andeler.items()
    )


def _gruppevekst(vekter: dict[str, float], framover: _Framover) -> np.ndarray:
    foelger = kilder.folketallet_de_foelger()
    sum_ = sum(vekter.values()) or 1
    veksten = sum(
        (
            antall / sum_ * framover.vekst(foelger.get(gruppe))
            for gruppe, antall in vekter.items()
            if antall
        ),
        np.zeros(len(framover.tider)),
    )
    return veksten if veksten[0] else np.ones(len(framover.tider))


def _eldrefaktor(
    eldre: str, pool: Pool, framover: _Framover, dekning: np.ndarray, aar_siden: int
) -> np.ndarray:
    """Hvor mye behovet for omsorgsboliger skal være mot dagens dekning."""
    tid = framover.tider - framover.tider[0]
    if eldre == "trend":
        return np.exp(dekningstrend() * tid)
    if eldre == "norm" and "heldoegns" in pool.boligtyper:
        heldoegns = grunnlag.boliger(aar_siden).get("heldoegns", 0)
        paa_80 = framover.folketall.ved("80", framover.tider)
        if heldoegns and paa_80 is not None:
            andel = heldoegns / max(pool.boliger, 1)
            norm = _normen(paa_80) / heldoegns
            # Ingen kommune når normen i morgen: den nås jevnt fram til planen er slutt.
            paa_vei = np.minimum(tid / grunnlag.planaar(), 1)
            return 1 + andel * paa_vei * (norm / dekning - 1)
    return np.ones(len(tid))


def _normen(paa_80: np.ndarray) -> np.ndarray:
    """Boligene med heldøgns tjenester normen krever, når sykehjemsplassene er trukket fra."""
    registeret = grunnlag.forutsetninger()
    plasser = registeret["norm_80"].verdi / 100 * paa_80
    return np.maximum(plasser - registeret["sykehjemsplasser"].verdi, 0)


def omsorgsboliger() -> tuple[str, ...]:
    """Boligtypene der alderen på søkerne sier mer enn målgruppen."""
    return kilder.boligslekter()["omsorg"]


@lesing.husk_tall
def dekningstrend() -> float:
    """Hvor mye flere eller færre som bor i eller venter på en omsorgsbolig per innbygger over 67
    år, per år (0,01 er én prosent).

    Helst over alle årene som er publisert, aldri mer enn tre prosent i året: en sterkere utvikling
    varer ikke.
    """
    folk = _folketall("MMMM")
    aar = lesing.perioder("aar")
    tall = []
    for indikator in ("husstander", "venteliste"):
        data = lesing.tall(katalog.indikatorer()[indikator], "aar", ("boligtype",))
        i_omsorg = data[data["boligtype"].isin(omsorgsboliger())]
        tall.append(i_omsorg.groupby("periode")["verdi"].sum())
    bor, venter = tall
    begge = bor.add(venter, fill_value=0)
    sum_ = begge.reindex(aar["periode"]).to_numpy(float)
    eldre = folk.ved("67", aar["aar"].to_numpy() + 1.0)
    if eldre is None or len(sum_) < FAERREST_AAR_TIL_TREND or not (sum_ > 0).all():
        return 0.0
    stigning = np.polyfit(np.arange(len(sum_)), np.log(sum_ / eldre), 1)[0]
    return float(np.clip(stigning, -HOEYEST_TREND, HOEYEST_TREND))


# -------------------------------------------------------------------------- folketallet


@lesing.husk_tall
def _folketall(alternativ: str) -> Folketall:
    """Folketallet til nå, og så framskrevet etter alternativet."""
    tabell = lesing.tabell("folketall")
    faktisk, framover = (
        _til_folketall(tabell[tabell["alternativ"] == valgt])
        for valgt in ("faktisk", alternativ)
    )
    return faktisk.foer_og_etter(framover)


def _til_folketall(tabell: pd.DataFrame) -> Folketall:
    per_alder = {alder: tabell[f"alder_{alder}"].to_numpy(float) for alder in ALDRE}
    return Folketall(tabell["aar"].to_numpy(), per_alder)


@lesing.husk_tall
def framskrevet_til() -> int | None:
    """Det siste året med framskrevet folketall, eller None når det ikke er levert."""
    tabell = lesing.tabell("folketall")
    aar = tabell.loc[tabell["alternativ"] != "faktisk", "aar"]
    return int(aar.max()) if len(aar) else None
