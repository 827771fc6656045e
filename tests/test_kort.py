"""Et kort viser det samme tallet i setning, figur, tabell og nedlasting, og sier alt som må stå ved
siden av.
"""

import dataclasses
import datetime as dt

import pandas as pd
import pytest
import sidekort
from publisering import publiser
from spraak import feil_i

from boligdata import lesing
from boligdata.felles import dagen, katalog, kilder, norsk
from boligdata.innhold import kort
from boligdata.innhold.kort import Bestilling, Valg
from boligdata.lesing.lest import som_lest
from boligdata.lesing.spenn import spenn

INDIKATORER = katalog.indikatorer()
VENTETID = ("ventetid_0_3", "ventetid_4_6", "ventetid_7_12", "ventetid_over_12")


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


def _valg(periodetype="aar", **filtre):
    return Valg(periodetype, lesing.perioder(periodetype)["periode"].iloc[-1], filtre)


def _lag(id, form="utvikling", fordeling=(), valg=None, **mer):
    bestilling = sidekort.som_bestilling(id, form=form, fordeling=fordeling)
    return kort.lag(bestilling, valg or _valg(), **mer)


# ---------------------------------------------------------------------------- setningen


@pytest.mark.parametrize("periodetype", ["aar", "tertial"])
def test_ventetiden_som_andeler_faar_en_setning_med_alle_gruppene(periodetype):
    for filtre in sidekort.faa_utvalg()[:2]:
        k = kort.lag(
            Bestilling("v", "Ventetid", VENTETID, "soeyler"),
            _valg(periodetype, **filtre),
        )
        assert not feil_i(k.setning)
        siste = k.data[k.data["periode"] == k.data["periode"].iloc[-1]]
        if siste["verdi"].notna().all():
            assert all(
                norsk.liten(INDIKATORER[i].kortnavn) in norsk.liten(k.setning)
                or INDIKATORER[i].kortnavn.lower() in k.setning.lower()
                for i in VENTETID
            )
        else:
            assert "for få" in k.setning


def test_setningen_sier_tallet_som_staar_sist_i_tabellen():
    k = _lag("venteliste")
    assert f"{norsk.tall(k.tabell.iloc[-1, 1])} husstander" in k.setning
    assert f"mot {norsk.tall(k.tabell.iloc[-2, 1])}" in k.setning


def test_et_maaltall_for_hele_kommunen_gjelder_ikke_en_del_av_den():
    assert "Målet på høyst 20" in _lag("venteliste").setning
    assert "Målet" not in _lag("venteliste", valg=_valg(maalgruppe="eldre")).setning
    assert (
        "Målet på minst 95"
        in _lag(
            "utleiegrad", valg=_valg(omraade=next(iter(lesing.verdier("omraade"))))
        ).setning
    )


# ------------------------------------------------------------------------------- dommen


def test_bare_kort_med_en_serie_over_tid_har_en_dom():
    assert _lag("venteliste").vurdering and _lag("utleiegrad").vurdering
    assert _lag("boliger", "fordeling", ("boligtype",)).vurdering is None
    assert _lag("husstander", "soeyler", ("maalgruppe",)).vurdering is None
    assert (
        kort.lag(Bestilling("v", "Ventetid", VENTETID, "soeyler"), _valg()).vurdering
        is None
    )


def test_setningen_tekstalternativet_og_dommen_sier_det_samme():
    k = _lag("soeknader", valg=_valg("tertial"))
    assert k.vurdering.grenser and k.vurdering.i_ord in k.setning
    assert (
        k.alt == f"{k.setning} {k.grenser}"
        and "Tallet pleier å være fra" in k.grenser
        and not feil_i(k.alt)
    )
    aar = _lag("soeknader")
    assert (
        aar.vurdering.grenser is None and aar.grenser == "" and aar.alt == aar.setning
    )


# ----------------------------------------------------------------------------- tabellen


