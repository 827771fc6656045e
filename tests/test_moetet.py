"""Møtet: kortene som fryses, dagsordenen flere arbeider i, beslutningene, og siden Møte."""

import dataclasses
import datetime as dt
import io
import json
import re

import docx
import pandas as pd
import pypdf
import pytest
from appen import aapne
from streamlit.testing.v1 import AppTest

from boligdata import lesing
from boligdata.arbeid import moete as moeter
from boligdata.arbeid.feltliste import ny_id
from boligdata.arbeid.lager import Konflikt
from boligdata.arbeid.moete import Frossenfigur, Moetesak
from boligdata.felles import katalog, maalform
from boligdata.innhold import (
    bosettingskort,
    faste_kort,
    kort,
    oekonomi,
    regnskap,
    setninger,
)
from boligdata.innhold.boligbehov import Grep, Scenario, lenken
from boligdata.innhold.boligbehov import kort as behovskort
from boligdata.innhold.boligbehov.kort import Behovsvalg
from boligdata.innhold.figurer import Figurtabell, Stil
from boligdata.innhold.handlingsdel import planen
from boligdata.innhold.kort import Valg
from boligdata.innhold.moetet import (
    anslagene,
    endret,
    frys,
    i_ord,
    moetene,
    referat,
    tegnet,
    veggen,
)
from boligdata.innhold.moetet.moetene import SkrevetImens
from boligdata.innhold.rapport import figurblokk, sidekort
from boligdata.innhold.vurdering import tallrekken, vurder

pytestmark = pytest.mark.usefixtures("bygd_eksempel", "eget_lager")
FARGER = tuple(f"#{nr:02x}5c8a" for nr in range(10))
MOERKE = tuple(f"#{nr:02x}eeff" for nr in range(10))


def _valg(slag="tertial", **filtre) -> Valg:
    return Valg(slag, lesing.perioder(slag)["periode"].iloc[-1], filtre)


def _frosset(noekkel="venteliste/venteliste", valg=None):
    valg = valg or _valg()
    ett = kort.lag(sidekort.paa_maalformen(noekkel), valg)
    return ett, frys.kortet(ett, valg, FARGER, noekkel.partition("/")[2])


# ------------------------------------------------------------------------- det som fryses


@pytest.mark.parametrize(
    "noekkel",
    [
        "venteliste/venteliste",
        "venteliste/venteliste_maalgruppe",
        "venteliste/ventetid_fordeling",
        "utfordringsbilde/vanskeligstilte_maalgruppe_situasjon",
        "samordning/oppstarter_henvist_fra_enhet",
    ],
)
def test_en_frossen_figur_har_det_kortet_viste_og_tegnes_likt(noekkel):
    ett, figur = _frosset(noekkel)
    lest = moeter.figur_fra_dict(json.loads(json.dumps(moeter.figur_til_dict(figur))))
    assert (lest.tittel, lest.setning) == (ett.overskrift, ett.resten)
    assert (
        tegnet.tabellen(lest).rader
        == figurblokk.lag(ett, FARGER, figurblokk.Noter()).tabell.rader
    )
    paa_kortet = figurblokk.tegnet(ett, Stil(farger=FARGER))
    igjen = tegnet.paa_skjermen(lest, Stil(farger=FARGER), FARGER)
    if isinstance(paa_kortet, Figurtabell):
        assert igjen == paa_kortet
    else:
        assert json.dumps(igjen.to_dict()["data"]) == json.dumps(
            frys._rent(paa_kortet.to_dict()["data"])
        )


def test_i_moerkt_tema_er_ingen_av_de_lyse_fargene_igjen_og_skriften_er_stoerre():
    _, figur = _frosset()
    moerk = tegnet.paa_veggen(figur, Stil(True, MOERKE), FARGER, 600).to_dict()
    lys = tegnet.paa_skjermen(figur, Stil(False, FARGER), FARGER).to_dict()
    tegnet_moerkt = json.dumps([moerk["data"], moerk["layout"]["font"]])
    assert not [farge for farge in (*FARGER, "#31333f") if farge in tegnet_moerkt]
    assert moerk["layout"]["font"]["size"] > 1.3 * lys["layout"]["font"]["size"]


