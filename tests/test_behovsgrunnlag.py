"""Grunnlaget for boligbehovet: historikken mot de rå filene, dårlige uttrekk, og at ingenting om
personer kommer ut.
"""

import contextlib
import csv
import datetime as dt
import math
import shutil
from collections import Counter, defaultdict
from itertools import groupby

import kanttilfeller
import numpy as np
import pandas as pd
import pytest
from fasit.boliger_og_soeknader import fikk_ja, venter
from fasit.kommune import gjelder, les_kommune
from hypothesis import given
from hypothesis import strategies as st
from uttrekk import sett

from boligdata.behov import estimat, modell
from boligdata.behov.botid import Botid
from boligdata.behov.grunnlag import Grunnlag, Pool, Stroem
from boligdata.behov.historikk import Historikk
from boligdata.bygg import behovsgrunnlag, beregning, ingest
from boligdata.bygg.behovsgrunnlag import registrene, vern_av_anslag
from boligdata.bygg.behovsgrunnlag.forutsetninger import FIL
from boligdata.bygg.behovsgrunnlag.tabeller import TABELLER
from boligdata.felles import config, katalog, kilder
from boligdata.felles.config import ROT, Brukerfeil
from boligdata.innhold.boligbehov import grunnlag as lesesidens

EKSEMPEL = ROT / "data" / "eksempel"
TRENGS = (
    "bolig.xlsx",
    "leieforhold.csv",
    "soeknad.csv",
    "kjente_brukere.csv",
    "bosetting.csv",
    "befolkning.csv",
    "framskriving.csv",
    "kommune.toml",
    "omraader.geojson",
)
MODELLER = {
    m
    for siste in (
        "behov_sak",
        "behov_kjent",
        "behov_bosetting",
        "folketall_alder",
        "leieforhold_beholdning",
        "venteliste",
        "innflytting",
        "utflytting",
    )
    for m in beregning.modeller_bak(siste)
}
KUBER = ("leieforhold", "venteliste", "innflytting", "utflytting")
NOEKKEL = b"x" * 32


# -------------------------------------------------- den raske veien: bygget uten vernet


def aapne(mappe):
    """Uttrekkene i mappen, modellene behovet bruker, og de eksakte kubene i `eksakt`."""
    kommune = config.les_kommune(mappe)
    con = ingest.ny_database()
    ingest.les_uttrekk(con, mappe, kommune, lambda *_: None)
    con.execute(
        "create table kommune as select ? as kommunenummer, ?::date as per_dato, ?::integer as foerste_aar",
        [kommune.kommunenummer, kommune.per_dato, kommune.foerste_aar],
    )
    behovsgrunnlag.skriv_opplyst(con, kommune)
    beregning.lag_modeller(con, bare=MODELLER)
    con.execute("attach ':memory:' as eksakt")
    for id in KUBER:
        beregning.lag_kube(con, katalog.kuber()[id], f"eksakt.kube_{id}")
    return con


def skriv(con, noekkel=NOEKKEL, rund=1, avvik=0) -> dict[str, list[dict]]:
    """Grunnlaget slik det skrives, med kuber rundet til nærmeste `rund`. Begge filene må ha det
    samme.
    """
    for navn in ("ut", "internt"):
        con.execute(f"attach ':memory:' as {navn}")
    try:
        for id in KUBER:
            con.execute(
                f"create table ut.kube_{id} as select * replace ((round(antall / {rund}) * "
                f"{rund})::integer as antall) from eksakt.kube_{id}"
            )
        con.execute(
            "create table ut.vern as select k.kube, p.periode, d.dybde, ?::integer as avvik, 1 as "
            "versjon from periode p, unnest([0, 1, 2]) d (dybde), "
            "unnest(['leieforhold', 'venteliste']) k (kube)",
            [avvik],
        )
        behovsgrunnlag.skriv(con, noekkel, behovsgrunnlag.les_forutsetninger(EKSEMPEL))
        svar = {}
        for t in TABELLER:
            kolonner, rader = (
                (d := con.sql(f"from ut.{t} order by all")).columns,
                d.fetchall(),
            )
            assert rader == con.sql(f"from internt.{t} order by all").fetchall()
            svar[t] = [dict(zip(kolonner, rad)) for rad in rader]
        return svar
    finally:
        con.execute("detach ut")
        con.execute("detach internt")


@pytest.fixture(scope="module")
def con():
    with contextlib.closing(aapne(EKSEMPEL)) as con:
        yield con


@pytest.fixture(scope="module")
def kommunen():
    return les_kommune(EKSEMPEL)


@pytest.fixture(scope="module")
def tabeller(con):
    return skriv(con)


@pytest.fixture
def mappe(tmp_path):
    """En kopi av det behovet trenger av eksempelet."""
    for navn in TRENGS:
        shutil.copy(EKSEMPEL / navn, tmp_path / navn)
    return tmp_path


def endre(fil, hva) -> None:
    """Skriv filen på nytt med radene `hva(rad)` gir, der None er en rad som skal bort."""
    raa = fil.read_bytes()
    koding = "utf-8-sig" if raa.startswith(b"\xef\xbb\xbf") else "cp1252"
    skille = ";"
    rader = list(csv.DictReader(raa.decode(koding).splitlines(), delimiter=skille))
    kolonner = list(rader[0])
    with open(fil, "w", encoding=koding, newline="") as f:
        ut = csv.DictWriter(f, kolonner, delimiter=skille)
        ut.writeheader()
        ut.writerows(rad for rad in map(hva, rader) if rad)


def grunnlaget_i(mappe, **mer):
    with contextlib.closing(aapne(mappe)) as con:
        return skriv(con, **mer)


def avvik(t) -> set[tuple[str, str]]:
    return {(a["kode"], a["pool"]) for a in t["behov_avvik"]}


def i_dag(t, tabell="behov_pool") -> list[dict]:
    return [rad for rad in t[tabell] if rad["da"] == 0]


# ------------------------------------------------------------------------------ fasiten


