"""De tre situasjonene planen bygger på: hvem som er i dem, hvem som kommer til, og hvem som er ute
av dem.

Regelen står i katalogen (`[regel]` i `situasjon.toml`), og her er den lest ord for ord. Detaljer den ikke
har plass til:

- Hver egenskap er fra den første kilden som oppgir den, av dem som sier det samme om situasjonen
  mens forløpet varer. Begynte flere samme dag, går søknad før kartlegging, midlertidig opphold og
  utkastelse.
- Den som er kastet ut, er «i fare» til den dagen, og «uten egen bolig» fra den.
- Var løsningen alt kjent mens kilden gjaldt, er det den siste av dem som teller, og den er over når
  kilden slutter å gjelde. Ellers teller den første som kommer etterpå. Sier kildene ulikt samme dag,
  går kommunal bolig foran annen bolig, så det å ha beholdt boligen, så det å være borte.
- Når begjæringen ble avverget, står ingen steder, så det regnes fra seks måneder etter at den kom.
- Forløpet kom fra «en annen av de tre situasjonene» når husstandens forrige forløp sluttet høyst 30
  dager før, og endte med det når det neste begynner høyst 30 dager etter. Ellers er svaret det
  kilden som begynte, eller sluttet, sier.
"""

import datetime as dt
from collections import defaultdict
from itertools import pairwise

from fasit.boliger_og_soeknader import innbyggertall
from fasit.kommune import (
    Kommune,
    Periode,
    aar_senere,
    gjelder,
    husk,
    maaneder_senere,
    radene_til,
    skjer,
)
from fasit.regnestykker import andel, antall, dager, er, forhold, indikator

SITUASJONER = ("uten_bolig", "i_fare", "uegnet_bolig")  # Den alvorligste først.
KILDER = ("soeknad", "kartlegging", "midlertidig", "utkastelse")
UTGANGER = (
    "kommunal_bolig",
    "annen_bolig",
    "beholdt",
    "ny_situasjon",
    "borte",
    "vet_ikke",
)
MED_BOLIG = ("kommunal_bolig", "annen_bolig", "beholdt")
UEGNET = ("uegnet_aarsak", "tilraadd_loesning")
EGENSKAPER = ("maalgruppe", "aldersgruppe", "omraade", "barn", *UEGNET)
HOEYST_UTE = 30
UTEN_KONTAKT_MAANEDER = 12
FOER_UTSKRIVNING_MAANEDER = 2
ALDRI = dt.date.max


# --------------------------------------------------------------------- hva kildene sier


@husk
def sagt_om_situasjonen(k: Kommune) -> dict[str, list[dict]]:
    """Alt kildene sier om hver husstand: situasjonen, fra og med hvilken dag, og til hvilken
    dag.
    """
    sagt = defaultdict(list)

    def si(
        kilde: str,
        rad: dict,
        situasjon: str,
        fra: dt.date,
        sist: dt.date | None,
    ) -> None:
        slutt, endte = slutten(loesninger(k)[rad["husstand_id"]], fra, sist)
        sagt[rad["husstand_id"]].append(
            {
                "kilde": kilde,
                "situasjon": situasjon,
                "fra": fra,
                "slutt": slutt,
                "endte": endte,
            }
            | {
                egenskap: rad.get(egenskap)
                for egenskap in EGENSKAPER
                if egenskap not in UEGNET or situasjon == "uegnet_bolig"
            }
        )

    for s in k.soeknader:
        if s["situasjon"]:
            si("soeknad", s, s["situasjon"], s["mottatt"], soeknad_sist(s))
    for r in k.kartlegginger:
        for hva, fra, sist in kartleggingen_sier(r):
            si("kartlegging", r, hva, fra, sist)
    for o in k.opphold:
        si("midlertidig", o, "uten_bolig", o["fra"], o["til"])
    for u in k.utkastelser:
        si("utkastelse", u, "i_fare", u["begjaering"], begjaering_sist(u))
        if ut := u["gjennomfoert"]:
            si("utkastelse", u, "uten_bolig", ut, ut)
    return sagt


