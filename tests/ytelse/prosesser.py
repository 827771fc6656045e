"""Flere prosesser på én maskin: tretti, seksti og tre hundre brukere på én, to og fire prosesser, ved siden
av gulvet under samme last på like mange, og minnet prosessene bruker.

Klienten bruker selv det meste av en kjerne når den tar imot for seksti. På to kjerner kan fire prosesser
derfor ikke bli raskere enn to.
"""

import asyncio
import contextlib
from pathlib import Path

from boligdata.doer import maalinger
from tests.nettleser.oppsett import ledig_port
from tests.ytelse import nettleser, samtidig
from tests.ytelse.grunnlag import ROT, Grunnlag, tjener
from tests.ytelse.tabell import Maaling

BRUKERE, GRENSE = (30, 60, 300), 1.5
# Grensen gjelder så mange brukere på så mange prosesser.
LOEFTET = 60, 2
PROSESSER = (1, 2, 4)


def maal(grunnlag: Grunnlag, kort: bool) -> list[Maaling]:
    """Dashbordet og gulvet, annenhver gang, for hvert antall prosesser."""
    publisert, sekunder = grunnlag.publisert(1), 12 if kort else 40
    gulv = nettleser.lag_gulv(grunnlag, publisert)
    rader = []
    for prosesser in PROSESSER[: 2 if kort else None]:
        for brukere in LOEFTET[:1] if kort else BRUKERE:
            tider, minne = {}, {}
            for navn, app in zip(nettleser.APPER, (ROT / "dashboard.py", gulv)):
                logg = grunnlag.mappe / f"{navn}_{prosesser}_{brukere}"
                tider[navn], minne[navn] = _under_last(
                    app, publisert, logg, prosesser, brukere, sekunder
                )
            rader += _rader(prosesser, brukere, tider, minne)
    return rader


def _rader(
    prosesser: int,
    brukere: int,
    tider: dict[str, list[float]],
    minne: dict[str, list[float]],
) -> list[Maaling]:
    dashbord, gulv = (tider[navn] for navn in nettleser.APPER)
    hva = f"{brukere} brukere på {prosesser} prosesser"
    return [
        Maaling(
            f"{hva}: p95 mot gulvet under samme last",
            samtidig.p95(dashbord) / samtidig.p95(gulv),
            "×",
            GRENSE if (brukere, prosesser) == LOEFTET else None,
            f"{samtidig.beskriv(dashbord)} mot {samtidig.beskriv(gulv)}",
        ),
        Maaling(
            f"{hva}: minne i den største prosessen",
            max(minne["dashbord"]) / 1e6,
            "MB",
            raa=f"gulvet {max(minne['gulv']) / 1e6:.0f} MB",
        ),
    ]


def _under_last(
    app: Path,
    publisert: Path,
    logg: Path,
    prosesser: int,
    brukere: int,
    sekunder: int,
) -> tuple[list[float], list[float]]:
    """Millisekundene hver visning tok, og minnet hver prosess brukte etterpå. Er noe galt på en side, stopper
    klienten.
    """
    porter = [ledig_port() for _ in range(prosesser)]
    with contextlib.ExitStack() as aapne:
        adresser = [
            aapne.enter_context(
                tjener(
                    app,
                    publisert,
                    logg.with_name(f"{logg.name}_{nr}.txt"),
                    nettleser.MILJOE | {"BOLIGDATA_MAALINGER": str(port)},
                )
            )
            for nr, port in enumerate(porter)
        ]
        # Det som er likt for alle, skal være regnet ut, som på en tjener som har gått en stund.
        for port in porter:
            samtidig.vent_til_varmt(port)
        asyncio.run(samtidig.brukerne(adresser, prosesser, sekunder // 2))
        tider = asyncio.run(samtidig.brukerne(adresser, brukere, sekunder))
        return tider, [
            maaling.value
            for port in porter
            for maaling in maalinger.hent(port)
            if maaling.name == maalinger.MINNE
        ]
