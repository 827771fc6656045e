"""Boliger, leieforhold, søknader om kommunal bolig, ventelisten og innbyggerne."""

import datetime as dt

from fasit.kommune import Kommune, Periode, aar_senere, gjelder, husk, skjer
from fasit.regnestykker import (
    Fulgt,
    Kurve,
    aar,
    andel,
    andel_mellom,
    antall,
    dager,
    dager_til_halvparten,
    er,
    forhold,
    indikator,
    kaplan_meier,
    median,
    prosent,
)
from fasit.uttrekk import UENDELIG

# ------------------------------------------------------------- enhetene det telles over


@husk
def i_bruk(k: Kommune, p: Periode) -> list[dict]:
    """Boliger i bruk ved utgangen av perioden."""
    return [b for b in k.boliger if gjelder(b["i_bruk_fra"], b["ut_av_bruk"], p.til)]


@husk
def bor(k: Kommune, p: Periode) -> list[dict]:
    """Leieforhold der noen bor i boligen ved utgangen av perioden."""
    return [r for r in k.leieforhold if gjelder(r["innflyttet"], r["utflyttet"], p.til)]


@husk
def utleide(k: Kommune, p: Periode) -> set[str]:
    """Boligene det bor noen i ved utgangen av perioden."""
    return {r["bolig_id"] for r in bor(k, p)}


@husk
def ledig(k: Kommune, p: Periode) -> list[dict]:
    """Boliger i bruk der ingen bor ved utgangen av perioden."""
    return [
        b | {"ledig_aarsak": aarsak_til_ledig(k, b, p), "tom_fra": tom_fra(k, b, p.til)}
        for b in i_bruk(k, p)
        if b["bolig_id"] not in utleide(k, p)
    ]


def aarsak_til_ledig(k: Kommune, bolig: dict, p: Periode) -> str:
    """Årsaken i registeret, som bare gjelder siste dag, og bare når registeret er enig i at boligen
    ikke er leid ut.
    """
    kjent = p.til == k.siste_dag and bolig["status"] != "utleid"
    return kjent and bolig["ledig_aarsak"] or "ikke_kjent"


def tom_fra(k: Kommune, bolig: dict, dag: dt.date) -> dt.date:
    """Den siste av dagen boligen ble tatt i bruk og dagen siste leietaker flyttet ut."""
    utflyttinger = [
        r["utflyttet"]
        for r in k.leieforhold
        if r["bolig_id"] == bolig["bolig_id"]
        and r["utflyttet"]
        and r["utflyttet"] <= dag
    ]
    return max([bolig["i_bruk_fra"], *utflyttinger])


@husk
def nye_leieforhold(k: Kommune, p: Periode) -> list[dict]:
    """Leieforhold som begynte i perioden, med hvor husstanden kom fra og når forrige leietaker
    flyttet ut.
    """
    return [
        r
        | {
            "forrige_ut": forrige_utflytting(k, r),
            "bodde_kommunalt": bodde_kommunalt(k, r),
        }
        for r in k.leieforhold
        if skjer(r["innflyttet"], p)
    ]


def forrige_utflytting(k: Kommune, r: dict) -> dt.date | None:
    """Dagen den forrige leietakeren flyttet ut av boligen."""
    foer = [
        annet["utflyttet"]
        for annet in k.leieforhold
        if annet["bolig_id"] == r["bolig_id"]
        and annet["leieforhold_id"] != r["leieforhold_id"]
        and annet["utflyttet"]
        and annet["utflyttet"] <= r["innflyttet"]
    ]
    return max(foer, default=None)


def bodde_kommunalt(k: Kommune, r: dict) -> bool:
    """Bodde husstanden i en kommunal bolig dagen før? En ny kontrakt i samme bolig gir ingen ny
    husstand.
    """
    dagen_foer = r["innflyttet"] - dt.timedelta(1)
    return any(
        annet["husstand_id"] == r["husstand_id"]
        and gjelder(annet["innflyttet"], annet["utflyttet"], dagen_foer)
        for annet in k.leieforhold
    )


