"""Det som er lagret, er lagret: i rekkefølge, med historikk, og uten at to skriver over hverandre."""

import contextlib
import dataclasses
import datetime as dt
import sqlite3
import threading
import uuid
from pathlib import Path

import lagerarbeider
import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lagerarbeider import Prosess

from boligdata import __main__
from boligdata.arbeid import lager as rommet
from boligdata.arbeid.flett import flett
from boligdata.arbeid.lager import (
    SLETTET,
    ArbeidFeil,
    Konflikt,
    NyEndring,
    Sletting,
    migrering,
)

HVEM = "Kari Kommune"


def endring(objekt_id="t1", sett_versjon=0, slag="tiltak", endring_id=None, **innhold):
    return NyEndring(
        endring_id or str(uuid.uuid4()),
        slag,
        objekt_id,
        sett_versjon,
        innhold or {"tittel": "Kjøpe boliger"},
        HVEM,
        "Vedtatt i formannskapet",
    )


@pytest.fixture(params=["sqlite", "postgres"])
def innstilling(request, tmp_path):
    """Hvor lageret er: en mappe, og et tomt sted på en tjener. Alt skal virke likt."""
    if request.param == "sqlite":
        return tmp_path / "arbeid"
    return request.getfixturevalue("postgres").adresse()


@pytest.fixture
def lager(innstilling):
    lager = rommet.aapne(innstilling)
    yield lager
    lager.lukk()


def innhold(hendelser):
    return [hendelse.innhold for hendelse in hendelser]


def test_det_som_er_lagret_leses_likt_tilbake(lager):
    foer = dt.datetime.now(dt.UTC)
    ny = endring(tittel="Kjøpe «små» boliger 🏠\n\tog store", tall=[1, 2.5, None, True])
    lagret = lager.lagre(ny)
    hendelse = lager.hent("tiltak", "t1")
    assert lagret.versjon == hendelse.versjon == 1
    assert (hendelse.innhold, hendelse.hvem, hendelse.hvorfor) == (
        ny.innhold,
        HVEM,
        "Vedtatt i formannskapet",
    )
    assert hendelse.tid == lagret.tid
    assert abs(hendelse.tid - foer) < dt.timedelta(minutes=1)
    assert hendelse.endring_id == ny.endring_id


def test_det_som_er_lagret_er_der_naar_lageret_aapnes_igjen(lager, innstilling):
    lager.lagre(endring())
    lager.lukk()
    igjen = rommet.aapne(innstilling)
    assert innhold(igjen.gjeldende("tiltak")) == [{"tittel": "Kjøpe boliger"}]
    igjen.lukk()


def test_hver_endring_er_en_versjon_og_den_siste_gjelder(lager):
    for versjon in range(3):
        lager.lagre(endring(sett_versjon=versjon, tittel=f"Utgave {versjon + 1}"))
    assert innhold(lager.gjeldende("tiltak")) == [{"tittel": "Utgave 3"}]
    historikk = lager.historikk("tiltak", "t1")
    assert [hendelse.versjon for hendelse in historikk] == [1, 2, 3]
    assert innhold(historikk) == [{"tittel": f"Utgave {nr}"} for nr in (1, 2, 3)]


def test_en_bestemt_versjon_av_hver_leses_sammen_ogsaa_naar_det_er_mange(lager):
    alle = {f"t{nr}": 1 for nr in range(1_001)}
    lager.lagre_alle([endring(id_, tittel=id_) for id_ in alle])
    lager.lagre(endring("t7", 1, tittel="ny"))
    with lager.bilde() as bilde:
        lest = bilde.versjonene("tiltak", alle | {"finnes ikke": 1})
        nyest = bilde.versjonene("tiltak", {"t7": 2, "t8": 2})
        assert bilde.versjonene("tiltak", {}) == []
    assert {hendelse.objekt_id: hendelse.innhold["tittel"] for hendelse in lest} == {
        id_: id_ for id_ in alle
    }
    assert innhold(nyest) == [{"tittel": "ny"}]


def test_slag_holdes_fra_hverandre_selv_med_samme_id(lager):
    lager.lagre(endring("x", slag="tiltak", tittel="Et tiltak"))
    lager.lagre(endring("x", slag="rullering", tittel="En rullering"))
    assert innhold(lager.gjeldende("tiltak")) == [{"tittel": "Et tiltak"}]
    assert lager.hent("rullering", "x").innhold == {"tittel": "En rullering"}
    assert lager.hent("innstilling", "x") is None


def test_et_slag_ingen_kjenner_kan_ikke_lagres(lager):
    with pytest.raises(ValueError, match="ukjent slag"):
        lager.lagre(endring(slag="dikt"))


def test_samme_endring_to_ganger_er_ett_svar_og_en_rad(lager):
    ny = endring()
    assert lager.lagre(ny) == lager.lagre(ny)
    assert len(lager.historikk("tiltak", "t1")) == 1
    lager.lagre(endring(sett_versjon=1, tittel="Siden endret"))
    assert lager.lagre(ny).versjon == 1


