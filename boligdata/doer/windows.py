"""Oppgavene på en maskin med Windows: prosessene alle bruker, dem til de ansatte, og jobbene om natten.

Oppgaveplanleggeren starter dem, så det trengs ikke noe mer enn Windows selv. Windows kan ikke stenge en
prosess inne slik systemd kan. Derfor kjører de med to av kontoene Windows har fra før, og hver mappe er åpen
bare for den som trenger den: den som viser tallene til alle, får ikke lese de eksakte tallene, uttrekkene og
nøkkelen.
"""

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from xml.etree import ElementTree

from boligdata.doer.systemd import (
    JOBBENE,
    KOPIER,
    PROSESSER,
    Prosesser,
    krev_prosessene,
    streamlit_valg,
)
from boligdata.felles.config import Brukerfeil

# Numrene Windows har på kontoene og gruppene. Navnene er forskjellige fra språk til språk.
ALLES, DE_ANSATTES = "S-1-5-19", "S-1-5-20"
_SYSTEMET, _ADMINISTRATORENE = "S-1-5-18", "S-1-5-32-544"
_LES, _ENDRE = "(OI)(CI)RX", "(OI)(CI)M"
_BARE_MAPPEN = "RX"

_NAVNEROM = "http://schemas.microsoft.com/windows/2004/02/mit/task"
# Der oppgavene står i oppgaveplanleggeren.
MAPPEN = "\\Boligdata\\"
INSTALLER, FJERN = "installer.ps1", "fjern.ps1"
# Hvilken dag den første natten er, betyr ikke noe når den er før i dag.
_FOERSTE_NATT = "2026-01-01"
# Det Windows og PowerShell ville lest som noe annet enn en del av stien.
_ULOVLIG = set("%\"'&^\r\n")


@dataclass(frozen=True)
class Windowsinstallasjon:
    """Hvor programmet, Python, tallene, nøkkelen og innloggingen til de ansatte er, mappen `drift` filene
    herfra skal ligge i, og prosessene. `kopier` er mappen det tas en sikkerhetskopi til hver natt. Kaster
    `Brukerfeil` når en sti ikke er på en maskin med Windows, eller noe av det ikke kan skrives i filene.
    """

    rot: PureWindowsPath
    python: PureWindowsPath
    data: PureWindowsPath
    noekkel: PureWindowsPath
    hemmeligheter: PureWindowsPath
    drift: PureWindowsPath
    alle: Prosesser = Prosesser((8501,))
    ansatte: Prosesser = Prosesser((8601,))
    sti: str = ""
    kopier: PureWindowsPath | None = None

    def __post_init__(self):
        krev_prosessene(self.alle, self.ansatte, self.sti)
        stier = (self.rot, self.python, self.data, self.noekkel, self.hemmeligheter)
        for sti in (*stier, self.drift, *([self.kopier] if self.kopier else [])):
            if not sti.is_absolute():
                raise Brukerfeil(
                    f"«{sti}» er ikke en hel sti på en maskin med Windows. Kjør kommandoen på maskinen der "
                    "dashbordet skal stå, og skriv stien fra stasjonen, som C:\\boligdata."
                )
            if set(str(sti)) & _ULOVLIG:
                raise Brukerfeil(
                    f"Stien «{sti}» kan ikke brukes. Legg programmet og tallene i mapper uten anførselstegn, "
                    "% og &."
                )
        if self.noekkel.is_relative_to(self.data):
            raise Brukerfeil(
                "Nøkkelen kan ikke ligge i datamappen. Oppgi en annen mappe med --noekkel."
            )


@dataclass(frozen=True)
class Windowsoppgave:
    """Noe Windows skal gjøre: det Python kjøres med, hva det får vite, og kontoen det kjøres som. `naar` er
    klokkeslettet om natten, og tom for det som går hele tiden.
    """

    navn: str
    hva: str
    argumenter: Sequence[str]
    miljoe: dict[str, object]
    konto: str
    naar: str = ""


