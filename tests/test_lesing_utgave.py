"""Filen tallene leses fra: den nyeste gode, hele tiden hel, og aldri en annen."""

import threading
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pandas as pd
import pytest
from publisering import pek, publiser

from boligdata import lesing
from boligdata.felles import config, katalog
from boligdata.felles.config import Brukerfeil
from boligdata.lesing import spoerring

INDIKATORER = katalog.indikatorer()


@pytest.fixture(autouse=True)
def eksakte_tall(bygd_internt, monkeypatch):
    """Her er det lesingen som prøves, og den er lettest å følge med eksakte tall. Vernet har sine
    egne tester.
    """
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd_internt))
    return bygd_internt


@pytest.fixture
def mappe(tmp_path, monkeypatch):
    """En egen publisert mappe, som `lesing` leser i denne testen."""
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path / "publisert"))
    return tmp_path / "publisert"


def _siste(id, **valg):
    return lesing.tall(INDIKATORER[id], **valg)["verdi"].iloc[-1]


# -------------------------------------------------------------------- ny og ødelagt fil


def test_en_ny_publisering_er_i_bruk_ved_neste_oppslag(mappe, eksakte_tall):
    foerste = publiser(eksakte_tall, mappe)
    foer = _siste("innbyggere")
    andre = publiser(
        eksakte_tall, mappe, "update kube_befolkning set personer = personer + 7"
    )
    assert _siste("innbyggere") == foer + 7
    assert foerste != andre == lesing.versjon()


def test_den_som_er_i_gang_med_aa_lese_leser_ferdig_fra_de_samme_tallene(
    mappe, eksakte_tall
):
    foerste = publiser(eksakte_tall, mappe)
    foer = _siste("innbyggere")
    with lesing.samme_tall():
        andre = publiser(
            eksakte_tall, mappe, "update kube_befolkning set personer = personer + 7"
        )
        assert (_siste("innbyggere"), lesing.versjon()) == (foer, foerste)
        with lesing.samme_tall():
            assert lesing.versjon() == foerste
    assert (_siste("innbyggere"), lesing.versjon()) == (foer + 7, andre)


def _oedelegg_filen(mappe):
    (mappe / "publisert-ny.duckdb").write_bytes(b"dette er ikke en database" * 1000)
    pek(mappe, "publisert-ny.duckdb")


def _oedelegg_pekeren(mappe):
    (mappe / "gjeldende.json").write_text('{"fil": "publ', encoding="utf-8")


@pytest.mark.parametrize(
    "oedelegg",
    [
        _oedelegg_filen,
        _oedelegg_pekeren,
        lambda mappe: pek(mappe, "publisert-finnes-ikke.duckdb"),
        lambda mappe: (mappe / "gjeldende.json").write_text("{}", encoding="utf-8"),
    ],
    ids=["filen er søppel", "pekeren er halv", "filen mangler", "pekeren er tom"],
)
def test_de_siste_gode_tallene_staar_naar_den_nyeste_filen_er_oedelagt(
    mappe, eksakte_tall, oedelegg
):
    publiser(eksakte_tall, mappe)
    foer, versjon = _siste("innbyggere"), lesing.versjon()
    assert lesing.advarsel() is None
    oedelegg(mappe)
    assert (_siste("innbyggere"), lesing.versjon()) == (foer, versjon)
    assert (
        lesing.advarsel()
        == "Den nyeste publiseringen kan ikke åpnes. Den som drifter dashbordet, må bygge tallene på nytt."
    )
    publiser(eksakte_tall, mappe)
    assert lesing.advarsel() is None and lesing.versjon() != versjon


def test_er_det_ingen_gode_tall_faar_brukeren_vite_det(mappe):
    mappe.mkdir()
    _oedelegg_filen(mappe)
    with pytest.raises(Brukerfeil, match="kan ikke åpnes"):
        lesing.meta()


@pytest.mark.parametrize(
    "skjema, avtrykk, raad",
    [
        (
            config.SKJEMA + 1,
            None,
            "nyere versjon av programmet enn den som kjører nå. Oppdater programmet",
        ),
        (
            config.SKJEMA - 1,
            None,
            "eldre versjon av programmet. Den som drifter dashbordet, må bygge dem på nytt",
        ),
        (
            config.SKJEMA,
            "andre kuber",
            "eldre versjon av programmet. Den som drifter dashbordet, må bygge dem på nytt",
        ),
    ],
)
def test_tall_fra_en_annen_versjon_av_programmet_leses_ikke(
    mappe, eksakte_tall, skjema, avtrykk, raad
):
    fil = publiser(eksakte_tall, mappe)
    foer = _siste("innbyggere")
    pek(mappe, fil, skjema, avtrykk)
    assert _siste("innbyggere") == foer and raad in lesing.advarsel()


