"""Delene av Oversikt: utfordringsbildet, nøkkeltallene og listene under."""

import functools

import streamlit as st

from boligdata import lesing
from boligdata.felles import norsk
from boligdata.innhold import figurer, kort, oversikt
from boligdata.ui.ramme import stil, valg

_FARGE = {"bedre": "green", "verre": "red"}


def utfordringer() -> None:
    """Utfordringsbildet i tre setninger, øverst på Oversikt."""
    for setning in oversikt.utfordringer(valg()):
        st.markdown(setning)


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
            f":material/info: Tall om personer, husstander og saker er {kort.FEMMERE}, "
            "eller til hele måneder. "
            "Kilder og kvalitet sier hvordan."
        )


def _noekkeltall(tallet: oversikt.Noekkeltall) -> None:
    indikator, enhet = tallet.indikator, tallet.indikator.visningsenhet
    dom = tallet.vurdering
    with st.container(border=True, key=f"noekkeltall_{indikator.id}", height="stretch"):
        forrige = (
            norsk.periode_kort(tallet.data["periode"].iloc[-2])
            if tallet.endring is not None
            else ""
        )
        st.markdown(f"**{indikator.navn}**")
        st.metric(
            indikator.navn,
            "For få"
            if tallet.data["flagg"].iloc[-1] == "for_faa"
            else norsk.med_enhet(tallet.verdi, enhet),
            delta=norsk.endring(tallet.endring, enhet)
            if tallet.endring is not None
            else None,
            delta_color=_FARGE[dom.dom] if tallet.endret_som_dommen else "gray",
            delta_arrow="off"
            if not tallet.endring
            else "up"
            if tallet.endring > 0
            else "down",
            delta_description=f"fra {forrige}" if forrige else None,
            label_visibility="collapsed",
        )
        st.plotly_chart(
            _gnist(tallet, stil()),
            key=f"gnist_{indikator.id}",
            config=figurer.UROERLIG,
            alt=tallet.setning,
        )
        maal = ""
        if tallet.naar_maal is not None:
            grense = "minst" if indikator.retning == "opp" else "høyst"
            maal = (
                f" · Mål: {grense} {norsk.med_enhet(indikator.maaltall, enhet)}, "
                f"{'nådd' if tallet.naar_maal else 'ikke nådd'}"
            )
        st.markdown(f"**{dom.ikon} {dom.tekst}**{maal}")
        if dom.treff:
            st.markdown(f"{dom.treff.ikon} {dom.treff.tekst}")
        if tallet.alle:
            st.caption("Gjelder hele kommunen.")


def endret() -> None:
    """Det som er blitt bedre eller verre siden forrige periode."""
    setninger_ = oversikt.endret(valg())
    st.markdown(
        "\n".join(f"- {setning}" for setning in setninger_)
        or "Ingen tall er endret mer enn det tilfeldigheter kan gi."
    )


def maal_ikke_naadd() -> None:
    """Målene som ikke er nådd og ikke er på bedringens vei."""
    saker = oversikt.maal_ikke_naadd(valg())
    st.markdown(
        "\n".join(f"- {sak}" for sak in saker)
        or "Alle mål er nådd eller på vei til å bli det."
    )


def sene_tiltak() -> None:
    """Tiltakene med milepæler over fristen."""
    tiltak = oversikt.sene_tiltak()
    st.markdown(
        "\n".join(f"- {linje}" for linje in tiltak) or "Ingen tiltak er over fristen."
    )


@functools.lru_cache(maxsize=500)
def _gnist(tallet: oversikt.Noekkeltall, stil_: figurer.Stil):
    return figurer.gnist(
        tallet.data.tail(oversikt.SYNLIGE_PERIODER), tallet.indikator, stil_
    )
