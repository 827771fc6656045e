"""Handlingsdelen i ekte Chromium, fra planen i Word til en ny versjon, en fil og tilbake igjen."""

import io

import docx
import oppsett
import pytest
from nettside import aapne, brudd, ferdig
from playwright.sync_api import expect
from spraak import all_tekst, feil_i

from boligdata.arbeid import eksport, inntak

HODE = ("Mål", "Strategi/Tiltak", "Ansvarlig", "Frist/Tidsplan", "Finansiering")
RADER = (
    (
        "Nok boliger",
        "8.1 Kartlegge behovet hvert år",
        "Nav Fjordvik",
        "Hvert år",
        "Innenfor rammen",
    ),
    (
        "",
        "8.2 Bygge ti småhus for unge",
        "Fjordvik Eiendom KF",
        "Høst 2027",
        "1,2 mill. kr i 2026 og 8,5 mill. i 2027. Krever vedtak i handlingsprogrammet",
    ),
    (
        "Samordnede tjenester",
        "8.3 Prøve <b>Bolig først</b>",
        "Nav Fjordvik og Helse og omsorg",
        "Avklares i budsjett 2027",
        "Husbanken",
    ),
)


@pytest.fixture(scope="module")
def egen_tjener(bygd_eksempel, tmp_path_factory):
    """Dashbordet med sitt eget lager, så det som skrives, ikke er i de andre testenes plan."""
    mappe = tmp_path_factory.mktemp("handlingsdel")
    miljoe = {
        "BOLIGDATA_PUBLISERT": str(bygd_eksempel),
        "BOLIGDATA_ARBEID": str(mappe / "arbeid"),
    }
    skript = oppsett.ROT / "dashboard.py"
    with oppsett.kjoer_tjener(
        skript, mappe / "logg.txt", miljoe, oppvarmet=False
    ) as adresse:
        yield adresse


def _planen_i_word() -> bytes:
    dokument = docx.Document()
    tabell = dokument.add_table(rows=0, cols=len(HODE))
    for rad in (HODE, *RADER):
        for celle, tekst in zip(tabell.add_row().cells, rad):
            celle.text = tekst
    ut = io.BytesIO()
    dokument.save(ut)
    return ut.getvalue()


def test_planen_hentes_inn_endres_faar_en_versjon_og_gaar_til_excel_og_tilbake(
    to_nettlesere, egen_tjener
):
    side, _ = to_nettlesere
    _hent_inn(side, egen_tjener)
    _endre(side, egen_tjener)
    _lag_en_versjon(side, egen_tjener)
    fil = _last_ned(side, egen_tjener)
    lest = eksport.fra_excel(fil)
    tittel = {tiltak.nr: tiltak.tittel for tiltak in lest}
    assert tittel["8.2"] == "Bygge tolv småhus for unge"
    assert tittel["8.3"] == "Prøve <b>Bolig først</b>"
    innlest = inntak.les_fil(fil, finnes=lest)
    assert all(forslag.er_uendret for forslag in innlest.forslag)
    _hent_inn_igjen(side, egen_tjener, fil)


def _tema(side, adresse: str, tema: str):
    return aapne(side, f"{adresse}/tiltak?tiltak_tema={tema}", "Tiltak")


def _hent_inn(side, adresse: str) -> None:
    _tema(side, adresse, "Hent+inn+en+plan")
    _last_opp(side, "plan.docx", _planen_i_word())
    expect(side.get_by_text("Fant 3 tiltak.")).to_be_visible()
    assert not brudd(ferdig(side))
    assert not {tekst for tekst in all_tekst(side) if feil_i(tekst)}
    _skriv_navn(side, "Boligkoordinator")
    side.get_by_role("button", name="Lagre 3 tiltak").click()
    expect(side.get_by_text("Fant 3 tiltak.")).to_have_count(0)


def _last_opp(side, navn: str, innhold: bytes) -> None:
    side.locator("input[type=file]").set_input_files(
        {"name": navn, "mimeType": "application/octet-stream", "buffer": innhold}
    )


def _skriv_navn(side, navn: str) -> None:
    side.get_by_role("textbox", name="Navnet ditt").fill(navn)
    side.get_by_role("textbox", name="Navnet ditt").press("Tab")
    ferdig(side)


def _endre(side, adresse: str) -> None:
    aapne(side, f"{adresse}/tiltak", "Tiltak")
    side.get_by_role("button", name="8.2 Bygge ti småhus").click()
    side.get_by_role("button", name="Endre tiltaket").click()
    side.get_by_role("textbox", name="Tiltak", exact=True).fill(
        "Bygge tolv småhus for unge"
    )
    side.get_by_role("textbox", name="Navnet ditt").fill("Boligkoordinator")
    side.get_by_role("button", name="Lagre", exact=True).click()
    expect(
        side.get_by_role("heading", name="8.2 Bygge tolv småhus for unge")
    ).to_be_visible()


def _lag_en_versjon(side, adresse: str) -> None:
    _tema(side, adresse, "Versjoner")
    # Én linje i loggen for hver versjon.
    loggen = side.get_by_role("table").first.get_by_role("row")
    foer = loggen.count()
    side.get_by_role("button", name="Lag en ny versjon").click()
    side.get_by_role("textbox", name="Navnet ditt").wait_for()
    assert not brudd(ferdig(side))
    side.get_by_role("textbox", name="Navnet ditt").fill("Boligkoordinator")
    side.get_by_role("button", name="Lagre versjonen").click()
    expect(loggen).to_have_count(foer + 1)


def _last_ned(side, adresse: str) -> bytes:
    aapne(side, f"{adresse}/tiltak", "Tiltak")
    with side.expect_download() as nedlasting:
        side.get_by_role("button", name="Last ned som Excel").click()
    return nedlasting.value.path().read_bytes()


def _hent_inn_igjen(side, adresse: str, fil: bytes) -> None:
    _tema(side, adresse, "Hent+inn+en+plan")
    _last_opp(side, "handlingsdel.xlsx", fil)
    expect(side.get_by_text("blir ikke doblet")).to_be_visible()
    expect(side.get_by_role("button", name="Lagre 0 tiltak")).to_be_disabled()
