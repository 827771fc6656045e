"""Verdenen til eksempelkommunen: boliger, husstander, søknader og leieforhold, dag for dag.

Husstander søker, får vedtak, venter, får tilbud på et tildelingsmøte, flytter inn, bor der og
flytter ut. Hver hendelse planlegger de neste, så alt som ender opp i uttrekkene, henger sammen.
Dager er heltall (`date.toordinal`).
"""

import datetime as dt
import heapq
import itertools
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from boligdata.eksempel import forutsetninger as antatt
from boligdata.eksempel.terning import Terning

START = dt.date(antatt.VARMKJOERING_FRA, 1, 1).toordinal()
SLUTT = antatt.PER_DATO.toordinal()
UTTREKK_FRA = dt.date(antatt.FOERSTE_AAR, 1, 1).toordinal()
# KOSTRA-tallene begynner ett år før uttrekkene. Det som var over før det, trengs ikke når
# simuleringen er ferdig.
HUSKES_FRA = dt.date(antatt.FOERSTE_AAR - 1, 1, 1).toordinal()
AAR = 365.25


# Uten eq er to ting like bare når de er den samme. Ellers ville lister med dem blitt sammenlignet
# felt for felt.


@dataclass(slots=True, eq=False)
class Bolig:
    """En bolig. `tilstand` gjelder når ingen bor der: klar, reservert, oppussing, skade eller
    avhendes.
    """

    boligtype: str
    disposisjonsform: str
    omraade: str
    soverom: int
    areal: int
    byggeaar: int
    tilstandsgrad: int
    rullestol: bool
    leie: int
    i_bruk_fra: int
    ut_av_bruk: int | None = None
    tilstand: str = "klar"
    klar_fra: int = 0
    leieforhold: "Leieforhold | None" = None


@dataclass(slots=True, eq=False)
class Husstand:
    """En husstand, med leieforholdet den har og søknaden den venter på svar på."""

    maalgruppe: str
    foedt: int
    personer: int
    barn: int
    rullestol: bool
    undergruppe: str
    andre_grupper: list[str]
    omraade: str
    leieforhold: "Leieforhold | None" = None
    aapen: "Soeknad | None" = None


@dataclass(slots=True, eq=False)
class Soeknad:
    """En søknad. Personer og barn er slik de var da den ble sendt."""

    husstand: Husstand
    type: str
    oensket: str
    situasjon: str
    mottatt: int
    personer: int
    barn: int
    vedtaksdato: int | None = None
    vedtak: str | None = None
    avslagsgrunn: str | None = None
    innflyttet: int | None = None
    avsluttet: int | None = None
    aarsak: str | None = None
    klage: bool = False
    omgjort: bool = False
    tildelt: bool = False


@dataclass(slots=True, eq=False)
class Leieforhold:
    """Et leieforhold. `slutt` er dagen husstanden har tenkt å flytte."""

    bolig: Bolig
    husstand: Husstand
    innflyttet: int
    utloeper: int | None
    slutt: int
    utflyttet: int | None = None
    aarsak: str | None = None


