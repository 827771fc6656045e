"""Tallene for alle kommuner: dem Statistisk sentralbyrå gir ut, og dem som regnes av dem. Fasiten er skrevet
av definisjonene, og regnes i Python rett av svarene: fra tjeneren som svarer som SSB, dem som er tatt vare
på, og tallene for de åtti kommunene i Nord-Norge.
"""

import collections
import csv
import datetime as dt
import itertools
import json

import pytest
import statistikkbanken

from boligdata.bygg import beregning, henting, ingest
from boligdata.bygg.henting import nett
from boligdata.felles import katalog, statistikk
from boligdata.felles.config import Kommune

KOMMUNE = Kommune("Bodø", "1804", ("Sentrum",), 2022, 2032, 2016, dt.date(2025, 12, 31))


@pytest.fixture
def les(tmp_path):
    """Les KOSTRA-tallene, og gi tallene i tabellen: (region, år, kode) → (tall, tegn)."""

    def lest(rader):
        linjer = [";".join(map(str, rad)) for rad in rader]
        fil = tmp_path / "kommunetall.csv"
        fil.write_text(
            "\n".join(["kommunenummer;aar;kode;verdi", *linjer]), encoding="utf-8"
        )
        return _tabellen(tmp_path)

    return lest


def _tabellen(mappe):
    with ingest.ny_database() as con:
        ingest.les_uttrekk(con, mappe, KOMMUNE)
        beregning.lag_modeller(con, bare={"regionstall"})
        rader = con.execute("from regionstall").fetchall()
    return {rad[:3]: rad[3:5] for rad in rader}


def test_andelen_er_summen_av_telleren_av_summen_av_nevneren_og_delene_vises_ikke(les):
    deler = {"01": 60, "02": 10, "03": 5, "04": 20, "05": 3, "999": 2}
    assert les(
        ("1804", 2026, f"Boliger.{slag}", antall) for slag, antall in deler.items()
    ) == {
        ("1804", 2026, "andel.blokk"): (20.0, None),
        ("1804", 2026, "andel.enebolig"): (60.0, None),
    }


def test_en_del_uten_tall_gir_et_tall_med_det_tegnet(les):
    tallene = les(
        [
            ("1804", 2024, "AntallHushold.0000", 1000),
            ("1804", 2024, "AntallHushold.0001", 410),
            ("1804", 2024, "AntallHushold.0004", ":"),
        ]
    )
    assert tallene["1804", 2024, "andel.aleneboende"] == (41.0, None)
    assert tallene["1804", 2024, "andel.enslig_forsoerger"] == (None, ":")


def test_mangler_en_del_helt_eller_er_nevneren_null_er_det_ikke_noe_tall(les):
    assert not les(
        [
            ("1804", 2023, "AntallHushold.0001", 410),
            ("1804", 2024, "AntallHushold.0000", 0),
            ("1804", 2024, "AntallHushold.0001", 0),
        ]
    )


def test_aldersgruppene_er_det_som_bygges_og_dem_som_bosettes_deles_paa(les, tmp_path):
    imdi = "Enhet;År;Kommunenummer;Kommune;Bosetting;Antall"
    (tmp_path / "imdi_bosetting.csv").write_text(
        f"{imdi}\nPersoner;2025;1804;Bodø;Faktisk bosetting;120\n", encoding="utf-8"
    )
    folk = {"0-17": 10_000, "18-66": 34_000, "67-79": 6_400, "80+": 2_600}
    tallene = les(
        [
            *(("1804", 2025, f"Personer1.{g}", antall) for g, antall in folk.items()),
            ("1804", 2025, "Igangsatte", 265),
            ("1804", 2025, "KOSinstdispplass0000", 455),
            ("1804", 2025, "KOSkjerne066aar0000", 660),
        ]
    )
    verdier = {kode: verdi for (_, _, kode), (verdi, _) in tallene.items()}
    assert verdier == {
        "alder.under_18": pytest.approx(100 * 10 / 53),
        "alder.over_80": pytest.approx(100 * 2.6 / 53),
        "bosetting.bosatt": 120,
        "bosetting.per_1000": pytest.approx(120 / 53),
        "bygging.igangsatt": 5,
        "omsorg.plasser": 17.5,
        "omsorg.under_67": 15,
    }


