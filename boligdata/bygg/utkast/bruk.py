"""Utkastet tas i bruk: tallene publiseres, og filene får plassen sin blant uttrekkene. Det kan angres.

Uttrekkene røres først når tallene er publisert. Blir det avbrutt før det, er alt som før. Blir det avbrutt
etter, ligger utkastet der fortsatt, og kan publiseres en gang til.
"""

import contextlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from boligdata.bygg import gangen, rettigheter, utgiver
from boligdata.bygg.ingest import hvilke
from boligdata.bygg.utkast import merket
from boligdata.bygg.utkast.sjekk import Samling, samlingen
from boligdata.felles import config, kilder, statistikk, utkast

_BYTTE = ".bytte.json"


def _forrige_mappe() -> Path:
    """Uttrekkene som ble erstattet sist, så de kan legges tilbake."""
    return config.data_mappe() / "inn_forrige"


def publiser(
    uttrekk: Path,
    mappe: Path,
    fremdrift: Callable[[str, float], None] = lambda tekst, andel: None,
) -> None:
    """Bygg tallene med filene i utkastet, publiser dem, og legg filene blant kommunens uttrekk.

    `fremdrift(tekst, andel)` kalles underveis med andel fra 0 til 1. Kaster `Brukerfeil` når det ikke går.
    Da er verken tallene eller uttrekkene endret.
    """
    with samlingen(uttrekk, mappe) as samling:
        publisert = gangen.bygg(samling.mappe, fremdrift=fremdrift).fil
        _legg_paa_plass(uttrekk, samling, publisert.name)
        if samling.kommune.slett_uttrekk:
            _slett(config.egne_uttrekk())
            shutil.rmtree(_forrige_mappe(), ignore_errors=True)
    for fil in [*samling.byttet.inn, mappe / utkast.VALG]:
        fil.unlink(missing_ok=True)
    merket.fjern(mappe)


def _legg_paa_plass(uttrekk: Path, samling: Samling, publisert: str) -> None:
    egne, forrige = config.egne_uttrekk(), _forrige_mappe()
    shutil.rmtree(forrige, ignore_errors=True)
    rettigheter.lag_mappe(forrige)
    nye, ut = [*samling.byttet.inn.values()], samling.byttet.ut
    fra_eksempelet = uttrekk != egne
    if fra_eksempelet:
        _ta_med_eksempelet(uttrekk, samling)
        ut = ()
    bytte = {
        "publisert": publisert,
        "inn": nye,
        "ut": ut,
        "fra_eksempelet": fra_eksempelet,
    }
    (forrige / _BYTTE).write_text(json.dumps(bytte), encoding="utf-8")
    # Først kommer det nye til, så går det gamle ut: blir det avbrutt, er det for mye der, aldri for lite.
    for navn in {*ut} & {*nye}:
        shutil.copy2(egne / navn, forrige / navn)
    for navn in nye:
        os.replace(samling.mappe / navn, egne / navn)
    for navn in {*ut} - {*nye}:
        os.replace(egne / navn, forrige / navn)


def _ta_med_eksempelet(uttrekk: Path, samling: Samling) -> None:
    """Er det eksempelkommunen som er bygget, får den en kopi blant kommunens egne: eksempelet skal være
    som det er.
    """
    egne = config.egne_uttrekk()
    rettigheter.lag_mappe(egne)
    for fil in uttrekk.iterdir():
        if fil.is_file() and fil.name not in samling.byttet.ut:
            shutil.copyfile(fil, egne / fil.name)
        elif fil.name == statistikk.MAPPE:
            shutil.copytree(fil, egne / fil.name)


def angre() -> None:
    """Gå tilbake til det som var publisert før. Filene som ble lastet opp, ligger i utkastet igjen, og
    dem de erstattet, er på plass. Kaster `Brukerfeil` når det ikke er noe å gå tilbake til.
    """
    angret = utgiver.angre(config.publisert_mappe(), config.internt_mappe())
    forrige, egne = _forrige_mappe(), config.egne_uttrekk()
    with contextlib.suppress(OSError, ValueError):
        bytte = json.loads((forrige / _BYTTE).read_text(encoding="utf-8"))
        # Er det bygget på kommandolinjen etterpå, er det ikke disse filene som er angret.
        if bytte["publisert"] == angret:
            _legg_tilbake(bytte, forrige, egne)
            shutil.rmtree(forrige)


def _legg_tilbake(bytte: dict, forrige: Path, egne: Path) -> None:
    mappe = config.utkast_mappe()
    rettigheter.lag_mappe(mappe)
    for navn in bytte["inn"]:
        os.replace(egne / navn, mappe / navn)
    for navn in bytte["ut"]:
        os.replace(forrige / navn, egne / navn)
    if bytte["fra_eksempelet"]:
        shutil.rmtree(egne)


def _slett(mappe: Path) -> None:
    """Slett uttrekkene. Det kommunen har sagt om seg selv, blir stående."""
    for fil in mappe.iterdir():
        if any(
            hvilke.hoerer_til(fil.name, kilde) for kilde in kilder.kilder().values()
        ):
            fil.unlink()
