"""Kortene: figur, tabell, forklaring og nedlasting for ett spørsmål."""

import dataclasses
from collections.abc import Callable

import pandas as pd
import streamlit as st

from boligdata import lesing
from boligdata.felles import katalog, kilder, norsk
from boligdata.felles.enheter import ENHETER, Enhet
from boligdata.innhold import eksport, figurer, kort, oversikt, setninger
from boligdata.innhold.kort import Bestilling, Kort, Valg
from boligdata.innhold.vurdering import REGLER
from boligdata.ui import adgang
from boligdata.ui.ramme import norske_feil, stil, valg

VISNINGER = {"graf": "Graf", "tabell": "Tabell", "om": "Om tallet"}


def svar(*indikatorer: str) -> None:
    """Sidens svar: én setning per indikator, med de filtrene som virker på den."""
    st.markdown(_svar(indikatorer, valg()))


@lesing.husk
def _svar(indikatorer: tuple[str, ...], v: Valg) -> str:
    tall = [oversikt.noekkeltall(katalog.indikatorer()[id], v) for id in indikatorer]
    return "  \n".join(
        f"**{n.indikator.navn}.** {norsk.bokstavelig(setninger.utvikling(n.indikator, n.data, n.vurdering))}"
        + (" Gjelder hele kommunen." if n.alle else "")
        for n in tall
    )


def tema(side: str, *navn: str) -> str:
    """Del siden i temaer, ett om gangen, så hver skjerm svarer på ett spørsmål. Valget står i
    adressen."""
    return st.segmented_control(
        "Tema",
        navn,
        default=navn[0],
        required=True,
        key=f"{side}_tema",
        bind="query-params",
        label_visibility="collapsed",
    )


def rutenett():
    """Kort side om side på brede skjermer, under hverandre på smale."""
    return st.grid(columns="auto", min_column_width=430, gap="medium")


def figurkort(
    indikator: str | tuple[str, ...],
    tittel: str,
    form: str = "utvikling",
    fordeling: tuple[str, ...] = (),
    id: str | None = None,
    tillegg: str | None = None,
) -> None:
    """Et kort med figur, tabell og forklaring for én indikator, eller flere som til sammen er alle.

    `tittel` er et spørsmål eller et utsagn i vanlig språk, `form` navnet på en figur i `figurer`.
    `tillegg` er en indikator til, som står ved siden av hvert tall i en flyt."""
    indikatorer = (indikator,) if isinstance(indikator, str) else tuple(indikator)
    id = id or "_".join([indikatorer[0], *fordeling])
    if form == "kart" and lesing.kart().empty:
        form = "fordeling"
    with kortramme(id, tittel):
        _kort(
            Bestilling(id, tittel, indikatorer, form, tuple(fordeling), tillegg), valg()
        )


def kortramme(id: str, tittel: str):
    """Rammen rundt et kort. `doer/statisk/nb.js` finner kortet på nøkkelen når bildet skal
    lages."""
    ramme = st.container(border=True, key=f"kort_{id}", height="stretch")
    ramme.subheader(tittel, anchor=False)
    return ramme


@st.fragment
def _kort(b: Bestilling, v: Valg) -> None:
    # Knappene på et kort kjører bare kortet på nytt, utenom resten av siden. Derfor fanges feil
    # også her.
    with norske_feil(f"Kortet {b.id}"), adgang.loggfoert("kort", b.tittel, v):
        _tegn(b, v)


def _tegn(b: Bestilling, v: Valg) -> None:
    try:
        k = kort.lag(b, v)
    except lesing.IkkePublisert as grunn:
        st.info(str(grunn))
        return
    # Knappene står nederst, men må tegnes først: en lenke setter verdien i det de tegnes.
    kropp, knapper = (
        st.container(),
        st.container(horizontal=True, vertical_alignment="center", gap="small"),
    )
    with knapper:
        visning, andel = _valgknapper(b, k)
    if andel:
        k = kort.lag(b, v, andel=True)
    with kropp:
        _innhold(k, visning)
    if not k.data.empty:
        with knapper:
            _last_ned(k, v, andel)


def _innhold(k: Kort, visning: str) -> None:
    id = k.bestilling.id
    with st.container(key=f"setning_{id}"):
        st.markdown(norsk.bokstavelig(k.setning))
    if visning == "om":
        _om(k)
    elif visning == "tabell":
        vis_tabell(k.tabell, k.enheter, alt=k.setning)
        if k.grenser:
            st.caption(norsk.bokstavelig(k.grenser))
    elif not k.data["verdi"].isna().all():
        st.plotly_chart(
            figurer.tegn(k, stil()),
            key=f"figur_{id}",
            config=figurer.OPPSETT,
            alt=k.alt,
        )
    fot(k, id, visning)


