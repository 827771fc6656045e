"""Ekte Chromium mot en ekte tjener. Fiksturene her brukes av alle nettlesertestene."""

import contextlib
import functools
from pathlib import Path
from urllib.parse import urlsplit

import oppsett
import pytest
from deltfane import SKJERM, Deltfane
from playwright.sync_api import Error, expect, sync_playwright

MAPPE = Path(__file__).parent
# Så lenge venter en test på noe som skal komme, i millisekunder. Maskinen kan gjøre mye annet, og en test
# går videre idet det er kommet.
VENT = 120_000
expect.set_options(timeout=VENT)

MANGLER = (
    "Chromium mangler, så nettlesertestene hoppes over. Installer den (Debian: «sudo "
    "apt-get install chromium», "
    "macOS og Windows: Google Chrome), eller la miljøvariabelen CHROMIUM peke på programmet."
)


# Det som er åpnet for testene i mappen.
_AAPNET = contextlib.ExitStack()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(nextitem):
    """Lukk nettleseren etter den siste testen i mappen: så lenge den er åpen, går det en hendelsesløkke som
    testene utenfor mappen ikke kan dele.
    """
    try:
        return (yield)
    finally:
        if nextitem is None or MAPPE not in nextitem.path.parents:
            _AAPNET.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """Feiler en test her, står det i rapporten hva tjeneren gjorde."""
    rapport = yield
    if rapport.failed and MAPPE in item.path.parents:
        rapport.sections.append(("Tjeneren", oppsett.hva_tjenerne_gjoer()))
    return rapport


@pytest.fixture(scope="session")
def chromium():
    """Én nettleser for alle testene i mappen. De får kontekster i den.

    Alle sidene i en kontekst går i den samme prosessen, også etter en tom side. Med en ny prosess leses
    skriptene til Streamlit og Plotly på nytt, og det er halvparten av det en side koster.
    """
    sti = oppsett.finn_chromium()
    with _AAPNET:
        playwright = _AAPNET.enter_context(sync_playwright())
        try:
            # Uten sti leter Playwright etter Google Chrome der den pleier å ligge på macOS og
            # Windows.
            nettleser = playwright.chromium.launch(
                executable_path=sti,
                channel=None if sti else "chrome",
                args=[*oppsett.FLAGG, "--process-per-site"],
            )
        except Error:
            if sti:
                raise
            pytest.skip(MANGLER)
        _AAPNET.callback(nettleser.close)
        yield nettleser


@pytest.fixture(scope="session")
def start_tjener():
    """`kjoer_tjener` uten at tallene regnes ut på forhånd. Testene ser på en liten del av dem."""
    return functools.partial(oppsett.kjoer_tjener, oppvarmet=False)


@pytest.fixture(scope="session")
def ledig_port():
    """En port ingen bruker nå: `ledig_port()`. Til oppsett som må vite porten før tjeneren
    starter.
    """
    return oppsett.ledig_port


@pytest.fixture(scope="session")
def tjener(start_tjener, bygd_eksempel, tmp_path_factory):
    """Dashbordet selv, mot den bygde eksempelkommunen. Gir adressen uten skråstrek til slutt."""
    logg = tmp_path_factory.mktemp("tjener") / "logg.txt"
    miljoe = {"BOLIGDATA_PUBLISERT": str(bygd_eksempel)}
    with start_tjener(oppsett.ROT / "dashboard.py", logg, miljoe) as adresse:
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


@pytest.fixture(scope="session")
def nettlesere(chromium):
    """To nettlesere med én fane hver, som testene i mappen deler. Den første siden fra en tjener er kald i
    hver av dem. Siden tar de filene til Streamlit og Plotly fra mellomlageret, som hos en som kommer igjen.
    """
    return [Deltfane(functools.partial(_kontekst, chromium)) for _ in range(2)]


@pytest.fixture
def to_nettlesere(nettlesere, ventet):
    """Brukerens fane og en fane i en annen nettleser, uten kapsler eller noe annet etter testen
    før. Testen feiler av det samme som med `ny_side`.
    """
    for delt in nettlesere:
        if delt.viser:
            delt.still_tilbake()
    yield [delt.side for delt in nettlesere]
    i_testen = [feil for delt in nettlesere for feil in delt.feil]
    for delt in nettlesere:
        delt.still_tilbake()
    _ingen_uventede(i_testen, ventet)


@pytest.fixture
def den_andre(nettlesere, ventet):
    """Fanen i den andre nettleseren, til en test der brukerens er slik testen før forlot den."""
    delt = nettlesere[1]
    yield delt.side
    i_testen = delt.feil.copy()
    delt.still_tilbake()
    _ingen_uventede(i_testen, ventet)


@pytest.fixture
def side(to_nettlesere):
    """Brukerens fane, i vanlig skjermstørrelse."""
    return to_nettlesere[0]


@pytest.fixture(scope="module")
def delt_fane(nettlesere):
    """Brukerens fane, slik testene i filen som ikke trenger å åpne siden på nytt, forlater den for
    hverandre. De stiller tilbake det de endrer.
    """
    yield nettlesere[0]
    nettlesere[0].still_tilbake()


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


def _kontekst(chromium, feil: list[str], **valg):
    """En kontekst der det som går galt i noen av fanene, kommer i `feil`."""
    kontekst = chromium.new_context(
        **{"locale": "nb-NO", "viewport": SKJERM, "reduced_motion": "reduce"} | valg
    )
    kontekst.set_default_timeout(VENT)

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
