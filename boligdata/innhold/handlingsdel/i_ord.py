"""Feltene i et tiltak, skrevet for en leser. Ledetekstene og kodene er erklært i `arbeid/tiltak.py` og
`felles/plankoder.toml`.
"""

import datetime as dt
from collections.abc import Callable, Iterable

from boligdata.arbeid.feltliste import Felt
from boligdata.arbeid.tiltak import (
    Beloep,
    Frist,
    Kobling,
    Milepael,
    Status,
    Tiltak,
    Vedtak,
)
from boligdata.felles import katalog, norsk, plankoder
from boligdata.felles.maalform import fast, si

_MILLION = 1_000_000
IKKE_FYLT_UT = fast("Ikke fylt ut")
# Det programmet selv har skrevet i historien, lagret på bokmål. Det andre har skrevet, står som det er.
FOERSTE_IMPORT = fast("Første import")
FRA_UTTREKKET = fast("Hentet fra uttrekket over tiltak.")
FRA_PLANEN = fast("Hentet inn fra planen.")
FRA_EN_FIL = fast("Hentet inn fra en fil.")


def historie(tekst: str) -> str:
    """Teksten i historien, slik den som leser, skal se den."""
    av_programmet = (FOERSTE_IMPORT, FRA_UTTREKKET, FRA_PLANEN, FRA_EN_FIL)
    return si(tekst) if tekst in av_programmet else tekst


def navn(tiltak: Tiltak) -> str:
    """«1.2 Kjøpe tolv vanlige boliger»."""
    return f"{tiltak.nr} {tiltak.tittel}".strip()


def kode(kodeliste: str, verdi: str) -> str:
    """Navnet på koden, eller «Ikke fylt ut»."""
    return plankoder.navn(kodeliste).get(verdi) or si(IKKE_FYLT_UT)


def frist(verdi: Frist) -> str:
    """Planens egne ord, med dagene bak når ordene ikke er det selv."""
    dager = _dager(verdi)
    if not verdi.ord:
        return dager or kode("fristslag", verdi.slag)
    if not dager or verdi.ord in (dager, _dag(verdi.til)):
        return verdi.ord
    return f"{verdi.ord} ({dager})"


def _dager(verdi: Frist) -> str:
    if verdi.fra and verdi.til:
        return si("fra {fra} til {til}", fra=_dag(verdi.fra), til=_dag(verdi.til))
    if verdi.til:
        return si("innen {dato}", dato=_dag(verdi.til))
    return si("fra {dato}", dato=_dag(verdi.fra)) if verdi.fra else ""


def kroner(antall: int) -> str:
    """«62,4 mill. kr», og hele kroner under en million."""
    if abs(antall) < _MILLION:
        return f"{norsk.tall(antall)} kr"
    desimaler = 0 if antall % _MILLION == 0 else 1
    millioner = norsk.tall(antall / _MILLION, desimaler)
    return si("{millioner} mill. kr", millioner=millioner)


def penger(tiltak: Tiltak) -> str:
    """Det tiltaket koster til sammen før tilskudd, og hvordan det finansieres."""
    brutto = sum(beloep.kroner for beloep in tiltak.beloep if beloep.art == "brutto")
    finansiering = kode("finansiering", tiltak.finansiering)
    if not brutto:
        return finansiering
    return f"{kroner(brutto)}, {norsk.liten_forbokstav(finansiering)}"


def verdi(felt: Felt, innhold) -> str:
    """Verdien av et felt i én linje. Tom når feltet ikke er fylt ut."""
    if innhold is None or innhold in ("", ()):
        return ""
    if felt.slag == "ord":
        return "; ".join(f"{overskrift}: {tekst}" for overskrift, tekst in innhold)
    if isinstance(innhold, tuple):
        return "; ".join(_en(felt, del_) for del_ in innhold)
    return _en(felt, innhold)


def _en(felt: Felt, innhold) -> str:
    if felt.post:
        return _POSTER[felt.post](innhold)
    if felt.kodeliste:
        return kode(felt.kodeliste, innhold)
    if isinstance(innhold, bool):
        return si("Ja") if innhold else si("Nei")
    if isinstance(innhold, dt.date):
        return _dag(innhold)
    if felt.slag == "desimal":
        return norsk.tall(innhold, 0 if innhold == int(innhold) else 2)
    return kroner(innhold) if felt.slag == "kroner" else str(innhold)


def _dag(dag: dt.date | None) -> str:
    return norsk.dato(dag) if dag else ""


def milepael(verdi_: Milepael) -> str:
    """«Byggestart, frist 01.11.2022, nådd 05.12.2022»."""
    naar = verdi_.ord or _dag(verdi_.frist)
    return _satt_sammen(
        verdi_.tittel,
        si("frist {dato}", dato=naar) if naar else "",
        si("nådd {dato}", dato=_dag(verdi_.naadd)) if verdi_.naadd else "",
    )


def _beloep(verdi_: Beloep) -> str:
    slag = "" if verdi_.slag == "uavklart" else kode("beloepsslag", verdi_.slag)
    art = "" if verdi_.art == "brutto" else si("tilskudd")
    penger_ = kroner(verdi_.kroner)
    return _satt_sammen(
        si("{kroner} i {aar}", kroner=penger_, aar=verdi_.aar)
        if verdi_.aar
        else penger_,
        norsk.liten_forbokstav(slag) if slag else "",
        art,
    )


def _vedtak(verdi_: Vedtak) -> str:
    sak = si("sak {saksnr}", saksnr=verdi_.saksnr) if verdi_.saksnr else ""
    return _satt_sammen(verdi_.organ, sak, _dag(verdi_.dato), verdi_.ordlyd)


def indikatornavn(id_: str) -> str:
    """Navnet på indikatoren, også når den ikke finnes lenger."""
    indikator = katalog.indikatorer().get(id_)
    return indikator.navn if indikator else si("{id} (finnes ikke)", id=id_)


def _kobling(verdi_: Kobling) -> str:
    start = verdi_.startverdi, verdi_.startperiode
    maal = verdi_.maalverdi, verdi_.maalaar
    return _satt_sammen(
        indikatornavn(verdi_.indikator),
        si("fra {start} i {periode}", start=_tall(start[0]), periode=start[1])
        if start[0] is not None
        else "",
        si("til {maal} i {aar}", maal=_tall(maal[0]), aar=maal[1])
        if maal[0] is not None
        else "",
    )


def _tall(verdi_: float) -> str:
    return norsk.tall(verdi_, 0 if verdi_ == int(verdi_) else 1)


def _status(verdi_: Status) -> str:
    return _satt_sammen(
        kode("tiltaksstatus", verdi_.verdi), _dag(verdi_.dato), verdi_.kommentar
    )


def _satt_sammen(*deler: str) -> str:
    return ", ".join(filter(None, deler))


_POSTER: dict[type, Callable] = {
    Frist: frist,
    Milepael: milepael,
    Beloep: _beloep,
    Vedtak: _vedtak,
    Kobling: _kobling,
    Status: _status,
}


def med_punktum(tekst: str) -> str:
    """Setningen med punktum, også når det brukeren skrev, slutter med et tegn."""
    return tekst if tekst.rstrip().endswith((".", "!", "?")) else f"{tekst}."


def ramse(tekster: Iterable[str]) -> str:
    """«a, b og c», eller «ingen» når det ikke er noen."""
    alle = list(tekster)
    return norsk.ramse(alle) if alle else si("ingen")
