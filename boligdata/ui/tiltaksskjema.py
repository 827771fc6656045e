"""Skjemaet til et tiltak, laget av feltene i `arbeid/tiltak.py`, og skjermen når to har endret det samme."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from boligdata.arbeid import flett
from boligdata.arbeid import tiltak as tiltakene
from boligdata.arbeid.feltliste import Felt, felt_i, ny_id
from boligdata.arbeid.lager import ArbeidFeil, Konflikt
from boligdata.arbeid.tiltak import FELT, Tiltak
from boligdata.doer import adresse
from boligdata.felles import config, norsk, plankoder
from boligdata.felles.maalform import fast, si
from boligdata.innhold.handlingsdel import endringslogg, i_ord, planen
from boligdata.innhold.handlingsdel.planen import KanIkkeLagres, Planpost
from boligdata.ui import adgang

_TILSTAND, _HVEM = "tiltaksskjema", "hvem_endrer"
# Feltene i skjemaet og på siden til tiltaket, under hver sin overskrift.
DELER: dict[str, tuple[Felt, ...]] = {
    overskrift: tuple(FELT[navn] for navn in felter)
    for overskrift, felter in {
        fast("Hva og hvem"): (
            *("nr", "tittel", "hensikt", "maal", "maalgrupper"),
            *("nasjonalt_maal", "ansvarlige", "partnere"),
        ),
        fast("Status og frist"): ("status", "frist", "milepaeler"),
        fast("Penger"): (
            *("finansiering", "oekonomiplan", "penger_ord", "beloep"),
            *("aarsverk", "funksjon"),
        ),
        fast("Virkning"): ("koblinger", "prosjekter"),
        fast("Vedtak"): ("art", "vedtak"),
        fast("Slik det sto i planen"): ("ord",),
    }.items()
}
_BARE_LESES = fast(
    "Handlingsdelen kan bare leses her. Den som drifter dashbordet, kan åpne for endringer."
)
_IKKE_RETTIGHET = {
    "redigere": fast(
        "Du kan lese handlingsdelen, men ikke endre den. Trenger du det, ber du lederen din."
    ),
    "godkjenne": fast(
        "Du kan ikke lage en versjon av planen. Trenger du det, ber du lederen din."
    ),
}
_TIDLIGST, _SENEST = dt.date(1990, 1, 1), dt.date(2100, 12, 31)


@dataclass
class _Skjema:
    """Et åpent skjema: versjonen brukeren så, det skjemaet begynner med, og endringens egen id.

    Id-en er den samme til det er lagret, så to trykk på «Lagre» er én endring.
    """

    post: Planpost
    begynner_med: Tiltak
    endring_id: str
    konflikt: Konflikt | None = None


def hindring(rettighet: str = "redigere") -> str:
    """Hvorfor den som ser på, ikke kan endre noe. Tom når det kan endres.

    I ansattvisningen er det gruppen som avgjør. Ellers er det bare den som bruker dashbordet på sin
    egen maskin, om ikke innstillingen sier noe annet.
    """
    if sperre := planen.lager().skrivesperre:
        return sperre
    if config.redigering() == "ingen":
        return si(_BARE_LESES)
    if adgang.intern():
        return "" if adgang.kan(rettighet) else si(_IKKE_RETTIGHET[rettighet])
    paa_egen_maskin = adresse.spurt_fra_egen_maskin(st.context.headers.to_dict())
    aapent = config.redigering() == "alle" or paa_egen_maskin
    return "" if aapent else si(_BARE_LESES)


def er_aapent(tiltak_id: str) -> bool:
    """Er skjemaet til tiltaket åpent?"""
    aapent = st.session_state.get(_TILSTAND)
    return bool(aapent) and aapent.post.tiltak.id == tiltak_id


def aapne(post: Planpost, begynner_med: Tiltak | None = None) -> None:
    """Åpne skjemaet med tiltaket slik det er, eller slik det var i en tidligere versjon."""
    st.session_state[_TILSTAND] = _Skjema(post, begynner_med or post.tiltak, ny_id())


def _lukk() -> None:
    st.session_state.pop(_TILSTAND, None)


def skjema(post: Planpost) -> None:
    """Det åpne skjemaet, eller valgene når noen andre har lagret imens."""
    aapent: _Skjema = st.session_state[_TILSTAND]
    if hvorfor_ikke := hindring():
        st.error(norsk.bokstavelig(hvorfor_ikke))
    elif aapent.konflikt:
        _konflikten(aapent)
    else:
        _skjemaet(aapent)
    st.button(si("Avbryt"), on_click=_lukk, key="avbryt")


def _skjemaet(aapent: _Skjema) -> None:
    lest = _Lesing()
    with st.form(f"skjema_{aapent.endring_id}"):
        verdier = {}
        for overskrift, felter in DELER.items():
            synlige = [felt for felt in felter if felt.slag in _FELTENE]
            if not synlige:
                continue
            st.subheader(si(overskrift), anchor=False)
            for felt in synlige:
                noekkel = f"{aapent.endring_id}_{felt.navn}"
                verdi = getattr(aapent.begynner_med, felt.navn)
                verdier[felt.navn] = _FELTENE[felt.slag](felt, verdi, noekkel, lest)
        hvorfor = st.text_input(si("Hvorfor endres det?"), max_chars=1_000)
        hvem_ = hvem()
        if not st.form_submit_button(si("Lagre"), type="primary"):
            return
    if lest.feil:
        si_hva_som_er_galt(lest.feil)
        return
    tiltak = dataclasses.replace(aapent.begynner_med, **verdier)
    _lagre(aapent, tiltak, aapent.post.versjon, hvem_, hvorfor)


def hvem() -> str:
    """Navnet til den som endrer: den som er logget inn, eller det som skrives."""
    if adgang.intern():
        return adgang.navn()
    return st.text_input(
        si("Navnet ditt"),
        key=_HVEM,
        persist_state="session",
        max_chars=200,
        help=si(
            "Navnet står i historien til tiltaket, så andre vet hvem de kan spørre."
        ),
    )


def _lagre(
    aapent: _Skjema, tiltak: Tiltak, sett_versjon: int, hvem: str, hvorfor: str
) -> None:
    try:
        planen.lagre(tiltak, sett_versjon, aapent.endring_id, hvem, hvorfor)
    except KanIkkeLagres as feil:
        si_hva_som_er_galt(feil.feil)
    except Konflikt as konflikt:
        aapent.konflikt = konflikt
        aapent.endring_id = ny_id()
        st.rerun()
    except ArbeidFeil as feil:
        st.error(norsk.bokstavelig(feil.melding))
    else:
        _lukk()
        st.toast(si("Endringen er lagret."), icon=":material/check:")
        st.rerun()


def si_hva_som_er_galt(feil: list[str] | tuple[str, ...]) -> None:
    """Si hva som må rettes før det kan lagres, i hele setninger."""
    linjer = norsk.punktliste(feil)
    hva = si("Det er ikke lagret. Rett dette, og lagre igjen:")
    st.error(f"{hva}\n\n{linjer}")


# ---------------------------------------------------------------- når to endrer det samme


def _konflikten(aapent: _Skjema) -> None:
    konflikt = aapent.konflikt
    start, mitt, deres = (
        tiltakene.fra_dict(innhold)
        for innhold in (
            konflikt.utgangspunkt.innhold if konflikt.utgangspunkt else {},
            konflikt.endring.innhold,
            konflikt.deres.innhold,
        )
    )
    st.warning(norsk.bokstavelig(konflikt.melding))
    for overskrift, tiltak in (
        (si("Dette endret du"), mitt),
        (si("Dette endret {hvem}", hvem=i_ord.historie(konflikt.deres.hvem)), deres),
    ):
        st.markdown(f"**{norsk.bokstavelig(overskrift)}**")
        st.markdown(norsk.punktliste(endringslogg.endringer(start, tiltak)))
    flettet = flett.flett(*map(tiltakene.til_dict, (start, mitt, deres)))
    svar = {}
    for nr, valg in enumerate(flettet.valg):
        navn = {
            "mitt": _i_valget(valg.felt, mitt),
            "deres": _i_valget(valg.felt, deres),
        }
        svar[valg.felt] = st.radio(
            si("{felt}: hva skal gjelde?", felt=FELT[valg.felt[0]].ledetekst),
            list(navn),
            format_func=navn.get,
            key=f"valg_{aapent.endring_id}_{nr}",
        )
    if not flettet.valg:
        st.write(si("De to endringene er på hver sin kant, og kan lagres sammen."))
    if st.button(si("Lagre begge, slik det er valgt her"), type="primary"):
        _lagre_flettet(aapent, flettet.avgjort(svar))
    if st.button(si("Lagre bare det jeg skrev")):
        _lagre_flettet(aapent, konflikt.endring.innhold)
    st.caption(si("Med «Avbryt» blir det slik den andre lagret det."))


def _lagre_flettet(aapent: _Skjema, innhold: dict) -> None:
    endring = aapent.konflikt.endring
    versjon = aapent.konflikt.deres.versjon
    tiltak = tiltakene.fra_dict(innhold)
    _lagre(aapent, tiltak, versjon, endring.hvem, endring.hvorfor)


def _i_valget(vei: tuple[str, ...], tiltak: Tiltak) -> str:
    """Det som står på veien i dette tiltaket, til å velge mellom."""
    felt = FELT[vei[0]]
    verdi = getattr(tiltak, felt.navn)
    if felt.slag == "poster" and len(vei) > 1:
        verdi = tuple(del_ for del_ in verdi if getattr(del_, "id", None) == vei[1])
    return i_ord.verdi(felt, verdi) or i_ord.IKKE_FYLT_UT


# ------------------------------------------------------------------------------- feltene


class _Lesing:
    """Det som ikke lot seg lese mens feltene ble tegnet."""

    def __init__(self):
        self.feil: list[str] = []


def _tekstfelt(tegn: Callable) -> Callable:
    """Et felt på én linje eller flere, etter hva Streamlit tegner det med."""

    def felt_(felt: Felt, verdi: str, noekkel: str, _lest: _Lesing) -> str:
        return tegn(
            felt.ledetekst,
            verdi,
            key=noekkel,
            max_chars=felt.hoeyst,
            help=felt.hjelp or None,
        )

    return felt_


def _tekster(felt: Felt, verdi: tuple, noekkel: str, _lest: _Lesing) -> tuple:
    skrevet = st.text_area(
        si("{felt} (én på hver linje)", felt=felt.ledetekst),
        "\n".join(verdi),
        key=noekkel,
        help=felt.hjelp or None,
    )
    return tuple(filter(None, map(str.strip, skrevet.splitlines())))


def _kode(felt: Felt, verdi: str, noekkel: str, _lest: _Lesing) -> str:
    navn = plankoder.navn(felt.kodeliste)
    valg = list(navn) if verdi in navn else ["", *navn]
    return st.selectbox(
        felt.ledetekst,
        valg,
        valg.index(verdi),
        format_func=lambda kode: i_ord.kode(felt.kodeliste, kode),
        key=noekkel,
    )


def _koder(felt: Felt, verdi: tuple, noekkel: str, _lest: _Lesing) -> tuple:
    navn = plankoder.navn(felt.kodeliste)
    return tuple(
        st.multiselect(
            felt.ledetekst,
            list(navn),
            list(verdi),
            format_func=navn.get,
            key=noekkel,
            placeholder=si("Velg"),
        )
    )


def _dato(
    felt: Felt, verdi: dt.date | None, noekkel: str, _lest: _Lesing
) -> dt.date | None:
    return st.date_input(
        felt.ledetekst,
        verdi,
        _TIDLIGST,
        _SENEST,
        key=noekkel,
        format="DD.MM.YYYY",
    )


def _tallfelt(hele: bool) -> Callable:
    """Et tall skrives som tekst: feltet for tall i nettleseren leser «2345,5» som 23455."""

    def felt_(felt: Felt, verdi, noekkel: str, lest: _Lesing):
        vist = "" if verdi in (None, 0) else f"{verdi:g}".replace(".", ",")
        if hele and verdi:
            vist = norsk.tall(verdi) if felt.slag == "kroner" else str(verdi)
        skrevet = st.text_input(felt.ledetekst, vist, key=noekkel, max_chars=30)
        tall = _les_tall(skrevet, hele)
        if tall is _GALT:
            lest.feil.append(si(_MAA_VAERE[hele], felt=felt.ledetekst))
            return verdi
        return 0 if tall is None and felt.slag == "kroner" else tall

    return felt_


_GALT = object()
_MAA_VAERE = {
    True: fast("{felt} må være et helt tall, som 1 200 000."),
    False: fast("{felt} må være et tall, som 1,5."),
}


def _les_tall(skrevet: str, hele: bool):
    """Tallet i teksten, None når feltet er tomt, og `_GALT` når det ikke er et tall."""
    rent = "".join(skrevet.split()).replace("\u2212", "-").replace(",", ".")
    if not rent:
        return None
    try:
        return int(rent) if hele else float(rent)
    except ValueError:
        return _GALT


def _post(felt: Felt, verdi, noekkel: str, lest: _Lesing):
    """Feltene i en post ved siden av hverandre."""
    verdier = {}
    with st.grid(columns="auto", min_column_width=180, key=f"post_{noekkel}"):
        for del_ in felt_i(felt.post):
            if del_.slag in _FELTENE:
                verdier[del_.navn] = _FELTENE[del_.slag](
                    del_, getattr(verdi, del_.navn), f"{noekkel}_{del_.navn}", lest
                )
    return dataclasses.replace(verdi, **verdier)


def _poster(felt: Felt, verdi: tuple, noekkel: str, lest: _Lesing) -> tuple:
    """En post under hverandre, og en tom til sist. En som tømmes, tas bort."""
    har_id = "id" in {del_.navn for del_ in felt_i(felt.post)}
    ny = felt.post(f"{noekkel}_ny") if har_id else felt.post()
    ut = []
    st.markdown(f"**{felt.ledetekst}**")
    for nr, en in enumerate((*verdi, ny)):
        tom = felt.post(en.id) if har_id else felt.post()
        lest_post = _post(felt, en, f"{noekkel}_{nr}", lest)
        if lest_post == tom:
            continue
        if en is ny and har_id:
            lest_post = dataclasses.replace(lest_post, id=ny_id())
        ut.append(lest_post)
    return tuple(ut)


_FELTENE: dict[str, Callable] = {
    "tekst": _tekstfelt(st.text_input),
    "avsnitt": _tekstfelt(st.text_area),
    "tekster": _tekster,
    "kode": _kode,
    "koder": _koder,
    "dato": _dato,
    "aar": _tallfelt(hele=True),
    "kroner": _tallfelt(hele=True),
    "desimal": _tallfelt(hele=False),
    "post": _post,
    "poster": _poster,
}
