"""Sammenligningen: plassen som et spenn, spredningen, trakten, hvem som ligner, og kortene på siden."""

import csv
import dataclasses
import io
import math
import re
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from publisering import publiser
from setningsregler import brudd_i

from boligdata import lesing
from boligdata.felles import katalog, norsk, regioner
from boligdata.felles.enheter import ENHETER
from boligdata.innhold import eksport, faste_kort, figurer, sammenligning
from boligdata.innhold.figurer import Stil
from boligdata.innhold.sammenligning import likhet, utvalg
from boligdata.innhold.sammenligning.plassering import (
    Plassering,
    Tallspenn,
    avrundet,
    byar,
    plassen,
    telt,
)
from boligdata.innhold.sammenligning.plasskort import FLEST_RADER
from boligdata.innhold.sammenligning.spredning import (
    paa_ryggraden,
    spredning,
    uvanlig_lave,
)
from boligdata.innhold.sammenligning.trakt import Trakt, trakten

BOLIGER, STARTLAAN = "KOSboligSper10000000", "KOSfainansstartp0000"
LIKT = tuple((kjennetegn, 1.0) for kjennetegn in regioner.KJENNETEGN)

# ---------------------------------------------------------------------------------- plassen


def _avrundede(*verdier: float, desimaler: int = 0) -> list[Tallspenn]:
    under_null = min(verdier) < 0
    return [
        avrundet(str(nr), verdi, desimaler, under_null)
        for nr, verdi in enumerate(verdier)
    ]


def test_tall_som_er_rundet_til_det_samme_eller_til_nabotallet_kan_ha_byttet_plass():
    """30, 27, 27 og 26 uten desimaler: de to som står på 27, kan begge være nr. 2, 3 eller 4, for 26 kan være
    26,5 og 27 det samme.
    """
    alle = _avrundede(30, 27, 27, 26)
    assert [plassen(en, alle) for en in alle] == [
        Plassering(1, 1, 4),
        Plassering(2, 4, 4),
        Plassering(2, 4, 4),
        Plassering(2, 4, 4),
    ]
    alle = _avrundede(30, 27, 27, 25)
    assert (
        plassen(alle[1], alle) == Plassering(2, 3, 4)
        and not plassen(alle[3], alle).er_spenn
    )


@given(st.integers(0, 10_000), st.integers(0, 2))
def test_ett_steg_i_avrundingen_er_aldri_nok_til_aa_skille_to_og_to_steg_er_alltid_det(
    steg, desimaler
):
    """65,9 og 65,8 fikk hver sin plass, og 65,8 og 65,7 ikke: halve steg er ikke eksakte i en datamaskin."""
    en, nabo, lenger = ((steg + flere) / 10**desimaler for flere in range(3))
    like = _avrundede(en, nabo, desimaler=desimaler)
    assert {plassen(ett, like) for ett in like} == {Plassering(1, 2, 2)}
    ulike = _avrundede(en, lenger, desimaler=desimaler)
    assert [plassen(ett, ulike).fra for ett in ulike] == [2, 1]


@given(st.lists(st.floats(-1000, 1000), min_size=1, max_size=30), st.integers(0, 2))
def test_plassen_rommer_alltid_den_rekkefoelgen_tallene_viser(verdier, desimaler):
    alle = _avrundede(*verdier, desimaler=desimaler)
    for en in alle:
        plass = plassen(en, alle)
        over = sum(annen.verdi > en.verdi for annen in alle)
        assert 1 <= plass.fra <= over + 1 <= plass.til <= plass.av == len(alle)


def test_grensene_er_de_som_staar_i_laereboekene():
    """Byar er nær de eksakte Poisson-grensene for 10, som er 4,80 og 18,39."""
    assert byar(10) == pytest.approx((4.80, 18.39), abs=0.02)
    assert byar(0)[0] == 0


def test_i_en_liten_kommune_er_spennet_bredere_og_det_blir_bredere_naar_kommunene_spriker():
    liten, stor = (telt("", 2.0, folk, 1000, 1.0) for folk in (2_000, 50_000))
    sprik = telt("", 2.0, 50_000, 1000, 4.0)
    assert liten.oevre - liten.nedre > 4 * (stor.oevre - stor.nedre)
    assert sprik.oevre - 2.0 == pytest.approx(2 * (stor.oevre - 2.0))
    assert liten.nedre >= 0


# ------------------------------------------------------------------------------- spredningen


def test_ryggraden_har_medianen_i_midten_og_den_som_er_lengst_unna_i_enden():
    spredt = spredning([10, 12, 14, 20, 34])
    assert (spredt.lavest, spredt.nedre, spredt.median) == (10, 12, 14)
    assert (spredt.oevre, spredt.hoeyest, spredt.antall) == (20, 34, 5)
    assert [paa_ryggraden(v, 14, spredt) for v in (34, 14, 10)] == [1.0, 0.0, -0.2]


def test_er_alle_like_er_alt_i_midten():
    assert paa_ryggraden(7, 7, spredning([7, 7, 7])) == 0


# Utgiften til elleve kommuner. Den siste er en tidel av de andre.
UTGIFTER = [900, 950, 1000, 1020, 1050, 1100, 1150, 1200, 1250, 1300, 95]


def test_et_tall_langt_under_de_andre_er_uvanlig_lavt_og_et_hoeyt_er_ikke_det():
    assert uvanlig_lave(UTGIFTER) == [False] * 10 + [True]
    assert not any(uvanlig_lave([*UTGIFTER[:10], 9500]))


