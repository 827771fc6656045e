"""Delen av Kilder og kvalitet som forklarer hvordan enkeltpersoner er vernet, og hva det gjør med
tallene.
"""

import itertools
import operator

import pandas as pd
import streamlit as st

from boligdata import lesing
from boligdata.felles import katalog, norsk
from boligdata.felles.enheter import VERNEDE_ENHETER
from boligdata.felles.maalform import fast, si
from boligdata.innhold import avrunding
from boligdata.ui import adgang, tabellvisning

# Diktet opp for å forklare. Radene og kolonnene summerer, både i de virkelige tallene og i dem som
# vises.
_I_ALT = fast("I\N{NO-BREAK SPACE}alt")
_GRUPPER = (fast("Eldre"), fast("Flyktninger"), fast("Unge"), _I_ALT)
_STEDER = (fast("Nord"), fast("Sør"), _I_ALT)
_VIRKELIG = (
    (14, 9, 23),
    (8, 2, 10),
    (3, 7, 10),
    (25, 18, 43),
)
_VIST = (
    (15, 10, 25),
    (10, 0, 10),
    (0, 10, 10),
    (25, 20, 45),
)


def slik_vernes_tallene() -> None:
    """Hva som er gjort med tallene, med et oppdiktet eksempel og svar på det folk spør om."""
    if adgang.intern():
        st.write(
            si(
                "**Dette er ansattvisningen.** Skjermen har eksakte tall der du har tilgang til dem: om "
                "alt, eller om én målgruppe samlet. Er målgruppen delt videre, eller har du flere, ser "
                "du de publiserte tallene. Ellers kunne eksakte tall trukket fra de publiserte sagt noe "
                "om de andre. Alle andre ser tallene vernet slik det står her, og alt du laster ned, er "
                "vernet på samme måte."
            )
        )
    st.write(
        si(
            "Alle tall om personer, husstander og saker er {femmere}. Før tallene tas i bruk, prøver "
            "programmet selv å regne seg tilbake til de små tallene. Får det til det, blir ingenting "
            "publisert.",
            femmere=si(avrunding.FEMMERE),
        )
    )
    st.header(si("Et oppdiktet eksempel: husstander som venter på bolig"), anchor=False)
    with st.grid(columns="auto", min_column_width=320, gap="medium"):
        for tittel, tabell, hva in _eksempel():
            with st.container(key=f"eksempel_{norsk.filnavn(tittel)}"):
                tittel = si(tittel)
                st.markdown(f"**{tittel}**")
                alt = si("Oppdiktet eksempel. {tittel}", tittel=tittel)
                tabellvisning.enkel(tabell, alt)
                st.write(hva)
    st.markdown("\n".join(f"- **{spoersmaal}** {svar}" for spoersmaal, svar in _svar()))


def _eksempel() -> list[tuple[str, pd.DataFrame, str]]:
    """De tre tabellene, hver med overskrift på bokmål og det den skal vise."""
    skrevet = VERNEDE_ENHETER["antall"]
    return [
        (
            fast("De virkelige tallene"),
            _tabell(_VIRKELIG, str),
            si(
                "To flyktninger i Sør: Naboene vet hvem de er, og ville fått vite at de venter på bolig."
            ),
        ),
        (
            fast("Hvis vi bare skjulte små tall"),
            _tabell(_VIRKELIG, lambda tall: si("skjult") if tall < 5 else str(tall)),
            si(
                "Det hjelper ikke, for tabellen summerer: 10 − 8 = 2, og 25 − 14 − 8 = 3. Alle som kan "
                "trekke fra, finner tallene."
            ),
        ),
        (
            fast("Slik vi viser dem"),
            _tabell(_VIST, lambda tall: norsk.uten_tegn(tall, skrevet)),
            si(
                "Tabellen summerer fortsatt, og ingen tall er flyttet mer enn 4. Bak 0–4 kan det være "
                "ingen, én, to, tre eller fire."
            ),
        ),
    ]


