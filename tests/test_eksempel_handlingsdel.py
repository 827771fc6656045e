"""Handlingsdelen til Fjordvik: en plan som er fulgt i fire år, med datoene det ble skrevet."""

import dataclasses
import datetime as dt
import itertools
import json
import re
import time

import pytest
from spraak import feil_i

from boligdata import lesing
from boligdata.arbeid import tiltak as tiltakene
from boligdata.arbeid.lager import aapne
from boligdata.eksempel import planarbeid
from boligdata.eksempel.plan import TILTAK
from boligdata.felles import config
from boligdata.innhold.handlingsdel import (
    endringslogg,
    foerste,
    planen,
    rullering,
    underveis,
)

pytestmark = pytest.mark.usefixtures("bygd_eksempel")
FIL = config.ROT / "data" / "eksempel" / "planarbeid.jsonl"


@pytest.fixture(scope="module")
def rader() -> list[dict]:
    linjer = FIL.read_text(encoding="utf-8").splitlines()
    return [json.loads(linje) for linje in linjer[1:]]


@pytest.fixture(scope="module")
def mappe(tmp_path_factory):
    """Et lager med hele historien."""
    return tmp_path_factory.mktemp("handlingsdel") / "arbeid"


@pytest.fixture(autouse=True)
def lageret(mappe, monkeypatch):
    monkeypatch.setenv("BOLIGDATA_ARBEID", str(mappe))


def _posten(nr: str) -> planen.Planpost:
    [post] = [post for post in planen.poster() if post.tiltak.nr == nr]
    return post


def _historien(nr: str) -> list[planen.Planpost]:
    return list(reversed(planen.historien(_posten(nr).tiltak.id)))


def _alle_versjoner() -> list[planen.Planpost]:
    return [
        versjon
        for post in planen.poster()
        for versjon in planen.historien(post.tiltak.id)
    ]


# ------------------------------------------------------------------------ det som er lagret


def test_hver_endring_er_lagret_med_den_tiden_den_ble_skrevet(rader):
    with planen.lager().bilde() as bilde:
        lagret = bilde.endret_siden(0)
    assert [hendelse.tid for hendelse in lagret] == [
        dt.datetime.fromisoformat(rad["tid"]) for rad in rader
    ]
    tider = [hendelse.tid for hendelse in lagret]
    assert tider == sorted(set(tider))
    assert {tid.year for tid in tider} >= {2022, 2023, 2024, 2025}
    assert tider[-1].date() <= lesing.i_dag()


def test_hver_utgave_av_hvert_tiltak_kunne_vaert_skrevet_i_skjemaet():
    versjoner = _alle_versjoner()
    assert len(versjoner) > 60
    assert not [feil for post in versjoner for feil in tiltakene.feil(post.tiltak)]


def test_den_som_skriver_er_en_rolle_og_flere_er_med():
    roller = {*planarbeid.ROLLE.values(), planarbeid.KOORDINATOR, planarbeid.OEKONOMI}
    skrevet = {post.hvem for post in _alle_versjoner()}
    assert skrevet <= roller and len(skrevet) >= 6


def test_det_som_er_skrevet_er_norsk_og_kan_leses_hoeyt():
    tekster = {
        tekst
        for post in _alle_versjoner()
        for tekst in (
            post.hvorfor,
            post.tiltak.tittel,
            post.tiltak.hensikt,
            post.tiltak.status.kommentar,
            *(vedtak.ordlyd for vedtak in post.tiltak.vedtak),
        )
    }
    for post in planen.poster():
        historien = [en.tiltak for en in _historien(post.tiltak.nr)]
        for foer, etter in itertools.pairwise([None, *historien]):
            tekster |= set(endringslogg.endringer(foer, etter))
    assert not {tekst: feil for tekst in tekster if (feil := feil_i(tekst))}


def test_to_prosesser_som_begynner_samtidig_henter_historien_inn_en_gang(tmp_path):
    foerste.hent_inn(aapne(tmp_path / "lager"))
    andre = aapne(tmp_path / "lager")
    merke = andre.merke()
    foerste.hent_inn(andre)
    assert andre.merke() == merke


def test_historien_hentes_inn_paa_et_halvt_sekund(tmp_path):
    lageret = aapne(tmp_path / "lager")
    begynt = time.process_time()
    foerste.hent_inn(lageret)
    assert time.process_time() - begynt < 0.5


@pytest.mark.parametrize(
    "annerledes", [{"fiktiv": False}, {"kommune": "Kantvik"}], ids=str
)
def test_en_annen_kommune_begynner_med_bare_uttrekkene_sine(annerledes, monkeypatch):
    meta = dataclasses.replace(lesing.meta(), **annerledes)
    monkeypatch.setattr(underveis.lesing, "meta", lambda: meta)
    assert underveis.historien(foerste.fra_uttrekket()) == ([], [])


# ------------------------------------------------------------------- stemmer med uttrekkene


def test_planen_staar_til_slutt_slik_uttrekkene_sier():
    naa = {post.tiltak.nr: post.tiltak for post in planen.poster()}
    for ventet in foerste.fra_uttrekket().values():
        tiltak = naa[ventet.nr]
        for felt in ("id", "tittel", "maal", "maalgrupper", "frist", "milepaeler"):
            assert getattr(tiltak, felt) == getattr(ventet, felt), (ventet.nr, felt)
        assert tiltak.prosjekter == ventet.prosjekter
        assert tiltak.koblinger == ventet.koblinger
        assert tiltak.status.verdi == ventet.status.verdi
        assert ventet.status.dato in (None, tiltak.status.dato)


