"""Siden Tiltak: handlingsdelen som liste, tidslinje og penger, og hvert tiltak for seg."""

import itertools
from collections.abc import Iterable

import streamlit as st

from boligdata import lesing
from boligdata.arbeid import eksport
from boligdata.arbeid.tiltak import Tiltak
from boligdata.felles import maalform, norsk, plankoder
from boligdata.felles.maalform import fast, si
from boligdata.innhold import figurer
from boligdata.innhold.handlingsdel import (
    dom,
    i_ord,
    planen,
    rullering,
    tidslinje,
)
from boligdata.innhold.handlingsdel.planen import Planpost
from boligdata.ui import adressen, skjema, tabellvisning, tiltaksskjema
from boligdata.ui.adressen import Navnene
from boligdata.ui.ramme import stil

AAPENT = "tiltak"
_PER_SIDE = 40
_ALLE = ""


def _maalet(tiltak: Tiltak) -> list[str]:
    return [": ".join(tiltak.maal)] if tiltak.maal else []


def _gruppene(tiltak: Tiltak) -> list[str]:
    return [i_ord.kode("maalgruppe", gruppe) for gruppe in tiltak.maalgrupper]


def _aaret(tiltak: Tiltak) -> list[str]:
    return [str(tiltak.frist.til.year)] if tiltak.frist.til else []


# Det listen kan ordnes etter, og overskriftene et tiltak da står under.
_ORDEN = {
    "maal": (fast("Mål"), _maalet),
    "ansvarlig": (fast("Ansvarlig"), lambda tiltak: list(tiltak.ansvarlige)),
    "maalgruppe": (fast("Målgruppe"), _gruppene),
    "aar": (fast("Året det skal være ferdig"), _aaret),
}


def ett_tiltak() -> bool:
    """Vis tiltaket som er åpnet, med historien og skjemaet. Usann når ingen er åpnet."""
    poster = planen.poster()
    navn = {_ALLE: si("Alle tiltak")} | {
        post.tiltak.id: i_ord.navn(post.tiltak) for post in poster
    }
    # Id-en står i adressen, ikke tittelen: den kan endres, og to tiltak kan ha den samme.
    i_adressen = st.query_params.get(AAPENT, _ALLE)
    st.session_state[AAPENT] = i_adressen if i_adressen in navn else _ALLE
    valgt = st.selectbox(
        si("Åpne et tiltak"),
        list(navn),
        format_func=navn.get,
        key=AAPENT,
        on_change=_aapne_valgt,
    )
    if not valgt:
        return False
    _tiltaket(next(post for post in poster if post.tiltak.id == valgt))
    return True


def _aapne_valgt() -> None:
    _aapne(st.session_state[AAPENT])


def _aapne(tiltak_id: str) -> None:
    if tiltak_id:
        st.query_params[AAPENT] = tiltak_id
    else:
        st.query_params.pop(AAPENT, None)


# ------------------------------------------------------------------------------ utvalget


def tiltaksliste() -> None:
    """Tiltakene under hvert mål, med filtre."""
    valgte = _utvalget()
    st.write(_antall_i_ord(valgte))
    if valgte:
        st.download_button(
            si("Last ned som Excel"),
            maalform.med_seg(
                lambda: eksport.til_excel([post.tiltak for post in valgte])
            ),
            file_name="handlingsdel.xlsx",
            icon=":material/download:",
        )
    etter = adressen.liste(
        si("Ordne etter"),
        _ordner,
        "ordne_etter",
    )
    rader = _ordnet(valgte, etter)
    side = _bla(len(rader))
    vises = rader[side * _PER_SIDE : (side + 1) * _PER_SIDE]
    for overskrift, under in itertools.groupby(vises, key=lambda rad: rad[0]):
        st.header(norsk.bokstavelig(overskrift), anchor=False)
        for _, post in under:
            _rad(post, overskrift)


def _ordner() -> dict[str, str]:
    return {kode: si(navn) for kode, (navn, _) in _ORDEN.items()}


