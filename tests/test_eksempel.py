"""Eksempelkommunen: filene er de samme hver gang, verdenen henger sammen, og tallene ligner en
virkelig kommune.
"""

import csv
import datetime as dt
import os
import re
import statistics
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import duckdb
import pytest
import python_calamine

from boligdata import eksempel
from boligdata.bygg import ingest
from boligdata.eksempel import forutsetninger as f
from boligdata.eksempel import offentlig, verden
from boligdata.felles import config, katalog

EKSEMPEL = config.ROT / "data" / "eksempel"
AARENE = range(f.FOERSTE_AAR, f.PER_DATO.year + 1)


# ---------------------------------------------------------------------- les filene rått


def _filer() -> list[Path]:
    return [s for s in EKSEMPEL.iterdir() if not s.name.startswith(".")]


def _csv(navn: str, tegnsett: str) -> list[dict[str, str]]:
    with open(EKSEMPEL / navn, encoding=tegnsett, newline="") as fil:
        return list(csv.DictReader(fil, delimiter=";"))


def _xlsx(navn: str, titler: int) -> list[dict]:
    rader = (
        python_calamine.CalamineWorkbook.from_path(EKSEMPEL / navn)
        .get_sheet_by_index(0)
        .to_python()
    )
    return [dict(zip(rader[titler], rad)) for rad in rader[titler + 1 :]]


def _dato(tekst: str) -> dt.date | None:
    if not tekst:
        return None
    return (
        dt.date.fromisoformat(tekst)
        if "-" in tekst
        else dt.datetime.strptime(tekst, "%d.%m.%Y").date()
    )


@pytest.fixture(scope="module")
def boliger() -> dict[str, dict]:
    return {b["Bolig-ID"]: b for b in _xlsx("bolig.xlsx", 3)}


@pytest.fixture(scope="module")
def leieforhold(boliger) -> list[dict]:
    """Leieforholdene slik de er når de to feilene er rettet: ukjent bolig er borte, og glemt
    utflytting er satt inn.
    """
    rader = [
        r for r in _csv("leieforhold.csv", "utf-8-sig") if r["Bolig-id"] in boliger
    ]
    rader = [
        r | {"inn": _dato(r["Innflyttingsdato"]), "ut": _dato(r["Utflyttingsdato"])}
        for r in rader
    ]
    for eldre, nyere in _etter_hverandre(rader):
        eldre["ut"] = eldre["ut"] or nyere["inn"]
    return rader


@pytest.fixture(scope="module")
def soeknader() -> list[dict]:
    """Søknadene uten de tre radene som er feil med vilje."""
    rader = _csv("soeknad.csv", "cp1252")[:-3]
    datoer = {
        "mottatt": "Mottatt dato",
        "vedtatt": "Vedtaksdato",
        "inn": "Innflyttingsdato",
        "slutt": "Avsluttet dato",
    }
    return [r | {kort: _dato(r[navn]) for kort, navn in datoer.items()} for r in rader]


def _etter_hverandre(rader: list[dict]) -> list[tuple[dict, dict]]:
    per_bolig = defaultdict(list)
    for r in sorted(rader, key=lambda r: r["inn"]):
        per_bolig[r["Bolig-id"]].append(r)
    return [par for r in per_bolig.values() for par in zip(r, r[1:])]


def _bor(rader: list[dict], dag: dt.date) -> list[dict]:
    return [r for r in rader if r["inn"] <= dag and (r["ut"] is None or r["ut"] > dag)]


def _venter(rader: list[dict], dag: dt.date) -> list[dict]:
    nye = [
        r
        for r in rader
        if r["Type søknad"] == "Ny søker"
        and r["Resultat"] == "Innvilget"
        and r["vedtatt"] <= dag
    ]
    return [r for r in nye if r["slutt"] is None or r["slutt"] > dag]


def _i_bruk(boliger: dict[str, dict], dag: dt.date) -> list[dict]:
    return [
        b
        for b in boliger.values()
        if b["Tatt i bruk"] <= dag and not (b["Avhendet"] and b["Avhendet"] <= dag)
    ]


def _aarsslutt(aar: int) -> dt.date:
    return dt.date(aar, 12, 31)


# ---------------------------------------------------------------------- samme hver gang


