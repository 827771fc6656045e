"""Går radene opp, og ligner leveransen på den forrige? Ellers står tallene fra sist, til noen bekrefter."""

import datetime as dt
from dataclasses import replace

import pytest

from boligdata.bygg import ingest, leveranse
from boligdata.bygg.ingest import Leveranse, avstemming
from boligdata.bygg.ingest.rapport import Filfeil
from boligdata.felles import kilder
from boligdata.felles.config import Brukerfeil, Kommune, les_kommune

DAGEN = dt.date(2025, 12, 31)
KOMMUNE = Kommune("Fjordvik", "9901", ("Sentrum",), 2022, 2032, 2016, DAGEN)
SOEKNAD = kilder.kilder()["soeknad"]
HODE = "soeknad_id;husstand_id;maalgruppe;soeknadstype;oensket_boligtype;mottatt"
NOEKKEL = b"n" * 32


@pytest.fixture(scope="module")
def con():
    with ingest.ny_database() as con:
        yield con


@pytest.fixture
def lever(con, tmp_path):
    """Les søknader med så mange rader i hver målgruppe, etter en leveranse."""

    def _lever(foer=None, kommune=KOMMUNE, **grupper):
        rader = [
            f"S{gruppe}{nr};H{nr};{gruppe};ny;robust;01.02.2024"
            for gruppe, antall in grupper.items()
            for nr in range(antall)
        ]
        (tmp_path / "soeknad.csv").write_text("\n".join([HODE, *rader]))
        return ingest.les_uttrekk(
            con, tmp_path, kommune, forrige={"soeknad": foer} if foer else None
        )

    return _lever


def test_leveransen_huskes_med_rader_og_maalgrupper(lever):
    naa = lever(rop=7, eldre=3).leveranser
    assert naa == {"soeknad": Leveranse(10, {"rop": 7, "eldre": 3})}


def test_en_kilde_som_er_halvert_holdes_tilbake(con, lever):
    rapport = lever(Leveranse(40), rop=19)
    status = rapport.status["soeknad"]
    assert "mindre enn halvparten" in status.stoppet and status.rader_lastet == 0
    assert con.execute("from soeknad").fetchall() == [] and not rapport.leveranser
    [avvik] = [a for a in rapport.avvik if a.regel == "færre rader enn sist"]
    assert avvik.verdi == "19 rader nå, 40 sist" and "19" not in avvik.forklaring
    assert not lever(Leveranse(40), rop=20).status["soeknad"].stoppet


def test_en_halvering_av_noen_faa_rader_sier_ingenting(lever):
    assert not lever(Leveranse(19), rop=2).status["soeknad"].stoppet


def test_en_maalgruppe_som_er_borte_holder_kilden_tilbake_uten_aa_bli_vist(lever):
    foer = Leveranse(30, {"rop": 25, "flyktning": 5})
    rapport = lever(foer, rop=30)
    assert "mangler en målgruppe" in rapport.status["soeknad"].stoppet
    assert "lyktning" not in rapport.status["soeknad"].stoppet
    [avvik] = [a for a in rapport.avvik if a.regel == "målgruppe som er borte"]
    assert avvik.verdi == "Flyktninger"
    assert (
        not lever(replace(foer, maalgrupper={"flyktning": 4}), rop=30)
        .status["soeknad"]
        .stoppet
    )


def test_kommunen_kan_bekrefte_leveransen_med_en_grunn_og_bare_den(lever):
    sagt = {"tatt_ut": DAGEN, "grunn": "Nytt fagsystem"}
    bekreftet = replace(KOMMUNE, bekreftet={"soeknad": sagt})
    rapport = lever(Leveranse(400), bekreftet, rop=25)
    assert not rapport.status["soeknad"].stoppet and "soeknad" in rapport.leveranser
    [avvik] = [a for a in rapport.avvik if a.regel == "færre rader enn sist"]
    assert (avvik.alvor, avvik.verdi) == ("merknad", "Nytt fagsystem")
    for_lengst = replace(
        KOMMUNE, bekreftet={"soeknad": sagt | {"tatt_ut": dt.date(2025, 8, 31)}}
    )
    assert lever(Leveranse(400), for_lengst, rop=25).status["soeknad"].stoppet


@pytest.mark.parametrize(
    "naa, foer, holdes",
    [
        ([100, 40], [100, 90], True),
        ([100, 45], [100, 90], False),
        ([19, 0], [100, 90], False),
        ([100, 0], [100, 19], False),
    ],
    ids=["falt", "halvt", "faa", "moettes_ikke_foer"],
)
def test_faller_andelen_av_id_er_som_moetes_til_under_det_halve_holdes_kilden(
    naa, foer, holdes
):
    en, to = (Leveranse(100, {}, {"husstand_id": tall}) for tall in (naa, foer))
    funn = avstemming.borte(SOEKNAD, en, to)
    assert [feil.regel for feil in funn] == ["færre id-er møtes"] * holdes


def test_rader_som_ikke_gaar_opp_stopper_kilden():
    avstemming.krev_at_radene_gaar_opp(SOEKNAD, 3, {0: 1, 1: 1, 2: 1})
    with pytest.raises(Filfeil, match="går ikke opp"):
        avstemming.krev_at_radene_gaar_opp(SOEKNAD, 4, {0: 1, 1: 1, 2: 1})


def test_tallene_fra_forrige_leveranse_gjelder_bare_den_samme_kommunen(tmp_path):
    fil = tmp_path / "internt.leveranse"
    tallene = {"soeknad": Leveranse(7, {"rop": 7}, {"husstand_id": [7, 3]})}
    fil.write_bytes(leveranse.pakk(tallene, KOMMUNE, NOEKKEL))
    assert b"rop" not in fil.read_bytes()
    assert leveranse.les(fil, KOMMUNE, NOEKKEL) == tallene
    assert leveranse.les(fil, replace(KOMMUNE, fiktiv=True), NOEKKEL) == {}
    assert leveranse.les(fil, KOMMUNE, b"x" * 32) == {}
    assert leveranse.les(None, KOMMUNE, NOEKKEL) == {}


@pytest.mark.parametrize(
    "linjer",
    [
        'soeknad = "ja"',
        '[bekreftet.soeknad]\ngrunn = "x"',
        "[bekreftet.soeknad]\ntatt_ut = 2025-12-31",
    ],
)
def test_en_bekreftelse_uten_dag_eller_grunn_blir_forklart(tmp_path, linjer):
    if not linjer.startswith("["):
        linjer = f"[bekreftet]\n{linjer}"
    (tmp_path / "kommune.toml").write_text(
        'navn="F"\nkommunenummer="9901"\nomraader=["S"]\nplan_fra=2022\nplan_til=2032\n'
        f"foerste_aar=2016\nper_dato=2025-12-31\n{linjer}\n"
    )
    with pytest.raises(Brukerfeil, match="«bekreftet» er en tabell"):
        les_kommune(tmp_path)
