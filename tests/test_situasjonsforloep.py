"""Bare en løsning tar en husstand ut av en situasjon. Regnet for hånd, én husstand om gangen.

Et avslag, en gjennomført utkastelse eller en plass i en institusjon gjør det ikke. Ellers ble tallet
bedre jo flere kommunen avslo.
"""

import datetime as dt

import duckdb
import pytest

from boligdata.bygg import beregning
from boligdata.felles import katalog, kilder

UTTREKK = ("leieforhold", "soeknad", "kartlegging", "midlertidig_opphold", "utkastelse")
MODELLER = {"loesning", "situasjonskilde", "situasjonsforloep"}
SQL_TYPE = {"dato": "date", "heltall": "integer", "ja_nei": "boolean"}


@pytest.fixture
def forloep():
    """Forløpene til én husstand, som (situasjon, fra, til, utgang), når uttrekkene har disse radene."""

    def finn(**rader: list[dict]) -> list[tuple]:
        con = duckdb.connect()
        for navn in UTTREKK:
            kolonner = kilder.kilder()[navn].kolonner
            con.execute(
                f"create table {navn} ("
                + ", ".join(
                    f"{id} {SQL_TYPE.get(kolonne.type, 'varchar')}"
                    for id, kolonne in kolonner.items()
                )
                + ")"
            )
            for rad in rader.get(navn, ()):
                felt = {"husstand_id": "H", "maalgruppe": "rop"} | rad
                con.execute(
                    f"insert into {navn} ({', '.join(felt)}) "
                    f"values ({', '.join('?' * len(felt))})",
                    list(felt.values()),
                )
        beregning.lag_modeller(con, bare=MODELLER)
        return con.execute(
            "select situasjon, fra::varchar, til::varchar, utgang "
            "from situasjonsforloep order by fra"
        ).fetchall()

    return finn


def soeknad(mottatt: str, **felt) -> dict:
    return {
        "soeknad_id": mottatt,
        "situasjon": "uten_bolig",
        "soeknadstype": "ny",
        "mottatt": mottatt,
    } | felt


def avslag(mottatt: str, vedtaksdato: str, **felt) -> dict:
    return soeknad(
        mottatt,
        vedtak="avslag",
        vedtaksdato=vedtaksdato,
        avsluttet=vedtaksdato,
        **felt,
    )


def kartlagt(dag: str, situasjon: str = "uten_bolig", **felt) -> dict:
    return {"kartlagt": dag, "situasjon": situasjon} | felt


def test_den_som_faar_avslag_er_med_til_det_er_gaatt_tolv_maaneder_uten_kontakt(
    forloep,
):
    assert forloep(soeknad=[avslag("2024-01-10", "2024-02-15")]) == [
        ("uten_bolig", "2024-01-10", "2025-02-15", "vet_ikke")
    ]


@pytest.mark.parametrize("vedtak", ["trukket", "avvist"])
def test_en_trukket_eller_avvist_soeknad_er_heller_ikke_en_loesning(forloep, vedtak):
    rad = avslag("2024-01-10", "2024-02-15") | {"vedtak": vedtak}
    assert forloep(soeknad=[rad]) == [
        ("uten_bolig", "2024-01-10", "2025-02-15", "vet_ikke")
    ]


def test_den_som_takker_nei_er_fortsatt_med(forloep):
    rad = soeknad(
        "2024-01-10",
        vedtak="innvilget",
        vedtaksdato="2024-02-01",
        avsluttet="2024-06-01",
        avslutningsaarsak="takket_nei",
    )
    assert forloep(soeknad=[rad]) == [
        ("uten_bolig", "2024-01-10", "2025-06-01", "vet_ikke")
    ]


