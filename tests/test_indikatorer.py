"""Hver indikator, sammenlignet med fasiten, og noen små kommuner der svaret er lett å se."""

import dataclasses
import datetime as dt
import math

import fasit as fasiten
import ferdigbygd
import kanttilfeller
import pytest
from fasit.regnestykker import Svar

from boligdata import bygg, lesing
from boligdata.felles import katalog

INDIKATORER = list(katalog.indikatorer())
FELTER = [felt.name for felt in dataclasses.fields(Svar)]
FORDELINGER = [
    (id, egenskap)
    for id, (_, egenskaper) in fasiten.FASIT.items()
    for egenskap in egenskaper
]


# -------------------------------------------------------------------------- mot fasiten


@pytest.fixture(scope="module")
def fasit():
    return fasiten.fasit(ferdigbygd.EKSEMPEL)


@pytest.fixture(autouse=True)
def eksakte_tall(request, monkeypatch):
    """Fasiten regner eksakt, så her leses den interne filen. Testene med en egen kommune venter ikke
    på eksempelet.
    """
    if not {"paa_grensen", "tall"} & set(request.fixturenames):
        mappe = request.getfixturevalue("bygd_internt")
        monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(mappe))


def test_fasiten_har_de_samme_periodene(fasit, bygd_eksempel):
    i_fasit = {periode for periode, _, _ in fasit["boliger"]}
    assert i_fasit == {
        *lesing.perioder("aar")["periode"],
        *lesing.perioder("tertial")["periode"],
    }


def test_hver_indikator_i_katalogen_har_en_fasit():
    for id in INDIKATORER:
        fasiten_til(id)
    assert set(fasiten.FASIT) <= set(INDIKATORER), "fasit uten indikator"


@pytest.mark.parametrize("id", INDIKATORER)
def test_fasiten_gjelder_den_definisjonen_brukeren_leser(id):
    funksjon, _ = fasiten_til(id)
    assert " ".join(funksjon.__doc__.split()) == katalog.indikatorer()[id].definisjon


@pytest.mark.parametrize("id", INDIKATORER)
def test_fasiten_deler_indikatoren_etter_alt_den_kan_vises_etter(id, bygd_eksempel):
    _, egenskaper = fasiten_til(id)
    assert {
        egenskap for egenskap in katalog.dimensjoner() if kan_deles(id, egenskap)
    } == set(egenskaper)


@pytest.mark.parametrize("id", INDIKATORER)
def test_tallet_for_alle_er_som_i_fasiten(id, fasit, bygd_eksempel):
    assert uenigheter(id, None, fasit) == []


@pytest.mark.parametrize(("id", "egenskap"), FORDELINGER)
def test_tallet_for_hver_gruppe_er_som_i_fasiten(id, egenskap, fasit, bygd_eksempel):
    assert uenigheter(id, egenskap, fasit) == []


@pytest.mark.parametrize(
    ("id", "egenskap"),
    [
        (id, egenskap)
        for id, egenskap in FORDELINGER
        if katalog.indikatorer()[id].er_antall
    ],
)
def test_gruppene_summerer_til_totalen(id, egenskap, bygd_eksempel):
    for periodetype in ("aar", "tertial"):
        alle = lesing.tall(katalog.indikatorer()[id], periodetype).set_index("periode")[
            "verdi"
        ]
        grupper = (
            lesing.tall(katalog.indikatorer()[id], periodetype, (egenskap,))
            .groupby("periode")["verdi"]
            .sum()
        )
        assert grupper.reindex(alle.index, fill_value=0)[alle.notna()].equals(
            alle.dropna()
        )


@pytest.mark.parametrize("utgave", ["publisert", "internt"])
def test_eksempelkommunen_har_nok_til_aa_vise_hver_indikator_minst_en_gang(
    utgave, bygd_internt, monkeypatch
):
    """Ellers sammenligner testene over ingenting med ingenting."""
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd_internt.with_name(utgave)))
    bare_for_faa = [id for id in INDIKATORER if not kjente(id)]
    assert not bare_for_faa, (
        f"I hver eneste periode i eksempelkommunen er det for få til å vise {bare_for_faa}. Gi "
        "kommunen flere tilfeller i noen av årene, se boligdata/eksempel/."
    )


