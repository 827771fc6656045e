"""Id-er i én form, så den samme husstanden er den samme i alle kildene, og hvor godt de møtes.

Et regneark tar bort nuller foran, eller verner dem med ="00123" eller en apostrof. Andre programmer
setter et usynlig tegn foran, eller skriver 12345.0. Er formen ulik i to kilder, blir én husstand to,
og behovet vokser uten at noe er nytt. Derfor måles det hvor mange id-er som går igjen.
"""

import re
import unicodedata

import duckdb

from boligdata.bygg.ingest.rapport import Avvik, Idmoete
from boligdata.bygg.ingest.regler import LASTET
from boligdata.felles.kilder import Kilde
from boligdata.felles.maalform import fast

_FORMEL_RUNDT = re.compile(r'=\s*"(.*)"|=\s*T\("(.*)"\)')
_PAKKET = re.compile(r"""["'’‘`´](.*?)["'’‘`´]?""")
_STREKER = re.compile("[\u2010-\u2015\u2212\ufe63\uff0d]")
_TALL_MED_NULL = re.compile(r"(\d+)[.,]0+")
_POTENS = re.compile(r"\d+(?:[.,]\d+)?E\+\d+|\d+[.,]\d+E\d+", re.IGNORECASE)
# Excel har femten sikre sifre. De andre blir null.
_SIKRE_SIFRE = 15


def vanlig_form(tekst: str, slik_de_staar: bool = False) -> str:
    """Id-en uten det regneark og programmer setter rundt den, eller «» når det ikke er noen.

    Nuller foran et tall tas bort, med mindre kommunen har sagt at id-ene skal leses `slik_de_staar`.
    """
    if not tekst.isascii():
        tekst = _STREKER.sub("-", unicodedata.normalize("NFKC", tekst))
        tekst = "".join(
            tegn for tegn in tekst if unicodedata.category(tegn) not in ("Cf", "Cc")
        )
    if treff := _FORMEL_RUNDT.fullmatch(tekst):
        tekst = treff[1] if treff[1] is not None else treff[2]
    if treff := _PAKKET.fullmatch(tekst):
        tekst = treff[1]
    tekst = tekst.strip()
    if treff := _TALL_MED_NULL.fullmatch(tekst):
        tekst = treff[1]
    if tekst.isdecimal() and not slik_de_staar:
        tekst = tekst.lstrip("0") or "0"
    return tekst


def har_mistet_sifre(id: str) -> bool:
    """Er det et tall på potensform, eller et langt tall der de siste sifrene er blitt null?"""
    if _POTENS.fullmatch(id):
        return True
    hale = id[_SIKRE_SIFRE:]
    return bool(hale) and id.isdecimal() and not hale.strip("0")


def er_formel(id: str) -> bool:
    """Ville et regneark kjørt id-en?"""
    return id.startswith(("=", "@", "+"))


# --------------------------------------------------------------------------- møtes de?


def moeter(con: duckdb.DuckDBPyConnection, lest: list[Kilde]) -> list[Idmoete]:
    """Målingen for hver id som minst to av kildene har. En id som bare én kilde har, skal ikke møte
    noen.
    """
    ut = []
    kolonner = dict.fromkeys(
        kolonne.id
        for kilde in lest
        for kolonne in kilde.kolonner.values()
        if kolonne.hemmelig
    )
    for kolonne in kolonner:
        med = [kilde for kilde in lest if kolonne in kilde.kolonner]
        if len(med) > 1:
            ut += _moeter(con, kolonne, med)
    return ut


# Formen der to id-er ligner, selv om de ikke er skrevet likt.
_LIGNER = (
    "regexp_replace(regexp_replace(lower(id), '[^a-z0-9æøå]', '', 'g'), "
    "'(^|[^0-9])0+([0-9])', '\\1\\2', 'g')"
)


def _moeter(
    con: duckdb.DuckDBPyConnection, kolonne: str, med: list[Kilde]
) -> list[Idmoete]:
    alle = " union all ".join(
        f"select distinct '{kilde.id}' as kilde, {kolonne} as id from _inn_{kilde.id} "
        f"where _tilstand = {LASTET} and {kolonne} is not null"
        for kilde in med
    )
    rader = con.execute(
        f"""
        with alle as ({alle}),
        formet as (select kilde, id, {_LIGNER} as form from alle),
        talt as (
            select kilde, id, count(*) over (partition by id) > 1 as moetes,
                min(kilde) over (partition by form) <> max(kilde) over (partition by form) as ligner
            from formet
        )
        select kilde, count(*), count(*) filter (moetes),
            count(*) filter (ligner and not moetes)
        from talt group by kilde order by kilde
        """
    ).fetchall()
    return [Idmoete(kilde, kolonne, *tall) for kilde, *tall in rader]


# Så mange id-er må en kilde ha før det er et tegn på noe galt at ingen møtes.
_MANGE = 50


def om_moetene(alle: list[Idmoete], kilder: dict[str, Kilde]) -> list[Avvik]:
    """Det som må sies om id-er som ikke møtes. Aldri id-ene selv."""
    ut = []
    for moete in alle:
        ingen = not moete.moetes
        if not ingen and moete.ligner <= moete.moetes:
            continue
        kolonne = kilder[moete.kilde].kolonner[moete.kolonne].navn
        hvor_mange = (
            f"Ingen av de {moete.ider} ulike id-ene i {kolonne}"
            if ingen
            else f"Bare {moete.moetes} av de {moete.ider} ulike id-ene i {kolonne}"
        )
        raad = (
            f"{moete.ligner} til ville gjort det hvis store og små bokstaver, tegn og nuller ikke betydde "
            "noe. Skriv dem likt i alle uttrekkene."
            if moete.ligner
            else "Se om kildene bruker de samme id-ene, og om de er skrevet likt."
        )
        ut.append(
            Avvik(
                moete.kilde,
                "",
                None,
                None,
                kolonne,
                fast("id-er som ikke møtes"),
                None,
                f"{hvor_mange} står i en annen kilde. {raad}",
                "endret" if moete.ligner or moete.ider >= _MANGE else "merknad",
            )
        )
    return ut
