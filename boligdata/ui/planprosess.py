"""Siden Planprosess: stegene fra oppstart til rullering, når de er, og det som bør rettes."""

import streamlit as st

from boligdata import lesing
from boligdata.arbeid import planprosess
from boligdata.arbeid.feltliste import felt_i
from boligdata.arbeid.planprosess import Planprosess, Plansteg
from boligdata.felles import norsk
from boligdata.felles import planprosess as erklaert
from boligdata.felles.config import ROT
from boligdata.felles.maalform import fast, si
from boligdata.innhold import figurer
from boligdata.innhold.planarbeid import endringer, prosessen, tidslinje
from boligdata.innhold.planarbeid.prosessen import Stegvisning
from boligdata.ui import skjema, tabellvisning
from boligdata.ui.ramme import rutenett, stil
from boligdata.ui.skjema import Skjema

_BARE_LESES = fast(
    "Planprosessen kan bare leses her. Den som drifter dashbordet, kan åpne for endringer."
)
_IKKE_RETTIGHET = fast(
    "Du kan lese planprosessen, men ikke endre den. Trenger du det, ber du lederen din."
)


def _hindring() -> str:
    return skjema.hindring(bare_leses=_BARE_LESES, ikke_rettighet=_IKKE_RETTIGHET)


_PROSESSKJEMA = Skjema(
    "prosesskjema",
    prosessen.PROSESSER,
    {
        fast("Planen"): [felt for felt in felt_i(Planprosess) if felt.navn != "id"],
    },
    endringer.endringer,
    hindring=_hindring,
)
_STEGSKJEMA = Skjema(
    "stegskjema",
    prosessen.STEG,
    {fast("Steget"): [felt for felt in felt_i(Plansteg) if felt.navn != "id"]},
    endringer.endringer,
    hindring=_hindring,
)


def stegene() -> None:
    """Hvor planen er i prosessen, og hvert steg med det loven krever av det."""
    post = prosessen.prosessen()
    hindring = _hindring()
    if _PROSESSKJEMA.er_aapent(planprosess.PROSESS):
        st.header(si("Hva slags plan er det?"), anchor=False)
        _slagene()
        _PROSESSKJEMA.vis()
        return
    visningen = prosessen.visning(lesing.i_dag())
    if aapent := _STEGSKJEMA.aapent:
        _ett_steg_endres(visningen, aapent.id, post.innhold.plantype)
        return
    st.header(si("Hvor er planen i prosessen?"), anchor=False)
    if not post.innhold.plantype:
        st.write(
            si(
                "Ingen har sagt hva slags plan det er ennå. Slaget avgjør hvilke steg loven krever, og "
                "hvor lenge de minst må vare."
            )
        )
        _slagene()
        _endre_planen(post, hindring, si("Velg slag plan"))
        return
    st.write(f"**{norsk.bokstavelig(prosessen.svaret(lesing.i_dag()))}**")
    _advarslene(visningen)
    _tidslinjen(visningen)
    _planen(post, hindring)
    _listen(visningen, post.innhold.plantype, hindring)


def _slagene() -> None:
    linjer = (f"{slag.navn}: {slag.om}" for slag in erklaert.plantyper().values())
    st.markdown(norsk.punktliste(linjer))


def _advarslene(visningen: tuple[Stegvisning, ...]) -> None:
    st.write(prosessen.advarslene_i_ord(visningen))
    for ett in visningen:
        for advarsel in ett.advarsler:
            tegn = "gavel" if advarsel.lov else "info"
            st.markdown(f":material/{tegn}: {norsk.bokstavelig(advarsel.tekst)}")


def _tidslinjen(visningen: tuple[Stegvisning, ...]) -> None:
    if not tidslinje.med_dag(visningen):
        return
    setning = tidslinje.i_ord(visningen)
    st.header(si("Når er stegene?"), anchor=False)
    st.write(setning)
    st.plotly_chart(
        tidslinje.figur(visningen, lesing.i_dag(), stil()),
        key="prosesslinje",
        config=figurer.OPPSETT,
        alt=setning,
    )
    with st.expander(si("Tidslinjen som tabell")):
        tabellvisning.enkel(prosessen.tabell(visningen), si("Stegene i planprosessen"))