class Verden:
    """En kommune som lever dag for dag. Hendelser ligger i en prioritetskø, og hver hendelse
    planlegger de neste.
    """

    def __init__(self, terning: Terning):
        self.terning = terning
        self.hendelser: list[tuple] = []
        self.loepenummer = itertools.count()
        self.boliger: list[Bolig] = []
        self.soeknader: list[Soeknad] = []
        self.leieforhold: list[Leieforhold] = []
        self.klare: dict[str, list[Bolig]] = {
            boligtype: [] for boligtype in antatt.BOLIGFAKTA
        }
        self.ventende: dict[str, list[Soeknad]] = {
            boligtype: [] for boligtype in antatt.BOLIGFAKTA
        }
        self.skal_avhendes = {
            avhending: avhending.antall for avhending in antatt.AVHENDINGER
        }
        self.tatt_i_bruk: dict[str, list[int]] = {}

    # ------------------------------------------------------------------ gangen i verden

    def lev(self) -> "Verden":
        """Bygg boligene, la de første flytte inn, og la tiden gå til datoen uttrekkene gjelder."""
        for gruppe in antatt.BOLIGMASSE:
            for _ in range(gruppe.antall):
                self._ny_bolig(gruppe)
        for boligtype in antatt.BOLIGFAKTA:
            dager = (
                bolig.i_bruk_fra
                for bolig in self.boliger
                if bolig.boligtype == boligtype
            )
            self.tatt_i_bruk[boligtype] = sorted(
                dag for dag in dager if dag < UTTREKK_FRA
            )
        self._planlegg_soeknader()
        self._planlegg(_onsdag(START), self._tildelingsmoete)
        while self.hendelser:
            dag, _, hendelse, argumenter = heapq.heappop(self.hendelser)
            hendelse(dag, *argumenter)
        self.soeknader = [
            soeknad
            for soeknad in self.soeknader
            if not soeknad.avsluttet or soeknad.avsluttet >= HUSKES_FRA
        ]
        self.leieforhold = [
            leie
            for leie in self.leieforhold
            if not leie.utflyttet or leie.utflyttet >= HUSKES_FRA
        ]
        return self

    def _planlegg(self, dag: int, hendelse: Callable, *argumenter) -> None:
        # Løpenummeret gjør rekkefølgen entydig når to hendelser faller på samme dag.
        if dag <= SLUTT:
            heapq.heappush(
                self.hendelser, (dag, next(self.loepenummer), hendelse, argumenter)
            )

    # ------------------------------------------------------------------------- boligene

    def _ny_bolig(self, gruppe: antatt.Boliggruppe) -> None:
        fakta, terning = antatt.BOLIGFAKTA[gruppe.boligtype], self.terning
        byggeaar = terning.mellom(*gruppe.byggeaar)
        i_bruk_fra = dt.date(byggeaar, terning.mellom(1, 12), 1).toordinal()
        if gruppe.i_bruk:
            i_bruk_fra = max(i_bruk_fra, terning.mellom(*map(_dag, gruppe.i_bruk)))
        soverom = terning.trekk(dict(enumerate(fakta.soverom)))
        areal = fakta.areal[0] + fakta.areal[1] * soverom + terning.mellom(-4, 9)
        leie = (fakta.leie[0] + fakta.leie[1] * areal) * terning.lognormal(1, 0.08)
        omraade = terning.trekk(
            {navn: andel for navn, (andel, _) in antatt.OMRAADER.items()}
        )
        bolig = Bolig(
            boligtype=gruppe.boligtype,
            disposisjonsform=gruppe.disposisjonsform,
            omraade=gruppe.omraade or omraade,
            soverom=soverom,
            areal=areal,
            byggeaar=byggeaar,
            tilstandsgrad=self._tilstandsgrad(byggeaar),
            rullestol=terning.sjanse(fakta.rullestol),
            leie=10 * round(leie / 10),
            i_bruk_fra=i_bruk_fra,
        )
        self.boliger.append(bolig)
        if i_bruk_fra > START:
            self._planlegg(i_bruk_fra, self._klar, bolig)
        elif terning.sjanse(antatt.UTLEID_VED_START):
            self._foerste_leietaker(bolig)
        else:
            self._klar(START, bolig)

    def _tilstandsgrad(self, byggeaar: int) -> int:
        alder = antatt.PER_DATO.year - byggeaar
        if alder < 8:
            return 0
        daarlig = min(antatt.DAARLIG_HOEYST, alder * antatt.DAARLIG_PER_AAR)
        return self.terning.trekk(
            {
                1: 1 - daarlig,
                2: daarlig * (1 - antatt.TG3_AV_DAARLIG),
                3: daarlig * antatt.TG3_AV_DAARLIG,
            }
        )

    def _foerste_leietaker(self, bolig: Bolig) -> None:
        """Hvem bor der når simuleringen begynner: de som ofte får denne typen, og som blir
        lenge.
        """

        def andel(gruppe: antatt.Gruppe) -> float:
            return gruppe.boligtyper.get(bolig.boligtype, 0) / sum(
                gruppe.boligtyper.values()
            )

        vekter = {
            navn: gruppe.soeknader * gruppe.innvilget * gruppe.botid * andel(gruppe)
            for navn, gruppe in antatt.GRUPPER.items()
        }
        self._flytt_inn(
            START, bolig, ny_husstand(self.terning, START, self.terning.trekk(vekter))
        )
        # De har ikke flyttet inn samme dag alle sammen.
        bolig.leieforhold.innflyttet = max(
            bolig.i_bruk_fra, START - self.terning.mellom(0, 2500)
        )

    def _klar(self, dag: int, bolig: Bolig) -> None:
        bolig.tilstand, bolig.klar_fra = "klar", dag
        self.klare[bolig.boligtype].append(bolig)

    # --------------------------------------------------------- husstandene og søknadene

    def _planlegg_soeknader(self) -> None:
        """Nye søkere kommer tilfeldig gjennom året, hver gruppe for seg."""
        for aar in range(antatt.VARMKJOERING_FRA, antatt.PER_DATO.year + 1):
            start, slutt = (
                dt.date(aar, 1, 1).toordinal(),
                dt.date(aar, 12, 31).toordinal(),
            )
            for maalgruppe, gruppe in antatt.GRUPPER.items():
                mellom = AAR / (gruppe.soeknader * _aarsvekt(maalgruppe, aar))
                dag = start + self.terning.eksponentiell(mellom)
                while dag < slutt + 1:
                    self._planlegg(int(dag), self._ny_soeker, maalgruppe)
                    dag += self.terning.eksponentiell(mellom)

    def _ny_soeker(self, dag: int, maalgruppe: str) -> None:
        oensket = self.terning.trekk(antatt.GRUPPER[maalgruppe].boligtyper)
        # Før uttrekkene begynner, følger etterspørselen det som er bygd. Ellers ville en kø fra
        # tiden før boligene fantes, ha fulgt med inn i tallene.
        bygd = self.tatt_i_bruk[oensket]
        if dag < UTTREKK_FRA and not self.terning.sjanse(
            bisect_right(bygd, dag) / len(bygd)
        ):
            return
        self._soek(dag, ny_husstand(self.terning, dag, maalgruppe), "ny", oensket)

    def _soek(
        self, dag: int, husstand: Husstand, soeknadstype: str, oensket: str
    ) -> None:
        if husstand.aapen:
            return
        # Den som søker om å bli, står i fare for å miste boligen. Den som søker bytte, bor i en
        # bolig som ikke passer.
        situasjon = {"forlengelse": "i_fare", "bytte": "uegnet_bolig"}.get(soeknadstype)
        situasjon = situasjon or self.terning.trekk(
            antatt.GRUPPER[husstand.maalgruppe].situasjon
        )
        soeknad = Soeknad(
            husstand,
            soeknadstype,
            oensket,
            situasjon,
            dag,
            husstand.personer,
            husstand.barn,
        )
        husstand.aapen = soeknad
        self.soeknader.append(soeknad)
        median = antatt.BEHANDLINGSTID_RASK.get(oensket, antatt.BEHANDLINGSTID)
        tid = 1 + int(self.terning.lognormal(median, antatt.BEHANDLINGSTID_SPREDNING))
        self._planlegg(hverdag(dag + tid), self._vedtak, soeknad)

    def _soek_igjen(self, dag: int, husstand: Husstand) -> None:
        if not husstand.leieforhold:
            self._soek(
                dag,
                husstand,
                "ny",
                self.terning.trekk(antatt.GRUPPER[husstand.maalgruppe].boligtyper),
            )

    def _vedtak(self, dag: int, soeknad: Soeknad) -> None:
        if soeknad.avsluttet:
            return
        soeknad.vedtaksdato, soeknad.vedtak = dag, self.terning.trekk(_utfall(soeknad))
        if soeknad.vedtak == "innvilget":
            self._innvilg(dag, soeknad)
            return
        if soeknad.vedtak == "avslag":
            soeknad.avslagsgrunn = self.terning.trekk(antatt.AVSLAGSGRUNNER)
            soeknad.klage = self.terning.sjanse(antatt.KLAGE)
        self._avslutt(dag, soeknad, "trukket" if soeknad.vedtak == "trukket" else None)
        if soeknad.type == "forlengelse":
            leie = soeknad.husstand.leieforhold
            self._flytter(
                min(leie.slutt, max(dag, leie.utloeper) + self.terning.mellom(15, 120)),
                leie,
            )
        elif (
            soeknad.type == "ny"
            and soeknad.klage
            and self.terning.sjanse(antatt.OMGJORT)
        ):
            self._planlegg(
                hverdag(dag + self.terning.mellom(*antatt.KLAGEBEHANDLING_DAGER)),
                self._omgjoer,
                soeknad,
            )
        elif soeknad.type == "ny" and self.terning.sjanse(
            antatt.SOEKER_IGJEN_ETTER_AVSLAG
        ):
            self._planlegg(
                dag + self.terning.mellom(90, 420), self._soek_igjen, soeknad.husstand
            )

    def _omgjoer(self, dag: int, soeknad: Soeknad) -> None:
        """Klagen fører fram: vedtaket blir et annet, og husstanden venter på bolig."""
        soeknad.vedtaksdato, soeknad.vedtak, soeknad.avslagsgrunn, soeknad.omgjort = (
            dag,
            "innvilget",
            None,
            True,
        )
        soeknad.avsluttet = soeknad.aarsak = None
        soeknad.husstand.aapen = soeknad
        self._innvilg(dag, soeknad)

    def _innvilg(self, dag: int, soeknad: Soeknad) -> None:
        if soeknad.type == "forlengelse":
            self._avslutt(dag, soeknad, None)
            self._forny(dag, soeknad.husstand.leieforhold)
            return
        self.ventende[soeknad.oensket].append(soeknad)
        self._planlegg(
            dag + 1 + int(self.terning.eksponentiell(AAR / antatt.FRAFALL_PER_AAR)),
            self._frafall,
            soeknad,
        )

    def _frafall(self, dag: int, soeknad: Soeknad) -> None:
        if soeknad.tildelt or soeknad.avsluttet:
            return
        doed = soeknad.husstand.maalgruppe == "eldre" and self.terning.sjanse(
            antatt.DOED_MENS_DE_VENTER
        )
        self._avslutt(
            dag, soeknad, "doed" if doed else self.terning.trekk(antatt.FRAFALL_AARSAK)
        )

    def _avslutt(self, dag: int, soeknad: Soeknad, aarsak: str | None) -> None:
        soeknad.avsluttet, soeknad.aarsak = dag, aarsak
        soeknad.husstand.aapen = None
        if soeknad in self.ventende[soeknad.oensket]:
            self.ventende[soeknad.oensket].remove(soeknad)

    # ---------------------------------------------------------------------- tildelingen

    def _tildelingsmoete(self, dag: int) -> None:
        """Hver bolig som er klar, går til den som passer og har ventet lengst, med fortrinn for dem
        som haster mest.
        """
        for klare in self.klare.values():
            for bolig in list(klare):
                if soeknad := self._beste(dag, bolig):
                    self._tilby(dag, bolig, soeknad)
        self._planlegg(dag + antatt.MOETE_HVER_DAG, self._tildelingsmoete)

    def _beste(self, dag: int, bolig: Bolig) -> Soeknad | None:
        typer = (bolig.boligtype,)
        if dag - bolig.klar_fra > antatt.ALTERNATIV_ETTER:
            typer += antatt.ALTERNATIV.get(bolig.boligtype, ())
        for boligtype in typer:
            passer = [
                soeknad
                for soeknad in self.ventende[boligtype]
                if _passer(dag, bolig, soeknad)
            ]
            if passer:
                return min(passer, key=_plass_i_koen)
        return None

    def _tilby(self, dag: int, bolig: Bolig, soeknad: Soeknad) -> None:
        if self.terning.sjanse(antatt.TAKKER_NEI):
            self._avslutt(dag, soeknad, "takket_nei")
            return
        soeknad.tildelt, bolig.tilstand = True, "reservert"
        self.ventende[soeknad.oensket].remove(soeknad)
        self.klare[bolig.boligtype].remove(bolig)
        innflytting = hverdag(dag + self.terning.mellom(*antatt.INNFLYTTING_DAGER))
        self._planlegg(innflytting, self._tildelt_flytter_inn, bolig, soeknad)

    # ------------------------------------------------------------------- leieforholdene

    def _tildelt_flytter_inn(self, dag: int, bolig: Bolig, soeknad: Soeknad) -> None:
        self._avslutt(dag, soeknad, "innflyttet")
        soeknad.innflyttet = dag
        if soeknad.husstand.leieforhold:
            self._flytt_ut(dag, soeknad.husstand.leieforhold, "annen_kommunal")
        self._flytt_inn(dag, bolig, soeknad.husstand)

    def _flytt_inn(self, dag: int, bolig: Bolig, husstand: Husstand) -> None:
        kontrakt = antatt.KONTRAKT_DAGER.get(bolig.boligtype)
        leie = Leieforhold(bolig, husstand, dag, kontrakt and dag + kontrakt, 0)
        bolig.leieforhold = husstand.leieforhold = leie
        self.leieforhold.append(leie)
        self._flytter(dag + self._botid(bolig.boligtype, husstand.maalgruppe), leie)
        self._planlegg_kontrakt(leie)
        if bolig.boligtype in antatt.BOTID_BOLIGTYPE:
            if self.terning.sjanse(antatt.VIDERE_FRA_KORTTID):
                self._planlegg(
                    dag + self.terning.mellom(20, 90), self._soek_annen_bolig, leie
                )
        elif bytte := antatt.BYTTE_PER_AAR.get(bolig.boligtype):
            self._planlegg(
                dag + 180 + int(self.terning.eksponentiell(AAR / bytte)),
                self._soek_annen_bolig,
                leie,
            )

    def _botid(self, boligtype: str, maalgruppe: str) -> int:
        gruppe = antatt.GRUPPER[maalgruppe]
        ventet = AAR * antatt.BOTID_BOLIGTYPE.get(boligtype, gruppe.botid)
        dager = 20 + int(self.terning.weibull(ventet, gruppe.botid_form))
        kontrakt = antatt.KONTRAKT_DAGER.get(boligtype)
        if kontrakt and self.terning.sjanse(antatt.FLYTTER_VED_KONTRAKTSLUTT):
            naermeste = max(1, round(dager / kontrakt)) * kontrakt
            if abs(dager - naermeste) < 180:
                return naermeste - self.terning.mellom(0, 25)
        return dager

    def _flytter(self, dag: int, leie: Leieforhold) -> None:
        leie.slutt = dag
        self._planlegg(dag, self._utflytting, leie)

    def _utflytting(self, dag: int, leie: Leieforhold) -> None:
        aapen = leie.husstand.aapen
        if leie.utflyttet or leie.slutt != dag or (aapen and aapen.tildelt):
            return
        aarsak = self.terning.trekk(
            antatt.GRUPPER[leie.husstand.maalgruppe].flytter_til
        )
        self._flytt_ut(dag, leie, aarsak)
        if aapen:
            self._trekk_soeknad(
                dag,
                aapen,
                {"doed": "doed", "flyttet": "flyttet"}.get(aarsak, "annen_loesning"),
            )
        elif aarsak not in ("doed", "institusjon") and self.terning.sjanse(
            antatt.SOEKER_IGJEN_ETTER_UTFLYTTING
        ):
            self._planlegg(
                dag + self.terning.mellom(200, 1100), self._soek_igjen, leie.husstand
            )

    def _trekk_soeknad(self, dag: int, soeknad: Soeknad, aarsak: str) -> None:
        if soeknad.vedtak is None:
            soeknad.vedtak, soeknad.vedtaksdato, aarsak = "trukket", dag, "trukket"
        self._avslutt(dag, soeknad, aarsak)

    def _flytt_ut(self, dag: int, leie: Leieforhold, aarsak: str) -> None:
        bolig = leie.bolig
        leie.utflyttet, leie.aarsak = dag, aarsak
        bolig.leieforhold = leie.husstand.leieforhold = None
        if self._avhendes(dag, bolig):
            bolig.tilstand = "avhendes"
            self._planlegg(dag + self.terning.mellom(60, 330), self._ut_av_bruk, bolig)
            return
        if self.terning.sjanse(antatt.STORSKADE):
            bolig.tilstand, tid = "skade", self.terning.mellom(*antatt.STORSKADE_DAGER)
        else:
            bolig.tilstand = "oppussing"
            median = antatt.OPPUSSING_RASK.get(bolig.boligtype, antatt.OPPUSSING)
            tid = 1 + int(self.terning.lognormal(median, antatt.OPPUSSING_SPREDNING))
        self._planlegg(dag + tid, self._klar, bolig)

    def _avhendes(self, dag: int, bolig: Bolig) -> bool:
        for vedtak, igjen in self.skal_avhendes.items():
            slag = (vedtak.boligtype, vedtak.disposisjonsform)
            if (
                igjen
                and _dag(vedtak.fra) <= dag
                and slag == (bolig.boligtype, bolig.disposisjonsform)
            ):
                self.skal_avhendes[vedtak] -= 1
                return True
        return False

    def _ut_av_bruk(self, dag: int, bolig: Bolig) -> None:
        bolig.ut_av_bruk = dag

    def _soek_annen_bolig(self, dag: int, leie: Leieforhold) -> None:
        """Leietakeren søker bytte, eller søker varig bolig fra en bolig som bare er for en kort
        periode.
        """
        if leie.utflyttet:
            return
        husstand, boligtype = leie.husstand, leie.bolig.boligtype
        if boligtype in antatt.BOTID_BOLIGTYPE:
            typer = antatt.GRUPPER[husstand.maalgruppe].boligtyper
            varig = self.terning.trekk(
                {
                    type_: typer[type_]
                    for type_ in typer
                    if type_ not in antatt.BOTID_BOLIGTYPE
                }
            )
            # Den som bor i midlertidig bolig, regnes som ny søker: det er ikke kommunal bolig i
            # KOSTRA (V).
            self._soek(
                dag, husstand, "ny" if boligtype == "midlertidig" else "bytte", varig
            )
            return
        if husstand.barn and self.terning.sjanse(antatt.FLERE_BARN_VED_BYTTE):
            husstand.personer, husstand.barn = husstand.personer + 1, husstand.barn + 1
        self._soek(
            dag,
            husstand,
            "bytte",
            "heldoegns" if husstand.maalgruppe == "eldre" else boligtype,
        )

    # ---------------------------------------------------------------------- kontraktene

    def _planlegg_kontrakt(self, leie: Leieforhold) -> None:
        if leie.utloeper:
            self._planlegg(
                leie.utloeper - self.terning.mellom(60, 120),
                self._kontrakt_gaar_ut,
                leie,
            )

    def _kontrakt_gaar_ut(self, dag: int, leie: Leieforhold) -> None:
        if leie.utflyttet:
            return
        kan_soeke = (
            leie.bolig.boligtype not in antatt.BOTID_BOLIGTYPE
            and not leie.husstand.aapen
        )
        if kan_soeke and self.terning.sjanse(antatt.FORNYES_ETTER_SOEKNAD):
            self._soek(dag, leie.husstand, "forlengelse", leie.bolig.boligtype)
        else:
            forsinket = (
                self.terning.mellom(10, 150)
                if self.terning.sjanse(antatt.FORNYES_FOR_SENT)
                else 0
            )
            self._planlegg(leie.utloeper + forsinket, self._forny, leie)

    def _forny(self, dag: int, leie: Leieforhold) -> None:
        if not leie.utflyttet:
            leie.utloeper += antatt.KONTRAKT_DAGER[leie.bolig.boligtype]
            self._planlegg_kontrakt(leie)


