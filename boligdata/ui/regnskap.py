"""Regnskapene: hvem og hva som kom til og gikk ut i perioden, som figur og tabell."""

from boligdata import lesing
from boligdata.felles.maalform import si
from boligdata.innhold import regnskap as innhold
from boligdata.lesing import ALLE
from boligdata.ui import adressen
from boligdata.ui.filtermelding import telt
from boligdata.ui.kortvisning import Oppskrift, vis
from boligdata.ui.ramme import valg


def regnskap(navn: str, tittel: str) -> None:
    """Et regnskap fra `innhold.regnskap`: «folk», «leid_ut», «boliger» eller «tomme»."""
    valgt = valg()
    vis(
        Oppskrift(
            id=f"konto_{navn}",
            tittel=tittel,
            lag=lambda situasjon: telt(
                navn, innhold.lag(navn, valgt, situasjon, si(tittel))
            ),
            ekstra_valg=lambda: _situasjon(si(tittel)) if navn == "folk" else ALLE,
            bredt_valg=True,
            mangler=si(
                "Regnskapet trenger en periode før den som er valgt, og tall for begge. Velg en senere "
                "periode."
            ),
            valg=valgt,
        )
    )


def _situasjon(tittel: str) -> str:
    navn = {ALLE: si("Alle situasjoner")} | lesing.dimensjon("situasjon")
    navn.pop(lesing.UKJENT, None)
    return adressen.liste(
        si("Situasjon i «{tittel}»", tittel=tittel),
        lambda: navn,
        "konto_situasjon",
        label_visibility="collapsed",
        width=260,
    )
