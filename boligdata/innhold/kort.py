"""Innholdet i et kort: tallene, setningen, tabellen og alt som må stå ved siden av dem. Tegner
ingenting selv.
"""

import dataclasses
import datetime as dt
import functools
import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from boligdata import lesing
from boligdata.felles import katalog, kilder, lover, norsk
from boligdata.felles.enheter import (
    ANDEL,
    ENHETER,
    VERNET_ANDEL,
    VIST_PROSENT,
    Enhet,
)
from boligdata.felles.maalform import fast, si
from boligdata.innhold import avrunding, figurspenn, funn, gjelder, setninger
from boligdata.innhold import kildelinje as linjen
from boligdata.innhold.funn import INGEN, Kortfunn
from boligdata.innhold.gjelder import Gjelder
from boligdata.innhold.grunnkort import Bestilling, Flagg, Grunnkort, Linje, Vern
from boligdata.innhold.kildelinje import Kildelinje
from boligdata.innhold.naermest import naermest
from boligdata.innhold.vurdering import (
    Tallrekke,
    Vurdering,
    kunne_sett,
    tallrekken,
    vurder,
    vurder_planen,
)
from boligdata.innhold.vurdering.ord import kunne_sett_i_ord, planen_i_ord
from boligdata.lesing import ALLE, LestIndikator, Spoersmaal

HVORFOR_ENDRET = fast("Hvorfor endret tallet seg?")


@dataclass(frozen=True, eq=False)
class Valg:
    """Det brukeren har valgt øverst på siden: «aar» eller «tertial», siste periode som vises, og
    filtre. To valg er like når det er valgt det samme, også om den ene siden har flere filtre enn den andre.
    """

    periodetype: str
    periode: str
    filtre: dict[str, str] = field(default_factory=dict)

    def __eq__(self, annet) -> bool:
        return isinstance(annet, Valg) and self._valgt == annet._valgt

    def __hash__(self) -> int:
        return hash(self._valgt)

    @functools.cached_property
    def _valgt(self) -> tuple:
        return self.periodetype, self.periode, frozenset(self.valgte.items())

    @property
    def valgte(self) -> dict[str, str]:
        """Filtrene det er valgt noe i."""
        return {
            egenskap: verdi for egenskap, verdi in self.filtre.items() if verdi != ALLE
        }

    @property
    def hele_kommunen(self) -> "Valg":
        """Den samme perioden uten filtrene, for det som er likt uansett filter."""
        return Valg(self.periodetype, self.periode)


