"""Skallet uten nettleser: siden, hodene, komprimeringen, helseruten og det vi stoler på inne i
Streamlit.
"""

import ast
import asyncio
import base64
import contextlib
import gzip
import hashlib
import inspect
import re
import tomllib
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from streamlit import config as streamlit_config
from streamlit.runtime.scriptrunner import script_runner
from streamlit.web.server.app_discovery import discover_asgi_app
from streamlit.web.server.starlette.starlette_gzip_middleware import (
    SelectiveGZipMiddleware,
)
from streamlit.web.server.starlette.starlette_static_routes import (
    create_streamlit_static_assets_routes,
)

from boligdata.doer import skall
from boligdata.felles.config import ROT

INNSTILLINGER = tomllib.loads(
    (ROT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
)
PLOTLY = next(
    navn for navn in skall.statiske_filer() if navn.startswith("js/PlotlyChart.")
)


def hent(
    sti: str, hoder: dict[str, str] | None = None, metode: str = "GET", base: str = ""
):
    """Send én forespørsel gjennom skallet og Streamlits egen filtjener. Gir status, hoder og
    innhold.
    """
    app = Starlette(
        routes=[*skall.RUTER, *create_streamlit_static_assets_routes(base_url=base)],
        middleware=[
            *skall.MELLOMVARE,
            Middleware(SelectiveGZipMiddleware, base_url=base),
        ],
    )
    scope = {
        "type": "http",
        "method": metode,
        "path": sti,
        "raw_path": sti.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [
            (navn.lower().encode(), verdi.encode())
            for navn, verdi in (hoder or {}).items()
        ],
        "scheme": "http",
        "http_version": "1.1",
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
    }
    meldinger = []

    async def kjoer():
        async def motta():
            # Nettleseren sender ikke mer og henger ikke på.
            return await asyncio.Future()

        async def send(melding):
            meldinger.append(melding)

        await app(scope, motta, send)

    asyncio.run(kjoer())
    start, *resten = meldinger
    return (
        start["status"],
        Headers(raw=start["headers"]),
        b"".join(m.get("body", b"") for m in resten),
    )


def aapne_websocket(hoder: dict[str, str]) -> list[dict]:
    """Det som sendes tilbake når en side vil åpne websocketen. Appen innenfor godtar alle."""

    async def godta(scope, motta, send):
        await send({"type": "websocket.accept"})

    scope = {
        "type": "websocket",
        "path": "/_stcore/stream",
        "headers": [(n.lower().encode(), v.encode()) for n, v in hoder.items()],
    }
    meldinger = []

    async def kjoer():
        async def motta():
            return {"type": "websocket.connect"}

        async def send(melding):
            meldinger.append(melding)

        [mellomvare] = skall.MELLOMVARE
        app = mellomvare.cls(godta, *mellomvare.args, **mellomvare.kwargs)
        await app(scope, motta, send)

    asyncio.run(kjoer())
    return meldinger


# --- Websocketen ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "opphav", ["https://ond.no", "http://dashbord.no.ond.no", "null", "http://[", ""]
)
def test_en_side_fra_et_annet_sted_naar_ikke_fram_til_streamlit(opphav):
    """Streamlit ville slått opp sin egen adresse på nettet, og stått stille imens."""
    svar = aapne_websocket({"Host": "dashbord.no", "Origin": opphav})
    assert svar == [{"type": "websocket.close", "code": 1008}]


@pytest.mark.parametrize(
    "hoder",
    [
        {"Host": "dashbord.no", "Origin": "https://dashbord.no"},
        {"Host": "127.0.0.1:8501", "Origin": "http://127.0.0.1:8501"},
        {"Host": "dashbord.no"},
    ],
)
def test_egne_sider_og_programmer_uten_nettleser_naar_fram(hoder):
    assert aapne_websocket(hoder) == [{"type": "websocket.accept"}]


# --- Siden ----------------------------------------------------------------------------


def test_siden_er_norsk_og_henter_bare_egne_filer():
    side = skall.lag_side(skall.ORIGINAL)
    assert '<html lang="nb">' in side
    assert "<title>Boligsosialt dashbord</title>" in side
    assert "Slå på JavaScript" in side
    assert "enable JavaScript" not in side
    assert not re.findall(r'(?:href|src)="(?!\./)', side)