def test_den_som_ser_en_gammel_versjon_faar_vite_hva_andre_har_gjort(lager):
    lager.lagre(endring(tittel="Start"))
    lager.lagre(endring(sett_versjon=1, tittel="Deres"))
    min_ = endring(sett_versjon=1, tittel="Min")
    with pytest.raises(Konflikt) as konflikt:
        lager.lagre(min_)
    assert konflikt.value.deres.innhold == {"tittel": "Deres"}
    assert konflikt.value.utgangspunkt.innhold == {"tittel": "Start"}
    assert konflikt.value.endring.innhold == {"tittel": "Min"}
    assert HVEM in konflikt.value.melding
    assert innhold(lager.gjeldende("tiltak")) == [{"tittel": "Deres"}]
    assert lager.lagre(endring(sett_versjon=2, tittel="Min")).versjon == 3


def test_en_konflikt_kan_flettes_og_lagres(lager):
    start = {"tittel": "Kjøpe boliger", "hensikt": "Flere boliger"}
    lager.lagre(endring(**start))
    lager.lagre(endring(sett_versjon=1, **{**start, "tittel": "Leie boliger"}))
    with pytest.raises(Konflikt) as feil:
        lager.lagre(endring(sett_versjon=1, **{**start, "hensikt": "Raskere"}))
    konflikt = feil.value
    flettet = flett(
        konflikt.utgangspunkt.innhold, konflikt.endring.innhold, konflikt.deres.innhold
    )
    lager.lagre(endring(sett_versjon=konflikt.deres.versjon, **flettet.avgjort({})))
    assert lager.hent("tiltak", "t1").innhold == {
        "tittel": "Leie boliger",
        "hensikt": "Raskere",
    }


def test_to_som_lager_det_samme_er_en_konflikt_uten_utgangspunkt(lager):
    lager.lagre(endring(tittel="Deres"))
    with pytest.raises(Konflikt) as konflikt:
        lager.lagre(endring(tittel="Min"))
    assert konflikt.value.utgangspunkt is None


def test_ny_tekst_under_en_brukt_endring_id_forsvinner_ikke(lager):
    """Brukeren trykker lagre, mister nettet, skriver mer og trykker igjen."""
    ny = endring(tittel="Først")
    lager.lagre(ny)
    with pytest.raises(Konflikt) as konflikt:
        lager.lagre(endring(endring_id=ny.endring_id, tittel="Først og mer"))
    assert konflikt.value.deres.innhold == {"tittel": "Først"}


def test_en_versjon_som_ikke_finnes_ennaa_er_ogsaa_en_konflikt(lager):
    """Lageret kan være hentet tilbake fra en eldre kopi mens brukeren skrev."""
    lager.lagre(endring(tittel="Fra kopien"))
    with pytest.raises(Konflikt) as konflikt:
        lager.lagre(endring(sett_versjon=3, tittel="Min"))
    assert konflikt.value.deres.versjon == 1
    assert konflikt.value.utgangspunkt is None


def test_en_endring_av_noe_som_ikke_finnes_sier_at_teksten_maa_tas_vare_paa(lager):
    with pytest.raises(ArbeidFeil, match="Ta vare på teksten"):
        lager.lagre(endring(sett_versjon=4))


def test_mange_endringer_lagres_alle_eller_ingen(lager):
    lager.lagre(endring("b", tittel="Andres"))
    with pytest.raises(Konflikt) as konflikt:
        lager.lagre_alle([endring("a"), endring("b"), endring("c"), endring("b")])
    assert [feil.endring.objekt_id for feil in konflikt.value.alle] == ["b", "b"]
    assert innhold(lager.gjeldende("tiltak")) == [{"tittel": "Andres"}]
    lagret = lager.lagre_alle([endring("a"), endring("c"), endring("a", 1)])
    assert [svar.versjon for svar in lagret] == [1, 1, 2]
    assert len({svar.tid for svar in lagret}) == 1
    assert lager.lagre_alle([]) == []


def test_en_historie_som_hentes_inn_beholder_tidene_den_ble_skrevet(lager):
    tider = [dt.datetime(aar, 2, 4, 8, 30, tzinfo=dt.UTC) for aar in (2022, 2024)]
    samling = [endring("a"), endring("a", 1, tittel="To")]
    assert [svar.tid for svar in lager.lagre_alle(samling, tider=tider)] == tider
    assert [hendelse.tid for hendelse in lager.historikk("tiltak", "a")] == tider
    [da] = lager.per_tidspunkt("tiltak", dt.datetime(2023, 1, 1, tzinfo=dt.UTC))
    assert da.versjon == 1
    with pytest.raises(ValueError):
        lager.lagre_alle([endring("b"), endring("c")], tider=tider[:1])
    assert lager.hent("tiltak", "b") is None


