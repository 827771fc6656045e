"""Gapet i boligbehovet: det tiltakene tetter, hva et års forsinkelse betyr, og det som mangler penger."""

import dataclasses
import datetime as dt

import numpy as np
import pytest
from publisering import publiser
from spraak import feil_i

from boligdata import lesing
from boligdata.arbeid.tiltak import Beloep, Status, Tiltak
from boligdata.innhold.boligbehov import Scenario, grunnlag, kort, planer
from boligdata.innhold.boligbehov.gapet import Gap
from boligdata.innhold.handlingsdel import gapet
from boligdata.innhold.handlingsdel.gapet import Forsinkelse, Tiltaksgap
from boligdata.innhold.handlingsdel.planen import Planpost

GAP = Tiltaksgap(
    Gap("alle", 7, 331, 40, 14, 408, 64, 13, (376, 450), (19, 93), (2, 20), 1.0),
    finansiert=12,
    uten_penger=4,
    uten_tiltak=24,
)


def _poster(*tiltak):
    return [Planpost(en, 1, "Kari", dt.datetime(2026, 1, 1)) for en in tiltak]


def _tiltak(nr, *prosjekter, finansiering="oekonomiplan", **felt):
    return Tiltak(
        nr,
        nr=nr,
        tittel="Bygge",
        prosjekter=prosjekter,
        finansiering=finansiering,
        **felt,
    )


# ------------------------------------------------------------------------ uten et bygg


def test_delene_av_fossen_er_til_sammen_det_som_trengs(bygd):
    navn, antall, er_sum = zip(*GAP.foss)
    assert navn == (
        "Har i dag",
        "Går ut",
        "Vedtatt og finansiert",
        "Vedtatt uten penger",
        "Vedtatt, uten tiltak i planen",
        "Til overs",
        "Mangler",
        "Trengs i 2032",
    )
    assert antall == (331, -14, 12, 4, 24, -13, 64, 408)
    assert sum(antall[:-1]) == antall[-1]
    assert er_sum == (True, *[False] * 6, True)


def test_fossen_kan_leses_hoeyt(bygd):
    assert GAP.setning == (
        "Alle boliger: I 2032 mangler det 64 boliger (19–93), og 13 blir til overs (2–20). Det trengs 408. "
        "Kommunen har 331 i dag. Det er vedtatt at 40 kommer til og 14 går ut, så det blir 357 i 2032. Av "
        "de vedtatte er 12 finansiert, 4 uten penger og 24 ikke med i noe tiltak i planen."
    )
    alle_har_penger = dataclasses.replace(GAP, finansiert=40, uten_penger=0)
    alle_har_penger = dataclasses.replace(alle_har_penger, uten_tiltak=0)
    assert alle_har_penger.setning.endswith(" Alle de 40 er finansiert.")
    nok = dataclasses.replace(
        GAP.gap, trengs=350, mangler=0, til_overs=7, til_overs_spenn=(0, 9), sjanse=0.2
    )
    assert dataclasses.replace(GAP, gap=nok).setning.startswith(
        "Alle boliger: I 2032 er det trolig 7 boliger til overs (0–9). Det trengs 350. "
    )
    uendret = dataclasses.replace(nok, inn=0, ut=0, trengs=331, til_overs=0)
    assert Tiltaksgap(uendret, 0, 0, 0).setning == (
        "Alle boliger: I 2032 er det trolig akkurat nok boliger. Det trengs 331. Kommunen har 331 i dag. "
        "Ingen endringer er vedtatt fram til 2032."
    )


def test_et_prosjekt_er_finansiert_naar_alle_tiltakene_det_er_med_i_er_det():
    delt = gapet.fordeling(
        _poster(
            _tiltak("1", "P04", "P05"),
            _tiltak("2", "P05", finansiering="krever_prioritering"),
            _tiltak("3", "P06", finansiering="ekstern"),
            _tiltak("4", "P06", finansiering="uavklart", status=Status("utgaatt")),
            _tiltak("5", "P07", finansiering="avvist"),
            _tiltak("6", "P07"),
        )
    )
    assert dict(delt) == {
        "P04": "finansiert",
        "P05": "uten_penger",
        "P06": "finansiert",
        "P07": "uten_penger",
    }


