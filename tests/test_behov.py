"""Modellen for boligbehovet: delene, tilfeldighetene, målene og prosjektene, og anslagene fra
historikker vi har laget selv.
"""

import dataclasses
import math
import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boligdata.behov import modell
from boligdata.behov.botid import Botid
from boligdata.behov.drivere import Folketall, vekst
from boligdata.behov.estimat import KLARGJOERING_UKJENT, estimer
from boligdata.behov.grunnlag import Grunnlag, Pool, Stroem
from boligdata.behov.historikk import KOLONNER, BoligIBruk, Historikk
from boligdata.behov.modell import (
    Maalsetting,
    Plan,
    Poolgrep,
    Prosjekt,
    framskriv,
    regn,
)

rolig = settings(max_examples=40)

# ------------------------------------------------------------------ kommuner å regne på


def stroem(
    gruppe="alle",
    soekere=20.0,
    form=0.9,
    skala=4.0,
    leietakere=80,
    koe=10,
    bodd=(0.5, 2.0, 5.0, 9.0),
    usikkerhet=0.1,
    drift=0.03,
    avrunding=0.0,
) -> Stroem:
    return Stroem(
        gruppe,
        soekere,
        usikkerhet,
        drift,
        Botid(math.log(form), math.log(skala), (0.01, 0.0, 0.01), 200, 100),
        leietakere,
        bodd,
        koe,
        avrunding,
    )


def pool(
    navn="ordinaer",
    *stroemmer,
    boliger=90,
    klargjoering=0.1,
    avgang=0.2,
    utflyttinger=20.0,
    aar=5.0,
) -> Pool:
    return Pool(
        navn,
        (navn,),
        stroemmer or (stroem(),),
        boliger,
        klargjoering,
        0.1,
        avgang,
        0.2,
        utflyttinger,
        aar=aar,
    )


BYEN = Grunnlag(
    (
        pool(
            "ordinaer",
            stroem("flyktning", 12, 1.3, 5, 55, 6),
            stroem("andre", 18, 0.9, 4, 65, 9),
            boliger=130,
        ),
        pool(
            "omsorgsbolig",
            stroem(soekere=10, form=1.2, skala=6, leietakere=55, koe=12),
            boliger=60,
            utflyttinger=9.0,
        ),
        pool(
            "midlertidig",
            stroem(soekere=9, form=0.8, skala=0.9, leietakere=9, koe=1, bodd=()),
            boliger=12,
            utflyttinger=8.0,
        ),
    )
)


def i(svar, navn):
    """Svaret eller framskrivingen for én pool."""
    return next(p for p in getattr(svar, "pooler", svar) if p.pool == navn)


@st.composite
def stroemmer(draw):
    navn = draw(
        st.sampled_from(
            [("alle",), ("flyktning", "andre"), ("flyktning", "rop", "andre")]
        )
    )
    return tuple(
        stroem(
            n,
            draw(st.integers(0, 6000)) / 100,
            draw(st.floats(0.4, 3)),
            draw(st.floats(0.3, 20)),
            draw(st.integers(0, 120)),
            draw(st.integers(0, 40)),
            tuple(draw(st.lists(st.floats(0, 30), max_size=5))),
            draw(st.integers(0, 60)) / 100,
            draw(st.integers(0, 8)) / 100,
            draw(st.floats(0, 9)),
        )
        for n in navn
    )


@st.composite
def grunnlag(draw):
    navn = draw(
        st.lists(
            st.sampled_from(["ordinaer", "omsorgsbolig", "midlertidig"]),
            min_size=1,
            max_size=3,
            unique=True,
        )
    )
    return Grunnlag(
        tuple(
            pool(
                n,
                *draw(stroemmer()),
                boliger=draw(st.integers(0, 250)),
                klargjoering=draw(st.integers(0, 500)) / 365.25,
                avgang=draw(st.integers(0, 200)) / 100,
                utflyttinger=draw(st.integers(0, 6000)) / 100,
            )
            for n in navn
        )
    )


endring = st.floats(-0.5, 0.5)
grepene = st.builds(
    Poolgrep,
    endring,
    endring,
    endring,
    st.integers(0, 5),
    st.tuples(st.floats(0, 0.3), st.floats(0, 0.3)),
)
maalene = st.builds(
    Maalsetting,
    st.sampled_from(["innen_frist", "funksjonelt_null", "ikke_vokser"]),
    st.floats(0.05, 0.6),
    st.floats(0.03, 0.4),
)
NOEKLER = st.sampled_from(
    ["ordinaer", "omsorgsbolig", "midlertidig", "flyktning", ("ordinaer", "andre")]
)
planer = st.builds(
    Plan,
    st.just("plan"),
    st.integers(1, 12),
    maalene,
    st.dictionaries(
        NOEKLER, st.lists(st.floats(0.2, 3), min_size=1, max_size=14), max_size=3
    ),
    st.lists(
        st.builds(
            Prosjekt,
            st.sampled_from(["ordinaer", "omsorgsbolig"]),
            st.floats(-1, 14),
            st.integers(-40, 40),
        ),
        max_size=3,
    ).map(tuple),
    st.dictionaries(st.sampled_from(["ordinaer", "midlertidig"]), grepene, max_size=2),
    st.floats(0, 0.5),
    st.sampled_from(
        [
            (),
            (("ordinaer", "omsorgsbolig"),),
            (("midlertidig", "ordinaer", "finnes_ikke"),),
        ]
    ),
)


# --------------------------------------------------------------------- fossen og båndet

DELENE = [
    "boliger",
    "tomme",
    "koe",
    "stroem",
    "vekst",
    "kjente",
    "klargjoering",
    "ute_av_drift",
    "skjult",
    "grep",
    "margin",
]


@rolig
@given(grunnlag(), planer)
def test_delene_er_til_sammen_behovet_hvert_aar_i_hver_pool_og_for_alle(g, plan):
    svar = regn(g, plan, 20)
    for b in (*svar.pooler, svar.alle):
        assert sum(d for _, d in b.deler) == pytest.approx(b.behov, abs=1e-6)
        assert [navn for navn, _ in b.deler] == DELENE
        assert np.isfinite(b.framtider).all()
        assert len(b.behov) == len(b.boliger) == plan.horisont + 1


@rolig
@given(grunnlag(), planer)
def test_baandet_er_rundt_svaret_og_svaret_mellom_de_to_anslagene(g, plan):
    for b in regn(g, plan, 20).pooler:
        assert (b.lav <= b.behov + 1e-9).all() and (b.behov <= b.hoey + 1e-9).all()
        assert (b.behov >= np.minimum(b.stroem, b.anker) - 1e-6).all() and (
            b.behov <= np.maximum(b.stroem, b.anker) + 1e-6
        ).all()
        assert (b.behov >= 0).all() and (b.stroem >= b.last - 1e-9).all()


@pytest.mark.parametrize(
    ("utflyttinger", "aar", "vekt"),
    [(20.0, 5.0, 0.5), (2.5, 10.0, 0.2), (50.0, 6.0, 0.75), (20.0, 0.0, 0.0)],
)
def test_stroemmen_teller_mer_jo_flere_som_har_flyttet_ut(utflyttinger, aar, vekt):
    """100 utflyttinger: like mye som ankeret. 25: 25/125. 300: 300/400. Ukjent: ikke noe."""
    [b] = regn(Grunnlag((pool(utflyttinger=utflyttinger, aar=aar),))).pooler
    assert b.vekt_stroem == pytest.approx(vekt)
    assert b.behov == pytest.approx(vekt * b.stroem + (1 - vekt) * b.anker)


def test_uten_et_anker_aa_stole_paa_er_svaret_stroemmen():
    p = pool("ordinaer", stroem(leietakere=3, koe=0, avrunding=4.0), aar=0.0)
    [b] = regn(Grunnlag((p,))).pooler
    assert b.vekt_stroem == 1 and b.behov == pytest.approx(b.stroem)


def test_delene_av_svaret_er_snittet_av_delene_i_hvert_anslag():
    """Ankeret er 90 boliger i bruk som vokser en tidel. Med like mye av hvert, er halve veksten dens,
    og all endringen fra dagens søkere og utflytting er strømmens.
    """
    plan = Plan(
        horisont=1,
        maalsetting=Maalsetting("ikke_vokser"),
        vekst={"ordinaer": [1.0, 1.1]},
    )
    p = pool("ordinaer", stroem(leietakere=80, koe=10))
    svar = {
        aar: dict(regn(Grunnlag((dataclasses.replace(p, aar=aar),)), plan).alle.deler)
        for aar in (0.0, 5.0, 1e12)
    }
    anker, begge, bare_stroem = svar.values()
    assert anker["vekst"][1] == pytest.approx(9) and anker["stroem"][1] == 0
    for navn, tall in begge.items():
        assert tall == pytest.approx((anker[navn] + bare_stroem[navn]) / 2, abs=1e-6)


