"""«Hvorfor endret tallet seg?»: to publiseringer, og det som er skjedd mellom dem, fra uttrekket
til setningen på kortet.

Den første gjelder ut 2. tertial 2025. Til den andre er et tertial gått. Tolv søknader fra 2.
tertial kom for sent til den første, to er tatt bort igjen, og én har fått rettet datoen til 1.
tertial.
"""

import csv
import json
import os
import re
import shutil
import subprocess
import sys

import duckdb
import pytest
import sidekort
from appen import aapne
from publisering import pek
from sider import SIDER
from spraak import feil_i
from uttrekk import mange_nye_soeknader, sett, siste_aar

from boligdata import bygg, lesing
from boligdata.bygg import endring, noekkel
from boligdata.felles import katalog
from boligdata.felles.config import ROT
from boligdata.innhold import eksport, kort
from boligdata.innhold.kort import Valg
from boligdata.lesing import IkkePublisert, Innsyn

FOER, ETTER, SENE, BORTE = "2025-T2", "2025-T3", 12, 2
SOEKNADER = katalog.indikatorer()["soeknader"]


def skriv_soeknader(mappe, rader):
    with open(mappe / "soeknad.csv", "w", encoding="cp1252", newline="") as fil:
        skriver = csv.DictWriter(
            fil, rader[0].keys(), delimiter=";", lineterminator="\r\n"
        )
        skriver.writeheader()
        skriver.writerows(rader)


def iso(dato: str) -> str:
    return "-".join(reversed(dato.split(".")))


def to_uttrekk(mappe):
    """Uttrekkene til den første og til den andre publiseringen."""
    ferske = siste_aar(mappe / "etter")
    with open(ferske / "soeknad.csv", encoding="cp1252", newline="") as fil:
        rader = list(csv.DictReader(fil, delimiter=";"))
    i_t2 = [
        r["Søknadsnr"]
        for r in rader
        if "2025-05-01" <= iso(r["Mottatt dato"]) <= "2025-08-31"
    ]
    sene, borte = set(i_t2[5 : 5 + SENE]), set(i_t2[20 : 20 + BORTE])
    rettet = next(
        r["Søknadsnr"]
        for r in rader
        if "2025-03-01" <= iso(r["Mottatt dato"]) <= "2025-04-15"
        and (not r["Vedtaksdato"] or iso(r["Vedtaksdato"]) > "2025-05-10")
    )
    foer = [
        r | {"Mottatt dato": "02.05.2025"} if r["Søknadsnr"] == rettet else r
        for r in rader
        if iso(r["Mottatt dato"]) <= "2025-08-31" and r["Søknadsnr"] not in sene
    ]
    gamle = shutil.copytree(ferske, mappe / "foer")
    skriv_soeknader(gamle, foer)
    skriv_soeknader(ferske, [r for r in rader if r["Søknadsnr"] not in borte])
    sett(gamle, "per_dato", "2025-08-31")
    return gamle, ferske


@pytest.fixture(scope="module")
def par(tmp_path_factory):
    """Mappen med begge publiseringene og uttrekkene til dem. Den andre er gjeldende."""
    mappe = tmp_path_factory.mktemp("endring")
    gamle, ferske = to_uttrekk(mappe)
    bygg.bygg(gamle, mappe / "publisert")
    bygg.bygg(ferske, mappe / "publisert")
    return mappe


@pytest.fixture
def publisert(par, monkeypatch):
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(par / "publisert"))
    return par / "publisert"


@pytest.fixture
def internt(par, monkeypatch):
    """De eksakte tallene, lest som om de var de publiserte: da ser vi alt bygget vet."""
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(par / "internt"))
    return par / "internt"


def peker(mappe) -> dict:
    return json.loads((mappe / "gjeldende.json").read_text(encoding="utf-8"))


def aapen(mappe):
    """En egen kopi av gjeldende fil, for `lesing` kan ha den åpen på sin måte."""
    kopi = mappe.parent / f"kopi-{mappe.name}.duckdb"
    shutil.copyfile(mappe / peker(mappe)["fil"], kopi)
    return duckdb.connect(str(kopi), read_only=True)


def forklart(id="soeknader", periode=ETTER, **filtre):
    return kort.lag(
        sidekort.som_bestilling(id), Valg("tertial", periode, filtre)
    ).endret_fordi


# ------------------------------------------------------------------- de eksakte tallene


