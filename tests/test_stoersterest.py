"""Deler som er rundet, og fortsatt er summen."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from boligdata.felles.stoersterest import hele


@given(st.lists(st.floats(-300, 300), min_size=1, max_size=12))
def test_hele_tall_som_til_sammen_er_summen_og_aldri_mer_enn_en_fra(deler):
    sum_ = round(sum(deler))
    ut = hele(deler, sum_)
    assert sum(ut) == sum_ and all(
        isinstance(x, int) and abs(x - d) <= 1 for x, d in zip(ut, deler)
    )


@given(st.lists(st.floats(-300, 300), min_size=1, max_size=12), st.integers(-50, 50))
def test_hele_tall_blir_summen_ogsaa_naar_noen_deler_er_utelatt(deler, ekstra):
    sum_ = round(sum(deler)) + ekstra
    assert sum(hele(deler, sum_)) == sum_


@given(st.lists(st.floats(0, 300), min_size=1, max_size=12))
def test_hele_husstander_er_til_sammen_like_mange_og_naer_anslaget(antall):
    antall = np.array(antall)
    rundet = np.array(hele(antall, round(antall.sum())))
    assert (rundet == np.rint(rundet)).all()
    assert abs(rundet.sum() - antall.sum()) <= 0.5 + 1e-6
    assert (abs(rundet - antall) <= 1).all()
