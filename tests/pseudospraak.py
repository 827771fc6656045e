"""Et språk som ikke finnes, til å finne tekst som vises uten å være sagt med `si`: alt som er sagt, står
mellom ⟦ og ⟧. Det som er igjen når det og dataene er tatt bort, er det ingen kan oversette.
"""

import functools
import html
import json
import re
from collections.abc import Iterable, Iterator

from google.protobuf.json_format import MessageToDict

from boligdata.felles import maalform

# Det siste leddet er når noe er tatt av et ord som er sagt: «henvisninger som venter» er henvisninger.
_SAGT = re.compile(r"⟦[^⟦⟧]*(⟧|$)")
_MERKER = re.compile(r"<style.*?</style>|<[^>]+>|\\(?=\W)", re.S)
_KODE = re.compile(
    r"%\{[^}]*\}|:material/\w+:|:[a-z]+-badge\[|https?://\S+|rgba?\(.*?\)"
)
_ORD = re.compile(r"[^\W\d_]{3,}")
# Adressen til noe Streamlit har laget, eller id-en til det.
_LAGET = re.compile("data:|[0-9a-f]{32}$")
# Feltene i det Streamlit sender, der koden har sitt, og ikke det leseren ser.
# fmt: off
_IKKE_TEKST = frozenset({
    "id", "elementId", "key", "cssClass", "icon", "color", "url", "urlPathname", "src", "queryParamKey",
    "widgetId", "formId", "fragmentId", "pageScriptHash", "userKey", "mimeType", "config", "theme", "type",
    "language", "queryString", "page",
})
# Og de i en figur som leseren ser: resten er utseende.
_TEKST_I_FIGUR = frozenset({
    "text", "name", "hovertemplate", "hovertext", "ticktext", "customdata", "x", "y", "ticksuffix",
    "tickprefix",
})
# fmt: on
# Språkene heter det samme for den som leter etter sitt.
_NAVN = ("Bokmål", "Nynorsk", "Pseudo")
# Ord i ramser og henvisninger til lover som er de samme på begge målformer.
_LIKE = ("eller", "samt", "fjerde ledd", "artikkel", "bokstav")
# Koden for målformen som ikke finnes. Det som huskes for den, huskes ikke for noen annen.
KODE = "qps"


class _Pseudo(dict):
    def get(self, tekst, _ellers=None):
        return f"⟦{tekst}⟧" if tekst else tekst


def ta_i_bruk(monkeypatch) -> None:
    """La det kunne velges som målform resten av testen."""
    oversett = maalform._ordbok
    monkeypatch.setitem(maalform.MAALFORMER, KODE, "Pseudo")
    monkeypatch.setattr(
        maalform,
        "_ordbok",
        lambda kode: _Pseudo() if kode == KODE else oversett(kode),
    )


def usagt(tekst: str, data: Iterable[str] = ()) -> str:
    """Det av teksten som verken er sagt eller data, når det har ord i seg. Ellers «»."""
    hel = re.sub("[\u2060\N{SOFT HYPHEN}]", "", tekst)
    igjen = html.unescape(_MERKER.sub(" ", hel))
    while _SAGT.search(igjen):
        igjen = _SAGT.sub(" ", igjen)
    igjen = _KODE.sub(" ", igjen)
    if _ORD.search(igjen):
        igjen = _kjente(tuple(data)).sub(" ", igjen)
    return " ".join(igjen.split()) if _ORD.search(igjen) else ""


@functools.cache
def _kjente(data: tuple[str, ...]) -> re.Pattern:
    """Det som kan stå uten å være sagt."""
    ordene = "|".join(map(re.escape, (*data, *_NAVN, *_LIKE)))
    return re.compile(rf"(?<!\w)({ordene})(?!\w)")


def paa_skjermen(app) -> Iterator[str]:
    """Hver tekst appen sender til nettleseren, også i menyen, i hjelp, i valg og i figurene."""
    for del_ in (app.main, app.sidebar):
        yield from _i_blokken(del_)


def _i_blokken(blokk) -> Iterator[str]:
    for barn in blokk.children.values():
        melding = getattr(barn, "proto", None)
        if hasattr(melding, "DESCRIPTOR"):
            yield from _tekster(MessageToDict(melding, use_integers_for_enums=True))
        if hasattr(barn, "children"):
            yield from _i_blokken(barn)


def _tekster(verdi) -> Iterator[str]:
    if isinstance(verdi, dict):
        for navn, under in verdi.items():
            if navn == "spec":
                yield from _i_figuren(json.loads(under))
            elif navn not in _IKKE_TEKST:
                yield from _tekster(under)
    elif isinstance(verdi, list):
        for under in verdi:
            yield from _tekster(under)
    elif isinstance(verdi, str) and not _LAGET.match(verdi):
        yield verdi


def _i_figuren(verdi, er_tekst: bool = False) -> Iterator[str]:
    if isinstance(verdi, dict):
        for navn, under in verdi.items():
            yield from _i_figuren(under, navn in _TEKST_I_FIGUR)
    elif isinstance(verdi, list):
        for under in verdi:
            yield from _i_figuren(under, er_tekst)
    elif er_tekst and isinstance(verdi, str):
        yield verdi
