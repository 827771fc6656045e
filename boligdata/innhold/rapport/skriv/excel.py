"""Excel: et ark for hver tabell og figur, med tallene som tall, diagrammer som kan endres, og notene."""

import datetime as dt
import io
import re
from collections.abc import Iterable

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from boligdata.felles.maalform import si
from boligdata.innhold.rapport.dokument import (
    Diagram,
    Dokument,
    Feltblokk,
    Figurblokk,
    Overskrift,
    Punktliste,
    Tabellblokk,
    Tekstblokk,
)
from boligdata.innhold.rapport.skriv import ordene

_TALL = re.compile(
    r"[-\N{MINUS SIGN}]?\d{1,3}(?:[\s\N{NO-BREAK SPACE}]?\d{3})*(?:,\d+)?"
)
# Tegn et navn på et ark ikke kan ha, og så langt det kan være.
_ULOVLIG, _LENGSTE_NAVN = re.compile(r"[\[\]:*?/\\']"), 31
_TABELLRAD = 4
# Høyden på en linje, i punkt. Ikke alle programmer finner selv ut hvor høy en rad med mye tekst må være.
_LINJE = 15
_SMAL, _BREDEST, _TEKSTBREDDE = 14, 60, 110
_SLAG = {"linjer": "line", "soeyler": "bar"}


