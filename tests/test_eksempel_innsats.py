"""Det som skjer rundt husstandene i eksempelkommunen: registrene er enige med hverandre, og tallene
ligner.
"""

import datetime as dt
import re
from collections import Counter

import duckdb
import pytest
import python_calamine

from boligdata import eksempel
from boligdata.bygg import ingest
from boligdata.eksempel import forutsetninger as f
from boligdata.eksempel import innsats, liv, verden
from boligdata.eksempel.finn_fram import TELEFON, TILBUD
from boligdata.eksempel.forutsetninger_innsats import TILBAKE
from boligdata.felles import config, kilder, lover

EKSEMPEL = config.ROT / "data" / "eksempel"
AARENE = range(f.FOERSTE_AAR, f.PER_DATO.year + 1)
NYE = (
    "kartlegging",
    "midlertidig_opphold",
    "utkastelse",
    "virkemiddel",
    "tjeneste",
    "tjenestekatalog",
)
MED_HUSSTAND = ("leieforhold", "soeknad", *NYE[:-1])


@pytest.fixture(scope="module")
def con():
    """Uttrekkene slik de er lest, og siste dag i hver måned."""
    con = duckdb.connect(config={"python_enable_replacements": "false"})
    ingest.les_uttrekk(con, EKSEMPEL, config.les_kommune(EKSEMPEL))
    con.execute(
        "create table dag as select (generate_series - interval 1 day)::date as dag "
        "from generate_series(date '2016-02-01', date '2026-01-01', interval 1 month)"
    )
    con.execute(f"create macro slutt(d) as coalesce(d, date '{f.PER_DATO}')")
    return con


def tall(con, sporring: str):
    """Svaret på en spørring som gir ett tall."""
    return con.execute(sporring).fetchone()[0]


def per(con, sporring: str) -> dict:
    """Svaret på en spørring som gir en nøkkel og et tall i hver rad."""
    return dict(con.execute(sporring).fetchall())


def til_enhver_tid(
    con, tabell: str, fra: str, til: str, der: str = "true"
) -> list[int]:
    """Antall rader som gjelder ved slutten av hver måned."""
    return [
        antall
        for _, antall in con.execute(
            f"select dag, count(*) from dag join {tabell} on {fra} <= dag and "
            f"coalesce({til} > dag, true) and {der} "
            "group by 1 order by 1"
        ).fetchall()
    ]


# -------------------------------------------------------------------------- husstandene


def test_boligregistrene_er_de_samme_som_foer_og_husstandene_der_har_samme_nummer(con):
    ukjente = "select count(distinct husstand_id) from {} where husstand_id not in (from i_boligregistrene)"
    con.execute(
        "create or replace temp view i_boligregistrene as "
        "select husstand_id from leieforhold union select husstand_id from soeknad"
    )
    for tabell in MED_HUSSTAND[2:]:
        felles = tall(
            con,
            f"select count(*) from {tabell} where husstand_id in (from i_boligregistrene)",
        )
        assert felles > 20 and tall(con, ukjente.format(tabell)) > 20, tabell


def test_hver_husstand_har_samme_maalgruppe_i_alle_registrene_unntatt_noen_faa(con):
    alle = " union all ".join(
        f"select husstand_id, maalgruppe from {t}" for t in MED_HUSSTAND
    )
    grupper = per(
        con,
        f"select n, count(*) from (select count(distinct maalgruppe) n from ({alle}) "
        "group by husstand_id) group by 1",
    )
    assert set(grupper) == {1, 2} and 5 <= grupper[2] <= 0.01 * grupper[1]


def test_ingen_faar_hjelp_etter_at_de_er_doede(con):
    for tabell, dag in (
        ("tjeneste", "slutt(slutt)"),
        ("virkemiddel", "soekt"),
        ("kartlegging", "slutt(avklart)"),
    ):
        etter = (
            f"select count(*) from {tabell} t join leieforhold l using (husstand_id) "
            f"where l.utflyttingsaarsak = 'doed' and {dag} > l.utflyttet"
        )
        assert tall(con, etter) == 0, tabell


