"""JSON-stat2 fra statistikkbanken til SSB, lagt ut som hele kolonner med kontraktens kolonnenavn som
overskrift.

Filen har tallene i én liste og kodene i hver dimensjon for seg. Her blir de kolonner uten å være rader
imens: en tabell om alle kommunene har hundretusener av dem.
"""

import itertools
import json
import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from boligdata.bygg.ingest.rapport import Filfeil
from boligdata.felles import statistikksvar
from boligdata.felles.kilder import Jsonstat, Kilde
from boligdata.felles.maalform import fast
from boligdata.felles.tekst import noekkelform

# Den største tabellen vi trenger, har 357 kommuner, hundre aldre, to kjønn og tjue år.
_FLEST_TALL = 5_000_000
_TOTALER = {"beggekjoenn", "ialt", "alle", "total", "totalt"}
# Sant og usant er også tall i Python, men ikke i en tabell.
_TALL = (int, float)

Kolonner = dict[str, np.ndarray]
# Det Python sier når svaret har en annen form enn JSON-stat2.
_IKKE_SLIK = (
    AttributeError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    ValueError,
)


def kolonner(fil: str, tekst: str, kilde: Kilde) -> Kolonner:
    """Kolonnene i filen under navnene sine, med en tekst for hver rad. Et tall uten verdi får
    standardtegnet SSB har satt, ellers «..». Kaster `Filfeil` når filen ikke kan leses som kilden.
    """
    try:
        return av_svaret(fil, _les(fil, tekst), kilde)
    except _IKKE_SLIK:
        raise _ikke_jsonstat(fil) from None


def av_svaret(fil: str, data: dict, kilde: Kilde) -> Kolonner:
    """Det samme for et svar som alt er lest."""
    try:
        utlegg = _velg_utlegg(fil, data, kilde)
        _krev_tabellen_i_navnet(fil, data, kilde)
        _krev_hele_aar(fil, data, utlegg)
        ruter = _summer(fil, data, utlegg)
        return _kolonnene(data, utlegg, ruter, _foreloepig(data, utlegg))
    except _IKKE_SLIK:
        raise _ikke_jsonstat(fil) from None


@dataclass(frozen=True)
class _Ruter:
    """Rutene i tabellen i rekkefølge, den siste dimensjonen raskest. `koder` er kodene i hver dimensjon.
    `tegnnummer` er 0 i en rute med tall, og ellers hvilket av `tegn` den har, fra én.
    """

    koder: list[list[str]]
    tall: np.ndarray
    tegnnummer: np.ndarray
    tegn: list[str]


def _kolonnene(
    data: dict, utlegg: Jsonstat, ruter: _Ruter, merket: dict[str, str]
) -> Kolonner:
    plasser: dict[str, list[int]] = {}
    for dimensjon, kolonne in utlegg.dimensjoner.items():
        plasser.setdefault(kolonne, []).append(data["id"].index(dimensjon))
    ut = {kolonne: _kodene(ruter, deler) for kolonne, deler in plasser.items()}
    ut |= {
        navn: np.full(len(ruter.tall), fast_, dtype=object)
        for navn, fast_ in utlegg.faste.items()
    }
    if merket:
        ut["foreloepig"] = np.array([*map(merket.get, ut["aar"])], dtype=object)
    return ut | {utlegg.verdi: _tallene_som_tekst(ruter)}


def _kodene(ruter: _Ruter, deler: list[int]) -> np.ndarray:
    """Koden i hver rute i en av dimensjonene, eller i flere av dem med punktum mellom."""
    antall = [len(koder) for koder in ruter.koder]
    plass = np.unravel_index(np.arange(len(ruter.tall)), antall)
    hvilken = np.ravel_multi_index(
        [plass[del_] for del_ in deler], [antall[del_] for del_ in deler]
    )
    alle = itertools.product(*(ruter.koder[del_] for del_ in deler))
    return np.array([*map(".".join, alle)], dtype=object)[hvilken]


