"""Delene sidene er bygget av. Den eneste modulen i pakken som bruker Streamlit, sammen med `inngang`."""

import logging
import time

import pandas as pd
import streamlit as st

from boligdata import config, eksport, figurer, katalog, kort, lesing, norsk, oppstart, oversikt, setninger, vurdering
from boligdata.config import Brukerfeil
from boligdata.figurer import Stil
from boligdata.kort import Bestilling, Kort, Valg
from boligdata.lesing import ALLE

_FILTRE = ("maalgruppe", "boligtype", "omraade")
_VISNINGER = {"graf": "Graf", "tabell": "Tabell", "om": "Om tallet"}
_TYPENAVN = {"aar": "År", "tertial": "Tertial"}
_IKON = {"bedre": "▲ ", "verre": "▼ ", "oekt": "▲ ", "redusert": "▼ ", "uendret": "● ", "tilfeldig": "● ", "ukjent": ""}
_FARGE = {"bedre": "green", "verre": "red"}

logg = logging.getLogger(__name__)


# ------------------------------------------------------------ rammen rundt siden

def klar() -> bool:
    """Sørg for at det finnes tall. Ved første start bygges de mens brukeren ser framdriften."""
    if not lesing.finnes():
        _bygg_foerste_gang()
    try:
        lesing.meta()
    except Brukerfeil as feil:
        st.error(str(feil))
        return False
    return True


def topp(tittel: str, med_filtre: bool) -> None:
    """Kommune, dato og tittel, og filtrene på samme sted på hver side."""
    meta = lesing.meta()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{meta.kommune} kommune** · Boligsosial plan {meta.plan_fra}–{meta.plan_til} · "
                    f"Data til og med {norsk.dato(meta.per_dato)}", width="content")
        if meta.fiktiv:
            st.badge("Fiktive data", color="orange")
    if lesing.advarsel():
        st.warning(f"{lesing.advarsel()} Tallene under er fra forrige publisering.")
    st.title(tittel, anchor=False)
    if med_filtre:
        _filtre()


def vis(side) -> None:
    """Kjør siden. En feil i siden gir en norsk melding, aldri en teknisk utskrift."""
    try:
        side.run()
    except Brukerfeil as feil:
        st.error(str(feil))
    except Exception:
        logg.exception("Siden %s feilet", side.url_path)
        st.error("Noe gikk galt da siden skulle vises. Last siden på nytt. Skjer det igjen, si fra til den som "
                 "drifter dashbordet, og oppgi hvilken side og hvilke valg det gjaldt.")


def valg() -> Valg:
    """Det brukeren har valgt i filtrene øverst."""
    periodetype = st.session_state.get("vis", "aar")
    perioder = lesing.perioder(periodetype)["periode"]
    periode = st.session_state.get(f"periode_{periodetype}", perioder.iloc[-1])
    return Valg(periodetype, periode, {d: st.session_state.get(d, ALLE) for d in _FILTRE})


def _filtre() -> None:
    with st.grid(columns="auto", min_column_width=160, vertical_alignment="bottom", key="filtre"):
        periodetype = st.segmented_control(
            "Vis tall per", list(_TYPENAVN), format_func=_TYPENAVN.get, default="aar", required=True, key="vis",
            bind="query-params", persist_state="session",
        )
        perioder = lesing.perioder(periodetype)["periode"].tolist()[::-1]
        st.selectbox("Periode", perioder, format_func=norsk.periode, key=f"periode_{periodetype}",
                     bind="query-params", persist_state="session")
        satt = [d for d in _FILTRE if st.session_state.get(d, ALLE) != ALLE]
        for d in _FILTRE:
            navn = {ALLE: "Alle"} | lesing.verdier(d)
            sperret = len(satt) >= 2 and d not in satt
            st.selectbox(
                katalog.dimensjoner()[d].navn, list(navn), format_func=navn.get, key=d, bind="query-params",
                persist_state="session", disabled=sperret,
                help="Velg «Alle» i et av de andre filtrene først. Tre valg samtidig gir så små grupper at "
                     "enkeltpersoner kunne kjennes igjen, og publiseres ikke." if sperret else None,
            )


