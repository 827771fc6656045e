"""Innholdet i et kort: tallene, setningen, tabellen og alt som må stå ved siden av dem. Tegner
ingenting selv."""

import dataclasses
import datetime as dt
import math
from dataclasses import dataclass, field

import pandas as pd

from boligdata import lesing
from boligdata.felles import katalog, kilder, norsk
from boligdata.felles.enheter import (
    ANDEL,
    ENHETER,
    VERNET_ANDEL,
    VIST_PROSENT,
    Enhet,
)
from boligdata.felles.katalog import Indikator
from boligdata.innhold import setninger
from boligdata.innhold.grunnkort import Bestilling, Fullkort, Linje, Vern
from boligdata.innhold.vurdering import REGLER, Vurdering, vurder
from boligdata.lesing import ALLE

# Det samme sies på kortene, i filene og på Kilder og kvalitet.
HVORFOR_ENDRET = "Hvorfor endret tallet seg?"
FEMMERE = "rundet av til hele femmere, opp eller ned, for å verne enkeltpersoner"
NULL_TIL_FIRE = "0–4 kan bety ingen"
MAANEDER = Vern(
    "Avrundet til hele måneder for å verne enkeltpersoner.",
    "Avrundet: Tallet er rundet av til hele måneder, og vises bare når det bygger på "
    "minst ti husstander, for å verne "
    "enkeltpersoner.",
)
TO_SIFRE = Vern(
    "Avrundet til to sifre for å verne enkeltpersoner.",
    "Avrundet: Beløpet er rundet av til to sifre, og vises bare når det bygger på minst "
    "ti husstander, for å verne "
    "enkeltpersoner.",
)
HELE_PROSENT = Vern(
    "Avrundet til hele prosent for å verne enkeltpersoner.",
    "Avrundet: Prosenten bygger på minst tjue husstander, er hel, og sier ikke mer enn "
    "«under 5» og «over 95» i "
    "endene, for å verne enkeltpersoner.",
)


@dataclass(frozen=True)
class Valg:
    """Det brukeren har valgt øverst på siden: «aar» eller «tertial», siste periode som vises, og
    filtre."""

    periodetype: str
    periode: str
    filtre: dict[str, str] = field(default_factory=dict)

    def __hash__(self):
        return hash(
            (self.periodetype, self.periode, tuple(sorted(self.filtre.items())))
        )


