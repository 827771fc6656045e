"""Handlingsdeler i den formen ekte planer har, med egne ord: bygget som Word og Excel i testen."""

import io
from collections.abc import Sequence

import docx
import xlsxwriter
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls


def word(*deler) -> bytes:
    """Et Word-dokument. En tekst er et avsnitt, (nivå, tekst) en overskrift, og en liste en tabell.

    I en tabell er None en celle som er flettet med den over, og en rad med ett element er en celle
    på tvers.
    """
    dokument = docx.Document()
    for del_ in deler:
        if isinstance(del_, str):
            dokument.add_paragraph(del_)
        elif isinstance(del_, tuple):
            dokument.add_heading(del_[1], level=del_[0])
        else:
            _word_tabell(dokument, del_)
    ut = io.BytesIO()
    dokument.save(ut)
    return ut.getvalue()


def _word_tabell(dokument, rader: Sequence[Sequence[str | None]]) -> None:
    bredde = max(map(len, rader))
    tabell = dokument.add_table(len(rader), bredde)
    for nr, rad in enumerate(rader):
        if len(rad) == 1:
            tabell.cell(nr, 0).merge(tabell.cell(nr, bredde - 1)).text = rad[0]
            continue
        for plass, tekst in enumerate(rad):
            if tekst is not None:
                tabell.cell(nr, plass).text = tekst
    for plass in range(bredde):
        _flett_nedover(tabell, rader, plass)


def _flett_nedover(tabell, rader, plass: int) -> None:
    start = 0
    for nr, rad in enumerate([*rader, [""] * (plass + 2)]):
        fortsetter = len(rad) > 1 and rad[plass : plass + 1] == [None]
        if not fortsetter:
            if nr - 1 > start:
                tabell.cell(start, plass).merge(tabell.cell(nr - 1, plass))
            start = nr


def excel(*ark: tuple[str, Sequence[Sequence]], skjult: str = "") -> bytes:
    """En Excel-fil. En rad med ett element er flettet på tvers når tabellen er bredere."""
    ut = io.BytesIO()
    with xlsxwriter.Workbook(ut, {"in_memory": True}) as bok:
        dato = bok.add_format({"num_format": "dd.mm.yyyy"})
        for navn, rader in ark:
            arket = bok.add_worksheet(navn)
            if navn == skjult:
                arket.hide()
            bredde = max(map(len, rader), default=0)
            for nr, rad in enumerate(rader):
                if len(rad) == 1 and bredde > 1:
                    arket.merge_range(nr, 0, nr, bredde - 1, rad[0])
                    continue
                for plass, verdi in enumerate(rad):
                    if hasattr(verdi, "isoformat"):
                        arket.write_datetime(nr, plass, verdi, dato)
                    elif verdi is not None:
                        arket.write(nr, plass, verdi)
    return ut.getvalue()


# Målet står i den første raden det gjelder, flettet nedover. Nummer og tiltak i samme celle, flere
# ansvarlige, og frister som tekst.
MAAL_I_EGEN_KOLONNE = word(
    (1, "Handlingsdel"),
    "Tabellen viser tiltakene i planperioden.",
    [
        ["Mål", "Strategi/Tiltak", "Ansvarlig", "Frist/Tidsplan"],
        [
            "Flere boliger som passer",
            "1.1 Bygge åtte leiligheter i sentrum",
            "NAV, Helse og mestring og Eiendom",
            "Innflytningsklare i løpet av 2025",
        ],
        [None, "1.2 Kjøpe tre eneboliger", "Eiendom", "Avklares i budsjett 2025"],
        [None, "1.3 Fornye tilvisningsavtalene", "Eiendom\nNAV", "Hvert år"],
        [
            "Folk beholder boligen",
            "2.1 Oppfølging i hjemmet",
            "Helse og mestring",
            "Fortløpende",
        ],
        [
            None,
            "2.2 Avtale med namsmannen",
            "NAV i samarbeid med Namsmannen",
            "Første halvdel 2024 – senest 01.01.2025",
        ],
        [None, "2.3 Rutine ved restanser", "", "Ref. vedtak 87/2022"],
    ],
)