def ny_husstand(terning: Terning, dag: int, maalgruppe: str) -> Husstand:
    """En husstand som passer i målgruppen."""
    gruppe = antatt.GRUPPER[maalgruppe]
    personer = 1 + terning.trekk(dict(enumerate(gruppe.personer)))
    to_voksne = personer > 1 and terning.sjanse(
        antatt.TO_VOKSNE[maalgruppe if maalgruppe in antatt.TO_VOKSNE else "andre"]
    )
    return Husstand(
        maalgruppe=maalgruppe,
        foedt=dt.date.fromordinal(dag).year - terning.mellom(*gruppe.alder),
        personer=personer,
        barn=personer - 1 - to_voksne,
        rullestol=terning.sjanse(gruppe.rullestol),
        undergruppe=terning.trekk(antatt.UNDERGRUPPER) if maalgruppe == "rop" else "",
        andre_grupper=[
            navn
            for navn, andel in gruppe.andre_grupper.items()
            if terning.sjanse(andel)
        ],
        omraade=terning.trekk(
            {navn: andel for navn, (_, andel) in antatt.OMRAADER.items()}
        ),
    )


def _dag(iso: str) -> int:
    return dt.date.fromisoformat(iso).toordinal()


def hverdag(dag: int) -> int:
    """Samme dag, eller mandagen etter en helg. Vedtak og innflyttinger skjer ikke i helgen."""
    ukedag = (dag - 1) % 7
    return dag + max(0, 7 - ukedag) if ukedag >= 5 else dag