def test_oppstarten_stopper_naar_streamlit_har_endret_siden_sin():
    endret = skall.ORIGINAL.replace('<html lang="en">', '<html lang="en" class="ny">')
    with pytest.raises(RuntimeError, match="index.html er endret"):
        skall.lag_side(endret)


@pytest.mark.parametrize("sti", ["/", "/boliger", "/dypt/nede"])
@pytest.mark.parametrize("koding", ["gzip", "identity"])
def test_alle_sider_faar_den_norske_siden(sti, koding):
    status, hoder, innhold = hent(sti, {"Accept-Encoding": koding})
    assert status == 200
    assert int(hoder["content-length"]) == len(innhold)
    assert hoder["cache-control"] == "no-cache"
    if koding == "gzip":
        innhold = gzip.decompress(innhold)
    assert innhold.decode() == skall.lag_side(skall.ORIGINAL)


def test_siden_sendes_ikke_paa_nytt_naar_nettleseren_har_den():
    _, hoder, _ = hent("/", {"Accept-Encoding": "gzip"})
    status, _, innhold = hent(
        "/", {"Accept-Encoding": "gzip", "If-None-Match": hoder["etag"]}
    )
    assert (status, innhold) == (304, b"")


def test_en_gammel_kopi_av_streamlits_egen_side_brukes_ikke():
    """Nettleseren kan ha siden fra en annen Streamlit-app på samme adresse."""
    fremtid = "Fri, 01 Jan 2100 00:00:00 GMT"
    status, _, innhold = hent("/", {"If-Modified-Since": fremtid})
    assert status == 200
    assert b'lang="nb"' in innhold


@pytest.mark.parametrize(
    "sti, ventet",
    [("/boliger/", 301), ("/boliger/_stcore/health", 404), ("//ond.example", 400)],
)
def test_streamlit_avgjoer_selv_hva_som_ikke_er_en_side(sti, ventet):
    status, hoder, innhold = hent(sti)
    assert status == ventet
    assert b"<html" not in innhold
    assert hoder["x-frame-options"] == "DENY"


def test_under_en_annen_rot_er_sidene_der_og_ikke_andre_steder():
    assert b'lang="nb"' in hent("/bolig/boliger", base="bolig")[2]
    assert hent("/boliger", base="bolig")[0] == 404
    assert hent("/bolig/nb.js", base="bolig")[0] == 200


@pytest.mark.parametrize("sti", ["/favicon.png", "/bolig/favicon.png"])
def test_ikonet_er_dashbordets_eget(sti):
    assert hent(sti)[2] == skall.IKON.read_bytes()


# --- Hodene ---------------------------------------------------------------------------


def regler(hoder) -> dict[str, list[str]]:
    deler = (regel.split() for regel in hoder["content-security-policy"].split(";"))
    return {navn: verdier for navn, *verdier in deler}


def test_bare_sidens_eget_skript_slipper_til():
    _, hoder, innhold = hent("/")
    (skript,) = re.findall(r"<script>(.*?)</script>", innhold.decode(), re.DOTALL)
    sjekksum = base64.b64encode(hashlib.sha256(skript.encode()).digest()).decode()
    assert regler(hoder)["script-src"] == ["'self'", f"'sha256-{sjekksum}'"]


def test_ingen_regel_aapner_for_andre_verter():
    _, hoder, _ = hent("/")
    tillatt = {"'self'", "'none'", "data:", "blob:", "'unsafe-inline'"}
    for navn, verdier in regler(hoder).items():
        assert (
            set(verdier) - {v for v in verdier if v.startswith("'sha256-")} <= tillatt
        )
        assert ("'unsafe-inline'" in verdier) == (navn == "style-src")
    for navn in ("frame-ancestors", "frame-src", "object-src", "base-uri"):
        assert regler(hoder)[navn] == ["'none'"], navn


@pytest.mark.parametrize(
    "sti",
    [
        "/",
        f"/static/{PLOTLY}",
        "/nb.js",
        "/static/ukjent.js",
        "/boliger/_stcore/health",
    ],
)
def test_hvert_svar_har_sikkerhetshodene(sti):
    _, hoder, _ = hent(sti, {"Accept-Encoding": "gzip"})
    for navn in skall.sikkerhetshoder(""):
        assert navn in hoder, navn


# --- Komprimeringen -------------------------------------------------------------------


