"""Arbeidsbøker leses i en egen prosess, og alt en celle viser, kommer med."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import andre_boeker
import pytest
import xlsxwriter
from andre_boeker import Feil, Formel, Prosent

from boligdata.felles.bok import FORMEL_UTEN_SVAR, Bokfeil, les_bok, ooxml, tekster
from boligdata.felles.bok.__main__ import delene_i, svar
from boligdata.felles.bok.prosess import motta

ARK = "xl/worksheets/sheet1.xml"


def bok(**deler: str) -> zipfile.ZipFile:
    """En arbeidsbok med ett ark, der delene er det de er satt til."""
    ut = io.BytesIO()
    innhold = {
        "xl/workbook.xml": '<w xmlns:r="r"><sheets><sheet name="A" r:id="r1"/></sheets></w>',
        "xl/_rels/workbook.xml.rels": (
            '<r><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></r>'
        ),
    }
    with zipfile.ZipFile(ut, "w") as arkiv:
        for navn, tekst in (innhold | deler).items():
            arkiv.writestr(navn, tekst)
    return zipfile.ZipFile(ut)


def les(**deler: str):
    """Radene i arket."""
    with bok(**deler) as arkiv:
        [(hode, rader)] = ooxml.Bok(arkiv, delene_i(arkiv)).ark()
        return hode, list(rader)


def celler(xml: str, **deler: str) -> list[str]:
    """Tekstene i den eneste raden."""
    _, [(_, rad)] = les(**{ARK: f"<w><row>{xml}</row></w>"} | deler)
    return rad


@pytest.mark.parametrize(
    "verdi, tekst",
    [(45500.0, "45500"), (2350.5, "2350,5"), (45.125, "45,1250"), (-3.0, "-3")],
)
def test_et_tall_kan_bare_leses_paa_en_maate(verdi, tekst):
    assert tekster.tall(verdi) == tekst


def test_et_tall_excel_ikke_har_alle_sifrene_i_staar_paa_potensform():
    assert tekster.tall(123456789012345678.0) == "1,23456789012346E+17"
    assert tekster.tall(999999999999999.0) == "999999999999999"


@pytest.mark.parametrize(
    "nummer, fra1904, tekst",
    [
        (45325, False, "2024-02-03"),
        (43863, True, "2024-02-03"),
        (59, False, "1900-02-28"),
        (61, False, "1900-03-01"),
        (45325.9999999, False, "2024-02-04"),
        (1, False, "01.01.1900"),
        (-1, False, "#NUM!"),
        (3_000_000, False, "#NUM!"),
    ],
)
def test_et_loepenummer_er_dagen_excel_viser(nummer, fra1904, tekst):
    assert tekster.dato(nummer, fra1904) == tekst


def test_prosent_og_klokkeslett_er_det_cellen_viser():
    assert tekster.prosent(0.684) == "68,4 %"
    assert (tekster.klokke(0.5), tekster.klokke(0)) == ("12:00:00", "01.01.1900")


@pytest.mark.parametrize(
    "kode, slag",
    [
        ("dd.mm.yyyy", "dato"),
        ("[$-414]d. mmmm yyyy;@", "dato"),
        ('0 "dager"', None),
        ("General", None),
        ("[h]:mm", "tid"),
        ("h:mm", "tid"),
        ("0.0%", "prosent"),
        ('_-* #,##0.00_-;[Red]-"d"', None),
    ],
)
def test_formatet_sier_hva_tallet_er(kode, slag):
    stiler = (
        f'<s><numFmts><numFmt numFmtId="200" formatCode="{kode.replace(chr(34), "&quot;")}"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs></s>'
    )
    [tekst] = celler('<c s="1"><v>0.5</v></c>', **{"xl/styles.xml": stiler})
    ventet = {"dato": "01.01.1900", "tid": "12:00:00", "prosent": "50 %", None: "0,5"}
    assert tekst == ventet[slag]


def test_tekst_kan_vaere_felles_rik_og_med_lesemaate():
    felles = "<sst><si><t>En</t></si><si><r><t>to</t></r><r><t> tre</t></r><rPh><t>x</t></rPh></si></sst>"
    rad = celler(
        '<c t="s"><v>1</v></c><c t="s"><v>0</v></c>'
        '<c t="inlineStr"><is><t>fire_x000A_</t></is></c><c t="b"><v>1</v></c>',
        **{"xl/sharedStrings.xml": felles},
    )
    assert rad == ["to tre", "En", "fire\n", "Ja"]


@pytest.mark.parametrize(
    "celle, uten",
    [
        ("<c><f>A1</f></c>", True),
        ("<c><f>A1</f><v></v></c>", True),
        ('<c t="str"><f>A1</f><v></v></c>', False),
        ("<c><f>A1</f><v>7</v></c>", False),
    ],
)
def test_en_formel_uten_lagret_svar_er_ikke_en_tom_celle(celle, uten):
    rad = celler(f"{celle}<c><v>1</v></c>")
    assert (rad[0] == FORMEL_UTEN_SVAR) == uten


def test_null_er_ikke_et_svar_naar_programmet_ba_excel_regne_ut():
    ut = io.BytesIO()
    with xlsxwriter.Workbook(ut) as ny:
        ny.add_worksheet().write_formula(0, 0, "=1+1")
    with zipfile.ZipFile(ut) as arkiv:
        [(_, rader)] = ooxml.Bok(arkiv, delene_i(arkiv)).ark()
        assert list(rader) == [(1, [FORMEL_UTEN_SVAR])]


def test_bare_rader_med_noe_i_kommer_med_nummeret_de_har_i_excel():
    _, rader = les(
        **{
            ARK: '<w><row r="3"><c r="C3"><v>1</v></c></row><row r="9"><c r="A9"/></row>'
            '<row r="12" hidden="1"><c r="A12"><v>2</v></c></row></w>'
        }
    )
    assert rader == [(3, ["", "", "1"]), (12, ["2"])]


def test_en_celle_som_er_flettet_nedover_gjelder_radene_med_noe_i():
    rad = '<row r="{0}"><c r="A{0}"><v>{0}</v></c>{1}</row>'
    hode, rader = les(
        **{
            ARK: "<w>"
            + rad.format(1, '<c r="C1"><v>5</v></c>')
            + rad.format(2, "")
            + rad.format(4, "")
            + '<mergeCells><mergeCell ref="C1:C2"/><mergeCell ref="A9:B9"/></mergeCells></w>'
        }
    )
    assert rader == [(1, ["1", "", "5"]), (2, ["2", "", "5"]), (4, ["4"])]
    assert hode.flettet == [(1, 2, 2)]


@pytest.mark.parametrize(
    "xml, grunn",
    [
        ('<row r="2"/><row r="1"/>', "ødelagt"),
        ('<row><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>', "ødelagt"),
        ('<row><c r="XFD1"><v>1</v></c></row>', "langt ute"),
        (f'<row><c t="str"><v>{"x" * 40_000}</v></c></row>', "lang celle"),
    ],
)
def test_det_som_ikke_kan_staa_i_et_ark_stopper_boken(xml, grunn):
    with pytest.raises(Bokfeil) as feil:
        les(**{ARK: f"<w>{xml}</w>"})
    assert feil.value.grunn == grunn


def test_prosessen_som_blir_stoppet_stopper_bare_den_ene_boken(tmp_path, monkeypatch):
    from boligdata.felles.bok import prosess

    fil = tmp_path / "bok.xlsx"
    with xlsxwriter.Workbook(fil) as ny:
        ny.add_worksheet("A").write_row(0, 0, ["Hei", 1])
    [arket] = les_bok(fil, 10)
    assert (arket.hode.navn, list(arket.rader())) == ("A", [[1, ["Hei", "1"]]])
    monkeypatch.setattr(prosess, "_LESER", ("-c", "import os; os.abort()"))
    with pytest.raises(Bokfeil, match="stoppet"):
        les_bok(fil, 10)


def test_prosessen_som_leser_en_fremmed_fil_faar_verken_noekkelen_eller_passordene(
    tmp_path, monkeypatch
):
    from boligdata.felles.bok import prosess

    hemmelige = {"BOLIGDATA_NOEKKEL", "BOLIGDATA_ARBEID", "PGPASSWORD", "HTTPS_PROXY"}
    for navn in hemmelige:
        monkeypatch.setenv(navn, "hemmelig")
    fil = tmp_path / "bok.xlsx"
    fil.write_bytes(b"PK")
    skriv = (
        "import os, sys; open(sys.argv[1] + '.txt', 'w').write(repr(dict(os.environ)))"
    )
    monkeypatch.setattr(prosess, "_LESER", ("-c", skriv))
    with pytest.raises(Bokfeil, match="stoppet"):
        les_bok(fil, 10)
    miljoe = (tmp_path / "bok.xlsx.txt").read_text("utf-8")
    assert "PATH" in miljoe and "hemmelig" not in miljoe


@pytest.mark.parametrize("stoerst, grunn", [(500, "bombe"), (10, "for stor")])
def test_en_pakke_som_blir_enorm_blir_ikke_pakket_ut(tmp_path, stoerst, grunn):
    fil = tmp_path / "bok.xlsx"
    with zipfile.ZipFile(fil, "w", zipfile.ZIP_DEFLATED) as arkiv:
        arkiv.writestr(ARK, " " * 30_000_000)
    with pytest.raises(Bokfeil, match=grunn):
        les_bok(fil, stoerst)


# ------------------------------------------------------------------ .xls, .xlsb og .ods

# Lagret av LibreOffice: den samme boken i hvert format, med datoer fra 1900 og fra 1904.
BOEKER = Path(__file__).parent / "boeker"
VIST = [
    [1, ["Dato", "Andel", "Tall", "Feil", "Egen", "Flettet"]],
    [2, ["2024-02-03", "68,4 %", "0,6840", "#DIV/0!", "7,5 %", "Hei"]],
    [3, ["2024-02-04", "50 %", "45325", "#N/A", "", "Hei"]],
]
DAGEN = dt.date(2024, 2, 3)


def i_samme_prosess(sti: Path):
    """Arkene, slik prosessen som leser, ville gitt dem."""
    return motta(svar(sti))


@pytest.fixture
def aapne(tmp_path):
    """Det eneste arket i en bok som er skrevet her."""

    def _aapne(data: bytes):
        fil = tmp_path / "bok"
        fil.write_bytes(data)
        [arket] = i_samme_prosess(fil)
        return arket.hode, list(arket.rader())

    return _aapne


@pytest.mark.parametrize("fra1904", [False, True])
@pytest.mark.parametrize("endelse", ["xls", "ods", "xlsx"])
def test_den_samme_boken_viser_det_samme_i_alle_formater(endelse, fra1904):
    [arket] = i_samme_prosess(BOEKER / f"{'1904' if fra1904 else '1900'}.{endelse}")
    assert list(arket.rader()) == VIST
    hode = arket.hode
    assert (hode.dato1904, hode.skjulte_rader, hode.flettet) == (
        fra1904,
        1,
        [[2, 3, 5]],
    )


@pytest.mark.parametrize("stil", [1, 3])
@pytest.mark.parametrize("fra1904", [False, True])
def test_en_xlsb_viser_prosent_datoer_og_feil(aapne, fra1904, stil):
    rader = [["Andel", "Dato", ""], [Prosent(0.684), DAGEN, 45325], [Feil("#N/A"), 0.5]]
    hode, lest = aapne(
        andre_boeker.xlsb(rader, fra1904, stil, flettet=(1, 2, 2), skjult=2)
    )
    assert lest == [
        [1, ["Andel", "Dato", ""]],
        [2, ["68,4 %", "2024-02-03", "45325"]],
        [3, ["#N/A", "0,5", "45325"]],
    ]
    assert (hode.dato1904, hode.skjulte_rader, hode.flettet) == (
        fra1904,
        1,
        [[2, 3, 2]],
    )


def test_en_ods_viser_prosent_feil_og_formler_uten_svar(aapne):
    rader = [
        ["Andel", "Dato"],
        [Prosent(0.684), DAGEN],
        [Feil("Err:522"), 45325],
        [Formel("A1"), ""],
    ]
    _, lest = aapne(andre_boeker.ods(rader))
    assert lest == [
        [1, ["Andel", "Dato"]],
        [2, ["68,4 %", "2024-02-03"]],
        [3, ["Err:522", "45325"]],
        [4, [FORMEL_UTEN_SVAR]],
    ]


def test_rader_og_celler_som_er_skrevet_en_gang_for_flere_i_en_ods_gjelder_alle(aapne):
    prosent = '<table:table-cell {} office:value-type="percentage" office:value="0.5"/>'
    to = prosent.format('table:number-columns-repeated="2"')
    tre = '<table:table-row table:number-rows-repeated="3">{}</table:table-row>'
    _, lest = aapne(andre_boeker.ods_av(tre.format(to)))
    assert lest == [[nr, ["50 %", "50 %"]] for nr in (1, 2, 3)]
    with pytest.raises(Bokfeil, match="for stor"):
        aapne(andre_boeker.ods_av(tre.format(to).replace('"3"', '"9000000"')))


@pytest.mark.parametrize(
    "start, svaret", [("1904-01-01", True), ("1899-12-30", False), ("1900-01-01", None)]
)
def test_dagen_en_ods_teller_fra_er_en_excel_ogsaa_kan_telle_fra(aapne, start, svaret):
    data = andre_boeker.ods([["A"], [45325]], start)
    if svaret is None:
        with pytest.raises(Bokfeil, match="uvanlig start"):
            aapne(data)
    else:
        assert aapne(data)[0].dato1904 is svaret


@pytest.mark.parametrize("lengde", [0, 100, 600, 3000, 5000])
def test_en_xls_som_er_kuttet_er_oedelagt(aapne, lengde):
    with pytest.raises(Bokfeil, match="ødelagt"):
        aapne((BOEKER / "1900.xls").read_bytes()[:lengde].ljust(8, b"\xd0"))
