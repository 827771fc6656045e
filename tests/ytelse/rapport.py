"""Hvor lang tid et dokument tar, og om de andre på tjeneren merker at det lages.

Gulvet for skrivingen er de samme bibliotekene med den samme teksten og de samme bildene, uten tabeller,
diagrammer, lenker og tagger. Gulvet for de andre er de samme klikkene på den samme tjeneren mens ingen
lager noe, målt vekselvis.
"""

import asyncio
import io
import os
import random
import threading
import time
from pathlib import Path
from statistics import quantiles

from tests.ytelse.grunnlag import Grunnlag, tjener
from tests.ytelse.klient import Bruker, tilkobling
from tests.ytelse.tabell import Maaling, forhold, spenn, tall

ALT_S, TI_FIGURER_S, GRENSE_P95 = 20, 5, 2
FARGER = ("#0b5c8a", "#d8741c", "#0f7e64", "#b765a2")
LAGES = "YTELSE_RAPPORTER_LAGES"
APP = """
import streamlit as st
from boligdata.doer import skall
from boligdata.felles.config import PAKKE
from tests.ytelse import rapport
rapport.lag_i_bakgrunnen()
app = st.App(PAKKE / "inngang.py", middleware=skall.MELLOMVARE, routes=skall.RUTER, lifespan=skall.oppstart)
"""


def maal(grunnlag: Grunnlag, kort: bool) -> list[Maaling]:
    """Det største dokumentet, ti figurer, og klikkene til en annen bruker."""
    os.environ["BOLIGDATA_PUBLISERT"] = str(grunnlag.publisert(1))
    os.environ["BOLIGDATA_ARBEID"] = str(grunnlag.mappe / "arbeid_rapport")
    return [
        *_tiden(ganger=1 if kort else 5),
        asyncio.run(_de_andre(grunnlag, visninger=30 if kort else 120)),
    ]


# ----------------------------------------------------------------------------------- tiden


def _tiden(ganger: int) -> list[Maaling]:
    from boligdata.innhold.rapport import skriv
    from boligdata.innhold.rapport.lag import lag
    from boligdata.innhold.rapport.skriv import kontor

    prosessor = time.process_time()
    foerst = _sekunder(_alt_sammen)
    prosessor = time.process_time() - prosessor
    senere = [_prosessortid(_alt_sammen) for _ in range(ganger)]
    ti = [_sekunder(_ti_figurer) for _ in range(ganger)]
    dokument = lag(_bestilt(), FARGER)
    skrevet, gulv = [], []
    for _ in range(ganger):
        kontor.bilder.cache_clear()
        skrevet.append(
            _sekunder(lambda: [skriv.skriv(dokument, f) for f in ("word", "pdf")])
        )
        gulv.append(_sekunder(lambda: _bare_teksten(dokument)))
    antall = f"{len(dokument.figurer)} figurer"
    return [
        Maaling(
            f"Alt i ett dokument ({antall}) i fem formater, første gang",
            foerst,
            "s",
            ALT_S,
            f"prosessortid {tall(prosessor)} s, senere {spenn(senere, 's')}",
        ),
        Maaling("Ti figurer i Word og PDF", max(ti), "s", TI_FIGURER_S, spenn(ti, "s")),
        forhold(
            "Word og PDF mot bare tekst og bilder i de samme bibliotekene",
            skrevet,
            gulv,
            None,
            "s",
        ),
    ]


def _sekunder(gjoer) -> float:
    start = time.perf_counter()
    gjoer()
    return time.perf_counter() - start


def _prosessortid(gjoer) -> float:
    start = time.process_time()
    gjoer()
    return time.process_time() - start


def _bestilt():
    """Kunnskapsgrunnlaget med alle delene og et kapittel for hver målgruppe."""
    from boligdata import lesing
    from boligdata.innhold.rapport.lag import Rapportvalg
    from boligdata.innhold.rapport.oppsett import oppsettet

    deler = oppsettet().slag["kunnskapsgrunnlag"].deler
    siste = lesing.perioder("aar")["periode"].iloc[-1]
    grupper = tuple(lesing.verdier("maalgruppe"))
    return Rapportvalg("kunnskapsgrunnlag", deler, "aar", siste, grupper)


