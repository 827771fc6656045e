"""Det en .ods viser, lest av content.xml (OpenDocument 1.3)."""

import re
from typing import BinaryIO
from xml.parsers import expat

from boligdata.felles.bok.svar import FLEST_KOLONNER, FORMEL_UTEN_SVAR, Bokfeil
from boligdata.felles.bok.visning import Arkvisning, Bokvisning

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_CALCEXT = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_CELLENE = {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}
# Dagen løpenumrene teller fra. LibreOffice kan også telle fra 1. januar 1900, som ingen andre gjør.
_VANLIG_START, _START_1904 = "1899-12-30", "1904-01-01"
_FEILTEKST = re.compile(
    r"#(?:N/A|I/T|DIV/0!|REF!|VALUE!|VERDI!|NAME\?|NAVN\?|NUM!|NULL!)|Err:\d{3}"
)
# Så mange celler kan det være noe å si om. Én rad kan sies å gjelde en million ganger.
_FLEST_MERKER = 3_000_000
_BIT = 1 << 20


def visning(stroem: BinaryIO) -> Bokvisning:
    """Hva hvert ark i boken viser."""
    leser = _Leser()
    while bit := stroem.read(_BIT):
        leser.mat(bit)
    leser.mat(b"", siste=True)
    return Bokvisning(leser.arkene, leser.dato1904)


class _Leser:
    """Følger rader og celler etter hvert som XML-en kommer. En rad og en celle kan gjelde flere ganger."""

    def __init__(self):
        self.arkene: list[Arkvisning] = []
        self.dato1904 = False
        self._leser = expat.ParserCreate(namespace_separator=" ")
        self._leser.buffer_text = True
        self._leser.StartDoctypeDeclHandler = self._doktype
        self._leser.StartElementHandler = self._start
        self._leser.EndElementHandler = self._slutt
        self._leser.CharacterDataHandler = self._tekst
        self._rad, self._rader, self._skjult, self._fylt = 1, 1, False, False
        self._kolonne = self._kolonner = 0
        self._i_raden: list[tuple[int, int, str]] = []
        self._felt: dict[str, str] | None = None
        self._innhold: list[str] = []
        self._merknader = self._merker = 0

    def mat(self, data: bytes, siste: bool = False) -> None:
        """Les videre."""
        self._leser.Parse(data, siste)

    def _doktype(self, *_) -> None:
        raise Bokfeil("ødelagt")

    def _start(self, navn: str, felt: dict[str, str]) -> None:
        if navn in _CELLENE:
            self._felt, self._innhold = felt, []
            self._kolonner = _ganger(felt, "number-columns-repeated")
        elif navn == f"{_TABLE}table-row":
            self._rader = _ganger(felt, "number-rows-repeated")
            self._skjult = felt.get(f"{_TABLE}visibility", "visible") != "visible"
            self._kolonne, self._i_raden, self._fylt = 0, [], False
        elif navn == f"{_TABLE}table":
            self.arkene.append(Arkvisning())
            self._rad = 1
        elif navn == f"{_OFFICE}annotation":
            self._merknader += 1
        elif navn == f"{_TABLE}null-date":
            self._se_start(felt.get(f"{_TABLE}date-value", _VANLIG_START))

    def _se_start(self, dagen: str) -> None:
        if dagen not in (_VANLIG_START, _START_1904):
            raise Bokfeil("uvanlig start")
        self.dato1904 = dagen == _START_1904

    def _slutt(self, navn: str) -> None:
        if navn in _CELLENE and self._felt is not None:
            self._merk_cellen(self._felt)
            self._kolonne += self._kolonner
            self._felt = None
        elif navn == f"{_TABLE}table-row":
            self._merk_raden()
            self._rad += self._rader
        elif navn == f"{_OFFICE}annotation":
            self._merknader -= 1

    def _tekst(self, tekst: str) -> None:
        if self._felt is not None and not self._merknader:
            self._innhold.append(tekst)

    def _merk_cellen(self, felt: dict[str, str]) -> None:
        self._fylt = self._fylt or f"{_OFFICE}value-type" in felt
        if hva := self._viser(felt):
            self._i_raden.append((self._kolonne, self._kolonner, hva))
        nedover = _ganger(felt, "number-rows-spanned")
        if self.arkene:
            self.arkene[-1].flett(self._rad, self._rad + nedover - 1, self._kolonne)

    def _viser(self, felt: dict[str, str]) -> str | None:
        slag = felt.get(f"{_OFFICE}value-type")
        if slag == "percentage":
            return "prosent"
        tekst = "".join(self._innhold).strip()
        if felt.get(f"{_CALCEXT}value-type") == "error" or _FEILTEKST.fullmatch(tekst):
            return tekst if _FEILTEKST.fullmatch(tekst) else "#N/A"
        er_formel = f"{_TABLE}formula" in felt
        return FORMEL_UTEN_SVAR if er_formel and slag is None and not tekst else None

    def _merk_raden(self) -> None:
        ark = self.arkene[-1] if self.arkene else Arkvisning()
        if self._skjult and self._fylt:
            ark.skjulte_rader += self._rader
        for foerste, antall, hva in self._i_raden:
            self._merker += antall * self._rader
            if antall > FLEST_KOLONNER or self._merker > _FLEST_MERKER:
                raise Bokfeil("for stor")
            for rad in range(self._rad, self._rad + self._rader):
                for kolonne in range(foerste, foerste + antall):
                    ark.merk(rad, kolonne, hva)


def _ganger(felt: dict[str, str], navn: str) -> int:
    tekst = felt.get(f"{_TABLE}{navn}", "1")
    return max(int(tekst), 1) if tekst.isdecimal() else 1
