"""Uttrekkene fra kommunens egne systemer, med skrivemåtene og feilene slike uttrekk pleier å ha.

Hvert system har sin dialekt: tegnsett, datoformat, overskrifter og egne navn på de samme tingene.
Noen rader er feil med vilje, slik at eksempelet viser hva som skjer med dem.
"""

import datetime as dt
import functools
from collections.abc import Sequence
from pathlib import Path

from boligdata.eksempel import forutsetninger as antatt
from boligdata.eksempel.handlingsdel import skriv_handlingsdel
from boligdata.eksempel.plan import PROSJEKTER, TILTAK, Plantiltak
from boligdata.eksempel.situasjoner import uegnet
from boligdata.eksempel.skriv import HARDT_MELLOMROM, skriv_csv, skriv_xlsx, tall
from boligdata.eksempel.terning import Terning
from boligdata.eksempel.verden import (
    HUSKES_FRA,
    SLUTT,
    UTTREKK_FRA,
    Bolig,
    Husstand,
    Leieforhold,
    Soeknad,
    Verden,
)

# ------------------------------------------------------- slik tingene heter i systemene

# Søknadssystemet er fylt ut for hånd i mange år. Tallet er hvor ofte skrivemåten er brukt.
MAALGRUPPE_SOEKNAD = {
    "flyktning": {"Flyktning": 6, "Bosatt flyktning": 2, "FLYKT": 1},
    "psykisk": {"Psykisk helse": 7, "psyk.": 1},
    "rus": {"Rus": 6, "Rusavhengighet": 1},
    "rop": {"ROP": 5, "Rop/rus": 1},
    "psykisk og rus": {"Rus og psykisk helse": 8, "Psykisk og/eller rus": 3, "ROP": 1},
    "utviklingshemming": {"Utviklingshemming": 3, "Psykisk utviklingshemming": 1},
    "funksjonsnedsettelse": {"Fysisk funksjonsnedsettelse": 4, "Bevegelseshemming": 1},
    "eldre": {"Eldre": 5, "Eldre/omsorg": 1, "ELDRE": 1},
    "unge": {"Unge i etableringsfasen": 3, "Unge 18-29": 1, "Førstegangsetablerer": 1},
    "barnefamilie": {"Barnefamilie": 4, "Familie med barn": 1},
    "oekonomi": {"Økonomisk vanskeligstilt": 4, "Lav inntekt": 1},
    "loeslatt": {"Løslatt fra fengsel": 2, "Løslatt/utskrevet": 1},
    "uten_behovsproeving": {"Uten behovsprøving": 2, "Personalbolig": 1},
}
# Leieforholdene har faste koder.
MAALGRUPPE_LEIE = {
    "flyktning": "FLYKT",
    "rop": "ROP",
    "utviklingshemming": "UTV",
    "funksjonsnedsettelse": "FUNK",
    "eldre": "ELDRE",
    "unge": "UNGE",
    "barnefamilie": "BARNEF",
    "oekonomi": "OKO",
    "loeslatt": "LOSL",
    "uten_behovsproeving": "UTEN",
}
BOLIGTYPE = {
    "ordinaer": "Ordinær kommunal bolig",
    "flyktningbolig": "Flyktningbolig",
    "robust": "Småhus/robust bolig",
    "overgang": "Treningsbolig",
    "midlertidig": "Midlertidig bolig",
    "omsorgsbolig": "Omsorgsbolig",
    "bofellesskap": "Samlokaliserte boliger",
    "heldoegns": "Omsorgsbolig m/bemanning",
}
DISPOSISJONSFORM = {
    "eid": "Eid av kommunen",
    "innleid": "Innleid",
    "disposisjonsrett": "Tilvisningsavtale",
}
LEDIG = {  # tilstand: (status, årsak)
    "klar": ("Ledig (klar)", "Klar for tildeling"),
    "passer_ikke": ("Ledig (klar)", "Ingen søker passer"),
    "oppussing": ("Ledig (under oppussing)", "Vedlikehold"),
    "skade": ("Sperret", "Skade"),
    "reservert": ("Tildelt, ikke innflyttet", "Reservert"),
    "avhendes": ("Sperret", "Skal selges"),
}
UTFLYTTING = {
    "eid_bolig": "Kjøpt bolig",
    "privat_leie": "Privat leie",
    "annen_kommunal": "Annen kommunal",
    "institusjon": "Institusjon",
    "utkastelse": "Fravikelse",
    "flyttet": "Flyttet ut av kommunen",
    "doed": "Død",
    "annet": "Annet",
}
SITUASJON = {
    "uten_bolig": "Uten egen bolig",
    "i_fare": "I fare",
    "uegnet_bolig": "Uegnet bolig/bomiljø",
}
UEGNET_AARSAK = {
    "trang": "For trangt",
    "standard": "Dårlig standard",
    "fysisk": "Fysisk utforming",
    "bomiljoe": "Bomiljø",
}
TILRAADD_LOESNING = {
    "utbedring": "Tilpasning av boligen",
    "kommunal": "Kommunal utleiebolig",
    "omsorg": "Omsorgsbolig",
    "egen": "Kjøp eller privat leie",
    "oppfoelging": "Oppfølging i boligen",
}
SOEKNADSTYPE = {"ny": "Ny søker", "bytte": "Bytte", "forlengelse": "Forlengelse"}
VEDTAK = {
    "innvilget": "Innvilget",
    "avslag": "Avslag",
    "trukket": "Søknad trukket",
    "avvist": "Avvist",
}
AVSLAGSGRUNN = {
    "ikke_vanskeligstilt": "Ikke vanskeligstilt",
    "kan_skaffe_selv": "Kan skaffe bolig selv",
    "botid": "Manglende tilknytning",
    "annen_hjelp": "Henvist til startlån",
    "mangler_opplysning": "Ufullstendig søknad",
}
AVSLUTTET = {
    "innflyttet": "Fått bolig",
    "annen_loesning": "Ordnet selv",
    "trukket": "Trukket",
    "takket_nei": "Takket nei",
    "flyttet": "Flyttet",
    "doed": "Død",
}
MERKNAD = {None: 12, "Nytt bad 2019": 1, "Vinduer byttet 2021": 1, "Ny varmepumpe": 1}
MERKNAD_BYGD_FOER = 2010
ALDERSGRUPPER = (18, 25, 50, 67, 80, 90)


