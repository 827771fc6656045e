"""Boliger inn og ut, midlertidig botilbud, utkastelser, virkemidler, tjenester og samordning.

Detaljer definisjonene ikke har plass til:

- Målgruppen til en husstand som telles én gang, er den i årets første midlertidige opphold, årets
  første vedtak om virkemiddelet, den tjenesten som begynte først, eller (i samordning) den
  tjenesten som kommer først i alfabetet.
- En første kontakt er den første på mer enn 365 dager, uansett hvem husstanden var i kontakt med.
- En periode er fulgt når det er gått lenge nok siden siste dag i året perioden er i.
"""

import datetime as dt

from fasit.kommune import (
    Kommune,
    Periode,
    aar_senere,
    gjelder,
    husk,
    maaneder_senere,
    per_husstand,
    radene_til,
    skjer,
)
from fasit.regnestykker import (
    Fulgt,
    Kurve,
    Svar,
    andel,
    andel_mellom,
    antall,
    dager,
    dager_til_halvparten,
    er,
    indikator,
    kaplan_meier,
    median,
)

# -------------------------------------------------------------------- boliger inn og ut


@indikator("boligtype", "omraade")
def nye_boliger(k, p, med):
    """Antall boliger der datoen boligen er tatt i bruk, ligger i perioden."""
    return antall(k.boliger, med, lambda b: skjer(b["i_bruk_fra"], p))


@indikator("boligtype", "omraade")
def utgaatte_boliger(k, p, med):
    """Antall boliger der datoen boligen er gått ut av bruk, ligger i perioden."""
    return antall(k.boliger, med, lambda b: skjer(b["ut_av_bruk"], p))


# ----------------------------------------------------------------- midlertidig botilbud


@husk
def sammenhengende_opphold(k: Kommune) -> list[dict]:
    """Opphold der de som kommer rett etter hverandre, er ett. Natthjem og midlertidig botilbud er
    hver for seg.
    """
    alle = [
        o | {"natthjem": o["type"] == "natthjem", "slutt": opphold_slutt(o)}
        for o in k.opphold
    ]
    ferdige = []
    for opphold in per_husstand(alle, "natthjem").values():
        samlet = []
        for o in sorted(opphold, key=lambda o: o["fra"]):
            if samlet and o["fra"] <= max(forrige["slutt"] for forrige in samlet[-1]):
                samlet[-1].append(o)
            else:
                samlet.append([o])
        ferdige += [samlet_opphold(deler) for deler in samlet]
    return ferdige


def opphold_slutt(o: dict) -> dt.date:
    """Dagen oppholdet er over. Det som begynner og slutter samme dag, varte den dagen."""
    return max(o["til"] or dt.date.max, o["fra"] + dt.timedelta(1))


def samlet_opphold(deler: list[dict]) -> dict:
    """Ett opphold av flere. Kostnaden er kjent når den er kjent for alle delene."""
    kostnader = [o["kostnad_kr"] for o in deler]
    return samme_husstand(deler) | {
        "husstand_id": deler[0]["husstand_id"],
        "natthjem": deler[0]["natthjem"],
        "fra": deler[0]["fra"],
        "slutt": max(o["slutt"] for o in deler),
        "kostnad_kr": None if None in kostnader else sum(kostnader),
    }


def samme_husstand(opphold: list[dict]) -> dict:
    """Målgruppen fra det første oppholdet (begynte flere samme dag: først i alfabetet), og om noe
    oppgir barn.
    """
    barn = {o["barn"] for o in opphold}
    return {
        "maalgruppe": min((o["fra"], o["maalgruppe"]) for o in opphold)[1],
        "barn": "ja" if "ja" in barn else "nei" if "nei" in barn else None,
    }


@husk
def i_midlertidig(k: Kommune, p: Periode) -> list[dict]:
    """Husstander som har vært i midlertidig botilbud eller på natthjem i perioden."""
    var_der = [
        o for o in sammenhengende_opphold(k) if o["fra"] <= p.til and o["slutt"] > p.fra
    ]
    return [
        aarets_foerste(k, p, husstand) | {"natthjem": {o["natthjem"] for o in opphold}}
        for (husstand,), opphold in per_husstand(var_der).items()
    ]


