"""Varslene om handlingsdelen: det som er sent, har snudd, ikke stemmer, mangler penger, og det loven
setter frist for.
"""

import dataclasses
import datetime as dt
import json

import pytest
from publisering import publiser
from spraak import bare_bokmaal_i, feil_i
from tiltaksproever import FULLT

from boligdata.__main__ import main
from boligdata.arbeid.tiltak import Beloep, Frist, Kobling, Milepael, Status, Tiltak
from boligdata.innhold.handlingsdel import varsler
from boligdata.innhold.handlingsdel.planen import Planpost
from boligdata.innhold.handlingsdel.varsler import ALVOR, SLAG, Varsel
from boligdata.lesing import Ferskhet

DAG = dt.date(2026, 1, 15)
I_FJOR, OM_ET_AAR = dt.date(2025, 6, 30), dt.date(2027, 1, 15)
PENGENE = {"finansiering": "krever_prioritering"}


def _frist(til):
    return Frist("", "tidfestet", None, til)


def _tiltak(nr="1.4", status="i_gang", **felt):
    return Tiltak(nr, nr=nr, tittel="Fire småhus", status=Status(status), **felt)


def _post(tiltak):
    return Planpost(tiltak, 1, "Kari Nordmann", dt.datetime(2026, 1, 1))


def _om(*tiltak, dag=DAG):
    """Varslene om tiltakene, uten dem om loven."""
    alle = varsler.alle(map(_post, tiltak), dag)
    return [varsel for varsel in alle if varsel.tiltak_id]


def _slag(*tiltak, dag=DAG):
    return [varsel.slag for varsel in _om(*tiltak, dag=dag)]


def test_et_sent_tiltak_varsles_med_det_som_ikke_er_gjort_og_den_eldste_fristen():
    milepael = Milepael("m1", "Byggestart", "", I_FJOR)
    (varsel,) = _om(
        _tiltak(milepaeler=(milepael,), frist=_frist(OM_ET_AAR), status="ikke_startet")
    )
    assert varsel == Varsel(
        "sent",
        "1.4",
        "1.4 Fire småhus: Milepælen «Byggestart» skulle vært nådd 30.06.2025.",
        I_FJOR,
        "haster",
    )
    assert varsel.linje == f"Over fristen: {varsel.tekst}"


def test_det_som_er_meldt_gjennomfoert_er_uenig_og_ikke_sent():
    milepael = Milepael("m1", "Byggestart", "", I_FJOR)
    (varsel,) = _om(_tiltak(milepaeler=(milepael,), status="gjennomfoert"))
    assert varsel.slag == "uenig" and "er ikke nådd" in varsel.tekst


@pytest.mark.parametrize(
    "felt, varsles",
    [
        (PENGENE, True),
        ({"finansiering": "avvist"}, True),
        ({"finansiering": "innenfor"}, False),
        ({"finansiering": "oekonomiplan"}, False),
        ({"finansiering": "ekstern"}, False),
        ({}, False),
        ({"beloep": (Beloep(2026, 500_000),)}, True),
        ({"beloep": (Beloep(2026, 500_000, "drift", "tilskudd"),)}, False),
        ({"aarsverk": 0.5}, True),
    ],
)
def test_et_tiltak_uten_penger_varsles_naar_fristen_kommer(felt, varsles):
    assert _slag(_tiltak(frist=_frist(OM_ET_AAR), **felt)) == (
        ["ufinansiert"] if varsles else []
    )


@pytest.mark.parametrize(
    "frist, varsles",
    [
        (DAG, True),
        (OM_ET_AAR, True),
        (OM_ET_AAR + dt.timedelta(days=1), False),
        (None, False),
    ],
)
def test_penger_varsles_bare_naar_fristen_er_innen_et_aar(frist, varsles):
    tiltak = _tiltak(frist=_frist(frist) if frist else Frist(), **PENGENE)
    assert ("ufinansiert" in _slag(tiltak)) == varsles


def test_varselet_om_penger_sier_finansieringen_og_fristen():
    (varsel,) = _om(_tiltak(frist=_frist(OM_ET_AAR), **PENGENE))
    assert varsel.tekst == (
        "1.4 Fire småhus: Finansieringen er «Krever prioritering», og neste frist er 15.01.2027."
    )
    assert varsel.dato == OM_ET_AAR