def test_et_eksakt_tall_om_personer_kan_ikke_fryses():
    valg = _valg()
    ett = kort.lag(sidekort.paa_maalformen("venteliste/venteliste"), valg)
    eksakt = dataclasses.replace(
        ett, indikator=dataclasses.replace(ett.indikator, vernet=False)
    )
    with pytest.raises(ValueError, match="publiserte"):
        frys.kortet(eksakt, valg, FARGER)


# ---------------------------------------------------------------------------- dagsordenen


def _sak(tittel="Hvor mange venter?") -> Moetesak:
    return Moetesak(ny_id(), tittel)


def test_det_samme_kortet_to_ganger_er_en_sak_og_et_annet_er_en_til():
    _, figur = _frosset()
    sakene = [Moetesak(ny_id(), "Venter", figur=figur.id) for _ in range(2)]
    for sak in sakene:
        moete, nr = moetene.legg_til([(sak, figur)], "Kari")
        assert nr == 1
    moete, nr = moetene.legg_til([(_sak(), None)], "Ola")
    assert nr == 2
    assert moetene.figur(moete.saker[0]) == figur
    assert moetene.neste().innhold == moete


def test_to_som_endrer_hver_sin_del_av_det_samme_moetet_faar_begge_det_de_skrev():
    moete, _ = moetene.legg_til([(_sak("A"), None), (_sak("B"), None)], "Kari")
    a, b = moete.saker
    moetene.endre(moete.id, moetene.flyttet(b.id, -1), "Ola")
    moetene.endre(moete.id, moetene.med_sak(a, beslutning="Ja"), "Kari")
    naa = moetene.endre(moete.id, moetene.med_sak(a, notat="Ring"), "Ola")
    assert [sak.tittel for sak in naa.saker] == ["B", "A"]
    assert (naa.saker[1].beslutning, naa.saker[1].notat) == ("Ja", "Ring")


def test_to_som_skriver_i_det_samme_feltet_faar_vite_det():
    moete, _ = moetene.legg_til([(_sak(), None)], "Kari")
    sett = moete.saker[0]
    moetene.endre(moete.id, moetene.med_sak(sett, beslutning="Nei"), "Ola")
    with pytest.raises(SkrevetImens, match="«Nei»") as funnet:
        moetene.endre(moete.id, moetene.med_sak(sett, beslutning="Ja"), "Kari")
    etter = moetene.endre(
        moete.id, moetene.med_sak(funnet.value.sak, beslutning="Ja"), "Kari"
    )
    assert etter.saker[0].beslutning == "Ja"


def test_en_sak_kan_ikke_flyttes_ut_av_listen():
    moete, _ = moetene.legg_til([(_sak("A"), None), (_sak("B"), None)], "Kari")
    a, b = moete.saker
    for sak, steg in ((a, -1), (b, 1)):
        assert moetene.flyttet(sak.id, steg)(moete).saker == (a, b)
    assert moetene.flyttet("finnes ikke", 1)(moete) == moete


def test_to_trykk_paa_avslutt_lager_ett_nytt_moete_med_de_samme_deltakerne():
    moete, _ = moetene.legg_til([(_sak(), None)], "Kari")
    dag = dt.date(2026, 2, 12)
    moetene.endre(
        moete.id,
        lambda en: dataclasses.replace(
            en, deltakere=("Kari",), fravaerende=("Ola",), neste_dato=dag
        ),
        "Kari",
    )
    neste = [moetene.avslutt(moetene.hent(moete.id).innhold, "K") for _ in range(2)]
    assert neste[0] == neste[1] == moetene.neste().innhold
    assert neste[0].deltakere == ("Kari", "Ola") and neste[0].dato == dag
    assert moetene.forrige(neste[0]).id == moete.id
    assert len(moetene.alle()) == 2


