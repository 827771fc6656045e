"""Tekstene finnes der de står: i koden, på sidene, i skriptet og i TOML-filene."""

import pytest

from boligdata.felles import tekstkatalog


@pytest.mark.parametrize(
    ("navn", "innhold", "tekster"),
    [
        ("en.py", 'a = si("Det er {n} " "igjen.", n=1)', ["Det er {n} igjen."]),
        ("to.py", 'a = fast("År")\nb = "Ikke denne"\nsi(a)', ["År"]),
        (
            "seks.py",
            """a = f"<b>{si('Vent litt.')}</b>" + maalform.si("Nå")""",
            ["Vent litt.", "Nå"],
        ),
        ("tre.js", 'const a = si("Lukk");', ["Lukk"]),
        (
            "fire.toml",
            'oversettes = ["navn", "sier"]\n[a]\nnavn = "Eldre"\nenhet = "antall"\n'
            '[a.sier]\n"§ 6" = "hjelp"\n[[b]]\nnavn = ["Ett", "To"]',
            ["Eldre", "hjelp", "Ett", "To"],
        ),
        ("fem.toml", 'navn = "Ikke oversatt"', []),
    ],
)
def test_tekstene_i_filen(tmp_path, navn, innhold, tekster):
    fil = tmp_path / navn
    fil.write_text(innhold, encoding="utf-8")
    assert list(tekstkatalog.tekster_i(fil)) == tekster


def test_det_som_mangler_legges_til_og_det_ingen_sier_tas_bort(tmp_path, monkeypatch):
    fil = tmp_path / "nynorsk.po"
    fil.write_text('msgid "Borte"\nmsgstr "Vekke"\n\nmsgid "Ikke"\nmsgstr "Ikkje"\n')
    monkeypatch.setattr(tekstkatalog.maalform, "FIL", fil)
    monkeypatch.setattr(tekstkatalog, "alle", lambda: {"Ikke": "a.py", "Ny": "a.py"})
    assert tekstkatalog.oppdater() == 1
    skrevet = fil.read_text(encoding="utf-8")
    assert "Borte" not in skrevet
    assert 'msgid "Ikke"\nmsgstr "Ikkje"' in skrevet
    assert 'msgid "Ny"\nmsgstr ""' in skrevet
    assert tekstkatalog.oppdater() == 1
    assert fil.read_text(encoding="utf-8") == skrevet
