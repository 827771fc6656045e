"""Tabellene i README for vernet: python -m tests.angrepstabell celler|rettelser|tak

`celler` bygger eksempelet og seks små kommuner, hver med fem nøkler, og angriper det som er
publisert. `rettelser` stryker én rad om gangen, bygger på nytt, og lar angriperen gjette hvilken
målgruppe raden gjaldt av det som er endret mellom de to utgavene. `tak` sier hvor mange tall for hele
kommunen som i det hele tatt kan være den nærmeste femmeren.
"""

import argparse
import csv
import io
import os
import random
import shutil
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

import sak as saker  # noqa: E402
from angriper import kunnskap, tall_i_filen, vernet  # noqa: E402
from prosentfeil import Avstand, avstandene  # noqa: E402
from totaltak import flest_naermeste  # noqa: E402
from uttrekk import EKSEMPEL, siste_aar  # noqa: E402

from boligdata import bygg  # noqa: E402
from boligdata.felles import kilder  # noqa: E402
from boligdata.felles.config import Brukerfeil  # noqa: E402

# De små kommunene har så stor del av leieforholdene og søknadene i eksempelet.
ANDELER = (0.06, 0.08, 0.12, 0.2, 0.35, 0.6)
NOEKLER = 5


def main() -> None:
    """Kjør målingen som er valgt, og skriv tabellen i Markdown."""
    tolk = argparse.ArgumentParser(prog="python -m tests.angrepstabell")
    tolk.add_argument("maaling", choices=("celler", "rettelser", "tak"))
    tolk.add_argument("--forsoek", type=int, default=100, help="rader per uttrekk")
    tolk.add_argument("--noekler", type=int, default=NOEKLER)
    valg = tolk.parse_args()
    if valg.maaling == "celler":
        _celler(valg.noekler)
    elif valg.maaling == "tak":
        _tak()
    else:
        _rettelser(valg.forsoek)


def _bruk_noekkel(nr: int) -> None:
    os.environ["BOLIGDATA_NOEKKEL"] = f"måling av vernet, nøkkel nummer {nr}, ikke ekte"


# ------------------------------------------------------------------------------- celler


@dataclass
class Utfall:
    """Det angriperen fant i én kommune med én nøkkel."""

    celler: int
    smaa: int
    bevist: int
    eksakte: int
    innsnevret: int
    med_antatt: int
    naermeste: float
    over_fire: int
    totaler: int
    prosenter: list[Avstand]


def _celler(noekler: int) -> None:
    print(
        "| Kommune | Celler | Små | Bevist små | Kjent eksakt | Snevret inn | "
        "Bevist med det som nesten alltid gjelder | Totaler nærmeste femmer | "
        "Totaler over fire unna | Prosenter | Median | Over tre prosentpoeng unna | "
        "Sagt som spenn | De andre over tre | Det meste |\n|---|" + "---:|" * 14
    )
    for navn, lag in _kommunene():
        utfallene = []
        for nr in range(1, noekler + 1):
            _bruk_noekkel(nr)
            with tempfile.TemporaryDirectory() as mappe:
                utfallene.append(_angrip(Path(mappe), lag))
        print(_rad(navn, utfallene), flush=True)


def _kommunene():
    yield "Eksempelet", lambda inn: shutil.copytree(EKSEMPEL, inn)
    for nr, andel in enumerate(ANDELER, 1):
        navn = f"{andel * 100:.0f} % av det, to år"
        yield navn, lambda inn, nr=nr, andel=andel: saker.utvalg(inn, nr, andel)


def _angrip(mappe: Path, lag) -> Utfall | None:
    """Bygg og angrip. None når kommunen er for liten til å publiseres."""
    lag(mappe / "inn")
    try:
        bygg.bygg(mappe / "inn", mappe / "publisert")
    except Brukerfeil:
        return None
    sak = saker.Sak(mappe / "publisert", mappe / "internt")
    bredde = np.subtract(*reversed(sak.grenser(sak.kunnskap)))
    totaler = np.array([c.utsnitt == () for c in sak.kunnskap.celler]) & (sak.n > 0)
    unna = np.abs(sak.vist - sak.n)[totaler]
    return Utfall(
        len(sak.n),
        int(sak.smaa.sum()),
        len(sak.bevist(sak.kunnskap)),
        int((bredde[sak.smaa] == 0).sum()),
        int((bredde[sak.smaa] < 4).sum()),
        len(sak.bevist(kunnskap(sak.ekte, ogsaa_antatt=True))),
        float((unna <= 2).mean()),
        int((unna > 4).sum()),
        int(totaler.sum()),
        avstandene(mappe / "publisert", mappe / "internt"),
    )


