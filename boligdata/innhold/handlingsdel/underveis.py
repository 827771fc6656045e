"""Planen til den fiktive kommunen, fulgt i fire år: det som er skrevet om tiltakene, dag for dag.

Bare en fiktiv kommune har en slik fil ved siden av uttrekkene. En virkelig kommune begynner med
uttrekkene sine, og skriver resten selv.
"""

import dataclasses
import datetime as dt
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from boligdata import lesing
from boligdata.arbeid import tiltak as tiltakene
from boligdata.arbeid.lager import NyEndring
from boligdata.arbeid.tiltak import Status, Tiltak
from boligdata.felles import config

FIL = "planarbeid.jsonl"
# Id-ene følger av det som står i filen, så to prosesser som begynner samtidig, ikke henter det inn to
# ganger.
_ROM = uuid.UUID("0b8a7c1e-5d0f-4a7b-8a59-3f2f6f0f7c52")


def historien(
    uttrekket: Mapping[str, Tiltak],
) -> tuple[list[NyEndring], list[dt.datetime]]:
    """Endringene, og når hver av dem ble skrevet. Ingen når kommunen ikke har filen, eller den gjelder
    andre tiltak. `uttrekket` er tiltakene i uttrekket, etter id-en de har der.
    """
    rader = _rader()
    endret = {rad["id"] for rad in rader if rad["slag"] == "tiltak"}
    if not endret or not uttrekket.keys() <= endret:
        return [], []
    tider = [dt.datetime.fromisoformat(rad["tid"]) for rad in rader]
    return list(_endringer(rader, uttrekket)), tider


def _rader() -> Sequence[dict]:
    fil = _fil()
    if not lesing.meta().fiktiv or not fil.is_file():
        return ()
    hvem, *rader = map(json.loads, fil.read_text(encoding="utf-8").splitlines())
    return rader if hvem["kommune"] == lesing.meta().kommune else ()


def _fil() -> Path:
    return config.uttrekk_mappe() / FIL


def _endringer(
    rader: Sequence[dict], uttrekket: Mapping[str, Tiltak]
) -> Iterator[NyEndring]:
    """Hver rad lagt på det som gjaldt før den. Det første som gjaldt, er uttrekket før noe var gjort."""
    naa = {id_: _foer_arbeidet(tiltak) for id_, tiltak in uttrekket.items()}
    versjoner: dict[str, int] = {}
    hoeringen: dict[str, dict] = {}
    for nr, rad in enumerate(rader):
        if rad["slag"] in _HOERINGEN:
            objekt = _hoeringens_id(rad)
            sett = hoeringen.get(objekt, {}).get("versjon", 0)
            innhold = hoeringen.get(objekt, {}).get("innhold", {"id": objekt})
            innhold = innhold | _med_lagrede_tiltak(rad["innhold"], uttrekket)
            hoeringen[objekt] = {"versjon": sett + 1, "innhold": innhold}
        elif rad["slag"] == "tiltak":
            tiltak = naa[rad["id"]] = _etter(naa.get(rad["id"]), rad)
            objekt, innhold = tiltak.id, tiltakene.til_dict(tiltak)
            sett = versjoner.get(objekt, 0)
            versjoner[objekt] = sett + 1
        else:
            # En versjon av planen er tiltakene slik de er da.
            objekt, innhold, sett = rad["id"], rad["innhold"], 0
            innhold = {**innhold, "tiltak": dict(versjoner)}
        yield NyEndring(
            str(uuid.uuid5(_ROM, f"{nr} {rad['slag']} {rad['id']}")),
            rad["slag"],
            objekt,
            sett,
            innhold,
            rad["hvem"],
            rad.get("hvorfor", ""),
        )


# Det som er skrevet om planprosessen, og det av det som har en fast id.
_HOERINGEN = ("planprosess", "plansteg", "innspill", "medvirkning")
_MED_FAST_ID = ("planprosess", "plansteg")


def _hoeringens_id(rad: dict) -> str:
    fast = rad["slag"] in _MED_FAST_ID
    return rad["id"] if fast else str(uuid.uuid5(_ROM, rad["id"]))


def _med_lagrede_tiltak(innhold: dict, uttrekket: Mapping[str, Tiltak]) -> dict:
    """Tiltakene med id-en de har i lageret."""
    if "tiltak" not in innhold:
        return innhold
    ider = (
        uttrekket[id_].id if id_ in uttrekket else str(uuid.uuid5(_ROM, id_))
        for id_ in innhold["tiltak"]
    )
    return {**innhold, "tiltak": list(ider)}


def _foer_arbeidet(tiltak: Tiltak) -> Tiltak:
    """Uttrekket sier hva som er nådd. Slik var det ikke da tiltaket ble lagt inn."""
    milepaeler = (dataclasses.replace(m, naadd=None) for m in tiltak.milepaeler)
    return dataclasses.replace(tiltak, status=Status(), milepaeler=tuple(milepaeler))


def _etter(foer: Tiltak | None, rad: dict) -> Tiltak:
    foer = foer or Tiltak(str(uuid.uuid5(_ROM, rad["id"])))
    endret = tiltakene.fra_dict(tiltakene.til_dict(foer) | rad.get("innhold", {}))
    naadd = rad.get("naadd", {})
    milepaeler = (
        dataclasses.replace(m, naadd=dt.date.fromisoformat(naadd[m.tittel]))
        if m.tittel in naadd
        else m
        for m in endret.milepaeler
    )
    return dataclasses.replace(endret, milepaeler=tuple(milepaeler))
