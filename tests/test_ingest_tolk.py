"""Tolkningen av celler: tall, datoer, koder, alder og kommuner slik folk og systemer skriver
dem.
"""

import datetime as dt
from dataclasses import replace

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from boligdata.bygg.ingest import tolk
from boligdata.felles import kilder
from boligdata.felles.kilder import Kolonne
from boligdata.felles.tekst import rens

# --------------------------------------------------------------------------------- tall

DESIMAL = Kolonne("x", "X", "desimal")
HELTALL = Kolonne("x", "X", "heltall")


@pytest.mark.parametrize(
    "tekst, verdi",
    [
        ("1234,5", 1234.5),
        ("1 234,50", 1234.5),
        ("1\u00a0234,5", 1234.5),
        ("1\u202f234,5", 1234.5),
        ("105 000 000 ", 105e6),
        ("-105 000 000 ", -105e6),
        ("\u2212 6 600", -6600),
        ("(123)", -123),
        ("(1 234,5)", -1234.5),
        ("kr 5", 5),
        ("7 500 kr", 7500),
        ("12 000,-", 12000),
        ("12 000,– kr", 12000),
        ("-kr 300", -300),
        ("54,5 m²", 54.5),
        ("1.234.567", 1234567),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1,234,567", 1234567),
        ("133.3", 133.3),
        ("0.125", 0.125),
        ("0", 0),
        ("-0,5", -0.5),
        ("+3", 3),
        ("1,234", 1.234),
        ("5*", 5),
        ("5|", 5),
    ],
)
def test_tall_kan_skrives_paa_mange_maater(tekst, verdi):
    assert tolk.tolk_tall(rens(tekst), DESIMAL).verdi == pytest.approx(verdi)


@pytest.mark.parametrize(
    "tekst",
    ["x", "1 2", "12 34", "1,2,3", "1.2.3", "kr", "--5", "5-", "1e5", "1,2E+11", "²"],
)
def test_det_som_ikke_er_et_tall_blir_ikke_til_et_tall(tekst):
    svar = tolk.tolk_tall(tekst, DESIMAL)
    assert (
        svar.verdi is None
        and svar.regel == "ikke et tall"
        and f"«{tekst}»" in svar.forklaring
    )


def test_et_tall_som_kan_leses_paa_to_maater_blir_ikke_gjettet():
    svar = tolk.tolk_tall("1.234", DESIMAL)
    assert svar.verdi is None and "1234 eller 1,234" in svar.forklaring


def test_heltall_maa_vaere_hele():
    assert tolk.tolk_tall("3,0", HELTALL).verdi == 3
    assert tolk.tolk_tall("3,5", HELTALL).regel == "ikke et heltall"
    assert tolk.tolk_tall("99999999999", HELTALL).regel == "utenfor grensene"
    assert tolk.tolk_tall("9" * 400, HELTALL).regel == "ikke et tall"


def test_forklaringen_sier_hvilke_grenser_som_gjelder():
    kolonne = Kolonne("antall_soverom", "Antall soverom", "heltall", minst=0, hoeyst=12)
    assert (
        tolk.tolk_tall("40", kolonne).forklaring
        == "Antall soverom er «40», men skal være 0 til 12. Rett tallet."
    )
    assert (
        "minst 1"
        in tolk.tolk_tall("0", replace(kolonne, minst=1, hoeyst=None)).forklaring
    )


@pytest.mark.parametrize(
    "tegn", [".", "..", "...", "…", ":", "*", "-", "–", "<5", "< 4"]
)
def test_standardtegn_er_ikke_tall(tegn):
    svar = tolk.tolk_tall(tegn, DESIMAL)
    assert svar.verdi is None and svar.regel is None and svar.tegn


def test_strek_er_null_bare_der_kontrakten_kjenner_standardtegn():
    assert tolk.tolk_tall("-", DESIMAL).verdi is None
    assert tolk.tolk_tall("-", replace(DESIMAL, standardtegn="status")).verdi == 0
    assert (
        tolk.tolk_tall("-", replace(HELTALL, tegn_gir_ingen_rad=True, minst=1900)).verdi
        is None
    )


