"""Setningene kan leses høyt: riktig tall, riktig tid, entall og flertall, og aldri en null som
egentlig er ukjent.
"""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from spraak import feil_i

from boligdata.felles import katalog
from boligdata.innhold import setninger
from boligdata.innhold.vurdering import Grenser, Maalet, Plandom, Vurdering
from boligdata.innhold.vurdering.ord import kunne_sett_i_ord, planen_i_ord
from boligdata.innhold.vurdering.planperioden import Planutslag
from boligdata.lesing import Endring
from boligdata.lesing.lest import som_lest

INDIKATORER = {
    id: som_lest(indikator, vernet=False)
    for id, indikator in katalog.indikatorer().items()
}
VENTELISTE = INDIKATORER["venteliste"]  # antall, beholdning, mål høyst 20
UTLEIEGRAD = INDIKATORER["utleiegrad"]  # prosent, beholdning, mål minst 95
OMLOEPSTID = INDIKATORER["omloepstid"]  # dager, strøm, mål høyst 45
SOEKNADER = INDIKATORER["soeknader"]  # antall, strøm, uten mål
KOSTRA = katalog.regionstall()["KOSboligSper10000000"]
NB = "\N{NO-BREAK SPACE}"


def _serie(*verdier, perioder=("2024", "2025"), flagg=""):
    return pd.DataFrame(
        {
            "periode": perioder[-len(verdier) :],
            "verdi": np.array(verdier, dtype=float),
            "nedre": np.array(verdier, dtype=float),
            "oevre": np.array(verdier, dtype=float),
            "flagg": flagg,
        }
    )


def _grupper(*par, periode="2025", kolonne="gruppe"):
    navn, verdi = zip(*par)
    return pd.DataFrame(
        {
            "periode": periode,
            kolonne: navn,
            "verdi": np.array(verdi, dtype=float),
            "nedre": np.array(verdi, dtype=float),
            "oevre": np.array(verdi, dtype=float),
            "flagg": "",
        }
    )


@pytest.mark.parametrize(
    "teller, nevner, setning",
    [
        (1, 4, "1 av 4. Det er for få til å regne prosent av."),
        (0, 0, "er det ingen å regne på, så tallet vises ikke."),
    ],
)
def test_en_eksakt_prosent_av_ingen_er_ikke_en_prosent_av_faa(teller, nevner, setning):
    data = _serie(np.nan, flagg="for_faa").assign(teller=teller, nevner=nevner)
    sagt = setninger.utvikling(UTLEIEGRAD, data)
    assert sagt.startswith("Ved utgangen av 2025") and sagt.endswith(setning)


@pytest.mark.parametrize(
    "indikator, data, setning",
    [
        (
            SOEKNADER,
            _serie(1107, 1101),
            f"I 2025: 1{NB}101 søknader, mot 1{NB}107 i 2024.",
        ),
        (
            VENTELISTE,
            _serie(9, 31),
            "Ved utgangen av 2025: 31 husstander, mot 9 ved utgangen av 2024. "
            "Målet på høyst 20 er ikke nådd.",
        ),
        (
            VENTELISTE,
            _serie(20),
            "Ved utgangen av 2025: 20 husstander. Målet på høyst 20 er nådd.",
        ),
        (
            UTLEIEGRAD,
            _serie(94, 95),
            f"Ved utgangen av 2025: 95{NB}% av boligene, mot 94{NB}% ved utgangen av 2024. "
            f"Målet på minst 95{NB}% er nådd.",
        ),
        (
            OMLOEPSTID,
            _serie(60, 50, perioder=("2025-T2", "2025-T3")),
            f"I 3. tertial 2025: 50{NB}dager, mot 60{NB}dager i 2. tertial 2025. "
            f"Målet på høyst 45{NB}dager er ikke nådd.",
        ),
    ],
)
def test_utviklingen_sier_tallet_endringen_og_maalet(indikator, data, setning):
    assert setninger.utvikling(indikator, data) == setning


