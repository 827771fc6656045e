"""Siden Møte: det neste møtet med dagsordenen, det som er endret siden sist, og møtene før."""

import functools

import streamlit as st

from boligdata.arbeid.feltliste import Felt, ny_id
from boligdata.arbeid.lager import ArbeidFeil
from boligdata.arbeid.moete import FELT, SAKSFELT, Moete, Moetesak
from boligdata.felles import maalform, norsk
from boligdata.felles.maalform import fast, si
from boligdata.innhold.handlingsdel import i_ord as planord
from boligdata.innhold.handlingsdel import planen
from boligdata.innhold.moetet import i_ord, moetene, referat
from boligdata.innhold.moetet.moetene import Endring, Moetepost, SkrevetImens
from boligdata.innhold.planarbeid import endringer
from boligdata.innhold.planarbeid.register import KanIkkeLagres
from boligdata.innhold.rapport import skriv
from boligdata.ui import (
    adgang,
    adressen,
    moeteknapp,
    presentasjon,
    sidensist,
    skjema,
)
from boligdata.ui.ramme import papirfarger
from boligdata.ui.skjema import Skjema

_MOETE, _SAK = "moete", "moetesak"
_SKJEMA = Skjema(
    "moeteskjema",
    moetene.REGISTER,
    {
        fast("Møtet"): [
            FELT[navn] for navn in ("tittel", "dato", "klokken", "sted", "saksnr")
        ],
        fast("Hvem er med?"): [FELT["deltakere"], FELT["fravaerende"]],
        fast("Neste møte"): [FELT["neste_dato"], FELT["neste_sted"]],
    },
    endringer.endringer,
    hindring=moeteknapp.hindring,
)
_SAKSFELTER: tuple[Felt, ...] = tuple(
    SAKSFELT[navn]
    for navn in (
        *("tittel", "ansvarlig", "minutter", "notat"),
        *("beslutning", "oppfoelger", "frist", "gjort"),
    )
)


def moetet() -> None:
    """Hele siden."""
    post = _valgt()
    hindring = moeteknapp.hindring()
    if post is None:
        _ingen(hindring)
        return
    if presentasjon.vises():
        presentasjon.vis(post.innhold, kan_endres=not hindring)
        return
    if _SKJEMA.er_aapent(post.innhold.id):
        st.header(norsk.bokstavelig(i_ord.moetenavn(post.innhold)), anchor=False)
        _SKJEMA.vis()
        return
    _hodet(post, hindring)
    sidensist.vis(post.innhold, kan_endres=not hindring)
    _sakene(post.innhold, kan_endres=not hindring)
    if not hindring:
        _ny_sak(post.innhold)
    _referatet(post.innhold)
    if not hindring:
        _avslutt(post.innhold)
    _andre_moeter(post.innhold)


def _valgt() -> Moetepost | None:
    """Møtet adressen ber om, ellers det neste, ellers det siste."""
    bedt_om = st.query_params.get(_MOETE, "")
    alle = moetene.alle()
    funnet = moetene.hent(bedt_om) if bedt_om else None
    return funnet or moetene.neste() or (alle[-1] if alle else None)


def _ingen(hindring: str) -> None:
    st.write(
        si(
            "Det er ikke noe møte ennå. Trykk «Legg til i møtet» under «Last ned» på et kort, eller nederst "
            "på en side, så blir det en sak på dagsordenen."
        )
    )
    if hindring:
        st.markdown(norsk.bokstavelig(hindring))
        return
    if st.button(si("Lag et møte"), icon=":material/add:", type="primary") and _lagret(
        lambda: moetene.lag_foerste(moeteknapp.hvem())
    ):
        st.rerun()


def _lagret(gjoer) -> bool:
    """Gikk det? Ellers vises hva som må gjøres."""
    try:
        gjoer()
    except KanIkkeLagres as feil:
        skjema.si_hva_som_er_galt(feil.feil)
    except (ArbeidFeil, SkrevetImens) as feil:
        st.error(norsk.bokstavelig(str(feil)))
    else:
        return True
    return False


def _endre(moete_id: str, endring: Endring) -> None:
    """Svaret på et trykk: gjør endringen i møtet slik det er nå."""
    _lagret(lambda: moetene.endre(moete_id, endring, moeteknapp.hvem()))


