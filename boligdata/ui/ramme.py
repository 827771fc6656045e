"""Det rundt siden: første start, kommune og tittel, filtrene, temaene, og norske meldinger når noe
går galt.
"""

import contextlib
import contextvars
import functools
import logging
import time
from collections.abc import Callable

import streamlit as st

from boligdata import lesing
from boligdata.doer import adresse, maalinger, oppstart
from boligdata.felles import katalog, maalform, norsk
from boligdata.felles.config import Brukerfeil
from boligdata.felles.maalform import fast, si
from boligdata.innhold import gjelder, naermest
from boligdata.innhold.figurer import Stil
from boligdata.innhold.kort import Valg
from boligdata.lesing import ALLE
from boligdata.ui import (
    adgang,
    adressen,
    filtermelding,
    kortsteder,
    maalet,
    merking,
    moeteknapp,
)
from boligdata.ui.folding import fold_sammen, foldet_paa_smale

_TYPENAVN = {"aar": fast("År"), "tertial": fast("Tertial")}
_nederst: contextvars.ContextVar[list[Callable[[], None]]] = contextvars.ContextVar(
    "nederst"
)
# Filtrene som virker på siden som vises. Et valg i et annet gjelder igjen på neste side.
_filtrene: contextvars.ContextVar[tuple[str, ...]] = contextvars.ContextVar(
    "filtrene", default=katalog.FILTRE
)
# Kortene på siden som vises: indikatorene og fordelingen i hvert.
_kortene: contextvars.ContextVar[tuple] = contextvars.ContextVar("kortene", default=())

logg = logging.getLogger(__name__)


def klar() -> bool:
    """Sørg for at det finnes tall. Ved første start bygges de mens brukeren ser framdriften, når de ikke
    hentes fra en annen maskin.
    """
    if not lesing.finnes() and not lesing.speilet():
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
            si(
                "**{kommune} kommune** · Data til og med {dato}",
                kommune=norsk.bokstavelig(meta.kommune),
                dato=norsk.dato(meta.per_dato),
            ),
            width="content",
        )
        if meta.fiktiv:
            st.badge(si("Fiktive data"), color="orange")
        if meta.i_dag:
            st.markdown(
                si("Vist slik det var {dato}", dato=norsk.dato(meta.i_dag)),
                width="content",
            )
        adgang.merk(tittel)
    if lesing.advarsel():
        st.warning(
            si(
                "{advarsel} Tallene under er fra forrige publisering.",
                advarsel=norsk.bokstavelig(lesing.advarsel()),
            )
        )
    if _filtrene.get():
        _filtre()


def vis(side, tittel: str, filtre: tuple[str, ...] = katalog.FILTRE) -> None:
    """Vis toppen, kjør siden, og vis det den har lagt nederst. `tittel` er på bokmål, så loggene er like i
    begge målformer. `filtre` er dem som virker på siden.
    """
    _filtrene.set(filtre)
    # Forsiden har ingen kort, og adressen til den er tom.
    _kortene.set(kortsteder.kortene(side.url_path) if side.url_path else ())
    navn = side.url_path or adresse.FORSIDE
    with maalinger.skriptet(navn), norske_feil(tittel):
        _siden(side, tittel, bool(filtre))


def _siden(side, tittel: str, med_filtre: bool) -> None:
    with adressen.siden(side.url_path) as ukjent:
        maalet.velger()
        _topp(si(tittel))
        plass = st.empty()
        valgt = valg() if med_filtre else None
        merking.merk(valgt)
        merke = _nederst.set([])
        try:
            with (
                adgang.loggfoert("visning", tittel, valgt),
                filtermelding.holdt_av(valgt),
            ):
                with moeteknapp.paa_siden(side.url_path, tittel, valgt):
                    side.run()
                for vis_det in _nederst.get():
                    vis_det()
        finally:
            _nederst.reset(merke)
    if ukjent:
        plass.warning(" ".join(ukjent))


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
        maalinger.feilet()
        st.error(
            si(
                "Noe gikk galt da siden skulle vises. Last siden på nytt. Skjer det igjen, si fra til den "
                "som drifter dashbordet, og oppgi hvilken side og hvilke valg det gjaldt."
            )
        )


