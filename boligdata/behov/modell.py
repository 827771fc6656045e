"""Hvor mange boliger som trengs, i år og framover: behov = boliger i bruk om ingen måtte vente +
margin.

Formelen er lukket og legger sammen, så hver del av svaret kan vises for seg (Whitt 2013, «offered
load analysis»):

    R(t) =  de som bor der i dag, og fortsatt bor der om t år
          + de som står i kø i dag, om de fikk bolig nå, og fortsatt bor der
          + de som kommer, og fortsatt bor der

Ved siden av står ankeret: (de som bor der + de som venter) x veksten i folketallet. Svaret er snittet
av de to, der strømmen teller mer jo flere som har flyttet ut. Tid er år fra i dag, og tabeller over
framtider har én rad per framtid.
"""

import dataclasses
import functools
import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from boligdata.behov import kjente, koe, margin, trekning
from boligdata.behov.botid import Botid, overlevelse
from boligdata.behov.grunnlag import Grunnlag, Pool, Stroem

# Det ingen av tallene for én kommune viser, prøvd mot oppdiktede kommuner der svaret er kjent: hvor mye
# modellen selv kan ta feil i søkerne og i botiden, likt i alle pooler og i hver av dem, og det samme
# for ankeret. I en pool kan det ha gitt opp flere, eller færre, enn ankeret ser.
FELLES_FEIL, EGEN_FEIL = 0.02, 0.05
FELLES_ANKERFEIL, EGEN_ANKERFEIL = 0.02, 0.06
# Flyktningene kommer i bølger, som i 2015 og 2022: om lag hvert femte år begynner det en, og i to år
# kommer det da så mange ganger så mange (antakelser).
BOELGER_I_AARET, BOELGENS_AAR, I_BOELGEN = 0.2, 2.0, 2.5
# Er det kø, blir noen boende fordi det ikke er noe annet sted å flytte. Er ventetiden et år eller mer,
# kan botiden være opp til så mye lengre enn den ville vært uten kø (antakelse). Registrene kan ikke vise
# hvor mye av det som er sant.
LAAST_INNE = 0.4
# Framskrivingen av folketallet tar også feil: om lag fire prosent på fem år i kommunene SSB har
# sett på, så 0,04 / √5 per år.
FOLKETALLSFEIL = 0.018
BAAND = (10, 90)
# Så mye av det modellen spår at køen endrer seg av seg selv, tas med. Modellen alene treffer dårligere
# enn «som i år» der folk lar være å søke når køen er lang, der boliger bygges om, eller der noen går
# foran i køen. Valgt av tre kjøringer av backtesten, og prøvd med to andre frø.
TRO_PAA_ENDRING = 0.6
# Strømmen teller D / (D + 100), der D er utflyttingene i registrene: botiden den bygger på, er bare
# så sikker som dem. Prøvd i tretten slags verdener, også slike ingen hadde regnet på før: feilen per
# boligtype ble 8 prosent mindre enn midt mellom de to, og en firedel mindre der få har flyttet ut.
LIKE_SIKRE_VED = 100
FLEKSIBEL = "+"


@dataclass(frozen=True)
class Maalsetting:
    """Hva som er nok boliger. «innen_frist»: høyst `andel` venter mer enn `frist` år.
    «funksjonelt_null»: køen er i snitt ikke lengre enn det som tildeles på en måned. «ikke_vokser»:
    akkurat nok til at køen ikke vokser.
    """

    slag: str = "innen_frist"
    frist: float = margin.FRIST_90
    andel: float = 0.10

    def behov(self, last, belegg, avgang: float = 0.0) -> np.ndarray:
        """Boligene som trengs når `last` ville vært i bruk uten kø, hver er opptatt i `belegg` år per
        husstand, og `avgang` av dem som venter, gir opp per år.
        """
        if self.slag == "ikke_vokser":
            form = np.broadcast_shapes(np.shape(last), np.shape(belegg))
            return np.array(np.broadcast_to(last, form), float)
        if self.slag == "funksjonelt_null":
            return margin.noedvendig_for_funksjonelt_null(last, belegg)
        return margin.noedvendig(last, belegg, self.frist, self.andel, avgang)


@dataclass(frozen=True)
class Poolgrep:
    """Det kommunen kan gjøre i en pool uten å bygge, som relative endringer: -0,1 er ti prosent
    færre eller kortere.

    `soekere` virker gradvis over `innfasing` år. `botid` gjelder både nye og dem som bor der.
    `spenn` er hvor mye de to kan bli mer eller mindre enn dette: virkningen av et tiltak er aldri
    helt kjent.
    """

    soekere: float = 0.0
    botid: float = 0.0
    klargjoering: float = 0.0
    innfasing: float = 3.0
    spenn: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Prosjekt:
    """Boliger som kommer til, eller går ut (negativt antall), etter `tid` år."""

    pool: str
    tid: float
    antall: int


@dataclass(frozen=True)
class Plan:
    """Det som antas om årene som kommer.

    `vekst` er folketallet i målgruppen hvert år fra i dag, der 1 er i dag, etter (pool, gruppe),
    pool eller gruppe. `skjult` er hvor mange flere som ville søkt enn dem som gjør det, som andel.
    `sammen` er pooler som deler boliger.
    """

    navn: str = ""
    horisont: int = 10
    maalsetting: Maalsetting = Maalsetting()
    vekst: dict = field(default_factory=dict)
    prosjekter: tuple[Prosjekt, ...] = ()
    grep: dict[str, Poolgrep] = field(default_factory=dict)
    skjult: float = 0.0
    sammen: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Vilkaar:
    """Planen slik den gjelder én pool. Den kan hashes, så en pool som ikke er endret, ikke regnes
    på nytt.
    """

    horisont: int
    maalsetting: Maalsetting
    vekst: tuple[tuple[float, ...], ...]
    grep: Poolgrep
    skjult: float
    prosjekter: tuple[tuple[float, int], ...]


@dataclass(frozen=True, eq=False)
class Avstand:
    """Boligene som mangler, eller som er til overs, hvert år fra i dag. Aldri under null.

    `antall` er avstanden fra svaret, og `framtider` (framtider, år) fra hvert av utfallene.
    """

    antall: np.ndarray
    framtider: np.ndarray

    @property
    def lav(self) -> np.ndarray:
        """En av ti framtider er under dette."""
        return np.minimum(np.percentile(self.framtider, BAAND[0], axis=0), self.antall)

    @property
    def hoey(self) -> np.ndarray:
        """En av ti framtider er over dette."""
        return np.maximum(np.percentile(self.framtider, BAAND[1], axis=0), self.antall)

    @property
    def sannsynlig(self) -> np.ndarray:
        """Andelen av framtidene der det er noen i det hele tatt, fra 0 til 1."""
        return (self.framtider > 0).mean(axis=0)


def _avstand(behov: np.ndarray, framtider: np.ndarray) -> Avstand:
    return Avstand(np.maximum(behov, 0), np.maximum(framtider, 0))


