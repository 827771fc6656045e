"""Siden Boligbehov: svaret øverst, valgene som gjelder hele siden, og kortene."""

import streamlit as st

from boligdata import lesing
from boligdata.felles import maalform
from boligdata.felles.maalform import si
from boligdata.innhold.boligbehov import Scenario, figurer, fliser, grunnlag, kort
from boligdata.innhold.boligbehov.kort import Behovskort, Behovsvalg
from boligdata.innhold.boligbehov.lenken import poolnavn
from boligdata.innhold.boligbehov.scenario import ELDRE, MAAL, VEKST
from boligdata.ui import adressen
from boligdata.ui.folding import foldet_paa_smale
from boligdata.ui.kortvisning import (
    UTEN_GRAF,
    VISNINGER,
    Oppskrift,
    kortramme,
    korttittel,
    vis,
)
from boligdata.ui.ramme import nederst, norske_feil
from boligdata.ui.scenarioet import (
    PAA_SIDEN,
    alt_er_kjent,
    egne,
    endre,
    hent_fram,
    lagrede,
    nullstill,
    scenarioet,
)
from boligdata.ui.svaret import ordboks, vis_fliser


def kan_vises() -> bool:
    """Er det nok i uttrekkene til å regne? Ellers vises hvorfor ikke, og hva som må gjøres."""
    with lesing.publiserte_tall():
        if grunnlag.kan_regnes():
            return True
        kan_ikke_regnes = any(
            kode == "kan_ikke_regnes" for _, kode, _ in grunnlag.avvik()
        )
    st.info(kort.avvikstekst("kan_ikke_regnes" if kan_ikke_regnes else "ikke_levert"))
    return False


def svar() -> None:
    """Hovedsvaret som tre tall. Det samme i hele setninger ligger lukket nederst."""
    with norske_feil("Boligbehov"), lesing.publiserte_tall():
        hent_fram()
        scenario, _ = scenarioet()
        with st.container(key="behovssvar"):
            vis_fliser(fliser.fliser(scenario))
        # Det som kommer og går, ligger i en beholder som alltid er der. Ellers flytter kortene under
        # seg, og et klikk på ett av dem mens siden tegnes, går tapt.
        with st.container():
            if not alt_er_kjent():
                st.warning(
                    si(
                        "Noe i lenken kjennes ikke igjen, og er ikke brukt. Resten av scenarioet er "
                        "åpnet."
                    )
                )
    nederst(lambda: _i_ord(scenario))


def _i_ord(scenario: Scenario) -> None:
    with lesing.publiserte_tall(), ordboks():
        st.markdown(kort.hovedsvar(scenario))


def valgene() -> None:
    """Valgene som gjelder hele siden, og knappen som tar bort alt som er endret. Knappen er der alltid, så
    ingenting flytter seg når noe endres.
    """
    with norske_feil("Valgene"), lesing.publiserte_tall():
        scenario, _ = scenarioet()
        with (
            foldet_paa_smale("behov", lambda: kort.valgt_i_ord(scenario)),
            st.grid(
                columns="auto",
                # Det lengste valget må kunne leses, også på en telefon.
                min_column_width=240,
                vertical_alignment="bottom",
                key="behovsvalg",
            ),
        ):
            _velg(si("Mål"), PAA_SIDEN, MAAL, scenario)
            _velg(si("Folkevekst"), "behov_vekst", VEKST, scenario)
            _velg(si("Behovet til eldre"), "behov_eldre", ELDRE, scenario)
            st.button(
                si("Tilbakestill"),
                key="behov_nullstill",
                icon=":material/restart_alt:",
                on_click=nullstill,
                disabled=not (scenario.endret or scenario.navn),
                help=si("Tilbake til dagens antakelser"),
            )


def _velg(navn: str, noekkel: str, valg: dict[str, str], scenario: Scenario) -> None:
    felt = noekkel.removeprefix("behov_")
    st.session_state[noekkel] = getattr(scenario, felt)
    st.selectbox(
        navn,
        list(valg),
        format_func=lambda kode: si(valg[kode]),
        key=noekkel,
        on_change=endre,
        args=(noekkel, felt),
    )


# ------------------------------------------------------------------------------ kortene


def behovskort(navn: str) -> None:
    """Et kort med navnet det har i `boligbehov/kort/tekster.toml`, som «per_type» eller «foss».
    Når det ikke er noe å si, er det ikke noe kort.
    """
    with lesing.publiserte_tall():
        scenario, planene = scenarioet()[0], (*lagrede(), *egne())
        if kortet(navn, scenario, planene) is None:
            return
        # Spørsmålet på bokmål: kortet sier det på målformen til leseren, og loggen har ett navn på det.
        with maalform.bruk(maalform.BOKMAAL):
            tittel = kort.korttekst(navn)["tittel"]
        vis(
            Oppskrift(
                id=f"behov_{navn}",
                tittel=tittel,
                visninger=visningene(navn),
                lag=lambda pool: kortet(navn, scenario, planene, pool),
                tegn=figurer.tegn,
                ekstra_valg=lambda: _boligtype(navn, tittel),
                bredt_valg=True,
                lest=lesing.publiserte_tall,
            )
        )


def visningene(navn: str) -> tuple[str, ...]:
    """Det kortet kan vises som. Noen er bare tabeller."""
    return (
        UTEN_GRAF
        if navn in ("haandregel", "register", "kostnader")
        else tuple(VISNINGER)
    )


def kortet(
    navn: str, scenario: Scenario, ved_siden_av: tuple[Scenario, ...], pool: str = ""
) -> Behovskort | None:
    """Det `behovskort` viser, for alle boligtypene eller den ene. None når det ikke er noe å si."""
    if navn == "botid" and not pool:
        pool = next(iter(poolnavn()))
    return kort.kortet(navn, Behovsvalg(scenario, ved_siden_av, pool))


def _boligtype(navn: str, tittel: str) -> str:
    """Boligtypen kortet gjelder, der den kan velges."""
    if navn not in ("bane", "botid"):
        return ""

    def valgene() -> dict[str, str]:
        return ({"": si(kort.ALLE_BOLIGER)} if navn == "bane" else {}) | poolnavn()

    return adressen.liste(
        si("Boligtype i «{tittel}»", tittel=si(tittel)),
        valgene,
        f"behov_{navn}_type",
        label_visibility="collapsed",
        width=300,
    )


def saksframlegg() -> None:
    """Svaret i noen setninger som kan kopieres til et saksframlegg."""
    with (
        lesing.publiserte_tall(),
        kortramme("behov_sak"),
    ):
        korttittel(si("Tekst til saksframlegget"))
        st.markdown(
            si(
                "Sett inn teksten i saken, og legg ved filen fra «Hvor mange trengs av hver type?» under "
                "«Last ned». Forutsetningene står i filen."
            )
        )
        st.code(kort.saksframlegg(scenarioet()[0]), language=None, wrap_lines=True)
