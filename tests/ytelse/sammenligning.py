"""Hvor lang tid skriptet til siden Sammenligning tar med alle kommunene, seksti tall og femten år.

Gulvet er den samme siden med eksempelet, målt annenhver gang i samme prosess.
"""

import dataclasses
import functools
import os
import shutil
from pathlib import Path

from tests.ytelse import sideskript
from tests.ytelse.grunnlag import ROT, Grunnlag
from tests.ytelse.tabell import Maaling

GRENSE_MS, TALL, AAR = 150, 60, 15
TEMAER = ("Ett tall for alle", "Alle tall for oss")


def maal(grunnlag: Grunnlag, kort: bool) -> list[Maaling]:
    """Hvert tema på siden, med alle kommunene valgt."""
    liten, stor = grunnlag.publisert(1), grunnlag.mappe / "sammenligning"
    os.environ["BOLIGDATA_ARBEID"] = str(grunnlag.mappe / "arbeid_sammenligning")
    _fyll(liten, stor)
    maalinger = []
    for tema in TEMAER:
        maalinger += sideskript.maal(
            f"Sammenligning, {tema}: alle kommunene, {TALL} tall, {AAR} år",
            "BOLIGDATA_PUBLISERT",
            (liten, stor),
            functools.partial(_app, tema),
            GRENSE_MS,
            kort=kort,
        )
    return maalinger


def _app(tema: str):
    from streamlit.testing.v1 import AppTest

    app = AppTest.from_file(str(ROT / "boligdata" / "inngang.py"), default_timeout=120)
    app.query_params["tema"] = tema
    app.query_params["sammenlign_med"] = "alle"
    app.run().switch_page("../pages/sammenligning.py").run()
    if app.exception:
        raise RuntimeError(app.exception[0].value)
    return app


def _fyll(fra: Path, til: Path) -> None:
    """Den samme publiseringen, med et tall for hver kommune, hvert år og hvert av de seksti tallene."""
    import duckdb

    from boligdata.felles import katalog, regioner
    from tests.publisering import gjeldende

    shutil.copytree(fra, til)
    _seksti_tall(katalog)
    koder = [kode for kode, tall in katalog.regionstall().items() if tall.sammenlignes]
    with duckdb.connect(str(til / gjeldende(til))) as con:
        con.execute("delete from tabell_regionstall")
        con.execute(
            "insert into tabell_regionstall select region, 2010 + aar, kode, "
            "10 + 10 * random(), null, false from (select unnest($1) as region), "
            f"(select unnest($2) as kode), range(1, {AAR + 1}) as aarene(aar)",
            [[*regioner.kommuner(), "0000", "EAKUO", "EKG07", "EKA99"], koder],
        )


def _seksti_tall(katalog) -> None:
    """Tallene i katalogen, og så mange like dem at det er seksti."""
    erklaert = katalog.regionstall()
    mal = next(iter(erklaert.values()))
    flere = {
        f"Tall{nr}": dataclasses.replace(
            mal, kode=f"Tall{nr}", navn=f"Tall {nr}", egen=None
        )
        for nr in range(TALL - sum(tall.sammenlignes for tall in erklaert.values()))
    }
    katalog.regionstall = lambda: erklaert | flere