@dataclass(frozen=True, eq=False)
class Behov:
    """Behovet i én pool, eller i alle til sammen. Tabellene har ett tall per år, fra i dag.

    `stroem` og `anker` er de to anslagene, og `behov` snittet av dem, der strømmen teller
    `vekt_stroem` (fra 0 til 1). `lav` og `hoey` er det 80 prosent av framtidene ligger mellom.
    `deler` er (navn, boliger) som til sammen er behovet, for hvert år. `last` er boligene i bruk
    uten kø etter strømmen. `framtider` (framtider, år) er utfallene bak båndet.

    For alle til sammen er `mangler` det som mangler i hver pool, lagt sammen: en bolig til overs i
    én pool huser ingen som trenger en i en annen.
    """

    pool: str
    boliger: np.ndarray
    last: np.ndarray
    belegg: float
    stroem: np.ndarray
    anker: np.ndarray
    vekt_stroem: float
    behov: np.ndarray
    lav: np.ndarray
    hoey: np.ndarray
    deler: tuple[tuple[str, np.ndarray], ...]
    framtider: np.ndarray
    mangler: Avstand
    til_overs: Avstand

    def med_boliger(self, boliger: np.ndarray) -> "Behov":
        """Det samme behovet i én pool, med andre boliger."""
        return dataclasses.replace(
            self,
            boliger=boliger,
            mangler=_avstand(self.behov - boliger, self.framtider - boliger),
            til_overs=_avstand(boliger - self.behov, boliger - self.framtider),
        )


@dataclass(frozen=True, eq=False)
class Svar:
    """Behovet per pool og for alle."""

    pooler: tuple[Behov, ...]
    alle: Behov


@dataclass(frozen=True, eq=False)
class Framskriving:
    """Køen framover i én pool eller alle. Tabellene er (framtider, år): `koe` og `ledige` ved hvert
    årsskifte fra i dag, resten i hvert år. `innen` er hvor mange av dem som kom det året, som fikk
    bolig innen fristen.
    """

    pool: str
    soekere: np.ndarray
    tildelt: np.ndarray
    innen: np.ndarray
    koe: np.ndarray
    ledige: np.ndarray


# ------------------------------------------------------------------------------ behovet


def regn(grunnlag: Grunnlag, plan: Plan = Plan(), framtider: int = 200) -> Svar:
    """Behovet i hver pool og for alle, hvert år til planens horisont."""
    svar = []
    for pool in pooler(grunnlag, plan):
        if pool.stroemmer:
            vilkaar = vilkaar_i(pool, plan)
            # Behovet er det samme hva som enn bygges, så det regnes én gang for alle planer med de
            # samme antakelsene.
            uten_prosjekter = dataclasses.replace(vilkaar, prosjekter=())
            behov = behov_i_pool(pool, uten_prosjekter, framtider)
            svar.append(behov.med_boliger(boliger(pool, vilkaar)))
    return Svar(tuple(svar), _sum(tuple(svar)))


def boliger(pool: Pool, vilkaar: Vilkaar) -> np.ndarray:
    """Boligene i poolen ved hvert årsskifte, med prosjektene i planen."""
    aar = np.arange(vilkaar.horisont + 1)
    endringer = (antall * (aar >= tid) for tid, antall in vilkaar.prosjekter)
    return np.maximum(pool.boliger + sum(endringer, np.zeros(len(aar))), 0)


def pooler(grunnlag: Grunnlag, plan: Plan) -> tuple[Pool, ...]:
    """Poolene slik de er i planen: de som deler boliger, er én."""
    ut = list(grunnlag.pooler)
    for navn in plan.sammen:
        deler = [pool for pool in ut if pool.pool in navn and pool.stroemmer]
        if len(deler) > 1:
            ut[ut.index(deler[0])] = _slaa_sammen(deler)
            ut = [pool for pool in ut if pool not in deler[1:]]
    return tuple(ut)


def _slaa_sammen(deler: list[Pool]) -> Pool:
    # Søker ingen, er det dem som bor der og venter, det gjelder.
    brukere = [pool.soekere for pool in deler]
    if not any(brukere):
        brukere = [pool.leietakere + pool.koe for pool in deler]
    vekter = [max(antall, 1e-9) for antall in brukere]

    def veid(felt: str) -> float:
        verdier = [getattr(pool, felt) for pool in deler]
        return sum(vekt * verdi for vekt, verdi in zip(vekter, verdier)) / sum(vekter)

    return Pool(
        FLEKSIBEL.join(pool.pool for pool in deler),
        tuple(boligtype for pool in deler for boligtype in pool.boligtyper),
        tuple(
            dataclasses.replace(strom, gruppe=f"{pool.pool}/{strom.gruppe}")
            for pool in deler
            for strom in pool.stroemmer
        ),
        sum(pool.boliger for pool in deler),
        veid("klargjoering"),
        veid("klargjoering_usikkerhet"),
        veid("avgang"),
        veid("avgang_usikkerhet"),
        sum(pool.utflyttinger for pool in deler),
        aar=max(pool.aar for pool in deler),
        ute_av_drift=veid("ute_av_drift"),
    )


def vilkaar_i(pool: Pool, plan: Plan) -> Vilkaar:
    """Det i planen som gjelder poolen. Har den fått flere pooler i seg, gjelder grepene i den
    første som har noen.
    """
    navn = pool.pool.split(FLEKSIBEL)
    grep = next((plan.grep[del_] for del_ in navn if del_ in plan.grep), Poolgrep())
    prosjekter = sorted(
        (prosjekt.tid, prosjekt.antall)
        for prosjekt in plan.prosjekter
        if prosjekt.pool in navn and 0 < prosjekt.tid <= plan.horisont
    )
    return Vilkaar(
        plan.horisont,
        plan.maalsetting,
        tuple(_vekst(plan, pool.pool, strom.gruppe) for strom in pool.stroemmer),
        grep,
        plan.skjult,
        tuple(prosjekter),
    )


def _vekst(plan: Plan, pool: str, gruppe: str) -> tuple[float, ...]:
    # En strøm i en pool som er slått sammen, husker hvor den kom fra.
    if "/" in gruppe:
        pool, _, gruppe = gruppe.partition("/")
    for noekkel in ((pool, gruppe), pool, gruppe):
        if noekkel in plan.vekst:
            kjent = plan.vekst[noekkel][: plan.horisont + 1]
            vekst = tuple(float(mot_i_dag) for mot_i_dag in kjent)
            return vekst + (vekst[-1],) * (plan.horisont + 1 - len(vekst))
    return (1.0,) * (plan.horisont + 1)


