"""Siden Boligbehov: svaret, spakene, kortene og egne planer. Scenarioet står i adressen, og bare
der.
"""

import dataclasses
from collections.abc import Callable

import streamlit as st

from boligdata import lesing
from boligdata.felles import norsk
from boligdata.innhold import boligbehov
from boligdata.innhold.boligbehov import (
    Grep,
    Scenario,
    figurer,
    grunnlag,
    kort,
    planer,
)
from boligdata.innhold.boligbehov.kort import Behovskort
from boligdata.innhold.boligbehov.scenario import (
    ELDRE,
    LENGSTE_NAVN,
    MAAL,
    VEKST,
    ryddet,
)
from boligdata.ui.kortvisning import (
    UTEN_GRAF,
    VISNINGER,
    Oppskrift,
    kortramme,
    korttittel,
    vis,
)
from boligdata.ui.ramme import norske_feil

# Hvor langt spakene går. En lenke med noe utenfor får utgangspunktet i stedet.
SPENN = {
    "soekere": (-50, 50),
    "botid": (-50, 50),
    "klargjoering": (-90, 100),
    "boliger": (-60, 60),
    "kostnad": (0, 5_000_000),
}
FLESTE_EGNE = 4
_PLAN, _EGNE = "plan", "egne"


def kan_vises() -> bool:
    """Er det nok i uttrekkene til å regne? Ellers vises hvorfor ikke, og hva som må gjøres."""
    with lesing.publiserte_tall():
        grunnlaget = grunnlag.hent() if grunnlag.i_dag() else None
        if grunnlaget and any(pool.stroemmer for pool in grunnlaget.pooler):
            return True
        kan_ikke_regnes = any(
            kode == "kan_ikke_regnes" for _, kode, _ in grunnlag.avvik()
        )
    st.info(kort.avvikstekst("kan_ikke_regnes" if kan_ikke_regnes else "ikke_levert"))
    return False


def svar() -> None:
    """Hovedsvaret, valgene som gjelder hele siden, og hvilket scenario det er."""
    # Alt som kommer og går, ligger i én beholder. Ellers flytter kortene under seg, og et klikk på
    # ett av dem mens siden tegnes, går tapt: Streamlit kjenner et fragment igjen på plassen.
    with st.container(), norske_feil("Boligbehov"), lesing.publiserte_tall():
        scenario, alt_kjent = _scenario()
        if not (alt_kjent and all(kjent for _, kjent in _lest_egne())):
            st.warning(
                "Noe i lenken kjennes ikke igjen, og er ikke brukt. Resten av scenarioet er åpnet."
            )
        st.markdown(kort.hovedsvar(scenario))
        with st.grid(
            columns="auto",
            min_column_width=220,
            vertical_alignment="bottom",
            key="behovsvalg",
        ):
            _velg("Mål", "maal", MAAL, scenario)
            _velg("Folkevekst", "vekst", VEKST, scenario)
            _velg("Behovet til eldre", "eldre", ELDRE, scenario)
        if scenario.endret:
            with st.container(
                horizontal=True, vertical_alignment="center", gap="small"
            ):
                st.badge(norsk.bokstavelig(kort.scenarionavn(scenario)), color="violet")
                st.button(
                    "Tilbake til dagens antakelser",
                    key="behov_nullstill",
                    type="tertiary",
                    on_click=_sett,
                    args=(Scenario(),),
                )


def _scenario() -> tuple[Scenario, bool]:
    return _les(st.query_params.get(_PLAN, ""))


def _les(tekst: str) -> tuple[Scenario, bool]:
    return boligbehov.les(tekst, tuple(_poolnavn()), _spenn())


def _poolnavn() -> dict[str, str]:
    """Boligtypene det er noe å regne av, med navn."""
    return {
        pool.pool: grunnlag.navn(pool.pool)
        for pool in grunnlag.hent().pooler
        if pool.stroemmer
    }


def _spenn() -> dict[str, tuple[int, int]]:
    """Hvor langt alle spakene går, så en lenke aldri sier noe annet enn spaken viser."""
    forutsetninger, aar = grunnlag.forutsetninger(), grunnlag.i_dag().year
    return (
        SPENN
        | {
            felt: (int(forutsetninger[id].lavest), int(forutsetninger[id].hoeyest))
            for felt, id in planer.FORUTSETNING.items()
        }
        | {"aar": (aar + 1, aar + grunnlag.horisont())}
    )


