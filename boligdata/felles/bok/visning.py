"""Det et ark viser, og som Calamine ikke sier: formatet til et tall, feil, formler uten svar, flettede
celler og skjulte rader.
"""

import itertools
from dataclasses import dataclass, field

# Kodene for feil i .xls og .xlsb, og det Excel viser.
FEIL = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
UKJENT_FEIL = "#N/A"


@dataclass
class Arkvisning:
    """Cellene det er noe å si om, rad for rad (fra 1): kolonnen (fra 0) og slaget tallet vises som, eller
    teksten cellen viser når den begynner med «#» eller «Err:».

    `flettet` er områder som går over flere rader, som i `svar.Arkhode`.
    """

    celler: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    flettet: list[tuple[int, int, int]] = field(default_factory=list)
    skjulte_rader: int = 0

    def merk(self, rad: int, kolonne: int, hva: str | None) -> None:
        """Husk hva cellen viser, når det er noe å si."""
        if hva:
            self.celler.setdefault(rad, []).append((kolonne, hva))

    def flett(self, topp: int, bunn: int, kolonne: int) -> None:
        """Husk et område, når det går over flere rader."""
        if bunn > topp:
            self.flettet.append((topp, bunn, kolonne))


@dataclass
class Bokvisning:
    """Arkene i den rekkefølgen de står i boken, og om datoene i den teller fra 1904."""

    arkene: list[Arkvisning]
    dato1904: bool = False


def er_tekst(hva: str) -> bool:
    """Er merket det cellen viser, og ikke et slag tall?"""
    return hva.startswith(("#", "Err:"))


def av_stil(slagene: list[str | None], stil: int) -> str | None:
    """Slaget en stil viser et tall som. En stil boken ikke har, viser bare tallet."""
    return slagene[stil] if stil < len(slagene) else None


class Dekket:
    """Verdien i en celle som er flettet nedover, gjelder alle radene den dekker."""

    def __init__(self, flettet: list[tuple[int, int, int]]):
        self._omraader = sorted(flettet)
        self._neste = 0
        self._aapne: list[tuple[int, int, str]] = []

    def fyll(self, nr: int, celler: list[str]) -> list[str]:
        """Raden med det som gjelder fra radene over."""
        self._aapne = [omraade for omraade in self._aapne if omraade[0] >= nr]
        for _, plass, tekst in self._aapne:
            celler.extend(itertools.repeat("", plass + 1 - len(celler)))
            celler[plass] = celler[plass] or tekst
        while self._neste < len(self._omraader):
            topp, bunn, plass = self._omraader[self._neste]
            if topp > nr:
                break
            self._neste += 1
            if topp == nr and plass < len(celler) and celler[plass]:
                self._aapne.append((bunn, plass, celler[plass]))
        return celler
