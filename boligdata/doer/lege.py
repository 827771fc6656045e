"""Legen: ser over en installasjon i drift, og sier hva som er galt og hva noen må gjøre.

Hver undersøkelse gir funn, og en som stopper, er også et funn: de andre kjøres likevel. De som gjelder
nøkkelen og det brukerne har skrevet, kommer utenfra, for døren ser ikke dem. Ingenting endres eller lages.
"""

import datetime as dt
import importlib.metadata
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import IntEnum
from pathlib import Path
from urllib.parse import urlsplit

from boligdata import lesing
from boligdata.doer import maalinger, tilgang, tilgangslogg
from boligdata.felles import config, kilder, norsk, pekeren
from boligdata.felles.config import ROT, Brukerfeil
from boligdata.felles.objektlager import Objektlager

MINSTE_PYTHON = (3, 11)
# Så mye må være ledig på disken. Et bygg skriver filene ved siden av de gamle.
LEDIG_FEIL_GB, LEDIG_SE_PAA_GB = 1, 5
# Så gammel kan den nyeste sikkerhetskopien være, i døgn.
KOPI_SE_PAA, KOPI_FEIL = 2, 8
VENT_SEKUNDER = 5
_ANDRE = stat.S_IRWXO


class Grad(IntEnum):
    """Hvor galt det er. Tallet er avslutningskoden, og det samme som overvåkingsprogrammer bruker."""

    BRA = 0
    SE_PAA = 1
    FEIL = 2


@dataclass(frozen=True)
class Legesvar:
    """Det en undersøkelse fant: hvor galt det er, det som er funnet, og hva noen må gjøre."""

    grad: Grad
    funnet: str
    gjoer: str = ""


@dataclass(frozen=True)
class Legefunn:
    """Svaret, med det som er undersøkt."""

    hva: str
    grad: Grad
    funnet: str
    gjoer: str = ""


Undersoekelse = Callable[[], Iterable[Legesvar]]


def undersoek(undersoekelser: dict[str, Undersoekelse]) -> list[Legefunn]:
    """Funnene i alle undersøkelsene, etter hva de gjelder."""
    return [
        Legefunn(hva, svar.grad, svar.funnet, svar.gjoer)
        for hva, undersoekelse in undersoekelser.items()
        for svar in _uten_stans(undersoekelse)
    ]


def _uten_stans(undersoekelse: Undersoekelse) -> list[Legesvar]:
    try:
        return list(undersoekelse())
    except Brukerfeil as feil:
        return [Legesvar(Grad.FEIL, str(feil))]
    except Exception as feil:
        # Teksten i feilen kan ha en verdi eller et passord i seg.
        funnet = f"Kunne ikke undersøkes ({type(feil).__name__})."
        return [Legesvar(Grad.FEIL, funnet, "Se loggen på tjeneren.")]


def verst(funnene: Iterable[Legefunn]) -> Grad:
    """Graden til det verste funnet."""
    return max((funn.grad for funn in funnene), default=Grad.BRA)


def som_tekst(funnene: Sequence[Legefunn]) -> str:
    """Funnene til et menneske, de verste først, og hva som må gjøres."""
    linjer = []
    for funn in sorted(funnene, key=lambda funn: -funn.grad):
        linjer.append(f"{_ORD[funn.grad]:<7} {funn.hva}: {funn.funnet}")
        if funn.gjoer:
            linjer.append(f"{'':<7} → {funn.gjoer}")
    return "\n".join(linjer)


_ORD = {Grad.BRA: "bra", Grad.SE_PAA: "se på", Grad.FEIL: "FEIL"}


def som_felt(funnene: Iterable[Legefunn]) -> list[dict]:
    """Funnene til et program, med ordet for graden."""
    return [asdict(funn) | {"grad": _ORD[funn.grad].lower()} for funn in funnene]


def maskinen() -> dict[str, Undersoekelse]:
    """Undersøkelsene av programmet, maskinen og tallene."""
    return {
        "Python": _python,
        "Biblioteker": _bibliotekene,
        "Disk": _disken,
        "Rettigheter": _rettighetene,
        "Tall": _tallene,
        "Objektlager": _objektlageret,
        "Uttrekk": _uttrekkene,
        "Ansattvisning": _ansattvisningen,
        "Klokke": _klokken,
    }


