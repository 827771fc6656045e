"""Filene som bytter plass når et utkast publiseres, og når publiseringen angres.

Alt som skal skje, står i en bok (`.bytte.json`) før tallene tas i bruk, og de nye filene ligger ved siden av
den. Blir programmet drept, går disken full eller blir strømmen borte, leses boken neste gang, og det som
gjenstår, blir gjort. Hvert steg kan gjøres om igjen uten at noe går tapt. Ble tallene aldri tatt i bruk, er
uttrekkene ikke rørt, og boken kastes.
"""

import contextlib
import filecmp
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from boligdata.bygg import rettigheter, utgiver
from boligdata.bygg.ingest import hvilke
from boligdata.bygg.utkast import merket
from boligdata.bygg.utkast.samlet import legg, rydd
from boligdata.bygg.utkast.samling import Samling
from boligdata.felles import config, kilder, statistikk, utkast

_BOK, _ANGRES = ".bytte.json", ".angres"
_NYE, _GAMLE = "nye", "gamle"


class Gjort(StrEnum):
    """Det som ble gjort ferdig."""

    INGENTING = "ingenting"
    PUBLISERT = "publisert"
    ANGRET = "angret"


@dataclass(frozen=True)
class Byttebok:
    """Boken over et bytte: den publiserte filen det hører til, den som gjaldt før, filene som kommer inn og
    går ut av uttrekkene, dem som er kopier av eksempelkommunens og mappen de er fra, mappen utkastet er i og
    filene der slik de var (størrelse og tid), og om uttrekkene skal slettes etterpå.
    """

    publisert: str
    foer: str
    inn: list[str]
    ut: list[str]
    eksempel: list[str]
    opphav: str
    mappe: str
    utkast: dict[str, list[int]]
    slett: bool

    @property
    def alle_inn(self) -> list[str]:
        """Alt som legges blant uttrekkene."""
        return [*self.inn, *self.eksempel]


def _ny_mappe() -> Path:
    """Byttet som ikke er ferdig."""
    return config.data_mappe() / "inn_bytte"


def _forrige_mappe() -> Path:
    """Det siste byttet, med uttrekkene som ble erstattet, så de kan legges tilbake."""
    return config.data_mappe() / "inn_forrige"


def forbered(uttrekk: Path, utkastet: Path, samling: Samling, publisert: str) -> None:
    """Skriv boken og legg de nye filene klare, før filen `publisert` tas i bruk. Kaster `Brukerfeil` når det
    ikke er plass til dem.
    """
    with utgiver.forklar_skrivefeil(config.data_mappe()):
        mappe = _ny_mappe()
        _fjern(mappe)
        for under in (mappe, mappe / _NYE, mappe / _GAMLE):
            rettigheter.lag_mappe(under)
        nye, ut = [*samling.byttet.inn.values()], [*samling.byttet.ut]
        for navn in nye:
            legg(samling.mappe / navn, mappe / _NYE / navn)
        eksempel: list[str] = []
        if uttrekk != config.egne_uttrekk():
            # Eksempelet skal være som det er. Kommunens egne blir en kopi av det, med de nye filene.
            eksempel, ut = [*_eksempelet(uttrekk, {*ut, *nye})], []
            for navn in eksempel:
                rettigheter.lag_mappe((mappe / _NYE / navn).parent)
                shutil.copyfile(uttrekk / navn, mappe / _NYE / navn)
        bok = Byttebok(
            publisert,
            utgiver.gjeldende(config.publisert_mappe()),
            nye,
            ut,
            eksempel,
            str(uttrekk.resolve()),
            str(utkastet.resolve()),
            {fil.name: _slik_den_er(fil) for fil in samling.byttet.inn},
            samling.kommune.slett_uttrekk,
        )
        (mappe / f"{_BOK}.ny").write_text(json.dumps(asdict(bok)), encoding="utf-8")
        os.replace(mappe / f"{_BOK}.ny", mappe / _BOK)


def _eksempelet(uttrekk: Path, byttet: set[str]) -> Iterator[str]:
    """Navnene på filene i eksempelet, også det som er hentet fra statistikkbanken."""
    for mappe in (uttrekk, uttrekk / statistikk.MAPPE):
        for fil in sorted(mappe.iterdir()) if mappe.is_dir() else ():
            navn = fil.relative_to(uttrekk).as_posix()
            if fil.is_file() and navn not in byttet:
                yield navn


def fullfoer() -> Gjort:
    """Gjør ferdig det som ble avbrutt sist, om noe ble det. Kaster `Brukerfeil` når det ikke går nå."""
    rydd(config.utkast_mappe())
    if not (_ny_mappe().exists() or _skal_tilbake()):
        return Gjort.INGENTING
    ut = config.publisert_mappe()
    with (
        utgiver.alene(ut),
        utgiver.forklar_skrivefeil(
            config.egne_uttrekk(),
            "Filene er ikke på plass blant uttrekkene ennå. Ingenting er gått tapt, og de legges der neste "
            "gang noe sjekkes, publiseres eller angres.",
        ),
    ):
        utgiver.rett_opp(ut, config.internt_mappe())
        bytte = _les(_ny_mappe())
        if bytte and bytte.publisert == utgiver.gjeldende(ut):
            _legg_paa_plass(bytte)
            return Gjort.PUBLISERT
        # Tallene ble aldri tatt i bruk, så alt er som før.
        _fjern(_ny_mappe())
        if (forrige := _les(_forrige_mappe())) and _gjelder_igjen(forrige):
            _legg_tilbake(forrige)
            return Gjort.ANGRET
    return Gjort.INGENTING


