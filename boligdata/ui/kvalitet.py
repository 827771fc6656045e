"""Delene av Kilder og kvalitet: hvor tallene kommer fra, hva som er satt til side, og hva de
betyr.
"""

import pandas as pd
import streamlit as st

from boligdata import lesing
from boligdata.felles import katalog, kilder, lover, norsk
from boligdata.felles.enheter import ENHETER, RADER_I_SPENNET, VERNEDE_ENHETER
from boligdata.felles.katalog import Indikator
from boligdata.felles.maalform import si
from boligdata.innhold import kildelinje, kort, meldt
from boligdata.innhold.boligbehov import kjente
from boligdata.ui import adressen, tabellvisning


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
        alle = si("Alle de {antall} kildene er levert i tide.", antall=len(status))
        st.markdown(f"**{alle}**")
        return
    noen = si(
        "{antall} av {alle} kilder er levert i tide.",
        antall=len(i_tide),
        alle=len(status),
    )
    resten = si(
        "Disse er det ikke: {kilder}.",
        kilder=norsk.bokstavelig(norsk.ramse(mangler)),
    )
    st.markdown(f"**{noen}** {resten}")


def kildeoversikt() -> None:
    """Alle kilder: dagen tallene går til, når de neste ventes, hvor mye som er lest, og om de er
    eldre enn avtalt i dag.
    """
    tabellvisning.enkel(
        _kildetabell(),
        si(
            "Kildene til tallene, med dagen de går til, når nye ventes, og antall rader"
        ),
    )
    st.caption(
        si(
            "Alderen er regnet mot {dato}. Når filene er lagt inn, teller ikke.",
            dato=norsk.dato(lesing.i_dag()),
        )
    )


