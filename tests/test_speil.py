"""En maskin som henter tallene fra et objektlager, viser alltid hele tall: de nyeste når den får tak i dem,
og ellers de siste den fikk.
"""

import asyncio
import contextlib
import json
import os
import shutil
import threading
import time

import appen
import maskiner
import pytest
from test_skall import hent as spoer

from boligdata import lesing
from boligdata.doer import skall
from boligdata.felles import config, katalog, objektlager, pekeren
from boligdata.felles.config import Brukerfeil
from boligdata.lesing import speil, utgave

INNBYGGERE = katalog.indikatorer()["innbyggere"]
SJU_TIL = "update kube_befolkning set personer = personer + 7"


@pytest.fixture
def lager(tmp_path):
    """Mappen objektlageret er i."""
    return tmp_path / "lager"


@pytest.fixture
def bygger(bygd_eksempel, tmp_path, lager, monkeypatch):
    """Maskinen som bygger. Testen selv er en som henter, og som ikke har noe fra før."""
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", maskiner.i_mappen(lager))
    monkeypatch.setenv("BOLIGDATA_DATA", str(tmp_path / "leser"))
    return maskiner.Byggemaskin(bygd_eksempel, tmp_path / "bygger")


def _innbyggere() -> int:
    return lesing.tall(INNBYGGERE)["verdi"].iloc[-1]


def _ny_prosess() -> speil.Speil:
    """Maskinen er startet på nytt: bare det som er på disken, er igjen."""
    speil._speil.cache_clear()
    utgave._hylle.cache_clear()
    return lesing.speilet()


def _staar(fil: str, feil: str | None, sagt_paa_siden: bool) -> None:
    """Det som vises er `fil`, også etter en omstart, og hva som er galt, er sagt der det skal."""
    for prosess in (lesing.speilet, _ny_prosess):
        prosess().hent()
        assert lesing.versjon() == fil
        assert lesing.helse()["objektlager"] == (feil or "ok")
        assert bool(lesing.advarsel()) == sagt_paa_siden


# ------------------------------------------------------------------------ det som hentes


def test_det_som_publiseres_vises_ved_neste_henting_under_det_samme_navnet(bygger):
    foerste = bygger.utgi()
    speilet = lesing.speilet()
    speilet.hent()
    foer = _innbyggere()
    assert lesing.versjon() == foerste and not lesing.advarsel()
    andre = bygger.utgi(SJU_TIL)
    with lesing.samme_tall():
        speilet.hent()
        assert _innbyggere() == foer
    assert (_innbyggere(), lesing.versjon()) == (foer + 7, andre)
    _staar(andre, None, False)


def test_to_publiseringer_rett_etter_hverandre_gir_den_siste(bygger):
    bygger.utgi()
    siste = bygger.utgi(SJU_TIL)
    _staar(siste, None, False)


def test_det_som_angres_er_det_som_vises_igjen(bygger):
    foerste = bygger.utgi()
    _staar(foerste, None, False)
    andre = bygger.utgi(SJU_TIL)
    _staar(andre, None, False)
    pekeren.skriv(bygger.ut, pekeren.les(bygger.ut) | {"fil": foerste})
    bygger.send()
    _staar(foerste, None, False)


def test_gamle_filer_ryddes_baade_i_lageret_og_der_de_er_hentet(bygger, lager):
    for _ in range(objektlager.BEHOLD + 2):
        siste = bygger.utgi()
        lesing.speilet().hent()
    assert len(list(config.hentet_mappe().glob("*.duckdb"))) == speil.BEHOLD
    # Innholdet er det samme hver gang, og da er filen den samme.
    assert len(list(lager.glob("tall-*"))) == 1
    for nr in range(objektlager.BEHOLD + 1):
        siste = bygger.utgi(f"update meta set plan_til = plan_til + {nr + 1}")
    assert len(list(lager.glob("tall-*"))) == objektlager.BEHOLD
    _staar(siste, None, False)


def test_det_en_prosess_har_hentet_hentes_ikke_av_den_neste(bygger, lager):
    fil = bygger.utgi()
    lesing.speilet().hent()
    hentet = config.hentet_mappe() / fil
    foer = hentet.stat()
    maskiner.tallfilen(lager, bygger.ut).unlink()
    _staar(fil, None, False)
    assert (hentet.stat().st_ino, hentet.stat().st_mtime) == (
        foer.st_ino,
        foer.st_mtime,
    )


def test_flere_prosesser_kan_hente_til_den_samme_mappen_samtidig(bygger):
    fil = bygger.utgi()
    speilene = [
        speil.Speil(config.objektlager(), config.hentet_mappe()) for _ in range(4)
    ]
    traader = [threading.Thread(target=ett.hent) for ett in speilene]
    for traad in traader:
        traad.start()
    for traad in traader:
        traad.join()
    assert [ett.feil for ett in speilene] == [None] * 4
    assert {en.name for en in config.hentet_mappe().iterdir()} == {fil, pekeren.PEKER}


