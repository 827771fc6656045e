"""Leser filene i katalogen i den rekkefølgen de er erklært: én for hvert tema, og `felles.toml`."""

import functools
from pathlib import Path

from boligdata.felles.erklaering import Blokk, les_toml

MAPPE = Path(__file__).parent
FELLES = "felles"


@functools.cache
def felles() -> Blokk:
    """Det som gjelder flere temaer."""
    blokk = les_toml(MAPPE / f"{FELLES}.toml")
    blokk.krev_noekler(
        (
            "temaer",
            "planmaal",
            "dimensjon",
            "sammenheng",
            "bevegelse",
            "antakelse",
            "tabell",
            "kostra",
            "oversikt",
        )
    )
    return blokk


@functools.cache
def temaer() -> dict[str, Blokk]:
    """Filen til hvert tema, i den rekkefølgen indikatorene vises."""
    erklaert = felles().felt["temaer"]
    filer = {fil.stem for fil in MAPPE.glob("*.toml")} - {FELLES}
    for tema in sorted(filer ^ set(erklaert)):
        mangler = "listen «temaer»" if tema in filer else f"filen {tema}.toml"
        raise felles().feil(f"temaet «{tema}» mangler i {mangler}.")
    ut = {tema: les_toml(MAPPE / f"{tema}.toml") for tema in erklaert}
    for fil in ut.values():
        fil.krev_noekler((), ("regel", "kube", "indikator"))
    return ut


def alle(slag: str) -> dict[str, tuple[str, Blokk]]:
    """Alle blokkene `[slag.…]` i temaene, med temaet de står i.

    De kommer i temaenes rekkefølge, og slik de står i filen. `etter` flytter en blokk dit den skal
    være når det ikke passer: rekkefølgen er den indikatorene vises i, og den kubene bygges i.
    """
    ut: dict[str, tuple[str, Blokk]] = {}
    for tema, fil in temaer().items():
        for id, blokk in fil.blokker(slag).items():
            if id in ut:
                raise blokk.feil(f"står også i temaet «{ut[id][0]}».")
            ut[id] = (tema, blokk)
    rekkefoelge = list(ut)
    for id, (_, blokk) in ut.items():
        if etter := blokk.felt.get("etter"):
            if etter not in ut or etter == id:
                raise blokk.feil(f"«etter» nevner «{etter}», som ikke finnes.")
            rekkefoelge.remove(id)
            rekkefoelge.insert(rekkefoelge.index(etter) + 1, id)
    return {id: _uten_etter(*ut[id]) for id in rekkefoelge}


def _uten_etter(tema: str, blokk: Blokk) -> tuple[str, Blokk]:
    return tema, blokk.uten("etter")


@functools.cache
def regler() -> dict[str, str]:
    """Reglene for hvem som telles, som flere kuber kan vise til."""
    return {
        navn: regel
        for fil in temaer().values()
        for navn, regel in fil.blokk("regel").felt.items()
    }
