"""Det som er likt når noe hentes inn fra en fil eller utklippstavlen: tiltak, innspill og resten.

Hver side sier hva slags fil det er, hvordan den leses, og hva som vises av et forslag.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import streamlit as st

from boligdata.arbeid.feltliste import Felt
from boligdata.arbeid.inntak import Forslag, Innlest, Kolonnevalg, SattTilSide
from boligdata.arbeid.lager import ArbeidFeil
from boligdata.felles import norsk
from boligdata.felles.config import Brukerfeil
from boligdata.felles.maalform import si
from boligdata.innhold.planarbeid.register import KanIkkeLagres
from boligdata.ui import skjema

P = TypeVar("P")
L = TypeVar("L", bound=Innlest)
F = TypeVar("F", bound=Forslag)
# Så mange forslag tegnes om gangen.
_FLEST = 50


@dataclass(frozen=True)
class Forslagsvisning(Generic[P]):
    """Det som er ulikt fra tiltak til innspill når et forslag vises. `uendret` er det som står når det
    finnes fra før, akkurat slik, og `endrer` når noen av feltene blir nye.
    """

    felt: Mapping[str, Felt]
    navn: Callable[[P], str]
    vis: Callable[[P], None]
    uendret: str
    endrer: str


def lest(
    filen: str,
    filtyper: Sequence[str],
    omgang: str,
    les: Callable[[bytes | None, str], L],
) -> L | None:
    """Filen eller teksten, lest. None når ingenting er levert, og når det ikke kan leses: da er det sagt
    hvorfor.
    """
    fil = st.file_uploader(filen, filtyper, key=f"fil_{omgang}", max_upload_size=20)
    tekst = st.text_area(si("Eller lim inn tabellen her"), key=f"limt_{omgang}")
    if not fil and not tekst.strip():
        return None
    try:
        return les(fil.getvalue() if fil else None, tekst)
    except Brukerfeil as feil:
        st.error(norsk.bokstavelig(str(feil)))
        return None


def merknadene(innlest: Innlest) -> None:
    """Det den som leverte filen, bør se."""
    for merknad in innlest.merknader:
        st.warning(norsk.bokstavelig(merknad.tekst))


def satt_til_side(overskrift: str, rader: Sequence[SattTilSide]) -> None:
    """Radene som ikke ble noe, med ordene i dem og grunnen. Ingenting når alle ble det."""
    if rader:
        with st.expander(overskrift):
            linjer = (f"{rad.sted}: «{rad.ord}». {rad.hvorfor}" for rad in rader)
            st.markdown(norsk.punktliste(linjer))


def kolonnene(
    kolonnene_: Sequence[Kolonnevalg],
    felt: Mapping[str, str],
    omgang: str,
    noekkel: str,
) -> None:
    """Hva hver overskrift ble lest som. Det kan brukeren rette, og svaret står i økten under nøkkelen."""
    with st.expander(si("Slik ble kolonnene lest")):
        valgt = {}
        for nr, kolonne in enumerate(kolonnene_):
            if kolonne.felt not in felt:
                linje = f"«{kolonne.overskrift}»: {kolonne.ledetekst}"
                st.markdown(norsk.punktliste([linje]))
                continue
            lest_som = kolonne.felt
            svar = st.selectbox(
                norsk.bokstavelig(f"«{kolonne.overskrift}»"),
                list(felt),
                list(felt).index(lest_som),
                format_func=felt.get,
                key=f"kolonne_{omgang}_{nr}",
            )
            if svar != lest_som:
                valgt[kolonne.overskrift] = svar
        if st.button(si("Les på nytt"), disabled=not valgt, key=f"paa_nytt_{omgang}"):
            st.session_state[noekkel] = st.session_state.get(noekkel, {}) | valgt
            st.rerun()


def valgte(forslag: Sequence[F], omgang: str, visningen: Forslagsvisning) -> list[F]:
    """Forslagene, med en avkryssing på hvert. Gir dem som er valgt."""
    ut = []
    for nr, ett in enumerate(forslag[:_FLEST]):
        hindret = not ett.kan_lagres or ett.er_uendret
        with st.container(border=True, gap="xsmall"):
            if st.checkbox(
                f"**{norsk.bokstavelig(visningen.navn(ett.innhold))}**",
                not hindret,
                key=f"ta_med_{omgang}_{nr}",
                disabled=hindret,
            ):
                ut.append(ett)
            _ett_forslag(ett, visningen)
    resten = forslag[_FLEST:]
    if resten and st.checkbox(
        si("Ta også med de {antall} neste, som ikke vises her", antall=len(resten)),
        key=f"resten_{omgang}",
    ):
        ut += [ett for ett in resten if ett.kan_lagres and not ett.er_uendret]
    return ut


def _ett_forslag(ett: Forslag, visningen: Forslagsvisning) -> None:
    if ett.er_uendret:
        st.caption(si(visningen.uendret))
        return
    if ett.samme_som:
        felter = norsk.ramse(
            [
                norsk.liten_forbokstav(visningen.felt[navn].ledetekst)
                for navn in ett.endrer
            ]
        )
        st.markdown(norsk.bokstavelig(si(visningen.endrer, felter=felter)))
    visningen.vis(ett.innhold)
    for merknad in ett.merknader:
        tegn = "error" if merknad.hindrer else "info"
        st.markdown(f":material/{tegn}: {norsk.bokstavelig(merknad.tekst)}")
    st.caption(norsk.bokstavelig(str(ett.sted)))


def lagre(
    lagringen: Callable[[], object], noekler: Iterable[str], kvittering: str
) -> None:
    """Lagre det som er valgt, og begynn på nytt: `noekler` er det økten husker om filen. Går det ikke, er
    det sagt hvorfor.
    """
    try:
        lagringen()
    except KanIkkeLagres as feil:
        skjema.si_hva_som_er_galt(feil.feil)
    except ArbeidFeil as feil:
        st.error(norsk.bokstavelig(feil.melding))
    else:
        for noekkel in noekler:
            st.session_state.pop(noekkel, None)
        st.toast(kvittering)
        st.rerun()
