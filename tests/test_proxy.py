"""Oppsettet til proxyen, prøvd med ekte Caddy og ekte nginx foran tjenere som sier hva de fikk."""

import contextlib
import http.client
import json
import socket
import ssl
import subprocess
import threading
import warnings
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from string import Template

import proxyer
import pytest
import sertifikat
from caddyproxy import caddy, stoler_paa
from nettleser.oppsett import ledig_port
from nginxproxy import nginx
from proxyer import BEGGE, uten_nginx

from boligdata import __main__ as kommandolinjen
from boligdata.doer import proxy
from boligdata.doer.proxy import caddy as caddyoppsett
from boligdata.doer.proxy import nginx as nginxoppsett
from boligdata.doer.systemd import Prosesser
from boligdata.felles.config import Brukerfeil

STOERST = 21_000_000


class _Prosess(BaseHTTPRequestHandler):
    """Svarer med hva den fikk, og hvem den er."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        """Svar på alle adresser."""
        lest = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        svar = json.dumps(
            {
                "port": self.server.server_port,
                "sti": self.path,
                "byte": len(lest),
                "hoder": {navn.lower(): verdi for navn, verdi in self.headers.items()},
            }
        ).encode()
        self.send_response(200)
        self.send_header("Set-Cookie", "egen=1; Path=/; SameSite=Lax")
        self.send_header("Content-Security-Policy", "default-src 'self'")
        self.send_header("Content-Length", str(len(svar)))
        # En prosess som er borte, holder ikke på noen forbindelse.
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(svar)

    def do_PUT(self):
        """Ta imot en fil."""
        self.do_GET()

    def log_message(self, *_):
        """Ikke skriv noe."""


@contextlib.contextmanager
def _prosess():
    """En prosess bak proxyen. Gir porten."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Prosess) as tjener:
        threading.Thread(target=tjener.serve_forever, daemon=True).start()
        yield tjener.server_port
        tjener.shutdown()


@pytest.fixture(scope="module", params=BEGGE)
def foran(request, tmp_path_factory):
    """Proxyen foran to prosesser for alle og én for de ansatte: porten, sertifikatet, og portene bak."""
    port, mappe = ledig_port(), tmp_path_factory.mktemp(request.param)
    with _prosess() as en, _prosess() as to, _prosess() as ansatt:
        visningene = [
            Prosesser((en, to), f"bolig.localhost:{port}"),
            Prosesser((ansatt,), f"ansatte.localhost:{port}"),
        ]
        with proxyer.foran(request.param, visningene, mappe, port) as rot:
            yield port, rot, {en, to}, ansatt


def _spoer(foran, navn, sti="/", hoder=None, metode="GET", kropp=None):
    """Svaret fra navnet, over https og med kontroll av sertifikatet: status, hoder og innhold."""
    port, rot = foran[:2]
    forbindelse = http.client.HTTPSConnection(
        navn, port, timeout=20, context=stoler_paa(rot)
    )
    # Alle navnene er på denne maskinen.
    forbindelse._create_connection = lambda _, *resten: socket.create_connection(
        ("127.0.0.1", port), *resten
    )
    with contextlib.closing(forbindelse):
        forbindelse.request(metode, sti, kropp, hoder or {})
        svar = forbindelse.getresponse()
        return svar.status, svar.headers, svar.read()


def _prosessen(foran, navn, **valg):
    """Det prosessen bak fikk."""
    status, hoder, innhold = _spoer(foran, navn, **valg)
    assert status == 200
    return json.loads(innhold), hoder


def test_hvert_navn_naar_bare_prosessene_sine(foran):
    *_, alle, ansatt = foran
    svart = {_prosessen(foran, "bolig.localhost")[0]["port"] for _ in range(30)}
    assert svart == alle
    assert {_prosessen(foran, "ansatte.localhost")[0]["port"] for _ in range(5)} == {
        ansatt
    }


