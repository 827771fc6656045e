"""Hvem som slipper inn i ansattvisningen, og hva de får se."""

import datetime as dt
import os

import pytest
from ansatte import TILGANG, krav

from boligdata.doer import innlogginger, tilgang, utlogging
from boligdata.felles.config import Brukerfeil
from boligdata.lesing import Innsyn


@pytest.fixture
def regelfil(tmp_path, monkeypatch):
    """Skriv reglene til en egen fil. Hver utgave får sin egen tid, slik en redigering gjør."""
    sti = tmp_path / "tilgang.toml"
    monkeypatch.setenv("BOLIGDATA_TILGANG", str(sti))
    monkeypatch.setenv("BOLIGDATA_TILGANGSLOGG", str(tmp_path / "tilgang.jsonl"))
    (tmp_path / "utlogget").mkdir()
    antall = 0

    def skriv(tekst):
        nonlocal antall
        antall += 1
        sti.write_text(tekst, encoding="utf-8")
        os.utime(sti, ns=(antall, antall))

    skriv(TILGANG)
    return skriv


def bruker(opplysninger, timer_senere=0.0):
    naa = dt.datetime.now(dt.UTC) + dt.timedelta(hours=timer_senere)
    return tilgang.bruker(opplysninger, naa)


def test_en_ansatt_i_en_gruppe_med_full_tilgang_ser_alt(regelfil):
    kari = bruker(krav("boligkontoret", "en gruppe vi ikke kjenner"))
    assert (kari.id, kari.navn, kari.innsyn) == (
        "a1b2",
        "Kari Nordmann",
        Innsyn(alt=True),
    )


def test_en_gruppe_kan_ha_bare_noen_maalgrupper_og_flere_grupper_legges_sammen(
    regelfil,
):
    assert bruker(krav("eldreteam")).innsyn == Innsyn(maalgrupper=frozenset({"eldre"}))
    assert bruker(krav("eldreteam", "ungteam")).innsyn.maalgrupper == {
        "eldre",
        "unge",
        "flyktning",
    }
    assert bruker(krav("eldreteam", "boligkontoret")).innsyn.alt


@pytest.mark.parametrize(
    "grupper, kan",
    [
        (["eldreteam"], []),
        (["ungteam"], ["redigere"]),
        (["boligkontoret"], ["redigere", "godkjenne"]),
        (["ungteam", "boligkontoret"], ["redigere", "godkjenne"]),
    ],
)
def test_gruppen_avgjoer_hva_en_ansatt_kan_gjoere_med_handlingsdelen(
    regelfil, grupper, kan
):
    def med(gruppe, rettighet):
        return f'[gruppe.{gruppe}]\nhandlingsdel = "{rettighet}"'

    regelfil(
        TILGANG.replace("[gruppe.ungteam]", med("ungteam", "redigere")).replace(
            "[gruppe.boligkontoret]", med("boligkontoret", "godkjenne")
        )
    )
    ansatt = bruker(krav(*grupper))
    assert ansatt.kan("lese")
    assert [r for r in ("redigere", "godkjenne") if ansatt.kan(r)] == kan


def test_en_gruppe_kan_komme_som_tekst_naar_det_bare_er_en(regelfil):
    assert bruker(krav(groups="boligkontoret")).innsyn.alt
    with pytest.raises(tilgang.IngenTilgang):
        bruker(krav(groups="boligkontoretX"))


@pytest.mark.parametrize(
    "grupper",
    [None, [], "", 7, ["ukjent"], [["boligkontoret"]], {"boligkontoret": True}],
)
def test_uten_en_gruppe_vi_kjenner_slipper_ingen_inn(regelfil, grupper):
    with pytest.raises(tilgang.IngenTilgang, match="ikke tilgang"):
        bruker(krav(groups=grupper))


def test_innloggingen_maa_si_det_reglene_krever(regelfil):
    """To faktorer, og hvem som har utstedt den."""
    utsteder = "https://innlogging.kommunen.no"
    maa_ha = f'maa_ha = {{ amr = "mfa", iss = "{utsteder}" }}\n'
    regelfil(maa_ha + TILGANG)
    inne = krav("boligkontoret", amr=["pwd", "mfa"], iss=utsteder)
    assert bruker(inne).innsyn.alt
    for endret in (
        {"amr": ["pwd"]},
        {"amr": None},
        {"amr": "mfa2"},
        {"amr": {"mfa": 1}},
        {"iss": "https://en-annen.no"},
        {"iss": f"{utsteder}.no"},
    ):
        with pytest.raises(tilgang.IngenTilgang, match="to faktorer"):
            bruker(inne | endret)


