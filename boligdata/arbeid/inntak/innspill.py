"""Leser en liste over innspill slik den er, fra Excel, Word, CSV eller utklippstavlen, og foreslår innspill.

Ingenting lagres her, og ingenting blir borte: kolonner vi ikke kjenner, og det som ikke lot seg lese,
følger med innspillet som ord, og rader som ikke ble innspill, står i svaret med grunnen.
"""

import dataclasses
import datetime as dt
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from boligdata.arbeid import identifikator
from boligdata.arbeid.feltliste import til_dict, ulike_felt
from boligdata.arbeid.innspill import FELT, Innspill, feil, neste_nr
from boligdata.arbeid.inntak import filer, kolonner
from boligdata.arbeid.inntak.raatabell import Raarad, Raatabell
from boligdata.arbeid.inntak.svar import (
    Innlest,
    Innspillsforslag,
    Inntaksfeil,
    Kolonnevalg,
    Merknad,
    SattTilSide,
    Sted,
)
from boligdata.arbeid.lager import SLETTET
from boligdata.felles import plankoder
from boligdata.felles.config import PAKKE
from boligdata.felles.maalform import si
from boligdata.felles.overskrifter import plasser
from boligdata.felles.tekst import noekkelform, rens

FIL = PAKKE / "arbeid" / "inntak" / "innspillskolonner.toml"
# Så mange innspill har ingen høring av en boligsosial plan. Et større tall er en annen fil.
FLEST = 2_000


@dataclass(frozen=True)
class _Overskrift:
    """Overskriftene i tabellen, hvor hvert felt står, og raden etter dem."""

    navn: tuple[str, ...]
    plass: Mapping[str, int]
    etter: int
    funnet: bool = True


def kolonnefelt() -> dict[str, kolonner.Kolonnefelt]:
    """Feltene en kolonne kan være, i den rekkefølgen de skal vises."""
    return kolonner.felt_fra(FIL)


def treff(rad: Sequence[str]) -> int:
    """Hvor mange overskrifter i raden som er kjent."""
    return len(_plassene(rad, {}))


def les_fil(
    data: bytes,
    rom: str,
    finnes: Sequence[Innspill] = (),
    valgt: Mapping[str, str] | None = None,
) -> Innlest[Innspillsforslag]:
    """Innspillene i filen. `rom` er en id fra den som kaller: den samme gir de samme id-ene, så den som
    går fram og tilbake, ikke lager nye. `valgt` er overskrifter brukeren selv har sagt hva er.
    """
    filer.krev_rimelig(data)
    tabellene, skjulte = filer.aapne(data, treff)
    merknader = [
        Merknad(si("Arket «{navn}» er skjult i Excel, og er ikke lest.", navn=navn))
        for navn in skjulte
    ]
    return _les(tabellene, rom, finnes, valgt or {}, merknader)


def les_tekst(
    tekst: str,
    rom: str,
    finnes: Sequence[Innspill] = (),
    valgt: Mapping[str, str] | None = None,
) -> Innlest[Innspillsforslag]:
    """Innspillene i en tabell som er limt inn. Ellers som `les_fil`."""
    return _les(filer.fra_tekst(tekst, treff), rom, finnes, valgt or {}, [])