@functools.lru_cache(maxsize=512)
def behov_i_pool(pool: Pool, vilkaar: Vilkaar, framtider: int = 200) -> Behov:
    """Behovet i én pool under disse vilkårene."""
    deler = _deler(pool, vilkaar)
    last = sum(boliger_ for _, boliger_ in deler)
    ankerdeler = _ankerdeler(pool, vilkaar, dict(deler))
    ankerlast = sum(boliger_ for _, boliger_ in ankerdeler)
    belegg = _belegg(pool, vilkaar)
    vekt = vekt_stroem(pool)
    stroem, anker, tilfeller = _anslagene(
        vilkaar.maalsetting,
        pool.avgang,
        (last[None], belegg),
        (ankerlast[None], _ankerbelegg(pool, belegg)),
        _i_bruk_i_framtidene(pool, vilkaar, framtider, vekt),
    )
    if vekt == 1:
        anker = stroem
    svar = _snitt(vekt, stroem, anker)
    tilfeller = tilfeller * (svar / np.maximum(stroem, 1e-9))
    lav, hoey = np.percentile(tilfeller, BAAND, axis=0)
    med_margin = (
        (*anslag, ("margin", boliger_ - uten))
        for anslag, boliger_, uten in (
            (deler, stroem, last),
            (ankerdeler, anker, ankerlast),
        )
    )
    ingen = _avstand(0 * svar, 0 * tilfeller)
    behov = Behov(
        pool.pool,
        boliger(pool, vilkaar),
        last,
        belegg,
        stroem,
        anker,
        vekt,
        svar,
        np.minimum(lav, svar),
        np.maximum(hoey, svar),
        tuple(
            (navn, _snitt(vekt, etter_stroem, etter_anker))
            for (navn, etter_stroem), (_, etter_anker) in zip(*med_margin)
        ),
        tilfeller,
        ingen,
        ingen,
    )
    return behov.med_boliger(behov.boliger)


def vekt_stroem(pool: Pool) -> float:
    """Hvor mye strømmen teller i svaret, fra 0 til 1. Resten er ankeret, når det er noe å ankre i."""
    if _usikkert_anker(pool):
        return 1.0
    return pool.flyttet_ut / (pool.flyttet_ut + LIKE_SIKRE_VED)


def _snitt(vekt: float, stroem: np.ndarray, anker: np.ndarray) -> np.ndarray:
    return vekt * stroem + (1 - vekt) * anker


def _anslagene(maalsetting: Maalsetting, avgang: float, *i_bruk_og_belegg):
    """Behovet etter strømmen, etter ankeret og i hver framtid. Alle tre i ett: å lete etter det
    minste antallet tar nesten like lang tid for én last som for mange hundre.
    """
    laster = [last for last, _ in i_bruk_og_belegg]
    belegg = [np.broadcast_to(aar, (len(last), 1)) for last, aar in i_bruk_og_belegg]
    behov = maalsetting.behov(np.concatenate(laster), np.concatenate(belegg), avgang)
    return behov[0], behov[1], behov[2:]


def _usikkert_anker(pool: Pool) -> bool:
    """Er tallene på dem som bor og venter så små at avrundingen kan være hele tallet? Da er det
    ikke noe å ankre i.
    """
    avrunding = math.sqrt(sum(strom.avrunding**2 for strom in pool.stroemmer))
    return pool.leietakere + pool.koe <= avrunding


def _sum(svar: tuple[Behov, ...]) -> Behov:
    if not svar:
        tom = np.zeros(1)
        ingen = _avstand(tom, np.zeros((1, 1)))
        serier = (tom, tom, 0.0, tom, tom, 0.0, tom, tom, tom)
        return Behov("alle", *serier, (), np.zeros((1, 1)), ingen, ingen)
    tilfeller = sum(behov.framtider for behov in svar)
    lav, hoey = np.percentile(tilfeller, BAAND, axis=0)

    def felt(navn: str) -> np.ndarray:
        return sum(getattr(behov, navn) for behov in svar)

    def del_(navn: str) -> np.ndarray:
        return sum(dict(behov.deler)[navn] for behov in svar)

    def veid(navn: str) -> float:
        samlet = sum(getattr(behov, navn) * behov.last[0] for behov in svar)
        return float(samlet / max(felt("last")[0], 1e-9))

    def avstand(navn: str) -> Avstand:
        hver = [getattr(behov, navn) for behov in svar]
        return Avstand(sum(en.antall for en in hver), sum(en.framtider for en in hver))

    return Behov(
        "alle",
        felt("boliger"),
        felt("last"),
        veid("belegg"),
        felt("stroem"),
        felt("anker"),
        veid("vekt_stroem"),
        felt("behov"),
        np.minimum(lav, felt("behov")),
        np.maximum(hoey, felt("behov")),
        tuple((navn, del_(navn)) for navn, _ in svar[0].deler),
        tilfeller,
        avstand("mangler"),
        avstand("til_overs"),
    )


def _deler(pool: Pool, vilkaar: Vilkaar) -> tuple[tuple[str, np.ndarray], ...]:
    """Boliger i bruk om ingen måtte vente, delt i hva de kommer av: hver del er forskjellen når én
    ting til er med. «boliger» og «tomme» er til sammen dem som er leid ut i dag.
    """
    en = np.ones(vilkaar.horisont + 1)
    med_skjult = dataclasses.replace(vilkaar, grep=Poolgrep())
    med_vekst = dataclasses.replace(med_skjult, skjult=0.0)
    uten = dataclasses.replace(med_vekst, vekst=tuple(tuple(en) for _ in vilkaar.vekst))
    alltid_i_drift = dataclasses.replace(pool, ute_av_drift=0.0)
    uten_tomme = _uten_tomme(pool)
    bare_anslaatte = _uten_kjente(uten_tomme)
    bare_stroem = _sentral(bare_anslaatte, uten)
    og_vekst = _sentral(bare_anslaatte, med_vekst)
    og_kjente = og_vekst
    if bare_anslaatte is not uten_tomme:
        og_kjente = _sentral(uten_tomme, med_vekst)
    og_klargjoering = _sentral(alltid_i_drift, med_vekst)
    og_ute = _sentral(pool, med_vekst) if pool.ute_av_drift else og_klargjoering
    og_skjult = _sentral(pool, med_skjult)
    alt = _sentral(pool, vilkaar)
    return (
        ("boliger", pool.boliger * en),
        ("tomme", (pool.leietakere - pool.boliger) * en),
        ("koe", pool.koe * en),
        ("stroem", bare_stroem - (pool.leietakere + pool.koe)),
        ("vekst", og_vekst - bare_stroem),
        ("kjente", og_kjente - og_vekst),
        ("klargjoering", og_klargjoering - og_kjente),
        ("ute_av_drift", og_ute - og_klargjoering),
        ("skjult", og_skjult - og_ute),
        ("grep", alt - og_skjult),
    )


def _uten_tomme(pool: Pool) -> Pool:
    """Poolen når ingen bolig står tom mellom to leietakere."""
    return dataclasses.replace(pool, klargjoering=0.0, ute_av_drift=0.0)


