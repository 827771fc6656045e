"""Endringene i `kommune.toml` som gjøres i dashbordet. Resten av filen står som kommunen har skrevet den,
også kommentarene.
"""

import datetime as dt
import re

from boligdata.felles.config import Brukerfeil
from boligdata.felles.erklaering import toml_streng

FIL = "kommune.toml"
_PER_DATO = re.compile(r"^per_dato[ \t]*=.*$", re.MULTILINE)


def med_dag(tekst: str, dag: dt.date) -> str:
    """Filen med en ny dag uttrekkene er tatt ut."""
    ny, antall = _PER_DATO.subn(f"per_dato = {dag.isoformat()}", tekst, count=1)
    if not antall:
        raise Brukerfeil(f"Filen {FIL} mangler linjen «per_dato». Skriv den inn.")
    return ny


def med_bekreftelse(tekst: str, kilde: str, tatt_ut: dt.date, grunn: str) -> str:
    """Filen med en bekreftelse på at det som er borte i et uttrekk, skal være det. Den forrige om det
    samme uttrekket er borte.
    """
    forrige = re.compile(
        rf"^\[bekreftet\.{kilde}\].*?(?=^\[|\Z)", re.MULTILINE | re.DOTALL
    )
    uten = forrige.sub("", tekst).rstrip()
    sagt = toml_streng(grunn)
    return f"{uten}\n\n[bekreftet.{kilde}]\ntatt_ut = {tatt_ut.isoformat()}\ngrunn = {sagt}\n"
