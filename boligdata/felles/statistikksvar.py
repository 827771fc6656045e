"""Et svar fra statistikkbanken (JSON-stat2): hvilken tabell det er, kodene i rekkefølge, og tallene. Det
samme når svaret hentes, og når det leses.
"""


def tabellnummer(svar: dict) -> str | None:
    """Nummeret på tabellen svaret er fra, når det sier det."""
    return svar.get("extension", {}).get("px", {}).get("tableid")


def i_rekkefoelge(indeks: dict[str, int] | list[str]) -> list[str]:
    """Kodene i rekkefølgen tallene står, av indeksen til en dimensjon."""
    return sorted(indeks, key=indeks.get) if isinstance(indeks, dict) else list(indeks)


def verdien(svar: dict, plass: int) -> float | None:
    """Tallet på plassen, eller None. Tallene er en liste, eller bare dem som finnes."""
    verdier = svar["value"]
    return verdier.get(str(plass)) if isinstance(verdier, dict) else verdier[plass]
