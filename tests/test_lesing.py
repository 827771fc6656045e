"""Den eneste leseren: riktige tall, tydelige avslag, og aldri andre filer enn den publiserte."""

import itertools
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pandas as pd
import pytest
from publisering import gjeldende, pek, publiser

from boligdata import lesing
from boligdata.felles import config, katalog
from boligdata.felles.config import Brukerfeil
from boligdata.lesing import IkkePublisert, spoerring

INDIKATORER = katalog.indikatorer()
FILTRE = ("maalgruppe", "boligtype", "omraade")


@pytest.fixture(autouse=True)
def bygd_eksempel(bygd_internt, monkeypatch):
    """Her er det lesingen som prøves, og den er lettest å følge med eksakte tall. Vernet har sine
    egne tester."""
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd_internt))
    return bygd_internt


@pytest.fixture
def mappe(tmp_path, monkeypatch):
    """En egen publisert mappe, som `lesing` leser i denne testen."""
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path / "publisert"))
    return tmp_path / "publisert"


@pytest.fixture
def con(tmp_path, bygd_eksempel):
    """En kopi av den publiserte filen, åpnet utenom `lesing`, til å sammenligne med."""
    with duckdb.connect(
        str(shutil.copy(bygd_eksempel / gjeldende(bygd_eksempel), tmp_path)),
        read_only=True,
    ) as con:
        yield con


def _siste(id, **valg):
    return lesing.tall(INDIKATORER[id], **valg)["verdi"].iloc[-1]


# ----------------------------------------------------------------------- null og ukjent


def test_en_gruppe_som_ingen_er_i_gir_null_og_ikke_tomt(mappe, bygd_eksempel):
    publiser(
        bygd_eksempel,
        mappe,
        "delete from kube_venteliste where boligtype = 'omsorgsbolig' and periode = '2023'",
    )
    tall = lesing.tall(INDIKATORER["venteliste"], fordeling=("boligtype",)).set_index(
        ["periode", "boligtype"]
    )
    assert tall.loc[("2023", "omsorgsbolig"), "verdi"] == 0
    assert tall.loc[("2023", "omsorgsbolig"), "flagg"] == ""
    assert tall["verdi"].notna().all() and tall.loc["2022", "verdi"].sum() > 0


def test_et_folketall_som_ikke_er_levert_er_ukjent_og_aldri_null(mappe, bygd_eksempel):
    publiser(bygd_eksempel, mappe, "delete from kube_befolkning where periode = '2023'")
    for id in ("innbyggere", "boliger_per_1000", "andel_80"):
        tall = lesing.tall(INDIKATORER[id]).set_index("periode")["verdi"]
        assert pd.isna(tall["2023"]), id
        assert tall.drop("2023").notna().all(), id


def test_et_folketall_som_ikke_er_levert_kalles_ikke_for_faa(mappe, bygd_eksempel):
    publiser(bygd_eksempel, mappe, "delete from kube_befolkning where periode = '2023'")
    for id in ("innbyggere", "boliger_per_1000", "andel_80"):
        flagg = lesing.tall(INDIKATORER[id]).set_index("periode")["flagg"]
        assert flagg["2023"] == "mangler", id
        assert flagg.drop("2023").eq("").all(), id


# ----------------------------------------------------------------- hva som er publisert


def test_tre_egenskaper_samtidig_er_ikke_publisert_og_meldingen_sier_hvorfor():
    filtre = {
        "maalgruppe": "rop",
        "boligtype": "ordinaer",
        "omraade": next(iter(lesing.verdier("omraade"))),
    }
    with pytest.raises(IkkePublisert) as feil:
        lesing.tall(INDIKATORER["venteliste"], filtre=filtre)
    assert str(feil.value) == (
        "Ikke publisert: Tall delt etter målgruppe, boligtype og område samtidig ville "
        "gitt så små grupper at "
        "enkeltpersoner kunne kjennes igjen. Velg «Alle» i «Målgruppe», «Boligtype» eller «Område»."
    )


def test_fordelingen_teller_med_naar_egenskapene_telles():
    with pytest.raises(
        IkkePublisert, match="ventetid, målgruppe og boligtype samtidig"
    ):
        lesing.tall(
            INDIKATORER["venteliste"],
            fordeling=("ventetidsbaand",),
            filtre={"maalgruppe": "rop", "boligtype": "ordinaer"},
        )