@husk
def utflyttinger_i(k: Kommune, p: Periode) -> list[dict]:
    """Leieforhold avsluttet i perioden. Kodelisten har «Annet eller ukjent», så det er årsaken når
    ingen er oppgitt.
    """
    return [
        r | {"utflyttingsaarsak": r["utflyttingsaarsak"] or "annet"}
        for r in k.leieforhold
        if skjer(r["utflyttet"], p)
    ]


@husk
def mottatte(k: Kommune, p: Periode) -> list[dict]:
    """Søknader mottatt i perioden."""
    return [s for s in k.soeknader if skjer(s["mottatt"], p)]


@husk
def behandlede(k: Kommune, p: Periode) -> list[dict]:
    """Søknader med vedtak i perioden."""
    return [s for s in k.soeknader if s["vedtak"] and skjer(s["vedtaksdato"], p)]


@husk
def avgjorte(k: Kommune, p: Periode) -> list[dict]:
    """Vedtak i perioden, innvilget eller avslag. Trukne og avviste søknader er ikke med."""
    return [s for s in behandlede(k, p) if s["vedtak"] in ("innvilget", "avslag")]


@husk
def fikk_ja(k: Kommune, p: Periode) -> list[dict]:
    """Nye søknader som er innvilget senest siste dag i perioden: de som har ventet på bolig."""
    return [
        s
        for s in k.soeknader
        if s["vedtak"] == "innvilget"
        and s["soeknadstype"] == "ny"
        and s["vedtaksdato"]
        and s["vedtaksdato"] <= p.til
    ]


@husk
def venter(k: Kommune, p: Periode) -> list[dict]:
    """Husstander som venter ved utgangen av perioden. Av flere vedtak teller det husstanden har
    ventet lengst på.
    """
    per_husstand = {}
    for s in sorted(fikk_ja(k, p), key=vedtaksrekke):
        if gjelder(s["vedtaksdato"], s["sluttet_aa_vente"], p.til):
            ventet = dager(s["vedtaksdato"], p.til)
            per_husstand.setdefault(
                s["husstand_id"],
                s | {"ventet": ventet, "ventetidsbaand": baand(ventet)},
            )
    return list(per_husstand.values())


def vedtaksrekke(s: dict) -> tuple:
    """Eldste vedtak først. Flere samme dag står etter innholdet, for id-ene er byttet ut der
    tallene regnes ut.
    """
    innhold = [
        s[felt]
        for felt in ("maalgruppe", "oensket_boligtype", "omraade", "aldersgruppe")
    ]
    return (
        s["vedtaksdato"],
        [(verdi is None, verdi or "") for verdi in innhold],
        s["antall_barn"] or 0,
    )


@husk
def flyttet_inn(k: Kommune, p: Periode) -> list[dict]:
    """Innflyttinger fra ventelisten i perioden."""
    return [
        s | {"ventetidsbaand": baand(dager(s["vedtaksdato"], s["innflyttet"]))}
        for s in fikk_ja(k, p)
        if skjer(s["innflyttet"], p)
    ]


def baand(ventet: int) -> str:
    """Ventetiden i grupper, med dager som grenser."""
    return (
        "0-3"
        if ventet <= 90
        else "4-6"
        if ventet <= 180
        else "7-12"
        if ventet <= 365
        else "12+"
    )


@husk
def husstandsstoerrelser(k: Kommune, p: Periode) -> dict[str, int]:
    """Antall personer i hver husstand, fra den siste søknaden der det er oppgitt (den største av
    flere samme dag).
    """
    mottatt = [
        s
        for s in k.soeknader
        if s["mottatt"] <= p.til and s["husstandsstoerrelse"] is not None
    ]
    mottatt.sort(key=lambda s: (s["mottatt"], s["husstandsstoerrelse"]))
    return {s["husstand_id"]: s["husstandsstoerrelse"] for s in mottatt}


