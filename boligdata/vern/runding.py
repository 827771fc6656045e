"""Én oppgave: rund av noen tertialer sammen, og angrip resultatet til ingenting kan regnes ut.

Det som er publisert, står så langt det går. Først er hver celle med de samme medlemmene som før,
låst. Går det ikke, endres så få som mulig, og helst ikke en liten celle: vises den som 0 i én
utgave og som 5 i den neste, må den ha mellom en og fire. Da er det bedre at noen få tall avviker
mer enn fire, og det erklæres.
"""

import dataclasses
import functools
import itertools
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from boligdata.vern.angrep import Funn, angrip
from boligdata.vern.avrunding import (
    BASIS,
    MYKT_AVVIK,
    VIKTIGST,
    Avrunding,
    LarSegIkkeVerne,
    Tabellverk,
    avrund,
    kan_staa,
)
from boligdata.vern.familie import Familie, Nivaa, Serie
from boligdata.vern.tabellverk import Bygger, DetViste

# Sammenhengene som slippes når ingen avrunding oppfyller alle: ingen, så en og en til. Summene i
# tabellene slippes aldri.
_SLIPP = tuple(
    ("antatt", "maaltall", "bevegelse", "aar", "kuber")[:antall] for antall in range(6)
)
_UTEN_ANTATT, _UTEN_MAALTALL = _SLIPP[1:3]
# Hva som kan endres av det som er publisert: ingenting, bare tall der noen er kommet til eller gått
# ut, avviket som er erklært, eller tallene. Før noe endres, prøves det uten at ett mulig svar må verne
# alle de små på en gang. Tertialer som er rundet av etter hverandre, har hvert sitt svar, og ikke
# alltid ett felles. Angrepet avgjør uansett.
_ALT_STAAR = ("alt", "alt uten svaret")
_GRADER = ("ingenting", "svaret", "avviket", "tallene")
# Kan ikke det som nesten alltid gjelder, vernes, brytes det så få steder som mulig, så det ikke
# stopper noe. Heller enn at noe publisert endres, slippes sammenhengene: det viste brøt dem gjerne alt.
_FORSOEKENE = [
    (antakelser, slipp, grad, kjenner_tomme)
    for grader in (_ALT_STAAR, _GRADER)
    for antakelser, slipp, grad, kjenner_tomme in itertools.product(
        (True, False), _SLIPP, grader, (True, False)
    )
    if antakelser or slipp != _UTEN_ANTATT
]
_FORSOEK = 12
# Hva det koster å endre et publisert tall der ingen er kommet til eller gått ut. De små koster
# mest.
_TREGHET_UENDRET, _TREGHET_LITEN = 100.0, 3000.0


class Avsloert(Exception):
    """Angrepet på egne tall lyktes, så de kan ikke publiseres."""

    def __init__(self, periode: str, funn: list[Funn]):
        super().__init__(f"{periode}: {funn[0].tabell}: {funn[0].grunn}")
        self.periode, self.funn = periode, funn


class Oppgave(NamedTuple):
    """Tertialer som skal rundes av sammen. Det som skal stå, er i `det_viste`.

    `sist_vist` og `trekning` er som i `Bygger`. `neste` er det neste tertialet når det er publisert
    før, slik at det kan stå. Kan alt stå, prøves det først uten at noe publisert endres.
    """

    familie: Familie
    tertialer: list[str]
    det_viste: DetViste
    sist_vist: Callable[[str], int]
    trekning: Callable[[str], float]
    froe: int
    neste: str | None = None
    alt_kan_staa: bool = True

    @property
    def navn(self) -> str:
        """Tertialene, slik de nevnes i en melding."""
        foerste, siste = self.tertialer[0], self.tertialer[-1]
        return foerste if foerste == siste else f"{foerste} til {siste}"

    @property
    def noe_er_publisert(self) -> bool:
        """Er noe i seriene som rundes av, vist før, så det skal stå?"""
        gjelder = self.gjelder()
        return any(
            gjelder(serie) and (vist >= 0).any()
            for serie, vist in self.det_viste.vist.items()
        )

    def gjelder(self) -> Callable[[Serie], bool]:
        """Det som sier om en serie er en av dem som rundes av. Det spørres om alle som er publisert."""
        perioder = {*self.tertialer, *(tertial[:4] for tertial in self.tertialer)}
        return lambda serie: (
            serie.periode in perioder and serie.kube in self.familie.kuber
        )


