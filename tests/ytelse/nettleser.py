"""Det brukeren merker: dashbordet i Chromium ved siden av gulvet, annenhver gang i samme kjøring.

Gulvet er de samme sidene med konstante data, spilt av fra et opptak og servert gjennom det samme
skallet (`opptak`, `avspilling`). «Ferdig» er bildet der alle tall, setninger, tabeller og figurer
er som de skal være til slutt. Hva de skal være, leses av på forhånd, og det skal være likt i
dashbordet og gulvet. Ellers sammenlignes to ulike sider.
"""

import contextlib
import functools
import json
from collections import defaultdict
from pathlib import Path

from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    Page,
    sync_playwright,
)

from tests.nettleser.oppsett import FLAGG, finn_chromium
from tests.ytelse import avspilling
from tests.ytelse.grunnlag import ROT, Grunnlag, kjoer, tjener
from tests.ytelse.tabell import Maaling, forhold

GRENSE_LAST, GRENSE_FILTER, GRENSE_SIDE, GRENSE_PROSESSOR, GRENSE_BYTE, GRENSE_SPAK = (
    1.25,
    1.5,
    1.5,
    1.15,
    1.05,
    1.5,
)
FRIST_MS = 60_000
APPER = ("dashbord", "gulv")
LENKE, FILTER = "[data-testid=stSidebarNavLink]", f".st-key-{avspilling.FILTER} input"
# Knappene for det som kan endres, er med både i dashbordet og i opptaket.
MILJOE = {"BOLIGDATA_REDIGERING": "alle"}
SPAK = f".st-key-{avspilling.SPAK} input[type=range]"
# Knotten på spaken og banen den går i, som [midten av knotten x, y, bredden på banen].
SPAKBANE = """felt => {
    const bredde = e => e.getBoundingClientRect().width;
    let knott = felt.parentElement;  // Feltet selv er skjult for øyet.
    while (bredde(knott) < 8) knott = knott.parentElement;
    let bane = knott;
    while (bredde(bane) < 100) bane = bane.parentElement;
    const k = knott.getBoundingClientRect();
    return [k.x + k.width / 2, k.y + k.height / 2, bredde(bane)];
}"""

# Alt brukeren skal lese på siden, kort skrevet. Figuren er med som tekst og form på hver serie.
SIGNATUR = """() => {
    const ut = [], tekst = "h1, [data-testid=stMetricValue], [data-testid=stMain] p, [data-testid=stMain] td";
    for (const e of document.querySelectorAll(tekst)) ut.push(e.textContent);
    for (const e of document.querySelectorAll(".js-plotly-plot")) {
        ut.push(e.querySelector(".main-svg")?.textContent);
        for (const form of e.querySelectorAll(".trace path")) ut.push(form.getAttribute("d"));
    }
    return ut.join("\\n");
}"""

# Ser etter hvert bilde om siden er som den skal. Tiden regnes fra forrige klikk, eller fra siden
# ble åpnet.
VAKT = """signatur => {
    window.ytelseSignatur = signatur;
    window.ytelseKlikk = 0;
    window.ytelseVent = maal => {
        window.ytelseFerdig = null;
        const se = () => {
            if (signatur() === maal) window.ytelseFerdig = performance.now() - window.ytelseKlikk;
            else requestAnimationFrame(se);
        };
        requestAnimationFrame(se);
    };
    addEventListener("pointerdown", h => { window.ytelseKlikk = h.timeStamp }, true);
}"""


def maal(grunnlag: Grunnlag, kort: bool) -> list[Maaling]:
    """Kald og varm visning av Oversikt, bytte av filter og side, prosessortid i nettleseren og byte
    over nettet.
    """
    par = 2 if kort else 7
    publisert = grunnlag.publisert(1)
    gulv = lag_gulv(grunnlag, publisert)
    with contextlib.ExitStack() as aapne:
        adresser = {
            navn: aapne.enter_context(
                tjener(app, publisert, grunnlag.mappe / f"{navn}.txt", MILJOE)
            )
            for navn, app in zip(APPER, (ROT / "dashboard.py", gulv))
        }
        nettleser = aapne.enter_context(chromium())
        last = _maal_last(nettleser, adresser, par)
        bruk = _maal_bruk(nettleser, adresser, par)
        spak = _maal_spak(nettleser, adresser)
    return (
        _last_maalinger(last)
        + _bruk_maalinger(bruk)
        + [
            forhold(
                "Spak på Boligbehov, fra slipp til figuren er tegnet",
                *(spak[a] for a in APPER),
                GRENSE_SPAK,
                "ms",
            )
        ]
    )


