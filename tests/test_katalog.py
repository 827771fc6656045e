"""Erklæringene er hele, og en feil i dem stopper programmet i stedet for å gi et galt tall."""

import dataclasses
import importlib
import shutil

import pytest

from boligdata.felles import katalog
from boligdata.felles.erklaering import Erklaeringsfeil
from boligdata.felles.katalog import (
    egenskap,
    indikator,
    innlesing,
    kube,
    sammenheng,
    tabell,
)


def test_katalogen_har_minst_24_indikatorer_med_alt_et_menneske_trenger():
    assert len(katalog.indikatorer()) >= 24
    for i in katalog.indikatorer().values():
        assert i.definisjon.endswith(".") and i.fortolkning.endswith("."), i.id
        assert i.kilder, i.id
        assert i.enhetsord, i.id


@pytest.mark.parametrize(
    "endring, melding",
    [
        ({"enhet": "promille"}, "ukjent enhet"),
        ({"retning": "bort"}, "ukjent retning"),
        ({"planmaal": "finnes_ikke"}, "ukjent planmål"),
        ({"verdi": "antall"}, "enten «verdi» eller «teller»"),
        ({"maaltall": 3.0, "retning": "ingen"}, "et måltall trenger en retning"),
    ],
)
def test_en_feil_i_en_indikator_stopper_programmet(endring, melding):
    with pytest.raises(ValueError, match=melding):
        dataclasses.replace(katalog.indikatorer()["venteliste"], **endring)


def test_en_kube_gir_alle_delmengder_av_kombinasjonene_og_ikke_mer():
    kube = katalog.kuber()["venteliste"]
    assert kube.publiserer([])
    assert kube.publiserer(["boligtype", "maalgruppe"])
    assert not kube.publiserer(["boligtype", "maalgruppe", "omraade"])
    assert not kube.publiserer(["disposisjonsform"])


def test_ingen_kube_deler_personer_etter_mer_enn_to_egenskaper():
    assert all(
        len(k) <= 2
        for kube in katalog.kuber().values()
        if kube.vernede
        for k in kube.kombinasjoner
    )


def test_et_eksakt_antall_delt_paa_tre_egenskaper_sier_ikke_mer_om_personer():
    """Av de tre er det høyst to noen personer er delt på. Da kan personene i hver rute av de to alltid
    fordeles på den tredje, så det eksakte antallet gir ingen ny grense for dem.
    """
    kuber = katalog.kuber().values()
    om_personer = {egenskap for k in kuber if k.vernede for egenskap in k.dimensjoner}
    tre = [delt for k in kuber for delt in k.kombinasjoner if len(delt) > 2]
    assert tre and all(len(om_personer & {*delt}) <= 2 for delt in tre)


def test_hvert_maal_i_planen_har_noekkeltall():
    """Det vi må planlegge for, er ikke et mål. Det står i setningene over nøkkeltallene."""
    assert {i.planmaal for i in katalog.noekkeltall()} == set(katalog.planmaal()) - {
        "grunnlag"
    }
    assert 8 <= len(katalog.noekkeltall()) <= 10


# ------------------------------------------------------------ en feil sier hvor den er


def _glem():
    # Pakken har en funksjon med det samme navnet som modulen.
    regionstall = importlib.import_module("boligdata.felles.katalog.regionstall")
    moduler = (innlesing, egenskap, kube, sammenheng, indikator, tabell, regionstall)
    for modul in moduler:
        for funksjon in vars(modul).values():
            if hasattr(funksjon, "cache_clear") and "katalog" in funksjon.__module__:
                funksjon.cache_clear()


@pytest.fixture
def endret(tmp_path, monkeypatch):
    """Katalogen lest på nytt, med det som står ett sted i en av filene, byttet ut."""

    def les(fil: str, fra: str, til: str):
        mappe = tmp_path / "katalog"
        shutil.copytree(innlesing.MAPPE, mappe, ignore=shutil.ignore_patterns("*.py"))
        tekst = (mappe / fil).read_text(encoding="utf-8")
        assert fra in tekst
        (mappe / fil).write_text(tekst.replace(fra, til, 1), encoding="utf-8")
        monkeypatch.setattr(innlesing, "MAPPE", mappe)
        _glem()
        katalog.noekkeltall()
        katalog.sammenhenger()
        katalog.bevegelser()
        katalog.antakelser()
        katalog.tabeller()
        katalog.regionstall()
        return katalog.indikatorer()

    yield les
    monkeypatch.undo()
    _glem()


