"""Hent tabellene, én om gangen: se om det er kommet noe nytt, spør, kontroller, og ta svaret i bruk."""

import datetime as dt
import math
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from boligdata.bygg.henting import spoersmaal
from boligdata.bygg.henting import svar as svarene
from boligdata.bygg.henting.nett import IkkeKontakt, Nettfeil, Statistikkbank
from boligdata.bygg.henting.svarmappe import Hentet, Svarmappe, Tabellbestilling
from boligdata.felles import katalog, kommunenummer, statistikk
from boligdata.felles.config import Brukerfeil, Kommune
from boligdata.felles.statistikk import Statistikktabell

HENTET, UENDRET, FEIL = "hentet", "uendret", "feil"

Fremdrift = Callable[[str, float], None]


@dataclass(frozen=True)
class Tabellutfall:
    """Hvordan det gikk med én tabell, og en setning om det."""

    tabell: str
    hva: str
    setning: str


def hent(
    bank: Statistikkbank,
    mappe: Svarmappe,
    tabeller: Iterable[Statistikktabell],
    kommune: Kommune,
    naa: dt.datetime,
    fremdrift: Fremdrift = lambda tekst, andel: None,
) -> list[Tabellutfall]:
    """Hent det som er nytt. En tabell som ikke lar seg hente, stopper ikke de andre, og forrige svar blir
    stående. Kaster `IkkeKontakt` når statistikkbanken ikke kan nås.
    """
    _krev_i_statistikkbanken(kommune)
    tabeller = list(tabeller)
    utfall = []
    for nr, tabell in enumerate(tabeller):
        andel = nr / len(tabeller)

        def del_av(tekst: str, innen: float, fra: float = andel) -> None:
            fremdrift(tekst, fra + innen / len(tabeller))

        del_av(f"{tabell.id} {tabell.navn}", 0)
        try:
            utfall.append(_en(bank, mappe, tabell, kommune, naa, del_av))
        except IkkeKontakt:
            raise
        except Nettfeil as feil:
            utfall.append(Tabellutfall(tabell.id, FEIL, str(feil)))
        except (KeyError, TypeError, AttributeError, IndexError, ValueError):
            utfall.append(
                Tabellutfall(
                    tabell.id,
                    FEIL,
                    "Svaret fra SSB har en form vi ikke kjenner. Prøv igjen senere, eller last ned "
                    "tabellen og legg filen i mappen med uttrekk.",
                )
            )
    fremdrift("Ferdig", 1)
    return utfall


def _krev_i_statistikkbanken(kommune: Kommune) -> None:
    if kommune.fiktiv:
        raise Brukerfeil(
            f"{kommune.navn} er oppdiktet, og finnes ikke i statistikkbanken. Lag mappen data/inn med "
            "kommunens egen kommune.toml først, uten linjen «fiktiv»."
        )
    if utgaatt := kommunenummer.utgaatt(kommune.kommunenummer):
        raise Brukerfeil(utgaatt)


def _en(
    bank: Statistikkbank,
    mappe: Svarmappe,
    tabell: Statistikktabell,
    kommune: Kommune,
    naa: dt.datetime,
    fremdrift: Fremdrift,
) -> Tabellutfall:
    oppdatert = bank.om(tabell.tabell)["updated"]
    oensket = _oensket(tabell, kommune)
    forrige = mappe.siste(tabell.id)
    if forrige and (forrige.oppdatert, forrige.oensket) == (oppdatert, oensket):
        dagen = _dag(oppdatert)
        return Tabellutfall(tabell.id, UENDRET, f"Ingenting nytt siden {dagen}.")
    metadata = bank.metadata(tabell.tabell)
    kodelister = {var: bank.kodeliste(id) for var, id in tabell.kodeliste.items()}
    valg, mangler = spoersmaal.velg(tabell, metadata, kodelister, kommune)
    flest = statistikk.bank().flest_tall
    bestilling = Tabellbestilling(tabell.id, oppdatert, spoersmaal.del_opp(valg, flest))
    deler = _hent_delene(bank, mappe, tabell, bestilling, fremdrift)
    endret = svarene.antall_endret(mappe.les(forrige), deler) if forrige else 0
    mappe.ta_i_bruk(
        bestilling,
        Hentet(
            tabell.id,
            tabell.navn,
            naa.isoformat(timespec="seconds"),
            oppdatert,
            f"{statistikk.bank().kilde}, tabell {tabell.tabell}",
            statistikk.bank().lisens,
            oensket,
            [spoersmaal.kropp(del_, tabell) for del_ in bestilling.deler],
            {},
            endret,
        ),
    )
    return Tabellutfall(
        tabell.id, HENTET, " ".join(_om_det_hentede(oppdatert, endret, mangler))
    )


