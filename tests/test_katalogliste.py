"""Listen over indikatorene er den samme i README, på skjermen og i Excel, og den samme som i
katalogen.
"""

import pytest
import python_calamine
from spraak import feil_i

from boligdata import __main__
from boligdata.felles import katalog, katalogliste
from boligdata.felles.config import Brukerfeil

INDIKATORER = katalog.indikatorer()


def test_readme_har_de_samme_indikatorene_som_katalogen():
    tekst = katalogliste.README.read_text(encoding="utf-8")
    assert tekst == katalogliste.i_readme(tekst), (
        "Tabellen i README er en annen enn katalogen. Kjør «python -m boligdata katalog --readme»."
    )


def test_kommandoen_skriver_en_rad_i_markdown_per_indikator(capsys):
    assert __main__.main(["katalog"]) == 0
    linjer = capsys.readouterr().out.strip().splitlines()
    assert linjer[0] == f"| {' | '.join(katalogliste.KOLONNER)} |"
    assert len(linjer) == 2 + len(INDIKATORER)
    assert {linje.count(" | ") for linje in linjer} == {len(katalogliste.KOLONNER) - 1}
    utleie = next(linje for linje in linjer if "utleiegrad" in linje)
    assert utleie.startswith(
        "| Boliger | Boliger som er leid ut | Andel av boligene i bruk"
    )
    assert "| prosent av boligene | høyere | minst 95 % |" in utleie


def test_hver_celle_er_norsk_tekst_uten_hull():
    for rad in katalogliste.rader():
        for kolonne, celle in rad.items():
            assert celle and (kolonne == "Id" or not feil_i(celle)), (
                rad["Id"],
                kolonne,
                celle,
            )


def test_excelfilen_har_de_samme_radene(tmp_path):
    fil = tmp_path / "indikatorer.xlsx"
    assert __main__.main(["katalog", "--xlsx", str(fil)]) == 0
    ark = (
        python_calamine.CalamineWorkbook.from_path(fil)
        .get_sheet_by_name("Indikatorer")
        .to_python()
    )
    assert ark[0] == list(katalogliste.KOLONNER)
    assert ark[1:] == [list(rad.values()) for rad in katalogliste.rader()]


def test_en_fil_som_ikke_kan_skrives_gir_en_norsk_melding(tmp_path, capsys):
    assert (
        __main__.main(["katalog", "--xlsx", str(tmp_path / "finnes_ikke" / "a.xlsx")])
        == 1
    )
    assert "finnes ikke mappen" in capsys.readouterr().err


def test_readme_skrives_mellom_merkene_og_resten_staar(tmp_path):
    fil = tmp_path / "README.md"
    fil.write_text(
        f"Før.\n{katalogliste.START}\ngammelt\n{katalogliste.SLUTT}\nEtter.\n",
        encoding="utf-8",
    )
    katalogliste.skriv_readme(fil)
    tekst = fil.read_text(encoding="utf-8")
    assert (
        tekst.startswith("Før.\n")
        and tekst.endswith("\nEtter.\n")
        and "gammelt" not in tekst
    )
    assert all(i.navn in tekst for i in INDIKATORER.values())
    assert katalogliste.i_readme(tekst) == tekst


def test_uten_merkene_sies_det_hva_som_maa_gjoeres():
    with pytest.raises(Brukerfeil, match="Sett dem inn der tabellen skal stå"):
        katalogliste.i_readme("En README uten merker.")
