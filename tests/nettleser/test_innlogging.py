"""Innlogging i ekte Chromium mot en ekte OpenID Connect-tjeneste: inn, ut, feil gruppe, utløpt, og
det som er stengt.
"""

import contextlib
import http.client
import json
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import datetime
from urllib.parse import urlsplit

import proxyer
import pytest
from ansatte import FORSKJELL, KAPSELNOEKKEL, TILGANG, hemmeligheter, mapper
from nettside import brudd, last_ned
from oppsett import OPPE_INNEN, SVAR_INNEN
from playwright.sync_api import expect
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import (
    TOKENS_COOKIE_NAME,
    USER_COOKIE_NAME,
)

from boligdata.doer import proxy
from boligdata.doer.systemd import Prosesser
from boligdata.felles.config import ROT

VERT = "127.0.0.1"
FINN_FRAM = "/finnfram"
# Så lenge gjelder en innlogging fra tjenesten (sekunder).
LEVETID = 3600
# Innloggingstjenesten skriver ut sine egne sider. Det er ikke vårt at de henter stilen sin utenfra.
STIL = "cdn.jsdelivr.net"
SKRIPT = "text/javascript"
LEDELSE, ELDRETEAM, UTENFOR = "kari@example.no", "ola@example.no", "per@example.no"
BRUKERE = {
    LEDELSE: {"name": "Kari Nordmann", "groups": ["boligkontoret", "alle ansatte"]},
    ELDRETEAM: {"name": "Ola Nordmann", "groups": ["eldreteam"]},
    UTENFOR: {"name": "Per Hansen", "groups": ["alle ansatte"]},
}


@pytest.fixture(scope="module")
def innloggingstjeneste(tmp_path_factory, ledig_port):
    """En ekte OIDC-tjeneste i en egen prosess. Gir adressen."""
    logg = tmp_path_factory.mktemp("oidc") / "logg.txt"
    with _tjeneste(logg, ledig_port()) as adresse:
        yield adresse


@contextlib.contextmanager
def _tjeneste(logg, port):
    brukere = [
        del_
        for sub, krav in BRUKERE.items()
        for del_ in ("--user-claims", json.dumps({"sub": sub} | krav))
    ]
    with logg.open("wb") as ut:
        prosess = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "oidc_provider_mock",
                "--port",
                str(port),
                "--host",
                VERT,
                "--token-max-age",
                str(LEVETID),
                *brukere,
            ],
            stdout=ut,
            stderr=subprocess.STDOUT,
        )
        try:
            adresse = f"http://{VERT}:{port}"
            frist = time.monotonic() + OPPE_INNEN
            while not _svarer(f"{adresse}/.well-known/openid-configuration"):
                assert prosess.poll() is None and time.monotonic() < frist, (
                    logg.read_text(errors="replace")[-2000:]
                )
                time.sleep(0.1)
            yield adresse
        finally:
            prosess.terminate()
            prosess.wait(10)


def _svarer(adresse):
    try:
        return urllib.request.urlopen(adresse, timeout=5).status == 200
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture(scope="module")
def ansattprosess(start_tjener, ledig_port, bygd_eksempel, tmp_path_factory):
    """Start ansattprosessen mot en innloggingstjeneste: `with ansattprosess(tjeneste) as (adresse,
    mappe)`. Med `rot` får den mappen til en annen. `utenfra` er adressen brukeren skriver.
    """

    @contextlib.contextmanager
    def start(tjeneste, regler=TILGANG, rot=None, port=None, utenfra=None):
        rot, port = rot or tmp_path_factory.mktemp("ansatt"), port or ledig_port()
        miljoe = mapper(bygd_eksempel, rot)
        _skriv_en_gang(rot / "tilgang.toml", regler)
        utenfra = utenfra or f"http://{VERT}:{port}"
        _skriv_en_gang(rot / "secrets.toml", hemmeligheter(utenfra, tjeneste))
        with start_tjener(
            ROT / "dashboard.py",
            rot / "logg.txt",
            miljoe,
            ("--secrets.files", str(rot / "secrets.toml")),
            port=port,
        ) as adresse:
            yield adresse, rot

    return start