class Avrundet(NamedTuple):
    """De viste tallene i hver serie, på samme måte som i `DetViste`, og avviket som erklæres for
    hvert nivå.
    """

    vist: dict[Serie, np.ndarray]
    avvik: dict[Nivaa, int]


def rund_av(oppgave: Oppgave) -> Avrundet:
    """Løs oppgaven. Kaster `Avsloert` når angrepet lykkes mot alt som er prøvd, og
    `LarSegIkkeVerne` når ingen avrunding går opp.
    """

    @functools.cache
    def bygd(antakelser: bool, kjenner_tomme: bool) -> tuple[Bygger, Tabellverk]:
        bygger = Bygger(
            oppgave.familie,
            oppgave.tertialer,
            oppgave.det_viste,
            oppgave.sist_vist,
            oppgave.trekning,
            kjenner_tomme,
            oppgave.neste,
            antakelser,
        )
        return bygger, bygger.bygg()

    funn: list[Funn] = []
    for antakelser, slipp, grad, kjenner_tomme in _FORSOEKENE:
        familie = oppgave.familie
        if not familie.antatt and (not antakelser or slipp == _UTEN_ANTATT):
            continue
        if not (familie.maaltall or familie.halvdeler) and slipp == _UTEN_MAALTALL:
            continue
        if grad in _ALT_STAAR and not oppgave.alt_kan_staa:
            continue
        if grad != "ingenting" and not oppgave.noe_er_publisert:
            continue
        bygger, verk = bygd(antakelser, kjenner_tomme)
        if grad != "ingenting":
            egne = _egne_celler(oppgave, bygger)
            if not (egne & (verk.laast >= 0)).any():
                continue
            if grad in _ALT_STAAR:
                verk = _la_alt_staa(verk)
            if grad == "avviket":
                verk = _slipp_avviket(verk, egne)
            if grad == "tallene":
                verk = _slipp_tallene(verk, egne)
        svar = _rund_av_til_ingenting_er_avsloert(
            oppgave,
            bygger,
            verk,
            slipp,
            mykt_straks=grad in ("avviket", "tallene"),
            ett_svar=grad not in ("svaret", "alt uten svaret"),
        )
        if isinstance(svar, Avrundet):
            return svar
        funn = svar or funn
    if not funn:
        kuber = ", ".join(oppgave.familie.kuber)
        raise LarSegIkkeVerne(f"{oppgave.navn}: ingen avrunding går opp for {kuber}.")
    raise Avsloert(oppgave.navn, funn)


def _egne_celler(oppgave: Oppgave, bygger: Bygger) -> np.ndarray:
    """Sann for cellene i periodene som rundes av."""
    egne = np.zeros(bygger.antall_celler, dtype=bool)
    gjelder = oppgave.gjelder()
    for serie, plass in bygger.plass.items():
        if gjelder(serie):
            egne[plass[plass >= 0]] = True
    return egne


def _la_alt_staa(verk: Tabellverk) -> Tabellverk:
    """Tabellverket der også tallene noen er kommet til eller gått ut av, er låst til det som vises."""
    staar = kan_staa(verk) & (verk.laast < 0)
    return dataclasses.replace(
        verk,
        laast=np.where(staar, verk.oensket, verk.laast),
        erklaert=np.where(staar, MYKT_AVVIK, verk.erklaert),
    )


def _slipp_avviket(verk: Tabellverk, egne: np.ndarray) -> Tabellverk:
    """Tabellverket der de låste tallene står, men kan erklæres å avvike ni."""
    erklaert = np.where(egne, MYKT_AVVIK, verk.erklaert)
    return dataclasses.replace(verk, erklaert=erklaert)


def _slipp_tallene(verk: Tabellverk, egne: np.ndarray) -> Tabellverk:
    """Tabellverket der de låste tallene også kan endres, men helst ikke blir det."""
    loeses = egne & (verk.laast >= 0)
    liten = (verk.antall > 0) & (verk.antall < BASIS)
    treghet = np.where(liten, _TREGHET_LITEN, _TREGHET_UENDRET)
    return dataclasses.replace(
        _slipp_avviket(verk, egne),
        laast=np.where(loeses, -1, verk.laast),
        oensket=np.where(loeses, verk.laast, verk.oensket),
        treghet=np.where(loeses, treghet, verk.treghet),
    )


