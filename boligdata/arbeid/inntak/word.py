"""Tabellene i et Word-dokument, med flettede celler og overskriftene som står over dem.

`docx.table.Table` gir samme celle flere ganger når den er flettet, og leter gjennom hele tabellen for
hver celle. Her leses cellene i den rekkefølgen de står, og det er sagt hvilke som er båret ned.
"""

import io
import re
from collections.abc import Iterator

import docx
from docx.oxml.ns import qn

from boligdata.arbeid.inntak import wordnumre
from boligdata.arbeid.inntak.raatabell import Raarad, Raatabell
from boligdata.felles.maalform import si

_AVSNITT_OG_TABELLER = ".//w:p[not(ancestor::w:tbl)] | .//w:tbl[not(ancestor::w:tbl)]"
_LENGSTE_OVERSKRIFT = 200


def tabeller(data: bytes) -> list[Raatabell]:
    """Alle tabellene i dokumentet."""
    dokument = docx.Document(io.BytesIO(data))
    numre = wordnumre.numre(dokument)
    over: dict[int, str] = {}
    ut: list[Raatabell] = []
    for del_ in dokument.element.body.xpath(_AVSNITT_OG_TABELLER):
        if del_.tag == qn("w:tbl"):
            rader = tuple(_rader(del_, numre))
            if rader:
                navn = si("Tabell {nr}", nr=len(ut) + 1)
                ut.append(Raatabell(navn, rader, tuple(over.values()), i_dokument=True))
        elif nivaa := _overskriftsnivaa(del_):
            over = {annet: tekst for annet, tekst in over.items() if annet < nivaa}
            over[nivaa] = _med_nummer(del_, numre)
    return ut


def _overskriftsnivaa(avsnitt) -> int | None:
    """Nivået når avsnittet er en overskrift: etter stilen, eller når hele avsnittet er halvfett."""
    tekst = _tekst(avsnitt)
    if not tekst or len(tekst) > _LENGSTE_OVERSKRIFT:
        return None
    stil = avsnitt.xpath("./w:pPr/w:pStyle/@w:val")
    if treff := re.fullmatch(
        r"(?:heading|overskrift) ?(\d)", (stil or [""])[0].lower()
    ):
        return int(treff[1])
    med_tekst = [loep for loep in avsnitt.xpath("./w:r") if _tekst(loep)]
    halvfete = [
        loep
        for loep in med_tekst
        if loep.xpath("./w:rPr/w:b[not(@w:val='0' or @w:val='false')]")
    ]
    return _HALVFET if med_tekst and len(halvfete) == len(med_tekst) else None


_HALVFET = 10


def _rader(tabell, numre: dict) -> Iterator[Raarad]:
    rader = tabell.xpath("./w:tr | ./w:sdt/w:sdtContent/w:tr")
    bredde = max((_bredde(rad) for rad in rader), default=0)
    over: list[str] = [""] * bredde
    for nr, rad in enumerate(rader, 1):
        celler, fortsatt, bredder = [""] * bredde, set(), []
        plass = _tall(rad.xpath("./w:trPr/w:gridBefore/@w:val"), 0)
        for celle in _celler(rad):
            spenn = _spenn(celle)
            if _fortsetter(celle):
                celler[plass] = over[plass]
                fortsatt.add(plass)
            else:
                celler[plass] = _celletekst(celle, numre)
            if spenn > 1:
                bredder.append((plass, spenn))
            plass += spenn
        yield Raarad(nr, tuple(celler), frozenset(fortsatt), tuple(bredder))
        over = celler


def _celler(rad):
    return rad.xpath("./w:tc | ./w:sdt/w:sdtContent/w:tc")


def _bredde(rad) -> int:
    foran = _tall(rad.xpath("./w:trPr/w:gridBefore/@w:val"), 0)
    return foran + sum(_spenn(celle) for celle in _celler(rad))


# Så mange kolonner har ingen tabell på et ark. Et større tall er en ødelagt fil.
_FLEST_KOLONNER = 63


def _spenn(celle) -> int:
    spenn = _tall(celle.xpath("./w:tcPr/w:gridSpan/@w:val"), 1)
    return min(max(spenn, 1), _FLEST_KOLONNER)


def _fortsetter(celle) -> bool:
    flettet = celle.xpath("./w:tcPr/w:vMerge")
    return bool(flettet) and flettet[0].get(qn("w:val"), "continue") == "continue"


def _tall(verdier: list[str], ellers: int) -> int:
    return int(verdier[0]) if verdier and verdier[0].isdigit() else ellers


def _celletekst(celle, numre: dict) -> str:
    avsnitt = (_med_nummer(ett, numre) for ett in celle.xpath(".//w:p"))
    return "\n".join(tekst for tekst in avsnitt if tekst)


def _med_nummer(avsnitt, numre: dict) -> str:
    return f"{numre.get(avsnitt, '')} {_tekst(avsnitt)}".strip()


_TEGN = {
    qn("w:tab"): " ",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}


def _tekst(element) -> str:
    """Teksten som synes. Det som er slettet med sporing av endringer, er ikke med."""
    deler = [
        del_.text or "" if del_.tag == qn("w:t") else _TEGN.get(del_.tag, "")
        for del_ in element.iter()
    ]
    return "".join(deler).strip()
