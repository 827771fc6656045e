"""Alternativene i boligbehovet: det som lagres, er det som leses, og et uten navn eller uten endringer
lagres ikke.
"""

import pytest

from boligdata.arbeid import alternativ, feltliste
from boligdata.arbeid.alternativ import Alternativ
from boligdata.innhold.planarbeid import alternativene
from boligdata.innhold.planarbeid.register import KanIkkeLagres

KJOEP = Alternativ("a1", "Kjøpe tjue", "navn=Kjøpe+tjue&ordinaer.boliger=20")


@pytest.fixture
def lager(bygd_eksempel, tmp_path, monkeypatch):
    monkeypatch.setenv("BOLIGDATA_ARBEID", str(tmp_path))
    return alternativene.REGISTER


def test_et_alternativ_er_det_samme_naar_det_leses_igjen():
    assert feltliste.les(Alternativ, feltliste.til_dict(KJOEP)) == KJOEP


def test_et_alternativ_maa_ha_navn_og_endre_noe():
    assert alternativ.feil(KJOEP) == []
    assert alternativ.feil(Alternativ("a1", " ", "maal=x")) == [
        "Gi alternativet et navn."
    ]
    assert alternativ.feil(Alternativ("a1", "Kjøpe")) == [
        "Alternativet endrer ingenting."
    ]


def test_det_som_lagres_ser_alle_til_noen_tar_det_ut(lager):
    endring = "00000000-0000-0000-0000-00000000000{}"
    with pytest.raises(KanIkkeLagres):
        lager.lagre(Alternativ("a2"), 0, endring.format(1), "Kari")
    lager.lagre(KJOEP, 0, endring.format(2), "Kari")
    (post,) = lager.poster()
    assert post.innhold == KJOEP and post.versjon == 1
    lager.lagre(
        Alternativ("a1", KJOEP.navn, KJOEP.plan, True), 1, endring.format(3), "Per"
    )
    assert lager.poster() == () and len(lager.historien("a1")) == 2
