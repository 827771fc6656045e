"""PDF: satt av Typst, med tagger som skjermlesere følger, og i arkivformat.

Innholdet går til Typst som JSON, så ingen tekst noen har skrevet, kan bli til kode. Typst nekter å lage
filen når en figur mangler tekstalternativ eller et overskriftsnivå er hoppet over.

Det følger ingen skrift med programmet. Malen og figurene ber om Arial eller en som ligner, i den rekkefølgen
de står, og tjeneren bruker den første den har. Har den ingen, brukes Libertinus Serif, som ligger i Typst
(fri lisens, SIL OFL). Skriften legges inn i PDF-en, så den ser lik ut hos alle. Word og PowerPoint får bare
navnet på skriften, og bruker den som ligger hos leseren.
"""

import datetime as dt
import json
from pathlib import Path

import typst

from boligdata.innhold.rapport.dokument import (
    Blokk,
    Dokument,
    Feltblokk,
    Figurblokk,
    Overskrift,
    Punktliste,
    Tabellblokk,
    Tekstblokk,
)
from boligdata.innhold.rapport.skriv import ordene

MAL = Path(__file__).parent / "rapport.typ"
# Tilgjengelig for alle, og et arkivformat med den samme strukturen.
STANDARDER = ["ua-1", "a-2a"]


def skriv(dokument: Dokument) -> bytes:
    """Dokumentet som PDF."""
    return typst.compile(
        filene(dokument),
        format="pdf",
        pdf_standards=STANDARDER,
        timestamp=int(_midnatt(dokument.laget).timestamp()),
    )


def filene(dokument: Dokument) -> dict[str, bytes]:
    """Alt Typst leser: malen, innholdet og figurene."""
    figurer: dict[str, bytes] = {}
    innhold = {
        "tittel": dokument.tittel,
        "undertittel": dokument.undertittel,
        "om": dokument.om,
        "topptekst": dokument.topptekst,
        "bunntekst": dokument.bunntekst,
        "spraak": dokument.spraak,
        "nyeSider": dokument.nye_sider,
        "laget": [dokument.laget.year, dokument.laget.month, dokument.laget.day],
        "innhold": ordene.innhold(),
        "noteoverskrift": ordene.noter(),
        "sidetall": ordene.sidetall(),
        "blokker": [_blokk(blokk, figurer) for blokk in dokument.blokker],
        "noter": [
            {"nr": note.nr, "navn": note.navn, "linjer": note.linjer}
            for note in dokument.noter
        ],
    }
    return {
        "main.typ": MAL.read_bytes(),
        "innhold.json": json.dumps(innhold).encode(),
        **figurer,
    }


def _midnatt(dag: dt.date) -> dt.datetime:
    return dt.datetime.combine(dag, dt.time(), dt.UTC)


def _blokk(blokk: Blokk, figurer: dict[str, bytes]) -> dict:
    match blokk:
        case Overskrift():
            return {"slag": "overskrift", "tekst": blokk.tekst, "nivaa": blokk.nivaa}
        case Tekstblokk():
            return {"slag": "avsnitt", "tekst": blokk.tekst, "dempet": blokk.dempet}
        case Punktliste():
            return {"slag": "punkter", "punkter": blokk.punkter}
        case Feltblokk():
            return {"slag": "felt", "avsnitt": blokk.avsnitt, "tomt": blokk.er_tomt}
        case Tabellblokk():
            return {"slag": "tabell"} | _tabell(blokk)
        case Figurblokk():
            return _figur(blokk, figurer)


def _tabell(tabell: Tabellblokk) -> dict:
    return {
        "tittel": tabell.tittel,
        "hode": tabell.hode,
        "rader": tabell.rader,
        "tall": sorted(tabell.tall),
        "bredder": tabell.bredder,
    }


def _figur(figur: Figurblokk, figurer: dict[str, bytes]) -> dict:
    ut = {
        "slag": "figur",
        "tittel": figur.tittel,
        "nivaa": figur.nivaa,
        "gjelder": figur.gjelder,
        "setning": figur.setning,
        "alt": figur.tekstalternativ,
        "kilde": figur.kilde,
        "note": figur.note,
        "henvisning": ordene.note(figur.note),
        "bilde": "",
        "bildebredde": figur.bildebredde if figur.svg else 0,
        "tabell": _tabell(figur.tabell) if figur.viser_tabell else None,
    }
    if figur.svg:
        ut["bilde"] = f"figur{len(figurer)}.svg"
        figurer[ut["bilde"]] = figur.svg.encode()
    return ut
