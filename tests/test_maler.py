"""Malene til uttrekkene: det som er fylt ut i dem, leses uten en merknad."""

import datetime as dt
import re
import zipfile
from string import ascii_uppercase
from xml.sax.saxutils import escape

import duckdb
import pytest
from python_calamine import load_workbook

from boligdata.__main__ import main
from boligdata.bygg import ingest, maler
from boligdata.felles import kilder
from boligdata.felles.config import Brukerfeil, Kommune

KOMMUNE = Kommune(
    "Fjordvik", "9901", ("Sentrum",), 2022, 2032, 2016, dt.date(2025, 12, 31)
)
ALLE = kilder.kilder()
# Dagene i en rad må komme i rekkefølge, så den som fyller ut en mal, skriver den samme dagen overalt.
DAGEN = dt.date(2025, 6, 1)
EXCELS_DAG_NULL = dt.date(1899, 12, 30)


@pytest.fixture(scope="module")
def malene(tmp_path_factory):
    mappe = tmp_path_factory.mktemp("maler")
    maler.skriv(mappe, ALLE)
    return mappe


@pytest.mark.parametrize("id", ALLE)
def test_en_mal_som_er_fylt_ut_leses_uten_en_merknad(id, malene, tmp_path):
    fyll_ut(malene / f"{id}.xlsx", tmp_path / f"{id}.xlsx", ALLE[id])
    with duckdb.connect() as con:
        rapport = ingest.les_uttrekk(con, tmp_path, KOMMUNE)
        lest = con.execute(f"SELECT * FROM {id}").fetchall()
    om_den = [a for a in rapport.avvik if a.kilde == id and a.regel != "henvisning"]
    assert om_den == [] and rapport.status[id].stoppet is None
    assert len(lest) == 1


@pytest.mark.parametrize("id", ALLE)
def test_malen_spoer_etter_alle_kolonnene_og_merker_dem_som_maa_med(id, malene):
    bok = load_workbook(malene / f"{id}.xlsx")
    overskrifter = bok.get_sheet_by_index(0).to_python()[0]
    ventet = [
        f"{kolonne.navn} *" if kolonne.paakrevd else kolonne.navn
        for kolonne in ALLE[id].kolonner.values()
    ]
    assert overskrifter == ventet
    forklart = bok.get_sheet_by_name(kilder.HJELPEARK[0]).to_python()
    assert {kolonne.navn for kolonne in ALLE[id].kolonner.values()} <= {
        rad[0] for rad in forklart
    }


def test_nedtrekkslisten_har_det_inntaket_godtar_og_bare_det(malene):
    ark = load_workbook(malene / "soeknad.xlsx").get_sheet_by_name(kilder.HJELPEARK[1])
    overskrifter, *rader = ark.to_python()
    vedtak = overskrifter.index("Vedtak")
    verdier = [rad[vedtak] for rad in rader if rad[vedtak]]
    assert verdier == [kode.navn for kode in kilder.kodelister()["vedtak"].koder]
    xml = innhold(malene / "soeknad.xlsx", "xl/worksheets/sheet1.xml")
    i_malen = ascii_uppercase[list(ALLE["soeknad"].kolonner).index("vedtak")]
    kolonnen = (
        f'type="list"[^>]*sqref="{i_malen}2:{i_malen}5001"[^>]*><formula1>([^<]*)<'
    )
    stedet = re.search(kolonnen, xml).group(1)
    bokstav = ascii_uppercase[vedtak]
    assert stedet == f"'Lovlige verdier'!${bokstav}$2:${bokstav}${len(verdier) + 1}"


def test_en_mal_ingen_har_fylt_ut_sier_at_den_er_tom(malene, tmp_path):
    (tmp_path / "bolig.xlsx").write_bytes((malene / "bolig.xlsx").read_bytes())
    with duckdb.connect() as con:
        rapport = ingest.les_uttrekk(con, tmp_path, KOMMUNE)
    assert "ingen rader" in rapport.status["bolig"].stoppet


