"""Ett tall for én ting: det samme begrepet, i den samme perioden og med de samme filtrene, har ett
tall på alle sidene, en del er aldri større enn det hele, og setningen sier det figuren viser.
"""

import pytest

from boligdata import lesing
from boligdata.innhold.kort import Valg
from tests.sannhet.paastander import (
    deler_og_hele,
    kortene,
    paastander,
    sagt_flere_steder,
    tall_i_figuren,
    tall_i_setningen,
    ulike_tall,
)

# Hva som er valgt øverst på siden. Det siste har to filtre, der ofte bare det ene virker.
VALGENE = {
    "publisert": (
        Valg("aar", "2025"),
        Valg("aar", "2020"),
        Valg("tertial", "2025-T2"),
        Valg("aar", "2025", {"boligtype": "omsorgsbolig"}),
        Valg("aar", "2025", {"maalgruppe": "barnefamilie", "omraade": "Sentrum"}),
    ),
    "internt": (Valg("aar", "2025"), Valg("aar", "2025", {"maalgruppe": "eldre"})),
}


@pytest.fixture(scope="module", params=VALGENE)
def gjennomgang(request, bygd):
    """Kortene og påstandene for hvert valg, av de publiserte og av de eksakte tallene."""
    with pytest.MonkeyPatch.context() as miljoe:
        miljoe.setenv("BOLIGDATA_PUBLISERT", str(bygd / request.param))
        with lesing.samme_tall():
            yield [
                (valg, list(kortene(valg)), list(paastander(valg)))
                for valg in VALGENE[request.param]
            ]


def test_ett_begrep_har_ett_tall_i_hver_periode_og_med_hvert_filter(gjennomgang):
    for valg, _, samlet in gjennomgang:
        assert ulike_tall(samlet) == {}, valg
    flere_steder = sum(sagt_flere_steder(samlet) for _, _, samlet in gjennomgang)
    assert flere_steder > 50, "ellers har testen nesten ikke sammenlignet noe"


def test_en_del_er_aldri_stoerre_enn_det_hele(gjennomgang):
    sammenlignet = 0
    for valg, _, samlet in gjennomgang:
        for del_, hele in deler_og_hele(samlet):
            sammenlignet += 1
            assert del_.tall <= hele, (valg, del_, hele)
    assert sammenlignet > 500


def test_hvert_tall_i_setningen_staar_i_figuren(gjennomgang):
    sett = 0
    for valg, kort_paa_sidene, _ in gjennomgang:
        for navn, k in kort_paa_sidene:
            lov = tall_i_figuren(k)
            for tall in tall_i_setningen(k):
                sett += 1
                assert tall in lov, (valg, navn, tall, k.setning)
    assert sett > 400
