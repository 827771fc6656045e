"""Planprosessen: stegene loven krever, og det som er for kort, for sent eller i feil rekkefølge."""

import dataclasses
import datetime as dt

import pytest
from spraak import feil_i

from boligdata.arbeid import planprosess
from boligdata.arbeid.feltliste import les, til_dict
from boligdata.arbeid.planprosess import Planprosess, Plansteg
from boligdata.felles import lover
from boligdata.felles import planprosess as erklaert

DAG = dt.date(2026, 6, 1)


def _dag(maaned: int, dag: int) -> dt.date:
    return dt.date(2026, maaned, dag)


def _alle_i_rekkefoelge() -> dict[str, Plansteg]:
    """En prosess der alt er i orden: hvert steg begynner når det før er ferdig, og varer lenge nok."""
    ut, begynner = {}, dt.date(2025, 1, 1)
    for id_ in erklaert.steg():
        slutter = begynner + dt.timedelta(days=42)
        ut[id_] = Plansteg(id_, begynner, slutter, gjort=slutter < DAG)
        begynner = slutter
    return ut


def _tekstene(plantype: str, steg: dict[str, Plansteg]) -> list[str]:
    return [en.tekst for en in planprosess.advarsler(plantype, steg, DAG)]


@pytest.mark.parametrize("plantype", erklaert.plantyper())
def test_en_prosess_der_alt_er_i_rekkefoelge_har_ingen_advarsler(plantype):
    assert not _tekstene(plantype, _alle_i_rekkefoelge())


@pytest.mark.parametrize(
    "plantype, dager, antall, lov",
    [
        ("kommunedelplan", 42, 0, None),
        ("kommunedelplan", 41, 1, True),
        ("temaplan", 14, 0, None),
        ("temaplan", 13, 1, False),
    ],
)
def test_hoeringen_skal_vare_i_seks_uker_bare_i_en_kommunedelplan(
    plantype, dager, antall, lov
):
    steg = _alle_i_rekkefoelge()
    fra = steg["hoering"].fra
    steg["hoering"] = Plansteg("hoering", fra, fra + dt.timedelta(days=dager), True)
    funnet = [
        en for en in planprosess.advarsler(plantype, steg, DAG) if en.steg == "hoering"
    ]
    assert len(funnet) == antall
    assert {en.lov for en in funnet} <= {lov}


def test_hoeringen_i_eksempelet_er_kort_nok_for_en_temaplan_og_for_kort_for_en_kommunedelplan():
    hoering = Plansteg("hoering", dt.date(2021, 11, 29), dt.date(2021, 12, 15), True)
    assert not _tekstene("temaplan", {"hoering": hoering})
    [lengden] = [
        tekst
        for tekst in _tekstene("kommunedelplan", {"hoering": hoering})
        if tekst.startswith("Høring")
    ]
    assert lengden == (
        "Høring: varer i 16 dager, og skal vare i minst 42. Plan- og bygningsloven § 11-14."
    )


@pytest.mark.parametrize(
    "steg, dato, sier",
    [
        ("kommunestyre", dt.date(2024, 12, 1), "Kommunestyret: er 01.12.2024, men"),
        ("hoering", dt.date(2025, 1, 2), "Høring: er 02.01.2025, men"),
        ("merknader", dt.date(2025, 1, 2), "Behandling av innspillene: er"),
    ],
)
def test_et_steg_som_er_foer_det_det_maa_vente_paa_er_i_feil_rekkefoelge(
    steg, dato, sier
):
    alle = _alle_i_rekkefoelge()
    alle[steg] = Plansteg(steg, til=dato, gjort=True)
    assert any(tekst.startswith(sier) for tekst in _tekstene("kommunedelplan", alle))