def test_den_samme_samlingen_to_ganger_er_lagret_en_gang(lager):
    samling = [endring("a"), endring("b")]
    assert lager.lagre_alle(samling) == lager.lagre_alle(samling)
    assert len(lager.endret_siden(0)) == 2


def test_en_tidligere_versjon_kommer_tilbake_som_en_ny_endring(lager):
    lager.lagre(endring(tittel="Først"))
    lager.lagre(endring(sett_versjon=1, tittel="Siden"))
    valg = {
        "endring_id": str(uuid.uuid4()),
        "sett_versjon": 2,
        "hvem": HVEM,
        "hvorfor": "Angret",
    }
    assert lager.gjenopprett("tiltak", "t1", 1, **valg).versjon == 3
    historikk = lager.historikk("tiltak", "t1")
    assert [h.innhold["tittel"] for h in historikk] == ["Først", "Siden", "Først"]
    with pytest.raises(ArbeidFeil, match="Versjonen finnes ikke"):
        lager.gjenopprett("tiltak", "t1", 9, **valg)


def test_det_som_er_fjernet_vises_ikke_men_historikken_staar(lager):
    lager.lagre(endring("a", tittel="Bort"))
    lager.lagre(endring("b", tittel="Bli"))
    lager.lagre(endring("a", 1, tittel="Bort", fjernet=True))
    assert [h.objekt_id for h in lager.gjeldende("tiltak")] == ["b"]
    alle = lager.gjeldende("tiltak", med_fjernede=True)
    assert [h.objekt_id for h in alle] == ["a", "b"]
    assert lager.hent("tiltak", "a").innhold["fjernet"]
    assert len(lager.historikk("tiltak", "a")) == 2


def test_det_som_gjaldt_paa_et_tidspunkt_kan_leses(innstilling):
    dager = iter(range(1, 9))
    lager = rommet.aapne(
        innstilling, klokke=lambda: dt.datetime(2025, 1, next(dager), tzinfo=dt.UTC)
    )
    lager.lagre(endring("a", tittel="A1"))
    lager.lagre(endring("b", tittel="B1"))
    lager.lagre(endring("a", 1, tittel="A2"))
    lager.lagre(endring("b", 1, tittel="B1", fjernet=True))

    def titler(dag):
        tid = dt.datetime(2025, 1, dag, 12, tzinfo=dt.UTC)
        return [h.innhold["tittel"] for h in lager.per_tidspunkt("tiltak", tid)]

    assert [titler(dag) for dag in (1, 2, 3, 4)] == [
        ["A1"],
        ["A1", "B1"],
        ["A2", "B1"],
        ["A2"],
    ]
    akkurat = dt.datetime(2025, 1, 2, tzinfo=dt.UTC)
    assert len(lager.per_tidspunkt("tiltak", akkurat)) == 2
    assert lager.per_tidspunkt("tiltak", dt.datetime(2024, 1, 1, tzinfo=dt.UTC)) == []
    lager.lukk()


def test_merket_er_et_annet_bare_naar_noe_er_lagret(lager):
    merker = [lager.merke()]
    lager.lagre(endring())
    merker += [lager.merke(), lager.merke()]
    with pytest.raises(Konflikt):
        lager.lagre(endring())
    merker.append(lager.merke())
    lager.lagre(endring("t2"))
    merker.append(lager.merke())
    assert merker[1] == merker[2] == merker[3]
    assert len(set(merker)) == 3


def test_den_som_spoer_hva_som_er_endret_siden_sist_faar_alt_og_bare_det(lager):
    foerste = lager.lagre(endring("a"))
    lager.lagre(endring("b"))
    siste = lager.lagre(endring("a", 1))
    nye = lager.endret_siden(foerste.nr)
    assert [(h.objekt_id, h.versjon) for h in nye] == [("b", 1), ("a", 2)]
    assert lager.endret_siden(siste.nr) == []


def test_alt_i_et_bilde_er_fra_samme_oeyeblikk(lager):
    lager.lagre(endring("a"))
    with lager.bilde() as bilde:
        foer = bilde.merke()
        lager.lagre(endring("b"))
        assert [h.objekt_id for h in bilde.gjeldende("tiltak")] == ["a"]
        assert bilde.merke() == foer
    assert lager.merke() != foer


def test_en_feil_hos_den_som_leser_er_ikke_en_feil_i_lageret(lager):
    with pytest.raises(FileNotFoundError), lager.bilde() as bilde:
        bilde.gjeldende("tiltak")
        Path("/finnes/ikke").read_bytes()
    assert lager.gjeldende("tiltak") == []


def test_styretegn_fra_word_er_borte_og_resten_staar(lager):
    lager.lagre(
        endring(
            tittel="En\x0blinje\x00\x1f", liste=[{"ord\x07": "a\ud800b"}], ok="\n\t"
        )
    )
    assert lager.hent("tiltak", "t1").innhold == {
        "tittel": "Enlinje",
        "liste": [{"ord": "ab"}],
        "ok": "\n\t",
    }


