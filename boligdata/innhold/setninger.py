"""Setningen på hvert kort: hva figuren viser, skrevet så den kan leses høyt i et møte."""

import dataclasses
import math

import pandas as pd

from boligdata.felles import norsk
from boligdata.felles.enheter import ENHETER, VERNEDE_ENHETER, Enhet
from boligdata.felles.katalog import Regionstall
from boligdata.felles.maalform import fast, si
from boligdata.innhold.rangering import NEVNES, Rad, kjente, ranger
from boligdata.innhold.vurdering import RETNINGER, Grenser, Vurdering
from boligdata.innhold.vurdering.ord import planen_i_ord
from boligdata.lesing import LestIndikator

MELLOM, TIL = fast("mellom {fra} og {til}"), fast("{fra}–{til}")
# Er spennet til en prosent videre enn dette, i prosentpoeng, er det som vises, mest avrunding. Da skrives det
# som et spenn.
_SKRIVES_SOM_SPENN = 10
# Færre enn dette er rundet av til ingen.
_NOEN = 5
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
            return si(
                "{naar}: {antall}. Det er for få til å regne prosent av.",
                naar=naar,
                antall=antall,
            )
        if bygger_paa := antallet_bak(indikator, siste):
            return si(
                "{naar} bygger tallet på {antall}. Det er for få til at det kan vises når antallene er "
                "rundet av av personvernhensyn.",
                naar=naar,
                antall=bygger_paa,
            )
        if _ingen_aa_regne_paa(indikator, siste):
            return si(
                "{naar} er det ingen å regne på, så tallet vises ikke.", naar=naar
            )
        if siste["flagg"] == "for_faa":
            return si(
                "{naar} er det for få å regne på, så tallet vises ikke.", naar=naar
            )
        return si("{naar} kan tallet ikke regnes ut.", naar=naar)
    setning = f"{naar}: {_verdi(indikator, siste)}{mot_forrige(indikator, data)}."
    dom = planen = hittil = ""
    if vurdering:
        dom = vurdering.i_ord
        if vurdering.maalet and vurdering.maalet.i_ord:
            hittil = si("Det er {naadd}.", naadd=vurdering.maalet.i_ord)
        if vurdering.planen and vurdering.planen.dom in RETNINGER:
            planen = planen_i_ord(vurdering.planen)
    maaltall = maalet(indikator, siste["nedre"], siste["oevre"])
    return " ".join(filter(None, (setning, dom, planen, maaltall, hittil)))


def antallet_bak(indikator: LestIndikator, rad: pd.Series) -> str:
    """«om lag 20» når det er kjent hvor mange en vernet prosent av for få bygger på, ellers «»."""
    er_vernet = indikator.vernet and indikator.er_prosent
    if not er_vernet or rad["flagg"] != "for_faa" or not rad["nevner"] >= _NOEN:
        return ""
    antall = norsk.tall(rad["nevner"], 0)
    return si("om lag {antall}", antall=antall) if rad["i_nevner"] else antall


def smaa_tall(indikator: LestIndikator, rad: pd.Series) -> str:
    """«3 av 12» når tallet er eksakt og nevneren er for liten til en prosent, ellers «». Den som har
    innsyn i de eksakte tallene, skal se dem.
    """
    liten = indikator.er_prosent and not indikator.vernet and rad["flagg"] == "for_faa"
    if not liten or not rad["nevner"] > 0:
        return ""
    teller, nevner = norsk.tall(rad["teller"]), norsk.tall(rad["nevner"])
    return si("{teller} av {nevner}", teller=teller, nevner=nevner)


def _ingen_aa_regne_paa(indikator: LestIndikator, rad: pd.Series) -> bool:
    """Er det kjent at prosenten ikke har noen å regnes av? Et avrundet antall kan være noen få."""
    return indikator.er_prosent and not indikator.vernet and rad.get("nevner") == 0