# ------------------------------------------------------------------- programmet og maskinen


def _python() -> Iterator[Legesvar]:
    versjon = ".".join(map(str, sys.version_info[:3]))
    minst = ".".join(map(str, MINSTE_PYTHON))
    if sys.version_info < MINSTE_PYTHON:
        yield Legesvar(
            Grad.FEIL,
            f"Versjon {versjon}.",
            f"Installer {minst} eller nyere.",
        )
    else:
        yield Legesvar(Grad.BRA, f"Versjon {versjon}.")


def _bibliotekene() -> Iterator[Legesvar]:
    mangler, andre = [], []
    for navn, versjon in _krevde():
        try:
            installert = importlib.metadata.version(navn)
        except importlib.metadata.PackageNotFoundError:
            mangler.append(navn)
            continue
        if installert != versjon:
            andre.append(f"{navn} {installert} (skal være {versjon})")
    gjoer = "Kjør pip install -r requirements.txt i det samme miljøet."
    if mangler:
        yield Legesvar(Grad.FEIL, f"Mangler {norsk.ramse(mangler)}.", gjoer)
    if andre:
        funnet = f"Andre versjoner enn de som er prøvd: {norsk.ramse(andre)}."
        yield Legesvar(Grad.SE_PAA, funnet, gjoer)
    if not mangler and not andre:
        yield Legesvar(Grad.BRA, "Alle har versjonen de skal ha.")


def _krevde() -> Iterator[tuple[str, str]]:
    """Bibliotekene programmet trenger, med versjonene. Det som står etter ruff, er bare for testene."""
    for linje in (ROT / "requirements.txt").read_text("utf-8").splitlines():
        krav = re.match(r"([\w-]+)(?:\[\w+\])?==(\S+)", linje)
        if krav and krav[1] == "ruff":
            return
        if krav:
            yield krav[1], krav[2]


def _disken() -> Iterator[Legesvar]:
    steder = {
        "datamappen": config.data_mappe(),
        "de publiserte tallene": config.publisert_lesemappe(),
        "midlertidige filer": Path(tempfile.gettempdir()),
    }
    sett = set()
    for navn, mappe in steder.items():
        finnes = next(en for en in (mappe, *mappe.absolute().parents) if en.exists())
        if (disk := finnes.stat().st_dev) in sett:
            continue
        sett.add(disk)
        yield _ledig(navn, shutil.disk_usage(finnes).free)


def _ledig(sted: str, byte: int) -> Legesvar:
    gb = byte / (1 << 30)
    funnet = f"{norsk.tall(gb, 1)} GB er ledig for {sted}."
    if gb < LEDIG_FEIL_GB:
        return Legesvar(Grad.FEIL, funnet, "Frigjør plass. Neste bygg kan stoppe.")
    if gb < LEDIG_SE_PAA_GB:
        return Legesvar(Grad.SE_PAA, funnet, "Frigjør plass snart.")
    return Legesvar(Grad.BRA, funnet)


def _rettighetene() -> Iterator[Legesvar]:
    """Det som er om personer, eller slipper noen inn, skal ikke kunne leses av alle på maskinen."""
    if os.name == "nt":
        funnet = "Undersøkes ikke på Windows: der arver filene rettighetene til mappen."
        yield Legesvar(Grad.BRA, funnet)
        return
    hemmelig = [
        config.egne_uttrekk(),
        config.internt_mappe(),
        config.utkast_mappe(),
        tilgangslogg.fil().parent,
        ROT / ".streamlit" / "secrets.toml",
    ]
    if "://" not in config.arbeid():
        hemmelig.append(Path(config.arbeid()))
    aapne = [sti for sti in hemmelig if sti.exists() and sti.stat().st_mode & _ANDRE]
    for sti in aapne:
        ta_bort = f"Kjør chmod o-rwx {sti}, som den som eier den."
        yield Legesvar(Grad.FEIL, f"Alle på maskinen kan åpne {sti}.", ta_bort)
    if not aapne:
        yield Legesvar(
            Grad.BRA,
            "Bare eieren og gruppen ser det som er om personer.",
        )


