"""Hent inn en plan: filen eller teksten leses, forslagene ses gjennom, og det som er valgt, lagres."""

import streamlit as st

from boligdata import lesing
from boligdata.arbeid import inntak
from boligdata.arbeid.feltliste import ny_id
from boligdata.arbeid.inntak import InnlestPlan, Ramme, Tiltaksforslag
from boligdata.arbeid.tiltak import FELT, Tiltak
from boligdata.felles import norsk
from boligdata.felles.maalform import fast, si
from boligdata.innhold.handlingsdel import i_ord, planen
from boligdata.ui import filinntak, skjema
from boligdata.ui.filinntak import Forslagsvisning

_OMGANG, _VALGT, _ER_TILTAK = "inntaksomgang", "inntak_kolonner", "inntak_er_tiltak"
_FILTYPER = ["docx", "xlsx", "csv", "txt"]


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
    innlest = filinntak.lest(si("Fil med handlingsdelen"), _FILTYPER, omgang, _les)
    if innlest:
        _se_gjennom(innlest, omgang)


def _les(data: bytes | None, tekst: str) -> InnlestPlan:
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


def _se_gjennom(innlest: InnlestPlan, omgang: str) -> None:
    st.header(si("Se gjennom forslagene"), anchor=False)
    st.write(_funnet_i_ord(innlest))
    filinntak.merknadene(innlest)
    felt = {"": si("Planens egen kolonne")} | {
        navn: kolonnefelt.navn for navn, kolonnefelt in inntak.kolonnefelt().items()
    }
    filinntak.kolonnene(innlest.kolonner, felt, omgang, _VALGT)
    _maalene(innlest, omgang)
    filinntak.satt_til_side(
        si("Rader som ikke ble tiltak: {antall}", antall=len(innlest.satt_til_side)),
        innlest.satt_til_side,
    )
    valgte = filinntak.valgte(innlest.forslag, omgang, _VISNINGEN)
    hvem = skjema.hvem()
    tiltak = norsk.med_ord(len(valgte), si("tiltak"))
    lagre = si("Lagre {tiltak}", tiltak=tiltak)
    if st.button(lagre, type="primary", disabled=not valgte):
        _lagre(valgte, omgang, hvem)


def _funnet_i_ord(innlest: InnlestPlan) -> str:
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


def _maalene(innlest: InnlestPlan, omgang: str) -> None:
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


def _vis(tiltak: Tiltak) -> None:
    for ledetekst, tekst in (
        (si("Mål"), ": ".join(tiltak.maal)),
        (si("Ansvarlig"), i_ord.ramse(tiltak.ansvarlige)),
        (si("Frist"), i_ord.frist(tiltak.frist)),
        (si("Penger"), i_ord.penger(tiltak)),
    ):
        if tekst:
            st.markdown(f"{ledetekst}: {norsk.bokstavelig(tekst)}")


_VISNINGEN = Forslagsvisning(
    FELT,
    i_ord.navn,
    _vis,
    fast("Står slik i planen fra før."),
    fast("Er i planen fra før. Dette blir nytt: {felter}."),
)


def _lagre(valgte: list[Tiltaksforslag], omgang: str, hvem: str) -> None:
    # Den samme filen gir de samme id-ene. Er et tiltak tatt ut siden sist, kommer det tilbake som det
    # samme tiltaket, med historien.
    foer = [planen.post(ett.tiltak.id) for ett in valgte]
    alle = [
        (ett.tiltak, post.versjon if post else 0) for ett, post in zip(valgte, foer)
    ]
    tiltak = norsk.med_ord(len(alle), si("tiltak"))
    filinntak.lagre(
        lambda: planen.lagre_alle(alle, omgang, hvem, i_ord.FRA_PLANEN),
        (_OMGANG, _VALGT, _ER_TILTAK),
        si("{tiltak} er lagret.", tiltak=tiltak),
    )
