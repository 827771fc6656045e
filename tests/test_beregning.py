"""Kubene mot små tabeller regnet for hånd, og navnene på alt tallene kan deles etter."""

import datetime as dt

import duckdb
import pytest

from boligdata.bygg import beregning
from boligdata.felles import katalog
from boligdata.felles.katalog import Kube, Levetid, Statistikk
from boligdata.lesing.spoerring import spoer


@pytest.fixture
def con():
    """En tom database med de egne funksjonene."""
    with duckdb.connect(config={"python_enable_replacements": "false"}) as con:
        con.execute(beregning.modell_sql("funksjoner"))
        yield con


def _kube(**felt):
    return Kube(
        **{
            "id": "k",
            "navn": "K",
            "modell": "m",
            "kilder": (),
            "maal": {"antall": "count(*)"},
            "kombinasjoner": (("maalgruppe", "boligtype"), ("maalgruppe", "omraade")),
            "tid": "stroem",
            "enhet": "id",
        }
        | felt
    )


def _hent(con, kube, kolonner="*"):
    beregning.lag_kube(con, kube, "ut")
    return con.execute(f"select {kolonner} from ut order by all").fetchall()


FEM_HUSSTANDER = """create table m as from (values
    ('2024', 'rop', 'robust', 'Nord', 10), ('2024', 'rop', 'robust', 'Sør', 20),
    ('2024', 'eldre', 'omsorgsbolig', 'Nord', 30), ('2024', null, 'robust', 'Nord', 40),
    ('2025', 'rop', 'robust', null, 50)) t(periode, maalgruppe, boligtype, omraade, dager)"""


# ------------------------------------------------------------------------------- kubene


def test_kuben_teller_hver_gruppering_for_seg_og_totalen(con):
    con.execute(FEM_HUSSTANDER)
    rader = {
        tuple(verdier): antall
        for *verdier, antall in _hent(
            con, _kube(), "periode, maalgruppe, boligtype, omraade, antall"
        )
    }
    assert rader["2024", "alle", "alle", "alle"] == 4
    assert rader["2024", "rop", "alle", "alle"] == 2
    assert rader["2024", "alle", "robust", "alle"] == 3
    assert rader["2024", "rop", "robust", "alle"] == 2
    assert rader["2024", "rop", "alle", "Sør"] == 1
    assert rader["2025", "alle", "alle", "alle"] == 1


def test_kuben_har_bare_de_kombinasjonene_som_er_erklaert(con):
    con.execute(FEM_HUSSTANDER)
    delt = {
        tuple(
            d
            for d, v in zip(("maalgruppe", "boligtype", "omraade"), rad)
            if v != "alle"
        )
        for rad in _hent(con, _kube(), "maalgruppe, boligtype, omraade")
    }
    assert delt == {
        (),
        ("maalgruppe",),
        ("boligtype",),
        ("omraade",),
        ("maalgruppe", "boligtype"),
        ("maalgruppe", "omraade"),
    }


def test_hver_gruppering_summerer_til_totalen_ogsaa_naar_noe_ikke_er_oppgitt(con):
    con.execute(FEM_HUSSTANDER)
    beregning.lag_kube(con, _kube(), "ut")
    for d in ("maalgruppe", "boligtype", "omraade"):
        andre = " and ".join(
            f"{a} = 'alle'" for a in ("maalgruppe", "boligtype", "omraade") if a != d
        )
        assert con.execute(
            f"select periode, sum(antall) from ut where {d} <> 'alle' and {andre} group by 1 order by 1"
        ).fetchall() == [("2024", 4), ("2025", 1)]
    assert con.execute(
        "select antall from ut where maalgruppe = 'ukjent' and boligtype = 'alle' and omraade = 'alle'"
    ).fetchall() == [(1,)]


def test_en_median_regnes_ikke_av_faerre_enn_minst(con):
    con.execute(FEM_HUSSTANDER)
    kube = _kube(
        statistikk={
            "median": Statistikk(minst=2, uttrykk="median(dager)", maalt_i="dager")
        }
    )
    rader = {
        tuple(rad[:3]): rad[3]
        for rad in _hent(con, kube, "periode, maalgruppe, omraade, median")
        if rad[2] == "alle"
    }
    assert rader["2024", "rop", "alle"] == 15
    assert rader["2024", "eldre", "alle"] is None
    assert rader["2025", "alle", "alle"] is None