def _uten_kjente(pool: Pool) -> Pool:
    """Poolen når kommunen ikke har noen liste, og alle er i strømmen."""
    if not any(strom.kjente for strom in pool.stroemmer):
        return pool
    return dataclasses.replace(
        pool,
        stroemmer=tuple(
            dataclasses.replace(strom, kjente=()) for strom in pool.stroemmer
        ),
    )


def _ankerdeler(
    pool: Pool, vilkaar: Vilkaar, deler: dict[str, np.ndarray]
) -> tuple[tuple[str, np.ndarray], ...]:
    """Boliger i bruk etter ankeret, i de samme delene som strømmens `deler`: de som bor der og de som
    venter, ganget med veksten.

    Et grep, og det som er skjult, flytter ankeret like mye som det flytter strømmen. De kjente
    erstatter sin del av dem som kommer når like mange kommer som går.
    """
    i_dag = deler["boliger"] + deler["tomme"] + deler["koe"]
    med_vekst = sum(
        (strom.leietakere + strom.koe) * np.array(vekst)
        for strom, vekst in zip(pool.stroemmer, vilkaar.vekst)
    )
    flyttes = ("skjult", "grep")
    legges_til = ("kjente", *flyttes)
    uten = sum(boliger_ for navn, boliger_ in deler.items() if navn not in legges_til)
    andel = med_vekst / np.maximum(uten, 1e-9)
    egne = {"vekst": med_vekst - i_dag}
    egne |= dict.fromkeys(("stroem", "klargjoering", "ute_av_drift"), 0 * i_dag)
    egne |= {navn: andel * deler[navn] for navn in flyttes}
    egne["kjente"] = _kjente_etter_ankeret(pool, vilkaar)
    return tuple((navn, egne.get(navn, boliger_)) for navn, boliger_ in deler.items())


def _kjente_etter_ankeret(pool: Pool, vilkaar: Vilkaar) -> np.ndarray:
    """Det de kjente gjør til eller fra, når søkerne er så mange at boligene holder seg like fulle."""
    aar = np.zeros(vilkaar.horisont + 1)
    if _uten_kjente(pool) is pool:
        return aar
    i_likevekt = dataclasses.replace(
        _uten_tomme(pool),
        stroemmer=tuple(_i_likevekt(strom) for strom in pool.stroemmer),
    )
    uten_grep = dataclasses.replace(vilkaar, grep=Poolgrep(), skjult=0.0)
    med, uten = (
        _sentral(hver, uten_grep) for hver in (i_likevekt, _uten_kjente(i_likevekt))
    )
    return med - uten


def _i_likevekt(strom: Stroem) -> Stroem:
    soekere = (strom.leietakere + strom.koe) / strom.botid.gjennomsnitt
    mot_anslaatt = soekere / max(strom.soekere, 1e-9)
    listene = tuple(liste.i_stroem(mot_anslaatt) for liste in strom.kjente)
    return dataclasses.replace(strom, soekere=soekere, kjente=listene)


def _belegg(pool: Pool, vilkaar: Vilkaar) -> float:
    """Årene en bolig er opptatt per husstand: botiden og klargjøringen."""
    botid = pool.botid * (1 + vilkaar.grep.botid)
    return botid + _mellom_leietakere(pool, vilkaar.grep)


def _mellom_leietakere(pool: Pool, grep: Poolgrep, feil=1.0):
    """Årene mellom to leietakere, med dem en bolig som bygges om, er ute av drift. Grepet gjør bare
    klargjøringen raskere.
    """
    return pool.klargjoering * (1 + grep.klargjoering) * feil + pool.ute_av_drift


def _ankerbelegg(pool: Pool, etter_stroemmen: float) -> float:
    """Årene en bolig er opptatt per husstand slik boligene og utflyttingene viser det."""
    if pool.utflyttinger > 0 and pool.boliger:
        return pool.boliger / pool.utflyttinger
    return etter_stroemmen


# --------------------------------------------------------------- boliger i bruk uten kø


@dataclass(frozen=True, eq=False)
class _Utfall:
    """Det som er usikkert i en pool, én rad per framtid og én kolonne per strøm (eller ett tall per
    år for `nivaa`).
    """

    nivaa: np.ndarray  # (framtider, strømmer, år): søkere per år
    form: np.ndarray
    skala: np.ndarray
    klargjoering: np.ndarray  # (framtider,)
    leietakere: np.ndarray
    koe: np.ndarray


def _sentral(pool: Pool, vilkaar: Vilkaar) -> np.ndarray:
    """Boliger i bruk hvert år når alt er som anslått. Målet og prosjektene betyr ikke noe for det."""
    uten_maal = dataclasses.replace(vilkaar, maalsetting=Maalsetting(), prosjekter=())
    return _i_bruk_som_anslaatt(pool, uten_maal)


@functools.lru_cache(maxsize=512)
def _i_bruk_som_anslaatt(pool: Pool, vilkaar: Vilkaar) -> np.ndarray:
    [last] = _last(pool, vilkaar, _som_anslaatt(pool, vilkaar))
    last.setflags(write=False)
    return last


def _som_anslaatt(pool: Pool, vilkaar: Vilkaar) -> _Utfall:
    grep = vilkaar.grep

    def per_stroem(hent) -> np.ndarray:
        return np.array([[hent(strom) for strom in pool.stroemmer]], float)

    soekere = per_stroem(lambda strom: strom.soekere)[..., None]
    return _Utfall(
        kjente.erstatt(
            soekere * _soekere_per_aar(vilkaar, grep.soekere),
            tuple(strom.kjente for strom in pool.stroemmer),
        ),
        per_stroem(lambda strom: strom.botid.form),
        per_stroem(lambda strom: strom.botid.skala * (1 + grep.botid)),
        np.array([_mellom_leietakere(pool, grep)]),
        per_stroem(lambda strom: strom.leietakere),
        per_stroem(lambda strom: strom.koe),
    )


def _soekere_per_aar(vilkaar: Vilkaar, grep) -> np.ndarray:
    """Søkerne i hvert år framover mot i dag, (…, strømmer, år): veksten, grepet og dem som ikke
    søker i dag.
    """
    vekst = np.array(vilkaar.vekst)
    midt = np.arange(vilkaar.horisont) + 0.5
    if vilkaar.grep.innfasing > 0:
        innfaset = np.minimum(midt / vilkaar.grep.innfasing, 1)
    else:
        innfaset = np.ones(vilkaar.horisont)
    i_aaret = (vekst[:, 1:] + vekst[:, :-1]) / 2
    med_grep = 1 + np.asarray(grep)[..., None, None] * innfaset
    return i_aaret * (1 + vilkaar.skjult) * med_grep