# --------------------------------------------------------- en beslutning endrer et tiltak


@pytest.mark.parametrize("slag", ["status", "milepael"])
def test_en_beslutning_kan_staa_i_tiltaket_med_sin_egen_historie(slag):
    post = planen.poster()[0]
    sak = dataclasses.replace(
        _sak(),
        beslutning="Byggestart i mars.",
        frist=dt.date(2026, 3, 1),
        tiltak=post.tiltak.id,
    )
    moete, _ = moetene.legg_til([(sak, None)], "Kari")
    moetene.i_tiltaket(moete, sak, slag, post.versjon, "Kari")
    moetene.i_tiltaket(moete, sak, slag, post.versjon, "Kari")
    etter = planen.post(post.tiltak.id)
    assert etter.versjon == post.versjon + 1
    assert etter.hvorfor == i_ord.hvorfor(moete, sak)
    if slag == "status":
        assert etter.tiltak.status.kommentar == "Byggestart i mars."
    else:
        assert etter.tiltak.milepaeler[-1].frist == dt.date(2026, 3, 1)
    with pytest.raises(Konflikt):
        moetene.i_tiltaket(
            moete,
            dataclasses.replace(sak, beslutning="Byggestart i april."),
            slag,
            post.versjon,
            "Ola",
        )


# ------------------------------------------------------------------------ endret siden sist


def _da(noekkel, periode, **endret_):
    """En figur frosset da denne perioden var den siste."""
    _, figur = _frosset(noekkel, Valg("aar", periode))
    oppskrift = figur.oppskrift | {"er_siste": True} | endret_
    return dataclasses.replace(figur, oppskrift=oppskrift)


def test_et_nytt_aar_doemmes_mot_det_moetet_saa():
    figur = _da("venteliste/venteliste", "2023")
    ett = endret.sammenlign(_sak(), figur)
    naa = lesing.tall(katalog.indikatorer()["venteliste"], "aar").iloc[-1]
    assert ett.da.endswith("(2023)") and ett.naa.endswith(f"({naa['periode']})")
    rekke = pd.concat(
        [
            frys.ramme(figur.data),
            kort.lag(
                sidekort.paa_maalformen("venteliste/venteliste"),
                Valg("aar", naa["periode"]),
            ).data.iloc[[-1]],
        ]
    )
    ventet = vurder(
        lesing.still(katalog.indikatorer()["venteliste"]).indikator,
        tallrekken(lesing.still(katalog.indikatorer()["venteliste"]).indikator, rekke),
    )
    assert (ett.par[0].dom.dom, ett.setning) == (ventet.dom, ventet.fordi)


@pytest.mark.parametrize(
    "lagt_til, dom",
    [(0, "omtrent"), (5, "uavgjort"), (500, "bedre"), (float("nan"), "ukjent")],
)
def test_et_annet_tall_for_den_samme_perioden_er_en_retting(lagt_til, dom):
    figur = _da("venteliste/venteliste", "2025")
    siste = dict(figur.data[-1])
    for navn in ("verdi", "nedre", "oevre"):
        siste[navn] += lagt_til
    rettet = dataclasses.replace(figur, data=(*figur.data[:-1], siste))
    assert endret.sammenlign(_sak(), rettet).par[0].dom.dom == dom


def test_en_usikker_prosent_er_et_spenn_baade_i_moetet_og_i_dag():
    ett = endret.sammenlign(_sak(), _da("samordning/koordinator", "2024"))
    indikator = lesing.still(katalog.indikatorer()["koordinator"]).indikator
    tallene = lesing.tall(katalog.indikatorer()["koordinator"]).set_index("periode")
    for skrevet, aar in ((ett.da, "2024"), (ett.naa, "2025")):
        rad = tallene.loc[aar]
        assert setninger.er_for_usikker(indikator, rad["nedre"], rad["oevre"])
        ender = re.fullmatch(rf"(\d+)–(\d+)\s%\s\({aar}\)", skrevet).groups()
        minst, hoeyst = map(int, ender)
        assert minst <= rad["nedre"] < rad["verdi"] < rad["oevre"] <= hoeyst