def test_skala_legger_til_husstander_uten_aa_endre_den_foerste_kommunen():
    to = innsats.lag(verden.simuler(2))
    en = innsats.lag(verden.simuler(1))
    for felt in ("kartlegging", "opphold", "utkastelser", "virkemidler", "tjenester"):
        foer, etter = getattr(en, felt), getattr(to, felt)
        assert 1.7 * len(foer) < len(etter) < 2.3 * len(foer), felt
    maaneder = Counter((s.virkemiddel, s.soekt) for s in to.virkemidler)
    assert not Counter((s.virkemiddel, s.soekt) for s in en.virkemidler) - maaneder


def test_i_en_stor_kommune_har_hver_husstand_sitt_eget_nummer(tmp_path):
    eksempel.skriv(tmp_path, skala=2)
    con = duckdb.connect(config={"python_enable_replacements": "false"})
    rapport = ingest.les_uttrekk(con, tmp_path, config.les_kommune(tmp_path))
    assert {k: rapport.status[k].stoppet for k in NYE} == dict.fromkeys(NYE)
    # Samme nummer på to husstander ville gitt dem hver sin målgruppe.
    alle = " union all ".join(
        f"select husstand_id, maalgruppe from {t}" for t in MED_HUSSTAND
    )
    ulike = (
        f"select avg((n > 1)::int) from (select count(distinct maalgruppe) n from ({alle}) "
        "group by husstand_id)"
    )
    assert tall(con, ulike) < 0.01


# -------------------------------------------------------------------------- utkastelser


def test_hvert_leieforhold_som_endte_med_utkastelse_er_en_gjennomfoert_sak_samme_dag(
    con,
):
    uten_sak = """
        select count(*) from leieforhold l where utflyttingsaarsak = 'utkastelse' and not exists (
            from utkastelse u where u.husstand_id = l.husstand_id
            and gjennomfoert = l.utflyttet and kommunal_leietaker)
    """
    assert tall(con, uten_sak) == 0
    assert (
        tall(
            con,
            "select count(*) from leieforhold where utflyttingsaarsak = 'utkastelse'",
        )
        > 10
    )


def test_kommunal_leietaker_betyr_at_husstanden_leide_av_kommunen_da_begjaeringen_kom(
    con,
):
    leide = """
        select kommunal_leietaker, avg(exists (
            from leieforhold l where l.husstand_id = u.husstand_id
                and innflyttet <= begjaering and coalesce(utflyttet >= begjaering, true))::int)
        from utkastelse u where begjaering >= date '2016-01-01' group by 1
    """
    assert per(con, leide) == {True: 1.0, False: 0.0}


def test_det_er_15_til_22_begjaeringer_og_4_til_6_utkastelser_i_aaret(con):
    begjaeringer = per(
        con, "select year(begjaering), count(*) from utkastelse group by 1"
    )
    assert all(13 <= begjaeringer[aar] <= 23 for aar in AARENE)
    assert 15 <= sum(begjaeringer[aar] for aar in AARENE) / len(AARENE) <= 22
    gjennomfoert = per(
        con, "select year(gjennomfoert), count(*) from utkastelse group by 1"
    )
    assert all(4 <= gjennomfoert[aar] <= 6 for aar in AARENE)
    assert (
        tall(con, "select avg((aarsak in ('husleie', 'laan'))::int) from utkastelse")
        > 0.85
    )


def test_saker_er_gjennomfoert_avverget_eller_helt_nye(con):
    assert (
        tall(
            con,
            "select count(*) from utkastelse where gjennomfoert is not null and avverget_med is not null",
        )
        == 0
    )
    aapne = "from utkastelse where gjennomfoert is null and avverget_med is null"
    assert 1 <= tall(con, f"select count(*) {aapne}") <= 8
    assert tall(con, f"select min(begjaering) {aapne}") > f.PER_DATO - dt.timedelta(100)


# ----------------------------------------------------------------- midlertidige opphold


I_AARET = (
    "from range(2016, 2026) a(aar) join midlertidig_opphold on year(fra) <= aar and "
    "year(slutt(til)) >= aar"
)


