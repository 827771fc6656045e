"""Tallene kommunen henter fra Statistisk sentralbyrå: folkemengde, framskriving og KOSTRA, i SSBs
egen skrivemåte.
"""

import datetime as dt
from pathlib import Path

from boligdata.eksempel import forutsetninger as antatt
from boligdata.eksempel import liv, naboer
from boligdata.eksempel.innsats import Innsats
from boligdata.eksempel.situasjoner import Opphold
from boligdata.eksempel.skriv import skriv_csv, tall
from boligdata.eksempel.verden import (
    SLUTT,
    Husstand,
    Soeknad,
    Verden,
)

TILRETTELAGT = ("utviklingshemming", "funksjonsnedsettelse", "eldre")
SKJULES_UNDER = 4  # Så små tall viser SSB som «:».


def skriv_befolkning(mappe: Path, skala: int) -> Path:
    """Folkemengden 1. januar, med en fotnote under tallene slik statistikkbanken skriver den."""
    rader = [
        [antatt.KOMMUNENUMMER, aar, alder, antall * skala]
        for aar in range(antatt.FOERSTE_AAR, antatt.PER_DATO.year + 2)
        for alder, antall in folketall(aar).items()
    ]
    rader += [[], ["Kilde: Statistisk sentralbyrå, tabell 07459 (fiktive tall)"]]
    return skriv_csv(
        mappe / "befolkning.csv", ["Region", "År", "Alder", "Personer"], rader, "cp1252"
    )


def folketall(aar: int) -> dict[str, int]:
    """Innbyggere etter alder, med summene «alle» og «80+»."""
    grupper = {
        alder: _mellom(punkter, aar) for alder, punkter in antatt.FOLKETALL.items()
    }
    return {
        "alle": sum(grupper.values()),
        **grupper,
        "80+": grupper["80-89"] + grupper["90+"],
    }


def _aldersgrupper(aar: int, skala: int) -> dict[str, str]:
    """Innbyggerne 1. januar i gruppene tallene for alle kommuner er delt på per innbygger i."""
    antall = folketall(max(aar, antatt.FOERSTE_AAR))
    voksne = ("18-24", "25-49", "50-66")
    grupper = {
        "0-17": antall["0-17"],
        "18-66": sum(antall[gruppe] for gruppe in voksne),
        "67-79": antall["67-79"],
        "80+": antall["80+"],
    }
    return {f"Personer1.{navn}": str(tall * skala) for navn, tall in grupper.items()}


def skriv_framskriving(mappe: Path, skala: int) -> Path:
    """De tre alternativene, som alle begynner i folkemengden ved siste årsskifte."""
    fra = antatt.PER_DATO.year + 1
    rader = [
        [
            antatt.KOMMUNENUMMER,
            aar,
            alternativ,
            alder,
            _mellom({fra: folketall(fra)[alder], **punkter}, aar) * skala,
        ]
        for alternativ, aldre in antatt.FRAMSKREVET.items()
        for alder, punkter in aldre.items()
        for aar in range(fra, max(punkter) + 1)
    ]
    overskrift = ["kommunenummer", "aar", "alternativ", "aldersgruppe", "personer"]
    return skriv_csv(mappe / "framskriving.csv", overskrift, rader, "utf-8-sig")


def _mellom(punkter: dict[int, int], aar: int) -> int:
    """Verdien i `aar` på rette linjer mellom punktene."""
    foer = max(kjent for kjent in punkter if kjent <= aar)
    etter = min((kjent for kjent in punkter if kjent >= aar), default=foer)
    andel = (aar - foer) / (etter - foer) if etter > foer else 0
    return round(punkter[foer] + andel * (punkter[etter] - punkter[foer]))


# ------------------------------------------------------------------------------- KOSTRA
#
# Kodene uten merknad er funnet i SSBs statistikkbank (V). Hva de teller, er tolket etter navnet
# (antakelse).