def test_en_fil_kommer_pakket_uendret_og_kan_ligge_i_nettleseren():
    status, hoder, innhold = hent(f"/static/{PLOTLY}", {"Accept-Encoding": "gzip, br"})
    original = skall.statiske_filer()[PLOTLY].read_bytes()
    assert status == 200
    assert gzip.decompress(innhold) == original
    assert len(innhold) < len(original) / 3
    assert int(hoder["content-length"]) == len(innhold)
    assert hoder["content-encoding"] == "gzip"
    assert hoder["vary"] == "Accept-Encoding"
    assert "immutable" in hoder["cache-control"]


@pytest.mark.parametrize("koding", [None, "br", "gzip;q=0", "gzip; q=0.0"])
def test_den_som_ikke_tar_gzip_faar_filen_som_den_er(koding):
    _, hoder, innhold = hent(
        f"/static/{PLOTLY}", {"Accept-Encoding": koding} if koding else {}
    )
    assert "content-encoding" not in hoder
    assert hoder["vary"] == "Accept-Encoding"
    assert innhold == skall.statiske_filer()[PLOTLY].read_bytes()


def test_de_to_utgavene_har_hver_sin_etag_og_gir_304():
    adresse = f"/static/{PLOTLY}"
    etag = {
        koding: hent(adresse, {"Accept-Encoding": koding})[1]["etag"]
        for koding in ("gzip", "identity")
    }
    assert etag["gzip"] != etag["identity"]
    for koding, merke in etag.items():
        assert (
            hent(adresse, {"Accept-Encoding": koding, "If-None-Match": merke})[0] == 304
        )


def test_en_fil_pakkes_bare_en_gang_selv_om_mange_spoer_samtidig(tmp_path):
    fil = tmp_path / "stor.js"
    fil.write_text("let a = 1;\n" * 100_000, encoding="utf-8")
    with ThreadPoolExecutor(16) as traader:
        framtider = set(traader.map(lambda _: skall.pakk(fil), range(64)))
    assert len(framtider) == 1
    assert gzip.decompress(framtider.pop().result()) == fil.read_bytes()


def test_en_avbrutt_forespoersel_stopper_ikke_pakkingen_for_de_andre(tmp_path):
    fil = tmp_path / "stor.js"
    fil.write_text("let a = 1;\n" * 1_000_000, encoding="utf-8")
    scope = {"type": "http", "headers": [(b"accept-encoding", b"gzip")]}

    async def avbryt():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(skall._send_fil(fil, scope, None, None), 0.001)

    asyncio.run(avbryt())
    assert gzip.decompress(skall.pakk(fil).result()) == fil.read_bytes()


def test_en_endret_fil_pakkes_paa_nytt(tmp_path):
    fil = tmp_path / "nb.js"
    fil.write_text("gammel", encoding="utf-8")
    skall.pakk(fil).result()
    fil.write_text("ny", encoding="utf-8")
    assert gzip.decompress(skall.pakk(fil).result()) == b"ny"


@pytest.mark.parametrize(
    "sti",
    [
        "/static/../index.html",
        "/static/js/../../../config.py",
        "/static/%2e%2e/config.py",
    ],
)
def test_stien_kan_ikke_lede_ut_av_mappen(sti):
    status, _, innhold = hent(sti)
    assert status == 400 or b'lang="nb"' in innhold


# --- Helsen ---------------------------------------------------------------------------


@pytest.mark.parametrize("sti", ["/helse", "/bolig/helse"])
def test_helse_er_ok_naar_databasen_kan_leses(sti, bygd_eksempel, monkeypatch):
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd_eksempel))
    status, hoder, innhold = hent(sti)
    assert status == 200
    assert b'"status":"ok"' in innhold
    assert hoder["cache-control"] == "no-store"


def test_helse_sier_fra_paa_norsk_uten_aa_roepe_stier(tmp_path, monkeypatch):
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path / "tomt"))
    status, _, innhold = hent("/helse")
    assert status == 503
    assert "kan ikke leses" in innhold.decode()
    assert str(tmp_path) not in innhold.decode()


# --- Døren og innstillingene ----------------------------------------------------------


def test_streamlit_run_finner_appen_i_dashboard():
    funn = discover_asgi_app(ROT / "dashboard.py")
    assert (funn.is_asgi_app, funn.import_string) == (True, "dashboard:app")


