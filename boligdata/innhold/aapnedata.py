"""Åpne data: de publiserte kubene som CSV og JSON-stat2, med en ordbok, så andre kan bruke dem.

CSV har alt om en kube i én fil. JSON-stat2 er ruter der alt er delt på alt, og en kube er delt på et par
egenskaper om gangen: derfor er det en fil for hver måte den er delt på.

Bare det vernede, og akkurat slik det er publisert: hvert antall av personer, husstander og saker er rundet
av til hele femmere, og `avvik` sier hvor langt fra det virkelige tallet de høyst er. Filene er til
programmer: komma mellom feltene, punktum i desimaltall, koder i stedet for navn.
"""

import csv
import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from boligdata import lesing
from boligdata.felles import config, katalog, norsk
from boligdata.felles.config import Brukerfeil
from boligdata.felles.katalog import Indikator, Kube
from boligdata.felles.maalform import si

PERIODE, MAAL, AVVIK = "periode", "maal", "avvik"
ORDBOK, LES_FOERST = "ordbok.csv", "LESMEG.md"
JSONSTAT = "jsonstat"
_ORDBOKEN = (
    *("fil", "kolonne", "slag", "navn", "kode", "kodens_navn"),
    *("vern", "brukt_i", "definisjon"),
)


def skriv(mappe: Path) -> list[Path]:
    """Skriv alle kubene til `mappe`, og gi filene. Det som står der fra før, blir skrevet over.

    Kaster `Brukerfeil` når prosessen leser de eksakte tallene, eller mappen ikke kan skrives til.
    """
    if config.visning() != "publisert" or not lesing.meta().vernet:
        raise Brukerfeil(
            "Åpne data lages bare av de vernede tallene. Ta bort BOLIGDATA_VISNING, og prøv igjen."
        )
    try:
        (mappe / JSONSTAT).mkdir(parents=True, exist_ok=True)
        return [_skrevet(mappe / navn, tekst) for navn, tekst in _filene()]
    except OSError as feil:
        raise Brukerfeil(
            f"Kan ikke skrive til {mappe}. Velg en mappe du kan skrive i."
        ) from feil


def _skrevet(fil: Path, tekst: str) -> Path:
    with open(fil, "w", encoding="utf-8", newline="") as ut:
        ut.write(tekst)
    return fil


def _filene() -> Iterator[tuple[str, str]]:
    for kube in katalog.kuber().values():
        rader = radene(kube)
        yield f"{kube.id}.csv", _csv(rader)
        for etter, deres in _etter_deling(kube, rader):
            fil = "-".join((kube.id, *etter))
            svar = jsonstat(kube, etter, deres)
            yield f"{JSONSTAT}/{fil}.json", json.dumps(svar, ensure_ascii=False)
    yield ORDBOK, _csv(ordbok())
    yield LES_FOERST, _les_foerst()


# ------------------------------------------------------------------------------------- kubene


def radene(kube: Kube) -> pd.DataFrame:
    """Radene i kuben, slik `lesing.kube` gir dem. Har den ikke noe vernet mål, er «avvik» ikke med."""
    # Et antall er et helt tall også i en kolonne der noe mangler.
    rader = lesing.kube(kube.id).astype(dict.fromkeys(kube.maal, "Int64"))
    return rader if kube.vernede else rader.drop(columns=AVVIK)


def _csv(rader: pd.DataFrame) -> str:
    return rader.to_csv(index=False, quoting=csv.QUOTE_MINIMAL, lineterminator="\n")


def _etter_deling(
    kube: Kube, rader: pd.DataFrame
) -> Iterator[tuple[tuple[str, ...], pd.DataFrame]]:
    """Egenskapene kuben er delt på, og radene som er delt på akkurat dem."""
    egenskaper = list(kube.dimensjoner)
    if rader.empty or not egenskaper:
        yield (), rader
        return
    delt = (rader[egenskaper] != lesing.ALLE).apply(tuple, axis=1)
    for slik, deres in rader.groupby(delt, sort=False):
        yield tuple(itertools.compress(egenskaper, slik)), deres


