"""Tiltakene kan lastes ned til Excel og leses tilbake uten tap, og ingenting i filen er en formel."""

import io
import re
import zipfile
from dataclasses import replace

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook
from tiltaksproever import FULLT
from tiltaksproever import tiltak as hvilke_som_helst

from boligdata.arbeid import eksport, inntak
from boligdata.arbeid.feltliste import Feltfeil
from boligdata.arbeid.tiltak import Beloep, Tiltak
from boligdata.felles import maalform

FLERE = st.lists(hvilke_som_helst, max_size=4, unique_by=lambda ett: ett.id)


@settings(max_examples=25, deadline=None)
@given(FLERE)
def test_tiltakene_kommer_like_tilbake_fra_excel(alle):
    assert list(eksport.fra_excel(eksport.til_excel(alle))) == alle


@settings(max_examples=15, deadline=None)
@given(FLERE)
def test_tiltakene_kommer_like_tilbake_fra_tabellene(alle):
    assert list(eksport.fra_tabell(eksport.til_tabell(alle))) == alle


def test_en_fil_med_alt_i_har_et_ark_for_hver_ting_et_tiltak_har_flere_av():
    bok = load_workbook(io.BytesIO(eksport.til_excel([FULLT])))
    assert bok.sheet_names == [
        "Tiltak",
        "Milepæler",
        "Beløp",
        "Vedtak",
        "Indikatorer",
        "Planens egne kolonner",
    ]
    hode, rad = bok.get_sheet_by_name("Tiltak").to_python()
    skrevet = dict(zip(hode, rad))
    assert skrevet["Målgrupper"] == "Rus og psykisk helse\nLøslatte og utskrevne"
    assert skrevet["KOSTRA-funksjon"] == "Kommunalt disponerte boliger"
    assert skrevet["Til"].isoformat() == "2025-11-30"
    assert eksport.fra_excel(eksport.til_excel([FULLT])) == (FULLT,)


@pytest.mark.parametrize("skrevet", maalform.MAALFORMER)
@pytest.mark.parametrize("lest", maalform.MAALFORMER)
def test_en_fil_fra_den_ene_maalformen_leses_likt_paa_den_andre(skrevet, lest):
    with maalform.bruk(skrevet):
        fil = eksport.til_excel([FULLT])
    with maalform.bruk(lest):
        assert eksport.fra_excel(fil) == (FULLT,)
        svar = inntak.les_fil(fil, finnes=[FULLT])
    assert [ett.er_uendret for ett in svar.forslag] == [True]


def test_filen_har_navn_og_verdier_paa_maalformen_til_den_som_laster_den_ned():
    with maalform.bruk(maalform.NYNORSK):
        bok = load_workbook(io.BytesIO(eksport.til_excel([FULLT])))
    assert bok.sheet_names == [
        "Tiltak",
        "Milepælar",
        "Beløp",
        "Vedtak",
        "Indikatorar",
        "Planens eigne kolonnar",
    ]
    hode, rad = bok.get_sheet_by_name("Tiltak").to_python()
    skrevet = dict(zip(hode, rad))
    assert skrevet["Føremål og innhald"] == FULLT.hensikt
    assert skrevet["Målgrupper"] == "Rus og psykisk helse\nLauslatne og utskrivne"


@pytest.mark.parametrize("tegn", ["=1+1", "+47", "-1", "@sum", "=HYPERLINK(1)", "{=1}"])
def test_det_som_ligner_en_formel_er_tekst_i_filen_og_det_samme_etterpaa(tegn):
    ett = Tiltak("t1", tittel=tegn, ansvarlige=(tegn,), ord=((tegn, tegn),))
    fil = eksport.til_excel([ett])
    with zipfile.ZipFile(io.BytesIO(fil)) as arkiv:
        ark = [arkiv.read(navn) for navn in arkiv.namelist() if "worksheets/" in navn]
    assert ark and not any(re.search(rb"<f[ >]", ett_ark) for ett_ark in ark)
    assert eksport.fra_excel(fil) == (ett,)