def _tak() -> None:
    _bruk_noekkel(1)
    print("| Kommune | Totaler | Så mange kan være nærmest |\n|---|---:|---:|")
    for navn, lag in _kommunene():
        with tempfile.TemporaryDirectory() as mappe:
            publisert = Path(mappe) / "publisert"
            lag(Path(mappe) / "inn")
            bygg.bygg(Path(mappe) / "inn", publisert)
            sak = saker.Sak(publisert, Path(mappe) / "internt")
        flest, alle = flest_naermeste(sak.kunnskap, sak.n)
        print(f"| {navn} | {alle} | {100 * flest / alle:.1f} % |", flush=True)


def _rad(navn: str, utfallene: list[Utfall | None]) -> str:
    """Ett tall når alle nøklene gir det samme, ellers det minste og det største."""
    gikk = [utfall for utfall in utfallene if utfall]
    if len(gikk) < len(utfallene):
        navn += f" ({len(utfallene) - len(gikk)} av {len(utfallene)} ikke publisert)"
    if not gikk:
        return f"| {navn} |" + " – |" * 14

    def spenn(verdier) -> str:
        minst, mest = min(verdier), max(verdier)
        return minst if minst == mest else f"{minst}–{mest}"

    kolonner = [
        spenn([getattr(utfall, felt) for utfall in gikk])
        for felt in ("celler", "smaa", "bevist", "eksakte", "innsnevret", "med_antatt")
    ]
    kolonner += [
        f"{spenn([round(utfall.naermeste * 100) for utfall in gikk])} %",
        f"{spenn([utfall.over_fire for utfall in gikk])} av {gikk[0].totaler}",
        *map(spenn, zip(*(_prosentene(utfall.prosenter) for utfall in gikk))),
    ]
    return f"| {navn} | " + " | ".join(map(str, kolonner)) + " |"


def _prosentene(rader: list[Avstand]) -> tuple[float, ...]:
    """Hvor mange prosenter det er, medianen av avstandene og hvor mange som er langt unna. Så hvor mange som
    sies som et spenn, og hvor mange av de andre som er langt unna, og det meste.
    """
    alle = [rad.avstand for rad in rader]
    som_tall = [rad.avstand for rad in rader if not rad.som_spenn]
    return (
        len(alle),
        round(statistics.median(alle or [0]), 1),
        sum(avstand > 3 for avstand in alle),
        len(alle) - len(som_tall),
        sum(avstand > 3 for avstand in som_tall),
        round(max(som_tall, default=0), 1),
    )


# ---------------------------------------------------------------------------- rettelser


@dataclass
class Rettelse:
    """Det som skjedde da én rad ble strøket."""

    endret: int
    skiftet: int
    skiftet_smaa: int
    uendret_skiftet: int
    riktig: bool
    # Andelen av alle radene gjetningen passer på.
    andre: float


UTTREKK = {
    "soeknad.csv": "cp1252",
    "leieforhold.csv": "utf-8-sig",
    "tjeneste.csv": "utf-8-sig",
    "utkastelse.csv": "utf-8-sig",
}


def _rettelser(forsoek: int) -> None:
    _bruk_noekkel(1)
    print(
        "| Uttrekk | Forsøk | Ikke publisert | Uten endring | Median skifter 0–5 | "
        "Skifter i alt, av dem små | Skifter der ingen er byttet ut | Målgruppen riktig | "
        "Det samme for alle radene |\n|---|" + "---:|" * 8
    )
    with tempfile.TemporaryDirectory() as mappe:
        grunn = Path(mappe) / "grunn"
        siste_aar(grunn / "inn", 2024)
        bygg.bygg(grunn / "inn", grunn / "publisert")
        for navn, koding in UTTREKK.items():
            utfallene = [*_stryk(grunn, navn, koding, forsoek)]
            print(_rettelsesrad(navn, utfallene), flush=True)


