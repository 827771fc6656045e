"""Det sjekken av nye uttrekk fant: filene, det som ikke ble kjent igjen, det som er satt til side, og det
som endres. Id-er står ikke her, bare raden de er i.
"""

import datetime as dt
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import streamlit as st

from boligdata.doer.utkast import mappen
from boligdata.felles import dagen, katalog, kilder, norsk
from boligdata.felles.maalform import si
from boligdata.felles.skrivemaater import koder_i
from boligdata.innhold.rapport import skriv
from boligdata.ui import tabellvisning
from boligdata.ui.kvalitet import funnet
from boligdata.ui.ramme import norske_feil

Paa_nytt = Callable[[], None]
# Navnet på siden i loggen over feil. Et trykk på en knapp svares på før siden tegnes.
SIDEN = "Legg inn nye tall"


def kildene(svar: Mapping) -> list[str]:
    """Uttrekkene filene i utkastet er."""
    return sorted({fil["kilde"] for fil in svar["filer"] if fil["kilde"]})


def stoppede(svar: Mapping) -> list[str]:
    """Uttrekkene med filer som ikke kan brukes slik de er."""
    return [kilde for kilde in kildene(svar) if _status(svar, kilde)["stoppet"]]


def vis(svar: Mapping, paa_nytt: Paa_nytt) -> None:
    """Hele rapporten. `paa_nytt` sjekker utkastet en gang til."""
    st.header(si("Filene"), anchor=False)
    _dagen(paa_nytt)
    merkede = mappen.merkede()
    for fil in svar["filer"]:
        _filen(fil, svar, merkede.get(fil["fil"]), paa_nytt)
    egne = kildene(svar)
    if ukjente := [en for en in svar["ukjente"] if en["kilde"] in egne]:
        _ukjente(ukjente, paa_nytt)
    _funnene(svar)
    _endres(svar)


def filene_uten_svar(paa_nytt: Paa_nytt) -> None:
    """Filene når sjekken ikke kunne svare, så den som er gal, kan tas bort."""
    for navn in mappen.filer():
        with st.container(horizontal=True, key=f"uten_svar_{navn}"):
            st.markdown(norsk.bokstavelig(navn), width="content")
            _ta_bort(navn, paa_nytt)


# -------------------------------------------------------------------------------- filene


def _filen(
    fil: Mapping, svar: Mapping, merket: Path | None, paa_nytt: Paa_nytt
) -> None:
    navn, kilde = fil["fil"], fil["kilde"]
    with st.container(border=True, gap="xsmall", key=f"fil_{navn}"):
        st.markdown(f"**{norsk.bokstavelig(navn)}**")
        for setning in _om_filen(fil, svar):
            st.markdown(norsk.bokstavelig(setning))
        with st.container(horizontal=True, key=f"knapper_{navn}"):
            _velg_kilde(fil, paa_nytt)
            if merket:
                st.download_button(
                    si("Last ned med feilene merket (Excel)"),
                    merket.read_bytes,
                    f"{Path(navn).stem}_feil.xlsx",
                    skriv.FORMATER["excel"].type,
                    key=f"merket_{navn}",
                    on_click="ignore",
                    icon=":material/download:",
                )
            _ta_bort(navn, paa_nytt)
        if kilde and svar["erstatter"]:
            _behold(kilde, navn, paa_nytt)
        if kilde and _status(svar, kilde)["kan_bekreftes"]:
            _bekreft(_status(svar, kilde), navn, paa_nytt)


def _om_filen(fil: Mapping, svar: Mapping) -> list[str]:
    if not fil["kilde"]:
        return [
            fil["hvorfor"]
            or si("Ingen overskrifter i filen er kjent. Velg hvilket uttrekk det er.")
        ]
    status = _status(svar, fil["kilde"])
    navn = kilder.kilder()[fil["kilde"]].navn
    if status["stoppet"]:
        return [
            si("{kilde}: stoppet. Tallene herfra blir stående som de er.", kilde=navn),
            status["stoppet"],
        ]
    return [
        si(
            "{kilde}: {lest} rader lest, {til_side} satt til side.",
            kilde=navn,
            lest=norsk.tall(status["lest"]),
            til_side=norsk.tall(status["til_side"]),
        )
    ]


def _status(svar: Mapping, kilde: str) -> Mapping:
    return next(en for en in svar["kilder"] if en["kilde"] == kilde)


