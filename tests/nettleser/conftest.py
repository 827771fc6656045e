"""Ekte Chromium mot en ekte tjener. Fiksturene her brukes av alle nettlesertestene."""

import functools
from urllib.parse import urlsplit

import oppsett
import pytest
from deltfane import Deltfane
from nettside import aapne, ferdig, velg_tema
from playwright.sync_api import Error, sync_playwright
from sider import SIDER

SKJERM = {"width": 1440, "height": 900}

MANGLER = (
    "Chromium mangler, så nettlesertestene hoppes over. Installer den (Debian: «sudo "
    "apt-get install chromium», "
    "macOS og Windows: Google Chrome), eller la miljøvariabelen CHROMIUM peke på programmet."
)


@pytest.fixture(scope="module")
def chromium():
    """Én nettleser for hver fil. Testene får kontekster i den.

    Så lenge den er åpen, går det en hendelsesløkke som tester utenom nettleseren ikke kan dele.
    """
    sti = oppsett.finn_chromium()
    with sync_playwright() as playwright:
        try:
            # Uten sti leter Playwright etter Google Chrome der den pleier å ligge på macOS og
            # Windows.
            nettleser = playwright.chromium.launch(
                executable_path=sti,
                channel=None if sti else "chrome",
                args=oppsett.FLAGG,
            )
        except Error:
            if sti:
                raise
            pytest.skip(MANGLER)
        yield nettleser
        nettleser.close()


@pytest.fixture(scope="session")
def start_tjener():
    """`kjoer_tjener` for tester som trenger en annen app eller andre valg enn dashbordet."""
    return functools.partial(oppsett.kjoer_tjener, oppvarmet=False)


@pytest.fixture(scope="session")
def ledig_port():
    """En port ingen bruker nå: `ledig_port()`. Til oppsett som må vite porten før tjeneren
    starter.
    """
    return oppsett.ledig_port


@pytest.fixture(scope="session")
def tjener(bygd_eksempel, tmp_path_factory):
    """Dashbordet selv, mot den bygde eksempelkommunen. Gir adressen uten skråstrek til slutt."""
    logg = tmp_path_factory.mktemp("tjener") / "logg.txt"
    with oppsett.kjoer_tjener(
        oppsett.ROT / "dashboard.py", logg, {"BOLIGDATA_PUBLISERT": str(bygd_eksempel)}
    ) as adresse:
        yield adresse


@pytest.fixture
def ventet():
    """Feil en test venter seg i konsollen, som del av teksten: `ventet.append("status of 401")`."""
    return []


@pytest.fixture
def ny_side(chromium, ventet):
    """Lag en side i en fersk kontekst, uten noe i mellomlageret: `ny_side(java_script_enabled=False)`.

    Testen feiler hvis en side skriver en feil i konsollen, kaster et unntak eller spør en annen
    vert enn tjeneren, og ikke venter seg det.
    """
    kontekster, feil = [], []

    def lag(**valg):
        kontekster.append(_kontekst(chromium, feil, **valg))
        return kontekster[-1].new_page()

    yield lag
    for kontekst in kontekster:
        kontekst.close()
    _ingen_uventede(feil, ventet)


@pytest.fixture(scope="module")
def nettlesere(chromium):
    """To nettlesere med én fane hver, som testene i filen deler. Den første siden i hver av dem er
    kald. Siden tar de filene til Streamlit og Plotly fra mellomlageret, som hos en som kommer igjen.
    """
    return [Deltfane(functools.partial(_kontekst, chromium)) for _ in range(2)]


@pytest.fixture
def to_nettlesere(nettlesere, ventet):
    """Brukerens fane og en fane i en annen nettleser, uten kapsler eller noe annet etter testen
    før. Testen feiler av det samme som med `ny_side`.
    """
    yield [delt.side for delt in nettlesere]
    i_testen = [feil for delt in nettlesere for feil in delt.feil]
    for delt in nettlesere:
        delt.still_tilbake(SKJERM)
        # En fil siden var i ferd med å hente, stoppes når kapslene tas bort. Det er ikke testens feil.
        delt.feil.clear()
    _ingen_uventede(i_testen, ventet)


