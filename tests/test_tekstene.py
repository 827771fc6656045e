"""Alt programmet skriver selv, kan leses høyt og limes inn i en sak, på begge målformer. Reglene står i
`setningsregler.py`, og tekstene samles i `tekstene.py`.
"""

import itertools

import pytest
import setningsregler
import tekstene

from boligdata import lesing
from boligdata.felles import katalog, maalform
from boligdata.felles.maalform import NYNORSK
from boligdata.innhold.boligbehov import grunnlag
from boligdata.innhold.boligbehov.gapet import Gap
from boligdata.innhold.boligbehov.kort import gapord
from boligdata.innhold.handlingsdel.gapet import Forsinkelse, Tiltaksgap
from boligdata.innhold.kort import Valg


def _valgene():
    """Perioder av begge slag, og filtre som gjør gruppene små."""
    boligtype, omraade = (list(lesing.verdier(d))[-1] for d in ("boligtype", "omraade"))
    return (
        Valg("aar", "2025"),
        Valg("tertial", "2025-T3", {"omraade": omraade}),
        Valg("aar", "2025", {"maalgruppe": "eldre"}),
        Valg("aar", "2018", {"boligtype": boligtype}),
    )


def _galt(tekster):
    return {
        tekst: (hvor, brudd)
        for tekst, hvor in {tekst: hvor for hvor, tekst in tekster if tekst}.items()
        if (brudd := list(setningsregler.brudd_i(tekst)))
    }


@pytest.mark.parametrize("kode", maalform.MAALFORMER)
def test_definisjonene_og_fortolkningene_er_hele_norske_setninger(kode):
    with maalform.bruk(kode):
        katalogen = [
            *(
                (i.id, tekst)
                for i in katalog.indikatorer().values()
                for tekst in _om(i)
            ),
            *((kube.id, kube.regel) for kube in katalog.kuber().values()),
        ]
        assert not _galt(katalogen)


def _om(indikator):
    return indikator.definisjon, indikator.fortolkning


def test_alt_som_skrives_av_de_publiserte_tallene_er_hele_norske_setninger(
    bygd_eksempel,
):
    assert not _galt(tekstene.av_valgene(_valgene()))


def test_alt_som_er_likt_uansett_valg_er_hele_norske_setninger(bygd_eksempel):
    assert not _galt(tekstene.uten_valg())


def test_alt_som_skrives_av_de_eksakte_tallene_er_hele_norske_setninger(
    bygd_internt, monkeypatch
):
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd_internt))
    assert not _galt(tekstene.av_valgene(_valgene()[1:3]))


def test_det_som_skrives_av_de_publiserte_tallene_staar_ogsaa_paa_nynorsk(
    bygd_eksempel,
):
    with maalform.bruk(NYNORSK):
        assert not _galt(tekstene.av_valgene(_valgene()[:2]))


def test_det_som_er_likt_uansett_valg_staar_ogsaa_paa_nynorsk(bygd_eksempel):
    with maalform.bruk(NYNORSK):
        egne = tekstene.kommunens_egne()
        assert not _galt(
            (hvor, egne.sub("Tiltaket", tekst or ""))
            for hvor, tekst in tekstene.uten_valg()
        )


def test_det_som_skrives_av_de_eksakte_tallene_staar_ogsaa_paa_nynorsk(
    bygd_internt, monkeypatch
):
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd_internt))
    with maalform.bruk(NYNORSK):
        assert not _galt(tekstene.av_valgene(_valgene()[1:2]))


@pytest.mark.parametrize("kode", maalform.MAALFORMER)
def test_gapet_i_ord_er_boeyd_riktig_ogsaa_for_en_og_ingen(bygd_eksempel, kode):
    with maalform.bruk(kode):
        assert not _galt(("gapet", tekst) for tekst in _om_gapet())


def test_ogsaa_en_er_boeyd_riktig():
    sent = Forsinkelse("P1", "Robust bolig", 1, "2027", 1.2, 0, 2, 1.0)
    assert not list(setningsregler.brudd_i(sent.setning))


def _om_gapet():
    """Alt som sies om gap av null, én og flere boliger, sikre og usikre."""
    pooler = [pool.pool for pool in grunnlag.hent().pooler]
    for mangler, til_overs, sjanse in itertools.product((0, 1, 3), (0, 1, 3), (0.3, 1)):
        gap = _gap("alle", mangler, til_overs, sjanse)
        en, en_til, *_ = pooler
        deler = (_gap(en, mangler, 0, sjanse), _gap(en_til, 0, til_overs, 1 - sjanse))
        for foerst in (True, False):
            yield gapord.resten(gap, deler, foerst=foerst)
        for en in (gap, *deler):
            yield f"{gapord.kort_sagt(en)}."
            yield Tiltaksgap(en, *(mangler, 0, 0)).setning
            yield Tiltaksgap(en, *(1, mangler, til_overs)).setning


def _gap(pool, mangler, til_overs, sjanse):
    """Et gap der det er vedtatt like mange til som det mangler, og går ut like mange som er til overs."""
    trengs = 20 + 2 * mangler - 2 * til_overs
    spenn = (0, 4)
    ledd = (20, mangler, til_overs, trengs, mangler, til_overs)
    return Gap(pool, 7, *ledd, spenn, spenn, spenn, sjanse)


@pytest.mark.parametrize(
    "tekst, brudd",
    [
        ("I 2025: 1 husstander.", "flertall av én"),
        ("I 2025: 21 husstand.", "entall av flere"),
        ("Det mangler et bolig.", "galt kjønn"),
        ("Det mangler 1 nye.", "galt tall"),
        ("Det er nok av a og b og c.", "dobbelt og"),
        ("a er nådd.", "begynner ikke med stor bokstav"),
        ("Målet er nådd", "slutter ikke med punktum"),
        ("Målet er nådd. det er bra.", "liten bokstav etter punktum"),
        ("Målet  er nådd.", "dobbelt tegn"),
        ("I 2025: 31 %.", "uten hardt mellomrom"),
        ("Tallet er nan.", "skal ikke stå der"),
        ("Tallet er for_faa.", "skal ikke stå der"),
        ("◐ Nådd i 2 av 6.", "tegn i stedet for ord"),
        (f"Det er {'veldig ' * 30}langt.", "ord: "),
    ],
)
def test_reglene_ser_det_de_skal(tekst, brudd):
    assert any(brudd in funn for funn in setningsregler.brudd_i(tekst))


@pytest.mark.parametrize(
    "tekst, brudd",
    [
        ("I 2025: 1 husstandar.", "flertall av én"),
        ("I 2025: 21 bustad.", "entall av flere"),
        ("Det manglar ein tiltak.", "galt kjønn"),
        ("Det manglar eit bustad.", "galt kjønn"),
        ("Det manglar 1 fleire.", "galt tall"),
        ("Det er ikke nok.", "bokmål: «ikke»"),
    ],
)
def test_reglene_ser_det_de_skal_paa_nynorsk(tekst, brudd):
    with maalform.bruk(NYNORSK):
        assert any(brudd in funn for funn in setningsregler.brudd_i(tekst))


def test_et_ord_som_er_likt_i_entall_og_flertall_er_ikke_galt_paa_nynorsk():
    with maalform.bruk(NYNORSK):
        assert not list(setningsregler.brudd_i("I 2025: 1 innvilga verkemiddel."))
        assert not list(setningsregler.brudd_i("I 2025: 5 innvilga verkemiddel."))