@pytest.mark.parametrize(
    "felt, slutt",
    [
        ({}, "Det er for få søkere til å si hvor mange flere som da må vente."),
        (
            {"flere_venter": 2.84, "hoey": 7},
            "Ved utgangen av 2027 venter da 3 flere husstander på bolig, trolig mellom "
            "0 og 7.",
        ),
        (
            {"flere_venter": 0.3, "hoey": 2},
            "Ved utgangen av 2027 venter da under én husstand mer på bolig, trolig mellom "
            "0 og 2.",
        ),
        (
            {"flere_venter": 1.2, "hoey": 2},
            "venter da én husstand mer på bolig, trolig mellom 0 og 2.",
        ),
        (
            {"flere_venter": 0.03},
            "Modellen venter ikke lengre kø av det ved utgangen av 2027.",
        ),
        (
            {"flere_venter": 0.03, "kroner": 41e6},
            "Utgiften på 41 000 000 kroner kommer året etter, uten prisstigning.",
        ),
    ],
)
def test_foelgen_av_en_forsinkelse_kan_leses_hoeyt(felt, slutt):
    setning = Forsinkelse("P05", "Bofellesskap", 8, "2027", **felt).setning
    assert setning.startswith(
        "Blir prosjektet P05 (Bofellesskap) ett år forsinket, mangler det 8 boliger ett år til."
    )
    assert setning.replace("\xa0", " ").endswith(slutt) and not feil_i(setning)


def test_lista_over_det_som_mangler_penger_har_en_rad_for_hvert_slag():
    dyrt = _tiltak(
        "1.4",
        finansiering="krever_prioritering",
        funksjon="265",
        aarsverk=1.5,
        beloep=(
            Beloep(2026, 4_000_000, "investering"),
            Beloep(2026, 1_000_000, "investering", "tilskudd"),
            Beloep(2026, 300_000, "drift"),
            Beloep(2028, 600_000, "drift"),
        ),
    )
    liste = gapet.uten_finansiering(
        _poster(
            dyrt,
            _tiltak("2.1"),
            _tiltak("2.2", finansiering="avvist"),
            _tiltak("2.3", finansiering="avvist", status=Status("gjennomfoert")),
            _tiltak("2.4", finansiering="avvist", status=Status("utgaatt")),
            _tiltak("2.5", finansiering="uavklart"),
        )
    )
    assert list(liste.columns[:6]) == [
        "Nummer",
        "Tiltak",
        "KOSTRA-funksjon",
        "Finansiering",
        "Årsverk",
        "Slag",
    ]
    assert list(liste.columns[6:]) == ["2026", "2027", "2028", "Sum"]
    assert liste["Nummer"].tolist() == ["1.4", "1.4", "1.4", "2.2"]
    assert liste["Slag"].tolist() == [
        "Drift",
        "Investering",
        "Tilskudd, investering",
        "",
    ]
    assert liste["KOSTRA-funksjon"][0].startswith("265 ")
    assert liste["2026"].sum() == 3_300_000 and liste["Sum"].sum() == 3_900_000
    assert liste["2027"].isna().all() and liste["Årsverk"].sum() == 1.5


def test_uten_noe_som_mangler_penger_er_lista_tom_med_de_samme_kolonnene():
    liste = gapet.uten_finansiering(_poster(_tiltak("1")))
    assert liste.empty and list(liste.columns)[-2:] == ["Slag", "Sum"]


# ----------------------------------------------------------------- med eksempelkommunen

# Det vedtatte i eksempelet: P04 gir 4 robuste, P05 8 i bofellesskap, P08 24 med heldøgns bemanning, og
# P06 og P07 tar ut 6 og 8. Ideene er P09, P10 og P11.
I_PLANEN = (
    _tiltak("1.4", "P04"),
    _tiltak("1.5", "P05", finansiering="krever_prioritering"),
    _tiltak("1.7", "P06", "P07", finansiering="uavklart"),
    _tiltak("1.8", "P09"),
)


def test_gapet_er_det_samme_som_paa_siden_om_boligbehovet(bygd):
    gapene, slutt = gapet.gapene(_poster(*I_PLANEN)), grunnlag.planaar()
    paa_siden = [
        gap for rekke in planer.gapene(Scenario()) for gap in rekke[: slutt + 1]
    ]
    assert [en.gap for en in gapene] == paa_siden
    alle = gapet.i_alt(_poster(*I_PLANEN))
    assert f"Da mangler det {alle.gap.mangler} boliger" in kort.hovedsvar(Scenario())
    assert alle == gapene[-1] and alle.boligtype == kort.ALLE_BOLIGER