# ----------------------------------------------------------------------------- kommunen


def skriv_kommune(mappe: Path) -> Path:
    """Opplysningene om kommunen, som en kommune kan kopiere og skrive om."""
    omraader = ", ".join(f'"{omraade}"' for omraade in antatt.OMRAADER)
    tekst = f"""\
# Hvilken kommune uttrekkene gjelder. Kopier filen til data/inn, ved siden av kommunens egne uttrekk,
# og skriv inn egne verdier.
navn = "{antatt.KOMMUNENAVN}"
kommunenummer = "{antatt.KOMMUNENUMMER}"
# Områdene kommunen deler seg inn i. De må være skrevet slik de står i uttrekkene.
omraader = [{omraader}]
plan_fra = 2022
plan_til = 2032
# Første år i tidsseriene, og datoen uttrekkene er tatt ut. Endre den hver gang nye uttrekk legges inn. Er
# noen av dem tatt ut en annen dag, skal dagen stå i filnavnet (soeknad_2025-08-31.csv), eller nederst her:
# [tatt_ut]
# soeknad = 2025-08-31
# Begynner et register senere enn det første året, etter en sammenslåing eller et bytte av fagsystem, skal
# dagen stå nederst, for uttrekket eller for boligene i et område. Ellers ser botiden lengre ut enn den er:
# [registre_fra]
# soeknad = 2018-01-01
# "Ytterøya" = 2020-01-01
# Har ventelisten vært stengt, skal den første og den siste dagen stå, ellers ser det ut som færre søkte:
# venteliste_stengt = [[2019-06-01, 2019-12-31]]
foerste_aar = {antatt.FOERSTE_AAR}
per_dato = {antatt.PER_DATO}
# Rettelser i perioder som er publisert, kommer med straks. De kan også samles til neste tertial:
# rettelser = "med nytt tertial"
# Målformen sidene er på for den som ikke har valgt selv: "bokmål" eller "nynorsk".
maalform = "bokmål"
# Fjern disse linjene i kommunens egen fil. Den første gjør at alle sidene sier at tallene er oppdiktet, og
# den andre at sidene viser alder og frister slik de var den dagen.
fiktiv = true
i_dag = {antatt.I_DAG}
"""
    sti = mappe / "kommune.toml"
    sti.write_text(tekst, encoding="utf-8", newline="\n")
    return sti