def _lest_egne() -> list[tuple[Scenario, bool]]:
    return [_les(tekst) for tekst in st.query_params.get_all(_EGNE)[:FLESTE_EGNE]]


def _egne() -> tuple[Scenario, ...]:
    """Planene som er lagt ved siden av, i lenken."""
    return tuple(scenario for scenario, _ in _lest_egne() if scenario.endret)


def _sett(scenario: Scenario) -> None:
    tekst = boligbehov.skriv(scenario)
    if tekst:
        st.query_params[_PLAN] = tekst
    else:
        st.query_params.pop(_PLAN, None)


def _endre(noekkel: str, felt: str, pool: str | None = None) -> None:
    """Ta verdien brukeren har satt i en spak, inn i scenarioet."""
    with lesing.publiserte_tall():
        scenario, _ = _scenario()
        verdi = st.session_state[noekkel]
        if felt in planer.FORUTSETNING and verdi == planer.gjelder(Scenario(), felt):
            verdi = getattr(
                Scenario(), felt
            )  # Tilbake der den var: da er ingenting endret.
        if pool is None:
            _sett(
                dataclasses.replace(
                    scenario,
                    **{felt: tuple(verdi) if isinstance(verdi, list) else verdi},
                )
            )
            return
        if felt == "kilde":
            verdi = ryddet(verdi, 120)
        grep = dataclasses.replace(
            scenario.i(pool),
            **{felt: verdi if isinstance(verdi, (str, tuple)) else int(verdi)},
        )
        if felt == "boliger":
            grep = dataclasses.replace(
                grep, aar=(grep.aar or _foerste_aar()) if grep.boliger else 0
            )
        _sett(scenario.med_grep(pool, grep))


def _foerste_aar() -> int:
    return grunnlag.i_dag().year + round(grunnlag.forutsetninger()["byggetid"].verdi)


def _velg(navn: str, felt: str, valg: dict[str, str], scenario: Scenario) -> None:
    noekkel = f"behov_{felt}"
    st.session_state[noekkel] = getattr(scenario, felt)
    st.selectbox(
        navn,
        list(valg),
        format_func=valg.get,
        key=noekkel,
        on_change=_endre,
        args=(noekkel, felt),
    )


# ------------------------------------------------------------------------------ kortene


def behovskort(navn: str) -> None:
    """Et kort med navnet det har i `boligbehov/kort/tekster.toml`, som «per_type» eller «foss».
    Når det ikke er noe å si, er det ikke noe kort.
    """
    with lesing.publiserte_tall():
        scenario, egne = _scenario()[0], _egne()
        if _lag(navn, scenario, egne, "") is None:
            return
        tittel = kort.korttekst(navn)["tittel"]
        vis(
            Oppskrift(
                id=f"behov_{navn}",
                tittel=tittel,
                visninger=_visninger(navn),
                lag=lambda pool: _lag(navn, scenario, egne, pool),
                tegn=figurer.tegn,
                ekstra_valg=lambda: _boligtype(navn, tittel),
                bredt_valg=True,
                lest=lesing.publiserte_tall,
            )
        )


def _visninger(navn: str) -> tuple[str, ...]:
    return UTEN_GRAF if navn in ("haandregel", "register") else tuple(VISNINGER)


def _lag(
    navn: str, scenario: Scenario, egne: tuple[Scenario, ...], pool: str
) -> Behovskort | None:
    pool_eller_foerste = pool or next(iter(_poolnavn()))
    return {
        "per_type": lambda: kort.per_type(scenario),
        "foss": lambda: kort.foss(scenario),
        "bane": lambda: kort.bane(scenario, pool),
        "planer": lambda: kort.planene(scenario, egne),
        "innen": lambda: kort.innen_frist(scenario),
        "tiltak": lambda: kort.tiltakene(scenario),
        "eldre": lambda: kort.eldre(scenario),
        "tornado": lambda: kort.tornado(scenario),
        "anker": lambda: kort.anker_og_stroem(scenario),
        "haandregel": lambda: kort.haandregel(scenario),
        "etterproevd": kort.etterproevd,
        "botid": lambda: kort.botid(pool_eller_foerste),
        "register": lambda: kort.registerkort(scenario),
    }[navn]()


