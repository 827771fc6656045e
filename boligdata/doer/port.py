"""Porten foran ansattvisningen: ingenting slipper gjennom uten en gyldig innlogging fra en gruppe
med tilgang.

Streamlits egen innlogging verner bare skriptet. Uten denne mellomvaren ville websocketen,
nedlastingene, de statiske filene og målingene svart hvem som helst. Alt er stengt bortsett fra det
som står i `_AAPNE`. Bare ansattprosessen laster denne modulen. De private delene av Streamlit den
bruker, er pinnet i `tests/test_port.py`.
"""

import datetime as dt
import json
import logging
import re
from http import HTTPStatus
from http.cookies import SimpleCookie
from urllib.parse import quote, urlsplit

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import (
    get_origin_from_redirect_uri,
    get_redirect_uri,
    get_secrets_auth_section,
    set_cookie_with_chunks,
)
from streamlit.user_info import generate_login_redirect_url
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import (
    create_signed_value,
    decode_signed_value,
)
from streamlit.web.server.starlette.starlette_auth_routes import (
    _get_auth_cookie_attribute_size,
    _set_single_cookie,
)
from streamlit.web.server.starlette.starlette_server_config import (
    TOKENS_COOKIE_NAME,
    USER_COOKIE_NAME,
)
from streamlit.web.server.starlette.starlette_websocket import (
    _get_signed_cookie_with_chunks,
)

from boligdata import lesing
from boligdata.doer import adresse, beskjed, tilgang, tilgangslogg, utlogging
from boligdata.doer.kapsler import LENKE
from boligdata.felles import config, verter
from boligdata.felles.config import Brukerfeil
from boligdata.felles.maalform import si

# Streamlits egne adresser for innloggingen.
INN, UT, TILBAKE = "auth/login", "auth/logout", "oauth2callback"
# Våre egne sider for den som ikke er innlogget.
UTLOGGET, MISLYKTES = "utlogget", "innlogging-mislyktes"
# Det som svarer uten innlogging.
_AAPNE = {INN, UT, TILBAKE, *adresse.HELSE}

# Lenken brukeren kom med, huskes så lenge innloggingen pågår.
LENKENS_LEVETID = dt.timedelta(minutes=10)
STOERSTE_KAPSEL = 3500
# En kapsel som tas bort, og det som sier at en kapsel lever videre når nettleseren lukkes.
_SLETTES = re.compile(r"; *max-age=0\b", re.IGNORECASE)
_LEVETID = re.compile(r"; *(max-age|expires)=[^;]*", re.IGNORECASE)

# Så kort nøkkel kan gjettes, og den som gjetter den, kan logge inn som hvem som helst.
KORTESTE_NOEKKEL = 32

logg = logging.getLogger(__name__)


# --- Kravene ved oppstart -------------------------------------------------------------


def mellomvare(hoder: dict[str, str]) -> list[Middleware]:
    """Adressevakten og porten, klare til å stå ytterst. `hoder` er sikkerhetshodene som skal følge
    svarene de gir selv.

    Kaster `Brukerfeil` når ansattvisningen ikke kan starte trygt.
    """
    innlogging = innlogging_er_satt_opp()
    tilgangslogg.kontroller()
    if innlogging:
        _kontroller_innlogging()
        tilgang.regler()
        utlogging.kontroller(dt.datetime.now(dt.UTC))
    else:
        krev_egen_maskin_og_fiktive_tall()
    return [
        Middleware(adresse.Adressevakt, hoder=hoder, ekstern=_redirect_uri()),
        Middleware(Port, hoder=hoder, innlogging=innlogging),
    ]


def innlogging_er_satt_opp() -> bool:
    """Finnes det et avsnitt [auth] i hemmelighetene til Streamlit?"""
    return bool(get_secrets_auth_section())


def leverandoer() -> str:
    """Navnet på innloggingstjenesten, slik Streamlit vil ha det: «default», eller det ene avsnittet
    [auth.navn].
    """
    oppsett = get_secrets_auth_section().to_dict()
    navngitte = [
        navn
        for navn, verdi in oppsett.items()
        if isinstance(verdi, dict) and "client_id" in verdi
    ]
    if "client_id" not in oppsett and len(navngitte) == 1:
        return navngitte[0]
    if navngitte:
        raise _oppsettsfeil("har flere innloggingstjenester. Behold én")
    return "default"


