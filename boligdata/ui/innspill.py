"""Innspillene i høringen: det alle kan se, og i ansattvisningen hvert innspill, svaret og skjemaet.

Id-en til et innspill står aldri i adressen. Filen som lastes ned, har bare det alle kan se, uansett hvem
som laster den ned: en fil blir sendt videre.
"""

import functools
from collections.abc import Sequence

import streamlit as st

from boligdata.arbeid import innspill as innspillet
from boligdata.arbeid.feltliste import ny_id
from boligdata.arbeid.innspill import FELT, Innspill
from boligdata.felles import maalform, norsk, plankoder
from boligdata.felles.config import ROT
from boligdata.felles.maalform import fast, si
from boligdata.innhold.handlingsdel.i_ord import indikatornavn
from boligdata.innhold.planarbeid import endringer, hoeringstabell, innspillene
from boligdata.innhold.planarbeid.register import Registerpost
from boligdata.innhold.rapport import skriv
from boligdata.ui import (
    adgang,
    innspillsinntak,
    kortsteder,
    skjema,
    sletting,
    tabellvisning,
)
from boligdata.ui.skjema import Skjema

_SIDER = ROT / "pages"
_AAPNET = "innspill_aapnet"
_PER_SIDE = 40
_ALLE = ""
DELER = skjema.deler(
    FELT,
    {
        fast("Innspillet"): (
            *("nr", "mottatt", "avsenderslag", "avsender", "kapittel", "tema"),
            *("sammendrag", "arkiv"),
        ),
        fast("Svaret"): ("vurdering", "anbefaling", "endring", "kan_vises"),
        fast("Hva det førte til"): ("planversjon", "tiltak"),
        fast("Andre kolonner i filen"): ("ord",),
        fast("Ta ut innspillet"): ("fjernet",),
    },
)
_BARE_ANSATTE = fast(
    "Innspill skrives inn og vurderes i ansattvisningen, der bare ansatte ser dem."
)
_BARE_LESES = fast(
    "Innspillene kan bare leses her. Den som drifter dashbordet, kan åpne for endringer."
)
_IKKE_RETTIGHET = fast(
    "Du ser det alle kan se av innspillene, men kan ikke skrive dem inn eller vurdere dem. Trenger du det, "
    "ber du lederen din."
)


class Lenker:
    """Lenkene på siden. Den samme lenken er der én gang: den neste gangen er det bare ordene, så to lenker
    aldri heter det samme for den som hører siden.
    """

    def __init__(self):
        self._vist: set[str] = set()

    def vis(self, side: str, tekst: str, tegn: str, **adresse: str) -> None:
        """Lenken til en side, med det som skal stå i adressen."""
        synlig = norsk.bokstavelig(tekst)
        if tekst in self._vist:
            st.markdown(f":material/{tegn}: {synlig}")
            return
        self._vist.add(tekst)
        st.page_link(
            _SIDER / f"{side}.py",
            label=synlig,
            icon=f":material/{tegn}:",
            query_params=adresse or None,
        )


def hindring() -> str:
    """Hvorfor den som ser på, ikke kan skrive inn eller endre innspill. Tom når det går."""
    if not adgang.intern():
        return si(_BARE_ANSATTE)
    return skjema.hindring(bare_leses=_BARE_LESES, ikke_rettighet=_IKKE_RETTIGHET)


SKJEMA = Skjema(
    "innspillskjema",
    innspillene.REGISTER,
    DELER,
    endringer.endringer,
    endringer.verdi,
    {"planversjon": endringer.versjonsvalg, "tiltak": innspillene.tiltaksvalg},
    hindring,
)


def hoeringen() -> None:
    """Innspillene: hvor mange, om hva, hva kommunen svarte, og hva som ble endret."""
    if adgang.intern() and not hindring():
        _for_ansatte()
    else:
        _for_alle()


def om_arkivet() -> None:
    """Hva som er den rette kilden til et innspill."""
    st.write(
        si(
            "Arkivet har innspillene slik de kom, og er kilden. Her står et sammendrag, svaret, og hva "
            "som ble endret."
        )
    )


# ---------------------------------------------------------------------- det alle kan se


