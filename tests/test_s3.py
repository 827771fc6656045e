"""Tallene på flere maskiner, gjennom et ekte objektlager som blir drept, stanset og spurt med gal nøkkel."""

import contextlib
import os
import subprocess
import sys
import time

import maskiner
import pyarrow.fs
import pytest
import s3tjener

from boligdata import lesing
from boligdata.felles import config, objektlager
from boligdata.felles.config import ROT, Brukerfeil
from boligdata.felles.objektlager import Objektlager

posix = pytest.mark.skipif(os.name == "nt", reason="Windows kan ikke stanse en prosess")
# Så lenge (sekunder) skal det høyst gå fra noe er publisert til alle viser det.
FRIST = 10


@pytest.fixture(scope="module")
def tjener():
    """Objektlageret."""
    with s3tjener.kjoer() as tjener:
        yield tjener


@pytest.fixture
def bygger(tjener, bygd_eksempel, tmp_path, request, monkeypatch):
    """Maskinen som bygger. Hver test har sitt eget prefiks. Testen selv er en maskin som henter."""
    maskin = maskiner.Byggemaskin(bygd_eksempel, tmp_path / "bygger")
    monkeypatch.setenv("BOLIGDATA_DATA", str(tmp_path / "leser"))
    prefiks = request.node.name
    _bli("bygger", tjener, prefiks, monkeypatch)
    maskin.utgi()
    _bli("leser", tjener, prefiks, monkeypatch)
    maskin.prefiks = prefiks
    return maskin


def _bli(hvem, tjener, prefiks, monkeypatch, **valg) -> None:
    """La testen ha denne nøkkelen."""
    for navn, verdi in tjener.miljoe(hvem, prefiks, **valg).items():
        monkeypatch.setenv(navn, verdi)
    lesing.speil._speil.cache_clear()


def test_den_som_bare_kan_lese_henter_og_kan_ikke_sende(
    tjener, bygger, monkeypatch, caplog
):
    lesing.hent_nyeste()
    assert lesing.helse()["objektlager"] == "ok"
    with pytest.raises(Brukerfeil, match="slipper oss ikke inn") as feil:
        bygger.send()
    _bli("leser", tjener, bygger.prefiks, monkeypatch, hemmelig="gal-noekkel")
    lesing.hent_nyeste()
    assert lesing.helse()["objektlager"] == objektlager.SLIPPER_IKKE_INN
    sagt = caplog.text + str(feil.value)
    assert s3tjener.HEMMELIG not in sagt and "gal-noekkel" not in sagt


def test_noekkelen_til_en_kommune_naar_bare_sin_egen_del_av_lageret(
    tjener, bygd_eksempel, tmp_path, monkeypatch
):
    """Mange kommuner i det samme lageret. Den som har tatt over én, prøver nøkkelen dens på en annen."""
    maskin = maskiner.Byggemaskin(bygd_eksempel, tmp_path / "bygger")
    _bli("bygger", tjener, "9902", monkeypatch)
    maskin.utgi()
    monkeypatch.setenv("BOLIGDATA_DATA", str(tmp_path / "leser"))
    _bli("9901", tjener, "9901", monkeypatch)
    maskin.utgi()
    lesing.hent_nyeste()
    assert lesing.helse()["objektlager"] == "ok"
    for prefiks in ("9902", "99", "99010"):
        _bli("9901", tjener, prefiks, monkeypatch)
        with pytest.raises(Brukerfeil, match="slipper oss ikke inn"):
            Objektlager(config.objektlager()).gjeldende()
        with pytest.raises(Brukerfeil, match="slipper oss ikke inn"):
            maskin.send()
    _bli("9901", tjener, "9901/../9902", monkeypatch)
    with pytest.raises(Brukerfeil, match="ikke riktig"):
        Objektlager(config.objektlager())
    filer = tjener.som("9901")
    for sti in ("bolig/9902/gjeldende.json", "bolig/9901/../9902/gjeldende.json"):
        with pytest.raises(OSError):
            filer.open_input_stream(sti).read()
    with pytest.raises(OSError):
        filer.get_file_info(pyarrow.fs.FileSelector("bolig/9902"))


def test_et_lager_uten_noe_i_og_en_boette_som_ikke_finnes_sier_hva_som_mangler(
    tjener, bygger, monkeypatch
):
    for adresse in (f"s3://{s3tjener.BOETTE}/tomt", "s3://finnes-ikke/noe"):
        monkeypatch.setenv("BOLIGDATA_PUBLISERT", adresse)
        lesing.hent_nyeste()
        assert lesing.speilet().feil in (
            objektlager.TOMT,
            objektlager.SLIPPER_IKKE_INN,
        )


@contextlib.contextmanager
def _leser(data, miljoe):
    prosess = subprocess.Popen(
        [sys.executable, "-m", "speilprosess"],
        cwd=ROT,
        env=os.environ
        | miljoe
        | {"BOLIGDATA_DATA": str(data), "PYTHONPATH": f"{ROT}:{ROT / 'tests'}"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield prosess
    finally:
        prosess.stdin.close()
        assert prosess.wait(30) == 0


def test_tre_maskiner_viser_nye_tall_innen_ti_sekunder(
    tjener, bygger, monkeypatch, tmp_path
):
    _bli("bygger", tjener, bygger.prefiks, monkeypatch)
    miljoe = tjener.miljoe("leser", bygger.prefiks)
    with contextlib.ExitStack() as aapne:
        leserne = [
            aapne.enter_context(_leser(tmp_path / f"maskin{nr}", miljoe))
            for nr in range(3)
        ]
        [foerste] = {leser.stdout.readline().split()[1] for leser in leserne}
        andre = bygger.utgi("update meta set plan_til = 2040")
        publisert = time.time()
        for leser in leserne:
            tid, viser, plan_til = leser.stdout.readline().split()
            assert (viser, plan_til) == (andre, "2040") and viser != foerste
            assert float(tid) - publisert < FRIST


@posix
def test_svarer_lageret_ikke_eller_doer_det_midt_i_en_henting_gjelder_det_forrige(
    tjener, bygger, monkeypatch
):
    """Den står til slutt i filen: lageret er borte etterpå."""
    monkeypatch.setattr(objektlager, "_SVAR", 2)
    lesing.hent_nyeste()
    foer = lesing.versjon()
    with tjener.svarer_ikke():
        start = time.monotonic()
        lesing.hent_nyeste()
        assert time.monotonic() - start < 30
    assert lesing.helse()["objektlager"] == objektlager.SVARER_IKKE
    assert lesing.versjon() == foer and not lesing.advarsel()
    lesing.hent_nyeste()
    assert lesing.helse()["objektlager"] == "ok"
    _bli("bygger", tjener, bygger.prefiks, monkeypatch)
    bygger.utgi("update meta set plan_til = plan_til + 1")
    lager = Objektlager(os.environ["BOLIGDATA_PUBLISERT"])
    hentes = lager.hent(lager.gjeldende())
    next(hentes)
    tjener.drep()
    with pytest.raises(Brukerfeil, match="svarer ikke"):
        list(hentes)
    lesing.hent_nyeste()
    assert lesing.versjon() == foer and not lesing.advarsel()
    assert lesing.helse()["objektlager"] == objektlager.SVARER_IKKE