def jsonstat(kube: Kube, etter: tuple[str, ...], rader: pd.DataFrame) -> dict:
    """Radene som er delt på egenskapene `etter`, som et datasett i JSON-stat2, der målene er en dimensjon
    ved siden av dem.

    Bare verdiene som finnes, står i `value`, under nummeret sitt i rekkefølgen. Avviket til et mål er en
    verdi for seg.
    """
    maal = [
        kolonne
        for kolonne in rader.columns
        if kolonne not in (PERIODE, *kube.dimensjoner)
    ]
    noekkel = (PERIODE, *etter)
    koder = {navn: list(dict.fromkeys(rader[navn])) for navn in noekkel} | {MAAL: maal}
    plass = {
        navn: {kode: nr for nr, kode in enumerate(liste)}
        for navn, liste in koder.items()
    }
    meta = lesing.meta()
    return {
        "version": "2.0",
        "class": "dataset",
        "label": _etter(kube, etter),
        "source": meta.kommune,
        "updated": meta.bygd.isoformat(timespec="seconds"),
        "note": list(_merknader()),
        "id": list(koder),
        "size": [len(liste) for liste in koder.values()],
        "role": {"time": [PERIODE], "metric": [MAAL]},
        "dimension": {
            navn: _jsonstat_dimensjon(kube, navn, plass[navn]) for navn in koder
        },
        "value": _verdiene(rader, plass, noekkel, maal),
    }


def _etter(kube: Kube, egenskaper: tuple[str, ...]) -> str:
    if not egenskaper:
        return kube.navn
    navn = [norsk.liten_forbokstav(_kolonnenavn(en)) for en in egenskaper]
    return si(
        "{tallene}, etter {egenskaper}", tallene=kube.navn, egenskaper=norsk.ramse(navn)
    )


def _verdiene(
    rader: pd.DataFrame,
    plass: dict[str, dict[str, int]],
    noekkel: tuple[str, ...],
    maal: list[str],
) -> dict[str, float]:
    nummer = pd.Series(0, index=rader.index)
    for navn in noekkel:
        nummer = nummer * len(plass[navn]) + rader[navn].map(plass[navn])
    ut = {}
    for nr, navn in enumerate(maal):
        kjent = rader[navn].notna()
        numrene = nummer[kjent] * len(maal) + nr
        ut |= zip(map(str, numrene), rader.loc[kjent, navn].tolist())
    return ut


def _jsonstat_dimensjon(kube: Kube, navn: str, plass: dict[str, int]) -> dict:
    navnene = _maalene(kube) if navn == MAAL else _navnene(navn)
    return {
        "label": _kolonnenavn(navn),
        "category": {
            "index": plass,
            "label": {kode: navnene.get(kode, kode) for kode in plass},
        },
    }


def _navnene(egenskap: str) -> dict[str, str]:
    if egenskap not in katalog.dimensjoner():
        return {}
    return {lesing.ALLE: si("Alle")} | lesing.dimensjon(egenskap)


def _kolonnenavn(kolonne: str) -> str:
    if kolonne in katalog.dimensjoner():
        return katalog.dimensjoner()[kolonne].navn
    return {PERIODE: si("Periode"), MAAL: si("Mål"), AVVIK: si("Avvik, høyst")}.get(
        kolonne, kolonne
    )


# ------------------------------------------------------------------------------------- ordboken


def ordbok() -> pd.DataFrame:
    """En rad for hver kolonne i hver fil, og for hver kode i egenskapene."""
    rader = itertools.chain.from_iterable(map(_om_kuben, katalog.kuber().values()))
    return pd.DataFrame(rader, columns=_ORDBOKEN)