def fot(k: Kort, id: str, visning: str = "graf") -> None:
    """Det som må stå under kortet: det leseren må vite om tallene, utvalget og kilden."""
    if k.endret_fordi:
        st.caption(f"**{kort.HVORFOR_ENDRET}** {norsk.bokstavelig(k.endret_fordi)}")
    vern = [k.vern.kort if visning == "graf" else k.vern.helt] if k.vern else []
    for tekst in (*k.flagg, *vern):
        st.caption(f":material/info: {norsk.bokstavelig(tekst)}")
    with st.container(key=f"fot_{id}"):
        st.caption(norsk.bokstavelig(f"{k.filtertekst}. {k.kilde}"))


def vis_tabell(tabell: pd.DataFrame, enheter: dict[str, Enhet], alt: str) -> None:
    tall = {k: lambda v, e=e: norsk.uten_tegn(v, e) for k, e in enheter.items()}
    vist = tabell.style.format(
        {k: tall.get(k, norsk.bokstavelig) for k in tabell.columns}
    )
    st.table(vist, border="horizontal", hide_index=True, alt=alt)


def _om(k: Kort) -> None:
    i = k.indikator
    kube = katalog.kuber()[i.kube]
    linjer = [
        ("Definisjon", i.definisjon),
        ("Slik leses tallet", i.fortolkning),
        (
            "Ønsket retning",
            {
                "opp": "Høyere er bedre.",
                "ned": "Lavere er bedre.",
                "ingen": "Ingen: tallet beskriver, det måler ikke resultat.",
            }[i.retning],
        ),
        (
            "Mål i planen",
            norsk.med_enhet(i.maaltall, i.visningsenhet)
            if i.maaltall is not None
            else "Ikke satt.",
        ),
        *_dom(k),
        ("Regelverk", i.hjemmel or "Ingen egen bestemmelse."),
        ("Regnes ut fra", f"{kube.navn}."),
        *([("Slik telles det", kube.regel)] if kube.regel else []),
        ("Leveres av", kort.kildeeiere(i.kilder)),
    ]
    for ledetekst, tekst in linjer:
        st.markdown(f"**{ledetekst}.** {tekst}")


def _dom(k: Kort) -> list[tuple[str, str]]:
    """Dommen over siste periode, hvorfor, og regelen som felte den."""
    v = k.vurdering
    if not v:
        return []
    linjer = [
        ("Vurdering", f"{v.ikon} {v.tekst}. {v.fordi}"),
        ("Regel", REGLER[v.regel]),
    ]
    if k.grenser:
        linjer.append(("Snitt og grenser", f"{k.grenser} Regnet av hele serien."))
    return linjer + (
        [("Målet framover", f"{v.treff.ikon} {v.treff.tekst}.")] if v.treff else []
    )


def _valgknapper(b: Bestilling, k: Kort) -> tuple[str, bool]:
    """Hva kortet viser: graf, tabell eller forklaring, og om mengden er antall eller andel."""
    visning = st.segmented_control(
        f"Visning av «{b.tittel}»",
        list(VISNINGER),
        format_func=VISNINGER.get,
        default="graf",
        required=True,
        key=f"{b.id}_visning",
        bind="query-params",
        label_visibility="collapsed",
    )
    andel = (
        kort.for_andel(k)
        and st.segmented_control(
            f"Mengde i «{b.tittel}»",
            ["antall", "andel"],
            format_func=str.capitalize,
            default="antall",
            required=True,
            key=f"{b.id}_mengde",
            bind="query-params",
            label_visibility="collapsed",
        )
        == "andel"
    )
    return visning, andel


def _last_ned(k: Kort, v: Valg, andel: bool) -> None:
    # Filtrene som virker på kortet slik brukeren ser det.
    brukte = dataclasses.replace(v, filtre=lesing.brukbare(k.indikator, v.filtre))
    last_ned(
        k,
        lambda: kort.lag(k.bestilling, brukte, andel),
        lambda publisert: figurer.tegn(publisert, stil()),
    )


def last_ned(
    k: Kort,
    lag_publisert: Callable[[], Kort],
    tegn: Callable[[Kort], figurer.Figur],
    med_bilde: bool = True,
) -> None:
    """Menyen som laster ned kortet, `med_bilde` når det har en figur. I ansattvisningen lastes
    `lag_publisert()` ned i stedet: det samme, med de publiserte tallene."""
    b = k.bestilling
    # Knappene lages først når menyen åpnes: på en side med ni kort er de en tredel av alt som
    # sendes.
    meny = st.popover(
        "Last ned",
        icon=":material/download:",
        type="tertiary",
        help=f"Last ned «{b.tittel}»",
        key=f"last_ned_{b.id}",
        on_change="rerun",
    )
    if not meny.open:
        return
    with meny:
        if not adgang.intern():
            _filknapper(k, b.id, med_bilde)
            return
        with lesing.publiserte_tall():
            _publisert_utgave(lag_publisert, tegn, med_bilde)


