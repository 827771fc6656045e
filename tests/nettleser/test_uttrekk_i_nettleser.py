"""Nye uttrekk i ekte Chromium: en gal fil slippes, rettes av forslaget, publiseres, synes og angres."""

import oppsett
import pytest
from nettside import aapne, brudd, ferdig
from playwright.sync_api import TimeoutError, expect

# Sjekken og bygget er egne prosesser, og tar lang tid på en travel maskin (millisekunder).
VENT = 240_000


@pytest.fixture
def egen_tjener(mikro, tmp_path):
    """Dashbordet med mikrokommunen som kommunens egne uttrekk. Testen kan endre alt."""
    miljoe = {
        "BOLIGDATA_DATA": str(mikro),
        "BOLIGDATA_PUBLISERT": "",
        "BOLIGDATA_ARBEID": str(tmp_path / "arbeid"),
        "BOLIGDATA_REDIGERING": "",
    }
    skript = oppsett.ROT / "dashboard.py"
    with oppsett.kjoer_tjener(
        skript, tmp_path / "logg.txt", miljoe, oppvarmet=False
    ) as adresse:
        yield adresse


def test_en_gal_fil_rettes_av_forslaget_publiseres_synes_og_angres(
    ny_side, egen_tjener, mikro
):
    gammel = (mikro / "inn" / "leieforhold.csv").read_bytes()
    hode, *rader = gammel.decode("utf-8-sig").splitlines()
    gruppe = hode.split(";").index("Brukergruppe")
    gale = [
        *rader[::2],
        *(_med(rad, gruppe, "Flyktningar fra krig") for rad in rader[1::4]),
    ]
    fil = "\n".join([hode, *gale]).encode()
    side = aapne(ny_side(), f"{egen_tjener}/kilder?tema=nye", "Kilder og kvalitet")
    foer = _det_som_er_publisert(side)
    side.locator("input[type=file]").set_input_files(
        {"name": "Uttak 3.csv", "mimeType": "text/csv", "buffer": fil}
    )
    ukjent = side.get_by_role("heading", name="Dette kjente vi ikke igjen")
    _vent_paa(ukjent)
    expect(side.get_by_text("«Flyktningar fra krig» i kolonnen")).to_be_visible()
    husstand = rader[1].split(";")[hode.split(";").index("Husstandsnr")]
    assert husstand not in ferdig(side).locator(".stMain").inner_text()
    assert not brudd(side)
    with side.expect_download() as nedlasting:
        side.get_by_role("button", name="Last ned med feilene merket (Excel)").click()
    assert nedlasting.value.suggested_filename == "Uttak 3_feil.xlsx"
    side.get_by_role("button", name="Godta og sjekk på nytt").click()
    publiser = side.get_by_role("button", name="Publiser", exact=True)
    expect(ukjent).to_have_count(0)
    _vent_paa(publiser)
    expect(ukjent).to_have_count(0)
    publiser.click()
    _vent_paa(side.get_by_text("De nye tallene er publisert"))
    expect(side.get_by_text("publisert av den som brukte maskinen")).to_be_visible()
    assert _det_som_er_publisert(side) != foer
    assert (mikro / "inn" / "leieforhold.csv").read_bytes() == fil
    assert "Flyktningar fra krig" in (mikro / "inn" / "skrivemaater.toml").read_text(
        "utf-8"
    )
    side.get_by_text("Angre siste publisering").click()
    side.get_by_role("button", name="Ja, angre").click()
    # Filen ligger i utkastet igjen, sjekket med forslaget som er godtatt.
    _vent_paa(publiser)
    expect(ukjent).to_have_count(0)
    assert _det_som_er_publisert(side) == foer
    assert (mikro / "inn" / "leieforhold.csv").read_bytes() == gammel
    assert not (mikro / "inn" / "skrivemaater.toml").exists()


def _det_som_er_publisert(side) -> str:
    """Linjen om leieforholdene i oversikten over kildene. Temaet er det samme etterpå."""
    side.get_by_role("radio", name="Hvor kommer tallene fra?").click()
    linjen = side.get_by_role("row").filter(has_text="Leieforhold (").first
    linjen.wait_for()
    tekst = ferdig(side) and linjen.inner_text()
    side.get_by_role("radio", name="Legg inn nye tall").click()
    side.get_by_role("heading", name="Filer fra fagsystemene").wait_for()
    ferdig(side)
    return tekst


def _vent_paa(det) -> None:
    """Vent til det vises. Kommer det aldri, er feilen det som står på siden i stedet."""
    try:
        det.wait_for(timeout=VENT)
    except TimeoutError:
        pytest.fail(f"{det}: {det.page.locator('.stMain').inner_text()}")


def _med(rad: str, plass: int, verdi: str) -> str:
    celler = rad.split(";")
    return ";".join([*celler[:plass], verdi, *celler[plass + 1 :]])
