"""Meldingen øverst sier hvor mange figurer som ikke viser alt som er valgt, og hva som hjelper."""

import pytest
from appen import aapne

from boligdata import lesing
from boligdata.innhold.filtermelding import melding
from boligdata.innhold.gjelder import Gjelder

pytestmark = pytest.mark.usefixtures("bygd_eksempel")

ELDRE = (("maalgruppe", "eldre"),)
BEGGE = ("maalgruppe", "omraade")
ALT = Gjelder((*ELDRE, ("omraade", "Sentrum")))
IKKE_BEGGE = Gjelder(ELDRE, (("omraade", "ikke_publisert"),))
IKKE_BEGGE_HELLER = Gjelder(
    (("omraade", "Sentrum"),), (("maalgruppe", "ikke_publisert"),)
)
IKKE_OMRAADE = Gjelder(ELDRE, (("omraade", "deles_ikke"),))
FOR_FAA = Gjelder(ELDRE, (("omraade", "for_faa"),))
VISER_ALLE = Gjelder((), (("maalgruppe", "vises"),))


def test_er_alt_vist_er_det_ingen_melding():
    assert melding([], BEGGE) is None
    assert melding([ALT, VISER_ALLE], BEGGE) is None


@pytest.mark.parametrize(
    "figurene, tekst",
    [
        (
            [IKKE_BEGGE, IKKE_BEGGE_HELLER, ALT],
            "2 figurer kan ikke deles på både målgruppe og område. De viser det nærmeste "
            "tallet.",
        ),
        (
            [IKKE_OMRAADE],
            "1 figur kan ikke deles på område. Den viser det nærmeste tallet.",
        ),
        (
            [FOR_FAA, IKKE_OMRAADE, IKKE_OMRAADE],
            "3 av 3 figurer viser det nærmeste tallet. Hvorfor står under «Om tallet».",
        ),
        (
            [FOR_FAA, IKKE_OMRAADE, IKKE_BEGGE, ALT],
            "3 av 4 figurer viser det nærmeste tallet. Hvorfor står under «Om tallet».",
        ),
    ],
)
def test_meldingen_teller_figurene_etter_hvorfor(figurene, tekst):
    assert melding(figurene, BEGGE).tekst == tekst


def test_knappen_slipper_filteret_flest_figurer_ikke_viser():
    funnet = melding([IKKE_BEGGE, FOR_FAA], BEGGE)
    assert (funnet.slipp, funnet.knapp) == ("omraade", "Vis uten område")
    bare_en = melding([Gjelder((), (("maalgruppe", "deles_ikke"),))], ("maalgruppe",))
    assert (bare_en.slipp, bare_en.knapp) == ("maalgruppe", "Vis hele kommunen")


def test_den_som_ikke_kan_velge_alle_maalgrupper_faar_ingen_knapp_for_det(
    bygd, monkeypatch
):
    monkeypatch.setenv("BOLIGDATA_INTERNT", str(bygd / "internt"))
    monkeypatch.setenv("BOLIGDATA_VISNING", "internt")
    with lesing.samme_tall(lesing.Innsyn(maalgrupper=frozenset({"eldre"}))):
        funnet = melding(
            [Gjelder((), (("maalgruppe", "deles_ikke"),))], ("maalgruppe",)
        )
    assert not funnet.slipp and not funnet.knapp


def test_meldingen_staar_oeverst_paa_siden_og_knappen_viser_alt_uten_filteret():
    app = aapne("venteliste", maalgruppe="Eldre", omraade="Sentrum")
    meldingen = "kan ikke deles på både målgruppe og område. "
    assert sum(meldingen in m.value for m in app.markdown) == 1
    app.button(key="slipp_filter").click().run()
    assert app.selectbox(key="omraade").value == "alle"
    assert not any(meldingen in m.value for m in app.markdown)
