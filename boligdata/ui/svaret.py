"""Svaret øverst på siden: tall, mål og dom ved siden av hverandre, og det samme i ord nederst."""

from collections.abc import Iterable
from html import escape

import streamlit as st

from boligdata.felles import norsk
from boligdata.felles.maalform import si
from boligdata.innhold import bakgrunnen as bakgrunn
from boligdata.innhold import beskrivelse, svaret
from boligdata.innhold.svaret import Flis, Merke
from boligdata.ui.ramme import nederst, valg


def svar(*indikatorer: str, til_planen: str | None = None) -> None:
    """Sidens svar: én flis per indikator, med de filtrene som virker på den.

    De samme tallene i hele setninger, og teksten til planpunktet `til_planen`, ligger lukket nederst
    på siden.
    """
    valgt = valg()
    vis_fliser(svaret.fliser(indikatorer, valgt))
    nederst(lambda: _i_ord(indikatorer, til_planen))


def vis_fliser(fliser: Iterable[Flis]) -> None:
    """Tallene ved siden av hverandre, som en liste."""
    st.html(f'<ul class="svar">{"".join(map(_flis, fliser))}</ul>')


def _flis(flis: Flis) -> str:
    naar = f" {escape(flis.naar)}" if flis.naar else ""
    gjelder = f'<p class="gjelder">{escape(flis.gjelder)}</p>' if flis.gjelder else ""
    return (
        f'<li><div class="hode"><p class="navn">{escape(flis.navn)}</p>'
        f'<div class="tall"><strong>{escape(flis.verdi)}</strong>{naar}</div></div>'
        f'<p class="merker">{"".join(map(_merke, flis.merker))}</p>{gjelder}</li>'
    )


def _merke(merke: Merke) -> str:
    return (
        f'<span class="merke {merke.slag}"><b aria-hidden="true">{escape(merke.tegn)}</b> '
        f"{escape(merke.ord)}</span> "
    )


def ordboks():
    """Det lukkede feltet nederst på siden med tallene øverst i hele setninger."""
    return st.expander(si("Tallene øverst i ord"), icon=":material/notes:")


def _i_ord(indikatorer: tuple[str, ...], til_planen: str | None) -> None:
    valgt = valg()
    with ordboks():
        for navn, setning in svaret.i_ord(indikatorer, valgt):
            st.markdown(f"**{norsk.bokstavelig(navn)}.** {norsk.bokstavelig(setning)}")
    if til_planen:
        _tekst_til_planen(til_planen)


def bakgrunnen(tema: str) -> None:
    """Teksten til planen om folkehelse og levekår, eller om boligmarkedet, lukket nederst på siden."""
    tittel = si(bakgrunn.TITLER[tema])
    nederst(lambda: _til_planen(tittel, bakgrunn.tekst(tema)))


def _tekst_til_planen(punkt: str) -> None:
    """Teksten til ett av planens «skal beskrive»-punkter, laget av tallene."""
    _til_planen(beskrivelse.punkter()[punkt].tittel, beskrivelse.lag(punkt, valg()))


def _til_planen(tittel: str, avsnitt: list[str]) -> None:
    ledetekst = si("Tekst til planen: {tittel}", tittel=norsk.liten_forbokstav(tittel))
    with st.expander(ledetekst, icon=":material/menu_book:"):
        st.markdown("\n\n".join(map(norsk.bokstavelig, avsnitt)))
        if not beskrivelse.gjelder_alle(valg()):
            st.caption(
                si(
                    "Teksten gjelder hele kommunen. Valgene av målgruppe, boligtype og område virker "
                    "ikke på den."
                )
            )
