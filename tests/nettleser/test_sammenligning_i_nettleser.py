"""Sammenligning i ekte Chromium med 1, 10 og 30 valgte kommuner: plassen, radene, navnene og plassen de tar.

Eksempelet har ti kommuner ved siden av Fjordvik. Her har Narvik tallene til Fjordvik, og de virkelige
kommunene rundt har hvert sitt, så 30 kan velges, og kartet er med.
"""

import itertools

import pytest
from nettside import (
    aapne,
    brudd,
    ferdig,
    foelg_lenke,
    for_bredt,
    kort,
    tabell_paa_skjermen,
)
from publisering import publiser

from boligdata.felles import regioner
from boligdata.felles.config import ROT

EGEN = "1806"
ANDRE = [
    nummer
    for nummer in sorted(regioner.kommuner())
    if nummer[:2] in ("18", "55", "56") and nummer != EGEN
][:30]
BOLIGER, STARTLAAN = "KOSboligSper10000000", "KOSfainansstartp0000"
# Kommune nummer k har 1 + 3k boliger per 1000, og Narvik har 26. Den med 25 er rundet av så nær at de to ikke
# kan skilles, og de andre er lenger unna.
PLASSEN = {1: "Nr. 1 av 2", 10: "Nr. 2–3 av 11", 30: "Nr. 22–23 av 31"}
SQL = (
    f"update meta set kommunenummer = '{EGEN}', kommune = 'Narvik'",
    f"update tabell_regionstall set region = '{EGEN}' where region = '9901'",
    f"update tabell_regionstall set verdi = 26 where region = '{EGEN}' and kode = '{BOLIGER}'",
    "insert into tabell_regionstall "
    "select andre.region, aar, kode, case when kode = "
    f"'{BOLIGER}' then 1 + 3 * andre.nr else abs(verdi) * (0.7 + 0.02 * andre.nr) end, null, false "
    "from tabell_regionstall as egne, (values "
    + ", ".join(f"('{nummer}', {nr})" for nr, nummer in enumerate(ANDRE))
    + f") as andre(region, nr) where egne.region = '{EGEN}' and verdi is not null",
)
# Rammene rundt tekstene i en tegning, og rammen rundt kortet.
RAMMENE = """([kort, tekster]) => [
    document.querySelector(kort).getBoundingClientRect(),
    ...[...document.querySelectorAll(`${kort} ${tekster}`)].map((e) => e.getBoundingClientRect()),
].map((r) => [r.left, r.top, r.right, r.bottom])"""
KUTTET = """(merker) => merker.filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.innerText)"""


@pytest.fixture(scope="module")
def tjener(start_tjener, bygd_eksempel, tmp_path_factory):
    """Dashbordet med de virkelige kommunene."""
    mappe = tmp_path_factory.mktemp("kommunene")
    publiser(bygd_eksempel, mappe / "publisert", *SQL)
    miljoe = {"BOLIGDATA_PUBLISERT": str(mappe / "publisert")}
    with start_tjener(ROT / "dashboard.py", mappe / "logg.txt", miljoe) as adresse:
        yield adresse


@pytest.fixture
def vist(som_foer, tjener):
    """Siden med så mange kommuner valgt: `vist(10, tema="alle")`."""

    def _vist(antall, **mer):
        if not som_foer.side.url.startswith(tjener):
            aapne(som_foer.side, tjener, "Oversikt")
        valgt = {"sammenlign_med": "egne", "kommuner": "-".join(ANDRE[:antall])} | mer
        sti = "&".join(f"{navn}={verdi}" for navn, verdi in valgt.items())
        side = foelg_lenke(som_foer.side, f"sammenligning?{sti}", "Sammenligning")
        merker = side.locator("[data-testid=stMultiSelect] [data-tag]")
        assert merker.count() == antall
        assert not merker.evaluate_all(KUTTET)
        return side

    return _vist


