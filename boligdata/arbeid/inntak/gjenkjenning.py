"""Hvilke rader i filen er tiltak som finnes fra før?

Den samme planen kan leses inn igjen uten at tiltakene dobles. Det som står likt i filen som sist, røres
ikke: har noen rettet hvordan «Høst 2025» ble lest, gjelder rettelsen fortsatt.
"""

import difflib
import functools
from collections.abc import Sequence
from dataclasses import replace

from boligdata.arbeid.feltliste import ulike_felt
from boligdata.arbeid.inntak.svar import Tiltaksforslag
from boligdata.arbeid.tiltak import FELT, Tiltak
from boligdata.felles.tekst import noekkelform

# Så like må titlene være når nummeret er det samme, og når det ikke er det.
_LIKT_MED_NUMMER, _LIKT_UTEN = 0.6, 0.85


def kjenn_igjen(
    forslag: Sequence[Tiltaksforslag], finnes: Sequence[Tiltak]
) -> tuple[list[Tiltaksforslag], tuple[str, ...]]:
    """Forslagene med id-en til tiltaket de er, og id-ene til dem som ikke står i filen."""
    ledige = {tiltak.id: tiltak for tiltak in finnes if not tiltak.fjernet}
    funnet: dict[int, Tiltak] = {}
    for runde in _RUNDER:
        for nr, ett in enumerate(forslag):
            if nr in funnet:
                continue
            treff = runde(ett.tiltak, ledige.values())
            if treff:
                funnet[nr] = ledige.pop(treff.id)
    ut = [
        _som_det_som_finnes(ett, funnet[nr]) if nr in funnet else ett
        for nr, ett in enumerate(forslag)
    ]
    return ut, tuple(ledige)


def _helt_likt(ny: Tiltak, andre) -> Tiltak | None:
    return next(
        (
            annet
            for annet in andre
            if annet.nr == ny.nr and _tittel(annet) == _tittel(ny)
        ),
        None,
    )


def _lik_tittel(ny: Tiltak, andre) -> Tiltak | None:
    like = [annet for annet in andre if _tittel(annet) == _tittel(ny)]
    return like[0] if len(like) == 1 else None


def _samme_nummer(ny: Tiltak, andre) -> Tiltak | None:
    if not ny.nr:
        return None
    return _likest(
        ny, [annet for annet in andre if annet.nr == ny.nr], _LIKT_MED_NUMMER
    )


def _nesten_lik_tittel(ny: Tiltak, andre) -> Tiltak | None:
    return _likest(ny, andre, _LIKT_UTEN)


_RUNDER = (_helt_likt, _lik_tittel, _samme_nummer, _nesten_lik_tittel)


def _likest(ny: Tiltak, andre, minst: float) -> Tiltak | None:
    beste, likt = None, minst
    maaler = difflib.SequenceMatcher(autojunk=False)
    maaler.set_seq2(_tittel(ny))
    for annet in andre:
        maaler.set_seq1(_tittel(annet))
        if maaler.real_quick_ratio() < likt or maaler.quick_ratio() < likt:
            continue
        if (grad := maaler.ratio()) >= likt:
            beste, likt = annet, grad
    return beste


def _tittel(tiltak: Tiltak) -> str:
    return _form(tiltak.tittel)


@functools.lru_cache(maxsize=10_000)
def _form(tittel: str) -> str:
    return noekkelform(tittel)[:300]


# ------------------------------------------------------------------- det som er endret


def _som_det_som_finnes(forslag: Tiltaksforslag, finnes: Tiltak) -> Tiltaksforslag:
    ny = forslag.tiltak
    laast = _lest_av_det_samme(forslag, finnes)
    endret = {
        navn: getattr(ny, navn)
        for navn in FELT
        if navn not in laast | {"id", "ord"}
        and getattr(ny, navn) != getattr(_TOMT, navn)
    }
    ord_ = tuple({**dict(finnes.ord), **dict(ny.ord)}.items())
    tiltak = replace(finnes, **endret, ord=ord_)
    return replace(
        forslag,
        innhold=tiltak,
        samme_som=finnes.id,
        endrer=ulike_felt(tiltak, finnes),
    )


_TOMT = Tiltak("")
# Kolonner som er lest til et felt med et annet navn.
_FELT = {"statuskommentar": "status", "indikator": "koblinger"}
_AV_PENGENE = {"finansiering", "oekonomiplan", "aarsverk", "beloep"}


def _lest_av_det_samme(forslag: Tiltaksforslag, finnes: Tiltak) -> set[str]:
    """Feltene som er lest av de samme ordene som sist. Der gjelder det som er lagret."""
    foer = dict(finnes.ord)
    like: dict[str, bool] = {}
    for lest in forslag.lest:
        felt = _FELT.get(lest.felt, lest.felt)
        likt = foer.get(lest.overskrift) == lest.ord
        like[felt] = like.get(felt, True) and likt
    ut = {felt for felt, er_like in like.items() if er_like}
    if forslag.tiltak.frist.ord == finnes.frist.ord:
        ut.add("frist")
    if forslag.tiltak.penger_ord == finnes.penger_ord:
        ut |= _AV_PENGENE - {felt for felt, er_like in like.items() if not er_like}
    else:
        ut -= _AV_PENGENE
    return ut
