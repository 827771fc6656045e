"""HTML: hele dokumentet i én fil uten skript, som åpnes i en nettleser uten nett."""

import base64
import itertools
from html import escape
from pathlib import Path

from boligdata.felles.maalform import si
from boligdata.innhold.rapport.dokument import (
    Blokk,
    Dokument,
    Feltblokk,
    Figurblokk,
    Note,
    Overskrift,
    Punktliste,
    Tabellblokk,
    Tekstblokk,
)
from boligdata.innhold.rapport.skriv import ordene

STIL = Path(__file__).parent / "rapport.css"
# Filen kan ikke hente noe utenfra eller kjøre noe, uansett hva noen har skrevet i den.
_VERN = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def skriv(dokument: Dokument) -> bytes:
    """Dokumentet som HTML."""
    stil = STIL.read_text(encoding="utf-8")
    tittel = escape(dokument.hele_tittelen)
    kode = (
        f'<!doctype html><html lang="{dokument.spraakkode}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_VERN}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{tittel}</title><style>{stil}</style></head><body>"
        f"<header>{_topp(dokument)}</header>{_innholdsliste(dokument)}"
        f"<main>{_innholdet(dokument)}{_noter(dokument.noter)}</main>"
        f"<footer>{escape(dokument.topptekst)} · {escape(dokument.bunntekst)}</footer>"
        "</body></html>"
    )
    return kode.encode()


def _topp(dokument: Dokument) -> str:
    linjer = "".join(
        f"<dt>{escape(ledetekst)}</dt><dd>{escape(tekst)}</dd>"
        for ledetekst, tekst in dokument.om
    )
    return (
        f"<h1>{escape(dokument.tittel)}</h1>"
        f'<p class="under">{escape(dokument.undertittel)}</p><dl>{linjer}</dl>'
    )


def _innholdsliste(dokument: Dokument) -> str:
    punkter = [
        f'<li><a href="#kapittel{nr}">{escape(navn)}</a></li>'
        for nr, (navn, _) in enumerate(dokument.kapitler())
        if navn
    ]
    if dokument.noter:
        punkter.append(f'<li><a href="#noter">{escape(ordene.noter())}</a></li>')
    navn = escape(ordene.innhold())
    return f'<nav aria-label="{navn}"><h2>{navn}</h2><ul>{"".join(punkter)}</ul></nav>'


def _innholdet(dokument: Dokument) -> str:
    ut, numre = [], itertools.count(1)
    for nr, (navn, blokker) in enumerate(dokument.kapitler()):
        if navn:
            ut.append(f'<h2 id="kapittel{nr}">{escape(navn)}</h2>')
        ut += map(_blokk, blokker, numre)
    return "".join(ut)


def _blokk(blokk: Blokk, nr: int) -> str:
    """Blokken som HTML. Nummeret skiller tabeller med den samme tittelen for den som hører dem."""
    match blokk:
        case Overskrift():
            return _overskrift(blokk.tekst, blokk.nivaa)
        case Tekstblokk():
            return _avsnitt(blokk.tekst, "dempet" if blokk.dempet else "")
        case Punktliste():
            punkter = "".join(f"<li>{escape(en)}</li>" for en in blokk.punkter)
            return f"<ul>{punkter}</ul>"
        case Feltblokk():
            klasse = "tomt" if blokk.er_tomt else ""
            return "".join(_avsnitt(en, klasse) for en in blokk.avsnitt)
        case Tabellblokk():
            return _tabell(blokk, nr)
        case Figurblokk():
            return _figur(blokk, nr)


def _overskrift(tekst: str, nivaa: int) -> str:
    """Tittelen er den eneste på nivå én, så kapitlene begynner på to."""
    return f"<h{nivaa + 1}>{escape(tekst)}</h{nivaa + 1}>"


def _avsnitt(tekst: str, klasse: str = "") -> str:
    return f"<p{f' class={klasse}' if klasse else ''}>{escape(tekst)}</p>"


def _figur(figur: Figurblokk, nr: int) -> str:
    bilde = ""
    if figur.svg:
        data = base64.b64encode(figur.svg.encode()).decode()
        alt = escape(figur.tekstalternativ)
        bilde = f'<img src="data:image/svg+xml;base64,{data}" alt="{alt}">'
    note = ordene.note(figur.note)
    lenke = f' <a href="#note{figur.note}">{escape(note)}</a>' if note else ""
    return (
        f"<section>{_overskrift(figur.tittel, figur.nivaa)}"
        f"{_avsnitt(figur.gjelder, 'dempet')}{bilde}"
        f"{_avsnitt(figur.setning) if figur.setning else ''}"
        f"{_tabell(figur.tabell, nr) if figur.viser_tabell else ''}"
        f'<p class="dempet">{escape(figur.kilde)}{lenke}</p></section>'
    )


def _tabell(tabell: Tabellblokk, nr: int) -> str:
    """Tabellen i et felt som kan rulles med tastaturet når den er bredere enn skjermen."""

    def klasse(kolonne: int) -> str:
        return ' class="tall"' if kolonne in tabell.tall else ""

    hode = "".join(
        f'<th scope="col"{klasse(kolonne)}>{escape(navn)}</th>'
        for kolonne, navn in enumerate(tabell.hode)
    )
    rader = "".join(
        f'<tr><th scope="row"{klasse(0)}>{escape(rad[0])}</th>'
        + "".join(
            f"<td{klasse(kolonne)}>{escape(celle)}</td>"
            for kolonne, celle in enumerate(rad[1:], 1)
        )
        + "</tr>"
        for rad in tabell.rader
    )
    tittel = escape(tabell.tittel)
    ledetekst = escape(si("Tabell {nr}: {tittel}", nr=nr, tittel=tabell.tittel))
    return (
        f'<div class="rull" role="region" tabindex="0" aria-label="{ledetekst}"><table>'
        f"<caption>{tittel}</caption><thead><tr>{hode}</tr></thead>"
        f"<tbody>{rader}</tbody></table></div>"
    )


def _noter(noter: tuple[Note, ...]) -> str:
    if not noter:
        return ""
    ut = [f'<h2 id="noter">{escape(ordene.noter())}</h2>']
    for note in noter:
        ut.append(f'<h3 id="note{note.nr}">{note.nr}. {escape(note.navn)}</h3>')
        ut += [
            f"<p><strong>{escape(ledetekst)}.</strong> {escape(tekst)}</p>"
            for ledetekst, tekst in note.linjer
        ]
    return "".join(ut)