@given(st.lists(st.floats(-1e4, 1e6), max_size=40))
def test_null_og_mindre_er_aldri_uvanlig_og_det_er_aldri_en_firedel_av_kommunene(tall):
    lave = uvanlig_lave(tall)
    assert not any(lav for lav, verdi in zip(lave, tall) if verdi <= 0)
    assert sum(lave) <= sum(verdi > 0 for verdi in tall) / 4


def test_under_ti_kommuner_er_ingenting_uvanlig():
    assert not any(uvanlig_lave([1000] * 8 + [1]))


# ----------------------------------------------------------------------------------- trakten


def test_trakten_er_trangere_for_store_kommuner_og_blir_aldri_trangere_enn_tilfeldigheter():
    trakt = trakten([2.0, 2.0, 2.0, 2.0], [1000, 5000, 20_000, 80_000], 1000)
    assert (trakt.midten, trakt.phi) == (2.0, 1.0)
    nedre, oevre = trakt.grensene(50_000)
    # 100 hendelser ventet, standardavviket er 10, altså 0,2 per 1000.
    assert (nedre, oevre) == pytest.approx((2 - 1.96 * 0.2, 2 + 1.96 * 0.2), abs=1e-4)
    smal, bred = trakt.grensene(80_000), trakt.grensene(1000)
    assert bred[1] - bred[0] > smal[1] - smal[0] and bred[0] == 0


def test_utenfor_er_sjelden_eller_nesten_aldri_tilfeldig():
    trakt = Trakt(2.0, 1.0, 1000)
    ett = 0.2  # ett standardavvik i en kommune med 50 000
    antall = [
        trakt.utenfor(2 + z * ett, 50_000) for z in (0, 1.9, 2.1, 3.2, -2.1, -3.2)
    ]
    assert antall == [0, 0, 1, 2, -1, -2]


def test_beholdningen_av_kommunale_boliger_er_ikke_en_tilfeldig_hendelse(
    offentlige_data,
):
    """I kunnskapsgrunnlaget: 52 av 70 kommuner utenfor 95 prosent, og 44 utenfor 99,8, med φ på 22. Det sier
    at kommunene har bestemt ulikt, og derfor har tallet aldri noen trakt.
    """
    with (offentlige_data / "nordnorge_boligprofil_80_kommuner.csv").open(
        encoding="cp1252"
    ) as fil:
        rader = list(csv.DictReader(fil, delimiter=";"))
    felt = "kommunalt_disp_boliger_per_1000_2025"
    par = [
        (float(r[felt]), float(r["folketall_2026"])) for r in rader if r[felt] != ".."
    ]
    rater, folk = zip(*par)
    trakt = trakten(rater, folk, 1000)
    uten_sprik = Trakt(trakt.midten, 1.0, 1000)
    utenfor = [abs(uten_sprik.utenfor(*ett)) for ett in par]
    assert len(par) == 70
    assert sum(en > 0 for en in utenfor) == pytest.approx(52, abs=2)
    assert sum(en > 1 for en in utenfor) == pytest.approx(44, abs=2)
    assert trakt.phi == pytest.approx(22, abs=3)
    assert not katalog.regionstall()[BOLIGER].hendelse


# Feltene i filen med de åtti kommunene: antallet, det er delt på, og raten når den er gitt. Så tallene i
# kunnskapsgrunnlaget: kommuner, utenfor 95 og 99,8 prosent, φ før noe er trukket inn, og hvor mange plasser
# det midterste og det bredeste spennet på 90 prosent har.
I_KUNNSKAPSGRUNNLAGET = {
    "kommunale boliger": (
        ("kommunalt_disp_boliger_per_1000_2025", "folketall_2026", 1000),
        (70, 52, 44, 40, 14, 42),
    ),
    "enslige forsørgere": (
        ("hush_enslig_forelder", "hush_2024", None),
        (78, 16, 3, 2.8, 38, 74),
    ),
    "80 år og eldre": (
        ("alder_80pluss", "folketall_2026", None),
        (80, 49, 33, 24, 20, 54),
    ),
}


def _de_aatti(mappe, felt: str, delt_paa: str, av: int | None):
    """Antallet i hver kommune og det er delt på. Er feltet en rate per `av`, regnes antallet ut."""
    with (mappe / "nordnorge_boligprofil_80_kommuner.csv").open(encoding="cp1252") as f:
        rader = [
            rad for rad in csv.DictReader(f, delimiter=";") if rad[felt][-1:].isdigit()
        ]
    tallene, folk = (
        np.array([float(rad[navn].replace(",", ".")) for rad in rader])
        for navn in (felt, delt_paa)
    )
    return (tallene * folk / av if av else tallene), folk


@pytest.mark.parametrize("hva", I_KUNNSKAPSGRUNNLAGET)
def test_trakten_og_plassene_er_som_i_kunnskapsgrunnlaget(hva, offentlige_data):
    """Plassen er aldri sagt sikrere enn den er: det som kommer ut når antallene trekkes på nytt tusen ganger,
    ligger innenfor spennet i nittifem av hundre kommuner eller flere.
    """
    (
        (felt, delt_paa, av),
        (kommuner, utenfor_95, utenfor_998, phi, midterst, bredest),
    ) = I_KUNNSKAPSGRUNNLAGET[hva]
    antall, folk = _de_aatti(offentlige_data, felt, delt_paa, av)
    rater = 1000 * antall / folk
    midten = float(1000 * antall.sum() / folk.sum())
    trakt = Trakt(midten, 1.0, 1000)
    styrker = [abs(trakt.utenfor(*par)) for par in zip(rater, folk)]
    assert len(antall) == kommuner
    assert sum(styrke > 0 for styrke in styrker) == utenfor_95
    assert sum(styrke > 1 for styrke in styrker) == utenfor_998
    z = (rater - midten) / np.sqrt(midten * 1000 / folk)
    assert (z**2).mean() == pytest.approx(phi, rel=0.08)

    trukket = np.random.default_rng(1).poisson(antall, (1000, len(antall))) / folk
    plasser = (-trukket).argsort(axis=1).argsort(axis=1) + 1
    fra, til = np.quantile(plasser, (0.05, 0.95), axis=0)
    bredder = til - fra + 1
    assert np.median(bredder) == pytest.approx(midterst, abs=3)
    assert bredder.max() == pytest.approx(bredest, abs=6)
    alle = [
        telt(str(nr), rate, innbyggere, 1000, 1.0)
        for nr, (rate, innbyggere) in enumerate(zip(rater, folk))
    ]
    vaare = [plassen(en, alle) for en in alle]
    rommes = [
        vaar.fra <= foerst and sist <= vaar.til
        for vaar, foerst, sist in zip(vaare, fra, til)
    ]
    assert np.mean(rommes) >= 0.95


