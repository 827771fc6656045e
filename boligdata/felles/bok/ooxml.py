"""Arkene i .xlsx og .xlsm, rad for rad.

Calamine er raskere, men gir en tom celle for en feil, for en formel uten svar og for det som er
flettet, stopper hele boken på en feil det ikke kjenner, og tar av plass til alle cellene fram til den
ytterste. Her leses det som står i filen, og det som ikke kan leses, sies.
"""

import io
import itertools
import re
import zipfile
from collections.abc import Callable, Iterator
from xml.etree import ElementTree
from xml.parsers import expat

from boligdata.felles.bok import formater, tekster
from boligdata.felles.bok.svar import (
    FLEST_KOLONNER,
    FORMEL_UTEN_SVAR,
    LENGSTE_CELLE,
    Arkhode,
    Bokfeil,
)
from boligdata.felles.bok.visning import Dekket

Rad = tuple[int, list[str]]

# Så stort kan det som beskriver boken, stilene og de felles tekstene være.
_STOERSTE_DEL = 150_000_000
_BIT = 1 << 20


class Bok:
    """En åpen .xlsx. `delene` er filene i pakken, med skråstrek og små bokstaver i navnet."""

    def __init__(self, arkiv: zipfile.ZipFile, delene: dict[str, str]):
        self._arkiv, self._delene = arkiv, delene
        rot = self._tre("xl/workbook.xml")
        egenskaper = _foerste(rot, "workbookPr")
        self._dato1904 = _er_sann(egenskaper, "date1904")
        self._maa_regnes_ut = _er_sann(_foerste(rot, "calcPr"), "fullCalcOnLoad")
        self._arkene = [ark for ark in rot.iter() if _navn(ark) == "sheet"]
        self._tekster: list[str] | None = None
        self._slagene: list[str | None] | None = None

    def ark(self) -> Iterator[tuple[Arkhode, Iterator[Rad]]]:
        """Hvert regneark med hodet og radene. Hodet er ferdig når radene er lest."""
        maal = maalene(self._les("xl/_rels/workbook.xml.rels"))
        for element in self._arkene:
            id = next(
                (v for navn, v in element.attrib.items() if navn.endswith("}id")), ""
            )
            slag, sti = maal.get(id, ("", ""))
            if not slag.endswith("/worksheet") or sti not in self._delene:
                continue
            hode = Arkhode(
                element.get("name", ""),
                element.get("state", "visible") != "visible",
                self._dato1904,
                flettet=self._flettet(sti, element.get("name", "")),
            )
            yield hode, self._rader(sti, hode)

    # ---------------------------------------------------------------------- én rad

    def _rader(self, sti: str, hode: Arkhode) -> Iterator[Rad]:
        dekket = Dekket(hode.flettet)
        tekst = self._celletekst()
        sist = 0
        for nr, skjult, celler in self._raa_rader(sti):
            if nr <= sist:
                raise Bokfeil("ødelagt")
            sist = nr
            hode.skjulte_rader += skjult
            if rad := _rad(celler, nr, hode.navn, tekst):
                yield nr, dekket.fyll(nr, rad)

    def _raa_rader(self, sti: str) -> Iterator[tuple[int, bool, list["_Celle"]]]:
        leser = _Radleser()
        with self._aapne(sti) as stroem:
            while bit := stroem.read(_BIT):
                leser.mat(bit)
                yield from leser.ferdige
                leser.ferdige.clear()
        leser.mat(b"", siste=True)
        yield from leser.ferdige

    def _celletekst(self) -> Callable[["_Celle"], str]:
        """Funksjonen som gir teksten i en celle, med formatene og de felles tekstene slått opp én
        gang.
        """
        slagene, felles = self._les_slagene(), self._les_tekster()
        fra1904, regnes_ut = self._dato1904, self._maa_regnes_ut

        def tekst(celle: _Celle) -> str:
            felt, verdi, formel = celle
            slag = felt.get("t", "n")
            if formel and (
                not verdi
                and (slag != "str" or verdi is None)
                # Programmet som skrev filen, ba Excel regne ut: da er null ikke et svar.
                or regnes_ut
                and verdi == "0"
            ):
                return FORMEL_UTEN_SVAR
            if not verdi:
                return ""
            if slag == "n":
                return _tall(verdi, slagene, felt.get("s"), fra1904)
            if slag == "s":
                return felles[int(verdi)]
            if slag == "b":
                return "Ja" if verdi.strip() == "1" else "Nei"
            if slag == "e":
                return verdi if verdi.startswith("#") else f"#{verdi}"
            return verdi[:10] if slag == "d" else _fri(verdi)

        return tekst

    # ---------------------------------------------------------- det som er felles

    def _les_tekster(self) -> list[str]:
        if self._tekster is None:
            sti = "xl/sharedstrings.xml"
            self._tekster = (
                [_fri(_rik_tekst(si)) for si in self._hver(sti, "si")]
                if sti in self._delene
                else []
            )
        return self._tekster

    def _les_slagene(self) -> list[str | None]:
        """Hva hver stil viser et tall som: «dato», «tid», «prosent» eller bare et tall."""
        if self._slagene is None:
            self._slagene = (
                _slagene(self._tre("xl/styles.xml"))
                if "xl/styles.xml" in self._delene
                else []
            )
        return self._slagene

    def _flettet(self, sti: str, ark: str) -> list[tuple[int, int, int]]:
        """Områdene som er flettet nedover. De står etter radene i filen, og må finnes først."""
        ut, hale = [], b""
        with self._aapne(sti) as stroem:
            while bit := stroem.read(_BIT):
                data = hale + bit
                treffene = list(_FLETTET.finditer(data))
                for treff in treffene:
                    fra, topp, _, bunn = treff.groups()
                    if int(bunn) > int(topp):
                        ut.append((int(topp), int(bunn), _plass(fra.decode())))
                hale = data[
                    max(treffene[-1].end() if treffene else 0, len(data) - 200) :
                ]
        if len(ut) > _FLEST_FLETTET:
            raise Bokfeil("flettet", ark)
        return ut

    # -------------------------------------------------------------------- pakken

    def _tre(self, sti: str) -> ElementTree.Element:
        return ElementTree.fromstring(self._les(sti))

    def _les(self, sti: str) -> bytes:
        if sti not in self._delene:
            raise Bokfeil("ødelagt")
        with self._aapne(sti) as stroem:
            return stroem.read()

    def _hver(self, sti: str, navn: str) -> Iterator[ElementTree.Element]:
        """Hvert element med navnet, ett om gangen, uten at de før blir liggende i minnet."""
        with self._aapne(sti) as stroem:
            over: list[ElementTree.Element] = []
            for hendelse, element in ElementTree.iterparse(stroem, ("start", "end")):
                if hendelse == "start":
                    over.append(element)
                    continue
                over.pop()
                if _navn(element) == navn:
                    yield element
                    if over:
                        over[-1].clear()

    def _aapne(self, sti: str) -> io.BufferedIOBase:
        oppfoering = self._arkiv.getinfo(self._delene[sti])
        if "worksheets/" not in sti and oppfoering.file_size > _STOERSTE_DEL:
            raise Bokfeil("for stor")
        with self._arkiv.open(oppfoering) as stroem:
            if _DOKTYPE.search(stroem.read(4096).replace(b"\0", b"")):
                raise Bokfeil("ødelagt")
        return self._arkiv.open(oppfoering)