def fasit(k) -> list[tuple]:
    """Én rad per behov: (husstand, boligtype, målgruppe, alder, kom, fikk, gikk, ut).

    Hvert leieforhold er et behov fra det første vedtaket om ny bolig med den innflyttingsdatoen som
    er nærmest, høyst 31 dager fra, eller fra innflyttingen. Hvert vedtak om ny bolig som ikke endte
    med innflytting, er et behov fra vedtaket til det ble avsluttet.
    """
    ja = [
        s
        for s in k.soeknader
        if s["vedtak"] == "innvilget" and s["soeknadstype"] == "ny" and s["vedtaksdato"]
    ]
    vedtak = defaultdict(list)
    for s in ja:
        if s["innflyttet"]:
            vedtak[s["husstand_id"]].append(s)
    rader = []
    for r in k.leieforhold:
        mulige = [
            s
            for s in vedtak[r["husstand_id"]]
            if abs((s["innflyttet"] - r["innflyttet"]).days) <= 31
        ]
        kom, alder = r["innflyttet"], None
        if mulige:
            naermest = min(
                (abs((s["innflyttet"] - r["innflyttet"]).days), s["innflyttet"])
                for s in mulige
            )[1]
            samme = [s for s in mulige if s["innflyttet"] == naermest]
            kom = min(kom, *(s["vedtaksdato"] for s in samme))
            alder = min(
                (s["aldersgruppe"] for s in samme if s["aldersgruppe"]), default=None
            )
        rader.append(
            (
                r["husstand_id"],
                r["boligtype"],
                r["maalgruppe"],
                alder,
                kom,
                r["innflyttet"],
                None,
                r["utflyttet"],
            )
        )
    rader += [
        (
            s["husstand_id"],
            s["oensket_boligtype"],
            s["maalgruppe"],
            s["aldersgruppe"],
            s["vedtaksdato"],
            None,
            s["avsluttet"],
            None,
        )
        for s in ja
        if not s["innflyttet"]
    ]
    return rader


def per_husstand(rader) -> Counter:
    """Sakene husstand for husstand, uten id: de er byttet ut i bygget."""
    samlet = defaultdict(list)
    for husstand, *resten in rader:
        samlet[husstand].append(tuple(map(str, resten)))
    return Counter(tuple(sorted(saker)) for saker in samlet.values())


SAKENE = "select husstand_id, boligtype, maalgruppe, aldersgruppe, kom, fikk, gikk, ut from behov_sak"


def test_hvert_behov_er_det_samme_som_i_de_raa_filene(con, kommunen):
    assert per_husstand(con.sql(SAKENE).fetchall()) == per_husstand(fasit(kommunen))


def test_ogsaa_der_alt_skjer_paa_grensen_og_registrene_ikke_er_enige(tmp_path):
    kanttilfeller.skriv(tmp_path, froe=3)
    with contextlib.closing(aapne(tmp_path)) as con:
        raa = con.sql(SAKENE).fetchall()
        assert per_husstand(raa) == per_husstand(fasit(les_kommune(tmp_path)))
        assert len(raa) > 1000
        t = skriv(con)
    assert i_dag(t) and all(
        math.isfinite(v)
        for rad in i_dag(t, "behov_stroem")
        for v in rad.values()
        if isinstance(v, float)
    )


def test_koeen_endrer_seg_med_dem_som_kom_fikk_og_ga_opp_og_er_den_publiserte(
    con, kommunen
):
    """Per type og år. Den som fikk en annen type enn den ventet på, flytter seg mellom to køer, men
    er med én gang.
    """
    saker = [s[1:] for s in con.sql(SAKENE).fetchall()]
    k = kommunen
    for p in (p for p in k.perioder if len(p.id) == 4):
        foer = p.fra - dt.timedelta(1)
        for boligtype in {s[0] for s in saker}:
            i_typen = [s for s in saker if s[0] == boligtype]

            def koe(dag, i_typen=i_typen):
                return sum(
                    gjelder(kom, fikk or gikk, dag)
                    for _, _, _, kom, fikk, gikk, _ in i_typen
                )

            kom, fikk, ga_opp = (
                sum(p.fra <= s[nr] <= p.til for s in i_typen if s[nr])
                for nr in (3, 4, 5)
            )
            assert koe(p.til) - koe(foer) == kom - fikk - ga_opp
        alle = sum(
            gjelder(kom, fikk or gikk, p.til) for _, _, _, kom, fikk, gikk, _ in saker
        )
        vedtak = {s["husstand_id"] for s in venter(k, p)}
        assert abs(alle - len(vedtak)) <= 2 + 0.05 * len(fikk_ja(k, p)), p.id


@pytest.mark.parametrize("rund", [1, 5])
def test_i_dag_er_koeen_og_leietakerne_de_publiserte_og_aldri_flere_enn_det_er_plass_til(
    con, rund
):
    t = skriv(con, rund=rund)
    for pool in i_dag(t):
        stroemmer = [s for s in i_dag(t, "behov_stroem") if s["pool"] == pool["pool"]]
        bor, venter = (
            _vist(con, kube, pool["boligtyper"], rund)
            for kube in ("leieforhold", "venteliste")
        )
        assert sum(s["koe"] for s in stroemmer) == venter
        # Vises ingen, kan det likevel bo noen få der.
        if bor + venter:
            fikk_plass = min(bor, pool["boliger"])
            assert sum(s["leietakere"] for s in stroemmer) == pytest.approx(fikk_plass)


def _vist(con, kube: str, boligtyper: list[str], rund: int) -> float:
    """Antallet i boligtypene ved utgangen av året, slik det vises."""
    andre = {*katalog.kuber()[kube].dimensjoner} - {"boligtype"}
    [(antall,)] = con.execute(
        f"select sum(round(antall / {rund}) * {rund}) from eksakt.kube_{kube} "
        f"where periode = '2025-T3' and list_contains(?, boligtype) and "
        + " and ".join(f"{egenskap} = 'alle'" for egenskap in sorted(andre)),
        [boligtyper],
    ).fetchall()
    return antall or 0


def test_hver_boligtype_er_i_en_pool_og_smaa_typer_er_slaatt_sammen_med_slektninger(
    con, tabeller
):
    pooler = [p["boligtyper"] for p in i_dag(tabeller)]
    assert sorted(t for typer in pooler for t in typer) == sorted(
        t for (t,) in con.sql("select distinct boligtype from bolig").fetchall()
    )
    assert all(p["pool"] == "_".join(p["boligtyper"]) for p in i_dag(tabeller))
    slekt = [set(s) for s in kilder.boligslekter().values()]
    assert all(any(set(typer) <= s for s in slekt) for typer in pooler)
    # Den som fortsatt er for liten, er alene igjen i slekten, og det er meldt.
    for pool in i_dag(tabeller):
        inn, ut = (
            con.execute(
                f"select sum(antall) from eksakt.kube_{kube} where length(periode) = 4 "
                "and list_contains(?, boligtype) and maalgruppe = 'alle' and omraade = 'alle'"
                + mer,
                [pool["boligtyper"]],
            ).fetchall()[0][0]
            for kube, mer in (
                ("innflytting", ""),
                ("utflytting", " and utflyttingsaarsak = 'alle'"),
            )
        )
        assert (inn < 50 or ut < 15) == (("for_lite", pool["pool"]) in avvik(tabeller))


