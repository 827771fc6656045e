"""Hvilke adresser dashbordet svarer på, og at kapslene er sikre bak https."""

import asyncio
import contextlib

import pytest
from starlette.datastructures import Headers
from streamlit import config as streamlit_config
from streamlit.web.server.starlette import starlette_websocket

from boligdata.doer import adresse

HODER = {"X-Frame-Options": "DENY"}
NETT = ("192.168.1.5", 8501)


@contextlib.contextmanager
def innstilt(**verdier):
    """Innstillinger til Streamlit så lenge blokken varer: `innstilt(server_address="::")`."""
    navn = {n: n.replace("_", ".", 1) for n in verdier}
    foer = {n: streamlit_config.get_option(navn[n]) for n in verdier}
    try:
        for n, verdi in verdier.items():
            streamlit_config.set_option(navn[n], verdi)
        yield
    finally:
        for n, verdi in foer.items():
            streamlit_config.set_option(navn[n], verdi)


def spoer(
    *verter,
    sti="/",
    slag="http",
    ekstern=None,
    server=("127.0.0.1", 8501),
    scheme="http",
    kapsel="a=b; Path=/",
    hoder=(),
    sporring=b"",
    metode="GET",
):
    """Det som sendes tilbake. «inne» er appen bak, som setter en kapsel."""

    async def bak(scope, motta, send):
        raa = [(b"set-cookie", kapsel.encode())]
        if slag == "websocket":
            await send({"type": "websocket.accept", "headers": raa})
            return
        await send({"type": "http.response.start", "status": 200, "headers": raa})
        await send({"type": "http.response.body", "body": b"inne"})

    scope = {
        "type": slag,
        "method": metode,
        "path": sti,
        "query_string": sporring,
        "headers": [*((b"host", vert.encode("latin-1")) for vert in verter), *hoder],
        "scheme": scheme,
        "server": server,
    }
    meldinger = []

    async def send(melding):
        meldinger.append(melding)

    async def motta():
        return {"type": f"{slag}.connect"}

    asyncio.run(adresse.Adressevakt(bak, HODER, ekstern)(scope, motta, send))
    return meldinger


def status(*verter, **valg):
    return spoer(*verter, **valg)[0]["status"]


def tekst(*verter, **valg):
    return spoer(*verter, **valg)[1]["body"].decode()


def kapslene(*verter, **valg):
    return Headers(raw=spoer(*verter, **valg)[0]["headers"]).getlist("set-cookie")


# ------------------------------------------------------------------------- vertsnavnet

EGEN_MASKIN = [
    "localhost",
    "localhost:8501",
    "LocalHost:8501",
    "LOCALHOST.",
    "localhost.:8501",
    "localhost:",
    "127.0.0.1",
    "127.0.0.1:8501",
    "127.0.0.1:9000",
    "127.8.9.1:8501",
    "[::1]",
    "[::1]:8501",
    "[0:0:0:0:0:0:0:1]:8501",
    "[::FFFF:127.0.0.1]",
]


@pytest.mark.parametrize("vert", EGEN_MASKIN)
def test_egen_maskin_virker_uten_oppsett(vert):
    assert status(vert) == 200
    assert spoer(vert, slag="websocket")[0]["type"] == "websocket.accept"


FREMMEDE = [
    "ond.example",
    "ond.example:8501",
    "localhost.ond.example",
    "127.0.0.1.ond.example",
    "ond-localhost",
    "localhost..",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0.0.0.0",
    "10.0.0.4",
    "[fe80::1]",
    "[::]",
]


@pytest.mark.parametrize("vert", FREMMEDE)
def test_et_navn_som_ikke_er_satt_opp_slipper_ikke_inn(vert):
    """En fremmed side kan la navnet sitt peke på 127.0.0.1, og lese det nettleseren får."""
    assert status(vert) == 421 and "inne" not in tekst(vert)
    lukket = {"type": "websocket.close", "code": 1008}
    assert spoer(vert, slag="websocket") == [lukket]