@given(
    st.decimals(-(10**12), 10**12, places=2, allow_nan=False),
    st.sampled_from([" ", "\u00a0", "\u202f", ""]),
    st.sampled_from(["-", "\u2212"]),
    st.sampled_from(["", " ", " kr"]),
)
def test_et_norsk_tall_kommer_tilbake_som_seg_selv(tall, tusen, minus, slutt):
    tekst = (
        f"{tall:,.2f}".replace(",", tusen).replace(".", ",").replace("-", minus) + slutt
    )
    assert tolk.tolk_tall(rens(tekst), DESIMAL).verdi == pytest.approx(
        float(tall), abs=1e-9
    )


# ------------------------------------------------------------------------------- datoer

DATO = Kolonne("til", "Til", "dato")


@pytest.mark.parametrize(
    "tekst",
    [
        "01.03.2021",
        "1.3.2021",
        "1.3.21",
        "01032021",
        "1032021",
        "20210301",
        "2021-03-01",
        "2021/03/01",
        "1/3/2021",
        "1-3-2021",
        "2021-03-01T10:15:00",
        "2021-03-01 10:15:00.000",
        "01.03.2021 kl. 10.15",
        "2021-02-28T23:00:00Z",
        "2021-03-01T00:00:00+01:00",
        "2021-03-01T99:00:00Z",
        "44256",
        "44256,4167",
        "1. 3. 2021",
    ],
)
def test_datoer_kan_skrives_paa_mange_maater(tekst):
    assert tolk.tolk_dato(tekst, DATO).verdi == dt.date(2021, 3, 1)


def test_et_tidspunkt_i_utc_blir_norsk_dag():
    assert tolk.tolk_dato("2021-06-30T22:00:00.000Z", DATO).verdi == dt.date(2021, 7, 1)


@pytest.mark.parametrize(
    "tekst",
    [
        "31.12.2099",
        "31.12.9999",
        "01.01.1900",
        "9999-12-31",
        "0001-01-01",
        "1899-12-30",
    ],
)
def test_aapne_datoer_er_tomme_naar_datoen_ikke_er_paakrevd(tekst):
    svar = tolk.tolk_dato(tekst, DATO)
    assert svar.verdi is None and svar.regel is None and svar.merke == tolk.AAPEN_DATO
    assert tolk.tolk_dato(tekst, replace(DATO, paakrevd=True)).regel == "ugyldig dato"


def test_en_dato_som_ikke_finnes_faar_en_forklaring_som_sier_hva_som_maa_gjoeres():
    svar = tolk.tolk_dato("31.02.2021", DATO)
    assert (
        svar.forklaring
        == "Datoen «31.02.2021» finnes ikke. Skriv datoen som dd.mm.åååå."
    )


@pytest.mark.parametrize(
    "tekst",
    ["i går", "2021", "13.13.2021", "99999", "01.01.1850", "12345678901", "1.2.3.4"],
)
def test_det_som_ikke_er_en_dato_blir_ikke_til_en_dato(tekst):
    svar = tolk.tolk_dato(tekst, DATO)
    assert svar.verdi is None and svar.regel == "ugyldig dato"


DATOFORMER = st.sampled_from(["%d.%m.%Y", "%Y-%m-%d", "%d%m%Y", "%Y%m%d"])


@given(st.dates(dt.date(1900, 1, 2), dt.date(2098, 12, 31)), DATOFORMER)
def test_en_dato_kommer_tilbake_som_seg_selv(dato, form):
    assert tolk.tolk_dato(dato.strftime(form), DATO).verdi == dato


# ------------------------------------------------------------- koder, alder og kommuner