@pytest.mark.parametrize(
    "foer, naa, sagt",
    [(91.2, 91.2, "det samme som"), (91.2, 90.8, "omtrent som")],
)
def test_tall_som_er_like_sies_aa_vaere_det_samme_og_de_som_bare_ser_like_ut_omtrent(
    foer, naa, sagt
):
    setning = setninger.utvikling(UTLEIEGRAD, _serie(foer, naa))
    assert (
        f": 91\N{NO-BREAK SPACE}% av boligene, {sagt} ved utgangen av 2024." in setning
    )


def test_avrundede_tall_som_ser_like_ut_sies_bare_aa_vaere_omtrent_like():
    """Bak 30 og 30 kan det stå 30 og 32."""
    vernet = dataclasses.replace(VENTELISTE, vernet=True, maaltall=None)
    assert setninger.utvikling(vernet, _serie(30, 30)) == (
        "Ved utgangen av 2025: 30 husstander, omtrent som ved utgangen av 2024."
    )


@pytest.mark.parametrize(
    "nedre, oevre, slutt",
    [
        (11, 20, "Målet på høyst 20 er nådd."),
        (21, 29, "Målet på høyst 20 er ikke nådd."),
        (
            16,
            24,
            "Om målet på høyst 20 er nådd, kan ikke avgjøres, for tallet er rundet av.",
        ),
    ],
)
def test_om_maalet_er_naadd_sies_bare_naar_avrundingen_ikke_avgjoer_det(
    nedre, oevre, slutt
):
    serie = _serie(20).assign(nedre=nedre, oevre=oevre)
    assert setninger.utvikling(VENTELISTE, serie).endswith(slutt)


@pytest.mark.parametrize(
    "indikator, nedre, oevre, tekst",
    [
        (UTLEIEGRAD, 87.5, 100, f"mellom 87 og 100{NB}%"),
        (UTLEIEGRAD, 0, 4.2, f"mellom 0 og 5{NB}%"),
        (
            som_lest(katalog.indikatorer()["omloepstid"], True),
            1.5167,
            2.5,
            f"mellom 1,5 og 2,5{NB}måneder",
        ),
        (
            som_lest(katalog.indikatorer()["omloepstid"], True),
            0,
            0.5,
            f"mellom 0 og 0,5{NB}måneder",
        ),
    ],
)
def test_spennet_sies_saa_det_virkelige_tallet_alltid_er_mellom_endene(
    indikator, nedre, oevre, tekst
):
    assert setninger.spennet(indikator, nedre, oevre) == tekst


def test_dommen_staar_i_setningen_mellom_endringen_og_maalet():
    v = Vurdering(
        "verre",
        "",
        i_ord="Tallet er høyere enn det pleier å være: en forverring.",
        maalet=Maalet(2, 2, 6, tertialer=False),
    )
    assert setninger.utvikling(VENTELISTE, _serie(9, 31), v) == (
        "Ved utgangen av 2025: 31 husstander, mot 9 ved utgangen av 2024. Tallet er "
        "høyere enn det pleier å være: en "
        "forverring. Målet på høyst 20 er ikke nådd. Det er nådd i 2 av de 6 siste årene."
    )


def test_uten_en_dom_er_setningen_som_foer():
    for v in (None, Vurdering("uendret", "Tallet er det samme som i forrige periode.")):
        assert (
            setninger.utvikling(SOEKNADER, _serie(10, 10), v)
            == "I 2025: 10 søknader, det samme som i 2024."
        )


def test_et_ukjent_tall_vurderes_ikke_i_setningen():
    v = Vurdering("ukjent", "Tallet mangler for denne perioden.")
    assert (
        setninger.utvikling(OMLOEPSTID, _serie(50, np.nan), v)
        == "I 2025 kan tallet ikke regnes ut."
    )


def test_grensene_sies_med_det_tallet_kan_vaere():
    assert setninger.grenser(UTLEIEGRAD, Grenser(92.2, 86.6, 104, tak=100)) == (
        f"Snittet av de tidligere er 92{NB}%. Tallet pleier å være fra 87 til 100{NB}%."
    )
    assert (
        setninger.grenser(VENTELISTE, Grenser(4, -3, 11))
        == "Snittet av de tidligere er 4. Tallet pleier å være fra 0 til 11."
    )


