"""Lesing av uttrekk: ekte filer i en mappe, ekte DuckDB, og det brukeren får vite."""

import csv
import datetime as dt
import hmac
import io
import json
import os
import shutil
import zipfile
from dataclasses import replace

import duckdb
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from boligdata.bygg import ingest
from boligdata.felles import kilder
from boligdata.felles.config import Brukerfeil, Kommune
from boligdata.felles.tekst import noekkelform

FJORDVIK = Kommune(
    "Fjordvik",
    "9901",
    ("Sentrum", "Nordbygda", "Ytterøya"),
    2022,
    2032,
    2016,
    dt.date(2025, 12, 31),
)

BOLIG = (
    "bolig_id;boligtype;disposisjonsform;omraade;i_bruk_fra;status;"
    "antall_soverom;bruksareal_m2;byggeaar"
)
LEIE = "leieforhold_id;bolig_id;husstand_id;maalgruppe;innflyttet;utflyttet"
SOEKNAD = "soeknad_id;husstand_id;maalgruppe;soeknadstype;oensket_boligtype;mottatt"
FOLK = "kommunenummer;aar;aldersgruppe;personer"


def bolig(bolig_id: str = "B1", **endret: str) -> str:
    """En rad i boligregisteret som er i orden, bortsett fra det som er endret."""
    verdier = (
        bolig_id,
        "ordinaer",
        "eid",
        "Sentrum",
        "01.02.2010",
        "utleid",
        "2",
        "54,5",
        "1980",
    )
    return ";".join((dict(zip(BOLIG.split(";"), verdier)) | endret).values())


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
            sti.write_bytes(
                innhold if isinstance(innhold, bytes) else innhold.encode("utf-8")
            )
        return ingest.les_uttrekk(con, tmp_path, kommune)

    _lever.mappe = tmp_path
    return _lever


def pseudonym(id: str) -> str:
    return hmac.new(
        os.environ["BOLIGDATA_NOEKKEL"].encode(), id.encode(), "sha256"
    ).hexdigest()[:16]


IDER = {
    pseudonym(id): id
    for id in [*(f"{b}{nr}" for b in "BCHLS" for nr in range(100)), "17", "101", "102"]
}


def rader(con, sql: str) -> list[tuple]:
    """Svaret, med id-ene slik de sto i filen. Bare testen vet hvilke det kan være."""
    svar = con.execute(sql).fetchall()
    return [
        tuple(IDER.get(v, v) if isinstance(v, str) else v for v in rad) for rad in svar
    ]


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


# --------------------------------------------------------------------------- kontrakten


@pytest.mark.parametrize("kilde", kilder.kilder().values(), ids=lambda k: k.id)
def test_ingen_overskrift_kan_bety_to_kolonner(kilde):
    for skrivemaater in (lambda k: (k.id, k.navn), lambda k: k.overskrifter):
        sett = {}
        for kolonne in kilde.kolonner.values():
            for overskrift in skrivemaater(kolonne):
                assert (
                    sett.setdefault(noekkelform(overskrift), kolonne.id) == kolonne.id
                ), overskrift


@pytest.mark.parametrize(
    "liste", kilder.kodelister().values(), ids=lambda liste: liste.id
)
def test_ingen_skrivemaate_kan_bety_to_koder(liste):
    sett = {}
    for kode in liste.koder:
        for skrivemaate in (kode.kode, kode.navn, *kode.varianter):
            assert sett.setdefault(noekkelform(skrivemaate), kode.kode) == kode.kode, (
                skrivemaate
            )


def test_kontrakten_kan_ikke_vise_til_kolonner_som_ikke_finnes():
    with pytest.raises(ValueError, match="finnes_ikke"):
        replace(kilder.kilder()["bolig"], noekkel=("finnes_ikke",))


# ------------------------------------------------------------- hvor ferske uttrekkene er


def _ferskt(lever, kommune=FJORDVIK, kilde="bolig", **filer):
    status = lever(kommune, **filer).status[kilde]
    return status.tatt_ut, status.gjelder_til


def test_naar_filen_er_lagt_i_mappen_sier_ingenting_om_hvor_ferske_tallene_er(lever):
    fersk = _ferskt(lever, bolig__csv=[BOLIG, bolig()])
    assert fersk == (FJORDVIK.per_dato, FJORDVIK.per_dato) != (dt.date.today(),) * 2


@pytest.mark.parametrize("navn", ["bolig_2025-08-31__csv", "bolig_20250831__csv"])
def test_datoen_i_filnavnet_er_dagen_uttrekket_er_tatt_ut(lever, navn):
    dag = dt.date(2025, 8, 31)
    assert _ferskt(lever, **{navn: [BOLIG, bolig()]}) == (dag, dag)


def test_et_tall_i_filnavnet_som_ikke_er_en_dato_er_ikke_en_dato(lever):
    filen = {"bolig_20251331__csv": [BOLIG, bolig()]}
    assert _ferskt(lever, **filen)[0] == FJORDVIK.per_dato


def test_kommunens_egen_dato_gaar_foran_filnavnet_og_den_nyeste_filen_gjelder(lever):
    filene = {
        "bolig_2025-04-30__csv": [BOLIG, bolig()],
        "bolig_2025-08-31__csv": [BOLIG, bolig("B2")],
    }
    assert _ferskt(lever, **filene)[0] == dt.date(2025, 8, 31)
    egen = replace(FJORDVIK, tatt_ut={"bolig": dt.date(2025, 10, 1)})
    assert _ferskt(lever, egen, **filene)[0] == dt.date(2025, 10, 1)


def test_tallene_gaar_aldri_lenger_enn_dagen_de_gjelder(lever):
    fersk = _ferskt(lever, **{"bolig_2026-01-15__csv": [BOLIG, bolig()]})
    assert fersk == (dt.date(2026, 1, 15), FJORDVIK.per_dato)


def test_statistikk_for_hele_aar_sier_selv_hva_den_gaar_til(lever):
    folk = [FOLK, "9901;2024;alle;100", "9901;2025;alle;101", "0000;2026;alle;900"]
    filen = {"befolkning_2026-06-01__csv": folk}
    assert _ferskt(lever, kilde="befolkning", **filen)[1] == dt.date(2025, 1, 1)
    framskriving = [
        "kommunenummer;aar;alternativ;aldersgruppe;personer",
        "9901;2024;MMMM;alle;100",
        "9901;2050;MMMM;alle;120",
    ]
    fersk = _ferskt(lever, kilde="framskriving", framskriving__csv=framskriving)
    assert fersk[1] == dt.date(2024, 1, 1)


def test_et_aar_der_kostra_bare_har_et_tegn_er_ikke_kommet(lever):
    kostra = [
        "kommunenummer;aar;kode;verdi",
        "9901;2024;KOSboligSper10000000;21,0",
        "9901;2025;KOSboligSper10000000;..",
    ]
    fersk = _ferskt(lever, kilde="kommunetall", kommunetall__csv=kostra)
    assert fersk[1] == dt.date(2024, 12, 31)


def test_et_stoppet_uttrekk_gaar_ikke_til_noen_dag(lever):
    assert _ferskt(lever, bolig__csv=["ingenting;her", "1;2"])[1] is None


def test_kommunen_faar_vite_at_et_uttrekk_den_har_datert_ikke_finnes(lever):
    gal = replace(FJORDVIK, tatt_ut={"boliger": dt.date(2025, 10, 1)})
    with pytest.raises(Brukerfeil, match="«tatt_ut» i .* som ikke finnes: boliger"):
        lever(gal, bolig__csv=[BOLIG, bolig()])


# -------------------------------------------------------------- én fil, slik den kommer


def test_en_god_fil_gir_tabellen_med_kontraktens_typer(con, lever):
    rapport = lever(bolig__csv=[BOLIG, bolig()])
    status = rapport.status["bolig"]
    assert (
        status.rader_lest,
        status.rader_lastet,
        status.rader_til_side,
        status.stoppet,
    ) == (1, 1, 0, None)
    assert status.filer == ("bolig.csv",) and status.tatt_ut == FJORDVIK.per_dato
    typer = dict(
        rader(
            con,
            "select column_name, data_type from duckdb_columns() where table_name = 'bolig'",
        )
    )
    assert list(typer) == list(kilder.kilder()["bolig"].kolonner)
    noen = ("bolig_id", "antall_soverom", "bruksareal_m2", "i_bruk_fra", "bofellesskap")
    assert [typer[k] for k in noen] == [
        "VARCHAR",
        "INTEGER",
        "DOUBLE",
        "DATE",
        "BOOLEAN",
    ]
    assert rader(
        con,
        "select bolig_id, boligtype, omraade, i_bruk_fra, bruksareal_m2, bofellesskap from bolig",
    ) == [("B1", "ordinaer", "Sentrum", dt.date(2010, 2, 1), 54.5, None)]


def test_alle_tabeller_finnes_og_ingen_mellomtabeller_blir_igjen(con, lever):
    lever(bolig__csv=[BOLIG, bolig()])
    tabeller = {
        navn for (navn,) in rader(con, "select table_name from duckdb_tables()")
    }
    assert tabeller == {*kilder.kilder(), "kart"}


