"""Uttrekkene til eksempelkommunen, gjort mindre. Bygget av alle årene tar et halvt minutt, av ett
noen sekunder, og av mikrokommunen ett.
"""

import csv
import os
import re
import shutil
from pathlib import Path

from boligdata.felles.config import ROT

EKSEMPEL = ROT / "data" / "eksempel"
# Det mikrokommunen har: nok til å fylle kubene om boliger, leieforhold og søknader.
_MIKRO = (
    "befolkning.csv",
    "bolig.xlsx",
    "framskriving.csv",
    "kommune.toml",
    "leieforhold.csv",
    "omraader.geojson",
    "soeknad.csv",
)
_HUSSTAND = re.compile(rb"\bH(\d{5})\b")


def siste_aar(til: Path, foerste_aar: int = 2025) -> Path:
    """Kopier eksempelkommunens uttrekk til mappen `til`, og la tidsseriene begynne med
    `foerste_aar`.
    """
    shutil.copytree(EKSEMPEL, til)
    sett(til, "foerste_aar", foerste_aar)
    return til


def mikrokommune(til: Path, hver: int = 10) -> Path:
    """Skriv uttrekkene til en kommune med hver tiende husstand i eksempelkommunen, bare det siste
    året og uten uttrekkene om innsats. For tester av bygget der det ikke er innholdet det gjelder.
    """
    til.mkdir(parents=True)
    for navn in _MIKRO:
        shutil.copy(EKSEMPEL / navn, til)
    for navn in ("leieforhold.csv", "soeknad.csv"):
        hode, *rader = (til / navn).read_bytes().splitlines(keepends=True)
        valgt = [rad for rad in rader if int(_HUSSTAND.search(rad)[1]) % hver == 0]
        (til / navn).write_bytes(b"".join([hode, *valgt]))
    sett(til, "foerste_aar", 2025)
    return til


def sett(mappe: Path, navn: str, verdi) -> None:
    """Endre én opplysning i `kommune.toml`."""
    fil = mappe / "kommune.toml"
    linjer = [
        f"{navn} = {verdi}" if linje.startswith(navn) else linje
        for linje in fil.read_text(encoding="utf-8").splitlines()
    ]
    fil.write_text("\n".join(linjer), encoding="utf-8")


def mange_nye_soeknader(mappe: Path, hvor_mange: int = 30) -> Path:
    """Så mange søknader fra 2025-T1 er registrert for sent at tallene som vises, må endres."""
    fil = mappe / "soeknad.csv"
    ny = {
        "Målgruppe": "Unge",
        "Boligsituasjon": "Uten egen bolig",
        "Type søknad": "Ny søker",
        "Ønsket boligtype": "Ordinær kommunal bolig",
        "Antall personer": "1",
        "Antall barn": "0",
        "Alder": "18-24",
        "Ønsket område": "Sentrum",
        "Mottatt dato": "10.02.2025",
        "Vedtaksdato": "10.03.2025",
        "Resultat": "Avslag",
    }
    with open(fil, "r+", encoding="cp1252", newline="") as soeknader:
        kolonner = next(csv.reader(soeknader, delimiter=";"))
        soeknader.seek(0, os.SEEK_END)
        skriver = csv.DictWriter(soeknader, kolonner, restval="", delimiter=";")
        skriver.writerows(
            ny | {"Søknadsnr": f"SN{nr}", "Husstandsnr": f"HN{nr}"}
            for nr in range(hvor_mange)
        )
    return mappe
