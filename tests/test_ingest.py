"""Lesing av uttrekk: ekte filer i en mappe, ekte DuckDB, og det brukeren får vite."""

import csv
import datetime as dt
import io
import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from boligdata import ingest, katalog
from boligdata.config import Brukerfeil, Kommune
from boligdata.ingest import tolk
from boligdata.katalog import Kolonne

FJORDVIK = Kommune("Fjordvik", "9901", ("Sentrum", "Nordbygda", "Ytterøya"), 2022, 2032, 2016)

BOLIG = "bolig_id;boligtype;disposisjonsform;omraade;i_bruk_fra;status;antall_soverom;bruksareal_m2;maanedsleie_kr"
BOLIGRAD = "B1;ordinaer;eid;Sentrum;01.02.2010;utleid;2;54,5;7500"
LEIE = "leieforhold_id;bolig_id;husstand_id;maalgruppe;innflyttet;utflyttet"
SOEKNAD = "soeknad_id;husstand_id;maalgruppe;soeknadstype;oensket_boligtype;mottatt"
FOLK = "kommunenummer;aar;aldersgruppe;personer"


@pytest.fixture(scope="module")
def con():
    """Samme innstilling som bygget har: SQL skal ikke kunne se variabler i Python."""
    with duckdb.connect(config={"python_enable_replacements": "false"}) as con:
        yield con


@pytest.fixture
def lever(con, tmp_path):
    """Legg filer i en mappe, les dem, og få rapporten. Innholdet er tekst eller byte."""

    def _lever(kommune=FJORDVIK, **filer):
        for navn, innhold in filer.items():
            sti = tmp_path / navn.replace("__", ".")
            if isinstance(innhold, (list, tuple)):
                innhold = "\n".join(innhold) + "\n"
            sti.write_bytes(innhold if isinstance(innhold, bytes) else innhold.encode("utf-8"))
        return ingest.les_uttrekk(con, tmp_path, kommune)

    _lever.mappe = tmp_path
    return _lever


def rader(con, sql: str) -> list[tuple]:
    return con.execute(sql).fetchall()


def funn(rapport, regel: str, kilde: str | None = None) -> list[ingest.Avvik]:
    return [a for a in rapport.avvik if a.regel == regel and kilde in (None, a.kilde)]


def excel(ark: dict[str, list[list]]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"default_date_format": "dd.mm.yyyy"}) as bok:
        for navn, linjer in ark.items():
            side = bok.add_worksheet(navn)
            for nr, linje in enumerate(linjer):
                side.write_row(nr, 0, linje)
    return buffer.getvalue()


# ------------------------------------------------------------------------------------------------------------ kontrakten


@pytest.mark.parametrize("kilde", katalog.kilder().values(), ids=lambda k: k.id)
def test_ingen_overskrift_kan_bety_to_kolonner(kilde):
    egne = [tolk.noekkelform(o) for k in kilde.kolonner.values() for o in {k.id, tolk.noekkelform(k.navn)}]
    varianter = [v for k in kilde.kolonner.values() for v in {tolk.noekkelform(o) for o in k.overskrifter}]
    assert len(set(varianter)) == len(varianter)
    assert len({(tolk.noekkelform(o), k.id) for k in kilde.kolonner.values() for o in (k.id, k.navn)}) == len(
        {tolk.noekkelform(o) for k in kilde.kolonner.values() for o in (k.id, k.navn)}
    ), egne


@pytest.mark.parametrize("liste", katalog.kodelister().values(), ids=lambda liste: liste.id)
def test_ingen_skrivemaate_kan_bety_to_koder(liste):
    sett = {}
    for kode in liste.koder:
        for skrivemaate in (kode.kode, kode.navn, *kode.varianter):
            assert sett.setdefault(tolk.noekkelform(skrivemaate), kode.kode) == kode.kode, skrivemaate


def test_kontrakten_kan_ikke_vise_til_kolonner_som_ikke_finnes():
    with pytest.raises(ValueError, match="finnes_ikke"):
        replace(katalog.kilder()["bolig"], noekkel=("finnes_ikke",))


# ------------------------------------------------------------------------------------------------------------------ tall

DESIMAL = Kolonne("x", "X", "desimal")
HELTALL = Kolonne("x", "X", "heltall")


@pytest.mark.parametrize(
    "tekst, verdi",
    [
        ("1234,5", 1234.5), ("1 234,50", 1234.5), ("1\u00a0234,5", 1234.5), ("1\u202f234,5", 1234.5),
        ("105 000 000 ", 105e6), ("-105 000 000 ", -105e6), ("\u2212 6 600", -6600), ("(123)", -123), ("(1 234,5)", -1234.5),
        ("kr 5", 5), ("7 500 kr", 7500), ("12 000,-", 12000), ("12 000,– kr", 12000), ("-kr 300", -300), ("54,5 m²", 54.5),
        ("1.234.567", 1234567), ("1.234,5", 1234.5), ("1,234.5", 1234.5), ("1,234,567", 1234567), ("133.3", 133.3),
        ("0.125", 0.125), ("0", 0), ("-0,5", -0.5), ("+3", 3), ("1,234", 1.234), ("5*", 5), ("5|", 5),
    ],
)
def test_tall_kan_skrives_paa_mange_maater(tekst, verdi):
    assert tolk.tolk_tall(tolk.rens(tekst), DESIMAL).verdi == pytest.approx(verdi)


@pytest.mark.parametrize("tekst", ["x", "1 2", "12 34", "1,2,3", "1.2.3", "kr", "--5", "5-", "1e5", "1,2E+11", "²", "1;2"])
def test_det_som_ikke_er_et_tall_blir_ikke_til_et_tall(tekst):
    svar = tolk.tolk_tall(tekst, DESIMAL)
    assert svar.verdi is None and svar.regel == "ikke et tall" and f"«{tekst}»" in svar.forklaring


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
    assert tolk.tolk_tall("40", kolonne).forklaring == "Antall soverom er «40», men skal være 0 til 12. Rett tallet."
    assert "minst 1" in tolk.tolk_tall("0", replace(kolonne, minst=1, hoeyst=None)).forklaring


@pytest.mark.parametrize("tegn", [".", "..", "...", "…", ":", "*", "-", "–", "<5", "< 4"])
def test_standardtegn_er_ikke_tall(tegn):
    svar = tolk.tolk_tall(tegn, DESIMAL)
    assert svar.verdi is None and svar.regel is None and svar.tegn


def test_strek_er_null_bare_der_kontrakten_kjenner_standardtegn():
    assert tolk.tolk_tall("-", DESIMAL).verdi is None
    assert tolk.tolk_tall("-", replace(DESIMAL, standardtegn="status")).verdi == 0
    assert tolk.tolk_tall("-", replace(HELTALL, tegn_gir_ingen_rad=True, minst=1900)).verdi is None


@given(
    st.decimals(-10**12, 10**12, places=2, allow_nan=False),
    st.sampled_from([" ", "\u00a0", "\u202f", ""]),
    st.sampled_from(["-", "\u2212"]),
    st.sampled_from(["", " ", " kr"]),
)
def test_et_norsk_tall_kommer_tilbake_som_seg_selv(tall, tusen, minus, slutt):
    tekst = f"{tall:,.2f}".replace(",", tusen).replace(".", ",").replace("-", minus) + slutt
    assert tolk.tolk_tall(tolk.rens(tekst), DESIMAL).verdi == pytest.approx(float(tall), abs=1e-9)