def aarets_foerste(k: Kommune, p: Periode, husstand: str) -> dict:
    """Det første oppholdet i året perioden er i. Det sier hvilken målgruppe husstanden er i, og om
    den har barn, hele året.
    """
    aar = Periode("", dt.date(p.til.year, 1, 1), dt.date(p.til.year, 12, 31))
    return min(
        (
            o
            for o in sammenhengende_opphold(k)
            if o["husstand_id"] == husstand
            and o["fra"] <= aar.til
            and o["slutt"] > aar.fra
        ),
        key=lambda o: (o["fra"], o["natthjem"]),
    )


@husk
def i_midlertidig_naa(k: Kommune, p: Periode) -> list[dict]:
    """Husstander i midlertidig botilbud ved utgangen av perioden. Natthjem er ikke med."""
    return [
        o
        | {e: aarets_foerste(k, p, o["husstand_id"])[e] for e in ("maalgruppe", "barn")}
        for o in sammenhengende_opphold(k)
        if not o["natthjem"] and gjelder(o["fra"], o["slutt"], p.til)
    ]


@husk
def avsluttede_opphold(k: Kommune, p: Periode) -> list[dict]:
    """Opphold i midlertidig botilbud som ble avsluttet i perioden. Natthjem er ikke med."""
    avsluttet = [
        o | {"dager": dager(o["fra"], o["slutt"])}
        for o in sammenhengende_opphold(k)
        if not o["natthjem"] and skjer(o["slutt"], p)
    ]
    return [
        o
        | {
            "varighet": "0-14"
            if o["dager"] <= 14
            else "15-90"
            if o["dager"] <= 90
            else "91"
        }
        for o in avsluttet
    ]


OPPHOLD = "maalgruppe", "barn"
AVSLUTTET = *OPPHOLD, "varighet"


@indikator(*OPPHOLD)
def midlertidig(k, p, med):
    """Antall husstander som har vært i midlertidig botilbud minst én dag i perioden: akuttbolig,
    kriseplass, hospits eller overgangsbolig. Natthjem er ikke med, slik som i KOSTRA.
    """
    return antall(i_midlertidig(k, p), med, lambda h: False in h["natthjem"])


@indikator()
def midlertidig_barn(k, p, med):
    """Antall husstander med barn under 18 år som har vært i midlertidig botilbud eller på natthjem
    minst én dag i perioden.
    """
    return antall(i_midlertidig(k, p), med, er("barn", "ja"))


@indikator(*OPPHOLD)
def natthjem(k, p, med):
    """Antall husstander som har vært på natthjem minst én natt i perioden."""
    return antall(i_midlertidig(k, p), med, lambda h: True in h["natthjem"])


@indikator(*OPPHOLD)
def midlertidig_naa(k, p, med):
    """Antall husstander som er i midlertidig botilbud ved utgangen av perioden. Natthjem er ikke
    med.
    """
    return antall(i_midlertidig_naa(k, p), med)


@indikator(*AVSLUTTET)
def midlertidig_avsluttet(k, p, med):
    """Antall opphold i midlertidig botilbud som ble avsluttet i perioden. Begynner et opphold
    senest samme dag som det forrige slutter, regnes de som ett. Natthjem er ikke med.
    """
    return antall(avsluttede_opphold(k, p), med)


@indikator(*AVSLUTTET)
def midlertidig_over_90(k, p, med):
    """Andel av oppholdene i midlertidig botilbud som ble avsluttet i perioden, som varte i mer enn
    90 dager. Begynner et opphold senest samme dag som det forrige slutter, regnes de som ett.
    """
    return andel(avsluttede_opphold(k, p), med, lambda o: o["dager"] > 90)


@indikator(*AVSLUTTET)
def midlertidig_inntil_14(k, p, med):
    """Andel av oppholdene i midlertidig botilbud som ble avsluttet i perioden, som varte i høyst 14
    dager. Begynner et opphold senest samme dag som det forrige slutter, regnes de som ett.
    """
    return andel(avsluttede_opphold(k, p), med, lambda o: o["dager"] <= 14)


@indikator(*AVSLUTTET)
def midlertidig_lengde(k, p, med):
    """Median antall dager i midlertidig botilbud for opphold som ble avsluttet i perioden. Begynner
    et opphold senest samme dag som det forrige slutter, regnes de som ett.
    """
    return median([o["dager"] for o in avsluttede_opphold(k, p) if med(o)])


