"""Kontrakten med tjenestene, erklært i `kilder.toml`: kodelistene og kolonnene i hvert uttrekk."""

import functools
import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from boligdata.felles import maalform
from boligdata.felles.config import PAKKE
from boligdata.felles.erklaering import Blokk, Erklaeringsfeil, krev, les_toml
from boligdata.felles.tekst import noekkelform

FIL = PAKKE / "felles" / "kilder.toml"

# Arkene til hjelp i malene til uttrekkene. Inntaket leser dem ikke.
HJELPEARK = ("Forklaring", "Lovlige verdier")
# Merknaden om at et register kan begynne senere enn tallene skal. Lesesiden forklarer den.
BEGYNNER_SENERE = maalform.fast("ingenting er avsluttet før en dag")

KOLONNETYPER = (
    "id",
    "tekst",
    "heltall",
    "desimal",
    "dato",
    "ja_nei",
    "kode",
    "omraade",
    "aldersgruppe",
    "kommunenummer",
    "region",
    "statistikkode",
)


@dataclass(frozen=True)
class Kode:
    """Én verdi i en kodeliste. `brudd_aar` er første år med ny inndeling.

    `folketall` er alderen en målgruppe blir flere eller færre med, eller «ingen». `slekt` er navnet
    boligtyper som kan bruke hverandres boliger i nød, har felles, og `tilpasset` er om boligene er
    tilpasset dem som bor der («ja» eller «nei»).
    """

    kode: str
    navn: str
    varianter: tuple[str, ...] = ()
    brudd_aar: int | None = None
    brudd: str | None = None
    folketall: str | None = None
    slekt: str | None = None
    tilpasset: str | None = None


@dataclass(frozen=True)
class Kodeliste:
    """Verdiene en kolonne kan ha. `krever` er det hver kode også må si, og hva den kan si: det
    bygget regner med, skal ingen kunne glemme når de legger til en kode.
    """

    id: str
    navn: str
    koder: tuple[Kode, ...]
    krever: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self):
        for kode, krevd in itertools.product(self.koder, self.krever):
            self._krev_sagt(kode, krevd)

    @functools.cached_property
    def oppslag(self) -> dict[str, str]:
        """Fra hver skrivemåte (id, navn eller variant), i nøkkelform, til koden."""
        # Navnet på én kode går foran en variant av en annen, og id-en går foran begge.
        skrivemaater = {
            noekkelform(variant): kode.kode
            for kode in self.koder
            for variant in kode.varianter
        }
        skrivemaater |= {noekkelform(kode.navn): kode.kode for kode in self.koder}
        return skrivemaater | {noekkelform(kode.kode): kode.kode for kode in self.koder}

    def _krev_sagt(self, kode: Kode, krevd: str) -> None:
        sagt, lovlige = getattr(kode, krevd), self.krever[krevd]
        feil = f"har ukjent «{krevd}» {sagt!r}" if sagt else f"mangler «{krevd}»"
        krev(
            sagt in lovlige,
            f"koden «{kode.kode}» {feil}. Skriv en av {', '.join(lovlige)}, slik: "
            f'{kode.kode} = {{ navn = "{kode.navn}", {krevd} = "{lovlige[0]}" }}',
        )


@dataclass(frozen=True)
class Kolonne:
    """Én kolonne i et uttrekk.

    `standardtegn` peker på kolonnen som tar vare på SSBs tegn for manglende tall (`..`, `:` og så
    videre). `tegn_gir_ingen_rad` sier at et slikt tegn betyr at raden ikke finnes, i stedet for at
    den har en feil. `hendelse` er en dato for noe som har skjedd, og som derfor ikke bør ligge
    etter datoen uttrekket gjelder. `aapen` er en id som ikke peker på en bolig, husstand eller sak.
    Alle andre id-er byttes ut med pseudonymer. `kontor` er telefonnummeret til et kontor, som skal
    vises. Alle andre telefonnumre stopper filen. `prosent` er et tall som kan være skrevet med
    prosenttegn.
    """

    id: str
    navn: str
    type: str
    kodeliste: str | None = None
    paakrevd: bool = False
    overskrifter: tuple[str, ...] = ()
    minst: float | None = None
    hoeyst: float | None = None
    flere: bool = False
    standardtegn: str | None = None
    tegn_gir_ingen_rad: bool = False
    hendelse: bool = False
    aapen: bool = False
    kontor: bool = False
    prosent: bool = False

    @property
    def kjente_overskrifter(self) -> tuple[str, ...]:
        """Overskriftene kolonnen kjennes igjen på: navnet, id-en, og de andre i kontrakten."""
        return (self.navn, self.id, *self.overskrifter)

    @property
    def hemmelig(self) -> bool:
        """Skal id-en byttes ut med et pseudonym?"""
        return self.type == "id" and not self.aapen

    def __post_init__(self):
        krev(
            self.type in KOLONNETYPER,
            f"ukjent type {self.type!r}. Typene er {', '.join(KOLONNETYPER)}.",
        )
        krev(not self.aapen or self.type == "id", "bare en id kan være åpen.")
        krev(
            not self.kontor or self.type == "tekst",
            "bare en tekst kan være telefonnummeret til et kontor.",
        )
        krev(
            (self.type == "kode") == (self.kodeliste is not None),
            "«kodeliste» hører sammen med type «kode».",
        )