def test_ingen_milepael_er_naadd_foer_noen_skrev_det():
    for post in _alle_versjoner():
        dager = [milepael.naadd for milepael in post.tiltak.milepaeler]
        assert all(dag < post.tid.date() for dag in dager if dag)
    assert any(m.naadd for m in _posten("1.1").tiltak.milepaeler)
    assert not any(m.naadd for m in _historien("1.1")[0].tiltak.milepaeler)


def test_beloepene_aar_for_aar_er_til_sammen_budsjettet_i_planen():
    for tiltak in TILTAK:
        if tiltak.budsjett:
            assert sum(planarbeid.PENGER[tiltak.nr].kroner.values()) == tiltak.budsjett


def test_hvert_boligprosjekt_staar_i_hoeyst_ett_tiltak_og_koster_det_samme_der():
    planlagte = lesing.tabell("planlagt").set_index("prosjekt_id")
    brukt = [id_ for post in planen.poster() for id_ in post.tiltak.prosjekter]
    assert len(brukt) == len(set(brukt))
    # Ingen har foreslått noe tiltak for det som bare er en idé uten kostnad.
    assert set(planlagte.dropna(subset="kostnad_kr").index) <= set(brukt)
    for nr in ("1.4", "1.5", "1.8", "1.9", "1.10"):
        tiltak = _posten(nr).tiltak
        [prosjekt] = tiltak.prosjekter
        kroner = sum(en.kroner for en in tiltak.beloep if en.art == "brutto")
        assert kroner == planlagte.loc[prosjekt, "kostnad_kr"], nr


# --------------------------------------------------------------------- det planen viser fram


def test_en_konflikt_ble_loest_og_begge_utgavene_er_i_historien():
    nav, koordinator = [
        post for post in _historien("3.1") if post.tid.date() == dt.date(2024, 5, 14)
    ]
    assert (nav.hvem, koordinator.hvem) == ("Leder Nav", "Boligkoordinator")
    assert koordinator.versjon == nav.versjon + 1
    assert "lagret mens jeg skrev" in koordinator.hvorfor
    felles = nav.tiltak.status.kommentar.rstrip(".")
    assert koordinator.tiltak.status.kommentar.startswith(felles)


def test_et_forslag_ble_avvist_med_et_vedtak_og_er_fortsatt_synlig():
    avvist = _posten("1.10").tiltak
    [vedtak] = avvist.vedtak
    assert avvist.finansiering == "avvist" and vedtak.organ == "Kommunestyret"
    assert _historien("1.10")[0].tiltak.finansiering == "krever_prioritering"


def test_det_som_mangler_penger_har_beloep_for_hvert_aar():
    uten = [
        post.tiltak
        for post in planen.poster()
        if post.tiltak.finansiering == "krever_prioritering"
    ]
    assert len(uten) >= 2
    for tiltak in uten:
        aarene = [en.aar for en in tiltak.beloep]
        assert len(aarene) > 1 and min(aarene) >= lesing.i_dag().year


def test_noe_er_loepende_noe_er_hvert_aar_og_noe_har_flere_ansvarlige():
    alle = [post.tiltak for post in planen.poster()]
    assert {"loepende", "aarlig", "tidfestet"} <= {t.frist.slag for t in alle}
    assert sum(len(tiltak.ansvarlige) > 1 for tiltak in alle) >= 3


def test_det_som_er_politisk_vedtatt_har_et_vedtak_som_sier_hvor_og_naar():
    politiske = [
        post.tiltak for post in planen.poster() if post.tiltak.art == "politisk"
    ]
    assert len(politiske) >= 5
    for tiltak in politiske:
        assert tiltak.vedtak, tiltak.nr
        for vedtak in tiltak.vedtak:
            assert vedtak.organ and vedtak.dato
            assert re.fullmatch(r"\d+/20\d\d", vedtak.saksnr)


# ------------------------------------------------------------------------------- rulleringen


def test_planen_er_vedtatt_paa_nytt_hvert_aar_med_det_som_er_nytt_og_gjennomfoert():
    versjoner = rullering.versjoner()
    assert [versjon.nr for versjon in versjoner] == [1, 2, 3, 4, 5]
    assert [versjon.dato.year for versjon in versjoner[1:]] == [2022, 2023, 2024, 2025]
    skjedd = set()
    for foer, etter in itertools.pairwise(versjoner):
        endringer = rullering.sammenlign(foer, etter)
        assert "nytt" in {endring.skjedd for endring in endringer}
        skjedd |= {endring.skjedd for endring in endringer}
    assert skjedd >= {"nytt", "endret", "gjennomført", "videreført"}


def test_en_versjon_er_tiltakene_slik_de_var_da_den_ble_vedtatt():
    foerste_versjon, *_, siste = rullering.versjoner()
    da = rullering.utgave(foerste_versjon).tiltak
    assert {tiltak.nr for tiltak in da.values()} == set(planarbeid.RULLERINGER[0].nye)
    assert {tiltak.status.verdi for tiltak in da.values()} == {"ikke_startet"}
    naa = {post.tiltak.id for post in planen.poster()}
    assert set(rullering.utgave(siste).tiltak) == naa


def test_bare_ett_tiltak_avviker_fra_det_kommunestyret_vedtok_sist():
    assert dict(rullering.avvik()) == {_posten("1.4").tiltak.id: ("beloep",)}
