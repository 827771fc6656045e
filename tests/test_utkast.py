"""Utkastet: filene som er lastet opp, kjennes igjen, legges inn blant uttrekkene og sjekkes."""

import datetime as dt
import json
import os
import shutil
import stat

import pytest
import test_ingest
import uttrekk
from python_calamine import load_workbook

from boligdata import __main__ as kommandolinjen
from boligdata.bygg.ingest import hvilke
from boligdata.bygg.utkast import hvilken, samlet
from boligdata.doer.utkast import logg, mappen
from boligdata.felles import kilder, statistikk, utkast
from boligdata.felles.config import Brukerfeil
from boligdata.ui import uttrekksrapport

EKSEMPEL = uttrekk.EKSEMPEL
UTTREKKENE = sorted(
    fil
    for fil in EKSEMPEL.iterdir()
    if fil.suffix in (".csv", ".xlsx") and not fil.name.startswith(".")
)


@pytest.mark.parametrize("fil", UTTREKKENE, ids=lambda fil: fil.stem)
def test_en_fil_kjennes_igjen_paa_overskriftene_uansett_hva_den_heter(fil, tmp_path):
    kopi = shutil.copy(fil, tmp_path / f"Rapport 17{fil.suffix}")
    svar = hvilken.kjenn_igjen(tmp_path / kopi.name, kilder.kilder(), 50)
    assert (svar.kilde, svar.hvorfor) == (fil.stem, None)


@pytest.mark.parametrize(
    "kilde, ark",
    [
        ("befolkning", test_ingest.STATISTIKKBANKEN),
        ("framskriving", test_ingest.FRAMSKRIVING_I_EXCEL),
    ],
    ids=["07459", "14746"],
)
def test_excel_fra_statistikkbanken_kjennes_igjen_paa_tabellen(tmp_path, kilde, ark):
    fil = tmp_path / "Rapport 17.xlsx"
    fil.write_bytes(test_ingest.excel({"Ark": ark}))
    assert hvilken.kjenn_igjen(fil, kilder.kilder(), 50).kilde == kilde


def test_en_fil_ingen_kjenner_er_ikke_et_uttrekk_og_en_som_ikke_kan_leses_sier_hvorfor(
    tmp_path,
):
    (tmp_path / "liste.csv").write_text("Farge;Pris\nrød;12\n", encoding="utf-8")
    (tmp_path / "soeknad.xlsx").write_bytes(b"%PDF-1.7 innhold")
    liste = hvilken.kjenn_igjen(tmp_path / "liste.csv", kilder.kilder(), 50)
    pdf = hvilken.kjenn_igjen(tmp_path / "soeknad.xlsx", kilder.kilder(), 50)
    assert liste.kilde is None and liste.hvorfor is None
    assert pdf.kilde == "soeknad" and "PDF" in pdf.hvorfor


@pytest.mark.parametrize(
    "navn, trygt",
    [
        ("../../etc/passwd", "passwd"),
        (r"C:\Users\kari\søknader 2025.csv", "søknader 2025.csv"),
        ("01010112345 leie.xlsx", "leie.xlsx"),
        ("=cmd|'/c calc'!A1.csv", "c calc_A1.csv"),
        (".valg.json", "valg.json"),
        ("", "uttrekk"),
        ("a" * 300 + ".csv", "a" * 80 + ".csv"),
        ("soeknad_2025-12-31.csv", "soeknad_2025-12-31.csv"),
    ],
)
def test_et_filnavn_blir_trygt_foer_det_lagres(navn, trygt):
    assert utkast.trygt_navn(navn) == trygt


def test_nye_filer_erstatter_de_gamle_av_samme_uttrekk_og_ingen_andre(tmp_path):
    inn, lagt = tmp_path / "inn", tmp_path / "utkast"
    inn.mkdir(), lagt.mkdir()
    for navn in ("soeknad_2024.csv", "soeknad_2025.csv", "bolig.csv", "kommune.toml"):
        (inn / navn).write_text(navn, encoding="utf-8")
    ny = lagt / "Uttak 2025-12-31.csv"
    ny.write_text("ny", encoding="utf-8")
    kjent = [hvilken.Gjenkjent(ny, "soeknad")]
    byttet = samlet.bytte(inn, lagt, kjent, (), kilder.kilder())
    assert byttet.ut == ("soeknad_2024.csv", "soeknad_2025.csv")
    with samlet.samle(inn, lagt, byttet) as mappe:
        innhold = {fil.name: fil.read_text("utf-8") for fil in mappe.iterdir()}
        assert mappe.stat().st_mode & 0o077 == 0
    assert innhold == {
        "bolig.csv": "bolig.csv",
        "kommune.toml": "kommune.toml",
        "soeknad_2025-12-31.csv": "ny",
    }
    assert not mappe.exists() and len([*inn.iterdir()]) == 4
    beholdt = samlet.bytte(inn, lagt, kjent, ("soeknad",), kilder.kilder())
    assert beholdt.ut == ()