@husk
def med_stoerrelser(k: Kommune, p: Periode) -> list[dict]:
    """Leieforhold der både husstandens størrelse og antall soverom er kjent."""
    stoerrelser = husstandsstoerrelser(k, p)
    rader = [
        r
        | {
            "personer": stoerrelser.get(r["husstand_id"]),
            "soverom": r["bolig"]["antall_soverom"],
        }
        for r in bor(k, p)
    ]
    return [r for r in rader if r["personer"] is not None and r["soverom"] is not None]


def innbyggertall(
    k: Kommune, p: Periode, fra: int = 0, til: int = UENDELIG
) -> int | None:
    """Innbyggere 1. januar i alderen fra og med `fra` til og med `til`. None når året mangler."""
    grupper = {
        alder: antall
        for (aar, alder), antall in k.folketall.items()
        if aar == p.fra.year
    }
    if (fra, til) in grupper:
        return grupper[fra, til]
    innenfor = [
        antall for (lav, hoey), antall in grupper.items() if fra <= lav and hoey <= til
    ]
    return sum(innenfor) if innenfor else None


@husk
def ventekurve(k: Kommune, p: Periode, med) -> Kurve:
    """Kurven for dem som har ventet på bolig i perioden. Hvert vedtak teller for seg."""
    return kaplan_meier(
        [
            Fulgt(s["vedtaksdato"], s["sluttet_aa_vente"], s["innflyttet"] is not None)
            for s in fikk_ja(k, p)
            if med(s)
        ],
        p,
    )


# ------------------------------------------------------------------------- indikatorene

BOLIG = (
    "boligtype",
    "omraade",
    "disposisjonsform",
    "stoerrelse",
    "tilstand",
    "rullestol",
)
LEDIG = "boligtype", "omraade", "ledig_aarsak"
LEIE = "maalgruppe", "boligtype", "omraade"
UTFLYTTET = *LEIE, "utflyttingsaarsak"
SOEKNAD = "maalgruppe", "boligtype", "omraade"
MOTTATT = *SOEKNAD, "situasjon", "soeknadstype"
BEHANDLET = *SOEKNAD, "avslagsgrunn"
VENTER = *SOEKNAD, "ventetidsbaand", "aldersgruppe"


@indikator(*BOLIG)
def boliger(k, p, med):
    """Antall boliger kommunen eier, leier inn eller har disposisjonsrett til, og som er i bruk ved
    utgangen av perioden. Hvert rom med egen kontrakt i et bofellesskap er én bolig.
    """
    return antall(i_bruk(k, p), med)


@indikator("boligtype", "omraade", "byggeperiode")
def boligalder(k, p, med):
    """Antall boliger i bruk ved utgangen av perioden, etter året de er bygd. Byggeåret er det som
    står i registeret i dag.
    """
    return antall(i_bruk(k, p), med)


@indikator(*BOLIG)
def boliger_per_1000(k, p, med):
    """Kommunalt disponerte boliger i bruk ved utgangen av perioden, delt på innbyggere 1. januar
    samme år, ganger 1000.
    """
    return forhold(antall(i_bruk(k, p), med), innbyggertall(k, p), 1000)


@indikator(*BOLIG)
def andel_eid(k, p, med):
    """Andel av boligene i bruk ved utgangen av perioden som kommunen selv eier."""
    return andel(i_bruk(k, p), med, er("disposisjonsform", "eid"))


@indikator(*BOLIG)
def andel_innleid(k, p, med):
    """Andel av boligene i bruk ved utgangen av perioden som kommunen leier av andre og leier ut
    videre.
    """
    return andel(i_bruk(k, p), med, er("disposisjonsform", "innleid"))


@indikator(*BOLIG)
def andel_disposisjonsrett(k, p, med):
    """Andel av boligene i bruk ved utgangen av perioden som er privat eid, men der kommunen
    bestemmer hvem som skal bo.
    """
    return andel(i_bruk(k, p), med, er("disposisjonsform", "disposisjonsrett"))


