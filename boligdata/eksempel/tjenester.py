"""Tjenestene husstandene får: hvem som henviste, hvor lenge de ventet, og om noen holder
trådene.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

from boligdata.eksempel import forutsetninger_innsats as innsatstall
from boligdata.eksempel.liv import ALDRI, Bestand, Liv, aar, hold_ved_like, paa_linje
from boligdata.eksempel.verden import SLUTT, Husstand


@dataclass(slots=True, eq=False)
class Tjeneste:
    """En periode med en tjeneste. `slutt` er dagen den er slutt, også når den er fram i tid."""

    husstand: Husstand
    tjeneste: str
    enhet: str
    henvist_fra: str
    henvist: int
    oppstart: int | None
    slutt: int
    timer: float | None
    koordinator: bool = False
    individuell_plan: bool = False


def tjenester(liv: Liv) -> list[Tjeneste]:
    """Alle tjenesteperiodene. De begynner måned for måned, for alle tjenestene, så noen kan få
    flere på en gang.
    """
    alle: list[Tjeneste] = []
    slutter: dict[str, dict[Husstand, int]] = {
        slag: {} for slag in innsatstall.TJENESTER
    }  # når hver av dem er slutt

    def ny(slag: str, dag: int) -> int:
        husstand = _velg(liv, slag, dag, slutter)
        varighet = max(
            14, int(liv.terning.lognormal(*innsatstall.TJENESTER[slag].dager))
        )
        slutt = max(dag + 1, min(dag + varighet, liv.borte(husstand)))
        slutter[slag][husstand] = slutt
        alle.append(_periode(liv, slag, husstand, dag, slutt))
        if liv.terning.sjanse(innsatstall.ALDRI_OPPSTART):
            alle.append(_aldri_startet(liv, slag, dag, slutter[slag]))
        return slutt

    # De som begynner etter at uttrekket er tatt, kan være henvist før.
    til = SLUTT + innsatstall.OPPSTART_GRENSER[1]
    hold_ved_like(
        [
            Bestand(
                liv.terning, partial(paa_linje, kjennetegn.antall), partial(ny, slag)
            )
            for slag, kjennetegn in innsatstall.TJENESTER.items()
        ],
        til,
    )
    alle = _uten_like([periode for periode in alle if periode.henvist <= SLUTT])
    for periode in alle:
        if periode.oppstart and periode.oppstart > SLUTT:
            periode.oppstart = None
    _sett_koordinator(liv, alle)
    return alle


def _velg(
    liv: Liv, slag: str, dag: int, slutter: dict[str, dict[Husstand, int]]
) -> Husstand:
    kjennetegn, terning = innsatstall.TJENESTER[slag], liv.terning
    opptatt, gruppe = slutter[slag], terning.trekk(kjennetegn.grupper)
    aktuelle = []
    if terning.sjanse(innsatstall.FLERE_TJENESTER):
        antall = Counter(
            husstand
            for har in slutter.values()
            for husstand, slutt in har.items()
            if slutt > dag
            and husstand.maalgruppe == gruppe
            and opptatt.get(husstand, 0) <= dag < liv.borte(husstand)
        )
        aktuelle = [
            husstand for husstand, _ in antall.most_common(max(3, len(antall) // 3))
        ]
    elif terning.sjanse(kjennetegn.kommunal):
        aktuelle = liv.leietakere(min(dag, SLUTT), gruppe, opptatt)
    if aktuelle:
        return aktuelle[terning.mellom(0, len(aktuelle) - 1)]
    return liv.kjent(dag, {gruppe: 1}, opptatt)


def _periode(liv: Liv, slag: str, husstand: Husstand, dag: int, slutt: int) -> Tjeneste:
    kjennetegn, terning = innsatstall.TJENESTER[slag], liv.terning
    enhet = terning.trekk(kjennetegn.enhet)
    henvist_fra = dict(kjennetegn.henvist_fra)
    if husstand.maalgruppe == "loeslatt":
        henvist_fra = dict(innsatstall.HENVIST_LOESLATT)
    henvist_fra.pop(enhet, None)
    ventet = terning.lognormal(
        paa_linje(innsatstall.OPPSTART_DAGER, dag), innsatstall.OPPSTART_SPREDNING
    )
    minst, hoeyst = innsatstall.OPPSTART_GRENSER
    timer = None
    if kjennetegn.timer:
        halve = round(2 * terning.lognormal(*kjennetegn.timer)) / 2
        timer = min(max(0.5, halve), innsatstall.TIMER_HOEYST)
    return Tjeneste(
        husstand,
        slag,
        enhet,
        terning.trekk(henvist_fra),
        dag - min(max(int(ventet), minst), hoeyst),
        dag,
        slutt,
        timer,
    )


def _aldri_startet(
    liv: Liv, slag: str, dag: int, opptatt: dict[Husstand, int]
) -> Tjeneste:
    husstand = liv.kjent(dag, innsatstall.TJENESTER[slag].grupper, opptatt)
    ikke_noe_av = _periode(liv, slag, husstand, dag, ALDRI)
    ikke_noe_av.oppstart = ikke_noe_av.timer = None
    return ikke_noe_av


def _uten_like(perioder: list[Tjeneste]) -> list[Tjeneste]:
    """Ingen blir henvist til samme tjeneste to ganger samme dag."""
    siste = {}
    for periode in perioder:
        siste[periode.husstand, periode.tjeneste, periode.henvist] = periode
    return list(siste.values())


def _sett_koordinator(liv: Liv, alle: list[Tjeneste]) -> None:
    """De med flere tjenester får oftere en koordinator. Den som har fått en, beholder den."""
    perioder = defaultdict(list)
    for tjeneste in alle:
        if tjeneste.oppstart:
            perioder[tjeneste.husstand].append(tjeneste)
    for egne in perioder.values():
        koordinator = plan = False
        for tjeneste in sorted(egne, key=attrgetter("oppstart")):
            dag = tjeneste.oppstart
            antall = sum(andre.oppstart <= dag < andre.slutt for andre in egne)
            vekst = innsatstall.KOORDINATOR_VEKST * (aar(dag) - 2016) * antall / 3
            andel = innsatstall.KOORDINATOR[min(max(antall, 1), 3)] + vekst
            if not koordinator and liv.terning.sjanse(andel):
                koordinator, plan = (
                    True,
                    liv.terning.sjanse(innsatstall.INDIVIDUELL_PLAN),
                )
            tjeneste.koordinator, tjeneste.individuell_plan = koordinator, plan
