"""Versjonene av planen: loggen, hva som er endret fra en til en annen, og skjemaet som lager en ny."""

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import streamlit as st

from boligdata import lesing
from boligdata.arbeid.feltliste import ny_id
from boligdata.arbeid.lager import ArbeidFeil, Konflikt
from boligdata.felles import maalform, norsk
from boligdata.felles.maalform import fast, si
from boligdata.innhold.handlingsdel import i_ord, planen, rullering, versjonslogg
from boligdata.innhold.handlingsdel.rullering import (
    HOEYST,
    LEDETEKST,
    SKJEDD,
    Planversjon,
    Tiltaksendring,
)
from boligdata.innhold.planarbeid.register import KanIkkeLagres
from boligdata.ui import adressen, skjema, tabellvisning
from boligdata.ui.adressen import Navnene

_KAN_IKKE_GODKJENNE = fast(
    "Du kan ikke lage en versjon av planen. Trenger du det, ber du lederen din."
)
_TILSTAND = "versjonsskjema"
_NAA = fast("Slik planen er nå")


@dataclass
class _Versjonsskjema:
    """Et åpent skjema: nummeret versjonen får, tiltakene brukeren så, og endringens egen id.

    Id-en er den samme til det er lagret, så to trykk på «Lagre» er én versjon.
    """

    nr: int
    tiltak: tuple[tuple[str, int], ...]
    endring_id: str
    advarsel: str = ""


def versjoner() -> None:
    """Versjonsloggen, en sammenligning av to versjoner, og en ny versjon."""
    alle = rullering.versjoner()
    st.header(si("Hva er vedtatt?"), anchor=False)
    if alle:
        _loggen()
        _sammenligningen(alle)
    else:
        st.write(
            si(
                "Planen har ingen versjoner ennå. Lag en når planen er vedtatt: da kan alle se "
                "hva som ble vedtatt, og hva som er endret siden."
            )
        )
    _ny_versjon()


def _loggen() -> None:
    tabellvisning.enkel(
        versjonslogg.tabell(),
        si("Versjonene av planen: når de ble vedtatt, av hvem, og hva som ble endret."),
    )
    st.download_button(
        si("Last ned loggen som Excel"),
        maalform.med_seg(versjonslogg.excel),
        file_name="versjonslogg.xlsx",
        icon=":material/download:",
    )


# ---------------------------------------------------------------------- sammenligningen


def _sammenligningen(alle: Sequence[Planversjon]) -> None:
    st.header(si("Hva er endret?"), anchor=False)
    with maalform.bruk(maalform.BOKMAAL):
        noekler = list(_navn(alle))
    utgaver = dict(zip(noekler, (*alle, None)))
    navn = functools.partial(_velges, noekler, alle)
    with st.grid(
        columns="auto", min_column_width=240, vertical_alignment="bottom", key="sammen"
    ):
        fra = _velg(si("Fra"), "fra_versjon", noekler[:-1], noekler[-2], navn)
        # Bare det som er nyere enn «Fra», så svaret alltid er hva som har skjedd siden.
        nyere = noekler[noekler.index(fra) + 1 :]
        til = _velg(si("Til"), "til_versjon", nyere, noekler[-1], navn)
    endringer = rullering.sammenlign(utgaver[fra], utgaver[til])
    st.write(norsk.bokstavelig(rullering.i_ord(endringer)))
    if avvik := [en for en in endringer if en.avvik]:
        tiltak = norsk.med_ord(len(avvik), si("tiltak"))
        avviker = si("{tiltak} avviker fra vedtatt plan.", tiltak=tiltak)
        st.markdown(f":material/difference: {avviker}")
    for skjedd in SKJEDD:
        if under := [en for en in endringer if en.skjedd == skjedd]:
            with st.expander(
                f"{norsk.stor(si(skjedd))}: {len(under)}", expanded=skjedd in SKJEDD[:4]
            ):
                st.markdown("\n".join(map(_i_listen, under)))


def _navn(alle: Sequence[Planversjon]) -> Iterator[str]:
    """Navnet på hver utgave, den eldste først, og planen slik den er nå til sist."""
    yield from map(rullering.navn, alle)
    yield si(_NAA)


def _velges(noekler: list[str], alle: Sequence[Planversjon]) -> dict[str, str]:
    """Utgavene etter navnet på bokmål, som valget og lenken kjenner dem ved, med navnet som vises."""
    return dict(zip(noekler, _navn(alle)))


def _velg(
    ledetekst: str, noekkel: str, valg: list[str], forvalg: str, navn: Navnene
) -> str:
    return adressen.liste(
        ledetekst,
        lambda: {en: navn()[en] for en in valg},
        noekkel,
        forvalg=forvalg,
    )


def _i_listen(endring: Tiltaksendring) -> str:
    avvik = f"    - :material/difference: **{norsk.bokstavelig(endring.avvik)}**"
    return "\n".join(
        [
            f"- **{norsk.bokstavelig(_en_linje(i_ord.navn(endring.tiltak)))}**",
            *([avvik] if endring.avvik else []),
            *(
                f"    - {norsk.bokstavelig(_en_linje(setning))}"
                for setning in endring.setninger
            ),
        ]
    )