def test_en_bruker_kommer_til_den_samme_prosessen_hver_gang(foran):
    for _ in range(6):
        foerste, hoder = _prosessen(foran, "bolig.localhost")
        [kapsel] = [
            kapsel
            for kapsel in hoder.get_all("set-cookie")
            if kapsel.startswith(f"{proxy.KAPSEL}=")
        ]
        egenskaper = {del_.strip().lower() for del_ in kapsel.split(";")[1:]}
        assert {"secure", "httponly", "samesite=lax"} <= egenskaper
        med = {"Cookie": kapsel.partition(";")[0]}
        igjen = {
            _prosessen(foran, "bolig.localhost", hoder=med)[0]["port"] for _ in range(6)
        }
        assert igjen == {foerste["port"]}


@pytest.mark.parametrize("slag", BEGGE)
def test_er_prosessen_borte_faar_brukeren_svar_av_en_annen(slag, tmp_path):
    port = ledig_port()
    with contextlib.ExitStack() as den_ene, _prosess() as blir:
        borte = den_ene.enter_context(_prosess())
        visningene = [Prosesser((borte, blir), f"bolig.localhost:{port}")]
        with proxyer.foran(slag, visningene, tmp_path, port) as rot:
            foran = port, rot
            kapsler = {}
            while len(kapsler) < 2:
                svar, hoder = _prosessen(foran, "bolig.localhost")
                kapsler[svar["port"]] = hoder.get_all("set-cookie")
            den_ene.close()
            mine = "; ".join(en.partition(";")[0] for en in kapsler[borte])
            for _ in range(4):
                svar, _ = _prosessen(foran, "bolig.localhost", hoder={"Cookie": mine})
                assert svar["port"] == blir


def test_prosessen_faar_vite_navnet_og_at_det_er_https_og_ikke_det_noen_dikter(foran):
    loegn = {
        "X-Forwarded-Proto": "http",
        "X-Forwarded-Host": "ond.example",
        "X-Forwarded-For": "192.0.2.9",
    }
    svar, _ = _prosessen(foran, "bolig.localhost", hoder=loegn)
    hoder = svar["hoder"]
    assert hoder["host"] == f"bolig.localhost:{foran[0]}"
    assert hoder["x-forwarded-proto"] == "https"
    assert hoder["x-forwarded-for"] == "127.0.0.1"
    assert "ond.example" not in json.dumps(hoder)


