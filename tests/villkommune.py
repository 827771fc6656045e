"""Tilfeldige kommuner der alt inntaket godtar, kan skje.

Eksempelkommunen er ryddig, og mye gjelder der uten at noe lover det. Her trekkes hver kolonne etter
kontrakten i `kilder.toml` og lite annet: noen flytter inn uten vedtak, får avslag etter at saken er
avsluttet, bytter målgruppe fra rad til rad, bor to steder og har fem tjenester på en gang. Inntakets
egne regler tar bort radene som ikke ville vært lest. Det som likevel gjelder i alle kommunene, må
følge av spørringene.

Kommunene ligger i samme database og har ingen husstander eller boliger felles, så modellene kjøres
én gang for alle. De tre første tegnene i hver id sier hvilken kommune det er.
"""

import datetime as dt
import zlib

import duckdb
import numpy as np
import pyarrow as pa

from boligdata.bygg import beregning, ingest
from boligdata.bygg.ingest import regler
from boligdata.felles import kilder
from boligdata.felles.kilder import Kilde, Kolonne

FOERSTE_AAR = 2013
FRA, TIL = dt.date(2009, 1, 1), dt.date(2021, 12, 31)
DAGER = (TIL - FRA).days
# Dagene der definisjonene skiller, og noen til.
AVSTANDER = (0, 1, 14, 15, 29, 30, 31, 90, 91, 180, 181, 182, 184, 365, 366, 367)
GRENSER = [
    (dt.date(aar, maaned, dag) - FRA).days + dager
    for aar in range(FRA.year, TIL.year + 1)
    for maaned, dag in ((4, 30), (8, 31), (12, 31))
    for dager in (-1, 0, 1)
]
# Så mange av de lengste kodelistene er i bruk, så det blir noen i hver gruppe.
FAERRE = {
    "maalgruppe": 3,
    "boligtype": 4,
    "enhet": 4,
    "avklart_til": 8,
    "virkemiddel": 3,
}
OMRAADER = ["Nord", "Sør"]
ALDRE = ["18-24", "25-66", "67+"]


def database(froe: int, kommuner: int) -> duckdb.DuckDBPyConnection:
    """Modellene for så mange kommuner, klare til å telles i."""
    con = ingest.ny_database()
    con.execute(
        "create table kommune as select '9999' as kommunenummer, ?::date as per_dato, "
        "?::integer as foerste_aar",
        [TIL, FOERSTE_AAR],
    )
    deler = [_Kommune(froe, nr) for nr in range(kommuner)]
    for kilde in kilder.kilder().values():
        regler.lag_mellomtabell(con, kilde)
        if _om_kommunen(kilde):
            for kommune in deler:
                regler.legg_til(con, kilde, kommune.rader(kilde), "fil", None)
            regler.i_kilden(con, kilde, TIL)
    for kilde in kilder.kilder().values():
        regler.mot_andre(con, kilde, set())
    for kilde in kilder.kilder().values():
        con.execute(
            f"create table {kilde.id} as select {', '.join(kilde.kolonner)} "
            f"from _inn_{kilde.id} where _tilstand = {regler.LASTET} order by _nr"
        )
    beregning.lag_modeller(con)
    return con


def _om_kommunen(kilde: Kilde) -> bool:
    """Er det noen eller noe i kommunen kilden gjelder?"""
    return bool({"husstand_id", "bolig_id"} & set(kilde.kolonner))


