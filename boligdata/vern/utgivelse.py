"""Fra virkelige tall til tall som kan vises: tertial for tertial, og det som alt er publisert,
står.

Et tertial er frosset når det er publisert. Er medlemmene i en kube de samme ved neste bygg, er
tallene de samme. Er noe rettet, får kuben en ny versjon av det tertialet, der cellene som ikke er
berørt, helst viser det samme som før.
"""

import dataclasses
import functools
import hashlib
import itertools
from collections.abc import Callable
from dataclasses import dataclass
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
    året.
    """

    avtrykk: str
    versjon: int
    avvik: int
    tall: dict[tuple[str, str, Utsnitt], tuple[int, str]]


# Etter kube og tertial.
Historikk = dict[tuple[str, str], Frosset]


class Utgivelse(NamedTuple):
    """De viste tallene for alle perioder, det som skal huskes til neste gang, og det største
    avviket i hver kube og periode.
    """

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
    `LarSegIkkeVerne` når det ikke finnes noen avrunding.
    """
    ut = Utgivelse({}, {}, {})
    alle = familier(kuber)
    celler = [_antall_celler(familie, tall) for familie in alle]
    ferdig = 0.0
    for nr, familie in enumerate(alle):

        def min_del(
            andel: float, foer: int = sum(celler[:nr]), mine: int = celler[nr]
        ) -> None:
            nonlocal ferdig  # En ny trekning begynner forfra, men framdriften går ikke tilbake.
            ferdig = max(ferdig, (foer + andel * mine) / max(sum(celler), 1))
            fremdrift(ferdig)

        ny = _utgi_familie(familie, tall, historikk, trekning, froe, min_del)
        for samlet, nytt in zip(ut, ny):
            samlet.update(nytt)
    return ut


def _antall_celler(familie: tuple[Kube, ...], tall: Tall) -> int:
    mine = {kube.id for kube in familie}
    return sum(len(celler) for serie, celler in tall.items() if serie.kube in mine)


def _utgi_familie(
    familie: tuple[Kube, ...],
    tall: Tall,
    historikk: Historikk,
    trekning: Callable[[str], float],
    froe: int,
    fremdrift: Callable[[float], None],
) -> Utgivelse:
    """Går det ikke opp med den første trekningen, prøves en annen. Det som er frosset, står
    uansett.
    """
    nr = 0
    while True:
        forsoek = _Forsoek(
            familie,
            tall,
            historikk,
            _trekning_nummer(nr, trekning),
            froe + nr,
            Utgivelse({}, {}, {}),
            _sist_vist(familie, historikk),
        )
        try:
            _alle_tertialer(forsoek, fremdrift)
            return forsoek.ut
        except (Avsloert, LarSegIkkeVerne):
            nr += 1
            if nr == _TREKNINGER:
                raise


def _trekning_nummer(
    nr: int, trekning: Callable[[str], float]
) -> Callable[[str], float]:
    return (lambda avtrykk: trekning(f"{avtrykk} {nr}")) if nr else trekning


@dataclass(frozen=True)
class _Forsoek:
    """Ett forsøk på å runde av alle tertialene i en familie med én trekning.

    `ut` fylles tertial for tertial. `sist_vist` er tallet hver celle viste sist, etter avtrykket av
    dem som er talt.
    """

    familie: tuple[Kube, ...]
    tall: Tall
    historikk: Historikk
    trekning: Callable[[str], float]
    froe: int
    ut: Utgivelse
    sist_vist: dict[str, int]


def _sist_vist(familie: tuple[Kube, ...], historikk: Historikk) -> dict[str, int]:
    mine = {kube.id for kube in familie}
    return {
        avtrykk: vist
        for (kube, _), frosset in historikk.items()
        if kube in mine
        for vist, avtrykk in frosset.tall.values()
    }