def soeknad_sist(s: dict) -> dt.date | None:
    """Dagen husstanden flyttet inn, søknaden ble avsluttet, eller den ble avslått, trukket eller
    avvist. Ingen dag når den er til behandling, eller husstanden venter på boligen.
    """
    nei = s["vedtaksdato"] if s["vedtak"] in ("avslag", "trukket", "avvist") else None
    return min(
        (dag for dag in (s["innflyttet"], s["avsluttet"], nei) if dag), default=None
    )


def kartleggingen_sier(r: dict) -> list[tuple[str, dt.date, dt.date]]:
    """Situasjonen, fra og med hvilken dag, og hvilken dag kartleggingen sist sa noe om den.

    Den som alt var i institusjon eller fengsel da den ble kartlagt som uten bolig, er det først når
    det er to måneder til den skal ut. Den som kom i institusjon etterpå, er det hele tiden.
    """
    vanlig = r["situasjon"], r["kartlagt"], r["avklart"] or r["kartlagt"]
    kom_inn = r["avklart_til"] == "institusjon"
    var_inne = r["situasjon"] == "uten_bolig" and not kom_inn
    if not r["utskrives"] or not (kom_inn or var_inne):
        return [vanlig]
    fra = max(
        r["kartlagt"], maaneder_senere(r["utskrives"], -FOER_UTSKRIVNING_MAANEDER)
    )
    if kom_inn:
        return [vanlig, ("uten_bolig", fra, r["utskrives"])]
    if r["avklart"] and r["avklart"] < fra:
        return []
    return [("uten_bolig", fra, r["avklart"] or r["utskrives"])]


def begjaering_sist(u: dict) -> dt.date:
    """Dagen den ble gjennomført, dagen den regnes som avverget, eller dagen den kom."""
    if u["gjennomfoert"]:
        return u["gjennomfoert"]
    if u["avverget_med"]:
        return maaneder_senere(u["begjaering"], 6)
    return u["begjaering"]


def slutten(
    loest: dict[dt.date, str], fra: dt.date, sist: dt.date | None
) -> tuple[dt.date, str]:
    """Dagen husstanden er ute av situasjonen, og hvordan det endte, etter en kilde som gjelder fra
    `fra` og sist sa noe dagen `sist`.
    """
    if sist is None:
        return ALDRI, "vet_ikke"  # Det er ikke over.
    # Det som begynner og slutter samme dag, varte den dagen.
    slutt = max(sist, fra + dt.timedelta(1))
    underveis = [dag for dag in loest if fra <= dag <= slutt]
    if underveis:
        return slutt, loest[max(underveis)]
    frist = maaneder_senere(sist, UTEN_KONTAKT_MAANEDER)
    etterpaa = [dag for dag in loest if slutt < dag <= frist]
    if etterpaa:
        return min(etterpaa), loest[min(etterpaa)]
    return max(slutt, frist), "vet_ikke"


@husk
def loesninger(k: Kommune) -> dict[str, dict[dt.date, str]]:
    """Dagene et register sier at situasjonen er over for hver husstand, og hvordan det gikk."""
    funnet = defaultdict(list)
    for leie in k.leieforhold:
        funnet[leie["husstand_id"]] += [
            (leie["innflyttet"], "kommunal_bolig"),
            (leie["utflyttet"], LOESER.get(leie["utflyttingsaarsak"])),
        ]
    for s in k.soeknader:
        forlenget = s["soeknadstype"] == "forlengelse" and s["vedtak"] == "innvilget"
        fordi = s["avslutningsaarsak"] or ("beholdt" if forlenget else None)
        funnet[s["husstand_id"]] += [
            (s["innflyttet"], "kommunal_bolig"),
            (s["avsluttet"], LOESER.get(fordi)),
        ]
    for r in k.kartlegginger:
        funnet[r["husstand_id"]].append((r["avklart"], LOESER.get(r["avklart_til"])))
    for u in k.utkastelser:
        if u["avverget_med"] and not u["gjennomfoert"]:
            endte = "annen_bolig" if u["avverget_med"] == "ny_bolig" else "beholdt"
            funnet[u["husstand_id"]].append((begjaering_sist(u), endte))
    ut: dict[str, dict[dt.date, str]] = defaultdict(dict)
    for husstand, dagene in funnet.items():
        for dag, endte in dagene:
            if dag and endte:
                ut[husstand][dag] = min(
                    endte, ut[husstand].get(dag, endte), key=UTGANGER.index
                )
    return ut


