"""Objektlageret de publiserte tallene sendes til og hentes fra, når flere maskiner viser dem.

Der er det filer med tall, som heter etter innholdet og aldri endres, og én liten peker på den som gjelder.
Pekeren skrives til slutt, og sier hvor stor filen er og hva sjekksummen er. Derfor tar ingen i bruk en fil
som er halv eller skadet. Nøkkelen til lageret finner biblioteket selv i miljøet. Den står aldri i en adresse,
et argument eller en melding.
"""

import contextlib
import hashlib
import json
import os
import re
import urllib.request
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from boligdata.felles import pekeren
from boligdata.felles.config import Brukerfeil

# Så mange filer med tall blir liggende i lageret.
BEHOLD = 3
# Så lenge (sekunder) venter vi på forbindelsen, og på at det skal komme noe.
_FORBINDELSE, _SVAR = 3, 10
_BIT = 1 << 20
# En peker er noen hundre byte. Noe større er noe annet.
_STOERSTE_PEKER = 10_000
_S3 = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:/\w[\w.-]*)*)/?", re.ASCII)
_MAPPE = "file:///"
_FELT = {
    "fil": re.compile(r"publisert-[A-Za-z0-9-]+\.duckdb"),
    "sha256": re.compile(r"[0-9a-f]{64}"),
    "katalog": re.compile(r"\w+", re.ASCII),
}

SVARER_IKKE = (
    "Objektlageret svarer ikke. Se om det er oppe, og om denne maskinen når det."
)
SLIPPER_IKKE_INN = "Objektlageret slipper oss ikke inn. Se om nøkkelen er riktig, og hva den kan brukes til."
FINNES_IKKE = "Objektlageret finnes ikke. Se om adressen er riktig, og om bøtta eller mappen er laget."
TOMT = (
    "Det er ikke publisert noe i objektlageret. Se om adressen er riktig, og kjør «python -m boligdata send» "
    "på maskinen som bygger."
)
SKADET = (
    "Det som er publisert i objektlageret, er skadet eller mangler. Kjør «python -m boligdata send» på "
    "maskinen som bygger."
)


@dataclass(frozen=True)
class Publisering:
    """Det pekeren i lageret sier: navnet filen får der den leses, størrelsen og sjekksummen, og versjonen av
    tabellene og katalogen den er laget med.
    """

    fil: str
    byte: int
    sha256: str
    skjema: int
    katalog: str

    @property
    def objekt(self) -> str:
        """Navnet på filen i lageret."""
        return f"tall-{self.sha256}.duckdb"

    def som_peker(self) -> dict:
        """Det som skal stå i pekeren, i lageret og der filen er hentet til."""
        return asdict(self)


def avtrykk(fil: Path) -> str:
    """Sjekksummen av filen."""
    with fil.open("rb") as aapen:
        return hashlib.file_digest(aapen, "sha256").hexdigest()


class Objektlager:
    """Lageret på adressen, «s3://bøtte/prefiks», eller «file:///…» når det er en mappe alle maskinene når.

    Alt som går galt med det, er en `Brukerfeil` som sier hva noen må gjøre.
    """

    def __init__(self, adresse: str):
        self._filer, self._byttes_ved_navn = _aapnet(adresse)

    def gjeldende(self) -> Publisering:
        """Det som er publisert nå."""
        try:
            innhold = b"".join(self._lest(pekeren.PEKER, _STOERSTE_PEKER))
        except FileNotFoundError as feil:
            raise Brukerfeil(TOMT) from feil
        try:
            if len(innhold) > _STOERSTE_PEKER:
                raise ValueError("for stor til å være en peker")
            return _tolket(json.loads(innhold))
        except (ValueError, TypeError) as feil:
            raise Brukerfeil(SKADET) from feil

    def hent(self, hva: Publisering) -> Iterator[bytes]:
        """Innholdet i filen, bit for bit. Er den halv eller skadet, kastes en `Brukerfeil`, senest etter den
        siste biten. Den som tar imot, skal ikke bruke noe før alt er lest.
        """
        sjekksum, byte = hashlib.sha256(), 0
        try:
            for bit in self._lest(hva.objekt, hva.byte):
                sjekksum.update(bit)
                byte += len(bit)
                yield bit
        except FileNotFoundError as feil:
            raise Brukerfeil(SKADET) from feil
        if (byte, sjekksum.hexdigest()) != (hva.byte, hva.sha256):
            raise Brukerfeil(SKADET)

    def send(self, fil: Path, skjema: int, katalog: str) -> None:
        """Legg filen i lageret, se at den kom helt fram, og pek på den."""
        hva = Publisering(fil.name, fil.stat().st_size, avtrykk(fil), skjema, katalog)
        with fil.open("rb") as aapen:
            self._skriv(hva.objekt, iter(lambda: aapen.read(_BIT), b""))
        # Noen lagre har lagret noe annet enn det som ble sendt, uten å si fra.
        for _ in self.hent(hva):
            pass
        self._skriv(pekeren.PEKER, [json.dumps(hva.som_peker()).encode()])
        self._rydd(hva)

    def _lest(self, navn: str, hoeyst: int) -> Iterator[bytes]:
        """Bitene i objektet. Det som er større enn det skal være, leses ikke."""
        with _forklart(), self._filer.open_input_stream(navn) as stroem:
            while hoeyst >= 0 and (bit := stroem.read(_BIT)):
                hoeyst -= len(bit)
                yield bit

    def _skriv(self, navn: str, biter: Iterable[bytes]) -> None:
        # I en mappe er filen der mens den skrives. I et objektlager er den der når alt er sendt.
        skrives = f".{navn}.ny" if self._byttes_ved_navn else navn
        try:
            with _forklart():
                with self._filer.open_output_stream(skrives) as ut:
                    for bit in biter:
                        ut.write(bit)
                if skrives != navn:
                    self._filer.move(skrives, navn)
        except FileNotFoundError as feil:
            raise Brukerfeil(FINNES_IKKE) from feil

    def _rydd(self, gjeldende: Publisering) -> None:
        """Ta bort de eldste filene. Nøkkelen trenger ikke å ha lov til det: da blir de liggende."""
        import pyarrow.fs

        with contextlib.suppress(OSError):
            alle = self._filer.get_file_info(pyarrow.fs.FileSelector(""))
            gamle = sorted(
                (
                    fil
                    for fil in alle
                    if fil.base_name.startswith("tall-")
                    and fil.base_name != gjeldende.objekt
                ),
                key=lambda fil: fil.mtime,
                reverse=True,
            )
            for fil in gamle[BEHOLD - 1 :]:
                self._filer.delete_file(fil.path)