# Filen, det som står der, det som står der i stedet, og det feilen må si.
FEIL = {
    "ukjent nøkkel i indikator": (
        "venteliste.toml",
        "[indikator.venteliste]\n",
        '[indikator.venteliste]\nfarge = "blå"\n',
        r"venteliste\.toml \[indikator\.venteliste\]: ukjent nøkkel «farge»",
    ),
    "tema er filen": (
        "venteliste.toml",
        "[indikator.venteliste]\n",
        '[indikator.venteliste]\ntema = "boliger"\n',
        r"\[indikator\.venteliste\]: ukjent nøkkel «tema»",
    ),
    "tid følger av kuben": (
        "venteliste.toml",
        "[indikator.venteliste]\n",
        '[indikator.venteliste]\ntid = "stroem"\n',
        r"\[indikator\.venteliste\]: ukjent nøkkel «tid»",
    ),
    "manglende nøkkel i indikator": (
        "boliger.toml",
        '[indikator.boliger]\nnavn = "Kommunalt disponerte boliger"\n',
        "[indikator.boliger]\n",
        r"boliger\.toml \[indikator\.boliger\]: mangler nøkkelen «navn»",
    ),
    "ukjent enhet": (
        "befolkning.toml",
        'enhet = "antall"',
        'enhet = "promille"',
        r"befolkning\.toml \[indikator\.innbyggere\]: ukjent enhet 'promille'\. .*prosent",
    ),
    "ukjent kube": (
        "befolkning.toml",
        'kube = "befolkning"',
        'kube = "folk"',
        r"\[indikator\.innbyggere\]: kuben «folk» finnes ikke",
    ),
    "ukjent teller": (
        "befolkning.toml",
        'teller = "personer"',
        'teller = "folk"',
        r"\[indikator\.innbyggere\]: telleren «folk» finnes ikke i kuben «befolkning»",
    ),
    "ukjent statistikk": (
        "venteliste.toml",
        'verdi = "median_dager"',
        'verdi = "snitt"',
        r"\[indikator\.ventetid_median\]: statistikken «snitt» finnes ikke",
    ),
    "ukjent nevner": (
        "boliger.toml",
        'nevner = "befolkning.personer"',
        'nevner = "befolkning.folk"',
        r"\[indikator\.boliger_per_1000\]: nevneren «befolkning\.folk» finnes ikke",
    ),
    "ukjent verdi i utvalget": (
        "situasjon.toml",
        'utvalg = { situasjon = "uten_bolig" }',
        'utvalg = { situasjon = "hjemme" }',
        r"\[indikator\.uten_bolig\]: ukjent verdi «hjemme» i utvalget",
    ),
    "utvalg av noe brukeren filtrerer på": (
        "situasjon.toml",
        'utvalg = { situasjon = "uten_bolig" }',
        'utvalg = { maalgruppe = "rop" }',
        r"\[indikator\.uten_bolig\]: kan ikke ha utvalg av «maalgruppe»",
    ),
    "ukjent nøkkel i kube": (
        "boliger.toml",
        "[kube.boliger]\n",
        '[kube.boliger]\nfarge = "blå"\n',
        r"boliger\.toml \[kube\.boliger\]: ukjent nøkkel «farge»",
    ),
    "ukjent nøkkel i statistikk": (
        "leieforhold.toml",
        "tomgang_median = { ",
        "tomgang_median = { farge = 1, ",
        r"\[kube\.innflytting\.statistikk\.tomgang_median\]: ukjent nøkkel «farge»",
    ),
    "kube uten mål": (
        "midlertidig.toml",
        '[kube.midlertidig.maal]\nantall = "count(*)"\n',
        "",
        r"\[kube\.midlertidig\]: mangler nøkkelen «maal»",
    ),
    "ukjent dimensjon": (
        "midlertidig.toml",
        '["barn"]',
        '["voksne"]',
        r"\[kube\.midlertidig\]: ukjent dimensjon \['voksne'\]",
    ),
    "ukjent kilde": (
        "midlertidig.toml",
        '"midlertidig_opphold"',
        '"hospits"',
        r"\[kube\.midlertidig\]: ukjent kilde \['hospits'\]",
    ),
    "ukjent regel": (
        "situasjon.toml",
        'regel = "situasjon"',
        'regel = "skjoenn"',
        r"\[kube\.situasjon\]: regelen «skjoenn» finnes ikke",
    ),
    "ukjent slekt": (
        "boliger.toml",
        "{slekt.omsorg}",
        "{slekt.soesken}",
        r"\[kube\.boligmasse\.maal\]: «\{slekt\.soesken\}» finnes ikke\. .*slekt\.omsorg",
    ),
    "vernet mål som ikke er et antall": (
        "midlertidig.toml",
        'antall = "count(*)"',
        'antall = "sum(dager)"',
        r"\[kube\.midlertidig\]: et vernet mål må være «count\(\*\)»",
    ),
    "grunn uten mål": (
        "boliger.toml",
        'maal = ["antall"]',
        'maal = "antall"',
        r"\[kube\.boliger\.uvernet nr\. 1\]: skriv målene som en liste",
    ),
    "ukjent mål i sammenheng": (
        "felles.toml",
        'hele = "boliger.antall"',
        'hele = "boliger.alle"',
        r"felles\.toml \[sammenheng nr\. 1\]: målet «boliger\.alle» finnes ikke",
    ),
    "manglende nøkkel i bevegelse": (
        "felles.toml",
        'inn = "situasjon_inn.antall"\n',
        "",
        r"\[bevegelse nr\. 1\]: mangler nøkkelen «inn»",
    ),
    "ukjent egenskap i antakelse": (
        "felles.toml",
        'delen_der = { kom_fra = "soeknad" }',
        'delen_der = { utgang = "borte" }',
        r"\[antakelse nr\. 1\]: kuben «situasjon_inn» er ikke delt på «utgang»",
    ),
    "ukjent verdi i antakelse": (
        "felles.toml",
        'delen_der = { kom_fra = "soeknad" }',
        'delen_der = { kom_fra = "soknad" }',
        r"\[antakelse nr\. 1\]: «soknad» er ikke en verdi av «kom_fra»",
    ),
    "ukjent kodeliste": (
        "felles.toml",
        '{ kodeliste = "boligtype", ',
        '{ kodeliste = "hustype", ',
        r"\[dimensjon\.boligtype\]: kodelisten «hustype» finnes ikke",
    ),
    "ukjent nøkkeltall": (
        "felles.toml",
        '"utleiegrad", "omloepstid"',
        '"utleie", "omloepstid"',
        r"\[oversikt\]: nøkkeltallet «utleie» er ikke en indikator",
    ),
    "nøkkeltall uten planmål": (
        "felles.toml",
        '"utleiegrad", "omloepstid"',
        '"andel_eid", "omloepstid"',
        r"\[oversikt\]: nøkkeltallet «andel_eid» må ha et «planmaal»",
    ),
    "tall for alle kommuner uten egen indikator": (
        "regionstall.toml",
        'egen = "nyinnflyttede"',
        'egen = "nyinnflyttet"',
        r"«egen» er «nyinnflyttet», som ikke er en indikator",
    ),
    "ukjent tabell i felles": (
        "felles.toml",
        "[oversikt]",
        "[oversyn]",
        r"felles\.toml: ukjent nøkkel «oversyn»",
    ),
    "tall med en felle som ikke er skrevet": (
        "regionstall.toml",
        'feller = ["beholdning", "telling"]',
        'feller = ["beholdning", "tellingen"]',
        r"«feller» nevner «tellingen», som ikke finnes",
    ),
    "tall med et nasjonalt mål som ikke finnes": (
        "regionstall.toml",
        "maal = 2",
        "maal = 5",
        r"«maal» er nummeret på et nasjonalt mål, 1–4",
    ),
    "tall under et tema som ikke finnes": (
        "regionstall.toml",
        'tema = "markedet"',
        'tema = "marked"',
        r"«tema» er ikke folket eller markedet",
    ),
    "tall under et tema uten tittel på kortet": (
        "regionstall.toml",
        'spoersmaal = "Hva koster en bolig?"\n',
        "",
        r"et tall med «tema» har «spoersmaal»",
    ),
    "beløp som hendelse": (
        "regionstall.toml",
        'tabell = "12134"',
        'tabell = "12134"\nhendelse = true',
        r"bare et tall per 1000 eller i prosent kan telle hendelser",
    ),
    "ukjent tabell i et tema": (
        "tjenester.toml",
        "[kube.tjenester]",
        "[kuber.tjenester]",
        r"tjenester\.toml: ukjent nøkkel «kuber»",
    ),
    "fil som ikke er med": (
        "felles.toml",
        '"utkastelse", ',
        "",
        r"felles\.toml: temaet «utkastelse» mangler i listen «temaer»",
    ),
    "tema uten fil": (
        "felles.toml",
        '"utkastelse", ',
        '"utkastelse", "flytting", ',
        r"felles\.toml: temaet «flytting» mangler i filen flytting\.toml",
    ),
    "samme id i to temaer": (
        "utkastelse.toml",
        "[indikator.begjaeringer]",
        "[indikator.venteliste]",
        r"utkastelse\.toml \[indikator\.venteliste\]: står også i temaet «venteliste»",
    ),
    "etter noe som ikke finnes": (
        "befolkning.toml",
        'etter = "avslag_fulgt"',
        'etter = "alt"',
        r"\[kube\.befolkning\]: «etter» nevner «alt», som ikke finnes",
    ),
}