def test_filene_i_prosjektet_er_noeyaktig_det_generatoren_skriver(tmp_path):
    skrevet = eksempel.skriv(tmp_path)
    assert (
        {s.name for s in skrevet}
        == {s.name for s in _filer()}
        == {s.name for s in tmp_path.iterdir()}
    )
    ulike = [
        s.name for s in skrevet if s.read_bytes() != (EKSEMPEL / s.name).read_bytes()
    ]
    assert not ulike, "Kjør «python -m boligdata eksempel» når generatoren er endret."


def test_en_annen_prosess_med_annen_hash_skriver_de_samme_filene(tmp_path):
    kode = "import sys, pathlib; from boligdata import eksempel; eksempel.skriv(pathlib.Path(sys.argv[1]))"
    miljoe = os.environ | {"PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo"}
    subprocess.run(
        [sys.executable, "-c", kode, str(tmp_path)],
        cwd=config.ROT,
        env=miljoe,
        check=True,
    )
    assert all(
        s.read_bytes() == (EKSEMPEL / s.name).read_bytes() for s in tmp_path.iterdir()
    )


def test_skala_legger_til_kommuner_uten_aa_endre_den_foerste(tmp_path):
    en, to = verden.simuler(1), verden.simuler(2)
    kjennetegn = [
        (s.mottatt, s.vedtak, s.innflyttet, s.avsluttet) for s in en[0].soeknader
    ]
    assert kjennetegn == [
        (s.mottatt, s.vedtak, s.innflyttet, s.avsluttet) for s in to[0].soeknader
    ]
    assert kjennetegn != [
        (s.mottatt, s.vedtak, s.innflyttet, s.avsluttet) for s in to[1].soeknader
    ]
    eksempel.skriv(tmp_path, skala=2)
    assert "9901;2021;alle;24000" in (tmp_path / "befolkning.csv").read_text(
        encoding="cp1252"
    )
    ganger = (tmp_path / "soeknad.csv").stat().st_size / (
        EKSEMPEL / "soeknad.csv"
    ).stat().st_size
    assert 1.8 < ganger < 2.2


# --------------------------------------------------------------- verdenen henger sammen


def test_hver_innflytting_i_soeknadene_er_ett_leieforhold(soeknader, leieforhold):
    innflyttinger = Counter((r["Husstandsnr"], r["inn"]) for r in leieforhold)
    assert [
        s["Søknadsnr"]
        for s in soeknader
        if s["inn"] and innflyttinger[s["Husstandsnr"], s["inn"]] != 1
    ] == []


def test_hvert_leieforhold_i_perioden_begynte_med_en_soeknad(soeknader, leieforhold):
    fra_soeknad = {(s["Husstandsnr"], s["inn"]) for s in soeknader if s["inn"]}
    nye = {
        (r["Husstandsnr"], r["inn"])
        for r in leieforhold
        if r["inn"].year >= f.FOERSTE_AAR
    }
    assert nye == fra_soeknad


def test_de_fleste_faar_boligtypen_de_har_vedtak_om(soeknader, leieforhold, boliger):
    bolig = {(r["Husstandsnr"], r["inn"]): boliger[r["Bolig-id"]] for r in leieforhold}
    lik = [
        bolig[s["Husstandsnr"], s["inn"]]["Boligtype"] == s["Ønsket boligtype"]
        for s in soeknader
        if s["inn"]
    ]
    assert 0.85 < statistics.mean(lik) < 1


def test_ingen_bolig_er_leid_ut_til_to_samtidig(leieforhold):
    assert [
        e["Kontraktsnr"] for e, n in _etter_hverandre(leieforhold) if e["ut"] > n["inn"]
    ] == []


def test_ingen_husstand_bor_to_steder_samtidig(leieforhold):
    per_husstand = defaultdict(list)
    for r in sorted(leieforhold, key=lambda r: r["inn"]):
        per_husstand[r["Husstandsnr"]].append(r)
    par = [p for r in per_husstand.values() for p in zip(r, r[1:])]
    assert [
        e["Kontraktsnr"] for e, n in par if e["ut"] is None or e["ut"] > n["inn"]
    ] == []


