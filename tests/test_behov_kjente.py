"""De kjente framtidige brukerne: regnestykker for hånd, og en liten verden der listen er kjent."""

import dataclasses
import math

import numpy as np
import pytest

from boligdata.behov import kjente
from boligdata.behov.botid import Botid, overlevelse
from boligdata.behov.grunnlag import Grunnlag, Pool, Stroem
from boligdata.behov.kjente import Kjente, Ventet
from boligdata.behov.modell import Maalsetting, Plan, Poolgrep, framskriv, regn

AAR = 10
IKKE_VOKSER = Plan(maalsetting=Maalsetting("ikke_vokser"), horisont=AAR)


def pool(liste: Kjente | None, soekere=10.0, **mer) -> Pool:
    """En pool der ingen bor eller venter, og der botiden er eksponentiell med snitt fire år."""
    botid = Botid(0.0, math.log(4), (0.0, 0.0, 0.0), 0, 0)
    felt = {"leietakere": 0.0, "bodd": (), "koe": 0.0} | mer
    kjent = (liste,) if liste else ()
    stroem = Stroem("alle", soekere, 0.1, 0.0, botid, **felt, kjente=kjent)
    return Pool("bofellesskap", ("bofellesskap",), (stroem,), 40, 0.0, 0.0, 0.2, 0.2, 0)


def behov(liste: Kjente | None, plan=IKKE_VOKSER, **mer):
    return regn(Grunnlag((pool(liste, **mer),)), plan).pooler[0]


# ------------------------------------------------------------------ regnestykker for hånd


@pytest.mark.parametrize(
    ("radene", "ventet"),
    [
        # Spredt jevnt over årene den ventes i, ganget med sannsynligheten.
        ([Ventet(1, 3, 0.8)], [0, 0.4, 0.4, 0]),
        # Av en som kunne kommet i fjor eller i år, er hele sjansen igjen i år.
        ([Ventet(-1, 1, 1.0)], [1, 0, 0, 0]),
        # Årene har gått: den er alt i søknadene, eller kommer ikke.
        ([Ventet(-2, 0, 1.0)], [0, 0, 0, 0]),
        # Bare det året listen dekker av spennet.
        ([Ventet(3, 5, 0.6)], [0, 0, 0, 0.3]),
        # Rekken begynner midt i et kalenderår.
        ([Ventet(0.5, 1.5, 1.0), Ventet(0.5, 1.5, 0.5)], [0.75, 0.75, 0, 0]),
        ([], [0, 0, 0, 0]),
    ],
)
def test_radene_paa_listen_blir_husstander_per_aar(radene, ventet):
    assert kjente.ventet_per_aar(tuple(radene), 4) == pytest.approx(ventet)


def test_de_kjente_erstatter_sin_del_av_stroemmen_i_aarene_listen_dekker():
    """Ti i året, der sju av ti pleier å stå på en liste, og én, to og ingen som er kjent."""
    uten = np.full((1, 2, 4), 10.0)
    med = kjente.erstatt(uten, ((Kjente((1.0, 2.0, 0.0), 0.7),), ()))
    assert med[0, 0] == pytest.approx([4, 5, 3, 10])
    assert med[0, 1] == pytest.approx([10] * 4)
    assert uten[0, 0] == pytest.approx([10] * 4), "det som sendes inn, er uendret"


def test_to_lister_erstatter_hver_sin_del_av_den_samme_stroemmen():
    """Av ti i året er fire flyktninger, der halvparten kommer av vedtak, og fem kan stå på listen."""
    uten = np.full((1, 1, 3), 10.0)
    bosettes = Kjente((3.0, 1.0), 0.5, del_av_stroemmen=0.4)
    listen = Kjente((2.0,) * 3, 0.6, del_av_stroemmen=0.5)
    med = kjente.erstatt(uten, ((bosettes, listen),))
    # 10 − 4·0,5 − 5·0,6 er fem, og så de kjente.
    assert med[0, 0] == pytest.approx([5 + 3 + 2, 5 + 1 + 2, 7 + 2])


def test_listen_fordeles_jevnt_og_bosettingen_foelger_vedtakene():
    listen = kjente.av_listen(12, 4, 0.7, (5.0, 0.5), avrunding=2)
    assert (listen.kommer, listen.andel, listen.del_av_stroemmen) == (
        (3,) * 4,
        0.7,
        0.5,
    )
    assert listen.usikkerhet == pytest.approx(math.sqrt(0.1 * 12 + 0.3 * 5 * 4 + 4))
    # Ti flyktninger søker i et vanlig år, åtte av dem etter vedtak. Nå er det halvparten og det dobbelte.
    bosettes = kjente.av_bosettingen((0.5, 2.0), 0.8, (10.0, 1.0), 0.1)
    assert bosettes.kommer == pytest.approx((4, 16))
    assert bosettes.usikkerhet == pytest.approx(math.sqrt(2 + 0.2 * 10 * 2 + 4))


