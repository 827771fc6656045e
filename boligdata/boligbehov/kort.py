"""Kortene på siden Boligbehov: setningen, tabellen og forklaringen til hver figur. Regner ikke, og tegner ikke."""

import dataclasses
import math
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from boligdata import katalog, lesing, norsk
from boligdata import kort as felles
from boligdata.behov import modell
from boligdata.boligbehov import regning
from boligdata.boligbehov.scenario import ELDRE, VEKST, Scenario
from boligdata.katalog import Enhet
from boligdata.kort import Bestilling

ANTALL, PROSENT = katalog.ENHETER["antall"], katalog.ENHETER["prosent"]
AARLIG, AAR = katalog.ENHETER["forhold"], katalog.ENHETER["aar"]
KILDER = ("bolig", "leieforhold", "soeknad", "boligprosjekt", "framskriving")
ALLE_BOLIGER = "Alle boliger"
FLERTALL = "8 av 10 beregnede framtider"
VERN = felles.Vern(
    "Antallet som bor og venter er rundet av for å verne enkeltpersoner.",
    "Avrundet: Antallet som bor og venter er de publiserte tallene, og resten er anslag som er rundet av. Avrundingen er regnet med i båndet.")
DELNAVN = {
    "boliger": "Boliger i dag", "tomme": "Står tomme i dag", "koe": "Venter i dag", "stroem": "Søkere og utflytting som nå",
    "vekst": "Endret folketall", "klargjoering": "Tid mellom leietakere", "skjult": "Skjult behov",
    "grep": "Tiltakene i scenarioet", "margin": "Margin, for folk kommer ujevnt", "anker": "Midt mellom de to anslagene",
}
AVVIK = {
    "dobbel_soeknad": "Søknader fra husstander som alt ventet eller bodde der, er talt én gang.",
    "ikke_avsluttet": "Leieforhold uten utflytting er avsluttet da noen nye flyttet inn i boligen.",
    "foer_boligen_fantes": "Leieforhold som begynte før boligen var i bruk. Sjekk datoene i boligregisteret.",
    "flere_leieforhold_enn_boliger": "Det er flere leieforhold enn boliger. Noen utflyttinger er trolig ikke registrert, og behovet blir for høyt.",
    "innflytting_uten_leieforhold": "Søkere som skal ha flyttet inn, uten at leieforholdet er levert. Køen og innflyttingene går ikke opp.",
    "leieforhold_uten_vedtak": "Leieforhold uten søknad eller vedtak. De er regnet som om husstanden ikke ventet, så køen kan være lengre enn den ser ut til.",
    "ingen_boliger": "Kommunen har ingen boliger av denne typen i dag. Behovet er regnet av dem som søker.",
    "ingen_utflyttinger": "Ingen har flyttet ut. Botiden er lånt fra de andre boligtypene, og tallet er svært usikkert.",
    "for_lite": "Det er under fem nye søkere i året eller under femten utflyttinger, også når boligtypene er slått sammen. Tallet er svært usikkert.",
    "kan_ikke_regnes": "Ingen har flyttet ut av noen boligtype, så behovet kan ikke regnes ut ennå.",
}


@dataclass(frozen=True, eq=False)
class Behovskort:
    """Et ferdig kort, med det samme som andre kort har. `figur` er det figuren tegnes av, etter figurens egne regler.

    `forklaring` er linjene under «Om tallet» og i filene, og `vedlegg` registeret over forutsetninger, som følger med i filene.
    """

    bestilling: Bestilling
    setning: str
    tabell: pd.DataFrame
    enheter: dict[str, Enhet]
    forklaring: tuple[tuple[str, str], ...]
    filtertekst: str
    flagg: tuple[str, ...] = ()
    figur: dict = field(default_factory=dict)
    vern: felles.Vern | None = VERN
    vedlegg: pd.DataFrame | None = None
    vurdering: None = None
    grenser: str = ""
    endret_fordi: str = ""

    @property
    def kilde(self) -> str:
        return felles.kildetekst(KILDER)

    @property
    def alt(self) -> str:
        """Tekstalternativet til figuren."""
        return self.setning

    @property
    def data(self) -> pd.DataFrame:
        return self.tabell


def _kort(id: str, tittel: str, s: Scenario, setning: str, tabell: pd.DataFrame, enheter: dict[str, Enhet], definisjon: str,
          fortolkning: str, flagg: tuple[str, ...] = (), gjelder: str = ALLE_BOLIGER, vern: felles.Vern | None = VERN, **figur) -> Behovskort:
    forklaring = (("Definisjon", definisjon), ("Slik leses tallet", fortolkning), *antakelser(s))
    return Behovskort(Bestilling(f"behov_{id}", tittel, (), id), setning, tabell, enheter, forklaring, f"{gjelder}. {scenarionavn(s)}",
                      flagg, figur, vern, None if id == "register" else register(s))


# ----------------------------------------------------------------------------------------------------------------- antakelsene


def scenarionavn(s: Scenario) -> str:
    """Hva scenarioet heter for leseren."""
    return f"Scenario: {s.navn}" if s.navn else ("Endrede antakelser, uten navn" if s.endret else "Dagens antakelser")


