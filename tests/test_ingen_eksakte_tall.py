"""I den vanlige prosessen når ingen et eksakt tall om personer: ikke på noen side, i noen figur
eller i noen fil.

Testene går gjennom alt sidene kan vise, og krever hele femmere. De siste gjør de eksakte tallene
til tall som ikke kan forveksles med noe, og leter etter dem."""

import csv
import io
import itertools
import json
import os
import re
import shutil

import figurtall
import pandas as pd
import pytest
import python_calamine
import sidekort
from publisering import publiser
from sider import SIDER, VISNINGER
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.testing.v1 import AppTest

from boligdata import lesing
from boligdata.felles import katalog, norsk
from boligdata.felles.config import ROT
from boligdata.felles.enheter import VIST_PROSENT
from boligdata.innhold import eksport, figurer, kort, oversikt, setninger
from boligdata.innhold.kort import Valg
from boligdata.lesing import ALLE, IkkePublisert, Innsyn

KORT = sidekort.bestillinger()
STIL = figurer.Stil(False, ("#0b5c8a",) * 10)
VERNEDE_TEKSTER = ("0–4", "under 5", "over 95", norsk.MANGLER, "for få")
pytestmark = pytest.mark.usefixtures("bygd_eksempel")


def utvalg():
    """Ingen filtre, hver verdi av hvert filter, og noen par av verdier, for siste år. Færre for
    tertial og tidligere."""
    verdier = {d: list(lesing.verdier(d)) for d in katalog.FILTRE}
    enkle = [{}, *({d: v} for d in verdier for v in verdier[d])]
    par = [
        {a: x, b: y}
        for a, b in itertools.combinations(verdier, 2)
        for x, y in (*zip(verdier[a], verdier[b]), (verdier[a][0], verdier[b][-1]))
    ]
    perioder = {t: lesing.perioder(t)["periode"].tolist() for t in ("aar", "tertial")}
    yield from (Valg("aar", perioder["aar"][-1], f) for f in (*enkle, *par[::2]))
    yield from (
        Valg("tertial", perioder["tertial"][-1], f) for f in (*enkle[::3], *par[1::4])
    )
    yield from (Valg(t, p, {}) for t in perioder for p in perioder[t][::4])


def alle_kort():
    """Hvert kort sidene kan vise, som antall og som andel: uten filtre, og med hvert fjerde filter,
    ikke de samme for alle kortene."""
    for valgnr, valg in enumerate(utvalg()):
        for kortnr, (navn, b) in enumerate(KORT.items()):
            if valgnr and (valgnr + kortnr) % 4:
                continue
            try:
                k = kort.lag(b, valg)
                yield f"{navn} {valg}", k
                if kort.for_andel(k):
                    yield f"{navn} {valg} andel", kort.lag(b, valg, andel=True)
            except IkkePublisert as grunn:
                assert re.search(
                    r"^(Ikke publisert: |«.+» kan ikke deles etter ).+ Velg «Alle» i «",
                    str(grunn),
                ), grunn


def er_hel_femmer(tall):
    return pd.isna(tall) or tall % 5 == 0


def vernede_kolonner(k):
    """Kolonnene i tabellen som er antall av personer, husstander eller saker."""
    return [
        navn
        for navn, enhet in k.enheter.items()
        if enhet.navn == "antall" and enhet.vernet
    ]


def skrevne_tall(tekst):
    """Hvert tall i en tekst, uten årstall, datoer og perioder."""
    tekst = tekst.replace("\N{NO-BREAK SPACE}", "")
    tekst = re.sub(
        r"\d\d?\.\d\d\.\d{4}|\b[1-3]\. tertial \d{4}|\b(19|20)\d\d\b", "", tekst
    )
    return [int(t) for t in re.findall(r"(?<![\d,–])\d+(?![\d–]|,\d)", tekst)]


# ----------------------------------------------------- hvert kort, hver figur, hver fil


@pytest.fixture(scope="module")
def gjennomgang(bygd_eksempel):
    """Alle kortene, laget én gang."""
    return list(alle_kort())


def test_hvert_antall_av_personer_er_en_hel_femmer_paa_hvert_kort(gjennomgang):
    sett = 0
    for hva, k in gjennomgang:
        i = k.indikator
        assert i.vernet == i.om_personer and (k.vern is not None) == i.om_personer, hva
        for felt, vernet in (
            ("teller", i.teller_er_vernet),
            ("nevner", i.nevner_er_vernet),
        ):
            if i.vernet and vernet:
                sett += len(k.data)
                assert k.data[felt].map(er_hel_femmer).all(), (hva, felt)
        for navn in vernede_kolonner(k):
            assert k.tabell[navn].map(er_hel_femmer).all(), (hva, navn)
    assert sett > 10_000, "ellers har testen nesten ikke sett på noe"