def test_den_som_flytter_til_en_annen_kommunal_bolig_flytter_inn_der_samme_dag(
    leieforhold,
):
    inn = {(r["Husstandsnr"], r["inn"]) for r in leieforhold}
    bytter = [r for r in leieforhold if r["Årsak utflytting"] == "Annen kommunal"]
    assert bytter and all((r["Husstandsnr"], r["ut"]) in inn for r in bytter)


def test_boliger_er_bare_leid_ut_mens_de_er_i_bruk(leieforhold, boliger):
    for r in leieforhold:
        bolig = boliger[r["Bolig-id"]]
        assert bolig["Tatt i bruk"] <= r["inn"]
        if bolig["Avhendet"]:
            assert r["ut"] <= bolig["Avhendet"]


def test_status_i_registeret_stemmer_med_leieforholdene_unntatt_en(
    leieforhold, boliger
):
    utleide = {r["Bolig-id"] for r in _bor(leieforhold, f.PER_DATO)}
    feil = [
        id
        for id, b in boliger.items()
        if (b["Boligstatus"] == "Utleid") != (id in utleide)
    ]
    assert (
        len(feil) == 1
        and boliger[feil[0]]["Boligstatus"] == "Ledig (klar)"
        and feil[0] in utleide
    )


def test_boliger_som_ikke_er_leid_ut_har_en_aarsak(boliger):
    assert all(
        bool(b["Årsak til ledig bolig"]) == (b["Boligstatus"] != "Utleid")
        for b in boliger.values()
    )


def test_datoene_i_hver_soeknad_kommer_i_rekkefoelge(soeknader):
    for s in soeknader:
        kjente = [d for d in (s["mottatt"], s["vedtatt"], s["inn"]) if d]
        assert kjente == sorted(kjente) and kjente[-1] <= f.PER_DATO
        assert (s["vedtatt"] is None) == (s["Resultat"] == "")
        assert s["slutt"] is None or s["slutt"] >= s["mottatt"]


def test_bare_innvilgede_soeknader_om_ny_bolig_eller_bytte_gir_innflytting(soeknader):
    for s in soeknader:
        if s["inn"]:
            assert s["Resultat"] == "Innvilget" and s["Type søknad"] != "Forlengelse"
            assert s["slutt"] == s["inn"] and s["Avsluttet fordi"] == "Fått bolig"
        else:
            assert s["Avsluttet fordi"] != "Fått bolig"
        assert bool(s["Avslagsgrunn"]) == (s["Resultat"] == "Avslag")


def test_registrene_har_det_som_var_i_live_i_perioden_og_de_uten_loesning_fra_aaret_foer(
    soeknader, leieforhold
):
    start = dt.date(f.FOERSTE_AAR, 1, 1)
    assert all(r["ut"] is None or start <= r["ut"] <= f.PER_DATO for r in leieforhold)
    foer = [s for s in soeknader if s["slutt"] and s["slutt"] < start]
    assert len(foer) > 10 and min(s["slutt"].year for s in foer) == start.year - 1
    assert {s["Resultat"] for s in foer} <= {"Avslag", "Søknad trukket", "Avvist"}
    assert min(r["inn"] for r in leieforhold) < dt.date(2000, 1, 1), (
        "noen har bodd lenge"
    )


def test_ferdige_prosjekter_er_boliger_i_registeret(boliger):
    prosjekter = [
        p for p in _csv("boligprosjekt.csv", "cp1252") if p["Status"] == "Ferdig"
    ]
    typer = {
        "Bolig med heldøgns bemanning": "Omsorgsbolig m/bemanning",
        "Ordinær utleiebolig": "Ordinær kommunal bolig",
    }
    for p in prosjekter:
        nye = [
            b
            for b in boliger.values()
            if b["Boligtype"] == typer.get(p["Boligtype"], p["Boligtype"])
            and dt.date(2022, 1, 1) <= b["Tatt i bruk"] <= _dato(p["Planlagt ferdig"])
        ]
        assert len(nye) == int(p["Antall boliger"])


# --------------------------------------------------- tallene ligner en virkelig kommune