def test_en_nevner_som_ikke_er_delt_paa_samme_maate_gir_et_avslag_som_sier_det():
    with pytest.raises(IkkePublisert) as feil:
        lesing.tall(INDIKATORER["ventende_per_ledig"], filtre={"maalgruppe": "rop"})
    assert (
        "«Husstander som venter, per ledig bolig» kan ikke deles etter målgruppe"
        in str(feil.value)
    )
    assert str(feil.value).endswith("Velg «Alle» i «Målgruppe».")


def test_meldingen_nevner_bare_filtrene_det_hjelper_aa_slippe():
    with pytest.raises(IkkePublisert) as feil:
        lesing.tall(
            INDIKATORER["ventende_per_ledig"],
            filtre={"maalgruppe": "rop", "boligtype": "ordinaer"},
        )
    assert str(feil.value).endswith("Velg «Alle» i «Målgruppe».")
    with pytest.raises(IkkePublisert) as feil:
        lesing.tall(
            INDIKATORER["venteliste"],
            fordeling=("ventetidsbaand",),
            filtre={"maalgruppe": "rop", "boligtype": "ordinaer"},
        )
    assert str(feil.value).endswith("Velg «Alle» i «Målgruppe» eller «Boligtype».")


def test_den_som_ikke_kan_velge_alle_maalgrupper_blir_ikke_bedt_om_det(monkeypatch):
    monkeypatch.setenv("BOLIGDATA_VISNING", "internt")
    with (
        lesing.samme_tall(lesing.Innsyn(maalgrupper=frozenset({"rop"}))),
        pytest.raises(IkkePublisert) as feil,
    ):
        lesing.tall(
            INDIKATORER["venteliste"],
            fordeling=("ventetidsbaand",),
            filtre={"maalgruppe": "rop", "boligtype": "ordinaer"},
        )
    assert str(feil.value).endswith("Velg «Alle» i «Boligtype».")


@pytest.mark.parametrize("indikator", INDIKATORER.values(), ids=INDIKATORER)
def test_det_som_sies_aa_vaere_publisert_har_tall_og_resten_er_avslag(indikator):
    """Alle par av filtre, for alle indikatorer: enten tall for hver periode eller en norsk
    forklaring."""
    perioder = lesing.perioder("aar")["periode"].tolist()
    valg = {d: next(iter(lesing.verdier(d))) for d in FILTRE}
    for antall in range(4):
        for egenskaper in itertools.combinations(valg, antall):
            filtre = {d: valg[d] for d in egenskaper}
            try:
                tall = lesing.tall(indikator, filtre=filtre)
            except IkkePublisert as feil:
                assert len(
                    lesing.brukbare(indikator, filtre)
                ) >= 1 and "Velg «Alle»" in str(feil)
                continue
            assert tall["periode"].tolist() == perioder
            assert len(lesing.brukbare(indikator, filtre)) <= 2


def test_et_filter_som_ikke_gjelder_tallet_endrer_det_ikke():
    uten = lesing.tall(INDIKATORER["innbyggere"])
    pd.testing.assert_frame_equal(
        uten, lesing.tall(INDIKATORER["innbyggere"], filtre={"maalgruppe": "rop"})
    )
    assert (
        lesing.brukbare(
            INDIKATORER["boliger"], {"maalgruppe": "rop", "omraade": "alle"}
        )
        == {}
    )


