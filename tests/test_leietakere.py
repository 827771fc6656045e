"""Hvor mange leietakere det trolig er, av tall som er rundet av."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boligdata.bygg.behovsgrunnlag.leietakere import Leietall, stemt_av, trolig
from boligdata.bygg.behovsgrunnlag.publisert import Vist

FEIL = 5 / 6**0.5


def vist(antall, avvik=4.0):
    return Vist(antall, avvik, FEIL)


def test_et_tall_som_ikke_er_rundet_av_er_som_det_er():
    assert trolig(Vist(72, 0, 0), ventet=10, boliger=75) == Leietall(72, 0)


def test_det_bor_aldri_flere_enn_det_er_boliger_til():
    full = trolig(vist(75), ventet=120, boliger=75)
    assert 71 < full.antall < 75, "vises det fullt, er det trolig noen færre"
    assert trolig(vist(80), ventet=120, boliger=75).antall <= 75


def test_er_det_god_plass_er_anslaget_det_som_vises():
    assert trolig(vist(160), ventet=160, boliger=300).antall == pytest.approx(160)


def test_vises_det_ingen_sier_soekerne_og_botiden_om_det_bor_noen():
    mange, faa = (trolig(vist(0), ventet, boliger=10).antall for ventet in (6, 0.2))
    assert mange > 2 > 1 > faa > 0


def test_er_det_for_faa_boliger_til_at_noen_kan_vises_sier_det_ikke_at_ingen_bor_der():
    """Av fire boliger vises alltid 0: fem ville vært flere enn det er plass til."""
    faa, flere = (trolig(vist(0), ventet=6, boliger=antall).antall for antall in (4, 9))
    assert faa > 2.3
    assert flere < 3, "der kunne fem ha vært vist"


@given(
    antall=st.integers(0, 60).map(lambda femmere: 5.0 * femmere),
    avvik=st.sampled_from([4.0, 9.0, 4.0 * 2**0.5, 9.0 * 7**0.5]),
    ventet=st.floats(0, 500),
    boliger=st.floats(0.5, 400),
)
def test_anslaget_er_der_det_kan_vaere(antall, avvik, ventet, boliger):
    anslag = trolig(Vist(antall, avvik, FEIL), ventet, boliger)
    assert np.isfinite(anslag.antall) and anslag.varians >= 0
    assert min(max(antall - avvik, 0), boliger) - 1e-9 <= anslag.antall
    assert anslag.antall <= min(antall + avvik, boliger) + 0.5


def test_det_som_mangler_paa_tallet_for_hele_kommunen_gaar_dit_det_er_mest_usikkert():
    anslagene = [Leietall(70, 4), Leietall(160, 4), Leietall(10, 0)]
    flyttet = stemt_av(anslagene, Leietall(244, 0), plass=[300, 300, 300])
    assert flyttet == pytest.approx([72, 162, 10])


def test_er_ogsaa_tallet_for_hele_kommunen_usikkert_flyttes_det_mindre():
    flyttet = stemt_av([Leietall(70, 4)], Leietall(74, 4), plass=[300])
    assert flyttet == pytest.approx([72])


def test_ingen_pool_faar_flere_enn_det_er_plass_til_eller_under_null():
    anslagene = [Leietall(2, 4), Leietall(74, 4)]
    assert (stemt_av(anslagene, Leietall(0, 0), plass=[5, 75]) >= 0).all()
    assert (stemt_av(anslagene, Leietall(200, 0), plass=[5, 75]) <= [5, 75]).all()


def test_er_alt_eksakt_flyttes_ingenting():
    anslagene = [Leietall(2, 0), Leietall(74, 0)]
    assert stemt_av(anslagene, Leietall(80, 0), [9, 99]) == pytest.approx([2, 74])


def test_tallene_er_naermere_de_virkelige_enn_de_rundede():
    """Tilfeldige kommuner der hver pool er rundet til femmeren over eller under, så snittet blir rett."""
    terning = np.random.default_rng(3)
    rundet, anslaatt = [], []
    for _ in range(300):
        boliger = terning.integers(4, 180, size=5)
        bor = np.array(
            [terning.integers(int(0.85 * antall), antall + 1) for antall in boliger]
        )
        opp = terning.random(5) < (bor % 5) / 5
        viste = 5.0 * (bor // 5 + opp)
        i_alt = 5.0 * round(bor.sum() / 5)
        anslagene = [
            trolig(vist(tallet), ventet, plass)
            for tallet, ventet, plass in zip(viste, 1.2 * boliger, boliger)
        ]
        alle = Leietall(i_alt, 2.0)
        anslaatt.append(abs(stemt_av(anslagene, alle, boliger) - bor))
        rundet.append(abs(np.minimum(viste, boliger) - bor))
    assert np.mean(anslaatt) < 0.9 * np.mean(rundet)