def test_det_som_mangler_er_behovet_minus_boligene_i_hver_pool_og_motregnes_aldri():
    plan = Plan(prosjekter=(Prosjekt("midlertidig", 0.5, 200),))
    svar = regn(BYEN, plan)
    for b in svar.pooler:
        assert b.mangler.antall == pytest.approx(np.maximum(b.behov - b.boliger, 0))
        assert b.til_overs.antall == pytest.approx(np.maximum(b.boliger - b.behov, 0))
        mangler_i = b.framtider > b.boliger
        assert b.mangler.sannsynlig == pytest.approx(mangler_i.mean(axis=0))
        under = (b.mangler.framtider < b.mangler.lav).mean(axis=0)
        over = (b.mangler.framtider > b.mangler.hoey).mean(axis=0)
        assert under.max() <= 0.1 and over.max() <= 0.1
    assert i(svar, "midlertidig").til_overs.antall[1] > 150
    for navn in ("mangler", "til_overs"):
        hver = [getattr(b, navn) for b in svar.pooler]
        alle = getattr(svar.alle, navn)
        assert alle.antall == pytest.approx(sum(en.antall for en in hver))
        assert alle.framtider == pytest.approx(sum(en.framtider for en in hver))
    # Det som er til overs av midlertidige boliger, dekker ikke det som mangler av de andre.
    mangler, til_overs = svar.alle.mangler.antall, svar.alle.til_overs.antall
    assert mangler[1] > 1
    assert mangler - til_overs == pytest.approx(svar.alle.behov - svar.alle.boliger)


def test_alle_er_summen_av_poolene_men_baandet_er_smalere_enn_summen_av_baandene():
    svar = regn(BYEN)
    assert svar.alle.behov == pytest.approx(sum(b.behov for b in svar.pooler))
    bredde = sum(b.hoey - b.lav for b in svar.pooler)
    assert (svar.alle.hoey - svar.alle.lav < bredde).all()


def test_i_dag_er_delene_dem_som_bor_og_venter_med_boligen_under_klargjoering_og_margin():
    g = Grunnlag(
        (
            pool(
                "ordinaer",
                stroem(leietakere=80, koe=10, bodd=()),
                boliger=90,
                klargjoering=0,
            ),
        )
    )
    deler = {navn: d[0] for navn, d in regn(g).pooler[0].deler}
    assert (deler["boliger"], deler["tomme"], deler["koe"]) == (90, -10, 10)
    assert [
        deler[n] for n in ("stroem", "vekst", "klargjoering", "skjult", "grep")
    ] == pytest.approx([0] * 5)
    assert deler["margin"] > 0


def test_uten_noen_pool_som_kan_regnes_er_svaret_tomt_og_ikke_en_feil():
    for g in (Grunnlag(()), Grunnlag((dataclasses.replace(pool(), stroemmer=()),))):
        assert regn(g).pooler == () and framskriv(g) == ()
        assert regn(g).alle.behov.tolist() == [0]


# --------------------------------------------------------------- felles tilfeldige tall


def test_en_endret_pool_flytter_ingen_annen_pools_linje_eller_koe():
    plan = Plan(
        grep={"ordinaer": Poolgrep(-0.2, 0.1, spenn=(0.1, 0.1))},
        prosjekter=(Prosjekt("ordinaer", 2, 20),),
        vekst={"flyktning": [1, 1.5]},
    )
    endret = Grunnlag(
        (dataclasses.replace(BYEN.pooler[0], boliger=200), *BYEN.pooler[1:])
    )
    foer, etter = regn(BYEN), regn(endret, plan)
    koe_foer, koe_etter = (
        framskriv(BYEN, framtider=30),
        framskriv(endret, plan, framtider=30),
    )
    assert not np.array_equal(i(foer, "ordinaer").behov, i(etter, "ordinaer").behov)
    for navn in ("omsorgsbolig", "midlertidig"):
        for felt in ("behov", "lav", "hoey", "framtider"):
            assert np.array_equal(
                getattr(i(foer, navn), felt), getattr(i(etter, navn), felt)
            )
        for felt in ("soekere", "tildelt", "innen", "koe", "ledige"):
            assert np.array_equal(
                getattr(i(koe_foer, navn), felt), getattr(i(koe_etter, navn), felt)
            )


def test_den_samme_planen_gir_de_samme_tallene_hver_gang():
    foer = regn(BYEN), framskriv(BYEN, framtider=20)
    modell.behov_i_pool.cache_clear()
    modell.koe_i_pool.cache_clear()
    etter = regn(BYEN), framskriv(BYEN, framtider=20)
    assert np.array_equal(foer[0].alle.framtider, etter[0].alle.framtider)
    assert all(np.array_equal(a.koe, b.koe) for a, b in zip(foer[1], etter[1]))


def test_flere_framtider_endrer_ikke_de_foerste():
    assert np.array_equal(
        regn(BYEN, framtider=200).alle.framtider,
        regn(BYEN, framtider=300).alle.framtider[:200],
    )


@pytest.mark.parametrize("felt", ["soekere", "botid", "klargjoering"])
def test_en_spak_som_flyttes_jevnt_flytter_linjen_jevnt_og_samme_vei(felt):
    steg = np.linspace(-0.2, 0.2, 21)
    planene = [Plan(grep={"ordinaer": Poolgrep(**{felt: x})}) for x in steg.tolist()]
    behov = np.array(
        [
            [(b := i(regn(BYEN, p), "ordinaer")).behov[-1], b.lav[-1], b.hoey[-1]]
            for p in planene
        ]
    )
    hopp = np.diff(behov, axis=0)
    assert (hopp > 0).all()
    assert hopp.max() < 3 * hopp.mean()


def test_litt_flere_soekere_gir_litt_lengre_koe():
    koe = [
        i(
            framskriv(BYEN, Plan(grep={"omsorgsbolig": Poolgrep(soekere=x)}), 200),
            "omsorgsbolig",
        )
        .koe[:, -1]
        .mean()
        for x in (0, 0.01, 0.05, 0.1)
    ]
    assert koe == sorted(koe)
    assert koe[1] - koe[0] < 0.5 < koe[3] - koe[0]


# ------------------------------------------------------------------------ kø og boliger


@rolig
@given(stroemmer(), st.integers(0, 120), st.integers(1, 20))
def test_flere_boliger_gir_aldri_lengre_koe_naar_ingen_gir_opp(s, boliger, flere):
    pooler = [
        pool("ordinaer", *s, boliger=b, avgang=0.0) for b in (boliger, boliger + flere)
    ]
    faerre, mange = (
        modell.koe_i_pool(p, modell.vilkaar_i(p, Plan()), 10) for p in pooler
    )
    assert (mange.koe <= faerre.koe).all()
    assert np.array_equal(mange.soekere, faerre.soekere)


@pytest.mark.parametrize("navn", ["ordinaer", "omsorgsbolig", "midlertidig"])
def test_flere_boliger_gir_i_snitt_kortere_koe_og_flere_innen_fristen_ogsaa_naar_noen_gir_opp(
    navn,
):
    svar = [
        i(framskriv(BYEN, Plan(prosjekter=(Prosjekt(navn, 1, n),)), 200), navn)
        for n in (0, 2, 5, 20)
    ]
    koe, innen = (
        [getattr(s, felt)[:, -1].mean() for s in svar] for felt in ("koe", "innen")
    )
    assert koe == sorted(koe, reverse=True) and innen == sorted(innen)
    assert koe[0] > koe[-1]


def test_boligene_foelger_prosjektene_paa_datoen_og_aldri_under_null():
    prosjekter = (
        Prosjekt("ordinaer", 2.5, 20),
        Prosjekt("ordinaer", 4, -5),
        Prosjekt("ordinaer", 20, 99),
        Prosjekt("ordinaer", -1, 99),
        Prosjekt("ordinaer", 6, -300),
        Prosjekt("omsorgsbolig", 1, 7),
    )
    svar = regn(BYEN, Plan(horisont=7, prosjekter=prosjekter))
    assert i(svar, "ordinaer").boliger.tolist() == [130, 130, 130, 150, 145, 145, 0, 0]
    assert i(svar, "omsorgsbolig").boliger.tolist() == [60] + [67] * 7
    assert svar.alle.boliger[0] == 202
    assert i(svar, "ordinaer").behov == pytest.approx(
        i(regn(BYEN, Plan(horisont=7)), "ordinaer").behov
    )


def test_en_ny_bolig_hjelper_foerst_naar_den_er_ferdig_og_en_som_gaar_ut_skader_foerst_da():
    uten = framskriv(BYEN, framtider=50)
    for antall in (15, -15):
        med = i(
            framskriv(
                BYEN, Plan(prosjekter=(Prosjekt("omsorgsbolig", 3.0, antall),)), 50
            ),
            "omsorgsbolig",
        )
        foer = i(uten, "omsorgsbolig")
        assert np.array_equal(med.koe[:, :3], foer.koe[:, :3])
        assert (med.koe[:, 5].mean() < foer.koe[:, 5].mean()) == (antall > 0)