def skriv_forutsetninger(mappe: Path) -> Path:
    """Forutsetningene kommunen selv har satt for boligbehovet."""
    tekst = f"""\
# Forutsetningene for boligbehovet som er satt av kommunen. De andre følger med programmet, se \
boligdata/behov/forutsetninger.toml.
# Kopier filen til data/inn, og skriv inn kommunens egne verdier, eller slett den.

[maal_andel]
verdi = 90
kilde = "Forslag til boligsosial plan"
dato = 2025-06-12
bestemt_av = "Arbeidsgruppen"

[maal_dager]
verdi = 90
kilde = "Forslag til boligsosial plan"
dato = 2025-06-12
bestemt_av = "Arbeidsgruppen"

[sykehjemsplasser]
verdi = {antatt.SYKEHJEMSPLASSER}
kilde = "{antatt.KOMMUNENAVN} sykehjem, plasser i drift"
dato = {antatt.PER_DATO}
bestemt_av = "Helse og omsorg"
"""
    sti = mappe / "forutsetninger.toml"
    sti.write_text(tekst, encoding="utf-8", newline="\n")
    return sti


# ----------------------------------------------------- boliger, leieforhold og søknader


def leieforhold_i_uttrekket(verdener: list[Verden]) -> list[Leieforhold]:
    """Leieforholdene som ikke var over da uttrekkene begynner."""
    alle = (
        leie
        for verden in verdener
        for leie in verden.leieforhold
        if not leie.utflyttet or leie.utflyttet >= UTTREKK_FRA
    )
    return sorted(alle, key=lambda leie: leie.innflyttet)


def soeknader_i_uttrekket(verdener: list[Verden]) -> list[Soeknad]:
    """Søknadene som ikke var avsluttet da uttrekkene begynner."""
    alle = (
        soeknad
        for verden in verdener
        for soeknad in verden.soeknader
        if not soeknad.avsluttet or soeknad.avsluttet >= UTTREKK_FRA
    )
    return sorted(alle, key=lambda soeknad: soeknad.mottatt)


def soeknader_aaret_foer(verdener: list[Verden]) -> list[Soeknad]:
    """Søknadene som ble avslått, trukket eller avvist året før uttrekkene begynner.

    Husstandene har ikke fått noen løsning ennå, så uten dem ville det sett ut som om det var få
    vanskeligstilte det første året.
    """
    alle = (
        soeknad
        for verden in verdener
        for soeknad in verden.soeknader
        if soeknad.vedtak not in (None, "innvilget")
        and HUSKES_FRA <= soeknad.avsluttet < UTTREKK_FRA
    )
    return sorted(alle, key=lambda soeknad: soeknad.mottatt)


def husstandsnumre(verdener: list[Verden]) -> dict[Husstand, str]:
    """Nummeret til hver husstand i leieforholdene og søknadene."""
    husstander = [leie.husstand for leie in leieforhold_i_uttrekket(verdener)]
    husstander += [soeknad.husstand for soeknad in soeknader_i_uttrekket(verdener)]
    husstander += [soeknad.husstand for soeknad in soeknader_aaret_foer(verdener)]
    return {
        husstand: f"H{nr:05d}"
        for nr, husstand in enumerate(dict.fromkeys(husstander), 1)
    }


def skriv_boliger_og_husstander(
    mappe: Path,
    verdener: list[Verden],
    husstand_id: dict[Husstand, str],
    terning: Terning,
    foerterning: Terning,
    om_husstanden: Sequence[Terning],
) -> list[Path]:
    """Boligregisteret, leieforholdene og søknadene, med id-er som går igjen i de tre. `om_husstanden` er
    rekken til hva som er galt med boligen den har, og til om den trenger en tilpasset.
    """
    boliger = [bolig for verden in verdener for bolig in verden.boliger]
    bolig_id = {bolig: f"B{nr:04d}" for nr, bolig in enumerate(boliger, 1)}
    return [
        _skriv_boliger(mappe / "bolig.xlsx", boliger, bolig_id, terning),
        _skriv_leieforhold(
            mappe / "leieforhold.csv",
            leieforhold_i_uttrekket(verdener),
            bolig_id,
            husstand_id,
        ),
        _skriv_soeknader(
            mappe / "soeknad.csv",
            (soeknader_i_uttrekket(verdener), terning),
            (soeknader_aaret_foer(verdener), foerterning),
            husstand_id,
            *om_husstanden,
        ),
    ]


