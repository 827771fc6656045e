"""Fra leste uttrekk til ferdige kuber: modellene i `modeller/*.sql` og kubene i katalogen."""

import functools
import hmac
import re

import duckdb
import pyarrow as pa

from boligdata.bygg import levetid, tabell
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
    "loesning",
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
    "virkemiddelsak",
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
    "behov_kjent",
    "behov_bosetting",
    "regionstall",
    "bosetting_aar",
    "oekonomi_aar",
    "boligpris",
    "bemanning_aar",
    "planlagt",
    "tiltak_status",
    "milepael_status",
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
    `kommune` (én rad).
    """
    con.execute(modell_sql("funksjoner"))
    for navn, maaneder in katalog.frister().items():
        con.execute(f"create macro {navn}() as to_months({maaneder})")
    tabell.skriv(con, "tallregning", _tallregning())
    for nr, modell in enumerate(MODELLER):
        if bare is not None and modell not in bare:
            continue
        fremdrift(f"Regner ut, del {nr + 1} av {len(MODELLER)}", nr / len(MODELLER))
        con.execute(f"create table {modell} as {modell_sql(modell)}")


def _tallregning() -> pa.Table:
    """Delene av hvert tall for alle kommuner som regnes ut. `vises_ikke` er dem som bare er en del."""
    alle = katalog.regionstall()
    rader = [
        {
            "tall": tall.kode,
            "ledd": ledd,
            "del": del_,
            "per": tall.per,
            "deler": len(tall.deler),
            "vises_ikke": del_ not in alle,
        }
        for tall in alle.values()
        for ledd, deler in (("teller", tall.teller), ("nevner", tall.nevner))
        for del_ in deler
    ]
    return pa.Table.from_pylist(rader)


def lag_kube(con: duckdb.DuckDBPyConnection, kube: Kube, til: str) -> None:
    """Skriv kuben til tabellen `til`.

    Én rad per periode og verdi av egenskapene i hver gruppering. Egenskaper som ikke inngår i
    grupperingen, er «alle».
    """
    if kube.levetid:
        tabell.skriv(con, til, _levetider(con, kube))
    else:
        con.execute(f"create table {til} as {kube_sql(kube)}")


def kube_sql(kube: Kube) -> str:
    """Spørringen som teller opp en kube uten levetider."""
    return _tell_opp(
        kube,
        kube.modell,
        [
            _statistikk_sql(kube, navn, statistikk)
            for navn, statistikk in kube.statistikk.items()
        ],
    )


def _tell_opp(kube: Kube, fra: str, mer: list[str]) -> str:
    """Spørringen som teller målene i kuben, og det som er `mer`, i hver gruppering."""
    egenskaper = [
        f"if(grouping({navn}) = 1, '{ALLE}', coalesce({navn}::varchar, '{UKJENT}')) "
        f"as {navn}"
        for navn in kube.dimensjoner
    ]
    tall = [f"{uttrykk} as {navn}" for navn, uttrykk in kube.maal.items()]
    grupperinger = [
        f"({', '.join(('periode', *gruppering))})" for gruppering in kube.grupperinger
    ]
    return (
        f"select periode, {', '.join(egenskaper + tall + mer)} from {fra} "
        f"group by grouping sets ({', '.join(grupperinger)}) order by all"
    )


def tell(con: duckdb.DuckDBPyConnection, kube: Kube, noekkel: bytes) -> pa.Table:
    """Tallene i kuben, og et avtrykk av medlemmene bak hvert vernet tall.

    Kolonner: periode, egenskapene, målene, og `avtrykk_<mål>`. Avtrykket er en sum av nøklede
    avtrykk, så det er likt når medlemmene er de samme. Uten nøkkelen sier det ingenting om hvem de
    er.
    """
    avtrykkene = [
        f"(sum(avtrykk::hugeint){kube.maal[maal].removeprefix('count(*)')})::varchar "
        f"as avtrykk_{maal}"
        for maal in kube.vernede
    ]
    fra = f"{kube.modell} m join avtrykk a on a.id = m.{kube.enhet}"
    with tabell.lest_som(con, "avtrykk", _avtrykk_av_enhetene(con, kube, noekkel)):
        return con.sql(_tell_opp(kube, fra, avtrykkene)).to_arrow_table()


def er_tom(con: duckdb.DuckDBPyConnection, tabellen: str) -> bool:
    """Er det ingen rader i den? Å telle opp ingenting koster nesten like mye som å telle opp noe."""
    return not con.execute(f"select 1 from {tabellen} limit 1").fetchall()


def _avtrykk_av_enhetene(
    con: duckdb.DuckDBPyConnection, kube: Kube, noekkel: bytes
) -> pa.Table:
    ider = [
        id
        for (id,) in con.execute(
            f"select distinct {kube.enhet} from {kube.modell}"
        ).fetchall()
    ]
    avtrykk = [
        int.from_bytes(
            hmac.digest(noekkel, f"{kube.enhet} {id}".encode(), "sha256")[:7]
        )
        for id in ider
    ]
    skjema = pa.schema({"id": pa.string(), "avtrykk": pa.int64()})
    return pa.table([ider, avtrykk], schema=skjema)


def lag_dimensjoner(
    con: duckdb.DuckDBPyConnection, omraader: tuple[str, ...], til: str
) -> None:
    """Skriv navn og rekkefølge på alle verdier i alle egenskaper til tabellen `til`.

    Ingen av dem er lest av registrene. Sto bare det som finnes der, ville listen sagt om noen er i
    en gruppe som viser 0–4.
    """
    kommunens = {"omraade": [(omraade, omraade) for omraade in omraader]}
    rader = []
    for dimensjon in katalog.dimensjoner().values():
        koder = [(kode.kode, kode.navn) for kode in dimensjon.koder]
        koder = koder or kommunens[dimensjon.id]
        ukjent = (
            [("ikke_kjent", katalog.AARSAK_IKKE_KJENT)]
            if dimensjon.id == "ledig_aarsak"
            else []
        )
        for nr, (kode, navn) in enumerate(
            [*koder, *ukjent, (UKJENT, katalog.IKKE_OPPGITT)]
        ):
            rader.append((dimensjon.id, kode, navn, nr))
    navn = ("dimensjon", "kode", "navn", "rekkefoelge")
    tabell.skriv(con, til, pa.table(dict(zip(navn, zip(*rader)))))


@functools.cache
def modeller_bak(modell: str) -> tuple[str, ...]:
    """Modellen og alle modeller den leser, i den rekkefølgen de lages."""
    sql = re.sub(r"--.*", "", modell_sql(modell))
    leser = set(re.findall(r"(?:\bfrom|\bjoin|,)\s+(\w+)", sql)) & set(
        MODELLER[: MODELLER.index(modell)]
    )
    alle = {modell}.union(*map(modeller_bak, leser))
    return tuple(modell for modell in MODELLER if modell in alle)


def modell_sql(navn: str) -> str:
    """Spørringen i modellens fil."""
    return (PAKKE / "bygg" / "modeller" / f"{navn}.sql").read_text(encoding="utf-8")


def _statistikk_sql(kube: Kube, navn: str, statistikk: Statistikk) -> str:
    antall = kube.maal[statistikk.antall]
    return (
        f"case when {antall} >= {statistikk.minst} then {statistikk.uttrykk} end "
        f"as {navn}"
    )


def _levetider(con: duckdb.DuckDBPyConnection, kube: Kube) -> pa.Table:
    spenn = kube.levetid
    kolonner = ["periode", *kube.dimensjoner]
    egenskaper = [f"{kolonne}::varchar as {kolonne}" for kolonne in kolonner]
    data = con.execute(
        f"select {', '.join(egenskaper)}, {spenn.inn}::integer as inn, "
        f"{spenn.ut}::integer as ut, {spenn.hendelse} as hendelse from {kube.modell}"
    ).df()
    data[kolonner] = data[kolonner].fillna(UKJENT)
    rader = []
    for gruppering in kube.grupperinger:
        felter = ["periode", *gruppering]
        for verdier, gruppe in data.groupby(felter, sort=True):
            rad = dict.fromkeys(kube.dimensjoner, ALLE) | dict(zip(felter, verdier))
            rader.append(rad | {"antall": len(gruppe)} | _levetidstall(kube, gruppe))
    felt = [(kolonne, pa.string()) for kolonne in kolonner] + [("antall", pa.int64())]
    felt += [(navn, pa.float64()) for navn in kube.statistikk]
    return pa.Table.from_pylist(rader, schema=pa.schema(felt))


def _levetidstall(kube: Kube, gruppe) -> dict[str, float | None]:
    inn, ut = gruppe["inn"].to_numpy(), gruppe["ut"].to_numpy()
    kurven = levetid.kurve(inn, ut, gruppe["hendelse"].to_numpy())
    tall = {}
    for navn, statistikk in kube.statistikk.items():
        verdi = (
            levetid.kvantil(kurven, statistikk.kvantil)
            if statistikk.kvantil is not None
            else levetid.andel_mellom(kurven, *statistikk.andel)
        )
        sist = verdi if statistikk.kvantil is not None else statistikk.andel[-1]
        sikkert = (
            verdi is not None
            and levetid.stoerste_vekt(kurven, inn, ut, int(sist))
            <= STOERSTE_VEKT + 1e-12
        )
        tall[navn] = verdi if sikkert and len(gruppe) >= statistikk.minst else None
    return tall