@indikator(*AVSLUTTET)
def midlertidig_kostnad(k, p, med):
    """Median kostnad i kroner for opphold i midlertidig botilbud som ble avsluttet i perioden, av
    dem der kostnaden er kjent. Begynner et opphold senest samme dag som det forrige slutter, regnes
    de som ett.
    """
    return median(
        [
            o["kostnad_kr"]
            for o in avsluttede_opphold(k, p)
            if med(o) and o["kostnad_kr"] is not None
        ]
    )


# -------------------------------------------------------------------------- utkastelser


def er_fulgt(k: Kommune, p: Periode, maaneder: int) -> bool:
    """Er alle i året perioden er i, fulgt så mange måneder?"""
    return maaneder_senere(dt.date(p.til.year, 12, 31), maaneder) <= k.per_dato


@husk
def begjaeringer_i(k: Kommune, p: Periode) -> list[dict]:
    """Begjæringer om utkastelse i perioden."""
    return [u for u in k.utkastelser if skjer(u["begjaering"], p)]


@husk
def fulgte_begjaeringer(k: Kommune, p: Periode) -> list[dict] | None:
    """Begjæringer i perioden, og om de er avverget seks måneder etterpå. None når ikke alle er
    fulgt.
    """

    def er_gjennomfoert(u):
        return u["gjennomfoert"] is not None and u["gjennomfoert"] <= maaneder_senere(
            u["begjaering"], 6
        )

    return (
        [
            u | {"avverget": "nei" if er_gjennomfoert(u) else "ja"}
            for u in begjaeringer_i(k, p)
        ]
        if er_fulgt(k, p, 6)
        else None
    )


UTKASTELSE = "maalgruppe", "utkastelsesaarsak", "barn"
BEGJAERING_FULGT = "maalgruppe", "avverget"


@indikator(*UTKASTELSE)
def begjaeringer(k, p, med):
    """Antall begjæringer om utkastelse kommunen er varslet om i perioden."""
    return antall(begjaeringer_i(k, p), med)


@indikator(*UTKASTELSE)
def begjaeringer_kommunal(k, p, med):
    """Andel av begjæringene om utkastelse i perioden som gjelder leietakere i kommunal bolig."""
    return andel(begjaeringer_i(k, p), med, er("kommunal_leietaker", "ja"))


@indikator(*UTKASTELSE)
def utkastelser(k, p, med):
    """Antall utkastelser som er gjennomført i perioden, uansett når begjæringen kom."""
    return antall(k.utkastelser, med, lambda u: skjer(u["gjennomfoert"], p))


@indikator(*BEGJAERING_FULGT)
def begjaeringer_fulgt(k, p, med):
    """Antall begjæringer om utkastelse i perioden etter om de er gjennomført seks måneder etterpå.
    Bare år der alle er fulgt i seks måneder, er med.
    """
    fulgte = fulgte_begjaeringer(k, p)
    return None if fulgte is None else antall(fulgte, med)


@indikator(*BEGJAERING_FULGT)
def avverget(k, p, med):
    """Andel av begjæringene i perioden som ikke er gjennomført seks måneder etterpå. Bare år der
    alle er fulgt i seks måneder, er med.
    """
    fulgte = fulgte_begjaeringer(k, p)
    return None if fulgte is None else andel(fulgte, med, er("avverget", "ja"))


# -------------------------------------------------------------------------- virkemidler


@husk
def vedtatte(k: Kommune, p: Periode) -> list[dict]:
    """Vedtak om virkemidler i perioden, innvilget eller avslag."""
    return [
        v
        for v in k.virkemidler
        if v["vedtak"] in ("innvilget", "avslag") and skjer(v["vedtaksdato"], p)
    ]


@husk
def innvilgede(k: Kommune, p: Periode) -> list[dict]:
    """Vedtak i perioden som innvilger et virkemiddel."""
    return [v for v in vedtatte(k, p) if v["vedtak"] == "innvilget"]