def test_minst_kan_gjelde_et_annet_antall_enn_radene(con):
    con.execute(FEM_HUSSTANDER)
    median = Statistikk(
        minst=3,
        uttrykk="median(dager) filter (dager > 15)",
        antall="lange",
        maalt_i="dager",
    )
    kube = _kube(
        maal={"antall": "count(*)", "lange": "count(*) filter (dager > 15)"},
        statistikk={"median": median},
    )
    beregning.lag_kube(con, kube, "ut")
    assert con.execute(
        "select median from ut where periode = '2024' and maalgruppe = 'alle' and boligtype = 'alle' "
        "and omraade = 'alle'"
    ).fetchall() == [(30.0,)]
    assert con.execute(
        "select median from ut where periode = '2024' and boligtype = 'robust' and maalgruppe = 'alle'"
    ).fetchall() == [(None,)]


def test_en_tom_modell_gir_en_tom_kube_med_riktige_kolonner(con):
    con.execute(FEM_HUSSTANDER.replace("create table m as", "create table kilde as"))
    con.execute("create table m as from kilde limit 0")
    beregning.lag_kube(con, _kube(), "ut")
    assert con.execute("select count(*) from ut").fetchall() == [(0,)]
    assert [k[0] for k in con.execute("describe ut").fetchall()] == [
        "periode",
        "maalgruppe",
        "boligtype",
        "omraade",
        "antall",
    ]


def test_hver_kube_i_katalogen_er_gyldig_sql(bygd_eksempel):
    """Bygget har kjørt dem alle; her ser vi at hver kube faktisk fikk rader i eksempelkommunen."""
    for kube in katalog.kuber().values():
        assert spoer(f"select count(*) as n from kube_{kube.id}")["n"].iloc[0] > 0, (
            kube.id
        )


# --------------------------------------------------------------------------- levetidene


def _levetidskube(minst=20):
    return _kube(
        kombinasjoner=(("maalgruppe",), ("omraade",)),
        levetid=Levetid("inn", "ut", "hendelse"),
        statistikk={
            "innen_90": Statistikk(minst=minst, andel=(0, 90), maalt_i="andel"),
            "over_90": Statistikk(minst=minst, andel=(90,), maalt_i="andel"),
            "median": Statistikk(minst=minst, kvantil=0.5, maalt_i="dager"),
        },
    )


def _levetider(con, *grupper):
    """(målgruppe, antall, ut-dag, hendelse) blir like mange rader."""
    con.execute(
        "create table m (periode varchar, maalgruppe varchar, omraade varchar, inn integer, ut integer, "
        "hendelse boolean)"
    )
    for maalgruppe, antall, ut, hendelse in grupper:
        con.execute(
            "insert into m select '2025', ?, 'Nord', 0, ?, ? from range(?)",
            [maalgruppe, ut, hendelse, antall],
        )


def test_ventetiden_regnes_med_dem_som_fortsatt_venter(con):
    _levetider(
        con, ("rop", 10, 30, True), ("rop", 10, 60, True), ("rop", 20, 200, False)
    )
    beregning.lag_kube(con, _levetidskube(), "ut")
    assert con.execute(
        "select antall, innen_90, over_90, median from ut where maalgruppe = 'rop'"
    ).fetchall() == [(40, pytest.approx(0.5), pytest.approx(0.5), 60.0)]


def test_medianen_er_ukjent_naar_under_halvparten_har_flyttet_inn(con):
    _levetider(con, ("rop", 10, 30, True), ("rop", 30, 200, False))
    beregning.lag_kube(con, _levetidskube(), "ut")
    assert con.execute(
        "select innen_90, median from ut where maalgruppe = 'rop'"
    ).fetchall() == [(pytest.approx(0.25), None)]


def test_for_faa_husstander_gir_ingen_ventetid_men_antallet_staar(con):
    _levetider(con, ("rop", 30, 30, True), ("eldre", 19, 30, True))
    beregning.lag_kube(con, _levetidskube(minst=20), "ut")
    assert con.execute(
        "select antall, innen_90 from ut where maalgruppe = 'eldre'"
    ).fetchall() == [(19, None)]
    assert con.execute(
        "select antall, innen_90 from ut where maalgruppe = 'alle' and omraade = 'alle'"
    ).fetchall() == [(49, pytest.approx(1.0))]


