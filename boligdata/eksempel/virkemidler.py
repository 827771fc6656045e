"""Virkemidlene: startlån, bostøtte, depositum, økonomisk rådgivning og de andre, med søknad, vedtak
og varighet."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import partial

from boligdata.eksempel import forutsetninger_innsats as fi
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
from boligdata.eksempel.verden import SLUTT, Husstand, Leieforhold, hverdag

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


class Virkemidler:
    """Sakene i en verden. Først dem som følger av det som skjer med husstandene, så så mange til
    som det skal være."""

    def __init__(self, liv: Liv, utkastelser: list[Utkastelse]):
        self.liv, self.terning = liv, liv.terning
        self.saker: list[Sak] = []
        self.brukt: set[tuple[Husstand, str, int]] = set()
        # Hvor lenge hver husstand har hvert virkemiddel. Ingen får det samme to ganger samtidig.
        self.har: dict[str, dict[Husstand, int]] = {slag: {} for slag in fi.ORDNINGER}
        self.antall: dict[tuple[str, int], Counter] = defaultdict(Counter)
        for x in liv.leieforhold:
            self._etter_leieforhold(x)
        for s in liv.soeknader:
            if s.avslagsgrunn == "annen_hjelp":
                self._annen_hjelp(s.husstand, s.vedtaksdato)
            elif s.type == "ny" and self.terning.sjanse(fi.HJELP_FOER_SOEKNAD):
                slag = self.terning.trekk({"depositum": 1, "raadgivning": 1})
                self._sak(
                    s.husstand,
                    slag,
                    s.mottatt - self.terning.mellom(60, 330),
                    "innvilget",
                )
        for u in utkastelser:
            if self.terning.sjanse(fi.RAADGIVNING_VED_BEGJAERING):
                self._sak(
                    u.husstand,
                    "raadgivning",
                    u.begjaering + self.terning.mellom(-40, 25),
                    "innvilget",
                )
            privat_leie = u.gjennomfoert and not u.kommunal and u.aarsak != "laan"
            if privat_leie and self.terning.sjanse(fi.DEPOSITUM_FOER_UTKASTELSE):
                self._sak(
                    u.husstand,
                    "depositum",
                    u.gjennomfoert - self.terning.mellom(150, 330),
                    "innvilget",
                )
        for slag, ordning in fi.ORDNINGER.items():
            for i_aar in range(BEHANDLES_FRA, aar(SLUTT) + 1):
                self._fyll_opp(slag, ordning, i_aar)
        self._bostoette()
        self.saker = [s for s in self.saker if s.soekt <= SLUTT]

    # ----------------------------------------------------- det som følger av andre ting

    def _etter_leieforhold(self, x: Leieforhold) -> None:
        if x.aarsak == "eid_bolig":
            if self.terning.sjanse(fi.STARTLAAN_VED_KJOEP):
                soekt = x.utflyttet - self.terning.mellom(70, 190)
                self._sak(
                    x.husstand,
                    "startlaan",
                    soekt,
                    "innvilget",
                    x.utflyttet - self.terning.mellom(0, 10),
                )
        elif x.aarsak == "privat_leie" and self.terning.sjanse(
            fi.DEPOSITUM_VED_PRIVAT_LEIE
        ):
            self._sak(
                x.husstand,
                "depositum",
                x.utflyttet - self.terning.mellom(12, 35),
                "innvilget",
                x.utflyttet,
            )

    def _annen_hjelp(self, husstand: Husstand, avslag: int) -> None:
        slag = self.terning.trekk(fi.ANNEN_HJELP)
        soekt = hverdag(avslag + self.terning.mellom(*fi.TENKETID))
        if slag and soekt < self.liv.borte(husstand):
            innvilget = slag == "raadgivning" or self.terning.sjanse(
                fi.ANNEN_HJELP_INNVILGET
            )
            self._sak(husstand, slag, soekt, "innvilget" if innvilget else "avslag")

    # -------------------------------------------------------------------- sakene ellers

    def _fyll_opp(self, slag: str, ordning: fi.Ordning, i_aar: int) -> None:
        for vedtak in ("innvilget", "avslag", "trukket"):
            mangler = (
                self.terning.mellom(*getattr(ordning, vedtak))
                - self.antall[slag, i_aar][vedtak]
            )
            for _ in range(mangler):
                soekt = hverdag(self.terning.mellom(*dager(i_aar)))
                self._sak(self._soeker(slag, ordning, soekt), slag, soekt, vedtak)

    def _soeker(self, slag: str, ordning: fi.Ordning, dag: int) -> Husstand:
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
        ordning, terning, soekt = fi.ORDNINGER[slag], self.terning, hverdag(soekt)
        vedtaksdato = hverdag(
            soekt
            + 1
            + int(terning.lognormal(ordning.behandlingstid, fi.BEHANDLING_SPREDNING))
        )
        ubrukt = (
            slag == "startlaan" and fra is None and terning.sjanse(fi.STARTLAAN_UBRUKT)
        )
        frist = (
            terning.mellom(20, 150) if slag == "startlaan" else terning.mellom(0, 14)
        )
        beloep, varighet = (
            self._beloep(ordning, soekt),
            ordning.varighet and terning.mellom(*ordning.varighet),
        )
        if (husstand, slag, soekt) in self.brukt or self.har[slag].get(
            husstand, 0
        ) > soekt:
            return
        self.brukt.add((husstand, slag, soekt))
        self.antall[slag, aar(soekt)][vedtak] += 1
        sak = Sak(husstand, slag, soekt)
        self.saker.append(sak)
        if vedtak == "innvilget":
            self.har[slag][husstand] = (
                ALDRI if slag == "startlaan" else vedtaksdato + 30 + (varighet or 365)
            )
        if vedtaksdato > SLUTT:
            return
        sak.vedtaksdato, sak.vedtak = vedtaksdato, vedtak
        if vedtak == "innvilget":
            sak.beloep = beloep
            fra = max(fra or vedtaksdato + frist, vedtaksdato)
            sak.fra = None if ubrukt or fra > SLUTT else fra
            if sak.fra and varighet:
                sak.til = max(
                    sak.fra, min(sak.fra + varighet, self.liv.borte(husstand))
                )

    def _beloep(self, ordning: fi.Ordning, dag: int) -> int | None:
        median, spredning, rundes_til = ordning.beloep
        vekst = (1 + ordning.prisvekst) ** (aar(dag) - 2016)
        beloep = self.terning.lognormal(median, spredning) * vekst if median else 0
        return rundes_til * round(beloep / rundes_til) or None

    # ------------------------------------------------------------------------ bostøtten

    def _bostoette(self) -> None:
        """Bostøtte vedtas for resten av året, og så for ett år om gangen."""
        opptatt: dict[Husstand, int] = {}
        maal, ny = (
            partial(paa_linje, fi.BOSTOETTE),
            partial(self._ny_bostoette, opptatt),
        )
        hold_ved_like([Bestand(self.terning, maal, ny)], SLUTT)
        for i_aar in range(BEHANDLES_FRA, aar(SLUTT) + 1):
            for _ in range(self.terning.mellom(*fi.BOSTOETTE_AVSLAG)):
                soekt = hverdag(self.terning.mellom(*dager(i_aar)))
                husstand = self.liv.kjent(soekt, fi.BOSTOETTE_GRUPPER, opptatt)
                if (husstand, "bostoette", soekt) not in self.brukt:
                    self.brukt.add((husstand, "bostoette", soekt))
                    self._vedta(Sak(husstand, "bostoette", soekt), "avslag")

    def _ny_bostoette(self, opptatt: dict[Husstand, int], dag: int) -> int:
        terning = self.terning
        gruppe, leietakere = terning.trekk(fi.BOSTOETTE_GRUPPER), []
        if terning.sjanse(fi.BOSTOETTE_KOMMUNAL):
            leietakere = self.liv.leietakere(dag, gruppe, opptatt)
        if leietakere:
            husstand = leietakere[terning.mellom(0, len(leietakere) - 1)]
            flytter = self.liv.bor(husstand, dag).utflyttet or ALDRI
        else:
            husstand, flytter = self.liv.kjent(dag, {gruppe: 1}, opptatt), ALDRI
        fra = _foerste_i_maaneden(dag)
        maaneder = 2 + int(terning.lognormal(*fi.BOSTOETTE_MAANEDER))
        slutt = _siste_i_maaneden(
            min(dag + 30 * maaneder, flytter, self.liv.borte(husstand))
        )
        grunn = terning.lognormal(fi.BOSTOETTE_KR, fi.BOSTOETTE_SPREDNING)
        soekt = fra - terning.mellom(5, 40)
        while fra <= min(slutt, SLUTT):
            til = min(slutt, dager(aar(fra))[1])
            beloep = 10 * round(
                grunn * (1 + fi.BOSTOETTE_VEKST) ** (aar(fra) - 2016) / 10
            )
            self.brukt.add((husstand, "bostoette", hverdag(soekt)))
            self._vedta(
                Sak(
                    husstand,
                    "bostoette",
                    hverdag(soekt),
                    fra=fra,
                    til=til,
                    beloep=beloep,
                ),
                "innvilget",
            )
            fra = til + 1
            soekt = fra - terning.mellom(10, 45)
        opptatt[husstand] = slutt + 1
        return slutt

    def _vedta(self, sak: Sak, vedtak: str) -> None:
        vedtaksdato = hverdag(sak.soekt + self.terning.mellom(8, 34))
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
    return (dt.date.fromordinal(dag).replace(day=28) + dt.timedelta(4)).replace(
        day=1
    ).toordinal() - 1