def test_i_en_figur_med_grupper_sies_det_hvilke_som_sikkert_er_endret():
    ett = endret.sammenlign(_sak(), _da("boliger/boliger_omraade", "2023"))
    sikre = [par.navn for par in ett.par if par.er_sikker]
    assert sikre and all(navn in ett.setning for navn in sikre)
    assert ett.dom == f"{len(sikre)} av {len(ett.par)} endret"


@pytest.mark.parametrize(
    "endret_, setning",
    [
        ({"filtre": {"situasjon": "uten_bolig"}}, "ikke lenger publisert"),
        ({"slag": "kort", "navn": "behov_foss"}, "kan ikke sammenlignes"),
    ],
)
def test_et_tall_som_ikke_kan_hentes_igjen_blir_sagt_og_figuren_staar(endret_, setning):
    figur = _da("venteliste/venteliste", "2025", **endret_)
    ett = endret.sammenlign(_sak(), figur)
    assert setning in ett.setning and not ett.par
    assert tegnet.paa_skjermen(figur, Stil(farger=FARGER), FARGER)


def test_kortene_uten_en_serie_sammenlignes_rad_for_rad():
    kode = next(iter(katalog.regionstall()))
    for navn, ett in (
        ("planlagt", faste_kort.planlagte("Hva er planlagt?")),
        ("bosetting", bosettingskort.lag("Hvor mange bosettes?")),
        ("oekonomi_husleie", oekonomi.kortet("husleie", "Dekker husleien det?")),
        (kode, faste_kort.kostra(kode, "Hva er meldt?")),
        ("konto_folk", regnskap.lag("folk", _valg("aar"), tittel="Hvem kom?")),
    ):
        figur = frys.kortet(ett, _valg("aar"), FARGER, navn)
        likt = endret.sammenlign(_sak(), figur)
        assert likt.setning == "Tallene er de samme som i møtet.", navn
        rad = (figur.rader[0][0], *("annet" for _ in figur.rader[0][1:]))
        annet = dataclasses.replace(figur, rader=(rad, *figur.rader[1:]))
        assert len(endret.sammenlign(_sak(), annet).par) == 1


def _om_behovet(navn="bane", boligtype="") -> Frossenfigur:
    """Et kort på Boligbehov, frosset og lest fra lageret igjen."""
    valgt = Behovsvalg(_MED_TILTAK, (_MED_TILTAK,), boligtype)
    figur = frys.kortet(behovskort.kortet(navn, valgt), None, FARGER, f"behov_{navn}")
    return moeter.figur_fra_dict(json.loads(json.dumps(moeter.figur_til_dict(figur))))


def _den_gang(figur: Frossenfigur, **endret_) -> Frossenfigur:
    """Figuren slik den ville vært om hvert tall var så mye høyere i møtet."""
    data = [
        rad
        | {
            felt: [ende + lagt_til for ende in rad[felt]]
            if isinstance(rad[felt], list)
            else rad[felt] + lagt_til
            for felt, lagt_til in endret_.items()
        }
        for rad in figur.data
    ]
    return dataclasses.replace(figur, data=tuple(data))


_LIKT = (
    "Tallene er de samme som i møtet.",
    "Anslaget er det samme.",
    "Det er ikke kommet nye tall siden møtet.",
)
_MED_TILTAK = Scenario(
    navn="Vår plan", maal="ikke_vokser", grep=(("robust", Grep(soekere=(-10, -10))),)
)


