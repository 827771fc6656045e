"""Oversikt ved siden av de samme tallene i Dash og i Panel, etter tur i samme kjøring.

Appene i `andre/` trenger et eget miljø, så de ikke blir noe dashbordet avhenger av:

    python -m venv MAPPE && MAPPE/bin/pip install dash flask-compress panel
    YTELSE_ANDRE=MAPPE/bin/python python -m tests.ytelse --bare mot_andre

De tegner trendlinjene slik de vanligvis gjør det: Plotly i Dash, Bokeh i Panel. «Dash med våre bilder» er
til opplysning: det er hvor fort Dash er når det også slipper Plotly.
"""

import contextlib
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext

from tests.nettleser.oppsett import ledig_port
from tests.ytelse.grunnlag import ROT, Grunnlag, kjoer, tjener
from tests.ytelse.nettleser import chromium
from tests.ytelse.tabell import Maaling, forhold

ANDRE = "YTELSE_ANDRE"
FRIST_MS = 60_000
# En vanlig linje på et kontor: 10 megabit i sekundet, 40 millisekunder fram og tilbake.
LINJE = {
    "offline": False,
    "latency": 40,
    "downloadThroughput": 10_000_000 / 8,
    "uploadThroughput": 10_000_000 / 8,
}
LINJER = ((None, ""), (LINJE, " på en linje med 10 Mbit/s"))
# Når siste figur er tegnet. Bildet etter er det brukeren ser.
FERDIG = {
    "dashbord": """() => {
        const bilder = [...document.querySelectorAll(".oversikt img")];
        return bilder.length >= ANTALL && bilder.every(bilde => bilde.complete && bilde.naturalWidth);
    }""",
    "Dash": """() => document.querySelectorAll(".js-plotly-plot .trace path, .js-plotly-plot .scatterlayer")
        .length >= ANTALL""",
    "Dash med våre bilder": """() => {
        const bilder = [...document.querySelectorAll("table img")];
        return bilder.length >= ANTALL && bilder.every(bilde => bilde.complete && bilde.naturalWidth);
    }""",
    "Panel": """() => {
        const dokumenter = window.Bokeh?.documents ?? [];
        const figurer = dokumenter.flatMap(ett => [...ett._all_models.values()])
            .filter(modell => modell.type === "Figure");
        return figurer.length >= ANTALL && dokumenter.every(ett => ett.is_idle);
    }""",
}
VAKT = """(ferdig => {
    const se = () => {
        let klar = false;
        try { klar = ferdig(); } catch { klar = false; }
        if (klar) requestAnimationFrame(() => { window.ytelseFerdig = performance.now(); });
        else requestAnimationFrame(se);
    };
    requestAnimationFrame(se);
})"""


def maal(grunnlag: Grunnlag, kort: bool) -> list[Maaling]:
    """Kald og varm visning av Oversikt, med og uten en vanlig linje. Grensen er å være først."""
    tolk = os.environ.get(ANDRE)
    if not tolk or not Path(tolk).exists():
        print(
            f"mot_andre: hoppes over. Sett {ANDRE} til Python i et miljø med dash og panel.",
            file=sys.stderr,
        )
        return []
    publisert = grunnlag.publisert(1)
    innhold = grunnlag.mappe / "oversikt.json"
    kjoer(
        "-m",
        "tests.ytelse.innhold_til_andre",
        str(innhold),
        miljoe={"BOLIGDATA_PUBLISERT": str(publisert)},
    )
    antall = len(json.loads(innhold.read_text("utf-8"))["rader"])
    with contextlib.ExitStack() as aapne:
        adresser = {
            "dashbord": aapne.enter_context(
                tjener(ROT / "dashboard.py", publisert, grunnlag.mappe / "dashbord.txt")
            )
        } | {
            navn: aapne.enter_context(_annen(tolk, app, innhold, *valg))
            for navn, app, *valg in (
                ("Dash", "dash_app.py"),
                ("Dash med våre bilder", "dash_app.py", "bilder"),
                ("Panel", "panel_app.py"),
            )
        }
        nettleser = aapne.enter_context(chromium())
        tider = _maal(nettleser, adresser, antall, 2 if kort else 5)
    return [
        forhold(
            f"Oversikt mot {annen}: {slag.lower()}",
            tider["dashbord", slag],
            tider[annen, slag],
            None if annen == "Dash med våre bilder" else 1.0,
            "ms",
        )
        for slag in dict.fromkeys(slag for _, slag in tider)
        for annen in FERDIG
        if annen != "dashbord"
    ]


@contextlib.contextmanager
def _annen(tolk: str, app: str, innhold: Path, *valg: str):
    """En av de andre appene, på en ledig port. Stopper nettopp denne prosessen etterpå."""
    port = ledig_port()
    adresse = f"http://127.0.0.1:{port}"
    prosess = subprocess.Popen(
        [
            tolk,
            str(Path(__file__).parent / "andre" / app),
            str(innhold),
            str(port),
            *valg,
        ],
        cwd=innhold.parent,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"BOKEH_RESOURCES": "server", "PYTHONPATH": ""},
    )
    try:
        frist = time.monotonic() + 90
        while prosess.poll() is None and time.monotonic() < frist:
            with contextlib.suppress(urllib.error.URLError, OSError):
                urllib.request.urlopen(adresse, timeout=10).read()
                break
            time.sleep(0.2)
        else:
            raise RuntimeError(f"{app} kom ikke opp.")
        yield adresse
    finally:
        prosess.terminate()
        prosess.wait(10)


def _maal(
    nettleser: Browser, adresser: dict[str, str], antall: int, ganger: int
) -> dict[tuple[str, str], list[float]]:
    """Alle appene etter tur, så det som ellers skjer på maskinen, treffer dem likt. Den første runden
    varmer opp tjenerne og teller ikke.
    """
    tider: dict[tuple[str, str], list[float]] = {}
    navnene = [*adresser]
    for runde in range(ganger + 1):
        # Hvem som er først, går på omgang.
        for navn in navnene[runde % len(navnene) :] + navnene[: runde % len(navnene)]:
            for linje, hvor in LINJER:
                with contextlib.closing(_kontekst(nettleser)) as kontekst:
                    for slag in ("Kald visning", "Varm visning"):
                        ms = _aapne(kontekst, adresser[navn], navn, antall, linje)
                        if runde:
                            tider.setdefault((navn, slag + hvor), []).append(ms)
    return tider


def _kontekst(nettleser: Browser) -> BrowserContext:
    kontekst = nettleser.new_context(
        locale="nb-NO", viewport={"width": 1440, "height": 900}
    )
    kontekst.set_default_timeout(FRIST_MS)
    return kontekst


def _aapne(
    kontekst: BrowserContext, adresse: str, navn: str, antall: int, linje: dict | None
) -> float:
    """Millisekunder fra siden ble bedt om til siste figur er tegnet."""
    side = kontekst.new_page()
    if linje:
        cdp = kontekst.new_cdp_session(side)
        cdp.send("Network.enable")
        cdp.send("Network.emulateNetworkConditions", linje)
    side.add_init_script(f"{VAKT}({FERDIG[navn].replace('ANTALL', str(antall))})")
    side.goto(adresse)
    ms = side.wait_for_function("() => window.ytelseFerdig", polling=50).json_value()
    # Den neste visningen er ikke varm før alt denne henter, er hentet.
    side.wait_for_timeout(1500)
    side.close()
    return ms