def test_raadene_maa_vaere_hoert_foer_saken_avgjoeres_og_hjemmelen_staar_der():
    alle = _alle_i_rekkefoelge()
    etter = alle["kommunestyre"].til + dt.timedelta(days=30)
    alle["raadene"] = Plansteg("raadene", til=etter, gjort=True)
    tekster = _tekstene("temaplan", alle)
    assert any(
        tekst.startswith("Kommunestyret: er") and "rådene" in tekst for tekst in tekster
    )
    del alle["raadene"]
    [mangler] = _tekstene("temaplan", alle)
    assert mangler.startswith("Rådene: har ingen dag")
    assert mangler.endswith("Kommuneloven § 5-12.")


def test_et_steg_loven_krever_kan_ikke_bare_tas_ut():
    alle = _alle_i_rekkefoelge()
    alle["planprogram"] = Plansteg("planprogram", utelatt=True)
    [tekst] = _tekstene("kommunedelplan", alle)
    assert "planen har ikke steget, men loven krever det" in tekst
    assert not _tekstene("temaplan", alle)


def test_et_steg_som_skulle_vaert_gjort_sies_det_fra_om():
    sent = {"oppstart": Plansteg("oppstart", til=_dag(5, 1))}
    assert _tekstene("temaplan", sent) == [
        "Oppstart og varsel: skulle vært gjort 01.05.2026, og er ikke meldt gjort."
    ]
    assert not _tekstene("temaplan", {"oppstart": Plansteg("oppstart", til=DAG)})


@pytest.mark.parametrize(
    "steg, stand",
    [
        (Plansteg("hoering", gjort=True, til=_dag(1, 1)), planprosess.GJORT),
        (Plansteg("hoering", _dag(5, 1), _dag(7, 1)), planprosess.PAAGAAR),
        (Plansteg("hoering", til=_dag(7, 1)), planprosess.KOMMER),
        (Plansteg("hoering", til=_dag(5, 1)), planprosess.OVER),
        (Plansteg("hoering", _dag(5, 1), DAG), planprosess.PAAGAAR),
        (Plansteg("hoering", utelatt=True), planprosess.UTELATT),
        (Plansteg("hoering"), planprosess.UTEN_DATO),
    ],
)
def test_et_steg_er_gjort_paagaar_kommer_eller_er_for_sent(steg, stand):
    assert planprosess.stand(steg, DAG) == stand


@pytest.mark.parametrize(
    "steg, sier",
    [
        (Plansteg("hoering", _dag(7, 1), _dag(6, 1)), "før første dag"),
        (Plansteg("hoering", gjort=True), "har ingen dag"),
        (Plansteg("hoering", til=DAG, gjort=True, utelatt=True), "både gjort og"),
        (Plansteg("festen", til=DAG), "finnes ikke"),
        (Plansteg("hoering", merknad="a" * 1_000_000), "høyst 20\N{NO-BREAK SPACE}000"),
    ],
)
def test_det_som_er_galt_i_et_steg_sies_med_en_setning(steg, sier):
    feil = planprosess.feil_i_steget(steg)
    assert any(sier in en for en in feil)
    assert all(len(en) < 200 for en in feil)


def test_planen_maa_ha_et_slag_og_leses_tilbake_som_den_ble_skrevet():
    assert planprosess.feil_i_prosessen(Planprosess()) == [
        "Velg hva slags plan det er: slaget avgjør stegene."
    ]
    hel = Planprosess(navn="Plan", plantype="temaplan", saksnr="1/2026", arkiv="Arkiv")
    assert not planprosess.feil_i_prosessen(hel)
    assert les(Planprosess, til_dict(hel)) == hel


def test_hvert_krav_har_en_hjemmel_som_er_erklaert_og_tekstene_er_norske():
    for ett in erklaert.steg().values():
        for krav in ett.krav.values():
            if krav.skal:
                assert krav.hjemmel
                assert lover.tekst(krav.hjemmel)
        for tekst in (ett.navn, ett.hva, ett.antakelse):
            assert not feil_i(tekst)


def test_et_ukjent_slag_plan_gir_ingen_advarsler():
    assert not planprosess.advarsler("", _alle_i_rekkefoelge(), DAG)
    assert dataclasses.replace(Planprosess()).plantype == ""