@pytest.mark.parametrize("id_", [None, "", 12])
def test_den_som_ikke_kan_loggfoeres_slipper_ikke_inn(regelfil, id_):
    with pytest.raises(tilgang.IngenTilgang, match="loggføres"):
        bruker(krav("boligkontoret", sub=id_))


@pytest.mark.parametrize(
    "endret", [{"is_logged_in": False}, {"is_logged_in": "ja"}, {"is_logged_in": None}]
)
def test_den_som_ikke_er_innlogget_slipper_ikke_inn(regelfil, endret):
    with pytest.raises(tilgang.IkkeInnlogget, match="ikke logget inn"):
        bruker(krav("boligkontoret", **endret))
    with pytest.raises(tilgang.IkkeInnlogget):
        bruker({})


def test_innloggingen_gjelder_til_den_utloeper_og_aldri_lenger_enn_reglene_sier(
    regelfil,
):
    kort_, lang = (
        krav("boligkontoret"),
        krav("boligkontoret", exp=krav()["iat"] + 30 * 24 * 3600),
    )
    i_bruk_hele_tiden = "minutter_i_ro = 1440\n"
    regelfil(i_bruk_hele_tiden + TILGANG)
    assert bruker(kort_, 0.9) and bruker(lang, 7.9)
    for opplysninger, timer in ((kort_, 1.1), (lang, 8.1)):
        with pytest.raises(tilgang.IkkeInnlogget, match="utløpt"):
            bruker(opplysninger, timer)
    regelfil("timer = 2\n" + i_bruk_hele_tiden + TILGANG)
    with pytest.raises(tilgang.IkkeInnlogget):
        bruker(lang, 2.1)


def test_en_innlogging_ingen_bruker_er_over_etter_en_time_eller_saa_lenge_reglene_sier(
    regelfil,
):
    opplysninger = krav("boligkontoret", exp=krav()["iat"] + 24 * 3600)

    def brukt(timer):
        naa = dt.datetime.now(dt.UTC) + dt.timedelta(hours=timer)
        innlogginger.brukt(opplysninger, naa, "")

    assert bruker(opplysninger, 0.9)
    with pytest.raises(tilgang.IkkeInnlogget, match="ikke vært i bruk"):
        bruker(opplysninger, 1.1)
    brukt(0.9)
    assert bruker(opplysninger, 1.8)
    regelfil("minutter_i_ro = 15\n" + TILGANG)
    assert bruker(opplysninger, 1.1)
    with pytest.raises(tilgang.IkkeInnlogget, match="ikke vært i bruk"):
        bruker(opplysninger, 1.2)


def test_en_avsluttet_innlogging_gjelder_ikke_mer_men_en_ny_gjoer_det(regelfil):
    gammel, ny, annen = (
        krav("eldreteam", nonce="1"),
        krav("eldreteam", nonce="2"),
        krav("eldreteam", sub="c3d4"),
    )
    utlogging.avslutt(gammel, dt.datetime.now(dt.UTC))
    with pytest.raises(tilgang.IkkeInnlogget, match="logget ut"):
        bruker(gammel)
    assert bruker(ny) and bruker(annen)


@pytest.mark.parametrize(
    "endret",
    [{"iat": None}, {"iat": "nå"}, {"iat": True}, {"exp": "aldri"}, {"iat": 9e12}],
)
def test_en_innlogging_uten_kjent_alder_gjelder_ikke(regelfil, endret):
    with pytest.raises(tilgang.IkkeInnlogget):
        bruker(krav("boligkontoret", **endret))


def test_en_endring_i_reglene_virker_ved_neste_visning(regelfil):
    assert bruker(krav("eldreteam"))
    regelfil(TILGANG.replace("eldreteam", "annet"))
    with pytest.raises(tilgang.IngenTilgang):
        bruker(krav("eldreteam"))


def test_navnene_paa_opplysningene_kan_velges(regelfil):
    regelfil(TILGANG.replace('"groups"', '"roller"'))
    assert bruker(krav(roller=["eldreteam"])).innsyn.maalgrupper
    regelfil('brukerkrav = "oid"\nnavnekrav = "epost"\n' + TILGANG)
    assert (
        bruker(krav("eldreteam", oid="x", epost="k@example.no")).navn == "k@example.no"
    )
    assert bruker(krav("eldreteam", oid="x", epost=None)).navn == "x"