def _skriv_en_gang(fil, tekst):
    """En annen prosess kan alt lese filen, og en fil som skrives om, er tom et øyeblikk."""
    if not fil.exists() or fil.read_text(encoding="utf-8") != tekst:
        fil.write_text(tekst, encoding="utf-8")


@pytest.fixture(scope="module")
def ansatt(ansattprosess, innloggingstjeneste):
    with ansattprosess(innloggingstjeneste) as svar:
        yield svar


@pytest.fixture
def side(side, ventet):
    """Brukerens fane, der stilen til innloggingstjenesten er tom i stedet for å hentes utenfra."""
    ventet += [STIL, "status of 401", "status of 403", "WebSocket connection to"]
    stil = f"**/{STIL}/**"
    side.context.route(
        stil, lambda rute: rute.fulfill(body="", content_type="text/css")
    )
    yield side
    side.context.unroute(stil)


def logg_inn(side, adresse, bruker, sti=""):
    side.goto(adresse + sti)
    expect(side.get_by_role("heading", name="Authorize Client")).to_be_visible()
    side.get_by_role("button", name=bruker, exact=True).click()


def venteliste(side):
    expect(side.get_by_role("heading", name="Venteliste", level=1)).to_be_visible()
    side.locator(".st-key-kort_venteliste .js-plotly-plot").wait_for()


def finn_fram(side):
    """Siden uten figurer. Den er nok der det ikke er kortene det gjelder, og åpnes på en tredel av
    tiden.
    """
    expect(side.get_by_role("heading", name="Finn fram", level=1)).to_be_visible()
    side.get_by_role("textbox", name="Hva trenger du hjelp til?").wait_for()


def linjer(mappe):
    return [
        json.loads(linje)
        for linje in (mappe / "logg" / "tilgang.jsonl").read_text("utf-8").splitlines()
    ]


# ---------------------------------------------------------------------------------- inn


def test_en_ansatt_logger_inn_og_lander_paa_lenken_hun_kom_med(side, ansatt):
    adresse, mappe = ansatt
    logg_inn(side, adresse, LEDELSE, "/venteliste?maalgruppe=Eldre&vis=Tertial")
    venteliste(side)
    assert side.url.startswith(f"{adresse}/venteliste?")
    expect(side.get_by_role("combobox", name="Målgruppe")).to_have_value("Eldre")
    expect(side.get_by_role("radio", name="Tertial")).to_be_checked()
    expect(side.get_by_text("Kari Nordmann")).to_be_visible()
    expect(side.get_by_text(re.compile("Internt$"))).to_be_visible()
    expect(side).to_have_title("Venteliste – Internt")
    siste = linjer(mappe)[-1]
    assert (siste["bruker"], siste["side"], siste["filtre"]["maalgruppe"]) == (
        LEDELSE,
        "Venteliste",
        "eldre",
    )
    assert datetime.fromisoformat(siste["tid"])


def test_alle_sidene_er_merket_internt_i_fanen(side, ansatt):
    logg_inn(side, ansatt[0], LEDELSE)
    for navn in ("Oversikt", "Boliger", "Venteliste", "Kilder og kvalitet"):
        side.get_by_test_id("stSidebarNavLink").filter(has_text=navn).click()
        expect(side.get_by_role("heading", name=navn, level=1)).to_be_visible()
        expect(side).to_have_title(f"{navn} – Internt")
        expect(side.get_by_role("button", name="Logg ut")).to_be_visible()


def test_en_begrenset_ansatt_ser_bare_sin_maalgruppe(side, ansatt):
    logg_inn(side, ansatt[0], ELDRETEAM, "/venteliste?maalgruppe=Flyktninger")
    venteliste(side)
    felt = side.get_by_role("combobox", name="Målgruppe")
    expect(felt).to_have_value("Eldre")
    felt.click()
    assert side.get_by_role("option").all_inner_texts() == ["Eldre"]


# ----------------------------------------------------------------------------- ikke inn