def _skriv_boliger(
    sti: Path, boliger: list[Bolig], bolig_id: dict[Bolig, str], terning: Terning
) -> Path:
    overskrift = [
        "Bolig-ID",
        "Boligtype",
        "Disposisjonsform",
        "Område",
        "Antall soverom",
        "BRA (m²)",
        "Byggeår",
        "Tilstandsgrad",
        "Rullestoltilgjengelig",
        "Døgnbemanning",
        "Bofellesskap",
        "Tatt i bruk",
        "Avhendet",
        "Boligstatus",
        "Årsak til ledig bolig",
        "Månedsleie (kr)",
        "Merknad",
    ]
    titler = ["Fjordvik Eiendom KF", "Boligregister", f"Uttrekk per {dato(SLUTT)}"]
    rader = [_boligrad(bolig, bolig_id[bolig], terning) for bolig in boliger]
    # Feil med vilje: registeret sier at boligen er ledig, men den er leid ut.
    utleid = next(
        nr
        for nr, bolig in enumerate(boliger)
        if bolig.leieforhold and bolig.boligtype == "omsorgsbolig"
    )
    status = overskrift.index("Boligstatus")
    rader[utleid][status : status + 2] = LEDIG["klar"]
    return skriv_xlsx(sti, "Boliger", titler, overskrift, rader)


def _boligrad(bolig: Bolig, id: str, terning: Terning) -> list:
    status, aarsak = ("Utleid", None) if bolig.leieforhold else LEDIG[_tilstand(bolig)]
    return [
        id,
        BOLIGTYPE[bolig.boligtype],
        DISPOSISJONSFORM[bolig.disposisjonsform],
        bolig.omraade,
        bolig.soverom,
        kan_mangle(bolig.areal, terning),
        bolig.byggeaar,
        kan_mangle(bolig.tilstandsgrad, terning),
        ja_nei(bolig.rullestol),
        ja_nei(bolig.boligtype == "heldoegns"),
        ja_nei(bolig.boligtype == "bofellesskap"),
        dt.date.fromordinal(bolig.i_bruk_fra),
        bolig.ut_av_bruk and dt.date.fromordinal(bolig.ut_av_bruk),
        status,
        aarsak,
        bolig.leie,
        terning.trekk(MERKNAD) if bolig.byggeaar < MERKNAD_BYGD_FOER else None,
    ]


def _tilstand(bolig: Bolig) -> str:
    lenge_klar = (
        bolig.tilstand == "klar" and SLUTT - bolig.klar_fra > antatt.PASSER_IKKE_ETTER
    )
    return "passer_ikke" if lenge_klar else bolig.tilstand


def _skriv_leieforhold(
    sti: Path,
    leieforhold: list[Leieforhold],
    bolig_id: dict[Bolig, str],
    husstand_id: dict[Husstand, str],
) -> Path:
    overskrift = [
        "Kontraktsnr",
        "Bolig-id",
        "Husstandsnr",
        "Brukergruppe",
        "Innflyttingsdato",
        "Kontrakt til",
        "Utflyttingsdato",
        "Årsak utflytting",
    ]
    rader = [
        [
            f"L{nr:05d}",
            bolig_id[leie.bolig],
            husstand_id[leie.husstand],
            MAALGRUPPE_LEIE[leie.husstand.maalgruppe],
            iso(leie.innflyttet),
            iso(leie.utloeper),
            iso(leie.utflyttet),
            UTFLYTTING.get(leie.aarsak),
        ]
        for nr, leie in enumerate(leieforhold, 1)
    ]
    # Feil med vilje: ett leieforhold er ikke avsluttet, enda boligen er leid ut til en annen
    # etterpå.
    rader[_glemt_utflytting(leieforhold)][-2:] = "", None
    # Feil med vilje: en bolig som ikke finnes i registeret.
    ukjent = ["B0000", f"H{len(husstand_id) + 1:05d}", "OKO"]
    datoer = ["2023-05-02", "2026-05-02", "", ""]
    rader.append([f"L{len(rader) + 1:05d}", *ukjent, *datoer])
    return skriv_csv(sti, overskrift, rader, "utf-8-sig")