def test_en_fil_en_annen_prosess_tar_bort_mens_det_ryddes_stopper_ikke_hentingen(
    bygger,
):
    """Filen står i listen over mappen, men er borte når det ses etter hvor gammel den er. En lenke til noe
    som ikke finnes, er akkurat slik.
    """
    fil = bygger.utgi()
    mappe = config.hentet_mappe()
    mappe.mkdir(parents=True)
    for borte in (".publisert-x.duckdb.halv.ny", "publisert-eldre.duckdb"):
        (mappe / borte).symlink_to(mappe / "finnes_ikke")
    _staar(fil, None, False)


def test_en_fil_som_er_skadet_paa_disken_hentes_paa_nytt(bygger):
    fil = bygger.utgi()
    lesing.speilet().hent()
    foer = _innbyggere()
    (config.hentet_mappe() / fil).write_bytes(b"x" * 1000)
    _ny_prosess().hent()
    assert _innbyggere() == foer


def test_det_en_drept_prosess_lot_ligge_halvt_ryddes_naar_det_er_gammelt(bygger):
    mappe = config.hentet_mappe()
    mappe.mkdir(parents=True)
    for navn, alder in (("gammel", 7200), ("ny", 60)):
        rest = mappe / f".publisert-x.duckdb.{navn}.ny"
        rest.touch()
        os.utime(rest, (time.time() - alder,) * 2)
    bygger.utgi()
    lesing.speilet().hent()
    assert [en.name for en in mappe.glob(".*")] == [".publisert-x.duckdb.ny.ny"]


# ------------------------------------------------------------------------- det som går galt


def _skad(fil):
    innhold = bytearray(fil.read_bytes())
    innhold[len(innhold) // 2] ^= 1
    fil.write_bytes(innhold)


def _kutt(fil):
    os.truncate(fil, fil.stat().st_size - 1)


def _forleng(fil):
    with fil.open("ab") as aapen:
        aapen.write(b"x" * 5_000_000)


@pytest.mark.parametrize(
    "oedelegg", [_skad, _kutt, _forleng, os.unlink], ids=lambda en: en.__name__
)
def test_en_fil_som_er_skadet_i_lageret_tas_aldri_i_bruk(bygger, lager, oedelegg):
    foerste = bygger.utgi()
    lesing.speilet().hent()
    andre = bygger.utgi(SJU_TIL)
    oedelegg(maskiner.tallfilen(lager, bygger.ut))
    _staar(foerste, objektlager.SKADET, True)
    assert not (config.hentet_mappe() / andre).exists()
    bygger.send()
    _staar(andre, None, False)


def _med(**felter):
    return lambda peker: json.dumps(peker | felter)


@pytest.mark.parametrize(
    "ny",
    [
        lambda _: "",
        lambda _: "{",
        lambda _: "[]",
        lambda _: "{}",
        lambda peker: json.dumps(peker)[:-20],
        lambda peker: json.dumps(peker) + " " * 100_000,
        _med(fil="../publisert-x.duckdb"),
        _med(fil="gjeldende.json"),
        _med(sha256="../../x"),
        _med(byte="14"),
        _med(byte=-1),
        _med(skjema=True),
        _med(internt="internt-x.duckdb"),
    ],
)
def test_en_peker_som_ikke_er_slik_den_skal_gir_de_siste_gode_tallene(
    bygger, lager, ny
):
    fil = bygger.utgi()
    lesing.speilet().hent()
    peker = json.loads((lager / pekeren.PEKER).read_text())
    (lager / pekeren.PEKER).write_text(ny(peker))
    _staar(fil, objektlager.SKADET, False)
    assert not list(config.hentet_mappe().parent.glob("publisert-*"))


@pytest.mark.parametrize(
    "skjema, avtrykk, raad",
    [
        (config.SKJEMA + 1, None, "Oppdater programmet, og start det på nytt."),
        (config.SKJEMA - 1, None, "eldre versjon"),
        (config.SKJEMA, "andre_kuber", "eldre versjon"),
    ],
)
def test_tall_fra_en_annen_versjon_av_programmet_tas_ikke_i_bruk_foer_det_er_oppdatert(
    bygger, skjema, avtrykk, raad
):
    fil = bygger.utgi()
    lesing.speilet().hent()
    bygger.utgi_fra_en_annen_versjon(skjema, avtrykk)
    lesing.speilet().hent()
    assert raad in lesing.helse()["objektlager"]
    _staar(fil, lesing.helse()["objektlager"], True)


def test_er_lageret_borte_vises_de_siste_tallene_uten_at_den_som_leser_faar_noe_aa_gjoere(
    bygger, lager
):
    fil = bygger.utgi()
    lesing.speilet().hent()
    sett = lesing.speilet().sett
    lager.rename(lager.with_name("borte"))
    _staar(fil, objektlager.TOMT, False)
    assert lesing.speilet().sett <= sett
    lager.with_name("borte").rename(lager)
    _staar(fil, None, False)


def test_er_lageret_borte_foerste_gang_sier_siden_det_og_tallene_kommer_av_seg_selv(
    bygger, lager, monkeypatch
):
    fil = bygger.utgi()
    lager.rename(lager.with_name("borte"))
    lesing.speilet().hent()
    with pytest.raises(Brukerfeil, match="ikke hentet til denne maskinen ennå"):
        lesing.meta()
    assert spoer("/helse")[0] == 503
    [melding] = appen.aapne().error
    assert "Last siden på nytt om et minutt" in melding.value
    lager.with_name("borte").rename(lager)
    _staar(fil, None, False)
    assert spoer("/helse")[0] == 200


def test_kan_tallene_ikke_lagres_gjelder_de_forrige_og_noen_faar_vite_hvorfor(
    bygger, monkeypatch
):
    fil = bygger.utgi()
    lesing.speilet().hent()
    bygger.utgi(SJU_TIL)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pekeren, "til_disk", full)
    _staar(fil, speil.DISKEN, True)
    assert not list(config.hentet_mappe().glob(".*"))