# Det registrene fører, og som er en løsning. Resten er det ikke.
LOESER = {
    "innflyttet": "kommunal_bolig",
    "kommunal_bolig": "kommunal_bolig",
    "annen_loesning": "annen_bolig",
    "privat_leie": "annen_bolig",
    "eid_bolig": "annen_bolig",
    "beholdt": "beholdt",
    "flyttet": "borte",
    "doed": "borte",
}


# ---------------------------------------------------------------------------- forløpene


@husk
def forloep(k: Kommune) -> list[dict]:
    """Alle forløpene: én husstand i én situasjon fra og med en dag, til den dagen den er ute av
    situasjonen.
    """
    return [
        f | {"husstand_id": husstand}
        for husstand, sagt in sagt_om_situasjonen(k).items()
        for f in forloepene(sagt)
    ]


def forloepene(sagt: list[dict]) -> list[dict]:
    """Forløpene til én husstand, i rekkefølge."""
    biter = []
    for fra, slutt in pairwise(
        sorted({kilde[dag] for kilde in sagt for dag in ("fra", "slutt")})
    ):
        nevnt = {
            kilde["situasjon"] for kilde in sagt if kilde["fra"] <= fra < kilde["slutt"]
        }
        situasjon = next((s for s in SITUASJONER if s in nevnt), None)
        if not situasjon:
            continue
        forrige = biter[-1] if biter else None
        if (
            forrige
            and forrige["situasjon"] == situasjon
            and dager(forrige["slutt"], fra) <= HOEYST_UTE
        ):
            forrige["slutt"] = slutt
        else:
            biter.append({"situasjon": situasjon, "fra": fra, "slutt": slutt})
    for nr, f in enumerate(biter):
        foer, etter = biter[nr - 1 : nr] if nr else [], biter[nr + 1 : nr + 2]
        sier_det_samme = sorted(
            (
                kilde
                for kilde in sagt
                if kilde["situasjon"] == f["situasjon"]
                and kilde["fra"] < f["slutt"]
                and kilde["slutt"] > f["fra"]
            ),
            key=lambda kilde: (kilde["fra"], KILDER.index(kilde["kilde"])),
        )
        for egenskap in EGENSKAPER:
            f[egenskap] = foerst_oppgitt(sier_det_samme, egenskap)
        f["kom_fra"] = kom_fra(f, foer, sier_det_samme)
        f["utgang"] = utgang(f, etter, sier_det_samme)
    return biter


def foerst_oppgitt(kilder: list[dict], egenskap: str) -> str | None:
    """Det den første kilden som oppgir egenskapen, sier. To av samme slag samme dag: først i
    alfabetet.
    """
    oppgir = [kilde for kilde in kilder if kilde.get(egenskap) is not None]
    return min(
        (
            kilde[egenskap]
            for kilde in oppgir
            if (kilde["fra"], kilde["kilde"]) == (oppgir[0]["fra"], oppgir[0]["kilde"])
        ),
        default=None,
    )


def kom_fra(f: dict, foer: list[dict], kilder: list[dict]) -> str:
    """Hva slags kilde forløpet begynte med, eller at husstanden kom fra en annen situasjon."""
    if foer and dager(foer[0]["slutt"], f["fra"]) <= HOEYST_UTE:
        return "ny_situasjon"
    return next(
        kilde["kilde"]
        for kilde in sorted(kilder, key=lambda kilde: KILDER.index(kilde["kilde"]))
        if kilde["fra"] == f["fra"]
    )


