"""Et tall sier hva det er for, også når bare noen av filtrene som er valgt, virker på det, og filtrene
tømmer ikke siden.

Hver verdi av hvert filter, og hvert par av filtre, på hver side: kortene, nøkkeltallene, regnskapene,
og kortene filtrene aldri virker på. Hva som virker, leses her av kubene, og ikke av teksten.
"""

import collections
import dataclasses
import itertools

import pytest
import sidekort
from spraak import feil_i

from boligdata import lesing
from boligdata.felles import katalog, norsk
from boligdata.innhold import (
    bosettingskort,
    eksport,
    faste_kort,
    figurer,
    kort,
    oekonomi,
    oversikt,
    regnskap,
)
from boligdata.innhold.figurer import Stil
from boligdata.innhold.kort import Valg

INDIKATORER, KUBER = katalog.indikatorer(), katalog.kuber()
ALLE = {
    "maalgruppe": "alle målgrupper",
    "boligtype": "alle boligtyper",
    "omraade": "alle områder",
}


@pytest.fixture(scope="module")
def utvalgene(bygd_eksempel):
    """Hver verdi av hvert filter alene, og sammen med en verdi av hvert av de andre."""
    with pytest.MonkeyPatch.context() as miljoe, lesing.samme_tall():
        miljoe.setenv("BOLIGDATA_PUBLISERT", str(bygd_eksempel))
        verdier = {d: list(lesing.verdier(d)) for d in katalog.FILTRE}
        enkle = [{d: v} for d in verdier for v in verdier[d]]
        par = [
            dict(zip(par, valgt))
            for par in itertools.combinations(verdier, 2)
            for valgt in _alle_minst_en_gang(*(verdier[d] for d in par))
        ]
        yield [Valg("aar", "2025", filtre) for filtre in (*enkle, *par)]


def _alle_minst_en_gang(foerste, andre):
    lengst = max(len(foerste), len(andre))
    return itertools.islice(
        zip(itertools.cycle(foerste), itertools.cycle(andre)), lengst
    )


def _virker(valg, dimensjoner, fordeling=()):
    return {
        egenskap: verdi
        for egenskap, verdi in valg.valgte.items()
        if egenskap in dimensjoner and egenskap not in fordeling
    }


def _ventet(valg, filtre, fordeling=()):
    """Det som må stå når ikke alt som er valgt, virker."""
    alle = [ALLE[e] for e in valg.valgte if e not in filtre]
    if not alle:
        return ""
    if filtre:
        navn = [norsk.liten(lesing.dimensjon(e)[v]) for e, v in filtre.items()]
        return f"Gjelder {', '.join((*navn, *alle))}"
    if set(valg.valgte) <= set(fordeling):
        return f"Viser {norsk.ramse(alle)}"
    return "Gjelder hele kommunen"


def _navn(egenskap):
    return katalog.dimensjoner()[egenskap].navn.lower()


def _sier_det_foten_sier(fot, valg, virker):
    for egenskap, verdi in valg.valgte.items():
        skrevet = f"{_navn(egenskap)}: {lesing.dimensjon(egenskap)[verdi]}"
        assert (skrevet in fot) == (egenskap in virker), (fot, valg)


def _sier_noe(indikator, valg, filtre, fordeling=()):
    """Er noe av tallet kjent for siste periode med akkurat disse filtrene? None når det ikke er
    publisert slik.
    """
    try:
        data = lesing.svar(
            lesing.still(indikator, "aar", valg.periode, fordeling, filtre),
            bare_siste=True,
        )
    except lesing.IkkePublisert:
        return None
    return data.empty or data["verdi"].notna().any()


def _er_det_naermeste(indikatorer, valg, filtre, virker, fordeling=()):
    """Utvalgene med flere filtre er ikke publisert, eller har bare tall som er for få. Med like mange
    er det det samme om dem som ville beholdt målgruppen, og så boligtypen.
    """
    for antall in range(len(virker), len(filtre) - 1, -1):
        for valgt in itertools.combinations(
            sorted(virker, key=katalog.FILTRE.index), antall
        ):
            naermere = {e: virker[e] for e in valgt}
            if naermere == filtre:
                return True
            if all(_sier_noe(i, valg, naermere, fordeling) for i in indikatorer):
                return False
    return False