# Nynorsk, uten frist og penger: tiltak, korleis, og nummeret på målet i samfunnsdelen.
NYNORSK_UTEN_FRIST = (
    "Tiltak/prinsipp\tKorleis\tMål i samfunnsdelen (nr)\n"
    'Bustader nær butikk og buss\t"Kjøpe tomt saman med utbyggjar\n'
    'Setje vilkår i reguleringsplanen"\t2, 4\n'
    "Fleire bufellesskap for unge\tSpørje nabokommunane\t1\n"
    "Husvert på deltid\tProve i to år\t3\n"
)

# Hovedmål og innsatsområder er overskrifter i dokumentet, med en tabell under hver. Den siste tabellen
# er fortsettelsen på neste side, uten overskrift.
EN_TABELL_PER_MAAL = word(
    (1, "Tiltaksplan"),
    "Tiltaksplanen er administrativ.",
    (2, "Hovedmål 1: Alle skal ha et sted å bo"),
    (3, "Innsatsområde: Bosetting"),
    [
        ["Tiltak", "Hensikt", "Ansvarlig", "Finansiering"],
        [
            "Ett boligkontor",
            "Én dør inn for den som søker",
            "Tildelingskontoret",
            "Eksisterende rammer",
        ],
        [
            "Flere utleieboliger",
            "Kortere kø",
            "Eiendom",
            "Ekstern finansiering/Husbanken",
        ],
    ],
    (2, "Hovedmål 2: Trygge bomiljøer"),
    [
        ["Tiltak", "Hensikt", "Ansvarlig", "Finansiering"],
        [
            "Miljøvaktmester",
            "Ro i bomiljøet",
            "Eiendom",
            "Krever vedtak i handlingsprogrammet",
        ],
    ],
    [["Nabomøter", "Færre klager", "Eiendom og NAV", "1,2 mill. kr i 2025"]],
)

# Excel med tittel over tabellen, målene i rader på tvers, og en fotnote under.
MAAL_PAA_TVERS = excel(
    (
        "Handlingsdel",
        [
            ["Boligsosial plan for Lilleby"],
            ["Vedtatt 14.12.2022"],
            ["Nr", "Tiltak", "Ansvar", "Når", "Økonomi"],
            ["Hovedmål 1 Egnede boliger til alle"],
            ["Delmål 1.1 Nok kommunale boliger"],
            [1, "Bygge omsorgsboliger", "Helse og mestring", "i kommunestyreperioden",
             "vil kreve prioritering av midler"],
            [2, "Selge uegnede boliger", "Eiendom", 2025, "Innenfor rammen"],
            ["Delmål 1.2 Private boliger"],
            [3, "Veilede om startlån", "NAV", "Løpende", "Innenfor rammen"],
            ["Hovedmål 2 Gode tjenester"],
            [4, "Felles møte hver måned", "NAV/Tildelingskontoret", "Høst 2025", ""],
            ["* Beløpene er ikke vedtatt"],
        ],
    ),
    ("Regneark", [["Hjelpetall"], [1, 2]]),
    skjult="Regneark",
)  # fmt: skip

# Beløp for hvert år bortover, i tusen kroner, med overskrifter i to rader og en sumrad.
AAR_BORTOVER = excel(
    (
        "Økonomi",
        [
            ["Tall i 1000 kr", "", "", "", "", ""],
            ["Tiltak", "Funksjon", "Ansvarlig enhet", "Drift", "Drift", "Investering"],
            [None, None, None, 2025, 2026, 2026],
            ["Kjøpe utleieboliger", "265", "Eiendom", None, 150, "12 400"],
            ["Booppfølging i to årsverk", 254, "Helse og mestring", 800, 1600, "–"],
            ["Sum", "", "", 800, 1750, 12400],
        ],
    )
)