def maalene(koblinger: bytes) -> dict[str, tuple[str, str]]:
    """Fra id-en en bok har for en del av seg selv, til slaget og stien."""
    ut = {}
    for kobling in ElementTree.fromstring(koblinger).iter():
        if _navn(kobling) != "Relationship":
            continue
        sti = kobling.get("Target", "").replace("\\", "/").lower()
        sti = sti.removeprefix("/") if sti.startswith("/") else f"xl/{sti}"
        ut[kobling.get("Id", "")] = (kobling.get("Type", ""), sti)
    return ut


_DOKTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_FLETTET = re.compile(
    rb"""<(?:\w+:)?mergeCell\b[^>]*?\bref=["']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})["']"""
)
_FLEST_FLETTET = 20_000


# Feltene i cellen, det som er lagret i den, og om den har en formel.
_Celle = tuple[dict[str, str], str | None, bool]


class _Radleser:
    """Plukker rader og celler ut av XML-en etter hvert som den kommer."""

    def __init__(self):
        self.ferdige: list[tuple[int, bool, list[_Celle]]] = []
        self._leser = expat.ParserCreate()
        self._leser.buffer_text = True
        self._leser.StartElementHandler = self._start
        self._leser.EndElementHandler = self._slutt
        self._leser.CharacterDataHandler = self._tekst
        self._nr, self._skjult, self._celler = 0, False, []
        self._felt: dict[str, str] | None = None
        self._verdi: str | None = None
        self._formel = self._samler = False
        self._lesemaate = 0

    def mat(self, data: bytes, siste: bool = False) -> None:
        """Les videre. Rader som er hele, legges i `ferdige`."""
        self._leser.Parse(data, siste)

    def _start(self, navn: str, felt: dict[str, str]) -> None:
        navn = navn[navn.find(":") + 1 :]
        if navn == "c":
            # En celle inne i verdien til en annen er en ny celle.
            self._felt, self._verdi, self._formel = felt, None, False
            self._samler = False
        elif navn == "row":
            self._nr = _heltall(felt.get("r"), self._nr + 1)
            self._skjult = felt.get("hidden") in ("1", "true")
            self._celler = []
        elif self._felt is None:
            return
        elif navn in ("v", "t") and not self._lesemaate:
            self._samler, self._verdi = True, self._verdi or ""
        elif navn == "f":
            self._formel = True
        elif navn == "rPh":
            self._lesemaate += 1

    def _slutt(self, navn: str) -> None:
        self._samler = False
        navn = navn[navn.find(":") + 1 :]
        if navn == "c" and self._felt is not None:
            self._celler.append((self._felt, self._verdi, self._formel))
            self._felt = None
        elif navn == "row":
            self.ferdige.append((self._nr, self._skjult, self._celler))
        elif navn == "rPh" and self._lesemaate:
            self._lesemaate -= 1

    def _tekst(self, tekst: str) -> None:
        if self._samler:
            self._verdi += tekst
            if len(self._verdi) > _STOERSTE_DEL:
                raise Bokfeil("for stor")