def valg() -> Valg:
    """Det brukeren har valgt i filtrene øverst."""
    periodetype = st.session_state.get("vis", "aar")
    *_, siste = lesing.periodenumre(periodetype)
    periode = st.session_state.get(f"periode_{periodetype}", siste)
    return Valg(
        periodetype,
        periode,
        {filter_: st.session_state.get(filter_, ALLE) for filter_ in _filtrene.get()},
    )


def i_adressen(valgt: Valg) -> dict[str, str]:
    """Det som er valgt, slik det står i adressen. Det vanlige står ikke der."""
    perioden = f"periode_{valgt.periodetype}"
    valgene = {
        "vis": (valgt.periodetype, _typenavn()),
        perioden: (valgt.periode, _periodene(valgt.periodetype)),
    } | {id: (verdi, lesing.filtervalg(id)) for id, verdi in valgt.valgte.items()}
    return {
        id: adressen.i_adressen(verdi, navn)
        for id, (verdi, navn) in valgene.items()
        if verdi != next(iter(navn))
    }


def _filtre() -> None:
    """Filtrene på én linje."""
    with foldet_paa_smale("filtre", _valgt_i_filtrene):
        _filterlinje()


def _valgt_i_filtrene() -> str:
    valgt = valg()
    verdiene = [
        lesing.dimensjon(egenskap)[verdi] for egenskap, verdi in valgt.valgte.items()
    ]
    deler = (
        norsk.stor(norsk.periode(valgt.periode)),
        *(verdiene or [gjelder.kort_sagt({})]),
    )
    return norsk.bokstavelig("\N{NO-BREAK SPACE}· ".join(deler))


def _filterlinje() -> None:
    with st.grid(
        columns="auto", min_column_width=135, vertical_alignment="bottom", key="filtre"
    ):
        periodetype = adressen.knapper(si("Vis tall per"), _typenavn, "vis")
        adressen.liste(
            si("Periode"),
            functools.partial(_periodene, periodetype),
            f"periode_{periodetype}",
            slag="periode",
        )
        navn = {filter_: lesing.filtervalg(filter_) for filter_ in _filtrene.get()}
        for filter_ in navn:
            adressen.foelg(filter_, functools.partial(lesing.filtervalg, filter_))
        valgt = {
            filter_: st.session_state.get(filter_, next(iter(navn[filter_]), ALLE))
            for filter_ in navn
        }
        for filter_ in navn:
            _filter(filter_, navn[filter_], valgt)


def _typenavn() -> dict[str, str]:
    return {typen: si(navn) for typen, navn in _TYPENAVN.items()}


def _periodene(periodetype: str) -> dict[str, str]:
    """De ferdige periodene, den siste først."""
    perioder = lesing.perioder(periodetype)["periode"].tolist()[::-1]
    return {periode: norsk.periode(periode) for periode in perioder}


def _filter(id: str, navn: dict[str, str], valgte: dict[str, str]) -> None:
    """Filteret, uten det som ikke gir noe sammen med det som er valgt i de andre. Det som er valgt, er
    alltid med: et valg skal aldri endre seg av et annet.
    """
    andre = {
        annet: verdi for annet, verdi in valgte.items() if verdi != ALLE and annet != id
    }
    borte = _gir_ikke_noe(id, andre) - {valgte[id]}
    tre = len(andre) >= 2 and valgte[id] == ALLE
    ingen = bool(borte) and {*navn} - borte == {ALLE}
    adressen.liste(
        katalog.dimensjoner()[id].navn,
        lambda: {kode: tekst for kode, tekst in navn.items() if kode not in borte},
        id,
        disabled=tre or ingen,
        help=_hvorfor(tre, ingen, bool(borte), andre),
    )