def test_ingen_vernet_prosent_roeper_alle_eller_ingen(gjennomgang):
    prosenter = [(hva, k) for hva, k in gjennomgang if k.vern and k.enhet.tegn == " %"]
    assert len(prosenter) > 100
    for hva, k in prosenter:
        assert k.data["verdi"].dropna().between(*VIST_PROSENT).all(), hva
        if not k.indikator.verdi:
            assert (
                k.data["nevner"].dropna()[k.data["verdi"].notna()] >= 20
            ).all() or k.enhet.navn == "andel", hva


def test_setningen_paa_et_kort_med_antall_av_personer_har_bare_hele_femmere(
    gjennomgang,
):
    sett = 0
    for hva, k in gjennomgang:
        if (
            k.vern
            and k.indikator.enhet == "antall"
            and len(k.bestilling.indikatorer) == 1
        ):
            maaltall = {k.indikator.maaltall}
            # «De siste 7 tallene ligger over snittet» teller perioder, ikke folk.
            setning = (
                k.setning.replace(k.vurdering.i_ord, "") if k.vurdering else k.setning
            )
            tekst = re.sub(
                (
                    r"\bTG \d|(?<!\d)\d (soverom|tjenester?)|(\d+–|[Oo]ver |[Ii]nntil )\d+ "
                    r"(måneder|år|dager)|\d+\N{NO-BREAK SPACE}%"
                ),
                "",
                setning,
            )
            for tall in skrevne_tall(tekst):
                sett += 1
                assert tall % 5 == 0 or tall in maaltall, (hva, k.setning)
    assert sett > 500


def test_figuren_viser_bare_tallene_i_kortet(gjennomgang):
    """Alt nettleseren får: verdier, tekster ved siden av søylene og tekstene når pekeren holdes
    over."""
    for hva, k in gjennomgang:
        if k.data.empty or not k.vern:
            continue
        figur = figurer.tegn(k, STIL).to_dict()
        json.dumps(figur["data"], allow_nan=False)
        verdier = set(k.data["verdi"].dropna()) | {0, None}
        if k.bestilling.form != "kart":
            assert {
                v for serie in figur["data"] for v in figurtall.tall(serie)
            } <= verdier, hva
        lov = {
            skriv(v, k.enhet)
            for v in verdier
            for skriv in (norsk.med_enhet, norsk.uten_tegn)
        } | {"", "for få"}
        tekster = {
            t
            for serie in figur["data"]
            for t in figurtall.skrevne_tall(serie)
            if k.bestilling.form != "kart"
        }
        assert tekster <= lov, (hva, tekster - lov)


def test_filene_er_det_som_staar_paa_skjermen_og_har_bare_hele_femmere(gjennomgang):
    for hva, k in gjennomgang[::7]:
        vist = [
            [
                v if n not in k.enheter else norsk.uten_tegn(v, k.enheter[n])
                for n, v in zip(k.tabell.columns, rad)
            ]
            for rad in k.tabell.itertuples(index=False)
        ]
        lest = list(
            csv.reader(
                io.StringIO(eksport.csv_fil(k).decode("utf-8-sig"), newline=""),
                delimiter=";",
            )
        )
        rader = lest[lest.index([]) + 2 :]
        assert [
            [_slik_paa_skjermen(c).replace("\N{NO-BREAK SPACE}", "") for c in rad[1:]]
            for rad in rader
        ] == [
            [
                "" if c == norsk.MANGLER else c.replace("\N{NO-BREAK SPACE}", "")
                for c in rad[1:]
            ]
            for rad in vist
        ], hva
        vernede = [list(k.tabell.columns).index(n) for n in vernede_kolonner(k)]
        ark = python_calamine.CalamineWorkbook.from_filelike(
            io.BytesIO(eksport.excel_fil(k))
        ).get_sheet_by_name("Tall")
        for rad in (*rader, *ark.to_python(skip_empty_area=False)[4:]):
            for kolonne in vernede:
                celle = rad[kolonne]
                assert (
                    celle in ("", *VERNEDE_TEKSTER)
                    or float(str(celle).replace(",", ".")) % 5 == 0
                ), (hva, rad)
        assert ("Vern" in dict(lest[: lest.index([])][:12])) == bool(k.vern), hva


def _slik_paa_skjermen(celle):
    return re.sub(r"^-(?=\d)", "\N{MINUS SIGN}", celle)


