"""Hva som er endret i et tiltak fra en versjon til en annen, felt for felt, i ord."""

from collections.abc import Callable, Iterable, Iterator

from boligdata.arbeid.feltliste import Felt
from boligdata.arbeid.tiltak import FELT, Milepael, Tiltak
from boligdata.felles import norsk
from boligdata.felles.maalform import fast, si
from boligdata.innhold.handlingsdel import i_ord


def endringer(foer: Tiltak | None, etter: Tiltak) -> tuple[str, ...]:
    """Én setning for hver endring. Uten `foer` er tiltaket nytt."""
    if foer is None:
        return (si("Tiltaket er nytt."),)
    if foer.fjernet != etter.fjernet:
        return (
            si("Tiltaket er tatt ut.")
            if etter.fjernet
            else si("Tiltaket er tatt inn igjen."),
        )
    return felt_for_felt(FELT.values(), foer, etter)


# Et felt i ord.
Verdi = Callable[[Felt, object], str]


def felt_for_felt(
    felter: Iterable[Felt], foer, etter, verdi: Verdi = i_ord.verdi
) -> tuple[str, ...]:
    """Én setning for hvert felt som er ulikt i de to postene, uansett hva slags poster det er."""
    return tuple(
        setning
        for felt in felter
        if (gammelt := getattr(foer, felt.navn)) != (nytt := getattr(etter, felt.navn))
        for setning in _endring(felt, gammelt, nytt, verdi)
    )


def _endring(felt: Felt, foer, etter, verdi: Verdi) -> Iterator[str]:
    if felt.navn == "milepaeler":
        yield from _milepaelene(foer, etter)
        return
    gammelt, nytt = verdi(felt, foer), verdi(felt, etter)
    if felt.slag in ("poster", "tekster", "koder", "ord"):
        yield from _lagt_til_og_tatt_bort(felt, foer, etter, verdi)
    elif not gammelt:
        yield i_ord.med_punktum(f"{felt.ledetekst}: {nytt}")
    elif not nytt:
        yield si(
            "{felt}: «{gammelt}» er tatt bort.",
            felt=felt.ledetekst,
            gammelt=gammelt,
        )
    else:
        yield si(
            "{felt}: «{gammelt}» er nå «{nytt}».",
            felt=felt.ledetekst,
            gammelt=gammelt,
            nytt=nytt,
        )


def _lagt_til_og_tatt_bort(
    felt: Felt, foer: tuple, etter: tuple, verdi: Verdi
) -> Iterator[str]:
    nye = [del_ for del_ in etter if del_ not in foer]
    borte = [del_ for del_ in foer if del_ not in etter]
    for deler, setning in ((nye, _LAGT_TIL), (borte, _TATT_BORT)):
        if deler:
            verdier = verdi(felt, tuple(deler))
            yield i_ord.med_punktum(si(setning, felt=felt.ledetekst, verdier=verdier))
    if not nye and not borte:
        yield si("{felt}: rekkefølgen er endret.", felt=felt.ledetekst)


_LAGT_TIL = fast("{felt}, lagt til: {verdier}")
_TATT_BORT = fast("{felt}, tatt bort: {verdier}")


def _milepaelene(
    foer: tuple[Milepael, ...], etter: tuple[Milepael, ...]
) -> Iterator[str]:
    gamle = {milepael.id: milepael for milepael in foer}
    nye = {milepael.id: milepael for milepael in etter}
    for id_, milepael in nye.items():
        gammel = gamle.get(id_)
        if gammel is None:
            yield si("Ny milepæl: {milepael}.", milepael=i_ord.milepael(milepael))
        elif gammel.naadd != milepael.naadd and milepael.naadd:
            yield si(
                "Milepælen «{tittel}» ble nådd {naadd}.",
                tittel=milepael.tittel,
                naadd=norsk.dato(milepael.naadd),
            )
        elif gammel != milepael:
            yield si(
                "Milepælen «{tittel}» er nå: {milepael}.",
                tittel=gammel.tittel,
                milepael=i_ord.milepael(milepael),
            )
    for id_, milepael in gamle.items():
        if id_ not in nye:
            yield si("Milepælen «{tittel}» er tatt bort.", tittel=milepael.tittel)
    if list(gamle) != list(nye) and gamle.keys() == nye.keys():
        yield si("Milepælene står i en annen rekkefølge.")