def test_12_til_20_husstander_bor_midlertidig_i_aaret_noen_faa_med_barn_og_flest_i_2022_og_2023(
    con,
):
    husstander = per(
        con,
        f"select aar, count(distinct husstand_id) {I_AARET} where type <> 'natthjem' group by 1",
    )
    assert all(12 <= husstander[aar] <= 20 for aar in AARENE)
    assert min(husstander[2022], husstander[2023]) > max(
        husstander[aar] for aar in AARENE if aar not in (2022, 2023)
    )
    med_barn = per(
        con,
        f"select aar, count(distinct husstand_id) {I_AARET} and antall_barn > 0 group by 1",
    )
    assert all(1 <= med_barn[aar] <= 4 for aar in AARENE)
    natthjem = per(
        con,
        f"select aar, count(distinct husstand_id) {I_AARET} where type = 'natthjem' group by 1",
    )
    assert all(1 <= natthjem.get(aar, 0) <= 4 for aar in AARENE)


def test_noen_opphold_er_lange_noen_korte_og_et_doegn_koster_700_til_1500_kroner(con):
    varighet = "from (select slutt(til) - fra as dager, * from midlertidig_opphold where type <> 'natthjem')"
    assert 0.15 <= tall(con, f"select avg((dager > 90)::int) {varighet}") <= 0.30
    assert 0.30 <= tall(con, f"select avg((dager <= 14)::int) {varighet}") <= 0.50
    doegn = f"select min(kostnad_kr / dager), max(kostnad_kr / dager) {varighet} where til is not null"
    minst, hoeyst = con.execute(doegn).fetchone()
    assert minst >= 700 and hoeyst <= 1500


def test_ingen_bor_midlertidig_og_i_kommunal_bolig_samtidig_eller_to_steder(con):
    i_bolig = """
        select count(*) from midlertidig_opphold o join leieforhold l using (husstand_id)
        where l.innflyttet < o.fra and coalesce(l.utflyttet > o.fra, true)
    """
    to_steder = """
        select count(*) from midlertidig_opphold a join midlertidig_opphold b using (husstand_id)
        where a.fra < b.fra and coalesce(a.til > b.fra, true)
    """
    assert tall(con, i_bolig) == tall(con, to_steder) == 0


def test_i_2022_og_2023_er_noen_uten_barn_tilbake_samme_aar_og_ikke_lenger_enn_foer(
    con,
):
    tilbake = con.execute("""
        select year(fra), fra - ut, til - fra <= ut - inn, antall_barn
        from (
            select *, lag(til) over husstand as ut, lag(fra) over husstand as inn
            from midlertidig_opphold where type <> 'natthjem'
            window husstand as (partition by husstand_id order by fra)
        )
        where fra > ut and year(fra) = year(ut)
    """).fetchall()
    antall = Counter(aar for aar, *_ in tilbake)
    # Ellers hender det at NAV tilfeldigvis har et opphold til, med noen de kjenner fra før.
    assert {aar: antall[aar] for aar in antall if antall[aar] > 2} == pytest.approx(
        TILBAKE, abs=2
    )
    assert all(7 <= dager <= 90 for _, dager, *_ in tilbake)
    assert all(ikke_lenger and not barn for *_, ikke_lenger, barn in tilbake)


def test_i_to_aar_ble_minst_tjue_opphold_avsluttet_saa_andelene_kan_vises(con):
    avsluttet = per(
        con,
        "select year(til), count(*) from midlertidig_opphold o where type <> 'natthjem' and not "
        "exists (from midlertidig_opphold n where n.husstand_id = o.husstand_id and n.fra = o.til) "
        "group by 1",
    )
    assert [aar for aar in AARENE if avsluttet[aar] >= 20] == list(TILBAKE)


def test_mange_opphold_gjelder_noen_som_har_soekt_og_noen_flytter_rett_inn_eller_er_kastet_ut(
    con,
):
    opphold = "select avg(exists ({})::int) from midlertidig_opphold o where type <> 'natthjem'"
    soekt = (
        "from soeknad s where s.husstand_id = o.husstand_id and situasjon = 'uten_bolig' "
        "and abs(mottatt - fra) < 300"
    )
    assert 0.3 < tall(con, opphold.format(soekt)) < 0.8
    rett_inn = (
        "from leieforhold l where l.husstand_id = o.husstand_id and innflyttet = til"
    )
    assert tall(con, opphold.format(rett_inn)) > 0.1
    kastet_ut = (
        "from utkastelse u where u.husstand_id = o.husstand_id and gjennomfoert = fra"
    )
    assert 0 < tall(con, opphold.format(kastet_ut)) < 0.2


