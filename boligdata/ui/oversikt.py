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
                    for n in tall:
                        _noekkeltall(n)
    if lesing.meta().vernet:
        st.caption(
            f":material/info: Tall om personer, husstander og saker er {kort.FEMMERE}, "
            "eller til hele måneder. "
            "Kilder og kvalitet sier hvordan."
        )


def _noekkeltall(n: oversikt.Noekkeltall) -> None:
    i, enhet = n.indikator, n.indikator.visningsenhet
    v = n.vurdering
    with st.container(border=True, key=f"noekkeltall_{i.id}", height="stretch"):
        forrige = (
            norsk.periode_kort(n.data["periode"].iloc[-2])
            if n.endring is not None
            else ""
        )
        st.markdown(f"**{i.navn}**")
        st.metric(
            i.navn,
            "For få"
            if n.data["flagg"].iloc[-1] == "for_faa"
            else norsk.med_enhet(n.verdi, enhet),
            delta=norsk.endring(n.endring, enhet) if n.endring is not None else None,
            delta_color=_FARGE[v.dom] if n.endret_som_dommen else "gray",
            delta_arrow="off" if not n.endring else "up" if n.endring > 0 else "down",
            delta_description=f"fra {forrige}" if forrige else None,
            label_visibility="collapsed",
        )
        st.plotly_chart(
            _gnist(n, stil()),
            key=f"gnist_{i.id}",
            config=figurer.UROERLIG,
            alt=n.setning,
        )
        maal = ""
        if n.naar_maal is not None:
            grense = "minst" if i.retning == "opp" else "høyst"
            maal = (
                f" · Mål: {grense} {norsk.med_enhet(i.maaltall, enhet)}, "
                f"{'nådd' if n.naar_maal else 'ikke nådd'}"
            )
        st.markdown(f"**{v.ikon} {v.tekst}**{maal}")
        if v.treff:
            st.markdown(f"{v.treff.ikon} {v.treff.tekst}")
        if n.alle:
            st.caption("Gjelder hele kommunen.")


def endret() -> None:
    """Det som er blitt bedre eller verre siden forrige periode."""
    setninger_ = oversikt.endret(valg())
    st.markdown(
        "\n".join(f"- {s}" for s in setninger_)
        or "Ingen tall er endret mer enn det tilfeldigheter kan gi."
    )


def maal_ikke_naadd() -> None:
    """Målene som ikke er nådd og ikke er på bedringens vei."""
    saker = oversikt.maal_ikke_naadd(valg())
    st.markdown(
        "\n".join(f"- {s}" for s in saker)
        or "Alle mål er nådd eller på vei til å bli det."
    )


def sene_tiltak() -> None:
    """Tiltakene med milepæler over fristen."""
    tiltak = oversikt.sene_tiltak()
    st.markdown("\n".join(f"- {s}" for s in tiltak) or "Ingen tiltak er over fristen.")


@functools.lru_cache(maxsize=500)
def _gnist(n: oversikt.Noekkeltall, stil_: figurer.Stil):
    return figurer.gnist(n.data.tail(oversikt.SYNLIGE_PERIODER), n.indikator, stil_)
