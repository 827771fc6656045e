"""Er en endring virkelig, eller kan den være tilfeldig? Én regel for hele produktet.

Med minst tolv perioder brukes et XmR-diagram (Shewhart, slik NHS England bruker det). Med færre sammenlignes de to
siste periodene: antall med den betingede Poisson-testen, andeler med Newcombes intervall bygget på Wilson.
Alt på nivå 95 %.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist, fmean

import numpy as np

from boligdata.katalog import Indikator

Z = NormalDist().inv_cdf(0.975)
MINST_FOR_XMR = 12
LOEP = 7  # Så mange punkter på rad på samme side av snittet er mer enn flaks.


@dataclass(frozen=True)
class Vurdering:
    """`dom` er en av nøklene i `DOMMER`, `fordi` er en norsk grunn."""

    dom: str
    fordi: str


DOMMER = {
    "bedre": "Bedre", "verre": "Verre", "oekt": "Økt", "redusert": "Redusert", "uendret": "Uendret",
    "tilfeldig": "Kan være tilfeldig", "ukjent": "Kan ikke vurderes",
}


def vurder(indikator: Indikator, verdi, teller, nevner) -> Vurdering:
    """Vurder siste periode i en serie. `verdi`, `teller` og `nevner` er like lange; manglende tall er NaN."""
    verdi = np.asarray(verdi, dtype=float)
    if verdi.size < 2 or np.isnan(verdi[-1]) or np.isnan(verdi[-2]):
        return Vurdering("ukjent", "Tallet mangler for denne eller forrige periode.")
    if not indikator.tilfeldig:
        if round(verdi[-1] - verdi[-2], indikator.visningsenhet.desimaler) == 0:
            return Vurdering("uendret", "Endringen er mindre enn det tallet vises med.")
        return _dom(indikator, verdi[-1] - verdi[-2], "Tallet er en full telling, så endringen er virkelig.")
    kjent = verdi[~np.isnan(verdi)]
    if kjent.size >= MINST_FOR_XMR:
        return _xmr(indikator, kjent)
    if verdi[-1] == verdi[-2]:
        return Vurdering("uendret", "Tallet er det samme som i forrige periode.")
    if indikator.verdi or indikator.enhet == "forhold":
        return Vurdering("tilfeldig", f"Det trengs {MINST_FOR_XMR} perioder for å skille endring fra tilfeldigheter.")
    if indikator.enhet == "prosent":
        lav, hoey = newcombe(teller[-2], nevner[-2], teller[-1], nevner[-1])
        sikker = lav > 0 or hoey < 0
        metode = "forskjellen mellom to andeler (Newcombe, 95 %)"
    else:
        sikker = poisson_p(teller[-2], teller[-1]) < 0.05
        metode = "forskjellen mellom to antall (Poisson, 95 %)"
    if not sikker:
        return Vurdering("tilfeldig", f"Endringen er ikke større enn det tilfeldigheter kan gi: {metode}.")
    return _dom(indikator, verdi[-1] - verdi[-2], f"Endringen er større enn det tilfeldigheter gir: {metode}.")


def poisson_p(foer: float, naa: float) -> float:
    """Tosidig p-verdi for at to antall over like lange perioder har samme forventning (betinget binomisk test)."""
    n, x = int(foer + naa), int(min(foer, naa))
    if n == 0:
        return 1.0
    if n > 2000:  # Binomialen er normal lenge før dette; den eksakte summen blir bare langsom.
        return 2 * NormalDist().cdf((x + 0.5 - n / 2) / math.sqrt(n / 4))
    return min(1.0, 2 * sum(math.comb(n, k) for k in range(x + 1)) / 2**n)


def wilson(x: float, n: float) -> tuple[float, float]:
    """95 % konfidensintervall for andelen x av n."""
    p, nevner = x / n, 1 + Z**2 / n
    midt = (p + Z**2 / (2 * n)) / nevner
    bredde = Z * math.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2)) / nevner
    return midt - bredde, midt + bredde


def newcombe(x1: float, n1: float, x2: float, n2: float) -> tuple[float, float]:
    """95 % intervall for andel 2 minus andel 1 (Newcombe 1998, metode 10)."""
    p1, p2 = x1 / n1, x2 / n2
    (l1, u1), (l2, u2) = wilson(x1, n1), wilson(x2, n2)
    d = p2 - p1
    return d - math.hypot(p2 - l2, u1 - p1), d + math.hypot(u2 - p2, p1 - l1)


def xmr_grenser(verdier: np.ndarray) -> tuple[float, float, float]:
    """Snitt, nedre og øvre grense for tilfeldig variasjon: snitt ± 2,66 ganger snittet av sprangene."""
    snitt, sprang = fmean(verdier), fmean(np.abs(np.diff(verdier)))
    return snitt, snitt - 2.66 * sprang, snitt + 2.66 * sprang


def _xmr(indikator: Indikator, verdier: np.ndarray) -> Vurdering:
    snitt, nedre, oevre = xmr_grenser(verdier)
    siste = verdier[-1]
    side = np.sign(verdier[-LOEP:] - snitt)
    if siste > oevre or siste < nedre:
        return _dom(indikator, siste - snitt, "Siste punkt ligger utenfor grensene for tilfeldig variasjon.")
    if abs(side.sum()) == LOEP:
        return _dom(indikator, siste - snitt, f"De siste {LOEP} punktene ligger på samme side av snittet.")
    return Vurdering("tilfeldig" if siste != verdier[-2] else "uendret",
                     "Tallet svinger innenfor det som er vanlig for denne serien.")


def _dom(indikator: Indikator, retning: float, fordi: str) -> Vurdering:
    if retning == 0:
        return Vurdering("uendret", "Tallet er det samme som i forrige periode.")
    if indikator.retning == "ingen":
        return Vurdering("oekt" if retning > 0 else "redusert", fordi)
    return Vurdering("bedre" if (retning > 0) == (indikator.retning == "opp") else "verre", fordi)