def _les(
    tabellene: Sequence[Raatabell],
    rom: str,
    finnes: Sequence[Innspill],
    valgt: Mapping[str, str],
    merknader: list[Merknad],
) -> Innlest[Innspillsforslag]:
    lest: list[Innspillsforslag] = []
    valgene: list[Kolonnevalg] = []
    til_side: list[SattTilSide] = []
    for tabell in tabellene:
        if not any(rad.fylte for rad in tabell.rader):
            continue
        overskrift = _finn(tabell, valgt)
        if not overskrift.funnet:
            merknader.append(
                Merknad(
                    si(
                        "{navn} har ingen overskrifter vi kjenner. Si hva kolonnene er under «Slik ble "
                        "kolonnene lest».",
                        navn=tabell.navn,
                    )
                )
            )
        valgene += _kolonnevalg(tabell, overskrift, valgt)
        for rad in tabell.rader[overskrift.etter :]:
            sted = Sted(tabell.navn, rad.nr, rad.nr)
            if not rad.fylte:
                continue
            if hvorfor := _ikke_innspill(rad, overskrift):
                til_side.append(SattTilSide(sted, _ordene(rad), hvorfor))
                continue
            id_ = str(uuid.uuid5(uuid.UUID(rom), str(len(lest))))
            lest.append(_forslaget(rad, overskrift, sted, id_))
            if len(lest) > FLEST:
                raise Inntaksfeil(
                    si(
                        "Filen har over {antall} rader. Del den opp, og les inn én del om gangen.",
                        antall=FLEST,
                    )
                )
    if not lest:
        raise Inntaksfeil(
            si(
                "Vi fant ingen innspill. Tabellen må ha minst én rad, og helst en rad med overskrifter som "
                "«Avsender» og «Innspill»."
            )
        )
    lest, gjentatt = _uten_gjentatte(lest)
    ferdige = tuple(map(_med_hindre, _nummerert(_kjent_igjen(lest, finnes), finnes)))
    unike = tuple(dict.fromkeys(valgene))
    return Innlest(ferdige, unike, (*til_side, *gjentatt), tuple(merknader))


# ------------------------------------------------------------------------- overskriftene


def _finn(tabell: Raatabell, valgt: Mapping[str, str]) -> _Overskrift:
    """Raden med flest kjente overskrifter. Uten en slik heter kolonnene «Kolonne 1» og utover, og alle
    radene er innhold.
    """
    beste, mest = None, 0
    for nr, rad in enumerate(tabell.rader[: kolonner.LET_I], 1):
        plass = _plassene(rad.celler, {})
        nok = len(plass) > 1 or (len(rad.fylte) > 1 and "sammendrag" in plass)
        if nok and len(plass) > mest:
            beste, mest = (nr, rad), len(plass)
    if beste:
        nr, rad = beste
        navn = tuple(map(rens, rad.celler))
        return _Overskrift(navn, _plassene(navn, valgt), nr)
    bredde = max(len(rad.celler) for rad in tabell.rader)
    navn = tuple(si("Kolonne {nr}", nr=nr) for nr in range(1, bredde + 1))
    plass = _plassene(navn, valgt)
    return _Overskrift(navn, plass, 0, funnet="sammendrag" in plass)


def _plassene(rad: Sequence[str], valgt: Mapping[str, str]) -> dict[str, int]:
    navn = [
        "" if len(celle) > kolonner.LENGSTE_OVERSKRIFT else celle
        for celle in map(rens, rad)
    ]
    selv = {
        felt: nr
        for nr, overskrift in enumerate(navn)
        if (felt := valgt.get(overskrift))
    }
    ledige = ["" if overskrift in valgt else overskrift for overskrift in navn]
    funnet, _ = plasser(ledige, kolonner.skrivemaater(FIL))
    return {felt: nr for felt, nr in funnet.items() if felt not in selv} | selv


def _kolonnevalg(
    tabell: Raatabell, overskrift: _Overskrift, valgt: Mapping[str, str]
) -> Iterator[Kolonnevalg]:
    felt_paa = {nr: felt for felt, nr in overskrift.plass.items()}
    for nr, navn in enumerate(overskrift.navn):
        if navn:
            felt = felt_paa.get(nr, "")
            ledetekst = FELT[felt].ledetekst if felt else FELT["ord"].ledetekst
            hvordan = kolonner.KJENT if felt else kolonner.EGEN
            if navn in valgt:
                hvordan = kolonner.VALGT
            yield Kolonnevalg(tabell.navn, navn, felt, ledetekst, hvordan)


# ------------------------------------------------------------------------------- radene


