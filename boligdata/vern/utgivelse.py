"""Fra virkelige tall til tall som kan vises: tertial for tertial, og det som alt er publisert, står.

Et tertial er frosset når det er publisert. Er medlemmene i en kube de samme ved neste bygg, er tallene de samme. Er noe rettet,
får kuben en ny versjon av det tertialet, der cellene som ikke er berørt, helst viser det samme som før.
"""

import dataclasses
import hashlib
import itertools
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from boligdata.katalog import Kube
from boligdata.vern.angrep import Funn, angrip
from boligdata.vern.avrunding import BASIS, MYKT_AVVIK, STRENGT_AVVIK, LarSegIkkeVerne, Tabellverk, avrund
from boligdata.vern.tabellverk import Bygger, Serie, Tall, Telling, Utsnitt, Vist, familier


class Frosset(NamedTuple):
    """Det som er publisert for en kube i et tertial.

    `avtrykk` sier hvem som er talt. `tall` har det viste tallet og avtrykket av hver celle, etter periode, mål og utsnitt.
    Perioden er tertialet, eller året når kuben følger husstander gjennom året.
    """

    avtrykk: str
    versjon: int
    avvik: int
    tall: dict[tuple[str, str, Utsnitt], tuple[int, str]]


# Etter kube og tertial.
Historikk = dict[tuple[str, str], Frosset]


class Utgivelse(NamedTuple):
    """De viste tallene for alle perioder, det som skal huskes til neste gang, og det største avviket i hver kube og periode."""

    vist: Vist
    historikk: Historikk
    avvik: dict[tuple[str, str], int]


# Sammenhengene som slippes når ingen avrunding oppfyller alle: ingen, så en og en til. Summene i tabellene slippes aldri.
_FORSOEK, _TREKNINGER = 12, 10
_SLIPP = ((), ("bevegelse",), ("bevegelse", "aar"), ("bevegelse", "aar", "kuber"))


class Avsloert(Exception):
    """Angrepet på egne tall lyktes, så de kan ikke publiseres."""

    def __init__(self, periode: str, funn: list[Funn]):
        super().__init__(f"{periode}: {funn[0].tabell}: {funn[0].grunn}")
        self.periode, self.funn = periode, funn


def utgi(kuber: dict[str, Kube], tall: Tall, historikk: Historikk, trekning: Callable[[str], float], froe: int = 0) -> Utgivelse:
    """Rund av alle perioder som ikke er frosset, og angrip resultatet.

    `trekning` gir et tall fra 0 til 1 som følger av et avtrykk og en hemmelighet. Kaster `Avsloert` når angrepet lykkes, og
    `LarSegIkkeVerne` når det ikke finnes noen avrunding.
    """
    ut = Utgivelse({}, {}, {})
    for familie in familier(kuber):
        ny = _utgi_familie(familie, tall, historikk, trekning, froe)
        for alt, nytt in zip(ut, ny):
            alt.update(nytt)
    return ut


def _utgi_familie(familie: tuple[Kube, ...], tall: Tall, historikk: Historikk, trekning, froe: int) -> Utgivelse:
    """Går det ikke opp med den første trekningen, prøves en annen. Det som er frosset, står uansett."""
    for forsoek in range(_TREKNINGER):
        def trekk(avtrykk: str, nr: int = forsoek) -> float:
            return trekning(f"{avtrykk} {nr}" if nr else avtrykk)

        try:
            return _alle_tertialer(familie, tall, historikk, trekk, froe + forsoek)
        except (Avsloert, LarSegIkkeVerne):
            if forsoek == _TREKNINGER - 1:
                raise


