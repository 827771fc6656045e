"""Hentingen av offentlig statistikk, mot en tjener på denne maskinen som svarer som SSB. Ingen venter:
tiden er en teller.
"""

import contextlib
import dataclasses
import datetime as dt
import io
import json
import math
import os
import signal
import socket
import subprocess
import sys

import pytest
import sertifikat
import statistikkbanken
from hypothesis import given
from hypothesis import strategies as st

from boligdata import __main__ as kommandolinjen
from boligdata.bygg import henting, ingest
from boligdata.bygg.henting import nett, spoersmaal
from boligdata.felles import statistikk
from boligdata.felles.config import PAKKE, Brukerfeil, Kommune

BAERUM = Kommune("Bærum", "3201", (), 2022, 2032, 2015, dt.date(2025, 12, 31))
NAA = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
HTML = b"<!DOCTYPE html><title>404</title>"


class Tid:
    """En klokke som bare går når noen venter."""

    def __init__(self):
        self.naa, self.ventet = 0.0, []

    def vent(self, sekunder: float) -> None:
        self.naa += sekunder
        self.ventet.append(sekunder)

    @property
    def klokke(self) -> nett.Klokke:
        return nett.Klokke(lambda: self.naa, self.vent)


@pytest.fixture(autouse=True)
def rett_ut(monkeypatch):
    """Maskinen testene går på, kan ha en mellomtjener."""
    for navn in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(navn, raising=False)
        monkeypatch.delenv(navn.upper(), raising=False)


@pytest.fixture
def bank():
    with statistikkbanken.start() as bank:
        yield bank


@pytest.fixture
def hent(bank, tmp_path):
    """Hent tabellene, alle banken har når ingen er nevnt, og gi utfallet for hver."""

    def gjoer(*ider: str, tid: Tid | None = None, kommune: Kommune = BAERUM) -> dict:
        klokke = (tid or Tid()).klokke
        alle = statistikk.tabeller()
        tabeller = [en for en in alle if en.id in (ider or bank.tabeller)]
        with henting.Statistikkbank(bank.adresse, 30, klokke) as aapen:
            utfall = henting.hent(aapen, mappen(tmp_path), tabeller, kommune, NAA)
        return {ett.tabell: ett for ett in utfall}

    return gjoer


def mappen(tmp_path) -> henting.Svarmappe:
    return henting.Svarmappe(tmp_path / "offentlig")


def filer(tmp_path) -> list[str]:
    """Svarene bygget leser."""
    return sorted(fil.name for fil in (tmp_path / "offentlig").glob("*.json"))


def utgave(tabell: dict, oppdatert: str) -> dict:
    return tabell | {"updated": oppdatert}


# --------------------------------------------------------------------------- det vanlige


def test_svarene_ligger_ved_siden_av_uttrekkene_med_dato_spoersmaal_og_lisens(
    hent, bank, tmp_path
):
    assert {ett.hva for ett in hent().values()} == {"hentet"}
    assert filer(tmp_path) == [
        f"{id}_2026-02-25.json" for id in ("07459", "12008", "14746")
    ]
    linjer = (tmp_path / "offentlig" / "hentet.jsonl").read_text("utf-8").splitlines()
    [foerste] = [json.loads(linje) for linje in linjer if '"07459"' in linje]
    assert foerste["kilde"] == "Statistisk sentralbyrå, tabell 07459"
    assert foerste["lisens"] == "CC BY 4.0"
    assert foerste["hentet"] == "2026-03-01T12:00:00+00:00"
    assert foerste["spoersmaal"] == [bank.spoersmaal[0]]


def test_det_spoerres_bare_om_kommunen_og_det_tabellen_har(hent, bank):
    hent("07459", "12008")
    folk, boliger = bank.spoersmaal
    assert folk["selection"] == [
        {
            "variableCode": "Region",
            "valueCodes": ["K-3201"],
            "codelist": "agg_KommSummer",
        },
        {"variableCode": "Alder", "valueCodes": ["000", "001", "105+"]},
        {"variableCode": "ContentsCode", "valueCodes": ["Personer1"]},
        {"variableCode": "Tid", "valueCodes": ["2014", "2015", "2024", "2025", "2026"]},
    ]
    regioner = ["0219", "3201", "3203", "EAK", "EAKUO", "EKA32", "EKG12"]
    assert boliger["selection"][0]["valueCodes"] == regioner


