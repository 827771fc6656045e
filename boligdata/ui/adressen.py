"""Det en lenke ber om: koder eller navn, og en melding når den ber om noe som ikke finnes.

Streamlit skriver navnene i adressen, forkaster det det ikke kjenner, og viser det vanlige. Et navn som
er endret, ville da stille gitt hele kommunen til den som lagret lenken.
"""

from collections.abc import Callable, Mapping

import streamlit as st

from boligdata.felles import maalform, norsk
from boligdata.felles.maalform import fast, si
from boligdata.felles.tekst import noekkelform

# Kodene som kan velges, med navnene på målformen som er i bruk.
Navnene = Callable[[], Mapping[str, str]]

# Det en ukjent verdi kalles, og hva som vises i stedet. Et valg som ikke står her, sies det ikke fra om.
UKJENT = {
    "vis": fast("Adressen ber om «{verdi}», som ikke finnes. Tallene vises per år."),
    "periode": fast(
        "Adressen ber om perioden «{verdi}», som ikke finnes. Den siste perioden vises."
    ),
    "tema": fast(
        "Adressen ber om delen «{verdi}», som ikke finnes på denne siden. Den første delen vises."
    ),
    "maalgruppe": fast(
        "Adressen ber om målgruppen «{verdi}», som ikke finnes. Alle målgrupper vises."
    ),
    "boligtype": fast(
        "Adressen ber om boligtypen «{verdi}», som ikke finnes. Alle boligtyper vises."
    ),
    "omraade": fast(
        "Adressen ber om området «{verdi}», som ikke finnes. Hele kommunen vises."
    ),
}
# Så mye av en ukjent verdi står i meldingen.
_MEST = 40
# Det i adressen som alt er fulgt, så et valg på siden etterpå ikke blir overstyrt.
_FULGT = "adressen_fulgt"
# Valgene en kode i adressen har satt, og som ikke står i den nå.
_UTEN_NAVN = "adressen_uten_navn"


def foelg(noekkel: str, navn: Navnene, slag: str = "") -> str:
    """La valget med nøkkelen være det adressen ber om, også når det er skrevet som en kode, på den andre
    målformen, med små bokstaver eller uten æ, ø og å. Kalles før valget tegnes.

    `navn` gir det som kan velges, med navnene på målformen som er i bruk. Gir meldingen når
    adressen ber om noe annet, ellers «».
    """
    _skriv_navnet(noekkel)
    verdi = st.query_params.get(noekkel)
    fulgt = st.session_state.setdefault(_FULGT, {})
    if not verdi or verdi in navn().values() or fulgt.get(noekkel) == verdi:
        return ""
    fulgt[noekkel] = verdi
    kode = _koden(verdi, navn)
    if kode is None:
        melding = UKJENT.get(slag or noekkel, "")
        return si(melding, verdi=norsk.bokstavelig(verdi[:_MEST]))
    st.session_state[noekkel] = kode
    st.session_state.setdefault(_UTEN_NAVN, set()).add(noekkel)
    return ""


def _koden(verdi: str, navn: Navnene) -> str | None:
    """Koden verdien er navnet på. Målformen som er i bruk, går foran den andre."""
    for maalformen in (maalform.i_bruk(), *maalform.MAALFORMER):
        with maalform.bruk(maalformen):
            kode = oppslag(navn()).get(noekkelform(verdi))
        if kode is not None:
            return kode
    return None


def _skriv_navnet(noekkel: str) -> None:
    """Streamlit tar koden ut av adressen den første gangen, og skriver navnet når verdien settes igjen."""
    uten_navn = st.session_state.get(_UTEN_NAVN, set())
    if noekkel in uten_navn:
        uten_navn.remove(noekkel)
        st.session_state[noekkel] = st.session_state[noekkel]


def oppslag(navn: Mapping[str, str]) -> dict[str, str]:
    """Kodene etter det en lenke kan kalle dem. Koden selv går foran navnet på en annen."""
    return {noekkelform(tekst): kode for kode, tekst in navn.items()} | {
        noekkelform(kode): kode for kode in navn
    }