def antakelser(s: Scenario) -> list[tuple[str, str]]:
    """Det svaret bygger på, som (ledetekst, tekst)."""
    f = regning.forutsetninger()
    skjult = s.skjult if s.skjult >= 0 else f["skjult"].verdi
    linjer = [("Mål", maaltekst(s)), ("Folkevekst", VEKST[s.vekst]), ("Eldre", ELDRE[s.eldre]),
              ("Skjult behov", norsk.med_enhet(skjult, PROSENT))]
    if len(s.sammen) > 1:
        linjer.append(("Deler boliger", norsk.ramse([regning.navn(p) for p in s.sammen])))
    return linjer + [(f"Tiltak, {norsk.liten_forbokstav(regning.navn(p))}", greptekst(g)) for p, g in s.grep]


def maaltekst(s: Scenario) -> str:
    m = regning.maal(s)
    if m.slag != "innen_frist":
        return {"funksjonelt_null": "Køen skal i snitt ikke være lengre enn det som tildeles på en måned (funksjonelt null).",
                "ikke_vokser": "Det skal være akkurat nok boliger til at køen ikke vokser."}[m.slag]
    return f"{norsk.med_enhet(100 * (1 - m.andel), PROSENT)} skal få bolig innen {round(m.frist * 365.25)} dager."


def greptekst(g) -> str:
    """Et grep i ord."""
    def spenn(fra_til: tuple[int, int]) -> str:
        fra, til = (norsk.endring(v, PROSENT).replace("prosentpoeng", "%") for v in fra_til)
        return fra if fra == til else f"{fra} til {til}"

    deler = [f"nye søkere {spenn(g.soekere)}" if any(g.soekere) else "", f"botid {spenn(g.botid)}" if any(g.botid) else "",
             f"tid mellom leietakere {spenn((g.klargjoering, g.klargjoering))}" if g.klargjoering else "",
             f"{norsk.endring(g.boliger, ANTALL)} boliger i {g.aar}" if g.boliger else "",
             f"kostnad {norsk.tall(g.kostnad / 1000, 1)} mill. kr" if g.kostnad else ""]
    return norsk.stor(norsk.ramse([d for d in deler if d])) + f". Kilde til virkningen: {g.kilde or 'ikke oppgitt'}."


# -------------------------------------------------------------------------------------------------------------------- svarene


def om_lag(tall: float) -> str:
    """Et anslag, rundet av til nærmeste fem."""
    return norsk.tall(5 * round(tall / 5))


def fra_til(lav: float, hoey: float) -> str:
    """Et spenn, rundet utover til hele femmere: et anslag ti år fram har ikke flere sifre enn det."""
    return f"{norsk.tall(5 * math.floor(lav / 5))}–{norsk.tall(5 * math.ceil(hoey / 5))}"


@lesing.husk
def hovedsvar(s: Scenario) -> str:
    """Svaret på planens hovedspørsmål."""
    a, t = regning.svar(s).alle, regning.planaar()
    mangler = a.behov[t] - a.boliger[t]
    gap = (f"Da mangler det om lag {om_lag(mangler)}." if mangler >= 2.5 else f"Da er det om lag {om_lag(-mangler)} flere enn det trengs."
           if mangler <= -2.5 else "Da er det omtrent like mange som det trengs.")
    med = "Med dagens tilstrømming og botid" if not s.endret else f"Med antakelsene i «{s.navn}»" if s.navn else "Med antakelsene som er valgt"
    return (f"{med} trengs om lag **{om_lag(a.behov[t])} boliger i {regning.aarsnavn()[t]}**, trolig mellom {fra_til(a.lav[t], a.hoey[t]).replace('–', ' og ')} "
            f"({FLERTALL}). Kommunen har {norsk.tall(a.boliger[0])} i dag, og det som er vedtatt, gir {norsk.tall(a.boliger[t])}. {gap}")


@lesing.husk
def saksframlegg(s: Scenario) -> str:
    """Hovedsvaret som én setning til et saksframlegg."""
    alle, t = regning.svar(s), regning.planaar()
    a = alle.alle
    stoerst = max(alle.pooler, key=lambda b: b.behov[t] - b.boliger[t])
    mangler = stoerst.behov[t] - stoerst.boliger[t]
    aar = regning.aarsnavn()
    hvor = f", og det mangler flest av typen {norsk.liten_forbokstav(regning.navn(stoerst.pool))}" if mangler >= 1 else ""
    dato = norsk.dato(regning.i_dag())
    return (f"For at {norsk.liten_forbokstav(maaltekst(s).rstrip('.')).replace('skal få', 'skal kunne få')}, bør kommunen ha om lag {om_lag(a.behov[t])} kommunale boliger og omsorgsboliger i "
            f"{aar[t]} (trolig {fra_til(a.lav[t], a.hoey[t]).replace('–', ' til ')}), mot {norsk.tall(a.boliger[0])} i dag og "
            f"{norsk.tall(a.boliger[t])} når det som er vedtatt, er ferdig{hvor} (beregnet av kommunens egne tall per {dato}, "
            f"{norsk.liten_forbokstav(VEKST[s.vekst])} for folkeveksten).") if s.maal == "innen_frist" else (
        f"Kommunen bør ha om lag {om_lag(a.behov[t])} kommunale boliger og omsorgsboliger i {aar[t]} (trolig "
        f"{fra_til(a.lav[t], a.hoey[t]).replace('–', ' til ')}), mot {norsk.tall(a.boliger[0])} i dag{hvor} (beregnet av kommunens egne tall per {dato}).")


