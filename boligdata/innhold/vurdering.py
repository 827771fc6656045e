"""Er en endring virkelig, eller kan den være tilfeldig? Én regel for hele produktet.

Med minst tolv kjente perioder brukes et XmR-diagram med de fire reglene i NHS Englands «Making Data
Count»: et punkt utenfor grensene, seks på rad i samme retning, to av tre nær samme grense, sju på
rad på samme side av snittet. Med færre sammenlignes de to siste periodene: antall med den betingede
Poisson-testen, andeler med Newcombes intervall bygget på Wilson. Begge på nivå 95 %.

Dommen gjelder alltid siste periode. Valg som ikke står i reglene:

- **Hull.** En periode uten tall verken bryter eller forlenger en rekke, og dommen sier at den er
  hoppet over. Spranget over hullet er ikke med i grensene: det er mer enn én periode langt, og
  ville gjort dem for vide.
- **Nivåskifte.** Grensene regnes alltid av hele serien, og aldri om igjen i det stille. Sju på rad
  på samme side sies å tyde på et nytt nivå, og så får mennesker avgjøre om det er det.
- **Grove tall.** Grensene er aldri trangere enn det ett antall fra eller til, eller avrundingen,
  kan flytte et tall, og et punkt, en rekke eller en trend må gå lenger enn avrundingen. To perioder
  sammenlignes som om de virkelige tallene var så like som avrundingen tillater. Ellers ville en
  lang rad med nuller gjort den første eneren til en særskilt årsak, og et tall som alltid rundes
  opp, ville sett ut som et nytt nivå.
- **To av tre** krever, som i NHS Englands eget verktøy, at alle tre er på samme side, og her at
  siste tall er ett av dem.
"""

import math
from dataclasses import dataclass
from enum import Enum
from statistics import NormalDist

import numpy as np

from boligdata.lesing import LestIndikator

Z = NormalDist().inv_cdf(0.975)
MINST_FOR_XMR = 12
LOEP = 7  # Så mange på rad på samme side av snittet er mer enn flaks.
TREND = 6  # Så mange på rad der hvert tall er høyere (eller lavere) enn det før.
SIGMA3 = 2.66  # Gjør snittet av sprangene om til tre standardavvik: 3 / 1,128.
EKSAKT_TIL = 1000  # Over dette er binomialfordelingen normal, og den eksakte summen bare langsom.


class _Ikon(Enum):
    """Et tegn som kan skilles fra de andre uten farge, og ordene som alltid står ved siden av
    det.
    """

    def __init__(self, ikon: str, tekst: str):
        self.ikon, self.tekst = ikon, tekst


class Variasjon(_Ikon):
    """Er siste tall som det pleier (vanlig variasjon), eller er det en årsak å lete etter?"""

    VANLIG = "≈", "Vanlig variasjon"
    BEDRE = "▲", "Særskilt årsak til det bedre"
    VERRE = "▼", "Særskilt årsak til det verre"
    OPP = "↗", "Særskilt årsak, oppover"
    NED = "↘", "Særskilt årsak, nedover"


class Treff(_Ikon):
    """Kan vi regne med at målet nås, slik tallet svinger nå?"""

    JEVNT = "●", "Når målet jevnt"
    IKKE = "○", "Når ikke målet slik det er nå"
    AV_OG_TIL = "◐", "Når målet av og til"


DOMMER = {
    "bedre": "Bedre",
    "verre": "Verre",
    "oekt": "Økt",
    "redusert": "Redusert",
    "uendret": "Uendret",
    "omtrent": "Omtrent likt",
    "tilfeldig": "Kan være tilfeldig",
    "ukjent": "Kan ikke vurderes",
}
_DOMIKON = {
    "bedre": "▲",
    "verre": "▼",
    "oekt": "↗",
    "redusert": "↘",
    "uendret": "=",
    "omtrent": "≈",
    "tilfeldig": "≈",
    "ukjent": "–",
}
_VARIASJON = {
    "bedre": Variasjon.BEDRE,
    "verre": Variasjon.VERRE,
    "oekt": Variasjon.OPP,
    "redusert": Variasjon.NED,
}