def _rund_av_til_ingenting_er_avsloert(
    oppgave: Oppgave,
    bygger: Bygger,
    verk: Tabellverk,
    slipp: tuple[str, ...],
    mykt_straks: bool,
    ett_svar: bool,
) -> Avrundet | list[Funn]:
    """Resultatet, eller det som kunne regnes ut. Funnene er tomme når ingen avrunding går opp.

    En celle som er avslørt, må vise det andre av de to tallene den kan vise. Da prøves det på nytt, om
    ikke det den viser, skal stå.
    """
    alle_funn: list[Funn] = []
    skal_staa = verk.laast >= 0
    for _ in range(_FORSOEK):
        try:
            avrunding = avrund(verk, oppgave.froe, slipp, mykt_straks, ett_svar)
        except LarSegIkkeVerne:
            return alle_funn
        vist = avrunding.vist
        for avviket in _det_som_kan_erklaeres(verk, avrunding):
            erklaert, avvik = _erklaert_avvik(oppgave, bygger, avviket)
            alle_funn = angrip(verk, vist, erklaert, slipp)
            if not alle_funn:
                return Avrundet(_vist_i_seriene(oppgave, bygger, vist), avvik)
        laast = verk.laast.copy()
        for funn in alle_funn:
            if not skal_staa[funn.celle]:
                laast[funn.celle] = 0 if vist[funn.celle] else BASIS
        if (laast == verk.laast).all():
            break
        verk = dataclasses.replace(verk, laast=laast)
    return alle_funn


def _det_som_kan_erklaeres(verk: Tabellverk, avrunding: Avrunding) -> list[np.ndarray]:
    """Avviket for hver celle, det minste først: bare der det trengs, så for alt annet enn tall for
    hele kommunen, så for alle.
    """
    if (avrunding.minst == avrunding.mest).all():
        return [avrunding.minst]
    viktigst = verk.viktighet >= VIKTIGST
    uten_viktigst = np.where(viktigst, avrunding.minst, avrunding.mest)
    return [avrunding.minst, uten_viktigst, avrunding.mest]


def _erklaert_avvik(
    oppgave: Oppgave, bygger: Bygger, av_cellene: np.ndarray
) -> tuple[np.ndarray, dict[Nivaa, int]]:
    """Avviket som erklæres for hver celle, og for hvert nivå: det største der, og aldri mindre enn
    det som er erklært før. Utenfor oppgaven står det som er erklært.
    """
    avvik: dict[Nivaa, int] = {}
    cellene, gjelder = _celler_i_nivaaene(oppgave.familie, bygger), oppgave.gjelder()
    for (serie, nivaa), celler in cellene.items():
        foer = oppgave.det_viste.avvik.get(nivaa, 0)
        naa = max(avvik.get(nivaa, foer), int(av_cellene[celler].max()))
        kan_endres = gjelder(serie) or serie.periode == oppgave.neste
        avvik[nivaa] = naa if kan_endres or not foer else foer
    erklaert = np.full(len(av_cellene), MYKT_AVVIK)
    for (_, nivaa), celler in cellene.items():
        erklaert[celler] = np.minimum(erklaert[celler], avvik[nivaa])
    return erklaert, avvik


def _celler_i_nivaaene(
    familie: Familie, bygger: Bygger
) -> dict[tuple[Serie, Nivaa], np.ndarray]:
    """Cellene i hver serie som er delt på like mange egenskaper."""
    ut = {}
    for serie, plass in bygger.plass.items():
        utsnitt = np.flatnonzero(plass >= 0)
        dybder = familie.dybde[utsnitt]
        for dybde in np.unique(dybder):
            nivaa = Nivaa(serie.kube, serie.periode, int(dybde))
            ut[serie, nivaa] = plass[utsnitt[dybder == dybde]]
    return ut


def _vist_i_seriene(
    oppgave: Oppgave, bygger: Bygger, vist: np.ndarray
) -> dict[Serie, np.ndarray]:
    """Det som vises i hver serie. Hittil i år vises ikke for seg, og det neste tertialet rundes av
    siden.
    """
    # Der det ikke er noen celle, er plassen −1, og det siste i listen.
    med_ingen = np.append(vist, -1)
    return {
        serie: med_ingen[plass]
        for serie, plass in bygger.plass.items()
        if serie.kube in oppgave.familie.kuber
        and serie.periode != oppgave.neste
        and not bygger.er_hittil(serie)
    }