def _alle_tertialer(forsoek: _Forsoek, fremdrift: Callable[[float], None]) -> None:
    tertialer = sorted(
        {serie.periode for serie in forsoek.tall if "-T" in serie.periode}
    )
    if not tertialer:
        # Ingen er talt: det som var levert, er stoppet, og tallene fra forrige gang står.
        return
    for _, gruppe in itertools.groupby(tertialer, key=lambda tertial: tertial[:4]):
        aarets = list(gruppe)
        for tertial in aarets:
            _tertial(forsoek, tertial)
            fremdrift((tertialer.index(tertial) + 1) / len(tertialer))
        for kube in forsoek.familie:
            _legg_til_aaret(kube, aarets, forsoek.tall, forsoek.ut)
        _angrip_det_som_vises(forsoek, aarets, angrip)
    _angrip_det_som_vises(forsoek, tertialer, angrip_alle_aar)


def _angrip_det_som_vises(forsoek: _Forsoek, tertialer: list[str], angrep) -> None:
    """Hvert tertial er angrepet for seg. Det kan likevel finnes noe å lære av mange, for
    beholdningene følger av hverandre.
    """
    for kjenner_tomme in (True, False):
        bygger = Bygger(
            forsoek.familie,
            tertialer,
            forsoek.tall,
            forsoek.ut.vist,
            {},
            lambda avtrykk: 0,
            forsoek.ut.avvik,
            kjenner_tomme,
        )
        verk = bygger.bygg()
        funn = angrep(verk, *_det_som_vises(bygger, verk, tertialer, forsoek.ut))
        if not funn:
            break
    if funn:
        raise Avsloert(f"{tertialer[0]} til {tertialer[-1]}", funn)


def _det_som_vises(
    bygger: Bygger, verk: Tabellverk, tertialer: list[str], ut: Utgivelse
) -> tuple[np.ndarray, np.ndarray]:
    """De viste tallene i rekkefølgen til cellene, og avviket som er erklært for dem."""
    vist = np.maximum(verk.laast, 0)
    avvik = np.full(len(verk.antall), len(tertialer) * MYKT_AVVIK)
    for (serie, utsnitt), plass in bygger.plass.items():
        if bygger.er_hittil(serie.kube, serie.periode):
            vist[plass] = sum(
                ut.vist.get(serie._replace(periode=tertial), {}).get(utsnitt, 0)
                for tertial in tertialer
                if tertial.startswith(serie.periode)
            )
        erklaert = ut.avvik.get((serie.kube, serie.periode), avvik[plass])
        avvik[plass] = min(avvik[plass], erklaert)
    return vist, avvik


def _tertial(forsoek: _Forsoek, periode: str) -> None:
    """Ett tertial. De foregående er alt gjort, og står."""
    familie, historikk, ut = forsoek.familie, forsoek.historikk, forsoek.ut
    avtrykk = {
        kube.id: _periodeavtrykk(kube, periode, forsoek.tall) for kube in familie
    }
    uendret = [
        kube
        for kube in familie
        if (kube.id, periode) in historikk
        and historikk[kube.id, periode].avtrykk == avtrykk[kube.id]
    ]
    for kube in uendret:
        _gjenbruk(kube, periode, historikk[kube.id, periode], ut)
    if len(uendret) < len(familie):
        try:
            avrundet = _rund_av(forsoek, periode)
        except (Avsloert, LarSegIkkeVerne):
            if not uendret:
                raise
            # De frosne tallene går ikke sammen med det som er rettet. Da får hele familien en ny
            # versjon.
            for kube in uendret:
                _glem(kube, periode, ut)
            uendret = []
            avrundet = _rund_av(forsoek, periode)
        _ta_imot(avrundet, ut)
    for kube in familie:
        if kube in uendret:
            ut.historikk[kube.id, periode] = historikk[kube.id, periode]
        else:
            _frys(forsoek, kube, periode, avtrykk[kube.id])
        frosset = ut.historikk[kube.id, periode]
        forsoek.sist_vist.update(
            {celleavtrykk: vist for vist, celleavtrykk in frosset.tall.values()}
        )


