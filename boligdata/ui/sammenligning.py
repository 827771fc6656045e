"""Kommunen ved siden av andre kommuner: hvem det sammenlignes med, kortene, og tallene som ikke er med."""

import contextlib

import streamlit as st

from boligdata.felles import katalog, kilder, norsk, plankoder
from boligdata.felles.katalog import Ubekreftet
from boligdata.felles.maalform import fast, si
from boligdata.innhold import faste_kort, sammenligning
from boligdata.innhold.sammenligning import SLAG, VEKTER, Kommuneutvalg
from boligdata.innhold.sammenligning.utvalg import EGNE, LIKNENDE
from boligdata.ui import adressen
from boligdata.ui.kortvisning import UTEN_GRAF, VISNINGER, Oppskrift, vis

_UTEN_ANDRE = fast(
    "Det er for få kommuner med tall å sammenligne med. Velg flere. Hjelper ikke det, er tallene for de "
    "andre kommunene ikke hentet. Be den som drifter dashbordet, om å hente dem fra statistikkbanken."
)
_UTEN_TALLENE = fast(
    "Vi har ingen av tallene for kommunen. Be den som drifter dashbordet, om å hente dem fra "
    "statistikkbanken. Hva som er hentet, står på siden «Kilder og kvalitet»."
)
# Er kommunene flere enn dette, er kortet som viser dem, dobbelt så høyt som de andre.
_EN_LANG_LISTE = 15


def sammenlignes_med(med_tall: bool) -> tuple[Kommuneutvalg, str]:
    """Valget av kommunene, og det som hører til det: hva de skal ligne på, eller hvilke det er. Gir også
    koden til tallet som vises for alle, eller «» når det ikke skal velges noe.
    """
    with st.container(horizontal=True, gap="small"):
        slag = adressen.liste(
            si("Sammenlign med"),
            lambda: {kode: si(navn) for kode, navn in SLAG.items()},
            "sammenlign_med",
            width=320,
        )
        kode = _tallet() if med_tall else ""
    egne: tuple[str, ...] = ()
    vekter: dict[str, str] = dict.fromkeys(sammenligning.kjennetegnene(), "1")
    if slag == EGNE:
        egne = adressen.flere(
            si("Kommuner"),
            sammenligning.valgbare,
            "kommuner",
            placeholder=si("Velg kommuner"),
        )
    elif slag == LIKNENDE:
        vekter = _vekter()
    tall = tuple((kjennetegn, float(vekt)) for kjennetegn, vekt in vekter.items())
    return sammenligning.velg(slag, tall, egne), kode


def _vekter() -> dict[str, str]:
    with st.expander(si("Hva skal de ligne på?"), icon=":material/tune:"):
        st.markdown(
            si(
                "Alt teller likt når du ikke velger noe annet. Listen er ikke et fasitsvar: velger du bort "
                "ett kjennetegn, blir en stor del av kommunene andre."
            )
        )
        with st.grid(columns="auto", min_column_width=200, gap="small"):
            return {
                kjennetegn: adressen.liste(
                    navn,
                    lambda: {kode: si(tekst) for kode, tekst in VEKTER.items()},
                    f"likhet_{kjennetegn}",
                )
                for kjennetegn, navn in sammenligning.kjennetegnene().items()
            }


def _tallet() -> str:
    return adressen.liste(
        si("Tall"),
        lambda: {
            kode: tall.navn
            for kode, tall in katalog.regionstall().items()
            if tall.sammenlignes
        },
        "tall",
        width=480,
    )


def ved_siden_av(utvalg: Kommuneutvalg) -> contextlib.AbstractContextManager:
    """Feltet til de andre kortene om tallet: ett ved siden av listen over kommuner når den er lang, så den
    ikke står ved siden av ingenting. Ellers har hvert kort sitt eget felt i rutenettet.
    """
    if len(utvalg.regioner) <= _EN_LANG_LISTE:
        return contextlib.nullcontext()
    return st.container(gap="medium")


def _om(spoersmaal: str, kode: str) -> str:
    """Spørsmålet om tallet. Navnet på det står i filen og dokumentet også, der listen over ikke er med."""
    return si(spoersmaal, tallet=katalog.regionstall()[kode].navn)