def _bredder(side):
    """Siden på en vanlig skjerm, et nettbrett og en telefon, uten at noe ruller sidelengs."""
    skjerm = side.viewport_size
    for bredde in (skjerm["width"], 768, 375):
        side.set_viewport_size(skjerm | {"width": bredde})
        assert for_bredt(ferdig(side)) <= 0, bredde
        yield bredde
    side.set_viewport_size(skjerm)
    ferdig(side)


def _staar_fritt(side, id: str, tekster: str) -> int:
    """Hvor mange tekster tegningen i kortet har. Ingen dekker en annen, og ingen er utenfor kortet."""
    ramme, *rundt = side.evaluate(RAMMENE, [f".st-key-kort_{id}", tekster])
    for venstre, topp, hoeyre, bunn in rundt:
        assert ramme[0] <= venstre and hoeyre <= ramme[2]
        assert ramme[1] <= topp and bunn <= ramme[3]
    for en, annen in itertools.combinations(rundt, 2):
        bort = min(en[2], annen[2]) - max(en[0], annen[0])
        ned = min(en[3], annen[3]) - max(en[1], annen[1])
        assert bort <= 1 or ned <= 1, (en, annen)
    return len(rundt)


@pytest.mark.parametrize("antall", PLASSEN)
def test_hver_valgte_kommune_har_en_rad_et_punkt_og_et_helt_navn_paa_alle_skjermer(
    vist, antall
):
    side = vist(antall, tall=BOLIGER)
    plasseringen = kort(side, "plassering")
    overskrift = plasseringen.get_by_role("heading", level=2).inner_text()
    assert overskrift == f"{PLASSEN[antall]} fra høyest: 26 boliger per 1000 innbyggere"
    for _ in _bredder(side):
        assert _staar_fritt(side, "plassering", ".ytick text") == antall + 1
        assert plasseringen.locator(".points path").count() == antall + 1
        assert _staar_fritt(side, "plassering", ".legendtext") == 1
    assert not brudd(side)


@pytest.mark.parametrize("antall", PLASSEN)
def test_tabellen_har_plassen_til_hver_kommune_i_den_rekkefoelgen_figuren_har(
    vist, antall
):
    side = vist(antall, tall=BOLIGER, plassering_visning="tabell")
    hode, *rader = tabell_paa_skjermen(side, "plassering")
    assert hode[:3] == ["Kommune", "Boliger per 1000 innbyggere", "Plass"]
    tallene = [float(rad[1]) for rad in rader]
    assert tallene == sorted(tallene, reverse=True) and len(rader) == antall + 1
    [plassen] = [rad[2] for rad in rader if rad[0] == "Narvik"]
    assert f"Nr. {plassen} av {antall + 1}" == PLASSEN[antall]


@pytest.mark.parametrize("antall", PLASSEN)
def test_alle_tallene_for_oss_faar_plass_uten_at_navnene_gaar_i_hverandre(vist, antall):
    side = vist(antall, tema="alle")
    for maal, minst in ((1, 9), (3, 20)):
        id = f"maal_{maal}"
        if antall == 1:
            hode, *rader = tabell_paa_skjermen(side, id)
            navn = regioner.navn(ANDRE[0])
            assert [*hode[:4], hode[4]] == ["Tall", "Enhet", "År", "Narvik", navn]
            assert len(rader) >= minst and all(rad[3] and rad[4] for rad in rader)
        else:
            for _ in _bredder(side):
                assert _staar_fritt(side, id, ".annotation-text") > minst
    assert not brudd(side)


def test_trakten_og_kartet_staar_ved_siden_av_den_lange_listen(vist):
    """Listen med tretti kommuner er dobbelt så høy som et annet kort, og sto ved siden av ingenting."""
    side = vist(30, tall=STARTLAAN)
    hoeyre = [
        kort(side, id).bounding_box()["x"]
        for id in (f"trend_{STARTLAAN}", "trakten", "norgeskart")
    ]
    assert len(set(hoeyre)) == 1
    assert hoeyre[0] > kort(side, "plassering").bounding_box()["x"]
    assert kort(side, "trakten").locator(".points path").count() == 30 + 10
    assert not brudd(side)
