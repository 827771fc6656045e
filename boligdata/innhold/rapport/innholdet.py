"""Det som kan stå i en del av et dokument, med navnet det har i `deler.toml`. Alt er laget av setninger,
kort og tabeller sidene også viser.
"""

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from boligdata import lesing
from boligdata.felles import katalog, kilder, lover, norsk
from boligdata.felles.maalform import si
from boligdata.innhold import (
    bakgrunnen,
    beskrivelse,
    bosettingskort,
    faste_kort,
    kort,
    oekonomi,
    oversikt,
    regnskap,
    svaret,
)
from boligdata.innhold.boligbehov import Scenario, grunnlag
from boligdata.innhold.boligbehov import kort as behovskort
from boligdata.innhold.boligbehov.kort import Behovsvalg
from boligdata.innhold.grunnkort import Bestilling, Grunnkort
from boligdata.innhold.handlingsdel import dom, gapet, i_ord, planen, varsler
from boligdata.innhold.handlingsdel.gapet import uten_finansiering
from boligdata.innhold.kort import Valg
from boligdata.innhold.oversikt import Noekkeltall
from boligdata.innhold.planarbeid import hoeringsblokker
from boligdata.innhold.rapport import figurblokk, sidekort
from boligdata.innhold.rapport.dokument import (
    Blokk,
    Figurblokk,
    Overskrift,
    Punktliste,
    Tabellblokk,
    Tekstblokk,
)
from boligdata.innhold.rapport.figurblokk import Noter

_DAGENS_PLAN = Scenario()


@dataclass(frozen=True)
class Dokumentramme:
    """Det alle delene av et dokument har felles: perioden, fargene, notene, og om tabellene er med."""

    valg: Valg
    farger: tuple[str, ...]
    noter: Noter
    tabeller: bool = True

    def figur(self, kortet: Grunnkort, nivaa: int = 2) -> Figurblokk:
        """Kortet som en figur."""
        return figurblokk.lag(
            kortet, self.farger, self.noter, nivaa=nivaa, vis_tabell=self.tabeller
        )


def lag(navn: str, ramme: Dokumentramme) -> Iterator[Blokk]:
    """Blokkene for det som heter `navn` i `deler.toml`."""
    slag, _, resten = navn.partition(":")
    if slag in _KORT:
        yield from _kortblokk(ramme, lambda: _KORT[slag](resten, ramme.valg), resten)
        return
    try:
        if slag == "punkt":
            yield from map(Tekstblokk, beskrivelse.lag(resten, ramme.valg))
        else:
            yield from INNHOLD[slag](ramme)
    except lesing.IkkePublisert as grunn:
        # Det ene som ikke kan sies, skal ikke ta resten av dokumentet med seg.
        yield Tekstblokk(str(grunn), True)


def kan_lages(navn: str) -> bool:
    """Er det erklærte noe som kan stå i et dokument?"""
    slag, _, resten = navn.partition(":")
    return (
        (slag == "kort" and resten in sidekort.bestillinger())
        or (slag in _KORT and slag != "kort")
        or (slag == "punkt" and resten in beskrivelse.punkter())
        or slag == "felt"
        or slag in INNHOLD
    )


# -------------------------------------------------------------------------------- kortene


def _kortblokk(
    ramme: Dokumentramme,
    hent: Callable[[], Grunnkort | None],
    navn: str,
    nivaa: int = 2,
) -> Iterator[Blokk]:
    """Kortet som en figur, eller hvorfor det ikke er med."""
    try:
        kortet = hent()
    except lesing.IkkePublisert as grunn:
        yield _ikke_med(_tittelen(navn), grunn)
        return
    if kortet is not None and not kortet.er_tomt:
        yield ramme.figur(kortet, nivaa)


def _ikke_med(tittel: str, grunn: lesing.IkkePublisert) -> Tekstblokk:
    return Tekstblokk(
        si("«{tittel}» er ikke med. {grunn}", tittel=tittel, grunn=grunn), True
    )


def _tittelen(navn: str) -> str:
    bestilt = sidekort.bestillinger().get(navn)
    return si(bestilt.tittel) if bestilt else navn


def _figurkort(navn: str, valg: Valg) -> Grunnkort:
    bestilling = sidekort.paa_maalformen(navn)
    if bestilling.form == "kart" and lesing.kart().empty:
        bestilling = dataclasses.replace(bestilling, form="fordeling")
    return kort.lag(bestilling, valg)


def _regnskapet(navn: str, valg: Valg) -> Grunnkort | None:
    tittel = sidekort.spoersmaal(navn, "regnskap")
    return regnskap.lag(navn, valg, tittel=tittel)


def _kostra(kode: str, _: Valg) -> Grunnkort | None:
    return faste_kort.kostra(kode, katalog.regionstall()[kode].spoersmaal)


