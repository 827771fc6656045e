"""Det som ligger i mappen med publiserte tall: ingen id, ingen dato for en enkelt hendelse, og
ingen eksakte tall om folk.
"""

import csv
import hmac
import json
import math
import re
import shutil
import statistics

import duckdb
import ferdigbygd
import pytest

from boligdata.bygg import beregning, ingest, noekkel, publisering
from boligdata.bygg.beregning import ALLE
from boligdata.felles import katalog
from boligdata.felles.config import les_kommune


@pytest.fixture(scope="module")
def mappe(bygd_eksempel, tmp_path_factory):
    """En kopi, for i samme prosess kan `lesing` ha filen åpen på sin måte."""
    return shutil.copytree(
        bygd_eksempel, tmp_path_factory.mktemp("innhold") / "publisert"
    )


@pytest.fixture(scope="module")
def tabeller(mappe) -> dict[str, list[dict]]:
    """Alle tabellene i den publiserte filen, med alle rader."""
    fil = json.loads((mappe / "gjeldende.json").read_text(encoding="utf-8"))["fil"]
    with duckdb.connect(str(mappe / fil), read_only=True) as con:
        navn = [
            t
            for (t,) in con.execute("select table_name from duckdb_tables()").fetchall()
        ]
        # Visninger, makroer og andre skjemaer er ikke i bruk, så der kan det ikke gjemme seg noe.
        assert not con.execute(
            "select * from duckdb_views() where not internal"
        ).fetchall()
        assert not con.execute(
            "select * from duckdb_functions() where not internal"
        ).fetchall()
        return {
            t: [
                dict(zip((k[0] for k in svar.description), rad))
                for rad in svar.fetchall()
            ]
            for t in navn
            for svar in [con.execute(f"from {t}")]
        }


@pytest.fixture(scope="module")
def ider() -> set[str]:
    """Id-ene til boliger, husstander og saker slik de står i uttrekkene."""
    ut = set()
    for fil, koding, kolonner in (
        ("leieforhold.csv", "utf-8-sig", ("Kontraktsnr", "Bolig-id", "Husstandsnr")),
        ("soeknad.csv", "cp1252", ("Søknadsnr", "Husstandsnr")),
    ):
        with open(ferdigbygd.EKSEMPEL / fil, encoding=koding, newline="") as f:
            ut |= {
                rad[k]
                for rad in csv.DictReader(f, delimiter=";")
                for k in kolonner
                if rad[k]
            }
    assert len(ut) > 2000
    return ut


@pytest.fixture(scope="module")
def i_minnet():
    """Det bygget har i minnet: uttrekkene med pseudonymer, og modellene."""
    uttrekk = ferdigbygd.EKSEMPEL
    kommune = les_kommune(uttrekk)
    with ingest.ny_database() as con:
        ingest.les_uttrekk(con, uttrekk, kommune)
        con.execute(
            (
                "create table kommune as select ? as kommunenummer, ?::date as per_dato, "
                "?::integer as foerste_aar"
            ),
            [kommune.kommunenummer, kommune.per_dato, kommune.foerste_aar],
        )
        beregning.lag_modeller(con)
        yield con


def test_ingen_id_fra_uttrekkene_og_ingen_pseudonymer_staar_i_noen_tabell(
    tabeller, ider, i_minnet
):
    pseudonymer = {
        verdi
        for tabell, kolonne in (
            ("leieforhold", "leieforhold_id"),
            ("leieforhold", "bolig_id"),
            ("leieforhold", "husstand_id"),
            ("soeknad", "soeknad_id"),
            ("soeknad", "husstand_id"),
        )
        for (verdi,) in i_minnet.execute(f"select {kolonne} from {tabell}").fetchall()
    }
    assert len(pseudonymer) > 2000 and not pseudonymer & ider
    verdier = {
        str(v) for rader in tabeller.values() for rad in rader for v in rad.values()
    }
    ord_ = {o for v in verdier for o in re.findall(r"[\w-]+", v)}
    assert not (verdier | ord_) & (ider | pseudonymer)


