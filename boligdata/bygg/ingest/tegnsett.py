"""Hvilke tegn bytene i en tekstfil er, avgjort av hele filen.

Bokstavene æ, ø og å er ulike byte i hvert tegnsett. Derfor kan filen selv si hvilket det er, også når
den er kodet to ganger. Er det ikke sikkert, blir filen ikke lest: ellers ville «p� f�rste mote» blitt
vist på sidene.
"""

import codecs
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from boligdata.bygg.ingest.rapport import Filfeil
from boligdata.felles.maalform import fast

# Filen leses i biter, så den ikke ligger i minnet. Litt av forrige bit er med, så ingenting deles.
_BIT, _HALE = 1 << 20, 64
# En linje som er lengre enn dette, er ikke en rad.
LENGSTE_LINJE = 1 << 20
_NAVN = {
    "utf-8-sig": "UTF-8",
    "cp1252": "Windows-1252",
    "mac_roman": "MacRoman",
    "cp865": "DOS",
}


@dataclass(frozen=True)
class Tekstfil:
    """En fil som kan leses som tekst. `merknad` er det som er gjort for å lese den riktig."""

    sti: Path
    tegnsett: str
    kodet_to_ganger: bool = False
    har_bom_inni: bool = False
    har_escape: bool = False
    merknad: str | None = None

    @property
    def navn(self) -> str:
        """Navnet på tegnsettet."""
        navn = _NAVN.get(self.tegnsett, "UTF-16")
        return f"{navn}, kodet to ganger" if self.kodet_to_ganger else navn

    def linjer(self) -> Iterator[str]:
        """Linjene med linjeskiftet sitt. En linje som aldri tar slutt, er en `Filfeil`."""
        for nr, linje in self._linjene(LENGSTE_LINJE):
            if len(linje) == LENGSTE_LINJE:
                raise Filfeil(
                    fast("for lang linje"),
                    f"Filen «{self.sti.name}» har en linje som er lengre enn én million tegn, "
                    f"linje {nr}. Ta ut uttrekket på nytt, med én rad på hver linje.",
                    nr,
                )
            yield linje

    def _linjene(self, lengst: int) -> Iterator[tuple[int, str]]:
        """Nummeret og linjen, høyst `lengst` tegn om gangen."""
        rettes = self.har_bom_inni or self.kodet_to_ganger
        with self.sti.open(encoding=self.tegnsett, newline="") as fil:
            for nr, linje in enumerate(iter(lambda: fil.readline(lengst), ""), start=1):
                yield nr, self._rettet(linje, nr) if rettes else linje

    def _rettet(self, linje: str, nr: int) -> str:
        if self.har_bom_inni:
            linje = linje.lstrip("\ufeff")
        return _en_gang(self.sti.name, linje, nr) if self.kodet_to_ganger else linje

    def start(self, tegn: int) -> str:
        """De første tegnene."""
        with self.sti.open(encoding=self.tegnsett, errors="ignore") as fil:
            return fil.read(tegn)

    def alt(self) -> str:
        """Hele teksten, uansett hvor lange linjene er: et svar på JSON er ofte bare én."""
        return "".join(linje for _, linje in self._linjene(-1))


def finn(sti: Path) -> Tekstfil:
    """Tegnsettet filen er skrevet i: det som står i BOM, ellers UTF-8, ellers det bokstavene sier."""
    with sti.open("rb") as fil:
        start = fil.read(4096)
    if (tegnsett := _utf16(start)) is not None:
        _krev_lesbar(sti, tegnsett)
        return Tekstfil(
            sti, tegnsett, har_escape='\\"' in Tekstfil(sti, tegnsett).alt()
        )
    sett = _se_paa(sti)
    if sett.nul_rad:
        raise _feil(
            sti.name, f"har tegn som ikke er tekst, i rad {sett.nul_rad}", sett.nul_rad
        )
    if start.startswith(codecs.BOM_UTF8) or sett.feil_rad is None:
        if sett.feil_rad is not None:
            raise _finnes_ikke(sti.name, "UTF-8", sett.feil_rad)
        return _utf8(sti, sett)
    return _en_byte(sti, sett)


def _utf16(start: bytes) -> str | None:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if len(start) < 8 or start.count(0) < len(start) // 4:
        return None
    # Uten BOM sier plassen til nullene hvilken vei tegnene står.
    return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"


def _krev_lesbar(sti: Path, tegnsett: str) -> None:
    try:
        tapt = "\ufffd" in (tekst := sti.read_bytes().decode(tegnsett))
    except UnicodeDecodeError:
        raise _finnes_ikke(sti.name, "UTF-16", 1) from None
    if tapt:
        raise _tapt(sti.name, tekst.count("\n", 0, tekst.index("\ufffd")) + 1)
    if "\0" in tekst:
        rad = tekst.count("\n", 0, tekst.index("\0")) + 1
        raise _feil(sti.name, f"har tegn som ikke er tekst, i rad {rad}", rad)


