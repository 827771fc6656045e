"""Døren på en ekte tjener, spurt med bytene en angriper kan sende: hvem den svarer, og kapslene bak en
proxy med TLS.
"""

import re
import socket
import ssl
from urllib.parse import urlsplit

import pytest
from caddyproxy import kjoer_caddy
from nettside import brudd
from oppsett import FLAGG, SVAR_INNEN, VERT, finn_chromium, kjoer_tjener
from playwright.sync_api import expect

from boligdata.doer import proxy
from boligdata.doer.proxy import caddy
from boligdata.doer.systemd import Prosesser
from boligdata.felles.config import ROT

WEBSOCKET = (
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)


def spoer(adresse: str, *linjer: str) -> tuple[int, str]:
    """Send linjene slik de står. Gir statusen og hele svaret. Et åpent svar leses til det blir
    stille.
    """
    deler = urlsplit(adresse)
    with socket.create_connection((deler.hostname, deler.port), SVAR_INNEN) as rett:
        forbindelse = (
            _uten_kontroll(rett, deler.hostname) if deler.scheme == "https" else rett
        )
        forbindelse.sendall("\r\n".join([*linjer, "", ""]).encode("latin-1"))
        svar = b""
        while b"\r\n\r\n" not in svar or b" 101 " not in svar.partition(b"\r\n")[0]:
            bit = forbindelse.recv(65_536)
            if not bit:
                break
            svar += bit
    return int(svar.split(b" ", 2)[1]), svar.decode("latin-1")


def _uten_kontroll(forbindelse, navn: str):
    """Proxyen har utstedt sertifikatet selv."""
    oppsett = ssl.create_default_context()
    oppsett.check_hostname, oppsett.verify_mode = False, ssl.CERT_NONE
    return oppsett.wrap_socket(forbindelse, server_hostname=navn)


def hent(adresse: str, vert: str, sti: str = "/", *hoder: str) -> tuple[int, str]:
    return spoer(
        adresse, f"GET {sti} HTTP/1.1", f"Host: {vert}", *hoder, "Connection: close"
    )


# -------------------------------------------------------------------------- adressene


def test_en_ny_installasjon_virker_med_en_gang_paa_egen_maskin(tjener):
    port = urlsplit(tjener).port
    for vert in (f"127.0.0.1:{port}", f"LOCALHOST.:{port}", "localhost", "[::1]:9"):
        status, svar = hent(tjener, vert)
        assert status == 200 and "Laster boligsosialt dashbord" in svar, vert
        assert spoer(
            tjener, "GET /_stcore/stream HTTP/1.1", f"Host: {vert}", WEBSOCKET[:-2]
        )[0] in (101,), vert


# Adressen som står i forespørselen, og det som kommer etter. Alle skal nektes.
FREMMEDE = {
    "et fremmed navn": ["Host: ond.example"],
    "et navn som peker hit": ["Host: 127.0.0.1.ond.example:8501"],
    "en annen IP-adresse": ["Host: 10.0.0.4"],
    "X-Forwarded-Host": ["Host: ond.example", "X-Forwarded-Host: localhost"],
    "to navn": ["Host: localhost", "Host: ond.example"],
    "to like navn": ["Host: localhost", "Host: localhost"],
    "ingen navn": [],
    "et tomt navn": ["Host: "],
    "brutt linje": ["Host: localhost", " ond.example"],
    "mellomrom": ["Host : localhost"],
    "bruker foran": ["Host: localhost@ond.example"],
}


@pytest.mark.parametrize("navn", FREMMEDE)
@pytest.mark.parametrize("sti", ["/", "/_stcore/stream", "/media/x", "/nb.js"])
def test_et_navn_dashbordet_ikke_har_faar_ingenting(tjener, navn, sti):
    status, svar = spoer(
        tjener, f"GET {sti} HTTP/1.1", *FREMMEDE[navn], "Connection: close"
    )
    assert status in (400, 421) and "Laster" not in svar and "set-cookie" not in svar