# ---------------------------------------------------------------------------------------------------------------- datoer

DATO = Kolonne("til", "Til", "dato")


@pytest.mark.parametrize(
    "tekst",
    [
        "01.03.2021", "1.3.2021", "1.3.21", "01032021", "1032021", "20210301", "2021-03-01", "2021/03/01", "1/3/2021",
        "1-3-2021", "2021-03-01T10:15:00", "2021-03-01 10:15:00.000", "01.03.2021 kl. 10.15", "2021-02-28T23:00:00Z",
        "2021-03-01T00:00:00+01:00", "44256", "44256,4167", "1. 3. 2021",
    ],
)
def test_datoer_kan_skrives_paa_mange_maater(tekst):
    assert tolk.tolk_dato(tekst, DATO).verdi == dt.date(2021, 3, 1)


def test_et_tidspunkt_i_utc_blir_norsk_dag():
    assert tolk.tolk_dato("2021-06-30T22:00:00.000Z", DATO).verdi == dt.date(2021, 7, 1)


@pytest.mark.parametrize("tekst", ["31.12.2099", "31.12.9999", "01.01.1900", "9999-12-31", "0001-01-01", "1899-12-30"])
def test_aapne_datoer_er_tomme_naar_datoen_ikke_er_paakrevd(tekst):
    svar = tolk.tolk_dato(tekst, DATO)
    assert svar.verdi is None and svar.regel is None and svar.merke == tolk.AAPEN_DATO
    assert tolk.tolk_dato(tekst, replace(DATO, paakrevd=True)).regel == "ugyldig dato"


def test_en_dato_som_ikke_finnes_faar_en_forklaring_som_sier_hva_som_maa_gjoeres():
    svar = tolk.tolk_dato("31.02.2021", DATO)
    assert svar.forklaring == "Datoen «31.02.2021» finnes ikke. Skriv datoen som dd.mm.åååå."


@pytest.mark.parametrize("tekst", ["i går", "2021", "13.13.2021", "99999", "01.01.1850", "12345678901", "1.2.3.4"])
def test_det_som_ikke_er_en_dato_blir_ikke_til_en_dato(tekst):
    svar = tolk.tolk_dato(tekst, DATO)
    assert svar.verdi is None and svar.regel == "ugyldig dato"


@given(st.dates(dt.date(1900, 1, 2), dt.date(2098, 12, 31)), st.sampled_from(["%d.%m.%Y", "%Y-%m-%d", "%d%m%Y", "%Y%m%d"]))
def test_en_dato_kommer_tilbake_som_seg_selv(dato, form):
    assert tolk.tolk_dato(dato.strftime(form), DATO).verdi == dato


# ---------------------------------------------------------------------------------------------- koder, alder og kommuner


@pytest.mark.parametrize(
    "tekst", ["rop", "ROP", "Rop/rus", "rus / psykisk helse", "psyk.", "Rus og psykisk helse", "ROP\u00ad", "R\u00adOP"]
)
def test_koder_kjennes_igjen_uansett_skrivemaate(tekst):
    kolonne = katalog.kilder()["soeknad"].kolonner["maalgruppe"]
    assert tolk.tolker(kolonne, ())(tolk.rens(tekst)).verdi == "rop"


def test_samme_bokstav_skrevet_paa_to_maater_er_samme_kode():
    kolonne = katalog.kilder()["bolig"].kolonner["boligtype"]
    assert tolk.tolker(kolonne, ())(tolk.rens("Ordina\u0308er".replace("a\u0308e", "æ"))).verdi == "ordinaer"
    assert tolk.tolker(kolonne, ())(tolk.rens("sma\u030ahus")).verdi == "robust"


@pytest.mark.parametrize(
    "tekst, koder",
    [
        ("ROP, eldre", ["rop", "eldre"]), ("Rus og psykisk helse; Eldre", ["rop", "eldre"]), ("ROP", ["rop"]),
        ("rop/rus / unge", ["rop", "unge"]), ("Eldre og unge", ["eldre", "unge"]), ("ROP|psyk", ["rop"]),
    ],
)
def test_en_celle_kan_ha_flere_koder(tekst, koder):
    kolonne = katalog.kilder()["soeknad"].kolonner["tilleggsgrupper"]
    assert tolk.tolker(kolonne, ())(tekst).verdi == koder


def test_en_ukjent_kode_forklares_med_forslag_og_alt_som_er_lov():
    kolonne = katalog.kilder()["bolig"].kolonner["disposisjonsform"]
    forklaring = tolk.tolker(kolonne, ())("Inleid").forklaring
    assert "Mente du «Innleid»?" in forklaring
    assert "Bruk en av: Eid av kommunen, Innleid, Privat eid med disposisjonsrett." in forklaring


@pytest.mark.parametrize(
    "tekst, verdi",
    [
        ("alle", "alle"), ("I alt", "alle"), ("Totalt", "alle"), ("0-17", "0-17"), ("0–17 år", "0-17"), ("alder_0_17", "0-17"),
        ("00-49", "0-49"), ("0 til 17 år", "0-17"), ("under 18 år", "0-17"), ("80+", "80+"), ("80pluss", "80+"),
        ("80 år eller eldre", "80+"), ("80 år og over", "80+"), ("alder_80pluss", "80+"), ("105+", "105+"), ("080", "80"),
        ("80 år", "80"), ("000", "0"), ("34", "34"), ("105 år eller eldre", "105+"),
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
        ("301", "0301"), ("0301", "0301"), ("1804 Bodø", "1804"), ("K-1860", "1860"), ("5603 Hammerfest - Hámmerfeasta", "5603"),
        ("0104 Moss (-2019)", "0104"), ("0", "0000"), ("0 Hele landet", "0000"), ("EAK Landet", "0000"), ("Hele landet", "0000"),
    ],
)
def test_kommunenummer_faar_fire_sifre(tekst, verdi):
    assert tolk.tolk_kommunenummer(tekst).verdi == verdi


@pytest.mark.parametrize("tekst", ["0311", "326", "2100", "9999", "18 Nordland", "18", "EKG08", "EAKUO Landet uten Oslo", "Sum"])
def test_bydeler_svalbard_fylker_og_summer_er_ikke_kommuner(tekst):
    svar = tolk.tolk_kommunenummer(tekst)
    assert svar.verdi is None and svar.merke == tolk.UTELATT


def test_et_kommunenavn_er_ikke_et_kommunenummer():
    assert tolk.tolk_kommunenummer("Bodø").regel == "ugyldig kommunenummer"


@pytest.mark.parametrize("ja, nei", [("Ja", "Nei"), ("J", "N"), ("1", "0"), ("Sann", "Usann"), ("TRUE", "FALSE"), ("x", "nei")])
def test_ja_og_nei_kan_skrives_paa_mange_maater(ja, nei):
    kolonne = Kolonne("k", "K", "ja_nei")
    assert tolk.tolk_ja_nei(ja, kolonne).verdi is True
    assert tolk.tolk_ja_nei(nei, kolonne).verdi is False
    assert tolk.tolk_ja_nei("kanskje", kolonne).regel == "ikke ja eller nei"