def _flagg(*pooler: str) -> tuple[str, ...]:
    """Det leseren må vite om uttrekkene: at framskrivingen er for kort, og det som er funnet i poolene som er nevnt."""
    ut = []
    slutt = regning.framskrevet_til()
    meta = lesing.meta()
    if slutt is None:
        ut.append("Framskrevet folketall er ikke levert, så målgruppene er regnet som like store som i dag.")
    elif slutt < meta.plan_til:
        ut.append(f"Framskrivingen av folketallet slutter i {slutt}. Etter det er målgruppene regnet som like store.")
    for p, kode, antall in regning.avvik():
        if p in pooler and kode in AVVIK:
            mengde = f" Det gjelder om lag {norsk.tall(antall)}." if antall else ""
            ut.append(f"{regning.navn(p)}: {AVVIK[kode]}{mengde}")
    return tuple(ut)


def _alle() -> tuple[str, ...]:
    return tuple(p.pool for p in regning.grunnlag().pooler)


def _sammenslaatt() -> tuple[str, ...]:
    flere = [regning.navn(p.pool) for p in regning.grunnlag().pooler if len(p.boligtyper) > 1]
    return (f"Slått sammen fordi de er for små til å regnes hver for seg: {'; '.join(flere)}.",) if flere else ()


@lesing.husk
def per_type(s: Scenario) -> Behovskort:
    """Behovet per boligtype, i dag og hvert år til planen er slutt."""
    svar, t, aar = regning.svar(s), regning.planaar(), regning.aarsnavn()
    rader = []
    for b in (*svar.pooler, svar.alle):
        navn = ALLE_BOLIGER if b is svar.alle else regning.navn(b.pool)
        rader.append([navn, b.boliger[0], b.boliger[t], *[float(round(x)) for x in b.behov[:t + 1]], f"{round(b.lav[t])}–{round(b.hoey[t])}",
                      f"{fra_til(b.lav[10], b.hoey[10])}"])
    kolonner = ["Boligtype", "Har i dag", f"Har {aar[t]}", *[f"Trengs {a}" for a in aar[:t + 1]], f"8 av 10, {aar[t]}", f"8 av 10, {aar[10]}"]
    tabell = pd.DataFrame(rader, columns=kolonner)
    mangler = sorted(((b.behov[t] - b.boliger[t], regning.navn(b.pool)) for b in svar.pooler), reverse=True)
    mest = [f"{norsk.liten_forbokstav(n)} ({norsk.tall(round(m))})" for m, n in mangler if m >= 1]
    nok = [norsk.liten_forbokstav(n) for m, n in mangler if m < 1]
    setning = (f"I {aar[t]} mangler det flest av {norsk.ramse(mest)}." if mest else f"I {aar[t]} er det nok av alle boligtypene.") + (
        f" Det er nok av {norsk.ramse(nok)}." if nok and mest else "")
    return _kort(
        "per_type", "Hvor mange trengs av hver type?", s, setning, tabell,
        {k: ANTALL for k in kolonner[1:4 + t]} , "Boliger som trengs for å nå målet: de som ville vært i bruk om ingen måtte vente, og en margin fordi "
        "folk kommer ujevnt. Svaret er midt mellom to anslag, anker og strøm.",
        "«8 av 10» er spennet åtte av ti beregnede framtider ligger i. Tallene for hver type er mer usikre enn summen.",
        (*_sammenslaatt(), *_flagg(*_alle()), *_uenige(svar)),
        typer=[(regning.navn(b.pool), *_trinn(b, t), b.boliger[t], b.lav[t], b.hoey[t]) for b in svar.pooler])


def _uenige(svar: modell.Svar) -> tuple[str, ...]:
    """Poolene der ett av de to anslagene ligger utenfor båndet."""
    t = regning.planaar()
    navn = [norsk.liten_forbokstav(regning.navn(b.pool)) for b in svar.pooler
            if not b.lav[t] <= b.anker[t] <= b.hoey[t] or not b.lav[t] <= b.stroem[t] <= b.hoey[t]]
    return (f"De to anslagene er uenige for {norsk.ramse(navn)}. Da er det trolig noe galt, eller noe i endring, i uttrekkene. Se «Hvor sikkert er det?».",) if navn else ()


def _trinn(b: modell.Behov, t: int) -> tuple[float, float, float, float]:
    """Behovsstigen: i bruk i dag, i kø, endring i tilstrømming og vekst, og margin. Til sammen er det behovet."""
    d = {navn: float(tall[t]) for navn, tall in b.deler}
    bruk, koe = d["boliger"] + d["tomme"], d["koe"]
    margin = d["margin"]
    return bruk, koe, float(b.behov[t]) - bruk - koe - margin, margin


@lesing.husk
def foss(s: Scenario) -> Behovskort:
    """Veien fra boligene i dag til behovet når planen er slutt, del for del."""
    a, t, aar = regning.svar(s).alle, regning.planaar(), regning.aarsnavn()
    alle_deler = [(navn, float(tall[t])) for navn, tall in a.deler]
    deler = [(navn, tall) for navn, tall in alle_deler if navn in ("boliger", "margin") or abs(tall) >= 0.5]
    behov = round(a.behov[t])
    hele = regning.hele([tall for _, tall in deler], behov)
    netto = round(float(a.boliger[t] - a.boliger[0]))
    linjer = [(DELNAVN[navn], tall, navn == "boliger") for (navn, _), tall in zip(deler, hele)] + [(f"Trengs i {aar[t]}", behov, True)]
    tabell = pd.DataFrame({"Del": [*[n for n, _, _ in linjer], "Netto vedtatt", "Må skaffes i tillegg"],
                           "Boliger": [*[float(x) for _, x, _ in linjer], float(netto), float(behov - round(float(a.boliger[0])) - netto)]})
    margin = dict(zip([n for n, _ in deler], hele)).get("margin", 0)
    setning = (f"Av de {norsk.tall(behov)} boligene er {norsk.tall(margin)} margin: uten den står noen alltid i kø, men noen boliger vil da også stå "
               "tomme en kort tid.")
    return _kort("foss", "Hvor kommer behovet fra?", s, setning, tabell, {"Boliger": ANTALL},
                 "Behovet delt i hva det kommer av. Delene er til sammen behovet, rundet av til hele boliger.",
                 "Køen i dag er bare en del av behovet: hvor mange som kommer, og hvor lenge de blir, betyr mer.", _flagg(), linjer=linjer)


