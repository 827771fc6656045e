"""Køen spilt ut hendelse for hendelse, slik en saksbehandler ville gjort det. Treg, og skrevet
uavhengig av motoren.
"""

import heapq
import math

# Rekkefølgen når flere ting skjer i samme øyeblikk.
UT_AV_BRUK, LEDIG, GIR_OPP, KOMMER = range(4)


def flytter_inn(
    kommer, opptatt, ledig_fra, taalmodighet=None, ut_av_bruk=()
) -> list[float]:
    """Når hver flytter inn i én utvikling, uendelig for den som gir opp eller aldri får bolig.
    Lister, år fra i dag.

    De som alt venter, har tider til og med 0 og får først bolig i dag eller seinere.
    """
    inn = [math.inf] * len(kommer)
    koe, tomme, skal_ut = [], 0, 0  # koe: de som venter, i rekkefølge
    hendelser = [(t, LEDIG, b) for b, t in enumerate(ledig_fra)] + [
        (t, UT_AV_BRUK, 0) for t in ut_av_bruk
    ]
    for k, t in enumerate(kommer):
        if t == math.inf:
            continue
        if t <= 0:
            koe.append(k)
        else:
            hendelser.append((t, KOMMER, k))
        if taalmodighet is not None:
            hendelser.append((t + taalmodighet[k], GIR_OPP, k))
    heapq.heapify(hendelser)
    while hendelser:
        tid, slag, hvem = heapq.heappop(hendelser)
        if slag == KOMMER:
            koe.append(hvem)
        elif slag == GIR_OPP and hvem in koe:
            koe.remove(hvem)
        elif slag == LEDIG:
            tomme += 1
        elif slag == UT_AV_BRUK:
            skal_ut += 1
        ut = min(tomme, skal_ut)
        tomme, skal_ut = tomme - ut, skal_ut - ut
        while tomme and koe and tid >= 0:
            tomme -= 1
            neste = koe.pop(0)
            inn[neste] = tid
            heapq.heappush(hendelser, (tid + opptatt[neste], LEDIG, -1))
    return inn
