"""Det kommunen opplyser som registrene ikke viser selv: at ventelisten var stengt, at en bolig var ute
av drift, og hva den som fikk en annen bolig, søkte om.
"""

import dataclasses

import numpy as np
import pytest

from boligdata.behov import estimat
from boligdata.behov.historikk import BoligIBruk, Historikk

NAN = np.nan


def historikk(*saker, boliger=(), **felt) -> Historikk:
    """Saker som (pool, kom, fikk, ut, bolig), seks år tilbake."""
    pool, kom, fikk, ut, bolig = zip(*saker)
    antall = len(saker)
    return Historikk(
        pool=np.array(pool, object),
        gruppe=np.full(antall, "rop", object),
        husstand=np.full(antall, -1),
        kom=np.array(kom, float),
        fikk=np.array(fikk, float),
        gikk=np.full(antall, NAN),
        ut=np.array(ut, float),
        bolig=np.array(bolig),
        fra=-6.0,
        boliger=boliger,
        **felt,
    )


def _jevnt(per_aar=20):
    """Så mange kommer jevnt i året, får en bolig hver med en gang og flytter etter ett år."""
    for nr in range(6 * per_aar):
        kom = -6 + (nr + 0.5) / per_aar
        yield "p", kom, kom, kom + 1 if kom < -1 else NAN, nr


BOLIGER = tuple(BoligIBruk(nr, "p", -30.0, NAN) for nr in range(120))


# ----------------------------------------------------------------- ventelisten er stengt


def test_en_stengt_venteliste_gjoer_ikke_at_det_ser_ut_som_faerre_trenger_bolig():
    """Tjue i året. Det siste halve året var listen stengt, og ingen kunne søke."""
    soekte = [sak for sak in _jevnt() if sak[1] < -0.5]
    alle, uten, med = (
        estimat.estimer(historikk(*saker, boliger=BOLIGER, **felt)).pooler[0].soekere
        for saker, felt in (
            (list(_jevnt()), {}),
            (soekte, {}),
            (soekte, {"stengt": ((-0.5, 0.0),)}),
        )
    )
    assert alle == pytest.approx(20, rel=0.03) and uten < 0.95 * alle
    assert med == pytest.approx(alle, rel=0.03)


def test_noen_faa_som_slipper_til_mens_listen_er_stengt_teller_ikke_som_hele_tilgangen():
    slapp_til = [sak for nr, sak in enumerate(_jevnt()) if sak[1] < -0.5 or nr % 5 == 0]
    stengt = historikk(*slapp_til, boliger=BOLIGER, stengt=((-0.5, 0.0),))
    [pool] = estimat.estimer(stengt).pooler
    assert pool.soekere == pytest.approx(20, rel=0.03)


def test_et_helt_aar_med_stengt_liste_er_ikke_et_aar_uten_soekere():
    saker = [sak for sak in _jevnt() if not -3 <= sak[1] < -1.75]
    stengt = historikk(*saker, boliger=BOLIGER, stengt=((-3.0, -1.75),))
    assert stengt.dekning("p") == pytest.approx([1, 1, 1, 0, 0.75, 1])
    [pool] = estimat.estimer(stengt).pooler
    assert pool.soekere == pytest.approx(20, rel=0.03)
    assert stengt.slik_den_var(-1.0).stengt == ((-2.0, -0.75),)


# ------------------------------------------------------------------ boligen er ute av drift


def _bytter(tomme: list[float]) -> Historikk:
    """Én bolig der leietakerne skifter, og som står tom så lenge hver gang, mens noen venter."""
    saker, inn = [("p", -20.0, NAN, NAN, -1)], -5.9
    for tom in tomme:
        saker.append(("p", inn - 0.1, inn, inn + 0.5, 0))
        inn += 0.5 + tom
    saker.append(("p", inn - 0.1, inn, NAN, 0))
    return historikk(*saker, boliger=(BoligIBruk(0, "p", -30.0, NAN),))


def test_tiden_en_bolig_er_bygd_om_er_ikke_tid_mellom_leietakere():
    historikken = _bytter([0.1, 0.1, 0.25, 0.1])
    # Ombyggingen begynte en stund etter at leietakeren flyttet, og var ferdig før den neste kom.
    ombygging = (-5.9 + 3 * 0.5 + 0.2 + 0.05, -5.9 + 3 * 0.5 + 0.2 + 0.2)
    bolig = dataclasses.replace(historikken.boliger[0], ute=ombygging)
    ombygd = dataclasses.replace(historikken, boliger=(bolig,))
    uten, med = (
        estimat.estimer(hver).pooler[0].klargjoering for hver in (historikken, ombygd)
    )
    assert uten == pytest.approx((0.3 + 0.25) / 4)
    assert med == pytest.approx(0.1)


def test_en_bolig_som_ble_bygd_om_mens_noen_bodde_der_teller_som_de_andre():
    historikken = _bytter([0.1, 0.1, 0.1])
    bolig = dataclasses.replace(historikken.boliger[0], ute=(-5.8, -5.5))
    [pool] = estimat.estimer(dataclasses.replace(historikken, boliger=(bolig,))).pooler
    assert pool.klargjoering == pytest.approx(0.1)


# ------------------------------------------------------------------------- det de søkte om


def _en_av_fire_fikk_en_annen() -> Historikk:
    saker = [("b" if nr % 4 == 0 else "a", *sak[1:]) for nr, sak in enumerate(_jevnt())]
    boliger = tuple(
        dataclasses.replace(bolig, pool="b" if bolig.bolig % 4 == 0 else "a")
        for bolig in BOLIGER
    )
    return historikk(*saker, boliger=boliger, oensket=np.full(len(saker), "a", object))


def test_soekerne_telles_i_boligtypen_de_soekte_om_og_leietakerne_der_de_bor():
    """Alle tjue i året søker om det samme, og hver fjerde får noe annet."""
    pooler = {p.pool: p for p in estimat.estimer(_en_av_fire_fikk_en_annen()).pooler}
    assert pooler["a"].soekere == pytest.approx(20, rel=0.03)
    assert pooler["b"].soekere < 0.5
    assert (pooler["a"].leietakere, pooler["b"].leietakere) == (15, 5)


def test_en_bolig_ingen_soekte_om_sto_ikke_tom_mens_noen_ventet_paa_den():
    """De som til slutt flyttet inn, ventet på en annen type. Da er det ikke klargjøringen som tok tid."""
    saker = [("a", -20.0, NAN, NAN, -1)]
    saker += [("b", -5.9 + n - 0.9, -5.9 + n, -5.9 + n + 0.3, 0) for n in range(5)]
    bolig = (BoligIBruk(0, "b", -30.0, NAN), BoligIBruk(1, "a", -30.0, NAN))
    etter_bolig = historikk(*saker, boliger=bolig)
    etter_oenske = dataclasses.replace(
        etter_bolig, oensket=np.full(len(saker), "a", object)
    )
    foer, etter = (
        {p.pool: p for p in estimat.estimer(hver).pooler}["b"].klargjoeringer
        for hver in (etter_bolig, etter_oenske)
    )
    assert foer == 4 and etter == 0
