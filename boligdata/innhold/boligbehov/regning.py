"""Svarene: grunnlaget fra den publiserte filen, satt sammen med scenarioet og planene, og regnet
ut."""

import dataclasses
import datetime as dt
import functools
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from boligdata import lesing
from boligdata.behov import modell
from boligdata.behov.botid import Botid
from boligdata.behov.drivere import ALDRE, Folketall, tidspunkt, vekst
from boligdata.behov.grunnlag import Grunnlag, Pool, Stroem
from boligdata.felles import katalog, kilder, norsk
from boligdata.innhold.boligbehov.scenario import Grep, Scenario

# Så mange framtider er nok til båndet rundt behovet. Køen er mer tilfeldig, og trenger flere.
UTFALL = 200
FLESTE_FRAMTIDER, FAERREST_FRAMTIDER, FLESTE_HUSSTANDER = 500, 100, 500_000
# Det i scenarioet som endrer en av forutsetningene, med navnet den har i registeret.
FORUTSETNING = {"andel": "maal_andel", "dager": "maal_dager", "skjult": "skjult"}
# Færre søkere i året enn dette er for få til å si noe om ventetiden framover (fra prototypen).
SOEKERE_TIL_VENTETID = 20
INGENTING, VEDTATT, ANBEFALT, EGEN = (
    "Gjør ingenting",
    "Vedtatt plan",
    "Anbefalt",
    "Planen du prøver",
)
HOEYST_TREND = 0.03


@dataclass(frozen=True)
class Forutsetning:
    """Et tall modellen bygger på, slik registeret har det."""

    id: str
    navn: str
    verdi: float
    enhet: str
    lavest: float
    hoeyest: float
    kilde: str
    dato: dt.date
    bestemt_av: str


@dataclass(frozen=True, eq=False)
class Utfall:
    """En plan og hva den fører til. Tabellene har ett tall per år fra i dag; `boliger` er også med
    brutto inn og ut.

    Køen regnes først når noen spør etter den: den tar ti ganger så lang tid som resten, og figurene
    trenger den ikke."""

    navn: str
    plan: modell.Plan
    boliger: np.ndarray
    behov: np.ndarray
    inn: int
    ut: int
    kostnad: int
    lag_koe: Callable[[], tuple[modell.Framskriving, ...]]

    @functools.cached_property
    def koe_per_pool(self) -> tuple[modell.Framskriving, ...]:
        """Køen framover i hver pool."""
        return self.lag_koe()

    @functools.cached_property
    def _koen(self) -> modell.Framskriving:
        return modell.samlet_koe(self.koe_per_pool)

    @property
    def koe(self) -> np.ndarray:
        """Hvor mange som venter, i snitt over framtidene."""
        return self._koen.koe.mean(axis=0)

    @property
    def innen(self) -> np.ndarray:
        """Andelen (prosent) som får bolig innen fristen av dem som kommer hvert år framover. Se
        `nok_soekere`."""
        return andel_innen(self._koen)


# --------------------------------------------------------------------------- grunnlaget


@lesing.husk
def i_dag() -> dt.date | None:
    """Datoen modellen regner fra, eller None når det ikke er levert nok til å regne."""
    dato = lesing.behov("dato")
    return dato["dato"].iloc[0].date() if len(dato) else None


@lesing.husk
def grunnlag(da: int = 0) -> Grunnlag | None:
    """Grunnlaget i dag, eller slik det var for `da` år siden. None når det ikke er levert nok."""
    pooler, stroemmer = (
        t[t["da"] == da] for t in (lesing.behov("pool"), lesing.behov("stroem"))
    )
    if pooler.empty:
        return None
    rekke = {t: nr for nr, t in enumerate(lesing.dimensjon("boligtype"))}
    ferdige = [
        Pool(
            p.pool,
            tuple(p.boligtyper),
            tuple(
                _stroem(s) for s in stroemmer[stroemmer["pool"] == p.pool].itertuples()
            ),
            int(p.boliger),
            p.klargjoering,
            p.klargjoering_usikkerhet,
            p.avgang,
            p.avgang_usikkerhet,
            p.utflyttinger,
        )
        for p in pooler.itertuples()
    ]
    return Grunnlag(
        tuple(sorted(ferdige, key=lambda p: rekke.get(p.boligtyper[0], 99)))
    )