# I eksempelkommunen er det for få til å vise disse, eller så er de null, i hver eneste gruppe og
# periode: en kommune med 12 000 innbyggere har ikke tjue av hvert slag. For alle sammen har
# indikatorene tall, se testen over.
UTEN_TALL = {
    "ledige_over_90": {"boligtype"},
    "til_eid_bolig": {"maalgruppe", "utflyttingsaarsak"},
    "avslagsandel": {"avslagsgrunn"},
    "ventet_over_6": {"maalgruppe", "boligtype", "ventetidsbaand", "aldersgruppe"},
    "ventetid_over_12": {"boligtype"},
    "midlertidig_over_90": {"maalgruppe", "varighet"},
    "midlertidig_inntil_14": {"maalgruppe", "varighet"},
    "midlertidig_lengde": {"varighet"},
    "midlertidig_kostnad": {"varighet"},
    "begjaeringer_kommunal": {"maalgruppe", "utkastelsesaarsak", "barn"},
    "avverget": {"maalgruppe", "avverget"},
    "startlaan_avslag": {"maalgruppe"},
    "ny_soeknad_etter": {"utfall"},
    "avslag_hjulpet": {"maalgruppe", "annen_hjelp"},
}


def test_de_andre_fordelingene_har_et_tall_aa_sammenligne_i_eksempelkommunen(
    bygd_eksempel,
):
    uten = {
        (id, egenskap) for id, egenskap in FORDELINGER if not any(kjente(id, egenskap))
    }
    ventet = {(id, egenskap) for id, alle in UTEN_TALL.items() for egenskap in alle}
    assert not uten - ventet, (
        f"{sorted(uten - ventet)} er for få eller null i hver gruppe og periode i eksempelkommunen, "
        "så testene sammenligner ingenting med ingenting. Gi kommunen flere tilfeller, eller før "
        "fordelingen opp i UTEN_TALL."
    )
    assert not ventet - uten, (
        f"{sorted(ventet - uten)} har fått tall i eksempelkommunen. Ta dem ut av UTEN_TALL."
    )


def kjente(id: str, egenskap: str | None = None) -> list[float]:
    """Verdiene av indikatoren i alle periodene og gruppene, uten dem det er for få til å vise."""
    fordeling = (egenskap,) if egenskap else ()
    return [
        verdi
        for periodetype in ("aar", "tertial")
        for verdi in lesing.tall(katalog.indikatorer()[id], periodetype, fordeling)[
            "verdi"
        ].dropna()
    ]


@pytest.fixture(scope="module")
def fasit_paa_grensen(bygd_grensekommune):
    return fasiten.fasit(bygd_grensekommune)


@pytest.fixture
def paa_grensen(bygd_grensekommune, fasit_paa_grensen, monkeypatch):
    """Uenighetene i kommunen der alt skjer på grensen mellom to perioder, for noen av
    indikatorene.
    """
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd_grensekommune / "internt"))

    def uenige(indikatorer, felter):
        alle = {
            (id, egenskap): uenigheter(
                id, egenskap, fasit_paa_grensen, ["tertial"], felter
            )
            for id in indikatorer
            for egenskap in (None, *fasiten_til(id)[1])
        }
        return {hvor: forskjeller for hvor, forskjeller in alle.items() if forskjeller}

    return uenige


def test_tallene_er_som_i_fasiten_ogsaa_naar_alt_skjer_paa_grensen_mellom_to_perioder(
    paa_grensen,
):
    assert paa_grensen(INDIKATORER, FELTER) == {}


def fasiten_til(id: str) -> tuple:
    """Funksjonen i fasiten, og egenskapene den deler etter."""
    if id not in fasiten.FASIT:
        pytest.fail(
            f"Indikatoren «{id}» i {katalog.indikatorer()[id].tema}.toml mangler fasit. Skriv "
            f"funksjonen {id} i en av filene i tests/fasit/, med definisjonen som docstring og "
            "@indikator(…) med egenskapene den kan deles etter.",
            pytrace=False,
        )
    return fasiten.FASIT[id]


def kan_deles(id: str, egenskap: str) -> bool:
    try:
        lesing.tall(katalog.indikatorer()[id], fordeling=(egenskap,))
    except lesing.IkkePublisert:
        return False
    return True