@lesing.husk
def bane(s: Scenario, pool: str) -> Behovskort:
    """Boligene år for år mot behovet med bånd, for én boligtype eller alle."""
    svar, aar, t = regning.svar(s), regning.aarsnavn(), regning.planaar()
    b = next((b for b in svar.pooler if pool in b.pool.split(modell.FLEKSIBEL)), svar.alle) if pool else svar.alle
    gjelder = regning.navn(b.pool) if b is not svar.alle else ALLE_BOLIGER
    vedtatt = regning.svar(dataclasses.replace(s, grep=tuple((p, dataclasses.replace(g, boliger=0, aar=0)) for p, g in s.grep)))
    bv = next((x for x in vedtatt.pooler if x.pool == b.pool), vedtatt.alle) if b is not svar.alle else vedtatt.alle
    planer = {regning.VEDTATT: bv.boliger} | ({"Med scenarioets boliger": b.boliger} if (b.boliger != bv.boliger).any() else {})
    netto = [p for p in regning.prosjekter(s.ideer) if b is svar.alle or p.pool in b.pool.split(modell.FLEKSIBEL)]
    inn, ut = (abs(sum(p.antall for p in netto if fortegn * p.antall > 0 and p.tid <= t)) for fortegn in (1, -1))
    brutto = [sum(p.antall for p in netto if n - 1 < p.tid <= n and p.antall > 0) for n in range(len(aar))]
    tabell = pd.DataFrame({"År": aar, "Kommer til": [float(x) for x in brutto], "Går ut": [float(x) - y for x, y in zip(brutto, np.diff(bv.boliger, prepend=bv.boliger[0]))],
                           "Boliger, vedtatt plan": bv.boliger, "Trengs": np.round(b.behov), "Lavt": np.floor(b.lav), "Høyt": np.ceil(b.hoey),
                           "Mangler": np.round(b.behov) - b.boliger})
    gap = round(b.behov[t] - b.boliger[t])
    setning = (f"{gjelder}: Gapet i {aar[t]} er om lag {norsk.tall(gap)} boliger." if gap > 0 else f"{gjelder}: I {aar[t]} er det {norsk.tall(-gap)} flere boliger enn det trengs.")
    setning += f" Netto {norsk.tall(inn - ut)} er vedtatt: {norsk.tall(inn)} kommer til, og {norsk.tall(ut)} går ut."
    return _kort("bane", "Holder planene tritt med behovet?", s, setning, tabell, {k: ANTALL for k in tabell.columns[1:]},
                 "Boligene kommunen har, med det som er vedtatt og under bygging, mot behovet hvert år. Netto er det som kommer til, minus det som går ut.",
                 "Ligger streken for boliger under båndet, er det svært sannsynlig at det mangler boliger.", _flagg(*(() if b is svar.alle else b.pool.split(modell.FLEKSIBEL))), gjelder,
                 aar=aar, behov=b.behov, lav=b.lav, hoey=b.hoey, planer=planer)


@lesing.husk
def planene(s: Scenario, egne: tuple[Scenario, ...]) -> Behovskort:
    """Planene side om side, med egne lagrede planer."""
    t, aar = regning.planaar(), regning.aarsnavn()
    alle = [regning.utfall(s, n) for n in (regning.INGENTING, regning.VEDTATT, regning.ANBEFALT)]
    alle += [regning.utfall(e, e.navn or "Planen du prøver") for e in (*egne, *((s,) if (s.grep or s.sammen) and s not in egne else ()))]
    kolonner = {"Plan": [u.navn for u in alle], "Kommer til": [float(u.inn) for u in alle], "Går ut": [float(u.ut) for u in alle],
                f"Har {aar[t]}": [float(u.boliger[t]) for u in alle], f"Trengs {aar[t]}": [float(round(u.behov[t])) for u in alle],
                "Mangler": [float(round(u.behov[t]) - u.boliger[t]) for u in alle], f"I kø {aar[t]}": [float(round(u.koe[t])) for u in alle]}
    enheter = dict.fromkeys(list(kolonner)[1:], ANTALL)
    med_innen = all(u.innen is not None for u in alle)
    if med_innen:
        kolonner[f"Innen fristen {aar[t]}"] = [float(round(u.innen[t - 1])) for u in alle]
        enheter[f"Innen fristen {aar[t]}"] = PROSENT
    if any(u.kostnad for u in alle):
        vedtatt = next(u for u in alle if u.navn == regning.VEDTATT)
        kolonner["Kostnad (mill. kr)"] = [u.kostnad / 1000 if u.kostnad else math.nan for u in alle]
        kolonner["Mill. kr per bolig mindre gap"] = [_per_bolig(u, vedtatt, t) for u in alle]
        enheter |= {"Kostnad (mill. kr)": AARLIG, "Mill. kr per bolig mindre gap": AARLIG}
    tabell = pd.DataFrame(kolonner)
    anbefalt = alle[2]
    setning = (f"Gjør kommunen ingenting, mangler det {norsk.tall(tabell['Mangler'][0])} boliger i {aar[t]}. Det som er vedtatt, gir et gap på {norsk.tall(tabell['Mangler'][1])}. "
               f"For å nå målet må {norsk.tall(anbefalt.inn)} boliger komme til.")
    return _kort("planer", "Hva fører planene til?", s, setning, tabell, enheter,
                 "Figuren viser hvor mange boliger som mangler; under null er det flere enn det trengs. «Gjør ingenting» er boligene i dag. «Vedtatt plan» er det som er vedtatt eller under bygging. «Anbefalt» er det vedtatte og det som må til for at "
                 "behovet er dekket, så snart nye boliger kan stå ferdige.",
                 "Forskjellen mellom to planer er sikrere enn hver av dem. Køen er regnet husstand for husstand i den rekkefølgen de kom.",
                 (*(() if med_innen else ("Det er for få søkere til å si noe om ventetiden framover.",)), *_flagg()),
                 aar=aar, serier=[(u.navn, (u.behov - u.boliger).tolist()) for u in alle], enhet=ANTALL)


