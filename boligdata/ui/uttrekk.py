"""Nye uttrekk i Kilder og kvalitet: slipp filene, se hva som er galt og hva som endres, publiser, og angre.

Filene leses aldri her. De legges i utkastet, og sjekkes og publiseres i egne prosesser.
"""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from boligdata import lesing
from boligdata.arbeid.feltliste import ny_id
from boligdata.doer import adresse
from boligdata.doer.utkast import logg, mappen
from boligdata.doer.utkast.gangen import Gangen
from boligdata.felles import config, kilder, norsk, utkast
from boligdata.felles.config import Brukerfeil
from boligdata.felles.maalform import fast, si
from boligdata.ui import adgang, tabellvisning, uttrekksrapport
from boligdata.ui.ramme import norske_feil
from boligdata.ui.uttrekksrapport import SIDEN

_OMGANG, _GJORT = "uttrekksomgang", "uttrekk_gjort"
_FILTYPER = ["csv", "txt", "tsv", "xlsx", "xls", "xlsm", "xlsb", "ods", "json"]
# Den som bruker dashbordet uten innlogging, i loggen: id-en og navnet.
_EGEN_MASKIN = ("egen maskin", fast("den som brukte maskinen"))
_HENDELSER = {logg.PUBLISERT: fast("publisert"), logg.ANGRET: fast("angret")}
_GIKK_BRA = {
    logg.PUBLISERT: fast("De nye tallene er publisert, og vises på alle sidene."),
    logg.ANGRET: fast("Det som var publisert før, gjelder igjen på alle sidene."),
}


def nye_uttrekk() -> None:
    """Hele temaet, for den som får legge inn uttrekk. For andre står det hvorfor ikke."""
    st.header(si("Filer fra fagsystemene"), anchor=False)
    if hvorfor_ikke := _hindring():
        st.info(norsk.bokstavelig(hvorfor_ikke))
        return
    st.write(
        si(
            "Slipp filene fra fagsystemene her, med de navnene de har. De blir sjekket, og du ser hva som er "
            "galt og hva som endres. Ingenting publiseres før du sier det."
        )
    )
    if config.uttrekk_mappe() != config.egne_uttrekk():
        st.warning(
            si(
                "Kommunen er den oppdiktede Fjordvik. Filene blir lagt inn blant uttrekkene derfra, så dere "
                "kan se hvordan det virker. Bruk ikke virkelige opplysninger her: lag først data/inn med "
                "kommunens egen kommune.toml."
            )
        )
    gangen = _gangen()
    if gangen.publisering.i_gang or gangen.angring.i_gang:
        _framdriften()
        return
    _resultatet(gangen)
    if _er_opptatt():
        return
    _slipp_filer(gangen)
    if mappen.filer():
        _utkastet(gangen)
    else:
        _publisert(gangen)
    _leveringene()


def _hindring() -> str:
    """Hvorfor den som ser på, ikke kan legge inn uttrekk. Tom når det går.

    I ansattvisningen avgjør gruppen. Ellers er det bare den som bruker dashbordet alene på sin egen maskin.
    """
    if adgang.intern():
        if adgang.kan_publisere_uttrekk():
            return ""
        return si(
            "Du kan se tallene, men ikke legge inn nye. Trenger du det, ber du den som drifter dashbordet."
        )
    paa_egen_maskin = adresse.spurt_fra_egen_maskin(st.context.headers.to_dict())
    if paa_egen_maskin and not config.redigering():
        return ""
    return si(
        "Nye tall legges inn i ansattvisningen, av dem som har tilgang til det, eller på maskinen dashbordet "
        "går på."
    )


@st.cache_resource(show_spinner=False)
def _gangen() -> Gangen:
    return Gangen()


def _eier() -> str:
    """Hvem utkastet er i bruk av: den som er logget inn, eller den som bruker maskinen. En økt kan gå tapt,
    og da skal ikke brukeren stå i kø bak seg selv.
    """
    return _hvem()[0]


def _er_opptatt() -> bool:
    """Holder en annen på med utkastet? Da er det sagt, og brukeren kan ta over."""
    if not mappen.filer():
        return False
    try:
        mappen.ta(_eier())
    except mappen.Opptatt as opptatt:
        st.info(norsk.bokstavelig(str(opptatt)))
        st.button(si("Ta over"), on_click=_ta_over)
        return True
    return False


@norske_feil(SIDEN)
def _ta_over() -> None:
    mappen.ta_over(_eier())


