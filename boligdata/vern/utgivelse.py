"""Fra virkelige tall til tall som kan vises: år for år, og det som alt er publisert, står.

Et tertial er frosset når det er publisert. Er medlemmene i en kube de samme ved neste bygg, er
tallene de samme. Er noe rettet, rundes året av på nytt med så få endringer som mulig, og der et tall
som vises er endret, får kuben en ny versjon av tertialet. Går det ikke opp, slippes årene rundt.
"""

import functools
import hashlib
import itertools
import os
import threading
from collections.abc import Callable, Iterable, Set
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from boligdata.felles.katalog import Kube
from boligdata.vern.angrep import Funn, angrip, angrip_alle_aar
from boligdata.vern.avrunding import (
    MYKT_AVVIK,
    STRENGT_AVVIK,
    LarSegIkkeVerne,
    Tabellverk,
)
from boligdata.vern.familie import (
    Familie,
    Familieplan,
    Nivaa,
    Serie,
    Tall,
    Telling,
    Utsnitt,
    Vist,
    neste_tertial,
    planlegg,
    tidligere,
)
from boligdata.vern.frosset import INGEN, Frosset, Historikk
from boligdata.vern.proevd import Avtrykker
from boligdata.vern.program import SLAG
from boligdata.vern.runding import Avrundet, Avsloert, Oppgave, rund_av
from boligdata.vern.tabellverk import Bygger, DetViste


class Utgivelse(NamedTuple):
    """De viste tallene for alle perioder, det som skal huskes til neste gang, det største avviket på
    hvert nivå, og avtrykkene av angrepene som ikke førte fram.
    """

    vist: Vist
    historikk: Historikk
    avvik: dict[Nivaa, int]
    proevd: Set[str] = frozenset()


# Hvor mange trekninger som prøves: for alt, og for en bolk før noe annet gjøres om.
_TREKNINGER, _TREKNINGER_I_BOLKEN = 10, 3


def utgi(
    kuber: dict[str, Kube],
    tall: Tall,
    historikk: Historikk,
    trekning: Callable[[str], float],
    froe: int = 0,
    fremdrift: Callable[[float], None] = lambda andel: None,
    proevd: Set[str] = frozenset(),
) -> Utgivelse:
    """Rund av alle perioder som ikke er frosset, og angrip resultatet. Kuber som ikke henger
    sammen, tas samtidig.

    `trekning` gir et tall fra 0 til 1 som følger av et avtrykk og en hemmelighet. `fremdrift`
    kalles med andelen som er gjort, fra 0 til 1. `proevd` er angrepene som ikke førte fram sist, og
    som ikke trengs igjen. Kaster `Avsloert` når angrepet lykkes, og
    `LarSegIkkeVerne` når det ikke finnes noen avrunding.
    """
    planer = planlegg(kuber)
    familiene = [
        Familie(
            plan.kuber,
            tall,
            plan.antakelser,
            {kube.id: kube for nr in plan.bygger_paa for kube in planer[nr].kuber},
            _publiserte_utsnitt(plan.kuber, historikk),
        )
        for plan in planer
    ]
    framgang = _Framgang(familiene, fremdrift)
    ferdige: list[Future] = []

    def utgi_en(plan: Familieplan, familie: Familie) -> Utgivelse:
        return _utgi_familie(
            familie,
            _samlet(ferdige[nr].result() for nr in sorted(plan.bygger_paa)),
            historikk,
            trekning,
            froe,
            functools.partial(framgang.meld, familie),
            proevd,
        )

    # En familie venter bare på dem som er satt i gang før den.
    with ThreadPoolExecutor(os.cpu_count()) as traader:
        for plan, familie in zip(planer, familiene):
            ferdige.append(traader.submit(utgi_en, plan, familie))
    return _samlet(ferdig.result() for ferdig in ferdige)


def _publiserte_utsnitt(
    kuber: tuple[Kube, ...], historikk: Historikk
) -> dict[Utsnitt, None]:
    """Utsnittene der noe er vist før, i den rekkefølgen de står."""
    ider = {kube.id for kube in kuber}
    return {
        utsnitt: None
        for (kube, _), frosset in historikk.items()
        if kube in ider
        for _, _, utsnitt in frosset.vist
    }