def _ikke_innspill(rad: Raarad, overskrift: _Overskrift) -> str:
    """Hvorfor raden ikke er et innspill. Tom når den er det."""
    if kolonner.er_gjentatt(rad, overskrift.navn):
        return si("Overskriften en gang til.")
    if rad.spenner:
        return si("En overskrift på tvers av tabellen.")
    return ""


def _ordene(rad: Raarad) -> str:
    return " · ".join(filter(None, rad.celler))[:300]


def _forslaget(
    rad: Raarad, overskrift: _Overskrift, sted: Sted, id_: str
) -> Innspillsforslag:
    verdier: dict[str, object] = {}
    merknader: list[Merknad] = []
    ord_: dict[str, str] = {}
    felt_paa = {nr: felt for felt, nr in overskrift.plass.items()}
    for nr, celle in enumerate(rad.celler):
        tekst = celle.strip()
        if not tekst:
            continue
        ledetekst = overskrift.navn[nr] if nr < len(overskrift.navn) else ""
        ledetekst = ledetekst or si("Kolonne {nr}", nr=nr + 1)
        felt = felt_paa.get(nr)
        verdi = _verdien(felt, tekst) if felt else None
        if felt and verdi is not None:
            verdier[felt] = verdi
            continue
        # To kolonner kan ha samme navn. Begge skal være med.
        ord_[ledetekst if ledetekst not in ord_ else f"{ledetekst} ({nr + 1})"] = tekst
        if felt:
            merknader.append(
                Merknad(
                    si(
                        "{felt}: «{tekst}» kunne ikke leses, og følger med som det står.",
                        felt=FELT[felt].ledetekst,
                        tekst=tekst[:80],
                    )
                )
            )
    return Innspillsforslag(
        Innspill(id_, ord=tuple(ord_.items()), **verdier), sted, tuple(merknader)
    )


def _verdien(felt: str, tekst: str):
    """Teksten som feltet kan ta imot, eller None når den ikke kan leses som det."""
    slag = FELT[felt].slag
    if slag == "dato":
        return _dato(tekst)
    if slag == "kode":
        return plankoder.oppslag(FELT[felt].kodeliste).get(noekkelform(tekst))
    return tekst


_DAG = re.compile(r"(\d{1,2})[./-] ?(\d{1,2})[./-] ?(\d{2}|\d{4})(?: \d\d?:\d\d.*)?")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ].*)?")


def _dato(tekst: str) -> dt.date | None:
    """«15.12.2021», «15/12/21» eller «2021-12-15»."""
    if treff_ := _ISO.fullmatch(tekst):
        deler = treff_.groups()
    elif treff_ := _DAG.fullmatch(tekst):
        dag, maaned, aar = treff_.groups()
        deler = (f"20{aar}" if len(aar) == 2 else aar, maaned, dag)
    else:
        return None
    try:
        return dt.date(*map(int, deler))
    except ValueError:
        return None


# ------------------------------------------------------------- mot det som finnes fra før


def _uten_gjentatte(
    alle: Sequence[Innspillsforslag],
) -> tuple[list[Innspillsforslag], list[SattTilSide]]:
    """Forslagene uten dem som er det samme innspillet en gang til, og dem, med grunnen."""
    ut: list[Innspillsforslag] = []
    til_side: list[SattTilSide] = []
    for ett in alle:
        like = (en for en in ut if _er_samme(ett.innspill, en.innspill))
        if foerste := next(like, None):
            hvorfor = si("Det samme innspillet står også i {sted}.", sted=foerste.sted)
            til_side.append(
                SattTilSide(ett.sted, ett.innspill.sammendrag[:300], hvorfor)
            )
        else:
            ut.append(ett)
    return ut, til_side