def _ordnet(valgte: list[Planpost], etter: str) -> list[tuple[str, Planpost]]:
    """Tiltakene under hver overskrift. Et tiltak med to ansvarlige står under begge."""
    _, overskrifter = _ORDEN[etter]
    uten = si(i_ord.IKKE_FYLT_UT)
    rader = [
        (overskrift, post)
        for post in valgte
        for overskrift in overskrifter(post.tiltak) or [uten]
    ]
    rekkefoelge = dict.fromkeys(overskrift for overskrift, _ in rader)
    if etter != "maal":
        rekkefoelge = dict.fromkeys(sorted(rekkefoelge))
    plass = {overskrift: nr for nr, overskrift in enumerate(rekkefoelge)}
    plass[uten] = len(plass)
    return sorted(rader, key=lambda rad: plass[rad[0]])


def tidslinjen() -> None:
    """Når tiltakene varer, og milepælene i dem."""
    tiltak = [post.tiltak for post in _utvalget()]
    dag = lesing.i_dag()
    setning = tidslinje.i_ord_for_alle(tiltak, dag)
    st.header(si("Når skal tiltakene være gjort?"), anchor=False)
    st.write(setning)
    if tidslinje.med_tid(tiltak):
        st.plotly_chart(
            tidslinje.figur(tiltak, dag, stil()),
            key="tidslinje",
            config=figurer.OPPSETT,
            alt=setning,
        )
        with st.expander(si("Tidslinjen som tabell")):
            tabellvisning.enkel(
                tidslinje.tabell(tiltak, dag), si("Milepælene i tidslinjen")
            )


def _utvalget() -> list[Planpost]:
    """Tiltakene som passer med filtrene. Filtrene står i adressen."""
    poster = planen.poster()
    with st.grid(
        columns="auto", min_column_width=160, vertical_alignment="bottom", key="utvalg"
    ):
        sok = st.text_input(si("Søk i tiltakene"), key="sok", bind="query-params")
        eier = _velg(si("Ansvarlig"), "ansvarlig", _eierne)
        gruppe = _velg(si("Målgruppe"), "gruppe", lambda: plankoder.navn("maalgruppe"))
        status = _velg(si("Status"), "status", lambda: plankoder.navn("tiltaksstatus"))
    return [
        post
        for post in poster
        if _inneholder(post.tiltak, sok)
        and eier in (_ALLE, *post.tiltak.ansvarlige)
        and gruppe in (_ALLE, *post.tiltak.maalgrupper)
        and status in (_ALLE, post.tiltak.status.verdi)
    ]


def _eierne() -> dict[str, str]:
    return {eier: eier for eier in planen.ansvarlige()}


def _velg(ledetekst: str, noekkel: str, navn: Navnene) -> str:
    return adressen.liste(ledetekst, lambda: {_ALLE: si("Alle")} | navn(), noekkel)


def _inneholder(tiltak: Tiltak, sok: str) -> bool:
    ord_ = sok.casefold().split()
    tekst = " ".join((i_ord.navn(tiltak), tiltak.hensikt, *tiltak.maal)).casefold()
    return all(ett in tekst for ett in ord_)


def _antall_i_ord(valgte: list[Planpost]) -> str:
    if not valgte:
        return si("Ingen tiltak passer med valgene over.")
    per_status = [
        f"{norsk.tall(antall)} {norsk.liten_forbokstav(navn)}"
        for kode, navn in plankoder.navn("tiltaksstatus").items()
        if (antall := sum(post.tiltak.status.verdi == kode for post in valgte))
    ]
    tiltak = norsk.med_ord(len(valgte), si("tiltak"))
    return f"{tiltak}: {norsk.ramse(per_status)}."