STEG = st.tuples(
    st.sampled_from("abc"),
    st.sampled_from([0, 0, 0, -1, 1]),
    st.sampled_from(["", "fjernet", "igjen", "gjenopprett"]),
    st.text(max_size=3),
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEG, max_size=12))
def test_lageret_svarer_som_en_liste_over_alt_som_er_gjort(lager, steg):
    """Uansett hva brukerne gjør: den enkleste modellen av historikk sier det samme."""
    slag, modell, forrige = "rullering", {}, None
    foer = {h.objekt_id: h.versjon for h in lager.gjeldende(slag, med_fjernede=True)}
    siste = max((h.nr for h in lager.endret_siden(0)), default=0)
    for objekt_id, bom, hva, tekst in steg:
        liste = modell.setdefault(objekt_id, [])
        naa = foer.get(objekt_id, 0) + len(liste)
        ny = endring(objekt_id, max(0, naa + bom), slag, tekst=tekst.replace("\0", ""))
        if hva == "igjen" and forrige:
            ny = forrige
        if hva == "fjernet":
            ny.innhold["fjernet"] = True
        gjort = [e for e, _ in sum(modell.values(), [])]
        try:
            svar = lager.lagre(ny)
        except (Konflikt, ArbeidFeil):
            assert ny not in gjort
            assert ny.sett_versjon != naa or hva == "igjen"
            continue
        if ny not in gjort:
            assert svar.versjon == naa + 1
            modell[ny.objekt_id].append((ny, svar.versjon))
        forrige = ny
    for objekt_id, liste in modell.items():
        historikk = lager.historikk(slag, objekt_id)[foer.get(objekt_id, 0) :]
        assert [(h.endring_id, h.versjon) for h in historikk] == [
            (e.endring_id, versjon) for e, versjon in liste
        ]
    nye = [h.endring_id for h in lager.endret_siden(siste)]
    assert len(nye) == sum(map(len, modell.values()))


@pytest.mark.parametrize(
    "felt", [{"hvem": "  "}, {"hvem": "\x00"}], ids=["blankt", "usynlig"]
)
def test_ingen_lagrer_uten_navn(lager, felt):
    with pytest.raises(ArbeidFeil, match="Skriv navnet ditt") as feil:
        lager.lagre(NyEndring(str(uuid.uuid4()), "tiltak", "t1", 0, {}, **felt))
    assert feil.value.felt == ("hvem",)


def test_ti_megabyte_tekst_avvises_med_et_raad(lager):
    with pytest.raises(ArbeidFeil, match="teksten er for lang"):
        lager.lagre(endring(tittel="x" * 10_000_000))
    assert lager.gjeldende("tiltak") == []


def test_mange_traader_kan_bruke_det_samme_lageret(lager):
    feil = []

    def arbeid(nr):
        try:
            for versjon in range(5):
                lager.lagre(endring(f"t{nr}", versjon))
                lager.gjeldende("tiltak")
        except Exception as galt:
            feil.append(galt)

    traader = [threading.Thread(target=arbeid, args=(nr,)) for nr in range(12)]
    for traad in traader:
        traad.start()
    for traad in traader:
        traad.join()
    assert not feil
    assert [h.versjon for h in lager.gjeldende("tiltak")] == [5] * 12


# ------------------------------------------------------------- personopplysninger slettes

NAVN = "Zolfrid Kvernmo-Bråten"
DELER = ("Zolfrid", "Kvernmo", "Bråten")


def innspillet(sett_versjon=0, **felt):
    felt = {
        "avsender": NAVN,
        "sammendrag": "Sønnen min venter.",
        "tema": "boliger",
        "endring": "Zolfrids forslag om svar til søkerne er tatt inn.",
        "ord": [["Telefon", f"Ring {DELER[1]} i kveld"]],
    } | felt
    endret = endring("i1", sett_versjon, "innspill", **felt)
    return dataclasses.replace(endret, hvorfor=f"{DELER[0]} ringte om det.")


def slettingen(sett_versjon, **endret):
    return dataclasses.replace(
        Sletting(
            str(uuid.uuid4()),
            "innspill",
            "i1",
            sett_versjon,
            ("avsender", "sammendrag", "ord"),
            ("avsender",),
            HVEM,
            f"{NAVN} ba om det.",
        ),
        **endret,
    )


def test_det_som_slettes_er_borte_i_alle_versjoner_og_historikken_har_formen_sin(lager):
    for nr in range(3):
        lager.lagre(innspillet(nr, sammendrag=f"Sønnen min venter, {nr}."))
    foer = lager.historikk("innspill", "i1")
    assert lager.slett(slettingen(3)).lagret.versjon == 4
    alle = lager.historikk("innspill", "i1")
    assert [(en.nr, en.versjon, en.hvem, en.tid) for en in alle[:3]] == [
        (en.nr, en.versjon, en.hvem, en.tid) for en in foer
    ]
    for en in alle:
        assert en.innhold == {
            "avsender": SLETTET,
            "sammendrag": SLETTET,
            "tema": "boliger",
            "endring": f"{SLETTET} forslag om svar til søkerne er tatt inn.",
            "ord": [],
        }
    assert [en.hvorfor for en in alle] == [f"{SLETTET} ringte om det."] * 3 + [
        f"{SLETTET} ba om det."
    ]
    [sletting] = lager.gjeldende("sletting")
    assert (sletting.objekt_id, sletting.hvem) == ("innspill i1", HVEM)
    assert sletting.innhold == {
        "felter": ["avsender", "sammendrag", "ord"],
        "til_versjon": 3,
    }


