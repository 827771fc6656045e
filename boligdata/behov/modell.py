"""Hvor mange boliger som trengs, i år og framover: behov = boliger i bruk om ingen måtte vente +
margin.

Formelen er lukket og legger sammen, så hver del av svaret kan vises for seg (Whitt 2013, «offered
load analysis»):

    R(t) =  de som bor der i dag, og fortsatt bor der om t år
          + de som står i kø i dag, om de fikk bolig nå, og fortsatt bor der
          + de som kommer, og fortsatt bor der

Ved siden av står ankeret: (de som bor der + de som venter) x veksten i folketallet. Svaret er midt
mellom de to. Tid er år fra i dag, og tabeller over framtider har én rad per framtid."""

import dataclasses
import functools
import math
from dataclasses import dataclass, field

import numpy as np

from boligdata.behov import koe, margin, trekning
from boligdata.behov.botid import overlevelse
from boligdata.behov.grunnlag import Grunnlag, Pool, Stroem

# Det ingen av tallene for én kommune viser: hvor mye modellen selv kan ta feil, likt i alle pooler
# (fra prototypen).
FELLES_FEIL = 0.05
# Framskrivingen av folketallet tar også feil: om lag fire prosent på fem år i kommunene SSB har
# sett på, så 0,04 / √5 per år.
FOLKETALLSFEIL = 0.018
BAAND = (10, 90)
FLEKSIBEL = "+"


@dataclass(frozen=True)
class Maalsetting:
    """Hva som er nok boliger. «innen_frist»: høyst `andel` venter mer enn `frist` år.
    «funksjonelt_null»: køen er i snitt ikke lengre enn det som tildeles på en måned. «ikke_vokser»:
    akkurat nok til at køen ikke vokser."""

    slag: str = "innen_frist"
    frist: float = margin.FRIST_90
    andel: float = 0.10

    def behov(self, last, belegg) -> np.ndarray:
        """Boligene som trengs når `last` ville vært i bruk uten kø, og hver er opptatt i `belegg`
        år per husstand."""
        if self.slag == "ikke_vokser":
            return np.array(
                np.broadcast_to(
                    last, np.broadcast_shapes(np.shape(last), np.shape(belegg))
                ),
                float,
            )
        if self.slag == "funksjonelt_null":
            return margin.noedvendig_for_funksjonelt_null(last, belegg)
        return margin.noedvendig(last, belegg, self.frist, self.andel)


@dataclass(frozen=True)
class Poolgrep:
    """Det kommunen kan gjøre i en pool uten å bygge, som relative endringer: -0,1 er ti prosent
    færre eller kortere.

    `soekere` virker gradvis over `innfasing` år. `botid` gjelder både nye og dem som bor der.
    `spenn` er hvor mye de to kan bli mer eller mindre enn dette: virkningen av et tiltak er aldri
    helt kjent."""

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
    `sammen` er pooler som deler boliger."""

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
    på nytt."""

    horisont: int
    maalsetting: Maalsetting
    vekst: tuple[tuple[float, ...], ...]
    grep: Poolgrep
    skjult: float
    prosjekter: tuple[tuple[float, int], ...]


@dataclass(frozen=True, eq=False)
class Behov:
    """Behovet i én pool, eller i alle til sammen. Tabellene har ett tall per år, fra i dag.

    `stroem` og `anker` er de to anslagene, `behov` midten mellom dem, `lav` og `hoey` det 80
    prosent av framtidene ligger mellom. `deler` er (navn, boliger) som til sammen er behovet, for
    hvert år. `framtider` (framtider, år) er utfallene bak båndet."""

    pool: str
    boliger: np.ndarray
    last: np.ndarray
    belegg: float
    stroem: np.ndarray
    anker: np.ndarray
    behov: np.ndarray
    lav: np.ndarray
    hoey: np.ndarray
    deler: tuple[tuple[str, np.ndarray], ...]
    framtider: np.ndarray


@dataclass(frozen=True, eq=False)
class Svar:
    """Behovet per pool og for alle."""

    pooler: tuple[Behov, ...]
    alle: Behov