@pytest.mark.parametrize(
    "id, fordeling",
    [("boliger", ("boligtype",)), ("utleiegrad", ("boligtype",)), ("omloepstid", ())],
)
def test_tabellen_viser_de_samme_tallene_som_figuren(id, fordeling):
    k = _lag(id, "fordeling" if fordeling else "utvikling", fordeling)
    assert k.tabell.iloc[:, 1].tolist() == pytest.approx(
        k.data["verdi"].tolist(), nan_ok=True
    )
    foerste = k.data["gruppe"] if fordeling else k.data["periode"].map(norsk.periode)
    assert k.tabell.iloc[:, 0].tolist() == foerste.tolist()


def test_en_stablet_figur_blir_en_tabell_med_en_kolonne_per_lag():
    k = _lag("boliger", "stablet", ("boligtype", "tilstand"))
    for rad in k.data.itertuples():
        celle = k.tabell.set_index("Boligtype").loc[rad.gruppe, rad.lag]
        assert celle == rad.verdi
    assert k.tabell.iloc[:, 1:].sum().sum() == _lag("boliger").data["verdi"].iloc[-1]


def test_flere_andeler_over_tid_blir_en_tabell_med_en_kolonne_per_andel():
    k = kort.lag(Bestilling("v", "Ventetid", VENTETID, "soeyler"), _valg())
    assert list(k.tabell.columns) == [
        "Periode",
        *(INDIKATORER[i].kortnavn for i in VENTETID),
    ]
    for andeler in k.tabell.iloc[:, 1:].to_numpy():
        assert pd.isna(andeler).all() or sum(andeler) == pytest.approx(100), (
            "halve stabler villeder"
        )
    assert sum(andeler) == pytest.approx(100)


def test_tabellen_har_teller_og_nevner_bak_en_andel():
    k = _lag("utleiegrad")
    andel = 100 * k.tabell["Teller (antall)"] / k.tabell["Nevner (antall)"]
    assert k.tabell.iloc[:, 1].tolist() == pytest.approx(andel.tolist())
    assert set(k.enheter) == set(k.tabell.columns[1:])


def test_hver_tallkolonne_har_en_enhet_og_resten_er_tekst():
    for b in sidekort.mulige(INDIKATORER["boliger"]) + sidekort.mulige(
        INDIKATORER["botid_median"]
    ):
        k = kort.lag(b, _valg())
        for navn in k.tabell.columns:
            assert pd.api.types.is_numeric_dtype(k.tabell[navn]) == (
                navn in k.enheter
            ), (b, navn)


# ---------------------------------------------------------------------- antall og andel


@pytest.mark.parametrize(
    "form, fordeling", [("fordeling", ("boligtype",)), ("fordeling", ("omraade",))]
)
def test_andelene_i_en_fordeling_blir_hundre_til_sammen(form, fordeling):
    antall, andel = (
        _lag("boliger", form, fordeling),
        _lag("boliger", form, fordeling, andel=True),
    )
    assert andel.data["verdi"].sum() == pytest.approx(100)
    prosent = 100 * antall.data["verdi"] / antall.data["verdi"].sum()
    assert andel.data["verdi"].tolist() == pytest.approx(prosent.tolist())
    assert andel.enhet.tegn == " %" and antall.enhet.tegn == ""
    assert andel.setning == antall.setning


def test_andelene_i_hver_soeyle_blir_hundre_til_sammen():
    k = _lag("boliger", "stablet", ("boligtype", "disposisjonsform"), andel=True)
    assert k.data.groupby("gruppe")["verdi"].sum().tolist() == pytest.approx(
        [100] * k.data["gruppe"].nunique()
    )


def test_andel_av_ingenting_er_tomt_og_aldri_null_prosent(mappe, eksakte_tall):
    publiser(eksakte_tall, mappe, "update kube_ledige set antall = 0")
    k = _lag("ledige", "fordeling", ("ledig_aarsak",), andel=True)
    assert k.data["verdi"].isna().all() and not k.data.empty
    assert k.setning.endswith("ingen boliger.")


def test_bare_antall_kan_vises_som_andel():
    assert kort.for_andel(_lag("boliger", "fordeling", ("boligtype",)))
    assert not kort.for_andel(_lag("utleiegrad", "fordeling", ("boligtype",)))
    assert not kort.for_andel(_lag("boliger"))


# ----------------------------------------------------------------------------- flaggene


def _brudd(k):
    return [f for f in k.flagg if f.startswith("Brudd i serien")]