def test_kostra_har_de_samme_oppholdene_og_startlaanene(con):
    kostra = per(
        con, "select (kode, aar), verdi from kommunetall where kommunenummer = '9901'"
    )
    oppholdene = per(
        con,
        f"select aar, count(distinct husstand_id) {I_AARET} where type <> 'natthjem' group by 1",
    )
    for aar in set(AARENE) - {f.KOSTRA_MANGLER}:
        feil = 10 if aar == f.KOSTRA_FEIL else 1
        # Oppholdet som er feil i uttrekket, er riktig i KOSTRA.
        assert kostra["KOStotmidlbo0000", aar] / feil - oppholdene[aar] in (0, 1)
    utbetalt = per(
        con,
        "select year(fra), count(*) from virkemiddel where virkemiddel = 'startlaan' group by 1",
    )
    assert kostra["KOSfainansstartp0000", 2024] == pytest.approx(
        utbetalt[2024] / 12, abs=0.1
    )


# -------------------------------------------------------------------------- kartlegging


def test_15_til_35_husstander_staar_paa_lista_til_enhver_tid(con):
    alle = til_enhver_tid(con, "kartlegging", "kartlagt", "avklart")
    assert len(alle) == 120 and min(alle) >= 15 and max(alle) <= 35
    for situasjon, minst, hoeyst in (
        ("uten_bolig", 3, 9),
        ("i_fare", 6, 12),
        ("uegnet_bolig", 6, 15),
    ):
        antall = til_enhver_tid(
            con, "kartlegging", "kartlagt", "avklart", f"situasjon = '{situasjon}'"
        )
        assert minst <= min(antall) and max(antall) <= hoeyst, situasjon


def test_de_fleste_blir_avklart_innen_14_maaneder_og_noen_faa_gamle_staar_igjen(con):
    minst, hoeyst = con.execute(
        "select min(avklart - kartlagt), max(avklart - kartlagt) from kartlegging"
    ).fetchone()
    assert minst >= 28 and hoeyst <= 430
    assert (
        tall(
            con,
            "select count(*) from kartlegging where (avklart is null) <> (avklart_til is null)",
        )
        == 0
    )
    gamle = tall(
        con,
        "select count(*) from kartlegging where avklart is null and kartlagt < date '2024-12-31'",
    )
    assert 2 <= gamle <= 10


def test_noen_paa_lista_har_soekt_noen_bor_midlertidig_og_noen_soeker_aldri(con):
    for tabell, minst in (
        ("soeknad", 0.2),
        ("midlertidig_opphold", 0.1),
        ("utkastelse", 0.05),
    ):
        andel = tall(
            con,
            f"select avg((husstand_id in (select husstand_id from {tabell}))::int) from kartlegging",
        )
        assert minst < andel < 0.6, tabell
    kommunal = """
        select avg(exists (
            from leieforhold l where l.husstand_id = k.husstand_id and innflyttet = avklart)::int)
        from kartlegging k where avklart_til = 'kommunal_bolig' and avklart >= date '2016-01-01'
    """
    assert tall(con, kommunal) == 1


# -------------------------------------------------------------------------- virkemidler


def test_bostoetten_fornyes_i_siste_tertial_ogsaa_i_det_siste_aaret(con):
    """Ellers falt innvilgede virkemidler fra 340 til 230 uten at noen mistet bostøtten."""
    i_tredje = per(
        con,
        "select year(vedtaksdato), count(*) from virkemiddel where virkemiddel = 'bostoette' "
        "and vedtak = 'innvilget' and month(vedtaksdato) > 8 group by 1",
    )
    vanlig = sum(i_tredje[aar] for aar in AARENE[:-1]) / len(AARENE[:-1])
    assert i_tredje[AARENE[-1]] > 0.8 * vanlig


def test_uttrekkene_har_med_det_som_tok_slutt_aaret_foer(con):
    """Den som fikk avslag da, er fortsatt med, og den som fornyet i januar, er ikke ny."""
    for tabell, slutt in (
        ("soeknad", "avsluttet"),
        ("kartlegging", "avklart"),
        ("midlertidig_opphold", "til"),
        ("virkemiddel", "til"),
    ):
        i_aaret = f"select count(*) from {tabell} where year({slutt}) = {{}}"
        foer, etter = (tall(con, i_aaret.format(aar)) for aar in (2015, 2016))
        assert foer > 0.2 * etter, tabell