def _plandom(dom, retning, regel="plannivaa", foer=("2016", "2021")):
    return Plandom(dom, Planutslag(retning, regel, foer, ("2022", "2025")))


@pytest.mark.parametrize(
    "plandom, setning",
    [
        (
            _plandom("verre", 1),
            "Årene 2022–2025 ligger høyere enn årene 2016–2021: en forverring.",
        ),
        (
            _plandom("redusert", -1, foer=("2021", "2021")),
            "Årene 2022–2025 ligger lavere enn 2021.",
        ),
        (
            _plandom("bedre", 1, "plansamlet"),
            "Årene 2022–2025 ligger samlet høyere enn årene 2016–2021: en bedring.",
        ),
        (
            _plandom("bedre", -1, "plantrend"),
            "Tallet har gått nedover fra 2022 til 2025: en bedring.",
        ),
        (
            _plandom("tilfeldig", 0),
            "Det er ingen sikker forskjell mellom årene 2016–2021 og årene 2022–2025.",
        ),
        (
            _plandom("uavgjort", 0),
            "Om årene 2022–2025 er annerledes enn årene 2016–2021, kan ikke avgjøres, for tallene er "
            "rundet av.",
        ),
        (
            _plandom("tilfeldig", 0, "plantrend"),
            "Tallet går ikke sikkert én vei fra 2022 til 2025.",
        ),
        (
            _plandom("uavgjort", 0, "plantrend"),
            "Om tallet går én vei fra 2022 til 2025, kan ikke avgjøres, for tallene er rundet av.",
        ),
    ],
)
def test_planperioden_sies_i_en_kort_setning(plandom, setning):
    assert planen_i_ord(plandom) == setning
    assert len(setning.split()) <= 30


def test_bare_en_sikker_dom_over_planperioden_staar_i_setningen():
    for plandom in (_plandom("verre", 1), _plandom("tilfeldig", 0)):
        v = Vurdering("tilfeldig", "", i_ord="Kan være tilfeldig.", planen=plandom)
        setning = setninger.utvikling(VENTELISTE, _serie(30, 31), v)
        sikker = plandom.dom == "verre"
        assert (planen_i_ord(plandom) in setning) is sikker
        assert setning.endswith("Målet på høyst 20 er ikke nådd.")


@pytest.mark.parametrize(
    "verdier, kunne, bygger_paa, vernet, setning",
    [
        (
            (49, 45),
            (35, 63),
            40,
            False,
            f"Med så få saker måtte tallet vært under 35{NB}% for at vi kunne sett en endring.",
        ),
        (
            (45, 49),
            (35, 63),
            400,
            True,
            f"Tallet måtte vært over 63{NB}% for at vi kunne sett en endring.",
        ),
        (
            (49, 49),
            (35, 97),
            40,
            True,
            f"Med så få saker, og avrundede tall, måtte tallet vært under 35{NB}% eller over 97{NB}% for "
            "at vi kunne sett en endring.",
        ),
        (
            (9, 5),
            (np.nan, 63),
            40,
            False,
            "Med så få saker kunne vi ikke sett noen nedgang, uansett hvor stor.",
        ),
        (
            (92, 93),
            (80, np.nan),
            400,
            False,
            "Slik tallet svinger, kunne vi ikke sett noen økning, uansett hvor stor.",
        ),
        (
            (50, 50),
            (np.nan, np.nan),
            40,
            True,
            "Slik tallene er rundet av, kunne vi ikke sett noen endring, uansett hvor stor.",
        ),
        ((49, 31), None, 40, False, ""),
    ],
)
def test_det_sies_hvor_stor_endring_vi_kunne_ha_sett(
    verdier, kunne, bygger_paa, vernet, setning
):
    indikator = som_lest(katalog.indikatorer()["til_eid_bolig"], vernet)
    data = _serie(*verdier).assign(teller=10, nevner=bygger_paa)
    assert kunne_sett_i_ord(indikator, data, kunne) == setning
    assert len(setning.split()) <= 30 and not feil_i(setning)


