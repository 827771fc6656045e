"""Hjelpen og feilene på kommandolinjen er på norsk."""

import argparse
import re

import pytest

from boligdata.__main__ import main
from boligdata.felles.kommandotolk import Kommandotolk

ENGELSK = re.compile(
    r"\b(usage|options|positional|arguments?|show|exit|error|invalid|required|choose|expected)\b"
)


def sagt(capsys, *argumenter: str) -> tuple[int, str]:
    """Koden programmet sluttet med, og alt det skrev."""
    with pytest.raises(SystemExit) as slutt:
        main([*argumenter])
    return slutt.value.code, "".join(capsys.readouterr())


KOMMANDOER = [
    *("mal", "hent", "bygg", "sjekk", "angre", "send", "eksempel", "katalog"),
    *("tekster", "behov", "arbeid", "varsler", "eksporter", "kopi", "gjenopprett"),
    *("lege", "systemd", "vertskap", "alle"),
]


@pytest.mark.parametrize("kommando", KOMMANDOER)
def test_hjelpen_til_hver_kommando_er_paa_norsk(kommando, capsys):
    kode, hjelpen = sagt(capsys, kommando, "-h")
    assert kode == 0 and hjelpen.startswith(f"slik: python -m boligdata {kommando}")
    assert "vis denne hjelpen, og stopp" in hjelpen
    # Navnene på valgene er det noen skriver, og ikke det de leser.
    assert not ENGELSK.search(re.sub(r"\[[^\]]*\]|--?\w+", "", hjelpen))


@pytest.mark.parametrize(
    ("argumenter", "sier"),
    [
        ([], "Dette mangler: kommando."),
        (["hent", "--alt"], "Dette kjenner ikke kommandoen: --alt."),
        (["hent", "--uttrekk"], "Det mangler en verdi etter --uttrekk."),
        (["finnes_ikke"], "«finnes_ikke» finnes ikke. Det som finnes, er "),
        (["eksempel", "--skala", "to"], "«to» kan ikke brukes som --skala."),
        (["kopi", "--behold", "0"], "--behold: "),
    ],
)
def test_det_som_er_skrevet_galt_sies_i_en_setning(argumenter, sier, capsys):
    kode, alt = sagt(capsys, *argumenter)
    assert kode == 2 and sier in alt and not ENGELSK.search(alt)


def test_en_feil_vi_ikke_har_sett_sies_slik_biblioteket_sier_den(capsys):
    with pytest.raises(SystemExit):
        Kommandotolk(prog="prøve").error("noe helt nytt")
    assert capsys.readouterr().err == "slik: prøve [-h]\n\nnoe helt nytt\n"


def test_kommandoene_under_en_kommando_er_tolket_av_det_samme():
    under = Kommandotolk(prog="prøve").add_subparsers().add_parser("en")
    assert isinstance(under, Kommandotolk) and isinstance(
        under, argparse.ArgumentParser
    )