def _boligtype(navn: str, tittel: str) -> str:
    """Boligtypen kortet gjelder, der den kan velges."""
    if navn not in ("bane", "botid"):
        return ""
    pooler = _poolnavn()
    valg = ({"": kort.ALLE_BOLIGER} if navn == "bane" else {}) | pooler
    return st.selectbox(
        f"Boligtype i «{tittel}»",
        list(valg),
        format_func=valg.get,
        key=f"behov_{navn}_type",
        bind="query-params",
        label_visibility="collapsed",
        width=300,
    )


def saksframlegg() -> None:
    """Svaret som én setning som kan kopieres til et saksframlegg."""
    with (
        lesing.publiserte_tall(),
        kortramme("behov_sak"),
    ):
        korttittel("Setningen til saksframlegget")
        st.code(kort.saksframlegg(_scenario()[0]), language=None, wrap_lines=True)
        st.caption(
            "Sett inn setningen i saken, og legg ved filen fra «Hvor mange trengs av hver "
            "type?» under «Last ned». Forutsetningene står i filen."
        )


# ------------------------------------------------------------------------------ spakene


def spaker() -> None:
    """Alt brukeren kan endre: målet, det skjulte behovet, og tiltakene i én boligtype om gangen."""
    with (
        norske_feil("Spakene"),
        lesing.publiserte_tall(),
        st.container(border=True, key="behovsspaker"),
    ):
        scenario, _ = _scenario()
        st.subheader("Hva om …?", anchor=False)
        st.write(
            "Flytt en spak, og se hva det gjør med behovet. Virkningen av et tiltak er "
            "noe dere setter inn selv, med kilde. Modellen vet den ikke."
        )
        _antakelser(scenario)
        pooler = _poolnavn()
        st.session_state["behov_sammen"] = list(scenario.sammen)
        st.multiselect(
            "Boligtyper som skal kunne brukes om hverandre (fleksible boliger)",
            list(pooler),
            format_func=pooler.get,
            key="behov_sammen",
            on_change=_endre,
            args=("behov_sammen", "sammen"),
            placeholder="Velg to eller flere",
        )
        pool = st.selectbox(
            "Tiltak i",
            list(pooler),
            format_func=pooler.get,
            key="behov_pool",
            bind="query-params",
        )
        _tiltak(pool, scenario.i(pool))
        _lagre(scenario)


def _antakelser(scenario: Scenario) -> None:
    """Spakene som gjelder alle boligtypene."""
    with st.grid(columns="auto", min_column_width=260, gap="medium"):
        if scenario.maal == "innen_frist":
            _spak("Skal få bolig innen fristen", "andel", scenario, "%d %%")
            _spak("Fristen", "dager", scenario, "%d dager", 5)
        _spak("Skjult behov: flere som ville søkt", "skjult", scenario, "%d %%")
        st.session_state["behov_ideer"] = scenario.ideer
        st.toggle(
            "Ta med boliger som bare er ideer",
            key="behov_ideer",
            on_change=_endre,
            args=("behov_ideer", "ideer"),
        )


def _spak(navn: str, felt: str, scenario: Scenario, form: str, steg: int = 1) -> None:
    noekkel, (lavest, hoeyest) = f"behov_{felt}", _spenn()[felt]
    st.session_state[noekkel] = min(
        max(int(planer.gjelder(scenario, felt)), lavest), hoeyest
    )
    st.slider(
        navn,
        lavest,
        hoeyest,
        step=steg,
        format=form,
        key=noekkel,
        on_change=_endre,
        args=(noekkel, felt),
    )


def _tiltak(pool: str, grep: Grep) -> None:
    """Spakene for ett tiltak om gangen i boligtypen."""

    def spak(felt: str, verdi) -> dict:
        """Det som er felles for alle: nøkkelen, verdien nå, og hvor en ny verdi skal."""
        id = f"behov_{felt}_{pool}"
        st.session_state[id] = verdi
        return {"key": id, "on_change": _endre, "args": (id, felt, pool)}

    with st.grid(columns="auto", min_column_width=260, gap="medium"):
        _virkning(grep, spak)
        _boliger(grep, spak)
        st.number_input(
            "Kostnad i alt, tusen kroner",
            *SPENN["kostnad"],
            step=500,
            **spak("kostnad", grep.kostnad),
        )
        st.text_input(
            "Kilde til virkningen",
            max_chars=120,
            placeholder="For eksempel: erfaring fra prøveprosjektet i 2024",
            **spak("kilde", grep.kilde),
        )