def test_et_ukjent_tall_i_perioden_foer_gir_ingen_sammenligning():
    assert setninger.utvikling(SOEKNADER, _serie(np.nan, 10)) == "I 2025: 10 søknader."


def test_for_faa_og_ukjent_er_to_forskjellige_ting():
    assert setninger.utvikling(OMLOEPSTID, _serie(50, np.nan, flagg="for_faa")) == (
        "I 2025 er det for få å regne på, så tallet vises ikke."
    )
    for flagg in ("mangler", "tom_nevner"):
        assert (
            setninger.utvikling(OMLOEPSTID, _serie(50, np.nan, flagg=flagg))
            == "I 2025 kan tallet ikke regnes ut."
        )


@pytest.mark.parametrize(
    ("nevner", "avvik", "sagt"),
    [
        (20, 9, "I 2025 bygger tallet på om lag 20. "),
        (23, 0, "I 2025 bygger tallet på 23. "),
        (0, 9, "I 2025 er det for få å regne på, så tallet vises ikke."),
    ],
)
def test_en_vernet_prosent_av_for_faa_sier_hvor_mange_de_er(nevner, avvik, sagt):
    andel = som_lest(katalog.indikatorer()["henvist_innen_30"], vernet=True)
    data = _serie(np.nan, flagg="for_faa").assign(nevner=nevner, i_nevner=avvik)
    assert setninger.utvikling(andel, data).startswith(sagt)


@pytest.mark.parametrize(
    "indikator, entall",
    [
        (SOEKNADER, "1 søknad"),
        (VENTELISTE, "1 husstand"),
        (INDIKATORER["boliger"], "1 bolig"),
        (INDIKATORER["kontrakter_utloeper"], "1 kontrakt"),
        (INDIKATORER["utflyttinger"], "1 utflytting"),
        (INDIKATORER["klager"], "1 klage"),
        (INDIKATORER["avslag"], "1 avslag"),
        (INDIKATORER["innbyggere"], "1 innbygger"),
    ],
)
def test_en_er_entall(indikator, entall):
    assert f": {entall}, mot 2 " in setninger.utvikling(indikator, _serie(2, 1))
    assert f": {entall}. Fordelt slik:" in setninger.fordeling(
        indikator, _grupper(("Eldre", 1)), "målgruppe"
    )
    assert f": {entall}. Fordelt slik:" in setninger.lagdeling(
        indikator, _grupper(("Innleid", 1), kolonne="lag")
    )


def test_hvert_antall_har_et_ord_som_kan_staa_i_entall():
    """En ny indikator med et nytt enhetsord må få entallsformen sin."""
    for i in INDIKATORER.values():
        if i.enhet == "antall":
            entall = setninger.utvikling(i, _serie(2, 1)).split(": 1 ")[1].split(",")[0]
            assert entall != i.enhetsord.split(",")[0] or entall in (
                "avslag",
                "vedtak",
                "opphold",
                "startlån",
            ), i.id


def test_fordelingen_nevner_de_tre_stoerste_og_summen():
    data = _grupper(
        ("Eldre", 5),
        ("Flyktninger", 12),
        ("Barnefamilier", 0),
        ("Rus og psykisk helse", 7),
        ("Eldst", 1),
    )
    assert setninger.fordeling(SOEKNADER, data, "målgruppe") == (
        "I 2025: 25 søknader. Flest: flyktninger (12), rus og psykisk helse (7) og eldre (5)."
    )


def test_navn_paa_steder_og_forkortelser_beholder_store_bokstaver():
    data = _grupper(("Sentrum", 3), ("Ikke oppgitt", 2), ("God (TG 1)", 1))
    assert (
        "Fordelt slik: Sentrum (3), ikke oppgitt (2) og god (TG 1) (1)."
        in setninger.fordeling(SOEKNADER, data, "område")
    )