def skriv_kommunetall(mappe: Path, verdener: list[Verden], innsats: Innsats) -> Path:
    """KOSTRA-tallene kommunen har meldt, og dem den sammenlignes med ved siden av."""
    rader = []
    opphold = innsats.opphold + innsats.gjengangere
    for aar in range(antatt.FOERSTE_AAR - 1, antatt.PER_DATO.year + 1):
        foreloepig = "ja" if aar == antatt.KOSTRA_FORELOEPIG else "nei"
        egne = _skjema_13(aar, verdener, opphold) | _andre_skjema(
            aar, verdener, innsats
        )
        landet = {
            "KOSboligSper10000000": tall(antatt.LANDET_PER_1000[aar], 1),
            "KOSantnyinnflytt0000": str(antatt.LANDET_NYINNFLYTTEDE[aar]),
        }
        egne |= naboer.egne(aar) | _aldersgrupper(aar, len(verdener))
        andre = naboer.verdier(aar)
        andre[antatt.LANDET] |= landet
        for region, verdier in {antatt.KOMMUNENUMMER: egne, **andre}.items():
            rader += [
                [region, aar, kode, verdi, *naboer.merket(kode, foreloepig)]
                for kode, verdi in verdier.items()
            ]
    rader.append(["Kilde: Statistisk sentralbyrå, KOSTRA (fiktive tall)"])
    overskrift = [
        "Region",
        "År",
        "Statistikkvariabel",
        "Verdi",
        "Foreløpig tall",
        "Tabell",
    ]
    return skriv_csv(mappe / "kommunetall.csv", overskrift, rader, "cp1252")


def _skjema_13(
    aar: int, verdener: list[Verden], opphold: list[Opphold]
) -> dict[str, str]:
    """Boligene, søknadene og de midlertidige oppholdene. Alt mangler det året skjemaet ikke ble
    levert.
    """
    _, slutt = liv.dager(aar)
    boliger = [
        bolig
        for verden in verdener
        for bolig in verden.boliger
        if liv.i_bruk(bolig, slutt)
    ]
    soeknader = [
        soeknad
        for verden in verdener
        for soeknad in verden.soeknader
        if soeknad.type == "ny"
    ]
    nye = [soeknad for soeknad in soeknader if _i_aar(soeknad.innflyttet, aar)]
    venter = [soeknad for soeknad in soeknader if _venter(soeknad, slutt)]
    innbyggere = folketall(aar + 1)["alle"] * len(verdener)
    verdier = {
        "KOSboligSper10000000": tall(1000 * len(boliger) / innbyggere, 1),
        "KOSboligpkommuna0000": str(
            sum(bolig.disposisjonsform == "disposisjonsrett" for bolig in boliger)
        ),
        "KOSantnyinnflytt0000": str(len(nye)),
        **_nye_psyk_rus(aar, nye),
        **_venteliste(venter),
        **_midlertidig(aar, opphold),
    }
    return dict.fromkeys(verdier, "..") if aar == antatt.KOSTRA_MANGLER else verdier


def _venteliste(venter: list[Soeknad]) -> dict[str, str]:
    grupper = [soeknad.husstand.maalgruppe for soeknad in venter]
    tilrettelagt = sum(gruppe in TILRETTELAGT for gruppe in grupper)
    psyk_rus, alle = grupper.count("rop"), len(grupper)
    return {
        "KOSventelistetil0000": str(tilrettelagt),
        "KOSandtilretteve0000": _andel(tilrettelagt, alle),
        "KOSventelistepsy0002": _andel(psyk_rus, alle),
        "KOSandandrevente0000": _andel(alle - tilrettelagt - psyk_rus, alle),
    }