def _stroem(s) -> Stroem:
    botid = Botid(s.log_form, s.log_skala, (s.kov_form, s.kov, s.kov_skala), 0, 0)
    return Stroem(
        s.gruppe,
        s.soekere,
        s.usikkerhet,
        s.drift,
        botid,
        s.leietakere,
        tuple(s.bodd),
        s.koe,
        s.avrunding,
    )


@lesing.husk
def forutsetninger() -> dict[str, Forutsetning]:
    """Registeret over forutsetninger, etter navn."""
    felter = [f.name for f in dataclasses.fields(Forutsetning)]
    return {
        r.id: Forutsetning(*(getattr(r, f) for f in felter))
        for r in lesing.behov("forutsetning").itertuples()
    }


def gjelder(s: Scenario, felt: str) -> float:
    """Verdien av «andel», «dager» eller «skjult»: den scenarioet har satt, ellers den i
    registeret."""
    satt = getattr(s, felt)
    return (
        forutsetninger()[FORUTSETNING[felt]].verdi
        if satt == getattr(Scenario(), felt)
        else satt
    )


@lesing.husk
def framtider() -> int:
    """Hvor mange framtider køen regnes i. I en stor kommune jevner tilfeldighetene seg ut, og da er
    færre nok."""
    husstander = sum(p.soekere for p in grunnlag().pooler) * horisont()
    return int(
        min(
            FLESTE_FRAMTIDER,
            max(FAERREST_FRAMTIDER, FLESTE_HUSSTANDER / max(husstander, 1)),
        )
    )


@lesing.husk
def poolnavn() -> dict[str, str]:
    """Navnet på hver pool: boligtypene i den."""
    typer = lesing.dimensjon("boligtype")
    g = grunnlag()
    return (
        {
            p.pool: norsk.stor(
                norsk.ramse(
                    [norsk.liten_forbokstav(typer.get(t, t)) for t in p.boligtyper]
                )
            )
            for p in g.pooler
        }
        if g
        else {}
    )


def navn(pool: str) -> str:
    """Navnet på en pool, også når den er flere som deler boliger."""
    if modell.FLEKSIBEL in pool:
        return (
            norsk.stor(
                norsk.ramse(
                    [
                        norsk.liten_forbokstav(poolnavn()[p])
                        for p in pool.split(modell.FLEKSIBEL)
                    ]
                )
            )
            + " (deler boliger)"
        )
    return poolnavn().get(pool, pool)


@lesing.husk
def horisont() -> int:
    """Hvor mange år modellen regner framover: minst ti, og til planen er slutt."""
    return max(10, lesing.meta().plan_til - i_dag().year)


@lesing.husk
def planaar() -> int:
    """Hvor mange år det er til planen er slutt."""
    return max(1, lesing.meta().plan_til - i_dag().year)


def aarsnavn() -> list[str]:
    """Navnet på hvert årsskifte, fra i dag: «2025» ved utgangen av året, ellers måneden."""
    dato = i_dag()
    return [
        str(dato.year + n)
        if (dato.month, dato.day) == (12, 31)
        else f"{norsk.maaned(dato).split()[0][:3]} {dato.year + n}"
        for n in range(horisont() + 1)
    ]


# -------------------------------------------------------------------------- folketallet


@lesing.husk
def _folketall(alternativ: str) -> Folketall:
    """Folketallet til nå, og så framskrevet etter alternativet."""
    tabell = lesing.tabell("folketall")
    faktisk, framover = (
        _til_folketall(tabell[tabell["alternativ"] == a])
        for a in ("faktisk", alternativ)
    )
    return faktisk.foer_og_etter(framover)