@lesing.husk
def _kildetabell() -> pd.DataFrame:
    status = lesing.kildestatus()
    ferske = [lesing.ferskhet().get(id) for id in status["kilde"]]
    kontrakter = [kilder.kilder()[id] for id in status["kilde"]]
    return pd.DataFrame(
        {
            si("Kilde"): [
                f"{kilde.navn} ({kildelinje.av([kilde]).i_ord}, {kilde.hyppighet})"
                for kilde in kontrakter
            ],
            si("Status"): [
                _kildestatus(rad, fersk).removesuffix(".")
                for rad, fersk in zip(status.itertuples(), ferske)
            ],
            si("Går til"): [
                norsk.dato(fersk.gjelder_til) if fersk else norsk.MANGLER
                for fersk in ferske
            ],
            si("Nye ventes"): [
                norsk.maaned(fersk.ventes) if fersk else norsk.MANGLER
                for fersk in ferske
            ],
            si("Rader lest"): _rader(status["kilde"], status["rader_lest"]),
            si("Satt til side"): _til_side(
                status["kilde"], status["rader_til_side"], 0
            ),
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
        return si("Stoppet: {grunn}", grunn=status.stoppet)
    if fersk is None:
        return si("Ikke levert")
    if fersk.forsinket:
        return si(
            "Eldre enn avtalt: skulle kommet i {maaned}",
            maaned=norsk.maaned(fersk.ventes),
        )
    if fersk.slutter_foer:
        return si("Det siste mangler")
    avvik = lesing.avvik()
    til_side = status.kilde in set(
        avvik.loc[avvik["alvor"] == "satt til side", "kilde"]
    )
    return si("I bruk, noen rader satt til side") if til_side else si("I orden")


def kjente_brukere() -> None:
    """Hvordan det kommunen alt vet om dem som kommer, er brukt i boligbehovet."""
    st.markdown("\n".join(f"- {setning}" for setning in kjente.slik_er_de_brukt()))


def avviksoversikt() -> None:
    """Hva som er stoppet, satt til side eller endret, som antall. Verdiene ser bare den som kjører
    sjekken.
    """
    avvik, merknader = _avvikstabell(merknad=False), _avvikstabell(merknad=True)
    if avvik.empty:
        st.write(si("Alle rader ble lest uten avvik."))
    else:
        tabellvisning.enkel(
            avvik, si("Rader og filer som er stoppet, satt til side eller endret")
        )
    if not merknader.empty:
        with st.expander(
            si("Merknader: lagt merke til, men uten betydning for tallene")
        ):
            tabellvisning.enkel(merknader, si("Merknader fra lesingen"))
    if (lesing.avvik()["regel"] == kilder.BEGYNNER_SENERE).any():
        st.info(
            si(
                "Der ingenting er avsluttet før en dag, kan registeret ha begynt da, etter en sammenslåing "
                "eller et bytte av fagsystem. Er det slik, må dagen stå under [registre_fra] i kommune.toml. "
                "Ellers ser botiden og boligbehovet for stort ut. Sjekken av uttrekkene sier hva som skal "
                "skrives."
            )
        )


def idmoeter() -> None:
    """Hvor stor del av husstandene og boligene i hver kilde som også står i en annen."""
    tabell = idmoetetabell()
    if tabell.empty:
        st.write(si("Det er for få id-er til å si hvor mange som går igjen."))
        return
    tabellvisning.enkel(
        tabell,
        si("Hvor stor del av id-ene i hver kilde som også står i en annen kilde"),
    )


@lesing.husk
def idmoetetabell() -> pd.DataFrame:
    """En rad for hver kilde og id, med andelen (prosent) som også står i en annen kilde."""
    moeter = lesing.moeter()
    return pd.DataFrame(
        {
            si("Kilde"): [kilder.kilder()[id].navn for id in moeter["kilde"]],
            si("Id"): [
                kilder.kilder()[kilde].kolonner[kolonne].navn
                for kilde, kolonne in zip(moeter["kilde"], moeter["kolonne"])
            ],
            si("Står også i en annen kilde"): [
                norsk.med_enhet(andel, ENHETER["prosent"]) for andel in moeter["andel"]
            ],
        }
    )


def meldt_til_kostra() -> None:
    """Kommunens egne tall ved siden av det som er meldt til KOSTRA, og hvorfor de kan være ulike."""
    st.markdown(f"**{meldt.svaret()}**")
    if not (tall := meldt.tallene()):
        return
    tabellvisning.enkel(
        meldt.tabell(),
        si("Tallene regnet av uttrekkene, ved siden av det som er meldt til KOSTRA"),
    )
    st.caption(
        si(
            "«Kan være likt» betyr at et av tallene er rundet av, så en liten forskjell ikke kan ses."
        )
    )
    ulike = [f"- **{ett.navn}.** {ett.grunn}" for ett in tall if not ett.likt]
    st.markdown("\n".join(ulike))


def funnet(regel: str, kolonne: str | None) -> str:
    """Det som er funnet, og kolonnen det er i. Overskriften på den står slik den er i filen, på begge
    målformer.
    """
    if kolonne is None:
        return norsk.stor(si(regel))
    return f"{kolonne}: {norsk.liten_forbokstav(si(regel))}"


@lesing.husk
def _avvikstabell(merknad: bool) -> pd.DataFrame:
    avvik = lesing.avvik()
    avvik = avvik[(avvik["alvor"] == "merknad") == merknad]
    return pd.DataFrame(
        {
            si("Kilde"): [
                kilder.kilder()[id].navn
                if id
                else si("Fil som ikke hører til noen kilde")
                for id in avvik["kilde"]
            ],
            si("Hva er funnet"): [
                funnet(regel, None if pd.isna(kolonne) else kolonne)
                for kolonne, regel in zip(avvik["kolonne"], avvik["regel"])
            ],
            si("Hva er gjort"): [norsk.stor(si(alvor)) for alvor in avvik["alvor"]],
            si("Rader"): _til_side(avvik["kilde"], avvik["antall"], 1),
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
        si("Søk i indikatorene"),
        key="soek",
        bind="query-params",
        placeholder=si("For eksempel: ventetid"),
    )
    tema_ = adressen.knapper(
        si("Emne"),
        lambda: temaer,
        "indikatortema",
        disabled=bool(soek.strip()),
    )
    treff = _treff(soek.strip().lower(), tema_)
    st.caption(
        si(
            "{antall} av {alle} indikatorer",
            antall=len(treff),
            alle=len(katalog.indikatorer()),
        )
    )
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
        f"**{si('Definisjon')}.** {indikator.definisjon}",
        f"**{si('Slik leses tallet')}.** {indikator.fortolkning}",
    ]
    if indikator.maaltall is not None:
        maaltall = norsk.med_enhet(indikator.maaltall, indikator.eksakt_enhet)
        linjer.append(f"**{si('Mål i planen')}.** {maaltall}")
    if indikator.hjemmel:
        linjer.append(f"**{si('Regelverk')}.** {kort.regelverk(indikator)}")
    return [*linjer, f"**{si('Leveres av')}.** {kort.kildeeiere(indikator.kilder)}"]


def regelverk() -> None:
    """Regelverket tallene viser til, hva hver bestemmelse sier, og dagen den sist er lest."""
    tabell = pd.DataFrame(
        [
            (norsk.stor(navn), norsk.stor(hva), _lest(lov))
            for lov in lover.lover().values()
            for navn, hva in lov.bestemmelser.items()
        ],
        columns=[si("Regelverk"), si("Handler om"), si("Sist lest")],
    )
    tabellvisning.enkel(
        tabell, si("Regelverket tallene viser til, og når lovteksten sist er lest")
    )


def _lest(lov: lover.Lov) -> str:
    return lov.naar_lest or si("Ikke kontrollert")


def forrige_publisering() -> None:
    """Når forrige publisering var, og hvor endringene siden er forklart."""
    forrige, ledetekst = lesing.forrige(), si(kort.HVORFOR_ENDRET)
    if not forrige:
        st.write(
            si(
                "Dette er den første publiseringen. Fra den neste står det «{ledetekst}» under «Om "
                "tallet» på hver tidsserie.",
                ledetekst=ledetekst,
            )
        )
        return
    st.write(
        si(
            "Forrige publisering er fra {bygd}, og gjaldt tall til og med {til}. Det som er endret "
            "siden, står ved «{ledetekst}» under «Om tallet» på hver tidsserie.",
            bygd=norsk.dato(forrige.bygd.date()),
            til=norsk.dato(forrige.per_dato),
            ledetekst=ledetekst,
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