def test_bygget_sier_hvilke_boligtyper_som_var_for_smaa_til_aa_regnes_for_seg(
    con, tabeller
):
    """Regnet av kubene én gang til: under fem innflyttinger i året, eller under femten utflyttinger."""
    pooler = i_dag(tabeller)
    for pool in pooler:
        inn, ut = (
            dict(
                con.execute(
                    f"select boligtype, sum(antall) from eksakt.kube_{kube} where "
                    "length(periode) = 4 and maalgruppe = 'alle' and omraade = 'alle'"
                    f"{mer} group by 1"
                ).fetchall()
            )
            for kube, mer in (
                ("innflytting", ""),
                ("utflytting", " and utflyttingsaarsak = 'alle'"),
            )
        )
        assert pool["for_smaa"] == [
            typen
            for typen in pool["boligtyper"]
            if inn.get(typen, 0) < 50 or ut.get(typen, 0) < 15
        ]
    # Noen er slått sammen med en som er stor nok, og noen med andre som ikke er det.
    store = [
        len(pool["boligtyper"]) - len(pool["for_smaa"])
        for pool in pooler
        if len(pool["boligtyper"]) > 1
    ]
    assert {0, 1} <= set(store)


def _slik_lesesiden_har_det(tabeller) -> Grunnlag:
    """Grunnlaget av tabellene, uten dem kommunen alt vet om."""
    pooler, stroemmer = (
        pd.DataFrame(i_dag(tabeller, navn)) for navn in ("behov_pool", "behov_stroem")
    )
    ingen = pd.DataFrame(columns=["pool", "gruppe"])
    return Grunnlag(
        tuple(
            lesesidens._pool(
                rad, stroemmer[stroemmer["pool"] == rad.pool], ingen, 10, {}
            )
            for rad in pooler.itertuples()
        )
    )


def test_vernet_flytter_svaret_under_en_prosent_i_alt_og_tre_og_en_halv_der_det_er_noen(
    con, monkeypatch
):
    """Det eksakte grunnlaget mot det vernede, der de som bor og venter er rundet til nærmeste fem. I de
    minste poolene er avrundingen hele tallet: der flyttes svaret høyst fem boliger.
    """
    eksakte, estimer = [], estimat.estimer

    def og_husk(*tall):
        eksakte.append(estimer(*tall))
        return eksakte[-1]

    monkeypatch.setattr(estimat, "estimer", og_husk)
    vernet = _slik_lesesiden_har_det(skriv(con, rund=5, avvik=4))
    svarene = [modell.regn(en, framtider=1) for en in (eksakte[0], vernet)]
    om_sju_aar = 7
    eksakt, vist = (svar.alle.behov[om_sju_aar] for svar in svarene)
    assert vist == pytest.approx(eksakt, rel=0.01)
    for eksakt, vist in zip(*(svar.pooler for svar in svarene), strict=True):
        assert eksakt.pool == vist.pool
        behov, ble = eksakt.behov[om_sju_aar], vist.behov[om_sju_aar]
        assert abs(ble - behov) <= (0.035 * behov if behov > 50 else 5)


def test_historikken_bakover_har_tallene_som_var_publisert_da(tabeller):
    assert {rad["da"] for rad in tabeller["behov_pool"]} == set(
        range(behovsgrunnlag.PROEVDE_AAR + 1)
    )
    assert {tuple(p["boligtyper"]) for p in tabeller["behov_pool"]} == {
        tuple(p["boligtyper"]) for p in i_dag(tabeller)
    }


# ---------------------------------------------------------------------- forutsetningene


def forutsetninger(tmp_path, tekst):
    (tmp_path / FIL).write_text(tekst, encoding="utf-8")
    return {f.id: f for f in behovsgrunnlag.les_forutsetninger(tmp_path)}


def test_uten_egen_fil_gjelder_de_som_foelger_med(tmp_path):
    alle = {f.id: f for f in behovsgrunnlag.les_forutsetninger(tmp_path)}
    assert (
        alle["maal_andel"].verdi,
        alle["maal_dager"].verdi,
        alle["skjult"].verdi,
    ) == (90, 90, 0)
    assert all(
        f.lavest <= f.verdi <= f.hoeyest and f.kilde and f.bestemt_av
        for f in alle.values()
    )


def test_egne_verdier_gjelder_og_resten_er_som_foer(tmp_path):
    alle = forutsetninger(
        tmp_path,
        '[maal_dager]\nverdi = 60\nkilde = "Kommunestyret"\ndato = 2026-01-31\nbestemt_av = "Sak 7/26"\n',
    )
    f = alle["maal_dager"]
    assert (f.verdi, f.kilde, f.dato, f.bestemt_av) == (
        60,
        "Kommunestyret",
        dt.date(2026, 1, 31),
        "Sak 7/26",
    )
    assert (f.lavest, f.hoeyest) == (30, 180) and alle["maal_andel"].verdi == 90


@pytest.mark.parametrize(
    "tekst, del_",
    [
        ("[maal_dagr]\nverdi = 60", "maal_dagr"),
        ("[maal_dager]\nverdier = 60", "maal_dager"),
        ("maal_dager = 60", "maal_dager"),
        ("[maal_dager]\nverdi = 20", "maal_dager"),
        ("[maal_dager]\nverdi = 181", "maal_dager"),
        ('[maal_dager]\nverdi = "mange"', "maal_dager"),
        ("[maal_dager]\nspenn = [100]", "maal_dager"),
        ("[maal_dager]\nspenn = 7", "maal_dager"),
        ('[maal_dager]\ndato = "i fjor"', "maal_dager"),
        ("[maal_dager]\nverdi = nan", "maal_dager"),
        ("[maal_dager]\nverdi = true", "maal_dager"),
        ("[maal_dager]\nkilde = 7", "maal_dager"),
        ("[maal_dager\nverdi = 60", "kan ikke leses"),
    ],
)
def test_en_fil_som_ikke_kan_brukes_stopper_med_beskjed_om_hva_som_skal_rettes(
    tmp_path, tekst, del_
):
    with pytest.raises(Brukerfeil) as feil:
        forutsetninger(tmp_path, tekst)
    assert (
        del_ in str(feil.value)
        and FIL in str(feil.value)
        and "bygg på nytt" in str(feil.value)
    )


def test_en_fil_som_ikke_er_tekst_stopper_med_beskjed(tmp_path):
    (tmp_path / FIL).write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(Brukerfeil, match="kan ikke leses"):
        behovsgrunnlag.les_forutsetninger(tmp_path)


# ---------------------------------------------------------------------- dårlige uttrekk


def test_uten_en_eneste_utflytting_er_poolene_der_uten_stroemmer_og_det_er_meldt(mappe):
    endre(
        mappe / "leieforhold.csv",
        lambda rad: rad | {"Utflyttingsdato": "", "Årsak utflytting": ""},
    )
    t = grunnlaget_i(mappe)
    assert i_dag(t)
    meldt = avvik(t)
    # Et nyere leieforhold avslutter det eldre i samme bolig, så noen har likevel flyttet.
    assert i_dag(t, "behov_stroem") or {k for k, _ in meldt} >= {
        "for_faa_utflyttinger",
        "kan_ikke_regnes",
    }


