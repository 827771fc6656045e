"""Kortene på skjermen: ramme, knapper, setning, figur eller tabell, fot og nedlasting. Det er likt for
alle slag. Et nytt slag er én funksjon som sier hvordan kortet lages og tegnes, og kaller `vis`.
"""

import contextlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import streamlit as st

from boligdata import lesing
from boligdata.felles import norsk
from boligdata.innhold import bildetekst, eksport, figurer
from boligdata.innhold.figurer import Figur, Stil
from boligdata.innhold.grunnkort import Fullkort, Grunnkort
from boligdata.innhold.kort import Valg
from boligdata.ui import adgang, tabellvisning
from boligdata.ui.ramme import norske_feil, stil

VISNINGER = {"graf": "Graf", "tabell": "Tabell", "om": "Om tallet"}


@dataclass(frozen=True, kw_only=True)
class Oppskrift:
    """Det et slag kort må si om seg selv.

    id           kortets nøkkel, som alle nøklene i kortet er laget av
    lag          lager kortet av det `ekstra_valg` ga; None når det ikke er noe å vise
    tegn         figuren til kortet
    visninger    det kortet kan vises som; er det bare én, har kortet ingen knapper
    ekstra_valg  knappen ved siden av visningene, og det som er valgt med den
    mangler      det som står i stedet for kortet når det ikke er noe å vise
    hindring     hvorfor kortet ikke kan vises, uansett hva som velges på det
    publisert    det som lastes ned i ansattvisningen; ellers kortet `lag` gir av publiserte tall
    lest         hvilke tall kortet leser
    valg         filtrene kortet følger, til loggen
    """

    id: str
    tittel: str
    lag: Callable[[Any], Grunnkort | None]
    tegn: Callable[[Any, Stil], Figur] = figurer.tegn
    visninger: tuple[str, ...] = tuple(VISNINGER)
    ekstra_valg: Callable[[], Any] = lambda: None
    mangler: str = ""
    hindring: Callable[[], str] = lambda: ""
    publisert: Callable[[Any, Any], Fullkort | None] | None = None
    lest: Callable[[], AbstractContextManager] = contextlib.nullcontext
    valg: Valg | None = None

    def lag_publisert(self, internt: Fullkort, valgt: Any) -> Fullkort | None:
        """Kortet som lastes ned i ansattvisningen. Kalles når det er de publiserte tallene som
        leses.
        """
        return self.publisert(internt, valgt) if self.publisert else self.lag(valgt)

    @property
    def har_bilde(self) -> bool:
        """Kan kortet lastes ned som bilde?"""
        return "graf" in self.visninger


def vis(oppskrift: Oppskrift) -> None:
    """Vis kortet i en ramme."""
    with kortramme(oppskrift.id, oppskrift.tittel):
        _kort(oppskrift)


def kortramme(id: str, tittel: str):
    """Rammen rundt et kort. `doer/statisk/nb.js` finner kortet på nøkkelen når bildet skal
    lages.
    """
    ramme = st.container(border=True, key=f"kort_{id}", height="stretch")
    ramme.subheader(tittel, anchor=False)
    return ramme


@st.fragment
def _kort(oppskrift: Oppskrift) -> None:
    # Knappene på et kort kjører bare kortet på nytt, utenom resten av siden. Derfor fanges feil
    # også her.
    with (
        norske_feil(f"Kortet {oppskrift.id}"),
        oppskrift.lest(),
        adgang.loggfoert("kort", oppskrift.tittel, oppskrift.valg),
    ):
        hindring = oppskrift.hindring()
        if hindring:
            st.info(hindring)
        elif len(oppskrift.visninger) > 1:
            _med_knapper(oppskrift)
        else:
            _kropp(oppskrift, None, oppskrift.visninger[0])


def _med_knapper(oppskrift: Oppskrift) -> None:
    # Knappene står nederst, men må tegnes først: en lenke setter verdien i det de tegnes.
    kropp = st.container()
    knapper = st.container(horizontal=True, vertical_alignment="center", gap="small")
    with knapper:
        visning = _visning(oppskrift)
        valgt = oppskrift.ekstra_valg()
    with kropp:
        kort = _kropp(oppskrift, valgt, visning)
    if kort is not None and not kort.er_tomt:
        with knapper:
            _last_ned(oppskrift, kort, valgt)


def _visning(oppskrift: Oppskrift) -> str:
    return st.segmented_control(
        f"Visning av «{oppskrift.tittel}»",
        list(oppskrift.visninger),
        format_func=VISNINGER.get,
        default=oppskrift.visninger[0],
        required=True,
        key=f"{oppskrift.id}_visning",
        bind="query-params",
        label_visibility="collapsed",
    )


# ------------------------------------------------------------------------------ innholdet


