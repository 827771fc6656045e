"""Det neste møtet begynner med det som er endret siden sist, og med beslutningene som skal følges opp."""

import functools
from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from boligdata import lesing
from boligdata.arbeid.lager import ArbeidFeil
from boligdata.arbeid.moete import Moete
from boligdata.felles import norsk
from boligdata.felles.maalform import si
from boligdata.innhold.moetet import endret, i_ord, moetene, veggen
from boligdata.innhold.moetet.endret import Oppfoelging, Sammenlignet
from boligdata.innhold.moetet.moetene import SkrevetImens
from boligdata.ui import adressen, moeteknapp, tabellvisning

# Kolonnene i tabellen over endringer, som deler av bredden, og linjene over den.
_BREDDER, _OVER_TABELLEN = (0.3, 0.12, 0.12, 0.46), 3


def er_noe(moete: Moete) -> bool:
    """Er det et møte før, med noe å sammenligne eller følge opp?"""
    forrige = moetene.forrige(moete)
    har_figur = forrige is not None and any(sak.figur for sak in forrige.saker)
    return har_figur or bool(_aapne(moete))


def vis(moete: Moete, kan_endres: bool) -> None:
    """Begge delene, med overskrift. Ingenting når dette er det første møtet."""
    if not er_noe(moete):
        return
    st.header(si("Endret siden sist"), anchor=False)
    endringene(moete, med_tallene=True)
    oppfoelgingen(moete, kan_endres)


def endringene(moete: Moete, *, med_tallene: bool = False) -> None:
    """En rad for hver figur i forrige møte. `med_tallene` viser også hvert tall i figurer med flere."""
    alle = endret.siden_sist(moete)
    if not alle:
        st.write(si("Forrige møte hadde ingen figurer å sammenligne med."))
        return
    nye = [ett for ett in alle if ett.er_nytt]
    st.write(_antallet(len(nye), len(alle)))
    _tabellen(nye)
    if not med_tallene:
        return
    for ett in nye:
        if len(ett.par) > 1:
            with st.expander(norsk.bokstavelig(ett.sak.tittel)):
                _parene(ett)
        if ett.sak.lenke:
            tekst = si("Se «{sak}» i dag", sak=ett.sak.tittel)
            adressen.lenke(ett.sak.lenke, tekst)


def _tabellen(nye: Sequence[Sammenlignet]) -> None:
    if nye:
        tabellvisning.enkel(
            pd.DataFrame(map(_rad, nye)),
            si("Figurene i forrige møte mot de publiserte tallene i dag"),
        )


def paa_veggen(moete: Moete) -> list[Callable[[], None]]:
    """Det samme på veggen, delt på så mange skjermer som trengs. Tom når dette er det første møtet."""
    if not er_noe(moete):
        return []
    alle = endret.siden_sist(moete)
    nye = [ett for ett in alle if ett.er_nytt]
    rader = veggen.biter(nye, _linjer_i_raden, veggen.LINJER - _OVER_TABELLEN)
    linjene = veggen.biter(
        _aapne(moete),
        lambda en: veggen.avsnitt(_linjen(en)),
        veggen.LINJER - _OVER_TABELLEN,
    )
    antallet = _antallet(len(nye), len(alle)) if alle else ""
    if not nye:
        # Er det ingen tabell å vise, står setningen over det som skal følges opp.
        return [
            functools.partial(_oppfoelgingsskjerm, en, "" if nr else antallet)
            for nr, en in enumerate(linjene or [()])
        ]
    return [
        *(functools.partial(_endringsskjerm, antallet, en) for en in rader),
        *(functools.partial(_oppfoelgingsskjerm, en) for en in linjene),
    ]


def _linjer_i_raden(ett: Sammenlignet) -> float:
    return veggen.rad(_rad(ett).values(), _BREDDER)


def _endringsskjerm(antallet: str, nye: Sequence[Sammenlignet]) -> None:
    st.write(antallet)
    _tabellen(nye)


def _oppfoelgingsskjerm(aapne: Sequence[Oppfoelging], foran: str = "") -> None:
    if foran:
        st.write(foran)
    if aapne:
        st.subheader(si("Skal følges opp"), anchor=False)
    for en in aapne:
        st.markdown(_linjen(en))


def _antallet(nye: int, alle: int) -> str:
    if not nye:
        return si("Det er ikke kommet nye tall i noen av figurene siden forrige møte.")
    if nye == alle:
        return si("Det er nytt i alle figurene siden forrige møte.")
    return si(
        "Det er nytt i {nye} av {alle} figurer siden forrige møte.",
        nye=norsk.tall(nye),
        alle=norsk.tall(alle),
    )


def _rad(ett: Sammenlignet) -> dict[str, str]:
    return {
        si("Sak"): ett.sak.tittel,
        si("I møtet"): ett.da or norsk.MANGLER,
        si("I dag"): ett.naa or norsk.MANGLER,
        si("Vurdering"): " ".join(
            filter(None, (f"{ett.dom}." if ett.dom else "", ett.setning))
        ),
    }


def _parene(ett: Sammenlignet) -> None:
    rader = [
        {
            si("Gruppe"): par.navn,
            si("I møtet"): par.da,
            si("I dag"): par.naa,
            si("Vurdering"): f"{par.dom.ikon} {par.dom.tekst}",
        }
        for par in ett.par
    ]
    tabellvisning.enkel(pd.DataFrame(rader), ett.sak.tittel)


# ---------------------------------------------------------------------------- oppfølgingen


def _aapne(moete: Moete) -> tuple[Oppfoelging, ...]:
    return endret.skal_foelges_opp(moete, moete.dato or lesing.i_dag())


def oppfoelgingen(moete: Moete, kan_endres: bool) -> None:
    """Beslutningene som ikke er gjort, dem over fristen først."""
    aapne = _aapne(moete)
    if not aapne:
        return
    st.subheader(si("Skal følges opp"), anchor=False)
    for en in aapne:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(_linjen(en), width="stretch")
            if kan_endres:
                st.button(
                    si("Gjort: sak {nr}", nr=i_ord.sakens_nr(en.moete, en.sak)),
                    key=f"gjort_{en.sak.id}",
                    icon=":material/check:",
                    on_click=_gjort,
                    args=(en,),
                )


def _linjen(en: Oppfoelging) -> str:
    stand = f"**:material/error: {si('Over fristen')}** " if en.over_fristen else ""
    hvor = si(
        "Sak {nr} i {moete}.",
        nr=i_ord.sakens_nr(en.moete, en.sak),
        moete=i_ord.moetenavn(en.moete),
    )
    tekst = " ".join((en.sak.beslutning, i_ord.oppfoelging(en.sak), hvor))
    return f"{stand}{norsk.bokstavelig(tekst)}"


def _gjort(en: Oppfoelging) -> None:
    gjort = moetene.med_sak(en.sak, gjort=lesing.i_dag())
    try:
        moetene.endre(en.moete.id, gjort, moeteknapp.hvem())
    except (ArbeidFeil, SkrevetImens) as feil:
        st.error(norsk.bokstavelig(str(feil)))
