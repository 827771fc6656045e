"""Rapporten om et utkast slik skjermen får den.

En id skal ikke stå på skjermen, bare raden den står i. Forklaringene er skrevet for den som kjører
sjekken selv, og siterer verdien. Her siteres bare det som ikke kan være en id eller en fri tekst.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import asdict

from boligdata.bygg.ingest import Avvik, Leveranse, Rapport
from boligdata.bygg.ingest.avstemming import HOLDES_TILBAKE
from boligdata.bygg.ingest.oppsett import Overskrifter
from boligdata.bygg.ingest.rapport import Ukjent
from boligdata.bygg.utkast.hvilken import Gjenkjent
from boligdata.bygg.utkast.samlet import Bytte
from boligdata.felles import kilder
from boligdata.felles.skrivemaater import liste_til

# Så mange radnumre sies for hvert funn. Alle står i Excel-filen.
FLEST_RADER = 8
# Verdiene i disse kolonnene kan være hvem som helst.
_SKJULES = ("id", "tekst")
_SITERT = re.compile("«([^»]*)»")


def som_json(
    rapport: Rapport,
    gjenkjente: list[Gjenkjent],
    byttet: Bytte,
    sist: Mapping[str, Leveranse],
    hovedtall: list[dict],
) -> dict:
    """Rapporten: filene, kildene med rader før og nå, funnene, det som ikke ble kjent igjen,
    hovedtallene, og hvordan hver fil er forstått når noen har spurt.
    """
    # Brukeren kjenner filene med de navnene de ble lastet opp med.
    lastet_opp = {blir: fil.name for fil, blir in byttet.inn.items()}
    het = {f"«{blir}»": f"«{navn}»" for blir, navn in lastet_opp.items()}
    return {
        "filer": [
            {
                "fil": en.fil.name,
                "blir": byttet.inn.get(en.fil),
                "kilde": en.kilde,
                "mulige": en.mulige,
                "hvorfor": en.hvorfor,
            }
            for en in gjenkjente
        ],
        "erstatter": byttet.ut,
        "kilder": [
            {
                "kilde": status.kilde,
                "lest": status.rader_lest,
                "lastet": status.rader_lastet,
                "til_side": status.rader_til_side,
                "hoppet_over": status.rader_hoppet_over,
                "stoppet": status.stoppet and _byttet(status.stoppet, het),
                "tatt_ut": status.tatt_ut and status.tatt_ut.isoformat(),
                "kan_bekreftes": _kan_bekreftes(rapport, status.kilde),
                "foer": sist[status.kilde].rader if status.kilde in sist else None,
            }
            for status in rapport.status.values()
        ],
        "funn": _funn(rapport.avvik, het),
        "ukjente": [_ukjent(en) for en in rapport.ukjente],
        "hovedtall": hovedtall,
        "forklaring": [
            en.som_dict() | {"fil": lastet_opp.get(en.fil, en.fil)}
            for en in rapport.forklaringer
        ],
    }


def _kan_bekreftes(rapport: Rapport, kilde: str) -> list[str]:
    """Det som er borte siden sist, når kilden bare er holdt tilbake for det."""
    stoppet = [
        avvik
        for avvik in rapport.avvik
        if avvik.kilde == kilde and avvik.alvor == "stoppet"
    ]
    if all(avvik.regel in HOLDES_TILBAKE for avvik in stoppet):
        return [avvik.verdi for avvik in stoppet if avvik.verdi]
    return []


def _ukjent(en: Ukjent) -> dict:
    liste = None
    if en.kolonne:
        liste = liste_til(kilder.kilder()[en.kilde].kolonner[en.kolonne])
    return asdict(en) | {"liste": liste}


def _byttet(tekst: str, navn: Mapping[str, str]) -> str:
    for gammelt, nytt in navn.items():
        tekst = tekst.replace(gammelt, nytt)
    return tekst


def _funn(avvikene: list[Avvik], het: Mapping[str, str]) -> list[dict]:
    """Ett for hvert slag funn i en kolonne i en fil, med radene det gjelder."""
    grupper: dict[tuple, list[Avvik]] = {}
    for avvik in avvikene:
        sted = (avvik.kilde, avvik.fil, avvik.ark, avvik.kolonne)
        forklaring = _byttet(_uten_ider(avvik), het)
        grupper.setdefault((*sted, avvik.regel, avvik.alvor, forklaring), []).append(
            avvik
        )
    return [
        {
            "kilde": kilde,
            "fil": fil,
            "ark": ark,
            "kolonne": kolonne,
            "regel": regel,
            "alvor": alvor,
            "forklaring": forklaring,
            "rader": [avvik.rad for avvik in funnene if avvik.rad][:FLEST_RADER],
            "antall": sum(avvik.antall for avvik in funnene),
        }
        for (
            kilde,
            fil,
            ark,
            kolonne,
            regel,
            alvor,
            forklaring,
        ), funnene in grupper.items()
    ]


def _uten_ider(avvik: Avvik) -> str:
    """Forklaringen, der det som er sitert og kan være en id eller en fri tekst, er dekket."""
    if avvik.alvor in ("stoppet", "merknad"):
        # De vises til alle, og har aldri verdier fra cellene.
        return avvik.forklaring
    kan_siteres = _kan_siteres(avvik)
    return _SITERT.sub(
        lambda treff: treff[0] if treff[1] in kan_siteres else "«…»", avvik.forklaring
    )


def _kan_siteres(avvik: Avvik) -> Collection[str]:
    kilde = kilder.kilder().get(avvik.kilde)
    if kilde is None:
        return ()
    navn = {avvik.fil, avvik.kolonne}
    for kolonne in kilde.kolonner.values():
        navn |= {kolonne.navn, kolonne.id}
        if kolonne.kodeliste:
            navn |= {kode.navn for kode in kilder.kodelister()[kolonne.kodeliste].koder}
    id = Overskrifter(kilde).kolonnen(avvik.kolonne or "")
    if id and kilde.kolonner[id].type not in _SKJULES and avvik.verdi:
        navn |= {avvik.verdi, *map(str.strip, re.split("[;|,/]| og ", avvik.verdi))}
    return navn