def _tabell(tall: tuple[tuple[int, ...], ...], skriv) -> pd.DataFrame:
    rader = [[si(gruppe), *map(skriv, rad)] for gruppe, rad in zip(_GRUPPER, tall)]
    return pd.DataFrame(rader, columns=[si("Målgruppe"), *map(si, _STEDER)])


def _svar() -> list[tuple[str, str]]:
    return [
        (
            si("Hvorfor er tallene litt feil?"),
            si(
                "Hvert tall flyttes opp eller ned til en hel femmer: 12 blir vanligvis 10 eller 15. En "
                "hemmelig nøkkel, og at summene skal stemme, avgjør hvilken vei. Derfor kan ingen regne "
                "seg tilbake. Avviket er vanligvis høyst 4, og i store tall betyr det lite."
            ),
        ),
        (
            si("Hva betyr 0–4?"),
            avrunding.null_til_fire()
            + " "
            + si(
                "Et tall fra 1 til 4 vises enten som 0–4 eller som 5, og er det ingen, vises alltid "
                "0–4. Den som ser 0–4, vet altså ikke om det er noen der. Der avviket kan være inntil "
                "9, kan noen få grupper på fem til ni også stå som 0–4."
            ),
        ),
        (
            si("Kan noen sammenligne to tabeller og finne én person?"),
            si(
                "Nei. Alle tallene er hele femmere, så forskjellen mellom to tabeller, to filtre eller "
                "to perioder er alltid 0, 5, 10 og så videre, aldri 1. Tabeller som henger sammen, er "
                "rundet av sammen, og summerer. To tall som nesten gjelder de samme, kan likevel være "
                "rundet hver sin vei."
            ),
        ),
        (
            si("Endrer avrundingen seg?"),
            si(
                "Tall som er publisert, blir stående så lenge de er nær nok, også når et uttrekk rettes. "
                "I neste periode viser et tall det samme som før når det er de samme husstandene bak "
                "det, så langt summene tillater."
            ),
        ),
        (
            si("Er det noe som ikke vernes?"),
            si(
                "Hvor mange boliger kommunen har, er ingen hemmelighet. Er det høyst fire boliger av et "
                "slag på et sted, kan det hende at noen kan regne ut at minst én av dem er leid ut. Hvem "
                "som bor der, hvorfor de flyttet, og hvem som venter, kan de ikke regne ut. Rettes noe etter "
                "at det er publisert, står nesten alltid tallene som de er. Rettes mye på en gang, endres "
                "noen av dem. Den som har tallene fra før og etter, kan da av og til gjette hvilken "
                "målgruppe det gjaldt, men ikke hvem."
            ),
        ),
        (
            si("Hva med prosent og tid?"),
            si(
                "Prosent regnes av tallene som vises, og sier ikke mer enn «under 5» og «over 95» i "
                "endene. Kan den virkelige prosenten være hvor som helst i et spenn på mer enn ti "
                "prosentpoeng, er det spennet som sies. Ventetid, botid og hvor lenge boliger står tomme, "
                "rundes av til hele måneder, og vises bare når de bygger på minst ti husstander."
            ),
        ),
        (
            si("Hva med boligbehovet?"),
            si(
                "Beregningen bygger på de publiserte tallene og på to anslag. Det ene er hvor mange som "
                "søker i året, i grove steg. Det andre er hvor lenge folk blir boende, som snitt av minst "
                "ti husstander om gangen. Ingen anslag er om én husstand."
            ),
        ),
    ]


def eksakte_tall() -> None:
    """Tallene som ikke rundes av, og hvorfor det ikke trengs."""
    tabellvisning.enkel(_eksakte(), si("Tallene som vises eksakt, og hvorfor"))


def _eksakte() -> pd.DataFrame:
    etter_grunn: dict[str, list[str]] = {}
    for indikator in katalog.indikatorer().values():
        if indikator.eksakt_fordi:
            grunn = norsk.stor(indikator.eksakt_fordi)
            etter_grunn.setdefault(grunn, []).append(indikator.navn)
    etter_grunn[si("Planer og offentlig statistikk, uten personer i")] = [
        si("Planlagte boliger"),
        si("Tiltak i handlingsdelen"),
        si("KOSTRA-tall"),
        si("Framskrevet folkemengde"),
    ]
    tall = [norsk.ramse(navn) for navn in etter_grunn.values()]
    return pd.DataFrame(
        {si("Tall"): tall, si("Hvorfor det er eksakt"): list(etter_grunn)}
    )