def _om_kuben(kube: Kube) -> Iterator[tuple[str, ...]]:
    fil = f"{kube.id}.csv"
    yield fil, PERIODE, "periode", _kolonnenavn(PERIODE), "", "", "", "", ""
    for egenskap in kube.dimensjoner:
        for kode, navn in _navnene(egenskap).items():
            om = _kolonnenavn(egenskap)
            yield fil, egenskap, "egenskap", om, kode, navn, "", "", ""
    for maal in (*kube.maal, *kube.statistikk):
        slag = "antall" if maal in kube.maal else "statistikk"
        yield (
            fil,
            maal,
            slag,
            _maalene(kube)[maal],
            "",
            "",
            _vernet(kube, maal),
            "; ".join(en.navn for en in _regnet_av(kube, maal)),
            " ".join(en.definisjon for en in _regnet_av(kube, maal)),
        )
    if kube.vernede:
        yield fil, AVVIK, "avvik", _kolonnenavn(AVVIK), "", "", "", "", ""


def _vernet(kube: Kube, maal: str) -> str:
    if maal in kube.uvernet:
        return si("Eksakt: {grunn}", grunn=kube.uvernet[maal])
    if maal in kube.vernede:
        return si("Rundet av til hele femmere")
    return si("Rundet av, og bare der det er mange nok")


def _regnet_av(kube: Kube, maal: str) -> list[Indikator]:
    """Indikatorene målet er med i, dem som er lik det først."""
    alle = [
        indikator
        for indikator in katalog.indikatorer().values()
        if indikator.kube == kube.id
        and maal in (indikator.teller, indikator.nevner, indikator.verdi)
    ]
    return sorted(alle, key=lambda en: (not _er_lik(en), en.teller != maal))


def _er_lik(indikator: Indikator) -> bool:
    """Er indikatoren målet selv, og ikke en andel eller bare noen av dem?"""
    return not indikator.nevner and not indikator.utvalg


def _maalene(kube: Kube) -> dict[str, str]:
    """Hva hvert mål er, i ord."""
    maalene = (*kube.maal, *kube.statistikk)
    return {maal: _maalets_navn(kube, maal) for maal in maalene} | {
        AVVIK: _kolonnenavn(AVVIK)
    }


def _maalets_navn(kube: Kube, maal: str) -> str:
    if maal in kube.heter:
        return kube.heter[maal]
    if maal == "antall":
        return kube.navn
    foerste = _regnet_av(kube, maal)[0]
    if _er_lik(foerste):
        return foerste.navn
    if foerste.teller == maal or foerste.verdi == maal:
        return si("Det som telles i «{indikator}»", indikator=foerste.navn)
    return si("Det «{indikator}» er en del av", indikator=foerste.navn)


# ------------------------------------------------------------------------------------- les først


def _merknader() -> Iterator[str]:
    meta = lesing.meta()
    if meta.fiktiv:
        yield si("Tallene er oppdiktet. Kommunen finnes ikke.")
    yield si("Tallene gjelder til og med {dato}.", dato=norsk.dato(meta.per_dato))
    yield si(
        "Antall av personer, husstander og saker er rundet av til hele femmere. 0 betyr at det kan "
        "være noen få, aldri at det er ingen. Kolonnen «avvik» sier hvor langt de høyst er fra det "
        "virkelige tallet."
    )
    yield si(
        "En kombinasjon som ikke står i filen, er ikke null: den kan også være noen få."
    )
    yield si(
        "Prosenter og medianer er ikke i filene når de bygger på for få. Regn ikke prosenter av små antall."
    )


def _les_foerst() -> str:
    linjer = [
        f"# {si('Åpne data fra {kommune} kommune', kommune=lesing.meta().kommune)}",
        "",
        *(f"- {merknad}" for merknad in _merknader()),
        "",
        si(
            "Hver tabell er en fil i CSV (komma, punktum, UTF-8). «alle» betyr at tallet ikke er delt på "
            "egenskapen. De samme tallene er i JSON-stat2 i mappen «{mappe}»: én fil for hver måte tabellen "
            "er delt på, med egenskapene i navnet. «{ordbok}» sier hva hver kolonne og kode er, og hvilke "
            "indikatorer den brukes i. Kommunen bestemmer lisensen.",
            mappe=JSONSTAT,
            ordbok=ORDBOK,
        ),
    ]
    return "\n".join(linjer) + "\n"