def _til_folketall(t: pd.DataFrame) -> Folketall:
    return Folketall(
        t["aar"].to_numpy(), {a: t[f"alder_{a}"].to_numpy(float) for a in ALDRE}
    )


@lesing.husk
def framskrevet_til() -> int | None:
    """Det siste året med framskrevet folketall, eller None når det ikke er levert."""
    tabell = lesing.tabell("folketall")
    aar = tabell.loc[tabell["alternativ"] != "faktisk", "aar"]
    return int(aar.max()) if len(aar) else None


def _naa(da: int = 0) -> float:
    return tidspunkt(i_dag()) - da


@lesing.husk
def drivere(alternativ: str, eldre: str, da: int = 0) -> dict:
    """Veksten framover i hver strøm, (pool, gruppe) → tabell per år der 1 er i dag."""
    g, folk, tider = (
        grunnlag(da),
        _folketall(alternativ),
        _naa(da) + np.arange(horisont() + 1),
    )
    stroemmer = lesing.behov("stroem")
    grupper = {
        (s.pool, s.gruppe): tuple(s.grupper)
        for s in stroemmer[stroemmer["da"] == da].itertuples()
    }
    aldre = {
        p: dict(zip(t["alder"], t["andel"]))
        for p, t in lesing.behov("alder").groupby("pool")
    }
    ut = {}
    for p in g.pooler:
        for s in p.stroemmer:
            if p.pool in aldre:
                andeler, sum_ = aldre[p.pool], sum(aldre[p.pool].values())
                v = sum(
                    n
                    / sum_
                    * vekst(folk, "18_66" if a == "0_66" else a, _naa(da), tider)
                    for a, n in andeler.items()
                )
                v = v * _eldrefaktor(eldre, p, folk, tider, v, da)
            else:
                foelger = kilder.folketallet_de_foelger()
                vekter = _leietakere(p.boligtyper, da)
                med = {m: vekter.get(m, 0) for m in grupper.get((p.pool, s.gruppe), ())}
                sum_ = sum(med.values()) or 1
                v = sum(
                    (
                        n / sum_ * vekst(folk, foelger.get(m), _naa(da), tider)
                        for m, n in med.items()
                        if n
                    ),
                    np.zeros(len(tider)),
                )
                v = v if v[0] else np.ones(len(tider))
            ut[p.pool, s.gruppe] = tuple(v.tolist())
    return ut


def _leietakere(boligtyper: tuple[str, ...], da: int) -> dict[str, float]:
    """Hvor mange av hver målgruppe som bor i boligtypene, slik det er publisert."""
    data = _per_boligtype("husstander", ("maalgruppe", "boligtype"), da)
    return (
        data[data["boligtype"].isin(boligtyper)]
        .groupby("maalgruppe")["verdi"]
        .sum()
        .to_dict()
    )


def _per_boligtype(indikator: str, fordeling: tuple[str, ...], da: int) -> pd.DataFrame:
    """Tallene ved datoen modellen regner fra, for `da` år siden."""
    dato = pd.Timestamp(i_dag().replace(year=i_dag().year - da))
    for periodetype in ("aar", "tertial"):
        perioder = lesing.perioder(periodetype)
        treff = perioder.loc[perioder["til"] == dato, "periode"].tolist()
        if treff:
            return lesing.tall(
                katalog.indikatorer()[indikator],
                periodetype,
                fordeling,
                {},
                treff[0],
                bare_siste=True,
            )
    return pd.DataFrame({d: [] for d in (*fordeling, "verdi")})