def test_feilen_i_listen_flytter_kappa_og_antallet_hver_for_seg():
    uten = np.full((3, 1, 2), 10.0)
    liste = Kjente((4.0, 4.0), 0.7, usikkerhet=2.0)
    trukket = np.array([[[0.0, 0.0]], [[1.0, 0.0]], [[0.0, -1.0]]])
    # 10·0,3 + 4, så 10·0,2 + 4, og så to færre av åtte til sammen: 10·0,3 + 3.
    assert kjente.erstatt(uten, ((liste,),), trukket)[:, 0, 0] == pytest.approx(
        [7, 6, 6]
    )


def test_usikkerheten_er_hvem_som_kommer_og_ikke_nivaaet():
    """Tjue på listen, og 30 prosent av ti i året i åtte år: 0,1·20 + 24, og avrundingen 3."""
    assert kjente.usikkerhet(20, 0.7, 10, 8) == pytest.approx(math.sqrt(26))
    assert kjente.usikkerhet(20, 0.7, 10, 8, 3.0) == pytest.approx(math.sqrt(35))
    assert kjente.usikkerhet(20, 1.0, 10, 8) == pytest.approx(math.sqrt(2))


def test_er_alle_kjent_er_behovet_dem_som_kommer_og_fortsatt_bor_der():
    """Fire i året som blir fire år i snitt: om t år bor 16·(1 − e^(−t/4)) av dem der."""
    svar = behov(Kjente((4.0,) * AAR, 1.0))
    ventet = 16 * (1 - np.exp(-np.arange(AAR + 1) / 4))
    assert svar.behov == pytest.approx(ventet, rel=1e-6)
    # Strømmen ville gitt 40·(1 − e^(−t/4)). Delen er det listen gjør til eller fra.
    assert dict(svar.deler)["stroem"] == pytest.approx(2.5 * ventet, rel=1e-6)
    assert dict(svar.deler)["kjente"] == pytest.approx(-1.5 * ventet, rel=1e-6)


def test_etter_det_siste_aaret_listen_dekker_er_stroemmen_som_foer():
    uten, med = behov(None).behov, behov(Kjente((3.0, 3.0), 1.0)).behov
    # Sju færre i hvert av de to årene, og de blir færre etter hvert som folk flytter.
    etter_to = 28 * (1 - math.exp(-2 / 4))
    for aar in (2, 5, 10):
        assert uten[aar] - med[aar] == pytest.approx(
            etter_to * math.exp(-(aar - 2) / 4), rel=1e-6
        )


def test_en_liste_som_sier_det_samme_som_stroemmen_endrer_ikke_svaret():
    uten, med = behov(None), behov(Kjente((7.0,) * AAR, 0.7))
    assert med.behov == pytest.approx(uten.behov, rel=1e-9)
    assert dict(med.deler)["kjente"] == pytest.approx(0, abs=1e-9)


def test_i_ankeret_erstatter_de_kjente_sin_del_av_dem_som_holder_boligene_fulle():
    """Trettifire bor der og venter, og blir fire år: 8,5 i året. Seks av ti av dem kunne stått på
    listen, der det står to i året, så det er 3,1 færre.
    """
    bor = {"leietakere": 30.0, "koe": 4.0, "bodd": (1.0, 3.0)}
    med = behov(Kjente((2.0,) * AAR, 0.6), **bor).anker
    borte = 3.1 * 4 * (1 - np.exp(-np.arange(AAR + 1) / 4))
    assert med == pytest.approx(34 - borte, rel=1e-6)
    # Skal det bosettes dobbelt så mange som i et vanlig år, er også det mot de 8,5.
    dobbelt = kjente.av_bosettingen((2.0,) * AAR, 0.6, (10.0, 1.0), 0.1)
    flere = 0.6 * 8.5 * 4 * (1 - np.exp(-np.arange(AAR + 1) / 4))
    assert behov(dobbelt, **bor).anker == pytest.approx(34 + flere, rel=1e-6)


def test_et_tiltak_mot_nye_soeknader_roerer_ikke_dem_som_er_kjent():
    plan = dataclasses.replace(
        IKKE_VOKSER, grep={"bofellesskap": Poolgrep(soekere=-0.5, innfasing=0)}
    )
    alle_kjent = Kjente((4.0,) * AAR, 1.0)
    assert behov(alle_kjent, plan).behov == pytest.approx(behov(alle_kjent).behov)
    halvt = behov(Kjente((4.0,) * AAR, 0.5), plan).behov[1:]
    # 10 · 0,5 · 0,5 + 4 i stedet for 10 · 0,5 + 4.
    assert halvt / behov(Kjente((4.0,) * AAR, 0.5)).behov[1:] == pytest.approx(
        [6.5 / 9] * AAR
    )


