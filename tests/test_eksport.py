"""Det som lastes ned, er det som står på skjermen, med alt som trengs for å bruke det et annet
sted.
"""

import csv
import dataclasses
import io
import math
import re
import zipfile

import pandas as pd
import pytest
import python_calamine
import sidekort
from hypothesis import given
from hypothesis import strategies as st
from publisering import publiser

from boligdata import lesing
from boligdata.felles import dagen, norsk
from boligdata.felles.enheter import ENHETER
from boligdata.innhold import eksport, kort, regnskap
from boligdata.innhold.kort import Valg

KORT = sidekort.bestillinger()
FORMEL = ["=cmd|' /C calc'!A0", "+47 12345678", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1"]

pytestmark = pytest.mark.usefixtures("bygd_eksempel")


def _valg(**filtre):
    return Valg("aar", lesing.perioder("aar")["periode"].iloc[-1], filtre)


def _lag(id="boliger", form="fordeling", fordeling=("boligtype",), valg=None, **mer):
    return kort.lag(
        sidekort.som_bestilling(id, form=form, fordeling=fordeling),
        valg or _valg(),
        **mer,
    )


def _les_csv(k):
    """Delene av filen: linjene om kortet, overskriftene og radene."""
    rader = list(
        csv.reader(
            io.StringIO(eksport.csv_fil(k).decode("utf-8-sig"), newline=""),
            delimiter=";",
        )
    )
    skille = rader.index([])
    return rader[:skille], rader[skille + 1], rader[skille + 2 :]


def _aarstall(celle):
    """Et årstall er et tall i Excel."""
    return float(celle) if re.fullmatch(r"\d{4}", str(celle)) else celle


# Det som står i stedet for et tall når tallet er vernet.
VERNEDE_TEKSTER = ("0–4", "under 5", "over 95", "under en halv")


def _les_excel(k):
    """Arkene i filen, som navn til rader."""
    bok = python_calamine.CalamineWorkbook.from_filelike(
        io.BytesIO(eksport.excel_fil(k))
    )
    return {
        navn: bok.get_sheet_by_name(navn).to_python(skip_empty_area=False)
        for navn in bok.sheet_names
    }


def _tall(celle):
    if celle in VERNEDE_TEKSTER:
        return celle
    return None if celle == "" else float(celle.replace(",", "."))


def _paa_skjermen(k):
    """Tabellen slik den står på skjermen: tekst, tall avrundet til desimalene som vises, og None
    der tallet mangler.
    """
    skrevet = [
        [
            v if n not in k.enheter else norsk.uten_tegn(v, k.enheter[n])
            for n, v in zip(k.tabell.columns, rad)
        ]
        for rad in k.tabell.itertuples(index=False)
    ]
    return [
        [
            _fra_norsk(c) if n in k.enheter or c == norsk.MANGLER else c
            for n, c in zip(k.tabell.columns, rad)
        ]
        for rad in skrevet
    ]


def _fra_norsk(skrevet):
    if skrevet in VERNEDE_TEKSTER:
        return skrevet
    return (
        None
        if skrevet == norsk.MANGLER
        else float(
            skrevet.replace("\N{NO-BREAK SPACE}", "")
            .replace("\N{MINUS SIGN}", "-")
            .replace(",", ".")
        )
    )


@pytest.fixture
def med_hull(tmp_path, monkeypatch, bygd_eksempel):
    """En publisering der folketallet mangler for ett år."""
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path / "publisert"))
    publiser(
        bygd_eksempel,
        tmp_path / "publisert",
        "delete from kube_befolkning where periode = '2023'",
    )
    return _lag("boliger_per_1000", "utvikling", ())


# -------------------------------------------------------------- samme tall som skjermen


@pytest.mark.parametrize("b", KORT.values(), ids=KORT)
def test_csv_og_excel_gir_de_samme_tallene_som_tabellen_paa_skjermen(b):
    k = kort.lag(b, _valg())
    skjerm = _paa_skjermen(k)
    _, overskrifter, rader = _les_csv(k)
    assert overskrifter == list(k.tabell.columns)
    assert [
        [_tall(c) if n in k.enheter else c or None for n, c in zip(overskrifter, rad)]
        for rad in rader
    ] == skjerm
    ark = _les_excel(k)["Tall"]
    assert ark[3] == list(k.tabell.columns)
    assert [[None if c == "" else c for c in rad] for rad in ark[4:]] == [
        [_aarstall(celle) for celle in rad] for rad in skjerm
    ]