def test_fristen_uten_kontakt_er_erklaert_ett_sted_og_sagt_i_om_tallet(
    forloep, monkeypatch
):
    assert katalog.frister()["uten_kontakt"] == 12
    for kube in ("situasjon", "situasjon_inn", "situasjon_ut"):
        assert "12 måneder siden kilden sist sa noe" in katalog.kuber()[kube].regel
    frister = katalog.frister() | {"uten_kontakt": 3}
    monkeypatch.setattr(katalog, "frister", lambda: frister)
    assert forloep(soeknad=[avslag("2024-01-10", "2024-02-15")]) == [
        ("uten_bolig", "2024-01-10", "2024-05-15", "vet_ikke")
    ]


@pytest.mark.parametrize(
    "senere, dag, utgang",
    [
        (
            {"leieforhold": [{"innflyttet": "2024-07-01"}]},
            "2024-07-01",
            "kommunal_bolig",
        ),
        (
            {
                "leieforhold": [
                    {
                        "innflyttet": "2019-01-01",
                        "utflyttet": "2024-07-01",
                        "utflyttingsaarsak": "eid_bolig",
                    }
                ]
            },
            "2024-07-01",
            "annen_bolig",
        ),
        (
            {
                "kartlegging": [
                    kartlagt(
                        "2024-03-01", avklart="2024-09-01", avklart_til="privat_leie"
                    )
                ]
            },
            "2024-09-01",
            "annen_bolig",
        ),
        (
            {
                "soeknad": [
                    soeknad(
                        "2024-05-01",
                        vedtak="innvilget",
                        vedtaksdato="2024-06-01",
                        innflyttet="2024-08-01",
                        avsluttet="2024-08-01",
                    )
                ]
            },
            "2024-08-01",
            "kommunal_bolig",
        ),
        (
            {
                "kartlegging": [
                    kartlagt("2024-03-01", avklart="2024-04-01", avklart_til="doed")
                ]
            },
            "2024-04-01",
            "borte",
        ),
    ],
    ids=["flyttet inn", "kjøpte", "leide privat", "ny søknad", "døde"],
)
def test_en_loesning_etter_avslaget_tar_husstanden_ut_den_dagen(
    forloep, senere, dag, utgang
):
    foerst = avslag("2024-01-10", "2024-02-15")
    uttrekk = senere | {"soeknad": [foerst, *senere.get("soeknad", ())]}
    assert forloep(**uttrekk) == [("uten_bolig", "2024-01-10", dag, utgang)]


def test_en_loesning_som_kom_foer_kilden_begynte_loeser_ikke_det_nye(forloep):
    assert forloep(
        leieforhold=[{"innflyttet": "2023-01-01"}],
        soeknad=[avslag("2024-01-10", "2024-02-15", situasjon="uegnet_bolig")],
    ) == [("uegnet_bolig", "2024-01-10", "2025-02-15", "vet_ikke")]


def test_en_ny_utfordring_foer_fristen_er_samme_forloep(forloep):
    assert forloep(
        soeknad=[avslag("2024-01-10", "2024-02-15"), avslag("2024-12-01", "2025-01-05")]
    ) == [("uten_bolig", "2024-01-10", "2026-01-05", "vet_ikke")]


def test_den_som_blir_kastet_ut_gaar_over_til_aa_vaere_uten_bolig(forloep):
    rad = {"begjaering": "2024-03-01", "gjennomfoert": "2024-05-01"}
    assert forloep(utkastelse=[rad]) == [
        ("i_fare", "2024-03-01", "2024-05-01", "ny_situasjon"),
        ("uten_bolig", "2024-05-01", "2025-05-01", "vet_ikke"),
    ]


@pytest.mark.parametrize(
    "avverget_med, til, utgang",
    [
        ("nedbetaling", "2024-09-01", "beholdt"),
        ("ny_bolig", "2024-09-01", "annen_bolig"),
        (None, "2025-03-01", "vet_ikke"),
    ],
)
def test_en_avverget_begjaering_er_en_loesning_og_en_aapen_er_det_ikke(
    forloep, avverget_med, til, utgang
):
    rad = {"begjaering": "2024-03-01", "avverget_med": avverget_med}
    assert forloep(utkastelse=[rad]) == [("i_fare", "2024-03-01", til, utgang)]