@pytest.mark.parametrize("navn", ["per_type", "foss", "planer", "register", "botid"])
def test_et_kort_om_boligbehovet_regnes_igjen_med_scenarioet_det_hadde_i_moetet(navn):
    pool = next(iter(lenken.poolnavn())) if navn == "botid" else ""
    figur = _om_behovet(navn, pool)
    assert anslagene.igjen(figur).valgt == Behovsvalg(
        Scenario() if navn == "botid" else _MED_TILTAK,
        (_MED_TILTAK,) if navn == "planer" else (),
        pool,
    )
    ett = endret.sammenlign(_sak(), figur)
    assert not ett.er_nytt and ett.setning in _LIKT


@pytest.mark.parametrize(
    "da, dom, setning",
    [
        ({"mangler": 500, "mangler_spenn": 500, "trengs": 500}, "bedre", "større enn"),
        ({"mangler": 1, "trengs": 1}, "uavgjort", "mindre enn usikkerheten"),
        ({"mangler": 1, "boliger": -1}, "bedre", "én bolig mer enn i møtet"),
        ({"mangler": -1, "boliger": 1}, "verre", "Behovet er det samme"),
        ({"til_overs": 1, "boliger": 1}, "redusert", "én bolig mindre"),
    ],
)
def test_det_som_mangler_doemmes_mot_usikkerheten_og_boliger_er_talt(da, dom, setning):
    ett = endret.sammenlign(_sak(), _den_gang(_om_behovet(), **da))
    (par,) = ett.par
    assert (par.dom.dom, ett.er_nytt) == (dom, True) and setning in ett.setning
    assert "mangler" in par.naa and str(lesing.meta().plan_til) in par.naa


def test_av_flere_boligtyper_sies_det_hvilke_som_sikkert_er_endret():
    figur = _om_behovet("per_type")
    foerste = dataclasses.replace(figur, data=figur.data[:1])
    bare_en = _den_gang(foerste, mangler=900, mangler_spenn=900, trengs=900).data
    ett = endret.sammenlign(
        _sak(), dataclasses.replace(figur, data=(*bare_en, *figur.data[1:]))
    )
    assert [par.navn for par in ett.par if par.er_sikker] == [figur.data[0]["navn"]]
    alle = _den_gang(figur, mangler=1, trengs=1)
    assert "større enn usikkerheten" in endret.sammenlign(_sak(), alle).setning


@pytest.mark.parametrize(
    "endret_, setning",
    [
        ({"plan": "finnes_ikke.soekere=1,2"}, "kan ikke brukes"),
        ({"boligtype": "finnes_ikke"}, "kan ikke brukes"),
    ],
)
def test_et_scenario_som_ikke_kan_brukes_lenger_blir_sagt(endret_, setning):
    figur = _om_behovet()
    figur = dataclasses.replace(figur, oppskrift=figur.oppskrift | endret_)
    ett = endret.sammenlign(_sak(), figur)
    assert setning in ett.setning and not ett.par


def test_boligbehovet_for_et_annet_aar_sammenlignes_ikke():
    ett = endret.sammenlign(_sak(), _den_gang(_om_behovet(), aar=-1))
    assert "kan tallene ikke sammenlignes" in ett.setning and not ett.par


def test_en_indikator_som_er_tatt_ut_av_katalogen_blir_sagt():
    figur = _da("venteliste/venteliste", "2025")
    bestilling = figur.oppskrift["bestilling"] | {"indikatorer": ["finnes_ikke"]}
    oppskrift = figur.oppskrift | {"bestilling": bestilling}
    ett = endret.sammenlign(_sak(), dataclasses.replace(figur, oppskrift=oppskrift))
    assert ett.setning == "Tallet finnes ikke lenger."