@indikator(*BOLIG)
def andel_rullestol(k, p, med):
    """Andel av boligene i bruk ved utgangen av perioden som en rullestolbruker kan bo i. Boliger
    der dette ikke er oppgitt, regnes som ikke tilgjengelige.
    """
    return andel(i_bruk(k, p), med, er("rullestol", "ja"))


@indikator("boligtype", "omraade")
def utleiegrad(k, p, med):
    """Andel av boligene i bruk ved utgangen av perioden der det bor noen med leiekontrakt."""
    return andel(i_bruk(k, p), med, lambda b: b["bolig_id"] in utleide(k, p))


@indikator(*LEDIG)
def ledige(k, p, med):
    """Antall boliger i bruk ved utgangen av perioden der ingen bor med leiekontrakt, uansett grunn.
    Årsaken er den registeret oppgir i dag, når registeret også sier at boligen ikke er leid ut.
    """
    return antall(ledig(k, p), med)


@indikator(*LEDIG)
def ledige_over_90(k, p, med):
    """Andel av boligene som ikke er leid ut ved utgangen av perioden, som har vært uten leietaker i
    mer enn 90 dager.
    """
    return andel(ledig(k, p), med, lambda b: dager(b["tom_fra"], p.til) > 90)


@indikator(*LEIE)
def omloepstid(k, p, med):
    """Median antall dager fra forrige leietaker flyttet ut til den neste flyttet inn, for
    innflyttinger i perioden der boligen har hatt en leietaker før.
    """
    return median(
        [
            dager(r["forrige_ut"], r["innflyttet"])
            for r in nye_leieforhold(k, p)
            if med(r) and r["forrige_ut"]
        ]
    )


@indikator(*BOLIG)
def daarlig_tilstand(k, p, med):
    """Andel av boligene i bruk ved utgangen av perioden som har tilstandsgrad 2 eller 3, av dem der
    tilstanden er kjent. Tilstanden er den som står i registeret i dag.
    """
    med_kjent_tilstand = [b for b in i_bruk(k, p) if b["tilstandsgrad"] is not None]
    return andel(med_kjent_tilstand, med, er("tilstandsgrad", 2, 3))


@indikator(*BOLIG)
def omsorgsboliger(k, p, med):
    """Antall omsorgsboliger uten bemanning, boliger i bofellesskap og boliger med heldøgns
    bemanning som er i bruk ved utgangen av perioden.
    """
    return antall(
        i_bruk(k, p), med, er("boligtype", "omsorgsbolig", "bofellesskap", "heldoegns")
    )


@indikator(*BOLIG)
def heldoegnsdekning(k, p, med):
    """Boliger med heldøgns bemanning i bruk ved utgangen av perioden, delt på innbyggere 80 år og
    eldre 1. januar samme år, ganger 100. Boligene brukes også av yngre.
    """
    return forhold(
        antall(i_bruk(k, p), med, er("boligtype", "heldoegns")),
        innbyggertall(k, p, fra=80),
        100,
    )


@indikator(*LEIE)
def husstander(k, p, med):
    """Antall leieforhold der noen bor i boligen ved utgangen av perioden, også om boligen er meldt
    ut av bruk.
    """
    return antall(bor(k, p), med)


@indikator("boligtype", "omraade")
def gjennomstroemming(k, p, med):
    """Antall utflyttinger i perioden per 100 boliger i bruk ved utgangen av perioden."""
    return forhold(antall(utflyttinger_i(k, p), med), antall(i_bruk(k, p), med), 100)


@indikator(*LEIE)
def botid_median(k, p, med):
    """Median antall år siden innflytting (dager delt på 365,25) for husstander som bor i kommunal
    bolig ved utgangen av perioden.
    """
    return median([aar(r["innflyttet"], p.til) for r in bor(k, p) if med(r)])


@indikator(*LEIE)
def botid_over_6(k, p, med):
    """Andel av husstandene i kommunal bolig ved utgangen av perioden som flyttet inn for mer enn 6
    år siden.
    """
    return andel(bor(k, p), med, lambda r: aar_senere(r["innflyttet"], 6) < p.til)