def _bygg_foerste_gang() -> None:
    bygging = _bygging()
    bygging.start()
    st.title("Gjør klart dashbordet", anchor=False)
    st.write("Dette er første gang dashbordet startes her. Tallene bygges fra uttrekkene. Det tar som regel noen sekunder.")
    linje = st.progress(0.0, text="Starter")
    while bygging.gaar() or not (lesing.finnes() or bygging.feil):
        linje.progress(min(bygging.andel, 1.0), text=bygging.tekst)
        time.sleep(0.1)
    if bygging.feil:
        linje.empty()
        st.error(bygging.feil)
        if st.button("Prøv igjen", type="primary"):
            st.rerun()
        st.stop()
    st.rerun()


@st.cache_resource(show_spinner=False)
def _bygging() -> oppstart.Bygging:
    return oppstart.Bygging()


# ------------------------------------------------------------------------- kort

def svar(*indikatorer: str) -> None:
    """Sidens svar: én setning per indikator, med de filtrene som virker på den."""
    v = valg()
    tall = [oversikt.noekkeltall(katalog.indikatorer()[id], v) for id in indikatorer]
    st.markdown("  \n".join(f"**{n.indikator.navn}.** {setninger.utvikling(n.indikator, n.data)}"
                            + (" Gjelder hele kommunen." if n.alle else "") for n in tall))


def tema(side: str, *navn: str) -> str:
    """Del siden i temaer, ett om gangen, så hver skjerm svarer på ett spørsmål. Valget står i adressen."""
    return st.segmented_control("Tema", navn, default=navn[0], required=True, key=f"{side}_tema", bind="query-params",
                                label_visibility="collapsed")


def rutenett():
    """Kort side om side på brede skjermer, under hverandre på smale."""
    return st.grid(columns="auto", min_column_width=430, gap="medium")


def figurkort(indikator: str | tuple[str, ...], tittel: str, form: str = "utvikling",
              fordeling: tuple[str, ...] = (), id: str | None = None) -> None:
    """Et kort med figur, tabell og forklaring for én indikator, eller flere som til sammen er alle.

    `tittel` er et spørsmål eller et utsagn i vanlig språk, `form` navnet på en figur i `figurer`.
    """
    indikatorer = (indikator,) if isinstance(indikator, str) else tuple(indikator)
    id = id or "_".join([indikatorer[0], *fordeling])
    if form == "kart" and lesing.kart().empty:
        form = "fordeling"
    with _ramme(id, tittel):
        _kort(Bestilling(id, tittel, indikatorer, form, tuple(fordeling)), valg())


def _ramme(id: str, tittel: str):
    """Rammen rundt et kort. `statisk/nb.js` finner kortet på nøkkelen når bildet skal lages."""
    ramme = st.container(border=True, key=f"kort_{id}", height="stretch")
    ramme.subheader(tittel, anchor=False)
    return ramme


@st.fragment
def _kort(b: Bestilling, v: Valg) -> None:
    try:
        k = kort.lag(b, v)
    except lesing.IkkePublisert as grunn:
        st.info(str(grunn))
        return
    # Knappene står nederst, men må tegnes først: en lenke setter verdien i det de tegnes.
    kropp, knapper = st.container(), st.container(horizontal=True, vertical_alignment="center", gap="small")
    with knapper:
        visning, andel = _valgknapper(b, k)
    if andel:
        k = kort.lag(b, v, andel=True)
    with kropp:
        _innhold(k, visning)
    if not k.data.empty:
        with knapper:
            _last_ned(k)


def _innhold(k: Kort, visning: str) -> None:
    id = k.bestilling.id
    with st.container(key=f"setning_{id}"):
        st.write(k.setning)
    if visning == "om":
        _om(k)
    elif visning == "tabell":
        _tabell(k.tabell, k.desimaler, alt=k.setning)
    elif not k.data.empty:
        st.plotly_chart(figurer.tegn(k, _stil()), key=f"figur_{id}", config=figurer.OPPSETT, alt=k.setning)
    for tekst in k.flagg:
        st.caption(f":material/info: {tekst}")
    with st.container(key=f"fot_{id}"):
        st.caption(f"{k.filtertekst}. {k.kilde}")


def _tabell(tabell: pd.DataFrame, desimaler: dict[str, int], alt: str) -> None:
    vist = tabell.style.format({k: lambda v, d=d: norsk.tall(v, d) for k, d in desimaler.items()})
    st.table(vist, border="horizontal", hide_index=True, alt=alt)


