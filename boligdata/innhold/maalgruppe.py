"""Målgruppe: alt om én målgruppe på én side, og alle gruppene ved siden av hverandre.

Sidene ellers går fra spørsmålet til gruppene. Her er det omvendt: den som arbeider med en gruppe,
ser hvor mange de er, hva de venter på, hva de får, hva det førte til og hvilke tiltak som er for dem.
"""

from dataclasses import dataclass

import pandas as pd

from boligdata import lesing
from boligdata.felles import katalog, norsk
from boligdata.felles.enheter import ENHETER
from boligdata.felles.maalform import fast, si
from boligdata.innhold import kort, oversikt
from boligdata.innhold.grunnkort import Bestilling, Korttabell, kortnoekkel
from boligdata.innhold.handlingsdel import planen
from boligdata.innhold.handlingsdel.planen import Planpost
from boligdata.innhold.kort import Kort, Valg
from boligdata.lesing import ALLE, Spoersmaal

MAALGRUPPE = "maalgruppe"
TILTAK = fast("Tiltak i handlingsdelen")
# Tallene alle gruppene sammenlignes med: hvor mange, hvor mange som venter, og hvem som får hva.
_I_TABELLEN = ("vanskeligstilte", "venteliste", "med_tjenester", "virkemiddelbrukere")
# Svaret øverst om én gruppe. De som er for få til å vises, er ikke med.
_OEVERST = (*_I_TABELLEN, "hjelp_innen_30", "andel_loest")


def _fordelt(indikator: str, tittel: str, egenskap: str) -> Bestilling:
    id = kortnoekkel((indikator,), (egenskap,))
    return Bestilling(id, tittel, (indikator,), "fordeling", (egenskap,))


def _over_tid(indikator: str, tittel: str) -> Bestilling:
    return Bestilling(indikator, tittel, (indikator,), "utvikling")


# Spørsmålene om en gruppe, i den rekkefølgen en sak går, med kortene som svarer.
DELER: dict[str, tuple[Bestilling, ...]] = {
    fast("Hvor mange er de, og i hvilken situasjon?"): (
        _fordelt("vanskeligstilte", fast("I hvilken situasjon er de?"), "situasjon"),
        _over_tid("vanskeligstilte", fast("Blir det flere vanskeligstilte?")),
    ),
    fast("Hva venter de på, og hvor lenge?"): (
        _fordelt("venteliste", fast("Hva slags bolig venter de på?"), "boligtype"),
        _fordelt("venteliste", fast("Hvor lenge har de ventet?"), "ventetidsbaand"),
    ),
    fast("Hvilken hjelp får de?"): (
        _fordelt(
            "virkemiddelbrukere", fast("Hvilke virkemidler har de?"), "virkemiddel"
        ),
        _fordelt("tjenester", fast("Hvilke tjenester får de?"), "tjeneste"),
        _fordelt("husstander", fast("Hva slags kommunal bolig bor de i?"), "boligtype"),
        _over_tid("hjelp_innen_30", fast("Hvor mange får hjelp innen 30 dager?")),
    ),
    fast("Hva førte det til?"): (
        _fordelt("ute_av_situasjonen", fast("Hvordan gikk det med dem?"), "utgang"),
        _fordelt("virkemidler_fulgt", fast("Hva skjedde året etterpå?"), "utfall"),
    ),
}


@dataclass(frozen=True)
class Del:
    """Ett av spørsmålene om gruppen, med kortene som har et tall å vise."""

    overskrift: str
    kort: tuple[Bestilling, ...]


def gruppene(valg: Valg) -> Korttabell:
    """Alle målgruppene med hovedtallene, de største først."""
    navn = lesing.verdier(MAALGRUPPE)
    kolonner, enheter = {}, {}
    for id in _I_TABELLEN:
        spoersmaal = _per_gruppe(id, valg)
        svar = lesing.svar(spoersmaal, bare_siste=True)
        verdier = dict(zip(svar[MAALGRUPPE], svar["verdi"]))
        kolonne = spoersmaal.indikator.navn
        kolonner[kolonne] = [verdier.get(gruppe, float("nan")) for gruppe in navn]
        enheter[kolonne] = spoersmaal.indikator.visningsenhet
    kolonner[si(TILTAK)] = [float(len(tiltakene(gruppe))) for gruppe in navn]
    enheter[si(TILTAK)] = ENHETER["antall"]
    tabell = pd.DataFrame({si("Målgruppe"): list(navn.values()), **kolonner})
    tabell = tabell.sort_values(
        tabell.columns[1], ascending=False, kind="stable", ignore_index=True
    )
    return Korttabell(tabell, enheter, si("Hovedtallene for hver målgruppe."))


def tallene_gjelder(valg: Valg) -> str:
    """Når hvert av hovedtallene er fra, og hvor langt unna de kan være."""
    perioder: dict[str, list[str]] = {}
    avvik = 0
    for id in _I_TABELLEN:
        spoersmaal = _per_gruppe(id, valg)
        indikator, periode = spoersmaal.indikator, spoersmaal.periode
        naar = norsk.stor(norsk.naar(periode, indikator))
        perioder.setdefault(naar, []).append(norsk.liten_forbokstav(indikator.navn))
        if indikator.vernet:
            teller, _ = lesing.stoerste_avvik(
                indikator, spoersmaal.egenskaper, [periode]
            )
            avvik = max(avvik, teller)
    setninger = [f"{naar}: {norsk.ramse(navn)}." for naar, navn in perioder.items()]
    if avvik:
        setninger.append(
            si("Avrundet av personvernhensyn, høyst {avvik} unna.", avvik=avvik)
        )
    return " ".join(setninger)