def _velg_kilde(fil: Mapping, paa_nytt: Paa_nytt) -> None:
    alle = list(dict.fromkeys([*fil["mulige"], *kilder.kilder()]))
    noekkel = f"kilde_{fil['fil']}"

    @norske_feil(SIDEN)
    def velg() -> None:
        mappen.velg_kilde(fil["fil"], st.session_state[noekkel])
        paa_nytt()

    st.selectbox(
        si("Uttrekk"),
        alle,
        alle.index(fil["kilde"]) if fil["kilde"] else None,
        format_func=lambda id: kilder.kilder()[id].navn,
        key=noekkel,
        on_change=velg,
        placeholder=si("Velg uttrekk"),
        label_visibility="collapsed",
        width=320,
    )


def _ta_bort(navn: str, paa_nytt: Paa_nytt) -> None:
    @norske_feil(SIDEN)
    def ta_bort() -> None:
        mappen.fjern(navn)
        paa_nytt()

    st.button(
        si("Ta bort {fil}", fil=norsk.bokstavelig(navn)),
        on_click=ta_bort,
        key=f"bort_{navn}",
        type="tertiary",
    )


def _behold(kilde: str, navn: str, paa_nytt: Paa_nytt) -> None:
    naa = mappen.valg().behold
    noekkel = f"behold_{navn}"

    @norske_feil(SIDEN)
    def behold() -> None:
        andre = {*naa} - {kilde}
        mappen.behold(andre | {kilde} if st.session_state[noekkel] else andre)
        paa_nytt()

    st.checkbox(
        si("Behold også filene av dette uttrekket som er der fra før"),
        kilde in naa,
        key=noekkel,
        on_change=behold,
    )


def _dagen(paa_nytt: Paa_nytt) -> None:
    """Dagen uttrekkene er tatt ut. Tallene går til den siste perioden som er hel da."""

    @norske_feil(SIDEN)
    def velg() -> None:
        mappen.velg_dag(st.session_state["uttrekksdag"])
        paa_nytt()

    kommune = mappen.kommunen()
    st.date_input(
        si("Når er uttrekkene tatt ut?"),
        kommune.per_dato,
        dt.date(kommune.foerste_aar, 1, 1),
        max(kommune.per_dato, dagen.i_dag()),
        key="uttrekksdag",
        on_change=velg,
        format="DD.MM.YYYY",
        help=si(
            "Tallene går til det siste tertialet som er ferdig den dagen. Står det en dato i navnet på en "
            "fil, er det den som gjelder for filen."
        ),
        width=320,
    )


def _bekreft(status: Mapping, navn: str, paa_nytt: Paa_nytt) -> None:
    """Det som er borte siden sist, og feltet der brukeren sier hvorfor det er riktig."""
    st.markdown(norsk.punktliste(status["kan_bekreftes"]))
    with st.form(f"bekreft_{navn}", border=False):
        grunn = st.text_input(
            si("Er det riktig? Skriv hvorfor."), max_chars=200, key=f"grunn_{navn}"
        )
        if not st.form_submit_button(si("Bekreft")) or not grunn.strip():
            return
    mappen.bekreft(
        status["kilde"], dt.date.fromisoformat(status["tatt_ut"]), grunn.strip()
    )
    paa_nytt()
    st.rerun()


# ----------------------------------------------------------- det som ikke ble kjent igjen


def _ukjente(ukjente: list[Mapping], paa_nytt: Paa_nytt) -> None:
    st.header(si("Dette kjente vi ikke igjen"), anchor=False)
    st.write(
        si(
            "Det som ligner mest, er valgt. Det du godtar, blir kommunens egen skrivemåte, og gjelder også "
            "neste gang."
        )
    )
    with st.form("ukjente"):
        valgt = [_ett_ukjent(nr, en) for nr, en in enumerate(ukjente)]
        if not st.form_submit_button(si("Godta og sjekk på nytt"), type="primary"):
            return
    listen = mappen.skrivemaatene()
    for en, valget in zip(ukjente, valgt):
        if valget and en["kolonne"]:
            listen = listen.med_verdi(en["liste"], en["tekst"], valget)
        elif valget:
            listen = listen.med_overskrift(en["kilde"], en["tekst"], valget)
    mappen.godta(listen)
    paa_nytt()
    st.rerun()


def _ett_ukjent(nr: int, en: Mapping) -> str:
    """Det brukeren sier at skrivemåten står for, eller «»."""
    navnene = _mulighetene(en)
    valgene = ["", *dict.fromkeys([*en["forslag"], *navnene])]
    return st.selectbox(
        norsk.bokstavelig(_hva(en)),
        valgene,
        1 if en["forslag"] else 0,
        format_func=lambda id: navnene[id] if id else si("Ikke noe av dette"),
        # Er listen en annen, er også feltet et annet. Teksten selv står ikke i siden.
        key=f"ukjent_{nr}_{zlib.crc32(repr(en).encode())}",
    )


