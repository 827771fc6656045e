"""Legen: hva som er galt med en installasjon, og hva noen må gjøre med det."""

import contextlib
import json
import os
import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import maskiner
import pytest

from boligdata import __main__ as kommandolinjen
from boligdata import lesing
from boligdata.bygg import noekkel
from boligdata.doer import lege
from boligdata.doer.lege import Grad
from boligdata.felles import config
from boligdata.felles.config import Brukerfeil

posix = pytest.mark.skipif(os.name == "nt", reason="Windows har ikke slike rettigheter")


@pytest.fixture
def installasjon(bygd_eksempel, tmp_path, monkeypatch):
    """En installasjon der alt er slik det skal. Gir datamappen."""
    data = tmp_path / "data"
    data.mkdir()
    hemmelig = tmp_path / "noekkel"
    hemmelig.write_text("n" * 64)
    hemmelig.chmod(0o600)
    for navn, verdi in {
        "BOLIGDATA_DATA": data,
        "BOLIGDATA_PUBLISERT": bygd_eksempel,
        "BOLIGDATA_ARBEID": data / "arbeid",
        noekkel.NOEKKELFIL: hemmelig,
    }.items():
        monkeypatch.setenv(navn, str(verdi))
    monkeypatch.delenv(noekkel.NOEKKEL, raising=False)
    monkeypatch.setattr(lege, "LEDIG_SE_PAA_GB", 0)
    monkeypatch.setattr(lege, "LEDIG_FEIL_GB", 0)
    # Merket i de publiserte tallene er laget med testenes nøkkel.
    monkeypatch.setattr(noekkel, "krev_samme", lambda mappe: None)
    return data


def _kjoer(capsys, *valg: str) -> tuple[int, dict[str, dict]]:
    """Avslutningskoden, og det verste funnet om hver ting."""
    kode = kommandolinjen.main(["lege", "--json", *valg])
    funnene = json.loads(capsys.readouterr().out)
    rekken = ["bra", "se på", "feil"]
    funnene.sort(key=lambda funn: rekken.index(funn["grad"]))
    return kode, {funn["hva"]: funn for funn in funnene}


def test_en_installasjon_der_alt_er_bra_gir_null_og_et_funn_om_hver_ting(
    installasjon, capsys
):
    kode, funnene = _kjoer(capsys)
    assert {funn["grad"] for funn in funnene.values()} == {"bra"}, funnene
    assert kode == 0
    assert {*lege.maskinen(), "Nøkkel", "Det brukerne har skrevet"} <= {*funnene}
    assert "31.12.2025" in funnene["Tall"]["funnet"]
    assert not (installasjon / "arbeid").exists()


def test_hvert_funn_til_et_menneske_er_en_linje_og_det_verste_staar_foerst():
    tekst = lege.som_tekst(
        [
            lege.Legefunn("Python", Grad.BRA, "Versjon 3.11.7."),
            lege.Legefunn("Disk", Grad.FEIL, "0,5 GB er ledig.", "Frigjør plass."),
        ]
    )
    assert tekst.splitlines() == [
        "FEIL    Disk: 0,5 GB er ledig.",
        "        → Frigjør plass.",
        "bra     Python: Versjon 3.11.7.",
    ]


def test_det_verste_funnet_er_avslutningskoden_og_alt_annet_blir_undersoekt(
    installasjon, capsys, monkeypatch
):
    def stopper():
        raise ValueError("hemmelig passord")

    monkeypatch.setattr(lege, "_disken", stopper)
    kode, funnene = _kjoer(capsys)
    assert kode == 2
    assert funnene["Disk"]["grad"] == "feil"
    assert "hemmelig" not in json.dumps(funnene)
    assert funnene["Tall"]["grad"] == "bra"


def test_uten_publiserte_tall_sies_det_hva_som_maa_gjoeres(
    installasjon, capsys, monkeypatch, tmp_path
):
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path / "tom"))
    kode, funnene = _kjoer(capsys)
    assert kode == 2
    assert "bygg" in funnene["Tall"]["funnet"]


@posix
@pytest.mark.parametrize("mappe", ["internt", "inn", "utkast", "arbeid", "logg"])
def test_en_mappe_om_personer_som_alle_kan_aapne_er_en_feil(
    installasjon, capsys, mappe
):
    sti = installasjon / mappe
    sti.mkdir()
    sti.chmod(0o755)
    kode, funnene = _kjoer(capsys)
    assert kode == 2
    assert str(sti) in funnene["Rettigheter"]["funnet"]
    assert "chmod o-rwx" in funnene["Rettigheter"]["gjoer"]
    sti.chmod(0o750)
    assert _kjoer(capsys)[1]["Rettigheter"]["grad"] == "bra"


