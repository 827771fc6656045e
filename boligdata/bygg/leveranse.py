"""Tallene for hver kilde i forrige leveranse, i en forseglet fil ved siden av de eksakte tallene.

De brukes til å se om noe er borte siden sist. Er filen laget for en annen kommune eller med en annen
nøkkel, er det ingenting å sammenligne med.
"""

import json
from pathlib import Path

from boligdata.bygg import forsegling, noekkel, utgiver
from boligdata.bygg.ingest import Leveranse
from boligdata.felles import config
from boligdata.felles.config import Kommune

# Formålet nøkkelen til filen er avledet for.
NOEKKEL = "leveranse"

_LEVERANSE = forsegling.Slag("leveranse", b"BOLIGL1\n")


def pakk(leveranser: dict[str, Leveranse], kommune: Kommune, hemmelig: bytes) -> bytes:
    """Tallene slik de lagres."""
    innhold = {
        "kommune": _kommunen(kommune),
        "kilder": {id: leveranse.som_dict() for id, leveranse in leveranser.items()},
    }
    return forsegling.forsegle(json.dumps(innhold).encode(), _LEVERANSE, hemmelig)


def les(fil: Path | None, kommune: Kommune, hemmelig: bytes) -> dict[str, Leveranse]:
    """Tallene fra forrige leveranse, eller ingenting når det ikke er noen å sammenligne med."""
    if fil is None:
        return {}
    try:
        innhold = json.loads(forsegling.aapne(fil.read_bytes(), _LEVERANSE, hemmelig))
    except (OSError, ValueError, forsegling.AnnenNoekkel):
        return {}
    if innhold["kommune"] != _kommunen(kommune):
        return {}
    return {id: Leveranse(**tall) for id, tall in innhold["kilder"].items()}


def forrige(kommune: Kommune) -> dict[str, Leveranse]:
    """Tallene fra leveransen som er publisert nå."""
    filene = utgiver.forrige(config.publisert_mappe(), config.internt_mappe())
    return les(filene.leveranse, kommune, noekkel.avled(NOEKKEL))


def _kommunen(kommune: Kommune) -> list:
    return [kommune.kommunenummer, kommune.fiktiv]