def _redirect_uri() -> str | None:
    """Adressen innloggingen sender brukeren tilbake til. Det er der ansattvisningen er."""
    oppsett = get_secrets_auth_section()
    return get_redirect_uri(oppsett) if oppsett else None


def _kontroller_innlogging() -> None:
    oppsett = get_secrets_auth_section().to_dict()
    navn = leverandoer()
    tjeneste = oppsett if navn == "default" else oppsett[navn]
    mangler = [
        felt for felt in ("redirect_uri", "cookie_secret") if not oppsett.get(felt)
    ]
    mangler += [
        felt
        for felt in ("client_id", "client_secret", "server_metadata_url")
        if not tjeneste.get(felt)
    ]
    if mangler:
        raise _oppsettsfeil(f"mangler {', '.join(mangler)}")
    if len(oppsett["cookie_secret"]) < KORTESTE_NOEKKEL:
        raise _oppsettsfeil(
            f"har en cookie_secret som er kortere enn {KORTESTE_NOEKKEL} tegn. Lag en ny med "
            "«python -c 'import secrets; print(secrets.token_hex(32))'»"
        )
    tilbake = urlsplit(get_redirect_uri(oppsett))
    if tilbake.path != adresse.sti(TILBAKE):
        raise _oppsettsfeil(
            f"har en redirect_uri som ikke slutter på {adresse.sti(TILBAKE)}"
        )
    if tilbake.scheme != "https" and not verter.er_egen_maskin(tilbake.hostname):
        raise _oppsettsfeil(
            "har en redirect_uri som ikke begynner med https://. Innloggingen ville gått åpent over "
            "nettet. Sett en omvendt proxy med TLS foran"
        )
    om_tjenesten = urlsplit(tjeneste["server_metadata_url"])
    if om_tjenesten.scheme != "https" and not verter.er_egen_maskin(
        om_tjenesten.hostname
    ):
        raise _oppsettsfeil(
            "har en server_metadata_url som ikke begynner med https://. Den som er på nettet imellom, kunne "
            "gitt seg ut for å være innloggingstjenesten"
        )
    # Uten Authlib ville Streamlit startet, og først feilet når noen skulle logge inn.
    try:
        import authlib.integrations.starlette_client  # noqa: F401
    except ImportError as feil:
        raise Brukerfeil(
            "Biblioteket Authlib mangler. Kjør «pip install -r requirements.txt»."
        ) from feil


def _oppsettsfeil(hva: str) -> Brukerfeil:
    return Brukerfeil(
        f"Avsnittet [auth] i .streamlit/secrets.toml {hva}. "
        "boligdata/doer/README.md viser et eksempel."
    )


def krev_egen_maskin_og_fiktive_tall() -> None:
    """`Brukerfeil` når ansattvisningen ikke kan kjøre uten innlogging: andre når den, eller tallene
    er ekte.
    """
    if verter.er_egen_maskin(streamlit.get_option("server.address")) and _er_fiktivt():
        return
    raise Brukerfeil(
        "Ansattvisningen krever innlogging, og den er ikke satt opp. Legg avsnittet "
        "[auth] i .streamlit/secrets.toml, "
        "slik boligdata/doer/README.md viser. Uten innlogging kan den bare prøves med "
        "den fiktive kommunen, og "
        "bare på egen maskin (server.address 127.0.0.1)."
    )


def _er_fiktivt() -> bool:
    if not lesing.finnes():
        return config.les_kommune(config.uttrekk_mappe()).fiktiv
    with lesing.samme_tall(lesing.Innsyn(alt=True)):
        return lesing.meta().fiktiv


# --- Porten ---------------------------------------------------------------------------