def test_en_noekkel_som_er_borte_eller_ligger_aapen_er_en_feil_og_lages_ikke(
    installasjon, tmp_path
):
    sti = tmp_path / "noekkel"
    noekkel.kontroller(tmp_path)
    if os.name != "nt":
        sti.chmod(0o644)
        with pytest.raises(Brukerfeil, match="chmod 600"):
            noekkel.kontroller(tmp_path)
    sti.unlink()
    with pytest.raises(Brukerfeil, match="sikkerhetskopien"):
        noekkel.kontroller(tmp_path)
    assert not sti.exists()


def test_en_annen_noekkel_enn_den_tallene_er_laget_med_er_en_feil(
    tmp_path, monkeypatch
):
    monkeypatch.setenv(noekkel.NOEKKEL, "a" * 64)
    noekkel.krev_samme(tmp_path)
    noekkel.kontroller(tmp_path)
    monkeypatch.setenv(noekkel.NOEKKEL, "b" * 64)
    with pytest.raises(Brukerfeil, match="Nøkkelen er en annen"):
        noekkel.kontroller(tmp_path)


@pytest.mark.parametrize(
    ("versjon", "grad"), [("0.0.1", Grad.SE_PAA), (None, Grad.FEIL)]
)
def test_et_bibliotek_som_mangler_eller_er_et_annet_blir_nevnt(
    monkeypatch, versjon, grad
):
    ekte = lege.importlib.metadata.version

    def finn(navn):
        if navn != "duckdb":
            return ekte(navn)
        if versjon is None:
            raise lege.importlib.metadata.PackageNotFoundError(navn)
        return versjon

    monkeypatch.setattr(lege.importlib.metadata, "version", finn)
    [funn] = lege._bibliotekene()
    assert funn.grad == grad and "duckdb" in funn.funnet
    assert "requirements.txt" in funn.gjoer


@pytest.mark.parametrize(
    ("ledig", "grad"), [(0.5, Grad.FEIL), (3, Grad.SE_PAA), (50, Grad.BRA)]
)
def test_en_disk_som_er_nesten_full_sies_foer_bygget_stopper(monkeypatch, ledig, grad):
    svar = type("Disk", (), {"free": int(ledig * (1 << 30))})
    monkeypatch.setattr(shutil, "disk_usage", lambda sti: svar)
    assert {funn.grad for funn in lege._disken()} == {grad}


@pytest.mark.parametrize(
    ("doegn", "grad"), [(1, Grad.BRA), (3, Grad.SE_PAA), (9, Grad.FEIL)]
)
def test_den_nyeste_sikkerhetskopien_teller(tmp_path, doegn, grad):
    for navn, alder in (("ny", doegn), ("gammel", 30)):
        fil = tmp_path / navn
        fil.write_text("kopi")
        da = fil.stat().st_mtime - alder * 86_400
        os.utime(fil, (da, da))
    assert [funn.grad for funn in lege.kopiene(tmp_path)] == [grad]


def test_en_mappe_uten_sikkerhetskopier_er_en_feil(tmp_path):
    for mappe in (tmp_path, tmp_path / "finnes ikke"):
        assert [funn.grad for funn in lege.kopiene(mappe)] == [Grad.FEIL]