def uenigheter(
    id: str,
    egenskap: str | None,
    fasit: dict,
    periodetyper=("aar", "tertial"),
    felter=FELTER,
) -> list[str]:
    """Alle periodene og gruppene der publisert tall og fasit er uenige om tallet, telleren eller
    nevneren. Det som ikke er publisert, skal være null.
    """
    fasiten_til(id)
    publisert, perioder = {}, set()
    for periodetype in periodetyper:
        perioder.update(lesing.perioder(periodetype)["periode"])
        publisert |= _publisert(id, egenskap, periodetype)
    riktig = {
        noekkel: svar
        for noekkel, svar in fasit[id].items()
        if noekkel[1] == egenskap and noekkel[0] in perioder
    }
    return [
        f"{periode} {gruppe or ''}: publisert {lest or 'ingenting'}, fasit {svar or 'ingenting'}"
        for periode, _, gruppe in {**riktig, **publisert}
        for lest in [publisert.get((periode, egenskap, gruppe))]
        for svar in [riktig.get((periode, egenskap, gruppe))]
        if not enige(lest, svar, felter)
    ]


def _publisert(id: str, egenskap: str | None, periodetype: str) -> dict:
    data = lesing.tall(
        katalog.indikatorer()[id], periodetype, (egenskap,) if egenskap else ()
    )
    grupper = data[egenskap] if egenskap else [None] * len(data)
    svar = zip(*(map(_kjent, data[felt]) for felt in ("teller", "nevner", "verdi")))
    return {
        (periode, egenskap, gruppe): Svar(*tre)
        for periode, gruppe, tre in zip(data["periode"], grupper, svar)
    }


def _kjent(tall) -> float | None:
    return None if tall is None or math.isnan(tall) else tall


def enige(publisert: Svar | None, fasit: Svar | None, felter) -> bool:
    if fasit is None:
        return False
    if publisert is None:
        return {fasit.verdi, fasit.teller} <= {None, 0}
    return all(like(getattr(publisert, felt), getattr(fasit, felt)) for felt in felter)


def like(publisert: float | None, fasit: float | None) -> bool:
    if None in (publisert, fasit):
        return publisert is fasit
    return math.isclose(publisert, fasit, rel_tol=1e-9, abs_tol=1e-9)


# ------------------------------------------------ små eksempler der svaret er lett å se
#
# Hvert eksempel er et eget område i kommunen Lillevik, slik at den bare må bygges én gang. En rad
# nevner det testen handler om. Resten er vanlig, og rad nummer 3 i et uttrekk gjelder bolig B3 og
# husstand H3 i området.

VANLIG = {
    "bolig": {
        "bolig_id": "B{nr}",
        "boligtype": "ordinaer",
        "disposisjonsform": "eid",
        "antall_soverom": 1,
        "i_bruk_fra": "01.01.2015",
        "ut_av_bruk": "",
        "status": "utleid",
        "ledig_aarsak": "",
    },
    "leieforhold": {
        "leieforhold_id": "L{nr}",
        "bolig_id": "B{nr}",
        "husstand_id": "H{nr}",
        "maalgruppe": "unge",
        "innflyttet": "01.01.2020",
        "utflyttet": "",
    },
    "soeknad": {
        "soeknad_id": "S{nr}",
        "husstand_id": "H{nr}",
        "maalgruppe": "unge",
        "soeknadstype": "ny",
        "oensket_boligtype": "ordinaer",
        "husstandsstoerrelse": 1,
        "mottatt": "01.12.2019",
        "vedtaksdato": "",
        "vedtak": "",
        "innflyttet": "",
        "avsluttet": "",
    },
}
EKSEMPLER = {}


def eksempel(**uttrekk: list[dict]):
    """Gi testen sitt eget område med disse radene."""

    def registrer(test):
        EKSEMPLER[test.__name__] = uttrekk
        return test

    return registrer


def rader(kilde: str, omraade: str, unntak: list[dict]) -> list[dict]:
    """Radene til ett eksempel, med id-er som bare finnes i området."""
    ferdige = []
    for nr, rad in enumerate(unntak, start=1):
        rad = {
            navn: str(verdi).format(nr=nr)
            for navn, verdi in (VANLIG[kilde] | rad).items()
        }
        ferdige.append(
            rad
            | {
                navn: f"{omraade}-{id}"
                for navn, id in rad.items()
                if navn.endswith("_id")
            }
            | {"omraade": omraade}
        )
    return ferdige