@dataclass(frozen=True, eq=False)
class Kort(Fullkort):
    """Et ferdig kort om én indikator, eller flere som til sammen er alle. To kort er like bare når
    de er det samme, så figuren til et kort kan huskes.

    `data` har én rad per punkt: periode, til, gruppe (norsk navn eller «»), lag (norsk navn eller
    «»), teller, nevner, verdi og flagg. `tabell` er det samme slik det leses av mennesker.
    `vurdering` og `endret_fordi` har bare kort med én serie over tid."""

    bestilling: Bestilling
    indikator: Indikator
    enhet: Enhet
    data: pd.DataFrame
    setning: str
    tabell: pd.DataFrame
    enheter: dict[str, Enhet]
    filtertekst: str
    flagg: tuple[str, ...]
    kilde: str
    vern: Vern | None = None
    kart: pd.DataFrame | None = None
    vurdering: Vurdering | None = None
    endret_fordi: str = ""

    @property
    def er_tomt(self) -> bool:
        """Er det ingen tall å vise eller laste ned?"""
        return self.data.empty

    @property
    def har_figur(self) -> bool:
        """Er minst ett av tallene kjent?"""
        return not self.data["verdi"].isna().all()

    @property
    def grenser(self) -> str:
        """Snittet og vanlig variasjon i ord, eller «» når serien er for kort til å ha grenser."""
        grenser = self.vurdering and self.vurdering.grenser
        return setninger.grenser(self.indikator, grenser) if grenser else ""

    @property
    def alt(self) -> str:
        """Tekstalternativet til figuren: alt den viser."""
        return f"{self.setning} {self.grenser}".strip()

    @property
    def forklaring(self) -> tuple[Linje, ...]:
        """Linjene som forklarer tallet i filene."""
        return (
            ("Definisjon", self.indikator.definisjon),
            ("Fortolkning", self.indikator.fortolkning),
        )

    @property
    def om(self) -> tuple[Linje, ...]:
        """Linjene under «Om tallet»."""
        indikator = self.indikator
        kube = katalog.kuber()[indikator.kube]
        maaltall = (
            "Ikke satt."
            if indikator.maaltall is None
            else norsk.med_enhet(indikator.maaltall, indikator.visningsenhet)
        )
        return (
            ("Definisjon", indikator.definisjon),
            ("Slik leses tallet", indikator.fortolkning),
            ("Ønsket retning", _RETNING[indikator.retning]),
            ("Mål i planen", maaltall),
            *self._hvorfor_dommen(),
            ("Regelverk", indikator.hjemmel or "Ingen egen bestemmelse."),
            ("Regnes ut fra", f"{kube.navn}."),
            *([("Slik telles det", kube.regel)] if kube.regel else []),
            ("Leveres av", kildeeiere(indikator.kilder)),
        )

    def _hvorfor_dommen(self) -> list[Linje]:
        """Dommen over siste periode, hvorfor, og regelen som felte den."""
        dom = self.vurdering
        if not dom:
            return []
        linjer = [
            ("Vurdering", f"{dom.ikon} {dom.tekst}. {dom.fordi}"),
            ("Regel", REGLER[dom.regel]),
        ]
        if self.grenser:
            linjer.append(
                ("Snitt og grenser", f"{self.grenser} Regnet av hele serien.")
            )
        if dom.treff:
            linjer.append(("Målet framover", f"{dom.treff.ikon} {dom.treff.tekst}."))
        return linjer

    @property
    def dom(self) -> tuple[Linje, ...]:
        """Vurderingen av tallet, til filene."""
        dom = self.vurdering
        if not dom:
            return ()
        return (("Vurdering", f"{dom.tekst}. {dom.fordi} {self.grenser}".strip()),)

    @property
    def hvorfor_endret(self) -> tuple[Linje, ...]:
        """Hvorfor tallet er et annet enn i forrige publisering."""
        return ((HVORFOR_ENDRET, self.endret_fordi),) if self.endret_fordi else ()


_RETNING = {
    "opp": "Høyere er bedre.",
    "ned": "Lavere er bedre.",
    "ingen": "Ingen: tallet beskriver, det måler ikke resultat.",
}


@lesing.husk
def lag(b: Bestilling, valg: Valg, andel: bool = False) -> Kort:
    """Hent tallene og gjør dem klare til å vises. Kaster `lesing.IkkePublisert` når kombinasjonen
    ikke finnes."""
    indikator = katalog.indikatorer()[b.indikatorer[0]]
    filtre = {
        d: v for d, v in valg.filtre.items() if v != ALLE and d not in b.fordeling
    }
    indikator = lesing.med_filtre(indikator, filtre, b.fordeling)
    oensket, valg = (
        valg.periode,
        dataclasses.replace(
            valg, periode=lesing.siste_kjente(indikator, valg.periodetype, valg.periode)
        ),
    )
    bare_siste = b.form not in TIDSFORMER
    data = pd.concat(
        [_hent(i, b, valg, filtre, bare_siste) for i in b.indikatorer],
        ignore_index=True,
    )
    if len(b.indikatorer) > 1:
        # Tall som til sammen er alle: mangler ett, ville de andre sett ut som hele stabelen.
        ufullstendig = data["verdi"].isna().groupby(data["periode"]).transform("any")
        data = data.assign(
            verdi=data["verdi"].mask(ufullstendig),
            flagg=data["flagg"].mask(ufullstendig, "for_faa"),
        )
    if b.form == "flyt":
        data = _med_tillegg(b, valg, filtre, data)
    en_serie = (
        b.form in TIDSFORMER
        and not b.fordeling
        and len(b.indikatorer) == 1
        and not data.empty
    )
    vurdering = bedoem(indikator, data) if en_serie else None
    setning = _setning(b, indikator, data, filtre, vurdering)
    enhet = indikator.visningsenhet
    if andel:
        sum_ = (
            data["verdi"].sum()
            if len(b.fordeling) < 2
            else data.groupby("gruppe")["verdi"].transform("sum")
        )
        data, enhet = (
            data.assign(verdi=data["verdi"] / sum_ * 100),
            VERNET_ANDEL if indikator.vernet else ANDEL,
        )
        if indikator.vernet:
            # Summen er én for hele figuren, eller én for hver søyle i en stablet figur.
            nok = sum_ >= MINSTE_NEVNER
            data = data.assign(
                verdi=data["verdi"]
                .clip(*VIST_PROSENT)
                .where(data["verdi"].notna() & nok),
                flagg=data["flagg"].where(data["flagg"].ne("") | nok, "for_faa"),
            )
    tabell, enheter = _tabell(b, indikator, data, enhet)
    return Kort(
        b,
        indikator,
        enhet,
        data,
        setning,
        tabell,
        enheter,
        filtertekst(indikator, filtre, valg),
        _flagg(b, indikator, data, filtre, valg, oensket),
        kildetekst(indikator.kilder),
        vern(indikator, data["periode"].unique().tolist()),
        lesing.kart() if b.form == "kart" else None,
        vurdering,
        _endret_fordi(indikator, valg, filtre)
        if en_serie and b.form != "gnist"
        else "",
    )


