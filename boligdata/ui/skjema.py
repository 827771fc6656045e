"""Skjemaet der det brukerne skriver, endres: feltene slik de er erklært, hvem som endrer og hvorfor,
lagringen, og skjermen når to har endret det samme. Likt for tiltak, innspill og resten.
"""

import dataclasses
import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import streamlit as st

from boligdata.arbeid import flett
from boligdata.arbeid.feltliste import Felt, felt_i, ny_id
from boligdata.arbeid.lager import ArbeidFeil, Konflikt
from boligdata.doer import adresse
from boligdata.felles import config, norsk, plankoder
from boligdata.felles.maalform import fast, si
from boligdata.innhold.handlingsdel import i_ord, planen
from boligdata.innhold.planarbeid.register import KanIkkeLagres, Register, Registerpost
from boligdata.ui import adgang

P = TypeVar("P")
# Feltene, under overskriften de står under.
Deler = Mapping[str, Sequence[Felt]]
# Det som kan velges i et felt, med navnene: {id: navn}.
Valgene = Callable[[], Mapping[str, str]]

HVEM = "hvem_endrer"
_BARE_LESES = fast(
    "Handlingsdelen kan bare leses her. Den som drifter dashbordet, kan åpne for endringer."
)
_IKKE_RETTIGHET = fast(
    "Du kan lese handlingsdelen, men ikke endre den. Trenger du det, ber du lederen din."
)
_TIDLIGST, _SENEST = dt.date(1990, 1, 1), dt.date(2100, 12, 31)


def hindring(
    rettighet: str = "redigere",
    bare_leses: str = _BARE_LESES,
    ikke_rettighet: str = _IKKE_RETTIGHET,
) -> str:
    """Hvorfor den som ser på, ikke kan endre noe. Tom når det kan endres.

    I ansattvisningen er det gruppen som avgjør. Ellers er det bare den som bruker dashbordet på sin
    egen maskin, om ikke innstillingen sier noe annet. `bare_leses` er det den som bare kan lese, får
    vite, og `ikke_rettighet` det en ansatt uten rettigheten får vite.
    """
    if sperre := planen.lager().skrivesperre:
        return sperre
    if config.redigering() == "ingen":
        return si(bare_leses)
    if adgang.intern():
        return "" if adgang.kan(rettighet) else si(ikke_rettighet)
    paa_egen_maskin = adresse.spurt_fra_egen_maskin(st.context.headers.to_dict())
    aapent = config.redigering() == "alle" or paa_egen_maskin
    return "" if aapent else si(bare_leses)


def deler(felt: Mapping[str, Felt], under: Mapping[str, Sequence[str]]) -> Deler:
    """Feltene under hver overskrift, når de er skrevet med navnene sine."""
    return {
        overskrift: tuple(felt[navn] for navn in felter)
        for overskrift, felter in under.items()
    }


@dataclass
class _Aapent(Generic[P]):
    """Et åpent skjema: versjonen brukeren så, det skjemaet begynner med, og endringens egen id.

    Id-en er den samme til det er lagret, så to trykk på «Lagre» er én endring. En ny post har versjon 0.
    """

    id: str
    versjon: int
    begynner_med: P
    endring_id: str
    konflikt: Konflikt | None = None