def _per_bolig(u: regning.Utfall, mot: regning.Utfall, t: int) -> float:
    mindre = (mot.behov[t] - mot.boliger[t]) - (u.behov[t] - u.boliger[t])
    return u.kostnad / 1000 / mindre if u.kostnad and mindre > 0.5 else math.nan


@lesing.husk
def innen_frist(s: Scenario) -> Behovskort | None:
    """Andelen som får bolig innen fristen, år for år, i de tre planene. None når det er for få søkere til å si noe."""
    alle = [regning.utfall(s, n) for n in (regning.INGENTING, regning.VEDTATT, regning.ANBEFALT)]
    if any(u.innen is None for u in alle):
        return None
    aar, t = regning.aarsnavn(), regning.planaar()
    store = [p for p in regning.grunnlag().pooler if p.soekere >= regning.SOEKERE_TIL_VENTETID and len(regning.grunnlag().pooler) > 1]
    serier = [(u.navn, [float(round(x)) for x in u.innen[:t]]) for u in alle]
    for p in store:
        f = next(f for f in regning.koen(s, regning.VEDTATT) if p.pool in f.pool.split(modell.FLEKSIBEL))
        serier.append((regning.navn(p.pool), [float(round(x)) for x in regning.andel_innen(f)[:t]]))
    tabell = pd.DataFrame({"År": aar[1:t + 1]} | dict(serier))
    dager = round(regning.maal(s).frist * 365.25)
    setning = (f"Av dem som kommer i {aar[t]}, får {norsk.med_enhet(serier[1][1][-1], PROSENT)} bolig innen {dager} dager med det som er vedtatt, "
               f"og {norsk.med_enhet(serier[2][1][-1], PROSENT)} med den anbefalte planen.")
    return _kort("innen", "Hvor mange får bolig innen fristen?", s, setning, tabell, dict.fromkeys(tabell.columns[1:], PROSENT),
                 f"Andelen av dem som får vedtak hvert år, som flytter inn innen {dager} dager. Køen er regnet husstand for husstand, i {norsk.tall(regning.framtider())} framtider.",
                 "Ventetid framover er usikker. Den vises bare for hele kommunen og for boligtyper med minst tjue nye søkere i året, med det som er vedtatt.", _flagg(),
                 aar=aar[1:t + 1], serier=serier, enhet=PROSENT, maal=100 * (1 - regning.maal(s).andel) if s.maal == "innen_frist" else None)


@lesing.husk
def tiltakene(s: Scenario) -> Behovskort | None:
    """Hva hvert tiltak i scenarioet betyr alene. None når det ikke er noen."""
    alle = regning.tiltakene(s)
    if not alle:
        return None
    t, aar = regning.planaar(), regning.aarsnavn()
    antall = [sum(1 for p, *_ in alle if p == pool) for pool, *_ in alle]
    kostnader = [g.kostnad / 1000 if g.kostnad and n == 1 else math.nan for (_, _, _, g), n in zip(alle, antall)]
    tabell = pd.DataFrame({
        "Tiltak": [hva for _, hva, _, _ in alle], "Boligtype": [regning.navn(p) for p, *_ in alle],
        f"Mindre gap i {aar[t]} (boliger)": [x for _, _, x, _ in alle], "Kostnad (mill. kr)": kostnader,
        "Mill. kr per bolig": [k / x if x > 0.5 else math.nan for (_, _, x, _), k in zip(alle, kostnader)],
        "Kilde til virkningen": [g.kilde or "Ikke oppgitt" for *_, g in alle]})
    mest = max(alle, key=lambda r: r[2])
    setning = f"Tiltaket som betyr mest alene, er «{norsk.liten_forbokstav(mest[1])}»: om lag {norsk.tall(round(mest[2]))} færre boliger mangler i {aar[t]}."
    return _kort("tiltak", "Hva betyr hvert tiltak?", s, setning, tabell, dict.fromkeys(tabell.columns[2:5], AARLIG),
                 "Hvor mye gapet mellom behov og boliger blir mindre når bare dette ene tiltaket er med.",
                 "Virkningen er det som er satt inn her, ikke noe modellen vet. Kostnaden vises når det er ett tiltak i boligtypen.", _flagg(),
                 rader=[(f"{r[1]}: {norsk.liten_forbokstav(regning.navn(r[0]))}", r[2]) for r in alle])


