"""Tall, datoer og perioder slik de skrives på norsk."""

import datetime as dt

import pytest
from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from boligdata.felles import katalog, maalform, norsk, tekstkatalog
from boligdata.felles.enheter import ENHETER, VERNEDE_ENHETER

NB = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    "verdi, desimaler, skrevet",
    [
        (1234.5, 1, f"1{NB}234,5"),
        (1234567, 0, f"1{NB}234{NB}567"),
        (-2.04, 1, "−2,0"),
        (0, 0, "0"),
        (None, 0, "–"),
        (float("nan"), 1, "–"),
        (99.5, 0, "100"),
    ],
)
def test_tall_skrives_med_komma_og_hardt_mellomrom(verdi, desimaler, skrevet):
    assert norsk.tall(verdi, desimaler) == skrevet


def test_null_har_aldri_fortegn():
    assert (
        norsk.tall(-0.0) == norsk.tall(0.0) == norsk.tall(-0.3) == "0"
        and norsk.tall(-0.04, 1) == "0,0"
    )


def test_enheten_staar_etter_tallet():
    assert norsk.med_enhet(91.8, ENHETER["prosent"]) == f"92{NB}%"
    assert norsk.med_enhet(48, ENHETER["dager"]) == f"48{NB}dager"
    assert norsk.med_enhet(None, ENHETER["dager"]) == "–"


@pytest.mark.parametrize(
    ("verdi", "tekst"),
    [(1, f"+1{NB}måned"), (-1, f"-1{NB}måned"), (2, f"+2{NB}måneder")],
)
def test_en_endring_paa_en_maaned_er_i_entall(verdi, tekst):
    hele = VERNEDE_ENHETER["dager"]
    assert norsk.endring(verdi, hele).replace("−", "-") == tekst
    assert norsk.endring(1, ENHETER["maaneder"]) == f"+1,0{NB}måneder"


def test_endring_mellom_prosenter_er_prosentpoeng():
    assert norsk.endring(2, ENHETER["prosent"]) == f"+2{NB}prosentpoeng"
    assert norsk.endring(-3, ENHETER["antall"]) == "−3"


@pytest.mark.parametrize(
    "enhet, verdi, skrevet",
    [
        ("antall", 0, "0–4"),
        ("antall", 5, "5"),
        ("prosent", 4, f"under 5{NB}%"),
        ("prosent", 5, f"5{NB}%"),
        ("prosent", 95, f"95{NB}%"),
        ("prosent", 96, f"over 95{NB}%"),
        ("dager", 0, f"under en halv{NB}måned"),
        ("dager", 1, f"1{NB}måned"),
        ("dager", 2, f"2{NB}måneder"),
        ("maaneder", 0, f"0,0{NB}måneder"),
        ("maaneder", 0.4, f"0,4{NB}måneder"),
        ("kroner", 0, f"0{NB}kr"),
        ("antall", None, "–"),
    ],
)
def test_vernede_tall_sier_ikke_mer_enn_avrundingen(enhet, verdi, skrevet):
    """Bare det som er rundet til hele måneder, er «under en halv»."""
    assert norsk.med_enhet(verdi, VERNEDE_ENHETER[enhet]) == skrevet


@pytest.mark.parametrize(
    "enhet, maal, skrevet",
    [
        (VERNEDE_ENHETER["dager"], 45 / 30, f"1,5{NB}måneder"),
        (VERNEDE_ENHETER["dager"], 1, f"1{NB}måned"),
        (VERNEDE_ENHETER["dager"], 0.98, f"1{NB}måned"),
        (ENHETER["maaneder"], 1, f"1{NB}måned"),
        (ENHETER["maaneder"], 2.04, f"2,04{NB}måneder"),
        (ENHETER["aar"], 3.0, f"3{NB}år"),
        (ENHETER["dager"], 45, f"45{NB}dager"),
        (ENHETER["prosent"], 95, f"95{NB}%"),
    ],
)
def test_et_maal_skrives_med_de_desimalene_det_trenger(enhet, maal, skrevet):
    """«Høyst 2 måneder» ville vært et annet mål enn 45 dager, og «1,0 måneder» kan ikke leses høyt."""
    assert norsk.maaltall(maal, enhet) == skrevet


@pytest.mark.parametrize(
    "verdi, skrevet",
    [
        (0.0, f"0{NB}måneder"),
        (0.96, f"1{NB}måned"),
        (1.0, f"1{NB}måned"),
        (1.5, f"1,5{NB}måneder"),
        (22.0, f"22{NB}måneder"),
        (float("nan"), "–"),
    ],
)
def test_en_grense_paa_hele_maaneder_staar_uten_desimaler(verdi, skrevet):
    assert norsk.grense(verdi, ENHETER["maaneder"]) == skrevet


def test_grensene_for_beloep_skrives_med_to_siffer_og_andre_tall_som_de_er():
    rundet = norsk.runde_beloep(1_177_316.4, 884.0, enhet=ENHETER["kroner"])
    assert rundet == (1_200_000, 880)
    assert norsk.runde_beloep(117.3, enhet=ENHETER["dager"]) == (117.3,)


@pytest.mark.parametrize(
    "antall, skrevet",
    [(0, "0 søknader"), (1, "1 søknad"), (-1, "−1 søknad"), (2, "2 søknader")],
)
def test_bare_en_er_entall(antall, skrevet):
    assert norsk.med_ord(antall, "søknader") == skrevet


def test_datoer_og_perioder():
    assert norsk.dato(dt.date(2021, 12, 31)) == "31.12.2021"
    assert norsk.maaned(dt.date(2026, 5, 1)) == "mai 2026"
    assert norsk.periode("2025-T3") == "3. tertial 2025"
    assert norsk.periode_kort("2025-T3") == "T3 2025"
    assert norsk.periode("2025") == "2025"


