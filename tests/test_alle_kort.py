"""Det som gjelder hvert eneste kort. Kortene lages én gang, og hver egenskap er en test.

Kortene sidene viser, er laget av de publiserte tallene med mange utvalg. Kortene det går an å lage
av hver indikator, er laget både av dem og av de eksakte tallene en ansatt ser.
"""

import csv
import io
import itertools
import json
import re
from dataclasses import dataclass

import figurtall
import pandas as pd
import pytest
import python_calamine
import sidekort
from femmere import er_hel_femmer, skrevne_tall, vernede_kolonner
from spraak import feil_i

from boligdata import lesing
from boligdata.felles import katalog, norsk
from boligdata.felles.enheter import VIST_PROSENT
from boligdata.innhold import eksport, figurer, kort, setninger
from boligdata.innhold.kort import Kort, Valg

INDIKATORER = katalog.indikatorer()
STIL = figurer.Stil(False, ("#0b5c8a",) * 10)
# Formene der hvert tall er et merke langs en akse.
MED_TALL = ("utvikling", "fordeling")
VERNEDE_TEKSTER = ("0–4", "under 5", "over 95", norsk.MANGLER, "for få")
AV_UTGAVEN = {
    "publisert": list(INDIKATORER.values()),
    "internt": [i for i in INDIKATORER.values() if i.om_personer],
}

pytestmark = pytest.mark.usefixtures("bygd_eksempel")

# -------------------------------------------------------- hvert kort det går an å lage


@dataclass(frozen=True)
class Tekster:
    """Tekstene på ett av kortene det går an å lage, og om andelene holder seg der vernet sier."""

    hva: str
    indikator: str
    setning: str
    andre: tuple[str, ...]
    andeler_er_vernet: bool


def _mulige_kort(indikatorer):
    for indikator in indikatorer:
        for filtre in sidekort.faa_utvalg():
            periodetype = "tertial" if filtre else "aar"
            siste = lesing.perioder(periodetype)["periode"].iloc[-1]
            valg = Valg(periodetype, siste, filtre)
            for b in sidekort.mulige(indikator, filtre):
                try:
                    k = kort.lag(b, valg)
                except lesing.IkkePublisert:  # Fordelingen er ikke publisert.
                    continue
                yield _tekster(k, filtre)
                if lesing.meta().vernet and kort.for_andel(k):
                    yield _tekster(kort.lag(b, valg, andel=True), filtre)


def _tekster(k: Kort, filtre: dict[str, str]) -> Tekster:
    b = k.bestilling
    vern = (k.vern.kort, k.vern.helt) if k.vern else ()
    er_andel = k.enhet.navn == "andel" and k.vern
    return Tekster(
        f"{b.id} {b.form} {k.enhet.navn} {filtre}",
        k.indikator.id,
        k.setning,
        (k.filtertekst, k.kilde, *k.flagg, *vern),
        not er_andel or k.data["verdi"].dropna().between(*VIST_PROSENT).all(),
    )


@pytest.fixture(scope="module")
def mulige_kort(bygd):
    """Hvert kort det går an å lage, av de publiserte og av de eksakte tallene. Det som ikke vernes,
    er det samme i begge, og lages én gang.
    """
    ut = {}
    for utgave in AV_UTGAVEN:
        with pytest.MonkeyPatch.context() as miljoe:
            miljoe.setenv("BOLIGDATA_PUBLISERT", str(bygd / utgave))
            with lesing.samme_tall():
                ut[utgave] = list(_mulige_kort(AV_UTGAVEN[utgave]))
    return ut


@pytest.mark.parametrize("utgave", AV_UTGAVEN)
def test_hvert_kort_har_en_hel_norsk_setning_uansett_utvalg(mulige_kort, utgave):
    for k in mulige_kort[utgave]:
        assert k.setning[0].isupper() and k.setning.endswith("."), k
        for tekst in (k.setning, *k.andre):
            assert tekst and not feil_i(tekst), (k.hva, tekst, feil_i(tekst))