@pytest.fixture
def sjekk(mikro, monkeypatch, capsys):
    """Kommandoen slik siden kaller den, på mikrokommunen som er publisert."""
    monkeypatch.setenv("BOLIGDATA_DATA", str(mikro))
    monkeypatch.delenv("BOLIGDATA_PUBLISERT", raising=False)
    (mikro / "utkast").mkdir()

    def sjekk_() -> dict:
        assert kommandolinjen.main(["sjekk", "--maskin"]) == 0
        *underveis, siste = capsys.readouterr().out.splitlines()
        assert all(0 <= json.loads(linje)["andel"] <= 1 for linje in underveis)
        return json.loads(siste)["svar"]

    sjekk_.mappe = mikro
    return sjekk_


def test_rapporten_sier_hva_som_er_galt_hva_det_ligner_paa_og_hva_som_endres(sjekk):
    hode, foerste, *resten = (
        (sjekk.mappe / "inn" / "soeknad.csv").read_bytes().decode("cp1252").splitlines()
    )
    celler = foerste.split(";")
    celler[hode.split(";").index("Målgruppe")] = "Flyktningene"
    (sjekk.mappe / "utkast" / "Uttak fra fagsystemet.csv").write_text(
        "\n".join([hode, ";".join(celler), *resten]), encoding="utf-8"
    )
    svar = sjekk()
    [fil] = svar["filer"]
    assert (fil["kilde"], fil["blir"]) == ("soeknad", "soeknad.csv")
    assert svar["erstatter"] == ["soeknad.csv"]
    [ukjent] = [en for en in svar["ukjente"] if en["kilde"] == "soeknad"]
    assert (ukjent["tekst"], ukjent["rader"]) == ("Flyktningene", 1)
    assert (ukjent["liste"], ukjent["forslag"][0]) == ("maalgruppe", "flyktning")
    [kilde] = [en for en in svar["kilder"] if en["kilde"] == "soeknad"]
    assert kilde["til_side"] >= 1 and kilde["foer"] == kilde["lastet"] + 1
    [funn] = [en for en in svar["funn"] if en["regel"] == "ukjent verdi"]
    assert funn["rader"] == [2] and "«Flyktningene»" in funn["forklaring"]
    assert celler[hode.split(";").index("Husstandsnr")] not in json.dumps(svar)
    venter = {tall["indikator"]: tall for tall in svar["hovedtall"]}["venteliste"]
    assert venter["periode"] == "2025-T3"