def test_endringen_deles_i_virkelig_endring_sen_registrering_og_rettelser(internt):
    e = lesing.endring(lesing.still(SOEKNADER, "tertial", ETTER))
    assert (e.da, e.naa) == (FOER, ETTER)
    assert e.omregnet - e.kjent == SENE
    assert e.kjent - e.forrige == -BORTE - 1, (
        "to er tatt bort, og én er flyttet til 1. tertial"
    )
    assert e.sen and e.rettet and not e.ny_definisjon
    assert forklart().startswith(
        "Siden forrige publisering, som gjaldt ut 2. tertial 2025, har tallet gått fra "
    )
    assert forklart().endswith(
        f"{SENE} flere skyldes saker som ble registrert sent, "
        f"og {BORTE + 1} færre skyldes saker som er rettet eller oppdatert."
    )


def test_delene_summerer_ogsaa_for_hvert_filter_og_for_den_valgte_perioden(internt):
    deler = [
        lesing.endring(
            lesing.still(SOEKNADER, "tertial", ETTER, filtre={"maalgruppe": m})
        )
        for m in lesing.verdier("maalgruppe")
    ]
    assert sum(e.omregnet - e.kjent for e in deler) == SENE
    tidligere = lesing.endring(lesing.still(SOEKNADER, "tertial", "2025-T1"))
    assert (tidligere.da, tidligere.naa, tidligere.verdi - tidligere.forrige) == (
        "2025-T1",
        "2025-T1",
        1,
    )
    assert "tallet for 1. tertial 2025" in forklart(
        periode="2025-T1"
    ) and "Hele endringen skyldes saker som er rettet" in forklart(periode="2025-T1")


def test_et_tall_uten_nye_eller_rettede_rader_har_bare_virkelig_endring(internt):
    e = lesing.endring(
        lesing.still(katalog.indikatorer()["utflyttinger"], "tertial", ETTER)
    )
    assert e.forrige == e.omregnet == e.kjent and not (e.sen or e.rettet)


def test_perioder_forrige_publisering_ikke_hadde_har_ingen_forklaring(internt):
    """Året 2025 var ikke ferdig da, og serien begynner i 2025."""
    assert lesing.endring(lesing.still(SOEKNADER, "aar", "2025")) is None
    assert (
        kort.lag(sidekort.som_bestilling("soeknader"), Valg("aar", "2025")).endret_fordi
        == ""
    )


@pytest.mark.parametrize("visning", ["publisert", "internt"])
def test_hvert_kort_med_en_tidsserie_har_en_forklaring_paa_godt_norsk(
    par, visning, monkeypatch
):
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(par / visning))
    forklaringer = [
        f
        for id in katalog.indikatorer()
        for f in (forklart(id), forklart(id, "2025-T1"))
    ]
    assert sum(map(bool, forklaringer)) > 80
    for tekst in filter(None, forklaringer):
        assert not feil_i(tekst), tekst
        assert tekst.endswith("."), tekst


def test_bare_kort_med_en_serie_over_tid_har_forklaringen(internt):
    valg = Valg("tertial", ETTER)
    for form, fordeling in (
        ("utvikling", ("maalgruppe",)),
        ("fordeling", ("maalgruppe",)),
    ):
        assert not kort.lag(
            sidekort.som_bestilling("soeknader", form=form, fordeling=fordeling), valg
        ).endret_fordi
    assert kort.lag(
        sidekort.som_bestilling("soeknader", form="soeyler"), valg
    ).endret_fordi


def test_forklaringen_er_med_i_filene(publisert):
    k = kort.lag(sidekort.som_bestilling("soeknader"), Valg("tertial", ETTER))
    assert k.endret_fordi and (
        "Hvorfor endret tallet seg?",
        k.endret_fordi,
    ) in eksport.om_kortet(k)
    assert "Hvorfor endret tallet seg?" in eksport.csv_fil(k).decode("utf-8-sig")


def test_lesingen_sier_naar_forrige_publisering_var(publisert, tmp_path, monkeypatch):
    forrige = lesing.forrige()
    assert (
        forrige.per_dato.isoformat() == "2025-08-31"
        and forrige.bygd < lesing.meta().bygd
    )
    gammel = shutil.copy(
        min(publisert.glob("publisert-*.duckdb"), key=lambda f: f.stat().st_mtime),
        tmp_path,
    )
    pek(tmp_path, os.path.basename(gammel))
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path))
    assert lesing.forrige() is None and not forklart(periode=FOER), (
        "ingenting å forklare ved første publisering"
    )