# --------------------------------------------------------------- det bytene sier om seg


_TO_GANGER = re.compile(
    rb"\xc3\x83(?:\xc2[\xa6\xb8\xa5\x86\x98\x85]|\xe2\x80[\xa0\xa6]|\xcb\x9c)"
)
# Mønsteret, og bytene der minst én må være med: dem finner Python mye raskere enn mønsteret.
_MOENSTRE = {
    # Bokstavene slik de er i UTF-8 og i Windows-1252.
    "norske_utf8": (rb"\xc3[\xa6\xb8\xa5\x86\x98\x85]", (b"\xc3",)),
    "norske": (
        rb"[\xe6\xf8\xe5\xc6\xd8\xc5]",
        tuple(b"\xe6 \xf8 \xe5 \xc6 \xd8 \xc5".split()),
    ),
    # å og ø i MacRoman, og i DOS (cp865) ved siden av en bokstav. Å står først i et ord.
    "mac": (
        rb"[\x8c\xbf]|(?<![A-Za-z])\x81[a-z]",
        (b"\x8c", b"\xbf", b"\x81"),
    ),
    "dos": (
        rb"[A-Za-z][\x86\x9b]|[\x86\x9b][A-Za-z]|(?<![A-Za-z])\x8f[a-z]",
        (b"\x86", b"\x9b", b"\x8f"),
    ),
    # De andre bokstavene der er også anførselstegn og brøker i Windows-1252.
    "kanskje": (
        rb"[a-z][\xbe\xae\xaf\x91\x9d][a-z]",
        (b"\xbe", b"\xae", b"\xaf", b"\x91", b"\x9d"),
    ),
    "utenfor_1252": (
        rb"[\x81\x8d\x8f\x90\x9d]",
        (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d"),
    ),
    # Det samme når det er lagret som UTF-8 etter at det ble lest feil.
    "mac_utf8": (
        rb"[A-Za-z ](?:\xc5\x92|\xc2\xbf)[A-Za-z ]",
        (b"\xc5\x92", b"\xc2\xbf"),
    ),
    "dos_utf8": (
        rb"[A-Za-z]\xe2\x80[\xa0\xba]|\xe2\x80[\xa0\xba][A-Za-z]",
        (b"\xe2\x80\xa0", b"\xe2\x80\xba"),
    ),
    "to_ganger": (_TO_GANGER.pattern, (b"\xc3\x83",)),
    "tapt": (rb"\xef\xbf\xbd", (b"\xef\xbf\xbd",)),
    "spoersmaal": (
        rb'(?:^|[;,\t" \n])[A-Za-z]+\?[a-z]+(?=[;,\t" .\r\n])',
        (b"?",),
    ),
    "bom": (rb"\xef\xbb\xbf", (b"\xef\xbb\xbf",)),
    "escape": (rb'\\"', (b'\\"',)),
}
_UTTRYKK = {navn: re.compile(moenster) for navn, (moenster, _) in _MOENSTRE.items()}
# De som kan finnes der alle bytene er ASCII.
_I_ASCII = ("spoersmaal", "escape")
# Flere ganger enn dette trenger ingen å vite.
_NOK = 3


@dataclass
class _Sett:
    """Det som er sett i bytene: hvor mange ganger hvert mønster er der, og den første raden."""

    ganger: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_MOENSTRE, 0))
    rad: dict[str, int] = field(default_factory=dict)
    feil_rad: int | None = None
    nul_rad: int | None = None
    ascii: bool = True


def _se_paa(sti: Path) -> _Sett:
    sett, hale, linjer = _Sett(), b"", 1
    leser = codecs.getincrementaldecoder("utf-8")()
    with sti.open("rb") as fil:
        while bit := fil.read(_BIT):
            if sett.nul_rad is None and b"\0" in bit:
                sett.nul_rad = linjer + bit.count(b"\n", 0, bit.index(0))
            if not (er_ascii := bit.isascii()):
                sett.ascii = False
            if sett.feil_rad is None and not (er_ascii and not leser.getstate()[0]):
                sett.feil_rad = _proev(leser, bit, linjer, False)
            _tell(sett, hale, bit, linjer)
            linjer += bit.count(b"\n")
            hale = bit[-_HALE:]
        if sett.feil_rad is None:
            sett.feil_rad = _proev(leser, b"", linjer, True)
    return sett


def _proev(leser, bit: bytes, linjer: int, siste: bool) -> int | None:
    """Raden med det første som ikke er UTF-8."""
    foran = len(leser.getstate()[0])
    try:
        leser.decode(bit, siste)
    except UnicodeDecodeError as feil:
        return linjer + bit.count(b"\n", 0, max(feil.start - foran, 0))
    return None


