"""Fra eksakte til vernede tall: den publiserte filen skrives fra den interne, med tallene `vern`
har rundet av.

Historikken har de viste tallene og et nøklet avtrykk av medlemmene bak hvert av dem. Den ligger
kryptert ved siden av den publiserte filen og leses bare av bygget: tall som alt er vist, og der
ingen er kommet til eller gått ut, står som de er.
"""

import gzip
import hashlib
import hmac
import io
import itertools
import json
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa

from boligdata import vern
from boligdata.bygg import beregning, forsegling, tabell
from boligdata.bygg.beregning import ALLE
from boligdata.felles import katalog
from boligdata.felles.config import Brukerfeil
from boligdata.felles.enheter import (
    DAGER_I_MAANED,
    RADER_I_SPENNET,
    VIST_PROSENT,
)
from boligdata.felles.katalog import Kube, Statistikk
from boligdata.vern import (
    Frosset,
    Historikk,
    Nivaa,
    Serie,
    Tall,
    Telling,
    Utgivelse,
    Utsnitt,
)


class Husket(NamedTuple):
    """Det neste bygg trenger fra dette: det som er publisert, og angrepene som ikke førte fram."""

    historikk: Historikk
    proevd: frozenset[str]


_HISTORIKK = forsegling.Slag("historikk", b"BOLIGH1\n")
_VERN = pa.schema(
    {
        "kube": pa.string(),
        "periode": pa.string(),
        "dybde": pa.int32(),
        "avvik": pa.int32(),
        "versjon": pa.int32(),
    }
)


def vern_tallene(
    con: duckdb.DuckDBPyConnection,
    kuber: dict[str, Kube],
    husket: Husket,
    noekkel: bytes,
    fremdrift=lambda andel: None,
) -> Utgivelse:
    """Rund av tallene i kubene. `con` har modellene, og `fremdrift` kalles med andelen som er
    gjort, fra 0 til 1.

    Kaster `Brukerfeil` når tallene ikke kan vernes. Da er ingenting publisert, og det som var der,
    står.
    """
    try:
        return vern.utgi(
            kuber,
            tellinger(con, kuber, noekkel),
            husket.historikk,
            _trekning(noekkel),
            _froe(noekkel),
            fremdrift,
            husket.proevd,
        )
    except (vern.Avsloert, vern.LarSegIkkeVerne) as grunn:
        raise Brukerfeil(
            "Tallene kan ikke vernes, og er ikke publisert. Kontrollen stoppet her: "
            f"{str(grunn).rstrip('.')}. "
            "Forrige publisering står uendret. Slå sammen små områder eller målgrupper i "
            "uttrekkene, eller meld fra til dem som vedlikeholder "
            "programmet."
        ) from grunn


def tellinger(
    con: duckdb.DuckDBPyConnection, kuber: dict[str, Kube], noekkel: bytes
) -> Tall:
    """De virkelige tallene som skal rundes av, med avtrykket av medlemmene bak hvert av dem, og de
    eksakte de er deler av.
    """
    tall: Tall = {}
    eksakte = {
        sammenheng.hele
        for sammenheng in katalog.sammenhenger()
        if not katalog.er_vernet(*sammenheng.hele)
    }
    for kube in kuber.values():
        if not kube.vernede or beregning.er_tom(con, kube.modell):
            continue
        kolonner = beregning.tell(con, kube, noekkel).to_pydict()
        utsnittene = _utsnittene(kube, kolonner)
        for maal in [
            navn
            for navn in kube.maal
            if navn in kube.vernede or (kube.id, navn) in eksakte
        ]:
            avtrykkene = kolonner.get(f"avtrykk_{maal}", [""] * len(utsnittene))
            for periode, utsnitt, antall, avtrykk in zip(
                kolonner["periode"], utsnittene, kolonner[maal], avtrykkene
            ):
                if antall:
                    tall.setdefault(Serie(kube.id, maal, periode), {})[utsnitt] = (
                        Telling(antall, avtrykk)
                    )
    return tall


def _utsnittene(kube: Kube, kolonner: dict[str, list]) -> list[Utsnitt]:
    delt = kube.dimensjoner
    rader = (
        zip(*(kolonner[egenskap] for egenskap in delt))
        if delt
        else [()] * len(kolonner["periode"])
    )
    utsnittene = (
        tuple((egenskap, verdi) for egenskap, verdi in zip(delt, rad) if verdi != ALLE)
        for rad in rader
    )
    return [*map(_EttAvHvert(), utsnittene)]