@pytest.mark.parametrize(
    "tekst, melding",
    [
        ("gruppekrav = ", "kan ikke leses"),
        ('gruppekrav = "groups"', "ingen grupper"),
        (TILGANG.replace("gruppekrav", "grupekrav"), "felt som ikke finnes: grupekrav"),
        (TILGANG.replace('"groups"', '""'), "mangler en tekst i feltet gruppekrav"),
        (
            TILGANG.replace('gruppekrav = "groups"', ""),
            "mangler en tekst i feltet gruppekrav",
        ),
        ("timer = 0\n" + TILGANG, "feltet timer"),
        ("timer = 48\n" + TILGANG, "feltet timer"),
        ("timer = true\n" + TILGANG, "feltet timer"),
        ('timer = "8"\n' + TILGANG, "feltet timer"),
        ("minutter_i_ro = 0\n" + TILGANG, "feltet minutter_i_ro"),
        ("minutter_i_ro = 1441\n" + TILGANG, "feltet minutter_i_ro"),
        (
            TILGANG.replace('"eldre"', '"eldree"'),
            "målgruppe som ikke finnes under gruppen «eldreteam»",
        ),
        (TILGANG.replace('["eldre"]', "[]"), "målgruppe som ikke finnes"),
        (
            TILGANG.replace('"alle"', '"Alle"'),
            "målgruppe som ikke finnes under gruppen «boligkontoret»",
        ),
        (
            TILGANG.replace('"alle"', '"alle"\nomraade = "Sentrum"'),
            "må ha feltet maalgrupper, og ikke noe annet",
        ),
        (
            TILGANG.replace('"alle"', '"alle"\nhandlingsdel = "alt"'),
            "ukjent verdi i feltet handlingsdel under gruppen «boligkontoret»",
        ),
        ('handlingsdel = "lese"\n' + TILGANG, "felt som ikke finnes: handlingsdel"),
        (
            TILGANG.replace('"alle"', '"alle"\nuttrekk = "alt"'),
            "ukjent verdi i feltet uttrekk under gruppen «boligkontoret»",
        ),
        (
            TILGANG.replace('["eldre"]', '["eldre"]\nuttrekk = "publisere"'),
            "lar gruppen «eldreteam» publisere uttrekk, men ikke se alle",
        ),
        ('gruppekrav = "groups"\ngruppe = "alle"', "ingen grupper"),
        ('sperret = "a1b2"\n' + TILGANG, "liste med tekster i feltet sperret"),
        ("sperret = [17]\n" + TILGANG, "liste med tekster i feltet sperret"),
        ('maa_ha = "mfa"\n' + TILGANG, "feltet maa_ha"),
        ("maa_ha = { amr = 2 }\n" + TILGANG, "feltet maa_ha"),
        ('maa_ha = { amr = "" }\n' + TILGANG, "feltet maa_ha"),
    ],
)
def test_feil_i_regelfilen_stenger_for_alle_og_forklares(regelfil, tekst, melding):
    regelfil(tekst)
    with pytest.raises(Brukerfeil, match=melding) as feil:
        bruker(krav("boligkontoret"))
    assert not isinstance(feil.value, tilgang.Avvist)


def test_den_som_er_sperret_er_ute_ved_neste_visning_uansett_gruppe(regelfil):
    """Den som slutter, er ellers inne til innloggingen utløper."""
    assert bruker(krav("boligkontoret")).id == "a1b2"
    regelfil('sperret = ["en annen", "a1b2"]\n' + TILGANG)
    with pytest.raises(tilgang.IngenTilgang, match="er stengt"):
        bruker(krav("boligkontoret", "eldreteam"))
    assert bruker(krav("boligkontoret", sub="c3d4")).id == "c3d4"


def test_bare_gruppen_som_har_faatt_det_kan_publisere_uttrekk(regelfil):
    assert not bruker(krav("boligkontoret")).uttrekk
    regelfil(TILGANG.replace('"alle"', '"alle"\nuttrekk = "publisere"'))
    assert bruker(krav("boligkontoret", "eldreteam")).uttrekk
    assert not bruker(krav("eldreteam")).uttrekk


def test_uten_regelfil_slipper_ingen_inn(tmp_path, monkeypatch):
    monkeypatch.setenv("BOLIGDATA_TILGANG", str(tmp_path / "finnes-ikke.toml"))
    with pytest.raises(Brukerfeil, match="mangler eller kan ikke leses.*README"):
        bruker(krav("boligkontoret"))


def test_regelfilen_lagret_i_notisblokk_med_bom_leses(regelfil):
    regelfil("\ufeff" + TILGANG)
    assert bruker(krav("boligkontoret"))