def test_150_til_190_husstander_har_bostoette_til_enhver_tid(con):
    # Datoen «til» er den siste dagen støtten gjelder.
    loeper = til_enhver_tid(
        con,
        "virkemiddel",
        "fra",
        "til + 1",
        "virkemiddel = 'bostoette' and vedtak = 'innvilget'",
    )
    assert min(loeper) >= 148 and max(loeper) <= 195
    snitt = per(
        con,
        "select year(fra), avg(beloep_kr) from virkemiddel where virkemiddel = 'bostoette' group by 1",
    )
    assert (
        all(2700 <= snitt[aar] <= 3300 for aar in AARENE) and snitt[2025] > snitt[2016]
    )


@pytest.mark.parametrize(
    "slag, innvilget, alle",
    [
        ("startlaan", (15, 18), (30, 37)),
        ("depositum", (25, 34), (30, 42)),
        ("raadgivning", (40, 52), (44, 60)),
        ("kommunal_bostoette", (5, 12), (7, 17)),
        ("tilskudd", (5, 10), (7, 15)),
        ("leie_til_eie", (1, 3), (1, 4)),
    ],
)
def test_saker_i_aaret_er_som_forutsatt(con, slag, innvilget, alle):
    hvor = f"from virkemiddel where virkemiddel = '{slag}' and year(soekt) between 2016 and 2025"
    assert alle[0] <= tall(con, f"select count(*) / 10 {hvor}") <= alle[1]
    assert (
        innvilget[0]
        <= tall(con, f"select count(*) / 10 {hvor} and vedtak = 'innvilget'")
        <= innvilget[1]
    )


def test_startlaan_er_om_lag_18_millioner_hver_og_to_av_fem_faar_avslag(con):
    laan = "from virkemiddel where virkemiddel = 'startlaan'"
    assert 1_600_000 <= tall(con, f"select avg(beloep_kr) {laan}") <= 2_000_000
    assert 0.35 <= tall(con, f"select avg((vedtak = 'avslag')::int) {laan}") <= 0.45
    ubrukt = tall(
        con,
        f"select avg((fra is null)::int) {laan} and vedtak = 'innvilget' and soekt < date '2025-06-01'",
    )
    assert 0.1 < ubrukt < 0.3


def test_bare_innvilgede_saker_har_beloep_og_varighet_og_bare_nye_er_uten_vedtak(con):
    assert (
        tall(
            con,
            "select count(*) from virkemiddel where vedtak is distinct from 'innvilget' "
            "and (fra is not null or til is not null or beloep_kr is not null)",
        )
        == 0
    )
    assert (
        tall(
            con,
            "select count(*) from virkemiddel where (vedtak is null) <> (vedtaksdato is null)",
        )
        == 0
    )
    assert tall(
        con, "select min(soekt) from virkemiddel where vedtak is null"
    ) > f.PER_DATO - dt.timedelta(150)


def test_leietakere_som_kjoeper_bolig_har_ofte_faatt_startlaan_aaret_foer(con):
    laan = """
        select utflyttingsaarsak = 'eid_bolig', avg(exists (
            from virkemiddel v where v.husstand_id = l.husstand_id and virkemiddel = 'startlaan'
                and v.vedtaksdato between utflyttet - 365 and utflyttet)::int)
        from leieforhold l where utflyttet is not null and maalgruppe <> 'uten_behovsproeving' group by 1
    """
    andel = per(con, laan)
    assert 0.55 < andel[True] < 0.95 and andel[False] < 0.02


def test_noen_faa_med_depositum_eller_raadgivning_soeker_kommunal_bolig_eller_kastes_ut_innen_et_aar(
    con,
):
    innen = """
        select avg(exists (from {} t where t.husstand_id = v.husstand_id and {} between v.vedtaksdato
            and v.vedtaksdato + 365)::int)
        from virkemiddel v where virkemiddel in ('depositum', 'raadgivning') and vedtak = 'innvilget'
    """
    assert 0.03 < tall(con, innen.format("soeknad", "mottatt")) < 0.2
    assert 0.01 < tall(con, innen.format("utkastelse", "gjennomfoert")) < 0.1


