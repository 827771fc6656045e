"""Fra virkelige tall til tall som kan vises: tertial for tertial, og det som alt er publisert,
står.

Et tertial er frosset når det er publisert. Er medlemmene i en kube de samme ved neste bygg, er
tallene de samme. Er noe rettet, får kuben en ny versjon av det tertialet, der cellene som ikke er
berørt, helst viser det samme som før."""

import dataclasses
import functools
import hashlib
import itertools
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from boligdata.felles.katalog import Kube
from boligdata.vern.angrep import Funn, angrip, angrip_alle_aar
from boligdata.vern.avrunding import (
    BASIS,
    MYKT_AVVIK,
    STRENGT_AVVIK,
    Avrunding,
    LarSegIkkeVerne,
    Tabellverk,
    avrund,
)
from boligdata.vern.tabellverk import (
    Bygger,
    Serie,
    Tall,
    Telling,
    Utsnitt,
    Vist,
    familier,
)


class Frosset(NamedTuple):
    """Det som er publisert for en kube i et tertial.

    `avtrykk` sier hvem som er talt. `tall` har det viste tallet og avtrykket av hver celle, etter
    periode, mål og utsnitt. Perioden er tertialet, eller året når kuben følger husstander gjennom
    året."""

    avtrykk: str
    versjon: int
    avvik: int
    tall: dict[tuple[str, str, Utsnitt], tuple[int, str]]


# Etter kube og tertial.
Historikk = dict[tuple[str, str], Frosset]


class Utgivelse(NamedTuple):
    """De viste tallene for alle perioder, det som skal huskes til neste gang, og det største
    avviket i hver kube og periode."""

    vist: Vist
    historikk: Historikk
    avvik: dict[tuple[str, str], int]


# Sammenhengene som slippes når ingen avrunding oppfyller alle: ingen, så en og en til. Summene i
# tabellene slippes aldri.
_FORSOEK, _TREKNINGER = 12, 10
_SLIPP = ((), ("bevegelse",), ("bevegelse", "aar"), ("bevegelse", "aar", "kuber"))


class Avsloert(Exception):
    """Angrepet på egne tall lyktes, så de kan ikke publiseres."""

    def __init__(self, periode: str, funn: list[Funn]):
        super().__init__(f"{periode}: {funn[0].tabell}: {funn[0].grunn}")
        self.periode, self.funn = periode, funn


def utgi(
    kuber: dict[str, Kube],
    tall: Tall,
    historikk: Historikk,
    trekning: Callable[[str], float],
    froe: int = 0,
    fremdrift: Callable[[float], None] = lambda andel: None,
) -> Utgivelse:
    """Rund av alle perioder som ikke er frosset, og angrip resultatet.

    `trekning` gir et tall fra 0 til 1 som følger av et avtrykk og en hemmelighet. `fremdrift`
    kalles med andelen som er gjort, fra 0 til 1. Kaster `Avsloert` når angrepet lykkes, og
    `LarSegIkkeVerne` når det ikke finnes noen avrunding."""
    ut = Utgivelse({}, {}, {})
    alle = familier(kuber)
    celler = [
        sum(len(u) for s, u in tall.items() if s.kube in {k.id for k in familie})
        for familie in alle
    ]
    ferdig = 0.0
    for nr, familie in enumerate(alle):

        def min_del(
            andel: float, foer: int = sum(celler[:nr]), mine: int = celler[nr]
        ) -> None:
            nonlocal ferdig  # En ny trekning begynner forfra, men framdriften går ikke tilbake.
            ferdig = max(ferdig, (foer + andel * mine) / max(sum(celler), 1))
            fremdrift(ferdig)

        ny = _utgi_familie(familie, tall, historikk, trekning, froe, min_del)
        for alt, nytt in zip(ut, ny):
            alt.update(nytt)
    return ut


