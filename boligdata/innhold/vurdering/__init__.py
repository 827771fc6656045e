"""Er en endring virkelig, eller kan den være tilfeldig? Én regel for hele produktet.

Dommen over siste periode felles etter hva slags tall det er, og hvor mange det er av dem:

| Tallet | Prøves mot | Modul |
|---|---|---|
| Antall, rater og andeler, færre enn tolv perioder | Perioden før | `to_perioder` |
| De samme, minst tolv perioder | Alle de tidligere | `mot_tidligere` |
| Medianer og forhold, minst seks perioder | Alle de tidligere | `mot_tidligere` |
| Full telling av noe kommunen disponerer | Perioden før: enhver endring er virkelig | her |

Ved siden av står dommen over hele planperioden (`planperioden`), dommen over et beregnet tall mot et
tidligere (`anslag`), og hvor stor endring som kunne vært sett. Ingenting sies uten at det er sant for
alle tall de viste kan være rundet av fra. Hvor ofte reglene tar feil, og hvor mye de ser, står i README.
"""

import dataclasses
import functools
import math
from collections.abc import Callable

from boligdata.felles.enheter import VIST_PROSENT
from boligdata.felles.maalform import si
from boligdata.innhold.vurdering import (
    maalet,
    mot_tidligere,
    planperioden,
    to_perioder,
)
from boligdata.innhold.vurdering.dommen import (
    DOMMER,
    PLANREGLER,
    REGLER,
    RETNINGER,
    Plandom,
    Vurdering,
    med_vending,
    retningens_dom,
)
from boligdata.innhold.vurdering.maalet import Maalet, Treff
from boligdata.innhold.vurdering.mot_tidligere import (
    LANG,
    MINST_TIDLIGERE,
    Grenser,
)
from boligdata.innhold.vurdering.tallrekke import NED, OPP, Tallrekke, tallrekken
from boligdata.lesing import LestIndikator

__all__ = [
    "DOMMER",
    "PLANREGLER",
    "REGLER",
    "RETNINGER",
    "Grenser",
    "Maalet",
    "Plandom",
    "Tallrekke",
    "Treff",
    "Vurdering",
    "kunne_sett",
    "tallrekken",
    "vurder",
    "vurder_planen",
]


def vurder(indikator: LestIndikator, serie: Tallrekke) -> Vurdering:
    """Vurder siste periode i serien, og tell hvor ofte målet er nådd hittil."""
    return dataclasses.replace(
        _siste_periode(indikator, serie), maalet=maalet.hittil(indikator, serie)
    )


def _siste_periode(indikator: LestIndikator, serie: Tallrekke) -> Vurdering:
    if not len(serie) or math.isnan(serie.verdi[-1]):
        return Vurdering("ukjent", si("Tallet mangler for denne perioden."))
    if _proeves_mot_tidligere(indikator, serie):
        return _mot_de_tidligere(indikator, serie)
    if len(serie) < 2 or math.isnan(serie.verdi[-2]):
        return Vurdering("ukjent", si("Tallet mangler for forrige periode."))
    if not indikator.tilfeldig:
        return _full_telling(indikator, serie)
    if to_perioder.kan_proeves(indikator):
        return _mot_forrige(indikator, serie)
    return _for_kort(serie)


def vurder_planen(
    indikator: LestIndikator, serie: Tallrekke, plan_fra: int
) -> Plandom | None:
    """Dommen over hele planperioden, av en serie av år, eller None når det er for få av dem."""
    if not indikator.tilfeldig:
        return None
    utslag = planperioden.utslag(indikator, serie, plan_fra)
    if utslag is None:
        return None
    if utslag.retning and not serie.usikkert.any():
        return Plandom(retningens_dom(indikator.retning, utslag.retning), utslag)
    vist = planperioden.utslag(indikator, serie.som_vist(), plan_fra)
    return Plandom("uavgjort" if vist and vist.retning else "tilfeldig", utslag)


def _proeves_mot_tidligere(indikator: LestIndikator, serie: Tallrekke) -> bool:
    return indikator.tilfeldig and bool(serie.kjent[:-1].sum() >= _minst(indikator))


def _minst(indikator: LestIndikator) -> int:
    """Så mange tidligere tall må det være for at siste tall prøves mot dem alle."""
    return LANG - 1 if to_perioder.kan_proeves(indikator) else MINST_TIDLIGERE


