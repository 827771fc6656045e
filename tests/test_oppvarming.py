"""Det de fleste åpner, er laget når de kommer, og lages på nytt når tallene eller dagen er en annen."""

import datetime as dt
import gc
import threading
import time
from collections.abc import Iterator

import pytest
import sidekort
from publisering import publiser

from boligdata import lesing, ui
from boligdata.doer import oppvarming
from boligdata.felles import dagen, katalog
from boligdata.felles.config import Brukerfeil
from boligdata.innhold import kort
from boligdata.innhold.handlingsdel import planen
from boligdata.innhold.kort import Valg

FRIST_S = 60


class Visninger:
    """Teller hvor mange ganger alle visningene er laget."""

    def __init__(self, feil: Exception | None = None):
        self._feil, self._laget, self._ny = feil, 0, threading.Condition()

    def __call__(self) -> Iterator[None]:
        yield
        with self._ny:
            self._laget += 1
            self._ny.notify_all()
        if self._feil:
            raise self._feil

    def er_laget(self, ganger: int) -> bool:
        with self._ny:
            return self._ny.wait_for(lambda: self._laget >= ganger, FRIST_S)


@pytest.fixture(autouse=True)
def ofte(monkeypatch):
    """Se etter noe nytt hele tiden, les ikke alle tallene, og la søppelsamleren være."""
    monkeypatch.setattr(oppvarming, "_SE_ETTER_S", 0.05)
    monkeypatch.setattr(lesing, "varm_opp", lambda: None)
    monkeypatch.setattr(gc, "freeze", lambda: None)


def test_det_varmes_opp_igjen_naar_tallene_eller_dagen_er_en_annen(
    tmp_path, monkeypatch, bygd_internt
):
    mappe = tmp_path / "publisert"
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(mappe))
    visninger = Visninger()
    with oppvarming.paagaar(visninger):
        publiser(bygd_internt, mappe)  # En tjener kan starte før det er noe å vise.
        assert visninger.er_laget(1)
        publiser(bygd_internt, mappe)
        assert visninger.er_laget(2)
        i_morgen = dagen.i_dag() + dt.timedelta(days=1)
        monkeypatch.setattr(dagen, "i_dag", lambda: i_morgen)
        monkeypatch.setattr(lesing, "i_dag", lambda: i_morgen)
        assert visninger.er_laget(3)
        assert _blir_varmt()
    assert not oppvarming.er_varmt()


@pytest.mark.usefixtures("bygd")
def test_en_feil_i_ett_kort_stopper_ikke_oppvarmingen_neste_dag(monkeypatch):
    visninger = Visninger(ZeroDivisionError())
    with oppvarming.paagaar(visninger):
        assert visninger.er_laget(1)
        i_morgen = dagen.i_dag() + dt.timedelta(days=1)
        monkeypatch.setattr(lesing, "i_dag", lambda: i_morgen)
        assert visninger.er_laget(2)
        assert not oppvarming.er_varmt()


def _blir_varmt() -> bool:
    """Det sies like etter at den siste visningen er laget."""
    frist = time.monotonic() + FRIST_S
    while not oppvarming.er_varmt() and time.monotonic() < frist:
        time.sleep(0.01)
    return oppvarming.er_varmt()


@pytest.mark.usefixtures("bygd")
@pytest.mark.parametrize("omfang", [oppvarming.TALLENE, oppvarming.NEI])
def test_den_som_drifter_for_mange_kan_la_vaere_aa_lage_visningene(monkeypatch, omfang):
    monkeypatch.setenv(oppvarming.VARIABEL, omfang)
    lest, visninger = threading.Event(), Visninger()
    monkeypatch.setattr(lesing, "varm_opp", lest.set)
    with oppvarming.paagaar(visninger):
        assert lest.wait(2) == (omfang == oppvarming.TALLENE)
    assert visninger._laget == 0


def test_et_omfang_som_ikke_finnes_sies_fra_om(monkeypatch):
    monkeypatch.setenv(oppvarming.VARIABEL, "litt")
    with pytest.raises(Brukerfeil, match="«alt», «tall» eller «nei»"):
        oppvarming.omfang()


@pytest.mark.usefixtures("bygd")
def test_hver_verdi_av_hvert_filter_og_hvert_aar_lages():
    laget = list(ui.oppvarming.utvalgene())
    *foer, siste = lesing.perioder("aar")["periode"]
    assert laget[0] == Valg("aar", siste)
    for egenskap in katalog.FILTRE:
        for kode in lesing.verdier(egenskap):
            assert Valg("aar", siste, {egenskap: kode}) in laget
    assert all(Valg("aar", aar) in laget for aar in foer)


@pytest.mark.usefixtures("bygd")
def test_den_som_aapner_en_side_faar_kortene_og_oversikten_som_er_laget(monkeypatch):
    siste = lesing.perioder("aar")["periode"].iloc[-1]
    utvalg = [Valg("aar", siste), Valg("aar", siste, {"boligtype": "ordinaer"})]
    monkeypatch.setattr(ui.oppvarming, "utvalgene", lambda: utvalg)
    lesing.glem()
    for _ in ui.visningene():
        pass
    lagere = (kort.lag, ui.oversikt.siden)
    laget = [lager.cache_info().misses for lager in lagere]
    for valg in utvalg:
        # Slik siden spør: alle filtrene er der, også de det ikke er valgt noe i.
        paa_siden = dict.fromkeys(katalog.FILTRE, lesing.ALLE) | valg.filtre
        for bestilling in sidekort.bestillinger().values():
            kort.lag(bestilling, Valg("aar", siste, paa_siden))
        ui.oversikt.siden(Valg("aar", siste, paa_siden), planen.utgave())
    assert [lager.cache_info().misses for lager in lagere] == laget


@pytest.mark.usefixtures("bygd")
def test_det_som_er_glemt_lages_paa_nytt():
    @lesing.husk
    def svaret() -> list:
        return []

    foerste = svaret()
    assert svaret() is foerste
    lesing.glem()
    assert svaret() is not foerste