def lag_gulv(grunnlag: Grunnlag, publisert: Path) -> Path:
    """Appen som spiller av opptaket av sidene, laget første gang noen spør etter den."""
    app = grunnlag.mappe / "gulv" / "app.py"
    if app.exists():
        return app
    app = grunnlag.appmappe("gulv", avspilling.APP)
    app.with_name("skript.py").write_text(avspilling.SKRIPT, encoding="utf-8")
    kjoer(
        "-m",
        "tests.ytelse.opptak",
        str(app.with_name("opptak.pickle")),
        miljoe=MILJOE | {"BOLIGDATA_PUBLISERT": str(publisert)},
    )
    return app


@contextlib.contextmanager
def chromium():
    """Nettleseren målingene gjøres i, lukket etterpå."""
    sti = finn_chromium()
    with sync_playwright() as playwright:
        nettleser = playwright.chromium.launch(
            executable_path=sti, channel=None if sti else "chrome", args=FLAGG
        )
        yield nettleser
        nettleser.close()


# ------------------------------------------------------------------------ åpne Oversikt


def _maal_last(
    nettleser: Browser, adresser: dict[str, str], par: int
) -> dict[str, dict[str, list[dict]]]:
    """Åpne Oversikt i en fersk nettleserkontekst (kald), og så i en ny fane i den samme (varm)."""
    maal = _lik(
        {navn: _les_av(nettleser, adresse) for navn, adresse in adresser.items()},
        "Oversikt",
    )
    ut = {slag: {navn: [] for navn in APPER} for slag in ("kald", "varm")}
    for nr in range(par):
        for navn in _annenhver(nr):
            with contextlib.closing(kontekst_i(nettleser)) as kontekst:
                for slag in ut:
                    ut[slag][navn].append(_aapne(kontekst, adresser[navn], maal))
    return ut


def _aapne(kontekst: BrowserContext, adresse: str, maal: str) -> dict[str, float]:
    """Millisekunder til ferdig, prosessortid i hovedtråden, og byte over nettet."""
    side = kontekst.new_page()
    side.add_init_script(f"({VAKT})({SIGNATUR}); ytelseVent({json.dumps(maal)})")
    cdp = tell_prosessortid(kontekst, side)
    byte = []
    cdp.send("Network.enable")
    cdp.on("Network.loadingFinished", lambda h: byte.append(h["encodedDataLength"]))
    cdp.on(
        "Network.webSocketFrameReceived",
        lambda h: byte.append(_nyttelast(h["response"])),
    )
    side.goto(adresse)
    ms = _vent(side)
    side.wait_for_timeout(500)  # Det som kommer etter at alt er tegnet, koster også.
    ut = {"ms": ms, "prosessor": _prosessortid(cdp), "kB": sum(byte) / 1000}
    side.close()
    return ut


def _nyttelast(ramme: dict) -> int:
    data = ramme["payloadData"]
    return (
        len(data) * 3 // 4 if ramme["opcode"] == 2 else len(data)
    )  # Binære rammer er gjengitt i base64.


def _last_maalinger(last: dict) -> list[Maaling]:
    ut = []
    for slag, navn in (
        ("kald", "Kald visning av Oversikt"),
        ("varm", "Varm visning av Oversikt"),
    ):
        serie = {
            felt: [[m[felt] for m in last[slag][app]] for app in APPER]
            for felt in ("ms", "prosessor", "kB")
        }
        ut.append(forhold(navn, *serie["ms"], GRENSE_LAST, "ms"))
        ut.append(
            forhold(
                f"{navn}: prosessortid i nettleseren",
                *serie["prosessor"],
                GRENSE_PROSESSOR,
                "ms",
            )
        )
        if slag == "kald":
            ut.append(forhold(f"{navn}: overført", *serie["kB"], GRENSE_BYTE, "kB"))
    return ut


# ----------------------------------------------------------------- bytte filter og side


def _maal_bruk(
    nettleser: Browser, adresser: dict[str, str], par: int
) -> dict[str, dict[str, list[dict]]]:
    """Bytt filter på hver side som har det, og gå fra side til side, i én fane per app."""
    with contextlib.ExitStack() as aapne:
        faner = {}
        for navn, adresse in adresser.items():
            kontekst = aapne.enter_context(contextlib.closing(kontekst_i(nettleser)))
            faner[navn] = aapne_med_vakt(kontekst, adresse)
        cdp = {
            navn: tell_prosessortid(fane.context, fane) for navn, fane in faner.items()
        }
        ut: dict[str, dict[str, list[dict]]] = defaultdict(
            lambda: {navn: [] for navn in APPER}
        )
        rundtur = list(_rundtur(faner["dashbord"]))
        fasit = _les_av_rundtur(faner, rundtur)
        for runde in range(par + 1):
            for (hva, handling), maal in zip(rundtur, fasit):
                for navn in _annenhver(runde):
                    maaling = gjoer(faner[navn], cdp[navn], handling, maal)
                    if runde:  # Den første runden er oppvarming.
                        ut[hva][navn].append(maaling)
    return ut