def test_hoeyest_av_andeler_sier_ingenting_om_summen():
    data = _grupper(("Eldre", 91.4), ("Flyktninger", np.nan), ("Barnefamilier", 80))
    assert setninger.fordeling(UTLEIEGRAD, data, "målgruppe") == (
        f"Ved utgangen av 2025, etter målgruppe. Høyest av dem som vises: "
        f"eldre (91{NB}%) og barnefamilier (80{NB}%)."
    ), "flyktninger vises ikke, og kan være høyere"
    alle = data.dropna(subset=["verdi"])
    assert "Slik er tallene: eldre" in setninger.fordeling(
        UTLEIEGRAD, alle, "målgruppe"
    )
    flere = pd.concat([alle, _grupper(("A", 70), ("B", 60))])
    assert "Høyest: eldre" in setninger.fordeling(UTLEIEGRAD, flere, "målgruppe")


def test_av_flere_like_store_nevnes_ingen_ved_navn_naar_ikke_alle_faar_plass():
    """«Flest: privat leie (10), eid bolig (5) og …» er en tilfeldig rekkefølge når seks har fem."""
    seks = [(f"Type {nr}", 5) for nr in range(6)]
    faerre = ("Rus og psykisk helse", 1)
    en_over = _grupper(*seks[:2], ("Eldre", 10), faerre, *seks[2:])
    assert setninger.fordeling(SOEKNADER, en_over, "målgruppe") == (
        "I 2025: 41 søknader. Flest: eldre (10) og 6 andre grupper med 5 hver."
    )
    assert "Flest: 6 grupper med 5 hver." in setninger.fordeling(
        SOEKNADER, _grupper(*seks, faerre), "målgruppe"
    )
    # Tre som er like og får plass, er de største.
    assert "Flest: Type 0 (5), Type 1 (5) og Type 2 (5)." in setninger.fordeling(
        SOEKNADER, _grupper(*seks[:3], ("Eldre", 1)), "målgruppe"
    )
    # Like er de når de skrives likt.
    andeler = _grupper(
        *((navn, 80 + nr / 10) for nr, (navn, _) in enumerate(seks[:4])), faerre
    )
    assert f"Høyest: 4 grupper med 80{NB}%." in setninger.fordeling(
        UTLEIEGRAD, andeler, "målgruppe"
    )
    par = _par(*(("Eldre", navn, tall) for navn, tall in (*seks, faerre)))
    assert "Flest: 6 ruter med 5 hver." in setninger.ruter(SOEKNADER, par)
    assert "Flest: 6 strømmer med 5 hver." in setninger.flyt(SOEKNADER, par)
    assert "Flest: 6 grupper med 5 hver." in setninger.lagdeling(SOEKNADER, par)


def test_ingen_er_noe_annet_enn_ukjent():
    assert setninger.fordeling(
        VENTELISTE, _grupper(("Eldre", 0), ("Unge", 0)), "målgruppe"
    ) == ("Ved utgangen av 2025: ingen husstander.")
    assert (
        setninger.lagdeling(SOEKNADER, _grupper(("Eldre", 0), kolonne="lag"))
        == "I 2025: ingen søknader."
    )
    assert setninger.fordeling(
        UTLEIEGRAD, _grupper(("Eldre", np.nan)), "målgruppe"
    ) == ("Ved utgangen av 2025 er det ingen tall å vise etter målgruppe.")


def test_en_prosent_som_kan_vaere_mye_annet_foer_avrunding_sies_som_spennet():
    """33 % av få er regnet av to avrundede tall, og ingen vet om det er 14 eller 57."""
    vernet = som_lest(katalog.indikatorer()["til_eid_bolig"], vernet=True)
    data = _serie(25, 33).assign(nedre=[20.0, 13.2], oevre=[29.0, 57.4])
    assert setninger.utvikling(vernet, data).startswith(
        f"I 2025: mellom 13 og 58{NB}% {vernet.enhetsord}, mot 25{NB}% i 2024."
    )
    assert setninger.tallet(vernet, data.iloc[0]) == f"25{NB}%"
    eksakt = INDIKATORER["til_eid_bolig"]
    assert setninger.tallet(eksakt, data.iloc[1]) == f"33{NB}%"