def _planen(post, hindring: str) -> None:
    st.header(si("Hva slags plan er det?"), anchor=False)
    plan = post.innhold
    slag = erklaert.plantyper()[plan.plantype]
    navn = f"{plan.navn}. " if plan.navn else ""
    st.write(norsk.bokstavelig(f"{navn}{slag.navn}: {slag.om}"))
    _arkivet(plan)
    st.page_link(
        ROT / "pages" / "tiltak.py",
        label=si("Se versjonene av planen, og hva som er endret fra en til en annen"),
        query_params={"tema": "versjoner"},
    )
    _endre_planen(post, hindring, si("Endre planen"))


def _arkivet(plan: Planprosess) -> None:
    """Hva som er den rette kilden, når det som står her, er et annet."""
    deler = [
        si(
            "Saken i arkivet er den som gjelder. Det som står her, er et arbeidsverktøy, og erstatter "
            "ikke journalføring."
        )
    ]
    if plan.saksnr:
        deler.append(si("Saksnummer: {saksnr}.", saksnr=plan.saksnr))
    if plan.arkiv:
        deler.append(si("Saken ligger her: {arkiv}.", arkiv=plan.arkiv.rstrip(".")))
    st.write(norsk.bokstavelig(" ".join(deler)))


def _endre_planen(post, hindring: str, ledetekst: str) -> None:
    if hindring:
        st.markdown(norsk.bokstavelig(hindring))
        return
    st.button(
        ledetekst,
        icon=":material/edit:",
        on_click=_PROSESSKJEMA.aapne,
        args=(post,),
    )


def _listen(visningen: tuple[Stegvisning, ...], plantype: str, hindring: str) -> None:
    st.header(si("Hva er hvert steg?"), anchor=False)
    with rutenett():
        for ett in visningen:
            with st.container(border=True, gap="xsmall", height="stretch"):
                _steget(ett, plantype)
                if not hindring:
                    _endre_steget(ett)


def _endre_steget(ett: Stegvisning) -> None:
    st.button(
        si("Endre «{steg}»", steg=ett.erklaert.navn),
        key=f"endre_{ett.erklaert.id}",
        icon=":material/edit:",
        type="tertiary",
        on_click=_STEGSKJEMA.aapne,
        args=(ett.post,),
    )


def _steget(ett: Stegvisning, plantype: str) -> None:
    steg = ett.steg
    st.subheader(ett.erklaert.navn, anchor=False)
    naar = prosessen.naar(steg)
    varer = prosessen.varighet(steg)
    st.markdown(
        f"**{prosessen.TEGN[ett.stand]} {si(ett.stand)}** · {naar}"
        + (f" · {varer}" if varer else "")
    )
    st.markdown(ett.erklaert.hva)
    st.markdown(prosessen.kravet(ett.erklaert, plantype))
    if ett.erklaert.antakelse:
        st.markdown(
            f":material/help: {si('Antakelse: {tekst}', tekst=ett.erklaert.antakelse)}"
        )
    for advarsel in ett.advarsler:
        st.markdown(f":material/warning: {norsk.bokstavelig(advarsel.tekst)}")
    skrevet = [
        (felt.ledetekst, verdi)
        for felt in felt_i(Plansteg)
        if felt.navn in ("organ", "saksnr", "lenke", "merknad")
        and (verdi := getattr(steg, felt.navn))
    ]
    for ledetekst, verdi in skrevet:
        st.markdown(f"{ledetekst}: {norsk.bokstavelig(verdi)}")


def _ett_steg_endres(
    visningen: tuple[Stegvisning, ...], steg_id: str, plantype: str
) -> None:
    ett = next(ett for ett in visningen if ett.erklaert.id == steg_id)
    st.header(ett.erklaert.navn, anchor=False)
    st.write(ett.erklaert.hva)
    st.write(prosessen.kravet(ett.erklaert, plantype))
    _STEGSKJEMA.vis()
