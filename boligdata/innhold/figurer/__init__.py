"""Fra kort til figur. Hver form har sin modul; det de har felles, står i `grunnlag`."""

from boligdata.felles.maalform import husk
from boligdata.innhold.figurer.flyt import flyt
from boligdata.innhold.figurer.fordeling import fordeling
from boligdata.innhold.figurer.foss import foss, regnskap
from boligdata.innhold.figurer.grunnlag import OPPSETT, Figur, Stil
from boligdata.innhold.figurer.kart import kart
from boligdata.innhold.figurer.linjer import bosetting, kostrakort, utvikling
from boligdata.innhold.figurer.paneler import soeyler
from boligdata.innhold.figurer.sammenligning import plass, ryggrad, trakt
from boligdata.innhold.figurer.tabell import Figurtabell, stablet, varmekart
from boligdata.innhold.grunnkort import Grunnkort

__all__ = ["OPPSETT", "Figur", "Figurtabell", "Stil", "foss", "tegn"]


@husk(maxsize=2000)
def tegn(kort: Grunnkort, stil: Stil) -> Figur | Figurtabell:
    """Figuren kortet ber om. Den deles mellom brukere og skal ikke endres."""
    former = {
        "utvikling": utvikling,
        "soeyler": soeyler,
        "fordeling": fordeling,
        "stablet": stablet,
        "kart": kart,
        "varmekart": varmekart,
        "flyt": flyt,
        "regnskap": regnskap,
        "kostra": kostrakort,
        "bosetting": bosetting,
        "plass": plass,
        "ryggrad": ryggrad,
        "trakt": trakt,
    }
    return former[kort.bestilling.form](kort, stil)