@husk
def har_hatt(k: Kommune, p: Periode) -> list[dict]:
    """Husstandene som har hatt hvert virkemiddel i perioden, én gang per virkemiddel."""
    innvilget = [
        v for v in k.virkemidler if v["vedtak"] == "innvilget" and v["vedtaksdato"]
    ]
    aaret = Periode("", dt.date(p.til.year, 1, 1), dt.date(p.til.year, 12, 31))
    i_aaret = per_husstand([v for v in innvilget if gjaldt(v, aaret)], "virkemiddel")
    # Husstanden er i målgruppen fra årets første vedtak hele året.
    return [
        {
            "virkemiddel": noekkel[1],
            "maalgruppe": min(
                (v["fra"] or v["vedtaksdato"], v["vedtaksdato"], v["maalgruppe"])
                for v in i_aaret[noekkel]
            )[2],
        }
        for noekkel in per_husstand(
            [v for v in innvilget if gjaldt(v, p)], "virkemiddel"
        )
    ]


def gjaldt(v: dict, p: Periode) -> bool:
    """Gjaldt virkemiddelet minst én dag i perioden? Uten sluttdato gjelder det bare dagen det
    begynner.
    """
    fra = v["fra"] or v["vedtaksdato"]
    if fra is None:
        return False
    siste_dag = v["til"] or fra
    return fra <= p.til and siste_dag >= p.fra


@husk
def innvilgede_fulgt(k: Kommune, p: Periode) -> list[dict] | None:
    """Innvilgede virkemidler i perioden, med det som skjedde det neste året. None når ikke alle er
    fulgt.
    """
    return (
        [v | {"utfall": utfall(k, v)} for v in innvilgede(k, p)]
        if er_fulgt(k, p, 12)
        else None
    )


def utfall(k: Kommune, v: dict) -> str:
    """Det som skjedde i de tolv månedene etter vedtaket: utkastelse, så ny søknad, så kjøp av
    bolig.
    """
    sist = aar_senere(v["vedtaksdato"], 1)

    def skjedde(uttrekk, felt, **vilkaar):
        return any(
            rad[felt] and v["vedtaksdato"] < rad[felt] <= sist
            for rad in radene_til(k, uttrekk, v["husstand_id"])
            if all(rad[navn] == verdi for navn, verdi in vilkaar.items())
        )

    if skjedde("utkastelser", "gjennomfoert") or skjedde(
        "leieforhold", "utflyttet", utflyttingsaarsak="utkastelse"
    ):
        return "utkastelse"
    if skjedde("soeknader", "mottatt", soeknadstype="ny"):
        return "ny_soeknad"
    laanet_kom_i_gang = (
        v["virkemiddel"] in ("startlaan", "leie_til_eie")
        and v["fra"]
        and v["fra"] <= sist
    )
    kjoept = (
        laanet_kom_i_gang
        or skjedde("leieforhold", "utflyttet", utflyttingsaarsak="eid_bolig")
        or skjedde("kartlegginger", "avklart", avklart_til="eid_bolig")
    )
    return "kjoept" if kjoept else "beholdt"


def andel_av_fulgte(k: Kommune, p: Periode, med, endte: str) -> Svar | None:
    """Prosent av innvilgede virkemidler som endte slik."""
    fulgte = innvilgede_fulgt(k, p)
    return None if fulgte is None else andel(fulgte, med, er("utfall", endte))


def fornyet(k: Kommune, v: dict) -> bool:
    """Hadde husstanden virkemiddelet da den søkte, eller hadde det tatt slutt høyst 30 dager før? Uten
    sluttdato vet vi ikke at den hadde det.
    """
    return any(
        foer["virkemiddel"] == v["virkemiddel"]
        and foer["vedtak"] == "innvilget"
        and foer["vedtaksdato"]
        and foer["soekt"] < v["soekt"]
        and foer["til"]
        and dager(foer["til"], v["soekt"]) <= 30
        for foer in radene_til(k, "virkemidler", v["husstand_id"])
    )


VIRKEMIDDEL = "maalgruppe", "virkemiddel"
FULGT = *VIRKEMIDDEL, "utfall"


@indikator(*VIRKEMIDDEL)
def virkemiddelsoeknader(k, p, med):
    """Antall søknader om startlån, tilskudd, bostøtte, depositum, økonomisk rådgivning og leie til eie
    som er kommet i perioden. Husstanden hadde ikke virkemiddelet fra før, og hadde ikke hatt det de
    siste 30 dagene. Fornyelser, som bostøtte for et nytt år, er ikke med.
    """
    nye = [v for v in k.virkemidler if skjer(v["soekt"], p) and not fornyet(k, v)]
    return antall(nye, med)


