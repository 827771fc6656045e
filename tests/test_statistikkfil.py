"""CSV og Excel fra statistikkbanken leses som det samme som JSON-stat2, for hver tabell vi henter om alle
kommunene, når kodene står i dem. Ellers gjettes det ikke.
"""

import datetime as dt
import io
import itertools
import json

import pytest
import xlsxwriter

from boligdata.bygg import ingest
from boligdata.felles import statistikk
from boligdata.felles.config import Kommune

BAERUM = Kommune("Bærum", "3201", (), 2022, 2032, 2015, dt.date(2025, 12, 31))
TABELLENE = {
    tabell.id: tabell for tabell in statistikk.tabeller() if tabell.til == "kommunetall"
}
DELT = TABELLENE["11084"]
ALT = (
    "select kommunenummer, aar, kode, verdi, status from kommunetall "
    "where verdi is not null or status <> '..' order by all"
)


def _kodene(tabell) -> dict[str, list[str]]:
    kjente = {
        statistikk.SAMMENLIGNING: ["3201", "0301", "1804"],
        statistikk.AARENE: ["2024", "2025"],
        statistikk.ALLE: ["000", "017", "080", "105+"],
    }
    return {
        variabel: velg if isinstance(velg, list) else kjente[velg]
        for variabel, velg in tabell.velg.items()
    }


def _tallene(koder: dict[str, list[str]]) -> list[float | str]:
    """Et tall med desimaler, og her og der et tegn."""
    antall = len([*itertools.product(*koder.values())])
    return [":" if nr % 7 == 3 else 100 + nr / 4 for nr in range(antall)]


def _json(tabell) -> str:
    koder = _kodene(tabell)
    return json.dumps(
        {
            "class": "dataset",
            "id": [*koder],
            "size": [*map(len, koder.values())],
            "dimension": {
                variabel: {
                    "category": {
                        "index": egne,
                        "label": {kode: _navn(variabel, kode) for kode in egne},
                    }
                }
                for variabel, egne in koder.items()
            },
            "extension": {"px": {"tableid": tabell.tabell}},
            "value": _tallene(koder),
        }
    )


def _navn(variabel: str, kode: str) -> str:
    """Et navn på flere ord, som ikke begynner med koden."""
    return (
        kode
        if variabel == "Tid"
        else f"Navnet på {variabel} nr. {kode.replace('+', ' og over')}"
    )


def _kode_og_navn(variabel: str, kode: str) -> str:
    return kode if variabel == "Tid" else f"{kode} {_navn(variabel, kode)}"


def _bare_kode(variabel: str, kode: str) -> str:
    return kode


def _csv(tabell, skriv) -> str:
    """Innholdet og året bortover, resten nedover."""
    koder = _kodene(tabell)
    nedover = [v for v in koder if v not in ("ContentsCode", "Tid")]
    bortover = [*itertools.product(koder["ContentsCode"], koder["Tid"])]
    tall = dict(zip(itertools.product(*koder.values()), _tallene(koder)))
    linjer = [
        [
            *map(str.lower, nedover),
            *(f"{skriv('ContentsCode', c)} {t}" for c, t in bortover),
        ]
    ]
    for egne in itertools.product(*(koder[v] for v in nedover)):
        valgt = dict(zip(nedover, egne))
        linjer.append(
            [
                *(skriv(v, kode) for v, kode in valgt.items()),
                *(
                    str(
                        tall[
                            tuple(
                                (valgt | {"ContentsCode": c, "Tid": t})[v]
                                for v in koder
                            )
                        ]
                    )
                    for c, t in bortover
                ),
            ]
        )
    return (
        "\n".join(";".join(f'"{celle}"' for celle in linje) for linje in linjer) + "\n"
    )


def _excel(tabell, skriv, sist_oppdatert: str = "") -> bytes:
    """Slik statistikkbanken skriver det: året bortover, en verdi bare der den begynner, og dem som lager
    statistikken under.
    """
    koder = _kodene(tabell)
    nedover = [v for v in koder if v != "Tid"]
    tall = dict(zip(itertools.product(*koder.values()), _tallene(koder)))
    kjente = {"ContentsCode": "statistikkvariabel", "Region": "region"}
    kjente["KOKkommuneregion0000"] = "region"
    variablene = ", ".join(
        kjente.get(v, f"noe annet {nr}") for nr, v in enumerate(nedover)
    )
    linjer = [[f"{tabell.tabell}: Et navn, etter {variablene} og år"], []]
    linjer.append([*[""] * len(nedover), *koder["Tid"]])
    forrige = [""] * len(nedover)
    for egne in itertools.product(*(koder[v] for v in nedover)):
        tekstene = [skriv(v, kode) for v, kode in zip(nedover, egne)]
        valgt = dict(zip(nedover, egne))
        linjer.append(
            [
                *(
                    t if t != f or nr else ""
                    for nr, (t, f) in enumerate(zip(tekstene, forrige))
                ),
                *(
                    tall[tuple((valgt | {"Tid": t})[v] for v in koder)]
                    for t in koder["Tid"]
                ),
            ]
        )
        forrige = tekstene
    linjer += [[], ["Sist oppdatert:"], [sist_oppdatert], ["Kari Nordmann, SSB"]]
    ut = io.BytesIO()
    with xlsxwriter.Workbook(ut) as bok:
        ark = bok.add_worksheet("Ark")
        for nr, linje in enumerate(linjer):
            ark.write_row(nr, 0, linje)
    return ut.getvalue()