def test_en_oppdiktet_filterverdi_gir_ingen_tall_og_kan_ikke_bli_sql():
    tall = lesing.tall(
        INDIKATORER["venteliste"], filtre={"maalgruppe": "rop' or '1'='1"}
    )
    assert tall["verdi"].eq(0).all()


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
            "select b.periode, 1000 * b.antall / p.personer from kube_boliger b join "
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
def test_filtrene_tilbyr_bare_verdier_som_er_i_bruk(mappe, bygd_eksempel, dimensjon):
    kuber = [k.id for k in katalog.kuber().values() if dimensjon in k.dimensjoner]
    publiser(bygd_eksempel, mappe)
    foerste, *_, siste = lesing.verdier(dimensjon)
    publiser(
        bygd_eksempel,
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


# -------------------------------------------------------------------- ny og ødelagt fil


def test_en_ny_publisering_er_i_bruk_ved_neste_oppslag(mappe, bygd_eksempel):
    foerste = publiser(bygd_eksempel, mappe)
    foer = _siste("innbyggere")
    andre = publiser(
        bygd_eksempel, mappe, "update kube_befolkning set personer = personer + 7"
    )
    assert _siste("innbyggere") == foer + 7
    assert foerste != andre == lesing.versjon()


def test_den_som_er_i_gang_med_aa_lese_leser_ferdig_fra_de_samme_tallene(
    mappe, bygd_eksempel
):
    foerste = publiser(bygd_eksempel, mappe)
    foer = _siste("innbyggere")
    with lesing.samme_tall():
        andre = publiser(
            bygd_eksempel, mappe, "update kube_befolkning set personer = personer + 7"
        )
        assert (_siste("innbyggere"), lesing.versjon()) == (foer, foerste)
        with lesing.samme_tall():
            assert lesing.versjon() == foerste
    assert (_siste("innbyggere"), lesing.versjon()) == (foer + 7, andre)


def _oedelegg_filen(mappe):
    (mappe / "publisert-ny.duckdb").write_bytes(b"dette er ikke en database" * 1000)
    pek(mappe, "publisert-ny.duckdb")


def _oedelegg_pekeren(mappe):
    (mappe / "gjeldende.json").write_text('{"fil": "publ', encoding="utf-8")


@pytest.mark.parametrize(
    "oedelegg",
    [
        _oedelegg_filen,
        _oedelegg_pekeren,
        lambda mappe: pek(mappe, "publisert-finnes-ikke.duckdb"),
        lambda mappe: (mappe / "gjeldende.json").write_text("{}", encoding="utf-8"),
    ],
    ids=["filen er søppel", "pekeren er halv", "filen mangler", "pekeren er tom"],
)
def test_de_siste_gode_tallene_staar_naar_den_nyeste_filen_er_oedelagt(
    mappe, bygd_eksempel, oedelegg
):
    publiser(bygd_eksempel, mappe)
    foer, versjon = _siste("innbyggere"), lesing.versjon()
    assert lesing.advarsel() is None
    oedelegg(mappe)
    assert (_siste("innbyggere"), lesing.versjon()) == (foer, versjon)
    assert (
        lesing.advarsel()
        == "Den nyeste publiseringen kan ikke åpnes. Kjør «python -m boligdata bygg» på nytt."
    )
    publiser(bygd_eksempel, mappe)
    assert lesing.advarsel() is None and lesing.versjon() != versjon


def test_er_det_ingen_gode_tall_faar_brukeren_vite_det(mappe):
    mappe.mkdir()
    _oedelegg_filen(mappe)
    with pytest.raises(Brukerfeil, match="kan ikke åpnes"):
        lesing.meta()


@pytest.mark.parametrize(
    "skjema, avtrykk, raad",
    [
        (
            config.SKJEMA + 1,
            None,
            "nyere versjon av programmet enn den som kjører nå. Oppdater programmet",
        ),
        (
            config.SKJEMA - 1,
            None,
            "eldre versjon av programmet. Kjør «python -m boligdata bygg»",
        ),
        (
            config.SKJEMA,
            "andre kuber",
            "eldre versjon av programmet. Kjør «python -m boligdata bygg»",
        ),
    ],
)
def test_tall_fra_en_annen_versjon_av_programmet_leses_ikke(
    mappe, bygd_eksempel, skjema, avtrykk, raad
):
    fil = publiser(bygd_eksempel, mappe)
    foer = _siste("innbyggere")
    pek(mappe, fil, skjema, avtrykk)
    assert _siste("innbyggere") == foer and raad in lesing.advarsel()


def test_tall_bare_fra_en_nyere_versjon_gir_en_melding_som_sier_hva_som_maa_gjoeres(
    mappe, bygd_eksempel
):
    mappe.mkdir()
    pek(mappe, "publisert-x.duckdb", config.SKJEMA + 1)
    with pytest.raises(Brukerfeil, match="laget av en nyere versjon av programmet"):
        lesing.versjon()


def test_uten_peker_finnes_det_ingen_tall(mappe):
    assert not lesing.finnes()
    with pytest.raises(
        Brukerfeil, match="Ingen tall er publisert. Kjør «python -m boligdata bygg»"
    ):
        lesing.meta()


# ------------------------------------------------------------------- samtidig og stengt


def test_aatte_traader_som_leser_samtidig_faar_hver_sine_rader(mappe, bygd_eksempel):
    """En delt tilkobling kan gi én bruker en annens svar. Hver tråd spør om noe annet, og alle
    sammenlignes."""
    spoersmaal = [
        (INDIKATORER[id], type_, fordeling)
        for id in ("venteliste", "boliger")
        for type_ in ("aar", "tertial")
        for fordeling in ((), ("boligtype",), ("omraade",))
    ]
    publiser(bygd_eksempel, mappe)
    fasit = [lesing.tall(*s) for s in spoersmaal]
    sperre = threading.Barrier(8)

    def les(traad):
        sperre.wait()
        mine = spoersmaal[traad:] + spoersmaal[:traad]
        return [lesing.tall(*s) for s in mine]

    for _ in range(2):
        publiser(bygd_eksempel, mappe)  # Nytt navn, så ingenting er husket fra før.
        with ThreadPoolExecutor(8) as traader:
            for traad, svar in enumerate(traader.map(les, range(8))):
                for ventet, faktisk in zip(
                    fasit[traad:] + fasit[:traad], svar, strict=True
                ):
                    pd.testing.assert_frame_equal(ventet, faktisk)


def test_traader_leser_hele_tall_mens_nye_publiseres(mappe, bygd_eksempel):
    """Hvert svar er fra én publisering: enten alle periodene fra den ene eller alle fra den
    andre."""
    publiser(bygd_eksempel, mappe)
    lovlige = {
        tuple(lesing.tall(INDIKATORER["innbyggere"])["verdi"] + tillegg)
        for tillegg in (0, 1000, 2000, 3000)
    }
    ferdig = threading.Event()

    def les(_):
        svar = set()
        while not ferdig.is_set():
            svar.add(tuple(lesing.tall(INDIKATORER["innbyggere"])["verdi"]))
        return svar | {tuple(lesing.tall(INDIKATORER["innbyggere"])["verdi"])}

    with ThreadPoolExecutor(4) as traader:
        svar = [traader.submit(les, nr) for nr in range(4)]
        for tillegg in (1000, 2000, 3000):
            publiser(
                bygd_eksempel,
                mappe,
                f"update kube_befolkning set personer = personer + {tillegg}",
            )
        ferdig.set()
        for s in svar:
            assert s.result() <= lovlige
    assert _siste("innbyggere") == max(v[-1] for v in lovlige)


def test_samme_spoersmaal_regnes_bare_ut_en_gang():
    assert lesing.perioder("tertial") is lesing.perioder("tertial")


def test_etter_oppvarming_koster_et_filter_ingen_spoerring():
    lesing.varm_opp()
    verdier = list(lesing.verdier("maalgruppe"))
    perioder = lesing.perioder("tertial")["periode"].tolist()
    spurt = spoerring.spoer.cache_info().misses
    i = INDIKATORER["soeknader"]
    serier = [
        lesing.tall(i, "tertial", filtre={"maalgruppe": v})["verdi"].tolist()
        for v in verdier
    ]
    assert len(serier) > 3 and len({tuple(s) for s in serier}) == len(serier)
    assert (
        lesing.tall(i, "tertial", filtre={"maalgruppe": verdier[0]}, siste=perioder[4])[
            "periode"
        ].tolist()
        == (perioder[:5])
    )
    assert spoerring.spoer.cache_info().misses == spurt


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('{fil}')",
        "select * from read_text('{fil}')",
        "select * from '{fil}'",
        "attach '{mappe}/annen.duckdb'",
        "copy kube_boliger to '{mappe}/ut.csv'",
        "copy kube_boliger from '{fil}'",
        "export database '{mappe}/ut'",
        "install httpfs",
        "load '{mappe}/x.duckdb_extension'",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "select * from hemmelig",
        "delete from kube_boliger",
        "create table kopi as from kube_boliger",
        "select * from glob('{mappe}/*')",
    ],
)
def test_ingen_spoerring_naar_andre_filer_eller_endrer_noe(tmp_path, sql):
    fil = tmp_path / "personer.csv"
    fil.write_text("navn\nKari\n", encoding="utf-8")
    hemmelig = pd.DataFrame(
        {"navn": ["Kari"]}
    )  # DuckDB leter ellers etter tabeller blant variablene i Python.
    with pytest.raises(duckdb.Error):
        spoerring.spoer(sql.format(fil=fil, mappe=tmp_path))
    assert len(hemmelig) == 1 and [f.name for f in tmp_path.iterdir()] == [
        "personer.csv"
    ]
