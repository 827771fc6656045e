"""Setningen på hvert kort: hva figuren viser, skrevet så den kan leses høyt i et møte."""

import dataclasses
import math

import pandas as pd

from boligdata.felles import norsk
from boligdata.felles.enheter import ENHETER, VERNEDE_ENHETER
from boligdata.felles.katalog import Kostratall
from boligdata.innhold.rangering import NEVNES, Rad, ranger
from boligdata.innhold.vurdering import RETNINGER, Grenser, Vurdering
from boligdata.innhold.vurdering.ord import planen_i_ord
from boligdata.lesing import LestIndikator

# Navnet på en rute er langt å lese høyt, så det nevnes færre av dem.
RUTER_SOM_NEVNES = 2


def utvikling(
    indikator: LestIndikator, data: pd.DataFrame, vurdering: Vurdering | None = None
) -> str:
    """Siste verdi, endringen fra perioden før, dommen og avstanden til målet. `data` er én serie i
    tidsrekkefølge.
    """
    siste = data.iloc[-1]
    naar = norsk.stor(norsk.naar(siste["periode"], indikator))
    if pd.isna(siste["verdi"]):
        if antall := smaa_tall(indikator, siste):
            return f"{naar}: {antall}. Det er for få til å regne prosent av."
        return (
            f"{naar} er det for få å regne på, så tallet vises ikke."
            if siste["flagg"] == "for_faa"
            else f"{naar} kan tallet ikke regnes ut."
        )
    setning = (
        f"{naar}: {_verdi(indikator, siste['verdi'])}{mot_forrige(indikator, data)}."
    )
    dom = planen = hittil = ""
    if vurdering:
        dom = f" {vurdering.i_ord}" if vurdering.i_ord else ""
        if vurdering.maalet and vurdering.maalet.i_ord:
            hittil = f" Det er {vurdering.maalet.i_ord}."
        if vurdering.planen and vurdering.planen.dom in RETNINGER:
            planen = f" {planen_i_ord(vurdering.planen)}"
    maaltall = maalet(indikator, siste["nedre"], siste["oevre"])
    return setning + dom + planen + maaltall + hittil


def smaa_tall(indikator: LestIndikator, rad: pd.Series) -> str:
    """«3 av 12» når tallet er eksakt og nevneren er for liten til en prosent, ellers «». Den som har
    innsyn i de eksakte tallene, skal se dem.
    """
    liten = indikator.er_prosent and not indikator.vernet and rad["flagg"] == "for_faa"
    if not liten or pd.isna(rad["nevner"]):
        return ""
    return f"{norsk.tall(rad['teller'])} av {norsk.tall(rad['nevner'])}"


def endret_fordi(indikator: LestIndikator, endret) -> str:
    """Hvorfor tallet er et annet enn i forrige publisering, eller «» når ingen av dem har noe tall.

    `endret` er en `lesing.Endring`. Tallene rundes av slik de vises, før de trekkes fra hverandre, så
    delene alltid går opp i det leseren ser.
    """
    if math.isnan(endret.forrige) and math.isnan(endret.verdi):
        return ""
    if math.isnan(endret.forrige):
        return _uten_tall("Forrige publisering hadde ikke", endret.da)
    if math.isnan(endret.verdi):
        return _uten_tall("Denne publiseringen har ikke", endret.naa)
    foer, naa = _kort(indikator, endret.forrige), _kort(indikator, endret.verdi)
    deler = _endringer(indikator, endret)
    if not deler and foer == naa:
        siste = (
            f"forrige publisering viste for {norsk.periode(endret.da)}"
            if endret.da != endret.naa
            else "i forrige publisering"
        )
        return f"Tallet for {norsk.periode(endret.naa)} er det samme som {siste}."
    hele = _hele_endringen(endret, foer, naa)
    if math.isnan(endret.omregnet):
        return (
            f"{hele}. Endringen kan ikke deles opp, for tallet for {norsk.periode(endret.da)} kan "
            "ikke vises lenger."
        )
    if len(deler) == 1:
        grunn = _eneste_grunn(indikator, deler[0][1])
        return f"{hele}. {grunn}.{_udelt(endret, deler)}"
    ledd = [
        _skyldes(_mengde(indikator, bidrag, endret), aarsak, "en virkelig endring")
        for bidrag, aarsak in deler
    ]
    return f"{hele}: {', '.join(ledd[:-1])}, og {ledd[-1]}.{_udelt(endret, deler)}"


