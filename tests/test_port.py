"""Porten foran ansattvisningen: hva som slipper gjennom, hva som ikke gjør det, og det den stoler
på i Streamlit.
"""

import asyncio
import base64
import contextlib
import json
import os
import secrets
import subprocess
import sys
import time
from http.cookies import SimpleCookie

import pytest
from ansatte import ADRESSE, TILGANG, hemmeligheter, krav, mapper
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey, RSAKey
from publisering import publiser
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from streamlit import auth_util, user_info
from streamlit import config as streamlit_config
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.starlette import (
    starlette_app_utils,
    starlette_auth_routes,
    starlette_server_config,
    starlette_websocket,
)
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from boligdata.doer import adresse, port
from boligdata.felles.config import ROT, Brukerfeil

KAPSEL = starlette_server_config.USER_COOKIE_NAME
HODER = {"X-Frame-Options": "DENY"}
# Det nettleseren sier når knappen er trykket på en av våre egne sider.
SKJEMA = {"Origin": ADRESSE, "Sec-Fetch-Site": "same-origin"}


@contextlib.contextmanager
def valg(**verdier):
    """Sett valg i Streamlit så lenge blokken varer. Hemmelighetene leses på nytt før og etter."""
    foer = {navn: streamlit_config.get_option(navn) for navn in verdier}
    for navn, verdi in verdier.items():
        streamlit_config.set_option(navn, verdi)
    secrets_singleton._reset()
    try:
        yield
    finally:
        for navn, verdi in foer.items():
            streamlit_config.set_option(navn, verdi)
        secrets_singleton._reset()


@pytest.fixture
def miljoe(tmp_path, monkeypatch, bygd_eksempel):
    for navn, verdi in mapper(bygd_eksempel, tmp_path).items():
        monkeypatch.setenv(navn, verdi)
    return tmp_path


@pytest.fixture
def innlogging(miljoe):
    """Skriv hemmelighetene, og la Streamlit lese dem: `innlogging(adresse)`, eller den vanlige på
    http.
    """
    with contextlib.ExitStack() as stabel:

        def sett(tekst=None, **verdier):
            tekst = hemmeligheter(ADRESSE) if tekst is None else tekst
            (miljoe / "secrets.toml").write_text(tekst, encoding="utf-8")
            stabel.enter_context(
                valg(**{"secrets.files": [str(miljoe / "secrets.toml")]} | verdier)
            )

        sett()
        yield sett


@pytest.fixture
def uten_innlogging(miljoe):
    with valg(**{"secrets.files": [str(miljoe / "finnes-ikke.toml")]}):
        yield


def kapsel(opplysninger, navn=KAPSEL, noekkel="x" * 40):
    verdi = starlette_app_utils.create_signed_value(
        noekkel, navn, json.dumps(opplysninger)
    ).decode()
    return {"Cookie": f"{navn}={verdi}"}


def spoer(sti, hoder=None, slag="http", app=None, **scope):
    """Send én forespørsel gjennom porten. Gir status, hoder og innhold; 200 «inne» er appen bak
    porten.
    """

    async def bak(scope_, motta_, send_):
        await send_({"type": "http.response.start", "status": 200, "headers": []})
        await send_({"type": "http.response.body", "body": b"inne"})

    sti, _, spoersmaal = sti.partition("?")
    scope = {
        "type": slag,
        "method": "GET",
        "path": sti,
        "raw_path": sti.encode(),
        "query_string": spoersmaal.encode(),
        "headers": [
            (n.lower().encode(), v.encode("latin-1"))
            for n, v in ({"Host": "127.0.0.1:8501"} | (hoder or {})).items()
        ],
        "scheme": "http",
        "server": ("127.0.0.1", 8501),
        "client": ("127.0.0.1", 50000),
        "root_path": "",
    } | scope
    meldinger = []

    async def send(melding):
        meldinger.append(melding)

    async def motta():
        return {"type": f"{slag}.connect"}

    doer = port.Port(app or bak, HODER, port.innlogging_er_satt_opp())
    doer = adresse.Adressevakt(doer, HODER, port._redirect_uri())
    asyncio.run(doer(scope, motta, send))
    start, *resten = meldinger
    if slag == "websocket":
        return start
    return (
        start["status"],
        Headers(raw=start["headers"]),
        b"".join(m.get("body", b"") for m in resten),
    )


def svar(**hoder):
    """En app bak porten som svarer med disse hodene, slik Streamlits egne innloggingsruter gjør."""

    async def app(scope, motta, send):
        raa = [(n.replace("_", "-").encode(), v.encode()) for n, v in hoder.items()]
        await send({"type": "http.response.start", "status": 302, "headers": raa})
        await send({"type": "http.response.body", "body": b""})

    return app