@indikator(*UTFLYTTET)
def utflyttere_botid(k, p, med):
    """Median antall år fra innflytting til utflytting (dager delt på 365,25), for leieforhold som
    ble avsluttet i perioden.
    """
    return median(
        [aar(r["innflyttet"], r["utflyttet"]) for r in utflyttinger_i(k, p) if med(r)]
    )


@indikator(*LEIE)
def kontrakter_utloeper(k, p, med):
    """Antall leieforhold ved utgangen av perioden der kontrakten utløper etter perioden og innen 12
    måneder. Kjent bare for siste periode.
    """

    def utloeper_snart(r):
        return r["kontrakt_utloeper"] and p.til < r["kontrakt_utloeper"] <= aar_senere(
            p.til, 1
        )

    return None if p.til != k.siste_dag else antall(bor(k, p), med, utloeper_snart)


@indikator(*LEIE)
def kontrakter_utloept(k, p, med):
    """Andel av husstandene i kommunal bolig ved utgangen av perioden der kontrakten gikk ut senest
    siste dag i perioden uten at husstanden har flyttet. Kjent bare for siste periode.
    """

    def utloept(r):
        return r["kontrakt_utloeper"] and r["kontrakt_utloeper"] <= p.til

    return None if p.til != k.siste_dag else andel(bor(k, p), med, utloept)


@indikator(*LEIE)
def for_liten_bolig(k, p, med):
    """Andel av husstandene i kommunal bolig ved utgangen av perioden som er flere personer enn
    antall soverom pluss én, av dem der både husstandens størrelse og antall soverom er kjent.
    Husstandens størrelse er den i den siste søknaden der den er oppgitt (den største av flere samme
    dag).
    """
    return andel(med_stoerrelser(k, p), med, lambda r: r["personer"] > r["soverom"] + 1)


@indikator(*LEIE)
def for_stor_bolig(k, p, med):
    """Andel av husstandene i kommunal bolig ved utgangen av perioden som er én person i en bolig med
    minst to soverom. Bare husstander der både størrelsen og antall soverom er kjent, er med.
    Husstandens størrelse er den i den siste søknaden der den er oppgitt (den største av flere samme
    dag).
    """
    return andel(
        med_stoerrelser(k, p), med, lambda r: r["personer"] == 1 and r["soverom"] >= 2
    )


@indikator(*LEIE)
def nyinnflyttede(k, p, med):
    """Antall innflyttinger i perioden der husstanden ikke bodde i kommunal bolig dagen før."""
    return antall(nye_leieforhold(k, p), med, lambda r: not r["bodde_kommunalt"])


@indikator(*LEIE)
def innflyttinger(k, p, med):
    """Antall leieforhold som begynte i perioden, også når husstanden flyttet fra en annen kommunal
    bolig.
    """
    return antall(nye_leieforhold(k, p), med)


@indikator(*UTFLYTTET)
def utflyttinger(k, p, med):
    """Antall leieforhold som ble avsluttet i perioden."""
    return antall(utflyttinger_i(k, p), med)


@indikator(*UTFLYTTET)
def til_eid_bolig(k, p, med):
    """Andel av utflyttingene i perioden der husstanden flyttet til en bolig den eier."""
    return andel(utflyttinger_i(k, p), med, er("utflyttingsaarsak", "eid_bolig"))


@indikator(*MOTTATT)
def soeknader(k, p, med):
    """Antall søknader mottatt i perioden, også om bytte og forlenget leie."""
    return antall(mottatte(k, p), med)


@indikator(*MOTTATT)
def soeknader_per_1000(k, p, med):
    """Søknader mottatt i perioden, delt på innbyggere 1. januar samme år, ganger 1000."""
    return forhold(antall(mottatte(k, p), med), innbyggertall(k, p), 1000)


