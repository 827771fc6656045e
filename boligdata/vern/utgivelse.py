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
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
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
from boligdata.vern.familie import (
    Familie,
    Serie,
    Tall,
    Telling,
    Utsnitt,
    Vist,
    familier,
)
from boligdata.vern.tabellverk import Bygger, DetViste


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
    """Rund av alle perioder som ikke er frosset, og angrip resultatet. Kuber som ikke henger
    sammen, tas samtidig.

    `trekning` gir et tall fra 0 til 1 som følger av et avtrykk og en hemmelighet. `fremdrift`
    kalles med andelen som er gjort, fra 0 til 1. Kaster `Avsloert` når angrepet lykkes, og
    `LarSegIkkeVerne` når det ikke finnes noen avrunding.
    """
    familiene = [Familie(familie, tall) for familie in familier(kuber)]
    framgang = _Framgang(familiene, fremdrift)

    def utgi_en(familie: Familie) -> Utgivelse:
        return _utgi_familie(
            familie,
            historikk,
            trekning,
            froe,
            functools.partial(framgang.meld, familie),
        )

    ut = Utgivelse({}, {}, {})
    with ThreadPoolExecutor(os.cpu_count()) as traader:
        for ny in traader.map(utgi_en, familiene):
            for samlet, nytt in zip(ut, ny):
                samlet.update(nytt)
    return ut


class _Framgang:
    """Hvor stor del av cellene som er gjort, når familiene tas samtidig.

    En ny trekning begynner forfra, men framdriften går ikke tilbake.
    """

    def __init__(self, familiene: list[Familie], fremdrift: Callable[[float], None]):
        self._celler = {
            id(familie): sum(map(len, familie.tall.values())) for familie in familiene
        }
        self._alle = max(sum(self._celler.values()), 1)
        self._gjort = dict.fromkeys(self._celler, 0.0)
        self._fremdrift = fremdrift
        self._laas = threading.Lock()

    def meld(self, familie: Familie, andel: float) -> None:
        """Så stor andel av familien er gjort."""
        with self._laas:
            mine = andel * self._celler[id(familie)]
            self._gjort[id(familie)] = max(self._gjort[id(familie)], mine)
            self._fremdrift(sum(self._gjort.values()) / self._alle)


def _utgi_familie(
    familie: Familie,
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
            familie, historikk, _trekning_nummer(nr, trekning), froe + nr
        )
        try:
            return forsoek.utgi(fremdrift)
        except (Avsloert, LarSegIkkeVerne):
            nr += 1
            if nr == _TREKNINGER:
                raise


def _trekning_nummer(
    nr: int, trekning: Callable[[str], float]
) -> Callable[[str], float]:
    return (lambda avtrykk: trekning(f"{avtrykk} {nr}")) if nr else trekning


