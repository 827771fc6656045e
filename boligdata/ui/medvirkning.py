"""Medvirkningen: hva folk har sagt, ved siden av tallene de snakker om, og skjemaet for ansatte."""

from collections.abc import Sequence

import streamlit as st

from boligdata.arbeid.feltliste import ny_id
from boligdata.arbeid.medvirkning import FELT, Medvirkning
from boligdata.felles import katalog, norsk
from boligdata.felles.maalform import fast, si
from boligdata.innhold.planarbeid import endringer, innspillene, medvirkningene
from boligdata.innhold.planarbeid.register import Registerpost
from boligdata.ui import adgang, innspill, skjema, sletting
from boligdata.ui.ramme import valg
from boligdata.ui.skjema import Skjema

DELER = skjema.deler(
    FELT,
    {
        fast("Hvem og hvordan"): (
            *("dato", "medvirkende", "hvem", "kanal", "antall"),
            *("maalgrupper", "tjenester"),
        ),
        fast("Hva de sa"): ("sagt", "kan_vises", "indikatorer"),
        fast("Hva det førte til"): ("endret", "planversjon", "tiltak"),
        fast("Ta ut medvirkningen"): ("fjernet",),
    },
)
_BARE_ANSATTE = fast("Medvirkning skrives inn i ansattvisningen.")
_BARE_LESES = fast(
    "Medvirkningen kan bare leses her. Den som drifter dashbordet, kan åpne for endringer."
)
_IKKE_RETTIGHET = fast(
    "Du ser det alle kan se av medvirkningen, men kan ikke skrive den inn. Trenger du det, ber du "
    "lederen din."
)


def _hindring() -> str:
    if not adgang.intern():
        return si(_BARE_ANSATTE)
    return skjema.hindring(bare_leses=_BARE_LESES, ikke_rettighet=_IKKE_RETTIGHET)


def _indikatorvalg() -> dict[str, str]:
    return {id_: ett.navn for id_, ett in katalog.indikatorer().items()}


_SKJEMA = Skjema(
    "medvirkningsskjema",
    medvirkningene.REGISTER,
    DELER,
    endringer.endringer,
    endringer.verdi,
    {
        "planversjon": endringer.versjonsvalg,
        "tiltak": innspillene.tiltaksvalg,
        "indikatorer": _indikatorvalg,
    },
    _hindring,
)


def medvirkningen() -> None:
    """Hva de planen er for, og tjenestene, har sagt, og hva det endret."""
    if _SKJEMA.aapent and not _hindring():
        st.header(si("Medvirkningen"), anchor=False)
        _SKJEMA.vis()
        return
    st.header(si("Hva har de planen er for, sagt?"), anchor=False)
    alle = medvirkningene.aapne()
    st.write(f"**{norsk.bokstavelig(medvirkningene.i_ord(alle))}**")
    lenker = innspill.Lenker()
    kan_skrive = adgang.intern() and not _hindring()
    if kan_skrive:
        st.button(
            si("Skriv inn medvirkning"),
            icon=":material/add:",
            on_click=_aapne_ny,
        )
        for post in medvirkningene.REGISTER.poster():
            _for_ansatte(post, lenker)
        return
    for en in alle:
        with st.container(border=True, gap="xsmall"):
            utsagnet(en)
            _foerte_til(en, lenker)
    st.write(norsk.bokstavelig(_hindring()))


def _aapne_ny() -> None:
    _SKJEMA.aapne_ny(Medvirkning(ny_id()))


def _for_ansatte(post: Registerpost[Medvirkning], lenker: innspill.Lenker) -> None:
    en = post.innhold
    with st.container(border=True, gap="xsmall"):
        utsagnet(en)
        if not en.kan_vises:
            st.markdown(
                f":material/lock: {si('Det de sa, er bare for ansatte: ingen har sagt at det kan vises.')}"
            )
        _foerte_til(en, lenker)
        st.button(
            si("Endre «{navn}»", navn=norsk.bokstavelig(medvirkningene.navn(en))),
            key=f"endre_medvirkning_{en.id}",
            icon=":material/edit:",
            type="tertiary",
            on_click=_SKJEMA.aapne,
            args=(post,),
        )
        _SKJEMA.historien(en.id)
        sletting.sletting(medvirkningene.REGISTER, post, _hindring)


def utsagnet(en: Medvirkning) -> None:
    """Hvem som sa det, hvordan, og hva de sa."""
    st.markdown(f"**{norsk.bokstavelig(medvirkningene.navn(en))}**")
    hvordan = medvirkningene.hvordan(en)
    gruppene = medvirkningene.gruppene(en)
    st.markdown(norsk.bokstavelig(" · ".join(filter(None, (hvordan, gruppene)))))
    if en.sagt:
        st.markdown(f":material/format_quote: {norsk.bokstavelig(en.sagt)}")
    if en.endret:
        ledetekst = si("Det endret dette")
        st.markdown(f"**{ledetekst}:** {norsk.bokstavelig(en.endret)}")


def _foerte_til(en: Medvirkning, lenker: innspill.Lenker) -> None:
    versjon = endringer.versjonsnavn(en.planversjon)
    innspill.traaden(lenker, en.tiltak, versjon, ())
    _tallene(en.indikatorer, lenker)


def sagt_av(gruppe: str) -> None:
    """Det målgruppen har sagt, på siden om den. Ingenting når den ikke har sagt noe."""
    alle = medvirkningene.for_maalgruppe(gruppe)
    if not alle:
        return
    st.header(si("Hva har de selv sagt?"), anchor=False)
    lenker = innspill.Lenker()
    for en in alle:
        with st.container(border=True, gap="xsmall"):
            utsagnet(en)
            _tallene(en.indikatorer, lenker)


def _tallene(indikatorer: Sequence[str], lenker: innspill.Lenker) -> None:
    """Tallene de snakker om, med det tallet sier nå. På siden om målgruppen er det hennes tall."""
    for id_ in indikatorer:
        innspill.tallet(lenker, id_)
        if setning := medvirkningene.tallet_i_ord(id_, valg()):
            st.markdown(norsk.bokstavelig(setning))
