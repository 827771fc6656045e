"""Adgangen i ansattvisningen, sett fra skriptet: hvem som ser på, hva vedkommende får lese, og
sporet det setter.

Porten (`port.py`) har stoppet dem som ikke skal inn. Her sjekkes det en gang til ved hver kjøring,
fordi en åpen side lever lenger enn innloggingen og reglene. I den vanlige visningen gjør alt her
ingenting.
"""

import contextlib
import contextvars
import datetime as dt
import logging

import streamlit as st

from boligdata import lesing
from boligdata.doer import innlogginger, tilgang, tilgangslogg
from boligdata.doer.innlogginger import Innlogging
from boligdata.doer.tilgang import Avvist, Bruker
from boligdata.felles import config, norsk
from boligdata.felles.config import Brukerfeil
from boligdata.felles.maalform import si
from boligdata.innhold.kort import Valg

logg = logging.getLogger(__name__)

# Så fersk må innloggingen være hos den som avslutter de andre: den som finner en åpen maskin, skal ikke kunne
# stenge eieren ute.
_FERSK = dt.timedelta(minutes=10)

_loggfoert: contextvars.ContextVar[bool] = contextvars.ContextVar(
    "loggfoert", default=False
)


def intern() -> bool:
    """Er dette ansattvisningen?"""
    return config.visning() == "internt"


def slipper_inn() -> bool:
    """Får den som ser på, se noe? Ellers vises bare hvorfor ikke."""
    if not intern():
        return True
    try:
        _bruker()
    except Brukerfeil as feil:
        st.title(si("Ingen tilgang"), anchor=False)
        st.error(norsk.bokstavelig(str(feil)))
        return False
    return True


def _bruker() -> Bruker:
    from boligdata.doer import port  # Lastes bare i ansattprosessen.

    try:
        if port.innlogging_er_satt_opp():
            return tilgang.bruker(st.user.to_dict(), _naa())
        port.krev_egen_maskin_og_fiktive_tall()
        return tilgang.UTEN_INNLOGGING
    except Avvist:
        raise
    except Brukerfeil as feil:
        # Stier og linjer i oppsettet hører hjemme i loggen, ikke på skjermen.
        logg.error("Ingen slipper inn: %s", feil)
        raise Brukerfeil(
            si(
                "Ansattvisningen er stengt, fordi oppsettet av tilgangen er galt. Si fra til den som "
                "drifter dashbordet."
            )
        ) from feil


def navn() -> str:
    """Navnet til den som er logget inn i ansattvisningen."""
    return _bruker().navn


def kan(rettighet: str) -> bool:
    """Har den som er logget inn i ansattvisningen, denne rettigheten i handlingsdelen?"""
    return _bruker().kan(rettighet)


def kan_publisere_uttrekk() -> bool:
    """Får den som er logget inn i ansattvisningen, laste opp og publisere uttrekk?"""
    return _bruker().uttrekk


def id_i_loggen() -> str:
    """Id-en til den som er logget inn i ansattvisningen, slik den står i loggene."""
    return _bruker().id


@contextlib.contextmanager
def tall():
    """Det som leses inne i blokken, er tallene brukeren har tilgang til, fra én publisering."""
    with lesing.samme_tall(_bruker().innsyn) if intern() else lesing.samme_tall():
        yield


@contextlib.contextmanager
def loggfoert(hendelse: str, side: str, valg: Valg | None):
    """Loggfør visningen før innholdet i blokken vises. Det som vises som del av den, loggføres ikke
    en gang til.
    """
    if intern() and not _loggfoert.get():
        bruker = _bruker()
        tilgangslogg.skriv(bruker.id, hendelse, side, _filtre(valg) if valg else {})
        if bruker is not tilgang.UTEN_INNLOGGING:
            om_nettleseren = st.context.headers.get("User-Agent", "")
            innlogginger.brukt(st.user.to_dict(), _naa(), om_nettleseren)
    merke = _loggfoert.set(True)
    try:
        yield
    finally:
        _loggfoert.reset(merke)


def _filtre(valg: Valg) -> dict[str, str]:
    return {"periode": valg.periode} | valg.valgte


def merk(tittel: str) -> None:
    """Merk siden og fanen «Internt», og vis hvem som er logget inn. Står i linjen øverst på hver
    side. `tittel` er den siden viser.
    """
    if not intern():
        return
    bruker = _bruker()
    st.set_page_config(page_title=si("{tittel} – Internt", tittel=tittel))
    st.badge(si("Internt"), icon=":material/lock:", color="red")
    if bruker is tilgang.UTEN_INNLOGGING:
        st.markdown(si(bruker.navn), width="content")
        return
    st.markdown(norsk.bokstavelig(bruker.navn), width="content")
    _andre_innlogginger(st.user.to_dict(), _naa())
    if st.button(si("Logg ut"), key="logg_ut", type="tertiary"):
        # Avsluttes her: adressen st.logout sender nettleseren til, kan hvem som helst lenke til, og
        # logger derfor ingen ut.
        tilgang.logg_ut(st.user.to_dict(), _naa())
        st.logout()


def _andre_innlogginger(krav: dict, naa: dt.datetime) -> None:
    """Hvor ellers den samme er logget inn, og en knapp som avslutter det. Ellers vises ingenting."""
    andre = innlogginger.andre(krav, naa, tilgang.varer_i_ro())
    if not andre:
        return
    navn = (
        si("Logget inn ett sted til")
        if len(andre) == 1
        else si("Logget inn {antall} steder til", antall=str(len(andre)))
    )
    with st.popover(navn, type="tertiary", key="andre_innlogginger"):
        st.markdown(si("Du er også logget inn her:"))
        st.markdown(norsk.punktliste(_sted(en) for en in andre))
        gitt = dt.datetime.fromtimestamp(krav["iat"], dt.UTC)
        if naa - gitt > _FERSK:
            st.caption(
                si(
                    "Vil du avslutte dem? Logg ut og inn igjen først, så vi vet at det er deg."
                )
            )
        elif st.button(si("Logg ut der"), key="avslutt_andre"):
            innlogginger.avslutt(andre)
            tilgang.loggfoer(krav, "avsluttet andre")
            st.rerun()


def _sted(en: Innlogging) -> str:
    gitt, sist = (tid.astimezone() for tid in (en.gitt, en.sist_brukt))
    return si(
        "{nettleser}, siden {dato} kl. {gitt}. Sist i bruk kl. {sist}.",
        nettleser=norsk.stor(si(en.nettleser)),
        dato=norsk.dato(gitt.date()),
        gitt=f"{gitt:%H.%M}",
        sist=f"{sist:%H.%M}",
    )


def _naa() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
