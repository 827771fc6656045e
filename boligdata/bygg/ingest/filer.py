"""Fra en fil på disken til ark med rader av tekst.

Innholdet avgjør hva slags fil det er, ikke endelsen: en Excel-fil som heter .csv, blir lest som Excel.
Filer som ikke kan leses riktig, blir stoppet med en `Filfeil`. Å gjette seg videre kan gi færre rader
uten at noen ser det: et feil tegnsett eller et anførselstegn som mangler, kan svelge resten av filen.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from boligdata.bygg.ingest import boker, jsonstat, statistikkark, tegnsett
from boligdata.bygg.ingest.csvleser import LET_I, Csv, TellTreff
from boligdata.bygg.ingest.rapport import Filfeil
from boligdata.felles.bok import Bokark
from boligdata.felles.bok.svar import Arkhode
from boligdata.felles.kilder import HJELPEARK, Kilde
from boligdata.felles.maalform import fast

__all__ = ["LET_I", "Ark", "TellTreff", "les_ark"]

Merknad = tuple[str, str]
_FRA_SSB = "Tabell fra statistikkbanken, med kodene i den"


@dataclass
class Ark:
    """Ett regneark, eller hele filen når den ikke er Excel. Radene er par av radnummer i filen og
    celletekster.

    I CSV skal hver rad ha like mange felt som overskriften (`fast_bredde`). Ellers står verdiene i
    feil kolonne. `hode` er det et regneark sier om seg selv. `merknader` er det som er gjort for å
    lese arket, og kan spørres når alle radene er lest. `rader_med_tom_slutt` telles av den som leser dem:
    har ingen rad et tomt felt bakerst, kan de være kuttet. `lest_som` er hvordan filen er lest, i ord.
    `kolonner` er det samme som radene under overskriften, der filen har det slik.
    """

    fil: str
    navn: str | None
    rader: Iterator[tuple[int, list[str]]]
    fast_bredde: bool = False
    hode: Arkhode = field(default_factory=lambda: Arkhode(""))
    merknader: Callable[[], list[Merknad]] = list
    rader_med_tom_slutt: int = 0
    lest_som: str = "Regneark"
    kolonner: jsonstat.Kolonner | None = None

    @property
    def til_hjelp(self) -> bool:
        """Hører arket til malen, og ikke til det som er fylt ut?"""
        return self.navn in HJELPEARK


def les_ark(sti: Path, kilde: Kilde, treff: TellTreff, mest_mb: int) -> list[Ark]:
    """Arkene i filen. `treff(rad)` sier hvor mange av kontraktens overskrifter som står i raden, og en
    fil på mer enn `mest_mb` blir ikke lest.
    """
    start = _aapne(sti, mest_mb)
    nevnt = kilde.tabeller_i_navnet(sti.name)
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return [
            _bokarket(sti, bokark, kilde, nevnt) for bokark in boker.les(sti, mest_mb)
        ]
    _avvis_andre_filtyper(sti.name, start)
    tekstfil = tegnsett.finn(sti)
    begynnelse = tekstfil.start(4096).lstrip("\ufeff \r\n\t")
    _avvis_oppmerking(sti.name, begynnelse)
    if begynnelse.startswith("{"):
        kolonner = jsonstat.kolonner(sti.name, tekstfil.alt(), kilde)
        return [_av_kolonner(sti.name, kolonner, "Svar fra SSB (JSON-stat2)")]
    fil = Csv(tekstfil, treff)
    kolonner = nevnt and statistikkark.kolonner_i_csv(sti, fil.rader(), kilde, nevnt)
    if kolonner:
        return [_av_kolonner(sti.name, kolonner, _FRA_SSB)]
    statistikkark.krev_at_den_kan_leses(sti.name, nevnt, kilde)
    return [
        Ark(
            sti.name,
            None,
            fil.rader(),
            fast_bredde=True,
            merknader=lambda: fil.merknader,
            lest_som=f"Tekst med {fil.skilt_med} mellom feltene, i tegnsettet {tekstfil.navn}",
        )
    ]


def _bokarket(sti: Path, bokark: Bokark, kilde: Kilde, nevnt: set[str]) -> Ark:
    if kolonner := statistikkark.kolonner(sti, bokark.rader(), kilde):
        return _av_kolonner(sti.name, kolonner, _FRA_SSB, bokark.hode.navn, bokark.hode)
    statistikkark.krev_at_den_kan_leses(sti.name, nevnt, kilde)
    return Ark(
        sti.name,
        bokark.hode.navn,
        statistikkark.rader(sti.name, bokark.rader(), kilde),
        hode=bokark.hode,
        merknader=lambda: boker.merknader(bokark),
    )


def _av_kolonner(
    fil: str,
    kolonner: jsonstat.Kolonner,
    lest_som: str,
    navn: str | None = None,
    hode: Arkhode | None = None,
) -> Ark:
    return Ark(
        fil,
        navn,
        _radene(kolonner),
        hode=hode or Arkhode(""),
        lest_som=lest_som,
        kolonner=kolonner,
    )


def _radene(kolonner: jsonstat.Kolonner) -> Iterator[tuple[int, list[str]]]:
    """Kolonnene rad for rad, med overskriften først."""
    yield 0, [*kolonner]
    yield from enumerate(map(list, zip(*kolonner.values())), 1)


def _aapne(sti: Path, mest_mb: int) -> bytes:
    """De første bytene. En fil som ikke kan åpnes, er tom eller er for stor, er en `Filfeil`."""
    try:
        with sti.open("rb") as fil:
            start = fil.read(4096)
            stoerrelse = sti.stat().st_size
    except OSError:
        raise Filfeil(
            fast("kan ikke åpnes"),
            f"Filen «{sti.name}» kan ikke åpnes. Lukk den i andre programmer, og sjekk at du har tilgang.",
        ) from None
    if not start.strip() and stoerrelse <= len(start):
        raise Filfeil(
            fast("tom fil"), f"Filen «{sti.name}» er tom. Ta ut uttrekket på nytt."
        )
    if stoerrelse > mest_mb << 20:
        raise Filfeil(
            fast("for stor fil"),
            f"Filen «{sti.name}» er på {stoerrelse >> 20} MB, og den største som leses, er på {mest_mb} MB. "
            "Del den i flere filer, eller sett «mest_mb» høyere i kommune.toml.",
        )
    return start


# ------------------------------------------------------------------------------ filtype

_ANDRE_FILTYPER = {
    b"%PDF": "et PDF-dokument",
    b"\x89PNG": "et bilde",
    b"\xff\xd8\xff": "et bilde",
    b"GIF8": "et bilde",
    b"\x1f\x8b": "en pakket fil. Pakk den ut først",
    b"7z\xbc\xaf": "en pakket fil. Pakk den ut først",
    b"Rar!": "en pakket fil. Pakk den ut først",
    b"{\\rtf": "et tekstdokument (RTF)",
    b"SQLite format 3": "en database",
    b"PAR1": "en Parquet-fil",
}


def _avvis_andre_filtyper(fil: str, start: bytes) -> None:
    start = start[:64].lstrip(b"\xef\xbb\xbf \r\n\t")
    for kjennetegn, hva in _ANDRE_FILTYPER.items():
        if start.startswith(kjennetegn):
            raise _annen_filtype(fil, hva)


# Noen fagsystemer gir filer som heter .xls, men er en side til en nettleser eller XML.
_OPPMERKING = {
    "urn:schemas-microsoft-com:office:spreadsheet": "et XML-regneark fra Excel 2003",
    "multipart/related": "en nettside lagret som webarkiv (MHTML)",
    "MIME-Version:": "en nettside lagret som webarkiv (MHTML)",
}


def _avvis_oppmerking(fil: str, start: str) -> None:
    """Tegnsettet er kjent, så også en nettside i UTF-16 kjennes igjen."""
    er_merket = start.startswith("<")
    navngitt = next((hva for merke, hva in _OPPMERKING.items() if merke in start), None)
    if er_merket or navngitt and start.startswith(("MIME-", "Content-", "From:")):
        hva = navngitt or "en nettside eller XML"
        if fil.lower().endswith(".json"):
            raise Filfeil(
                fast("annen filtype"),
                f"Filen «{fil}» er {hva}, og ikke tall fra statistikkbanken. Hent den på nytt.",
            )
        raise _annen_filtype(fil, f"{hva}. Åpne den i Excel og lagre den som .xlsx")


def _annen_filtype(fil: str, hva: str) -> Filfeil:
    return Filfeil(
        fast("annen filtype"),
        f"Filen «{fil}» er {hva}. Lever uttrekket som CSV eller Excel (.xlsx).",
    )