# -------------------------------------------------------- uten innlogging er alt stengt

FILER = [
    "/media/abc.csv",
    "/static/js/index.js",
    "/nb.js",
    "/favicon.png",
    "/app/static/x.pdf",
    "/_stcore/host-config",
    "/_stcore/upload_file/x/y",
    "/_stcore/script-health-check",
    "/x/helse/y.txt",
    "/venteliste/_stcore/health.json",
]


@pytest.mark.parametrize("sti", FILER)
def test_filer_og_kall_er_stengt_uten_innlogging(innlogging, sti):
    status, hoder, innhold = spoer(sti)
    assert status == 401 and b"inne" not in innhold
    assert hoder["cache-control"] == "no-store" and hoder["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    "sti",
    [
        "/",
        "/venteliste",
        "/venteliste?maalgruppe=Eldre",
        "/boliger/helse",
        "/finnes/ikke",
    ],
)
def test_en_side_sender_brukeren_til_innloggingen(innlogging, sti):
    status, hoder, innhold = spoer(sti)
    assert (
        status == 302
        and hoder["location"].startswith("/auth/login?provider=")
        and b"inne" not in innhold
    )
    assert hoder["cache-control"] == "no-store"


@pytest.mark.parametrize("metode", ["POST", "PUT", "DELETE", "HEAD", "OPTIONS"])
def test_andre_metoder_enn_get_er_stengt(innlogging, metode):
    assert spoer("/", method=metode)[0] == 401


def test_websocketen_lukkes_foer_den_aapnes(innlogging):
    assert spoer("/_stcore/stream", slag="websocket") == {
        "type": "websocket.close",
        "code": 1008,
    }
    assert (
        spoer("/_stcore/stream", kapsel(krav("ukjent")), slag="websocket")["type"]
        == "websocket.close"
    )


@pytest.mark.parametrize(
    "sti",
    ["/helse", "/_stcore/health", "/auth/login", "/auth/logout", "/oauth2callback"],
)
def test_bare_helsen_og_innloggingen_selv_svarer_uten_innlogging(innlogging, sti):
    assert spoer(sti)[0] == 200


# ---------------------------------------------------------------------------- innlogget


def test_den_som_har_tilgang_slipper_gjennom_til_alt(innlogging):
    for sti in ["/", *FILER]:
        assert spoer(sti, kapsel(krav("eldreteam")))[2] == b"inne"
    aapnet = []

    async def bak(scope, motta, send):
        aapnet.append(scope["path"])
        await send({"type": "websocket.accept"})

    spoer("/_stcore/stream", kapsel(krav("eldreteam")), slag="websocket", app=bak)
    assert aapnet == ["/_stcore/stream"]


@pytest.mark.parametrize(
    "hoder",
    [
        {"Cookie": f"{KAPSEL}=tull"},
        kapsel(krav("boligkontoret"), noekkel="y" * 40),
        kapsel(krav("boligkontoret", exp=time.time() - 1)),
        kapsel(krav("boligkontoret", iat=time.time() - 9 * 3600)),
        kapsel(krav("boligkontoret", is_logged_in=False)),
        kapsel(["liste"]),
        kapsel(krav("boligkontoret"), "en_annen"),
        {"Cookie": f"{KAPSEL}=\xff\xfe"},
        # Fra en annen kommune på den samme maskinen, der noen har brukt den samme nøkkelen to ganger.
        kapsel(krav("boligkontoret", origin="https://bolig.nabokommunen.no")),
        kapsel(krav("boligkontoret", origin=None)),
    ],
    ids=[
        "tull",
        "fremmed nøkkel",
        "utløpt",
        "for gammel",
        "ikke innlogget",
        "liste",
        "feil navn",
        "ulovlige tegn",
        "fra en annen kommune",
        "uten sted",
    ],
)
def test_en_kapsel_som_ikke_gjelder_er_som_ingen_kapsel(innlogging, hoder):
    assert spoer("/", hoder)[0] == 302 and spoer("/media/x.csv", hoder)[0] == 401


def test_en_innlogget_uten_tilgang_faar_vite_det_og_kan_logge_ut(innlogging, miljoe):
    status, hoder, innhold = spoer(
        "/venteliste?maalgruppe=Eldre", kapsel(krav("ukjent"))
    )
    tekst = innhold.decode()
    assert (
        status == 403
        and 'lang="nb"' in tekst
        and "ikke tilgang til de interne tallene" in tekst
    )
    assert 'method="post" action="/auth/logout"' in tekst
    assert hoder["x-frame-options"] == "DENY"
    assert spoer("/media/x.csv", kapsel(krav("ukjent")))[0] == 403
    linje = json.loads((miljoe / "logg" / "tilgang.jsonl").read_text(encoding="utf-8"))
    assert (linje["bruker"], linje["hendelse"], linje["side"]) == (
        "a1b2",
        "avvist",
        "venteliste",
    )