def test_koder_vi_ikke_har_sett_hentes_naar_de_er_der_og_ellers_sies_det(hent, bank):
    setning = hent("12008")["12008"].setning
    [spurt] = bank.spoersmaal
    koder = ["KOSboligSper10000000", "KOSantnyinnflytt0000"]
    assert spurt["selection"][1]["valueCodes"] == koder
    venteliste = "«Behov for tilrettelagt bolig, på venteliste» (KOSventelistetil0000)"
    assert f"Tabellen har ikke {venteliste}, " in setning
    assert "nyinnflytt" not in setning and ". Finn tabellen i" in setning


def test_navnene_paa_dem_som_lager_statistikken_blir_ikke_lagret(hent, tmp_path):
    hent("07459")
    alt = b"".join(f.read_bytes() for f in tmp_path.rglob("*") if f.is_file())
    assert b"Personer1" in alt and b"Nordmann" not in alt


def test_den_samme_tabellen_hentes_for_kommunen_alene_og_for_alle_i_hver_sin_fil(
    hent, bank, tmp_path
):
    hent("07459", "aldersgrupper")
    assert filer(tmp_path) == [
        "07459_2026-02-25.json",
        "aldersgrupper_2026-02-25.json",
    ]
    assert {sti for _, sti in bank.spurt if sti.endswith("/data")} == {
        "/tables/07459/data"
    }


def test_en_tabell_som_ikke_er_oppdatert_hentes_ikke_igjen(hent, bank):
    hent("07459")
    bank.spurt.clear()
    utfall = hent("07459")["07459"]
    assert (utfall.hva, utfall.setning) == (
        "uendret",
        "Ingenting nytt siden 25.02.2026.",
    )
    assert bank.spurt == [("GET", "/tables/07459")]


@pytest.mark.parametrize(
    "hva", ["en annen kommune", "tidligere år", "en fil som er rettet for hånd"]
)
def test_er_det_vi_vil_ha_et_annet_hentes_tabellen_likevel(hent, tmp_path, hva):
    hent("14746")
    kommune = {
        "en annen kommune": dataclasses.replace(BAERUM, kommunenummer="3203"),
        "tidligere år": dataclasses.replace(BAERUM, foerste_aar=2010),
    }.get(hva, BAERUM)
    if kommune is BAERUM:
        (tmp_path / "offentlig" / "14746_2026-02-25.json").write_text("{}")
    assert hent("14746", kommune=kommune)["14746"].hva == "hentet"


def test_en_ny_utgave_erstatter_den_forrige_som_blir_lagt_til_side(
    hent, bank, tmp_path
):
    hent("07459")
    bank.tabeller["07459"] = utgave(
        statistikkbanken.FOLKEMENGDE, "2027-02-24T07:00:00Z"
    )
    bank.rett_svar.append(lambda svar: svar["value"].__setitem__(0, 7))
    assert "1 tall er andre enn sist" in hent("07459")["07459"].setning
    assert filer(tmp_path) == ["07459_2027-02-24.json"]
    tidligere = tmp_path / "offentlig" / "tidligere" / "07459_2026-02-25.json"
    assert json.loads(tidligere.read_text("utf-8"))["value"][0] == 100


def test_bygget_leser_svarene_som_uttrekkene_de_er_til(hent, tmp_path):
    hent()
    con = ingest.ny_database()
    ingest.les_uttrekk(con, tmp_path, BAERUM)
    lest = {
        kilde: con.execute(
            f"select count(*), min(aar), max(aar) from {kilde} where kommunenummer = '3201'"
        ).fetchone()
        for kilde in ("befolkning", "framskriving", "kommunetall")
    }
    assert lest == {
        # Tre aldre i fem år, tre alternativer for to aldre i to år, og to nøkkeltall.
        "befolkning": (15, 2014, 2026),
        "framskriving": (12, 2026, 2027),
        "kommunetall": (8, 2014, 2025),
    }


