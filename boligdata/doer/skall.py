"""Skallet rundt Streamlit: siden som lastes først, sikkerhetshodene, de komprimerte filene og
helseruten.

Streamlit har ikke valg for språk, sidetittel, sikkerhetshoder eller komprimering av sine egne
filer. Alt dette legges på utenfra, som ASGI-mellomvare, uten å endre Streamlit og uten å importere
det. Det vi stoler på i Streamlits filer, er pinnet i `tests/test_skall.py`.
"""

import asyncio
import base64
import contextlib
import gc
import gzip
import hashlib
import importlib
import importlib.util
import json
import logging
import re
import sys
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from boligdata import lesing
from boligdata.doer import beskjed, feillogg, maalinger, maalvalg, oppvarming
from boligdata.doer.avvist import Avvisningslogg
from boligdata.felles import config, maalform, tekstkatalog
from boligdata.felles.config import PAKKE, Brukerfeil
from boligdata.felles.maalform import BOKMAAL, MAALFORMER, fast, si

TITTEL = fast("Boligsosialt dashbord")
NB = PAKKE / "doer" / "statisk" / "nb.js"
STIL = PAKKE / "doer" / "statisk" / "stil.css"
IKON = PAKKE / "doer" / "statisk" / "favicon.png"
STREAMLIT = Path(importlib.util.find_spec("streamlit").origin).parent / "static"
ORIGINAL = (STREAMLIT / "index.html").read_bytes().decode()

ETT_AAR = "public, immutable, max-age=31536000"
# Filtypene som tåler komprimering. Bilder og skrift er pakket fra før.
MEDIETYPER = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".wasm": "application/wasm",
}

# Delene en side med figur, tabell og filter henter etter index.html. De pakkes før den første
# brukeren kommer.
SIDENS_DELER = (
    "PlotlyChart",
    "arrowFormatUtils",
    "Table",
    "DataFrame",
    "Metric",
    "Button",
    "ButtonGroup",
    "Multiselect",
    "Selectbox",
    "DownloadButton",
)

# Importeres ved oppstart, ellers betaler den første brukeren et halvt sekund for dem.
FORHAANDSLES = (
    "pandas",
    "duckdb",
    "plotly.graph_objects",
    "boligdata.lesing",
    "boligdata.innhold.figurer",
    "boligdata.ui",
)

# En tråd som sender noe, slipper tolken, og må ellers vente fem millisekunder på en som regner.
TRAADBYTTE_S = 0.0005

logg = logging.getLogger(__name__)


# --- Siden som lastes først -----------------------------------------------------------


UTEN_SKRIPT = fast(
    "Boligsosialt dashbord trenger JavaScript for å vise tall og figurer. Slå på JavaScript i nettleseren, "
    "og last siden på nytt."
)
VENTER = fast("Laster boligsosialt dashbord …")


def lag_side(original: str, kode: str = BOKMAAL) -> str:
    """Gjør Streamlits index.html norsk: språk, tittel, stil, nb.js og tekst til den som venter eller
    mangler JavaScript. Stilen står i siden selv, så den er der før det første tegnes. `kode` er
    målformen siden er på.

    Hver bytting må treffe nøyaktig ett sted. Endrer Streamlit siden sin, stopper oppstarten heller
    enn at språket eller tilgangen til nb.js stille blir borte.
    """
    [plotly] = STREAMLIT.glob("static/js/PlotlyChart.*.js")
    skript = (
        f'<script src="./nb.js?v={_avtrykk(NB.read_bytes())}" '
        f'data-plotly="./static/js/{plotly.name}" defer></script>\n    '
    )
    stil = f"<style>\n{STIL.read_text('utf-8')}</style>\n    "
    with maalform.bruk(kode):
        tittel, uten_skript, venter = si(TITTEL), si(UTEN_SKRIPT), si(VENTER)
        ordliste = _ordliste()
    venter = f'<p class="venter" role="status">{venter}</p>'
    for moenster, ny in (
        (r'<html lang="en">', f'<html lang="{kode}">'),
        (r"<title>Streamlit</title>", f"<title>{tittel}</title>"),
        # Temaet bruker maskinens egen skrift, så Streamlits skrift skal ikke lastes.
        (r'<link\s+rel="preload"\s+href="\./static/media/SourceSans[^>]*/>', ""),
        # Agent-API-et er av, så siden skal ikke peke dit.
        (
            r"<!--\s+Machine-readable pointer.*?-->\s*<link rel=\"service-desc\"[^>]*/>",
            "",
        ),
        (r'<script type="module"', f'{stil}{ordliste}{skript}<script type="module"'),
        (r"<noscript>.*?</noscript>", f"<noscript><p>{uten_skript}</p></noscript>"),
        (r'<div id="root"></div>', f'<div id="root">{venter}</div>'),
    ):
        original, treff = re.subn(
            moenster, lambda _, ny=ny: ny, original, flags=re.DOTALL
        )
        if treff != 1:
            raise RuntimeError(
                f"Streamlits index.html er endret: «{moenster}» har {treff} treff. Rett skall.lag_side."
            )
    return original


