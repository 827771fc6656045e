"""Leser en handlingsdel slik den er, og foreslår tiltak: fra Word, Excel, CSV og utklippstavlen.

filer        byte → tabeller; `word`, `excel` og `innlimt` leser hvert sitt slag
             (`wordnumre` teller numrene Word lager selv)
pakke        pakker ut en fil fra utsiden, med en grense
raatabell    en tabell slik den står i filen, med flettede celler
tiltakskort  tiltak med ledetekstene nedover → en tabell
kolonner     overskriften i tabellen, og hva hver kolonne betyr (`overskrifter.toml`)
rader        hvilke rader som er mål, tiltak, fortsettelser og sumrader
eiere        hvem som har ansvaret, delt på hver av dem
forslag      cellene i en rad → et foreslått tiltak, med det brukeren bør se
gjenkjenning tiltak som finnes fra før, så de ikke dobles
innspill     en liste over innspill (`innspillskolonner.toml`), lest med de samme leserne
svar         det et inntak svarer med

Ingenting skrives og ingenting lagres her: svaret er forslag, og et menneske bekrefter dem.
"""

import hashlib
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence

from boligdata.arbeid import eksport, identifikator
from boligdata.arbeid.feltliste import ulike_felt
from boligdata.arbeid.inntak import (
    filer,
    forslag,
    gjenkjenning,
    kolonner,
    rader,
    tiltakskort,
)
from boligdata.arbeid.inntak.forslag import Ramme
from boligdata.arbeid.inntak.kolonner import Kolonner, kolonnefelt
from boligdata.arbeid.inntak.raatabell import Raatabell
from boligdata.arbeid.inntak.rader import Radlesning
from boligdata.arbeid.inntak.svar import (
    Forslag,
    Innlest,
    InnlestPlan,
    Inntaksfeil,
    Kolonnevalg,
    LestFelt,
    Maalrad,
    Merknad,
    SattTilSide,
    Sted,
    Tiltaksforslag,
)
from boligdata.arbeid.tiltak import FELT, Tiltak, feil, til_dict
from boligdata.felles import norsk
from boligdata.felles.maalform import si
from boligdata.felles.tekst import noekkelform

__all__ = [
    "Forslag",
    "Innlest",
    "InnlestPlan",
    "Inntaksfeil",
    "Kolonnevalg",
    "LestFelt",
    "Maalrad",
    "Merknad",
    "Ramme",
    "SattTilSide",
    "Sted",
    "Tiltaksforslag",
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
    er_tiltak: Collection[Sted] = (),
) -> InnlestPlan:
    """Forslagene i en Word-, Excel- eller CSV-fil. `finnes` er tiltakene i planen fra før, og `valgt`
    er overskrifter brukeren selv har sagt hva er: {overskrift: felt}, tomt for planens egen.
    `er_tiltak` er radene som ble lest som mål, men som brukeren har sagt er tiltak.
    """
    filer.krev_rimelig(data)
    if data.startswith(b"PK") and eksport.er_vaar_eksport(data):
        return _vaar_egen(data, finnes)
    tabellene, skjulte = filer.aapne(data, kolonner.treff)
    merknader = [
        Merknad(si("Arket «{navn}» er skjult i Excel, og er ikke lest.", navn=navn))
        for navn in skjulte
    ]
    return _les(tabellene, data, merknader, _Valg(ramme, finnes, valgt, er_tiltak))


def _vaar_egen(data: bytes, finnes: Sequence[Tiltak]) -> InnlestPlan:
    """Tiltakene i en fil som er lastet ned herfra. Id-en sier hvilke de er, og ingenting gjettes."""
    foer = {tiltak.id: tiltak for tiltak in finnes}
    alle = []
    try:
        tiltakene = eksport.fra_excel(data)
    except filer.OEDELAGT:
        raise Inntaksfeil(si(filer.ER_OEDELAGT)) from None
    for nr, tiltak in enumerate(tiltakene, 2):
        sted = Sted(si("Arket «{ark}»", ark=si(eksport.HOVEDARK)), nr, nr)
        kjent = foer.pop(tiltak.id, None)
        endrer = ulike_felt(tiltak, kjent) if kjent else ()
        samme = kjent and kjent.id
        alle.append(_med_hindre(Tiltaksforslag(tiltak, sted, (), samme, endrer)))
    borte = tuple(id for id, tiltak in foer.items() if not tiltak.fjernet)
    return InnlestPlan(tuple(alle), (), ikke_i_filen=borte)