def _en_linje(tekst: str) -> str:
    """Et linjeskift ville avsluttet punktet i listen."""
    return " ".join(tekst.split())


# ------------------------------------------------------------------------ en ny versjon


def _ny_versjon() -> None:
    st.header(si("Ny versjon"), anchor=False)
    if hindring := skjema.hindring("godkjenne", ikke_rettighet=_KAN_IKKE_GODKJENNE):
        st.markdown(norsk.bokstavelig(hindring))
    elif _TILSTAND in st.session_state:
        _skjemaet(st.session_state[_TILSTAND])
        st.button(si("Avbryt"), on_click=_lukk, key="avbryt_versjon")
    else:
        st.write(
            si(
                "Når planen er vedtatt på nytt, lagres den som en versjon. Det som er lagret "
                "slik, kan ingen endre."
            )
        )
        st.button(si("Lag en ny versjon"), icon=":material/add:", on_click=_aapne)


def _aapne() -> None:
    st.session_state[_TILSTAND] = _Versjonsskjema(
        len(rullering.versjoner()) + 1, rullering.slik_planen_er(), ny_id()
    )


def _lukk() -> None:
    st.session_state.pop(_TILSTAND, None)


def _skjemaet(aapent: _Versjonsskjema) -> None:
    if aapent.advarsel:
        st.warning(norsk.bokstavelig(aapent.advarsel))
    dag = lesing.i_dag()
    with st.form(f"versjon_{aapent.endring_id}"):
        st.write(
            si(
                "Versjon {nr} blir planen slik den er nå, med {tiltak}.",
                nr=aapent.nr,
                tiltak=norsk.med_ord(len(aapent.tiltak), si("tiltak")),
            )
        )
        tekster = {
            "navn": _tekst("navn", si("Handlingsdel {aar}", aar=dag.year)),
            "organ": _tekst("organ", si("Kommunestyret")),
            "saksnr": _tekst("saksnr"),
            "hoering": _avsnitt("hoering"),
            "tekst": _avsnitt("tekst"),
        }
        dato = st.date_input(
            _ledetekst("dato"), dag, max_value=dag, format="DD.MM.YYYY", key="v_dato"
        )
        hvem = skjema.hvem()
        if not st.form_submit_button(si("Lagre versjonen"), type="primary"):
            return
    versjon = Planversjon(aapent.nr, dato=dato, tiltak=aapent.tiltak, **tekster)
    _lagre(aapent, versjon, hvem)


def _ledetekst(felt: str) -> str:
    return si(LEDETEKST[felt])


def _tekst(felt: str, forslag: str = "") -> str:
    return st.text_input(
        _ledetekst(felt), forslag, max_chars=HOEYST[felt], key=f"v_{felt}"
    )


def _avsnitt(felt: str) -> str:
    return st.text_area(_ledetekst(felt), max_chars=HOEYST[felt], key=f"v_{felt}")


def _lagre(aapent: _Versjonsskjema, versjon: Planversjon, hvem: str) -> None:
    if endret := _endret_imens(aapent):
        aapent.advarsel = endret
        aapent.tiltak = rullering.slik_planen_er()
        st.rerun()
    try:
        rullering.lagre(versjon, aapent.endring_id, hvem)
    except KanIkkeLagres as feil:
        skjema.si_hva_som_er_galt(feil.feil)
    except Konflikt as konflikt:
        _noen_kom_foer(aapent, konflikt)
        st.rerun()
    except ArbeidFeil as feil:
        st.error(norsk.bokstavelig(feil.melding))
    else:
        _lukk()
        st.toast(si("Versjon {nr} er lagret.", nr=versjon.nr), icon=":material/check:")
        st.rerun()


def _endret_imens(aapent: _Versjonsskjema) -> str:
    """Hva andre har endret etter at skjemaet ble åpnet. Det som lagres, skal være det brukeren så."""
    sett = dict(aapent.tiltak)
    naa = dict(rullering.slik_planen_er())
    endret = [id_ for id_ in {**naa, **sett} if sett.get(id_) != naa.get(id_)]
    if not endret:
        return ""
    titler = [i_ord.navn(planen.post(id_).tiltak) for id_ in endret[:5]]
    flere = [si("{antall} til", antall=len(endret) - 5)] if len(endret) > 5 else []
    return si(
        "Det er ikke lagret: planen er endret etter at du åpnet skjemaet. Dette er nytt: {tiltak}. Se "
        "gjennom det, og lagre igjen hvis det skal være med.",
        tiltak=norsk.ramse(titler + flere),
    )


def _noen_kom_foer(aapent: _Versjonsskjema, konflikt: Konflikt) -> None:
    foer = rullering.versjoner()[aapent.nr - 1]
    aapent.advarsel = si(
        "Det er ikke lagret: {hvem} har laget {versjonen} ({vedtatt}), etter at du åpnet skjemaet. Er det "
        "det samme vedtaket, trykker du «Avbryt». Er det et nytt vedtak, lagrer du igjen.",
        hvem=konflikt.deres.hvem,
        versjonen=norsk.liten_forbokstav(rullering.navn(foer)),
        vedtatt=rullering.vedtatt(foer),
    )
    aapent.nr = len(rullering.versjoner()) + 1
    aapent.endring_id = ny_id()