def test_uten_boliger_faar_ingen_noe_og_koeen_vokser():
    p = pool("ordinaer", stroem(leietakere=0), boliger=0, avgang=0.0)
    f = modell.koe_i_pool(p, modell.vilkaar_i(p, Plan()), 10)
    assert f.tildelt.sum() == 0 and f.innen.sum() == 0 and f.ledige.sum() == 0
    assert np.array_equal(f.koe[:, 0], np.full(10, 10))
    assert np.array_equal(np.diff(f.koe, axis=1), f.soekere)


@rolig
@given(grunnlag(), planer)
def test_koeen_endrer_seg_med_dem_som_kom_fikk_og_ga_opp(g, plan):
    # En bolig som er klargjort alt i dag, er tildelt før køen telles.
    g = Grunnlag(
        tuple(
            dataclasses.replace(p, klargjoering=p.klargjoering + 0.01) for p in g.pooler
        )
    )
    for p in modell.pooler(g, plan):
        f = modell.koe_i_pool(p, modell.vilkaar_i(p, plan), 8)
        ga_opp = f.soekere - f.tildelt - np.diff(f.koe, axis=1)
        assert (ga_opp >= 0).all()
        assert (f.innen <= f.soekere).all() and (f.ledige >= 0).all()


# ------------------------------------------------------------------- mål, grep og vekst


@rolig
@given(grunnlag(), planer)
def test_strengere_maal_trenger_aldri_faerre_boliger(g, plan):
    maalene_ = [
        Maalsetting("ikke_vokser"),
        *(Maalsetting(andel=a) for a in (0.2, 0.1, 0.05)),
    ]
    behov = [
        regn(g, dataclasses.replace(plan, maalsetting=m), 5).alle.behov
        for m in maalene_
    ]
    for mildt, strengt in zip(behov, behov[1:]):
        assert (mildt <= strengt + 1e-6).all()


def test_lengre_frist_trenger_faerre_boliger():
    behov = [
        regn(BYEN, Plan(maalsetting=Maalsetting(frist=dager / 365.25))).alle.behov[-1]
        for dager in (30, 90, 180)
    ]
    assert behov == sorted(behov, reverse=True) and behov[0] > behov[-1] + 3


@pytest.mark.parametrize(
    "grep, retning",
    [
        (Poolgrep(soekere=-0.2), -1),
        (Poolgrep(soekere=0.2), 1),
        (Poolgrep(botid=-0.2), -1),
        (Poolgrep(botid=0.2), 1),
        (Poolgrep(klargjoering=-0.5), -1),
        (Poolgrep(klargjoering=0.5), 1),
    ],
    ids=str,
)
def test_faerre_soekere_kortere_botid_og_raskere_klargjoering_gir_mindre_behov(
    grep, retning
):
    foer, etter = (
        i(regn(BYEN, Plan(grep=g)), "ordinaer") for g in ({}, {"ordinaer": grep})
    )
    assert (np.sign(etter.behov[1:] - foer.behov[1:]) == retning).all()
    assert np.sign(dict(etter.deler)["grep"][-1]) == retning
    # Det som ikke er et grep, er det samme.
    for navn in (
        "boliger",
        "tomme",
        "koe",
        "stroem",
        "vekst",
        "klargjoering",
        "skjult",
    ):
        assert dict(etter.deler)[navn] == pytest.approx(dict(foer.deler)[navn])


def test_et_grep_mot_soeknader_virker_gradvis():
    virkning = [
        dict(
            i(
                regn(
                    BYEN, Plan(grep={"ordinaer": Poolgrep(soekere=-0.2, innfasing=n)})
                ),
                "ordinaer",
            ).deler
        )["grep"]
        for n in (0, 3)
    ]
    assert virkning[0][1] < virkning[1][1] < 0
    assert virkning[1][2] / virkning[0][2] < 0.5 < virkning[1][10] / virkning[0][10] < 1


# ------------------------------------------------------------------ det som er usikkert


def bare_det_felles(navn: str, **mer) -> Pool:
    """En pool der ingenting er usikkert i poolen selv: ikke søkerne, botiden eller klargjøringen. Så
    mange har flyttet ut at svaret er strømmen.
    """
    s = stroem(usikkerhet=0.0, drift=0.0, **mer)
    s = dataclasses.replace(
        s, botid=dataclasses.replace(s.botid, kovarians=(0.0, 0.0, 0.0))
    )
    return dataclasses.replace(pool(navn, s, aar=1e12), klargjoering_usikkerhet=0.0)


@pytest.fixture
def uten_egen_feil(monkeypatch):
    """Modellen tar ikke feil i noen pool for seg."""
    monkeypatch.setattr(modell, "EGEN_FEIL", 0.0)
    modell.behov_i_pool.cache_clear()
    yield
    modell.behov_i_pool.cache_clear()


def test_baandet_er_det_atte_av_ti_framtider_ligger_mellom():
    """En av ti ligger under det, og en av ti over, i hver pool og i summen."""
    svar = regn(BYEN, framtider=400)
    for b in (*svar.pooler, svar.alle):
        assert (b.framtider < b.lav).mean(axis=0)[1:] == pytest.approx(0.1, abs=0.01)
        assert (b.framtider > b.hoey).mean(axis=0)[1:] == pytest.approx(0.1, abs=0.01)


def test_feilen_som_er_felles_er_den_samme_i_hver_pool_og_jevner_seg_ikke_ut_i_summen(
    uten_egen_feil,
):
    to = Grunnlag((bare_det_felles("ordinaer"), bare_det_felles("robust")))
    grep = Poolgrep(-0.1, -0.1, spenn=(0.1, 0.1))
    for plan in (Plan(), Plan(grep={"ordinaer": grep, "robust": grep})):
        svar = regn(to, plan)
        a, b = svar.pooler
        assert a.framtider == pytest.approx(b.framtider)
        assert a.framtider[:, 1:].std(axis=0).min() > 0.5
        bredde = svar.alle.hoey - svar.alle.lav
        assert bredde == pytest.approx(2 * (a.hoey - a.lav))


def test_det_som_er_usikkert_i_hver_pool_jevner_seg_ut_i_summen():
    """To like usikre pooler som ikke har med hverandre å gjøre, er til sammen 1/√2 så usikre."""
    egne = [
        pool(navn, stroem(usikkerhet=0.3), boliger=90)
        for navn in ("ordinaer", "robust")
    ]
    svar = regn(Grunnlag(tuple(egne)), framtider=400)
    spredning = [b.framtider[:, 10].std() for b in (*svar.pooler, svar.alle)]
    assert spredning[2] / (spredning[0] + spredning[1]) == pytest.approx(0.73, abs=0.08)


def test_feilen_i_soekerne_og_botiden_teller_saa_mye_som_stroemmen_gjoer_i_svaret():
    """Med så mange utflyttinger at svaret er strømmen, er båndet strømmens. Uten noen er det ankerets, og
    hvor usikre søkerne er, betyr ikke noe.
    """

    def spredning(aar: float, usikkerhet: float) -> float:
        p = pool("ordinaer", stroem(usikkerhet=usikkerhet, drift=0.0), aar=aar)
        f = regn(Grunnlag((p,)), framtider=400).pooler[0].framtider[:, 10]
        return np.log(f).std()

    assert spredning(1e12, 0.4) > 1.5 * spredning(1e12, 0.05)
    assert spredning(0.0, 0.4) == pytest.approx(spredning(0.0, 0.05), rel=0.02)


def test_ankeret_er_sikkert_i_dag_og_saa_usikkert_som_tilfeldighetene_naar_alle_har_flyttet():
    """90 bor der og venter. Om lenge er avviket 1/√90 av dem, og det ankeret ellers kan ta feil."""
    p = pool("ordinaer", stroem(leietakere=80, koe=10, drift=0.0))
    vilkaar = modell.vilkaar_i(p, Plan(horisont=200))
    feil = modell._ankerfeil(p, vilkaar, 4000)
    assert feil[:, 0].std() == pytest.approx(modell.FELLES_ANKERFEIL, rel=0.05)
    lenge = math.sqrt(1 / 90 + modell.EGEN_ANKERFEIL**2 + modell.FELLES_ANKERFEIL**2)
    assert feil[:, 200].std() == pytest.approx(lenge, rel=0.05)


@rolig
@given(st.lists(st.floats(0.1, 99), min_size=6, max_size=6))
def test_ankeret_tar_ikke_feil_av_dem_som_er_der_i_dag_heller_ikke_naar_de_ikke_er_hele_tall(
    antall,
):
    tre = [
        stroem(gruppe, leietakere=bor, koe=venter)
        for gruppe, bor, venter in zip(("rop", "eldre", "andre"), antall, antall[3:])
    ]
    p = pool("ordinaer", *tre, boliger=300)
    feil = modell._ankerfeil(p, modell.vilkaar_i(p, Plan(horisont=1)), 4000)
    assert feil[:, 0].std() == pytest.approx(modell.FELLES_ANKERFEIL, rel=0.05)