@pytest.mark.parametrize("ute", [{"status": "utgaatt"}, {"fjernet": True}])
def test_et_tiltak_som_er_tatt_ut_varsles_det_ikke_om(ute):
    assert not _om(_tiltak(frist=_frist(I_FJOR), **PENGENE, **ute))


def test_et_tall_som_snudde_i_siste_periode_varsles(bygd):
    """Boligene var 329 i 2024 og 331 i 2025. Veien fra 304 er 328 i 2024 og 336 i 2025."""
    boliger = Kobling("boliger", 304.0, "2021", 336.0, 2025)
    (varsel,) = _om(_tiltak(koblinger=(boliger,)))
    assert (varsel.slag, varsel.dato) == ("snudd", dt.date(2025, 12, 31))
    assert varsel.tekst.endswith("I 2025 er tallet 331, så målet er ikke nådd.")


@pytest.mark.parametrize(
    "dag, tekst",
    [
        ("2026-06-30", ""),
        ("2026-07-01", "skal være på plass innen 01.07.2027 (§ 10)."),
        ("2027-07-01", "skal være på plass innen 01.07.2027 (§ 10)."),
        ("2027-07-02", "skulle vært på plass innen 01.07.2027 (§ 10)."),
        ("2028-07-01", ""),
    ],
)
def test_fristen_for_oversikten_over_behovet_varsles_et_aar_foer_og_etter(dag, tekst):
    alle = varsler.alle((), dt.date.fromisoformat(dag))
    funnet = [varsel.tekst for varsel in alle if varsel.slag == "lovfrist"]
    assert len(funnet) == bool(tekst) and "".join(funnet).endswith(tekst)


@pytest.mark.parametrize(
    "dag, antall", [("2026-10-31", 0), ("2026-11-01", 1), ("2026-12-31", 1)]
)
def test_det_som_skal_gjoeres_hvert_aar_varsles_to_maaneder_foer(dag, antall):
    alle = varsler.alle((), dt.date.fromisoformat(dag))
    funnet = [varsel.tekst for varsel in alle if varsel.slag == "aarsfrist"]
    assert (
        funnet
        == [
            "Handlingsdelen i en kommunedelplan skal være revidert innen "
            "31.12.2026 (plan- og bygningsloven § 11-1)."
        ]
        * antall
    )


@pytest.mark.parametrize(
    "ventes, forsinket, slag",
    [
        ("2026-01-29", False, ["leveres"]),
        ("2026-01-30", False, []),
        ("2025-12-15", True, ["ikke_levert"]),
        ("2026-01-02", False, ["leveres"]),
    ],
)
def test_et_uttrekk_varsles_to_uker_foer_det_ventes_og_naar_det_skulle_ha_kommet(
    ventes, forsinket, slag
):
    fersk = Ferskhet(I_FJOR, dt.date.fromisoformat(ventes), forsinket, False)
    alle = varsler.alle((), DAG, {"soeknad": fersk})
    funnet = [varsel for varsel in alle if varsel.slag in ("leveres", "ikke_levert")]
    assert [varsel.slag for varsel in funnet] == slag
    for varsel in funnet:
        assert varsel.dato == fersk.ventes and varsel.alvor == SLAG[varsel.slag][1]
        assert "«Søknader om kommunal bolig»" in varsel.tekst
        assert varsel.tekst.endswith("Uttrekket leveres av: Tildelingskontoret.")


def test_det_som_haster_staar_foerst_og_saa_det_eldste():
    senere = Milepael("m1", "Innflytting", "", OM_ET_AAR)
    alle = varsler.alle(
        [
            _post(_tiltak("1", frist=_frist(OM_ET_AAR), **PENGENE)),
            _post(_tiltak("2", frist=_frist(I_FJOR))),
            _post(_tiltak("3", frist=_frist(dt.date(2024, 1, 1)))),
            _post(_tiltak("4", "gjennomfoert", milepaeler=(senere,))),
        ],
        dt.date(2026, 2, 1),
    )
    assert [(varsel.slag, varsel.tiltak_id) for varsel in alle] == [
        ("sent", "3"),
        ("sent", "2"),
        ("ufinansiert", "1"),
        ("uenig", "4"),
        ("aarsfrist", ""),
    ]
    assert [varsel.alvor for varsel in alle] == sorted(
        (varsel.alvor for varsel in alle), key=ALVOR.index
    )