def _eldrefaktor(
    eldre: str,
    p: Pool,
    folk: Folketall,
    tider: np.ndarray,
    dekning: np.ndarray,
    da: int,
) -> np.ndarray:
    """Hvor mye behovet for omsorgsboliger skal være mot dagens dekning."""
    tid = tider - tider[0]
    if eldre == "trend":
        return np.exp(dekningstrend() * tid)
    if eldre == "norm" and "heldoegns" in p.boligtyper:
        heldoegns = _boliger(da).get("heldoegns", 0)
        f = forutsetninger()
        paa_80 = folk.ved("80", tider)
        if heldoegns and paa_80 is not None:
            andel = heldoegns / max(p.boliger, 1)
            norm = (
                np.maximum(
                    f["norm_80"].verdi / 100 * paa_80 - f["sykehjemsplasser"].verdi, 0
                )
                / heldoegns
            )
            # Ingen kommune når normen i morgen: den nås jevnt fram til planen er slutt.
            paa_vei = np.minimum(tid / planaar(), 1)
            return 1 + andel * paa_vei * (norm / dekning - 1)
    return np.ones(len(tider))


@lesing.husk
def _boliger(da: int = 0) -> dict[str, float]:
    data = _per_boligtype("boliger", ("boligtype",), da)
    return dict(zip(data["boligtype"], data["verdi"]))


def omsorgsboliger() -> tuple[str, ...]:
    """Boligtypene der alderen på søkerne sier mer enn målgruppen."""
    return kilder.boligslekter()["omsorg"]


@lesing.husk
def dekningstrend() -> float:
    """Hvor mye flere eller færre som bor i eller venter på en omsorgsbolig per innbygger over 67
    år, per år (0,01 er én prosent).

    Helst over alle årene som er publisert, aldri mer enn tre prosent i året: en sterkere utvikling
    varer ikke."""
    folk = _folketall("MMMM")
    aar = lesing.perioder("aar")
    tall = []
    for indikator in ("husstander", "venteliste"):
        data = lesing.tall(katalog.indikatorer()[indikator], "aar", ("boligtype",))
        tall.append(
            data[data["boligtype"].isin(omsorgsboliger())]
            .groupby("periode")["verdi"]
            .sum()
        )
    sum_ = tall[0].add(tall[1], fill_value=0).reindex(aar["periode"]).to_numpy(float)
    eldre = folk.ved("67", aar["aar"].to_numpy() + 1.0)
    if eldre is None or len(sum_) < 4 or not (sum_ > 0).all():
        return 0.0
    stigning = np.polyfit(np.arange(len(sum_)), np.log(sum_ / eldre), 1)[0]
    return float(np.clip(stigning, -HOEYST_TREND, HOEYST_TREND))


# ------------------------------------------------------------------------------ planene


@lesing.husk
def prosjekter(ideer: bool = False) -> tuple[modell.Prosjekt, ...]:
    """Det som er vedtatt eller under bygging, og ideene når de skal være med. Det som skulle vært
    ferdig, kommer om et halvt år."""
    g, data = grunnlag(), lesing.tabell("planlagt")
    hvor = {t: p.pool for p in g.pooler for t in p.boligtyper}
    med = data[
        data["status"].isin(("vedtatt", "under_bygging", *(("ide",) if ideer else ())))
    ]
    ut = []
    for r in med.itertuples():
        tid = (r.ferdig.date() - i_dag()).days / 365.25
        if r.boligtype in hvor:
            ut.append(
                modell.Prosjekt(
                    hvor[r.boligtype], tid if tid > 0 else 0.5, int(r.antall)
                )
            )
    return tuple(ut)


def maal(s: Scenario) -> modell.Maalsetting:
    """Målet i scenarioet."""
    return modell.Maalsetting(
        s.maal, gjelder(s, "dager") / 365.25, 1 - gjelder(s, "andel") / 100
    )


@lesing.husk
def plan(s: Scenario, med: tuple[modell.Prosjekt, ...] = ()) -> modell.Plan:
    """Scenarioet slik modellen vil ha det. `med` er prosjektene."""
    innfasing = forutsetninger()["innfasing"].verdi
    grep = {
        pool: modell.Poolgrep(
            sum(g.soekere) / 200,
            sum(g.botid) / 200,
            g.klargjoering / 100,
            innfasing,
            ((g.soekere[1] - g.soekere[0]) / 200, (g.botid[1] - g.botid[0]) / 200),
        )
        for pool, g in s.grep
    }
    return modell.Plan(
        s.navn,
        horisont(),
        maal(s),
        drivere(s.vekst, s.eldre),
        med,
        grep,
        gjelder(s, "skjult") / 100,
        (s.sammen,) if len(s.sammen) > 1 else (),
    )