def _klokken() -> Iterator[Legesvar]:
    """Innloggingene har frister på minutter, og alderen på tallene regnes fra dagen i dag."""
    program = shutil.which("timedatectl")
    svar = program and subprocess.run(
        [program, "show", "--property=NTPSynchronized", "--value"],
        capture_output=True,
        text=True,
        timeout=VENT_SEKUNDER,
        check=False,
    )
    if not svar or svar.returncode:
        yield Legesvar(Grad.BRA, "Maskinen sier ikke om klokken stilles fra nettet.")
    elif svar.stdout.strip() == "yes":
        yield Legesvar(Grad.BRA, "Stilles fra nettet.")
    else:
        gjoer = "Slå på tidssynkroniseringen. Ellers kan innloggingen svikte."
        yield Legesvar(Grad.SE_PAA, "Stilles ikke fra nettet.", gjoer)


# --------------------------------------------------------------------------------- tallene


def _tallene() -> Iterator[Legesvar]:
    svar = lesing.helse()
    dato = norsk.dato(dt.date.fromisoformat(svar["per_dato"]))
    yield Legesvar(Grad.BRA, f"Kan leses, og gjelder til og med {dato}.")
    if advarsel := lesing.advarsel():
        yield Legesvar(Grad.FEIL, advarsel, "Bygg på nytt, og se hva bygget sier.")


def _objektlageret() -> Iterator[Legesvar]:
    """Om det som er publisert i objektlageret, er det som er bygd her, og det denne maskinen viser."""
    if not config.objektlager():
        yield Legesvar(Grad.BRA, "Er ikke satt opp. Tallene er i en mappe.")
        return
    publisert = Objektlager(config.objektlager()).gjeldende()
    bygd = pekeren.les(config.publisert_mappe()).get("fil")
    hentet = pekeren.les(config.hentet_mappe()).get("fil")
    if bygd and bygd != publisert.fil:
        gjoer = "Kjør «python -m boligdata send», når det er denne maskinen som bygger."
        funnet = "Har ikke det som sist ble bygd på denne maskinen."
        yield Legesvar(Grad.FEIL, funnet, gjoer)
    elif hentet and hentet != publisert.fil:
        gjoer = (
            "Er det slik om et minutt også: se hva /helse og loggen til prosessen sier."
        )
        funnet = "Har nyere tall enn dem denne maskinen viser."
        yield Legesvar(Grad.SE_PAA, funnet, gjoer)
    else:
        yield Legesvar(Grad.BRA, "Svarer, og tallene er de nyeste.")


def _uttrekkene() -> Iterator[Legesvar]:
    forsinket = [
        norsk.liten_forbokstav(kilder.kilder()[kilde].navn)
        for kilde, ferskhet in lesing.ferskhet().items()
        if ferskhet.forsinket
    ]
    if forsinket:
        gjoer = "Be om dem fra dem som eier dem, og bygg på nytt."
        funnet = f"Nye skulle ha kommet: {norsk.ramse(forsinket)}."
        yield Legesvar(Grad.SE_PAA, funnet, gjoer)
    else:
        yield Legesvar(Grad.BRA, "Ingen er forsinket.")


def _ansattvisningen() -> Iterator[Legesvar]:
    if config.visning() != "internt" and not tilgang.fil().exists():
        yield Legesvar(Grad.BRA, "Er ikke satt opp.")
        return
    grupper = sorted(tilgang.regler().grupper)
    tilgangslogg.kontroller()
    funnet = f"Tilgangen og loggen virker. Grupper: {norsk.ramse(grupper)}."
    yield Legesvar(Grad.BRA, funnet)


# ------------------------------------------------------------- kopiene, og det som kjører


def kopiene(mappe: Path) -> Iterator[Legesvar]:
    """Den nyeste filen blant sikkerhetskopiene i mappen."""
    filene = (
        [fil for fil in mappe.rglob("*") if fil.is_file()] if mappe.is_dir() else []
    )
    gjoer = "Se om jobben som tar sikkerhetskopi, går. data/README.md sier hva som skal med."
    if not filene:
        yield Legesvar(Grad.FEIL, f"Det er ingen filer i {mappe}.", gjoer)
        return
    nyest = max(map(pekeren.skrevet, filene))
    doegn = (dt.datetime.now().timestamp() - nyest) / 86_400
    funnet = f"Den nyeste er fra {norsk.dato(dt.date.fromtimestamp(nyest))}."
    if doegn < KOPI_SE_PAA:
        yield Legesvar(Grad.BRA, funnet)
    else:
        grad = Grad.SE_PAA if doegn < KOPI_FEIL else Grad.FEIL
        yield Legesvar(grad, funnet, gjoer)


