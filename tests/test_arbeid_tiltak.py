"""Et tiltak kan lagres og leses uten tap, og det som er galt med det, sies med hele setninger."""

import dataclasses
import datetime as dt
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from tiltaksproever import FULLT
from tiltaksproever import tiltak as hvilke_som_helst

from boligdata.arbeid import tiltak
from boligdata.arbeid.feltliste import Feltfeil
from boligdata.arbeid.tiltak import (
    Beloep,
    Frist,
    Kobling,
    Milepael,
    Status,
    Tiltak,
    Vedtak,
)

KLASSER = (Tiltak, Frist, Milepael, Beloep, Vedtak, Kobling, Status)


@pytest.mark.parametrize("klasse", KLASSER)
def test_hvert_felt_er_erklaert_en_gang_med_et_navn_paa_norsk(klasse):
    erklaert = tiltak.felt_i(klasse)
    assert [felt.navn for felt in erklaert] == [
        felt.name for felt in dataclasses.fields(klasse)
    ]
    assert all(felt.ledetekst[:1].isupper() for felt in erklaert)


def test_ingen_ledetekst_betyr_to_felt():
    ledetekster = [
        felt.ledetekst
        for klasse in KLASSER
        for felt in tiltak.felt_i(klasse)
        if felt.slag not in ("post", "poster")
    ]
    assert len(set(ledetekster)) == len(ledetekster)


@settings(max_examples=30, deadline=None)
@given(hvilke_som_helst)
def test_et_tiltak_kommer_likt_tilbake_fra_json(ett):
    lagret = json.dumps(tiltak.til_dict(ett))
    assert tiltak.fra_dict(json.loads(lagret)) == ett


def test_et_tiltak_som_har_alt_kommer_likt_tilbake_og_er_skrevet_likt_hver_gang():
    innhold = tiltak.til_dict(FULLT)
    assert tiltak.fra_dict(innhold) == FULLT
    assert innhold["frist"] == {
        "ord": "Høst 2025",
        "slag": "tidfestet",
        "fra": "2025-08-01",
        "til": "2025-11-30",
    }
    assert innhold["ord"] == {
        "Korleis": "I samarbeid med nabokommunen",
        "Merknad": "Sjå økonomiplanen",
    }
    assert list(innhold) == [navn for navn in tiltak.FELT if navn != "fjernet"]
    assert tiltak.til_dict(replace(FULLT, fjernet=True))["fjernet"] is True


def test_en_rad_fra_foer_et_felt_fantes_leses_som_at_ingen_har_fylt_det_ut():
    assert tiltak.fra_dict({"id": "t1", "tittel": "Gammelt"}) == Tiltak(
        "t1", tittel="Gammelt"
    )
    assert tiltak.fra_dict({"id": "t1", "frist": {"slag": "aarlig"}}).frist == Frist(
        slag="aarlig"
    )


@pytest.mark.parametrize(
    "innhold, sier",
    [
        (
            {"finansiering": "gratis"},
            "«gratis» er ikke en kjent verdi for Finansiering",
        ),
        ({"funksjon": "999"}, "«999» er ikke en kjent verdi for KOSTRA-funksjon"),
        ({"maalgrupper": ["rop", "katter"]}, "«katter» er ikke en kjent verdi"),
        ({"status": {"verdi": "ferdig"}}, "«ferdig» er ikke en kjent verdi for Status"),
        ({"ny_ting": 1}, "felt dette programmet ikke kjenner: ny_ting"),
        (
            {"frist": {"til": "31.12.2025"}},
            "Feltet «Til» er lagret slik at det ikke kan leses",
        ),
        ({"beloep": [{"aar": 2025, "kroner": "mye"}]}, "Feltet «Kroner»"),
        ({"beloep": [{"aar": 2025, "kroner": 0.5}]}, "Feltet «Kroner»"),
        ({"aarsverk": True}, "Feltet «Årsverk»"),
        ({"maal": "Nok boliger"}, "Feltet «Mål i planen»"),
        ({"milepaeler": [{"tittel": "Uten id"}]}, "mangler id"),
        ({"id": ""}, "mangler id"),
    ],
)
def test_det_som_ikke_kan_leses_sier_hvilket_felt_og_ingenting_leses_forbi(
    innhold, sier
):
    with pytest.raises(Feltfeil, match=sier.replace("(", r"\(")):
        tiltak.fra_dict({"id": "t1"} | innhold)


def test_et_vanlig_tiltak_har_ingen_feil():
    assert tiltak.feil(FULLT) == []
    assert tiltak.feil(Tiltak("t1", tittel="Bare en tittel")) == []


MILEPAEL = Milepael("m1", "Byggestart")
KOBLING = Kobling("venteliste")