def test_spennet_naar_aldri_et_maal_tallet_ikke_kan_naa():
    """«0–20 %», minst 20 %, ikke nådd, sto på samme rad. Tallet er under 20 %."""
    vernet = som_lest(katalog.indikatorer()["til_eid_bolig"], vernet=True)
    assert vernet.maaltall == 20
    assert setninger.spennet(vernet, 0, 19.999999) == f"under 20{NB}%"
    assert setninger.spennet(vernet, 2.2, 19.4) == f"mellom 2 og under 20{NB}%"
    assert setninger.spennet(vernet, 20.6, 31) == f"over 20 og høyst 31{NB}%"
    assert setninger.spennet(vernet, 1.2, 18.4) == f"mellom 1 og 19{NB}%"
    assert setninger.spennet(vernet, 2.2, 20.0) == f"mellom 2 og 20{NB}%"


def test_lagene_faar_antall_og_prosent_av_alt():
    data = _grupper(
        ("Eid av kommunen", 6), ("Innleid", 2), ("Eid av kommunen", 2), kolonne="lag"
    )
    assert setninger.lagdeling(INDIKATORER["boliger"], data) == (
        f"Ved utgangen av 2025: 10 boliger. Fordelt slik: eid av kommunen (8, 80{NB}%) og "
        f"innleid (2, 20{NB}%)."
    )


def _par(*rader):
    """Tall delt etter to egenskaper: (gruppe, lag, verdi)."""
    gruppe, lag, verdi = zip(*rader)
    return _grupper(*zip(gruppe, verdi)).assign(lag=lag)


def test_stroemmene_sies_fra_det_de_kom_fra_til_det_de_endte_som():
    data = _par(
        ("Eldre", "Omsorgsbolig uten bemanning", 12),
        ("Flyktninger", "Ordinær utleiebolig", 7),
        ("Eldre", "Ordinær utleiebolig", 1),
    )
    assert setninger.flyt(SOEKNADER, data) == (
        "I 2025: 20 søknader. Fordelt slik: fra eldre til omsorgsbolig uten bemanning (12), "
        "fra flyktninger til ordinær utleiebolig (7) og fra eldre til ordinær "
        "utleiebolig (1)."
    )


def test_rutene_sies_med_gruppen_foerst_og_de_stoerste_foerst():
    data = _par(("Eldre", "Sentrum", 2), ("Flyktninger", "Nordmarka", 9))
    assert setninger.ruter(SOEKNADER, data) == (
        "I 2025: 11 søknader. Fordelt slik: flyktninger – Nordmarka (9) og eldre – Sentrum (2)."
    )


def test_andeler_leses_opp_i_visningsrekkefoelge():
    v = INDIKATORER["ventetid_0_3"]
    data = _grupper(
        ("Inntil 3 måneder", 62.2), ("4–6 måneder", 22), ("Over 12 måneder", 3)
    )
    assert setninger.andeler(v, data) == (
        f"Av husstandene med vedtak i 2025: 62{NB}% inntil 3 måneder, 22{NB}% 4–6 måneder "
        f"og 3{NB}% over 12 måneder."
    )
    assert "for få" in setninger.andeler(
        v, _grupper(("Inntil 3 måneder", 62.2), ("4–6 måneder", np.nan))
    )


def test_to_tertialer_med_folketallet_fra_samme_dag_sammenlignes_ikke():
    innbyggere = INDIKATORER["innbyggere"]
    assert setninger.utvikling(innbyggere, _serie(12_008, 12_064)) == (
        "Den 1. januar 2025: 12\N{NO-BREAK SPACE}064 innbyggere, mot "
        "12\N{NO-BREAK SPACE}008 den 1. januar 2024."
    )
    samme = _serie(12_064, 12_064).assign(periode=["2025-T1", "2025-T2"])
    assert setninger.utvikling(innbyggere, samme) == (
        "Den 1. januar 2025: 12\N{NO-BREAK SPACE}064 innbyggere."
    )


