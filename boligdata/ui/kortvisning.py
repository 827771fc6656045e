"""Kortene på skjermen: tittel med knapper ved siden av, spørsmålet, figur eller tabell, og kilden. Det
er likt for alle slag. Et nytt slag er én funksjon som sier hvordan kortet lages og tegnes, og kaller `vis`.
"""

import contextlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import streamlit as st

from boligdata import lesing
from boligdata.arbeid.moete import Frossenfigur
from boligdata.doer import maalinger
from boligdata.felles import maalform, norsk
from boligdata.felles.maalform import fast, si
from boligdata.innhold import avrunding, bildetekst, eksport, figurer
from boligdata.innhold.figurer import Figur, Figurtabell, Stil
from boligdata.innhold.grunnkort import Flagg, Grunnkort
from boligdata.innhold.kort import Valg
from boligdata.innhold.moetet import frys
from boligdata.innhold.rapport import deling, skriv
from boligdata.ui import adgang, adressen, moeteknapp, tabellvisning
from boligdata.ui.moeteknapp import Vistkort
from boligdata.ui.ramme import nederst, norske_feil, papirfarger, stil

VISNINGER = {
    "graf": fast("Graf"),
    "tabell": fast("Tabell"),
    "om": fast("Om tallet"),
    "last_ned": fast("Last ned"),
}
UTEN_GRAF = tuple(slag for slag in VISNINGER if slag != "graf")


@dataclass(frozen=True, kw_only=True)
class Oppskrift:
    """Det et slag kort må si om seg selv.

    id           kortets nøkkel, som alle nøklene i kortet er laget av
    tittel       spørsmålet kortet svarer på
    lag          lager kortet av det `ekstra_valg` ga; None når det ikke er noe å vise
    tegn         figuren til kortet
    visninger    det kortet kan vises som
    ekstra_valg  det som kan velges på kortet i tillegg, og det som er valgt med det
    bredt_valg   er det så bredt at det må stå på en egen linje?
    mangler      det som står i stedet for kortet når det ikke er noe å vise
    hindring     hvorfor kortet ikke kan vises, uansett hva som velges på det
    publisert    det som lastes ned i ansattvisningen; ellers kortet `lag` gir av publiserte tall
    lest         hvilke tall kortet leser
    valg         filtrene kortet følger, til loggen
    offentlig    er tallene offentlige, så ingenting på kortet er rundet av for å verne noen?
    """

    id: str
    tittel: str
    lag: Callable[[Any], Grunnkort | None]
    tegn: Callable[[Any, Stil], Figur | Figurtabell] = figurer.tegn
    visninger: tuple[str, ...] = tuple(VISNINGER)
    ekstra_valg: Callable[[], Any] = lambda: None
    bredt_valg: bool = False
    mangler: str = ""
    hindring: Callable[[], str] = lambda: ""
    publisert: Callable[[Any, Any], Grunnkort | None] | None = None
    lest: Callable[[], AbstractContextManager] = contextlib.nullcontext
    valg: Valg | None = None
    offentlig: bool = False

    def lag_publisert(self, internt: Grunnkort, valgt: Any) -> Grunnkort | None:
        """Kortet som lastes ned i ansattvisningen. Kalles når det er de publiserte tallene som
        leses.
        """
        return self.publisert(internt, valgt) if self.publisert else self.lag(valgt)

    @property
    def har_bilde(self) -> bool:
        """Kan kortet lastes ned som bilde?"""
        return "graf" in self.visninger


def vis(oppskrift: Oppskrift) -> None:
    """Vis kortet i en ramme."""
    if not oppskrift.offentlig:
        nederst(_avrundingsmerknad)
    with kortramme(oppskrift.id):
        _kort(oppskrift)


def kortramme(id: str):
    """Rammen rundt et kort. `doer/statisk/nb.js` finner kortet på nøkkelen når bildet skal
    lages.
    """
    return st.container(border=True, key=f"kort_{id}", height="stretch")