@pytest.mark.parametrize(
    "endret, sier",
    [
        ({"tittel": " "}, "mangler tittel"),
        ({"tittel": "a" * 1001}, "Tiltak kan ha høyst 1 000 tegn, men har 1 001"),
        ({"hensikt": "a\x00b"}, "Hensikt og innhold har tegn som ikke er tekst"),
        ({"hensikt": "a" * 20_001}, "Hensikt og innhold kan ha høyst 20 000 tegn"),
        ({"ansvarlige": ("a" * 1001,)}, "Ansvarlig kan ha høyst 1 000 tegn"),
        ({"ord": (("Korleis", "a" * 20_001),)}, "Planens egne kolonner kan ha"),
        ({"partnere": ("a",) * 201}, "Samarbeid med kan ha høyst 200 linjer"),
        (
            {"frist": Frist("", "tidfestet", dt.date(2025, 2, 1), dt.date(2025, 1, 1))},
            "Fristen er 01.01.2025, som er før starten 01.02.2025",
        ),
        ({"frist": Frist("2025", "tidfestet")}, "tidfestet frist må ha en dato"),
        (
            {"frist": Frist("", "snart")},
            "«snart» er ikke en kjent verdi for Slag frist",
        ),
        ({"maalgrupper": ("katter",)}, "«katter» er ikke en kjent verdi"),
        ({"milepaeler": (Milepael("m1"),)}, "En milepæl mangler tittel"),
        ({"milepaeler": (MILEPAEL, MILEPAEL)}, "To milepæler har samme id"),
        ({"beloep": (Beloep(1850, 1),)}, "År er 1850, men må være mellom 1990 og 2100"),
        ({"beloep": (Beloep(None, 1),)}, "Et beløp mangler år"),
        ({"beloep": (Beloep(2025, 1), Beloep(2025, 2))}, "2 beløp for 2025 av samme"),
        ({"beloep": (Beloep(2025, 10**12),)}, "over 100 milliarder"),
        ({"aarsverk": -1.0}, "Årsverk må være mellom"),
        ({"oekonomiplan": "neste"}, "slik: 2024–2027"),
        ({"oekonomiplan": "2027–2024"}, "slik: 2024–2027"),
        ({"koblinger": (Kobling("lykke"),)}, "«lykke» er ikke en indikator"),
        ({"koblinger": (KOBLING, KOBLING)}, "koblet to ganger til samme indikator"),
        (
            {"koblinger": (replace(KOBLING, effekt_fra=3.0, effekt_til=1.0),)},
            "Den minste ventede virkningen er større",
        ),
        ({"prosjekter": ("P1", "P1")}, "P1 står to ganger"),
        ({"prosjekter": (FULLT.id,)}, "viser til seg selv"),
    ],
)
def test_det_som_er_galt_sies_med_en_setning_om_hva_som_maa_gjoeres(endret, sier):
    melding = " ".join(tiltak.feil(replace(FULLT, **endret))).replace("\u00a0", " ")
    assert sier in melding
    assert melding.endswith(".")


def test_ti_megabyte_tekst_er_en_setning_og_ikke_teksten():
    [melding] = tiltak.feil(replace(FULLT, hensikt="<script>" * 1_250_000))
    assert len(melding) < 200


def test_alle_feilene_kommer_samlet_saa_de_kan_rettes_paa_en_gang():
    assert len(tiltak.feil(Tiltak("t1", aarsverk=-1.0, oekonomiplan="x"))) == 3


ANNEN_FRIST = replace(FULLT.frist, til=dt.date(2026, 5, 1))


@pytest.mark.parametrize(
    "endret, felt",
    [
        ({"tittel": "Bygge fire robuste boliger"}, ("tittel",)),
        ({"frist": ANNEN_FRIST, "ansvarlige": ("NAV",)}, ("ansvarlige", "frist")),
        ({"milepaeler": FULLT.milepaeler[:1]}, ("milepaeler",)),
        ({"beloep": (Beloep(2025, 1),)}, ("beloep",)),
        ({"status": Status("gjennomfoert")}, ()),
        ({"nr": "1.3"}, ()),
        ({"beloep": FULLT.beloep[::-1]}, ()),
        ({"finansiering": "avvist"}, ()),
        (
            {
                "milepaeler": (
                    FULLT.milepaeler[0],
                    replace(FULLT.milepaeler[1], naadd=dt.date(2025, 10, 20)),
                )
            },
            (),
        ),
    ],
)
def test_bare_en_endring_i_det_som_ble_vedtatt_er_et_avvik(endret, felt):
    assert tiltak.endret_etter_vedtak(replace(FULLT, **endret), FULLT) == felt


def test_en_administrativ_plan_kan_endres_uten_avvik():
    administrativt = replace(FULLT, art="administrativt")
    assert tiltak.endret_etter_vedtak(replace(FULLT, tittel="Ny"), administrativt) == ()