@pytest.mark.parametrize("feil", FEIL)
def test_en_feil_i_katalogen_sier_hvilken_fil_blokk_og_noekkel_det_gjelder(
    endret, feil
):
    fil, fra, til, melding = FEIL[feil]
    with pytest.raises(Erklaeringsfeil, match=melding):
        endret(fil, fra, til)


def test_katalogen_er_den_samme_naar_den_leses_paa_nytt(endret):
    foer = katalog.avtrykk()
    endret("boliger.toml", "# Boligene", "# Husene")
    katalog.avtrykk.cache_clear()
    assert katalog.avtrykk() == foer


# ------------------------------------------------------------------------ rekkefølgen


def test_temaene_kommer_i_den_rekkefoelgen_de_er_erklaert():
    temaer = [i.tema for i in katalog.indikatorer().values()]
    assert list(dict.fromkeys(temaer)) == innlesing.felles().felt["temaer"]


@pytest.mark.parametrize("slag", ["kube", "indikator"])
def test_blokkene_kommer_slik_de_staar_i_filene_og_etter_flytter_dem(slag):
    i_filene = [
        (id, blokk.felt.get("etter"))
        for fil in innlesing.temaer().values()
        for id, blokk in fil.blokker(slag).items()
    ]
    rekkefoelge = list(innlesing.alle(slag))
    flyttet = {id: etter for id, etter in i_filene if etter}
    assert [id for id in rekkefoelge if id not in flyttet] == [
        id for id, etter in i_filene if not etter
    ]
    for id, etter in flyttet.items():
        assert rekkefoelge.index(id) == rekkefoelge.index(etter) + 1