def test_innbyggere_i_en_fil_ved_siden_av_de_hentede_telles_ikke_en_gang_til(
    hent, tmp_path
):
    hent()
    filene = {
        "befolkning.csv": "region;alder;aar;antall\n3201;80-89;2025;99",
        "kommunetall.csv": "region;aar;kode;verdi\n3201;2025;KOSventelistetil0000;7",
    }
    for navn, tekst in filene.items():
        (tmp_path / navn).write_text(tekst, encoding="utf-8")
    con = ingest.ny_database()
    rapport = ingest.les_uttrekk(con, tmp_path, BAERUM)
    i_filene = con.execute(
        "select count(*) from befolkning where aldersgruppe = '80-89' union all "
        "select verdi from kommunetall where kode = 'KOSventelistetil0000'"
    ).fetchall()
    assert i_filene == [(0,), (7,)]
    [merknad] = [avvik for avvik in rapport.avvik if avvik.regel == "fil ikke lest"]
    assert merknad.fil == "befolkning.csv"


# --------------------------------------------------------------------------- avbrutt


def test_store_tabeller_deles_og_en_avbrutt_henting_fortsetter(
    hent, bank, tmp_path, monkeypatch
):
    liten = dataclasses.replace(statistikk.bank(), flest_tall=6)
    monkeypatch.setattr(statistikk, "bank", lambda: liten)
    bank.rett_svar.append(lambda svar: _stopp_etter(bank, 2, svar))
    assert hent("07459")["07459"].hva == "feil"
    assert filer(tmp_path) == []
    bank.rett_svar.clear()
    foer = len(bank.spoersmaal)
    assert hent("07459")["07459"].hva == "hentet"
    assert filer(tmp_path) == [f"07459_2026-02-25_del{nr}.json" for nr in (1, 2, 3)]
    # Delene som var hentet, blir det ikke spurt om igjen.
    assert (foer, len(bank.spoersmaal)) == (3, 4)


def _stopp_etter(bank, antall: int, svar: dict) -> None:
    if len(bank.spoersmaal) > antall:
        svar["extension"] = {"px": {"tableid": "99999"}}


@given(
    st.dictionaries(
        st.sampled_from("ABCD"),
        st.lists(st.integers(0, 99).map(str), min_size=1, max_size=9, unique=True),
        min_size=1,
    ),
    st.integers(1, 50),
)
def test_delene_har_hver_kombinasjon_noeyaktig_en_gang(valg, flest):
    deler = spoersmaal.del_opp(valg, flest)
    stoerrelser = [math.prod(map(len, del_.values())) for del_ in deler]
    assert max(stoerrelser) <= flest
    assert sum(stoerrelser) == math.prod(map(len, valg.values()))
    for variabel, koder in valg.items():
        assert {kode for del_ in deler for kode in del_[variabel]} == {*koder}


# --------------------------------------------------------------------------- takten


def test_det_gaar_minst_to_sekunder_mellom_hvert_spoersmaal(hent, bank):
    tid = Tid()
    hent(tid=tid)
    # Ti spørsmål: om tabellen, metadata, kodelisten til den ene, og tallene.
    assert len(bank.spurt) == 10
    assert tid.naa == pytest.approx(2 * (len(bank.spurt) - 1))


@pytest.mark.parametrize("status", [429, 500, 503])
def test_er_det_for_mange_spoersmaal_venter_vi_saa_lenge_ssb_sier(hent, bank, status):
    bank.avbrudd += [(status, {"Retry-After": "17"}, b""), (status, {}, b"")]
    tid = Tid()
    assert hent("14746", tid=tid)["14746"].hva == "hentet"
    assert tid.ventet[0] == 17 and tid.ventet[1] == 4


def test_et_svar_som_aldri_kommer_gir_opp_etter_seks_forsoek(hent, bank):
    bank.avbrudd += [(503, {}, b"")] * 6
    utfall = hent("14746")["14746"]
    assert utfall.hva == "feil" and "prøvd 6 ganger" in utfall.setning
    assert not bank.avbrudd


def test_et_svar_som_drypper_blir_ikke_ventet_paa_i_det_uendelige(hent, bank):
    # Hver gang noen ser på klokken, er det gått nesten tolv minutter.
    sakte = nett.Klokke(iter(range(0, 10**6, 700)).__next__, Tid().vent)
    with (
        henting.Statistikkbank(bank.adresse, 30, sakte) as aapen,
        pytest.raises(nett.Nettfeil, match="for sakte"),
    ):
        aapen.om("14746")