@pytest.fixture(scope="module")
def lillevik(tmp_path_factory):
    """Kommunen med ett område for hvert eksempel."""
    mappe = tmp_path_factory.mktemp("lillevik")
    (mappe / "kommune.toml").write_text(
        'navn = "Lillevik"\nkommunenummer = "9998"\nomraader = '
        f"{list(EKSEMPLER)}\nplan_fra = 2020\nplan_til = 2024\n"
        "foerste_aar = 2021\nper_dato = 2021-12-31\n",
        encoding="utf-8",
    )
    for kilde in VANLIG:
        kanttilfeller.skriv_csv(
            mappe / f"{kilde}.csv",
            [
                rad
                for omraade, uttrekk in EKSEMPLER.items()
                for rad in rader(kilde, omraade, uttrekk.get(kilde, []))
            ],
        )
    kanttilfeller.skriv_csv(
        mappe / "befolkning.csv",
        [
            {
                "kommunenummer": "9998",
                "aar": 2021,
                "aldersgruppe": "alle",
                "personer": 1000,
            }
        ],
    )
    bygg.bygg(mappe, mappe / "ut")
    return mappe / "internt"


@pytest.fixture
def tall(request, lillevik, monkeypatch):
    """Tallene for 2021 i testens eget område: `tall("utleiegrad")`, eller `tall("boliger",
    stoerrelse="4")`.
    """
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(lillevik))

    def for_gruppen(id: str, **gruppe: str):
        gruppe = {"omraade": request.node.name} | gruppe
        df = lesing.tall(katalog.indikatorer()[id], fordeling=tuple(gruppe)).set_index(
            ["periode", *gruppe]
        )
        return df.loc[("2021", *gruppe.values()), :]

    return for_gruppen


def dag_nr(dager: int) -> str:
    """Datoen et antall dager etter 1. januar 2021."""
    return f"{dt.date(2021, 1, 1) + dt.timedelta(days=dager):%d.%m.%Y}"


JA = {"vedtak": "innvilget", "vedtaksdato": "01.03.2021"}
JA_FOERSTE_DAG = {"vedtak": "innvilget", "vedtaksdato": "01.01.2021"}


@eksempel(
    bolig=[{}] * 20,
    leieforhold=[{}] * 14
    + [{"utflyttet": "01.01.2022"}]  # bor der siste dag
    + [{"utflyttet": "31.12.2021"}, {"innflyttet": "01.01.2022"}],  # bor der ikke
)
def test_en_bolig_er_leid_ut_naar_noen_bor_der_siste_dag_i_aaret(tall):
    assert tall("utleiegrad").verdi == 75
    assert tall("ledige").verdi == 5


@eksempel(
    bolig=[
        {},
        {"i_bruk_fra": "31.12.2021"},
        {"ut_av_bruk": "01.01.2022"},
        {"i_bruk_fra": "01.01.2022"},  # for sent
        {"ut_av_bruk": "31.12.2021"},  # for tidlig
    ]
)
def test_en_bolig_teller_fra_og_med_den_er_tatt_i_bruk_til_den_gaar_ut_av_bruk(tall):
    assert tall("boliger").verdi == 3


@eksempel(bolig=[{}] * 19, leieforhold=[{}] * 10)
def test_en_prosent_av_faerre_enn_20_boliger_vises_ikke(tall):
    utleiegrad = tall("utleiegrad")
    assert (utleiegrad.teller, utleiegrad.nevner, utleiegrad.flagg) == (
        10,
        19,
        "for_faa",
    )
    assert math.isnan(utleiegrad.verdi)


@eksempel(bolig=[{"antall_soverom": 6}, {"antall_soverom": ""}])
def test_boliger_uten_oppgitt_antall_soverom_er_ikke_store_boliger(tall):
    assert tall("boliger", stoerrelse="4").verdi == 1
    assert tall("boliger", stoerrelse="ukjent").verdi == 1


@eksempel(
    bolig=[
        {"status": status, "ledig_aarsak": "vedlikehold"}
        for status in ("ledig", "utleid")
    ]
)
def test_aarsaken_gjelder_bare_naar_ogsaa_registeret_sier_at_boligen_ikke_er_leid_ut(
    tall,
):
    assert tall("ledige", ledig_aarsak="vedlikehold").verdi == 1
    assert tall("ledige", ledig_aarsak="ikke_kjent").verdi == 1


@eksempel(
    bolig=[{}],
    leieforhold=[{"bolig_id": "B1"}, {"bolig_id": "B1", "innflyttet": "01.06.2021"}],
)
def test_et_nyere_leieforhold_avslutter_det_eldre_i_samme_bolig(tall):
    assert tall("husstander").verdi == 1
    assert tall("utflyttinger").verdi == 1


@eksempel(
    bolig=[{}] * 20,
    leieforhold=[{"innflyttet": "31.12.2015"}] * 15
    + [{"innflyttet": "30.12.2015"}] * 5,
)
def test_over_6_aar_er_ikke_seks_aar_paa_dagen(tall):
    assert tall("botid_over_6").verdi == 25


