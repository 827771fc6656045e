"""Plassen og tallene i ord."""

from boligdata.felles import norsk
from boligdata.felles.enheter import Enhet
from boligdata.felles.katalog import Regionstall
from boligdata.felles.maalform import si
from boligdata.innhold.sammenligning.plassering import Plassering


def plass_i_ord(plass: Plassering) -> str:
    """«Nr. 4–7 av 11»."""
    if plass.er_spenn:
        return si("Nr. {fra}–{til} av {av}", fra=plass.fra, til=plass.til, av=plass.av)
    return si("Nr. {plass} av {av}", plass=plass.fra, av=plass.av)


def kort_plass(plass: Plassering | None, med_antall: bool = False) -> str:
    """«4–7», eller «4–7 av 11»."""
    if plass is None:
        return norsk.MANGLER
    kort_ = f"{plass.fra}–{plass.til}" if plass.er_spenn else str(plass.fra)
    return si("{plass} av {av}", plass=kort_, av=plass.av) if med_antall else kort_


def spennet(nedre: float, oevre: float, enhet: Enhet) -> str:
    if nedre != nedre:
        return norsk.MANGLER
    en_til = enhet.desimaler + 1
    return f"{norsk.tall(nedre, en_til)}–{norsk.tall(oevre, en_til)}"


def med_ord(verdi: float, tall: Regionstall) -> str:
    return f"{norsk.uten_tegn(verdi, tall.visningsenhet)} {tall.enhetsord}"