@lesing.husk
def svar(s: Scenario) -> modell.Svar:
    """Behovet i scenarioet, og boligene i den vedtatte planen med det scenarioet legger til."""
    return modell.regn(
        grunnlag(), plan(s, prosjekter(s.ideer) + egne_boliger(s)), UTFALL
    )


def egne_boliger(s: Scenario) -> tuple[modell.Prosjekt, ...]:
    """Boligene scenarioet legger til eller tar bort."""
    return tuple(
        modell.Prosjekt(p, max(g.aar - i_dag().year, 1), g.boliger)
        for p, g in s.grep
        if g.boliger
    )


@lesing.husk
def anbefalt(s: Scenario) -> tuple[modell.Prosjekt, ...]:
    """Det vedtatte, og det som mangler i hver pool: nye boliger så snart de kan stå ferdige, og så
    i takt med behovet."""
    ut = list(prosjekter(s.ideer))
    foerste = math.ceil(forutsetninger()["byggetid"].verdi)
    vedtatt = modell.regn(grunnlag(), plan(s, tuple(ut)), UTFALL)
    for b in vedtatt.pooler:
        pool, har = b.pool.split(modell.FLEKSIBEL)[0], 0.0
        # Det bygges ikke mer enn det trengs når planen er slutt og alt som er vedtatt, står ferdig.
        til_slutt = math.ceil(b.behov[planaar()] - 1e-9) - b.boliger[planaar()]
        for t in range(foerste, planaar() + 1):
            mangler = min(math.ceil(b.behov[t] - 1e-9) - b.boliger[t], til_slutt) - har
            if mangler > 0:
                ut.append(modell.Prosjekt(pool, float(t), int(mangler)))
                har += mangler
    return tuple(ut)


@lesing.husk
def utfall(s: Scenario, slag: str) -> Utfall:
    """Hva en plan fører til. «Gjør ingenting», «Vedtatt plan» og «Anbefalt» har antakelsene i
    scenarioet, men ingen av tiltakene.

    Ellers (EGEN) er planen scenarioet selv: det vedtatte, og tiltakene og boligene i det.
    """
    med = {
        INGENTING: (),
        VEDTATT: prosjekter(s.ideer),
        ANBEFALT: anbefalt(uten_tiltak(s)),
    }.get(slag)
    p = (
        plan(s, prosjekter(s.ideer) + egne_boliger(s))
        if med is None
        else plan(uten_tiltak(s), med)
    )
    # Grunnlaget hører til publiseringen som leses nå. Køen kan bli regnet etter at en ny er kommet.
    g, antall = grunnlag(), framtider()
    alle = modell.regn(g, p, UTFALL).alle
    innenfor = [q.antall for q in p.prosjekter if q.tid <= planaar()]
    return Utfall(
        slag,
        p,
        alle.boliger,
        alle.behov,
        sum(n for n in innenfor if n > 0),
        -sum(n for n in innenfor if n < 0),
        sum(grep.kostnad for _, grep in s.grep) if med is None else 0,
        lambda: modell.framskriv(g, p, antall),
    )


def nok_soekere() -> bool:
    """Er det nok søkere i kommunen til å si noe om ventetiden framover?"""
    return sum(p.soekere for p in grunnlag().pooler) >= SOEKERE_TIL_VENTETID


def uten_tiltak(s: Scenario) -> Scenario:
    """Antakelsene i scenarioet, uten det kommunen gjør i det."""
    return dataclasses.replace(s, grep=(), sammen=())


def andel_innen(f: modell.Framskriving) -> np.ndarray:
    """Andelen (prosent) av dem som kommer hvert år, som får bolig innen fristen."""
    return 100 * f.innen.sum(axis=0) / np.maximum(f.soekere.sum(axis=0), 1)