def _tallene_som_tekst(ruter: _Ruter) -> np.ndarray:
    ulike, hvilken = np.unique(ruter.tall, return_inverse=True)
    er_tegn = ruter.tegnnummer > 0
    hvilken[er_tegn] = len(ulike) + ruter.tegnnummer[er_tegn] - 1
    tekster = [*map(_talltekst, ulike.tolist()), *ruter.tegn]
    return np.array(tekster, dtype=object)[hvilken]


def _foreloepig(data: dict, utlegg: Jsonstat) -> dict[str, str]:
    """År → om tallene kan bli endret, eller ingenting når filen eller utlegget ikke sier det."""
    oppdatert = data.get("updated")
    if not utlegg.endelig or not oppdatert:
        return {}
    tid = next(navn for navn, kol in utlegg.dimensjoner.items() if kol == "aar")
    return {
        aar: "ja" if oppdatert[:10] < f"{int(aar[:4]) + 1}-{utlegg.endelig}" else "nei"
        for aar in _koder(data["dimension"][tid])
    }


def _les(fil: str, tekst: str) -> dict:
    try:
        data = json.loads(tekst.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        raise Filfeil(
            fast("annen filtype"),
            f"Filen «{fil}» er ikke gyldig JSON. Hent den på nytt.",
        ) from None
    if data.get("class") != "dataset" or {"id", "size", "dimension"} - data.keys():
        raise _ikke_jsonstat(fil)
    if not data.get("value"):
        raise Filfeil(
            fast("ingen rader"),
            f"Filen «{fil}» har bare beskrivelsen av tabellen. Hent selve tallene.",
        )
    return data


def _ikke_jsonstat(fil: str) -> Filfeil:
    return Filfeil(
        fast("annen filtype"),
        f"Filen «{fil}» er ikke JSON-stat2. Hent tabellen som JSON-stat2 eller CSV.",
    )


def _velg_utlegg(fil: str, data: dict, kilde: Kilde) -> Jsonstat:
    stoerrelse = dict(zip(data["id"], data["size"]))
    passer = [utlegg for utlegg in kilde.jsonstat if _passer(utlegg, stoerrelse)]
    tabell = statistikksvar.tabellnummer(data)
    if passer and not tabell:
        # Sier filen ikke hvilken tabell den er, leses den som det som deler den mest opp.
        return min(passer, key=lambda ett: (-len(ett.dimensjoner), bool(ett.tabeller)))
    for utlegg in passer:
        if not utlegg.tabeller or tabell in utlegg.tabeller:
            return utlegg
    if passer:
        kjente = {nummer for utlegg in passer for nummer in utlegg.tabeller}
        raise annen_tabell(fil, tabell, kilde, kjente)
    denne = [utlegg for utlegg in kilde.jsonstat if tabell in utlegg.tabeller]
    ventet = dict.fromkeys(
        ", ".join(utlegg.dimensjoner) for utlegg in denne or kilde.jsonstat
    )
    raise Filfeil(
        fast("ukjent tabell"),
        f"Tabellen i «{fil}» er delt opp etter {', '.join(data['id'])}. For {kilde.navn} "
        f"kan vi lese: {' eller '.join(ventet) or 'ingen (lever CSV eller Excel)'}. "
        "Hent tabellen på nytt med den oppdelingen.",
    )


def _krev_tabellen_i_navnet(fil: str, data: dict, kilde: Kilde) -> None:
    """Heter filen en tabell, er det den som skal være i den."""
    tabell, nevnt = statistikksvar.tabellnummer(data), kilde.tabeller_i_navnet(fil)
    if tabell and nevnt and tabell not in nevnt:
        raise Filfeil(
            fast("annen tabell"),
            f"Filen «{fil}» er tabell {tabell}, og ikke {', '.join(sorted(nevnt))}. Hent tabellen på nytt, "
            "eller gi filen navnet til den tabellen den er.",
        )


def _krev_hele_aar(fil: str, data: dict, utlegg: Jsonstat) -> None:
    """Et kvartal er ikke et år, og ble ellers én feil for hvert tall."""
    for dimensjon, kolonne in utlegg.dimensjoner.items():
        koder = _koder(data["dimension"][dimensjon]) if kolonne == "aar" else []
        if koder and not any(kode.isdecimal() and len(kode) == 4 for kode in koder):
            raise Filfeil(
                fast("ikke hele år"),
                f"Tabellen i «{fil}» har ikke ett tall for hvert år: tiden er skrevet som «{koder[0]}». Hent "
                "en tabell med år.",
            )


def _passer(utlegg: Jsonstat, stoerrelse: dict[str, int]) -> bool:
    """Har tabellen dimensjonene i utlegget, og ingen annen med mer enn én verdi?"""
    andre = stoerrelse.keys() - utlegg.dimensjoner.keys() - set(utlegg.summeres)
    return utlegg.dimensjoner.keys() <= stoerrelse.keys() and all(
        stoerrelse[dimensjon] == 1 for dimensjon in andre
    )


def annen_tabell(fil: str, tabell: str, kilde: Kilde, kjente: Iterable[str]) -> Filfeil:
    """Feilen når filen er en annen tabell enn dem kilden leses av."""
    return Filfeil(
        fast("annen tabell"),
        f"Filen «{fil}» er tabell {tabell}. {kilde.navn} leses av tabell {', '.join(sorted(kjente))}. Hent "
        "en av dem, eller gi filen navnet til uttrekket den hører til.",
    )


def _summer(fil: str, data: dict, utlegg: Jsonstat) -> _Ruter:
    """Verdien for hver kombinasjon av koder. Mangler ett av tallene som skal summeres, mangler summen."""
    koder = [_koder(data["dimension"][dimensjon]) for dimensjon in data["id"]]
    for dimensjon, kodene in zip(data["id"], koder):
        if len({*kodene}) < len(kodene):
            raise Filfeil(
                fast("dobbel kode"),
                f"Tabellen i «{fil}» har den samme koden flere ganger i «{dimensjon}». Hent den på nytt.",
            )
    stoerrelser = [len(kodene) for kodene in koder]
    if math.prod(stoerrelser) > _FLEST_TALL:
        raise Filfeil(
            fast("for stor fil"),
            f"Tabellen i «{fil}» har plass til flere tall enn det som kan leses. Hent færre år eller "
            "kommuner om gangen.",
        )
    if stoerrelser != data["size"] or len(data["value"]) not in _lengder(data):
        raise Filfeil(
            fast("annen filtype"),
            f"Filen «{fil}» har ikke like mange tall som den sier. Hent den på nytt.",
        )
    lest = [
        _lest_som(data["dimension"][dimensjon], dimensjon, kodene, utlegg)
        for dimensjon, kodene in zip(data["id"], koder)
    ]
    return _lagt_sammen(_rutene(data, koder), lest)


def _rutene(data: dict, koder: list[list[str]]) -> _Ruter:
    """Rutene slik de står i filen."""
    verdier, tegn = data["value"], data.get("status") or {}
    if isinstance(verdier, dict):
        antall = math.prod(map(len, koder))
        verdier = [verdier.get(str(plass)) for plass in range(antall)]
    if isinstance(tegn, list):
        tegn = {str(plass): ett for plass, ett in enumerate(tegn)}
    uten_tall = {
        plass: _tegnet(verdi, plass, tegn)
        for plass, verdi in enumerate(verdier)
        if type(verdi) not in _TALL
    }
    for plass in uten_tall:
        verdier[plass] = 0
    nummer = {ett: nr for nr, ett in enumerate(dict.fromkeys(uten_tall.values()), 1)}
    tegnnummer = np.zeros(len(verdier), dtype=np.int32)
    tegnnummer[[*uten_tall]] = [nummer[ett] for ett in uten_tall.values()]
    return _Ruter(koder, np.array(verdier, dtype=float), tegnnummer, [*nummer])


def _tegnet(verdi: object, plass: int, tegn: dict[str, str] | str) -> str:
    """Det som står der det ikke er noe tall."""
    if verdi is None:
        verdi = tegn if isinstance(tegn, str) else tegn.get(str(plass)) or ".."
    return verdi if isinstance(verdi, str) else json.dumps(verdi)


def _lagt_sammen(ruter: _Ruter, lest: list[list[str | None]]) -> _Ruter:
    """Rutene som leses likt, lagt sammen, uten dem som ikke skal være med. Det første tegnet gjelder."""
    ulike = [[*dict.fromkeys(filter(_er_med, kodene))] for kodene in lest]
    if [*map(len, ulike)] == [*map(len, ruter.koder)]:
        return _Ruter(ulike, ruter.tall, ruter.tegnnummer, ruter.tegn)
    med = np.ix_(*(np.flatnonzero([*map(_er_med, kodene)]) for kodene in lest))
    numre = [{kode: nr for nr, kode in enumerate(egne)} for egne in ulike]
    til = np.ix_(
        *(
            np.array([nummer[kode] for kode in kodene if kode in nummer], dtype=int)
            for kodene, nummer in zip(lest, numre)
        )
    )
    antall = [len(egne) for egne in ulike]
    hvor = np.ravel_multi_index(til, antall).ravel()
    form = [len(kodene) for kodene in lest]
    fra_tegn = ruter.tegnnummer.reshape(form)[med].ravel()
    fra_tall = ruter.tall.reshape(form)[med].ravel()
    tall = np.bincount(hvor, fra_tall, minlength=math.prod(antall))
    tegnnummer = np.zeros(len(tall), dtype=np.int32)
    bakfra = np.flatnonzero(fra_tegn)[::-1]
    tegnnummer[hvor[bakfra]] = fra_tegn[bakfra]
    return _Ruter(ulike, tall, tegnnummer, ruter.tegn)


def _er_med(kode: str | None) -> bool:
    return kode is not None


def _lest_som(
    om: dict, dimensjon: str, koder: list[str], utlegg: Jsonstat
) -> list[str | None]:
    """Det hver kode i dimensjonen leses som: en annen kode, gruppen den er i, det samme for alle når de
    summeres, eller None når den ikke skal være med.
    """
    if dimensjon in utlegg.summeres:
        brukes = _uten_dobbelttelling(om, koder)
        return ["" if kode in brukes else None for kode in koder]
    if dimensjon not in utlegg.dimensjoner:
        return [""] * len(koder)
    bytt = utlegg.bytt.get(utlegg.dimensjoner[dimensjon], {})
    gruppert = _gruppert(koder, utlegg.grupper.get(dimensjon, {}))
    return [bytt.get(kode, kode) for kode in gruppert]


def _lengder(data: dict) -> range:
    """Hvor mange verdier det kan være: alle i en liste, eller bare de som finnes i et oppslag."""
    alle = math.prod(data["size"])
    return range(alle + 1) if isinstance(data["value"], dict) else range(alle, alle + 1)


def _koder(dimensjon: dict) -> list[str]:
    kategori = dimensjon["category"]
    return statistikksvar.i_rekkefoelge(
        kategori.get("index") or list(kategori["label"])
    )


def _uten_dobbelttelling(dimensjon: dict, koder: list[str]) -> set[str]:
    """Har tabellen en total ved siden av delene, gjelder totalen."""
    navn = dimensjon["category"].get("label", {})
    totaler = {kode for kode in koder if noekkelform(navn.get(kode, kode)) in _TOTALER}
    return totaler or set(koder)


def _gruppert(koder: list[str], grupper: dict[str, list[int]]) -> list[str]:
    """Gruppen hver kode er i, eller koden selv når den ikke er i noen."""
    if not grupper:
        return koder
    return [
        next(
            (
                gruppe
                for gruppe, (fra, til) in grupper.items()
                if fra <= int(kode.rstrip("+")) <= til
            ),
            kode,
        )
        for kode in koder
    ]


def _talltekst(verdi: float) -> str:
    return f"{verdi:.10f}".rstrip("0").rstrip(".").replace(".", ",")
