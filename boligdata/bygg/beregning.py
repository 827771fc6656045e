"""Fra leste uttrekk til ferdige kuber: modellene i `modeller/*.sql` og kubene i katalogen."""

import functools
import hmac
import re

import duckdb
import pyarrow as pa

from boligdata.bygg import levetid
from boligdata.felles import katalog
from boligdata.felles.config import PAKKE
from boligdata.felles.katalog import Kube, Statistikk

# Rekkefølgen betyr noe: en modell kan lese dem som står før.
MODELLER = (
    "periode",
    "leieforhold_beholdning",
    "kontrakt",
    "bolig_beholdning",
    "ledig_bolig",
    "innflytting",
    "utflytting",
    "soeknad_mottatt",
    "soeknad_behandlet",
    "ventende",
    "venteliste",
    "bosatt",
    "ventetid",
    "befolkning_periode",
    "hjelp",
    "situasjonskilde",
    "situasjonsforloep",
    "situasjon_beholdning",
    "situasjon_inn",
    "situasjon_ut",
    "bolig_tatt_i_bruk",
    "bolig_ut_av_bruk",
    "midlertidig_forloep",
    "midlertidig_aar",
    "midlertidig_beholdning",
    "midlertidig_i_perioden",
    "midlertidig_avsluttet",
    "begjaering",
    "begjaering_fulgt",
    "utkastelse_gjennomfoert",
    "virkemiddel_soekt",
    "virkemiddel_vedtak",
    "virkemiddel_bruker",
    "virkemiddel_utfall",
    "tjeneste_beholdning",
    "tjeneste_venter",
    "tjeneste_oppstart",
    "samordning",
    "foerste_kontakt",
    "hjelpetid",
    "avslag_fulgt",
    "framskriving_aar",
    "folketall_alder",
    "behov_sak",
    "kostra",
    "planlagt",
    "tiltak_status",
    "tjenestekatalog_oppslag",
)

# Verdien som står for «ikke delt etter denne egenskapen», og for «egenskapen er ikke oppgitt».
ALLE, UKJENT = "alle", "ukjent"

# Så mye kan én husstand alene flytte et tall fra levetider før tallet ikke lenger sier noe om
# gruppen.
STOERSTE_VEKT = 0.10


def lag_modeller(
    con: duckdb.DuckDBPyConnection,
    fremdrift=lambda tekst, andel: None,
    bare: set[str] | None = None,
) -> None:
    """Lag en tabell per modell, alle eller `bare` noen. `con` må ha uttrekkene og tabellen
    `kommune` (én rad)."""
    con.execute(modell_sql("funksjoner"))
    for nr, modell in enumerate(MODELLER):
        if bare is not None and modell not in bare:
            continue
        fremdrift(f"Regner ut, del {nr + 1} av {len(MODELLER)}", nr / len(MODELLER))
        con.execute(f"create table {modell} as {modell_sql(modell)}")


def lag_kube(con: duckdb.DuckDBPyConnection, kube: Kube, maal: str) -> int:
    """Skriv kuben til tabellen `maal` og gi antall rader.

    Én rad per periode og verdi av egenskapene i hver gruppering. Egenskaper som ikke inngår i
    grupperingen, er «alle»."""
    if kube.levetid:
        con.register("levetider", _levetider(con, kube))
        con.execute(f"create table {maal} as from levetider")
        con.unregister("levetider")
    else:
        con.execute(f"create table {maal} as {kube_sql(kube)}")
    return con.execute(f"select count(*) from {maal}").fetchall()[0][0]


def kube_sql(kube: Kube) -> str:
    """Spørringen som teller opp en kube uten levetider."""
    dimensjoner = [
        f"case when grouping({d}) = 1 then '{ALLE}' else coalesce({d}::varchar, '{UKJENT}') end as {d}"
        for d in kube.dimensjoner
    ]
    tall = [f"{uttrykk} as {navn}" for navn, uttrykk in kube.maal.items()]
    tall += [_statistikk_sql(kube, navn, s) for navn, s in kube.statistikk.items()]
    return (
        f"select periode, {', '.join(dimensjoner + tall)} from {kube.modell} group by "
        f"{_grouping_sets(kube)} order by all"
    )


def _grouping_sets(kube: Kube) -> str:
    grupperinger = ", ".join(
        f"({', '.join(('periode', *g))})" for g in kube.grupperinger
    )
    return f"grouping sets ({grupperinger})"


def tell(con: duckdb.DuckDBPyConnection, kube: Kube, noekkel: bytes) -> pa.Table:
    """Tallene i kuben, og et avtrykk av medlemmene bak hvert vernet tall.

    Kolonner: periode, egenskapene, målene, og `avtrykk_<mål>`. Avtrykket er en sum av nøklede
    avtrykk, så det er likt når medlemmene er de samme. Uten nøkkelen sier det ingenting om hvem de
    er."""
    ider = [
        id
        for (id,) in con.execute(
            f"select distinct {kube.enhet} from {kube.modell}"
        ).fetchall()
    ]
    tall = [
        int.from_bytes(
            hmac.digest(noekkel, f"{kube.enhet} {id}".encode(), "sha256")[:7]
        )
        for id in ider
    ]
    con.register(
        "avtrykk",
        pa.table(
            {"id": pa.array(ider, pa.string()), "avtrykk": pa.array(tall, pa.int64())}
        ),
    )
    dimensjoner = [
        f"case when grouping({d}) = 1 then '{ALLE}' else coalesce({d}::varchar, '{UKJENT}') end as {d}"
        for d in kube.dimensjoner
    ]
    maal = [f"{uttrykk} as {navn}" for navn, uttrykk in kube.maal.items()]
    maal += [
        f"(sum(avtrykk::hugeint){kube.maal[m].removeprefix('count(*)')})::varchar as avtrykk_{m}"
        for m in kube.vernede
    ]
    svar = con.sql(
        f"select periode, {', '.join(dimensjoner + maal)} from {kube.modell} m join "
        f"avtrykk a on a.id = m.{kube.enhet} "
        f"group by {_grouping_sets(kube)} order by all"
    ).to_arrow_table()
    con.unregister("avtrykk")
    return svar


