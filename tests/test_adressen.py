"""En lenke kan ha koder eller navn, og en verdi som ikke finnes, blir sagt."""

import pytest
from appen import aapne

from boligdata import lesing
from boligdata.felles.config import ROT
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
    assert med_koder.segmented_control(key="venteliste_tema").value == "tid"
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


def _adressen(app):
    return dict(app.query_params)


def test_adressen_har_kodene_og_bare_det_som_ikke_er_det_vanlige():
    app = aapne("venteliste")
    assert not app.query_params
    app.selectbox(key="maalgruppe").set_value("unge").run()
    app.selectbox(key="omraade").set_value("Sentrum").run()
    app.segmented_control(key="venteliste_tema").set_value("tid").run()
    app.segmented_control(key="vis").set_value("tertial").run()
    app.selectbox(key="periode_tertial").set_value("2024-T2").run()
    assert _adressen(app) == {
        "maalgruppe": "unge",
        "omraade": "sentrum",
        "tema": "tid",
        "vis": "tertial",
        "periode_tertial": "2024_t2",
    }
    igjen = aapne("venteliste", **_adressen(app))
    assert igjen.selectbox(key="periode_tertial").value == "2024-T2"
    assert _adressen(igjen) == _adressen(app)
    igjen.segmented_control(key="vis").set_value("aar").run()
    assert not {"vis", "periode_tertial"} & igjen.query_params.keys()


def test_en_eldre_lenke_med_navn_blir_til_koder():
    app = aapne(
        "venteliste",
        vis="Tertial",
        maalgruppe="Eldre",
        venteliste_tema="Hvor lenge venter de?",
        andel_bosatt_90_dager_visning="Om tallet",
    )
    assert _adressen(app) == {
        "vis": "tertial",
        "maalgruppe": "eldre",
        "tema": "tid",
        "andel_bosatt_90_dager_visning": "om",
    }


def test_valget_paa_et_kort_gaar_ut_av_adressen_med_kortet_og_huskes():
    app = aapne("venteliste", venteliste_visning="tabell")
    visning = app.segmented_control(key="venteliste_visning")
    assert visning.value == "tabell"
    app.segmented_control(key="venteliste_tema").set_value("tid").run()
    assert _adressen(app) == {"tema": "tid"}
    app.segmented_control(key="venteliste_tema").set_value("hvem").run()
    assert _adressen(app) == {"venteliste_visning": "tabell"}


def test_det_adressen_ellers_har_i_seg_blir_staaende():
    app = aapne("venteliste", noe="annet", maalgruppe="Eldre")
    app.selectbox(key="maalgruppe").set_value("alle").run()
    assert _adressen(app) == {"noe": "annet"}


def test_filtrene_foelger_med_til_neste_side_og_det_som_bare_gjaldt_den_forrige_gjoer_det_ikke():
    app = aapne("venteliste", maalgruppe="eldre", tema="tid")
    app.query_params.clear()
    app.switch_page("../pages/samordning.py").run()
    assert _adressen(app) == {"maalgruppe": "eldre"}
    app.query_params.clear()
    app.switch_page("../pages/venteliste.py").run()
    assert _adressen(app) == {"maalgruppe": "eldre", "tema": "tid"}


def test_en_verdi_som_ikke_kan_velges_paa_et_kort_blir_ogsaa_sagt():
    app = aapne("venteliste", venteliste_visning="kake")
    assert [w.value for w in app.warning] == [
        "Adressen ber om «kake», som ikke kan velges her. Det vanlige vises."
    ]
    assert not app.query_params


def test_tilbake_gir_det_adressen_sier_ogsaa_det_vanlige(monkeypatch):
    app = aapne("venteliste", maalgruppe="eldre")
    app.selectbox(key="omraade").set_value("Sentrum").run()
    monkeypatch.setattr(adressen, "_tilbake_eller_fram", lambda: True)
    app.query_params.clear()
    app.query_params["maalgruppe"] = "unge"
    app.run()
    assert _valgt(app)["maalgruppe"] == "unge" and _valgt(app)["omraade"] == "alle"
    assert _adressen(app) == {"maalgruppe": "unge"}


def test_en_lenke_paa_siden_med_det_vanlige_skrevet_ut_gir_det_andre_i_den_ogsaa(
    monkeypatch,
):
    """Det vanlige står ikke i adressen. Da det ble tatt bort, ble alt som var valgt før, skrevet tilbake."""
    valgt = {"sammenlign_med": "egne", "kommuner": "9907"}
    app = aapne("sammenligning", **valgt)
    monkeypatch.setattr(adressen, "_tilbake_eller_fram", lambda: True)
    flere = valgt | {"kommuner": "9907-9908"}
    for navn, verdi in (flere | {"tall": "KOSboligSper10000000"}).items():
        app.query_params[navn] = verdi
    app.run()
    assert app.multiselect(key="kommuner").value == ["9907", "9908"]
    assert _adressen(app) == flere


def test_det_som_ikke_gir_noe_sammen_med_et_filter_tilbys_ikke_men_valget_staar():
    app = aapne("boliger", omraade="sentrum")
    grupper = app.selectbox(key="maalgruppe")
    assert 1 < len(grupper.options) < len(lesing.filtervalg("maalgruppe"))
    assert grupper.help == (
        "Det som ikke har egne tall sammen med område: Sentrum, er ikke med i listen."
    )
    borte = next(
        kode
        for kode, navn in lesing.verdier("maalgruppe").items()
        if navn not in grupper.options
    )
    likevel = aapne("boliger", omraade="sentrum", maalgruppe=borte)
    assert likevel.selectbox(key="maalgruppe").value == borte and not likevel.warning
    likevel.selectbox(key="omraade").set_value("alle").run()
    grupper = likevel.selectbox(key="maalgruppe")
    assert grupper.value == borte and not grupper.help
    assert len(grupper.options) == len(lesing.filtervalg("maalgruppe"))


def test_et_filter_uten_egne_tall_paa_siden_sammen_med_et_annet_er_sperret_og_sier_hvorfor():
    app = aapne("utfordringsbilde", maalgruppe="rop")
    boligtype = app.selectbox(key="boligtype")
    assert boligtype.disabled and boligtype.options == ["Alle"]
    assert boligtype.help == (
        "Ingen tall på siden er delt på dette sammen med målgruppe: Rus og psykisk helse. "
        "Velg «Alle» der først."
    )
    app.selectbox(key="maalgruppe").set_value("alle").run()
    assert not app.selectbox(key="boligtype").disabled


def test_to_koder_som_ville_hett_det_samme_i_adressen_staar_som_de_er():
    navn = {"Å": "Å", "Aa": "Aa", "Nord og sør": "Nord og sør"}
    assert adressen.i_adressen("Nord og sør", navn) == "nord_og_soer"
    for kode in navn:
        assert adressen.finn(adressen.i_adressen(kode, navn), navn) == kode


def test_en_kode_gaar_foran_navnet_paa_en_annen():
    oppslag = adressen.oppslag({"rop": "Rus", "rus": "Noe annet"})
    assert oppslag == {"rop": "rop", "rus": "rus", "noeannet": "rus"}


def test_bare_fritekst_og_sidetall_er_bundet_av_streamlit():
    """Streamlit skriver det brukeren ser. Der det er noe annet enn koden, skal `adressen` skrive."""
    bundet = {
        fil.stem: antall
        for fil in (ROT / "boligdata" / "ui").glob("*.py")
        if (antall := fil.read_text(encoding="utf-8").count('bind="query-params"'))
    }
    assert bundet == {"kvalitet": 1, "tiltak": 2}