def _med_hindre(ett: Tiltaksforslag) -> Tiltaksforslag:
    """Forslaget med det som må rettes før det kan lagres."""
    hindre = feil(ett.tiltak)
    if funn := identifikator.finn(til_dict(ett.tiltak)):
        ledetekst = FELT[funn.felt[0]].ledetekst if funn.felt else FELT["ord"].ledetekst
        hindre.append(
            si(
                "Raden har {nummeret} («{felt}»). Slike nummer skal ikke stå i planen. Ta det bort i filen, "
                "og les den inn på nytt.",
                nummeret=funn.hva,
                felt=ledetekst,
            )
        )
    return ett.med_hindre(hindre)


def les_tekst(
    tekst: str,
    ramme: Ramme | None = None,
    finnes: Sequence[Tiltak] = (),
    valgt: Mapping[str, str] | None = None,
    er_tiltak: Collection[Sted] = (),
) -> InnlestPlan:
    """Forslagene i en tabell som er limt inn. Ellers som `les_fil`."""
    tabellene = filer.fra_tekst(tekst, kolonner.treff)
    data = tekst.encode("utf-8", errors="replace")
    return _les(tabellene, data, [], _Valg(ramme, finnes, valgt, er_tiltak))


class _Valg:
    """Det den som kaller vet om planen og filen."""

    def __init__(
        self,
        ramme: Ramme | None,
        finnes: Sequence[Tiltak],
        valgt: Mapping[str, str] | None,
        er_tiltak: Collection[Sted],
    ):
        self.ramme, self.finnes = ramme or Ramme(), finnes
        self.valgt, self.er_tiltak = valgt or {}, er_tiltak


def _les(
    tabellene: list[Raatabell], data: bytes, merknader: list[Merknad], valg: _Valg
) -> InnlestPlan:
    tabellene = [tiltakskort.som_rader(tabell) for tabell in tabellene]
    med = list(_med_overskrift(tabellene, valg.valgt))
    if not med:
        raise Inntaksfeil(_ingen_tabell(tabellene))
    ider = _ider(data, valg.finnes)
    alle: list[Tiltaksforslag] = []
    radene: list[Radlesning] = []
    for tabell, overskriften in med:
        lest = _rader(tabell, overskriften, len(med) > 1, valg)
        radene.append(lest)
        alle += _forslag(lest, valg.ramme, ider)
        if len(alle) > FLEST_TILTAK:
            raise Inntaksfeil(
                si(
                    "Filen har over {antall} rader, og er neppe en handlingsdel. Lim inn "
                    "bare tabellen med tiltakene.",
                    antall=FLEST_TILTAK,
                )
            )
    if not alle:
        raise Inntaksfeil(
            si(
                "Tabellen har overskrifter, men ingen tiltak under dem. Kopier hele tabellen, og "
                "prøv igjen."
            )
        )
    merknader += [
        *_om_filen(tabellene, med),
        *_om_maalrader(radene),
        *_om_ansvarlige(alle, valg.ramme),
    ]
    alle, gjentatt = gjenkjenning.samlet(alle)
    kjente, borte = gjenkjenning.kjenn_igjen(alle, valg.finnes)
    valgte = [en for tabell, kolonnene in med for en in kolonnene.valg(tabell.navn)]
    return InnlestPlan(
        tuple(map(_med_hindre, kjente)),
        tuple(dict.fromkeys(valgte)),
        (*(rad for lest in radene for rad in lest.til_side), *gjentatt),
        tuple(dict.fromkeys(merknader)),
        borte,
        tuple(rad for lest in radene for rad in lest.maalrader),
    )


def _rader(
    tabell: Raatabell, overskriften: Kolonner, flere_tabeller: bool, valg: _Valg
) -> Radlesning:
    maal = rader.maal_over(tabell, flere_tabeller)
    return rader.les(tabell, overskriften, maal, valg.er_tiltak)


