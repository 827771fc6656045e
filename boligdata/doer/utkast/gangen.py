"""Sjekken, publiseringen og angringen av et utkast. Hver av dem går i sin egen prosess, og det går bare én
av hver om gangen.
"""

from collections.abc import Sequence

from boligdata.doer.oppstart import Bygging
from boligdata.doer.utkast import logg, mappen
from boligdata.felles import config
from boligdata.felles.config import Brukerfeil
from boligdata.felles.maalform import fast

_SJEKKEN_STOPPET = fast(
    "Sjekken stoppet uventet. Ta bort den siste filen, og prøv igjen. Hjelper det ikke, si fra til den som "
    "drifter dashbordet."
)
_PUBLISERINGEN_STOPPET = fast(
    "Publiseringen stoppet uventet. Ingenting er gått tapt. Prøv igjen, så blir den gjort ferdig."
)
_ANGRINGEN_STOPPET = fast(
    "Angringen stoppet uventet. Ingenting er gått tapt. Prøv igjen, så blir den gjort ferdig."
)
_IKKE_I_LOGGEN = fast(
    "Det er gjort, men kunne ikke loggføres. Si fra til den som drifter dashbordet."
)


class Gangen:
    """Det som går med utkastet nå. Én for hele prosessen: den som laster siden på nytt, følger det samme."""

    def __init__(self):
        utkastet = ("--utkast", str(config.utkast_mappe()))
        self.sjekk = Bygging("sjekk", *utkastet, stoppet=_SJEKKEN_STOPPET, svarer=True)
        self.publisering = Bygging("bygg", *utkastet, stoppet=_PUBLISERINGEN_STOPPET)
        self.angring = Bygging("angre", stoppet=_ANGRINGEN_STOPPET)

    @property
    def alle(self) -> tuple[Bygging, ...]:
        """Alt som kan gå."""
        return self.publisering, self.angring, self.sjekk

    def glem(self) -> None:
        """Glem det som er sagt om utkastet, når det er et annet eller borte."""
        self.sjekk.stopp()
        for en in self.alle:
            if not en.i_gang:
                en.nullstill()

    def sjekk_paa_nytt(self) -> None:
        """Sjekk utkastet slik det er nå. En sjekk som går, er av noe som ikke gjelder lenger."""
        self.sjekk.stopp()
        self.sjekk.start()

    def publiser(self, hvem: tuple[str, str], kilder: Sequence[str]) -> None:
        """Publiser utkastet, og skriv i loggen hvem som gjorde det (id-en og navnet). Kaster
        `Brukerfeil` når det ikke kan loggføres.
        """
        logg.skriv(*hvem, logg.STARTET, kilder)
        self.publisering.start(lambda: _ferdig(hvem, logg.PUBLISERT, kilder))

    def angre(self, hvem: tuple[str, str], kilder: Sequence[str]) -> None:
        """Gå tilbake til det som var publisert før. Kaster `Brukerfeil` når det ikke kan loggføres."""
        logg.skriv(*hvem, logg.STARTET, kilder)
        self.angring.start(lambda: _ferdig(hvem, logg.ANGRET, kilder))


def _ferdig(hvem: tuple[str, str], hva: str, kilder: Sequence[str]) -> None:
    try:
        mappen.slipp()
        logg.skriv(*hvem, hva, kilder)
    except Brukerfeil as feil:
        raise Brukerfeil(_IKKE_I_LOGGEN) from feil
