"""Møtet på veggen: én sak om gangen, med skrift som kan leses på fire meter, og beslutningen i saken.

`nb.js` blar med piltastene, Page Up og Page Down, mellomrom og et sveip. `stil.css` tar bort menyen og toppen
av siden så lenge presentasjonen vises.
"""

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import streamlit as st

from boligdata.arbeid.feltliste import ny_id
from boligdata.arbeid.lager import ArbeidFeil, Konflikt
from boligdata.arbeid.moete import SAKSFELT, Frossenfigur, Moete, Moetesak
from boligdata.felles import norsk
from boligdata.felles.maalform import fast, si
from boligdata.innhold import figurer
from boligdata.innhold.figurer import Figurtabell
from boligdata.innhold.handlingsdel import i_ord as planord
from boligdata.innhold.handlingsdel import planen
from boligdata.innhold.moetet import i_ord, moetene, tegnet, veggen
from boligdata.innhold.moetet.moetene import SkrevetImens
from boligdata.innhold.planarbeid.register import KanIkkeLagres
from boligdata.ui import moeteknapp, sidensist, skjema, tabellvisning
from boligdata.ui.ramme import norske_feil, papirfarger, stil

# Plassen i adressen: et nytt innlastet vindu viser den samme saken.
PLASS = "vegg"
# Plassen figuren har, i bildepunkter på en skjerm som er 1440 bred. Større skjermer forstørrer alt.
_HOEYDE = 560
# En tittel på to linjer, hodet på tabellen, og det som står under den, i linjer.
_RUNDT_TABELLEN = 6
# Det som er på veggen om gangen.
Skjerm = Callable[[], None]
_BESLUTNING = ("beslutning", "oppfoelger", "frist")
_I_TILTAKET = {
    "": fast("Bare i møtet"),
    "status": fast("Som kommentar til statusen"),
    "milepael": fast("Som en ny milepæl"),
}


@dataclass(frozen=True)
class _Plass:
    """Hvor i møtet vi er, fra 0: det som er endret siden sist, når det er noe, sakene, og oppsummeringen.
    Det som ikke får plass på en skjerm, har flere.
    """

    nr: int
    antall: int

    @property
    def forrige(self) -> int:
        return max(self.nr - 1, 0)

    @property
    def neste(self) -> int:
        return min(self.nr + 1, self.antall - 1)


def vises() -> bool:
    """Vises møtet på veggen?"""
    return PLASS in st.query_params


def start() -> None:
    """Begynn med den første saken."""
    _gaa(0)


def _gaa(nr: int) -> None:
    st.query_params[PLASS] = str(nr + 1)


def _slutt() -> None:
    st.query_params.pop(PLASS, None)


def vis(moete: Moete, kan_endres: bool) -> None:
    """Saken, eller oppsummeringen, alene på skjermen."""
    with st.container(key="presentasjon"):
        _paa_veggen(moete.id, kan_endres)


@st.fragment
def _paa_veggen(moete_id: str, kan_endres: bool) -> None:
    # Knappene kjører bare dette på nytt, så å bla går fort. Møtet leses igjen: en annen kan ha endret det.
    with norske_feil("Møtet på veggen"):
        moete = moetene.hent(moete_id).innhold
        skjermene = [
            *_endret(moete),
            *(en for sak in moete.saker for en in _saken(moete, sak, kan_endres)),
            *_oppsummert(moete),
        ]
        plass = _plassen(len(skjermene))
        _linjen(moete, plass)
        skjermene[plass.nr]()


def _delt(
    tittel: str, noekkel: str, delene: Sequence[Callable[[], None]]
) -> Iterator[Skjerm]:
    """En skjerm for hver del, med den samme tittelen."""
    for nr, del_ in enumerate(delene):
        yield functools.partial(
            _en_del, veggen.del_tittel(tittel, nr, len(delene)), noekkel, del_
        )


def _en_del(tittel: str, noekkel: str, del_: Callable[[], None]) -> None:
    st.title(norsk.bokstavelig(tittel), anchor=False)
    with st.container(key=noekkel):
        del_()


def _endret(moete: Moete) -> Iterator[Skjerm]:
    delene = sidensist.paa_veggen(moete)
    return _delt(si("Endret siden sist"), "presentert_endring", delene)


