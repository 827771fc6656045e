"""Låsen på sikkerhetskopien: den som tar kopien, kan lukke den, men ikke åpne en som er tatt før.

Nøkkelen som åpner, lages én gang og flyttes til et trygt sted. Bare den som lukker, blir igjen på maskinen.
Den som får tak i maskinen og kopiene, får derfor ikke mer ut av kopiene enn det som er på maskinen.
"""

from pathlib import Path
from typing import BinaryIO

import pyrage

from boligdata.bygg import rettigheter, utgiver
from boligdata.felles import config
from boligdata.felles.config import Brukerfeil

MOTTAKERFIL = "kopimottaker.txt"


def lag_noekkel(til: Path) -> None:
    """Lag nøkkelen som åpner sikkerhetskopiene, i filen `til`, og la den som lukker dem, stå i datamappen.

    Kaster `Brukerfeil` når det finnes noe fra før: kopiene som er tatt, åpnes bare med den gamle.
    """
    mottakerfil = config.data_mappe() / MOTTAKERFIL
    for fil in (til, mottakerfil):
        if fil.exists():
            raise Brukerfeil(
                f"{fil} finnes fra før, og blir ikke byttet. Skal kopiene lukkes med en ny nøkkel, flytt "
                "filen til et trygt sted først: kopiene som er tatt, åpnes bare med den gamle."
            )
    if til.resolve().is_relative_to(config.data_mappe().resolve()):
        raise Brukerfeil(
            f"{til} ligger i datamappen, sammen med det kopiene skal verne. Velg et annet sted."
        )
    noekkel = pyrage.x25519.Identity.generate()
    with (
        rettigheter.bare_eieren(),
        utgiver.forklar_skrivefeil(til.parent, "Ingen nøkkel er tatt i bruk."),
    ):
        mottakerfil.parent.mkdir(parents=True, exist_ok=True)
        with til.open("x", encoding="ascii") as ut:
            ut.write(f"{noekkel}\n")
        mottakerfil.write_text(f"{noekkel.to_public()}\n", encoding="ascii")


def lukk(innhold: BinaryIO, ut: BinaryIO) -> None:
    """Skriv innholdet kryptert. Kaster `Brukerfeil` når det ikke er laget noen nøkkel."""
    pyrage.encrypt_io(innhold, ut, _mottakere())


def aapne(kopi: BinaryIO, noekkelfil: Path, ut: BinaryIO) -> None:
    """Skriv det kopien har i seg. Kaster `Brukerfeil` når nøkkelen er en annen, og når noe i kopien er endret
    eller borte.
    """
    noekkel = _noekkelen(noekkelfil)
    try:
        pyrage.decrypt_io(kopi, ut, [noekkel])
    except pyrage.DecryptError as feil:
        raise Brukerfeil(
            f"Kopien kan ikke åpnes med nøkkelen i {noekkelfil}. Enten er kopien lukket med en annen nøkkel, "
            "eller så er filen ikke en kopi av dashbordet. Ingenting er lagt på plass."
        ) from feil
    except OSError as feil:
        # Feil fra disken har et nummer. Krypteringen har ikke.
        if feil.errno:
            raise
        raise Brukerfeil(
            "Kopien er skadet: noe i den er endret, eller slutten er borte. Ta en annen kopi. Ingenting er "
            "lagt på plass."
        ) from feil


def _mottakere() -> list[pyrage.x25519.Recipient]:
    """Nøklene kopien lukkes med, én på hver linje: flere kan ha hver sin nøkkel som åpner den."""
    fil = config.data_mappe() / MOTTAKERFIL
    try:
        linjer = fil.read_text(encoding="ascii").split()
        mottakere = [pyrage.x25519.Recipient.from_str(linje) for linje in linjer]
    except FileNotFoundError:
        mottakere = []
    except (pyrage.RecipientError, UnicodeDecodeError) as feil:
        raise Brukerfeil(
            f"{fil} kan ikke leses. Den skal ha én linje som begynner med «age1» for hver nøkkel som skal "
            "kunne åpne kopiene. Ingen kopi er tatt."
        ) from feil
    if not mottakere:
        raise Brukerfeil(
            "Det er ikke laget noen nøkkel til sikkerhetskopiene. Kjør «python -m boligdata kopi "
            "--lag-noekkel gjenoppretting.txt», og flytt filen til et trygt sted som ikke er denne maskinen. "
            "Ingen kopi er tatt."
        )
    return mottakere


def _noekkelen(fil: Path) -> pyrage.x25519.Identity:
    try:
        return pyrage.x25519.Identity.from_str(fil.read_text(encoding="ascii").strip())
    except (OSError, pyrage.IdentityError, UnicodeDecodeError) as feil:
        raise Brukerfeil(
            f"Fant ingen nøkkel til sikkerhetskopiene i {fil}. Den er én linje som begynner med "
            "«AGE-SECRET-KEY-», og ble laget av «python -m boligdata kopi --lag-noekkel»."
        ) from feil
