"""Tallene og tekstene i en figur, uansett hva slags figur det er."""


def tall(serie: dict) -> list:
    """Tallene som tegnes. For kart er det koordinater."""
    if serie["type"] == "heatmap":
        return [v for rad in serie["z"] for v in rad]
    if serie["type"] == "sankey":
        return list(serie["link"]["value"])
    return list(serie["x"] if serie.get("orientation") == "h" else serie["y"])


def skrevne_tall(serie: dict) -> list[str]:
    """Tallene slik de står skrevet i figuren."""
    if serie["type"] == "heatmap":
        return [t for rad in serie["text"] for t in rad]
    if serie["type"] == "sankey":
        return []
    return [t for felt in ("text", "customdata") for t in serie.get(felt) or ()]


def tekster(serie: dict) -> list[str]:
    """All tekst i serien: navn, tall, akser og det som kommer fram når pekeren holdes over."""
    if serie["type"] == "sankey":
        return [*serie["node"]["label"], *serie["link"]["customdata"]]
    felles = [
        serie.get("name") or "",
        *(
            [serie["text"]]
            if isinstance(serie.get("text"), str)
            else skrevne_tall(serie)
        ),
    ]
    akser = [
        v for akse in ("x", "y") for v in serie.get(akse) or () if isinstance(v, str)
    ]
    return [*felles, *akser]
