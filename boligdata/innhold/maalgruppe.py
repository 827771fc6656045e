"""Målgruppe: alt om én målgruppe på én side, og alle gruppene ved siden av hverandre.

Sidene ellers går fra spørsmålet til gruppene. Her er det omvendt: den som arbeider med en gruppe,
ser hvor mange de er, hva de venter på, hva de får, hva det førte til og hvilke tiltak som er for dem.
"""

from dataclasses import dataclass

import pandas as pd

from boligdata import lesing
from boligdata.felles import katalog, norsk
from boligdata.felles.enheter import ENHETER
from boligdata.innhold import kort, oversikt
from boligdata.innhold.grunnkort import Bestilling, Korttabell, kortnoekkel
from boligdata.innhold.handlingsdel import planen
from boligdata.innhold.handlingsdel.planen import Planpost
from boligdata.innhold.kort import Kort, Valg
from boligdata.lesing import ALLE, Spoersmaal

MAALGRUPPE = "maalgruppe"
TILTAK = "Tiltak i handlingsdelen"
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
    "Hvor mange er de, og i hvilken situasjon?": (
        _fordelt("vanskeligstilte", "I hvilken situasjon er de?", "situasjon"),
        _over_tid("vanskeligstilte", "Blir det flere vanskeligstilte?"),
    ),
    "Hva venter de på, og hvor lenge?": (
        _fordelt("venteliste", "Hva slags bolig venter de på?", "boligtype"),
        _fordelt("venteliste", "Hvor lenge har de ventet?", "ventetidsbaand"),
    ),
    "Hvilken hjelp får de?": (
        _fordelt("virkemiddelbrukere", "Hvilke virkemidler har de?", "virkemiddel"),
        _fordelt("tjenester", "Hvilke tjenester får de?", "tjeneste"),
        _fordelt("husstander", "Hva slags kommunal bolig bor de i?", "boligtype"),
        _over_tid("hjelp_innen_30", "Hvor mange får hjelp innen 30 dager?"),
    ),
    "Hva førte det til?": (
        _fordelt("ute_av_situasjonen", "Hvordan gikk det med dem?", "utgang"),
        _fordelt("virkemidler_fulgt", "Hva skjedde året etterpå?", "utfall"),
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
    kolonner[TILTAK] = [float(len(tiltakene(gruppe))) for gruppe in navn]
    enheter[TILTAK] = ENHETER["antall"]
    tabell = pd.DataFrame({"Målgruppe": list(navn.values()), **kolonner})
    tabell = tabell.sort_values(
        tabell.columns[1], ascending=False, kind="stable", ignore_index=True
    )
    return Korttabell(tabell, enheter, "Hovedtallene for hver målgruppe.")


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
        setninger.append(f"Avrundet av personvernhensyn, høyst {avvik} unna.")
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
        Del(overskrift, tuple(b for b in bestilt if _har_svar(b, valg)))
        for overskrift, bestilt in DELER.items()
    ]
    return tuple(del_ for del_ in ut if del_.kort)


def uten_svar(valg: Valg) -> tuple[str, ...]:
    """Spørsmålene det ikke finnes tall om, sagt én gang i stedet for i ett tomt kort for hvert."""
    return tuple(
        bestilling.tittel
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
    antall = norsk.tall(mine) if mine else "Ingen"
    for_alle = sum(not post.tiltak.maalgrupper for post in planen.poster())
    setninger = [f"{antall} tiltak i handlingsdelen er for målgruppen {navn}."]
    if for_alle:
        setninger.append(f"{norsk.tall(for_alle)} tiltak gjelder alle målgruppene.")
    return " ".join(setninger)


def behovet_i_ord(valg: Valg) -> str:
    """Hvilke boligtyper gruppen bor i og venter på. Behovet framover er regnet for hver boligtype, for
    alle gruppene samlet, så det har ikke noe tall om gruppen.
    """
    setninger = []
    for id, gjoer in (("husstander", "bor i"), ("venteliste", "venter på")):
        if typer := _boligtypene(id, valg):
            hvem = "Gruppen" if not setninger else "Den"
            setninger.append(f"{hvem} {gjoer} {norsk.ramse(typer)}.")
    return " ".join(
        [
            *setninger,
            "Hvor mange boliger som trengs, er regnet for hver boligtype og alle målgruppene samlet.",
        ]
    )


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