def test_boligmassen_er_som_forutsatt(boliger):
    i_bruk = _i_bruk(boliger, f.PER_DATO)
    former = Counter(b["Disposisjonsform"] for b in i_bruk)
    assert 327 <= len(i_bruk) <= 333
    assert abs(former["Eid av kommunen"] - 250) <= 3
    assert (
        abs(former["Innleid"] - 48) <= 3 and abs(former["Tilvisningsavtale"] - 32) <= 3
    )
    assert (
        0.46
        <= statistics.mean(b["Rullestoltilgjengelig"] == "Ja" for b in i_bruk)
        <= 0.50
    )
    assert all(b["Tatt i bruk"].year >= b["Byggeår"] for b in boliger.values())


def test_soeknader_og_avslag_er_som_forutsatt(soeknader):
    per_aar = Counter(s["mottatt"].year for s in soeknader)
    assert 85 <= statistics.median(per_aar[aar] for aar in AARENE) <= 97
    assert all(70 <= per_aar[aar] <= 130 for aar in AARENE)
    utfall = Counter(
        s["Resultat"] for s in soeknader if s["vedtatt"] and s["vedtatt"].year in AARENE
    )
    assert 0.29 <= utfall["Avslag"] / (utfall["Avslag"] + utfall["Innvilget"]) <= 0.34
    klager = Counter(s["vedtatt"].year for s in soeknader if s["Klage"] == "Ja")
    assert 0 < max(klager.values()) <= 9


def test_venteliste_og_ventetid_er_som_forutsatt(soeknader):
    lengder = {aar: len(_venter(soeknader, _aarsslutt(aar))) for aar in AARENE}
    assert min(lengder.values()) >= 15 and max(lengder.values()) <= 48
    ventet = [
        (s["inn"] - s["vedtatt"]).days
        for s in soeknader
        if s["inn"] and s["Type søknad"] == "Ny søker"
    ]
    assert 110 <= statistics.median(ventet) <= 200
    assert 350 <= statistics.quantiles(ventet, n=10)[-1] <= 600
    per_aar = Counter(
        s["inn"].year for s in soeknader if s["inn"] and s["Type søknad"] == "Ny søker"
    )
    assert 33 <= statistics.mean(per_aar[aar] for aar in AARENE) <= 41


def test_utleiegrad_botid_omloep_og_tomgang_er_som_forutsatt(leieforhold, boliger):
    for aar in AARENE:
        slutt = _aarsslutt(aar)
        bor, i_bruk = _bor(leieforhold, slutt), _i_bruk(boliger, slutt)
        assert 0.89 <= len(bor) / len(i_bruk) <= 0.965
        assert (
            3.8
            <= statistics.median((slutt - r["inn"]).days / 365.25 for r in bor)
            <= 6.0
        )
        assert (
            0.08
            <= sum(r["ut"] is not None and r["ut"].year == aar for r in leieforhold)
            / len(i_bruk)
            <= 0.18
        )
    tomgang = [(n["inn"] - e["ut"]).days for e, n in _etter_hverandre(leieforhold)]
    assert 45 <= statistics.median(t for t in tomgang if t) <= 95


def test_historien_er_at_koen_vokser_til_2023_og_gaar_ned_naar_bygget_aapner(soeknader):
    lengde = {aar: len(_venter(soeknader, _aarsslutt(aar))) for aar in AARENE}
    assert lengde[2019] < lengde[2021] < lengde[2023] > 1.15 * lengde[2025]
    foer, etter = (
        Counter(s["Ønsket boligtype"] for s in _venter(soeknader, _aarsslutt(aar)))
        for aar in (2023, 2024)
    )
    assert etter["Omsorgsbolig m/bemanning"] < foer["Omsorgsbolig m/bemanning"] / 2
    flyktninger = Counter(
        s["mottatt"].year for s in soeknader if "lykt" in s["Målgruppe"].casefold()
    )
    assert flyktninger[2022] + flyktninger[2023] > 1.8 * (
        flyktninger[2020] + flyktninger[2021]
    )