# ---------------------------------------------------------- hvert tall, av svarene fra SSB

KOMMUNER = ("0301", "1804")
ALDRE = ("000", "017", "018", "066", "067", "079", "080", "105+")
AAR = ("2024", "2025")


def _i(tabell: str, maal: str, **deler: str) -> list:
    """Ruten i svaret på tabellen: målet, og den ene delen av det."""
    return [(tabell, {"ContentsCode": maal} | deler)]


def _aldre(*aldre: str) -> list:
    return [rute for alder in aldre for rute in _i("07459", "Personer1", Alder=alder)]


def _husholdninger(slag: str) -> list:
    return _i("06944", "AntallHushold", HusholdType=slag)


def _boliger(*slag: str) -> list:
    return [rute for ett in slag for rute in _i("06265", "Boliger", BygnType=ett)]


def _utgift(funksjon: str) -> tuple:
    deler = {"KOKart0000": "AGD2", "KOKfunksjon0000": funksjon}
    return (_i("12362", "KOSbelopinnbygge0000", **deler),)


ALLE_BOLIGER = _boliger("01", "02", "03", "04", "05", "999")
# Koden → rutene som legges sammen, og rutene summen deles på med så mange det er for hver.
FASIT = {
    kode: (_i(tabell, kode),)
    for tabell, koder in {
        "12008": (
            *("KOSboligSper10000000", "KOSAndeltilgjeng0000", "KOSBruttoinvesti0000"),
            *("KOSventelistetil0000", "KOSantnyinnflytt0000", "KOSandtilretteve0000"),
            *("KOSandandrevente0000", "KOSandmidlbo14d0000", "KOSandbarn3m0000"),
            "KOSfainansstartp0000",
        ),
        "12293": (
            *("KOSinnbbolig80aa0000", "KOSandbeboerover0000"),
            *("KOSlangtid80aaro0001", "KOSbeleggomsorgs0000"),
        ),
        "12209": (
            "KOShjtj80aarover0001",
            "KOSsykhjand80aar0000",
            "KOSaarsvbrukerom0000",
        ),
        "12134": ("KOSAG110000", "KOSAGD230000", "KOSKG320000"),
        "06947": ("EUskala60",),
    }.items()
    for kode in koder
} | {
    "EUskala60.barn": (_i("08764", "EUskala60"),),
    "KOSbelopinnbygge0000.AGD2.265": _utgift("265"),
    "KOSbelopinnbygge0000.AGD2.283": _utgift("283"),
    "KOSbelopinnbygge0000.AGD2.315": _utgift("315"),
    **{
        f"HusholdningProsent.{eier}": (
            _i("11084", "HusholdningProsent", EierStatus=eier),
        )
        for eier in ("2", "3", "4")
    },
    **{
        f"InntSkatt.{slag}": (_i("06944", "InntSkatt", HusholdType=slag),)
        for slag in ("0000", "0001", "0002", "0003", "0004")
    },
    "KvPris.00": (_i("14545", "KvPris", Boligtype="00"),),
    "KvPris.01": (_i("14545", "KvPris", Boligtype="01"),),
    "omsorg.heldoegns": (_i("12292", "KOSbialthelsum0000"), _aldre(*ALDRE), 1000),
    "omsorg.under_67": (_i("12292", "KOSkjerne066aar0000"), _aldre(*ALDRE[:4]), 1000),
    "omsorg.plasser": (_i("11875", "KOSinstdispplass0000"), _aldre(*ALDRE[-2:]), 100),
    "alder.under_18": (_aldre("000", "017"), _aldre(*ALDRE), 100),
    "alder.over_80": (_aldre("080", "105+"), _aldre(*ALDRE), 100),
    "andel.aleneboende": (_husholdninger("0001"), _husholdninger("0000"), 100),
    "andel.par_med_barn": (_husholdninger("0003"), _husholdninger("0000"), 100),
    "andel.enslig_forsoerger": (_husholdninger("0004"), _husholdninger("0000"), 100),
    "andel.blokk": (_boliger("04"), ALLE_BOLIGER, 100),
    "andel.enebolig": (_boliger("01"), ALLE_BOLIGER, 100),
    "bygging.igangsatt": (_i("05940", "Igangsatte"), _aldre(*ALDRE), 1000),
    "bygging.fullfoert": (_i("05940", "Fullforte"), _aldre(*ALDRE), 1000),
}