def _alle_tertialer(familie: tuple[Kube, ...], tall: Tall, historikk: Historikk, trekning, froe: int) -> Utgivelse:
    ut = Utgivelse({}, {}, {})
    mine = {k.id for k in familie}
    sist_vist = {avtrykk: vist for (kube, _), f in historikk.items() if kube in mine for vist, avtrykk in f.tall.values()}
    tertialer = sorted({s.periode for s in tall if "-T" in s.periode})
    for _, gruppe in itertools.groupby(tertialer, key=lambda t: t[:4]):
        aarets = list(gruppe)
        # Et år ingen har sett noe av, rundes av under ett. Det gir flere løsninger å velge blant.
        nytt = not any((k.id, t) in historikk for k in familie for t in aarets)
        for nr in [len(aarets) - 1] if nytt else range(len(aarets)):
            _tertial(familie, aarets[: nr + 1], aarets if nytt else aarets[nr:nr + 1], tall, historikk, ut, sist_vist,
                     trekning, froe)
        for kube in familie:
            _legg_til_aaret(kube, aarets, tall, ut)
    return ut


def _tertial(familie, tertialer: list[str], nye: list[str], tall: Tall, historikk: Historikk, ut: Utgivelse, sist_vist,
             trekning, froe) -> None:
    """De `nye` av `tertialer`, til vanlig det siste. De andre er årets tidligere tertialer, som alt er gjort."""
    periode = tertialer[-1]
    avtrykk = {k.id: _periodeavtrykk(k, periode, tall) for k in familie}
    uendret = [k for k in familie if (k.id, periode) in historikk and historikk[k.id, periode].avtrykk == avtrykk[k.id]]
    for kube in uendret:
        _gjenbruk(kube, periode, historikk[kube.id, periode], ut)
    if len(uendret) < len(familie):
        try:
            resultat = _rund_av(familie, tertialer, tall, ut, sist_vist, trekning, froe)
        except LarSegIkkeVerne:
            if not uendret:
                raise
            # De frosne tallene går ikke sammen med det som er rettet. Da får hele familien en ny versjon.
            for kube in uendret:
                _glem(kube, periode, ut)
            uendret = []
            resultat = _rund_av(familie, tertialer, tall, ut, sist_vist, trekning, froe)
        _ta_imot(familie, *resultat, ut)
    for kube, ny in itertools.product(familie, nye):
        _frys(kube, ny, tall, historikk, ut, kube in uendret)
        sist_vist.update({a: v for v, a in ut.historikk[kube.id, ny].tall.values()})


def _rund_av(familie, tertialer, tall, ut: Utgivelse, sist_vist, trekning, froe) -> tuple[Bygger, np.ndarray]:
    bygger = Bygger(familie, tertialer, tall, ut.vist, sist_vist, trekning)
    verk = bygger.bygg()
    funn: list[Funn] = []
    for slipp in _SLIPP:
        vist, funn = _rund_av_til_ingenting_er_avsloert(bygger, verk, ut, froe, slipp) or (None, funn)
        if vist is not None:
            return bygger, vist
    if not funn:
        raise LarSegIkkeVerne(f"{tertialer[-1]}: ingen avrunding går opp for {', '.join(k.id for k in familie)}.")
    raise Avsloert(tertialer[-1], funn)


def _rund_av_til_ingenting_er_avsloert(bygger: Bygger, verk: Tabellverk, ut: Utgivelse, froe: int, slipp: tuple[str, ...]):
    """De viste tallene og ingen funn, eller None og funnene. Gir None når ingen avrunding går opp.

    En celle som er avslørt, må vise det andre av de to tallene den kan vise. Da prøves det på nytt.
    """
    funn: list[Funn] = []
    for _ in range(_FORSOEK):
        try:
            vist = avrund(verk, froe, slipp)
        except LarSegIkkeVerne:
            return (None, funn) if funn else None
        funn = angrip(verk, vist, _erklaert_avvik(bygger, verk, vist, ut), slipp)
        if not funn:
            return vist, []
        laast = verk.laast.copy()
        for f in funn:
            laast[f.celle] = 0 if vist[f.celle] else BASIS
        if (laast == verk.laast).all():
            break
        verk = dataclasses.replace(verk, laast=laast)
    return None, funn