def _filknapper(k: Kort, bilde_id: str, med_bilde: bool = True) -> None:
    """Knappene som lager filer. `bilde_id` er kortet på skjermen bildet lages av."""
    b = k.bestilling
    navn = norsk.filnavn(f"{b.tittel} {k.filtertekst}")
    if med_bilde:
        st.button("Bilde (PNG)", key=f"png_{bilde_id}", width="stretch")
    st.download_button(
        "Tall (CSV)",
        lambda: eksport.csv_fil(k),
        f"{navn}.csv",
        "text/csv",
        key=f"csv_{b.id}",
        on_click="ignore",
        width="stretch",
    )
    st.download_button(
        "Tall (Excel)",
        lambda: eksport.excel_fil(k),
        f"{navn}.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key=f"excel_{b.id}",
        on_click="ignore",
        width="stretch",
    )


def _publisert_utgave(
    lag_publisert: Callable[[], Kort],
    tegn: Callable[[Kort], figurer.Figur],
    med_bilde: bool,
) -> None:
    """Det som lastes ned i ansattvisningen: samme kort med de publiserte tallene, slik det blir i
    filen og bildet."""
    st.write(
        "De interne tallene blir her. Filene og bildet får de publiserte tallene, som under."
    )
    try:
        k = lag_publisert()
    except lesing.IkkePublisert as grunn:
        st.info(str(grunn))
        return
    id = f"publisert_{k.bestilling.id}"
    with kortramme(id, k.bestilling.tittel):
        with st.container(key=f"setning_{id}"):
            st.markdown(norsk.bokstavelig(k.setning))
        if med_bilde and not k.data.empty:
            st.plotly_chart(
                tegn(k), key=f"figur_{id}", config=figurer.OPPSETT, alt=k.alt
            )
        fot(k, id)
    _filknapper(k, id, med_bilde)


def kostrakort(kode: str, tittel: str) -> None:
    """Et nøkkeltall kommunen har meldt til KOSTRA, ved siden av landet."""
    with kortramme(kode, tittel):
        data = _kostraserie(kode)
        if data.empty:
            st.info(
                "Ingen serie: KOSTRA-tallet er ikke levert. Se siden «Kilder og kvalitet»."
            )
            return
        setning = setninger.kostra(katalog.kostra()[kode], data)
        st.write(setning)
        st.plotly_chart(
            _kostrafigur(kode, stil()),
            key=f"figur_{kode}",
            config=figurer.OPPSETT,
            alt=setning,
        )
        mangler = data.loc[data["verdi"].isna(), "aar"].astype(str).tolist()
        if mangler:
            st.caption(
                f":material/info: Tall mangler for {norsk.ramse(mangler)}. Et tall som mangler, er ikke 0."
            )
        if data["foreloepig"].any():
            st.caption(
                ":material/info: Åpen sirkel betyr foreløpig tall. Endelige tall kommer i juni."
            )
        st.caption(kort.kildetekst(("kommunetall",)))


@lesing.husk
def _kostraserie(kode: str) -> pd.DataFrame:
    """Serien med en rad for hvert år, også dem som mangler tall."""
    data = lesing.tabell("kostra")
    data = data[data["kode"] == kode]
    alle_aar = (
        pd.DataFrame({"aar": range(data["aar"].min(), data["aar"].max() + 1)})
        if len(data)
        else data[["aar"]]
    )
    return (
        alle_aar.merge(data, how="left")
        .astype({"foreloepig": "boolean"})
        .fillna({"foreloepig": False})
    )


@lesing.husk
def _kostrafigur(kode: str, stil_: figurer.Stil):
    return figurer.kostra(
        _kostraserie(kode), katalog.kostra()[kode], lesing.meta().kommune, stil_
    )


def planlagte_boliger() -> None:
    """Boligene som er på vei inn i eller ut av bruk."""
    with kortramme("planlagt", "Hvilke boliger er planlagt?"):
        setning, tabell = _planlagte()
        if tabell.empty:
            st.info("Ingen planlagte prosjekter er levert.")
            return
        st.write(setning)
        st.table(
            tabell,
            border="horizontal",
            hide_index=True,
            alt="Planlagte boligprosjekter",
        )
        st.caption(kort.kildetekst(("boligprosjekt",)))


@lesing.husk
def _planlagte() -> tuple[str, pd.DataFrame]:
    """Setningen og tabellen."""
    planlagt = lesing.tabell("planlagt")
    netto = planlagt["antall"].sum()
    status = {k.kode: k.navn for k in kilder.kodelister()["prosjektstatus"].koder}
    tabell = pd.DataFrame(
        {
            "Ferdig": [norsk.maaned(d) for d in planlagt["ferdig"]],
            "Boligtype": planlagt["boligtype"].map(lesing.dimensjon("boligtype")),
            "Boliger": [
                norsk.endring(n, ENHETER["antall"]) for n in planlagt["antall"]
            ],
            "Status": planlagt["status"].map(status),
        }
    )
    return (
        f"{norsk.med_ord(len(planlagt), 'prosjekter')} gir til sammen "
        f"{norsk.endring(netto, ENHETER['antall'])} {norsk.ord_for(netto, 'boliger')}."
    ), tabell