def test_en_ansatt_i_feil_gruppe_faar_vite_det_og_ser_ingenting(side, ansatt):
    adresse, mappe = ansatt
    logg_inn(side, adresse, UTENFOR, "/venteliste")
    expect(side.get_by_role("heading", name="Ingen tilgang")).to_be_visible()
    assert side.locator("script").count() == 0
    assert side.context.request.get(f"{adresse}/_stcore/host-config").status == 403
    assert {(x["bruker"], x["hendelse"]) for x in linjer(mappe)} >= {
        (UTENFOR, "avvist")
    }
    assert not any(
        x["hendelse"] == "visning" for x in linjer(mappe) if x["bruker"] == UTENFOR
    )


def test_den_som_avbryter_innloggingen_kommer_ikke_i_en_runddans(side, ansatt):
    side.goto(ansatt[0] + "/venteliste")
    side.get_by_role("button", name="Deny").click()
    expect(side.get_by_role("heading", name="Innloggingen mislyktes")).to_be_visible()
    side.get_by_role("link", name="Prøv igjen").click()
    expect(side.get_by_role("heading", name="Authorize Client")).to_be_visible()


def test_en_utloept_innlogging_stopper_den_aapne_siden_og_krever_ny(side, ansatt):
    adresse, mappe = ansatt
    logg_inn(side, adresse, LEDELSE, "/venteliste")
    venteliste(side)
    with _ingen_gjelder_lenger_enn_et_oeyeblikk(mappe):
        assert side.context.request.get(f"{adresse}/_stcore/host-config").status == 401
        # Et trykk på et kort kjører bare kortet på nytt. Heller ikke det skal vise noe.
        side.locator(".st-key-kort_venteliste").get_by_role(
            "radio", name="Tabell"
        ).click()
        expect(side.get_by_text("Innloggingen er utløpt").first).to_be_visible()
        assert side.locator(".st-key-kort_venteliste table").count() == 0
        side.reload()
        expect(side.get_by_role("heading", name="Authorize Client")).to_be_visible()
    side.get_by_role("button", name=LEDELSE, exact=True).click()
    venteliste(side)


def test_en_side_som_har_staatt_i_ro_for_lenge_viser_ingenting_mer(side, ansatt):
    adresse, mappe = ansatt
    logg_inn(side, adresse, LEDELSE, "/venteliste")
    venteliste(side)
    with _ingen_gjelder_lenger_enn_et_oeyeblikk(mappe, "minutter_i_ro"):
        assert side.context.request.get(f"{adresse}/_stcore/host-config").status == 401
        side.locator(".st-key-kort_venteliste").get_by_role(
            "radio", name="Tabell"
        ).click()
        expect(
            side.get_by_text("Dashbordet har ikke vært i bruk på en stund").first
        ).to_be_visible()
        assert side.locator(".st-key-kort_venteliste table").count() == 0


@contextlib.contextmanager
def _ingen_gjelder_lenger_enn_et_oeyeblikk(mappe, regel="timer"):
    """Reglene lar ingen innlogging gjelde lenger enn det, så testen ikke venter på klokken."""
    regler = mappe / "tilgang.toml"
    foer = regler.read_text(encoding="utf-8")
    _bytt(regler, f"{regel} = 0.000001\n{foer}")
    try:
        yield
    finally:
        _bytt(regler, foer)


def _bytt(fil, tekst):
    """Prosessen ser enten den gamle eller den nye filen, og aldri en som er halvferdig."""
    ny = fil.with_suffix(".ny")
    ny.write_text(tekst, encoding="utf-8")
    ny.replace(fil)


def test_innloggingen_i_kapselen_utloeper_naar_tjenesten_har_sagt(side, ansatt):
    logg_inn(side, ansatt[0], LEDELSE, FINN_FRAM)
    finn_fram(side)
    kapsler = {k["name"]: k["value"] for k in side.context.cookies(ansatt[0])}
    innlogging = json.loads(
        decode_signed_value(KAPSELNOEKKEL, USER_COOKIE_NAME, kapsler[USER_COOKIE_NAME])
    )
    assert innlogging["exp"] - innlogging["iat"] == LEVETID