def test_kommandoen_lager_de_fire_som_maa_med(tmp_path, capsys):
    assert main(["mal", "--til", str(tmp_path / "inn")]) == 0
    navn = {fil.name for fil in (tmp_path / "inn").iterdir()}
    assert navn == {"bolig.xlsx", "leieforhold.xlsx", "soeknad.xlsx", "befolkning.xlsx"}
    skrevet = capsys.readouterr().out
    assert all(fil in skrevet for fil in navn)


def test_en_mal_som_er_begynt_paa_blir_aldri_skrevet_over(tmp_path, capsys):
    (tmp_path / "bolig.xlsx").write_bytes(b"begynt")
    assert main(["mal", "bolig", "leieforhold", "--til", str(tmp_path)]) == 1
    assert "bolig.xlsx finnes fra før" in capsys.readouterr().err
    assert (tmp_path / "bolig.xlsx").read_bytes() == b"begynt"
    assert not (tmp_path / "leieforhold.xlsx").exists()


def test_et_uttrekk_som_ikke_finnes_gir_navnene_paa_dem_som_gjoer_det(tmp_path):
    with pytest.raises(Brukerfeil, match="ingen mal for boliger. Malene heter bolig,"):
        maler.skriv(tmp_path, ["boliger"])


def test_et_ark_med_navnet_til_hjelpen_gaar_ogsaa_forbi_vakten(malene, tmp_path):
    fil = tmp_path / "bolig.xlsx"
    fyll_ut(malene / "bolig.xlsx", fil, ALLE["bolig"])
    med_tekst(fil, "xl/worksheets/sheet2.xml", 30, ["01010750160"])
    with duckdb.connect() as con:
        rapport = ingest.les_uttrekk(con, tmp_path, KOMMUNE)
    assert "fødselsnummer" in rapport.status["bolig"].stoppet


# ------------------------------------------------------------------ fylle ut, slik Excel gjør det


def fyll_ut(mal, fil, kilde) -> None:
    """Skriv eksemplene i malen inn i den første raden, med formatet kolonnen har i malen."""
    fil.write_bytes(mal.read_bytes())
    celler = [
        DAGEN if kolonne.type == "dato" else maler.eksempel(kolonne)
        for kolonne in kilde.kolonner.values()
    ]
    med_tekst(fil, "xl/worksheets/sheet1.xml", 2, celler)


def med_tekst(fil, ark: str, rad: int, celler: list) -> None:
    with zipfile.ZipFile(fil) as bok:
        deler = {navn: bok.read(navn) for navn in bok.namelist()}
    formater = _formater(deler[ark].decode())
    xml = "".join(
        _celle(celle, f"{_bokstav(plass)}{rad}", formater.get(plass + 1, "0"))
        for plass, celle in enumerate(celler)
    )
    ny = f'<row r="{rad}">{xml}</row></sheetData>'
    deler[ark] = deler[ark].replace(b"</sheetData>", ny.encode())
    with zipfile.ZipFile(fil, "w") as bok:
        for navn, data in deler.items():
            bok.writestr(navn, data)


def _formater(xml: str) -> dict[int, str]:
    """Formatet til hver kolonne. Kolonner ved siden av hverandre kan stå sammen."""
    spenn = re.findall(r'<col min="(\d+)" max="(\d+)"[^>]*? style="(\d+)"', xml)
    return {
        nr: formatet
        for foerste, siste, formatet in spenn
        for nr in range(int(foerste), int(siste) + 1)
    }


def _celle(verdi, sted: str, formatet: str) -> str:
    if isinstance(verdi, dt.date):
        dager = (verdi - EXCELS_DAG_NULL).days
        return f'<c r="{sted}" s="{formatet}"><v>{dager}</v></c>'
    tekst = escape(verdi)
    return f'<c r="{sted}" s="{formatet}" t="inlineStr"><is><t>{tekst}</t></is></c>'


def _bokstav(plass: int) -> str:
    return chr(ord("A") + plass)


def innhold(fil, del_: str) -> str:
    with zipfile.ZipFile(fil) as bok:
        return bok.read(del_).decode()
