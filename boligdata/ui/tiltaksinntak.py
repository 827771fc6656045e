"""Hent inn en plan: filen eller teksten leses, forslagene ses gjennom, og det som er valgt, lagres."""

from collections.abc import Mapping, Sequence

import streamlit as st

from boligdata import lesing
from boligdata.arbeid import inntak
from boligdata.arbeid.feltliste import ny_id
from boligdata.arbeid.inntak import (
    Forslag,
    Innlest,
    Kolonnevalg,
    Ramme,
    SattTilSide,
)
from boligdata.arbeid.lager import ArbeidFeil
from boligdata.arbeid.tiltak import FELT
from boligdata.felles import norsk
from boligdata.felles.config import Brukerfeil
from boligdata.felles.maalform import si
from boligdata.innhold.handlingsdel import i_ord, planen
from boligdata.innhold.planarbeid.register import KanIkkeLagres
from boligdata.ui import skjema

_OMGANG, _VALGT, _ER_TILTAK = "inntaksomgang", "inntak_kolonner", "inntak_er_tiltak"
_FILTYPER = ["docx", "xlsx", "csv", "txt"]
# Så mange forslag tegnes om gangen.
_FLEST = 50


def hent_inn_en_plan() -> None:
    """Les en handlingsdel slik den er, se gjennom forslagene, og lagre dem."""
    st.header(si("Hvor er planen?"), anchor=False)
    if hvorfor_ikke := skjema.hindring():
        st.info(norsk.bokstavelig(hvorfor_ikke))
        return
    st.write(
        si(
            "Last opp handlingsdelen fra Word, Excel eller CSV, eller lim inn tabellen. Ordene i "
            "planen beholdes. Ingenting lagres før du har sett gjennom det."
        )
    )
    omgang = st.session_state.setdefault(_OMGANG, ny_id())
    fil = st.file_uploader(
        si("Fil med handlingsdelen"), _FILTYPER, key=f"fil_{omgang}", max_upload_size=20
    )
    tekst = st.text_area(si("Eller lim inn tabellen her"), key=f"limt_{omgang}")
    if not fil and not tekst.strip():
        return
    try:
        innlest = _les(fil.getvalue() if fil else None, tekst)
    except Brukerfeil as feil:
        st.error(norsk.bokstavelig(str(feil)))
        return
    _se_gjennom(innlest, omgang)


def _les(data: bytes | None, tekst: str) -> Innlest:
    poster = planen.poster()
    meta = lesing.meta()
    ramme = Ramme(
        (meta.plan_fra, meta.plan_til),
        planen.ansvarlige(),
    )
    finnes = [post.tiltak for post in poster]
    valg = (
        ramme,
        finnes,
        st.session_state.get(_VALGT, {}),
        st.session_state.get(_ER_TILTAK, frozenset()),
    )
    if data is not None:
        return inntak.les_fil(data, *valg)
    return inntak.les_tekst(tekst, *valg)


def _se_gjennom(innlest: Innlest, omgang: str) -> None:
    st.header(si("Se gjennom forslagene"), anchor=False)
    st.write(_funnet_i_ord(innlest))
    for merknad in innlest.merknader:
        st.warning(norsk.bokstavelig(merknad.tekst))
    felt = {"": si("Planens egen kolonne")} | {
        navn: kolonnefelt.navn for navn, kolonnefelt in inntak.kolonnefelt().items()
    }
    kolonnene(innlest.kolonner, felt, omgang, _VALGT)
    _maalene(innlest, omgang)
    satt_til_side(
        si("Rader som ikke ble tiltak: {antall}", antall=len(innlest.satt_til_side)),
        innlest.satt_til_side,
    )
    valgte = _forslagene(innlest.forslag[:_FLEST], omgang)
    resten = innlest.forslag[_FLEST:]
    if resten and st.checkbox(
        si("Ta også med de {antall} neste, som ikke vises her", antall=len(resten)),
        key=f"resten_{omgang}",
    ):
        valgte += [ett for ett in resten if ett.kan_lagres and not ett.er_uendret]
    hvem = skjema.hvem()
    tiltak = norsk.med_ord(len(valgte), si("tiltak"))
    lagre = si("Lagre {tiltak}", tiltak=tiltak)
    if st.button(lagre, type="primary", disabled=not valgte):
        _lagre(valgte, omgang, hvem)