@pytest.mark.parametrize("bor", [(40, 49), (60, 45), (0, 104)])
def test_koeen_faar_aldri_flere_boliger_enn_kommunen_har(bor):
    """Når det er rundet opp, eller utflyttinger mangler, er det flere leietakere enn boliger."""
    to = [stroem(gruppe, leietakere=n) for gruppe, n in zip(("rop", "andre"), bor)]
    p = pool("ordinaer", *to, boliger=90)
    vilkaar = modell.vilkaar_i(p, Plan(prosjekter=(Prosjekt("ordinaer", 2.0, 3),)))
    utfall = modell._i_framtidene(p, vilkaar, 20)
    assert modell._ledig_fra(p, vilkaar, utfall).shape == (20, 93)
    spaadd = modell.koe_i_pool(p, vilkaar, 20)
    assert (spaadd.ledige[:, 0] == 90 - min(90, sum(bor))).all()


@pytest.mark.parametrize("bor, avrunding, flest", [(88, 9.0, 90), (95, 0.0, 95)])
def test_i_ingen_framtid_har_avrundingen_skjult_flere_enn_det_er_boliger_til(
    bor, avrunding, flest
):
    """Registrene kan selv ha flere leietakere enn boliger: det er meldt, og ikke avrunding."""
    p = pool("ordinaer", stroem(leietakere=bor, avrunding=avrunding), boliger=90)
    utfall = modell._i_framtidene(p, modell.vilkaar_i(p, Plan()), 500)
    assert utfall.leietakere.sum(axis=1).max() == pytest.approx(flest)


def test_ankeret_tar_bare_feil_av_dem_som_kommer_i_stedet_for_dem_som_flytter():
    """Alle har bodd der i tjue år, og flest flytter tidlig (form 0,5): de som er der, blir lenge."""
    lenge = stroem(form=0.5, leietakere=80, koe=0, bodd=(20.0,), drift=0.0)
    p = pool("ordinaer", lenge, klargjoering=0.0)
    feil = modell._ankerfeil(p, modell.vilkaar_i(p, Plan(horisont=10)), 4000)
    flyttet = 1 - math.exp(math.sqrt(20 / 4) - math.sqrt(30 / 4))
    ventet = math.sqrt(
        flyttet**2 / 80
        + flyttet * modell.EGEN_ANKERFEIL**2
        + modell.FELLES_ANKERFEIL**2
    )
    assert feil[:, 10].std() == pytest.approx(ventet, rel=0.05)


def test_feilene_modellen_regner_med_er_de_som_staar_i_registeret():
    fil = Path(modell.__file__).with_name("forutsetninger.toml")
    registeret = tomllib.loads(fil.read_text(encoding="utf-8"))
    for navn, brukt in (
        ("felles_feil", modell.FELLES_FEIL),
        ("egen_feil", modell.EGEN_FEIL),
        ("flyktningboelge", modell.I_BOELGEN - 1),
        ("lengre_med_koe", modell.LAAST_INNE),
    ):
        verdi = registeret[navn]["verdi"]
        assert verdi == pytest.approx(100 * brukt)
        assert registeret[navn]["spenn"] == [verdi, verdi]


def _bare_stroemmen(**felt) -> Pool:
    """En pool der svaret er strømmen, og ingen venter."""
    return pool("ordinaer", stroem(koe=0, drift=0.0, **felt), aar=1e12)


def test_det_kan_komme_en_boelge_av_flyktninger_som_gir_flere_men_aldri_faerre():
    [uten], [halve], [alle] = (
        regn(
            Grunnlag(
                (
                    dataclasses.replace(
                        p,
                        stroemmer=(
                            dataclasses.replace(p.stroemmer[0], flyktninger=andel),
                        ),
                    ),
                )
            )
        ).pooler
        for p, andel in ((_bare_stroemmen(), andel) for andel in (0.0, 0.5, 1.0))
    )
    assert alle.behov == pytest.approx(uten.behov)
    assert (alle.framtider >= uten.framtider - 1e-9).all()
    assert alle.hoey[3] > halve.hoey[3] + 1 > uten.hoey[3] + 2
    assert alle.lav[3] == pytest.approx(uten.lav[3], rel=0.03)


def test_boelgene_varer_i_to_aar_og_begynner_om_lag_hvert_femte_aar_etter_den_forrige():
    # De første årene er det færre, siden det ikke er noen bølge når de begynner.
    boelger = modell._boelger(4000, 60)
    assert ((boelger >= 0) & (boelger <= 1)).all()
    assert boelger[:, 20:].mean() == pytest.approx(2 / (5 + 2), rel=0.03)
    assert np.mean(boelger[:, 0] > 0) == pytest.approx(1 - math.exp(-0.2), abs=0.02)


def test_er_det_koe_kan_behovet_vaere_mindre_fordi_noen_bare_blir_boende_i_mangel_paa_annet():
    """I halvparten av framtidene har køen gjort botiden lengre, like mye i alle pooler, og mer jo lengre
    ventetiden er. Er det ikke kø, er den som den er.
    """
    ventetider = {0: 0.0, 15: 0.5, 30: 1.0, 90: 1.0}
    for koe, aar in ventetider.items():
        p = pool("ordinaer", stroem(soekere=30, koe=koe))
        lengre = modell._laast_inne(p, 2000)
        assert lengre.min() == 1
        assert np.mean(lengre > 1) == pytest.approx(0.5 if koe else 0, abs=0.03)
        assert lengre.max() <= 1 + modell.LAAST_INNE * aar
        assert np.percentile(lengre, 95) >= 1 + 0.8 * modell.LAAST_INNE * aar


def test_framskrivingen_av_folketallet_er_mer_usikker_for_hvert_aar():
    """Om lag fire prosent på fem år, og ti på tretti: usikkerheten vokser med roten av tiden.

    De flytter ut igjen med det samme, så boligene i bruk følger søkerne det året.
    """
    p = bare_det_felles(
        "ordinaer", form=1.0, skala=0.05, leietakere=0, koe=0, bodd=(), soekere=2000.0
    )
    p = dataclasses.replace(p, klargjoering=0.0)
    plan = Plan(horisont=31, maalsetting=Maalsetting("ikke_vokser"))
    f = regn(Grunnlag((p,)), plan, 1000).alle.framtider
    for aar, ventet in ((5, 0.04), (30, 0.10)):
        endring = np.log(f[:, 1 + aar] / f[:, 1])
        assert endring.std() == pytest.approx(ventet, rel=0.1)


def soekerne(grep: Poolgrep) -> np.ndarray:
    """Søkerne hvert år mot i dag. De flytter ut igjen med det samme, så boligene i bruk følger
    dem.
    """
    p = bare_det_felles(
        "ordinaer", form=1.0, skala=0.02, leietakere=0, koe=0, bodd=(), soekere=1000.0
    )
    p = dataclasses.replace(p, klargjoering=0.0)
    med, uten = (
        regn(Grunnlag((p,)), Plan(grep=g)).pooler[0].last[1:]
        for g in ({"ordinaer": grep}, {})
    )
    return med / uten


def test_et_tiltak_fases_jevnt_inn_og_virker_midt_i_hvert_aar():
    """20 prosent færre, faset inn over to år: en firedel i snitt det første året, tre det andre."""
    assert soekerne(Poolgrep(-0.2, innfasing=2))[:4] == pytest.approx(
        [0.95, 0.85, 0.80, 0.80], abs=1e-3
    )
    assert soekerne(Poolgrep(-0.2, innfasing=0)) == pytest.approx(0.8, abs=1e-3)


def test_ankeret_er_de_som_bor_der_og_de_som_venter_ganger_veksten():
    p = pool("ordinaer", stroem(leietakere=80, koe=10))
    vekst = [1.0, 1.1, 1.3]
    plan = Plan(
        horisont=2,
        maalsetting=Maalsetting("ikke_vokser"),
        vekst={"ordinaer": vekst},
    )
    [b] = regn(Grunnlag((p,)), plan).pooler
    assert b.anker == pytest.approx([90, 99, 117])


@pytest.mark.parametrize("bor, ankres", [(5, False), (6, True)])
def test_ankeret_brukes_naar_det_er_flere_enn_avrundingen_kan_gi(bor, ankres):
    """To strømmer som hver kan avvike fire, avviker til sammen 4·√2, litt under seks."""
    to = [
        stroem(gruppe, leietakere=n, koe=0, avrunding=4.0)
        for gruppe, n in (("flyktning", bor), ("andre", 0))
    ]
    [b] = regn(Grunnlag((pool("ordinaer", *to),))).pooler
    assert (b.anker != pytest.approx(b.stroem)) == ankres


def test_pooler_som_deler_boliger_har_tiden_mellom_leietakere_veid_etter_soekerne():
    stor = pool("ordinaer", stroem(soekere=30.0), klargjoering=0.1, avgang=0.2)
    liten = pool("robust", stroem(soekere=10.0), klargjoering=0.5, avgang=1.0)
    plan = Plan(sammen=(("ordinaer", "robust"),))
    [felles] = modell.pooler(Grunnlag((stor, liten)), plan)
    assert felles.klargjoering == pytest.approx(0.2)
    assert felles.avgang == pytest.approx(0.4)
    assert (felles.boliger, felles.soekere) == (180, pytest.approx(40))