# CSV fra et eldre system, i Windows-1252 med semikolon.
SEMIKOLON = (
    "Tiltaksnr;Hva;Hvem;Milepæler;Målgruppe;Frist;Kostnad;Status;Vedtak;Lokal kode\r\n"
    "T1;Fire småhus på Åsen;Eiendom;Tomt kjøpt mars 2024;Rus og psykisk helse, Løslatte;Q2 2025;"
    '0,8 mill. per år;Påbegynt: grunnarbeid;"Kommunestyret 14.12.2022, sak 87/2022";X-9\r\n'
    "T2;Kartlegge ungdom;NAV;;Unge;1. tertial 2026;500 000 kr;Ikke startet;;\r\n"
    "T3;Velkomstmøte;Flyktningtjenesten;;Alle som flytter;2023-2026;Innenfor rammen;Nesten ferdig;;\r\n"
).encode("cp1252")

# Limt inn fra Word: avsnitt i en celle blir linjer, og målene står alene på en linje.
LIMT_FRA_WORD = (
    "Nr + tiltak\tAnsvarlig\tFrist\n"
    "Bolig for alle\n"
    "1.1 Etablere bofellesskap\nTomt er ikke valgt\tHelse og mestring\nEiendom\t2025\n"
    "1.2 Oppdatere boligregisteret\tEiendom\tHvert år\n"
    "Oppfølging\n"
    "2.1 Hjemmebesøk\tNAV\tFortløpende\n"
)


# Ett kort for hvert tiltak, med ledetekstene nedover, og overskriften på målet over.
TILTAKSKORT = word(
    (2, "Hovedmål 1: Trygge hjem"),
    [
        ["Tiltak", "Ansette en husvert på halv tid"],
        ["Hensikt", "Færre klager fra naboene"],
        ["Ansvarlig", "Eiendom"],
        ["Frist", "1. tertial 2026"],
        ["Finansiering", "0,4 mill. kr i 2026"],
    ],
    [
        ["Tiltak", "Leie til eie"],
        ["Hensikt", "Flere skal eie"],
        ["Ansvarlig", "NAV"],
        ["Frist", "Løpende"],
        ["Finansiering", "Innenfor rammen"],
    ],
)


def med_automatiske_numre() -> bytes:
    """Et Word-dokument der numrene i den første kolonnen lages av Word, på to nivåer."""
    dokument = docx.Document()
    tabell = dokument.add_table(5, 3)
    rader = [
        ["Tiltak", "Ansvarlig", "Frist"],
        ["Bolig", "", ""],
        ["Bygge", "Eiendom", "2025"],
        ["Kjøpe", "NAV", "2026"],
        ["Tjenester", "", ""],
    ]
    for rad, celler in zip(tabell.rows, rader):
        for celle, tekst in zip(rad.cells, celler):
            celle.text = tekst
    siste = tabell.add_row()
    for celle, tekst in zip(
        siste.cells, ["Booppfølging", "Helse og mestring", "Løpende"]
    ):
        celle.text = tekst
    for nr, nivaa in ((1, 0), (2, 1), (3, 1), (4, 0), (5, 1)):
        _nummerer(tabell.cell(nr, 0).paragraphs[0], nivaa)
    _legg_til_liste(dokument)
    ut = io.BytesIO()
    dokument.save(ut)
    return ut.getvalue()


def _nummerer(avsnitt, nivaa: int) -> None:
    egenskaper = avsnitt._p.get_or_add_pPr().get_or_add_numPr()
    egenskaper.get_or_add_ilvl().val = nivaa
    egenskaper.get_or_add_numId().val = 99


_LISTE = """
<w:abstractNum {ns} w:abstractNumId="99">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
</w:abstractNum>
"""
_NUMMER = '<w:num {ns} w:numId="99"><w:abstractNumId w:val="99"/></w:num>'


def _legg_til_liste(dokument) -> None:
    rot = dokument.part.numbering_part.element
    rot.insert(0, parse_xml(_LISTE.format(ns=nsdecls("w"))))
    rot.append(parse_xml(_NUMMER.format(ns=nsdecls("w"))))