@pytest.mark.parametrize("utgave", AV_UTGAVEN)
def test_det_finnes_kort_for_hver_indikator(mulige_kort, utgave):
    assert {k.indikator for k in mulige_kort[utgave]} == {
        i.id for i in AV_UTGAVEN[utgave]
    }
    assert len(mulige_kort[utgave]) > 8 * len(AV_UTGAVEN[utgave])


def test_en_vernet_andel_roeper_aldri_at_det_er_ingen_eller_alle(mulige_kort):
    assert [k.hva for k in mulige_kort["publisert"] if not k.andeler_er_vernet] == []


# ------------------------------------- hvert kort sidene viser: tall, setning, figur, fil


@pytest.fixture(scope="module")
def gjennomgang(bygd_eksempel):
    """Alle kortene sidene viser, laget én gang."""
    with lesing.samme_tall():
        return list(sidekort.alle_kort())


@pytest.fixture(scope="module")
def tegnet(gjennomgang):
    """Hver figur testene ser på, tegnet én gang: seriene i den, eller figuren som er en tabell."""
    return [
        (hva, k, _tegn(k))
        for hva, k in gjennomgang
        if not k.data.empty and (k.vern or k.bestilling.form in MED_TALL)
    ]


def _tegn(k):
    figur = figurer.tegn(k, STIL)
    return figur if isinstance(figur, figurer.Figurtabell) else figur.to_dict()["data"]


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
            setning = sidekort.uten_dommen(k)
            tekst = re.sub(
                (
                    r"\bTG \d|(?<!\d)\d (soverom|tjenester?)|(\d+–|[Oo]ver |[Ii]nntil )\d+ "
                    r"(måneder|år|dager)|\d+\N{NO-BREAK SPACE}%|\d+ (andre )?(grupper|ruter|strømmer)"
                ),
                "",
                setning,
            )
            for tall in skrevne_tall(tekst):
                sett += 1
                assert tall % 5 == 0 or tall in maaltall, (hva, k.setning)
    assert sett > 500


def test_figuren_viser_bare_tallene_i_kortet(tegnet):
    """Alt nettleseren får: verdier, tekster ved siden av søylene og tekstene når pekeren holdes
    over. En prosent som kan være mer enn ti prosentpoeng unna, er skrevet som det den kan være.
    """
    spenn = 0
    for hva, k, figur in tegnet:
        if not k.vern:
            continue
        verdier = set(k.data["verdi"].dropna()) | {0, None}
        vide, andre = _for_vide(k)
        lov = {
            skriv(v, k.enhet)
            for v in {*andre["verdi"].dropna(), 0, None}
            for skriv in (norsk.med_enhet, norsk.uten_tegn)
        } | {"", "for få"}
        lov |= {
            setninger.spennet(k.indikator, rad.nedre, rad.oevre, "{fra}–{til}")
            for rad in vide.itertuples()
        }
        spenn += len(vide)
        # Gruppene uten eget tall er én rad, som sier hva hver av dem er.
        faa = [tekst for tekst in ("0–4", "for få", norsk.MANGLER) if tekst in lov]
        lov |= {f"{tekst} hver" for tekst in faa}
        lov |= {" eller ".join(par) for par in itertools.permutations(faa, 2)}
        if isinstance(figur, figurer.Figurtabell):
            assert set(figurtall.cellene(figur).values()) <= lov, hva
            continue
        json.dumps(figur, allow_nan=False)
        if k.bestilling.form != "kart":
            assert {v for serie in figur for v in figurtall.tall(serie)} <= verdier, hva
        tekster = {
            t
            for serie in figur
            for t in figurtall.skrevne_tall(serie)
            if k.bestilling.form != "kart"
        }
        assert tekster <= lov, (hva, tekster - lov)
    assert spenn > 500