def _forslag(
    lest: Radlesning, ramme: Ramme, ider: Iterator[str]
) -> Iterator[Tiltaksforslag]:
    """Forslagene i én tabell."""
    tittel = lest.kolonner.plass["tittel"]
    med_nr = forslag.har_hele_tall_foerst([raa.celler[tittel] for raa in lest.tiltak])
    enhet = kolonner.enhet_over(lest.tabell, max(0, lest.kolonner.etter - 1))
    for raa in lest.tiltak:
        yield forslag.foreslaa(raa, lest.kolonner, ramme, next(ider), enhet, med_nr)


def _om_maalrader(radene: list[Radlesning]) -> Iterator[Merknad]:
    """Rader som bare ligner på mål, så et tiltak ikke blir borte uten at noen ser det."""
    antatte = [rad.tekst for lest in radene for rad in lest.maalrader if rad.antatt]
    if antatte:
        navn = norsk.ramse([f"«{tekst[:80]}»" for tekst in antatte])
        yield Merknad(
            si("Disse radene står alene, og er lest som mål: {navn}.", navn=navn)
        )


def _om_ansvarlige(alle: list[Tiltaksforslag], ramme: Ramme) -> Iterator[Merknad]:
    """Ansvarlige som ikke er kjent fra før, samlet: ofte er det den samme skrivemåten hele veien."""
    kjente = {noekkelform(navn) for navn in ramme.kjente_eiere}
    i_filen = dict.fromkeys(navn for ett in alle for navn in ett.tiltak.ansvarlige)
    ukjente = [navn for navn in i_filen if noekkelform(navn) not in kjente]
    if kjente and ukjente:
        yield Merknad(
            si(
                "Disse ansvarlige er ikke kjent fra før: {navn}. Se etter at navnene er rett.",
                navn=norsk.ramse(ukjente),
            )
        )


def _med_overskrift(
    tabellene: list[Raatabell], valgt: Mapping[str, str]
) -> Iterator[tuple[Raatabell, Kolonner]]:
    """Tabellene som kan leses. En tabell uten overskrift, med like mange kolonner som den før, er
    den samme tabellen på neste side.
    """
    forrige: tuple[Raatabell, Kolonner] | None = None
    for tabell in tabellene:
        funnet = kolonner.finn(tabell, valgt)
        if funnet is None and forrige is not None and _fortsetter(tabell, *forrige):
            funnet = kolonner.uten_overskrift(forrige[1])
        if funnet is not None:
            yield tabell, funnet
        forrige = (tabell, funnet) if funnet is not None else None


def _fortsetter(tabell: Raatabell, foer: Raatabell, kolonnene: Kolonner) -> bool:
    """Står tabellen rett etter den før, uten en overskrift imellom, og er den like bred?"""
    bredde = max((len(rad.celler) for rad in tabell.rader), default=0)
    er_etter = tabell.i_dokument and tabell.over == foer.over
    return er_etter and bredde == len(kolonnene.overskrifter) and bredde > 1


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
    for tabell, overskriften in med:
        if not overskriften.etter:
            yield Merknad(
                si(
                    "{navn} har ingen overskrift, og er lest som fortsettelsen av tabellen før.",
                    navn=tabell.navn,
                )
            )
    for tabell in tabellene:
        if tabell.navn not in lest and tabell.rader:
            yield Merknad(
                si(
                    "{navn} har ingen kolonne for tiltak, og er ikke lest.",
                    navn=tabell.navn,
                )
            )
    if not any("frist" in ett.plass or ett.penger for _, ett in med):
        yield Merknad(
            si(
                "Filen har ingen kolonne for frist. Fristene står som ikke avklart til noen "
                "fyller dem ut."
            )
        )
    if any(
        "finansiering" in ett.plass or "kostnad" in ett.plass or ett.penger
        for _, ett in med
    ):
        return
    yield Merknad(si("Filen har ingen kolonne for penger."))


def _ingen_tabell(tabellene: list[Raatabell]) -> str:
    foerste = next(
        (rad for tabell in tabellene for rad in tabell.rader if rad.fylte), None
    )
    raad = si(
        "Tabellen må ha en rad med overskrifter, og en av dem må være «Tiltak». Ta med den raden når du "
        "kopierer."
    )
    if foerste is None:
        return f"{si('Vi fant ingen tabell.')} {raad}"
    sett = " · ".join(celle for celle in foerste.celler if celle)[:120]
    funnet = si(
        "Vi fant ingen tabell med tiltak. Den første raden er «{raden}».", raden=sett
    )
    return f"{funnet} {raad}"