# ------------------------------------------------------------------------- hvem som ligner


@pytest.fixture(scope="module")
def kjennetegn():
    return {
        nummer: en.kjennetegn
        for nummer, en in regioner.kommuner().items()
        if nummer < "9900"
    }


def _ti(nummer, kjennetegn, vekter) -> set[str]:
    funnet = likhet.naermeste(nummer, kjennetegn, vekter, 10)
    return {en.region for en in funnet}


def test_de_som_ligner_er_som_i_kunnskapsgrunnlaget(kjennetegn):
    """En fjerdedel av de ti nærmeste er i den samme KOSTRA-gruppen, og uten ett av kjennetegnene er listen 52
    til 68 prosent lik.
    """
    vekter = dict(LIKT)
    noen = sorted(kjennetegn)[::6]
    gruppe = regioner.gruppen
    lister = {nummer: _ti(nummer, kjennetegn, vekter) for nummer in noen}
    samme = [gruppe(en) == gruppe(nummer) for nummer in noen for en in lister[nummer]]
    assert np.mean(samme) == pytest.approx(0.25, abs=0.05)
    for borte in ("barn", "sentralitet"):
        likheter = []
        for nummer in noen:
            andre = _ti(nummer, kjennetegn, vekter | {borte: 0.0})
            likheter.append(len(andre & lister[nummer]) / len(andre | lister[nummer]))
        assert 0.45 < np.mean(likheter) < 0.75


def test_avstanden_er_null_for_en_helt_lik_og_hundre_for_den_som_er_lengst_unna(
    kjennetegn,
):
    alle = {"a": kjennetegn["1103"], "b": kjennetegn["1103"], **kjennetegn}
    funnet = likhet.naermeste("a", alle, dict(LIKT), len(alle))
    assert funnet[0].avstand == 0 and funnet[-1].avstand == 100
    avstander = [en.avstand for en in funnet]
    assert avstander == sorted(avstander)


def test_bare_det_som_er_valgt_teller_og_uten_noe_ligner_ingen(kjennetegn):
    bare_folk = {"folketall": 1.0, "barn": 0.0}
    [naermest] = likhet.naermeste("1103", kjennetegn, bare_folk, 1)
    folk = {nummer: en["folketall"] for nummer, en in kjennetegn.items()}
    egen = folk.pop("1103")
    assert naermest.region == min(folk, key=lambda n: abs(math.log(folk[n] / egen)))
    assert likhet.naermeste("1103", kjennetegn, {"barn": 0.0}, 10) == []


# ------------------------------------------------------------------------------------ kortene


@pytest.fixture
def publisert(tmp_path, monkeypatch, bygd_eksempel):
    """Publiser eksempelkommunen på nytt med endringer i SQL, og les den i denne testen."""
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path / "publisert"))
    return lambda *sql: publiser(bygd_eksempel, tmp_path / "publisert", *sql)


def _utvalg(slag: str) -> sammenligning.Kommuneutvalg:
    return sammenligning.velg(slag, LIKT)


@pytest.mark.parametrize("slag", sorted({*utvalg.SLAG} - {utvalg.EGNE}))
@pytest.mark.parametrize(
    "kode", [k for k, t in katalog.regionstall().items() if t.sammenlignes]
)
def test_hvert_tall_har_et_kort_der_plassen_og_setningen_holder(
    slag, kode, bygd_eksempel
):
    kort = sammenligning.plasseringen(kode, _utvalg(slag), "Hvor står vi?")
    assert len(kort.rader) == len(kort.utvalg.regioner) + 1
    if kort.plass:
        assert kort.plass.av == kort.rader["verdi"].notna().sum()
        assert 1 <= kort.plass.fra <= kort.plass.til <= kort.plass.av
    assert not [*brudd_i(kort.setning)], kort.setning
    assert len(kort.tabell) == len(kort.rader)


def test_en_kommune_uten_tall_har_ikke_null_og_det_sies_hvorfor(bygd_eksempel):
    kort = sammenligning.plasseringen(BOLIGER, _utvalg("gruppen"), "")
    [mangler] = kort.tabell[kort.tabell["Uten tall"] != ""].to_dict("records")
    assert (mangler["Kommune"], mangler["Uten tall"]) == ("Fjellheim", "Har ikke meldt")
    assert "1 av de 11 kommunene har ikke noe tall" in kort.setning
    barn = sammenligning.plasseringen("KOSandbarn3m0000", _utvalg("gruppen"), "")
    assert "Vises ikke: for få" in set(barn.tabell["Uten tall"])