def _glemt_utflytting(leieforhold: list[Leieforhold]) -> int:
    """Plassen til det siste leieforholdet som var over før 2024, og som noen har flyttet inn etter,
    i en vanlig bolig.
    """
    grense = dt.date(2024, 1, 1).toordinal()
    etterfulgt: set[Bolig] = set()
    for nr, leie in reversed(list(enumerate(leieforhold))):
        if (
            leie.utflyttet
            and leie.utflyttet < grense
            and leie.bolig in etterfulgt
            and leie.bolig.boligtype == "ordinaer"
        ):
            return nr
        etterfulgt.add(leie.bolig)
    raise ValueError("Fant ikke noe leieforhold som kan stå igjen.")


def _skriv_soeknader(
    sti: Path,
    i_uttrekket: tuple[list[Soeknad], Terning],
    aaret_foer: tuple[list[Soeknad], Terning],
    husstand_id: dict[Husstand, str],
    uegnetterning: Terning,
    tilpassetterning: Terning,
) -> Path:
    overskrift = [
        "Søknadsnr",
        "Husstandsnr",
        "Målgruppe",
        "Andre målgrupper",
        "Boligsituasjon",
        "Type søknad",
        "Ønsket boligtype",
        "Antall personer",
        "Antall barn",
        "Alder",
        "Ønsket område",
        "Mottatt dato",
        "Vedtaksdato",
        "Resultat",
        "Avslagsgrunn",
        "Innflyttingsdato",
        "Avsluttet dato",
        "Avsluttet fordi",
        "Klage",
        "Omgjort etter klage",
        "Hvorfor uegnet",
        "Anbefalt løsning",
        "Trenger tilpasset bolig",
    ]

    def rader(soeknader: list[Soeknad], terning: Terning, fra_nr: int) -> list[list]:
        return [
            [
                *_soeknadsrad(
                    soeknad, f"S{nr:05d}", husstand_id[soeknad.husstand], terning
                ),
                *_uegnet(soeknad, uegnetterning),
                _trenger_tilpasset(soeknad.husstand, tilpassetterning),
            ]
            for nr, soeknad in enumerate(soeknader, fra_nr)
        ]

    alle = rader(*i_uttrekket, 1)
    feil = _feil_i_soeknadene(alle, len(husstand_id) + 2)
    foer = rader(*aaret_foer, len(alle) + len(feil) + 1)
    for rad in foer:
        # Søknadssystemet spurte ikke om det før.
        rad[overskrift.index("Antall personer")] = None
    return skriv_csv(sti, overskrift, [*alle, *foer, *feil], "cp1252")


def _soeknadsrad(soeknad: Soeknad, id: str, husstand_id: str, terning: Terning) -> list:
    mottatt = dt.date.fromordinal(soeknad.mottatt)
    return [
        id,
        husstand_id,
        terning.trekk(MAALGRUPPE_SOEKNAD[_maalgruppe(soeknad.husstand, mottatt.year)]),
        ", ".join(_andre_grupper(soeknad)),
        SITUASJON[soeknad.situasjon],
        SOEKNADSTYPE[soeknad.type],
        BOLIGTYPE[soeknad.oensket],
        kan_mangle(soeknad.personer, terning),
        soeknad.barn,
        kan_mangle(aldersgruppe(mottatt.year - soeknad.husstand.foedt), terning),
        kan_mangle(soeknad.husstand.omraade, terning),
        dato(soeknad.mottatt),
        dato(soeknad.vedtaksdato),
        VEDTAK.get(soeknad.vedtak),
        AVSLAGSGRUNN.get(soeknad.avslagsgrunn),
        dato(soeknad.innflyttet),
        dato(soeknad.avsluttet),
        AVSLUTTET.get(soeknad.aarsak),
        ja_nei(soeknad.klage),
        ja_nei(soeknad.omgjort),
    ]