def _kropp(oppskrift: Oppskrift, valgt: Any, visning: str) -> Grunnkort | None:
    """Innholdet i kortet, eller hvorfor det ikke er noe. Gir kortet som ble vist."""
    try:
        kort = oppskrift.lag(valgt)
    except lesing.IkkePublisert as grunn:
        st.info(str(grunn))
        return None
    if kort is None:
        st.info(oppskrift.mangler)
        return None
    id = oppskrift.id
    if kort.omfang:
        st.badge(norsk.bokstavelig(kort.omfang), color="gray")
    _setning(id, kort)
    if visning == "om":
        _om(kort)
    elif visning == "tabell":
        _tabeller(kort)
    elif kort.har_figur:
        _figur(id, kort, oppskrift.tegn)
    _fot(id, kort, visning)
    return kort


def _setning(id: str, kort: Grunnkort) -> None:
    with st.container(key=f"setning_{id}"):
        st.markdown(norsk.bokstavelig(kort.setning))


def _om(kort: Fullkort) -> None:
    for ledetekst, tekst in kort.om:
        st.markdown(f"**{norsk.bokstavelig(ledetekst)}.** {norsk.bokstavelig(tekst)}")


def _tabeller(kort: Grunnkort) -> None:
    for tabell in kort.tabeller:
        tabellvisning.tabell(tabell)
    if kort.grenser:
        st.caption(norsk.bokstavelig(kort.grenser))


def _figur(id: str, kort: Grunnkort, tegn: Callable[[Any, Stil], Figur]) -> None:
    figur = tegn(kort, stil())
    st.plotly_chart(figur, key=f"figur_{id}", config=figurer.OPPSETT, alt=kort.alt)


def _fot(id: str, kort: Grunnkort, visning: str) -> None:
    """Det som må stå under kortet: det leseren må vite om tallene, utvalget og kilden."""
    for ledetekst, tekst in kort.hvorfor_endret:
        st.caption(f"**{ledetekst}** {norsk.bokstavelig(tekst)}")
    vern = []
    if kort.vern:
        vern = [kort.vern.kort if visning == "graf" else kort.vern.helt]
    for tekst in (*kort.flagg, *vern):
        st.caption(f":material/info: {norsk.bokstavelig(tekst)}")
    with st.container(key=f"fot_{id}"):
        st.caption(norsk.bokstavelig(kort.fotlinje))


# ------------------------------------------------------------------------------ nedlasting


def _last_ned(oppskrift: Oppskrift, kort: Fullkort, valgt: Any) -> None:
    """Menyen som laster ned kortet. I ansattvisningen er det som lastes ned, det samme med de
    publiserte tallene.
    """
    # Knappene lages først når menyen åpnes: på en side med ni kort er de en tredel av alt som
    # sendes.
    meny = st.popover(
        "Last ned",
        icon=":material/download:",
        type="tertiary",
        help=f"Last ned «{oppskrift.tittel}»",
        key=f"last_ned_{oppskrift.id}",
        on_change="rerun",
    )
    if not meny.open:
        return
    with meny:
        if not adgang.intern():
            _filknapper(oppskrift, kort, oppskrift.id)
            return
        with lesing.publiserte_tall():
            _publisert_utgave(oppskrift, kort, valgt)


def _publisert_utgave(oppskrift: Oppskrift, internt: Fullkort, valgt: Any) -> None:
    """Det som lastes ned i ansattvisningen: samme kort med de publiserte tallene, slik det blir i
    filen og bildet.
    """
    st.write(
        "De interne tallene blir her. Filene og bildet får de publiserte tallene, som under."
    )
    try:
        kort = oppskrift.lag_publisert(internt, valgt)
    except lesing.IkkePublisert as grunn:
        st.info(str(grunn))
        return
    if kort is None:
        st.info(oppskrift.mangler)
        return
    id = f"publisert_{oppskrift.id}"
    with kortramme(id, oppskrift.tittel):
        _setning(id, kort)
        if oppskrift.har_bilde and not kort.er_tomt:
            _figur(id, kort, oppskrift.tegn)
        _fot(id, kort, "graf")
    _filknapper(oppskrift, kort, id)


def _filknapper(oppskrift: Oppskrift, kort: Fullkort, bilde_id: str) -> None:
    """Knappene som lager filer. `bilde_id` er kortet på skjermen bildet lages av."""
    navn = norsk.filnavn(f"{oppskrift.tittel} {kort.filtertekst}")
    if oppskrift.har_bilde:
        st.button("Bilde (PNG)", key=f"png_{bilde_id}", width="stretch")
        _bildetekst(bilde_id, f"{navn}.png", kort)
    st.download_button(
        "Tall (CSV)",
        lambda: eksport.csv_fil(kort),
        f"{navn}.csv",
        "text/csv",
        key=f"csv_{oppskrift.id}",
        on_click="ignore",
        width="stretch",
    )
    st.download_button(
        "Tall (Excel)",
        lambda: eksport.excel_fil(kort),
        f"{navn}.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key=f"excel_{oppskrift.id}",
        on_click="ignore",
        width="stretch",
    )


def _bildetekst(bilde_id: str, filnavn: str, kort: Fullkort) -> None:
    """Navnet på bildet og det som skal stå under det. Vises ikke: `nb.js` leser det når bildet lages."""
    with st.container(key=f"bildetekst_{bilde_id}"):
        st.markdown(
            "\n\n".join(map(norsk.bokstavelig, [filnavn, *bildetekst.linjer(kort)]))
        )
