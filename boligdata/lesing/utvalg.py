"""Hva et tall kan deles etter: filtrene som virker på det, og avslaget når delingen ikke er
publisert.
"""

from collections.abc import Iterable

from boligdata.felles import katalog
from boligdata.felles.katalog import Indikator, Kube
from boligdata.lesing import innsyn
from boligdata.lesing.innsyn import MAALGRUPPE, IkkePublisert
from boligdata.lesing.oppslag import ALLE


def brukbare(indikator: Indikator, filtre: dict[str, str]) -> dict[str, str]:
    """De filtrene indikatoren kan deles etter. Resten gjelder ikke den."""
    dimensjoner = set(katalog.kuber()[indikator.kube].dimensjoner)
    nevner = nevner_kube(indikator) if innsyn.gjeldende().maalgrupper else None
    if nevner and nevner.dimensjoner and MAALGRUPPE not in nevner.dimensjoner:
        # Den som ikke kan velge «Alle», får tallet for hele kommunen der det ikke kan deles etter
        # målgruppe.
        dimensjoner.discard(MAALGRUPPE)
    return {
        egenskap: verdi
        for egenskap, verdi in filtre.items()
        if egenskap in dimensjoner and verdi != ALLE
    }


def nevner_kube(indikator: Indikator) -> Kube | None:
    """Kuben nevneren kommer fra, når det er en annen enn tellerens."""
    return (
        katalog.kuber()[indikator.nevnerens_kube] if indikator.nevnerens_kube else None
    )


def krev_publisert(
    indikator: Indikator, fordeling: tuple[str, ...], filtre: dict[str, str]
) -> None:
    """Kast `IkkePublisert` når tallet ikke finnes delt slik. `filtre` er alt som velger én verdi,
    også det indikatoren selv er et utvalg av.
    """
    for egenskap in set(fordeling) & dict(indikator.utvalg).keys():
        raise IkkePublisert(
            f"«{indikator.navn}» gjelder bare én {_navn(egenskap)}, "
            "og kan ikke deles etter den."
        )
    egenskaper = [
        *fordeling,
        *(egenskap for egenskap in filtre if egenskap not in fordeling),
    ]
    navn = [
        _navn(egenskap) for egenskap in egenskaper if egenskap in katalog.dimensjoner()
    ]
    if not katalog.kuber()[indikator.kube].publiserer(egenskaper):
        raise IkkePublisert(
            f"Ikke publisert: Tall delt etter {_ramse(navn)} samtidig ville gitt så små "
            "grupper at enkeltpersoner "
            f"kunne kjennes igjen. {_velg_alle(indikator, fordeling, filtre)}"
        )
    if not er_publisert(indikator, egenskaper):
        raise IkkePublisert(
            f"«{indikator.navn}» kan ikke deles etter {_ramse(navn)}, for "
            f"«{nevner_kube(indikator).navn}» er ikke "
            f"delt slik. {_velg_alle(indikator, fordeling, filtre)}"
        )


def _navn(egenskap: str) -> str:
    return katalog.dimensjoner()[egenskap].navn.lower()


def er_publisert(indikator: Indikator, egenskaper: Iterable[str]) -> bool:
    """Finnes tallet delt slik, både telleren og nevneren? Det indikatoren selv er et utvalg av, deles
    det også på.
    """
    alle = {*egenskaper, *dict(indikator.utvalg)}
    nevner = nevner_kube(indikator)
    return katalog.kuber()[indikator.kube].publiserer(alle) and (
        not nevner or not nevner.dimensjoner or nevner.publiserer(alle)
    )


def _velg_alle(
    indikator: Indikator, fordeling: tuple[str, ...], filtre: dict[str, str]
) -> str:
    """Filtrene det hjelper å slippe: ett av dem, eller alle når det ikke er nok med ett."""
    laast = set(dict(indikator.utvalg))
    if innsyn.gjeldende().maalgrupper:
        # Den som bare ser noen målgrupper, kan ikke velge «Alle» der.
        laast.add(MAALGRUPPE)
    frie = [egenskap for egenskap in filtre if egenskap not in laast]
    nok = [
        fri
        for fri in frie
        if er_publisert(
            indikator,
            [*fordeling, *(egenskap for egenskap in filtre if egenskap != fri)],
        )
    ]
    navn = [f"«{katalog.dimensjoner()[egenskap].navn}»" for egenskap in nok or frie]
    return f"Velg «Alle» i {_ramse(navn, 'eller' if nok else 'og')}." if navn else ""


def _ramse(ord_: list[str], bindeord: str = "og") -> str:
    return (
        ord_[0] if len(ord_) == 1 else f"{', '.join(ord_[:-1])} {bindeord} {ord_[-1]}"
    )