def _retningen(
    indikator: LestIndikator, serie: Tallrekke, sikker: Callable[[Tallrekke, int], bool]
) -> int | None:
    """Retningen siste tall sikkert har gått. Ellers 0, eller None når tallene slik de vises har gått
    en vei, men de virkelige kanskje ikke har det.
    """
    if not _kan_ha_andre_tall(indikator, serie):
        for retning in (OPP, NED):
            if sikker(serie, retning):
                return retning
    if not serie.rundet:
        return 0
    vist = serie.som_vist()
    return None if any(sikker(vist, retning) for retning in (OPP, NED)) else 0


def _kan_ha_andre_tall(indikator: LestIndikator, serie: Tallrekke) -> bool:
    """Kan det være andre av de tidligere som er kjent i de eksakte tallene, så siste tall prøves mot
    noe annet der?
    """
    usikkert = serie.usikkert[:-1]
    return bool(usikkert.any() and usikkert.size >= _minst(indikator))


# ----------------------------------------------------------------- mot alle de tidligere


def _mot_de_tidligere(indikator: LestIndikator, serie: Tallrekke) -> Vurdering:
    virkelig = mot_tidligere.intervallet(indikator, serie)
    vist = mot_tidligere.intervallet(indikator, serie.som_vist())
    grenser = mot_tidligere.grenser(indikator, serie, vist)

    def sikker(proevd: Tallrekke, retning: int) -> bool:
        intervall = virkelig if proevd is serie else vist
        return mot_tidligere.sikker(proevd, intervall, retning)

    hull = "" if serie.kjent.all() else si("Perioder uten tall er hoppet over.")
    retning = _retningen(indikator, serie, sikker)
    if retning is None:
        return _uavgjort(hull, grenser)
    if not retning:
        likt = len(serie) > 1 and serie.verdi[-1] == serie.verdi[-2]
        return Vurdering(
            ("omtrent" if serie.rundet else "uendret") if likt else "tilfeldig",
            f"{si('Tallet er ikke sikkert utenfor det vanlige.')} {hull}".strip(),
            "tidligere",
            "" if likt else si("Endringen kan være tilfeldig."),
            grenser=grenser,
        )
    utsagn = (
        si("Tallet er høyere enn det pleier å være")
        if retning == OPP
        else si("Tallet er lavere enn det pleier å være")
    )
    dom = retningens_dom(indikator.retning, retning)
    fordi = f"{utsagn}. {hull}".strip()
    return Vurdering(dom, fordi, "tidligere", med_vending(utsagn, dom), grenser)


# --------------------------------------------------------------------- mot perioden før


def _mot_forrige(indikator: LestIndikator, serie: Tallrekke) -> Vurdering:
    regel = to_perioder.regel(indikator)
    sikker = functools.partial(to_perioder.sikker, indikator)
    retning = _retningen(indikator, serie, sikker)
    if retning is None:
        return _uavgjort()
    if retning:
        dom = retningens_dom(indikator.retning, retning)
        stoerre = si("Endringen er større enn det tilfeldigheter gir.")
        i_ord = {
            "bedre": si("Bedringen er større enn det tilfeldigheter gir."),
            "verre": si("Forverringen er større enn det tilfeldigheter gir."),
        }
        return Vurdering(dom, stoerre, regel, i_ord.get(dom, stoerre))
    if serie.verdi[-1] == serie.verdi[-2]:
        return _likt(serie)
    return Vurdering(
        "tilfeldig",
        si("Endringen er ikke større enn det tilfeldigheter kan gi."),
        regel,
        si("Endringen kan være tilfeldig."),
    )


def _for_kort(serie: Tallrekke) -> Vurdering:
    if serie.verdi[-1] == serie.verdi[-2]:
        return _likt(serie)
    return Vurdering(
        "tilfeldig",
        si(
            "Det trengs {antall} tidligere perioder for å skille endring fra tilfeldigheter.",
            antall=MINST_TIDLIGERE,
        ),
        "for_kort",
        si("Endringen kan være tilfeldig."),
    )


def _likt(serie: Tallrekke) -> Vurdering:
    if serie.rundet:
        return Vurdering(
            "omtrent",
            si(
                "Tallet vises som i forrige periode, men er rundet av, så det kan være endret."
            ),
            "avrunding",
        )
    return Vurdering(
        "uendret", si("Tallet er det samme som i forrige periode."), "likt"
    )