def _kjent_igjen(
    forslag: Sequence[Innspillsforslag], finnes: Sequence[Innspill]
) -> Iterator[Innspillsforslag]:
    ledige = {ett.id: ett for ett in finnes if not ett.fjernet}
    for ett in forslag:
        kjent = next(
            (annet for annet in ledige.values() if _er_samme(ett.innspill, annet)),
            None,
        )
        if kjent is None:
            yield ett
            continue
        del ledige[kjent.id]
        innspill = _oppdatert(kjent, ett.innspill)
        yield dataclasses.replace(
            ett,
            innhold=innspill,
            samme_som=kjent.id,
            endrer=ulike_felt(innspill, kjent),
        )


def _er_samme(nytt: Innspill, annet: Innspill) -> bool:
    """Det samme dokumentet i arkivet, eller den samme avsenderen eller teksten med det samme nummeret. Uten
    nummer må både avsenderen og teksten, eller dagen det kom, være den samme: teksten kan være rettet.
    """
    if nytt.nr and annet.nr and nytt.nr != annet.nr:
        return False
    if _lik(nytt.arkiv, annet.arkiv):
        return True
    avsender = _lik(nytt.avsender, annet.avsender)
    tekst = _lik(nytt.sammendrag, annet.sammendrag)
    if nytt.nr and annet.nr:
        return avsender or tekst or _er_slettet(annet)
    samme_dag = nytt.mottatt is not None and nytt.mottatt == annet.mottatt
    return avsender and (tekst or samme_dag)


def _lik(en: str, annen: str) -> bool:
    return bool(en) and noekkelform(en) == noekkelform(annen)


def _er_slettet(ett: Innspill) -> bool:
    """Er avsenderen eller teksten en personopplysning noen har slettet?"""
    return SLETTET in (ett.avsender, ett.sammendrag)


def _oppdatert(kjent: Innspill, nytt: Innspill) -> Innspill:
    """Det som finnes, med det filen sier noe om. Et tomt felt i filen tar ikke bort noe, og det som er
    slettet, kommer ikke tilbake.
    """
    endret = {
        navn: verdi
        for navn in FELT
        if navn not in ("id", "ord")
        and (verdi := getattr(nytt, navn))
        and getattr(kjent, navn) != SLETTET
    }
    nye_ord = {} if _er_slettet(kjent) else dict(nytt.ord)
    ord_ = tuple({**dict(kjent.ord), **nye_ord}.items())
    return dataclasses.replace(kjent, **endret, ord=ord_)


def _nummerert(
    forslag: Iterator[Innspillsforslag], finnes: Sequence[Innspill]
) -> Iterator[Innspillsforslag]:
    """Et innspill uten nummer får det neste. Et nummer som er brukt av et annet, må rettes."""
    alle = list(forslag)
    brukt = {ett.nr: ett.id for ett in finnes if ett.nr and not ett.fjernet}
    med_nr = [ett.innspill for ett in alle] + list(finnes)
    for ett in alle:
        innspill = ett.innspill
        if not innspill.nr:
            innspill = dataclasses.replace(innspill, nr=neste_nr(tuple(med_nr)))
            med_nr.append(innspill)
            ett = dataclasses.replace(ett, innhold=innspill)
        elif brukt.get(innspill.nr, innspill.id) != innspill.id:
            ett = ett.med_hindre(
                [
                    si(
                        "Nummer {nr} er brukt på et annet innspill. Rett nummeret i filen, eller la det "
                        "stå tomt.",
                        nr=innspill.nr,
                    )
                ]
            )
        brukt.setdefault(innspill.nr, innspill.id)
        yield ett


def _med_hindre(ett: Innspillsforslag) -> Innspillsforslag:
    """Forslaget med det som må rettes før det kan lagres."""
    hindre = feil(ett.innspill)
    if funn := identifikator.finn(til_dict(ett.innspill)):
        hindre.append(
            si(
                "Raden har {nummeret}. Slike nummer skal ikke stå her. Ta det bort i filen, og les den inn "
                "på nytt.",
                nummeret=funn.hva,
            )
        )
    return ett.med_hindre(hindre)
