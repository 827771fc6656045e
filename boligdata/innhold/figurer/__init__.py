"""Fra kort til figur. Hver form har sin modul; det de har felles, står i `grunnlag`."""

import dataclasses

from boligdata import lesing
from boligdata.innhold.figurer.flyt import flyt
from boligdata.innhold.figurer.fordeling import fordeling
from boligdata.innhold.figurer.foss import foss, regnskap
from boligdata.innhold.figurer.grunnlag import OPPSETT, Figur, Stil
from boligdata.innhold.figurer.kart import kart
from boligdata.innhold.figurer.linjer import aar_for_aar, utvikling
from boligdata.innhold.figurer.norgeskart import norgeskart
from boligdata.innhold.figurer.paneler import soeyler
from boligdata.innhold.figurer.sammenligning import plass, ryggrad, trakt
from boligdata.innhold.figurer.tabell import Figurtabell, stablet, stroemmer, varmekart
from boligdata.innhold.grunnkort import Grunnkort

__all__ = ["OPPSETT", "Figur", "Figurtabell", "Stil", "foss", "tegn", "tegn_smalt"]


def tegn(kort: Grunnkort, stil: Stil) -> Figur | Figurtabell:
    """Figuren kortet ber om. Den deles mellom brukere og skal ikke endres."""
    return _tegn(_Tegnet(kort), stil)


def tegn_smalt(kort: Grunnkort) -> Figurtabell | None:
    """Det som vises i stedet for figuren der det ikke er bredde nok til å lese den, eller None når den kan
    leses overalt.
    """
    return stroemmer(kort) if kort.bestilling.form == "flyt" else None


class _Tegnet:
    """Kortet slik figuren ser det. To er like når alt i dem er det samme, utenom hva de gjelder: da tegnes
    de bare én gang, uansett hvor mange valg som ikke virker på dem.
    """

    def __init__(self, kort: Grunnkort):
        self.kort = kort
        self._feltene = tuple(
            id(getattr(kort, felt.name))
            for felt in dataclasses.fields(kort)
            if felt.name != "gjelder"
        )

    def __eq__(self, annet) -> bool:
        return self._feltene == annet._feltene

    def __hash__(self) -> int:
        return hash(self._feltene)


@lesing.husk
def _tegn(tegnet: _Tegnet, stil: Stil) -> Figur | Figurtabell:
    kort = tegnet.kort
    former = {
        "utvikling": utvikling,
        "soeyler": soeyler,
        "fordeling": fordeling,
        "stablet": stablet,
        "kart": kart,
        "varmekart": varmekart,
        "flyt": flyt,
        "regnskap": regnskap,
        "kostra": aar_for_aar,
        "bosetting": aar_for_aar,
        "oekonomi": aar_for_aar,
        "norgeskart": norgeskart,
        "plass": plass,
        "ryggrad": ryggrad,
        "trakt": trakt,
    }
    return former[kort.bestilling.form](kort, stil)
