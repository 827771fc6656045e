"""Medvirkning: hva de planen er for, og tjenestene som hjelper dem, har sagt, og hva det endret.

Det noen få har sagt, kan vise hvem de er. `aapent` er det alle kan se.
"""

import dataclasses
import datetime as dt
from dataclasses import dataclass

from boligdata.arbeid import feltliste
from boligdata.arbeid.feltliste import Felt, erklaer, felt_i
from boligdata.felles import katalog
from boligdata.felles.maalform import fast, si

# Færre enn dette sies det ikke hvor mange er.
FAA = 5
FLEST_PERSONER = 1_000_000


@dataclass(frozen=True)
class Medvirkning:
    """Noe som er sagt på ett sted. `hvem` er en gruppe eller en rolle, aldri et navn på en person.

    `indikatorer` er tallene det handler om, og `tiltak` og `planversjon` er det det endret. `kan_vises`
    sier at noen har lest teksten, og at den ikke handler om en person.
    """

    id: str
    dato: dt.date | None = None
    medvirkende: str = ""
    hvem: str = ""
    kanal: str = ""
    antall: int | None = None
    maalgrupper: tuple[str, ...] = ()
    tjenester: tuple[str, ...] = ()
    sagt: str = ""
    endret: str = ""
    indikatorer: tuple[str, ...] = ()
    tiltak: tuple[str, ...] = ()
    planversjon: str = ""
    kan_vises: bool = False
    fjernet: bool = False


erklaer(
    Medvirkning,
    Felt("id", fast("Medvirkning-id"), "id"),
    Felt("dato", fast("Dato"), "dato"),
    Felt("medvirkende", fast("Hvem som medvirket"), "kode", "medvirkende"),
    Felt(
        "hvem",
        fast("Gruppen eller tjenesten"),
        "tekst",
        hjelpetekst=fast(
            "Som «Brukerrådet» eller «Beboere i Elvegata». Aldri navnet på en person."
        ),
    ),
    Felt("kanal", fast("Kanal"), "kode", "kanal"),
    Felt("antall", fast("Hvor mange som var med"), "antall"),
    Felt("maalgrupper", fast("Målgrupper"), "koder", "maalgruppe"),
    Felt("tjenester", fast("Tjenester det gjelder"), "tekster"),
    Felt("sagt", fast("Hva de sa"), "avsnitt"),
    Felt("endret", fast("Hva det endret"), "avsnitt"),
    Felt("indikatorer", fast("Tallene det handler om"), "tekster"),
    Felt("tiltak", fast("Tiltak det gjelder"), "tekster"),
    Felt("planversjon", fast("Kom med i versjonen"), "tekst"),
    Felt(
        "kan_vises",
        fast("Det som er sagt, kan vises for alle"),
        "ja_nei",
        hjelpetekst=fast(
            "Kryss av når du har lest teksten, og den ikke handler om en person."
        ),
    ),
    Felt("fjernet", fast("Medvirkningen er tatt ut"), "ja_nei"),
)
FELT: dict[str, Felt] = {felt.navn: felt for felt in felt_i(Medvirkning)}


def aapent(en: Medvirkning) -> Medvirkning:
    """Det alle kan se. Uten at noen har lest teksten, er det bare hvordan de medvirket, og hva det
    endret.
    """
    felles = Medvirkning(
        "",
        medvirkende=en.medvirkende,
        kanal=en.kanal,
        antall=en.antall if er_mange(en) else None,
        maalgrupper=en.maalgrupper,
        endret=en.endret,
        indikatorer=en.indikatorer,
        tiltak=en.tiltak,
        planversjon=en.planversjon,
    )
    if not en.kan_vises:
        return felles
    return dataclasses.replace(
        felles,
        dato=en.dato,
        hvem=en.hvem,
        tjenester=en.tjenester,
        sagt=en.sagt,
        kan_vises=True,
    )


def er_mange(en: Medvirkning) -> bool:
    """Var det så mange at tallet kan sies?"""
    return en.antall is not None and en.antall >= FAA


def plass(en: Medvirkning) -> tuple:
    """Det medvirkningen er ordnet etter: den nyeste først, og så det som er endret."""
    dag = en.dato.toordinal() if en.dato else 0
    return (-dag, en.medvirkende, en.kanal, en.hvem, en.endret)


def feil(en: Medvirkning) -> list[str]:
    """Det som må rettes før det kan lagres, som hele setninger."""
    ut = list(feltliste.feil_i(en))
    if not en.sagt.strip():
        ut.append(si("Skriv hva de sa."))
    if not en.medvirkende:
        ut.append(si("Velg hvem som medvirket."))
    if en.antall is not None and not 0 < en.antall <= FLEST_PERSONER:
        ut.append(
            si(
                "Hvor mange som var med, må være et tall over 0. Vet du det ikke, lar du feltet stå tomt."
            )
        )
    ukjente = [id_ for id_ in en.indikatorer if id_ not in katalog.indikatorer()]
    ut += [
        si("«{indikator}» er ikke en indikator. Velg en fra listen.", indikator=id_)
        for id_ in ukjente
    ]
    return ut


def i_ord(en: Medvirkning) -> str:
    """Det posten heter i en melding."""
    return en.hvem or si("Medvirkningen")