def test_inntaket_leser_vaar_egen_fil_uten_aa_gjette_og_kjenner_igjen_tiltakene():
    andre = Tiltak("t2", tittel="Et annet tiltak")
    fil = eksport.til_excel(
        [replace(FULLT, tittel="Bygge åtte robuste boliger"), andre]
    )
    svar = inntak.les_fil(fil, finnes=[FULLT, andre, Tiltak("t3", tittel="Borte")])
    assert [ett.samme_som for ett in svar.forslag] == [FULLT.id, "t2"]
    assert [ett.endrer for ett in svar.forslag] == [("tittel",), ()]
    assert svar.forslag[0].tiltak.beloep == FULLT.beloep
    assert svar.ikke_i_filen == ("t3",)


def test_en_ny_rad_i_filen_er_et_nytt_tiltak():
    tabeller = eksport.til_tabell([FULLT])
    hoved = tabeller["Tiltak"]
    hoved.loc[1] = [None] * len(hoved.columns)
    hoved.loc[1, "Tiltak"] = "Skrevet rett i Excel"
    _, nytt = eksport.fra_tabell(tabeller)
    assert nytt.tittel == "Skrevet rett i Excel" and len(nytt.id) == 36
    assert replace(nytt, id="t") == Tiltak("t", tittel="Skrevet rett i Excel")


@pytest.mark.parametrize(
    "ark, kolonne, verdi, sier",
    [
        ("Tiltak", "Finansiering", "gratis", "Arket «Tiltak», rad 2, har «gratis»"),
        ("Tiltak", "Til", "snart", "Arket «Tiltak», rad 2, har ikke en dato i «Til»"),
        ("Tiltak", "Årsverk", "to", "har ikke et tall i «Årsverk»"),
        ("Beløp", "Kroner", "mye", "Arket «Beløp», rad 2, har ikke et tall i «Kroner»"),
        ("Beløp", "Kroner", 0.5, "har ikke et helt tall i «Kroner»"),
        (
            "Beløp",
            "Tiltak-id",
            "x",
            "viser til et tiltak som ikke står i arket «Tiltak»",
        ),
    ],
)
def test_en_celle_som_er_skrevet_feil_sier_arket_og_raden(ark, kolonne, verdi, sier):
    tabeller = eksport.til_tabell([FULLT])
    tabeller[ark].loc[0, kolonne] = verdi
    with pytest.raises(Feltfeil, match=re.escape(sier)):
        eksport.fra_tabell(tabeller)


def test_to_rader_med_samme_id_og_en_fil_uten_id_sier_hva_som_maa_gjoeres():
    with pytest.raises(Feltfeil, match="rad 3, har samme id som en rad over"):
        eksport.fra_tabell(eksport.til_tabell([FULLT, FULLT]))
    with pytest.raises(Feltfeil, match="Last ned tiltakene på nytt"):
        eksport.fra_tabell({})


def test_et_ark_som_er_tatt_bort_er_ikke_fylt_ut():
    tabeller = eksport.til_tabell([FULLT])
    del tabeller["Beløp"]
    [ett] = eksport.fra_tabell(tabeller)
    assert ett == replace(FULLT, beloep=())


def test_et_langt_tall_mister_ingen_sifre():
    ett = Tiltak("t1", tittel="x", aarsverk=0.1 + 0.2, beloep=(Beloep(2025, 10**11),))
    assert eksport.fra_excel(eksport.til_excel([ett])) == (ett,)


def test_en_vanlig_handlingsdel_i_et_ark_som_heter_tiltak_er_ikke_vaar_fil():
    fil = io.BytesIO()
    with xlsxwriter.Workbook(fil, {"in_memory": True}) as bok:
        bok.add_worksheet("Tiltak").write_row(0, 0, ["Tiltak", "Frist"])
    assert not eksport.er_vaar_eksport(fil.getvalue())
    assert not eksport.er_vaar_eksport(b"PK\x03\x04")