def test_en_id_excel_har_oedelagt_blir_ikke_brukt():
    assert tolk.tolk_id("1,23E+11").regel == "ugyldig id"
    assert tolk.tolk_id("12E5").verdi == "12E5"


# ------------------------------------------------------------------------------------------------ én fil, slik den kommer


def test_en_god_fil_gir_tabellen_med_kontraktens_typer(con, lever):
    rapport = lever(bolig__csv=[BOLIG, BOLIGRAD])
    status = rapport.status["bolig"]
    assert (status.rader_lest, status.rader_lastet, status.rader_til_side, status.stoppet) == (1, 1, 0, None)
    assert status.filer == ("bolig.csv",) and status.sist_levert == dt.date.today()
    typer = dict(rader(con, "select column_name, data_type from duckdb_columns() where table_name = 'bolig'"))
    assert list(typer) == list(katalog.kilder()["bolig"].kolonner)
    assert (typer["bolig_id"], typer["antall_soverom"], typer["bruksareal_m2"], typer["i_bruk_fra"], typer["bofellesskap"]) == (
        "VARCHAR", "INTEGER", "DOUBLE", "DATE", "BOOLEAN")
    assert rader(con, "select bolig_id, boligtype, omraade, i_bruk_fra, bruksareal_m2, bofellesskap from bolig") == [
        ("B1", "ordinaer", "Sentrum", dt.date(2010, 2, 1), 54.5, None)]


def test_alle_tabeller_finnes_og_ingen_mellomtabeller_blir_igjen(con, lever):
    lever(bolig__csv=[BOLIG, BOLIGRAD])
    tabeller = {navn for (navn,) in rader(con, "select table_name from duckdb_tables()")}
    assert tabeller == set(katalog.kilder())


def test_en_celle_med_flere_koder_blir_en_liste(con, lever):
    lever(soeknad__csv=[SOEKNAD + ";tilleggsgrupper", "S1;H1;rop;ny;robust;1.1.2021;eldre, unge", "S2;H2;rop;ny;robust;1.1.2021;"])
    assert rader(con, "select soeknad_id, tilleggsgrupper from soeknad order by 1") == [("S1", ["eldre", "unge"]), ("S2", [])]


