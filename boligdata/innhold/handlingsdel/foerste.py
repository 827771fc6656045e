"""Den første planen i lageret: tiltakene og milepælene i uttrekket, hentet inn én gang.

Etterpå er det lageret som gjelder. Boligene et tiltak gir, står i boligprosjektene, og bare der.
"""

import datetime as dt
import uuid
from collections.abc import Iterator

import pandas as pd

from boligdata import lesing
from boligdata.arbeid import penger
from boligdata.arbeid import tiltak as tiltakene
from boligdata.arbeid.lager import Lager, NyEndring
from boligdata.arbeid.tiltak import Beloep, Frist, Kobling, Milepael, Status, Tiltak
from boligdata.felles import maalform, norsk
from boligdata.innhold.handlingsdel import i_ord, underveis

HVEM, HVORFOR = i_ord.FOERSTE_IMPORT, i_ord.FRA_UTTREKKET
# Id-ene følger av uttrekket, så to prosesser som begynner samtidig, ikke henter det inn to ganger.
_ROM = uuid.UUID("6f1d3c58-2f8a-4a52-9f0e-7d6a5f0c4b11")


def hent_inn(lager: Lager) -> None:
    """Legg tiltakene i uttrekket inn i et tomt lager, med det som er skrevet om dem siden når kommunen
    er fiktiv. Lageret har dem på bokmål, uansett hvem som var den første som leste.
    """
    with maalform.bruk(maalform.BOKMAAL):
        uttrekket = fra_uttrekket()
    endringer, tider = underveis.historien(uttrekket)
    if endringer:
        lager.lagre_alle(endringer, tider=tider)
    else:
        lager.lagre_alle([_endring(tiltak) for tiltak in uttrekket.values()])


def _endring(tiltak: Tiltak) -> NyEndring:
    return NyEndring(
        str(uuid.uuid5(_ROM, f"endring {tiltak.id}")),
        "tiltak",
        tiltak.id,
        0,
        tiltakene.til_dict(tiltak),
        HVEM,
        HVORFOR,
    )


def fra_uttrekket() -> dict[str, Tiltak]:
    """Tiltakene i uttrekket, etter id-en de har der. Det som ikke har noe felt, står med sine egne
    ord.
    """
    rader, milepaeler = (
        [*tabell.astype(object).where(tabell.notna(), None).itertuples(index=False)]
        for tabell in map(lesing.tabell, ("tiltak", "milepael"))
    )
    return {
        rad.tiltak_id: _tiltak(
            rad, [m for m in milepaeler if m.tiltak_id == rad.tiltak_id]
        )
        for rad in rader
    }


def _tiltak(rad, milepaeler: list) -> Tiltak:
    frist = Frist(norsk.dato(rad.frist), "tidfestet", _dag(rad.start), _dag(rad.frist))
    lest = penger.les(rad.finansiering or "", frist)
    return Tiltak(
        _id(rad.tiltak_id),
        rad.nr or "",
        rad.tittel,
        maal=(rad.maal,),
        maalgrupper=_liste(rad.maalgrupper),
        nasjonalt_maal=str(rad.nasjonalt_maal) if rad.nasjonalt_maal else "",
        ansvarlige=(rad.ansvarlig,),
        partnere=(rad.samarbeid,) if rad.samarbeid else (),
        frist=frist,
        milepaeler=tuple(
            Milepael(
                _id(f"{m.tiltak_id} {m.tittel}"),
                m.tittel,
                norsk.dato(m.frist),
                _dag(m.frist),
                _dag(m.naadd),
            )
            for m in milepaeler
        ),
        penger_ord=rad.finansiering or "",
        beloep=tuple(_beloep(rad, frist)),
        funksjon=str(rad.funksjon) if rad.funksjon else "",
        finansiering=lest.finansiering,
        koblinger=tuple(_koblinger(rad)),
        prosjekter=_liste(rad.prosjekter),
        status=_status(rad),
        ord=tuple(_med_egne_ord(rad)),
    )


def _id(noekkel: str) -> str:
    return str(uuid.uuid5(_ROM, noekkel))


def _liste(verdi) -> tuple[str, ...]:
    return () if verdi is None else tuple(map(str, verdi))


def _dag(verdi) -> dt.date | None:
    return None if verdi is None else pd.Timestamp(verdi).date()


def _beloep(rad, frist: Frist) -> Iterator[Beloep]:
    """Budsjettet er ett tall i uttrekket. Det står på året fristen er."""
    if rad.budsjett_kr:
        yield Beloep(frist.til.year, round(rad.budsjett_kr))


def _koblinger(rad) -> Iterator[Kobling]:
    if rad.indikator:
        yield Kobling(
            rad.indikator,
            rad.startverdi,
            str(_dag(rad.start).year - 1),
            rad.maaltall,
            _dag(rad.frist).year,
            kilde=rad.virkning_kilde or "",
        )


def _status(rad) -> Status:
    ferdig = _dag(rad.gjennomfoert)
    if ferdig:
        return Status("gjennomfoert", dato=ferdig)
    startet = _dag(rad.start) <= lesing.i_dag()
    return Status("i_gang" if startet else "ikke_startet")


def _med_egne_ord(rad) -> Iterator[tuple[str, str]]:
    boliger = None
    if rad.antall_boliger and rad.boligtype:
        navn = lesing.dimensjon("boligtype").get(rad.boligtype, rad.boligtype)
        boliger = f"{navn}: {norsk.tall(rad.antall_boliger)}"
    for overskrift, tekst in (("Virkning", rad.virkning), ("Boliger", boliger)):
        if tekst:
            yield overskrift, tekst
