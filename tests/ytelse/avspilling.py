"""Gulvet: en app som spiller av opptaket av sidene, med konstante data og uten noe å regne ut.

Den serveres akkurat som dashbordet, gjennom `boligdata.skall`. `opptak` lager opptaket.
"""

import functools
import pickle
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

# Filteret som byttes. Perioden virker på alle tall på siden, så alt må tegnes på nytt.
FILTER = "periode_aar"
# Spaken som flyttes på Boligbehov, i temaet der den er, og verdiene den får. Den virker på alle
# boligtypene.
SPAKSIDE, TEMAVALG, SPAKTEMA, SPAKKNAPP, SPAK, SPAKVERDIER = (
    "boligbehov",
    "boligbehov_tema",
    "proev",
    "Prøv selv",
    "behov_skjult",
    range(1, 11),
)

APP = """
import streamlit as st
from boligdata.doer import skall
app = st.App("skript.py", middleware=skall.MELLOMVARE, routes=skall.RUTER, lifespan=skall.oppstart)
"""
SKRIPT = """
from pathlib import Path
from tests.ytelse import avspilling
avspilling.vis(Path(__file__).with_name("opptak.pickle"))
"""


@dataclass(frozen=True)
class Kall:
    """Ett kall til Streamlit.

    `maal` er hvor elementet ligger: nummeret på kallet som laget beholderen, og plassen når det
    laget flere. None er siden selv, og «sidebar» er menyen. `paa_siden` er usann for det inngangen
    tegner før siden kjøres.
    """

    maal: tuple[int, int | None] | str | None
    metode: str
    argumenter: tuple
    valg: dict
    paa_siden: bool


@dataclass(frozen=True)
class Side:
    """En side i menyen, kallene den gjør slik den åpnes, og kallene når en widget har fått en
    verdi: (nøkkel, verdi) → kall.
    """

    gruppe: str
    tittel: str
    adresse: str
    forside: bool
    kall: list[Kall]
    filtrert: dict[tuple[str, object], list[Kall]]


@dataclass(frozen=True)
class Opptak:
    """Alle sidene, og argumentene til `st.set_page_config` og `st.navigation`."""

    oppsett: dict
    meny: dict
    sider: list[Side]


def vis(fil: Path) -> None:
    """Vis siden brukeren er på, med konstantene for filteret brukeren har valgt."""
    opptak = _les(fil)
    st.set_page_config(**opptak.oppsett)
    kall = {s.adresse: _gjeldende(s) for s in opptak.sider}
    svar: list = []
    sidene: dict[str, StreamlitPage] = {}
    meny: dict[str, list] = {}
    for s in opptak.sider:
        # Kallene på siden gjøres inne i siden, for der hører widgetene deres hjemme.
        paa_siden = functools.partial(
            _spill, [k for k in kall[s.adresse] if k.paa_siden], svar, sidene
        )
        functools.update_wrapper(paa_siden, _spill)
        sidene[s.adresse] = st.Page(
            paa_siden, title=s.tittel, url_path=s.adresse, default=s.forside
        )
        meny.setdefault(s.gruppe, []).append(sidene[s.adresse])
    valgt = st.navigation(meny, **opptak.meny)
    adresse = next(s.adresse for s in opptak.sider if s.tittel == valgt.title)
    _spill([k for k in kall[adresse] if not k.paa_siden], svar, sidene)
    valgt.run()


def _gjeldende(side: Side) -> list[Kall]:
    """Kallene for det brukeren har valgt. Er flere valgt, gjelder det som ble tatt opp sist."""
    valgt = [
        kall
        for (widget, verdi), kall in side.filtrert.items()
        if st.session_state.get(widget) == verdi
    ]
    return valgt[-1] if valgt else side.kall


def _spill(kall: list[Kall], svar: list, sidene: dict[str, StreamlitPage]) -> None:
    for k in kall:
        argumenter = k.argumenter
        if k.metode == "page_link":
            # I gulvet er sidene funksjoner. I opptaket er de filer, med samme navn som adressen.
            fil, *resten = argumenter
            argumenter = (sidene[Path(fil).stem], *resten)
        svar.append(getattr(_beholder(k, svar), k.metode)(*argumenter, **k.valg))


def _beholder(kall: Kall, svar: list):
    if kall.maal is None:
        return st
    if isinstance(kall.maal, str):
        return getattr(st, kall.maal)
    nr, plass = kall.maal
    return svar[nr] if plass is None else svar[nr][plass]


@functools.cache
def _les(fil: Path) -> Opptak:
    return pickle.loads(fil.read_bytes())


def tom_fil(*_) -> bytes:
    """Står i stedet for filene til nedlasting, som lages først når noen ber om dem, og det siden
    gjør når noe er valgt.
    """
    return b""