@pytest.mark.parametrize("tegnsett", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_tegnsettet_blir_gjenkjent(con, lever, tegnsett):
    rad = BOLIGRAD.replace("Sentrum", "Ytterøya").replace("7500", "7\u00a0500 kr")
    lever(bolig__csv=f"{BOLIG}\n{rad}\n".encode(tegnsett))
    assert rader(con, "select omraade, maanedsleie_kr from bolig") == [("Ytterøya", 7500.0)]


@pytest.mark.parametrize("skille", [";", ",", "\t"])
def test_skilletegnet_blir_gjenkjent(con, lever, skille):
    linjer = [[c.replace(",", ".") for c in linje.split(";")] for linje in (BOLIG, BOLIGRAD)]
    lever(bolig__csv="\r\n".join(skille.join(linje) for linje in linjer))
    assert rader(con, "select bolig_id, bruksareal_m2 from bolig") == [("B1", 54.5)]


def test_linjeskift_og_skilletegn_inne_i_anfoerselstegn_er_tekst(con, lever):
    lever(bolig__csv=f'{BOLIG}\n"B1";ordinaer;eid;Sentrum;01.02.2010;utleid;2;"54,5";"7 500"\n')
    assert rader(con, "select bolig_id, maanedsleie_kr from bolig") == [("B1", 7500.0)]
    rapport = lever(bolig__csv=f'{BOLIG};merknad\n{BOLIGRAD};"to\nlinjer; og ""sitat"""\n{BOLIGRAD.replace("B1", "B2")};x\n')
    assert rapport.status["bolig"].rader_lastet == 2


def test_anfoerselstegn_med_skraastrek_foran_er_tekst(con, lever):
    rapport = lever(bolig__csv=f'{BOLIG};merknad\n{BOLIGRAD};"kalt \\"Borgen\\" før"\n')
    assert rapport.status["bolig"].rader_lastet == 1


def test_titler_over_og_fotnoter_og_summer_under_er_ikke_data(con, lever):
    rapport = lever(bolig__csv=[
        "sep=;", "Boligregister Fjordvik", "Tatt ut 31.12.2021;;", "", BOLIG, BOLIGRAD, BOLIGRAD.replace("B1", "B2"), "",
        "Totalt;;;;;;4;;15000", "Kilde: Eiendomsselskapet", "Tallene er foreløpige og kan bli endret",
    ])
    status = rapport.status["bolig"]
    assert (status.rader_lest, status.rader_lastet, status.rader_til_side, status.rader_hoppet_over) == (5, 2, 0, 3)
    assert {a.alvor for a in rapport.avvik if a.kilde == "bolig"} == {"merknad"}
    assert funn(rapport, "tittelrader")[0].forklaring.startswith("3 rader")
    assert funn(rapport, "sumrad")[0].rad == 9
    assert funn(rapport, "fotnote")[0].forklaring.startswith("2 rader")


def test_et_skilletegn_for_mye_paa_slutten_gjoer_ingenting(lever):
    assert lever(bolig__csv=[BOLIG + ";", BOLIGRAD + ";"]).status["bolig"].rader_lastet == 1
    assert lever(bolig__csv=[BOLIG, BOLIGRAD + ";;"]).status["bolig"].rader_lastet == 1
    assert lever(bolig__csv=[BOLIG + ";", BOLIGRAD]).status["bolig"].rader_lastet == 1


def test_overskriften_en_gang_til_midt_i_filen_er_ikke_data(lever):
    rapport = lever(bolig__csv=[BOLIG, BOLIGRAD, BOLIG, BOLIGRAD.replace("B1", "B2")])
    assert rapport.status["bolig"].rader_lastet == 2 and funn(rapport, "gjentatt overskrift")


def test_kolonnene_finnes_etter_navn_uansett_rekkefoelge_og_skrivemaate(con, lever):
    lever(bolig__csv=[
        "STATUS;Tatt i bruk;Bydel;eieform;Type bolig;koboId;antallSoverom;erTilgjengeligForRullestolbruker;Bruksareal (m²)",
        "Ledig (klar);1.2.10;sentrum ;EID;Kommunal bustad;17;3;J;60",
    ])
    assert rader(con, "select bolig_id, boligtype, disposisjonsform, omraade, status, antall_soverom, tilgjengelig_rullestol, "
                      "bruksareal_m2 from bolig") == [("17", "ordinaer", "eid", "Sentrum", "ledig", 3, True, 60.0)]


def test_en_kolonne_med_kontraktens_eget_navn_gaar_foran_en_variant(con, lever):
    rapport = lever(soeknad__csv=[SOEKNAD.replace("oensket_boligtype", "Ønsket boligtype") + ";boligtype",
                                  "S1;H1;rop;ny;robust;1.1.2021;ordinaer"])
    assert rader(con, "select oensket_boligtype from soeknad") == [("robust",)]
    assert funn(rapport, "ukjent kolonne", "soeknad")[0].verdi == "boligtype"


def test_en_ukjent_kolonne_blir_meldt_og_ikke_lest(con, lever):
    rapport = lever(bolig__csv=[BOLIG + ";Fødselsnummer;", BOLIGRAD + ";01010112345;"])
    [avvik] = funn(rapport, "ukjent kolonne")
    assert avvik.alvor == "merknad" and avvik.verdi == "Fødselsnummer" and avvik.kolonne is None
    assert "01010112345" not in str(rapport) and "01010112345" not in str(rader(con, "from bolig"))


def test_kryss_og_tomt_er_ja_og_nei(con, lever):
    fil = [BOLIG + ";rullestol", BOLIGRAD + ";X", BOLIGRAD.replace("B1", "B2") + ";"]
    rapport = lever(bolig__csv=fil)
    assert rader(con, "select tilgjengelig_rullestol from bolig order by bolig_id") == [(True,), (False,)]
    assert funn(rapport, "kryss")[0].alvor == "endret"


def test_tomt_er_ukjent_naar_kolonnen_har_ja_og_nei(con, lever):
    lever(bolig__csv=[BOLIG + ";rullestol", BOLIGRAD + ";Nei", BOLIGRAD.replace("B1", "B2") + ";"])
    assert rader(con, "select tilgjengelig_rullestol from bolig order by bolig_id") == [(False,), (None,)]


def test_loepenummer_fra_excel_blir_lest_som_dato_og_meldt_en_gang(con, lever):
    rapport = lever(bolig__csv=[BOLIG, BOLIGRAD.replace("01.02.2010", "44256"), BOLIGRAD.replace("01.02.2010", "44257").replace("B1", "B2")])
    assert rader(con, "select i_bruk_fra from bolig") == [(dt.date(2021, 3, 1),), (dt.date(2021, 3, 2),)]
    [avvik] = funn(rapport, "excel-dato")
    assert avvik.alvor == "endret" and avvik.kolonne == "i_bruk_fra" and "2 celler" in avvik.forklaring


# ------------------------------------------------------------------------------------------------------ rader settes til side


@pytest.mark.parametrize(
    "fra, til, kolonne, regel",
    [
        ("ordinaer", "slott", "boligtype", "ukjent verdi"), ("Sentrum", "Månen", "omraade", "ukjent verdi"),
        ("01.02.2010", "31.02.2010", "i_bruk_fra", "ugyldig dato"), ("54,5", "stor", "bruksareal_m2", "ikke et tall"),
        ("54,5", "5", "bruksareal_m2", "utenfor grensene"), (";2;", ";2,5;", "antall_soverom", "ikke et heltall"),
        ("B1;", ";", "bolig_id", "mangler verdi"), ("7500", "#VERDI!", "maanedsleie_kr", "feil i Excel"),
    ],
)
def test_en_rad_som_bryter_kontrakten_settes_til_side_med_sted_og_forklaring(con, lever, fra, til, kolonne, regel):
    rapport = lever(bolig__csv=[BOLIG, BOLIGRAD.replace("B1", "B2"), BOLIGRAD.replace(fra, til)])
    [avvik] = [a for a in rapport.avvik if a.kilde == "bolig"]
    assert (avvik.fil, avvik.ark, avvik.rad, avvik.kolonne, avvik.regel) == ("bolig.csv", None, 3, kolonne, regel)
    assert avvik.alvor == "satt til side" and avvik.forklaring.endswith(".")
    assert rapport.status["bolig"].rader_til_side == 1
    assert rader(con, "select bolig_id from bolig") == [("B2",)]


def test_radnummeret_er_linjen_i_filen_ogsaa_med_linjeskift_i_en_celle(lever):
    rapport = lever(bolig__csv=f'Tittel\n{BOLIG};notat\n{BOLIGRAD};"a\nb\nc"\n{BOLIGRAD.replace(";eid", ";lånt")};x\n')
    assert funn(rapport, "ukjent verdi")[0].rad == 6


def test_en_rad_kan_ha_flere_feil_og_telles_en_gang(lever):
    rapport = lever(bolig__csv=[BOLIG, BOLIGRAD, "B2;slott;eid;Månen;igår;utleid;2;1;1"])
    assert rapport.status["bolig"].rader_til_side == 1
    assert len([a for a in rapport.avvik if a.rad == 3]) == 4


@pytest.mark.parametrize("rad", [BOLIGRAD + ";ekstra", BOLIGRAD.rsplit(";", 2)[0], "B7"])
def test_for_mange_eller_for_faa_felt_setter_raden_til_side(lever, rad):
    rapport = lever(bolig__csv=[BOLIG, BOLIGRAD.replace("B1", "B0"), rad])
    assert rapport.status["bolig"].rader_til_side == 1
    [avvik] = funn(rapport, "feil antall felt")
    assert avvik.rad == 3 and "overskriften har 9" in avvik.forklaring


def test_dobbel_noekkel_setter_de_senere_radene_til_side(con, lever):
    rapport = lever(bolig__csv=[BOLIG, BOLIGRAD, BOLIGRAD.replace("Sentrum", "Nordbygda"), BOLIGRAD.replace("7500", "8000")])
    assert rader(con, "select omraade, maanedsleie_kr from bolig") == [("Sentrum", 7500.0)]
    avvik = funn(rapport, "dobbel nøkkel")
    assert [a.rad for a in avvik] == [3, 4] and "rad 2" in avvik[0].forklaring and avvik[0].verdi == "B1"


def test_en_rad_som_er_helt_lik_en_annen_er_bare_en_merknad(lever):
    rapport = lever(bolig__csv=[BOLIG, BOLIGRAD, BOLIGRAD.replace("01.02.2010", "2010-02-01")])
    status = rapport.status["bolig"]
    assert (status.rader_lest, status.rader_lastet, status.rader_hoppet_over) == (2, 1, 1)
    assert [a.alvor for a in funn(rapport, "like rader")] == ["merknad"]


def test_en_rad_som_er_satt_til_side_staar_ikke_i_veien_for_den_riktige(con, lever):
    lever(bolig__csv=[BOLIG, BOLIGRAD.replace(";eid", ";lånt"), BOLIGRAD])
    assert rader(con, "select bolig_id, disposisjonsform from bolig") == [("B1", "eid")]


def test_datoer_i_feil_rekkefoelge_settes_til_side(lever):
    rapport = lever(leieforhold__csv=[LEIE, "L1;B1;H1;rop;01.03.2020;01.02.2020", "L2;B2;H1;rop;01.03.2020;01.03.2020"])
    [avvik] = funn(rapport, "datoer i feil rekkefølge")
    assert avvik.forklaring == "Utflyttet 01.02.2020 er før innflyttet 01.03.2020. Rett den datoen som er feil."
    assert rapport.status["leieforhold"].rader_lastet == 1


def test_en_henvisning_til_noe_som_ikke_finnes_settes_til_side(lever):
    rapport = lever(
        bolig__csv=[BOLIG, BOLIGRAD, BOLIGRAD.replace("B1", "B2").replace(";eid", ";lånt")],
        leieforhold__csv=[LEIE, "L1;B1;H1;rop;01.03.2020;", "L2;B2;H2;rop;01.03.2020;", "L3;B3;H3;rop;01.03.2020;"],
    )
    til_side, ukjent = funn(rapport, "ukjent henvisning")
    assert (til_side.rad, til_side.verdi) == (3, "B2") and "er satt til side i Boligregister" in til_side.forklaring
    assert (ukjent.rad, ukjent.verdi) == (4, "B3") and "finnes ikke i Boligregister" in ukjent.forklaring


def test_henvisninger_kontrolleres_ikke_mot_en_kilde_som_er_stoppet(lever):
    rapport = lever(bolig__csv="", leieforhold__csv=[LEIE, "L1;B1;H1;rop;01.03.2020;"])
    assert rapport.status["bolig"].stoppet and rapport.status["leieforhold"].rader_lastet == 1


def test_henvisninger_kontrolleres_ikke_naar_alt_i_den_andre_kilden_er_satt_til_side(lever):
    rapport = lever(bolig__csv=[BOLIG, BOLIGRAD.replace(";eid", ";lånt")], leieforhold__csv=[LEIE, "L1;B1;H1;rop;1.3.2020;"])
    assert rapport.status["leieforhold"].rader_lastet == 1


def test_et_nyere_leieforhold_avslutter_det_eldre(con, lever):
    rapport = lever(leieforhold__csv=[
        LEIE, "L2;B1;H2;rop;01.03.2020;", "L1;B1;H1;rop;01.01.2018;", "L3;B1;H3;rop;01.05.2021;01.06.2021", "L4;B2;H4;rop;1.1.2018;",
    ])
    assert rader(con, "select leieforhold_id, utflyttet from leieforhold order by 1") == [
        ("L1", dt.date(2020, 3, 1)), ("L2", dt.date(2021, 5, 1)), ("L3", dt.date(2021, 6, 1)), ("L4", None)]
    assert [(a.rad, a.alvor, a.regel) for a in rapport.avvik if a.kilde == "leieforhold"] == [
        (2, "endret", "overlapp"), (3, "endret", "overlapp")]


def test_et_eldre_leieforhold_med_for_sen_utflytting_blir_ogsaa_avsluttet(con, lever):
    rapport = lever(leieforhold__csv=[LEIE, "L1;B1;H1;rop;1.1.2018;1.1.2022", "L2;B1;H2;rop;01.03.2020;"])
    assert rader(con, "select utflyttet from leieforhold where leieforhold_id = 'L1'") == [(dt.date(2020, 3, 1),)]
    assert funn(rapport, "overlapp")[0].verdi == "01.01.2022"


def test_utflytting_og_innflytting_samme_dag_er_ikke_overlapp(lever):
    rapport = lever(leieforhold__csv=[LEIE, "L1;B1;H1;rop;1.1.2018;1.3.2020", "L2;B1;H2;rop;01.03.2020;"])
    assert not funn(rapport, "overlapp")


def test_to_leieforhold_fra_samme_dag_i_samme_bolig_setter_det_siste_til_side(con, lever):
    rapport = lever(leieforhold__csv=[LEIE, "L1;B1;H1;rop;1.1.2018;", "L2;B1;H2;rop;01.01.2018;"])
    assert rader(con, "select leieforhold_id from leieforhold") == [("L1",)]
    [avvik] = funn(rapport, "overlapp")
    assert (avvik.rad, avvik.alvor) == (3, "satt til side") and "rad 2" in avvik.forklaring


def test_datoer_fram_i_tid_er_bare_en_merknad(lever):
    fil = [LEIE, "L1;B1;H1;rop;1.1.2018;", "L2;B2;H2;rop;01.01.2023;", "L3;B3;H2;rop;01.01.2024;"]
    rapport = lever(replace(FJORDVIK, per_dato=dt.date(2021, 12, 31)), leieforhold__csv=fil)
    [avvik] = funn(rapport, "dato fram i tid")
    assert avvik.alvor == "merknad" and avvik.rad == 3 and avvik.forklaring.startswith("2 rader har innflyttet etter 31.12.2021")
    assert rapport.status["leieforhold"].rader_lastet == 3
    assert not funn(lever(leieforhold__csv=fil), "dato fram i tid")


# ------------------------------------------------------------------------------------------------------- filer som stopper


@pytest.mark.parametrize(
    "innhold, regel, ord_i_meldingen",
    [
        (b"", "tom fil", "er tom"), (b" \r\n \r\n", "tom fil", "er tom"), (b"\xef\xbb\xbf", "mangler overskrift", "kolonnenavn"),
        (BOLIG.encode(), "ingen rader", "har overskrifter, men ingen rader"),
        (b"%PDF-1.7 noe", "annen filtype", "PDF"), (b"\x89PNG\r\n\x1a\n", "annen filtype", "bilde"),
        (b"<html><table>", "annen filtype", "nettside"), (b"\x1f\x8b\x08", "annen filtype", "pakket"),
        (b'{"noe": 1}', "annen filtype", "JSON-stat2"), (b"{noe", "annen filtype", "JSON"), (b"\xd0\xcf\x11\xe0xyz", "annen filtype", "Excel"),
        (b"PK\x03\x04xyz", "annen filtype", "Excel"), (b"navn;adresse\nOla;Gata\n", "mangler overskrift", "Bolig-id"),
        (BOLIG.replace("omraade", "grunnkrets").encode() + b"\n" + BOLIGRAD.encode(), "mangler kolonne", "Mangler kolonnen «Område»"),
        ((BOLIG + ";Bolig-id\n" + BOLIGRAD + ";B2\n").encode(), "dobbel kolonne", "flere ganger"),
        ((BOLIG + "\n" + BOLIGRAD + "\n").encode() + b"B2;\x81\x8d;eid\n", "tegnsett", "i rad 3"),
        ((BOLIG + "\n" + BOLIGRAD + "\n").encode() + b"B2\0;eid\n", "tegnsett", "i rad 3"),
        ((BOLIG + "\n" + BOLIGRAD.replace("Sentrum", "Ytterøya") + "\n").encode() + "B2;ø\n".encode("cp1252"), "tegnsett", "blander"),
        (b"\xef\xbb\xbf" + BOLIG.encode() + "\nB1;ø".encode("cp1252"), "tegnsett", "UTF-8"),
        ((BOLIG + '\nB0;"robust;eid\n' + BOLIGRAD + "\n").encode(), "anførselstegn", "linje 2"),
        ((BOLIG + '\nB0;"robust;eid\nB1;"ordinaer";eid\n' + BOLIGRAD + "\n").encode(), "anførselstegn", "linje 2"),
    ],
)
def test_en_fil_som_ikke_kan_leses_stopper_kilden_med_en_forklaring(con, lever, innhold, regel, ord_i_meldingen):
    rapport = lever(bolig__csv=innhold)
    status = rapport.status["bolig"]
    [avvik] = [a for a in rapport.avvik if a.kilde == "bolig" and a.alvor == "stoppet"]
    assert avvik.regel == regel and ord_i_meldingen in avvik.forklaring and avvik.forklaring.endswith(".")
    assert status.stoppet == avvik.forklaring and status.rader_lastet == 0 and status.filer == ("bolig.csv",)
    assert rader(con, "from bolig") == []


def test_en_zip_og_et_word_dokument_faar_hver_sin_forklaring(lever):
    def pakk(navn):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as arkiv:
            arkiv.writestr(navn, "x")
        return buffer.getvalue()

    assert "pakket fil" in lever(bolig__zip=pakk("bolig.csv")).status["bolig"].stoppet
    (lever.mappe / "bolig.zip").unlink()
    assert "Word" in lever(bolig__xlsx=pakk("word/document.xml")).status["bolig"].stoppet


def test_en_avkortet_excelfil_stopper_kilden(lever):
    hel = excel({"Ark1": [BOLIG.split(";"), *[BOLIGRAD.split(";")] * 50]})
    for lengde in range(60, len(hel), 997):
        assert lever(bolig__xlsx=hel[:lengde]).status["bolig"].stoppet


def test_en_mappe_med_filnavnet_til_et_uttrekk_er_ikke_en_fil(lever):
    (lever.mappe / "bolig.csv").mkdir()
    assert "Fant ingen fil" in lever().status["bolig"].stoppet


def test_en_paakrevd_kilde_uten_fil_er_stoppet_og_sier_hva_filen_skal_hete(lever):
    rapport = lever()
    assert rapport.status["bolig"].stoppet == (
        "Fant ingen fil for Boligregister, forventet navn som «bolig.csv» eller «bolig.xlsx». Legg filen i mappen med uttrekk.")
    tiltak = rapport.status["tiltak"]
    assert tiltak.stoppet is None and tiltak.filer == () and tiltak.sist_levert is None


def test_en_mappe_som_ikke_finnes_er_en_brukerfeil(con, tmp_path):
    with pytest.raises(Brukerfeil, match="finnes ikke"):
        ingest.les_uttrekk(con, tmp_path / "nei", FJORDVIK)


def test_er_ingen_rader_brukbare_er_det_filen_det_er_noe_galt_med(lever):
    rapport = lever(bolig__csv=[BOLIG, BOLIGRAD.replace(";eid", ";lånt"), BOLIGRAD.replace(";eid", ";arvet")])
    status = rapport.status["bolig"]
    assert status.stoppet.startswith("Ingen av radene") and (status.rader_lest, status.rader_til_side) == (2, 2)


def test_en_kilde_som_stopper_stopper_ikke_de_andre(lever):
    rapport = lever(bolig__csv="", soeknad__csv=[SOEKNAD, "S1;H1;rop;ny;robust;1.1.2021"])
    assert rapport.status["bolig"].stoppet and rapport.status["soeknad"].stoppet is None
    assert rapport.status["soeknad"].rader_lastet == 1


def test_celleverdier_er_ikke_med_i_det_som_stopper_en_kilde(lever):
    rapport = lever(bolig__csv=(BOLIG + '\n"HEMMELIG;eid\n').encode() + b"\x81")
    assert "HEMMELIG" not in str([a for a in rapport.avvik if a.alvor == "stoppet"])


# ------------------------------------------------------------------------------------------------------------ flere filer


def test_flere_filer_for_samme_kilde_leses_sammen(con, lever):
    rapport = lever(bolig_2021__csv=[BOLIG, BOLIGRAD], bolig_2022__csv=[BOLIG, BOLIGRAD.replace("B1", "B2"), BOLIGRAD.replace("7500", "1")])
    assert rapport.status["bolig"].filer == ("bolig_2021.csv", "bolig_2022.csv")
    assert rader(con, "select bolig_id, maanedsleie_kr from bolig order by 1") == [("B1", 7500.0), ("B2", 7500.0)]
    [avvik] = funn(rapport, "dobbel nøkkel")
    assert (avvik.fil, avvik.rad) == ("bolig_2022.csv", 3) and "«bolig_2021.csv» rad 2" in avvik.forklaring


def test_er_en_av_filene_gal_stopper_hele_kilden(con, lever):
    rapport = lever(bolig_2021__csv=[BOLIG, BOLIGRAD], bolig_2022__csv="")
    assert "bolig_2022.csv" in rapport.status["bolig"].stoppet and rader(con, "from bolig") == []


def test_filnavn_fra_mac_og_med_store_bokstaver_blir_kjent_igjen(lever):
    navn = "SØKNADER_2021.CSV"
    rapport = lever(**{"s\u00f8knad__csv": [SOEKNAD, "S1;H1;rop;ny;robust;1.1.2021"], navn: [SOEKNAD, "S2;H1;rop;ny;robust;1.1.2021"]})
    assert rapport.status["soeknad"].rader_lastet == 2


def test_en_fil_som_ikke_hoerer_til_noen_kilde_blir_nevnt(lever):
    rapport = lever(husleie__csv="a;b\n1;2\n", **{"~$bolig__xlsx": "laast", "LESMEG__txt": "hei", "kommune__toml": ""})
    [avvik] = funn(rapport, "ukjent fil")
    assert (avvik.kilde, avvik.fil, avvik.alvor) == ("", "husleie.csv", "merknad")


# ------------------------------------------------------------------------------------------------------------------ Excel


def test_excel_med_tittel_over_overskriften_og_ekte_datoer_og_tall(con, lever):
    lever(bolig__xlsx=excel({"Boliger": [
        ["Boligregister"], [], BOLIG.split(";") + ["tilgjengelig_rullestol"],
        [101, "Ordinær", "eid", "Sentrum", dt.date(2010, 2, 1), "utleid", 2, 54.5, 7500, True],
        [102, "HDO", "eid", "Sentrum", 40210, "utleid", 2, 1.234 + 8, 7500, False],
    ]}))
    assert rader(con, "select bolig_id, i_bruk_fra, antall_soverom, bruksareal_m2, tilgjengelig_rullestol from bolig") == [
        ("101", dt.date(2010, 2, 1), 2, 54.5, True), ("102", dt.date(2010, 2, 1), 2, 9.234, False)]


def test_funn_i_excel_har_ark_og_radnummeret_excel_viser(lever):
    rapport = lever(bolig__xlsx=excel({"Boliger": [[], ["Tittel"], [], BOLIG.split(";"), BOLIGRAD.split(";"),
                                                   BOLIGRAD.replace(";eid", ";lånt").split(";")]}))
    [avvik] = funn(rapport, "ukjent verdi")
    assert (avvik.ark, avvik.rad, avvik.kolonne) == ("Boliger", 6, "disposisjonsform")


def test_alle_ark_som_passer_leses_og_de_andre_blir_nevnt(lever):
    rapport = lever(bolig__xlsx=excel({
        "Sentrum": [BOLIG.split(";"), BOLIGRAD.split(";")], "Om": [["Laget av", "Kari"]],
        "Nord": [["", *BOLIG.split(";")], ["", *BOLIGRAD.replace("B1", "B2").split(";")]],
    }))
    assert rapport.status["bolig"].rader_lastet == 2
    assert [a.ark for a in funn(rapport, "ark ikke lest")] == ["Om"]


def test_feilceller_i_excel_blir_ikke_stille_tomme(lever):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as bok:
        ark = bok.add_worksheet("A & B")
        ark.write_row(2, 1, BOLIG.split(";"))
        ark.write_row(3, 1, BOLIGRAD.split(";"))
        ark.write_row(4, 1, BOLIGRAD.replace("B1", "B2").split(";"))
        ark.write_formula(4, 9, "=1/0", None, "#DIV/0!")
    rapport = lever(bolig__xlsx=buffer.getvalue())
    [avvik] = funn(rapport, "feil i Excel")
    assert (avvik.rad, avvik.kolonne, avvik.verdi) == (5, "maanedsleie_kr", "#DIV/0!")


def test_innholdet_og_ikke_endelsen_avgjoer_hva_filen_er(lever):
    assert lever(bolig__csv=excel({"A": [BOLIG.split(";"), BOLIGRAD.split(";")]})).status["bolig"].rader_lastet == 1
    (lever.mappe / "bolig.csv").unlink()
    assert lever(bolig__xlsx=[BOLIG, BOLIGRAD]).status["bolig"].rader_lastet == 1


def test_kommunenummer_som_excel_har_gjort_til_tall_faar_nullen_tilbake(con, lever):
    lever(befolkning__xlsx=excel({"A": [FOLK.split(";"), [301, 2021, "0-17", 100], ["0301", 2021, "80+", 7]]}))
    assert rader(con, "select distinct kommunenummer from befolkning") == [("0301",)]


# ------------------------------------------------------------------------------------------------------- offentlig statistikk


def test_et_standardtegn_i_befolkningen_betyr_ingen_rad(con, lever):
    rapport = lever(befolkning__csv=[FOLK, "1804;2021;alle;52000", "1804;2021;80+;..", "1804;-;80+;5", "1804;2021;0-17;-"])
    assert rader(con, "select aldersgruppe, personer from befolkning order by 1") == [("0-17", 0), ("alle", 52000)]
    [avvik] = funn(rapport, "uten tall")
    assert avvik.alvor == "merknad" and avvik.forklaring.startswith("2 rader")


def test_standardtegnet_blir_tatt_vare_paa_i_kommunetall(con, lever):
    lever(kommunetall__csv=["kommunenummer;aar;kode;verdi", *(f"1804;2021;k{n};{v}" for n, v in enumerate(["..", "-", "4,5", "5*", ":", ""]))])
    assert rader(con, "select verdi, status from kommunetall order by kode") == [
        (None, ".."), (0.0, "-"), (4.5, None), (5.0, "*"), (None, ":"), (None, None)]


def test_fylker_bydeler_og_svalbard_er_hoppet_over_og_hele_landet_er_med(con, lever):
    rapport = lever(befolkning__csv=[FOLK, *(f"{k};2021;alle;1" for k in ("0 Hele landet", "18 Nordland", "1804 Bodø", "0311", "2100"))])
    assert rader(con, "select kommunenummer from befolkning order by 1") == [("0000",), ("1804",)]
    assert funn(rapport, "utelatt region")[0].forklaring.startswith("3 rader")


def test_i_alt_er_en_aldersgruppe_og_ikke_en_sumrad_i_befolkningen(con, lever):
    lever(befolkning__csv=[FOLK, "1804;2021;I alt;52000"])
    assert rader(con, "select aldersgruppe, personer from befolkning") == [("alle", 52000)]


def test_tall_delt_paa_kjoenn_blir_ikke_lest_som_om_de_var_hele(lever):
    rapport = lever(befolkning__csv=["region;kjønn;alder;tid;value", "1804;Menn;alle;2021;26000", "1804;Kvinner;alle;2021;26000"])
    assert "delt på «kjønn»" in rapport.status["befolkning"].stoppet


def test_aarene_kan_staa_bortover(con, lever):
    rapport = lever(befolkning__csv=["07459: Befolkning", "", "region;alder;Personer 2020;Personer 2021",
                                     "1804 Bodø;80 år eller eldre;2400;2450", "1804 Bodø;0-17 år;;10300", "Kilde: SSB;;;"])
    assert rader(con, "select aar, aldersgruppe, personer from befolkning order by all") == [
        (2020, "80+", 2400), (2021, "0-17", 10300), (2021, "80+", 2450)]
    assert rapport.status["befolkning"].rader_hoppet_over == 1


def test_funn_i_et_bredt_utlegg_viser_kolonnen_i_filen(lever):
    rapport = lever(befolkning__csv=["region;alder;2020;2021", "1804;80+;2400;mange"])
    [avvik] = funn(rapport, "ikke et tall")
    assert (avvik.kolonne, avvik.rad) == ("2021", 2)


def jsonstat(verdier, status=None, **dimensjoner) -> str:
    return json.dumps({
        "class": "dataset", "id": list(dimensjoner), "size": [len(k) for k in dimensjoner.values()], "value": verdier,
        "dimension": {d: {"category": {"index": koder, "label": {k: k for k in koder}}} for d, koder in dimensjoner.items()},
    } | ({"status": status} if status else {}))


def test_jsonstat_summeres_over_kjoenn_og_mangler_gir_ingen_rad(con, lever):
    data = jsonstat([1, 2, None, 10, 20, 30], {"2": ":"}, Region=["1804"], Kjonn=["1", "2"], Alder=["080", "081", "105+"],
                    ContentsCode=["Personer1"], Tid=["2021"])
    rapport = lever(befolkning__json=data)
    assert rader(con, "select kommunenummer, aar, aldersgruppe, personer from befolkning order by 3") == [
        ("1804", 2021, "80", 11), ("1804", 2021, "81", 22)]
    assert rapport.status["befolkning"].rader_hoppet_over == 1


def test_jsonstat_med_begge_kjoenn_ved_siden_av_delene_telles_ikke_dobbelt(con, lever):
    lever(befolkning__json=jsonstat([5, 6, 11], Region=["1804"], Kjonn=["1", "2", "Begge kjønn"], Alder=["080"], Tid=["2021"]))
    assert rader(con, "select personer from befolkning") == [(11,)]


def test_jsonstat_med_bare_de_tallene_som_finnes(con, lever):
    lever(kommunetall__json=jsonstat({"0": 22.5}, {"1": ".."}, KOKkommuneregion0000=["1804", "K-1860"], ContentsCode=["KOSx"], Tid=["2021"]))
    assert rader(con, "select kommunenummer, kode, verdi, status from kommunetall order by 1") == [
        ("1804", "KOSx", 22.5, None), ("1860", "KOSx", None, "..")]


def test_jsonstat_med_en_oppdeling_kontrakten_ikke_kjenner_stopper(lever):
    rapport = lever(befolkning__json=jsonstat([1, 2], Region=["1804"], Alder=["080"], Sivilstand=["1", "2"], Tid=["2021"]))
    assert "Region, Alder, Sivilstand, Tid" in rapport.status["befolkning"].stoppet


def test_jsonstat_uten_tall_stopper(lever):
    assert "beskrivelsen" in lever(befolkning__json=jsonstat([], Region=[], Tid=[])).status["befolkning"].stoppet


@pytest.fixture(scope="module")
def offentlig(con, offentlige_data, tmp_path_factory):
    """De ekte filene, lest med kontrakten."""
    mappe = tmp_path_factory.mktemp("offentlig")
    for fil in offentlige_data.iterdir():
        if "metadata" not in fil.name:
            shutil.copy(fil, mappe)
    egen = duckdb.connect()
    return egen, ingest.les_uttrekk(egen, mappe, FJORDVIK)


def test_den_ekte_boligprofilen_gir_befolkningen_i_80_kommuner(offentlig):
    con, rapport = offentlig
    assert rapport.status["befolkning"].rader_lastet == 400 and rapport.status["befolkning"].rader_til_side == 0
    assert rader(con, "select aldersgruppe, personer from befolkning where kommunenummer = '1804' and aar = 2026 order by 1") == [
        ("0-17", 10347), ("18-24", 4686), ("67-79", 6176), ("80+", 2649), ("alle", 53638)]
    assert rader(con, "select count(distinct kommunenummer) from befolkning") == [(80,)]


def test_den_ekte_boligprofilen_gir_kommunetall_med_tegn_for_dem_som_mangler(offentlig):
    con, _ = offentlig
    sql = "select count(*), count(verdi), count(*) filter (status = '..') from kommunetall where kode = 'KOSboligSper10000000' and aar = 2025"
    assert rader(con, sql) == [(80, 70, 10)]
    assert rader(con, "select verdi from kommunetall where kommunenummer = '1811' and aar = 2025") == [(48.0,)]


def test_de_ekte_framskrivingene_leses_fra_csv_og_jsonstat(offentlig):
    con, rapport = offentlig
    status = rapport.status["framskriving"]
    assert (status.rader_lest, status.rader_lastet) == (1475, 1475) and len(status.filer) == 2
    assert rader(con, "select distinct alternativ from framskriving order by 1") == [("HHMH",), ("LLML",), ("MMMM",)]
    assert rader(con, "select personer from framskriving where kommunenummer = '1860' and aar = 2040 and aldersgruppe = '80+'") == [(1023,)]
    [(i_2025, i_2035)] = rader(con, "select sum(personer) filter (aar = 2025), sum(personer) filter (aar = 2035) "
                                    "from framskriving where kommunenummer = '0000'")
    assert (i_2025, i_2035) == (272848, 422314)


def test_den_ekte_prisindeksen_leses_med_kode_for_husleie(offentlig):
    con, _ = offentlig
    assert rader(con, "select kommunenummer, aar, verdi from kommunetall where kode = 'LevIndAar.B21'") == [("0000", 2023, 116.8)]


# ---------------------------------------------------------------------------------------------------------- ingenting mistes

CELLE = st.sampled_from(["B1", "B2", "ordinaer", "slott", "eid", "Sentrum", "01.02.2010", "31.02.2010", "utleid", "2", "54,5", "",
                         "Totalt", "Kilde: SSB", "..", " ", "x y", "44256", '"', "ø"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLE, min_size=9, max_size=9), min_size=1, max_size=6))