def test_en_kommune_som_ikke_fantes_slik_den_er_i_dag_har_det_som_grunn(publisert):
    """I 2019 var Haram ikke skilt fra Ålesund, og Stavanger ikke slått sammen. Bærum kan følges."""
    publisert(f"update tabell_regionstall set aar = aar - 6 where kode = '{BOLIGER}'")
    egne = sammenligning.velg(utvalg.EGNE, (), ("1580", "1103", "3201"))
    kort = sammenligning.plasseringen(BOLIGER, egne, "")
    assert kort.aar == 2019
    hvorfor = kort.tabell.set_index("Kommune")["Uten tall"]
    assert hvorfor["Haram"].startswith("Delt fra en annen i 2024")
    assert hvorfor["Stavanger"].startswith("Slått sammen i 2020")
    assert hvorfor["Bærum"] == "Ikke hentet"


def test_uten_andre_kommuner_er_det_ingen_plass_men_en_oppfordring_om_aa_velge(
    bygd_eksempel,
):
    ingen = sammenligning.velg(utvalg.EGNE, LIKT)
    kort = sammenligning.plasseringen(BOLIGER, ingen, "")
    assert kort.overskrift == "28 boliger per 1000 innbyggere"
    assert "Velg kommuner å sammenligne med." in kort.setning
    assert not [*brudd_i(kort.setning)], kort.setning


def test_et_tall_som_kan_bygge_paa_noen_faa_gir_ingen_plass(bygd_eksempel):
    kort = sammenligning.plasseringen("KOSandbarn3m0000", _utvalg("gruppen"), "")
    assert kort.plass is None and "Plass" not in kort.tabell
    assert (
        "Nr." not in kort.overskrift
        and "ingen av kommunene har en plass" in kort.setning
    )
    alle = sammenligning.alle_tallene(_utvalg("gruppen"), "").tabell.set_index("Tall")
    assert alle.loc["Barnefamilier lenge i midlertidig botilbud", "Plass"] == "–"


def test_gruppen_og_landet_er_ssbs_egne_rader_og_ikke_snittet_av_dem_som_vises(
    bygd_eksempel,
):
    kort = sammenligning.plasseringen(BOLIGER, _utvalg("gruppen"), "")
    data = lesing.regionstall(BOLIGER)
    aarets = data[data["aar"] == kort.aar].set_index("region")["verdi"]
    assert kort.ved_siden == {
        "KOSTRA-gruppe 7": aarets["EKG07"],
        "Kystfylket": aarets["EKA99"],
        "Landet": aarets["0000"],
    }
    assert "er ikke snittet av kommunene" in " ".join(t for _, t in kort.forklaring)
    assert " og landet har " in kort.setning


def test_en_kode_ingen_har_sett_i_tabellen_staar_uten_nummeret_paa_den():
    sett = dict(faste_kort.forklart(katalog.regionstall()[BOLIGER]))
    assert "tabell 12008" in sett["Tabell"]
    usett = dict(faste_kort.forklart(katalog.regionstall()["KOSantnyinnflytt0000"]))
    assert "Tabell" not in usett and "KOSantnyinnflytt0000" in usett["Kilde"]


def test_den_samme_har_den_samme_fargen_og_streken_i_begge_kortene(bygd_eksempel):
    """De står ved siden av hverandre på siden."""
    stil = Stil(False, ("#111111", "#222222", "#333333", "#444444"))
    plass = sammenligning.plasseringen(BOLIGER, _utvalg("gruppen"), "")
    utvikling = faste_kort.kostra(BOLIGER, "")
    strekene, linjene = (
        {
            serie["name"]: (serie["line"]["color"], serie["line"]["dash"])
            for serie in figurer.tegn(kort, stil).to_dict()["data"]
            if "line" in serie
        }
        for kort in (plass, utvikling)
    )
    egen = figurer.tegn(plass, stil).to_dict()["data"][1]
    assert (
        linjene.pop(plass.rader.query("egen")["navn"].item())[0]
        == (egen["marker"]["color"])
    )
    assert strekene == linjene and len(linjene) == 3


def test_bare_det_som_skjer_med_folk_har_en_trakt_og_noe_kommunen_har_bestemt_er_aldri_tilfeldig(
    bygd_eksempel,
):
    assert sammenligning.trakten(BOLIGER, "") is None
    boliger = sammenligning.plasseringen(BOLIGER, _utvalg("alle"), "")
    assert (boliger.rader["oevre"] - boliger.rader["nedre"]).dropna().max() == 1
    assert "tilfeldig" not in boliger.setning
    kort = sammenligning.trakten(STARTLAAN, "Tilfeldig?")
    assert len(kort.rader) == len(kort.tabell) >= 10 and not [*brudd_i(kort.setning)]
    startlaan = sammenligning.plasseringen(STARTLAAN, _utvalg("alle"), "")
    assert (startlaan.rader["oevre"] - startlaan.rader["nedre"]).min() > 0.1


def test_alle_tallene_staar_etter_de_nasjonale_maalene_og_tabellen_har_en_rad_for_hvert(
    bygd_eksempel,
):
    kort = sammenligning.alle_tallene(_utvalg("liknende"), "Hvor skiller vi oss ut?")
    maalene = [rad.tall.maal for rad in kort.ryggrader]
    assert maalene == sorted(maalene) and len(kort.tabell) == len(maalene) >= 10
    assert not [*brudd_i(kort.setning)], kort.setning
    for rad in kort.ryggrader:
        linje = rad.paa_linjen
        assert (
            -1
            <= linje["lavest"]
            <= linje["nedre"]
            <= 0
            <= linje["oevre"]
            <= linje["hoeyest"]
            <= 1
        )
        assert linje["lavest"] <= linje["egen"] <= linje["hoeyest"]


