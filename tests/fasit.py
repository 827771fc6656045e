"""Fasiten: hver indikator regnet ut én gang til, i langsom og enkel Python, rett fra de rå uttrekkene.

Dette er et annet par øyne på SQL-en. Her er det derfor ingen SQL, ingen pandas og ingen kode fra `boligdata`:
bare kontrakten i `kilder.toml`, filene og definisjonen slik brukeren leser den. Docstringen til hver funksjon ER
definisjonen i `katalog.toml`, og en test passer på at de er like. Endres en definisjon, må fasiten leses på nytt.

Reglene definisjonene deler:

- Periodene er hele kalenderår («2021») og tertialer («2021-T2») fra `foerste_aar` til `per_dato` i `kommune.toml`.
- Noe gjelder ved utgangen av perioden når det er begynt senest siste dag og ikke er avsluttet den dagen eller før.
- Noe skjer i perioden når datoen er fra og med første til og med siste dag.
- Rader som bryter kontrakten, er ikke med. Et nyere leieforhold i samme bolig avslutter det eldre.
- Et tall som bygger på for lite, er None: median under 10 tilfeller, prosent av færre enn 20, Kaplan–Meier under
  20 vedtak eller der én husstand alene kan flytte tallet mer enn 10 prosentpoeng. Det er det også når nevneren er null.
"""

import csv
import datetime as dt
import fnmatch
import functools
import re
import statistics
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import python_calamine

KONTRAKT = tomllib.loads((Path(__file__).parents[1] / "boligdata" / "kilder.toml").read_text(encoding="utf-8"))
UKJENT = "ukjent"
UENDELIG = 999  # Øvre alder i en åpen aldersgruppe, som 80+.

# ------------------------------------------------------------------- periodene


@dataclass(frozen=True)
class Periode:
    id: str
    fra: dt.date
    til: dt.date


def perioder(foerste_aar: int, per_dato: dt.date) -> list[Periode]:
    """Alle hele år og tertialer som er ferdige på `per_dato`."""
    alle = []
    for aar in range(foerste_aar, per_dato.year + 1):
        alle.append(Periode(f"{aar}", dt.date(aar, 1, 1), dt.date(aar, 12, 31)))
        alle.append(Periode(f"{aar}-T1", dt.date(aar, 1, 1), dt.date(aar, 4, 30)))
        alle.append(Periode(f"{aar}-T2", dt.date(aar, 5, 1), dt.date(aar, 8, 31)))
        alle.append(Periode(f"{aar}-T3", dt.date(aar, 9, 1), dt.date(aar, 12, 31)))
    return [p for p in alle if p.til <= per_dato]


def gjelder(fra: dt.date, slutt: dt.date | None, dag: dt.date) -> bool:
    """Er det begynt senest denne dagen, uten å være avsluttet? Sluttdagen selv teller ikke."""
    return fra <= dag and (slutt is None or slutt > dag)


def skjer(dato: dt.date | None, p: Periode) -> bool:
    """Skjer det i perioden?"""
    return dato is not None and p.fra <= dato <= p.til


def aar_senere(dato: dt.date, antall: int) -> dt.date:
    """Samme dag et antall år senere. 29. februar blir 28. februar når året ikke er skuddår."""
    try:
        return dato.replace(year=dato.year + antall)
    except ValueError:
        return dato.replace(year=dato.year + antall, day=28)


# ------------------------------------------------------------ lese rå uttrekk

class Kontraktsbrudd(Exception):
    """Raden kan ikke brukes."""


def likt(tekst) -> str:
    """Overskrifter og koder kjennes igjen uten hensyn til store bokstaver, mellomrom og tegnsetting."""
    tekst = str(tekst).lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return re.sub(r"[^a-z0-9]", "", tekst)


def celler(fil: Path) -> list[list]:
    """Alle radene i filen, slik de står."""
    if fil.suffix == ".xlsx":
        bok = python_calamine.CalamineWorkbook.from_path(fil)
        return [rad for ark in bok.sheet_names for rad in bok.get_sheet_by_name(ark).to_python()]
    raa = fil.read_bytes()
    try:
        tekst = raa.decode("utf-8-sig")
    except UnicodeDecodeError:
        tekst = raa.decode("cp1252")
    return list(csv.reader(tekst.splitlines(), delimiter=";"))


def raa_rader(fil: Path, kolonner: dict) -> list[dict]:
    """Radene under overskriften, som er første rad med alle de påkrevde kolonnene. Andre kolonner leses ikke."""
    navn = {}
    for id, kolonne in kolonner.items():
        for overskrift in [*kolonne.get("overskrifter", []), kolonne["navn"], id]:
            navn[likt(overskrift)] = id
    rader = celler(fil)
    for nr, rad in enumerate(rader):
        funnet = [navn.get(likt(celle)) for celle in rad]
        if all(id in funnet for id, kolonne in kolonner.items() if kolonne.get("paakrevd")):
            break
    else:
        raise ValueError(f"Fant ikke overskriften i {fil.name}")
    return [
        {id: celle for id, celle in zip(funnet, rad, strict=False) if id}
        for rad in rader[nr + 1:] if any(str(celle).strip() for celle in rad)
    ]


