"""Områdekartet over Fjordvik: fem oppdiktede flater rundt en fjord, i lengde- og breddegrader."""

import json
from pathlib import Path

# Omrisset av hvert område, som hjørner (øst, nord). Nabohjørner er felles, så flatene passer
# sammen.
OMRISS = {
    "Nordbygda": [
        (14.20, 68.30),
        (14.62, 68.34),
        (14.66, 68.22),
        (14.44, 68.19),
        (14.22, 68.21),
    ],
    "Sentrum": [
        (14.22, 68.21),
        (14.44, 68.19),
        (14.46, 68.12),
        (14.34, 68.10),
        (14.21, 68.13),
    ],
    "Sundet": [
        (14.44, 68.19),
        (14.66, 68.22),
        (14.72, 68.11),
        (14.58, 68.07),
        (14.46, 68.12),
    ],
    "Fjelldal": [
        (14.66, 68.22),
        (14.62, 68.34),
        (14.98, 68.31),
        (14.95, 68.10),
        (14.72, 68.11),
    ],
    "Ytterøya": [(14.02, 68.16), (14.14, 68.17), (14.15, 68.09), (14.06, 68.07)],
}


def skriv_kart(mappe: Path) -> Path:
    """Skriv `omraader.geojson`."""
    elementer = [
        {
            "type": "Feature",
            "properties": {"navn": navn},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[list(punkt) for punkt in [*hjoerner, hjoerner[0]]]],
            },
        }
        for navn, hjoerner in OMRISS.items()
    ]
    sti = mappe / "omraader.geojson"
    tekst = json.dumps(
        {"type": "FeatureCollection", "features": elementer},
        ensure_ascii=False,
        indent=1,
    )
    sti.write_bytes(f"{tekst}\n".encode())
    return sti