# --------------------------------------------------------------------------- gale svar


def test_et_kuttet_svar_hentes_paa_nytt(hent, bank):
    bank.avbrudd += [
        (200, {"Content-Length": "500"}, b'{"id": "14746"'),
        (200, {}, b'{"id": "14746", "upd'),
    ]
    assert hent("14746")["14746"].hva == "hentet"


@pytest.mark.parametrize("status", [200, 404])
def test_en_nettside_i_stedet_for_tall_stopper_tabellen_og_ikke_de_andre(
    hent, bank, status
):
    bank.avbrudd.append((status, {"Content-Type": "text/html"}, HTML))
    utfall = hent("07459", "14746")
    assert [ett.hva for ett in utfall.values()] == ["feil", "hentet"]
    assert "nettside" in utfall["07459"].setning and len(bank.spurt) == 4


def test_en_omdirigering_blir_ikke_fulgt(hent, bank):
    """Den kunne sendt spørsmålet til en annen enn SSB."""
    bank.avbrudd.append((302, {"Location": "/tables/14746"}, b""))
    utfall = hent("07459", "14746")
    assert [ett.hva for ett in utfall.values()] == ["feil", "hentet"]
    assert len(bank.spurt) == 4


def test_en_tabell_som_er_borte_sies_med_nummeret(hent, bank):
    del bank.tabeller["14746"]
    assert "finnes ikke lenger" in hent("14746")["14746"].setning


@pytest.mark.parametrize(
    ("rett", "sier"),
    [
        (lambda svar: svar["extension"]["px"].update(tableid="07459"), "tabell 07459"),
        (lambda svar: svar.pop("extension"), "ikke sier hvilken tabell det er"),
        (lambda svar: svar["value"].pop(), "ikke like mange tall"),
        (
            lambda svar: svar.update(updated="2026-06-15T06:00:00Z"),
            "mens den ble hentet",
        ),
        (
            lambda svar: svar["value"].__setitem__(slice(None), [None] * 12),
            "ingen tall",
        ),
        (lambda svar: svar.pop("value"), "en form vi ikke kjenner"),
        (
            lambda svar: svar["dimension"]["Tid"]["category"].update(index={"1999": 0}),
            "andre koder i «Tid»",
        ),
    ],
    ids=[
        "annen tabell",
        "uten nummer",
        "for få tall",
        "ny utgave",
        "tomt",
        "uten tall",
        "andre år",
    ],
)
def test_et_galt_svar_erstatter_ingenting(hent, bank, tmp_path, rett, sier):
    hent("14746")
    foer = {
        navn: (tmp_path / "offentlig" / navn).read_bytes() for navn in filer(tmp_path)
    }
    bank.tabeller["14746"] = utgave(
        statistikkbanken.FRAMSKRIVING, "2026-06-12T06:00:00Z"
    )
    bank.rett_svar.append(rett)
    utfall = hent("14746")["14746"]
    assert utfall.hva == "feil" and sier in utfall.setning
    naa = {
        navn: (tmp_path / "offentlig" / navn).read_bytes() for navn in filer(tmp_path)
    }
    assert naa == foer


@pytest.mark.parametrize(
    ("variabler", "sier"),
    [
        ({"Sivilstand": statistikkbanken.variabel("1", "2")}, "delt på «Sivilstand»"),
        ({"Alder": None}, "har ikke Alder"),
        (
            {
                "ContentsCode": statistikkbanken.variabel(
                    "Folk", navn={"Folk": "Personer i alt"}
                )
            },
            "Kodene er Folk (Personer i alt)",
        ),
        ({"Region": statistikkbanken.variabel("3203")}, "3201 står ikke i tabellen"),
    ],
    ids=["ny variabel", "variabel borte", "ny kodeliste", "kommunen finnes ikke"],
)
def test_er_tabellen_endret_sies_det_hva_og_hva_den_har(hent, bank, variabler, sier):
    endret = statistikkbanken.FRAMSKRIVING["dimension"] | variabler
    bank.tabeller["14746"] = statistikkbanken.tabellen(
        "14746", **{navn: om for navn, om in endret.items() if om}
    )
    assert sier in hent("14746")["14746"].setning
    assert not bank.spoersmaal