def _hvorfor(tre: bool, ingen: bool, noe: bool, andre: dict[str, str]) -> str | None:
    """Hvorfor ikke alt kan velges i et filter, eller None."""
    valgt = norsk.bokstavelig(norsk.ramse(gjelder.filtrene(andre)))
    if tre:
        return si(
            "Velg «Alle» i et av de andre filtrene først. Tre valg samtidig gir så små grupper at "
            "enkeltpersoner kunne kjennes igjen, og publiseres ikke."
        )
    if ingen:
        return si(
            "Ingen tall på siden er delt på dette sammen med {valgt}. Velg «Alle» der først.",
            valgt=valgt,
        )
    if noe:
        return si(
            "Det som ikke har egne tall sammen med {valgt}, er ikke med i listen.",
            valgt=valgt,
        )
    return None


def _gir_ikke_noe(id: str, andre: dict[str, str]) -> frozenset[str]:
    if len(andre) != 1:
        return frozenset()
    valgt = valg()
    return naermest.uten_egne_tall(
        _kortene.get(), id, valgt.periodetype, valgt.periode, tuple(andre.items())
    )


def _bygg_foerste_gang() -> None:
    bygging = _bygging()
    bygging.start()
    st.title(si("Gjør klart dashbordet"), anchor=False)
    st.write(
        si(
            "Dette er første gang dashbordet startes her. Tallene bygges fra uttrekkene, og "
            "det tar noen sekunder."
        )
    )
    linje = st.progress(0.0, text=si(bygging.tekst))
    while bygging.i_gang:
        linje.progress(min(bygging.andel, 1.0), text=si(bygging.tekst))
        time.sleep(0.1)
    if bygging.feil:
        linje.empty()
        st.error(norsk.bokstavelig(si(bygging.feil)))
        if st.button(si("Prøv igjen"), type="primary"):
            st.rerun()
        st.stop()
    st.rerun()


@st.cache_resource(show_spinner=False)
def _bygging() -> oppstart.Bygging:
    return oppstart.Bygging()


def tema(side: str, **navn: str) -> str:
    """Del siden i temaer, ett om gangen, så hver skjerm svarer på ett spørsmål. Valget står i
    adressen. Et tema er navnet på bokmål, også når det vises på nynorsk. På en telefon er temaene foldet
    sammen igjen når et av dem er valgt.
    """
    with foldet_paa_smale(
        "tema", lambda: si("Tema: {tema}", tema=si(navn[valgt])), "toc"
    ):
        valgt = adressen.knapper(
            si("Tema"),
            lambda: {kode: si(tekst) for kode, tekst in navn.items()},
            f"{side}_tema",
            parameter="tema",
            foer=f"{side}_tema",
            slag="tema",
            label_visibility="collapsed",
            on_change=fold_sammen,
            args=("tema",),
        )
    return navn[valgt]


def overskrift(tekst: str) -> None:
    """Overskriften på en del av siden. Sidene gir teksten på bokmål."""
    st.header(si(tekst), anchor=False)


def avsnitt(tekst: str) -> None:
    """Det siden sier med egne ord, ett eller flere avsnitt. Sidene gir teksten på bokmål."""
    st.markdown(si(tekst))


def rutenett():
    """Kort side om side på brede skjermer, under hverandre på smale."""
    return st.grid(columns="auto", min_column_width=430, gap="medium")


def papirfarger() -> tuple[str, ...]:
    """Fargene til seriene i et dokument. Papiret er alltid lyst."""
    return tuple(st.get_option("theme.light.chartCategoricalColors"))


def stil() -> Stil:
    """Det figurene må vite om temaet."""
    tema = "dark" if st.context.theme.type == "dark" else "light"
    return Stil(
        moerk=tema == "dark",
        farger=tuple(st.get_option(f"theme.{tema}.chartCategoricalColors")),
    )
