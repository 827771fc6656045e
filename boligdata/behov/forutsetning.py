"""Det modellen bygger på som ikke er anslått, men bestemt av noen. Verdiene står i
`forutsetninger.toml`.
"""

import datetime as dt
from dataclasses import dataclass

# Det som står i `bestemt_av` til noen har bestemt det.
IKKE_VEDTATT = "Ikke vedtatt"


@dataclass(frozen=True)
class Forutsetning:
    """Et tall modellen bygger på, med det laveste og høyeste det er rimelig å regne med, kilden,
    datoen og hvem som har bestemt det.
    """

    id: str
    navn: str
    verdi: float
    enhet: str
    lavest: float
    hoeyest: float
    kilde: str
    dato: dt.date
    bestemt_av: str
