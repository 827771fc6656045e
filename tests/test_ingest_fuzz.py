"""Ingen bytes kan få leserne til å stoppe programmet, henge eller gi rader ingen har skrevet."""

import datetime as dt
import io
import json
import struct
import zipfile
import zlib
from pathlib import Path
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

import andre_boeker
import pytest
from andre_boeker import Feil, Prosent, pakk_om
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from boligdata.bygg.ingest import (
    csvleser,
    filer,
    jsonstat,
    kart,
    ny_database,
    tegnsett,
)
from boligdata.bygg.ingest.oppsett import Overskrifter
from boligdata.bygg.ingest.rapport import Filfeil
from boligdata.felles import kilder
from boligdata.felles.bok import Bokfeil, ods, ooxml, xls, xlsb
from boligdata.felles.bok.__main__ import delene_i
from boligdata.felles.config import Kommune

KOMMUNE = Kommune("F", "9901", ("S",), 2022, 2032, 2016, dt.date(2025, 12, 31))
KILDE = kilder.kilder()["virkemiddel"]
HODE = "Husstand-id;Målgruppe;Virkemiddel;Søkt;Beløp"
BITER = st.sampled_from(
    [
        *(
            HODE,
            "\n",
            "\r\n",
            ";",
            '"',
            '""',
            "\t",
            ",",
            "|",
            "\\",
            '\\"',
            "\ufeff",
            "\0",
        ),
        *(
            "H1;ROP;Startlån;03.02.2024;1",
            "å",
            "Ã¥",
            "\ufffd",
            "x" * 200,
            "{",
            "<",
            "=",
            "'",
        ),
    ]
)
TEGNSETT = st.sampled_from(
    ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman", "cp865"]
)
RASKT = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def sti(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "virkemiddel.csv"


@pytest.fixture(scope="module")
def kartmappe(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("kart")


def les_alt(sti: Path, data: bytes) -> list[list[str]] | None:
    """Radene i filen, eller ingenting når den er avvist med en forklaring."""
    sti.write_bytes(data)
    try:
        arkene = filer.les_ark(sti, KILDE, Overskrifter(KILDE).treff, 1)
        return [rad for ark in arkene for _, rad in ark.rader]
    except Filfeil as feil:
        assert feil.regel and feil.forklaring.endswith(".")
        return None


@RASKT
@given(st.binary(max_size=300))
@example(b"\xff\xfe\x00")
@example(b"\xef\xbb\xbf\xff")
@example(b"a\x00b\x00c\x00d\x00\x00\xd8")
def test_ingen_bytes_kan_stoppe_leseren(sti, data):
    les_alt(sti, data)


@RASKT
@given(st.lists(BITER, max_size=25), TEGNSETT)
def test_ingen_blanding_av_felt_og_anfoerselstegn_gir_mer_tekst_enn_den_har(
    sti, biter, koding
):
    data = "".join(biter).encode(koding, "ignore")
    rader = les_alt(sti, data)
    assert rader is None or sum(len(felt) for rad in rader for felt in rad) <= len(data)


@RASKT
@given(
    st.lists(
        st.lists(
            st.text("abcæøå \";,'", min_size=1, max_size=8), min_size=5, max_size=5
        ),
        min_size=1,
        max_size=8,
    )
)
def test_en_riktig_skrevet_fil_kommer_tilbake_felt_for_felt(sti, rader):
    rader = [[f"x{felt}x" for felt in rad] for rad in rader]
    linjer = [
        ";".join('"' + felt.replace('"', '""') + '"' for felt in rad) for rad in rader
    ]
    assert les_alt(sti, "\r\n".join([HODE, *linjer]).encode())[1:] == rader


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=4),
    lambda barn: (
        st.lists(barn, max_size=3)
        | st.dictionaries(st.text(max_size=4), barn, max_size=3)
    ),
    max_leaves=8,
)
FELT = (
    "id",
    "size",
    "dimension",
    "value",
    "status",
    "category",
    "index",
    "label",
    "Region",
)


@RASKT
@given(st.dictionaries(st.sampled_from(FELT), JSON, max_size=6))
def test_ingen_json_kan_stoppe_leseren(innhold):
    tekst = json.dumps({"class": "dataset"} | innhold)
    try:
        jsonstat.kolonner("x.json", tekst, kilder.kilder()["befolkning"])
    except Filfeil as feil:
        assert feil.forklaring.endswith(".")


@RASKT
@given(
    st.recursive(
        JSON,
        lambda barn: st.fixed_dictionaries({"features": st.lists(barn, max_size=2)}),
    )
)
@example(
    {
        "features": [
            {
                "properties": {"navn": "S"},
                "geometry": {"type": "Polygon", "coordinates": [[["1", "2"]]]},
            }
        ]
    }
)
@example(
    {
        "features": [
            {
                "properties": {"navn": "S"},
                "geometry": {"type": "Polygon", "coordinates": [[[1e999, 2]]]},
            }
        ]
    }
)
def test_intet_kart_kan_stoppe_leseren(kartmappe, innhold):
    mappe = kartmappe
    (mappe / kart.FIL).write_text(json.dumps(innhold))
    with ny_database() as con:
        kart.les_kart(con, mappe, KOMMUNE)


