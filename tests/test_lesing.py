"""Tallene fra den eneste leseren er de riktige, og null er noe annet enn ukjent."""

import shutil

import duckdb
import pandas as pd
import pytest
from publisering import gjeldende, publiser

from boligdata import lesing
from boligdata.felles import katalog
from boligdata.lesing import spoerring

INDIKATORER = katalog.indikatorer()
FILTRE = ("maalgruppe", "boligtype", "omraade")


@pytest.fixture(autouse=True)
def eksakte_tall(bygd_internt, monkeypatch):
    """Her er det lesingen som prøves, og den er lettest å følge med eksakte tall. Vernet har sine
    egne tester.
    """
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd_internt))
    return bygd_internt


@pytest.fixture
def mappe(tmp_path, monkeypatch):
    """En egen publisert mappe, som `lesing` leser i denne testen."""
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path / "publisert"))
    return tmp_path / "publisert"


@pytest.fixture
def con(tmp_path, eksakte_tall):
    """En kopi av den publiserte filen, åpnet utenom `lesing`, til å sammenligne med."""
    with duckdb.connect(
        str(shutil.copy(eksakte_tall / gjeldende(eksakte_tall), tmp_path)),
        read_only=True,
    ) as con:
        yield con


# ----------------------------------------------------------------------- null og ukjent


def test_en_gruppe_som_ingen_er_i_gir_null_og_ikke_tomt(mappe, eksakte_tall):
    publiser(
        eksakte_tall,
        mappe,
        "delete from kube_venteliste where boligtype = 'omsorgsbolig' and periode = '2023'",
    )
    tall = lesing.tall(INDIKATORER["venteliste"], fordeling=("boligtype",)).set_index(
        ["periode", "boligtype"]
    )
    assert tall.loc[("2023", "omsorgsbolig"), "verdi"] == 0
    assert tall.loc[("2023", "omsorgsbolig"), "flagg"] == ""
    assert tall["verdi"].notna().all() and tall.loc["2022", "verdi"].sum() > 0


def test_et_folketall_som_ikke_er_levert_er_ukjent_og_aldri_null(mappe, eksakte_tall):
    publiser(eksakte_tall, mappe, "delete from kube_befolkning where periode = '2023'")
    for id in ("innbyggere", "boliger_per_1000", "andel_80"):
        tall = lesing.tall(INDIKATORER[id]).set_index("periode")["verdi"]
        assert pd.isna(tall["2023"]), id
        assert tall.drop("2023").notna().all(), id


def test_et_folketall_som_ikke_er_levert_kalles_ikke_for_faa(mappe, eksakte_tall):
    publiser(eksakte_tall, mappe, "delete from kube_befolkning where periode = '2023'")
    for id in ("innbyggere", "boliger_per_1000", "andel_80"):
        flagg = lesing.tall(INDIKATORER[id]).set_index("periode")["flagg"]
        assert flagg["2023"] == "mangler", id
        assert flagg.drop("2023").eq("").all(), id


# ------------------------------------------------------------------------------ tallene


def test_en_andel_av_faerre_enn_tjue_vises_ikke():
    tall = lesing.tall(INDIKATORER["utleiegrad"], "tertial", ("boligtype",))
    assert set(tall["flagg"]) == {"", "for_faa"}
    for rad in tall.itertuples():
        assert (rad.flagg == "for_faa") == (rad.nevner < 20) == pd.isna(rad.verdi)


def test_en_median_av_faerre_enn_minst_vises_ikke():
    tall = lesing.tall(INDIKATORER["behandlingstid"], "tertial", ("boligtype",))
    minst = katalog.kuber()["vedtak"].statistikk["behandlingstid_median"].minst
    assert set(tall["flagg"]) == {"", "for_faa"}
    for rad in tall.itertuples():
        assert (rad.flagg == "for_faa") == (rad.teller < minst) == pd.isna(rad.verdi)


def test_nevneren_kan_komme_fra_en_annen_kube(con):
    fasit = dict(
        con.execute(
            "select b.periode, 1000 * b.antall / p.personer from kube_boligmasse b join "
            "kube_befolkning p using (periode) "
            "where b.omraade = 'Sentrum' and b.boligtype = 'alle' and b.disposisjonsform = 'alle' "
            "and b.stoerrelse = 'alle' and b.tilstand = 'alle' and b.rullestol = 'alle'"
        ).fetchall()
    )
    assert fasit
    tall = lesing.tall(
        INDIKATORER["boliger_per_1000"], filtre={"omraade": "Sentrum"}
    ).set_index("periode")["verdi"]
    assert tall.to_dict() == pytest.approx({p: fasit[p] for p in tall.index})


