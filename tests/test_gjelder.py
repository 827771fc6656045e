"""Et tall sier hva det er for, også når bare noen av filtrene som er valgt, virker på det.

Hvert par av filtre på hver side: kortene, nøkkeltallene, regnskapene, og kortene filtrene aldri
virker på. Hva som virker, leses her av kubene, og ikke av teksten.
"""

import itertools

import pytest
import sidekort
from spraak import feil_i

from boligdata import lesing
from boligdata.felles import katalog, norsk
from boligdata.innhold import faste_kort, kort, oversikt, regnskap
from boligdata.innhold.kort import Valg

INDIKATORER, KUBER = katalog.indikatorer(), katalog.kuber()


@pytest.fixture(scope="module")
def parene(bygd_eksempel):
    """Hvert par av filtre, og hver verdi av hvert filter, sammen med en verdi av det andre."""
    with pytest.MonkeyPatch.context() as miljoe, lesing.samme_tall():
        miljoe.setenv("BOLIGDATA_PUBLISERT", str(bygd_eksempel))
        verdier = {d: list(lesing.verdier(d)) for d in katalog.FILTRE}
        yield [
            Valg("aar", "2025", dict(zip(par, valgt)))
            for par in itertools.combinations(verdier, 2)
            for valgt in _alle_minst_en_gang(*(verdier[d] for d in par))
        ]


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


def _ventet(valg, virker, hva):
    """Det som må stå når noe er valgt som ikke virker."""
    uten = [_navn(e) for e in valg.valgte if e not in virker]
    if not uten:
        return None
    hvem = [f"{_navn(e)}: {lesing.dimensjon(e)[v]}" for e, v in virker.items()]
    return (
        f"Gjelder {norsk.ramse(hvem) if hvem else 'hele kommunen'}. "
        f"Valget av {norsk.ramse(uten)} virker ikke på {hva}."
    )


def _navn(egenskap):
    return katalog.dimensjoner()[egenskap].navn.lower()


def _om_omfanget(flagg):
    return [tekst for tekst in flagg if tekst.startswith("Gjelder ")]


def _sier_det_foten_sier(fot, valg, virker):
    for egenskap, verdi in valg.valgte.items():
        skrevet = f"{_navn(egenskap)}: {lesing.dimensjon(egenskap)[verdi]}"
        assert (skrevet in fot) == (egenskap in virker), (fot, valg)


def test_hvert_kort_sier_hva_det_gjelder_for_hvert_par_av_filtre(parene):
    """Hvert kort med hvert par av filtre, og hver verdi med en fjerdedel av kortene."""
    delvis = 0
    for (valgnr, valg), (kortnr, (navn, b)) in itertools.product(
        enumerate(parene), enumerate(sidekort.bestillinger().items())
    ):
        if (valgnr + kortnr) % 4:
            continue
        indikator = INDIKATORER[b.indikatorer[0]]
        virker = _virker(valg, KUBER[indikator.kube].dimensjoner, b.fordeling)
        try:
            k = kort.lag(b, valg)
        except lesing.IkkePublisert as grunn:
            assert "Velg «Alle» i «" in str(grunn), (navn, valg)
            continue
        ventet = _ventet(valg, virker, "denne figuren")
        assert _om_omfanget(k.flagg) == ([ventet] if ventet else []), (navn, valg)
        _sier_det_foten_sier(k.fotlinje, valg, virker)
        bare_dem = kort.lag(b, Valg("aar", "2025", virker))
        assert k.data["verdi"].equals(bare_dem.data["verdi"]), (navn, valg)
        delvis += bool(ventet) and bool(virker)
    assert delvis > 100, "ellers er nesten ingen kort der bare ett filter virker"


def test_hvert_noekkeltall_er_for_det_teksten_sier_for_hvert_par_av_filtre(parene):
    """Også tallene i svaret øverst på sidene."""
    ider = {*sidekort.svar(), *(i.id for i in katalog.noekkeltall())}
    ikke_publisert = 0
    for valg, id in itertools.product(parene, sorted(ider)):
        tallet = oversikt.noekkeltall(INDIKATORER[id], valg)
        filtre = dict(tallet.filtre)
        kan = _virker(valg, KUBER[INDIKATORER[id].kube].dimensjoner)
        ventet = _ventet(valg, filtre, "dette tallet")
        if filtre == kan:
            assert tallet.gjelder == (ventet or ""), (id, valg)
        else:
            ikke_publisert += 1
            assert "ikke publisert" in tallet.gjelder, (id, valg)
            assert tallet.gjelder.startswith(ventet.partition(". ")[0]), (id, valg)
        assert not feil_i(tallet.gjelder)
        data = lesing.tall(
            INDIKATORER[id], filtre=filtre, siste=tallet.data["periode"].iloc[-1]
        )
        assert tallet.data["verdi"].equals(data["verdi"]), (id, valg)
    assert ikke_publisert > 10


def test_hvert_regnskap_sier_hva_det_gjelder_for_hvert_par_av_filtre(parene):
    delvis = 0
    for valg, (navn, oppsett) in itertools.product(
        parene[::3], regnskap.REGNSKAPER.items()
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
        ventet = _ventet(valg, virker, "denne figuren")
        assert _om_omfanget(k.flagg) == ([ventet] if ventet else []), (navn, valg)
        _sier_det_foten_sier(k.filtertekst, valg, virker)
        delvis += bool(ventet)
    assert delvis > 10


def test_kort_filtrene_aldri_virker_paa_sier_at_de_gjelder_hele_kommunen(parene):
    for valg in parene:
        valgte = tuple(valg.valgte)
        for k in (
            *(faste_kort.kostra(kode, "", valgte) for kode in katalog.kostra()),
            faste_kort.planlagte("", valgte),
        ):
            assert k.flagg[0] == _ventet(valg, {}, "denne figuren")
    for kode in katalog.kostra():
        assert not _om_omfanget(faste_kort.kostra(kode, "").flagg)