@pytest.mark.parametrize("antall", range(4))
def test_er_faa_kommuner_valgt_staar_hver_av_dem_i_tabellen_over_alle_tallene(
    antall, bygd_eksempel
):
    """Det sto bare at de var for få. Spredningen blant så få sier ingenting, og plassen lite."""
    valgt = tuple(sammenligning.valgbare())[:antall]
    kort = sammenligning.alle_tallene(sammenligning.velg(utvalg.EGNE, (), valgt), "")
    navnene = [regioner.navn(nummer) for nummer in valgt]
    assert [*kort.tabell][3 : 4 + antall] == [kort.kommune, *navnene]
    assert not {"Plass", "Lavest"} & {*kort.tabell} and not kort.har_figur
    for nummer, navn in zip(valgt, navnene):
        data = lesing.regionstall(STARTLAAN).query(f"region == '{nummer}'")
        rad = kort.tabell.query("Tall == 'Startlån per 1000 innbyggere'").iloc[0]
        siste = data[data["aar"] == int(rad["År"])]["verdi"].item()
        assert rad[navn] == norsk.uten_tegn(siste, ENHETER["per_1000"])
    assert "Velger du minst 4 kommuner" in kort.setning
    assert not [*brudd_i(kort.setning)], kort.setning


def test_bare_det_kommunen_er_blant_er_nevnt_naar_alle_tallene_oppsummeres(publisert):
    """Det sto at den var blant den høyeste firedelen i 0 tall."""
    andre = "region <> '9901' and length(region) = 4"
    for verdi, firedel in ((0, "høyeste"), (1e9, "laveste")):
        publisert(f"update tabell_regionstall set verdi = {verdi} where {andre}")
        setning = sammenligning.alle_tallene(_utvalg("alle"), "", 1).setning
        assert f"blant den {firedel} firedelen i" in setning and " 0 av" not in setning
        assert setning.count("firedelen") == 1


def test_hvert_tall_sier_hva_som_er_bra_ogsaa_naar_ingen_retning_er_det():
    hva_er_bra = {
        tall.retning: dict(faste_kort.forklart(tall))["Ønsket retning"]
        for tall in katalog.regionstall().values()
    }
    assert hva_er_bra["ned"] == "Lavere er bedre."
    assert hva_er_bra["ingen"].startswith("Ingen")
    assert len(set(hva_er_bra.values())) == len(hva_er_bra) == 3


def test_kilden_sier_hvilken_tabell_tallet_staar_i_og_aldri_en_annen_dag_enn_tallet(
    publisert,
):
    """Folketallet er fra 1. januar, og tabellene deler ett uttrekk. Da sto det at boligene i 2025 gikk til
    31.12.2026.
    """
    publisert("update kilde set gjelder_til = '2026-12-31' where kilde = 'kommunetall'")
    alle = _utvalg("alle")
    for kort in (
        sammenligning.plasseringen(BOLIGER, alle, ""),
        faste_kort.kostra(BOLIGER, ""),
    ):
        assert (
            kort.fotlinje == "Kilde: Statistisk sentralbyrå · tabell 12008 · CC BY 4.0"
        )
    fra = sammenligning.plasseringen("bosetting.per_1000", alle, "").fotlinje
    assert fra == "Kilde: Integrerings- og mangfoldsdirektoratet (IMDi)"
    begge = sammenligning.alle_tallene(alle, "", 3).fotlinje
    assert "Statistisk sentralbyrå" in begge and "IMDi" in begge and "2026" not in begge


@pytest.mark.parametrize(
    ("nummer", "fra", "hva"),
    [
        ("1103", 2020, "slått sammen i 2020"),
        ("1580", 2024, "delt, i 2024"),
        ("3201", 2020, ""),
    ],
)
def test_utviklingen_sier_hvorfor_den_ikke_gaar_lenger_tilbake(
    nummer, fra, hva, publisert
):
    """Stavanger er slått sammen, Haram er skilt fra Ålesund, og Bærum har bare fått nye numre."""
    publisert(
        f"update meta set kommunenummer = '{nummer}'",
        f"delete from tabell_regionstall where region = '9901' and aar < {fra}",
        f"update tabell_regionstall set region = '{nummer}' where region = '9901'",
    )
    kort = faste_kort.kostra(BOLIGER, "")
    [*begynner] = [flagg for flagg in kort.flagg if "begynner da" in flagg]
    assert len(begynner) == bool(hva) and all(hva in flagg for flagg in begynner)
    gjelder = "KOSTRA-gruppen, fylket og landet"
    assert any(
        "delt inn på nytt i 2020" in tekst
        for _, tekst in kort.forklaring
        if gjelder in tekst
    )


def test_overskriftene_er_hele_i_regnearket(bygd_eksempel):
    """«Startlån per 1000 innbyggere» går over tre linjer, og den øverste var kuttet."""
    kort = sammenligning.plasseringen(STARTLAAN, _utvalg("gruppen"), "")
    with zipfile.ZipFile(io.BytesIO(eksport.excel_fil(kort))) as fil:
        arket = fil.read("xl/worksheets/sheet1.xml").decode()
    [hoeyde] = re.findall(r'<row r="4"[^>]* ht="([\d.]+)" customHeight="1"', arket)
    assert float(hoeyde) >= 3 * 15


def test_et_tall_uten_plass_er_tegnet_uten_spenn(bygd_eksempel):
    """Vi vet ikke hvor få det bygger på. En strek så kort som avrundingen så ut som et sikkert tall."""
    alle = _utvalg("alle")
    for kode, med_spenn in (("KOSandbarn3m0000", False), (STARTLAAN, True)):
        kort = sammenligning.plasseringen(kode, alle, "")
        punkter = figurer.tegn(kort, Stil(False)).to_dict()["data"][:2]
        assert ["error_x" in serie for serie in punkter] == [med_spenn] * 2