def _midlertidig(aar: int, opphold: list[Opphold]) -> dict[str, str]:
    """Husstandene som har bodd midlertidig i løpet av året. Natthjem telles for seg (V)."""
    lengst: dict[Husstand, int] = {}
    natthjem: set[Husstand] = set()
    for periode in opphold:
        if not _i_loepet_av(periode, aar):
            continue
        husstand, dager = periode.husstand, (periode.til or SLUTT) - periode.fra
        if periode.type == "natthjem":
            natthjem.add(husstand)
        else:
            lengst[husstand] = max(lengst.get(husstand, 0), dager)
    barn = [dager for husstand, dager in lengst.items() if husstand.barn]
    feil = 10 if aar == antatt.KOSTRA_FEIL else 1
    return {
        "KOStotmidlbo0000": str(len(lengst) * feil),
        "KOSmidlbobarn0000": _skjul(len(barn)),
        "KOSandmidlbo14d0000": _prosent(
            sum(dager <= 14 for dager in lengst.values()), len(lengst)
        ),
        "KOSandbarn3m0000": _prosent(sum(dager > 90 for dager in barn), len(barn)),
        "KOStotnatt0000": _skjul(len(natthjem)),
    }


def _i_loepet_av(opphold: Opphold, aar: int) -> bool:
    foerste, siste = liv.dager(aar)
    return opphold.fra <= siste and (opphold.til is None or opphold.til >= foerste)


def _nye_psyk_rus(aar: int, nye: list[Soeknad]) -> dict[str, str]:
    """Til og med 2019 tre tall, deretter ett. De tre gamle kodene er ikke funnet; navnene er våre
    (antakelse).
    """
    rop = [
        soeknad.husstand.undergruppe
        for soeknad in nye
        if soeknad.husstand.maalgruppe == "rop"
    ]
    gamle = {
        "KOSnyinnflyttpsy0000": "psykisk",
        "KOSnyinnflyttrus0000": "rus",
        "KOSnyinnflyttrop0000": "rop",
    }
    if aar < antatt.NY_INNDELING:
        delt = {kode: _skjul(rop.count(navn)) for kode, navn in gamle.items()}
        return {"KOSnyinnflyttpsy0001": "."} | delt
    return {"KOSnyinnflyttpsy0001": _skjul(len(rop))} | dict.fromkeys(gamle, ".")


def _andre_skjema(aar: int, verdener: list[Verden], innsats: Innsats) -> dict[str, str]:
    _, slutt = liv.dager(aar)
    eldre = [
        leie
        for verden in verdener
        for leie in verden.leieforhold
        if leie.bolig.boligtype == "heldoegns"
        and liv.bor_der(leie, slutt)
        and aar - leie.husstand.foedt >= 80
    ]
    startlaan = sum(
        sak.virkemiddel == "startlaan" and _i_aar(sak.fra, aar)
        for sak in innsats.virkemidler
    )
    return {
        "KOSfainansstartp0000": tall(
            1000 * startlaan / (folketall(aar + 1)["alle"] * len(verdener)), 1
        ),
        "KOSinnbbolig80aa0000": tall(
            100 * len(eldre) / (folketall(aar + 1)["80+"] * len(verdener)), 1
        ),
        "KOShjtj80aarover0001": tall(antatt.KOSTRA_HJEMMETJENESTER_80[aar], 1),
    }


def _i_aar(dag: int | None, aar: int) -> bool:
    return dag is not None and dt.date.fromordinal(dag).year == aar


def _venter(soeknad: Soeknad, dag: int) -> bool:
    fikk_vedtak = soeknad.vedtak == "innvilget" and soeknad.vedtaksdato <= dag
    return fikk_vedtak and (soeknad.avsluttet is None or soeknad.avsluttet > dag)


def _skjul(antall: int) -> str:
    if antall == 0:
        return "-"
    return ":" if antall < SKJULES_UNDER else str(antall)


def _prosent(del_: int, hele: int) -> str:
    return tall(100 * del_ / hele, 1) if del_ else "-"


def _andel(del_: int, hele: int) -> str:
    if not del_:
        return "-"
    return ":" if del_ < SKJULES_UNDER else tall(100 * del_ / hele, 1)
