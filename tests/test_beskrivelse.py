"""Planens tre «skal beskrive»-punkter kan leses høyt, og hvert tall i dem er det kortet viser."""

import re

import pytest
from publisering import publiser

from boligdata import lesing
from boligdata.felles import katalog, norsk
from boligdata.innhold import beskrivelse
from boligdata.innhold.kort import Valg

ALLE = Valg("aar", "2025")


@pytest.fixture(params=["internt", "publisert"])
def tall(request, bygd, monkeypatch):
    """De eksakte og de vernede tallene, etter tur."""
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd / request.param))
    return request.param


def test_behovet_er_beskrevet_for_hver_maalgruppe_som_har_det(tall):
    tekst = " ".join(beskrivelse.lag("behov", ALLE))
    for kode in ("eldre", "rop", "flyktning"):
        assert f"{lesing.dimensjon('maalgruppe')[kode]}: " in tekst


def test_tallene_i_teksten_er_de_samme_som_paa_kortene(tall):
    tekst = " ".join(beskrivelse.lag("behov", ALLE))
    i = katalog.indikatorer()["vanskeligstilte"]
    verdi = lesing.tall(i, "aar")["verdi"].iloc[-1]
    assert (
        f"kjente kommunen til {norsk.med_ord(verdi, 'husstander')} som var vanskeligstilt"
        in tekst
    )


def test_en_periode_som_ikke_er_fulgt_lenge_nok_gir_tallet_for_den_siste_som_er_det(
    tall,
):
    avslag_hjulpet = katalog.indikatorer()["avslag_hjulpet"]
    assert lesing.still(avslag_hjulpet, "aar", "2025").periode == "2024"


def test_et_tall_for_en_tidligere_periode_sier_hvilken(tall):
    """«I 2025 … 75 % avverget» er galt når tallet er for 2024."""
    sagt = set()
    for valg in (ALLE, Valg("tertial", "2025-T3")):
        for punkt in beskrivelse.punkter().values():
            for avsnitt in punkt.avsnitt:
                for mal in () if avsnitt.for_hver else avsnitt.setninger:
                    setning = beskrivelse._setning(mal, beskrivelse._Tall(valg))
                    sagt |= _tidligere_som_sies(mal, setning, valg)
    assert "2024" in sagt


def _tidligere_som_sies(mal, setning, valg):
    """Periodene før den som er valgt, som tall i setningen er for. Hver av dem står i den."""
    plasser = [plass for _, plass in beskrivelse._deler(mal) if plass]
    tidligere = {
        periode
        for plass in plasser
        if setning and plass.indikator
        for periode in _kjent_for(plass.indikator, valg)
        if periode != valg.periode
    }
    for periode in tidligere:
        assert norsk.periode(periode) in setning, setning
    if not tidligere:
        assert "det siste som er kjent" not in setning
    return tidligere


def _kjent_for(id, valg):
    """Perioden tallet er for, når det er noe tall."""
    spoersmaal = lesing.still(katalog.indikatorer()[id], valg.periodetype, valg.periode)
    data = lesing.svar(spoersmaal, bare_siste=True)
    return [spoersmaal.periode] if data["verdi"].notna().any() else []


def test_er_noen_av_tallene_i_setningen_for_en_tidligere_periode_sies_det_hvilke(
    tall,
):
    mal = "{tall:uten_ny_soeknad} søkte ikke igjen, og det kom {antall:begjaeringer}."
    ut = beskrivelse._setning(mal, beskrivelse._Tall(ALLE))
    navn = katalog.indikatorer()["uten_ny_soeknad"].navn
    assert ut.endswith(f" Tallet «{navn}» er for 2024, det siste som er kjent.")


