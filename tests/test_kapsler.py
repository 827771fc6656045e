"""Kapslene bak https: hva de heter i nettleseren, og hvilke som teller."""

import asyncio

import pytest
from starlette.requests import HTTPConnection
from streamlit import config as streamlit_config
from streamlit.web.server.starlette import starlette_server_config

from boligdata.doer import kapsler

INNLOGGINGEN = starlette_server_config.USER_COOKIE_NAME
DELT = f"{INNLOGGINGEN}_12"
TOKEN = starlette_server_config.TOKENS_COOKIE_NAME


@pytest.fixture(params=["", "bolig"])
def foran(request):
    """Det som skal stå foran navnet, når dashbordet har navnet for seg selv, og under en sti."""
    foer = streamlit_config.get_option("server.baseUrlPath")
    streamlit_config.set_option("server.baseUrlPath", request.param)
    yield "__Secure-" if request.param else "__Host-"
    streamlit_config.set_option("server.baseUrlPath", foer)


def satt(*kapslene):
    """Kapslene slik nettleseren får dem."""
    sendt = []

    async def send(melding):
        sendt.extend(verdi.decode() for _, verdi in melding["headers"])

    hoder = [(b"set-cookie", kapsel.encode()) for kapsel in kapslene]
    melding = {"type": "http.response.start", "headers": hoder}
    asyncio.run(kapsler.sett(send)(melding))
    return sendt


def lest(hode):
    """Kapslene slik Streamlit får dem."""
    scope = {"type": "http", "headers": [(b"cookie", hode.encode())]}
    return HTTPConnection(kapsler.les(scope)).cookies


@pytest.mark.parametrize("navn", [INNLOGGINGEN, DELT, TOKEN, kapsler.LENKE])
def test_det_bare_tjeneren_leser_kan_ikke_settes_fra_et_annet_navn(foran, navn):
    [kapsel] = satt(f"{navn}=verdi; HttpOnly; Path=/")
    assert kapsel == f"{foran}{navn}=verdi; HttpOnly; Path=/; Secure"
    assert lest(f"{foran}{navn}=verdi") == {navn: "verdi"}


@pytest.mark.parametrize("navn", [INNLOGGINGEN, DELT, TOKEN, kapsler.LENKE])
def test_en_kapsel_en_nabo_kan_ha_laget_teller_ikke(foran, navn):
    """Naboen kan sette den for alle navn under kommune.no, men ikke med `__Host-` foran."""
    assert lest(f"{navn}=naboens") == {}
    assert lest(f"{navn}=naboens; {foran}{navn}=min") == {navn: "min"}
    assert lest(f"{foran}{navn}=min; {navn}=naboens; a=b") == {navn: "min", "a": "b"}


def test_det_siden_selv_leser_heter_det_samme(foran):
    for navn in ("_streamlit_xsrf", "maalform", "prosess"):
        assert satt(f"{navn}=1; Path=/") == [f"{navn}=1; Path=/; Secure"]
        assert lest(f"{navn}=1") == {navn: "1"}


def test_hver_kapsel_streamlit_lager_er_vurdert():
    """En ny kapsel i Streamlit skal inn i listen, eller her."""
    navnene = {
        verdi
        for navn, verdi in vars(starlette_server_config).items()
        if navn.endswith("_COOKIE_NAME")
    }
    assert navnene - {*kapsler._TJENERENS} == {"_streamlit_xsrf"}