def test_filtrene_toemmer_ikke_siden_og_hvert_kort_viser_det_naermeste_og_sier_hva(
    utvalgene,
):
    """Hvert utvalg med en sjettedel av kortene, ikke de samme hver gang."""
    bedt_om, uten_figur, delvis = collections.Counter(), collections.Counter(), 0
    for (valgnr, valg), (kortnr, (navn, b)) in itertools.product(
        enumerate(utvalgene), enumerate(sidekort.bestillinger().items())
    ):
        if (valgnr + kortnr) % 6:
            continue
        indikatorer = [INDIKATORER[id] for id in b.indikatorer]
        virker = _virker(valg, KUBER[indikatorer[0].kube].dimensjoner, b.fordeling)
        k = kort.lag(b, valg)
        side = navn.partition("-")[0]
        bedt_om[side] += 1
        uten_figur[side] += not k.har_figur
        filtre = dict(k.gjelder.filtre)
        assert filtre.items() <= virker.items(), (navn, valg)
        assert k.omfang == _ventet(valg, filtre, b.fordeling), (navn, valg)
        assert len(k.omfang.split()) <= 8 and not feil_i(k.gjelder.forklart())
        _sier_det_foten_sier(k.filtertekst, valg, filtre)
        assert k.data["verdi"].equals(
            kort.lag(b, Valg("aar", "2025", filtre)).data["verdi"]
        )
        if filtre != virker:
            assert _er_det_naermeste(indikatorer, valg, filtre, virker, b.fordeling), (
                navn,
                valg,
            )
        delvis += bool(k.omfang) and bool(filtre)
    assert delvis > 80, "ellers er nesten ingen kort der bare ett filter virker"
    andeler = {side: uten_figur[side] / bedt_om[side] for side in bedt_om}
    assert len(andeler) >= 5 and max(andeler.values()) <= 0.15, andeler


def test_et_kort_som_ikke_viser_alt_som_er_valgt_sier_hvorfor_ogsaa_i_filene(utvalgene):
    b = sidekort.som_bestilling(
        "venteliste", form="fordeling", fordeling=("ventetidsbaand",)
    )
    omraade = list(lesing.verdier("omraade"))[0]
    k = kort.lag(b, Valg("aar", "2025", {"maalgruppe": "eldre", "omraade": omraade}))
    assert k.omfang == "Gjelder eldre, alle områder"
    hvorfor = (
        "Gjelder eldre, alle områder. Tallet er ikke publisert for område i tillegg."
    )
    assert ("Utvalg", hvorfor) in k.om and k.alt.startswith(f"{k.omfang}. ")
    assert ("Utvalg", hvorfor) in eksport.om_kortet(k)
    hele = kort.lag(b, Valg("aar", "2025", {}))
    assert not hele.omfang and "Utvalg" not in dict(
        (*hele.om, *eksport.om_kortet(hele))
    )


def test_et_kort_med_for_faa_viser_faerre_filtre_og_sier_at_det_er_for_faa(utvalgene):
    omraade = list(lesing.verdier("omraade"))[0]
    filtre = {"maalgruppe": "eldre", "omraade": omraade}
    k = kort.lag(sidekort.som_bestilling("avslagsandel"), Valg("aar", "2025", filtre))
    forklart = k.gjelder.forklart()
    assert "Det er for få til å vise tallet for" in forklart, forklart
    assert k.data["verdi"].notna().iloc[-1]