def korttittel(tekst: str) -> None:
    """Tittelen på et kort, som er en overskrift rett under sidens."""
    st.header(norsk.bokstavelig(tekst), anchor=False)


@st.fragment
def _kort(oppskrift: Oppskrift) -> None:
    # Knappene på et kort kjører bare kortet på nytt, utenom resten av siden. Derfor fanges feil
    # også her.
    with (
        maalinger.skriptet(maalinger.KORT),
        norske_feil(f"Kortet {oppskrift.id}"),
        oppskrift.lest(),
        adgang.loggfoert("kort", oppskrift.tittel, oppskrift.valg),
    ):
        hindring = oppskrift.hindring()
        if hindring:
            korttittel(si(oppskrift.tittel))
            st.info(hindring)
        else:
            _med_knapper(oppskrift)


def _med_knapper(oppskrift: Oppskrift) -> None:
    # Tittelen står først, men knappene må tegnes før den: en lenke setter verdien i det de tegnes,
    # og kortet lages av det som er valgt.
    topp = st.container(horizontal=True, gap="small", key=f"topp_{oppskrift.id}")
    over = topp.container(gap="xsmall")
    knapper = topp.container(
        horizontal=True, width="content", gap="xsmall", key=_knappenoekkel(oppskrift)
    )
    with knapper:
        visning = _visning(oppskrift)
    with st.container() if oppskrift.bredt_valg else knapper:
        valgt = oppskrift.ekstra_valg()
    try:
        kort = oppskrift.lag(valgt)
        mangler = oppskrift.mangler
    except lesing.IkkePublisert as grunn:
        kort, mangler = None, str(grunn)
    with over:
        _tittel(oppskrift, kort)
    if kort is None:
        st.info(mangler)
    else:
        moeteknapp.er_vist(_til_moetet(oppskrift, kort, valgt))
        _kropp(oppskrift, kort, visning, valgt)


def _til_moetet(oppskrift: Oppskrift, kort: Grunnkort, valgt: Any) -> Vistkort:
    """Det samme kortet med de publiserte tallene: det er bare dem møtet tar vare på."""

    def frosset() -> Frossenfigur | None:
        with lesing.publiserte_tall():
            try:
                publisert = (
                    oppskrift.lag_publisert(kort, valgt) if adgang.intern() else kort
                )
            except lesing.IkkePublisert:
                return None
            if publisert is None or publisert.er_tomt:
                return None
            return frys.kortet(publisert, oppskrift.valg, papirfarger(), oppskrift.id)

    return Vistkort(oppskrift.id, frosset)


def _knappenoekkel(oppskrift: Oppskrift) -> str:
    """Stilen tegner knappene som ikoner der det er trangt, og må vite hvilke det er."""
    return f"visning_{'graf' if oppskrift.har_bilde else 'tabell'}_{oppskrift.id}"


def _visning(oppskrift: Oppskrift) -> str:
    return adressen.knapper(
        si("Visning av «{tittel}»", tittel=si(oppskrift.tittel)),
        lambda: {slag: si(VISNINGER[slag]) for slag in oppskrift.visninger},
        f"{oppskrift.id}_visning",
        label_visibility="collapsed",
    )


def _tittel(oppskrift: Oppskrift, kort: Grunnkort | None) -> None:
    korttittel(kort.overskrift if kort else si(oppskrift.tittel))


# ------------------------------------------------------------------------------ innholdet


def _kropp(oppskrift: Oppskrift, kort: Grunnkort, visning: str, valgt: Any) -> None:
    _spoersmaal(oppskrift.id, kort)
    if visning == "om":
        _om(kort)
    elif visning == "tabell":
        _tabeller(kort)
    elif visning == "last_ned":
        _last_ned(oppskrift, kort, valgt)
    elif kort.har_figur:
        _figur(oppskrift.id, kort, oppskrift.tegn)
    _setning(oppskrift.id, kort)
    _fot(oppskrift.id, kort)