def _bla(antall: int) -> int:
    """Hvilken side av listen som vises, fra 0."""
    sider = max(1, -(-antall // _PER_SIDE))
    if sider == 1:
        return 0
    return (
        st.segmented_control(
            si("Side"),
            list(range(1, sider + 1)),
            default=1,
            required=True,
            key="listeside",
            bind="query-params",
        )
        - 1
    )


def _rad(post: Planpost, under: str) -> None:
    tiltak = post.tiltak
    with st.container(border=True, gap="xsmall"):
        st.button(
            f"**{norsk.bokstavelig(i_ord.navn(tiltak))}**",
            key=f"aapne_{tiltak.id}_{under}",
            type="tertiary",
            on_click=_aapne,
            args=(tiltak.id,),
        )
        dommen = dom.bedoem(tiltak, lesing.i_dag())
        meldt = i_ord.kode("tiltaksstatus", tiltak.status.verdi)
        st.markdown(
            f"**{dommen.ikon} {dommen.tekst}** · {si('Meldt: {status}', status=meldt)}"
        )
        if dommen.viktigste_grunn and dommen.dom != "naadd":
            flagg = ":material/flag: " if dommen.uenig else ""
            st.markdown(f"{flagg}{norsk.bokstavelig(dommen.viktigste_grunn)}")
        _avviket(tiltak)
        st.markdown(
            " · ".join(
                norsk.bokstavelig(del_)
                for del_ in (
                    si("Frist: {frist}", frist=i_ord.frist(tiltak.frist)),
                    si(
                        "Ansvarlig: {ansvarlige}",
                        ansvarlige=i_ord.ramse(tiltak.ansvarlige),
                    ),
                    si("Penger: {penger}", penger=i_ord.penger(tiltak)),
                )
            )
        )


def _avviket(tiltak: Tiltak) -> None:
    """Er tiltaket endret etter at det ble vedtatt politisk, må det synes."""
    if avvik := rullering.avvik_i_ord(tiltak.id):
        st.markdown(f":material/difference: {norsk.bokstavelig(avvik)}")


# ------------------------------------------------------------------------- ett tiltak


def _tiltaket(post: Planpost) -> None:
    tiltak = post.tiltak
    st.button(
        si("Tilbake til alle tiltak"),
        icon=":material/arrow_back:",
        on_click=_aapne,
        args=(_ALLE,),
    )
    st.header(norsk.bokstavelig(i_ord.navn(tiltak)), anchor=False)
    if tiltaksskjema.SKJEMA.er_aapent(tiltak.id):
        tiltaksskjema.SKJEMA.vis()
        return
    hindring = skjema.hindring()
    if hindring:
        st.markdown(norsk.bokstavelig(hindring))
    else:
        st.button(
            si("Endre tiltaket"),
            icon=":material/edit:",
            on_click=tiltaksskjema.SKJEMA.aapne,
            args=(post,),
        )
    dommen = dom.bedoem(tiltak, lesing.i_dag())
    st.markdown(f"**{dommen.ikon} {dommen.tekst}**")
    st.markdown(norsk.punktliste(dommen.grunner))
    _avviket(tiltak)
    for overskrift, linjer in _deler(tiltak):
        st.subheader(si(overskrift), anchor=False)
        for ledetekst, tekst in linjer:
            st.markdown(f"**{ledetekst}:** {norsk.bokstavelig(tekst)}")
    _milepaelene(tiltak)
    tiltaksskjema.SKJEMA.historien(tiltak.id, None if hindring else post)


def _deler(tiltak: Tiltak) -> Iterable[tuple[str, list[tuple[str, str]]]]:
    """Overskriftene på siden til et tiltak, med det som er fylt ut under hver av dem."""
    for overskrift, felter in tiltaksskjema.DELER.items():
        linjer = [
            (felt.ledetekst, tekst)
            for felt in felter
            if felt.navn not in ("tittel", "nr", "milepaeler")
            and (tekst := i_ord.verdi(felt, getattr(tiltak, felt.navn)))
        ]
        if linjer:
            yield overskrift, linjer


def _milepaelene(tiltak: Tiltak) -> None:
    st.subheader(si("Milepæler"), anchor=False)
    if not tiltak.milepaeler:
        st.write(si("Tiltaket har ingen milepæler."))
        return
    tabell = tidslinje.tabell([tiltak], lesing.i_dag()).drop(columns=si("Tiltak"))
    tabellvisning.enkel(tabell, si("Milepælene i tiltaket"))