def test_svaret_har_hsts_og_hodene_fra_prosessen_og_sier_ikke_hva_proxyen_er(foran):
    _, hoder = _prosessen(foran, "bolig.localhost")
    assert hoder["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    assert hoder["content-security-policy"] == "default-src 'self'"
    assert "caddy" not in str(hoder).lower()
    # nginx kan ikke la være å si navnet sitt, men sier ikke versjonen.
    assert hoder.get("server", "nginx") == "nginx"


@pytest.mark.parametrize(
    "hoeyst, chiffer",
    [
        (ssl.TLSVersion.TLSv1_1, "ALL:@SECLEVEL=0"),
        (ssl.TLSVersion.TLSv1_2, "ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0"),
    ],
    ids=["gammel TLS", "uten kontroll av det som er kryptert"],
)
def test_gammel_kryptering_blir_ikke_brukt(foran, hoeyst, chiffer):
    """Sertifikatet i testene har en nøkkel av samme slag som dem Caddy utsteder."""
    port, rot, *_ = foran
    gammel = stoler_paa(rot)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        gammel.minimum_version, gammel.maximum_version = ssl.TLSVersion.TLSv1, hoeyst
    gammel.set_ciphers(chiffer)
    with (
        socket.create_connection(("127.0.0.1", port), 20) as rett,
        pytest.raises((ssl.SSLError, ConnectionError)),
    ):
        gammel.wrap_socket(rett, server_hostname="bolig.localhost")


@pytest.mark.parametrize("metode", ["TRACE", "TRACK"])
def test_ingen_faar_forespoerselen_sin_i_retur(foran, metode):
    status, _, innhold = _spoer(
        foran, "bolig.localhost", metode=metode, hoder={"X-Hemmelig": "kapsel"}
    )
    assert status >= 400 and b"kapsel" not in innhold


@pytest.mark.parametrize("slag", BEGGE)
def test_en_som_aldri_blir_ferdig_med_aa_spoerre_mister_forbindelsen(
    slag, tmp_path, monkeypatch
):
    """Med ett sekund i stedet for ti, så testen ikke venter så lenge."""
    kortet = caddyoppsett._FELLES.template.replace("read_header 10s", "read_header 1s")
    monkeypatch.setattr(caddyoppsett, "_FELLES", Template(kortet))
    kortet = nginxoppsett._NAVN.template.replace("timeout 10s", "timeout 1s")
    monkeypatch.setattr(nginxoppsett, "_NAVN", type(nginxoppsett._NAVN)(kortet))
    port = ledig_port()
    with _prosess() as bak:
        visningene = [Prosesser((bak,), f"bolig.localhost:{port}")]
        with (
            proxyer.foran(slag, visningene, tmp_path, port) as rot,
            socket.create_connection(("127.0.0.1", port), 20) as rett,
            stoler_paa(rot).wrap_socket(
                rett, server_hostname="bolig.localhost"
            ) as fane,
        ):
            fane.sendall(b"GET / HTTP/1.1\r\nHost: bolig.localhost\r\nX-Treg: ")
            lest = b"".join(iter(lambda: fane.recv(4096), b""))
            assert lest == b"" or b" 408 " in lest.partition(b"\r\n")[0]


def test_proxyen_sender_aldri_videre_en_lengde_som_kan_leses_paa_to_maater(foran):
    """Ellers kunne proxyen og prosessen vært uenige om hvor den slutter, og den neste brukeren fått
    svaret på det som er gjemt i den.
    """
    port, rot, *_ = foran
    with (
        socket.create_connection(("127.0.0.1", port), 20) as rett,
        stoler_paa(rot).wrap_socket(rett, server_hostname="bolig.localhost") as fane,
    ):
        hoder = (
            f"GET /a HTTP/1.1\r\nHost: bolig.localhost:{port}\r\nConnection: close\r\n"
        )
        hoder += "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
        fane.sendall(f"{hoder}0\r\n\r\nGET /gjemt HTTP/1.1\r\n\r\n".encode())
        svar = b"".join(iter(lambda: fane.recv(4096), b"")).decode()
    assert svar.count("HTTP/1.1 ") == 1 and "/gjemt" not in svar
    assert " 400 " in svar or "content-length" not in svar.partition("{")[2]


def test_en_fil_som_er_for_stor_stoppes_i_proxyen(foran):
    _, _, innhold = _spoer(
        foran, "ansatte.localhost", metode="PUT", kropp=bytes(STOERST)
    )
    assert json.loads(innhold)["byte"] == STOERST
    status, *_ = _spoer(
        foran, "ansatte.localhost", metode="PUT", kropp=bytes(STOERST + 1)
    )
    assert status == 413


def test_et_navn_som_ikke_er_satt_opp_naar_ingen_prosess(foran):
    port, rot, *_ = foran
    with pytest.raises(ssl.SSLError):
        _spoer((port, rot), "ond.localhost")
    # Med et navn vi har i sertifikatet, og et annet i forespørselen.
    status, _, innhold = _spoer(foran, "bolig.localhost", hoder={"Host": "ond.example"})
    assert status == 421 or (status, innhold) == (200, b"")
    assert b"byte" not in innhold


@pytest.mark.parametrize("slag", BEGGE)
def test_under_en_sti_sendes_den_som_kommer_til_roten_videre(slag, tmp_path):
    port = ledig_port()
    with _prosess() as bak:
        visningene = [Prosesser((bak,), f"bolig.localhost:{port}")]
        with proxyer.foran(slag, visningene, tmp_path, port, "plan") as rot:
            foran = port, rot
            status, hoder, _ = _spoer(foran, "bolig.localhost")
            assert status == 302
            # Navnet er ikke dashbordets alene, så det sier ikke noe om navnene under det.
            assert hoder["strict-transport-security"] == "max-age=31536000"
            venter = ("/plan/", f"https://bolig.localhost:{port}/plan/")
            assert hoder["location"] in venter
            svar, _ = _prosessen(
                foran, "bolig.localhost", sti="/plan/venteliste?vis=aar"
            )
            assert svar["sti"] == "/plan/venteliste?vis=aar"


def test_sertifikatet_er_kommunens_eget_naar_det_er_oppgitt(tmp_path):
    filene = tmp_path / "bolig.pem", tmp_path / "bolig.key"
    visningene = [Prosesser((8501,), "bolig.kommunen.no")]
    oppsett = nginxoppsett.oppsett(visningene, "", filene)
    assert f"ssl_certificate {filene[0]};" in oppsett
    assert f"ssl_certificate_key {filene[1]};" in oppsett
    with pytest.raises(Brukerfeil, match="--sertifikat"):
        nginxoppsett.oppsett(visningene)
    oppsett = caddyoppsett.oppsett(visningene, "", filene)
    assert f"tls {filene[0]} {filene[1]}" in oppsett
    assert "disable_redirects" not in oppsett


@pytest.mark.parametrize(
    "visningene, stiene, melding",
    [
        ([Prosesser((8501,))], None, "Oppgi det med --navn"),
        (
            [Prosesser((8501,), "a.no"), Prosesser((8601,), "A.no")],
            None,
            "et eget navn",
        ),
        ([Prosesser((8501,), "a.no")], ["/min fil", "/b"], "uten mellomrom"),
    ],
)
def test_det_proxyen_ikke_kan_settes_opp_med_blir_avvist(
    visningene, stiene, melding, tmp_path
):
    filene = stiene and [tmp_path / fil for fil in stiene]
    with pytest.raises(Brukerfeil, match=melding):
        caddyoppsett.oppsett(visningene, "", filene)
    with pytest.raises(Brukerfeil, match=melding):
        nginxoppsett.oppsett(visningene, "", filene or [tmp_path / "a"] * 2)


def test_kommandoen_skriver_et_oppsett_caddy_godtar_for_de_samme_portene(
    tmp_path, capsys
):
    valg = "--navn bolig.kommunen.no --ansattnavn ansatte.kommunen.no --prosesser 3"
    filene = ["--til", str(tmp_path / "system"), "--proxy", str(tmp_path / "Caddyfile")]
    assert kommandolinjen.main(["systemd", *filene, *valg.split()]) == 0
    assert str(tmp_path / "Caddyfile") in capsys.readouterr().out
    oppsett = (tmp_path / "Caddyfile").read_text("utf-8")
    assert "127.0.0.1:8501 127.0.0.1:8502 127.0.0.1:8503 {" in oppsett
    samlet = (tmp_path / "system" / "boligdata.target").read_text("utf-8")
    for port in (8501, 8502, 8503):
        assert f"boligdata@{port}.service" in samlet
    godtatt = subprocess.run(
        [caddy(), "validate", "--adapter", "caddyfile", "--config"]
        + [str(tmp_path / "Caddyfile")],
        capture_output=True,
        text=True,
        check=False,
        env={"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)},
    )
    assert godtatt.returncode == 0, godtatt.stderr[-2000:]
    assert "not formatted" not in godtatt.stderr


@uten_nginx
def test_kommandoen_skriver_et_oppsett_nginx_godtar(tmp_path):
    rot = sertifikat.skriv(tmp_path / "bolig.pem", er_utsteder=True)
    fil = tmp_path / "boligdata.conf"
    valg = ["--navn", "bolig.kommunen.no", "--ansattnavn", "ansatte.kommunen.no"]
    valg += ["--sertifikat", str(rot), str(rot), "--nginx", str(fil)]
    assert kommandolinjen.main(["systemd", "--til", str(tmp_path / "s"), *valg]) == 0
    # Navn uten port svarer på 443, og sender den som kommer til 80, videre.
    oppsett = fil.read_text("utf-8")
    assert oppsett.count("listen 443 ssl http2;") == oppsett.count("listen 80;") == 2
    hele = tmp_path / "nginx.conf"
    hele.write_text(
        f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{ include {fil}; }}\n", "utf-8"
    )
    godtatt = subprocess.run(
        [nginx(), "-t", "-q", "-p", str(tmp_path), "-c", str(hele), "-e", "stderr"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (godtatt.returncode, godtatt.stderr) == (0, "")