@dataclass(frozen=True)
class Overlapp:
    """To perioder for samme `per` skal ikke overlappe; den nyeste avslutter den eldre."""

    per: str
    fra: str
    til: str


@dataclass(frozen=True)
class Bred:
    """Bredt utlegg: én kolonne per tall, der overskriften sier hva tallet gjelder.

    `kolonner` har ett mønster (regulært uttrykk) per slags overskrift. Navngitte grupper i
    mønsteret, og andre nøkler ved siden av `overskrift`, fyller kolonnene i kontrakten. `felles` er
    et mønster som gjelder alle kolonnene i filen: står året bare i én av overskriftene, henter de
    andre det derfra.
    """

    verdi: str
    kolonner: tuple[dict[str, str], ...]
    felles: str | None = None

    def __post_init__(self):
        for kolonne in self.kolonner:
            krev("overskrift" in kolonne, f"{kolonne} mangler «overskrift».")

    @property
    def fyller(self) -> set[str]:
        """Kolonnene i kontrakten som overskriftene sier noe om."""
        ut = {self.verdi}
        for kolonne in self.kolonner:
            ut |= set(kolonne) - {"overskrift"}
            ut |= set(re.compile(kolonne["overskrift"]).groupindex)
        return ut


@dataclass(frozen=True)
class Jsonstat:
    """Slik leses et svar fra SSBs statistikkbank i formatet JSON-stat2.

    `dimensjoner` sier hvilken kolonne hver dimensjon fyller. Peker flere på samme kolonne, settes
    kodene sammen med punktum. `summeres` legges sammen og forsvinner. `faste` fyller kolonner filen
    ikke har. `bytt` oversetter koder, og `grupper` legger sammen kodene i en dimensjon som er tall i samme
    spenn: gruppe → [fra, til]. `tabeller` er numrene på tabellene det gjelder, når andre kan se
    like ut: «Personer1» er folkemengden i den ene og lav vekst i den andre. `endelig` er dagen året etter
    (MM-DD) SSB gir ut tallene for godt. Er tabellen oppdatert før det, fylles kolonnen `foreloepig`.
    """

    verdi: str
    dimensjoner: dict[str, str]
    tabeller: tuple[str, ...] = ()
    summeres: tuple[str, ...] = ()
    faste: dict[str, str] = field(default_factory=dict)
    bytt: dict[str, dict[str, str]] = field(default_factory=dict)
    grupper: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    endelig: str | None = None

    def __post_init__(self):
        krev(
            self.endelig is None or bool(_DAG_I_AARET.fullmatch(self.endelig)),
            "«endelig» er MM-DD, som 06-15.",
        )

    def lager_koden(self, kolonne: str) -> bool:
        """Er koden i kolonnen en annen enn den som står i svaret?"""
        deler = [*self.dimensjoner.values()].count(kolonne)
        return deler > 1 or kolonne in self.bytt

    @property
    def fyller(self) -> set[str]:
        """Kolonnene i kontrakten som svaret fyller."""
        merket = {"aar", "foreloepig"} if self.endelig else set()
        fylt = {self.verdi, *self.dimensjoner.values(), *self.faste, *self.bytt}
        return fylt | merket


@dataclass(frozen=True)
class Profil:
    """Slik et fagsystem skriver overskriftene, der det ikke er nok å kjenne hver av dem for seg.

    Profilen gjelder når minst to av overskriftene i `kjennes_paa` er der. Da er `kolonner` overskriften til
    hver kolonne den nevner, og `andre` er overskrifter systemet har som ikke skal leses, også når de ellers
    er kjent. `kjent_fra` er hvor navnene er funnet.
    """

    system: str
    kjent_fra: str
    kjennes_paa: tuple[str, ...]
    kolonner: dict[str, str]
    andre: tuple[str, ...] = ()

    def __post_init__(self):
        krev(
            len({*map(noekkelform, self.kjennes_paa)}) >= PROFILEN_TRENGER,
            "«kjennes_paa» er minst to overskrifter.",
        )
        begge = {*map(noekkelform, self.kolonner.values())} & {
            *map(noekkelform, self.andre)
        }
        krev(not begge, f"både leses og leses ikke: {sorted(begge)}.")