def _uten_tall(hvem: str, periode: str) -> str:
    return (
        f"{hvem} noe tall for {norsk.periode(periode)} som kan vises, så endringen kan ikke "
        "forklares."
    )


def _hele_endringen(endret, foer: str, naa: str) -> str:
    """«Siden forrige publisering har tallet for 2025 gått fra 12 til 14», uten punktum."""
    start, tallet = "Siden forrige publisering", "tallet"
    if endret.da != endret.naa:
        start += f", som gjaldt ut {norsk.periode(endret.da)},"
    else:
        tallet += f" for {norsk.periode(endret.naa)}"
    if foer == naa:
        return f"{start} er {tallet} fortsatt {naa}"
    return f"{start} har {tallet} gått fra {foer} til {naa}"


def _eneste_grunn(indikator: LestIndikator, aarsak: str) -> str:
    # Små endringer i avrundede tall kan komme av avrundingen.
    vernet = indikator.vernet
    skyldes = _skyldes("hele endringen", aarsak, "virkelig", snudd=vernet)
    return f"Slik tallene vises, {skyldes}" if vernet else norsk.stor(skyldes)


def _skyldes(hva: str, aarsak: str, ellers: str, snudd: bool = False) -> str:
    """«10 flere skyldes …», eller «10 flere er en virkelig endring» når det ikke er noen annen
    årsak.
    """
    verb = "skyldes" if aarsak else "er"
    return (
        f"{verb} {hva} {aarsak or ellers}"
        if snudd
        else f"{hva} {verb} {aarsak or ellers}"
    )


def _endringer(indikator: LestIndikator, endret) -> list[tuple[float, str]]:
    """Delene av endringen som ikke er null, med årsaken. Den virkelige endringen står først, og har
    ingen.
    """
    forrige, omregnet, verdi, kjent = (
        None if verdi is None else round(verdi, indikator.visningsenhet.desimaler)
        for verdi in (endret.forrige, endret.omregnet, endret.verdi, endret.kjent)
    )
    hva = "saker" if indikator.om_personer else "opplysninger"
    sen, rettet = (
        f"{hva} som ble registrert sent",
        f"{hva} som er rettet eller oppdatert",
    )
    deler = [(verdi - omregnet, "")]
    if endret.ny_definisjon:
        deler.append((omregnet - forrige, "at definisjonen er endret"))
    elif kjent is not None and not math.isnan(kjent):
        deler += [(omregnet - kjent, sen), (kjent - forrige, rettet)]
    else:
        paa_nytt = f"at tallet for {norsk.periode(endret.da)} er publisert på nytt"
        aarsaker = {
            (True, True): f"både {sen}, og {rettet}",
            (True, False): sen,
            (False, True): rettet,
        }
        deler.append(
            (omregnet - forrige, aarsaker.get((endret.sen, endret.rettet), paa_nytt))
        )
    return [(bidrag, aarsak) for bidrag, aarsak in deler if round(bidrag, 6)]


def _udelt(endret, deler: list[tuple[float, str]]) -> str:
    if not endret.ny_definisjon or not any(aarsak for _, aarsak in deler):
        return ""
    return (
        " Rettelser og sent registrerte saker er med i det siste, for de kan ikke skilles fra "
        "den nye definisjonen."
    )


def _mengde(indikator: LestIndikator, endring: float, endret) -> str:
    """«10 færre», «om lag 5 flere» når tallene er rundet av, og «2 prosentpoeng opp» når det ikke
    er et antall.
    """
    enhet, omtrent = indikator.visningsenhet, "om lag " if indikator.vernet else ""
    if any(
        _er_ende(indikator, verdi)
        for verdi in (endret.forrige, endret.omregnet, endret.verdi)
    ):
        return "en økning" if endring > 0 else "en nedgang"
    if indikator.er_antall:
        return (
            f"{omtrent}{'én' if abs(endring) == 1 else norsk.tall(abs(endring))} "
            f"{'flere' if endring > 0 else 'færre'}"
        )
    tegn = "prosentpoeng" if enhet.er_prosent else enhet.tegn.strip()
    tall = norsk.tall(abs(endring), enhet.desimaler)
    tekst = f"{tall}\N{NO-BREAK SPACE}{norsk.ord_for(endring, tegn)}".strip()
    return f"{omtrent}{tekst} {'opp' if endring > 0 else 'ned'}"


