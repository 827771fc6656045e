"""Det testene i nettleseren gjør med en side: åpner den, venter til den er ferdig, velger, leser og
laster ned.
"""

import contextlib

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import TimeoutError, expect

# Skriver ned når noen sist rørte siden, eller noe endret seg i den. At skjermen har fått nye mål eller
# farger, eller er rullet, sier nettleseren når den tegner det neste bildet.
FOELG_MED = """async () => {
    if (!window.rolig?.foelges) {
        window.rolig = {siden: performance.now(), foelges: true};
        const roert = () => { rolig.siden = performance.now(); };
        for (const slag of ["pointerdown", "pointerup", "keydown", "keyup", "input", "change", "scroll",
            "resize", "popstate", "focusin"]) {
            addEventListener(slag, roert, {capture: true, passive: true});
        }
        for (const utseende of ["(prefers-color-scheme: dark)", "print"]) {
            matchMedia(utseende).addEventListener("change", roert);
        }
        new MutationObserver(roert).observe(
            document, {subtree: true, childList: true, attributes: true, characterData: true});
    }
    await Promise.race([
        new Promise((tegnet) => requestAnimationFrame(() => requestAnimationFrame(tegnet))),
        new Promise((ventet) => setTimeout(ventet, 150)),
    ]);
}"""
# Siden er ferdig når skriptet er det, hver figur er tegnet og ingenting toner inn eller ut, og det er en
# stund siden noe skjedde med den: et klikk bruker noen millisekunder på å nå tjeneren. Har siden alt vært i
# ro så lenge, er det ingenting å vente på.
FERDIG = """() => {
    const ro = document.querySelector(".stApp")?.dataset.testScriptState === "notRunning"
        && !document.querySelector("[data-stale=true], [data-testid=stSkeleton]")
        && [...document.querySelectorAll("[data-testid=stPlotlyChart]")].every(
            (figur) => figur.querySelector(".main-svg"))
        && document.getAnimations().every((a) => a.playState !== "running");
    window.rolig ??= {};
    if (!ro) rolig.siden = null;
    rolig.siden ??= performance.now();
    return ro && performance.now() - rolig.siden > 150;
}"""

# Vises ikke, eller er egennavn som ikke skal oversettes.
# Navnet på bildet av et kort er et filnavn.
IKKE_VIST = (
    "noscript",
    "[translate=no]",
    "[class*=st-key-bildetekst_] p:first-child",
)

# Kravene i WCAG 2.2 AA og det axe kaller god skikk: alle, og de der svaret kommer an på fargene.
ALLE_KRAV = "krav => true"
FARGEKRAV = "krav => krav.tags.includes('cat.color')"


def aapne(side, adresse, overskrift):
    """Gå til adressen og vent til siden er ferdig tegnet. Er det noe i den siden ikke kjenner, ville
    testen sett på noe annet enn den tror.
    """
    side.goto(adresse)
    return _kommet_til(side, overskrift)


def foelg_lenke(side, sti, overskrift):
    """Gå dit slik lenkene i dashbordet gjør, uten å laste det på nytt, og vent til siden er ferdig tegnet.
    Alt på den er det adressen sier, eller det vanlige, som når den lastes.
    """
    side.evaluate(
        """(sti) => {
            history.pushState({}, "", sti);
            dispatchEvent(new PopStateEvent("popstate"));
        }""",
        f"/{sti}",
    )
    return _kommet_til(side, overskrift)


def _kommet_til(side, overskrift):
    side.get_by_role("heading", name=overskrift, exact=True, level=1).wait_for()
    ukjent = ferdig(side).get_by_text("Adressen ber om").all_inner_texts()
    assert not ukjent, ukjent
    return side