# Så mange av overskriftene til et fagsystem må være der før det er det.
PROFILEN_TRENGER = 2


@dataclass(frozen=True)
class Aarstall:
    """Statistikk for hele år: det `velg` («første» eller «siste») året i filen, og dagen i året
    (MM-DD), er dagen tallene går til. Filen kan være hentet når som helst etter det.
    """

    velg: str
    dag: str

    def __post_init__(self):
        krev(
            self.velg in ("første", "siste"),
            f"«velg» er «første» eller «siste», ikke {self.velg!r}.",
        )
        krev(bool(_DAG_I_AARET.fullmatch(self.dag)), "«dag» er MM-DD, som 12-31.")


_DAG_I_AARET = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True)
class Kilde:
    """Kontrakten for ett uttrekk.

    `ikke_delt_paa` er overskrifter som betyr at hvert tall bare er en del, som kjønn. En slik fil
    blir ikke lest. Nye tall ventes `hyppighet_dager` etter den dagen tallene går til. `eiere` har levert
    tallene, `grunnlag` er det de har dem fra, og `tabell` og `lisens` er statistikkens, eller «».
    """

    id: str
    navn: str
    eiere: tuple[str, ...]
    hyppighet: str
    hyppighet_dager: int
    beskrivelse: str
    filmoenster: tuple[str, ...]
    noekkel: tuple[str, ...]
    kolonner: dict[str, Kolonne]
    grunnlag: str = ""
    tabell: str = ""
    lisens: str = ""
    obligatorisk: bool = False
    rekkefoelge: tuple[tuple[str, str], ...] = ()
    referanser: dict[str, str] = field(default_factory=dict)
    overlapp: Overlapp | None = None
    ikke_delt_paa: tuple[str, ...] = ()
    bred: tuple[Bred, ...] = ()
    jsonstat: tuple[Jsonstat, ...] = ()
    profil: tuple[Profil, ...] = ()
    aarstall: Aarstall | None = None

    def __post_init__(self):
        krev(
            not self.aarstall or "aar" in self.kolonner,
            "«aarstall» trenger kolonnen «aar».",
        )
        ukjente = self._nevnte_kolonner - set(self.kolonner)
        krev(not ukjente, f"viser til kolonner den ikke har: {sorted(ukjente)}")

    @property
    def tabeller(self) -> set[str]:
        """Tabellene i statistikkbanken kilden leses av, eller ingen når den kan leses av alle."""
        if not all(svar.tabeller for svar in self.jsonstat):
            return set()
        return {nummer for svar in self.jsonstat for nummer in svar.tabeller}

    @property
    def delt_paa_mer(self) -> set[str]:
        """Tabellene der koden til et tall er satt sammen av flere, eller er en annen enn den SSB bruker."""
        return {
            nummer
            for svar in self.jsonstat
            for kolonne in self.kolonner.values()
            if kolonne.type == "statistikkode" and svar.lager_koden(kolonne.id)
            for nummer in svar.tabeller
        }

    def tabeller_i_navnet(self, fil: str) -> set[str]:
        """Numrene i navnet på filen som er tabeller kilden kjennes på."""
        numre = re.findall(r"(?<!\d)\d{5}(?!\d)", fil)
        return {nummer for nummer in numre if f"*{nummer}*.*" in self.filmoenster}

    @property
    def _nevnte_kolonner(self) -> set[str]:
        """Alle kolonnene kontrakten viser til et annet sted enn der de erklæres."""
        tegn = {kolonne.standardtegn for kolonne in self.kolonner.values()} - {None}
        perioden = self.overlapp
        return {
            *self.noekkel,
            *self.referanser,
            *itertools.chain.from_iterable(self.rekkefoelge),
            *tegn,
            *((perioden.per, perioden.fra, perioden.til) if perioden else ()),
            *itertools.chain.from_iterable(bred.fyller for bred in self.bred),
            *itertools.chain.from_iterable(svar.fyller for svar in self.jsonstat),
            *itertools.chain.from_iterable(en.kolonner for en in self.profil),
        }


@maalform.husk
def kodelister() -> dict[str, Kodeliste]:
    """Alle kodelister, i den rekkefølgen verdiene skal vises."""
    return les_kodelister(_kontrakten())


def les_kodelister(fil: Blokk) -> dict[str, Kodeliste]:
    """Kodelistene i en fil som er lest."""
    return {
        id: blokk.lag(Kodeliste, id, lest={"koder": _koder(blokk)})
        for id, blokk in fil.blokker("kodeliste").items()
    }