def _bosettingen(_navn: str, _: Valg) -> Grunnkort | None:
    return bosettingskort.lag(si(bosettingskort.SPOERSMAAL))


def _oekonomien(navn: str, _: Valg) -> Grunnkort | None:
    return oekonomi.kortet(navn, si(oekonomi.spoersmaal(navn)))


def _behovet(navn: str, _: Valg) -> Grunnkort | None:
    if not grunnlag.kan_regnes():
        return None
    return behovskort.kortet(navn, Behovsvalg(_DAGENS_PLAN))


_KORT: dict[str, Callable[[str, Valg], Grunnkort | None]] = {
    "kort": _figurkort,
    "regnskap": _regnskapet,
    "kostra": _kostra,
    "bosetting": _bosettingen,
    "oekonomi": _oekonomien,
    "behov": _behovet,
}


def _statistikken(tema: str):
    """Nøkkeltallene som finnes for alle kommuner, under dette temaet på Utfordringsbilde, i ord og som
    kort.
    """

    def blokkene(ramme: Dokumentramme) -> Iterator[Blokk]:
        avsnittene = tuple(bakgrunnen.tekst(tema))
        if avsnittene:
            yield Overskrift(si(bakgrunnen.TITLER[tema]), 2)
            yield Punktliste(avsnittene)
        for kode, tall in katalog.regionstall().items():
            if tall.tema == tema:
                yield from lag(f"kostra:{kode}", ramme)

    return blokkene


def om_bestillinger(
    ramme: Dokumentramme, bestilt: tuple[Bestilling, ...], valg: Valg, nivaa: int
) -> Iterator[Blokk]:
    """Kortene for en målgruppe."""
    for bestilling in bestilt:
        yield from _kortblokk(
            ramme, lambda en=bestilling: kort.lag(en, valg), bestilling.tittel, nivaa
        )


# ------------------------------------------------------------------------------ planens mål


def _planstatus(ramme: Dokumentramme) -> Iterator[Blokk]:
    yield Tekstblokk(oversikt.planstatus(ramme.valg, lesing.i_dag()))


def _maaltabell(ramme: Dokumentramme) -> Iterator[Blokk]:
    """En tabell for hvert av planens mål, med tallet, målet og dommen."""
    for maal, tallene in oversikt.etter_maal(ramme.valg).items():
        yield Overskrift(maal, 2)
        yield _talltabell(maal, tallene)


def _talltabell(tittel: str, tallene: Iterable[Noekkeltall]) -> Tabellblokk:
    hode = tuple(
        map(si, ("Tallet", "Nå", "Målet", "Er målet nådd?", "Endret siden sist"))
    )
    return Tabellblokk(tittel, hode, tuple(map(_maalrad, tallene)), frozenset({1}))


def _maalrad(tallet: Noekkeltall) -> tuple[str, ...]:
    indikator, dommen = tallet.indikator, tallet.vurdering
    har_maal = indikator.maaltall is not None
    return (
        f"{indikator.navn} ({norsk.periode_kort(tallet.periode)})",
        si("For få") if tallet.for_faa else tallet.i_ord,
        norsk.maalgrense(indikator, indikator.visningsenhet)
        if har_maal
        else si("Ikke satt"),
        norsk.stor(si(svaret.MAALORD[tallet.naar_maal])) if har_maal else norsk.MANGLER,
        f"{dommen.ikon} {dommen.tekst}",
    )


def _utfordringer(ramme: Dokumentramme) -> Iterator[Blokk]:
    yield from map(Tekstblokk, oversikt.utfordringer(ramme.valg))


# ------------------------------------------------------------------------------ boligbehovet


def _behovstekst(_: Dokumentramme) -> Iterator[Blokk]:
    if grunnlag.kan_regnes():
        yield Tekstblokk(behovskort.saksframlegg(_DAGENS_PLAN))
    else:
        yield Tekstblokk(
            si("Det er ikke levert nok til å regne ut hvor mange boliger som trengs.")
        )


def _lovkravet(_: Dokumentramme) -> Iterator[Blokk]:
    yield Tekstblokk(
        si(
            "Boligsosialloven § 5 krever at kommunen har oversikt over behovet for ordinære og "
            "tilpassede boliger for vanskeligstilte. Oversikten skal være et grunnlag for "
            "planstrategien og for mål og strategier i kommuneplanen."
        )
    )
    yield Tekstblokk(
        lover.forklart(["boligsosialloven § 4", "boligsosialloven § 5"]), True
    )


def _lovfristen(_: Dokumentramme) -> Iterator[Blokk]:
    yield Tekstblokk(varsler.lovens_frist_kort(lesing.i_dag()))


def _ordinaere(ramme: Dokumentramme) -> Iterator[Blokk]:
    yield from _slaget(ramme, "ordinaer")