def test_uten_utflyttinger_i_det_hele_tatt_er_det_meldt_og_resten_er_skrevet(mappe):
    sett_ = set()

    def foerste_i_boligen(rad):
        ny = rad["Bolig-id"] not in sett_
        sett_.add(rad["Bolig-id"])
        return rad | {"Utflyttingsdato": "", "Årsak utflytting": ""} if ny else None

    endre(mappe / "leieforhold.csv", foerste_i_boligen)
    t = grunnlaget_i(mappe)
    assert i_dag(t) and not i_dag(t, "behov_stroem") and t["behov_dato"]
    assert {k for k, _ in avvik(t)} >= {
        "for_faa_utflyttinger",
        "kan_ikke_regnes",
        "for_lite",
    }


def test_med_faa_leieforhold_er_alt_slaatt_sammen_og_meldt_som_for_lite(mappe):
    teller = iter(range(10_000))
    endre(
        mappe / "leieforhold.csv", lambda rad: rad if next(teller) % 40 == 0 else None
    )
    endre(mappe / "soeknad.csv", lambda rad: rad if next(teller) % 60 == 0 else None)
    t = grunnlaget_i(mappe)
    assert i_dag(t) and {("for_lite", p["pool"]) for p in i_dag(t)} <= avvik(t)
    assert all(0 < k["andel"] < 1 for k in t["behov_kurve"])


def test_naar_leieforholdene_er_borte_men_ikke_soeknadene_gaar_ikke_stroemmen_opp_og_det_er_meldt(
    mappe,
):
    teller = iter(range(10_000))
    endre(
        mappe / "leieforhold.csv", lambda rad: rad if next(teller) % 40 == 0 else None
    )
    assert "innflytting_uten_leieforhold" in {
        kode for kode, _ in avvik(grunnlaget_i(mappe))
    }


def test_en_type_uten_boliger_er_med_og_meldt(con):
    """Noen venter på midlertidig bolig, men kommunen har ingen av den slekten lenger."""
    con.execute(
        "create or replace temp table bolig as select * replace (if(boligtype in "
        "('robust', 'overgang', 'midlertidig'), date '2020-01-01', "
        "ut_av_bruk) as ut_av_bruk) from memory.bolig"
    )
    try:
        t = skriv(con)
    finally:
        con.execute("drop table temp.bolig")
    pool = next(p for p in i_dag(t) if "robust" in p["boligtyper"])
    assert pool["boliger"] == 0 and ("ingen_boliger", pool["pool"]) in avvik(t)


def test_at_noen_faa_soeker_om_en_type_kommunen_aldri_har_hatt_stopper_ikke_bygget(con):
    """Kommunen har aldri hatt robuste boliger, og de få som har søkt om en, vises ikke."""
    con.execute(
        "create or replace temp table bolig as from memory.bolig where boligtype <> 'robust'"
    )
    try:
        t = skriv(con, rund=40)
    finally:
        con.execute("drop table temp.bolig")
    assert i_dag(t) and not any("robust" in p["boligtyper"] for p in i_dag(t))
    assert t["behov_alder"]


def test_innflytting_foer_boligen_var_i_bruk_er_meldt_og_bygget_gaar(con):
    con.execute(
        "create or replace temp table bolig as select * replace (if(boligtype = "
        "'omsorgsbolig', date '2021-01-01', i_bruk_fra) as i_bruk_fra) "
        "from memory.bolig"
    )
    try:
        t = skriv(con)
    finally:
        con.execute("drop table temp.bolig")
    assert ("foer_boligen_fantes", "omsorgsbolig") in avvik(t) and len(
        i_dag(t, "behov_stroem")
    ) >= 4


def test_en_framskriving_som_slutter_tidlig_eller_mangler_stopper_ikke_grunnlaget(
    mappe, tabeller
):
    endre(
        mappe / "framskriving.csv", lambda rad: rad if int(rad["aar"]) <= 2028 else None
    )
    with contextlib.closing(aapne(mappe)) as con:
        assert con.sql("select max(aar) from folketall_alder").fetchall() == [(2028,)]
        kort = skriv(con)
    (mappe / "framskriving.csv").unlink()
    (mappe / "befolkning.csv").unlink()
    mangler = grunnlaget_i(mappe)
    assert kort["behov_stroem"] == tabeller["behov_stroem"]
    assert [s["pool"] for s in mangler["behov_stroem"]] == [
        s["pool"] for s in tabeller["behov_stroem"]
    ]


def test_med_ett_aar_i_registrene_blir_det_et_grunnlag_uten_bakoverprove(mappe):
    sett(mappe, "foerste_aar", 2025)
    t = grunnlaget_i(mappe)
    assert {rad["da"] for rad in t["behov_pool"]} == {0} and i_dag(t, "behov_stroem")


def test_uten_leieforhold_og_soeknader_er_tabellene_der_og_tomme(con):
    con.execute("create temp table behov_sak as from memory.behov_sak limit 0")
    try:
        t = skriv(con)
    finally:
        con.execute("drop table temp.behov_sak")
    assert (
        set(t) == set(TABELLER)
        and not t["behov_pool"]
        and not t["behov_dato"]
        and t["behov_forutsetning"]
    )


# ------------------------------------------------------------------------------- vernet


def test_det_er_ingen_personer_datoer_eller_id_er_i_tabellene(con, tabeller):
    ider = {
        str(x)
        for kolonne in ("husstand_id", "bolig_id")
        for (x,) in con.sql(f"select distinct {kolonne} from behov_sak").fetchall()
        if x
    }
    koder = {
        k.kode
        for liste in ("boligtype", "maalgruppe")
        for k in kilder.kodelister()[liste].koder
    } | {estimat.ALLE, estimat.ANDRE}
    for navn, rader in tabeller.items():
        if navn in ("behov_forutsetning", "behov_dato"):
            continue
        for rad in rader:
            for felt, verdi in rad.items():
                assert not isinstance(verdi, dt.date), f"{navn}.{felt}"
                tekster = (
                    [verdi]
                    if isinstance(verdi, str)
                    else verdi
                    if isinstance(verdi, list) and felt in ("boligtyper", "grupper")
                    else []
                )
                assert not ider & set(tekster)
                if felt in ("gruppe", "grupper", "boligtyper"):
                    assert set(tekster) <= koder
    assert tabeller["behov_dato"] == [{"dato": dt.date(2025, 12, 31)}]
    assert {p for a in tabeller["behov_avvik"] for p in [a["pool"]]} <= {
        p["pool"] for p in i_dag(tabeller)
    }


@pytest.mark.parametrize(
    "antall, vist", [(1, None), (2, None), (3, 5), (7, 5), (8, 10), (40, 40)]
)
def test_avvikene_er_rundet_til_hele_fem_og_en_eller_to_er_ikke_nevnt(
    con, antall, vist
):
    """Så mange venter med to søknader på ordinær bolig. En melding om én husstand ville sagt noe om
    den.
    """
    con.execute(
        "create or replace temp table behov_sak as from memory.behov_sak union all select "
        "* replace (null as bolig_id, "
        "date '2025-12-01' as kom, null as fikk, null as gikk, null as ut) from (from "
        "memory.behov_sak where boligtype = 'ordinaer' "
        f"and maalgruppe = 'rop' and fikk < '2025-01-01' and ut is null order by husstand_id limit {antall})"
    )
    try:
        funn = {a["kode"]: a["antall"] for a in skriv(con)["behov_avvik"]}
    finally:
        con.execute("drop table temp.behov_sak")
    assert funn.get("dobbel_soeknad") == vist