GALE = [
    (),
    ("",),
    ("localhost", "localhost"),
    ("localhost", "ond.example"),
    ("localhost:99999",),
    ("localhost:8501x",),
    ("localhost:-1",),
    ("ond.example@localhost",),
    ("localhost@ond.example",),
    ("localhost/ond.example",),
    ("localhost,ond.example",),
    ("localhost ond.example",),
    ("[::1",),
    ("::1",),
    ("loc\xe5lhost",),
    ("localhost\\ond.example",),
    ("localhost\n",),
    (".",),
]


@pytest.mark.parametrize("verter", GALE, ids=repr)
def test_en_forespoersel_uten_ett_lesbart_navn_slipper_ikke_inn(verter):
    assert status(*verter) == 400
    assert spoer(*verter, slag="websocket")[0]["type"] == "websocket.close"


def test_det_en_proxy_paastaar_teller_ikke():
    paastand = [(b"x-forwarded-host", b"localhost"), (b"forwarded", b"host=localhost")]
    assert status("ond.example", hoder=paastand) == 421
    assert status("localhost", hoder=[(b"x-forwarded-host", b"ond.example")]) == 200


def test_fra_en_annen_maskin_virker_ip_adressen_forespoerselen_kom_inn_paa():
    assert status("192.168.1.5:8501", server=NETT) == 200
    assert status("192.168.1.6:8501", server=NETT) == 421
    assert status("[2001:db8::5]:8501", server=("2001:db8::5", 8501)) == 200
    assert status("192.168.1.5", server=("::ffff:192.168.1.5", 8501)) == 200
    assert status("bolig", server=NETT) == 421
    for uten_adresse in (None, ("/tmp/tjener.sock", None)):
        assert status("localhost", server=uten_adresse) == 200
        assert status("tjener.sock", server=uten_adresse) == 421


@pytest.mark.parametrize(
    "oppgitt, vert",
    [
        ("bolig.kommunen.no", "bolig.kommunen.no"),
        ("Bolig.Kommunen.no", "bolig.kommunen.no:8501"),
        ("bolig.kommunen.no/sti", "BOLIG.kommunen.no."),
        ("https://bolig.kommunen.no:8501/", "bolig.kommunen.no"),
        ("bolig.bærum.no", "bolig.xn--brum-voa.no"),
        ("10.0.0.4", "10.0.0.4:80"),
        ("2001:db8::5", "[2001:db8::5]"),
    ],
)
def test_adressen_brukerne_skriver_settes_med_ett_valg(oppgitt, vert):
    assert status(vert) == 421
    with innstilt(browser_serverAddress=oppgitt):
        assert status(vert) == 200 and status("127.0.0.1") == 200
        assert spoer(vert, slag="websocket")[0]["type"] == "websocket.accept"
        for annet in ("ond.example", "kommunen.no", "bolig.kommunen.no.ond.example"):
            assert status(annet) == 421


def test_navnet_det_lytter_paa_og_navnet_i_innloggingen_er_kjent():
    with innstilt(server_address="bolig.internt"):
        assert status("bolig.internt:8501") == 200
    ekstern = "https://bolig.example.no/oauth2callback"
    assert status("bolig.example.no", ekstern=ekstern) == 200
    assert status("example.no", ekstern=ekstern) == 421


def test_streamlits_egen_liste_er_hele_listen_naar_den_er_satt():
    """Streamlit avviser websocketen fra alle andre, så siden ville blitt stående tom."""
    with innstilt(server_allowedHosts=["*.kommunen.no", "::1"]):
        assert status("bolig.kommunen.no:8501") == status("[::1]") == 200
        assert status("127.0.0.1") == status("kommunen.no.ond.example") == 421
        assert "server.allowedHosts" in tekst("127.0.0.1")
    assert starlette_websocket.is_host_allowed("127.0.0.1")


