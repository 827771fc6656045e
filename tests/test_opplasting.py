"""Hvor mye noen kan laste opp før det blir stopp."""

import asyncio
from types import SimpleNamespace

import pytest
from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.web.server.starlette.starlette_routes import BASE_ROUTE_UPLOAD_FILE

from boligdata.doer import opplasting, skall

MB = 1 << 20
STOERST = 20


@pytest.fixture
def lageret(monkeypatch):
    """Filene Streamlit har i minnet."""
    filene = MemoryUploadedFileManager("/")
    monkeypatch.setattr(runtime, "exists", lambda: True)
    kjoerer = SimpleNamespace(uploaded_file_mgr=filene)
    monkeypatch.setattr(runtime, "get_instance", lambda: kjoerer)
    monkeypatch.setattr(opplasting.streamlit, "get_option", lambda _: STOERST)
    return filene


async def last_opp(doer, oekt="en", fil="x", rot="", sagt=None):
    """Statusen på svaret. `sagt` er størrelsen forespørselen sier at filen har."""
    meldinger = []

    async def send(melding):
        meldinger.append(melding)

    sti = f"{rot}/{BASE_ROUTE_UPLOAD_FILE}/{oekt}/{fil}"
    hoder = [(b"content-length", f"{sagt}".encode())] if sagt is not None else []
    scope = {"type": "http", "method": "PUT", "path": sti, "headers": hoder}
    await doer(scope, None, send)
    return meldinger[0]["status"]


def tar_imot(lageret, mb):
    """Streamlit innerst, som legger filen i minnet."""

    async def app(scope, _, send):
        *_, oekt, fil = scope["path"].split("/")
        rad = UploadedFileRec(fil, fil, "text/csv", bytes(mb * MB))
        lageret.add_file(oekt, rad)
        await send({"type": "http.response.start", "status": 204, "headers": []})

    return opplasting.Opplasting(app)


@pytest.mark.parametrize("rot", ["", "/bolig"])
def test_en_som_laster_opp_uten_stans_blir_stoppet_og_andre_kan_laste_opp(lageret, rot):
    doer = tar_imot(lageret, STOERST)
    svar = [asyncio.run(last_opp(doer, fil=f"{nr}", rot=rot)) for nr in range(12)]
    assert svar == [204] * 10 + [413] * 2
    assert sum(opplasting.lagret_mb().values()) == opplasting.OEKTEN_MB
    assert asyncio.run(last_opp(doer, oekt="en annen", rot=rot)) == 204


def test_mange_som_laster_opp_samtidig_fyller_ikke_maskinen(lageret):
    doer = tar_imot(lageret, STOERST)
    svar = [
        asyncio.run(last_opp(doer, oekt=f"{oekt}", fil=f"{fil}"))
        for oekt in range(6)
        for fil in range(10)
    ]
    assert svar == [204] * 50 + [413] * 10
    assert sum(opplasting.lagret_mb().values()) == opplasting.PROSESSEN_MB


def test_det_som_er_paa_vei_inn_teller_med_til_det_er_framme(lageret):
    """Ellers kunne mange begynt før den første var ferdig."""

    async def samtidig():
        slipp = asyncio.Event()

        async def treg(scope, _, send):
            await slipp.wait()
            await send({"type": "http.response.start", "status": 204, "headers": []})

        doer = opplasting.Opplasting(treg)
        aapne = [asyncio.create_task(last_opp(doer, fil=f"{nr}")) for nr in range(10)]
        await asyncio.sleep(0)
        for_mye = await last_opp(doer, fil="en til")
        slipp.set()
        return for_mye, await asyncio.gather(*aapne), await last_opp(doer)

    assert asyncio.run(samtidig()) == (413, [204] * 10, 204)


def test_tretti_smaa_filer_paa_en_gang_er_ikke_for_mye(lageret):
    """Nettleseren sender dem samtidig, og sier hvor store de er."""

    async def samtidig():
        doer = tar_imot(lageret, 1)
        filene = (last_opp(doer, fil=f"{nr}", sagt=MB) for nr in range(30))
        return await asyncio.gather(*filene)

    assert asyncio.run(samtidig()) == [204] * 30


def test_det_som_slettes_gir_plass_igjen(lageret):
    doer = tar_imot(lageret, STOERST)
    for nr in range(10):
        asyncio.run(last_opp(doer, fil=f"{nr}"))
    assert asyncio.run(last_opp(doer)) == 413
    lageret.remove_file("en", "3")
    assert asyncio.run(last_opp(doer)) == 204
    lageret.remove_session_files("en")
    assert asyncio.run(last_opp(doer)) == 204


def test_grensen_staar_innerst_i_begge_prosessene():
    """Utenfor sikkerhetshodene ville svaret manglet dem."""
    assert skall.MELLOMVARE[-1].cls is skall.Skall
    assert skall.mellomvare()[-1].cls is opplasting.Opplasting
