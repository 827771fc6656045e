"""Leser filene i katalogen i den rekkefølgen de er erklært: én for hvert tema, og `felles.toml`."""

import dataclasses
import functools
import re
from pathlib import Path

from boligdata.felles import maalform
from boligdata.felles.erklaering import Blokk, les_toml
from boligdata.felles.maalform import si

MAPPE = Path(__file__).parent
FELLES, REGIONSTALL = "felles", "regionstall"


@maalform.husk
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
            "oversikt",
        )
    )
    return blokk


@maalform.husk
def temaer() -> dict[str, Blokk]:
    """Filen til hvert tema, i den rekkefølgen indikatorene vises."""
    erklaert = felles().felt["temaer"]
    filer = {fil.stem for fil in MAPPE.glob("*.toml")} - {FELLES, REGIONSTALL}
    for tema in sorted(filer ^ set(erklaert)):
        mangler = "listen «temaer»" if tema in filer else f"filen {tema}.toml"
        raise felles().feil(f"temaet «{tema}» mangler i {mangler}.")
    ut = {tema: les_toml(MAPPE / f"{tema}.toml") for tema in erklaert}
    for fil in ut.values():
        fil.krev_noekler((), ("frist", "regler", "kube", "indikator"))
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
    return {id: _ferdig(*ut[id]) for id in rekkefoelge}


def _ferdig(tema: str, blokk: Blokk) -> tuple[str, Blokk]:
    return tema, _med_frister(blokk.uten("etter"))


@functools.cache
def frister() -> dict[str, int]:
    """Fristene definisjonene bruker, i måneder. Spørringene får dem som makroer med samme navn, og
    teksten brukeren leser får dem der det står `{frist.…}`, så de to aldri sier hvert sitt.
    """
    ut: dict[str, int] = {}
    for fil in temaer().values():
        blokk = fil.blokk("frist")
        for navn, maaneder in blokk.felt.items():
            if type(maaneder) is not int or maaneder < 1:
                raise blokk.feil(f"«{navn}» skal være et antall måneder.")
            ut[navn] = maaneder
    return ut


@maalform.husk
def regler() -> dict[str, str]:
    """Reglene for hvem som telles, som flere kuber kan vise til."""
    return {
        navn: regel
        for fil in temaer().values()
        for navn, regel in _med_frister(fil.blokk("regler")).felt.items()
    }


def _med_frister(blokk: Blokk) -> Blokk:
    """Blokken, der `{frist.uten_kontakt}` i en tekst er byttet med antall måneder."""

    def i_ord(treff: re.Match) -> str:
        if treff[1] not in frister():
            raise blokk.feil(
                f"«{treff[0]}» finnes ikke i [frist] i noen av filene. Det som finnes, "
                f"er {', '.join(frister())}."
            )
        return si("{antall} måneder", antall=frister()[treff[1]])

    felt = {
        navn: re.sub(r"\{frist\.(.*?)\}", i_ord, verdi)
        if isinstance(verdi, str)
        else verdi
        for navn, verdi in blokk.felt.items()
    }
    return dataclasses.replace(blokk, felt=felt)
