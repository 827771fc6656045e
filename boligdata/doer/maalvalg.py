"""Målformen leseren skal ha: den adressen ber om, ellers den leseren valgte sist, ellers kommunens.

Valget står i adressen, så en lenke kan deles, og huskes i en kapsel i nettleseren, som `nb.js` setter.
Tjeneren lagrer det ikke.
"""

from collections.abc import Mapping

from starlette.requests import HTTPConnection
from starlette.types import Scope

from boligdata import lesing
from boligdata.felles import config, maalform
from boligdata.felles.config import Brukerfeil
from boligdata.felles.maalform import BOKMAAL, MAALFORMER

# Navnet på valget i adressen, og på kapselen.
NAVN = "maalform"


def valgt(adresse: Mapping[str, str], kapsler: Mapping[str, str]) -> str:
    """Koden til målformen."""
    for sted in (adresse, kapsler):
        if sted.get(NAVN) in MAALFORMER:
            return sted[NAVN]
    return kommunens()


def av(scope: Scope) -> str:
    """Koden til målformen i en forespørsel."""
    spurt = HTTPConnection(scope)
    return valgt(spurt.query_params, spurt.cookies)


def kommunens() -> str:
    """Koden til målformen den får, som ikke har valgt noen. Er ingenting publisert ennå, står den sammen med
    uttrekkene.
    """
    # Det som leses, huskes for hver målform, og her er det målformen det spørres om.
    with maalform.bruk(BOKMAAL):
        try:
            return lesing.meta().maalform
        except Brukerfeil:
            return _i_uttrekkene()


def _i_uttrekkene() -> str:
    try:
        kommune = config.les_kommune(config.uttrekk_mappe())
    except Brukerfeil:
        return BOKMAAL
    return maalform.KODER[kommune.maalform]