def test_navnet_er_ikke_i_databasen_etterpaa_heller_ikke_der_ingen_leser(
    lager, innstilling, tmp_path, request
):
    """Mange lagringer har lagt igjen gamle sider i filen, i loggen, og mellom radene. Noen utgaver av SQLite
    skriver selv over det som blir ledig. Det skal ikke være det som redder oss.
    """
    if not isinstance(innstilling, str):
        with lager._base._basseng.laan(lager._base._er_frisk) as forbindelse:
            forbindelse.hent("pragma secure_delete = off")
    for nr in range(40):
        lager.lagre(innspillet(nr, vurdering=f"{NAVN} {nr} " + "lang tekst " * 60))
    assert _rester(innstilling, request), "navnet må være der før det slettes"
    svar = lager.slett(slettingen(40))
    assert svar.visket_ut
    assert not _rester(innstilling, request)
    kopien = lager.sikkerhetskopi(tmp_path / "kopi.sqlite").read_bytes()
    assert not [del_ for del_ in DELER if del_.encode() in kopien]
    with lager.bilde() as bilde:
        assert not bilde.mangler()
        assert not [del_ for del_ in DELER if del_ in repr(bilde.endret_siden(0))]


def _rester(innstilling, request) -> list[tuple[str, str]]:
    """Filene til databasen der en del av navnet står, byte for byte."""
    if isinstance(innstilling, str):
        tjener = request.getfixturevalue("postgres")
        tjener.kjoer("checkpoint")
        mappe = tjener.mappe / "data" / "base"
    else:
        mappe = innstilling
    return [
        (fil.name, del_)
        for fil in mappe.rglob("*")
        if fil.is_file()
        for del_ in DELER
        if del_.encode() in fil.read_bytes()
    ]


def test_den_samme_slettingen_to_ganger_er_gjort_en_gang(lager):
    lager.lagre(innspillet())
    bedt_om = slettingen(1)
    assert lager.slett(bedt_om).lagret == lager.slett(bedt_om).lagret
    assert len(lager.historikk("innspill", "i1")) == 2
    assert len(lager.historikk("sletting", "innspill i1")) == 1


def test_noe_som_skrives_inn_etter_en_sletting_kan_slettes_igjen(lager):
    lager.lagre(innspillet())
    lager.slett(slettingen(1))
    lager.lagre(innspillet(2, avsender="Torleif Igjen"))
    lager.slett(slettingen(3))
    assert "Torleif" not in repr(lager.historikk("innspill", "i1"))
    assert len(lager.historikk("sletting", "innspill i1")) == 2


def test_har_noen_lagret_imens_er_ingenting_slettet(lager):
    lager.lagre(innspillet())
    lager.lagre(innspillet(1))
    foer = lager.historikk("innspill", "i1")
    with pytest.raises(Konflikt):
        lager.slett(slettingen(1))
    assert lager.historikk("innspill", "i1") == foer
    assert not lager.gjeldende("sletting")


def test_slettingen_sier_hvor_navnet_ellers_staar(lager):
    lager.lagre(innspillet())
    for nr in range(2):
        lager.lagre(endring("t1", nr, tittel="Svar til BRÅTEN"))
    lager.lagre(endring("t2", tittel="Bråtenveien 4"))
    assert lager.slett(slettingen(1)).andre == {"tiltak": 1}


@pytest.mark.parametrize(
    "sql",
    [
        "update hendelse set innhold = '{}' where slag = 'innspill'",
        "update hendelse set innhold = '{}' where slag = 'sletting'",
        "delete from hendelse where slag = 'sletting'",
    ],
)
def test_etter_en_sletting_er_historikken_like_godt_vernet(lager, innstilling, sql):
    lager.lagre(innspillet())
    lager.slett(slettingen(1))
    foer = lager.endret_siden(0)
    with (
        direkte(innstilling) as forbindelse,
        pytest.raises((sqlite3.IntegrityError, psycopg.Error)),
    ):
        forbindelse.execute(sql)
    assert lager.endret_siden(0) == foer


