"""Det som aldri skal stå i tekst et menneske leser: engelsk, tomme verdier, tekniske navn og hull i
setningen, og bokmål der det skal være nynorsk.
"""

import functools
import re
from pathlib import Path

# Ord fra Streamlits og Plotlys egne tekster. Norske ord som skrives likt (type, status, data,
# tabell) er ikke med.
ENGELSK = re.compile(
    r"\b(the|and|your|you|with|not|press|choose|select|selected|search|download|upload|"
    r"show|hide|clear|remove|close|open|"
    r"options?|heading|content|running|loading|error|please|wait|pages?|menu|sidebar|results?|settings|theme|copy|"
    r"sort|"
    r"columns?|fullscreen|stop|help|view|zoom|pan|reset|autoscale|trace|undefined|true|false|none|"
    r"(?<!funksjonelt )(?<!under )(?<!over )(?-i:null)|nan|nat)\b",
    re.IGNORECASE,
)
HULL = re.compile(
    r"(?<! )  (?![ \n])|\(\)| ,| \.(?!\d)|\.\.(?!\.)|[{}]|[a-zæøå]_[a-zæøå]|\binf\b|for_faa|tom_nevner"
)
# Den som leser, har ingen kommandolinje. Det som må gjøres der, gjør den som drifter dashbordet.
KOMMANDO = re.compile(
    r"\bpython\S* -m\b|\bpip3? install|\bstreamlit run|\bsystemctl\b|\bboligdata [a-z]+\b"
)


@functools.cache
def feil_i(tekst: str) -> str | None:
    """Det første i teksten som ikke skal stå der, eller None."""
    treff = ENGELSK.search(tekst) or HULL.search(tekst) or KOMMANDO.search(tekst)
    return treff.group() if treff else None


# Ord som bare finnes på bokmål. Et av dem i en tekst på nynorsk er en tekst ingen har skrevet om.
_BARE_BOKMAAL = frozenset(
    (Path(__file__).parent / "bare_bokmaal.txt").read_text(encoding="utf-8").split()
)


def bare_bokmaal_i(tekst: str) -> str | None:
    """Det første ordet i teksten som ikke er nynorsk, eller None."""
    ordene = re.findall(r"\w+", tekst.lower())
    return next((ordet for ordet in ordene if ordet in _BARE_BOKMAAL), None)


# Alt som leses eller leses opp: tekst, navn på knapper og felt, hjelpetekster. Navnet på et ikon
# vises som et tegn.
_ALL_TEKST = """utenom => {
    const ut = new Set();
    const vandrer = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    while (vandrer.nextNode()) {
        const n = vandrer.currentNode;
        if (n.nodeType === Node.TEXT_NODE) {
            if (!n.parentElement.closest(utenom)) ut.add(n.nodeValue.trim());
        } else for (const navn of ["aria-label", "aria-description", "title", "placeholder", "alt"])
            ut.add((n.getAttribute(navn) ?? "").trim());
    }
    return [...ut].filter(Boolean);
}"""


def all_tekst(side, *utenom: str) -> list[str]:
    """Alt som leses eller leses opp på siden i nettleseren, bortsett fra teksten inne i elementene
    `utenom` velger.
    """
    return side.evaluate(
        _ALL_TEKST,
        ", ".join(["script", "style", "[data-testid=stIconMaterial]", *utenom]),
    )
