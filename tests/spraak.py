"""Det som aldri skal stå i tekst et menneske leser: engelsk, tomme verdier, tekniske navn og hull i setningen."""

import re

# Ord fra Streamlits og Plotlys egne tekster. Norske ord som skrives likt (type, status, data, tabell) er ikke med.
ENGELSK = re.compile(
    r"\b(the|and|your|you|with|not|press|choose|select|selected|search|download|upload|show|hide|clear|remove|close|open|"
    r"options?|heading|content|running|loading|error|please|wait|pages?|menu|sidebar|results?|settings|theme|copy|sort|"
    r"columns?|fullscreen|stop|help|view|zoom|pan|reset|autoscale|trace|undefined|true|false|none|null|nan|nat)\b",
    re.IGNORECASE,
)
HULL = re.compile(r"(?<! )  (?![ \n])|\(\)| ,| \.(?!\d)|\.\.(?!\.)|[{}]|[a-zæøå]_[a-zæøå]|\binf\b|for_faa|tom_nevner")


def feil_i(tekst: str) -> str | None:
    """Det første i teksten som ikke skal stå der, eller None."""
    treff = ENGELSK.search(tekst) or HULL.search(tekst)
    return treff.group() if treff else None