@pytest.fixture
def side(to_nettlesere):
    """Brukerens fane, i vanlig skjermstørrelse."""
    return to_nettlesere[0]


@pytest.fixture(scope="module")
def delt_fane(chromium):
    """Én fane, delt av testene i filen som ikke trenger å åpne siden på nytt. De stiller tilbake det
    de endrer.
    """
    return Deltfane(functools.partial(_kontekst, chromium))


@pytest.fixture
def som_foer(delt_fane, ventet):
    """Den delte fanen slik den forrige testen forlot den, med pekeren utenfor siden. Testen feiler av
    det samme som med `ny_side`.
    """
    delt_fane.side.mouse.move(0, 0)
    yield delt_fane
    i_testen = delt_fane.feil.copy()
    delt_fane.feil.clear()
    _ingen_uventede(i_testen, ventet)


@pytest.fixture
def aapnet(delt_fane, tjener, visning):
    """Fanen, på siden med temaet `visning` sier. Står den der alt, er det ingenting å gjøre."""
    fane = delt_fane.side
    if delt_fane.viser != visning:
        delt_fane.viser = None
        _gaa_til(fane, tjener, *visning)
        delt_fane.viser = visning
    return fane


def _gaa_til(fane, tjener, navn, tema) -> None:
    if not fane.url.startswith(tjener):
        aapne(fane, tjener, "Oversikt")
    fane.set_viewport_size(SKJERM)
    tittel = SIDER[navn].tittel
    overskrift = fane.get_by_role("heading", name=tittel, exact=True, level=1)
    if not overskrift.is_visible():
        fane.get_by_role("link", name=tittel, exact=True).click()
        overskrift.wait_for()
    if tema:
        velg_tema(fane, tema)
    else:
        ferdig(fane)


def _kontekst(chromium, feil: list[str], **valg):
    """En kontekst der det som går galt i noen av fanene, kommer i `feil`."""
    kontekst = chromium.new_context(
        **{"locale": "nb-NO", "viewport": SKJERM, "reduced_motion": "reduce"} | valg
    )
    kontekst.set_default_timeout(20_000)

    def spurt(url):
        if _fremmed(url):
            feil.append(f"fremmed vert: {url}")

    def skrevet(melding):
        if _er_feil(melding):
            # Teksten sier ikke alltid hva som ikke ble hentet.
            feil.append(f"konsoll: {melding.text} {melding.location.get('url', '')}")

    kontekst.on("console", skrevet)
    kontekst.on("weberror", lambda e: feil.append(f"unntak: {e.error}"))
    kontekst.on("request", lambda f: spurt(f.url))
    kontekst.on("page", lambda fane: fane.on("websocket", lambda w: spurt(w.url)))
    return kontekst


def _ingen_uventede(feil: list[str], ventet: list[str]) -> None:
    uventet = [f for f in feil if not any(v in f for v in ventet)]
    assert not uventet, "\n".join(uventet)


def _er_feil(melding) -> bool:
    # På en dyp lenke prøver Streamlit først adressen under siden og får 404 før den finner roten.
    # Det er ufarlig.
    proevd_under_siden = melding.location.get("url", "").endswith(
        ("/_stcore/health", "/_stcore/host-config")
    )
    return melding.type == "error" and not proevd_under_siden


def _fremmed(url: str) -> bool:
    """Navn som slutter på localhost, er alltid denne maskinen."""
    deler = urlsplit(url)
    if deler.scheme not in ("http", "https", "ws", "wss"):
        return False
    navn = deler.hostname or ""
    return navn != oppsett.VERT and navn.rpartition(".")[2] != "localhost"