class _EttAvHvert(dict):
    """Gir det samme objektet for alt som er likt. Det samme utsnittet står i hvert tertial og hvert mål, og
    hundretusener av dem er mer enn resten av vernet trenger av minne.
    """

    def __call__(self, verdi):
        return self.setdefault(verdi, verdi)


def skriv_kube(
    con: duckdb.DuckDBPyConnection,
    kube: Kube,
    eksakt: str,
    til: str,
    utgivelse: Utgivelse,
) -> None:
    """Skriv kuben til tabellen `til` med vernede tall. `eksakt` er tabellen med de virkelige.

    En rad der alt som vernes er null, og som ikke har noe annet, tas ut: ellers ville selve raden
    røpet at noen er der. Medianer og andeler tas bare med der det viste antallet er så høyt at det
    virkelige må være høyt nok. Ellers ville det at de er der, eller mangler, sagt om det virkelige
    antallet er over eller under grensen.
    """
    if not kube.vernede and not kube.statistikk:
        con.execute(f"create table {til} as from {eksakt}")
        return
    felles = ("periode", *kube.dimensjoner)
    koblet = " and ".join(f"v.{felt} = e.{felt}" for felt in felles)
    kolonner = [f"v.{felt}" for felt in felles]
    kolonner += [
        f"v.{maal}" if maal in kube.vernede else f"coalesce(e.{maal}, 0) as {maal}"
        for maal in kube.maal
    ]
    kolonner += [
        f"{_statistikk(kube, navn, statistikk)} as {navn}"
        for navn, statistikk in kube.statistikk.items()
    ]
    synlig = [f"v.{maal} > 0" for maal in kube.vernede]
    synlig += [f"e.{maal} > 0" for maal in kube.uvernet]
    with tabell.lest_som(con, "vist", _vist_tabell(con, kube, eksakt, utgivelse)):
        con.execute(
            f"create table {til} as select {', '.join(kolonner)} "
            f"from vist v left join {eksakt} e on {koblet} "
            f"where {' or '.join(synlig)} order by all"
        )


def _vist_tabell(
    con: duckdb.DuckDBPyConnection, kube: Kube, eksakt: str, utgivelse: Utgivelse
) -> pa.Table:
    noekler = con.sql(
        f"select {', '.join(('periode', *kube.dimensjoner))} from {eksakt}"
    ).to_arrow_table()
    kolonner = noekler.to_pydict()
    cellene = [*zip(kolonner["periode"], _utsnittene(kube, kolonner))]
    toemte = _toemte(kube, {*cellene}, utgivelse)
    rader = [
        {"periode": periode} | dict.fromkeys(kube.dimensjoner, ALLE) | dict(utsnitt)
        for periode, utsnitt in toemte
    ]
    noekler = pa.concat_tables([noekler, pa.Table.from_pylist(rader, noekler.schema)])
    perioder, utsnittene = zip(*cellene, *toemte) if cellene or toemte else ((), ())
    for maal in kube.vernede:
        serier = {
            periode: utgivelse.vist.get(Serie(kube.id, maal, periode), {})
            for periode in set(perioder)
        }
        verdier = [
            serier[periode].get(utsnitt, 0)
            for periode, utsnitt in zip(perioder, utsnittene)
        ]
        noekler = noekler.append_column(maal, pa.array(verdier, pa.int64()))
    avvik = [
        utgivelse.avvik.get(Nivaa(kube.id, periode, len(utsnitt)), vern.STRENGT_AVVIK)
        for periode, utsnitt in zip(perioder, utsnittene)
    ]
    return noekler.append_column("stoerste_avvik", pa.array(avvik, pa.int64()))


def _toemte(
    kube: Kube, finnes: set[tuple[str, Utsnitt]], utgivelse: Utgivelse
) -> list[tuple[str, Utsnitt]]:
    """Periodene og utsnittene det ikke er noen i lenger, men som fortsatt viser det som er
    publisert.
    """
    mangler = {
        (serie.periode, utsnitt): None
        for serie, celler in utgivelse.vist.items()
        if serie.kube == kube.id
        for utsnitt, vist in celler.items()
        if vist and (serie.periode, utsnitt) not in finnes
    }
    return list(mangler)


def _statistikk(kube: Kube, navn: str, statistikk: Statistikk) -> str:
    verdi = _rundet(statistikk, f"e.{navn}")
    if statistikk.antall not in kube.vernede:
        return verdi
    return f"case when v.{statistikk.antall} - v.stoerste_avvik >= {statistikk.minst} then {verdi} end"