def _uegnet(soeknad: Soeknad, terning: Terning) -> tuple[str | None, str | None]:
    """Hvorfor boligen er uegnet, og hva tildelingskontoret anbefaler."""
    if soeknad.situasjon != "uegnet_bolig":
        return None, None
    aarsak, loesning = uegnet(soeknad.husstand, terning)
    return UEGNET_AARSAK.get(aarsak), TILRAADD_LOESNING.get(loesning)


def _trenger_tilpasset(husstand: Husstand, terning: Terning) -> str | None:
    """Om husstanden trenger en bolig som er tilpasset. Noen ganger er det ikke fylt ut."""
    andeler = antatt.TRENGER_TILPASSET
    andel = andeler.get(husstand.maalgruppe, andeler["andre"])
    return kan_mangle(ja_nei(terning.sjanse(andel)), terning)


def _maalgruppe(husstand: Husstand, aar: int) -> str:
    if husstand.maalgruppe == "rop" and aar < antatt.NY_INNDELING:
        return husstand.undergruppe
    return _navn_i_dag(husstand.maalgruppe)


def _andre_grupper(soeknad: Soeknad) -> list[str]:
    return [
        vanligste_navn(gruppe)
        for gruppe in soeknad.husstand.andre_grupper
        if gruppe != "barnefamilie" or soeknad.barn
    ]


def vanligste_navn(maalgruppe: str) -> str:
    """Slik målgruppen oftest er skrevet i søknadssystemet."""
    return next(iter(MAALGRUPPE_SOEKNAD[_navn_i_dag(maalgruppe)]))


def _navn_i_dag(maalgruppe: str) -> str:
    return "psykisk og rus" if maalgruppe == "rop" else maalgruppe