def endret_fordi(indikator: LestIndikator, endret) -> str:
    """Hvorfor tallet er et annet enn i forrige publisering, eller «» når ingen av dem har noe tall.

    `endret` er en `lesing.Endring`. Tallene rundes av slik de vises, før de trekkes fra hverandre, så
    delene alltid går opp i det leseren ser.
    """
    if math.isnan(endret.forrige) and math.isnan(endret.verdi):
        return ""
    if math.isnan(endret.forrige):
        return si(
            "Forrige publisering hadde ikke noe tall for {periode} som kan vises, så endringen "
            "kan ikke forklares.",
            periode=norsk.periode(endret.da),
        )
    if math.isnan(endret.verdi):
        return si(
            "Denne publiseringen har ikke noe tall for {periode} som kan vises, så endringen "
            "kan ikke forklares.",
            periode=norsk.periode(endret.naa),
        )
    foer, naa = _kort(indikator, endret.forrige), _kort(indikator, endret.verdi)
    deler = _endringer(indikator, endret)
    if not deler and foer == naa:
        return _det_samme(endret)
    hele = _hele_endringen(endret, foer, naa)
    if math.isnan(endret.omregnet):
        return si(
            "{endringen}. Endringen kan ikke deles opp, for tallet for {periode} kan ikke vises "
            "lenger.",
            endringen=hele,
            periode=norsk.periode(endret.da),
        )
    if len(deler) == 1:
        grunn = _eneste_grunn(indikator, deler[0][1])
        return f"{hele}. {grunn}.{_udelt(endret, deler)}"
    ledd = [
        _skyldes(_mengde(indikator, bidrag, endret), aarsak) for bidrag, aarsak in deler
    ]
    alle = si("{foerste}, og {siste}", foerste=", ".join(ledd[:-1]), siste=ledd[-1])
    return f"{hele}: {alle}.{_udelt(endret, deler)}"


def _det_samme(endret) -> str:
    naa, da = norsk.periode(endret.naa), norsk.periode(endret.da)
    if endret.da == endret.naa:
        return si(
            "Tallet for {periode} er det samme som i forrige publisering.", periode=naa
        )
    return si(
        "Tallet for {periode} er det samme som forrige publisering viste for {forrige}.",
        periode=naa,
        forrige=da,
    )


def _hele_endringen(endret, foer: str, naa: str) -> str:
    """«Siden forrige publisering har tallet for 2025 gått fra 12 til 14», uten punktum."""
    siden = _SIDEN[endret.da != endret.naa, foer == naa]
    return si(siden, periode=norsk.periode(endret.da), foer=foer, naa=naa)


# Om forrige publisering gjaldt en tidligere periode, og om tallet er det samme.
_SIDEN = {
    (False, False): fast(
        "Siden forrige publisering har tallet for {periode} gått fra {foer} til {naa}"
    ),
    (False, True): fast(
        "Siden forrige publisering er tallet for {periode} fortsatt {naa}"
    ),
    (True, False): fast(
        "Siden forrige publisering, som gjaldt ut {periode}, har tallet gått fra {foer} til {naa}"
    ),
    (True, True): fast(
        "Siden forrige publisering, som gjaldt ut {periode}, er tallet fortsatt {naa}"
    ),
}


def _eneste_grunn(indikator: LestIndikator, aarsak: str) -> str:
    # Små endringer i avrundede tall kan komme av avrundingen.
    if indikator.vernet:
        if aarsak:
            return si(
                "Slik tallene vises, skyldes hele endringen {aarsak}", aarsak=aarsak
            )
        return si("Slik tallene vises, er hele endringen virkelig")
    if aarsak:
        return si("Hele endringen skyldes {aarsak}", aarsak=aarsak)
    return si("Hele endringen er virkelig")


def _skyldes(mengde: str, aarsak: str) -> str:
    """«10 flere skyldes …», eller «10 flere er en virkelig endring» når det ikke er noen annen
    årsak.
    """
    if aarsak:
        return si("{mengde} skyldes {aarsak}", mengde=mengde, aarsak=aarsak)
    return si("{mengde} er en virkelig endring", mengde=mengde)