def test_et_tall_som_mangler_gir_ingen_setning(bygd, tmp_path, monkeypatch):
    publiser(
        bygd / "internt",
        tmp_path,
        "delete from kube_samordning",
        "delete from kube_hjelpetid",
    )
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path))
    tekst = " ".join(beskrivelse.lag("organisering", ALLE))
    assert (
        "koordinator" not in tekst
        and "første kontakt" not in tekst
        and "Tjenestekatalogen har" in tekst
    )


def test_teksten_gjelder_hele_kommunen_ogsaa_naar_noe_er_filtrert(tall):
    filtrert = Valg("aar", "2025", {"maalgruppe": "eldre"})
    assert beskrivelse.lag("behov", filtrert) == beskrivelse.lag("behov", ALLE)
    assert beskrivelse.gjelder_alle(ALLE) and not beskrivelse.gjelder_alle(filtrert)


# Det som står rett etter tallet i teksten, og indikatoren tallet er. Tallet er det siste før ordene.
ETTER_TALLET = {
    "behov": {
        " som var vanskeligstilt": "vanskeligstilte",
        " uten egen bolig": "uten_bolig",
        " i fare for å miste boligen": "i_fare",
        " i uegnet bolig": "uegnet_bolig",
        " husstander. Kommunen": "vanskeligstilte_barn",
        " boliger, og": "boliger",
        " av dem var leid ut": "utleiegrad",
        " som hadde fått vedtak om bolig": "venteliste",
        " inn innen 90 dager": "andel_bosatt_90_dager",
    },
    "virkemidler": {
        " i midlertidig botilbud": "midlertidig",
        " med barn.": "midlertidig_barn",
        " om utkastelse": "begjaeringer",
        " ble gjennomført": "utkastelser",
        " av begjæringene avverget": "avverget",
        " nye virkemidler.": "virkemidler_innvilget",
        " avslag.": "virkemiddelavslag",
        " kr.": "startlaan_beloep",
        " husstander, og": "bostoette",
        " fikk økonomisk rådgivning": "raadgivning",
        " av de vanskeligstilte husstandene": "dekning_virkemidler",
        " fikk en tjeneste": "dekning_tjenester",
        " oppfølging i boligen": "booppfoelging",
    },
    "organisering": {
        " minst én tjeneste": "med_tjenester",
        " to eller flere": "flere_tjenester",
        " hjelp fra mer enn én enhet": "flere_enheter",
        " hadde koordinator": "koordinator",
        " hadde individuell plan": "individuell_plan",
        " fra henvisningen": "henvisningstid",
        " der tjenesten ikke var begynt": "venter_paa_tjeneste",
        " av husstandene hjelp innen 30": "hjelp_innen_30",
        " annen hjelp": "avslag_hjulpet",
    },
}


@pytest.mark.parametrize("punkt", ETTER_TALLET)
def test_hvert_tall_i_teksten_er_det_setningen_sier_at_det_er(punkt, bygd, monkeypatch):
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd / "internt"))
    tekst = " ".join(beskrivelse.lag(punkt, ALLE)).replace("\N{NO-BREAK SPACE}", " ")
    funnet = {}
    for ordene, id in ETTER_TALLET[punkt].items():
        assert tekst.count(ordene) == 1, ordene
        i = katalog.indikatorer()[id]
        spoersmaal = lesing.still(i, "aar", "2025")
        [verdi] = lesing.svar(spoersmaal, bare_siste=True)["verdi"]
        foer = tekst[: tekst.index(ordene)]
        skrevet = re.findall(r"\d{1,3}(?: \d{3})+|\d+(?:,\d+)?", foer)[-1]
        desimaler = i.eksakt_enhet.desimaler
        assert skrevet == norsk.tall(verdi, desimaler).replace(
            "\N{NO-BREAK SPACE}", " "
        ), f"«{skrevet}{ordene}» er ikke {id}"
        funnet[id] = skrevet
    # To tall som er like, ville ikke vist at de var byttet om.
    par = [("koordinator", "individuell_plan"), ("uten_bolig", "i_fare")]
    assert all(funnet[a] != funnet[b] for a, b in par if a in funnet)