def les_dato(verdi) -> dt.date:
    if isinstance(verdi, dt.datetime):
        return verdi.date()
    if isinstance(verdi, dt.date):
        return verdi
    if isinstance(verdi, (int, float)):
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(verdi))
    for moenster in ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y", "%Y%m%d"):
        try:
            return dt.datetime.strptime(verdi, moenster).date()
        except ValueError:
            pass
    raise Kontraktsbrudd(verdi)


def les_tall(verdi, kolonne: dict) -> float:
    if not isinstance(verdi, (int, float)):
        try:
            verdi = float(re.sub(r"\s", "", verdi).replace("−", "-").replace(",", "."))
        except ValueError:
            raise Kontraktsbrudd(verdi) from None
    if not kolonne.get("minst", verdi) <= verdi <= kolonne.get("hoeyst", verdi):
        raise Kontraktsbrudd(verdi)
    if kolonne["type"] == "heltall" and verdi != int(verdi):
        raise Kontraktsbrudd(verdi)
    return int(verdi) if kolonne["type"] == "heltall" else verdi


def les_kode(verdi, lovlige: dict[str, str]) -> str:
    if likt(verdi) not in lovlige:
        raise Kontraktsbrudd(verdi)
    return lovlige[likt(verdi)]


@functools.cache
def koder(liste: str) -> dict[str, str]:
    """Alle måter å skrive kodene på, og koden de betyr."""
    return {
        likt(skrivemaate): kode
        for kode, felt in KONTRAKT["kodeliste"][liste]["koder"].items()
        for skrivemaate in [kode, felt["navn"], *felt.get("varianter", [])]
    }


def les_alder(verdi) -> tuple[int, int]:
    """Alder fra og til og med: «18-24», «80 år eller eldre», «alle»."""
    tekst = str(verdi).lower()
    if "alle" in tekst or "i alt" in tekst:
        return 0, UENDELIG
    tall = [int(t) for t in re.findall(r"\d+", tekst)]
    if not tall:
        raise Kontraktsbrudd(verdi)
    if len(tall) == 1:
        aapen = "+" in tekst or "eldre" in tekst or "over" in tekst
        return tall[0], UENDELIG if aapen else tall[0]
    return tall[0], tall[1]


JA = {"ja", "j", "x", "1", "sann", "true"}
NEI = {"nei", "n", "0", "usann", "false"}


def les_verdi(verdi, kolonne: dict, kommune: dict):
    """Én celle etter kontrakten. En tom celle er None."""
    if isinstance(verdi, str):
        verdi = verdi.replace("\u00ad", "").replace("\u00a0", " ").strip()
    if verdi in ("", None):
        return None
    match kolonne["type"]:
        case "dato":
            return les_dato(verdi)
        case "heltall" | "desimal":
            return les_tall(verdi, kolonne)
        case "kode" if kolonne.get("flere"):
            return [les_kode(del_, koder(kolonne["kodeliste"])) for del_ in re.split(r"[,;|]", verdi) if del_.strip()]
        case "kode":
            return les_kode(verdi, koder(kolonne["kodeliste"]))
        case "omraade":
            return les_kode(verdi, {likt(o): o for o in kommune["omraader"]})
        case "ja_nei":
            return les_kode(verdi, dict.fromkeys(JA, "ja") | dict.fromkeys(NEI, "nei"))
        case "aldersgruppe":
            return les_alder(verdi)
        case "kommunenummer" if not re.match(r"\d", str(verdi)):
            raise Kontraktsbrudd(verdi)
        case "kommunenummer":
            return re.match(r"\d+", str(verdi)).group().zfill(4)
    return str(int(verdi)) if isinstance(verdi, float) and verdi == int(verdi) else str(verdi)


def les_kilde(mappe: Path, id: str, kommune: dict) -> list[dict]:
    """Radene i ett uttrekk som holder kontrakten."""
    kilde = KONTRAKT["kilde"][id]
    filer = [fil for fil in sorted(mappe.iterdir())
             if any(fnmatch.fnmatch(fil.name.lower(), moenster) for moenster in kilde["filmoenster"])]
    gode, brukte = [], set()
    for raa in [rad for fil in filer for rad in raa_rader(fil, kilde["kolonner"])]:
        try:
            rad = {navn: les_verdi(raa.get(navn), kolonne, kommune) for navn, kolonne in kilde["kolonner"].items()}
        except Kontraktsbrudd:
            continue
        if any(rad[navn] is None for navn, kolonne in kilde["kolonner"].items() if kolonne.get("paakrevd")):
            continue
        if any(rad[a] and rad[b] and rad[a] > rad[b] for a, b in kilde.get("rekkefoelge", [])):
            continue
        noekkel = tuple(rad[navn] for navn in kilde["noekkel"])
        if noekkel not in brukte:
            brukte.add(noekkel)
            gode.append(rad)
    return gode


# ------------------------------------------------------------------- kommunen

@dataclass
class Kommune:
    """De gode radene, og det som regnes ut én gang per periode."""

    boliger: list[dict]
    leieforhold: list[dict]
    soeknader: list[dict]
    folketall: dict[tuple[int, tuple[int, int]], int]
    omraader: list[str]
    perioder: list[Periode]
    siste_dag: dt.date
    husket: dict = field(default_factory=dict)


def husk(funksjon):
    """Regn ut én gang per periode (og gruppe): de samme radene brukes av mange indikatorer."""
    @functools.wraps(funksjon)
    def med_minne(k: Kommune, *hva):
        noekkel = funksjon.__name__, *hva
        if noekkel not in k.husket:
            k.husket[noekkel] = funksjon(k, *hva)
        return k.husket[noekkel]
    return med_minne