@indikator(*VIRKEMIDDEL)
def virkemidler_innvilget(k, p, med):
    """Antall vedtak i perioden som innvilger et virkemiddel husstanden ikke hadde da den søkte, og
    ikke hadde hatt de siste 30 dagene. Fornyelser, som bostøtte for et nytt år, er ikke med.
    """
    return antall([v for v in innvilgede(k, p) if not fornyet(k, v)], med)


@indikator(*VIRKEMIDDEL)
def virkemiddelavslag(k, p, med):
    """Andel av vedtakene om virkemidler i perioden, innvilget eller avslag, som er avslag.
    Fornyelser er med, men trukne og avviste søknader er ikke med.
    """
    return andel(vedtatte(k, p), med, er("vedtak", "avslag"))


@indikator(*VIRKEMIDDEL)
def virkemiddel_behandlingstid(k, p, med):
    """Median antall dager fra det ble søkt om et virkemiddel til vedtaket, for vedtak i perioden,
    innvilget eller avslag.
    """
    return median(
        [dager(v["soekt"], v["vedtaksdato"]) for v in vedtatte(k, p) if med(v)]
    )


@indikator(*VIRKEMIDDEL)
def virkemiddelbrukere(k, p, med):
    """Antall virkemidler husstandene har hatt i perioden. En husstand med to virkemidler telles to
    ganger. Et virkemiddel gjelder til og med sluttdatoen, og uten sluttdato bare i perioden det
    begynner.
    """
    return antall(har_hatt(k, p), med)


@indikator("maalgruppe")
def bostoette(k, p, med):
    """Antall husstander som har hatt bostøtte fra Husbanken i perioden."""
    return antall(har_hatt(k, p), med, er("virkemiddel", "bostoette"))


@indikator("maalgruppe")
def startlaan(k, p, med):
    """Antall vedtak om startlån i perioden som er innvilget."""
    return antall(innvilgede(k, p), med, er("virkemiddel", "startlaan"))


@indikator("maalgruppe")
def startlaan_avslag(k, p, med):
    """Andel av vedtakene om startlån i perioden, innvilget eller avslag, som er avslag."""
    return andel(
        [v for v in vedtatte(k, p) if v["virkemiddel"] == "startlaan"],
        med,
        er("vedtak", "avslag"),
    )


@indikator("maalgruppe")
def startlaan_beloep(k, p, med):
    """Median beløp i kroner for startlån som er innvilget i perioden."""
    return median(
        [
            v["beloep_kr"]
            for v in innvilgede(k, p)
            if med(v) and v["virkemiddel"] == "startlaan" and v["beloep_kr"] is not None
        ]
    )


@indikator("maalgruppe")
def bostoette_beloep(k, p, med):
    """Median beløp i kroner per måned for bostøtte fra Husbanken som er innvilget i perioden."""
    return median(
        [
            v["beloep_kr"]
            for v in innvilgede(k, p)
            if med(v) and v["virkemiddel"] == "bostoette" and v["beloep_kr"] is not None
        ]
    )


@indikator("maalgruppe")
def raadgivning(k, p, med):
    """Antall husstander som har hatt økonomisk rådgivning i perioden."""
    return antall(har_hatt(k, p), med, er("virkemiddel", "raadgivning"))


@indikator(*FULGT)
def virkemidler_fulgt(k, p, med):
    """Antall innvilgede virkemidler i perioden etter det som skjedde i de tolv månedene etterpå.
    Har det skjedd flere ting, teller utkastelse først, så ny søknad om kommunal bolig, så kjøp av
    bolig. Bare år der alle er fulgt i tolv måneder, er med.
    """
    fulgte = innvilgede_fulgt(k, p)
    return None if fulgte is None else antall(fulgte, med)


@indikator(*FULGT)
def uten_ny_soeknad(k, p, med):
    """Andel av innvilgede virkemidler i perioden der husstanden verken søkte om kommunal bolig
    eller ble kastet ut i de tolv månedene etterpå, og ikke kjøpte bolig. Bare år der alle er fulgt
    i tolv måneder, er med.
    """
    return andel_av_fulgte(k, p, med, "beholdt")


@indikator(*FULGT)
def kjoepte_bolig(k, p, med):
    """Andel av innvilgede virkemidler i perioden der husstanden kjøpte bolig i de tolv månedene
    etterpå. Startlånet eller leie til eie kom i gang, eller husstanden flyttet til en bolig den eier.
    Den som også søkte om kommunal bolig eller ble kastet ut, er ikke med. Bare år der alle er fulgt i
    tolv måneder, er med.
    """
    return andel_av_fulgte(k, p, med, "kjoept")