def _kostra(*rader):
    return pd.DataFrame(rader, columns=["aar", "verdi", "landet", "foreloepig"])


def test_kostra_sammenligner_med_landet_i_det_samme_aaret():
    data = _kostra((2024, 28, 21, False), (2025, np.nan, 22, True))
    assert setninger.kostra(KOSTRA, data) == (
        "Meldt til KOSTRA for 2024: 28 boliger per 1000 innbyggere, mot 21 i landet."
    )


def test_kostra_sier_siste_kjente_aar_og_om_det_er_foreloepig():
    data = _kostra(
        (2023, 27, 20, False), (2024, 28, 21, True), (2025, np.nan, np.nan, True)
    )
    assert setninger.kostra(KOSTRA, data) == (
        "Meldt til KOSTRA for 2024: 28 boliger per 1000 innbyggere, mot 21 i landet. Tallet er foreløpig."
    )
    assert (
        setninger.kostra(KOSTRA, _kostra((2024, 28, np.nan, False)))
        == "Meldt til KOSTRA for 2024: 28 boliger per 1000 innbyggere."
    )
    assert (
        setninger.kostra(KOSTRA, _kostra((2024, np.nan, 20, False)))
        == "Kommunen har ingen tall i denne serien."
    )


# ----------------------------------------------------------- hvorfor endret tallet seg?


def _endring(
    forrige,
    omregnet,
    verdi,
    kjent=None,
    da="2024",
    naa="2025",
    sen=False,
    rettet=False,
    ny_definisjon=False,
):
    return Endring(da, naa, forrige, omregnet, verdi, kjent, sen, rettet, ny_definisjon)


GJALDT = "Siden forrige publisering, som gjaldt ut 2024, "