def test_en_celle_med_flere_koder_blir_en_liste(con, lever):
    katalogen = [
        "tjeneste;enhet;hva;for_hvem;soek_slik;situasjon",
        "Bolig;Kontoret;En bolig;Alle;Søk;uten bolig, i fare",
        "Råd;Kontoret;Gode råd;Alle;Ring;",
    ]
    lever(tjenestekatalog__csv=katalogen)
    assert rader(con, "select situasjon from tjenestekatalog order by rowid") == [
        (["uten_bolig", "i_fare"],),
        ([],),
    ]


@pytest.mark.parametrize("tegnsett", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_tegnsettet_blir_gjenkjent(con, lever, tegnsett):
    rad = bolig(omraade="Ytterøya", byggeaar="1\u00a0980")
    lever(bolig__csv=f"{BOLIG}\n{rad}\n".encode(tegnsett))
    assert rader(con, "select omraade, byggeaar from bolig") == [("Ytterøya", 1980)]


@pytest.mark.parametrize("skille", [";", ",", "\t"])
def test_skilletegnet_blir_gjenkjent(con, lever, skille):
    linjer = [
        [c.replace(",", ".") for c in linje.split(";")] for linje in (BOLIG, bolig())
    ]
    lever(bolig__csv="\r\n".join(skille.join(linje) for linje in linjer))
    assert rader(con, "select bolig_id, bruksareal_m2 from bolig") == [("B1", 54.5)]


def test_linjeskift_og_skilletegn_inne_i_anfoerselstegn_er_tekst(con, lever):
    lever(
        bolig__csv=f'{BOLIG}\n"B1";ordinaer;eid;Sentrum;01.02.2010;utleid;2;"54,5";"1 980"\n'
    )
    assert rader(con, "select bolig_id, byggeaar from bolig") == [("B1", 1980)]
    rapport = lever(
        bolig__csv=[
            BOLIG + ";merknad",
            bolig() + ';"to\nlinjer; og ""sitat"""',
            bolig("B2") + ";x",
        ]
    )
    assert rapport.status["bolig"].rader_lastet == 2


def test_anfoerselstegn_med_skraastrek_foran_er_tekst(con, lever):
    rapport = lever(bolig__csv=f'{BOLIG};merknad\n{bolig()};"kalt \\"Borgen\\" før"\n')
    assert rapport.status["bolig"].rader_lastet == 1


def test_titler_over_og_fotnoter_og_summer_under_er_ikke_data(con, lever):
    rapport = lever(
        bolig__csv=[
            "sep=;",
            "Boligregister Fjordvik",
            "Tatt ut 31.12.2021;;",
            "",
            BOLIG,
            bolig(),
            bolig("B2"),
            "",
            "Totalt;;;;;;4;;15000",
            "Kilde: Eiendomsselskapet",
            "Tallene er foreløpige og kan bli endret",
        ]
    )
    status = rapport.status["bolig"]
    assert (
        status.rader_lest,
        status.rader_lastet,
        status.rader_til_side,
        status.rader_hoppet_over,
    ) == (5, 2, 0, 3)
    assert {a.alvor for a in rapport.avvik if a.kilde == "bolig"} == {"merknad"}
    assert funn(rapport, "tittelrader")[0].forklaring.startswith("3 rader")
    assert funn(rapport, "sumrad")[0].rad == 9
    assert funn(rapport, "fotnote")[0].forklaring.startswith("2 rader")


def test_et_skilletegn_for_mye_paa_slutten_gjoer_ingenting(lever):
    assert (
        lever(bolig__csv=[BOLIG + ";", bolig() + ";"]).status["bolig"].rader_lastet == 1
    )
    assert lever(bolig__csv=[BOLIG, bolig() + ";;"]).status["bolig"].rader_lastet == 1
    assert lever(bolig__csv=[BOLIG + ";", bolig()]).status["bolig"].rader_lastet == 1


def test_overskriften_en_gang_til_midt_i_filen_er_ikke_data(lever):
    rapport = lever(bolig__csv=[BOLIG, bolig(), BOLIG, bolig("B2")])
    assert rapport.status["bolig"].rader_lastet == 2 and funn(
        rapport, "gjentatt overskrift"
    )


def test_kolonnene_finnes_etter_navn_uansett_rekkefoelge_og_skrivemaate(con, lever):
    lever(
        bolig__csv=[
            (
                "STATUS;Tatt i bruk;Bydel;eieform;Type "
                "bolig;koboId;antallSoverom;Tilgjengelig - rullestol;Bruksareal (m²)"
            ),
            "Ledig (klar);1.2.10;sentrum ;EID;Kommunal bustad;17;3;J;60",
        ]
    )
    assert rader(
        con, "select bolig_id, boligtype, disposisjonsform, omraade, status from bolig"
    ) == [("17", "ordinaer", "eid", "Sentrum", "ledig")]
    assert rader(
        con, "select antall_soverom, tilgjengelig_rullestol, bruksareal_m2 from bolig"
    ) == [(3, True, 60.0)]


def test_en_kolonne_med_kontraktens_eget_navn_gaar_foran_en_variant(con, lever):
    rapport = lever(
        soeknad__csv=[
            SOEKNAD.replace("oensket_boligtype", "Ønsket boligtype") + ";boligtype",
            "S1;H1;rop;ny;robust;1.1.2021;ordinaer",
        ]
    )
    assert rader(con, "select oensket_boligtype from soeknad") == [("robust",)]
    [avvik] = funn(rapport, "to kolonner for det samme", "soeknad")
    assert (avvik.kolonne, avvik.verdi) == ("Ønsket boligtype", "boligtype")


def test_en_ukjent_kolonne_blir_meldt_og_ikke_lest(con, lever):
    rapport = lever(bolig__csv=[BOLIG + ";Vedlikeholdsavtale;", bolig() + ";HEMMELIG;"])
    [avvik] = funn(rapport, "ukjent kolonne")
    assert (
        avvik.alvor == "merknad"
        and avvik.verdi == "Vedlikeholdsavtale"
        and avvik.kolonne is None
    )
    assert "HEMMELIG" not in str(rapport) and "HEMMELIG" not in str(
        rader(con, "from bolig")
    )


def test_kryss_og_tomt_er_ja_og_nei(con, lever):
    fil = [BOLIG + ";rullestol", bolig() + ";X", bolig("B2") + ";"]
    rapport = lever(bolig__csv=fil)
    assert rader(con, "select tilgjengelig_rullestol from bolig order by rowid") == [
        (True,),
        (False,),
    ]
    assert funn(rapport, "kryss")[0].alvor == "endret"


def test_tomt_er_ukjent_naar_kolonnen_har_ja_og_nei(con, lever):
    lever(bolig__csv=[BOLIG + ";rullestol", bolig() + ";Nei", bolig("B2") + ";"])
    assert rader(con, "select tilgjengelig_rullestol from bolig order by rowid") == [
        (False,),
        (None,),
    ]


def test_loepenummer_fra_excel_blir_lest_som_dato_og_meldt_en_gang(con, lever):
    rapport = lever(
        bolig__csv=[BOLIG, bolig(i_bruk_fra="44256"), bolig("B2", i_bruk_fra="44257")]
    )
    assert rader(con, "select i_bruk_fra from bolig") == [
        (dt.date(2021, 3, 1),),
        (dt.date(2021, 3, 2),),
    ]
    [avvik] = funn(rapport, "excel-dato")
    assert (
        avvik.alvor == "endret"
        and avvik.kolonne == "i_bruk_fra"
        and "2 celler" in avvik.forklaring
    )


# ---------------------------------------------------------------- rader settes til side


@pytest.mark.parametrize(
    "kolonne, verdi, regel",
    [
        ("boligtype", "slott", "ukjent verdi"),
        ("omraade", "Månen", "ukjent verdi"),
        ("bolig_id", "", "mangler verdi"),
        ("i_bruk_fra", "31.02.2010", "ugyldig dato"),
        ("bruksareal_m2", "stor", "ikke et tall"),
        ("bruksareal_m2", "5", "utenfor grensene"),
        ("antall_soverom", "2,5", "ikke et heltall"),
        ("byggeaar", "#VERDI!", "feil i Excel"),
    ],
)
def test_en_rad_som_bryter_kontrakten_settes_til_side_med_sted_og_forklaring(
    con, lever, kolonne, verdi, regel
):
    rapport = lever(
        bolig__csv=[BOLIG, bolig("B2"), bolig(**{"bolig_id": "B1", kolonne: verdi})]
    )
    [avvik] = [a for a in rapport.avvik if a.kilde == "bolig"]
    assert (avvik.fil, avvik.ark, avvik.rad, avvik.kolonne, avvik.regel) == (
        "bolig.csv",
        None,
        3,
        kolonne,
        regel,
    )
    assert (avvik.alvor, avvik.verdi) == (
        "satt til side",
        verdi or None,
    ) and avvik.forklaring.endswith(".")
    assert rapport.status["bolig"].rader_til_side == 1
    assert rader(con, "select bolig_id from bolig") == [("B2",)]


def test_radnummeret_er_linjen_i_filen_ogsaa_med_linjeskift_i_en_celle(lever):
    rapport = lever(
        bolig__csv=f'Tittel\n{BOLIG};notat\n{bolig()};"a\nb\nc"\n{bolig(disposisjonsform="lånt")};x\n'
    )
    assert funn(rapport, "ukjent verdi")[0].rad == 6


def test_en_rad_kan_ha_flere_feil_og_telles_en_gang(lever):
    rapport = lever(
        bolig__csv=[BOLIG, bolig(), "B2;slott;eid;Månen;igår;utleid;2;1;1980"]
    )
    assert rapport.status["bolig"].rader_til_side == 1
    assert len([a for a in rapport.avvik if a.rad == 3]) == 4


@pytest.mark.parametrize("rad", [bolig() + ";ekstra", bolig().rsplit(";", 2)[0], "B7"])
def test_for_mange_eller_for_faa_felt_setter_raden_til_side(lever, rad):
    rapport = lever(bolig__csv=[BOLIG, bolig("B0"), rad])
    assert rapport.status["bolig"].rader_til_side == 1
    [avvik] = funn(rapport, "feil antall felt")
    assert avvik.rad == 3 and "overskriften har 9" in avvik.forklaring


def test_dobbel_noekkel_setter_de_senere_radene_til_side(con, lever):
    rapport = lever(
        bolig__csv=[
            BOLIG,
            bolig(),
            bolig(omraade="Nordbygda"),
            bolig(byggeaar="1990"),
        ]
    )
    assert rader(con, "select omraade, byggeaar from bolig") == [("Sentrum", 1980)]
    avvik = funn(rapport, "dobbel nøkkel")
    assert (
        [a.rad for a in avvik] == [3, 4]
        and "rad 2" in avvik[0].forklaring
        and avvik[0].verdi == "B1"
    )


def test_en_rad_som_er_helt_lik_en_annen_er_bare_en_merknad(lever):
    rapport = lever(bolig__csv=[BOLIG, bolig(), bolig(i_bruk_fra="2010-02-01")])
    status = rapport.status["bolig"]
    assert (status.rader_lest, status.rader_lastet, status.rader_hoppet_over) == (
        2,
        1,
        1,
    )
    assert [a.alvor for a in funn(rapport, "like rader")] == ["merknad"]


def test_en_rad_som_er_satt_til_side_staar_ikke_i_veien_for_den_riktige(con, lever):
    lever(bolig__csv=[BOLIG, bolig(disposisjonsform="lånt"), bolig()])
    assert rader(con, "select bolig_id, disposisjonsform from bolig") == [("B1", "eid")]


def test_datoer_i_feil_rekkefoelge_settes_til_side(lever):
    rapport = lever(
        leieforhold__csv=[
            LEIE,
            "L1;B1;H1;rop;01.03.2020;01.02.2020",
            "L2;B2;H1;rop;01.03.2020;01.03.2020",
        ]
    )
    [avvik] = funn(rapport, "datoer i feil rekkefølge")
    assert (
        avvik.forklaring
        == "Utflyttet 01.02.2020 er før innflyttet 01.03.2020. Rett den datoen som er feil."
    )
    assert rapport.status["leieforhold"].rader_lastet == 1


def test_en_henvisning_til_noe_som_ikke_finnes_settes_til_side(lever):
    rapport = lever(
        bolig__csv=[BOLIG, bolig(), bolig("B2", disposisjonsform="lånt")],
        leieforhold__csv=[
            LEIE,
            "L1;B1;H1;rop;01.03.2020;",
            "L2;B2;H2;rop;01.03.2020;",
            "L3;B3;H3;rop;01.03.2020;",
        ],
    )
    til_side, ukjent = funn(rapport, "ukjent henvisning")
    assert (til_side.rad, til_side.verdi) == (
        3,
        "B2",
    ) and "er satt til side i Boligregister" in til_side.forklaring
    assert (ukjent.rad, ukjent.verdi) == (
        4,
        "B3",
    ) and "finnes ikke i Boligregister" in ukjent.forklaring


def test_henvisninger_kontrolleres_ikke_mot_en_kilde_som_er_stoppet(lever):
    rapport = lever(bolig__csv="", leieforhold__csv=[LEIE, "L1;B1;H1;rop;01.03.2020;"])
    assert (
        rapport.status["bolig"].stoppet
        and rapport.status["leieforhold"].rader_lastet == 1
    )


def test_henvisninger_kontrolleres_ikke_naar_alt_i_den_andre_kilden_er_satt_til_side(
    lever,
):
    boliger = [BOLIG, bolig(disposisjonsform="lånt")]
    rapport = lever(
        bolig__csv=boliger, leieforhold__csv=[LEIE, "L1;B1;H1;rop;1.3.2020;"]
    )
    assert rapport.status["leieforhold"].rader_lastet == 1


def test_et_nyere_leieforhold_avslutter_det_eldre(con, lever):
    rapport = lever(
        leieforhold__csv=[
            LEIE,
            "L2;B1;H2;rop;01.03.2020;",
            "L1;B1;H1;rop;01.01.2018;",
            "L3;B1;H3;rop;01.05.2021;01.06.2021",
            "L4;B2;H4;rop;1.1.2018;",
        ]
    )
    assert sorted(rader(con, "select leieforhold_id, utflyttet from leieforhold")) == [
        ("L1", dt.date(2020, 3, 1)),
        ("L2", dt.date(2021, 5, 1)),
        ("L3", dt.date(2021, 6, 1)),
        ("L4", None),
    ]
    assert [
        (a.rad, a.alvor, a.regel) for a in rapport.avvik if a.kilde == "leieforhold"
    ] == [(2, "endret", "overlapp"), (3, "endret", "overlapp")]


def test_et_eldre_leieforhold_med_for_sen_utflytting_blir_ogsaa_avsluttet(con, lever):
    rapport = lever(
        leieforhold__csv=[
            LEIE,
            "L1;B1;H1;rop;1.1.2018;1.1.2022",
            "L2;B1;H2;rop;01.03.2020;",
        ]
    )
    assert rader(con, "select leieforhold_id, utflyttet from leieforhold")[0] == (
        "L1",
        dt.date(2020, 3, 1),
    )
    assert funn(rapport, "overlapp")[0].verdi == "01.01.2022"


def test_utflytting_og_innflytting_samme_dag_er_ikke_overlapp(lever):
    rapport = lever(
        leieforhold__csv=[
            LEIE,
            "L1;B1;H1;rop;1.1.2018;1.3.2020",
            "L2;B1;H2;rop;01.03.2020;",
        ]
    )
    assert not funn(rapport, "overlapp")


def test_to_leieforhold_fra_samme_dag_i_samme_bolig_setter_det_siste_til_side(
    con, lever
):
    rapport = lever(
        leieforhold__csv=[LEIE, "L1;B1;H1;rop;1.1.2018;", "L2;B1;H2;rop;01.01.2018;"]
    )
    assert rader(con, "select leieforhold_id from leieforhold") == [("L1",)]
    [avvik] = funn(rapport, "overlapp")
    assert (avvik.rad, avvik.alvor) == (
        3,
        "satt til side",
    ) and "rad 2" in avvik.forklaring


def test_en_hendelse_paa_selve_datoen_uttrekkene_gjelder_er_ikke_fram_i_tid(lever):
    fil = [LEIE, "L1;B1;H1;rop;31.12.2021;", "L2;B2;H2;rop;01.01.2022;"]
    rapport = lever(
        replace(FJORDVIK, per_dato=dt.date(2021, 12, 31)), leieforhold__csv=fil
    )
    [avvik] = funn(rapport, "dato fram i tid")
    assert avvik.rad == 3 and avvik.forklaring.startswith("Én rad har innflyttet")


def test_datoer_fram_i_tid_er_bare_en_merknad(lever):
    fil = [
        LEIE,
        "L1;B1;H1;rop;1.1.2018;",
        "L2;B2;H2;rop;01.01.2023;",
        "L3;B3;H2;rop;01.01.2024;",
    ]
    rapport = lever(
        replace(FJORDVIK, per_dato=dt.date(2021, 12, 31)), leieforhold__csv=fil
    )
    [avvik] = funn(rapport, "dato fram i tid")
    assert (avvik.alvor, avvik.rad) == ("merknad", 3)
    assert avvik.forklaring.startswith("2 rader har innflyttet etter 31.12.2021")
    assert rapport.status["leieforhold"].rader_lastet == 3
    assert not funn(lever(leieforhold__csv=fil), "dato fram i tid")


# -------------------------------------------------------------------- filer som stopper


def fil(*linjer: str) -> bytes:
    return ("\n".join(linjer) + "\n").encode()


@pytest.mark.parametrize(
    "innhold, regel, ord_i_meldingen",
    [
        (b"", "tom fil", "er tom"),
        (b" \r\n \r\n", "tom fil", "er tom"),
        (fil(BOLIG), "ingen rader", "har overskrifter, men ingen rader"),
        (b"%PDF-1.7 noe", "annen filtype", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "annen filtype", "bilde"),
        (b"<html><table>", "annen filtype", "nettside"),
        (b"\x1f\x8b\x08", "annen filtype", "pakket"),
        (b'{"noe": 1}', "annen filtype", "JSON-stat2"),
        (b"{noe", "annen filtype", "JSON"),
        (b"\xd0\xcf\x11\xe0xyz", "annen filtype", "Excel"),
        (
            b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
            "passord",
            "beskyttet med passord",
        ),
        (b"PK\x03\x04xyz", "annen filtype", "Excel"),
        (b"\xef\xbb\xbf", "mangler overskrift", "kolonnenavn"),
        (fil("navn;adresse", "Ola;Gata"), "mangler overskrift", "minst: Bolig-id"),
        (
            fil(BOLIG.replace("omraade", "grunnkrets"), bolig()),
            "mangler kolonne",
            "Mangler kolonnen «Område»",
        ),
        (fil(BOLIG + ";Bolig-id", bolig() + ";B2"), "dobbel kolonne", "flere ganger"),
        (fil(BOLIG, bolig()) + b"B2;\x81\x8d;eid\n", "tegnsett", "i rad 3"),
        (fil(BOLIG, bolig()) + b"B2\0;eid\n", "tegnsett", "i rad 3"),
        (
            fil(BOLIG, bolig(omraade="Ytterøya")) + "B2;ø\n".encode("cp1252"),
            "tegnsett",
            "blander to tegnsett",
        ),
        (
            b"\xef\xbb\xbf" + fil(BOLIG) + "B1;ø".encode("cp1252"),
            "tegnsett",
            "ikke finnes i UTF-8, i rad 2",
        ),
        (fil(BOLIG, 'B0;"robust;eid', bolig()), "anførselstegn", "begynner på linje 2"),
        (
            fil(BOLIG, 'B0;"robust;eid', 'B1;"ordinaer";eid', bolig()),
            "anførselstegn",
            "begynner på linje 2",
        ),
    ],
)
def test_en_fil_som_ikke_kan_leses_stopper_kilden_med_en_forklaring(
    con, lever, innhold, regel, ord_i_meldingen
):
    rapport = lever(bolig__csv=innhold)
    status = rapport.status["bolig"]
    [avvik] = [a for a in rapport.avvik if a.kilde == "bolig" and a.alvor == "stoppet"]
    assert (
        avvik.regel == regel
        and ord_i_meldingen in avvik.forklaring
        and avvik.forklaring.endswith(".")
    )
    assert (
        status.stoppet == avvik.forklaring
        and status.rader_lastet == 0
        and status.filer == ("bolig.csv",)
    )
    assert rader(con, "from bolig") == []


def test_en_zip_og_et_word_dokument_faar_hver_sin_forklaring(lever):
    def pakk(navn):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as arkiv:
            arkiv.writestr(navn, "x")
        return buffer.getvalue()

    assert "pakket fil" in lever(bolig__zip=pakk("bolig.csv")).status["bolig"].stoppet
    (lever.mappe / "bolig.zip").unlink()
    assert (
        "Word" in lever(bolig__xlsx=pakk("word/document.xml")).status["bolig"].stoppet
    )


def test_en_avkortet_excelfil_stopper_kilden(lever):
    hel = excel({"Ark1": [BOLIG.split(";"), *[bolig().split(";")] * 50]})
    for lengde in range(60, len(hel), 997):
        assert lever(bolig__xlsx=hel[:lengde]).status["bolig"].stoppet


def test_en_mappe_med_filnavnet_til_et_uttrekk_er_ikke_en_fil(lever):
    (lever.mappe / "bolig.csv").mkdir()
    assert "Fant ingen fil" in lever().status["bolig"].stoppet


def test_en_paakrevd_kilde_uten_fil_er_stoppet_og_sier_hva_filen_skal_hete(lever):
    rapport = lever()
    assert rapport.status["bolig"].stoppet == (
        "Fant ingen fil for Boligregister, forventet navn som «bolig.csv» eller «bolig.xlsx». "
        "Legg filen i mappen med uttrekk."
    )
    tiltak = rapport.status["tiltak"]
    assert tiltak.stoppet is None and tiltak.filer == () and tiltak.tatt_ut is None


def test_en_mappe_som_ikke_finnes_er_en_brukerfeil(con, tmp_path):
    with pytest.raises(Brukerfeil, match="finnes ikke"):
        ingest.les_uttrekk(con, tmp_path / "nei", FJORDVIK)


def test_er_ingen_rader_brukbare_er_det_filen_det_er_noe_galt_med(lever):
    rapport = lever(
        bolig__csv=[
            BOLIG,
            bolig(disposisjonsform="lånt"),
            bolig("B2", disposisjonsform="arvet"),
        ]
    )
    status = rapport.status["bolig"]
    assert status.stoppet.startswith("Ingen av radene") and (
        status.rader_lest,
        status.rader_til_side,
    ) == (2, 2)


def test_en_kilde_som_stopper_stopper_ikke_de_andre(lever):
    rapport = lever(
        bolig__csv="", soeknad__csv=[SOEKNAD, "S1;H1;rop;ny;robust;1.1.2021"]
    )
    assert rapport.status["bolig"].stoppet and rapport.status["soeknad"].stoppet is None
    assert rapport.status["soeknad"].rader_lastet == 1


def test_celleverdier_er_ikke_med_i_det_som_stopper_en_kilde(lever):
    rapport = lever(bolig__csv=(BOLIG + '\n"HEMMELIG;eid\n').encode() + b"\x81")
    assert "HEMMELIG" not in str([a for a in rapport.avvik if a.alvor == "stoppet"])


# -------------------------------------------------------------------------- flere filer


def test_flere_filer_for_samme_kilde_leses_sammen(con, lever):
    rapport = lever(
        bolig__csv=[BOLIG, bolig()],
        boliger__csv=[BOLIG, bolig("B2"), bolig(byggeaar="1990")],
    )
    assert rapport.status["bolig"].filer == ("bolig.csv", "boliger.csv")
    assert rader(con, "select bolig_id, byggeaar from bolig order by rowid") == [
        ("B1", 1980),
        ("B2", 1980),
    ]
    [avvik] = funn(rapport, "dobbel nøkkel")
    assert (avvik.fil, avvik.rad) == (
        "boliger.csv",
        3,
    ) and "«bolig.csv» rad 2" in avvik.forklaring


def test_er_en_av_filene_gal_stopper_hele_kilden(con, lever):
    rapport = lever(bolig_2021__csv=[BOLIG, bolig()], bolig_2022__csv="")
    assert (
        "bolig_2022.csv" in rapport.status["bolig"].stoppet
        and rader(con, "from bolig") == []
    )


def test_filnavn_kjennes_igjen_med_norske_og_store_bokstaver(lever):
    rapport = lever(**{"SØKNADER 2021.CSV": [SOEKNAD, "S1;H1;rop;ny;robust;1.1.2021"]})
    assert rapport.status["soeknad"].rader_lastet == 1


def test_en_fil_som_ikke_hoerer_til_noen_kilde_blir_nevnt(lever):
    rapport = lever(
        husleie__csv="a;b\n1;2\n",
        **{"~$bolig__xlsx": "laast", "LESMEG__txt": "hei", "kommune__toml": ""},
    )
    [avvik] = funn(rapport, "ukjent fil")
    assert (avvik.kilde, avvik.fil, avvik.alvor) == ("", "husleie.csv", "merknad")


# -------------------------------------------------------------------------------- Excel


def test_excel_med_tittel_over_overskriften_og_ekte_datoer_og_tall(con, lever):
    lever(
        bolig__xlsx=excel(
            {
                "Boliger": [
                    ["Boligregister"],
                    [],
                    BOLIG.split(";") + ["tilgjengelig_rullestol"],
                    [
                        101,
                        "Ordinær",
                        "eid",
                        "Sentrum",
                        dt.date(2010, 2, 1),
                        "utleid",
                        2,
                        54.5,
                        1980,
                        True,
                    ],
                    [
                        102,
                        "HDO",
                        "eid",
                        "Sentrum",
                        40210,
                        "utleid",
                        2,
                        1.234 + 8,
                        1980,
                        False,
                    ],
                ]
            }
        )
    )
    assert rader(
        con,
        "select bolig_id, i_bruk_fra, antall_soverom, bruksareal_m2, tilgjengelig_rullestol "
        "from bolig order by rowid",
    ) == [
        ("101", dt.date(2010, 2, 1), 2, 54.5, True),
        ("102", dt.date(2010, 2, 1), 2, 9.234, False),
    ]


def test_funn_i_excel_har_ark_og_radnummeret_excel_viser(lever):
    gal = bolig(disposisjonsform="lånt").split(";")
    rapport = lever(
        bolig__xlsx=excel(
            {"Boliger": [[], ["Tittel"], [], BOLIG.split(";"), bolig().split(";"), gal]}
        )
    )
    [avvik] = funn(rapport, "ukjent verdi")
    assert (avvik.ark, avvik.rad, avvik.kolonne) == ("Boliger", 6, "disposisjonsform")


def test_alle_ark_som_passer_leses_og_de_andre_blir_nevnt(lever):
    rapport = lever(
        bolig__xlsx=excel(
            {
                "Sentrum": [BOLIG.split(";"), bolig().split(";")],
                "Om": [["Laget av", "Kari"]],
                "Nord": [["", *BOLIG.split(";")], ["", *bolig("B2").split(";")]],
            }
        )
    )
    assert rapport.status["bolig"].rader_lastet == 2
    assert [a.ark for a in funn(rapport, "ark ikke lest")] == ["Om"]


def test_feilceller_i_excel_blir_ikke_stille_tomme(lever):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as bok:
        ark = bok.add_worksheet("A & B")
        ark.write_row(2, 1, BOLIG.split(";"))
        ark.write_row(3, 1, bolig().split(";"))
        ark.write_row(4, 1, bolig("B2").split(";"))
        ark.write_formula(4, 9, "=1/0", None, "#DIV/0!")
    rapport = lever(bolig__xlsx=buffer.getvalue())
    [avvik] = funn(rapport, "feil i Excel")
    assert (avvik.rad, avvik.kolonne, avvik.verdi) == (5, "byggeaar", "#DIV/0!")


def test_dag_1_i_excel_er_en_aapen_dato(con, lever):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as bok:
        ark = bok.add_worksheet()
        ark.write_row(0, 0, [*BOLIG.split(";"), "ut_av_bruk"])
        ark.write_row(1, 0, bolig().split(";"))
        ark.write_number(1, 9, 1, bok.add_format({"num_format": "dd.mm.yyyy"}))
    rapport = lever(bolig__xlsx=buffer.getvalue())
    assert rader(con, "select bolig_id, ut_av_bruk from bolig") == [
        ("B1", None)
    ] and funn(rapport, "åpen dato")


def test_innholdet_og_ikke_endelsen_avgjoer_hva_filen_er(lever):
    assert (
        lever(bolig__csv=excel({"A": [BOLIG.split(";"), bolig().split(";")]}))
        .status["bolig"]
        .rader_lastet
        == 1
    )
    (lever.mappe / "bolig.csv").unlink()
    assert lever(bolig__xlsx=[BOLIG, bolig()]).status["bolig"].rader_lastet == 1


def test_kommunenummer_som_excel_har_gjort_til_tall_faar_nullen_tilbake(con, lever):
    lever(
        befolkning__xlsx=excel(
            {"A": [FOLK.split(";"), [301, 2021, "0-17", 100], ["0301", 2021, "80+", 7]]}
        )
    )
    assert rader(con, "select distinct kommunenummer from befolkning") == [("0301",)]


# ----------------------------------------------------------------- offentlig statistikk


def test_et_standardtegn_i_befolkningen_betyr_ingen_rad(con, lever):
    linjer = [
        "1804;2021;alle;52000",
        "1804;2021;80+;..",
        "1804;-;80+;5",
        "1804;2021;0-17;-",
    ]
    rapport = lever(befolkning__csv=[FOLK, *linjer])
    assert rader(con, "select aldersgruppe, personer from befolkning order by 1") == [
        ("0-17", 0),
        ("alle", 52000),
    ]
    [avvik] = funn(rapport, "uten tall")
    assert avvik.alvor == "merknad" and avvik.forklaring.startswith("2 rader")


def test_standardtegnet_blir_tatt_vare_paa_i_kommunetall(con, lever):
    verdier = ["..", "-", "4,5", "5*", ":", ""]
    linjer = [f"1804;2021;k{nr};{verdi}" for nr, verdi in enumerate(verdier)]
    lever(kommunetall__csv=["kommunenummer;aar;kode;verdi", *linjer])
    assert rader(con, "select verdi, status from kommunetall order by kode") == [
        (None, ".."),
        (0.0, "-"),
        (4.5, None),
        (5.0, "*"),
        (None, ":"),
        (None, None),
    ]


def test_fylker_bydeler_og_svalbard_er_hoppet_over_og_hele_landet_er_med(con, lever):
    regioner = ("0 Hele landet", "18 Nordland", "1804 Bodø", "0311", "2100")
    rapport = lever(
        befolkning__csv=[FOLK, *(f"{region};2021;alle;1" for region in regioner)]
    )
    assert rader(con, "select kommunenummer from befolkning order by 1") == [
        ("0000",),
        ("1804",),
    ]
    assert funn(rapport, "utelatt region")[0].forklaring.startswith("3 rader")


def test_i_alt_er_en_aldersgruppe_og_ikke_en_sumrad_i_befolkningen(con, lever):
    lever(befolkning__csv=[FOLK, "1804;2021;I alt;52000"])
    assert rader(con, "select aldersgruppe, personer from befolkning") == [
        ("alle", 52000)
    ]


def test_tall_delt_paa_kjoenn_blir_ikke_lest_som_om_de_var_hele(lever):
    linjer = ["1804;Menn;alle;2021;26000", "1804;Kvinner;alle;2021;26000"]
    rapport = lever(befolkning__csv=["region;kjønn;alder;tid;value", *linjer])
    assert "delt på «kjønn»" in rapport.status["befolkning"].stoppet


def test_aarene_kan_staa_bortover(con, lever):
    rapport = lever(
        befolkning__csv=[
            "07459: Befolkning",
            "",
            "region;alder;Personer 2020;Personer 2021",
            "1804 Bodø;80 år eller eldre;2400;2450",
            "1804 Bodø;0-17 år;;10300",
            "Kilde: SSB;;;",
        ]
    )
    assert rader(
        con, "select aar, aldersgruppe, personer from befolkning order by all"
    ) == [(2020, "80+", 2400), (2021, "0-17", 10300), (2021, "80+", 2450)]
    assert rapport.status["befolkning"].rader_hoppet_over == 1


def test_funn_i_et_bredt_utlegg_viser_kolonnen_i_filen(lever):
    rapport = lever(befolkning__csv=["region;alder;2020;2021", "1804;80+;2400;mange"])
    [avvik] = funn(rapport, "ikke et tall")
    assert (avvik.kolonne, avvik.rad) == ("2021", 2)


def jsonstat(verdier, status=None, tabell=None, **dimensjoner) -> str:
    """Et svar fra statistikkbanken, med dimensjonene i den rekkefølgen de er gitt."""
    return json.dumps(
        {
            "class": "dataset",
            "extension": {"px": {"tableid": tabell} if tabell else {}},
            "id": list(dimensjoner),
            "size": [len(koder) for koder in dimensjoner.values()],
            "dimension": {
                d: {"category": {"index": k, "label": {x: x for x in k}}}
                for d, k in dimensjoner.items()
            },
            "value": verdier,
            "status": status,
        }
    )


def test_jsonstat_summeres_over_kjoenn_og_mangler_gir_ingen_rad(con, lever):
    rapport = lever(
        befolkning__json=jsonstat(
            [1, 2, None, 10, 20, 30],
            {"2": ":"},
            Region=["1804"],
            Kjonn=["1", "2"],
            Alder=["080", "081", "105+"],
            ContentsCode=["Personer1"],
            Tid=["2021"],
        )
    )
    assert rader(
        con,
        "select kommunenummer, aar, aldersgruppe, personer from befolkning order by 3",
    ) == [("1804", 2021, "80", 11), ("1804", 2021, "81", 22)]
    assert rapport.status["befolkning"].rader_hoppet_over == 1


def test_jsonstat_med_begge_kjoenn_ved_siden_av_delene_telles_ikke_dobbelt(con, lever):
    kjoenn = ["1", "2", "Begge kjønn"]
    lever(
        befolkning__json=jsonstat(
            [5, 6, 11], Region=["1804"], Kjonn=kjoenn, Alder=["080"], Tid=["2021"]
        )
    )
    assert rader(con, "select personer from befolkning") == [(11,)]


def test_jsonstat_med_bare_de_tallene_som_finnes(con, lever):
    kommuner = ["1804", "K-1860"]
    lever(
        kommunetall__json=jsonstat(
            {"0": 22.5},
            {"1": ".."},
            KOKkommuneregion0000=kommuner,
            ContentsCode=["KOSx"],
            Tid=["2021"],
        )
    )
    assert rader(
        con, "select kommunenummer, kode, verdi, status from kommunetall order by 1"
    ) == [("1804", "KOSx", 22.5, None), ("1860", "KOSx", None, "..")]


@pytest.mark.parametrize("tegn", [":", [":"], {"0": ":"}])
def test_tegnene_i_jsonstat_kan_vaere_felles_en_liste_eller_et_oppslag(
    con, lever, tegn
):
    lever(
        kommunetall__json=jsonstat(
            [None], tegn, Region=["1804"], ContentsCode=["KOSx"], Tid=["2021"]
        )
    )
    assert rader(con, "select verdi, status from kommunetall") == [(None, ":")]


def test_jsonstat_med_en_oppdeling_kontrakten_ikke_kjenner_stopper(lever):
    delt = jsonstat(
        [1, 2], Region=["1804"], Alder=["080"], Sivilstand=["1", "2"], Tid=["2021"]
    )
    rapport = lever(befolkning__json=delt)
    assert "Region, Alder, Sivilstand, Tid" in rapport.status["befolkning"].stoppet


FRAMSKREVET = {
    "Region": ["1804"],
    "Kjonn": ["1", "2"],
    "Alder": ["080"],
    "ContentsCode": ["Personer1"],
    "Tid": ["2030"],
}


def test_folkemengden_i_dag_blir_ikke_lest_som_en_framskriving(con, lever):
    """De to tabellene har de samme dimensjonene, og «Personer1» i begge."""
    stoppet = lever(framskriving__json=jsonstat([1, 2], tabell="07459", **FRAMSKREVET))
    setning = stoppet.status["framskriving"].stoppet
    assert "er tabell 07459" in setning and "14746" in setning
    lever(framskriving__json=jsonstat([1, 2], tabell="14746", **FRAMSKREVET))
    assert rader(con, "select alternativ, personer from framskriving") == [("LLML", 3)]


def test_jsonstat_med_for_faa_tall_stopper(lever):
    rapport = lever(
        befolkning__json=jsonstat(
            [1], Region=["1804"], Alder=["080", "081"], Tid=["2021"]
        )
    )
    assert "ikke like mange tall" in rapport.status["befolkning"].stoppet


@pytest.mark.parametrize(
    ("oppdatert", "foreloepige"),
    [("2026-03-16T07:00:00Z", [2025]), ("2026-06-15T06:00:00Z", []), (None, [])],
)
def test_kostratall_fra_mars_er_foreloepige_og_de_fra_juni_er_det_ikke(
    con, lever, oppdatert, foreloepige
):
    svar = json.loads(
        jsonstat(
            [20.5, 21.5],
            tabell="12008",
            KOKkommuneregion0000=["1804"],
            ContentsCode=["KOSx"],
            Tid=["2024", "2025"],
        )
    )
    lever(kommunetall__json=json.dumps(svar | {"updated": oppdatert}))
    merket = rader(con, "select aar from kommunetall where foreloepig")
    assert merket == [(aar,) for aar in foreloepige]


STATISTIKKBANKEN = [
    ["07459: Befolkning, etter region, alder, statistikkvariabel og år"],
    [],
    ["", "", "Personer", ""],
    ["", "", "2024", "2025"],
    ["1804 Bodø", "0 år", 500, 510],
    ["", "1 år", 480, ".."],
    ["1860 Vestvågøy", "0 år", 90, 91],
    ["", "1 år", 95, 96],
    [],
    ["Sist oppdatert:"],
    ["20260225 08:00"],
    ["Kontakt:"],
    ["Kari Nordmann, Statistisk sentralbyrå"],
    [" +47 909 00 000"],
    ["kari.nordmann@eksempel.no"],
]


def test_excel_fra_statistikkbanken_leses_som_det_samme_som_jsonstat(con, lever):
    """Navnene på variablene står bare i tittelen, og den som lager statistikken, står under tallene."""
    rapport = lever(**{"07459__xlsx": excel({"07459": STATISTIKKBANKEN})})
    assert rapport.status["befolkning"].stoppet is None
    assert rader(
        con,
        "select kommunenummer, aar, aldersgruppe, personer from befolkning order by all",
    ) == [
        ("1804", 2024, "0", 500),
        ("1804", 2024, "1", 480),
        ("1804", 2025, "0", 510),
        *(("1860", aar, alder, antall) for aar, alder, antall in VESTVAAGOEY),
    ]


VESTVAAGOEY = [(2024, "0", 90), (2024, "1", 95), (2025, "0", 91), (2025, "1", 96)]


@pytest.mark.parametrize(
    ("tittel", "hode", "rad"),
    [
        (
            "etter region, statistikkvariabel og år",
            ["", "", "KOSx"],
            ["1804", "Bodø", 27],
        ),
        ("etter region, statistikkvariabel og år", ["", "KOSx"], ["1804 Bodø", 27]),
    ],
    ids=["kode og navn", "bare navn"],
)
def test_excel_fra_statistikkbanken_kan_ha_koden_i_en_egen_kolonne(
    con, lever, tittel, hode, rad
):
    aar = [""] * (len(hode) - 1) + ["2024"]
    ark = [[f"12008: Kommunalt disponerte boliger, {tittel}"], [], hode, aar, rad]
    lever(**{"12008__xlsx": excel({"12008": ark})})
    alt = "select kommunenummer, aar, kode, verdi from kommunetall"
    assert rader(con, alt) == [("1804", 2024, "KOSx", 27)]


def test_en_framskriving_i_excel_har_alternativet_i_overskriften(con, lever):
    lever(framskriving__xlsx=excel({"14746": FRAMSKRIVING_I_EXCEL}))
    alt = "select kommunenummer, aar, alternativ, aldersgruppe, personer from framskriving"
    assert rader(con, f"{alt} order by alternativ") == [
        ("1804", 2030, "LLML", "80", 60),
        ("1804", 2030, "MMMM", "80", 61),
    ]


FRAMSKRIVING_I_EXCEL = [
    ["14746: Framskrevet folkemengde, etter region, alder, statistikkvariabel og år"],
    [],
    ["", "", "Hovedalternativet (MMMM)", "Lav nasjonal vekst (LLML)"],
    ["", "", "2030", "2030"],
    ["1804 Bodø", "80 år", 61, 60],
]


def test_excel_med_en_annen_tabell_enn_navnet_paa_filen_sier_stopper(lever):
    rapport = lever(framskriving__xlsx=excel({"07459": STATISTIKKBANKEN}))
    assert "er tabell 07459" in rapport.status["framskriving"].stoppet


NAVN_I_EXCEL = [
    ["12008: Kommunalt disponerte boliger, etter region, statistikkvariabel og år"],
    [],
    ["", "Boliger per 1000 innbyggere"],
    ["", "2025"],
    ["1804 Bodø", 27],
]


@pytest.mark.parametrize(
    ("fil", "innhold", "sier"),
    [
        (
            "12008__csv",
            ["region;statistikkvariabel;2025", "1804;Boliger i alt;27"],
            "navnet på det",
        ),
        (
            "12008__csv",
            ["region;Boliger i alt (antall) 2025", "1804;27"],
            "navnet på det",
        ),
        ("kostra__xlsx", NAVN_I_EXCEL, "navnet på det"),
    ],
    ids=[
        "navn i CSV",
        "navn i overskriften",
        "navn i Excel",
    ],
)
def test_csv_og_excel_som_ikke_sier_hvilket_tall_det_er_stopper_og_sier_hva_som_kan_leses(
    lever, fil, innhold, sier
):
    """Ellers ble tallene lest, og aldri vist, eller vist som et annet tall."""
    if fil.endswith("xlsx"):
        innhold = excel({"Ark": innhold})
    stoppet = lever(**{fil: innhold}).status["kommunetall"].stoppet
    assert sier in stoppet and "på nytt som JSON-stat2." in stoppet


BOLIGER_PER_1000 = {
    "KOKkommuneregion0000": ["1804"],
    "ContentsCode": ["KOSboligSper10000000"],
    "Tid": ["2025"],
}


@pytest.mark.parametrize(
    ("verdier", "endret", "sier"),
    [
        ([27], {"tabell": "12191"}, "er tabell 12191, og ikke 12008"),
        (
            [27, 28],
            {"tabell": "12008", "Tid": ["2025K1", "2025K2"]},
            "tiden er skrevet som «2025K1»",
        ),
    ],
    ids=["en annen tabell", "kvartaler"],
)
def test_et_svar_som_ikke_er_det_filen_heter_eller_ikke_er_for_hele_aar_stopper(
    lever, verdier, endret, sier
):
    svar = jsonstat(verdier, **(BOLIGER_PER_1000 | endret))
    rapport = lever(**{"12008_2026__json": svar})
    assert sier in rapport.status["kommunetall"].stoppet
    # Én setning, og ikke én for hvert tall.
    assert [avvik.kilde for avvik in rapport.avvik].count("kommunetall") == 1


def test_den_samme_regionen_to_ganger_i_et_svar_blir_ikke_lagt_sammen(lever):
    svar = json.loads(jsonstat([20, 21], tabell="12008", **BOLIGER_PER_1000))
    region = {"category": {"index": ["1804", "1804"]}}
    svar["size"], svar["dimension"]["KOKkommuneregion0000"] = [2, 1, 1], region
    rapport = lever(kostra__json=json.dumps(svar))
    stoppet = rapport.status["kommunetall"].stoppet
    assert "den samme koden flere ganger i «KOKkommuneregion0000»" in stoppet


def test_en_tabell_som_er_delt_opp_paa_noe_mer_sier_bare_hvordan_den_kan_leses(lever):
    """Oppdelingene til de andre tabellene hjelper ingen."""
    delt = jsonstat(
        [1, 2], tabell="11084", **BOLIGER_PER_1000, EierStatus=["4"], Alder=["1", "2"]
    )
    stoppet = lever(kostra__json=delt).status["kommunetall"].stoppet
    assert "kan vi lese: Region, ContentsCode, EierStatus, Tid. Hent" in stoppet


def test_en_nettside_der_det_skulle_vaert_tall_fra_statistikkbanken_hentes_paa_nytt(
    lever,
):
    stoppet = lever(**{"12008__json": "<!DOCTYPE html>"}).status["kommunetall"].stoppet
    assert stoppet.endswith("og ikke tall fra statistikkbanken. Hent den på nytt.")


@pytest.mark.parametrize(
    ("kilde", "overskrift", "alt"),
    [
        ("framskriving", "region;alder;Hovedalternativet (MMMM) 2030", ("MMMM", 500)),
        ("framskriving", "region;alder;Høy nasjonal vekst (HHMH) 2030", ("HHMH", 500)),
        (
            "kommunetall",
            "region;;KOSboligSper10000000 2030",
            ("KOSboligSper10000000", 500),
        ),
        ("kommunetall", "region;;EUskala60 2030", ("EUskala60", 500)),
    ],
)
def test_csv_fra_statistikkbanken_har_det_som_telles_og_aaret_i_overskriften(
    con, lever, kilde, overskrift, alt
):
    lever(**{f"{kilde}__csv": [overskrift, "1804 Bodø;0 år;500"]})
    kolonne, tall = {
        "framskriving": ("alternativ", "personer"),
        "kommunetall": ("kode", "verdi"),
    }[kilde]
    assert rader(con, f"select {kolonne}, {tall} from {kilde} where aar = 2030") == [
        alt
    ]


BAERUM = replace(FJORDVIK, navn="Bærum", kommunenummer="3201")


def test_tall_under_et_tidligere_nummer_er_kommunens_og_en_null_under_det_nye_er_det_ikke(
    con, lever
):
    """Bærum var 0219 til 2020 og 3024 til 2024."""
    rapport = lever(
        BAERUM,
        kommunetall__csv=[
            "kommunenummer;aar;kode;verdi",
            *("0219;2019;KOSx;17", "3024;2019;KOSx;0", "3201;2019;KOSx;0"),
            *("3024;2023;KOSx;18", "0219;2023;KOSx;..", "3201;2023;KOSx;.."),
            *("3024;2024;KOSx;99", "3201;2024;KOSx;0", "0301;2019;KOSx;9"),
        ],
    )
    egne = "select aar, verdi from kommunetall where kommunenummer = '3201' order by 1"
    assert rader(con, egne) == [(2019, 17), (2023, 18), (2024, 0)]
    [merknad] = funn(rapport, "tidligere kommunenummer")
    assert merknad.forklaring == (
        "2 rader under tidligere nummer (3024, 0219) er lest som 3201."
    )


def test_et_nummer_kommunen_ikke_har_lenger_sies_en_gang(lever):
    gammel = replace(BAERUM, kommunenummer="3024")
    rapport = lever(
        gammel, kommunetall__csv=["region;aar;kode;verdi", "3024;2023;KOSx;1"]
    )
    [merknad] = funn(rapport, "kommunenummeret er ikke i bruk")
    assert "3024 er ikke i bruk lenger. Nå er det 3201." in merknad.forklaring


def test_en_null_fra_foer_nummeret_gjaldt_er_ikke_null_hos_de_andre_heller(con, lever):
    """3203 Asker og fylket Akershus fikk numrene sine i 2024. Oslo har alltid hatt sitt."""
    foer_og_etter = [
        f"{region};{aar};KOSx;{verdi}"
        for region in ("3203", "EKA32", "0301")
        for aar, verdi in ((2023, 0), (2024, 0), (2025, 7))
    ]
    lever(BAERUM, kommunetall__csv=["kommunenummer;aar;kode;verdi", *foer_og_etter])
    igjen = rader(con, "select kommunenummer, min(aar) from kommunetall group by 1")
    assert sorted(igjen) == [("0301", 2023), ("3203", 2024), ("EKA32", 2024)]


def test_radene_ssb_selv_har_regnet_er_med_i_tall_for_alle_kommuner(con, lever):
    regioner = ("3203 Asker", "EKG12 KOSTRA-gruppe 12", "EKA32", "EAKUO", "EAK Landet")
    lever(
        kommunetall__csv=[
            "region;aar;kode;verdi",
            *(f"{region};2025;KOSx;{nr}" for nr, region in enumerate(regioner)),
        ]
    )
    lest = rader(con, "select kommunenummer from kommunetall order by verdi")
    assert [region for (region,) in lest] == ["3203", "EKG12", "EKA32", "EAKUO", "0000"]


@pytest.mark.parametrize(
    ("tabell", "delt", "kode"),
    [
        ("11084", {"EierStatus": ["4"]}, "HusholdningProsent.4"),
        ("06944", {"HusholdType": ["0001"]}, "InntSkatt.0001"),
        ("14545", {"Boligtype": ["00"]}, "KvPris.00"),
        ("06265", {"BygnType": ["04"]}, "Boliger.04"),
    ],
)
def test_et_tall_for_en_del_har_maalet_og_delen_som_kode(
    con, lever, tabell, delt, kode
):
    svar = json.loads(
        jsonstat(
            [23.6],
            Region=["3203"],
            **delt,
            ContentsCode=[kode.split(".")[0]],
            Tid=["2024"],
        )
    )
    svar["extension"] = {"px": {"tableid": tabell}}
    lever(**{f"{tabell}__json": json.dumps(svar)})
    lest = rader(con, "select kommunenummer, aar, kode, verdi from kommunetall")
    assert lest == [("3203", 2024, kode, 23.6)]


def test_utgiftene_har_maalet_begrepet_og_funksjonen_som_kode_og_er_foreloepige_i_mars(
    con, lever
):
    """I rekkefølgen SSB gir tabell 12362."""
    svar = json.loads(
        jsonstat(
            [-127, 160],
            tabell="12362",
            KOKkommuneregion0000=["3203"],
            KOKfunksjon0000=["265", "283"],
            KOKart0000=["AGD2"],
            ContentsCode=["KOSbelopinnbygge0000"],
            Tid=["2025"],
        )
    )
    lever(**{"12362__json": json.dumps(svar | {"updated": "2026-03-16T07:00:00Z"})})
    assert rader(
        con, "select kode, verdi, foreloepig from kommunetall order by kode"
    ) == [
        ("KOSbelopinnbygge0000.AGD2.265", -127, True),
        ("KOSbelopinnbygge0000.AGD2.283", 160, True),
    ]


def test_et_svar_paa_mer_enn_en_million_tegn_er_en_lang_linje_og_leses(con, lever):
    """Innbyggerne i alle kommunene er fem millioner tegn på én linje."""
    svar = jsonstat(
        [7.4], tabell="06947", Region=["3203"], ContentsCode=["EUskala60"], Tid=["2024"]
    )
    lever(**{"06947__json": svar[:-1] + f', "note": ["{"x" * 1_100_000}"]}}'})
    assert rader(con, "select verdi from kommunetall") == [(7.4,)]


def test_barna_og_alle_innbyggerne_har_hver_sin_kode_selv_om_ssb_bruker_den_samme(
    con, lever
):
    deler = {"Region": ["3203"], "ContentsCode": ["EUskala60"], "Tid": ["2024"]}
    lever(
        **{
            "06947__json": jsonstat([7.4], tabell="06947", **deler),
            "08764__json": jsonstat([8.1], tabell="08764", **deler),
        }
    )
    assert rader(con, "select kode, verdi from kommunetall order by kode") == [
        ("EUskala60", 7.4),
        ("EUskala60.barn", 8.1),
    ]


def test_aldrene_i_alle_kommunene_legges_sammen_til_grupper(con, lever):
    """Mangler ett av tallene i en gruppe, mangler summen."""
    lever(
        aldersgrupper__json=jsonstat(
            [1, 2, 10, 20, 100, 200, 1, None, 10, 20, 100, 200],
            {"7": ":"},
            tabell="07459",
            Region=["1804", "1860"],
            Alder=["000", "017", "018", "066", "080", "105+"],
            ContentsCode=["Personer1"],
            Tid=["2025"],
        )
    )
    alt = "select kommunenummer, kode, verdi, status from kommunetall order by 1, 2"
    assert rader(con, alt) == [
        ("1804", "Personer1.0-17", 3, None),
        ("1804", "Personer1.18-66", 30, None),
        ("1804", "Personer1.80+", 300, None),
        ("1860", "Personer1.0-17", None, ":"),
        ("1860", "Personer1.18-66", 30, None),
        ("1860", "Personer1.80+", 300, None),
    ]


def test_tall_ssb_har_lagt_sammen_for_dagens_kommune_staar(con, lever):
    lever(
        BAERUM,
        befolkning__csv=["region;alder;aar;antall", "K-3201;alle;2019;127731"],
    )
    assert rader(con, "select kommunenummer, personer from befolkning") == [
        ("3201", 127731)
    ]


@pytest.mark.parametrize(
    ("nummer", "foer", "hvorfor"),
    [("1580", "1507", "Ålesund (1507) ble delt"), ("1103", "1141", "slått sammen")],
)
def test_en_kommune_som_ikke_kan_foelges_faar_vite_hvorfor(
    con, lever, nummer, foer, hvorfor
):
    linjer = [f"{foer};2019;KOSx;17", f"{nummer};2024;KOSx;18"]
    rapport = lever(
        replace(FJORDVIK, kommunenummer=nummer),
        kommunetall__csv=["kommunenummer;aar;kode;verdi", *linjer],
    )
    egne = f"select aar, verdi from kommunetall where kommunenummer = '{nummer}'"
    assert rader(con, egne) == [(2024, 18)]
    [merknad] = funn(rapport, "kommunen kan ikke følges lenger")
    assert hvorfor in merknad.forklaring


def test_jsonstat_uten_tall_stopper(lever):
    assert (
        "beskrivelsen"
        in lever(befolkning__json=jsonstat([], Region=[], Tid=[]))
        .status["befolkning"]
        .stoppet
    )


@pytest.fixture(scope="module")
def offentlig(con, offentlige_data, tmp_path_factory):
    """De ekte filene, lest med kontrakten."""
    mappe = tmp_path_factory.mktemp("offentlig")
    for fil in (f for f in offentlige_data.iterdir() if f.is_file()):
        if "metadata" not in fil.name:
            shutil.copy(fil, mappe)
    egen = duckdb.connect()
    return egen, ingest.les_uttrekk(egen, mappe, FJORDVIK)


def test_den_ekte_boligprofilen_gir_befolkningen_i_80_kommuner(offentlig):
    con, rapport = offentlig
    assert (
        rapport.status["befolkning"].rader_lastet == 400
        and rapport.status["befolkning"].rader_til_side == 0
    )
    assert rader(
        con,
        "select aldersgruppe, personer from befolkning where kommunenummer = '1804' order by 1",
    ) == [
        ("0-17", 10347),
        ("18-24", 4686),
        ("67-79", 6176),
        ("80+", 2649),
        ("alle", 53638),
    ]
    assert rader(
        con, "select count(distinct kommunenummer), min(aar), max(aar) from befolkning"
    ) == [(80, 2026, 2026)]


def test_den_ekte_boligprofilen_gir_kommunetall_med_tegn_for_dem_som_mangler(offentlig):
    con, _ = offentlig
    assert rader(
        con,
        "select count(*), count(verdi), count(*) filter (status = '..') from kommunetall "
        "where kode = 'KOSboligSper10000000' and aar = 2025",
    ) == [(80, 70, 10)]
    assert rader(
        con, "select verdi from kommunetall where kommunenummer = '1811' and aar = 2025"
    ) == [(48.0,)]


def test_de_ekte_framskrivingene_leses_fra_csv_og_jsonstat(offentlig):
    con, rapport = offentlig
    status = rapport.status["framskriving"]
    assert (status.rader_lest, status.rader_lastet) == (1475, 1475) and len(
        status.filer
    ) == 2
    assert rader(con, "select distinct alternativ from framskriving order by 1") == [
        ("HHMH",),
        ("LLML",),
        ("MMMM",),
    ]
    assert rader(
        con,
        "select personer from framskriving "
        "where kommunenummer = '1860' and aar = 2040 and aldersgruppe = '80+'",
    ) == [(1023,)]
    assert rader(
        con,
        "select aar, sum(personer) from framskriving where kommunenummer = '0000' and aar <> 2026 "
        "group by 1 order by 1",
    ) == [(2025, 272848), (2035, 422314)]


def test_den_ekte_prisindeksen_leses_med_kode_for_husleie(offentlig):
    con, _ = offentlig
    husleie = rader(
        con,
        "select kommunenummer, aar, verdi from kommunetall where kode = 'LevIndAar.B21'",
    )
    assert husleie == [("0000", 2023, 116.8)]


# --------------------------------------------------------------------- ingenting mistes

CELLE = st.sampled_from(
    [
        "B1",
        "B2",
        "ordinaer",
        "slott",
        "eid",
        "Sentrum",
        "01.02.2010",
        "31.02.2010",
        "utleid",
        "2",
        "54,5",
        "",
        "Totalt",
        "Kilde: SSB",
        "..",
        " ",
        "x y",
        "44256",
        '"',
        "ø",
    ]
)


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.lists(CELLE, min_size=9, max_size=9), min_size=1, max_size=6))
def test_hver_rad_er_lastet_satt_til_side_eller_hoppet_over(con, tmp_path, tabell):
    with open(tmp_path / "bolig.csv", "w", encoding="utf-8", newline="") as fil:
        csv.writer(fil, delimiter=";").writerows(
            [BOLIG.split(";"), bolig("B0").split(";"), *tabell]
        )
    status = ingest.les_uttrekk(con, tmp_path, FJORDVIK).status["bolig"]
    skrevet = 1 + sum(1 for rad in tabell if "".join(rad).strip())
    assert (
        status.rader_lest
        == skrevet
        == status.rader_lastet + status.rader_til_side + status.rader_hoppet_over
    )
    assert status.rader_lastet == rader(con, "select count(*) from bolig")[0][0]