def _rundet(statistikk: Statistikk, verdi: str) -> str:
    lavest, hoeyest = (prosent / 100 for prosent in VIST_PROSENT)
    return {
        # Det som er midt mellom to måneder, rundes ned: en måned er litt over tretti dager, og et
        # mål på høyst 45 dager skal være nådd på den 45. dagen også når det vises i måneder.
        "dager": f"(ceil({verdi} / {DAGER_I_MAANED} + 0.5) - 1) * {DAGER_I_MAANED}",
        "aar": f"round({verdi} * 12) / 12",
        # To gjeldende sifre: 1 780 000 blir 1 800 000, og 2 940 blir 2 900.
        "kroner": (
            f"if({verdi} > 0, round({verdi} / 10 ** (floor(log10({verdi})) - 1)) * 10 ** "
            f"(floor(log10({verdi})) - 1), {verdi})"
        ),
        # `least` og `greatest` hopper over tall som mangler, og ville gjort en ukjent andel om til
        # den laveste.
        "andel": f"if({verdi} is not null, least(greatest(round({verdi}, 2), {lavest}), {hoeyest}), null)",
    }[statistikk.maalt_i]


def lag_maaltall(con: duckdb.DuckDBPyConnection, til: str) -> None:
    """Lag den tomme tabellen over hvilke måltall som er nådd. `egenskap` og `verdi` er tomme for
    hele kommunen.
    """
    con.execute(
        f"create table {til} (indikator varchar, kube varchar, periode varchar, "
        "egenskap varchar, verdi varchar, naadd boolean)"
    )


def skriv_maaltall(
    con: duckdb.DuckDBPyConnection, kube: Kube, eksakt: str, vist: str, til: str
) -> None:
    """Skriv om måltallene til tall i kuben virkelig er nådd, til tabellen `til`.

    Angrepet regner med at alle vet det. Det står der tallet vises, men for en andel bare når den
    viste nevneren er så høy at den virkelige må være høy nok. Er en rettet sak nok til at målet ikke
    lenger er nådd, står tallet som er vist, på den andre siden, og da sies det ikke. Hvilken side av
    målet en median er på, vet angrepet også for hver verdi av én egenskap, så der står det også.
    """
    if beregning.er_tom(con, eksakt):
        return
    for indikator in katalog.maalsatte():
        if indikator.kube != kube.id:
            continue
        _skriv_maaltallet(con, kube, indikator, None, eksakt, vist, til)
        for egenskap in kube.dimensjoner if indikator.verdi else ():
            if egenskap not in dict(indikator.utvalg):
                _skriv_maaltallet(con, kube, indikator, egenskap, eksakt, vist, til)


def _skriv_maaltallet(
    con: duckdb.DuckDBPyConnection,
    kube: Kube,
    indikator: katalog.Indikator,
    delt_paa: str | None,
    eksakt: str,
    vist: str,
    til: str,
) -> None:
    naadd = _er_naadd(indikator, "e")
    if indikator.verdi:
        vises = f"v.{indikator.verdi} is not null"
    else:
        vises = f"({naadd}) = ({_er_naadd(indikator, 'v')})"
    if indikator.nevner:
        hoey_nok = indikator.minste_nevner_til_dom
        vises += f" and v.{indikator.nevner} - g.avvik >= {hoey_nok}"
    utvalg = dict(indikator.utvalg)
    rader = " and ".join(
        f"e.{egenskap} <> '{ALLE}'"
        if egenskap == delt_paa
        else f"e.{egenskap} = '{utvalg.get(egenskap, ALLE)}'"
        for egenskap in kube.dimensjoner
    )
    koblet = " and ".join(f"v.{felt} = e.{felt}" for felt in kube.dimensjoner)
    verdi = f"e.{delt_paa}" if delt_paa else "''"
    con.execute(
        f"""
        insert into {til}
        select '{indikator.id}', '{kube.id}', e.periode, '{delt_paa or ""}', {verdi}, {naadd}
        from {eksakt} e
        join {vist} v on v.periode = e.periode and {koblet or "true"}
        join ut.vern g on g.kube = '{kube.id}' and g.periode = e.periode
            and g.dybde = {len(utvalg) + bool(delt_paa)}
        where {rader or "true"} and {vises}
        order by all
        """
    )


