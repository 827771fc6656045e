"""Registre som begynner for sent: de blir funnet, og botiden blir ikke for lang når det er sagt."""

import datetime as dt

import numpy as np
import pytest

from boligdata.behov import botid, estimat
from boligdata.behov.historikk import BoligIBruk, Historikk
from boligdata.bygg import ingest
from boligdata.bygg.ingest import registerstart
from boligdata.felles.config import Kommune

SLUTT = dt.date(2025, 12, 31)


def kommune(**felt) -> Kommune:
    faste = {
        "navn": "Prøvevik",
        "kommunenummer": "9902",
        "omraader": ("Nord", "Sør"),
        "plan_fra": 2022,
        "plan_til": 2032,
        "foerste_aar": 2016,
        "per_dato": SLUTT,
    }
    return Kommune(**faste | felt)


@pytest.fixture
def con():
    con = ingest.ny_database()
    con.execute(
        "create table bolig (bolig_id varchar, omraade varchar, i_bruk_fra date)"
    )
    con.execute(
        "create table leieforhold (bolig_id varchar, innflyttet date, utflyttet date)"
    )
    con.execute("create table soeknad (avsluttet date)")
    yield con
    con.close()


def flytter(con, omraade, fra, per_aar=4, i_bruk=dt.date(2000, 1, 1)):
    """Så mange flytter ut i året av boligene i området, fra en dag og til i dag."""
    con.execute("insert into bolig values (?, ?, ?)", [omraade, omraade, i_bruk])
    dag = fra
    while dag <= SLUTT:
        con.execute(
            "insert into leieforhold values (?, ?, ?)",
            [omraade, dag - dt.timedelta(700), dag],
        )
        dag += dt.timedelta(365 // per_aar)


def test_et_omraade_der_ingen_har_flyttet_foer_sammenslaaingen_blir_funnet(con):
    flytter(con, "Nord", dt.date(2016, 1, 15))
    flytter(con, "Sør", dt.date(2020, 3, 15))
    [avvik] = registerstart.finn(con, kommune())
    assert (avvik.kilde, avvik.kolonne, avvik.alvor) == (
        "leieforhold",
        "Utflyttet",
        "merknad",
    )
    assert avvik.forklaring.endswith('[registre_fra]: "Sør" = 2020-03-01')


def test_et_helt_register_som_begynner_sent_er_ett_funn_og_ikke_ett_per_omraade(con):
    for omraade in ("Nord", "Sør"):
        flytter(con, omraade, dt.date(2020, 3, 15))
    con.execute(
        "insert into soeknad select d from range(date '2019-06-10', date '2025-12-31', "
        "interval 40 day) t(d)"
    )
    funn = [avvik.forklaring for avvik in registerstart.finn(con, kommune())]
    assert [tekst.rpartition(": ")[2] for tekst in funn] == [
        "leieforhold = 2020-03-01",
        "soeknad = 2019-06-01",
    ]


def test_det_som_staar_i_kommunefilen_blir_ikke_sagt_igjen(con):
    flytter(con, "Nord", dt.date(2016, 1, 15))
    flytter(con, "Sør", dt.date(2020, 3, 15))
    fra = {"Sør": dt.date(2020, 1, 1)}
    assert registerstart.finn(con, kommune(registre_fra=fra)) == []


@pytest.mark.parametrize(
    "omraadet",
    [
        # Én i året: fire år uten er ikke rart.
        {"fra": dt.date(2020, 3, 15), "per_aar": 1},
        # Noen måneder uten er ikke et nytt system.
        {"fra": dt.date(2016, 9, 1), "per_aar": 12},
        # Boligene er nye. Da kan ingen ha flyttet ut før.
        {"fra": dt.date(2020, 3, 15), "i_bruk": dt.date(2019, 1, 1)},
    ],
    ids=["få flytter", "kort tid", "nye boliger"],
)
def test_det_som_kan_vaere_tilfeldig_er_ikke_et_funn(con, omraadet):
    flytter(con, "Nord", dt.date(2016, 1, 15))
    flytter(con, "Sør", **omraadet)
    assert registerstart.finn(con, kommune()) == []


# ------------------------------------------------------------------------------- botiden

FRA, SLAATT_SAMMEN, SNITT = -10.0, -3.3, 5.0


def _to_kommuner(froe=7) -> dict:
    """Hundre boliger fra hver av to kommuner som er slått sammen, alltid leid ut, med botid fem år i
    snitt. Den andre kommunen har ikke fått med dem som flyttet ut før sammenslåingen.
    """
    trekk = np.random.default_rng(froe)
    bolig, fikk, ut = [], [], []
    for nr in range(200):
        inn = -40.0
        while inn < 0:
            flytter = inn + trekk.exponential(SNITT)
            sett_fra = SLAATT_SAMMEN if nr % 2 else FRA
            if flytter > sett_fra:
                bolig.append(nr)
                fikk.append(inn)
                ut.append(flytter if flytter <= 0 else np.nan)
            inn = flytter
    return {"bolig": np.array(bolig), "fikk": np.array(fikk), "ut": np.array(ut)}


def _historikk(sagt: bool) -> Historikk:
    saker = _to_kommuner()
    antall = len(saker["bolig"])
    sett_fra = np.where(np.arange(200) % 2, SLAATT_SAMMEN, -np.inf)
    boliger = tuple(
        BoligIBruk(nr, "p", -50.0, np.nan, sett_fra[nr] if sagt else -np.inf)
        for nr in range(200)
    )
    return Historikk(
        pool=np.full(antall, "p", object),
        gruppe=np.full(antall, "rop", object),
        husstand=np.full(antall, -1),
        kom=saker["fikk"],
        fikk=saker["fikk"],
        gikk=np.full(antall, np.nan),
        ut=saker["ut"],
        bolig=saker["bolig"],
        fra=FRA,
        boliger=boliger,
        sett_fra=sett_fra[saker["bolig"]] if sagt else None,
    )


def test_botiden_er_ikke_for_lang_naar_dagen_registeret_begynner_er_sagt():
    uten, med = (
        botid.tilpass(*estimat.opphold(_historikk(sagt))).gjennomsnitt
        for sagt in (False, True)
    )
    assert uten > 1.15 * SNITT
    assert med == pytest.approx(SNITT, rel=0.08)


def test_soekerne_og_utflyttingene_er_per_aar_registrene_har():
    """Av to hundre boliger med fem års botid blir førti ledige i året, og førti kommer."""
    [uten], [med] = (estimat.estimer(_historikk(sagt)).pooler for sagt in (False, True))
    assert uten.utflyttinger < 0.9 * 40 < med.utflyttinger
    assert med.utflyttinger == pytest.approx(40, rel=0.1)
    assert med.soekere == pytest.approx(40, rel=0.12)
    # Behovet: søkerne ganger botiden er boligene som er leid ut.
    assert med.soekere * med.botid == pytest.approx(200, rel=0.12)


def test_dekningen_er_andelen_av_boligene_i_hvert_aar():
    historikk = _historikk(True)
    # Halvparten av boligene er bare sett i de siste 3,3 årene.
    assert historikk.dekning("p") == pytest.approx([0.5] * 6 + [0.65] + [1.0] * 3)
    assert historikk.aar_fulgt("p") == pytest.approx((10 + 3.3) / 2)
    foer = historikk.slik_den_var(-2.0)
    assert foer.aar_fulgt("p") == pytest.approx((8 + 1.3) / 2)


def test_et_register_som_begynner_for_et_par_aar_siden_teller_ikke_aarene_foer():
    """Alt begynner for tre år siden: de sju første årene er ikke år uten søkere."""
    historikk = _historikk(False)
    boliger = tuple(
        BoligIBruk(bolig.bolig, "p", -50.0, np.nan, -3.0) for bolig in historikk.boliger
    )
    sett_fra = np.full(len(historikk.kom), -3.0)
    sent = Historikk(
        **{felt: getattr(historikk, felt) for felt in Historikk.__dataclass_fields__}
        | {"boliger": boliger, "sett_fra": sett_fra}
    )
    [pool] = estimat.estimer(sent).pooler
    assert pool.soekere == pytest.approx(40, rel=0.15)
    assert np.isfinite(pool.stroemmer[0].usikkerhet)