@pytest.mark.parametrize("felt", ["soekere", "botid", "klargjoering"])
def test_et_tiltak_virker_like_mye_i_framtidene_som_i_svaret(felt):
    p = pool("ordinaer", stroem(), klargjoering=0.6)
    svar = [
        regn(Grunnlag((p,)), Plan(grep={"ordinaer": Poolgrep(**{felt: endring})}), 400)
        for endring in (0.0, -0.5)
    ]
    i_svaret, i_framtidene = (
        [hent(s) for s in svar]
        for hent in (
            lambda s: s.alle.behov[10],
            lambda s: s.alle.framtider[:, 10].mean(),
        )
    )
    assert i_framtidene[1] / i_framtidene[0] == pytest.approx(
        i_svaret[1] / i_svaret[0], abs=0.01
    )


def test_raskere_klargjoering_gir_kortere_koe():
    p = pool("ordinaer", stroem(soekere=24.0), klargjoering=0.6, avgang=0.0)
    uten, med = (
        framskriv(Grunnlag((p,)), Plan(grep={"ordinaer": grep}), 50)[0]
        for grep in (Poolgrep(), Poolgrep(klargjoering=-0.9))
    )
    assert med.koe[:, 5].mean() < uten.koe[:, 5].mean() - 5


def test_koeen_er_mellom_den_i_dag_og_den_modellen_spaar_uten_at_noe_endres():
    p = pool("ordinaer", stroem(soekere=24.0), avgang=0.0)
    spaadd = modell.koe_i_pool(p, modell.vilkaar_i(p, Plan()), 50).koe.mean(axis=0)
    [f] = framskriv(Grunnlag((p,)), Plan(), 50)
    vist = f.koe.mean(axis=0)
    assert spaadd[3] > spaadd[0] + 3
    assert (vist[3:] > spaadd[0]).all() and (vist[3:] < spaadd[3:]).all()
    andel = (vist[3] - spaadd[0]) / (spaadd[3] - spaadd[0])
    assert 0.4 < andel < 0.75


def test_der_like_mange_kommer_som_faar_bolig_vokser_ikke_koeen_fordi_den_kan_bli_svaert_lang():
    """Ti boliger blir ledige i året, og ti søker. En kort kø kan ikke bli mye kortere, men i noen
    framtider blir den lang. Snittet av framtidene er da en kø ingen venter at det blir.
    """
    p = pool(
        "ordinaer",
        stroem(soekere=10.0, form=1.0, skala=4.0, leietakere=40, koe=4, bodd=()),
        boliger=40,
        klargjoering=0.0,
        avgang=0.3,
    )
    spaadd = modell.koe_i_pool(p, modell.vilkaar_i(p, Plan()), 400).koe[:, 3]
    [f] = framskriv(Grunnlag((p,)), Plan(), 400)
    assert spaadd.mean() > np.median(spaadd) + 1, "ellers prøves ingenting"
    av_snittet = 4 + modell.TRO_PAA_ENDRING * (spaadd.mean() - 4)
    assert f.koe[:, 3].mean() < av_snittet - 0.4


def test_et_tiltak_har_hele_virkningen_paa_koeen():
    p = pool("ordinaer", stroem(soekere=24.0), avgang=0.0)
    plan = Plan(grep={"ordinaer": Poolgrep(soekere=-0.2, innfasing=0)})
    spaadd = [
        modell.koe_i_pool(p, modell.vilkaar_i(p, en), 50).koe.mean(axis=0)
        for en in (Plan(), plan)
    ]
    vist = [
        framskriv(Grunnlag((p,)), en, 50)[0].koe.mean(axis=0) for en in (Plan(), plan)
    ]
    assert vist[0][2] - vist[1][2] == pytest.approx(
        spaadd[0][2] - spaadd[1][2], abs=0.5
    )


def test_de_som_venter_i_dag_faar_bolig_foer_dem_som_kommer_senere():
    """Tjue venter, og tjue boliger står ferdige om et halvt år. Ingen flytter ut, så de som kommer
    senere, får ingenting.
    """
    p = pool(
        "ordinaer",
        stroem(soekere=15.0, form=1.0, skala=5000.0, leietakere=0, koe=20, bodd=()),
        boliger=0,
        klargjoering=0.0,
        avgang=0.0,
    )
    plan = Plan(horisont=3, prosjekter=(Prosjekt("ordinaer", 0.5, 20),))
    f = modell.koe_i_pool(p, modell.vilkaar_i(p, plan), 20)
    assert (f.tildelt[:, 0] == 20).all() and (f.tildelt[:, 1:].mean(axis=0) < 0.2).all()
    assert f.innen.mean() < 0.2 and f.soekere.mean() > 10
    assert f.koe[:, 1] == pytest.approx(f.soekere[:, 0], abs=1)


def test_et_grep_med_ukjent_virkning_gir_bredere_baand_rundt_omtrent_samme_svar():
    sikkert, usikkert = (
        i(regn(BYEN, Plan(grep={"ordinaer": Poolgrep(-0.2, spenn=s)}), 400), "ordinaer")
        for s in ((0, 0), (0.19, 0))
    )
    assert sikkert.behov == pytest.approx(usikkert.behov)
    assert usikkert.hoey[-1] - usikkert.lav[-1] > 1.05 * (
        sikkert.hoey[-1] - sikkert.lav[-1]
    )


def test_skjult_behov_og_vekst_gir_flere_og_staar_i_sin_egen_del():
    foer = i(regn(BYEN), "ordinaer")
    for plan, del_ in (
        (Plan(skjult=0.2), "skjult"),
        (Plan(vekst={"ordinaer": [1 + 0.02 * n for n in range(11)]}), "vekst"),
    ):
        etter = i(regn(BYEN, plan), "ordinaer")
        assert (etter.behov[1:] > foer.behov[1:]).all()
        assert dict(etter.deler)[del_][-1] > 5 and dict(foer.deler)[
            del_
        ] == pytest.approx(0)


def test_vekst_som_slutter_foer_planen_holdes_paa_det_siste_nivaaet():
    kort, lang = ({"ordinaer": v} for v in ([1, 1.1, 1.2], [1, 1.1] + [1.2] * 9))
    assert np.array_equal(
        regn(BYEN, Plan(vekst=kort)).alle.behov, regn(BYEN, Plan(vekst=lang)).alle.behov
    )


def test_den_mest_presise_veksten_gjelder():
    def behov(**vekst):
        return i(regn(BYEN, Plan(vekst=vekst.get("v", vekst))), "ordinaer").behov[-1]

    begge = behov(
        v={
            "flyktning": [1, 2],
            "ordinaer": [1, 0.5],
            ("ordinaer", "flyktning"): [1, 1],
            ("ordinaer", "andre"): [1, 1],
        }
    )
    assert begge == pytest.approx(behov())
    assert behov(v={"flyktning": [1, 2], "ordinaer": [1, 0.5]}) == pytest.approx(
        behov(ordinaer=[1, 0.5])
    )
    assert behov(flyktning=[1, 2]) > behov()


def test_en_pool_ingen_bruker_endrer_ikke_den_den_deler_boliger_med():
    venter = pool("ordinaer", stroem(soekere=0.0, koe=1, leietakere=0), avgang=0.01)
    tom = pool("omsorgsbolig", stroem(soekere=0.0, koe=0, leietakere=0), avgang=0.0)
    hver = regn(Grunnlag((venter, tom)), framtider=5)
    felles = regn(
        Grunnlag((venter, tom)), Plan(sammen=(("ordinaer", "omsorgsbolig"),)), 5
    )
    assert felles.alle.stroem == pytest.approx(hver.alle.stroem, rel=1e-6)


@rolig
@given(grunnlag())
def test_pooler_som_deler_boliger_trenger_mindre_til_sammen_og_har_de_samme_menneskene(
    g,
):
    # Er botiden lik, er det bare de felles boligene som skiller.
    like = Grunnlag(
        tuple(
            dataclasses.replace(
                p,
                klargjoering=0.1,
                utflyttinger=0.0,
                stroemmer=tuple(
                    dataclasses.replace(s, botid=stroem().botid, avrunding=0.0)
                    for s in p.stroemmer
                ),
            )
            for p in g.pooler
        )
    )
    navn = tuple(p.pool for p in like.pooler)
    hver, felles = regn(like, framtider=5), regn(like, Plan(sammen=(navn,)), 5)
    assert len(felles.pooler) == 1
    assert felles.alle.last == pytest.approx(hver.alle.last)
    assert (felles.alle.stroem <= hver.alle.stroem + 1e-6).all()
    assert felles.alle.boliger == pytest.approx(hver.alle.boliger)