def test_koeen_faar_like_mange_som_listen_og_resten_av_stroemmen_sier():
    grunnlag = Grunnlag((pool(Kjente((6.0,) * 3, 0.7)),))
    [svar] = framskriv(grunnlag, Plan(horisont=6), framtider=400)
    snitt = svar.soekere.mean(axis=0)
    # Ni i året mens listen varer, så ti. Snittet av 400 framtider er riktig på en halv.
    assert snitt == pytest.approx([9, 9, 9, 10, 10, 10], abs=0.5)


# ----------------------------------------------------------------- prøvd i en liten verden

SANN_ANDEL, KOMMER, HISTORIE, DEKKER = 0.75, 0.9, 6, 8
FORM, SNITT = 1.2, 11.0
SKALA = SNITT / math.gamma(1 + 1 / FORM)


def _bofellesskap(froe: int):
    """Et bofellesskap slik det er i dag, listen kommunen fører, og boligene som trengs hvert år
    framover: av dem som bor der, og av dem som virkelig kommer, når de blir så lenge som slike pleier.

    Tre av fire som kommer, sto på listen, med et halvt års feil i datoen. Én av ti på listen kommer
    aldri. Alle får bolig med en gang.
    """
    trekk = np.random.default_rng(froe)
    rate = trekk.uniform(0.8, 3.0)
    kom = np.sort(trekk.uniform(-60, AAR, trekk.poisson(rate * (60 + AAR))))
    gikk = kom + SKALA * trekk.weibull(FORM, len(kom))
    bor = (kom <= 0) & (gikk > 0)
    bodd, nye, aarene = -kom[bor], kom[kom > 0], np.arange(AAR + 1.0)[:, None]
    igjen = overlevelse(bodd + aarene, FORM, SKALA) / overlevelse(bodd, FORM, SKALA)
    kommet = (nye <= aarene) * overlevelse(aarene - nye, FORM, SKALA)
    trengs = igjen.sum(axis=1) + kommet.sum(axis=1)
    paa_listen = kom[(kom > 0) & (kom < DEKKER)]
    paa_listen = paa_listen[trekk.random(len(paa_listen)) < SANN_ANDEL]
    aldri = trekk.uniform(
        0, DEKKER, trekk.poisson(rate * SANN_ANDEL * DEKKER * (1 / KOMMER - 1))
    )
    datoer = np.concatenate([paa_listen + trekk.normal(0, 0.4, len(paa_listen)), aldri])
    liste = tuple(
        Ventet(aar, aar + 1, KOMMER) for aar in np.floor(np.clip(datoer, 0, 7.99))
    )
    antall = ((kom > -HISTORIE) & (kom <= 0)).sum()
    stroem = Stroem(
        "alle",
        (antall + 0.5) / HISTORIE,
        1 / math.sqrt(antall + 0.5),
        0.03,
        Botid(math.log(FORM), math.log(SKALA), (0.02, 0.0, 0.02), 0, 0),
        float(bor.sum()),
        tuple(np.sort(-kom[bor]).tolist()),
        0.0,
    )
    return stroem, liste, trengs


def _proevd(med_liste: bool, antall=100):
    """Snittet av feilen (boliger), bredden av båndet, og andelen i båndet, etter 5 og 10 år."""
    feil, bredde, treff = [], [], []
    for froe in range(antall):
        stroem, liste, trengs = _bofellesskap(froe)
        if med_liste:
            ventet = kjente.ventet_per_aar(liste, DEKKER)
            # Kommunen treffer andelen på en tidel nær.
            andel = SANN_ANDEL + 0.1 * np.random.default_rng([froe, 1]).normal()
            usikkerhet = kjente.usikkerhet(sum(ventet), andel, stroem.soekere, DEKKER)
            stroem = dataclasses.replace(
                stroem, kjente=(Kjente(ventet, andel, usikkerhet),)
            )
        ut = stroem.leietakere / SNITT
        poolen = Pool(
            f"nr{froe}",
            ("bofellesskap",),
            (stroem,),
            round(stroem.leietakere),
            0.0,
            0.0,
            0.2,
            0.2,
            ut,
            aar=HISTORIE,
        )
        svar = regn(Grunnlag((poolen,)), IKKE_VOKSER, 100).pooler[0]
        feil.append(np.abs(svar.behov - trengs)[[5, 10]])
        bredde.append((svar.hoey - svar.lav)[[5, 10]])
        treff.append(((svar.lav <= trengs) & (trengs <= svar.hoey))[[5, 10]])
    return (np.mean(tall, axis=0) for tall in (feil, bredde, treff))


def test_listen_gir_mindre_feil_og_et_smalere_baand_som_treffer_minst_like_ofte():
    feil_uten, bredde_uten, treff_uten = _proevd(False)
    feil_med, bredde_med, treff_med = _proevd(True)
    assert (feil_med < 0.85 * feil_uten).all()
    assert (bredde_med < 0.9 * bredde_uten).all()
    # Av hundre bofellesskap er fem treff til eller fra tilfeldig.
    assert (treff_med >= treff_uten - 0.05).all()
