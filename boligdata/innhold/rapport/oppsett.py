"""Hvilke dokumenter som kan lages, og hva hver del av dem har, slik det er erklært i `deler.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from boligdata.felles import maalform
from boligdata.felles.config import PAKKE
from boligdata.felles.erklaering import krev, les_toml

FIL = PAKKE / "innhold" / "rapport" / "deler.toml"


@dataclass(frozen=True)
class Dokumentslag:
    """Et slag dokument: hva det heter, hva det er til, og delene i den rekkefølgen de står. `nye_sider` er
    usann når delene er så korte at de kan stå etter hverandre.
    """

    id: str
    navn: str
    hva: str
    deler: tuple[str, ...]
    nye_sider: bool = True


@dataclass(frozen=True)
class Dokumentdel:
    """En del av et dokument. `innhold` er det som står i den, i rekkefølge."""

    id: str
    tittel: str
    innhold: tuple[str, ...]
    innledning: str = ""

    @property
    def felter(self) -> tuple[str, ...]:
        """Feltene brukeren skal fylle ut i delen."""
        return tuple(
            ett.removeprefix("felt:") for ett in self.innhold if ett.startswith("felt:")
        )


@dataclass(frozen=True)
class Erklaertfelt:
    """Et felt brukeren fyller ut: hva det heter, og hva som skal skrives i det."""

    id: str
    navn: str
    veiledning: str


@dataclass(frozen=True)
class Rapportoppsett:
    """Alt som er erklært."""

    slag: Mapping[str, Dokumentslag]
    deler: Mapping[str, Dokumentdel]
    felter: Mapping[str, Erklaertfelt]

    def __post_init__(self):
        for slag in self.slag.values():
            for del_ in slag.deler:
                krev(del_ in self.deler, f"{slag.id}: delen «{del_}» finnes ikke.")
        for del_ in self.deler.values():
            for felt in del_.felter:
                krev(felt in self.felter, f"{del_.id}: feltet «{felt}» finnes ikke.")


@maalform.husk
def oppsettet() -> Rapportoppsett:
    """Det som er erklært, på målformen som er i bruk."""
    return les(FIL)


def les(fil: Path) -> Rapportoppsett:
    """Det som er erklært i filen."""
    innhold = les_toml(fil)
    innhold.krev_noekler(["slag", "del", "felt"])
    slag, deler, felter = (
        {id_: blokk.lag(klasse, id_) for id_, blokk in innhold.blokker(navn).items()}
        for navn, klasse in (
            ("slag", Dokumentslag),
            ("del", Dokumentdel),
            ("felt", Erklaertfelt),
        )
    )
    try:
        return Rapportoppsett(slag, deler, felter)
    except ValueError as feil:
        raise innhold.feil(str(feil)) from feil
