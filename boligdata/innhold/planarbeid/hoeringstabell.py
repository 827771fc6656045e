"""Tabellen over innspillene, klar til saksframlegget, som Word eller Excel."""

from collections.abc import Callable, Iterator

from boligdata import lesing
from boligdata.felles import maalform, norsk
from boligdata.felles.maalform import fast, si
from boligdata.innhold.planarbeid import hoeringsblokker, prosessen
from boligdata.innhold.rapport import avsender
from boligdata.innhold.rapport.dokument import Blokk, Dokument, Overskrift

_KAPITLENE: dict[str, Callable[[], Iterator[Blokk]]] = {
    fast("Hva handler de om?"): hoeringsblokker.tellingen,
    fast("Fra organisasjoner, råd, staten og enheter"): hoeringsblokker.fra_andre,
    fast("Fra privatpersoner"): hoeringsblokker.fra_private,
}


def dokument() -> Dokument:
    """Innspillene som et dokument: hvor mange, dem fra organisasjoner og andre, og dem fra private."""
    plan = prosessen.prosessen().innhold
    kommune, tittel = avsender.kommunen(), si("Innspill i høringen")
    om = [(si("Plan"), plan.navn), (si("Saksnummer"), plan.saksnr)]
    om.append((si("Laget"), norsk.dato(lesing.i_dag())))
    return Dokument(
        tittel=tittel,
        undertittel=avsender.merket(kommune),
        om=tuple((navn, verdi) for navn, verdi in om if verdi),
        topptekst=avsender.merket(kommune, tittel),
        bunntekst=plan.navn or tittel,
        blokker=tuple(_blokkene()),
        noter=(),
        spraak=maalform.i_bruk(),
        laget=lesing.i_dag(),
        farger=(),
    )


def _blokkene() -> Iterator[Blokk]:
    for tittel, innhold in _KAPITLENE.items():
        yield Overskrift(si(tittel))
        yield from innhold()