@lesing.husk
def eldre(s: Scenario) -> Behovskort | None:
    """Omsorgsboliger under de tre antakelsene om eldre. None når kommunen ikke har omsorgsboliger."""
    t, aar = regning.planaar(), regning.aarsnavn()
    pooler = {p.pool for p in regning.grunnlag().pooler if set(p.boligtyper) & set(regning.OMSORG)}
    if not pooler:
        return None
    serier = {}
    for slag, navn in ELDRE.items():
        svar = regning.svar(dataclasses.replace(s, eldre=slag, sammen=()))
        serier[navn] = sum(b.behov for b in svar.pooler if b.pool in pooler)
    har = sum(b.boliger for b in regning.svar(dataclasses.replace(s, sammen=())).pooler if b.pool in pooler)
    tabell = pd.DataFrame({"År": aar, "Har, med vedtatt plan": har} | {k: np.round(v) for k, v in serier.items()})
    f = regning.forutsetninger()
    sykehjem = f["sykehjemsplasser"].verdi
    trend = norsk.endring(100 * regning.dekningstrend(), katalog.ENHETER["prosent"]).replace("prosentpoeng", "%")
    setning = (f"Med dagens dekning trengs {norsk.tall(round(serier[ELDRE['dekning']][t]))} omsorgsboliger i {aar[t]}, og {norsk.tall(round(serier[ELDRE['norm']][t]))} om normen på "
               f"{norsk.tall(f['norm_80'].verdi)} prosent skal nås. Kommunen har {norsk.tall(har[0])} i dag og {norsk.tall(har[t])} med det som er vedtatt.")
    return _kort("eldre", "Hvor mange omsorgsboliger trengs?", s, setning, tabell, {k: ANTALL for k in tabell.columns[1:]},
                 "Omsorgsbolig uten bemanning, bofellesskap og bolig med heldøgns bemanning. Hvor mange som søker i hver aldersgruppe i dag, ganget med framskrevet folketall.",
                 f"«Utviklingen fortsetter» er at andelen eldre i omsorgsbolig endrer seg {trend} i året, som til nå. Normen regner sykehjem med: {norsk.tall(sykehjem)} plasser er trukket fra. "
                 "Omsorgsbolig, sykehjem og hjemmetjeneste kan til dels erstatte hverandre.", _flagg(), "Omsorgsboliger",
                 aar=aar, serier=[("Har, med vedtatt plan", har.tolist()), *[(k, v.tolist()) for k, v in serier.items()]], enhet=ANTALL)


# ------------------------------------------------------------------------------------------------------------ hvor sikkert er det?


@lesing.husk
def tornado(s: Scenario) -> Behovskort:
    """Hva som betyr mest for behovet."""
    rader, t = regning.tornado(s), regning.planaar()
    tabell = pd.DataFrame({"Endring": [r[0] for r in rader], "Lavere, kortere eller mindre strengt": [float(round(r[1])) for r in rader],
                           "Høyere, lengre eller strengere": [float(round(r[2])) for r in rader]})
    setning = f"Mest betyr «{norsk.liten_forbokstav(rader[0][0])}»: {norsk.endring(round(rader[0][1]), ANTALL)} eller {norsk.endring(round(rader[0][2]), ANTALL)} boliger i {regning.aarsnavn()[t]}."
    return _kort("tornado", "Hva betyr mest for svaret?", s, setning, tabell, dict.fromkeys(tabell.columns[1:], ANTALL),
                 "Hvor mange flere eller færre boliger som trengs når én ting endres og alt annet er likt.",
                 "Hvor mange som kommer, og hvor lenge de blir, betyr som regel langt mer enn hvor lang køen er i dag.", rader=rader)


@lesing.husk
def anker_og_stroem(s: Scenario) -> Behovskort:
    """De to anslagene ved siden av hverandre."""
    svar, t = regning.svar(s), regning.planaar()
    rader = []
    for b in (*svar.pooler, svar.alle):
        navn = ALLE_BOLIGER if b is svar.alle else regning.navn(b.pool)
        rader.append((navn, float(b.anker[t]), float(b.stroem[t]), float(b.behov[t]), float(b.lav[t]), float(b.hoey[t])))
    tabell = pd.DataFrame([(n, *map(lambda x: float(round(x)), r)) for n, *r in rader], columns=["Boligtype", "Anker", "Strøm", "Svaret", "Lavt", "Høyt"])
    setning = next((u.removesuffix(" Se «Hvor sikkert er det?».") for u in _uenige(svar)), "De to anslagene er enige nok for alle boligtypene.")
    return _kort("anker", "Er de to anslagene enige?", s, setning, tabell, dict.fromkeys(tabell.columns[1:], ANTALL),
                 "Anker er de som bor der og de som venter, ganget med folkeveksten. Strøm er nye søkere i året ganget med botiden. Begge har den samme marginen, og svaret er midt mellom.",
                 "Anslagene bygger på ulike tall. Er de enige, er det grunn til å stole på svaret. I figuren er svaret 100 prosent. Ligger ett av dem utenfor båndet, er det trolig noe galt eller noe i endring i uttrekkene.",
                 _flagg(), rader=rader)


