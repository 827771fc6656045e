"""Filene i et utkast som Excel, med cellene det er noe galt med, merket og forklart.

Radene står i de samme radene som i filen, og filen kan rettes og lastes opp igjen. Arket med forklaringene
heter som hjelpearkene i malene, og blir ikke lest da.
"""

import itertools
from collections.abc import Mapping
from pathlib import Path

import xlsxwriter

from boligdata.bygg.ingest import Avvik, Rapport, filer
from boligdata.bygg.ingest.oppsett import Overskrifter
from boligdata.bygg.ingest.rapport import Filfeil
from boligdata.felles import utkast
from boligdata.felles.kilder import HJELPEARK, Kilde

# Flere celler enn dette tar for lang tid å skrive. Da er bare radene med feil med, under overskriften.
_FLEST_CELLER = 1_000_000
_FLEST_MERKET = 5_000
_MERKES = ("satt til side", "stoppet")
_HODE = ("Ark", "Rad", "Kolonne", "Hva er galt", "Hva må gjøres")


def fjern(mappe: Path) -> None:
    """Ta bort det som er skrevet før."""
    for fil in mappe.glob(f".*{utkast.MERKET}"):
        fil.unlink()


def skriv(
    filene: Mapping[Path, str],
    kildene: Mapping[Path, str | None],
    alle: Mapping[str, Kilde],
    rapport: Rapport,
    mest_mb: int,
    til: Path,
) -> None:
    """Skriv en arbeidsbok i mappen `til` for hver fil det er noe galt med. `filene` er filene med navnet
    de har i rapporten, og `kildene` uttrekket hver av dem er. Kaster `OSError` når de ikke kan skrives.
    """
    fjern(til)
    for fil, navn in filene.items():
        feilene = [
            avvik
            for avvik in rapport.avvik
            if avvik.fil == navn and avvik.alvor in _MERKES and avvik.rad
        ]
        if feilene and kildene.get(fil):
            kilde = alle[kildene[fil]]
            try:
                _skriv_fil(fil, kilde, feilene, mest_mb, utkast.merket(til, fil.name))
            except xlsxwriter.exceptions.FileCreateError as feil:
                # Biblioteket pakker feilen fra disken inn i sin egen.
                raise feil.args[0] from None


def _skriv_fil(
    fil: Path, kilde: Kilde, feilene: list[Avvik], mest_mb: int, til: Path
) -> None:
    overskrifter = Overskrifter(kilde)
    valg = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(til, valg) as bok:
        merket = bok.add_format({"bg_color": "#f8c9c4", "border": 1})
        fet = bok.add_format({"bold": True, "bottom": 1})
        try:
            arkene = filer.les_ark(fil, kilde, overskrifter.treff, mest_mb)
            for nr, ark in enumerate(arkene, 1):
                if not ark.til_hjelp:
                    i_arket = [avvik for avvik in feilene if avvik.ark == ark.navn]
                    _skriv_ark(
                        bok.add_worksheet(f"Ark {nr}"),
                        [*ark.rader],
                        overskrifter,
                        i_arket[:_FLEST_MERKET],
                        merket,
                    )
        except Filfeil:
            # En fil som ikke kan leses til slutt, er merket så langt den er lest.
            pass
        _skriv_forklaring(bok.add_worksheet(HJELPEARK[0]), feilene, fet)


def _skriv_ark(ark, rader, overskrifter: Overskrifter, feilene, merket) -> None:
    plasser: dict[str, int] = {}
    hode = 0
    if funnet := overskrifter.finn(rader[: filer.LET_I]):
        nr, oppsett = funnet
        hode, plasser = rader[nr][0], oppsett.plass
    galt: dict[int, dict[int, Avvik]] = {}
    for avvik in feilene:
        plass = plasser.get(overskrifter.kolonnen(avvik.kolonne or "") or "", 0)
        galt.setdefault(avvik.rad, {}).setdefault(plass, avvik)
    alle = sum(len(celler) for _, celler in rader) <= _FLEST_CELLER
    rekke = itertools.count()
    for rad, celler in rader:
        if not alle and rad not in galt and rad != hode:
            continue
        til = rad - 1 if alle else next(rekke)
        for plass, celle in enumerate(celler):
            if avvik := galt.get(rad, {}).get(plass):
                ark.write_string(til, plass, celle, merket)
                ark.write_comment(til, plass, f"{avvik.regel}: {avvik.forklaring}")
            elif celle:
                ark.write_string(til, plass, celle)


def _skriv_forklaring(ark, feilene: list[Avvik], fet) -> None:
    ark.write_row(0, 0, _HODE, fet)
    ark.set_column(0, 3, 18)
    ark.set_column(4, 4, 100)
    for nr, avvik in enumerate(feilene[:_FLEST_MERKET], 1):
        rad = (avvik.ark, avvik.rad, avvik.kolonne, avvik.regel, avvik.forklaring)
        for plass, verdi in enumerate(rad):
            if verdi is not None:
                ark.write(nr, plass, verdi)
