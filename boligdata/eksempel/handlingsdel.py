"""Endringene i handlingsdelen til Fjordvik, dag for dag: høringen, og en plan som er fulgt i fire år.

Filen sier bare det som ble endret. Det første om et tiltak i uttrekket er tiltaket der, slik planen
var før noe var gjort.
"""

import datetime as dt
import itertools
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from boligdata.arbeid.tiltak import Tiltak, Vedtak, til_dict
from boligdata.eksempel import hoeringen
from boligdata.eksempel import planarbeid as arbeidet
from boligdata.eksempel.forutsetninger import KOMMUNENAVN
from boligdata.eksempel.plan import TILTAK, Plantiltak
from boligdata.eksempel.planarbeid import RULLERINGER, Rullering
from boligdata.felles import norsk

FIL = "planarbeid.jsonl"
_FORSLAGET_FOER_VEDTAKET = dt.timedelta(days=10)
_NYE = {tiltak.nr: tiltak for tiltak in arbeidet.NYE_TILTAK}


class _Endring(NamedTuple):
    dag: dt.date
    slag: str
    id: str
    hvem: str
    hvorfor: str
    innhold: dict
    naadd: dict


def skriv_handlingsdel(mappe: Path, tiltak_id: dict[str, str]) -> Path:
    """Skriv kommunen, og endringene i den rekkefølgen de skjedde, én på hver linje."""
    ider = tiltak_id | {nr: tiltak.id for nr, tiltak in _NYE.items()}
    alle = sorted(_alle(ider), key=lambda endring: endring.dag)
    sti = mappe / FIL
    linjer = [{"kommune": KOMMUNENAVN}, *_med_klokkeslett(alle)]
    tekst = "".join(f"{json.dumps(linje, ensure_ascii=False)}\n" for linje in linjer)
    sti.write_bytes(tekst.encode())
    return sti


def _med_klokkeslett(endringer: list[_Endring]) -> Iterator[dict]:
    """Det som skjedde samme dag, får hvert sitt klokkeslett, så rekkefølgen er gitt."""
    brukt = Counter()
    for endring in endringer:
        minutter = 7 * brukt[endring.dag] + endring.dag.day
        brukt[endring.dag] += 1
        tid = dt.datetime.combine(endring.dag, dt.time(8), dt.UTC)
        rad = {"tid": (tid + dt.timedelta(minutes=minutter)).isoformat()}
        rad |= endring._asdict()
        del rad["dag"]
        yield {navn: verdi for navn, verdi in rad.items() if verdi}


def _alle(ider: dict[str, str]) -> Iterator[_Endring]:
    """Alt som hendte. Det som skjer samme dag, står i den rekkefølgen det kommer her."""
    yield from (_hoering(hendt, ider) for hendt in hoeringen.alt())
    for rullering in RULLERINGER:
        yield from _nye_i_planen(rullering, ider)
    for tiltak in TILTAK:
        yield from _framdrift(tiltak, ider[tiltak.nr])
    for hendt in arbeidet.HENDT:
        dag = dt.date.fromisoformat(hendt.dag)
        yield _tiltak(dag, ider[hendt.nr], hendt.hvem, hendt.hvorfor, hendt.felt)
    yield from map(_rullering, itertools.count(1), RULLERINGER)


def _nye_i_planen(rullering: Rullering, ider: dict[str, str]) -> Iterator[_Endring]:
    """Tiltakene blir lagt inn som et forslag, og vedtaket skrevet på dem dagen etter det ble gjort. Den
    første planen var vedtatt før noen la den inn.
    """
    etter = _dagen_etter(rullering)
    er_foerste = rullering == RULLERINGER[0]
    dag, hvorfor = etter, "Lagt inn slik kommunestyret vedtok planen."
    if not er_foerste:
        dag -= _FORSLAGET_FOER_VEDTAKET
        hvorfor = f"Forslag til {norsk.liten_forbokstav(rullering.navn)}."
    for nr in rullering.nye:
        yield _tiltak(dag, ider[nr], arbeidet.KOORDINATOR, hvorfor, _foer_arbeidet(nr))
    for nr in rullering.nye:
        if nr in arbeidet.POLITISKE:
            felt = {"vedtak": (_vedtaket(rullering),)}
            yield _tiltak(
                etter, ider[nr], arbeidet.KOORDINATOR, "Vedtaket i planen.", felt
            )