class Port:
    """ASGI-mellomvaren i ansattprosessen, også foran filene skallet selv leverer.

    `innlogging` er bestemt ved oppstart: forsvinner oppsettet mens prosessen kjører, skal porten
    ikke åpne seg.
    """

    def __init__(self, app: ASGIApp, hoder: dict[str, str], innlogging: bool) -> None:
        self.app = app
        self.hoder = hoder
        self.innlogging = innlogging

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket" and self._avvisning(scope):
            await beskjed.avvis_websocket(receive, send)
        else:
            await self.app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        rute = adresse.rute(scope)
        if rute in (UTLOGGET, MISLYKTES):
            svar = _side(rute)
        elif rute == UT and self.innlogging and (spoersmaal := _logg_ut(scope)):
            svar = spoersmaal
        elif rute in (UT, TILBAKE):
            await self.app(scope, receive, _etter_innlogging(scope, send))
            return
        elif rute in _AAPNE or not (avvist := self._avvisning(scope)):
            await self.app(scope, receive, _uten_mellomlager(send))
            return
        else:
            svar = _avvis(scope, avvist)
        svar.headers.update({**self.hoder, "Cache-Control": "no-store"})
        if rute == UTLOGGET:
            # Ellers kan tilbakeknappen vise det brukeren så.
            svar.headers["Clear-Site-Data"] = '"cache"'
        await svar(scope, receive, send)

    def _avvisning(self, scope: Scope) -> Brukerfeil | None:
        """Hvorfor forespørselen ikke slipper gjennom, eller None."""
        if not self.innlogging:
            # Oppstarten har krevd egen maskin, men en annen tjener enn Streamlits egen kan lytte et
            # annet sted.
            begge = all(
                verter.er_egen_maskin((scope.get(ende) or ("",))[0])
                for ende in ("server", "client")
            )
            if begge:
                return None
            return tilgang.IngenTilgang(
                si("Ansattvisningen uten innlogging svarer bare på egen maskin.")
            )
        try:
            tilgang.bruker(krav(scope), dt.datetime.now(dt.UTC))
        except Brukerfeil as feil:
            return feil
        return None


def krav(scope: Scope) -> dict:
    """Opplysningene i innloggingskapselen, eller ingenting når den mangler, er endret eller ikke
    kan leses. En fra et annet dashbord teller ikke, selv om den er signert med den samme nøkkelen.
    """
    opplysninger = _i_kapselen(HTTPConnection(scope).cookies, USER_COOKIE_NAME)
    her = get_origin_from_redirect_uri()
    return opplysninger if her and opplysninger.get("origin") == her else {}


def _i_kapselen(kapsler: dict[str, str], navn: str) -> dict:
    kapsel = _get_signed_cookie_with_chunks(kapsler, navn)
    try:
        innhold = json.loads(kapsel) if kapsel else {}
    except ValueError:
        innhold = {}
    return innhold if isinstance(innhold, dict) else {}


def _uten_mellomlager(send: Send) -> Send:
    """Sider og nedlastinger legges aldri igjen i nettleseren. Streamlits egne filer er like for alle, og kan
    ligge.
    """

    async def videre(melding: Message) -> None:
        if melding["type"] == "http.response.start":
            hoder = MutableHeaders(scope=melding)
            if "immutable" not in hoder.get("cache-control", ""):
                hoder["cache-control"] = "no-store"
        await send(melding)

    return videre


def _avvis(scope: Scope, grunn: Brukerfeil) -> Response:
    if not isinstance(grunn, tilgang.Avvist):
        # Noe er galt hos oss. Stier og linjer hører hjemme i loggen.
        logg.error("Ingen slipper inn: %s", grunn)
        return PlainTextResponse(
            si(
                "Ansattvisningen er stengt, fordi reglene for tilgang eller listen over utloggede ikke "
                "kan leses. Si fra til den som drifter dashbordet."
            ),
            HTTPStatus.SERVICE_UNAVAILABLE,
        )
    if isinstance(grunn, tilgang.IngenTilgang):
        return _ingen_tilgang(scope, grunn)
    if not _er_side(scope):
        return PlainTextResponse(si("Logg inn først."), HTTPStatus.UNAUTHORIZED)
    svar = RedirectResponse(
        generate_login_redirect_url(leverandoer()), HTTPStatus.FOUND
    )
    _husk_lenken(scope, svar)
    return svar


def _ingen_tilgang(scope: Scope, grunn: Brukerfeil) -> Response:
    if not _er_side(scope):
        return PlainTextResponse(str(grunn), HTTPStatus.FORBIDDEN)
    try:
        tilgang.loggfoer(krav(scope), "avvist", (adresse.rute(scope) or "")[:100])
    except Brukerfeil as feil:
        # Den som avvises, ser ingenting uansett. Loggfeilen stopper dem som slipper inn.
        logg.error("%s", feil)
    return beskjed.side(
        si("Ingen tilgang"),
        str(grunn),
        HTTPStatus.FORBIDDEN,
        skjema=(adresse.sti(UT), si("Logg ut")),
    )