# Hva siden venter på når den ikke er ferdig.
VENTER_PAA = """() => ({
    skriptet: document.querySelector(".stApp")?.dataset.testScriptState,
    gammelt: [...document.querySelectorAll("[data-stale=true], [data-testid=stSkeleton]")]
        .map((e) => e.outerHTML.slice(0, 200)),
    utegnet: [...document.querySelectorAll("[data-testid=stPlotlyChart]")]
        .filter((figur) => !figur.querySelector(".main-svg")).map((e) => e.outerHTML.slice(0, 200)),
    beveger: document.getAnimations().filter((a) => a.playState === "running")
        .map((a) => [a.animationName, a.transitionProperty, a.currentTime,
            a.effect?.target?.outerHTML.slice(0, 200)]),
    skjult: document.hidden,
    adresse: location.href,
})"""


def ferdig(side):
    side.evaluate(FOELG_MED)
    try:
        side.wait_for_function(FERDIG, polling=25)
    except TimeoutError as feil:
        feil.add_note(f"Siden ble ikke ferdig: {side.evaluate(VENTER_PAA)}")
        raise
    return side


def velg(side, felt, verdi):
    """Velg en verdi i en liste, og vent til siden er ferdig, slik en bruker gjør: ruller siden etter at
    listen er åpnet, lukker den seg, og før siden er ferdig, kan listen eller en knapp byttes ut med en ny.
    """
    ferdig(side).get_by_role("combobox", name=felt).scroll_into_view_if_needed()
    ferdig(side)
    side.get_by_role("combobox", name=felt).click()
    side.get_by_role("option", name=verdi, exact=True).click()
    expect(side.get_by_role("combobox", name=felt)).to_have_value(verdi)
    ferdig(side)


def velg_tema(side, tema):
    """Trykk på et tema, og vent til kortene er byttet: ingen to temaer har det samme første
    kortet.
    """
    knapp = ferdig(side).get_by_role("radio", name=tema, exact=True)
    if not knapp.is_checked():
        foerste_kort = side.get_by_role("heading", level=2).first
        foer = foerste_kort.inner_text()
        knapp.click()
        expect(foerste_kort).not_to_have_text(foer)
    return ferdig(side)


HVIT = "() => getComputedStyle(document.querySelector('.stApp')).backgroundColor === 'rgb(255, 255, 255)'"


def bytt_farger(side):
    """Bytt fra lyst til mørkt, eller tilbake, slik maskinen til brukeren gjør, og vent til siden er
    tegnet på nytt.
    """
    er_lyst = side.evaluate(HVIT)
    side.emulate_media(color_scheme="dark" if er_lyst else "light")
    side.wait_for_function(
        f"(var_lyst) => ({HVIT})() !== var_lyst", arg=er_lyst, polling=50
    )
    return ferdig(side)


def i_farger(side, farger):
    """Siden i lyse («light») eller mørke («dark») farger, ferdig tegnet."""
    riktige = side.evaluate(HVIT) == (farger == "light")
    return ferdig(side) if riktige else bytt_farger(side)


# Brudd på god praksis i elementer Streamlit selv lager, og som ingen taper noe på: feltet en slipper en fil
# i, har også en knapp som tastaturet når; teksten som kan kopieres, og valgene i en liste, skal kunne nås; og
# listen som er åpnet, hører til feltet som har fokus.
STREAMLITS_EGNE = {
    "presentation-role-conflict": ["stFileUploaderDropzone"],
    "focus-order-semantics": ["stCode", "data-tag"],
    "region": ['role="listbox"'],
}


# Strekene i figurene, som ingen skjermleser og ingen tabulator når, settes til side mens kravene prøves: axe
# går gjennom hver av dem, selv om ingen av kravene gjelder dem. Rammen står, så ingenting flytter seg.
UTEN_TEGNINGENE = """() => {
    const tegninger = [...document.querySelectorAll(".js-plotly-plot svg")].filter((tegning) =>
        tegning.closest("[aria-hidden=true]") && !tegning.querySelector("a, [tabindex]"));
    const streker = tegninger.map((tegning) => [...tegning.childNodes]);
    tegninger.forEach((tegning) => tegning.replaceChildren());
    return () => tegninger.forEach((tegning, nr) => tegning.replaceChildren(...streker[nr]));
}"""


