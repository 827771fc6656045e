"""Handlingsdelen i ekte Chromium, fra planen i Word til en ny versjon, en fil og tilbake igjen."""

import io

import docx
import oppsett
import pytest
from nettside import aapne, brudd, ferdig, kort
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


VENTER, GRUPPENE = "Hvor mange venter på bolig?", "Hvilke målgrupper venter?"


def test_et_moete_fra_kortene_til_referatet_og_det_neste_moetet(
    to_nettlesere, egen_tjener
):
    side, _ = to_nettlesere
    _legg_til_i_moetet(side, egen_tjener)
    _ordne_sakene(side, egen_tjener)
    _vis_paa_veggen(side)
    tekst, alternativer = _referatet(side)
    assert f"Sak 1: {GRUPPENE}" in tekst and "Vi bestiller en plan." in tekst
    assert "Følges opp av Nav Fjordvik." in tekst
    assert len(alternativer) == 2 and all(alternativer)
    side.get_by_role("button", name="Avslutt møtet og lag det neste").click()
    expect(side.get_by_role("heading", name="Endret siden sist")).to_be_visible()
    expect(side.get_by_text("ikke kommet nye tall i noen av figurene")).to_be_visible()
    expect(side.get_by_text("Vi bestiller en plan. Følges opp av")).to_be_visible()
    expect(side.get_by_test_id("stToast")).to_have_count(0)
    assert not brudd(ferdig(side))


def _legg_til_i_moetet(side, adresse: str) -> None:
    aapne(side, f"{adresse}/venteliste?vis=tertial", "Venteliste")
    for nr, id_ in enumerate(("venteliste", "venteliste_maalgruppe"), 1):
        kort(side, id_).get_by_role("radio", name="Last ned", exact=True).click()
        kort(side, id_).get_by_role("button", name="Legg til i møtet").click()
        expect(side.get_by_text(f"som sak {nr}.")).to_be_visible()


def _ordne_sakene(side, adresse: str) -> None:
    aapne(side, f"{adresse}/moete", "Møte")
    side.get_by_role("button", name="Flytt sak 2 opp").press("Enter")
    expect(side.get_by_role("heading", name=f"1. {GRUPPENE}")).to_be_visible()
    assert not brudd(ferdig(side))
    assert not {tekst for tekst in all_tekst(side) if feil_i(tekst)}


def _vis_paa_veggen(side) -> None:
    side.get_by_role("button", name="Vis på veggen").click()
    _er_vist(side, GRUPPENE)
    expect(side.get_by_test_id("stSidebar")).to_be_hidden()
    assert not brudd(ferdig(side))
    for tast, tittel in (
        ("ArrowRight", VENTER),
        ("PageUp", GRUPPENE),
        ("PageDown", VENTER),
        (" ", "Dette ble bestemt"),
        ("ArrowLeft", VENTER),
        ("ArrowLeft", GRUPPENE),
    ):
        side.keyboard.press(tast)
        _er_vist(side, tittel)
    for bort, tittel in ((-200, VENTER), (-20, VENTER), (200, GRUPPENE)):
        _sveip(side, bort)
        _er_vist(side, tittel)
    _alt_faar_plass_paa_veggen(side)
    side.get_by_role("textbox", name="Beslutning").fill("Vi bestiller en plan.")
    side.get_by_role("textbox", name="Hvem som følger opp").fill("Nav Fjordvik")
    side.get_by_role("button", name="Lagre beslutningen").click()
    expect(side.get_by_text("Beslutningen er lagret.")).to_be_visible()
    # En tast i et felt blar ikke.
    side.get_by_role("textbox", name="Beslutning").press("ArrowRight")
    _er_vist(side, GRUPPENE)
    side.locator(".st-key-vegg_lukk button").press("Escape")
    expect(side.get_by_role("heading", name="Saker")).to_be_visible()


def _alt_faar_plass_paa_veggen(side) -> None:
    """Ingen må rulle, heller ikke når tittelen er på to linjer."""
    vinduet = side.viewport_size
    side.set_viewport_size({"width": 1920, "height": 1080})
    side.evaluate(
        """() => {
            const resten = document.createElement("span");
            resten.textContent = " og hvor lenge har de som venter, ventet på en bolig?";
            document.querySelector(".st-key-presentasjon h1").append(resten);
        }"""
    )
    utenfor = ferdig(side).evaluate(
        """() => {
            const siden = document.querySelector("[data-testid=stMain]");
            return siden.scrollHeight - siden.clientHeight;
        }"""
    )
    side.evaluate(
        "document.querySelector('.st-key-presentasjon h1 span:last-child').remove()"
    )
    side.set_viewport_size(vinduet)
    assert utenfor <= 0


def _sveip(side, bort: int) -> None:
    """En finger over saken, så mange bildepunkter bort. Et lite drag er ikke et sveip."""
    side.evaluate(
        """bort => {
            const tittel = document.querySelector(".st-key-presentasjon h1");
            const finger = clientX => new Touch({identifier: 1, target: tittel, clientX, clientY: 300});
            const drag = [["touchstart", [finger(600)], 600], ["touchend", [], 600 + bort]];
            for (const [navn, touches, x] of drag)
                tittel.dispatchEvent(new TouchEvent(
                    navn, {bubbles: true, touches, changedTouches: [finger(x)]}));
        }""",
        bort,
    )


def _er_vist(side, tittel: str) -> None:
    expect(
        side.get_by_role("heading", name=tittel, exact=True, level=1)
    ).to_be_visible()
    ferdig(side)


def _referatet(side) -> tuple[str, list[str]]:
    """Teksten i referatet, og tekstalternativene til figurene i det."""
    with side.expect_download() as nedlasting:
        side.get_by_role("button", name="Referat som Word").click()
    fil = docx.Document(nedlasting.value.path())
    tekst = "\n".join(avsnitt.text for avsnitt in fil.paragraphs)
    return tekst, [en.get("descr") for en in fil.element.xpath("//wp:docPr")]