def test_hvert_tall_fra_statistikkbanken_er_det_som_staar_i_svaret(hentet):
    tallene, svarene = hentet
    assert FASIT.keys() == {
        kode
        for kode, tall in katalog.regionstall().items()
        if tall.fra_statistikkbanken
    }
    for kode, (teller, *deles) in FASIT.items():
        for aar in AAR:
            for kommune in KOMMUNER:
                fasit = _sum(svarene, teller, kommune, aar)
                if deles:
                    nevner, per = deles
                    fasit *= per / _sum(svarene, nevner, kommune, aar)
                assert tallene[kommune, int(aar), kode][0] == pytest.approx(fasit), kode


def test_radene_ssb_selv_har_regnet_er_svaret_og_regnes_aldri_her(hentet):
    tallene, svarene = hentet
    rader = {"EKG12": "EKG12", "EKA18": "EKA18", "EAK": "0000", "EAKUO": "EAKUO"}
    for kode in ("KOSboligSper10000000", "KOSbelopinnbygge0000.AGD2.265"):
        for ssbs, region in rader.items():
            fasit = _sum(svarene, FASIT[kode][0], ssbs, "2025")
            assert tallene[region, 2025, kode][0] == fasit
    # Innbyggerne finnes ikke for gruppene, så det er ingenting å dele på.
    assert not [
        noekkel
        for noekkel in tallene
        if noekkel[0] == "EKG12" and "omsorg." in noekkel[2]
    ]


@pytest.fixture(scope="module")
def hentet(tmp_path_factory):
    """Alt som er erklært, hentet av tjeneren og lest: tallene i tabellen, og svarene: tabell → JSON-stat2."""
    mappe = tmp_path_factory.mktemp("hentet")
    with statistikkbanken.start() as bank, pytest.MonkeyPatch.context() as uten:
        for navn in ("http_proxy", "https_proxy", "all_proxy"):
            uten.delenv(navn, raising=False)
            uten.delenv(navn.upper(), raising=False)
        bank.tabeller = _tabellene()
        # Hver tabell har sine egne tall, så det ene ikke kan være det andre.
        bank.rett_svar.append(_flytt)
        klokke = nett.Klokke(lambda: 0.0, lambda sekunder: None)
        with henting.Statistikkbank(bank.adresse, 30, klokke) as aapen:
            utfall = henting.hent(
                aapen,
                henting.Svarmappe(mappe / statistikk.MAPPE),
                [en for en in statistikk.tabeller() if en.til == "kommunetall"],
                KOMMUNE,
                dt.datetime(2026, 7, 1, tzinfo=dt.UTC),
            )
    assert {ett.hva for ett in utfall} == {"hentet"}
    svarene = {}
    for fil in (mappe / statistikk.MAPPE).glob("*.json"):
        svar = json.loads(fil.read_text("utf-8"))
        svarene[svar["extension"]["px"]["tableid"]] = svar
    return _tabellen(mappe), svarene


def _flytt(svar: dict) -> None:
    nummer = int(svar["extension"]["px"]["tableid"])
    svar["value"] = [tall + nummer for tall in svar["value"]]


def _tabellene() -> dict[str, dict]:
    variabler = {}
    for tabell in statistikk.tabeller():
        egne = variabler.setdefault(tabell.tabell, {})
        for navn, valgt in tabell.velg.items():
            egne[navn] = {
                "KOKkommuneregion0000": (*KOMMUNER, "EAK", "EAKUO", "EKA18", "EKG12"),
                "Region": (*KOMMUNER, "0"),
                "Alder": ALDRE,
                "Tid": AAR,
            }.get(navn) or (*valgt, *tabell.ogsaa.get(navn, ()))
    return {
        nummer: statistikkbanken.tabellen(
            nummer,
            **{navn: statistikkbanken.variabel(*koder) for navn, koder in egne.items()},
        )
        for nummer, egne in variabler.items()
    }