def test_nevneren_deles_etter_samme_egenskap_som_telleren(con):
    venter = dict(
        con.execute(
            "select boligtype, antall from kube_venteliste where periode = '2025' and boligtype <> 'alle' "
            "and maalgruppe = 'alle' and omraade = 'alle' and ventetidsbaand = 'alle' and "
            "aldersgruppe = 'alle'"
        ).fetchall()
    )
    ledige = dict(
        con.execute(
            "select boligtype, antall from kube_ledige where periode = '2025' and boligtype <> 'alle' "
            "and omraade = 'alle' and ledig_aarsak = 'alle'"
        ).fetchall()
    )
    tall = lesing.tall(
        INDIKATORER["ventende_per_ledig"], fordeling=("boligtype",), bare_siste=True
    )
    assert len(tall) > 3
    for rad in tall.itertuples():
        assert (rad.teller, rad.nevner) == (
            venter.get(rad.boligtype, 0),
            ledige.get(rad.boligtype, 0),
        )
        assert (
            rad.verdi == pytest.approx(rad.teller / rad.nevner)
            if rad.nevner
            else rad.flagg == "tom_nevner"
        )


@pytest.mark.parametrize("periodetype", ["aar", "tertial"])
def test_alle_perioder_fram_til_den_valgte_er_med_i_rekkefoelge(periodetype):
    perioder = lesing.perioder(periodetype)["periode"].tolist()
    tall = lesing.tall(INDIKATORER["soeknader"], periodetype, siste=perioder[4])
    assert tall["periode"].tolist() == perioder[:5]
    bare = lesing.tall(
        INDIKATORER["soeknader"], periodetype, siste=perioder[4], bare_siste=True
    )
    assert (
        bare["periode"].tolist() == [perioder[4]]
        and bare["verdi"].iloc[0] == tall["verdi"].iloc[-1]
    )


def test_gruppene_kommer_i_kodelistens_rekkefoelge():
    koder = list(katalog.dimensjoner()["boligtype"].koder)
    tall = lesing.tall(
        INDIKATORER["boliger"], fordeling=("boligtype",), bare_siste=True
    )
    assert tall["boligtype"].tolist() == [
        k.kode for k in koder if k.kode in set(tall["boligtype"])
    ]


@pytest.mark.parametrize("dimensjon", FILTRE)
def test_filtrene_tilbyr_bare_verdier_som_er_i_bruk(mappe, eksakte_tall, dimensjon):
    kuber = [k.id for k in katalog.kuber().values() if dimensjon in k.dimensjoner]
    publiser(eksakte_tall, mappe)
    foerste, *_, siste = lesing.verdier(dimensjon)
    publiser(
        eksakte_tall,
        mappe,
        *(f"delete from kube_{k} where {dimensjon} = '{foerste}'" for k in kuber),
        *(
            f"update kube_{k} set {dimensjon} = 'ukjent' where {dimensjon} = '{siste}'"
            for k in kuber
        ),
    )
    verdier = lesing.verdier(dimensjon)
    assert verdier and not {foerste, siste, "alle", "ukjent"} & set(verdier)
    assert all(
        navn and navn != kode or dimensjon == "omraade"
        for kode, navn in verdier.items()
    )


def test_meta_sier_hvem_og_naar_tallene_gjelder():
    meta = lesing.meta()
    assert meta.kommune == "Fjordvik" and meta.fiktiv is True
    assert lesing.perioder("aar")["til"].iloc[-1].date() <= meta.per_dato
    assert lesing.helse() == {"status": "ok", "per_dato": meta.per_dato.isoformat()}


# ---------------------------------------------------------------------------- husket


def test_samme_spoersmaal_regnes_bare_ut_en_gang():
    assert lesing.perioder("tertial") is lesing.perioder("tertial")


def test_etter_oppvarming_koster_et_filter_eller_to_ingen_spoerring():
    lesing.varm_opp()
    verdier = list(lesing.verdier("maalgruppe"))
    perioder = lesing.perioder("tertial")["periode"].tolist()
    spurt = spoerring.spoer.cache_info().misses
    i = INDIKATORER["soeknader"]
    serier = [
        lesing.tall(i, "tertial", filtre={"maalgruppe": v})["verdi"].tolist()
        for v in verdier
    ]
    lesing.tall(i, "aar", filtre={"maalgruppe": verdier[0], "boligtype": "ordinaer"})
    assert len(serier) > 3 and len({tuple(s) for s in serier}) == len(serier)
    assert (
        lesing.tall(i, "tertial", filtre={"maalgruppe": verdier[0]}, siste=perioder[4])[
            "periode"
        ].tolist()
        == (perioder[:5])
    )
    assert spoerring.spoer.cache_info().misses == spurt