@pytest.mark.parametrize("navn", FREMMEDE)
def test_websocketen_aapnes_ikke_for_et_navn_dashbordet_ikke_har(tjener, navn):
    """Uten `Origin`, og med det samme navnet der: slik ser en omdirigert nettleser ut."""
    for opphav in ([], ["Origin: http://ond.example"], ["Origin: http://localhost"]):
        status, _ = spoer(
            tjener,
            "GET /_stcore/stream HTTP/1.1",
            *FREMMEDE[navn],
            *opphav,
            WEBSOCKET[:-2],
        )
        assert status in (400, 403)


@pytest.mark.parametrize("versjon", ["1.0", "1.1"])
def test_adressen_i_foerste_linje_gjelder_ikke_i_stedet_for_host(tjener, versjon):
    for foerste, vert, ventet in (
        ("http://ond.example/", "localhost", (400, 404)),
        ("http://localhost/", "ond.example", (421,)),
        ("http://localhost/helse", "ond.example", (421,)),
        ("//ond.example/", "localhost", (400, 404)),
    ):
        status, svar = spoer(
            tjener,
            f"GET {foerste} HTTP/{versjon}",
            f"Host: {vert}",
            "Connection: close",
        )
        assert status in ventet and "Laster" not in svar


def test_en_fremmed_side_som_lar_navnet_sitt_peke_hit_faar_ingenting_lest(
    chromium, tjener
):
    """Nettleseren tror siden og dashbordet er samme sted, og lar siden lese alt den får."""
    port = urlsplit(tjener).port
    omdirigert = [*FLAGG, f"--host-resolver-rules=MAP ond.example {VERT}"]
    nettleser = chromium.browser_type.launch(
        executable_path=finn_chromium(), args=omdirigert
    )
    try:
        side = nettleser.new_page()
        svar = side.goto(f"http://ond.example:{port}/boliger")
        assert svar.status == 421
        expect(
            side.get_by_role("heading", name="Dashbordet har ikke denne adressen")
        ).to_be_visible()
        assert not brudd(side)
        lest = side.evaluate(
            """async () => {
                const sider = ["/", "/nb.js", "/_stcore/host-config", "/_stcore/metrics"];
                const status = [];
                for (const sti of sider) status.push((await fetch(sti)).status);
                const kanal = new WebSocket(`ws://${location.host}/_stcore/stream`);
                const aapnet = await new Promise((svar) => {
                    kanal.onopen = () => svar(true);
                    kanal.onerror = () => svar(false);
                });
                return [...status, aapnet];
            }"""
        )
        assert lest == [421, 421, 421, 421, False]
    finally:
        nettleser.close()


def test_overvaakingen_faar_svar_ogsaa_uten_navn(tjener):
    assert spoer(tjener, "GET /helse HTTP/1.0")[0] == 200
    assert hent(tjener, "pod-17", "/helse")[0] == 200
    assert hent(tjener, "pod-17", "/_stcore/health")[0] == 200


def test_ett_valg_gjoer_at_det_kan_naas_ved_navn(bygd_eksempel, tmp_path, ledig_port):
    """Linjen i README.md, på egen maskin, startet slik dashbordet startes i drift."""
    port = ledig_port()
    with kjoer_tjener(
        ROT / "dashboard.py",
        tmp_path / "logg.txt",
        {"BOLIGDATA_PUBLISERT": str(bygd_eksempel)},
        ("--browser.serverAddress", "bolig.kommunen.no"),
        port=port,
    ) as adresse:
        for vert in ("bolig.kommunen.no", f"Bolig.Kommunen.no.:{port}", "127.0.0.1"):
            assert hent(adresse, vert)[0] == 200
            assert (
                spoer(
                    adresse,
                    "GET /_stcore/stream HTTP/1.1",
                    f"Host: {vert}",
                    f"Origin: http://{vert}",
                    WEBSOCKET[:-2],
                )[0]
                == 101
            )
        status, svar = hent(adresse, "kommunen.no")
        assert status == 421 and "--browser.serverAddress kommunen.no" in svar
    logg = (tmp_path / "logg.txt").read_text(encoding="utf-8")
    assert "http://bolig.kommunen.no" in logg and "Traceback" not in logg