@dataclass(frozen=True, eq=False)
class Kort(Grunnkort):
    """Et ferdig kort om én indikator, eller flere som til sammen er alle. To kort er like bare når
    de er det samme, så figuren til et kort kan huskes.

    `data` har én rad per punkt: periode, til, gruppe (norsk navn eller «»), lag (norsk navn eller
    «»), teller, nevner, verdi og flagg. `vurdering` og `endret_fordi` har bare kort med én serie over
    tid.
    """

    bestilling: Bestilling
    indikator: LestIndikator
    enhet: Enhet
    data: pd.DataFrame
    setning: str
    filtertekst: str
    flagg: tuple[str, ...]
    kilde: str
    vern: Vern | None = None
    kart: pd.DataFrame | None = None
    vurdering: Vurdering | None = None
    endret_fordi: str = ""
    gjelder: Gjelder = Gjelder()
    funnet: Kortfunn = INGEN

    @property
    def tabell(self) -> pd.DataFrame:
        """Tallene slik de leses av mennesker."""
        return self._tabellen[0]

    @property
    def enheter(self) -> dict[str, Enhet]:
        """Enheten i hver kolonne med tall i `tabell`."""
        return self._tabellen[1]

    @functools.cached_property
    def _tabellen(self) -> tuple[pd.DataFrame, dict[str, Enhet]]:
        # De fleste ser figuren, og ikke tabellen.
        return _tabell(self.bestilling, self.indikator, self.data, self.enhet)

    @property
    def funn(self) -> str:
        """Det figuren viser, når det kan sies sikkert."""
        return self.funnet.tittel

    @property
    def resten(self) -> str:
        """Det som er å si under tittelen."""
        return self.funnet.resten if self.funn else self.setning

    @property
    def er_tomt(self) -> bool:
        """Er det ingen tall å vise eller laste ned?"""
        return self.data.empty

    @functools.cached_property
    def har_figur(self) -> bool:
        """Er minst ett av tallene kjent?"""
        return bool((~np.isnan(self.data["verdi"].to_numpy("float64"))).any())

    @functools.cached_property
    def grenser(self) -> str:
        """Snittet og det tallet pleier å være, i ord, eller «» når siste tall ikke er prøvd mot dem."""
        grenser = self.vurdering and self.vurdering.grenser
        return setninger.grenser(self.indikator, grenser) if grenser else ""

    @functools.cached_property
    def kunne_sett(self) -> str:
        """Hvor stor endring vi kunne ha sett, eller «» når endringen er sikker."""
        if not self.vurdering:
            return ""
        return hva_vi_kunne_sett(self.indikator, self.data, self.vurdering)

    @functools.cached_property
    def alt(self) -> str:
        """Tekstalternativet til figuren: hva den er for, og alt den viser."""
        omfang = f"{self.omfang}." if self.omfang else ""
        return " ".join(
            filter(None, (omfang, self.setning, self.grenser, self.spennene))
        )

    @functools.cached_property
    def spennene(self) -> str:
        """Hva hvert av de siste tallene kan være når de er avrundede forholdstall eller medianer,
        ellers «».
        """
        if not figurspenn.har_streker(self.indikator, self.enhet, self.data):
            return ""
        siste = self.data["periode"].iloc[-1]
        kolonner = ("periode", "gruppe", "nedre", "oevre")
        deler = [
            f"{norsk.liten(gruppe)} {_mellom(self.indikator, nedre, oevre)}".strip()
            for periode, gruppe, nedre, oevre in zip(*map(self.data.get, kolonner))
            if periode == siste and not pd.isna(nedre)
        ]
        if not deler:
            return ""
        return si("Før avrunding: {spennene}.", spennene="; ".join(deler))

    @property
    def kildelinje(self) -> Kildelinje:
        """Kildene, kort."""
        return kildelinje(self.indikator.kilder)

    @property
    def forklaring(self) -> tuple[Linje, ...]:
        """Linjene som forklarer tallet i filene."""
        return (
            *self.utvalget,
            (si("Definisjon"), self.indikator.definisjon),
            (si("Fortolkning"), self.indikator.fortolkning),
        )

    @property
    def om(self) -> tuple[Linje, ...]:
        """Linjene under «Om tallet»."""
        indikator = self.indikator
        kube = katalog.kuber()[indikator.kube]
        maaltall = (
            si("Ikke satt.")
            if indikator.maaltall is None
            else norsk.maaltall(indikator.maaltall, indikator.visningsenhet)
        )
        return (
            *self.utvalget,
            (si("Definisjon"), indikator.definisjon),
            (si("Slik leses tallet"), indikator.fortolkning),
            oensket_retning(indikator.retning),
            (si("Mål i planen"), maaltall),
            *self._hvorfor_dommen(),
            *([(si("Hvor nøyaktig det er"), self.spennene)] if self.spennene else []),
            (si("Regelverk"), regelverk(indikator)),
            (si("Regnes ut fra"), f"{kube.navn}."),
            *([(si("Slik telles det"), kube.regel)] if kube.regel else []),
            (si("Leveres av"), kildeeiere(indikator.kilder)),
        )

    def _hvorfor_dommen(self) -> list[Linje]:
        """Dommen over siste periode, hvorfor, og regelen som felte den."""
        dom = self.vurdering
        if not dom:
            return []
        linjer = [
            (si("Vurdering"), f"{dom.ikon} {dom.tekst}. {dom.fordi}"),
            (si("Regel"), dom.regel_i_ord),
        ]
        if self.grenser:
            linjer.append((si("Pleier å være"), self.grenser))
        if self.kunne_sett:
            linjer.append((si("Hva vi kunne sett"), self.kunne_sett))
        if dom.planen:
            linjer.append(
                (
                    si("Planperioden"),
                    f"{planen_i_ord(dom.planen)} {dom.planen.regel_i_ord}",
                )
            )
        if dom.maalet:
            linjer.append((si("Målet hittil"), dom.maalet.setning))
        return linjer

    @property
    def dom(self) -> tuple[Linje, ...]:
        """Vurderingen av tallet, til filene."""
        dom = self.vurdering
        if not dom:
            return ()
        deler = (f"{dom.tekst}. {dom.fordi}", self.grenser, self.kunne_sett)
        linjer = [(si("Vurdering"), " ".join(filter(None, deler)))]
        if dom.planen:
            linjer.append((si("Planperioden"), planen_i_ord(dom.planen)))
        return tuple(linjer)

    @property
    def hvorfor_endret(self) -> tuple[Linje, ...]:
        """Hvorfor tallet er et annet enn i forrige publisering."""
        if not self.endret_fordi:
            return ()
        return ((si(HVORFOR_ENDRET), self.endret_fordi),)


_RETNING = {
    "opp": fast("Høyere er bedre."),
    "ned": fast("Lavere er bedre."),
    "ingen": fast("Ingen: tallet beskriver, det måler ikke resultat."),
}


def oensket_retning(retning: str) -> Linje:
    """Linjen om hva som er bra: «opp», «ned» eller «ingen»."""
    return si("Ønsket retning"), si(_RETNING[retning])