def _endret_fordi(indikator: Indikator, valg: Valg, filtre: dict[str, str]) -> str:
    """Hvorfor tallet er et annet enn i forrige publisering, eller «» når det ikke er noe å
    sammenligne med."""
    endring = lesing.endring(
        katalog.indikatorer()[indikator.id], valg.periodetype, filtre, valg.periode
    )
    return setninger.endret_fordi(indikator, endring) if endring else ""


def bedoem(indikator: Indikator, data: pd.DataFrame) -> Vurdering:
    """Dommen over siste periode i en serie fra `lesing.tall`, med hensyn til at vernede tall er
    rundet av."""
    return vurder(
        indikator,
        data["verdi"],
        data["teller"],
        data["nevner"],
        _avrundingsfeil(indikator, data),
    )


def _avrundingsfeil(indikator: Indikator, data: pd.DataFrame) -> float:
    """Så mye avrundingen høyst flytter et antall, eller en statistikk som er rundet av for seg
    selv."""
    if not indikator.vernet:
        return 0
    if indikator.verdi:
        return _halve_steget(indikator, data["verdi"].max())
    return lesing.stoerste_avvik(indikator, data["periode"].tolist())


def _halve_steget(indikator: Indikator, stoerst: float) -> float:
    """Halve avstanden mellom to nabotall i en statistikk som er rundet av: prosent, måneder, eller
    to sifre av kroner."""
    if indikator.eksakt_enhet.er_kroner:
        return 0.5 * 10 ** (math.floor(math.log10(stoerst)) - 1) if stoerst > 0 else 0
    return 0.5 / 12 if indikator.eksakt_enhet.er_aar else 0.5


# Færre enn dette er for få til å regne prosent av.
MINSTE_NEVNER = ENHETER["prosent"].minste_nevner
TIDSFORMER = ("utvikling", "soeyler", "gnist")


def _hent(
    indikator_id: str, b: Bestilling, valg: Valg, filtre: dict, bare_siste: bool
) -> pd.DataFrame:
    indikator = katalog.indikatorer()[indikator_id]
    data = lesing.tall(
        indikator, valg.periodetype, b.fordeling, filtre, valg.periode, bare_siste
    )
    navn: list = [_navn(d, data[d].tolist()) for d in b.fordeling]
    if len(b.indikatorer) > 1:
        navn.append(indikator.kortnavn or indikator.navn)
    gruppe, lag_ = [*navn, "", ""][:2]
    return data.drop(columns=list(b.fordeling)).assign(gruppe=gruppe, lag=lag_)