def les_kommune(mappe: Path) -> Kommune:
    """Les alle uttrekkene i mappen."""
    om = tomllib.loads((mappe / "kommune.toml").read_text(encoding="utf-8-sig"))
    boliger = les_kilde(mappe, "bolig", om)
    for b in boliger:
        b["stoerrelse"] = None if b["antall_soverom"] is None else str(min(b["antall_soverom"], 4))
        b["tilstand"] = None if b["tilstandsgrad"] is None else str(b["tilstandsgrad"])
        b["rullestol"] = b["tilgjengelig_rullestol"]
    soeknader = les_kilde(mappe, "soeknad", om)
    for s in soeknader:
        s["boligtype"] = s["oensket_boligtype"]
        s["sluttet_aa_vente"] = s["innflyttet"] or s["avsluttet"]
        if s["aldersgruppe"]:
            fra, til = s["aldersgruppe"]
            s["aldersgruppe"] = f"{fra}+" if til == UENDELIG else f"{fra}-{til}"
    alle_perioder = perioder(om["foerste_aar"], om["per_dato"])
    return Kommune(
        boliger=boliger,
        leieforhold=ordne_leieforhold(les_kilde(mappe, "leieforhold", om), boliger),
        soeknader=soeknader,
        folketall={
            (rad["aar"], rad["aldersgruppe"]): rad["personer"]
            for rad in les_kilde(mappe, "befolkning", om) if rad["kommunenummer"] == om["kommunenummer"]
        },
        omraader=om["omraader"],
        perioder=alle_perioder,
        siste_dag=max(p.til for p in alle_perioder),
    )


def ordne_leieforhold(rader: list[dict], boliger: list[dict]) -> list[dict]:
    """Leieforhold i kjente boliger, der et nyere avslutter det eldre.

    Begynner to samme dag, gjelder det første i filen. Den som flyttet ut samme dag som inn, bodde der aldri, og
    avslutter ingen andres leieforhold.
    """
    ordnet = []
    for bolig in boliger:
        i_boligen = sorted((r for r in rader if r["bolig_id"] == bolig["bolig_id"]), key=lambda r: r["innflyttet"])
        nyere = None
        for r in reversed(i_boligen):
            if r["utflyttet"] == r["innflyttet"]:
                continue
            samme_dag = [annet for annet in i_boligen if annet["innflyttet"] == r["innflyttet"]
                         and annet["utflyttet"] != annet["innflyttet"]]
            if samme_dag[0] is not r:
                i_boligen.remove(r)
                continue
            if nyere and (r["utflyttet"] is None or r["utflyttet"] > nyere):
                r["utflyttet"] = nyere
            nyere = r["innflyttet"]
        ordnet += [r | {"bolig": bolig, "boligtype": bolig["boligtype"], "omraade": bolig["omraade"]}
                   for r in i_boligen]
    return ordnet


# -------------------------------------------------- enhetene det telles over

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
    return [b | {"ledig_aarsak": aarsak_til_ledig(k, b, p), "tom_fra": tom_fra(k, b, p.til)}
            for b in i_bruk(k, p) if b["bolig_id"] not in utleide(k, p)]


def aarsak_til_ledig(k: Kommune, bolig: dict, p: Periode) -> str:
    """Årsaken i registeret, som bare gjelder siste dag, og bare når registeret er enig i at boligen ikke er leid ut."""
    kjent = p.til == k.siste_dag and bolig["status"] != "utleid"
    return kjent and bolig["ledig_aarsak"] or "ikke_kjent"


def tom_fra(k: Kommune, bolig: dict, dag: dt.date) -> dt.date:
    """Den siste av dagen boligen ble tatt i bruk og dagen siste leietaker flyttet ut."""
    utflyttinger = [r["utflyttet"] for r in k.leieforhold
                    if r["bolig_id"] == bolig["bolig_id"] and r["utflyttet"] and r["utflyttet"] <= dag]
    return max([bolig["i_bruk_fra"], *utflyttinger])


@husk
def innflyttinger(k: Kommune, p: Periode) -> list[dict]:
    """Leieforhold som begynte i perioden, med hvor husstanden kom fra og når forrige leietaker flyttet ut."""
    return [r | {"forrige_ut": forrige_utflytting(k, r), "bodde_kommunalt": bodde_kommunalt(k, r)}
            for r in k.leieforhold if skjer(r["innflyttet"], p)]


def forrige_utflytting(k: Kommune, r: dict) -> dt.date | None:
    """Dagen den forrige leietakeren flyttet ut av boligen."""
    foer = [annet["utflyttet"] for annet in k.leieforhold
            if annet["bolig_id"] == r["bolig_id"] and annet["leieforhold_id"] != r["leieforhold_id"]
            and annet["utflyttet"] and annet["utflyttet"] <= r["innflyttet"]]
    return max(foer, default=None)


def bodde_kommunalt(k: Kommune, r: dict) -> bool:
    """Bodde husstanden i en kommunal bolig dagen før? En ny kontrakt i samme bolig gir ingen ny husstand."""
    dagen_foer = r["innflyttet"] - dt.timedelta(1)
    return any(annet["husstand_id"] == r["husstand_id"] and gjelder(annet["innflyttet"], annet["utflyttet"], dagen_foer)
               for annet in k.leieforhold)