def _samlet(utgivelser: Iterable[Utgivelse]) -> Utgivelse:
    ut = Utgivelse({}, {}, {}, set())
    for ny in utgivelser:
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
    laant: Utgivelse,
    historikk: Historikk,
    trekning: Callable[[str], float],
    froe: int,
    fremdrift: Callable[[float], None],
    proevd: Set[str],
) -> Utgivelse:
    """Går det ikke opp, slippes mer av det som er frosset: først det som er rettet, så hele året det
    stopper i, så årene rundt. Hjelper ikke det, prøves en annen trekning.
    """
    for nr in range(_TREKNINGER):
        bolker = _aar_for_aar(familie.tertialer)
        for alt_kan_staa in itertools.chain([True], itertools.repeat(False)):
            forsoek = _Forsoek(
                familie,
                laant,
                historikk,
                trekning,
                froe,
                nr * _TREKNINGER_I_BOLKEN,
                proevd,
                alt_kan_staa,
            )
            try:
                return forsoek.utgi(bolker, fremdrift)
            except (Avsloert, LarSegIkkeVerne) as grunn:
                stoppet = grunn
                stedet = forsoek.bolk
            if not forsoek.historikk:
                break
            if not alt_kan_staa and not _slipp_mer(bolker, stedet):
                break
    raise stoppet


class _Bolk(NamedTuple):
    """Tertialer som tas etter hverandre. Er de `samlet`, rundes de av sammen, også de nye, og alt
    som er frosset i dem, kan slippes.
    """

    tertialer: list[str]
    samlet: bool


def _aar_for_aar(tertialer: list[str]) -> list[_Bolk]:
    return [
        _Bolk(list(aarets), False)
        for _, aarets in itertools.groupby(tertialer, key=_aaret_til)
    ]


def _aaret_til(tertial: str) -> str:
    return tertial[:4]


def _slipp_mer(bolker: list[_Bolk], nr: int | None) -> bool:
    """La mer av det som er frosset, kunne slippes for at bolk nummer `nr` skal gå opp. Gir usann
    når det ikke er mer å slippe.
    """
    if nr is None or (bolker[nr].samlet and len(bolker) == 1):
        return False
    if not bolker[nr].samlet:
        bolker[nr] = _Bolk(bolker[nr].tertialer, True)
        return True
    foerste = max(nr - 1, 0)
    begge = bolker[foerste].tertialer + bolker[foerste + 1].tertialer
    bolker[foerste : foerste + 2] = [_Bolk(begge, True)]
    return True


def _trekning_nummer(
    nr: int, trekning: Callable[[str], float]
) -> Callable[[str], float]:
    return (lambda avtrykk: trekning(f"{avtrykk} {nr}")) if nr else trekning