def test_hvert_noekkeltall_er_for_det_teksten_sier_for_hvert_utvalg(utvalgene):
    """Også tallene i svaret øverst på sidene."""
    ider = {*sidekort.svar(), *(i.id for i in katalog.noekkeltall())}
    faerre = 0
    for valg, id in itertools.product(utvalgene[::2], sorted(ider)):
        tallet = oversikt.noekkeltall(INDIKATORER[id], valg)
        filtre = dict(tallet.filtre)
        virker = _virker(valg, KUBER[INDIKATORER[id].kube].dimensjoner)
        ventet = _ventet(valg, filtre)
        assert tallet.gjelder.startswith(f"{ventet}. " if ventet else ""), (id, valg)
        assert bool(tallet.gjelder) == bool(ventet) and not feil_i(tallet.gjelder)
        if filtre != virker:
            faerre += 1
            assert _er_det_naermeste([INDIKATORER[id]], valg, filtre, virker), (
                id,
                valg,
            )
        data = lesing.tall(
            INDIKATORER[id], filtre=filtre, siste=tallet.data["periode"].iloc[-1]
        )
        assert tallet.data["verdi"].equals(data["verdi"]), (id, valg)
    assert faerre > 10


def test_hvert_regnskap_sier_hva_det_gjelder_for_hvert_utvalg(utvalgene):
    delvis = 0
    for valg, (navn, oppsett) in itertools.product(
        utvalgene[::4], regnskap.regnskaper().items()
    ):
        k = regnskap.lag(navn, valg)
        if k is None:
            continue
        felles = set.intersection(
            *(
                set(KUBER[INDIKATORER[id].kube].dimensjoner)
                for id in oppsett.indikatorer
            )
        )
        virker = _virker(valg, felles)
        assert k.omfang == _ventet(valg, virker), (navn, valg)
        assert bool(k.omfang) == ("Utvalg" in dict(k.forklaring))
        _sier_det_foten_sier(k.filtertekst, valg, virker)
        delvis += bool(k.omfang)
    assert delvis > 10


def test_figuren_er_den_samme_for_den_som_ogsaa_har_valgt_noe_som_ikke_virker_paa_den():
    """Da tegnes den bare én gang, uansett hvor mange som ser på."""
    b = sidekort.som_bestilling("boliger")
    valgte = {"boligtype": "ordinaer"}
    ett = kort.lag(b, Valg("aar", "2025", valgte))
    mer = kort.lag(b, Valg("aar", "2025", valgte | {"maalgruppe": "eldre"}))
    assert ett.omfang != mer.omfang and ett.data is mer.data
    assert figurer.tegn(ett, Stil()) is figurer.tegn(mer, Stil())
    andre = kort.lag(b, Valg("aar", "2025", {"boligtype": "omsorgsbolig"}))
    assert figurer.tegn(andre, Stil()) is not figurer.tegn(ett, Stil())
    endret = dataclasses.replace(ett, data=ett.data.tail(2))
    assert figurer.tegn(endret, Stil()) is not figurer.tegn(ett, Stil())


def test_kort_filtrene_aldri_virker_paa_sier_at_de_gjelder_hele_kommunen(utvalgene):
    valgte = tuple(utvalgene[-1].valgte)
    for k in (
        *(faste_kort.kostra(kode, "", valgte) for kode in katalog.regionstall()),
        faste_kort.planlagte("", valgte),
        bosettingskort.lag("", valgte),
        *(oekonomi.kortet(navn, "", valgte) for navn in oekonomi.ALLE_KORT),
    ):
        assert k.omfang == "Gjelder hele kommunen"
    for kode in katalog.regionstall():
        assert not faste_kort.kostra(kode, "").omfang


def test_kortene_paa_boliger_svarer_for_boligtype_og_omraade_paa_en_gang():
    """Antallet boliger er eksakt, og er publisert delt på tre egenskaper."""
    valgt = {"boligtype": "ordinaer", "omraade": "Sentrum"}
    for egenskap in ("disposisjonsform", "stoerrelse", "tilstand", "byggeperiode"):
        indikator = "boligalder" if egenskap == "byggeperiode" else "boliger"
        b = sidekort.som_bestilling(indikator, form="fordeling", fordeling=(egenskap,))
        k = kort.lag(b, Valg("aar", "2025", valgt))
        assert dict(k.gjelder.filtre) == valgt and not k.gjelder.uten
        alle = kort.lag(
            sidekort.som_bestilling("boliger"), Valg("aar", "2025", valgt)
        ).data
        siste = k.data[k.data["periode"] == "2025"]["verdi"].sum()
        assert siste == alle[alle["periode"] == "2025"]["verdi"].sum()