def test_andelene_lastes_ned_som_andeler():
    k = _lag(andel=True)
    _, overskrifter, rader = _les_csv(k)
    assert overskrifter == ["Boligtype", "Prosent"]
    assert sum(_tall(rad[1]) for rad in rader) == pytest.approx(
        100, abs=3
    )  # Hver er avrundet for seg.


@given(
    teller=st.integers(0, 2000),
    nevner=st.sampled_from([1, 4, 7, 8, 20, 40, 80, 1000]),
    desimaler=st.integers(0, 2),
)
def test_avrundingen_er_den_samme_paa_skjermen_og_i_filen(teller, nevner, desimaler):
    """7/20 er 0,4 på skjermen, og må ikke bli 0,3 i filen fordi maskinen regner i totall."""
    verdi = teller / nevner
    enhet = dataclasses.replace(ENHETER["forhold"], desimaler=desimaler)
    assert _tall(eksport._csv_celle(verdi, enhet)) == _fra_norsk(
        norsk.uten_tegn(verdi, enhet)
    )


# ----------------------------------------------------------------------------- formatet


def test_csv_aapnes_rett_i_norsk_excel():
    raa = eksport.csv_fil(_lag("botid_median", "fordeling", ("boligtype",)))
    assert raa.startswith(b"\xef\xbb\xbf") and b"\r\n" in raa
    tekst = raa.decode("utf-8-sig")
    assert "Målgruppe" not in tekst and "Bofellesskap;" in tekst
    assert all(
        tall.count(",") == 1 and "." not in tall
        for rad in _les_csv(_lag("botid_median", "utvikling", ()))[2]
        for tall in [rad[1]]
    )


def test_tallene_og_aarene_i_excel_er_tall_og_tertialene_er_tekst():
    ark = _les_excel(_lag("omloepstid", "utvikling", ()))["Tall"]
    assert all(isinstance(rad[0], float) for rad in ark[4:])
    tertial = Valg("tertial", lesing.perioder("tertial")["periode"].iloc[-1])
    i_tertial = _les_excel(_lag("omloepstid", "utvikling", (), tertial))["Tall"]
    assert all(isinstance(rad[0], str) for rad in i_tertial[4:])
    tall = [nr for nr, hode in enumerate(ark[3]) if nr and hode != "Før avrunding"]
    assert all(isinstance(rad[nr], float) for rad in ark[4:] for nr in tall)


def test_et_tall_som_mangler_er_en_tom_celle_og_aldri_null(med_hull):
    rad = next(r for r in _les_csv(med_hull)[2] if r[0] == "2023")
    assert (
        rad[1] == "" and rad[3] == ""
    )  # Verdien og nevneren mangler. Telleren er kjent.
    assert float(rad[2]) > 0
    rad = next(r for r in _les_excel(med_hull)["Tall"] if r[0] == 2023)
    assert rad[1] == "" and rad[3] == "" and rad[2] > 0


def _xml(k, ark="sheet1.xml"):
    with zipfile.ZipFile(io.BytesIO(eksport.excel_fil(k))) as pakke:
        return pakke.read(f"xl/worksheets/{ark}").decode()


def test_overskriftene_i_excel_staar_fast_og_kolonnene_er_brede_nok():
    k = _lag("boliger", "stablet", ("boligtype", "stoerrelse"))
    tall = _xml(k)
    assert 'xSplit="1" ySplit="4" topLeftCell="B5"' in tall and 'state="frozen"' in tall
    foerste = float(re.search(r'min="1" max="1" width="([\d.]+)"', tall)[1])
    assert foerste > max(map(len, k.tabell["Boligtype"]))
    assert 'wrapText="1"' in _stil(k)


def _stil(k):
    with zipfile.ZipFile(io.BytesIO(eksport.excel_fil(k))) as pakke:
        return pakke.read("xl/styles.xml").decode()


def test_regnskapet_for_hver_maalgruppe_foelger_med_i_filene():
    k = regnskap.lag("folk", _valg())
    ark = _les_excel(k)["Etter målgruppe"]
    assert ark[0] == list(k.etter_gruppe.columns)
    assert len(ark) == len(k.etter_gruppe) + 1 > 5
    assert any(isinstance(celle, float) for celle in ark[1])
    assert "\r\nEtter målgruppe\r\n" in eksport.csv_fil(k).decode("utf-8-sig")


