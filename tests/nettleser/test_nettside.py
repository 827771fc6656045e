"""Ingen test ser på en side som holder på med noe: `ferdig` venter til den er i ro, også når den har vært det
lenge før noen rører den.
"""

import pytest
from nettside import ferdig

# En side som svarer litt etter at noen rører den, slik Streamlit gjør når meldingen må til tjeneren først.
SVARER_SENT = """<body style="height: 3000px">
<div class=stApp data-test-script-state=notRunning><button>Velg</button><input></div>
<script>
    const app = document.querySelector(".stApp").dataset;
    const ferdig = () => { app.testScriptState = "notRunning"; app.svart = "ja"; };
    const regn = () => { app.testScriptState = "running"; setTimeout(ferdig, 300); };
    const svar = () => setTimeout(regn, 100);
    for (const slag of ["click", "keydown", "scroll", "resize", "popstate"]) addEventListener(slag, svar);
    for (const utseende of ["(prefers-color-scheme: dark)", "print"]) {
        matchMedia(utseende).addEventListener("change", svar);
    }
</script>"""
ROERER = {
    "klikk": lambda side: side.get_by_role("button").click(),
    "tast": lambda side: side.keyboard.press("Tab"),
    "rulling": lambda side: side.evaluate("scrollTo(0, 500)"),
    "bredde": lambda side: side.set_viewport_size({"width": 400, "height": 600}),
    "farger": lambda side: side.emulate_media(color_scheme="dark"),
    "papir": lambda side: side.emulate_media(media="print"),
    "lenke": lambda side: side.evaluate("dispatchEvent(new PopStateEvent('popstate'))"),
}


@pytest.mark.parametrize("roer", ROERER.values(), ids=ROERER)
def test_siden_er_ikke_ferdig_foer_den_har_svart_den_som_roerte_den(ny_side, roer):
    side = ny_side()
    side.set_content(SVARER_SENT)
    # Den kan ha svart på at den ble laget.
    ferdig(side).evaluate("delete document.querySelector('.stApp').dataset.svart")
    side.wait_for_timeout(200)
    assert side.locator("[data-svart]").count() == 0
    roer(side)
    assert ferdig(side).locator("[data-svart]").count() == 1