def _tilpassede(ramme: Dokumentramme) -> Iterator[Blokk]:
    yield from _slaget(ramme, "tilpasset")


def _slaget(ramme: Dokumentramme, slag: str) -> Iterator[Blokk]:
    """Behovet framover for det ene av slagene loven nevner, og hvem som bor der og venter i dag."""
    gap = None
    if grunnlag.kan_regnes():
        gap = behovskort.gap_i_slaget(_DAGENS_PLAN, slag)
    if gap:
        navn = si(behovskort.SLAGENE[slag])
        yield Tekstblokk(behovskort.slaget_i_ord(navn, gap))
        if slag == "ordinaer":
            yield Tekstblokk(behovskort.tilpasset_i_ordinaere(_DAGENS_PLAN))
    yield from _per_maalgruppe(ramme, kilder.boligslag()[slag])


def _per_maalgruppe(ramme: Dokumentramme, slekter: tuple[str, ...]) -> Iterator[Blokk]:
    """Hvor mange i hver målgruppe som bor i og venter på boligtypene i disse slektene."""
    typer = [
        kode.navn
        for kode in kilder.kodelister()["boligtype"].koder
        if kode.slekt in slekter
    ]
    for indikator, tittel in (
        ("venteliste", si("Hvor mange venter, i hver målgruppe?")),
        ("husstander", si("Hvor mange bor der i dag, i hver målgruppe?")),
    ):
        bestilling = Bestilling(
            indikator, tittel, (indikator,), "stablet", ("maalgruppe", "boligtype")
        )
        try:
            kortet = kort.lag(bestilling, ramme.valg)
        except lesing.IkkePublisert as grunn:
            yield _ikke_med(tittel, grunn)
            continue
        beholdt = [
            kortet.tabell.columns[0],
            *(en for en in typer if en in kortet.tabell),
        ]
        if len(beholdt) > 1:
            yield _tabellfigur(ramme, kortet, beholdt)


def _tabellfigur(
    ramme: Dokumentramme, kortet: kort.Kort, kolonner: list[str]
) -> Figurblokk:
    tittel = kortet.bestilling.tittel
    tabell = figurblokk.fra_ramme(kortet.tabell[kolonner], kortet.enheter, tittel)
    return Figurblokk(
        tittel=tittel,
        gjelder=f"{kortet.filtertekst}.",
        setning="",
        alt=tittel,
        kilde=f"{kortet.fotlinje}.",
        tabell=tabell,
        note=ramme.noter.nummer(kortet),
    )


# ------------------------------------------------------------------------------ handlingsdelen


def _tiltak_i_ord(_: Dokumentramme) -> Iterator[Blokk]:
    dag, poster = lesing.i_dag(), planen.poster()
    if not poster:
        yield Tekstblokk(si("Det er ingen tiltak i handlingsdelen."))
        return
    antall: dict[str, int] = {}
    for post in poster:
        dommen = dom.bedoem(post.tiltak, dag)
        antall[dommen.tekst] = antall.get(dommen.tekst, 0) + 1
    deler = [f"{tekst.lower()}: {norsk.tall(tall)}" for tekst, tall in antall.items()]
    yield Tekstblokk(
        si(
            "Handlingsdelen har {antall} tiltak. Vurderingen per {dag} er: {deler}.",
            antall=norsk.tall(len(poster)),
            dag=norsk.dato(dag),
            deler="; ".join(deler),
        )
    )


def _tiltakstabell(_: Dokumentramme) -> Iterator[Blokk]:
    """Hvert tiltak med status og vurdering, under målet det hører til."""
    dag = lesing.i_dag()
    hode = tuple(map(si, ("Tiltak", "Ansvarlig", "Frist", "Meldt status", "Vurdering")))
    under_maal: dict[str, list[tuple[str, ...]]] = {}
    for post in planen.poster():
        tiltak = post.tiltak
        dommen = dom.bedoem(tiltak, dag)
        vurdert = " ".join(
            filter(None, (f"{dommen.ikon} {dommen.tekst}.", dommen.viktigste_grunn))
        )
        meldt = i_ord.kode("tiltaksstatus", tiltak.status.verdi)
        kommentar = tiltak.status.kommentar
        rad = (
            i_ord.navn(tiltak),
            ", ".join(tiltak.ansvarlige),
            i_ord.frist(tiltak.frist),
            f"{meldt}. {kommentar}" if kommentar else meldt,
            vurdert,
        )
        maal = ": ".join(tiltak.maal) or si("Uten mål i planen")
        under_maal.setdefault(maal, []).append(rad)
    for maal, rader in under_maal.items():
        yield Overskrift(maal, 2)
        yield Tabellblokk(maal, hode, tuple(rader))