def test_bruddet_i_2020_staar_ved_en_serie_for_maalgruppen_det_gjelder():
    assert _brudd(_lag("husstander", valg=_valg(maalgruppe="rop")))[0].startswith(
        "Brudd i serien i 2020, rus og psykisk helse: Til og med 2019"
    )
    assert len(_brudd(_lag("husstander", "soeyler", ("maalgruppe",)))) == 1


def test_bruddet_nevnes_ikke_der_det_ikke_synes():
    assert not _brudd(_lag("husstander"))
    assert not _brudd(_lag("husstander", valg=_valg(maalgruppe="eldre")))
    assert not _brudd(
        _lag("husstander", "fordeling", ("maalgruppe",))
    )  # Bare siste periode.
    assert not _brudd(
        _lag("husstander", valg=Valg("aar", "2019", {"maalgruppe": "rop"}))
    )
    assert not _brudd(
        _lag("innbyggere", valg=_valg(maalgruppe="rop"))
    )  # Filteret gjelder ikke tallet.


@pytest.mark.parametrize("foerste, synes", [(2019, True), (2020, False)])
def test_bruddet_synes_bare_naar_figuren_har_et_aar_foer_det(
    mappe, bygd_eksempel, foerste, synes
):
    """Begynner serien i 2020, er det ingenting fra før bruddet å sammenligne med."""
    publiser(bygd_eksempel, mappe, f"delete from periode where aar < {foerste}")
    k = _lag("husstander", valg=Valg("aar", "2025", {"maalgruppe": "rop"}))
    assert bool(_brudd(k)) is synes


def test_faa_flagges_bare_naar_noe_er_utelatt():
    skjult = _lag("utleiegrad", "fordeling", ("boligtype",))
    assert skjult.data["verdi"].isna().any() and any(
        f.startswith("For få") for f in skjult.flagg
    )
    assert not _lag("utleiegrad").flagg


def test_et_filter_uten_virkning_sies_paa_kortet():
    k = _lag("boliger", valg=_valg(maalgruppe="rop"))
    assert k.omfang == "Gjelder hele kommunen" and "målgruppe" not in k.filtertekst
    assert "Valget av målgruppe virker ikke på denne figuren." in dict(k.om)["Utvalg"]
    delt = _lag("boliger", "fordeling", ("boligtype",), _valg(boligtype="robust"))
    assert delt.omfang == "Viser alle boligtyper"
    assert not _lag("boliger", valg=_valg(omraade="alle")).omfang


def test_en_stoppet_kilde_flagges_paa_kortene_den_gir_tall_til(mappe, eksakte_tall):
    publiser(
        eksakte_tall,
        mappe,
        "update kilde set stoppet = 'Filen er tom.' where kilde = 'soeknad'",
    )
    navn = kilder.kilder()["soeknad"].navn
    assert (
        f"Tallene er fra forrige publisering, fordi «{navn}» ble stoppet."
        in _lag("venteliste").flagg
    )
    assert not any("stoppet" in f for f in _lag("boliger").flagg)


def test_et_tall_som_mangler_sies_aa_mangle(mappe, eksakte_tall):
    publiser(
        eksakte_tall,
        mappe,
        "delete from kube_befolkning where periode in ('2022', '2023')",
    )
    k = _lag("boliger_per_1000")
    assert k.flagg == (
        "Tall mangler for 2022 og 2023. Et tall som mangler, er ikke 0.",
    )
    assert k.tabell.set_index("Periode").loc[["2022", "2023"]].iloc[:, 0].isna().all()
    siste = _lag("innbyggere", valg=Valg("aar", "2023"))
    assert siste.setning == "Den 1. januar 2023 kan tallet ikke regnes ut."


# ---------------------------------------------------------------------- kilde og utvalg


def _gjelder_til(kilde, dag):
    return f"update kilde set gjelder_til = '{dag}' where kilde = '{kilde}'"


def test_kildeteksten_sier_hvem_hva_tallene_gaar_til_og_naar_de_neste_kommer(
    mappe, eksakte_tall
):
    publiser(eksakte_tall, mappe, _gjelder_til("soeknad", "2025-12-31"))
    assert kort.kildetekst(("soeknad",)) == (
        "Kilde: Søknader om kommunal bolig. Tallene går til 31.12.2025. "
        "Nye tall ventes i mai 2026."
    )