@dataclass(frozen=True, eq=False)
class Framskriving:
    """Køen framover i én pool eller alle. Tabellene er (framtider, år): `koe` og `ledige` ved hvert
    årsskifte fra i dag, resten i hvert år. `innen` er hvor mange av dem som kom det året, som fikk
    bolig innen fristen."""

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
    for p in pooler(grunnlag, plan):
        if p.stroemmer:
            v = vilkaar(p, plan)
            # Behovet er det samme hva som enn bygges, så det regnes én gang for alle planer med de
            # samme antakelsene.
            svar.append(
                dataclasses.replace(
                    behov_i_pool(p, dataclasses.replace(v, prosjekter=()), framtider),
                    boliger=boliger(p, v),
                )
            )
    return Svar(tuple(svar), _sum(tuple(svar)))


def boliger(pool: Pool, v: Vilkaar) -> np.ndarray:
    """Boligene i poolen ved hvert årsskifte, med prosjektene i planen."""
    aar = np.arange(v.horisont + 1)
    return np.maximum(
        pool.boliger
        + sum(
            (antall * (aar >= tid) for tid, antall in v.prosjekter), np.zeros(len(aar))
        ),
        0,
    )


def pooler(grunnlag: Grunnlag, plan: Plan) -> tuple[Pool, ...]:
    """Poolene slik de er i planen: de som deler boliger, er én."""
    ut = list(grunnlag.pooler)
    for navn in plan.sammen:
        deler = [p for p in ut if p.pool in navn and p.stroemmer]
        if len(deler) > 1:
            ut[ut.index(deler[0])] = _slaa_sammen(deler)
            ut = [p for p in ut if p not in deler[1:]]
    return tuple(ut)


def _slaa_sammen(deler: list[Pool]) -> Pool:
    def veid(felt: str) -> float:
        vekt = [max(p.soekere, 1e-9) for p in deler]
        return sum(v * getattr(p, felt) for v, p in zip(vekt, deler)) / sum(vekt)

    return Pool(
        FLEKSIBEL.join(p.pool for p in deler),
        tuple(t for p in deler for t in p.boligtyper),
        tuple(
            dataclasses.replace(s, gruppe=f"{p.pool}/{s.gruppe}")
            for p in deler
            for s in p.stroemmer
        ),
        sum(p.boliger for p in deler),
        *map(
            veid,
            ("klargjoering", "klargjoering_usikkerhet", "avgang", "avgang_usikkerhet"),
        ),
        sum(p.utflyttinger for p in deler),
    )


def vilkaar(pool: Pool, plan: Plan) -> Vilkaar:
    """Det i planen som gjelder poolen. Har den fått flere pooler i seg, gjelder grepene i den
    første som har noen."""
    navn = pool.pool.split(FLEKSIBEL)
    grep = next((plan.grep[n] for n in navn if n in plan.grep), Poolgrep())
    prosjekter = tuple(
        sorted(
            (p.tid, p.antall)
            for p in plan.prosjekter
            if p.pool in navn and 0 < p.tid <= plan.horisont
        )
    )
    return Vilkaar(
        plan.horisont,
        plan.maalsetting,
        tuple(_vekst(plan, pool.pool, s.gruppe) for s in pool.stroemmer),
        grep,
        plan.skjult,
        prosjekter,
    )


def _vekst(plan: Plan, pool: str, gruppe: str) -> tuple[float, ...]:
    if (
        "/" in gruppe
    ):  # En strøm i en pool som er slått sammen, husker hvor den kom fra.
        pool, _, gruppe = gruppe.partition("/")
    for noekkel in ((pool, gruppe), pool, gruppe):
        if noekkel in plan.vekst:
            vekst = tuple(float(v) for v in plan.vekst[noekkel][: plan.horisont + 1])
            return vekst + (vekst[-1],) * (plan.horisont + 1 - len(vekst))
    return (1.0,) * (plan.horisont + 1)