# ---------------------------------------------------------------------------- rapporten


@pytest.fixture
def rapport(lever) -> ingest.Rapport:
    gode, gale = (
        [bolig(f"B{nr}") for nr in range(1, 4)],
        [bolig(f"C{nr}", boligtype="=1+1") for nr in range(25)],
    )
    return lever(
        bolig__csv=[BOLIG, *gode, *gale],
        leieforhold__csv=[LEIE, "L1;B1;H1;rop;1.1.2018;", "L2;B1;H2;rop;1.1.2020;"],
        soeknad__csv="",
    )


def test_rapporten_paa_skjermen_viser_tall_per_kilde_og_de_foerste_20_funnene(rapport):
    tekst = ingest.rapport_tekst(rapport)
    assert (
        "Boligregister                      28        3        25            0" in tekst
    )
    assert "Tiltak i handlingsdelen       ikke levert" in tekst
    assert "bolig.csv, rad 5, boligtype: «=1+1» er ikke en kjent verdi" in tekst
    assert tekst.count("«=1+1»") == 20 and "… og 5 til" in tekst
    assert (
        tekst.index("STOPPET –") < tekst.index("SATT TIL SIDE") < tekst.index("ENDRET")
    )


def test_rapporten_i_excel_har_oppsummering_og_avvik_og_ingen_formler(
    rapport, tmp_path
):
    bok = load_workbook(
        ingest.skriv_avviksrapport(rapport, tmp_path / "ut" / "avvik.xlsx")
    )
    assert bok.sheet_names == ["Oppsummering", "Avvik"]
    status = {rad[0]: rad for rad in bok.get_sheet_by_name("Oppsummering").to_python()}
    assert status["Boligregister"][2:7] == [28, 3, 25, 0, FJORDVIK.per_dato]
    linjer = bok.get_sheet_by_name("Avvik").to_python()
    assert (
        linjer[0][:3] == ["Kilde", "Fil", "Ark"]
        and len(linjer) == len(rapport.avvik) + 1
    )
    assert [linje[6] for linje in linjer].count("=1+1") == 25