def test_et_uttrekk_som_har_krympet_holdes_tilbake_til_det_er_bekreftet(sjekk):
    hode, *rader = (sjekk.mappe / "inn" / "leieforhold.csv").read_bytes().splitlines()
    (sjekk.mappe / "utkast" / "leie.csv").write_bytes(
        b"\n".join([hode, *rader[: len(rader) // 3]])
    )

    def leieforhold() -> dict:
        return next(en for en in sjekk()["kilder"] if en["kilde"] == "leieforhold")

    foer = leieforhold()
    assert foer["stoppet"] and foer["kan_bekreftes"]
    mappen.bekreft(
        "leieforhold", dt.date.fromisoformat(foer["tatt_ut"]), "Solgt til andre"
    )
    etter = leieforhold()
    assert not etter["stoppet"] and etter["lastet"] < foer["foer"] / 2


def test_en_fil_som_er_stoppet_omtales_med_navnet_den_ble_lastet_opp_med(sjekk):
    (sjekk.mappe / "utkast" / "Boliger fra eiendom.csv").write_text(
        "Bolig-ID;Boligtype\n1;Omsorgsbolig\n", encoding="utf-8"
    )
    svar = sjekk()
    assert uttrekksrapport.stoppede(svar) == ["bolig"]
    [kilde] = [en for en in svar["kilder"] if en["kilde"] == "bolig"]
    [funn] = [en for en in svar["funn"] if en["alvor"] == "stoppet"]
    for tekst in (kilde["stoppet"], funn["forklaring"]):
        assert "«Boliger fra eiendom.csv»" in tekst and "«bolig.csv»" not in tekst


def test_det_som_er_publisert_og_uttrekkene_er_uroert_av_en_sjekk(sjekk):
    foer = {fil: fil.read_bytes() for fil in sjekk.mappe.rglob("*") if fil.is_file()}
    svar = sjekk()
    assert svar["filer"] == [] and svar["erstatter"] == []
    assert all(tall["foer"] == tall["etter"] for tall in svar["hovedtall"])
    etter = {fil: fil.read_bytes() for fil in sjekk.mappe.rglob("*") if fil.is_file()}
    assert etter == foer


def test_forklaringen_gjelder_uttrekkene_slik_de_blir_med_utkastet(
    sjekk, tmp_path, capsys
):
    fil = (sjekk.mappe / "inn" / "leieforhold.csv").read_bytes()
    (sjekk.mappe / "utkast" / "Uttak 3.csv").write_bytes(
        fil.replace(b"Brukergruppe", b"Gruppen de er i")
    )
    (sjekk.mappe / "utkast" / "skrivemaater.toml").write_text(
        '[overskrift.leieforhold]\n"Gruppen de er i" = "maalgruppe"\n'
    )
    utkastet = ["--utkast", str(sjekk.mappe / "utkast")]
    rapporten = ["--rapport", str(tmp_path / "rapport.xlsx")]
    assert kommandolinjen.main(["sjekk", "--forklar", *utkastet, *rapporten]) == 0
    linjer = capsys.readouterr().out.splitlines()
    [linje] = [linje for linje in linjer if "Gruppen de er i" in linje]
    assert "er Målgruppe" in linje and "(skrivemaater.toml)" in linje
    kommandolinjen.main(["sjekk", "--maskin", "--forklar", *utkastet])
    svar = json.loads(capsys.readouterr().out.splitlines()[-1])["svar"]
    filer = {en["kilde"]: en["fil"] for en in svar["forklaring"]}
    assert filer["leieforhold"] == "Uttak 3.csv" and filer["bolig"] == "bolig.xlsx"


def test_filene_med_feilene_merket_kan_rettes_og_leses_igjen(sjekk):
    linjer = (sjekk.mappe / "inn" / "soeknad.csv").read_bytes().decode("cp1252")
    hode, foerste, *resten = linjer.splitlines()
    plass = hode.split(";").index("Målgruppe")
    celler = foerste.split(";")
    celler[plass] = "=1+1"
    (sjekk.mappe / "utkast" / "uttak.csv").write_text(
        "\n".join([hode, ";".join(celler), *resten]), encoding="utf-8"
    )
    sjekk()
    [(navn, fil)] = _merkede(sjekk.mappe)
    assert navn == "uttak.csv" and fil.stat().st_mode & 0o077 == 0
    bok = load_workbook(fil)
    ark, forklaring = bok.sheet_names
    rader = bok.get_sheet_by_name(ark).to_python()
    assert rader[0] == hode.split(";") and len(rader) == len(resten) + 2
    assert rader[1][plass] == "=1+1"
    funnet = bok.get_sheet_by_name(forklaring).to_python()
    assert [2, "Målgruppe"] in [rad[1:3] for rad in funnet]
    svar = hvilken.kjenn_igjen(fil, kilder.kilder(), 50)
    assert svar.kilde == "soeknad"


def _merkede(data) -> list:
    ende = ".merket.xlsx"
    return [
        (fil.name.removeprefix(".").removesuffix(ende), fil)
        for fil in (data / "utkast").glob(f".*{ende}")
    ]


# ------------------------------------------------------------------- publisert og angret


@pytest.fixture
def kommando(sjekk, capsys):
    """En kommando slik siden kaller den."""

    def kjoer(*ord_) -> list[str]:
        assert kommandolinjen.main([*ord_, "--maskin"]) == 0, capsys.readouterr().out
        return capsys.readouterr().out.splitlines()

    kjoer.mappe = sjekk.mappe
    return kjoer


def _peker(data) -> str:
    return json.loads((data / "publisert" / "gjeldende.json").read_text())["fil"]


def test_utkastet_publiseres_og_kan_angres_og_filene_foelger_med(kommando):
    data = kommando.mappe
    inn, lagt = data / "inn", data / "utkast"
    gammel = (inn / "leieforhold.csv").read_bytes()
    foerste = _peker(data)
    (lagt / "Uttak.csv").write_bytes(gammel.replace(b"\r\n", b"\n"))
    (lagt / "skrivemaater.toml").write_text('[verdi.omraade]\n"Byen" = "Sentrum"\n')
    kommando("bygg", "--utkast", str(lagt))
    assert _peker(data) != foerste
    assert (inn / "leieforhold.csv").read_bytes() == gammel.replace(b"\r\n", b"\n")
    assert (inn / "skrivemaater.toml").is_file() and not [*lagt.glob("[!.]*")]
    kommando("angre")
    assert _peker(data) == foerste
    assert (inn / "leieforhold.csv").read_bytes() == gammel
    assert not (inn / "skrivemaater.toml").exists()
    assert {fil.name for fil in lagt.glob("[!.]*")} == {
        "leieforhold.csv",
        "skrivemaater.toml",
    }


def test_et_bygg_som_stopper_lar_baade_tallene_og_uttrekkene_vaere(
    kommando, monkeypatch
):
    data = kommando.mappe
    (data / "utkast" / "bolig.csv").write_text("Bolig-ID\n1\n", encoding="utf-8")
    foer = {fil: fil.read_bytes() for fil in (data / "inn").iterdir()}
    peker = _peker(data)
    monkeypatch.setenv("BOLIGDATA_NOEKKEL", "en-helt-annen-noekkel-enn-den-som-var-der")
    (data / "inn" / "kommune.toml").write_text(
        (data / "inn" / "kommune.toml")
        .read_text("utf-8")
        .replace("fiktiv = true", "")
        .replace("i_dag = 2026-01-15", ""),
        encoding="utf-8",
    )
    foer[data / "inn" / "kommune.toml"] = (data / "inn" / "kommune.toml").read_bytes()
    assert kommandolinjen.main(["bygg", "--utkast", str(data / "utkast")]) == 1
    assert {fil: fil.read_bytes() for fil in (data / "inn").iterdir()} == foer
    assert _peker(data) == peker and (data / "utkast" / "bolig.csv").is_file()


def test_eksempelet_er_uroert_naar_noe_publiseres_over_det(kommando):
    data = kommando.mappe
    (data / "inn").rename(data / "eksempel")
    foer = {fil.name: fil.read_bytes() for fil in (data / "eksempel").iterdir()}
    shutil.copy(data / "eksempel" / "leieforhold.csv", data / "utkast" / "leie.csv")
    kommando("bygg", "--utkast", str(data / "utkast"))
    assert {fil.name for fil in (data / "inn").iterdir()} == {*foer}
    assert not os.path.samefile(
        data / "inn" / "kommune.toml", data / "eksempel" / "kommune.toml"
    )
    kommando("angre")
    assert not (data / "inn").exists()
    assert {f.name: f.read_bytes() for f in (data / "eksempel").iterdir()} == foer


def test_uttrekkene_slettes_etter_publiseringen_naar_kommunen_vil_det(kommando):
    data = kommando.mappe
    with (data / "inn" / "kommune.toml").open("a", encoding="utf-8") as fil:
        fil.write("\nslett_uttrekk = true\n")
    shutil.copy(data / "inn" / "leieforhold.csv", data / "utkast" / "leie.csv")
    kommando("bygg", "--utkast", str(data / "utkast"))
    igjen = {fil.name for fil in (data / "inn").iterdir()}
    assert igjen == {"kommune.toml", "omraader.geojson"}
    assert not [*(data / "utkast").glob("[!.]*")]
    assert not (data / "inn_forrige").exists()


# --------------------------------------------------------------------------- lesesiden


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("BOLIGDATA_DATA", str(tmp_path))
    return tmp_path


def test_filene_som_lastes_opp_kan_bare_leses_av_eieren(data):
    mappen.legg_til([("../Søknader 01010112345.csv", b"a;b"), ("bolig.csv", b"c;d")])
    assert mappen.filer() == ["Søknader .csv", "bolig.csv"]
    for sti in (data / "utkast", *(data / "utkast").iterdir()):
        assert stat.S_IMODE(sti.stat().st_mode) & 0o077 == 0
    mappen.legg_til([("bolig.csv", b"ny")])
    assert (data / "utkast" / "bolig.csv").read_bytes() == b"ny"
    mappen.fjern("bolig.csv")
    mappen.kast()
    assert mappen.filer() == [] and not [*(data / "utkast").iterdir()]


def test_for_mye_blir_avvist_med_hva_som_maa_gjoeres_og_ingenting_lagres(
    data, monkeypatch
):
    monkeypatch.setattr(utkast, "MEST_MB", 1)
    stor = b"x" * ((1 << 20) + 1)
    with pytest.raises(Brukerfeil, match="plass til 1 MB"):
        mappen.legg_til([("bolig.csv", b"c;d"), ("stor.csv", stor)])
    with pytest.raises(Brukerfeil, match="plass til 30 filer"):
        mappen.legg_til([(f"{nr}.csv", b"") for nr in range(31)])
    assert mappen.filer() == []


def test_to_som_legger_inn_samtidig_faar_vite_om_hverandre(data, monkeypatch):
    mappen.ta("en")
    mappen.ta("en")
    with pytest.raises(mappen.Opptatt, match="Noen andre legger inn uttrekk nå"):
        mappen.ta("to")
    assert mappen.er_min("en")
    mappen.ta_over("to")
    assert mappen.er_min("to") and not mappen.er_min("en")
    senere = dt.datetime.now(dt.UTC) + mappen.VARER + dt.timedelta(minutes=1)
    monkeypatch.setattr(mappen, "_naa", lambda: senere)
    mappen.ta("en")
    assert mappen.er_min("en")
    mappen.slipp()
    mappen.ta("to")


def test_det_brukeren_velger_og_godtar_staar_i_utkastet(data):
    inn = data / "inn"
    inn.mkdir()
    shutil.copy(EKSEMPEL / "kommune.toml", inn)
    mappen.legg_til([("a.csv", b"x"), ("b.csv", b"y")])
    mappen.velg_kilde("a.csv", "soeknad")
    mappen.behold(["soeknad"])
    mappen.fjern("b.csv")
    assert mappen.valg() == utkast.Utkastvalg({"a.csv": "soeknad"}, ("soeknad",))
    mappen.godta(mappen.skrivemaatene().med_verdi("boligtype", "Hybel", "ordinaer"))
    assert mappen.skrivemaatene().verdi == {"boligtype": {"Hybel": "ordinaer"}}
    assert mappen.filer() == ["a.csv"]


def test_en_ny_dag_og_en_bekreftelse_er_i_utkastet_til_det_publiseres(data):
    inn = data / "inn"
    inn.mkdir()
    shutil.copy(EKSEMPEL / "kommune.toml", inn)
    foer = (inn / "kommune.toml").read_bytes()
    dag = dt.date(2026, 4, 30)
    mappen.velg_dag(dag)
    mappen.bekreft("soeknad", dag, "Flyktningene føres et annet sted")
    assert mappen.kommunen().per_dato == dag
    assert mappen.kommunen().bekreftet["soeknad"]["tatt_ut"] == dag
    assert (inn / "kommune.toml").read_bytes() == foer and mappen.filer() == []


def test_loggen_sier_hvem_hva_og_naar_og_ingenting_publiseres_uten_den(data):
    assert logg.siste(5) == []
    logg.skriv("sub-1", "Kari", logg.PUBLISERT, ["soeknad", "bolig"])
    logg.skriv("sub-2", "Ola", logg.ANGRET, [])
    siste, foer = logg.siste(5)
    assert (siste.bruker, siste.navn) == ("sub-2", "Ola")
    assert siste.hendelse == logg.ANGRET
    assert foer.kilder == ("soeknad", "bolig") and foer.tid.tzinfo
    assert stat.S_IMODE(logg.fil().stat().st_mode) == 0o600
    logg.fil().unlink()
    logg.fil().mkdir()
    with pytest.raises(Brukerfeil, match="ingenting er publisert"):
        logg.skriv("sub-1", "Kari", logg.STARTET, [])


def test_det_som_er_hentet_fra_statistikkbanken_er_med_naar_et_utkast_sjekkes(tmp_path):
    """Ellers ble tallene borte første gang noen publiserte et utkast."""
    hentet = tmp_path / "inn" / statistikk.MAPPE
    hentet.mkdir(parents=True)
    (hentet / "07459_2026-02-25.json").write_text("{}", encoding="utf-8")
    byttet = samlet.Bytte({}, ())
    with samlet.samle(tmp_path / "inn", tmp_path / "utkast", byttet) as mappe:
        funnet = hvilke.finn(mappe, kilder.kilder()).filer["befolkning"]
        assert [fil.name for fil in funnet] == ["07459_2026-02-25.json"]


def test_det_en_annen_prosess_rydder_samtidig_stopper_ikke_ryddingen(tmp_path):
    """En lenke til noe som ikke finnes, er som en mappe som er borte når det ses etter hvor gammel den er."""
    borte = tmp_path / f".samlet-{os.getpid()}"
    borte.symlink_to(tmp_path / "finnes_ikke")
    samlet.rydd(tmp_path)
    assert borte.is_symlink()