@pytest.mark.parametrize(
    "indikator, endring, setning",
    [
        (
            VENTELISTE,
            _endring(40, 42, 32, 42, rettet=True),
            GJALDT + "har tallet gått fra 40 til 32: 10 færre er en virkelig "
            "endring, og 2 flere skyldes saker som er rettet eller oppdatert.",
        ),
        (
            VENTELISTE,
            _endring(40, 42, 32, 40, sen=True),
            GJALDT + "har tallet gått fra 40 til 32: 10 færre er en virkelig "
            "endring, og 2 flere skyldes saker som ble registrert sent.",
        ),
        (
            VENTELISTE,
            _endring(40, 40, 40, 40),
            "Tallet for 2025 er det samme som forrige publisering viste for 2024.",
        ),
        (
            VENTELISTE,
            _endring(40, 40, 40, 40, naa="2024"),
            "Tallet for 2024 er det samme som i forrige publisering.",
        ),
        (
            VENTELISTE,
            _endring(40, 40, 32, 40),
            GJALDT + "har tallet gått fra 40 til 32. Hele endringen er virkelig.",
        ),
        (
            VENTELISTE,
            _endring(40, 41, 41, 40, naa="2024"),
            "Siden forrige publisering har tallet for 2024 gått fra 40 til 41. "
            "Hele endringen skyldes saker som ble registrert sent.",
        ),
        (
            VENTELISTE,
            _endring(40, 40, 41, 43),
            GJALDT
            + "har tallet gått fra 40 til 41: én flere er en virkelig endring, 3 færre "
            "skyldes saker som ble registrert sent, og 3 flere skyldes saker som er rettet eller oppdatert.",
        ),
        (
            VENTELISTE,
            _endring(40, 42, 40, 42),
            GJALDT
            + "er tallet fortsatt 40: 2 færre er en virkelig endring, og 2 flere "
            "skyldes saker som er rettet eller oppdatert.",
        ),
        (
            VENTELISTE,
            _endring(40, 30, 32, 38, ny_definisjon=True),
            GJALDT + "har tallet gått fra 40 til 32: 2 flere er en virkelig "
            "endring, og 10 færre skyldes at definisjonen er endret. Rettelser og sent "
            "registrerte saker er med i det siste, for de "
            "kan ikke skilles fra den nye definisjonen.",
        ),
        (
            VENTELISTE,
            _endring(40, 40, 32, 40, ny_definisjon=True),
            GJALDT + "har tallet gått fra 40 til 32. Hele endringen er virkelig.",
        ),
        (
            VENTELISTE,
            _endring(np.nan, 40, 32),
            "Forrige publisering hadde ikke noe tall for 2024 som kan vises, så endringen kan "
            "ikke forklares.",
        ),
        (
            VENTELISTE,
            _endring(40, 40, np.nan),
            "Denne publiseringen har ikke noe tall for 2025 som kan vises, så endringen kan ikke "
            "forklares.",
        ),
        (VENTELISTE, _endring(np.nan, 40, np.nan), ""),
        (
            VENTELISTE,
            _endring(40, np.nan, 32),
            GJALDT
            + "har tallet gått fra 40 til 32. Endringen kan ikke deles opp, for tallet for "
            "2024 kan ikke vises lenger.",
        ),
        (
            UTLEIEGRAD,
            _endring(94.4, 94.6, 97.2, 94.6),
            GJALDT
            + f"har tallet gått fra 94{NB}% til 97{NB}%: 2{NB}prosentpoeng opp er "
            f"en virkelig endring, og 1{NB}prosentpoeng opp skyldes saker som er rettet eller oppdatert.",
        ),
        (
            OMLOEPSTID,
            _endring(60, 59, 50, 60, da="2025-T2", naa="2025-T3"),
            "Siden forrige publisering, som gjaldt ut 2. tertial 2025, "
            f"har tallet gått fra 60{NB}dager til 50{NB}dager: 9{NB}dager ned er en "
            f"virkelig endring, og 1{NB}dag ned skyldes saker "
            "som ble registrert sent.",
        ),
    ],
)
def test_endringen_deles_paa_det_som_er_skjedd_og_det_som_er_kommet_til_eller_rettet(
    indikator, endring, setning
):
    assert setninger.endret_fordi(indikator, endring) == setning


@pytest.mark.parametrize(
    "indikator, endring, setning",
    [
        (
            VENTELISTE,
            _endring(25, 35, 30, sen=True, rettet=True),
            "har tallet gått fra 25 til 30: om lag 5 færre er en virkelig endring, "
            "og om lag 10 flere skyldes både saker som ble registrert sent, og saker som "
            "er rettet eller oppdatert.",
        ),
        (
            VENTELISTE,
            _endring(0, 5, 10, sen=True),
            "har tallet gått fra 0–4 til 10: om lag 5 flere er en virkelig endring, og om lag 5 "
            "flere skyldes saker som ble registrert sent.",
        ),
        (
            VENTELISTE,
            _endring(25, 30, 30),
            "har tallet gått fra 25 til 30. Slik tallene vises, skyldes hele endringen at tallet for 2024 "
            "er publisert på nytt.",
        ),
        (
            VENTELISTE,
            _endring(25, 25, 0),
            "har tallet gått fra 25 til 0–4. Slik tallene vises, er hele endringen virkelig.",
        ),
        (
            UTLEIEGRAD,
            _endring(92, 90, 96, rettet=True),
            f"har tallet gått fra 92{NB}% til over 95{NB}%: en økning er en virkelig endring, "
            "og en nedgang skyldes saker som er rettet eller oppdatert.",
        ),
        (
            OMLOEPSTID,
            _endring(2, 2, 3),
            (
                f"har tallet gått fra 2{NB}måneder til 3{NB}måneder. Slik tallene vises, er "
                "hele endringen virkelig."
            ),
        ),
    ],
)
def test_avrundede_tall_trekkes_aldri_fra_hverandre_som_om_de_var_eksakte(
    indikator, endring, setning
):
    vernet = dataclasses.replace(indikator, vernet=True)
    assert setninger.endret_fordi(vernet, endring) == GJALDT + setning