@functools.lru_cache(maxsize=512)
def behov_i_pool(pool: Pool, v: Vilkaar, framtider: int = 200) -> Behov:
    """Behovet i én pool under disse vilkårene."""
    deler = _deler(pool, v)
    last = sum(d for _, d in deler)
    belegg = _belegg(pool, v)
    anslag = (
        (last[None], belegg),
        _anker(pool, v, last),
        _i_bruk_i_framtidene(pool, v, framtider),
    )
    # Alle tre i ett: å lete etter det minste antallet tar nesten like lang tid for én last som for
    # mange hundre.
    behovene = v.maalsetting.behov(
        np.concatenate([i_bruk for i_bruk, _ in anslag]),
        np.concatenate(
            [np.broadcast_to(aar, (len(i_bruk), 1)) for i_bruk, aar in anslag]
        ),
    )
    stroem, anker, tilfeller = behovene[0], behovene[1], behovene[2:]
    # Er tallene på dem som bor og venter så små at avrundingen kan være hele tallet, er det ikke
    # noe å ankre i.
    usikkert_anker = pool.leietakere + pool.koe <= math.sqrt(
        sum(s.avrunding**2 for s in pool.stroemmer)
    )
    anker = np.where(usikkert_anker | (anker <= 0), stroem, anker)
    svar = np.sqrt(anker * stroem)
    tilfeller = tilfeller * (svar / np.maximum(stroem, 1e-9))
    lav, hoey = np.percentile(tilfeller, BAAND, axis=0)
    deler = (*deler, ("margin", stroem - last), ("anker", svar - stroem))
    return Behov(
        pool.pool,
        boliger(pool, v),
        last,
        belegg,
        stroem,
        anker,
        svar,
        np.minimum(lav, svar),
        np.maximum(hoey, svar),
        deler,
        tilfeller,
    )


def _sum(svar: tuple[Behov, ...]) -> Behov:
    if not svar:
        tom = np.zeros(1)
        return Behov(
            "alle", tom, tom, 0.0, tom, tom, tom, tom, tom, (), np.zeros((1, 1))
        )
    tilfeller = sum(b.framtider for b in svar)
    lav, hoey = np.percentile(tilfeller, BAAND, axis=0)

    def felt(navn: str) -> np.ndarray:
        return sum(getattr(b, navn) for b in svar)

    deler = tuple(
        (navn, sum(dict(b.deler)[navn] for b in svar)) for navn, _ in svar[0].deler
    )
    belegg = float(sum(b.belegg * b.last[0] for b in svar) / max(felt("last")[0], 1e-9))
    return Behov(
        "alle",
        felt("boliger"),
        felt("last"),
        belegg,
        felt("stroem"),
        felt("anker"),
        felt("behov"),
        np.minimum(lav, felt("behov")),
        np.maximum(hoey, felt("behov")),
        deler,
        tilfeller,
    )


def _deler(pool: Pool, v: Vilkaar) -> tuple[tuple[str, np.ndarray], ...]:
    """Boliger i bruk om ingen måtte vente, delt i hva de kommer av: hver del er forskjellen når én
    ting til er med. «boliger» og «tomme» er til sammen dem som er leid ut i dag."""
    en = np.ones(v.horisont + 1)
    uten = dataclasses.replace(
        v, vekst=tuple(tuple(en) for _ in v.vekst), grep=Poolgrep(), skjult=0.0
    )
    med_vekst = dataclasses.replace(v, grep=Poolgrep(), skjult=0.0)
    med_skjult = dataclasses.replace(v, grep=Poolgrep())
    trinn = [
        _sentral(pool, uten, False),
        _sentral(pool, med_vekst, False),
        _sentral(pool, med_vekst),
        _sentral(pool, med_skjult),
        _sentral(pool, v),
    ]
    naa = pool.leietakere + pool.koe
    return (
        ("boliger", pool.boliger * en),
        ("tomme", (pool.leietakere - pool.boliger) * en),
        ("koe", pool.koe * en),
        ("stroem", trinn[0] - naa),
        ("vekst", trinn[1] - trinn[0]),
        ("klargjoering", trinn[2] - trinn[1]),
        ("skjult", trinn[3] - trinn[2]),
        ("grep", trinn[4] - trinn[3]),
    )


def _belegg(pool: Pool, v: Vilkaar) -> float:
    """Årene en bolig er opptatt per husstand: botiden og klargjøringen."""
    return pool.botid * (1 + v.grep.botid) + pool.klargjoering * (
        1 + v.grep.klargjoering
    )


