"""Cellene i et Excel-ark slik en person ville skrevet dem, og feilene Excel viser i dem."""

import datetime as dt
import html
import io
import math
import re
import zipfile


def celletekst(verdi) -> str:
    """Celleverdien slik en person ville skrevet den. Komma i desimaltall gjør at 1,234 ikke kan
    leses som 1234.
    """
    if isinstance(verdi, str):
        return verdi
    if isinstance(verdi, bool):
        return "Ja" if verdi else "Nei"
    if isinstance(verdi, float):
        return _talltekst(verdi)
    if isinstance(verdi, dt.datetime):
        return verdi.date().isoformat()
    if verdi == dt.time(0, 0):
        return "01.01.1900"  # Dag 1 i Excel, som datoformatert celle.
    return str(verdi)


def _talltekst(verdi: float) -> str:
    if not math.isfinite(verdi):
        return ""
    if verdi == int(verdi):
        return str(int(verdi))
    tekst = repr(verdi)
    return (f"{verdi:.12f}" if "e" in tekst else tekst).replace(".", ",")


_FEILCELLE = re.compile(
    rb'<c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]+)(\d+)"[^>]*>(?:<f\b[^>]*/>|<f\b.*?</f>)?<v>([^<]*)</v>'
)
_ARK = re.compile(rb'<sheet\b(?=[^>]*\bname="([^"]*)")(?=[^>]*\br:id="([^"]*)")')
_MAAL = re.compile(
    rb'<Relationship\b(?=[^>]*\bId="([^"]*)")(?=[^>]*\bTarget="([^"]*)")'
)


def feilceller(data: bytes) -> dict[str, dict[tuple[int, int], str]]:
    """Cellene med #DIV/0! og lignende: {ark: {(rad, kolonne): feil}}. Calamine gjør dem om til
    tomme celler.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as arkiv:
        filer = set(arkiv.namelist())
        if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= filer:
            return {}
        maal = dict(_MAAL.findall(arkiv.read("xl/_rels/workbook.xml.rels")))
        ut = {}
        for navn, id in _ARK.findall(arkiv.read("xl/workbook.xml")):
            sti = "xl/" + maal.get(id, b"").decode().removeprefix("/xl/")
            innhold = arkiv.read(sti) if sti in filer else b""
            if b't="e"' in innhold:
                ut[html.unescape(navn.decode())] = {
                    (int(rad), _kolonnenummer(kolonne)): feil.decode()
                    for kolonne, rad, feil in _FEILCELLE.findall(innhold)
                }
        return ut


def _kolonnenummer(bokstaver: bytes) -> int:
    nummer = 0
    for bokstav in bokstaver:
        nummer = nummer * 26 + bokstav - ord("A") + 1
    return nummer
