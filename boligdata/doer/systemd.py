"""Tjenestene på en tjener med systemd: prosessen alle bruker, prosessen til de ansatte, og jobbene om natten.

Hver av dem får bare det den trenger. Prosessen alle bruker, ser verken de eksakte tallene, uttrekkene eller
nøkkelen, og bygget når ikke nettet. Filene skrives med stiene på denne maskinen, så ingen må rettes for hånd.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

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


@dataclass(frozen=True)
class Installasjon:
    """Hvor programmet, tallene og nøkkelen er, hvem som kjører det, og portene på egen maskin.

    `bruker` er også navnet på gruppen. `hemmeligheter` er filen med innloggingen til ansattvisningen.
    """

    rot: Path
    python: Path
    data: Path
    noekkel: Path
    hemmeligheter: Path
    bruker: str = "boligdata"
    port: int = 8501
    ansattport: int = 8502


def enhetene(hvor: Installasjon) -> dict[str, str]:
    """Innholdet i hver fil, etter navnet den skal ha. Kaster `Brukerfeil` når en sti ikke kan stå i dem."""
    for sti in (hvor.rot, hvor.python, hvor.data, hvor.noekkel, hvor.hemmeligheter):
        if not sti.is_absolute() or set(str(sti)) & set(" \t\n\"'\\%$"):
            raise Brukerfeil(
                f"Stien «{sti}» kan ikke stå i en fil til systemd. Legg programmet og tallene i mapper uten "
                "mellomrom og tegn som %, og oppgi hele stien."
            )
    return {
        "boligdata.service": _for_alle(hvor),
        "boligdata-ansatte.service": _for_ansatte(hvor),
        "boligdata-bygg.service": _bygget(hvor),
        "boligdata-bygg.timer": _om_natten("Nye tall om natten", "03:30"),
        "boligdata-lege.service": _legen(hvor),
        "boligdata-lege.timer": _om_natten("Legen ser over dashbordet", "06:00"),
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
    return _tjeneste(
        hvor,
        "Boligsosialt dashbord",
        _streamlit(hvor, hvor.port),
        {"BOLIGDATA_VISNING": "publisert", "BOLIGDATA_REDIGERING": "ingen"},
        {
            **_BARE_EGEN_MASKIN,
            "ReadWritePaths": f"-{hvor.data}/arbeid",
            "InaccessiblePaths": [
                f"-{hvor.data}/internt",
                f"-{hvor.data}/inn",
                f"-{hvor.data}/inn_forrige",
                f"-{hvor.data}/utkast",
                f"-{hvor.data}/logg",
                f"-{hvor.noekkel}",
                f"-{hvor.hemmeligheter}",
            ],
        },
    )


def _for_ansatte(hvor: Installasjon) -> str:
    kommando = (
        f"{_streamlit(hvor, hvor.ansattport)} --secrets.files {hvor.hemmeligheter}"
    )
    return _tjeneste(
        hvor,
        "Boligsosialt dashbord for ansatte",
        kommando,
        {"BOLIGDATA_VISNING": "internt", "BOLIGDATA_NOEKKELFIL": hvor.noekkel},
        # Innloggingstjenesten er et annet sted.
        {**_MED_NETT, "ReadWritePaths": str(hvor.data)},
    )


def _bygget(hvor: Installasjon) -> str:
    return _jobb(
        hvor, "Nye tall til dashbordet", "bygg", [hvor.data, hvor.noekkel.parent]
    )


def _legen(hvor: Installasjon) -> str:
    return _jobb(hvor, "Ser over dashbordet", "lege", [hvor.data])


def _jobb(
    hvor: Installasjon, hva: str, kommando: str, skriver_i: Iterable[Path]
) -> str:
    return _tjeneste(
        hvor,
        hva,
        f"{hvor.python} -m boligdata {kommando}",
        {"BOLIGDATA_NOEKKELFIL": hvor.noekkel},
        {**_UTEN_NETT, "ReadWritePaths": " ".join(map(str, skriver_i)), "Nice": "10"},
        slag="oneshot",
    )


def _streamlit(hvor: Installasjon, port: int) -> str:
    return (
        f"{hvor.python} -m streamlit run dashboard.py --server.port {port} "
        "--server.address 127.0.0.1"
    )


def _tjeneste(
    hvor: Installasjon,
    hva: str,
    kommando: str,
    miljoe: dict[str, object],
    egne: dict[str, object],
    slag: str = "exec",
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
        # Med full rett, før resten stenges: mappene må finnes for å kunne åpnes for tjenesten.
        "ExecStartPre": [
            f"+/usr/bin/install -d -m 0750 -o {hvor.bruker} -g {hvor.bruker} {mappe}"
            for mappe in (hvor.data, hvor.data / "arbeid", hvor.noekkel.parent)
        ],
        "ExecStart": kommando,
        **({} if slag == "oneshot" else {"Restart": "on-failure", "RestartSec": "5"}),
        **_STENGT,
        "ProtectHome": "read-only" if hjemme else "yes",
        **egne,
    }
    deler = {
        "Unit": {"Description": hva, "After": "network-online.target"},
        "Service": tjenesten,
    }
    if slag != "oneshot":
        deler["Unit"]["Wants"] = "network-online.target"
        deler["Install"] = {"WantedBy": "multi-user.target"}
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