def test_det_neste_moetet_har_figurene_og_beslutningene_som_ikke_er_gjort():
    moete, figur = _moete_med_figur()
    neste = moetene.avslutt(moete, "Kari")
    assert [ett.figur for ett in endret.siden_sist(neste)] == [figur]
    for dag, over in ((dt.date(2026, 3, 1), False), (dt.date(2026, 3, 2), True)):
        (foelges,) = endret.skal_foelges_opp(neste, dag)
        assert foelges.over_fristen is over
    moetene.endre(
        moete.id, moetene.med_sak(foelges.sak, gjort=dt.date(2026, 3, 2)), "Ola"
    )
    assert not endret.skal_foelges_opp(neste, dag)
    assert not endret.siden_sist(moete)


# ------------------------------------------------------------------------------ referatet

UTRYGT = "=1+1 <script>alert(1)</script> **fet** [lenke](http://ond.no)"


def _moete_med_figur():
    _, figur = _frosset()
    sak = Moetesak(
        ny_id(),
        "Hvor mange venter?",
        "NAV",
        15,
        notat="Bare for meg.",
        figur=figur.id,
        beslutning=f"Vi bygger.\n{UTRYGT}",
        oppfoelger="Eiendom",
        frist=dt.date(2026, 3, 1),
    )
    moete, _ = moetene.legg_til([(sak, figur), (_sak("Eventuelt"), None)], "Kari")
    moete = moetene.endre(
        moete.id,
        lambda en: dataclasses.replace(
            en,
            dato=dt.date(2026, 1, 20),
            sted="Rådhuset",
            deltakere=("Kari Berg", "Ola Nes"),
            fravaerende=("Per Ås",),
            neste_dato=dt.date(2026, 2, 20),
        ),
        "Kari",
    )
    return moete, figur


def test_referatet_i_word_har_dagsordenen_figuren_og_det_som_ble_bestemt():
    moete, figur = _moete_med_figur()
    fil = docx.Document(io.BytesIO(referat.som("word", moete, FARGER)))
    tekst = "\n".join(avsnitt.text for avsnitt in fil.paragraphs)
    for del_ in (
        "Deltakere: Kari Berg og Ola Nes",
        "Forfall: Per Ås",
        "Sak 1: Hvor mange venter?",
        "Vi bygger.",
        "Følges opp av Eiendom innen 01.03.2026.",
        "ikke en møtebok etter kommuneloven § 11-4",
        "godkjenning i neste møte",
        "Neste møte er 20.02.2026.",
        "<script>alert(1)</script> **fet**",
        figur.setning,
    ):
        assert del_ in tekst, del_
    assert "Bare for meg" not in tekst
    tabeller = [
        [[celle.text for celle in rad.cells] for rad in tabell.rows]
        for tabell in fil.tables
    ]
    assert tabeller[0][1] == ["1", "Hvor mange venter?", "NAV", "15"]
    assert tabeller[1][1][2:] == ["Eiendom", "01.03.2026"]
    assert tuple(tuple(rad) for rad in tabeller[2][1:]) == figur.rader
    bilder = fil.element.xpath("//wp:docPr")
    assert [bilde.get("descr") for bilde in bilder] == [figur.alt]


def test_referatet_er_ogsaa_en_pdf_og_paa_nynorsk():
    moete, _ = _moete_med_figur()
    with maalform.bruk("nn"):
        fil = pypdf.PdfReader(io.BytesIO(referat.som("pdf", moete, FARGER)))
    tekst = " ".join(side.extract_text() for side in fil.pages)
    assert "ikkje ei møtebok" in tekst and fil.trailer["/Root"]["/Lang"] == "nn-NO"


def test_et_referat_av_et_tomt_moete_og_av_en_figur_som_er_borte_kan_lages():
    tomt = moetene.lag_foerste("Kari")
    borte = dataclasses.replace(
        tomt, saker=(Moetesak("a", "Sak", figur="finnes ikke"),)
    )
    for moete, ventet in ((tomt, "ingen saker"), (borte, "kan ikke leses")):
        fil = docx.Document(io.BytesIO(referat.som("word", moete, FARGER)))
        assert any(ventet in avsnitt.text for avsnitt in fil.paragraphs)
    assert referat.filnavn(tomt) == "referat"