def test_filnavnet_sier_spoersmaalet_perioden_og_filtrene():
    k = _lag("venteliste", "utvikling", (), _valg(maalgruppe="eldre"))
    assert eksport.filnavn(k).endswith("_ved_utgangen_av_2025_maalgruppe_eldre")
    assert re.fullmatch("[a-z0-9_]+", eksport.filnavn(k))


# ----------------------------------------------------------------- alt som må følge med


@pytest.mark.parametrize("valgte", [{}, {"maalgruppe": "eldre", "omraade": "Sentrum"}])
def test_filene_sier_hva_tallene_er_og_hvor_de_kommer_fra(valgte):
    k = _lag("venteliste", "utvikling", (), _valg(**valgte))
    om = dict(_les_csv(k)[0])
    assert om["Spørsmål"] == k.bestilling.tittel and om.get("Svar", "") == k.funn
    assert om["Kommune"] == "Fjordvik (fiktive data)"
    assert om["Gjelder"] == k.filtertekst and ("Eldre" in om["Gjelder"]) == bool(valgte)
    assert om["Hva figuren viser"] == k.setning
    assert (
        om["Definisjon"] == k.indikator.definisjon
        and om["Fortolkning"] == k.indikator.fortolkning
    )
    assert om["Kilde"] in k.kilde and "går til" in om["Kilde"]
    assert om["Data til og med"] == norsk.dato(lesing.meta().per_dato)
    assert om["Lastet ned"] == norsk.dato(dagen.i_dag())
    ark = _les_excel(k)
    assert ark["Tall"][0][0] == k.bestilling.tittel
    assert ark["Tall"][1][0] == f"Fjordvik. {k.filtertekst}. Fiktive data."
    assert dict(rad for rad in ark["Om tallene"]) == om


def test_flaggene_paa_kortet_foelger_med(med_hull):
    merknader = [
        tekst for ledetekst, tekst in _les_csv(med_hull)[0] if ledetekst == "Merk"
    ]
    assert merknader == list(med_hull.flagg) != []
    assert [
        r[1] for r in _les_excel(med_hull)["Om tallene"] if r[0] == "Merk"
    ] == merknader


# ------------------------------------------------------------------------------ formler


def _ondsinnet(formel):
    """Et kort der en verdi fra uttrekkene er en formel: i en rad, i en overskrift og i teksten
    rundt.
    """
    k = _lag()
    tabell = pd.DataFrame(
        {"Område": [formel, "Sentrum", ""], formel: [1.0, 2.0, math.nan]}
    )
    ondsinnet = dataclasses.replace(k, filtertekst=formel, kilde=formel)
    # Tabellen lages ellers av tallene når noen spør etter den.
    vars(ondsinnet)["_tabellen"] = tabell, {formel: ENHETER["antall"]}
    return ondsinnet


@pytest.mark.parametrize("formel", FORMEL)
def test_ingen_celle_i_csv_kan_kjoeres_som_formel(formel):
    om, overskrifter, rader = _les_csv(_ondsinnet(formel))
    celler = [c for rad in [*om, overskrifter, *rader] for c in rad]
    assert not [c for c in celler if c.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert celler.count(f"'{formel}") >= 3


@pytest.mark.parametrize("formel", FORMEL[:4])
def test_ingen_celle_i_excel_er_en_formel(formel):
    k = _ondsinnet(formel)
    bok = python_calamine.CalamineWorkbook.from_filelike(
        io.BytesIO(eksport.excel_fil(k))
    )
    assert (
        bok.get_sheet_by_name("Tall").to_python(skip_empty_area=False)[4][0] == formel
    )
    with zipfile.ZipFile(io.BytesIO(eksport.excel_fil(k))) as pakke:
        assert not [
            n
            for n in pakke.namelist()
            if b"<f>" in pakke.read(n) or b"hyperlink" in pakke.read(n)
        ]


def test_en_tom_tekst_er_en_tom_celle_og_negative_tall_er_fortsatt_tall():
    assert _les_csv(_ondsinnet("=1"))[2][2] == ["", ""]
    assert eksport._csv_celle(-1.5, ENHETER["forhold"]) == "-1,5"
