"""Hvor lang tid det tar å lese det som kommer inn: en handlingsdel på hundre rader, og uttrekkene.

For handlingsdelen er gulvet det biblioteket for filtypen bruker på å gi fra seg de samme cellene. Det er
to hundre tiltak i planen fra før, så gjenkjenningen er med. Uttrekkene måles slik kommunen sjekker dem, med
kommandoen `sjekk` i en egen prosess: en million rader, en fil der alt er galt, og filer som ikke skal inn.
"""

import io
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
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
    return ut + _uttrekk(kort)


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


# ------------------------------------------------------------------------------- uttrekk

HODE_I_UTTREKK = (
    "Husstandsnr;Målgruppe;Virkemiddel;Søkt;Vedtaksdato;Vedtak;Fra;Til;Beløp"
)
KOMMUNE = """navn = "Fjordvik"
kommunenummer = "9901"
omraader = ["Sentrum"]
plan_fra = 2022
plan_til = 2032
foerste_aar = 2016
per_dato = 2025-12-31
"""
MANGE, GALE = 1_000_000, 30_000
MEST_SEKUNDER, MEST_MB, MEST_GANGER = 20, 1_000, 5
AVVIS_SEKUNDER, AVVIS_MB = 2, 300


def _uttrekk(kort: bool) -> list[Maaling]:
    rader = MANGE // 20 if kort else MANGE
    with tempfile.TemporaryDirectory(prefix="inntak-") as navn:
        mappe = Path(navn)
        (mappe / "kommune.toml").write_text(KOMMUNE, encoding="utf-8")
        fil = mappe / "virkemiddel.csv"
        _skriv_uttrekk(fil, rader, _god)
        mange = _sjekk(mappe)
        ut = [
            Maaling(f"{rader} rader CSV sjekket", mange[0], "s", MEST_SEKUNDER),
            Maaling(f"{rader} rader CSV sjekket, minne", mange[1], "MB", MEST_MB),
        ]
        fil.unlink()
        tom = _sjekk(mappe)
        kostnad = []
        for rad in (_god, _gal):
            _skriv_uttrekk(fil, GALE, rad)
            kostnad.append(_sjekk(mappe)[2] - tom[2])
        ut.append(
            Maaling(
                f"En rad der alt er galt, mot en god rad, av {GALE}",
                kostnad[1] / kostnad[0],
                "×",
                MEST_GANGER,
                f"{kostnad[1]:.1f} mot {kostnad[0]:.1f} s CPU",
            )
        )
        fil.unlink()
        svar = {hva: _avvist(mappe, *lag()) for hva, lag in SKAL_IKKE_INN.items()}
    tregest = max(svar, key=lambda hva: svar[hva][0])
    stoerst = max(svar, key=lambda hva: svar[hva][1])
    return [
        *ut,
        Maaling(
            f"{len(svar)} filer som ikke skal inn, den tregeste ({tregest})",
            svar[tregest][0],
            "s",
            AVVIS_SEKUNDER,
        ),
        Maaling(
            f"{len(svar)} filer som ikke skal inn, den største ({stoerst})",
            svar[stoerst][1],
            "MB",
            AVVIS_MB,
        ),
    ]


def _god(nr: int) -> str:
    dag, maaned = nr % 28 + 1, nr % 12 + 1
    return (
        f"H{nr:07};Rus og psykisk helse;Startlån;{dag:02}.{maaned:02}.2024;"
        f"{dag:02}.{maaned:02}.2025;Innvilget;;;{nr % 90_000 + 1000},50"
    )


def _gal(nr: int) -> str:
    return f"1E+11;grp{nr};virk{nr};x{nr};y{nr};v{nr};z{nr};w{nr};k{nr}"


def _skriv_uttrekk(fil: Path, antall: int, rad: Callable[[int], str]) -> None:
    with fil.open("w", encoding="utf-8") as ut:
        ut.write(HODE_I_UTTREKK + "\n")
        ut.writelines(f"{rad(nr)}\n" for nr in range(antall))