def test_en_kode_som_har_faatt_nytt_navn_kan_erklaeres_med_det_den_heter(bank):
    om = statistikkbanken.variabel("Ny1", navn={"Ny1": "Hovedalternativet (MMMM)"})
    metadata = statistikkbanken.tabellen("14746", ContentsCode=om)
    tabell = dataclasses.replace(
        statistikk.tabeller(["14746"])[0],
        velg={"ContentsCode": ["hovedalternativet (mmmm)"]},
    )
    assert spoersmaal.velg(tabell, metadata, {}, BAERUM) == (
        {"ContentsCode": ["Ny1"]},
        [],
    )


# --------------------------------------------------------------------------- nettet


def test_uten_nett_stopper_alt_og_det_sies_hva_som_kan_gjoeres(tmp_path):
    with (
        henting.Statistikkbank("http://127.0.0.1:9/api", 30, Tid().klokke) as stengt,
        pytest.raises(nett.IkkeKontakt, match="HTTPS_PROXY.*lastes ned"),
    ):
        henting.hent(stengt, mappen(tmp_path), statistikk.tabeller(), BAERUM, NAA)


def test_trafikken_gaar_gjennom_mellomtjeneren_kommunen_har(bank, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", bank.adresse.removesuffix("/api/pxwebapi/v2"))
    adresse = "http://statistikk.invalid/api/pxwebapi/v2"
    with henting.Statistikkbank(adresse, 30, Tid().klokke) as aapen:
        assert aapen.om("14746")["id"] == "14746"


def test_brannmurens_sertifikat_godtas_naar_kommunen_har_sagt_hvor_det_ligger(
    tmp_path, monkeypatch
):
    brannmuren = sertifikat.skriv(
        tmp_path / "brannmur.pem", "Kommunens brannmur", er_utsteder=True
    )
    with statistikkbanken.start(brannmuren) as bank:
        with (
            henting.Statistikkbank(bank.adresse, 30, Tid().klokke) as ukjent,
            pytest.raises(nett.IkkeKontakt, match="SSL_CERT_FILE"),
        ):
            ukjent.om("14746")
        monkeypatch.setenv("SSL_CERT_FILE", str(brannmuren))
        with henting.Statistikkbank(bank.adresse, 30, Tid().klokke) as kjent:
            assert kjent.om("14746")["id"] == "14746"


def test_en_fil_uten_sertifikater_sies(tmp_path, monkeypatch):
    for fil in (tmp_path / "finnes_ikke.pem", tmp_path / "tom.pem"):
        monkeypatch.setenv("SSL_CERT_FILE", str(fil))
        with pytest.raises(Brukerfeil, match="SSL_CERT_FILE er ikke en fil"):
            henting.Statistikkbank("https://data.ssb.no", 30)
        (tmp_path / "tom.pem").touch()


def test_en_mellomtjener_som_ikke_er_en_adresse_sies_uten_aa_vise_den(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "ftp://ola:hemmelig@tjener")
    with pytest.raises(Brukerfeil, match="HTTPS_PROXY") as feil:
        henting.Statistikkbank("https://data.ssb.no", 30)
    assert "hemmelig" not in str(feil.value)


# --------------------------------------------------------------------------- kommandoen


@pytest.fixture
def uttrekk(tmp_path):
    tekst = (
        'navn = "Bærum"\nkommunenummer = "3201"\nomraader = []\nplan_fra = 2022\n'
        "plan_til = 2032\nfoerste_aar = 2015\nper_dato = 2025-12-31\n"
    )
    (tmp_path / "kommune.toml").write_text(tekst, encoding="utf-8")
    return tmp_path


def test_proeven_sier_hva_det_ville_blitt_spurt_om_og_spoer_ingen(
    uttrekk, bank, capsys, monkeypatch
):
    monkeypatch.setattr(henting, "Statistikkbank", None)
    kode = kommandolinjen.main(["hent", "--proev", "--uttrekk", str(uttrekk)])
    sagt = capsys.readouterr().out
    assert kode == 0 and "07459 Innbyggere etter alder → befolkning" in sagt
    antall = sum(3 + len(en.kodeliste) for en in statistikk.tabeller())
    assert f"er det minst {antall} spørsmål" in sagt and "om lag 2 minutter" in sagt
    assert "Region: 3201" in sagt and "Har nå: ingenting" in sagt
    assert not (uttrekk / "offentlig").exists()


def test_kommandoen_henter_sier_hvordan_det_gikk_og_feiler_naar_en_tabell_mangler(
    uttrekk, bank, capsys, monkeypatch
):
    egen = dataclasses.replace(
        statistikk.bank(), adresse=bank.adresse, kall_i_minuttet=60_000
    )
    monkeypatch.setattr(statistikk, "bank", lambda: egen)
    assert kommandolinjen.main(["hent", "14746", "--uttrekk", str(uttrekk)]) == 0
    ut = capsys.readouterr()
    assert "14746  hentet   Oppdatert av SSB 25.02.2026." in ut.out
    assert "100%  Ferdig" in ut.err
    kommandolinjen.main(["hent", "14746", "--proev", "--uttrekk", str(uttrekk)])
    assert "Har nå: utgaven fra 25.02.2026" in capsys.readouterr().out
    del bank.tabeller["14746"]
    to = ["hent", "14746", "aldersgrupper", "--uttrekk", str(uttrekk)]
    assert kommandolinjen.main(to) == 1
    *linjer, om_dem = capsys.readouterr().out.strip().splitlines()
    # Det som skjedde med hver tabell, står under hverandre også når navnene er ulike lange.
    assert [linje.split()[0] for linje in linjer[:2]] == ["aldersgrupper", "14746"]
    assert linjer[0].index("hentet") == linjer[1].index("feil")
    assert om_dem.startswith("1 av 2 ble ikke hentet. Det som var hentet før, gjelder")


def test_den_som_avbryter_faar_en_setning_om_at_det_kan_fortsette(uttrekk):
    """Mellomtjeneren tar imot, og svarer aldri."""
    with socket.create_server(("127.0.0.1", 0)) as stum:
        adresse = f"http://127.0.0.1:{stum.getsockname()[1]}"
        kommando = subprocess.Popen(
            [sys.executable, "-m", "boligdata", "hent", "--uttrekk", str(uttrekk)],
            env=os.environ | {"HTTPS_PROXY": adresse},
            cwd=PAKKE.parent,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            # Er testene startet i bakgrunnen, arver kommandoen ellers at den ikke kan avbrytes.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        stum.settimeout(30)
        forbindelse, _ = stum.accept()
        # Kommer avbruddet mens et bibliotek rydder etter seg, kan det bli borte. Da trykker en igjen.
        for _ in range(10):
            kommando.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                kommando.wait(timeout=3)
                break
        _, sagt = kommando.communicate(timeout=10)
    assert kommando.returncode == 130
    assert "Avbrutt. Det som er hentet, er tatt vare på." in sagt
    assert "Traceback" not in sagt


def test_den_som_bare_vil_se_begynnelsen_av_listen_faar_ingen_feil(uttrekk):
    with subprocess.Popen(
        [
            sys.executable,
            "-m",
            "boligdata",
            "hent",
            "--proev",
            "--uttrekk",
            str(uttrekk),
        ],
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        cwd=PAKKE.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as kommando:
        kommando.stdout.readline()
        kommando.stdout.close()
        assert kommando.stderr.read() == ""


def test_et_nummer_kommunen_ikke_har_lenger_sies_med_det_den_har(hent):
    for nummer, naa in (("3024", "3201"), ("0219", "3201"), ("1507", "1508 og 1580")):
        with pytest.raises(
            Brukerfeil, match=f"{nummer} er ikke i bruk .* det {naa}\\."
        ):
            hent(kommune=dataclasses.replace(BAERUM, kommunenummer=nummer))


def test_det_er_ingen_statistikk_om_eksempelkommunen(hent):
    with pytest.raises(Brukerfeil, match="oppdiktet"):
        hent(kommune=dataclasses.replace(BAERUM, fiktiv=True))


def test_maaleren_fyller_en_linje_i_terminalen_og_skriver_linjer_i_en_logg():
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for ut, ventet in (
        (Terminal(), "\r[████████████░░░░░░░░░░░░]  50%  lang tekst\r"),
        (io.StringIO(), " 50%  lang tekst\n"),
    ):
        vis = henting.maaler(ut)
        vis("lang tekst", 0.5)
        vis("kort", 1)
        assert ut.getvalue().startswith(ventet)
    assert ut.getvalue().endswith("100%  kort\n")
