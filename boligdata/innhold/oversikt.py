"""Innholdet på Oversikt: nøkkeltall, hva som er endret, og hva som krever en avgjørelse. Regner,
men tegner ikke."""

import dataclasses
import functools
from dataclasses import dataclass

import pandas as pd

from boligdata import lesing
from boligdata.felles import katalog, norsk
from boligdata.felles.enheter import VIST_PROSENT, Enhet
from boligdata.felles.katalog import Indikator
from boligdata.innhold import kort
from boligdata.innhold.kort import Valg
from boligdata.innhold.vurdering import DOMMER, Treff, Vurdering
from boligdata.lesing import ALLE

# Så mange perioder vises i trendlinjen. Vurderingen bruker hele serien.
SYNLIGE_PERIODER = 13


@dataclass(frozen=True, eq=False)
class Noekkeltall:
    """Ett tall med endring og vurdering. `data` er hele serien, eldste først."""

    indikator: Indikator
    data: pd.DataFrame
    vurdering: Vurdering
    alle: bool  # Sann når et valgt filter ikke virker på tallet, så det gjelder hele kommunen.

    @functools.cached_property
    def verdi(self) -> float:
        return self.data["verdi"].iloc[-1]

    @functools.cached_property
    def endring(self) -> float | None:
        """Endringen siden forrige periode, avrundet slik tallet vises, eller None."""
        if len(self.data) < 2 or self.data["verdi"].iloc[-2:].isna().any():
            return None
        foer, naa = self.data["verdi"].iloc[-2:]
        enhet = self.indikator.visningsenhet
        if enhet.vernet and enhet.er_prosent and {foer, naa} & set(VIST_PROSENT):
            return None  # «Over 95» kan være 96 eller 100, så ingen vet hvor stor endringen er.
        return round(naa - foer, enhet.desimaler)

    @functools.cached_property
    def endret_som_dommen(self) -> bool:
        """Går siste endring samme vei som dommen? Et tall på et bedre nivå enn før kan ha gått litt
        tilbake sist."""
        opp = {
            "bedre": self.indikator.retning == "opp",
            "verre": self.indikator.retning == "ned",
        }.get(self.vurdering.dom)
        return bool(self.endring) and opp is not None and (self.endring > 0) == opp

    @functools.cached_property
    def naar_maal(self) -> bool | None:
        """Er måltallet nådd? None når det ikke finnes mål eller tall."""
        i = self.indikator
        if i.maaltall is None or pd.isna(self.verdi):
            return None
        return bool(
            self.verdi >= i.maaltall if i.retning == "opp" else self.verdi <= i.maaltall
        )

    @functools.cached_property
    def setning(self) -> str:
        """Til tekstalternativet: verdi, endring og vurdering i én setning."""
        i, v = self.indikator, self.vurdering
        return (
            f"{i.navn} {norsk.naar(self.data['periode'].iloc[-1], i)}: "
            f"{norsk.med_enhet(self.verdi, i.visningsenhet)}. {v.tekst}."
            + (f" {v.treff.tekst}." if v.treff else "")
        )


@lesing.husk
def noekkeltall(indikator: Indikator, valg: Valg) -> Noekkeltall:
    """Nøkkeltallet for en indikator med de filtrene som virker på den."""
    filtre = {d: v for d, v in valg.filtre.items() if v != ALLE}
    valg = dataclasses.replace(
        valg, periode=lesing.siste_kjente(indikator, valg.periodetype, valg.periode)
    )
    brukt = lesing.brukbare(indikator, filtre)
    try:
        data = lesing.tall(indikator, valg.periodetype, (), brukt, valg.periode)
    except lesing.IkkePublisert:
        brukt, data = {}, lesing.tall(indikator, valg.periodetype, (), {}, valg.periode)
    indikator = lesing.med_filtre(indikator, brukt)
    return Noekkeltall(
        indikator, data, kort.bedoem(indikator, data), alle=len(brukt) < len(filtre)
    )


def etter_maal(valg: Valg) -> dict[str, list[Noekkeltall]]:
    """Nøkkeltallene gruppert etter planens mål."""
    ut: dict[str, list[Noekkeltall]] = {}
    for i in katalog.noekkeltall():
        ut.setdefault(katalog.planmaal()[i.planmaal], []).append(noekkeltall(i, valg))
    return ut


@lesing.husk
def endret(valg: Valg) -> list[str]:
    """Setninger om alle indikatorer som er blitt bedre eller verre, de som er blitt verre først."""
    tall = [
        noekkeltall(i, valg)
        for i in katalog.indikatorer().values()
        if i.retning != "ingen"
    ]
    ut = []
    for dom in ("verre", "bedre"):
        for n in tall:
            if n.vurdering.dom == dom and n.endring:
                enhet = n.indikator.visningsenhet
                ut.append(
                    f"**{DOMMER[dom]}:** {n.indikator.navn.lower()}, "
                    f"{norsk.med_enhet(n.verdi, enhet)} ({norsk.endring(n.endring, enhet)})."
                    # Et tall kan bli verre over tid selv om siste endring er god. Da må grunnen stå
                    # der.
                    + (f" {n.vurdering.i_ord}" if n.vurdering.variasjon else "")
                )
    return ut