class _Avrundet(NamedTuple):
    """De viste tallene i rekkefølgen til cellene i `bygger`, og avviket som erklæres for hver kube
    og periode.
    """

    bygger: Bygger
    vist: np.ndarray
    avvik: dict[tuple[str, str], int]


def _rund_av(forsoek: _Forsoek, periode: str) -> _Avrundet:
    @functools.cache
    def bygd(kjenner_tomme: bool) -> tuple[Bygger, Tabellverk]:
        bygger = Bygger(
            forsoek.familie,
            [periode],
            forsoek.tall,
            forsoek.ut.vist,
            forsoek.sist_vist,
            forsoek.trekning,
            forsoek.ut.avvik,
            kjenner_tomme,
        )
        return bygger, bygger.bygg()

    funn: list[Funn] = []
    for slipp, kjenner_tomme in itertools.product(_SLIPP, (True, False)):
        svar = _rund_av_til_ingenting_er_avsloert(
            *bygd(kjenner_tomme), forsoek.ut, forsoek.froe, slipp
        )
        if isinstance(svar, _Avrundet):
            return svar
        funn = svar or funn
    if not funn:
        kuber = ", ".join(kube.id for kube in forsoek.familie)
        raise LarSegIkkeVerne(f"{periode}: ingen avrunding går opp for {kuber}.")
    raise Avsloert(periode, funn)


def _rund_av_til_ingenting_er_avsloert(
    bygger: Bygger, verk: Tabellverk, ut: Utgivelse, froe: int, slipp: tuple[str, ...]
) -> "_Avrundet | list[Funn]":
    """Resultatet, eller det som kunne regnes ut. Funnene er tomme når ingen avrunding går opp.

    En celle som er avslørt, må vise det andre av de to tallene den kan vise. Da prøves det på nytt.
    """
    alle_funn: list[Funn] = []
    for _ in range(_FORSOEK):
        try:
            avrunding = avrund(verk, froe, slipp)
        except LarSegIkkeVerne:
            return alle_funn
        vist = avrunding.vist
        erklaert, avvik = _erklaert_avvik(bygger, avrunding, ut)
        alle_funn = angrip(verk, vist, erklaert, slipp)
        if not alle_funn:
            return _Avrundet(bygger, vist, avvik)
        laast = verk.laast.copy()
        for funn in alle_funn:
            laast[funn.celle] = 0 if vist[funn.celle] else BASIS
        if (laast == verk.laast).all():
            break
        verk = dataclasses.replace(verk, laast=laast)
    return alle_funn


def _erklaert_avvik(
    bygger: Bygger, avrunding: Avrunding, ut: Utgivelse
) -> tuple[np.ndarray, dict[tuple[str, str], int]]:
    """Avviket som erklæres for hver celle, og for hver kube og periode: det største der. Det som er
    erklært før, står.
    """
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


def _ta_imot(avrundet: _Avrundet, ut: Utgivelse) -> None:
    bygger = avrundet.bygger
    for noekkel, avvik in avrundet.avvik.items():
        if not bygger.er_hittil(*noekkel):
            ut.avvik[noekkel] = avvik
    for (serie, utsnitt), plass in bygger.plass.items():
        if not bygger.er_hittil(serie.kube, serie.periode):
            ut.vist.setdefault(serie, {})[utsnitt] = int(avrundet.vist[plass])


def _perioder(kube: Kube, tertial: str) -> list[str]:
    """Periodene som avrundes sammen med tertialet."""
    avslutter_aaret = kube.tid == "fulgt" and tertial.endswith("T3")
    return [tertial, tertial[:4]] if avslutter_aaret else [tertial]