_XMR = "XmR-diagram, som i NHS Englands «Making Data Count»"
REGLER = {
    "utenfor": f"{_XMR}: et punkt utenfor grensene.",
    "trend": f"{_XMR}: minst {TREND} på rad i samme retning.",
    "to_av_tre": f"{_XMR}: to av tre lenger ute enn to tredeler av veien til samme grense.",
    "loep": f"{_XMR}: minst {LOEP} på rad på samme side av snittet.",
    "vanlig": f"{_XMR}: ingen av de fire reglene slår ut.",
    "poisson": "To antall sammenlignet med den betingede Poisson-testen (95 %).",
    "newcombe": "To andeler sammenlignet med Newcombes intervall for forskjellen (95 %).",
    "full_telling": "Tallet er en full telling av noe kommunen selv rår over, så enhver endring er virkelig.",
    "avrunding": "En forskjell innenfor avrundingen kalles verken bedre eller verre.",
    "for_kort": (
        f"Et tall som dette kan først skilles fra tilfeldigheter når det er {MINST_FOR_XMR} "
        "perioder."
    ),
    "likt": "De to siste tallene er like.",
    "mangler": "To kjente tall på rad må til for å se en endring.",
}


@dataclass(frozen=True)
class Grenser:
    """Snittet og grensene for vanlig variasjon. Det dømmes etter `nedre` og `oevre`; det som vises,
    er mulige tall.
    """

    snitt: float
    nedre: float
    oevre: float
    tak: float = math.inf

    @property
    def vist(self) -> tuple[float, float]:
        """Grensene uten det tallet aldri kan bli: under null, eller en andel over hundre
        prosent.
        """
        return max(self.nedre, 0.0), min(self.oevre, self.tak)


@dataclass(frozen=True)
class Vurdering:
    """Dommen over siste periode.

    `dom` er en nøkkel i `DOMMER` og `regel` i `REGLER`. `fordi` er grunnen, `i_ord` en kort setning
    til å lese høyt, tom når det ikke er noe å si. `variasjon` og `grenser` er None med færre enn
    tolv perioder, `treff` også uten mål.
    """

    dom: str
    fordi: str
    regel: str = "mangler"
    i_ord: str = ""
    variasjon: Variasjon | None = None
    treff: Treff | None = None
    grenser: Grenser | None = None

    @property
    def tekst(self) -> str:
        """Dommen i få ord."""
        return self.variasjon.tekst if self.variasjon else DOMMER[self.dom]

    @property
    def ikon(self) -> str:
        """Tegnet som hører til `tekst`, og alltid står ved siden av den."""
        return self.variasjon.ikon if self.variasjon else _DOMIKON[self.dom]


def vurder(
    indikator: LestIndikator, verdi, nevner, nedre=None, oevre=None
) -> Vurdering:
    """Vurder siste periode i en serie med én verdi per periode, eldste først.

    Listene er like lange, og manglende tall er NaN eller None. `nedre` og `oevre` er spennet de
    virkelige tallene er i når de er rundet av; uten dem er tallene eksakte.
    """
    verdi, nevner, nedre, oevre = (
        np.asarray(tall, dtype=float)
        for tall in (
            verdi,
            nevner,
            verdi if nedre is None else nedre,
            verdi if oevre is None else oevre,
        )
    )
    if verdi.size == 0 or np.isnan(verdi[-1]):
        return Vurdering("ukjent", "Tallet mangler for denne perioden.")
    if indikator.tilfeldig and _nok_til_xmr(verdi):
        return _xmr(indikator, verdi, nedre, oevre)
    if verdi.size < 2 or np.isnan(verdi[-2]):
        return Vurdering("ukjent", "Tallet mangler for forrige periode.")
    return _to_perioder(indikator, verdi, nevner, nedre, oevre)


# ------------------------------------------------------------------ minst tolv perioder


def xmr_grenser(
    verdier: np.ndarray, minste_bredde: float = 0, tak: float = math.inf
) -> Grenser:
    """Snitt ± 2,66 ganger snittet av sprangene mellom nabotall. NaN er et hull, og spranget over
    det er ikke med.
    """
    snitt = float(np.nanmean(verdier))
    bredde = max(SIGMA3 * float(np.nanmean(np.abs(np.diff(verdier)))), minste_bredde)
    return Grenser(snitt, snitt - bredde, snitt + bredde, tak)