def _plassen(antall: int) -> _Plass:
    bedt_om = st.query_params.get(PLASS, "1")
    nr = int(bedt_om) - 1 if bedt_om.isdecimal() and len(bedt_om) < 5 else 0
    return _Plass(min(max(nr, 0), antall - 1), antall)


def _linjen(moete: Moete, plass: _Plass) -> None:
    """Hvor vi er, og knappene som blar."""
    with st.container(
        horizontal=True, vertical_alignment="center", key="presentasjonslinje"
    ):
        st.markdown(
            norsk.bokstavelig(
                si(
                    "{moete} · {nr} av {antall}",
                    moete=i_ord.moetenavn(moete),
                    nr=plass.nr + 1,
                    antall=plass.antall,
                )
            ),
            width="stretch",
        )
        for navn, tekst, ikon, til in (
            ("forrige", si("Forrige"), "arrow_back", plass.forrige),
            ("neste", si("Neste"), "arrow_forward", plass.neste),
        ):
            st.button(
                tekst,
                key=f"vegg_{navn}",
                icon=f":material/{ikon}:",
                on_click=_gaa,
                args=(til,),
                disabled=til == plass.nr,
            )
        if st.button(si("Lukk"), key="vegg_lukk", icon=":material/close:"):
            _slutt()
            st.rerun()


def _saken(moete: Moete, sak: Moetesak, kan_endres: bool) -> Iterator[Skjerm]:
    """Saken på én skjerm, eller flere når figuren er en tabell som er for lang."""
    figur = moetene.figur(sak)
    delene = tegnet.deler(figur, _i_tabellen) if figur else [None]
    for nr, del_ in enumerate(delene):
        tittel = veggen.del_tittel(sak.tittel, nr, len(delene))
        yield functools.partial(_en_sak, moete, sak, tittel, del_, kan_endres)


def _i_tabellen(rader: Sequence[Sequence[str]]) -> list[tuple[Sequence[str], ...]]:
    """Radene som får plass på hver skjerm, ved siden av beslutningen."""
    kolonner = len(rader[0]) if rader else 1
    bredder = (0.4, *([0.6 / max(1, kolonner - 1)] * (kolonner - 1)))
    return veggen.biter(
        rader,
        lambda rad: veggen.rad(rad, bredder, veggen.TABELLEN),
        veggen.LINJER - _RUNDT_TABELLEN,
    )


def _en_sak(
    moete: Moete,
    sak: Moetesak,
    tittel: str,
    figur: Frossenfigur | None,
    kan_endres: bool,
) -> None:
    st.title(norsk.bokstavelig(tittel), anchor=False)
    if om := i_ord.om_saken(sak):
        st.markdown(norsk.bokstavelig(om))
    venstre, hoeyre = st.columns([7, 4], gap="large")
    with venstre:
        if figur:
            _figuren(figur)
    with hoeyre:
        if figur:
            _setningen(figur)
        if kan_endres:
            _beslutningen(moete, sak)
        else:
            _bestemt(sak)


def _setningen(figur: Frossenfigur) -> None:
    """Funnet, og det som er å si i tillegg."""
    with st.container(key="presentert_setning"):
        if figur.tittel != figur.spoersmaal:
            st.markdown(f"**{norsk.bokstavelig(figur.tittel)}**")
        if figur.setning:
            st.markdown(norsk.bokstavelig(figur.setning))


def _figuren(figur: Frossenfigur) -> None:
    with st.container(key="presentert_figur"):
        tegning = tegnet.paa_veggen(figur, stil(), papirfarger(), _HOEYDE)
        if isinstance(tegning, Figurtabell):
            tabellvisning.figur(tegning, figur.alt)
        elif tegning is None:
            tabellvisning.ferdig(tegnet.tabellen(figur))
        else:
            st.plotly_chart(
                tegning,
                key=f"vegg_{figur.id}",
                height="stretch",
                config=figurer.OPPSETT,
                alt=figur.alt,
            )
        st.caption(norsk.bokstavelig(f"{i_ord.frosset(figur)} {figur.kilde}"))


# ----------------------------------------------------------------------------- beslutningen


def _bestemt(sak: Moetesak) -> None:
    if sak.beslutning:
        st.markdown(f"**{si('Beslutning:')}** {norsk.bokstavelig(sak.beslutning)}")
        st.markdown(norsk.bokstavelig(i_ord.oppfoelging(sak)))