def stoerre_avvik() -> None:
    """Hvor tallene kan avvike mer enn vanlig. Det er de publiserte tallene det gjelder, også i
    ansattvisningen.
    """
    _perioder(
        _stoerre_avvik,
        si("Årene der avviket kan være inntil 9"),
        si(
            "Der mange tabeller skal stemme med hverandre, finnes det ikke alltid en avrunding der alle "
            "tall er innenfor 4. I disse årene kan noen få av tallene, for året eller et tertial, avvike "
            "inntil 9. Som regel er det tall som er delt på flere egenskaper. Avviket står ved hver "
            "figur."
        ),
        ellers=si("Ingen tall avviker mer enn 4."),
    )


# Det som står foran årene, etter hvor mange egenskaper tallene er delt på. Den siste gjelder også
# flere.
_DELT_PAA = (
    fast("Hele kommunen"),
    fast("Delt på én egenskap"),
    fast("Delt på flere"),
)


@lesing.husk
def _stoerre_avvik() -> pd.DataFrame:
    data = lesing.stoerre_avvik()
    data["delt"] = data["dybde"].clip(upper=len(_DELT_PAA) - 1)
    rader = []
    for kube, av_kuben in data.groupby("kube", sort=False):
        aarene = [
            f"{si(hva)}: {_spenn(sorted(set(av_kuben.loc[av_kuben['delt'] == delt, 'aar'])))}"
            for delt, hva in enumerate(_DELT_PAA)
            if delt in set(av_kuben["delt"])
        ]
        # Én kolonne for hver deling ville vært bredere enn en telefon.
        rader.append((katalog.kuber()[kube].navn, ". ".join(aarene)))
    return pd.DataFrame(rader, columns=[si("Tall"), si("År")])


def _spenn(aarene: list[int]) -> str:
    """«2016, 2018–2025»: årene, der de som følger etter hverandre, er slått sammen."""
    # År som følger etter hverandre, har like stor avstand mellom året og plassen.
    avstander = [aar - plass for plass, aar in enumerate(aarene)]
    rekker = itertools.groupby(zip(avstander, aarene), operator.itemgetter(0))
    ut = []
    for _, rekke in rekker:
        rekken = [str(aar) for _, aar in rekke]
        ut.append(rekken[0] if len(rekken) == 1 else f"{rekken[0]}–{rekken[-1]}")
    return ", ".join(ut)


def rettede_perioder() -> None:
    """Årene som er publisert på nytt fordi tallene bak er rettet."""
    _perioder(
        _rettede,
        si("År som er publisert på nytt etter en rettelse"),
        si(
            "Er et uttrekk rettet etter at tallene ble publisert, står de viste tallene så lenge de er "
            "nær nok, også når noen få er rettet til ingen. Må et tall endres, får året en ny versjon "
            "for alle tall som henger sammen med det. De fleste av dem viser det samme som før."
        ),
        ellers=si("Ingen år er publisert på nytt."),
    )


def _perioder(lag, navn: str, forklaring: str, ellers: str) -> None:
    """Tabellen `lag` gir av de publiserte tallene, med `forklaring` over. Er den tom, står det
    `ellers`.
    """
    with lesing.publiserte_tall():
        tabell = lag()
    if tabell.empty:
        st.write(ellers)
        return
    st.write(forklaring)
    tabellvisning.enkel(tabell, navn)


@lesing.husk
def _rettede() -> pd.DataFrame:
    data = lesing.rettede_perioder()
    return pd.DataFrame(
        {
            si("Tall"): [katalog.kuber()[kube].navn for kube in data["kube"]],
            si("År"): data["aar"],
            si("Versjon"): [norsk.tall(versjon) for versjon in data["versjon"]],
        }
    )