def lag_dimensjoner(
    con: duckdb.DuckDBPyConnection, omraader: tuple[str, ...], maal: str
) -> None:
    """Skriv navn og rekkefølge på alle verdier i alle egenskaper til tabellen `maal`."""
    aldersgrupper = [
        a
        for (a,) in con.execute(
            "select distinct aldersgruppe from (select aldersgruppe from soeknad union "
            "all select aldersgruppe from kartlegging) "
            "where aldersgruppe is not null order by alder_fra(aldersgruppe)"
        ).fetchall()
    ]
    fra_kommunen = {
        "omraade": [(o, o) for o in omraader],
        "aldersgruppe": [(a, _aldersnavn(a)) for a in aldersgrupper],
    }
    rader = []
    for d in katalog.dimensjoner().values():
        koder = [(k.kode, k.navn) for k in d.koder] or fra_kommunen[d.id]
        ukjent = (
            [("ikke_kjent", katalog.AARSAK_IKKE_KJENT)]
            if d.id == "ledig_aarsak"
            else []
        )
        for nr, (kode, navn) in enumerate(
            [*koder, *ukjent, (UKJENT, katalog.IKKE_OPPGITT)]
        ):
            rader.append((d.id, kode, navn, nr))
    navn = ("dimensjon", "kode", "navn", "rekkefoelge")
    con.register("rader", pa.table(dict(zip(navn, zip(*rader)))))
    con.execute(f"create table {maal} as from rader")
    con.unregister("rader")


def _aldersnavn(gruppe: str) -> str:
    """«67-79» blir «67–79 år», «80+» blir «80 år og eldre»."""
    return (
        f"{gruppe.removesuffix('+')} år og eldre"
        if gruppe.endswith("+")
        else f"{gruppe.replace('-', '–')} år"
    )


@functools.cache
def modeller_bak(modell: str) -> tuple[str, ...]:
    """Modellen og alle modeller den leser, i den rekkefølgen de lages."""
    sql = re.sub(r"--.*", "", modell_sql(modell))
    leser = set(re.findall(r"(?:\bfrom|\bjoin|,)\s+(\w+)", sql)) & set(
        MODELLER[: MODELLER.index(modell)]
    )
    alle = {modell}.union(*map(modeller_bak, leser))
    return tuple(m for m in MODELLER if m in alle)


def modell_sql(navn: str) -> str:
    """Spørringen i modellens fil."""
    return (PAKKE / "bygg" / "modeller" / f"{navn}.sql").read_text(encoding="utf-8")


def _statistikk_sql(kube: Kube, navn: str, s: Statistikk) -> str:
    return (
        f"case when {kube.maal[s.antall]} >= {s.minst} then {s.uttrykk} end as {navn}"
    )


def _levetider(con: duckdb.DuckDBPyConnection, kube: Kube) -> pa.Table:
    spenn = kube.levetid
    kolonner = ["periode", *kube.dimensjoner]
    data = con.execute(
        f"select {', '.join(f'{k}::varchar as {k}' for k in kolonner)}, "
        f"{spenn.inn}::integer as inn, {spenn.ut}::integer as ut, {spenn.hendelse} as "
        f"hendelse from {kube.modell}"
    ).df()
    data[kolonner] = data[kolonner].fillna(UKJENT)
    rader = []
    for gruppering in kube.grupperinger:
        felter = ["periode", *gruppering]
        for verdier, gruppe in data.groupby(felter, sort=True):
            rad = dict.fromkeys(kube.dimensjoner, ALLE) | dict(zip(felter, verdier))
            rader.append(rad | {"antall": len(gruppe)} | _levetidstall(kube, gruppe))
    felt = [(k, pa.string()) for k in kolonner] + [("antall", pa.int64())]
    felt += [(navn, pa.float64()) for navn in kube.statistikk]
    return pa.Table.from_pylist(rader, schema=pa.schema(felt))


def _levetidstall(kube: Kube, gruppe) -> dict[str, float | None]:
    inn, ut = gruppe["inn"].to_numpy(), gruppe["ut"].to_numpy()
    k = levetid.kurve(inn, ut, gruppe["hendelse"].to_numpy())
    tall = {}
    for navn, s in kube.statistikk.items():
        verdi = (
            levetid.kvantil(k, s.kvantil)
            if s.kvantil is not None
            else levetid.andel_mellom(k, *s.andel)
        )
        sist = verdi if s.kvantil is not None else s.andel[-1]
        sikkert = (
            verdi is not None
            and levetid.stoerste_vekt(k, inn, ut, int(sist)) <= STOERSTE_VEKT + 1e-12
        )
        tall[navn] = verdi if sikkert and len(gruppe) >= s.minst else None
    return tall