def test_innbyggerne_foelger_forutsetningene():
    folk = {
        (r["År"], r["Alder"]): int(r["Personer"])
        for r in _csv("befolkning.csv", "cp1252")
        if r["Personer"]
    }
    assert folk["2021", "alle"] == 12000 and folk["2021", "80+"] == 620
    framskrevet = {
        (r["alternativ"], r["aar"], r["aldersgruppe"]): int(r["personer"])
        for r in _csv("framskriving.csv", "utf-8-sig")
    }
    assert (
        framskrevet["MMMM", "2032", "80+"] == 800
        and framskrevet["MMMM", "2040", "80+"] == 1010
    )
    for alternativ in ("MMMM", "LLML", "HHMH"):
        for alder in ("alle", "0-17", "67-79", "80+"):
            assert framskrevet[alternativ, "2026", alder] == folk["2026", alder]


# ----------------------------------------------------------------- vanskelige tilfeller


def test_bare_radene_som_er_feil_med_vilje_settes_til_side():
    con = duckdb.connect(config={"python_enable_replacements": "false"})
    rapport = ingest.les_uttrekk(con, EKSEMPEL, config.les_kommune(EKSEMPEL))
    assert {
        k: s.stoppet for k, s in rapport.status.items() if s.stoppet or not s.filer
    } == {}
    til_side = Counter(a.kilde for a in rapport.avvik if a.alvor == "satt til side")
    assert til_side == {
        "leieforhold": 1,
        "soeknad": 3,
        "kartlegging": 1,
        "midlertidig_opphold": 1,
        "utkastelse": 1,
        "virkemiddel": 2,
        "tjeneste": 2,
    }
    assert [a.kilde for a in rapport.avvik if a.alvor == "endret"] == ["leieforhold"]


def test_soeknadene_har_en_umulig_dato_en_ukjent_maalgruppe_og_et_nummer_brukt_to_ganger():
    rader = _csv("soeknad.csv", "cp1252")
    assert sum(r["Mottatt dato"] == "31.02.2021" for r in rader) == 1
    assert sum(r["Målgruppe"] == "Diverse" for r in rader) == 1
    assert [n for n in Counter(r["Søknadsnr"] for r in rader).values() if n > 1] == [2]


def test_leieforholdene_har_en_overlapp_og_en_ukjent_bolig(boliger):
    rader = _csv("leieforhold.csv", "utf-8-sig")
    assert sum(r["Bolig-id"] not in boliger for r in rader) == 1
    aapne = Counter(r["Bolig-id"] for r in rader if not r["Utflyttingsdato"])
    overlapp = [id for id, antall in aapne.items() if antall > 1]
    assert len(overlapp) <= 1
    rader = [
        r | {"inn": _dato(r["Innflyttingsdato"]), "ut": _dato(r["Utflyttingsdato"])}
        for r in rader
    ]
    assert (
        sum(e["ut"] is None or e["ut"] > n["inn"] for e, n in _etter_hverandre(rader))
        == 1
    )


def test_filene_har_begge_tegnsett_titler_og_fotnoter():
    assert (EKSEMPEL / "leieforhold.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    for navn in (
        "soeknad.csv",
        "boligprosjekt.csv",
        "befolkning.csv",
        "kommunetall.csv",
    ):
        with pytest.raises(UnicodeDecodeError):
            (EKSEMPEL / navn).read_bytes().decode("utf-8")
    assert "64\xa0850\xa0000,00" in (EKSEMPEL / "boligprosjekt.csv").read_text(
        encoding="cp1252"
    )
    assert "\nSum;" in (EKSEMPEL / "boligprosjekt.csv").read_text(encoding="cp1252")
    assert "\nKilde: " in (EKSEMPEL / "befolkning.csv").read_text(encoding="cp1252")
    bok = python_calamine.CalamineWorkbook.from_path(EKSEMPEL / "bolig.xlsx")
    assert [rad[0] for rad in bok.get_sheet_by_index(0).to_python()[:4]][
        3
    ] == "Bolig-ID"


def test_bruddet_i_2020_staar_i_soeknadene(soeknader):
    foer = {s["Målgruppe"] for s in soeknader if s["mottatt"].year < 2020}
    etter = {s["Målgruppe"] for s in soeknader if s["mottatt"].year >= 2020}
    assert {
        "Psykisk helse",
        "Rus",
        "ROP",
    } <= foer and "Rus og psykisk helse" not in foer
    assert "Rus og psykisk helse" in etter and not {"Psykisk helse", "Rus"} & etter