# --------------------------------------------------------------------------------- siden


def _knapp(app: AppTest, noekkel: str):
    return next(knapp for knapp in app.button if knapp.key == noekkel)


def test_et_kort_og_en_side_blir_saker_i_det_neste_moetet():
    app = aapne("venteliste", venteliste_visning="last_ned", vis="tertial")
    _knapp(app, "moete_venteliste").click().run()
    assert "som sak 1" in app.toast[0].value
    _knapp(app, "moete_siden").click().run()
    assert not app.error
    saker = moetene.neste().innhold.saker
    assert saker[0].tittel == "Hvor mange venter på bolig?"
    assert saker[0].lenke == "./venteliste?vis=tertial#kort_venteliste"
    assert len(saker) == len({sak.figur for sak in saker}) > 2


def test_oversikten_er_en_sak_med_tabellen_over_maalene_og_et_tiltak_er_en_sak_om_det():
    app = aapne()
    _knapp(app, "moete_siden").click().run()
    post = planen.poster()[0]
    app = aapne("tiltak", tiltak=post.tiltak.id)
    _knapp(app, "moete_siden").click().run()
    oversikten, tiltaket = moetene.neste().innhold.saker
    figur = moetene.figur(oversikten)
    assert len(figur.rader) > 5 and "mål er nådd" in figur.setning
    assert {len(rad) for rad in figur.rader} == {len(figur.hode)}
    assert tiltaket.tiltak == post.tiltak.id and not tiltaket.figur
    app = aapne("moete", vegg="1")
    assert not app.error and figur.rader[0][1] in app.get("html")[0].proto.body


def test_den_som_bare_leser_faar_ingen_knapper(monkeypatch):
    moetene.legg_til([(_sak(), None)], "Kari")
    monkeypatch.setenv("BOLIGDATA_REDIGERING", "ingen")
    app = aapne("venteliste", venteliste_visning="last_ned")
    assert not [en for en in app.button if "møtet" in en.label]
    app = aapne("moete")
    assert [en.key for en in app.button] == ["vis_moetet"]
    assert any("bare leses" in en.value for en in app.markdown)


def test_et_tomt_moete_kan_lages_vises_og_faa_en_sak():
    app = aapne("moete")
    assert not app.error
    assert any("ikke noe møte ennå" in en.value for en in app.markdown)
    next(en for en in app.button if en.label == "Lag et møte").click().run()
    assert not app.error and moetene.neste().innhold.saker == ()
    app = aapne("moete", vegg="1")
    assert [en.value for en in app.title][-1] == "Dette ble bestemt"
    app = aapne("moete")
    app.text_input[-1].set_value("<script>alert(1)</script> **fet** =1+1")
    next(en for en in app.button if en.label == "Legg til saken").click().run()
    assert not app.error
    sak = moetene.neste().innhold.saker[0]
    assert sak.tittel == "<script>alert(1)</script> **fet** =1+1"
    assert not [en for en in app.subheader if "**fet**" in en.value]


@pytest.mark.parametrize("plass", ["1", "2", "99", "-1", "abc", "9" * 30])
def test_veggen_viser_noe_uansett_hva_adressen_ber_om(plass):
    _, figur = _frosset()
    sak = Moetesak(ny_id(), "Venter", figur=figur.id)
    moetene.legg_til([(sak, figur)], "Kari")
    app = aapne("moete", vegg=plass)
    assert not app.error
    assert app.title[-1].value in ("Venter", "Dette ble bestemt")