@lesing.husk
def lag(bestilling: Bestilling, valg: Valg, andel: bool = False) -> Kort:
    """Hent tallene og gjør dem klare til å vises, for det nærmeste de er publisert for når de ikke er
    det for alt som er valgt. Kaster `lesing.IkkePublisert` når brukeren ikke har innsyn i målgruppen.
    """
    ider = (*bestilling.indikatorer, *filter(None, [bestilling.tillegg]))
    virker, omfang = naermest(
        [katalog.indikatorer()[id] for id in ider],
        bestilling.fordeling,
        valg.valgte,
        lambda filtre: dataclasses.replace(valg, filtre=filtre),
        lambda utvalget: _vist(bestilling, utvalget, andel)[0],
    )
    return _med_omfang(bestilling, virker, andel, omfang)


@lesing.husk
def _med_omfang(
    bestilling: Bestilling, valg: Valg, andel: bool, omfang: Gjelder
) -> Kort:
    """Kortet, og hva av det som er valgt, det ikke er for."""
    return dataclasses.replace(_lag(bestilling, valg, andel), gjelder=omfang)


@lesing.husk
def _lag(bestilling: Bestilling, valg: Valg, andel: bool) -> Kort:
    """Kortet for akkurat det som er valgt. Alle valgene må virke på det."""
    spoersmaal, data = _besvart(bestilling, valg)
    indikator = spoersmaal.indikator
    en_serie = _er_en_serie(bestilling) and not data.empty
    vurdering = bedoem(spoersmaal, data) if en_serie else None
    setning = _setning(bestilling, spoersmaal, data, vurdering)
    funnet = _funn(bestilling, spoersmaal, data, vurdering)
    data, enhet = _vist(bestilling, valg, andel)
    return Kort(
        bestilling,
        indikator,
        enhet,
        data,
        setning,
        gjelder.filtertekst(spoersmaal),
        _flagg(bestilling, spoersmaal, data),
        kildetekst(indikator.kilder),
        _vern(bestilling, spoersmaal, data, enhet),
        lesing.kart() if bestilling.form == "kart" else None,
        vurdering,
        _endret_fordi(spoersmaal) if en_serie else "",
        funnet=funnet,
    )


@lesing.husk
def _vist(
    bestilling: Bestilling, valg: Valg, andel: bool
) -> tuple[pd.DataFrame, Enhet]:
    """Tallene slik de vises, som antall eller andel, og enheten de da har."""
    spoersmaal, data = _besvart(bestilling, valg)
    if andel:
        return _som_andel(bestilling, spoersmaal.indikator, data)
    return data, spoersmaal.indikator.visningsenhet


@lesing.husk
def _besvart(bestilling: Bestilling, valg: Valg) -> tuple[Spoersmaal, pd.DataFrame]:
    """Spørsmålet om den første indikatoren, og tallene figuren viser."""
    spoersmaal = _still(bestilling.indikatorer[0], bestilling, valg)
    return spoersmaal, _data(bestilling, spoersmaal, valg)


def _still(indikator_id: str, bestilling: Bestilling, valg: Valg) -> Spoersmaal:
    return lesing.still(
        katalog.indikatorer()[indikator_id],
        valg.periodetype,
        valg.periode,
        bestilling.fordeling,
        valg.filtre,
    )


def _er_en_serie(bestilling: Bestilling) -> bool:
    return (
        bestilling.form in TIDSFORMER
        and not bestilling.fordeling
        and len(bestilling.indikatorer) == 1
    )


def _data(bestilling: Bestilling, spoersmaal: Spoersmaal, valg: Valg) -> pd.DataFrame:
    """Tallene figuren viser. `spoersmaal` er det om den første indikatoren, og de andre følger
    perioden i det.
    """
    valg = dataclasses.replace(valg, periode=spoersmaal.periode)
    resten = (_still(id, bestilling, valg) for id in bestilling.indikatorer[1:])
    deler = [_hent(bestilling, del_) for del_ in itertools.chain([spoersmaal], resten)]
    data = deler[0]
    if len(deler) > 1:
        data = pd.concat(deler, ignore_index=True)
        # Tall som til sammen er alle: mangler ett, ville de andre sett ut som hele stabelen.
        ufullstendig = data["verdi"].isna().groupby(data["periode"]).transform("any")
        data = data.assign(
            verdi=data["verdi"].mask(ufullstendig),
            flagg=data["flagg"].mask(ufullstendig, "for_faa"),
        )
    return _med_tillegg(bestilling, valg, data) if bestilling.form == "flyt" else data


def _som_andel(
    bestilling: Bestilling, indikator: LestIndikator, data: pd.DataFrame
) -> tuple[pd.DataFrame, Enhet]:
    """Antallene som prosent av alle, med enheten de da har."""
    # Summen er én for hele figuren, eller én for hver søyle i en stablet figur.
    sum_ = (
        data["verdi"].sum()
        if len(bestilling.fordeling) < 2
        else data.groupby("gruppe")["verdi"].transform("sum")
    )
    # Spennet gjaldt antallet.
    data = data.assign(verdi=data["verdi"] / sum_ * 100).drop(
        columns=["nedre", "oevre"]
    )
    if not indikator.vernet:
        return data, ANDEL
    nok = sum_ >= MINSTE_NEVNER
    vist = data["verdi"].clip(*VIST_PROSENT)
    data = data.assign(
        verdi=vist.where(data["verdi"].notna() & nok),
        flagg=data["flagg"].where(data["flagg"].ne("") | nok, "for_faa"),
    )
    return data, VERNET_ANDEL


