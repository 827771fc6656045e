"""Lager uttrekkene til eksempelkommunen Fjordvik, slik fagsystemene ville levert dem.

Alt kommer fra én simulert verden (`verden.py`), bygd på tallene i `forutsetninger.py` og planen i
`plan.py`. Derfor stemmer boligregister, leieforhold og venteliste med hverandre, og det som skjer
rundt husstandene (`innsats.py`), gjelder de samme husstandene. Samme frø gir samme filer, byte for
byte.
"""

from pathlib import Path

from boligdata.eksempel import (
    filer,
    innsats,
    innsatsfiler,
    kart,
    kjente,
    offentlig,
    regnskapet,
    verden,
)
from boligdata.eksempel.forutsetninger import FROE
from boligdata.eksempel.terning import Terning


def skriv(mappe: Path, skala: int = 1) -> list[Path]:
    """Skriv alle uttrekkene til `mappe` og gi filene tilbake.

    `skala` legger så mange kommuner på størrelse med Fjordvik sammen til én. Da er køen like lang
    per innbygger i en stor kommune, og en lasttest måler bare mengden.
    """
    mappe.mkdir(parents=True, exist_ok=True)
    verdener = verden.simuler(skala)
    innsatsen = innsats.lag(verdener)
    # Egne rekker, slik at skrivemåtene ikke endrer hva som skjer i verdenen, og gjengangerne og
    # året før ikke endrer radene som skrives etter dem.
    terning, innsatsterning, gjengangerterning, foerterning, *om_husstanden = (
        Terning(FROE, 1_000_000 + rekke) for rekke in range(6)
    )
    husstand_id = filer.husstandsnumre(verdener)
    # Radene som er feil med vilje i leieforholdene og søknadene, bruker de første ledige numrene.
    numre = innsatsfiler.Husstandsnumre(husstand_id, len(husstand_id) + 11)
    return [
        filer.skriv_kommune(mappe),
        filer.skriv_forutsetninger(mappe),
        kart.skriv_kart(mappe),
        *filer.skriv_boliger_og_husstander(
            mappe, verdener, husstand_id, terning, foerterning, om_husstanden
        ),
        *innsatsfiler.skriv_innsats(
            mappe, innsatsen, numre, innsatsterning, gjengangerterning, foerterning
        ),
        *filer.skriv_plan(mappe),
        *kjente.skriv_kjente(mappe, skala),
        offentlig.skriv_befolkning(mappe, skala),
        offentlig.skriv_framskriving(mappe, skala),
        offentlig.skriv_kommunetall(mappe, verdener, innsatsen),
        *regnskapet.skriv_regnskapet(mappe, verdener, innsatsen),
    ]