def _utgi_familie(
    familie: tuple[Kube, ...],
    tall: Tall,
    historikk: Historikk,
    trekning,
    froe: int,
    fremdrift,
) -> Utgivelse:
    """Går det ikke opp med den første trekningen, prøves en annen. Det som er frosset, står
    uansett."""
    for forsoek in range(_TREKNINGER):

        def trekk(avtrykk: str, nr: int = forsoek) -> float:
            return trekning(f"{avtrykk} {nr}" if nr else avtrykk)

        try:
            return _alle_tertialer(
                familie, tall, historikk, trekk, froe + forsoek, fremdrift
            )
        except (Avsloert, LarSegIkkeVerne):
            if forsoek == _TREKNINGER - 1:
                raise


def _alle_tertialer(
    familie: tuple[Kube, ...],
    tall: Tall,
    historikk: Historikk,
    trekning,
    froe: int,
    fremdrift,
) -> Utgivelse:
    ut = Utgivelse({}, {}, {})
    mine = {k.id for k in familie}
    sist_vist = {
        avtrykk: vist
        for (kube, _), f in historikk.items()
        if kube in mine
        for vist, avtrykk in f.tall.values()
    }
    tertialer = sorted({s.periode for s in tall if "-T" in s.periode})
    for _, gruppe in itertools.groupby(tertialer, key=lambda t: t[:4]):
        aarets = list(gruppe)
        for tertial in aarets:
            _tertial(familie, tertial, tall, historikk, ut, sist_vist, trekning, froe)
            fremdrift((tertialer.index(tertial) + 1) / len(tertialer))
        for kube in familie:
            _legg_til_aaret(kube, aarets, tall, ut)
        _angrip_det_som_vises(familie, aarets, tall, ut, angrip)
    _angrip_det_som_vises(familie, tertialer, tall, ut, angrip_alle_aar)
    return ut


def _angrip_det_som_vises(
    familie, tertialer: list[str], tall: Tall, ut: Utgivelse, angrep
) -> None:
    """Hvert tertial er angrepet for seg. Det kan likevel finnes noe å lære av mange, for
    beholdningene følger av hverandre."""
    for kjenner_tomme in (True, False):
        bygger = Bygger(
            familie,
            tertialer,
            tall,
            ut.vist,
            {},
            lambda avtrykk: 0,
            ut.avvik,
            kjenner_tomme,
        )
        verk = bygger.bygg()
        vist, avvik = (
            np.maximum(verk.laast, 0),
            np.full(len(verk.antall), len(tertialer) * MYKT_AVVIK),
        )
        for (serie, utsnitt), plass in bygger.plass.items():
            if bygger.er_hittil(serie.kube, serie.periode):
                vist[plass] = sum(
                    ut.vist.get(serie._replace(periode=t), {}).get(utsnitt, 0)
                    for t in tertialer
                    if t.startswith(serie.periode)
                )
            avvik[plass] = min(
                avvik[plass], ut.avvik.get((serie.kube, serie.periode), avvik[plass])
            )
        funn = angrep(verk, vist, avvik)
        if not funn:
            break
    if funn:
        raise Avsloert(f"{tertialer[0]} til {tertialer[-1]}", funn)


def _tertial(
    familie,
    periode: str,
    tall: Tall,
    historikk: Historikk,
    ut: Utgivelse,
    sist_vist,
    trekning,
    froe,
) -> None:
    """Ett tertial. De foregående er alt gjort, og står."""
    avtrykk = {k.id: _periodeavtrykk(k, periode, tall) for k in familie}
    uendret = [
        k
        for k in familie
        if (k.id, periode) in historikk
        and historikk[k.id, periode].avtrykk == avtrykk[k.id]
    ]
    for kube in uendret:
        _gjenbruk(kube, periode, historikk[kube.id, periode], ut)
    if len(uendret) < len(familie):
        try:
            resultat = _rund_av(familie, periode, tall, ut, sist_vist, trekning, froe)
        except (Avsloert, LarSegIkkeVerne):
            if not uendret:
                raise
            # De frosne tallene går ikke sammen med det som er rettet. Da får hele familien en ny
            # versjon.
            for kube in uendret:
                _glem(kube, periode, ut)
            uendret = []
            resultat = _rund_av(familie, periode, tall, ut, sist_vist, trekning, froe)
        _ta_imot(*resultat, ut)
    for kube in familie:
        _frys(kube, periode, avtrykk[kube.id], tall, historikk, ut, kube in uendret)
        sist_vist.update(
            {a: v for v, a in ut.historikk[kube.id, periode].tall.values()}
        )