def test_dashboard_inneholder_bare_importene_og_appen():
    linjer = ast.parse((ROT / "dashboard.py").read_text(encoding="utf-8")).body
    assert [type(linje) for linje in linjer] == [
        ast.Expr,
        ast.Import,
        ast.Import,
        ast.ImportFrom,
        ast.ImportFrom,
        ast.Assign,
    ]


def test_skallet_importerer_ikke_streamlit():
    tre = ast.parse(inspect.getsource(skall))
    navn = {
        a.name
        for node in ast.walk(tre)
        if isinstance(node, ast.Import)
        for a in node.names
    }
    navn |= {node.module for node in ast.walk(tre) if isinstance(node, ast.ImportFrom)}
    assert not any(n.split(".")[0] == "streamlit" for n in navn)


def test_hver_innstilling_finnes_i_streamlit():
    """Også de skjulte: forsvinner `runner.postScriptGC`, tier Streamlit, men tretti brukere
    venter.
    """

    def flat(tabell, sti=""):
        for navn, verdi in tabell.items():
            if isinstance(verdi, dict):
                yield from flat(verdi, f"{sti}{navn}.")
            else:
                yield f"{sti}{navn}"

    ukjente = [
        navn
        for navn in flat(INNSTILLINGER)
        if navn not in streamlit_config._config_options_template
    ]
    assert not ukjente


def test_soeppelsamling_etter_hver_kjoering_er_av_og_valget_virker_fortsatt():
    assert INNSTILLINGER["runner"]["postScriptGC"] is False
    assert 'config.get_option("runner.postScriptGC")' in inspect.getsource(
        script_runner
    )


def test_dashbordet_sender_ikke_bruksstatistikk_og_lytter_bare_lokalt():
    assert INNSTILLINGER["browser"]["gatherUsageStats"] is False
    assert INNSTILLINGER["server"]["address"] == "127.0.0.1"
    assert INNSTILLINGER["client"]["showErrorDetails"] == "none"
    assert "enableAgentApi" not in INNSTILLINGER["server"]


def test_ingen_annen_side_kan_styre_dashbordet_med_meldinger():
    """Streamlit tar ellers imot meldinger fra alle som har en app hos dem, om siden er i en ramme der."""
    assert INNSTILLINGER["client"]["allowedOrigins"] == []


def test_en_melding_fra_nettleseren_kan_ikke_fylle_minnet():
    """Den leses helt før noen ser på den. Streamlit tar ellers imot 200 MB."""
    assert INNSTILLINGER["server"]["maxMessageSize"] <= 25
    assert INNSTILLINGER["server"]["maxWidgetStateSize"] <= 5


def test_delene_som_pakkes_paa_forhaand_finnes():
    filer = skall.statiske_filer()
    for del_ in skall.SIDENS_DELER:
        assert sum(navn.startswith(f"js/{del_}.") for navn in filer) == 1, del_
    assert len(skall.foerste_filer(skall.ORIGINAL)) > 50


# --- Fargene --------------------------------------------------------------------------

