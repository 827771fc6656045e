"""Behovet per målgruppe: delene er poolens svar, og botiden er så mye gruppens egen som utflyttingene i
den bærer.
"""

import dataclasses
import math

import numpy as np
import pytest

from boligdata.behov import modell
from boligdata.behov.botid import Botid
from boligdata.behov.grunnlag import Grunnlag, Pool, Stroem
from boligdata.behov.maalgruppe import (
    Gruppebehov,
    Maalgruppe,
    botidene,
    del_opp,
    til_sammen,
)

BOTID = Botid(0.0, math.log(4.0), (0.01, 0.0, 0.01), 200, 100)
POOL = Pool(
    "ordinaer",
    ("ordinaer",),
    (Stroem("alle", 20.0, 0.1, 0.03, BOTID, 80, (1.0, 3.0, 8.0), 10),),
    90,
    0.1,
    0.1,
    0.2,
    0.2,
    20.0,
    aar=5.0,
)
TO_LIKE = [Maalgruppe(navn, 40, 5, 50, 50) for navn in ("eldre", "rop")]


@pytest.mark.parametrize("plan", [modell.Plan(), modell.Plan(skjult=0.2, horisont=4)])
def test_maalgruppene_er_til_sammen_poolens_svar_i_hver_framtid(plan):
    grupper = [
        Maalgruppe("eldre", 50, 2, 20, 12),
        Maalgruppe("rop", 20, 6, 60, 55),
        Maalgruppe("flyktning", 10, 2, 20, 18),
        Maalgruppe("ingen", 0, 0, 0, 0),
    ]
    delt = del_opp(POOL, grupper, plan, 50)
    [svar] = modell.regn(Grunnlag((POOL,)), plan, 50).pooler
    assert [en.gruppe for en in delt] == ["eldre", "rop", "flyktning"]
    assert sum(en.behov for en in delt) == pytest.approx(svar.behov)
    assert sum(en.framtider for en in delt) == pytest.approx(svar.framtider)
    for en in delt:
        lav, hoey = en.baand
        assert (lav <= en.behov).all() and (en.behov <= hoey).all()


def test_to_like_maalgrupper_trenger_like_mange_boliger():
    en, annen = del_opp(POOL, TO_LIKE, modell.Plan())
    assert en.behov == pytest.approx(annen.behov)


def test_den_som_bor_lenger_trenger_flere_etter_hvert():
    """Like mange av hver kommer. Av dem det bor flest av, flytter færre."""
    blir, flytter = del_opp(
        POOL,
        [Maalgruppe("blir", 60, 5, 50, 30), Maalgruppe("flytter", 20, 5, 50, 70)],
        modell.Plan(),
    )
    assert blir.behov[10] > 1.3 * flytter.behov[10]


def test_botiden_er_gruppens_egen_saa_langt_utflyttingene_baerer_det():
    """To grupper med 40 som bor der, og 100 utflyttinger i alt: 50,5 er ventet av hver. 80 og 20 er
    logaritmen av 80,5/50,5 og 20,5/50,5 unna. Variansen mellom dem er snittet av kvadratene minus 1/50,5.
    """
    grupper = [Maalgruppe("a", 40, 0, 50, 80), Maalgruppe("b", 40, 0, 50, 20)]
    avvik = [math.log(80.5 / 50.5), math.log(20.5 / 50.5)]
    mellom = (avvik[0] ** 2 + avvik[1] ** 2) / 2 - 1 / 50.5
    andel = mellom / (mellom + 1 / 50.5)
    (a, varians), (b, _) = botidene(grupper)
    assert (a, b) == pytest.approx((-avvik[0] * andel, -avvik[1] * andel))
    assert varians == pytest.approx(1 / (1 / mellom + 50.5))


def test_av_svaert_faa_utflyttinger_er_botiden_nesten_poolens():
    """Én utflytting der det var ventet to: halvannen mot to og en halv. Med den minste forskjellen, 0,15,
    teller det 0,0225 / (0,0225 + 0,4).
    """
    grupper = [Maalgruppe("liten", 2, 0, 3, 1), Maalgruppe("stor", 98, 0, 90, 99)]
    (lengre, _), _ = botidene(grupper)
    assert lengre == pytest.approx(math.log(2.5 / 1.5) * 0.0225 / 0.4225)


def test_en_gruppe_med_bredt_baand_er_for_liten_til_aa_regnes():
    grupper = [Maalgruppe("stor", 78, 9, 97, 97), Maalgruppe("liten", 2, 1, 2, 1, 4.0)]
    stor, liten = del_opp(POOL, grupper, modell.Plan())
    assert not stor.for_liten[3] and liten.for_liten[3]


def test_en_stor_gruppe_er_ikke_for_liten_selv_om_den_svinger_mye():
    def med(behov: float) -> Gruppebehov:
        svinger = np.outer(np.linspace(0.5, 1.5, 11), [behov])
        return Gruppebehov("flyktning", np.array([behov]), svinger, behov, 0.0)

    assert not med(30.0).for_liten[0] and med(29.0).for_liten[0]


def test_flere_deler_er_til_sammen_i_hver_framtid():
    delt = del_opp(POOL, TO_LIKE, modell.Plan(), 50)
    sammen = til_sammen("begge", delt)
    assert sammen.gruppe == "begge" and (sammen.leietakere, sammen.koe) == (80, 10)
    [svar] = modell.regn(Grunnlag((POOL,)), framtider=50).pooler
    assert sammen.behov == pytest.approx(svar.behov)
    assert sammen.framtider == pytest.approx(svar.framtider)


def test_bor_og_venter_ingen_i_dag_er_gruppene_likevel_til_sammen_svaret():
    stroem = dataclasses.replace(POOL.stroemmer[0], leietakere=0, koe=0, bodd=())
    tom = dataclasses.replace(POOL, stroemmer=(stroem,))
    grupper = [Maalgruppe(navn, 0, 0, 50, 50) for navn in ("eldre", "rop")]
    delt = del_opp(tom, grupper, modell.Plan(), 50)
    [svar] = modell.regn(Grunnlag((tom,)), framtider=50).pooler
    assert sum(en.behov for en in delt) == pytest.approx(svar.behov)


def test_bare_flyktningene_kommer_i_boelger():
    """I hver framtid er flyktningenes del minst like stor når det kommer en bølge."""
    flyktning, rop = del_opp(
        POOL,
        [dataclasses.replace(TO_LIKE[0], gruppe="flyktning"), TO_LIKE[1]],
        modell.Plan(),
    )
    like, _ = del_opp(POOL, TO_LIKE, modell.Plan())
    assert flyktning.behov == pytest.approx(like.behov)
    assert flyktning.baand[1][5] > 1.1 * like.baand[1][5]


def test_uten_noen_aa_dele_paa_er_det_ingen_deler():
    assert del_opp(POOL, [], modell.Plan()) == ()
    assert (
        del_opp(dataclasses.replace(POOL, stroemmer=()), TO_LIKE, modell.Plan()) == ()
    )