# --------------------------------------------------------------------------------- hodet


def _hodet(post: Moetepost, hindring: str) -> None:
    moete = post.innhold
    st.header(norsk.bokstavelig(i_ord.moetenavn(moete)), anchor=False)
    for linje in (i_ord.naar_og_hvor(moete), i_ord.deltakerne(moete)):
        if linje:
            st.markdown(norsk.bokstavelig(linje))
    if moete.avsluttet:
        st.info(si("Møtet er avsluttet. Det som rettes her, kommer med i referatet."))
    with st.container(horizontal=True, key="moeteknapper"):
        st.button(
            si("Vis på veggen"),
            icon=":material/slideshow:",
            type="primary",
            key="vis_moetet",
            on_click=presentasjon.start,
        )
        if not hindring:
            st.button(
                si("Endre tid, sted og deltakere"),
                icon=":material/edit:",
                key="endre_moetet",
                on_click=_SKJEMA.aapne,
                args=(post,),
            )
    if hindring:
        st.markdown(norsk.bokstavelig(hindring))
    elif not adgang.intern():
        skjema.hvem()


# ------------------------------------------------------------------------------- sakene


def _sakene(moete: Moete, kan_endres: bool) -> None:
    st.header(si("Saker"), anchor=False)
    if not moete.saker:
        st.write(
            si(
                "Det er ingen saker ennå. Trykk «Legg til i møtet» under «Last ned» på et kort, eller "
                "nederst på en side, eller skriv en sak under."
            )
        )
        return
    st.write(norsk.bokstavelig(f"{i_ord.minutter(moete)}."))
    for nr, sak in enumerate(moete.saker, 1):
        with st.container(border=True, gap="xsmall", key=f"sak_{sak.id}"):
            if kan_endres and st.session_state.get(_SAK) == sak.id:
                _saksskjema(moete, sak)
            else:
                _saken(moete, sak, nr, kan_endres)


def _saken(moete: Moete, sak: Moetesak, nr: int, kan_endres: bool) -> None:
    st.subheader(norsk.bokstavelig(f"{nr}. {sak.tittel}"), anchor=False)
    if om := i_ord.om_saken(sak):
        st.markdown(norsk.bokstavelig(om))
    figur = moetene.figur(sak)
    if figur:
        st.caption(norsk.bokstavelig(i_ord.frosset(figur)))
    elif sak.figur:
        st.warning(si("Figuren i saken kan ikke leses."))
    if sak.notat:
        st.markdown(norsk.bokstavelig(si("Notat: {tekst}", tekst=sak.notat)))
    _beslutningen(sak)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if sak.lenke:
            adressen.lenke(sak.lenke, si("Åpne siden figuren er fra, sak {nr}", nr=nr))
        if kan_endres:
            _knappene(moete, sak, nr)


def _beslutningen(sak: Moetesak) -> None:
    if sak.beslutning:
        st.markdown(
            f"**{si('Beslutning:')}** {norsk.bokstavelig(sak.beslutning)} "
            f"{norsk.bokstavelig(i_ord.oppfoelging(sak))}"
        )
    if sak.tiltak and (post := planen.post(sak.tiltak)):
        navn = planord.navn(post.tiltak)
        adressen.lenke(f"./tiltak?tiltak={sak.tiltak}", si("Tiltak: {navn}", navn=navn))


def _knappene(moete: Moete, sak: Moetesak, nr: int) -> None:
    valgene = (
        ("opp", si("Flytt sak {nr} opp", nr=nr), "arrow_upward", nr == 1),
        (
            "ned",
            si("Flytt sak {nr} ned", nr=nr),
            "arrow_downward",
            nr == len(moete.saker),
        ),
    )
    for (navn, ledetekst, ikon, sperret), steg in zip(valgene, (-1, 1)):
        st.button(
            ledetekst,
            key=f"{navn}_{sak.id}",
            icon=f":material/{ikon}:",
            type="tertiary",
            disabled=sperret,
            on_click=_endre,
            args=(moete.id, moetene.flyttet(sak.id, steg)),
        )
    st.button(
        si("Endre sak {nr}", nr=nr),
        key=f"endre_{sak.id}",
        icon=":material/edit:",
        type="tertiary",
        on_click=_aapne_sak,
        args=(sak,),
    )
    st.button(
        si("Ta bort sak {nr}", nr=nr),
        key=f"fjern_{sak.id}",
        icon=":material/delete:",
        type="tertiary",
        on_click=_endre,
        args=(moete.id, moetene.uten_sak(sak.id)),
    )


