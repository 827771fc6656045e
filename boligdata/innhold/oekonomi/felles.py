"""Det kortene om økonomien har felles: enhetene, og navnene på kort og kolonner."""

from dataclasses import replace

from boligdata.felles.enheter import ANDEL, ENHETER, Enhet
from boligdata.felles.maalform import fast, si
from boligdata.innhold.grunnkort import Bestilling

# Begynnelsen på nøkkelen til kortene.
NOEKKEL = "oekonomi_"
# Alle boligtypene til sammen, og det som ikke er delt på boligtype.
ALLE, UDELT = "alle", "ukjent"
KRONER, ANTALL = ENHETER["kroner"], ENHETER["antall"]
MILL = Enhet(fast("millioner kroner"), 1e-6, 1, fast(" mill. kr"))
PROSENT, HELE_PROSENT = replace(ANDEL, desimaler=1), ANDEL
AARSVERK = replace(ANTALL, desimaler=1)


def kolonnenavn(navn: str, enhet: Enhet) -> str:
    """Navnet over en kolonne, med enheten: «Kostnader (mill. kr)»."""
    if not enhet.tegn:
        return si(navn)
    return si("{navn} ({enhet})", navn=si(navn), enhet=enhet.tegnet)


def bestilt(navn: str, tittel: str, form: str) -> Bestilling:
    """Bestillingen av kortet med dette navnet."""
    return Bestilling(f"{NOEKKEL}{navn}", tittel, (), form)