def _celler(
    kube: Kube, tertial: str, tall: Tall
) -> dict[tuple[str, str, Utsnitt], Telling]:
    return {
        (periode, maal, utsnitt): telling
        for periode in _perioder(kube, tertial)
        for maal in kube.vernede
        for utsnitt, telling in tall.get(Serie(kube.id, maal, periode), {}).items()
        if telling.antall
    }


def _periodeavtrykk(kube: Kube, tertial: str, tall: Tall) -> str:
    innhold = sorted(
        (*celle, telling.avtrykk)
        for celle, telling in _celler(kube, tertial, tall).items()
    )
    return hashlib.blake2b(repr(innhold).encode(), digest_size=16).hexdigest()


def _gjenbruk(kube: Kube, tertial: str, frosset: Frosset, ut: Utgivelse) -> None:
    for (periode, maal, utsnitt), (vist, _) in frosset.tall.items():
        ut.vist.setdefault(Serie(kube.id, maal, periode), {})[utsnitt] = vist
    for periode in _perioder(kube, tertial):
        ut.avvik[kube.id, periode] = frosset.avvik


def _glem(kube: Kube, tertial: str, ut: Utgivelse) -> None:
    for periode in _perioder(kube, tertial):
        ut.avvik.pop((kube.id, periode), None)
        for maal in kube.vernede:
            ut.vist.pop(Serie(kube.id, maal, periode), None)


def _frys(forsoek: _Forsoek, kube: Kube, tertial: str, avtrykk: str) -> None:
    ut = forsoek.ut
    huskes = {
        (periode, maal, utsnitt): (
            ut.vist[Serie(kube.id, maal, periode)][utsnitt],
            telling.avtrykk,
        )
        for (periode, maal, utsnitt), telling in _celler(
            kube, tertial, forsoek.tall
        ).items()
    }
    noekler = [(kube.id, periode) for periode in _perioder(kube, tertial)]
    avvik = max(ut.avvik.get(noekkel, STRENGT_AVVIK) for noekkel in noekler)
    # Det som erklæres for et tertial og året det avslutter, huskes som ett, og skal være det samme
    # neste gang.
    for noekkel in noekler:
        if noekkel in ut.avvik:
            ut.avvik[noekkel] = avvik
    foer = forsoek.historikk.get((kube.id, tertial))
    # At noe som var ukjent blir kjent, er ikke en rettelse.
    rettet = foer and (foer.tall or not kube.hull)
    versjon = foer.versjon + 1 if rettet else 1
    ut.historikk[kube.id, tertial] = Frosset(avtrykk, versjon, avvik, huskes)


def _legg_til_aaret(
    kube: Kube, tertialer: list[str], tall: Tall, ut: Utgivelse
) -> None:
    """Året til en beholdning er siste tertial, og året til en strøm er summen av tertialene."""
    if not tertialer[-1].endswith("T3") or kube.tid == "fulgt":
        return
    aar = tertialer[-1][:4]
    deler = tertialer[-1:] if kube.tid == "beholdning" else tertialer
    # Er ni erklært for et tertial, kan summen heller ikke love mer.
    avvik = max(ut.avvik.get((kube.id, tertial), STRENGT_AVVIK) for tertial in deler)
    for maal in kube.vernede:
        aaret: dict[Utsnitt, int] = {}
        for tertial in deler:
            for utsnitt, vist in ut.vist.get(Serie(kube.id, maal, tertial), {}).items():
                aaret[utsnitt] = aaret.get(utsnitt, 0) + vist
        serie = Serie(kube.id, maal, aar)
        ut.vist[serie] = aaret
        virkelig = tall.get(serie, {})
        avvikene = [
            abs(vist - virkelig[utsnitt].antall)
            for utsnitt, vist in aaret.items()
            if utsnitt in virkelig
        ]
        avvik = max([avvik, *avvikene])
    ut.avvik[kube.id, aar] = STRENGT_AVVIK if avvik <= STRENGT_AVVIK else MYKT_AVVIK