def test_et_opphold_som_slutter_er_ikke_en_loesning(forloep):
    opphold = {"type": "akutt", "fra": "2024-03-01", "til": "2024-04-01"}
    assert forloep(midlertidig_opphold=[opphold]) == [
        ("uten_bolig", "2024-03-01", "2025-04-01", "vet_ikke")
    ]
    # Oppholdet er ført til to dager etter at husstanden flyttet inn.
    assert forloep(
        midlertidig_opphold=[opphold], leieforhold=[{"innflyttet": "2024-03-30"}]
    ) == [("uten_bolig", "2024-03-01", "2024-04-01", "kommunal_bolig")]


def test_den_som_kommer_i_institusjon_er_fortsatt_i_situasjonen(forloep):
    rad = kartlagt("2024-01-01", avklart="2024-03-01", avklart_til="institusjon")
    assert forloep(kartlegging=[rad]) == [
        ("uten_bolig", "2024-01-01", "2025-03-01", "vet_ikke")
    ]


@pytest.mark.parametrize(
    "utskrives, fra",
    [
        ("2024-09-15", "2024-07-15"),  # om åtte måneder: fra to måneder før
        ("2024-03-10", "2024-01-10"),  # om akkurat to måneder
        ("2024-02-01", "2024-01-10"),  # om tre uker: fra den ble kartlagt
    ],
)
def test_den_som_er_inne_er_uten_bolig_fra_to_maaneder_foer_den_skal_ut(
    forloep, utskrives, fra
):
    rad = kartlagt("2024-01-10", utskrives=utskrives)
    slutt = str(dt.date.fromisoformat(utskrives).replace(year=2025))
    assert forloep(kartlegging=[rad]) == [("uten_bolig", fra, slutt, "vet_ikke")]


def test_den_som_fikk_en_bolig_aa_komme_til_foer_det_ble_aktuelt_var_aldri_uten(
    forloep,
):
    rad = kartlagt(
        "2024-01-10",
        utskrives="2024-09-15",
        avklart="2024-04-01",
        avklart_til="privat_leie",
    )
    assert forloep(kartlegging=[rad]) == []
    rad["avklart"] = "2024-09-15"
    assert forloep(kartlegging=[rad]) == [
        ("uten_bolig", "2024-07-15", "2024-09-15", "annen_bolig")
    ]


def test_den_som_bor_uegnet_og_skal_ut_av_institusjon_har_en_bolig_aa_komme_til(
    forloep,
):
    rad = kartlagt("2024-01-10", "uegnet_bolig", utskrives="2024-02-01")
    assert forloep(kartlegging=[rad]) == [
        ("uegnet_bolig", "2024-01-10", "2025-01-10", "vet_ikke")
    ]


def test_flere_avslag_gir_aldri_faerre_i_situasjonen_og_aldri_flere_med_loesning(
    forloep,
):
    """Det samme året, med 0 til 4 av søknadene avslått i stedet for innvilget."""
    saker = [(f"2024-0{maaned}-01", f"2024-0{maaned + 1}-01") for maaned in range(1, 5)]

    def i_aar(avslaatte: int) -> tuple[int, int]:
        ut = []
        for nr, (mottatt, vedtatt) in enumerate(saker):
            rad = (
                avslag(mottatt, vedtatt)
                if nr < avslaatte
                else soeknad(
                    mottatt,
                    vedtak="innvilget",
                    vedtaksdato=vedtatt,
                    innflyttet="2024-10-01",
                )
            )
            ut += forloep(soeknad=[rad])
        ved_nyttaar = sum(til > "2024-12-31" for _, _, til, _ in ut)
        loest = sum(utgang == "kommunal_bolig" for *_, utgang in ut)
        return ved_nyttaar, loest

    assert [i_aar(antall) for antall in range(5)] == [
        (0, 4),
        (1, 3),
        (2, 2),
        (3, 1),
        (4, 0),
    ]