def _spoersmaal(id: str, kort: Grunnkort) -> None:
    """Hva svaret gjelder når det ikke er alt som er valgt, spørsmålet når det ikke er tittelen, og hva som er
    valgt. Det står på en linje når det er plass, så figuren begynner høyt oppe. På en telefon er det bare det
    første som står over den.
    """
    spurt = kort.bestilling.tittel if kort.funn else ""
    deler = (spurt, f"{kort.filtertekst}.")
    with st.container(key=f"spoersmaal_{id}"):
        if kort.omfang:
            st.markdown(f":blue-badge[{norsk.bokstavelig(kort.omfang)}.]")
        st.markdown(norsk.bokstavelig(" ".join(filter(None, deler))))


def _setning(id: str, kort: Grunnkort) -> None:
    """Det tittelen ikke har sagt. Det står under figuren, så den begynner så høyt oppe som den kan."""
    if not kort.resten:
        return
    with st.container(key=f"setning_{id}"):
        st.markdown(norsk.bokstavelig(kort.resten))


def _om(kort: Grunnkort) -> None:
    """Alt om tallet, også det som bare står kort ellers på kortet."""
    merk = [flagg for flagg in kort.flagg if isinstance(flagg, Flagg)]
    linjer = (
        *kort.om,
        *kort.hvorfor_endret,
        *((si("Merk"), flagg) for flagg in merk if flagg != flagg.kort),
        *([(si("Vern"), kort.vern.helt)] if kort.vern else []),
        (si("Kilde"), kort.kildene),
    )
    for ledetekst, tekst in linjer:
        punktum = "" if ledetekst.endswith("?") else "."
        st.markdown(
            f"**{norsk.bokstavelig(ledetekst)}{punktum}** {norsk.bokstavelig(tekst)}"
        )


def _tabeller(kort: Grunnkort) -> None:
    for tabell in kort.tabeller:
        tabellvisning.tabell(tabell)
    if kort.grenser:
        st.caption(norsk.bokstavelig(kort.grenser))


def _figur(
    id: str, kort: Grunnkort, tegn: Callable[[Any, Stil], Figur | Figurtabell]
) -> None:
    figur = tegn(kort, stil())
    if isinstance(figur, Figurtabell):
        tabellvisning.figur(figur, kort.alt)
        return
    smal = figurer.tegn_smalt(kort)
    with st.container(key=f"bred_{id}") if smal else contextlib.nullcontext():
        st.plotly_chart(figur, key=f"figur_{id}", config=figurer.OPPSETT, alt=kort.alt)
    if smal:
        with st.container(key=f"smal_{id}"):
            tabellvisning.figur(smal, kort.alt)


def _fot(id: str, kort: Grunnkort) -> None:
    """Det leseren må vite for ikke å lese tallet galt, og kilden. Resten står under «Om tallet»."""
    # To grunner til at det samme er usikkert, står hver for seg under «Om tallet», og én gang her.
    merket = dict.fromkeys(
        flagg.kort if isinstance(flagg, Flagg) else flagg for flagg in kort.flagg
    )
    with st.container(key=f"fot_{id}"):
        if merket:
            st.markdown(norsk.bokstavelig(" ".join(merket)))
        st.caption(norsk.bokstavelig(kort.fotlinje_paa_skjermen))


# ------------------------------------------------------------------------------ nedlasting


def _last_ned(oppskrift: Oppskrift, kort: Grunnkort, valgt: Any) -> None:
    """Knappene som lager filer, og under dem det bildet lages av. I ansattvisningen er det de
    publiserte tallene som lastes ned.
    """
    if kort.er_tomt:
        st.info(si("Det er ingen tall å laste ned."))
        return
    if adgang.intern():
        with lesing.publiserte_tall():
            _publisert_utgave(oppskrift, kort, valgt)
        return
    _filknapper(oppskrift, kort, oppskrift.id, valgt)
    if oppskrift.har_bilde and kort.har_figur:
        _figur(oppskrift.id, kort, oppskrift.tegn)