def _dagen_etter(rullering: Rullering) -> dt.date:
    return dt.date.fromisoformat(rullering.dato) + dt.timedelta(days=1)


def _tiltak(
    dag: dt.date,
    tiltak_id: str,
    hvem: str,
    hvorfor: str,
    felt: dict,
    naadd: dict | None = None,
) -> _Endring:
    """En endring av disse feltene i tiltaket, skrevet slik lageret skriver dem."""
    skrevet = til_dict(Tiltak(tiltak_id, **felt))
    innhold = {navn: skrevet[navn] for navn in felt}
    return _Endring(dag, "tiltak", tiltak_id, hvem, hvorfor, innhold, naadd or {})


def _rullering(nr: int, rullering: Rullering) -> _Endring:
    innhold = rullering._asdict() | {"organ": arbeidet.KOMMUNESTYRET}
    del innhold["nye"]
    dag = _dagen_etter(rullering)
    return _Endring(dag, "rullering", str(nr), arbeidet.KOORDINATOR, "", innhold, {})


def _hoering(hendt: hoeringen.Skrevet, ider: dict[str, str]) -> _Endring:
    """Noe fra planprosessen. Tiltakene står med id-en de har i uttrekket."""
    innhold = dict(hendt.felt)
    if "tiltak" in innhold:
        innhold["tiltak"] = [ider[nr] for nr in innhold["tiltak"]]
    return _Endring(*hendt[:5], innhold, {})


def _foer_arbeidet(nr: str) -> dict:
    """Det som ble skrevet da tiltaket ble lagt inn. Til et tiltak i uttrekket er det pengene år for år,
    og hvem som vedtar endringer.
    """
    if nytt := _NYE.get(nr):
        tomt = Tiltak(nytt.id)
        return {
            navn: verdi
            for navn in til_dict(nytt)
            if (verdi := getattr(nytt, navn)) != getattr(tomt, navn)
        }
    felt = {"art": "politisk"} if nr in arbeidet.POLITISKE else {}
    if penger := arbeidet.PENGER.get(nr):
        felt["beloep"] = arbeidet.FOERSTE_BELOEP.get(nr, penger.beloep())
        felt["finansiering"] = penger.finansiering
        if penger.oekonomiplan:
            felt["oekonomiplan"] = penger.oekonomiplan
    elif nr in arbeidet.INNENFOR:
        felt["finansiering"] = "innenfor"
    return felt


def _vedtaket(rullering: Rullering) -> Vedtak:
    return Vedtak(
        arbeidet.KOMMUNESTYRET,
        rullering.saksnr,
        dt.date.fromisoformat(rullering.dato),
        f"{rullering.navn} vedtas.",
    )


def _framdrift(tiltak: Plantiltak, tiltak_id: str) -> Iterator[_Endring]:
    """Milepælene, skrevet inn den første hverdagen etter at de ble nådd."""
    naadd = [(dag, tittel) for tittel, _, dag in tiltak.milepaeler if dag]
    ferdig = len(naadd) == len(tiltak.milepaeler)
    vedtak = [_vedtaket(en) for en in RULLERINGER if tiltak.nr in en.nye]
    if tiltak.nr not in arbeidet.POLITISKE:
        vedtak = []
    for dag_naadd, tittel in naadd:
        dag = dt.date.fromisoformat(dag_naadd)
        er_siste = ferdig and (dag_naadd, tittel) == naadd[-1]
        verdi = "gjennomfoert" if er_siste else "i_gang"
        if dag_naadd < tiltak.start:
            verdi = "ikke_startet"
        kommentar = arbeidet.KOMMENTAR[tiltak.nr, tittel]
        felt = {"status": arbeidet.status(verdi, dag_naadd, kommentar)}
        if nytt := arbeidet.VEDTAK.get((tiltak.nr, tittel)):
            vedtak = [*vedtak, nytt]
            felt["vedtak"] = tuple(vedtak)
        yield _tiltak(
            _neste_hverdag(dag),
            tiltak_id,
            arbeidet.ROLLE[tiltak.ansvarlig],
            f"Milepælen «{tittel}» er nådd.",
            felt,
            {tittel: dag_naadd},
        )


def _neste_hverdag(dag: dt.date) -> dt.date:
    dag += dt.timedelta(days=1)
    while dag.weekday() > 4:
        dag += dt.timedelta(days=1)
    return dag