def test_en_json_som_er_nestet_for_dypt_er_ikke_gyldig(sti):
    assert les_alt(sti, b'{"a":' * 50_000) is None


ARK = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData>'
    '<mergeCells><mergeCell ref="{}"/></mergeCells></worksheet>'
)
# Resten av en arbeidsbok med ett ark.
DELENE = (
    (
        "xl/workbook.xml",
        '<w xmlns:r="r"><sheets><sheet name="A" r:id="r1"/></sheets></w>',
    ),
    (
        "xl/_rels/workbook.xml.rels",
        '<r><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></r>',
    ),
)
CELLE = st.builds(
    '<c r="{}" t="{}" s="{}">{}<v>{}</v></c>'.format,
    st.sampled_from(["A1", "B1", "ZZZZ9", "1", "", "A-1", "XFD1"]),
    st.sampled_from(["n", "s", "str", "b", "e", "d", "inlineStr", "x"]),
    st.sampled_from(["0", "1", "99", "-1", "x"]),
    st.sampled_from(["", "<f>A1</f>", "<is><t>x</t></is>", "<is><r><t>y</t></r></is>"]),
    st.sampled_from(
        ["", "0", "1", "-1", "1e400", "nan", "45325", "1E+20", "#N/A", "x"]
    ),
)


@RASKT
@given(st.lists(CELLE, max_size=6), st.sampled_from(["A1:A9", "A9:A1", "A1:A9999999"]))
@example(['<c r="A1"><v>1<c r="B1">2</c></v></c>'], "A1:A9")
def test_ingen_celle_kan_stoppe_leseren_av_arbeidsboeker(celler, flettet):
    ut = io.BytesIO()
    with zipfile.ZipFile(ut, "w") as arkiv:
        rader = "".join(f"<row>{celle}</row>" for celle in celler)
        arkiv.writestr("xl/worksheets/sheet1.xml", ARK.format(rader, flettet))
        for navn, innhold in DELENE:
            arkiv.writestr(navn, innhold)
        arkiv.writestr(
            "xl/styles.xml",
            '<s><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></s>',
        )
    with zipfile.ZipFile(ut) as arkiv:
        try:
            bok = ooxml.Bok(arkiv, delene_i(arkiv))
            for _, radene in bok.ark():
                list(radene)
        except (Bokfeil, *OEDELAGT):
            pass


BOEKER = {
    "xls": (Path(__file__).parent / "boeker" / "1900.xls").read_bytes,
    "ods": lambda: andre_boeker.ods([["A", Prosent(0.5)], [Feil("#N/A"), 1.0]]),
    "xlsb": lambda: andre_boeker.xlsb([["A", Prosent(0.5)], [Feil("#N/A"), 1.0]]),
}
# Delen av pakken som blir endret.
DELEN = {"ods": "content.xml", "xlsb": "xl/worksheets/sheet1.bin"}


@RASKT
@given(
    st.sampled_from([*BOEKER]),
    st.lists(st.tuples(st.integers(0, 1 << 20), st.binary(max_size=4)), max_size=5),
)
def test_ingen_bytes_kan_stoppe_den_som_ser_hva_andre_arbeidsboeker_viser(slag, nye):
    def endret(data: bytes) -> bytes:
        ut = bytearray(data)
        for plass, byte in nye:
            fra = plass % len(ut)
            ut[fra : fra + len(byte)] = byte
        return bytes(ut)

    try:
        if slag == "xls":
            xls.visning(endret(BOEKER[slag]()))
            return
        ut = pakk_om(
            BOEKER[slag](),
            lambda navn, data: iter(
                [(navn, endret(data) if navn == DELEN[slag] else data)]
            ),
        )
        with zipfile.ZipFile(io.BytesIO(ut)) as arkiv:
            if slag == "xlsb":
                xlsb.visning(arkiv, delene_i(arkiv))
            else:
                ods.visning(arkiv.open("content.xml"))
    except (Bokfeil, *OEDELAGT):
        pass


# Det prosessen som leser, svarer «ødelagt» på.
OEDELAGT = (
    struct.error,
    ValueError,
    IndexError,
    KeyError,
    ParseError,
    ExpatError,
    zlib.error,
    OverflowError,
)


@pytest.mark.parametrize(
    "linje, felt",
    [
        ('a;"b;c";d', ["a", "b;c", "d"]),
        ('a;"b "c" d";e', ["a", 'b "c" d', "e"]),
        ('a;"b ""c""";d', ["a", 'b "c"', "d"]),
        ('a;24" skjerm;b', ["a", '24" skjerm', "b"]),
        ('a;"b', ["a", "b"]),
        ('a;b"', ["a", "b"]),
        ("", [""]),
    ],
)
def test_en_linje_med_anfoerselstegn_som_ikke_stemmer_deles_likevel(linje, felt):
    assert csvleser.del_linje(linje, ";") == felt


def test_en_linje_uten_slutt_stopper_filen_foer_minnet_er_fullt(sti):
    sti.write_bytes(HODE.encode() + b"\n" + b"x" * (2 * tegnsett.LENGSTE_LINJE))
    with pytest.raises(Filfeil, match="lengre enn én million tegn"):
        list(tegnsett.finn(sti).linjer())
