"""Søket etter det nærmeste tallet: hvilke utvalg som prøves, og når det er nok."""

import re

import pandas as pd
import pytest
import sidekort

from boligdata import lesing
from boligdata.felles import katalog
from boligdata.innhold import kort, svaret
from boligdata.innhold.kort import Valg
from boligdata.innhold.naermest import naermest, uten_egne_tall
from boligdata.ui import kortsteder

UKJENT = float("nan")
ELDRE, ORDINAER, SENTRUM = (
    {"maalgruppe": "eldre"},
    {"boligtype": "ordinaer"},
    {"omraade": "Sentrum"},
)

pytestmark = pytest.mark.usefixtures("bygd_eksempel")


def _proev(
    valgte, verdier=lambda filtre: [1.0], id="venteliste", fordeling=(), avvik=4
):
    """Det som ble funnet, hva det er for, og utvalgene som ble prøvd. `verdier` er tallene for 2024 og
    2025 med filtrene, og `avvik` så mye antallene bak kan avvike.
    """
    proevd = []

    def lag(filtre):
        proevd.append(filtre)
        tall = verdier(filtre)
        perioder = ["2024", "2025"][2 - len(tall) :]
        flagg = ["for_faa" if pd.isna(verdi) else "" for verdi in tall]
        data = pd.DataFrame({"periode": perioder, "verdi": tall, "flagg": flagg})
        return data.assign(nevner=12.0, i_teller=avvik, i_nevner=avvik)

    indikator = katalog.indikatorer()[id]
    _, gjelder = naermest([indikator], fordeling, valgte, lag, lambda data: data)
    return dict(gjelder.filtre), dict(gjelder.uten), proevd


def test_alt_som_er_valgt_er_det_naermeste_naar_det_er_publisert():
    valgte = ELDRE | SENTRUM
    assert _proev(valgte) == (valgte, {}, [valgte])


def test_tre_filtre_som_ikke_er_publisert_sammen_gir_dem_to_leseren_helst_mener():
    """Uansett hvilken rekkefølge de står i."""
    for valgte in (ELDRE | ORDINAER | SENTRUM, SENTRUM | ORDINAER | ELDRE):
        filtre, uten, proevd = _proev(valgte)
        assert filtre == ELDRE | ORDINAER and len(proevd) == 1
        assert uten == {"omraade": "ikke_publisert"}


def test_er_alt_for_faa_slippes_omraadet_foer_maalgruppen():
    def verdier(filtre):
        return [UKJENT if "omraade" in filtre else 5.0]

    filtre, uten, proevd = _proev(ELDRE | SENTRUM, verdier)
    assert (filtre, uten) == (ELDRE, {"omraade": "for_faa"})
    assert proevd == [ELDRE | SENTRUM, ELDRE]


def test_tall_bare_for_tidligere_aar_er_ikke_nok_naar_faerre_filtre_gir_det_siste():
    def verdier(filtre):
        return [5.0, UKJENT if filtre else 5.0]

    assert _proev(ELDRE, verdier)[:2] == ({}, {"maalgruppe": "for_faa"})


def test_tidligere_aar_er_naermere_enn_ingenting():
    def verdier(filtre):
        return [5.0 if filtre == ELDRE else UKJENT, UKJENT]

    assert _proev(ELDRE | SENTRUM, verdier)[0] == ELDRE


def test_er_det_for_faa_uansett_er_det_flest_filtre_som_gjelder():
    valgte = ELDRE | SENTRUM
    assert _proev(valgte, lambda filtre: [UKJENT])[:2] == (valgte, {})


def test_at_ingen_er_i_utvalget_er_ogsaa_et_svar():
    assert _proev(SENTRUM, lambda filtre: [])[0] == SENTRUM


def test_den_som_ser_eksakte_tall_faar_antallene_som_er_for_smaa_til_en_prosent():
    def verdier(filtre):
        return [UKJENT if filtre else 5.0]

    assert _proev(ELDRE, verdier, avvik=0)[0] == ELDRE
    assert _proev(ELDRE, verdier)[0] == {}


def test_et_filter_figuren_er_delt_etter_og_et_tallet_ikke_har_sier_hver_sin_grunn():
    fordelt = _proev(ELDRE | SENTRUM, fordeling=("maalgruppe",))
    assert fordelt[:2] == (SENTRUM, {"maalgruppe": "vises"})
    assert _proev(ELDRE, id="boliger")[:2] == ({}, {"maalgruppe": "deles_ikke"})


@pytest.mark.parametrize(
    "utgave, ventet", [("internt", r"\d+ av \d+"), ("publisert", "")]
)
def test_den_som_ser_eksakte_tall_ser_antallene_bak_en_andel_av_faa(
    bygd, monkeypatch, utgave, ventet
):
    """«3 av 12» sier noe om de tolv. De publiserte tallene viser aldri så små antall."""
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd / utgave))
    smaa = []
    with lesing.samme_tall():
        for kode in lesing.verdier("maalgruppe"):
            valg = Valg("aar", "2025", {"maalgruppe": kode})
            [flis] = svaret.fliser(("avslagsandel",), valg)
            [(_, setning)] = svaret.i_ord(("avslagsandel",), valg)
            if " av " in flis.verdi:
                smaa.append(flis.verdi)
                assert (
                    re.fullmatch(ventet, flis.verdi) and f": {flis.verdi}. " in setning
                )
                assert not flis.gjelder, "da er tallet for det som er valgt"
    assert bool(smaa) == bool(ventet)


def _har_eget_tall(kortet, andre, egenskap, verdi):
    """Viser kortet tallet for verdien sammen med de av de andre valgene som kan virke på det?"""
    valgte = {**andre, egenskap: verdi}
    if egenskap in kortet.fordeling:
        return False
    gjelder = kort.lag(kortet, Valg("aar", "2025", valgte)).gjelder
    uten = {grunn for _, grunn in gjelder.uten}
    return egenskap in dict(gjelder.filtre) and uten <= {"vises", "deles_ikke"}


@pytest.mark.parametrize(
    "side, valgt, egenskap, tilbys",
    [
        ("utfordringsbilde", {"maalgruppe": "rop"}, "boligtype", "ingen"),
        ("boliger", {"omraade": "Sentrum"}, "maalgruppe", "noen"),
        ("virkemidler", {"boligtype": "ordinaer"}, "omraade", "noen"),
        ("samordning", {"omraade": "Sentrum"}, "maalgruppe", "alle"),
    ],
)
def test_det_som_ikke_tilbys_er_det_ingen_kort_paa_siden_har_egne_tall_for(
    side, valgt, egenskap, tilbys
):
    kortene = kortsteder.kortene(side)
    ute = uten_egne_tall(kortene, egenskap, "aar", "2025", tuple(valgt.items()))
    verdier = set(lesing.verdier(egenskap))
    med = [b for n, b in sidekort.bestillinger().items() if n.startswith(f"{side}-")]
    assert {(b.indikatorer, b.fordeling) for b in med} == {*kortene}
    assert ute == {
        verdi
        for verdi in verdier
        if not any(_har_eget_tall(b, valgt, egenskap, verdi) for b in med)
    }
    assert tilbys == ("ingen" if ute == verdier else "noen" if ute else "alle")
    assert not uten_egne_tall((), egenskap, "aar", "2025", tuple(valgt.items()))