def _mulighetene(en: Mapping) -> dict[str, str]:
    kilde = kilder.kilder()[en["kilde"]]
    if en["kolonne"] is None:
        return {id: kolonne.navn for id, kolonne in kilde.kolonner.items()}
    return koder_i(kilde.kolonner[en["kolonne"]], mappen.kommunen().omraader)


def _hva(en: Mapping) -> str:
    kilde = kilder.kilder()[en["kilde"]]
    if en["kolonne"] is None:
        return si(
            "Overskriften «{tekst}» i {kilde}", tekst=en["tekst"], kilde=kilde.navn
        )
    return si(
        "«{tekst}» i kolonnen {kolonne}, rader: {rader}",
        tekst=en["tekst"],
        kolonne=kilde.kolonner[en["kolonne"]].navn,
        rader=norsk.tall(en["rader"]),
    )


# -------------------------------------------------------------------------------- funnene


def _funnene(svar: Mapping) -> None:
    egne = {*kildene(svar)}
    funn = [en for en in svar["funn"] if en["kilde"] in egne]
    viktige = [en for en in funn if en["alvor"] != "merknad"]
    merknader = [en for en in funn if en["alvor"] == "merknad"]
    st.header(si("Satt til side og endret"), anchor=False)
    if viktige:
        tabellvisning.enkel(
            _tabell(viktige),
            si("Rader og filer det er noe galt med, og hva som må gjøres"),
        )
    else:
        st.write(si("Alle radene i filene kan brukes."))
    if merknader:
        with st.expander(
            si("Merknader: lagt merke til, men uten betydning for tallene")
        ):
            tabellvisning.enkel(_tabell(merknader), si("Merknader fra lesingen"))


def _tabell(funn: list[Mapping]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            si("Uttrekk"): [kilder.kilder()[en["kilde"]].navn for en in funn],
            si("Hva er funnet"): [funnet(en["regel"], en["kolonne"]) for en in funn],
            si("Hva er gjort"): [norsk.stor(si(en["alvor"])) for en in funn],
            si("Rader"): [_radene(en) for en in funn],
            si("Hva må gjøres"): [en["forklaring"] for en in funn],
        }
    )


def _radene(en: Mapping) -> str:
    if not en["rader"]:
        return norsk.MANGLER
    numre = norsk.ramse([str(rad) for rad in en["rader"]])
    flere = en["antall"] - len(en["rader"])
    if flere <= 0:
        return numre
    return si("{rader}, og {antall} til", rader=numre, antall=norsk.tall(flere))


# -------------------------------------------------------------------------------- endres


def _endres(svar: Mapping) -> None:
    """Radene og hovedtallene før og etter."""
    st.header(si("Dette endres"), anchor=False)
    egne = {*kildene(svar)}
    endret = [
        en
        for en in svar["kilder"]
        if en["kilde"] in egne or en["foer"] not in (None, en["lastet"])
    ]
    tabellvisning.enkel(
        pd.DataFrame(
            {
                si("Uttrekk"): [kilder.kilder()[en["kilde"]].navn for en in endret],
                si("Rader i bruk nå"): [_antall(en["foer"]) for en in endret],
                si("Rader i bruk etter"): [
                    _antall(en["foer"] if en["stoppet"] else en["lastet"])
                    for en in endret
                ],
            }
        ),
        si("Rader i bruk fra hvert uttrekk, før og etter"),
    )
    for en in endret:
        if en["stoppet"] and en["kilde"] not in egne:
            # Det nye passer ikke sammen med det som er der fra før.
            st.warning(norsk.bokstavelig(en["stoppet"]))
    tall = [en for en in svar["hovedtall"] if (en["foer"], en["etter"]) != (None, None)]
    if not tall:
        return
    st.caption(
        si(
            "Tallene under gjelder hele kommunen i {periode}, regnet på samme måte av uttrekkene som er "
            "publisert og av dem her. De er ikke rundet av, og de som bygger på få, er ikke med. "
            "Boligbehovet regnes først når du publiserer.",
            periode=norsk.periode(tall[0]["periode"]),
        )
    )
    tabellvisning.enkel(
        pd.DataFrame(
            {
                si("Tall"): [
                    katalog.indikatorer()[en["indikator"]].navn for en in tall
                ],
                si("Nå"): [_verdi(en, "foer") for en in tall],
                si("Etter"): [_verdi(en, "etter") for en in tall],
            }
        ),
        si("Tallene på Oversikt før og etter"),
    )


def _antall(rader: int | None) -> str:
    return norsk.MANGLER if rader is None else norsk.tall(rader)


def _verdi(en: Mapping, naar: str) -> str:
    enhet = katalog.indikatorer()[en["indikator"]].eksakt_enhet
    if en[naar] is None:
        return norsk.MANGLER
    return norsk.med_enhet(en[naar], enhet)