def test_i_byen_trengs_det_faerre_naar_boligene_er_fleksible_og_prosjektene_blir_med():
    plan = Plan(
        prosjekter=(Prosjekt("omsorgsbolig", 2, 10),),
        grep={"omsorgsbolig": Poolgrep(klargjoering=-0.5)},
    )
    hver, felles = (
        regn(BYEN, dataclasses.replace(plan, sammen=s))
        for s in ((), (("ordinaer", "omsorgsbolig"),))
    )
    assert (felles.alle.behov < hver.alle.behov).all()
    assert felles.alle.boliger.tolist() == hver.alle.boliger.tolist()
    assert [b.pool for b in felles.pooler] == ["ordinaer+omsorgsbolig", "midlertidig"]


# -------------------------------------- boliger i bruk uten kø, mot to andre regnemåter


LASTER = [
    pool(
        "en",
        stroem(soekere=15, form=0.7, skala=3, leietakere=40, koe=8),
        klargjoering=0.15,
    ),
    pool(
        "to",
        stroem("a", 20, 1.4, 2, 30, 5),
        stroem("b", 5, 0.95, 9, 60, 0, ()),
        klargjoering=0.0,
    ),
    pool(
        "tre",
        stroem(soekere=30, form=2.0, skala=0.6, leietakere=15, koe=12, bodd=(0.1, 0.4)),
        klargjoering=1.3,
    ),
    pool(
        "fire",
        stroem(soekere=80, form=1.5, skala=0.12, leietakere=9, koe=3, bodd=(0.05, 0.1)),
        klargjoering=0.02,
    ),
]


@pytest.mark.parametrize("p", LASTER, ids=lambda p: p.pool)
def test_boliger_i_bruk_uten_koe_er_som_integralet_i_smaa_skritt(p, per_aar=3650):
    v = modell.vilkaar_i(p, Plan(horisont=8, vekst={p.pool: [1, 1.1, 1.3, 1.2, 1]}))
    aar = np.arange(9)

    def igjen(s, x, bodd=0.0):
        """Fortsatt i bruk etter x år: boligen er det til den er klargjort."""

        def overlever(t):
            return math.exp(-((max(t, 0) / s.botid.skala) ** s.botid.form))

        return (
            1.0
            if x < p.klargjoering
            else overlever(bodd + x - p.klargjoering) / overlever(bodd)
        )

    fasit = np.zeros(9)
    for s, w in zip(p.stroemmer, v.vekst):
        en = np.array([igjen(s, (n + 0.5) / per_aar) for n in range(8 * per_aar)])
        nivaa = (
            np.repeat([(w[n] + w[n + 1]) / 2 * s.soekere for n in range(8)], per_aar)
            / per_aar
        )
        for t in aar:
            fasit[t] += s.koe * igjen(s, t) + s.leietakere * np.mean(
                [igjen(s, t, b) for b in s.bodd or (0.0,)]
            )
            fasit[t] += (nivaa[: t * per_aar] * en[: t * per_aar][::-1]).sum()
    assert modell.behov_i_pool(p, v).last == pytest.approx(fasit, rel=2e-3)


@pytest.mark.parametrize("p", LASTER, ids=lambda p: p.pool)
def test_boliger_i_bruk_uten_koe_er_snittet_av_husstander_spilt_ut_en_for_en(
    p, ganger=600
):
    rng = np.random.default_rng(7)
    v = modell.vilkaar_i(p, Plan(horisont=8))
    aar = np.arange(9.0)
    talt = np.zeros((ganger, 9))
    for nr in range(ganger):
        for s in p.stroemmer:
            k, a = s.botid.form, s.botid.skala
            kom = rng.uniform(0, 8, rng.poisson(8 * s.soekere))
            ut = kom + a * rng.weibull(k, len(kom)) + p.klargjoering
            koe = a * rng.weibull(k, int(s.koe)) + p.klargjoering
            bodd = rng.choice(s.bodd or (0.0,), int(s.leietakere))
            bor = (
                a * ((bodd / a) ** k + rng.standard_exponential(len(bodd))) ** (1 / k)
                - bodd
                + p.klargjoering
            )
            talt[nr] += (
                ((kom[:, None] <= aar) & (ut[:, None] > aar)).sum(0)
                + (koe[:, None] > aar).sum(0)
                + (bor[:, None] > aar).sum(0)
            )
    feil = talt.std(0, ddof=1) / math.sqrt(ganger)
    # To standardfeil, for kvadratsnittet av de åtte årene: de henger sammen, så ett år alene kan
    # være lenger ute.
    avvik = (talt.mean(0) - modell.behov_i_pool(p, v).last)[1:] / feil[1:]
    assert math.sqrt((avvik**2).mean()) < 2


@given(st.floats(1, 40))
def test_gammafunksjonen_er_den_i_math(x):
    assert float(modell._gamma(np.array(x))) == pytest.approx(math.gamma(x), rel=1e-8)


# ---------------------------------------------------------------------------- anslagene

NAN = math.nan
MAALGRUPPER = ("rop", "eldre", "unge", "flyktning")
DAG = 1 / 365.25


def sak(
    kom,
    fikk=NAN,
    ut=NAN,
    gikk=NAN,
    pool="ordinaer",
    gruppe="rop",
    husstand=-1,
    bolig=-1,
) -> tuple:
    return pool, gruppe, husstand, kom, fikk, gikk, ut, bolig


def historikk(*saker, boliger=3, fra=-6.0, typer=("ordinaer",)) -> Historikk:
    """Historikken i registre som begynner ved `fra`, med så mange boliger av hver type som har vært
    i bruk hele tiden.
    """
    kolonner = dict(zip(KOLONNER, zip(*saker) if saker else [()] * 8))
    tabeller = {
        k: np.array(
            kolonner[k],
            object
            if k in ("pool", "gruppe")
            else int
            if k in ("husstand", "bolig")
            else float,
        )
        for k in KOLONNER
    }
    lager = (
        boliger
        if isinstance(boliger, tuple)
        else tuple(
            BoligIBruk(100 * t + n, navn, -30.0, NAN)
            for t, navn in enumerate(typer)
            for n in range(boliger)
        )
    )
    return Historikk(**tabeller, fra=fra, boliger=lager)


def jevnt(antall=60, botid=2.0, fra=-6.0, **felt) -> list[tuple]:
    """Saker som kommer jevnt, får bolig med en gang og flytter etter `botid` år. Hver har sin egen
    bolig.
    """
    kom = fra + (np.arange(antall) + 0.5) * -fra / antall
    foerste = 1000 * (1 + MAALGRUPPER.index(felt.get("gruppe", "rop")))
    return [
        sak(
            k,
            k,
            k + botid if k + botid <= 0 else NAN,
            husstand=foerste + n,
            bolig=foerste + n,
            **felt,
        )
        for n, k in enumerate(kom.tolist())
    ]


def avvik(g: Grunnlag) -> dict[tuple[str, str], int]:
    return {(a.kode, a.pool): a.antall for a in g.avvik}


def eneste(g: Grunnlag) -> Stroem:
    return g.pooler[0].stroemmer[0]


def test_jevne_ankomster_gir_antallet_i_aaret_og_botiden_er_i_naerheten_av_den_sanne():
    s = eneste(estimer(historikk(*jevnt(60, 2.0), boliger=30)))
    assert s.soekere == pytest.approx(10, abs=0.1)
    assert s.botid.gjennomsnitt == pytest.approx(2, rel=0.2)
    assert (s.leietakere, s.koe, len(s.bodd)) == (20, 0, 20)


def test_vokser_maalgruppen_er_soekerne_flere_i_dag_enn_i_snitt():
    h = historikk(*jevnt(60), boliger=30)
    dobbelt = np.linspace(0.5, 1, 6)
    for foer in (
        {"ordinaer": dobbelt},
        {"rop": dobbelt},
        {("ordinaer", "alle"): dobbelt, "rop": np.ones(6)},
    ):
        if "rop" in foer and len(foer) == 1:
            continue  # Strømmen heter «alle» når målgruppen ikke er delt ut.
        assert eneste(estimer(h, foer=foer)).soekere == pytest.approx(
            10 / dobbelt.mean(), rel=0.05
        )


def test_bare_folketallet_i_aarene_registrene_har_betyr_noe():
    """Folketallet er kjent lenger tilbake enn søkerne. De eldste årene har ingenting å si."""
    h = historikk(*jevnt(60), boliger=30)
    dobbelt = np.linspace(0.5, 1, h.hele_aar)
    kort, langt = (
        eneste(estimer(h, foer={"ordinaer": np.concatenate([eldre, dobbelt])}))
        for eldre in (np.zeros(0), np.full(4, 0.1))
    )
    assert kort == langt


def test_to_soeknader_fra_samme_husstand_er_ett_behov_og_blir_meldt():
    g = estimer(historikk(*jevnt(), sak(-1, husstand=1), sak(-0.5, husstand=1)))
    assert eneste(g).koe == 1 and avvik(g)["dobbel_soeknad", "ordinaer"] == 1