def test_det_vedtatte_deles_etter_pengene_i_tiltaket_og_ideer_er_ikke_med(bygd):
    alle = gapet.i_alt(_poster(*I_PLANEN))
    assert (alle.finansiert, alle.uten_penger, alle.uten_tiltak) == (4, 8, 24)
    assert alle.gap.ut == 14
    uten_plan = gapet.i_alt(())
    assert (uten_plan.finansiert, uten_plan.uten_tiltak) == (0, 36)
    assert uten_plan.gap == alle.gap
    foerste = next(
        en
        for en in gapet.gapene(_poster(*I_PLANEN))
        if en.boligtype == kort.ALLE_BOLIGER and en.aar == "2026"
    )
    assert (foerste.finansiert, foerste.uten_penger, foerste.gap.ut) == (4, 0, 6)


def test_hver_rad_i_tabellen_gaar_opp_og_typene_er_til_sammen_alle(bygd):
    gapene = gapet.gapene(_poster(*I_PLANEN))
    tabell = gapet.tabell(gapene)
    vedtatt = tabell[["Har i dag", "Går ut", *gapet.VEDTATT.values()]].sum(axis=1)
    assert (tabell["Trengs"] == vedtatt + tabell["Mangler"] - tabell["Til overs"]).all()
    for en in gapene:
        deler = en.finansiert + en.uten_penger + en.uten_tiltak
        assert (
            deler == en.gap.inn
            and sum(antall for _, antall, er_sum in en.foss if not er_sum)
            == en.gap.trengs - en.gap.har
        )
    alle = tabell[tabell["Boligtype"] == kort.ALLE_BOLIGER].set_index("År")
    typene = tabell[tabell["Boligtype"] != kort.ALLE_BOLIGER].groupby("År")
    for felt in ("Mangler", "Til overs"):
        assert (typene[felt].sum() == alle[felt]).all()
    assert not [en.setning for en in gapene if feil_i(en.setning)]


def test_en_forsinkelse_gjoer_koeen_lengre_bare_der_noen_ville_faatt_boligene(bygd):
    sene = {en.prosjekt_id: en for en in gapet.forsinkelser(())}
    # Det som går ut, og ideene, kan ikke bli forsinket.
    assert set(sene) == {"P04", "P05", "P08"}
    assert sene["P05"].aar == "2027" and sene["P08"].aar == "2029"
    for en in sene.values():
        # Ingen forsinkelse lar flere vente enn det er boliger som mangler.
        assert (
            0 <= en.flere_venter <= en.boliger and 0 <= en.lav <= en.hoey <= en.boliger
        )
        assert not feil_i(en.setning)
    assert round(sene["P05"].flere_venter) >= 1
    assert list(sene)[0] == max(sene, key=lambda id: sene[id].flere_venter)
    assert sene["P05"].kroner == 41_000_000


def test_kostnaden_er_prosjektets_og_ellers_investeringen_i_tiltaket(
    bygd_internt, tmp_path, monkeypatch
):
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path / "publisert"))
    publiser(
        bygd_internt,
        tmp_path / "publisert",
        "update tabell_planlagt set kostnad_kr = null where prosjekt_id in ('P04', 'P05')",
    )
    beloep = (Beloep(2025, 9_000_000, "investering"), Beloep(2026, 50_000, "drift"))
    sene = gapet.forsinkelser(
        _poster(
            _tiltak("1", "P04", beloep=beloep),
            _tiltak("2", "P05", "P08", beloep=beloep),
        )
    )
    kroner = {en.prosjekt_id: en.kroner for en in sene}
    assert kroner == {"P04": 9_000_000, "P05": None, "P08": 138_000_000}


def test_uten_nok_til_aa_regne_er_det_ikke_noe_gap(bygd_internt, tmp_path, monkeypatch):
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path / "publisert"))
    publiser(bygd_internt, tmp_path / "publisert", "delete from behov_pool")
    assert lesing.behov("pool").empty
    assert gapet.gapene(()) == () and gapet.i_alt(()) is None
    assert gapet.forsinkelser(()) == ()
    assert gapet.tabell(()).empty


def test_et_prosjekt_som_skulle_vaert_ferdig_kommer_om_et_halvt_aar(bygd):
    """Gapet og siden Boligbehov venter det samme."""
    assert all(en.prosjekt.tid > 0 for en in planer.planlagte())
    assert planer.planlagt() == tuple(
        en.prosjekt for en in planer.planlagte() if en.status != "ide"
    )
    assert np.all([en.kroner is None or en.kroner > 0 for en in planer.planlagte()])