@indikator(*MOTTATT)
def nye_soekere(k, p, med):
    """Andel av søknadene mottatt i perioden som gjelder ny bolig, ikke bytte eller forlenget
    leie.
    """
    return andel(mottatte(k, p), med, er("soeknadstype", "ny"))


@indikator(*MOTTATT)
def soeknader_uten_bolig(k, p, med):
    """Antall søknader mottatt i perioden der husstanden oppgir at den er uten egen bolig."""
    return antall(mottatte(k, p), med, er("situasjon", "uten_bolig"))


@indikator(*BEHANDLET)
def avslagsandel(k, p, med):
    """Andel av vedtakene i perioden, innvilget eller avslag, som er avslag. Trukne og avviste
    søknader er ikke med.
    """
    return andel(avgjorte(k, p), med, er("vedtak", "avslag"))


@indikator(*BEHANDLET)
def avslag(k, p, med):
    """Antall søknader som fikk avslag i perioden."""
    return antall(behandlede(k, p), med, er("vedtak", "avslag"))


@indikator(*BEHANDLET)
def behandlingstid(k, p, med):
    """Median antall dager fra søknaden ble mottatt til vedtaket ble gjort, for vedtak i perioden,
    innvilget eller avslag. Trukne og avviste søknader er ikke med.
    """
    return median(
        [dager(s["mottatt"], s["vedtaksdato"]) for s in avgjorte(k, p) if med(s)]
    )


@indikator(*BEHANDLET)
def klager(k, p, med):
    """Antall vedtak i perioden, uansett utfall, som det er klaget på."""
    return antall(behandlede(k, p), med, er("klage", "ja"))


@indikator(*BEHANDLET)
def klager_omgjort(k, p, med):
    """Antall vedtak i perioden, uansett utfall, som det er klaget på, og der vedtaket ble
    endret.
    """
    return antall(behandlede(k, p), med, er("klage", "ja"), er("klage_omgjort", "ja"))


@indikator(*VENTER)
def venteliste(k, p, med):
    """Antall husstander med vedtak om bolig som verken har flyttet inn eller gått ut av listen ved
    utgangen av perioden. Som i KOSTRA er bytte og forlenget leie ikke med, og hver husstand telles
    én gang.
    """
    return antall(venter(k, p), med)


@indikator(*VENTER)
def venteliste_per_1000(k, p, med):
    """Husstander på ventelisten ved utgangen av perioden, delt på innbyggere 1. januar samme år,
    ganger 1000. Ventelisten er telt som i «Husstander som venter på bolig».
    """
    return forhold(antall(venter(k, p), med), innbyggertall(k, p), 1000)


@indikator(*VENTER)
def venteliste_barn(k, p, med):
    """Antall husstander på ventelisten ved utgangen av perioden som har barn under 18 år.
    Ventelisten er telt som i «Husstander som venter på bolig».
    """
    return antall(venter(k, p), med, lambda s: (s["antall_barn"] or 0) > 0)


@indikator(*VENTER)
def ventet_over_6(k, p, med):
    """Andel av husstandene på ventelisten ved utgangen av perioden som fikk vedtaket for mer enn
    180 dager siden.
    """
    return andel(venter(k, p), med, lambda s: s["ventet"] > 180)


@indikator("boligtype", "omraade")
def ventende_per_ledig(k, p, med):
    """Husstander på ventelisten ved utgangen av perioden, delt på boliger som ikke er leid ut.
    Etter boligtype regnes den typen husstanden har vedtak om.
    """
    return forhold(antall(venter(k, p), med), antall(ledig(k, p), med))


@indikator(*SOEKNAD)
def andel_bosatt_90_dager(k, p, med):
    """Anslått andel av husstandene med vedtak som flytter inn innen 90 dager, med den farten
    boliger ble tildelt i perioden. De som fortsatt venter, teller med så lenge vi har fulgt dem
    (Kaplan–Meier). De som går ut av listen av andre grunner, følges til den dagen. Hvert vedtak
    teller for seg. Vises ikke når én husstand alene kan flytte tallet mer enn 10 prosentpoeng.
    """
    return andel_mellom(ventekurve(k, p, med), innen=90)