def _endringer(indikator: LestIndikator, endret) -> list[tuple[float, str]]:
    """Delene av endringen som ikke er null, med årsaken. Den virkelige endringen står først, og har
    ingen.
    """
    forrige, omregnet, verdi, kjent = (
        None if verdi is None else round(verdi, indikator.visningsenhet.desimaler)
        for verdi in (endret.forrige, endret.omregnet, endret.verdi, endret.kjent)
    )
    if indikator.om_personer:
        sen = si("saker som ble registrert sent")
        rettet = si("saker som er rettet eller oppdatert")
    else:
        sen = si("opplysninger som ble registrert sent")
        rettet = si("opplysninger som er rettet eller oppdatert")
    deler = [(verdi - omregnet, "")]
    if endret.ny_definisjon:
        deler.append((omregnet - forrige, si("at definisjonen er endret")))
    elif kjent is not None and not math.isnan(kjent):
        deler += [(omregnet - kjent, sen), (kjent - forrige, rettet)]
    else:
        paa_nytt = si(
            "at tallet for {periode} er publisert på nytt",
            periode=norsk.periode(endret.da),
        )
        aarsaker = {
            (True, True): si("både {sen}, og {rettet}", sen=sen, rettet=rettet),
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
    udelt = si(
        "Rettelser og sent registrerte saker er med i det siste, for de kan ikke skilles fra "
        "den nye definisjonen."
    )
    return f" {udelt}"


def _mengde(indikator: LestIndikator, endring: float, endret) -> str:
    """«10 færre», «om lag 5 flere» når tallene er rundet av, og «2 prosentpoeng opp» når det ikke
    er et antall.
    """
    if any(
        _er_ende(indikator, verdi)
        for verdi in (endret.forrige, endret.omregnet, endret.verdi)
    ):
        return si("en økning") if endring > 0 else si("en nedgang")
    mengde = (
        _flere(endring)
        if indikator.er_antall
        else _opp(indikator.visningsenhet, endring)
    )
    return si("om lag {mengde}", mengde=mengde) if indikator.vernet else mengde


def _flere(endring: float) -> str:
    if abs(endring) == 1:
        return si("én flere") if endring > 0 else si("én færre")
    antall = norsk.tall(abs(endring))
    if endring > 0:
        return si("{antall} flere", antall=antall)
    return si("{antall} færre", antall=antall)


def _opp(enhet: Enhet, endring: float) -> str:
    tegn = si("prosentpoeng") if enhet.er_prosent else enhet.tegnet
    tall = norsk.tall(abs(endring), enhet.desimaler)
    mengde = f"{tall}\N{NO-BREAK SPACE}{norsk.ord_for(endring, tegn)}".strip()
    if endring > 0:
        return si("{mengde} opp", mengde=mengde)
    return si("{mengde} ned", mengde=mengde)


def _er_ende(indikator: LestIndikator, verdi: float) -> bool:
    """Er tallet bare kjent som «under 5» eller «over 95» prosent, så ingen avstand kan måles til
    det?
    """
    enhet = indikator.uten_vern
    return enhet.er_prosent and norsk.med_enhet(verdi, enhet) != _kort(indikator, verdi)


def grenser(indikator: LestIndikator, grenser_: Grenser) -> str:
    """Snittet og hva tallet pleier å være, til tekstalternativet, tabellen og filene."""
    enhet = indikator.uten_vern
    snitt, nedre, oevre = norsk.runde_beloep(
        grenser_.snitt, *grenser_.vist, enhet=enhet
    )
    fra, vanlig = norsk.grense_uten_tegn(nedre, enhet), norsk.grense(oevre, enhet)
    if fra != norsk.grense_uten_tegn(oevre, enhet):
        vanlig = si("fra {fra} til {til}", fra=fra, til=vanlig)
    return si(
        "Snittet av de tidligere er {snitt}. Tallet pleier å være {vanlig}.",
        snitt=norsk.med_enhet(snitt, enhet),
        vanlig=vanlig,
    )


def flest(alle_vises: bool) -> str:
    """«Flest», eller «Flest av dem som vises» når en som ikke vises, kan være større."""
    return si("Flest") if alle_vises else si("Flest av dem som vises")


def hoeyest(alle_vises: bool) -> str:
    """«Høyest», eller «Høyest av dem som vises» når en som ikke vises, kan være høyere."""
    return si("Høyest") if alle_vises else si("Høyest av dem som vises")


def _i_parentes(navn: str, tall: str) -> str:
    return f"{navn} ({tall})"


def synkende(
    indikator: LestIndikator, data: pd.DataFrame, navn: list[str]
) -> list[Rad]:
    """Radene som vises, den største først, med navnene de har i setningen."""
    kolonner = (data[kolonne].tolist() for kolonne in ("verdi", "nedre", "oevre"))
    kjente = [rad for rad in zip(navn, *kolonner) if not pd.isna(rad[1])]
    return [
        Rad(
            navnet,
            _med_spenn(indikator, verdi, nedre, oevre),
            nedre,
            oevre,
            verdi > 0,
            verdi,
        )
        for navnet, verdi, nedre, oevre in sorted(kjente, key=lambda rad: -rad[1])
    ]


def fordeling(indikator: LestIndikator, data: pd.DataFrame, hva: str) -> str:
    """De største gruppene i én periode. `data` har kolonnene periode, gruppe (norsk navn), verdi, nedre
    og oevre.
    """
    noen = data["verdi"] > 0
    naar = norsk.stor(norsk.naar(data["periode"].iloc[-1], indikator))
    if data["verdi"].isna().all() and indikator.er_antall:
        return si("{naar} er tallet ikke kjent.", naar=naar)
    if not noen.any() and indikator.er_antall:
        return f"{naar}: {_ingen(indikator)}."
    if not noen.any():
        return si("{naar} er det ingen tall å vise etter {hva}.", naar=naar, hva=hva)
    navn = [norsk.liten(gruppe) for gruppe in data["gruppe"]]
    alle_vises = bool(data["verdi"].notna().all())
    rangert = ranger(
        synkende(indikator, data, navn),
        _i_parentes,
        hver=indikator.er_antall,
        alle_vises=alle_vises,
    )
    if indikator.er_antall:
        sum_ = norsk.med_ord(data["verdi"].sum(), indikator.enhetsord)
        return f"{naar}: {sum_}. {rangert.setning(flest(alle_vises), norsk.ramse)}."
    tallene = rangert.setning(hoeyest(alle_vises), norsk.ramse, si("Slik er tallene"))
    return si("{naar}, etter {hva}. {tallene}.", naar=naar, hva=hva, tallene=tallene)


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
    stoerst = rangert.setning(flest(alle_vises), norsk.ramse)
    return f"{naar}: {norsk.med_ord(sum_, indikator.enhetsord)}. {stoerst}."


def lagene(data: pd.DataFrame, avvik: int = 0) -> list[Rad]:
    """Summen av hvert lag i en stablet figur, den største først."""
    summer = {navn: math.fsum(tall) for navn, tall in kjente(data, "lag").items()}
    return [
        Rad(
            norsk.liten(navn),
            norsk.tall(verdi),
            max(verdi - avvik, 0),
            verdi + avvik,
            verdi > 0,
            verdi,
        )
        for navn, verdi in sorted(summer.items(), key=lambda lag: -lag[1])
    ]


def ruter(indikator: LestIndikator, data: pd.DataFrame) -> str:
    """De største rutene når noe er delt etter to egenskaper. `data` har kolonnene periode, gruppe,
    lag, verdi, nedre og oevre.
    """
    return _av_to(indikator, data, rutenavn(data), si("ruter"), RUTER_SOM_NEVNES)


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
    return _av_to(indikator, data, stroemnavn(data), si("strømmer"))


def stroemnavn(data: pd.DataFrame) -> list[str]:
    """«fra fastlege til hjemmetjenesten» for hver strøm."""
    return [
        si("fra {fra} til {til}", fra=norsk.liten(gruppe), til=norsk.liten(til))
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
    stoerst = rangert.setning(flest(alle_vises), norsk.ramse)
    sum_ = norsk.med_ord(data["verdi"].sum(), indikator.enhetsord)
    return f"{naar}: {sum_}. {stoerst}."


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
        return si(
            "{naar} er det for få å regne på, så tallene vises ikke.",
            naar=norsk.stor(naar),
        )
    deler = [
        f"{_kort(indikator, verdi)} {norsk.liten(gruppe)}"
        for gruppe, verdi in zip(data["gruppe"], data["verdi"])
    ]
    return f"{norsk.stor(indikator.enhetsord)} {naar}: {norsk.ramse(deler)}."


def tallet(indikator: LestIndikator, rad: pd.Series, form: str = MELLOM) -> str:
    """Tallet i raden med enheten, eller «mellom 30 og 55 %» når det er en prosent som kan være så mye annet
    før avrunding. I en tabell er formen `TIL`: «30–55 %».
    """
    return _med_spenn(indikator, rad["verdi"], rad["nedre"], rad["oevre"], form)


def _med_spenn(
    indikator: LestIndikator,
    verdi: float,
    nedre: float,
    oevre: float,
    form: str = MELLOM,
) -> str:
    if er_for_usikker(indikator, nedre, oevre):
        return spennet(indikator, nedre, oevre, form)
    return _kort(indikator, verdi)


def er_for_usikker(indikator: LestIndikator, nedre: float, oevre: float) -> bool:
    """Er dette en prosent der spennet sier mer enn tallet som vises?"""
    er_prosent = indikator.vernet and indikator.er_prosent
    return er_prosent and oevre - nedre > _SKRIVES_SOM_SPENN


def _verdi(indikator: LestIndikator, rad: pd.Series) -> str:
    if indikator.er_antall:
        return norsk.med_ord(rad["verdi"], indikator.enhetsord, indikator.visningsenhet)
    tekst = tallet(indikator, rad)
    if indikator.eksakt_enhet.er_kroner:
        mer = indikator.enhetsord.removeprefix(si("kroner"))
        return si("vanligvis {beloep}", beloep=f"{tekst}{mer}")
    return tekst if indikator.visningsenhet.er_tid else f"{tekst} {indikator.enhetsord}"


def _ingen(indikator: LestIndikator) -> str:
    return f"{'0–4' if indikator.vernet else si('ingen')} {indikator.enhetsord}"


def _kort(indikator: LestIndikator, verdi: float) -> str:
    return norsk.med_enhet(verdi, indikator.visningsenhet)


def forrige(indikator: LestIndikator, data: pd.DataFrame) -> str:
    """«Mot 25 i 2024.», «Omtrent som i 2024.», eller «» når tallet for perioden før ikke er kjent."""
    sagt = _mot(indikator, data)
    return f"{norsk.stor(sagt)}." if sagt else ""


def mot_forrige(indikator: LestIndikator, data: pd.DataFrame) -> str:
    """Leddet som sier hva tallet var i forrige periode: «, mot 25 i 2024», eller «»."""
    sagt = _mot(indikator, data)
    return f", {sagt}" if sagt else ""


def _mot(indikator: LestIndikator, data: pd.DataFrame) -> str:
    if len(data) < 2 or pd.isna(data["verdi"].iloc[-2]):
        return ""
    foer, naa = data["verdi"].iloc[-2:]
    forrige, siste = (norsk.naar(kode, indikator) for kode in data["periode"].iloc[-2:])
    if forrige == siste:
        # Alle tertialene i et år har folketallet fra 1. januar.
        return ""
    foer_i_ord, naa_i_ord = (tallet(indikator, data.iloc[nr]) for nr in (-2, -1))
    if foer_i_ord != naa_i_ord:
        return si("mot {tall} {naar}", tall=foer_i_ord, naar=forrige)
    # Tall som vises likt, kan være ulike.
    if foer == naa and not indikator.vernet:
        return si("det samme som {naar}", naar=forrige)
    return si("omtrent som {naar}", naar=forrige)


def maalet(indikator: LestIndikator, nedre: float, oevre: float) -> str:
    """«Målet på høyst 20 er ikke nådd.» Eller «» når det ikke er noe mål."""
    if indikator.maaltall is None:
        return ""
    naadd = indikator.naadd(nedre, oevre)
    grense = norsk.maalgrense(indikator, indikator.visningsenhet)
    if naadd is None:
        return si(
            "Om målet på {grense} er nådd, kan ikke avgjøres, for tallet er rundet av.",
            grense=grense,
        )
    if naadd:
        return si("Målet på {grense} er nådd.", grense=grense)
    return si("Målet på {grense} er ikke nådd.", grense=grense)


def spennet(
    indikator: LestIndikator,
    nedre: float,
    oevre: float,
    form: str = MELLOM,
) -> str:
    """Hva et avrundet forholdstall eller en median virkelig kan være: «mellom 88 og 100 %». Endene
    rundes utover, så det virkelige tallet alltid er mellom dem. Ville en prosent da ha nådd et mål den ikke
    kan nå, sies det: «mellom 2 og under 20 %», og bare «under 20 %» når den kan være null.
    """
    enhet = indikator.uten_vern
    if enhet.er_maaneder:
        enhet = dataclasses.replace(enhet, desimaler=1)
    fra, til = _rundet_ned(nedre, enhet), _rundet_opp(oevre, enhet)
    fra_tekst, til_tekst = norsk.grense_uten_tegn(fra, enhet), norsk.grense(til, enhet)
    maal = indikator.maaltall if enhet.er_prosent else None
    if maal is not None and fra <= maal < nedre:
        over = norsk.grense_uten_tegn(maal, enhet)
        return si("over {over} og høyst {til}", over=over, til=til_tekst)
    if maal is not None and oevre < maal <= til:
        til_tekst = si("under {grense}", grense=norsk.grense(maal, enhet))
        if fra == 0:
            return til_tekst
    return si(form, fra=fra_tekst, til=til_tekst)


# Uten den lille avrundingen ville maskinens regnefeil gjort spennet et steg videre.


def _rundet_ned(verdi: float, enhet: Enhet) -> float:
    steg = 10**enhet.desimaler
    return math.floor(round(verdi * steg, 6)) / steg


def _rundet_opp(verdi: float, enhet: Enhet) -> float:
    steg = 10**enhet.desimaler
    return math.ceil(round(verdi * steg, 6)) / steg


def kostra(tall: Regionstall, data: pd.DataFrame) -> str:
    """Kommunens siste tall, og landet samme år. `data` har kolonnene aar, verdi, foreloepig og, når landet
    har tall, landet.
    """
    kjent = data.dropna(subset=["verdi"])
    if kjent.empty:
        return si("Kommunen har ingen tall i denne serien.")
    siste = kjent.iloc[-1]
    tallet = f"{norsk.tall(siste['verdi'], tall.desimaler)} {tall.enhetsord}"
    foran = si("Meldt til KOSTRA for {aar}", aar=siste["aar"])
    if not tall.er_kostra:
        foran = si("Tall for {aar}", aar=siste["aar"])
    landet = siste.get("landet")
    if pd.isna(landet):
        meldt = f"{foran}: {tallet}."
    else:
        meldt = si(
            "{foran}: {tallet}, mot {landet} i landet.",
            foran=foran,
            tallet=tallet,
            landet=norsk.tall(landet, tall.desimaler),
        )
    return f"{meldt} {si('Tallet er foreløpig.')}" if siste["foreloepig"] else meldt