def test_rapporten_i_csv_kan_aapnes_i_excel_uten_at_noe_kjoeres(rapport, tmp_path):
    sti = ingest.skriv_avviksrapport(rapport, tmp_path / "avvik.csv")
    assert sti.read_bytes().startswith(b"\xef\xbb\xbf")
    linjer = list(csv.reader(sti.open(encoding="utf-8-sig", newline=""), delimiter=";"))
    assert len(linjer) == len(rapport.avvik) + 1 and all(
        len(linje) == 9 for linje in linjer
    )
    assert "'=1+1" in {linje[6] for linje in linjer} and "=1+1" not in {
        linje[6] for linje in linjer
    }


def test_en_rapport_som_ikke_kan_skrives_er_en_brukerfeil(rapport, tmp_path):
    (tmp_path / "opptatt.xlsx").mkdir()
    with pytest.raises(Brukerfeil, match="Lukk filen"):
        ingest.skriv_avviksrapport(rapport, tmp_path / "opptatt.xlsx")
    with pytest.raises(Brukerfeil, match="xlsx eller .csv"):
        ingest.skriv_avviksrapport(rapport, tmp_path / "avvik.pdf")


def test_fremdriften_gaar_fra_null_til_en(con, tmp_path):
    steg = []
    ingest.les_uttrekk(
        con, tmp_path, FJORDVIK, lambda tekst, andel: steg.append((tekst, andel))
    )
    andeler = [a for _, a in steg]
    assert andeler == sorted(andeler) and andeler[0] == 0 and andeler[-1] == 1
    assert steg[0][0] == "Leser Boligregister"
