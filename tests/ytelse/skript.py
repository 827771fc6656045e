"""Tiden tjeneren bruker på å kjøre hver side for en bruker som har sett den før.

Målt i den ekte tjeneren, rundt `ScriptRunner._run_script`, mens en bruker uten nettleser går fra
side til side. To tjenere går samtidig, én med eksempelet og én med en kommune som er hundre ganger
så stor, og annenhver visning går til hver av dem, så det som ellers skjer på maskinen, treffer
begge like mye.
"""

import asyncio
import contextlib
import json
from collections import defaultdict
from pathlib import Path
from statistics import median

from tests.ytelse import klokke
from tests.ytelse.bygging import STOR
from tests.ytelse.grunnlag import Grunnlag, tjener
from tests.ytelse.klient import Bruker, tilkobling
from tests.ytelse.tabell import Maaling, forhold, spenn

GRENSE_MS, GRENSE_FORHOLD = 150, 1.2
FILTER = "maalgruppe"

# Hva en kjøring hører til: siden, og temaet eller NYTT_FILTER. None er kjøringer som ikke skal
# telle.
Navn = tuple[str, str]
NYTT_FILTER = "et filter ingen har brukt før"


def maal(grunnlag: Grunnlag, kort: bool) -> list[Maaling]:
    """Hver side i det temaet som går tregest, og når et filter brukes for første gang."""
    logger = {skala: grunnlag.mappe / f"klokke_{skala}.jsonl" for skala in (1, STOR)}
    app = grunnlag.appmappe("klokke", klokke.APP)
    with contextlib.ExitStack() as tjenere:
        adresser = [
            tjenere.enter_context(
                tjener(
                    app,
                    grunnlag.publisert(skala),
                    grunnlag.mappe / f"klokke_{skala}.txt",
                    {klokke.LOGG: str(logg)},
                )
            )
            for skala, logg in logger.items()
        ]
        plan = asyncio.run(_kjoer(adresser, runder=4 if kort else 20))
    liten, stor = (_fordel(plan, logg) for logg in logger.values())
    ut = []
    for side in dict.fromkeys(side for side, _ in liten):
        temaer = [n for n in liten if n[0] == side and n[1] != NYTT_FILTER]
        ut += _maalinger(side, temaer, liten, stor, GRENSE_MS, GRENSE_FORHOLD)
        if (side, NYTT_FILTER) in liten:
            ut += _maalinger(
                f"{side}, {NYTT_FILTER}", [(side, NYTT_FILTER)], liten, stor, None, None
            )
    return ut


def _maalinger(
    navn: str,
    kjoeringer: list[Navn],
    liten: dict,
    stor: dict,
    grense_ms,
    grense_forhold,
) -> list[Maaling]:
    """Tiden i den tregeste av kjøringene, og veksten i alle sammen: i én av dem ville støyen vært
    større enn grensen.
    """

    def vegg(n: Navn, tider: dict) -> list[float]:
        return [ms for ms, _ in tider[n]]

    tregest = max(kjoeringer, key=lambda n: median(vegg(n, liten)))
    prosessor = [ms for _, ms in liten[tregest]]
    raa = f"{spenn(vegg(tregest, liten), 'ms')}, prosessortid {spenn(prosessor, 'ms')}{_tema(tregest)}"
    tid = Maaling(
        f"{navn}: tid i skriptet", median(vegg(tregest, liten)), "ms", grense_ms, raa
    )
    om = f"{navn}: {STOR} × eksempelet mot eksempelet"
    alle_store, alle_smaa = (
        [ms for n in kjoeringer for ms in vegg(n, tider)] for tider in (stor, liten)
    )
    return [tid, forhold(om, alle_store, alle_smaa, grense_forhold, "ms")]


def _tema(navn: Navn) -> str:
    return f" («{navn[1]}»)" if navn[1] not in ("", NYTT_FILTER) else ""


def _fordel(
    plan: list[Navn | None], logg: Path
) -> dict[Navn, list[tuple[float, float]]]:
    """Tidene i loggen fordelt på navnene i planen, som står i samme rekkefølge."""
    linjer = [
        json.loads(linje) for linje in logg.read_text(encoding="utf-8").splitlines()
    ]
    if len(linjer) != len(plan):
        raise RuntimeError(
            f"Skriptet ble kjørt {len(linjer)} ganger, men brukeren ba om {len(plan)}."
        )
    ut: dict[Navn, list] = defaultdict(list)
    for navn, tid in zip(plan, linjer):
        if navn:
            ut[navn].append(tid)
    return dict(ut)


async def _kjoer(adresser: list[str], runder: int) -> list[Navn | None]:
    """Vis alt hos alle brukerne. Gir hva hver kjøring hører til, i den rekkefølgen de ble gjort."""
    async with contextlib.AsyncExitStack() as aapne:
        brukere = [await aapne.enter_async_context(tilkobling(a)) for a in adresser]
        plan: list[Navn | None] = [None]  # Forsiden, som tilkoblingen viser.
        for side in brukere[0].adresser:
            await _nye_filtre(brukere, side, plan)
        for runde in range(runder + 1):  # Den første runden er det første besøket.
            for side in brukere[0].adresser:
                await _alle_temaer(brukere, side, plan, teller=runde > 0)
        await asyncio.sleep(
            0.5
        )  # Klokken skriver den siste linjen like etter at brukeren har fått svaret.
    return plan


async def _nye_filtre(
    brukere: list[Bruker], side: str, plan: list[Navn | None]
) -> None:
    """Velg hver verdi i et filter for første gang, så tallene må hentes fra databasen."""
    await _alle(brukere, lambda b: b.gaa_til(side), plan, None)
    alle, *verdier = brukere[0].valg.get(FILTER, [""])
    for verdi in verdier:
        await _alle(
            brukere,
            lambda b, v=verdi: b.velg(FILTER, v),
            plan,
            (_sidenavn(side), NYTT_FILTER),
        )
    if verdier:
        await _alle(brukere, lambda b: b.velg(FILTER, alle), plan, None)


async def _alle_temaer(
    brukere: list[Bruker], side: str, plan: list[Navn | None], teller: bool
) -> None:
    """Åpne siden, og gå gjennom de andre temaene på den."""
    await _alle(
        brukere,
        lambda b: b.gaa_til(side),
        plan,
        (_sidenavn(side), "") if teller else None,
    )
    for widget in [w for w in brukere[0].valg if w.endswith("tema")]:
        for tema in brukere[0].valg[widget][1:]:
            navn = (_sidenavn(side), tema) if teller else None
            await _alle(brukere, lambda b, w=widget, t=tema: b.velg(w, t), plan, navn)


async def _alle(
    brukere: list[Bruker], handling, plan: list[Navn | None], navn: Navn | None
) -> None:
    for bruker in brukere:
        await handling(bruker)
    plan.append(navn)


def _sidenavn(adresse: str) -> str:
    return (adresse or "oversikt").capitalize()