# ---------------------------------------------------------------------------- kapslene

RUTER = (
    "/",
    "/boliger",
    "/helse",
    "/nb.js",
    "/media/x",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/metrics",
    "/_stcore/upload_file/x/y",
    "/auth/login",
    "/auth/logout",
    "/oauth2callback",
    "/oauth2callback?code=1&state=2",
    "/finnes/ikke",
)


def kapslene(adresse: str, vert: str, *hoder: str) -> list[str]:
    """Hver kapsel fra hver rute, med metodene som svarer."""
    ut = []
    for sti in RUTER:
        for metode in ("GET", "HEAD", "OPTIONS", "POST", "DELETE"):
            _, svar = spoer(
                adresse,
                f"{metode} {sti} HTTP/1.1",
                f"Host: {vert}",
                *hoder,
                "Content-Length: 0",
                "Connection: close",
            )
            hode = svar.partition("\r\n\r\n")[0].split("\r\n")
            ut += [x for x in hode if x.lower().startswith("set-cookie:")]
    return ut


def test_bak_proxyen_er_hver_kapsel_sikker(tjener, tmp_path, ledig_port):
    bak, foran = urlsplit(tjener), ledig_port()
    aapne = kapslene(tjener, bak.netloc)
    assert aapne and not [k for k in aapne if "secure" in k.lower()], (
        "på egen maskin uten TLS må de virke"
    )
    vert = f"localhost:{foran}"
    oppsett = caddy.oppsett([Prosesser((bak.port,), vert)])
    with kjoer_caddy(oppsett, tmp_path, foran):
        sikre = kapslene(f"https://{vert}", vert)
    proxyens = [k for k in sikre if f" {proxy.KAPSEL}=" in k]
    assert len(sikre) == len(aapne) + len(proxyens) and proxyens
    for kapsel in sikre:
        assert "; secure" in kapsel.lower() and "samesite=lax" in kapsel.lower()


# -------------------------------------------------------------------------- svarene


def hodene(svar: str) -> dict[str, str]:
    linjer = svar.partition("\r\n\r\n")[0].split("\r\n")[1:]
    return {
        navn.lower(): verdi.strip()
        for navn, _, verdi in (linje.partition(":") for linje in linjer)
    }


def test_hvert_svar_sier_hva_det_er_og_tekst_er_utf_8(tjener):
    vert = urlsplit(tjener).netloc
    for sti in (*RUTER, "/static/js/finnes-ikke.js", "/favicon.png", "/static/"):
        _, svar = hent(tjener, vert, sti)
        hoder, innhold = hodene(svar), svar.partition("\r\n\r\n")[2]
        assert hoder["x-content-type-options"] == "nosniff", sti
        if innhold:
            slag = hoder["content-type"]
            assert "charset=utf-8" in slag or not slag.startswith("text/"), sti


def test_ingen_annen_side_faar_lese_svarene(tjener):
    vert = urlsplit(tjener).netloc
    for sti in RUTER:
        for opphav in ("https://ond.example", "null", "http://localhost:9"):
            for metode in ("GET", "OPTIONS"):
                _, svar = spoer(
                    tjener,
                    f"{metode} {sti} HTTP/1.1",
                    f"Host: {vert}",
                    f"Origin: {opphav}",
                    "Connection: close",
                )
                aapnet = hodene(svar).get("access-control-allow-origin", "")
                assert aapnet not in ("*", opphav), (sti, metode)