# ---------------------------------------------------------------------------- på sidene


def test_kortet_sier_hvorfor_tallet_endret_seg_og_kilder_sier_naar_forrige_publisering_var(
    publisert,
):
    om = aapne("venteliste", vis="Tertial", venteliste_visning="Om tallet").markdown
    svar = f"**Hvorfor endret tallet seg?** {forklart('venteliste')}"
    assert any(svar in m.value for m in om)
    vernet = SIDER["kilder"].temaer[2]
    tekst = [m.value for m in aapne("kilder", kilder_tema=vernet).markdown]
    assert any(
        "gjaldt tall til og med 31.08.2025" in m and "Hvorfor endret tallet seg?" in m
        for m in tekst
    )


# ---------------------------------------------------------------- de publiserte tallene


def test_de_publiserte_tallene_sier_aarsaken_men_aldri_hvor_mange_rader_den_gjelder(
    publisert,
):
    e = lesing.endring(lesing.still(SOEKNADER, "tertial", ETTER))
    assert e.kjent is None and all(v % 5 == 0 for v in (e.forrige, e.omregnet, e.verdi))
    with aapen(publisert) as con:
        tabeller = {
            t
            for (t,) in con.execute("select table_name from duckdb_tables()").fetchall()
        }
        assert not [t for t in tabeller if t.startswith("kjent")]
        typer = {
            navn: type_
            for navn, type_, *_ in con.execute("describe revisjon").fetchall()
        }
        assert typer == {
            "kube": "VARCHAR",
            "periode": "VARCHAR",
            "sen": "BOOLEAN",
            "retting": "BOOLEAN",
        }
        for kube in katalog.kuber().values():
            for maal in kube.vernede:
                assert con.execute(
                    f"select count(*) from forrige_kube_{kube.id} where {maal} % 5 <> 0"
                ).fetchall() == [(0,)]
    assert " om lag 5 flere er en virkelig endring" in forklart()
    assert (
        "10 flere skyldes både saker som ble registrert sent, og saker som er rettet eller oppdatert."
        in forklart()
    )


def test_aarsaken_til_at_en_bolig_staar_tom_er_bare_kjent_sist_og_er_ingen_retting_naar_den_er_borte(
    internt,
):
    with aapen(internt) as con:
        assert ("ledige", FOER) not in con.execute(
            "select kube, periode from revisjon"
        ).fetchall()
        assert {("soeknader", FOER), ("soeknader", "2025-T1")} <= set(
            con.execute("select kube, periode from revisjon").fetchall()
        )


def test_forklaringene_av_publiserte_antall_har_bare_hele_femmere(publisert):
    sett = 0
    for i in katalog.indikatorer().values():
        if i.enhet == "antall" and i.om_personer:
            tekst = re.sub(r"[1-3]\. tertial \d{4}|0–4", "", forklart(i.id)).replace(
                "\N{NO-BREAK SPACE}", ""
            )
            tall = [int(t) for t in re.findall(r"\d+", tekst)]
            assert all(t % 5 == 0 for t in tall) and "én " not in tekst, tekst
            sett += len(tall)
    assert sett > 30


def test_ingen_sum_av_noe_i_den_publiserte_filen_er_antallet_sene_eller_rettede_rader(
    par,
):
    """Bare det som viste noe annet forrige gang, har en årsak, og tallene fra forrige gang er dem
    som ble publisert.
    """
    gamle = sorted(
        (par / "publisert").glob("publisert-*.duckdb"), key=lambda f: f.stat().st_mtime
    )[0]
    with aapen(par / "publisert") as con:
        con.execute(
            f"attach '{shutil.copyfile(gamle, par / 'gammel.duckdb')}' as gammel (read_only)"
        )
        aarsaker = con.execute("select kube, periode, retting from revisjon").fetchall()
        assert {"soeknader"} <= {kube for kube, *_ in aarsaker}
        for kube in katalog.kuber().values():
            assert not con.execute(
                f"from forrige_kube_{kube.id} except from gammel.kube_{kube.id}"
            ).fetchall()
        for kube, periode, retting in aarsaker:
            ny, forrige = (
                f"select * from {t} where periode = '{periode}'"
                for t in (f"kube_{kube}", f"gammel.kube_{kube}")
            )
            assert con.execute(
                f"({ny} except {forrige}) union all ({forrige} except {ny})"
            ).fetchall(), (kube, periode)
            if not retting:
                noekler = ", ".join(("periode", *katalog.kuber()[kube].dimensjoner))
                for maal in katalog.kuber()[kube].vernede:
                    assert not con.execute(
                        f"select 1 from ({forrige}) f left join ({ny}) n using ({noekler}) "
                        f"where coalesce(n.{maal}, 0) < f.{maal}"
                    ).fetchall()