def oppgavene(hvor: Windowsinstallasjon) -> Iterator[Windowsoppgave]:
    """Prosessene, de som er for alle først, og så jobbene i den rekkefølgen de gjøres."""
    yield from _prosessene(
        hvor,
        "boligdata",
        hvor.alle,
        ALLES,
        {"BOLIGDATA_VISNING": "publisert", "BOLIGDATA_REDIGERING": "ingen"},
    )
    noekkelen = {"BOLIGDATA_NOEKKELFIL": hvor.noekkel}
    yield from _prosessene(
        hvor,
        "boligdata-ansatte",
        hvor.ansatte,
        DE_ANSATTES,
        {"BOLIGDATA_VISNING": "internt"} | noekkelen,
        "--secrets.files",
        str(hvor.hemmeligheter),
    )
    kopiene = ["--kopier", str(hvor.kopier)] if hvor.kopier else []
    argumenter = {"bygg": [], "lege": kopiene}
    if hvor.kopier:
        argumenter["kopi"] = ["--til", str(hvor.kopier), "--behold", str(KOPIER)]
    for jobb, (hva, naar) in JOBBENE.items():
        if jobb in argumenter:
            kommandoen = ["-m", "boligdata", jobb, *argumenter[jobb]]
            yield Windowsoppgave(
                f"boligdata-{jobb}", hva, kommandoen, noekkelen, DE_ANSATTES, naar
            )


def _prosessene(
    hvor: Windowsinstallasjon,
    navn: str,
    visning: Prosesser,
    konto: str,
    miljoe: dict[str, object],
    *mer: str,
) -> Iterator[Windowsoppgave]:
    for port in visning.porter:
        valgene = streamlit_valg(str(port), visning, hvor.sti)
        skrevet = [del_ for valg in valgene.items() for del_ in valg]
        yield Windowsoppgave(
            f"{navn}-{port}",
            f"{PROSESSER[navn]}, port {port}",
            ["-m", "streamlit", "run", "dashboard.py", *skrevet, *mer],
            {**miljoe, "BOLIGDATA_MAALINGER": f"1{port}"},
            konto,
        )


def filene(hvor: Windowsinstallasjon) -> dict[str, bytes]:
    """Innholdet i hver fil, etter navnet den skal ha i mappen for drift."""
    alle = list(oppgavene(hvor))
    ut = {
        f"{oppgave.navn}{ending}": innhold
        for oppgave in alle
        for ending, innhold in (
            (".cmd", _linjer(_kommandofil(hvor, oppgave)).encode("utf-8")),
            # Slik oppgaveplanleggeren selv skriver dem.
            (".xml", _oppgavefil(hvor, oppgave).encode("utf-16")),
        )
    }
    # Windows PowerShell leser filen som en annen tegnkode uten merket foran.
    return ut | {
        INSTALLER: _linjer(_installer(hvor, alle)).encode("utf-8-sig"),
        FJERN: _linjer(_fjern(alle)).encode("utf-8-sig"),
    }


def skriv(filer: dict[str, bytes], mappe: Path) -> list[Path]:
    """Skriv filene i mappen, og gi stiene. Det som står der fra før med de samme navnene, blir byttet."""
    mappe.mkdir(parents=True, exist_ok=True)
    for navn, innhold in filer.items():
        (mappe / navn).write_bytes(innhold)
    return [mappe / navn for navn in filer]


def _linjer(linjer: Iterator[str]) -> str:
    return "".join(f"{linje}\r\n" for linje in linjer)


# ------------------------------------------------------------------------------- oppgaven