def _tell(sett: _Sett, hale: bytes, bit: bytes, linjer: int) -> None:
    data, over = hale + bit, hale.count(b"\n")
    for navn in _I_ASCII if data.isascii() else _MOENSTRE:
        ledd = _MOENSTRE[navn][1]
        if sett.ganger[navn] >= _NOK or not any(del_ in data for del_ in ledd):
            continue
        nye = (
            treff for treff in _UTTRYKK[navn].finditer(data) if treff.end() > len(hale)
        )
        for treff in itertools.islice(nye, _NOK):
            sett.ganger[navn] += 1
            sett.rad.setdefault(
                navn, linjer - over + data.count(b"\n", 0, treff.start())
            )


# ---------------------------------------------------------------------------- dommene


def _utf8(sti: Path, sett: _Sett) -> Tekstfil:
    ganger = sett.ganger
    if ganger["tapt"]:
        raise _tapt(sti.name, sett.rad["tapt"])
    if sett.ascii and ganger["spoersmaal"] >= 3:
        raise _tapt(sti.name, sett.rad["spoersmaal"], "spørsmålstegn")
    for slag in ("mac_utf8", "dos_utf8"):
        # Der bokstavene ellers er riktige, er tegnet noe noen har skrevet.
        if ganger[slag] and not ganger["norske_utf8"]:
            raise _feil(
                sti.name,
                f"er lest med feil tegnsett før den ble lagret, så æ, ø og å er borte, blant annet i rad "
                f"{sett.rad[slag]}",
                sett.rad[slag],
            )
    bom_inni = ganger["bom"] > 1 or (ganger["bom"] == 1 and sett.rad["bom"] > 1)
    to_ganger = bool(ganger["to_ganger"])
    return Tekstfil(
        sti,
        "utf-8-sig",
        to_ganger,
        bom_inni or to_ganger,
        bool(ganger["escape"]),
        "Filen var kodet som UTF-8 to ganger. Æ, ø og å er satt rett."
        if to_ganger
        else None,
    )


def _en_byte(sti: Path, sett: _Sett) -> Tekstfil:
    """Windows-1252, MacRoman eller DOS: det bokstavene æ, ø og å sier."""
    ganger, escape = sett.ganger, bool(sett.ganger["escape"])
    if ganger["norske_utf8"]:
        rad = sett.rad["norske_utf8"]
        raise _feil(sti.name, f"blander to tegnsett, blant annet i rad {rad}", rad)
    sier = [slag for slag in ("norske", "mac", "dos") if ganger[slag]]
    if len(sier) > 1:
        rad = min(sett.rad[slag] for slag in sier)
        raise _feil(sti.name, f"blander to tegnsett, blant annet i rad {rad}", rad)
    if not sier and ganger["kanskje"]:
        rad = sett.rad["kanskje"]
        raise _feil(
            sti.name, f"har bokstaver vi ikke kan kjenne igjen, i rad {rad}", rad
        )
    if sier in (["mac"], ["dos"]):
        tegnsett = {"mac": "mac_roman", "dos": "cp865"}[sier[0]]
        merknad = f"Filen er skrevet med tegnsettet {_NAVN[tegnsett]}. Æ, ø og å er lest riktig."
        return Tekstfil(sti, tegnsett, har_escape=escape, merknad=merknad)
    if ganger["utenfor_1252"]:
        raise _finnes_ikke(
            sti.name, "UTF-8 eller Windows-1252", sett.rad["utenfor_1252"]
        )
    return Tekstfil(sti, "cp1252", har_escape=escape)


def _en_gang(fil: str, linje: str, nr: int) -> str:
    """Linjen når den er kodet to ganger, ellers slik den er."""
    if linje.isascii():
        return linje
    for tegnsett in ("cp1252", "latin-1"):
        try:
            return linje.encode(tegnsett).decode("utf-8-sig")
        except UnicodeError:
            continue
    if _TO_GANGER.search(linje.encode()):
        raise _feil(fil, f"blander to tegnsett, blant annet i rad {nr}", nr)
    return linje


def _finnes_ikke(fil: str, tegnsett: str, rad: int) -> Filfeil:
    return _feil(fil, f"har et tegn som ikke finnes i {tegnsett}, i rad {rad}", rad)


def _tapt(fil: str, rad: int, tegn: str = "�") -> Filfeil:
    return Filfeil(
        fast("tegnsett"),
        f"Filen «{fil}» har bokstaver som er gått tapt og erstattet med {tegn}, blant annet i rad {rad}. "
        "De kan ikke hentes fram igjen. Ta ut uttrekket på nytt, og lagre det som «CSV UTF-8».",
        rad,
    )


def _feil(fil: str, hva: str, rad: int) -> Filfeil:
    return Filfeil(
        fast("tegnsett"),
        f"Filen «{fil}» {hva}. Åpne den i Excel, lagre den som «CSV UTF-8», og lever den på nytt.",
        rad,
    )