def _nok_til_xmr(verdi: np.ndarray) -> bool:
    """Nok kjente tall til et snitt, og nok naboer blant dem til å se hvor mye det svinger."""
    kjente, naboer = np.isfinite(verdi).sum(), np.isfinite(np.diff(verdi)).sum()
    return bool(kjente >= MINST_FOR_XMR and naboer >= MINST_FOR_XMR // 2)


def _xmr(
    indikator: LestIndikator, verdi: np.ndarray, nedre: np.ndarray, oevre: np.ndarray
) -> Vurdering:
    ett_antall = 1.0 if indikator.er_antall else 0.0
    feil = max(verdi[-1] - nedre[-1], oevre[-1] - verdi[-1])
    grenser = xmr_grenser(
        verdi,
        max(2 * feil, ett_antall),
        100.0 if indikator.er_prosent else math.inf,
    )
    kjent = verdi[np.isfinite(verdi)]
    regel, retning, antall = _regel(kjent, grenser, feil)
    treff = _treff(indikator, *_grensespenn(nedre, oevre, ett_antall))
    felles = {"treff": treff, "grenser": grenser}
    hull = (
        " Perioder uten tall er hoppet over."
        if np.isnan(verdi[-max(antall, LOEP) :]).any()
        else ""
    )
    if regel == "vanlig":
        likt = verdi[-1] == verdi[-2]
        return Vurdering(
            ("omtrent" if feil else "uendret") if likt else "tilfeldig",
            f"Tallet svinger slik det pleier.{hull}",
            regel,
            "" if likt else "Det er innenfor vanlig variasjon.",
            Variasjon.VANLIG,
            **felles,
        )
    dom = _dom(indikator, retning)
    fordi, i_ord = _i_ord(regel, retning > 0, antall)
    vending = {"bedre": ": en bedring.", "verre": ": en forverring."}.get(dom, ".")
    return Vurdering(
        dom, fordi + hull, regel, i_ord + vending, _VARIASJON[dom], **felles
    )


def _regel(kjent: np.ndarray, grenser: Grenser, feil: float) -> tuple[str, float, int]:
    """Regelen som slår ut for siste tall, retningen og hvor mange tall den bygger på.

    Slår flere ut, gjelder den første her. De to siste peker alltid samme vei, og et nytt nivå sier
    mest. Avrundingen i koden skjuler bare maskinens regnefeil.
    """
    avvik = np.round(kjent - grenser.snitt, 9)
    bredde = round(grenser.oevre - grenser.snitt, 9)
    # Så langt fra snittet er det virkelige tallet minst.
    minst = np.abs(avvik) - feil
    naer = minst[-3:] > bredde * 2 / 3
    stigning = np.sign(np.round(np.diff(kjent), 9))
    trend, loep = _paa_rad(stigning) + 1, _paa_rad(np.sign(avvik))
    if minst[-1] > bredde:
        return "utenfor", avvik[-1], 1
    if trend >= TREND and abs(kjent[-1] - kjent[-trend]) > 2 * feil:
        return "trend", stigning[-1], trend
    if loep >= LOEP and abs(avvik[-loep:].mean()) > feil:
        return "loep", avvik[-1], loep
    if naer[-1] and naer.sum() >= 2 and loep >= 3:
        return "to_av_tre", avvik[-1], 3
    return "vanlig", 0.0, 0


def _paa_rad(fortegn: np.ndarray) -> int:
    """Hvor mange av de siste fortegnene som er like. Null er ikke et fortegn, og bryter rekken."""
    annerledes = np.flatnonzero((fortegn != fortegn[-1]) | (fortegn == 0))
    return len(fortegn) - 1 - int(annerledes[-1]) if annerledes.size else len(fortegn)


def _i_ord(regel: str, opp: bool, antall: int) -> tuple[str, str]:
    """Grunnen, og begynnelsen på setningen som leses høyt."""
    grense, hoeyere, over = (
        ("øvre", "høyere", "over") if opp else ("nedre", "lavere", "under")
    )
    if regel == "utenfor":
        return (
            f"Siste tall er {hoeyere} enn {grense} grense for vanlig variasjon.",
            f"Tallet er {hoeyere} enn det som er vanlig",
        )
    if regel == "trend":
        tekst = f"De siste {antall} tallene {'stiger' if opp else 'synker'} hele veien"
        return f"{tekst}.", tekst
    if regel == "to_av_tre":
        return (
            f"To av de tre siste tallene er nær {grense} grense for vanlig variasjon.",
            f"To av de tre siste tallene er uvanlig {'høye' if opp else 'lave'}",
        )
    tekst = f"De siste {antall} tallene ligger {over} snittet"
    return f"{tekst}. Det tyder på et nytt nivå. Grensene er ikke regnet om.", tekst


def _treff(
    indikator: LestIndikator,
    nedre_grense: tuple[float, float],
    oevre_grense: tuple[float, float],
) -> Treff | None:
    """Ligger alt som er vanlig, på rett eller gal side av målet? None når avrundingen avgjør.

    Hver grense er et spenn: den virkelige er et sted fra den første til den andre.
    """
    naadd = {indikator.naadd(*grense) for grense in (nedre_grense, oevre_grense)}
    if None in naadd:
        return None
    return {
        (True,): Treff.JEVNT,
        (False,): Treff.IKKE,
        (False, True): Treff.AV_OG_TIL,
    }[tuple(sorted(naadd))]


def _grensespenn(
    nedre: np.ndarray, oevre: np.ndarray, minste_bredde: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Hvor lavt og høyt de to grensene av de virkelige tallene kan ligge: hvert sprang kan være så mye
    mindre eller større som avrundingen tillater.
    """
    lavt, hoeyt = float(np.nanmean(nedre)), float(np.nanmean(oevre))
    opp, ned = oevre[1:] - nedre[:-1], oevre[:-1] - nedre[1:]
    smal, bred = (
        max(SIGMA3 * float(np.nanmean(sprang)), minste_bredde)
        for sprang in (np.maximum(-np.minimum(opp, ned), 0), np.maximum(opp, ned))
    )
    return (lavt - bred, hoeyt - smal), (lavt + smal, hoeyt + bred)


# -------------------------------------------------------------- færre enn tolv perioder


def _to_perioder(
    indikator: LestIndikator,
    verdi: np.ndarray,
    nevner: np.ndarray,
    nedre: np.ndarray,
    oevre: np.ndarray,
) -> Vurdering:
    endring = verdi[-1] - verdi[-2]
    if not indikator.tilfeldig:
        return _full_telling(indikator, endring)
    if endring == 0 and nedre[-1] < oevre[-1]:
        return Vurdering(
            "omtrent",
            "Tallet vises som i forrige periode, men er rundet av, så det kan være endret.",
            "avrunding",
        )
    if endring == 0:
        return Vurdering(
            "uendret", "Tallet er det samme som i forrige periode.", "likt"
        )
    if indikator.verdi or indikator.eksakt_enhet.nevneren_svinger:
        return Vurdering(
            "tilfeldig",
            f"Det trengs {MINST_FOR_XMR} perioder for å skille endring fra tilfeldigheter.",
            "for_kort",
            "Endringen kan være tilfeldig.",
        )
    # Den minste endringen de virkelige tallene kan ha.
    i_foer, i_naa = (oevre, nedre) if endring > 0 else (nedre, oevre)
    foer, naa = i_foer[-2], i_naa[-1]
    if naa == foer or (naa > foer) != (endring > 0):
        return Vurdering(
            "tilfeldig",
            "Endringen er ikke større enn det avrundingen kan gi.",
            "avrunding",
            "Endringen kan skyldes avrundingen.",
        )
    regel, sikker = _test(indikator, foer, naa, nevner)
    if not sikker:
        return Vurdering(
            "tilfeldig",
            "Endringen er ikke større enn det tilfeldigheter kan gi.",
            regel,
            "Endringen kan være tilfeldig.",
        )
    dom = _dom(indikator, endring)
    hva = {"bedre": "Det er en bedring,", "verre": "Det er en forverring,"}.get(
        dom, "Endringen er"
    )
    return Vurdering(
        dom,
        "Endringen er større enn det tilfeldigheter gir.",
        regel,
        f"{hva} større enn det tilfeldigheter gir.",
    )


def _full_telling(indikator: LestIndikator, endring: float) -> Vurdering:
    if round(endring, indikator.visningsenhet.desimaler) == 0:
        return Vurdering(
            "uendret", "Endringen er mindre enn det tallet vises med.", "full_telling"
        )
    dom = _dom(indikator, endring)
    i_ord = {"bedre": "Det er en bedring.", "verre": "Det er en forverring."}.get(
        dom, ""
    )
    return Vurdering(
        dom,
        "Tallet er en full telling, så endringen er virkelig.",
        "full_telling",
        i_ord,
    )


def _test(
    indikator: LestIndikator, foer: float, naa: float, nevner: np.ndarray
) -> tuple[str, bool]:
    """Testen som passer til tallet, og om forskjellen mellom de to siste periodene er sikker."""
    teller = np.array([foer, naa])
    if indikator.nevner:
        teller = teller * nevner[-2:] / indikator.visningsenhet.faktor
    teller = np.round(teller)
    if indikator.er_prosent:
        lav, hoey = newcombe(teller[-2], nevner[-2], teller[-1], nevner[-1])
        return "newcombe", lav > 0 or hoey < 0
    # En rate sammenlignes over nevneren den gjelder, et antall over to like lange perioder.
    grunnlag = (nevner[-2], nevner[-1]) if indikator.nevner else (1, 1)
    return "poisson", poisson_p(teller[-2], teller[-1], *grunnlag) < 0.05


def poisson_p(
    foer: float, naa: float, grunnlag_foer: float = 1, grunnlag_naa: float = 1
) -> float:
    """Tosidig p-verdi for at to antall har samme rate (betinget binomisk test, det dobbelte av den
    minste halen).
    """
    n, p = int(foer + naa), grunnlag_foer / (grunnlag_foer + grunnlag_naa)
    if n == 0:
        return 1.0
    hale = min(_binomial_hale(int(foer), n, p), _binomial_hale(int(naa), n, 1 - p))
    return min(1.0, 2 * hale)


def _binomial_hale(x: int, n: int, p: float) -> float:
    """Sannsynligheten for høyst x av n i binomialfordelingen med sannsynligheten p."""
    if n > EKSAKT_TIL:
        standardavvik = math.sqrt(n * p * (1 - p))
        return NormalDist().cdf((x + 0.5 - n * p) / standardavvik)
    ledd = math.exp(
        math.lgamma(n + 1)
        - math.lgamma(x + 1)
        - math.lgamma(n - x + 1)
        + x * math.log(p)
        + (n - x) * math.log1p(-p)
    )
    sum_ = 0.0
    for k in range(x, -1, -1):
        sum_ += ledd
        ledd *= k * (1 - p) / ((n - k + 1) * p)
    return sum_


def wilson(x: float, n: float) -> tuple[float, float]:
    """95 % konfidensintervall for andelen x av n (Wilson 1927)."""
    p, nevner = x / n, 1 + Z**2 / n
    midt = (p + Z**2 / (2 * n)) / nevner
    varians = p * (1 - p) / n + Z**2 / (4 * n**2)
    bredde = Z * math.sqrt(varians) / nevner
    return midt - bredde, midt + bredde


def newcombe(x1: float, n1: float, x2: float, n2: float) -> tuple[float, float]:
    """95 % intervall for andel 2 minus andel 1 (Newcombe 1998, metode 10)."""
    p1, p2 = x1 / n1, x2 / n2
    (l1, u1), (l2, u2) = wilson(x1, n1), wilson(x2, n2)
    forskjell = p2 - p1
    return forskjell - math.hypot(p2 - l2, u1 - p1), forskjell + math.hypot(
        u2 - p2, p1 - l1
    )


# ------------------------------------------------------------------------------- felles


def _dom(indikator: LestIndikator, retning: float) -> str:
    if indikator.retning == "ingen":
        return "oekt" if retning > 0 else "redusert"
    return "bedre" if (retning > 0) == (indikator.retning == "opp") else "verre"