def _kommandofil(hvor: Windowsinstallasjon, oppgave: Windowsoppgave) -> Iterator[str]:
    """Det oppgaven kjører. En oppgave kan ikke selv gi programmet innstillinger, eller starte det igjen."""
    yield "@echo off"
    yield "chcp 65001 >nul"
    miljoe = {"BOLIGDATA_DATA": hvor.data, **oppgave.miljoe}
    for navn, verdi in {
        **miljoe,
        "PYTHONDONTWRITEBYTECODE": 1,
        "PYTHONUTF8": 1,
    }.items():
        yield f'set "{navn}={verdi}"'
    if oppgave.konto == DE_ANSATTES:
        egne = hvor.hemmeligheter.with_name("miljoe.cmd")
        yield f'if exist "{egne}" call "{egne}"'
    yield f'cd /d "{hvor.rot}"'
    loggen = hvor.drift / "logg" / f"{oppgave.navn}.txt"
    yield f'if exist "{loggen}" move /y "{loggen}" "{loggen}.forrige" >nul'
    kommandoen = subprocess.list2cmdline([str(hvor.python), *oppgave.argumenter])
    kjoer = f'{kommandoen} >>"{loggen}" 2>&1'
    if oppgave.naar:
        yield kjoer
        yield "exit /b %errorlevel%"
        return
    yield ":igjen"
    yield kjoer
    # «timeout» trenger et vindu, og en oppgave har ikke noe.
    yield "ping -n 6 127.0.0.1 >nul"
    yield "goto igjen"