@eksempel(
    soeknad=[
        JA,  # venter
        JA | {"avsluttet": "01.01.2022"},  # venter fortsatt siste dag i 2021
        JA | {"innflyttet": "01.01.2022"},  # venter fortsatt siste dag i 2021
        JA | {"innflyttet": "31.12.2021"},  # flyttet inn siste dag
        JA | {"avsluttet": "01.06.2021"},  # fant noe annet
        JA | {"vedtaksdato": "01.01.2022"},  # fikk ja etter årsskiftet
        JA | {"soeknadstype": "bytte"},  # bor kommunalt fra før
        {"vedtak": "avslag", "vedtaksdato": "01.03.2021"},
        {},  # søknaden er ikke behandlet
    ]
)
def test_paa_ventelisten_staar_de_som_har_faatt_ja_og_ikke_flyttet_inn(tall):
    assert tall("venteliste").verdi == 3
    assert tall("bosatt").verdi == 1


@eksempel(
    soeknad=[
        JA | {"husstand_id": "H1", "vedtaksdato": "01.12.2021"},
        JA | {"husstand_id": "H1"},
    ]
)
def test_en_husstand_med_to_vedtak_telles_en_gang_og_har_ventet_siden_det_foerste(tall):
    assert tall("venteliste").verdi == 1
    assert tall("ventet_over_6").teller == 1


@eksempel(
    soeknad=[JA | {"mottatt": "19.02.2021"}] * 5
    + [{"mottatt": "30.01.2021", "vedtak": "avslag", "vedtaksdato": "01.03.2021"}] * 5
    + [
        {"vedtak": vedtak, "vedtaksdato": "01.03.2021"}
        for vedtak in ["trukket", "avvist"] * 10
    ]
)
def test_trukne_og_avviste_soeknader_gjoer_ikke_saksbehandlingstiden_lengre(tall):
    assert tall("behandlingstid").verdi == 20  # Midt mellom 10 og 30 dager.


@eksempel(
    soeknad=[JA_FOERSTE_DAG | {"innflyttet": dag_nr(10 * nr)} for nr in range(1, 21)]
)  # Én hver tiende dag.
def test_ventetiden_er_dagen_halvparten_har_flyttet_inn(tall):
    assert tall("ventetid_median").verdi == 100
    assert tall("andel_bosatt_90_dager").verdi == pytest.approx(9 / 20 * 100)


# Ni av tjue flytter inn. De som fikk ja i juli året før, venter også, og er fulgt forbi det første
# ventåret.
@eksempel(
    soeknad=[JA_FOERSTE_DAG | {"innflyttet": dag_nr(30)}] * 9
    + [JA_FOERSTE_DAG] * 11
    + [JA | {"vedtaksdato": "01.07.2020"}] * 6
)
def test_de_som_fortsatt_venter_gjoer_ventetiden_lengre(tall):
    assert math.isnan(tall("ventetid_median").verdi)
    assert tall("ventetid_0_3").verdi == pytest.approx(45)
    assert tall("ventetid_over_12").verdi == pytest.approx(55)


# Ti får ja 1. desember og er bare fulgt i 30 dager. Av de ti som er fulgt lenger, flytter fem inn
# på dag 60.
@eksempel(
    soeknad=[JA | {"vedtaksdato": "01.12.2021"}] * 10
    + [JA_FOERSTE_DAG | {"innflyttet": dag} for dag in [dag_nr(60), ""] * 5]
)
def test_den_som_er_fulgt_kort_teller_bare_saa_lenge(tall):
    assert tall("andel_bosatt_90_dager").verdi == pytest.approx(50)


@eksempel(
    soeknad=[JA] * 20
    + [
        JA | {"avsluttet": "01.03.2021"},  # fulgt den ene dagen
        JA | {"avsluttet": "28.02.2021"},  # var ute av listen da vedtaket kom
    ]
)
def test_ventetiden_bygger_ikke_paa_en_sak_som_var_avsluttet_foer_vedtaket(tall):
    assert tall("ventetid_0_3").teller == 21


# Ti hadde ventet et år da 2021 begynte, og flytter inn på dag 5. De sier ingenting om de første 90
# ventedagene.
@eksempel(
    soeknad=[JA | {"vedtaksdato": "02.01.2020", "innflyttet": dag_nr(5)}] * 10
    + [JA_FOERSTE_DAG | {"innflyttet": dag} for dag in [dag_nr(60), ""] * 5]
)
def test_den_som_fikk_ja_foer_aaret_teller_foerst_fra_den_ventedagen_den_hadde_naadd(
    tall,
):
    assert tall("andel_bosatt_90_dager").verdi == pytest.approx(50)