@husk
def utflyttinger_i(k: Kommune, p: Periode) -> list[dict]:
    """Leieforhold avsluttet i perioden. Kodelisten har «Annet eller ukjent», så det er årsaken når ingen er oppgitt."""
    return [r | {"utflyttingsaarsak": r["utflyttingsaarsak"] or "annet"}
            for r in k.leieforhold if skjer(r["utflyttet"], p)]


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
    return [s for s in k.soeknader if s["vedtak"] == "innvilget" and s["soeknadstype"] == "ny"
            and s["vedtaksdato"] and s["vedtaksdato"] <= p.til]


@husk
def venter(k: Kommune, p: Periode) -> list[dict]:
    """Husstander som venter ved utgangen av perioden. Av flere vedtak teller det husstanden har ventet lengst på."""
    per_husstand = {}
    for s in sorted(fikk_ja(k, p), key=vedtaksrekke):
        if gjelder(s["vedtaksdato"], s["sluttet_aa_vente"], p.til):
            ventet = dager(s["vedtaksdato"], p.til)
            per_husstand.setdefault(s["husstand_id"], s | {"ventet": ventet, "ventetidsbaand": baand(ventet)})
    return list(per_husstand.values())


def vedtaksrekke(s: dict) -> tuple:
    """Eldste vedtak først. Flere samme dag står etter innholdet, for id-ene er byttet ut der tallene regnes ut."""
    innhold = [s[felt] for felt in ("maalgruppe", "oensket_boligtype", "omraade", "aldersgruppe")]
    return s["vedtaksdato"], [(verdi is None, verdi or "") for verdi in innhold], s["antall_barn"] or 0


@husk
def flyttet_inn(k: Kommune, p: Periode) -> list[dict]:
    """Innflyttinger fra ventelisten i perioden."""
    return [s | {"ventetidsbaand": baand(dager(s["vedtaksdato"], s["innflyttet"]))}
            for s in fikk_ja(k, p) if skjer(s["innflyttet"], p)]


def baand(ventet: int) -> str:
    """Ventetiden i grupper, med dager som grenser."""
    return "0-3" if ventet <= 90 else "4-6" if ventet <= 180 else "7-12" if ventet <= 365 else "12+"


@husk
def husstandsstoerrelser(k: Kommune, p: Periode) -> dict[str, int]:
    """Antall personer i hver husstand, fra den siste søknaden der det er oppgitt (den største av flere samme dag)."""
    mottatt = [s for s in k.soeknader if s["mottatt"] <= p.til and s["husstandsstoerrelse"] is not None]
    mottatt.sort(key=lambda s: (s["mottatt"], s["husstandsstoerrelse"]))
    return {s["husstand_id"]: s["husstandsstoerrelse"] for s in mottatt}


@husk
def med_stoerrelser(k: Kommune, p: Periode) -> list[dict]:
    """Leieforhold der både husstandens størrelse og antall soverom er kjent."""
    stoerrelser = husstandsstoerrelser(k, p)
    rader = [r | {"personer": stoerrelser.get(r["husstand_id"]), "soverom": r["bolig"]["antall_soverom"]}
             for r in bor(k, p)]
    return [r for r in rader if r["personer"] is not None and r["soverom"] is not None]


def innbyggertall(k: Kommune, p: Periode, fra: int = 0, til: int = UENDELIG) -> int | None:
    """Innbyggere 1. januar i alderen fra og med `fra` til og med `til`. None når året mangler."""
    grupper = {alder: antall for (aar, alder), antall in k.folketall.items() if aar == p.fra.year}
    if (fra, til) in grupper:
        return grupper[fra, til]
    innenfor = [antall for (lav, hoey), antall in grupper.items() if fra <= lav and hoey <= til]
    return sum(innenfor) if innenfor else None


# ---------------------------------------------------------------- regnestykker

def forhold(teller, nevner, ganger: float = 1) -> float | None:
    """Teller delt på nevner. None når nevneren mangler eller er null."""
    return None if teller is None or not nevner else teller / nevner * ganger


def prosent(teller: int, nevner: int) -> float | None:
    """Prosent, men ikke av færre enn 20."""
    return None if nevner is None or nevner < 20 else forhold(teller, nevner, 100)


def median(verdier: list[float]) -> float | None:
    """Den midterste verdien, men ikke av færre enn 10."""
    return statistics.median(verdier) if len(verdier) >= 10 else None


def dager(fra: dt.date, til: dt.date) -> int:
    """Antall dager mellom to datoer."""
    return (til - fra).days


def aar(fra: dt.date, til: dt.date) -> float:
    """Antall år mellom to datoer, der et år er 365,25 dager."""
    return dager(fra, til) / 365.25


@dataclass(frozen=True)
class Ventedag:
    """Andelen som fortsatt venter etter denne ventedagen, og om for få er fulgt den dagen."""

    venter: Fraction
    for_faa: bool


