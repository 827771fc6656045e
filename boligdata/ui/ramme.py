"""Det rundt siden: første start, kommune og tittel, filtrene, temaene, og norske meldinger når noe
går galt.
"""

import contextlib
import contextvars
import logging
import time
from collections.abc import Callable

import streamlit as st

from boligdata import lesing
from boligdata.doer import oppstart
from boligdata.felles import katalog, maalform, norsk
from boligdata.felles.config import Brukerfeil
from boligdata.innhold import gjelder
from boligdata.innhold.figurer import Stil
from boligdata.innhold.kort import Valg
from boligdata.lesing import ALLE
from boligdata.ui import adgang, adressen, filtermelding, maalet, merking

_TYPENAVN = {"aar": "År", "tertial": "Tertial"}
_nederst: contextvars.ContextVar[list[Callable[[], None]]] = contextvars.ContextVar(
    "nederst"
)
# Filtrene som virker på siden som vises. Et valg i et annet gjelder igjen på neste side.
_filtrene: contextvars.ContextVar[tuple[str, ...]] = contextvars.ContextVar(
    "filtrene", default=katalog.FILTRE
)

logg = logging.getLogger(__name__)


def klar() -> bool:
    """Sørg for at det finnes tall. Ved første start bygges de mens brukeren ser framdriften."""
    if not lesing.finnes():
        _bygg_foerste_gang()
    try:
        lesing.meta()
    except Brukerfeil as feil:
        st.error(norsk.bokstavelig(str(feil)))
        return False
    return True


def _topp(tittel: str) -> None:
    """Tittel, kommune og dato på én linje, og filtrene på samme sted på hver side."""
    meta = lesing.meta()
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key="topp"
    ):
        st.title(tittel, anchor=False, width="content")
        st.markdown(
            f"**{norsk.bokstavelig(meta.kommune)} kommune** · "
            f"Data til og med {norsk.dato(meta.per_dato)}",
            width="content",
        )
        if meta.fiktiv:
            st.badge("Fiktive data", color="orange")
        if meta.i_dag:
            st.markdown(f"Vist slik det var {norsk.dato(meta.i_dag)}", width="content")
        adgang.merk(tittel)
    if lesing.advarsel():
        st.warning(
            f"{norsk.bokstavelig(lesing.advarsel())} Tallene under er fra forrige publisering."
        )
    if _filtrene.get():
        _filtre()


def vis(side, filtre: tuple[str, ...] = katalog.FILTRE) -> None:
    """Vis toppen, kjør siden, og vis det den har lagt nederst. `filtre` er dem som virker på siden."""
    _filtrene.set(filtre)
    with norske_feil(side.title):
        _topp(side.title)
        valgt = valg() if filtre else None
        merking.merk(valgt)
        merke = _nederst.set([])
        try:
            with (
                adgang.loggfoert("visning", side.title, valgt),
                filtermelding.holdt_av(valgt),
            ):
                side.run()
                for vis_det in _nederst.get():
                    vis_det()
        finally:
            _nederst.reset(merke)


def nederst(vis_det: Callable[[], None]) -> None:
    """La noe stå nederst på siden, etter kortene: det bare noen skal lese, og som ellers ville skjøvet
    det første diagrammet ut av skjermen. Det samme står der bare én gang.
    """
    if vis_det not in _nederst.get():
        _nederst.get().append(vis_det)


@contextlib.contextmanager
def norske_feil(hva: str):
    """En feil gir en norsk melding, aldri en teknisk utskrift. `hva` går i loggen, og er aldri en
    verdi fra dataene.
    """
    try:
        with maalform.bruk(maalet.valgt()), adgang.tall():
            yield
    except Brukerfeil as feil:
        st.error(norsk.bokstavelig(str(feil)))
    except Exception:
        logg.exception("%s feilet", hva)
        st.error(
            "Noe gikk galt da siden skulle vises. Last siden på nytt. Skjer det igjen, si fra til den som "
            "drifter dashbordet, og oppgi hvilken side og hvilke valg det gjaldt."
        )


def valg() -> Valg:
    """Det brukeren har valgt i filtrene øverst."""
    periodetype = st.session_state.get("vis", "aar")
    perioder = lesing.perioder(periodetype)["periode"]
    periode = st.session_state.get(f"periode_{periodetype}", perioder.iloc[-1])
    return Valg(
        periodetype,
        periode,
        {filter_: st.session_state.get(filter_, ALLE) for filter_ in _filtrene.get()},
    )