def _alt_sammen() -> None:
    from boligdata.innhold.rapport.jobb import Jobb

    jobb = Jobb(_bestilt(), FARGER).start()
    jobb.vent()
    if not jobb.er_ferdig:
        raise RuntimeError(jobb.feil)


def _ti_figurer() -> None:
    from dataclasses import replace

    from boligdata.innhold.rapport import skriv
    from boligdata.innhold.rapport.lag import lag

    dokument = lag(replace(_bestilt(), deler=("behov",), maalgrupper=()), FARGER)
    ti = replace(dokument, blokker=dokument.figurer[:10])
    for format_ in ("word", "pdf"):
        skriv.skriv(ti, format_)


def _bare_teksten(dokument) -> None:
    """Alle tekstene som avsnitt, og alle figurene som bilder."""
    import docx
    import typst

    from boligdata.innhold.rapport.skriv import kontor

    svg = tuple(figur.svg for figur in dokument.figurer if figur.svg)
    tekster = [blokk.tekst for blokk in dokument.blokker if hasattr(blokk, "tekst")]
    fil = docx.Document()
    for tekst in tekster:
        fil.add_paragraph(tekst)
    kontor.bilder.cache_clear()
    for bilde in kontor.bilder(svg):
        fil.add_picture(io.BytesIO(bilde))
    fil.save(io.BytesIO())
    filer = {f"{nr}.svg": tegnet.encode() for nr, tegnet in enumerate(svg)}
    bilder = "\n".join(f'#image("{navn}")' for navn in filer)
    filer["tekst.txt"] = "\n\n".join(tekster).encode()
    kode = f'#read("tekst.txt")\n{bilder}'
    typst.compile({"main.typ": kode.encode(), **filer}, format="pdf")


# ------------------------------------------------------------------------------- de andre


def lag_i_bakgrunnen() -> None:
    """Lag dokumenter om og om igjen i tjeneren så lenge filen `LAGES` peker på, er der."""
    threading.Thread(target=_lag_om_igjen, daemon=True).start()


def _lag_om_igjen() -> None:
    merke = Path(os.environ[LAGES])
    while True:
        if merke.exists():
            _alt_sammen()
        time.sleep(0.05)


async def _de_andre(grunnlag: Grunnlag, visninger: int) -> Maaling:
    merke = grunnlag.mappe / "lages"
    app, logg = grunnlag.appmappe("rapport", APP), grunnlag.mappe / "rapport.txt"
    tider: dict[bool, list[float]] = {False: [], True: []}
    with tjener(app, grunnlag.publisert(1), logg, {LAGES: str(merke)}) as adresse:
        async with tilkobling(adresse) as bruker:
            # Hvert klikk er gjort før, så det bare er dokumentene som skiller rundene.
            for froe in (0, 1):
                await _klikkene(bruker, froe, visninger // 2)
            for runde in range(4):
                lages = bool(runde % 2)
                merke.touch() if lages else merke.unlink(missing_ok=True)
                await asyncio.sleep(1)
                tider[lages] += await _klikkene(bruker, runde // 2, visninger // 2)
    alene, samtidig = tider[False], tider[True]
    return Maaling(
        "Klikkene til en annen mens dokumenter lages: p95 mot p95 ellers",
        _p95(samtidig) / _p95(alene),
        "×",
        GRENSE_P95,
        f"p95 {tall(_p95(samtidig))} mot {tall(_p95(alene))} ms, {spenn(samtidig, 'ms')} mot "
        f"{spenn(alene, 'ms')}",
    )


async def _klikkene(bruker: Bruker, froe: int, antall: int) -> list[float]:
    terning = random.Random(froe)
    await bruker.gaa_til("")
    return [await _klikk(bruker, terning) for _ in range(antall)]


async def _klikk(bruker: Bruker, terning: random.Random) -> float:
    """Bytt side, eller velg noe på den, etter å ha tenkt litt."""
    await asyncio.sleep(0.2)
    return 1000 * await bruker.klikk(terning)


def _p95(tider: list[float]) -> float:
    return quantiles(tider, n=20)[-1]
