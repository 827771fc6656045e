"""Grunnlaget: det den publiserte filen har om boligbehovet, gjort til det modellen regner med, og
navnene på poolene og årene.
"""

import dataclasses
import datetime as dt

import pandas as pd

from boligdata import lesing
from boligdata.behov import modell
from boligdata.behov.botid import Botid
from boligdata.behov.forutsetning import Forutsetning
from boligdata.behov.grunnlag import Grunnlag, Pool, Stroem
from boligdata.behov.kjente import FLYKTNING, Kjente, av_bosettingen, av_listen
from boligdata.felles import katalog, norsk

# Modellen regner minst så mange år framover, også når planen snart er slutt.
KORTESTE_HORISONT = 10
# Forutsetningen om hvor stor andel av dem som kommer, som er kjent på denne måten.
_ANDEL = {"kjente_brukere": "kjente_andel", "bosetting": "bosetting_andel"}


@lesing.husk_tall
def i_dag() -> dt.date | None:
    """Datoen modellen regner fra, eller None når det ikke er levert nok til å regne."""
    dato = lesing.behov("dato")
    return dato["dato"].iloc[0].date() if len(dato) else None


def kan_regnes() -> bool:
    """Er det nok i uttrekkene til å regne ut hvor mange boliger som trengs?"""
    grunnlaget = hent() if i_dag() else None
    return grunnlaget is not None and any(pool.stroemmer for pool in grunnlaget.pooler)


@lesing.husk_tall
def hent(aar_siden: int = 0) -> Grunnlag | None:
    """Grunnlaget i dag, eller slik det var for noen år siden. None når det ikke er levert nok."""
    pooler, stroemmer = (
        tabell[tabell["da"] == aar_siden]
        for tabell in (lesing.behov("pool"), lesing.behov("stroem"))
    )
    if pooler.empty:
        return None
    rekke = {type_: nr for nr, type_ in enumerate(lesing.dimensjon("boligtype"))}
    aar, kjent = _aar_i_registrene() - aar_siden, lesing.behov("kjent")
    if aar_siden:
        # Hvem kommunen visste om tidligere, står ikke noe sted.
        kjent = kjent.head(0)
    ferdige = [
        _pool(
            rad,
            stroemmer[stroemmer["pool"] == rad.pool],
            kjent,
            aar,
            leietakere(tuple(rad.boligtyper), aar_siden),
        )
        for rad in pooler.itertuples()
    ]
    return Grunnlag(
        tuple(sorted(ferdige, key=lambda pool: rekke.get(pool.boligtyper[0], 99)))
    )


def _aar_i_registrene() -> float:
    """Hvor mange år registrene har hatt når modellen regner fra."""
    fra = min(lesing.perioder(slag)["fra"].min() for slag in ("aar", "tertial"))
    return (i_dag() - fra.date()).days / 365.25


def _pool(
    rad,
    stroemmer: pd.DataFrame,
    kjent: pd.DataFrame,
    aar: float,
    bor_der: dict[str, float],
) -> Pool:
    i_poolen = kjent[kjent["pool"] == rad.pool]
    ferdige = tuple(
        _med_kjente(_stroem(stroem, bor_der), i_poolen)
        for stroem in stroemmer.itertuples()
    )
    # Utflyttingene er ikke skrevet: når like mange kommer som går, følger de av hvor mange som bor
    # der og hvor lenge de blir.
    utflyttinger = sum(
        stroem.leietakere / stroem.botid.gjennomsnitt for stroem in ferdige
    )
    return Pool(
        rad.pool,
        tuple(rad.boligtyper),
        ferdige,
        int(rad.boliger),
        rad.klargjoering,
        rad.klargjoering_usikkerhet,
        rad.avgang,
        rad.avgang_usikkerhet,
        utflyttinger,
        aar=aar,
        ute_av_drift=rad.ute_av_drift,
    )


def _stroem(rad, bor_der: dict[str, float]) -> Stroem:
    i_stroemmen = sum(bor_der.get(gruppe, 0) for gruppe in rad.grupper)
    flyktninger = bor_der.get(FLYKTNING, 0) if FLYKTNING in rad.grupper else 0
    kovarians = (rad.kov_form, rad.kov, rad.kov_skala)
    return Stroem(
        rad.gruppe,
        rad.soekere,
        rad.usikkerhet,
        rad.drift,
        Botid(rad.log_form, rad.log_skala, kovarians, 0, 0),
        rad.leietakere,
        tuple(rad.bodd),
        rad.koe,
        rad.avrunding,
        flyktninger=flyktninger / i_stroemmen if i_stroemmen else 0.0,
    )


def _med_kjente(stroem: Stroem, kjent: pd.DataFrame) -> Stroem:
    """Strømmen med dem kommunen alt vet om."""
    rader = kjent[kjent["gruppe"] == stroem.gruppe].itertuples()
    return dataclasses.replace(
        stroem, kjente=tuple(_kjente(rad, stroem) for rad in rader)
    )


def _kjente(rad, stroem: Stroem) -> Kjente:
    andel = forutsetninger()[_ANDEL[rad.kilde]].verdi / 100
    kan_vaere = rad.del_ * stroem.soekere, rad.del_
    if rad.kilde == "bosetting":
        return av_bosettingen(tuple(rad.forhold), andel, kan_vaere, stroem.usikkerhet)
    return av_listen(rad.ventet, len(rad.forhold), andel, kan_vaere, rad.avrunding)


