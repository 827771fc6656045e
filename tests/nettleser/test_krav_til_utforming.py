"""Hver side med hvert tema oppfyller kravene til universell utforming, i lyst og mørkt, og får plass
på en smal skjerm.
"""

import pytest
from nettside import brudd, ferdig, for_bredt
from sider import VISNINGER, vis_id

pytestmark = pytest.mark.parametrize("aapnet", VISNINGER, indirect=True, ids=vis_id)


@pytest.mark.parametrize("utseende", ["light", "dark"])
def test_ingen_brudd_paa_kravene_til_universell_utforming(aapnet, utseende):
    aapnet.emulate_media(color_scheme=utseende)
    bakgrunn = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
    aapnet.wait_for_function(
        f"lyst => ({bakgrunn} === 'rgb(255, 255, 255)') === lyst",
        arg=utseende == "light",
    )
    funn = brudd(ferdig(aapnet))
    aapnet.emulate_media(color_scheme="light")
    assert not funn


@pytest.mark.parametrize("bredde", [375, 768])
def test_siden_ruller_aldri_sidelengs_paa_smale_skjermer(aapnet, bredde):
    aapnet.set_viewport_size({"width": bredde, "height": 900})
    overskytende = for_bredt(ferdig(aapnet))
    aapnet.set_viewport_size({"width": 1440, "height": 900})
    assert overskytende <= 0