def hele(deler: list[float], sum_: int) -> list[int]:
    """Delene som hele tall som til sammen er `sum_`. De som er nærmest neste tall, får det som er
    igjen (største rest)."""
    ned = [math.floor(d) for d in deler]
    rest = sum_ - sum(ned)
    rekke = sorted(range(len(deler)), key=lambda n: deler[n] - ned[n], reverse=True)
    for n in range(abs(rest)):
        ned[rekke[n % len(rekke)] if rest > 0 else rekke[-1 - n % len(rekke)]] += (
            1 if rest > 0 else -1
        )
    return ned


# ------------------------------------------------------ hva betyr mest, og treffer det?


@lesing.husk
def tornado(s: Scenario) -> tuple[tuple[str, float, float], ...]:
    """Hvor mange boliger behovet ved planens slutt endrer seg når én ting endres: (hva, ned, opp),
    den som betyr mest først."""
    g, p, t = grunnlag(), plan(s), planaar()
    base = modell.regn(g, p, 2).alle.behov[t]

    def behov(g_: Grunnlag = g, **endret) -> float:
        return float(
            modell.regn(g_, dataclasses.replace(p, **endret), 2).alle.behov[t] - base
        )

    def med_grep(felt: str, endring: float) -> float:
        return behov(
            grep={
                q.pool: _lagt_til(p.grep.get(q.pool, modell.Poolgrep()), felt, endring)
                for q in g.pooler
            }
        )

    def med_vekst(poeng: float) -> float:
        return behov(
            vekst={
                k: tuple(x * (1 + poeng) ** n for n, x in enumerate(v))
                for k, v in p.vekst.items()
            }
        )

    def med_koe(faktor: float) -> float:
        pooler = tuple(
            dataclasses.replace(
                q,
                stroemmer=tuple(
                    dataclasses.replace(x, koe=x.koe * faktor) for x in q.stroemmer
                ),
            )
            for q in g.pooler
        )
        return behov(Grunnlag(pooler))

    m = p.maalsetting
    par = [
        (
            "Søkere, 10 prosent færre eller flere",
            med_grep("soekere", -0.1),
            med_grep("soekere", 0.1),
        ),
        (
            "Botid, 10 prosent kortere eller lengre",
            med_grep("botid", -0.1),
            med_grep("botid", 0.1),
        ),
        (
            "Folkevekst, 1 prosentpoeng lavere eller høyere per år",
            med_vekst(-0.01),
            med_vekst(0.01),
        ),
        (
            "Tid mellom leietakere, halvparten eller halvannen gang",
            med_grep("klargjoering", -0.5),
            med_grep("klargjoering", 0.5),
        ),
        ("Køen i dag, halvparten eller halvannen gang", med_koe(0.5), med_koe(1.5)),
    ]
    if m.slag == "innen_frist":

        def med_maal(**endret) -> float:
            return behov(maalsetting=dataclasses.replace(m, **endret))

        par += [
            (
                "Målet: 80 eller 95 prosent innen fristen",
                med_maal(andel=0.20),
                med_maal(andel=0.05),
            ),
            (
                "Fristen: 180 eller 30 dager",
                med_maal(frist=180 / 365.25),
                med_maal(frist=30 / 365.25),
            ),
        ]
    return tuple(sorted(par, key=lambda r: -max(abs(r[1]), abs(r[2]))))


def _lagt_til(g: modell.Poolgrep, felt: str, endring: float) -> modell.Poolgrep:
    return dataclasses.replace(
        g,
        **{felt: (1 + getattr(g, felt)) * (1 + endring) - 1},
        innfasing=0 if felt == "soekere" else g.innfasing,
    )