def skriv(dokument: Dokument) -> bytes:
    """Dokumentet som Excel."""
    ut = io.BytesIO()
    with xlsxwriter.Workbook(
        ut, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as bok:
        _Arbeidsbok(bok, dokument).skriv()
    return ut.getvalue()


class _Arbeidsbok:
    """En arbeidsbok mens den skrives."""

    def __init__(self, bok: xlsxwriter.Workbook, dokument: Dokument):
        self.bok, self.dokument = bok, dokument
        self.fet = bok.add_format({"bold": True, "valign": "top"})
        self.tittel = bok.add_format({"bold": True, "font_size": 14})
        self.brutt = bok.add_format({"text_wrap": True, "valign": "top"})
        self.dempet = bok.add_format({"font_color": "#5c6270", "valign": "top"})
        self.lenke = bok.add_format(
            {"font_color": "#0b5c8a", "underline": True, "text_wrap": True}
        )
        self.hoeyre = bok.add_format({"align": "right", "indent": 1})
        self.former: dict[tuple, Format] = {}

    def skriv(self) -> None:
        self._egenskaper()
        forside = self._ark(ordene.innhold())
        tekst = self._ark(si("Tekst"))
        self._tekstarket(tekst)
        ark = list(self._tallarkene())
        if self.dokument.noter:
            self._notearket()
        self._forsiden(forside, ark)

    def _egenskaper(self) -> None:
        dokument = self.dokument
        self.bok.set_properties(
            {
                "title": dokument.hele_tittelen,
                "created": dt.datetime.combine(dokument.laget, dt.time()),
            }
        )

    def _ark(self, navn: str) -> Worksheet:
        """Et nytt ark, klart til å skrives ut: liggende, på én sides bredde, med topp- og bunntekst."""
        renset = _ULOVLIG.sub(" ", navn)[:_LENGSTE_NAVN].strip()
        ark = self.bok.add_worksheet(renset)
        ark.set_landscape()
        ark.set_paper(9)
        ark.fit_to_pages(1, 0)
        foer, mellom, etter = (en.replace("&", "&&") for en in ordene.sidetall())
        topp, bunn = (
            en.replace("&", "&&")
            for en in (self.dokument.topptekst, self.dokument.bunntekst)
        )
        ark.set_header(f"&L{topp}")
        ark.set_footer(f"&L{bunn}&R{foer}&P{mellom}&N{etter}")
        return ark

    def _forsiden(self, ark: Worksheet, tallarkene: list[tuple[str, str]]) -> None:
        ark.set_column(0, 0, 24)
        ark.set_column(1, 1, 90)
        ark.write_string(0, 0, self.dokument.tittel, self.tittel)
        ark.write_string(1, 0, self.dokument.undertittel, self.dempet)
        for rad, (ledetekst, tekst) in enumerate(self.dokument.om, 3):
            ark.write_string(rad, 0, ledetekst, self.fet)
            ark.write_string(rad, 1, tekst, self.brutt)
        foerste = 4 + len(self.dokument.om)
        ark.write_string(foerste, 0, ordene.innhold(), self.fet)
        for rad, (navn, tittel) in enumerate(tallarkene, foerste + 1):
            ark.write_string(rad, 0, navn.split()[0], self.hoeyre)
            ark.write_url(rad, 1, f"internal:'{navn}'!A1", self.lenke, tittel)

    def _tekstarket(self, ark: Worksheet) -> None:
        ark.set_column(0, 0, _TEKSTBREDDE, self.brutt)
        for rad, (tekst, form) in enumerate(self._tekstene()):
            ark.set_row(rad, _hoeyden([(tekst, _TEKSTBREDDE)]))
            ark.write_string(rad, 0, tekst, form)

    def _tekstene(self) -> Iterable[tuple[str, Format]]:
        for blokk in self.dokument.blokker:
            match blokk:
                case Overskrift():
                    yield blokk.tekst, self.tittel if blokk.nivaa == 1 else self.fet
                case Tekstblokk():
                    yield blokk.tekst, self.brutt
                case Punktliste():
                    yield from ((f"• {en}", self.brutt) for en in blokk.punkter)
                case Feltblokk():
                    yield from ((en, self.brutt) for en in blokk.avsnitt)
                case Figurblokk():
                    yield blokk.tittel, self.fet
                    yield blokk.alt, self.brutt

    def _tallarkene(self) -> Iterable[tuple[str, str]]:
        """Skriv arkene med tall, og gi navnet og tittelen på hvert av dem."""
        nr = 0
        for blokk in self.dokument.blokker:
            if not isinstance(blokk, Figurblokk | Tabellblokk):
                continue
            nr += 1
            ark = self._ark(f"{nr} {blokk.tittel}")
            if isinstance(blokk, Figurblokk):
                self._figurarket(ark, blokk)
            else:
                ark.write_string(0, 0, blokk.tittel, self.tittel)
                self._tabellen(ark, blokk)
            yield ark.get_name(), blokk.tittel

    def _figurarket(self, ark: Worksheet, figur: Figurblokk) -> None:
        ark.write_string(0, 0, figur.tittel, self.tittel)
        ark.write_string(1, 0, figur.gjelder, self.dempet)
        self._paa_tvers(ark, 2, figur.setning, figur.tabell)
        self._tabellen(ark, figur.tabell)
        under = _TABELLRAD + len(figur.tabell.rader) + 2
        self._paa_tvers(ark, under, ordene.kilden(figur), figur.tabell)
        if figur.diagram:
            til_hoeyre = len(figur.tabell.hode) + 1
            self._diagrammet(ark, figur, figur.diagram, til_hoeyre)

    def _paa_tvers(
        self, ark: Worksheet, rad: int, tekst: str, tabell: Tabellblokk
    ) -> None:
        """En tekst over hele bredden av tabellen, brutt så den er hel på papir også."""
        siste = max(len(tabell.hode) - 1, 3)
        ark.merge_range(rad, 0, rad, siste, "", self.brutt)
        ark.write_string(rad, 0, tekst, self.brutt)
        ark.set_row(rad, _hoeyden([(tekst, sum(_bredder(tabell, siste + 1)))]))

    def _tabellen(self, ark: Worksheet, tabell: Tabellblokk) -> None:
        """Tabellen, med overskriftene fast når en ruller."""
        ark.freeze_panes(_TABELLRAD + 1, 1)
        for nr, hode in enumerate(tabell.hode):
            er_tall = nr in tabell.tall
            stilt = {"align": "right"} if er_tall else _venstre(nr)
            form = {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1}
            ark.write_string(_TABELLRAD, nr, hode, self._form(**form | stilt))
            for rad, celler in enumerate(tabell.rader, _TABELLRAD + 1):
                self._celle(ark, rad, nr, celler[nr], er_tall)
        bredder = _bredder(tabell, len(tabell.hode))
        for nr, bredde in enumerate(bredder):
            ark.set_column(nr, nr, bredde)
        for rad, celler in enumerate((tabell.hode, *tabell.rader), _TABELLRAD):
            ark.set_row(rad, _hoeyden(zip(celler, bredder)))

    def _celle(
        self, ark: Worksheet, rad: int, kolonne: int, tekst: str, er_tall: bool
    ) -> None:
        """Et tall er et tall med de desimalene skjermen viser. «0–4» og «for få» er tekst."""
        if er_tall and _TALL.fullmatch(tekst):
            desimaler = len(tekst.partition(",")[2])
            form = "#,##0" + ("." + "0" * desimaler if desimaler else "")
            ark.write_number(rad, kolonne, _verdien(tekst), self._tallform(form))
        elif er_tall:
            ark.write_string(rad, kolonne, tekst, self._tallform("@"))
        else:
            form = self._form(text_wrap=True, valign="top", **_venstre(kolonne))
            ark.write_string(rad, kolonne, tekst, form)

    def _tallform(self, form: str) -> Format:
        return self._form(num_format=form, align="right", valign="top")

    def _form(self, **felter) -> Format:
        """Formen, felles for alle cellene som har den."""
        noekkel = tuple(felter.items())
        if noekkel not in self.former:
            self.former[noekkel] = self.bok.add_format(felter)
        return self.former[noekkel]

    def _diagrammet(
        self, ark: Worksheet, figur: Figurblokk, diagram: Diagram, kolonne: int
    ) -> None:
        """Diagrammet til høyre for tabellen, og tallene det tegner, under det."""
        foerste, antall = _TABELLRAD + 20, len(diagram.kategorier)
        ark.write_string(foerste - 1, kolonne, si("Tallene i diagrammet"), self.fet)
        for nr, kategori in enumerate(diagram.kategorier, 1):
            ark.write_string(foerste + nr, kolonne, kategori)
        chart = self.bok.add_chart({"type": _SLAG[diagram.slag]})
        for nr, serie in enumerate(diagram.serier, 1):
            ark.write_string(foerste, kolonne + nr, serie.navn, self.fet)
            for rad, verdi in enumerate(serie.verdier, foerste + 1):
                if verdi is not None:
                    ark.write_number(rad, kolonne + nr, verdi)
            farge = self.dokument.farger[(nr - 1) % len(self.dokument.farger)]
            linje = {"color": farge, "width": 2.25}
            if serie.stiplet:
                linje = {"color": "#5c6270", "width": 1.5, "dash_type": "dash"}
            omraadet = (foerste + 1, foerste + antall)
            chart.add_series(
                {
                    "name": [ark.get_name(), foerste, kolonne + nr],
                    "categories": [
                        ark.get_name(),
                        omraadet[0],
                        kolonne,
                        omraadet[1],
                        kolonne,
                    ],
                    "values": [
                        ark.get_name(),
                        omraadet[0],
                        kolonne + nr,
                        omraadet[1],
                        kolonne + nr,
                    ],
                    "line": linje,
                    **(
                        {"fill": {"color": farge}, "data_labels": {"value": True}}
                        if diagram.slag == "soeyler"
                        else {
                            "marker": {"type": "none" if serie.stiplet else "automatic"}
                        }
                    ),
                }
            )
        chart.set_title(
            {"name": diagram.enhet, "name_font": {"size": 10, "bold": False}}
        )
        chart.set_legend({"none": len(diagram.serier) < 2, "position": "bottom"})
        if diagram.slag == "soeyler":
            chart.set_y_axis({"reverse": True})
            chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
        chart.set_size({"width": 620, "height": 360})
        alt = {"description": figur.tekstalternativ}
        ark.insert_chart(_TABELLRAD, kolonne, chart, alt)

    def _notearket(self) -> None:
        ark = self._ark(ordene.noter())
        ark.set_column(0, 0, 30, self.fet)
        ark.set_column(1, 1, 100, self.brutt)
        rad = 0
        for note in self.dokument.noter:
            ark.write_string(rad, 0, f"{note.nr}. {note.navn}", self.tittel)
            for nr, (ledetekst, tekst) in enumerate(note.linjer, rad + 1):
                ark.set_row(nr, _hoeyden([(tekst, 100)]))
                ark.write_string(nr, 0, ledetekst, self.fet)
                ark.write_string(nr, 1, tekst, self.brutt)
            rad += len(note.linjer) + 2


def _venstre(kolonne: int) -> dict[str, object]:
    """Til venstre, med luft til kolonnen foran: et tall der ville ellers stått inntil teksten."""
    return {"align": "left", "indent": int(kolonne > 0)}


def _bredder(tabell: Tabellblokk, antall: int) -> list[int]:
    """Bredden på de første kolonnene, også dem som er til høyre for tabellen."""
    ut = [
        _SMAL if nr in tabell.tall else max(_SMAL, min(round(130 * del_), _BREDEST))
        for nr, del_ in enumerate(tabell.bredder)
    ]
    return (ut + [_SMAL] * antall)[:antall]


def _hoeyden(celler: Iterable[tuple[str, float]]) -> float:
    """Hvor høy en rad må være for at hver tekst skal få plass i bredden sin."""
    linjer = max(-(-len(tekst) // (bredde * 0.95)) for tekst, bredde in celler)
    return _LINJE * max(1, linjer)


def _verdien(tekst: str) -> float:
    """Tallet skjermen viser."""
    rent = re.sub(r"[\s\N{NO-BREAK SPACE}]", "", tekst)
    return float(rent.replace("\N{MINUS SIGN}", "-").replace(",", "."))