def _feil_i_soeknadene(rader: list[list], neste_husstand: int) -> list[list]:
    """Tre feil med vilje: en dato som ikke finnes, en ukjent målgruppe, og et søknadsnummer brukt
    to ganger.
    """
    umulig, ukjent = (
        [
            f"S{len(rader) + nr:05d}",
            f"H{neste_husstand + nr:05d}",
            "Lav inntekt",
            "",
            "I fare",
            "Ny søker",
            "Ordinær kommunal bolig",
            1,
            0,
            "25-49",
            "Sentrum",
            "16.02.2021",
            "24.03.2021",
            "Avslag",
            "Kan skaffe bolig selv",
            "",
            "24.03.2021",
            "",
            "Nei",
            "Nei",
            "",
            "",
            "",
        ]
        for nr in (1, 2)
    )
    umulig[11] = "31.02.2021"
    ukjent[2] = "Diverse"
    dobbel = list(rader[len(rader) // 2])
    dobbel[10] = "Sundet" if dobbel[10] != "Sundet" else "Sentrum"
    return [umulig, ukjent, dobbel]


# ------------------------------------------------------------------------------- planen


def skriv_plan(mappe: Path) -> list[Path]:
    """Tiltakene, milepælene og boligprosjektene, og det som er skrevet om tiltakene siden."""
    tiltak_id = {tiltak.nr: f"T{nr:02d}" for nr, tiltak in enumerate(TILTAK, 1)}
    return [
        _skriv_tiltak(mappe / "tiltak.xlsx", tiltak_id),
        _skriv_milepaeler(mappe / "milepael.csv", tiltak_id),
        _skriv_prosjekter(mappe / "boligprosjekt.csv", tiltak_id),
        skriv_handlingsdel(mappe, tiltak_id),
    ]


def _skriv_tiltak(sti: Path, tiltak_id: dict[str, str]) -> Path:
    overskrift = [
        "Tiltak-id",
        "Nr.",
        "Tiltak",
        "Hovedmål",
        "Nasjonalt mål",
        "Målgrupper",
        "Boligtype",
        "Antall boliger",
        "Ansvarlig tjeneste",
        "Samarbeidspartner",
        "Start",
        "Frist",
        "Gjennomført",
        "Budsjett (kr)",
        "Finansiering",
        "KOSTRA-funksjon",
        "Indikator",
        "Startverdi",
        "Måltall",
        "Virkning",
        "Kilde til virkning",
    ]
    rader = [[tiltak_id[tiltak.nr], *_tiltaksrad(tiltak)] for tiltak in TILTAK]
    titler = ["Boligsosial plan 2022–2032: handlingsdel"]
    return skriv_xlsx(sti, "Handlingsdel", titler, overskrift, rader)


def _tiltaksrad(tiltak: Plantiltak) -> list:
    return [
        tiltak.nr,
        tiltak.tittel,
        tiltak.maal,
        tiltak.nasjonalt_maal,
        tiltak.maalgrupper or None,
        tiltak.boligtype or None,
        tiltak.antall,
        tiltak.ansvarlig,
        tiltak.samarbeid,
        dt.date.fromisoformat(tiltak.start),
        dt.date.fromisoformat(tiltak.frist),
        _gjennomfoert(tiltak),
        tiltak.budsjett,
        tiltak.finansiering,
        tiltak.funksjon,
        tiltak.indikator or None,
        tiltak.startverdi,
        tiltak.maaltall,
        tiltak.virkning or None,
        tiltak.virkning_kilde or None,
    ]


def _gjennomfoert(tiltak: Plantiltak) -> dt.date | None:
    naadd = [dag for _, _, dag in tiltak.milepaeler]
    return dt.date.fromisoformat(max(naadd)) if all(naadd) else None


def _skriv_milepaeler(sti: Path, tiltak_id: dict[str, str]) -> Path:
    rader = [
        [tiltak_id[tiltak.nr], tittel, _norsk_dato(frist), _norsk_dato(naadd)]
        for tiltak in TILTAK
        for tittel, frist, naadd in tiltak.milepaeler
    ]
    return skriv_csv(
        sti, ["Tiltak-id", "Milepæl", "Frist", "Nådd dato"], rader, "utf-8-sig"
    )


def _skriv_prosjekter(sti: Path, tiltak_id: dict[str, str]) -> Path:
    rader = [
        [
            f"P{nr:02d}",
            prosjekt.boligtype,
            prosjekt.antall,
            _norsk_dato(prosjekt.ferdig),
            prosjekt.status,
            tiltak_id.get(prosjekt.tiltak),
            prosjekt.kostnad and tall(prosjekt.kostnad, 2, HARDT_MELLOMROM),
            prosjekt.finansiering,
        ]
        for nr, prosjekt in enumerate(PROSJEKTER, 1)
    ]
    antall = sum(prosjekt.antall for prosjekt in PROSJEKTER)
    kroner = sum(prosjekt.kostnad or 0 for prosjekt in PROSJEKTER)
    rader.append(["Sum", "", antall, "", "", "", tall(kroner, 2, HARDT_MELLOMROM), ""])
    overskrift = [
        "Prosjektnr",
        "Boligtype",
        "Antall boliger",
        "Planlagt ferdig",
        "Status",
        "Tiltaksnr",
        "Kostnad (kr)",
        "Finansiering",
    ]
    return skriv_csv(sti, overskrift, rader, "cp1252")


# -------------------------------------------------------------------------- skrivemåter


@functools.cache
def dato(dag: int | None) -> str:
    """Dagen slik vi skriver den, eller tomt."""
    return dt.date.fromordinal(dag).strftime("%d.%m.%Y") if dag else ""


@functools.cache
def iso(dag: int | None) -> str:
    """Dagen med året først, eller tomt."""
    return dt.date.fromordinal(dag).isoformat() if dag else ""


def _norsk_dato(iso: str) -> str:
    return dato(dt.date.fromisoformat(iso).toordinal()) if iso else ""


def ja_nei(verdi: bool) -> str:
    """«Ja» eller «Nei»."""
    return "Ja" if verdi else "Nei"


def kan_mangle(verdi, terning: Terning):
    """Verdien, eller tomt der den ikke er fylt ut."""
    return None if terning.sjanse(antatt.MANGLER) else verdi


def aldersgruppe(alder: int) -> str:
    """Gruppen alderen hører til. De yngste er med i den første."""
    fra = max(
        (grense for grense in ALDERSGRUPPER if grense <= alder),
        default=ALDERSGRUPPER[0],
    )
    til = ALDERSGRUPPER[ALDERSGRUPPER.index(fra) + 1 :][:1]
    return f"{fra}-{til[0] - 1}" if til else f"{fra}+"
