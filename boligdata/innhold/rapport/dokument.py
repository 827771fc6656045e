"""Et dokument, uansett hva det handler om og hvilket format det blir skrevet i.

Det lages én gang, av kort og setninger som alt er ferdige, og alle tall i det er skrevet slik de står på
skjermen. De som skriver Word, PDF og de andre formatene, kjenner bare det som står her. En rapport, et
saksframlegg og et referat er de samme delene i en annen rekkefølge.
"""

import datetime as dt
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

# Så mange tegn av et ord, og av en celle i snitt, får påvirke hvor bred en kolonne blir.
_LENGSTE_ORD, _MYE_TEKST = 16, 50
# Tekst som ikke er fylt ut, vises så den som skriver ser at noe mangler.
AAPENT, LUKKET = "[", "]"
# Så høyt et bilde kan være, målt i bredden teksten har: da er det plass til det, tittelen og setningen på en
# side. Bredden og høyden står først i tegningen.
_HOEYEST, _STOERRELSE = 1.2, re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


@dataclass(frozen=True)
class Overskrift:
    """En overskrift. Nivå 1 er et kapittel. Nivåene hopper aldri over ett."""

    tekst: str
    nivaa: int = 1


@dataclass(frozen=True)
class Tekstblokk:
    """Et avsnitt med vanlig tekst. `dempet` er en merknad, som kilden under en figur."""

    tekst: str
    dempet: bool = False


@dataclass(frozen=True)
class Punktliste:
    """Korte punkter under hverandre."""

    punkter: tuple[str, ...]


@dataclass(frozen=True)
class Feltblokk:
    """Noe brukeren selv skriver. `tekst` er tom til noen har gjort det, og da står `veiledning` der. Det
    lages aldri en tekst for dem.
    """

    navn: str
    tekst: str
    veiledning: str

    @property
    def avsnitt(self) -> tuple[str, ...]:
        """Det som skal stå, avsnitt for avsnitt."""
        skrevet = tuple(filter(None, map(str.strip, self.tekst.split("\n"))))
        return skrevet or (f"{AAPENT}{self.veiledning}{LUKKET}",)

    @property
    def er_tomt(self) -> bool:
        """Er det ingen som har skrevet noe ennå?"""
        return not self.tekst.strip()


@dataclass(frozen=True)
class Tabellblokk:
    """En tabell der alt er skrevet slik det skal stå. Den første kolonnen er navnet på raden, og `tall`
    er numrene på kolonnene som skal stå til høyre.
    """

    tittel: str
    hode: tuple[str, ...]
    rader: tuple[tuple[str, ...], ...]
    tall: frozenset[int] = frozenset()

    @functools.cached_property
    def bredder(self) -> tuple[float, ...]:
        """Hvor stor del av bredden hver kolonne skal ha: nok til det lengste ordet, og mer der det står
        mye.
        """
        behov = [self._behov(nr) for nr in range(len(self.hode))]
        return tuple(ett / sum(behov) for ett in behov)

    def _behov(self, nr: int) -> float:
        celler = [rad[nr] for rad in self.rader]
        ordet = max(
            (len(ord_) for celle in (self.hode[nr], *celler) for ord_ in celle.split()),
            default=1,
        )
        snitt = sum(map(len, celler)) / max(len(celler), 1)
        return max(1.4 * min(ordet, _LENGSTE_ORD) + 5, min(snitt, _MYE_TEKST))


@dataclass(frozen=True)
class Dataserie:
    """En serie i et diagram: navnet, og verdiene avrundet slik de vises. None er et tall som mangler."""

    navn: str
    verdier: tuple[float | None, ...]
    stiplet: bool = False


@dataclass(frozen=True)
class Diagram:
    """Et diagram den som får dokumentet, kan endre i Word, PowerPoint og Excel. `slag` er «linjer» eller
    «soeyler». Bare figurer der alt som vises, er hele tall lages slik: «0–4» kan ikke tegnes uten at
    filen får et tall som ikke er på skjermen. `enhet` er det tallene teller, som står over dem.
    """

    slag: str
    kategorier: tuple[str, ...]
    serier: tuple[Dataserie, ...]
    enhet: str
    desimaler: int = 0
    tegn: str = ""


@dataclass(frozen=True)
class Figurblokk:
    """Et kort i dokumentet. `svg` er tom når figuren er tabellen selv. `note` er nummeret på det som står
    om tallet bakerst, og `nivaa` det overskriften har.
    """

    tittel: str
    gjelder: str
    setning: str
    alt: str
    kilde: str
    tabell: Tabellblokk
    svg: str = ""
    diagram: Diagram | None = None
    note: int = 0
    nivaa: int = 2
    vis_tabell: bool = True

    @property
    def viser_tabell(self) -> bool:
        """Skal tabellen stå i dokumentet? En figur som er en tabell, er ingenting uten."""
        return bool(self.tabell.rader) and (self.vis_tabell or not self.svg)

    @property
    def bildebredde(self) -> float:
        """Hvor stor del av bredden bildet kan ta, fra 0 til 1: en høy figur må få plass på siden."""
        [(bredde, hoeyde)] = _STOERRELSE.findall(self.svg)
        return min(1.0, _HOEYEST * float(bredde) / float(hoeyde))

    @property
    def tekstalternativ(self) -> str:
        """Det den som ikke ser figuren, får i stedet."""
        return self.alt or self.tittel


@dataclass(frozen=True)
class Note:
    """Det som står om et tall bakerst i dokumentet: hva det er, hvor det er fra, og forbeholdene."""

    nr: int
    navn: str
    linjer: tuple[tuple[str, str], ...]


Blokk = Overskrift | Tekstblokk | Punktliste | Feltblokk | Tabellblokk | Figurblokk


@dataclass(frozen=True)
class Dokument:
    """Hele dokumentet. `om` er linjene på forsiden, `topptekst` og `bunntekst` står på hver side,
    `spraak` er koden til målformen, «nb» eller «nn», og `farger` er dem seriene i diagrammene får. Uten
    `forside` er det bare innholdet, som skal inn i noe annet. Med `nye_sider` begynner hvert kapittel på en
    ny side.
    """

    tittel: str
    undertittel: str
    om: tuple[tuple[str, str], ...]
    topptekst: str
    bunntekst: str
    blokker: tuple[Blokk, ...]
    noter: tuple[Note, ...]
    spraak: str
    laget: dt.date
    farger: tuple[str, ...]
    forside: bool = True
    nye_sider: bool = True

    @property
    def figurer(self) -> tuple[Figurblokk, ...]:
        """Figurene i den rekkefølgen de står."""
        return tuple(blokk for blokk in self.blokker if isinstance(blokk, Figurblokk))

    @property
    def hele_tittelen(self) -> str:
        """Tittelen når den står alene, i egenskapene til filen."""
        return f"{self.tittel}. {self.undertittel}"

    @property
    def spraakkode(self) -> str:
        """Målformen slik filene skriver den: «nb-NO» eller «nn-NO»."""
        return f"{self.spraak}-NO"

    def kapitler(self) -> Iterator[tuple[str, tuple[Blokk, ...]]]:
        """Hvert kapittel med det som står i det. Det som står før det første, har ikke noe navn."""
        navn, innhold = "", []
        for blokk in self.blokker:
            if isinstance(blokk, Overskrift) and blokk.nivaa == 1:
                if innhold or navn:
                    yield navn, tuple(innhold)
                navn, innhold = blokk.tekst, []
            else:
                innhold.append(blokk)
        if innhold or navn:
            yield navn, tuple(innhold)
