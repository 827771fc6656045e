"""Tabeller på skjermen: tall til høyre, navnet på raden alltid i syne, og et felt som kan rulles med
tastaturet når tabellen er bredere enn skjermen.

`st.table` kan ingen av delene, så tabellen skrives her. All tekst i den er `html.escape`-et, også
den brukerne har skrevet.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from boligdata.felles import norsk
from boligdata.felles.enheter import Enhet
from boligdata.felles.maalform import si
from boligdata.innhold.figurer.tabell import Celle, Figurtabell
from boligdata.innhold.grunnkort import Korttabell
from boligdata.innhold.rapport.dokument import Tabellblokk

# En celle som er et tall, et spenn eller det som står i stedet for et tall. Datoer er ikke tall.
_TALL = re.compile(
    r"(?!\d\d?\.\d\d?\.\d{4})(?:(?:om lag|under|over|høyst|høgst|minst) )?"
    r"[+±\N{MINUS SIGN}-]? ?\d[\d\s.,]*(?:(?:–| til )\d[\d\s.,]*)?"
    r"(?:\s?(?:%|kr|år|måneder|månader|måned|månad|dager|dagar|prosentpoeng))?|–|for få|skjult|gøymt|"
)
# Der lange ord kan deles: bare noen få nettlesere kan dele norske ord selv.
_LEDD = re.compile(
    r"(?<=[a-zæøå]{4})(nedsettelse|nedsetjing|assistanse|rådgivning|rådgiving|oppfølging|arbeider|"
    r"arbeidar|botilbud|butilbod|etablering|prøving|tjeneste|tenest[ea]|vansker|vanskar|midler|middel|"
    r"bolig|bustad|fasen|hjelp|sjonsrett|rett|rom)"
)
# Flere kolonner enn dette får ikke plass i et kort: da blir figuren en liste, og søylene står under tallene.
_MANGE, _MANGE_SOEYLER = 4, 3


@dataclass(frozen=True)
class _Visningskolonne:
    """En kolonne slik den skrives i HTML."""

    navn: str
    celler: tuple[str, ...]
    er_tall: bool

    @property
    def klasse(self) -> str:
        return ' class="tall"' if self.er_tall else ""


def tabell(innhold: Korttabell) -> None:
    """Tegn tabellen. Tallene skrives med enheten kolonnen har. Kolonnene i `innhold.foldet` står i
    en tabell til, som leseren må åpne.
    """
    synlig = innhold.tall
    if innhold.foldet:
        synlig = synlig.drop(columns=list(innhold.foldet))
    ut = _omraade(synlig, innhold.enheter, innhold.alt)
    if innhold.foldet:
        resten = innhold.tall[[innhold.tall.columns[0], *innhold.foldet]]
        ledetekst = si(
            "Vis også {foerste} til {siste}",
            foerste=innhold.foldet[0],
            siste=innhold.foldet[-1],
        )
        mer = _omraade(resten, innhold.enheter, f"{innhold.alt} {ledetekst}.")
        ut += f"<details><summary>{html.escape(ledetekst)}</summary>{mer}</details>"
    st.html(ut)


def enkel(tall: pd.DataFrame, alt: str) -> None:
    """En tabell der alt allerede er skrevet som det skal stå."""
    tabell(Korttabell(tall, {}, alt))


def ferdig(innhold: Tabellblokk) -> None:
    """En tabell der hver celle er skrevet slik den sto da den ble lagret."""
    kolonner = {
        navn: [rad[nr] for rad in innhold.rader] for nr, navn in enumerate(innhold.hode)
    }
    enkel(pd.DataFrame(kolonner), innhold.tittel)


def figur(innhold: Figurtabell, alt: str) -> None:
    """Tegn en figur som er en tabell."""
    st.html(_figur(innhold, alt))


def _omraade(tall: pd.DataFrame, enheter: Mapping[str, Enhet], alt: str) -> str:
    """Tabellen i et felt som kan rulles sidelengs. Får den ikke plass på skjermen, viser `nb.js` den som en
    liste. Rollene står i koden: uten dem er det ikke lenger en tabell da.
    """
    navn, felt = html.escape(alt), html.escape(si("Tabell: {navn}", navn=alt))
    kolonner = [
        _kolonne(str(navn), tall[navn].tolist(), enheter.get(navn))
        for navn in tall.columns
    ]
    hode = "".join(
        f'<th role="columnheader" scope="col"{kolonne.klasse}>{_delt(kolonne.navn)}</th>'
        for kolonne in kolonner
    )
    rader = "".join(
        f'<tr role="row">{_rad(kolonner, celler)}</tr>'
        for celler in zip(*(kolonne.celler for kolonne in kolonner))
    )
    return (
        f'<div class="nb-tabell" role="region" tabindex="0" aria-label="{felt}">'
        f'<table role="table"><caption class="nb-skjult">{navn}</caption>'
        f'<thead role="rowgroup"><tr role="row">{hode}</tr></thead>'
        f'<tbody role="rowgroup">{rader}</tbody></table></div>'
    )


def _kolonne(navn: str, verdier: list, enhet: Enhet | None) -> _Visningskolonne:
    celler = tuple(
        str(verdi) if enhet is None else norsk.uten_tegn(verdi, enhet)
        for verdi in verdier
    )
    er_tall = enhet is not None or all(map(_TALL.fullmatch, celler))
    return _Visningskolonne(html.escape(navn), tuple(map(html.escape, celler)), er_tall)


def _rad(kolonner: list[_Visningskolonne], celler: tuple[str, ...]) -> str:
    (foerste, navn), *resten = zip(kolonner, celler)
    return (
        f'<th role="rowheader" scope="row"{foerste.klasse}>{_delt(navn)}</th>'
        + "".join(
            f'<td role="cell"{kolonne.klasse} data-navn="{kolonne.navn}">{celle}</td>'
            for kolonne, celle in resten
        )
    )


def _figur(innhold: Figurtabell, alt: str) -> str:
    """Rollene står i koden: uten dem er det ikke lenger en tabell når en smal skjerm viser den som
    en liste.
    """
    klasser = ["nb-figur", "soeyler" if innhold.soeyler else "ruter"]
    if len(innhold.kolonner) > (_MANGE_SOEYLER if innhold.soeyler else _MANGE):
        klasser.append("mange")
    hode = "".join(
        f'<th role="columnheader" scope="col">{_delt(html.escape(navn))}</th>'
        for navn in (innhold.hode, *innhold.kolonner)
    )
    rader = "".join(
        f'<tr role="row">{_radnavn(navn, celler, innhold.tomt)}'
        + "".join(map(_celle, innhold.kolonner, celler))
        + "</tr>"
        for navn, celler in innhold.rader
    )
    return (
        f'<div class="{" ".join(klasser)}"><table role="table">'
        f'<caption class="nb-skjult">{html.escape(alt)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{hode}</tr></thead>'
        f'<tbody role="rowgroup">{rader}</tbody></table></div>'
    )


def _delt(navn: str) -> str:
    """Navnet, slik det er skrevet i HTML, med myke bindestreker i de lange ordene."""
    return _LEDD.sub("\N{SOFT HYPHEN}\\1", navn)


def _radnavn(navn: str, celler: tuple[Celle, ...], tomt: str) -> str:
    alle_tomme = tomt and all(celle.tekst in ("", tomt) for celle in celler)
    hele = f' data-samlet="{html.escape(tomt)}"' if alle_tomme else ""
    return f'<th role="rowheader" scope="row"{hele}>{_delt(html.escape(navn))}</th>'


def _celle(kolonne: str, celle: Celle) -> str:
    return (
        f'<td role="cell" class="{_slag(celle)}" data-navn="{html.escape(kolonne)}" '
        f'style="--minst:{celle.minst:.3f};--mest:{celle.mest:.3f}">'
        f"<span>{html.escape(celle.tekst)}</span></td>"
    )


def _slag(celle: Celle) -> str:
    if not celle.tekst:
        return "tom"
    if celle.minst < celle.mest:
        return "spenn"
    return "" if celle.mest else "null"