def plasseringen(kode: str, utvalg: Kommuneutvalg) -> None:
    """Tallet for kommunene i utvalget og vår egen, i rekkefølge."""
    tittel = _om(fast("{tallet}: hvor står vi blant kommunene?"), kode)
    vis(
        Oppskrift(
            id="plassering",
            tittel=tittel,
            offentlig=True,
            lag=lambda _: sammenligning.plasseringen(kode, utvalg, tittel),
            mangler=_mangler(kode),
        )
    )


def trenden(kode: str) -> None:
    """Tallet år for år, ved siden av gruppen, fylket og landet."""
    tittel = _om(fast("{tallet}: hvordan har det gått?"), kode)
    vis(
        Oppskrift(
            id=f"trend_{kode.replace('.', '_')}",
            tittel=tittel,
            offentlig=True,
            lag=lambda _: faste_kort.kostra(kode, tittel),
            mangler=_mangler(kode),
        )
    )


def kartet(kode: str) -> None:
    """Tallet i alle kommunene i landet, når vår egen er på kartet. Ellers vises ingenting."""
    tittel = _om(fast("{tallet}: hvor i landet er tallet høyt og lavt?"), kode)
    if sammenligning.kartet(kode, tittel) is None:
        return
    vis(
        Oppskrift(
            id="norgeskart",
            tittel=tittel,
            offentlig=True,
            lag=lambda _: sammenligning.kartet(kode, tittel),
        )
    )


def trakten(kode: str) -> None:
    """Trakten, når tallet teller noe som skjer med folk. Ellers vises ingenting: forskjellene er bestemt."""
    if not katalog.regionstall()[kode].hendelse:
        return
    tittel = _om(fast("{tallet}: kan forskjellene være tilfeldige?"), kode)
    vis(
        Oppskrift(
            id="trakten",
            tittel=tittel,
            offentlig=True,
            lag=lambda _: sammenligning.trakten(kode, tittel),
            mangler=si("Det er for få kommuner med tall til å si hva som er vanlig."),
        )
    )


def alle_tallene(utvalg: Kommuneutvalg) -> None:
    """Tallene for vår egen kommune ved siden av kommunene i utvalget, ett kort for hvert nasjonale mål."""
    for maal in plankoder.kodelister()["nasjonalt_maal"].koder:
        _maalets_tall(utvalg, int(maal.kode), maal.navn)


def _maalets_tall(utvalg: Kommuneutvalg, maal: int, navn: str) -> None:
    faa = sammenligning.er_faa(utvalg)
    vis(
        Oppskrift(
            id=f"maal_{maal}",
            tittel=navn,
            offentlig=True,
            lag=lambda _: sammenligning.alle_tallene(utvalg, navn, maal),
            visninger=UTEN_GRAF if faa else tuple(VISNINGER),
            mangler=si(_UTEN_TALLENE if faa else _UTEN_ANDRE),
        )
    )


def _mangler(kode: str) -> str:
    tall = katalog.regionstall()[kode]
    if not tall.fra_statistikkbanken:
        return si(
            "Vi har ikke tallet for kommunen. Legg filen «{kilde}» sammen med uttrekkene.",
            kilde=kilder.kilder()[tall.kilde].navn,
        )
    return si(
        "Vi har ikke tallet for kommunen. Be den som drifter dashbordet, om å hente tabell {tabell} fra "
        "statistikkbanken. Den kan også lastes ned derfra og legges inn på siden «Kilder og kvalitet».",
        tabell=tall.tabell,
    )


def ikke_med_ennaa() -> None:
    """Tallene som er planlagt, og som ikke er med før vi har sett koden i statistikkbanken."""
    with st.expander(si("Tall som ikke er med ennå"), icon=":material/pending:"):
        st.markdown(
            si(
                "Disse skal være med når vi vet nøyaktig hvor de står. Til da er de ikke hentet."
            )
        )
        st.markdown(norsk.punktliste(map(_hvorfor_ikke, katalog.ubekreftede())))


def _hvorfor_ikke(tall: Ubekreftet) -> str:
    navn = si("{tall}, tabell {tabell}", tall=tall.navn, tabell=tall.tabell)
    return f"{navn if tall.tabell else tall.navn}: {tall.grunn}"