def test_reglene_som_er_erklaert_er_i_bruk():
    brukt = {k.regel for k in katalog.kuber().values()} - {None}
    assert brukt == set(innlesing.regler().values())


@pytest.mark.parametrize(
    "id, teller, nevner",
    [
        # Antall boliger og innbyggere er ingen hemmelighet. Hvor mange som bor og søker, er det.
        ("utleiegrad", True, False),
        ("boliger_per_1000", False, False),
        ("andel_bosatt_90_dager", True, False),
        ("koordinator", True, True),
        ("avslagsandel", True, True),
    ],
)
def test_om_telleren_og_nevneren_er_vernet_avgjoeres_hver_for_seg(id, teller, nevner):
    i = katalog.indikatorer()[id]
    assert (i.teller_er_vernet, i.nevner_er_vernet) == (teller, nevner)


def test_om_maalet_er_naadd_sies_bare_der_det_ikke_roeper_de_faa():
    """Av 20 er 80 prosent 16, og de fire andre er for få."""
    indikatorer = katalog.indikatorer()
    minste = {i.id: i.minste_nevner_til_dom for i in katalog.maalsatte() if i.nevner}
    assert minste["avverget"] == 25 and minste["for_liten_bolig"] == 100
    assert indikatorer["balansepunkt"] not in katalog.maalsatte()
    assert all(i.om_personer for i in katalog.maalsatte())