def test_ingen_fil_i_mappen_har_en_id_eller_et_noeklet_avtrykk_av_en_id(
    mappe, ider, i_minnet
):
    """Byte for byte, i alle filene: databasen, historikken, pekeren og låsen."""
    avrunding = noekkel.avled("avrunding")
    avtrykk = set()
    for kube in (k for k in katalog.kuber().values() if k.vernede):
        for (id_,) in i_minnet.execute(
            f"select distinct {kube.enhet} from {kube.modell}"
        ).fetchall():
            heltall = hmac.digest(avrunding, f"{kube.enhet} {id_}".encode(), "sha256")[
                :7
            ]
            avtrykk |= {
                str(int.from_bytes(heltall)).encode(),
                heltall.hex().encode(),
                id_.encode(),
            }
    assert len(avtrykk) > 5000
    leter = re.compile(rb"[A-Za-z0-9_-]{5,}")
    for fil in mappe.iterdir():
        funnet = set(leter.findall(fil.read_bytes()))
        assert not funnet & avtrykk, fil.name
        assert not funnet & {i.encode() for i in ider}, fil.name


def test_hvert_tall_om_folk_er_en_hel_femmer(tabeller):
    for kube in katalog.kuber().values():
        for maal in kube.vernede:
            assert all(
                rad[maal] % 5 == 0 and rad[maal] >= 0
                for rad in tabeller[f"kube_{kube.id}"]
            ), (kube.id, maal)


def test_en_rad_finnes_bare_naar_den_viser_noe(tabeller):
    for kube in katalog.kuber().values():
        assert all(
            any(rad[m] for m in kube.maal) for rad in tabeller[f"kube_{kube.id}"]
        ), kube.id


def test_en_kube_ingen_er_talt_i_staar_med_de_samme_opplysningene_som_de_andre():
    """Mikrokommunen har ingen uttrekk om innsats. Manglet kubene om den, visste alle at ingen er
    der, og i en kommune der de sto med bare 0–4, at noen er det.
    """
    mappe = ferdigbygd.mikrokommune() / "publisert"
    fil = json.loads((mappe / "gjeldende.json").read_text(encoding="utf-8"))["fil"]
    with duckdb.connect(str(mappe / fil), read_only=True) as con:
        rader = con.execute("select kube, periode, dybde from vern").fetchall()
        perioder = con.execute("select periode from periode").fetchall()
        assert not con.execute("from kube_midlertidig_brukere").fetchall()
    assert sorted(rader) == sorted(
        (kube.id, periode, dybde)
        for kube in katalog.kuber().values()
        if kube.vernede
        for (periode,) in perioder
        for dybde in range(kube.dypest + 1)
    )


def test_medianer_er_hele_maaneder_og_andeler_hele_prosent_mellom_5_og_95(tabeller):
    talt = 0
    for kube in katalog.kuber().values():
        for navn, s in kube.statistikk.items():
            verdier = [
                rad[navn]
                for rad in tabeller[f"kube_{kube.id}"]
                if rad[navn] is not None
            ]
            if s.maalt_i == "dager":
                assert all(v % 30 == 0 for v in verdier), (kube.id, navn)
            elif s.maalt_i == "aar":
                assert all(abs(v * 12 - round(v * 12)) < 1e-9 for v in verdier), (
                    kube.id,
                    navn,
                )
            elif s.maalt_i == "andel":
                lovlige = {round(p / 100, 2) for p in range(4, 97)}
                assert {round(v, 6) for v in verdier} <= lovlige, (kube.id, navn)
            talt += len(verdier)
    assert talt > 500