def _filtre() -> None:
    """Filtrene på én linje. På en telefon er de foldet sammen til en knapp som sier hva som er valgt;
    knappen er skjult der det er plass til linjen.
    """
    foldet = not st.session_state.get("filtre_apne", False)
    plass = st.container(key="filterknapp")
    with st.container(key="filtre_foldet" if foldet else "filtre_apne_felt"):
        _filterlinje()
    with plass:
        valgt = valg()
        st.button(
            f"{norsk.stor(norsk.periode(valgt.periode))} · "
            f"{norsk.bokstavelig(gjelder.kort_sagt(valgt.valgte))}",
            icon=":material/tune:",
            key="vis_filtre",
            width="stretch",
            on_click=_fold,
            args=(not foldet,),
        )


def _fold(foldet: bool) -> None:
    st.session_state["filtre_apne"] = not foldet


def _filterlinje() -> None:
    with st.grid(
        columns="auto", min_column_width=135, vertical_alignment="bottom", key="filtre"
    ):
        ukjent = [adressen.foelg("vis", _TYPENAVN)]
        periodetype = st.segmented_control(
            "Vis tall per",
            list(_TYPENAVN),
            format_func=_TYPENAVN.get,
            default="aar",
            required=True,
            key="vis",
            bind="query-params",
            persist_state="session",
        )
        perioder = lesing.perioder(periodetype)["periode"].tolist()[::-1]
        periodenavn = {periode: norsk.periode(periode) for periode in perioder}
        ukjent.append(adressen.foelg(f"periode_{periodetype}", periodenavn, "periode"))
        st.selectbox(
            "Periode",
            perioder,
            format_func=norsk.periode,
            key=f"periode_{periodetype}",
            bind="query-params",
            persist_state="session",
        )
        navn = {filter_: lesing.filtervalg(filter_) for filter_ in _filtrene.get()}
        ukjent += [adressen.foelg(filter_, navn[filter_]) for filter_ in navn]
        satt = [
            filter_
            for filter_ in navn
            if st.session_state.get(filter_, next(iter(navn[filter_]), ALLE)) != ALLE
        ]
        for filter_ in navn:
            sperret = len(satt) >= 2 and filter_ not in satt
            _filter(filter_, navn[filter_], sperret)
    _si_fra(ukjent)


def _si_fra(ukjent: list[str]) -> None:
    """Det adressen ber om, som ikke finnes."""
    if meldinger := " ".join(filter(None, ukjent)):
        st.warning(meldinger)


def _filter(id: str, navn: dict[str, str], sperret: bool) -> None:
    st.selectbox(
        katalog.dimensjoner()[id].navn,
        list(navn),
        format_func=navn.get,
        key=id,
        bind="query-params",
        persist_state="session",
        disabled=sperret,
        help="Velg «Alle» i et av de andre filtrene først. Tre valg samtidig gir så små grupper at "
        "enkeltpersoner kunne kjennes igjen, og publiseres ikke."
        if sperret
        else None,
    )


def _bygg_foerste_gang() -> None:
    bygging = _bygging()
    bygging.start()
    st.title("Gjør klart dashbordet", anchor=False)
    st.write(
        "Dette er første gang dashbordet startes her. Tallene bygges fra uttrekkene, og "
        "det tar noen sekunder."
    )
    linje = st.progress(0.0, text="Starter")
    while bygging.gaar() or not (lesing.finnes() or bygging.feil):
        linje.progress(min(bygging.andel, 1.0), text=bygging.tekst)
        time.sleep(0.1)
    if bygging.feil:
        linje.empty()
        st.error(norsk.bokstavelig(bygging.feil))
        if st.button("Prøv igjen", type="primary"):
            st.rerun()
        st.stop()
    st.rerun()


@st.cache_resource(show_spinner=False)
def _bygging() -> oppstart.Bygging:
    return oppstart.Bygging()


def tema(side: str, *navn: str) -> str:
    """Del siden i temaer, ett om gangen, så hver skjerm svarer på ett spørsmål. Valget står i
    adressen.
    """
    key = f"{side}_tema"
    _si_fra([adressen.foelg(key, dict(zip(navn, navn)), "tema")])
    return st.segmented_control(
        "Tema",
        navn,
        default=navn[0],
        required=True,
        key=key,
        bind="query-params",
        label_visibility="collapsed",
    )


def rutenett():
    """Kort side om side på brede skjermer, under hverandre på smale."""
    return st.grid(columns="auto", min_column_width=430, gap="medium")


def stil() -> Stil:
    """Det figurene må vite om temaet."""
    tema = "dark" if st.context.theme.type == "dark" else "light"
    return Stil(
        moerk=tema == "dark",
        farger=tuple(st.get_option(f"theme.{tema}.chartCategoricalColors")),
    )