def _aapne_sak(sak: Moetesak) -> None:
    st.session_state[_SAK] = sak.id
    st.session_state[f"{_SAK}_sett"] = sak
    st.session_state[f"{_SAK}_nr"] = ny_id()


def _lukk_sak() -> None:
    st.session_state.pop(_SAK, None)


def _saksskjema(moete: Moete, sak: Moetesak) -> None:
    """Skjemaet til en sak. Det begynner med saken slik den var da det ble åpnet."""
    sett: Moetesak = st.session_state[f"{_SAK}_sett"]
    noekkel = st.session_state[f"{_SAK}_nr"]
    with st.form(f"saksskjema_{noekkel}"):
        verdier, feil = skjema.feltene(_SAKSFELTER, sett, noekkel, {})
        lagre = st.form_submit_button(si("Lagre saken"), type="primary")
    st.button(si("Avbryt"), on_click=_lukk_sak, key="avbryt_sak")
    if not lagre:
        return
    if feil:
        skjema.si_hva_som_er_galt(feil)
        return
    if _lagret(lambda: _lagre_saken(moete, sett, verdier)):
        _lukk_sak()
        st.rerun()


def _lagre_saken(moete: Moete, sett: Moetesak, verdier: dict) -> None:
    try:
        moetene.endre(moete.id, moetene.med_sak(sett, **verdier), moeteknapp.hvem())
    except SkrevetImens as imens:
        # Lagres det en gang til, er det andre skrev imens, sett.
        st.session_state[f"{_SAK}_sett"] = imens.sak
        raise


def _ny_sak(moete: Moete) -> None:
    with st.form("ny_sak", clear_on_submit=True):
        tittel = st.text_input(
            si("Ny sak uten figur"), max_chars=SAKSFELT["tittel"].hoeyst
        )
        lagre = st.form_submit_button(si("Legg til saken"), icon=":material/add:")
    if not lagre:
        return
    if not tittel.strip():
        st.error(si("Skriv hva saken gjelder."))
    elif _lagret(
        lambda: moetene.endre(moete.id, moetene.med_ny_sak(tittel), moeteknapp.hvem())
    ):
        st.rerun()


def _referatet(moete: Moete) -> None:
    """Referatet som filer. De lages når noen laster dem ned."""
    st.header(si("Referat"), anchor=False)
    st.write(
        si(
            "Referatet har dagsordenen, figurene slik de var, og beslutningene. Notatene er ikke med. Det er "
            "ikke en møtebok."
        )
    )
    farger = papirfarger()
    with st.container(horizontal=True, key="referatfiler"):
        for format_ in referat.FORMATER:
            beskrevet = skriv.FORMATER[format_]
            st.download_button(
                si("Referat som {format}", format=si(beskrevet.navn)),
                maalform.med_seg(
                    functools.partial(referat.som, format_, moete, farger)
                ),
                f"{referat.filnavn(moete)}.{beskrevet.endelse}",
                beskrevet.type,
                key=f"referat_{format_}",
                on_click="ignore",
                icon=":material/download:",
            )


# ------------------------------------------------------------------------ de andre møtene


def _avslutt(moete: Moete) -> None:
    if moete.avsluttet:
        return
    st.button(
        si("Avslutt møtet og lag det neste"),
        icon=":material/event_available:",
        key="avslutt_moetet",
        help=si("Det neste møtet begynner med det som er endret siden dette."),
        on_click=_avslutt_og_aapne,
        args=(moete,),
    )


def _avslutt_og_aapne(moete: Moete) -> None:
    if _lagret(lambda: moetene.avslutt(moete, moeteknapp.hvem())):
        st.query_params.pop(_MOETE, None)


def _andre_moeter(moete: Moete) -> None:
    andre = [post.innhold for post in moetene.alle() if post.innhold.id != moete.id]
    if not andre:
        return
    st.header(si("Andre møter"), anchor=False)
    for en in reversed(andre):
        adressen.lenke(f"./moete?{_MOETE}={en.id}", i_ord.moetenavn(en))