def test_den_som_logger_ut_maa_logge_inn_igjen(side, ansatt):
    adresse, _ = ansatt
    logg_inn(side, adresse, LEDELSE, "/venteliste")
    venteliste(side)
    annen_fane, glemt_fane = side.context.new_page(), side.context.new_page()
    # Uten skriptet vårt er det bare tjeneren som stopper den.
    annen_fane.route("**/nb.js*", lambda r: r.fulfill(body="", content_type=SKRIPT))
    annen_fane.goto(f"{adresse}/venteliste")
    venteliste(annen_fane)
    glemt_fane.goto(adresse + FINN_FRAM)
    finn_fram(glemt_fane)
    side.get_by_role("button", name="Logg ut").click()
    expect(glemt_fane.locator("body")).to_be_empty()
    side.get_by_role("button", name="End session").click()
    expect(side.get_by_role("heading", name="Du er logget ut")).to_be_visible()
    assert not [
        k for k in side.context.cookies() if k["name"].startswith("_streamlit_user")
    ]
    assert side.context.request.get(f"{adresse}/_stcore/host-config").status == 401
    side.goto(f"{adresse}/venteliste")
    expect(side.get_by_role("heading", name="Authorize Client")).to_be_visible()
    # Den andre fanen har fortsatt en åpen websocket, men får ikke mer.
    annen_fane.locator(".st-key-kort_venteliste").get_by_role(
        "radio", name="Tabell"
    ).click()
    expect(annen_fane.get_by_text("Du har logget ut").first).to_be_visible()
    expect(glemt_fane.get_by_role("heading", name="Authorize Client")).to_be_visible()


def test_utloggingen_virker_med_tastaturet(side, ansatt):
    logg_inn(side, ansatt[0], LEDELSE, FINN_FRAM)
    finn_fram(side)
    side.get_by_role("button", name="Logg ut").focus()
    side.keyboard.press("Enter")
    expect(side.get_by_role("button", name="End session")).to_be_visible()
    assert side.context.request.get(f"{ansatt[0]}/_stcore/host-config").status == 401


def test_den_uten_tilgang_logger_ut_med_en_knapp(side, ansatt):
    """Skjemaet går til oss, og så videre til innloggingstjenesten, uten at reglene i nettleseren
    stopper det.
    """
    logg_inn(side, ansatt[0], UTENFOR, "/venteliste")
    side.get_by_role("button", name="Logg ut").focus()
    side.keyboard.press("Enter")
    side.get_by_role("button", name="End session").click()
    expect(side.get_by_role("heading", name="Du er logget ut")).to_be_visible()
    assert not [
        k for k in side.context.cookies() if k["name"].startswith("_streamlit_user")
    ]


# En side fra et annet sted som prøver alt den kan for å logge ut den som ser på den.
FREMMED_SIDE = """<!doctype html><title>Fremmed</title>
<img src="{ut}"><iframe src="{ut}"></iframe><link rel="prefetch" href="{ut}">
<iframe name="ramme"></iframe>
<form id="i_ramme" method="post" action="{ut}" target="ramme"></form>
<form id="hele_fanen" method="post" action="{ut}"></form>
<a href="{ut}">Klikk her</a>
<script>
  fetch("{ut}", {{mode: "no-cors", credentials: "include"}}).catch(() => 0);
  fetch("{ut}", {{method: "POST", mode: "no-cors", credentials: "include"}}).catch(() => 0);
  document.getElementById("i_ramme").submit();
</script>"""


def test_en_side_fra_et_annet_sted_kan_ikke_logge_noen_ut(side, ansatt, ventet):
    adresse, _ = ansatt
    ventet += ["ond.example", "Refused to", "frame", "net::ERR", "status of"]
    logg_inn(side, adresse, LEDELSE, FINN_FRAM)
    finn_fram(side)
    fremmed = side.context.new_page()
    fremmed.route(
        "http://ond.example/",
        lambda rute: rute.fulfill(
            body=FREMMED_SIDE.format(ut=f"{adresse}/auth/logout"),
            content_type="text/html",
        ),
    )

    def er_inne():
        svar = side.context.request.get(f"{adresse}/_stcore/host-config")
        return svar.status == 200

    fremmed.goto("http://ond.example/", wait_until="networkidle")
    assert er_inne()
    fremmed.get_by_role("link", name="Klikk her").click()
    expect(fremmed.get_by_role("heading", name="Vil du logge ut?")).to_be_visible()
    assert not brudd(fremmed)
    assert er_inne()
    fremmed.goto("http://ond.example/")
    fremmed.evaluate("document.getElementById('hele_fanen').submit()")
    expect(fremmed.get_by_role("heading", name="Vil du logge ut?")).to_be_visible()
    assert er_inne()
    # Brukeren selv kan svare ja på spørsmålet.
    fremmed.goto(f"{adresse}/auth/logout")
    fremmed.get_by_role("button", name="Logg ut").click()
    expect(fremmed.get_by_role("button", name="End session")).to_be_visible()
    assert not er_inne()


