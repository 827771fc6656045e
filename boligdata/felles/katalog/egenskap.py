"""Egenskapene tallene kan deles etter."""

from dataclasses import dataclass

from boligdata.felles import maalform
from boligdata.felles.erklaering import Blokk, krev
from boligdata.felles.katalog import innlesing
from boligdata.felles.kilder import Kode, kodelister
from boligdata.felles.maalform import fast

# Egenskapene brukeren kan filtrere på.
FILTRE = ("maalgruppe", "boligtype", "omraade")

# Navn på verdier som ikke står i noen kodeliste.
IKKE_OPPGITT = fast("Ikke oppgitt")
AARSAK_IKKE_KJENT = fast("Årsaken er ikke kjent")


@dataclass(frozen=True)
class Dimensjon:
    """En egenskap tallene kan deles etter. Uten koder her har kommunen sine egne, i
    `kommune.toml`. `alle` er det et tall for alle verdiene er for, og det må et filter si.
    Er den `ordnet`, har kodene en rekkefølge i seg selv, som aldre.
    """

    id: str
    navn: str
    koder: tuple[Kode, ...] = ()
    alle: str = ""
    ordnet: bool = False

    def __post_init__(self):
        krev(bool(self.alle) == (self.id in FILTRE), "bare et filter har «alle».")
        opptatt = {"alle", "ukjent"} & {kode.kode for kode in self.koder}
        krev(not opptatt, f"{opptatt} betyr noe annet i kubene.")


@maalform.husk
def dimensjoner() -> dict[str, Dimensjon]:
    """Egenskapene tallene kan deles etter."""
    blokker = innlesing.felles().blokker("dimensjon")
    return {id: _dimensjon(id, blokk) for id, blokk in blokker.items()}


def _dimensjon(id: str, blokk: Blokk) -> Dimensjon:
    if "kodeliste" not in blokk.felt:
        koder = blokk.blokk("koder").felt.items()
        lest = {"koder": tuple(Kode(kode, navn) for kode, navn in koder)}
        return blokk.lag(Dimensjon, id, lest=lest)
    liste = kodelister().get(blokk.felt["kodeliste"])
    if liste is None:
        raise blokk.feil(f"kodelisten «{blokk.felt['kodeliste']}» finnes ikke.")
    navn = blokk.felt.get("navn", liste.navn)
    return blokk.uten("kodeliste", "navn").lag(
        Dimensjon, id, navn=navn, koder=liste.koder
    )