def _uavgjort(hull: str = "", grenser: Grenser | None = None) -> Vurdering:
    fordi = si(
        "Slik tallene vises, er det en endring. Men de er rundet av, så den er ikke sikker."
    )
    return Vurdering(
        "uavgjort",
        f"{fordi} {hull}".strip(),
        "avrunding",
        si("Om endringen er virkelig, kan ikke avgjøres, for tallene er rundet av."),
        grenser=grenser,
    )


def _full_telling(indikator: LestIndikator, serie: Tallrekke) -> Vurdering:
    desimaler = indikator.visningsenhet.desimaler
    minst, mest = (
        round(naa - foer, desimaler)
        for naa, foer in (
            (serie.nedre[-1], serie.oevre[-2]),
            (serie.oevre[-1], serie.nedre[-2]),
        )
    )
    if minst == mest == 0:
        return Vurdering(
            "uendret", si("Endringen er for liten til å vises."), "full_telling"
        )
    if minst <= 0 <= mest:
        return _uavgjort()
    dom = retningens_dom(indikator.retning, mest)
    i_ord = {
        "bedre": si("Det er en bedring."),
        "verre": si("Det er en forverring."),
    }
    return Vurdering(
        dom,
        si("Tallet er en full telling, så endringen er virkelig."),
        "full_telling",
        i_ord.get(dom, ""),
    )


# --------------------------------------------------- hvor stor endring kunne vi ha sett?

# En økning til så mange ganger det høyeste i serien er aldri aktuell.
MANGE_GANGER = 8


def kunne_sett(
    indikator: LestIndikator, serie: Tallrekke, vurdering: Vurdering
) -> tuple[float, float] | None:
    """Det siste tall måtte vært under, og over, for at en endring kunne vært sett, når alt annet er
    likt. NaN når ingen nedgang, eller økning, ville vært stor nok. None når dommen er sikker, eller
    når serien er for kort til at noe kunne vært sett.
    """
    if vurdering.dom not in ("tilfeldig", "uavgjort"):
        return None
    if not indikator.tilfeldig or vurdering.regel == "for_kort":
        return None
    if _kan_ha_andre_tall(indikator, serie):
        return None
    steg, (gulv, tak) = _steg(indikator, serie), _endene(indikator, serie)
    if _proeves_mot_tidligere(indikator, serie):
        intervall = mot_tidligere.intervallet(indikator, serie)
        under, over = mot_tidligere.kunne_sett(serie, intervall)
        under, over = math.ceil(under / steg) * steg, math.floor(over / steg) * steg
        return (under if under > gulv else math.nan, over if over < tak else math.nan)
    return (
        _ytterste_usette(indikator, serie, NED, steg, gulv),
        _ytterste_usette(indikator, serie, OPP, steg, tak),
    )


def _ytterste_usette(
    indikator: LestIndikator,
    serie: Tallrekke,
    retning: int,
    steg: float,
    ytterst: float,
) -> float:
    """Det tallet lengst i denne retningen som ikke ville vært en sikker endring fra perioden før."""

    def sett(antall: int) -> bool:
        siste = serie.med_siste(antall * steg, indikator.visningsenhet.faktor)
        return to_perioder.sikker(indikator, siste, retning)

    usett, nok = round(serie.verdi[-2] / steg), round(ytterst / steg)
    if not sett(nok):
        return math.nan
    while abs(nok - usett) > 1:
        midt = (usett + nok) // 2
        if sett(midt):
            nok = midt
        else:
            usett = midt
    return usett * steg


def _endene(indikator: LestIndikator, serie: Tallrekke) -> tuple[float, float]:
    """Det laveste og det høyeste tallet kan vises som. Et antall har ikke noe høyeste."""
    if not indikator.er_prosent:
        return 0.0, MANGE_GANGER * max(float(serie.verdi[serie.kjent].max()), 5.0)
    return VIST_PROSENT if indikator.vernet else (0.0, 100.0)


def _steg(indikator: LestIndikator, serie: Tallrekke) -> float:
    """Avstanden mellom to tall slik de vises."""
    if indikator.er_antall and serie.rundet:
        return 5.0
    return 10.0**-indikator.visningsenhet.desimaler