def test_en_kopi_av_kapselen_virker_ikke_i_en_annen_prosess_eller_etter_en_omstart(
    side, ansatt, ansattprosess, innloggingstjeneste
):
    adresse, rot = ansatt
    samme = {"rot": rot, "utenfra": adresse}
    logg_inn(side, adresse, LEDELSE, FINN_FRAM)
    finn_fram(side)
    kopi = _som_hode(side, adresse)
    with ansattprosess(innloggingstjeneste, **samme) as (annen, _):
        assert _status(annen, "/_stcore/host-config", kopi) == 200
        assert _status(annen, "/_stcore/stream", WEBSOCKET | kopi) == 101
        side.get_by_role("button", name="Logg ut").click()
        expect(side.get_by_role("button", name="End session")).to_be_visible()
        for prosess in (adresse, annen):
            assert _status(prosess, "/_stcore/host-config", kopi) == 401
            assert _status(prosess, "/_stcore/stream", WEBSOCKET | kopi) == 403
    with ansattprosess(innloggingstjeneste, **samme) as (igjen, _):
        assert _status(igjen, "/_stcore/host-config", kopi) == 401
        assert _status(igjen, "/venteliste", kopi) == 302
    assert "kari" not in "".join(
        fil.read_text() for fil in (rot / "logg" / "utlogget").iterdir()
    )


def test_den_som_er_inne_to_steder_ser_det_andre_og_kan_avslutte_det(
    side, ny_side, ansatt, ventet
):
    adresse, mappe = ansatt
    shutil.rmtree(mappe / "logg" / "innlogginger", ignore_errors=True)
    # Innloggingstjenesten har ikke noe ikon.
    ventet.append("/favicon.ico")
    hjemme = ny_side()
    logg_inn(hjemme, adresse, ELDRETEAM, FINN_FRAM)
    finn_fram(hjemme)
    logg_inn(side, adresse, ELDRETEAM, FINN_FRAM)
    finn_fram(side)
    side.get_by_role("button", name="Logget inn ett sted til").click()
    expect(side.get_by_text(re.compile(r"Chrome på \w+, siden"))).to_be_visible()
    side.get_by_role("button", name="Logg ut der").click()
    expect(side.get_by_role("button", name="Logget inn ett sted til")).to_have_count(0)
    finn_fram(side)
    hjemme.reload()
    expect(hjemme.get_by_role("heading", name="Authorize Client")).to_be_visible()
    assert "avsluttet andre" in {linje["hendelse"] for linje in linjer(mappe)}


# --------------------------------------------------------------------------- bak proxyen


@pytest.fixture(scope="module")
def to_prosesser(ansattprosess, innloggingstjeneste, ledig_port, tmp_path_factory):
    """To prosesser for ansatte, som proxyene står foran etter tur: porten til proxyen, og prosessene."""
    port = ledig_port()
    valg = {
        "rot": tmp_path_factory.mktemp("ansatte"),
        "utenfra": f"https://ansatte.localhost:{port}",
    }
    with (
        ansattprosess(innloggingstjeneste, **valg) as (en, _),
        ansattprosess(innloggingstjeneste, **valg) as (to, _),
    ):
        yield port, (en, to)


