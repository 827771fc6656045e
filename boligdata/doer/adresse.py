"""Adressene dashbordet svarer på.

En fremmed side kan la navnet sitt peke på 127.0.0.1, eller på en maskin inne i kommunen. Da tror
nettleseren at siden og dashbordet er samme sted, og lar siden lese tallene. Bare vertsnavnet i
forespørselen røper det. Derfor svarer dashbordet bare på navn det skal ha, i begge visningene.
"""

import re
from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

import streamlit
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.url_util import make_url_path
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from boligdata.doer import beskjed, kapsler, maalvalg
from boligdata.felles import maalform, verter
from boligdata.felles.config import ROT
from boligdata.felles.maalform import si

# Det som svarer på alle adresser og uten innlogging, for en overvåking vet sjelden navnet. Begge
# sier bare at dashbordet lever.
HELSE = {"helse", "_stcore/health"}

# Det Streamlit svarer på, og som ingen trenger: målinger av øktene (dashbordet har sine egne, på en annen
# port), grensesnittet for programmer, og egne komponenter.
STENGT = ("_stcore/metrics", "_stcore/agent/", "_stcore/bidi-components/", "component/")

# Sidene heter det samme som filene sine. Forsiden har ikke noe navn i adressen.
SIDER = frozenset(fil.stem for fil in (ROT / "pages").glob("*.py"))
FORSIDE = "oversikt"
# Ledd i adressene til noe annet enn en side. Streamlit prøver dem også under siden brukeren er på.
_IKKE_SIDER = {"_stcore", "app", "auth", "component", "media", "static", "helse"}
# Flere ledd enn dette har ingen skrevet for hånd.
_FLEST_LEDD = 20

_HOST = re.compile(
    r"(?P<navn>\[[0-9a-f:.]+\]|[a-z0-9_][a-z0-9._-]*)(:(?P<port>\d{0,5}))?",
    re.IGNORECASE,
)


class Adressevakt:
    """ASGI-mellomvaren som står ytterst i begge prosessene.

    `hoder` er sikkerhetshodene som skal følge svarene herfra. `ekstern` er adressen innloggingen
    sender brukeren tilbake til, når det er en innlogging.
    """

    def __init__(
        self, app: ASGIApp, hoder: dict[str, str], ekstern: str | None = None
    ) -> None:
        self.app = app
        self.hoder = hoder
        self.ekstern = ekstern

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket" or "/static/" in scope["path"]:
            await self._videre(scope, receive, send)
        else:
            with maalform.bruk(maalvalg.av(scope)):
                await self._videre(scope, receive, send)

    async def _videre(self, scope: Scope, receive: Receive, send: Send) -> None:
        avvist = self._avvisning(scope)
        if avvist and scope["type"] == "websocket":
            await beskjed.avvis_websocket(receive, send)
        elif svar := avvist or _stengt(scope) or vei_til_siden(scope):
            svar.headers.update(self.hoder)
            await svar(scope, receive, send)
        elif self._over_https(scope):
            await self.app(kapsler.les(scope), receive, kapsler.sett(send))
        else:
            await self.app(scope, receive, send)

    def _avvisning(self, scope: Scope) -> Response | None:
        """Svaret til den som kom hit med en adresse dashbordet ikke har, eller None."""
        vert = vertsnavn(Headers(scope=scope))
        if rute(scope) in HELSE or (vert and self._godtas(vert, scope)):
            return None
        if vert:
            return beskjed.side(
                si("Dashbordet har ikke denne adressen"),
                si(
                    "Du kom hit med adressen «{vert}», og den er ikke satt opp. Kjenner du den ikke, "
                    "lukker du siden. Skal dashbordet nås der, må den som drifter det, {rettes}. "
                    "README.md forklarer hvordan, under «Fra andre maskiner».",
                    vert=vert,
                    rettes=self._rettes_slik(vert),
                ),
                HTTPStatus.MISDIRECTED_REQUEST,
            )
        return beskjed.side(
            si("Forespørselen kan ikke leses"),
            si(
                "Den sier ikke hvilken adresse den er til, eller sier det flere ganger."
            ),
            HTTPStatus.BAD_REQUEST,
        )

    def _godtas(self, vert: str, scope: Scope) -> bool:
        if streamlit.get_option("server.allowedHosts"):
            # Streamlit avviser da websocketen fra alle andre. Siden skal ikke åpnes halvt.
            return is_host_allowed(f"[{vert}]" if ":" in vert else vert)
        return _er_her(vert, scope) or vert in self._oppgitt()

    def _oppgitt(self) -> set[str]:
        """Navnene i oppsettet: der det lytter, det brukerne skriver, og der innloggingen ender."""
        adresser = (
            streamlit.get_option("server.address"),
            streamlit.get_option("browser.serverAddress"),
            self.ekstern,
        )
        return {_navn(adresse) for adresse in adresser if adresse}

    def _rettes_slik(self, vert: str) -> str:
        if streamlit.get_option("server.allowedHosts"):
            return si("legge «{vert}» til i server.allowedHosts", vert=vert)
        if self.ekstern:
            return si("skrive den i redirect_uri i .streamlit/secrets.toml")
        return si("starte det med --browser.serverAddress {vert}", vert=vert)

    def _over_https(self, scope: Scope) -> bool:
        """Bruker nettleseren https?

        Skjemaet i forespørselen er satt av Uvicorn, som bare hører på X-Forwarded-Proto fra en proxy
        den er bedt om å stole på (FORWARDED_ALLOW_IPS). Er adressen i oppsettet https, er svaret ja
        uansett.
        """
        return scope.get("scheme") in ("https", "wss") or (
            self.ekstern or ""
        ).startswith("https://")


