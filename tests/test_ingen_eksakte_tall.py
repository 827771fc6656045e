"""I den vanlige prosessen når ingen et eksakt tall om personer: ikke på noen side, i noen figur
eller i noen fil.

Testene går gjennom alt sidene kan vise, og krever hele femmere. De siste gjør de eksakte tallene
til tall som ikke kan forveksles med noe, og leter etter dem.
"""

import itertools
import os
import re
import shutil

import pytest
import sidekort
from appen import aapne, alt_paa
from femmere import er_hel_femmer, skrevne_tall
from publisering import publiser
from sider import SIDER, VISNINGER

from boligdata import lesing
from boligdata.felles import katalog
from boligdata.innhold import kort, oversikt, setninger
from boligdata.innhold.kort import Valg
from boligdata.lesing import Innsyn

pytestmark = pytest.mark.usefixtures("bygd_eksempel")


def test_noekkeltallene_og_setningene_paa_oversikt_har_bare_hele_femmere():
    sett = 0
    for valg in itertools.islice(sidekort.utvalg(), 0, None, 6):
        for id, indikator in katalog.indikatorer().items():
            n = oversikt.noekkeltall(indikator, valg)
            if not n.indikator.vernet:
                continue
            if n.indikator.enhet == "antall":
                sett += 1
                assert n.data["verdi"].map(er_hel_femmer).all() and er_hel_femmer(
                    n.endring
                ), (id, valg)
                tekst = (
                    f"{n.setning} {setninger.utvikling(n.indikator, n.data)}".replace(
                        n.indikator.navn, ""
                    )
                )
                if hittil := n.vurdering.maalet:
                    # Hvor mange av årene målet er nådd, er ikke et antall personer.
                    tekst = tekst.replace(hittil.i_ord, "")
                tall = skrevne_tall(tekst)
                assert all(t % 5 == 0 or t == n.indikator.maaltall for t in tall), (
                    id,
                    valg,
                    tall,
                )
            elif n.indikator.enhet == "dager":
                assert (
                    n.data["verdi"]
                    .dropna()
                    .map(lambda v: round(v, 6) == round(v))
                    .all()
                ), "dager er hele måneder"
        for setning in oversikt.utfordringer(valg)[:2]:
            assert all(t % 5 == 0 for t in skrevne_tall(setning)), setning
    assert sett > 100


def test_antall_rader_i_uttrekk_om_personer_er_rundet_av_ogsaa_i_filen(
    bygd_internt, monkeypatch
):
    publisert = lesing.kildestatus().set_index("kilde"), lesing.avvik()
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd_internt))
    eksakt = lesing.kildestatus().set_index("kilde")
    vernes = sorted(katalog.kilder_om_personer())
    assert {"leieforhold", "soeknad"} <= set(vernes) and "kommunetall" not in vernes
    for kolonne, steg in (("rader_lest", 5), ("rader_til_side", 20)):
        assert (publisert[0].loc[vernes, kolonne] % steg == 0).all() and not (
            eksakt.loc[vernes, kolonne] % steg == 0
        ).all()
        assert (eksakt[kolonne] - publisert[0][kolonne]).between(0, steg - 1).all()
    assert (
        publisert[1].loc[publisert[1]["kilde"].isin(vernes), "antall"] % 20 == 0
    ).all()
    assert (
        publisert[0].loc["kommunetall", "rader_lest"]
        == eksakt.loc["kommunetall", "rader_lest"]
    )


@pytest.mark.usefixtures("bygd_internt")
def test_ingen_kan_regne_ut_at_det_er_en_til_fire_rader_med_feil_i_et_uttrekk():
    """Angriperen vet at det er funnet minst én rad av hvert avvik, og at en rad som er lest, er
    lastet eller satt til side.
    """
    kilder, avvik = lesing.kildestatus().set_index("kilde"), lesing.avvik()
    assert set(kilder.columns) & {"rader_lastet", "rader_hoppet_over"} == set()
    talt = 0
    for kilde in katalog.kilder_om_personer():
        funn = avvik[(avvik["kilde"] == kilde) & (avvik["alvor"] == "satt til side")]
        laveste = {regel: max(antall, 1) for regel, antall in funn["antall"].items()}
        hoeyest = min(
            kilder.loc[kilde, "rader_til_side"] + 19,
            kilder.loc[kilde, "rader_lest"] + 4,
        )
        for regel, minst in laveste.items():
            andre = sum(laveste.values()) - minst
            assert minst + 4 < hoeyest - andre, (kilde, regel)
            talt += 1
    assert talt > 5


# ------------------------------------------------------ det bare den eksakte filen sier


def test_vernede_tall_er_ikke_de_eksakte(bygd_internt, monkeypatch):
    """En kontroll av testene over: i den eksakte filen finnes det mange tall som ikke er hele
    femmere.
    """
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd_internt))
    alle = [k for _, k in itertools.islice(sidekort.alle_kort(), 200)]
    eksakte = [
        k for k in alle if k.indikator.om_personer and k.indikator.enhet == "antall"
    ]
    skjeve = [k for k in eksakte if not k.data["teller"].map(er_hel_femmer).all()]
    assert len(skjeve) > 0.8 * len(eksakte) > 10