@pytest.mark.parametrize("sti", ["/helse", "/_stcore/health"])
@pytest.mark.parametrize("verter", [("10.9.8.7",), ("pod-17",), (), ("a", "b")])
def test_en_overvaaking_faar_svar_uansett_navn(sti, verter):
    assert status(*verter, sti=sti) == 200
    for annen in (f"{sti}/", f"/x{sti}", f"{sti}x", f"/{sti}"):
        assert status(*verter, sti=annen) in (400, 421)


def test_helsen_svarer_ogsaa_under_en_annen_rot():
    with innstilt(server_baseUrlPath="bolig"):
        assert status("pod-17", sti="/bolig/helse") == 200
        assert status("pod-17", sti="/helse") == 421


@pytest.mark.parametrize(
    "ekstern, raad",
    [
        (None, "--browser.serverAddress ond.example"),
        ("https://bolig.example.no/oauth2callback", "redirect_uri"),
    ],
)
def test_svaret_sier_hva_som_maa_gjoeres_paa_norsk(ekstern, raad):
    svar = tekst("ond.example:8501", ekstern=ekstern)
    assert 'lang="nb"' in svar and raad in svar and "README.md" in svar
    hoder = Headers(raw=spoer("ond.example")[0]["headers"])
    assert hoder["x-frame-options"] == "DENY" and hoder["cache-control"] == "no-store"


# ------------------------------------------------------------------------------ sidene

HTML = [(b"accept", b"text/html,application/xhtml+xml,*/*;q=0.8")]


def veien(sti, sporring=b"", **valg):
    """Hvor den som spør, sendes, eller None når Streamlit får spørsmålet som det står."""
    svar = spoer("localhost", sti=sti, sporring=sporring, **valg)[0]
    sendes = Headers(raw=svar["headers"]).get("location")
    assert svar["status"] == (302 if sendes else 200), sti
    return sendes


@pytest.mark.parametrize(
    "sti, ut",
    [
        ("/oversikt", "./"),
        ("/OVERSIKT/", "../"),
        ("/VENTELISTE", "venteliste"),
        ("/Venteliste/", "../venteliste"),
        ("/boliger/", "../boliger"),
        ("/boliger/underside", "../boliger"),
        ("/Boliger/a/b/", "../../../boliger"),
        ("/målgruppe", "maalgruppe"),
        ("/Finn-fram", "finnfram"),
    ],
)
def test_en_adresse_som_er_skrevet_litt_annerledes_sendes_til_siden(sti, ut):
    assert veien(sti) == ut
    assert (
        veien(sti, b"maalgruppe=Eldre&vis=Tertial")
        == f"{ut}?maalgruppe=Eldre&vis=Tertial"
    )
    assert veien(sti, metode="HEAD") == ut and veien(sti, metode="POST") is None
    with innstilt(server_baseUrlPath="plan/bolig"):
        assert veien(f"/plan/bolig{sti}") == ut
        assert veien(sti) is None
    hoder = Headers(raw=spoer("localhost", sti=sti)[0]["headers"])
    assert hoder["x-frame-options"] == "DENY" and hoder["cache-control"] == "no-store"


@pytest.mark.parametrize("side", sorted(adresse.SIDER - {adresse.FORSIDE}))
def test_adressen_til_hver_side_sendes_rett_videre(side):
    assert veien(f"/{side}", b"a=b") is None and veien("/") is None
    assert veien(f"/{side.upper()}") == side


@pytest.mark.parametrize(
    "sti",
    [
        "/boliger/_stcore/health",
        "/boliger/_stcore/host-config",
        "/boliger/static/js/index.js",
        "/boliger/media/abc.png",
        "/boliger/nb.js",
        "/boliger/helse",
        "/tull",
        "/auth/login",
        "/auth/logout",
        "/app/static/bilde",
        "/a/_stcore/health",
    ],
)
def test_det_som_ikke_er_en_side_faar_streamlit_som_det_staar(sti):
    assert veien(sti, hoder=HTML) is None