def _er_naadd(indikator: katalog.Indikator, tabell: str) -> str:
    """Vilkåret for at måltallet er nådd av tallene i tabellen."""
    tallet = f"{indikator.eksakt_enhet.faktor} * {tabell}.{indikator.verdi or indikator.teller}"
    maaltall = f"{indikator.maaltall}"
    if indikator.nevner:
        maaltall += f" * {tabell}.{indikator.nevner}"
    return f"{tallet} {'>=' if indikator.retning == 'opp' else '<='} {maaltall}"


_MINST_IDER = 100


def skriv_kilder(con: duckdb.DuckDBPyConnection, fra: str, til: str) -> None:
    """Skriv kildene og avvikene fra databasen `fra` til `til`, med vernede tall på rader som er
    personer eller saker.

    De rundes ned. Et avvik står der bare når det er funnet, så det som er satt til side, rundes til
    hele tjuere: i femmere ville det laveste vært en til fire.
    """

    def rundet(kolonne: str, steg: int) -> str:
        om_personer = ", ".join(
            f"'{kilde}'" for kilde in sorted(katalog.kilder_om_personer())
        )
        return (
            f"case when kilde in ({om_personer}) then {kolonne} // {steg} * {steg} "
            f"else {kolonne} end::integer as {kolonne}"
        )

    lest = rundet("rader_lest", vern.BASIS)
    til_side = rundet("rader_til_side", RADER_I_SPENNET)
    con.execute(
        f"create table {til}.kilde as select * replace ({lest}, {til_side}) from {fra}.kilde"
    )
    antall = rundet("antall", RADER_I_SPENNET)
    con.execute(
        f"create table {til}.avvik as select * replace ({antall}) from {fra}.avvik"
    )
    # Hele tideler av minst hundre husstander er minst ti: ingen kan kjenne igjen en av dem.
    con.execute(
        f"create table {til}.moete as select kilde, kolonne, null::integer as ider, "
        f"round(andel / 10)::integer * 10 as andel "
        f"from {fra}.moete where ider >= {_MINST_IDER}"
    )


def skriv_vern(
    con: duckdb.DuckDBPyConnection,
    kuber: Iterable[Kube],
    utgivelse: Utgivelse,
    til: str,
) -> None:
    """Skriv hvor mye tallene i kubene kan avvike, og hvilken versjon av året det er, per kube,
    periode og hvor mange egenskaper tallene er delt på, til tabellen `til`. `con` har periodene.

    Alle vernede kuber får rader for hver periode, også der ingen er talt: manglet de, visste alle
    at ingen er der. Kuber som henger sammen, har samme versjon gjennom hele året: sto det hvilke
    tertialer og kuber som er rettet, kunne den som kjenner saken, kjenne den igjen.
    """
    familie = {
        kube.id: nr
        for nr, kubene in enumerate(vern.familier(katalog.kuber()))
        for kube in kubene
    }
    versjoner: dict[tuple[int, str], int] = {}
    for (kube, tertial), frosset in utgivelse.historikk.items():
        noekkel = familie[kube], tertial[:4]
        versjoner[noekkel] = max(versjoner.get(noekkel, 1), frosset.versjon)
    vernede = sorted((kube for kube in kuber if kube.vernede), key=lambda kube: kube.id)
    perioder = [
        periode
        for (periode,) in con.execute(
            "select periode from periode order by periode"
        ).fetchall()
    ]
    rader = [
        {
            "kube": kube.id,
            "periode": periode,
            "dybde": dybde,
            "avvik": utgivelse.avvik.get(
                Nivaa(kube.id, periode, dybde), vern.STRENGT_AVVIK
            ),
            "versjon": versjoner.get((familie[kube.id], periode[:4]), 1),
        }
        for kube, periode in itertools.product(vernede, perioder)
        for dybde in range(kube.dypest + 1)
    ]
    tabell.skriv(con, til, pa.Table.from_pylist(rader, _VERN))


# ---------------------------------------------------------------------------- historikk


