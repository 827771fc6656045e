"""Valgene på siden står i adressen som koder, så en lenke åpner det samme hos den som får den.

Streamlits egen kobling (`bind`) skriver navnene brukeren ser. Da åpner en lenke noe annet når et navn er
endret, eller når den som får den, leser den andre målformen. Derfor leses og skrives adressen her. En lenke
med navn virker også, og en verdi som ikke finnes, blir sagt: ellers hadde den stille gitt hele kommunen.

Adressen leses når et valg tegnes første gang på siden, og når brukeren går tilbake eller fram. Ellers er det
siden som bestemmer, og adressen som følger etter. Er prosessen startet på nytt mens siden sto åpen, er det
første den nye økten får vite, det brukeren nettopp valgte. Da går det foran adressen, som ikke har det ennå.
"""

import contextlib
import html
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from boligdata.doer import maalvalg
from boligdata.felles import maalform, norsk
from boligdata.felles.maalform import fast, si
from boligdata.felles.tekst import noekkelform

# Kodene som kan velges, med navnene på målformen som er i bruk.
Navnene = Callable[[], Mapping[str, str]]

# Det en ukjent verdi kalles, og hva som vises i stedet.
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
    "": fast("Adressen ber om «{verdi}», som ikke kan velges her. Det vanlige vises."),
}
# Så mye av en ukjent verdi står i meldingen.
_MEST = 40
_TILSTAND = "adressen"
# Mellom kodene når flere er valgt.
_MELLOM = "-"


@dataclass
class _Tilstand:
    """Det som er vist hos en bruker: siden, valgene som er tegnet siden den ble åpnet, og dem som er tegnet
    i denne kjøringen. `koder` er det hvert valg heter i adressen, None når det vanlige er valgt, og
    `ukjent` er det adressen ba om som ikke finnes, og `sendt` navnene på det som alt er valgt i nettleseren
    når økten er ny.
    """

    side: str
    kjent: set[str] = field(default_factory=set)
    tegnet: set[str] = field(default_factory=set)
    koder: dict[str, str | None] = field(default_factory=dict)
    ukjent: list[str] = field(default_factory=list)
    sendt: dict[str, list[str]] = field(default_factory=dict)


@contextlib.contextmanager
def siden(navn: str) -> Iterator[list[str]]:
    """Siden tegnes. Gir listen over det adressen ber om som ikke finnes; den er full når blokken er kjørt.

    Et valg som ikke lenger er på siden, går ut av adressen. Ikke når siden feilet eller ble avbrutt: da
    vet vi ikke hva som skulle vært på den.
    """
    forrige = st.session_state.get(_TILSTAND)
    tilstand = st.session_state[_TILSTAND] = _Tilstand(navn)
    # Går brukeren til en annen adresse, gjelder ingenting av det som var valgt: et valg som står før, ville
    # skrevet det over det adressen ber om.
    if forrige and forrige.side == navn and not _tilbake_eller_fram():
        tilstand.koder, tilstand.kjent = forrige.koder, forrige.kjent
    if forrige is None and not _tilbake_eller_fram():
        tilstand.sendt = _valgt_i_nettleseren()
    yield tilstand.ukjent
    borte = tilstand.koder.keys() - tilstand.tegnet
    tilstand.koder.update(dict.fromkeys(borte))
    _skriv(tilstand.koder)
    tilstand.kjent &= tilstand.tegnet


def her() -> str:
    """Adressen til siden slik den vises nå, med det som er valgt, men uten målformen og nedlastingen til den
    som ser på.
    """
    valgte = {
        navn: verdi
        for navn, verdi in st.query_params.to_dict().items()
        if navn != maalvalg.NAVN and verdi != "last_ned"
    }
    sporring = urlencode(valgte)
    return f"./{st.session_state[_TILSTAND].side}{'?' * bool(sporring)}{sporring}"


def lenke(adresse: str, tekst: str) -> None:
    """En lenke i dashbordet. `nb.js` følger den uten å laste siden på nytt."""
    st.html(f'<a href="{html.escape(adresse)}">{html.escape(tekst)}</a>')


