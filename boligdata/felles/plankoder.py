"""Kodene i handlingsdelen, erklært i `plankoder.toml`: KOSTRA-funksjoner, finansiering, status og
resten av det et tiltak kan være.
"""

import functools

from boligdata.felles import kilder, maalform
from boligdata.felles.config import PAKKE
from boligdata.felles.erklaering import les_toml
from boligdata.felles.kilder import Kodeliste

FIL = PAKKE / "felles" / "plankoder.toml"


@maalform.husk
def kodelister() -> dict[str, Kodeliste]:
    """Kodelistene planen bruker, med målgruppene, som planen har felles med uttrekkene."""
    fil = les_toml(FIL)
    fil.krev_noekler(("kodeliste",))
    felles = {"maalgruppe": kilder.kodelister()["maalgruppe"]}
    return felles | kilder.les_kodelister(fil)


@functools.cache
def oppslag(kodeliste: str) -> dict[str, str]:
    """Fra hver skrivemåte i kodelisten til koden, uansett målform."""
    return kilder.oppslag(kodelister, kodeliste)


@maalform.husk
def navn(kodeliste: str) -> dict[str, str]:
    """Navnet på hver kode i kodelisten, i den rekkefølgen de skal vises."""
    return {kode.kode: kode.navn for kode in kodelister()[kodeliste].koder}