def _med_tillegg(
    b: Bestilling, valg: Valg, filtre: dict, data: pd.DataFrame
) -> pd.DataFrame:
    """Tallene med teksten om det andre tallet i kolonnen `tillegg`, de største først."""
    tekster = [""] * len(data)
    if b.tillegg:
        annet = lesing.med_filtre(katalog.indikatorer()[b.tillegg], filtre, b.fordeling)
        verdier = _hent(b.tillegg, b, valg, filtre, True).set_index(["gruppe", "lag"])[
            "verdi"
        ]
        tekster = [
            "for få" if pd.isna(v) else norsk.med_enhet(v, annet.visningsenhet)
            for v in (
                verdier.get(noekkel) for noekkel in zip(data["gruppe"], data["lag"])
            )
        ]
    return data.assign(tillegg=tekster).sort_values(
        "verdi", ascending=False, kind="stable", ignore_index=True
    )


def _navn(dimensjon: str, koder: list[str]) -> list[str]:
    navn = lesing.dimensjon(dimensjon)
    return [navn.get(k, "") for k in koder]


def _setning(
    b: Bestilling,
    indikator: Indikator,
    data: pd.DataFrame,
    filtre: dict,
    vurdering: Vurdering | None,
) -> str:
    if data.empty and lesing.brukbare(indikator, filtre):
        return "Ingen passer med filtrene som er valgt, så det er ingenting å vise."
    if data.empty:
        return "Det finnes ingen tall å vise. Se siden «Kilder og kvalitet» for hva som er levert."
    if not b.fordeling and len(b.indikatorer) == 1:
        return setninger.utvikling(indikator, data, vurdering)
    siste = data[data["periode"] == data["periode"].iloc[-1]]
    if len(b.indikatorer) > 1:
        return setninger.andeler(indikator, siste)
    if b.form == "flyt":
        return setninger.flyt(indikator, siste)
    if b.form == "varmekart":
        return setninger.ruter(indikator, siste)
    if len(b.fordeling) > 1:
        return setninger.lagdeling(indikator, siste)
    hva = katalog.dimensjoner()[b.fordeling[0]].navn.lower()
    return setninger.fordeling(indikator, siste, hva)


def _tabell(b: Bestilling, indikator: Indikator, data: pd.DataFrame, enhet: Enhet):
    """Tabellen bak figuren, og enheten i hver tallkolonne."""
    verdinavn = (
        "Prosent"
        if enhet.er_andel
        else norsk.stor(
            ("prosent " if indikator.er_prosent else "") + indikator.enhetsord
            if not enhet.er_maaneder
            else enhet.navn
        )
    )
    hode = katalog.dimensjoner()[b.fordeling[0]].navn if b.fordeling else "Periode"
    if b.form in TIDSFORMER:
        data = data.assign(periode=[norsk.periode(p) for p in data["periode"].tolist()])
        kolonner = [k for k in ("gruppe", "lag") if any(data[k].tolist())]
        if kolonner:
            bred = data.pivot(index="periode", columns=kolonner[0], values="verdi")
            bred = bred.loc[
                data["periode"].unique(), data[kolonner[0]].unique()
            ].reset_index()
            bred.columns = ["Periode", *bred.columns[1:]]
            return bred, dict.fromkeys(bred.columns[1:], enhet)
        tabell = pd.DataFrame({"Periode": data["periode"], verdinavn: data["verdi"]})
    elif b.form == "flyt":
        stroemmer = data[data["verdi"] > 0].reset_index(drop=True)
        tabell = pd.DataFrame(
            {
                "Fra": stroemmer["gruppe"],
                "Til": stroemmer["lag"],
                verdinavn: stroemmer["verdi"],
            }
        )
        if b.tillegg:
            tabell[katalog.indikatorer()[b.tillegg].navn] = stroemmer["tillegg"]
        return tabell, {verdinavn: enhet}
    elif any(data["lag"].tolist()):
        bred = data.pivot(index="gruppe", columns="lag", values="verdi")
        bred = bred.loc[data["gruppe"].unique(), data["lag"].unique()].reset_index()
        bred.columns = [hode, *bred.columns[1:]]
        return bred, dict.fromkeys(bred.columns[1:], enhet)
    else:
        tabell = pd.DataFrame({hode: data["gruppe"], verdinavn: data["verdi"]})
    enheter = {verdinavn: enhet}
    if indikator.nevner:
        tabell["Teller (antall)"], tabell["Nevner (antall)"] = (
            data["teller"],
            data["nevner"],
        )
        enheter |= {
            "Teller (antall)": _antall(indikator, indikator.teller_er_vernet),
            "Nevner (antall)": _antall(indikator, indikator.nevner_er_vernet),
        }
    elif indikator.verdi:
        tabell["Bygger på (antall)"] = data["teller"]
        enheter |= {
            "Bygger på (antall)": _antall(indikator, indikator.teller_er_vernet)
        }
    return tabell.reset_index(drop=True), enheter