def _funnet_i_ord(innlest: Innlest) -> str:
    finnes = sum(ett.samme_som is not None for ett in innlest.forslag)
    tiltak = norsk.med_ord(len(innlest.forslag), si("tiltak"))
    deler = [si("Fant {tiltak}.", tiltak=tiltak)]
    if finnes:
        deler.append(
            si(
                "{antall} av dem er i planen fra før, og blir ikke doblet.",
                antall=finnes,
            )
        )
    if innlest.ikke_i_filen:
        deler.append(
            si(
                "{antall} tiltak i planen er ikke i filen. De blir stående.",
                antall=len(innlest.ikke_i_filen),
            )
        )
    return " ".join(deler)


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


def _maalene(innlest: Innlest, omgang: str) -> None:
    """Radene som bare ligner mål. Er en av dem et tiltak, kan brukeren si det."""
    antatte = [rad for rad in innlest.maalrader if rad.antatt]
    if not antatte:
        return
    with st.expander(si("Rader som er lest som mål: {antall}", antall=len(antatte))):
        tiltak = frozenset(
            rad.sted
            for nr, rad in enumerate(antatte)
            if st.checkbox(
                norsk.bokstavelig(
                    si("«{tekst}» er et tiltak, ikke et mål", tekst=rad.tekst)
                ),
                key=f"maal_{omgang}_{nr}",
            )
        )
        if st.button(si("Les på nytt"), disabled=not tiltak, key=f"maal_nytt_{omgang}"):
            foer = st.session_state.get(_ER_TILTAK, frozenset())
            st.session_state[_ER_TILTAK] = foer | tiltak
            st.rerun()


def _forslagene(forslag: tuple[Forslag, ...], omgang: str) -> list[Forslag]:
    """Forslagene, med en avkryssing på hvert. Gir dem som er valgt."""
    valgte = []
    for nr, ett in enumerate(forslag):
        with st.container(border=True, gap="xsmall"):
            hindret = not ett.kan_lagres or ett.er_uendret
            if st.checkbox(
                f"**{norsk.bokstavelig(i_ord.navn(ett.tiltak))}**",
                not hindret,
                key=f"ta_med_{omgang}_{nr}",
                disabled=hindret,
            ):
                valgte.append(ett)
            _ett_forslag(ett)
    return valgte


def _ett_forslag(ett: Forslag) -> None:
    tiltak = ett.tiltak
    if ett.er_uendret:
        st.caption(si("Står slik i planen fra før."))
        return
    if ett.samme_som:
        endrer = norsk.ramse(
            [norsk.liten_forbokstav(FELT[f].ledetekst) for f in ett.endrer]
        )
        st.markdown(
            norsk.bokstavelig(
                si("Er i planen fra før. Dette blir nytt: {felter}.", felter=endrer)
            )
        )
    for ledetekst, tekst in (
        (si("Mål"), ": ".join(tiltak.maal)),
        (si("Ansvarlig"), i_ord.ramse(tiltak.ansvarlige)),
        (si("Frist"), i_ord.frist(tiltak.frist)),
        (si("Penger"), i_ord.penger(tiltak)),
    ):
        if tekst:
            st.markdown(f"{ledetekst}: {norsk.bokstavelig(tekst)}")
    for merknad in ett.merknader:
        tegn = "error" if merknad.hindrer else "info"
        st.markdown(f":material/{tegn}: {norsk.bokstavelig(merknad.tekst)}")
    st.caption(norsk.bokstavelig(str(ett.sted)))


def _lagre(valgte: list[Forslag], omgang: str, hvem: str) -> None:
    # Den samme filen gir de samme id-ene. Er et tiltak tatt ut siden sist, kommer det tilbake som det
    # samme tiltaket, med historien.
    foer = [planen.post(ett.tiltak.id) for ett in valgte]
    alle = [
        (ett.tiltak, post.versjon if post else 0) for ett, post in zip(valgte, foer)
    ]
    try:
        planen.lagre_alle(alle, omgang, hvem, i_ord.FRA_PLANEN)
    except KanIkkeLagres as feil:
        skjema.si_hva_som_er_galt(feil.feil)
    except ArbeidFeil as feil:
        st.error(norsk.bokstavelig(feil.melding))
    else:
        del st.session_state[_OMGANG]
        for noekkel in (_VALGT, _ER_TILTAK):
            st.session_state.pop(noekkel, None)
        tiltak = norsk.med_ord(len(alle), si("tiltak"))
        st.toast(si("{tiltak} er lagret.", tiltak=tiltak))
        st.rerun()