def test_gale_regler_stenger_for_alle_uten_aa_vise_stier(innlogging, miljoe, caplog):
    (miljoe / "tilgang.toml").write_text(TILGANG + "tull")
    status, _, innhold = spoer("/", kapsel(krav("boligkontoret")))
    assert (
        status == 503
        and "si fra" in innhold.decode().lower()
        and str(miljoe) not in innhold.decode()
    )
    assert "tilgang.toml" in caplog.text
    assert (
        spoer("/_stcore/stream", kapsel(krav("boligkontoret")), slag="websocket")[
            "type"
        ]
        == "websocket.close"
    )


def test_en_stor_innlogging_delt_i_flere_kapsler_leses(innlogging):
    biter, mange = {}, [secrets.token_hex(16) for _ in range(300)]
    auth_util.set_cookie_with_chunks(
        biter.__setitem__,
        lambda navn, verdi: starlette_app_utils.create_signed_value(
            "x" * 40, navn, verdi
        ),
        KAPSEL,
        krav(*mange, "boligkontoret"),
        cookie_attr_size=100,
    )
    assert len(biter) > 2
    kapsler = [
        f"{n}={starlette_app_utils.create_signed_value('x' * 40, n, v).decode()}"
        for n, v in biter.items()
    ]
    assert spoer("/", {"Cookie": "; ".join(kapsler)})[2] == b"inne"
    assert spoer("/", {"Cookie": "; ".join(kapsler[:-1])})[0] == 302


# ------------------------------------------------------------------ ingenting blir igjen


def svarer(app_hoder):
    """En app bak porten som svarer 200 med disse hodene."""

    async def app(scope, motta, send):
        raa = [(n.encode(), v.encode()) for n, v in app_hoder.items()]
        await send({"type": "http.response.start", "status": 200, "headers": raa})
        await send({"type": "http.response.body", "body": b"inne"})

    return app


@pytest.mark.parametrize("sti", ["/", "/venteliste", "/media/x.csv", "/helse"])
@pytest.mark.parametrize("hoder", [{}, {"cache-control": "no-cache"}])
def test_sider_og_nedlastinger_legges_ikke_igjen_i_nettleseren(innlogging, sti, hoder):
    inne = kapsel(krav("boligkontoret"))
    svar_ = spoer(sti, inne, app=svarer(hoder))
    assert svar_[2] == b"inne" and svar_[1]["cache-control"] == "no-store"


def test_streamlits_egne_filer_kan_ligge_for_de_er_like_for_alle(innlogging):
    lenge = "public, immutable, max-age=31536000"
    inne = kapsel(krav("boligkontoret"))
    svar_ = spoer("/static/a.js", inne, app=svarer({"cache-control": lenge}))
    assert svar_[1]["cache-control"] == lenge


def test_etter_utlogging_kan_ikke_tilbakeknappen_vise_det_brukeren_saa(innlogging):
    assert spoer("/utlogget")[1]["clear-site-data"] == '"cache"'


# ------------------------------------------------------------- det innloggingen setter


def logger_inn(opplysninger, tokener):
    """Svaret på en innlogging, slik Streamlit selv gir det."""

    async def app(scope, motta, send):
        ekte = RedirectResponse(adresse.sti(""), 302)
        await starlette_auth_routes._set_auth_cookie(ekte, opplysninger, tokener)
        await ekte(scope, motta, send)

    return spoer("/oauth2callback?code=1&state=2", app=app)[1]


TOKENKAPSEL = starlette_server_config.TOKENS_COOKIE_NAME


