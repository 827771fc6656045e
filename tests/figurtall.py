"""Tallene og tekstene i en figur, uansett hva slags figur det er."""

import re


def tall(serie: dict) -> list:
    """Tallene som tegnes. For kart er det koordinater. Et skravert felt er ikke et tall."""
    if serie.get("meta") == "felt":
        return []
    if serie["type"] == "sankey":
        return list(serie["link"]["value"])
    return list(serie["x"] if serie.get("orientation") == "h" else serie["y"])


def felter(serie: dict) -> list[float]:
    """Der hvert skravert felt begynner og slutter."""
    if serie.get("meta") != "felt":
        return []
    lengder = serie["x" if serie["orientation"] == "h" else "y"]
    par = zip(serie["base"], lengder)
    return [ende for fra, lengde in par for ende in (fra, fra + lengde)]


def streker(serie: dict) -> list[tuple[float, float]]:
    """Der streken rundt hvert tall begynner og slutter."""
    strek = serie.get("error_x") or serie.get("error_y")
    if not strek:
        return []
    rader = zip(tall(serie), strek["arrayminus"], strek["array"])
    return [(verdi - ned, verdi + opp) for verdi, ned, opp in rader if opp is not None]


def skrevne_tall(serie: dict) -> list[str]:
    """Tallene slik de står skrevet i figuren."""
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


def cellene(figurtabell) -> dict[tuple[str, str], str]:
    """Tallet slik det står i hver celle i en figur som er en tabell: (rad, kolonne)."""
    return {
        (rad, kolonne): celle.tekst
        for rad, celler in figurtabell.rader
        for kolonne, celle in zip(figurtabell.kolonner, celler, strict=True)
    }


def samlet(navn: str) -> int:
    """Hvor mange grupper raden er, når den er alle dem uten eget tall; ellers 0."""
    treff = re.fullmatch(r"(?:Øvrige|Alle) (\d+) grupper", navn.replace("<br>", " "))
    return int(treff[1]) if treff else 0


def har_soeyler(figur) -> bool:
    """Har figuren søyler?"""
    return any(serie.type in ("bar", "waterfall") for serie in figur.data)


def skjeve_soeyler(figur) -> list[str]:
    """Søylene i figuren der lengden ikke sier hvor stort tallet er: de begynner ikke på null, eller
    går ut over aksen. `figur` er slik Plotly leser den.
    """
    soeyler = [
        s for s in figur.data if s.type in ("bar", "waterfall") and s.meta != "felt"
    ]
    galt = []
    for retning in {s.orientation or "v" for s in soeyler}:
        akse = figur.layout.xaxis if retning == "h" else figur.layout.yaxis
        samme = [s for s in soeyler if (s.orientation or "v") == retning]
        galt += [s.name or s.type for s in samme if s.base is not None]
        if akse.type == "log" or akse.rangemode == "nonnegative":
            galt.append(f"aksen er {akse.type or akse.rangemode}")
        if akse.range is None:
            continue  # Da begynner Plotly søylene på null selv.
        lav, hoey = _ytterst([s for s in samme if s.type == "bar"], retning)
        fra, til = akse.range
        if (fra != 0 and lav >= 0) or not fra <= min(lav, 0) or til < hoey:
            galt.append(
                f"aksen går fra {fra} til {til}, og søylene fra {lav} til {hoey}"
            )
    return galt


def _ytterst(soeyler: list, retning: str) -> tuple[float, float]:
    """Det minste og største søylene når, lagt oppå hverandre der de er stablet."""
    summer: dict = {}
    for s in soeyler:
        steder, lengder = (s.y, s.x) if retning == "h" else (s.x, s.y)
        for sted, lengde in zip(steder, lengder):
            sum_ = summer.setdefault((s.xaxis, sted), [0.0, 0.0])
            sum_[(lengde or 0) > 0] += lengde or 0
    return (
        min((ned for ned, _ in summer.values()), default=0.0),
        max((opp for _, opp in summer.values()), default=0.0),
    )