@husk
def ventekurve(k: Kommune, p: Periode, med) -> list[Ventedag] | None:
    """Kaplan–Meier med forsinket inngang, dag for dag fra ventedag 0.

    Hvert vedtak er fulgt fra og med ventedag `inn` til og med ventedag `ut`, bare for den tiden det ventes i perioden.
    """
    begynner, slutter, flytter_inn = Counter(), Counter(), Counter()
    for s in fikk_ja(k, p):
        slutt = s["sluttet_aa_vente"]
        if med(s) and (slutt is None or slutt >= max(p.fra, s["vedtaksdato"])):
            inn = max(0, dager(s["vedtaksdato"], p.fra))
            ut = dager(s["vedtaksdato"], min(slutt or p.til, p.til))
            begynner[inn] += 1
            slutter[ut] += 1
            if s["innflyttet"] is not None and s["innflyttet"] <= p.til:
                flytter_inn[ut] += 1
    if begynner.total() < 20:
        return None
    kurve, venter_fortsatt, fulgt = [], Fraction(1), 0  # Brøk, slik at «halvparten» er nøyaktig halvparten.
    for dag in range(max(365, *slutter) + 1):
        fulgt += begynner[dag]
        for_faa = for_faa_fulgt(venter_fortsatt, fulgt)
        if flytter_inn[dag]:
            venter_fortsatt *= 1 - Fraction(flytter_inn[dag], fulgt)
        kurve.append(Ventedag(venter_fortsatt, for_faa))
        fulgt -= slutter[dag]
    return kurve


def for_faa_fulgt(venter_fortsatt: Fraction, fulgt: int) -> bool:
    """Kan én husstand flytte andelen mer enn 10 prosentpoeng denne dagen?

    Flytter én av dem som er fulgt, inn, synker andelen med `venter_fortsatt / fulgt`. Det skal være høyst en tidel.
    Regnet slik svarer det også ja når noen venter uten at noen er fulgt. Da vet vi ikke hvordan det går videre.
    """
    return 10 * venter_fortsatt > fulgt


def bygger_paa_mange(kurve: list[Ventedag], siste_dag: int) -> bool:
    """Er nok husstander fulgt hver ventedag til og med den siste?"""
    return not any(dag.for_faa for dag in kurve[:siste_dag + 1])


def andel_flyttet_inn(k: Kommune, p: Periode, med, etter: int | None = None, innen: int | None = None) -> float | None:
    """Prosent som flytter inn etter mer enn `etter` ventedager, og senest på ventedag `innen`."""
    kurve = ventekurve(k, p, med)
    if kurve is None or not bygger_paa_mange(kurve, etter if innen is None else innen):
        return None
    venter_foer = 1 if etter is None else kurve[etter].venter
    venter_etter = 0 if innen is None else kurve[innen].venter
    return float(venter_foer - venter_etter) * 100


# ----------------------------------------------------------------- indikatorene
#
# `med(rad)` velger gruppen: alle, eller for eksempel bare målgruppen «rop». Innbyggertall deles aldri opp.

FASIT = {}


def indikator(*egenskaper: str):
    """Ta med indikatoren i fasiten, med egenskapene den kan deles etter."""
    def registrer(funksjon):
        FASIT[funksjon.__name__] = funksjon, egenskaper
        return funksjon
    return registrer


BOLIG = "boligtype", "omraade", "disposisjonsform", "stoerrelse", "tilstand", "rullestol"
LEDIG = "boligtype", "omraade", "ledig_aarsak"
LEIE = "maalgruppe", "boligtype", "omraade"
UTFLYTTET = *LEIE, "utflyttingsaarsak"
SOEKNAD = "maalgruppe", "boligtype", "omraade"
MOTTATT = *SOEKNAD, "situasjon", "soeknadstype"
BEHANDLET = *SOEKNAD, "avslagsgrunn"
VENTER = *SOEKNAD, "ventetidsbaand", "aldersgruppe"


def antall(rader: list[dict], *vilkaar) -> int:
    """Antall rader som fyller alle vilkårene."""
    for fyller in vilkaar:
        rader = [rad for rad in rader if fyller(rad)]
    return len(rader)


def andel(rader: list[dict], med, vilkaar) -> float | None:
    """Prosent av radene i gruppen som fyller vilkåret."""
    gruppen = [rad for rad in rader if med(rad)]
    return prosent(antall(gruppen, vilkaar), len(gruppen))


def er(egenskap: str, *verdier):
    """Vilkåret at egenskapen har en av verdiene."""
    return lambda rad: rad[egenskap] in verdier


@indikator(*BOLIG)
def boliger(k, p, med):
    """Antall boliger kommunen eier, leier inn eller har disposisjonsrett til, og som er i bruk ved utgangen av
    perioden. Hvert rom med egen kontrakt i et bofellesskap er én bolig.
    """
    return antall(i_bruk(k, p), med)


@indikator(*BOLIG)
def boliger_per_1000(k, p, med):
    """Kommunalt disponerte boliger i bruk ved utgangen av perioden, delt på innbyggere 1. januar samme år, ganger 1000.
    """
    return forhold(antall(i_bruk(k, p), med), innbyggertall(k, p), 1000)


@indikator(*BOLIG)
def andel_eid(k, p, med):
    """Andel av boligene i bruk ved utgangen av perioden som kommunen selv eier."""
    return andel(i_bruk(k, p), med, er("disposisjonsform", "eid"))


@indikator(*BOLIG)
def andel_innleid(k, p, med):
    """Andel av boligene i bruk ved utgangen av perioden som kommunen leier av andre og leier ut videre."""
    return andel(i_bruk(k, p), med, er("disposisjonsform", "innleid"))


