"""Ansattvisningen satt opp for en test: eksakte tall som er til å kjenne igjen, regler for tilgang,
og innlogging.
"""

import functools
import time
from pathlib import Path

from publisering import gjeldende, pek, publiser

# Det Streamlit signerer kapselen med.
KAPSELNOEKKEL = "x" * 40
# Der ansattvisningen er, i testene som ikke starter en tjener.
ADRESSE = "http://127.0.0.1:8501"
TILGANG = """
gruppekrav = "groups"

[gruppe.boligkontoret]
maalgrupper = "alle"

[gruppe.eldreteam]
maalgrupper = ["eldre"]

[gruppe.ungteam]
maalgrupper = ["unge", "flyktning"]
"""

# Så mye større er hvert eksakte tall enn det publiserte, så ingen kan forveksles.
FORSKJELL = 1000
EKSAKT = tuple(
    f"update kube_{kube} set antall = antall + {FORSKJELL}"
    for kube in ("boliger", "leieforhold", "soeknader", "venteliste")
)


def mapper(bygd: Path, rot: Path) -> dict[str, str]:
    """Lag publiserte og eksakte tall, regler og logg under `rot`. Gir miljøvariablene
    ansattprosessen skal ha.

    Pekerne er testens egne, men de viser til de samme to filene i alle testene, så det ene kortet
    ikke må lages på nytt i hver av dem.
    """
    for navn, fil in (
        ("publisert", bygd / gjeldende(bygd)),
        ("internt", _eksakt(bygd)),
    ):
        (rot / navn).mkdir(parents=True, exist_ok=True)
        pek(rot / navn, str(fil))
    # Oppstarten lager mappen. Uten den vet ingen hvem som har logget ut, og ingen slipper inn.
    (rot / "logg" / "utlogget").mkdir(parents=True, exist_ok=True)
    (rot / "tilgang.toml").write_text(TILGANG, encoding="utf-8")
    return {
        "BOLIGDATA_VISNING": "internt",
        "BOLIGDATA_PUBLISERT": str(rot / "publisert"),
        "BOLIGDATA_INTERNT": str(rot / "internt"),
        "BOLIGDATA_TILGANG": str(rot / "tilgang.toml"),
        "BOLIGDATA_TILGANGSLOGG": str(rot / "logg" / "tilgang.jsonl"),
    }


@functools.cache
def _eksakt(bygd: Path) -> Path:
    """Filen med eksakte tall som er til å kjenne igjen."""
    mappe = bygd.parent / "til_ansatte"
    return mappe / publiser(bygd, mappe, *EKSAKT)


def krav(*grupper: str, **endret) -> dict:
    """Opplysningene i en fersk innlogging, slik Streamlit gir dem."""
    naa = int(time.time())
    return {
        "is_logged_in": True,
        "origin": ADRESSE,
        "sub": "a1b2",
        "name": "Kari Nordmann",
        "groups": list(grupper),
        "iat": naa,
        "exp": naa + 3600,
    } | endret


def hemmeligheter(adresse: str, utsteder: str = "http://127.0.0.1:9") -> str:
    """Innholdet i secrets.toml for en app på `adresse` og en innloggingstjeneste på `utsteder`."""
    return f"""
[auth]
redirect_uri = "{adresse}/oauth2callback"
cookie_secret = "{KAPSELNOEKKEL}"
client_id = "boligdata"
client_secret = "hemmelig"
server_metadata_url = "{utsteder}/.well-known/openid-configuration"
"""
