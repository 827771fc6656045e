"""Alt programmet skriver selv, samlet ett sted: setningene på kortene, dommene, tekstene til planen,
saksframlegget og tekstalternativene. Bare hele setninger; navn, tall i tabeller og overskrifter er ikke
med.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

import sidekort

from boligdata import lesing
from boligdata.felles import katalog
from boligdata.innhold import (
    beskrivelse,
    bosettingskort,
    faste_kort,
    kort,
    oekonomi,
    oversikt,
    regnskap,
)
from boligdata.innhold.boligbehov import Grep, Scenario, grunnlag
from boligdata.innhold.boligbehov import kort as behov
from boligdata.innhold.grunnkort import Grunnkort
from boligdata.innhold.handlingsdel import dom, gapet, planen, rullering, varsler
from boligdata.innhold.kort import Valg

Tekst = tuple[str, str]
DAGEN = dt.date(2026, 1, 15)


def av_valgene(valgene: Iterable[Valg]) -> Iterator[Tekst]:
    """(hvor, tekst) for alt som er skrevet når noe av dette er valgt."""
    for valg in valgene:
        yield from _kortene(valg)
        yield from _regnskapene(valg)
        yield from _oversikten(valg)
        for punkt in beskrivelse.punkter():
            for avsnitt in beskrivelse.lag(punkt, valg):
                yield f"Tekst til planen, {punkt}", avsnitt


def uten_valg() -> Iterator[Tekst]:
    """(hvor, tekst) for det som er likt uansett hva som er valgt."""
    yield from _boligbehovet()
    yield from _handlingsdelen()
    for kode in katalog.regionstall():
        yield from _kortet(f"KOSTRA {kode}", faste_kort.kostra(kode, "Tittel"))
    yield from _kortet("planlagte", faste_kort.planlagte("Tittel"))
    yield from _kortet("bosetting", bosettingskort.lag("Tittel"))
    for navn in oekonomi.ALLE_KORT:
        yield from _kortet(f"økonomi {navn}", oekonomi.kortet(navn, "Tittel"))


def _kortet(hvor: str, k: Grunnkort | None) -> Iterator[Tekst]:
    if k is None:
        return
    yield f"{hvor}: setningen", k.setning
    yield f"{hvor}: alt", k.alt
    yield f"{hvor}: grenser", k.grenser
    for flagg in k.flagg:
        yield f"{hvor}: flagg", flagg
    for _, tekst in k.hvorfor_endret:
        yield f"{hvor}: hvorfor endret", tekst
    if k.vern:
        yield f"{hvor}: vern", k.vern.kort
        yield f"{hvor}: vern helt", k.vern.helt


def _kortene(valg: Valg) -> Iterator[Tekst]:
    for navn, bestilling in sidekort.bestillinger().items():
        try:
            k = kort.lag(bestilling, valg)
        except lesing.IkkePublisert as grunn:
            yield f"{navn}: ikke publisert", str(grunn)
            continue
        yield from _kortet(navn, k)
        if k.vurdering:
            yield f"{navn}: dommen", k.vurdering.fordi
            yield f"{navn}: kunne sett", k.kunne_sett
            if k.vurdering.maalet:
                yield f"{navn}: maalet", k.vurdering.maalet.setning
        if kort.for_andel(k):
            yield from _kortet(f"{navn} andel", kort.lag(bestilling, valg, andel=True))


def _regnskapene(valg: Valg) -> Iterator[Tekst]:
    for navn in regnskap.regnskaper():
        yield from _kortet(f"regnskap {navn}", regnskap.lag(navn, valg))


def _oversikten(valg: Valg) -> Iterator[Tekst]:
    yield "planstatus", oversikt.planstatus(valg, DAGEN)
    for tekst in oversikt.utfordringer(valg):
        yield "utfordringer", tekst


def _scenarioene() -> tuple[Scenario, ...]:
    """Dagens antakelser, de andre målene, og tiltak i den første og den siste boligtypen."""
    pooler = [pool.pool for pool in grunnlag.hent().pooler if pool.stroemmer]
    foerste = Grep(soekere=(-20, -5), boliger=1, aar=2028, per_bolig=(900, 2500))
    siste = Grep(klargjoering=-50, boliger=-12, aar=2029, kilde="Prøveprosjekt")
    return (
        Scenario(),
        Scenario(maal="funksjonelt_null", vekst="LLML", eldre="norm"),
        Scenario(
            navn="Kortere kø",
            vekst="HHMH",
            eldre="trend",
            dager=60,
            ideer=True,
            grep=tuple(sorted(((pooler[0], foerste), (pooler[-1], siste)))),
        ),
        Scenario(maal="ikke_vokser", grep=((pooler[0], Grep(boliger=60, aar=2027)),)),
    )


def _boligbehovet() -> Iterator[Tekst]:
    for nr, scenario in enumerate(_scenarioene()):
        hvor, pool = f"boligbehov {nr}", grunnlag.hent().pooler[0].pool
        yield f"{hvor}: hovedsvar", behov.hovedsvar(scenario)
        yield f"{hvor}: saksframlegg", behov.saksframlegg(scenario)
        kortene = {
            "per_type": behov.per_type(scenario),
            "slagene": behov.slagene(scenario),
            "maalgrupper": behov.maalgrupper(scenario),
            "foss": behov.foss(scenario),
            "bane": behov.bane(scenario, ""),
            "bane for en type": behov.bane(scenario, pool),
            "planer": behov.planene(scenario, (replace(scenario, navn="Min plan"),)),
            "kostnader": behov.kostnadene(scenario, ()),
            "innen": behov.innen_frist(scenario),
            "tiltak": behov.tiltakene(scenario),
            "eldre": behov.eldre(scenario),
            "tornado": behov.tornado(scenario),
            "anker": behov.anker_og_stroem(scenario),
            "haandregel": behov.haandregel(scenario),
            "etterproevd": behov.etterproevd(),
            "botid": behov.botid(pool),
            "register": behov.registerkort(scenario),
        }
        for navn, k in kortene.items():
            yield from _kortet(f"{hvor} {navn}", k)
            if k and k.resten:
                yield f"{hvor} {navn}: resten", k.resten
            for ledetekst, tekst in k.forklaring[:2] if k else ():
                yield f"{hvor} {navn}: {ledetekst}", tekst


def _handlingsdelen() -> Iterator[Tekst]:
    poster = planen.poster()
    for gap in gapet.gapene(poster):
        yield "gapet", gap.setning
    for forsinkelse in gapet.forsinkelser(poster):
        yield "forsinkelse", forsinkelse.setning
    for post in poster:
        for grunn in dom.bedoem(post.tiltak, DAGEN).grunner:
            yield f"dom {post.tiltak.nr}", grunn
    for varsel in varsler.alle(poster, DAGEN):
        yield "varsel", varsel.tekst
    yield "lovens frist", varsler.lovens_frist(DAGEN)
    for versjon in rullering.versjoner():
        yield (
            "versjon",
            rullering.i_ord(rullering.sammenlign(versjon, None)),
        )


def kommunens_egne() -> re.Pattern:
    """Navnene kommunen selv har gitt tiltak og milepæler: de står som de er skrevet, uansett målform."""
    tiltakene = [post.tiltak for post in planen.poster()]
    navn = {
        *(tiltak.tittel for tiltak in tiltakene),
        *(milepael.tittel for tiltak in tiltakene for milepael in tiltak.milepaeler),
    }
    return re.compile("|".join(map(re.escape, sorted(navn, key=len, reverse=True))))
