"""Hva avrundingen gjør med tallene på et kort, i ord: hva som er rundet av, og hvor langt unna det
virkelige tallet kan være.
"""

from boligdata import lesing
from boligdata.innhold.grunnkort import Vern
from boligdata.lesing import LestIndikator, Spoersmaal

# Det samme sies på kortene, i filene og på Kilder og kvalitet.
FEMMERE = "rundet av til hele femmere, opp eller ned, for å verne enkeltpersoner"
NULL_TIL_FIRE = "0–4 kan bety ingen"
AVRUNDET = "Avrundet av personvernhensyn"
# Der avviket kan være større, kan også fem til ni vises som 0.
_OGSAA_FLERE = ", og noen få steder opptil ni"
# Det som står én gang på hver side.
MERKNAD = "Tall om personer er rundet av. 0–4 er skravert eller ikke tegnet."
MAANEDER = Vern(
    "Avrundet til hele måneder av personvernhensyn.",
    "Avrundet: Tallet er rundet av til hele måneder, og vises bare når det bygger på "
    "minst ti husstander, for å verne "
    "enkeltpersoner.",
)
TO_SIFRE = Vern(
    "Avrundet til to sifre av personvernhensyn.",
    "Avrundet: Beløpet er rundet av til to sifre, og vises bare når det bygger på minst "
    "ti husstander, for å verne "
    "enkeltpersoner.",
)
HELE_PROSENT = Vern(
    "Avrundet til hele prosent av personvernhensyn.",
    "Avrundet: Prosenten bygger på minst tjue husstander, er hel, og sier ikke mer enn "
    "«under 5» og «over 95» i "
    "endene, for å verne enkeltpersoner.",
)


def vern(
    spoersmaalene: list[Spoersmaal], perioder: list[str], andel: bool = False
) -> Vern | None:
    """Hvordan tallene i disse periodene er vernet, eller None når de er eksakte. Er det flere enn
    ett spørsmål, sier det første hva slags tall det er. Med `andel` vises antallene i prosent.
    """
    indikator = spoersmaalene[0].indikator
    if not indikator.vernet:
        return None
    if indikator.verdi:
        if indikator.er_prosent:
            return HELE_PROSENT
        return TO_SIFRE if indikator.eksakt_enhet.er_kroner else MAANEDER
    avvikene = [
        lesing.stoerste_avvik(spoersmaal.indikator, spoersmaal.egenskaper, perioder)
        for spoersmaal in spoersmaalene
    ]
    teller, nevner = (max(avvik) for avvik in zip(*avvikene))
    unna = _unna(indikator, teller, nevner, andel)
    hva = (
        f"Tallet er regnet ut fra tall som er {FEMMERE}"
        if indikator.nevner
        else f"Tallene er {FEMMERE}"
    )
    ogsaa_flere = _OGSAA_FLERE if max(teller, nevner) > lesing.VANLIG_AVVIK else ""
    kort = f". {unna}" if indikator.nevner else f", {_kort(indikator, teller, andel)}"
    return Vern(
        f"{AVRUNDET}{kort}.",
        f"Avrundet: {hva}. {unna}. Tabellene summerer. {NULL_TIL_FIRE}{ogsaa_flere}. "
        "Små endringer kan skyldes avrundingen.",
    )


def _kort(indikator: LestIndikator, avvik: int, andel: bool) -> str:
    hvem = "antallene bak prosenten er " if andel else ""
    return f"{hvem}høyst {avvik} {_det_som_telles(indikator)} unna"


def _det_som_telles(indikator: LestIndikator) -> str:
    """«virkemidler i bruk» er virkemidler, og «henvisninger som venter» er henvisninger."""
    return indikator.enhetsord.removesuffix(" i bruk").removesuffix(" som venter")


def _unna(indikator: LestIndikator, teller: int, nevner: int, andel: bool) -> str:
    """Hvor langt unna de virkelige antallene er, i det som telles. Et forholdstall er regnet av to
    antall, og avviket gjelder dem, ikke prosenten.
    """
    if not indikator.nevner:
        hvert = "Hvert antall bak prosenten" if andel else "Hvert tall"
        ordet = _det_som_telles(indikator)
        return f"{hvert} kan være inntil {teller} {ordet} for høyt eller lavt"
    if teller == nevner:
        return (
            "Antallet som telles (telleren) og antallet det deles på (nevneren), kan hver være "
            f"inntil {teller} for høye eller lave"
        )
    return (
        f"Antallet som telles (telleren), {_hvor_langt(teller)}, og antallet det deles på "
        f"(nevneren), {_hvor_langt(nevner)}"
    )


def _hvor_langt(avvik: int) -> str:
    return f"kan være inntil {avvik} for høyt eller lavt" if avvik else "er eksakt"