class _Resultat(NamedTuple):
    """De viste tallene i rekkefølgen til cellene i `bygger`, og avviket som erklæres for hver kube
    og periode."""

    bygger: Bygger
    vist: np.ndarray
    avvik: dict[tuple[str, str], int]


def _rund_av(
    familie, periode: str, tall, ut: Utgivelse, sist_vist, trekning, froe
) -> _Resultat:
    @functools.cache
    def bygd(kjenner_tomme: bool) -> tuple[Bygger, Tabellverk]:
        bygger = Bygger(
            familie,
            [periode],
            tall,
            ut.vist,
            sist_vist,
            trekning,
            ut.avvik,
            kjenner_tomme,
        )
        return bygger, bygger.bygg()

    funn: list[Funn] = []
    for slipp, kjenner_tomme in itertools.product(_SLIPP, (True, False)):
        svar = _rund_av_til_ingenting_er_avsloert(*bygd(kjenner_tomme), ut, froe, slipp)
        if isinstance(svar, _Resultat):
            return svar
        funn = svar or funn
    if not funn:
        raise LarSegIkkeVerne(
            f"{periode}: ingen avrunding går opp for {', '.join(k.id for k in familie)}."
        )
    raise Avsloert(periode, funn)


def _rund_av_til_ingenting_er_avsloert(
    bygger: Bygger, verk: Tabellverk, ut: Utgivelse, froe: int, slipp: tuple[str, ...]
) -> "_Resultat | list[Funn]":
    """Resultatet, eller det som kunne regnes ut. Funnene er tomme når ingen avrunding går opp.

    En celle som er avslørt, må vise det andre av de to tallene den kan vise. Da prøves det på nytt.
    """
    funn: list[Funn] = []
    for _ in range(_FORSOEK):
        try:
            avrunding = avrund(verk, froe, slipp)
        except LarSegIkkeVerne:
            return funn
        vist, (erklaert, avvik) = avrunding.vist, _erklaert_avvik(bygger, avrunding, ut)
        funn = angrip(verk, vist, erklaert, slipp)
        if not funn:
            return _Resultat(bygger, vist, avvik)
        laast = verk.laast.copy()
        for f in funn:
            laast[f.celle] = 0 if vist[f.celle] else BASIS
        if (laast == verk.laast).all():
            break
        verk = dataclasses.replace(verk, laast=laast)
    return funn


def _erklaert_avvik(
    bygger: Bygger, avrunding: Avrunding, ut: Utgivelse
) -> tuple[np.ndarray, dict[tuple[str, str], int]]:
    """Avviket som erklæres for hver celle, og for hver kube og periode: det største der. Det som er
    erklært før, står."""
    avvik: dict[tuple[str, str], int] = {}
    for (serie, _), plass in bygger.plass.items():
        noekkel = serie.kube, serie.periode
        avvik[noekkel] = ut.avvik.get(noekkel) or max(
            avvik.get(noekkel, 0), int(avrunding.avvik[plass])
        )
    erklaert = np.full(len(avrunding.avvik), MYKT_AVVIK)
    for (serie, _), plass in bygger.plass.items():
        erklaert[plass] = min(erklaert[plass], avvik[serie.kube, serie.periode])
    return erklaert, avvik


def _ta_imot(
    bygger: Bygger, vist: np.ndarray, avvik: dict[tuple[str, str], int], ut: Utgivelse
) -> None:
    ut.avvik.update(
        {noekkel: a for noekkel, a in avvik.items() if not bygger.er_hittil(*noekkel)}
    )
    for (serie, utsnitt), plass in bygger.plass.items():
        if not bygger.er_hittil(serie.kube, serie.periode):
            ut.vist.setdefault(serie, {})[utsnitt] = int(vist[plass])