def test_kurven_er_i_hele_prosent_og_bare_saa_lenge_mange_nok_er_fulgt(tabeller):
    for pool, kurve in groupby(tabeller["behov_kurve"], key=lambda k: k["pool"]):
        kurve = list(kurve)
        assert [k["aar"] for k in kurve] == list(range(1, len(kurve) + 1))
        andeler = [k["andel"] for k in kurve]
        assert andeler == sorted(andeler, reverse=True) and all(
            0.04 <= a <= 0.96 and round(a, 2) == a for a in andeler
        ), pool
    for _, aldre in groupby(tabeller["behov_alder"], key=lambda a: a["pool"]):
        assert sum(a["andel"] for a in aldre) == pytest.approx(1, abs=0.02)


def test_hvem_som_trenger_tilpasset_bolig_er_en_andel_og_endrer_ingen_andre_tall(
    con, tabeller
):
    """Noen kommuner har ikke kolonnen. Da er alt annet som før."""
    con.execute(
        "create or replace temp table behov_sak as select * replace (null::boolean as "
        "trenger_tilpasset) from memory.behov_sak"
    )
    try:
        uten = skriv(con)
    finally:
        con.execute("drop table temp.behov_sak")
    assert uten.pop("behov_tilpasset") == []
    assert uten == {navn: tabeller[navn] for navn in uten}
    # Fasiten er av filen, slik tildelingskontoret har skrevet den.
    with open(EKSEMPEL / "soeknad.csv", encoding="cp1252") as fil:
        svarene = [
            rad["Trenger tilpasset bolig"]
            for rad in csv.DictReader(fil, delimiter=";")
            if rad["Ønsket boligtype"].startswith(("Ordinær", "Flyktning", "Overgang"))
            and (rad["Type søknad"], rad["Resultat"]) == ("Ny søker", "Innvilget")
        ]
    ja, nei = svarene.count("Ja"), svarene.count("Nei")
    [rad] = tabeller["behov_tilpasset"]
    assert rad["andel"] == pytest.approx(ja / (ja + nei), abs=0.03)
    assert rad["andel"] == round(rad["andel"], 2)


@pytest.mark.parametrize("trenger", [0, 3, 20, 40])
def test_andelen_som_trenger_tilpasset_bolig_sier_ikke_om_det_er_noen_faa(trenger):
    svar = np.array([1] * trenger + [0] * (40 - trenger))
    andel = vern_av_anslag.tilpasset(svar, NOEKKEL)
    assert 0.04 <= andel <= 0.96
    assert andel == pytest.approx(trenger / 40, abs=0.12)
    # Én husstand til eller fra synes sjelden.
    naboer = [
        vern_av_anslag.tilpasset(np.array([1] * ja + [0] * 40), NOEKKEL)
        for ja in range(20)
    ]
    assert sum(a != b for a, b in zip(naboer, naboer[1:])) <= 5
    assert vern_av_anslag.tilpasset(svar[:19], NOEKKEL) is None


