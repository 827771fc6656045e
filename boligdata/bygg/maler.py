"""Malene til uttrekkene: én Excel-fil per kilde, laget av kontrakten, så de aldri spør om noe annet enn
det inntaket leser.

Et ark å fylle ut, med kontraktens overskrifter og nedtrekkslister fra kodelistene, og to ark til hjelp.
Inntaket leser ikke hjelpearkene (`HJELPEARK`), så en mal som er fylt ut, kan leveres som den er.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from boligdata.bygg import rettigheter
from boligdata.felles import kilder, norsk
from boligdata.felles.config import Brukerfeil
from boligdata.felles.kilder import HJELPEARK, Kilde, Kolonne

FORKLARING, VALG = HJELPEARK
# Så mange rader har nedtrekkslister og kontroll av verdiene. Flere rader kan fylles ut under dem.
RADER = 5000
JA_NEI = ("ja", "nei")
# Excel tar ikke mer i ruten som vises når en celle er valgt.
_LENGST_HJELP = 255

_I_ORD = {
    "id": "En id som er den samme hver gang, og i alle uttrekkene. Aldri fødselsnummer eller navn",
    "tekst": "Tekst, uten navn på personer",
    "heltall": "Et helt tall",
    "desimal": "Et tall",
    "dato": "En dato",
    "ja_nei": "Ja eller nei",
    "kode": "Velg fra listen",
    "omraade": "Et av områdene i kommune.toml, skrevet likt",
    "aldersgruppe": "Fra og til alder, for eksempel 67-79 eller 80+",
    "kommunenummer": "Kommunenummeret, med fire sifre",
    "region": "Kommunenummeret, med fire sifre, eller koden til en KOSTRA-gruppe eller et fylke hos SSB",
    "statistikkode": "Koden SSB bruker for det som telles, og ikke navnet",
}
_EKSEMPEL = {
    "id": "1001",
    "tekst": "Tekst",
    "dato": "31.12.2025",
    "ja_nei": "ja",
    "omraade": "Sentrum",
    "aldersgruppe": "67-79",
    "kommunenummer": "9901",
    "region": "9901",
    "statistikkode": "KOSboligSper10000000",
}


def maa_med() -> tuple[str, ...]:
    """De få uttrekkene dashbordet ikke kan være uten."""
    return tuple(id for id, kilde in kilder.kilder().items() if kilde.obligatorisk)


def skriv(mappe: Path, ider: Iterable[str]) -> list[Path]:
    """Skriv malene til `mappe`, og gi filene. Det som finnes, blir aldri skrevet over.

    Kaster `Brukerfeil` når et uttrekk ikke finnes, en fil finnes fra før, eller mappen ikke kan skrives til.
    """
    valgte = {id: mappe / f"{id}.xlsx" for id in ider}
    alle = kilder.kilder()
    if ukjente := valgte.keys() - alle.keys():
        raise Brukerfeil(
            f"Det er ingen mal for {norsk.ramse(sorted(ukjente))}. Malene heter {', '.join(alle)}."
        )
    if finnes := [fil.name for fil in valgte.values() if fil.exists()]:
        raise Brukerfeil(
            f"{norsk.ramse(finnes)} finnes fra før i {mappe}, og er ikke rørt. "
            "Flytt det som skal tas vare på, eller velg en annen mappe."
        )
    try:
        rettigheter.lag_mappe(mappe)
        with rettigheter.bare_eieren():
            for id, fil in valgte.items():
                _skriv_mal(fil, alle[id])
    except (OSError, xlsxwriter.exceptions.FileCreateError) as feil:
        raise Brukerfeil(
            f"Kan ikke skrive til {mappe}. Velg en mappe du kan skrive i."
        ) from feil
    return list(valgte.values())


def _skriv_mal(fil: Path, kilde: Kilde) -> None:
    with xlsxwriter.Workbook(fil, {"strings_to_formulas": False}) as bok:
        ark = bok.add_worksheet(kilde.id)
        forklaring, valg = (bok.add_worksheet(navn) for navn in HJELPEARK)
        lister = _skriv_valg(bok, valg, kilde)
        _skriv_uttrekket(bok, ark, kilde, lister)
        _skriv_forklaring(bok, forklaring, kilde)


# -------------------------------------------------------------------- arket som skal fylles ut


def _skriv_uttrekket(bok, ark, kilde: Kilde, lister: dict[str, str]) -> None:
    maa, kan = (
        bok.add_format({"bold": True, "bottom": 1, "bg_color": farge})
        for farge in ("#DDEBF7", "#FFFFFF")
    )
    # Tekst, så Excel ikke fjerner nuller foran id-en eller gjør den om til 1,2E+11.
    tekst = bok.add_format({"num_format": "@"})
    dag = bok.add_format({"num_format": "dd.mm.yyyy"})
    formater = {"dato": dag, "heltall": None, "desimal": None}
    ark.freeze_panes(1, 1)
    for plass, kolonne in enumerate(kilde.kolonner.values()):
        bredde = max(14, len(kolonne.navn) + 4)
        ark.set_column(plass, plass, bredde, formater.get(kolonne.type, tekst))
        overskrift = f"{kolonne.navn} *" if kolonne.paakrevd else kolonne.navn
        ark.write_string(0, plass, overskrift, maa if kolonne.paakrevd else kan)
        if regel := _regel(kolonne, lister):
            ark.data_validation(1, plass, RADER, plass, regel | _hjelp(kolonne))


def _regel(kolonne: Kolonne, lister: dict[str, str]) -> dict | None:
    """Hva Excel skal godta i kolonnen, slik XlsxWriter vil ha det."""
    if kolonne.id in lister:
        # Med flere verdier i samme celle kan listen bare være en hjelp.
        streng = "information" if kolonne.flere else "stop"
        return {
            "validate": "list",
            "source": lister[kolonne.id],
            "error_type": streng,
            "error_title": "Ikke i listen",
            "error_message": "Velg en av verdiene i listen.",
        }
    if kolonne.type in ("heltall", "desimal"):
        return {
            "validate": "integer" if kolonne.type == "heltall" else "decimal",
            "criteria": "between",
            "minimum": -1e9 if kolonne.minst is None else kolonne.minst,
            "maximum": 1e9 if kolonne.hoeyst is None else kolonne.hoeyst,
            "error_title": "Utenfor det som er mulig",
            "error_message": _hva(kolonne) + ".",
        }
    return {"validate": "any"}


def _hjelp(kolonne: Kolonne) -> dict:
    """Ruten som vises når en celle i kolonnen er valgt."""
    hjelp = f"{_hva(kolonne)}. {_krav(kolonne)}."
    return {"input_title": kolonne.navn[:32], "input_message": hjelp[:_LENGST_HJELP]}


# ------------------------------------------------------------------------------ arkene til hjelp


def _skriv_valg(bok, ark, kilde: Kilde) -> dict[str, str]:
    """Skriv lovlige verdier på sitt eget ark, og gi stedet hver kolonne henter sine fra."""
    fet = bok.add_format({"bold": True, "bottom": 1})
    lister = {}
    for plass, (kolonne, verdier) in enumerate(_med_liste(kilde)):
        ark.set_column(plass, plass, 30)
        ark.write_string(0, plass, kolonne.navn, fet)
        ark.write_column(1, plass, verdier)
        bokstav = xl_col_to_name(plass, col_abs=True)
        lister[kolonne.id] = f"='{VALG}'!{bokstav}$2:{bokstav}${len(verdier) + 1}"
    return lister


def _med_liste(kilde: Kilde) -> Iterator[tuple[Kolonne, tuple[str, ...]]]:
    for kolonne in kilde.kolonner.values():
        if verdier := _verdier(kolonne):
            yield kolonne, verdier


def _verdier(kolonne: Kolonne) -> tuple[str, ...]:
    if kolonne.type == "ja_nei":
        return JA_NEI
    if kolonne.kodeliste is None:
        return ()
    return tuple(kode.navn for kode in kilder.kodelister()[kolonne.kodeliste].koder)


def _skriv_forklaring(bok, ark, kilde: Kilde) -> None:
    fet = bok.add_format({"bold": True, "bottom": 1})
    brutt = bok.add_format({"text_wrap": True, "valign": "top"})
    ark.set_column(0, 0, 30, brutt)
    ark.set_column(1, 1, 16, brutt)
    ark.set_column(2, 2, 70, brutt)
    ark.set_column(3, 3, 24, brutt)
    ark.write_string(0, 0, kilde.navn, bok.add_format({"bold": True, "font_size": 14}))
    innledning = (
        f"{kilde.beskrivelse} Leveres {kilde.hyppighet} av {norsk.ramse(kilde.eiere)}.",
        f"Fyll ut arket «{kilde.id}», én rad for hver. Kolonnene med stjerne må fylles ut.",
        "Kolonner dere ikke har, kan stå tomme. Legg ikke til navn, fødselsnummer eller adresser.",
    )
    for rad, linje in enumerate(innledning, start=1):
        ark.write_string(rad, 0, linje)
    start = len(innledning) + 2
    ark.write_row(
        start, 0, ("Kolonne", "Må den med?", "Hva som skal stå", "Eksempel"), fet
    )
    for rad, kolonne in enumerate(kilde.kolonner.values(), start=start + 1):
        celler = (kolonne.navn, _krav(kolonne), _hva(kolonne), eksempel(kolonne))
        for plass, tekst in enumerate(celler):
            ark.write_string(rad, plass, tekst)


def _krav(kolonne: Kolonne) -> str:
    return "Må fylles ut" if kolonne.paakrevd else "Kan stå tom"


def _hva(kolonne: Kolonne) -> str:
    """Hva som skal stå i kolonnen, uten punktum på slutten."""
    deler = [_I_ORD[kolonne.type]]
    if kolonne.minst is not None and kolonne.hoeyst is not None:
        deler.append(f"fra {kolonne.minst:g} til {kolonne.hoeyst:g}")
    elif kolonne.minst is not None:
        deler.append(f"minst {kolonne.minst:g}")
    if kolonne.flere:
        deler.append("flere verdier skilles med komma")
    return ", ".join(deler)


def eksempel(kolonne: Kolonne) -> str:
    """En verdi kolonnen godtar, skrevet slik en person ville gjort det."""
    if verdier := _verdier(kolonne):
        return verdier[0]
    return _EKSEMPEL.get(kolonne.type) or f"{max(1, kolonne.minst or 0):g}"