@pytest.mark.parametrize(
    "sti",
    [
        "/_stcore/metrics",
        "/_stcore/agent/interact",
        "/_stcore/agent/mcp",
        "/_stcore/bidi-components/x/y.js",
        "/component/x/y.html",
    ],
)
@pytest.mark.parametrize("metode", ["GET", "POST", "OPTIONS"])
def test_det_i_streamlit_som_ingen_trenger_er_stengt(sti, metode):
    """Målingene sa hvor mange økter som var åpne, til hvem som helst."""
    start, svar = spoer("localhost", sti=sti, metode=metode)
    assert start["status"] == 404 and b"inne" not in svar["body"]
    with innstilt(server_baseUrlPath="bolig"):
        assert status("localhost", sti=f"/bolig{sti}") == 404


@pytest.mark.parametrize(
    "sti",
    [
        "//ond.example/boliger",
        "/\\ond.example/boliger",
        "/boliger//ond.example",
        "/boliger/\\ond.example",
        "/https:/boliger",
        "/%2f%2fond/BOLIGER",
        "/BOLIGER/" + "/" * 5000,
        "/BOLIGER\r\nSet-Cookie: a=b",
        "/@ond/OVERSIKT",
    ],
)
def test_ingen_adresse_sender_noen_til_et_annet_sted(sti):
    """Veien er satt sammen av «../» og et navn vi har, uansett hva som er skrevet."""
    for sporring in (b"", b"neste=//ond.example"):
        svar = spoer("localhost", sti=sti, sporring=sporring)[0]
        vei, _, resten = Headers(raw=svar["headers"]).get("location", "").partition("?")
        assert resten in ("", "neste=//ond.example")
        assert vei.removeprefix("./").replace("../", "") in {"", *adresse.SIDER}
        assert not vei.startswith("/") and len(vei) < 100


def test_en_side_under_noe_som_ikke_finnes_faar_svar_paa_norsk_med_vei_videre():
    svar = spoer("localhost", sti="/tull/mer/tull", hoder=HTML)
    assert svar[0]["status"] == 404
    side = svar[1]["body"].decode()
    assert 'lang="nb"' in side and "Siden finnes ikke" in side
    assert '<a href="../../">Gå til forsiden</a>' in side and "mer" not in side
    assert spoer("localhost", sti="/tull/mer/tull")[0]["status"] == 200


# ---------------------------------------------------------------------------- kapslene


@pytest.mark.parametrize("slag, skjema", [("http", "https"), ("websocket", "wss")])
def test_bak_https_er_hver_kapsel_sikker(slag, skjema):
    assert kapslene("localhost", slag=slag) == ["a=b; Path=/"]
    assert kapslene("localhost", slag=slag, scheme=skjema) == ["a=b; Path=/; Secure"]


def test_er_adressen_til_innloggingen_https_er_kapslene_alltid_sikre():
    ekstern = "https://localhost/oauth2callback"
    assert kapslene("localhost", ekstern=ekstern) == ["a=b; Path=/; Secure"]
    aapen = ekstern.replace("https", "http")
    assert kapslene("localhost", ekstern=aapen) == ["a=b; Path=/"]


@pytest.mark.parametrize(
    "kapsel, ut",
    [
        ("a=b; SECURE; Path=/", "a=b; SECURE; Path=/"),
        ("a=b;secure", "a=b;secure"),
        ("a=secure", "a=secure; Secure"),
        ("a=b; Path=/secure", "a=b; Path=/secure; Secure"),
    ],
)
def test_ordet_secure_et_annet_sted_i_kapselen_teller_ikke(kapsel, ut):
    assert kapslene("localhost", scheme="https", kapsel=kapsel) == [ut]
