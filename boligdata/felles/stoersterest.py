"""Deler av en sum, rundet så de fortsatt er summen."""

import math
from collections.abc import Sequence


def hele(deler: Sequence[float], sum_: int) -> list[int]:
    """Delene som hele tall som til sammen er `sum_`. De som er nærmest neste tall, får det som er
    igjen (største rest).
    """
    ned = [math.floor(del_) for del_ in deler]
    rest = sum_ - sum(ned)
    # Er det for lite, får de med størst rest én til. Er det for mye, mister de med minst rest én.
    rekke = list(range(len(deler)))
    rekke.sort(key=lambda nr: deler[nr] - ned[nr], reverse=True)
    if rest < 0:
        rekke.reverse()
    for nr in range(abs(rest)):
        ned[rekke[nr % len(rekke)]] += 1 if rest > 0 else -1
    return ned