def _er_side(scope: Scope) -> bool:
    """Er dette en side et menneske åpner, og ikke en fil eller et kall fra siden?"""
    rute = adresse.rute(scope)
    return (
        scope["method"] == "GET"
        and rute is not None
        and "." not in rute
        and not rute.startswith(("_stcore/", "media/", "static/", "app/", "component/"))
    )


# --- Lenken gjennom innloggingen ------------------------------------------------------


def _husk_lenken(scope: Scope, svar: Response) -> None:
    # Stien er alt lest ut av prosentkodingen. Den må tilbake, ellers kunne den lagt linjer til
    # svaret.
    lenke = quote(scope["path"]) + (
        "?" + scope["query_string"].decode("latin-1") if scope["query_string"] else ""
    )
    verdi = create_signed_value(get_cookie_secret(), LENKE, lenke).decode()
    # Større kapsler kaster nettleseren. Da lander brukeren på forsiden.
    if len(verdi) < STOERSTE_KAPSEL:
        svar.set_cookie(
            LENKE,
            verdi,
            max_age=int(LENKENS_LEVETID.total_seconds()),
            httponly=True,
            samesite="lax",
            path=adresse.sti(""),
        )


def _lenke(scope: Scope) -> str:
    """Lenken brukeren kom med, eller forsiden. Kapselen er signert, og bare stier på dette
    dashbordet godtas.
    """
    kapsel = HTTPConnection(scope).cookies.get(LENKE, "")
    verdi = decode_signed_value(
        get_cookie_secret(), LENKE, kapsel, LENKENS_LEVETID / dt.timedelta(days=1)
    )
    lenke = (verdi or b"").decode("utf-8", "ignore")
    her = lenke.startswith("/") and not lenke.startswith(("//", "/\\"))
    return lenke if her else adresse.sti("")


def _etter_innlogging(scope: Scope, send: Send) -> Send:
    """Streamlit sender alltid brukeren til forsiden. Her sendes brukeren dit vedkommende skulle, og
    innloggingen blir loggført.

    Uten en ny innlogging ville forsiden sendt brukeren rett til innloggingen igjen, også den som
    nettopp logget ut.
    """

    async def videre(melding: Message) -> None:
        if melding["type"] == "http.response.start":
            hoder = MutableHeaders(scope=melding)
            if hoder.get("location") == adresse.sti(""):
                innlogget = _bare_det_som_trengs(hoder)
                hoder["location"] = _neste(scope, innlogget)
                slettet = Response()
                slettet.delete_cookie(LENKE, path=adresse.sti(""))
                hoder.append("set-cookie", slettet.headers["set-cookie"])
        await send(melding)

    return videre


def _bare_det_som_trengs(hoder: MutableHeaders) -> bool:
    """Ta det nettleseren ikke skal ha, ut av kapslene som settes. Sier om noen er logget inn.

    Kapslene varer til nettleseren lukkes, og ikke i tretti dager: den som glemmer å logge ut, lukker den.
    Tilgangen til andre tjenester i brukerens navn bruker vi ikke til noe. Bare beviset på hvem brukeren er,
    trengs igjen, når innloggingstjenesten skal logge brukeren ut.
    """
    satt = hoder.getlist("set-cookie")
    slettes = [kapsel for kapsel in satt if _SLETTES.search(kapsel)]
    settes = [kapsel for kapsel in satt if kapsel not in slettes]
    nye = {
        navn: lest.value
        for kapsel in settes
        for navn, lest in SimpleCookie(kapsel).items()
    }
    if USER_COOKIE_NAME not in nye:
        return False
    bevis = _i_kapselen(nye, TOKENS_COOKIE_NAME).get("id_token")
    ut = [kapsel for kapsel in settes if not kapsel.startswith(TOKENS_COOKIE_NAME)]
    ut += _beviset(bevis) if bevis else []
    del hoder["set-cookie"]
    for kapsel in [*slettes, *(_LEVETID.sub("", kapsel) for kapsel in ut)]:
        hoder.append("set-cookie", kapsel)
    _loggfoer(_i_kapselen(nye, USER_COOKIE_NAME))
    return True