def test_hver_rad_er_lastet_satt_til_side_eller_hoppet_over(con, tmp_path, tabell):
    with open(tmp_path / "bolig.csv", "w", encoding="utf-8", newline="") as fil:
        csv.writer(fil, delimiter=";").writerows([BOLIG.split(";"), BOLIGRAD.replace("B1", "B0").split(";"), *tabell])
    status = ingest.les_uttrekk(con, tmp_path, FJORDVIK).status["bolig"]
    skrevet = 1 + sum(1 for rad in tabell if "".join(rad).strip())
    assert status.rader_lest == skrevet == status.rader_lastet + status.rader_til_side + status.rader_hoppet_over
    assert status.rader_lastet == rader(con, "select count(*) from bolig")[0][0]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=30), st.sampled_from([k for kilde in katalog.kilder().values() for k in kilde.kolonner.values()]))
def test_ingen_tekst_kan_faa_tolkningen_til_aa_feile(tekst, kolonne):
    tekst = tolk.rens(tekst)
    if tekst:
        svar = tolk.tolker(kolonne, ("Sentrum",))(tekst)
        assert (svar.regel is None) == (svar.forklaring is None)
        assert svar.regel is None or svar.verdi is None


# --------------------------------------------------------------------------------------------------------------- rapporten


@pytest.fixture
def rapport(lever) -> ingest.Rapport:
    return lever(
        bolig__csv=[BOLIG, *(BOLIGRAD.replace("B1", f"B{n}") for n in range(1, 4)), *(f"C{n};=1+1;eid;Sentrum;1.1.2010;utleid;1;50;1" for n in range(25))],
        leieforhold__csv=[LEIE, "L1;B1;H1;rop;1.1.2018;", "L2;B1;H2;rop;1.1.2020;"], soeknad__csv="",
    )