@indikator(*SOEKNAD)
def ventetid_median(k, p, med):
    """Antall dager til halvparten av husstandene med vedtak har flyttet inn, med den farten boliger
    ble tildelt i perioden. De som fortsatt venter, teller med så lenge vi har fulgt dem
    (Kaplan–Meier). De som går ut av listen av andre grunner, følges til den dagen. Hvert vedtak
    teller for seg. Vises ikke når én husstand alene kan flytte tallet mer enn 10 prosentpoeng.
    """
    return dager_til_halvparten(ventekurve(k, p, med))


@indikator(*SOEKNAD)
def ventetid_0_3(k, p, med):
    """Anslått andel av husstandene med vedtak som flytter inn innen 90 dager. De som fortsatt
    venter, teller med så lenge vi har fulgt dem (Kaplan–Meier). De som går ut av listen av andre
    grunner, følges til den dagen. Hvert vedtak teller for seg. Vises ikke når én husstand alene kan
    flytte tallet mer enn 10 prosentpoeng.
    """
    return andel_mellom(ventekurve(k, p, med), innen=90)


@indikator(*SOEKNAD)
def ventetid_4_6(k, p, med):
    """Anslått andel av husstandene med vedtak som flytter inn etter 91 til 180 dager. De som
    fortsatt venter, teller med så lenge vi har fulgt dem (Kaplan–Meier). De som går ut av listen av
    andre grunner, følges til den dagen. Hvert vedtak teller for seg. Vises ikke når én husstand
    alene kan flytte tallet mer enn 10 prosentpoeng.
    """
    return andel_mellom(ventekurve(k, p, med), etter=90, innen=180)


@indikator(*SOEKNAD)
def ventetid_7_12(k, p, med):
    """Anslått andel av husstandene med vedtak som flytter inn etter 181 til 365 dager. De som
    fortsatt venter, teller med så lenge vi har fulgt dem (Kaplan–Meier). De som går ut av listen av
    andre grunner, følges til den dagen. Hvert vedtak teller for seg. Vises ikke når én husstand
    alene kan flytte tallet mer enn 10 prosentpoeng.
    """
    return andel_mellom(ventekurve(k, p, med), etter=180, innen=365)


@indikator(*SOEKNAD)
def ventetid_over_12(k, p, med):
    """Anslått andel av husstandene med vedtak som ikke har flyttet inn etter 365 dager. De som
    fortsatt venter, teller med så lenge vi har fulgt dem (Kaplan–Meier). De som går ut av listen av
    andre grunner, følges til den dagen. Hvert vedtak teller for seg. Vises ikke når én husstand
    alene kan flytte tallet mer enn 10 prosentpoeng.
    """
    return andel_mellom(ventekurve(k, p, med), etter=365)


@indikator(*SOEKNAD, "ventetidsbaand")
def bosatt(k, p, med):
    """Antall innflyttinger i perioden etter vedtak om ny bolig. Bytte og forlenget leie er ikke
    med.
    """
    return antall(flyttet_inn(k, p), med)


@indikator()
def innbyggere(k, p, med):
    """Antall innbyggere i kommunen 1. januar i året."""
    return innbyggertall(k, p)


@indikator()
def innbyggere_80(k, p, med):
    """Antall innbyggere som er 80 år eller eldre 1. januar i året."""
    return innbyggertall(k, p, fra=80)


@indikator()
def andel_80(k, p, med):
    """Innbyggere som er 80 år eller eldre 1. januar i året, som andel av alle innbyggere."""
    return prosent(innbyggertall(k, p, fra=80), innbyggertall(k, p))


@indikator()
def andel_18_24(k, p, med):
    """Innbyggere som er 18 til og med 24 år 1. januar i året, som andel av alle innbyggere."""
    return prosent(innbyggertall(k, p, fra=18, til=24), innbyggertall(k, p))