def test_den_som_vet_hvor_lenge_en_bolig_sto_tom_finner_den_ikke_i_en_median(
    tabeller, i_minnet
):
    """Var medianen i hele dager, ville naboen sett at det er nettopp den innflyttingen som er den
    midterste, og lest målgruppen av raden. Nå er det sjelden hun har rett.
    """
    tomme: dict[str, list[int]] = {}
    for periode, dager in i_minnet.execute(
        "select periode, tomgang_dager from innflytting where tomgang_dager is not null"
    ).fetchall():
        tomme.setdefault(periode, []).append(dager)
    medianene = [
        (rad["periode"], rad["tomgang_median"])
        for rad in tabeller["kube_innflytting"]
        if rad["tomgang_median"] is not None
        and all(rad[felt] == ALLE for felt in ("maalgruppe", "boligtype", "omraade"))
    ]
    # Angriperen ser av tallene selv hvor grovt de er rundet.
    steg = math.gcd(*(round(2 * median) for _, median in medianene)) / 2
    gjettet = [
        dager == statistics.median(tomme[periode])
        for periode, median in medianene
        for dager in tomme[periode]
        if abs(dager - median) <= steg / 2
    ]
    assert len(gjettet) > 50 and sum(gjettet) < len(gjettet) / 8


def test_medianer_og_andeler_har_nok_bak_seg(tabeller, i_minnet):
    """Minst ti husstander bak en median, og tjue bak en andel, i de eksakte tallene."""
    for kube in (k for k in katalog.kuber().values() if k.statistikk):
        i_minnet.execute(f"drop table if exists eksakt_{kube.id}")
        beregning.lag_kube(i_minnet, kube, f"eksakt_{kube.id}")
        svar = i_minnet.execute(f"from eksakt_{kube.id}")
        felt = [k[0] for k in svar.description]
        noekler = ("periode", *kube.dimensjoner)
        ekte = {
            tuple(rad[k] for k in noekler): rad
            for rad in (dict(zip(felt, r)) for r in svar.fetchall())
        }
        for rad in tabeller[f"kube_{kube.id}"]:
            for navn, s in kube.statistikk.items():
                if rad[navn] is not None:
                    assert (
                        ekte[tuple(rad[k] for k in noekler)][s.antall] >= s.minst >= 10
                    ), (kube.id, navn)
                    assert s.minst >= 20 or s.maalt_i != "andel"


def test_ingen_dato_for_en_enkelt_hendelse(tabeller, i_minnet):
    """Datoene i filen er kalenderens, leveringens og planens. Ingen av dem er hentet fra en sak
    eller et leieforhold.
    """
    med_dato = {
        (t, k)
        for t, rader in tabeller.items()
        for rad in rader[:1]
        for k, v in rad.items()
        if hasattr(v, "isoformat")
    }
    med_dato |= {
        (t, k)
        for t, rader in tabeller.items()
        for rad in rader
        for k, v in rad.items()
        if isinstance(v, str) and re.search(r"\d{4}-\d{2}-\d{2}|\d{2}\.\d{2}\.\d{4}", v)
    }
    assert {t for t, _ in med_dato} <= {
        "periode",
        "kilde",
        "meta",
        "behov_dato",
        "behov_forutsetning",
        "tabell_planlagt",
        "tabell_tiltak",
        "tabell_milepael",
    }
    assert {k for t, k in med_dato if t == "kilde"} <= {
        "tatt_ut",
        "gjelder_til",
        "filer",
    }


def test_historikken_har_bare_det_bygget_trenger(mappe):
    """Det viste tallet og et avtrykk for hver celle. De virkelige tallene står ikke der."""
    fil = next(mappe.glob("*.historikk"))
    historikk = publisering.les_historikk(fil, noekkel.avled("avrunding")).historikk
    assert historikk and all(
        vist % 5 == 0 for f in historikk.values() for vist, _ in f.tall.values()
    )
    peker = json.loads((mappe / "gjeldende.json").read_text(encoding="utf-8"))
    assert (
        set(peker) == {"fil", "skjema", "katalog", "historikk", "internt"}
        and peker["historikk"] == fil.name
    )
    # Bare navnet på filen med de eksakte tallene, som ligger et annet sted.
    assert re.fullmatch(r"internt-[0-9TZ]+-[0-9a-f]+\.duckdb", peker["internt"])