def _anker(pool: Pool, v: Vilkaar, last: np.ndarray) -> tuple[np.ndarray, float]:
    """Boliger i bruk etter ankeret (1, år), og belegget: de som bor der og de som venter, ganget
    med veksten.

    Et grep flytter ankeret like mye som det flytter strømmen.
    """
    i_dag = sum(
        (s.leietakere + s.koe) * np.array(vekst)
        for s, vekst in zip(pool.stroemmer, v.vekst)
    )
    uten_grep = _sentral(pool, dataclasses.replace(v, grep=Poolgrep(), skjult=0.0))
    flyttet = last / np.maximum(uten_grep, 1e-9)
    belegg = (
        pool.boliger / pool.utflyttinger
        if pool.utflyttinger > 0 and pool.boliger
        else _belegg(pool, v)
    )
    return (i_dag * flyttet)[None], belegg


# --------------------------------------------------------------- boliger i bruk uten kø


@dataclass(frozen=True, eq=False)
class _Utfall:
    """Det som er usikkert i en pool, én rad per framtid og én kolonne per strøm (eller ett tall per
    år for `nivaa`)."""

    nivaa: np.ndarray  # (framtider, strømmer, år): søkere per år
    form: np.ndarray
    skala: np.ndarray
    klargjoering: np.ndarray  # (framtider,)
    leietakere: np.ndarray
    koe: np.ndarray


def _sentral(pool: Pool, v: Vilkaar, med_klargjoering: bool = True) -> np.ndarray:
    """Boliger i bruk hvert år når alt er som anslått."""
    return _last(pool, v, _som_anslaatt(pool, v, med_klargjoering))[0]


def _som_anslaatt(pool: Pool, v: Vilkaar, med_klargjoering: bool = True) -> _Utfall:
    def per_stroem(hent) -> np.ndarray:
        return np.array([[hent(s) for s in pool.stroemmer]], float)

    klargjoering = (
        pool.klargjoering * (1 + v.grep.klargjoering) if med_klargjoering else 0.0
    )
    return _Utfall(
        per_stroem(lambda s: s.soekere)[..., None]
        * _soekere_per_aar(v, v.grep.soekere),
        per_stroem(lambda s: s.botid.form),
        per_stroem(lambda s: s.botid.skala * (1 + v.grep.botid)),
        np.array([klargjoering]),
        per_stroem(lambda s: s.leietakere),
        per_stroem(lambda s: s.koe),
    )


def _soekere_per_aar(v: Vilkaar, grep) -> np.ndarray:
    """Søkerne i hvert år framover mot i dag, (…, strømmer, år): veksten, grepet og dem som ikke
    søker i dag."""
    vekst = np.array(v.vekst)
    midt = np.arange(v.horisont) + 0.5
    innfaset = (
        np.minimum(midt / v.grep.innfasing, 1)
        if v.grep.innfasing > 0
        else np.ones(v.horisont)
    )
    return (
        (vekst[:, 1:] + vekst[:, :-1])
        / 2
        * (1 + v.skjult)
        * (1 + np.asarray(grep)[..., None, None] * innfaset)
    )


def _i_framtidene(pool: Pool, v: Vilkaar, framtider: int) -> _Utfall:
    """Ett utfall per framtid. Den felles feilen er den samme i alle pooler, så den ikke jevner seg
    ut i summen."""
    felles = trekning.normale("felles", framtider, 2) * FELLES_FEIL
    soekere, botid = (
        middel + halvt * np.tanh(0.8 * trekning.normale("grep", framtider, 2)[:, nr])
        for nr, (middel, halvt) in enumerate(
            zip((v.grep.soekere, v.grep.botid), v.grep.spenn)
        )
    )
    z = trekning.normale(
        pool.pool, framtider, 1 + len(pool.stroemmer) * (4 + v.horisont)
    )
    folketall = np.cumsum(
        FOLKETALLSFEIL * trekning.normale("folketall", framtider, v.horisont), axis=1
    )
    per_stroem = z[:, 1:].reshape(framtider, len(pool.stroemmer), 4 + v.horisont)
    former, skalaer, nivaaer, leietakere, koeer = [], [], [], [], []
    for nr, s in enumerate(pool.stroemmer):
        zs = per_stroem[:, nr]
        a, ab, b = s.botid.kovarians
        l11 = math.sqrt(max(a, 0))
        l21 = ab / l11 if l11 else 0.0
        former.append(np.exp(s.botid.log_form + l11 * zs[:, 0]))
        skalaer.append(
            np.exp(
                s.botid.log_skala
                + l21 * zs[:, 0]
                + math.sqrt(max(b - l21**2, 0)) * zs[:, 1]
                + felles[:, 1]
            )
        )
        nivaa = (
            s.soekere
            * trekning.nivaaer(f"{pool.pool}/{s.gruppe}", framtider, s.usikkerhet)
            * np.exp(felles[:, 0])
        )
        drift = np.cumsum(s.drift * zs[:, 4:] - s.drift**2 / 2, axis=1)
        nivaaer.append(nivaa[:, None] * np.exp(drift + folketall))
        # Det vernede tallet kan være noen for høyt eller for lavt. Tallene fra -1 til 1 er jevnt
        # fordelt.
        jevnt = np.tanh(zs[:, 2:4] * 0.8) * s.avrunding
        leietakere.append(np.maximum(s.leietakere + jevnt[:, 0], 0))
        koeer.append(np.maximum(s.koe + jevnt[:, 1], 0))
    klargjoering = (
        pool.klargjoering
        * (1 + v.grep.klargjoering)
        * np.exp(pool.klargjoering_usikkerhet * z[:, 0])
    )
    return _Utfall(
        np.stack(nivaaer, 1) * _soekere_per_aar(v, soekere),
        np.stack(former, 1),
        np.stack(skalaer, 1) * (1 + botid)[:, None],
        klargjoering,
        np.stack(leietakere, 1),
        np.stack(koeer, 1),
    )


