"""Det som endres i kommune.toml fra dashbordet, og alt det andre, som står."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from uttrekk import EKSEMPEL

from boligdata.felles import config, kommunefil
from boligdata.felles.config import Brukerfeil

FILEN = (EKSEMPEL / "kommune.toml").read_text(encoding="utf-8")
DAG = dt.date(2026, 4, 30)


def test_en_ny_dag_endrer_bare_den_linjen():
    foer, etter = FILEN.splitlines(), kommunefil.med_dag(FILEN, DAG).splitlines()
    [(gammel, ny)] = [par for par in zip(foer, etter, strict=True) if par[0] != par[1]]
    assert gammel == "per_dato = 2025-12-31" and ny == "per_dato = 2026-04-30"
    with pytest.raises(Brukerfeil, match="mangler linjen «per_dato»"):
        kommunefil.med_dag("navn = 'X'", DAG)


@given(st.text(min_size=1).filter(str.strip))
def test_en_bekreftelse_leses_slik_den_er_skrevet_og_den_nyeste_gjelder(
    tmp_path_factory, grunn
):
    mappe = tmp_path_factory.mktemp("kommune")
    tekst = kommunefil.med_bekreftelse(FILEN, "soeknad", dt.date(2025, 1, 1), "gammel")
    tekst = kommunefil.med_bekreftelse(tekst, "bolig", DAG, "annen")
    tekst = kommunefil.med_bekreftelse(tekst, "soeknad", DAG, grunn)
    (mappe / "kommune.toml").write_text(tekst, encoding="utf-8", newline="")
    assert config.les_kommune(mappe).bekreftet == {
        "bolig": {"tatt_ut": DAG, "grunn": "annen"},
        "soeknad": {"tatt_ut": DAG, "grunn": grunn},
    }
