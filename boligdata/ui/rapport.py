"""Siden Rapport: velg dokumentet, se delene, lag det, og last det ned."""

from collections.abc import Sequence

import streamlit as st

from boligdata import lesing
from boligdata.felles import maalform, norsk
from boligdata.felles.config import Brukerfeil
from boligdata.felles.maalform import si
from boligdata.innhold import maalgruppe
from boligdata.innhold.rapport import skriv
from boligdata.innhold.rapport.jobb import Jobb
from boligdata.innhold.rapport.lag import LENGSTE_FELT, Rapportvalg
from boligdata.innhold.rapport.oppsett import Dokumentslag, oppsettet
from boligdata.innhold.rapport.skriv import wordmal
from boligdata.ui import adressen
from boligdata.ui.ramme import norske_feil, papirfarger

_JOBB = "rapportjobb"
_SLAG = "rapport_slag"


def rapport() -> None:
    """Hele siden. Dokumentene lages av de publiserte tallene, også i ansattvisningen."""
    with lesing.publiserte_tall():
        slag = _slaget()
        st.write(norsk.bokstavelig(slag.hva))
        deler = _delene(slag)
        felter = _feltene(deler)
        periodetype, periode = _perioden()
        grupper, kode, tabeller, mal = _flere_valg()
        bestilt = Rapportvalg(
            slag.id, deler, periodetype, periode, grupper, felter, kode, tabeller
        )
    _lag_og_last_ned(bestilt, mal)


def _slaget() -> Dokumentslag:
    alle = oppsettet().slag
    valgt = adressen.knapper(
        si("Hva skal du lage?"),
        lambda: {id_: slag.navn for id_, slag in oppsettet().slag.items()},
        _SLAG,
    )
    return alle[valgt]


def _delene(slag: Dokumentslag) -> tuple[str, ...]:
    """Delene i dokumentet, alle valgt til brukeren tar bort noen."""
    st.header(si("Dette er med"), anchor=False)
    return tuple(
        id_
        for id_ in slag.deler
        if st.checkbox(
            norsk.bokstavelig(oppsettet().deler[id_].tittel),
            True,
            key=f"rapport_{slag.id}_{id_}",
        )
    )


def _feltene(deler: Sequence[str]) -> dict[str, str]:
    """Det brukeren selv skriver. Tomme felter blir stående i dokumentet med en veiledning."""
    ider = [felt for id_ in deler for felt in oppsettet().deler[id_].felter]
    if not ider:
        return {}
    st.header(si("Det du skriver selv"), anchor=False)
    st.caption(
        si(
            "Du kan også skrive det i Word etterpå. Det du skriver her, blir ikke lagret."
        )
    )
    return {id_: _feltet(id_) for id_ in ider}


def _feltet(id_: str) -> str:
    felt = oppsettet().felter[id_]
    return st.text_area(
        felt.navn,
        placeholder=felt.veiledning,
        max_chars=LENGSTE_FELT,
        key=f"rapport_felt_{id_}",
    )


def _perioden() -> tuple[str, str]:
    perioder = [
        (slag, periode)
        for slag in ("aar", "tertial")
        for periode in lesing.perioder(slag)["periode"].tolist()[::-1]
    ]
    return st.selectbox(
        si("Periode"),
        perioder,
        format_func=lambda en: norsk.stor(norsk.periode(en[1])),
        key="rapport_periode",
        width=300,
    )


def _flere_valg() -> tuple[tuple[str, ...], str, bool, bytes | None]:
    """Målgruppene som får hvert sitt kapittel, målformen, om tabellene er med, og malen til Word."""
    with st.expander(si("Flere valg"), icon=":material/tune:"):
        navn = lesing.verdier(maalgruppe.MAALGRUPPE)
        grupper = st.multiselect(
            si("Eget kapittel om"),
            list(navn),
            format_func=navn.get,
            key="rapport_maalgrupper",
            placeholder=si("Velg målgrupper"),
        )
        kode = st.segmented_control(
            si("Målform i dokumentet"),
            list(maalform.MAALFORMER),
            format_func=maalform.MAALFORMER.get,
            default=maalform.i_bruk(),
            required=True,
            key="rapport_maalform",
        )
        tabeller = st.toggle(
            si("Ta med tabellen under hver figur"), True, key="rapport_tabeller"
        )
        mal = _malen()
    return tuple(grupper), kode, tabeller, mal


def _malen() -> bytes | None:
    """Kommunens egen mal til Word, når den kan brukes."""
    fil = st.file_uploader(
        si("Kommunens Word-mal"),
        ["docx", "dotx"],
        key="rapport_mal",
        max_upload_size=10,
        help=si(
            "Dokumentet får stilene, logoen og margene i malen. Teksten i den er ikke med."
        ),
    )
    if fil is None:
        return None
    mal = fil.getvalue()
    try:
        wordmal.aapne(mal)
    except Brukerfeil as feil:
        st.error(norsk.bokstavelig(str(feil)))
        return None
    return mal


# ------------------------------------------------------------------------- lag og last ned


def _lag_og_last_ned(bestilt: Rapportvalg, mal: bytes | None) -> None:
    jobb: Jobb | None = st.session_state.get(_JOBB)
    if jobb and jobb.gaar:
        _framdriften()
        return
    st.button(
        si("Lag dokumentet"),
        type="primary",
        icon=":material/description:",
        on_click=_start,
        args=(bestilt, papirfarger(), mal),
        disabled=not (bestilt.deler or bestilt.maalgrupper),
        help=None if bestilt.deler or bestilt.maalgrupper else si("Velg minst én del."),
    )
    if jobb and jobb.feil:
        st.error(norsk.bokstavelig(jobb.feil))
    elif jobb and jobb.er_ferdig:
        _filene(jobb, bestilt)


def _start(bestilt: Rapportvalg, farger: tuple[str, ...], mal: bytes | None) -> None:
    st.session_state[_JOBB] = Jobb(bestilt, farger, word={"mal": mal}).start()


@st.fragment(run_every=0.5)
def _framdriften() -> None:
    """Hvor langt dokumentet er kommet. Bare dette tegnes på nytt mens det lages."""
    with norske_feil("Rapport"):
        jobb: Jobb = st.session_state[_JOBB]
        if not jobb.gaar:
            st.rerun()
        st.progress(min(jobb.andel, 1.0), text=norsk.bokstavelig(jobb.tekst))
        st.button(si("Avbryt"), on_click=jobb.avbryt, key="rapport_avbryt")


def _filene(jobb: Jobb, bestilt: Rapportvalg) -> None:
    st.header(si("Last ned"), anchor=False)
    if jobb.bestilt != bestilt:
        st.caption(
            si("Du har endret valgene etter at filene ble laget. Lag dem på nytt.")
        )
    with st.container(horizontal=True, key="rapportfiler"):
        for format_, (navn, fil) in jobb.filer.items():
            beskrevet = skriv.FORMATER[format_]
            st.download_button(
                si(beskrevet.navn),
                fil,
                navn,
                beskrevet.type,
                key=f"rapport_{format_}",
                on_click="ignore",
                icon=":material/download:",
            )