def _for_alle() -> None:
    alle = innspillene.aapne()
    st.header(si("Hva mener de som har svart på høringen?"), anchor=False)
    st.write(f"**{norsk.bokstavelig(innspillene.i_ord(alle))}**")
    om_arkivet()
    if alle:
        _tellingen(alle)
        _nedlastingen()
        andre = [ett for ett in alle if not ett.er_privat]
        if andre:
            st.header(
                si("Fra organisasjoner, råd, staten og enheter"),
                anchor=False,
            )
            lenker = Lenker()
            for ett in andre:
                with st.container(border=True, gap="xsmall"):
                    _innspillet(ett, lenker)
        _fra_private(alle)
    st.write(norsk.bokstavelig(hindring()))


def _fra_private(alle: Sequence[Innspill]) -> None:
    tabell = innspillene.private(alle)
    if tabell.empty:
        return
    st.header(si("Fra privatpersoner"), anchor=False)
    st.write(
        si(
            "Navnene og det de skrev, vises ikke. Her står hva det handlet om, og hva kommunen svarte."
        )
    )
    tabellvisning.enkel(tabell, si("Innspillene fra privatpersoner"))


def _tellingen(alle: Sequence[Innspill]) -> None:
    st.header(si("Hva handler de om?"), anchor=False)
    tabellvisning.enkel(
        innspillene.antall(alle),
        si("Hvor mange innspill det er om hvert tema, fra hvert slag avsender"),
    )


def _nedlastingen() -> None:
    """Tabellen til saksframlegget, laget av det alle kan se."""
    st.write(
        si(
            "Tabellen til saksframlegget har bare det alle kan se, så den kan sendes videre."
        )
    )
    with st.container(horizontal=True):
        for format_ in ("word", "excel"):
            slag = skriv.FORMATER[format_]
            st.download_button(
                si("Last ned som {format}", format=si(slag.navn)),
                maalform.med_seg(functools.partial(_filen, format_)),
                file_name=f"innspill.{slag.endelse}",
                mime=slag.type,
                icon=":material/download:",
                key=f"hoeringstabell_{format_}",
            )


def _filen(format_: str) -> bytes:
    return skriv.skriv(hoeringstabell.dokument(), format_)


def _innspillet(ett: Innspill, lenker: Lenker) -> None:
    st.markdown(f"**{norsk.bokstavelig(innspillene.navn(ett))}**")
    merker = [innspillene.slaget(ett), innspillene.temaet(ett)]
    if ett.mottatt:
        merker.append(si("Mottatt {dato}", dato=norsk.dato(ett.mottatt)))
    st.markdown(norsk.bokstavelig(" · ".join(merker)))
    anbefaling = norsk.bokstavelig(innspillene.anbefalingen(ett))
    st.markdown(f":material/gavel: **{anbefaling}**")
    for navn in ("kapittel", "sammendrag", "vurdering", "endring"):
        if tekst := getattr(ett, navn).strip():
            st.markdown(f"**{FELT[navn].ledetekst}:** {norsk.bokstavelig(tekst)}")
    traaden(lenker, ett.tiltak, endringer.versjonsnavn(ett.planversjon))


def traaden(
    lenker: Lenker,
    tiltak: Sequence[str],
    versjon: str,
    indikatorer: Sequence[str] | None = None,
) -> None:
    """Fra det som ble sagt, til versjonen av planen, tiltaket og tallet det skal virke på."""
    if versjon:
        kom_med = si("Kom med i {versjon}", versjon=versjon)
        lenker.vis("tiltak", kom_med, "history", tema="versjoner")
    for id_, navn in innspillene.tiltakene(tiltak).items():
        lenker.vis("tiltak", si("Tiltak {navn}", navn=navn), "checklist", tiltak=id_)
    if indikatorer is None:
        indikatorer = innspillene.indikatorene(tiltak)
    for id_ in indikatorer:
        tallet(lenker, id_)


def tallet(lenker: Lenker, indikator: str) -> None:
    """Lenken til kortet om tallet."""
    sted = kortsteder.steder().get(indikator)
    navn = si("Tallet: {navn}", navn=indikatornavn(indikator))
    if sted is None:
        st.markdown(f":material/monitoring: {norsk.bokstavelig(navn)}")
        return
    lenker.vis(sted.side, navn, "monitoring")


# ------------------------------------------------------------------------- for ansatte


