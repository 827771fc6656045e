"""Navnene en skrivemåte ligner mest på, det likeste først."""

import difflib
from collections.abc import Iterable
from typing import TypeVar

from boligdata.felles.tekst import noekkelform

T = TypeVar("T")
# Under dette ligner to ord hverandre ved et tilfelle.
MINST_LIKT = 0.6
# Står det ene ordet helt inne i det andre («Omsorgsbolig m/ base»), er det nesten alltid det samme. Er
# det kortere enn dette, er det oftest et tilfelle.
_INNI, _KORTEST = 0.9, 5


def naermest(
    tekst: str,
    navnene: Iterable[tuple[str, T]],
    flest: int = 3,
    minst: float = MINST_LIKT,
) -> tuple[T, ...]:
    """De `flest` tingene med et navn som ligner mest på teksten, av par av (navn, ting).

    Likheten går fra 0 til 1, og det som ligner mindre enn `minst`, er ikke med. Har en ting flere navn,
    teller det likeste.
    """
    form = noekkelform(tekst)
    maaler = difflib.SequenceMatcher(autojunk=False)
    maaler.set_seq2(form)
    likest: dict[T, float] = {}
    for navn, ting in navnene:
        likt = _likhet(maaler, noekkelform(navn), form, minst)
        if likt >= minst:
            likest[ting] = max(likt, likest.get(ting, 0))
    return tuple(sorted(likest, key=likest.get, reverse=True)[:flest])


def _likhet(
    maaler: difflib.SequenceMatcher, navn: str, form: str, minst: float
) -> float:
    langt_nok = min(len(navn), len(form)) >= _KORTEST
    inni = langt_nok and (navn in form or form in navn)
    maaler.set_seq1(navn)
    # De raske målene er aldri lavere enn det rette, og sparer det der det ikke kan bli høyt nok.
    if not inni and (maaler.real_quick_ratio() < minst or maaler.quick_ratio() < minst):
        return 0.0
    return max(maaler.ratio(), _INNI if inni else 0.0)