# Minnet leses i prosessen selv: det operativsystemet sier etterpå, har med minnet til den som startet den.
_SJEKK = """
import sys
from boligdata.__main__ import main
assert main(sys.argv[1:]) in (0, 1)
status = open("/proc/self/status").read()
print(status.split("VmHWM:")[1].split()[0])
"""


def _sjekk(mappe: Path) -> tuple[float, float, float]:
    """Sekunder, MB på det meste, og sekunder CPU for kommandoen."""
    kommando = [sys.executable, "-c", _SJEKK, "sjekk", "--uttrekk", str(mappe)]
    start, foer = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    svar = subprocess.run(
        [*kommando, "--rapport", str(mappe / "avvik.csv")],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"BOLIGDATA_NOEKKEL": "n" * 32},
    )
    sekunder = time.perf_counter() - start
    etter = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = etter.ru_utime + etter.ru_stime - foer.ru_utime - foer.ru_stime
    return sekunder, int(svar.stdout.split()[-1]) / 1024, cpu


def _avvist(mappe: Path, navn: str, data: bytes) -> tuple[float, float]:
    fil = mappe / navn
    fil.write_bytes(data)
    sekunder, minne, _ = _sjekk(mappe)
    fil.unlink()
    assert "stoppet" in (mappe / "avvik.csv").read_text(encoding="utf-8")
    return sekunder, minne


def _bok(deler: dict[str, str | bytes]) -> tuple[str, bytes]:
    ut = io.BytesIO()
    with zipfile.ZipFile(ut, "w", zipfile.ZIP_DEFLATED) as arkiv:
        arkiv.writestr(
            "xl/workbook.xml",
            '<w xmlns:r="r"><sheets><sheet name="A" r:id="r1"/></sheets></w>',
        )
        arkiv.writestr(
            "xl/_rels/workbook.xml.rels",
            '<r><Relationship Id="r1" Type="x/worksheet" Target="worksheets/a.xml"/></r>',
        )
        for navn, innhold in deler.items():
            arkiv.writestr(navn, innhold)
    return "virkemiddel.xlsx", ut.getvalue()


ARK = "xl/worksheets/a.xml"
_LANG = "<si><t>" + "x" * 32_000 + "</t></si>"
SKAL_IKKE_INN: dict[str, Callable[[], tuple[str, bytes]]] = {
    "celle i XFD1048576": lambda: _bok(
        {ARK: '<w><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></w>'}
    ),
    "bombe i felles tekster": lambda: _bok(
        {
            ARK: "<w>" + '<row><c t="s"><v>0</v></c></row>' * 100_000 + "</w>",
            "xl/sharedStrings.xml": f"<sst>{_LANG}</sst>",
        }
    ),
    "zip-bombe": lambda: _bok({ARK: "<w>" + " " * 200_000_000 + "</w>"}),
    "entiteter": lambda: _bok({ARK: '<!DOCTYPE w [<!ENTITY a "b">]><w>&a;</w>'}),
    "makroer": lambda: _bok({ARK: "<w/>", "xl/vbaProject.bin": b"x"}),
    "koblinger": lambda: _bok({ARK: "<w/>", "xl/externalLinks/a.xml": "<x/>"}),
    "100 000 kolonner": lambda: ("virkemiddel.csv", b";".join([b"x"] * 100_000)),
    "et felt uten slutt": lambda: (
        "virkemiddel.csv",
        HODE_I_UTTREKK.encode() + b'\nH1;"' + b"linje\n" * 28_000_000,
    ),
    "en linje uten slutt": lambda: (
        "virkemiddel.csv",
        HODE_I_UTTREKK.encode() + b"\nH1;" + b"x" * 170_000_000,
    ),
    "dyp JSON": lambda: ("virkemiddel.csv", b'{"a":' * 1_000_000),
}


def _aapne_word(data: bytes) -> list[str]:
    kropp = docx.Document(io.BytesIO(data)).element.body
    return [tekst.text for tekst in kropp.xpath(".//w:t")]


def _aapne_excel(data: bytes) -> list[list]:
    bok = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return bok.get_sheet_by_index(0).to_python()