def liste(ledetekst: str, navn: Navnene, noekkel: str, **mer) -> str:
    """En nedtrekksliste som står i adressen. `mer` er som i `_velg`, eller til `st.selectbox`."""
    return _velg(_liste, ledetekst, navn, noekkel, **mer)


def knapper(ledetekst: str, navn: Navnene, noekkel: str, **mer) -> str:
    """En rad med knapper som står i adressen. `mer` er som i `_velg`, eller til
    `st.segmented_control`.
    """
    return _velg(_knapper, ledetekst, navn, noekkel, **mer)


def flere(ledetekst: str, navn: Navnene, noekkel: str, **utseende) -> tuple[str, ...]:
    """En liste der flere kan velges, med kodene i adressen. Ingen er valgt fra før. Kodene er tall, så de
    trenger ingen annen skrivemåte.
    """
    valgene, tilstand = navn(), st.session_state[_TILSTAND]
    if noekkel not in tilstand.kjent:
        tilstand.kjent.add(noekkel)
        verdi = st.query_params.get(noekkel, "")
        if noekkel in tilstand.sendt or verdi or _tilbake_eller_fram():
            koder = list(filter(None, verdi.split(_MELLOM)))
            if noekkel in tilstand.sendt:
                koder = [finn(en, valgene) or en for en in tilstand.sendt[noekkel]]
            st.session_state[noekkel] = [kode for kode in koder if kode in valgene]
            tilstand.ukjent += [
                si(UKJENT[""], verdi=norsk.bokstavelig(kode[:_MEST]))
                for kode in koder
                if kode not in valgene
            ]
    valgt = st.multiselect(
        ledetekst,
        list(valgene),
        format_func=valgene.get,
        key=noekkel,
        persist_state="session",
        **utseende,
    )
    tilstand.tegnet.add(noekkel)
    tilstand.koder[noekkel] = _MELLOM.join(valgt) or None
    if st.query_params.get(noekkel) != tilstand.koder[noekkel]:
        _skriv(tilstand.koder)
    return tuple(valgt)


def _liste(ledetekst: str, koder: list[str], forvalg: str | None, **mer) -> str:
    plass = koder.index(forvalg) if forvalg in koder else 0
    return st.selectbox(ledetekst, koder, plass, **mer)


def _knapper(ledetekst: str, koder: list[str], forvalg: str | None, **mer) -> str:
    return st.segmented_control(ledetekst, koder, default=forvalg, required=True, **mer)


def _velg(
    tegn: Callable[..., str],
    ledetekst: str,
    navn: Navnene,
    noekkel: str,
    *,
    forvalg: str | None = None,
    parameter: str = "",
    foer: str = "",
    slag: str = "",
    **utseende,
) -> str:
    """`navn` gir det som kan velges, med navnene, og `noekkel` det økten kaller valget. Det første er det
    vanlige når ikke `forvalg` sier noe annet. `parameter` er navnet i adressen når det ikke er nøkkelen,
    `foer` det det het i eldre lenker, og `slag` hvordan det sies fra om en ukjent verdi.
    """
    valgene = navn()
    forvalg = _det_vanlige(valgene, forvalg)
    parameter = parameter or noekkel
    tilstand = st.session_state[_TILSTAND]
    foelg(noekkel, navn, forvalg, (parameter, foer), slag)
    if valgene and st.session_state.get(noekkel, forvalg) not in valgene:
        st.session_state[noekkel] = forvalg
    valgt = tegn(
        ledetekst,
        list(valgene),
        forvalg,
        format_func=valgene.get,
        key=noekkel,
        persist_state="session",
        **utseende,
    )
    kode = None if valgt in (None, forvalg) else i_adressen(valgt, valgene)
    tilstand.tegnet.add(parameter)
    tilstand.koder[parameter] = kode
    if st.query_params.get(parameter) != kode:
        _skriv(tilstand.koder)
    return valgt


