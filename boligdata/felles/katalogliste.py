"""Indikatorene som en liste til å lese: Markdown på skjermen og i katalogens README, og Excel til den som vil
sortere.

Listen er laget av katalogen hver gang, så den kan ikke si noe annet enn det dashbordet regner ut.
"""

from pathlib import Path

import xlsxwriter

from boligdata.felles import katalog, kilder, lover, norsk
from boligdata.felles.config import PAKKE, Brukerfeil
from boligdata.felles.katalog import Indikator

README = PAKKE / "felles" / "katalog" / "README.md"
START, SLUTT = "<!-- indikatorene: start -->", "<!-- indikatorene: slutt -->"

# Kolonnene i hele listen, med bredden de får i Excel. README har dem i `KORT`.
KOLONNER = {
    "Tema": 14,
    "Navn": 36,
    "Definisjon": 70,
    "Enhet": 26,
    "Ønsket retning": 14,
    "Mål": 14,
    "Kilder": 34,
    "Regelverk": 30,
    "Id": 26,
}
KORT = ("Navn", "Enhet", "Ønsket retning", "Mål", "Kilder")
_RETNING = {"opp": "høyere", "ned": "lavere", "ingen": "–"}


def rader() -> list[dict[str, str]]:
    """En rad per indikator i katalogens rekkefølge, med alle kolonnene."""
    return [_rad(i) for i in katalog.indikatorer().values()]


def markdown() -> str:
    """Hele listen som én tabell i Markdown."""
    return _tabell(tuple(KOLONNER), rader())


def markdown_kort() -> str:
    """Listen slik den står i README: én tabell per tema, uten definisjonene."""
    temaer: dict[str, list[dict[str, str]]] = {}
    for rad in rader():
        temaer.setdefault(rad["Tema"], []).append(rad)
    return "\n\n".join(
        f"**{tema}**\n\n{_tabell(KORT, radene)}" for tema, radene in temaer.items()
    )


def skriv_xlsx(fil: Path) -> None:
    """Skriv hele listen til en Excel-fil, med filter på kolonnene. Kaster `Brukerfeil` når filen
    ikke kan skrives.
    """
    try:
        with xlsxwriter.Workbook(fil, {"strings_to_formulas": False}) as bok:
            fet = bok.add_format({"bold": True, "bottom": 1})
            brutt = bok.add_format({"text_wrap": True, "valign": "top"})
            ark = bok.add_worksheet("Indikatorer")
            radene = rader()
            for nr, (navn, bredde) in enumerate(KOLONNER.items()):
                ark.set_column(nr, nr, bredde, brutt)
                ark.write_string(0, nr, navn, fet)
                for linje, rad in enumerate(radene, start=1):
                    ark.write_string(linje, nr, rad[navn])
            ark.freeze_panes(1, 2)
            ark.autofilter(0, 0, len(radene), len(KOLONNER) - 1)
    except (OSError, xlsxwriter.exceptions.FileCreateError) as feil:
        raise Brukerfeil(
            f"Kan ikke skrive {fil}. Er filen åpen i et annet program, eller finnes ikke mappen?"
        ) from feil


def i_readme(tekst: str) -> str:
    """README med tabellen laget på nytt mellom merkene. Kaster `Brukerfeil` når merkene mangler."""
    foer, start, resten = tekst.partition(START)
    _, slutt, etter = resten.partition(SLUTT)
    if not start or not slutt:
        raise Brukerfeil(
            f"Fant ikke merkene «{START}» og «{SLUTT}» i README.md. Sett dem inn der tabellen skal stå."
        )
    return f"{foer}{START}\n\n{markdown_kort()}\n\n{SLUTT}{etter}"


def skriv_readme(fil: Path = README) -> None:
    """Lag tabellen i README på nytt."""
    fil.write_text(i_readme(fil.read_text(encoding="utf-8")), encoding="utf-8")


def _rad(i: Indikator) -> dict[str, str]:
    verdier = (
        norsk.tema(i.tema),
        i.navn,
        i.definisjon,
        _enhet(i),
        _RETNING[i.retning],
        _maaltall(i),
        norsk.ramse([kilder.kilder()[id].navn for id in i.kilder]),
        lover.tekst(i.hjemmel) if i.hjemmel else "–",
        i.id,
    )
    return dict(zip(KOLONNER, verdier, strict=True))


def _enhet(i: Indikator) -> str:
    """«prosent av boligene», «antall søknader», «dager». Et forholdstall har alt i enhetsordet."""
    navn = i.eksakt_enhet.navn
    return f"{navn} {i.enhetsord}" if i.er_antall or i.er_prosent else i.enhetsord


def _maaltall(i: Indikator) -> str:
    if i.maaltall is None:
        return "–"
    return norsk.maalgrense(i, i.eksakt_enhet).replace(norsk.NB, " ")


def _tabell(kolonner: tuple[str, ...], radene: list[dict[str, str]]) -> str:
    linjer = [
        kolonner,
        ("---",) * len(kolonner),
        *([rad[k].replace("|", "\\|") for k in kolonner] for rad in radene),
    ]
    return "\n".join(f"| {' | '.join(linje)} |" for linje in linjer)