class _Forsoek:
    """Ett forsøk på å runde av alle tertialene i en familie med én trekning, tertial for tertial.

    `sist_vist` er tallet hver celle viste sist, etter avtrykket av dem som er talt.
    """

    def __init__(
        self,
        familie: Familie,
        historikk: Historikk,
        trekning: Callable[[str], float],
        froe: int,
    ):
        self.familie, self.froe = familie, froe
        self.trekning = functools.cache(trekning)
        self.historikk = {
            noekkel: frosset
            for noekkel, frosset in historikk.items()
            if noekkel[0] in familie.kuber
        }
        self.kuber = list(familie.kuber.values())
        self.det_viste = DetViste({}, {})
        self.frosset: Historikk = {}
        self.sist_vist: dict[str, int] = {}
        for frosset in self.historikk.values():
            self._husk(frosset)

    def _husk(self, frosset: Frosset) -> None:
        self.sist_vist |= {avtrykk: vist for vist, avtrykk in frosset.tall.values()}

    def utgi(self, fremdrift: Callable[[float], None]) -> Utgivelse:
        """De viste tallene for alle tertialene og årene, når angrepene er avvist."""
        tertialer = self.familie.tertialer
        for _, gruppe in itertools.groupby(tertialer, key=lambda tertial: tertial[:4]):
            aarets = list(gruppe)
            for tertial in aarets:
                self._tertial(tertial)
                fremdrift((tertialer.index(tertial) + 1) / len(tertialer))
            for kube in self.kuber:
                self._legg_til_aaret(kube, aarets)
            self._angrip_det_som_vises(aarets, angrip)
        # Er ingen talt, er det som var levert, stoppet, og tallene fra forrige gang står.
        if tertialer:
            self._angrip_det_som_vises(tertialer, angrip_alle_aar)
        return Utgivelse(
            {
                serie: {
                    self.familie.utsnitt[utsnitt]: int(vist[utsnitt])
                    for utsnitt in np.flatnonzero(vist >= 0)
                }
                for serie, vist in self.det_viste.vist.items()
            },
            self.frosset,
            self.det_viste.avvik,
        )

    # -------------------------------------------------------------------------- angrepet

    def _angrip_det_som_vises(self, tertialer: list[str], angrep) -> None:
        """Hvert tertial er angrepet for seg. Det kan likevel finnes noe å lære av mange, for
        beholdningene følger av hverandre.
        """
        for kjenner_tomme in (True, False):
            bygger = Bygger(
                self.familie, tertialer, self.det_viste, kjenner_tomme=kjenner_tomme
            )
            verk = bygger.bygg()
            funn = angrep(verk, *self._det_som_vises(bygger, verk, tertialer))
            if not funn:
                return
        raise Avsloert(f"{tertialer[0]} til {tertialer[-1]}", funn)

    def _det_som_vises(
        self, bygger: Bygger, verk: Tabellverk, tertialer: list[str]
    ) -> tuple[np.ndarray, np.ndarray]:
        """De viste tallene i rekkefølgen til cellene, og avviket som er erklært for dem."""
        vist = np.maximum(verk.laast, 0)
        avvik = np.full(len(verk.antall), len(tertialer) * MYKT_AVVIK)
        for serie, plass in bygger.plass.items():
            finnes = plass >= 0
            if bygger.er_hittil(serie):
                vist[plass[finnes]] = self._sum_over_tertialene(
                    serie,
                    [t for t in tertialer if t.startswith(serie.periode)],
                )[finnes].clip(0)
            erklaert = self.det_viste.avvik.get((serie.kube, serie.periode))
            if erklaert is not None:
                avvik[plass[finnes]] = np.minimum(avvik[plass[finnes]], erklaert)
        return vist, avvik

    def _sum_over_tertialene(self, serie: Serie, tertialer: list[str]) -> np.ndarray:
        """Summen av det som er vist i tertialene, og −1 der ingenting er vist i noen av dem."""
        deler = [serie._replace(periode=tertial) for tertial in tertialer]
        ingen = self._ingenting_vist()
        alle = np.stack([ingen, *(self.det_viste.vist.get(d, ingen) for d in deler)])
        noe_er_vist = (alle >= 0).any(axis=0)
        return np.where(noe_er_vist, alle.clip(0).sum(axis=0), -1)

    # -------------------------------------------------------------------- ett tertial

    def _tertial(self, periode: str) -> None:
        """Ett tertial. De foregående er alt gjort, og står."""
        avtrykk = {kube.id: self._periodeavtrykk(kube, periode) for kube in self.kuber}
        uendret = [
            kube
            for kube in self.kuber
            if (kube.id, periode) in self.historikk
            and self.historikk[kube.id, periode].avtrykk == avtrykk[kube.id]
        ]
        for kube in uendret:
            self._gjenbruk(kube, periode)
        if len(uendret) < len(self.kuber):
            try:
                avrundet = self._rund_av(periode)
            except (Avsloert, LarSegIkkeVerne):
                if not uendret:
                    raise
                # De frosne tallene går ikke sammen med det som er rettet. Da får hele familien en
                # ny versjon.
                for kube in uendret:
                    self._glem(kube, periode)
                uendret = []
                avrundet = self._rund_av(periode)
            self._ta_imot(avrundet)
        for kube in self.kuber:
            if kube in uendret:
                self.frosset[kube.id, periode] = self.historikk[kube.id, periode]
            else:
                self._frys(kube, periode, avtrykk[kube.id])
            self._husk(self.frosset[kube.id, periode])

    def _rund_av(self, periode: str) -> "_Avrundet":
        @functools.cache
        def bygd(kjenner_tomme: bool) -> tuple[Bygger, Tabellverk]:
            bygger = Bygger(
                self.familie,
                [periode],
                self.det_viste,
                lambda avtrykk: self.sist_vist.get(avtrykk, -1),
                self.trekning,
                kjenner_tomme,
            )
            return bygger, bygger.bygg()

        funn: list[Funn] = []
        for slipp, kjenner_tomme in itertools.product(_SLIPP, (True, False)):
            svar = self._rund_av_til_ingenting_er_avsloert(*bygd(kjenner_tomme), slipp)
            if isinstance(svar, _Avrundet):
                return svar
            funn = svar or funn
        if not funn:
            kuber = ", ".join(self.familie.kuber)
            raise LarSegIkkeVerne(f"{periode}: ingen avrunding går opp for {kuber}.")
        raise Avsloert(periode, funn)

    def _rund_av_til_ingenting_er_avsloert(
        self, bygger: Bygger, verk: Tabellverk, slipp: tuple[str, ...]
    ) -> "_Avrundet | list[Funn]":
        """Resultatet, eller det som kunne regnes ut. Funnene er tomme når ingen avrunding går opp.

        En celle som er avslørt, må vise det andre av de to tallene den kan vise. Da prøves det på
        nytt.
        """
        alle_funn: list[Funn] = []
        for _ in range(_FORSOEK):
            try:
                avrunding = avrund(verk, self.froe, slipp)
            except LarSegIkkeVerne:
                return alle_funn
            vist = avrunding.vist
            erklaert, avvik = self._erklaert_avvik(bygger, avrunding)
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
        self, bygger: Bygger, avrunding: Avrunding
    ) -> tuple[np.ndarray, dict[tuple[str, str], int]]:
        """Avviket som erklæres for hver celle, og for hver kube og periode: det største der. Det
        som er erklært før, står.
        """
        avvik: dict[tuple[str, str], int] = {}
        cellene = {serie: plass[plass >= 0] for serie, plass in bygger.plass.items()}
        for serie, celler in cellene.items():
            noekkel = serie.kube, serie.periode
            if len(celler):
                avvik[noekkel] = self.det_viste.avvik.get(noekkel) or max(
                    avvik.get(noekkel, 0), int(avrunding.avvik[celler].max())
                )
        erklaert = np.full(len(avrunding.avvik), MYKT_AVVIK)
        for serie, celler in cellene.items():
            if len(celler):
                erklaert[celler] = np.minimum(
                    erklaert[celler], avvik[serie.kube, serie.periode]
                )
        return erklaert, avvik

    def _ta_imot(self, avrundet: "_Avrundet") -> None:
        for serie, plass in avrundet.bygger.plass.items():
            finnes = plass >= 0
            if avrundet.bygger.er_hittil(serie) or not finnes.any():
                continue
            noekkel = serie.kube, serie.periode
            self.det_viste.avvik[noekkel] = avrundet.avvik[noekkel]
            vist = self.det_viste.vist.setdefault(serie, self._ingenting_vist())
            vist[finnes] = avrundet.vist[plass[finnes]]

    def _ingenting_vist(self) -> np.ndarray:
        return np.full(len(self.familie.utsnitt), -1)

    # ------------------------------------------------------------------------ frosne tall

    def _celler(
        self, kube: Kube, tertial: str
    ) -> dict[tuple[str, str, Utsnitt], Telling]:
        return {
            (periode, maal, utsnitt): telling
            for periode in _perioder(kube, tertial)
            for maal in kube.vernede
            for utsnitt, telling in self.familie.tall.get(
                Serie(kube.id, maal, periode), {}
            ).items()
            if telling.antall
        }

    def _periodeavtrykk(self, kube: Kube, tertial: str) -> str:
        innhold = sorted(
            (*celle, telling.avtrykk)
            for celle, telling in self._celler(kube, tertial).items()
        )
        return hashlib.blake2b(repr(innhold).encode(), digest_size=16).hexdigest()

    def _gjenbruk(self, kube: Kube, tertial: str) -> None:
        frosset = self.historikk[kube.id, tertial]
        for (periode, maal, utsnitt), (vist, _) in frosset.tall.items():
            serie = Serie(kube.id, maal, periode)
            alle = self.det_viste.vist.setdefault(serie, self._ingenting_vist())
            alle[self.familie.nummer[utsnitt]] = vist
        for periode in _perioder(kube, tertial):
            self.det_viste.avvik[kube.id, periode] = frosset.avvik

    def _glem(self, kube: Kube, tertial: str) -> None:
        for periode in _perioder(kube, tertial):
            self.det_viste.avvik.pop((kube.id, periode), None)
            for maal in kube.vernede:
                self.det_viste.vist.pop(Serie(kube.id, maal, periode), None)

    def _frys(self, kube: Kube, periode: str, avtrykk: str) -> None:
        huskes = {
            (periode, maal, utsnitt): (
                int(
                    self.det_viste.vist[Serie(kube.id, maal, periode)][
                        self.familie.nummer[utsnitt]
                    ]
                ),
                telling.avtrykk,
            )
            for (periode, maal, utsnitt), telling in self._celler(kube, periode).items()
        }
        noekler = [(kube.id, del_) for del_ in _perioder(kube, periode)]
        avvik = max(
            self.det_viste.avvik.get(noekkel, STRENGT_AVVIK) for noekkel in noekler
        )
        # Det som erklæres for et tertial og året det avslutter, huskes som ett, og skal være det
        # samme neste gang.
        for noekkel in noekler:
            if noekkel in self.det_viste.avvik:
                self.det_viste.avvik[noekkel] = avvik
        foer = self.historikk.get((kube.id, periode))
        # At noe som var ukjent blir kjent, er ikke en rettelse.
        rettet = foer and (foer.tall or not kube.hull)
        versjon = foer.versjon + 1 if rettet else 1
        self.frosset[kube.id, periode] = Frosset(avtrykk, versjon, avvik, huskes)

    def _legg_til_aaret(self, kube: Kube, tertialer: list[str]) -> None:
        """Året til en beholdning er siste tertial, og året til en strøm er summen av tertialene."""
        if not tertialer[-1].endswith("T3") or kube.tid == "fulgt":
            return
        aar = tertialer[-1][:4]
        deler = tertialer[-1:] if kube.tid == "beholdning" else tertialer
        # Er ni erklært for et tertial, kan summen heller ikke love mer.
        avvik = max(
            self.det_viste.avvik.get((kube.id, tertial), STRENGT_AVVIK)
            for tertial in deler
        )
        for maal in kube.vernede:
            serie = Serie(kube.id, maal, aar)
            aaret = self._sum_over_tertialene(serie, deler)
            self.det_viste.vist[serie] = aaret
            virkelig = self.familie.rekke(serie)
            vist = aaret[virkelig.utsnitt]
            avvikene = np.abs(vist - virkelig.antall)[vist >= 0]
            avvik = max(avvik, int(avvikene.max(initial=0)))
        self.det_viste.avvik[kube.id, aar] = (
            STRENGT_AVVIK if avvik <= STRENGT_AVVIK else MYKT_AVVIK
        )


class _Avrundet(NamedTuple):
    """De viste tallene i rekkefølgen til cellene i `bygger`, og avviket som erklæres for hver kube
    og periode.
    """

    bygger: Bygger
    vist: np.ndarray
    avvik: dict[tuple[str, str], int]


def _perioder(kube: Kube, tertial: str) -> list[str]:
    """Periodene som avrundes sammen med tertialet."""
    avslutter_aaret = kube.tid == "fulgt" and tertial.endswith("T3")
    return [tertial, tertial[:4]] if avslutter_aaret else [tertial]