@lesing.husk
def tiltakene(s: Scenario) -> tuple[tuple[str, str, float, Grep], ...]:
    """Hvert grep i scenarioet for seg: (pool, hva, boliger mindre gap ved planens slutt,
    grepet)."""
    uten, t = uten_tiltak(s), planaar()

    def gap(x: Scenario) -> float:
        a = svar(x).alle
        return float(a.behov[t] - a.boliger[t])

    base, ut = gap(uten), []
    felter = {
        "soekere": "Endret antall nye søkere",
        "botid": "Endret botid",
        "klargjoering": "Endret tid mellom leietakere",
        "boliger": "Boliger bygd, kjøpt, solgt eller revet",
    }
    for pool, g in s.grep:
        for felt, hva in felter.items():
            if getattr(g, felt) != getattr(Grep(), felt):
                bare = Grep(
                    **{felt: getattr(g, felt)},
                    **({"aar": g.aar} if felt == "boliger" else {}),
                )
                ut.append((pool, hva, base - gap(uten.med_grep(pool, bare)), g))
    if len(s.sammen) > 1:
        ut.append(
            (
                modell.FLEKSIBEL.join(s.sammen),
                "Boligtypene deler boliger",
                base - gap(dataclasses.replace(uten, sammen=s.sammen)),
                Grep(),
            )
        )
    return tuple(ut)


@lesing.husk
def etterproevd() -> pd.DataFrame:
    """Hva modellen ville sagt, mot det som skjedde. Én rad per år den ble laget, år den gjaldt og
    tall.

    Kolonner: laget og gjelder (år), hva, beregnet, lav, hoey og ble.
    """
    rader = []
    for da in sorted({int(d) for d in lesing.behov("pool")["da"] if d}, reverse=True):
        g = grunnlag(da)
        p = modell.Plan(
            "", da, maal(Scenario()), drivere("MMMM", "dekning", da), _bygd(g, da)
        )
        koe = modell.samlet_koe(modell.framskriv(g, p, framtider()))
        boliger = sum(
            modell.boliger(q, modell.vilkaar(q, p)) for q in g.pooler if q.stroemmer
        )
        for n in range(1, da + 1):
            bor, venter = (
                float(_per_boligtype(i, (), da - n)["verdi"].sum())
                for i in ("husstander", "venteliste")
            )
            for hva, fordeling, ble in (
                (
                    "Husstander som bor i eller venter på bolig",
                    koe.koe[:, n] + boliger[n] - koe.ledige[:, n],
                    bor + venter,
                ),
                ("Husstander som venter på bolig", koe.koe[:, n], venter),
            ):
                lav, hoey = np.percentile(fordeling, modell.BAAND)
                rader.append(
                    (
                        str(_aar(da)),
                        str(_aar(da - n)),
                        hva,
                        float(np.median(fordeling)),
                        lav,
                        hoey,
                        ble,
                    )
                )
    return pd.DataFrame(
        rader, columns=["laget", "gjelder", "hva", "beregnet", "lav", "hoey", "ble"]
    )


def _aar(da: int) -> int:
    return i_dag().year - da


def _bygd(g: Grunnlag, da: int) -> tuple[modell.Prosjekt, ...]:
    """Boligene som faktisk kom til og gikk ut i årene etter."""
    ut = []
    for p in g.pooler:
        antall = [
            sum(_boliger(da - n).get(t, 0) for t in p.boligtyper) for n in range(da + 1)
        ]
        ut += [
            modell.Prosjekt(p.pool, n - 0.5, int(antall[n] - antall[n - 1]))
            for n in range(1, da + 1)
            if antall[n] != antall[n - 1]
        ]
    return tuple(ut)


@lesing.husk
def avvik() -> tuple[tuple[str, str, int], ...]:
    """Det som gjør tallene usikrere: (pool, kode, antall)."""
    return tuple(
        (r.pool, r.kode, int(r.antall)) for r in lesing.behov("avvik").itertuples()
    )


@lesing.husk
def kurve(pool: str) -> tuple[tuple[int, float], ...]:
    """Andelen som fortsatt bor der etter hvert år, slik det er sett."""
    data = lesing.behov("kurve")
    return tuple(
        (int(r.aar), float(r.andel)) for r in data[data["pool"] == pool].itertuples()
    )