def _ordliste() -> str:
    """Tekstene i `nb.js` på målformen som er i bruk, til siden. På bokmål står de i skriptet."""
    tekster = tekstkatalog.tekster_i(NB)
    annerledes = {tekst: si(tekst) for tekst in tekster if si(tekst) != tekst}
    if not annerledes:
        return ""
    innhold = json.dumps(annerledes, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/json" id="ordliste">{innhold}</script>\n    '


def _avtrykk(innhold: bytes) -> str:
    """Fingeravtrykk av innholdet. Står det i adressen, kan filen mellomlagres og likevel byttes ved
    ny utgave.
    """
    return hashlib.sha256(innhold).hexdigest()[:16]


# --- Sikkerhetshodene -----------------------------------------------------------------


# Det nettleseren aldri skal slippe siden til.
STENGT = (
    "camera",
    "microphone",
    "geolocation",
    "payment",
    "usb",
    "display-capture",
)


def sikkerhetshoder(side: str) -> dict[str, str]:
    """Hodene som følger hvert eneste svar. Bare det ene innebygde skriptet i siden slipper til, ved
    sin sjekksum.
    """
    sjekksummer = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(skript.encode()).digest()).decode()}'"
        for skript in re.findall(r"<script>(.*?)</script>", side, re.DOTALL)
    )
    regler = {
        "default-src": "'self'",
        "script-src": f"'self' {sjekksummer}",
        # Streamlit setter stilen sin fra JavaScript mens siden lever, så sjekksummer strekker ikke
        # til her.
        "style-src": "'self' 'unsafe-inline'",
        # data: er figurene på vei til PNG, blob: er bilder Streamlit lager i nettleseren.
        "img-src": "'self' data: blob:",
        # data: er den lille skriften med kontrollpanelikoner i Streamlits stilark.
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self'",
        "frame-src": "'none'",
        "frame-ancestors": "'none'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
    }
    return {
        "Content-Security-Policy": "; ".join(
            f"{navn} {verdi}" for navn, verdi in regler.items()
        ),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{evne}=()" for evne in STENGT),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


# --- De komprimerte filene ------------------------------------------------------------

# Streamlit sender filene sine ukomprimert fordi de ellers ville blitt pakket på nytt for hver
# forespørsel. Her pakkes hver fil én gang og blir liggende i minnet: 7,6 MB blir 2,7 MB for en side
# med figur.
_pakkere = ThreadPoolExecutor(max_workers=2, thread_name_prefix="pakker")
_pakket: dict[tuple[Path, int], Future[bytes]] = {}
_laas = threading.Lock()


def statiske_filer() -> dict[str, Path]:
    """Streamlits egne filer som tåler komprimering, med stien etter `/static/` som nøkkel."""
    rot = STREAMLIT / "static"
    return {
        fil.relative_to(rot).as_posix(): fil
        for fil in sorted(rot.rglob("*"))
        if fil.suffix in MEDIETYPER
    }


def pakk(fil: Path) -> Future[bytes]:
    """Filen pakket med gzip. Samme utgave av en fil pakkes aldri to ganger, heller ikke når mange
    spør samtidig.
    """
    noekkel = (fil, fil.stat().st_mtime_ns)
    with _laas:
        if noekkel not in _pakket:
            _pakket[noekkel] = _pakkere.submit(
                lambda: gzip.compress(fil.read_bytes(), 9, mtime=0)
            )
        return _pakket[noekkel]


def foerste_filer(side: str) -> list[Path]:
    """Filene en kald nettleser henter først: alt siden selv peker på, og delene en vanlig side
    bruker.
    """
    filer = statiske_filer()
    navn = re.findall(r'"\./static/([^"]+)"', side)
    for del_ in SIDENS_DELER:
        navn += [fil for fil in filer if fil.startswith(f"js/{del_}.")]
    return [filer[fil] for fil in navn if fil in filer]


# --- Mellomvaren ----------------------------------------------------------------------


class Skall:
    """ASGI-mellomvaren rundt Streamlit, for hver forespørsel døren har sluppet inn."""

    def __init__(self, app: ASGIApp, sider: dict[str, str]) -> None:
        self.app = app
        self.sider = {kode: side.encode() for kode, side in sider.items()}
        self.pakket = {
            kode: gzip.compress(side, 9, mtime=0) for kode, side in self.sider.items()
        }
        self.hoder = sikkerhetshoder(sider[BOKMAAL])
        self.filer = statiske_filer()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and not _fra_egen_side(scope):
            await beskjed.avvis_websocket(receive, send)
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        send = self._med_hoder(send)
        fil = self._fil(scope)
        if fil:
            await _send_fil(fil, scope, receive, send)
        elif "/media/" in scope["path"]:
            await self.app(scope, receive, send)
        else:
            await self.app(
                _uten_hoder(scope), receive, self._med_side(scope, receive, send)
            )

    def _fil(self, scope: Scope) -> Path | None:
        """Filen skallet selv leverer. Bare slutten av stien teller, så `server.baseUrlPath` kan
        være hva som helst.
        """
        if scope["method"] not in ("GET", "HEAD"):
            return None
        _, statisk, navn = scope["path"].rpartition("/static/")
        if statisk:
            return self.filer.get(navn)
        return NB if scope["path"].endswith("/nb.js") else None

    def _med_hoder(self, send: Send) -> Send:
        async def videre(melding: Message) -> None:
            if melding["type"] == "http.response.start":
                MutableHeaders(scope=melding).update(self.hoder)
            await send(melding)

        return videre

    def _med_side(self, scope: Scope, receive: Receive, send: Send) -> Send:
        """Bytt Streamlits index.html med vår. Streamlit avgjør selv hvilke adresser som er
        sider.
        """
        byttet = False

        async def videre(melding: Message) -> None:
            nonlocal byttet
            if melding["type"] == "http.response.start" and self._er_index(melding):
                byttet = True
                await self._sidesvar(scope)(scope, receive, send)
            elif not byttet:
                await send(melding)

        return videre

    def _er_index(self, melding: Message) -> bool:
        hoder = Headers(raw=melding["headers"])
        html = hoder.get("content-type", "").startswith("text/html")
        return (
            melding["status"] == 200
            and html
            and hoder.get("content-length") == str(len(ORIGINAL.encode()))
        )

    def _sidesvar(self, scope: Scope) -> Response:
        hoder = {"Vary": "Accept-Encoding, Cookie", "Cache-Control": "no-cache"}
        kode = maalvalg.av(scope)
        innhold = self.sider[kode]
        if _tar_gzip(scope):
            innhold = self.pakket[kode]
            hoder["Content-Encoding"] = "gzip"
        return _svar(
            innhold, "text/html; charset=utf-8", f'"{_avtrykk(innhold)}"', hoder, scope
        )


def _fra_egen_side(scope: Scope) -> bool:
    """Er websocketen åpnet av en side fra samme vert, eller av noe som ikke er en nettleser?

    En side fra et annet sted skal ikke nå dashbordet. Streamlit avviser den også, men slår først opp
    sin egen adresse på nettet, og imens står alle andre og venter.
    """
    hoder = Headers(scope=scope)
    opphav = hoder.get("origin")
    if opphav is None:
        return True
    # Bare vertsnavnet sammenlignes, og det står etter de to skråstrekene.
    _, skraastreker, vert = opphav.partition("://")
    return bool(skraastreker) and vert == hoder.get("host")


async def _send_fil(fil: Path, scope: Scope, receive: Receive, send: Send) -> None:
    hoder = {"Vary": "Accept-Encoding", "Cache-Control": ETT_AAR}
    if _tar_gzip(scope):
        hoder["Content-Encoding"] = "gzip"
        # Skjermet: går nettleseren sin vei mens filen pakkes, skal pakkingen likevel bli ferdig for
        # de andre.
        innhold = await asyncio.shield(asyncio.wrap_future(pakk(fil)))
    else:
        innhold = await asyncio.to_thread(fil.read_bytes)
    etag = f'"{fil.stat().st_mtime_ns:x}-{len(innhold):x}"'
    await _svar(innhold, MEDIETYPER[fil.suffix], etag, hoder, scope)(
        scope, receive, send
    )


def _svar(
    innhold: bytes, medietype: str, etag: str, hoder: dict[str, str], scope: Scope
) -> Response:
    """Svar med innholdet, eller et tomt 304 når nettleseren alt har det."""
    hoder = {**hoder, "ETag": etag}
    if etag in Headers(scope=scope).get("if-none-match", ""):
        return Response(status_code=304, headers=hoder)
    return Response(innhold, headers=hoder, media_type=medietype)


def _tar_gzip(scope: Scope) -> bool:
    """Om nettleseren tar imot gzip. `gzip;q=0` betyr uttrykkelig nei."""
    for del_ in Headers(scope=scope).get("accept-encoding", "").lower().split(","):
        navn, _, vekt = del_.replace(" ", "").partition(";q=")
        if navn == "gzip":
            return not vekt or vekt.strip("0.") != ""
    return False


def _uten_hoder(scope: Scope) -> Scope:
    """Forespørselen uten hodene som ville gitt en pakket, delvis eller mellomlagret index.html å
    kjenne igjen.
    """
    fjernes = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
    return {
        **scope,
        "headers": [
            (navn, verdi) for navn, verdi in scope["headers"] if navn not in fjernes
        ],
    }


# Siden lages her og ikke i mellomvaren: en feil der ville Starlette svelget til den første brukeren
# kom.
_SIDER = {kode: lag_side(ORIGINAL, kode) for kode in MAALFORMER}
MELLOMVARE = [Middleware(Skall, sider=_SIDER)]


def mellomvare() -> list[Middleware]:
    """Mellomvaren for visningen prosessen er startet i. Kan den ikke starte trygt, avsluttes den
    med en forklaring.
    """
    # Skallet skal ikke trenge Streamlit. Det gjør den som kjenner innstillingene.
    from boligdata.doer.adresse import Adressevakt
    from boligdata.doer.opplasting import Opplasting

    innerst = [*MELLOMVARE, Middleware(Opplasting)]
    ytterst = [Middleware(Avvisningslogg)]
    hoder = sikkerhetshoder(_SIDER[BOKMAAL])
    try:
        if maalinger.port():
            ytterst.insert(0, Middleware(maalinger.Maaler))
        if config.visning() == "publisert":
            return [*ytterst, Middleware(Adressevakt, hoder=hoder), *innerst]
        # Lastes bare her: innloggingen skal ikke koste den vanlige prosessen noe.
        from boligdata.doer import port

        return [*ytterst, *port.mellomvare(hoder), *innerst]
    except Brukerfeil as feil:
        raise SystemExit(f"Dashbordet starter ikke. {feil}") from None


# --- Rutene ---------------------------------------------------------------------------


def helse(_: Request) -> Response:
    """Svar 200 når den gjeldende databasen kan åpnes og leses, ellers 503. Uten navn på filer eller
    maskiner.
    """
    try:
        return JSONResponse(lesing.helse(), headers={"Cache-Control": "no-store"})
    except Exception as feil:
        # Overvåkingen skal få et svar uansett hva som er galt. Årsaken står i loggen, ikke i
        # svaret.
        logg.warning("Helsesjekken feilet: %s: %s", type(feil).__name__, feil)
        return PlainTextResponse(
            "Dashbordet kjører, men tallene kan ikke leses nå. Se loggen på tjeneren.",
            status_code=503,
            headers={"Cache-Control": "no-store"},
        )


def ikon(_: Request) -> Response:
    """Dashbordets ikon i fanen, på adressen der Streamlit ellers har sitt."""
    return FileResponse(IKON, headers={"Cache-Control": "public, max-age=86400"})


def _rute(navn: str, svar: Callable[[Request], Response]) -> list[Route]:
    """Ruten både på roten og under en eventuell `server.baseUrlPath`."""
    return [Route(f"/{navn}", svar), Route(f"/{{base:path}}/{navn}", svar)]


RUTER = [*_rute("helse", helse), *_rute("favicon.png", ikon)]


# --- Oppstarten -----------------------------------------------------------------------


@contextlib.asynccontextmanager
async def oppstart(_app, visningene: Callable[[], Iterable[None]] = tuple):
    """Importer, åpne databasen, frys søppelsamleren og pakk filene før den første brukeren kommer. Så lages
    `visningene`, litt om gangen.

    `gc.freeze` gjør at samleren aldri mer går gjennom de hundre tusen objektene bibliotekene har
    laget. Det er nesten hele forskjellen på ti og tretti samtidige brukere.
    """
    sys.setswitchinterval(TRAADBYTTE_S)
    for modul in FORHAANDSLES:
        importlib.import_module(modul)
    with feillogg.uten_verdier(), lesing.foelg(), maalinger.aapen():
        _gjoer_klar()
        with oppvarming.paagaar(visningene):
            yield {}


def _gjoer_klar() -> None:
    # Mangler tallene, bygger inngangen dem ved første besøk og sier fra selv.
    with contextlib.suppress(Brukerfeil):
        lesing.helse()
    gc.collect()
    gc.freeze()
    # En full runde stopper alle brukerne i et tidels sekund og finner nesten ingenting, så den tas
    # ti ganger sjeldnere.
    gc.set_threshold(7_000, 10, 10)
    for fil in foerste_filer(ORIGINAL):
        pakk(fil)
