"""Scenarioet på siden Boligbehov. Det står i adressen, så den åpner det samme hos den som får den. Det
ligger også i økten, så det er der når brukeren kommer tilbake fra en annen side.
"""

import dataclasses
import uuid

import streamlit as st

from boligdata import lesing
from boligdata.arbeid.alternativ import Alternativ
from boligdata.arbeid.feltliste import ny_id
from boligdata.arbeid.lager import ArbeidFeil
from boligdata.felles import norsk
from boligdata.innhold import boligbehov
from boligdata.innhold.boligbehov import Scenario, grunnlag, lenken, planer, regnskapet
from boligdata.innhold.boligbehov.scenario import LENGSTE_KILDE, ryddet
from boligdata.innhold.planarbeid import alternativene
from boligdata.innhold.planarbeid.register import KanIkkeLagres, Registerpost
from boligdata.ui import moeteknapp, skjema

FLESTE_EGNE = 4
_PLAN, _EGNE = "plan", "egne"
# Begynnelsen på nøkkelen til valget av et spenn i hver boligtype.
SPENNVALG = "behov_spenn_"
# Finnes nøkkelen til dette feltet, var siden vist sist også: Streamlit glemmer felt som ikke er tegnet.
PAA_SIDEN = "behov_maal"


def hent_fram() -> None:
    """Sett scenarioet brukeren hadde sist tilbake i adressen, når siden åpnes fra en annen side. En
    adresse som har et scenario i seg, vinner.
    """
    kommer_hit = PAA_SIDEN not in st.session_state
    for navn in (_PLAN, _EGNE):
        if navn in st.query_params:
            st.session_state[_i_oekten(navn)] = st.query_params.get_all(navn)
        elif kommer_hit and st.session_state.get(_i_oekten(navn)):
            st.query_params[navn] = st.session_state[_i_oekten(navn)]


def _i_oekten(navn: str) -> str:
    return f"behov_husket_{navn}"


def _skriv(navn: str, tekster: list[str]) -> None:
    st.session_state[_i_oekten(navn)] = tekster
    if tekster:
        st.query_params[navn] = tekster
    else:
        st.query_params.pop(navn, None)


def scenarioet() -> tuple[Scenario, bool]:
    """Scenarioet i adressen, og om alt i den kunne brukes."""
    return lenken.lest(st.query_params.get(_PLAN, ""))


def alt_er_kjent() -> bool:
    """Kunne alt i adressen brukes?"""
    return scenarioet()[1] and all(kjent for _, kjent in _lest_egne())


def _lest_egne() -> list[tuple[Scenario, bool]]:
    return [
        lenken.lest(tekst) for tekst in st.query_params.get_all(_EGNE)[:FLESTE_EGNE]
    ]


def egne() -> tuple[Scenario, ...]:
    """Planene som er lagt ved siden av, i lenken."""
    return tuple(scenario for scenario, _ in _lest_egne() if scenario.endret)


def lagrede() -> tuple[Scenario, ...]:
    """Planene som er lagret for alle, og som fortsatt kan leses."""
    return tuple(scenario for _, scenario in lagrede_poster())


def lagrede_poster() -> list[tuple[Registerpost[Alternativ], Scenario]]:
    """De lagrede planene med posten de står i. Et lager som ikke kan åpnes, velter ikke en side med tall."""
    try:
        poster = alternativene.REGISTER.poster()
    except ArbeidFeil:
        return []
    lest = [(post, lenken.lest(post.innhold.plan)[0]) for post in poster]
    return [(post, scenario) for post, scenario in lest if scenario.endret]


def kan_lagre() -> bool:
    """Kan den som ser på, lagre planer for alle? Ellers står de i adressen."""
    try:
        return not skjema.hindring()
    except ArbeidFeil:
        return False


def sett(scenario: Scenario) -> None:
    """La dette være scenarioet."""
    tekst = boligbehov.skriv(scenario)
    _skriv(_PLAN, [tekst] if tekst else [])


def nullstill() -> None:
    """Tilbake til dagens antakelser, med ett håndtak på hver spak."""
    sett(Scenario())
    for noekkel in [
        valg for valg in st.session_state if str(valg).startswith(SPENNVALG)
    ]:
        st.session_state[noekkel] = False


def legg_til() -> None:
    """Legg scenarioet ved siden av planene: i lageret der det kan endres, og ellers i adressen."""
    with lesing.publiserte_tall():
        scenario, _ = scenarioet()
        if kan_lagre():
            tekst = boligbehov.skriv(scenario)
            nytt = Alternativ(ny_id(), scenario.navn, tekst)
            _lagre(nytt, 0)
            return
        alle = [*egne(), scenario]
        _skriv(_EGNE, [boligbehov.skriv(scenario) for scenario in alle])