def test_ingen_ventetid_vises_naar_en_enkelt_husstand_baerer_tallet(con):
    """Alle unntatt to slutter å følges på dag 5. Resten av kurven hviler da på to husstander."""
    _levetider(con, ("rop", 40, 5, False), ("rop", 1, 50, True), ("rop", 1, 80, True))
    beregning.lag_kube(con, _levetidskube(), "ut")
    assert con.execute(
        "select innen_90, median from ut where maalgruppe = 'rop'"
    ).fetchall() == [(None, None)]


def test_levetidskuben_har_samme_form_som_de_andre(con):
    _levetider(con, ("rop", 25, 30, True), (None, 5, 30, True))
    beregning.lag_kube(con, _levetidskube(), "ut")
    assert con.execute(
        "select maalgruppe, omraade, antall from ut order by all"
    ).fetchall() == [
        ("alle", "Nord", 30),
        ("alle", "alle", 30),
        ("rop", "alle", 25),
        ("ukjent", "alle", 5),
    ]
    assert [k[0] for k in con.execute("describe ut").fetchall()] == [
        "periode",
        "maalgruppe",
        "omraade",
        "antall",
        "innen_90",
        "over_90",
        "median",
    ]


# -------------------------------------------------------------------------- egenskapene


@pytest.fixture
def dimensjoner(con):
    beregning.lag_dimensjoner(con, ("Vest", "Aust"), "ut")
    return lambda id: con.execute(
        "select kode, navn from ut where dimensjon = ? order by rekkefoelge", [id]
    ).fetchall()


def test_egenskapene_har_kodelistens_rekkefoelge_og_navn(dimensjoner):
    for d in katalog.dimensjoner().values():
        if d.koder:
            assert [
                (k, n)
                for k, n in dimensjoner(d.id)
                if k not in ("ukjent", "ikke_kjent")
            ] == [(k.kode, k.navn) for k in d.koder]


def test_omraadene_har_kommunens_egen_rekkefoelge(dimensjoner):
    assert dimensjoner("omraade") == [
        ("Vest", "Vest"),
        ("Aust", "Aust"),
        ("ukjent", "Ikke oppgitt"),
    ]


@pytest.mark.parametrize("alder", ["80+", "18-24", None])
def test_hvem_som_staar_i_registrene_synes_ikke_i_listen_over_verdier(
    con, dimensjoner, alder
):
    """Sto bare aldersgruppene som finnes, der, ville en gruppe med 0–4 overalt hatt noen i seg, og
    en som ikke sto der, ingen.
    """
    foer = {id: dimensjoner(id) for id in katalog.dimensjoner()}
    for register in ("soeknad", "kartlegging"):
        con.execute(f"create table {register} as select ? as aldersgruppe", [alder])
    beregning.lag_dimensjoner(con, ("Vest", "Aust"), "etter")
    etter = con.sql("from etter order by dimensjon, rekkefoelge").fetchall()
    assert etter == con.sql("from ut order by dimensjon, rekkefoelge").fetchall()
    assert foer["aldersgruppe"] == [
        ("0-24", "Under 25 år"),
        ("25-49", "25–49 år"),
        ("50-66", "50–66 år"),
        ("67-79", "67–79 år"),
        ("80+", "80 år og eldre"),
        ("ukjent", "Ikke oppgitt"),
    ]


def test_det_som_ikke_er_oppgitt_staar_alltid_sist(dimensjoner):
    for d in katalog.dimensjoner():
        assert dimensjoner(d)[-1] == ("ukjent", "Ikke oppgitt")


# -------------------------------------------------------------------------- funksjonene


@pytest.mark.parametrize(
    "dager, gruppe",
    [
        (0, "0-3"),
        (90, "0-3"),
        (91, "4-6"),
        (180, "4-6"),
        (181, "7-12"),
        (365, "7-12"),
        (366, "12+"),
    ],
)
def test_ventetiden_deles_i_grupper_paa_dagen(con, dager, gruppe):
    assert con.execute("select ventetidsbaand(?)", [dager]).fetchall() == [(gruppe,)]


@pytest.mark.parametrize(
    "aldersgruppe, alder", [("67-79", 67), ("80+", 80), ("alle", None), ("0-17", 0)]
)
def test_laveste_alder_leses_av_aldersgruppen(con, aldersgruppe, alder):
    assert con.execute("select alder_fra(?)", [aldersgruppe]).fetchall() == [(alder,)]