def _les_av_rundtur(faner: dict[str, Page], rundtur: list) -> list[str]:
    """Hva som skal stå på siden etter hver handling."""
    fasit = [""]
    for hva, handling in rundtur:
        fasit.append(
            _lik(
                {navn: gjoer_og_les(fane, handling) for navn, fane in faner.items()},
                hva,
            )
        )
        if fasit[-1] == fasit[-2]:
            raise RuntimeError(
                f"{hva} endrer ingenting på siden, så det går ikke an å se når det er ferdig."
            )
    return fasit[1:]


def _rundtur(fane: Page):
    """Alle handlingene i en runde, som (navn, handling): til hver side, og filteret tilbake og fram
    igjen på siden.
    """
    sider = fane.locator(LENKE).all_inner_texts()
    for side in [*sider[1:], sider[0]]:
        yield f"Bytte til {side}", functools.partial(gaa_til, side=side)
        gaa_til(fane, side)
        rolig(fane)
        if fane.locator(FILTER).count():
            for nr in (1, 0):
                yield f"Filter på {side}", functools.partial(_velg, nr=nr)


def gaa_til(fane: Page, side: str) -> None:
    """Velg siden i menyen."""
    fane.locator(LENKE, has_text=side).click()


def _velg(fane: Page, nr: int) -> None:
    fane.locator(FILTER).click()
    fane.get_by_role("option").nth(nr).click()


def gjoer(fane: Page, cdp: CDPSession, handling, maal: str) -> dict[str, float]:
    """Millisekunder fra klikket til siden er som `maal`, og prosessortiden i nettleseren."""
    for_ = _prosessortid(cdp)
    fane.evaluate("maal => ytelseVent(maal)", maal)
    handling(fane)
    ms = _vent(fane)
    fane.wait_for_timeout(250)
    return {"ms": ms, "prosessor": _prosessortid(cdp) - for_}


def gjoer_og_les(fane: Page, handling) -> str:
    """Signaturen til siden etter handlingen."""
    handling(fane)
    return rolig(fane)


def _bruk_maalinger(bruk: dict) -> list[Maaling]:
    ut = []
    for hva, serier in bruk.items():
        grense = GRENSE_FILTER if hva.startswith("Filter") else GRENSE_SIDE
        ut.append(
            forhold(
                hva, *([m["ms"] for m in serier[app]] for app in APPER), grense, "ms"
            )
        )
        prosessor = ([m["prosessor"] for m in serier[app]] for app in APPER)
        ut.append(
            forhold(
                f"{hva}: prosessortid i nettleseren", *prosessor, GRENSE_PROSESSOR, "ms"
            )
        )
    return ut


# --------------------------------------------------------- flytte en spak på Boligbehov


def _maal_spak(nettleser: Browser, adresser: dict[str, str]) -> dict[str, list[float]]:
    """Flytt spaken ett hakk om gangen, så hver verdi er ny for dashbordet og må regnes ut. Gulvet
    leses av først.
    """
    fasit = _les_av_spak(nettleser, adresser["gulv"])
    ut: dict[str, list[float]] = {navn: [] for navn in APPER}
    with contextlib.ExitStack() as aapne:
        faner = {
            navn: aapne.enter_context(_spakfane(nettleser, adresse))
            for navn, adresse in adresser.items()
        }
        for nr, maal in enumerate(fasit):
            for navn in _annenhver(nr):
                faner[navn].evaluate("maal => ytelseVent(maal)", maal)
                _flytt_spak(faner[navn])
                ms = _vent(faner[navn])
                faner[navn].wait_for_timeout(500)
                if nr:  # Den første er oppvarming.
                    ut[navn].append(ms)
    return ut


def _les_av_spak(nettleser: Browser, adresse: str) -> list[str]:
    """Det som skal stå på siden etter hvert hakk."""
    fasit = []
    with _spakfane(nettleser, adresse) as fane:
        for _ in avspilling.SPAKVERDIER:
            _flytt_spak(fane)
            fasit.append(rolig(fane))
    if len(set(fasit)) != len(fasit):
        raise RuntimeError(
            "Et hakk på spaken endrer ingenting på siden, så det går ikke an å se når det er ferdig."
        )
    return fasit


