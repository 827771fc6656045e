"""Statistikk om kommuner fra før de fikk nummeret de har i dag.

I statistikkbanken står tallene under nummeret kommunen hadde det året. Under de andre numrene står det et
tegn for manglende tall, eller null, som ikke betyr at det var ingen.
"""

from collections import Counter
from collections.abc import Iterable

import duckdb
import pyarrow as pa

from boligdata.bygg import tabell
from boligdata.bygg.ingest import regler
from boligdata.bygg.ingest.rapport import Avvik, antall
from boligdata.felles import kommunenummer, regioner
from boligdata.felles.config import Kommune
from boligdata.felles.kilder import Kilde
from boligdata.felles.kommunenummer import Nummerrekke
from boligdata.felles.maalform import fast


def foelg(
    con: duckdb.DuckDBPyConnection, kilde: Kilde, kommune: Kommune
) -> list[Avvik]:
    """Les radene under et tidligere nummer som dagens, for alle kommuner, og hopp over dem som er tomme eller
    null under et nummer som ikke gjaldt. Si fra når vår egen kommune ikke kan følges lenger.
    """
    if not {"kommunenummer", "aar"} <= {*kilde.noekkel}:
        return []
    _hopp_over_ugyldige(con, kilde)
    flyttet = _les_som_dagens(con, kilde, {kommune.kommunenummer, *regioner.kommuner()})
    rekke, avvik = kommunenummer.bakover(kommune.kommunenummer), []
    if egne := flyttet.pop(kommune.kommunenummer, 0):
        tidligere = ", ".join(_tidligere(rekke))
        avvik.append(
            _merknad(
                kilde,
                fast("tidligere kommunenummer"),
                f"{antall(egne, 'rad', 'rader')} under tidligere nummer ({tidligere}) "
                f"er lest som {kommune.kommunenummer}.",
            )
        )
    if flyttet:
        rader = antall(sum(flyttet.values()), "rad", "rader")
        avvik.append(
            _merknad(
                kilde,
                fast("tidligere kommunenummer"),
                f"{rader} om andre kommuner er lest under nummeret kommunen har i dag.",
            )
        )
    if rekke.kan_foelges_fra > kommune.foerste_aar:
        hvorfor = (
            f"{rekke.delt} ble delt da, og ingen vet hvor mye av tallene fra før som hørte til her"
            if len(rekke.ett_nummer) == len(rekke.perioder)
            else "den ble slått sammen av flere da, og forholdstall kan ikke legges sammen"
        )
        avvik.append(
            _merknad(
                kilde,
                fast("kommunen kan ikke følges lenger"),
                f"Tall under tidligere kommunenumre er ikke brukt for årene før {rekke.kan_foelges_fra}: "
                f"{hvorfor}. Tall SSB selv har regnet for dagens kommune, er brukt.",
            )
        )
    return avvik


def utgaatt(kommune: Kommune) -> list[Avvik]:
    """En merknad når kommunens eget nummer ikke er i bruk lenger."""
    setning = kommunenummer.utgaatt(kommune.kommunenummer)
    regel = fast("kommunenummeret er ikke i bruk")
    return (
        [Avvik("", "", None, None, None, regel, None, setning, "merknad")]
        if setning
        else []
    )


def _tidligere(rekke: Nummerrekke) -> list[str]:
    """Numrene kommunen hadde før det den har i dag."""
    _, *foer = rekke.ett_nummer
    return [nummer for periode in foer for nummer in periode.numre]


def _hopp_over_ugyldige(con: duckdb.DuckDBPyConnection, kilde: Kilde) -> None:
    """Også for de andre kommunene og for fylkene: ellers ble de sammenlignet med en null ingen har meldt."""
    tall = [
        kolonne.id
        for kolonne in kilde.kolonner.values()
        if kolonne.type in ("heltall", "desimal") and kolonne.id not in kilde.noekkel
    ]
    tomt = " and ".join(f"coalesce({kolonne}, 0) = 0" for kolonne in tall)
    fra = regioner.gjelder_fra()
    aarene = pa.array(fra.values(), pa.int32())
    gyldig = pa.table({"region": list(fra), "fra": aarene})
    with tabell.lest_som(con, "gyldig", gyldig):
        con.execute(
            f"update _inn_{kilde.id} set _tilstand = {regler.HOPPET_OVER} "
            f"from gyldig where _tilstand = {regler.LASTET} "
            f"and kommunenummer = region and aar < fra and {tomt}"
        )


def _les_som_dagens(
    con: duckdb.DuckDBPyConnection, kilde: Kilde, kommuner: Iterable[str]
) -> Counter[str]:
    """Hvor mange rader hver kommune fikk fra et tidligere nummer. Har den alt en rad for det samme under
    nummeret den har i dag, er det den SSB har regnet for dagens kommune, og den gjelder.
    """
    rader = [
        (tidligere, dagens, periode.fra.year if periode.fra else 0, periode.til.year)
        for dagens in kommuner
        for periode in kommunenummer.bakover(dagens).ett_nummer[1:]
        for tidligere in periode.numre
    ]
    navn = ("tidligere", "dagens", "fra", "til")
    resten = " and ".join(
        f"egen.{kolonne} is not distinct from rad.{kolonne}"
        for kolonne in kilde.noekkel
        if kolonne != "kommunenummer"
    )
    tabell_ = f"_inn_{kilde.id}"
    with tabell.lest_som(con, "numre", pa.table(dict(zip(navn, zip(*rader))))):
        flyttet = con.execute(
            f"""
            update {tabell_} rad set kommunenummer = dagens
            from numre
            where rad._tilstand = {regler.LASTET}
                and rad.kommunenummer = tidligere and rad.aar >= fra and rad.aar < til
                and not exists (
                    from {tabell_} egen
                    where egen._tilstand = {regler.LASTET} and egen.kommunenummer = dagens and {resten}
                )
            returning rad.kommunenummer
            """
        ).fetchall()
    return Counter(nummer for (nummer,) in flyttet)


def _merknad(kilde: Kilde, regel: str, forklaring: str) -> Avvik:
    return Avvik(kilde.id, "", None, None, None, regel, None, forklaring, "merknad")
