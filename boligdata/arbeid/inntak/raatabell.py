"""En tabell slik den står i filen, uansett om den kom fra Word, Excel, CSV eller utklippstavlen."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Raarad:
    """En rad med tekst. `nr` er radens nummer i filen.

    `fortsatt` er plassene der cellen begynte i en rad over, og teksten er båret ned. `bredder` er hvor
    mange kolonner cellen på plassen går over, når den går over flere.
    """

    nr: int
    celler: tuple[str, ...]
    fortsatt: frozenset[int] = frozenset()
    bredder: tuple[tuple[int, int], ...] = ()

    @property
    def fylte(self) -> list[int]:
        """Plassene som har tekst som begynner i denne raden."""
        return [
            plass
            for plass, tekst in enumerate(self.celler)
            if tekst and plass not in self.fortsatt
        ]

    @property
    def spenner(self) -> bool:
        """Er raden én celle på tvers av tabellen?"""
        fylte = self.fylte
        bredde = dict(self.bredder).get(fylte[0], 1) if len(fylte) == 1 else 1
        return bredde > 1 and bredde * 2 > len(self.celler)

    def bredt_ut(self) -> tuple[str, ...]:
        """Cellene med teksten gjentatt i alle kolonnene den går over."""
        ut = list(self.celler)
        for plass, bredde in self.bredder:
            ut[plass : plass + bredde] = [self.celler[plass]] * bredde
        return tuple(ut)


@dataclass(frozen=True)
class Raatabell:
    """Radene, og overskriftene i dokumentet over tabellen, den øverste først. `i_dokument` sier at en
    tabell kan fortsette i den neste, som på neste side.
    """

    navn: str
    rader: tuple[Raarad, ...]
    over: tuple[str, ...] = ()
    i_dokument: bool = False
