"""Arkene i en Excel-fil, med flettede celler."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator

import python_calamine

from boligdata.arbeid.inntak.raatabell import Raarad, Raatabell
from boligdata.arbeid.inntak.svar import Inntaksfeil
from boligdata.felles import norsk
from boligdata.felles.maalform import si
from boligdata.felles.regneark import celletekst, feilceller

# En celle langt ute i arket gjør hele arket så stort når det leses. Et ark med flere rader er ikke en
# handlingsdel.
FLEST_CELLER, FLEST_RADER = 500_000, 20_000


def tabeller(data: bytes) -> tuple[list[Raatabell], list[str]]:
    """De synlige arkene, og navnene på dem som er skjult."""
    feil_i_celler = feilceller(data)
    bok = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    ut, skjulte = [], []
    for ark in bok.sheets_metadata:
        if ark.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        if ark.visible != python_calamine.SheetVisibleEnum.Visible:
            skjulte.append(ark.name)
            continue
        rader = tuple(
            _rader(bok.get_sheet_by_name(ark.name), feil_i_celler.get(ark.name, {}))
        )
        over = () if _UTEN_NAVN.fullmatch(ark.name) else (ark.name,)
        ut.append(Raatabell(si("Arket «{ark}»", ark=ark.name), rader, over))
    return ut, skjulte


# Arket har ikke fått et navn.
_UTEN_NAVN = re.compile(r"(?:ark|sheet|blad) ?\d*", re.IGNORECASE)


# Biblioteket tar av minne etter det filen selv sier, og hele prosessen stopper når det ikke er nok. Et
# tall i filen som er større enn dette, er ikke sant.
_STOERSTE_ANTALL = 1_000_000
_ANTALL = re.compile(rb"""count\s*=\s*["']\s*\+?(\d+)""", re.IGNORECASE)
_ADRESSE = re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z]*)(\d*)""")
_SISTE_KOLONNE, _SISTE_RAD = 16_384, 1_048_576


def krev_trygg(data: bytes) -> None:
    """Stopp en fil som sier at den er større enn den er, eller som har en celle så langt ute at hele
    arket blir for stort å lese.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as arkiv:
        for navn in arkiv.namelist():
            if not re.fullmatch(r"xl/.+\.xml", navn, re.IGNORECASE):
                continue
            innhold = arkiv.read(navn)
            if any(
                int(tall[:20]) > _STOERSTE_ANTALL for tall in _ANTALL.findall(innhold)
            ):
                raise ValueError(navn)
            if "worksheets/" in navn.lower():
                _krev_rimelig_omraade(innhold)


def _krev_rimelig_omraade(ark: bytes) -> None:
    adresser = _ADRESSE.findall(ark)
    if any(len(bokstaver) > 3 or len(rad) > 7 for bokstaver, rad in adresser):
        raise ValueError("adresse")
    bredde = max(
        (_kolonnenummer(bokstaver.upper()) for bokstaver, _ in adresser), default=1
    )
    hoeyde = max((int(rad or 1) for _, rad in adresser), default=1)
    if bredde > _SISTE_KOLONNE or hoeyde > _SISTE_RAD:
        raise ValueError("adresse")
    if bredde * hoeyde > FLEST_CELLER or hoeyde > FLEST_RADER:
        raise Inntaksfeil(
            si(
                "Et ark i Excel-filen har celler svært langt fra tabellen. Kopier tabellen til "
                "et nytt, tomt ark, lagre, og prøv igjen. Du kan også lime inn tabellen."
            )
        )


def _kolonnenummer(bokstaver: bytes) -> int:
    nummer = 0
    for bokstav in bokstaver:
        nummer = nummer * 26 + bokstav - ord("A") + 1
    return nummer


def _rader(
    ark: python_calamine.CalamineSheet, feil: dict[tuple[int, int], str]
) -> Iterator[Raarad]:
    celler = [
        [
            feil.get((rad, kolonne)) or _tekst(verdi)
            for kolonne, verdi in enumerate(verdier, 1)
        ]
        for rad, verdier in enumerate(ark.to_python(skip_empty_area=False), 1)
    ]
    bredder: dict[int, list[tuple[int, int]]] = {}
    fortsatt: dict[int, set[int]] = {}
    for (topp, venstre), (bunn, hoeyre) in ark.merged_cell_ranges or ():
        hva = (
            celler[topp][venstre]
            if topp < len(celler) and venstre < len(celler[topp])
            else ""
        )
        for rad in range(topp, min(bunn + 1, len(celler))):
            if hoeyre > venstre:
                bredder.setdefault(rad, []).append((venstre, hoeyre - venstre + 1))
            if rad > topp and venstre < len(celler[rad]):
                celler[rad][venstre] = hva
                fortsatt.setdefault(rad, set()).add(venstre)
    for nr, rad in enumerate(celler):
        yield Raarad(
            nr + 1,
            tuple(rad),
            frozenset(fortsatt.get(nr, ())),
            tuple(sorted(bredder.get(nr, ()))),
        )


def _tekst(verdi) -> str:
    if isinstance(verdi, dt.date):
        dag = verdi.date() if isinstance(verdi, dt.datetime) else verdi
        return norsk.dato(dag)
    return celletekst(verdi).strip()