def test_rapporten_paa_skjermen_viser_tall_per_kilde_og_de_foerste_20_funnene(rapport):
    tekst = ingest.rapport_tekst(rapport)
    assert "Boligregister                      28        3        25            0" in tekst
    assert "Tiltak i handlingsdelen       ikke levert" in tekst
    assert "bolig.csv, rad 5, boligtype: «=1+1» er ikke en kjent verdi" in tekst
    assert tekst.count("«=1+1»") == 20 and "… og 5 til" in tekst
    assert tekst.index("STOPPET –") < tekst.index("SATT TIL SIDE") < tekst.index("ENDRET")


def test_rapporten_i_excel_har_oppsummering_og_avvik_og_ingen_formler(rapport, tmp_path):
    bok = load_workbook(ingest.skriv_avviksrapport(rapport, tmp_path / "ut" / "avvik.xlsx"))
    assert bok.sheet_names == ["Oppsummering", "Avvik"]
    status = {rad[0]: rad for rad in bok.get_sheet_by_name("Oppsummering").to_python()}
    assert status["Boligregister"][2:7] == [28, 3, 25, 0, dt.date.today()]
    linjer = bok.get_sheet_by_name("Avvik").to_python()
    assert linjer[0][:3] == ["Kilde", "Fil", "Ark"] and len(linjer) == len(rapport.avvik) + 1
    assert [linje[6] for linje in linjer].count("=1+1") == 25