def test_to_soeknader_der_den_ene_ga_bolig_er_ett_behov_fra_den_foerste():
    g = estimer(
        historikk(*jevnt(), sak(-2, husstand=1), sak(-1.5, -1, husstand=1, bolig=2))
    )
    assert eneste(g).koe == 0 and max(eneste(g).bodd) == pytest.approx(
        max(1.0, max(eneste(estimer(historikk(*jevnt()))).bodd))
    )
    assert eneste(g).leietakere == eneste(estimer(historikk(*jevnt()))).leietakere + 1


def test_den_som_bor_der_og_soeker_igjen_venter_ikke():
    g = estimer(
        historikk(*jevnt(), sak(-3, -3, husstand=1, bolig=1), sak(-0.5, husstand=1))
    )
    assert eneste(g).koe == 0 and avvik(g)["dobbel_soeknad", "ordinaer"] == 1


def test_den_som_flyttet_ut_og_soeker_igjen_er_et_nytt_behov():
    g = estimer(
        historikk(*jevnt(), sak(-5, -5, -3, husstand=1, bolig=1), sak(-1, husstand=1))
    )
    assert eneste(g).koe == 1 and ("dobbel_soeknad", "ordinaer") not in avvik(g)


def test_samme_husstand_i_to_pooler_er_to_behov():
    g = estimer(
        historikk(
            *jevnt(),
            sak(-1, husstand=1),
            sak(-1, husstand=1, pool="omsorgsbolig"),
            typer=("ordinaer", "omsorgsbolig"),
        )
    )
    assert [sum(s.koe for s in p.stroemmer) for p in g.pooler] == [1, 1] and not any(
        kode == "dobbel_soeknad" for kode, _ in avvik(g)
    )


def test_ukjente_husstander_er_hver_sitt_behov():
    assert eneste(estimer(historikk(*jevnt(), sak(-1), sak(-1), sak(-0.5)))).koe == 3


def test_bytte_i_poolen_er_verken_en_ny_soeker_en_utflytting_eller_et_avvik():
    uten = estimer(historikk(*jevnt(), sak(-4, -4, husstand=1, bolig=1)))
    med = estimer(
        historikk(
            *jevnt(),
            sak(-4, -4, -2, husstand=1, bolig=1),
            sak(-2, -2 + DAG, husstand=1, bolig=2),
        )
    )
    assert med.avvik == uten.avvik
    assert eneste(med) == eneste(uten)
    assert med.pooler[0].utflyttinger == uten.pooler[0].utflyttinger


def test_en_nyere_innflytting_i_boligen_avslutter_den_eldre():
    g = estimer(historikk(*jevnt(), sak(-5, -5, bolig=1), sak(-2, -2, bolig=1)))
    assert eneste(g).leietakere == eneste(estimer(historikk(*jevnt()))).leietakere + 1
    assert avvik(g)["ikke_avsluttet", "ordinaer"] == 1


def test_den_som_flyttet_ut_samme_dag_som_inn_avslutter_ingen_andres_leieforhold():
    uten = estimer(historikk(*jevnt(), sak(-5, -5, bolig=1)))
    med = estimer(historikk(*jevnt(), sak(-5, -5, bolig=1), sak(-2, -2, -2, bolig=1)))
    assert ("ikke_avsluttet", "ordinaer") not in avvik(med)
    assert (
        eneste(med).leietakere == eneste(uten).leietakere and max(eneste(med).bodd) == 5
    )


def test_naar_ingen_har_flyttet_ut_av_typen_laanes_botiden_fra_resten_og_det_sies():
    g = estimer(
        historikk(
            *jevnt(),
            *jevnt(30, 99, pool="omsorgsbolig", gruppe="eldre"),
            typer=("ordinaer", "omsorgsbolig"),
        )
    )
    ordinaer, omsorg = g.pooler[1], g.pooler[0]
    assert (
        omsorg.pool == "omsorgsbolig"
        and avvik(g)["for_faa_utflyttinger", "omsorgsbolig"] == 0
    )
    assert (
        omsorg.stroemmer[0].botid.antall == 90
        and ordinaer.stroemmer[0].botid.antall == 60
    )
    assert regn(g).pooler[0].behov[0] > 0


def test_naar_ingen_har_flyttet_ut_i_hele_kommunen_kan_ingenting_regnes_og_det_sies():
    g = estimer(historikk(*jevnt(30, 99)))
    assert g.pooler[0].stroemmer == () and avvik(g).keys() >= {
        ("for_faa_utflyttinger", "ordinaer"),
        ("kan_ikke_regnes", "ordinaer"),
    }
    assert regn(g).pooler == ()


def test_for_faa_saker_blir_meldt_men_regnes_med_stor_usikkerhet():
    g = estimer(historikk(sak(-5, -5, -3, bolig=1), sak(-2, -1.5, bolig=2), sak(-0.5)))
    assert avvik(g)["for_lite", "ordinaer"] == 0
    assert eneste(g).usikkerhet > 0.4 and np.isfinite(regn(g).alle.hoey).all()


def test_soekere_uten_en_eneste_bolig_i_typen_gir_behov_og_en_melding():
    g = estimer(
        historikk(*jevnt(), sak(-1, pool="robust"), sak(-2, gikk=-1, pool="robust"))
    )
    robust = next(p for p in g.pooler if p.pool == "robust")
    assert (
        robust.boliger == 0
        and {("ingen_boliger", "robust"), ("for_lite", "robust")} <= avvik(g).keys()
    )
    assert (
        i(regn(g), "robust").behov[0] > 0
        and i(framskriv(g, framtider=5), "robust").tildelt.sum() == 0
    )


def test_leieforhold_fra_foer_boligen_var_i_bruk_blir_meldt():
    lager = (
        BoligIBruk(1, "ordinaer", -3.0, NAN),
        BoligIBruk(2, "ordinaer", -30.0, NAN),
    )
    g = estimer(
        historikk(*jevnt(), sak(-5, -5, bolig=1), sak(-5, -5, bolig=2), boliger=lager)
    )
    assert avvik(g)["foer_boligen_fantes", "ordinaer"] == 1
    # En bolig som settes i drift dagen etter at leietakeren flyttet inn, er bare datoer som ikke er
    # ført likt.
    samme = (BoligIBruk(1, "ordinaer", -5 + DAG, NAN),)
    assert ("foer_boligen_fantes", "ordinaer") not in avvik(
        estimer(historikk(*jevnt(), sak(-5, -5, bolig=1), boliger=samme))
    )


def test_flere_leieforhold_enn_boliger_blir_meldt_med_antallet():
    g = estimer(historikk(*jevnt(60, 2.0), boliger=12))
    assert avvik(g)["flere_leieforhold_enn_boliger", "ordinaer"] == 8
    assert (
        np.isfinite(regn(g).alle.behov).all()
        and (framskriv(g, framtider=5)[0].ledige >= 0).all()
    )


def test_boliger_som_er_ute_av_bruk_eller_ikke_ferdige_er_ikke_med():
    lager = tuple(
        BoligIBruk(n, "ordinaer", fra, til)
        for n, (fra, til) in enumerate(
            [(-9, NAN), (-9, -1), (-9, 0), (-9, 0.5), (0, NAN), (0.5, NAN)]
        )
    )
    assert estimer(historikk(*jevnt(), boliger=lager)).pooler[0].boliger == 3


def test_en_tom_historikk_gir_pooler_uten_stroemmer():
    g = estimer(historikk(boliger=2))
    assert [(p.pool, p.boliger, p.stroemmer) for p in g.pooler] == [("ordinaer", 2, ())]
    assert estimer(historikk(boliger=())) == Grunnlag(())


@pytest.mark.parametrize(
    "dager, aar",
    [
        (364, 1),
        (365, 1),
        (1094, 3),
        (2190, 6),
        (2555, 7),
        (3652, 10),
        (3653, 10),
        (3800, 10),
        (300, 0),
    ],
)
def test_et_helt_kalenderaar_er_et_helt_aar_ogsaa_uten_skuddaar(dager, aar):
    """Registrene begynner 1. januar og slutter 31. desember: 364 dager imellom."""
    assert historikk(fra=-dager / 365.25).hele_aar == aar


def test_soekerne_i_det_foerste_hele_aaret_teller_med():
    fra = -3652 / 365.25  # 1. januar 2016 til 31. desember 2025.
    faa, mange = (
        eneste(
            estimer(historikk(*jevnt(60, fra=fra), *[sak(fra + 0.2)] * n, fra=fra))
        ).soekere
        for n in (0, 30)
    )
    assert faa == pytest.approx(6, rel=0.05) and mange > faa + 0.3