@lesing.husk
def utfordringer(valg: Valg) -> list[str]:
    """Tre setninger om utfordringsbildet for hele kommunen."""
    hele = Valg(valg.periodetype, valg.periode)
    ut = [_vanskeligstilte(hele), _ventende(hele), _eldre(hele)]
    return [s for s in ut if s]


@lesing.husk
def sene_tiltak() -> list[str]:
    """En linje per tiltak med milepæler som skulle vært nådd, det eldste først."""
    tiltak = lesing.tabell("tiltak")
    sene = tiltak[tiltak["forsinket"] > 0].sort_values("neste_frist")
    return [
        f"**{norsk.bokstavelig(f'{t.nr} {t.tittel}')}.** {norsk.bokstavelig(t.ansvarlig)}. "
        f"Skulle vært gjort {norsk.dato(t.neste_frist)}."
        for t in sene.itertuples()
    ]


@lesing.husk
def maal_ikke_naadd(valg: Valg) -> list[str]:
    """En linje per nøkkeltall som ikke når målet og ikke er blitt bedre."""
    return [
        f"**{n.indikator.navn}:** {norsk.med_enhet(n.verdi, n.indikator.visningsenhet)}, målet er "
        f"{norsk.med_enhet(n.indikator.maaltall, n.indikator.visningsenhet)}."
        + (f" {Treff.IKKE.tekst}." if n.vurdering.treff is Treff.IKKE else "")
        for gruppe in etter_maal(valg).values()
        for n in gruppe
        if n.naar_maal is False and n.vurdering.dom != "bedre"
    ]


def _serie(id: str, valg: Valg) -> pd.DataFrame:
    return lesing.tall(katalog.indikatorer()[id], valg.periodetype, siste=valg.periode)


def _enhet(id: str) -> Enhet:
    """Hvordan tallet skrives slik det leses nå: vernet eller eksakt."""
    return lesing.med_filtre(katalog.indikatorer()[id], {}).visningsenhet


def _ventende(valg: Valg) -> str:
    alle, barn = _serie("venteliste", valg), _serie("venteliste_barn", valg)
    if alle.empty:
        return ""
    forrige, enhet = "", _enhet("venteliste")
    if len(alle) > 1:
        naar = norsk.naar(alle["periode"].iloc[-2], katalog.indikatorer()["venteliste"])
        forrige = f", mot {norsk.uten_tegn(alle['verdi'].iloc[-2], enhet)} {naar}"
    med_barn = norsk.uten_tegn(barn["verdi"].iloc[-1], enhet)
    return (
        f"{norsk.med_ord(alle['verdi'].iloc[-1], 'husstander', enhet)} har fått vedtak om "
        "bolig og venter på å flytte inn"
        f"{forrige}. {'Ingen' if med_barn == '0' else med_barn} av dem har barn."
    )


def _vanskeligstilte(valg: Valg) -> str:
    alle = _serie("vanskeligstilte", valg)
    if alle.empty or pd.isna(alle["verdi"].iloc[-1]):
        return ""
    enhet = _enhet("vanskeligstilte")
    uten, fare, uegnet = (
        norsk.uten_tegn(_serie(id, valg)["verdi"].iloc[-1], enhet)
        for id in ("uten_bolig", "i_fare", "uegnet_bolig")
    )
    return (
        "Kommunen kjenner til "
        f"{norsk.med_ord(alle['verdi'].iloc[-1], 'husstander', enhet)} som er "
        "vanskeligstilt på boligmarkedet: "
        f"{uten} uten egen bolig, {fare} i fare for å miste den og {uegnet} i uegnet bolig eller bomiljø."
    )


def _eldre(valg: Valg) -> str:
    meta, framskriving, naa = (
        lesing.meta(),
        lesing.tabell("framskriving"),
        _serie("innbyggere_80", valg),
    )
    ved_slutt = framskriving[
        (framskriving["aar"] == meta.plan_til) & (framskriving["alternativ"] == "MMMM")
    ]
    if naa.empty or ved_slutt.empty or pd.isna(naa["verdi"].iloc[-1]):
        return ""
    foer, etter = naa["verdi"].iloc[-1], ved_slutt["personer_80"].iloc[0]
    return (
        f"Tallet på innbyggere over 80 år ventes å gå fra {norsk.tall(foer)} til {norsk.tall(etter)} i "
        f"{meta.plan_til}, en endring på {norsk.tall((etter / foer - 1) * 100)} prosent."
    )
