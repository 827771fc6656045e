"""Leser en handlingsdel slik den er, og foreslår tiltak: fra Word, Excel, CSV og utklippstavlen.

filer        byte → tabeller; `word`, `excel` og `innlimt` leser hvert sitt slag
raatabell    en tabell slik den står i filen, med flettede celler
kolonner     overskriften i tabellen, og hva hver kolonne betyr (`overskrifter.toml`)
rader        hvilke rader som er mål, tiltak, fortsettelser og sumrader
eiere        hvem som har ansvaret, delt på hver av dem
forslag      cellene i en rad → et foreslått tiltak, med det brukeren bør se
gjenkjenning tiltak som finnes fra før, så de ikke dobles
svar         det et inntak svarer med

Ingenting skrives og ingenting lagres her: svaret er forslag, og et menneske bekrefter dem.
"""

import hashlib
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from boligdata.arbeid import eksport, identifikator
from boligdata.arbeid.inntak import filer, forslag, gjenkjenning, kolonner, rader
from boligdata.arbeid.inntak.forslag import Ramme
from boligdata.arbeid.inntak.kolonner import Kolonner, kolonnefelt
from boligdata.arbeid.inntak.raatabell import Raatabell
from boligdata.arbeid.inntak.svar import (
    Forslag,
    Innlest,
    Inntaksfeil,
    Kolonnevalg,
    LestFelt,
    Merknad,
    SattTilSide,
    Sted,
)
from boligdata.arbeid.tiltak import FELT, Tiltak, feil, til_dict

__all__ = [
    "Forslag",
    "Innlest",
    "Inntaksfeil",
    "Kolonnevalg",
    "LestFelt",
    "Merknad",
    "Ramme",
    "SattTilSide",
    "Sted",
    "kolonnefelt",
    "les_fil",
    "les_tekst",
]
# Så mange rader har ingen handlingsdel. Et større tall er en annen fil.
FLEST_TILTAK = 2_000


def les_fil(
    data: bytes,
    ramme: Ramme | None = None,
    finnes: Sequence[Tiltak] = (),
    valgt: Mapping[str, str] | None = None,
) -> Innlest:
    """Forslagene i en Word-, Excel- eller CSV-fil. `finnes` er tiltakene i planen fra før, og `valgt`
    er overskrifter brukeren selv har sagt hva er: {overskrift: felt}, tomt for planens egen.
    """
    filer.krev_rimelig(data)
    if data.startswith(b"PK") and eksport.er_vaar_eksport(data):
        return _vaar_egen(data, finnes)
    tabellene, skjulte = filer.aapne(data, kolonner.treff)
    merknader = [
        Merknad(f"Arket «{navn}» er skjult i Excel, og er ikke lest.")
        for navn in skjulte
    ]
    return _les(tabellene, data, merknader, ramme, finnes, valgt)


def _vaar_egen(data: bytes, finnes: Sequence[Tiltak]) -> Innlest:
    """Tiltakene i en fil som er lastet ned herfra. Id-en sier hvilke de er, og ingenting gjettes."""
    foer = {tiltak.id: tiltak for tiltak in finnes}
    alle = []
    for nr, tiltak in enumerate(eksport.fra_excel(data), 2):
        sted = Sted(f"Arket «{eksport.HOVEDARK}»", nr, nr)
        kjent = foer.pop(tiltak.id, None)
        endrer = gjenkjenning.ulike_felt(tiltak, kjent) if kjent else ()
        samme = kjent and kjent.id
        alle.append(_med_hindre(Forslag(tiltak, sted, (), (), samme, endrer)))
    borte = tuple(id for id, tiltak in foer.items() if not tiltak.fjernet)
    return Innlest(tuple(alle), (), ikke_i_filen=borte)


def _med_hindre(ett: Forslag) -> Forslag:
    """Forslaget med det som må rettes før det kan lagres."""
    hindre = feil(ett.tiltak)
    if funn := identifikator.finn(til_dict(ett.tiltak)):
        ledetekst = FELT[funn.felt[0]].ledetekst if funn.felt else FELT["ord"].ledetekst
        hindre.append(
            f"Raden har {funn.hva} («{ledetekst}»). Slike nummer skal ikke stå i planen. Ta det bort i "
            "filen, og les den inn på nytt."
        )
    nye = tuple(Merknad(tekst, hindrer=True) for tekst in hindre)
    return replace(ett, merknader=ett.merknader + nye)


def les_tekst(
    tekst: str,
    ramme: Ramme | None = None,
    finnes: Sequence[Tiltak] = (),
    valgt: Mapping[str, str] | None = None,
) -> Innlest:
    """Forslagene i en tabell som er limt inn. Ellers som `les_fil`."""
    tabellene = filer.fra_tekst(tekst, kolonner.treff)
    data = tekst.encode("utf-8", errors="replace")
    return _les(tabellene, data, [], ramme, finnes, valgt)


