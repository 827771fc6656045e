"""Uttrekkene om situasjoner, virkemidler og tjenester, hvert fra sitt system og med sine
skrivemåter.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from itertools import count
from pathlib import Path

from boligdata.eksempel import forutsetninger_innsats as innsatstall
from boligdata.eksempel.filer import (
    MAALGRUPPE_LEIE,
    SITUASJON,
    TILRAADD_LOESNING,
    UEGNET_AARSAK,
    VEDTAK,
    aldersgruppe,
    dato,
    iso,
    ja_nei,
    kan_mangle,
    vanligste_navn,
)
from boligdata.eksempel.finn_fram import TELEFON, TILBUD
from boligdata.eksempel.innsats import Innsats
from boligdata.eksempel.liv import aar
from boligdata.eksempel.situasjoner import Kartlagt, Opphold, Utkastelse
from boligdata.eksempel.skriv import skriv_csv, skriv_xlsx, tall
from boligdata.eksempel.terning import Terning
from boligdata.eksempel.tjenester import Tjeneste
from boligdata.eksempel.verden import HUSKES_FRA, SLUTT, UTTREKK_FRA, Husstand
from boligdata.eksempel.virkemidler import Sak
from boligdata.felles import lover

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
MAALGRUPPE_NAV = {gruppe: vanligste_navn(gruppe) for gruppe in MAALGRUPPE_LEIE}


class Husstandsnumre:
    """Husstandene i boligregistrene har nummer fra før. De andre får numrene etter, etter hvert som
    de dukker opp.
    """

    def __init__(self, kjente: dict[Husstand, str], ledig_fra: int):
        numre = count(ledig_fra)
        self._id = defaultdict(lambda: f"H{next(numre):05d}", kjente)

    def __getitem__(self, husstand: Husstand) -> str:
        return self._id[husstand]


def skriv_innsats(
    mappe: Path,
    innsats: Innsats,
    numre: Husstandsnumre,
    terning: Terning,
    gjengangerterning: Terning,
    foerterning: Terning,
) -> list[Path]:
    """De seks uttrekkene. Tatt med er det som ikke var over da uttrekkene begynner, og det som var
    over året før, der det sier noe om det første året.
    """
    terninger = terning, foerterning
    return [
        _skriv_kartlegging(mappe / "kartlegging.xlsx", innsats, numre, *terninger),
        _skriv_opphold(
            mappe / "midlertidig_opphold.csv",
            innsats,
            numre,
            *terninger,
            gjengangerterning,
        ),
        _skriv_utkastelser(mappe / "utkastelse.csv", innsats, numre, *terninger),
        _skriv_virkemidler(mappe / "virkemiddel.csv", innsats, numre, *terninger),
        _skriv_tjenester(mappe / "tjeneste.csv", innsats, numre, terning),
        _skriv_tjenestekatalog(mappe / "tjenestekatalog.csv"),
    ]


def _skriv_kartlegging(
    sti: Path,
    innsats: Innsats,
    numre: Husstandsnumre,
    terning: Terning,
    foerterning: Terning,
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
        "Utskrives eller løslates",
        "Hvorfor uegnet",
        "Anbefalt løsning",
    ]

    def sist(kartlagt: Kartlagt) -> int | None:
        return kartlagt.avklart

    rader = [
        _kartlagtrad(kartlagt, numre, terning)
        for kartlagt in _siden(innsats.kartlegging, sist)
    ]
    # Feil med vilje: en situasjon som ikke finnes.
    rader[len(rader) // 2][2] = "Diverse"
    foer = [
        _kartlagtrad(kartlagt, numre, foerterning)
        for kartlagt in _aaret_foer(innsats.kartlegging, sist)
    ]
    titler = [
        "Husstander uten egnet bolig",
        f"Lokal kartlegging, oppdatert {dato(SLUTT)}",
    ]
    return skriv_xlsx(sti, "Husstander", titler, overskrift, [*foer, *rader])


def _kartlagtrad(kartlagt: Kartlagt, numre: Husstandsnumre, terning: Terning) -> list:
    return [
        numre[kartlagt.husstand],
        dt.date.fromordinal(kartlagt.kartlagt),
        SITUASJON[kartlagt.situasjon],
        MAALGRUPPE_NAV[_maalgruppe(kartlagt.husstand, terning)],
        kan_mangle(_alder(kartlagt), terning),
        kartlagt.husstand.barn,
        kan_mangle(kartlagt.husstand.omraade, terning),
        kartlagt.avklart and dt.date.fromordinal(kartlagt.avklart),
        AVKLART_TIL.get(kartlagt.avklart_til),
        kartlagt.utskrives and dt.date.fromordinal(kartlagt.utskrives),
        UEGNET_AARSAK.get(kartlagt.uegnet_aarsak),
        TILRAADD_LOESNING.get(kartlagt.tilraadd_loesning),
    ]


def _alder(kartlagt: Kartlagt) -> str:
    return aldersgruppe(aar(kartlagt.kartlagt) - kartlagt.husstand.foedt)


def _skriv_opphold(
    sti: Path,
    innsats: Innsats,
    numre: Husstandsnumre,
    terning: Terning,
    foerterning: Terning,
    gjengangerterning: Terning,
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

    def sist(opphold: Opphold) -> int | None:
        return opphold.til

    opphold = _siden(innsats.opphold, sist)
    foer = _aaret_foer(innsats.opphold, sist)
    rader = [_oppholdsrad(periode, numre, terning) for periode in opphold]
    # Feil med vilje: et opphold som slutter før det begynner.
    _bytt_om_datoene(rader, 3)
    rader += [
        _oppholdsrad(periode, numre, gjengangerterning)
        for periode in innsats.gjengangere
    ]
    rader += [_oppholdsrad(periode, numre, foerterning) for periode in foer]
    i_tid = sorted(
        zip([*opphold, *innsats.gjengangere, *foer], rader), key=lambda par: par[0].fra
    )
    return skriv_csv(sti, overskrift, [rad for _, rad in i_tid], "cp1252")


def _oppholdsrad(opphold: Opphold, numre: Husstandsnumre, terning: Terning) -> list:
    return [
        numre[opphold.husstand],
        MAALGRUPPE_NAV[_maalgruppe(opphold.husstand, terning)],
        OPPHOLDSTYPE[opphold.type],
        dato(opphold.fra),
        dato(opphold.til),
        opphold.husstand.barn,
        kan_mangle(tall(opphold.kostnad, 2), terning),
    ]


def _skriv_utkastelser(
    sti: Path,
    innsats: Innsats,
    numre: Husstandsnumre,
    terning: Terning,
    foerterning: Terning,
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

    def sist(sak: Utkastelse) -> int:
        return max(sak.begjaering, sak.gjennomfoert or 0)

    rader, foer = (
        [_utkastelsesrad(sak, numre, rekke) for sak in saker]
        for saker, rekke in (
            (_siden(innsats.utkastelser, sist), terning),
            (_aaret_foer(innsats.utkastelser, sist), foerterning),
        )
    )
    # Feil med vilje: samme begjæring er ført to ganger, med ulikt antall barn.
    dobbel = list(rader[len(rader) // 3])
    dobbel[6] += 1
    return skriv_csv(sti, overskrift, [*foer, *rader, dobbel], "utf-8-sig")


def _utkastelsesrad(sak: Utkastelse, numre: Husstandsnumre, terning: Terning) -> list:
    return [
        numre[sak.husstand],
        MAALGRUPPE_LEIE[_maalgruppe(sak.husstand, terning)],
        iso(sak.begjaering),
        iso(sak.gjennomfoert),
        kan_mangle(UTKASTELSESAARSAK[sak.aarsak], terning),
        ja_nei(sak.kommunal),
        sak.husstand.barn,
        AVVERGET_MED.get(sak.avverget_med),
    ]


def _skriv_virkemidler(
    sti: Path,
    innsats: Innsats,
    numre: Husstandsnumre,
    terning: Terning,
    foerterning: Terning,
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

    def sist(sak: Sak) -> int:
        return max(sak.soekt, sak.vedtaksdato or 0, sak.til or 0)

    rader, foer = (
        [_virkemiddelrad(sak, numre, rekke) for sak in saker]
        for saker, rekke in (
            (_siden(innsats.virkemidler, sist), terning),
            # Uten dem så den som fornyet bostøtten i 2016, ut som en ny.
            (_aaret_foer(innsats.virkemidler, sist), foerterning),
        )
    )
    # Feil med vilje: en ordning som ikke finnes, og et vedtak som er eldre enn søknaden.
    rader[len(rader) // 4][2] = "Strømstøtte"
    umulig = next(rad for rad in rader[len(rader) // 2 :] if rad[4])
    soekt = dt.datetime.strptime(umulig[3], "%d.%m.%Y").toordinal()
    umulig[4] = dato(soekt - 12)
    return skriv_csv(sti, overskrift, [*foer, *rader], "cp1252")


def _virkemiddelrad(sak: Sak, numre: Husstandsnumre, terning: Terning) -> list:
    return [
        numre[sak.husstand],
        MAALGRUPPE_NAV[_maalgruppe(sak.husstand, terning)],
        ORDNING[sak.virkemiddel],
        dato(sak.soekt),
        dato(sak.vedtaksdato),
        VEDTAK.get(sak.vedtak),
        dato(sak.fra),
        dato(sak.til),
        sak.beloep and tall(sak.beloep, 0, " "),
    ]


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
        [numre[tjeneste.husstand], *_tjenesterad(tjeneste, terning)]
        for tjeneste in _siden(innsats.tjenester, _over)
    ]
    # Feil med vilje: oppstart før henvisning, og en tjeneste som ikke finnes.
    _bytt_om_datoene(rader, 5)
    rader[len(rader) // 5][2] = "Støttekontakt"
    return skriv_csv(sti, overskrift, rader, "utf-8-sig")


def _bytt_om_datoene(rader: list[list], kolonne: int) -> None:
    """Bytt om datoen i kolonnen og den neste, i den første raden fra midten der det blir feil."""
    for rad in rader[len(rader) // 2 :]:
        foerst, sist = rad[kolonne : kolonne + 2]
        if sist and foerst != sist:
            rad[kolonne : kolonne + 2] = sist, foerst
            return


def _over(tjeneste: Tjeneste) -> int:
    """Dagen tjenesten er over. Den som aldri begynte, var over da den ble henvist."""
    return tjeneste.slutt if tjeneste.oppstart else tjeneste.henvist


def _tjenesterad(tjeneste: Tjeneste, terning: Terning) -> list:
    begynt = tjeneste.oppstart is not None
    rad = [
        MAALGRUPPE_LEIE[_maalgruppe(tjeneste.husstand, terning)],
        TJENESTE[tjeneste.tjeneste],
        ENHET[tjeneste.enhet],
        kan_mangle(ENHET[tjeneste.henvist_fra], terning),
        iso(tjeneste.henvist),
        iso(tjeneste.oppstart),
        iso(tjeneste.slutt) if begynt and tjeneste.slutt <= SLUTT else "",
        None,
        ja_nei(tjeneste.koordinator),
        ja_nei(tjeneste.individuell_plan),
    ]
    if begynt:
        rad[7] = kan_mangle(tjeneste.timer and tall(tjeneste.timer, 1), terning)
    return rad


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
        "Søkeord",
    ]
    rader = [
        [
            tilbud.tjeneste,
            tilbud.enhet,
            tilbud.hva,
            tilbud.for_hvem,
            ", ".join(SITUASJON[situasjon] for situasjon in tilbud.situasjon),
            tilbud.soek_slik,
            lover.tekst(tilbud.hjemmel) if tilbud.hjemmel else "",
            tilbud.frist_dager,
            TELEFON[tilbud.enhet],
            tilbud.soekeord,
        ]
        for tilbud in TILBUD
    ]
    return skriv_csv(sti, overskrift, rader, "cp1252")


def _siden(tilfeller: Iterable, slutt) -> list:
    """Det som ikke var over da uttrekkene begynner."""
    return [
        tilfelle
        for tilfelle in tilfeller
        if not slutt(tilfelle) or slutt(tilfelle) >= UTTREKK_FRA
    ]


def _aaret_foer(tilfeller: Iterable, slutt) -> list:
    """Det som var over i løpet av året før uttrekkene begynner."""
    return [
        tilfelle
        for tilfelle in tilfeller
        if HUSKES_FRA <= (slutt(tilfelle) or 0) < UTTREKK_FRA
    ]


def _maalgruppe(husstand: Husstand, terning: Terning) -> str:
    """Noen få ganger er de ulike systemene ikke enige om målgruppen."""
    if not terning.sjanse(innsatstall.ANNEN_MAALGRUPPE):
        return husstand.maalgruppe
    return "oekonomi" if husstand.maalgruppe != "oekonomi" else "rop"
