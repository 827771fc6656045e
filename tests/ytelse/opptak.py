"""Tar opp hvert kall sidene gjør til Streamlit: python -m tests.ytelse.opptak FIL

Gulvet dashbordet sammenlignes med, er de samme sidene uten noe å regne ut: samme elementer, figurer
og tekst i samme rekkefølge. Det lages av de ekte sidene, så det følger dem når de endres.
`avspilling` spiller opptaket av.
"""

import copyreg
import functools
import os
import pickle
import sys
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage
from streamlit.testing.v1 import AppTest

from boligdata.felles.config import PAKKE
from boligdata.innhold.figurer import Figur
from tests.ytelse.avspilling import (
    FILTER,
    SPAK,
    SPAKSIDE,
    SPAKTEMA,
    SPAKVERDIER,
    TEMAVALG,
    Kall,
    Opptak,
    Side,
    tom_fil,
)


@dataclass
class _Baand:
    """Det som er tatt opp i kjøringen som pågår."""

    kall: list[Kall] = field(default_factory=list)
    beholdere: list = field(default_factory=list)  # (beholder, hvor den ble laget)
    dybde: int = 0
    paa_siden: bool = False
    oppsett: dict = field(default_factory=dict)
    meny: dict = field(default_factory=dict)
    sider: list[tuple[str, StreamlitPage]] = field(default_factory=list)


def ta_opp(fil: Path) -> None:
    """Kjør alle sidene og skriv opptaket til `fil`."""
    baand = _Baand()
    _lytt(baand)
    _kjoer(baand, _ny_bruker())
    sider = [_ta_opp_side(baand, gruppe, side) for gruppe, side in baand.sider]
    copyreg.pickle(Figur, lambda figur: (Figur, (figur.to_dict(),)))
    fil.write_bytes(pickle.dumps(Opptak(baand.oppsett, baand.meny, sider)))


def _ta_opp_side(baand: _Baand, gruppe: str, side: StreamlitPage) -> Side:
    """Kallene når en fersk bruker åpner siden, når filteret så byttes til den nest øverste verdien,
    og når spaken flyttes.
    """
    bruker = _ny_bruker()
    _kjoer(baand, bruker)
    bruker.switch_page(os.path.relpath(side._page, PAKKE))
    kall, filtrert = _kjoer(baand, bruker), {}
    for filter_ in [w for w in bruker.selectbox if w.key == FILTER]:
        filter_.select_index(1)
        etter = _kjoer(baand, bruker)
        filtrert[FILTER, bruker.session_state[FILTER]] = etter
    if side._url_path == SPAKSIDE:
        bruker.segmented_control(key=TEMAVALG).set_value(SPAKTEMA)
        filtrert[TEMAVALG, SPAKTEMA] = _kjoer(baand, bruker)
        for verdi in SPAKVERDIER:
            bruker.slider(key=SPAK).set_value(verdi)
            filtrert[SPAK, verdi] = _kjoer(baand, bruker)
    return Side(gruppe, side.title, side._url_path, side._default, kall, filtrert)


def _ny_bruker() -> AppTest:
    return AppTest.from_file(PAKKE / "inngang.py", default_timeout=60)


def _kjoer(baand: _Baand, bruker: AppTest) -> list[Kall]:
    baand.kall, baand.beholdere, baand.paa_siden = [], [], False
    bruker.run()
    feil = [*bruker.exception, *bruker.error]
    if feil:
        raise RuntimeError(f"Siden viser en feil: {feil}")
    return baand.kall


def _lytt(baand: _Baand) -> None:
    """Legg en lytter rundt alle kommandoene i Streamlit."""
    for navn in dir(DeltaGenerator):
        metode = getattr(DeltaGenerator, navn)
        if not navn.startswith("_") and callable(metode):
            setattr(DeltaGenerator, navn, _med_lytter(baand, navn, metode))
    for navn, verdi in vars(st).copy().items():
        eier = getattr(verdi, "__self__", None)
        if isinstance(eier, DeltaGenerator) and not navn.startswith("_"):
            setattr(st, navn, getattr(eier, navn))
    navigasjon, oppsett, kjoer = st.navigation, st.set_page_config, StreamlitPage.run

    def lyttende_navigasjon(sider, **valg):
        grupper = sider if isinstance(sider, dict) else {"": sider}
        baand.sider, baand.meny = (
            [(gruppe, s) for gruppe, liste in grupper.items() for s in liste],
            valg,
        )
        return navigasjon(sider, **valg)

    def lyttende_oppsett(**valg):
        baand.oppsett = valg
        oppsett(**valg)

    def lyttende_kjoer(side):
        baand.paa_siden = True
        kjoer(side)

    st.navigation, st.set_page_config, StreamlitPage.run = (
        lyttende_navigasjon,
        lyttende_oppsett,
        lyttende_kjoer,
    )


def _med_lytter(baand: _Baand, navn: str, metode):
    @functools.wraps(metode)
    def lytter(dg, *argumenter, **valg):
        if (
            baand.dybde
        ):  # Streamlit gjør selv dette kallet, inne i et kall vi alt har tatt opp.
            return metode(dg, *argumenter, **valg)
        maal = _hvor(baand, dg._active_dg)
        baand.dybde += 1
        try:
            svar = metode(dg, *argumenter, **valg)
        finally:
            baand.dybde -= 1
        nr = len(baand.kall)
        if (
            navn == "slider"
        ):  # Siden setter spaken i øktens tilstand, som gulvet ikke har.
            valg = valg | {"value": svar}
        baand.kall.append(
            Kall(maal, navn, *_konstant(argumenter, valg), baand.paa_siden)
        )
        if isinstance(svar, list):
            baand.beholdere += [(s, (nr, plass)) for plass, s in enumerate(svar)]
        else:
            baand.beholdere.append((svar, (nr, None)))
        return svar

    return lytter


def _hvor(
    baand: _Baand, beholder: DeltaGenerator
) -> tuple[int, int | None] | str | None:
    """Stedet det tegnes, slik `Kall.maal` sier det."""
    if beholder is st._main:
        return None
    if beholder is st.sidebar:
        return "sidebar"
    return next(maal for laget, maal in baand.beholdere if laget is beholder)


def _konstant(argumenter: tuple, valg: dict) -> tuple[tuple, dict]:
    """Argumentene uten noe å regne ut: visningsnavn blir et oppslag, og filer til nedlasting blir
    tomme.
    """
    faste = {
        navn: tom_fil if callable(verdi) else verdi for navn, verdi in valg.items()
    }
    if valg.get("format_func"):
        faste["format_func"] = {
            verdi: valg["format_func"](verdi) for verdi in argumenter[1]
        }.get
    return tuple(tom_fil if callable(a) else a for a in argumenter), faste


if __name__ == "__main__":
    ta_opp(Path(sys.argv[1]))
