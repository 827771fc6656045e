"""Setningen på hvert kort: hva figuren viser, skrevet så den kan leses høyt i et møte."""

import pandas as pd

from boligdata import norsk
from boligdata.katalog import ENHETER, VERNEDE_ENHETER, Indikator, Kostratall
from boligdata.vurdering import Grenser, Treff, Vurdering

# Hvor ofte målet nås slik tallet svinger, skrevet som fortsettelsen på «Målet er høyst 20, og er ikke nådd.»
_TREFF = {Treff.JEVNT: " Det nås jevnt.", Treff.IKKE: " Det nås ikke slik det er nå.",
          Treff.AV_OG_TIL: " Det nås av og til."}


def utvikling(indikator: Indikator, data: pd.DataFrame, vurdering: Vurdering | None = None) -> str:
    """Siste verdi, endringen fra perioden før, dommen og avstanden til målet. `data` er én serie i tidsrekkefølge."""
    siste = data.iloc[-1]
    naar = norsk.stor(norsk.naar(siste["periode"], indikator))
    if pd.isna(siste["verdi"]):
        return (f"{naar} er det for få å regne på, så tallet vises ikke." if siste["flagg"] == "for_faa"
                else f"{naar} kan tallet ikke regnes ut.")
    setning = f"{naar}: {_verdi(indikator, siste['verdi'])}{_endring(indikator, data)}."
    dom = f" {vurdering.i_ord}" if vurdering and vurdering.i_ord else ""
    treff = _TREFF.get(vurdering.treff, "") if vurdering else ""
    return setning + dom + _maaltall(indikator, siste["verdi"]) + treff


def grenser(indikator: Indikator, grenser_: Grenser) -> str:
    """Snittet og hva som er vanlig variasjon, til tekstalternativet, tabellen og filene."""
    nedre, oevre = (_kort(indikator, g) for g in grenser_.vist)
    return f"Snittet er {_kort(indikator, grenser_.snitt)}. Vanlig variasjon er fra {nedre} til {oevre}."


def fordeling(indikator: Indikator, data: pd.DataFrame, hva: str) -> str:
    """De største gruppene i én periode. `data` har kolonnene periode, gruppe (norsk navn) og verdi."""
    kjent = data[data["verdi"] > 0].sort_values("verdi", ascending=False, kind="stable")
    naar = norsk.stor(norsk.naar(data["periode"].iloc[-1], indikator))
    if data["verdi"].isna().all() and indikator.enhet == "antall":
        return f"{naar} er tallet ikke kjent."
    if kjent.empty and indikator.enhet == "antall":
        return f"{naar}: {_ingen(indikator)}."
    if kjent.empty:
        return f"{naar} er det ingen tall å vise etter {hva}."
    deler = [f"{norsk.liten(g)} ({_kort(indikator, v)})" for g, v in zip(kjent["gruppe"][:3], kjent["verdi"])]
    if indikator.enhet == "antall":
        return f"{naar}: {norsk.med_ord(kjent['verdi'].sum(), indikator.enhetsord)}. Flest: {norsk.ramse(deler)}."
    return f"{naar}, etter {hva}. Høyest: {norsk.ramse(deler)}."


def lagdeling(indikator: Indikator, data: pd.DataFrame) -> str:
    """Hvordan alt fordeler seg på lagene i en stablet figur. `data` har kolonnene periode, lag og verdi."""
    sum_ = data["verdi"].sum()
    naar = norsk.stor(norsk.naar(data["periode"].iloc[-1], indikator))
    if not sum_ > 0:
        return f"{naar}: {_ingen(indikator)}."
    lag = data.groupby("lag", sort=False)["verdi"].sum().sort_values(ascending=False, kind="stable")
    deler = [f"{norsk.liten(navn)} ({norsk.tall(v)}, {_andel(indikator, v, sum_)})"
             for navn, v in lag.items() if v > 0]
    return f"{naar}: {norsk.med_ord(sum_, indikator.enhetsord)}. Flest: {norsk.ramse(deler[:3])}."


def ruter(indikator: Indikator, data: pd.DataFrame) -> str:
    """De største rutene når noe er delt etter to egenskaper. `data` har kolonnene periode, gruppe, lag og verdi."""
    naar = norsk.stor(norsk.naar(data["periode"].iloc[-1], indikator))
    stoerst = data[data["verdi"] > 0].sort_values("verdi", ascending=False, kind="stable").head(3)
    if stoerst.empty:
        return f"{naar}: {_ingen(indikator)}."
    deler = [f"{norsk.liten(g)}, {norsk.liten(t)} ({_kort(indikator, v)})"
             for g, t, v in zip(stoerst["gruppe"], stoerst["lag"], stoerst["verdi"])]
    return f"{naar}: {norsk.med_ord(data['verdi'].sum(), indikator.enhetsord)}. Flest: {'; '.join(deler)}."