def _skal_tilbake() -> bool:
    """Er tallene angret, uten at filene er lagt tilbake? En angring som ble avbrutt før begge pekerne var
    satt, er det når de er det.
    """
    bytte = _les(_forrige_mappe())
    return bool(bytte) and _gjelder_igjen(bytte)


def _gjelder_igjen(bytte: Byttebok) -> bool:
    gjelder = utgiver.gjeldende(config.publisert_mappe())
    return bool(bytte.foer) and gjelder == bytte.foer


# ------------------------------------------------------------------------------ på plass


def _legg_paa_plass(bytte: Byttebok) -> None:
    egne, mappe = config.egne_uttrekk(), _ny_mappe()
    rettigheter.lag_mappe(egne)
    # Først kommer det nye til, så går det gamle ut: blir det avbrutt, er det for mye der, aldri for lite.
    for navn in bytte.alle_inn:
        ny, gammel, plass = mappe / _NYE / navn, mappe / _GAMLE / navn, egne / navn
        if not ny.exists():
            continue
        if plass.exists() and not gammel.exists():
            _ta_vare_paa(plass, gammel)
        rettigheter.lag_mappe(plass.parent)
        os.replace(ny, plass)
    for navn in {*bytte.ut} - {*bytte.inn}:
        if (egne / navn).exists():
            os.replace(egne / navn, mappe / _GAMLE / navn)
    _rydd_utkastet(bytte)
    _fjern(_forrige_mappe())
    if bytte.slett:
        _slett(egne)
        _fjern(mappe)
    else:
        os.rename(mappe, _forrige_mappe())


def _rydd_utkastet(bytte: Byttebok) -> None:
    """Det som er publisert, er ikke lenger et utkast. En fil som er byttet ut imens, er noe annet."""
    mappe = Path(bytte.mappe)
    for navn, slik in bytte.utkast.items():
        fil = mappe / navn
        if fil.exists() and _slik_den_er(fil) == slik:
            fil.unlink()
    (mappe / utkast.VALG).unlink(missing_ok=True)
    merket.fjern(mappe)


def _slett(mappe: Path) -> None:
    """Slett uttrekkene. Det kommunen har sagt om seg selv, blir stående."""
    alle = kilder.kilder().values()
    for fil in mappe.iterdir():
        if any(hvilke.hoerer_til(fil.name, kilde) for kilde in alle):
            fil.unlink()


# --------------------------------------------------------------------------------- tilbake


def _legg_tilbake(bytte: Byttebok) -> None:
    """Filene som ble lastet opp, ligger i utkastet igjen, og dem de erstattet, er på plass."""
    egne, mappe, til = config.egne_uttrekk(), _forrige_mappe(), Path(bytte.mappe)
    rettigheter.lag_mappe(til)
    if not (mappe / _ANGRES).exists():
        for navn in [*bytte.inn, *_endret(bytte)]:
            if (egne / navn).exists():
                _ta_vare_paa(egne / navn, til / Path(navn).name)
        # Fra nå ligger alt som kom inn, også i utkastet.
        (mappe / _ANGRES).touch()
    for navn in dict.fromkeys([*bytte.alle_inn, *bytte.ut]):
        if (mappe / _GAMLE / navn).exists():
            _ta_vare_paa(mappe / _GAMLE / navn, egne / navn)
        else:
            (egne / navn).unlink(missing_ok=True)
    for tom in (egne / statistikk.MAPPE, egne) if bytte.eksempel else ():
        with contextlib.suppress(OSError):
            tom.rmdir()
    _fjern(mappe)


def _endret(bytte: Byttebok) -> Iterator[str]:
    """Filene som var kopier av eksempelets, og som noen har skrevet i etterpå."""
    for navn in bytte.eksempel:
        kopi, opphav = config.egne_uttrekk() / navn, Path(bytte.opphav) / navn
        if kopi.exists() and not (
            opphav.exists() and filecmp.cmp(kopi, opphav, shallow=False)
        ):
            yield navn


# -------------------------------------------------------------------------------- på disken


def _les(mappe: Path) -> Byttebok | None:
    try:
        return Byttebok(**json.loads((mappe / _BOK).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _fjern(mappe: Path) -> None:
    """Ta bort byttet. Boken går først: en bok uten filene sine ville tatt bort det som er i bruk."""
    if mappe.exists():
        (mappe / _BOK).unlink(missing_ok=True)
        shutil.rmtree(mappe)


def _ta_vare_paa(fra: Path, til: Path) -> None:
    """La filen også ligge i `til`. Den er hel der fra den er der."""
    ny = til.with_name(f".{til.name}.ny")
    ny.unlink(missing_ok=True)
    rettigheter.lag_mappe(til.parent)
    legg(fra, ny)
    os.replace(ny, til)
    # Er begge navnene på den samme filen, lar systemet det andre ligge.
    ny.unlink(missing_ok=True)


def _slik_den_er(fil: Path) -> list[int]:
    om = fil.stat()
    return [om.st_size, om.st_mtime_ns]