def _om(k: Kort) -> None:
    i = k.indikator
    kube = katalog.kuber()[i.kube]
    linjer = [
        ("Definisjon", i.definisjon),
        ("Slik leses tallet", i.fortolkning),
        ("Ønsket retning", {"opp": "Høyere er bedre.", "ned": "Lavere er bedre.",
                            "ingen": "Ingen: tallet beskriver, det måler ikke resultat."}[i.retning]),
        ("Mål i planen", norsk.med_enhet(i.maaltall, i.visningsenhet) if i.maaltall is not None else "Ikke satt."),
        ("Regelverk", i.hjemmel or "Ingen egen bestemmelse."),
        ("Regnes ut fra", f"{kube.navn}."),
        ("Leveres av", kort.kildeeiere(i.kilder)),
    ]
    for ledetekst, tekst in linjer:
        st.markdown(f"**{ledetekst}.** {tekst}")


def _valgknapper(b: Bestilling, k: Kort) -> tuple[str, bool]:
    """Hva kortet viser: graf, tabell eller forklaring, og om mengden er antall eller andel."""
    visning = st.segmented_control(
        f"Visning av «{b.tittel}»", list(_VISNINGER), format_func=_VISNINGER.get, default="graf", required=True,
        key=f"{b.id}_visning", bind="query-params", label_visibility="collapsed",
    )
    andel = kort.for_andel(k) and st.segmented_control(
        f"Mengde i «{b.tittel}»", ["antall", "andel"], format_func=str.capitalize, default="antall", required=True,
        key=f"{b.id}_mengde", bind="query-params", label_visibility="collapsed",
    ) == "andel"
    return visning, andel