@pytest.mark.parametrize(
    ("sql", "gaar"),
    [
        ("update hendelse set innhold = '{}' where slag = 'innspill'", True),
        ("update hendelse set hvem = 'Ola' where slag = 'innspill'", False),
        ("update hendelse set versjon = 9 where slag = 'innspill'", False),
        ("update hendelse set innhold = '{}' where slag = 'tiltak'", False),
        ("update hendelse set innhold = '{}' where slag = 'sletting'", False),
    ],
)
def test_mens_noe_slettes_kan_bare_innholdet_i_den_posten_skrives_om(
    lager, innstilling, sql, gaar
):
    lager.lagre(innspillet())
    lager.lagre(endring("t1"))
    lager.lagre(endring("innspill i1", slag="sletting"))
    with direkte(innstilling) as forbindelse:
        if gaar:
            assert forbindelse.execute(sql).rowcount == 1
            return
        with pytest.raises((sqlite3.IntegrityError, psycopg.Error)):
            forbindelse.execute(sql)


def test_kommandolinjen_visker_ut_det_som_er_slettet(
    lager, innstilling, monkeypatch, capsys
):
    monkeypatch.setenv("BOLIGDATA_ARBEID", str(innstilling))
    assert __main__.main(["arbeid", "visk"]) == 0
    assert "er skrevet over" in capsys.readouterr().out


# ------------------------------------------------------------------ vaktene i tabellene


@contextlib.contextmanager
def direkte(innstilling):
    """Rett inn i databasen, forbi programmet, slik en kyndig drifter kan."""
    if isinstance(innstilling, str):
        forbindelse = psycopg.connect(innstilling, autocommit=True)
    else:
        forbindelse = sqlite3.connect(
            innstilling / "arbeid.sqlite", isolation_level=None
        )
    with contextlib.closing(forbindelse):
        yield forbindelse


RAD = "'tiltak', 't1', {versjon}, '{{}}', 'Ola', '', '2025-01-01T00:00:00.000000Z'"
FELT = "slag, objekt_id, versjon, innhold, hvem, hvorfor, tid"
NY_ID, BRUKT_ID = (f"'{uuid.UUID(int=nr)}'" for nr in (7, 8))


@pytest.mark.parametrize(
    "sql",
    [
        "update hendelse set hvem = 'Ola'",
        "update hendelse set innhold = '{}' where versjon = 1",
        "delete from hendelse",
        "delete from hendelse where versjon = 2",
        "delete from gjeldende",
        "update gjeldende set nr = (select min(nr) from hendelse)",
        f"insert into hendelse (endring_id, {FELT}) values ({NY_ID}, {RAD.format(versjon=2)})",
        f"insert into hendelse (endring_id, {FELT}) values ({NY_ID}, {RAD.format(versjon=4)})",
        f"insert into hendelse (endring_id, {FELT}) values ({BRUKT_ID}, {RAD.format(versjon=3)})",
        f"insert into hendelse (endring_id, {FELT}) values ({BRUKT_ID}, {RAD.format(versjon=3)}) "
        "on conflict (endring_id) do update set hvem = 'Ola'",
        f"insert into hendelse (endring_id, {FELT}) values ({NY_ID}, {RAD.format(versjon='null')})",
    ],
)
def test_ingen_kommer_forbi_vaktene_i_tabellene(lager, innstilling, sql):
    lager.lagre(endring())
    lager.lagre(endring(sett_versjon=1, endring_id=BRUKT_ID.strip("'")))
    foer = lager.historikk("tiltak", "t1"), lager.gjeldende("tiltak")
    with (
        direkte(innstilling) as forbindelse,
        pytest.raises((sqlite3.IntegrityError, psycopg.Error)),
    ):
        forbindelse.execute(sql)
    assert (lager.historikk("tiltak", "t1"), lager.gjeldende("tiltak")) == foer


def test_kontrollen_sier_fra_naar_noen_har_tatt_bort_vaktene(
    lager, innstilling, monkeypatch, capsys
):
    lager.lagre_alle([endring("a"), endring("a", 1), endring("b"), endring("b", 1)])
    monkeypatch.setenv("BOLIGDATA_ARBEID", str(innstilling))
    assert __main__.main(["arbeid", "kontroll"]) == 0
    assert "Arbeidsdataene er hele" in capsys.readouterr().out
    slett = "delete from hendelse where objekt_id = 'a' and versjon = 1"
    pek = (
        "update gjeldende set nr = (select min(nr) from hendelse where objekt_id = 'b') "
        "where objekt_id = 'b'"
    )
    with direkte(innstilling) as forbindelse:
        for vakt in uten_vakter(innstilling):
            forbindelse.execute(vakt)
        forbindelse.execute(slett)
        forbindelse.execute(pek)
    assert __main__.main(["arbeid", "kontroll"]) == 1
    skrevet = capsys.readouterr().out
    assert "Historikken til tiltak a har hull." in skrevet
    assert "Den siste versjonen av tiltak b gjelder ikke." in skrevet


def uten_vakter(innstilling):
    """Det den som eier tabellene, kan gjøre."""
    if isinstance(innstilling, str):
        return [
            f"alter table {tabell} disable trigger user"
            for tabell in ("hendelse", "gjeldende")
        ]
    return [
        f"drop trigger {vakt}"
        for vakt in ("hendelse_slettes_aldri", "gjeldende_er_den_siste")
    ]


