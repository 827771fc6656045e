"""Kortene for en indikator, og kortene som er like uansett hva som er valgt."""

import dataclasses

from boligdata import lesing
from boligdata.felles import katalog
from boligdata.felles.maalform import fast, si
from boligdata.innhold import bosettingskort, faste_kort, kort
from boligdata.innhold import oekonomi as oekonomikort
from boligdata.innhold.grunnkort import bestill
from boligdata.innhold.kort import Bestilling, Kort, Valg
from boligdata.ui import adressen
from boligdata.ui.filtermelding import telt
from boligdata.ui.kortvisning import UTEN_GRAF, VISNINGER, Oppskrift, vis
from boligdata.ui.ramme import valg
from boligdata.ui.svaret import bakgrunnen


def figurkort(
    indikator: str | tuple[str, ...],
    tittel: str,
    form: str = "utvikling",
    fordeling: tuple[str, ...] = (),
    id: str | None = None,
    tillegg: str | None = None,
) -> None:
    """Et kort med figur, tabell og forklaring for én indikator, eller flere som til sammen er alle.

    `tittel` er et spørsmål eller et utsagn i vanlig språk, på bokmål, `form` navnet på en figur i `figurer`.
    `tillegg` er en indikator til, som står ved siden av hvert tall i en flyt.
    """
    bestilling = som_vist(bestill(indikator, tittel, form, fordeling, id, tillegg))
    valgt = valg()

    def publisert(internt: Kort, andel: bool) -> Kort:
        # Det samme utvalget som brukeren ser, eller det nærmeste som er publisert.
        filtre = dict(internt.gjelder.filtre)
        return kort.lag(bestilling, dataclasses.replace(valgt, filtre=filtre), andel)

    vis(
        Oppskrift(
            id=bestilling.id,
            tittel=tittel,
            hindring=lambda: _hindring(bestilling, valgt),
            lag=lambda andel: telt(bestilling.id, kort.lag(bestilling, valgt, andel)),
            ekstra_valg=lambda: _andel(kort.lag(bestilling, valgt, False)),
            publisert=publisert,
            valg=valgt,
        )
    )


def som_vist(bestilling: Bestilling) -> Bestilling:
    """Bestillingen på siden slik den vises: på målformen som er i bruk, og som søyler når kommunen ikke har
    noe kart.
    """
    uten_kart = bestilling.form == "kart" and lesing.kart().empty
    form = "fordeling" if uten_kart else bestilling.form
    return dataclasses.replace(bestilling, tittel=si(bestilling.tittel), form=form)


_MENGDER = {"antall": fast("Antall"), "andel": fast("Andel")}


def _hindring(bestilling: Bestilling, valgt: Valg) -> str:
    """Hvorfor brukeren ikke får se tallene, eller «»."""
    try:
        kort.lag(bestilling, valgt, False)
    except lesing.IkkePublisert as grunn:
        return str(grunn)
    return ""


def _andel(kortet: Kort) -> bool:
    """Skal mengden vises som andel? Antall er det vanlige, og der andel ikke gir mening, det
    eneste.
    """
    bestilling = kortet.bestilling
    return (
        kort.for_andel(kortet)
        and adressen.knapper(
            si("Mengde i «{tittel}»", tittel=bestilling.tittel),
            lambda: {slag: si(mengde) for slag, mengde in _MENGDER.items()},
            f"{bestilling.id}_mengde",
            label_visibility="collapsed",
        )
        == "andel"
    )


def kostrakort(kode: str) -> None:
    """Et nøkkeltall som finnes for alle kommuner, ved siden av KOSTRA-gruppen, fylket og landet."""
    valgte, tittel = valg().valgte, katalog.regionstall()[kode].spoersmaal
    vis(
        Oppskrift(
            id=kode.replace(".", "_"),
            tittel=tittel,
            lag=lambda _: telt(kode, faste_kort.kostra(kode, tittel, tuple(valgte))),
            mangler=si(
                "Ingen serie: tallet er ikke hentet fra statistikkbanken. Se siden «Kilder og kvalitet»."
            ),
        )
    )


def statistikken(tema: str) -> None:
    """Nøkkeltallene som finnes for alle kommuner, under dette temaet, og teksten om dem til planen."""
    bakgrunnen(tema)
    for kode, tall in katalog.regionstall().items():
        if tall.tema == tema:
            kostrakort(kode)


def bosetting() -> None:
    """Flyktningene kommunen er bedt om å bosette, har vedtatt å bosette og har bosatt."""
    tittel, valgte = bosettingskort.SPOERSMAAL, valg().valgte
    vis(
        Oppskrift(
            id=bosettingskort.ID,
            tittel=tittel,
            lag=lambda _: telt(
                bosettingskort.ID, bosettingskort.lag(si(tittel), tuple(valgte))
            ),
            mangler=si(
                "Ingen serie: tallene om bosetting er ikke levert. Se siden «Kilder og kvalitet»."
            ),
        )
    )


def oekonomi(navn: str) -> None:
    """Et kort om økonomien, med navnet det har i `innhold/oekonomi`."""
    tittel, valgte = oekonomikort.spoersmaal(navn), valg().valgte
    id = f"{oekonomikort.NOEKKEL}{navn}"
    vis(
        Oppskrift(
            id=id,
            tittel=tittel,
            visninger=UTEN_GRAF if navn in oekonomikort.TABELLER else tuple(VISNINGER),
            lag=lambda _: telt(
                id, oekonomikort.kortet(navn, si(tittel), tuple(valgte))
            ),
            mangler=si(
                "Ingen serie: tallene fra regnskapet er ikke levert. Se siden «Kilder og kvalitet»."
            ),
        )
    )


def planlagte_boliger() -> None:
    """Boligene som er på vei inn i eller ut av bruk."""
    tittel, valgte = fast("Hvilke boliger er planlagt?"), valg().valgte
    vis(
        Oppskrift(
            id="planlagt",
            tittel=tittel,
            visninger=UTEN_GRAF,
            lag=lambda _: telt(
                "planlagt", faste_kort.planlagte(si(tittel), tuple(valgte))
            ),
            mangler=si("Ingen planlagte prosjekter er levert."),
        )
    )