def test_objektlageret_har_det_som_er_bygd_og_det_maskinen_viser_eller_legen_sier_fra(
    bygd_eksempel, tmp_path, monkeypatch
):
    monkeypatch.setenv("BOLIGDATA_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("BOLIGDATA_PUBLISERT", raising=False)
    assert "i en mappe" in _om_lageret().funnet
    lager = tmp_path / "lager"
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", maskiner.i_mappen(lager))
    bygger = maskiner.Byggemaskin(bygd_eksempel, tmp_path / "bygger")
    with pytest.raises(Brukerfeil, match="ikke publisert noe i objektlageret"):
        _om_lageret()
    bygger.utgi()
    lesing.hent_nyeste()
    assert _om_lageret().grad == Grad.BRA
    bygger.utgi()
    assert "nyere tall enn dem denne maskinen viser" in _om_lageret().funnet
    her = maskiner.Byggemaskin(bygd_eksempel, config.publisert_mappe())
    her.utgi()
    assert _om_lageret().grad == Grad.SE_PAA
    bygger.utgi()
    assert _om_lageret().grad == Grad.FEIL
    assert "boligdata send" in _om_lageret().gjoer


def test_en_maskin_som_bare_henter_tallene_trenger_ikke_noekkelen(
    monkeypatch, tmp_path
):
    monkeypatch.setenv("BOLIGDATA_DATA", str(tmp_path))
    monkeypatch.setenv(noekkel.NOEKKELFIL, str(tmp_path / "finnes ikke"))
    monkeypatch.delenv(noekkel.NOEKKEL, raising=False)
    lager = maskiner.i_mappen(tmp_path / "lager")
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", lager)
    [svar] = kommandolinjen._noekkelen()
    assert svar.grad == Grad.BRA and "Trengs ikke her" in svar.funnet


def _om_lageret() -> lege.Legesvar:
    [svar] = lege._objektlageret()
    return svar


# ------------------------------------------------------------------- det nettleseren får


class _Svarer(BaseHTTPRequestHandler):
    forside, helse, hoder = 200, 200, {"Content-Security-Policy": "default-src"}
    kropp = ""

    def do_GET(self):
        self.send_response(self.helse if self.path == "/helse" else self.forside)
        for navn, verdi in self.hoder.items():
            self.send_header(navn, verdi)
        self.end_headers()
        self.wfile.write(self.kropp.encode())

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def _tjener(**felter):
    tjener = ThreadingHTTPServer(("127.0.0.1", 0), type("Svar", (_Svarer,), felter))
    threading.Thread(target=tjener.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{tjener.server_port}"
    finally:
        tjener.shutdown()
        tjener.server_close()


@pytest.mark.parametrize(
    ("felter", "grad", "ord_"),
    [
        ({}, Grad.BRA, "svarer slik det skal"),
        ({"helse": 503}, Grad.FEIL, "(503)"),
        ({"forside": 421}, Grad.FEIL, "ikke et navn dashbordet kjenner"),
        ({"hoder": {}}, Grad.FEIL, "Sikkerhetshodene"),
    ],
)
def test_adressen_proeves_slik_en_nettleser_faar_den(felter, grad, ord_):
    with _tjener(**felter) as adresse:
        [funn] = lege.svaret(adresse)
    assert funn.grad == grad and ord_ in funn.funnet
    assert bool(funn.gjoer) == (grad != Grad.BRA)


def test_en_adresse_ingen_svarer_paa_er_en_feil():
    with _tjener() as adresse:
        pass
    [funn] = lege.svaret(adresse)
    assert funn.grad == Grad.FEIL and "kjører" in funn.gjoer


def test_kapsler_som_kan_sendes_uten_https_er_en_feil(monkeypatch):
    with _tjener(
        hoder=_Svarer.hoder | {"Set-Cookie": "_streamlit_xsrf=1; Path=/"}
    ) as adresse:
        ekte = lege._hent
        monkeypatch.setattr(
            lege, "_hent", lambda sti: ekte(sti.replace("https:", "http:"))
        )
        [funn] = lege.svaret(adresse.replace("http:", "https:"))
    assert "https" in funn.funnet and "X-Forwarded-Proto" in funn.gjoer


# ------------------------------------------------------------------------- prosessene


def _maalt(fil: str | None, feil: int = 0, lager: int = 1) -> str:
    tekst = f"# TYPE boligdata_feil counter\nboligdata_feil_total {feil}\n"
    tekst += f"# TYPE boligdata_objektlager_virker gauge\nboligdata_objektlager_virker {lager}\n"
    if fil:
        tekst += f'# TYPE boligdata_publisering gauge\nboligdata_publisering_info{{fil="{fil}"}} 1\n'
    return tekst


@pytest.mark.parametrize(
    ("maalt", "grader", "ord_"),
    [
        ([_maalt("a"), _maalt("a")], [Grad.BRA], "de samme tallene"),
        ([_maalt("a"), _maalt("b")], [Grad.FEIL], "ikke de samme tallene"),
        ([_maalt("a"), _maalt(None)], [Grad.FEIL], "kan ikke lese"),
        ([_maalt("a", feil=2)], [Grad.SE_PAA, Grad.BRA], "2 ganger"),
        ([_maalt("a", lager=0)], [Grad.SE_PAA, Grad.BRA], "ikke de nyeste tallene"),
    ],
)
def test_prosessene_skal_vise_de_samme_tallene_uten_feil(maalt, grader, ord_):
    with contextlib.ExitStack() as aapne:
        adresser = [aapne.enter_context(_tjener(kropp=tekst)) for tekst in maalt]
        funnene = list(lege.prosessene([urlsplit(en).port for en in adresser]))
    assert [funn.grad for funn in funnene] == grader
    assert ord_ in " ".join(funn.funnet for funn in funnene)


def test_en_prosess_som_ikke_svarer_er_en_feil_og_de_andre_blir_undersoekt():
    with _tjener() as borte:
        pass
    with _tjener(kropp=_maalt("a")) as svarer:
        funnene = list(lege.prosessene([urlsplit(en).port for en in (borte, svarer)]))
    assert [funn.grad for funn in funnene] == [Grad.FEIL, Grad.BRA]
