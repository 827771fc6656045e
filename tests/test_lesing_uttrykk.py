"""Hvert slag tall regnes ut slik katalogen sier, og vises ikke når det bygger på for få."""

import duckdb
import pytest

from boligdata.felles import katalog
from boligdata.lesing.lest import som_lest
from boligdata.lesing.uttrykk import uttrykk

INDIKATORER = katalog.indikatorer()


def _regnet(id, vernet=False, periodetype="aar", **rad):
    """Verdien, og om det er for få eller tomt, når kubene har dette."""
    tall = uttrykk(som_lest(INDIKATORER[id], vernet), periodetype, "0", "")
    rad = {"teller": 0, "nevner": None, "statistikk": None} | rad
    kolonner = ", ".join(f"${navn}::double as {navn}" for navn in rad)
    return duckdb.execute(
        f"select {tall.verdi}, coalesce({tall.for_faa}, false), "
        f"coalesce({tall.tom_nevner}, false) from (select {kolonner})",
        rad,
    ).fetchone()


def test_et_antall_er_telleren_og_aldri_for_lite():
    assert _regnet("venteliste", teller=3) == (3, False, False)


@pytest.mark.parametrize(
    "teller, nevner, vernet, verdi, for_faa, tom",
    [
        (30, 40, False, 75, False, False),
        (40, 40, False, 100, False, False),
        (40, 40, True, 96, False, False),
        (0, 40, True, 4, False, False),
        (10, 19, False, None, True, False),
        (0, 0, False, None, True, True),
    ],
)
def test_en_andel_er_prosent_av_minst_tjue_og_vernet_aldri_alle_eller_ingen(
    teller, nevner, vernet, verdi, for_faa, tom
):
    svar = _regnet("utleiegrad", vernet, teller=teller, nevner=nevner)
    assert svar == (verdi, for_faa, tom)


def test_en_rate_per_maaned_ganges_med_maanedene_i_perioden():
    id = next(i.id for i in INDIKATORER.values() if i.eksakt_enhet.per_maaned)
    aar, tertial = (
        _regnet(id, periodetype=type_, teller=60, nevner=60)[0]
        for type_ in ("aar", "tertial")
    )
    assert aar == 3 * tertial > 0


def test_en_statistikk_regnes_om_til_enheten_den_vises_i_og_mangler_naar_det_er_for_faa():
    assert _regnet("omloepstid", statistikk=45) == (45, False, False)
    assert _regnet("omloepstid")[1:] == (True, False)
