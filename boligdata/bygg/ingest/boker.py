"""Arkene i et regneark, lest i en egen prosess, eller hva den som leverer må gjøre."""

from pathlib import Path

from boligdata.bygg.ingest.rapport import Filfeil, antall
from boligdata.felles.bok import Bokark, Bokfeil, les_bok
from boligdata.felles.maalform import fast

_PAA_NYTT = "og lever den på nytt"
_EXCEL = f"Åpne den i Excel, lagre den som .xlsx, {_PAA_NYTT}"

# Regelen, og setningen etter «Filen «…»», for hver grunn leseren gir.
_GRUNNER = {
    "passord": (
        fast("passord"),
        f"er beskyttet med passord. Lagre den uten, {_PAA_NYTT}.",
    ),
    "ødelagt": (
        fast("annen filtype"),
        f"kan ikke leses som Excel. {_EXCEL}.",
    ),
    "word": (
        fast("annen filtype"),
        "er et Word-dokument. Lever uttrekket som CSV eller Excel (.xlsx).",
    ),
    "pakket": (
        fast("annen filtype"),
        "er en pakket fil. Pakk den ut først. Lever uttrekket som CSV eller Excel (.xlsx).",
    ),
    "makroer": (
        fast("makroer"),
        f"har makroer. Lagre den som .xlsx uten makroer, {_PAA_NYTT}.",
    ),
    "koblinger": (
        fast("koblinger til andre filer"),
        "henter verdier fra andre filer. Velg «Data» og «Rediger koblinger» i Excel, bryt dem, lagre "
        f"filen, {_PAA_NYTT}.",
    ),
    "langt ute": (
        fast("celle langt utenfor tabellen"),
        f"har noe {{sted}}, langt utenfor tabellen. Slett det som står der, lagre filen, {_PAA_NYTT}.",
    ),
    "lang celle": (
        fast("for lang celle"),
        f"har en tekst som er lengre enn Excel har plass til, {{sted}}. Rett cellen, {_PAA_NYTT}.",
    ),
    "flettet": (
        fast("flettede celler"),
        f"har svært mange flettede celler, {{sted}}. Del dem opp i Excel, {_PAA_NYTT}.",
    ),
    "uvanlig start": (
        fast("datoer"),
        f"teller dager fra 1. januar 1900, som Excel ikke kan. Lagre den som .xlsx eller CSV, {_PAA_NYTT}.",
    ),
    "for stor": (
        fast("for stor fil"),
        "er for stor til å leses når den er pakket ut. Lever den som CSV, eller del den i flere filer.",
    ),
    "bombe": (
        fast("for stor fil"),
        "blir unormalt mye større når den pakkes ut, og er ikke lest. Lever uttrekket som CSV.",
    ),
    "stoppet": (
        fast("kan ikke leses"),
        "brukte så mye minne eller tid at lesingen ble stoppet. Kopier tabellen til et nytt, tomt ark, "
        "eller lever den som CSV.",
    ),
}


def les(sti: Path, mest_mb: int) -> list[Bokark]:
    """Alle arkene i filen. Kaster `Filfeil` med det den som leverer må gjøre."""
    try:
        return les_bok(sti, mest_mb)
    except Bokfeil as feil:
        regel, forklaring = _GRUNNER[feil.grunn]
        sted = " ".join(
            (
                *([f"i arket «{feil.ark}»"] if feil.ark else ["i filen"]),
                *([f"({feil.celle})"] if feil.celle else []),
            )
        )
        raise Filfeil(
            regel, f"Filen «{sti.name}» {forklaring.format(sted=sted)}", ark=feil.ark
        ) from None


def merknader(bokark: Bokark) -> list[tuple[str, str]]:
    """Det som må sies om et ark som er lest: regelen og forklaringen. Kan spørres når alt er lest."""
    ut = []
    hode = bokark.hode
    if hode.skjulte_rader:
        rader = antall(hode.skjulte_rader, "rad", "rader").lower()
        ut.append(
            (
                fast("skjulte rader"),
                f"Arket har {rader} som er skjult i Excel. De er lest som de andre. Slett dem hvis de "
                "ikke skal være med.",
            )
        )
    if hode.flettet:
        steder = antall(len(hode.flettet), "celle", "celler").lower()
        ut.append(
            (
                fast("flettede celler"),
                f"Arket har {steder} som er flettet over flere rader. Verdien er brukt i alle radene.",
            )
        )
    return ut