def test_en_liste_deles_saa_hver_del_faar_plass_og_alt_er_med_i_rekkefoelge():
    alle = ("a" * 10, "b" * 500, "c" * 10, "d" * 10, "e" * 3000, "f")
    delene = veggen.biter(alle, veggen.avsnitt, 8)
    assert tuple(en for del_ in delene for en in del_) == alle
    assert ("e" * 3000,) in delene, "det som er for høyt, står alene"
    for del_ in delene:
        assert len(del_) == 1 or sum(map(veggen.avsnitt, del_)) <= 8
    for foerste, neste in zip(delene, delene[1:]):
        assert sum(map(veggen.avsnitt, (*foerste, neste[0]))) > 8
    mange = tuple(f"punkt {nr}" for nr in range(40))
    assert veggen.biter(mange, lambda _: 0.5) == [mange]
    assert veggen.biter((), veggen.avsnitt) == []


def test_en_rad_er_saa_hoey_som_den_hoeyeste_cellen():
    lav, hoey = ("kort", "kort"), ("kort", "lang " * 40)
    assert veggen.rad(hoey, (0.5, 0.5)) > veggen.rad(lav, (0.5, 0.5))
    assert veggen.rad(hoey, (0.2, 0.8)) < veggen.rad(hoey, (0.8, 0.2))


def test_mange_beslutninger_er_paa_flere_skjermer_og_ingen_blir_borte():
    for nr in range(40):
        sak = Moetesak(ny_id(), f"Sak {nr}", beslutning=f"Vedtak nummer {nr:02}.")
        moetene.legg_til([(sak, None)], "Kari")
    sett, nr = set(), 41
    while True:
        app = aapne("moete", vegg=str(nr))
        assert not app.error
        assert app.title[-1].value.startswith(f"Dette ble bestemt (del {nr - 40} av ")
        vist = " ".join(en.value for en in app.markdown)
        her = set(re.findall(r"Vedtak nummer \d\d", vist))
        assert 0 < len(her) <= 15
        sett |= her
        if app.button(key="vegg_neste").disabled:
            break
        nr += 1
    assert len(sett) == 40


@pytest.mark.parametrize("som_ruter", [False, True])
def test_en_lang_tabell_er_paa_flere_skjermer_med_hodet_paa_hver(som_ruter):
    rader = tuple((f"Rad {nr}", str(nr)) for nr in range(30))
    ruter = {
        "hode": "Navn",
        "kolonner": ["Tall"],
        "rader": [(navn, [(tall, 0, 0)]) for navn, tall in rader],
        "soeyler": False,
        "tomt": "–",
    }
    figur = Frossenfigur(
        ny_id(),
        "Lang",
        hode=("Navn", "Tall"),
        rader=rader,
        ruter=ruter if som_ruter else {},
    )
    delene = tegnet.deler(figur, lambda alle: [alle[:12], alle[12:24], alle[24:]])
    assert len(delene) == 3
    if som_ruter:
        vist = [rad for del_ in delene for rad in tegnet.rutene(del_).rader]
        assert [navn for navn, _ in vist] == [navn for navn, _ in rader]
        assert {tegnet.rutene(del_).kolonner for del_ in delene} == {("Tall",)}
    else:
        vist = [rad for del_ in delene for rad in tegnet.tabellen(del_).rader]
        assert vist == list(rader)
        assert {tegnet.tabellen(del_).hode for del_ in delene} == {("Navn", "Tall")}


def test_en_tegning_er_alltid_hel():
    _, figur = _frosset()
    assert figur.tegning
    assert tegnet.deler(figur, lambda alle: [alle[:1], alle[1:]]) == [figur]


def test_siden_og_veggen_begynner_med_det_som_er_endret_siden_sist():
    moete, _ = _moete_med_figur()
    moetene.avslutt(moete, "Kari")
    app = aapne("moete")
    assert not app.error and app.header[1].value == "Endret siden sist"
    assert "Over fristen" not in " ".join(en.value for en in app.markdown)
    next(en for en in app.button if en.label == "Gjort: sak 1").click().run()
    assert not app.error and not moetene.hent(moete.id).innhold.saker[1].gjort
    assert moetene.hent(moete.id).innhold.saker[0].gjort
    app = aapne("moete", vegg="1")
    assert not app.error and app.title[-1].value == "Endret siden sist"