@pytest.mark.parametrize(
    "oppgitt, gruppe",
    [
        ("0-17", "0-24"),
        ("18-24", "0-24"),
        ("24", "0-24"),
        ("25", "25-49"),
        ("25-49", "25-49"),
        ("25-34", "25-49"),
        ("50-66", "50-66"),
        ("67-79", "67-79"),
        ("79", "67-79"),
        ("80-89", "80+"),
        ("80+", "80+"),
        ("105+", "80+"),
        ("67+", None),
        ("18-66", None),
        ("alle", None),
        (None, None),
    ],
)
def test_alderen_er_i_gruppen_som_rommer_hele_den(con, oppgitt, gruppe):
    """En gruppe som går over flere, vet vi ikke hvilken av dem husstanden er i."""
    assert con.execute("select aldersbaand(?)", [oppgitt]).fetchall() == [(gruppe,)]


def test_gruppene_alderen_deles_i_er_de_katalogen_viser(con):
    aldre = [*map(str, range(131)), "80+"]
    svar = con.execute(
        "select distinct aldersbaand(alder) from unnest(?) t(alder)", [aldre]
    ).fetchall()
    koder = {kode.kode for kode in katalog.dimensjoner()["aldersgruppe"].koder}
    assert {gruppe for (gruppe,) in svar} == koder


# ---------------------------------------------------------------- modellene, på dagen


@pytest.fixture
def modell(con):
    """Radene en modell gir av små tabeller, når tallene gjelder til 31. desember 2023."""
    con.execute(
        "create table kommune as select 2021 as foerste_aar, date '2023-12-31' as per_dato"
    )
    con.execute(f"create table periode as {beregning.modell_sql('periode')}")

    def gir(navn, kolonner, **tabeller):
        for tabell, sql in tabeller.items():
            con.execute(f"create or replace table {tabell} as {sql}")
        return con.execute(
            f"select {kolonner} from ({beregning.modell_sql(navn)}) order by all"
        ).fetchall()

    return gir


@pytest.mark.parametrize(
    "fra, hjelp",
    [
        ("2021-03-01", "ingen"),
        ("2021-03-02", "tjeneste"),
        ("2021-09-01", "tjeneste"),
        ("2021-09-02", "ingen"),
    ],
)
def test_hjelp_etter_et_avslag_begynner_fra_dagen_etter_til_et_halvt_aar_etter(
    modell, fra, hjelp
):
    rader = modell(
        "avslag_fulgt",
        "periode, annen_hjelp",
        soeknad="select 'S' as soeknad_id, 'H' as husstand_id, 'rop' as maalgruppe, "
        "'avslag' as vedtak, date '2021-03-01' as vedtaksdato, null::date as innflyttet",
        hjelp=f"select 'tjeneste' as slag, 'H' as husstand_id, date '{fra}' as fra",
    )
    assert rader == [("2021", hjelp), ("2021-T1", hjelp)]


@pytest.mark.parametrize(
    "til, soekt, fornyet",
    [
        ("date '2023-12-31'", "2023-11-20", True),  # mens den har det
        ("date '2023-06-30'", "2023-07-30", True),  # 30 dager etter
        ("date '2023-06-30'", "2023-07-31", False),
        ("null::date", "2023-07-30", False),  # et lån fornyes ikke
    ],
)
def test_den_som_har_virkemiddelet_fra_foer_fornyer_det(modell, til, soekt, fornyet):
    felles = "'H' as husstand_id, 'bostoette' as virkemiddel, 'innvilget' as vedtak"
    rader = modell(
        "virkemiddelsak",
        "soekt, fornyet",
        virkemiddel=f"select {felles}, date '2023-01-10' as soekt, date '2023-02-01' as "
        f"vedtaksdato, {til} as til union all select {felles}, date '{soekt}', null, null",
    )
    assert rader == [
        (dt.date(2023, 1, 10), False),
        (dt.date.fromisoformat(soekt), fornyet),
    ]