@indikator(*FULGT)
def ny_soeknad_etter(k, p, med):
    """Andel av innvilgede virkemidler i perioden der husstanden sendte en ny søknad om kommunal
    bolig i de tolv månedene etterpå, og ikke ble kastet ut. Søknader om bytte og forlenget leie
    regnes ikke. Bare år der alle er fulgt i tolv måneder, er med.
    """
    return andel_av_fulgte(k, p, med, "ny_soeknad")


# -------------------------------------------------------------- tjenester og samordning


@husk
def aktive_tjenester(k: Kommune, p: Periode) -> list[dict]:
    """Tjenestene som er i gang ved utgangen av perioden."""
    return [
        t
        for t in k.tjenester
        if t["oppstart"] and gjelder(t["oppstart"], t["slutt"], p.til)
    ]


@husk
def har_tjenesten(k: Kommune, p: Periode) -> list[dict]:
    """Husstandene som har hver tjeneste ved utgangen av perioden, én gang per tjeneste."""
    return [
        {
            "tjeneste": tjeneste,
            "maalgruppe": min((t["oppstart"], t["maalgruppe"]) for t in rader)[1],
        }
        for (_, tjeneste), rader in per_husstand(
            aktive_tjenester(k, p), "tjeneste"
        ).items()
    ]


@husk
def venter_paa(k: Kommune, p: Periode) -> list[dict]:
    """Husstandene som er henvist til hver tjeneste de siste tolv månedene, men ikke har fått
    den.
    """
    henvist = [
        t
        for t in k.tjenester
        if aar_senere(p.til, -1) < t["henvist"] <= p.til
        and (t["oppstart"] is None or t["oppstart"] > p.til)
    ]
    return [
        {
            "tjeneste": tjeneste,
            "maalgruppe": min((t["henvist"], t["maalgruppe"]) for t in rader)[1],
        }
        for (_, tjeneste), rader in per_husstand(henvist, "tjeneste").items()
    ]


@husk
def startet(k: Kommune, p: Periode) -> list[dict]:
    """Tjenestene som er begynt i perioden."""
    return [
        t | {"dager": dager(t["henvist"], t["oppstart"])}
        for t in k.tjenester
        if skjer(t["oppstart"], p)
    ]


@husk
def samordnes(k: Kommune, p: Periode) -> list[dict]:
    """Husstandene med minst én tjeneste ved utgangen av perioden."""
    husstander = []
    for rader in per_husstand(aktive_tjenester(k, p)).values():
        tjenester = len({t["tjeneste"] for t in rader})
        husstander.append(
            {
                "maalgruppe": min(
                    (t["tjeneste"], t["oppstart"], t["maalgruppe"]) for t in rader
                )[2],
                "tjenester": tjenester,
                "antall_tjenester": str(min(tjenester, 4)),
                "enheter": len({t["enhet"] for t in rader}),
                "koordinator": any(t["koordinator"] == "ja" for t in rader),
                "individuell_plan": any(t["individuell_plan"] == "ja" for t in rader),
            }
        )
    return husstander


@husk
def med_flere(k: Kommune, p: Periode) -> list[dict]:
    """Husstandene med to eller flere tjenester ved utgangen av perioden."""
    return [h for h in samordnes(k, p) if h["tjenester"] >= 2]


TJENESTE = "maalgruppe", "tjeneste"
SAMORDNING = "maalgruppe", "antall_tjenester"
OPPSTART = "maalgruppe", "tjeneste", "enhet", "henvist_fra"


@indikator(*TJENESTE)
def tjenester(k, p, med):
    """Antall tjenester husstandene har ved utgangen av perioden. En husstand med to tjenester telles to
    ganger.
    """
    return antall(har_tjenesten(k, p), med)


@indikator("maalgruppe")
def booppfoelging(k, p, med):
    """Antall husstander som har booppfølging ved utgangen av perioden."""
    return antall(har_tjenesten(k, p), med, er("tjeneste", "booppfoelging"))


@indikator(*TJENESTE)
def venter_paa_tjeneste(k, p, med):
    """Antall husstander som er henvist til en tjeneste de siste tolv månedene, men ikke har fått
    den ved utgangen av perioden. En husstand som venter på to tjenester, telles to ganger.
    """
    return antall(venter_paa(k, p), med)