@lesing.husk
def haandregel(s: Scenario) -> Behovskort:
    """Regnestykket som kan gjøres for hånd, ved siden av modellen."""
    svar, t = regning.svar(s), regning.planaar()
    pooler = {p.pool: p for p in modell.pooler(regning.grunnlag(), regning.plan(s))}
    rader = []
    for b in svar.pooler:
        p = pooler[b.pool]
        r = p.soekere * p.botid
        rader.append((regning.navn(b.pool), p.soekere, p.botid, r, 1.2 * math.sqrt(r), r + 1.2 * math.sqrt(r), float(b.behov[t])))
    kolonner = ["Boligtype", "Nye søkere per år", "Botid (år)", "Søkere × botid", "Margin", "Håndregel", f"Modellen {regning.aarsnavn()[t]}"]
    tabell = pd.DataFrame(rader, columns=kolonner)
    haand, modellen = tabell["Håndregel"].sum(), tabell[kolonner[-1]].sum()
    setning = f"For hånd blir behovet om lag {om_lag(haand)} boliger når alt har roet seg. Modellen sier {om_lag(modellen)} i {regning.aarsnavn()[t]}."
    enheter = dict(zip(kolonner[1:], (AARLIG, AARLIG, ANTALL, ANTALL, ANTALL, ANTALL)))
    return _kort("haandregel", "Kan svaret regnes ut for hånd?", s, setning, tabell, enheter,
                 "Behov = nye søkere i året × årene de bor der + margin. Marginen er om lag 1,2 ganger kvadratroten av det første.",
                 "Håndregelen sier hvor det ender på lang sikt. Modellen følger veien dit, og er midt mellom strøm og anker.", _flagg())


@lesing.husk
def etterproevd() -> Behovskort | None:
    """Hva modellen ville sagt tidligere år, mot det som skjedde. None når registrene er for korte."""
    data = regning.etterproevd()
    if data.empty:
        return None
    innenfor = (data["lav"] <= data["ble"]) & (data["ble"] <= data["hoey"])
    tabell = pd.DataFrame({"Laget ved utgangen av": data["laget"], "Gjelder utgangen av": data["gjelder"], "Hva": data["hva"],
                           "Beregnet": data["beregnet"].round(), "Lavt": np.floor(data["lav"]), "Høyt": np.ceil(data["hoey"]), "Det ble": data["ble"],
                           "Traff spennet": ["ja" if x else "nei" for x in innenfor]})
    setning = f"{norsk.tall(innenfor.sum())} av {norsk.tall(len(data))} tidligere beregninger traff spennet som åtte av ti skal treffe."
    return _kort("etterproevd", "Har modellen truffet før?", Scenario(), setning, tabell, dict.fromkeys(["Beregnet", "Lavt", "Høyt", "Det ble"], ANTALL),
                 "Modellen er laget på nytt med det som var kjent hvert av de siste årene, og boligene som faktisk kom til. Den er så sammenlignet med det som skjedde.",
                 "Null på aksen er det som ble beregnet, og det grå er spennet. «Det ble» er publiserte tall, som kan være noen for høye eller lave. Køen er vanskelig å spå: den er omtrent like lett å gjette ved å si «som i år».",
                 rader=list(zip(data["laget"], data["gjelder"], data["hva"], data["beregnet"], data["lav"], data["hoey"], data["ble"])))


@lesing.husk
def botid(pool: str) -> Behovskort:
    """Hvor lenge de blir boende: det som er sett, og fordelingen modellen bruker."""
    p = next(p for p in regning.grunnlag().pooler if p.pool == pool)
    sett = dict(regning.kurve(pool))
    aar = list(range(0, 16))
    vekt = sum(s.soekere for s in p.stroemmer)
    modellert = [100 * sum(s.soekere * float(np.exp(-(x / s.botid.skala) ** s.botid.form)) for s in p.stroemmer) / vekt for x in aar]
    observert = [100.0] + [100 * sett[x] if x in sett else math.nan for x in aar[1:]]
    tabell = pd.DataFrame({"År etter innflytting": [str(x) for x in aar], "Sett (prosent)": observert, "Modellen (prosent)": modellert})
    fem = modellert[5]
    setning = f"{regning.navn(pool)}: Etter fem år bor {norsk.med_enhet(fem, PROSENT)} der fortsatt. I snitt blir en ny leietaker {norsk.med_enhet(p.botid, AAR)}."
    return _kort("botid", "Hvor lenge blir de boende?", Scenario(), setning, tabell, dict.fromkeys(tabell.columns[1:], PROSENT),
                 "Andelen som fortsatt bor i boligen. «Sett» er Kaplan–Meier, der de som fortsatt bor der, teller med så lenge de er fulgt. «Modellen» er en Weibull-fordeling.",
                 "Kurven stopper der for få er fulgt. Botid som er lang fordi det ikke er noe annet sted å flytte, gir for høyt behov.",
                 gjelder=regning.navn(pool), aar=[str(x) for x in aar], serier=[("Sett", observert), ("Modellen", modellert)], enhet=PROSENT)