def kontroller(adresse: str) -> None:
    """Kaster `Brukerfeil` når adressen ikke er slik den skal være."""
    if not (adresse.startswith(_MAPPE) or _S3.fullmatch(adresse)):
        # Adressen kan ha en nøkkel i seg, og vises ikke.
        raise Brukerfeil(
            "Adressen til objektlageret er ikke riktig. Den skal være som «s3://boette/prefiks», med små "
            "bokstaver i navnet på bøtta. Nøkkelen til lageret skal aldri stå der."
        )


def _aapnet(adresse: str):
    """Filsystemet med lageret som rot, og om en fil må byttes ved navn for å komme hel."""
    # Et eldre lager tar sjekksummene biblioteket ellers sender, for en del av filen.
    os.environ.setdefault("AWS_REQUEST_CHECKSUM_CALCULATION", "when_required")
    os.environ.setdefault("AWS_RESPONSE_CHECKSUM_VALIDATION", "when_required")
    # Uten nøkkel leter det ellers lenge etter en på nettet til en leverandør av skytjenester.
    os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")
    # Lastes bare her: den som leser fra en mappe, skal ikke betale for det.
    import pyarrow.fs

    kontroller(adresse)
    if adresse.startswith(_MAPPE):
        mappe = urllib.request.url2pathname(urlsplit(adresse).path)
        rot = pyarrow.fs.LocalFileSystem()
        return pyarrow.fs.SubTreeFileSystem(mappe, rot), True
    rot = pyarrow.fs.S3FileSystem(
        endpoint_override=os.environ.get("AWS_ENDPOINT_URL") or None,
        region=os.environ.get("AWS_REGION") or "us-east-1",
        tls_ca_file_path=os.environ.get("AWS_CA_BUNDLE") or None,
        connect_timeout=_FORBINDELSE,
        request_timeout=_SVAR,
        retry_strategy=pyarrow.fs.AwsStandardS3RetryStrategy(max_attempts=1),
        background_writes=False,
    )
    return pyarrow.fs.SubTreeFileSystem(_S3.fullmatch(adresse)[1], rot), False


@contextlib.contextmanager
def _forklart() -> Iterator[None]:
    """Feilene fra lageret, som det noen må gjøre. Teksten i dem kan ha navn på maskiner, og vises ikke."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as feil:
        stengt = "ACCESS_DENIED" in str(feil) or isinstance(feil, PermissionError)
        raise Brukerfeil(SLIPPER_IKKE_INN if stengt else SVARER_IKKE) from feil


def _tolket(peker: dict) -> Publisering:
    """Kaster `ValueError` eller `TypeError` når pekeren ikke er slik den skal: lageret er ikke vårt."""
    hva = Publisering(**peker)
    if not all(
        moenster.fullmatch(getattr(hva, felt)) for felt, moenster in _FELT.items()
    ):
        raise ValueError("et felt har feil innhold")
    if not all(type(tall) is int and tall > 0 for tall in (hva.byte, hva.skjema)):
        raise ValueError("et tall er ikke et tall")
    return hva