def _i_bruk_i_framtidene(
    pool: Pool, v: Vilkaar, framtider: int
) -> tuple[np.ndarray, np.ndarray]:
    """Boliger i bruk om ingen måtte vente (framtider, år), og belegget i hver framtid (framtider,
    1)."""
    u = _i_framtidene(pool, v, framtider)
    last = _last(pool, v, u)
    snitt = u.skala * _gamma(1 + 1 / u.form)
    vekt = np.maximum(u.nivaa[..., 0], 1e-9)
    belegg = (vekt * snitt).sum(1) / vekt.sum(1) + u.klargjoering
    return last, belegg[:, None]


def _gamma(x: np.ndarray) -> np.ndarray:
    """Gammafunksjonen for tall fra 1 og oppover: Stirlings rekke, flyttet fram til den er nøyaktig
    (feilen er under 1e-9)."""
    y = x + 7
    log = (
        (y - 0.5) * np.log(y)
        - y
        + 0.5 * math.log(2 * math.pi)
        + 1 / (12 * y)
        - 1 / (360 * y**3)
        + 1 / (1260 * y**5)
    )
    return np.exp(log) / (x * (x + 1) * (x + 2) * (x + 3) * (x + 4) * (x + 5) * (x + 6))


def _last(pool: Pool, v: Vilkaar, u: _Utfall) -> np.ndarray:
    """Boliger i bruk om ingen måtte vente, (framtider, år)."""
    tid = np.arange(v.horisont + 1.0)
    klar = np.maximum(
        tid - u.klargjoering[:, None], 0
    )  # Boligen er i bruk til den er klargjort.
    ut = np.zeros((len(u.klargjoering), v.horisont + 1))
    for nr, s in enumerate(pool.stroemmer):
        form, skala = u.form[:, nr, None], u.skala[:, nr, None]
        ut += u.leietakere[:, nr, None] * _igjen(s, klar, form, skala, v.grep.botid)
        ut += u.koe[:, nr, None] * overlevelse(klar, form, skala)
        ut[:, 1:] += _kommer_til(
            u.nivaa[:, nr], _samlet(klar, u.klargjoering, form, skala)
        )
    return ut


def _igjen(
    s: Stroem, tid: np.ndarray, form: np.ndarray, skala: np.ndarray, grep: float
) -> np.ndarray:
    """Andelen av dagens leietakere som fortsatt bor der. Har de bodd lenge, er de av dem som blir
    lenge."""
    if not s.bodd:
        return overlevelse(tid, form, skala)
    bodd = np.array(s.bodd) * (
        1 + grep
    )  # Grepet gjør hele botiden kortere eller lengre, også den som er igjen.
    fra = np.power(bodd / skala, form)
    til = np.power((bodd + tid[:, :, None]) / skala[:, :, None], form[:, :, None])
    return np.exp(fra[:, None] - til).mean(axis=2)


