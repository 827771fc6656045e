"""Tjenestene på en tjener med systemd: prosessene alle bruker, dem til de ansatte, og jobbene om natten.

Hver av dem får bare det den trenger. Prosessene alle bruker, ser verken de eksakte tallene, uttrekkene eller
nøkkelen, og bygget når ikke nettet. Filene skrives med stiene på denne maskinen, så ingen må rettes for hånd.
"""

import ipaddress
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from boligdata.felles import objektlager, pekeren
from boligdata.felles.config import Brukerfeil

# Det ingen av dem trenger. Rekkefølgen er den i systemd.exec(5).
STENGT = {
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
UTEN_NETT = {"PrivateNetwork": "yes", "RestrictAddressFamilies": "AF_UNIX"}
_MED_NETT = {"RestrictAddressFamilies": "AF_UNIX AF_INET AF_INET6"}
# Bare proxyen på samme maskin når den.
_BARE_EGEN_MASKIN = {
    **_MED_NETT,
    "IPAddressDeny": "any",
    "IPAddressAllow": "localhost",
}


# Nøkkelen til objektlageret får tjenesten av systemd, i en fil bare den ser.
_LAGERNOEKKEL = "lager"
_SENDER = "Sender nye tall til objektlageret"
_TJENER = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?", re.IGNORECASE)


# Målingene fra en prosess er på porten dens med et ettall foran. Da må den ha fire sifre.
_MAALES = {"BOLIGDATA_MAALINGER": "1%i"}
_PORTER = range(1024, 10_000)
# Så mange sikkerhetskopier blir liggende: en måned.
KOPIER = 30
# Visningene, og det de heter.
PROSESSER = {
    "boligdata": "Boligsosialt dashbord",
    "boligdata-ansatte": "Boligsosialt dashbord for ansatte",
}
# Jobbene om natten, i rekkefølgen de gjøres: hva de er, og når.
JOBBENE = {
    "bygg": ("Nye tall om natten", "03:30"),
    "kopi": ("Sikkerhetskopi av dashbordet", "05:00"),
    "lege": ("Legen ser over dashbordet", "06:00"),
}
# Det som står etter @ i navnet på en tjeneste: porten, eller nummeret der filene gjelder for mange kommuner.
ETTER_KROELLALFA = "%i"
# Så lenge får en jobb på seg når mange står i kø.
_FRIST_I_KOEEN = "1h"
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
        objektlager.kontroller(self.adresse.removesuffix(f"/{ETTER_KROELLALFA}"))
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
        """Det en tjeneste som når lageret, må få utenom nettet."""
        return {"LoadCredential": f"{_LAGERNOEKKEL}:{self.noekkel}"}


@dataclass(frozen=True)
class Installasjon:
    """Hvor programmet, tallene og nøkkelen er, hvem som kjører det, og prosessene.

    `bruker` er også navnet på gruppen. `hemmeligheter` er filen med innloggingen til ansattvisningen, og
    `sti` begynnelsen av adressen, når dashbordet ikke har navnet for seg selv. `kopier` er mappen det tas
    en sikkerhetskopi til hver natt, og `lager` objektlageret, når flere maskiner viser tallene. `nettet` er
    IP-adressene de som må ut på nettet, når: innloggingstjenesten, navnetjeneren og objektlageret. Er den
    tom, når de alle.

    `felles` er mappene med noe om hver av mange kommuner. Da er filene maler: «%i» i stiene og i navnet på
    brukeren er nummeret til kommunen, og ingen ser mer av de felles mappene enn sitt eget. Kaster
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
    felles: tuple[Path, ...] = ()
    nettet: tuple[str, ...] = ()

    def __post_init__(self):
        _krev_adresser(self.nettet)
        for sti in (
            self.rot,
            self.python,
            self.data,
            self.noekkel,
            self.hemmeligheter,
            *([self.kopier] if self.kopier else []),
            *([self.lager.noekkel] if self.lager else []),
            *self.felles,
        ):
            skrevet = str(sti)
            if self.felles:
                skrevet = skrevet.replace(ETTER_KROELLALFA, "")
            if not sti.is_absolute() or set(skrevet) & set(" \t\n\"'\\%$"):
                raise Brukerfeil(
                    f"Stien «{sti}» kan ikke stå i en fil til systemd. Legg programmet og tallene i mapper "
                    "uten mellomrom og tegn som %, og oppgi hele stien."
                )
        krev_prosessene(self.alle, self.ansatte, self.sti)


def krev_prosessene(alle: Prosesser, ansatte: Prosesser, sti: str) -> None:
    """Kaster `Brukerfeil` når prosessene ikke kan ha navnene og portene, eller adressen ikke kan begynne
    med `sti`.
    """
    for visning in (alle, ansatte):
        if visning.navn:
            krev_navn(visning.navn)
        if not visning.porter or not {*visning.porter} <= {*_PORTER}:
            raise Brukerfeil(
                f"Det må være minst én prosess, med porter fra {_PORTER[0]} til {_PORTER[-1]}."
            )
    if {*alle.porter} & {*ansatte.porter}:
        raise Brukerfeil(
            "Prosessene til alle og til de ansatte kan ikke ha de samme portene."
        )
    if not _STI.fullmatch(sti):
        raise Brukerfeil(
            f"«{sti}» kan ikke være begynnelsen av adressen. Bruk ett ord, som «bolig»."
        )


def _krev_adresser(nettet: Iterable[str]) -> None:
    for adresse in nettet:
        try:
            ipaddress.ip_network(adresse)
        except ValueError:
            raise Brukerfeil(
                f"«{adresse}» er ikke en IP-adresse. Skriv den som 10.0.0.5, eller et helt nett som "
                "10.0.0.0/24."
            ) from None


def enhetene(hvor: Installasjon) -> dict[str, str]:
    """Innholdet i hver fil, etter navnet den skal ha."""
    filene = {
        f"{navn}{'@' if navn in PROSESSER else ''}.service": innhold
        for navn, innhold in tjenestene(hvor).items()
    }
    filene |= {
        f"{navn}.target": samlet(navn, hva, visning.porter)
        for (navn, hva), visning in zip(PROSESSER.items(), (hvor.alle, hvor.ansatte))
    }
    filene |= {
        f"boligdata-{jobb}.timer": om_natten(hva, naar)
        for jobb, (hva, naar) in JOBBENE.items()
        if f"boligdata-{jobb}.service" in filene
    }
    return filene | (
        {"boligdata-send.path": naar_publisert(hvor)} if hvor.lager else {}
    )


def tjenestene(hvor: Installasjon) -> dict[str, str]:
    """Innholdet i hver tjeneste, etter navnet foran et eventuelt «@»."""
    return {
        "boligdata": _for_alle(hvor),
        "boligdata-ansatte": _for_ansatte(hvor),
        "boligdata-bygg": _bygget(hvor),
        "boligdata-lege": _legen(hvor),
        **({"boligdata-kopi": _kopien(hvor)} if hvor.kopier else {}),
        **({"boligdata-send": _sendingen(hvor, hvor.lager)} if hvor.lager else {}),
    }


def skriv(enheter: dict[str, str], mappe: Path) -> list[Path]:
    """Skriv filene i mappen, og gi stiene. Det som står der fra før med de samme navnene, blir byttet."""
    filene = []
    for navn, innhold in enheter.items():
        fil = mappe / navn
        fil.parent.mkdir(parents=True, exist_ok=True)
        fil.write_text(innhold, encoding="utf-8")
        filene.append(fil)
    return filene


# ------------------------------------------------------------------------------ tjenestene


def _for_alle(hvor: Installasjon) -> str:
    lager = hvor.lager
    skriver_i = f"-{hvor.data}/arbeid" + (f" -{hvor.data}/hentet" if lager else "")
    return _tjeneste(
        hvor,
        _hva(hvor, "boligdata"),
        _streamlit(hvor, hvor.alle),
        {"BOLIGDATA_VISNING": "publisert", "BOLIGDATA_REDIGERING": "ingen"}
        | _maales(hvor)
        | (lager.miljoe if lager else {}),
        {
            **(_naar_lageret(hvor, lager) if lager else _BARE_EGEN_MASKIN),
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
        _hva(hvor, "boligdata-ansatte"),
        kommando,
        {"BOLIGDATA_VISNING": "internt", "BOLIGDATA_NOEKKELFIL": hvor.noekkel}
        | _maales(hvor),
        # Innloggingstjenesten er et annet sted.
        {**_ut_paa_nettet(hvor), "ReadWritePaths": str(hvor.data)},
        samlet="boligdata-ansatte.target",
    )


def _ut_paa_nettet(hvor: Installasjon) -> dict[str, object]:
    """Det en tjeneste som må ut på nettet, får nå: bare adressene som er oppgitt, når noen er det."""
    if not hvor.nettet:
        return _MED_NETT
    adressene = " ".join(["localhost", *hvor.nettet])
    return {**_BARE_EGEN_MASKIN, "IPAddressAllow": adressene}


def _naar_lageret(hvor: Installasjon, lager: Lagervalg) -> dict[str, object]:
    return {**_ut_paa_nettet(hvor), **lager.rettigheter}


def _hva(hvor: Installasjon, navn: str) -> str:
    return (
        f"{PROSESSER[navn]}, {'kommune' if hvor.felles else 'port'} {ETTER_KROELLALFA}"
    )


def _maales(hvor: Installasjon) -> dict[str, str]:
    """Har hver kommune sine egne porter, står de i filen til den."""
    return {} if hvor.felles else _MAALES


def samlet(
    navn: str, hva: str, etter: Iterable[object], flere: Iterable[str] = ()
) -> str:
    """Alle prosessene til en visning, så de startes og stoppes under ett, og det som ellers skal startes med
    dem. `etter` er det som står etter @ i navnet på hver av dem.
    """
    prosessene = " ".join([*(f"{navn}@{en}.service" for en in etter), *flere])
    return som_tekst(
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


def _sendingen(hvor: Installasjon, lager: Lagervalg) -> str:
    """Sender det som er publisert. Den når nettet, og ser derfor ikke det som er om personer; bygget ser det,
    og når ikke nettet. Er lageret borte, prøves det igjen.
    """
    egne = {
        **_naar_lageret(hvor, lager),
        "ReadWritePaths": f"-{hvor.data}/publisert",
        "InaccessiblePaths": [*_om_personer(hvor), f"-{hvor.data}/arbeid"],
        "Restart": "on-failure",
        "RestartSec": "60",
    }
    kommando = f"{hvor.python} -m boligdata send"
    return _tjeneste(hvor, _SENDER, kommando, lager.miljoe, egne, slag="oneshot")


def naar_publisert(hvor: Installasjon) -> str:
    """Starter sendingen når pekeren på det som er publisert, er byttet."""
    ser_etter = {"PathChanged": hvor.data / "publisert" / pekeren.PEKER}
    return som_tekst(
        {
            "Unit": {"Description": _SENDER},
            "Path": ser_etter,
            "Install": {"WantedBy": "paths.target"},
        }
    )


def _kopien(hvor: Installasjon) -> str:
    kommando = f"kopi --til {hvor.kopier} --behold {KOPIER}"
    skriver_i = [hvor.data, hvor.noekkel.parent, hvor.kopier]
    return _jobb(hvor, JOBBENE["kopi"][0], kommando, skriver_i)


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
            **(_naar_lageret(hvor, lager) if lager else UTEN_NETT),
            "ReadWritePaths": " ".join(map(str, skriver_i)),
            "Nice": "10",
            **({"TimeoutStartSec": _FRIST_I_KOEEN} if hvor.felles else {}),
        },
        slag="oneshot",
    )


def _streamlit(hvor: Installasjon, visning: Prosesser) -> str:
    """Kommandoen som starter én prosess. Porten er det som står etter @ i navnet på tjenesten, eller i filen
    til kommunen.
    """
    valg = streamlit_valg("" if hvor.felles else ETTER_KROELLALFA, visning, hvor.sti)
    skrevet = " ".join(itertools.chain.from_iterable(valg.items()))
    return f"{hvor.python} -m streamlit run dashboard.py {skrevet}"


def streamlit_valg(port: str, visning: Prosesser, sti: str) -> dict[str, str]:
    """Det én prosess startes med, utenom det som står i `.streamlit/config.toml`. Det som er tomt, er ikke
    med.
    """
    valg = {
        "--server.port": port,
        "--server.address": "127.0.0.1",
        "--browser.serverAddress": visning.vert,
        "--server.baseUrlPath": sti,
    }
    return {navn: verdi for navn, verdi in valg.items() if verdi}


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
    if hvor.felles:
        miljoe["BOLIGDATA_KOMMUNE"] = ETTER_KROELLALFA
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
        "ExecStartPre": _mappene(hvor),
        "ExecStart": kommando,
        **({} if slag == "oneshot" else {"Restart": "on-failure", "RestartSec": "5"}),
        **STENGT,
        **_bare_sitt_eget(hvor),
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
    return som_tekst(deler)


def _mappene(hvor: Installasjon) -> list[str]:
    """Lager mappene, utenfor det tjenesten er stengt inne i. I en mappe brukeren selv kan skrive i, gjøres
    det som brukeren: ellers kunne en lenke der fått root til å gi bort en mappe et annet sted.
    """
    lag, eier = "/usr/bin/install -d -m 0750", f"-o {hvor.bruker} -g {hvor.bruker}"
    som_brukeren = (
        f"/usr/bin/setpriv --reuid {hvor.bruker} --regid {hvor.bruker} --clear-groups"
    )
    felles = [f"{lag} -o root -g {hvor.bruker} {hvor.data.parent}"]
    return [
        f"+{kommando}"
        for kommando in (
            *(felles if hvor.felles else []),
            f"{lag} {eier} {hvor.data}",
            f"{som_brukeren} {lag} {hvor.data}/arbeid",
            f"{lag} {eier} {hvor.noekkel.parent}",
            *([f"{lag} {eier} {hvor.kopier}"] if hvor.kopier else []),
            *([f"{som_brukeren} {lag} {hvor.data}/hentet"] if hvor.lager else []),
        )
    ]


def _bare_sitt_eget(hvor: Installasjon) -> dict[str, object]:
    """De felles mappene er tomme for tjenesten, utenom det som er om dens egen kommune."""
    if not hvor.felles:
        return {}
    return {
        "TemporaryFileSystem": [f"{mappe}:ro" for mappe in hvor.felles],
        "BindReadOnlyPaths": [f"-{mappe}/{ETTER_KROELLALFA}" for mappe in hvor.felles],
    }


def om_natten(hva: str, klokken: str) -> str:
    """Gjør jobben med det samme navnet hver natt. Var maskinen av da, gjøres det når den er på igjen."""
    naar = {
        "OnCalendar": f"*-*-* {klokken}",
        "Persistent": "yes",
        "RandomizedDelaySec": "10min",
    }
    return som_tekst(
        {
            "Unit": {"Description": hva},
            "Timer": naar,
            "Install": {"WantedBy": "timers.target"},
        }
    )


def som_tekst(deler: dict[str, dict[str, object]]) -> str:
    """Innholdet i en fil til systemd: feltene i hver del. Et felt med en liste står flere ganger."""
    linjer = []
    for navn, felter in deler.items():
        linjer.append(f"[{navn}]")
        for felt, verdi in felter.items():
            verdier = verdi if isinstance(verdi, list) else [verdi]
            linjer += [f"{felt}={en}" for en in verdier]
        linjer.append("")
    return "\n".join(linjer)