def fjern(nr: int) -> None:
    """Ta bort en av planene som er lagt ved siden av."""
    with lesing.publiserte_tall():
        igjen = [plan for plass, plan in enumerate(egne()) if plass != nr]
        _skriv(_EGNE, [boligbehov.skriv(scenario) for scenario in igjen])


def ta_ut(post: Registerpost[Alternativ]) -> None:
    """Ta en lagret plan bort fra alle. Den står fortsatt i historikken."""
    _lagre(dataclasses.replace(post.innhold, fjernet=True), post.versjon)


def _lagre(alternativ: Alternativ, versjon: int) -> None:
    try:
        alternativene.REGISTER.lagre(
            alternativ, versjon, str(uuid.uuid4()), moeteknapp.hvem()
        )
    except (ArbeidFeil, KanIkkeLagres) as feil:
        st.toast(norsk.bokstavelig(str(feil)), icon=":material/error:")


def endre_kroner(noekkel: str, felt: str, ende: int, pool: str) -> None:
    """Ta den ene enden av en kostnad inn i scenarioet. Den andre flyttes når de ellers ville byttet plass,
    og følger med til noen har satt den.
    """
    with lesing.publiserte_tall():
        scenario, _ = scenarioet()
        kroner, grep = int(st.session_state[noekkel] or 0), scenario.i(pool)
        par = list(getattr(grep, felt))
        par[ende] = kroner
        andre = par[1 - ende]
        if not andre or not kroner or par[0] > par[1]:
            par = [kroner, kroner]
        sett(scenario.med_grep(pool, dataclasses.replace(grep, **{felt: tuple(par)})))


def bruk_regnskapet(pool: str) -> None:
    """Begynn med det kommunens eget regnskap sier at det koster."""
    with lesing.publiserte_tall():
        scenario, _ = scenarioet()
        grep = scenario.i(pool)
        prisene = regnskapet.prisene(pool, grep.maate, grep.startlaan)
        sett(scenario.med_grep(pool, regnskapet.med_regnskapet(grep, prisene)))


def endre(noekkel: str, felt: str, pool: str | None = None) -> None:
    """Ta verdien brukeren har satt i en spak, inn i scenarioet."""
    with lesing.publiserte_tall():
        scenario, _ = scenarioet()
        verdi = st.session_state[noekkel]
        if pool is None:
            sett(_med_felt(scenario, felt, verdi))
            return
        grep = dataclasses.replace(scenario.i(pool), **{felt: _i_grepet(felt, verdi)})
        if felt == "boliger":
            aar = (grep.aar or _foerste_aar()) if grep.boliger else 0
            maate = grep.maate if grep.boliger > 0 else ""
            grep = dataclasses.replace(grep, aar=aar, maate=maate)
        grep = dataclasses.replace(grep, til=grep.gaar_ut)
        sett(scenario.med_grep(pool, grep))


def _med_felt(scenario: Scenario, felt: str, verdi) -> Scenario:
    if felt in planer.FORUTSETNING and verdi == planer.gjelder(Scenario(), felt):
        # Tilbake der den var: da er ingenting endret.
        verdi = getattr(Scenario(), felt)
    if isinstance(verdi, list):
        verdi = tuple(verdi)
    return dataclasses.replace(scenario, **{felt: verdi})


def _i_grepet(felt: str, verdi):
    """Verdien slik grepet har den. Én virkning er et spenn der endene er like."""
    if felt == "kilde":
        return ryddet(verdi, LENGSTE_KILDE)
    if felt == "maate":
        return verdi
    if felt in ("soekere", "botid"):
        fra, til = verdi if isinstance(verdi, tuple) else (verdi, verdi)
        return int(fra), int(til)
    return int(verdi)


def samle_spennene(noekkel: str, pool: str) -> None:
    """Gjør spennene i boligtypen til ett tall hver, midt i spennet, når brukeren ikke vil ha dem."""
    if st.session_state[noekkel]:
        return
    with lesing.publiserte_tall():
        scenario, _ = scenarioet()
        grep = scenario.i(pool)
        midt = {
            felt: (round(sum(getattr(grep, felt)) / 2),) * 2
            for felt in ("soekere", "botid")
        }
        sett(scenario.med_grep(pool, dataclasses.replace(grep, **midt)))


def _foerste_aar() -> int:
    return grunnlag.i_dag().year + round(grunnlag.forutsetninger()["byggetid"].verdi)