MERKE = 7_654_321
LETER = re.compile(r"7.?654.?32\d")


UTEN_TALL = (
    "boligbehov",
    "sammenligning",
    "tiltak",
    "finnfram",
    "planprosess",
    "moete",
    "rapport",
    "tilgjengelighet",
    "kilder",
)
MERK_ALT = (
    *(
        f"update kube_{k.id} set {m} = {MERKE}"
        for k in katalog.kuber().values()
        for m in (*k.maal, *k.statistikk)
    ),
    f"update kilde set rader_lest = {MERKE}",
)


@pytest.fixture
def merket(bygd, tmp_path, monkeypatch):
    """Den vanlige prosessen ved siden av en eksakt fil der hvert eneste tall er til å kjenne
    igjen.
    """
    publiser(bygd / "internt", tmp_path / "internt", *MERK_ALT)
    monkeypatch.setenv("BOLIGDATA_INTERNT", str(tmp_path / "internt"))
    monkeypatch.delenv("BOLIGDATA_VISNING", raising=False)
    return tmp_path / "internt"


def alle_sider(visninger=VISNINGER, **adresse):
    for side, tema in visninger:
        yield side, aapne(side, **({f"{side}_tema": tema} if tema else {}), **adresse)


@pytest.mark.parametrize(
    "adresse", [{}, {"maalgruppe": "Eldre", "vis": "Tertial"}], ids=["alle", "eldre"]
)
def test_ingen_side_har_noe_fra_den_eksakte_filen(merket, adresse):
    for side, app in alle_sider(**adresse):
        assert not app.exception and not app.error, side
        assert not LETER.search(alt_paa(app)), side


def test_merket_blir_funnet_paa_hver_side_naar_det_er_i_den_publiserte_filen(
    bygd_eksempel, tmp_path, monkeypatch
):
    """En kontroll av testen over, på visningene som har tall fra kubene. Boligbehov leser ingen av dem,
    og regner lenge på så store tall.
    """
    publiser(bygd_eksempel, tmp_path / "publisert", *MERK_ALT)
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path / "publisert"))
    kildene = ("kilder", SIDER["kilder"].temaer[0])
    leser_kuber = [v for v in VISNINGER if v[0] not in UTEN_TALL or v == kildene]
    for side, app in alle_sider(leser_kuber):
        assert LETER.search(alt_paa(app)), side


def test_innsyn_uten_ansattprosessen_gir_de_publiserte_tallene(merket, monkeypatch):
    with lesing.samme_tall(Innsyn(alt=True)):
        assert not LETER.search(
            kort.lag(
                sidekort.som_bestilling("venteliste"), next(sidekort.utvalg())
            ).tabell.to_string()
        )
    monkeypatch.setenv("BOLIGDATA_VISNING", "internt")
    with lesing.samme_tall(Innsyn(alt=True)):
        assert LETER.search(
            kort.lag(
                sidekort.som_bestilling("venteliste"), next(sidekort.utvalg())
            ).tabell.to_string()
        )


def test_alt_virker_uten_den_eksakte_filen(merket):
    shutil.rmtree(merket)
    for side, app in alle_sider():
        assert not app.exception and not app.error, side
    assert lesing.helse()["status"] == "ok" and lesing.finnes()


@pytest.mark.skipif(
    not hasattr(os, "geteuid"), reason="rettigheter er annerledes på Windows"
)
def test_den_vanlige_prosessen_aapner_aldri_mappen_med_de_eksakte_tallene(merket):
    """Målt på hva prosessen faktisk har åpnet. Her er alt i mappen uleselig, og ingen merker
    det.
    """
    for fil in merket.iterdir():
        fil.chmod(0)
    merket.chmod(0)
    try:
        for side, app in alle_sider():
            assert not app.exception and not app.error, side
        aapne_filer = (
            {
                os.readlink(f"/proc/self/fd/{n}")
                for n in os.listdir("/proc/self/fd")
                if os.path.exists(f"/proc/self/fd/{n}")
            }
            if os.path.isdir("/proc/self/fd")
            else set()
        )
        assert not [f for f in aapne_filer if f.startswith(str(merket))]
    finally:
        merket.chmod(0o700)


# -------------------------------------------------------------- upubliserte kombinasjoner


def test_ingen_figur_er_delt_paa_mer_enn_det_som_er_publisert_uansett_hva_en_lenke_ber_om():
    """Alle tre filtrene på en gang, som ingen kan velge på siden, men som kan stå i en lenke."""
    for nr in range(3):
        filtre = {d: list(lesing.verdier(d))[nr] for d in katalog.FILTRE}
        for navn, b in sidekort.bestillinger().items():
            k = kort.lag(b, Valg("aar", "2025", filtre))
            delt_paa = {
                *b.fordeling,
                *dict(k.gjelder.filtre),
                *dict(k.indikator.utvalg),
            }
            kube = katalog.kuber()[k.indikator.kube]
            assert kube.publiserer(delt_paa), navn
            # Boliger er ikke personer, og telles eksakt: de kan deles på en egenskap til.
            hoeyst = 2 if katalog.er_vernet(kube.id, k.indikator.teller) else 3
            assert k.omfang and len(delt_paa) <= hoeyst, navn
