"""Tiltak over fristen: fristen til tiltaket og til milepælene hver for seg, vurdert mot i dag."""

import datetime as dt

import pytest
from publisering import publiser
from spraak import feil_i

from boligdata import lesing
from boligdata.felles import dagen
from boligdata.innhold import tiltak


@pytest.fixture
def publisert(tmp_path, monkeypatch, bygd_internt):
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path / "publisert"))
    return lambda *sql: publiser(bygd_internt, tmp_path / "publisert", *sql)


def _bare(nr, *milepaeler, frist="2025-06-30", gjennomfoert=None):
    """Ett tiltak, med milepæler som (tittel, frist, nådd)."""

    def verdi(dag):
        return f"date '{dag}'" if dag else "null"

    return (
        f"delete from tabell_tiltak where nr != '{nr}'",
        "delete from tabell_milepael",
        f"update tabell_tiltak set frist = '{frist}', gjennomfoert = {verdi(gjennomfoert)}",
        *(
            "insert into tabell_milepael (tiltak_id, tittel, frist, naadd) select tiltak_id, "
            f"'{tittel}', date '{naar}', {verdi(naadd)} from tabell_tiltak"
            for tittel, naar, naadd in milepaeler
        ),
    )


def test_tiltakets_frist_og_milepaelens_staar_hver_for_seg(publisert):
    publisert(
        *_bare(
            "1.5",
            ("Kontrakt", "2025-11-30", None),
            ("Innflytting", "2027-08-01", None),
            frist="2027-08-01",
        )
    )
    (sent,) = tiltak.sene()
    assert sent.linje == (
        "**1.5 Bofellesskap for åtte unge med utviklingshemming.** Helse og omsorg. "
        "Fristen er 01.08.2027. Skulle vært nådd: «Kontrakt» (30.11.2025)."
    )


def test_et_tiltak_uten_milepaeler_er_over_fristen_til_det_er_meldt_gjennomfoert(
    publisert,
):
    publisert(*_bare("2.4"))
    (sent,) = tiltak.sene()
    assert sent.linje.endswith(
        "Fristen var 30.06.2025. Det er ikke meldt at tiltaket er gjennomført."
    )
    publisert(*_bare("2.4", gjennomfoert="2025-07-01"))
    assert tiltak.sene() == ()


def test_et_gjennomfoert_tiltak_har_ingen_sene_milepaeler(publisert):
    milepael = ("Evaluering", "2025-01-01", None)
    publisert(*_bare("2.4", milepael, gjennomfoert="2025-06-01"))
    assert tiltak.sene() == ()


@pytest.mark.parametrize(
    "dag, sen", [("2025-06-29", False), ("2025-06-30", False), ("2025-07-01", True)]
)
def test_fristen_vurderes_mot_i_dag_og_er_ikke_over_paa_selve_dagen(
    publisert, dag, sen
):
    publisert(f"update meta set i_dag = '{dag}'", *_bare("2.4"))
    assert bool(tiltak.sene()) is sen
    publisert(
        f"update meta set i_dag = '{dag}'",
        *_bare("2.4", ("Utkast", "2025-06-30", None), frist="2027-01-01"),
    )
    assert bool(tiltak.sene()) is sen


def test_det_som_blir_naadd_etter_i_dag_er_ikke_naadd(publisert):
    publisert(*_bare("2.4", ("Utkast", "2025-06-30", "2026-02-01"), frist="2027-01-01"))
    assert [sent.milepaeler for sent in tiltak.sene()] == [
        (("Utkast", dt.date(2025, 6, 30)),)
    ]


def test_den_eldste_fristen_staar_foerst(publisert):
    publisert()
    sene = tiltak.sene()
    assert [sent.eldste for sent in sene] == sorted(sent.eldste for sent in sene)
    assert len(sene) > 3 and not [s for s in sene if feil_i(s.linje)]


def test_det_sies_hvilken_dag_det_er_vurdert_mot_og_hvor_nytt_det_meldte_er(
    publisert, monkeypatch
):
    publisert()
    assert tiltak.vurdert() == (
        "Vurdert mot 15.01.2026, etter det som var meldt 31.12.2025."
    )
    publisert("update meta set i_dag = null, fiktiv = false")
    monkeypatch.setattr(dagen, "i_dag", lambda: dt.date(2026, 11, 28))
    assert tiltak.vurdert().startswith(
        "Vurdert mot 28.11.2026, etter det som var meldt 31.12.2025. Eldre enn avtalt: "
    )


def test_uten_handlingsdel_sies_det_ikke_at_alt_er_i_tide(publisert):
    publisert("delete from tabell_tiltak", "delete from tabell_milepael")
    assert tiltak.sene() == () and not tiltak.levert()
    publisert()
    assert tiltak.levert() and len(lesing.tabell("milepael")) > 20


@pytest.mark.parametrize(
    "dag, igjen",
    [
        ("2026-01-15", "Det er 17 måneder igjen."),
        ("2027-06-01", "Det er 1 måned igjen."),
        ("2027-07-01", "Det er under en måned igjen."),
        ("2027-07-02", "Fristen er over."),
    ],
)
def test_fristen_for_oversikten_over_behovet_staar_i_planens_status(
    publisert, dag, igjen
):
    publisert(f"update meta set i_dag = '{dag}'")
    assert tiltak.lovens_frist() == (
        "Planen skal bygge på en oversikt over behovet for boliger for vanskeligstilte "
        "(boligsosialloven § 5). Den skal være på plass innen 01.07.2027 (§ 10). "
        + igjen
    )
