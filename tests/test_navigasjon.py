"""Hver side og hvert tema er i menyen, og med i testene av personvern, språk og universell
utforming.
"""

import ast

import pytest
import sider
from sider import SIDER

from boligdata.doer import adresse
from boligdata.felles.config import ROT

# Testene som går innom hver side og hvert tema, og hva de ser etter.
TESTER = {
    "test_sider.py": "språk, tittel og tekstalternativ",
    "test_ingen_eksakte_tall.py": "personvern",
    "test_ansattvisning.py": "personvern i ansattvisningen",
    "nettleser/test_hver_visning_i_nettleser.py": "universell utforming, språk og tastatur",
}


def test_hver_side_i_pages_er_i_menyen():
    for fil in sorted((ROT / "pages").glob("*.py")):
        assert fil.stem in SIDER, (
            f"pages/{fil.name} er ikke i menyen, så ingen finner den, og ingen test går innom den. "
            f"Legg til {fil.stem!r}: fast(tittelen) i MENY i boligdata/inngang.py."
        )


def test_adressen_til_en_side_er_navnet_paa_filen_og_doeren_kjenner_forsiden():
    """Døren sender den som skriver en adresse litt annerledes, til siden som heter det samme."""
    forsiden = {side.navn for side in SIDER.values() if not side.adresse}
    assert forsiden == {adresse.FORSIDE}
    andre = [side for side in SIDER.values() if side.adresse]
    assert all(side.adresse == side.navn for side in andre)
    assert set(SIDER) == adresse.SIDER


@pytest.mark.parametrize("fil", TESTER)
def test_testene_tar_sidene_fra_menyen(fil):
    tre = ast.parse((ROT / "tests" / fil).read_text(encoding="utf-8"))
    brukt = {node.id for node in ast.walk(tre) if isinstance(node, ast.Name)}
    assert "VISNINGER" in brukt, (
        f"tests/{fil} skal gå innom hver visning i sider.VISNINGER. Uten det er en ny side ikke "
        f"prøvd for {TESTER[fil]}."
    )


def test_en_ny_side_er_med_uten_at_noen_skriver_den_opp(tmp_path):
    (tmp_path / "boligdata").mkdir()
    (tmp_path / "boligdata" / "inngang.py").write_text(
        'MENY = {fast("Status"): {"start": fast("Start"), "ny": fast("Ny side")}}',
        encoding="utf-8",
    )
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "start.py").write_text("ui.noekkeltall()", encoding="utf-8")
    (tmp_path / "pages" / "ny.py").write_text(
        'FOERST = "Hva først?"\ntema = ui.tema("ny", foerst=FOERST, saa="Hva så?")',
        encoding="utf-8",
    )
    lest = sider.les(tmp_path)
    assert [(s.tittel, s.adresse) for s in lest.values()] == [
        ("Start", ""),
        ("Ny side", "ny"),
    ]
    assert sider.visninger(lest) == [
        ("start", None),
        ("ny", "Hva først?"),
        ("ny", "Hva så?"),
    ]