@indikator(*BOLIG)
def andel_disposisjonsrett(k, p, med):
    """Andel av boligene i bruk ved utgangen av perioden som er privat eid, men der kommunen bestemmer hvem som skal bo.
    """
    return andel(i_bruk(k, p), med, er("disposisjonsform", "disposisjonsrett"))


@indikator(*BOLIG)
def andel_rullestol(k, p, med):
    """Andel av boligene i bruk ved utgangen av perioden som en rullestolbruker kan bo i. Boliger der dette ikke er
    oppgitt, regnes som ikke tilgjengelige.
    """
    return andel(i_bruk(k, p), med, er("rullestol", "ja"))


@indikator(*BOLIG)
def utleiegrad(k, p, med):
    """Andel av boligene i bruk ved utgangen av perioden der det bor noen med leiekontrakt."""
    return andel(i_bruk(k, p), med, lambda b: b["bolig_id"] in utleide(k, p))


@indikator(*LEDIG)
def ledige(k, p, med):
    """Antall boliger i bruk ved utgangen av perioden der ingen bor med leiekontrakt, uansett grunn. Årsaken er den
    registeret oppgir i dag, når registeret også sier at boligen ikke er leid ut.
    """
    return antall(ledig(k, p), med)


@indikator(*LEDIG)
def ledige_over_90(k, p, med):
    """Andel av boligene som ikke er leid ut ved utgangen av perioden, som har vært uten leietaker i mer enn 90 dager.
    """
    return andel(ledig(k, p), med, lambda b: dager(b["tom_fra"], p.til) > 90)


@indikator(*LEIE)
def omloepstid(k, p, med):
    """Median antall dager fra forrige leietaker flyttet ut til den neste flyttet inn, for innflyttinger i perioden der
    boligen har hatt en leietaker før.
    """
    return median([dager(r["forrige_ut"], r["innflyttet"])
                   for r in innflyttinger(k, p) if med(r) and r["forrige_ut"]])


@indikator(*BOLIG)
def daarlig_tilstand(k, p, med):
    """Andel av boligene i bruk ved utgangen av perioden som har tilstandsgrad 2 eller 3, av dem der tilstanden er
    kjent. Tilstanden er den som står i registeret i dag.
    """
    med_kjent_tilstand = [b for b in i_bruk(k, p) if b["tilstandsgrad"] is not None]
    return andel(med_kjent_tilstand, med, er("tilstandsgrad", 2, 3))


@indikator(*BOLIG)
def omsorgsboliger(k, p, med):
    """Antall omsorgsboliger uten bemanning, boliger i bofellesskap og boliger med heldøgns bemanning som er i bruk ved
    utgangen av perioden.
    """
    return antall(i_bruk(k, p), med, er("boligtype", "omsorgsbolig", "bofellesskap", "heldoegns"))


@indikator(*BOLIG)
def heldoegnsdekning(k, p, med):
    """Boliger med heldøgns bemanning i bruk ved utgangen av perioden, delt på innbyggere 80 år og eldre 1. januar samme
    år, ganger 100. Boligene brukes også av yngre.
    """
    return forhold(antall(i_bruk(k, p), med, er("boligtype", "heldoegns")), innbyggertall(k, p, fra=80), 100)


@indikator(*LEIE)
def husstander(k, p, med):
    """Antall leieforhold der noen bor i boligen ved utgangen av perioden, også om boligen er meldt ut av bruk."""
    return antall(bor(k, p), med)


@indikator("boligtype", "omraade")
def gjennomstroemming(k, p, med):
    """Antall utflyttinger i perioden per 100 boliger i bruk ved utgangen av perioden."""
    return forhold(antall(utflyttinger_i(k, p), med), antall(i_bruk(k, p), med), 100)


@indikator(*LEIE)
def botid_median(k, p, med):
    """Median antall år siden innflytting (dager delt på 365,25) for husstander som bor i kommunal bolig ved utgangen av
    perioden.
    """
    return median([aar(r["innflyttet"], p.til) for r in bor(k, p) if med(r)])


@indikator(*LEIE)
def botid_over_6(k, p, med):
    """Andel av husstandene i kommunal bolig ved utgangen av perioden som flyttet inn for mer enn 6 år siden."""
    return andel(bor(k, p), med, lambda r: aar_senere(r["innflyttet"], 6) < p.til)


@indikator(*UTFLYTTET)
def utflyttere_botid(k, p, med):
    """Median antall år fra innflytting til utflytting (dager delt på 365,25), for leieforhold som ble avsluttet i
    perioden.
    """
    return median([aar(r["innflyttet"], r["utflyttet"]) for r in utflyttinger_i(k, p) if med(r)])


@indikator(*LEIE)
def kontrakter_utloeper(k, p, med):
    """Antall leieforhold ved utgangen av perioden der kontrakten utløper etter perioden og innen 12 måneder. Kjent bare
    for siste periode.
    """
    def utloeper_snart(r):
        return r["kontrakt_utloeper"] and p.til < r["kontrakt_utloeper"] <= aar_senere(p.til, 1)
    return None if p.til != k.siste_dag else antall(bor(k, p), med, utloeper_snart)


