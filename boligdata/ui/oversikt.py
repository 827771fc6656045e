"""Delene av Oversikt: utfordringsbildet, nøkkeltallene og listene under."""

import functools
import math

import streamlit as st

from boligdata import lesing
from boligdata.felles import norsk
from boligdata.innhold import avrunding, figurer, gjelder, oversikt
from boligdata.innhold.handlingsdel import planen, varsler
from boligdata.ui.ramme import stil, valg

# Flere enn dette leser ingen på to minutter.
_VARSLER = 8

_FARGE = {"bedre": "green", "verre": "red"}


def utfordringer() -> None:
    """Utfordringsbildet i tre setninger, øverst på Oversikt."""
    valgt = valg()
    for setning in oversikt.utfordringer(valgt):
        st.markdown(setning)
    if omfang := gjelder.hele_kommunen(valgt.valgte).forklart("disse setningene"):
        st.caption(f":material/info: {omfang}")


def noekkeltall() -> None:
    """Nøkkeltallene, gruppert etter planens mål."""
    with st.grid(columns="auto", min_column_width=640, gap="medium", key="noekkeltall"):
        for maal, tall in oversikt.etter_maal(valg()).items():
            with st.container(gap="small"):
                st.subheader(maal, anchor=False)
                with st.grid(
                    columns="auto",
                    min_column_width=300,
                    gap="small",
                    key=f"maal_{norsk.filnavn(maal)}",
                ):
                    for ett_tall in tall:
                        _noekkeltall(ett_tall)
    if lesing.meta().vernet:
        st.caption(
            f":material/info: Tall om personer, husstander og saker er {avrunding.FEMMERE}, "
            "eller til hele måneder. "
            "Kilder og kvalitet sier hvordan."
        )


def _noekkeltall(tallet: oversikt.Noekkeltall) -> None:
    indikator, dom = tallet.indikator, tallet.vurdering
    with st.container(border=True, key=f"noekkeltall_{indikator.id}", height="stretch"):
        st.markdown(f"**{indikator.navn}**")
        _verdi(tallet)
        st.plotly_chart(
            _gnist(tallet, stil()),
            key=f"gnist_{indikator.id}",
            config=figurer.UROERLIG,
            alt=tallet.setning,
        )
        st.markdown(f"**{dom.ikon} {dom.tekst}**{_maaltall(tallet)}")
        if dom.maalet and dom.maalet.treff:
            st.markdown(dom.maalet.setning)
        if tallet.planen_er_sikker:
            st.markdown(norsk.bokstavelig(tallet.planen))
        for linje in filter(None, (tallet.usikkert, tallet.gjelder)):
            st.caption(norsk.bokstavelig(linje))
        for linje in tallet.alder:
            st.caption(linje)


def _verdi(tallet: oversikt.Noekkeltall) -> None:
    """Tallet, og endringen siden forrige periode."""
    enhet, endring = tallet.indikator.visningsenhet, tallet.endring
    for_faa = tallet.data["flagg"].iloc[-1] == "for_faa"
    retning = "off" if not endring else "up" if endring > 0 else "down"
    farge = _FARGE[tallet.vurdering.dom] if tallet.endret_som_dommen else "gray"
    delta = fra_forrige = None
    if endring is not None:
        forrige = norsk.periode_kort(tallet.data["periode"].iloc[-2])
        delta, fra_forrige = norsk.endring(endring, enhet), f"fra {forrige}"
        if tallet.omtrent_likt:
            delta, fra_forrige = "omtrent som", forrige
    st.metric(
        tallet.indikator.navn,
        "For få" if for_faa else norsk.med_enhet(tallet.verdi, enhet),
        delta=delta,
        delta_color=farge,
        delta_arrow=retning,
        delta_description=fra_forrige,
        label_visibility="collapsed",
    )


def _maaltall(tallet: oversikt.Noekkeltall) -> str:
    """Målet, og om det er nådd."""
    indikator = tallet.indikator
    if indikator.maaltall is None or math.isnan(tallet.verdi):
        return ""
    grense = "minst" if indikator.retning == "opp" else "høyst"
    maaltall = norsk.maaltall(indikator.maaltall, indikator.visningsenhet)
    naadd = {True: "nådd", False: "ikke nådd", None: "kan ikke avgjøres"}[
        tallet.naar_maal
    ]
    return f" · Mål: {grense} {maaltall}, {naadd}"


def endret() -> None:
    """Det som er blitt bedre eller verre siden forrige periode."""
    setninger_ = oversikt.endret(valg())
    st.markdown(
        "\n".join(f"- {setning}" for setning in setninger_)
        or "Ingen tall er sikkert endret siden forrige periode."
    )


def maal_ikke_naadd() -> None:
    """Målene som ikke er nådd og ikke er på bedringens vei."""
    saker, uavgjort = oversikt.maal_ikke_naadd(valg()), oversikt.maal_uavgjort(valg())
    if saker or not uavgjort:
        st.markdown(
            "\n".join(f"- {sak}" for sak in saker)
            or "Alle mål er nådd eller på vei til å bli det."
        )
    if uavgjort:
        st.caption(norsk.bokstavelig(uavgjort))


def maa_avgjoeres() -> None:
    """Det noen må ta stilling til i handlingsdelen, det som haster først, og fristen i loven."""
    dag = lesing.i_dag()
    st.markdown(varsler.lovens_frist(dag))
    poster = planen.poster()
    if not poster:
        st.markdown("Det er ingen tiltak i handlingsdelen ennå.")
        return
    alle = varsler.alle(poster, dag)
    st.markdown(
        norsk.punktliste(varsel.linje for varsel in alle[:_VARSLER])
        or "Ingenting er sent, mangler penger eller må avgjøres."
    )
    if len(alle) > _VARSLER:
        st.caption(f"{len(alle) - _VARSLER} til står på siden Tiltak.")
    st.caption(f"Vurdert mot {norsk.dato(dag)}.")


@functools.lru_cache(maxsize=500)
def _gnist(tallet: oversikt.Noekkeltall, stil_: figurer.Stil):
    return figurer.gnist(
        tallet.data.tail(oversikt.SYNLIGE_PERIODER), tallet.indikator, stil_
    )
