"""Flett to endringer av det samme, felt for felt.

Et felt bare den ene har endret, blir slik den gjorde det. Har begge endret det, til noe ulikt, er det
et valg brukeren må ta. Lister av ting med id (milepæler) flettes ting for ting. En frist eller en
status er ett felt: ordene og dagene i den hører sammen.

None og et felt som mangler, er det samme: ikke fylt ut.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

FJERNET = "fjernet"
# Oppslag der hver nøkkel er et felt for seg.
_OPPSLAG = ("ord",)


@dataclass(frozen=True)
class Flettevalg:
    """Noe begge har endret. `felt` er veien dit, med id-en til tingen når feltet er i en liste. Er
    hele tingen tatt bort av den ene, slutter veien ved id-en.
    """

    felt: tuple[str, ...]
    start: Any
    mitt: Any
    deres: Any


@dataclass(frozen=True)
class Fletting:
    """Resultatet, med mitt der det er et valg, og valgene som må tas før det kan lagres."""

    innhold: dict
    valg: tuple[Flettevalg, ...] = field(default=())

    def avgjort(self, svar: Mapping[tuple[str, ...], Literal["mitt", "deres"]]) -> dict:
        """Innholdet når hvert valg er tatt. Kaster `KeyError` når et valg mangler."""
        innhold = self.innhold
        for valg in self.valg:
            verdi = {"mitt": valg.mitt, "deres": valg.deres}[svar[valg.felt]]
            innhold = _satt(innhold, valg.felt, verdi)
        return innhold


def flett(start: dict, mitt: dict, deres: dict) -> Fletting:
    """Det begge har gjort siden `start`."""
    valg: list[Flettevalg] = []
    innhold = _flett_felt(start, mitt, deres, (), valg)
    # Å fjerne noe den andre har arbeidet med, er ikke et felt for seg.
    if _har_fjernet(start, mitt) != _har_fjernet(start, deres):
        andres = deres if _har_fjernet(start, mitt) else mitt
        if andres != start:
            versjoner = (fra.get(FJERNET) for fra in (start, mitt, deres))
            valg.append(Flettevalg((FJERNET,), *versjoner))
            innhold = _satt(innhold, (FJERNET,), mitt.get(FJERNET))
    return Fletting(innhold, tuple(valg))


def _har_fjernet(start: dict, etter: dict) -> bool:
    return bool(etter.get(FJERNET)) and not start.get(FJERNET)


def _flett_felt(
    start: dict, mitt: dict, deres: dict, vei: tuple[str, ...], valg: list[Flettevalg]
) -> dict:
    innhold = {}
    for navn in {**mitt, **deres}:
        verdier = (start.get(navn), mitt.get(navn), deres.get(navn))
        verdi = _flett_verdi(*verdier, (*vei, navn), valg)
        if verdi is not None or mitt.get(navn, 0) is None:
            innhold[navn] = verdi
    return innhold


def _flett_verdi(start, mitt, deres, vei: tuple[str, ...], valg: list[Flettevalg]):
    if mitt == deres or deres == start:
        return mitt
    if mitt == start:
        return deres
    ulike = (start, mitt, deres)
    if vei[-1] in _OPPSLAG and all(isinstance(v, dict | None) for v in ulike):
        return _flett_felt(*(v or {} for v in ulike), vei, valg)
    if all(_er_ting_med_id(v) for v in ulike):
        return _flett_ting(
            *({ting["id"]: ting for ting in v or ()} for v in ulike), vei, valg
        )
    valg.append(Flettevalg(vei, *ulike))
    return mitt


def _flett_ting(
    start: dict, mitt: dict, deres: dict, vei: tuple[str, ...], valg: list[Flettevalg]
) -> list[dict]:
    # Rekkefølgen er min, med mindre bare den andre har endret den.
    rekkefoelge = {**deres, **mitt} if list(mitt) == list(start) else {**mitt, **deres}
    flettet = []
    for id_ in rekkefoelge:
        ulike = (start.get(id_), mitt.get(id_), deres.get(id_))
        if mitt.get(id_) and deres.get(id_):
            ting = _flett_felt(*(v or {} for v in ulike), (*vei, id_), valg)
        else:
            ting = _flett_verdi(*ulike, (*vei, id_), valg)
        if ting is not None:
            flettet.append(ting)
    return flettet


def _er_ting_med_id(verdi) -> bool:
    if verdi is None:
        return True
    if not isinstance(verdi, list):
        return False
    id_er = [ting.get("id") if isinstance(ting, dict) else None for ting in verdi]
    return None not in id_er and len(set(id_er)) == len(id_er)


def _satt(innhold, felt: tuple[str, ...], verdi):
    """En kopi med verdien satt inn. None tar den bort."""
    navn, *resten = felt
    if isinstance(innhold, list):
        ting = {ting["id"]: ting for ting in innhold}
        return list(_satt(ting, felt, verdi).values())
    kopi = dict(innhold)
    if resten:
        kopi[navn] = _satt(kopi[navn], tuple(resten), verdi)
    elif verdi is None:
        kopi.pop(navn, None)
    else:
        kopi[navn] = verdi
    return kopi
