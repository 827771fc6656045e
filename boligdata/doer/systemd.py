"""Tjenestene på en tjener med systemd: prosessene alle bruker, dem til de ansatte, og jobbene om natten.

Hver av dem får bare det den trenger. Prosessene alle bruker, ser verken de eksakte tallene, uttrekkene eller
nøkkelen, og bygget når ikke nettet. Filene skrives med stiene på denne maskinen, så ingen må rettes for hånd.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from boligdata.felles import objektlager, pekeren
from boligdata.felles.config import Brukerfeil

# Det ingen av dem trenger. Rekkefølgen er den i systemd.exec(5).
_STENGT = {
    "UMask": "0027",
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "AmbientCapabilities": "",
    "ProtectSystem": "strict",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "PrivateUsers": "yes",
    "ProtectHostname": "yes",
    "ProtectClock": "yes",
    "ProtectKernelTunables": "yes",
    "ProtectKernelModules": "yes",
    "ProtectKernelLogs": "yes",
    "ProtectControlGroups": "yes",
    "ProtectProc": "invisible",
    "ProcSubset": "pid",
    "RestrictNamespaces": "yes",
    "RestrictRealtime": "yes",
    "RestrictSUIDSGID": "yes",
    "RemoveIPC": "yes",
    "LockPersonality": "yes",
    "SystemCallArchitectures": "native",
    "SystemCallFilter": "@system-service",
    "SystemCallErrorNumber": "EPERM",
}
_UTEN_NETT = {"PrivateNetwork": "yes", "RestrictAddressFamilies": "AF_UNIX"}
_MED_NETT = {"RestrictAddressFamilies": "AF_UNIX AF_INET AF_INET6"}
# Bare proxyen på samme maskin når den.
_BARE_EGEN_MASKIN = {
    **_MED_NETT,
    "IPAddressDeny": "any",
    "IPAddressAllow": "localhost",
}


# Nøkkelen til objektlageret får tjenesten av systemd, i en fil bare den ser.
_LAGERNOEKKEL = "lager"
_TJENER = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?", re.IGNORECASE)


# Målingene fra en prosess er på porten dens med et ettall foran. Da må den ha fire sifre.
_MAALES = {"BOLIGDATA_MAALINGER": "1%i"}
_PORTER = range(1024, 10_000)
# Så mange sikkerhetskopier blir liggende.
KOPIER = 30
_NAVN = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?", re.IGNORECASE)
_STI = re.compile(r"[a-z0-9_-]*", re.IGNORECASE)


def krev_navn(navn: object) -> None:
    """Kaster `Brukerfeil` når dette ikke er navnet på en maskin, eventuelt med en port."""
    if not isinstance(navn, str) or not _NAVN.fullmatch(navn):
        raise Brukerfeil(
            f"«{navn}» er ikke et navn på en maskin. Skriv det uten https:// og uten sti, "
            "som bolig.kommunen.no."
        )


@dataclass(frozen=True)
class Prosesser:
    """Prosessene til alle, eller til de ansatte: porten på egen maskin til hver av dem, og navnet brukerne
    skriver. Navnet er tomt når de bare nås på egen maskin.
    """

    porter: Sequence[int]
    navn: str = ""

    @property
    def vert(self) -> str:
        """Navnet uten port."""
        return self.navn.partition(":")[0]


@dataclass(frozen=True)
class Lagervalg:
    """Objektlageret tallene sendes til og hentes fra: adressen, tjeneren det er på (tom når det er hos
    Amazon), og filen med nøkkelen. Kaster `Brukerfeil` når noe av det ikke kan skrives i filene.
    """

    adresse: str
    tjener: str
    noekkel: Path

    def __post_init__(self):
        objektlager.kontroller(self.adresse)
        if self.tjener and not _TJENER.fullmatch(self.tjener):
            raise Brukerfeil(
                "Tjeneren med objektlageret skrives som «https://lager.kommunen.no», uten sti og nøkkel."
            )

    @property
    def miljoe(self) -> dict[str, object]:
        """Det en tjeneste som når lageret, må vite."""
        tjener = {"AWS_ENDPOINT_URL": self.tjener} if self.tjener else {}
        return {
            "BOLIGDATA_PUBLISERT": self.adresse,
            "AWS_SHARED_CREDENTIALS_FILE": f"%d/{_LAGERNOEKKEL}",
            **tjener,
        }

    @property
    def rettigheter(self) -> dict[str, object]:
        """Det en tjeneste som når lageret, må få."""
        return {**_MED_NETT, "LoadCredential": f"{_LAGERNOEKKEL}:{self.noekkel}"}


@dataclass(frozen=True)
class Installasjon:
    """Hvor programmet, tallene og nøkkelen er, hvem som kjører det, og prosessene.

    `bruker` er også navnet på gruppen. `hemmeligheter` er filen med innloggingen til ansattvisningen, og
    `sti` begynnelsen av adressen, når dashbordet ikke har navnet for seg selv. `kopier` er mappen det tas
    en sikkerhetskopi til hver natt, og `lager` objektlageret, når flere maskiner viser tallene. Kaster
    `Brukerfeil` når noe av det ikke kan skrives i filene.
    """

    rot: Path
    python: Path
    data: Path
    noekkel: Path
    hemmeligheter: Path
    bruker: str = "boligdata"
    alle: Prosesser = Prosesser((8501,))
    ansatte: Prosesser = Prosesser((8601,))
    sti: str = ""
    kopier: Path | None = None
    lager: Lagervalg | None = None

    def __post_init__(self):
        for sti in (
            self.rot,
            self.python,
            self.data,
            self.noekkel,
            self.hemmeligheter,
            *([self.kopier] if self.kopier else []),
            *([self.lager.noekkel] if self.lager else []),
        ):
            if not sti.is_absolute() or set(str(sti)) & set(" \t\n\"'\\%$"):
                raise Brukerfeil(
                    f"Stien «{sti}» kan ikke stå i en fil til systemd. Legg programmet og tallene i mapper "
                    "uten mellomrom og tegn som %, og oppgi hele stien."
                )
        for visning in (self.alle, self.ansatte):
            if visning.navn:
                krev_navn(visning.navn)
            if not visning.porter or not {*visning.porter} <= {*_PORTER}:
                raise Brukerfeil(
                    f"Det må være minst én prosess, med porter fra {_PORTER[0]} til {_PORTER[-1]}."
                )
        if {*self.alle.porter} & {*self.ansatte.porter}:
            raise Brukerfeil(
                "Prosessene til alle og til de ansatte kan ikke ha de samme portene."
            )
        if not _STI.fullmatch(self.sti):
            raise Brukerfeil(
                f"«{self.sti}» kan ikke være begynnelsen av adressen. Bruk ett ord, som «bolig»."
            )


def enhetene(hvor: Installasjon) -> dict[str, str]:
    """Innholdet i hver fil, etter navnet den skal ha."""
    return {
        "boligdata.target": _samlet("boligdata", "Boligsosialt dashbord", hvor.alle),
        "boligdata@.service": _for_alle(hvor),
        "boligdata-ansatte.target": _samlet(
            "boligdata-ansatte", "Boligsosialt dashbord for ansatte", hvor.ansatte
        ),
        "boligdata-ansatte@.service": _for_ansatte(hvor),
        "boligdata-bygg.service": _bygget(hvor),
        "boligdata-bygg.timer": _om_natten("Nye tall om natten", "03:30"),
        "boligdata-lege.service": _legen(hvor),
        "boligdata-lege.timer": _om_natten("Legen ser over dashbordet", "06:00"),
        **(_kopien(hvor) if hvor.kopier else {}),
        **(_sendingen(hvor, hvor.lager) if hvor.lager else {}),
    }


def skriv(hvor: Installasjon, mappe: Path) -> list[Path]:
    """Skriv filene i mappen, og gi stiene. Det som står der fra før med de samme navnene, blir byttet."""
    mappe.mkdir(parents=True, exist_ok=True)
    filene = []
    for navn, innhold in enhetene(hvor).items():
        (mappe / navn).write_text(innhold, encoding="utf-8")
        filene.append(mappe / navn)
    return filene


# ------------------------------------------------------------------------------ tjenestene


def _for_alle(hvor: Installasjon) -> str:
    lager = hvor.lager
    skriver_i = f"-{hvor.data}/arbeid" + (f" -{hvor.data}/hentet" if lager else "")
    return _tjeneste(
        hvor,
        "Boligsosialt dashbord, port %i",
        _streamlit(hvor, hvor.alle),
        {"BOLIGDATA_VISNING": "publisert", "BOLIGDATA_REDIGERING": "ingen"}
        | _MAALES
        | (lager.miljoe if lager else {}),
        {
            **(lager.rettigheter if lager else _BARE_EGEN_MASKIN),
            "ReadWritePaths": skriver_i,
            "InaccessiblePaths": _om_personer(hvor),
        },
    )


def _om_personer(hvor: Installasjon) -> list[str]:
    """Det den som bare trenger de publiserte tallene, ikke får se."""
    mapper = ("internt", "inn", "inn_forrige", "utkast", "logg")
    stier = [hvor.data / navn for navn in mapper]
    return [f"-{sti}" for sti in (*stier, hvor.noekkel, hvor.hemmeligheter)]


def _for_ansatte(hvor: Installasjon) -> str:
    kommando = f"{_streamlit(hvor, hvor.ansatte)} --secrets.files {hvor.hemmeligheter}"
    return _tjeneste(
        hvor,
        "Boligsosialt dashbord for ansatte, port %i",
        kommando,
        {"BOLIGDATA_VISNING": "internt", "BOLIGDATA_NOEKKELFIL": hvor.noekkel}
        | _MAALES,
        # Innloggingstjenesten er et annet sted.
        {**_MED_NETT, "ReadWritePaths": str(hvor.data)},
        samlet="boligdata-ansatte.target",
    )


def _samlet(navn: str, hva: str, visning: Prosesser) -> str:
    """Alle prosessene til en visning, så de startes og stoppes under ett."""
    prosessene = " ".join(f"{navn}@{port}.service" for port in visning.porter)
    return _som_tekst(
        {
            "Unit": {"Description": hva, "Wants": prosessene},
            "Install": {"WantedBy": "multi-user.target"},
        }
    )


def _bygget(hvor: Installasjon) -> str:
    return _jobb(
        hvor, "Nye tall til dashbordet", "bygg", [hvor.data, hvor.noekkel.parent]
    )


def _legen(hvor: Installasjon) -> str:
    kopiene = f" --kopier {hvor.kopier}" if hvor.kopier else ""
    return _jobb(hvor, "Ser over dashbordet", f"lege{kopiene}", [hvor.data], hvor.lager)


def _sendingen(hvor: Installasjon, lager: Lagervalg) -> dict[str, str]:
    """Sender det som er publisert, når pekeren er byttet. Den når nettet, og ser derfor ikke det som er om
    personer; bygget ser det, og når ikke nettet. Er lageret borte, prøves det igjen.
    """
    hva = "Sender nye tall til objektlageret"
    publisert = hvor.data / "publisert"
    egne = {
        **lager.rettigheter,
        "ReadWritePaths": f"-{publisert}",
        "InaccessiblePaths": [*_om_personer(hvor), f"-{hvor.data}/arbeid"],
        "Restart": "on-failure",
        "RestartSec": "60",
    }
    kommando = f"{hvor.python} -m boligdata send"
    ser_etter = {"PathChanged": publisert / pekeren.PEKER}
    return {
        "boligdata-send.service": _tjeneste(
            hvor, hva, kommando, lager.miljoe, egne, slag="oneshot"
        ),
        "boligdata-send.path": _som_tekst(
            {
                "Unit": {"Description": hva},
                "Path": ser_etter,
                "Install": {"WantedBy": "paths.target"},
            }
        ),
    }


def _kopien(hvor: Installasjon) -> dict[str, str]:
    """En sikkerhetskopi hver natt, etter bygget. En måned med kopier blir liggende."""
    hva = "Sikkerhetskopi av dashbordet"
    kommando = f"kopi --til {hvor.kopier} --behold {KOPIER}"
    skriver_i = [hvor.data, hvor.noekkel.parent, hvor.kopier]
    return {
        "boligdata-kopi.service": _jobb(hvor, hva, kommando, skriver_i),
        "boligdata-kopi.timer": _om_natten(hva, "05:00"),
    }


def _jobb(
    hvor: Installasjon,
    hva: str,
    kommando: str,
    skriver_i: Iterable[Path],
    lager: Lagervalg | None = None,
) -> str:
    return _tjeneste(
        hvor,
        hva,
        f"{hvor.python} -m boligdata {kommando}",
        {"BOLIGDATA_NOEKKELFIL": hvor.noekkel} | (lager.miljoe if lager else {}),
        {
            **(lager.rettigheter if lager else _UTEN_NETT),
            "ReadWritePaths": " ".join(map(str, skriver_i)),
            "Nice": "10",
        },
        slag="oneshot",
    )


def _streamlit(hvor: Installasjon, visning: Prosesser) -> str:
    """Kommandoen som starter én prosess. Porten er det som står etter @ i navnet på tjenesten."""
    valg = {
        "server.port": "%i",
        "server.address": "127.0.0.1",
        "browser.serverAddress": visning.vert,
        "server.baseUrlPath": hvor.sti,
    }
    skrevet = " ".join(f"--{navn} {verdi}" for navn, verdi in valg.items() if verdi)
    return f"{hvor.python} -m streamlit run dashboard.py {skrevet}"


def _tjeneste(
    hvor: Installasjon,
    hva: str,
    kommando: str,
    miljoe: dict[str, object],
    egne: dict[str, object],
    slag: str = "exec",
    samlet: str = "boligdata.target",
) -> str:
    miljoe = {"BOLIGDATA_DATA": hvor.data, **miljoe, "PYTHONDONTWRITEBYTECODE": "1"}
    # Ligger noe av det i en hjemmemappe, må den kunne leses.
    hjemme = any(
        sti.is_relative_to(rot)
        for sti in (hvor.rot, hvor.python, hvor.data, hvor.noekkel)
        for rot in (Path("/home"), Path("/root"))
    )
    tjenesten = {
        "Type": slag,
        "User": hvor.bruker,
        "Group": hvor.bruker,
        "WorkingDirectory": hvor.rot,
        "Environment": [f"{navn}={verdi}" for navn, verdi in miljoe.items()],
        # Et passord hører hjemme her: det over kan alle på maskinen lese med «systemctl show».
        "EnvironmentFile": f"-{hvor.hemmeligheter.parent}/miljoe",
        # Med full rett, før resten stenges: mappene må finnes for å kunne åpnes for tjenesten.
        "ExecStartPre": [
            f"+/usr/bin/install -d -m 0750 -o {hvor.bruker} -g {hvor.bruker} {mappe}"
            for mappe in (
                hvor.data,
                hvor.data / "arbeid",
                hvor.noekkel.parent,
                *([hvor.kopier] if hvor.kopier else []),
                *([hvor.data / "hentet"] if hvor.lager else []),
            )
        ],
        "ExecStart": kommando,
        **({} if slag == "oneshot" else {"Restart": "on-failure", "RestartSec": "5"}),
        **_STENGT,
        **egne,
        # Historikken til koden er ikke noe programmet skal kunne lese.
        "InaccessiblePaths": [f"-{hvor.rot}/.git", *egne.get("InaccessiblePaths", [])],
        "ProtectHome": "read-only" if hjemme else "yes",
    }
    deler = {
        "Unit": {"Description": hva, "After": "network-online.target"},
        "Service": tjenesten,
    }
    if slag != "oneshot":
        deler["Unit"] |= {"Wants": "network-online.target", "PartOf": samlet}
    return _som_tekst(deler)


def _om_natten(hva: str, klokken: str) -> str:
    """Var maskinen av da, gjøres det når den er på igjen."""
    naar = {
        "OnCalendar": f"*-*-* {klokken}",
        "Persistent": "yes",
        "RandomizedDelaySec": "10min",
    }
    return _som_tekst(
        {
            "Unit": {"Description": hva},
            "Timer": naar,
            "Install": {"WantedBy": "timers.target"},
        }
    )


def _som_tekst(deler: dict[str, dict[str, object]]) -> str:
    linjer = []
    for navn, felter in deler.items():
        linjer.append(f"[{navn}]")
        for felt, verdi in felter.items():
            verdier = verdi if isinstance(verdi, list) else [verdi]
            linjer += [f"{felt}={en}" for en in verdier]
        linjer.append("")
    return "\n".join(linjer)