def test_er_kildene_ulike_staar_det_hvilken_som_gaar_til_naar(mappe, eksakte_tall):
    publiser(
        eksakte_tall,
        mappe,
        _gjelder_til("bolig", "2025-12-31"),
        _gjelder_til("leieforhold", "2025-12-31"),
        _gjelder_til("soeknad", "2025-08-31"),
    )
    assert kort.kildetekst(("bolig", "leieforhold")).endswith(
        ". Tallene går til 31.12.2025. Nye tall ventes i mai 2026."
    )
    assert kort.kildetekst(("bolig", "soeknad")).endswith(
        "Tallene går til 31.12.2025 (Boligregister) og 31.08.2025 (Søknader om kommunal bolig). "
        "Nye tall ventes i mai 2026 (Boligregister) og ventes i januar 2026 "
        "(Søknader om kommunal bolig)."
    )


@pytest.mark.parametrize(
    "dag, forsinket",
    [("2026-05-05", False), ("2026-05-31", False), ("2026-06-01", True)],
)
def test_tallene_er_eldre_enn_avtalt_naar_maaneden_de_ventes_i_er_over(
    mappe, eksakte_tall, dag, forsinket
):
    publiser(eksakte_tall, mappe, f"update meta set i_dag = '{dag}'")
    assert lesing.ferskhet()["soeknad"].forsinket is forsinket
    tekst = kort.kildetekst(("soeknad",))
    assert ("skulle kommet i mai 2026" in tekst) is forsinket
    assert ("ventes i mai 2026" in tekst) is not forsinket
    sagt = (
        "Eldre enn avtalt: Nye tall fra «Søknader om kommunal bolig» skulle kommet i "
        "mai 2026."
    )
    assert (sagt in _lag("soeknader").flagg) is forsinket


def test_en_ekte_kommune_maales_mot_dagen_paa_maskinen_ogsaa_neste_dag(
    mappe, eksakte_tall, monkeypatch
):
    publiser(eksakte_tall, mappe, "update meta set i_dag = null, fiktiv = false")
    monkeypatch.setattr(dagen, "i_dag", lambda: dt.date(2026, 5, 31))
    assert not lesing.ferskhet()["soeknad"].forsinket
    monkeypatch.setattr(dagen, "i_dag", lambda: dt.date(2026, 6, 1))
    assert lesing.ferskhet()["soeknad"].forsinket
    assert any("Eldre enn avtalt" in f for f in _lag("soeknader").flagg)


def test_et_uttrekk_som_er_tatt_ut_foer_tallene_slutter_sies_aa_mangle_det_siste(
    mappe, eksakte_tall
):
    publiser(eksakte_tall, mappe, _gjelder_til("soeknad", "2025-11-30"))
    assert (
        "Uttrekket «Søknader om kommunal bolig» er tatt ut 30.11.2025. Det som er skjedd "
        "etter det, er ikke med."
    ) in _lag("soeknader").flagg
    assert not any("tatt ut" in f for f in _lag("innbyggere").flagg)


def test_kortet_huskes_til_tallene_byttes(mappe, eksakte_tall):
    publiser(eksakte_tall, mappe)
    foer = _lag("innbyggere")
    assert _lag("innbyggere") is foer
    publiser(eksakte_tall, mappe, "update kube_befolkning set personer = personer + 5")
    assert (
        _lag("innbyggere").data["verdi"].tolist() == (foer.data["verdi"] + 5).tolist()
    )


def test_en_kilde_som_ikke_er_levert_sies_aa_ikke_vaere_det(mappe, eksakte_tall):
    publiser(
        eksakte_tall,
        mappe,
        "update kilde set tatt_ut = null, gjelder_til = null where kilde = 'soeknad'",
    )
    assert kort.kildetekst(("soeknad",)).endswith("Ikke levert.")


