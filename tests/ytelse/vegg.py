"""Å bla i møtet på veggen: fra trykket på «Neste» eller «Forrige» til saken og figuren er tegnet.

Gulvet er å bytte side i den samme menyen når alle data er konstante (`avspilling`), målt annenhver gang i
samme kjøring.
"""

import contextlib
import functools
import os
from pathlib import Path

from playwright.sync_api import Page

from tests.ytelse import nettleser
from tests.ytelse.grunnlag import ROT, Grunnlag, tjener
from tests.ytelse.tabell import Maaling, forhold

GRENSE = 1.2
FARGER = ("#0b5c8a", "#d8741c", "#0f7e64", "#b765a2")
# Sakene det blas mellom, og sidene det byttes mellom i gulvet.
FIGURER = ("venteliste/venteliste", "venteliste/venteliste_maalgruppe")
SIDER = ("Boliger", "Venteliste")


def maal(grunnlag: Grunnlag, kort: bool) -> list[Maaling]:
    """Fram og tilbake på veggen, og mellom to sider i gulvet."""
    publisert, arbeid = grunnlag.publisert(1), grunnlag.mappe / "arbeid_vegg"
    # Gulvet er sidene slik de er før det er lagt noe til i møtet.
    gulv = nettleser.lag_gulv(grunnlag, publisert)
    _lag_moete(publisert, arbeid)
    miljoe = nettleser.MILJOE | {"BOLIGDATA_ARBEID": str(arbeid)}
    apper = {"vegg": ROT / "dashboard.py", "gulv": gulv}
    with contextlib.ExitStack() as aapne:
        vegg, side = (
            aapne.enter_context(
                tjener(app, publisert, grunnlag.mappe / f"vegg_{navn}.txt", miljoe)
            )
            for navn, app in apper.items()
        )
        chromium = aapne.enter_context(nettleser.chromium())
        rundturer = [
            _Rundtur(aapne, chromium, f"{vegg}/moete?vegg=1", [_neste, _forrige]),
            _Rundtur(
                aapne,
                chromium,
                side,
                [functools.partial(nettleser.gaa_til, side=navn) for navn in SIDER],
            ),
        ]
        for _ in range(3 if kort else 12):
            for rundtur in rundturer:
                rundtur.gaa()
    paa_veggen, i_gulvet = (rundtur.tider for rundtur in rundturer)
    navn = "Neste og forrige på veggen, mot å bytte side i gulvet"
    return [forhold(navn, paa_veggen, i_gulvet, GRENSE, "ms")]


def _lag_moete(publisert: Path, arbeid: Path) -> None:
    """Et møte med en sak for hver figur."""
    os.environ |= {
        "BOLIGDATA_PUBLISERT": str(publisert),
        "BOLIGDATA_ARBEID": str(arbeid),
    }
    from boligdata import lesing
    from boligdata.arbeid.feltliste import ny_id
    from boligdata.arbeid.moete import Moetesak
    from boligdata.innhold import kort
    from boligdata.innhold.moetet import frys, moetene
    from boligdata.innhold.rapport import sidekort

    valg = kort.Valg("tertial", lesing.perioder("tertial")["periode"].iloc[-1], {})
    for noekkel in FIGURER:
        ett = kort.lag(sidekort.paa_maalformen(noekkel), valg)
        figur = frys.kortet(ett, valg, FARGER, noekkel.partition("/")[2])
        sak = Moetesak(ny_id(), figur.spoersmaal, figur=figur.id)
        moetene.legg_til([(sak, figur)], "Ytelse")


class _Rundtur:
    """En fane der de samme handlingene gjøres om og om igjen. `tider` er millisekundene hver av dem tok."""

    def __init__(self, aapne, chromium, adresse: str, handlinger: list):
        kontekst = aapne.enter_context(
            contextlib.closing(nettleser.kontekst_i(chromium))
        )
        self.fane = nettleser.aapne_med_vakt(kontekst, adresse)
        self.cdp = nettleser.tell_prosessortid(kontekst, self.fane)
        # Den første gangen er oppvarming, og den andre sier hva som skal stå der.
        for _ in range(2):
            fasit = [
                nettleser.gjoer_og_les(self.fane, handling) for handling in handlinger
            ]
        self.handlinger = list(zip(handlinger, fasit))
        self.tider: list[float] = []

    def gaa(self) -> None:
        for handling, maal in self.handlinger:
            tiden = nettleser.gjoer(self.fane, self.cdp, handling, maal)
            self.tider.append(tiden["ms"])


def _neste(fane: Page) -> None:
    fane.locator(".st-key-vegg_neste button").click()


def _forrige(fane: Page) -> None:
    fane.locator(".st-key-vegg_forrige button").click()