@pytest.fixture(params=proxyer.BEGGE)
def bak_proxyen(request, to_prosesser, tjener, tmp_path):
    """Proxyen foran to prosesser for ansatte og én for alle, på hvert sitt navn: de to adressene, og
    prosessene til de ansatte.
    """
    port, prosessene = to_prosesser
    navn, felles = f"ansatte.localhost:{port}", f"localhost:{port}"
    visningene = [
        Prosesser((urlsplit(tjener).port,), felles),
        Prosesser([urlsplit(adresse).port for adresse in prosessene], navn),
    ]
    with proxyer.foran(request.param, visningene, tmp_path, port):
        yield f"https://{navn}", f"https://{felles}", prosessene


def test_alt_virker_gjennom_proxyen_foran_flere_prosesser(ny_side, ventet, bak_proxyen):
    """Lenken inn, innloggingen, websocketen, nedlastingen, reglene i nettleseren, kapslene, og
    utloggingen i alle prosessene.
    """
    adresse, felles, prosessene = bak_proxyen
    ventet += [STIL, "status of 401", "WebSocket connection to"]
    fane = ny_side(ignore_https_errors=True)
    fane.route(f"**/{STIL}/**", lambda r: r.fulfill(body="", content_type="text/css"))
    kapsler, hoder, websocketer = [], [], []

    def se_etter(svar):
        if svar.url.startswith(adresse):
            hoder.append(svar.headers)
            kapsler.extend(
                h["value"]
                for h in svar.headers_array()
                if h["name"].lower() == "set-cookie"
            )

    fane.on("response", se_etter)
    fane.on("websocket", lambda en: websocketer.append(en.url))
    logg_inn(fane, adresse, LEDELSE, "/venteliste?maalgruppe=Eldre")
    venteliste(fane)
    assert fane.url.startswith(f"{adresse}/venteliste?")
    expect(fane.get_by_role("combobox", name="Målgruppe")).to_have_value("Eldre")
    assert websocketer == [f"wss{adresse.removeprefix('https')}/_stcore/stream"]
    # Filen finnes bare i den prosessen som laget den.
    navn, innhold = last_ned(fane, "venteliste", "csv")
    assert navn.endswith(".csv") and "2025;" in innhold.decode("utf-8-sig")
    kopi = _som_hode(fane, adresse)
    mine = {k["name"]: k for k in fane.context.cookies(adresse)}
    innloggingen = {f"__Host-{navn}" for navn in (USER_COOKIE_NAME, TOKENS_COOKIE_NAME)}
    assert innloggingen | {proxy.KAPSEL} <= {*mine}
    # De er borte når nettleseren lukkes.
    assert all(mine[navn]["expires"] == -1 for navn in innloggingen)
    assert all(kapsel["secure"] for kapsel in mine.values())
    # Den vanlige visningen har et annet navn, og får aldri kapslene fra innloggingen.
    fane.goto(felles)
    expect(fane.get_by_role("heading", name="Oversikt", level=1)).to_be_visible()
    fellesnavn = {k["name"] for k in fane.context.cookies(felles)}
    assert fellesnavn == {"_streamlit_xsrf", proxy.KAPSEL}
    fane.goto(adresse + FINN_FRAM)
    finn_fram(fane)
    for prosess in prosessene:
        assert _status(prosess, "/_stcore/host-config", kopi) == 200
    fane.get_by_role("button", name="Logg ut").click()
    fane.get_by_role("button", name="End session").click()
    expect(fane.get_by_role("heading", name="Du er logget ut")).to_be_visible()
    for prosess in prosessene:
        assert _status(prosess, "/_stcore/host-config", kopi) == 401
    # Ellers kan siden være i ferd med å hente en fil når proxyen stopper.
    fane.goto("about:blank")
    assert len(kapsler) > 5
    for kapsel in kapsler:
        egenskaper = {e.strip().lower() for e in kapsel.split(";")[1:]}
        assert {"secure", "samesite=lax"} <= egenskaper, kapsel
        slettes = "max-age=0" in egenskaper
        # Siden må lese denne for å svare med den.
        assert (
            slettes or "httponly" in egenskaper or kapsel.startswith("_streamlit_xsrf=")
        )
    assert all("strict-transport-security" in svar for svar in hoder)
    assert all("content-security-policy" in svar for svar in hoder)


# ------------------------------------------------------------------------ alt er stengt


