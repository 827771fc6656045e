"""Det leseren svarer: ark og rader, eller hvorfor boken ikke kan leses."""

from dataclasses import asdict, dataclass, field

# Teksten i en celle med en formel der svaret ikke er lagret. Den begynner som feilene Excel viser.
FORMEL_UTEN_SVAR = "#SVAR!"

# Et ark med flere kolonner enn dette er ikke et uttrekk, men har noe liggende langt utenfor tabellen.
FLEST_KOLONNER = 2_000
# Excel har ikke plass til flere tegn i en celle.
LENGSTE_CELLE = 32_767


class Bokfeil(Exception):
    """Boken kan ikke leses. `grunn` er et fast ord, og `ark` og `celle` sier hvor når det er kjent."""

    def __init__(self, grunn: str, ark: str | None = None, celle: str | None = None):
        super().__init__(grunn)
        self.grunn, self.ark, self.celle = grunn, ark, celle


@dataclass
class Arkhode:
    """Det et ark sier om seg selv.

    `skjult` er at arket ikke vises i Excel, og `skjulte_rader` hvor mange rader som ikke gjør det.
    `flettet` er områder som går over flere rader: (første rad, siste rad, kolonne), fra 1 og fra 0.
    `dato1904` er at løpenumrene for datoer teller fra 1904.
    """

    navn: str
    skjult: bool = False
    dato1904: bool = False
    skjulte_rader: int = 0
    flettet: list[tuple[int, int, int]] = field(default_factory=list)

    def som_dict(self) -> dict:
        """Til JSON."""
        return asdict(self)