@pytest.mark.parametrize(
    ("kode", "sies"),
    [
        pytest.param("KOSbelopinnbygge0000.AGD2.283", True, id="en utgift"),
        pytest.param(BOLIGER, False, id="noe annet enn en utgift"),
    ],
)
def test_en_utgift_som_er_uvanlig_lav_kan_vaere_meldt_feil_og_det_sies(
    kode, sies, publisert
):
    publisert()
    en_annen = _utvalg("gruppen").regioner[0]
    publisert(
        "update tabell_regionstall set verdi = 1000 + length(region) + ascii(reverse(region)) "
        f"where kode = '{kode}' and verdi is not null",
        f"update tabell_regionstall set verdi = 3 where region = '{en_annen}' "
        f"and kode = '{kode}'",
    )
    kort = sammenligning.plasseringen(kode, _utvalg("gruppen"), "")
    lavest = kort.rader.dropna(subset=["verdi"]).iloc[-1]["navn"]
    assert (f"uvanlig lavt i {lavest}. Det er oftere" in kort.setning) == sies
    assert not [*brudd_i(kort.setning)], kort.setning


LISTEN = ["KOSventelistetil0000", "KOSandtilretteve0000", "KOSandandrevente0000"]
UTGIFTENE = [kode for kode in katalog.regionstall() if ".AGD2." in kode]
ALLE = katalog.regionstall()
# Fallgruven, tallene den gjelder, og det som står ved hvert av dem.
FALLGRUVER = {
    "gruppene og landet er ikke snittet": (
        [kode for kode, tall in ALLE.items() if tall.fra_statistikkbanken],
        "ikke snittet av",
    ),
    "kommunen er selv med i dem": (
        [kode for kode, tall in ALLE.items() if tall.fra_statistikkbanken],
        r"selv med i gruppen.*landet uten Oslo|også vår egen",
    ),
    "tallene i mars": (
        [kode for kode, tall in ALLE.items() if tall.er_kostra],
        "i mars, er foreløpige.*fra året før",
    ),
    "foretakene er med i regnskapet": (UTGIFTENE, "kommunen og foretakene dens"),
    "høye og lave utgifter": (UTGIFTENE, "ikke være dårlig drift.*ført et annet sted"),
    "vedtak og ventetid": (LISTEN, "Bare husstander med vedtak.*hvor lenge"),
    "kontrakter og fagsystem": (
        [BOLIGER, "KOSAndeltilgjeng0000"],
        "sin egen kontrakt.*nytt fagsystem",
    ),
    "hva som er bra": ([*ALLE], "Ønsket retning"),
    "kroner": (
        [kode for kode, tall in ALLE.items() if tall.enhet == "kroner"],
        "hvert års kroner",
    ),
    "avrundingen": (
        [
            kode
            for kode, tall in ALLE.items()
            if tall.teller or (tall.desimaler == 0 and tall.enhet == "prosent")
        ],
        "uten å runde av underveis|kan det komme av avrundingen",
    ),
    "uten tall er ikke 0": ([*ALLE], "En kommune uten tall har ikke 0"),
}


@pytest.mark.parametrize("fallgruve", FALLGRUVER)
def test_det_som_er_lett_aa_lese_galt_staar_ved_hvert_tall_det_gjelder(fallgruve):
    """Veksten står ved avstanden, og summer av deler og spenn av snitt finnes ikke."""
    kodene, sagt = FALLGRUVER[fallgruve]
    assert kodene
    uten = {
        kode
        for kode in kodene
        if not re.search(sagt, _alt_om(katalog.regionstall()[kode]))
    }
    assert not uten


def test_retningen_er_bare_sagt_der_den_kan_sies():
    """Hvor mange boliger, hvor mange som leier, og hva det koster, er verken bra eller dårlig."""
    uten_retning = [BOLIGER, "HusholdningProsent.4", *UTGIFTENE]
    assert {ALLE[kode].retning for kode in uten_retning} == {"ingen"}
    assert {tall.retning for tall in ALLE.values()} == {"opp", "ned", "ingen"}


def test_det_er_minst_foerti_tall_med_definisjon_og_maal_og_de_andre_har_en_grunn():
    sammenlignes = [tall for tall in ALLE.values() if tall.sammenlignes]
    assert len(sammenlignes) >= 40
    assert {tall.maal for tall in sammenlignes} == {1, 2, 3, 4}
    for tall in sammenlignes:
        assert tall.definisjon.endswith(".")
    for tall in katalog.ubekreftede():
        assert tall.navn and tall.grunn.endswith(".") and not [*brudd_i(tall.grunn)]


def _alt_om(tall) -> str:
    return " ".join(": ".join(linje) for linje in faste_kort.forklart(tall))


def _alle_har_tall() -> tuple[str, ...]:
    """Kommunen er Bærum, og alle kommunene har et tall for startlån."""
    rader = ", ".join(
        f"('{nummer}', 2025, '{STARTLAAN}', {1 + nr % 30}, null, false)"
        for nr, nummer in enumerate(regioner.kommuner())
    )
    return (
        "update meta set kommunenummer = '3201'",
        f"delete from tabell_regionstall where kode = '{STARTLAAN}'",
        f"insert into tabell_regionstall (region, aar, kode, verdi, tegn, foreloepig) values {rader}",
    )