def test_de_som_ble_henvist_til_annen_hjelp_soeker_den_ofte(con):
    hjelp = """
        select avg(exists (from virkemiddel v where v.husstand_id = s.husstand_id
            and v.soekt between s.vedtaksdato and s.vedtaksdato + 365)::int)
        from soeknad s where avslagsgrunn = 'annen_hjelp'
    """
    assert 0.6 < tall(con, hjelp) < 1


# ---------------------------------------------------------------------------- tjenester


@pytest.mark.parametrize(
    "tjeneste, minst, hoeyst",
    [
        ("booppfoelging", 40, 60),
        ("rop_team", 25, 35),
        ("miljoearbeid", 25, 35),
        ("hjemmesykepleie", 50, 70),
        ("praktisk_bistand", 50, 70),
        ("bpa", 3, 5),
        ("flyktningtjeneste", 15, 50),
        ("ergoterapi", 16, 25),
    ],
)
def test_saa_mange_har_tjenesten_til_enhver_tid(con, tjeneste, minst, hoeyst):
    antall = til_enhver_tid(
        con, "tjeneste", "oppstart", "slutt", f"tjeneste = '{tjeneste}'"
    )
    assert minst - 1 <= min(antall) and max(antall) <= hoeyst + 1


def test_det_gaar_3_til_120_dager_fra_henvisning_lenger_fram_til_2023_og_kortere_etterpaa(
    con,
):
    minst, hoeyst = con.execute(
        "select min(oppstart - henvist), max(oppstart - henvist) from tjeneste"
    ).fetchone()
    assert minst >= 3 and hoeyst <= 120
    ventet = per(
        con, "select year(henvist), median(oppstart - henvist) from tjeneste group by 1"
    )
    assert (
        ventet[2016] < ventet[2019] < ventet[2023]
        and ventet[2025] < ventet[2024] < ventet[2023]
    )
    aldri = tall(
        con,
        "select avg((oppstart is null)::int) from tjeneste where year(henvist) between 2016 and 2024",
    )
    assert 0.04 < aldri < 0.1
    assert (
        tall(
            con,
            "select count(*) from tjeneste where oppstart is null and (slutt is not null or koordinator)",
        )
        == 0
    )


def test_henvisningene_gaar_dit_de_skal(con):
    fra = per(con, "select (henvist_fra, enhet), count(*) from tjeneste group by 1")
    for par in (
        ("spesialist", "psykisk_rus"),
        ("nav", "psykisk_rus"),
        ("fastlege", "hjemmetjenesten"),
        ("tildeling", "hjemmetjenesten"),
        ("tildeling", "habilitering"),
        ("kriminalomsorg", "psykisk_rus"),
    ):
        assert fra[par] >= 10, par
    assert not [par for par in fra if par[0] == par[1]]
    assert {e for (h, e) in fra if h == "kriminalomsorg"} <= {"nav", "psykisk_rus"}
    enheter = per(
        con, "select tjeneste, count(distinct enhet) from tjeneste group by 1"
    )
    assert Counter(enheter.values()) == {1: 6, 2: 2}


def test_de_med_flere_tjenester_har_oftere_koordinator_og_andelen_vokser(con):
    con.execute("""
        create or replace temp table samtidig as
        select dag, husstand_id, count(*) as tjenester, bool_or(koordinator) as koordinator,
            bool_or(individuell_plan) as plan
        from dag join tjeneste on oppstart <= dag and coalesce(slutt > dag, true) group by all
    """)
    andel = per(
        con,
        "select least(tjenester, 3), avg(koordinator::int) from samtidig group by 1",
    )
    assert andel[1] < andel[2] < andel[3] and 0.3 < andel[3] < 0.8
    per_aar = per(
        con, "select year(dag), avg(koordinator::int) from samtidig group by 1"
    )
    fra, til = per_aar[2016], per_aar[2025]
    assert fra < til < 0.4
    assert (
        tall(con, "select count(*) from samtidig where plan and not koordinator") == 0
    )
    assert tall(con, "select count(*) / 120 from samtidig where tjenester >= 3") > 8


# -------------------------------------------------------------------- tjenestekatalogen