def test_det_finnes_smaa_celler_tomme_celler_og_aapne_soeknader(soeknader, boliger):
    per_omraade = Counter(b["Område"] for b in boliger.values())
    assert (
        set(f.OMRAADER) - set(per_omraade) == {"Fjelldal"}
        and per_omraade["Ytterøya"] < 10
    )
    venter = Counter(s["Ønsket boligtype"] for s in _venter(soeknader, f.PER_DATO))
    assert any(0 < antall < 5 for antall in venter.values())
    assert set(Counter(b["Boligtype"] for b in boliger.values())) - set(venter), (
        "en boligtype ingen venter på"
    )
    assert any(s["vedtatt"] is None for s in soeknader)


def test_kostra_har_et_aar_som_mangler_et_brudd_et_foreloepig_aar_og_en_feil():
    rader = [
        r for r in _csv("kommunetall.csv", "cp1252") if r["Region"] == f.KOMMUNENUMMER
    ]
    verdi = {(r["Statistikkvariabel"], int(r["År"])): r["Verdi"] for r in rader}
    assert (
        verdi["KOSboligSper10000000", 2018] == ".."
        and verdi["KOSboligSper10000000", 2017] != ".."
    )
    assert (
        verdi["KOSnyinnflyttpsy0001", 2019] == "."
        and verdi["KOSnyinnflyttpsy0001", 2020] != "."
    )
    assert {int(r["År"]) for r in rader if r["Foreløpig tall"] == "ja"} == {2025}
    assert int(verdi["KOStotmidlbo0000", 2019]) > 5 * int(
        verdi["KOStotmidlbo0000", 2021]
    )
    assert {".", "..", ":", "-"} <= set(verdi.values())


def test_kostra_er_regnet_av_de_samme_boligene_og_soeknadene(boliger, soeknader):
    verdi = {
        (r["Statistikkvariabel"], r["År"]): r["Verdi"]
        for r in _csv("kommunetall.csv", "cp1252")
        if r["Region"] == f.KOMMUNENUMMER
    }
    for aar in (2016, 2021, 2025):
        per_1000 = (
            1000
            * len(_i_bruk(boliger, _aarsslutt(aar)))
            / offentlig.folketall(aar + 1)["alle"]
        )
        assert float(
            verdi["KOSboligSper10000000", str(aar)].replace(",", ".")
        ) == pytest.approx(per_1000, abs=0.05)
        nye = sum(
            s["inn"] is not None
            and s["inn"].year == aar
            and s["Type søknad"] == "Ny søker"
            for s in soeknader
        )
        assert verdi["KOSantnyinnflytt0000", str(aar)] == str(nye)


def test_handlingsdelen_viser_til_indikatorer_som_finnes_og_har_noe_som_er_forsinket():
    tiltak = {t["Tiltak-id"]: t for t in _xlsx("tiltak.xlsx", 1)}
    assert 12 <= len(tiltak) <= 14
    assert {t["Indikator"] for t in tiltak.values()} - {""} <= set(
        katalog.indikatorer()
    )
    assert {int(t["Nasjonalt mål"]) for t in tiltak.values()} == {1, 2, 3, 4}
    milepaeler = _csv("milepael.csv", "utf-8-sig")
    assert {m["Tiltak-id"] for m in milepaeler} == set(tiltak)
    over_fristen = {
        m["Tiltak-id"]
        for m in milepaeler
        if not m["Nådd dato"] and _dato(m["Frist"]) <= f.PER_DATO
    }
    assert 2 <= len(over_fristen) <= 6


def test_ingen_personopplysninger_slipper_inn():
    for sti in _filer():
        if sti.suffix == ".xlsx":
            ark = (
                python_calamine.CalamineWorkbook.from_path(sti)
                .get_sheet_by_index(0)
                .to_python()
            )
            tekst = "\n".join(str(celle) for rad in ark for celle in rad)
        else:
            tekst = _tekst(sti)
        assert not re.search(r"\d{11}", re.sub(r"[ .\xa0]", "", tekst)), sti.name
    for rad in _csv("soeknad.csv", "cp1252"):
        assert re.fullmatch(r"S\d{5}", rad["Søknadsnr"]) and re.fullmatch(
            r"H\d{5}", rad["Husstandsnr"]
        )


def _tekst(sti: Path) -> str:
    data = sti.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")