# ------------------------------------------------------------------ mange prosesser


def kjoer(maal, *argumenter):
    """Start en prosess for hvert sett med argumenter, og vent til alle er ferdige."""
    prosesser = [Prosess(target=maal, args=satt) for satt in zip(*argumenter)]
    for prosess in prosesser:
        prosess.start()
    for prosess in prosesser:
        prosess.join(timeout=60)
    assert [prosess.exitcode for prosess in prosesser] == [0] * len(prosesser)


def test_fire_prosesser_som_begynner_samtidig_mister_ingenting(innstilling, tmp_path):
    """Lageret finnes ikke ennå, så de lager det også samtidig."""
    filer = [tmp_path / f"{nr}.txt" for nr in range(4)]
    navn = [f"p{nr}" for nr in range(4)]
    kjoer(lagerarbeider.lagre_i_vei, [innstilling] * 4, navn, filer, [10] * 4)
    kontroller(innstilling, lagerarbeider.kvitterte(tmp_path), ukvittert=0)


def test_samme_endring_fra_fire_prosesser_er_en_rad_og_ett_svar(innstilling, tmp_path):
    filer = [tmp_path / f"{nr}.txt" for nr in range(4)]
    id_ = str(uuid.uuid4())
    kjoer(lagerarbeider.lagre_samme, [innstilling] * 4, [id_] * 4, filer)
    assert len({fil.read_text(encoding="utf-8") for fil in filer}) == 1
    lager = rommet.aapne(innstilling)
    assert len(lager.historikk("tiltak", "samme")) == 1
    lager.lukk()


def test_alt_som_er_kvittert_finnes_etter_at_prosessene_er_drept(innstilling, tmp_path):
    rommet.aapne(innstilling).lukk()
    drept = lagerarbeider.drep_underveis(innstilling, tmp_path, kvitterte=120, drap=16)
    assert drept >= 16
    kontroller(innstilling, lagerarbeider.kvitterte(tmp_path), ukvittert=drept)


def kontroller(innstilling, kvitterte, ukvittert):
    """Alt som er kvittert, er der, uten hull, og det siste gjelder."""
    lager = rommet.aapne(innstilling)
    alle = lager.endret_siden(0)
    lagret = {(h.endring_id, h.objekt_id, h.versjon) for h in alle}
    assert kvitterte
    assert kvitterte <= lagret
    assert len(lagret - kvitterte) <= ukvittert
    siste = {}
    for hendelse in alle:
        assert hendelse.versjon == siste.get(hendelse.objekt_id, 0) + 1
        siste[hendelse.objekt_id] = hendelse.versjon
    assert {h.objekt_id: h.versjon for h in lager.gjeldende("tiltak")} == siste
    lager.lukk()


# ------------------------------------------------------------------ sikkerhetskopi


def test_en_kopi_tatt_mens_andre_lagrer_er_hel(lager, innstilling, tmp_path):
    filer = [tmp_path / f"{nr}.txt" for nr in range(2)]
    prosesser = [
        Prosess(
            target=lagerarbeider.lagre_i_vei, args=(innstilling, f"p{nr}", fil, None)
        )
        for nr, fil in enumerate(filer)
    ]
    for prosess in prosesser:
        prosess.start()
    lagerarbeider.vent_paa(tmp_path, 10)
    foer = lagerarbeider.kvitterte(tmp_path)
    kopi = lager.sikkerhetskopi(tmp_path / "kopier" / "arbeid.sqlite")
    for prosess in prosesser:
        prosess.kill()
        prosess.join()
    tilbake = rommet.aapne(tmp_path / "tilbake")
    antall = tilbake.hent_kopi(kopi)
    alle = tilbake.endret_siden(0)
    assert len(alle) == antall
    assert foer <= {(h.endring_id, h.objekt_id, h.versjon) for h in alle}
    assert alle == lager.endret_siden(0)[:antall]
    assert [fil.name for fil in kopi.parent.iterdir()] == [kopi.name]
    tilbake.lukk()


def test_en_kopi_kommer_tilbake_til_samme_slags_lager_med_alt(
    lager, innstilling, request, tmp_path
):
    lager.lagre_alle([endring("a"), endring("b"), endring("a", 1)])
    kopi = lager.sikkerhetskopi(tmp_path)
    assert kopi.name.startswith("arbeid-20")
    sted = tmp_path / "nytt"
    if isinstance(innstilling, str):
        sted = request.getfixturevalue("postgres").adresse()
    nytt = rommet.aapne(sted)
    assert nytt.hent_kopi(kopi) == 3
    assert nytt.endret_siden(0) == lager.endret_siden(0)
    assert nytt.merke() == lager.merke()
    # Og det kan lagres videre, med nye numre.
    assert nytt.lagre(endring("a", 2)).nr > max(h.nr for h in lager.endret_siden(0))
    with pytest.raises(ArbeidFeil, match="bare hentes inn i et tomt lager"):
        nytt.hent_kopi(kopi)
    nytt.lukk()