def _er_ende(indikator: LestIndikator, verdi: float) -> bool:
    """Er tallet bare kjent som «under 5» eller «over 95» prosent, så ingen avstand kan måles til
    det?
    """
    enhet = indikator.uten_vern
    return enhet.er_prosent and norsk.med_enhet(verdi, enhet) != _kort(indikator, verdi)


def grenser(indikator: LestIndikator, grenser_: Grenser) -> str:
    """Snittet og hva tallet pleier å være, til tekstalternativet, tabellen og filene."""
    enhet = indikator.uten_vern
    nedre, oevre = grenser_.vist
    snitt, vanlig = (norsk.med_enhet(tall, enhet) for tall in (grenser_.snitt, oevre))
    fra = norsk.uten_tegn(nedre, enhet)
    if fra != norsk.uten_tegn(oevre, enhet):
        vanlig = f"fra {fra} til {vanlig}"
    return f"Snittet av de tidligere er {snitt}. Tallet pleier å være {vanlig}."


def _av_dem_som_vises(data: pd.DataFrame) -> str:
    """Det som må stå etter «Flest» og «Høyest» når en som ikke vises, kan være større."""
    return " av dem som vises" if data["verdi"].isna().any() else ""


def _i_parentes(navn: str, tall: str) -> str:
    return f"{navn} ({tall})"


def synkende(
    indikator: LestIndikator, data: pd.DataFrame, navn: list[str]
) -> list[Rad]:
    """Radene som vises, den største først, med navnene de har i setningen."""
    kolonner = (data[kolonne].tolist() for kolonne in ("verdi", "nedre", "oevre"))
    kjente = [rad for rad in zip(navn, *kolonner) if not pd.isna(rad[1])]
    return [
        Rad(navnet, _kort(indikator, verdi), nedre, oevre, verdi > 0, verdi)
        for navnet, verdi, nedre, oevre in sorted(kjente, key=lambda rad: -rad[1])
    ]


def fordeling(indikator: LestIndikator, data: pd.DataFrame, hva: str) -> str:
    """De største gruppene i én periode. `data` har kolonnene periode, gruppe (norsk navn), verdi, nedre
    og oevre.
    """
    noen = data["verdi"] > 0
    naar = norsk.stor(norsk.naar(data["periode"].iloc[-1], indikator))
    if data["verdi"].isna().all() and indikator.er_antall:
        return f"{naar} er tallet ikke kjent."
    if not noen.any() and indikator.er_antall:
        return f"{naar}: {_ingen(indikator)}."
    if not noen.any():
        return f"{naar} er det ingen tall å vise etter {hva}."
    navn = [norsk.liten(gruppe) for gruppe in data["gruppe"]]
    rangert = ranger(
        synkende(indikator, data, navn),
        _i_parentes,
        hver=" hver" if indikator.er_antall else "",
        alle_vises=bool(data["verdi"].notna().all()),
    )
    blant = _av_dem_som_vises(data)
    if indikator.er_antall:
        sum_ = norsk.med_ord(data["verdi"].sum(), indikator.enhetsord)
        return f"{naar}: {sum_}. {rangert.setning(f'Flest{blant}', norsk.ramse)}."
    hoeyest = rangert.setning(f"Høyest{blant}", norsk.ramse, "Slik er tallene")
    return f"{naar}, etter {hva}. {hoeyest}."


def lagdeling(indikator: LestIndikator, data: pd.DataFrame, avvik: int = 0) -> str:
    """Hvordan alt fordeler seg på lagene i en stablet figur. `data` har kolonnene periode, lag og
    verdi, og `avvik` er hvor langt unna summen av et lag kan være.
    """
    sum_ = data["verdi"].sum()
    naar = norsk.stor(norsk.naar(data["periode"].iloc[-1], indikator))
    if not sum_ > 0:
        return f"{naar}: {_ingen(indikator)}."
    med_andel = [
        dataclasses.replace(
            lag,
            navn=f"{lag.navn} ({lag.skrevet}, {_andel(indikator, lag.verdi, sum_)})",
        )
        for lag in lagene(data, avvik)
    ]
    alle_vises = bool(data["verdi"].notna().all())
    rangert = ranger(med_andel, lambda navn, _: navn, alle_vises=alle_vises)
    flest = rangert.setning(f"Flest{_av_dem_som_vises(data)}", norsk.ramse)
    return f"{naar}: {norsk.med_ord(sum_, indikator.enhetsord)}. {flest}."


