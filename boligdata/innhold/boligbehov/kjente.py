"""Det som sies om dem kommunen alt vet om: listen over kjente framtidige brukere, og bosettingen."""

import pandas as pd

from boligdata import lesing
from boligdata.felles import norsk
from boligdata.felles.maalform import si
from boligdata.innhold.boligbehov import grunnlag
from boligdata.innhold.boligbehov.kort.ord import PROSENT


@lesing.husk
def slik_er_de_brukt() -> tuple[str, ...]:
    """Setningene om hvordan hver av de to er brukt i boligbehovet. Tallene er de vernede."""
    kjent = lesing.behov("kjent")
    return (
        _listen(kjent[kjent["kilde"] == "kjente_brukere"]),
        _bosettingen(kjent[kjent["kilde"] == "bosetting"]),
    )


def _listen(rader: pd.DataFrame) -> str:
    if rader.empty:
        return si(
            "Boligbehovet bygger ikke på noen liste over kjente framtidige brukere. Enten er den ikke "
            "levert, eller så få står på den at ingen av målgruppene kan vises."
        )
    return si(
        "Boligbehovet bygger på listen over kjente framtidige brukere for {boligtypene}. Om lag {antall} "
        "husstander ventes de neste {aar} årene. De erstatter {andel} av dem i de samme målgruppene som "
        "ellers ville kommet.",
        boligtypene=_boligtypene(rader),
        antall=norsk.tall(rader["ventet"].sum()),
        aar=norsk.tall(len(rader["forhold"].iloc[0])),
        andel=_andelen("kjente_andel"),
    )


def _bosettingen(rader: pd.DataFrame) -> str:
    if rader.empty:
        return si(
            "Boligbehovet bygger på at like mange flyktninger bosettes som i et vanlig år, for "
            "kommende års bosetting er ikke levert."
        )
    forhold = rader["forhold"].iloc[0]
    return si(
        "Boligbehovet bygger på vedtakene og anmodningene om bosetting for {boligtypene}. De går "
        "{aar} år fram i tid, og i snitt bosettes det da {prosent} av et vanlig år. Det gjelder {andel} "
        "av flyktningene som søker bolig. Resten er regnet som i et vanlig år.",
        boligtypene=_boligtypene(rader),
        aar=norsk.tall(len(forhold)),
        prosent=norsk.med_enhet(100 * sum(forhold) / len(forhold), PROSENT),
        andel=_andelen("bosetting_andel"),
    )


def _boligtypene(rader: pd.DataFrame) -> str:
    pooler = dict.fromkeys(rader["pool"])
    return norsk.ramse([norsk.liten_forbokstav(grunnlag.navn(pool)) for pool in pooler])


def _andelen(forutsetning: str) -> str:
    verdi = grunnlag.forutsetninger()[forutsetning].verdi
    return norsk.med_enhet(verdi, PROSENT)