class _Forsoek:
    """Ett forsøk på å runde av alle tertialene i en familie, bolk for bolk.

    `sist_vist` er tallet hver celle viste sist, etter avtrykket av dem som er talt.
    """

    def __init__(
        self,
        familie: Familie,
        laant: Utgivelse,
        historikk: Historikk,
        trekning: Callable[[str], float],
        froe: int,
        trekning_nr: int,
        proevd: Set[str],
        alt_kan_staa: bool,
    ):
        self.familie = familie
        self.alt_kan_staa = alt_kan_staa
        self.trekning_av, self.froe_av = trekning, froe
        self.foerste_trekning = trekning_nr
        self._bruk_trekning(0)
        self.historikk = {
            noekkel: frosset
            for noekkel, frosset in historikk.items()
            if noekkel[0] in familie.kuber
        }
        self.kuber = list(familie.kuber.values())
        self.det_viste = DetViste(
            {
                serie: self._etter_nummer(laant.vist.get(serie, {}))
                for serie in familie.laant_tall
            },
            {
                nivaa: avvik
                for nivaa, avvik in laant.avvik.items()
                if nivaa.kube in familie.alle_kuber
            },
            {},
        )
        self.frosset: Historikk = {}
        self.proevd_foer, self.proevd = proevd, set()
        self.laante = {
            noekkel: frosset
            for noekkel, frosset in laant.historikk.items()
            if noekkel[0] in familie.alle_kuber
        }
        self.avtrykker = Avtrykker(familie, self.frosset, self.laante)
        self.endret_utenfra = {
            tertial
            for (kube, tertial), frosset in self.laante.items()
            if frosset.vist != historikk.get((kube, tertial), frosset).vist
        }
        self.sist_vist: dict[str, int] = {}
        # Bolken som er under arbeid, og None når alle er gjort.
        self.bolk: int | None = 0
        for frosset in self.historikk.values():
            self._husk(frosset)

    def _husk(self, frosset: Frosset) -> None:
        self.sist_vist |= {avtrykk: vist for vist, avtrykk in frosset.tall.values()}

    def _bruk_trekning(self, nr: int) -> None:
        """Ta i bruk trekning nummer `nr` av dem som kan prøves i en bolk."""
        nr += self.foerste_trekning
        self.froe = self.froe_av + nr
        self.trekning = functools.cache(_trekning_nummer(nr, self.trekning_av))

    def utgi(
        self, bolker: list[_Bolk], fremdrift: Callable[[float], None]
    ) -> Utgivelse:
        """De viste tallene for alle tertialene og årene, når angrepene er avvist."""
        tertialer = self.familie.tertialer
        for self.bolk, bolk in enumerate(bolker):
            self._ta_bolken_til_den_gaar_opp(bolk)
            fremdrift((tertialer.index(bolk.tertialer[-1]) + 1) / len(tertialer))
        self.bolk = None
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
                if serie.kube in self.familie.kuber
            },
            self.frosset,
            {
                nivaa: avvik
                for nivaa, avvik in self.det_viste.avvik.items()
                if nivaa.kube in self.familie.kuber
            },
            self.proevd,
        )

    def _ta_bolken_til_den_gaar_opp(self, bolk: _Bolk) -> None:
        """Er noe i bolken nytt, prøves flere trekninger før noe annet gjøres om."""
        noe_nytt = not all(map(self._er_publisert, bolk.tertialer))
        for nr in range(_TREKNINGER_I_BOLKEN - 1 if noe_nytt else 0):
            self._bruk_trekning(nr)
            foer = self._tilstanden()
            try:
                self._ta_bolken(bolk)
                return
            except (Avsloert, LarSegIkkeVerne):
                self._sett_tilbake(*foer)
        # Går ikke den siste, er det ikke noe å gå tilbake til.
        self._bruk_trekning(_TREKNINGER_I_BOLKEN - 1 if noe_nytt else 0)
        self._ta_bolken(bolk)

    def _ta_bolken(self, bolk: _Bolk) -> None:
        for sammen in self._det_som_tas_sammen(bolk):
            self._rund_av_eller_gjenbruk(sammen)
        for aar, _ in _aar_for_aar(bolk.tertialer):
            for kube in self.kuber:
                self._legg_til_aaret(kube, aar)
            self._angrip_det_som_vises(aar, angrip_uten_loefter)

    def _tilstanden(self) -> tuple[DetViste, Historikk, dict[str, int], set[str]]:
        """Det som endres når en bolk rundes av."""
        vist, avvik, helst = self.det_viste
        return (
            DetViste(
                {serie: alle.copy() for serie, alle in vist.items()},
                avvik.copy(),
                {serie: alle.copy() for serie, alle in helst.items()},
            ),
            self.frosset.copy(),
            self.sist_vist.copy(),
            self.proevd.copy(),
        )

    def _sett_tilbake(
        self,
        det_viste: DetViste,
        frosset: Historikk,
        sist_vist: dict[str, int],
        proevd: set[str],
    ) -> None:
        self.det_viste, self.frosset = det_viste, frosset
        self.sist_vist, self.proevd = sist_vist, proevd
        self.avtrykker = Avtrykker(self.familie, self.frosset, self.laante)

    def _det_som_tas_sammen(self, bolk: _Bolk) -> list[list[str]]:
        """Tertialene i bolken som er publisert før, tas sammen, og så de nye ett for ett."""
        if bolk.samlet:
            return [bolk.tertialer]
        publisert = [t for t in bolk.tertialer if self._er_publisert(t)]
        nye = bolk.tertialer[len(publisert) :]
        return [publisert] * bool(publisert) + [[tertial] for tertial in nye]

    def _er_publisert(self, tertial: str) -> bool:
        return any((kube.id, tertial) in self.historikk for kube in self.kuber)

    # -------------------------------------------------------------------------- angrepet

    def _angrip_det_som_vises(self, tertialer: list[str], angrep) -> None:
        """Hvert tertial er angrepet for seg. Det kan likevel finnes noe å lære av mange, for
        beholdningene følger av hverandre.
        """
        avtrykk = self.avtrykker.av_angrep(angrep.__name__, tertialer)
        self.proevd.add(avtrykk)
        if avtrykk in self.proevd_foer:
            return
        antakelser = (True, False) if self.familie.antatt else (False,)
        for antatt, kjenner_tomme in itertools.product(antakelser, (True, False)):
            bygger = Bygger(
                self.familie,
                tertialer,
                self.det_viste,
                kjenner_tomme=kjenner_tomme,
                antakelser=antatt,
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
        ikke_erklaert = len(tertialer) * MYKT_AVVIK
        avvik = np.full(len(verk.antall), ikke_erklaert)
        for serie, plass in bygger.plass.items():
            finnes = plass >= 0
            if bygger.er_hittil(serie):
                vist[plass[finnes]] = self._sum_over_tertialene(
                    serie,
                    [t for t in tertialer if t.startswith(serie.periode)],
                )[finnes].clip(0)
            erklaert = self.det_viste.erklaert(
                serie, self.familie.dypest, ikke_erklaert
            )
            avvik[plass[finnes]] = np.minimum(
                avvik[plass[finnes]], np.array(erklaert)[self.familie.dybde[finnes]]
            )
        return vist, avvik

    def _sum_over_tertialene(self, serie: Serie, tertialer: list[str]) -> np.ndarray:
        """Summen av det som er vist i tertialene, og −1 der ingenting er vist i noen av dem."""
        deler = [serie._replace(periode=tertial) for tertial in tertialer]
        ingen = self._ingenting_vist()
        alle = np.stack([ingen, *(self.det_viste.vist.get(d, ingen) for d in deler)])
        noe_er_vist = (alle >= 0).any(axis=0)
        return np.where(noe_er_vist, alle.clip(0).sum(axis=0), -1)

    # ------------------------------------------------------------------------ avrundingen

    def _rund_av_eller_gjenbruk(self, tertialer: list[str]) -> None:
        """Er noe nytt eller rettet, rundes tertialene av sammen, og det som kan stå, står. Ellers
        står alt.
        """
        rettet = any(
            tidligere(tertial, antall) in self.endret_utenfra
            for tertial in tertialer
            for antall in range(self.familie.lengst_tilbake + 1)
        )
        for kube, tertial in itertools.product(self.kuber, tertialer):
            rettet |= not self._hent_fram(kube, tertial)
        if not rettet:
            for kube, tertial in itertools.product(self.kuber, tertialer):
                frosset = self.historikk[kube.id, tertial]
                self.frosset[kube.id, tertial] = frosset
                self._husk(frosset)
            return
        neste = neste_tertial(tertialer[-1])
        kommer = neste in self.familie.tertialer and self._er_publisert(neste)
        if kommer:
            for kube in self.kuber:
                self._hent_fram(kube, neste)
        self._rund_av(tertialer, neste if kommer else None)

    def _hent_fram(self, kube: Kube, tertial: str) -> bool:
        """Legg det som er publisert, i det viste. Gir sann når alle i kuben er de samme som da."""
        frosset = self.historikk.get((kube.id, tertial))
        perioder = _perioder(kube, tertial)
        for periode, maal in itertools.product(perioder, kube.vernede):
            serie = Serie(kube.id, maal, periode)
            self.det_viste.vist.pop(serie, None)
            self.det_viste.helst.pop(serie, None)
        if frosset is None:
            return False
        for periode in perioder:
            self.det_viste.avvik.update(
                {
                    Nivaa(kube.id, periode, dybde): avvik
                    for dybde, avvik in enumerate(frosset.avvik)
                }
            )
        naa = self._celler(kube, tertial)
        for celle, telling in naa.items():
            periode, maal, utsnitt = celle
            # Det som ikke sto der, var null.
            vist, avtrykk = frosset.tall.get(celle, (0, ""))
            if avtrykk == telling.avtrykk:
                hvor = self.det_viste.vist
            elif _kan_staa(vist, telling.antall):
                # Heller et større erklært avvik enn at det som er rettet, kan leses av to utgaver.
                hvor = self.det_viste.helst
            else:
                continue
            serie = Serie(kube.id, maal, periode)
            alle = hvor.setdefault(serie, self._ingenting_vist())
            alle[self.familie.nummer[utsnitt]] = vist
        self._hent_fram_toemte(kube, frosset, naa.keys())
        return frosset.avtrykk == _periodeavtrykk(naa)

    def _hent_fram_toemte(self, kube: Kube, frosset: Frosset, naa: Set) -> None:
        """En celle som er tømt etter at den ble publisert, kan stå. Gikk den til 0, ville alle sett
        at det var én av de få der som er rettet.
        """
        for celle, (vist, avtrykk) in frosset.tall.items():
            periode, maal, utsnitt = celle
            nr = self.familie.nummer.get(utsnitt)
            if celle not in naa and nr is not None and 0 < vist <= MYKT_AVVIK:
                var_tom = avtrykk == INGEN
                hvor = self.det_viste.vist if var_tom else self.det_viste.helst
                serie = Serie(kube.id, maal, periode)
                hvor.setdefault(serie, self._ingenting_vist())[nr] = vist

    def _rund_av(self, tertialer: list[str], neste: str | None = None) -> None:
        """Rund av tertialene sammen, og frys dem. De foregående er alt gjort, og står."""
        self._ta_imot(
            rund_av(
                Oppgave(
                    self.familie,
                    tertialer,
                    self.det_viste,
                    lambda avtrykk: self.sist_vist.get(avtrykk, -1),
                    self.trekning,
                    self.froe,
                    neste,
                    self.alt_kan_staa,
                )
            )
        )
        for tertial, kube in itertools.product(tertialer, self.kuber):
            self._frys(kube, tertial)

    def _ta_imot(self, avrundet: Avrundet) -> None:
        for serie, ny in avrundet.vist.items():
            if (ny >= 0).any():
                vist = self.det_viste.vist.setdefault(serie, self._ingenting_vist())
                vist[ny >= 0] = ny[ny >= 0]
        vist_i = {(serie.kube, serie.periode) for serie in avrundet.vist}
        self.det_viste.avvik.update(
            {
                nivaa: avvik
                for nivaa, avvik in avrundet.avvik.items()
                if nivaa[:2] in vist_i
            }
        )

    def _etter_nummer(self, vist: dict[Utsnitt, int]) -> np.ndarray:
        """Det som er vist, som liste over familiens utsnitt."""
        ut = self._ingenting_vist()
        for utsnitt, tallet in vist.items():
            nr = self.familie.nummer.get(utsnitt)
            if nr is not None:
                ut[nr] = tallet
        return ut

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

    def _frys(self, kube: Kube, tertial: str) -> None:
        celler = self._celler(kube, tertial)
        huskes = {}
        for (periode, maal, utsnitt), telling in celler.items():
            vist = self.det_viste.vist[Serie(kube.id, maal, periode)]
            huskes[periode, maal, utsnitt] = (
                int(vist[self.familie.nummer[utsnitt]]),
                telling.avtrykk,
            )
        huskes |= self._toemte(kube, tertial, celler.keys())
        avvik = self._likt_avvik(kube, tertial)
        frosset = Frosset(_periodeavtrykk(celler), 1, avvik, huskes)
        frosset = frosset._replace(versjon=self._versjon(kube, tertial, frosset))
        self.frosset[kube.id, tertial] = frosset
        self._husk(frosset)

    def _toemte(
        self, kube: Kube, tertial: str, celler: Set
    ) -> dict[tuple[str, str, Utsnitt], tuple[int, str]]:
        """Det som vises i celler som er tømt etter at de ble publisert."""
        ut = {}
        for periode, maal in itertools.product(_perioder(kube, tertial), kube.vernede):
            vist = self.det_viste.vist.get(Serie(kube.id, maal, periode))
            for nr in np.flatnonzero(vist > 0) if vist is not None else ():
                celle = periode, maal, self.familie.utsnitt[nr]
                if celle not in celler:
                    ut[celle] = int(vist[nr]), INGEN
        return ut

    def _likt_avvik(self, kube: Kube, tertial: str) -> tuple[int, ...]:
        """Avviket for hver dybde. Det som erklæres for et tertial og året det avslutter, huskes som
        ett, og skal være det samme neste gang.
        """
        ut = []
        for dybde in range(kube.dypest + 1):
            nivaaene = [Nivaa(kube.id, p, dybde) for p in _perioder(kube, tertial)]
            ut.append(self._stoerst(nivaaene))
            self.det_viste.avvik.update(dict.fromkeys(nivaaene, ut[-1]))
        return tuple(ut)

    def _stoerst(self, nivaaene: Iterable[Nivaa]) -> int:
        return max(self.det_viste.avvik.get(nivaa, STRENGT_AVVIK) for nivaa in nivaaene)

    def _versjon(self, kube: Kube, tertial: str, ny: Frosset) -> int:
        """Versjonen av tertialet: en ny når et tall som er vist, er endret, og da høyere enn alle i
        året.
        """
        foer = self.historikk.get((kube.id, tertial))
        if foer is None:
            return 1
        # Hvorfor en bolig står tom, er bare kjent i det siste tertialet, og blir ukjent etterpå.
        if kube.om_boliger:
            return foer.versjon
        sist, naa = foer.vist, ny.vist
        # At noe som var ukjent blir kjent, eller omvendt, er ikke en rettelse.
        if kube.hull:
            felles = foer.tall.keys() & ny.tall.keys()
            sist, naa = (
                {celle: tallet for celle, tallet in vist.items() if celle in felles}
                for vist in (sist, naa)
            )
        if sist == naa:
            return foer.versjon
        aarets = [
            frosset.versjon
            for (_, annet), frosset in self.historikk.items()
            if _aaret_til(annet) == _aaret_til(tertial)
        ]
        return 1 + max(aarets)

    def _legg_til_aaret(self, kube: Kube, tertialer: list[str]) -> None:
        """Året til en beholdning er siste tertial, og året til en strøm er summen av tertialene."""
        if not tertialer[-1].endswith("T3") or kube.tid == "fulgt":
            return
        aar = tertialer[-1][:4]
        deler = tertialer[-1:] if kube.tid == "beholdning" else tertialer
        # Er ni erklært for et tertial, kan summen heller ikke love mer.
        avvik = np.array(
            [
                self._stoerst(Nivaa(kube.id, tertial, dybde) for tertial in deler)
                for dybde in range(kube.dypest + 1)
            ]
        )
        for maal in kube.vernede:
            serie = Serie(kube.id, maal, aar)
            aaret = self._sum_over_tertialene(serie, deler)
            self.det_viste.vist[serie] = aaret
            virkelig = self.familie.rekke(serie)
            vist = aaret[virkelig.utsnitt]
            avvikene = np.where(vist >= 0, np.abs(vist - virkelig.antall), 0)
            np.maximum.at(avvik, self.familie.dybde[virkelig.utsnitt], avvikene)
        self.det_viste.avvik.update(
            {
                Nivaa(kube.id, aar, dybde): (
                    STRENGT_AVVIK if stoerst <= STRENGT_AVVIK else MYKT_AVVIK
                )
                for dybde, stoerst in enumerate(avvik)
            }
        )


def _kan_staa(vist: int, antall: int) -> bool:
    """Er det som er vist, nær nok det virkelige? 0 leses som «0–4», og da kan det ikke være flere."""
    avvik = MYKT_AVVIK if vist else STRENGT_AVVIK
    return abs(vist - antall) <= avvik


def angrip_uten_loefter(
    verk: Tabellverk, vist: np.ndarray, avvik: np.ndarray
) -> list[Funn]:
    """Det som kan regnes ut av et år. Bare summene i tabellene er lovet over flere tertialer: en
    rettelse kan gjøre at beholdningen ikke lenger følger av strømmene i det som vises.
    """
    return angrip(verk, vist, avvik, slipp=SLAG[1:])


def _periodeavtrykk(celler: dict[tuple[str, str, Utsnitt], Telling]) -> str:
    innhold = sorted((*celle, telling.avtrykk) for celle, telling in celler.items())
    return hashlib.blake2b(repr(innhold).encode(), digest_size=16).hexdigest()


def _perioder(kube: Kube, tertial: str) -> list[str]:
    """Periodene som avrundes sammen med tertialet."""
    avslutter_aaret = kube.tid == "fulgt" and tertial.endswith("T3")
    return [tertial, tertial[:4]] if avslutter_aaret else [tertial]