@indikator(*LEIE)
def kontrakter_utloept(k, p, med):
    """Andel av husstandene i kommunal bolig ved utgangen av perioden der kontrakten gikk ut senest siste dag i perioden
    uten at husstanden har flyttet. Kjent bare for siste periode.
    """
    def utloept(r):
        return r["kontrakt_utloeper"] and r["kontrakt_utloeper"] <= p.til
    return None if p.til != k.siste_dag else andel(bor(k, p), med, utloept)


@indikator(*LEIE)
def for_liten_bolig(k, p, med):
    """Andel av husstandene i kommunal bolig ved utgangen av perioden som er flere personer enn antall soverom pluss én,
    av dem der både husstandens størrelse og antall soverom er kjent. Husstandens størrelse er den i den siste søknaden
    der den er oppgitt (den største av flere samme dag).
    """
    return andel(med_stoerrelser(k, p), med, lambda r: r["personer"] > r["soverom"] + 1)


@indikator(*LEIE)
def for_stor_bolig(k, p, med):
    """Andel av husstandene i kommunal bolig ved utgangen av perioden som er én person i en bolig med minst to soverom,
    av dem der både husstandens størrelse og antall soverom er kjent. Husstandens størrelse er den i den siste søknaden
    der den er oppgitt (den største av flere samme dag).
    """
    return andel(med_stoerrelser(k, p), med, lambda r: r["personer"] == 1 and r["soverom"] >= 2)


@indikator(*LEIE)
def nyinnflyttede(k, p, med):
    """Antall innflyttinger i perioden der husstanden ikke bodde i kommunal bolig dagen før."""
    return antall(innflyttinger(k, p), med, lambda r: not r["bodde_kommunalt"])


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
    """Andel av søknadene mottatt i perioden som gjelder ny bolig, ikke bytte eller forlenget leie."""
    return andel(mottatte(k, p), med, er("soeknadstype", "ny"))


@indikator(*MOTTATT)
def soeknader_uten_bolig(k, p, med):
    """Antall søknader mottatt i perioden der husstanden oppgir at den er uten egen bolig."""
    return antall(mottatte(k, p), med, er("situasjon", "uten_bolig"))


@indikator(*BEHANDLET)
def avslagsandel(k, p, med):
    """Andel av vedtakene i perioden, innvilget eller avslag, som er avslag. Trukne og avviste søknader er ikke med."""
    return andel(avgjorte(k, p), med, er("vedtak", "avslag"))


@indikator(*BEHANDLET)
def avslag(k, p, med):
    """Antall søknader som fikk avslag i perioden."""
    return antall(behandlede(k, p), med, er("vedtak", "avslag"))


@indikator(*BEHANDLET)
def behandlingstid(k, p, med):
    """Median antall dager fra søknaden ble mottatt til vedtaket ble gjort, for vedtak i perioden, innvilget eller
    avslag. Trukne og avviste søknader er ikke med.
    """
    return median([dager(s["mottatt"], s["vedtaksdato"]) for s in avgjorte(k, p) if med(s)])


@indikator(*BEHANDLET)
def klager(k, p, med):
    """Antall vedtak i perioden, uansett utfall, som det er klaget på."""
    return antall(behandlede(k, p), med, er("klage", "ja"))


@indikator(*BEHANDLET)
def klager_omgjort(k, p, med):
    """Antall vedtak i perioden, uansett utfall, som det er klaget på, og der vedtaket ble endret."""
    return antall(behandlede(k, p), med, er("klage", "ja"), er("klage_omgjort", "ja"))


@indikator(*VENTER)
def venteliste(k, p, med):
    """Antall husstander med vedtak om bolig som verken har flyttet inn eller gått ut av listen ved utgangen av
    perioden. Som i KOSTRA er bytte og forlenget leie ikke med, og hver husstand telles én gang.
    """
    return antall(venter(k, p), med)


@indikator(*VENTER)
def venteliste_per_1000(k, p, med):
    """Husstander på ventelisten ved utgangen av perioden, delt på innbyggere 1. januar samme år, ganger 1000.
    Ventelisten er telt som i «Husstander som venter på bolig».
    """
    return forhold(antall(venter(k, p), med), innbyggertall(k, p), 1000)


@indikator(*VENTER)
def venteliste_barn(k, p, med):
    """Antall husstander på ventelisten ved utgangen av perioden som har barn under 18 år. Ventelisten er telt som i
    «Husstander som venter på bolig».
    """
    return antall(venter(k, p), med, lambda s: (s["antall_barn"] or 0) > 0)


@indikator(*VENTER)
def ventet_over_6(k, p, med):
    """Andel av husstandene på ventelisten ved utgangen av perioden som fikk vedtaket for mer enn 180 dager siden."""
    return andel(venter(k, p), med, lambda s: s["ventet"] > 180)


@indikator("boligtype", "omraade")
def ventende_per_ledig(k, p, med):
    """Husstander på ventelisten ved utgangen av perioden, delt på boliger som ikke er leid ut. Etter boligtype regnes
    den typen husstanden har vedtak om.
    """
    return forhold(antall(venter(k, p), med), antall(ledig(k, p), med))


@indikator(*SOEKNAD)
def andel_bosatt_90_dager(k, p, med):
    """Anslått andel av husstandene med vedtak som flytter inn innen 90 dager, med den farten boliger ble tildelt i
    perioden. De som fortsatt venter, teller med så lenge vi har fulgt dem (Kaplan–Meier). De som går ut av listen av
    andre grunner, følges til den dagen. Hvert vedtak teller for seg. Vises ikke når én husstand alene kan flytte tallet
    mer enn 10 prosentpoeng.
    """
    return andel_flyttet_inn(k, p, med, innen=90)