def test_det_sies_paa_hvert_kort_at_tallene_er_foreloepige_for_alle(publisert):
    """SSB gir ut hele tabellen på en gang: de andres tall er like foreløpige som våre."""

    def setningene():
        utvalget = _utvalg("alle")
        yield sammenligning.plasseringen(STARTLAAN, utvalget, "").setning
        yield sammenligning.kartet(STARTLAAN, "").setning
        yield sammenligning.trakten(STARTLAAN, "").setning

    publisert(*_alle_har_tall(), "update tabell_regionstall set foreloepig = false")
    assert not [setning for setning in setningene() if "foreløpig" in setning]
    publisert(*_alle_har_tall(), "update tabell_regionstall set foreloepig = true")
    for setning in setningene():
        sagt = "Tallene er foreløpige for alle kommunene. De endelige kommer i juni."
        assert setning.endswith(sagt) and not [*brudd_i(setning)]
    publisert(
        *_alle_har_tall(),
        "update tabell_regionstall set foreloepig = (region = '1804')",
    )
    for setning in setningene():
        assert re.search(r"\b1 av 3\d\d kommuner har et foreløpig tall\.", setning)


def test_alle_tall_for_oss_sier_hvilke_som_er_foreloepige(publisert):
    publisert(f"update tabell_regionstall set foreloepig = (kode = '{BOLIGER}')")
    maal = katalog.regionstall()[BOLIGER].maal
    kort = sammenligning.alle_tallene(_utvalg("alle"), "", maal)
    antall = len(kort.ryggrader)
    assert (
        f"1 av {antall} tall kan bli endret i juni, også for de andre" in kort.setning
    )
    merket = kort.tabell.set_index("Tall")["Foreløpig"]
    assert [*merket[merket.eq("Ja")].index] == [katalog.regionstall()[BOLIGER].navn]
    publisert("update tabell_regionstall set foreloepig = false")
    kort = sammenligning.alle_tallene(_utvalg("alle"), "", maal)
    assert "Foreløpig" not in kort.tabell and "juni" not in kort.setning


def test_er_kommunen_aldri_blant_de_hoeyeste_eller_laveste_sies_det_rett_ut(publisert):
    """Det sto at den var «blant den høyeste firedelen i 0 og den laveste i 0 av 1 tall»."""
    publisert(
        "update tabell_regionstall set foreloepig = false, verdi = 5 where verdi is not null"
    )
    assert sammenligning.alle_tallene(_utvalg("alle"), "", 1).setning == (
        "Fjordvik er verken blant den høyeste eller den laveste firedelen i noe tall."
    )


def test_uten_tall_for_de_andre_er_det_ingen_aa_velge_og_bare_vaare_egne_i_tabellen(
    publisert,
):
    publisert("delete from tabell_regionstall where region <> '9901'")
    assert sammenligning.valgbare() == {}
    assert _utvalg("liknende").regioner == ()
    kort = sammenligning.alle_tallene(_utvalg("alle"), "")
    assert not kort.har_figur and "Plass" not in kort.tabell
    assert "for få kommuner i utvalget" in kort.setning
    assert sammenligning.trakten(STARTLAAN, "") is None
    alene = sammenligning.plasseringen(BOLIGER, _utvalg("alle"), "")
    assert alene.plass == Plassering(1, 1, 1)
    publisert("delete from tabell_regionstall")
    assert sammenligning.plasseringen(BOLIGER, _utvalg("alle"), "") is None


@pytest.mark.parametrize(
    "kode", [k for k, t in katalog.regionstall().items() if t.sammenlignes]
)
def test_plassen_kan_tegnes_for_hvert_tall_ogsaa_dem_ssb_ikke_har_egne_rader_for(
    kode, bygd_eksempel
):
    kort = sammenligning.plasseringen(kode, _utvalg("alle"), "Hvor står vi?")
    linjer = figurer.tegn(kort, Stil(moerk=False)).to_dict()["data"]
    assert {linje.get("name") for linje in linjer} >= {*kort.ved_siden}


@pytest.mark.parametrize("moerk", [False, True])
def test_figurene_viser_tallene_i_kortene(moerk, bygd_eksempel):
    stil = Stil(moerk=moerk, farger=("#0b5c8a", "#b8560f", "#2e7d32", "#6a1b9a"))
    alle = _utvalg("alle")
    plass = sammenligning.plasseringen(STARTLAAN, alle, "")
    figur = figurer.tegn(plass, stil).to_dict()
    punkter = [x for serie in figur["data"][:2] for x in serie["x"]]
    assert sorted(punkter) == sorted(plass.rader["verdi"].dropna())
    rygg = sammenligning.alle_tallene(alle, "")
    [egne] = [
        s
        for s in figurer.tegn(rygg, stil).to_dict()["data"]
        if s["name"] == rygg.kommune
    ]
    assert len(egne["x"]) == len(rygg.ryggrader)
    trakt = sammenligning.trakten(STARTLAAN, "")
    data = figurer.tegn(trakt, stil).to_dict()["data"]
    antall = sum(len(s["x"]) for s in data if s["mode"] == "markers")
    assert antall == len(trakt.rader)


@pytest.mark.parametrize(
    "kode", [k for k, t in katalog.regionstall().items() if t.sammenlignes]
)
def test_hvert_tall_er_innenfor_aksen_ogsaa_naar_det_er_under_null(kode, bygd_eksempel):
    """Er inntektene større enn utgiftene, er tallet under null. Da var utviklingen tom, vår egen var utenfor
    figuren, og den var «nr. 11–0 av 10».
    """
    plass = sammenligning.plasseringen(kode, _utvalg("alle"), "")
    med_tall = plass.rader.dropna(subset=["verdi"])
    assert (med_tall["nedre"] <= med_tall["verdi"]).all()
    assert (med_tall["verdi"] <= med_tall["oevre"]).all()
    tegnet = figurer.tegn(plass, Stil(False)).to_dict()
    lavest, hoeyest = tegnet["layout"]["xaxis"]["range"]
    bortover = [*med_tall["nedre"], *med_tall["oevre"], *plass.ved_siden.values()]
    assert lavest <= min(bortover) and max(bortover) <= hoeyest
    tegnet = figurer.tegn(faste_kort.kostra(kode, ""), Stil(False)).to_dict()
    lavest, hoeyest = tegnet["layout"]["yaxis"]["range"]
    opp = [y for serie in tegnet["data"] for y in serie["y"] if y is not None]
    assert opp and lavest <= min(0, *opp) and max(0, *opp) <= hoeyest