def _antall(indikator: Indikator, vernet: bool) -> Enhet:
    return dataclasses.replace(ENHETER["antall"], vernet=indikator.vernet and vernet)


def filtertekst(indikator: Indikator, filtre: dict[str, str], valg: Valg) -> str:
    """Hva tallet gjelder: perioden og filtrene som virker på det."""
    brukt = lesing.brukbare(indikator, filtre)
    deler = [
        f"{katalog.dimensjoner()[d].navn.lower()}: {lesing.dimensjon(d)[v]}"
        for d, v in brukt.items()
    ]
    return "; ".join([norsk.stor(norsk.naar(valg.periode, indikator)), *deler])


def _flagg(
    b: Bestilling,
    indikator: Indikator,
    data: pd.DataFrame,
    filtre: dict,
    valg: Valg,
    oensket: str,
) -> tuple[str, ...]:
    flagg = []
    if valg.periode != oensket:
        flagg.append(
            f"Siste tall er for {norsk.periode(valg.periode)}. Tall for "
            f"{norsk.periode(oensket)} kommer når alle er fulgt lenge nok."
        )
    flagg += forbehold(indikator, b.fordeling, filtre, valg)
    brukbare = lesing.brukbare(indikator, filtre)
    funnet = set(data["flagg"].tolist())
    if "for_faa" in funnet:
        flagg.append(
            "For få: noen tall bygger på så få at de mest ville vist tilfeldigheter, og vises ikke."
        )
    if "tom_nevner" in funnet:
        hva = (
            "er for få, eller ingen,"
            if indikator.vernet and indikator.nevner_er_vernet
            else "ikke er noe"
        )
        flagg.append(f"«–» betyr at det {hva} å dele på, så tallet kan ikke regnes ut.")
    if "mangler" in funnet:
        perioder = data.loc[data["flagg"].eq("mangler"), "periode"].unique()
        flagg.append(
            f"Tall mangler for {norsk.ramse([norsk.periode(p) for p in perioder])}. "
            "Et tall som mangler, er ikke 0."
        )
    if lesing.fra_publisert(indikator, b.fordeling, filtre):
        flagg.append(
            "Publiserte tall: figuren gjelder flere enn målgruppene du har tilgang til."
        )
    if b.form == "varmekart":
        flagg.append(f"Tomme ruter er {'0–4' if indikator.vernet else '0'}.")
    flagg += _brudd(b, data, brukbare)
    flagg += [
        f"Tallene er fra forrige publisering, fordi «{kilder.kilder()[kilde].navn}» ble stoppet."
        for kilde in indikator.kilder
        if kilde in _stoppede()
    ]
    return tuple(flagg)


