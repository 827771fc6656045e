"""Leser det som er erklært i TOML ved siden av koden. En ukjent eller manglende nøkkel er en feil ved
oppstart som sier hvor den er, ikke et tall som stille blir borte.
"""

import dataclasses
import json
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from boligdata.felles.config import ROT, Brukerfeil
from boligdata.felles.maalform import si

# Nøkkelen øverst i en fil som sier under hvilke nøkler tekstene skal oversettes.
OVERSETTES = "oversettes"


class Erklaeringsfeil(Brukerfeil):
    """Noe er erklært feil. Meldingen sier hvilken fil, blokk og nøkkel det gjelder."""


@dataclass(frozen=True)
class Blokk:
    """Et stykke av en TOML-fil, som vet hvor det står."""

    fil: str
    sti: str
    felt: dict

    def feil(self, melding: str) -> Erklaeringsfeil:
        """Feilen, med filen og blokken foran."""
        sted = f"{self.fil} [{self.sti}]" if self.sti else self.fil
        return Erklaeringsfeil(f"{sted}: {melding}")

    def blokk(self, navn: str) -> "Blokk":
        """Blokken `[navn]` inne i denne. Tom når den ikke er der."""
        felt = self.felt.get(navn, {})
        under = Blokk(self.fil, f"{self.sti}.{navn}".lstrip("."), felt)
        if not isinstance(felt, dict):
            raise under.feil(f"skal være en tabell, men er {felt!r}.")
        return under

    def blokker(self, navn: str) -> dict[str, "Blokk"]:
        """Alle blokkene `[navn.…]`, i rekkefølgen de står."""
        samling = self.blokk(navn)
        return {under: samling.blokk(under) for under in samling.felt}

    def liste(self, navn: str) -> list["Blokk"]:
        """Alle blokkene `[[navn]]`, i rekkefølgen de står."""
        alle = self.felt.get(navn, [])
        sti = f"{self.sti}.{navn}".lstrip(".")
        if not isinstance(alle, list) or not all(isinstance(en, dict) for en in alle):
            raise Blokk(self.fil, sti, {}).feil("skal være en liste av tabeller.")
        return [
            Blokk(self.fil, f"{sti} nr. {nr}", felt) for nr, felt in enumerate(alle, 1)
        ]

    def krev_noekler(self, paakrevd=(), valgfri=()) -> None:
        """Si fra om det første som mangler, eller som ingen leser."""
        kjente = list(dict.fromkeys([*paakrevd, *valgfri]))
        for noekkel in self.felt:
            if noekkel not in kjente:
                raise self.feil(
                    f"ukjent nøkkel «{noekkel}». Nøklene er {', '.join(kjente)}."
                )
        for noekkel in paakrevd:
            if noekkel not in self.felt:
                raise self.feil(f"mangler nøkkelen «{noekkel}».")

    def uten(self, *noekler: str) -> "Blokk":
        """Blokken uten det som alt er lest."""
        igjen = [navn for navn in self.felt if navn not in noekler]
        return dataclasses.replace(self, felt={navn: self.felt[navn] for navn in igjen})

    def lag(self, klasse: type, navn: str | None = None, /, lest=None, **utledet):
        """Det blokken erklærer. Navnet på blokken, om det er gitt, er det første feltet i klassen.

        `lest` er feltene som er tolket av den som kaller, for eksempel fordi de er blokker selv.
        `utledet` er feltene som følger av noe annet, og som ikke kan stå i blokken.
        """
        lest = lest or {}
        felter = dataclasses.fields(klasse)
        if navn is not None:
            utledet[felter[0].name] = navn
        kan_staa = [felt for felt in felter if felt.name not in utledet]
        maa_staa = [felt.name for felt in kan_staa if _uten_standard(felt)]
        self.krev_noekler(maa_staa, [felt.name for felt in kan_staa])
        try:
            return klasse(**{**_frosset(self.felt), **lest, **utledet})
        except ValueError as feil:
            raise self.feil(str(feil)) from feil


def les_toml(fil: Path) -> Blokk:
    """Hele filen, med tekstene på målformen som er i bruk: den som husker det som er lest, må huske hver
    målform for seg (`maalform.husk`).
    """
    navn = str(fil.relative_to(ROT)) if fil.is_relative_to(ROT) else str(fil)
    try:
        felt = tomllib.loads(fil.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as feil:
        raise Erklaeringsfeil(f"{navn} kan ikke leses: {feil}") from feil
    noekler = felt.pop(OVERSETTES, ())
    return Blokk(navn, "", med_tekstene(felt, noekler, si))


def med_tekstene(verdi, noekler: Iterable[str], gjoer: Callable, skal: bool = False):
    """Verdien, der det er gjort noe med hver tekst under en av nøklene, så dypt den står."""
    if isinstance(verdi, dict):
        return {
            noekkel: med_tekstene(under, noekler, gjoer, skal or noekkel in noekler)
            for noekkel, under in verdi.items()
        }
    if isinstance(verdi, list):
        return [med_tekstene(under, noekler, gjoer, skal) for under in verdi]
    return gjoer(verdi) if skal and isinstance(verdi, str) and verdi else verdi


def krev(sant: bool, melding: str) -> None:
    """Stopp med meldingen når det ikke er sant. `Blokk.lag` sier hvor."""
    if not sant:
        raise ValueError(melding)


def _uten_standard(felt: dataclasses.Field) -> bool:
    return felt.default is felt.default_factory is dataclasses.MISSING


def _frosset(felt: dict) -> dict:
    """Lister blir tupler på øverste nivå, slik at erklæringene ikke kan endres under kjøring."""
    return {
        navn: tuple(map(_tuppel, verdi)) if isinstance(verdi, list) else verdi
        for navn, verdi in felt.items()
    }


def _tuppel(verdi):
    return tuple(verdi) if isinstance(verdi, list) else verdi


def toml_streng(tekst: str) -> str:
    """Teksten som en streng i en TOML-fil. Tegnet for sletting er lov i JSON, men ikke i TOML."""
    return json.dumps(tekst, ensure_ascii=False).replace("\x7f", "\\u007f")
