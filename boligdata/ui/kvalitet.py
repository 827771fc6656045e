"""Delene av Kilder og kvalitet: hvor tallene kommer fra, hva som er satt til side, og hva de
betyr.
"""

import pandas as pd
import streamlit as st

from boligdata import lesing
from boligdata.felles import katalog, kilder, lover, norsk
from boligdata.felles.enheter import ENHETER, RADER_I_SPENNET, VERNEDE_ENHETER
from boligdata.felles.katalog import Indikator
from boligdata.innhold import kort
from boligdata.ui import tabellvisning


def kildesvar() -> None:
    """Om kildene er levert i tide, i én setning, og hvilke som ikke er det."""
    status, ferske = lesing.kildestatus(), lesing.ferskhet()
    i_tide = [
        id
        for id, stoppet in zip(status["kilde"], status["stoppet"])
        if not isinstance(stoppet, str) and id in ferske and not ferske[id].forsinket
    ]
    mangler = [
        norsk.liten_forbokstav(kilder.kilder()[id].navn)
        for id in status["kilde"]
        if id not in i_tide
    ]
    if not mangler:
        st.markdown(f"**Alle de {len(status)} kildene er levert i tide.**")
        return
    st.markdown(
        f"**{len(i_tide)} av {len(status)} kilder er levert i tide.** "
        f"Disse er det ikke: {norsk.bokstavelig(norsk.ramse(mangler))}."
    )


def kildeoversikt() -> None:
    """Alle kilder: dagen tallene går til, når de neste ventes, hvor mye som er lest, og om de er
    eldre enn avtalt i dag.
    """
    tabellvisning.enkel(
        _kildetabell(),
        "Kildene til tallene, med dagen de går til, når nye ventes, og antall rader",
    )
    st.caption(
        f"Alderen er regnet mot {norsk.dato(lesing.i_dag())}. Når filene er lagt inn, teller ikke."
    )


@lesing.husk
def _kildetabell() -> pd.DataFrame:
    status = lesing.kildestatus()
    ferske = [lesing.ferskhet().get(id) for id in status["kilde"]]
    kontrakter = [kilder.kilder()[id] for id in status["kilde"]]
    return pd.DataFrame(
        {
            "Kilde": [
                f"{kilde.navn} ({kilde.eier}, {kilde.hyppighet})"
                for kilde in kontrakter
            ],
            "Status": [
                _kildestatus(rad, fersk).removesuffix(".")
                for rad, fersk in zip(status.itertuples(), ferske)
            ],
            "Går til": [
                norsk.dato(fersk.gjelder_til) if fersk else norsk.MANGLER
                for fersk in ferske
            ],
            "Nye ventes": [
                norsk.maaned(fersk.ventes) if fersk else norsk.MANGLER
                for fersk in ferske
            ],
            "Rader lest": _rader(status["kilde"], status["rader_lest"]),
            "Satt til side": _til_side(status["kilde"], status["rader_til_side"], 0),
        }
    )


def _rader(kilder: pd.Series, antall: pd.Series) -> list[str]:
    """Antall rader. Der en rad er en person eller sak, er tallet vernet som andre tall om dem."""
    return [
        norsk.uten_tegn(
            tall, (VERNEDE_ENHETER if _vernes(kilde) else ENHETER)["antall"]
        )
        for kilde, tall in zip(kilder, antall)
    ]


def _til_side(kilder: pd.Series, antall: pd.Series, minst: int) -> list[str]:
    """Antall rader med noe galt, som er `minst` så mange. Der en rad er en person eller sak, er det
    et spenn.
    """
    return [
        f"{norsk.tall(max(tall, minst))}–{norsk.tall(tall + RADER_I_SPENNET - 1)}"
        if _vernes(kilde)
        else norsk.tall(tall)
        for kilde, tall in zip(kilder, antall)
    ]


def _vernes(kilde: str) -> bool:
    return lesing.meta().vernet and kilde in katalog.kilder_om_personer()


def _kildestatus(status, fersk: lesing.Ferskhet | None) -> str:
    if isinstance(status.stoppet, str):
        return f"Stoppet: {status.stoppet}"
    if fersk is None:
        return "Ikke levert"
    if fersk.forsinket:
        return f"Eldre enn avtalt: skulle kommet i {norsk.maaned(fersk.ventes)}"
    if fersk.slutter_foer:
        return "Det siste mangler"
    avvik = lesing.avvik()
    til_side = status.kilde in set(
        avvik.loc[avvik["alvor"] == "satt til side", "kilde"]
    )
    return "I bruk, noen rader satt til side" if til_side else "I orden"