def _erklaert_avvik(bygger: Bygger, verk: Tabellverk, vist, ut: Utgivelse) -> np.ndarray:
    """Avviket som erklæres for hver celle: 9 for hele kuben når noen av cellene dens måtte flyttes mer enn 4."""
    nye: dict[tuple[str, str], int] = {}
    for (serie, _), plass in bygger.plass.items():
        stort = abs(vist[plass] - verk.antall[plass]) > STRENGT_AVVIK
        noekkel = serie.kube, serie.periode
        nye[noekkel] = max(nye.get(noekkel, STRENGT_AVVIK), MYKT_AVVIK if stort else STRENGT_AVVIK, ut.avvik.get(noekkel, 0))
    erklaert = np.full(len(vist), STRENGT_AVVIK)
    for (serie, _), plass in bygger.plass.items():
        erklaert[plass] = max(erklaert[plass], nye[serie.kube, serie.periode])
    ut.avvik.update({noekkel: avvik for noekkel, avvik in nye.items() if not bygger.er_hittil(*noekkel)})
    return erklaert


def _ta_imot(familie, bygger: Bygger, vist, ut: Utgivelse) -> None:
    for (serie, utsnitt), plass in bygger.plass.items():
        if not bygger.er_hittil(serie.kube, serie.periode):
            ut.vist.setdefault(serie, {})[utsnitt] = int(vist[plass])


def _perioder(kube: Kube, periode: str) -> list[str]:
    """Periodene som avrundes sammen med tertialet."""
    return [periode, periode[:4]] if kube.tid == "fulgt" and periode.endswith("T3") else [periode]


def _celler(kube: Kube, periode: str, tall: Tall) -> dict[tuple[str, str, Utsnitt], Telling]:
    return {(p, m, u): t for p in _perioder(kube, periode) for m in kube.vernede
            for u, t in tall.get(Serie(kube.id, m, p), {}).items() if t.antall}


def _periodeavtrykk(kube: Kube, periode: str, tall: Tall) -> str:
    innhold = sorted((p, m, u, t.avtrykk) for (p, m, u), t in _celler(kube, periode, tall).items())
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


def _frys(kube: Kube, periode: str, tall: Tall, historikk: Historikk, ut: Utgivelse, uendret: bool) -> None:
    foer = historikk.get((kube.id, periode))
    if uendret:
        ut.historikk[kube.id, periode] = foer
        return
    huskes = {(p, m, u): (ut.vist[Serie(kube.id, m, p)][u], t.avtrykk)
              for (p, m, u), t in _celler(kube, periode, tall).items()}
    avvik = max(ut.avvik.get((kube.id, p), STRENGT_AVVIK) for p in _perioder(kube, periode))
    avtrykk = _periodeavtrykk(kube, periode, tall)
    ut.historikk[kube.id, periode] = Frosset(avtrykk, foer.versjon + 1 if foer else 1, avvik, huskes)


def _legg_til_aaret(kube: Kube, tertialer: list[str], tall: Tall, ut: Utgivelse) -> None:
    """Året til en beholdning er siste tertial, og året til en strøm er summen av tertialene."""
    if not tertialer[-1].endswith("T3") or kube.tid == "fulgt":
        return
    aar = tertialer[-1][:4]
    avvik = 0
    for maal in kube.vernede:
        aaret: dict[Utsnitt, int] = {}
        for tertial in tertialer[-1:] if kube.tid == "beholdning" else tertialer:
            for utsnitt, vist in ut.vist.get(Serie(kube.id, maal, tertial), {}).items():
                aaret[utsnitt] = aaret.get(utsnitt, 0) + vist
        serie = Serie(kube.id, maal, aar)
        ut.vist[serie] = aaret
        virkelig = tall.get(serie, {})
        avvik = max([avvik, *(abs(v - virkelig[u].antall) for u, v in aaret.items())])
    ut.avvik[kube.id, aar] = STRENGT_AVVIK if avvik <= STRENGT_AVVIK else MYKT_AVVIK