def _rad(
    celler: list[_Celle], nr: int, ark: str, tekst: Callable[[_Celle], str]
) -> list[str]:
    """Tekstene i raden fra kolonne A, eller en tom liste."""
    rad: list[str] = []
    neste = 0
    for celle in celler:
        adresse = celle[0].get("r")
        plass = neste if adresse is None else _plass(adresse.rstrip("0123456789"))
        neste = plass + 1
        innhold = tekst(celle)
        if not innhold:
            continue
        if plass >= FLEST_KOLONNER:
            raise Bokfeil("langt ute", ark, adresse or f"rad {nr}")
        if len(innhold) > LENGSTE_CELLE:
            raise Bokfeil("lang celle", ark, adresse or f"rad {nr}")
        if plass < len(rad):
            raise Bokfeil("ødelagt")
        if plass > len(rad):
            rad.extend(itertools.repeat("", plass - len(rad)))
        rad.append(innhold)
    return rad


# ------------------------------------------------------------------------------- verdier


def _tall(verdi: str, slagene: list, stil: str | None, fra1904: bool) -> str:
    slag = slagene[int(stil)] if stil and int(stil) < len(slagene) else None
    if slag is None and len(verdi) < 15 and verdi.isdecimal():
        return verdi
    return tekster.vist(float(verdi), slag, fra1904)


_HEKS = re.compile("_x([0-9A-Fa-f]{4})_")


def _fri(tekst: str) -> str:
    """Teksten der tegn Excel har skrevet som _x000D_, er tegnene selv."""
    return (
        _HEKS.sub(lambda treff: chr(int(treff[1], 16)), tekst)
        if "_x" in tekst
        else tekst
    )


def _rik_tekst(element: ElementTree.Element) -> str:
    """Alle delene av en tekst, uten lesemåten som kan stå ved siden av."""
    ut = []
    for barn in element:
        navn = _navn(barn)
        if navn == "t":
            ut.append(barn.text or "")
        elif navn == "r":
            ut += [del_.text or "" for del_ in barn if _navn(del_) == "t"]
    return "".join(ut)


# ------------------------------------------------------------------------------ formater


def _slagene(rot: ElementTree.Element) -> list[str | None]:
    egne = {
        _heltall(format_.get("numFmtId"), -1): format_.get("formatCode", "")
        for format_ in rot.iter()
        if _navn(format_) == "numFmt"
    }
    liste = _foerste(rot, "cellXfs")
    return [
        formater.slag(_heltall(stil.get("numFmtId"), 0), egne)
        for stil in (liste if liste is not None else ())
    ]


# ------------------------------------------------------------------------------ hjelpere


def _navn(element: ElementTree.Element) -> str:
    return element.tag[element.tag.rfind("}") + 1 :]


def _foerste(rot: ElementTree.Element, navn: str) -> ElementTree.Element | None:
    return next((element for element in rot.iter() if _navn(element) == navn), None)


def _er_sann(element: ElementTree.Element | None, felt: str) -> bool:
    return element is not None and element.get(felt) in ("1", "true")


def _heltall(tekst: str | None, ellers: int) -> int:
    return int(tekst) if tekst and tekst.isdecimal() else ellers


_PLASSER: dict[str, int] = {}


def _plass(bokstaver: str) -> int:
    """Plassen til en kolonne, fra null: A er 0, XFD er 16 383."""
    plass = _PLASSER.get(bokstaver)
    if plass is None:
        nummer = 0
        for bokstav in bokstaver.upper()[:4]:
            nummer = nummer * 26 + ord(bokstav) - ord("A") + 1
        plass = _PLASSER[bokstaver] = max(nummer - 1, 0)
    return plass
