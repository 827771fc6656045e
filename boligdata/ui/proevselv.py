"""Prøv selv på siden Boligbehov: spakene til venstre, og det de fører til ved siden av. Svaret øverst blir
stående i bildet mens siden rulles.
"""

from collections.abc import Callable

import streamlit as st

from boligdata import lesing
from boligdata.felles import norsk
from boligdata.felles.maalform import fast, si
from boligdata.innhold.boligbehov import Grep, Scenario, planer, regnskapet
from boligdata.innhold.boligbehov.lenken import SPENN, poolnavn, spenn
from boligdata.innhold.boligbehov.scenario import (
    LENGSTE_KILDE,
    LENGSTE_NAVN,
    MAATER,
    PAA_AVTALE,
)
from boligdata.ui import adressen
from boligdata.ui.boligbehov import behovskort, valgene
from boligdata.ui.ramme import norske_feil, rutenett
from boligdata.ui.scenarioet import (
    FLESTE_EGNE,
    SPENNVALG,
    bruk_regnskapet,
    egne,
    endre,
    endre_kroner,
    fjern,
    kan_lagre,
    lagrede,
    lagrede_poster,
    legg_til,
    samle_spennene,
    scenarioet,
    sett,
    ta_ut,
)


def proev_selv() -> None:
    """Spakene og resultatet side om side på en bred skjerm, og under hverandre på en smal."""
    with st.container(key="proev_selv"):
        spakene, resultatet = st.columns([1, 2], gap="medium")
        with spakene:
            _spaker()
        with resultatet, st.container(key="proev_resultat"):
            behovskort("bane")
    with rutenett():
        behovskort("planer")
        behovskort("tiltak")
    behovskort("kostnader")


def _spaker() -> None:
    """Alt brukeren kan endre: målet, det skjulte behovet, og tiltakene i én boligtype om gangen."""
    with (
        norske_feil("Spakene"),
        lesing.publiserte_tall(),
        st.container(border=True, key="behovsspaker"),
    ):
        scenario, _ = scenarioet()
        st.header(si("Hva om …?"), anchor=False)
        valgene()
        _antakelser(scenario)
        pooler = poolnavn()
        pool = adressen.liste(
            si("Tiltak i"),
            poolnavn,
            "behov_pool",
            help=si(
                "Virkningen av et tiltak setter dere inn selv, med kilde. Modellen vet den ikke."
            ),
        )
        _tiltak(pool, scenario.i(pool))
        st.session_state["behov_sammen"] = list(scenario.sammen)
        st.multiselect(
            si("Boligtyper som skal kunne brukes om hverandre"),
            list(pooler),
            format_func=pooler.get,
            key="behov_sammen",
            on_change=endre,
            args=("behov_sammen", "sammen"),
            placeholder=si("Velg to eller flere"),
        )
        _lagre(scenario)


def _antakelser(scenario: Scenario) -> None:
    """Spakene som gjelder alle boligtypene."""
    if scenario.maal == "innen_frist":
        _spak(si("Skal få bolig innen fristen"), "andel", scenario, "%d %%")
        _spak(si("Fristen"), "dager", scenario, si("%d dager"), 5)
    _spak(si("Skjult behov: flere som ville søkt"), "skjult", scenario, "%d %%")
    st.session_state["behov_ideer"] = scenario.ideer
    st.toggle(
        si("Ta med boliger som bare er ideer"),
        key="behov_ideer",
        on_change=endre,
        args=("behov_ideer", "ideer"),
    )


def _spak(navn: str, felt: str, scenario: Scenario, form: str, steg: int = 1) -> None:
    noekkel, (lavest, hoeyest) = f"behov_{felt}", spenn()[felt]
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
        on_change=endre,
        args=(noekkel, felt),
    )


