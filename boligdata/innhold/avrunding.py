"""Hva avrundingen gjør med tallene på et kort, i ord: hva som er rundet av, og hvor langt unna det
virkelige tallet kan være.
"""

from boligdata import lesing
from boligdata.felles.maalform import fast, si
from boligdata.innhold.grunnkort import Vern
from boligdata.lesing import LestIndikator, Spoersmaal

# Det samme sies på kortene, i filene og på Kilder og kvalitet.
FEMMERE = fast("rundet av til hele femmere, opp eller ned, for å verne enkeltpersoner")
AVRUNDET = fast("Avrundet av personvernhensyn")
# Det som står én gang på hver side.
MERKNAD = fast("Tall om personer er rundet av. 0–4 er skravert eller ikke tegnet.")
_MAANEDER = (
    fast("Avrundet til hele måneder av personvernhensyn."),
    fast(
        "Avrundet: Tallet er rundet av til hele måneder, og vises bare når det bygger på minst ti "
        "husstander, for å verne enkeltpersoner."
    ),
)
_TO_SIFRE = (
    fast("Avrundet til to sifre av personvernhensyn."),
    fast(
        "Avrundet: Beløpet er rundet av til to sifre, og vises bare når det bygger på minst ti "
        "husstander, for å verne enkeltpersoner."
    ),
)
_HELE_PROSENT = (
    fast("Avrundet til hele prosent av personvernhensyn."),
    fast(
        "Avrundet: Prosenten bygger på minst tjue husstander, er hel, og sier ikke mer enn «under 5» "
        "og «over 95» i endene, for å verne enkeltpersoner."
    ),
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
        return Vern(*map(si, _statistikken(indikator)))
    avvikene = [
        lesing.stoerste_avvik(spoersmaal.indikator, spoersmaal.egenskaper, perioder)
        for spoersmaal in spoersmaalene
    ]
    teller, nevner = (max(avvik) for avvik in zip(*avvikene))
    unna = _unna(indikator, teller, nevner, andel)
    hva = (
        si(
            "Avrundet: Tallet er regnet ut fra tall som er {femmere}.",
            femmere=si(FEMMERE),
        )
        if indikator.nevner
        else si("Avrundet: Tallene er {femmere}.", femmere=si(FEMMERE))
    )
    return Vern(
        f"{si(AVRUNDET)}. {unna}"
        if indikator.nevner
        else f"{si(AVRUNDET)}, {_kort(indikator, teller, andel)}",
        " ".join(
            (
                hva,
                unna,
                si("Tabellene summerer."),
                null_til_fire(max(teller, nevner)),
                si("Små endringer kan skyldes avrundingen."),
            )
        ),
    )


def null_til_fire(avvik: int = 0) -> str:
    """Hva 0–4 kan bety. Der avviket kan være større enn vanlig, kan også fem til ni vises som 0."""
    if avvik > lesing.VANLIG_AVVIK:
        return si("0–4 kan bety ingen, og noen få steder opptil ni.")
    return si("0–4 kan bety ingen.")


def _statistikken(indikator: LestIndikator) -> tuple[str, str]:
    """Hvordan en statistikk er rundet av, kort og helt."""
    if indikator.er_prosent:
        return _HELE_PROSENT
    return _TO_SIFRE if indikator.eksakt_enhet.er_kroner else _MAANEDER


def _kort(indikator: LestIndikator, avvik: int, andel: bool) -> str:
    unna = {"antall": avvik, "hva": _det_som_telles(indikator)}
    if andel:
        return si("antallene bak prosenten er høyst {antall} {hva} unna.", **unna)
    return si("høyst {antall} {hva} unna.", **unna)


def _det_som_telles(indikator: LestIndikator) -> str:
    """«virkemidler i bruk» er virkemidler, og «henvisninger som venter» er henvisninger. Det deles likt
    på begge målformer.
    """
    ordet, _, _ = indikator.enhetsord.partition(" som ")
    return ordet.removesuffix(" i bruk")


def _unna(indikator: LestIndikator, teller: int, nevner: int, andel: bool) -> str:
    """Hvor langt unna de virkelige antallene er, i det som telles. Et forholdstall er regnet av to
    antall, og avviket gjelder dem, ikke prosenten.
    """
    if not indikator.nevner:
        unna = {"antall": teller, "hva": _det_som_telles(indikator)}
        if andel:
            return si(
                "Hvert antall bak prosenten kan være inntil {antall} {hva} for høyt eller lavt.",
                **unna,
            )
        return si(
            "Hvert tall kan være inntil {antall} {hva} for høyt eller lavt.", **unna
        )
    if teller == nevner:
        return si(
            "Antallet som telles (telleren) og antallet det deles på (nevneren), kan hver være "
            "inntil {antall} for høye eller lave.",
            antall=teller,
        )
    return si(
        "Antallet som telles (telleren), {teller}, og antallet det deles på (nevneren), {nevner}.",
        teller=_hvor_langt(teller),
        nevner=_hvor_langt(nevner),
    )


def _hvor_langt(avvik: int) -> str:
    if avvik:
        return si("kan være inntil {antall} for høyt eller lavt", antall=avvik)
    return si("er eksakt")