def _endret_fordi(spoersmaal: Spoersmaal) -> str:
    """Hvorfor tallet er et annet enn i forrige publisering, eller «» når det ikke er noe å
    sammenligne med.
    """
    endring = lesing.endring(spoersmaal)
    return setninger.endret_fordi(spoersmaal.indikator, endring) if endring else ""


def bedoem(spoersmaal: Spoersmaal, data: pd.DataFrame) -> Vurdering:
    """Dommen over siste periode i svaret på spørsmålet, og over planperioden, med hensyn til at vernede
    tall er rundet av.
    """
    indikator = spoersmaal.indikator
    rekken = tallrekken(indikator, data)
    dom = vurder(indikator, rekken)
    aarene = (
        rekken
        if spoersmaal.periodetype == "aar"
        else _hele_aar(spoersmaal, data["periode"].iloc[-1])
    )
    if aarene is None:
        return dom
    planen = vurder_planen(indikator, aarene, lesing.meta().plan_fra)
    return dataclasses.replace(dom, planen=planen)


def _hele_aar(spoersmaal: Spoersmaal, tertial: str) -> Tallrekke | None:
    """Årene fram til det siste som er ferdig: planperioden dømmes alltid av dem."""
    aar = str(int(tertial[:4]) - (not tertial.endswith("T3")))
    i_aar = dataclasses.replace(spoersmaal, periodetype="aar", periode=aar, oensket=aar)
    try:
        return _rekken(i_aar)
    except lesing.IkkePublisert:
        return None


@lesing.husk
def _rekken(spoersmaal: Spoersmaal) -> Tallrekke:
    """De tre tertialene etter at et år er ferdig, dømmer planperioden av de samme årene."""
    return tallrekken(spoersmaal.indikator, lesing.svar(spoersmaal))


def hva_vi_kunne_sett(
    indikator: LestIndikator, data: pd.DataFrame, vurdering: Vurdering
) -> str:
    """Hvor stor endring vi kunne ha sett, i en setning, eller «» når endringen er sikker."""
    grensene = kunne_sett(indikator, tallrekken(indikator, data), vurdering)
    return kunne_sett_i_ord(indikator, data, grensene)


# Færre enn dette er for få til å regne prosent av.
MINSTE_NEVNER = ENHETER["prosent"].minste_nevner
TIDSFORMER = ("utvikling", "soeyler")


def _hent(bestilling: Bestilling, spoersmaal: Spoersmaal) -> pd.DataFrame:
    """Svaret med gruppene på norsk i kolonnene `gruppe` og `lag`."""
    data = lesing.svar(spoersmaal, bare_siste=bestilling.form not in TIDSFORMER)
    navn: list = [
        _navn(egenskap, data[egenskap].tolist()) for egenskap in bestilling.fordeling
    ]
    if len(bestilling.indikatorer) > 1:
        navn.append(spoersmaal.indikator.kortnavn or spoersmaal.indikator.navn)
    gruppe, lag_ = [*navn, "", ""][:2]
    # Egen tabell, felles tall: `drop` og `assign` lager hver sin tabell til, og det er tolv kort på en side.
    med_navn = data.copy(deep=False)
    for egenskap in bestilling.fordeling:
        del med_navn[egenskap]
    med_navn["gruppe"], med_navn["lag"] = gruppe, lag_
    return med_navn


def _med_tillegg(
    bestilling: Bestilling, valg: Valg, data: pd.DataFrame
) -> pd.DataFrame:
    """Tallene med teksten om det andre tallet i kolonnen `tillegg`, de største først."""
    tekster = [""] * len(data)
    if bestilling.tillegg:
        annet = _still(bestilling.tillegg, bestilling, valg)
        enhet = annet.indikator.visningsenhet
        par = ["gruppe", "lag"]
        verdier = _hent(bestilling, annet).set_index(par)["verdi"]
        tekster = [
            si("for få") if pd.isna(verdi) else norsk.med_enhet(verdi, enhet)
            for verdi in map(verdier.get, zip(data["gruppe"], data["lag"]))
        ]
    return data.assign(tillegg=tekster).sort_values(
        "verdi", ascending=False, kind="stable", ignore_index=True
    )


def _navn(dimensjon: str, koder: list[str]) -> list[str]:
    navn = lesing.dimensjon(dimensjon)
    return [navn.get(kode, "") for kode in koder]