def test_kommandolinjen_tar_en_kopi_og_henter_den_inn_et_annet_sted(
    lager, innstilling, tmp_path, monkeypatch, capsys
):
    lager.lagre_alle([endring("a"), endring("b"), endring("a", 1)])

    def kjoer_mot(sted, *argumenter):
        monkeypatch.setenv("BOLIGDATA_ARBEID", str(sted))
        kode = __main__.main(["arbeid", *argumenter])
        return kode, "".join(capsys.readouterr())

    kopi = tmp_path / "kopi.sqlite"
    assert kjoer_mot(innstilling, "kopi", "--til", str(kopi))[0] == 0
    kode, skrevet = kjoer_mot(tmp_path / "nytt", "hent", "--fra", str(kopi))
    assert (kode, "3 endringer" in skrevet) == (0, True)
    kode, skrevet = kjoer_mot(tmp_path / "nytt", "kontroll")
    assert (kode, skrevet.split()[:2]) == (0, ["tiltak", "2"])
    kode, skrevet = kjoer_mot(tmp_path / "nytt", "hent", "--fra", str(kopi))
    assert (kode, "tomt lager" in skrevet) == (1, True)


def test_to_lagre_av_samme_kopi_har_hvert_sitt_merke_naar_de_er_endret(lager, tmp_path):
    """Det som huskes, må ikke gjelde etter at en eldre kopi er hentet tilbake."""
    lager.lagre(endring("a"))
    kopi, merker = lager.sikkerhetskopi(tmp_path), set()
    for nr in range(2):
        tilbake = rommet.aapne(tmp_path / f"tilbake{nr}")
        tilbake.hent_kopi(kopi)
        tilbake.lagre(endring(f"b{nr}"))
        merker.add(tilbake.merke())
        tilbake.lukk()
    assert len(merker) == 2


def test_en_kopi_det_ikke_er_plass_til_etterlater_ingenting(lager, tmp_path):
    lager.lagre(endring())
    i_veien = tmp_path / "fil"
    i_veien.write_text("her er det ingen mappe", encoding="utf-8")
    with pytest.raises(ArbeidFeil, match="Sikkerhetskopien ble ikke laget"):
        lager.sikkerhetskopi(i_veien / "kopi.sqlite")
    assert len(lager.gjeldende("tiltak")) == 1


def test_en_fil_som_ikke_er_en_kopi_blir_ikke_hentet(lager, tmp_path):
    feil_fil = tmp_path / "plan.docx"
    feil_fil.write_bytes(b"PK\x03\x04" * 5000)
    for fil in (feil_fil, tmp_path / "finnes_ikke.sqlite"):
        with pytest.raises(ArbeidFeil):
            lager.hent_kopi(fil)
    assert lager.gjeldende("tiltak") == []


# ------------------------------------------------------------------ utgaver av tabellene


def test_tabeller_fra_en_nyere_utgave_blir_ikke_roert(lager, innstilling):
    lager.lagre(endring())
    lager.lukk()
    with direkte(innstilling) as forbindelse:
        forbindelse.execute("insert into skjema values (99, 'x')")
    with pytest.raises(ArbeidFeil, match="nyere utgave av programmet"):
        rommet.aapne(innstilling)


def test_et_nytt_steg_tas_en_gang_og_historikken_staar(lager, innstilling, monkeypatch):
    lager.lagre(endring())
    lager.lukk()
    nye_steg(monkeypatch, "create table proeve (id integer)")
    for _ in range(2):
        igjen = rommet.aapne(innstilling)
        assert len(igjen.historikk("tiltak", "t1")) == 1
        igjen.lukk()
    with direkte(innstilling) as forbindelse:
        svar = forbindelse.execute("select versjon from skjema order by versjon")
        assert svar.fetchall() == [(1,), (2,), (3,)]
        assert forbindelse.execute("select * from proeve").fetchall() == []


def test_et_steg_som_gaar_galt_endrer_ingenting(lager, innstilling, monkeypatch):
    lager.lagre(endring())
    lager.lukk()
    with monkeypatch.context() as med_feil:
        nye_steg(
            med_feil, "create table proeve (id integer); select * from finnes_ikke"
        )
        with pytest.raises((sqlite3.Error, ArbeidFeil)):
            rommet.aapne(innstilling)
    igjen = rommet.aapne(innstilling)
    assert len(igjen.gjeldende("tiltak")) == 1
    igjen.lukk()
    with (
        direkte(innstilling) as forbindelse,
        pytest.raises((sqlite3.Error, psycopg.Error)),
    ):
        forbindelse.execute("select * from proeve")


def nye_steg(monkeypatch, sql):
    """Et steg som ikke finnes ennå."""
    ekte = migrering.steg
    monkeypatch.setattr(
        migrering,
        "steg",
        lambda slag: ekte(slag) | {max(ekte(slag)) + 1: f"{sql};"},
    )
