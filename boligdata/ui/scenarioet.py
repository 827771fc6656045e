"""Scenarioet på siden Boligbehov. Det står i adressen, så den åpner det samme hos den som får den. Det
ligger også i økten, så det er der når brukeren kommer tilbake fra en annen side.
"""

import dataclasses

import streamlit as st

from boligdata import lesing
from boligdata.innhold import boligbehov
from boligdata.innhold.boligbehov import Scenario, grunnlag, planer
from boligdata.innhold.boligbehov.scenario import ryddet

# Hvor langt spakene går. En lenke med noe utenfor får utgangspunktet i stedet.
SPENN = {
    "soekere": (-50, 50),
    "botid": (-50, 50),
    "klargjoering": (-90, 100),
    "boliger": (-60, 60),
    "kostnad": (0, 5_000_000),
}
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
    return _les(st.query_params.get(_PLAN, ""))


def _les(tekst: str) -> tuple[Scenario, bool]:
    return boligbehov.les(tekst, tuple(poolnavn()), spenn())


def poolnavn() -> dict[str, str]:
    """Boligtypene det er noe å regne av, med navn."""
    return {
        pool.pool: grunnlag.navn(pool.pool)
        for pool in grunnlag.hent().pooler
        if pool.stroemmer
    }


def spenn() -> dict[str, tuple[int, int]]:
    """Hvor langt alle spakene går, så en lenke aldri sier noe annet enn spaken viser."""
    forutsetninger, aar = grunnlag.forutsetninger(), grunnlag.i_dag().year
    return (
        SPENN
        | {
            felt: (int(forutsetninger[id].lavest), int(forutsetninger[id].hoeyest))
            for felt, id in planer.FORUTSETNING.items()
        }
        | {"aar": (aar + 1, aar + grunnlag.horisont())}
    )


def alt_er_kjent() -> bool:
    """Kunne alt i adressen brukes?"""
    return scenarioet()[1] and all(kjent for _, kjent in _lest_egne())


def _lest_egne() -> list[tuple[Scenario, bool]]:
    return [_les(tekst) for tekst in st.query_params.get_all(_EGNE)[:FLESTE_EGNE]]


def egne() -> tuple[Scenario, ...]:
    """Planene som er lagt ved siden av, i lenken."""
    return tuple(scenario for scenario, _ in _lest_egne() if scenario.endret)


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
    """Legg scenarioet ved siden av planene."""
    with lesing.publiserte_tall():
        alle = [*egne(), scenarioet()[0]]
        _skriv(_EGNE, [boligbehov.skriv(scenario) for scenario in alle])


def fjern(nr: int) -> None:
    """Ta bort en av planene som er lagt ved siden av."""
    with lesing.publiserte_tall():
        igjen = [plan for plass, plan in enumerate(egne()) if plass != nr]
        _skriv(_EGNE, [boligbehov.skriv(scenario) for scenario in igjen])


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
            grep = dataclasses.replace(grep, aar=aar)
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
        return ryddet(verdi, 120)
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
