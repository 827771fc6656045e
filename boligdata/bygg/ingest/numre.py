"""Statistikk om kommunen fra før den fikk nummeret den har i dag.

I statistikkbanken står tallene under nummeret kommunen hadde det året. Under de andre numrene står det et
tegn for manglende tall, eller null, som ikke betyr at det var ingen.
"""

import duckdb
import pyarrow as pa

from boligdata.bygg import tabell
from boligdata.bygg.ingest import regler
from boligdata.bygg.ingest.rapport import Avvik, antall
from boligdata.felles import kommunenummer, regioner
from boligdata.felles.config import Kommune
from boligdata.felles.kilder import Kilde
from boligdata.felles.kommunenummer import Nummerperiode
from boligdata.felles.maalform import fast


def foelg(
    con: duckdb.DuckDBPyConnection, kilde: Kilde, kommune: Kommune
) -> list[Avvik]:
    """Les radene under et tidligere nummer som dagens, og hopp over dem som er tomme eller null under et
    nummer som ikke gjaldt. Si fra når kommunen ikke kan følges lenger.
    """
    if not {"kommunenummer", "aar"} <= {*kilde.noekkel}:
        return []
    _hopp_over_ugyldige(con, kilde)
    rekke = kommunenummer.bakover(kommune.kommunenummer)
    if len(rekke.perioder) == 1 and rekke.delt is None:
        return []
    naa, *foer = rekke.ett_nummer
    flyttet = sum(_les_som_dagens(con, kilde, naa, periode) for periode in foer)
    avvik = []
    if flyttet:
        tidligere = ", ".join(nummer for periode in foer for nummer in periode.numre)
        avvik.append(
            _merknad(
                kilde,
                fast("tidligere kommunenummer"),
                f"{antall(flyttet, 'rad', 'rader')} under tidligere nummer ({tidligere}) "
                f"er lest som {kommune.kommunenummer}.",
            )
        )
    eldste = rekke.ett_nummer[-1].fra
    if eldste and eldste.year > kommune.foerste_aar:
        hvorfor = (
            f"{rekke.delt} ble delt da, og ingen vet hvor mye av tallene fra før som hørte til her"
            if len(rekke.ett_nummer) == len(rekke.perioder)
            else "den ble slått sammen av flere da, og forholdstall kan ikke legges sammen"
        )
        avvik.append(
            _merknad(
                kilde,
                fast("kommunen kan ikke følges lenger"),
                f"Tall under tidligere kommunenumre er ikke brukt for årene før {eldste.year}: {hvorfor}. "
                "Tall SSB selv har regnet for dagens kommune, er brukt.",
            )
        )
    return avvik


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
    con: duckdb.DuckDBPyConnection,
    kilde: Kilde,
    naa: Nummerperiode,
    periode: Nummerperiode,
) -> int:
    """Hvor mange rader som fikk dagens nummer."""
    [dagens], [tidligere] = naa.numre, periode.numre
    [(flyttet,)] = con.execute(
        f"update _inn_{kilde.id} set kommunenummer = ? where _tilstand = {regler.LASTET} "
        "and kommunenummer = ? and aar < ? and aar >= ?",
        [dagens, tidligere, periode.til.year, periode.fra.year if periode.fra else 0],
    ).fetchall()
    return flyttet


def _merknad(kilde: Kilde, regel: str, forklaring: str) -> Avvik:
    return Avvik(kilde.id, "", None, None, None, regel, None, forklaring, "merknad")