def _tiltak(pool: str, grep: Grep) -> None:
    """Spakene for ett tiltak om gangen i boligtypen."""

    def spak(felt: str, verdi) -> dict:
        """Det som er felles for alle: nøkkelen, verdien nå, og hvor en ny verdi skal. En spak med to
        håndtak er en annen enn den med ett.
        """
        id = f"behov_{felt}_{pool}{'_spenn' * isinstance(verdi, tuple)}"
        st.session_state[id] = verdi
        return {"key": id, "on_change": endre, "args": (id, felt, pool)}

    _boliger(grep, spak)
    _virkning(pool, grep, spak)
    _kostnadene(pool, grep)
    st.text_input(
        si("Kilde til virkningen og kostnadene"),
        max_chars=LENGSTE_KILDE,
        placeholder=si("For eksempel: prøveprosjektet i 2024"),
        **spak("kilde", grep.kilde),
    )


def _kostnadene(pool: str, grep: Grep) -> None:
    """Kostnadene er tomme til brukeren setter dem, eller tar inn dem regnskapet har."""
    with st.expander(si("Hva koster det? Tusen kroner, fra og til")):
        _fra_regnskapet(pool, grep)
        for felt, navn in _KOSTER.items():
            # Ved siden av hverandre er feltene for smale til å vise et tall med fire siffer.
            for ende in (0, 1):
                id = f"behov_{felt}_{ende}_{pool}"
                st.session_state[id] = getattr(grep, felt)[ende] or None
                st.number_input(
                    si(_ENDENE[ende], hva=si(navn)),
                    *SPENN[felt],
                    value=None,
                    step=10,
                    key=id,
                    placeholder=si("Ikke satt"),
                    on_change=endre_kroner,
                    args=(id, felt, ende, pool),
                )


def _fra_regnskapet(pool: str, grep: Grep) -> None:
    """Det kommunens eget regnskap sier, og knappen som tar det inn."""
    prisene = regnskapet.prisene(pool, grep.maate, grep.startlaan)
    if not prisene:
        st.caption(
            si(
                "Velg hvordan boligene kommer til, eller hvor mange som får startlån. Da står det her hva "
                "det koster i kommunens eget regnskap, når det er levert."
            )
        )
        return
    st.markdown(
        si(
            "**Kommunens regnskap.** {prisene} Husleien fra leietakerne og tilskudd fra staten er ikke "
            "trukket fra.",
            prisene=regnskapet.i_ord(prisene, grep.maate),
        )
    )
    st.button(
        si("Bruk tallene fra regnskapet"),
        key=f"behov_regnskapet_{pool}",
        icon=":material/receipt_long:",
        on_click=bruk_regnskapet,
        args=(pool,),
        disabled=regnskapet.med_regnskapet(grep, prisene) == grep,
    )


_ENDENE = (fast("{hva}, lavest"), fast("{hva}, høyest"))
_KOSTER = {
    "per_bolig": fast("For hver bolig, én gang"),
    "per_aar": fast("For hver bolig i året"),
    "resten": fast("Alt annet i året"),
}


def _boliger(grep: Grep, spak: Callable[..., dict]) -> None:
    st.slider(
        si("Flere eller færre boliger utover det vedtatte"),
        *SPENN["boliger"],
        **spak("boliger", grep.boliger),
    )
    # Feltene er der alltid, så de andre ikke flytter seg når de kan brukes.
    st.selectbox(
        si("Hvordan boligene kommer til"),
        list(MAATER),
        format_func=lambda maate: si(MAATER[maate]),
        disabled=grep.boliger <= 0,
        **spak("maate", grep.maate),
    )
    neste, siste = spenn()["aar"]
    st.slider(
        si("Året boligene er ferdige eller ute"),
        neste,
        siste,
        disabled=not grep.boliger,
        **spak("aar", min(max(grep.aar, neste), siste)),
    )
    st.selectbox(
        si("Året avtalen går ut"),
        [0, *range(max(grep.aar, neste) + 1, siste + 1)],
        format_func=lambda aar: str(aar) if aar else si("Går ikke ut"),
        disabled=grep.maate not in PAA_AVTALE,
        **spak("til", grep.gaar_ut),
    )