def _setning(
    bestilling: Bestilling,
    spoersmaal: Spoersmaal,
    data: pd.DataFrame,
    vurdering: Vurdering | None,
) -> str:
    indikator, fordeling = spoersmaal.indikator, bestilling.fordeling
    if data.empty and spoersmaal.filtre:
        return si("Ingen passer med filtrene som er valgt, så det er ingenting å vise.")
    if data.empty:
        return si(
            "Det finnes ingen tall å vise. Se siden «Kilder og kvalitet» for hva som er levert."
        )
    if not fordeling and len(bestilling.indikatorer) == 1:
        setning = setninger.utvikling(indikator, data, vurdering)
        sett = hva_vi_kunne_sett(indikator, data, vurdering) if vurdering else ""
        return f"{setning} {sett}".strip()
    siste = _siste(bestilling, data)
    if len(bestilling.indikatorer) > 1:
        return setninger.andeler(indikator, siste)
    if bestilling.form == "flyt":
        return setninger.flyt(indikator, siste)
    if bestilling.form == "varmekart":
        return setninger.ruter(indikator, siste)
    if len(fordeling) > 1:
        return setninger.lagdeling(indikator, siste, _lagets_avvik(spoersmaal))
    hva = katalog.dimensjoner()[fordeling[0]].navn.lower()
    return setninger.fordeling(indikator, siste, hva)


def _siste(bestilling: Bestilling, data: pd.DataFrame) -> pd.DataFrame:
    """Radene for den siste perioden. Figurer uten tid har ingen andre."""
    if bestilling.form not in TIDSFORMER:
        return data
    return data[data["periode"] == data["periode"].iloc[-1]]


def _funn(
    bestilling: Bestilling,
    spoersmaal: Spoersmaal,
    data: pd.DataFrame,
    vurdering: Vurdering | None,
) -> Kortfunn:
    """Det figuren viser, etter hva slags figur det er."""
    indikator, fordeling = spoersmaal.indikator, bestilling.fordeling
    if data.empty or bestilling.form == "gnist":
        return INGEN
    if not fordeling and len(bestilling.indikatorer) == 1:
        return funn.over_tid(indikator, data, vurdering)
    siste = _siste(bestilling, data)
    if len(bestilling.indikatorer) > 1:
        return funn.andeler(indikator, siste)
    if bestilling.form == "flyt":
        return funn.fordelt(indikator, siste, setninger.stroemnavn(siste))
    if bestilling.form == "varmekart":
        return funn.fordelt(indikator, siste, setninger.rutenavn(siste))
    if len(fordeling) > 1:
        rader = setninger.lagene(siste, _lagets_avvik(spoersmaal))
        return funn.stoerst(indikator, rader, bool(siste["verdi"].notna().all()))
    navn = [norsk.liten(gruppe) for gruppe in siste["gruppe"]]
    return funn.fordelt(indikator, siste, navn)


def _lagets_avvik(spoersmaal: Spoersmaal) -> int:
    """Hvor langt unna summen av et lag kan være. Tabellene summerer, så den er det publiserte tallet
    for laget.
    """
    if not spoersmaal.indikator.vernet:
        return 0
    av_laget = spoersmaal.egenskaper - {spoersmaal.fordeling[0]}
    teller, _ = lesing.stoerste_avvik(
        spoersmaal.indikator, av_laget, [spoersmaal.periode]
    )
    return teller


def _tabell(
    bestilling: Bestilling, indikator: LestIndikator, data: pd.DataFrame, enhet: Enhet
) -> tuple[pd.DataFrame, dict[str, Enhet]]:
    """Tabellen bak figuren, og enheten i hver tallkolonne."""
    tallnavn = verdinavn(indikator, enhet)
    if bestilling.form == "flyt":
        return _flyttabell(bestilling, data, tallnavn), {tallnavn: enhet}
    if bestilling.form in TIDSFORMER:
        perioder = [norsk.periode(kode) for kode in data["periode"].tolist()]
        data = data.assign(periode=perioder)
        hode, rad, kolonner = si("Periode"), "periode", ("gruppe", "lag")
    else:
        egenskap = next(iter(bestilling.fordeling), None)
        hode = katalog.dimensjoner()[egenskap].navn if egenskap else si("Periode")
        rad, kolonner = "gruppe", ("lag",)
    kolonne = next((navn for navn in kolonner if any(data[navn].tolist())), None)
    if kolonne:
        bred = _paa_tvers(data, rad, kolonne, hode)
        return bred, dict.fromkeys(bred.columns[1:], enhet)
    tabell = pd.DataFrame({hode: data[rad], tallnavn: data["verdi"]})
    if figurspenn.har_streker(indikator, enhet, data):
        spenn = [
            _mellom(indikator, nedre, oevre, fast("{fra} til {til}")) or norsk.MANGLER
            for nedre, oevre in zip(data["nedre"], data["oevre"])
        ]
        tabell[si("Før avrunding")] = spenn
    antall, enheter = _antallene_bak(indikator, data)
    return tabell.assign(**antall).reset_index(drop=True), {tallnavn: enhet} | enheter