def foelg(
    noekkel: str,
    navn: Navnene,
    forvalg: str | None = None,
    parametre: tuple[str, ...] = (),
    slag: str = "",
) -> None:
    """La valget være det adressen ber om, første gang det vises på siden. Går brukeren tilbake til en adresse
    uten det, er det det vanlige. Kalles først av den som må vite hva som er valgt før valget tegnes.
    """
    parametre = parametre or (noekkel,)
    tilstand = st.session_state[_TILSTAND]
    if parametre[0] in tilstand.kjent:
        return
    tilstand.kjent.add(parametre[0])
    for navnet in tilstand.sendt.get(noekkel, ()):
        if (kode := _paa_begge(navnet, navn)) is not None:
            st.session_state[noekkel] = kode
            return
    verdi = next(filter(None, map(st.query_params.get, parametre)), "")
    if verdi or _tilbake_eller_fram():
        forvalg = _det_vanlige(navn(), forvalg)
        kode = _paa_begge(verdi, navn) if verdi else forvalg
        st.session_state[noekkel] = forvalg if kode is None else kode
        if kode is None:
            melding = UKJENT.get(slag or noekkel, UKJENT[""])
            vist = norsk.bokstavelig(verdi[:_MEST])
            tilstand.ukjent.append(si(melding, verdi=vist))
    for eldre in set(parametre[1:]) & set(st.query_params):
        del st.query_params[eldre]


def _paa_begge(verdi: str, navn: Navnene) -> str | None:
    """Koden verdien er navnet på. Målformen som er i bruk, går foran den andre."""
    for maalformen in (maalform.i_bruk(), *maalform.MAALFORMER):
        with maalform.bruk(maalformen):
            kode = finn(verdi, navn())
        if kode is not None:
            return kode
    return None


def _det_vanlige(navn: Mapping[str, str], forvalg: str | None) -> str | None:
    return next(iter(navn), None) if forvalg is None else forvalg


def _skriv(koder: Mapping[str, str | None]) -> None:
    """La adressen si det som er valgt. Alle valgene på siden, og ikke bare det som nettopp ble endret:
    nettleseren kan ha sendt fra seg en adresse som er eldre enn den vi skrev sist.
    """
    for parameter, kode in koder.items():
        if st.query_params.get(parameter) == kode:
            continue
        if kode is None:
            del st.query_params[parameter]
        else:
            st.query_params[parameter] = kode


def _tilbake_eller_fram() -> bool:
    """Er det Tilbake, Fram eller en lenke på siden som viser den nå?"""
    kjoering = get_script_run_ctx()
    return kjoering is not None and kjoering.is_history_navigation


def _valgt_i_nettleseren() -> dict[str, list[str]]:
    """Navnene på det som er valgt i hvert felt, slik nettleseren sender dem med en kjøring. Nøkkelen står
    sist i id-en, etter et avtrykk. Ingenting når siden nettopp er lastet.
    """
    kjoering = get_script_run_ctx()
    if kjoering is None:
        return {}
    felt = kjoering.session_state._state._new_widget_state.states
    sendt = {}
    for id_, verdi in list(felt.items()):
        melding = getattr(verdi, "value", None)
        slag = melding.WhichOneof("value") if hasattr(melding, "WhichOneof") else ""
        noekkel = id_.split("-", 2)[-1]
        if slag == "string_value":
            sendt[noekkel] = [melding.string_value]
        elif slag == "string_array_value":
            sendt[noekkel] = list(melding.string_array_value.data)
    return sendt


# --------------------------------------------------------------------------------- kodene


def i_adressen(kode: str, navn: Mapping[str, str]) -> str:
    """Koden slik den står i adressen: med små bokstaver og uten æ, ø og å, når det er nok til å finne den
    igjen.
    """
    kort = norsk.filnavn(kode)
    return kort if finn(kort, navn) == kode else kode


def finn(verdi: str, navn: Mapping[str, str]) -> str | None:
    """Koden en lenke ber om: som kode eller navn, også med små bokstaver og uten æ, ø og å."""
    return verdi if verdi in navn else oppslag(navn).get(noekkelform(verdi))


def oppslag(navn: Mapping[str, str]) -> dict[str, str]:
    """Kodene etter det en lenke kan kalle dem. Koden selv går foran navnet på en annen."""
    return {noekkelform(tekst): kode for kode, tekst in navn.items()} | {
        noekkelform(kode): kode for kode in navn
    }
