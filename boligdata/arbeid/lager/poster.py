"""Det som går inn og ut av lageret, og feilene det kan gi."""

import datetime as dt
import json
import re
import uuid
from dataclasses import dataclass

from boligdata.arbeid import identifikator
from boligdata.felles.config import Brukerfeil
from boligdata.felles.maalform import fast, si

# At personopplysninger er slettet fra en post, er også en hendelse.
SLETTING = "sletting"
# Hva som kan lagres. Et slag til er ett ord til her.
SLAG = (
    *("tiltak", "rullering", "innstilling"),
    *("planprosess", "plansteg", "innspill", "medvirkning", "alternativ"),
    *("moete", "moetefigur"),
    SLETTING,
)
STOERSTE_INNHOLD = 1_000_000

# Word og andre programmer legger slike tegn i utklippstavlen. De synes ikke, og Word- og Excel-filer
# kan ikke lages med dem. Halve tegn (surrogater) kan ikke lagres i det hele tatt.
_STYRETEGN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
IKKE_LAGRET = fast("Det er ikke lagret. Det du skrev, står fortsatt i skjemaet.")
_TIDSFORM = "%Y-%m-%dT%H:%M:%S.%fZ"


class ArbeidFeil(Brukerfeil):
    """Noe kunne ikke lagres eller leses. Meldingen sier hva som må gjøres. Det brukeren skrev, er
    fortsatt hos den som kalte.

    `felt` er veien til feltet det gjelder, når det gjelder ett felt.
    """

    def __init__(self, melding: str, felt: tuple[str, ...] = ()):
        super().__init__(melding)
        self.felt = felt

    @property
    def melding(self) -> str:
        """Hele meldingen, til skjermen."""
        return str(self)


class ForbindelseBrutt(ArbeidFeil):
    """Lageret sluttet å svare underveis. Ingen vet om det siste ble lagret."""


@dataclass(frozen=True)
class NyEndring:
    """Noe som skal lagres. `endring_id` lages når skjemaet åpnes, så den samme endringen aldri lagres
    to ganger. `sett_versjon` er versjonen brukeren så, og 0 for noe nytt.
    """

    endring_id: str
    slag: str
    objekt_id: str
    sett_versjon: int
    innhold: dict
    hvem: str
    hvorfor: str = ""


@dataclass(frozen=True)
class Hendelse:
    """Noe som er lagret: innholdet slik det ble, hvem som lagret det, når og hvorfor.

    `nr` stiger i den rekkefølgen alt ble lagret, men kan ha hull: vis det aldri som et løpenummer.
    """

    nr: int
    endring_id: str
    slag: str
    objekt_id: str
    versjon: int
    innhold: dict
    hvem: str
    hvorfor: str
    tid: dt.datetime


@dataclass(frozen=True)
class Lagret:
    """Kvitteringen: det er på disken."""

    versjon: int
    tid: dt.datetime
    nr: int


class Konflikt(ArbeidFeil):
    """Noen andre lagret først. `deres` er det som gjelder nå, `utgangspunkt` det brukeren begynte på.

    Ble flere endringer lagret sammen, er `alle` hver av dem som noen kom før.
    """

    def __init__(
        self, endring: NyEndring, deres: Hendelse, utgangspunkt: Hendelse | None
    ):
        super().__init__(
            si(
                "Det er ikke lagret: {hvem} har endret det samme etter at du åpnet det. Velg om "
                "det du skrev, skal gjelde, om det andre skal stå, eller flett de to.",
                hvem=deres.hvem,
            )
        )
        self.endring = endring
        self.deres = deres
        self.utgangspunkt = utgangspunkt
        self.alle: tuple[Konflikt, ...] = (self,)


def renset(endring: NyEndring) -> NyEndring:
    """Endringen slik den skal lagres: uten styretegn. Kaster `ArbeidFeil` når den ikke kan lagres."""
    if endring.slag not in SLAG:
        raise ValueError(f"ukjent slag: {endring.slag}")
    if not endring.objekt_id or endring.sett_versjon < 0:
        raise ValueError("en endring må ha et objekt, og en versjon fra 0")
    ren = NyEndring(
        str(uuid.UUID(endring.endring_id)),
        endring.slag,
        endring.objekt_id,
        endring.sett_versjon,
        json.loads(til_json(_uten_styretegn(endring.innhold))),
        _uten_styretegn(endring.hvem).strip(),
        _uten_styretegn(endring.hvorfor).strip(),
    )
    if not ren.hvem:
        raise ArbeidFeil(
            si("Skriv navnet ditt, så andre ser hvem som endret."), ("hvem",)
        )
    tekst = {"innhold": ren.innhold, "hvem": ren.hvem, "hvorfor": ren.hvorfor}
    if len(til_json(tekst)) > STOERSTE_INNHOLD:
        raise ArbeidFeil(
            si(
                "Det er ikke lagret: teksten er for lang. Legg lange tekster i et eget dokument, "
                "og skriv her hvor det ligger."
            )
        )
    if funn := identifikator.finn(tekst):
        raise ArbeidFeil(
            si(
                "Det er ikke lagret: teksten har {hva}. Arbeidsdataene skal ikke ha opplysninger "
                "om enkeltpersoner. Ta det bort, og lagre igjen.",
                hva=funn.hva,
            ),
            funn.felt[1:] if funn.felt[0] == "innhold" else funn.felt,
        )
    return ren


def til_json(innhold: dict) -> str:
    """Innholdet som tekst, likt hver gang."""
    return json.dumps(
        innhold, ensure_ascii=False, allow_nan=False, separators=(",", ":")
    )


def til_tekst(tid: dt.datetime) -> str:
    """Tidspunktet i UTC, alltid like langt, så to tekster sorteres som tidspunktene."""
    return tid.astimezone(dt.UTC).strftime(_TIDSFORM)


def fra_tekst(tid: str) -> dt.datetime:
    """Det motsatte av `til_tekst`."""
    return dt.datetime.fromisoformat(tid)


def _uten_styretegn(verdi):
    if isinstance(verdi, str):
        return _STYRETEGN.sub("", verdi)
    if isinstance(verdi, dict):
        return {
            _uten_styretegn(navn): _uten_styretegn(del_) for navn, del_ in verdi.items()
        }
    if isinstance(verdi, (list, tuple)):
        return [_uten_styretegn(del_) for del_ in verdi]
    return verdi
