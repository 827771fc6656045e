"""En feil i det som er erklært, sier hvilken fil, blokk og nøkkel det gjelder."""

from dataclasses import dataclass

import pytest

from boligdata import __main__ as kommandolinjen
from boligdata.felles import katalog
from boligdata.felles.erklaering import Erklaeringsfeil, krev, les_toml


@dataclass(frozen=True)
class Ting:
    id: str
    navn: str
    antall: int = 1
    farger: tuple[str, ...] = ()

    def __post_init__(self):
        krev(self.antall > 0, "det må være minst én.")


@pytest.fixture
def erklaert(tmp_path):
    """Blokken `[ting.a]` i en fil med den gitte teksten."""

    def les(tekst: str):
        fil = tmp_path / "ting.toml"
        fil.write_text(tekst, encoding="utf-8")
        return les_toml(fil).blokker("ting")["a"].lag(Ting, "a")

    return les


def test_en_blokk_blir_det_den_erklaerer_og_lister_kan_ikke_endres(erklaert):
    ting = erklaert('[ting.a]\nnavn = "A"\nfarger = ["blå", "rød"]')
    assert ting == Ting("a", "A", farger=("blå", "rød"))


@pytest.mark.parametrize(
    ("tekst", "melding"),
    [
        ("[ting.a]\nantall = 2", r"ting\.toml \[ting\.a\]: mangler nøkkelen «navn»"),
        (
            '[ting.a]\nnavn = "A"\nfarge = 1',
            r"\[ting\.a\]: ukjent nøkkel «farge»\. .*farger",
        ),
        ('[ting.a]\nid = "b"\nnavn = "A"', r"\[ting\.a\]: ukjent nøkkel «id»"),
        ('[ting.a]\nnavn = "A"\nantall = 0', r"\[ting\.a\]: det må være minst én"),
        ("[ting]\na = 1", r"\[ting\.a\]: skal være en tabell"),
        ("[ting.a", r"ting\.toml kan ikke leses: "),
    ],
    ids=[
        "mangler",
        "ukjent",
        "navnet to ganger",
        "regel",
        "ikke en tabell",
        "ikke TOML",
    ],
)
def test_en_feil_sier_hvor_den_er_og_hva_som_er_galt(erklaert, tekst, melding):
    with pytest.raises(Erklaeringsfeil, match=melding):
        erklaert(tekst)


def test_en_liste_av_tabeller_er_nummerert_i_feilen(tmp_path):
    fil = tmp_path / "ting.toml"
    fil.write_text(
        '[[ting]]\nid = "a"\nnavn = "A"\n[[ting]]\nid = "b"', encoding="utf-8"
    )
    foerste, andre = les_toml(fil).liste("ting")
    assert foerste.lag(Ting) == Ting("a", "A")
    with pytest.raises(
        Erklaeringsfeil, match=r"\[ting nr\. 2\]: mangler nøkkelen «navn»"
    ):
        andre.lag(Ting)


def test_kommandolinjen_skriver_setningen_og_ikke_bare_hvor_programmet_stoppet(
    monkeypatch, capsys, erklaert
):
    def feil():
        erklaert("[ting.a]\nantall = 2")

    monkeypatch.setattr(katalog, "indikatorer", feil)
    assert kommandolinjen.main(["katalog"]) == 1
    skrevet = capsys.readouterr().err
    assert "ting.toml [ting.a]: mangler nøkkelen «navn»." in skrevet
    assert "En feil i programmet" not in skrevet