@pytest.mark.parametrize("rund, avvik_", [(1, 0), (5, 4)])
def test_bak_hver_botid_er_det_minst_ti_og_antallet_grupper_foelger_det_publiserte_tallet(
    con, rund, avvik_
):
    t = skriv(con, rund=rund, avvik=avvik_)
    bodd = [s for s in t["behov_stroem"] if s["bodd"]]
    assert len(bodd) >= 8
    for s in bodd:
        # Det som er trukket fra, er avviket i leietakerne; `avrunding` er det største av det og
        # avviket i køen.
        assert vern_av_anslag.MINSTE_GRUPPE * len(s["bodd"]) <= s["leietakere"]
        assert all(
            round(b * 12) == pytest.approx(b * 12, abs=1e-6) for b in s["bodd"]
        ) and s["bodd"] == sorted(s["bodd"])
        if not avvik_:
            assert len(s["bodd"]) == min(
                int(s["leietakere"] // vern_av_anslag.MINSTE_GRUPPE),
                vern_av_anslag.FLESTE_GRUPPER,
            )


@given(st.lists(st.floats(0, 40), min_size=1, max_size=200), st.integers(0, 220))
def test_gruppene_er_paa_minst_ti_og_saa_mange_som_det_publiserte_tallet_sier(
    bodd, publisert
):
    grupper = vern_av_anslag.mikroaggregert(np.array(bodd), publisert)
    assert len(grupper) * 10 <= len(bodd)
    if len(bodd) >= publisert:
        assert len(grupper) == min(publisert // 10, 12)
    if grupper:
        # Summen bak er delt i like store grupper, så ingen gruppe er mindre enn ti.
        assert min(map(len, np.array_split(np.array(bodd), len(grupper)))) >= 10
        assert min(bodd) - 0.05 <= grupper[0] and grupper[-1] <= max(bodd) + 0.05


@given(st.binary(min_size=32, max_size=32), st.integers(0, 400), st.integers(1, 12))
def test_et_avrundet_tall_per_aar_kan_komme_av_fem_ulike_antall(noekkel, antall, aar):
    steg = vern_av_anslag.BASIS / aar
    vist = vern_av_anslag.rundet(antall / aar, steg, noekkel, "pool ut")
    like = [
        n
        for n in range(max(antall - 5, 0), antall + 6)
        if vern_av_anslag.rundet(n / aar, steg, noekkel, "pool ut") == vist
    ]
    assert antall in like and (len(like) >= 5 or 0 in like or vist == 0)
    assert abs(vist - antall / aar) <= steg + 0.01


def test_rutenettet_er_et_annet_for_hver_noekkel_og_hvert_tall_og_kan_ikke_leses_av():
    """Det som vises, er alltid et helt steg. Sto midten av ruten der, var startpunktet resten."""
    vist = {
        tuple(
            vern_av_anslag.rundet(antall / 50, 0.5, noekkel, hva)
            for antall in range(300, 400)
        )
        for noekkel in (b"a" * 32, b"b" * 32)
        for hva in ("en inn", "en ut", "to inn")
    }
    assert len(vist) == 6 and all(tall % 0.5 == 0 for rad in vist for tall in rad)


@given(st.integers(1, 40), st.binary(min_size=32, max_size=32), st.text(max_size=9))
def test_grensen_for_hva_som_vises_er_minst_det_den_skal_og_ikke_kjent(
    minst, noekkel, hva
):
    grense = vern_av_anslag.grensen(minst, noekkel, hva)
    assert minst <= grense <= minst + 4
    assert (
        len({vern_av_anslag.grensen(minst, bytes([nr]) * 32, hva) for nr in range(40)})
        == 5
    )


def test_den_samme_nytten_gir_de_samme_tallene_hver_gang(con, tabeller):
    assert skriv(con) == tabeller
    assert skriv(con, noekkel=b"y" * 32)["behov_stroem"] != tabeller["behov_stroem"]


def test_en_soeker_i_en_annen_aldersgruppe_synes_sjelden_i_prosentene(con, monkeypatch):
    """Prosentene er av antall i steg på fem. Av eksakte antall ville hver eneste flytting synes."""
    monkeypatch.setattr(behovsgrunnlag, "PROEVDE_AAR", 0)
    vist = []
    try:
        for n in range(9):
            con.execute(
                "create or replace temp table behov_sak as select * replace (if(rad <= ? "
                "and alder_fra(aldersgruppe) >= 80, '50-66', "
                "aldersgruppe) as aldersgruppe) from (select *, row_number() over "
                "(partition by boligtype, alder_fra(aldersgruppe) >= 80 "
                "order by kom < '2016-01-02', husstand_id, kom) as rad from memory.behov_sak)",
                [n],
            )
            vist.append(
                [
                    (a["alder"], a["andel"])
                    for a in skriv(con)["behov_alder"]
                    if a["pool"] == "omsorgsbolig"
                ]
            )
    finally:
        con.execute("drop table if exists temp.behov_sak")
    assert vist[0] != vist[-1]
    assert sum(a != b for a, b in zip(vist, vist[1:])) <= 5


def test_tiden_mellom_leietakere_er_i_halve_maaneder_og_avgangen_i_tideler(tabeller):
    for p in tabeller["behov_pool"]:
        assert (
            p["klargjoering"] * 24 == pytest.approx(round(p["klargjoering"] * 24))
            and p["klargjoering"] > 0
        )
        assert p["avgang"] == round(p["avgang"], 1) or p["avgang"] == 0.05


def test_faerre_enn_ti_skifter_av_leietaker_sier_ikke_noe_om_poolen_selv():
    def pool(skifter, tid, ute=0.0):
        antall = {"klargjoeringer": skifter, "ute_av_drift": ute}
        return Pool("x", ("x",), (), 10, tid, 0.2, 0.2, 0.3, 2.0, **antall)

    def tid(denne, alle):
        return vern_av_anslag.klargjoering(denne, alle, NOEKKEL)

    grense = vern_av_anslag.grensen(10, NOEKKEL, "x skifter")
    faa, nok = pool(9, 0.9, 0.9), pool(grense, 3 / 24, 2 / 24)
    mange = pool(3 * grense, 7 / 24, 2 / 24)
    assert tid(nok, (faa, nok)) == pytest.approx((3 / 24, 0.2, 2 / 24))
    assert tid(pool(grense - 1, 0.9), (nok,)) == pytest.approx((3 / 24, 0.5, 2 / 24))
    assert tid(faa, (faa, nok, mange)) == pytest.approx((6 / 24, 0.5, 2 / 24))
    ukjent = pytest.approx((2 / 24, 0.5, 0.0))
    assert tid(faa, (faa, faa)) == ukjent and tid(pool(0, 0.1), ()) == ukjent


def _stroem_med(antall: int, froe: int, aar=10):
    """Strømmen når så mange har søkt. Med det samme frøet er de første alltid de samme, så to
    naboer skiller én husstand.
    """
    kom = np.concatenate(
        [
            -aar * np.random.default_rng(froe).random(200)[:antall],
            -aar * np.random.default_rng(99).random(200),
        ]
    )
    ut = np.where(kom + 3 <= 0, kom + 3, np.nan)
    ingen = np.full(len(kom), -1)
    h = Historikk(
        np.array(["a"] * antall + ["b"] * 200, object),
        np.array(["g"] * len(kom), object),
        ingen,
        kom,
        kom,
        np.full(len(kom), np.nan),
        ut,
        ingen,
        -float(aar),
    )
    return next(p for p in estimat.estimer(h).pooler if p.pool == "a").stroemmer[0]


@pytest.mark.parametrize("froe", [1, 2, 3])
def test_soekere_usikkerhet_og_drift_til_sammen_sier_ikke_mer_enn_avrundingen(froe):
    """Den som kjenner alle husstandene utenom noen få, ser det samme for om lag fem ulike antall.
    Uten vernet i usikkerheten var det tre.
    """
    stroemmene = [_stroem_med(n, froe) for n in range(8, 120)]
    like = []
    for noekkel in (b"x" * 32, b"y" * 32, b"z" * 32):
        vist = [vern_av_anslag.tilgang((s,), 0.5, noekkel, "a") for s in stroemmene]
        like += [
            len(gruppe)
            for _, g in groupby(vist)
            for gruppe in [list(g)]
            for _ in gruppe
        ]
    assert np.mean(like) >= 5 and np.mean(np.array(like) >= 4) >= 0.75


def test_usikkerheten_er_fortsatt_omtrent_den_som_er_anslaatt():
    for n in (15, 40, 110):
        s = _stroem_med(n, 1)
        [(soekere, usikkerhet, drift)] = vern_av_anslag.tilgang(
            (s,), 0.5, NOEKKEL, "a"
        ).values()
        assert soekere == pytest.approx(
            s.soekere, abs=0.5
        ) and usikkerhet == pytest.approx(s.usikkerhet, rel=0.35)
        assert abs(drift - s.drift) < 0.03 and drift <= estimat.DRIFT_HOEYST


def _stroemmer_med(soekere: list[float], per_husstand=0.05) -> list[Stroem]:
    botid = Botid(0.0, 1.0, (0.01, 0.0, 0.01), 50, 20)
    return [
        Stroem(
            f"gruppe {nr}",
            i_aaret,
            0.1,
            0.02,
            botid,
            0,
            (),
            0,
            per_husstand=per_husstand,
        )
        for nr, i_aaret in enumerate(soekere)
    ]


SOEKERE = st.lists(st.floats(2, 60), min_size=1, max_size=8)


@given(SOEKERE, st.sampled_from([0.05, 0.2, 0.31]), st.binary(min_size=32, max_size=32))
def test_soekerne_i_en_pool_er_til_sammen_naermere_enn_hver_for_seg(
    soekere, per_husstand, noekkel
):
    """Hver strøm kan være halvannet steg unna, men summen er høyst et halvt for hver, og et halvt til."""
    stroemmer = _stroemmer_med(soekere, per_husstand)
    vist = vern_av_anslag.tilgang(stroemmer, 0.5, noekkel, "a").values()
    steg = 0.5 * max(math.ceil(10 * per_husstand / 0.5 - 1e-9), 2) / 2
    viste = [i_aaret for i_aaret, _, _ in vist]
    assert abs(sum(viste) - sum(soekere)) <= steg * (len(soekere) + 1) / 2 + 0.06
    for ett, ekte in zip(viste, soekere, strict=True):
        assert abs(ett - ekte) <= 1.5 * steg + 0.01


@given(SOEKERE, st.floats(2, 60), st.binary(min_size=32, max_size=32))
def test_hvor_mange_som_soeker_i_en_stroem_endrer_ikke_det_som_vises_i_de_andre(
    soekere, en_annen, noekkel
):
    alle, med_en_annen = (
        vern_av_anslag.tilgang(_stroemmer_med(en), 0.5, noekkel, "a")
        for en in (soekere, [en_annen, *soekere[1:]])
    )
    alle.pop("gruppe 0"), med_en_annen.pop("gruppe 0")
    assert alle == med_en_annen


def test_naar_avrundingen_kan_vaere_hele_tallet_bor_det_likevel_noen_der(con):
    t = skriv(con, rund=5, avvik=10)
    s = next(s for s in i_dag(t, "behov_stroem") if "robust" in s["pool"])
    boliger = next(p["boliger"] for p in i_dag(t) if p["pool"] == s["pool"])
    assert 0 < s["leietakere"] <= boliger and s["bodd"] == []
    assert s["avrunding"] >= s["leietakere"] + s["koe"]


def test_leietakerne_er_til_sammen_dem_som_vises_for_hele_kommunen(con):
    t = skriv(con, rund=5, avvik=4)
    bor = sum(s["leietakere"] for s in i_dag(t, "behov_stroem"))
    vist = _vist(con, "leieforhold", ["alle"], 5)
    assert abs(bor - vist) <= 2.5


def test_i_ingen_pool_bor_det_flere_enn_det_er_boliger_til_naar_tallene_er_rundet_av(
    con,
):
    t, fullt = skriv(con, rund=40), 0
    for pool in t["behov_pool"]:
        bor = sum(
            s["leietakere"]
            for s in t["behov_stroem"]
            if (s["da"], s["pool"]) == (pool["da"], pool["pool"])
        )
        assert bor <= pool["boliger"] + 1e-9
        fullt += bor == pytest.approx(pool["boliger"])
    assert fullt


FOELGER_AVRUNDINGEN = (
    "boliger",
    "soekere",
    "usikkerhet",
    "drift",
    "leietakere",
    "koe",
    "avrunding",
)


def test_en_husstand_til_eller_fra_flytter_tallene_paa_rutenettet_hoeyst_ett_steg(
    con, monkeypatch, husstander=20
):
    """Angriperen ser to publiseringer der bare én husstand er tatt bort, med de samme publiserte
    kubene.

    Antallet søkere, og usikkerheten i det, flytter seg sjelden, og da ett steg. Hva som anslås for
    seg, og meldingene om det, følger de publiserte tallene, og endrer seg aldri.
    Botiden, kurven og gruppesnittene kan flytte seg litt: de er snitt over minst ti, som ellers i
    publiseringen.
    """
    monkeypatch.setattr(behovsgrunnlag, "PROEVDE_AAR", 0)
    foer = skriv(con)
    kurven = {(k["pool"], k["aar"]): k["andel"] for k in foer["behov_kurve"]}
    ider = [
        i
        for (i,) in con.sql(
            "select distinct husstand_id from behov_sak order by hash(husstand_id) limit "
            + str(husstander)
        ).fetchall()
    ]
    endret = Counter()
    try:
        for nr in ider:
            con.execute(
                "create or replace temp table behov_sak as from memory.behov_sak where husstand_id <> ?",
                [nr],
            )
            etter = skriv(con)
            assert all(
                abs(k["andel"] - kurven.get((k["pool"], k["aar"]), k["andel"])) <= 0.11
                for k in etter["behov_kurve"]
            )
            for tabell in ("behov_pool", "behov_stroem"):
                noekler = [
                    [(rad["pool"], rad.get("gruppe")) for rad in t[tabell]]
                    for t in (foer, etter)
                ]
                assert noekler[0] == noekler[1]
                for a, b in zip(foer[tabell], etter[tabell]):
                    for felt in (
                        f for f in FOELGER_AVRUNDINGEN if f in a and a[f] != b[f]
                    ):
                        endret[felt] += 1
                        assert felt in (
                            "soekere",
                            "usikkerhet",
                            "drift",
                        ), felt
                        if felt == "soekere":
                            assert (
                                abs(a[felt] - b[felt])
                                <= 2 * vern_av_anslag.BASIS / 10 + 0.02
                            )
    finally:
        con.execute("drop table if exists temp.behov_sak")
    assert endret["leietakere"] == endret["koe"] == endret["boliger"] == 0
    assert endret["soekere"] <= 0.5 * husstander


@pytest.mark.parametrize("flyttet", [0, 1, 4])
def test_om_ingen_eller_noen_har_flyttet_ut_synes_ikke_i_delingen_eller_meldingene(
    con, flyttet
):
    """Uendrede publiserte tall, og ingen, én eller fire utflyttinger fra den minste poolen."""

    def det_som_synes(t):
        deling = [
            (s["da"], s["pool"], s["gruppe"], s["grupper"]) for s in t["behov_stroem"]
        ]
        return deling, [p["boligtyper"] for p in t["behov_pool"]], avvik(t)

    foer = det_som_synes(skriv(con, rund=5))
    con.execute(
        "create or replace temp table behov_sak as select * exclude (i_poolen) from (select *, "
        "boligtype in ('robust', 'overgang', 'midlertidig') as i_poolen from memory.behov_sak) "
        "qualify not i_poolen or ut is null or row_number() over "
        "(partition by i_poolen, ut is null order by husstand_id, kom) <= ?",
        [flyttet],
    )
    try:
        etter = det_som_synes(skriv(con, rund=5))
    finally:
        con.execute("drop table temp.behov_sak")
    koder = {"for_lite", "for_faa_utflyttinger", "kan_ikke_regnes"}
    assert foer[:2] == etter[:2]
    assert {m for m in foer[2] if m[0] in koder} == {
        m for m in etter[2] if m[0] in koder
    }


# ------------------------------------------------------------ dem kommunen alt vet om


@pytest.fixture
def bosatt():
    """`Bosetting` ved utgangen av 2025 eller en annen dag, av {år: (flyktninger, har skjedd)}."""

    def ved(dato, aarene, hele_aar=4):
        with contextlib.closing(ingest.ny_database()) as con:
            con.execute(
                "create table behov_bosetting (aar integer, flyktninger integer, har_skjedd boolean)"
            )
            for aar, (antall, skjedd) in aarene.items():
                con.execute(
                    "insert into behov_bosetting values (?, ?, ?)",
                    [aar, antall, skjedd],
                )
            return registrene.Bosetting(con, dato, hele_aar)

    return ved


NYTTAAR = dt.date(2025, 12, 31)
BOSATT = {
    2022: (60, True),
    2023: (40, True),
    2024: (20, True),
    2025: (40, True),
    2026: (20, False),
    2027: (0, False),
}


def test_bosettingen_maales_mot_et_vanlig_aar_i_registrene(bosatt):
    """I snitt 40 i året: halvannen gang så mange i 2022, halvparten i 2024 og 2026, ingen i 2027."""
    b = bosatt(NYTTAAR, BOSATT)
    assert b.foer(4) == pytest.approx([1.5, 1, 0.5, 1], abs=0.01)
    assert b.framover() == pytest.approx([0.5, 0], abs=0.01)


def test_midt_i_aaret_er_hvert_aar_halvt_av_det_ene_og_halvt_av_det_andre(bosatt):
    b = bosatt(dt.date(2025, 7, 1), BOSATT, 3)
    # Et vanlig år er snittet av 2022, 2023 og 2024, som har skjedd: 40.
    assert b.framover()[0] == pytest.approx((40 + 20) / 2 / 40, abs=0.01)
    assert b.foer(3)[-1] == pytest.approx((20 + 40) / 2 / 40, abs=0.01)


@pytest.mark.parametrize(
    "aarene",
    [
        {},
        {aar: BOSATT[aar] for aar in (2024, 2025, 2026)},
        {aar: (0, aar < 2026) for aar in range(2022, 2028)},
    ],
    ids=["ikke levert", "to år", "ingen er bosatt"],
)
def test_uten_nok_aar_vet_vi_ikke_hva_som_er_vanlig(bosatt, aarene):
    b = bosatt(NYTTAAR, aarene)
    assert not b.kjent and b.framover() == ()


def test_det_er_ikke_avgjort_lenger_enn_det_staar(bosatt):
    hull = {aar: antall for aar, antall in BOSATT.items() if aar != 2026}
    assert bosatt(NYTTAAR, hull).framover() == ()
    assert bosatt(NYTTAAR, hull | {2023: (40, False)}).foer(4)[1] == pytest.approx(
        40 * 3 / 120, abs=0.01
    )


def test_listen_er_rundet_og_gjelder_bare_maalgruppene_den_har_nok_av(tabeller):
    listen = {
        rad["pool"]: rad
        for rad in tabeller["behov_kjent"]
        if rad["kilde"] == "kjente_brukere"
    }
    [(pool, rad)] = listen.items()
    assert "bofellesskap" in pool
    # Tolv med utviklingshemming på listen, 9,9 når sannsynligheten er med. Én med fysisk
    # funksjonsnedsettelse er for få til å synes.
    assert rad["ventet"] in (5, 10, 15) and len(rad["forhold"]) == 8
    assert 0 < rad["del_"] < 1


@pytest.mark.parametrize("antall", [1, 2, 7, 12, 30])
def test_om_en_til_staar_paa_listen_synes_sjelden(antall):
    """En angriper som ser tallet, kan ikke skille fem ulike antall."""
    like = []
    for nr in range(40):
        noekkel = bytes([nr]) * 32

        def vist(n, noekkel=noekkel):
            return vern_av_anslag.kjente({"utviklingshemming": n}, "p", noekkel)

        like.append(sum(vist(n) == vist(antall) for n in range(antall + 6)))
    assert np.mean(like) >= min(antall + 1, 4)


def test_en_gruppe_som_er_rundet_til_null_er_som_om_den_ikke_sto_der():
    vist = [
        vern_av_anslag.kjente({"eldre": 0.0, "rop": 20.0}, "p", bytes([nr]) * 32)
        for nr in range(40)
    ]
    assert {gruppe for gruppe, _, _ in vist} == {("rop",)}
    assert {antall for _, antall, _ in vist} <= {15, 20, 25}


def test_uten_listen_og_bosettingen_er_ingen_kjent_og_resten_av_grunnlaget_er_der(
    mappe, tabeller
):
    (mappe / "kjente_brukere.csv").unlink()
    (mappe / "bosetting.csv").unlink()
    t = grunnlaget_i(mappe)
    assert t["behov_kjent"] == [] and tabeller["behov_kjent"]
    assert t["behov_pool"] == tabeller["behov_pool"]
    assert [(s["pool"], s["gruppe"], s["koe"]) for s in i_dag(t, "behov_stroem")] == [
        (s["pool"], s["gruppe"], s["koe"]) for s in i_dag(tabeller, "behov_stroem")
    ]


def test_flyktninger_paa_listen_telles_ikke_en_gang_til_naar_bosettingen_er_levert(
    mappe,
):
    endre(
        mappe / "kjente_brukere.csv",
        lambda rad: (
            rad | {"Brukergruppe": "FLYKT", "Trenger boligtype": "Flyktningbolig"}
        ),
    )
    assert {rad["kilde"] for rad in grunnlaget_i(mappe)["behov_kjent"]} == {"bosetting"}
    (mappe / "bosetting.csv").unlink()
    assert {rad["kilde"] for rad in grunnlaget_i(mappe)["behov_kjent"]} == {
        "kjente_brukere"
    }


# ----------------------------------------------------------------- det kommunen opplyser


def test_hva_hver_husstand_soekte_om_er_det_vedtaket_sier(con, kommunen):
    """Den som fikk en annen type enn den søkte om, er talt i begge."""
    ja = {
        (s["maalgruppe"], s["oensket_boligtype"], s["innflyttet"])
        for s in kommunen.soeknader
        if s["vedtak"] == "innvilget" and s["soeknadstype"] == "ny" and s["innflyttet"]
    }
    andre = con.sql(
        "select maalgruppe, boligtype, oensket, fikk from behov_sak where oensket <> boligtype"
    ).fetchall()
    assert len(andre) > 10
    for maalgruppe, boligtype, oensket, fikk in andre:
        dagene = [fikk + dt.timedelta(nr) for nr in range(-31, 32)]
        assert any((maalgruppe, oensket, dag) in ja for dag in dagene), boligtype


def test_kommunefilen_sier_naar_registrene_begynner_og_listen_var_stengt(mappe):
    fil = mappe / "kommune.toml"
    tekst = fil.read_text(encoding="utf-8")
    fil.write_text(
        "venteliste_stengt = [[2024-01-01, 2024-12-31]]\n"
        + tekst
        + '[registre_fra]\n"Sundet" = 2021-01-01\nsoeknad = 2018-01-01\n',
        encoding="utf-8",
    )
    with contextlib.closing(aapne(mappe)) as con:
        historikken, _ = registrene.historikk(con, NYTTAAR)
        [(i_sundet,)] = con.sql(
            "select count(*) from bolig where omraade = 'Sundet'"
        ).fetchall()
    fem_aar = pytest.approx(-5, abs=0.01)
    assert i_sundet and i_sundet == sum(
        bolig.sett_fra == fem_aar for bolig in historikken.boliger
    )
    venter = historikken.bolig == -1
    assert np.allclose(historikken.sett_fra[venter], -8, atol=0.01)
    assert historikken.stengt[0] == pytest.approx((-2, -1), abs=0.01)