def test_tall_bare_fra_en_nyere_versjon_gir_en_melding_som_sier_hva_som_maa_gjoeres(
    mappe, eksakte_tall
):
    mappe.mkdir()
    pek(mappe, "publisert-x.duckdb", config.SKJEMA + 1)
    with pytest.raises(Brukerfeil, match="laget av en nyere versjon av programmet"):
        lesing.versjon()


def test_uten_peker_finnes_det_ingen_tall(mappe):
    assert not lesing.finnes()
    with pytest.raises(
        Brukerfeil,
        match="Ingen tall er publisert. Den som drifter dashbordet, må bygge dem",
    ):
        lesing.meta()


# ------------------------------------------------------------------- samtidig og stengt


def test_aatte_traader_som_leser_samtidig_faar_hver_sine_rader(mappe, eksakte_tall):
    """En delt tilkobling kan gi én bruker en annens svar. Hver tråd spør om noe annet, og alle
    sammenlignes.
    """
    spoersmaal = [
        (INDIKATORER[id], type_, fordeling)
        for id in ("venteliste", "boliger")
        for type_ in ("aar", "tertial")
        for fordeling in ((), ("boligtype",), ("omraade",))
    ]
    publiser(eksakte_tall, mappe)
    fasit = [lesing.tall(*s) for s in spoersmaal]
    sperre = threading.Barrier(8)

    def les(traad):
        sperre.wait()
        mine = spoersmaal[traad:] + spoersmaal[:traad]
        return [lesing.tall(*s) for s in mine]

    for _ in range(2):
        publiser(eksakte_tall, mappe)  # Nytt navn, så ingenting er husket fra før.
        with ThreadPoolExecutor(8) as traader:
            for traad, svar in enumerate(traader.map(les, range(8))):
                for ventet, faktisk in zip(
                    fasit[traad:] + fasit[:traad], svar, strict=True
                ):
                    pd.testing.assert_frame_equal(ventet, faktisk)


def test_traader_leser_hele_tall_mens_nye_publiseres(mappe, eksakte_tall):
    """Hvert svar er fra én publisering: enten alle periodene fra den ene eller alle fra den
    andre.
    """
    publiser(eksakte_tall, mappe)
    lovlige = {
        tuple(lesing.tall(INDIKATORER["innbyggere"])["verdi"] + tillegg)
        for tillegg in (0, 1000, 2000, 3000)
    }
    ferdig = threading.Event()

    def les(_):
        svar = set()
        while not ferdig.is_set():
            svar.add(tuple(lesing.tall(INDIKATORER["innbyggere"])["verdi"]))
        return svar | {tuple(lesing.tall(INDIKATORER["innbyggere"])["verdi"])}

    with ThreadPoolExecutor(4) as traader:
        svar = [traader.submit(les, nr) for nr in range(4)]
        for tillegg in (1000, 2000, 3000):
            publiser(
                eksakte_tall,
                mappe,
                f"update kube_befolkning set personer = personer + {tillegg}",
            )
        ferdig.set()
        for s in svar:
            assert s.result() <= lovlige
    assert _siste("innbyggere") == max(v[-1] for v in lovlige)


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('{fil}')",
        "select * from read_text('{fil}')",
        "select * from '{fil}'",
        "attach '{mappe}/annen.duckdb'",
        "copy kube_boliger to '{mappe}/ut.csv'",
        "copy kube_boliger from '{fil}'",
        "export database '{mappe}/ut'",
        "install httpfs",
        "load '{mappe}/x.duckdb_extension'",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "select * from hemmelig",
        "delete from kube_boliger",
        "create table kopi as from kube_boliger",
        "select * from glob('{mappe}/*')",
    ],
)
def test_ingen_spoerring_naar_andre_filer_eller_endrer_noe(tmp_path, sql):
    fil = tmp_path / "personer.csv"
    fil.write_text("navn\nKari\n", encoding="utf-8")
    hemmelig = pd.DataFrame(
        {"navn": ["Kari"]}
    )  # DuckDB leter ellers etter tabeller blant variablene i Python.
    with pytest.raises(duckdb.Error):
        spoerring.spoer(sql.format(fil=fil, mappe=tmp_path))
    assert len(hemmelig) == 1 and [f.name for f in tmp_path.iterdir()] == [
        "personer.csv"
    ]