def _slipp_filer(gangen: Gangen) -> None:
    omgang = st.session_state.setdefault(_OMGANG, ny_id())
    filene = st.file_uploader(
        si("Filer med uttrekk"),
        _FILTYPER,
        accept_multiple_files=True,
        key=f"uttrekk_{omgang}",
        max_upload_size=utkast.MEST_MB,
    )
    if not filene:
        return
    try:
        mappen.ta(_eier())
        mappen.legg_til((fil.name, fil.getvalue()) for fil in filene)
    except Brukerfeil as feil:
        st.error(norsk.bokstavelig(str(feil)))
        return
    # Et nytt felt: det gamle holder filene i minnet.
    st.session_state[_OMGANG] = ny_id()
    _sjekk_paa_nytt(gangen)


def _sjekk_paa_nytt(gangen: Gangen) -> None:
    gangen.sjekk_paa_nytt()
    st.rerun()


@st.fragment(run_every=0.5)
def _framdriften() -> None:
    """Hvor langt det som går, er kommet. Bare dette tegnes på nytt imens."""
    with norske_feil(SIDEN):
        gangen = _gangen()
        i_gang = [en for en in gangen.alle if en.i_gang]
        if not i_gang:
            st.rerun()
        st.progress(min(i_gang[0].andel, 1.0), text=si(i_gang[0].tekst))
        st.caption(
            si(
                "Det går videre om du forlater siden. Står det stille lenge, last siden på nytt."
            )
        )


# ------------------------------------------------------------------------------ utkastet


def _utkastet(gangen: Gangen) -> None:
    sjekk = gangen.sjekk
    if not sjekk.i_gang and sjekk.svar is None and sjekk.feil is None:
        gangen.sjekk_paa_nytt()
    if sjekk.i_gang:
        _framdriften()
        return
    if sjekk.feil:
        st.error(norsk.bokstavelig(si(sjekk.feil)))
        st.button(si("Prøv igjen"), on_click=gangen.sjekk_paa_nytt, key="sjekk")
        uttrekksrapport.filene_uten_svar(gangen.sjekk_paa_nytt)
    else:
        uttrekksrapport.vis(sjekk.svar, gangen.sjekk_paa_nytt)
        _publiser(gangen, sjekk.svar)
    st.button(
        si("Kast filene"), on_click=_kast, args=(gangen,), type="tertiary", key="kast"
    )


@norske_feil(SIDEN)
def _kast(gangen: Gangen) -> None:
    gangen.glem()
    mappen.kast()


def _publiser(gangen: Gangen, svar: Mapping) -> None:
    """Knappen som publiserer. En fil som er stoppet, ville tatt plassen til den som er i bruk."""
    kildene = uttrekksrapport.kildene(svar)
    stoppet = uttrekksrapport.stoppede(svar)
    st.header(si("Publiser"), anchor=False)
    if stoppet:
        navn = norsk.ramse(
            [norsk.liten_forbokstav(kilder.kilder()[id].navn) for id in stoppet]
        )
        st.info(
            si(
                "Rett eller ta bort det som er stoppet, før du publiserer: {uttrekk}.",
                uttrekk=navn,
            )
        )
    else:
        st.write(
            si(
                "Tallene regnes på nytt av alle uttrekkene, vernes og tas i bruk. Det kan angres etterpå. "
                "Rader som er satt til side, er ikke med."
            )
        )
    if st.button(si("Publiser"), type="primary", disabled=not kildene or bool(stoppet)):
        _sett_i_gang(gangen, kildene)


def _sett_i_gang(gangen: Gangen, kildene: Sequence[str]) -> None:
    try:
        gangen.publiser(_hvem(), kildene)
    except Brukerfeil as feil:
        st.error(norsk.bokstavelig(str(feil)))
        return
    st.session_state[_GJORT] = logg.PUBLISERT
    st.rerun()


def _hvem() -> tuple[str, str]:
    """Id-en og navnet i loggen."""
    if adgang.intern():
        return adgang.id_i_loggen(), adgang.navn()
    return _EGEN_MASKIN