def forbehold(
    indikator: Indikator, fordeling: tuple[str, ...], filtre: dict, valg: Valg
) -> list[str]:
    """Det leseren må vite om hva tallet gjelder: kilder som mangler, og filtre som ikke virker på
    det."""
    ut = []
    if ikke_levert := lesing.ikke_levert(indikator.kilder):
        navn = norsk.ramse([f"«{kilder.kilder()[k].navn}»" for k in ikke_levert])
        ut.append(f"{navn} er ikke levert, så tallet er ikke fullstendig.")
    brukbare = lesing.brukbare(indikator, filtre)
    gjelder_ikke = [
        katalog.dimensjoner()[d].navn.lower() for d in filtre if d not in brukbare
    ]
    gjelder_ikke += [
        katalog.dimensjoner()[d].navn.lower()
        for d, v in valg.filtre.items()
        if v != ALLE and d in fordeling
    ]
    if gjelder_ikke:
        ut.append(f"Valget av {norsk.ramse(gjelder_ikke)} gjelder ikke denne figuren.")
    return ut


@lesing.husk
def _stoppede() -> frozenset[str]:
    status = lesing.kildestatus()
    return frozenset(status.loc[status["stoppet"].notna(), "kilde"])


def vern(indikator: Indikator, perioder: list[str]) -> Vern | None:
    """Hvordan tallene i disse periodene er vernet, eller None når de er eksakte."""
    if not indikator.vernet:
        return None
    if indikator.verdi:
        if indikator.er_prosent:
            return HELE_PROSENT
        return TO_SIFRE if indikator.eksakt_enhet.er_kroner else MAANEDER
    avvik = lesing.stoerste_avvik(indikator, perioder)
    hva = (
        f"Tallet er regnet ut fra tall som er {FEMMERE}"
        if indikator.nevner
        else f"Tallene er {FEMMERE}"
    )
    return Vern(
        f"Avrundet for å verne enkeltpersoner. Avviket er høyst {avvik}.",
        f"Avrundet: {hva}. Avviket er høyst {avvik}, og tabellene summerer. "
        f"{NULL_TIL_FIRE}. Små endringer kan "
        "skyldes avrundingen.",
    )


def _brudd(b: Bestilling, data: pd.DataFrame, filtre: dict) -> list[str]:
    """Brudd i serien: en kode som har skiftet innhold i den perioden figuren viser."""
    if data.empty:
        return []
    foerste, siste = data["til"].min().year, data["til"].max().year
    ut = []
    for d in (*b.fordeling, *filtre):
        for kode in katalog.dimensjoner()[d].koder:
            gjelder = d in b.fordeling or filtre.get(d) == kode.kode
            if kode.brudd_aar and gjelder and foerste < kode.brudd_aar <= siste:
                ut.append(
                    f"Brudd i serien i {kode.brudd_aar}, {kode.navn.lower()}: {kode.brudd}"
                )
    return ut


@lesing.husk
def kildetekst(ider: tuple[str, ...]) -> str:
    """Én linje til foten av kortet: kildene, den eldste leveringen og når den neste ventes."""
    status = lesing.kildestatus().set_index("kilde")["sist_levert"]
    navn = norsk.ramse([kilder.kilder()[k].navn for k in ider])
    levert = {k: status.get(k) for k in ider if pd.notna(status.get(k))}
    if not levert:
        return f"Kilde: {navn}. Ikke levert."
    neste = min(
        d + dt.timedelta(days=kilder.kilder()[k].hyppighet_dager)
        for k, d in levert.items()
    )
    return f"Kilde: {navn}, levert {norsk.dato(min(levert.values()))}. Nye tall ventes {norsk.maaned(neste)}."


def kildeeiere(ider: tuple[str, ...]) -> str:
    """Hvem som leverer hver kilde, og hvor ofte."""
    return (
        norsk.ramse(
            [
                f"{k.navn} fra {k.eier}, {k.hyppighet}"
                for k in (kilder.kilder()[id] for id in ider)
            ]
        )
        + "."
    )


def for_andel(kort: Kort) -> bool:
    """Gir det mening å vise antallet som andel?"""
    return kort.indikator.er_antall and kort.bestilling.form in (
        "fordeling",
        "stablet",
        "kart",
    )


def som_bestilling(id: str, **endringer) -> Bestilling:
    """Et kort for én indikator med navnet som tittel; `endringer` overstyrer feltene."""
    indikator = katalog.indikatorer()[id]
    return dataclasses.replace(
        Bestilling(id, indikator.navn, (id,), "utvikling"), **endringer
    )