# Bare ti er fulgt de første ventedagene. En av dem flytter inn hver tiende dag: 10 prosentpoeng
# hver gang.
@eksempel(
    soeknad=[JA | {"vedtaksdato": "02.01.2020"}] * 10
    + [JA_FOERSTE_DAG | {"innflyttet": dag_nr(10 * nr)} for nr in range(1, 11)]
)
def test_ventetiden_vises_naar_en_husstand_kan_flytte_tallet_akkurat_10_prosentpoeng(
    tall,
):
    assert tall("ventetid_median").verdi == 50
    assert tall("andel_bosatt_90_dager").verdi == pytest.approx(90)


# Bare ni er fulgt de første ventedagene. Da er det litt over 11 prosentpoeng.
@eksempel(
    soeknad=[JA | {"vedtaksdato": "02.01.2020"}] * 11
    + [JA_FOERSTE_DAG | {"innflyttet": dag_nr(10 * nr)} for nr in range(1, 10)]
)
def test_ventetiden_vises_ikke_naar_en_husstand_kan_flytte_tallet_mer_enn_10_prosentpoeng(
    tall,
):
    assert math.isnan(tall("ventetid_median").verdi)
    assert math.isnan(tall("andel_bosatt_90_dager").verdi)


# Tjue er fulgt i 120 dager. Så finner femten noe annet, og hver av de fem som er igjen, teller 20
# prosentpoeng.
@eksempel(
    soeknad=[JA_FOERSTE_DAG | {"avsluttet": dag_nr(120)}] * 15 + [JA_FOERSTE_DAG] * 5
)
def test_ventetiden_vises_saa_langt_nok_husstander_er_fulgt(tall):
    assert tall("ventetid_0_3").verdi == 0
    assert math.isnan(tall("ventetid_4_6").verdi)


@eksempel(
    bolig=[{}] * 11,
    leieforhold=[{"utflyttet": "01.01.2021"}] * 10
    + [
        {"bolig_id": f"B{nr}", "innflyttet": dag_nr(10 * nr)} for nr in range(1, 11)
    ]  # 10, 20 … 100 dager
    + [{"bolig_id": "B11", "innflyttet": "01.06.2021"}],  # den første i boligen
)
def test_omloepstiden_er_dagene_boligen_sto_tom_mellom_to_leietakere(tall):
    assert tall("omloepstid").verdi == 55


# I hver bolig bor én husstand til 1. oktober, og den neste flytter inn samme dag. I juni ble det
# skrevet en kontrakt ved en feil, med innflytting og utflytting samme dag.
@eksempel(
    bolig=[{}] * 12,
    leieforhold=[{"utflyttet": "01.10.2021"}] * 12
    + [
        {"bolig_id": f"B{nr}", "innflyttet": "01.06.2021", "utflyttet": "01.06.2021"}
        for nr in range(1, 13)
    ]
    + [{"bolig_id": f"B{nr}", "innflyttet": "01.10.2021"} for nr in range(1, 13)],
)
def test_en_kontrakt_som_aldri_ble_tatt_i_bruk_gjoer_ikke_omloepstiden_lengre(tall):
    assert tall("omloepstid").verdi == 0


@eksempel(
    bolig=[{"antall_soverom": 1}] * 21 + [{"antall_soverom": ""}],
    leieforhold=[{}] * 22,
    soeknad=[{"husstandsstoerrelse": 3}] * 5
    + [{"husstandsstoerrelse": 2}] * 15
    + [
        {"husstandsstoerrelse": ""},
        {"husstandsstoerrelse": 8},
    ]  # ukjent husstand eller bolig
    + [
        {"husstand_id": "H1", "husstandsstoerrelse": 2, "mottatt": "01.02.2021"}
    ]  # er blitt færre
    + [
        {"husstand_id": "H2", "husstandsstoerrelse": 1, "mottatt": "01.02.2022"}
    ],  # for sent til å telle
)
def test_boligen_er_for_liten_naar_det_er_flere_enn_ett_soverom_pluss_en_person(tall):
    for_liten = tall("for_liten_bolig")
    assert (for_liten.teller, for_liten.nevner, for_liten.verdi) == (4, 20, 20)