def utgang(f: dict, etter: list[dict], kilder: list[dict]) -> str:
    """Hvordan forløpet endte, etter kilden som sluttet da. Flere av samme slag: den som står først
    i listen.
    """
    if etter and dager(f["slutt"], etter[0]["fra"]) <= HOEYST_UTE:
        return "ny_situasjon"
    return min(
        (KILDER.index(kilde["kilde"]), UTGANGER.index(kilde["endte"]), kilde["endte"])
        for kilde in kilder
        if kilde["slutt"] == f["slutt"]
    )[2]


@husk
def i_situasjonen(k: Kommune, p: Periode) -> list[dict]:
    """Husstandene som er i en av situasjonene ved utgangen av perioden. Hver husstand er med én
    gang.
    """
    return [
        f
        | {
            "har_virkemiddel": har_virkemiddel(k, f["husstand_id"], p.til),
            "har_tjeneste": har_tjeneste(k, f["husstand_id"], p.til),
        }
        for f in forloep(k)
        if gjelder(f["fra"], f["slutt"], p.til)
    ]


@husk
def kommet_til(k: Kommune, p: Periode) -> list[dict]:
    """Forløpene som begynte i perioden."""
    return [f for f in forloep(k) if skjer(f["fra"], p)]


@husk
def ute_av(k: Kommune, p: Periode) -> list[dict]:
    """Forløpene som var slutt i perioden."""
    return [f for f in forloep(k) if skjer(f["slutt"], p)]


def har_virkemiddel(k: Kommune, husstand: str, dag: dt.date) -> bool:
    """Har husstanden et innvilget virkemiddel denne dagen? Uten sluttdato regnes det med i tolv
    måneder.
    """
    return any(
        v["vedtak"] == "innvilget"
        and v["vedtaksdato"]
        and v["vedtaksdato"] <= dag
        and (v["til"] >= dag if v["til"] else aar_senere(v["vedtaksdato"], 1) > dag)
        for v in radene_til(k, "virkemidler", husstand)
    )


def har_tjeneste(k: Kommune, husstand: str, dag: dt.date) -> bool:
    """Har husstanden en tjeneste denne dagen?"""
    return any(
        t["oppstart"] and gjelder(t["oppstart"], t["slutt"], dag)
        for t in radene_til(k, "tjenester", husstand)
    )


# ------------------------------------------------------------------------- indikatorene

NAA = "maalgruppe", "situasjon", "omraade", "aldersgruppe", "barn", *UEGNET
EN_SITUASJON = "maalgruppe", "omraade", "aldersgruppe", "barn", *UEGNET
INN = "maalgruppe", "situasjon", "kom_fra"
UT = "maalgruppe", "situasjon", "utgang"


@indikator(*NAA)
def vanskeligstilte(k, p, med):
    """Antall husstander som er uten egen bolig, i fare for å miste boligen, eller i uegnet bolig eller
    bomiljø ved utgangen av perioden. De er funnet i søknader, kartlegging, midlertidige opphold og
    begjæringer om utkastelse. En husstand telles én gang, i den alvorligste situasjonen. Den som har
    fått avslag eller er kastet ut, telles til den har fått en løsning, eller til det er gått 12 måneder
    uten kontakt.
    """
    return antall(i_situasjonen(k, p), med)


@indikator(*NAA)
def vanskeligstilte_per_1000(k, p, med):
    """Husstander i en av de tre situasjonene ved utgangen av perioden, delt på innbyggere 1. januar
    samme år, ganger 1000.
    """
    return forhold(antall(i_situasjonen(k, p), med), innbyggertall(k, p), 1000)


@indikator(*EN_SITUASJON)
def uten_bolig(k, p, med):
    """Antall husstander som er uten egen bolig ved utgangen av perioden, og som vi ikke vet har fått
    noen løsning. De har sagt det i en søknad, er kartlagt slik, har vært i midlertidig botilbud eller
    på natthjem, eller er kastet ut. Det gjelder også dem som skal ut av institusjon eller fengsel innen
    2 måneder uten en bolig å komme til.
    """
    return antall(i_situasjonen(k, p), med, er("situasjon", "uten_bolig"))