def flyt(indikator: Indikator, data: pd.DataFrame) -> str:
    """De største strømmene mellom to grupper. `data` har kolonnene periode, gruppe, lag og verdi, de største først."""
    naar = norsk.stor(norsk.naar(data["periode"].iloc[-1], indikator))
    stoerst = data[data["verdi"] > 0].head(3)
    if stoerst.empty:
        return f"{naar}: {_ingen(indikator)}."
    deler = [f"fra {norsk.liten(g)} til {norsk.liten(t)} ({_kort(indikator, v)})"
             for g, t, v in zip(stoerst["gruppe"], stoerst["lag"], stoerst["verdi"])]
    return f"{naar}: {norsk.med_ord(data['verdi'].sum(), indikator.enhetsord)}. Flest {norsk.ramse(deler)}."


def _andel(indikator: Indikator, verdi: float, sum_: float) -> str:
    return norsk.med_enhet(100 * verdi / sum_, (VERNEDE_ENHETER if indikator.vernet else ENHETER)["prosent"])


def andeler(indikator: Indikator, data: pd.DataFrame) -> str:
    """Flere andeler som til sammen er alle. `data` har én rad per andel, i visningsrekkefølge, i kolonnen gruppe."""
    naar = norsk.naar(data["periode"].iloc[-1], indikator)
    if data["verdi"].isna().any():
        return f"{norsk.stor(naar)} er det for få å regne på, så tallene vises ikke."
    deler = [f"{_kort(indikator, v)} {norsk.liten(g)}" for g, v in zip(data["gruppe"], data["verdi"])]
    return f"{norsk.stor(indikator.enhetsord)} {naar}: {norsk.ramse(deler)}."


def _verdi(indikator: Indikator, verdi: float) -> str:
    if indikator.enhet == "antall":
        return norsk.med_ord(verdi, indikator.enhetsord, indikator.visningsenhet)
    tekst = norsk.med_enhet(verdi, indikator.visningsenhet)
    if indikator.enhet == "kroner":
        return f"vanligvis {tekst}{indikator.enhetsord.removeprefix('kroner')}"
    return tekst if indikator.visningsenhet.tegn.strip() in ("dager", "måneder", "år") else f"{tekst} {indikator.enhetsord}"


def _ingen(indikator: Indikator) -> str:
    return f"{'0–4' if indikator.vernet else 'ingen'} {indikator.enhetsord}"


def _kort(indikator: Indikator, verdi: float) -> str:
    return norsk.med_enhet(verdi, indikator.visningsenhet)


def _endring(indikator: Indikator, data: pd.DataFrame) -> str:
    if len(data) < 2 or pd.isna(data["verdi"].iloc[-2]):
        return ""
    foer, naa = data["verdi"].iloc[-2:]
    forrige = norsk.naar(data["periode"].iloc[-2], indikator)
    if norsk.med_enhet(foer, indikator.visningsenhet) == norsk.med_enhet(naa, indikator.visningsenhet):
        return f", det samme som {forrige}"
    return f", mot {_kort(indikator, foer)} {forrige}"


def _maaltall(indikator: Indikator, verdi: float) -> str:
    if indikator.maaltall is None:
        return ""
    naadd = verdi >= indikator.maaltall if indikator.retning == "opp" else verdi <= indikator.maaltall
    grense = "minst" if indikator.retning == "opp" else "høyst"
    status = "nådd" if naadd else "ikke nådd"
    return f" Målet er {grense} {_kort(indikator, indikator.maaltall)}, og er {status}."


def kostra(tall: Kostratall, data: pd.DataFrame) -> str:
    """Siste kjente KOSTRA-tall og landet samme år. `data` har kolonnene aar, verdi, landet og foreloepig."""
    kjent = data.dropna(subset=["verdi"])
    if kjent.empty:
        return "Kommunen har ingen tall i denne serien."
    siste = kjent.iloc[-1]
    landet = f", mot {norsk.tall(siste['landet'], tall.desimaler)} i landet" if pd.notna(siste["landet"]) else ""
    foreloepig = " Tallet er foreløpig." if siste["foreloepig"] else ""
    return f"I {siste['aar']}: {norsk.tall(siste['verdi'], tall.desimaler)} {tall.enhetsord}{landet}.{foreloepig}"