def lagene(data: pd.DataFrame, avvik: int = 0) -> list[Rad]:
    """Summen av hvert lag i en stablet figur, den største først."""
    lag = (
        data.groupby("lag", sort=False)["verdi"]
        .sum()
        .sort_values(ascending=False, kind="stable")
    )
    return [
        Rad(
            norsk.liten(navn),
            norsk.tall(verdi),
            max(verdi - avvik, 0),
            verdi + avvik,
            verdi > 0,
            verdi,
        )
        for navn, verdi in lag.items()
    ]


def ruter(indikator: LestIndikator, data: pd.DataFrame) -> str:
    """De største rutene når noe er delt etter to egenskaper. `data` har kolonnene periode, gruppe,
    lag, verdi, nedre og oevre.
    """
    return _av_to(indikator, data, rutenavn(data), "ruter", RUTER_SOM_NEVNES)


def rutenavn(data: pd.DataFrame) -> list[str]:
    """«eldre – uten egen bolig» for hver rute."""
    return [
        f"{norsk.liten(gruppe)} – {norsk.liten(til)}"
        for gruppe, til in zip(data["gruppe"], data["lag"])
    ]


def flyt(indikator: LestIndikator, data: pd.DataFrame) -> str:
    """De største strømmene mellom to grupper. `data` har kolonnene periode, gruppe, lag, verdi, nedre
    og oevre.
    """
    return _av_to(indikator, data, stroemnavn(data), "strømmer")


def stroemnavn(data: pd.DataFrame) -> list[str]:
    """«fra fastlege til hjemmetjenesten» for hver strøm."""
    return [
        f"fra {norsk.liten(gruppe)} til {norsk.liten(til)}"
        for gruppe, til in zip(data["gruppe"], data["lag"])
    ]


def _av_to(
    indikator: LestIndikator,
    data: pd.DataFrame,
    navn: list[str],
    hva: str,
    nevnes: int = NEVNES,
) -> str:
    """De største når noe er delt etter to egenskaper."""
    naar = norsk.stor(norsk.naar(data["periode"].iloc[-1], indikator))
    if not (data["verdi"] > 0).any():
        return f"{naar}: {_ingen(indikator)}."
    alle_vises = bool(data["verdi"].notna().all())
    rader = synkende(indikator, data, navn)
    rangert = ranger(rader, _i_parentes, hva, alle_vises=alle_vises, nevnes=nevnes)
    flest = rangert.setning(f"Flest{_av_dem_som_vises(data)}", norsk.ramse)
    return (
        f"{naar}: {norsk.med_ord(data['verdi'].sum(), indikator.enhetsord)}. {flest}."
    )


def _andel(indikator: LestIndikator, verdi: float, sum_: float) -> str:
    return norsk.med_enhet(
        100 * verdi / sum_,
        (VERNEDE_ENHETER if indikator.vernet else ENHETER)["prosent"],
    )


def andeler(indikator: LestIndikator, data: pd.DataFrame) -> str:
    """Flere andeler som til sammen er alle. `data` har én rad per andel, i visningsrekkefølge, i
    kolonnen gruppe.
    """
    naar = norsk.naar(data["periode"].iloc[-1], indikator)
    if data["verdi"].isna().any():
        return f"{norsk.stor(naar)} er det for få å regne på, så tallene vises ikke."
    deler = [
        f"{_kort(indikator, verdi)} {norsk.liten(gruppe)}"
        for gruppe, verdi in zip(data["gruppe"], data["verdi"])
    ]
    return f"{norsk.stor(indikator.enhetsord)} {naar}: {norsk.ramse(deler)}."