def test_folketallet_gjelder_foerste_januar_ogsaa_i_et_tertial():
    for id in ("innbyggere", "andel_80"):
        for periode in ("2025", "2025-T3"):
            naar = norsk.naar(periode, katalog.indikatorer()[id])
            assert naar == "den 1. januar 2025"
    boliger = katalog.indikatorer()["boliger_per_1000"]
    assert norsk.naar("2025", boliger) == "ved utgangen av 2025"


def test_beholdninger_gjelder_utgangen_av_perioden_og_hendelser_hele_perioden():
    assert (
        norsk.naar("2025", katalog.indikatorer()["venteliste"])
        == "ved utgangen av 2025"
    )
    assert (
        norsk.naar("2025-T1", katalog.indikatorer()["soeknader"]) == "i 1. tertial 2025"
    )


def test_ramser_har_og_foer_det_siste():
    assert norsk.ramse(["a"]) == "a"
    assert norsk.ramse(["a", "b", "c"]) == "a, b og c"


def test_en_ramse_der_det_siste_har_og_i_seg_leses_ikke_som_ett_ledd_mer():
    assert norsk.ramse(["eldre", "rus og psykisk helse"]) == (
        "eldre samt rus og psykisk helse"
    )
    assert norsk.ramse(["rus og psykisk helse"]) == "rus og psykisk helse"


@pytest.mark.parametrize(
    ("endring", "ordet", "skrevet"),
    [
        (22, "boliger", "22 flere boliger"),
        (-6, "boliger", "6 færre boliger"),
        (1, "boliger", "én bolig mer"),
        (-1, "boliger", "én bolig mindre"),
        (1, "tiltak", "ett tiltak mer"),
        (0, "boliger", "ingen flere boliger"),
    ],
)
def test_flere_og_faerre_boeyes_i_tall_og_kjoenn(endring, ordet, skrevet):
    assert norsk.flere_eller_faerre(endring, ordet) == skrevet


def test_filnavn_har_bare_trygge_tegn():
    assert (
        norsk.filnavn("Hvor lenge må de vente? Rus/psykisk Æ")
        == "hvor_lenge_maa_de_vente_rus_psykisk_ae"
    )


def test_et_tertial_i_en_tabell_blir_ikke_et_punkt_i_en_liste():
    assert norsk.bokstavelig("2. tertial 2025") == r"2\. tertial 2025"
    assert norsk.bokstavelig("I 2. tertial 2025: 1.2") == "I 2. tertial 2025: 1.2"


@pytest.mark.parametrize(
    ("tekst", "ventet"),
    [
        ("# Overskrift", r"\# Overskrift"),
        ("  ## Overskrift", r"  \## Overskrift"),
        ("nr. 3 # 4", "nr. 3 # 4"),
        ("&lt;b&gt;", r"\&lt;b\&gt;"),
        (":smile: og :material/lock:", ":\u2060smile: og :\u2060material/lock:"),
        ("https://ond.no", "https:\u2060//ond.no"),
        ("www.ond.no", "www\u2060.ond.no"),
        ("noen@ond.no", "noen@\u2060ond.no"),
        ("Merk: dette", "Merk: dette"),
    ],
)
def test_tekst_fra_uttrekk_blir_ikke_overskrifter_bilder_eller_lenker(tekst, ventet):
    assert norsk.bokstavelig(tekst) == ventet


@pytest.mark.parametrize(
    ("endring", "ordet", "skrevet"),
    [
        (22, "bustader", "22 fleire bustader"),
        (1, "bustader", "éin bustad meir"),
        (-1, "tenester", "éi teneste mindre"),
        (1, "tiltak", "eitt tiltak meir"),
        (1, "krav om utkasting", "eitt krav om utkasting meir"),
        (1, "innvilga verkemiddel", "eitt innvilga verkemiddel meir"),
    ],
)
def test_flere_og_faerre_boeyes_ogsaa_paa_nynorsk(endring, ordet, skrevet):
    with maalform.bruk("nn"):
        assert norsk.flere_eller_faerre(endring, ordet) == skrevet


def test_tall_med_ord_og_enheter_staar_paa_maalformen():
    with maalform.bruk("nn"):
        assert norsk.med_ord(1, "husstandar") == "1 husstand"
        assert norsk.med_enhet(48, ENHETER["dager"]) == f"48{NB}dagar"
        assert (
            norsk.med_enhet(0, VERNEDE_ENHETER["dager"]) == f"under ein halv{NB}månad"
        )


def test_tall_datoer_og_bindeord_er_de_samme_paa_nynorsk():
    """Derfor huskes de bare én gang."""
    nynorsk = Locale.parse("nn_NO")
    for nr in range(1, 13):
        dag = dt.date(2025, nr, 1)
        assert format_date(dag, "MMMM", locale=nynorsk) == norsk.maaned(dag).split()[0]
    ord_ = ["a", "b", "c"]
    assert format_list(ord_, locale=nynorsk) == norsk.ramse(ord_)
    assert format_list(ord_, style="or", locale=nynorsk) == norsk.ramse_eller(ord_)
    tallet = format_decimal(1234.5, format="#,##0.0", locale=nynorsk)
    assert tallet == norsk.tall(1234.5, 1)


def test_hvert_tema_har_et_navn_paa_begge_maalformer():
    temaene = {indikator.tema for indikator in katalog.indikatorer().values()}
    assert {norsk.tema(tema) for tema in temaene} <= set(tekstkatalog.alle())