def _i_framtidene(
    pool: Pool,
    vilkaar: Vilkaar,
    framtider: int,
    vekt: float = 1.0,
    *,
    med_boelger: bool = True,
) -> _Utfall:
    """Ett utfall per framtid. Den felles feilen er den samme i alle pooler, så den ikke jevner seg
    ut i summen. Feilen i anslagene av søkerne og botiden er `vekt` ganger så stor som i strømmen.
    """
    horisont, antall = vilkaar.horisont, len(pool.stroemmer)
    felles = FELLES_FEIL * trekning.normale("felles", framtider, 2)
    felles = felles + EGEN_FEIL * trekning.normale(f"{pool.pool}/feil", framtider, 2)
    folketall = FOLKETALLSFEIL * trekning.normale("folketall", framtider, horisont)
    folketall = np.cumsum(folketall, axis=1)
    # For hver strøm fire tall og ett for hvert år, etter det ene for klargjøringen.
    trukket = trekning.normale(pool.pool, framtider, 1 + antall * (4 + horisont))
    per_stroem = trukket[:, 1:].reshape(framtider, antall, 4 + horisont)
    utfall = [
        _stroem_i_framtidene(
            pool.pool, strom, vekt, per_stroem[:, nr], felles, folketall, med_boelger
        )
        for nr, strom in enumerate(pool.stroemmer)
    ]
    nivaaer, former, skalaer, leietakere, koeer = (
        np.stack(kolonne, 1) for kolonne in zip(*utfall)
    )
    # Avrundingen kan ikke ha skjult flere enn det er boliger til.
    flest = max(pool.boliger, pool.leietakere)
    bor = np.maximum(leietakere.sum(axis=1, keepdims=True), 1e-9)
    leietakere = leietakere * np.minimum(flest / bor, 1)
    soekere, botid = _grepene_i_framtidene(vilkaar.grep, framtider)
    feil = np.exp(pool.klargjoering_usikkerhet * trukket[:, 0])
    feil_i_kjente = trekning.normale(f"{pool.pool}/kjente", framtider, 2 * antall)
    return _Utfall(
        kjente.erstatt(
            nivaaer * _soekere_per_aar(vilkaar, soekere),
            tuple(strom.kjente for strom in pool.stroemmer),
            feil_i_kjente.reshape(framtider, antall, 2),
        ),
        former,
        skalaer * (1 + botid)[:, None],
        _mellom_leietakere(pool, vilkaar.grep, feil),
        leietakere,
        koeer,
    )


def _grepene_i_framtidene(
    grep: Poolgrep, framtider: int
) -> tuple[np.ndarray, np.ndarray]:
    """Hvor mye grepene endrer søkerne og botiden, ett tall per framtid innenfor spennet."""
    trukket = np.tanh(0.8 * trekning.normale("grep", framtider, 2))
    soekere, botid = grep.spenn
    return grep.soekere + soekere * trukket[:, 0], grep.botid + botid * trukket[:, 1]


def _stroem_i_framtidene(
    pool: str,
    strom: Stroem,
    vekt: float,
    trukket: np.ndarray,
    felles: np.ndarray,
    folketall: np.ndarray,
    med_boelger: bool,
) -> tuple[np.ndarray, ...]:
    """Nivåene (framtider, år), og form, skala, leietakere og kø (framtider,)."""
    log_form, log_skala = _weibull_i_framtidene(strom.botid, vekt * trukket[:, :2])
    usikkert = trekning.nivaaer(
        f"{pool}/{strom.gruppe}", len(trukket), strom.usikkerhet
    )
    felles_nivaa = np.exp(vekt * felles[:, 0])
    nivaa = strom.soekere * (1 + vekt * (usikkert - 1)) * felles_nivaa
    # Minus halve variansen, så snittet av framtidene er nivået.
    drift = np.cumsum(strom.drift * trukket[:, 4:] - strom.drift**2 / 2, axis=1)
    boelger = 1.0
    if med_boelger and strom.flyktninger:
        flere = (I_BOELGEN - 1) * strom.flyktninger
        boelger = 1 + flere * _boelger(*folketall.shape)
    # Det vernede tallet kan være noen for høyt eller for lavt. Tallene fra -1 til 1 er jevnt
    # fordelt.
    jevnt = np.tanh(trukket[:, 2:4] * 0.8) * strom.avrunding
    return (
        nivaa[:, None] * np.exp(drift + folketall) * boelger,
        np.exp(log_form),
        np.exp(log_skala + vekt * felles[:, 1]),
        np.maximum(strom.leietakere + jevnt[:, 0], 0),
        np.maximum(strom.koe + jevnt[:, 1], 0),
    )


