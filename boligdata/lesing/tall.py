"""Tallene for en indikator: svaret på ett spørsmål."""

import contextlib
import itertools

import pandas as pd

from boligdata.felles import katalog
from boligdata.felles.katalog import Indikator
from boligdata.felles.maalform import si
from boligdata.lesing import innsyn
from boligdata.lesing.innsyn import IkkePublisert, Innsyn
from boligdata.lesing.oppslag import periodenumre
from boligdata.lesing.snitt import snitt
from boligdata.lesing.spoersmaal import Spoersmaal, still


def tall(
    indikator: Indikator,
    periodetype: str = "aar",
    fordeling: tuple[str, ...] = (),
    filtre: dict[str, str] | None = None,
    siste: str | None = None,
    bare_siste: bool = False,
) -> pd.DataFrame:
    """Tallene for en indikator, for den som bare trenger dem og ikke mer om spørsmålet.

    `filtre` velger én verdi av en egenskap, `siste` er siste periode som tas med, også når tallet
    ikke er kjent for den. Ellers som `svar`.
    """
    spoersmaal = still(
        indikator, periodetype, siste, fordeling, filtre, til_siste_kjente=False
    )
    return svar(spoersmaal, bare_siste)


def svar(spoersmaal: Spoersmaal, bare_siste: bool = False) -> pd.DataFrame:
    """Svaret på spørsmålet, én rad per periode og verdi av egenskapene i fordelingen.

    Kolonner: periode, til (dato), egenskapene, teller, nevner, verdi (i indikatorens enhet),
    flagg: «for_faa», «tom_nevner», «mangler» når tallet ikke er kjent, ellers «», nedre og oevre:
    spennet det virkelige tallet er i, som er verdien selv når den er eksakt, og i_teller og i_nevner:
    så mye telleren og nevneren høyst kan avvike. Kaster `IkkePublisert` når perioden ikke er publisert,
    eller brukeren ikke har innsyn i målgruppen.

    Her håndheves det at den som har innsyn i én målgruppe, bare får eksakte tall om den samlet.
    Alt annet er de publiserte tallene. Er tallet delt etter målgruppe, er bare egne rader med.
    """
    krev_samme_innsyn(spoersmaal)
    with innsyn.rekkevidde(spoersmaal.fordeling, spoersmaal.utsnitt):
        data = _alles(spoersmaal, bare_siste)
    return innsyn.bare_egne(data, spoersmaal.fordeling)


def krev_samme_innsyn(spoersmaal: Spoersmaal) -> None:
    """Et spørsmål som er tatt med fra et annet innsyn, besvares ikke: ordene om tallet ville vært
    om et annet tall.
    """
    if spoersmaal.innsyn != innsyn.gjeldende():
        raise RuntimeError(
            f"Spørsmålet om {spoersmaal.indikator.id} er stilt med et annet innsyn."
        )


def _alles(spoersmaal: Spoersmaal, bare_siste: bool) -> pd.DataFrame:
    numre = periodenumre(spoersmaal.periodetype)
    siste = spoersmaal.periode
    if siste and siste not in numre:
        raise IkkePublisert(si("Tallene for denne perioden er ikke publisert ennå."))
    utsnitt = spoersmaal.utsnitt
    alle = snitt(
        spoersmaal.indikator,
        spoersmaal.periodetype,
        spoersmaal.fordeling,
        tuple(utsnitt),
    )
    siste_nr = numre[siste] if siste else len(numre) - 1
    return alle.velg(tuple(utsnitt.values()), siste_nr, bare_siste)


def varm_opp() -> None:
    """Hent tallene for hele kommunen, for hvert filter og for hvert par av dem på forhånd, så ingen
    bruker venter på databasen.
    """
    utvalg = [
        dict.fromkeys(filtre, "")
        for antall in range(3)
        for filtre in itertools.combinations(katalog.FILTRE, antall)
    ]
    with innsyn.samme_tall(Innsyn(alt=True)):
        for indikator in katalog.indikatorer().values():
            for periodetype in ("aar", "tertial"):
                for valgt in utvalg:
                    with contextlib.suppress(IkkePublisert):
                        tall(indikator, periodetype, filtre=valgt)