def _sum(svarene: dict, ruter: list, region: str, aar: str) -> float:
    return sum(_ruten(svarene[tabell], hvor, region, aar) for tabell, hvor in ruter)


def _ruten(svar: dict, hvor: dict[str, str], region: str, aar: str) -> float:
    """Tallet i ruten: plassen i listen er regnet slik standarden sier, den siste variabelen raskest."""
    plass = 0
    for variabel, antall in zip(svar["id"], svar["size"]):
        hvilken = {"Tid": aar, "Region": region, "KOKkommuneregion0000": region} | hvor
        indeks = svar["dimension"][variabel]["category"]["index"]
        plass = plass * antall + indeks[hvilken[variabel]]
    return svar["value"][plass]


# ------------------------------------------------------------ av det SSB har gitt ut

HUSHOLD = {
    "alle": "0000",
    "aleneboende": "0001",
    "par_uten_barn": "0002",
    "par_med_barn": "0003",
    "enslig_forelder": "0004",
}
BYGG = {
    "boliger_enebolig": "01",
    "boliger_tomannsbolig": "02",
    "boliger_rekkehus": "03",
    "boliger_boligblokk": "04",
    "boliger_bofellesskap": "05",
    "boliger_andre": "999",
}


def test_hushold_og_inntekt_i_aatti_kommuner_er_det_ssb_har_gitt_ut(
    offentlige_data, tmp_path
):
    antall, inntekt = {}, {}
    for rad in _lest(offentlige_data, "06944_husholdninger_2005-2024.csv"):
        if rad["aar"] == "2024" and rad["hustype"] in HUSHOLD:
            noekkel = rad["kommunenummer"], HUSHOLD[rad["hustype"]]
            antall[noekkel] = _tall(rad["antall"])
            inntekt[noekkel] = _tall(rad["median_inntekt_etter_skatt"])
    maal = {"AntallHushold": antall, "InntSkatt": inntekt}
    (tmp_path / "06944.json").write_text(
        _svar("06944", "HusholdType", [*HUSHOLD.values()], maal, "2024"),
        encoding="utf-8",
    )
    tallene = _tabellen(tmp_path)
    andeler = {"aleneboende": "0001", "par_med_barn": "0003"}
    kommuner = {kommune for kommune, _ in antall}
    assert len(kommuner) == 80
    for kommune in kommuner:
        alle = antall[kommune, "0000"]
        for navn, slag in andeler.items():
            fasit = 100 * antall[kommune, slag] / alle
            assert tallene[kommune, 2024, f"andel.{navn}"][0] == pytest.approx(fasit)
        for slag in HUSHOLD.values():
            gitt = inntekt.get((kommune, slag))
            assert tallene[kommune, 2024, f"InntSkatt.{slag}"][0] == gitt
    assert round(tallene["1804", 2024, "andel.aleneboende"][0], 1) == 42.5


def test_boligene_i_aatti_kommuner_er_delt_slik_ssb_har_talt_dem(
    offentlige_data, tmp_path
):
    profiler = _lest(offentlige_data, "levekaar_06944_14780_11084_06265.csv")
    boliger = {
        (rad["kommunenummer"], slag): _tall(rad[navn])
        for rad in profiler
        for navn, slag in BYGG.items()
    }
    (tmp_path / "06265.json").write_text(
        _svar("06265", "BygnType", [*BYGG.values()], {"Boliger": boliger}, "2026"),
        encoding="utf-8",
    )
    tallene = _tabellen(tmp_path)
    for rad in profiler:
        for kode, navn in (("blokk", "boligblokk"), ("enebolig", "enebolig")):
            fasit = 100 * int(rad[f"boliger_{navn}"]) / int(rad["boliger_total"])
            tall, _ = tallene[rad["kommunenummer"], 2026, f"andel.{kode}"]
            assert tall == pytest.approx(fasit)