def avviksoversikt() -> None:
    """Hva som er stoppet, satt til side eller endret, som antall. Verdiene ser bare den som kjører
    sjekken.
    """
    avvik, merknader = _avvikstabell(merknad=False), _avvikstabell(merknad=True)
    if avvik.empty:
        st.write("Alle rader ble lest uten avvik.")
    else:
        tabellvisning.enkel(
            avvik, "Rader og filer som er stoppet, satt til side eller endret"
        )
    if not merknader.empty:
        with st.expander("Merknader: lagt merke til, men uten betydning for tallene"):
            tabellvisning.enkel(merknader, "Merknader fra lesingen")


@lesing.husk
def _avvikstabell(merknad: bool) -> pd.DataFrame:
    avvik = lesing.avvik()
    avvik = avvik[(avvik["alvor"] == "merknad") == merknad]
    return pd.DataFrame(
        {
            "Kilde": [
                kilder.kilder()[id].navn if id else "Fil som ikke hører til noen kilde"
                for id in avvik["kilde"]
            ],
            "Hva er funnet": [
                norsk.stor(regel)
                if pd.isna(kolonne)
                else f"{kolonne}: {norsk.liten_forbokstav(regel)}"
                for kolonne, regel in zip(avvik["kolonne"], avvik["regel"])
            ],
            "Hva er gjort": [norsk.stor(alvor) for alvor in avvik["alvor"]],
            "Rader": _til_side(avvik["kilde"], avvik["antall"], 1),
        }
    )


def definisjoner() -> None:
    """Hver indikator med definisjon, fortolkning, mål og kilde, ett tema om gangen eller etter
    søk.
    """
    temaer = {
        indikator.tema: norsk.tema(indikator.tema)
        for indikator in katalog.indikatorer().values()
    }
    soek = st.text_input(
        "Søk i indikatorene",
        key="soek",
        bind="query-params",
        placeholder="For eksempel: ventetid",
    )
    tema_ = st.segmented_control(
        "Emne",
        list(temaer),
        format_func=temaer.get,
        default=next(iter(temaer)),
        required=True,
        key="indikatortema",
        bind="query-params",
        disabled=bool(soek.strip()),
    )
    treff = _treff(soek.strip().lower(), tema_)
    st.caption(f"{len(treff)} av {len(katalog.indikatorer())} indikatorer")
    for indikator in treff:
        with st.expander(indikator.navn):
            st.markdown("\n\n".join(_om(indikator)))


def _treff(ord_: str, tema: str) -> list[Indikator]:
    """Indikatorene der ordet står, eller alle i temaet når ingen søker."""
    alle = katalog.indikatorer().values()
    if not ord_:
        return [indikator for indikator in alle if indikator.tema == tema]
    return [
        indikator
        for indikator in alle
        if ord_
        in f"{indikator.navn} {indikator.definisjon} {indikator.fortolkning}".lower()
    ]


def _om(indikator: Indikator) -> list[str]:
    linjer = [
        f"**Definisjon.** {indikator.definisjon}",
        f"**Slik leses tallet.** {indikator.fortolkning}",
    ]
    if indikator.maaltall is not None:
        maaltall = norsk.med_enhet(indikator.maaltall, indikator.eksakt_enhet)
        linjer.append(f"**Mål i planen.** {maaltall}")
    if indikator.hjemmel:
        linjer.append(f"**Regelverk.** {kort.regelverk(indikator)}")
    return [*linjer, f"**Leveres av.** {kort.kildeeiere(indikator.kilder)}"]


def regelverk() -> None:
    """Regelverket tallene viser til, hva hver bestemmelse sier, og dagen den sist er lest."""
    tabell = pd.DataFrame(
        [
            (norsk.stor(navn), norsk.stor(hva), _lest(lov))
            for lov in lover.lover().values()
            for navn, hva in lov.bestemmelser.items()
        ],
        columns=["Regelverk", "Handler om", "Sist lest"],
    )
    tabellvisning.enkel(
        tabell, "Regelverket tallene viser til, og når lovteksten sist er lest"
    )


def _lest(lov: lover.Lov) -> str:
    return lov.naar_lest or "Ikke kontrollert"


def forrige_publisering() -> None:
    """Når forrige publisering var, og hvor endringene siden er forklart."""
    forrige = lesing.forrige()
    st.write(
        f"Forrige publisering er fra {norsk.dato(forrige.bygd.date())}, og gjaldt tall til "
        f"og med {norsk.dato(forrige.per_dato)}. "
        f"Det som er endret siden, står ved «{kort.HVORFOR_ENDRET}» under «Om tallet» på hver "
        "tidsserie."
        if forrige
        else (
            "Dette er den første publiseringen. Fra den neste står det "
            f"«{kort.HVORFOR_ENDRET}» under «Om tallet» på hver tidsserie."
        )
    )


def brudd() -> None:
    """Kodene som har skiftet innhold, og når."""
    linjer = [
        f"- **{kode.navn}, {kode.brudd_aar}:** {kode.brudd}"
        for liste in kilder.kodelister().values()
        for kode in liste.koder
        if kode.brudd
    ]
    st.markdown("\n".join(linjer))