def brudd(side, hvilke=ALLE_KRAV, i="html"):
    """Bruddene på kravene til universell utforming i det som passer på velgeren `i`, som (krav, elementene
    det gjelder). Det som er i orden, telles ikke opp: det er tusenvis av elementer.
    """
    if not side.evaluate("'axe' in window"):
        side.evaluate(Axe().axe_script)
    return side.evaluate(
        f"""async () => {{
            const krav = axe.getRules([
                "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice",
            ]).filter({hvilke});
            const valg = {{runOnly: krav.map((k) => k.ruleId), resultTypes: ["violations"]}};
            const tegn_igjen = ({UTEN_TEGNINGENE})();
            const {{violations}} = await axe.run([...document.querySelectorAll("{i}")], valg)
                .finally(tegn_igjen);
            return violations.map(
                (v) => [v.id, v.nodes.map((n) => n.html.slice(0, 200))
                    .filter((html) => !({STREAMLITS_EGNE}[v.id] ?? []).some((del) => html.includes(del)))],
            ).filter(([, elementer]) => elementer.length);
        }}"""
    )


FOLD = """(slag) => document.querySelectorAll(`main details${slag} > summary`).forEach((e) => e.click())"""
LUKKEDE, AAPNE = ":not([open])", "[open]"
# Det andre enn grafen et kort kan vise.
LUKKET = ("Tabell", "Om tallet", "Last ned")


@contextlib.contextmanager
def alt_aapnet(side, visninger=LUKKET):
    """Siden, slik den er når den åpnes, med alle boksene åpne, og med de første kortene som `visninger`. Gir
    om noe er åpnet. Etterpå er den som før.
    """
    kortene = side.locator("main [class*=st-key-visning_]").all()[: len(visninger)]
    for kortet, visning in zip(kortene, visninger):
        _velg_visning(kortet.get_by_role("radio", name=visning, exact=True))
    # Et kort som forklares, har bokser selv.
    ferdig(side).evaluate(FOLD, LUKKEDE)
    ferdig(side).evaluate(FOLD, LUKKEDE)
    ferdig(side)
    yield bool(kortene or side.locator("main details[open]").count())
    side.evaluate(FOLD, AAPNE)
    for kortet in kortene:
        _velg_visning(kortet.get_by_role("radio").first)
    ferdig(side)


def _velg_visning(knapp) -> None:
    if not knapp.is_checked():
        knapp.click()
        expect(knapp).to_be_checked()


def listene(side, velger):
    """Åpne hver av listene på siden velgeren passer på, og som det kan velges i, én om gangen."""
    for felt in side.locator(f"main {velger}:enabled:visible").all():
        felt.scroll_into_view_if_needed()
        ferdig(side)
        felt.click()
        side.locator("[role=listbox]").wait_for()
        yield felt.get_attribute("aria-label")
        side.keyboard.press("Escape")
        side.locator("[role=listbox]").wait_for(state="hidden")


def oppbygning(side):
    """Det en skjermleser og tastaturet møter: hvert element, uten det som bare er utseende. Det som leses opp
    når noe velges, tas bort av seg selv etter noen sekunder, og er ikke med.
    """
    return side.evaluate("""() => [...document.body.querySelectorAll("*")].filter(
        (e) => !e.closest("[data-live-announcer]")).map((e) => [e.tagName,
        ...["role", "aria-label", "aria-hidden", "tabindex"].map((a) => e.getAttribute(a))].join())""")


# Det en bruker velger og skriver med, slik det heter i tilgjengelighetstreet.
KONTROLLER = frozenset(
    [
        "button",
        "checkbox",
        "combobox",
        "link",
        "radiogroup",
        "searchbox",
        "slider",
        "spinbutton",
        "textbox",
    ]
)