def _per_gruppe(id: str, valg: Valg) -> Spoersmaal:
    indikator = katalog.indikatorer()[id]
    return lesing.still(indikator, valg.periodetype, valg.periode, (MAALGRUPPE,))


def valgt_gruppe(valg: Valg) -> str:
    """Koden for gruppen siden handler om, eller «» når ingen er valgt."""
    gruppe = valg.filtre.get(MAALGRUPPE, ALLE)
    return "" if gruppe == ALLE else gruppe


def oeverst(valg: Valg) -> tuple[str, ...]:
    """Indikatorene i svaret: de som har et tall om gruppen, eller alle når ingen har det."""
    med_tall = tuple(id for id in _OEVERST if _har_tall(id, valg))
    return med_tall or _OEVERST[:2]


def _har_tall(id: str, valg: Valg) -> bool:
    tallet = oversikt.noekkeltall(katalog.indikatorer()[id], valg)
    return not tallet.gjelder and not pd.isna(tallet.verdi)


def deler(valg: Valg) -> tuple[Del, ...]:
    """Spørsmålene det finnes et svar på, med kortene som har noe å vise."""
    ut = [
        Del(si(overskrift), tuple(b for b in bestilt if _har_svar(b, valg)))
        for overskrift, bestilt in DELER.items()
    ]
    return tuple(del_ for del_ in ut if del_.kort)


def uten_svar(valg: Valg) -> tuple[str, ...]:
    """Spørsmålene det ikke finnes tall om, sagt én gang i stedet for i ett tomt kort for hvert."""
    return tuple(
        si(bestilling.tittel)
        for bestilt in DELER.values()
        for bestilling in bestilt
        if not _har_svar(bestilling, valg)
    )


def _har_svar(bestilling: Bestilling, valg: Valg) -> bool:
    """Er det et tall om gruppen på kortet? En rekke av «0–4» svarer ikke på noe."""
    kortet = kort.lag(bestilling, valg)
    return _gjelder_gruppen(kortet) and bool((_siste(kortet) > 0).any())


def _gjelder_gruppen(kortet: Kort) -> bool:
    return MAALGRUPPE in dict(kortet.gjelder.filtre)


def _siste(kortet: Kort) -> pd.Series:
    if kortet.er_tomt:
        return pd.Series(dtype=float)
    return kortet.data.loc[
        kortet.data["periode"] == kortet.data["periode"].iloc[-1], "verdi"
    ]


# --- Tiltakene og behovet -------------------------------------------------------------


def tiltakene(gruppe: str) -> tuple[Planpost, ...]:
    """Tiltakene i handlingsdelen som er for gruppen, i planens rekkefølge."""
    return tuple(p for p in planen.poster() if gruppe in p.tiltak.maalgrupper)


def tiltakene_i_ord(gruppe: str) -> str:
    """Hvor mange tiltak som er for gruppen, og hvor mange som er for alle."""
    navn = norsk.liten_forbokstav(lesing.dimensjon(MAALGRUPPE)[gruppe])
    mine = len(tiltakene(gruppe))
    for_alle = sum(not post.tiltak.maalgrupper for post in planen.poster())
    setninger = [
        si(
            "{antall} tiltak i handlingsdelen er for målgruppen {gruppe}.",
            antall=norsk.tall(mine) if mine else si("Ingen"),
            gruppe=navn,
        )
    ]
    if for_alle:
        setninger.append(
            si("{antall} tiltak gjelder alle målgruppene.", antall=norsk.tall(for_alle))
        )
    return " ".join(setninger)


def behovet_i_ord(valg: Valg) -> str:
    """Hvilke boligtyper gruppen bor i og venter på. Behovet framover er regnet for hver boligtype, for
    alle gruppene samlet, så det har ikke noe tall om gruppen.
    """
    bor, venter = _boligtypene("husstander", valg), _boligtypene("venteliste", valg)
    setninger = []
    if bor:
        setninger.append(si("Gruppen bor i {typer}.", typer=norsk.ramse(bor)))
    if venter:
        venter_paa = fast("Den venter på {typer}.")
        if not bor:
            venter_paa = fast("Gruppen venter på {typer}.")
        setninger.append(si(venter_paa, typer=norsk.ramse(venter)))
    framover = si(
        "Hvor mange boliger som trengs, er regnet for hver boligtype og alle målgruppene samlet."
    )
    return " ".join([*setninger, framover])


def _boligtypene(id: str, valg: Valg) -> list[str]:
    """Boligtypene det sikkert er noen av gruppen i, de vanligste først."""
    spoersmaal = lesing.still(
        katalog.indikatorer()[id],
        valg.periodetype,
        valg.periode,
        ("boligtype",),
        {MAALGRUPPE: valgt_gruppe(valg)},
    )
    svar = lesing.svar(spoersmaal, bare_siste=True)
    noen = svar[svar["nedre"] > 0].sort_values("verdi", ascending=False, kind="stable")
    navn = lesing.dimensjon("boligtype")
    return [norsk.liten_forbokstav(navn[kode]) for kode in noen["boligtype"]]