def _varslene(_: Dokumentramme) -> Iterator[Blokk]:
    linjer = tuple(varsel.linje for varsel in varsler.naa())
    if linjer:
        yield Overskrift(si("Dette må noen vite"), 2)
        yield Punktliste(linjer)


def _gapet(_: Dokumentramme) -> Iterator[Blokk]:
    gapene = gapet.gapene(planen.poster())
    if not gapene:
        yield Tekstblokk(
            si("Det er ikke levert nok til å regne ut hvor mange boliger som trengs.")
        )
        return
    siste = gapene[-1]
    ved_slutten = [en for en in gapene if en.aar == siste.aar]
    yield Tekstblokk(siste.setning)
    # Året er det samme i alle radene, og står i tittelen.
    tabell = gapet.tabell(ved_slutten).drop(columns=si("År"))
    yield _alt_er_tall(tabell, si("Boligene i {aar}", aar=siste.aar))


def _alt_er_tall(ramme: pd.DataFrame, tittel: str) -> Tabellblokk:
    """En tabell med hele tall etter den første kolonnen."""
    rader = tuple(
        (str(navn), *(en if isinstance(en, str) else norsk.tall(en) for en in resten))
        for navn, *resten in ramme.itertuples(index=False)
    )
    hode = tuple(map(str, ramme.columns))
    return Tabellblokk(tittel, hode, rader, frozenset(range(1, len(hode))))


def _forsinkelsene(_: Dokumentramme) -> Iterator[Blokk]:
    setninger = tuple(en.setning for en in gapet.forsinkelser(planen.poster()))
    if setninger:
        yield Overskrift(si("Hva ett års forsinkelse betyr"), 2)
        yield Punktliste(setninger)


def _uten_penger(_: Dokumentramme) -> Iterator[Blokk]:
    tabell = uten_finansiering(planen.poster())
    if tabell.empty:
        yield Tekstblokk(si("Ingen tiltak mangler penger."))
        return
    nr, tiltak, _funksjon, finansiering, _aarsverk, slag, *_aar, sum_ = tabell.columns
    rader = tuple(
        (
            " ".join(filter(None, (rad[nr], rad[tiltak]))),
            rad[finansiering],
            rad[slag] or norsk.MANGLER,
            norsk.MANGLER if pd.isna(rad[sum_]) else i_ord.kroner(int(rad[sum_])),
        )
        for rad in tabell.to_dict("records")
    )
    hode = (si("Tiltak"), si("Finansiering"), si("Slag"), si("Til sammen"))
    yield Tabellblokk(si("Tiltak som mangler penger"), hode, rader, frozenset({3}))


# ------------------------------------------------------------------------------ høringen


def _hoeringstall(ramme: Dokumentramme) -> Iterator[Blokk]:
    """Tallene innspillene handler om, gjennom tiltakene de gjelder."""
    tallene, grunner = [], []
    for id_ in hoeringsblokker.indikatorene():
        indikator = katalog.indikatorer()[id_]
        try:
            tallene.append(oversikt.noekkeltall(indikator, ramme.valg))
        except lesing.IkkePublisert as grunn:
            grunner.append(_ikke_med(indikator.navn, grunn))
    if tallene:
        yield _talltabell(si("Tallene innspillene handler om"), tallene)
    elif not grunner:
        yield Tekstblokk(si("Ingen av innspillene gjelder et tiltak med et tall."))
    yield from grunner


def _uten_ramme(blokkene: Callable[[], Iterator[Blokk]]):
    """Noe som er det samme i alle perioder."""
    return lambda _ramme: blokkene()


INNHOLD: dict[str, Callable[[Dokumentramme], Iterator[Blokk]]] = {
    "planstatus": _planstatus,
    "maaltabell": _maaltabell,
    "levekaar": _statistikken("folket"),
    "boligmarkedet": _statistikken("markedet"),
    "utfordringer": _utfordringer,
    "behovstekst": _behovstekst,
    "lovkravet": _lovkravet,
    "lovfristen": _lovfristen,
    "ordinaere": _ordinaere,
    "tilpassede": _tilpassede,
    "tiltak_i_ord": _tiltak_i_ord,
    "tiltakstabell": _tiltakstabell,
    "varslene": _varslene,
    "gapet": _gapet,
    "forsinkelsene": _forsinkelsene,
    "uten_penger": _uten_penger,
    "hoeringsfrister": _uten_ramme(hoeringsblokker.fristene),
    "innspillstelling": _uten_ramme(hoeringsblokker.tellingen),
    "innspill_fra_andre": _uten_ramme(hoeringsblokker.fra_andre),
    "innspill_fra_private": _uten_ramme(hoeringsblokker.fra_private),
    "innspillstraad": _uten_ramme(hoeringsblokker.traaden),
    "hoeringstall": _hoeringstall,
}