def _paa_tvers(data: pd.DataFrame, rad: str, kolonne: str, hode: str) -> pd.DataFrame:
    """Verdiene med én rad for hver verdi i kolonnen `rad` og én kolonne for hver i `kolonne`."""
    rader, kolonner = data[rad].tolist(), data[kolonne].tolist()
    celler = dict(zip(zip(rader, kolonner), data["verdi"].tolist()))
    if len(celler) < len(data):
        raise ValueError("To tall gjelder den samme cellen i tabellen.")
    unike = list(dict.fromkeys(rader))
    return pd.DataFrame(
        {hode: unike}
        | {
            navn: [celler.get((rad_, navn), float("nan")) for rad_ in unike]
            for navn in dict.fromkeys(kolonner)
        }
    )


def _mellom(
    indikator: LestIndikator, nedre: float, oevre: float, form: str = ""
) -> str:
    """Spennet tallet er i, eller «» når det ikke vises."""
    if pd.isna(nedre):
        return ""
    return setninger.spennet(indikator, nedre, oevre, form or setninger.MELLOM)


def verdinavn(indikator: LestIndikator, enhet: Enhet) -> str:
    """Overskriften over tallene."""
    if enhet.er_andel:
        return si("Prosent")
    if enhet.er_maaneder:
        return norsk.stor(si(enhet.navn))
    if indikator.er_prosent:
        return si("Prosent {av_hva}", av_hva=indikator.enhetsord)
    return norsk.stor(indikator.enhetsord)


def _flyttabell(
    bestilling: Bestilling, data: pd.DataFrame, verdinavn: str
) -> pd.DataFrame:
    """Strømmene det er noe i, fra og til."""
    noen = data[data["verdi"] > 0].reset_index(drop=True)
    tabell = pd.DataFrame(
        {si("Fra"): noen["gruppe"], si("Til"): noen["lag"], verdinavn: noen["verdi"]}
    )
    if bestilling.tillegg:
        tabell[katalog.indikatorer()[bestilling.tillegg].navn] = noen["tillegg"]
    return tabell


def _antallene_bak(
    indikator: LestIndikator, data: pd.DataFrame
) -> tuple[dict[str, pd.Series], dict[str, Enhet]]:
    """Kolonnene med antallene tallet er regnet av, og enhetene deres."""
    teller = _antall(indikator, indikator.teller_er_vernet)
    nevner = _antall(indikator, indikator.nevner_er_vernet)
    if indikator.nevner:
        over, under = si("Teller (antall)"), si("Nevner (antall)")
        return {over: data["teller"], under: data["nevner"]}, {
            over: teller,
            under: nevner,
        }
    if indikator.verdi:
        bygger_paa = si("Bygger på (antall)")
        return {bygger_paa: data["teller"]}, {bygger_paa: teller}
    return {}, {}


def _antall(indikator: LestIndikator, vernet: bool) -> Enhet:
    return dataclasses.replace(ENHETER["antall"], vernet=indikator.vernet and vernet)


def _flagg(
    bestilling: Bestilling, spoersmaal: Spoersmaal, data: pd.DataFrame
) -> tuple[str, ...]:
    """Alt leseren må vite om tallene før de brukes."""
    indikator = spoersmaal.indikator
    flagg = _foreloepig(spoersmaal)
    flagg += forbehold(indikator)
    flagg += _hull(indikator, data)
    if spoersmaal.fra_publisert:
        flagg.append(
            si("Publiserte tall: du ser eksakte tall bare om én målgruppe samlet.")
        )
    if bestilling.form == "varmekart":
        flagg.append(
            si(
                "Det som ikke vises, er {tall}.",
                tall="0–4" if indikator.vernet else "0",
            )
        )
    flagg += _brudd(spoersmaal, data)
    flagg += [
        si(
            "Tallene er fra forrige publisering, fordi «{kilde}» ble stoppet.",
            kilde=kilder.kilder()[kilde].navn,
        )
        for kilde in indikator.kilder
        if kilde in _stoppede()
    ]
    return tuple(flagg)


def _foreloepig(spoersmaal: Spoersmaal) -> list[str]:
    if spoersmaal.periode == spoersmaal.oensket:
        return []
    siste = si(
        "Siste tall er for {periode}.", periode=norsk.periode(spoersmaal.periode)
    )
    naar = si(
        "Tall for {periode} kommer når alle er fulgt lenge nok.",
        periode=norsk.periode(spoersmaal.oensket),
    )
    return [Flagg(f"{siste} {naar}", siste)]