def test_filterteksten_sier_perioden_og_filtrene_med_norske_navn():
    assert _lag(
        "venteliste", valg=_valg(maalgruppe="rop", boligtype="robust")
    ).filtertekst == (
        "Ved utgangen av 2025; målgruppe: Rus og psykisk helse; boligtype: Robust bolig"
    )
    assert (
        _lag("soeknader", valg=Valg("tertial", "2024-T2")).filtertekst
        == "I 2. tertial 2024"
    )


def test_kortet_viser_bare_perioder_fram_til_den_valgte():
    assert (
        _lag("soeknader", valg=Valg("aar", "2022")).data["periode"].iloc[-1] == "2022"
    )
    assert set(
        _lag("soeknader", "fordeling", ("situasjon",), Valg("aar", "2022")).data[
            "periode"
        ]
    ) == {"2022"}


def test_uten_tall_sier_kortet_hvor_man_ser_hva_som_er_levert(mappe, eksakte_tall):
    publiser(eksakte_tall, mappe, "delete from kube_ledige")
    k = _lag("ledige", "fordeling", ("ledig_aarsak",))
    assert k.data.empty and k.tabell.empty and "Kilder og kvalitet" in k.setning


def test_et_omraade_uten_boliger_er_tomt_og_ikke_en_manglende_levering():
    tomt = next(
        o
        for o in lesing.verdier("omraade")
        if lesing.tall(INDIKATORER["boliger"], filtre={"omraade": o})["verdi"]
        .eq(0)
        .all()
    )
    k = _lag("boliger", "fordeling", ("boligtype",), _valg(omraade=tomt))
    assert (
        k.setning
        == "Ingen passer med filtrene som er valgt, så det er ingenting å vise."
    )
    assert _lag("boliger", valg=_valg(omraade=tomt)).setning.startswith(
        "Ved utgangen av 2025: 0 boliger"
    )


# ------------------------------------------------------------------------------- vernet


@pytest.fixture
def vernet(bygd, monkeypatch):
    """De publiserte tallene, slik alle andre enn ansatte ser dem."""
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd / "publisert"))


@pytest.mark.usefixtures("vernet")
def test_vernede_andeler_i_en_fordeling_regnes_av_de_viste_tallene():
    antall, andel = (
        _lag("ledige", "fordeling", ("ledig_aarsak",), andel=a) for a in (False, True)
    )
    sum_ = antall.data["verdi"].sum()
    assert sum_ >= 20
    assert andel.data["verdi"].tolist() == pytest.approx(
        [min(max(100 * v / sum_, 4), 96) for v in antall.data["verdi"]]
    )
    assert norsk.uten_tegn(andel.data["verdi"].min(), andel.enhet) == "under 5"


@pytest.mark.usefixtures("vernet")
def test_vernede_andeler_av_faerre_enn_tjue_vises_ikke_og_sies_aa_vaere_for_faa():
    b = sidekort.som_bestilling("ledige", form="fordeling", fordeling=("ledig_aarsak",))
    valg = _valg(boligtype="ordinaer")
    assert kort.lag(b, valg).gjelder.filtre == (("boligtype", "ordinaer"),)
    k = kort.lag(b, valg, andel=True)
    assert k.gjelder.uten == (("boligtype", "for_faa"),)
    assert k.data["verdi"].equals(kort.lag(b, _valg(), andel=True).data["verdi"])
    assert "Det er for få til å vise tallet for boligtype." in k.gjelder.forklart()


def test_dommen_vet_hvor_mye_avrundingen_kan_flytte_tallet(bygd, tmp_path, monkeypatch):
    """Fra 5 til 25 er en sikker forskjell også når det var fra 9 til 21. Når hvert av tallene kan
    avvike 9, kan 5 og 20 ha vært like.
    """
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path))
    alle = " and ".join(
        f"{d} = 'alle'" for d in katalog.kuber()["venteliste"].dimensjoner
    )

    def med_avvik(avvik, siste):
        tall = [
            f"update kube_venteliste set antall = {n} where periode = '{p}' and {alle}"
            for p, n in (("2024", 5), ("2025", siste))
        ]
        avviket = f"update vern set avvik = {avvik}"
        publiser(bygd / "publisert", tmp_path, *tall, avviket)
        return _lag("venteliste")

    assert med_avvik(4, siste=25).vurdering.dom == "verre"
    # Kan ha vært 9 og 16.
    k = med_avvik(4, siste=20)
    assert k.vurdering.dom == "uavgjort"
    assert "Om endringen er virkelig, kan ikke avgjøres" in k.setning
    assert med_avvik(9, siste=25).vurdering.dom == "uavgjort"