@indikator(*SOEKNAD)
def ventetid_median(k, p, med):
    """Antall dager til halvparten av husstandene med vedtak har flyttet inn, med den farten boliger ble tildelt i
    perioden. De som fortsatt venter, teller med så lenge vi har fulgt dem (Kaplan–Meier). De som går ut av listen av
    andre grunner, følges til den dagen. Hvert vedtak teller for seg. Vises ikke når én husstand alene kan flytte tallet
    mer enn 10 prosentpoeng.
    """
    kurve = ventekurve(k, p, med) or []
    halvparten = next((nr for nr, dag in enumerate(kurve) if dag.venter <= Fraction(1, 2)), None)
    return halvparten if halvparten is not None and bygger_paa_mange(kurve, halvparten) else None


@indikator(*SOEKNAD)
def ventetid_0_3(k, p, med):
    """Anslått andel av husstandene med vedtak som flytter inn innen 90 dager. De som fortsatt venter, teller med så
    lenge vi har fulgt dem (Kaplan–Meier). De som går ut av listen av andre grunner, følges til den dagen. Hvert vedtak
    teller for seg. Vises ikke når én husstand alene kan flytte tallet mer enn 10 prosentpoeng.
    """
    return andel_flyttet_inn(k, p, med, innen=90)


@indikator(*SOEKNAD)
def ventetid_4_6(k, p, med):
    """Anslått andel av husstandene med vedtak som flytter inn etter 91 til 180 dager. De som fortsatt venter, teller
    med så lenge vi har fulgt dem (Kaplan–Meier). De som går ut av listen av andre grunner, følges til den dagen. Hvert
    vedtak teller for seg. Vises ikke når én husstand alene kan flytte tallet mer enn 10 prosentpoeng.
    """
    return andel_flyttet_inn(k, p, med, etter=90, innen=180)


@indikator(*SOEKNAD)
def ventetid_7_12(k, p, med):
    """Anslått andel av husstandene med vedtak som flytter inn etter 181 til 365 dager. De som fortsatt venter, teller
    med så lenge vi har fulgt dem (Kaplan–Meier). De som går ut av listen av andre grunner, følges til den dagen. Hvert
    vedtak teller for seg. Vises ikke når én husstand alene kan flytte tallet mer enn 10 prosentpoeng.
    """
    return andel_flyttet_inn(k, p, med, etter=180, innen=365)


@indikator(*SOEKNAD)
def ventetid_over_12(k, p, med):
    """Anslått andel av husstandene med vedtak som ikke har flyttet inn etter 365 dager. De som fortsatt venter, teller
    med så lenge vi har fulgt dem (Kaplan–Meier). De som går ut av listen av andre grunner, følges til den dagen. Hvert
    vedtak teller for seg. Vises ikke når én husstand alene kan flytte tallet mer enn 10 prosentpoeng.
    """
    return andel_flyttet_inn(k, p, med, etter=365)


@indikator(*SOEKNAD, "ventetidsbaand")
def bosatt(k, p, med):
    """Antall innflyttinger i perioden etter vedtak om ny bolig. Bytte og forlenget leie er ikke med."""
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


# ----------------------------------------------------------------- hele fasiten

def verdier(egenskap: str, k: Kommune) -> list[str]:
    """Alle verdiene en egenskap kan ha."""
    egne = {
        "omraade": k.omraader, "stoerrelse": ["0", "1", "2", "3", "4"], "tilstand": ["0", "1", "2", "3"],
        "rullestol": ["ja", "nei"], "ventetidsbaand": ["0-3", "4-6", "7-12", "12+"],
        "aldersgruppe": sorted({s["aldersgruppe"] for s in k.soeknader if s["aldersgruppe"]}),
    }
    liste = egne[egenskap] if egenskap in egne else list(KONTRAKT["kodeliste"][egenskap]["koder"])
    return [*liste, "ikke_kjent"] if egenskap == "ledig_aarsak" else [*liste, UKJENT]


def fasit(mappe: Path) -> dict[str, dict[tuple[str, str | None, str | None], float | None]]:
    """Alle indikatorene for uttrekkene i mappen, som {indikator: {(periode, egenskap, verdi): tall}}.

    Totalen for alle har egenskap og verdi None.
    """
    k = les_kommune(mappe)
    alle_verdier = {egenskap: verdier(egenskap, k) for _, egenskaper in FASIT.values() for egenskap in egenskaper}
    tall = {}
    for navn, (regn_ut, egenskaper) in FASIT.items():
        tall[navn] = {}
        for p in k.perioder:
            tall[navn][p.id, None, None] = regn_ut(k, p, alle)
            for egenskap in egenskaper:
                for verdi in alle_verdier[egenskap]:
                    tall[navn][p.id, egenskap, verdi] = regn_ut(k, p, har(egenskap, verdi))
    return tall


def alle(rad: dict) -> bool:
    """Gruppen som er alle."""
    return True


@functools.cache
def har(egenskap: str, verdi: str):
    """Gruppen der egenskapen har denne verdien. Det som ikke er oppgitt, er «ukjent»."""
    oppgitt = None if verdi == UKJENT else verdi
    return lambda rad: rad[egenskap] == oppgitt