def test_et_varsel_har_ingen_navn_paa_folk_og_staar_paa_en_linje(bygd):
    tiltak = dataclasses.replace(
        FULLT,
        tittel="Bygge\nseks boliger",
        ansvarlige=("Ola Hansen",),
        status=Status("gjennomfoert", "Ola Hansen har kontrollert."),
        milepaeler=(Milepael("m1", "Bygge\nstart", "", I_FJOR),),
    )
    for varsel in varsler.alle([_post(tiltak)], dt.date(2027, 2, 1)):
        assert "Ola" not in varsel.linje and "Kari" not in varsel.linje
        assert "\n" not in varsel.linje and not feil_i(varsel.linje)
        assert varsel.linje.startswith(SLAG[varsel.slag][0])


def test_kommandoen_skriver_et_varsel_per_linje_eller_json(
    bygd, tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("BOLIGDATA_ARBEID", str(tmp_path / "arbeid"))
    assert main(["varsler"]) == 0
    overskrift, *linjer = capsys.readouterr().out.splitlines()
    assert overskrift == "Varsler om handlingsdelen og uttrekkene 15.01.2026 (8):"
    assert linjer[0] == (
        "- Over fristen: 1.6 Gjøre tjue omsorgsboliger tilgjengelige for rullestol: Milepælen "
        "«Ti boliger ferdige» skulle vært nådd 31.12.2024."
    )
    assert main(["varsler", "--json"]) == 0
    skrevet = json.loads(capsys.readouterr().out)
    assert skrevet["dag"] == "2026-01-15" and len(skrevet["varsler"]) == len(linjer)
    assert set(skrevet["varsler"][0]) == {"slag", "tiltak_id", "tekst", "dato", "alvor"}
    for linje, varsel in zip(linjer, skrevet["varsler"]):
        assert linje == f"- {SLAG[varsel['slag']][0]}: {varsel['tekst']}"
        assert dt.date.fromisoformat(varsel["dato"])


def test_kommandoen_skriver_paa_kommunens_maalform(
    bygd_eksempel, tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path / "publisert"))
    monkeypatch.setenv("BOLIGDATA_ARBEID", str(tmp_path / "arbeid"))
    publiser(bygd_eksempel, tmp_path / "publisert", "update meta set maalform = 'nn'")
    assert main(["varsler"]) == 0
    skrevet = capsys.readouterr().out
    assert skrevet.startswith("Varsel om handlingsdelen og uttrekka 15.01.2026")
    assert not bare_bokmaal_i(skrevet.splitlines()[0])


def test_uten_varsler_sier_kommandoen_det():
    assert varsler.som_tekst((), DAG) == (
        "Ingen varsler om handlingsdelen eller uttrekkene 15.01.2026."
    )


def test_uten_publiserte_tall_sier_kommandoen_hva_som_maa_gjoeres(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path))
    monkeypatch.setenv("BOLIGDATA_ARBEID", str(tmp_path / "arbeid"))
    assert main(["varsler", "--json"]) == 1
    assert (
        "Den som drifter dashbordet, må bygge dem"
        in json.loads(capsys.readouterr().out)["feil"]
    )


@pytest.mark.parametrize(
    "dag, igjen",
    [
        ("2026-01-15", "Det er 17 måneder igjen."),
        ("2027-06-01", "Det er 1 måned igjen."),
        ("2027-07-01", "Det er under en måned igjen."),
        ("2027-07-02", "Fristen er over."),
    ],
)
def test_fristen_for_oversikten_over_behovet_staar_i_planens_status(dag, igjen):
    assert varsler.lovens_frist(dt.date.fromisoformat(dag)) == (
        "Planen skal bygge på en oversikt over behovet for boliger for vanskeligstilte "
        "(boligsosialloven § 5). Den skal være på plass innen 01.07.2027 (§ 10). "
        + igjen
    )
    kort = varsler.lovens_frist_kort(dt.date.fromisoformat(dag))
    assert kort == (
        "Fristen i boligsosialloven § 10 var 01.07.2027."
        if "over" in igjen
        else f"Fristen i boligsosialloven § 10 er 01.07.2027. {igjen}"
    )
