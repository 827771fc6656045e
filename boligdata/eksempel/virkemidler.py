"""Virkemidlene: startlån, bostøtte, depositum, økonomisk rådgivning og de andre, med søknad, vedtak
og varighet.
"""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from boligdata.eksempel import forutsetninger_innsats as innsatstall
from boligdata.eksempel.liv import (
    ALDRI,
    Bestand,
    Liv,
    aar,
    dager,
    hold_ved_like,
    paa_linje,
)
from boligdata.eksempel.situasjoner import Utkastelse
from boligdata.eksempel.terning import Terning
from boligdata.eksempel.verden import (
    SLUTT,
    Husstand,
    Leieforhold,
    Soeknad,
    hverdag,
)

BEHANDLES_FRA = 2014  # Et depositum fra da kan fortsatt gjelde når uttrekkene begynner.


@dataclass(slots=True, eq=False)
class Sak:
    """En sak om et virkemiddel. `beloep` er kroner, og kroner per måned når det er bostøtte."""

    husstand: Husstand
    virkemiddel: str
    soekt: int
    vedtaksdato: int | None = None
    vedtak: str | None = None
    fra: int | None = None
    til: int | None = None
    beloep: int | None = None


class _Hjelp(NamedTuple):
    """Det som følger med når en sak innvilges. Uten `fra` blir hjelpen ikke brukt, eller ikke
    ennå.
    """

    fra: int | None
    varighet: int | None
    beloep: int | None