@pytest.mark.parametrize("siste, dom", [(1_900_000, "uavgjort"), (2_200_000, "oekt")])
def test_dommen_vet_at_vernede_beloep_har_to_sifre(siste, dom):
    """Beløpene er rundet av til nærmeste hundre tusen, så ett trinn opp kan være avrundingen."""
    i_katalogen = katalog.indikatorer()["startlaan_beloep"]
    i = som_lest(i_katalogen, vernet=True)
    verdi = [1_800_000.0] * 13 + [siste]
    data = pd.DataFrame(
        {
            "periode": [f"20{nr}" for nr in range(10, 24)],
            "verdi": verdi,
            "teller": 20.0,
            "nevner": float("nan"),
            "i_teller": 4.0,
            "i_nevner": 0.0,
        }
    )
    data = data.join(spenn(i, "aar", data))
    spoersmaal = dataclasses.replace(lesing.still(i_katalogen), indikator=i)
    assert i.retning == "ingen" and kort.bedoem(spoersmaal, data).dom == dom


@pytest.mark.usefixtures("vernet")
def test_en_periode_uten_vernede_tall_gir_et_kort_som_sier_at_tallet_mangler():
    foerste = lesing.perioder("tertial")["periode"].iloc[0]
    k = _lag(
        "kontrakter_utloeper",
        "fordeling",
        ("boligtype",),
        valg=Valg("tertial", foerste),
    )
    assert "ikke kjent" in k.setning and any(
        f.startswith("Tall mangler") for f in k.flagg
    )


# ------------------------------ kilder som ikke er levert, og tall som må følges en tid


def test_et_uttrekk_som_aldri_er_levert_gir_et_ukjent_tall_og_aldri_null(
    bygd, tmp_path, monkeypatch
):
    publiser(
        bygd / "internt",
        tmp_path,
        "update kilde set tatt_ut = null, gjelder_til = null where kilde = 'tjeneste'",
        "delete from kube_tjenester",
    )
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path))
    k = _lag("tjenester")
    assert k.data["verdi"].isna().all() and "kan tallet ikke regnes ut" in k.setning
    assert any("«Tjenester» er ikke levert" in f for f in k.flagg)


def test_mangler_en_av_flere_kilder_sier_kortet_at_tallet_ikke_er_fullstendig(
    bygd, tmp_path, monkeypatch
):
    publiser(
        bygd / "internt",
        tmp_path,
        "update kilde set tatt_ut = null, gjelder_til = null where kilde = 'kartlegging'",
    )
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path))
    k = _lag("vanskeligstilte")
    assert k.data["verdi"].iloc[-1] > 0
    assert (
        "«Kartlegging av husstander» er ikke levert, så tallet er ikke fullstendig."
        in k.flagg
    )


@pytest.mark.parametrize(
    "valgt, siste", [("2022", "2022"), ("2024", "2024"), ("2025", "2024")]
)
def test_det_som_maa_foelges_lenge_vises_for_det_valgte_aaret_naar_det_er_kjent(
    bygd_internt, monkeypatch, valgt, siste
):
    """Ingen er fulgt lenge nok etter 2025 ennå. Velger brukeren et tidligere år, gjelder det."""
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd_internt))
    k = _lag("avslag_hjulpet", valg=Valg("aar", valgt))
    assert k.data["periode"].iloc[-1] == siste
    assert k.filtertekst == f"I {siste}" and k.setning.startswith(f"I {siste}: ")


def test_det_som_maa_foelges_en_tid_vises_for_siste_aar_som_er_fulgt(
    bygd_internt, monkeypatch
):
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd_internt))
    k = _lag("avslag_hjulpet")
    assert k.data["periode"].iloc[-1] == "2024" and k.filtertekst.startswith("I 2024")
    assert (
        "Siste tall er for 2024. Tall for 2025 kommer når alle er fulgt lenge nok."
        in k.flagg
    )