def test_landet_har_den_samme_fargen_og_streken_om_gruppen_og_fylket_er_med_eller_ei(
    bygd_eksempel,
):
    stil = Stil(False, ("#111111", "#222222", "#333333", "#444444"))
    linjer = [
        serie["line"] | {"markoer": _en_markoer(serie["marker"]["symbol"])}
        for kode in (BOLIGER, "HusholdningProsent.4")
        for kort in (faste_kort.kostra(kode, ""),)
        for serie in figurer.tegn(kort, stil).to_dict()["data"]
        if serie["name"] == "Landet"
    ]
    strekene = [
        serie["line"]
        for kode in (BOLIGER, "HusholdningProsent.4")
        for kort in (sammenligning.plasseringen(kode, _utvalg("alle"), ""),)
        for serie in figurer.tegn(kort, stil).to_dict()["data"]
        if serie.get("name") == "Landet"
    ]
    assert linjer[0] == linjer[1] and strekene[0] == strekene[1]
    assert strekene[0]["color"] == linjer[0]["color"] == "#444444"


def _en_markoer(symbol: str | list[str]) -> set[str]:
    """Markøren, enten tallet er foreløpig eller ei."""
    alle = [symbol] if isinstance(symbol, str) else symbol
    return {tegn.removesuffix("-open") for tegn in alle}


def test_streken_for_landet_har_navnet_sitt_ogsaa_naar_den_er_alene(bygd_eksempel):
    """Mange tall har SSB bare for kommunene og landet. Da sto streken uten navn."""
    kort = sammenligning.plasseringen("HusholdningProsent.4", _utvalg("alle"), "")
    figur = figurer.tegn(kort, Stil(False)).to_dict()
    vises = [s["name"] for s in figur["data"] if s.get("showlegend") is not False]
    assert vises == [*kort.ved_siden] == ["Landet"] and figur["layout"]["showlegend"]


def test_navnet_paa_hvert_tall_staar_mellom_linjen_sin_og_den_over(bygd_eksempel):
    """Navn over tre linjer gikk i hverandre."""
    kort = sammenligning.alle_tallene(_utvalg("alle"), "", 3)
    figur = figurer.tegn(kort, Stil(False)).to_dict()
    soeyle = figur["data"][0]
    navnene = [en for en in figur["layout"]["annotations"] if en["yref"] == "y"]
    assert len(navnene) == len(kort.ryggrader) > 20
    over = 0.0
    for navn, midten, rad in zip(navnene, soeyle["y"], kort.ryggrader):
        linjer = navn["text"].split("<br>")
        assert max(map(len, linjer)) <= 36 + len("<b></b>")
        assert " ".join(linjer).startswith(rad.tall.navn)
        assert navn["y"] - 1.25 * navn["font"]["size"] * len(linjer) >= over
        over = midten + soeyle["width"] / 2
        assert navn["y"] == midten - soeyle["width"] / 2
    assert over < figur["layout"]["yaxis"]["range"][0] < figur["layout"]["height"]


def test_figuren_viser_dem_rundt_oss_naar_kommunene_er_mange_og_sier_det(bygd_eksempel):
    """Det sto ikke noe sted at figuren ikke hadde alle."""
    kort = sammenligning.plasseringen(BOLIGER, _utvalg("alle"), "")
    assert "Figuren viser" not in kort.setning and len(kort.vist) == kort.plass.av
    mange = kort.rader.iloc[[1] * 150 + [0]]
    mange = mange.assign(egen=[nr == 75 for nr in range(151)]).reset_index(drop=True)
    kort = dataclasses.replace(kort, rader=mange)
    assert len(kort.vist) <= FLEST_RADER and kort.vist["egen"].sum() == 1
    assert "Figuren viser de 3 høyeste, de 3 laveste og dem rundt" in kort.setning
    assert len(kort.tabell) == 151 and not [*brudd_i(kort.setning)], kort.setning


@pytest.mark.parametrize("antall", [1, 10, 30])
def test_figuren_og_tabellen_har_en_rad_for_hver_kommune_som_er_valgt(
    antall, publisert
):
    valgt = tuple(nummer for nummer in regioner.kommuner() if nummer < "99")[:antall]
    rader = ", ".join(
        f"('{nummer}', 2025, '{BOLIGER}', {10 + nr}, null, false)"
        for nr, nummer in enumerate(valgt)
    )
    publisert(
        "insert into tabell_regionstall (region, aar, kode, verdi, tegn, foreloepig) "
        f"values {rader}"
    )
    egne = sammenligning.velg(utvalg.EGNE, (), valgt)
    kort = sammenligning.plasseringen(BOLIGER, egne, "Hvor står vi?")
    assert kort.plass.av == len(kort.tabell) == antall + 1
    data = figurer.tegn(kort, Stil(False)).to_dict()["data"]
    tegnet = sum(len(s["y"]) for s in data if s["mode"] == "markers")
    assert tegnet == min(antall + 1, FLEST_RADER)
    assert not [*brudd_i(kort.setning)], kort.setning