def _virkning(grep: Grep, spak: Callable[..., dict]) -> None:
    st.slider(
        "Forebygging: endring i nye søkere, fra og til",
        *SPENN["soekere"],
        format="%d %%",
        **spak("soekere", grep.soekere),
        help=(
            "Bostøtte, startlån, økonomisk rådgivning og oppfølging kan gi færre søkere. "
            "Sett spennet dere tror på."
        ),
    )
    st.slider(
        "Leie til eie og oppfølging: endring i botid, fra og til",
        *SPENN["botid"],
        format="%d %%",
        **spak("botid", grep.botid),
        help=(
            "Leie til eie gjør botiden kortere. Oppfølging som gjør at flere blir boende, "
            "gjør den lengre."
        ),
    )
    st.slider(
        "Raskere klargjøring: endring i tid mellom leietakere",
        *SPENN["klargjoering"],
        format="%d %%",
        **spak("klargjoering", grep.klargjoering),
    )


def _boliger(grep: Grep, spak: Callable[..., dict]) -> None:
    st.slider(
        "Bygge, kjøpe, selge eller rive: boliger utover det vedtatte",
        *SPENN["boliger"],
        **spak("boliger", grep.boliger),
    )
    if grep.boliger:
        neste = grunnlag.i_dag().year + 1
        siste = grunnlag.i_dag().year + grunnlag.horisont()
        st.slider(
            "Året boligene er ferdige eller ute",
            neste,
            siste,
            **spak("aar", min(max(grep.aar, neste), siste)),
        )


def _lagre(scenario: Scenario) -> None:
    """Navn på scenarioet, og planene som er lagt ved siden av."""
    egne = _egne()
    full = len(egne) >= FLESTE_EGNE
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.session_state["behov_navn"] = scenario.navn
        st.text_input(
            "Navn på scenarioet",
            key="behov_navn",
            max_chars=LENGSTE_NAVN,
            on_change=_endre,
            args=("behov_navn", "navn"),
            width=320,
            help="Navnet står i lenken. Skriv aldri noe om enkeltpersoner her.",
        )
        kan_lagres = scenario.endret and scenario.navn and scenario not in egne
        st.button(
            "Legg ved siden av planene",
            key="behov_lagre",
            on_click=_legg_til,
            disabled=full or not kan_lagres,
            help="Gi scenarioet et navn først. Det er plass til fire."
            if not scenario.navn
            else None,
        )
    st.caption(
        "Adressen øverst i nettleseren åpner det samme scenarioet og de samme planene. "
        "Lagre den som bokmerke, eller send den til dem som skal se det."
    )
    for nr, plan in enumerate(egne):
        _egen_plan(nr, plan)


def _egen_plan(nr: int, plan: Scenario) -> None:
    """En plan som er lagt ved siden av, med knapper for å åpne og fjerne den."""
    navn = norsk.bokstavelig(plan.navn)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{navn or 'Egen plan'}**", width="content")
        st.button(
            "Åpne",
            key=f"behov_aapne_{nr}",
            on_click=_sett,
            args=(plan,),
            type="tertiary",
            help=f"Åpne «{navn}»",
        )
        st.button(
            "Fjern",
            key=f"behov_fjern_{nr}",
            on_click=_fjern,
            args=(nr,),
            type="tertiary",
            help=f"Fjern «{navn}»",
        )


def _legg_til() -> None:
    with lesing.publiserte_tall():
        st.query_params[_EGNE] = [
            boligbehov.skriv(scenario) for scenario in (*_egne(), _scenario()[0])
        ]


def _fjern(nr: int) -> None:
    with lesing.publiserte_tall():
        st.query_params[_EGNE] = [
            boligbehov.skriv(scenario)
            for plass, scenario in enumerate(_egne())
            if plass != nr
        ]