def _hent_delene(
    bank: Statistikkbank,
    mappe: Svarmappe,
    tabell: Statistikktabell,
    bestilling: Tabellbestilling,
    fremdrift: Fremdrift,
) -> list[dict]:
    deler = mappe.paabegynt(bestilling)
    for nr, valg in enumerate(bestilling.deler):
        if len(deler) > 1:
            del_av = f"del {nr + 1} av {len(deler)}"
            fremdrift(f"{tabell.id} {tabell.navn}, {del_av}", nr / len(deler))
        if deler[nr] is None:
            svar = bank.tall(tabell.tabell, spoersmaal.kropp(valg, tabell))
            svarene.kontroller(svar, tabell.tabell, valg, bestilling.oppdatert)
            deler[nr] = svarene.uten_navn(svar)
            mappe.legg_del(bestilling, nr, deler[nr])
    return deler


def _oensket(tabell: Statistikktabell, kommune: Kommune) -> dict:
    """Det svaret avhenger av hos oss: er det endret, hentes tabellen på nytt."""
    return {
        "velg": tabell.velg,
        "ogsaa": tabell.ogsaa,
        "kodeliste": tabell.kodeliste,
        "kommunenummer": kommune.kommunenummer,
        "foerste_aar": kommune.foerste_aar,
    }


def _om_det_hentede(oppdatert: str, endret: int, mangler: list[str]) -> Iterator[str]:
    yield f"Oppdatert av SSB {_dag(oppdatert)}."
    if endret:
        yield f"{endret} tall er andre enn sist."
    if mangler:
        yield (
            f"Tabellen har ikke {', '.join(map(_med_navn, mangler))}. Finn tabellen i statistikkbanken, last "
            "den ned, og legg filen i mappen med uttrekk."
        )


def _med_navn(kode: str) -> str:
    kjent = katalog.regionstall().get(kode)
    return f"«{kjent.navn}» ({kode})" if kjent else kode


def om_alle(utfall: Collection[Tabellutfall]) -> list[str]:
    """En linje for hver tabell, og én om dem som ikke ble hentet."""
    bredest = max((len(ett.tabell) for ett in utfall), default=0)
    linjer = [f"{ett.tabell:<{bredest}}  {ett.hva:<8} {ett.setning}" for ett in utfall]
    feil = sum(ett.hva == FEIL for ett in utfall)
    if feil:
        linjer.append(
            f"\n{feil} av {len(utfall)} ble ikke hentet. Det som var hentet før, gjelder fortsatt."
        )
    return linjer


def _dag(oppdatert: str) -> str:
    return f"{dt.date.fromisoformat(oppdatert[:10]):%d.%m.%Y}"


def hvor_lenge(tabeller: Collection[Statistikktabell]) -> str:
    """Hvor mange spørsmål det er om alle tabellene er nye, og hvor lenge det tar."""
    # Om tabellen, hva den har, og tallene. En kodeliste er ett til.
    antall = sum(3 + len(tabell.kodeliste) for tabell in tabeller)
    minutter = math.ceil(antall / statistikk.bank().kall_i_minuttet)
    return (
        f"Har alle tabellene nye tall, er det minst {antall} spørsmål. SSB tar imot "
        f"{statistikk.bank().kall_i_minuttet} i minuttet, så det tar om lag {minutter} "
        f"{'minutt' if minutter == 1 else 'minutter'}."
    )


def beskriv(tabell: Statistikktabell, kommune: Kommune, mappe: Svarmappe) -> list[str]:
    """Det det ville blitt spurt om, uten å spørre: tabellen, utvalget av hver variabel, og det vi har."""
    i_ord = {
        statistikk.ALLE: "alle",
        statistikk.KOMMUNEN: kommune.kommunenummer,
        statistikk.SAMMENLIGNING: (
            f"{kommune.kommunenummer}, de andre kommunene, KOSTRA-gruppene, fylkene, landet og "
            "landet uten Oslo"
        ),
        statistikk.AARENE: f"fra {kommune.foerste_aar - 1}",
    }
    linjer = [f"{tabell.tabell} {tabell.navn} → {tabell.til}"]
    for variabel, valgt in tabell.velg.items():
        hva = i_ord[valgt] if isinstance(valgt, str) else ", ".join(valgt)
        if ogsaa := tabell.ogsaa.get(variabel):
            hva += f", og {', '.join(ogsaa)} om tabellen har dem"
        if kodeliste := tabell.kodeliste.get(variabel):
            hva += f" (kodelisten {kodeliste})"
        linjer.append(f"  {variabel}: {hva}")
    siste = mappe.siste(tabell.id)
    har = f"utgaven fra {_dag(siste.oppdatert)}" if siste else "ingenting"
    return [*linjer, f"  Kodene er sett i {tabell.kjent_fra}", f"  Har nå: {har}"]