@maalform.husk
def kilder() -> dict[str, Kilde]:
    """Kontrakten for hvert uttrekk."""
    blokker = _kontrakten().blokker("kilde")
    ut = {id: _kilde(id, blokk) for id, blokk in blokker.items()}
    for id, kilde in ut.items():
        for kolonne, annen in kilde.referanser.items():
            if feil := _feil_i_referanse(kilde.kolonner[kolonne], ut.get(annen), annen):
                raise blokker[id].feil(feil)
    return ut


def oppslag(alle: Callable[[], dict[str, Kodeliste]], id: str) -> dict[str, str]:
    """Fra hver skrivemåte av verdiene i en kodeliste til koden, med navnene på begge målformene: den som
    skrev dem, skrev ikke på målformen til den som leser nå.
    """
    ut: dict[str, str] = {}
    for maalformen in (maalform.NYNORSK, maalform.BOKMAAL):
        with maalform.bruk(maalformen):
            ut |= alle()[id].oppslag
    return ut


@functools.cache
def folketallet_de_foelger() -> dict[str, str | None]:
    """Alderen i folketallet hver målgruppe blir flere eller færre med, eller None når den ikke
    følger folketallet.
    """
    return {
        kode.kode: None if kode.folketall == "ingen" else kode.folketall
        for kode in kodelister()["maalgruppe"].koder
    }


@functools.cache
def boligslekter() -> dict[str, tuple[str, ...]]:
    """Boligtypene som kan bruke hverandres boliger i nød."""
    ut: dict[str, tuple[str, ...]] = {}
    for kode in kodelister()["boligtype"].koder:
        ut[kode.slekt] = (*ut.get(kode.slekt, ()), kode.kode)
    return ut


@functools.cache
def boligslag() -> dict[str, tuple[str, ...]]:
    """Slektene av boligtyper som er «ordinaer» og «tilpasset», slik boligsosialloven § 5 skiller dem."""
    koder = kodelister()["boligtype"].koder
    tilpasset = {kode.kode: kode.tilpasset == "ja" for kode in koder}
    return del_i_slag(boligslekter(), tilpasset)


def del_i_slag(
    slekter: dict[str, tuple[str, ...]], tilpasset: dict[str, bool]
) -> dict[str, tuple[str, ...]]:
    """Slektene som er ordinære og tilpassede. Kaster `Erklaeringsfeil` når en av dem har begge deler:
    da ville boligbehovet blandet dem.
    """
    ut: dict[str, tuple[str, ...]] = {"ordinaer": (), "tilpasset": ()}
    for slekt, typer in slekter.items():
        if len({tilpasset[typen] for typen in typer}) > 1:
            raise Erklaeringsfeil(
                f"{FIL.name}: slekten «{slekt}» har både ordinære og tilpassede boligtyper. "
                "Gi dem hver sin slekt."
            )
        slaget = "tilpasset" if tilpasset[typer[0]] else "ordinaer"
        ut[slaget] = (*ut[slaget], slekt)
    return ut


def _kontrakten() -> Blokk:
    fil = les_toml(FIL)
    fil.krev_noekler(("kodeliste", "kilde"))
    return fil


def _koder(kodeliste: Blokk) -> tuple[Kode, ...]:
    return tuple(
        blokk.lag(Kode, kode) for kode, blokk in kodeliste.blokker("koder").items()
    )


def _kilde(id: str, blokk: Blokk) -> Kilde:
    lest: dict = {
        "kolonner": {
            navn: _kolonne(navn, under)
            for navn, under in blokk.blokker("kolonner").items()
        }
    }
    if "overlapp" in blokk.felt:
        lest["overlapp"] = blokk.blokk("overlapp").lag(Overlapp)
    if "aarstall" in blokk.felt:
        lest["aarstall"] = blokk.blokk("aarstall").lag(Aarstall)
    lest["bred"] = tuple(under.lag(Bred) for under in blokk.liste("bred"))
    lest["jsonstat"] = tuple(under.lag(Jsonstat) for under in blokk.liste("jsonstat"))
    lest["profil"] = tuple(under.lag(Profil) for under in blokk.liste("profil"))
    return blokk.lag(Kilde, id, lest=lest)


def _kolonne(navn: str, blokk: Blokk) -> Kolonne:
    kolonne = blokk.lag(Kolonne, navn)
    if kolonne.kodeliste and kolonne.kodeliste not in kodelister():
        raise blokk.feil(f"kodelisten «{kolonne.kodeliste}» finnes ikke.")
    return kolonne


def _feil_i_referanse(kolonne: Kolonne, annen: Kilde | None, navn: str) -> str | None:
    if annen is None:
        return f"«referanser» nevner kilden «{navn}», som ikke finnes."
    noekkel = annen.kolonner[annen.noekkel[0]]
    if kolonne.hemmelig != noekkel.hemmelig:
        return f"{kolonne.id} må være hemmelig eller åpen som {noekkel.id} i {navn}."
    return None
