"""Ett kort å ta med seg til Word: figuren, setningen, tabellen og kilden i én fil."""

from boligdata import lesing
from boligdata.felles import dagen, maalform
from boligdata.innhold.grunnkort import Grunnkort
from boligdata.innhold.rapport import avsender, figurblokk, skriv
from boligdata.innhold.rapport.dokument import Dokument
from boligdata.innhold.rapport.figurblokk import Noter


def til_word(kort: Grunnkort, farger: tuple[str, ...]) -> bytes:
    """Kortet som Word, av de publiserte tallene."""
    return skriv.skriv(dokumentet(kort, farger), "word")


def dokumentet(kort: Grunnkort, farger: tuple[str, ...]) -> Dokument:
    """Et dokument med bare dette kortet, uten forside."""
    with lesing.publiserte_tall():
        noter = Noter()
        figur = figurblokk.lag(kort, farger, noter, nivaa=1)
        kommune = avsender.kommunen()
        return Dokument(
            tittel=figur.tittel,
            undertittel=kommune,
            om=(),
            topptekst=avsender.merket(kommune),
            bunntekst=f"{avsender.data_til()} · {kort.filtertekst}",
            blokker=(figur,),
            noter=noter.alle(),
            spraak=maalform.i_bruk(),
            laget=dagen.i_dag(),
            farger=farger,
            forside=False,
        )
