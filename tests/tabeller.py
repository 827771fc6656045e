"""Tabellene på en side, slik de står på skjermen, uansett om de er en tabell eller en figur."""

import dataclasses
from html.parser import HTMLParser


@dataclasses.dataclass
class Tabell:
    """En tabell i HTML. Den første raden er overskriftene."""

    alt: str = ""
    rader: list[list[str]] = dataclasses.field(default_factory=list)
    er_figur: bool = False


class _Leser(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tabeller: list[Tabell] = []
        self._figur, self._til = False, None

    def handle_starttag(self, tag, attrs):
        klasser = dict(attrs).get("class", "").split()
        if tag == "div":
            self._figur = "nb-figur" in klasser
        if tag == "table":
            self.tabeller.append(Tabell(er_figur=self._figur))
        if tag == "tr":
            self.tabeller[-1].rader.append([])
        if tag in ("td", "th"):
            self.tabeller[-1].rader[-1].append("")
        if tag in ("td", "th", "caption"):
            self._til = tag

    def handle_endtag(self, tag):
        if tag == self._til:
            self._til = None

    def handle_data(self, data):
        tekst = data.replace("\N{SOFT HYPHEN}", "")
        if self._til == "caption":
            self.tabeller[-1].alt += tekst
        elif self._til:
            self.tabeller[-1].rader[-1][-1] += tekst


def i_html(kode: str) -> list[Tabell]:
    """Tabellene i koden."""
    leser = _Leser()
    leser.feed(kode)
    return leser.tabeller


def paa(app) -> list[Tabell]:
    """Tabellene på siden, ovenfra."""
    alle = [tabell for e in app.get("html") for tabell in i_html(e.proto.body)]
    return [tabell for tabell in alle if not tabell.er_figur]


def figurer_paa(app) -> list[Tabell]:
    """Figurene på siden som er en tabell."""
    alle = [tabell for e in app.get("html") for tabell in i_html(e.proto.body)]
    return [tabell for tabell in alle if tabell.er_figur]