_PUNKTER, _VEKTER = np.polynomial.legendre.leggauss(8)
_PUNKTER, _VEKTER = (_PUNKTER + 1) / 2, _VEKTER / 2


def _samlet(
    klar: np.ndarray, klargjoering: np.ndarray, form: np.ndarray, skala: np.ndarray
) -> np.ndarray:
    """Hvor mange år en husstand som får bolig nå, i snitt har brukt den innen hvert år, (framtider,
    år)."""
    fra, bredde = klar[:, :-1, None], np.diff(klar, axis=1)[..., None]
    # Botiden faller bratt de første månedene når formen er under 1. Med w² i stedet for x er den
    # jevn.
    x = np.where(fra > 0, fra + bredde * _PUNKTER, bredde * _PUNKTER**2)
    vekt = np.where(fra > 0, _VEKTER, 2 * _PUNKTER * _VEKTER)
    areal = (overlevelse(x, form[..., None], skala[..., None]) * vekt).sum(
        axis=2
    ) * bredde[..., 0]
    tid = np.arange(klar.shape[1])
    samlet = np.zeros_like(klar)
    samlet[:, 1:] = np.cumsum(areal, axis=1)
    return samlet + np.minimum(tid, klargjoering[:, None])


def _kommer_til(nivaa: np.ndarray, samlet: np.ndarray) -> np.ndarray:
    """De som kommer i årene framover, og fortsatt bruker boligen, (framtider, år 1 og utover)."""
    per_aar = np.diff(samlet, axis=1)
    aar = nivaa.shape[1]
    return np.stack(
        [
            (nivaa[:, :t] * per_aar[:, t - 1 :: -1] if t else 0).sum(axis=1)
            for t in range(1, aar + 1)
        ],
        axis=1,
    )


# ------------------------------------------------------------------------ køen framover


def framskriv(
    grunnlag: Grunnlag, plan: Plan = Plan(), framtider: int = 200
) -> tuple[Framskriving, ...]:
    """Søkere, tildelinger og kø framover i hver pool, med boligene planen har."""
    # Av målet er det bare fristen som betyr noe for køen.
    frist = Maalsetting(frist=plan.maalsetting.frist)
    return tuple(
        koe_i_pool(
            p, dataclasses.replace(vilkaar(p, plan), maalsetting=frist), framtider
        )
        for p in pooler(grunnlag, plan)
        if p.stroemmer
    )


def samlet_koe(deler: tuple[Framskriving, ...]) -> Framskriving:
    """Alle poolene til sammen, framtid for framtid."""
    return Framskriving(
        "alle",
        *(
            sum(getattr(d, felt) for d in deler)
            for felt in ("soekere", "tildelt", "innen", "koe", "ledige")
        ),
    )


@functools.lru_cache(maxsize=512)
def koe_i_pool(pool: Pool, v: Vilkaar, framtider: int = 200) -> Framskriving:
    """Køen i én pool, regnet én husstand om gangen i rekkefølgen de kom."""
    u = _i_framtidene(pool, v, framtider)
    kommer, strom = _kommer(pool, v, u)
    rad = np.arange(framtider)[:, None]
    trukket = trekning.ventetider(f"{pool.pool}/botid", framtider, kommer.shape[1])
    bor = u.skala[rad, strom] * np.power(trukket, 1 / u.form[rad, strom])
    taalmodighet = trekning.ventetider(
        f"{pool.pool}/avgang", framtider, kommer.shape[1]
    ) / max(pool.avgang, 1e-9)
    ledig_fra = _ledig_fra(pool, v, u)
    borte = [tid for tid, antall in v.prosjekter for _ in range(-antall)]
    inn = koe.foerstemann(
        kommer, bor + u.klargjoering[:, None], ledig_fra, taalmodighet, borte
    )
    return _framskriving(
        pool, v, kommer, inn, taalmodighet, bor + u.klargjoering[:, None], ledig_fra
    )


