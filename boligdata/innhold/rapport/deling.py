"""Ett kort å ta med seg til Word: figuren, setningen, tabellen og kilden i én fil."""

from boligdata import lesing
from boligdata.felles import dagen, maalform, norsk
from boligdata.felles.maalform import si
from boligdata.innhold.grunnkort import Grunnkort
from boligdata.innhold.rapport import figurblokk, skriv
from boligdata.innhold.rapport.dokument import Dokument
from boligdata.innhold.rapport.figurblokk import Noter


def til_word(kort: Grunnkort, farger: tuple[str, ...]) -> bytes:
    """Kortet som Word, av de publiserte tallene."""
    return skriv.skriv(dokumentet(kort, farger), "word")


def dokumentet(kort: Grunnkort, farger: tuple[str, ...]) -> Dokument:
    """Et dokument med bare dette kortet, uten forside."""
    with lesing.publiserte_tall():
        noter, meta = Noter(), lesing.meta()
        figur = figurblokk.lag(kort, farger, noter, nivaa=1)
        kommune = si("{kommune} kommune", kommune=meta.kommune)
        fiktiv = (si("Fiktive data"),) if meta.fiktiv else ()
        data_til = si("Data til og med {dato}", dato=norsk.dato(meta.per_dato))
        return Dokument(
            tittel=figur.tittel,
            undertittel=kommune,
            om=(),
            topptekst=" · ".join((kommune, *fiktiv)),
            bunntekst=f"{data_til} · {kort.filtertekst}",
            blokker=(figur,),
            noter=noter.alle(),
            spraak=maalform.i_bruk(),
            laget=dagen.i_dag(),
            farger=farger,
            forside=False,
        )
