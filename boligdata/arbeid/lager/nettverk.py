"""Ligger en mappe på en annen maskin? Der virker ikke låsene til SQLite."""

import re
import subprocess
import sys
from pathlib import Path

# Filsystemene som er en annen maskin, slik Linux og macOS kaller dem.
_DELTE = re.compile(
    "(fuse[.])?(nfs|cifs|smb|afp|afs|9p|ncp|webdav|davfs|sshfs|ceph|gluster|lustre|gfs|ocfs|beegfs"
    "|rclone|vmhgfs)"
)
_FJERN_STASJON = 4  # DRIVE_REMOTE i Windows.


def er_delt(mappe: Path) -> bool:
    """Er mappen på en delt nettverksmappe? Mappen trenger ikke finnes."""
    if str(mappe).startswith(("\\\\", "//")):
        return True
    if sys.platform == "win32":
        import ctypes

        stasjon = mappe.resolve().drive
        return stasjon.startswith("\\\\") or (
            ctypes.windll.kernel32.GetDriveTypeW(f"{stasjon}\\") == _FJERN_STASJON
        )
    return bool(_DELTE.match(filsystem(mappe.resolve(), _monteringer())))


def filsystem(mappe: Path, monteringer: list[tuple[Path, str]]) -> str:
    """Slaget filsystem mappen ligger på: det som er montert lengst inne, og sist."""
    slag, dybde = "", -1
    for sted, slaget in monteringer:
        if mappe.is_relative_to(sted) and len(sted.parts) >= dybde:
            slag, dybde = slaget, len(sted.parts)
    return slag


def linux(tekst: str) -> list[tuple[Path, str]]:
    """Linjene i /proc/self/mounts. Mellomrom i navn er skrevet som \\040."""
    felt = [linje.split() for linje in tekst.splitlines()]
    return [(Path(_uten_koder(sted)), slag) for _, sted, slag, *_ in felt]


def macos(tekst: str) -> list[tuple[Path, str]]:
    """Linjene fra kommandoen «mount»: «//ola@tjener/felles on /Volumes/felles (smbfs, …)»."""
    return [
        (Path(funn[1]), funn[2])
        for funn in re.finditer(r"^.+? on (/.*) \((\w+)", tekst, re.MULTILINE)
    ]


def _monteringer() -> list[tuple[Path, str]]:
    # /proc/mounts er en lenke hit, og den er borte når tjenesten bare ser prosessene i /proc.
    proc = Path("/proc/self/mounts")
    if proc.exists():
        return linux(proc.read_text(encoding="utf-8", errors="surrogateescape"))
    svar = subprocess.run(
        ["/sbin/mount"], capture_output=True, text=True, errors="replace", check=False
    )
    return macos(svar.stdout)


def _uten_koder(sted: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda kode: chr(int(kode[1], 8)), sted)