@lesing.husk
def register(s: Scenario) -> pd.DataFrame:
    """Hver forutsetning: verdi, spenn, kilde, dato og hvem som har bestemt det."""
    enheter = {"prosent": PROSENT, "dager": katalog.ENHETER["dager"], "aar": katalog.ENHETER["aar"], "antall": ANTALL}
    dato = norsk.dato(regning.i_dag())
    endret = {"maal_andel": s.andel or None, "maal_dager": s.dager or None, "skjult": s.skjult if s.skjult >= 0 else None}
    rader = []
    for f in regning.forutsetninger().values():
        e = enheter[f.enhet]
        ny = endret.get(f.id)
        verdi = norsk.med_enhet(f.verdi if ny is None else ny, e) + ("" if ny is None or ny == f.verdi else f" (endret fra {norsk.med_enhet(f.verdi, e)})")
        rader.append((f.navn, verdi, f"{norsk.uten_tegn(f.lavest, e)}–{norsk.med_enhet(f.hoeyest, e)}", f"{f.kilde.rstrip('.')}, {norsk.dato(f.dato)}",
                      f.bestemt_av if ny is None else scenarionavn(s)))
    anslaatt = f"Anslått av uttrekkene, {dato}"
    avvik = {True: "rundet av, høyst {} feil", False: "talt"}
    for p in regning.grunnlag().pooler:
        navn = norsk.liten_forbokstav(regning.navn(p.pool))
        feil = math.sqrt(sum(x.avrunding**2 for x in p.stroemmer))
        rundet = avvik[feil > 0].format(norsk.tall(round(feil)))
        rader.append((f"Boliger, {navn}", norsk.tall(p.boliger), "Eksakt", f"Boligregisteret, {dato}", "Talt"))
        rader.append((f"Bor der, {navn}", norsk.tall(p.leietakere), norsk.stor(rundet), f"Leieforhold, {dato}", "Talt"))
        rader.append((f"Venter, {navn}", norsk.tall(p.koe), norsk.stor(rundet), f"Søknader, {dato}", "Talt"))
        for st in p.stroemmer:
            gruppe = "" if st.gruppe == "alle" else f", {norsk.liten_forbokstav(lesing.dimensjon('maalgruppe').get(st.gruppe, 'andre målgrupper'))}"
            rader.append((f"Nye søkere per år, {navn}{gruppe}", norsk.tall(st.soekere, 1), _spenn(st.soekere, st.usikkerhet, 1), anslaatt, "Regnet ut"))
            rader.append((f"Hvor mye tilstrømmingen skifter fra år til år, {navn}{gruppe}", norsk.med_enhet(100 * st.drift, PROSENT), "0–8 %", anslaatt, "Regnet ut"))
            sd = math.sqrt(max(st.botid.kovarians[2], 0))
            rader.append((f"Botid, {navn}{gruppe}", norsk.med_enhet(st.botid.gjennomsnitt, AAR), _spenn(st.botid.gjennomsnitt, sd, 1, " år"), anslaatt, "Regnet ut"))
        rader.append((f"Tid mellom leietakere når noen venter, {navn}", norsk.med_enhet(p.klargjoering * 365.25, katalog.ENHETER["dager"]),
                      _spenn(p.klargjoering * 365.25, p.klargjoering_usikkerhet, 0, " dager"), anslaatt, "Regnet ut"))
        rader.append((f"Gir opp å vente, {navn}", f"{norsk.tall(100 * (1 - math.exp(-p.avgang)))} % i løpet av et år", _spenn(100 * (1 - math.exp(-p.avgang)), p.avgang_usikkerhet, 0, " %"),
                      anslaatt, "Regnet ut"))
    rader += [(f"Vedtatt prosjekt, {norsk.liten_forbokstav(regning.navn(q.pool))}", f"{norsk.endring(q.antall, ANTALL)} boliger", f"Om {norsk.tall(q.tid, 1)} år",
               f"Planlagte boligprosjekter, {dato}", "Vedtatt eller under bygging" if not s.ideer else "Vedtatt, under bygging eller idé") for q in regning.prosjekter(s.ideer)]
    rader.append(("Folkevekst", VEKST[s.vekst], "Lav vekst–Høy vekst", f"SSB, regional framskriving, {dato}", "SSB" if s.vekst == "MMMM" else scenarionavn(s)))
    rader.append(("Dekning for eldre", ELDRE[s.eldre], "Tre alternativer", anslaatt, "Utgangspunktet" if s.eldre == "dekning" else scenarionavn(s)))
    for p, g in s.grep:
        rader.append((f"Tiltak, {norsk.liten_forbokstav(regning.navn(p))}", greptekst(g).split(". Kilde")[0], "Satt i scenarioet", g.kilde or "Ikke oppgitt", scenarionavn(s)))
    return pd.DataFrame(rader, columns=["Forutsetning", "Verdi", "Spenn", "Kilde og dato", "Bestemt av"])


def _spenn(verdi: float, usikkerhet: float, desimaler: int, tegn: str = "") -> str:
    """Spennet åtte av ti ligger i, når feilen er normalfordelt i logaritmen."""
    ut = 1.28 * usikkerhet
    return f"{norsk.tall(verdi * math.exp(-ut), desimaler)}–{norsk.tall(verdi * math.exp(ut), desimaler)}{tegn}"


def registerkort(s: Scenario) -> Behovskort:
    """Registeret som et kort, så det kan lastes ned."""
    tabell = register(s)
    return _kort("register", "Hva bygger svaret på?", s, f"Svaret bygger på {norsk.tall(len(tabell))} forutsetninger. Hver har en verdi, et spenn, en kilde og en som har bestemt den.",
                 tabell, {}, "Alle tallene bak beregningen.", "Spennet på det som er regnet ut, er det åtte av ti ligger i. Kommunen kan sette egne verdier i filen forutsetninger.toml.", _flagg(*_alle()))