@indikator(*SAMORDNING)
def med_tjenester(k, p, med):
    """Antall husstander som har minst én tjeneste ved utgangen av perioden. En husstand telles én
    gang.
    """
    return antall(samordnes(k, p), med)


@indikator(*SAMORDNING)
def flere_tjenester(k, p, med):
    """Andel av husstandene med minst én tjeneste ved utgangen av perioden som har to eller
    flere.
    """
    return andel(samordnes(k, p), med, lambda h: h["tjenester"] >= 2)


@indikator(*SAMORDNING)
def flere_enheter(k, p, med):
    """Andel av husstandene med to eller flere tjenester ved utgangen av perioden som får dem fra to
    eller flere enheter.
    """
    return andel(med_flere(k, p), med, lambda h: h["enheter"] >= 2)


@indikator(*SAMORDNING)
def koordinator(k, p, med):
    """Andel av husstandene med to eller flere tjenester ved utgangen av perioden som har
    koordinator i minst én av dem.
    """
    return andel(med_flere(k, p), med, er("koordinator", True))


@indikator(*SAMORDNING)
def individuell_plan(k, p, med):
    """Andel av husstandene med to eller flere tjenester ved utgangen av perioden som har
    individuell plan i minst én av dem.
    """
    return andel(med_flere(k, p), med, er("individuell_plan", True))


@indikator(*OPPSTART)
def oppstarter(k, p, med):
    """Antall tjenester som er begynt i perioden, etter hvem som henviste og hvilken enhet som gir
    tjenesten.
    """
    return antall(startet(k, p), med)


@indikator(*OPPSTART)
def henvisningstid(k, p, med):
    """Median antall dager fra husstanden ble henvist til tjenesten begynte, for tjenester som
    begynte i perioden.
    """
    return median([t["dager"] for t in startet(k, p) if med(t)])


@indikator(*OPPSTART)
def henvist_innen_30(k, p, med):
    """Andel av tjenestene som begynte i perioden, der det gikk høyst 30 dager fra henvisningen."""
    return andel(startet(k, p), med, lambda t: t["dager"] <= 30)


# -------------------------------------------------- fra første kontakt til første hjelp


@husk
def kontakter(k: Kommune) -> list[dict]:
    """Alle gangene en husstand har vært i kontakt med en tjeneste. Et midlertidig opphold er hjelp,
    ikke kontakt.
    """
    felt = [
        (k.soeknader, "mottatt"),
        (k.kartlegginger, "kartlagt"),
        (k.utkastelser, "begjaering"),
        (k.virkemidler, "soekt"),
        (k.tjenester, "henvist"),
    ]
    return [
        {
            "husstand_id": rad["husstand_id"],
            "dag": rad[dag],
            "maalgruppe": rad["maalgruppe"],
        }
        for rader, dag in felt
        for rad in rader
    ]


@husk
def hjelp(k: Kommune) -> dict[tuple, list[dict]]:
    """Alle gangene hver husstand har fått hjelp."""
    innvilget = [v for v in k.virkemidler if v["vedtak"] == "innvilget"]
    felt = [
        ("bolig", k.soeknader, "innflyttet"),
        ("virkemiddel", innvilget, "vedtaksdato"),
        ("tjeneste", k.tjenester, "oppstart"),
        ("midlertidig", k.opphold, "fra"),
    ]
    return per_husstand(
        [
            {"husstand_id": rad["husstand_id"], "dag": rad[dag], "hva": hva}
            for hva, rader, dag in felt
            for rad in rader
            if rad[dag]
        ]
    )


@husk
def foerste_kontakter(k: Kommune) -> list[dict]:
    """Kontaktene som er den første på mer enn 365 dager, fulgt til husstanden får hjelp, men høyst
    i 365 dager.
    """
    foerste = []
    for husstand, alle in per_husstand(kontakter(k)).items():
        forrige = None
        for kontakt in sorted(
            alle, key=lambda kontakt: (kontakt["dag"], kontakt["maalgruppe"])
        ):
            if forrige is None or dager(forrige, kontakt["dag"]) > 365:
                sist = kontakt["dag"] + dt.timedelta(365)
                hjulpet = [
                    h["dag"]
                    for h in hjelp(k).get(husstand, [])
                    if kontakt["dag"] <= h["dag"] <= sist
                ]
                foerste.append(
                    kontakt
                    | {"slutt": min(hjulpet, default=sist), "hjulpet": bool(hjulpet)}
                )
            forrige = kontakt["dag"]
    return foerste


