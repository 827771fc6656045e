"""Målformen leseren får: det adressen ber om, så det leseren valgte sist, så kommunens."""

import asyncio

import pytest
from uttrekk import mikrokommune, sett

from boligdata.doer import maalvalg, skall
from boligdata.doer.adresse import Adressevakt


def _spurt(sporring: str = "", kapsler: str = "", vert: str = "localhost") -> dict:
    return {
        "type": "http",
        "method": "GET",
        "path": "/finnes/ikke",
        "query_string": sporring.encode(),
        "headers": [
            (b"host", vert.encode()),
            (b"accept", b"text/html"),
            *([(b"cookie", kapsler.encode())] if kapsler else []),
        ],
        "server": ("127.0.0.1", 8501),
    }


@pytest.mark.parametrize(
    ("sporring", "kapsler", "ventet"),
    [
        ("", "", "nb"),
        ("maalform=nn", "", "nn"),
        ("", "maalform=nn", "nn"),
        ("maalform=nb", "maalform=nn", "nb"),
        ("maalform=tysk", "maalform=nn", "nn"),
        ("maalform=tysk", "maalform=tysk", "nb"),
    ],
)
def test_adressen_gaar_foran_det_som_er_husket(sporring, kapsler, ventet):
    assert maalvalg.av(_spurt(sporring, kapsler)) == ventet


def test_den_som_ikke_har_valgt_faar_kommunens_ogsaa_foer_noe_er_publisert(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("BOLIGDATA_DATA", str(tmp_path))
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path / "publisert"))
    assert maalvalg.kommunens() == "nb"
    mikrokommune(tmp_path / "eksempel")
    sett(tmp_path / "eksempel", "maalform", '"nynorsk"')
    assert maalvalg.kommunens() == "nn"
    assert maalvalg.av(_spurt("maalform=nb")) == "nb"


def _svar_fra_doeren(scope: dict) -> str:
    meldinger = []

    async def bak(scope, motta, send):
        raise AssertionError("skulle ikke sluppet inn")

    async def send(melding):
        meldinger.append(melding)

    asyncio.run(Adressevakt(bak, {})(scope, None, send))
    return meldinger[1]["body"].decode()


@pytest.mark.parametrize(
    ("scope", "overskrift"),
    [
        (_spurt("maalform=nn"), "Sida finst ikkje"),
        (_spurt(kapsler="maalform=nn", vert="ond.no"), "Dashbordet har ikkje denne"),
    ],
)
def test_doeren_svarer_paa_leserens_maalform(scope, overskrift):
    svar = _svar_fra_doeren(scope)
    assert '<html lang="nn">' in svar
    assert f"<h1>{overskrift}" in svar


def test_siden_som_lastes_foerst_er_paa_maalformen_og_har_ordene_skriptet_trenger():
    nynorsk = skall.lag_side(skall.ORIGINAL, "nn")
    assert '<html lang="nn">' in nynorsk
    assert "<title>Bustadsosialt dashbord</title>" in nynorsk
    assert "Slå på JavaScript i nettlesaren" in nynorsk
    assert 'id="ordliste"' not in skall.lag_side(skall.ORIGINAL)