@dataclass(frozen=True)
class Skjema(Generic[P]):
    """Skjemaet til ett slag poster. `navn` er nøkkelen i økten.

    `endringer` er hva som er endret fra en utgave til en annen, i setninger, `verdi` er et felt i ord, og
    `valgene` er feltene der verdien velges fra noe annet enn en kodeliste.
    """

    navn: str
    register: Register[P]
    deler: Deler
    endringer: Callable[[P, P], Iterable[str]]
    verdi: Callable[[Felt, object], str] = i_ord.verdi
    valgene: Mapping[str, Valgene] = field(default_factory=dict)
    hindring: Callable[[], str] = hindring

    def er_aapent(self, objekt_id: str) -> bool:
        """Er skjemaet til posten åpent?"""
        aapent = self.aapent
        return aapent is not None and aapent.id == objekt_id

    @property
    def aapent(self) -> _Aapent[P] | None:
        """Skjemaet som er åpent, om noe er det."""
        return st.session_state.get(self.navn)

    def aapne(self, post: Registerpost[P], begynner_med: P | None = None) -> None:
        """Åpne skjemaet med posten slik den er, eller slik den var i en tidligere versjon."""
        innhold = begynner_med or post.innhold
        self._aapne(post.innhold.id, post.versjon, innhold)

    def aapne_ny(self, innhold: P) -> None:
        """Åpne skjemaet for noe som ikke er lagret før."""
        self._aapne(innhold.id, 0, innhold)

    def _aapne(self, objekt_id: str, versjon: int, innhold: P) -> None:
        aapent = _Aapent(objekt_id, versjon, innhold, ny_id())
        st.session_state[self.navn] = aapent

    def lukk(self) -> None:
        """Lukk skjemaet uten å lagre."""
        st.session_state.pop(self.navn, None)

    def vis(self) -> None:
        """Det åpne skjemaet, eller valgene når noen andre har lagret imens."""
        aapent = self.aapent
        if hvorfor_ikke := self.hindring():
            st.error(norsk.bokstavelig(hvorfor_ikke))
        elif aapent.konflikt:
            self._konflikten(aapent)
        else:
            self._skjemaet(aapent)
        st.button(si("Avbryt"), on_click=self.lukk, key="avbryt")

    def _skjemaet(self, aapent: _Aapent[P]) -> None:
        feil: list[str] = []
        with st.form(f"skjema_{aapent.endring_id}"):
            verdier = {}
            for overskrift, felter in self.deler.items():
                synlige = [felt for felt in felter if felt.slag in _FELTENE]
                if not synlige:
                    continue
                st.subheader(si(overskrift), anchor=False)
                skrevet, galt = feltene(
                    synlige, aapent.begynner_med, aapent.endring_id, self.valgene
                )
                verdier |= skrevet
                feil += galt
            hvorfor = st.text_input(si("Hvorfor endres det?"), max_chars=1_000)
            hvem_ = hvem()
            if not st.form_submit_button(si("Lagre"), type="primary"):
                return
        if feil:
            si_hva_som_er_galt(feil)
            return
        innhold = dataclasses.replace(aapent.begynner_med, **verdier)
        self._lagre(aapent, innhold, aapent.versjon, hvem_, hvorfor)

    def _lagre(
        self,
        aapent: _Aapent[P],
        innhold: P,
        sett_versjon: int,
        hvem: str,
        hvorfor: str,
    ) -> None:
        try:
            self.register.lagre(innhold, sett_versjon, aapent.endring_id, hvem, hvorfor)
        except KanIkkeLagres as feil:
            si_hva_som_er_galt(feil.feil)
        except Konflikt as konflikt:
            aapent.konflikt = konflikt
            aapent.endring_id = ny_id()
            st.rerun()
        except ArbeidFeil as feil:
            st.error(norsk.bokstavelig(feil.melding))
        else:
            self.lukk()
            st.toast(si("Endringen er lagret."), icon=":material/check:")
            st.rerun()

    # -------------------------------------------------------------------------- historien

    def historien(
        self, objekt_id: str, kan_hentes_til: Registerpost[P] | None = None
    ) -> None:
        """Hva som er endret i posten, av hvem og når, den nyeste først. Med `kan_hentes_til` kan en
        tidligere versjon hentes fram i skjemaet, over posten slik den er nå.
        """
        alle = self.register.historien(objekt_id)
        with st.expander(si("Historie")):
            for naa, foer in itertools.zip_longest(alle, alle[1:]):
                versjonen = si(
                    "Versjon {nr}, {dato}, {hvem}.",
                    nr=naa.versjon,
                    dato=norsk.dato(naa.tid.date()),
                    hvem=i_ord.historie(naa.hvem),
                )
                hvorfor = norsk.bokstavelig(i_ord.historie(naa.hvorfor))
                st.markdown(f"**{norsk.bokstavelig(versjonen)}** {hvorfor}")
                endret = self.endringer(foer and foer.innhold, naa.innhold)
                st.markdown(norsk.punktliste(endret))
                if kan_hentes_til and naa.versjon != kan_hentes_til.versjon:
                    st.button(
                        si("Hent fram versjon {nr}", nr=naa.versjon),
                        key=f"hent_{objekt_id}_{naa.versjon}",
                        on_click=self.aapne,
                        args=(kan_hentes_til, naa.innhold),
                    )

    # ------------------------------------------------------------ når to endrer det samme

    def _konflikten(self, aapent: _Aapent[P]) -> None:
        konflikt = aapent.konflikt
        mitt, deres = (
            self.register.les(innhold)
            for innhold in (konflikt.endring.innhold, konflikt.deres.innhold)
        )
        start = self._utgangspunktet(konflikt, aapent.id)
        st.warning(norsk.bokstavelig(konflikt.melding))
        for overskrift, innhold in (
            (si("Dette endret du"), mitt),
            (
                si("Dette endret {hvem}", hvem=i_ord.historie(konflikt.deres.hvem)),
                deres,
            ),
        ):
            st.markdown(f"**{norsk.bokstavelig(overskrift)}**")
            st.markdown(norsk.punktliste(self.endringer(start, innhold)))
        flettet = flett.flett(*map(self.register.som_dict, (start, mitt, deres)))
        felter = {felt.navn: felt for felt in felt_i(self.register.klasse)}
        svar = {}
        for nr, valg in enumerate(flettet.valg):
            navn = {
                "mitt": self._i_valget(valg.felt, mitt),
                "deres": self._i_valget(valg.felt, deres),
            }
            svar[valg.felt] = st.radio(
                si(
                    "{felt}: hva skal gjelde?",
                    felt=felter[valg.felt[0]].ledetekst,
                ),
                list(navn),
                format_func=navn.get,
                key=f"valg_{aapent.endring_id}_{nr}",
            )
        if not flettet.valg:
            st.write(si("De to endringene er på hver sin kant, og kan lagres sammen."))
        if st.button(si("Lagre begge, slik det er valgt her"), type="primary"):
            self._lagre_flettet(aapent, flettet.avgjort(svar))
        if st.button(si("Lagre bare det jeg skrev")):
            self._lagre_flettet(aapent, konflikt.endring.innhold)
        st.caption(si("Med «Avbryt» blir det slik den andre lagret det."))

    def _utgangspunktet(self, konflikt: Konflikt, objekt_id: str) -> P:
        """Det brukeren begynte på. To kan ha skrevet det første om det samme: da er det tomt."""
        if konflikt.utgangspunkt:
            return self.register.les(konflikt.utgangspunkt.innhold)
        return self.register.klasse(objekt_id)

    def _lagre_flettet(self, aapent: _Aapent[P], innhold: dict) -> None:
        endring = aapent.konflikt.endring
        versjon = aapent.konflikt.deres.versjon
        post = self.register.les(innhold)
        self._lagre(aapent, post, versjon, endring.hvem, endring.hvorfor)

    def _i_valget(self, vei: tuple[str, ...], innhold: P) -> str:
        """Det som står på veien i denne posten, til å velge mellom."""
        felt = {felt.navn: felt for felt in felt_i(self.register.klasse)}[vei[0]]
        verdi = getattr(innhold, felt.navn)
        if felt.slag == "poster" and len(vei) > 1:
            verdi = tuple(del_ for del_ in verdi if getattr(del_, "id", None) == vei[1])
        # En radioknapp leser Markdown i teksten.
        return norsk.bokstavelig(self.verdi(felt, verdi) or si(i_ord.IKKE_FYLT_UT))