# --------------------------------------------------------------------------- i en prosess


@contextlib.asynccontextmanager
async def _prosess():
    async with skall.oppstart(None):
        yield


def test_prosessen_henter_foer_den_svarer_og_foelger_med_til_den_stopper(
    bygger, monkeypatch
):
    monkeypatch.setattr(speil, "OPPHOLD", (0.01, 0.02))
    monkeypatch.setattr(skall, "_gjoer_klar", lambda: None)
    foerste = bygger.utgi()

    async def foelg_med():
        async with skall.oppstart(None):
            sett = [lesing.versjon()]
            bygger.utgi(SJU_TIL)
            frist = time.monotonic() + 20
            while lesing.versjon() == foerste and time.monotonic() < frist:
                await asyncio.sleep(0.01)
            return [*sett, lesing.versjon()]

    sett = asyncio.run(foelg_med())
    assert sett == [foerste, lesing.versjon()] and sett[0] != sett[1]
    assert not [en for en in threading.enumerate() if en.name == "speilet"]


def test_det_ses_etter_noe_nytt_minst_hvert_femte_sekund():
    assert 0 < min(speil.OPPHOLD) < max(speil.OPPHOLD) <= 5


def test_en_uventet_feil_stopper_ikke_den_som_foelger_med(bygger, monkeypatch):
    monkeypatch.setattr(speil, "OPPHOLD", (0.01, 0.02))
    fil = bygger.utgi()
    ekte, ganger = speil.Speil._ta_i_bruk, iter(range(1000))

    def svikter(self, hva):
        # Den første gangen er før tråden er i gang.
        if next(ganger) == 1:
            raise RuntimeError
        ekte(self, hva)

    monkeypatch.setattr(speil.Speil, "_ta_i_bruk", svikter)
    with lesing.foelg():
        frist = time.monotonic() + 20
        while next(ganger) < 6 and time.monotonic() < frist:
            time.sleep(0.02)
        assert lesing.versjon() == fil
    assert next(ganger) > 6


def test_de_ansatte_leser_det_som_er_bygd_paa_maskinen_de_bruker(
    bygger, monkeypatch, tmp_path
):
    bygger.utgi()
    monkeypatch.setenv("BOLIGDATA_VISNING", "internt")
    assert lesing.speilet() is None and lesing.speil.helse() == {}
    assert config.publisert_lesemappe() == tmp_path / "leser" / "publisert"


def test_maskinen_som_bygger_leser_det_som_er_bygd_til_noe_er_hentet(bygger):
    fil = bygger.utgi()
    shutil.copytree(bygger.ut, config.publisert_mappe())
    assert config.publisert_lesemappe() == config.publisert_mappe()
    assert lesing.versjon() == fil
    lesing.hent_nyeste()
    assert config.publisert_lesemappe() == config.hentet_mappe()
    assert lesing.versjon() == fil


def test_uten_objektlager_hentes_ingenting(bygd_eksempel, monkeypatch):
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd_eksempel))
    assert lesing.speilet() is None and "objektlager" not in lesing.helse()
    with lesing.foelg():
        assert not [en for en in threading.enumerate() if en.name == "speilet"]
    lesing.hent_nyeste()
