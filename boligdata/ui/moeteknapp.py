"""«Legg til i møtet»: på hvert kort under «Last ned», og nederst på hver side for alt den viser."""

import contextlib
import contextvars
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import streamlit as st

from boligdata import lesing
from boligdata.arbeid.feltliste import ny_id
from boligdata.arbeid.lager import ArbeidFeil
from boligdata.arbeid.moete import Frossenfigur, Moetesak
from boligdata.felles import norsk
from boligdata.felles.maalform import fast, si
from boligdata.innhold.handlingsdel import i_ord as planord
from boligdata.innhold.handlingsdel import planen
from boligdata.innhold.kort import Valg
from boligdata.innhold.moetet import frys, i_ord, moetene
from boligdata.ui import adgang, adressen, skjema

# Sidene som ikke er noe å snakke om i et møte.
UTEN_KNAPP = ("moete", "rapport", "tilgjengelighet")
BARE_LESES = fast(
    "Møtet kan bare leses her. Den som drifter dashbordet, kan åpne for endringer."
)
_IKKE_RETTIGHET = fast(
    "Du kan lese møtet, men ikke endre det. Trenger du det, ber du lederen din."
)
_UTEN_NAVN = "Uten navn"


@dataclass(frozen=True)
class Vistkort:
    """Et kort på siden: nøkkelen, og det som fryser det. `frys` gir None uten publiserte tall."""

    id: str
    frys: Callable[[], Frossenfigur | None]


_vist: contextvars.ContextVar[list[Vistkort] | None] = contextvars.ContextVar(
    "vist", default=None
)


def er_vist(kort: Vistkort) -> None:
    """Kortet er på siden som tegnes nå."""
    if (paa_siden_ := _vist.get()) is not None:
        paa_siden_.append(kort)


def hindring() -> str:
    """Hvorfor den som ser på, ikke kan endre møtet. Tom når det kan endres."""
    return skjema.hindring(bare_leses=BARE_LESES, ikke_rettighet=_IKKE_RETTIGHET)


def hvem() -> str:
    """Den som endrer møtet: den som er logget inn, eller navnet som er skrevet ett av stedene der det
    spørres etter. Ellers ingen: en sak på dagsordenen trenger ikke et navn.
    """
    if adgang.intern():
        return adgang.navn()
    return st.session_state.get(skjema.HVEM) or _UTEN_NAVN


def for_kortet(kort: Vistkort, hva: str) -> None:
    """Knappen på ett kort."""
    if _kan_ikke():
        return
    if st.button(
        si("Legg til i møtet: {kort}", kort=hva),
        key=f"moete_{kort.id}",
        type="tertiary",
        help=si("Figuren og tallene blir med slik de er nå."),
    ):
        _legg_til([_sak(kort)])


@contextlib.contextmanager
def paa_siden(side: str, tittel: str, valgt: Valg | None) -> Iterator[None]:
    """Siden tegnes. Under den står knappen som legger alt den viser, til i møtet. `valgt` er filtrene."""
    kortene: list[Vistkort] = []
    merke = _vist.set(kortene)
    try:
        yield
    finally:
        _vist.reset(merke)
    if side in UTEN_KNAPP or _kan_ikke():
        return
    if st.button(
        si("Legg til siden i møtet"),
        key="moete_siden",
        icon=":material/playlist_add:",
        type="tertiary",
        help=si("Alle figurene på siden blir med slik de er nå."),
    ):
        _legg_til([_sak(kort) for kort in kortene] or [_siden(side, si(tittel), valgt)])


def _kan_ikke() -> bool:
    """Kan ikke den som ser på, endre møtet? Et lager som ikke kan åpnes, skal ikke velte en side med tall."""
    try:
        return bool(hindring())
    except ArbeidFeil:
        return True


def _sak(kort: Vistkort) -> tuple[Moetesak, Frossenfigur] | None:
    """Saken med kortet frosset. None når kortet ikke finnes med publiserte tall."""
    figur = kort.frys()
    if figur is None:
        return None
    lenke = f"{adressen.her()}#kort_{kort.id}"
    return Moetesak(ny_id(), figur.spoersmaal, figur=figur.id, lenke=lenke), figur


def _siden(
    side: str, tittel: str, valgt: Valg | None
) -> tuple[Moetesak, Frossenfigur | None]:
    """En side uten kort. Et tiltak er en sak om tiltaket, og Oversikt har tabellen over planens mål."""
    lenke = adressen.her()
    post = planen.post(st.query_params.get("tiltak", "")) if side == "tiltak" else None
    if post:
        tittel = planord.navn(post.tiltak)
        return Moetesak(ny_id(), tittel, lenke=lenke, tiltak=post.tiltak.id), None
    if side in ("", "oversikt") and valgt:
        with lesing.publiserte_tall():
            figur = frys.oversikten(valgt)
        return Moetesak(ny_id(), figur.spoersmaal, figur=figur.id, lenke=lenke), figur
    return Moetesak(ny_id(), tittel, lenke=lenke), None


def _legg_til(saker: Sequence[tuple[Moetesak, Frossenfigur | None] | None]) -> None:
    kan_vises = [sak for sak in saker if sak]
    if not kan_vises:
        st.info(si("Det er ingen publiserte tall å legge til i møtet."))
        return
    try:
        moete, nr = moetene.legg_til(kan_vises, hvem())
    except ArbeidFeil as feil:
        st.error(norsk.bokstavelig(feil.melding))
        return
    st.toast(
        norsk.bokstavelig(
            si(
                "Lagt til i «{moete}» som sak {nr}.",
                moete=i_ord.moetenavn(moete),
                nr=nr,
            )
        ),
        icon=":material/check:",
    )