def les_historikk(fil: Path | None, noekkel: bytes, fiktiv: bool = False) -> Husket:
    """Det som huskes fra forrige bygg, eller ingenting når dette er første gang.

    Kaster `Brukerfeil` når historikken ikke kan leses, eller er laget med en annen nøkkel: å runde
    av alt på nytt ville gitt leserne to avrundinger av de samme tallene, og dem kan de regne seg
    tilbake fra. Er kommunen `fiktiv`, er det ingen å verne, og med en annen nøkkel begynner den på
    nytt.
    """
    ingenting = Husket({}, frozenset())
    if fil is None:
        return ingenting
    try:
        aapnet = forsegling.aapne(fil.read_bytes(), _HISTORIKK, noekkel)
        return _pakk_opp(gzip.decompress(aapnet))
    except forsegling.AnnenNoekkel:
        if fiktiv:
            return ingenting
    except (OSError, ValueError, KeyError, EOFError) as feil:
        raise Brukerfeil(
            f"Historikken {fil.name} over det som er publisert, kan ikke leses. Hent den "
            "fra sikkerhetskopien, og bygg på "
            "nytt. Forrige publisering står uendret."
        ) from feil
    raise Brukerfeil(
        f"Historikken {fil.name} over det som er publisert, er laget med en annen nøkkel. Hent nøkkelen og "
        "historikken fra sikkerhetskopien. Er de borte for godt, flytt alt i mappen "
        f"{fil.parent} til et sikkert sted, og "
        "bygg på nytt. Da rundes alle tall av på nytt, og den som har tatt vare på de "
        "gamle, kan regne seg fram til små "
        "tall ved å sammenligne. Forrige publisering står uendret."
    )


def pakk_historikk(husket: Husket, noekkel: bytes) -> bytes:
    """Historikken slik den lagres, så neste bygg kan la det som er publisert, stå.

    Den er kryptert. En celle i historikken som vises som null, har fra en til fire medlemmer, og
    det skal den som får tak i filen, ikke kunne lese.
    """
    pakket = io.BytesIO()
    with gzip.GzipFile(fileobj=pakket, mode="wb", compresslevel=6, mtime=0) as innhold:
        # Én post om gangen: teksten til alle sammen er større enn det den er laget av.
        innhold.write(b'{"frosset":[')
        for nr, post in enumerate(itertools.starmap(_post, husket.historikk.items())):
            innhold.write(b"," * bool(nr) + _som_json(post))
        innhold.write(b'],"proevd":' + _som_json(sorted(husket.proevd)) + b"}")
    return forsegling.forsegle(pakket.getvalue(), _HISTORIKK, noekkel)


def _post(noekkel: tuple[str, str], frosset: Frosset) -> dict:
    kube, tertial = noekkel
    return {
        "kube": kube,
        "tertial": tertial,
        "avtrykk": frosset.avtrykk,
        "versjon": frosset.versjon,
        "avvik": frosset.avvik,
        "tall": [[*celle, *verdi] for celle, verdi in frosset.tall.items()],
    }


def _som_json(innhold: dict | list) -> bytes:
    return json.dumps(innhold, separators=(",", ":")).encode()


def _pakk_opp(tekst: bytes) -> Husket:
    """Hver post blir det den står for, så snart den er lest."""
    kjent = _EttAvHvert()

    def lest(innhold: dict) -> dict | tuple[tuple[str, str], Frosset]:
        return innhold if "frosset" in innhold else _frosset(innhold, kjent)

    innhold = json.loads(tekst, object_hook=lest)
    # De første utgavene av programmet skrev bare listen over det som er publisert, og ett avvik for
    # alle dybder.
    if isinstance(innhold, list):
        innhold = {"frosset": innhold, "proevd": []}
    return Husket(dict(innhold["frosset"]), frozenset(innhold["proevd"]))


def _frosset(post: dict, kjent: _EttAvHvert) -> tuple[tuple[str, str], Frosset]:
    tall = {
        (kjent(periode), kjent(maal), kjent(tuple(map(tuple, utsnitt)))): (
            vist,
            avtrykk,
        )
        for periode, maal, utsnitt, vist, avtrykk in post["tall"]
    }
    frosset = Frosset(
        post["avtrykk"], post["versjon"], _avvik_for_hver_dybde(post), tall
    )
    return (post["kube"], post["tertial"]), frosset


def _avvik_for_hver_dybde(post: dict) -> tuple[int, ...]:
    if isinstance(post["avvik"], list):
        return tuple(post["avvik"])
    dypest = max((len(utsnitt) for _, _, utsnitt, *_ in post["tall"]), default=0)
    return (post["avvik"],) * (dypest + 1)


def _trekning(noekkel: bytes):
    """Tallet fra 0 til 1 som avgjør om en celle helst rundes opp. Uten nøkkelen kan ingen regne det
    ut.
    """

    def trekk(avtrykk: str) -> float:
        return (
            int.from_bytes(
                hashlib.blake2b(
                    avtrykk.encode(), key=noekkel[:64], digest_size=8
                ).digest()
            )
            / 2**64
        )

    return trekk


def _froe(noekkel: bytes) -> int:
    return int.from_bytes(hmac.digest(noekkel, b"froe", "sha256")[:3])