def _hull(indikator: LestIndikator, data: pd.DataFrame) -> list[str]:
    """Hvorfor noen av tallene ikke er der."""
    hull, funnet = [], set(data["flagg"].tolist())
    if "for_faa" in funnet:
        hull.append(
            Flagg(
                si(
                    "For få: noen tall bygger på så få at tilfeldigheter eller avrundingen ville "
                    "betydd mest. De vises ikke."
                ),
                si("Noen tall vises ikke: for få."),
            )
        )
    if "tom_nevner" in funnet:
        helt = (
            si(
                "«–» betyr at det er for få, eller ingen, å dele på, så tallet kan ikke regnes "
                "ut."
            )
            if indikator.vernet and indikator.nevner_er_vernet
            else si(
                "«–» betyr at det ikke er noe å dele på, så tallet kan ikke regnes ut."
            )
        )
        hull.append(Flagg(helt, si("«–» kan ikke regnes ut.")))
    if "mangler" in funnet:
        perioder = data.loc[data["flagg"].eq("mangler"), "periode"].unique()
        hull.append(tall_mangler([norsk.periode(periode) for periode in perioder]))
    return hull


def tall_mangler(perioder: list[str]) -> Flagg:
    """At det ikke finnes tall for disse periodene."""
    mangler = si("Tall mangler for {perioder}.", perioder=norsk.ramse(perioder))
    return Flagg(f"{mangler} {si('Et tall som mangler, er ikke 0.')}", mangler)


def forbehold(indikator: LestIndikator) -> list[str]:
    """Det leseren må vite om kilder som mangler eller er gamle."""
    ut = []
    if ikke_levert := lesing.ikke_levert(indikator.kilder):
        ut.append(
            si(
                "{kildene} er ikke levert, så tallet er ikke fullstendig.",
                kildene=_sitert(ikke_levert),
            )
        )
    return [*ut, *alder(indikator.kilder)]


@lesing.husk
def _stoppede() -> frozenset[str]:
    status = lesing.kildestatus()
    return frozenset(status.loc[status["stoppet"].notna(), "kilde"])


def _vern(
    bestilling: Bestilling, spoersmaal: Spoersmaal, data: pd.DataFrame, enhet: Enhet
) -> Vern | None:
    """Hvordan tallene er vernet, og hvordan det er tegnet. Et forholdstall eller en median over tid
    har også spennet det siste tallet er i: avviket i antallene bak sier ikke hvor nøyaktig det er.
    """
    indikator, perioder = spoersmaal.indikator, data["periode"].unique().tolist()
    hvordan = avrunding.vern([spoersmaal], perioder, enhet.er_andel)
    if not hvordan:
        return None
    mellom = _siste_spenn(indikator, data) if _er_en_serie(bestilling) else ""
    siste = sist = ""
    if mellom:
        siste = f" {si('Det siste tallet er {spennet} før avrunding.', spennet=mellom)}"
        sist = si(", sist {spennet}", spennet=mellom)
    tegnet = figurspenn.i_ord(bestilling.form, indikator, enhet, data, sist)
    # Er spennet tegnet, trenger ikke figuren å si hvor nøyaktige antallene bak er også.
    er_tegnet = indikator.nevner and figurspenn.tegnes(
        bestilling.form, indikator, enhet, data
    )
    kort_ = f"{si(avrunding.AVRUNDET)}." if er_tegnet else hvordan.kort
    return Vern(kort_ + tegnet, hvordan.helt + siste)


def _siste_spenn(indikator: LestIndikator, data: pd.DataFrame) -> str:
    if indikator.er_antall or data.empty or pd.isna(data["nedre"].iloc[-1]):
        return ""
    return setninger.spennet(indikator, *data[["nedre", "oevre"]].iloc[-1])


def _brudd(spoersmaal: Spoersmaal, data: pd.DataFrame) -> list[str]:
    """Brudd i serien: en kode som har skiftet innhold i den perioden figuren viser."""
    dimensjoner = katalog.dimensjoner()
    delt_paa = [
        kode
        for egenskap in spoersmaal.fordeling
        for kode in dimensjoner[egenskap].koder
    ]
    valgt = [
        kode
        for egenskap, verdi in spoersmaal.filtre
        for kode in dimensjoner[egenskap].koder
        if kode.kode == verdi
    ]
    brutt = [kode for kode in (*delt_paa, *valgt) if kode.brudd_aar]
    if data.empty or not brutt:
        return []
    foerste, siste = data["til"].min().year, data["til"].max().year
    return [
        Flagg(
            si(
                "Brudd i serien i {aar}, {navn}: {bruddet}",
                aar=kode.brudd_aar,
                navn=kode.navn.lower(),
                bruddet=kode.brudd,
            ),
            si(
                "Brudd i serien i {aar}: {navn}.",
                aar=kode.brudd_aar,
                navn=kode.navn.lower(),
            ),
        )
        for kode in brutt
        if foerste < kode.brudd_aar <= siste
    ]


