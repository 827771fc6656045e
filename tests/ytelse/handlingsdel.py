"""Hvor lang tid skriptet til siden Tiltak tar med tusen tiltak og femti tusen rader historie.

Gulvet er den samme siden med planen til eksempelkommunen, målt annenhver gang i samme prosess.
"""

import dataclasses
import functools
import os
import uuid
from pathlib import Path

from tests.ytelse import sideskript
from tests.ytelse.grunnlag import ROT, Grunnlag
from tests.ytelse.tabell import Maaling

GRENSE_MS, TILTAK, VERSJONER = 200, 1_000, 50
TEMAER = ("Alle tiltak", "Tidslinje", "Behov og penger", "Hent inn en plan")


def maal(grunnlag: Grunnlag, kort: bool) -> list[Maaling]:
    """Hvert tema på siden, og et tiltak som er åpnet."""
    os.environ["BOLIGDATA_PUBLISERT"] = str(grunnlag.publisert(1))
    liten, stor = (grunnlag.mappe / f"arbeid_{navn}" for navn in ("liten", "stor"))
    versjoner = 5 if kort else VERSJONER
    _fyll(stor, versjoner)
    visninger = {tema: (tema, None) for tema in TEMAER}
    visninger["Ett tiltak"] = (TEMAER[0], 3)
    maalinger = []
    for navn, visning in visninger.items():
        maalinger += sideskript.maal(
            f"Tiltak, {navn}: {TILTAK} tiltak, {versjoner} versjoner av hvert",
            "BOLIGDATA_ARBEID",
            (liten, stor),
            functools.partial(_app, *visning),
            GRENSE_MS,
            kort=kort,
        )
    return maalinger


def _app(tema: str, nr: int | None):
    from streamlit.testing.v1 import AppTest

    from boligdata.innhold.handlingsdel import planen

    app = AppTest.from_file(str(ROT / "boligdata" / "inngang.py"), default_timeout=120)
    app.query_params["tiltak_tema"] = tema
    app.run().switch_page("../pages/tiltak.py").run()
    if nr is not None:
        app.selectbox(key="tiltak").set_value(planen.poster()[nr].tiltak.id).run()
    if app.exception:
        raise RuntimeError(app.exception[0].value)
    return app


def _fyll(mappe: Path, versjoner: int) -> None:
    """Tiltakene i eksempelet, så mange ganger at det er tusen, og alle endret like mange ganger."""
    from boligdata.arbeid.lager import NyEndring
    from boligdata.arbeid.tiltak import til_dict
    from boligdata.innhold.handlingsdel import planen

    os.environ["BOLIGDATA_ARBEID"] = str(mappe)
    finnes = [post.tiltak for post in planen.poster()]
    alle = [
        dataclasses.replace(
            finnes[nr % len(finnes)],
            id=str(uuid.uuid4()),
            nr=f"{5 + nr // 50}.{nr % 50 + 1}",
        )
        for nr in range(TILTAK - len(finnes))
    ]
    for versjon in range(versjoner):
        planen.lager().lagre_alle(
            [
                NyEndring(
                    str(uuid.uuid4()),
                    planen.SLAG,
                    tiltak.id,
                    versjon,
                    til_dict(dataclasses.replace(tiltak, hensikt=f"Versjon {versjon}")),
                    "Ytelsesmålingen",
                )
                for tiltak in alle
            ]
        )