def _oppgavefil(hvor: Windowsinstallasjon, oppgave: Windowsoppgave) -> str:
    rot = ElementTree.Element("Task", {"version": "1.2", "xmlns": _NAVNEROM})
    _legg_til(rot, "RegistrationInfo", {"Description": oppgave.hva})
    utloesere = ElementTree.SubElement(rot, "Triggers")
    if oppgave.naar:
        natten = {
            "StartBoundary": f"{_FOERSTE_NATT}T{oppgave.naar}:00",
            "RandomDelay": "PT10M",
            "ScheduleByDay": {"DaysInterval": "1"},
        }
        _legg_til(utloesere, "CalendarTrigger", natten)
    else:
        _legg_til(utloesere, "BootTrigger", {"Enabled": "true"})
    kontoene = ElementTree.SubElement(rot, "Principals")
    konto = {"UserId": oppgave.konto, "RunLevel": "LeastPrivilege"}
    _legg_til(kontoene, "Principal", konto).set("id", "konto")
    _legg_til(
        rot,
        "Settings",
        {
            "MultipleInstancesPolicy": "IgnoreNew",
            "DisallowStartIfOnBatteries": "false",
            "StopIfGoingOnBatteries": "false",
            # Var maskinen av da, gjøres det når den er på igjen.
            "StartWhenAvailable": "true",
            # Uten en grense stoppes det etter tre døgn.
            "ExecutionTimeLimit": "PT1H" if oppgave.naar else "PT0S",
            "Priority": "7" if oppgave.naar else "5",
        },
    )
    kommando = {
        "Command": "%SystemRoot%\\System32\\cmd.exe",
        "Arguments": f'/d /c ""{hvor.drift / oppgave.navn}.cmd""',
        "WorkingDirectory": str(hvor.rot),
    }
    handlinger = _legg_til(rot, "Actions", {"Exec": kommando})
    handlinger.set("Context", "konto")
    ElementTree.indent(rot)
    skrevet = ElementTree.tostring(rot, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-16"?>\n{skrevet}\n'


def _legg_til(
    over: ElementTree.Element, navn: str, innhold: dict
) -> ElementTree.Element:
    element = ElementTree.SubElement(over, navn)
    for felt, verdi in innhold.items():
        if isinstance(verdi, dict):
            _legg_til(element, felt, verdi)
        else:
            ElementTree.SubElement(element, felt).text = verdi
    return element


# -------------------------------------------------------------------------- installeringen


def mappene(hvor: Windowsinstallasjon) -> dict[PureWindowsPath, tuple[str, ...]]:
    """Rettighetene hver mappe får, slik `icacls` skriver dem. Administratorene og Windows har alltid alle.

    En mappe inne i datamappen arver det den har. Den som viser tallene til alle, får bare se at den er der.
    """
    alle, ansatte = f"*{ALLES}:", f"*{DE_ANSATTES}:"
    ut = {
        hvor.data: (ansatte + _ENDRE, alle + _BARE_MAPPEN),
        hvor.data / "publisert": (ansatte + _ENDRE, alle + _LES),
        hvor.data / "arbeid": (ansatte + _ENDRE, alle + _ENDRE),
        hvor.noekkel.parent: (ansatte + _ENDRE,),
        hvor.drift: (ansatte + _LES, alle + _LES),
        hvor.drift / "logg": (ansatte + _ENDRE, alle + _ENDRE),
    }
    if hvor.hemmeligheter.parent not in ut:
        ut[hvor.hemmeligheter.parent] = (ansatte + _LES,)
    return ut | ({hvor.kopier: (ansatte + _ENDRE,)} if hvor.kopier else {})


def _installer(
    hvor: Windowsinstallasjon, alle: Sequence[Windowsoppgave]
) -> Iterator[str]:
    yield "#Requires -RunAsAdministrator"
    yield "# Lager mappene, gir hver konto bare det den trenger, legger inn oppgavene og starter dem."
    yield "$ErrorActionPreference = 'Stop'"
    yield "function Gi([string]$mappe, [string[]]$rettigheter) {"
    yield "    New-Item -ItemType Directory -Force -Path $mappe | Out-Null"
    yield (
        "    icacls $mappe /inheritance:r /grant:r "
        f"'*{_ADMINISTRATORENE}:(OI)(CI)F' '*{_SYSTEMET}:(OI)(CI)F' @rettigheter | Out-Null"
    )
    yield '    if ($LASTEXITCODE) { throw "Rettighetene på $mappe ble ikke satt." }'
    yield "}"
    for mappe, rettigheter in mappene(hvor).items():
        skrevet = ", ".join(f"'{en}'" for en in rettigheter)
        yield f"Gi '{mappe}' @({skrevet})"
    lesere = " ".join(f"'*{konto}:{_LES}'" for konto in (ALLES, DE_ANSATTES))
    yield f"icacls '{hvor.rot}' /grant {lesere} | Out-Null"
    yield "if ($LASTEXITCODE) { throw 'Rettighetene på programmet ble ikke satt.' }"
    for oppgave in alle:
        fil = hvor.drift / f"{oppgave.navn}.xml"
        yield (
            f"Register-ScheduledTask -TaskPath '{MAPPEN}' -TaskName '{oppgave.navn}' "
            f"-Xml (Get-Content -Raw -LiteralPath '{fil}') -Force | Out-Null"
        )
    yield f"if (-not (Test-Path -LiteralPath '{hvor.hemmeligheter}')) {{"
    yield (
        f"    Write-Warning 'Innloggingen til de ansatte mangler: {hvor.hemmeligheter}. "
        "De ansatte får ikke noe før den er der, og denne filen er kjørt igjen.'"
    )
    for oppgave in alle:
        if oppgave.konto == DE_ANSATTES and not oppgave.naar:
            yield f"    Disable-ScheduledTask -TaskPath '{MAPPEN}' -TaskName '{oppgave.navn}' | Out-Null"
    yield "}"
    yield f"Get-ScheduledTask -TaskPath '{MAPPEN}' | Where-Object {{"
    yield "    $_.State -eq 'Ready' -and $_.Triggers.CimClass.CimClassName -contains 'MSFT_TaskBootTrigger'"
    yield "} | Start-ScheduledTask"


def _fjern(alle: Sequence[Windowsoppgave]) -> Iterator[str]:
    yield "#Requires -RunAsAdministrator"
    yield "# Stopper oppgavene og tar dem bort. Tallene, nøkkelen og kopiene blir liggende."
    yield "$ErrorActionPreference = 'Stop'"
    for oppgave in alle:
        yield f"Stop-ScheduledTask -TaskPath '{MAPPEN}' -TaskName '{oppgave.navn}'"
        yield f"Unregister-ScheduledTask -TaskPath '{MAPPEN}' -TaskName '{oppgave.navn}' -Confirm:$false"