def _publisert_utgave(oppskrift: Oppskrift, internt: Grunnkort, valgt: Any) -> None:
    """Det som lastes ned i ansattvisningen: samme kort med de publiserte tallene, slik det blir i
    filen og bildet.
    """
    st.write(
        si(
            "De interne tallene blir her. Filene og bildet får de publiserte tallene, som under."
        )
    )
    try:
        kort = oppskrift.lag_publisert(internt, valgt)
    except lesing.IkkePublisert as grunn:
        st.info(str(grunn))
        return
    if kort is None:
        st.info(oppskrift.mangler)
        return
    id = f"publisert_{oppskrift.id}"
    _filknapper(oppskrift, kort, id, valgt)
    with kortramme(id):
        korttittel(kort.overskrift)
        _spoersmaal(id, kort)
        if oppskrift.har_bilde and not kort.er_tomt:
            _figur(id, kort, oppskrift.tegn)
        _setning(id, kort)
        _fot(id, kort)


def _filknapper(
    oppskrift: Oppskrift, kort: Grunnkort, bilde_id: str, valgt: Any
) -> None:
    """Knappene som lager filer, med navnet på kortet, for den som hører dem lest opp. `bilde_id` er
    kortet på skjermen bildet lages av.
    """
    navn, hva = eksport.filnavn(kort), norsk.bokstavelig(kort.bestilling.tittel)
    with st.container(gap="xsmall", key=f"filer_{bilde_id}"):
        moeteknapp.for_kortet(_til_moetet(oppskrift, kort, valgt), hva)
        st.download_button(
            si("Tall (CSV): {kort}", kort=hva),
            maalform.med_seg(lambda: eksport.csv_fil(kort)),
            f"{navn}.csv",
            "text/csv",
            key=f"csv_{oppskrift.id}",
            on_click="ignore",
            type="tertiary",
        )
        st.download_button(
            si("Tall (Excel): {kort}", kort=hva),
            maalform.med_seg(lambda: eksport.excel_fil(kort)),
            f"{navn}.xlsx",
            skriv.FORMATER["excel"].type,
            key=f"excel_{oppskrift.id}",
            on_click="ignore",
            type="tertiary",
        )
        st.download_button(
            si("Kopier til Word: {kort}", kort=hva),
            maalform.med_seg(lambda: deling.til_word(kort, papirfarger())),
            f"{navn}.docx",
            skriv.FORMATER["word"].type,
            key=f"word_{oppskrift.id}",
            on_click="ignore",
            type="tertiary",
            help=si("Figuren, setningen, tabellen og kilden i én fil."),
        )
        if oppskrift.har_bilde and kort.har_figur:
            st.button(
                si("Bilde (PNG): {kort}", kort=hva),
                key=f"png_{bilde_id}",
                type="tertiary",
            )
            _bildetekst(bilde_id, f"{navn}.png", kort)


def _bildetekst(bilde_id: str, filnavn: str, kort: Grunnkort) -> None:
    """Navnet på bildet og det som skal stå under det. Vises ikke: `nb.js` leser det når bildet lages."""
    with st.container(key=f"bildetekst_{bilde_id}"):
        st.markdown(
            "\n\n".join(map(norsk.bokstavelig, [filnavn, *bildetekst.linjer(kort)]))
        )


def _avrundingsmerknad() -> None:
    """Én merknad for alle kortene på siden: at tallene om personer er rundet av, og hvordan det er
    tegnet. Det er ikke småskrift: uten den leses tallene galt.
    """
    if lesing.meta().vernet:
        with st.container(key="avrundingsmerknad"):
            st.markdown(si(avrunding.MERKNAD))