@lesing.husk_tall
def forutsetninger() -> dict[str, Forutsetning]:
    """Registeret over forutsetninger, etter navn."""
    felter = [felt.name for felt in dataclasses.fields(Forutsetning)]
    return {
        rad.id: Forutsetning(*(getattr(rad, felt) for felt in felter))
        for rad in lesing.behov("forutsetning").itertuples()
    }


@lesing.husk_tall
def avvik() -> tuple[tuple[str, str, int], ...]:
    """Det som gjør tallene usikrere: (pool, kode, antall)."""
    return tuple(
        (rad.pool, rad.kode, int(rad.antall))
        for rad in lesing.behov("avvik").itertuples()
    )


@lesing.husk_tall
def for_smaa() -> dict[str, tuple[str, ...]]:
    """Boligtypene i hver pool som bygget fant for små til å regnes for seg."""
    i_dag_ = lesing.behov("pool").query("da == 0")
    return {rad.pool: tuple(rad.for_smaa) for rad in i_dag_.itertuples()}


@lesing.husk_tall
def trenger_tilpasset() -> float | None:
    """Andelen av søkerne til de ordinære boligtypene som trenger en tilpasset bolig, fra 0 til 1. None når
    uttrekkene ikke sier det om mange nok.
    """
    andel = lesing.behov("tilpasset")["andel"]
    return None if andel.empty else float(andel.iloc[0])


@lesing.husk_tall
def kurve(pool: str) -> tuple[tuple[int, float], ...]:
    """Andelen som fortsatt bor der etter hvert år, slik det er sett."""
    data = lesing.behov("kurve")
    return tuple(
        (int(rad.aar), float(rad.andel))
        for rad in data[data["pool"] == pool].itertuples()
    )


# ------------------------------------------------------------------------------ navnene


@lesing.husk
def poolnavn() -> dict[str, str]:
    """Navnet på hver pool: boligtypene i den."""
    typer, grunnlaget = lesing.dimensjon("boligtype"), hent()
    if not grunnlaget:
        return {}
    return {
        pool.pool: _ramse([typer.get(type_, type_) for type_ in pool.boligtyper])
        for pool in grunnlaget.pooler
    }


def navn(pool: str) -> str:
    """Navnet på en pool, også når den er flere som deler boliger."""
    if modell.FLEKSIBEL in pool:
        deler = [poolnavn()[del_] for del_ in pool.split(modell.FLEKSIBEL)]
        return f"{_ramse(deler)} (deler boliger)"
    return poolnavn().get(pool, pool)


def _ramse(navnene: list[str]) -> str:
    return norsk.stor(norsk.ramse([norsk.liten_forbokstav(navn) for navn in navnene]))


# -------------------------------------------------------------------------------- årene


@lesing.husk_tall
def horisont() -> int:
    """Hvor mange år modellen regner framover: minst ti, og til planen er slutt."""
    return max(KORTESTE_HORISONT, lesing.meta().plan_til - i_dag().year)


@lesing.husk_tall
def planaar() -> int:
    """Hvor mange år det er til planen er slutt."""
    return max(1, lesing.meta().plan_til - i_dag().year)


def aarsnavn() -> list[str]:
    """Navnet på hvert årsskifte, fra i dag: «2025» ved utgangen av året, ellers måneden."""
    dato = i_dag()
    maaned = f"{norsk.maaned(dato).split()[0][:3]} "
    if (dato.month, dato.day) == (12, 31):
        maaned = ""
    return [f"{maaned}{dato.year + nr}" for nr in range(horisont() + 1)]


# ---------------------------------------------------- publiserte tall ved samme dato


def per_boligtype(
    indikator: str, fordeling: tuple[str, ...], aar_siden: int
) -> pd.DataFrame:
    """Tallene ved datoen modellen regner fra, for så mange år siden."""
    dato = pd.Timestamp(i_dag().replace(year=i_dag().year - aar_siden))
    for periodetype in ("aar", "tertial"):
        perioder = lesing.perioder(periodetype)
        treff = perioder.loc[perioder["til"] == dato, "periode"].tolist()
        if treff:
            return lesing.tall(
                katalog.indikatorer()[indikator],
                periodetype,
                fordeling,
                {},
                treff[0],
                bare_siste=True,
            )
    return pd.DataFrame({kolonne: [] for kolonne in (*fordeling, "verdi")})


@lesing.husk_tall
def publisert(indikator: str) -> float | None:
    """Tallet for hele kommunen ved datoen modellen regner fra, når det er publisert."""
    verdier = per_boligtype(indikator, (), 0)["verdi"].dropna()
    return None if verdier.empty else float(verdier.iloc[0])


@lesing.husk_tall
def boliger(aar_siden: int = 0) -> dict[str, float]:
    """Boligene av hver type, slik det er publisert."""
    data = per_boligtype("boliger", ("boligtype",), aar_siden)
    return dict(zip(data["boligtype"], data["verdi"]))


def leietakere(boligtyper: tuple[str, ...], aar_siden: int) -> dict[str, float]:
    """Hvor mange av hver målgruppe som bor i boligtypene, slik det er publisert."""
    data = per_boligtype("husstander", ("maalgruppe", "boligtype"), aar_siden)
    i_typene = data[data["boligtype"].isin(boligtyper)]
    return i_typene.groupby("maalgruppe")["verdi"].sum().to_dict()