@pytest.mark.parametrize("lengde", [10, 9000], ids=["i én kapsel", "delt i flere"])
def test_nettleseren_faar_aldri_tilgangen_til_andre_tjenester(innlogging, lengde):
    bevis, tilgangen = "b" * lengde, "hemmelig tilgang" * (lengde // 10)
    tokener = {"id_token": bevis, "access_token": tilgangen}
    hoder = logger_inn(krav("boligkontoret"), tokener)
    nye = {navn: lest.value for navn, lest in kapsler(hoder).items()}
    lest = starlette_websocket._get_signed_cookie_with_chunks(nye, TOKENKAPSEL)
    # Beviset trengs når innloggingstjenesten skal logge brukeren ut.
    assert json.loads(lest) == {"id_token": bevis}
    inne = {"Cookie": "; ".join(f"{navn}={verdi}" for navn, verdi in nye.items())}
    assert spoer("/", inne)[2] == b"inne"


def test_uten_bevis_settes_ingen_kapsel_for_det(innlogging):
    hoder = logger_inn(krav("boligkontoret"), {"access_token": "hemmelig"})
    assert not [navn for navn in kapsler(hoder) if navn.startswith(TOKENKAPSEL)]


def test_innloggingen_er_over_naar_nettleseren_lukkes(innlogging):
    """Den som glemmer å logge ut, har ellers en kapsel som ligger i tretti dager."""
    hoder = logger_inn(krav("boligkontoret"), {"id_token": "b"})
    satt_ = [k for k in hoder.getlist("set-cookie") if "max-age=0" not in k.lower()]
    assert len(satt_) == 2
    for kapsel_ in satt_:
        assert "max-age" not in kapsel_.lower() and "expires" not in kapsel_.lower()
        assert "httponly" in kapsel_.lower() and "samesite=lax" in kapsel_.lower()


def hendelsene(miljoe):
    fil = miljoe / "logg" / "tilgang.jsonl"
    lest = fil.read_text("utf-8").splitlines() if fil.exists() else []
    return [(linje["bruker"], linje["hendelse"]) for linje in map(json.loads, lest)]


def test_hvem_som_logger_inn_og_ut_staar_i_loggen(innlogging, miljoe):
    opplysninger = krav("eldreteam", sub="ola")
    logger_inn(opplysninger, {})
    assert hendelsene(miljoe) == [("ola", "innlogget")]
    min_ = kapsel(opplysninger)
    for _ in range(2):
        spoer("/auth/logout", min_ | SKJEMA, method="POST")
    assert hendelsene(miljoe) == [("ola", "innlogget"), ("ola", "utlogget")]


def test_den_som_vil_ut_kommer_ut_selv_om_loggen_ikke_kan_skrives(innlogging, miljoe):
    min_ = kapsel(krav("eldreteam"))
    (miljoe / "logg" / "tilgang.jsonl").mkdir()
    assert spoer("/auth/logout", min_ | SKJEMA, method="POST")[0] == 200
    assert spoer("/", min_)[0] == 302


# ------------------------------------------------------ svaret fra innloggingstjenesten

UTSTEDER = "https://id.example"
TJENESTENS = RSAKey.generate_key(2048, {"kid": "1"})
FREMMED = RSAKey.generate_key(2048, {"kid": "1"})


def bevis(noekkel=TJENESTENS, metode="RS256", **endret):
    """Beviset tjenesten gir på hvem som har logget inn, som det er, eller med noe endret."""
    naa = int(time.time())
    innhold = {
        "iss": UTSTEDER,
        "aud": "boligdata",
        "sub": "a1b2",
        "nonce": "mitt spørsmål",
        "iat": naa,
        "exp": naa + 600,
    } | endret
    if metode == "none":
        deler = ({"alg": "none", "kid": "1"}, innhold)
        kodet = (json.dumps(del_).encode() for del_ in deler)
        return b".".join([*map(base64.urlsafe_b64encode, kodet), b""]).decode()
    return jwt.encode(
        {"alg": metode, "kid": "1"}, innhold, noekkel, algorithms=[metode]
    )


def leser(bevis_):
    """Brukeren i beviset, slik Streamlit leser det."""
    klient, _ = starlette_auth_routes._create_oauth_client("default")
    klient.server_metadata.update(
        _loaded_at=time.time(),
        issuer=UTSTEDER,
        id_token_signing_alg_values_supported=["RS256"],
        jwks={"keys": [TJENESTENS.as_dict(private=False)]},
    )
    svar_ = klient.parse_id_token({"id_token": bevis_}, "mitt spørsmål")
    return asyncio.run(svar_)["sub"]


def test_et_bevis_fra_tjenesten_sier_hvem_brukeren_er(innlogging):
    assert leser(bevis()) == "a1b2"


@pytest.mark.parametrize(
    "gjort",
    [
        {"noekkel": FREMMED},
        {"metode": "none"},
        # Hemmeligheten dashbordet deler med tjenesten, er ikke en nøkkel å signere med.
        {"noekkel": OctKey.import_key("hemmelig" * 4), "metode": "HS256"},
        {"iss": "https://ond.example"},
        {"aud": "en annen"},
        {"nonce": "et annet spørsmål"},
        {"exp": int(time.time()) - 3600},
        {"iat": int(time.time()) + 3600},
    ],
    ids=lambda gjort: " og ".join(gjort),
)
def test_et_bevis_som_ikke_er_til_oss_fra_tjenesten_gir_ingen_innlogging(
    innlogging, gjort
):
    with pytest.raises(JoseError):
        leser(bevis(**gjort))


def test_et_svar_til_en_annen_nettleser_gir_ingen_innlogging(innlogging, monkeypatch):
    """Ellers kunne noen sendt sin egen innlogging som en lenke, og fått brukeren til å arbeide i den."""

    class Tjenesten:
        async def authorize_access_token(self, _):
            return {"userinfo": krav("boligkontoret")}

    monkeypatch.setattr(
        starlette_auth_routes, "_create_oauth_client", lambda _: (Tjenesten(), "/")
    )

    def svaret(oekten):
        async def app(scope, motta, send):
            spurt = Request(scope | {"session": oekten})
            ut = await starlette_auth_routes._auth_callback(spurt, "/")
            await ut(scope, motta, send)

        return spoer("/oauth2callback?code=1&state=abc", app=app)[1]

    egen = svaret({"_state_default_abc": {"data": {}}})
    assert egen["location"] == "/" and KAPSEL in kapsler(egen)
    for annen in ({}, {"_state_default_xyz": {"data": {}}}):
        hoder = svaret(annen)
        assert hoder["location"] == "/innlogging-mislyktes"
        assert KAPSEL not in kapsler(hoder)


# ---------------------------------------------------------- lenken gjennom innloggingen


def kapsler(hoder):
    return SimpleCookie("; ".join(k.split(";")[0] for k in hoder.getlist("set-cookie")))


def etter_innlogging(lenkekapsel, base=""):
    hoder = {"Cookie": f"{port.LENKE}={lenkekapsel}"} if lenkekapsel else {}
    streamlit = svar(
        location=f"{base}/", set_cookie=f"{KAPSEL}=nykapsel; Max-Age=9; Path=/"
    )
    return spoer(f"{base}/oauth2callback?code=1&state=2", hoder, app=streamlit)[1]


@pytest.mark.parametrize(
    "lenke",
    ["/", "/venteliste", "/venteliste?maalgruppe=Eldre&vis=Tertial", "/x?y=%C3%A5"],
)
def test_lenken_brukeren_kom_med_aapnes_etter_innloggingen(innlogging, lenke):
    husket = kapsler(spoer(lenke)[1])[port.LENKE].value
    hoder = etter_innlogging(husket)
    assert hoder["location"] == lenke
    assert any(
        k.startswith(f'{port.LENKE}=""') and "Max-Age=0" in k
        for k in hoder.getlist("set-cookie")
    )


@pytest.mark.parametrize(
    "sti, lenke",
    [
        ("/venteliste\r\nX-Ond: ja", "/venteliste%0D%0AX-Ond%3A%20ja"),
        ("/bøler→", "/b%C3%B8ler%E2%86%92"),
    ],
)
def test_tegn_i_stien_kan_ikke_legge_noe_til_svaret(innlogging, sti, lenke):
    assert (
        etter_innlogging(kapsler(spoer(sti)[1])[port.LENKE].value)["location"] == lenke
    )


@pytest.mark.parametrize(
    "lenke",
    ["https://ond.example/", "//ond.example", "/\\ond.example", "", "javascript:x"],
)
def test_lenken_kan_aldri_gaa_ut_av_dashbordet(innlogging, lenke):
    signert = starlette_app_utils.create_signed_value(
        "x" * 40, port.LENKE, lenke
    ).decode()
    assert etter_innlogging(signert)["location"] == "/"


@pytest.mark.parametrize("verdi", ["", "tull", "L3ZlbnRlbGlzdGU.aaaa.bbbb"])
def test_en_lenke_vi_ikke_har_signert_brukes_ikke(innlogging, verdi):
    assert etter_innlogging(verdi)["location"] == "/"


def test_en_lenke_som_er_for_lang_for_en_kapsel_huskes_ikke(innlogging):
    assert port.LENKE not in kapsler(
        spoer("/venteliste?soek=" + secrets.token_hex(4000))[1]
    )


@pytest.mark.parametrize(
    "rute, side",
    [
        ("/oauth2callback?error=access_denied", "/innlogging-mislyktes"),
        ("/oauth2callback?code=1", "/innlogging-mislyktes"),
        ("/oauth2callback", "/utlogget"),
        ("/auth/logout", "/utlogget"),
    ],
)
def test_uten_ny_innlogging_havner_ingen_i_en_runddans(innlogging, rute, side):
    sletter = svar(location="/", set_cookie=f'{KAPSEL}=""; Max-Age=0; Path=/')
    assert spoer(rute, app=sletter)[1]["location"] == side
    status, _, innhold = spoer(side)
    assert (
        status == (200 if side == "/utlogget" else 401)
        and b"<h1>" in innhold
        and b"inne" not in innhold
    )


def test_etter_utlogging_gjelder_heller_ikke_en_kopi_av_kapselen(innlogging):
    min_, annens = (
        kapsel(krav("eldreteam", nonce="port")),
        kapsel(krav("eldreteam", nonce="annen")),
    )
    assert spoer("/", min_)[2] == b"inne"
    spoer("/auth/logout", min_ | SKJEMA, method="POST")
    assert spoer("/", min_)[0] == 302 and spoer("/media/x.csv", min_)[0] == 401
    assert spoer("/", annens)[2] == b"inne"


@pytest.mark.parametrize("metode", ["GET", "HEAD"])
def test_en_lenke_eller_et_bilde_logger_ingen_ut(innlogging, metode):
    """En annen side kan få nettleseren til å hente adressen, og kapselen følger med."""
    min_ = kapsel(krav("eldreteam"))
    status, hoder, innhold = spoer("/auth/logout", min_, method=metode)
    assert status == 200 and b"inne" not in innhold
    assert "set-cookie" not in hoder and hoder["cache-control"] == "no-store"
    assert 'method="post" action="/auth/logout"' in innhold.decode()
    assert spoer("/", min_)[2] == b"inne"


@pytest.mark.parametrize(
    "hoder",
    [
        {"Origin": "https://ond.example"},
        {"Origin": "http://localhost:8501", "Sec-Fetch-Site": "same-site"},
        {"Origin": "http://127.0.0.1:8502"},
        {"Origin": "https://127.0.0.1:8501"},
        {"Origin": "null"},
        {},
        SKJEMA | {"Sec-Fetch-Site": "cross-site"},
        SKJEMA | {"Sec-Fetch-Site": "same-site"},
        SKJEMA | {"Sec-Fetch-Site": "none"},
        {"Origin": "http://ond.example", "Host": "127.0.0.1:8501"},
        {"Referer": ADRESSE, "X-Forwarded-Host": "127.0.0.1:8501"},
    ],
)
def test_et_skjema_fra_et_annet_sted_logger_ingen_ut(innlogging, hoder):
    min_ = kapsel(krav("eldreteam"))
    status, svarhoder, _ = spoer("/auth/logout", min_ | hoder, method="POST")
    assert status == 403 and "set-cookie" not in svarhoder
    assert spoer("/", min_)[2] == b"inne"


def test_eget_skjema_logger_ut_og_sender_videre_til_innloggingstjenesten(innlogging):
    min_ = kapsel(krav("eldreteam"))
    status, hoder, innhold = spoer("/auth/logout", min_ | SKJEMA, method="POST")
    assert status == 200 and "location" not in hoder, (
        "reglene i nettleseren stopper et skjema som ender hos en annen enn oss"
    )
    assert 'http-equiv="refresh" content="0; url=/auth/logout"' in innhold.decode()
    assert spoer("/auth/logout", min_)[2] == b"inne", "nå får Streamlit rydde"
    # Den som trykker to ganger, får det samme svaret.
    assert spoer("/auth/logout", min_ | SKJEMA, method="POST")[0] == 200


@pytest.mark.parametrize(
    "hoder",
    [
        {},
        kapsel(krav("eldreteam"), noekkel="y" * 40),
        kapsel(krav("eldreteam", iat=None)),
        kapsel(krav("eldreteam", iat=9e99)),
    ],
    ids=["ingen", "fremmed nøkkel", "uten alder", "umulig alder"],
)
def test_den_som_ikke_er_innlogget_faar_ikke_spoersmaal_om_aa_logge_ut(
    innlogging, hoder
):
    assert spoer("/auth/logout", hoder)[2] == b"inne"


def test_en_utlogging_som_ikke_kan_lagres_sies_fra_om_og_ingen_slipper_inn(
    innlogging, miljoe, caplog
):
    (miljoe / "logg" / "utlogget").rmdir()
    min_ = kapsel(krav("eldreteam"))
    status, _, innhold = spoer("/auth/logout", min_ | SKJEMA, method="POST")
    assert status == 503 and "ikke logget ut" in innhold.decode()
    assert spoer("/", min_)[0] == spoer("/media/x.csv", min_)[0] == 503
    lukket = spoer("/_stcore/stream", min_, slag="websocket")
    assert lukket["type"] == "websocket.close"
    assert str(miljoe) in caplog.text and str(miljoe) not in innhold.decode()


def test_utlogging_hos_innloggingstjenesten_faar_gaa_sin_gang(innlogging):
    ut = "https://id.example/ut?x=1"
    assert spoer("/auth/logout", app=svar(location=ut))[1]["location"] == ut


def test_dashbordet_kan_ligge_under_en_annen_adresse(innlogging):
    innlogging(hemmeligheter(ADRESSE + "/bolig"), **{"server.baseUrlPath": "bolig"})
    assert spoer("/bolig/helse")[0] == 200
    assert spoer("/helse")[0] == 401
    for sti in ("/bolig", "/bolig/", "/bolig/venteliste"):
        status, hoder, _ = spoer(sti)
        assert status == 302 and hoder["location"].startswith("/bolig/auth/login?")
    assert (
        etter_innlogging(kapsler(hoder)[port.LENKE].value, "/bolig")["location"]
        == "/bolig/venteliste"
    )
    port._kontroller_innlogging()


# -------------------------------------------------------------------------------- https


def satt(hoder):
    return [k for k in hoder.getlist("set-cookie") if "secure" not in k.lower()]


def test_bak_https_sendes_ingen_kapsel_aapent(innlogging):
    streamlit = svar(location="/", set_cookie=f"{KAPSEL}=ny; HttpOnly; Path=/")
    assert satt(spoer("/oauth2callback?code=1", app=streamlit)[1]), (
        "på egen maskin uten TLS må den virke"
    )
    assert not satt(spoer("/oauth2callback?code=1", app=streamlit, scheme="https")[1])
    innlogging(hemmeligheter("https://bolig.example.no"))
    for sti, app in (("/oauth2callback?code=1", streamlit), ("/venteliste", None)):
        hoder = spoer(sti, app=app)[1]
        assert hoder.getlist("set-cookie") and not satt(hoder)


@pytest.mark.parametrize(
    "stoler_paa, sikker", [("127.0.0.1", True), ("10.0.0.9", False)]
)
def test_x_forwarded_proto_gjelder_bare_fra_en_proxy_vi_stoler_paa(
    innlogging, monkeypatch, stoler_paa, sikker
):
    """Uvicorn setter skjemaet, og bare fra adressene i FORWARDED_ALLOW_IPS."""
    ekte = adresse.Adressevakt
    monkeypatch.setattr(
        adresse,
        "Adressevakt",
        lambda *a: ProxyHeadersMiddleware(ekte(*a), trusted_hosts=stoler_paa),
    )
    hoder = spoer("/venteliste", {"X-Forwarded-Proto": "https"})[1]
    assert (not satt(hoder)) == sikker


# --------------------------------------------------------------------------- oppstarten


def test_uten_innlogging_kan_bare_den_fiktive_kommunen_proeves_paa_egen_maskin(
    uten_innlogging, miljoe
):
    with valg(**{"server.address": "127.0.0.1"}):
        port.mellomvare(HODER)
    for lytter in ("0.0.0.0", "", None, "192.168.1.4", "bolig.example.no", "::"):
        with (
            valg(**{"server.address": lytter}),
            pytest.raises(Brukerfeil, match="krever innlogging"),
        ):
            port.mellomvare(HODER)


def test_ekte_tall_krever_alltid_innlogging(uten_innlogging, miljoe, bygd_eksempel):
    publiser(bygd_eksempel, miljoe / "internt", "update meta set fiktiv = false")
    with (
        valg(**{"server.address": "127.0.0.1"}),
        pytest.raises(Brukerfeil, match="krever innlogging"),
    ):
        port.mellomvare(HODER)


def test_uten_innlogging_svarer_porten_bare_egen_maskin(uten_innlogging):
    """En annen tjener enn Streamlits egen kan binde seg til en annen adresse enn den i
    oppsettet.
    """
    assert spoer("/")[2] == b"inne"
    assert (
        spoer("/", server=("10.0.0.4", 8501))[0]
        == spoer("/", client=("10.0.0.9", 1))[0]
        == 403
    )
    assert (
        spoer("/_stcore/stream", slag="websocket", client=("10.0.0.9", 1))["type"]
        == "websocket.close"
    )


@pytest.mark.parametrize(
    "bytt, melding",
    [
        (('client_id = "boligdata"', ""), "mangler client_id"),
        (('client_secret = "hemmelig"', 'client_secret = ""'), "mangler client_secret"),
        (("cookie_secret", "cookie_secreet"), "mangler cookie_secret"),
        (("x" * 40, "kort"), "kortere enn 32 tegn"),
        (("oauth2callback", "noe-annet"), "slutter på /oauth2callback"),
        (("http://127.0.0.1:8501", "http://bolig.example.no"), "begynner med https://"),
        (
            ("http://127.0.0.1:9", "http://id.example.no"),
            "server_metadata_url som ikke begynner med https://",
        ),
        (
            ("[auth]", '[auth.annen]\nclient_id = "x"\n[auth]'),
            "flere innloggingstjenester",
        ),
    ],
)
def test_et_mangelfullt_oppsett_stopper_oppstarten(innlogging, bytt, melding):
    innlogging(hemmeligheter(ADRESSE).replace(*bytt))
    with pytest.raises(Brukerfeil, match=melding):
        port.mellomvare(HODER)


def test_en_navngitt_innloggingstjeneste_brukes_naar_den_er_den_eneste(innlogging):
    delt = hemmeligheter(ADRESSE).replace("client_id", "[auth.kommunen]\nclient_id")
    innlogging(delt)
    port.mellomvare(HODER)
    assert port.leverandoer() == "kommunen" and spoer("/")[0] == 302


def test_uten_regler_eller_logg_starter_den_ikke(innlogging, miljoe, monkeypatch):
    monkeypatch.setenv(
        "BOLIGDATA_TILGANGSLOGG", str(miljoe / "tilgang.toml" / "logg.jsonl")
    )
    with pytest.raises(Brukerfeil, match="Tilgangsloggen"):
        port.mellomvare(HODER)
    (miljoe / "tilgang.toml").unlink()
    with pytest.raises(Brukerfeil, match="tilgang.toml"):
        port.mellomvare(HODER)


@pytest.mark.parametrize(
    "visning, adresse, melding",
    [
        (
            "internt",
            "0.0.0.0",
            "Dashbordet starter ikke. Ansattvisningen krever innlogging",
        ),
        (
            "intern",
            "127.0.0.1",
            "BOLIGDATA_VISNING må være «publisert» eller «internt»",
        ),
    ],
)
def test_prosessen_avsluttes_med_forklaring(
    miljoe, monkeypatch, visning, adresse, melding
):
    kjoering = subprocess.run(
        [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            str(ROT / "dashboard.py"),
            "--server.port",
            "0",
            "--server.address",
            adresse,
            "--secrets.files",
            str(miljoe / "ingen.toml"),
        ],
        cwd=ROT,
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | {"BOLIGDATA_VISNING": visning, "PYTHONUTF8": "1"},
    )
    assert (
        kjoering.returncode == 1
        and melding in kjoering.stderr
        and "Traceback" not in kjoering.stderr
    )


def test_forsvinner_oppsettet_mens_prosessen_kjoerer_blir_porten_stengt(
    innlogging, miljoe, monkeypatch
):
    kapsel_ = kapsel(krav("boligkontoret"))
    innlogging("")
    monkeypatch.setattr(
        port, "innlogging_er_satt_opp", lambda: True
    )  # Det den var da prosessen startet.
    assert (
        spoer("/media/x.csv", kapsel_)[0] == 401
        and spoer("/_stcore/stream", slag="websocket")["code"] == 1008
    )


# --------------------------------------------------------- det vi stoler på i Streamlit


def test_streamlits_egne_deler_er_der_porten_venter_dem():
    ruter = {r.path for r in starlette_auth_routes.create_auth_routes("")}
    assert ruter == {f"/{r}" for r in (port.INN, port.UT, port.TILBAKE)}
    assert starlette_server_config.USER_COOKIE_NAME == "_streamlit_user"
    assert callable(starlette_websocket._get_signed_cookie_with_chunks)


def test_streamlits_kapsel_leses_slik_streamlit_selv_skriver_den(innlogging):
    ekte = Response()
    asyncio.run(starlette_auth_routes._set_auth_cookie(ekte, krav("boligkontoret"), {}))
    kapsel_ = kapsler(Headers(raw=ekte.raw_headers))[KAPSEL].value
    assert spoer("/", {"Cookie": f"{KAPSEL}={kapsel_}"})[2] == b"inne"
    assert not any("secure" in k.lower() for k in ekte.headers.getlist("set-cookie")), (
        "ellers er porten overflødig her"
    )


def test_innloggingsadressen_er_en_side_paa_dashbordet(innlogging):
    assert user_info.generate_login_redirect_url("default").startswith(
        "/auth/login?provider="
    )
    assert (
        auth_util.decode_provider_token(
            user_info.generate_login_redirect_url("default").partition("=")[2]
        )["provider"]
        == "default"
    )