def _les(
    tabellene: list[Raatabell],
    data: bytes,
    merknader: list[Merknad],
    ramme: Ramme | None,
    finnes: Sequence[Tiltak],
    valgt: Mapping[str, str] | None,
) -> Innlest:
    med = list(_med_overskrift(tabellene, valgt or {}))
    if not med:
        raise Inntaksfeil(_ingen_tabell(tabellene))
    ider = _ider(data, finnes)
    alle: list[Forslag] = []
    til_side: list[SattTilSide] = []
    for tabell, overskriften in med:
        raa, satt = rader.les(
            tabell, overskriften, rader.maal_over(tabell, flere_tabeller=len(med) > 1)
        )
        til_side += satt
        titler = [en.celler[overskriften.plass["tittel"]] for en in raa]
        med_nr = forslag.har_hele_tall_foerst(titler)
        enhet = kolonner.enhet_over(tabell, overskriften.etter - 1)
        alle += [
            forslag.foreslaa(
                en, overskriften, ramme or Ramme(), next(ider), enhet, med_nr
            )
            for en in raa
        ]
        if len(alle) > FLEST_TILTAK:
            raise Inntaksfeil(
                f"Filen har over {FLEST_TILTAK} rader, og er neppe en handlingsdel. Lim inn bare tabellen "
                "med tiltakene."
            )
    if not alle:
        raise Inntaksfeil(
            "Tabellen har overskrifter, men ingen tiltak under dem. Kopier hele tabellen, og prøv igjen."
        )
    merknader += _om_filen(tabellene, med)
    kjente, borte = gjenkjenning.kjenn_igjen(alle, finnes)
    valg = [en for tabell, overskriften in med for en in overskriften.valg(tabell.navn)]
    return Innlest(
        tuple(map(_med_hindre, kjente)),
        tuple(dict.fromkeys(valg)),
        tuple(til_side),
        tuple(dict.fromkeys(merknader)),
        borte,
    )


def _med_overskrift(
    tabellene: list[Raatabell], valgt: Mapping[str, str]
) -> Iterator[tuple[Raatabell, Kolonner]]:
    """Tabellene som kan leses. En tabell uten overskrift, med like mange kolonner som den før, er
    den samme tabellen på neste side.
    """
    forrige: Kolonner | None = None
    for tabell in tabellene:
        funnet = kolonner.finn(tabell, valgt)
        if funnet is None and forrige is not None and _fortsetter(tabell, forrige):
            funnet = kolonner.uten_overskrift(forrige)
        if funnet is not None:
            forrige = funnet
            yield tabell, funnet


def _fortsetter(tabell: Raatabell, forrige: Kolonner) -> bool:
    bredde = max((len(rad.celler) for rad in tabell.rader), default=0)
    return bredde == len(forrige.overskrifter) and bredde > 1


def _ider(data: bytes, finnes: Sequence[Tiltak]) -> Iterator[str]:
    """En id for hver rad. Den samme filen gir de samme id-ene, så den som går fram og tilbake på
    skjermen, ikke lager nye. En id som er i bruk, blir ikke brukt igjen.
    """
    opptatt = {tiltak.id for tiltak in finnes}
    innhold = hashlib.sha256(data).hexdigest()
    nr = 0
    while True:
        nr += 1
        id = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{innhold}/{nr}"))
        if id not in opptatt:
            yield id


def _om_filen(
    tabellene: list[Raatabell], med: list[tuple[Raatabell, Kolonner]]
) -> Iterator[Merknad]:
    lest = {tabell.navn for tabell, _ in med}
    for tabell in tabellene:
        if tabell.navn not in lest and tabell.rader:
            yield Merknad(
                f"{tabell.navn} har ingen kolonne for tiltak, og er ikke lest."
            )
    if not any("frist" in overskriften.plass for _, overskriften in med):
        yield Merknad(
            "Filen har ingen kolonne for frist. Fristene står som ikke avklart til noen fyller dem ut."
        )
    if any(
        "finansiering" in ett.plass or "kostnad" in ett.plass or ett.aar
        for _, ett in med
    ):
        return
    yield Merknad("Filen har ingen kolonne for penger.")


def _ingen_tabell(tabellene: list[Raatabell]) -> str:
    foerste = next(
        (rad for tabell in tabellene for rad in tabell.rader if rad.fylte), None
    )
    raad = (
        "Tabellen må ha en rad med overskrifter, og en av dem må være «Tiltak». Ta med den raden når du "
        "kopierer."
    )
    if foerste is None:
        return f"Vi fant ingen tabell. {raad}"
    sett = " · ".join(celle for celle in foerste.celler if celle)[:120]
    return f"Vi fant ingen tabell med tiltak. Den første raden er «{sett}». {raad}"
