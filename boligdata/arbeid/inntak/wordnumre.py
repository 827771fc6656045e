"""Numrene Word lager selv. De står ikke i teksten i filen, men den som leser planen, ser dem.

Et avsnitt hører til en liste, direkte eller gjennom stilen sin. Listen sier for hvert nivå hvor den
begynner og hvordan nummeret skrives («%1.%2»). Her telles avsnittene i den rekkefølgen de står.
"""

from dataclasses import dataclass, field

from docx.oxml.ns import qn

_NUMMERERING = "/numbering"
# Formatene som er bokstaver. Andre er tall, eller punkter.
_BOKSTAVER = {"lowerLetter": "a", "upperLetter": "A"}


@dataclass(frozen=True)
class _Nivaa:
    start: int
    format: str
    moenster: str


@dataclass
class _Liste:
    """En liste i dokumentet: nivåene, og hvor langt tellingen er kommet."""

    nivaaer: dict[int, _Nivaa] = field(default_factory=dict)
    telt: dict[int, int] = field(default_factory=dict)

    def neste(self, nivaa: int) -> str:
        """Nummeret til det neste avsnittet på nivået."""
        if nivaa not in self.nivaaer:
            return ""
        self.telt = {annet: tall for annet, tall in self.telt.items() if annet <= nivaa}
        start = self.nivaaer[nivaa].start
        self.telt[nivaa] = self.telt.get(nivaa, start - 1) + 1
        return self._skrevet(nivaa)

    def _skrevet(self, nivaa: int) -> str:
        if self.nivaaer[nivaa].format == "bullet":
            return "•"
        tekst = self.nivaaer[nivaa].moenster
        for annet, hvordan in self.nivaaer.items():
            tall = self.telt.get(annet, hvordan.start)
            tekst = tekst.replace(f"%{annet + 1}", _tall(tall, hvordan.format))
        return tekst.strip()


def _tall(tall: int, format_: str) -> str:
    foerste = _BOKSTAVER.get(format_)
    if foerste and 1 <= tall <= 26:
        return chr(ord(foerste) + tall - 1)
    return str(tall)


def numre(dokument) -> dict:
    """Nummeret til hvert avsnitt som har et, med avsnittet selv som nøkkel."""
    lister = _lister(dokument)
    if not lister:
        return {}
    stiler = _stilenes_lister(dokument)
    ut = {}
    for avsnitt in dokument.element.body.iter(qn("w:p")):
        stil = _verdi(avsnitt, "./w:pPr/w:pStyle")
        liste, nivaa = _listen(avsnitt.find(qn("w:pPr")), stiler.get(stil, (None, 0)))
        if liste in lister and (nummer := lister[liste].neste(nivaa)):
            ut[avsnitt] = nummer
    return ut


def _listen(egenskaper, ellers: tuple[str | None, int]) -> tuple[str | None, int]:
    """Listen og nivået i egenskapene til et avsnitt eller en stil."""
    liste = _verdi(egenskaper, "./w:numPr/w:numId")
    nivaa = _verdi(egenskaper, "./w:numPr/w:ilvl")
    return liste or ellers[0], int(nivaa) if nivaa and nivaa.isdigit() else ellers[1]


def _stilenes_lister(dokument) -> dict[str, tuple[str | None, int]]:
    """Listen hver stil hører til. En stil arver den fra stilen den bygger på."""
    stiler = {
        stil.get(qn("w:styleId")): stil
        for stil in dokument.styles.element.iter(qn("w:style"))
    }
    ut: dict[str, tuple[str | None, int]] = {}
    for navn in stiler:
        kjede: list[str] = []
        under: str | None = navn
        while under in stiler and under not in kjede:
            kjede.append(under)
            under = _verdi(stiler[under], "./w:basedOn")
        funnet: tuple[str | None, int] = (None, 0)
        for en in reversed(kjede):
            funnet = _listen(stiler[en].find(qn("w:pPr")), funnet)
        if funnet[0]:
            ut[navn] = funnet
    return ut


def _lister(dokument) -> dict[str, _Liste]:
    """Listene i dokumentet. Flere av dem kan telle sammen."""
    deler = [
        forhold.target_part
        for forhold in dokument.part.rels.values()
        if forhold.reltype.endswith(_NUMMERERING) and not forhold.is_external
    ]
    if not deler or not hasattr(deler[0], "element"):
        return {}
    rot = deler[0].element
    felles = {
        liste.get(qn("w:abstractNumId")): _Liste(dict(_nivaaer(liste)))
        for liste in rot.iter(qn("w:abstractNum"))
    }
    ut = {}
    for liste in rot.iter(qn("w:num")):
        mal = felles.get(_verdi(liste, "./w:abstractNumId"))
        if mal is None:
            continue
        # En liste som begynner på nytt, teller for seg selv.
        egen = liste.find(qn("w:lvlOverride")) is not None
        ut[liste.get(qn("w:numId"))] = _Liste(mal.nivaaer) if egen else mal
    return ut


def _nivaaer(liste):
    for nivaa in liste.iter(qn("w:lvl")):
        start = _verdi(nivaa, "./w:start") or "1"
        yield (
            int(nivaa.get(qn("w:ilvl")) or 0),
            _Nivaa(
                int(start) if start.isdigit() else 1,
                _verdi(nivaa, "./w:numFmt") or "decimal",
                _verdi(nivaa, "./w:lvlText") or "",
            ),
        )


def _verdi(element, sti: str) -> str | None:
    """Verdien av det første elementet på stien."""
    if element is None:
        return None
    under = element
    for navn in sti.removeprefix("./").split("/"):
        under = under.find(qn(navn))
        if under is None:
            return None
    return under.get(qn("w:val"))