def _perioder(kube: Kube, periode: str) -> list[str]:
    """Periodene som avrundes sammen med tertialet."""
    return (
        [periode, periode[:4]]
        if kube.tid == "fulgt" and periode.endswith("T3")
        else [periode]
    )


def _celler(
    kube: Kube, periode: str, tall: Tall
) -> dict[tuple[str, str, Utsnitt], Telling]:
    return {
        (p, m, u): t
        for p in _perioder(kube, periode)
        for m in kube.vernede
        for u, t in tall.get(Serie(kube.id, m, p), {}).items()
        if t.antall
    }


def _periodeavtrykk(kube: Kube, periode: str, tall: Tall) -> str:
    innhold = sorted(
        (p, m, u, t.avtrykk) for (p, m, u), t in _celler(kube, periode, tall).items()
    )
    return hashlib.blake2b(repr(innhold).encode(), digest_size=16).hexdigest()


def _gjenbruk(kube: Kube, periode: str, frosset: Frosset, ut: Utgivelse) -> None:
    for (p, maal, utsnitt), (vist, _) in frosset.tall.items():
        ut.vist.setdefault(Serie(kube.id, maal, p), {})[utsnitt] = vist
    for p in _perioder(kube, periode):
        ut.avvik[kube.id, p] = frosset.avvik


def _glem(kube: Kube, periode: str, ut: Utgivelse) -> None:
    for p in _perioder(kube, periode):
        ut.avvik.pop((kube.id, p), None)
        for maal in kube.vernede:
            ut.vist.pop(Serie(kube.id, maal, p), None)


def _frys(
    kube: Kube,
    periode: str,
    avtrykk: str,
    tall: Tall,
    historikk: Historikk,
    ut: Utgivelse,
    uendret: bool,
) -> None:
    foer = historikk.get((kube.id, periode))
    if uendret:
        ut.historikk[kube.id, periode] = foer
        return
    huskes = {
        (p, m, u): (ut.vist[Serie(kube.id, m, p)][u], t.avtrykk)
        for (p, m, u), t in _celler(kube, periode, tall).items()
    }
    avvik = max(
        ut.avvik.get((kube.id, p), STRENGT_AVVIK) for p in _perioder(kube, periode)
    )
    # Det som erklæres for et tertial og året det avslutter, huskes som ett, og skal være det samme
    # neste gang.
    ut.avvik.update(
        {
            (kube.id, p): avvik
            for p in _perioder(kube, periode)
            if (kube.id, p) in ut.avvik
        }
    )
    # At noe som var ukjent blir kjent, er ikke en rettelse.
    rettet = foer and (foer.tall or not kube.hull)
    ut.historikk[kube.id, periode] = Frosset(
        avtrykk, foer.versjon + 1 if rettet else 1, avvik, huskes
    )


def _legg_til_aaret(
    kube: Kube, tertialer: list[str], tall: Tall, ut: Utgivelse
) -> None:
    """Året til en beholdning er siste tertial, og året til en strøm er summen av tertialene."""
    if not tertialer[-1].endswith("T3") or kube.tid == "fulgt":
        return
    aar = tertialer[-1][:4]
    deler = tertialer[-1:] if kube.tid == "beholdning" else tertialer
    # Er ni erklært for et tertial, kan summen heller ikke love mer.
    avvik = max(ut.avvik.get((kube.id, t), STRENGT_AVVIK) for t in deler)
    for maal in kube.vernede:
        aaret: dict[Utsnitt, int] = {}
        for tertial in deler:
            for utsnitt, vist in ut.vist.get(Serie(kube.id, maal, tertial), {}).items():
                aaret[utsnitt] = aaret.get(utsnitt, 0) + vist
        serie = Serie(kube.id, maal, aar)
        ut.vist[serie] = aaret
        virkelig = tall.get(serie, {})
        avvik = max(
            [
                avvik,
                *(
                    abs(v - virkelig[u].antall)
                    for u, v in aaret.items()
                    if u in virkelig
                ),
            ]
        )
    ut.avvik[kube.id, aar] = STRENGT_AVVIK if avvik <= STRENGT_AVVIK else MYKT_AVVIK