def _resultatet(gangen: Gangen) -> None:
    """Hvordan det gikk med det brukeren satte i gang, og hva som kan gjøres når det ikke gikk."""
    gjort = st.session_state.pop(_GJORT, None)
    if feil := gangen.angring.feil:
        st.error(norsk.bokstavelig(si(feil)))
        st.button(si("Prøv igjen"), on_click=_angre, args=(gangen, ()), key="angre")
    elif feil := gangen.publisering.feil:
        st.error(norsk.bokstavelig(si(feil)))
        if not mappen.filer():
            # Filene kan alt være på plass. Da er det bare å gjøre det ferdig.
            st.button(
                si("Prøv igjen"), on_click=_publiser_igjen, args=(gangen,), key="igjen"
            )
    elif gjort:
        gangen.glem()
        st.success(si(_GIKK_BRA[gjort]))


@norske_feil(SIDEN)
def _publiser_igjen(gangen: Gangen) -> None:
    gangen.publiser(_hvem(), ())
    st.session_state[_GJORT] = logg.PUBLISERT


# ----------------------------------------------------------------------------- publisert


def _publisert(gangen: Gangen) -> None:
    """Det som er publisert herfra, og knappen som angrer det siste."""
    linjer = [linje for linje in logg.siste(10) if linje.hendelse in _HENDELSER]
    if lesing.kan_angres():
        with st.expander(si("Angre siste publisering")):
            st.write(
                si(
                    "Tallene som var publisert før, gjelder igjen. Filene som ble lagt inn sist, ligger her, "
                    "så de kan rettes og publiseres på nytt."
                )
            )
            siste = linjer[0].kilder if linjer else ()
            st.button(
                si("Ja, angre"), on_click=_angre, args=(gangen, siste), type="primary"
            )
    if linjer:
        st.header(si("Publisert herfra"), anchor=False)
        st.markdown(norsk.punktliste(map(_i_ord, linjer)))


@norske_feil(SIDEN)
def _angre(gangen: Gangen, kildene: Sequence[str]) -> None:
    gangen.glem()
    gangen.angre(_hvem(), kildene)
    st.session_state[_GJORT] = logg.ANGRET


def _leveringene() -> None:
    """Huskelisten: hva som skal leveres, av hvem, når det ventes, og hvordan det tas ut. Det som skulle ha
    kommet, står først.
    """
    sagt = mappen.kommunen().levering
    ferske = lesing.ferskhet()
    rekkefoelge = sorted(
        kilder.kilder().values(),
        key=lambda kilde: not (kilde.id in ferske and ferske[kilde.id].forsinket),
    )
    with st.expander(si("Hva som skal leveres, av hvem og når")):
        st.write(
            si(
                "Kommunen kan skrive hvem som leverer hvert uttrekk, og hvordan det tas ut, i kommune.toml. "
                "De samme fristene er med i varslene på e-post."
            )
        )
        kolonner = {
            si("Uttrekk"): [kilde.navn for kilde in rekkefoelge],
            si("Hvem leverer"): [
                sagt.get(kilde.id, {}).get("hvem", norsk.ramse(kilde.eiere))
                for kilde in rekkefoelge
            ],
            si("Når"): [_naar(kilde, ferske.get(kilde.id)) for kilde in rekkefoelge],
        }
        maater = [sagt.get(kilde.id, {}).get("hvordan") for kilde in rekkefoelge]
        if any(maater):
            kolonner[si("Hvordan")] = [maate or norsk.MANGLER for maate in maater]
        tabellvisning.enkel(
            pd.DataFrame(kolonner),
            si("Uttrekkene, hvem som leverer dem, når de ventes og hvordan de tas ut"),
        )


def _naar(kilde: kilder.Kilde, fersk: lesing.Ferskhet | None) -> str:
    if fersk is None:
        return si("Ikke levert, leveres {hyppighet}", hyppighet=kilde.hyppighet)
    maaned = norsk.maaned(fersk.ventes)
    if fersk.forsinket:
        return si("Skulle kommet i {maaned}", maaned=maaned)
    return si("Ventes i {maaned}", maaned=maaned)


def _i_ord(linje: logg.Linje) -> str:
    navn = [
        norsk.liten_forbokstav(kilder.kilder()[id].navn)
        for id in linje.kilder
        if id in kilder.kilder()
    ]
    tid = linje.tid.astimezone()
    naar = si(
        "{dato} klokken {klokken}: {hva} av {hvem}.",
        dato=norsk.dato(tid.date()),
        klokken=f"{tid:%H.%M}",
        hva=si(_HENDELSER[linje.hendelse]),
        hvem=si(linje.navn),
    )
    if not navn:
        return naar
    return f"{naar} {si('Det gjelder {kilder}.', kilder=norsk.ramse(navn))}"