@lesing.husk
def kildetekst(ider: tuple[str, ...]) -> str:
    """Én linje til foten av kortet: kildene, dagen tallene går til, og når de neste ventes.

    Er svaret ikke likt for alle kildene, står det hvilke det gjelder, så to kort aldri sier hver
    sin ting om den samme kilden.
    """
    navn = norsk.ramse([_navn_og_opphav(kilder.kilder()[id]) for id in ider])
    ferske = {id: fersk for id in ider if (fersk := lesing.ferskhet().get(id))}
    if not ferske:
        stoppet = set(ider) & _stoppede()
        if stoppet:
            return si("Kilde: {kildene}. Stoppet.", kildene=navn)
        return si("Kilde: {kildene}. Ikke levert.", kildene=navn)
    til = _per_kilde({id: norsk.dato(f.gjelder_til) for id, f in ferske.items()})
    neste = _per_kilde({id: _naar_neste(f) for id, f in ferske.items()})
    return si(
        "Kilde: {kildene}. Tallene går til {til}. Nye tall {neste}.",
        kildene=navn,
        til=til,
        neste=neste,
    )


@lesing.husk
def kildelinje(ider: tuple[str, ...]) -> Kildelinje:
    """Det som står på kortet om kildene, med dagen tallene går til når det ikke er den som står øverst på
    siden. Er den ikke lik for alle, er det den tidligste.
    """
    til = gjelder_til(ider)
    if til == lesing.meta().per_dato:
        til = None
    return linjen.av([kilder.kilder()[id] for id in ider], til)


def _navn_og_opphav(kilde: kilder.Kilde) -> str:
    """Navnet på uttrekket, og for offentlig statistikk hvor den er fra: det krever lisensen."""
    if not kilde.lisens:
        return kilde.navn
    return f"{kilde.navn} ({linjen.av([kilde]).i_ord})"


def gjelder_til(ider: tuple[str, ...]) -> dt.date | None:
    """Den tidligste dagen tallene fra kildene går til, eller None når ingen av dem er levert."""
    ferske = lesing.ferskhet()
    return min((ferske[id].gjelder_til for id in ider if id in ferske), default=None)


def _naar_neste(fersk: lesing.Ferskhet) -> str:
    maaneden = norsk.maaned(fersk.ventes)
    if fersk.forsinket:
        return si("skulle kommet i {maaned}", maaned=maaneden)
    return si("ventes i {maaned}", maaned=maaneden)


def _per_kilde(tekster: dict[str, str]) -> str:
    """«a» når det er likt for alle kildene, ellers «a (Boligregister) og b (Innbyggere)»."""
    likt: dict[str, list[str]] = {}
    for id, tekst in tekster.items():
        likt.setdefault(tekst, []).append(kilder.kilder()[id].navn)
    if len(likt) == 1:
        return next(iter(likt))
    return norsk.ramse(
        [f"{tekst} ({norsk.ramse(navn)})" for tekst, navn in likt.items()]
    )


@lesing.husk
def alder(ider: tuple[str, ...]) -> tuple[str, ...]:
    """Det leseren må vite når uttrekk er eldre enn avtalt, eller slutter før tallene gjør det."""
    ferske = {id: fersk for id in ider if (fersk := lesing.ferskhet().get(id))}
    gamle = {id: f for id, f in ferske.items() if f.forsinket}
    korte = [id for id, f in ferske.items() if f.slutter_foer]
    ut = [
        Flagg(
            si(
                "Uttrekket {kilden} er tatt ut {dag}. Det som er skjedd etter det, er ikke med.",
                kilden=_sitert([id]),
                dag=norsk.dato(ferske[id].gjelder_til),
            ),
            si("Slutter {dag}.", dag=norsk.dato(ferske[id].gjelder_til)),
        )
        for id in korte
    ]
    if gamle:
        naar = _per_kilde({id: norsk.maaned(f.ventes) for id, f in gamle.items()})
        ut.append(
            Flagg(
                si(
                    "Eldre enn avtalt: Nye tall fra {kildene} skulle kommet i {maaned}.",
                    kildene=_sitert(gamle),
                    maaned=naar,
                ),
                si("Eldre enn avtalt: skulle kommet i {maaned}.", maaned=naar),
            )
        )
    return tuple(ut)


def _sitert(ider: Iterable[str]) -> str:
    return norsk.ramse([f"«{kilder.kilder()[id].navn}»" for id in ider])


def regelverk(indikator: katalog.Indikator | LestIndikator) -> str:
    """Hvor i regelverket tallet hører hjemme, hva det sier, og når det sist er lest."""
    if not indikator.hjemmel:
        return si("Ingen egen bestemmelse.")
    return lover.forklart(indikator.hjemmel)


def kildeeiere(ider: tuple[str, ...]) -> str:
    """Hvem som leverer hver kilde, og hvor ofte."""
    leveranser = [
        si(
            "{kilden} fra {eier}, {hyppighet}",
            kilden=kilde.navn,
            eier=linjen.av([kilde]).i_ord,
            hyppighet=kilde.hyppighet,
        )
        for kilde in (kilder.kilder()[id] for id in ider)
    ]
    return f"{norsk.ramse(leveranser)}."


def for_andel(kort: Kort) -> bool:
    """Gir det mening å vise antallet som andel?"""
    return kort.indikator.er_antall and kort.bestilling.form in (
        "fordeling",
        "stablet",
        "kart",
    )