def _onsdag(dag: int) -> int:
    return dag + (2 - (dag - 1)) % 7


def _aarsvekt(maalgruppe: str, aar: int) -> float:
    vekst = (1 + antatt.VEKST_PER_AAR.get(maalgruppe, 0)) ** max(
        0, aar - antatt.FOERSTE_AAR
    )
    foer = antatt.VEKT_FOER if aar < antatt.FOERSTE_AAR else 1.0
    return (
        foer
        * antatt.AARSVEKT.get(maalgruppe, {}).get(aar, 1.0)
        * antatt.KORONA.get(aar, 1.0)
        * vekst
    )


def _utfall(soeknad: Soeknad) -> dict[str, float]:
    if soeknad.type == "forlengelse":
        return antatt.UTFALL_FORLENGELSE
    if soeknad.type == "bytte":
        return antatt.UTFALL_BYTTE
    andel = antatt.GRUPPER[soeknad.husstand.maalgruppe].innvilget
    vurdert = 1 - antatt.TRUKKET - antatt.AVVIST
    return {
        "innvilget": andel * vurdert,
        "avslag": (1 - andel) * vurdert,
        "trukket": antatt.TRUKKET,
        "avvist": antatt.AVVIST,
    }


def _plass_i_koen(soeknad: Soeknad) -> int:
    haster = soeknad.situasjon == "uten_bolig" or soeknad.barn > 0
    return soeknad.vedtaksdato - antatt.FORTRINN_DAGER * haster


def _passer(dag: int, bolig: Bolig, soeknad: Soeknad) -> bool:
    husstand = soeknad.husstand
    if husstand.rullestol and not bolig.rullestol:
        return False
    annet_sted = (
        bolig.omraade != husstand.omraade and bolig.boligtype not in antatt.UTEN_OMRAADE
    )
    if annet_sted and dag - soeknad.vedtaksdato < antatt.OENSKET_OMRAADE_DAGER:
        return False
    if bolig.boligtype in antatt.UTEN_STOERRELSE:
        return True
    minst = min(3, soeknad.personer - 1)
    slingring = dag - bolig.klar_fra > antatt.LEMPES_ETTER
    return minst - slingring <= bolig.soverom <= minst + 1 + slingring


def simuler(skala: int = 1) -> list[Verden]:
    """Lag `skala` kommuner som ligner hverandre, hver med sine egne tilfeldige tall. Den første er
    alltid den samme.
    """
    return [Verden(Terning(antatt.FROE, nr)).lev() for nr in range(skala)]