@pytest.mark.parametrize(
    "tekst",
    [
        "rop",
        "ROP",
        "Rop/rus",
        "rus / psykisk helse",
        "psyk.",
        "Rus og psykisk helse",
        "ROP\u00ad",
        "R\u00adOP",
    ],
)
def test_koder_kjennes_igjen_uansett_skrivemaate(tekst):
    kolonne = kilder.kilder()["soeknad"].kolonner["maalgruppe"]
    assert tolk.tolker(kolonne, ())(rens(tekst)).verdi == "rop"


def test_samme_bokstav_skrevet_paa_to_maater_er_samme_kode():
    kolonne = kilder.kilder()["bolig"].kolonner["boligtype"]
    assert tolk.tolker(kolonne, ())(rens("sma\u030ahus")).verdi == "robust"


@pytest.mark.parametrize(
    "tekst, koder",
    [
        ("ROP, eldre", ["rop", "eldre"]),
        ("Rus og psykisk helse; Eldre", ["rop", "eldre"]),
        ("ROP", ["rop"]),
        ("rop/rus / unge", ["rop", "unge"]),
        ("Eldre og unge", ["eldre", "unge"]),
        ("ROP|psyk", ["rop"]),
    ],
)
def test_en_celle_kan_ha_flere_koder(tekst, koder):
    kolonne = kilder.kilder()["tiltak"].kolonner["maalgrupper"]
    assert tolk.tolker(kolonne, ())(tekst).verdi == koder


def test_en_ukjent_kode_forklares_med_forslag_og_alt_som_er_lov():
    kolonne = kilder.kilder()["bolig"].kolonner["disposisjonsform"]
    forklaring = tolk.tolker(kolonne, ())("Inleid").forklaring
    assert "Mente du «Innleid»?" in forklaring
    assert (
        "Bruk en av: Eid av kommunen, Innleid, Privat eid med disposisjonsrett."
        in forklaring
    )


@pytest.mark.parametrize(
    "tekst, verdi",
    [
        ("alle", "alle"),
        ("I alt", "alle"),
        ("Totalt", "alle"),
        ("0-17", "0-17"),
        ("0–17 år", "0-17"),
        ("alder_0_17", "0-17"),
        ("00-49", "0-49"),
        ("0 til 17 år", "0-17"),
        ("under 18 år", "0-17"),
        ("80+", "80+"),
        ("80pluss", "80+"),
        ("80 år eller eldre", "80+"),
        ("80 år og over", "80+"),
        ("alder_80pluss", "80+"),
        ("105+", "105+"),
        ("105 år eller eldre", "105+"),
        ("080", "80"),
        ("80 år", "80"),
        ("000", "0"),
        ("34", "34"),
    ],
)
def test_aldersgrupper_faar_en_form(tekst, verdi):
    assert tolk.tolk_aldersgruppe(tekst).verdi == verdi


@pytest.mark.parametrize("tekst", ["ung", "17-0", "2000", "over 80", "0-17-25"])
def test_det_som_ikke_er_en_alder_blir_ikke_til_en_alder(tekst):
    assert tolk.tolk_aldersgruppe(tekst).regel == "ugyldig alder"


@pytest.mark.parametrize(
    "tekst, verdi",
    [
        ("301", "0301"),
        ("0301", "0301"),
        ("1804 Bodø", "1804"),
        ("K-1860", "1860"),
        ("0104 Moss (-2019)", "0104"),
        ("5603 Hammerfest - Hámmerfeasta", "5603"),
        ("0", "0000"),
        ("0 Hele landet", "0000"),
        ("EAK Landet", "0000"),
    ],
)
def test_kommunenummer_faar_fire_sifre(tekst, verdi):
    assert tolk.tolk_kommunenummer(tekst).verdi == verdi


@pytest.mark.parametrize(
    "tekst",
    [
        "0311",
        "326",
        "2100",
        "9999",
        "18 Nordland",
        "18",
        "EKG08",
        "EAKUO Landet",
        "Sum",
    ],
)
def test_bydeler_svalbard_fylker_og_summer_er_ikke_kommuner(tekst):
    svar = tolk.tolk_kommunenummer(tekst)
    assert svar.verdi is None and svar.merke == tolk.UTELATT