def test_klargjoeringen_er_snittet_av_tomme_dager_mens_noen_ventet():
    koe = [sak(-5.9, pool="ordinaer")]
    par = [
        x
        for n, dager in enumerate((10, 20, 30, 40))
        for x in (
            sak(-5.5, -5.5, -4, bolig=n),
            sak(-4 + dager * DAG, -4 + dager * DAG, bolig=n),
        )
    ]
    assert estimer(historikk(*koe, *par)).pooler[0].klargjoering == pytest.approx(
        25 * DAG
    )
    assert estimer(historikk(*par)).pooler[0].klargjoering == pytest.approx(
        KLARGJOERING_UKJENT
    )
    # En sak som ble avsluttet før vedtaket, har aldri ventet, og tar ikke plassen til en som gjorde
    # det.
    rotete = [sak(-1, gikk=-5.95), sak(-1, gikk=-5.95)]
    assert estimer(historikk(*koe, *par, *rotete)).pooler[
        0
    ].klargjoering == pytest.approx(25 * DAG)
    # En som har stått tom i over et år, var ute av bruk.
    lenge = [sak(-5.5, -5.5, -4, bolig=9), sak(-2.5, -2.5, bolig=9)]
    assert estimer(historikk(*koe, *par, *lenge)).pooler[
        0
    ].klargjoering == pytest.approx(25 * DAG)


def test_en_bolig_som_ble_bygd_om_er_ute_av_drift_og_gjoer_ikke_klargjoeringen_lengre():
    """10, 20, 30, 40 og 225 dager. Den siste er over tre ganger den midterste: de andre er 25 i snitt,
    og den sto 200 dager lenger, 40 for hvert av de fem skiftene.
    """
    koe = [sak(-5.9, pool="ordinaer")]
    par = [
        rad
        for nr, dager in enumerate((10, 20, 30, 40, 225))
        for rad in (
            sak(-5.5, -5.5, -4, bolig=nr),
            sak(-4 + dager * DAG, -4 + dager * DAG, bolig=nr),
        )
    ]
    [anslaatt] = estimer(historikk(*koe, *par)).pooler
    assert anslaatt.klargjoering == pytest.approx(25 * DAG)
    assert anslaatt.ute_av_drift == pytest.approx(40 * DAG)


def test_raskere_klargjoering_hjelper_ikke_paa_boliger_som_er_ute_av_drift():
    """Boligen er opptatt i botiden, halve klargjøringen og hele tiden den er ute av drift."""
    grep = Plan(grep={"ordinaer": Poolgrep(klargjoering=-0.5)})
    p = dataclasses.replace(pool(klargjoering=0.2), ute_av_drift=0.3)
    foer, etter = (regn(Grunnlag((p,)), plan).pooler[0] for plan in (Plan(), grep))
    assert foer.belegg - p.botid == pytest.approx(0.2 + 0.3)
    assert etter.belegg - p.botid == pytest.approx(0.1 + 0.3)
    i_drift = dataclasses.replace(p, ute_av_drift=0.0)
    [uten] = regn(Grunnlag((i_drift,))).pooler
    deler, deler_uten = dict(foer.deler), dict(uten.deler)
    assert deler_uten["ute_av_drift"] == pytest.approx(0)
    assert deler["ute_av_drift"][10] > deler["klargjoering"][10] > 0


def test_jo_flere_som_gir_opp_jo_stoerre_er_avgangen():
    venter = [sak(-3 + n / 20) for n in range(20)]
    ga_opp = [sak(-3 + n / 20, gikk=-2 + n / 20) for n in range(20)]
    lite, mye = (
        estimer(historikk(*jevnt(), *saker)).pooler[0].avgang
        for saker in (venter, ga_opp)
    )
    assert lite < 0.2 < mye < 1.2


def test_maalgruppene_deles_bare_naar_baade_de_og_resten_er_mange_nok():
    to_store = [*jevnt(40, gruppe="rop"), *jevnt(50, gruppe="eldre")]

    def navn(*saker):
        return [
            s.gruppe for s in estimer(historikk(*saker, boliger=90)).pooler[0].stroemmer
        ]

    assert navn(*to_store) == ["eldre", "rop"]
    assert navn(*jevnt(90)) == ["alle"]
    assert navn(*jevnt(40, gruppe="rop"), *jevnt(10, gruppe="eldre")) == ["alle"]
    assert navn(*to_store, *jevnt(10, gruppe="unge")) == ["alle"]
    assert navn(
        *to_store, *jevnt(40, gruppe="unge"), *jevnt(6, gruppe="flyktning")
    ) == ["eldre", "rop", "andre"]


def test_stroemmene_i_en_pool_er_til_sammen_alle_i_poolen():
    saker = [
        *jevnt(40, gruppe="rop"),
        *jevnt(50, gruppe="eldre"),
        *jevnt(45, gruppe="unge"),
        *(sak(-1, gruppe=g) for g in ("rop", "unge", "x")),
    ]
    p = estimer(historikk(*saker, boliger=90)).pooler[0]
    assert p.koe == 3 and p.leietakere == sum(
        np.isnan(s[6]) and not np.isnan(s[4]) for s in saker
    )


def test_slik_den_var_er_det_registrene_ville_vist_da():
    saker = [
        sak(-5, -5, -3, bolig=1),
        sak(-3, -3 + 1 / 16, bolig=1),
        sak(-2.5, gikk=-1),
        sak(-2.25, -1.875, -0.5, bolig=2),
        sak(-2, bolig=-1),
        sak(-1.5, -1, bolig=0),
        sak(-4, -4, -2, bolig=0),
    ]
    lager = (
        BoligIBruk(0, "ordinaer", -30, NAN),
        BoligIBruk(1, "ordinaer", -5, -1),
        BoligIBruk(2, "ordinaer", -4, -2),
        BoligIBruk(3, "ordinaer", -1, NAN),
    )
    da = historikk(*saker, boliger=lager).slik_den_var(-2)
    fasit = historikk(
        sak(-3, -3, -1, bolig=1),
        sak(-1, -1 + 1 / 16, bolig=1),
        sak(-0.5),
        sak(-0.25, bolig=2),
        sak(0),
        sak(-2, -2, 0, bolig=0),
        fra=-4.0,
        boliger=(
            BoligIBruk(0, "ordinaer", -28, NAN),
            BoligIBruk(1, "ordinaer", -3, NAN),
            BoligIBruk(2, "ordinaer", -2, 0),
        ),
    )
    assert da.fra == fasit.fra and len(da.boliger) == 3
    for a, b in zip(da.boliger, fasit.boliger):
        assert (a.bolig, a.fra) == (b.bolig, b.fra) and (
            a.til == b.til or math.isnan(a.til) and math.isnan(b.til)
        )
    for felt in ("kom", "fikk", "gikk", "ut"):
        np.testing.assert_array_equal(getattr(da, felt), getattr(fasit, felt))
    assert estimer(da) == estimer(fasit)


# -------------------------------------------------------------------------- folketallet

HELE = Folketall(
    np.array([2024, 2025, 2026]),
    {
        "0_17": np.array([100, 110, 120.0]),
        "18_66": np.array([1000, 1000, 1000.0]),
        "67_79": np.array([200, np.nan, 220.0]),
        "80": np.full(3, np.nan),
    },
)


def test_veksten_er_folketallet_mot_i_dag_med_rette_linjer_mellom_aarene():
    assert vekst(
        HELE, "0_17", 2025, [2024, 2024.5, 2025, 2026]
    ).tolist() == pytest.approx([100 / 110, 105 / 110, 1, 120 / 110])


def test_utenfor_aarene_gjelder_det_naermeste():
    assert vekst(HELE, "0_17", 2024, [1990, 2050]).tolist() == pytest.approx([1, 1.2])


def test_en_framskriving_som_slutter_foer_planen_holdes_paa_siste_aar():
    samlet = HELE.foer_og_etter(
        Folketall(
            np.array([2026, 2027, 2028]),
            {a: np.array([1.0, 2, 3]) * 1000 for a in HELE.grupper},
        )
    )
    assert samlet.aar.tolist() == [2024, 2025, 2026, 2027, 2028]
    assert vekst(samlet, "0_17", 2026, [2026, 2028, 2036]).tolist() == pytest.approx(
        [1, 25, 25]
    )


def test_et_aar_som_mangler_er_paa_linjen_mellom_naboene():
    assert vekst(HELE, "67_79", 2024, [2025]).tolist() == pytest.approx([210 / 200])


@pytest.mark.parametrize("alder", ["80", "67", None])
def test_et_ukjent_folketall_er_ingen_vekst(alder):
    assert vekst(HELE, alder, 2025, [2025, 2030]).tolist() == [1, 1]


def test_uten_noen_aar_er_det_ingen_vekst():
    tom = Folketall(np.array([]), {a: np.array([]) for a in HELE.grupper})
    assert vekst(tom, "0_17", 2025, [2025, 2030]).tolist() == [1, 1]
    assert tom.foer_og_etter(HELE).aar.tolist() == HELE.aar.tolist()


def test_en_aldersgruppe_uten_innbyggere_i_dag_gir_ingen_vekst_og_ikke_deling_paa_null():
    ingen = Folketall(
        np.array([2025, 2026]), {a: np.array([0.0, 5]) for a in HELE.grupper}
    )
    assert vekst(ingen, "80", 2025, [2026]).tolist() == [1]
