"""Dommen over et tiltak: det som er meldt, ved siden av det milepælene, fristen og tallene sier."""

import datetime as dt

import pytest
from spraak import feil_i
from tiltaksproever import FULLT

from boligdata.arbeid.tiltak import Frist, Kobling, Milepael, Status, Tiltak
from boligdata.innhold.handlingsdel import dom
from boligdata.innhold.handlingsdel.maalbane import DOMMER

DAG = dt.date(2025, 6, 30)
UTEN_FRIST = Frist()
FOER, ETTER = dt.date(2025, 6, 29), dt.date(2025, 7, 1)


def _frist(til, slag="tidfestet"):
    return Frist("", slag, None, til)


def _milepael(frist, naadd=None, tittel="Byggestart"):
    return Milepael(f"{tittel} {frist}", tittel, "", frist, naadd)


def _tiltak(*milepaeler, status="i_gang", frist=UTEN_FRIST, **mer):
    return Tiltak(
        "t1",
        tittel="Bygge",
        milepaeler=milepaeler,
        status=Status(status),
        frist=frist,
        **mer,
    )


def _bedoem(*milepaeler, **felt):
    return dom.bedoem(_tiltak(*milepaeler, **felt), DAG)


def test_en_milepael_er_sen_naar_dagen_er_forbi_uten_at_den_er_naadd():
    dommen = _bedoem(_milepael(FOER))
    assert dommen.dom == "ikke_paa_vei"
    assert dommen.grunner[1] == "Milepælen «Byggestart» skulle vært nådd 29.06.2025."
    assert _bedoem(_milepael(DAG)).dom == "paa_vei"
    assert _bedoem(_milepael(FOER, naadd=DAG)).dom == "naadd"
    assert _bedoem(_milepael(FOER, naadd=ETTER)).dom == "ikke_paa_vei"
    assert _bedoem(_milepael(None)).dom == "ikke_vurdert"


def test_et_tiltak_uten_milepaeler_er_sent_til_det_er_meldt_gjennomfoert():
    sent = _bedoem(frist=_frist(FOER), status="ikke_startet")
    assert sent.dom == "ikke_paa_vei" and not sent.uenig
    assert sent.grunner[0] == (
        "Fristen var 29.06.2025. Det er ikke meldt at tiltaket er gjennomført."
    )
    assert _bedoem(frist=_frist(DAG)).dom == "paa_vei"
    ferdig = _bedoem(frist=_frist(FOER), status="gjennomfoert")
    assert ferdig.dom == "naadd" and ferdig.neste_frist is None


def test_en_melding_fra_en_senere_dag_gjelder_ikke_ennaa():
    meldt = Status("gjennomfoert", "", ETTER)
    tiltak = Tiltak("t1", tittel="Bygge", status=meldt, frist=_frist(FOER))
    assert dom.bedoem(tiltak, DAG).dom == "ikke_paa_vei"
    assert dom.bedoem(tiltak, ETTER).dom == "naadd"


@pytest.mark.parametrize("slag", ["loepende", "aarlig", "uavklart"])
def test_bare_en_tidfestet_frist_kan_gaa_ut(slag):
    assert _bedoem(frist=_frist(FOER, slag)).dom == "ikke_vurdert"
    # En milepæl har sin egen dato.
    sent = _bedoem(_milepael(FOER), _milepael(ETTER), frist=_frist(FOER, slag))
    assert sent.dom == "ikke_paa_vei" and len(sent.framdrift.sene) == 1


def test_det_eldste_som_er_sent_staar_foerst_og_den_neste_fristen_er_kjent():
    dommen = _bedoem(
        _milepael(dt.date(2026, 1, 1), tittel="Innflytting"),
        _milepael(FOER, tittel="Byggestart"),
        _milepael(dt.date(2024, 1, 1), tittel="Tomt"),
        frist=_frist(dt.date(2025, 12, 1)),
    )
    assert dommen.framdrift.sent_siden == dt.date(2024, 1, 1)
    assert dommen.grunner == (
        "Milepælen «Tomt» skulle vært nådd 01.01.2024.",
        "Milepælen «Byggestart» skulle vært nådd 29.06.2025.",
        "Ingen av de 3 milepælene er nådd.",
        "Neste frist er 01.12.2025.",
    )
    assert dommen.neste_frist == dt.date(2025, 12, 1)


@pytest.mark.parametrize(
    "milepaeler, felt, grunn",
    [
        (
            [_milepael(ETTER), _milepael(FOER, FOER, "Tomt")],
            {"status": "gjennomfoert"},
            "Statusen er «Gjennomført», men milepælen «Byggestart» er ikke nådd.",
        ),
        (
            [_milepael(FOER, FOER), _milepael(ETTER)],
            {"status": "ikke_startet"},
            "Statusen er «Ikke startet», men milepælen «Byggestart» er nådd.",
        ),
        (
            [_milepael(FOER, FOER)],
            {"status": "paa_vent"},
            "Statusen er «På vent», men alle milepælene er nådd.",
        ),
        (
            [_milepael(FOER, FOER)],
            {"status": "utgaatt"},
            "Statusen er «Utgått», men alle milepælene er nådd.",
        ),
        (
            [],
            {"frist": _frist(FOER)},
            "Statusen er «I gang», men fristen var 29.06.2025.",
        ),
        (
            [_milepael(FOER, FOER)],
            {"frist": _frist(FOER)},
            "Statusen er «I gang», men alle milepælene er nådd, og fristen var 29.06.2025.",
        ),
        (
            [_milepael(FOER)],
            {},
            "Statusen er «I gang», men den siste milepælen skulle vært nådd 29.06.2025.",
        ),
    ],
)
def test_det_sies_naar_det_som_er_meldt_er_noe_annet_enn_det_datoene_sier(
    milepaeler, felt, grunn
):
    dommen = _bedoem(*milepaeler, **felt)
    assert dommen.uenig and dommen.grunner[0] == grunn