def test_avtrykkene_av_radene_ligger_bare_ved_de_interne_tallene_og_er_kryptert(par):
    assert not list((par / "publisert").glob("*.rader"))
    fil = par / "internt" / peker(par / "internt")["rader"]
    rader, merknad = endring.les_rader(fil, noekkel.avled("rader"))
    assert merknad is None and rader.num_rows > 1000
    assert fil.stat().st_size < 9 * rader.num_rows + 2000, "åtte byte per rad"
    assert (
        rader["avtrykk"][0].as_py().to_bytes(8, "little") not in fil.read_bytes()
        and b"soeknad" not in fil.read_bytes()
    )


def test_den_med_innsyn_i_noen_maalgrupper_faar_bare_delene_for_dem(par, monkeypatch):
    for navn, verdi in (
        ("VISNING", "internt"),
        ("PUBLISERT", par / "publisert"),
        ("INTERNT", par / "internt"),
    ):
        monkeypatch.setenv(f"BOLIGDATA_{navn}", str(verdi))
    with lesing.samme_tall():
        alle = lesing.endring(lesing.still(SOEKNADER, "tertial", ETTER))
    with lesing.samme_tall(Innsyn(maalgrupper=frozenset({"eldre"}))):
        assert (
            lesing.endring(lesing.still(SOEKNADER, "tertial", ETTER)) == alle
            and alle.kjent is None
        )
        assert (
            lesing.endring(
                lesing.still(
                    SOEKNADER, "tertial", ETTER, filtre={"maalgruppe": "eldre"}
                )
            ).kjent
            is not None
        )
        with pytest.raises(IkkePublisert, match="ikke tilgang"):
            lesing.endring(
                lesing.still(SOEKNADER, "tertial", ETTER, filtre={"maalgruppe": "unge"})
            )
    with lesing.samme_tall(Innsyn(alt=True)):
        assert (
            lesing.endring(lesing.still(SOEKNADER, "tertial", ETTER)).kjent is not None
        )


# ----------------------------------------- samme uttrekk en gang til, med ny definisjon


def test_samme_uttrekk_med_en_endret_definisjon_endrer_bare_tallene_den_gjelder(
    par, tmp_path, monkeypatch
):
    """Programmet er kopiert, og én modell regner på en annen måte. Alt annet er som sist."""
    shutil.copytree(
        ROT / "boligdata",
        tmp_path / "boligdata",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    modell = tmp_path / "boligdata" / "bygg" / "modeller" / "tjeneste_venter.sql"
    modell.write_text(
        modell.read_text(encoding="utf-8").replace(
            "interval 12 month", "interval 2 month"
        ),
        encoding="utf-8",
    )
    for mappe in ("publisert", "internt"):
        shutil.copytree(par / mappe, tmp_path / mappe)
    svar = subprocess.run(
        [
            sys.executable,
            "-m",
            "boligdata",
            "bygg",
            "--uttrekk",
            str(par / "etter"),
            "--ut",
            str(tmp_path / "publisert"),
        ],
        cwd=tmp_path,
        env=os.environ,
        capture_output=True,
        text=True,
    )
    assert svar.returncode == 0, svar.stderr
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path / "internt"))
    e = lesing.endring(
        lesing.still(katalog.indikatorer()["venter_paa_tjeneste"], "tertial", ETTER)
    )
    assert e.ny_definisjon and e.verdi < e.forrige
    assert "Hele endringen skyldes at definisjonen er endret" in forklart(
        "venter_paa_tjeneste"
    )
    for id in set(katalog.indikatorer()) - {"venter_paa_tjeneste"}:
        e = lesing.endring(lesing.still(katalog.indikatorer()[id], "tertial", ETTER))
        assert (
            e is None
            or katalog.indikatorer()[id].kube == "tjeneste_venter"
            or not (e.ny_definisjon or e.sen or e.rettet)
        ), id
    assert (
        forklart()
        == "Tallet for 3. tertial 2025 er det samme som i forrige publisering."
    )
    with aapen(tmp_path / "internt") as con:
        assert not [
            t
            for (t,) in con.execute("select table_name from duckdb_tables()").fetchall()
            if t.startswith("kjent")
        ]
    with aapen(tmp_path / "publisert") as con:
        assert con.execute("from revisjon").fetchall() == []