def test_en_opplasting_uten_merket_fra_siden_blir_avvist(tjener):
    for metode in ("PUT", "DELETE"):
        status, _ = spoer(
            tjener,
            f"{metode} /_stcore/upload_file/x/y HTTP/1.1",
            f"Host: {urlsplit(tjener).netloc}",
            "Content-Length: 0",
            "Connection: close",
        )
        assert status == 403, metode


def test_to_forespoersler_kan_ikke_gjemmes_i_en(tjener):
    """Leser proxyen og prosessen lengden på hver sin måte, får den neste brukeren svaret på den skjulte."""
    vert = urlsplit(tjener).netloc
    skjult = f"GET /helse?skjult HTTP/1.1\r\nHost: {vert}\r\n\r\n"
    for lengdene in (
        ("Content-Length: 4", "Content-Length: 5"),
        ("Content-Length: 4, 5",),
        ("Transfer-Encoding: chunked, identity",),
        ("Content-Length: +4",),
    ):
        status, svar = spoer(
            tjener,
            "POST /helse HTTP/1.1",
            f"Host: {vert}",
            *lengdene,
            "",
            f"0\r\n\r\n{skjult}",
        )
        # Høyst ett svar, og aldri helsen den skjulte spør etter.
        assert status >= 400 and "per_dato" not in svar, lengdene


def test_ingen_mappe_listes_og_ingen_faar_forespoerselen_i_retur(tjener):
    vert = urlsplit(tjener).netloc
    for sti in ("/static/", "/static/js/", "/static/js", "/media/", "/app/static/"):
        status, svar = hent(tjener, vert, sti)
        assert status in (301, 404) or "Laster boligsosialt dashbord" in svar, sti
    status, svar = spoer(
        tjener,
        "TRACE / HTTP/1.1",
        f"Host: {vert}",
        "X-Hemmelig: kapsel",
        "Connection: close",
    )
    assert status >= 400 and "kapsel" not in svar


# -------------------------------------------------------------------------- omstarten


def test_etter_en_omstart_staar_siden_som_foer_uten_at_brukeren_gjoer_noe(
    side, ventet, start_tjener, bygd_eksempel, tmp_path, ledig_port
):
    """En ny utgave settes inn mens noen ser på. Den nye prosessen kjenner ikke den gamle økten."""
    ventet += ["ERR_CONNECTION_REFUSED", "WebSocket", "server", "timed out"]
    miljoe, port = {"BOLIGDATA_PUBLISERT": str(bygd_eksempel)}, ledig_port()

    def start():
        return start_tjener(
            ROT / "dashboard.py", tmp_path / "logg.txt", miljoe, port=port
        )

    med_kontakt = side.locator(".stApp[data-test-connection-state=CONNECTED]")
    maalgruppen = side.get_by_role("combobox", name="Målgruppe")
    perioden = side.get_by_role("combobox", name="Periode")
    with start() as adresse:
        side.goto(f"{adresse}/venteliste?vis=Tertial")
        maalgruppen.click()
        side.get_by_role("option", name="Eldre", exact=True).click()
        expect(side).to_have_url(re.compile("maalgruppe="))
        tertialet = perioden.input_value()
    expect(med_kontakt).to_have_count(0)
    with start():
        expect(med_kontakt).to_have_count(1)
        expect(side.get_by_role("dialog")).to_have_count(0)
        expect(maalgruppen).to_have_value("Eldre")
        expect(perioden).to_have_value(tertialet)
        # Brukeren ser at siden er tilbake. Da svarer den nye prosessen, med det som var valgt i den gamle.
        side.wait_for_timeout(3000)
        side.get_by_role("radio", name="År", exact=True).click()
        expect(perioden).not_to_have_value(tertialet)
        expect(maalgruppen).to_have_value("Eldre")
        expect(side).to_have_url(re.compile("maalgruppe="))
        # Ellers kan siden være i ferd med å hente noe når prosessen stopper.
        side.goto("about:blank")