def _status(adresse, sti, hoder=None):
    forbindelse = http.client.HTTPConnection(
        adresse.removeprefix("http://"), timeout=SVAR_INNEN
    )
    with contextlib.closing(forbindelse):
        forbindelse.request("GET", sti, headers=hoder or {})
        return forbindelse.getresponse().status


def _som_hode(side, adresse):
    """Kapslene i nettleseren, slik en som har kopiert dem, ville sendt dem."""
    kapsler = side.context.cookies(adresse)
    return {"Cookie": "; ".join(f"{k['name']}={k['value']}" for k in kapsler)}


WEBSOCKET = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


def test_nedlasting_filer_og_websocket_er_stengt_uten_kapsel(side, ansatt, tmp_path):
    adresse, _ = ansatt
    filer = []
    side.on(
        "response",
        lambda s: (
            filer.append(s.url.removeprefix(adresse))
            if s.url.startswith(adresse)
            else None
        ),
    )
    logg_inn(side, adresse, LEDELSE, "/venteliste")
    venteliste(side)
    side.locator(".st-key-kort_venteliste").get_by_role(
        "radio", name="Last ned", exact=True
    ).click()
    with side.expect_download() as nedlasting:
        side.locator(".st-key-csv_venteliste").get_by_role("button").click()
    medie = nedlasting.value.url.removeprefix(adresse)
    statisk = [f for f in filer if f.startswith("/static/js/")]
    assert medie.startswith("/media/") and len(statisk) > 5
    kapsel = _som_hode(side, adresse)
    for sti in (medie, *statisk[:3], "/nb.js", "/_stcore/host-config", "/favicon.png"):
        assert _status(adresse, sti) == 401, sti
        assert _status(adresse, sti, kapsel) in (200, 304), sti
    assert _status(adresse, "/_stcore/stream", WEBSOCKET) == 403
    assert (
        _status(
            adresse,
            "/_stcore/stream",
            WEBSOCKET | {"Cookie": f"{USER_COOKIE_NAME}=tull"},
        )
        == 403
    )
    assert _status(adresse, "/_stcore/stream", WEBSOCKET | kapsel) == 101
    # Også den som er innlogget, må komme med navnet dashbordet har.
    fremmed = kapsel | {"Host": "ond.example"}
    assert _status(adresse, "/_stcore/stream", WEBSOCKET | fremmed) == 403
    assert _status(adresse, medie, fremmed) == 421
    assert (
        _status(adresse, "/_stcore/metrics", kapsel) == 404
        and _status(adresse, "/venteliste") == 302
    )


def test_helsen_svarer_uten_innlogging_og_sier_ingenting_om_noen(ansatt):
    with urllib.request.urlopen(f"{ansatt[0]}/helse", timeout=SVAR_INNEN) as svar:
        assert set(json.loads(svar.read())) == {"status", "per_dato"}


# --------------------------------------------------------------------------- nedlasting


def test_fil_og_bilde_lages_av_de_publiserte_tallene(side, ansatt, tmp_path):
    adresse, _ = ansatt
    logg_inn(side, adresse, LEDELSE, "/venteliste?venteliste_visning=Tabell")
    kort = side.locator(".st-key-kort_venteliste")
    eksakt = int(
        re.sub(r"\D", "", kort.locator("table tr").last.locator("td").last.inner_text())
    )
    kort.get_by_role("radio", name="Last ned", exact=True).click()
    forhaandsvist = side.locator(".st-key-kort_publisert_venteliste")
    forhaandsvist.locator(".js-plotly-plot .main-svg").first.wait_for()
    with side.expect_download() as nedlasting:
        side.locator(".st-key-csv_venteliste").get_by_role("button").click()
    siste = nedlasting.value.path().read_text("utf-8-sig").splitlines()[-1].split(";")
    assert (
        eksakt > FORSKJELL
        and siste[0] == "2025"
        and int(siste[1]) == eksakt - FORSKJELL
    )
    with side.expect_download() as nedlasting:
        side.locator(".st-key-png_publisert_venteliste").get_by_role("button").click()
    navn = "hvor_mange_venter_paa_bolig_ved_utgangen_av_2025.png"
    assert nedlasting.value.suggested_filename == navn
    assert f"{eksakt - FORSKJELL}" in forhaandsvist.inner_text()
