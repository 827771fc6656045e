"""Endret siden sist: hver figur fra forrige møte ved siden av tallet i dag, og beslutningene som skal
følges opp.

Regelen for om en endring er virkelig, er den som gjelder ellers (`vurdering`): den prøver dagens tall mot dem
møtet så. Er det ikke kommet en ny periode, er et annet tall en retting, og ikke en utvikling.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from boligdata import lesing
from boligdata.arbeid.moete import Frossenfigur, Moete, Moetesak
from boligdata.felles import katalog, maalform, norsk
from boligdata.felles.maalform import fast, si
from boligdata.innhold import bosettingskort, faste_kort, oekonomi, regnskap, setninger
from boligdata.innhold import kort as kortene
from boligdata.innhold.grunnkort import Bestilling, Grunnkort
from boligdata.innhold.kort import Kort, Valg
from boligdata.innhold.moetet import anslagene, frys, moetene
from boligdata.innhold.moetet.tallpar import IkkeLenger, Tallpar
from boligdata.innhold.rapport import figurblokk
from boligdata.innhold.vurdering import Vurdering, tallrekken, vurder
from boligdata.innhold.vurdering.dommen import retningens_dom
from boligdata.lesing import LestIndikator

# Så mange tall prøves det i én figur før ett av dem gjerne slår ut uten grunn.
MANGE = 5


@dataclass(frozen=True)
class Sammenlignet:
    """En figur fra forrige møte mot i dag. Uten `par` er det ingenting å sammenligne med, og `setning` sier
    hvorfor. `er_nytt` sier at noe er annerledes enn i møtet.
    """

    sak: Moetesak
    figur: Frossenfigur
    par: tuple[Tallpar, ...]
    setning: str
    er_nytt: bool = True

    @property
    def da(self) -> str:
        """Tallet møtet så, når figuren er ett tall over tid."""
        return self.par[0].da if len(self.par) == 1 else ""

    @property
    def dom(self) -> str:
        """Dommen i få ord, med tegnet foran. Er det flere tall, er det hvor mange som er sikkert endret."""
        if len(self.par) == 1:
            return f"{self.par[0].dom.ikon} {self.par[0].dom.tekst}"
        sikre = sum(ett.er_sikker for ett in self.par)
        if not sikre:
            return ""
        return si("{antall} av {alle} endret", antall=sikre, alle=len(self.par))

    @property
    def naa(self) -> str:
        """Tallet i dag, når figuren er ett tall over tid."""
        return self.par[0].naa if len(self.par) == 1 else ""


def siden_sist(moete: Moete) -> tuple[Sammenlignet, ...]:
    """Hver figur i forrige møte mot de publiserte tallene i dag, uansett hvem som ser på."""
    forrige = moetene.forrige(moete)
    if forrige is None:
        return ()
    with lesing.publiserte_tall():
        return _mot_i_dag(forrige.saker)


@lesing.husk
def _mot_i_dag(saker: tuple[Moetesak, ...]) -> tuple[Sammenlignet, ...]:
    """Figurene er frosset, så svaret er det samme til tallene byttes."""
    return tuple(
        sammenlign(sak, figur)
        for sak in saker
        if (figur := moetene.figur(sak)) and figur.oppskrift
    )


def sammenlign(sak: Moetesak, figur: Frossenfigur) -> Sammenlignet:
    """Figuren mot det samme tallet i dag."""
    try:
        if figur.oppskrift["slag"] == "indikator":
            return _tallene(sak, figur, _parene(figur), _INGEN_SIKRE)
        if figur.oppskrift["slag"] != anslagene.SLAG:
            return _tabellene(sak, figur, _annet_kort)
        with maalform.bruk(figur.spraak):
            kortet = anslagene.igjen(figur)
        if not figur.data:
            return _tabellene(sak, figur, lambda _: kortet)
        return _tallene(sak, figur, anslagene.parene(figur, kortet), _INGEN_ANSLAG)
    except IkkeLenger as grunn:
        return Sammenlignet(sak, figur, (), str(grunn))


def _tallene(
    sak: Moetesak, figur: Frossenfigur, parene: Iterable[Tallpar], ingen_sikre: str
) -> Sammenlignet:
    par = tuple(parene)
    er_nytt = any(ett.da != ett.naa for ett in par)
    return Sammenlignet(sak, figur, par, _i_ord(par, ingen_sikre), er_nytt)


# --------------------------------------------------------------------- tall fra katalogen


def _parene(figur: Frossenfigur) -> Iterator[Tallpar]:
    kortet = _igjen(figur)
    foer, naa = frys.ramme(figur.data), kortet.data
    siste = foer[foer["periode"] == foer["periode"].max()]
    for gruppe, lag in zip(siste["gruppe"], siste["lag"]):
        da_rad, naa_rad = (_serien(tall, gruppe, lag) for tall in (foer, naa))
        if naa_rad.empty:
            continue
        yield Tallpar(
            " – ".join(filter(None, (gruppe, lag))),
            _skrevet(kortet.indikator, da_rad.iloc[-1]),
            _skrevet(kortet.indikator, naa_rad.iloc[-1]),
            _dommen(kortet.indikator, da_rad, naa_rad),
        )


def _igjen(figur: Frossenfigur) -> Kort:
    """Det samme kortet i dag, for akkurat det samme utvalget."""
    oppskrift = figur.oppskrift
    felter = oppskrift["bestilling"]
    bestilling = Bestilling(
        **felter | {navn: tuple(felter[navn]) for navn in ("indikatorer", "fordeling")}
    )
    if set(bestilling.indikatorer) - set(katalog.indikatorer()):
        raise IkkeLenger(si("Tallet finnes ikke lenger."))
    slag, filtre = oppskrift["periodetype"], dict(oppskrift["filtre"])
    siste = lesing.perioder(slag)["periode"].iloc[-1]
    periode = siste if oppskrift["er_siste"] else oppskrift["periode"]
    try:
        # Gruppene heter det samme som da figuren ble frosset.
        with maalform.bruk(figur.spraak):
            kortet = kortene.lag(bestilling, Valg(slag, periode, filtre))
    except lesing.IkkePublisert as grunn:
        raise IkkeLenger(str(grunn)) from grunn
    if dict(kortet.gjelder.filtre) != filtre or kortet.er_tomt:
        raise IkkeLenger(si("Tallet er ikke lenger publisert for det samme utvalget."))
    return kortet


def _serien(tall: pd.DataFrame, gruppe: str, lag: str) -> pd.DataFrame:
    return tall[(tall["gruppe"] == gruppe) & (tall["lag"] == lag)]


def _skrevet(indikator: LestIndikator, rad: pd.Series) -> str:
    if rad["flagg"] == "for_faa":
        tallet = si("for få")
    elif setninger.er_for_usikker(indikator, rad["nedre"], rad["oevre"]):
        tallet = setninger.spennet(indikator, rad["nedre"], rad["oevre"], setninger.TIL)
    else:
        tallet = norsk.med_enhet(rad["verdi"], indikator.visningsenhet)
    return f"{tallet} ({norsk.periode_kort(rad['periode'])})"


def _dommen(
    indikator: LestIndikator, foer: pd.DataFrame, naa: pd.DataFrame
) -> Vurdering:
    """Dommen over tallet i dag mot dem møtet så."""
    da_rad, naa_rad = foer.iloc[-1], naa.iloc[-1]
    if da_rad["periode"] == naa_rad["periode"]:
        return _retting(indikator, da_rad, naa_rad)
    alle = pd.concat([foer, naa.iloc[[-1]]], ignore_index=True)
    return vurder(indikator, tallrekken(indikator, alle))


def _retting(indikator: LestIndikator, foer: pd.Series, naa: pd.Series) -> Vurdering:
    """Det samme tallet for den samme perioden, slik det er publisert da og nå."""
    if foer["verdi"] == naa["verdi"] or (
        pd.isna(foer["verdi"]) and pd.isna(naa["verdi"])
    ):
        return Vurdering(
            "omtrent" if indikator.vernet else "uendret",
            si("Det er ikke kommet nye tall siden møtet."),
            "likt",
        )
    if pd.isna(foer["verdi"]) or pd.isna(naa["verdi"]):
        return Vurdering("ukjent", si("Tallet var, eller er, ikke kjent."))
    rettet = si("Tallet for perioden er rettet siden møtet.")
    if naa["nedre"] > foer["oevre"] or naa["oevre"] < foer["nedre"]:
        retning = naa["verdi"] - foer["verdi"]
        return Vurdering(
            retningens_dom(indikator.retning, retning), rettet, "full_telling"
        )
    return Vurdering(
        "uavgjort",
        f"{rettet} {si('Det er rundet av, så det kan være avrundingen.')}",
        "avrunding",
    )


_INGEN_SIKRE = fast(
    "Ingen av endringene er så store at de sikkert er virkelige: de kan være tilfeldige, eller komme av "
    "avrundingen."
)


_INGEN_ANSLAG = fast("Ingen av endringene er større enn usikkerheten i anslagene.")


def _i_ord(par: tuple[Tallpar, ...], ingen_sikre: str) -> str:
    """Endringen i en setning. `ingen_sikre` er den når ingen av flere endringer er sikre."""
    if not par:
        raise IkkeLenger(si("Ingen av gruppene i figuren finnes lenger."))
    if len(par) == 1:
        return par[0].dom.fordi
    sikre = [ett.navn for ett in par if ett.er_sikker]
    if not sikre:
        if all(ett.da == ett.naa for ett in par):
            return si("Det er ikke kommet nye tall siden møtet.")
        if all(ett.dom.dom == "uendret" for ett in par):
            return si("Tallene er de samme som i møtet.")
        return si(ingen_sikre)
    setning = si(
        "{antall} av {alle} tall er sikkert endret: {navn}.",
        antall=len(sikre),
        alle=len(par),
        navn=norsk.ramse(sikre),
    )
    if len(par) < MANGE:
        return setning
    return f"{setning} {si('Av så mange tall kan ett slå ut tilfeldig.')}"


# --------------------------------------------------------------------- kort uten en serie


def _tabellene(
    sak: Moetesak,
    figur: Frossenfigur,
    lag: Callable[[Frossenfigur], Grunnkort | None],
) -> Sammenlignet:
    """Et kort dommen ikke kan felles over: radene som er skrevet annerledes nå. `lag` lager det igjen."""
    with maalform.bruk(figur.spraak):
        kortet = lag(figur)
        if kortet is None:
            raise IkkeLenger(
                si("Figuren kan ikke sammenlignes her. Åpne siden for å se den i dag.")
            )
        rader = figurblokk.tabellen(kortet).rader
    naa = {navn: " · ".join(celler) for navn, *celler in rader}
    da = {navn: " · ".join(celler) for navn, *celler in figur.rader}
    kan_ikke = Vurdering("ukjent", si("Det finnes ingen regel for dette tallet."))
    par = tuple(
        Tallpar(navn, da[navn], naa[navn], kan_ikke)
        for navn in da
        if naa.get(navn, da[navn]) != da[navn]
    )
    if not par and rader == figur.rader:
        likt = si("Tallene er de samme som i møtet.")
        return Sammenlignet(sak, figur, (), likt, er_nytt=False)
    return Sammenlignet(
        sak,
        figur,
        par,
        si("Tabellen er endret siden møtet. Om endringen er virkelig, er ikke prøvd."),
    )


def _annet_kort(figur: Frossenfigur) -> Grunnkort | None:
    navn = figur.oppskrift.get("navn", "")
    if navn == "planlagt":
        return faste_kort.planlagte(figur.spoersmaal)
    if navn == bosettingskort.ID:
        return bosettingskort.lag(figur.spoersmaal)
    if navn.startswith(oekonomi.NOEKKEL):
        return oekonomi.kortet(navn.removeprefix(oekonomi.NOEKKEL), figur.spoersmaal)
    if navn in katalog.regionstall():
        return faste_kort.kostra(navn, figur.spoersmaal)
    if navn.startswith("konto_"):
        slag = figur.oppskrift.get("periodetype", "aar")
        siste = lesing.perioder(slag)["periode"].iloc[-1]
        valg = Valg(slag, siste, dict(figur.oppskrift.get("filtre", {})))
        return regnskap.lag(navn.removeprefix("konto_"), valg, tittel=figur.spoersmaal)
    return None


# ---------------------------------------------------------------------------- oppfølgingen


@dataclass(frozen=True)
class Oppfoelging:
    """En beslutning fra et tidligere møte som ikke er gjort."""

    moete: Moete
    sak: Moetesak
    over_fristen: bool


def skal_foelges_opp(moete: Moete, dag: dt.date) -> tuple[Oppfoelging, ...]:
    """Beslutningene i møtene før som noen skal gjøre noe med, dem over fristen denne dagen først."""
    aapne = [
        Oppfoelging(tidligere, sak, bool(sak.frist and sak.frist < dag))
        for tidligere in _moetene_foer(moete)
        for sak in tidligere.saker
        if sak.beslutning.strip() and (sak.frist or sak.oppfoelger) and not sak.gjort
    ]
    return tuple(
        sorted(aapne, key=lambda en: (not en.over_fristen, en.sak.frist or dt.date.max))
    )


def _moetene_foer(moete: Moete) -> Iterator[Moete]:
    """Møtene bakover, det forrige først."""
    while forrige := moetene.forrige(moete):
        yield forrige
        moete = forrige