def hvem() -> str:
    """Navnet til den som endrer: den som er logget inn, eller det som skrives."""
    if adgang.intern():
        return adgang.navn()
    return st.text_input(
        si("Navnet ditt"),
        key=HVEM,
        persist_state="session",
        max_chars=200,
        help=si("Navnet står i historien, så andre vet hvem de kan spørre."),
    )


def si_hva_som_er_galt(feil: Sequence[str]) -> None:
    """Si hva som må rettes før det kan lagres, i hele setninger."""
    linjer = norsk.punktliste(feil)
    hva = si("Det er ikke lagret. Rett dette, og lagre igjen:")
    st.error(f"{hva}\n\n{linjer}")


# ------------------------------------------------------------------------------- feltene


def feltene(
    felter: Iterable[Felt], innhold, noekkel: str, valgene: Mapping[str, Valgene]
) -> tuple[dict, list[str]]:
    """Tegn noen av feltene i en del av en post. Gir det som står i dem, og det som ikke lot seg lese."""
    lest = Lesing(valgene)
    verdier = {
        felt.navn: _felt(
            felt, getattr(innhold, felt.navn), f"{noekkel}_{felt.navn}", lest
        )
        for felt in felter
    }
    return verdier, lest.feil


class Lesing:
    """Det som ikke lot seg lese mens feltene ble tegnet, og det som kan velges i dem."""

    def __init__(self, valgene: Mapping[str, Valgene]):
        self.feil: list[str] = []
        self.valgene = valgene