def test_tallet_ved_enden_av_en_linje_er_et_spenn_naar_det_er_det_i_tittelen(
    gjennomgang,
):
    """Ellers sier figuren 58 % og tittelen mellom 48 og 70 %."""
    spenn = 0
    for hva, k in gjennomgang:
        siste = k.data.tail(1)
        if siste.empty or siste["flagg"].iloc[0] or not _er_en_linje(k):
            continue
        ventet = setninger.tallet(k.indikator, siste.iloc[0], "{fra}–{til}")
        merknader = figurer.tegn(k, STIL).to_dict()["layout"]["annotations"]
        # En lang tekst er delt på flere linjer.
        tekstene = [en["text"].replace("</b><br><b>", " ") for en in merknader]
        assert any(f"<b>{ventet}</b>" in tekst for tekst in tekstene), (hva, tekstene)
        spenn += "–" in ventet
    assert spenn > 20


def _er_en_linje(k):
    bestilt = k.bestilling
    en = len(bestilt.indikatorer) == 1 and not bestilt.fordeling
    return bestilt.form == "utvikling" and en and k.enhet.er_prosent


def _for_vide(k):
    """Radene med en prosent der spennet er videre enn ti prosentpoeng, og resten."""
    er_vid = pd.Series(False, k.data.index)
    if k.indikator.vernet and k.indikator.er_prosent and "nedre" in k.data:
        er_vid = (k.data["oevre"] - k.data["nedre"]) > 10
    return k.data[er_vid], k.data[~er_vid]


def test_det_som_vises_som_et_spenn_er_aldri_tegnet_som_et_tall(tegnet):
    """«0–4» er ikke null, og «under 5 %» er ikke fire. Feltet har hele det virkelige spennet i seg."""
    felter = 0
    for hva, k, serier in tegnet:
        if k.bestilling.form not in MED_TALL:
            continue
        i_spenn = k.data[[bool(k.enhet.baand(v)) for v in k.data["verdi"]]]
        tegnet = [v for serie in serier for v in figurtall.tall(serie)]
        som_tall = set(i_spenn["verdi"]) - {0 if k.data["verdi"].isna().any() else None}
        assert not som_tall & set(tegnet), (hva, som_tall)
        ender = [ende for serie in serier for ende in figurtall.felter(serie)]
        ventet = _feltene(k, _som_egne_rader(k, i_spenn, serier))
        assert sorted(ender) == pytest.approx(sorted(ventet)), hva
        felter += len(ender)
        for verdi in i_spenn["verdi"].unique():
            assert norsk.med_enhet(verdi, k.enhet) in k.vern.kort, hva
    assert felter > 500


def _som_egne_rader(k, i_spenn, serier):
    """Radene som er et spenn, med alle dem figuren har samlet i én, som én."""
    navn = serier[0]["y"] if k.bestilling.form == "fordeling" else ()
    if not any(map(figurtall.samlet, navn)) or not k.enhet.er_antall:
        return i_spenn
    return i_spenn.head(1)


def _feltene(k, i_spenn):
    """Fra og til for hvert felt: det som skrives, og det virkelige spennet når det er videre."""
    for rad in i_spenn.itertuples():
        fra, til = k.enhet.baand(rad.verdi)
        if not k.enhet.er_antall and "nedre" in i_spenn:
            fra, til = min(fra, rad.nedre), max(til, rad.oevre)
        yield from (fra, til)


def test_hvert_avrundet_forholdstall_og_hver_median_har_en_strek_fra_det_minste_til_det_meste(
    tegnet,
):
    sett = 0
    for hva, k, serier in tegnet:
        streker = k.vern and not k.enhet.er_antall and not k.enhet.er_andel
        if k.bestilling.form not in MED_TALL:
            continue
        ender = [par for serie in serier for par in figurtall.streker(serie)]
        if not streker:
            assert ender == [], hva
            continue
        er_tall = [v == v and not k.enhet.baand(v) for v in k.data["verdi"]]
        tall = k.data[er_tall]
        # De største søylene står øverst i figuren, og i kodelistens rekkefølge i kortet.
        for nr, kolonne in enumerate(("nedre", "oevre")):
            tegnet = sorted(par[nr] for par in ender)
            assert tegnet == pytest.approx(sorted(tall[kolonne])), hva
        if len(tall):
            assert "Streken viser hva" in k.vern.kort and k.spennene in k.alt
        sett += len(ender)
    assert sett > 500


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