@pytest.mark.parametrize(
    "tekst, verdi",
    [
        ("EKG08", "EKG08"),
        ("ekg08 KOSTRA-gruppe 8", "EKG08"),
        ("EKA32 Akershus", "EKA32"),
        ("EAKUO Landet uten Oslo", "EAKUO"),
        ("EAK Landet", "0000"),
        ("1804 Bodø", "1804"),
        ("0311", None),
    ],
)
def test_en_region_kan_ogsaa_vaere_en_rad_ssb_selv_har_regnet(tekst, verdi):
    assert tolk.tolk_region(tekst).verdi == verdi


def test_et_kommunenavn_er_ikke_et_kommunenummer():
    assert tolk.tolk_kommunenummer("Bodø").regel == "ugyldig kommunenummer"


@pytest.mark.parametrize(
    "ja, nei",
    [("Ja", "Nei"), ("J", "N"), ("1", "0"), ("Sann", "Usann"), ("TRUE", "FALSE")],
)
def test_ja_og_nei_kan_skrives_paa_mange_maater(ja, nei):
    kolonne = Kolonne("k", "K", "ja_nei")
    assert tolk.tolk_ja_nei(ja, kolonne).verdi is True
    assert tolk.tolk_ja_nei(nei, kolonne).verdi is False
    assert tolk.tolk_ja_nei("kanskje", kolonne).regel == "ikke ja eller nei"


@pytest.mark.parametrize(
    "tekster, bare_kryss",
    [
        (["x", "", "X"], True),
        (["✓", ""], True),
        (["x", "nei", ""], False),
        (["ja", "x", ""], False),
        (["", ""], False),
        (["1", "0", ""], False),
    ],
)
def test_tomt_betyr_nei_bare_naar_kolonnen_ikke_har_annet_enn_kryss(
    tekster, bare_kryss
):
    assert tolk.bare_kryss(tekster) is bare_kryss


def test_en_id_excel_har_oedelagt_blir_ikke_brukt():
    assert tolk.tolk_id("1,23E+11").regel == "ugyldig id"
    assert tolk.tolk_id("12E5").verdi == "12E5"


# ------------------------------------------------------------------------------ uansett


KOLONNER = [
    kolonne for kilde in kilder.kilder().values() for kolonne in kilde.kolonner.values()
]


@settings(max_examples=150)
@given(st.text(max_size=30), st.sampled_from(KOLONNER))
def test_ingen_tekst_kan_faa_tolkningen_til_aa_feile(tekst, kolonne):
    tekst = rens(tekst)
    if tekst:
        svar = tolk.tolker(kolonne, ("Sentrum",))(tekst)
        assert (svar.regel is None) == (svar.forklaring is None)
        assert svar.regel is None or svar.verdi is None


@settings(max_examples=300, deadline=None)
@given(st.text("aZ0129_-/='.,E+ nå#:", max_size=8), st.booleans())
@example("nan", False)
@example("NULL", False)
@example("1E+11", False)
@example("123456789012345678", False)
@example("", False)
def test_en_id_som_ikke_tolkes_er_den_tolkingen_ville_gitt(tekst, slik_de_staar):
    kolonne = replace(DESIMAL, type="id")
    if tolk.er_id(pa.array([tekst]))[0].as_py():
        assert rens(tekst) == tekst
        les = tolk.tolker(kolonne, (), id_slik_de_staar=slik_de_staar)
        assert les(tekst) == tolk.Tolket(tekst)


@pytest.mark.parametrize("tekst", ["H0012", "2024-17", "7", "ab_c", "12E5"])
def test_vanlige_id_er_trenger_ikke_tolkes(tekst):
    assert tolk.er_id(pa.array([tekst]))[0].as_py()


@pytest.mark.parametrize("tekst", ["007", "=A1", "None", "1,0", "'7", "H å"])
def test_en_id_som_kan_bety_noe_annet_maa_tolkes(tekst):
    assert not tolk.er_id(pa.array([tekst]))[0].as_py()