@contextlib.contextmanager
def _spakfane(nettleser: Browser, adresse: str):
    with contextlib.closing(kontekst_i(nettleser)) as kontekst:
        fane = kontekst.new_page()
        fane.add_init_script(
            f"({VAKT})({SIGNATUR}); addEventListener('pointerup', h => {{ "
            f"window.ytelseKlikk = h.timeStamp }}, true)"
        )
        fane.goto(f"{adresse}/{avspilling.SPAKSIDE}")
        rolig(fane)
        fane.get_by_role("radio", name=avspilling.SPAKKNAPP, exact=True).click()
        rolig(fane)
        fane.locator(SPAK).scroll_into_view_if_needed()
        yield fane


def _flytt_spak(fane: Page) -> None:
    """Dra spaken ett hakk til høyre med musen, og slipp."""
    spak = fane.locator(SPAK)
    naa, hoeyest = spak.evaluate("felt => [Number(felt.value), Number(felt.max)]")
    x, y, bredde = spak.evaluate(SPAKBANE)
    fane.mouse.move(x, y)
    fane.mouse.down()
    fane.mouse.move(x + bredde / hoeyest, y, steps=4)
    fane.mouse.up()
    if spak.evaluate("felt => Number(felt.value)") != naa + 1:
        raise RuntimeError("Spaken ble ikke flyttet ett hakk.")


# ------------------------------------------------------------------------------- felles


def _annenhver(nr: int) -> tuple[str, ...]:
    """Hvem som går først, byttes for hver gang, så ingen alltid får maskinen nyvasket."""
    return APPER if nr % 2 else APPER[::-1]


def kontekst_i(nettleser: Browser) -> BrowserContext:
    """En fersk bruker på en skjerm som er 1440 × 900."""
    kontekst = nettleser.new_context(
        locale="nb-NO", viewport={"width": 1440, "height": 900}, color_scheme="light"
    )
    kontekst.set_default_timeout(FRIST_MS)
    return kontekst


def tell_prosessortid(kontekst: BrowserContext, side: Page) -> CDPSession:
    """Økten som teller prosessortiden i siden."""
    cdp = kontekst.new_cdp_session(side)
    cdp.send("Performance.enable", {"timeDomain": "threadTicks"})
    return cdp


def _prosessortid(cdp: CDPSession) -> float:
    """Millisekunder hovedtråden i siden har brukt av prosessoren. Rører seg lite når maskinen har
    annet å gjøre.
    """
    metrikker = {
        m["name"]: m["value"] for m in cdp.send("Performance.getMetrics")["metrics"]
    }
    return metrikker["TaskDuration"] * 1000


def _vent(side: Page) -> float:
    """Millisekunder fra klikket, eller fra siden ble åpnet, til alt er tegnet."""
    return side.wait_for_function("() => window.ytelseFerdig", polling=50).json_value()


def _les_av(nettleser: Browser, adresse: str) -> str:
    with contextlib.closing(kontekst_i(nettleser)) as kontekst:
        return rolig(aapne_med_vakt(kontekst, adresse))


def aapne_med_vakt(kontekst: BrowserContext, adresse: str) -> Page:
    """Siden, når den er falt til ro, med vakten som tar tiden."""
    side = kontekst.new_page()
    side.add_init_script(f"({VAKT})({SIGNATUR})")
    side.goto(adresse)
    rolig(side)
    return side


def rolig(side: Page) -> str:
    """Signaturen når skriptet er ferdig og siden har stått stille i ett sekund."""
    side.locator(
        ".stApp[data-test-script-state=notRunning] h1:visible"
    ).first.wait_for()
    forrige, stille = "", 0
    for _ in range(FRIST_MS // 250):
        side.wait_for_timeout(250)
        naa = side.evaluate("() => ytelseSignatur()")
        stille, forrige = (stille + 1 if naa == forrige else 0), naa
        if (
            stille >= 6
            and side.locator(".stApp[data-test-script-state=notRunning]").count()
        ):
            return naa
    raise RuntimeError("Siden faller aldri til ro.")


def _lik(signaturer: dict[str, str], hva: str) -> str:
    """Signaturen, når den er lik i begge appene."""
    dashbord, gulv = (signaturer[app].splitlines() for app in APPER)
    ulike = [f"«{d[:80]}» mot «{g[:80]}»" for d, g in zip(dashbord, gulv) if d != g]
    if ulike or len(dashbord) != len(gulv):
        lengder = f"{len(dashbord)} mot {len(gulv)} linjer"
        raise RuntimeError(
            f"Gulvet er ikke likt dashbordet ({hva}): {lengder}. {ulike[:5]}"
        )
    return signaturer["dashbord"]
