"""Tittelen på et kort: det figuren viser, i høyst femten ord, og det som da er igjen å si under den.

Tittelen er sann for alle tall de viste kan være rundet av fra. Kan ikke det sies noe slikt, er den
«», og spørsmålet er tittelen.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd

from boligdata.felles import norsk
from boligdata.felles.katalog import Regionstall
from boligdata.felles.maalform import fast, si
from boligdata.innhold import setninger
from boligdata.innhold.rangering import Rad, kan_vaere_stoerst, klart_stoerst
from boligdata.innhold.vurdering import RETNINGER, Vurdering
from boligdata.innhold.vurdering.ord import planen_i_ord
from boligdata.lesing import LestIndikator

FLEST_ORD = 15
# Kan flere enn dette være størst, nevnes ingen av dem.
FLEST_NAVN = 3


@dataclass(frozen=True)
class Kortfunn:
    """Det figuren viser, og det som er igjen å si når det er tittelen."""

    tittel: str
    resten: str = ""


INGEN = Kortfunn("")


def antall_ord(tekst: str) -> int:
    """Ordene i teksten. Et tall og tegnet etter det er ett."""
    return sum(any(map(str.isalnum, ord_)) for ord_ in tekst.split(" "))


def kort_nok(tittel: str) -> str:
    """Tittelen når den er kort nok, ellers «»."""
    return tittel if antall_ord(tittel) <= FLEST_ORD else ""


def _foerste_korte(forslag: Iterable[str]) -> str:
    """Det første som er kort nok til å være en tittel, ellers «»."""
    return next(filter(None, map(kort_nok, forslag)), "")


# ---------------------------------------------------------------------------- over tid


def over_tid(
    indikator: LestIndikator, data: pd.DataFrame, vurdering: Vurdering | None
) -> Kortfunn:
    """Siste tall mot målet, og om det har gått opp eller ned. `data` er én serie i tidsrekkefølge."""
    siste = data.iloc[-1]
    if pd.isna(siste["verdi"]):
        return INGEN
    maalet = _mot_maalet(indikator, siste["nedre"], siste["oevre"])
    endret = _endret(indikator, data, vurdering) if vurdering else ""
    sikkert = bool(vurdering) and vurdering.dom in RETNINGER
    if not maalet:
        ledd = (endret,)
    elif sikkert:
        ledd = (endret, maalet)
    else:
        ledd = (maalet,)
    ledd = tuple(filter(None, ledd))
    tittel = _foerste_korte(
        ", ".join((tallet, *ledd_))
        for ledd_ in (ledd, ledd[-1:], ())
        for tallet in _tallet(indikator, siste)
    )
    if not tittel:
        return INGEN
    return Kortfunn(tittel, _resten(indikator, data, vurdering, tittel, endret, maalet))


def _tallet(indikator: LestIndikator, siste: pd.Series) -> tuple[str, ...]:
    """«30 husstander venter på bolig» når navnet sier hva de som telles, gjør, og «Saksbehandlingstid:
    1 måned», som alltid kan sies.
    """
    tall = setninger.tallet(indikator, siste)
    if indikator.eksakt_enhet.er_kroner and not indikator.navn.startswith(si("Vanlig")):
        tall = si("vanligvis {beloep}", beloep=tall)
    navn = f"{indikator.navn}: {tall}"
    hvem, _, hva = indikator.navn.partition(" som ")
    hvem = norsk.liten_forbokstav(hvem)
    if not hva:
        return (navn,)
    foerste, *resten = hva.split(" ")
    if foerste == si("ikke"):
        # «Som ikke er leid ut» blir «er ikke leid ut» når det ikke lenger er en leddsetning.
        verbet, *mer = resten
        hva = " ".join((verbet, foerste, *mer))
    if indikator.er_antall and indikator.enhetsord == hvem:
        antall = norsk.med_ord(siste["verdi"], hvem, indikator.visningsenhet)
        return norsk.stor(f"{antall} {hva}"), navn
    # «Boliger» blir «boligene», og på nynorsk «bustader» «bustadene».
    if indikator.er_prosent and indikator.enhetsord.startswith(f"av {hvem[:-1]}ne"):
        return norsk.stor(f"{tall} {indikator.enhetsord} {hva}"), navn
    return (navn,)


def _mot_maalet(indikator: LestIndikator, nedre: float, oevre: float) -> str:
    if indikator.maaltall is None:
        return ""
    maalet = norsk.maaltall(indikator.maaltall, indikator.visningsenhet)
    naadd = indikator.naadd(nedre, oevre)
    if naadd is None:
        return si("målet på {maalet} kan være nådd", maalet=maalet)
    if naadd:
        return si("målet på {maalet} er nådd", maalet=maalet)
    if indikator.retning == "opp":
        return si("under målet på {maalet}", maalet=maalet)
    return si("over målet på {maalet}", maalet=maalet)


def _endret(indikator: LestIndikator, data: pd.DataFrame, vurdering: Vurdering) -> str:
    """«ned fra 49 % året før», «ingen sikker endring fra året før», eller «»."""
    if len(data) < 2 or pd.isna(data["verdi"].iloc[-2]):
        return ""
    i_tertial = "-T" in data["periode"].iloc[-1]
    sist = si("tertialet før") if i_tertial else si("året før")
    if vurdering.dom in RETNINGER:
        opp = _gikk_opp(indikator, vurdering)
        if vurdering.mot_tidligere:
            return (
                si("høyere enn det pleier å være")
                if opp
                else si("lavere enn det pleier å være")
            )
        foer, naa = (setninger.tallet(indikator, data.iloc[nr]) for nr in (-2, -1))
        if foer == naa:
            return si(_HOEYERE[opp], sist=sist)
        return si(_OPP[opp], foer=foer, sist=sist)
    dommen = _UTEN_RETNING.get(vurdering.dom)
    return si(dommen, sist=sist) if dommen else ""


_HOEYERE = {True: fast("høyere enn {sist}"), False: fast("lavere enn {sist}")}
_OPP = {True: fast("opp fra {foer} {sist}"), False: fast("ned fra {foer} {sist}")}
_UTEN_RETNING = {
    "uendret": fast("som {sist}"),
    "omtrent": fast("omtrent som {sist}"),
    "tilfeldig": fast("ingen sikker endring fra {sist}"),
    "uavgjort": fast("usikkert om det er endret fra {sist}"),
}


def _gikk_opp(indikator: LestIndikator, vurdering: Vurdering) -> bool:
    if indikator.retning == "ingen":
        return vurdering.dom == "oekt"
    return (vurdering.dom == "bedre") == (indikator.retning == "opp")


def _resten(
    indikator: LestIndikator,
    data: pd.DataFrame,
    vurdering: Vurdering | None,
    tittel: str,
    endret: str,
    maalet: str,
) -> str:
    """Det setningen sier utover tittelen."""
    endringen_er_sagt = bool(endret) and tittel.endswith(
        (endret, f"{endret}, {maalet}")
    )
    deler = []
    if not endringen_er_sagt:
        deler.append(setninger.forrige(indikator, data))
    if vurdering:
        sikkert = vurdering.dom in RETNINGER
        if vurdering.i_ord and (sikkert or not endringen_er_sagt):
            deler.append(vurdering.i_ord)
        if vurdering.planen and vurdering.planen.dom in RETNINGER:
            deler.append(planen_i_ord(vurdering.planen))
        if vurdering.maalet and vurdering.maalet.i_ord:
            deler.append(si("Målet er {naadd}.", naadd=vurdering.maalet.i_ord))
    if maalet and maalet not in tittel:
        siste = data.iloc[-1]
        deler.append(setninger.maalet(indikator, siste["nedre"], siste["oevre"]))
    return " ".join(filter(None, deler))


# ------------------------------------------------------------------------------ fordelt


def fordelt(indikator: LestIndikator, data: pd.DataFrame, navn: list[str]) -> Kortfunn:
    """Hvem det er flest av, eller hvem tallet er høyest for. `navn` er navnet på hver rad i `data`."""
    rader = setninger.synkende(indikator, data, navn)
    if indikator.er_antall:
        return stoerst(indikator, rader, bool(data["verdi"].notna().all()))
    alle_vises = bool(data["verdi"].notna().all())
    return _hoeyest(
        rader,
        lambda rad: rad.skrevet,
        setninger.hoeyest(alle_vises),
        _ingen_hoeyest(rader),
    )


def stoerst(indikator: LestIndikator, rader: list[Rad], alle_vises: bool) -> Kortfunn:
    """Hvem det er flest av når radene til sammen er alle, den største først."""
    i_alt = sum(rad.verdi for rad in rader)
    if not i_alt > 0:
        return INGEN
    ordet = "" if "," in indikator.enhetsord else f" {indikator.enhetsord}"
    alle = f"{norsk.tall(i_alt)}{ordet}"
    return _hoeyest(
        rader,
        lambda rad: si("{tall} av {alle}", tall=rad.skrevet, alle=alle),
        setninger.flest(alle_vises),
        _ingen_stoerst(rader, alle if ordet else ""),
    )


def _ingen_stoerst(rader: list[Rad], alle: str) -> str:
    """At ingen gruppe er størst, med hvor mange det er i alt når det er plass."""
    if _kan_ha_byttet(rader):
        ingen = si("Ingen gruppe er sikkert størst, for tallene er rundet av")
        if not alle:
            return ingen
        med_alle = si(
            "{alle}, ingen gruppe er sikkert størst, for tallene er rundet av",
            alle=alle,
        )
        return _foerste_korte((med_alle, ingen))
    if alle:
        return si("{alle}, ingen gruppe er klart størst", alle=alle)
    return si("Ingen gruppe er klart størst")


def _ingen_hoeyest(rader: list[Rad]) -> str:
    if _kan_ha_byttet(rader):
        return si("Ingen gruppe er sikkert høyest, for tallene er rundet av")
    return si("Ingen gruppe er klart høyest")


def _kan_ha_byttet(rader: list[Rad]) -> bool:
    """Vises den første høyere enn de andre, selv om avrundingen gjør at den ikke sikkert er det? Da må
    tittelen si det: leseren ser jo en søyle som er lengst.
    """
    foerste, andre = rader[:1], rader[1:]
    return all(over.verdi > under.verdi for over in foerste for under in andre) and any(
        under.oevre >= over.nedre for over in foerste for under in andre
    )


def andeler(indikator: LestIndikator, data: pd.DataFrame) -> Kortfunn:
    """Den største av flere andeler som til sammen er alle."""
    if data["verdi"].isna().any():
        return INGEN
    navn = [norsk.liten(gruppe) for gruppe in data["gruppe"]]
    rader = setninger.synkende(indikator, data, navn)
    ordet = indikator.enhetsord
    return _hoeyest(
        rader,
        lambda rad: f"{rad.skrevet} {ordet}",
        setninger.flest(True),
        _ingen_hoeyest(rader),
    )


def _hoeyest(
    rader: list[Rad], alene: Callable[[Rad], str], foran: str, ingen: str
) -> Kortfunn:
    """Den eller de som sikkert er størst, eller dem det må være en av. `alene` er tallet til den
    største når den er alene om det.
    """
    if not any(rad.noen for rad in rader):
        return INGEN
    med_tall = [f"{rad.navn} ({rad.skrevet})" for rad in rader]
    antall = klart_stoerst(rader)
    if antall == 1:
        alene_ = f"{foran}: {rader[0].navn} ({alene(rader[0])})"
        return Kortfunn(_foerste_korte((alene_, f"{foran}: {med_tall[0]}")))
    if antall:
        return Kortfunn(
            _foerste_korte((f"{foran}: {norsk.ramse(med_tall[:antall])}", ingen))
        )
    mulige = kan_vaere_stoerst(rader)
    if mulige > FLEST_NAVN:
        return Kortfunn(ingen)
    uten_tall = [rad.navn for rad in rader[:mulige]]
    if all(rad.nedre == rad.oevre for rad in rader[:mulige]):
        like = si(
            "{flest}, like mange: {navn}", flest=foran, navn=norsk.ramse(uten_tall)
        )
        return Kortfunn(_foerste_korte((f"{like} ({rader[0].skrevet})", like, ingen)))
    if mulige == len(rader):
        return Kortfunn(ingen)
    forslag = (
        f"{foran}: {norsk.ramse_eller(med_tall[:mulige])}",
        f"{foran}: {norsk.ramse_eller(uten_tall)}",
        ingen,
    )
    return Kortfunn(_foerste_korte(forslag))


# --------------------------------------------------------------------------- det faste


def kostra(tall: Regionstall, serie: pd.DataFrame) -> str:
    """«27 boliger per 1000 innbyggere, mot 21 i landet», eller «»."""
    kjent = serie.dropna(subset=["verdi"])
    if kjent.empty:
        return ""
    siste = kjent.iloc[-1]
    tittel = f"{norsk.tall(siste['verdi'], tall.desimaler)} {tall.enhetsord}"
    if pd.isna(landet := siste.get("landet")):
        return _foerste_korte((tittel,))
    landet = norsk.tall(landet, tall.desimaler)
    mot_landet = si("{tallet}, mot {landet} i landet", tallet=tittel, landet=landet)
    return _foerste_korte((mot_landet, tittel))
