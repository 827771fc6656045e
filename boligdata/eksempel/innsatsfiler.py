"""Uttrekkene om situasjoner, virkemidler og tjenester, hvert fra sitt system og med sine
skrivemåter."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from itertools import count
from pathlib import Path

from boligdata.eksempel import forutsetninger_innsats as fi
from boligdata.eksempel.filer import (
    MAALGRUPPE_LEIE,
    MAALGRUPPE_SOEKNAD,
    SITUASJON,
    VEDTAK,
    aldersgruppe,
    dato,
    iso,
    ja_nei,
    kan_mangle,
)
from boligdata.eksempel.finn_fram import TELEFON, TILBUD
from boligdata.eksempel.innsats import Innsats
from boligdata.eksempel.skriv import skriv_csv, skriv_xlsx, tall
from boligdata.eksempel.terning import Terning
from boligdata.eksempel.verden import SLUTT, UTTREKK_FRA, Husstand

AVKLART_TIL = {
    "kommunal_bolig": "Fått kommunal bolig",
    "privat_leie": "Leid privat",
    "eid_bolig": "Kjøpt bolig",
    "beholdt": "Ble boende",
    "institusjon": "Institusjon",
    "flyttet": "Flyttet ut av kommunen",
    "doed": "Død",
    "annet": "Annet",
}
OPPHOLDSTYPE = {
    "akutt": "Akuttovernatting",
    "krise": "Krisesenter",
    "hospits": "Hospits",
    "natthjem": "Natthjem",
    "overgangsbolig": "Gjennomgangsbolig",
}
UTKASTELSESAARSAK = {
    "husleie": "Husleierestanse",
    "laan": "Tvangssalg",
    "bomiljoe": "Naboklager",
    "utloept": "Leietid utløpt",
    "annet": "Annet",
}
AVVERGET_MED = {
    "nedbetaling": "Nedbetalingsavtale",
    "oekonomisk": "Økonomisk rådgivning",
    "oppfoelging": "Booppfølging",
    "ny_bolig": "Annen bolig",
    "annet": "Annet",
}
ORDNING = {
    "startlaan": "Startlån",
    "tilskudd": "Tilskudd",
    "bostoette": "Bostøtte",
    "kommunal_bostoette": "Kommunal bostøtte",
    "depositum": "Depositumsgaranti",
    "raadgivning": "Gjeldsrådgivning",
    "leie_til_eie": "Leie før eie",
}
TJENESTE = {
    "booppfoelging": "Oppfølging i bolig",
    "rop_team": "FACT-team",
    "miljoearbeid": "Miljøtjeneste",
    "hjemmesykepleie": "Hjemmesykepleie",
    "praktisk_bistand": "Hjemmehjelp",
    "bpa": "BPA",
    "flyktningtjeneste": "Introduksjonsprogram",
    "ergoterapi": "Ergoterapi",
}
ENHET = {
    "nav": "NAV Fjordvik",
    "tildeling": "Boligkontor",
    "psykisk_rus": "Psykisk helse- og rustjeneste",
    "hjemmetjenesten": "Hjemmebaserte tjenester",
    "habilitering": "Bo og habilitering",
    "flyktning": "Flyktningkontoret",
    "barn_familie": "Familiens hus",
    "rehabilitering": "Fysio- og ergoterapi",
    "eiendom": "Fjordvik Eiendom",
    "spesialist": "DPS",
    "kriminalomsorg": "Fengsel",
    "fastlege": "Legekontor",
    "selv": "Egen henvendelse",
}
# Navnene NAV bruker, er de samme som i søknadssystemet, men alltid skrevet likt.
MAALGRUPPE_NAV = {
    g: next(iter(MAALGRUPPE_SOEKNAD["psykisk og rus" if g == "rop" else g]))
    for g in MAALGRUPPE_LEIE
}


class Husstandsnumre:
    """Husstandene i boligregistrene har nummer fra før. De andre får numrene etter, etter hvert som
    de dukker opp."""

    def __init__(self, kjente: dict[Husstand, str], ledig_fra: int):
        numre = count(ledig_fra)
        self._id = defaultdict(lambda: f"H{next(numre):05d}", kjente)

    def __getitem__(self, husstand: Husstand) -> str:
        return self._id[husstand]


def skriv_innsats(
    mappe: Path, innsats: Innsats, numre: Husstandsnumre, terning: Terning
) -> list[Path]:
    """De seks uttrekkene. Tatt med er det som ikke var over da uttrekkene begynner."""
    return [
        _skriv_kartlegging(mappe / "kartlegging.xlsx", innsats, numre, terning),
        _skriv_opphold(mappe / "midlertidig_opphold.csv", innsats, numre, terning),
        _skriv_utkastelser(mappe / "utkastelse.csv", innsats, numre, terning),
        _skriv_virkemidler(mappe / "virkemiddel.csv", innsats, numre, terning),
        _skriv_tjenester(mappe / "tjeneste.csv", innsats, numre, terning),
        _skriv_tjenestekatalog(mappe / "tjenestekatalog.csv"),
    ]


def _skriv_kartlegging(
    sti: Path, innsats: Innsats, numre: Husstandsnumre, terning: Terning
) -> Path:
    overskrift = [
        "Løpenr",
        "Første gang meldt",
        "Boligsituasjon",
        "Brukergruppe",
        "Alder",
        "Barn under 18",
        "Tettsted",
        "Avklart dato",
        "Løsning",
    ]
    rader = [
        [
            numre[k.husstand],
            dt.date.fromordinal(k.kartlagt),
            SITUASJON[k.situasjon],
            MAALGRUPPE_NAV[_maalgruppe(k.husstand, terning)],
            kan_mangle(
                aldersgruppe(dt.date.fromordinal(k.kartlagt).year - k.husstand.foedt),
                terning,
            ),
            k.husstand.barn,
            kan_mangle(k.husstand.omraade, terning),
            k.avklart and dt.date.fromordinal(k.avklart),
            AVKLART_TIL.get(k.avklart_til),
        ]
        for k in _siden(innsats.kartlegging, lambda k: k.avklart)
    ]
    # Feil med vilje: en situasjon som ikke finnes.
    rader[len(rader) // 2][2] = "Diverse"
    titler = [
        "Husstander uten egnet bolig",
        f"Lokal kartlegging, oppdatert {dato(SLUTT)}",
    ]
    return skriv_xlsx(sti, "Husstander", titler, overskrift, rader)


def _skriv_opphold(
    sti: Path, innsats: Innsats, numre: Husstandsnumre, terning: Terning
) -> Path:
    overskrift = [
        "Bruker-id",
        "Brukergruppe",
        "Botilbud",
        "Fra dato",
        "Til dato",
        "Barn",
        "Utgift",
    ]
    rader = [
        [
            numre[o.husstand],
            MAALGRUPPE_NAV[_maalgruppe(o.husstand, terning)],
            OPPHOLDSTYPE[o.type],
            dato(o.fra),
            dato(o.til),
            o.husstand.barn,
            kan_mangle(tall(o.kostnad, 2), terning),
        ]
        for o in _siden(innsats.opphold, lambda o: o.til)
    ]
    # Feil med vilje: et opphold som slutter før det begynner.
    feil = next(
        nr
        for nr in range(len(rader) // 2, len(rader))
        if rader[nr][4] and rader[nr][3] != rader[nr][4]
    )
    rader[feil][3:5] = rader[feil][4], rader[feil][3]
    return skriv_csv(sti, overskrift, rader, "cp1252")


def _skriv_utkastelser(
    sti: Path, innsats: Innsats, numre: Husstandsnumre, terning: Terning
) -> Path:
    overskrift = [
        "Saksøkt",
        "Målgruppe",
        "Begjæring mottatt",
        "Fravikelse gjennomført",
        "Grunn",
        "Bor i kommunal bolig",
        "Barn",
        "Avverget ved",
    ]
    rader = [
        [
            numre[u.husstand],
            MAALGRUPPE_LEIE[_maalgruppe(u.husstand, terning)],
            iso(u.begjaering),
            iso(u.gjennomfoert),
            kan_mangle(UTKASTELSESAARSAK[u.aarsak], terning),
            ja_nei(u.kommunal),
            u.husstand.barn,
            AVVERGET_MED.get(u.avverget_med),
        ]
        for u in innsats.utkastelser
        if max(u.begjaering, u.gjennomfoert or 0) >= UTTREKK_FRA
    ]
    # Feil med vilje: samme begjæring er ført to ganger, med ulikt antall barn.
    dobbel = list(rader[len(rader) // 3])
    dobbel[6] += 1
    return skriv_csv(sti, overskrift, [*rader, dobbel], "utf-8-sig")


def _skriv_virkemidler(
    sti: Path, innsats: Innsats, numre: Husstandsnumre, terning: Terning
) -> Path:
    overskrift = [
        "Søker-id",
        "Brukergruppe",
        "Ordning",
        "Søknadsdato",
        "Dato for vedtak",
        "Utfall",
        "Gjelder fra",
        "Gjelder til",
        "Beløp (kr)",
    ]
    rader = [
        [
            numre[s.husstand],
            MAALGRUPPE_NAV[_maalgruppe(s.husstand, terning)],
            ORDNING[s.virkemiddel],
            dato(s.soekt),
            dato(s.vedtaksdato),
            VEDTAK.get(s.vedtak),
            dato(s.fra),
            dato(s.til),
            s.beloep and tall(s.beloep, 0, " "),
        ]
        for s in innsats.virkemidler
        if max(s.soekt, s.vedtaksdato or 0, s.til or 0) >= UTTREKK_FRA
    ]
    # Feil med vilje: en ordning som ikke finnes, og et vedtak som er eldre enn søknaden.
    ukjent, umulig = (
        len(rader) // 4,
        next(nr for nr in range(len(rader) // 2, len(rader)) if rader[nr][4]),
    )
    rader[ukjent][2] = "Strømstøtte"
    rader[umulig][4] = dato(
        dt.datetime.strptime(rader[umulig][3], "%d.%m.%Y").toordinal() - 12
    )
    return skriv_csv(sti, overskrift, rader, "cp1252")


def _skriv_tjenester(
    sti: Path, innsats: Innsats, numre: Husstandsnumre, terning: Terning
) -> Path:
    overskrift = [
        "Bruker-id",
        "Brukergruppe",
        "Tjenestetype",
        "Utførende enhet",
        "Henviser",
        "Henvist dato",
        "Startdato",
        "Sluttdato",
        "Timer/uke",
        "Har koordinator",
        "IP",
    ]
    rader = [
        [
            numre[t.husstand],
            MAALGRUPPE_LEIE[_maalgruppe(t.husstand, terning)],
            TJENESTE[t.tjeneste],
            ENHET[t.enhet],
            kan_mangle(ENHET[t.henvist_fra], terning),
            iso(t.henvist),
            iso(t.oppstart),
            iso(t.slutt) if t.oppstart and t.slutt <= SLUTT else "",
            kan_mangle(t.timer and tall(t.timer, 1), terning) if t.oppstart else None,
            ja_nei(t.koordinator),
            ja_nei(t.individuell_plan),
        ]
        for t in _siden(
            innsats.tjenester, lambda t: t.slutt if t.oppstart else t.henvist
        )
    ]
    # Feil med vilje: oppstart før henvisning, og en tjeneste som ikke finnes.
    feil = next(
        nr
        for nr in range(len(rader) // 2, len(rader))
        if rader[nr][6] and rader[nr][6] != rader[nr][5]
    )
    rader[feil][5:7] = rader[feil][6], rader[feil][5]
    rader[len(rader) // 5][2] = "Støttekontakt"
    return skriv_csv(sti, overskrift, rader, "utf-8-sig")


def _skriv_tjenestekatalog(sti: Path) -> Path:
    overskrift = [
        "Tilbud",
        "Ansvarlig enhet",
        "Hva er det",
        "Hvem kan få",
        "Boligsituasjon",
        "Hvordan søke",
        "Regelverk",
        "Svarfrist",
        "Telefon til kontoret",
    ]
    rader = [
        [
            t.tjeneste,
            t.enhet,
            t.hva,
            t.for_hvem,
            ", ".join(SITUASJON[s] for s in t.situasjon),
            t.soek_slik,
            t.hjemmel,
            t.frist_dager,
            TELEFON[t.enhet],
        ]
        for t in TILBUD
    ]
    return skriv_csv(sti, overskrift, rader, "cp1252")


def _siden(tilfeller: Iterable, slutt) -> list:
    """Det som ikke var over da uttrekkene begynner."""
    return [t for t in tilfeller if not slutt(t) or slutt(t) >= UTTREKK_FRA]


def _maalgruppe(husstand: Husstand, terning: Terning) -> str:
    """Noen få ganger er de ulike systemene ikke enige om målgruppen."""
    if not terning.sjanse(fi.ANNEN_MAALGRUPPE):
        return husstand.maalgruppe
    return "oekonomi" if husstand.maalgruppe != "oekonomi" else "rop"