def _beslutningen(moete: Moete, sak: Moetesak) -> None:
    """Det som ble bestemt, skrevet mens møtet ser på."""
    tilstand = _tilstanden(sak)
    sett: Moetesak = tilstand["sett"]
    noekkel = f"vegg_{sak.id}_{tilstand['nr']}"
    with st.form(f"beslutning_{noekkel}"):
        felter = [SAKSFELT[navn] for navn in _BESLUTNING]
        verdier, feil = skjema.feltene(felter, sett, noekkel, {})
        verdier["tiltak"], slag = _tiltaksvalg(sett, noekkel)
        lagre = st.form_submit_button(si("Lagre beslutningen"), type="primary")
    if not lagre:
        return
    if feil:
        skjema.si_hva_som_er_galt(feil)
        return
    try:
        etter = moetene.endre(
            moete.id, moetene.med_sak(sett, **verdier), moeteknapp.hvem()
        )
        skrevet = next(en for en in etter.saker if en.id == sak.id)
        tilstand["sett"] = skrevet
        if slag and skrevet.tiltak and skrevet.beslutning:
            sett_versjon = tilstand["versjoner"].get(skrevet.tiltak)
            moetene.i_tiltaket(etter, skrevet, slag, sett_versjon, moeteknapp.hvem())
    except KanIkkeLagres as galt:
        skjema.si_hva_som_er_galt(galt.feil)
    except SkrevetImens as imens:
        tilstand["sett"] = imens.sak
        st.error(norsk.bokstavelig(str(imens)))
    except Konflikt as konflikt:
        tilstand["versjoner"] = _versjonene()
        st.error(
            norsk.bokstavelig(
                si(
                    "Beslutningen er lagret i møtet, men ikke i tiltaket: {hvem} har endret det imens. Lagre "
                    "en gang til for å legge den til det som gjelder nå.",
                    hvem=planord.historie(konflikt.deres.hvem),
                )
            )
        )
    except ArbeidFeil as galt:
        st.error(norsk.bokstavelig(galt.melding))
    else:
        st.session_state.pop(f"beslutning_{sak.id}", None)
        st.toast(si("Beslutningen er lagret."), icon=":material/check:")
        st.rerun(scope="fragment")


def _tilstanden(sak: Moetesak) -> dict:
    """Saken og tiltakene slik de var da skjemaet ble vist første gang."""
    return st.session_state.setdefault(
        f"beslutning_{sak.id}",
        {"sett": sak, "nr": ny_id(), "versjoner": _versjonene()},
    )


def _versjonene() -> dict[str, int]:
    return {post.tiltak.id: post.versjon for post in planen.poster()}


def _tiltaksvalg(sett: Moetesak, noekkel: str) -> tuple[str, str]:
    """Tiltaket beslutningen gjelder, og hvordan den skal stå der."""
    navn = {"": si("Ingen tiltak")} | {
        post.tiltak.id: planord.navn(post.tiltak) for post in planen.poster()
    }
    with st.expander(si("Skriv den inn i et tiltak også")):
        valgt = st.selectbox(
            SAKSFELT["tiltak"].ledetekst,
            list(navn),
            list(navn).index(sett.tiltak) if sett.tiltak in navn else 0,
            format_func=navn.get,
            key=f"{noekkel}_tiltak",
        )
        slag = st.radio(
            si("Hvordan skal den stå der?"),
            list(_I_TILTAKET),
            format_func=lambda kode: si(_I_TILTAKET[kode]),
            key=f"{noekkel}_slag",
        )
    return valgt, slag


# ---------------------------------------------------------------------------- oppsummeringen


def _oppsummert(moete: Moete) -> Iterator[Skjerm]:
    """Det som ble bestemt, og det neste møtet."""
    linjene = [
        f"**{i_ord.sakens_nr(moete, sak)}. {norsk.bokstavelig(sak.beslutning)}** "
        f"{norsk.bokstavelig(i_ord.oppfoelging(sak))}"
        for sak in moete.saker
        if sak.beslutning
    ] or [si("Ingen beslutninger er skrevet ned.")]
    if neste := i_ord.neste_moete(moete):
        linjene.append(norsk.bokstavelig(neste))
    biter = veggen.biter(linjene, lambda linje: 1.15 * veggen.avsnitt(linje))
    delene = [functools.partial(_avsnittene, bit) for bit in biter]
    return _delt(si("Dette ble bestemt"), "presentert_oppsummering", delene)


def _avsnittene(linjene: Sequence[str]) -> None:
    for linje in linjene:
        st.markdown(linje)
