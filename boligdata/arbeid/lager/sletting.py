"""Personopplysninger som slettes fra alle versjonene av en post, uten at historikken mister formen sin.

Hver versjon står igjen med hvem som lagret den og når, og en ny versjon sier hvem som slettet, når og
hvorfor. Det som slettes, skrives over der det står.
"""

import re
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from boligdata.arbeid.lager.bilde import Bilde, Forbindelse
from boligdata.arbeid.lager.poster import (
    SLETTING,
    Hendelse,
    Lagret,
    NyEndring,
    til_json,
)

# Det som står der noe er slettet.
SLETTET = "[slettet]"
# Kortere ord enn dette finnes i alle tekster.
KORTESTE_NAVN = 4


@dataclass(frozen=True)
class Sletting:
    """Det som skal slettes: alt i `felter`, i hver versjon av posten. Ordene i `navn`, som er noen av de
    feltene, slettes også der de ellers står i posten.

    `endring_id` lages når skjemaet åpnes, og `sett_versjon` er versjonen brukeren så.
    """

    endring_id: str
    slag: str
    objekt_id: str
    sett_versjon: int
    felter: tuple[str, ...]
    navn: tuple[str, ...]
    hvem: str
    hvorfor: str

    @property
    def sletteid(self) -> str:
        """Id-en slettingen selv lagres med."""
        return f"{self.slag} {self.objekt_id}"

    @property
    def ny_versjon_id(self) -> str:
        """Endringen som er den nye versjonen av posten, den samme når brukeren trykker to ganger."""
        return str(uuid.uuid5(uuid.UUID(self.endring_id), self.objekt_id))


@dataclass(frozen=True)
class Slettet:
    """Kvitteringen. `andre` er hvor mange andre poster av hvert slag som har et ord fra navnet,
    `visket_ut` om det gamle er borte fra filen også der ingen leser det, og `kopier` filene
    programmet selv har laget, som fortsatt har det.
    """

    lagret: Lagret
    andre: dict[str, int]
    visket_ut: bool
    kopier: tuple[str, ...]


def utfoer(
    forbindelse: Forbindelse,
    sletting: Sletting,
    skriv_om: str,
    lagre: Callable[[NyEndring], Lagret],
) -> tuple[Lagret, dict[str, int]]:
    """Slett i transaksjonen som er åpen. `skriv_om` er setningen databasen skriver om en rad med, og
    `lagre` lagrer en ny endring. Gir kvitteringen, og hvor navnet ellers står.
    """
    bilde = Bilde(forbindelse)
    alle = bilde.historikk(sletting.slag, sletting.objekt_id)
    navnet = _moenster(en.innhold.get(felt) for en in alle for felt in sletting.navn)
    grunn = _uten_navn(sletting.hvorfor, navnet)
    forrige = bilde.hent(SLETTING, sletting.sletteid)
    if forrige is None or forrige.endring_id != sletting.endring_id:
        lagre(
            NyEndring(
                sletting.endring_id,
                SLETTING,
                sletting.sletteid,
                forrige.versjon if forrige else 0,
                {"felter": list(sletting.felter), "til_versjon": len(alle)},
                sletting.hvem,
                grunn,
            )
        )
        for en in alle:
            innhold = til_json(_uten(en.innhold, sletting.felter, navnet))
            hvorfor = _uten_navn(en.hvorfor, navnet)
            forbindelse.hent(skriv_om, (innhold, hvorfor, en.nr))
    siste = bilde.versjon(sletting.slag, sletting.objekt_id, sletting.sett_versjon)
    lagret = lagre(
        NyEndring(
            sletting.ny_versjon_id,
            sletting.slag,
            sletting.objekt_id,
            sletting.sett_versjon,
            siste.innhold if siste else {},
            sletting.hvem,
            grunn,
        )
    )
    return lagret, _andre_steder(bilde, navnet)


def _uten(innhold: dict, felter: Iterable[str], navnet: re.Pattern | None) -> dict:
    return {
        felt: _toemt(verdi) if felt in felter else _uten_navn(verdi, navnet)
        for felt, verdi in innhold.items()
    }


def _toemt(verdi):
    """Det samme uten det som sto der. Bare tekst sier at noe er slettet."""
    if isinstance(verdi, str):
        return SLETTET if verdi else ""
    return type(verdi)() if isinstance(verdi, list | dict) else None


def _uten_navn(verdi, navnet: re.Pattern | None):
    if navnet is None:
        return verdi
    if isinstance(verdi, str):
        return navnet.sub(SLETTET, verdi)
    if isinstance(verdi, dict):
        return {felt: _uten_navn(del_, navnet) for felt, del_ in verdi.items()}
    if isinstance(verdi, list):
        return [_uten_navn(del_, navnet) for del_ in verdi]
    return verdi


def _moenster(navnene: Iterable[object]) -> re.Pattern | None:
    """Det som finner navnene, og de lange ordene i dem, med stor eller liten bokstav, også i eieform."""
    ordene = {
        ord_
        for navn in navnene
        if isinstance(navn, str) and navn != SLETTET
        for ord_ in (navn.strip(), *re.findall(r"\w+", navn))
        if len(ord_) >= KORTESTE_NAVN
    }
    if not ordene:
        return None
    valg = "|".join(sorted(map(re.escape, ordene), key=len, reverse=True))
    return re.compile(rf"\b(?:{valg})s?\b", re.IGNORECASE)


def _andre_steder(bilde: Bilde, navnet: re.Pattern | None) -> dict[str, int]:
    """Hvor mange andre poster av hvert slag som har et ord fra navnet i en av versjonene sine."""
    if navnet is None:
        return {}
    funnet: dict[str, set[str]] = {}
    for en in bilde.endret_siden(0):
        if navnet.search(_all_tekst(en)):
            funnet.setdefault(en.slag, set()).add(en.objekt_id)
    return {slag: len(ider) for slag, ider in funnet.items()}


def _all_tekst(en: Hendelse) -> str:
    return f"{til_json(en.innhold)} {en.hvorfor}"