def _last_ned(k: Kort) -> None:
    b = k.bestilling
    navn = norsk.filnavn(f"{b.tittel} {k.filtertekst}")
    with st.popover("Last ned", icon=":material/download:", type="tertiary", help=f"Last ned «{b.tittel}»"):
        st.button("Bilde (PNG)", key=f"png_{b.id}", width="stretch")
        st.download_button("Tall (CSV)", lambda: eksport.csv_fil(k), f"{navn}.csv", "text/csv",
                           key=f"csv_{b.id}", on_click="ignore", width="stretch")
        st.download_button("Tall (Excel)", lambda: eksport.excel_fil(k), f"{navn}.xlsx",
                           "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                           key=f"excel_{b.id}", on_click="ignore", width="stretch")


def _stil() -> Stil:
    return Stil(moerk=st.context.theme.type == "dark")


# -------------------------------------------------------------- deler av Oversikt

def utfordringer() -> None:
    """Utfordringsbildet i tre setninger, øverst på Oversikt."""
    for setning in oversikt.utfordringer(valg()):
        st.markdown(setning)


def noekkeltall() -> None:
    """Nøkkeltallene, gruppert etter planens mål."""
    for maal, tall in oversikt.etter_maal(valg()).items():
        st.subheader(maal, anchor=False)
        with st.grid(columns="auto", min_column_width=300, gap="small", key=f"maal_{norsk.filnavn(maal)}"):
            for n in tall:
                _noekkeltall(n)


def _noekkeltall(n: oversikt.Noekkeltall) -> None:
    i, enhet = n.indikator, n.indikator.visningsenhet
    dom = n.vurdering.dom
    with st.container(border=True, key=f"noekkeltall_{i.id}", height="stretch"):
        forrige = norsk.periode_kort(n.data["periode"].iloc[-2]) if n.endring is not None else ""
        st.markdown(f"**{i.navn}**")
        st.metric(
            i.navn, "For få" if n.data["flagg"].iloc[-1] == "for_faa" else norsk.med_enhet(n.verdi, enhet),
            delta=norsk.endring(n.endring, enhet) if n.endring is not None else None,
            delta_color=_FARGE.get(dom, "gray"),
            delta_arrow="off" if not n.endring else "up" if n.endring > 0 else "down",
            delta_description=f"fra {forrige}" if forrige else None, label_visibility="collapsed",
        )
        st.plotly_chart(
            figurer.gnist(n.data.tail(oversikt.SYNLIGE_PERIODER), i, _stil()), key=f"gnist_{i.id}",
            config=figurer.UROERLIG, alt=n.setning,
        )
        maal = ""
        if n.naar_maal is not None:
            grense = "minst" if i.retning == "opp" else "høyst"
            maal = f" · Mål: {grense} {norsk.med_enhet(i.maaltall, enhet)}, {'nådd' if n.naar_maal else 'ikke nådd'}"
        st.markdown(f"**{_IKON[dom]}{vurdering.DOMMER[dom]}**{maal}")
        if n.alle:
            st.caption("Gjelder hele kommunen.")


def endret() -> None:
    """Det som er blitt bedre eller verre siden forrige periode."""
    setninger_ = oversikt.endret(valg())
    st.markdown("\n".join(f"- {s}" for s in setninger_) or "Ingen tall er endret mer enn det tilfeldigheter kan gi.")


def avgjoerelser() -> None:
    """Målene som ikke er nådd og ikke er på bedringens vei."""
    saker = oversikt.avgjoerelser(valg())
    st.markdown("\n".join(f"- {s}" for s in saker) or "Alle mål er nådd eller på vei til å bli det.")


def sene_tiltak() -> None:
    """Tiltakene med milepæler over fristen."""
    tiltak = oversikt.sene_tiltak()
    st.markdown("\n".join(f"- {s}" for s in tiltak) or "Ingen tiltak er over fristen.")


# ----------------------------------------------------- kort uten indikator og kilder

def kostrakort(kode: str, tittel: str) -> None:
    """Et nøkkeltall kommunen har meldt til KOSTRA, ved siden av landet."""
    tall, data = katalog.kostra()[kode], lesing.tabell("kostra")
    data = data[data["kode"] == kode]
    with _ramme(kode, tittel):
        if data.empty:
            st.info("Ingen serie: KOSTRA-tallet er ikke levert. Se siden «Kilder og kvalitet».")
            return
        alle_aar = pd.DataFrame({"aar": range(data["aar"].min(), data["aar"].max() + 1)})
        data = alle_aar.merge(data, how="left").astype({"foreloepig": "boolean"}).fillna({"foreloepig": False})
        setning = setninger.kostra(tall, data)
        st.write(setning)
        st.plotly_chart(figurer.kostra(data, tall, lesing.meta().kommune, _stil()), key=f"figur_{kode}",
                        config=figurer.OPPSETT, alt=setning)
        mangler = data.loc[data["verdi"].isna(), "aar"].astype(str).tolist()
        if mangler:
            st.caption(f":material/info: Tall mangler for {norsk.ramse(mangler)}. Et manglende tall er ikke null.")
        if data["foreloepig"].any():
            st.caption(":material/info: Åpen sirkel betyr foreløpig tall. Endelige tall kommer i juni.")
        st.caption(kort.kildetekst(("kommunetall",)))


def planlagte_boliger() -> None:
    """Boligene som er på vei inn i eller ut av bruk."""
    planlagt = lesing.tabell("planlagt")
    with _ramme("planlagt", "Hvilke boliger er planlagt?"):
        if planlagt.empty:
            st.info("Ingen planlagte prosjekter er levert.")
            return
        netto = planlagt["antall"].sum()
        st.write(f"{len(planlagt)} prosjekter gir til sammen {norsk.endring(netto, katalog.ENHETER['antall'])} boliger.")
        boligtype, status = lesing.dimensjon("boligtype"), {
            k.kode: k.navn for k in katalog.kodelister()["prosjektstatus"].koder}
        st.table(pd.DataFrame({
            "Ferdig": [norsk.maaned(d) for d in planlagt["ferdig"]],
            "Boligtype": planlagt["boligtype"].map(boligtype),
            "Boliger": [norsk.endring(n, katalog.ENHETER["antall"]) for n in planlagt["antall"]],
            "Status": planlagt["status"].map(status),
        }), border="horizontal", hide_index=True, alt="Planlagte boligprosjekter")
        st.caption(kort.kildetekst(("boligprosjekt",)))


def kildeoversikt() -> None:
    """Alle kilder: hva som er levert, hvor mye som er lest, og om leveringen er eldre enn avtalt."""
    status = lesing.kildestatus()
    per_dato = pd.Timestamp(lesing.meta().per_dato)
    kilder = [katalog.kilder()[k] for k in status["kilde"]]
    st.table(pd.DataFrame({
        "Kilde": [f"{k.navn} ({k.eier}, {k.hyppighet})" for k in kilder],
        "Sist levert": [norsk.dato(d) if pd.notna(d) else "Ikke levert" for d in status["sist_levert"]],
        "Rader lest": [norsk.tall(n) for n in status["rader_lest"]],
        "Satt til side": [norsk.tall(n) for n in status["rader_til_side"]],
        "Status": [_kildestatus(s, k, per_dato) for s, k in zip(status.itertuples(), kilder)],
    }), border="horizontal", hide_index=True, alt="Kildene til tallene, med siste levering og antall rader")


def _kildestatus(status, kilde: katalog.Kilde, per_dato: pd.Timestamp) -> str:
    if isinstance(status.stoppet, str):
        return f"Stoppet: {status.stoppet}"
    if pd.isna(status.sist_levert):
        return "Ikke levert"
    if (pd.Timestamp(status.sist_levert) - per_dato).days < -kilde.hyppighet_dager:
        return "Eldre enn avtalt"
    return "I orden" if not status.rader_til_side else "I bruk, noen rader satt til side"


def avviksoversikt() -> None:
    """Hva som er stoppet, satt til side eller endret i lesingen, som antall. Verdiene ser bare den som kjører sjekken."""
    avvik = lesing.avvik()
    merknad = avvik["alvor"] == "merknad"
    if merknad.all():
        st.write("Alle rader ble lest uten avvik.")
    else:
        _avvikstabell(avvik[~merknad], "Rader og filer som er stoppet, satt til side eller endret")
    if merknad.any():
        with st.expander("Merknader: lagt merke til, men uten betydning for tallene"):
            _avvikstabell(avvik[merknad], "Merknader fra lesingen")


def _avvikstabell(avvik: pd.DataFrame, alt: str) -> None:
    st.table(pd.DataFrame({
        "Kilde": [katalog.kilder()[k].navn if k else "Fil som ikke hører til noen kilde" for k in avvik["kilde"]],
        "Kolonne": avvik["kolonne"].fillna("–"),
        "Hva er funnet": avvik["regel"].map(norsk.stor),
        "Hva er gjort": avvik["alvor"].map(norsk.stor),
        "Antall": avvik["antall"].map(norsk.tall),
    }), border="horizontal", hide_index=True, alt=alt)


def definisjoner() -> None:
    """Hver indikator med definisjon, fortolkning, mål og kilde, ett tema om gangen eller etter søk."""
    temaer = {i.tema: norsk.stor(i.tema).replace("oe", "ø") for i in katalog.indikatorer().values()}
    soek = st.text_input("Søk i indikatorene", key="soek", bind="query-params", placeholder="For eksempel: ventetid")
    tema_ = st.segmented_control("Tema", list(temaer), format_func=temaer.get, default=next(iter(temaer)),
                                 required=True, key="indikatortema", bind="query-params", disabled=bool(soek.strip()))
    treff = [
        i for i in katalog.indikatorer().values()
        if (soek.strip().lower() in f"{i.navn} {i.definisjon} {i.fortolkning}".lower() if soek.strip() else i.tema == tema_)
    ]
    st.caption(f"{len(treff)} av {len(katalog.indikatorer())} indikatorer")
    for i in treff:
        with st.expander(i.navn):
            linjer = [f"**Definisjon.** {i.definisjon}", f"**Slik leses tallet.** {i.fortolkning}"]
            if i.maaltall is not None:
                linjer.append(f"**Mål i planen.** {norsk.med_enhet(i.maaltall, i.visningsenhet)}")
            if i.hjemmel:
                linjer.append(f"**Regelverk.** {i.hjemmel}")
            st.markdown("\n\n".join([*linjer, f"**Leveres av.** {kort.kildeeiere(i.kilder)}"]))


def brudd() -> None:
    """Kodene som har skiftet innhold, og når."""
    koder = [k for liste in katalog.kodelister().values() for k in liste.koder if k.brudd]
    st.markdown("\n".join(f"- **{k.navn}, {k.brudd_aar}:** {k.brudd}" for k in koder))
