"""Celler fra Excel blir teksten en person ville skrevet, og feilene i dem blir ikke borte."""

import datetime as dt
import io

import pytest
import xlsxwriter

from boligdata.felles.regneark import celletekst, feilceller


@pytest.mark.parametrize(
    "verdi, tekst",
    [
        ("0012", "0012"),
        (True, "Ja"),
        (2025.0, "2025"),
        (1.234, "1,234"),
        (1e-7, "0,000000100000"),
        (float("nan"), ""),
        (dt.datetime(2025, 3, 1, 12), "2025-03-01"),
        (dt.time(0, 0), "01.01.1900"),
    ],
)
def test_en_celle_er_teksten_en_person_ville_skrevet(verdi, tekst):
    assert celletekst(verdi) == tekst


def test_en_celle_med_feil_i_formelen_finnes_i_arket_den_staar_i():
    fil = io.BytesIO()
    with xlsxwriter.Workbook(fil, {"in_memory": True}) as bok:
        bok.add_worksheet("Tomt & rent")
        bok.add_worksheet("Plan").write_formula("B3", "=1/0", None, "#DIV/0!")
    assert feilceller(fil.getvalue()) == {"Plan": {(3, 2): "#DIV/0!"}}
