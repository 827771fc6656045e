"""JSON-stat2 fra statistikkbanken til SSB, lagt ut som rader med kontraktens kolonnenavn som
overskrift.
"""

import itertools
import json
import math
from collections.abc import Iterable, Iterator

from boligdata.bygg.ingest.rapport import Filfeil
from boligdata.felles import statistikksvar
from boligdata.felles.kilder import Jsonstat, Kilde
from boligdata.felles.maalform import fast
from boligdata.felles.tekst import noekkelform

# Den største tabellen vi trenger, har 357 kommuner, hundre aldre, to kjønn og tjue år.
_FLEST_TALL = 5_000_000
_TOTALER = {"beggekjoenn", "ialt", "alle", "total", "totalt"}


def rader(fil: str, tekst: str, kilde: Kilde) -> Iterator[tuple[int, list[str]]]:
    """Radene i filen, den første med overskrifter. Et tall uten verdi får standardtegnet SSB har
    satt, ellers «..».
    """
    try:
        data = _les(fil, tekst)
        utlegg = _velg_utlegg(fil, data, kilde)
        summer = _summer(fil, data, utlegg)
        kolonner = _kolonnene(data, utlegg, summer, _foreloepig(data, utlegg))
    except (AttributeError, IndexError, KeyError, TypeError, OverflowError, ValueError):
        raise _ikke_jsonstat(fil) from None
    return enumerate(itertools.chain([[*kolonner]], map(list, zip(*kolonner.values()))))


_Noekkel = tuple[str, ...]


def _kolonnene(
    data: dict,
    utlegg: Jsonstat,
    summer: dict[_Noekkel, float | str],
    merket: dict[str, str],
) -> dict[str, list[str | None]]:
    """Kolonnene under navnene sine, en hel om gangen: de største tabellene har hundretusener av rader."""
    plasser: dict[str, list[int]] = {}
    for dimensjon, kolonne in utlegg.dimensjoner.items():
        plasser.setdefault(kolonne, []).append(data["id"].index(dimensjon))
    ut: dict[str, list[str | None]] = {
        kolonne: [".".join([noekkel[plass] for plass in delene]) for noekkel in summer]
        if len(delene) > 1
        else [noekkel[delene[0]] for noekkel in summer]
        for kolonne, delene in plasser.items()
    }
    ut |= {kolonne: [fast_] * len(summer) for kolonne, fast_ in utlegg.faste.items()}
    if merket:
        ut["foreloepig"] = [merket.get(aar) for aar in ut["aar"]]
    return ut | {
        utlegg.verdi: [
            verdi if isinstance(verdi, str) else _talltekst(verdi)
            for verdi in summer.values()
        ]
    }


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
    ventet = (
        " eller ".join(
            f"{', '.join(uttrekk.dimensjoner)}" for uttrekk in kilde.jsonstat
        )
        or "ingen (lever CSV eller Excel)"
    )
    raise Filfeil(
        fast("ukjent tabell"),
        f"Tabellen i «{fil}» er delt opp etter {', '.join(data['id'])}. For {kilde.navn} "
        f"kan vi lese: {ventet}. "
        "Hent tabellen på nytt med den oppdelingen.",
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


def _summer(fil: str, data: dict, utlegg: Jsonstat) -> dict[_Noekkel, float | str]:
    """Verdien for hver kombinasjon av koder, i rekkefølgen til dimensjonene. Mangler ett av tallene som skal
    summeres, mangler summen.
    """
    koder = [_koder(data["dimension"][dimensjon]) for dimensjon in data["id"]]
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
    tallene = _tallene(data, math.prod(stoerrelser))
    if all(None not in kodene and len({*kodene}) == len(kodene) for kodene in lest):
        return dict(zip(itertools.product(*lest), tallene))
    summer: dict[_Noekkel, float | str] = {}
    for noekkel, tall in zip(itertools.product(*lest), tallene):
        if None in noekkel:
            continue
        foer = summer.get(noekkel, 0)
        if not isinstance(foer, str):
            summer[noekkel] = tall if isinstance(tall, str) else foer + tall
    return summer


def _tallene(data: dict, antall: int) -> list[float | str]:
    """Tallene, med standardtegnet der det ikke er noe."""
    verdier, tegn = data["value"], data.get("status") or {}
    if isinstance(verdier, dict):
        verdier = [verdier.get(str(plass)) for plass in range(antall)]
    if isinstance(tegn, list):
        tegn = {str(plass): ett for plass, ett in enumerate(tegn)}
    return [
        verdi
        if verdi is not None
        else tegn
        if isinstance(tegn, str)
        else tegn.get(str(plass)) or ".."
        for plass, verdi in enumerate(verdier)
    ]


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
    return (
        str(verdi)
        if isinstance(verdi, int)
        else f"{verdi:.10f}".rstrip("0").rstrip(".").replace(".", ",")
    )
