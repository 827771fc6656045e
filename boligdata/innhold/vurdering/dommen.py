"""Dommene og ordene de skrives med. Ingen av dem er faguttrykk fra statistikken."""

from dataclasses import dataclass

from boligdata.felles.maalform import fast, si
from boligdata.innhold.vurdering.maalet import Maalet
from boligdata.innhold.vurdering.mot_tidligere import MINST_TIDLIGERE, Grenser
from boligdata.innhold.vurdering.planperioden import Planutslag

# Dommen, tegnet den har, og ordene som alltid står ved siden av.
DOMMER = {
    "bedre": fast("Bedre"),
    "verre": fast("Verre"),
    "oekt": fast("Økt"),
    "redusert": fast("Redusert"),
    "uendret": fast("Uendret"),
    "omtrent": fast("Omtrent likt"),
    "tilfeldig": fast("Kan være tilfeldig"),
    "uavgjort": fast("Kan ikke avgjøres"),
    "ukjent": fast("Kan ikke vurderes"),
}
_IKON = {
    "bedre": "▲",
    "verre": "▼",
    "oekt": "↗",
    "redusert": "↘",
    "uendret": "=",
    "omtrent": "≈",
    "tilfeldig": "≈",
    "uavgjort": "?",
    "ukjent": "–",
}
RETNINGER = ("bedre", "verre", "oekt", "redusert")

REGLER = {
    "tidligere": fast(
        "Siste tall er noe nytt når det er så langt fra snittet av de tidligere at det ellers ville "
        "skjedd færre enn fem av hundre ganger."
    ),
    "to_antall": fast(
        "To antall er forskjellige når tilfeldigheter gir så stor forskjell færre enn fem av hundre "
        "ganger."
    ),
    "to_andeler": fast(
        "To andeler er forskjellige når tilfeldigheter gir så stor forskjell færre enn fem av hundre "
        "ganger."
    ),
    "anslag": fast(
        "To anslag er forskjellige når de åtte av ti framtidene i det ene ligger helt utenfor dem i det "
        "andre."
    ),
    "full_telling": fast(
        "Tallet er en full telling av noe kommunen selv disponerer, så en endring er virkelig."
    ),
    "avrunding": fast(
        "Det sies bare noe om endringen når det er sant for alle tall dette kan være rundet av fra."
    ),
    "for_kort": fast(
        "Et tall som dette kan først skilles fra tilfeldigheter når det er {antall} perioder før det."
    ),
    "likt": fast("De to siste tallene er like."),
    "mangler": fast("To kjente tall på rad må til for å se en endring."),
}
PLANREGLER = {
    "plantrend": fast(
        "Retningen er sikker når årene går så jevnt én vei som tilfeldigheter gjør færre enn fem av "
        "hundre ganger."
    ),
    "plannivaa": fast(
        "Hvert år i planen sammenlignes med hvert år før. Forskjellen er sikker når tilfeldigheter "
        "gir en så klar forskjell færre enn fem av hundre ganger."
    ),
    "plansamlet": fast(
        "Det er for få saker i hvert år, så årene er lagt sammen. Forskjellen er sikker når "
        "tilfeldigheter gir en så stor forskjell færre enn fem av hundre ganger."
    ),
}


@dataclass(frozen=True)
class Plandom:
    """Dommen over hele planperioden: `dom` er en nøkkel i `DOMMER`, og `utslag` det den bygger på."""

    dom: str
    utslag: Planutslag

    @property
    def ikon(self) -> str:
        """Tegnet som alltid står ved siden av ordene."""
        return _IKON[self.dom]

    @property
    def tekst(self) -> str:
        """Dommen i få ord."""
        return si(DOMMER[self.dom])

    @property
    def regel_i_ord(self) -> str:
        """Regelen som felte dommen."""
        return si(PLANREGLER[self.utslag.regel])


@dataclass(frozen=True)
class Vurdering:
    """Dommen over siste periode.

    `dom` er en nøkkel i `DOMMER` og `regel` i `REGLER`. `fordi` er grunnen, `i_ord` en kort setning
    til å lese høyt, tom når det ikke er noe å si. `grenser` er None når siste tall ikke er prøvd mot
    de tidligere. `maalet` er hvor ofte målet er nådd hittil, None uten mål. `planen` er dommen over
    planperioden, når den kan felles.
    """

    dom: str
    fordi: str
    regel: str = "mangler"
    i_ord: str = ""
    maalet: Maalet | None = None
    grenser: Grenser | None = None
    planen: Plandom | None = None

    @property
    def tekst(self) -> str:
        """Dommen i få ord."""
        return si(DOMMER[self.dom])

    @property
    def regel_i_ord(self) -> str:
        """Regelen som felte dommen."""
        return si(REGLER[self.regel], antall=MINST_TIDLIGERE)

    @property
    def ikon(self) -> str:
        """Tegnet som hører til `tekst`, og alltid står ved siden av den."""
        return _IKON[self.dom]

    @property
    def mot_tidligere(self) -> bool:
        """Er dommen felt mot alle de tidligere, så den kan gå en annen vei enn siste endring?"""
        return self.regel == "tidligere"


def med_vending(utsagn: str, dom: str) -> str:
    """Utsagnet som en setning, med om det er en bedring når dommen sier det."""
    if dom == "bedre":
        return si("{utsagn}: en bedring.", utsagn=utsagn)
    if dom == "verre":
        return si("{utsagn}: en forverring.", utsagn=utsagn)
    return f"{utsagn}."


def retningens_dom(retning_som_oenskes: str, retning: float) -> str:
    """Dommen over en sikker endring."""
    if retning_som_oenskes == "ingen":
        return "oekt" if retning > 0 else "redusert"
    return "bedre" if (retning > 0) == (retning_som_oenskes == "opp") else "verre"