class _Kommune:
    """Hvor mye det er av hvert i én kommune. Det er ulikt fra kommune til kommune."""

    def __init__(self, froe: int, nr: int):
        self.froe, self.nr = froe, nr
        self.terning = self._trekning("kommunen")
        self.husstander = int(self.terning.choice([3, 10, 30, 100]))
        self.boliger = int(self.terning.choice([2, 8, 25]))
        # Så ofte en husstand står i sin vanlige målgruppe.
        self.fast = self.terning.choice([0.3, 0.7, 0.95])
        # Så ofte er det kort tid fra en dato til den neste.
        self.korte = self.terning.choice([0.1, 0.5, 0.9])

    def _trekning(self, navn: str) -> np.random.Generator:
        """Hver kolonne har sin egen, så en ny kolonne ikke endrer de andre."""
        return np.random.default_rng([self.froe, self.nr, zlib.crc32(navn.encode())])

    def rader(self, kilde: Kilde) -> pa.Table:
        """Tilfeldige rader i en kilde."""
        self.terning = self._trekning(kilde.id)
        antall = self.boliger
        if "husstand_id" in kilde.kolonner:
            antall = int(self.terning.choice([20, 80, 200]))
        # Så mange dager kan det ellers gå fra en dato til den neste.
        self.lengst = int(self.terning.choice([250, 1000, 4000]))
        ut: dict[str, np.ndarray] = {}
        for kolonne in kilde.kolonner.values():
            self.terning = self._trekning(f"{kilde.id} {kolonne.id}")
            verdier = self._verdier(kilde, kolonne, ut, antall)
            tomt = 0 if kolonne.paakrevd else self.terning.choice([0.02, 0.1, 0.4])
            ut[kolonne.id] = np.where(self.terning.random(antall) < tomt, None, verdier)
        self._velg_maalgruppe(ut, antall)
        ut["_rad"], ut["_tilstand"] = np.arange(antall), np.zeros(antall, dtype=int)
        return pa.table(
            {
                navn: pa.array(_datoer(kilde, navn, verdier))
                for navn, verdier in ut.items()
            }
        )

    def _verdier(self, kilde: Kilde, kolonne: Kolonne, ut: dict, antall: int):
        match kolonne.type:
            case "id" if kolonne.id in ("husstand_id", "bolig_id"):
                return self._ider(kilde, kolonne, antall)
            case "id":
                return np.array([f"{self.nr:03}{nr}" for nr in range(antall)], object)
            case "dato":
                return self._dager(ut, kilde, kolonne, antall)
            case "ja_nei":
                return self._trekk([True, False], antall)
            case "kode" if not kolonne.flere:
                koder = [en.kode for en in kilder.kodelister()[kolonne.kodeliste].koder]
                return self._trekk(koder[: FAERRE.get(kolonne.kodeliste)], antall)
            case "omraade":
                return self._trekk(OMRAADER, antall)
            case "aldersgruppe":
                return self._trekk(ALDRE, antall)
            case "heltall" | "desimal":
                minst = int(kolonne.minst or 0)
                return self._trekk(list(range(minst, minst + 4)), antall)
            case _:
                return np.full(antall, None)

    def _ider(self, kilde: Kilde, kolonne: Kolonne, antall: int) -> np.ndarray:
        if kilde.noekkel == (kolonne.id,):
            numre = np.arange(antall)
        else:
            hoeyst = self.boliger if kolonne.id == "bolig_id" else self.husstander
            numre = self.terning.integers(0, hoeyst, antall)
        return np.array([f"{self.nr:03}{nr}" for nr in numre], object)

    def _trekk(self, verdier: list, antall: int) -> np.ndarray:
        """Noen verdier er vanligere enn andre, og hvilke er ulikt fra kommune til kommune."""
        vekter = self.terning.dirichlet([0.7] * len(verdier))
        valgt = self.terning.choice(len(verdier), antall, p=vekter)
        return np.array(verdier, object)[valgt]

    def _dager(self, ut: dict, kilde: Kilde, kolonne: Kolonne, antall: int):
        """Dager, gjerne kort tid etter en annen dato i raden eller på grensen av en periode."""
        trekk = self.terning.integers(0, DAGER, antall)
        ved_grensen = self.terning.random(antall) < 0.2
        trekk = np.where(ved_grensen, self.terning.choice(GRENSER, antall), trekk)
        for tidligere in [navn for navn in ut if kilde.kolonner[navn].type == "dato"]:
            har = np.array([dag is not None for dag in ut[tidligere]])
            fra = np.where(har, ut[tidligere], 0).astype(int)
            avstand = np.where(
                self.terning.random(antall) < self.korte,
                self.terning.choice(AVSTANDER, antall),
                self.terning.integers(0, self.lengst, antall),
            )
            bruk = har & (self.terning.random(antall) < 0.9)
            trekk = np.where(bruk, fra + avstand, trekk)
        # Noen få datoer er fram i tid. Det er bare en merknad.
        fram = self.terning.random(antall) < 0.02
        if kolonne.paakrevd:
            return np.minimum(trekk, DAGER).astype(object)
        return np.where((trekk > DAGER) & ~fram, None, trekk.astype(object))

    def _velg_maalgruppe(self, ut: dict, antall: int) -> None:
        """En husstand er som regel i sin vanlige målgruppe, men ikke alltid."""
        if "husstand_id" in ut and "maalgruppe" in ut:
            koder = [en.kode for en in kilder.kodelister()["maalgruppe"].koder]
            koder = np.array(koder[: FAERRE["maalgruppe"]], object)
            vanlig = koder[[int(id) % len(koder) for id in ut["husstand_id"]]]
            er_fast = self.terning.random(antall) < self.fast
            ut["maalgruppe"] = np.where(er_fast, vanlig, ut["maalgruppe"])


def _datoer(kilde: Kilde, navn: str, verdier) -> list:
    if navn in kilde.kolonner and kilde.kolonner[navn].type == "dato":
        return [dag if dag is None else FRA + dt.timedelta(int(dag)) for dag in verdier]
    return list(verdier)