@indikator(*EN_SITUASJON)
def i_fare(k, p, med):
    """Antall husstander som har en bolig, men står i fare for å miste den ved utgangen av perioden, og
    som vi ikke vet har fått noen løsning. De har sagt det i en søknad, er kartlagt slik, eller det er
    kommet en begjæring om utkastelse. Den som også er uten bolig, telles der.
    """
    return antall(i_situasjonen(k, p), med, er("situasjon", "i_fare"))


@indikator(*EN_SITUASJON)
def uegnet_bolig(k, p, med):
    """Antall husstander som bor i en bolig eller et bomiljø som ikke passer for dem ved utgangen av
    perioden, etter søknad eller kartlegging. Den som også er uten bolig eller i fare for å miste
    den, telles der.
    """
    return antall(i_situasjonen(k, p), med, er("situasjon", "uegnet_bolig"))


@indikator("situasjon")
def vanskeligstilte_barn(k, p, med):
    """Antall husstander i en av de tre situasjonene ved utgangen av perioden som har barn under 18
    år. Der ingen kilde sier om husstanden har barn, er den ikke med.
    """
    return antall(i_situasjonen(k, p), med, er("barn", "ja"))


@indikator(*NAA)
def lenge_vanskeligstilt(k, p, med):
    """Andel av husstandene i en av de tre situasjonene ved utgangen av perioden som har vært i den
    i mer enn 180 dager uten et opphold på over 30 dager.
    """
    return andel(i_situasjonen(k, p), med, lambda f: dager(f["fra"], p.til) > 180)


@indikator(*INN)
def nye_vanskeligstilte(k, p, med):
    """Antall ganger en husstand er kommet i en av de tre situasjonene i perioden, også fra en annen
    av dem. Er husstanden ute av situasjonen i høyst 30 dager, regnes det ikke som nytt.
    """
    return antall(kommet_til(k, p), med)


@indikator(*UT)
def ute_av_situasjonen(k, p, med):
    """Antall ganger en husstand gikk ut av en av de tre situasjonene i perioden. Den fikk en bolig,
    beholdt den den hadde, gikk over i en annen av situasjonene, flyttet fra kommunen eller døde. Den
    går også ut når det er gått 12 måneder uten kontakt.
    """
    return antall(ute_av(k, p), med)


@indikator(*UT)
def ute_med_bolig(k, p, med):
    """Antall ganger en husstand gikk ut av en av de tre situasjonene i perioden fordi den fikk
    kommunal bolig, egen eller privat leid bolig, eller beholdt boligen.
    """
    return antall(ute_av(k, p), med, er("utgang", *MED_BOLIG))


@indikator(*UT)
def andel_loest(k, p, med):
    """Andel av gangene en husstand gikk ut av en av de tre situasjonene i perioden, der den fikk
    kommunal bolig, egen eller privat leid bolig, eller beholdt boligen.
    """
    return andel(ute_av(k, p), med, er("utgang", *MED_BOLIG))


@indikator("maalgruppe", "situasjon")
def balansepunkt(k, p, med):
    """Husstander i en av de tre situasjonene ved utgangen av perioden, delt på hvor mange som kom ut av
    den i en vanlig måned i perioden. De fikk kommunal bolig, egen eller privat leid bolig, eller
    beholdt boligen.
    """
    med_bolig = antall(ute_av(k, p), med, er("utgang", *MED_BOLIG))
    maaneder = 4 if "T" in p.id else 12
    return forhold(antall(i_situasjonen(k, p), med), med_bolig, maaneder, minst=20)


@indikator(*NAA)
def dekning_virkemidler(k, p, med):
    """Andel av husstandene i en av de tre situasjonene ved utgangen av perioden som har et
    innvilget virkemiddel, som startlån, bostøtte eller depositum. Et virkemiddel gjelder til og med
    sluttdatoen, og uten sluttdato i tolv måneder.
    """
    return andel(i_situasjonen(k, p), med, er("har_virkemiddel", True))


@indikator(*NAA)
def dekning_tjenester(k, p, med):
    """Andel av husstandene i en av de tre situasjonene ved utgangen av perioden som har en
    tjeneste, som booppfølging, ROP-team eller hjemmesykepleie.
    """
    return andel(i_situasjonen(k, p), med, er("har_tjeneste", True))