def _virkning(pool: str, grep: Grep, spak: Callable[..., dict]) -> None:
    """Virkningen er ett tall til brukeren vil ha et spenn: to håndtak oppå hverandre er vanskelige å ta i."""
    med_spenn = f"{SPENNVALG}{pool}"
    er_spenn = any(fra != til for fra, til in (grep.soekere, grep.botid))
    i_spenn = er_spenn or bool(st.session_state.get(med_spenn))
    _virkningsspak(
        si("Forebygging: endring i nye søkere"),
        "soekere",
        grep.soekere,
        i_spenn,
        spak,
        help=si(
            "Bostøtte, startlån, økonomisk rådgivning og oppfølging kan gi færre søkere."
        ),
    )
    st.slider(
        si("Startlån i stedet for kommunal bolig: husstander i året"),
        *SPENN["startlaan"],
        **spak("startlaan", grep.startlaan),
    )
    _virkningsspak(
        si("Leie til eie og oppfølging: endring i botid"),
        "botid",
        grep.botid,
        i_spenn,
        spak,
        help=si(
            "Leie til eie gjør botiden kortere. Oppfølging som gjør at flere blir boende, "
            "gjør den lengre."
        ),
    )
    st.session_state[med_spenn] = i_spenn
    st.toggle(
        si("Angi et spenn"),
        key=med_spenn,
        on_change=samle_spennene,
        args=(med_spenn, pool),
        help=si("Sett det laveste og det høyeste dere tror på for søkere og botid."),
    )
    st.slider(
        si("Raskere klargjøring: endring i tid mellom leietakere"),
        *SPENN["klargjoering"],
        format="%d %%",
        **spak("klargjoering", grep.klargjoering),
    )


def _virkningsspak(
    navn: str,
    felt: str,
    verdi: tuple[int, int],
    i_spenn: bool,
    spak: Callable[..., dict],
    **annet,
) -> None:
    st.slider(
        navn,
        *SPENN[felt],
        format="%d %%",
        **spak(felt, verdi if i_spenn else verdi[0]),
        **annet,
    )


def _lagre(scenario: Scenario) -> None:
    """Navn på scenarioet, og planene som er lagt ved siden av."""
    planene = egne()
    st.session_state["behov_navn"] = scenario.navn
    st.text_input(
        si("Navn på scenarioet"),
        key="behov_navn",
        max_chars=LENGSTE_NAVN,
        on_change=endre,
        args=("behov_navn", "navn"),
        help=si("Navnet står i lenken. Skriv aldri noe om enkeltpersoner her."),
    )
    alle = (*planene, *lagrede())
    kan_lagres = scenario.endret and scenario.navn and scenario not in alle
    st.button(
        si("Legg ved siden av planene"),
        key="behov_lagre",
        on_click=legg_til,
        disabled=len(alle) >= FLESTE_EGNE or not kan_lagres,
        help=None
        if scenario.navn
        else si("Gi scenarioet et navn først. Det er plass til fire."),
    )
    for post, plan in lagrede_poster():
        _planrad(
            post.innhold.id, plan, lambda post=post: ta_ut(post), laast=not kan_lagre()
        )
    for nr, plan in enumerate(planene):
        _planrad(str(nr), plan, lambda nr=nr: fjern(nr))
    st.markdown(
        si(
            "Adressen øverst i nettleseren åpner det samme scenarioet og de samme planene. Lagre den som "
            "bokmerke, eller send den til dem som skal se det."
        )
    )


def _planrad(
    id: str, plan: Scenario, fjern_den: Callable[[], None], *, laast: bool = False
) -> None:
    """Knappene som åpner og fjerner en plan som er lagt ved siden av."""
    navn = norsk.bokstavelig(plan.navn) or si("Egen plan")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            si("Åpne «{navn}»", navn=navn),
            key=f"behov_aapne_{id}",
            on_click=sett,
            args=(plan,),
            type="tertiary",
        )
        st.button(
            si("Fjern «{navn}»", navn=navn),
            key=f"behov_fjern_{id}",
            on_click=fjern_den,
            type="tertiary",
            disabled=laast,
        )
