"""Kjør kommandoen til en tjeneste med det av kjernen og nettet som filen til systemd gir den.

python -m tests.stengt FIL KOMMANDO …      kommandoen tar over prosessen
"""

import ctypes
import ctypes.util
import errno
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

_TILLATT, _AVVIST = 0x7FFF0000, 0x00050000
_LIK = 4
_FLERE_RETTIGHETER_ALDRI = 38  # PR_SET_NO_NEW_PRIVS

analyse = shutil.which("systemd-analyze")
bibliotek = ctypes.util.find_library("seccomp")


class _Sammenligning(ctypes.Structure):
    """Et krav til ett av argumentene i et systemkall: nummeret på det, hvordan, og mot hva."""

    _fields_ = [
        ("argument", ctypes.c_uint),
        ("hvordan", ctypes.c_int),
        ("verdi", ctypes.c_uint64),
        ("ubrukt", ctypes.c_uint64),
    ]


def kallene(gruppe: str) -> set[str]:
    """Navnene på systemkallene i en gruppe, slik systemd på denne maskinen har dem."""
    svar = subprocess.run(
        [analyse, "syscall-filter", gruppe], capture_output=True, text=True, check=True
    )
    linjene = [linje.strip() for linje in svar.stdout.splitlines()[1:]]
    navnene = {linje for linje in linjene if linje and linje[0] not in "#@"}
    return navnene.union(*(kallene(linje) for linje in linjene if linje[:1] == "@"))


def steng(tjeneste: dict[str, str]) -> None:
    """Steng denne prosessen, og dem den starter, slik feltene i tjenesten sier. Det kan ikke gjøres om."""
    seccomp = ctypes.CDLL(bibliotek, use_errno=True)
    seccomp.seccomp_init.restype = ctypes.c_void_p
    filteret = ctypes.c_void_p(seccomp.seccomp_init(_AVVIST | errno.EPERM))
    for navn in kallene(tjeneste["SystemCallFilter"]) - {"socket"}:
        nummer = seccomp.seccomp_syscall_resolve_name(navn.encode())
        # Under null er kall denne maskinen ikke har.
        if nummer >= 0:
            _krev(seccomp.seccomp_rule_add(filteret, _TILLATT, nummer, 0))
    for familie in tjeneste["RestrictAddressFamilies"].split():
        lik = _Sammenligning(0, _LIK, getattr(socket, familie), 0)
        nummer = seccomp.seccomp_syscall_resolve_name(b"socket")
        _krev(
            seccomp.seccomp_rule_add_array(
                filteret, _TILLATT, nummer, 1, ctypes.byref(lik)
            )
        )
    if tjeneste["NoNewPrivileges"] == "yes":
        _krev(ctypes.CDLL(None).prctl(_FLERE_RETTIGHETER_ALDRI, 1, 0, 0, 0))
    _krev(seccomp.seccomp_load(filteret))


def _krev(svar: int) -> None:
    if svar:
        raise OSError(-svar, os.strerror(-svar))


def main(fil: str, *kommando: str) -> None:
    linjene = Path(fil).read_text(encoding="utf-8").splitlines()
    steng(dict(linje.split("=", 1) for linje in linjene if "=" in linje))
    os.umask(0o027)
    os.execv(kommando[0], kommando)


if __name__ == "__main__":
    main(*sys.argv[1:])