def test_rapporten_i_csv_kan_aapnes_i_excel_uten_at_noe_kjoeres(rapport, tmp_path):
    sti = ingest.skriv_avviksrapport(rapport, tmp_path / "avvik.csv")
    assert sti.read_bytes().startswith(b"\xef\xbb\xbf")
    linjer = list(csv.reader(sti.open(encoding="utf-8-sig", newline=""), delimiter=";"))
    assert len(linjer) == len(rapport.avvik) + 1 and all(len(linje) == 9 for linje in linjer)
    assert "'=1+1" in {linje[6] for linje in linjer} and "=1+1" not in {linje[6] for linje in linjer}


def test_en_rapport_som_ikke_kan_skrives_er_en_brukerfeil(rapport, tmp_path):
    (tmp_path / "opptatt.xlsx").mkdir()
    with pytest.raises(Brukerfeil, match="Lukk filen"):
        ingest.skriv_avviksrapport(rapport, tmp_path / "opptatt.xlsx")
    with pytest.raises(Brukerfeil, match="xlsx eller .csv"):
        ingest.skriv_avviksrapport(rapport, tmp_path / "avvik.pdf")


def test_fremdriften_gaar_fra_null_til_en(con, tmp_path):
    steg = []
    ingest.les_uttrekk(con, tmp_path, FJORDVIK, lambda tekst, andel: steg.append((tekst, andel)))
    andeler = [a for _, a in steg]
    assert andeler == sorted(andeler) and andeler[0] == 0 and andeler[-1] == 1
    assert steg[0][0] == "Leser Boligregister"
