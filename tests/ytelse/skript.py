"""Tiden tjeneren bruker på å kjøre hver side for en bruker som har sett den før.

Målt i den ekte tjeneren, rundt `ScriptRunner._run_script`, mens en bruker uten nettleser går fra side til side. To
tjenere går samtidig, én med eksempelet og én med en kommune som er hundre ganger så stor, og annenhver visning går til
hver av dem, så det som ellers skjer på maskinen, treffer begge like mye.
"""

import asyncio
import contextlib
import json
from pathlib import Path
from statistics import median

from tests.ytelse import klokke
from tests.ytelse.bygging import STOR
from tests.ytelse.grunnlag import Grunnlag, tjener
from tests.ytelse.klient import Bruker, tilkobling
from tests.ytelse.tabell import Maaling, forhold, spenn

GRENSE_MS, GRENSE_FORHOLD = 150, 1.2
FILTER = "maalgruppe"

# En visning er adressen til siden og det som velges på den, eller None for siden slik den åpnes.
Visning = tuple[str, tuple[str, str] | None]


def maal(grunnlag: Grunnlag, kort: bool) -> list[Maaling]:
    """Hver side og hvert tema, og et filter som ikke er brukt før."""
    logger = {skala: grunnlag.mappe / f"klokke_{skala}.jsonl" for skala in (1, STOR)}
    app = grunnlag.appmappe("klokke", klokke.APP)
    with contextlib.ExitStack() as tjenere:
        adresser = [
            tjenere.enter_context(tjener(
                app, grunnlag.publisert(skala), grunnlag.mappe / f"klokke_{skala}.txt", {klokke.LOGG: str(logg)},
            )) for skala, logg in logger.items()
        ]
        plan = asyncio.run(_kjoer(adresser, runder=4 if kort else 20))
    tider = {skala: _fordel(plan, logg) for skala, logg in logger.items()}
    return [m for navn in dict.fromkeys(plan) if navn for m in _maalinger(navn, tider[1][navn], tider[STOR][navn])]


def _maalinger(navn: str, liten: list, stor: list) -> list[Maaling]:
    vegg, prosessor = ([m[0] for m in liten], [m[0] for m in stor]), ([m[1] for m in liten], [m[1] for m in stor])
    nytt = navn.startswith("Nytt filter")
    raa = f"{spenn(vegg[0], 'ms')}, prosessortid {spenn(prosessor[0], 'ms')}"
    tid = Maaling(f"{navn}: skriptet", median(vegg[0]), "ms", None if nytt else GRENSE_MS, raa)
    vekst = forhold(f"{navn}: {STOR} × eksempelet mot eksempelet", vegg[1], vegg[0], None if nytt else GRENSE_FORHOLD, "ms")
    return [tid, vekst]


def _fordel(plan: list[str | None], logg: Path) -> dict[str, list[tuple[float, float]]]:
    """Tidene i loggen fordelt på navnene i planen, som står i samme rekkefølge."""
    linjer = [json.loads(linje) for linje in logg.read_text(encoding="utf-8").splitlines()]
    if len(linjer) != len(plan):
        raise RuntimeError(f"Skriptet ble kjørt {len(linjer)} ganger, men brukeren ba om {len(plan)}.")
    ut: dict[str, list] = {}
    for navn, tid in zip(plan, linjer):
        ut.setdefault(navn, []).append(tid)
    return ut


async def _kjoer(adresser: list[str], runder: int) -> list[str | None]:
    """Vis alt på alle tjenerne. Gir navnet på hver kjøring i rekkefølge, None for dem som ikke skal telle."""
    async with contextlib.AsyncExitStack() as aapne:
        brukere = [await aapne.enter_async_context(tilkobling(a)) for a in adresser]
        plan: list[str | None] = [None]
        plan += await _nye_filtre(brukere)
        visninger = await _alle_visninger(brukere, plan)
        for runde in range(runder + 1):
            for adresse, valg in visninger:
                await _for_alle(brukere, lambda b, a=adresse: b.gaa_til(a))
                plan.append(_navn(adresse, None) if runde and not valg else None)
                if valg:
                    await _for_alle(brukere, lambda b, v=valg: b.velg(*v))
                    plan.append(_navn(adresse, valg) if runde else None)
    return plan


async def _for_alle(brukere: list[Bruker], handling) -> None:
    for bruker in brukere:
        await handling(bruker)


async def _alle_visninger(brukere: list[Bruker], plan: list[str | None]) -> list[Visning]:
    """Hver side slik den åpnes, og hvert av de andre temaene på den."""
    visninger: list[Visning] = []
    for adresse in brukere[0].adresser:
        await _for_alle(brukere, lambda b, a=adresse: b.gaa_til(a))
        plan.append(None)
        visninger.append((adresse, None))
        for navn, verdier in brukere[0].valg.items():
            if navn.endswith("tema"):
                visninger += [(adresse, (navn, v)) for v in verdier[1:]]
    return visninger


async def _nye_filtre(brukere: list[Bruker]) -> list[str | None]:
    """Velg hver verdi i et filter for første gang. Da må alt hentes fra databasen."""
    plan: list[str | None] = []
    for adresse in brukere[0].adresser:
        await _for_alle(brukere, lambda b, a=adresse: b.gaa_til(a))
        plan.append(None)
        verdier = brukere[0].valg.get(FILTER, [])
        for nr, verdi in enumerate([*verdier[1:], *verdier[:1]]):
            await _for_alle(brukere, lambda b, v=verdi: b.velg(FILTER, v))
            plan.append(f"Nytt filter på {_navn(adresse, None)}" if nr < len(verdier) - 1 else None)
    return plan


def _navn(adresse: str, valg: tuple[str, str] | None) -> str:
    navn = (adresse or "oversikt").capitalize()
    return f"{navn}, «{valg[1]}»" if valg else navn