def _kommer(pool: Pool, v: Vilkaar, u: _Utfall) -> tuple[np.ndarray, np.ndarray]:
    """Når hver husstand melder seg, og hvilken strøm den hører til, (framtider, husstander). De som
    venter i dag, står først."""
    framtider = len(u.klargjoering)
    samlet = np.zeros((framtider, v.horisont + 1))
    samlet[:, 1:] = np.cumsum(u.nivaa.sum(axis=1), axis=1)
    flest = samlet[:, -1].max()
    tall = np.cumsum(
        trekning.ventetider(
            f"{pool.pool}/kommer", framtider, int(flest + 4 * math.sqrt(flest) + 10)
        ),
        axis=1,
    )
    tall = tall[:, : int((tall < samlet[:, -1:]).sum(axis=1).max(initial=0)) + 1]
    aar = np.arange(v.horisont + 1.0)
    kommer = np.stack(
        [np.interp(t, s, aar, right=np.inf) for t, s in zip(tall, samlet)]
    )
    hvilken = (
        trekning.kilde(pool.pool, "gruppe").random((1, kommer.shape[1]))
        if len(pool.stroemmer) > 1
        else np.zeros((1, 1))
    )
    andeler = np.cumsum(u.nivaa.mean(axis=(0, 2)))
    strom = np.broadcast_to(
        np.searchsorted(andeler[:-1] / max(andeler[-1], 1e-9), hvilken, side="right"),
        kommer.shape,
    )
    venter = [nr for nr, s in enumerate(pool.stroemmer) for _ in range(round(s.koe))]
    i_koe = np.zeros((framtider, len(venter)))
    return np.concatenate([i_koe, kommer], axis=1), np.concatenate(
        [np.broadcast_to(np.array(venter, int), i_koe.shape), strom], axis=1
    )


def _ledig_fra(pool: Pool, v: Vilkaar, u: _Utfall) -> np.ndarray:
    """Når hver bolig først er ledig, (framtider, boliger): når dagens leietaker har flyttet og den
    er klargjort, når en som er tom i dag er klargjort, og datoen for en ny."""
    deler = []
    for nr, s in enumerate(pool.stroemmer):
        antall = round(s.leietakere)
        bodd = np.array(s.bodd or (0.0,))[
            np.arange(antall) * max(len(s.bodd), 1) // max(antall, 1)
        ] * (1 + v.grep.botid)
        form, skala = u.form[:, nr, None], u.skala[:, nr, None]
        trukket = trekning.ventetider(
            f"{pool.pool}/{s.gruppe}/igjen", len(u.klargjoering), antall
        )
        deler.append(
            skala * np.power(np.power(bodd / skala, form) + trukket, 1 / form)
            - bodd
            + u.klargjoering[:, None]
        )
    tomme = max(pool.boliger - sum(d.shape[1] for d in deler), 0)
    nye = np.array([tid for tid, antall in v.prosjekter for _ in range(antall)])
    framtider = len(u.klargjoering)
    return np.concatenate(
        [
            *deler,
            np.broadcast_to(u.klargjoering[:, None], (framtider, tomme)),
            np.broadcast_to(nye, (framtider, len(nye))),
        ],
        axis=1,
    )


def _framskriving(
    pool: Pool, v: Vilkaar, kommer, inn, taalmodighet, opptatt, ledig_fra
) -> Framskriving:
    aar = np.arange(v.horisont + 1.0)
    nye = kommer > 0

    def per_aar(tid: np.ndarray, hvor: np.ndarray) -> np.ndarray:
        hvor = hvor & (tid < v.horisont)
        rad = np.nonzero(hvor)[0]
        return np.bincount(
            rad * v.horisont + tid[hvor].astype(int), minlength=len(tid) * v.horisont
        ).reshape(len(tid), v.horisont)

    # En bolig er opptatt fra noen flytter inn til den er klargjort; de som bor der i dag, er talt i
    # `ledig_fra`.
    i_bruk = np.stack(
        [((inn <= t) & (inn + opptatt > t)).sum(axis=1) for t in aar], axis=1
    )
    i_bruk += np.stack(
        [(ledig_fra[:, : round(pool.leietakere)] > t).sum(axis=1) for t in aar], axis=1
    )
    return Framskriving(
        pool.pool,
        per_aar(kommer, nye),
        per_aar(inn, np.isfinite(inn)),
        per_aar(kommer, nye & (inn <= kommer + v.maalsetting.frist) & np.isfinite(inn)),
        koe.koelengde(kommer, inn, aar, taalmodighet),
        np.maximum(boliger(pool, v) - i_bruk, 0),
    )
