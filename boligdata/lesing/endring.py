"""Hva som er endret i ett tall siden forrige publisering, og hvorfor."""

import math
from dataclasses import dataclass

from boligdata.lesing import innsyn
from boligdata.lesing.kubesnitt import FORRIGE, KJENT, NAA
from boligdata.lesing.oppslag import meta, periodenumre, siste_kjente
from boligdata.lesing.snitt import snitt
from boligdata.lesing.spoerring import spoer, tabeller
from boligdata.lesing.spoersmaal import Spoersmaal
from boligdata.lesing.tall import krev_samme_innsyn


@dataclass(frozen=True)
class Endring:
    """Ett tall nå og i forrige publisering, i indikatorens enhet. Et tall som ikke er kjent, er
    NaN.

    `da` er siste periode i forrige publisering, og `naa` perioden som vises; de kan være den samme.
    `forrige` er det forrige publisering viste for `da`, `omregnet` det de nye tallene viser for
    `da`, og `verdi` det de viser for `naa`. `kjent` er det samme som `omregnet` uten radene som kom
    etter forrige publisering, eller None når det ikke er kjent. `sen` og `rettet` sier om rader er
    kommet til, eller endret, i det tallet regnes av.
    """

    da: str
    naa: str
    forrige: float
    omregnet: float
    verdi: float
    kjent: float | None
    sen: bool
    rettet: bool
    ny_definisjon: bool


def endring(spoersmaal: Spoersmaal) -> Endring | None:
    """Hva som er endret i tallet det spørres om, når spørsmålets periode vises.

    None når det ikke er noe å sammenligne med: første publisering, en ny indikator, eller et tall
    forrige publisering ikke hadde. Innsynet er det samme som i `svar`.
    """
    krev_samme_innsyn(spoersmaal)
    with innsyn.rekkevidde((), spoersmaal.utsnitt):
        forrige_kuber = {f"forrige_kube_{kube}" for kube in _kuber(spoersmaal)}
        if not {"forrige", *forrige_kuber} <= tabeller():
            return None
        definisjon = spoer(
            "select n.avtrykk <> f.avtrykk as ny from definisjon n join "
            "forrige_definisjon f using (slag, id) "
            "where slag = 'indikator' and id = $1",
            spoersmaal.indikator.id,
        )["ny"].tolist()
        da = _siste_i_forrige(spoersmaal)
        return (
            _endring(spoersmaal, da, bool(definisjon[0])) if da and definisjon else None
        )


def _kuber(spoersmaal: Spoersmaal) -> tuple[str, ...]:
    """Kubene tallet regnes av."""
    indikator = spoersmaal.indikator
    nevnerens = [indikator.nevnerens_kube] if indikator.nevnerens_kube else []
    return (indikator.kube, *nevnerens)


def _siste_i_forrige(spoersmaal: Spoersmaal) -> str | None:
    """Den siste perioden forrige publisering hadde tall for, men ikke etter den det spørres om."""
    indikator, periodetype = spoersmaal.indikator, spoersmaal.periodetype
    hadde = set(
        spoer(
            "select periode from forrige_periode where periodetype = $1", periodetype
        )["periode"]
    )
    felles = [
        periode
        for periode in periodenumre(periodetype)
        if periode in hadde and periode <= spoersmaal.periode
    ]
    tabell = f"forrige_kube_{indikator.kube}"
    return siste_kjente(indikator, periodetype, felles[-1], tabell) if felles else None


def _endring(spoersmaal: Spoersmaal, da: str, ny_definisjon: bool) -> Endring:
    sen, rettet = _aarsaker(spoersmaal, da)
    # De vernede tallene har bare årsaken. Hvor mye hver av dem betyr, ville vært eksakte tall om få
    # rader.
    skilles = "revisjon" in tabeller() and not meta().vernet
    return Endring(
        da,
        spoersmaal.periode,
        forrige=_verdi(spoersmaal, da, FORRIGE),
        omregnet=_verdi(spoersmaal, da),
        verdi=_verdi(spoersmaal, spoersmaal.periode),
        kjent=_verdi(spoersmaal, da, KJENT) if skilles else None,
        sen=sen,
        rettet=rettet,
        ny_definisjon=ny_definisjon,
    )


def _verdi(spoersmaal: Spoersmaal, periode: str, utgave: str = NAA) -> float:
    """Tallet i én periode slik det er i denne utgaven av kubene, eller NaN."""
    utsnitt, periodetype = spoersmaal.utsnitt, spoersmaal.periodetype
    alle = snitt(spoersmaal.indikator, periodetype, (), tuple(utsnitt), utgave)
    nr = periodenumre(periodetype)[periode]
    data = alle.velg(tuple(utsnitt.values()), nr, bare_siste=True)
    return data["verdi"].iloc[0] if len(data) else math.nan


def _aarsaker(spoersmaal: Spoersmaal, periode: str) -> tuple[bool, bool]:
    """Er rader kommet sent til, og er rader rettet, i det tallet for perioden regnes av?"""
    if "revisjon" not in tabeller():
        return False, False
    funnet = spoer(
        "select sen, retting from revisjon where periode = $1 and list_contains($2, kube)",
        periode,
        _kuber(spoersmaal),
    )
    return bool(funnet["sen"].any()), bool(funnet["retting"].any())
