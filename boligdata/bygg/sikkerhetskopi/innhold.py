"""Hva en sikkerhetskopi har i seg, og hvor hver del hører hjemme."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from boligdata.bygg import noekkel, utgiver
from boligdata.bygg.sikkerhetskopi import laas
from boligdata.felles import config

NOEKKEL, ARBEID, OM = "noekkel", "arbeid.sqlite", "om.json"
# Filene i mapper der bare noen er med: hvem som slipper inn, hvem kopiene lukkes for, og innloggingen.
_BARE = {
    "data": ("tilgang.toml", laas.MOTTAKERFIL),
    "innlogging": ("secrets.toml",),
}


def mappene() -> dict[str, Path]:
    """Mappen hver del hører hjemme i, etter navnet den har i kopien."""
    data = config.data_mappe()
    return {
        "publisert": config.publisert_mappe(),
        "internt": config.internt_mappe(),
        "inn": config.egne_uttrekk(),
        "logg": data / "logg",
        "data": data,
        "innlogging": config.ROT / ".streamlit",
    }


def filene(med_uttrekk: bool) -> Iterator[tuple[str, Path]]:
    """Navnet i kopien og filen, for alt som ligger i filer: tallene som gjelder og dem det kan angres til,
    historikken, innstillingene og loggene.

    Uttrekkene er bare med når de skal være det: de finnes i fagsystemet.
    """
    hvor = mappene()
    med = {
        "publisert": [
            *utgiver.i_bruk(hvor["publisert"]),
            hvor["publisert"] / noekkel.MERKE,
        ],
        "internt": utgiver.i_bruk(hvor["internt"]),
        "inn": hvor["inn"].rglob("*" if med_uttrekk else "*.toml"),
        "logg": hvor["logg"].rglob("*"),
        **{
            del_: [hvor[del_] / navn for navn in navnene]
            for del_, navnene in _BARE.items()
        },
    }
    for del_, stiene in med.items():
        yield from _navngitt(del_, hvor[del_], stiene)


def _navngitt(
    del_: str, mappe: Path, stiene: Iterable[Path]
) -> Iterator[tuple[str, Path]]:
    for sti in sorted(stiene):
        if sti.is_file():
            yield f"{del_}/{sti.relative_to(mappe).as_posix()}", sti


def plassen(navn: str) -> Path | None:
    """Hvor filen med dette navnet i kopien hører hjemme, eller ingenting når den ikke hører hjemme her."""
    del_, _, resten = navn.partition("/")
    mappe = mappene().get(del_)
    if mappe is None or not resten:
        return None
    if del_ in _BARE and resten not in _BARE[del_]:
        return None
    sti = mappe / resten
    return sti if sti.resolve().is_relative_to(mappe.resolve()) else None