def _for_ansatte() -> None:
    if aapent := SKJEMA.aapent:
        navn = innspillet.i_ord(aapent.begynner_med)
        ny = si("Nytt innspill")
        st.header(norsk.bokstavelig(navn if aapent.versjon else ny), anchor=False)
        SKJEMA.vis()
        return
    poster = innspillene.REGISTER.poster()
    aapnet = st.session_state.get(_AAPNET, _ALLE)
    post = next((post for post in poster if post.innhold.id == aapnet), None)
    if post:
        _ett_innspill(post)
        return
    alle = innspillene.alle()
    st.header(si("Hva mener de som har svart på høringen?"), anchor=False)
    st.write(f"**{norsk.bokstavelig(innspillene.i_ord(alle))}**")
    om_arkivet()
    if like := innspillene.like_numre(alle):
        st.warning(norsk.bokstavelig(like))
    st.button(
        si("Skriv inn et innspill"),
        icon=":material/add:",
        on_click=_aapne_nytt,
    )
    if st.checkbox(
        si("Hent inn innspill fra en fil eller en tabell"), key="hent_innspill"
    ):
        innspillsinntak.hent_inn()
    if alle:
        _tellingen(alle)
        _nedlastingen()
        _listen(poster)


def _aapne_nytt() -> None:
    SKJEMA.aapne_ny(innspillene.nytt(ny_id()))


def _listen(poster: Sequence[Registerpost[Innspill]]) -> None:
    st.header(si("Alle innspillene"), anchor=False)
    with st.grid(columns="auto", min_column_width=160, key="innspillutvalg"):
        valgt = {
            felt: _velg(felt)
            for felt in ("avsenderslag", "innspillstema", "anbefaling")
        }
    vist = [
        post
        for post in poster
        if valgt["avsenderslag"] in (_ALLE, post.innhold.avsenderslag)
        and valgt["innspillstema"] in (_ALLE, post.innhold.tema)
        and valgt["anbefaling"] in (_ALLE, post.innhold.anbefaling)
    ]
    if not vist:
        st.write(si("Ingen innspill passer med valgene over."))
    for post in vist[:_PER_SIDE]:
        _rad(post.innhold)
    if len(vist) > _PER_SIDE:
        st.write(
            si(
                "{antall} til får ikke plass: velg færre over.",
                antall=len(vist) - _PER_SIDE,
            )
        )


def _velg(kodeliste: str) -> str:
    navn = {_ALLE: si("Alle")} | plankoder.navn(kodeliste)
    return st.selectbox(
        plankoder.kodelister()[kodeliste].navn,
        list(navn),
        format_func=navn.get,
        key=f"innspill_{kodeliste}",
    )


def _rad(ett: Innspill) -> None:
    with st.container(border=True, gap="xsmall"):
        st.button(
            f"**{norsk.bokstavelig(innspillene.navn(ett))}**",
            key=f"aapne_innspill_{ett.id}",
            type="tertiary",
            on_click=_aapne,
            args=(ett.id,),
        )
        merker = (
            innspillene.slaget(ett),
            innspillene.temaet(ett),
            innspillene.anbefalingen(ett),
        )
        st.markdown(norsk.bokstavelig(" · ".join(merker)))


def _aapne(innspill_id: str) -> None:
    st.session_state[_AAPNET] = innspill_id


def _ett_innspill(post: Registerpost[Innspill]) -> None:
    ett = post.innhold
    st.button(
        si("Tilbake til alle innspillene"),
        icon=":material/arrow_back:",
        on_click=_aapne,
        args=(_ALLE,),
    )
    st.header(norsk.bokstavelig(innspillene.navn(ett)), anchor=False)
    st.button(
        si("Endre innspillet"),
        icon=":material/edit:",
        on_click=SKJEMA.aapne,
        args=(post,),
    )
    if ett.er_privat:
        st.info(
            si(
                "Navnet, sammendraget og vurderingen er bare for ansatte. Alle kan se temaet, "
                "anbefalingen og endringen."
            )
        )
    for overskrift, felter in DELER.items():
        linjer = [
            (felt, tekst)
            for felt in felter
            if felt.navn not in ("fjernet", "tiltak", "planversjon")
            and (tekst := endringer.verdi(felt, getattr(ett, felt.navn)))
        ]
        if linjer:
            st.subheader(si(overskrift), anchor=False)
        for felt, tekst in linjer:
            st.markdown(f"**{felt.ledetekst}:** {norsk.bokstavelig(tekst)}")
    st.subheader(si("Hva det førte til"), anchor=False)
    traaden(Lenker(), ett.tiltak, endringer.versjonsnavn(ett.planversjon))
    if not (ett.tiltak or ett.planversjon):
        st.write(
            si(
                "Innspillet er ikke knyttet til noe tiltak eller noen versjon av planen."
            )
        )
    SKJEMA.historien(ett.id)
    sletting.sletting(innspillene.REGISTER, post, hindring)