def test_tjenestekatalogen_har_18_til_25_tilbud_og_hver_situasjon_har_noe_aa_soeke_om(
    con,
):
    assert 18 <= tall(con, "select count(*) from tjenestekatalog") == len(TILBUD) <= 25
    for situasjon in ("uten_bolig", "i_fare", "uegnet_bolig"):
        assert (
            tall(
                con,
                f"select count(*) from tjenestekatalog where '{situasjon}' in situasjon",
            )
            >= 5
        )


def test_telefonnumrene_i_tjenestekatalogen_kan_ikke_tilhoere_noen(con):
    numre = [n for [n] in con.execute("select telefon from tjenestekatalog").fetchall()]
    assert set(numre) == set(TELEFON.values())
    assert all(
        re.fullmatch(r"1\d( \d\d){3}", n) for n in numre
    )  # Ingen åttesifrede numre i Norge begynner på 1.


def test_hjemlene_nevner_bare_lover_vi_kjenner():
    for tilbud in TILBUD:
        lover.krev_kjente(tilbud.hjemmel)
    assert sum(bool(t.hjemmel) for t in TILBUD) >= 12


# ------------------------------------------------------------------ skrivemåter og feil


def test_de_nye_uttrekkene_har_ulike_tegnsett_datoer_og_overskrifter():
    for navn in ("tjeneste.csv", "utkastelse.csv"):
        assert (EKSEMPEL / navn).read_bytes().startswith(b"\xef\xbb\xbf")
        assert re.search(
            r";\d{4}-\d\d-\d\d;", (EKSEMPEL / navn).read_text(encoding="utf-8-sig")
        )
    for navn in ("virkemiddel.csv", "midlertidig_opphold.csv"):
        assert re.search(
            r";\d\d\.\d\d\.\d{4};", (EKSEMPEL / navn).read_text(encoding="cp1252")
        )
    ark = (
        python_calamine.CalamineWorkbook.from_path(EKSEMPEL / "kartlegging.xlsx")
        .get_sheet_by_index(0)
        .to_python()
    )
    assert ark[2][0] == "Løpenr" and isinstance(ark[3][1], dt.date)


def test_alle_kodene_i_kontraktene_er_i_bruk(con):
    for kilde in NYE:
        for kolonne in kilder.kilder()[kilde].kolonner.values():
            if (
                kolonne.type == "kode"
                and kolonne.kodeliste not in ("maalgruppe", "enhet")
                and not kolonne.flere
            ):
                brukt = {
                    v
                    for [v] in con.execute(
                        f"select distinct {kolonne.id} from {kilde}"
                    ).fetchall()
                } - {None}
                koder = {k.kode for k in kilder.kodelister()[kolonne.kodeliste].koder}
                assert len(koder - brukt) <= 1, (kilde, kolonne.id, koder - brukt)


def test_radene_som_er_feil_med_vilje_er_en_av_hvert_slag():
    con = duckdb.connect(config={"python_enable_replacements": "false"})
    rapport = ingest.les_uttrekk(con, EKSEMPEL, config.les_kommune(EKSEMPEL))
    assert Counter(
        (a.kilde, a.regel)
        for a in rapport.avvik
        if a.kilde in NYE and a.alvor == "satt til side"
    ) == {
        ("kartlegging", "ukjent verdi"): 1,
        ("midlertidig_opphold", "datoer i feil rekkefølge"): 1,
        ("utkastelse", "dobbel nøkkel"): 1,
        ("virkemiddel", "ukjent verdi"): 1,
        ("virkemiddel", "datoer i feil rekkefølge"): 1,
        ("tjeneste", "ukjent verdi"): 1,
        ("tjeneste", "datoer i feil rekkefølge"): 1,
    }


def test_en_verdi_paa_en_dag_ligger_paa_linjen_mellom_aarene():
    punkter = {2016: 10, 2018: 20}
    for dag, verdi in (
        ("2012-05-01", 10),
        ("2016-01-01", 10),
        ("2017-01-01", 15),
        ("2018-01-01", 20),
        ("2025-01-01", 20),
    ):
        assert liv.paa_linje(
            punkter, dt.date.fromisoformat(dag).toordinal()
        ) == pytest.approx(verdi, abs=0.05)
