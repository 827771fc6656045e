"""Medvirkningen: hva folk har sagt, hva det endret, og tallene det handler om."""

from collections.abc import Sequence

from boligdata.arbeid import medvirkning
from boligdata.arbeid.medvirkning import FAA, Medvirkning
from boligdata.felles import katalog, norsk, plankoder
from boligdata.felles.maalform import si
from boligdata.innhold import kort
from boligdata.innhold.grunnkort import Bestilling, kortnoekkel
from boligdata.innhold.handlingsdel import planen
from boligdata.innhold.kort import Valg
from boligdata.innhold.planarbeid.register import Register
from boligdata.lesing import IkkePublisert

REGISTER = Register(
    planen.lager,
    "medvirkning",
    Medvirkning,
    medvirkning.feil,
    medvirkning.plass,
    navn=medvirkning.i_ord,
    aapent=medvirkning.aapent,
    personfelt=("hvem", "sagt", "endret"),
    navnefelt=("hvem",),
)


def aapne() -> tuple[Medvirkning, ...]:
    """Det alle kan se av medvirkningen, den nyeste først."""
    return REGISTER.aapne_poster()


def for_maalgruppe(gruppe: str) -> tuple[Medvirkning, ...]:
    """Det alle kan se av det en målgruppe har sagt."""
    return tuple(en for en in aapne() if gruppe in en.maalgrupper)


def per_indikator() -> dict[str, tuple[Medvirkning, ...]]:
    """Det alle kan se, under hvert tall det handler om."""
    alle = aapne()
    return {
        id_: med
        for id_ in katalog.indikatorer()
        if (med := tuple(en for en in alle if id_ in en.indikatorer))
    }


def tallet_i_ord(indikator: str, valg: Valg) -> str:
    """Det kortet om tallet sier, og hvem det gjelder når det ikke er alt som er valgt. Tomt når den som ser
    på, ikke får se det.
    """
    navn_ = katalog.indikatorer()[indikator].navn
    id_ = kortnoekkel((indikator,), ())
    try:
        kortet = kort.lag(Bestilling(id_, navn_, (indikator,), "utvikling"), valg)
    except IkkePublisert:
        return ""
    omfang = kortet.gjelder.i_ord
    return f"{kortet.setning} {omfang}.".strip() if omfang else kortet.setning


def i_ord(alle: Sequence[Medvirkning]) -> str:
    """Hvor mange bidrag det er, og hvor mange som var med."""
    if not alle:
        return si("Ingen medvirkning er skrevet inn.")
    antall = sum(en.antall or 0 for en in alle)
    bidrag = norsk.med_ord(len(alle), si("bidrag"))
    setninger = [si("{bidrag} er skrevet inn.", bidrag=bidrag)]
    if antall:
        personer = norsk.tall(antall)
        setninger.append(si("Minst {antall} var med.", antall=personer))
    endret = sum(bool(en.endret.strip()) for en in alle)
    if endret:
        setninger.append(si("{antall} av dem endret planen.", antall=endret))
    return " ".join(setninger)


def navn(en: Medvirkning) -> str:
    """Hvem som sa det: gruppen når den kan sies, ellers hva slags gruppe det er."""
    navnene = plankoder.navn("medvirkende")
    return en.hvem or navnene.get(en.medvirkende, si("Ikke sagt hvem"))


def hvordan(en: Medvirkning) -> str:
    """«Verksted, 14 deltok, 27.05.2021»."""
    deler = [plankoder.navn("kanal").get(en.kanal, "")]
    if medvirkning.er_mange(en):
        deler.append(si("{antall} deltok", antall=norsk.tall(en.antall)))
    elif en.antall is not None:
        deler.append(si("færre enn {faa} deltok", faa=FAA))
    if en.dato:
        deler.append(norsk.dato(en.dato))
    return norsk.stor(", ".join(filter(None, deler)))


def gruppene(en: Medvirkning) -> str:
    """Målgruppene det gjelder."""
    navnene = plankoder.navn("maalgruppe")
    return norsk.ramse([navnene[gruppe] for gruppe in en.maalgrupper])