def _felt(felt: Felt, verdi, noekkel: str, lest: Lesing):
    """Tegn feltet, og gi det som står i det."""
    if felt.navn in lest.valgene:
        valg = lest.valgene[felt.navn]()
        tegn = _flere_valgt if isinstance(verdi, tuple) else _en_valgt
        return tegn(felt, verdi, noekkel, valg)
    return _FELTENE[felt.slag](felt, verdi, noekkel, lest)


def _en_valgt(felt: Felt, verdi: str, noekkel: str, valg: Mapping[str, str]) -> str:
    alle = {"": si(i_ord.IKKE_FYLT_UT), **valg}
    alle.setdefault(verdi, verdi)
    return st.selectbox(
        felt.ledetekst,
        list(alle),
        list(alle).index(verdi),
        format_func=alle.get,
        key=noekkel,
        help=felt.hjelp or None,
    )


def _flere_valgt(
    felt: Felt, verdi: tuple, noekkel: str, valg: Mapping[str, str]
) -> tuple:
    # Det som er valgt før, er med selv om det ikke lenger kan velges.
    alle = {**valg, **{en: en for en in verdi if en not in valg}}
    return tuple(
        st.multiselect(
            felt.ledetekst,
            list(alle),
            list(verdi),
            format_func=alle.get,
            key=noekkel,
            placeholder=si("Velg"),
            help=felt.hjelp or None,
        )
    )


def _tekstfelt(tegn: Callable) -> Callable:
    """Et felt på én linje eller flere, etter hva Streamlit tegner det med."""

    def felt_(felt: Felt, verdi: str, noekkel: str, _lest: Lesing) -> str:
        return tegn(
            felt.ledetekst,
            verdi,
            key=noekkel,
            max_chars=felt.hoeyst,
            help=felt.hjelp or None,
        )

    return felt_


def _tekster(felt: Felt, verdi: tuple, noekkel: str, _lest: Lesing) -> tuple:
    skrevet = st.text_area(
        si("{felt} (én på hver linje)", felt=felt.ledetekst),
        "\n".join(verdi),
        key=noekkel,
        help=felt.hjelp or None,
    )
    return tuple(filter(None, map(str.strip, skrevet.splitlines())))


def _kode(felt: Felt, verdi: str, noekkel: str, _lest: Lesing) -> str:
    navn = plankoder.navn(felt.kodeliste)
    valg = list(navn) if verdi in navn else ["", *navn]
    return st.selectbox(
        felt.ledetekst,
        valg,
        valg.index(verdi),
        format_func=lambda kode: i_ord.kode(felt.kodeliste, kode),
        key=noekkel,
    )


