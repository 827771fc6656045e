"""Id-er på boliger, husstander og saker byttes ut med pseudonymer: HMAC-SHA256 med en nøkkel
utenfor datamappen.

Samme id gir samme pseudonym i alle kilder og i alle bygg, så henvisninger og endringer over tid
holder. Byttet skjer når radene er kontrollert, slik at den som kjører `sjekk`, ser id-en slik den
står i filen.
"""

import hashlib

# 64 bit: to like blant en million id-er har en sannsynlighet på én til 37 millioner.
LENGDE = 16
_BLOKK = 64


def uttrykk(kolonne: str) -> str:
    """SQL for pseudonymet til id-en i kolonnen. Trenger `parametre` til de to spørsmålstegnene.

    HMAC skrevet ut etter definisjonen (RFC 2104), fordi DuckDB da regner ut hele kolonnen selv, på
    alle kjerner.
    """
    return f"left(sha256(?::blob || unhex(sha256(?::blob || encode({kolonne})))), {LENGDE})"


def parametre(noekkel: bytes) -> list[bytes]:
    """De to formene av nøkkelen i HMAC, i den rekkefølgen `uttrykk` bruker dem."""
    if len(noekkel) > _BLOKK:
        noekkel = hashlib.sha256(noekkel).digest()
    fylt = noekkel.ljust(_BLOKK, b"\0")
    return [bytes(b ^ 0x5C for b in fylt), bytes(b ^ 0x36 for b in fylt)]