def svaret(adresse: str) -> Iterator[Legesvar]:
    """Det nettleseren får når den går til adressen: at prosessen lever, og at en proxy foran sender
    videre det den skal. Kaster `Brukerfeil` når adressen har et passord i seg.
    """
    if "@" in urlsplit(adresse).netloc:
        raise Brukerfeil(
            "Oppgi adressen uten brukernavn og passord. Alle på maskinen kan se det som står i en kommando."
        )
    kode, _ = _hent(f"{adresse.rstrip('/')}/helse")
    if kode != 200:
        gjoer = "Se om prosessen kjører, og om proxyen sender videre til den."
        yield Legesvar(Grad.FEIL, f"{adresse} svarer ikke ({kode}).", gjoer)
        return
    kode, hoder = _hent(adresse)
    if kode == 421:
        gjoer = (
            "Sett browser.serverAddress til navnet, og la proxyen sende Host uendret."
        )
        yield Legesvar(
            Grad.FEIL, f"{adresse} er ikke et navn dashbordet kjenner.", gjoer
        )
        return
    usikre = adresse.startswith("https:") and [
        kapsel
        for kapsel in hoder.get_all("set-cookie", [])
        if "secure" not in kapsel.lower()
    ]
    if usikre:
        gjoer = "La proxyen sette X-Forwarded-Proto (se boligdata/doer/README.md)."
        funnet = "Kapslene kan sendes uten https."
        yield Legesvar(Grad.FEIL, funnet, gjoer)
    elif "content-security-policy" not in hoder:
        gjoer = "La proxyen sende svarhodene videre uendret."
        yield Legesvar(Grad.FEIL, "Sikkerhetshodene kommer ikke fram.", gjoer)
    else:
        yield Legesvar(Grad.BRA, f"{adresse} svarer slik det skal.")


def prosessene(porter: Sequence[int]) -> Iterator[Legesvar]:
    """Målingene fra hver prosess, på hver sin port: at den svarer, at noe ikke har gått galt der, og at alle
    viser de samme tallene.
    """
    viser = set()
    for port in porter:
        try:
            maalt = maalinger.hent(port)
        except OSError:
            gjoer = "Se om prosessen kjører, og start den på nytt."
            yield Legesvar(Grad.FEIL, f"Ingen svarer på port {port}.", gjoer)
            continue
        filen = [en.labels["fil"] for en in maalt if en.name == maalinger.FILEN]
        viser.update(filen or [""])
        feil = sum(en.value for en in maalt if en.name == maalinger.FEIL)
        if feil:
            funnet = (
                f"Noe gikk galt {norsk.tall(feil)} ganger i prosessen på port {port}."
            )
            yield Legesvar(Grad.SE_PAA, funnet, "Se loggen til prosessen.")
        if any(en.name == maalinger.LAGERET and not en.value for en in maalt):
            funnet = f"Prosessen på port {port} får ikke de nyeste tallene fra objektlageret."
            gjoer = "Se hva /helse og loggen til prosessen sier."
            yield Legesvar(Grad.SE_PAA, funnet, gjoer)
    if "" in viser:
        gjoer = "Se hva siden sier, og bygg på nytt."
        yield Legesvar(Grad.FEIL, "En av prosessene kan ikke lese tallene.", gjoer)
    elif len(viser) > 1:
        gjoer = "Start prosessene på nytt, én om gangen."
        yield Legesvar(Grad.FEIL, "Prosessene viser ikke de samme tallene.", gjoer)
    elif viser:
        yield Legesvar(Grad.BRA, "De som svarer, viser de samme tallene.")


def _hent(adresse: str) -> tuple[int | str, object]:
    """Koden og hodene i svaret. Koden er et ord når ingen svarte."""
    try:
        with urllib.request.urlopen(adresse, timeout=VENT_SEKUNDER) as svar:
            return svar.status, svar.headers
    except urllib.error.HTTPError as feil:
        return feil.code, feil.headers
    except urllib.error.URLError as feil:
        return type(feil.reason).__name__, {}
