"""Hva et tall kan deles etter: filtrene som virker på det, og avslaget når delingen ikke er
publisert.
"""

from collections.abc import Iterable

from boligdata.felles import katalog, norsk
from boligdata.felles.katalog import Indikator, Kube
from boligdata.felles.maalform import si
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
            si(
                "«{tallet}» gjelder bare én {egenskap}, og kan ikke deles etter den.",
                tallet=indikator.navn,
                egenskap=_navn(egenskap),
            )
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
            si(
                "Ikke publisert: Tall delt etter {egenskaper} samtidig ville gitt så små "
                "grupper at enkeltpersoner kunne kjennes igjen. {raad}",
                egenskaper=norsk.ramse(navn),
                raad=_velg_alle(indikator, fordeling, filtre),
            )
        )
    if not er_publisert(indikator, egenskaper):
        raise IkkePublisert(
            si(
                "«{tallet}» kan ikke deles etter {egenskaper}, for «{nevneren}» er ikke "
                "delt slik. {raad}",
                tallet=indikator.navn,
                egenskaper=norsk.ramse(navn),
                nevneren=nevner_kube(indikator).navn,
                raad=_velg_alle(indikator, fordeling, filtre),
            )
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
    if not navn:
        return ""
    ramsen = norsk.ramse_eller(navn) if nok else norsk.ramse(navn)
    return si("Velg «Alle» i {filtrene}.", filtrene=ramsen)