@pytest.fixture
def les(tmp_path):
    """Les én fil som uttrekk: radene om kommunene, og hvorfor kilden er stoppet."""
    numre = itertools.count()

    def lest(navn: str, innhold: str | bytes, sql: str = ALT, ved_siden: str = ""):
        mappe = tmp_path / str(next(numre))
        (mappe / statistikk.MAPPE / "tidligere").mkdir(parents=True)
        som_byte = innhold if isinstance(innhold, bytes) else innhold.encode()
        (mappe / navn).write_bytes(som_byte)
        if ved_siden:
            # Bygget leser bare den nyeste, og den er filen i mappen over.
            (mappe / statistikk.MAPPE / "tidligere" / f"{DELT.id}.json").write_text(
                ved_siden
            )
        with ingest.ny_database() as con:
            rapport = ingest.les_uttrekk(con, mappe, BAERUM)
            stoppet = rapport.status["kommunetall"].stoppet
            return con.execute(sql).fetchall(), stoppet

    return lest


@pytest.mark.parametrize("id", TABELLENE)
@pytest.mark.parametrize(
    "skriv", [_bare_kode, _kode_og_navn], ids=["kode", "kode og navn"]
)
def test_csv_og_excel_med_koder_gir_de_samme_tallene_som_jsonstat(les, id, skriv):
    tabell = TABELLENE[id]
    fasit, stoppet = les(f"{id}.json", _json(tabell))
    assert fasit and stoppet is None
    assert les("kommunetall.xlsx", _excel(tabell, skriv)) == (fasit, None)
    if id == tabell.tabell:
        # En CSV sier bare i navnet hvilken tabell den er.
        assert les(f"{id}.csv", _csv(tabell, skriv)) == (fasit, None)


def test_excel_sier_naar_tallene_er_oppdatert_og_om_de_er_foreloepige(les):
    sql = "select distinct aar from kommunetall where foreloepig order by 1"
    for dagen, foreloepige in (("20260316 08:00", [(2025,)]), ("20260615 08:00", [])):
        innhold = _excel(TABELLENE["12362"], _bare_kode, dagen)
        assert les("kommunetall.xlsx", innhold, sql) == (foreloepige, None)


def _bare_navn(variabel: str, kode: str) -> str:
    return kode if variabel == "Region" else _navn(variabel, kode)


@pytest.mark.parametrize("slag", ["csv", "xlsx"])
def test_navn_uten_koder_leses_naar_et_svar_fra_tabellen_sier_kodene(les, slag):
    innhold = _excel(DELT, _bare_navn) if slag == "xlsx" else _csv(DELT, _bare_navn)
    _, stoppet = les(f"11084.{slag}", innhold)
    assert "med både kode og tekst" in stoppet
    fasit, _ = les("11084.json", _json(DELT))
    assert les(f"11084.{slag}", innhold, ved_siden=_json(DELT)) == (fasit, None)


UTEN_EIERSTATUS = "region;HusholdningProsent 2025\n3201;40\n"
EN_TIL = "region;eierstatus;alder;HusholdningProsent 2025\n3201;4;Under 30 år;40\n"
TO_GANGER = "region;eierstatus;HusholdningProsent 2025\n3201;4;40\n3201;4;41\n"
EN_UKJENT = "region;eierstatus;Antall personer 2025\n3201;4;40\n"


FORTSETTER = "region;eierstatus;HusholdningProsent 2025\n3201;4;40\n\n0301;4;41\n"


@pytest.mark.parametrize(
    "innhold",
    [UTEN_EIERSTATUS, EN_TIL, TO_GANGER, EN_UKJENT, FORTSETTER],
    ids=[
        "en del mangler",
        "delt på mer",
        "det samme to ganger",
        "ukjent innhold",
        "tall etter en tom rad",
    ],
)
def test_en_fil_som_ikke_sier_alt_blir_ikke_lest_og_sier_hva_som_hjelper(les, innhold):
    tallene, stoppet = les("11084.csv", innhold)
    assert tallene == [] and "på nytt med både kode og tekst" in stoppet


def test_tittelen_og_det_som_staar_under_tallene_er_ikke_tall_og_en_rad_uten_tall_er_en_rad(
    les,
):
    innhold = (
        "11084: Husholdninger\n\nregion;navn;HusholdningProsent 2024;HusholdningProsent 2025\n"
        "3201;4 Leier;;\n0301;4 Leier;40,5;..\n\nSist oppdatert:\n20260615 08:00\n"
    )
    sql = "select kommunenummer, aar, kode, verdi, status from kommunetall order by all"
    koden = "HusholdningProsent.4"
    assert les("11084.csv", innhold, sql) == (
        [
            ("0301", 2024, koden, 40.5, None),
            ("0301", 2025, koden, None, ".."),
            ("3201", 2024, koden, None, ".."),
            ("3201", 2025, koden, None, ".."),
        ],
        None,
    )