def _koder(felt: Felt, verdi: tuple, noekkel: str, _lest: Lesing) -> tuple:
    navn = plankoder.navn(felt.kodeliste)
    return tuple(
        st.multiselect(
            felt.ledetekst,
            list(navn),
            list(verdi),
            format_func=navn.get,
            key=noekkel,
            placeholder=si("Velg"),
        )
    )


def _ja_nei(felt: Felt, verdi: bool, noekkel: str, _lest: Lesing) -> bool:
    return st.checkbox(felt.ledetekst, verdi, key=noekkel, help=felt.hjelp or None)


def _dato(
    felt: Felt, verdi: dt.date | None, noekkel: str, _lest: Lesing
) -> dt.date | None:
    return st.date_input(
        felt.ledetekst,
        verdi,
        _TIDLIGST,
        _SENEST,
        key=noekkel,
        format="DD.MM.YYYY",
    )


def _tallfelt(hele: bool) -> Callable:
    """Et tall skrives som tekst: feltet for tall i nettleseren leser «2345,5» som 23455."""

    def felt_(felt: Felt, verdi, noekkel: str, lest: Lesing):
        vist = "" if verdi in (None, 0) else f"{verdi:g}".replace(".", ",")
        if hele and verdi:
            vist = norsk.tall(verdi) if felt.slag == "kroner" else str(verdi)
        skrevet = st.text_input(felt.ledetekst, vist, key=noekkel, max_chars=30)
        tall = _les_tall(skrevet, hele)
        if tall is _GALT:
            lest.feil.append(si(_MAA_VAERE[hele], felt=felt.ledetekst))
            return verdi
        return 0 if tall is None and felt.slag == "kroner" else tall

    return felt_


_GALT = object()
_MAA_VAERE = {
    True: fast("{felt} må være et helt tall, som 1 200 000."),
    False: fast("{felt} må være et tall, som 1,5."),
}


def _les_tall(skrevet: str, hele: bool):
    """Tallet i teksten, None når feltet er tomt, og `_GALT` når det ikke er et tall."""
    rent = "".join(skrevet.split()).replace("\u2212", "-").replace(",", ".")
    if not rent:
        return None
    try:
        return int(rent) if hele else float(rent)
    except ValueError:
        return _GALT


def _post(felt: Felt, verdi, noekkel: str, lest: Lesing):
    """Feltene i en post ved siden av hverandre."""
    verdier = {}
    with st.grid(columns="auto", min_column_width=180, key=f"post_{noekkel}"):
        for del_ in felt_i(felt.post):
            if del_.slag in _FELTENE:
                verdier[del_.navn] = _FELTENE[del_.slag](
                    del_, getattr(verdi, del_.navn), f"{noekkel}_{del_.navn}", lest
                )
    return dataclasses.replace(verdi, **verdier)


def _poster(felt: Felt, verdi: tuple, noekkel: str, lest: Lesing) -> tuple:
    """En post under hverandre, og en tom til sist. En som tømmes, tas bort."""
    har_id = "id" in {del_.navn for del_ in felt_i(felt.post)}
    ny = felt.post(f"{noekkel}_ny") if har_id else felt.post()
    ut = []
    st.markdown(f"**{felt.ledetekst}**")
    for nr, en in enumerate((*verdi, ny)):
        tom = felt.post(en.id) if har_id else felt.post()
        lest_post = _post(felt, en, f"{noekkel}_{nr}", lest)
        if lest_post == tom:
            continue
        if en is ny and har_id:
            lest_post = dataclasses.replace(lest_post, id=ny_id())
        ut.append(lest_post)
    return tuple(ut)


_FELTENE: dict[str, Callable] = {
    "tekst": _tekstfelt(st.text_input),
    "avsnitt": _tekstfelt(st.text_area),
    "tekster": _tekster,
    "kode": _kode,
    "koder": _koder,
    "dato": _dato,
    "aar": _tallfelt(hele=True),
    "kroner": _tallfelt(hele=True),
    "antall": _tallfelt(hele=True),
    "desimal": _tallfelt(hele=False),
    "ja_nei": _ja_nei,
    "post": _post,
    "poster": _poster,
}
