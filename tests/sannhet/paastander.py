"""Påstandene på sidene: hvert tall de viser, hva det er om, og hvor det står.

De samles fra kortene, svaret øverst, nøkkeltallene og regnskapene.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd
import sidekort

from boligdata import lesing
from boligdata.felles import katalog, norsk
from boligdata.felles.enheter import ENHETER, VERNEDE_ENHETER
from boligdata.innhold import kort, oversikt, regnskap, setninger
from boligdata.innhold.kort import Kort, Valg

INDIKATORER = katalog.indikatorer()
HARDT = "\N{NO-BREAK SPACE}"
TALLET = rf"\d{{1,3}}(?:{HARDT}\d{{3}})+(?:,\d+)?|\d+(?:,\d+)?"


@dataclass(frozen=True)
class Paastand:
    """Et tall en side viser: hva det er om, tallet, slik det er skrevet, og hvor det står."""

    begrep: str
    periode: str
    utsnitt: frozenset
    tall: float
    skrevet: str
    hvor: str

    @property
    def om(self) -> tuple:
        return self.begrep, self.periode, self.utsnitt


def valgene() -> tuple[Valg, ...]:
    """Det som velges øverst på sidene: perioder, og filtre der ofte bare det ene virker."""
    aar = lesing.perioder("aar")["periode"].tolist()
    tertial = lesing.perioder("tertial")["periode"].tolist()
    boligtype, omraade, maalgruppe = (
        list(lesing.verdier(filter_))
        for filter_ in ("boligtype", "omraade", "maalgruppe")
    )
    return (
        Valg("aar", aar[-1]),
        Valg("aar", aar[len(aar) // 2]),
        Valg("tertial", tertial[-2]),
        Valg("aar", aar[-1], {"boligtype": boligtype[-1]}),
        Valg("aar", aar[-1], {"maalgruppe": maalgruppe[0], "omraade": omraade[0]}),
    )


def kortene(valg: Valg) -> Iterator[tuple[str, Kort]]:
    """Kortene på sidene, med navnene sine."""
    for navn, bestilling in sidekort.bestillinger().items():
        yield navn, kort.lag(bestilling, valg)


def paastander(valg: Valg) -> Iterator[Paastand]:
    """Hvert tall sidene viser når dette er valgt."""
    for navn, k in kortene(valg):
        if len(k.bestilling.indikatorer) == 1 and not k.data.empty:
            yield from _av_kortet(navn, k, valg)
    for id in {*sidekort.svar(), *(i.id for i in katalog.noekkeltall())}:
        yield from _av_noekkeltallet(oversikt.noekkeltall(INDIKATORER[id], valg))
    for navn in regnskap.regnskaper():
        yield from _av_regnskapet(navn, valg)


def _av_kortet(navn: str, k: Kort, valg: Valg) -> Iterator[Paastand]:
    fordeling, i = k.bestilling.fordeling, k.indikator
    filtre = _utsnitt(dict(k.gjelder.filtre))
    siste = k.data["periode"].iloc[-1]
    for rad in k.data[k.data["periode"] == siste].itertuples():
        deler = zip(fordeling, (rad.gruppe, rad.lag))
        if pd.notna(rad.verdi):
            skrevet = norsk.uten_tegn(rad.verdi, i.visningsenhet)
            om = filtre | frozenset(deler)
            yield Paastand(i.id, siste, om, rad.verdi, skrevet, navn)
    # Summen setningen begynner med, er tallet for alle.
    i_alt = re.search(rf": (0–4|ingen|{TALLET}) ", k.setning)
    if fordeling and i.er_antall and i_alt:
        skrevet = {"ingen": "0"}.get(i_alt[1], i_alt[1])
        tall = 0.0 if skrevet == "0–4" else float(skrevet.replace(HARDT, ""))
        yield Paastand(i.id, siste, filtre, tall, skrevet, f"setningen på {navn}")


def _av_noekkeltallet(tallet: oversikt.Noekkeltall) -> Iterator[Paastand]:
    if pd.notna(tallet.verdi):
        skrevet = norsk.uten_tegn(tallet.verdi, tallet.indikator.visningsenhet)
        periode = tallet.data["periode"].iloc[-1]
        om = (tallet.indikator.id, periode, _utsnitt(dict(tallet.filtre)))
        yield Paastand(*om, tallet.verdi, skrevet, "nøkkeltall")


def _av_regnskapet(navn: str, valg: Valg) -> Iterator[Paastand]:
    k = regnskap.lag(navn, valg)
    if k is None:
        return
    virker = {
        egenskap: verdi
        for egenskap, verdi in valg.valgte.items()
        if katalog.dimensjoner()[egenskap].navn.lower() in k.filtertekst
    }
    siste = k.poster[-1].tall
    om = (regnskap.regnskaper()[navn].beholdning, valg.periode, _utsnitt(virker))
    yield Paastand(*om, siste, norsk.uten_tegn(siste, k.enhet), f"regnskapet {navn}")


def _utsnitt(filtre: dict[str, str]) -> frozenset:
    return frozenset((e, lesing.dimensjon(e)[v]) for e, v in filtre.items())


# ------------------------------------------------------------------------------ reglene


def ulike_tall(samlet: list[Paastand]) -> dict[tuple, dict[str, str]]:
    """Det samme begrepet, i samme periode og med de samme filtrene, som har mer enn ett tall."""
    return {
        om: hvor for om, hvor in _sagt(samlet).items() if len(set(hvor.values())) > 1
    }


def sagt_flere_steder(samlet: list[Paastand]) -> int:
    """Hvor mange av tallene som står mer enn ett sted."""
    return sum(len(hvor) > 1 for hvor in _sagt(samlet).values())


def _sagt(samlet: list[Paastand]) -> dict[tuple, dict[str, str]]:
    ut: dict[tuple, dict[str, str]] = {}
    for paastand in samlet:
        ut.setdefault(paastand.om, {})[paastand.hvor] = paastand.skrevet
    return ut


def deler_og_hele(samlet: list[Paastand]) -> Iterator[tuple[Paastand, float]]:
    """Hver del, og tallet på det hele den er en del av."""
    antall = [p for p in samlet if INDIKATORER[p.begrep].er_antall]
    tall = {p.om: p.tall for p in antall}
    for paastand in antall:
        for hele in _det_hele(paastand):
            if hele in tall:
                yield paastand, tall[hele]


def _det_hele(p: Paastand) -> Iterator[tuple]:
    """Det påstanden er en del av: uten én av egenskapene, og uten det indikatoren er et utvalg av."""
    for egenskap in p.utsnitt:
        yield p.begrep, p.periode, p.utsnitt - {egenskap}
    i = INDIKATORER[p.begrep]
    for annen in INDIKATORER.values():
        samme = (annen.kube, annen.teller, annen.er_antall) == (i.kube, i.teller, True)
        if samme and set(annen.utvalg) < set(i.utvalg):
            yield annen.id, p.periode, p.utsnitt


def tall_i_setningen(k: Kort) -> list[str]:
    """Tallene setningen på kortet sier."""
    return [] if k.data.empty else re.findall(TALLET, _bare_tallene(k))


def tall_i_figuren(k: Kort) -> set[str]:
    """Tallene figuren viser, og det som følger rett av dem."""
    verdier = k.data["verdi"].dropna()
    siste = k.data.iloc[-1:]
    lov = {norsk.uten_tegn(verdi, k.indikator.visningsenhet) for verdi in verdier}
    if k.indikator.er_prosent and k.indikator.vernet:
        # En prosent avrundingen gjør for usikker, sies som spennet streken viser.
        spenn = (
            setninger.spennet(k.indikator, *ender)
            for ender in k.data[["nedre", "oevre"]].dropna().to_numpy()
        )
        lov |= {tall for i_ord in spenn for tall in re.findall(TALLET, i_ord)}
    if k.indikator.nevner and siste["flagg"].eq("for_faa").any():
        # En andel av for få sies som antall: «3 av 12».
        lov |= {
            norsk.tall(tall)
            for tall in siste[["teller", "nevner"]].dropna().to_numpy().flat
        }
    if k.bestilling.fordeling and k.indikator.er_antall:
        siste = k.data[k.data["periode"] == k.data["periode"].iloc[-1]]
        sum_ = siste["verdi"].sum()
        lag = siste.groupby("lag")["verdi"].sum()
        lov |= {norsk.tall(sum_), *map(norsk.tall, lag)}
        prosent = (VERNEDE_ENHETER if k.indikator.vernet else ENHETER)["prosent"]
        lov |= {norsk.uten_tegn(100 * del_ / sum_, prosent) for del_ in lag if sum_}
    return lov


def _bare_tallene(k: Kort) -> str:
    """Setningen uten dommen, målet, periodene og navnene, som har tall i seg uten å være tallet."""
    tekst = re.split(" (?:Om m|M)ålet på ", sidekort.uten_dommen(k))[0]
    navn = {*k.data["gruppe"], *k.data["lag"]}
    for borte in sorted(filter(None, navn), key=len, reverse=True):
        tekst = tekst.replace(borte, "").replace(norsk.liten(borte), "")
    for periode in sorted(set(k.data["periode"]), key=len, reverse=True):
        tekst = tekst.replace(norsk.periode(periode), "")
    for aar in {periode[:4] for periode in k.data["periode"]}:
        tekst = tekst.replace(f"1. januar {aar}", "")
    tekst = tekst.replace(k.indikator.enhetsord, "")
    return re.sub(
        r"\d+ (andre )?(grupper|ruter|strømmer) med|0–4|under 5|over 95", "", tekst
    )
