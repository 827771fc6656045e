"""Starter prosessen som leser boken, passer på den, og tar imot arkene."""

import contextlib
import json
import os
import re
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from boligdata.felles.bok.svar import Arkhode, Bokfeil

# Prosessen laster bare det den trenger: innstillingene til resten av programmet tar lenger tid enn boken.
_ROT = Path(__file__).resolve().parents[3]
_LESER = ("-m", "boligdata.felles.bok")
# Det prosessen trenger for seg selv, og det den kan ta for hver MB i boken når den er pakket ut.
_GRUNNMINNE_MB, _MINNE_PER_MB, _MEST_MINNE_MB = 220, 6, 1_000
_GRUNNTID, _SEKUNDER_PER_MB = 5, 0.5
# En pakke som blir så mange ganger større, og så stor, er ikke et regneark noen har skrevet.
_FLEST_GANGER, _UTEN_SPOERSMAAL_MB = 200, 20
# Det Python og systemet trenger for å starte.
_ARVES = re.compile("PATH$|PYTHON|LANG|LC_|LD_|DYLD_|TE?MP|SYSTEMROOT$|VIRTUAL_ENV$")


@dataclass
class Bokark:
    """Ett ark som er lest. Radene ligger som de kom, og pakkes ut når de trengs."""

    hode: Arkhode
    _porsjoner: list[bytes] = field(default_factory=list)

    def rader(self) -> Iterator[tuple[int, list[str]]]:
        """Par av radnummeret i Excel og tekstene i cellene fra kolonne A."""
        for porsjon in self._porsjoner:
            yield from json.loads(porsjon)["rader"]


def les_bok(sti: Path, mest_mb: int) -> list[Bokark]:
    """Alle arkene i boken, også de skjulte. Kaster `Bokfeil` når den ikke kan leses, eller er større
    enn `mest_mb` pakket ut.
    """
    mb = _utpakket_mb(sti)
    if mb > mest_mb:
        raise Bokfeil("for stor")
    if mb > _UTEN_SPOERSMAAL_MB and mb * (1 << 20) > _FLEST_GANGER * sti.stat().st_size:
        raise Bokfeil("bombe")
    minne = min(_GRUNNMINNE_MB + round(_MINNE_PER_MB * mb), _MEST_MINNE_MB)
    sekunder = round(_GRUNNTID + _SEKUNDER_PER_MB * mb)
    kommando = [sys.executable, *_LESER, str(sti.resolve())]
    with subprocess.Popen(
        [*kommando, str(minne), str(sekunder)],
        cwd=_ROT,
        env=_miljoe(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as prosess:
        vekker = threading.Timer(60 + 10 * sekunder, prosess.kill)
        vekker.start()
        try:
            return motta(prosess.stdout)
        finally:
            vekker.cancel()
            prosess.kill()


def _miljoe() -> dict[str, str]:
    """Miljøet til prosessen. Nøkkelen og passordene i det til bygget har en fremmed fil ikke noe med."""
    arvet = {navn: verdi for navn, verdi in os.environ.items() if _ARVES.match(navn)}
    return arvet | {"PYTHONDONTWRITEBYTECODE": "1"}


def _utpakket_mb(sti: Path) -> float:
    """Hvor stor boken sier at den er når den er pakket ut. Mer enn det leses aldri."""
    with (
        contextlib.suppress(zipfile.BadZipFile, OSError, ValueError),
        zipfile.ZipFile(sti) as arkiv,
    ):
        return sum(del_.file_size for del_ in arkiv.infolist()) / (1 << 20)
    return sti.stat().st_size / (1 << 20)


def motta(linjer: Iterable[bytes]) -> list[Bokark]:
    """Arkene i linjene prosessen skriver. Kaster `Bokfeil` når boken ikke kan leses, eller noe mangler."""
    arkene: list[Bokark] = []
    for linje in linjer:
        if linje.startswith(b'{"rader"'):
            arkene[-1]._porsjoner.append(linje)
            continue
        svar = json.loads(linje)
        if "ark" in svar:
            arkene.append(Bokark(Arkhode(svar["ark"])))
        elif "hode" in svar:
            arkene[-1].hode = Arkhode(**svar["hode"])
        elif "feil" in svar:
            raise Bokfeil(*svar["feil"])
        else:
            return arkene
    # Prosessen ble stoppet før den var ferdig: minnet eller tiden tok slutt, eller biblioteket stoppet.
    raise Bokfeil("stoppet")
