"""Hvor lang tid en handlingsdel på hundre rader tar fra fil til forslag, mot bare å åpne filen.

Gulvet er det biblioteket for filtypen bruker på å gi fra seg de samme cellene. Det er to hundre tiltak
i planen fra før, så gjenkjenningen er med.
"""

import io
import time
from statistics import median

import docx
import python_calamine
import xlsxwriter

from tests.ytelse.grunnlag import Grunnlag
from tests.ytelse.tabell import Maaling, spenn

GRENSE_MS, RADER, FINNES = 1_000, 100, 200
HODE = ["Mål", "Nr + tiltak", "Hensikt", "Ansvarlig", "Frist/Tidsplan", "Finansiering"]
FRISTER = (
    "Høst 2025",
    "Innen utgangen av 2024 – senest 01.01.2025",
    "Fortløpende",
    "Q2 2026",
)
PENGER = (
    "1,2 mill. kr i 2025 og 0,5 mill. i 2026",
    "Innenfor rammen",
    "0,8 mill. per år",
)
EIERE = (
    "NAV, Helse og mestring og Eiendom",
    "Eiendom",
    "NAV i samarbeid med Husbanken",
)


def maal(grunnlag: Grunnlag, kort: bool) -> list[Maaling]:
    """Fra Word, Excel og utklippstavlen."""
    from boligdata.arbeid import inntak

    runder = 3 if kort else 15
    word, excel = _word(), _excel()
    limt = "\n".join("\t".join(rad) for rad in [HODE, *_rader()])
    ramme = inntak.Ramme((2022, 2032), ("NAV", "Helse og mestring", "Eiendom"))
    finnes = [
        ett.tiltak
        for ett in inntak.les_tekst(limt.replace("Bygge", "Selge"), ramme).forslag
    ]
    finnes += [ett.tiltak for ett in inntak.les_fil(excel, ramme).forslag][
        : FINNES - RADER
    ]
    veier = {
        "Word": (
            lambda: inntak.les_fil(word, ramme, finnes),
            lambda: _aapne_word(word),
        ),
        "Excel": (
            lambda: inntak.les_fil(excel, ramme, finnes),
            lambda: _aapne_excel(excel),
        ),
        "utklippstavlen": (
            lambda: inntak.les_tekst(limt, ramme, finnes),
            lambda: [rad.split("\t") for rad in limt.split("\n")],
        ),
    }
    ut = []
    for navn, (les, gulv) in veier.items():
        tider, gulvtider = [], []
        assert len(les().forslag) == RADER
        for _ in range(runder):
            gulvtider.append(_ms(gulv))
            tider.append(_ms(les))
        ut.append(
            Maaling(
                f"Handlingsdel på {RADER} rader fra {navn} til forslag, {FINNES} tiltak fra før",
                median(tider),
                "ms",
                GRENSE_MS,
                f"{spenn(tider, 'ms')} mot {spenn(gulvtider, 'ms')}",
            )
        )
    return ut


def _ms(gjoer) -> float:
    start = time.perf_counter()
    gjoer()
    return (time.perf_counter() - start) * 1000


def _rader() -> list[list[str]]:
    return [
        [
            f"Mål {nr // 20}",
            f"{nr // 20 + 1}.{nr % 20 + 1} Bygge og tilpasse {nr} boliger i område {nr * 7 % 100}",
            "Flere skal ha en bolig som passer, og slippe å flytte",
            EIERE[nr % len(EIERE)],
            FRISTER[nr % len(FRISTER)],
            PENGER[nr % len(PENGER)],
        ]
        for nr in range(RADER)
    ]


def _word() -> bytes:
    dokument = docx.Document()
    tabell = dokument.add_table(RADER + 1, len(HODE))
    for rad, celler in zip(tabell.rows, [HODE, *_rader()]):
        for celle, tekst in zip(rad.cells, celler):
            celle.text = tekst
    ut = io.BytesIO()
    dokument.save(ut)
    return ut.getvalue()


def _excel() -> bytes:
    ut = io.BytesIO()
    with xlsxwriter.Workbook(ut, {"in_memory": True}) as bok:
        ark = bok.add_worksheet()
        for nr, rad in enumerate([HODE, *_rader()]):
            ark.write_row(nr, 0, rad)
    return ut.getvalue()


def _aapne_word(data: bytes) -> list[str]:
    kropp = docx.Document(io.BytesIO(data)).element.body
    return [tekst.text for tekst in kropp.xpath(".//w:t")]


def _aapne_excel(data: bytes) -> list[list]:
    bok = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return bok.get_sheet_by_index(0).to_python()