def _verdi(indikator: LestIndikator, verdi: float) -> str:
    if indikator.er_antall:
        return norsk.med_ord(verdi, indikator.enhetsord, indikator.visningsenhet)
    tekst = norsk.med_enhet(verdi, indikator.visningsenhet)
    if indikator.eksakt_enhet.er_kroner:
        return f"vanligvis {tekst}{indikator.enhetsord.removeprefix('kroner')}"
    return tekst if indikator.visningsenhet.er_tid else f"{tekst} {indikator.enhetsord}"


def _ingen(indikator: LestIndikator) -> str:
    return f"{'0–4' if indikator.vernet else 'ingen'} {indikator.enhetsord}"


def _kort(indikator: LestIndikator, verdi: float) -> str:
    return norsk.med_enhet(verdi, indikator.visningsenhet)


def forrige(indikator: LestIndikator, data: pd.DataFrame) -> str:
    """«Mot 25 i 2024.», «Omtrent som i 2024.», eller «» når tallet for perioden før ikke er kjent."""
    sagt = mot_forrige(indikator, data).removeprefix(", ")
    return f"{norsk.stor(sagt)}." if sagt else ""


def mot_forrige(indikator: LestIndikator, data: pd.DataFrame) -> str:
    """Leddet som sier hva tallet var i forrige periode: «, mot 25 i 2024», eller «»."""
    if len(data) < 2 or pd.isna(data["verdi"].iloc[-2]):
        return ""
    foer, naa = data["verdi"].iloc[-2:]
    forrige, siste = (norsk.naar(kode, indikator) for kode in data["periode"].iloc[-2:])
    if forrige == siste:
        # Alle tertialene i et år har folketallet fra 1. januar.
        return ""
    if norsk.med_enhet(foer, indikator.visningsenhet) == norsk.med_enhet(
        naa, indikator.visningsenhet
    ):
        # Tall som vises likt, kan være ulike.
        helt_likt = foer == naa and not indikator.vernet
        likt = "det samme" if helt_likt else "omtrent"
        return f", {likt} som {forrige}"
    return f", mot {_kort(indikator, foer)} {forrige}"


def maalet(indikator: LestIndikator, nedre: float, oevre: float) -> str:
    """« Målet er høyst 20, og er ikke nådd.» Eller «» når det ikke er noe mål."""
    if indikator.maaltall is None:
        return ""
    naadd = indikator.naadd(nedre, oevre)
    grense = norsk.maalgrense(indikator, indikator.visningsenhet)
    if naadd is None:
        return f" Om målet på {grense} er nådd, kan ikke avgjøres, for tallet er rundet av."
    if naadd:
        return f" Målet på {grense} er nådd."
    return f" Målet på {grense} er ikke nådd."


def spennet(
    indikator: LestIndikator,
    nedre: float,
    oevre: float,
    form: str = "mellom {} og {}",
) -> str:
    """Hva et avrundet forholdstall eller en median virkelig kan være: «mellom 88 og 100 %». Endene
    rundes utover, så det virkelige tallet alltid er mellom dem.
    """
    enhet = indikator.uten_vern
    if enhet.er_maaneder:
        enhet = dataclasses.replace(enhet, desimaler=1)
    steg = 10**enhet.desimaler
    # Uten den lille avrundingen ville maskinens regnefeil gjort spennet et steg videre.
    fra = math.floor(round(nedre * steg, 6)) / steg
    til = math.ceil(round(oevre * steg, 6)) / steg
    return form.format(norsk.uten_tegn(fra, enhet), norsk.med_enhet(til, enhet))


def kostra(tall: Kostratall, data: pd.DataFrame) -> str:
    """Siste kjente KOSTRA-tall og landet samme år. `data` har kolonnene aar, verdi, landet og
    foreloepig.
    """
    kjent = data.dropna(subset=["verdi"])
    if kjent.empty:
        return "Kommunen har ingen tall i denne serien."
    siste = kjent.iloc[-1]
    landet = (
        f", mot {norsk.tall(siste['landet'], tall.desimaler)} i landet"
        if pd.notna(siste["landet"])
        else ""
    )
    foreloepig = " Tallet er foreløpig." if siste["foreloepig"] else ""
    return (
        f"Meldt til KOSTRA for {siste['aar']}: {norsk.tall(siste['verdi'], tall.desimaler)} "
        f"{tall.enhetsord}{landet}.{foreloepig}"
    )
