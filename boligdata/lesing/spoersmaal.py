"""Spørsmålet til tallene, avklart én gang.

Hvilke filtre som virker, hvilken periode det er tall for, og om tallet leses vernet eller eksakt,
avgjøres her. Den som har et spørsmål, slår ikke opp noe av det igjen, men leser det av
spørsmålet.
"""

from dataclasses import dataclass

from boligdata.felles.katalog import Indikator
from boligdata.lesing import innsyn, oppslag, utvalg
from boligdata.lesing.innsyn import Innsyn
from boligdata.lesing.lest import LestIndikator, som_lest
from boligdata.lesing.oppslag import ALLE


@dataclass(frozen=True)
class Spoersmaal:
    """Ett spørsmål om én indikator. Det stilles med `still` og besvares av `svar`.

    `periode` er den siste det spørres om, og `oensket` den brukeren valgte; de er forskjellige når
    tallet ikke er kjent så langt fram ennå. `filtre` er valgene som virker på tallet, og
    `uten_virkning` egenskapene det er valgt i uten at det virker. `innsyn` er det spørsmålet er
    stilt med, og det besvares ikke med et annet.
    """

    indikator: LestIndikator
    periodetype: str
    periode: str | None
    oensket: str | None
    fordeling: tuple[str, ...] = ()
    filtre: tuple[tuple[str, str], ...] = ()
    uten_virkning: tuple[str, ...] = ()
    innsyn: Innsyn = innsyn.INGEN

    @property
    def utsnitt(self) -> dict[str, str]:
        """Alt som velger én verdi av en egenskap: det indikatoren er et utvalg av, og filtrene."""
        return dict((*self.indikator.utvalg, *self.filtre))

    @property
    def egenskaper(self) -> frozenset[str]:
        """Egenskapene tallene er delt på."""
        return frozenset({*self.fordeling, *self.utsnitt})

    @property
    def fra_publisert(self) -> bool:
        """Har brukeren innsyn i noen målgrupper, men ser dette tallet publisert fordi det gjelder
        flere enn én, eller en del av den?
        """
        return bool(self.innsyn.maalgrupper) and not innsyn.gjelder_egne(
            self.innsyn, self.egenskaper
        )


def still(
    indikator: Indikator,
    periodetype: str = "aar",
    periode: str | None = None,
    fordeling: tuple[str, ...] = (),
    filtre: dict[str, str] | None = None,
    til_siste_kjente: bool = True,
) -> Spoersmaal:
    """Avklar hva det spørres om. Kaster `IkkePublisert` når tallet ikke finnes delt slik, eller
    brukeren ikke har innsyn i målgruppen.

    Et filter på noe tallet deles etter, virker ikke: fordelingen viser alle verdiene.
    `til_siste_kjente` flytter perioden bak til den siste tallet er kjent for.
    """
    valgte = {
        egenskap: verdi for egenskap, verdi in (filtre or {}).items() if verdi != ALLE
    }
    ledige = {
        egenskap: verdi
        for egenskap, verdi in valgte.items()
        if egenskap not in fordeling
    }
    virker = utvalg.brukbare(indikator, ledige)
    utvalg.krev_publisert(indikator, fordeling, dict(indikator.utvalg) | virker)
    flytt = til_siste_kjente and periode is not None
    return Spoersmaal(
        _lest(indikator, fordeling, virker),
        periodetype,
        oppslag.siste_kjente(indikator, periodetype, periode) if flytt else periode,
        periode,
        fordeling,
        tuple(virker.items()),
        tuple(egenskap for egenskap in valgte if egenskap not in virker),
        innsyn.gjeldende(),
    )


def _lest(
    indikator: Indikator, fordeling: tuple[str, ...], filtre: dict[str, str]
) -> LestIndikator:
    """Indikatoren slik den er i tallene som skal leses. Et mål for antallet i hele kommunen gjelder
    ikke en del av den.
    """
    with innsyn.rekkevidde(fordeling, dict(indikator.utvalg) | filtre):
        vernet = indikator.om_personer and oppslag.meta().vernet
    lest = som_lest(indikator, vernet)
    return lest.uten_maaltall() if filtre and indikator.er_antall else lest