def test_noekkeltallene_og_setningene_paa_oversikt_har_bare_hele_femmere():
    sett = 0
    for valg in itertools.islice(utvalg(), 0, None, 6):
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
    for kolonne in ("rader_lest", "rader_lastet", "rader_til_side"):
        assert (publisert[0].loc[vernes, kolonne] % 5 == 0).all() and not (
            eksakt.loc[vernes, kolonne] % 5 == 0
        ).all()
        assert (publisert[0][kolonne] - eksakt[kolonne]).abs().max() <= 2
    assert (
        publisert[1].loc[publisert[1]["kilde"].isin(vernes), "antall"] % 5 == 0
    ).all()
    assert (
        publisert[0].loc["kommunetall", "rader_lest"]
        == eksakt.loc["kommunetall", "rader_lest"]
    )


# ------------------------------------------------------ det bare den eksakte filen sier


def test_vernede_tall_er_ikke_de_eksakte(bygd_internt, monkeypatch):
    """En kontroll av testene over: i den eksakte filen finnes det mange tall som ikke er hele
    femmere."""
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(bygd_internt))
    alle = [k for _, k in itertools.islice(alle_kort(), 200)]
    eksakte = [
        k for k in alle if k.indikator.om_personer and k.indikator.enhet == "antall"
    ]
    skjeve = [k for k in eksakte if not k.data["teller"].map(er_hel_femmer).all()]
    assert len(skjeve) > 0.8 * len(eksakte) > 10


MERKE = 7_654_321
LETER = re.compile(r"7.?654.?32\d")


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
    igjen."""
    publiser(bygd / "internt", tmp_path / "internt", *MERK_ALT)
    monkeypatch.setenv("BOLIGDATA_INTERNT", str(tmp_path / "internt"))
    monkeypatch.delenv("BOLIGDATA_VISNING", raising=False)
    return tmp_path / "internt"


def aapne(side, **adresse):
    app = AppTest.from_file(str(ROT / "boligdata" / "inngang.py"), default_timeout=120)
    app.query_params.update(adresse)
    app.run()
    return app if side == "oversikt" else app.switch_page(f"../pages/{side}.py").run()


def alt_paa(app):
    """Alt siden sender til nettleseren, og alt som står i tabellene."""
    deler = [str(e.proto) for e in app.main if hasattr(e, "proto")]
    deler += [str(f.proto) for f in app.get("plotly_chart")]
    deler += [
        str(getattr(e, "value", ""))
        for e in (*app.markdown, *app.caption, *app.metric, *app.info)
    ]
    deler += [
        convert_arrow_bytes_to_pandas_df(t.proto.arrow_data.data).to_string()
        for t in app.table
    ]
    return "\n".join(deler)


def alle_sider(**adresse):
    for side, tema in VISNINGER:
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
    """En kontroll av testen over. Boligbehov leser ingen kuber."""
    publiser(bygd_eksempel, tmp_path / "publisert", *MERK_ALT)
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path / "publisert"))
    for side, app in alle_sider():
        assert LETER.search(alt_paa(app)) or side == "boligbehov", side


def test_innsyn_uten_ansattprosessen_gir_de_publiserte_tallene(merket, monkeypatch):
    with lesing.samme_tall(Innsyn(alt=True)):
        assert not LETER.search(
            kort.lag(
                kort.som_bestilling("venteliste"), next(utvalg())
            ).tabell.to_string()
        )
    monkeypatch.setenv("BOLIGDATA_VISNING", "internt")
    with lesing.samme_tall(Innsyn(alt=True)):
        assert LETER.search(
            kort.lag(
                kort.som_bestilling("venteliste"), next(utvalg())
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
    det."""
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


# --------------------------------------------------------------- sperrede kombinasjoner


@pytest.mark.parametrize("side", ["boliger", "venteliste"])
def test_en_kombinasjon_som_ikke_er_publisert_sies_aa_ikke_vaere_det_paa_hver_side(
    side,
):
    adresse = {d: next(iter(lesing.verdier(d).values())) for d in katalog.FILTRE}
    for tema in SIDER[side].temaer:
        app = aapne(side, **{f"{side}_tema": tema}, **adresse)
        assert not app.exception and not app.error
        titler = {s.value for s in app.subheader}
        bestilt = [
            b
            for n, b in KORT.items()
            if n.startswith(f"{side}-") and b.tittel in titler
        ]
        sperret = [b for b in bestilt if _er_sperret(b, app)]
        assert sperret and len(app.info) == len(sperret)
        assert all("Velg «Alle» i «" in i.value for i in app.info)


def _er_sperret(b, app):
    filtre = {d: app.selectbox(key=d).value for d in katalog.FILTRE}
    assert ALLE not in filtre.values()
    try:
        kort.lag(b, Valg("aar", app.selectbox(key="periode_aar").value, filtre))
    except IkkePublisert:
        return True
    return False