@pytest.mark.parametrize(
    "meldt, naadd, ferdig",
    [
        ("null", [], None),
        ("date '2023-05-01'", [], dt.date(2023, 5, 1)),
        ("null", ["date '2023-01-01'", "null"], None),
        (
            "null",
            ["date '2023-01-01'", "date '2023-02-01'"],
            dt.date(2023, 2, 1),
        ),
        ("date '2023-05-01'", ["null"], dt.date(2023, 5, 1)),
    ],
)
def test_et_tiltak_er_gjennomfoert_naar_det_er_meldt_eller_alle_milepaeler_er_naadd(
    modell, meldt, naadd, ferdig
):
    tiltak = (
        "select 'T' as tiltak_id, 1 as nr, 'Tittel' as tittel, 'm' as maal, 'NAV' as "
        "ansvarlig, date '2021-01-01' as start, date '2025-01-01' as frist, null as indikator, "
        f"{meldt}::date as gjennomfoert"
    )
    milepael = " union all ".join(
        ["select 'annet' as tiltak_id, null::date as naadd"]
        + [f"select 'T', {dag}::date" for dag in naadd]
    )
    boligprosjekt = " union all ".join(
        f"select '{nr}' as prosjekt_id, {hvem} as tiltak_id"
        for nr, hvem in (
            ("P2", "'T'"),
            ("P1", "'T'"),
            ("P3", "null"),
            ("P4", "'annet'"),
        )
    )
    assert modell(
        "tiltak_status",
        "gjennomfoert, prosjekter",
        tiltak=tiltak,
        milepael=milepael,
        boligprosjekt=boligprosjekt,
    ) == [(ferdig, ["P1", "P2"])]


@pytest.mark.parametrize(
    "utflyttet, i_bruk_fra, dager",
    [
        ("2023-12-01", "2020-01-01", 30),
        ("2023-06-01", "2023-12-01", 30),
        (None, "2023-12-21", 10),
    ],
)
def test_en_bolig_er_ledig_fra_den_ble_tom_eller_kom_i_bruk_det_siste_av_dem(
    modell, utflyttet, i_bruk_fra, dager
):
    dato = f"date '{utflyttet}'" if utflyttet else "null::date"
    rader = modell(
        "ledig_bolig",
        "ledig_dager",
        bolig_beholdning="select '2023' as periode, 'B' as bolig_id, 'robust' as "
        "boligtype, 'Nord' as omraade, false as utleid",
        bolig=f"select 'B' as bolig_id, date '{i_bruk_fra}' as i_bruk_fra, 'ledig' as "
        "status, null as ledig_aarsak",
        leieforhold=f"select 'B' as bolig_id, {dato} as utflyttet",
    )
    assert rader == [(dager,)]


@pytest.mark.parametrize(
    "gjennomfoert, utfall",
    [
        ("2021-03-01", "beholdt"),
        ("2021-03-02", "utkastelse"),
        ("2022-03-01", "utkastelse"),
        ("2022-03-02", "beholdt"),
    ],
)
def test_et_virkemiddel_foelges_fra_dagen_etter_vedtaket_og_i_tolv_maaneder(
    modell, gjennomfoert, utfall
):
    tom = "select 'H' as husstand_id, null::date as dato where false"
    rader = modell(
        "virkemiddel_utfall",
        "periode, utfall",
        virkemiddel="select 'H' as husstand_id, 'bostoette' as virkemiddel, 'rop' as "
        "maalgruppe, date '2021-02-01' as soekt, 'innvilget' as vedtak, "
        "date '2021-03-01' as vedtaksdato, date '2021-03-01' as fra",
        utkastelse=f"select 'H' as husstand_id, date '{gjennomfoert}' as gjennomfoert",
        leieforhold=f"select *, dato as utflyttet, '' as utflyttingsaarsak from ({tom})",
        soeknad=f"select *, dato as mottatt, '' as soeknadstype from ({tom})",
        kartlegging=f"select *, dato as avklart, '' as avklart_til from ({tom})",
    )
    assert rader == [("2021", utfall), ("2021-T1", utfall)]


@pytest.mark.parametrize(
    "antall, gruppe", [(1, "1"), (2, "2"), (3, "3"), (4, "4"), (5, "4")]
)
def test_fire_tjenester_eller_flere_er_en_gruppe(modell, antall, gruppe):
    rader = modell(
        "samordning",
        "antall_tjenester, tjenester, enheter",
        tjeneste_beholdning="select '2023' as periode, 'H' as husstand_id, 'rop' as "
        "maalgruppe, 'T' || nr as tjeneste, ['E' || nr % 2] as enheter, false as "
        f"koordinator, false as individuell_plan from range({antall}) tall(nr)",
    )
    assert rader == [(gruppe, antall, min(antall, 2))]
