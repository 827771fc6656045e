"""Svarene fra statistikkbanken på disken, ved siden av uttrekkene.

`hentet.jsonl` har én linje for hver gang en tabell er hentet: når, hva det ble spurt om, hvem som har laget
tallene og på hvilke vilkår, og filene. Den siste linjen til en tabell gjelder. Filene heter det tabellen
heter og dagen SSB oppdaterte den, så bygget leser den nyeste. Forrige utgave ligger i `tidligere`.

Et svar skrives ved siden av og flyttes på plass når alle delene er der, så det aldri ligger en halv
tabell der bygget leser. Blir hentingen avbrutt, ligger delene i `.paabegynt` til neste gang.
"""

import dataclasses
import datetime as dt
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from boligdata.bygg.henting.nett import Nettfeil
from boligdata.bygg.henting.spoersmaal import Valg

_LOGG, _TIDLIGERE, _PAABEGYNT = "hentet.jsonl", "tidligere", ".paabegynt"


@dataclass(frozen=True)
class Hentet:
    """Én tabell slik den ble hentet. `filer` er navn → SHA-256, og `endret` hvor mange tall som var andre
    enn sist. Tidene er ISO 8601, `oppdatert` slik SSB skriver den.
    """

    tabell: str
    navn: str
    hentet: str
    oppdatert: str
    kilde: str
    lisens: str
    oensket: dict
    spoersmaal: list[dict]
    filer: dict[str, str]
    endret: int = 0


@dataclass(frozen=True)
class Tabellbestilling:
    """En tabell som skal hentes: utgaven, og delene den hentes i."""

    tabell: str
    oppdatert: str
    deler: list[Valg]

    def __post_init__(self):
        try:
            dt.date.fromisoformat(self.oppdatert[:10])
        except ValueError:
            raise Nettfeil("SSB sier ikke når tabellen ble oppdatert.") from None

    @property
    def filnavn(self) -> list[str]:
        """Filen til hver del."""
        stamme = f"{self.tabell}_{self.oppdatert[:10]}"
        if len(self.deler) == 1:
            return [f"{stamme}.json"]
        return [f"{stamme}_del{nr}.json" for nr in range(1, len(self.deler) + 1)]


class Svarmappe:
    """Mappen med svarene. Den lages når det første svaret kommer."""

    def __init__(self, mappe: Path):
        self.mappe = mappe

    def siste(self, tabell: str) -> Hentet | None:
        """Det som ble hentet sist, om filene fortsatt er der og er slik de ble skrevet."""
        linjer = [hentet for hentet in self._linjer() if hentet.tabell == tabell]
        if linjer and all(
            self._avtrykk(navn) == avtrykk for navn, avtrykk in linjer[-1].filer.items()
        ):
            return linjer[-1]
        return None

    def les(self, hentet: Hentet) -> list[dict]:
        """Svarene i filene."""
        return [json.loads((self.mappe / navn).read_bytes()) for navn in hentet.filer]

    def paabegynt(self, bestilling: Tabellbestilling) -> list[dict | None]:
        """Delene som alt er hentet av denne bestillingen. En annen bestilling av tabellen slettes."""
        mappe = self._mappen_til(bestilling.tabell)
        fil = mappe / "bestilling.json"
        naa = json.dumps(dataclasses.asdict(bestilling))
        if not fil.exists() or fil.read_text(encoding="utf-8") != naa:
            shutil.rmtree(mappe, ignore_errors=True)
            mappe.mkdir(parents=True)
            _skriv(fil, naa)
        return [
            json.loads(del_.read_bytes()) if del_.exists() else None
            for del_ in (mappe / navn for navn in bestilling.filnavn)
        ]

    def legg_del(self, bestilling: Tabellbestilling, nr: int, svar: dict) -> None:
        """Ta vare på én del til de andre er hentet."""
        mappe = self._mappen_til(bestilling.tabell)
        _skriv(mappe / bestilling.filnavn[nr], json.dumps(svar, ensure_ascii=False))

    def ta_i_bruk(self, bestilling: Tabellbestilling, hentet: Hentet) -> None:
        """Flytt delene på plass, og forrige utgave bort. `hentet.filer` blir fylt ut her."""
        forrige = self.siste(bestilling.tabell)
        mappe = self._mappen_til(bestilling.tabell)
        for navn in bestilling.filnavn:
            os.replace(mappe / navn, self.mappe / navn)
        filer = {navn: self._avtrykk(navn) for navn in bestilling.filnavn}
        linje = dataclasses.asdict(dataclasses.replace(hentet, filer=filer))
        logg = self.mappe / _LOGG
        foer = logg.read_text(encoding="utf-8").splitlines() if logg.exists() else []
        _skriv(logg, "\n".join([*foer, json.dumps(linje, ensure_ascii=False), ""]))
        self._legg_bort({*forrige.filer} - {*filer} if forrige else set())
        shutil.rmtree(mappe, ignore_errors=True)

    def _legg_bort(self, filer: set[str]) -> None:
        tidligere = self.mappe / _TIDLIGERE
        tidligere.mkdir(exist_ok=True)
        for navn in filer:
            os.replace(self.mappe / navn, tidligere / navn)

    def _mappen_til(self, tabell: str) -> Path:
        return self.mappe / _PAABEGYNT / tabell

    def _linjer(self) -> Iterator[Hentet]:
        fil = self.mappe / _LOGG
        if not fil.exists():
            return
        for linje in fil.read_text(encoding="utf-8").splitlines():
            try:
                yield Hentet(**json.loads(linje))
            except (ValueError, TypeError):
                # Noen har skrevet i filen: tabellen hentes på nytt.
                continue

    def _avtrykk(self, navn: str) -> str | None:
        fil = self.mappe / navn
        return hashlib.sha256(fil.read_bytes()).hexdigest() if fil.is_file() else None


def _skriv(fil: Path, tekst: str) -> None:
    ny = fil.with_suffix(".ny")
    ny.write_text(tekst, encoding="utf-8")
    os.replace(ny, fil)
