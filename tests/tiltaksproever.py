"""Tiltak til testene: ett som har alt, og en oppskrift som trekker hvilke som helst."""

import datetime as dt

from hypothesis import strategies as st

from boligdata.arbeid.tiltak import (
    Beloep,
    Frist,
    Kobling,
    Milepael,
    Status,
    Tiltak,
    Vedtak,
)
from boligdata.felles import katalog, plankoder

FULLT = Tiltak(
    id="6f1f8a52-0c1f-4d0e-9d53-5a6f0f4d1a01",
    nr="1.2",
    tittel="Bygge seks robuste boliger",
    hensikt="Folk skal slippe å flytte mellom midlertidige rom.",
    maal=("Nok boliger", "Boliger som tåler hard bruk"),
    maalgrupper=("rop", "loeslatt"),
    nasjonalt_maal="3",
    ansvarlige=("NAV", "Helse og mestring"),
    partnere=("Husbanken",),
    frist=Frist("Høst 2025", "tidfestet", dt.date(2025, 8, 1), dt.date(2025, 11, 30)),
    milepaeler=(
        Milepael(
            "m1", "Tomt kjøpt", "våren 2024", dt.date(2024, 5, 31), dt.date(2024, 4, 2)
        ),
        Milepael("m2", "Innflytting", "", dt.date(2025, 11, 1)),
    ),
    penger_ord="1,2 mill. kr i 2025 og 0,5 mill. i 2026",
    beloep=(
        Beloep(2025, 1_200_000, "investering", "brutto"),
        Beloep(2026, 500_000, "uavklart", "tilskudd"),
    ),
    aarsverk=1.5,
    funksjon="265",
    finansiering="oekonomiplan",
    oekonomiplan="2024–2027",
    vedtak=(
        Vedtak("Kommunestyret", "87/2022", dt.date(2022, 12, 14), "Planen vedtas."),
    ),
    art="politisk",
    koblinger=(
        Kobling("venteliste", 24.0, "2021", 20.0, 2027, 2.0, 4.0, "Egen vurdering"),
    ),
    prosjekter=("P04",),
    status=Status("i_gang", "Grunnarbeidet er ferdig.", dt.date(2025, 3, 1)),
    ord=(("Korleis", "I samarbeid med nabokommunen"), ("Merknad", "Sjå økonomiplanen")),
)


def _koder(kodeliste: str):
    return st.sampled_from(list(plankoder.navn(kodeliste)))


# Tegn som er vanskelige i filer: formler, linjeskift, skilletegn, HTML og Excels egen tegnkode.
_FARLIG = st.sampled_from(
    [
        "=1+1",
        "@a",
        "-",
        "+47",
        "'",
        "a\nb",
        "a; b",
        '"',
        "<b>",
        "_x000D_",
        "00123",
        "1,5",
        "#N/A",
    ]
)
tekster = st.one_of(
    _FARLIG,
    st.text(
        st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"),
        max_size=30,
    ),
)
_FYLT = tekster.filter(lambda tekst: tekst.strip())
_DAGER = st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31))
_TALL = st.none() | st.floats(-1e6, 1e6, allow_nan=False, width=32)
_AAR = st.integers(1990, 2100)


def _unike(hva, noekkel, hoeyst=3):
    return st.lists(hva, max_size=hoeyst, unique_by=noekkel).map(tuple)


tiltak = st.builds(
    Tiltak,
    id=st.uuids().map(str),
    nr=tekster,
    tittel=_FYLT,
    hensikt=tekster,
    maal=st.lists(_FYLT, max_size=2).map(tuple),
    maalgrupper=_unike(_koder("maalgruppe"), None),
    nasjonalt_maal=st.just("") | _koder("nasjonalt_maal"),
    ansvarlige=st.lists(_FYLT, max_size=3).map(tuple),
    partnere=st.lists(_FYLT, max_size=2).map(tuple),
    frist=st.builds(Frist, tekster, _koder("fristslag"), _DAGER, _DAGER),
    milepaeler=_unike(
        st.builds(Milepael, st.uuids().map(str), _FYLT, tekster, _DAGER, _DAGER),
        lambda en: en.id,
    ),
    penger_ord=tekster,
    beloep=_unike(
        st.builds(
            Beloep,
            _AAR,
            st.integers(-(10**9), 10**9),
            _koder("beloepsslag"),
            _koder("beloepsart"),
        ),
        lambda en: (en.aar, en.slag, en.art),
    ),
    aarsverk=_TALL,
    funksjon=st.just("") | _koder("funksjon"),
    finansiering=_koder("finansiering"),
    oekonomiplan=st.sampled_from(["", "2024–2027"]),
    vedtak=st.lists(
        st.builds(Vedtak, tekster, tekster, _DAGER, tekster), max_size=2
    ).map(tuple),
    art=_koder("tiltaksart"),
    koblinger=_unike(
        st.builds(
            Kobling,
            st.sampled_from(list(katalog.indikatorer())),
            _TALL,
            tekster,
            _TALL,
            st.none() | _AAR,
            _TALL,
            _TALL,
            tekster,
        ),
        lambda en: en.indikator,
        2,
    ),
    prosjekter=st.lists(_FYLT, max_size=2, unique=True).map(tuple),
    status=st.builds(Status, _koder("tiltaksstatus"), tekster, _DAGER),
    ord=st.dictionaries(_FYLT, tekster, max_size=3).map(
        lambda felt: tuple(felt.items())
    ),
    fjernet=st.booleans(),
)
