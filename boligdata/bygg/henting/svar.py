"""Er svaret det vi spurte om? Kontrolleres før det erstatter noe."""

import itertools
import math
from collections.abc import Iterable, Iterator

from boligdata.bygg.henting.nett import Nettfeil
from boligdata.bygg.henting.spoersmaal import Valg
from boligdata.felles import statistikksvar


def kontroller(svar: dict, tabell: str, valg: Valg, oppdatert: str) -> None:
    """Kast `Nettfeil` når svaret er en annen tabell, andre koder, en annen utgave, eller ikke helt."""
    nummer = statistikksvar.tabellnummer(svar)
    if nummer != tabell:
        fikk = (
            f"tabell {nummer}" if nummer else "noe som ikke sier hvilken tabell det er,"
        )
        raise Nettfeil(f"SSB svarte med {fikk} og ikke {tabell}.")
    if svar.get("updated") != oppdatert:
        raise Nettfeil("Tabellen ble oppdatert mens den ble hentet. Hent den på nytt.")
    for variabel, koder in valg.items():
        if sorted(_koder(svar, variabel)) != sorted(koder):
            raise Nettfeil(
                f"Svaret har andre koder i «{variabel}» enn dem vi spurte om."
            )
    verdier, plasser = svar["value"], math.prod(svar["size"])
    if isinstance(verdier, list) and len(verdier) != plasser:
        raise Nettfeil("Svaret har ikke like mange tall som det sier.")
    if not any(verdi is not None for verdi in _verdier(svar)):
        raise Nettfeil("Svaret har ingen tall.")


def uten_navn(svar: dict) -> dict:
    """Svaret uten navnene på dem som lager statistikken: de trengs ikke, og skal ikke lagres."""
    utvidelse = {
        navn: verdi for navn, verdi in svar["extension"].items() if navn != "contact"
    }
    return svar | {"extension": utvidelse}


def antall_endret(foer: Iterable[dict], naa: Iterable[dict]) -> int:
    """Hvor mange tall som er andre enn sist, av dem som er med begge ganger."""
    gamle = dict(_celler(foer))
    return sum(
        plass in gamle and gamle[plass] != verdi for plass, verdi in _celler(naa)
    )


def _celler(svarene: Iterable[dict]) -> Iterator[tuple[tuple, float | None]]:
    for svar in svarene:
        koder = [_koder(svar, variabel) for variabel in svar["id"]]
        yield from zip(itertools.product(*koder), _verdier(svar))


def _koder(svar: dict, variabel: str) -> list[str]:
    indeks = svar["dimension"][variabel]["category"]["index"]
    return statistikksvar.i_rekkefoelge(indeks)


def _verdier(svar: dict) -> Iterator[float | None]:
    plasser = range(math.prod(svar["size"]))
    return (statistikksvar.verdien(svar, plass) for plass in plasser)