# --- Vertsnavnet ----------------------------------------------------------------------


def vertsnavn(hoder: Headers) -> str | None:
    """Navnet i Host, med små bokstaver og uten port. None når det mangler, står flere ganger eller
    ikke er et navn. Det en proxy påstår i X-Forwarded-Host, teller ikke.
    """
    oppgitt = hoder.getlist("host")
    treff = _HOST.fullmatch(oppgitt[0]) if len(oppgitt) == 1 else None
    if not treff or int(treff["port"] or 0) > 65535:
        return None
    return treff["navn"].strip("[]").lower().removesuffix(".")


def spurt_fra_egen_maskin(hoder: Mapping[str, str]) -> bool:
    """Er forespørselen fra maskinen dashbordet går på? En proxy foran kan gi alle det samme
    vertsnavnet, og sier da fra om hvem den spør for.
    """
    hoder_ = Headers(hoder)
    videresendt = {"forwarded", "x-forwarded-for", "x-real-ip"} & {*hoder_.keys()}
    return not videresendt and verter.er_egen_maskin(vertsnavn(hoder_))


def _er_her(vert: str, scope: Scope) -> bool:
    """Egen maskin, eller IP-adressen forespørselen faktisk kom inn på. En IP-adresse kan ingen la
    peke et annet sted.
    """
    tjener = verter.ip((scope.get("server") or ("",))[0])
    return verter.er_egen_maskin(vert) or (
        tjener is not None and verter.ip(vert) == tjener
    )


def _navn(adresse: str) -> str:
    """Vertsnavnet i en adresse fra oppsettet, slik nettleseren skriver det i Host."""
    # En IPv6-adresse uten klammer er ikke en adresse med port.
    if verter.ip(adresse):
        return adresse.lower()
    try:
        navn = urlsplit(adresse if "//" in adresse else f"//{adresse}").hostname or ""
        return navn.encode("idna").decode().removesuffix(".")
    except ValueError:
        return ""


# --- Ruten ----------------------------------------------------------------------------


def sti(rute: str) -> str:
    """Stien til en rute, med en eventuell `server.baseUrlPath` foran."""
    return make_url_path(streamlit.get_option("server.baseUrlPath") or "", rute)


def rute(scope: Scope) -> str | None:
    """Ruten i adressen uten `server.baseUrlPath`, eller None når adressen er et annet sted."""
    rot = sti("").rstrip("/") + "/"
    her = scope["path"] if scope["path"] != rot.rstrip("/") else rot
    return her.removeprefix(rot) if her.startswith(rot) else None


def _stengt(scope: Scope) -> Response | None:
    """Svaret til den som spør etter noe dashbordet ikke har, eller None."""
    if scope["type"] == "http" and (rute(scope) or "").startswith(STENGT):
        return PlainTextResponse(
            si("Dette svarer ikke dashbordet på."),
            HTTPStatus.NOT_FOUND,
            {"Cache-Control": "no-store"},
        )
    return None


# --- Sidene ---------------------------------------------------------------------------


def vei_til_siden(scope: Scope) -> Response | None:
    """Svaret til den som har skrevet adressen til en side litt annerledes, eller til en side som ikke
    finnes under en annen. None når Streamlit kan ta den som den står.

    Streamlit har ikke noe navn på forsiden, kjenner ikke store bokstaver, og blir stående uten
    kontakt når det står noe etter navnet på siden.
    """
    rute_ = rute(scope) if scope["type"] == "http" else None
    if rute_ is None or scope["method"] not in ("GET", "HEAD"):
        return None
    ledd = rute_.split("/")
    if len(ledd) > _FLEST_LEDD or any(_er_ikke_side(et) for et in ledd):
        return None
    # Veien er skrevet herfra, så den er rett også bak en proxy som har tatt bort begynnelsen.
    opp = "../" * (len(ledd) - 1)
    side = _side(ledd[0])
    if side is None:
        return _finnes_ikke(opp) if len(ledd) > 1 and _vil_ha_side(scope) else None
    riktig = "" if side == FORSIDE else side
    if rute_ == riktig:
        return None
    sporring = scope["query_string"].decode("latin-1")
    return RedirectResponse(
        (opp + riktig or "./") + (f"?{sporring}" if sporring else ""),
        HTTPStatus.FOUND,
        {"Cache-Control": "no-store"},
    )


def _side(ledd: str) -> str | None:
    """Siden det menes, av dem som finnes. Det brukeren skrev, går aldri inn i svaret."""
    navn = ledd.lower().replace("å", "aa").replace("ø", "oe").replace("æ", "ae")
    return next((side for side in SIDER if side == re.sub("[-_ ]", "", navn)), None)


def _er_ikke_side(ledd: str) -> bool:
    return ledd in _IKKE_SIDER or "." in ledd


def _vil_ha_side(scope: Scope) -> bool:
    return "text/html" in Headers(scope=scope).get("accept", "")


def _finnes_ikke(opp: str) -> Response:
    return beskjed.side(
        si("Siden finnes ikke"),
        si("Adressen er skrevet feil, eller siden er flyttet."),
        HTTPStatus.NOT_FOUND,
        lenke=(opp, si("Gå til forsiden")),
    )
