"""En lenke kan ha koder eller navn, og en verdi som ikke finnes, blir sagt."""

import pytest
from appen import aapne

from boligdata.ui import adressen

pytestmark = pytest.mark.usefixtures("bygd_eksempel")


def _valgt(app):
    return {
        noekkel: app.selectbox(key=noekkel).value
        for noekkel in ("periode_aar", "maalgruppe", "omraade")
    }


def test_koder_navn_og_smaa_bokstaver_i_en_lenke_gir_det_samme():
    med_navn = aapne("venteliste", maalgruppe="Eldre", omraade="Sentrum")
    med_koder = aapne(
        "venteliste",
        maalgruppe="eldre",
        omraade="sentrum",
        periode_aar="2024",
        venteliste_tema="hvor lenge venter de",
    )
    assert _valgt(med_navn) == _valgt(med_koder) | {"periode_aar": "2025"}
    assert _valgt(med_koder)["periode_aar"] == "2024"
    assert med_koder.segmented_control(key="venteliste_tema").value == (
        "Hvor lenge venter de?"
    )
    assert not med_koder.warning and not med_navn.warning


def test_tertial_i_en_lenke_kan_ogsaa_skrives_som_kode():
    app = aapne("venteliste", vis="tertial", periode_tertial="2024-T2")
    assert app.segmented_control(key="vis").value == "tertial"
    assert app.selectbox(key="periode_tertial").value == "2024-T2"


@pytest.mark.parametrize(
    "adresse, melding",
    [
        (
            {"maalgruppe": "Tull"},
            "Adressen ber om målgruppen «Tull», som ikke finnes. Alle målgrupper vises.",
        ),
        (
            {"periode_aar": "1850", "omraade": "Langtvekk"},
            "Adressen ber om perioden «1850», som ikke finnes. Den siste perioden vises. "
            "Adressen ber om området «Langtvekk», som ikke finnes. Hele kommunen vises.",
        ),
        (
            {"venteliste_tema": "Kart"},
            "Adressen ber om delen «Kart», som ikke finnes på denne siden. Den første delen "
            "vises.",
        ),
    ],
)
def test_en_verdi_som_ikke_finnes_blir_sagt_og_ikke_bare_oversett(adresse, melding):
    app = aapne("venteliste", **adresse)
    assert [w.value for w in app.warning] == [melding] and not app.exception


def test_et_valg_paa_siden_gaar_foran_det_lenken_ba_om():
    app = aapne("venteliste", maalgruppe="eldre")
    app.selectbox(key="maalgruppe").set_value("alle").run()
    assert app.selectbox(key="maalgruppe").value == "alle"
    app.selectbox(key="omraade").set_value("Sentrum").run()
    assert app.selectbox(key="maalgruppe").value == "alle"


def test_en_kode_gaar_foran_navnet_paa_en_annen():
    oppslag = adressen.oppslag({"rop": "Rus", "rus": "Noe annet"})
    assert oppslag == {"rop": "rop", "rus": "rus", "noeannet": "rus"}