# Machado m.fl. (2009): slik ser fargene ut uten rød-, grønn- og blåfølsomme tapper.
FARGESYN = {
    "vanlig": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopi": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopi": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopi": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def lineaer(farge: str) -> list[float]:
    andeler = (int(farge[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return [
        a / 12.92 if a <= 0.04045 else ((a + 0.055) / 1.055) ** 2.4 for a in andeler
    ]


def ganger(matrise, vektor):
    return [sum(a * b for a, b in zip(rad, vektor, strict=True)) for rad in matrise]


def kontrast(a: str, b: str) -> float:
    lys = sorted(
        (ganger([(0.2126, 0.7152, 0.0722)], lineaer(f))[0] for f in (a, b)),
        reverse=True,
    )
    return (lys[0] + 0.05) / (lys[1] + 0.05)


def oklab(farge: str, syn) -> list[float]:
    rgb = [min(max(k, 0), 1) for k in ganger(syn, lineaer(farge))]
    lms = ganger(
        ((0.4122, 0.5363, 0.0514), (0.2119, 0.6807, 0.1074), (0.0883, 0.2817, 0.6300)),
        rgb,
    )
    return ganger(
        (
            (0.2105, 0.7936, -0.0041),
            (1.9780, -2.4286, 0.4506),
            (0.0259, 0.7828, -0.8087),
        ),
        [max(k, 0) ** (1 / 3) for k in lms],
    )


def avstand(a: str, b: str, syn) -> float:
    return (
        100
        * sum((x - y) ** 2 for x, y in zip(oklab(a, syn), oklab(b, syn), strict=True))
        ** 0.5
    )


@pytest.mark.parametrize("tema", ["light", "dark"])
def test_figurfargene_er_noeyaktig_ti_og_synes_mot_bakgrunnen(tema):
    felt = INNSTILLINGER["theme"][tema]
    for navn in (
        "chartCategoricalColors",
        "chartSequentialColors",
        "chartDivergingColors",
    ):
        assert len(set(felt[navn])) == 10
    for farge in felt["chartCategoricalColors"]:
        assert kontrast(farge, felt["backgroundColor"]) >= 3, farge


@pytest.mark.parametrize("tema", ["light", "dark"])
@pytest.mark.parametrize("syn", FARGESYN)
def test_figurfargene_kan_skilles_ogsaa_ved_fargeblindhet(tema, syn):
    farger = INNSTILLINGER["theme"][tema]["chartCategoricalColors"]
    par = {
        (i, j): avstand(farger[i], farger[j], FARGESYN[syn])
        for j in range(10)
        for i in range(j)
    }
    assert min(avstand for (_, j), avstand in par.items() if j < 6) > 5.5
    assert min(par.values()) > 4


@pytest.mark.parametrize("tema", ["light", "dark"])
def test_tekst_har_kontrast_nok(tema):
    felt = INNSTILLINGER["theme"][tema]
    for bakgrunn in (felt["backgroundColor"], felt["secondaryBackgroundColor"]):
        assert kontrast(felt["textColor"], bakgrunn) >= 7
        assert kontrast(felt["linkColor"], bakgrunn) >= 4.5
    # Streamlit skriver hvitt på aksentfargen i knapper og valgte filtre.
    assert kontrast("#ffffff", felt["primaryColor"]) >= 4.5
    assert kontrast(felt["primaryColor"], felt["backgroundColor"]) >= 3
    # Bildetekster (st.caption) er brødteksten med 60 prosent dekning.
    tekst, bak = (
        [int(felt[navn][i : i + 2], 16) for i in (1, 3, 5)]
        for navn in ("textColor", "backgroundColor")
    )
    bildetekst = "#" + "".join(
        f"{round(0.6 * t + 0.4 * b):02x}" for t, b in zip(tekst, bak, strict=True)
    )
    assert kontrast(bildetekst, felt["backgroundColor"]) >= 4.5


# Elementene som har hele siden i seg.
HELE_SIDEN = r"(:root|html|body|\.stApp|stApp\w*\]|stMain\w*\])"


def test_ingen_regel_i_stilen_spoer_hele_siden_hva_den_har_i_seg():
    """Da regner nettleseren ut stilen til alt på siden hver gang noe får fokus eller endres: et trykk
    på tabulatoren tok ti ganger så lang tid.
    """
    uten_merknader = re.sub(r"/\*.*?\*/", "", skall.STIL.read_text("utf-8"), flags=re.S)
    assert not re.findall(rf"{HELE_SIDEN}[^\s{{,]*:has\(", uten_merknader)


# --- Oversettelsen --------------------------------------------------------------------

# Satt sammen i nettleseren av flere biter, så de står ikke hele i Streamlits filer.
SAMMENSATTE = {
    "Press Enter to apply",
    "Press Enter to submit form",
    "Press Ctrl+Enter to apply",
    "Press ⌘+Enter to apply",
    "Press Ctrl+Enter to submit form",
    "Press ⌘+Enter to submit form",
    "The page that you have requested does not seem to exist. Running the app's main page.",
    "add icon",
}


def test_hver_tekst_vi_oversetter_finnes_fortsatt_i_streamlit():
    nb = skall.NB.read_text(encoding="utf-8")
    ordbok = nb[nb.index("const ORDBOK") : nb.index("\n};")]
    engelske = set(re.findall(r'^ {2}"(.+?)":', ordbok, re.MULTILINE))
    filer = [
        fil for fil in skall.statiske_filer().values() if fil.stat().st_size < 1_000_000
    ]
    streamlit = "\n".join(fil.read_text(encoding="utf-8") for fil in filer)
    borte = sorted(tekst for tekst in engelske - SAMMENSATTE if tekst not in streamlit)
    assert len(engelske) > 100
    assert not borte