class Virkemidler:
    """Sakene i en verden. Først dem som følger av det som skjer med husstandene, så så mange til
    som det skal være.
    """

    def __init__(
        self, liv: Liv, utkastelser: list[Utkastelse], fornyelsesterning: Terning
    ):
        self.liv, self.terning = liv, liv.terning
        # Fornyelsene for året etter det siste har egne tall, så resten av kommunen er den samme
        # med og uten dem.
        self.fornyelsesterning = fornyelsesterning
        self.saker: list[Sak] = []
        self.brukt: set[tuple[Husstand, str, int]] = set()
        # Hvor lenge hver husstand har hvert virkemiddel. Ingen får det samme to ganger samtidig.
        self.har: dict[str, dict[Husstand, int]] = {
            slag: {} for slag in innsatstall.ORDNINGER
        }
        self.antall: dict[tuple[str, int], Counter] = defaultdict(Counter)
        for leie in liv.leieforhold:
            self._etter_leieforhold(leie)
        for soeknad in liv.soeknader:
            self._rundt_soeknad(soeknad)
        for utkastelse in utkastelser:
            self._rundt_utkastelse(utkastelse)
        for slag, ordning in innsatstall.ORDNINGER.items():
            for i_aar in range(BEHANDLES_FRA, aar(SLUTT) + 1):
                self._fyll_opp(slag, ordning, i_aar)
        self._bostoette()
        self.saker = [sak for sak in self.saker if sak.soekt <= SLUTT]

    # ----------------------------------------------------- det som følger av andre ting

    def _etter_leieforhold(self, leie: Leieforhold) -> None:
        terning, flyttet = self.terning, leie.utflyttet
        if leie.aarsak == "eid_bolig":
            if terning.sjanse(innsatstall.STARTLAAN_VED_KJOEP):
                soekt = flyttet - terning.mellom(70, 190)
                fra = flyttet - terning.mellom(0, 10)
                self._sak(leie.husstand, "startlaan", soekt, "innvilget", fra)
        elif leie.aarsak == "privat_leie" and terning.sjanse(
            innsatstall.DEPOSITUM_VED_PRIVAT_LEIE
        ):
            soekt = flyttet - terning.mellom(12, 35)
            self._sak(leie.husstand, "depositum", soekt, "innvilget", flyttet)

    def _rundt_soeknad(self, soeknad: Soeknad) -> None:
        if soeknad.avslagsgrunn == "annen_hjelp":
            self._annen_hjelp(soeknad.husstand, soeknad.vedtaksdato)
        elif soeknad.type == "ny" and self.terning.sjanse(
            innsatstall.HJELP_FOER_SOEKNAD
        ):
            slag = self.terning.trekk({"depositum": 1, "raadgivning": 1})
            soekt = soeknad.mottatt - self.terning.mellom(60, 330)
            self._sak(soeknad.husstand, slag, soekt, "innvilget")

    def _rundt_utkastelse(self, utkastelse: Utkastelse) -> None:
        husstand, kastet_ut = utkastelse.husstand, utkastelse.gjennomfoert
        if self.terning.sjanse(innsatstall.RAADGIVNING_VED_BEGJAERING):
            soekt = utkastelse.begjaering + self.terning.mellom(-40, 25)
            self._sak(husstand, "raadgivning", soekt, "innvilget")
        leide_privat = not utkastelse.kommunal and utkastelse.aarsak != "laan"
        fikk_leie = kastet_ut and leide_privat
        if fikk_leie and self.terning.sjanse(innsatstall.DEPOSITUM_FOER_UTKASTELSE):
            soekt = kastet_ut - self.terning.mellom(150, 330)
            self._sak(husstand, "depositum", soekt, "innvilget")

    def _annen_hjelp(self, husstand: Husstand, avslag: int) -> None:
        slag = self.terning.trekk(innsatstall.ANNEN_HJELP)
        soekt = hverdag(avslag + self.terning.mellom(*innsatstall.TENKETID))
        if slag and soekt < self.liv.borte(husstand):
            innvilget = slag == "raadgivning" or self.terning.sjanse(
                innsatstall.ANNEN_HJELP_INNVILGET
            )
            self._sak(husstand, slag, soekt, "innvilget" if innvilget else "avslag")

    # -------------------------------------------------------------------- sakene ellers

    def _fyll_opp(self, slag: str, ordning: innsatstall.Ordning, i_aar: int) -> None:
        for vedtak in ("innvilget", "avslag", "trukket"):
            mangler = (
                self.terning.mellom(*getattr(ordning, vedtak))
                - self.antall[slag, i_aar][vedtak]
            )
            for _ in range(mangler):
                soekt = hverdag(self.terning.mellom(*dager(i_aar)))
                self._sak(self._soeker(slag, ordning, soekt), slag, soekt, vedtak)

    def _soeker(self, slag: str, ordning: innsatstall.Ordning, dag: int) -> Husstand:
        if self.terning.sjanse(ordning.kommunal):
            leietakere = self.liv.leietakere(
                dag, self.terning.trekk(ordning.grupper), self.har[slag]
            )
            if leietakere:
                return leietakere[self.terning.mellom(0, len(leietakere) - 1)]
        return self.liv.kjent(dag, ordning.grupper, self.har[slag])

    def _sak(
        self,
        husstand: Husstand,
        slag: str,
        soekt: int,
        vedtak: str,
        fra: int | None = None,
    ) -> None:
        """Én sak. Uten `fra` begynner hjelpen når vedtaket er gjort."""
        soekt = hverdag(soekt)
        ordning = innsatstall.ORDNINGER[slag]
        tid = self.terning.lognormal(
            ordning.behandlingstid, innsatstall.BEHANDLING_SPREDNING
        )
        vedtaksdato = hverdag(soekt + 1 + int(tid))
        # Trekkes også når den ikke innvilges, så utfallet av én sak ikke flytter de andre.
        hjelp = self._hjelp(slag, soekt, vedtaksdato, fra)
        har_til = self.har[slag].get(husstand, 0)
        if (husstand, slag, soekt) in self.brukt or har_til > soekt:
            return
        sak = Sak(husstand, slag, soekt)
        self.saker.append(sak)
        self.brukt.add((husstand, slag, soekt))
        self.antall[slag, aar(soekt)][vedtak] += 1
        if vedtak == "innvilget":
            slutt = vedtaksdato + 30 + (hjelp.varighet or 365)
            self.har[slag][husstand] = ALDRI if slag == "startlaan" else slutt
        if vedtaksdato <= SLUTT:
            sak.vedtaksdato, sak.vedtak = vedtaksdato, vedtak
            if vedtak == "innvilget":
                self._gi(sak, hjelp)

    def _hjelp(
        self, slag: str, soekt: int, vedtaksdato: int, fra: int | None
    ) -> _Hjelp:
        ordning, terning = innsatstall.ORDNINGER[slag], self.terning
        laan = slag == "startlaan"
        ubrukt = laan and fra is None and terning.sjanse(innsatstall.STARTLAAN_UBRUKT)
        frist = terning.mellom(20, 150) if laan else terning.mellom(0, 14)
        beloep = self._beloep(ordning, soekt)
        varighet = ordning.varighet and terning.mellom(*ordning.varighet)
        fra = max(fra or vedtaksdato + frist, vedtaksdato)
        return _Hjelp(None if ubrukt or fra > SLUTT else fra, varighet, beloep)

    def _gi(self, sak: Sak, hjelp: _Hjelp) -> None:
        sak.fra, sak.beloep = hjelp.fra, hjelp.beloep
        if hjelp.fra and hjelp.varighet:
            slutt = min(hjelp.fra + hjelp.varighet, self.liv.borte(sak.husstand))
            sak.til = max(hjelp.fra, slutt)

    def _beloep(self, ordning: innsatstall.Ordning, dag: int) -> int | None:
        median, spredning, rundes_til = ordning.beloep
        vekst = (1 + ordning.prisvekst) ** (aar(dag) - 2016)
        beloep = self.terning.lognormal(median, spredning) * vekst if median else 0
        return rundes_til * round(beloep / rundes_til) or None

    # ------------------------------------------------------------------------ bostøtten

    def _bostoette(self) -> None:
        """Bostøtte vedtas for resten av året, og så for ett år om gangen."""
        opptatt: dict[Husstand, int] = {}
        mengde = partial(paa_linje, innsatstall.BOSTOETTE)
        bestand = Bestand(self.terning, mengde, partial(self._ny_bostoette, opptatt))
        hold_ved_like([bestand], SLUTT)
        for i_aar in range(BEHANDLES_FRA, aar(SLUTT) + 1):
            for _ in range(self.terning.mellom(*innsatstall.BOSTOETTE_AVSLAG)):
                soekt = hverdag(self.terning.mellom(*dager(i_aar)))
                husstand = self.liv.kjent(soekt, innsatstall.BOSTOETTE_GRUPPER, opptatt)
                if (husstand, "bostoette", soekt) not in self.brukt:
                    self.brukt.add((husstand, "bostoette", soekt))
                    sak = Sak(husstand, "bostoette", soekt)
                    self._vedta(sak, "avslag", self.terning)

    def _ny_bostoette(self, opptatt: dict[Husstand, int], dag: int) -> int:
        terning = self.terning
        gruppe, leietakere = terning.trekk(innsatstall.BOSTOETTE_GRUPPER), []
        if terning.sjanse(innsatstall.BOSTOETTE_KOMMUNAL):
            leietakere = self.liv.leietakere(dag, gruppe, opptatt)
        if leietakere:
            husstand = leietakere[terning.mellom(0, len(leietakere) - 1)]
            flytter = self.liv.bor(husstand, dag).utflyttet or ALDRI
        else:
            husstand, flytter = self.liv.kjent(dag, {gruppe: 1}, opptatt), ALDRI
        fra = _foerste_i_maaneden(dag)
        maaneder = 2 + int(terning.lognormal(*innsatstall.BOSTOETTE_MAANEDER))
        ut_dag = min(dag + 30 * maaneder, flytter, self.liv.borte(husstand))
        slutt = _siste_i_maaneden(ut_dag)
        grunn = terning.lognormal(
            innsatstall.BOSTOETTE_KR, innsatstall.BOSTOETTE_SPREDNING
        )
        soekt = fra - terning.mellom(5, 40)
        while fra <= slutt and soekt <= SLUTT:
            rekke = terning if fra <= SLUTT else self.fornyelsesterning
            til = min(slutt, dager(aar(fra))[1])
            vekst = (1 + innsatstall.BOSTOETTE_VEKST) ** (aar(fra) - 2016)
            sak = Sak(husstand, "bostoette", hverdag(soekt), fra=fra, til=til)
            sak.beloep = 10 * round(grunn * vekst / 10)
            self.brukt.add((husstand, "bostoette", sak.soekt))
            self._vedta(sak, "innvilget", rekke)
            fra = til + 1
            soekt = fra - rekke.mellom(10, 45)
        opptatt[husstand] = slutt + 1
        return slutt

    def _vedta(self, sak: Sak, vedtak: str, terning: Terning) -> None:
        vedtaksdato = hverdag(sak.soekt + terning.mellom(8, 34))
        self.saker.append(sak)
        if vedtaksdato <= SLUTT:
            sak.vedtaksdato, sak.vedtak = vedtaksdato, vedtak
        else:
            sak.fra = sak.til = sak.beloep = None


def _foerste_i_maaneden(dag: int) -> int:
    return dt.date.fromordinal(dag).replace(day=1).toordinal()


def _siste_i_maaneden(dag: int) -> int:
    if dag >= ALDRI:
        return dag
    i_neste = dt.date.fromordinal(dag).replace(day=28) + dt.timedelta(4)
    return i_neste.replace(day=1).toordinal() - 1