def _stryk(
    grunn: Path, navn: str, koding: str, forsoek: int
) -> Iterator[Rettelse | None]:
    """Bygg på nytt uten én rad, så mange ganger som det er forsøk."""
    terning = random.Random(navn)
    tekst = (grunn / "inn" / navn).read_bytes().decode(koding)
    hode, *rader = tekst.splitlines(keepends=True)
    gruppe = _maalgruppen(hode)
    i_gruppen = Counter(map(gruppe, rader))
    vanligst = i_gruppen.most_common(1)[0][0]
    foer, ekte_foer = (
        tall_i_filen(grunn / utgave) for utgave in ("publisert", "internt")
    )
    for rad in terning.sample(rader, min(forsoek, len(rader))):
        with tempfile.TemporaryDirectory() as mappe:
            ny = shutil.copytree(grunn, Path(mappe) / "ny")
            uten = "".join([hode, *(r for r in rader if r is not rad)])
            (ny / "inn" / navn).write_bytes(uten.encode(koding))
            try:
                bygg.bygg(ny / "inn", ny / "publisert")
            except Brukerfeil:
                yield None
                continue
            naa, ekte_naa = (
                tall_i_filen(ny / utgave) for utgave in ("publisert", "internt")
            )
        endret = {
            celle
            for celle in foer.keys() | naa.keys()
            if foer.get(celle, 0) != naa.get(celle, 0) and vernet(celle)
        }
        skiftet = {c for c in endret if {foer.get(c, 0), naa.get(c, 0)} == {0, 5}}
        stemmer = Counter(dict(c.utsnitt).get("maalgruppe") for c in endret)
        del stemmer[None]
        gjettet = stemmer.most_common(1)[0][0] if stemmer else vanligst
        yield Rettelse(
            len(endret),
            len(skiftet),
            sum(0 < ekte_foer.get(celle, 0) < 5 for celle in skiftet),
            sum(ekte_foer.get(c, 0) == ekte_naa.get(c, 0) for c in skiftet),
            gruppe(rad) == gjettet,
            i_gruppen[gjettet] / len(rader),
        )


def _maalgruppen(hode: str) -> Callable[[str], str]:
    """Funksjonen fra en rad til koden for målgruppen i den, eller «ukjent»."""
    koder = {
        skrivemaate.lower(): kode.kode
        for kode in kilder.kodelister()["maalgruppe"].koder
        for skrivemaate in (kode.kode, kode.navn, *kode.varianter)
    }
    plass = next(
        nr
        for nr, navn in enumerate(_felt(hode))
        if navn in ("Målgruppe", "Brukergruppe")
    )
    return lambda rad: koder.get(_felt(rad)[plass].lower(), "ukjent")


def _felt(rad: str) -> list[str]:
    return next(csv.reader(io.StringIO(rad), delimiter=";"))


def _rettelsesrad(navn: str, alle: list[Rettelse | None]) -> str:
    gikk = [rettelse for rettelse in alle if rettelse]
    antall = len(gikk)
    skiftet = sum(rettelse.skiftet for rettelse in gikk)
    smaa = sum(rettelse.skiftet_smaa for rettelse in gikk)
    riktig = statistics.mean(rettelse.riktig for rettelse in gikk)
    andre = statistics.mean(rettelse.andre for rettelse in gikk)
    kolonner = (
        f"`{navn}`",
        len(alle),
        len(alle) - antall,
        sum(not rettelse.endret for rettelse in gikk),
        statistics.median(rettelse.skiftet for rettelse in gikk),
        f"{skiftet}, {smaa}",
        sum(rettelse.uendret_skiftet for rettelse in gikk),
        f"{riktig * 100:.0f} %",
        f"{andre * 100:.0f} %",
    )
    return "| " + " | ".join(map(str, kolonner)) + " |"


if __name__ == "__main__":
    main()