def gang(side):
    """Det en skjermleser går gjennom i innholdet, fra nettleserens eget tilgjengelighetstre: nivåene på
    overskriftene, og navnene på figurene, på bildene, på det en kan bruke og på tabellene, med hvor mange
    overskrifter hver tabell har.
    """
    noder = list(_i_innholdet(side))
    return {
        "overskrifter": [_egenskap(node, "level") for node in _med(noder, "heading")],
        "figurer": [_navn(node) for node in _med(noder, "figure")],
        "bilder": [_navn(node) for node in _med(noder, "image", "img")],
        "kontroller": [
            (node["role"]["value"], _navn(node))
            for node in _med(noder, *KONTROLLER)
            if _egenskap(node, "focusable")
        ],
        "tabeller": [
            (_navn(node), len(_med(_under(node, noder), "columnheader")))
            for node in _med(noder, "table")
        ],
    }


def _i_innholdet(side):
    """Nodene i tilgjengelighetstreet under hovedinnholdet, i rekkefølgen de leses."""
    nettleser = side.context.new_cdp_session(side)
    alle = nettleser.send("Accessibility.getFullAXTree")["nodes"]
    nettleser.detach()
    (innholdet,) = _med(alle, "main")
    return _under(innholdet, alle)


def _under(rot, noder):
    """Noden og alt under den. Det treet selv lar skjermleseren gå forbi, er med bare som vei videre."""
    etter_id = {node["nodeId"]: node for node in noder}

    def gaa(node):
        if not node["ignored"]:
            yield node
        for barn in node.get("childIds", ()):
            if barn in etter_id:
                yield from gaa(etter_id[barn])

    return list(gaa(etter_id.get(rot["nodeId"], rot)))


def _med(noder, *roller):
    return [node for node in noder if node.get("role", {}).get("value") in roller]


def _navn(node):
    return node.get("name", {}).get("value", "").strip()


def _egenskap(node, navn):
    return next(
        (
            egenskap["value"].get("value")
            for egenskap in node.get("properties", ())
            if egenskap["name"] == navn
        ),
        None,
    )


def for_bredt(side):
    """Hvor mange bildepunkter siden, eller en tabell eller rad med valg på den, er bredere enn plassen. Ett
    er bare at nettleseren runder av et halvt.
    """
    return side.evaluate(
        """() => Math.max(0, ...[...document.querySelectorAll(
                "html, [data-testid=stMain], .nb-tabell, main [role=radiogroup]")]
            .filter((e) => e.checkVisibility()).map((e) => e.scrollWidth - e.clientWidth)
            .filter((bredere) => bredere > 1))"""
    )


def innhold(side):
    """Alt som står på siden, også det som er utenfor skjermen, og tallene i figurene."""
    ferdig(side)
    return side.locator("[data-testid=stMain]").inner_text(), side.locator(
        "[role=figure]"
    ).evaluate_all("figurer => figurer.map((f) => f.ariaLabel)")


def kort(side, id):
    return side.locator(f".st-key-kort_{id}")


def tabell_paa_skjermen(side, id):
    """Tabellen i kortet, rad for rad, med overskriftene først."""
    return [
        [celle.strip() for celle in rad]
        for rad in kort(side, id)
        .locator("table tr")
        .evaluate_all("rader => rader.map((r) => [...r.cells].map((c) => c.innerText))")
    ]


def last_ned(side, id, knapp):
    """Trykk på en knapp under «Last ned» og gi filnavnet og innholdet."""
    kort(side, id).get_by_role("radio", name="Last ned", exact=True).click()
    with side.expect_download() as nedlasting:
        side.locator(f".st-key-{knapp}_{id}").get_by_role("button").click()
    with open(nedlasting.value.path(), "rb") as fil:
        return nedlasting.value.suggested_filename, fil.read()