def _beviset(bevis: str) -> list[str]:
    """Kapslene med beviset, delt slik Streamlit deler dem."""
    svar = Response()
    set_cookie_with_chunks(
        lambda navn, verdi: _set_single_cookie(svar, navn, verdi),
        lambda navn, verdi: create_signed_value(get_cookie_secret(), navn, verdi),
        TOKENS_COOKIE_NAME,
        {"id_token": bevis},
        cookie_attr_size=_get_auth_cookie_attribute_size(),
    )
    return svar.headers.getlist("set-cookie")


def _loggfoer(opplysninger: dict) -> None:
    try:
        tilgang.loggfoer(opplysninger, "innlogget")
    except Brukerfeil as feil:
        # Uten logg og regler slipper ingen inn på sidene heller.
        logg.error("%s", feil)


def _neste(scope: Scope, innlogget: bool) -> str:
    if innlogget:
        return _lenke(scope)
    # Etter en utlogging kommer brukeren hit uten svar fra innloggingstjenesten.
    forsoek = adresse.rute(scope) == TILBAKE and {"code", "error"} & set(
        HTTPConnection(scope).query_params
    )
    return adresse.sti(MISLYKTES if forsoek else UTLOGGET)


# --- Utloggingen ----------------------------------------------------------------------


def _logg_ut(scope: Scope) -> Response | None:
    """Svaret på en utlogging, eller None når Streamlit kan få den: da er innloggingen avsluttet, og
    det er igjen å ta bort kapslene og si fra til innloggingstjenesten.

    En lenke eller et bilde på en annen side skal ikke logge noen ut. Derfor spør en åpen innlogging
    først, og bare et skjema herfra avslutter den. Knappen «Logg ut» på sidene går gjennom
    websocketen, som bare våre egne sider kan åpne, og har avsluttet innloggingen når den kommer hit.
    """
    fra_skjema = scope["method"] == "POST"
    try:
        if fra_skjema and _er_eget_skjema(scope):
            tilgang.logg_ut(krav(scope), dt.datetime.now(dt.UTC))
        elif fra_skjema or _er_innlogget(scope):
            return _spoer_om_utlogging(
                HTTPStatus.FORBIDDEN if fra_skjema else HTTPStatus.OK
            )
        else:
            return None
    except Brukerfeil as feil:
        logg.error("Ingen kan logge ut: %s", feil)
        return beskjed.side(
            si("Du er ikke logget ut"),
            si(
                "Utloggingen kunne ikke lagres. Lukk nettleseren, og si fra til den som drifter "
                "dashbordet."
            ),
            HTTPStatus.SERVICE_UNAVAILABLE,
        )
    # Ikke en omdirigering: reglene i nettleseren lar ikke et skjema ende hos en annen enn oss.
    ut = adresse.sti(UT)
    return beskjed.side(
        si("Du er logget ut her"),
        si("Nå logges du ut av innloggingstjenesten."),
        lenke=(ut, si("Gå videre")),
        videre=ut,
    )


def _er_innlogget(scope: Scope) -> bool:
    opplysninger = krav(scope)
    return opplysninger.get("is_logged_in") is True and not utlogging.er_avsluttet(
        opplysninger
    )


def _er_eget_skjema(scope: Scope) -> bool:
    """Er skjemaet sendt fra en side på dashbordet? Alle nettlesere sier hvor et skjema er fra."""
    hoder = Headers(scope=scope)
    fra_samme_sted = hoder.get("sec-fetch-site", "same-origin") == "same-origin"
    return fra_samme_sted and hoder.getlist("origin") == [
        get_origin_from_redirect_uri()
    ]


def _spoer_om_utlogging(status: HTTPStatus) -> Response:
    return beskjed.side(
        si("Vil du logge ut?"),
        si("Du er fortsatt logget inn."),
        status,
        skjema=(adresse.sti(UT), si("Logg ut")),
    )


# --- Sidene porten selv viser ---------------------------------------------------------


def _side(rute: str) -> Response:
    if rute == UTLOGGET:
        return beskjed.side(
            si("Du er logget ut"),
            si("Lukk nettleseren hvis andre bruker maskinen."),
            lenke=(adresse.sti(""), si("Logg inn igjen")),
        )
    return beskjed.side(
        si("Innloggingen mislyktes"),
        si("Prøv igjen. Hjelper ikke det, si fra til den som drifter dashbordet."),
        HTTPStatus.UNAUTHORIZED,
        lenke=(adresse.sti(""), si("Prøv igjen")),
    )