@pytest.mark.parametrize(
    ("svaret", "heter"),
    [
        ("pxweb2/kostra_12134_3kommuner.json", "12134.json"),
        ("jsonstat2/ks_12191_kostra_9regioner.json", "kostra.json"),
    ],
)
def test_hver_rute_i_et_svar_ssb_har_gitt_er_et_tall_eller_tegnet_det_har(
    svaret, heter, offentlige_data, tmp_path
):
    svar = json.loads(_filen(offentlige_data, svaret).read_text("utf-8"))
    (tmp_path / heter).write_text(json.dumps(svar), encoding="utf-8")
    tegn = svar.get("status") or {}
    ruter = itertools.product(*(_kodene(svar, navn) for navn in svar["id"]))
    fasit = collections.Counter()
    for plass, koder in enumerate(ruter):
        rute = dict(zip(svar["id"], koder))
        verdi = svar["value"][plass]
        fasit[rute["ContentsCode"], int(rute["Tid"]), verdi, tegn.get(str(plass))] += 1
    with ingest.ny_database() as con:
        ingest.les_uttrekk(con, tmp_path, KOMMUNE)
        lest = con.execute(
            "select kode, aar, verdi, status from kommunetall"
        ).fetchall()
    assert collections.Counter(lest) == fasit


@pytest.mark.parametrize(
    ("svaret", "sier"),
    [
        ("ks_12367_kostra_regnskap_5regioner_2018-2020.json", "KOKregnskapsomfa0000"),
        ("ssb_01222_befolkning_oslo.json", "tiden er skrevet som «1997K4»"),
        ("ssb_09895_leiemarked.json", "Soner2, AntRom"),
        ("ssb_03013_kpi_konsumgruppe.json", "Konsumgrp"),
        ("ks_08655_maanedlig.json", "Arbeidstype"),
        ("oslo_sto013_sosialhjelp_bydel.json", "bydel"),
    ],
)
def test_et_svar_vi_ikke_har_sagt_hvordan_skal_leses_stopper_med_en_setning(
    svaret, sier, offentlige_data, tmp_path
):
    fil = _filen(offentlige_data, f"jsonstat2/{svaret}")
    (tmp_path / "kostra.json").write_bytes(fil.read_bytes())
    with ingest.ny_database() as con:
        rapport = ingest.les_uttrekk(con, tmp_path, KOMMUNE)
    [funn] = [avvik for avvik in rapport.avvik if avvik.kilde == "kommunetall"]
    assert sier in funn.forklaring and rapport.status["kommunetall"].stoppet


def _kodene(svar: dict, variabel: str) -> list[str]:
    indeks = svar["dimension"][variabel]["category"]["index"]
    return sorted(indeks, key=indeks.get)


def _filen(offentlige_data, navn):
    fil = offentlige_data / "offentlig" / navn
    if not fil.exists():
        pytest.skip(f"{navn} er ikke blant de offentlige tallene her.")
    return fil


def _lest(offentlige_data, navn):
    with _filen(offentlige_data, f"nordnorge/{navn}").open(
        encoding="utf-8", newline=""
    ) as innhold:
        return list(csv.DictReader(innhold, delimiter=";"))


def _svar(tabell, variabel, koder, maal, aar) -> str:
    """Svaret fra SSB på ett år: mål → (kommune, kode) → tall."""
    kommuner = sorted({kommune for verdier in maal.values() for kommune, _ in verdier})
    dimensjoner = {
        "Region": kommuner,
        variabel: koder,
        "ContentsCode": [*maal],
        "Tid": [aar],
    }
    return json.dumps(
        {
            "class": "dataset",
            "extension": {"px": {"tableid": tabell}},
            "id": [*dimensjoner],
            "size": [len(kodene) for kodene in dimensjoner.values()],
            "dimension": {
                navn: {"category": {"index": kodene, "label": {k: k for k in kodene}}}
                for navn, kodene in dimensjoner.items()
            },
            "value": [
                verdier.get((kommune, kode))
                for kommune in kommuner
                for kode in koder
                for verdier in maal.values()
            ],
        }
    )


def _tall(tekst: str) -> float | None:
    return float(tekst) if tekst else None