def _weibull_i_framtidene(
    botid: Botid, trukket: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Log form og log skala i hver framtid: anslagene pluss L·z, der z er trukket og L·Lᵀ er
    kovariansen (Cholesky).
    """
    varians_form, kovarians, varians_skala = botid.kovarians
    l11 = math.sqrt(max(varians_form, 0))
    l21 = kovarians / l11 if l11 else 0.0
    l22 = math.sqrt(max(varians_skala - l21**2, 0))
    log_form = botid.log_form + l11 * trukket[:, 0]
    return log_form, botid.log_skala + l21 * trukket[:, 0] + l22 * trukket[:, 1]


def _i_bruk_i_framtidene(
    pool: Pool, vilkaar: Vilkaar, framtider: int, vekt: float
) -> tuple[np.ndarray, np.ndarray]:
    """Boliger i bruk om ingen måtte vente (framtider, år), og belegget i hver framtid (framtider,
    1), når strømmen teller `vekt` i svaret.
    """
    utfall = _i_framtidene(pool, vilkaar, framtider, vekt)
    # Så lenge det er kø, blir de boende. Når det er nok boliger, gjør de det ikke.
    uten_koe = utfall.skala / _laast_inne(pool, framtider)[:, None]
    utfall = dataclasses.replace(utfall, skala=uten_koe)
    last = _last(pool, vilkaar, utfall)
    snitt = utfall.skala * _gamma(1 + 1 / utfall.form)
    teller = np.maximum(utfall.nivaa[..., 0], 1e-9)
    belegg = (teller * snitt).sum(1) / teller.sum(1) + utfall.klargjoering
    feil = (1 - vekt) * _ankerfeil(pool, vilkaar, framtider)
    return last * np.exp(feil), belegg[:, None]


def _ankerfeil(pool: Pool, vilkaar: Vilkaar, framtider: int) -> np.ndarray:
    """Hvor mye ankeret tar feil (logaritmen), (framtider, år).

    At så mange bor der og venter i dag, er tilfeldig: ventes R, er avviket √R (Poisson). Har det kommet
    flere eller færre i det siste, viser ikke dem som bor der det ennå. Ankeret tar bare feil av dem som
    kommer i stedet for dem som flytter, og den som har bodd lenge, flytter sjelden. Dem kommunen alt
    vet om, tar ankeret ikke feil av.
    """
    belegg = _belegg(pool, vilkaar)
    # I dag har ingen flyttet. Er tallene ikke hele, er 1 minus andelen så vidt under null.
    flyttet = np.maximum(1 - _bruker_fortsatt(pool, vilkaar), 0)
    tilfeldig = 1 / math.sqrt(max(pool.leietakere + pool.koe, 1.0))
    drift = max(strom.drift for strom in pool.stroemmer) * math.sqrt(belegg / 2)
    i_dag = math.hypot(tilfeldig, drift) * flyttet
    eget = np.hypot(i_dag, EGEN_ANKERFEIL * np.sqrt(flyttet))
    eget = eget * _andel_ukjente(pool, vilkaar.horisont)
    felles = FELLES_ANKERFEIL * trekning.normale("anker", framtider, 1)
    return eget * trekning.normale(f"{pool.pool}/anker", framtider, 1) + felles


def _bruker_fortsatt(pool: Pool, vilkaar: Vilkaar) -> np.ndarray:
    """Andelen av dem som bor der og venter i dag, som fortsatt bruker en bolig, hvert år fra i dag."""
    ingen_nye = dataclasses.replace(vilkaar, skjult=-1.0)
    fortsatt = _sentral(_uten_kjente(pool), ingen_nye)
    return fortsatt / max(pool.leietakere + pool.koe, 1e-9)


def _andel_ukjente(pool: Pool, horisont: int) -> np.ndarray:
    """Andelen av dem som kommer til og med hvert år, som ikke er på noen liste, fra i dag."""
    soekere = np.array([[strom.soekere] for strom in pool.stroemmer])
    kommer = np.broadcast_to(soekere, (1, len(soekere), horisont))
    listene = tuple(
        tuple(dataclasses.replace(en, kommer=(0.0,) * len(en.kommer)) for en in liste)
        for liste in (strom.kjente for strom in pool.stroemmer)
    )
    ukjente = kjente.erstatt(kommer, listene).sum(axis=(0, 1)).cumsum()
    alle = kommer.sum(axis=(0, 1)).cumsum()
    return np.concatenate([[1.0], ukjente / np.maximum(alle, 1e-9)])


def _laast_inne(pool: Pool, framtider: int) -> np.ndarray:
    """Hvor mange ganger så lang botiden er som den ville vært uten kø, (framtider,). I halvparten av
    framtidene er det 1, og i resten opp til så mye som ventetiden i dag kan ha gjort. Det er likt for
    alle poolene i en framtid.
    """
    ventetid = min(pool.koe / max(pool.soekere, 1e-9), 1.0)
    trukket = np.tanh(0.8 * trekning.normale("låst inne", framtider, 1)[:, 0])
    return 1 + LAAST_INNE * ventetid * np.maximum(trukket, 0)


@functools.lru_cache(maxsize=8)
def _boelger(framtider: int, horisont: int) -> np.ndarray:
    """Hvor stor del av hvert år det er en bølge av flyktninger, (framtider, år): den samme i hele landet.

    Tiden fra en bølge er slutt til den neste begynner, er eksponentialfordelt.
    """
    mulige = math.ceil(horisont / BOELGENS_AAR) + 1
    ventet = trekning.ventetider("bølger", framtider, mulige) / BOELGER_I_AARET
    begynner = np.cumsum(ventet, axis=1) + BOELGENS_AAR * np.arange(mulige)
    aar = np.arange(horisont)[:, None]
    fra = np.clip(begynner[:, None] - aar, 0, 1)
    til = np.clip(begynner[:, None] + BOELGENS_AAR - aar, 0, 1)
    return (til - fra).sum(axis=2)


def _gamma(x: np.ndarray) -> np.ndarray:
    """Gammafunksjonen for tall fra 1 og oppover: Stirlings rekke, flyttet fram til den er nøyaktig
    (feilen er under 1e-9).

    Abramowitz og Stegun (1964) 6.1.41 for log Γ(y), y = x + 7, og Γ(x) = Γ(y) / (x·(x+1)···(x+6)).
    """
    y = x + 7
    log = (
        (y - 0.5) * np.log(y)
        - y
        + 0.5 * math.log(2 * math.pi)
        + 1 / (12 * y)
        - 1 / (360 * y**3)
        + 1 / (1260 * y**5)
    )
    produkt = x
    for n in range(1, 7):
        produkt = produkt * (x + n)
    return np.exp(log) / produkt


def i_bruk_per_stroem(
    pool: Pool, vilkaar: Vilkaar, framtider: int
) -> tuple[np.ndarray, np.ndarray]:
    """Boliger i bruk om ingen måtte vente, for hver strøm: slik det er anslått (1, strømmer, år), og i
    framtidene (framtider, strømmer, år).
    """
    anslaatt = _som_anslaatt(pool, vilkaar)
    mulige = _i_framtidene(pool, vilkaar, framtider)
    return tuple(
        np.stack(list(_laster(pool, vilkaar, utfall)), axis=1)
        for utfall in (anslaatt, mulige)
    )


def _last(pool: Pool, vilkaar: Vilkaar, utfall: _Utfall) -> np.ndarray:
    """Boliger i bruk om ingen måtte vente, (framtider, år)."""
    return sum(_laster(pool, vilkaar, utfall))


def _laster(pool: Pool, vilkaar: Vilkaar, utfall: _Utfall) -> Iterator[np.ndarray]:
    """Boliger i bruk om ingen måtte vente (framtider, år), for hver strøm."""
    tid = np.arange(vilkaar.horisont + 1.0)
    # Boligen er i bruk til den er klargjort.
    klar = np.maximum(tid - utfall.klargjoering[:, None], 0)
    for nr, strom in enumerate(pool.stroemmer):
        form, skala = utfall.form[:, nr, None], utfall.skala[:, nr, None]
        igjen = _igjen(strom, klar, form, skala, vilkaar.grep.botid)
        last = utfall.leietakere[:, nr, None] * igjen
        last += utfall.koe[:, nr, None] * overlevelse(klar, form, skala)
        samlet = _samlet(klar, utfall.klargjoering, form, skala)
        last[:, 1:] += _kommer_til(utfall.nivaa[:, nr], samlet)
        yield last


def _igjen(
    strom: Stroem, tid: np.ndarray, form: np.ndarray, skala: np.ndarray, grep: float
) -> np.ndarray:
    """Andelen av dagens leietakere som fortsatt bor der. Har de bodd lenge, er de av dem som blir
    lenge.
    """
    if not strom.bodd:
        return overlevelse(tid, form, skala)
    # Grepet gjør hele botiden kortere eller lengre, også den som er igjen.
    bodd = np.array(strom.bodd) * (1 + grep)
    fra = np.power(bodd / skala, form)
    alder = bodd + tid[..., None]
    til = np.power(alder / skala[..., None], form[..., None])
    return np.exp(fra[:, None] - til).mean(axis=2)


# Gauss–Legendre på (0, 1).
_PUNKTER, _VEKTER = np.polynomial.legendre.leggauss(8)
_PUNKTER, _VEKTER = (_PUNKTER + 1) / 2, _VEKTER / 2


def _samlet(
    klar: np.ndarray, klargjoering: np.ndarray, form: np.ndarray, skala: np.ndarray
) -> np.ndarray:
    """Hvor mange år en husstand som får bolig nå, i snitt har brukt den innen hvert år, (framtider,
    år).
    """
    fra, bredde = klar[:, :-1, None], np.diff(klar, axis=1)[..., None]
    # Botiden faller bratt de første månedene når formen er under 1. Med w² i stedet for x er den
    # jevn.
    punkter = np.where(fra > 0, fra + bredde * _PUNKTER, bredde * _PUNKTER**2)
    vekter = np.where(fra > 0, _VEKTER, 2 * _PUNKTER * _VEKTER)
    bor = overlevelse(punkter, form[..., None], skala[..., None])
    areal = (bor * vekter).sum(axis=2) * bredde[..., 0]
    tid = np.arange(klar.shape[1])
    samlet = np.zeros_like(klar)
    samlet[:, 1:] = np.cumsum(areal, axis=1)
    return samlet + np.minimum(tid, klargjoering[:, None])


def _kommer_til(nivaa: np.ndarray, samlet: np.ndarray) -> np.ndarray:
    """De som kommer i årene framover, og fortsatt bruker boligen, (framtider, år 1 og utover)."""
    bruker = np.diff(samlet, axis=1)

    def ved(aar: int) -> np.ndarray:
        # De som kom i fjor, har hatt kortest tid til å flytte ut igjen.
        return (nivaa[:, :aar] * bruker[:, aar - 1 :: -1]).sum(axis=1)

    antall_aar = nivaa.shape[1]
    return np.stack([ved(aar) for aar in range(1, antall_aar + 1)], axis=1)


# ------------------------------------------------------------------------ køen framover


def framskriv(
    grunnlag: Grunnlag, plan: Plan = Plan(), framtider: int = 200
) -> tuple[Framskriving, ...]:
    """Søkere, tildelinger og kø framover i hver pool, med boligene planen har. Køen er mellom det
    modellen spår og køen i dag, og med hele virkningen av det planen gjør.
    """
    # Av målet er det bare fristen som betyr noe for køen.
    frist = Maalsetting(frist=plan.maalsetting.frist)
    bare_fristen = dataclasses.replace(plan, maalsetting=frist)
    return tuple(
        _naermere_i_dag(pool, vilkaar_i(pool, bare_fristen), framtider)
        for pool in pooler(grunnlag, plan)
        if pool.stroemmer
    )


def samlet_koe(deler: tuple[Framskriving, ...]) -> Framskriving:
    """Alle poolene til sammen, framtid for framtid."""
    felt = ("soekere", "tildelt", "innen", "koe", "ledige")
    return Framskriving(
        "alle", *(sum(getattr(del_, navn) for del_ in deler) for navn in felt)
    )


def _naermere_i_dag(pool: Pool, vilkaar: Vilkaar, framtider: int) -> Framskriving:
    spaadd = koe_i_pool(pool, vilkaar, framtider)
    som_naa = dataclasses.replace(vilkaar, prosjekter=(), grep=Poolgrep(), skjult=0.0)
    koene = koe_i_pool(pool, som_naa, framtider).koe
    av_seg_selv = koene.mean(axis=0)
    tas_med = TRO_PAA_ENDRING * (_midterste(koene) - av_seg_selv[0])
    for_mye = av_seg_selv - av_seg_selv[0] - tas_med
    # Gjør planen køen kortere, er det også mindre igjen av den som ikke blir borte av seg selv.
    igjen = spaadd.koe.mean(axis=0) / np.maximum(av_seg_selv, 1e-9)
    for_mye = np.where(for_mye < 0, for_mye * np.minimum(igjen, 1), for_mye)
    return dataclasses.replace(spaadd, koe=np.maximum(spaadd.koe - for_mye, 0))


def _midterste(koene: np.ndarray) -> np.ndarray:
    """Snittet av halvparten av framtidene, uten de korteste og de lengste køene. En kø kan ikke bli
    kortere enn null, men svært lang, så snittet av alle vokser også der like mange kommer som får bolig.
    """
    utenfor = len(koene) // 4
    return np.sort(koene, axis=0)[utenfor : len(koene) - utenfor].mean(axis=0)


@functools.lru_cache(maxsize=512)
def koe_i_pool(pool: Pool, vilkaar: Vilkaar, framtider: int = 200) -> Framskriving:
    """Køen i én pool slik modellen spår den, regnet én husstand om gangen i rekkefølgen de kom."""
    # Uten bølgene: med dem ble køen dårligere spådd, og tiltakene lovet for mye, der ingen bølge kom.
    utfall = _i_framtidene(pool, vilkaar, framtider, med_boelger=False)
    kommer, strom = _kommer(pool, vilkaar, utfall)
    antall = kommer.shape[1]
    form, skala = utfall.form, utfall.skala
    if len(pool.stroemmer) > 1:
        form, skala = (np.take_along_axis(tall, strom, 1) for tall in (form, skala))
    opptatt = trekning.weibull(f"{pool.pool}/botid", framtider, antall, form, skala)
    opptatt += utfall.klargjoering[:, None]
    trukket = trekning.ventetider(f"{pool.pool}/avgang", framtider, antall)
    taalmodighet = trukket / max(pool.avgang, 1e-9)
    ledig_fra = _ledig_fra(pool, vilkaar, utfall)
    borte = [tid for tid, endring in vilkaar.prosjekter for _ in range(-endring)]
    inn = koe.foerstemann(kommer, opptatt, ledig_fra, taalmodighet, borte)
    forloep = _Koeforloep(kommer, inn, taalmodighet, opptatt, ledig_fra)
    return _framskriving(pool, vilkaar, forloep)


def _kommer(
    pool: Pool, vilkaar: Vilkaar, utfall: _Utfall
) -> tuple[np.ndarray, np.ndarray]:
    """Når hver husstand melder seg, og hvilken strøm den hører til, (framtider, husstander). De som
    venter i dag, står først.
    """
    nye = _nye_kommer(pool, vilkaar, utfall)
    strom = np.broadcast_to(_hvilken_stroem(pool, utfall, nye.shape[1]), nye.shape)
    venter = [
        nr
        for nr, strommen in enumerate(pool.stroemmer)
        for _ in range(round(strommen.koe))
    ]
    i_koe = np.zeros((len(nye), len(venter)))
    strom_i_koe = np.broadcast_to(np.array(venter, int), i_koe.shape)
    # Husstand for husstand i minnet: slik går køen gjennom dem.
    return (
        np.asfortranarray(np.concatenate([i_koe, nye], axis=1)),
        np.concatenate([strom_i_koe, strom], axis=1),
    )


def _nye_kommer(pool: Pool, vilkaar: Vilkaar, utfall: _Utfall) -> np.ndarray:
    """Når hver ny husstand melder seg, (framtider, husstander): en Poisson-prosess med enhetsrate,
    der tiden strekkes så det kommer så mange i hvert år som nivået sier.
    """
    framtider = len(utfall.klargjoering)
    samlet = np.zeros((framtider, vilkaar.horisont + 1))
    samlet[:, 1:] = np.cumsum(utfall.nivaa.sum(axis=1), axis=1)
    flest = samlet[:, -1].max()
    nok = int(flest + 4 * math.sqrt(flest) + 10)
    return _naar(trekning.ankomster(f"{pool.pool}/kommer", framtider, nok), samlet)


def _naar(tall: np.ndarray, ved_aaret: np.ndarray) -> np.ndarray:
    """Tiden (framtider, antall) det har kommet så mange som hvert av tallene, når det kommer jevnt i hvert
    år, og så mange som `ved_aaret` (framtider, årsskifter) sier til og med hvert av dem. `inf` når det
    aldri kommer så mange. Begge stiger i hver framtid. Som `np.interp` for hver framtid, men alle på en
    gang, og bare så mange som det kommer noen av, og én til.
    """
    innen = np.stack([np.searchsorted(*framtid) for framtid in zip(tall, ved_aaret)])
    flest = int(innen[:, -1].max(initial=0))
    antall = min(flest + 1, tall.shape[1])
    tall = tall[:, :antall]
    # Hvor mange av tallene det kommer i hvert av årene, og bakerst de som aldri kommer.
    i_aaret = np.diff(innen, append=antall)
    aarene = np.tile(np.arange(ved_aaret.shape[1]), len(tall))
    aaret = aarene.repeat(i_aaret.ravel()).reshape(tall.shape)
    # En kolonne til, for dem det aldri kommer så mange av.
    with np.errstate(divide="ignore"):
        per_husstand = 1 / np.diff(ved_aaret, append=np.inf)
    plass = aaret + np.arange(len(tall))[:, None] * ved_aaret.shape[1]
    naar = tall - ved_aaret.take(plass)
    naar *= per_husstand.take(plass)
    naar += aaret
    naar[tall > ved_aaret[:, -1:]] = np.inf
    return naar


def _hvilken_stroem(pool: Pool, utfall: _Utfall, antall: int) -> np.ndarray:
    """Strømmen hver ny husstand hører til, den samme i alle framtidene."""
    if len(pool.stroemmer) > 1:
        trukket = trekning.kilde(pool.pool, "gruppe").random((1, antall))
    else:
        trukket = np.zeros((1, 1))
    andeler = np.cumsum(utfall.nivaa.mean(axis=(0, 2)))
    grenser = andeler[:-1] / max(andeler[-1], 1e-9)
    return np.searchsorted(grenser, trukket, side="right")


def _ledig_fra(pool: Pool, vilkaar: Vilkaar, utfall: _Utfall) -> np.ndarray:
    """Når hver bolig først er ledig, (framtider, boliger): når dagens leietaker har flyttet og den
    er klargjort, når en som er tom i dag er klargjort, og datoen for en ny.
    """
    klargjoering = utfall.klargjoering[:, None]
    framtider = len(klargjoering)
    leietakere = [
        _flytter(pool, nr, vilkaar, utfall) + klargjoering
        for nr in range(len(pool.stroemmer))
    ]
    dagens, bebodd = np.concatenate(leietakere, axis=1), _bebodd(pool)
    if dagens.shape[1] > bebodd:
        # Hvem det ikke er bolig til, er tilfeldig, og de samme hvor mange boliger det enn er.
        rekke = trekning.kilde(pool.pool, "bor").permutation(dagens.shape[1])
        dagens = dagens[:, rekke[:bebodd]]
    tomme = pool.boliger - bebodd
    nye = np.array([tid for tid, antall in vilkaar.prosjekter for _ in range(antall)])
    er_tomme = np.broadcast_to(klargjoering, (framtider, tomme))
    kommer = np.broadcast_to(nye, (framtider, len(nye)))
    return np.concatenate([dagens, er_tomme, kommer], axis=1)


def _bebodd(pool: Pool) -> int:
    """Hvor mange av boligene det bor noen i. Er tallene rundet opp, eller mangler utflyttinger i
    registrene, er leietakerne flere enn boligene, og køen ville fått boliger som ikke finnes.
    """
    leietakere = sum(round(strom.leietakere) for strom in pool.stroemmer)
    return min(leietakere, pool.boliger)


def _flytter(pool: Pool, nr: int, vilkaar: Vilkaar, utfall: _Utfall) -> np.ndarray:
    """Når hver av dagens leietakere i strømmen flytter, (framtider, leietakere): hvor lenge en som
    alt har bodd så lenge, blir boende.
    """
    strom = pool.stroemmer[nr]
    antall = round(strom.leietakere)
    # Leietakerne fordelt jevnt på botidene i grunnlaget.
    plass = np.arange(antall) * max(len(strom.bodd), 1) // max(antall, 1)
    bodd = np.array(strom.bodd or (0.0,))[plass] * (1 + vilkaar.grep.botid)
    form, skala = utfall.form[:, nr, None], utfall.skala[:, nr, None]
    trukket = trekning.ventetider(
        f"{pool.pool}/{strom.gruppe}/igjen", len(utfall.klargjoering), antall
    )
    return skala * np.power(np.power(bodd / skala, form) + trukket, 1 / form) - bodd


@dataclass(frozen=True, eq=False)
class _Koeforloep:
    """Alt som skjer i køen, én rad per framtid: når hver husstand kommer og flytter inn, hvor lenge
    hun orker å vente og boligen er opptatt, og når hver bolig først er ledig.
    """

    kommer: np.ndarray
    inn: np.ndarray
    taalmodighet: np.ndarray
    opptatt: np.ndarray
    ledig_fra: np.ndarray


def _framskriving(pool: Pool, vilkaar: Vilkaar, forloep: _Koeforloep) -> Framskriving:
    horisont, bebodd = vilkaar.horisont, _bebodd(pool)
    aar = np.arange(horisont + 1.0)
    kommer, inn = forloep.kommer, forloep.inn
    # De som venter i dag, er ikke noe års søkere.
    nye = np.where(kommer > 0, kommer, np.inf)
    i_tide = inn <= nye + vilkaar.maalsetting.frist
    # En bolig er opptatt fra noen flytter inn til den er klargjort; de som bor der i dag, er talt i
    # `ledig_fra`.
    nye_leietakere = koe.koelengde(inn, inn + forloep.opptatt, aar)
    dagens = koe.antall_hittil(forloep.ledig_fra[:, :bebodd], aar)
    opptatte = nye_leietakere + bebodd - dagens
    return Framskriving(
        pool.pool,
        koe.antall_i_aarene(nye, horisont),
        koe.antall_i_aarene(inn, horisont),
        koe.antall_i_aarene(np.where(i_tide, nye, np.inf), horisont),
        koe.koelengde(kommer, inn, aar, forloep.taalmodighet),
        np.maximum(boliger(pool, vilkaar) - opptatte, 0),
    )