@pytest.mark.parametrize(
    "milepaeler, felt",
    [
        ([_milepael(FOER, FOER), _milepael(ETTER)], {}),
        ([_milepael(FOER), _milepael(ETTER)], {}),
        ([_milepael(FOER, FOER)], {"status": "gjennomfoert"}),
        ([_milepael(FOER, FOER)], {"frist": _frist(ETTER)}),
        ([_milepael(FOER)], {"status": "ikke_startet"}),
        ([], {"status": "gjennomfoert"}),
        ([], {"frist": _frist(FOER, "loepende")}),
        ([_milepael(FOER)], {"status": "utgaatt"}),
    ],
)
def test_det_er_ikke_uenighet_naar_det_som_er_meldt_kan_stemme(milepaeler, felt):
    assert not _bedoem(*milepaeler, **felt).uenig


def test_milepaelene_avgjoer_naar_det_meldte_sier_noe_annet():
    ikke_ferdig = _bedoem(_milepael(FOER), status="gjennomfoert")
    assert ikke_ferdig.dom == "ikke_paa_vei" and ikke_ferdig.uenig
    # Det som er meldt gjennomført, har ingen frist igjen.
    assert _bedoem(_milepael(ETTER), status="gjennomfoert").neste_frist is None
    # Alle milepælene er nådd. Da er tiltaket ikke sent, selv om ingen har meldt det.
    naadd = _bedoem(_milepael(FOER, FOER), frist=_frist(FOER))
    assert naadd.dom == "naadd" and naadd.uenig and not naadd.framdrift.sene


@pytest.mark.parametrize(
    "status, meldt", [("ikke_startet", "ikke startet"), ("paa_vent", "på vent")]
)
def test_det_som_ikke_er_begynt_er_ikke_paa_vei(status, meldt):
    dommen = _bedoem(_milepael(ETTER), status=status)
    assert dommen.dom == "ikke_vurdert" and not dommen.uenig
    assert f"Meldt status er «{meldt}»." in dommen.grunner


@pytest.mark.parametrize("ute", [{"status": "utgaatt"}, {"fjernet": True}])
def test_et_tiltak_som_er_tatt_ut_er_aldri_sent(ute):
    dommen = _bedoem(_milepael(FOER), frist=_frist(FOER), **ute)
    assert dommen.dom == "ikke_vurdert" and not dommen.framdrift.sene
    assert dommen.neste_frist is None and not dommen.uenig


@pytest.mark.parametrize(
    "deler, svar",
    [
        (["naadd", "naadd"], "naadd"),
        (["naadd", "paa_vei"], "paa_vei"),
        (["naadd", "ikke_vurdert"], "naadd"),
        (["paa_vei", "kan_ikke_avgjoeres"], "kan_ikke_avgjoeres"),
        (["naadd", "kan_ikke_avgjoeres", "ikke_paa_vei"], "ikke_paa_vei"),
        (["ikke_vurdert"], "ikke_vurdert"),
        ([], "ikke_vurdert"),
    ],
)
def test_den_svakeste_delen_er_dommen_over_tiltaket(deler, svar):
    assert dom.samlet(deler) == svar


KOEEN = Kobling("venteliste", 24.0, "2021", 20.0, 2025)
BOLIGENE = Kobling("boliger", 304.0, "2021", 340.0, 2027)


def test_et_gjennomfoert_tiltak_som_ikke_virker_er_ikke_paa_vei(bygd):
    dommen = _bedoem(
        _milepael(FOER, FOER), status="gjennomfoert", koblinger=(KOEEN, BOLIGENE)
    )
    assert dommen.framdrift.dom == "naadd" and dommen.dom == "ikke_paa_vei"
    assert [en.dom for en in dommen.indikatorer] == ["ikke_paa_vei", "paa_vei"]
    assert dommen.grunner[-1] == (
        "«Kommunalt disponerte boliger» skal opp fra 304 i 2021 til 340 i 2027. "
        "I 2025 skulle tallet vært minst 328, og det er 331."
    )


def test_et_godt_tall_gjoer_ikke_at_noe_som_ikke_er_begynt_er_paa_vei(bygd):
    felt = {"status": "ikke_startet", "frist": _frist(ETTER)}
    assert _bedoem(koblinger=(BOLIGENE,), **felt).dom == "ikke_vurdert"
    assert _bedoem(koblinger=(KOEEN,), **felt).dom == "ikke_paa_vei"


def test_et_fullt_tiltak_har_en_dom_som_kan_leses_hoeyt(bygd):
    dommen = dom.bedoem(FULLT, dt.date(2026, 1, 15))
    assert (dommen.ikon, dommen.tekst) == DOMMER[dommen.dom] == ("○", "Ikke på vei")
    assert len(dommen.grunner) == 5
    assert not [grunn for grunn in dommen.grunner if feil_i(grunn)]