@husk
def hjelpekurve(k: Kommune, p: Periode, med) -> Kurve:
    """Kurven for dem som har ventet på hjelp i perioden."""
    return kaplan_meier(
        [
            Fulgt(f["dag"], f["slutt"], f["hjulpet"])
            for f in foerste_kontakter(k)
            if med(f)
        ],
        p,
    )


@husk
def avslag_fulgt(k: Kommune, p: Periode) -> list[dict] | None:
    """Avslagene i perioden, med den første hjelpen i de seks månedene etterpå. None når ikke alle
    er fulgt.
    """
    if not er_fulgt(k, p, 6):
        return None
    return [
        s | {"annen_hjelp": foerste_hjelp(k, s)}
        for s in k.soeknader
        if s["vedtak"] == "avslag" and skjer(s["vedtaksdato"], p)
    ]


def foerste_hjelp(k: Kommune, s: dict) -> str:
    """Den første hjelpen etter avslaget. Av flere samme dag teller bolig først, så et virkemiddel,
    så en tjeneste.
    """
    rekke = ("bolig", "virkemiddel", "tjeneste")
    senest = maaneder_senere(s["vedtaksdato"], 6)
    fikk = [
        (h["dag"], rekke.index(h["hva"]))
        for h in hjelp(k).get((s["husstand_id"],), [])
        if h["hva"] in rekke and s["vedtaksdato"] < h["dag"] <= senest
    ]
    return rekke[min(fikk)[1]] if fikk else "ingen"


@indikator("maalgruppe")
def hjelp_innen_30(k, p, med):
    """Anslått andel av husstandene som får hjelp innen 30 dager etter første kontakt, med den
    farten hjelpen kom i perioden: innflytting, innvilget virkemiddel, en tjeneste eller midlertidig
    botilbud. Kontakt er en søknad, en henvisning, en kartlegging eller en begjæring om utkastelse,
    og den er den første når det er mer enn 365 dager siden forrige. De som fortsatt venter, teller
    med så lenge vi har fulgt dem, høyst 365 dager (Kaplan–Meier).
    """
    return andel_mellom(hjelpekurve(k, p, med), innen=30)


@indikator("maalgruppe")
def hjelp_innen_90(k, p, med):
    """Anslått andel av husstandene som får hjelp innen 90 dager etter første kontakt, med den
    farten hjelpen kom i perioden. Første kontakt og hjelp er som i «Får hjelp innen 30 dager etter
    første kontakt». De som fortsatt venter, teller med så lenge vi har fulgt dem, høyst 365 dager
    (Kaplan–Meier).
    """
    return andel_mellom(hjelpekurve(k, p, med), innen=90)


@indikator("maalgruppe")
def hjelpetid(k, p, med):
    """Antall dager til halvparten av husstandene har fått hjelp etter første kontakt, med den
    farten hjelpen kom i perioden. Første kontakt og hjelp er som i «Får hjelp innen 30 dager etter
    første kontakt». De som fortsatt venter, teller med så lenge vi har fulgt dem, høyst 365 dager
    (Kaplan–Meier).
    """
    return dager_til_halvparten(hjelpekurve(k, p, med))


@indikator("maalgruppe", "annen_hjelp")
def avslag_hjulpet(k, p, med):
    """Andel av avslagene på søknad om kommunal bolig i perioden der husstanden fikk bolig, et
    innvilget virkemiddel eller en tjeneste i de seks månedene etterpå. Bare år der alle er fulgt i
    seks måneder, er med.
    """
    avslag = avslag_fulgt(k, p)
    return (
        None
        if avslag is None
        else andel(avslag, med, lambda s: s["annen_hjelp"] != "ingen")
    )


@indikator("maalgruppe", "annen_hjelp")
def etter_avslag(k, p, med):
    """Antall avslag på søknad om kommunal bolig i perioden etter den første hjelpen husstanden fikk
    i de seks månedene etterpå. Bare år der alle er fulgt i seks måneder, er med.
    """
    avslag = avslag_fulgt(k, p)
    return None if avslag is None else antall(avslag, med)