# ------------------------------------------------------------------- det bygget må tåle


def test_uten_radene_og_de_interne_tallene_fra_sist_blir_bygget_ferdig_men_aarsaken_er_ukjent(
    mikro, monkeypatch
):
    gammel = peker(mikro / "internt")
    (mikro / "internt" / gammel["rader"]).unlink()
    (mikro / "internt" / gammel["fil"]).write_bytes(b"ikke en database")
    resultat = bygg.bygg(mange_nye_soeknader(mikro / "inn"), mikro / "publisert")
    assert resultat.fil.exists() and resultat.merknader == ()
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(mikro / "publisert"))
    e = lesing.endring(lesing.still(SOEKNADER, "tertial", "2025-T1"))
    assert e.forrige != e.verdi and not (e.sen or e.rettet)
    assert forklart(periode="2025-T1").endswith(
        "skyldes hele endringen at tallet for 1. tertial 2025 er publisert på nytt."
    )
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(mikro / "internt"))
    assert lesing.forrige() is None and not forklart(periode="2025-T1")
    assert len(list((mikro / "internt").glob("*.rader"))) == 1, (
        "én for hver fil som er igjen, bortsett fra den vi tok bort"
    )


def test_rader_fra_en_annen_noekkel_sies_fra_om_naar_kommunen_er_ekte(tmp_path):
    with duckdb.connect() as con:
        con.execute(
            "create table radavtrykk as select 'soeknad' as kilde, 1::bigint as rad, 7::ubigint as avtrykk"
        )
        (tmp_path / "internt.rader").write_bytes(
            endring.pakk_rader(con, None, set(), b"en noekkel")
        )
    assert endring.les_rader(tmp_path / "internt.rader", b"en noekkel")[0].num_rows == 1
    assert endring.les_rader(tmp_path / "internt.rader", b"en annen", fiktiv=True) == (
        None,
        None,
    )
    rader, merknad = endring.les_rader(tmp_path / "internt.rader", b"en annen")
    assert (
        rader is None and "annen nøkkel" in merknad and "Tallene er riktige" in merknad
    )
    (tmp_path / "internt.rader").write_bytes(b"noe annet")
    rader, merknad = endring.les_rader(
        tmp_path / "internt.rader", b"en noekkel", fiktiv=True
    )
    assert rader is None and "kan ikke leses" in merknad
    assert endring.les_rader(None, b"en noekkel") == (None, None)


def test_radene_i_en_stoppet_kilde_huskes_til_den_leveres_igjen(tmp_path):
    with duckdb.connect() as con:
        con.execute(
            "create table radavtrykk as select 'soeknad' as kilde, 1::bigint as rad, 7::ubigint as avtrykk"
        )
        fil = tmp_path / "a.rader"
        fil.write_bytes(endring.pakk_rader(con, None, set(), b"en noekkel"))
        kjente, _ = endring.les_rader(fil, b"en noekkel")
        con.execute("delete from radavtrykk")
        fil.write_bytes(endring.pakk_rader(con, kjente, {"soeknad"}, b"en noekkel"))
        assert endring.les_rader(fil, b"en noekkel")[0].to_pylist() == [
            {"kilde": "soeknad", "avtrykk": 7}
        ]
        fil.write_bytes(endring.pakk_rader(con, kjente, set(), b"en noekkel"))
        assert endring.les_rader(fil, b"en noekkel")[0].num_rows == 0


def test_kommentarer_og_linjeskift_i_en_modell_er_ikke_en_ny_definisjon():
    assert endring._uten_luft(
        "-- en kommentar\nselect 1\n  from a -- mer\n"
    ) == endring._uten_luft("select 1 from a")


def test_hver_indikator_har_en_definisjon_som_foelger_kuben_og_nevneren():
    definisjoner = endring.definisjoner()
    assert {id for slag, id in definisjoner if slag == "indikator"} == set(
        katalog.indikatorer()
    )
    assert {id for slag, id in definisjoner if slag == "kube"} == set(katalog.kuber())
