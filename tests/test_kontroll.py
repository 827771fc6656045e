"""Kontrollen før en fil tas i bruk: hver kube må summere til sin egen total."""

import duckdb
import pytest

from boligdata.bygg import kontroll
from boligdata.felles import katalog
from boligdata.felles.config import Brukerfeil
from boligdata.felles.katalog import Kube

KUBER = {
    "delt": Kube(
        "delt",
        "Delt",
        "m",
        (),
        (("maalgruppe", "boligtype"),),
        {"antall": "count(*)", "med_barn": "count(*) filter (barn)"},
        "beholdning",
        enhet="husstand_id",
    ),
    "udelt": Kube(
        "udelt",
        "Udelt",
        "m",
        (),
        (),
        {"antall": "count(*)"},
        "stroem",
        enhet="husstand_id",
    ),
}
RADER = [
    ("2024", "alle", "alle", 5),
    ("2024", "unge", "alle", 2),
    ("2024", "eldre", "alle", 3),
    ("2024", "alle", "robust", 5),
    ("2024", "unge", "robust", 2),
    ("2024", "eldre", "robust", 3),
    ("2025", "alle", "alle", 1),
    ("2025", "unge", "alle", 1),
    ("2025", "alle", "robust", 1),
    ("2025", "unge", "robust", 1),
]


@pytest.fixture
def fil(tmp_path, monkeypatch):
    """En fil med to kuber som summerer, og ikke noe annet."""
    monkeypatch.setattr(katalog, "kuber", lambda: KUBER)
    sti = tmp_path / "a.duckdb"
    with duckdb.connect(str(sti)) as con:
        con.execute(
            "create table kube_delt (periode varchar, maalgruppe varchar, "
            "boligtype varchar, antall bigint)"
        )
        con.executemany("insert into kube_delt values (?, ?, ?, ?)", RADER)
        con.execute("create table kube_udelt as select '2025' as periode, 7 as antall")
    return sti


def endre(fil, *sql: str) -> None:
    with duckdb.connect(str(fil)) as con:
        for setning in sql:
            con.execute(setning)


def test_kuber_som_summerer_slipper_gjennom(fil):
    kontroll.kontroller(fil)


@pytest.mark.parametrize(
    "maalgruppe, boligtype",
    [("unge", "alle"), ("alle", "robust"), ("unge", "robust"), ("alle", "alle")],
)
@pytest.mark.parametrize("ny", ["antall + 1", "antall - 1", "null"])
def test_en_celle_som_ikke_stemmer_i_noen_gruppering_stopper_bygget(
    fil, maalgruppe, boligtype, ny
):
    endre(
        fil,
        f"update kube_delt set antall = {ny} where periode = '2025' and "
        f"maalgruppe = '{maalgruppe}' and boligtype = '{boligtype}'",
    )
    with pytest.raises(
        Brukerfeil,
        match="kuben «delt» summerer ikke i 1 perioder.*Forrige publisering står uendret",
    ):
        kontroll.kontroller(fil)


def test_en_rad_som_mangler_stopper_bygget_og_antall_perioder_er_nevnt(fil):
    endre(fil, "delete from kube_delt where maalgruppe = 'unge'")
    with pytest.raises(Brukerfeil, match="summerer ikke i 2 perioder"):
        kontroll.kontroller(fil)


def test_en_gruppering_som_mangler_helt_stopper_bygget(fil):
    endre(fil, "delete from kube_delt where boligtype <> 'alle'")
    with pytest.raises(Brukerfeil, match="summerer ikke i 2 perioder"):
        kontroll.kontroller(fil)


def test_en_periode_uten_total_har_ikke_noe_aa_summere_til(fil):
    endre(fil, "delete from kube_delt where periode = '2025' and boligtype = 'alle'")
    kontroll.kontroller(fil)


def test_eksempelkommunen_slipper_gjennom(bygd_eksempel, bygd_internt, tmp_path):
    from publisering import gjeldende

    for mappe in (bygd_eksempel, bygd_internt):
        kopi = tmp_path / mappe.name
        kopi.write_bytes((mappe / gjeldende(mappe)).read_bytes())
        kontroll.kontroller(kopi)
