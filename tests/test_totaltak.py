"""Taket for hvor mange tall for hele kommunen som kan være den nærmeste femmeren."""

import numpy as np
import pytest
from angriper import Celle, Kunnskap
from totaltak import flest_naermeste

AARET = ["2024-T1", "2024-T2", "2024-T3", "2024"]


def aaret_er_summen(utsnitt=()) -> Kunnskap:
    """Tre tertialer som til sammen er året."""
    return Kunnskap(
        [Celle("soeknader", "antall", periode, utsnitt) for periode in AARET],
        np.zeros(4, dtype=int),
        np.arange(4),
        np.array([1.0, 1.0, 1.0, -1.0]),
        np.zeros(1),
        np.zeros(1),
        np.array(["året er summen"]),
    )


@pytest.mark.parametrize(
    ("tertialene", "flest"),
    [
        pytest.param((2, 2, 2), 3, id="tre toere er 0, og året er 6"),
        pytest.param((8, 8, 8), 3, id="tre åttere er 30, og året er 24"),
        pytest.param(
            (1, 1, 8), 4, id="0 + 0 + 10 er nærmest både for tertialene og året"
        ),
    ],
)
def test_tertialene_og_aaret_kan_ikke_alltid_vaere_naermest_samtidig(tertialene, flest):
    antall = np.array([*tertialene, sum(tertialene)])
    assert flest_naermeste(aaret_er_summen(), antall) == (flest, 4)


def test_bare_tall_for_hele_kommunen_er_talt():
    per_maalgruppe = aaret_er_summen(utsnitt=(("maalgruppe", "rus"),))
    assert flest_naermeste(per_maalgruppe, np.array([2, 2, 2, 6])) == (0, 0)


def test_det_som_er_regnet_mot_noe_eksakt_binder_ikke():
    tolv_boliger = aaret_er_summen()
    tolv_boliger.nedre[:] = tolv_boliger.oevre[:] = 12
    assert flest_naermeste(tolv_boliger, np.array([2, 2, 2, 6])) == (4, 4)
