"""Filer slik virkelige systemer skriver dem: en matrise av særpreg og uttrekk. Svaret er de samme radene som
i den rene filen, eller at noe er sagt. Aldri færre rader eller andre verdier uten et ord.
"""

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import andre_boeker
import pytest
import test_maler
import xlsxwriter
from andre_boeker import Feil, Formel, Prosent, pakk_om
from personnumre import DUF, fnr

from boligdata.bygg import ingest, maler
from boligdata.bygg.ingest import boker
from boligdata.felles import kilder
from boligdata.felles.bok.__main__ import svar
from boligdata.felles.bok.prosess import motta
from boligdata.felles.config import Brukerfeil, Kommune, les_kommune
from boligdata.felles.kilder import Kilde, Kolonne

KOMMUNE = Kommune(
    "Fjordvik", "9901", ("Sentrum", "Ytterøya"), 2022, 2032, 2016, dt.date(2025, 12, 31)
)
KILDER = kilder.kilder()
ANTALL = 4


# ------------------------------------------------------------------ de rene radene


def dagen(nr: int) -> dt.date:
    """En dag som bare kan leses på én måte når måneden er kjent, og noen som kan leses på to."""
    return dt.date(2024, 2 + nr, 3 if nr % 2 else 14 + nr)


def verdi(kolonne: Kolonne, nr: int) -> str:
    """En gyldig verdi i rad `nr`, ulik i hver rad der det er mulig."""
    match kolonne.type:
        case "id":
            return f"00{120 + nr}"
        case "dato":
            return f"{dagen(nr):%d.%m.%Y}"
        case "heltall":
            minst = int(kolonne.minst or 0)
            return str(2021 + nr if minst >= 1000 else max(minst, 1))
        case "desimal":
            return f"{1200 + nr if (kolonne.hoeyst or 10_000) > 2000 else 54 + nr},5"
        case "kode":
            return kilder.kodelister()[kolonne.kodeliste].koder[0].navn
        case "ja_nei":
            return "Ja"
        case andre:
            return {
                "omraade": "Ytterøya",
                "aldersgruppe": "0-17",
                "kommunenummer": "9901",
                "region": "9901",
                "statistikkode": "KOSx",
            }.get(andre, f"Råd på søknad {nr}")


Tabell = list[list[str]]


def tabell(kilde: Kilde) -> Tabell:
    """Overskriften og radene i en ren fil."""
    kolonner = kilde.kolonner.values()
    return [
        [kolonne.navn for kolonne in kolonner],
        *([verdi(kolonne, nr) for kolonne in kolonner] for nr in range(ANTALL)),
    ]


def plassene_til(kilde: Kilde, hvilke: str) -> list[int]:
    """Plassene til kolonnene av en type."""
    return [
        nr
        for nr, kolonne in enumerate(kilde.kolonner.values())
        if kolonne.type == hvilke
    ]


def csv(tabellen: Tabell, skille: str = ";") -> str:
    return "".join(skille.join(rad) + "\r\n" for rad in tabellen)


@pytest.fixture(autouse=True, scope="module")
def i_samme_prosess():
    """Prosessen rundt arbeidsbøkene, med grensene, prøves i `test_bok`. Her er det det som står i dem."""
    with pytest.MonkeyPatch.context() as bytt:
        bytt.setattr(boker, "les_bok", lambda sti, mest_mb: motta(svar(sti)))
        yield


@pytest.fixture(scope="module")
def les(tmp_path_factory):
    """Les filer med de samme innholdet som `lag` gir for hver kilde: {navn: byte}."""

    def _les(lag: Callable[[Kilde], dict[str, bytes]], hvilke=tuple(KILDER)):
        mappe = tmp_path_factory.mktemp("inn")
        for id in hvilke:
            for navn, data in lag(KILDER[id]).items():
                (mappe / navn).write_bytes(data)
        rapport = ingest.les_uttrekk(con, mappe, KOMMUNE)
        return rapport, {
            id: con.execute(f"from {id} order by all").fetchall() for id in hvilke
        }

    with ingest.ny_database() as con:
        yield _les


@pytest.fixture(scope="module")
def rene(les):
    rapport, rader = les(lambda kilde: {f"{kilde.id}.csv": csv(tabell(kilde)).encode()})
    assert all(len(noen) == ANTALL for noen in rader.values())
    assert not [avvik for avvik in rapport.avvik if avvik.alvor != "merknad"]
    return rader


def krev_like_eller_sagt(rapport, rader, rene, maa_leses: bool) -> None:
    for id, noen in rader.items():
        status = rapport.status[id]
        ukjente = [rad for rad in noen if rad not in rene[id]]
        assert not ukjente, f"{id} har verdier ingen har skrevet"
        sagt = status.stoppet or status.rader_til_side
        assert len(noen) == ANTALL or (sagt and not maa_leses), (id, status)
        if status.stoppet:
            assert status.stoppet.endswith(".") and not noen
        assert status.rader_lest == (
            status.rader_lastet + status.rader_til_side + status.rader_hoppet_over
        )


# ------------------------------------------------------------------------ i tekst


def _id(rundt: str, bare_paakrevd: bool = False) -> Callable[[Kilde], str]:
    """En id som kan mangle, er riktig lest som tom når det står at den mangler."""

    def lag(kilde: Kilde) -> str:
        hode, *rader = tabell(kilde)
        kolonnene = [*kilde.kolonner.values()]
        for rad in rader:
            for nr in plassene_til(kilde, "id"):
                if kolonnene[nr].paakrevd or not bare_paakrevd:
                    rad[nr] = rundt.format(rad[nr], rad[nr].lstrip("0"))
        return csv([hode, *rader])

    return lag


def _datoer(form: Callable[[dt.date], str]) -> Callable[[Kilde], str]:
    def lag(kilde: Kilde) -> str:
        hode, *rader = tabell(kilde)
        for nr, rad in enumerate(rader):
            for plass in plassene_til(kilde, "dato"):
                rad[plass] = form(dagen(nr))
        return csv([hode, *rader])

    return lag


def _tall(form: Callable[[float], str]) -> Callable[[Kilde], str]:
    def lag(kilde: Kilde) -> str:
        hode, *rader = tabell(kilde)
        for rad in rader:
            for nr in plassene_til(kilde, "desimal"):
                rad[nr] = form(float(rad[nr].replace(",", ".")))
        return csv([hode, *rader])

    return lag


def _tusener(skille: str) -> Callable[[float], str]:
    return lambda tall: f"{tall:,.1f}".replace(",", skille).replace(".", ",")


def _ja(skrevet: str) -> Callable[[Kilde], str]:
    def lag(kilde: Kilde) -> str:
        hode, *rader = tabell(kilde)
        for rad in rader:
            for nr in plassene_til(kilde, "ja_nei"):
                rad[nr] = skrevet
        return csv([hode, *rader])

    return lag


def _koder(form: Callable[[kilder.Kode], str]) -> Callable[[Kilde], str]:
    def lag(kilde: Kilde) -> str:
        hode, *rader = tabell(kilde)
        for nr, kolonne in enumerate(kilde.kolonner.values()):
            if kolonne.type == "kode":
                foerste = kilder.kodelister()[kolonne.kodeliste].koder[0]
                for rad in rader:
                    rad[nr] = form(foerste)
        return csv([hode, *rader])

    return lag


def _overskrifter(form: Callable[[Kolonne], str]) -> Callable[[Kilde], str]:
    return lambda kilde: csv(
        [[*map(form, kilde.kolonner.values())], *tabell(kilde)[1:]]
    )


def _med_tomme_kolonner(kilde: Kilde) -> str:
    return csv(
        [[felt for celle in rad for felt in (celle, "")] for rad in tabell(kilde)]
    )


def _byttede_blokker(kilde: Kilde) -> str:
    hele = tabell(kilde)
    snudd = [rad[::-1] for rad in hele]
    return csv([*hele[:2], snudd[0], *snudd[2:]])


MAANEDER = (
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
)

# Radene må bli de samme som i den rene filen.
LESES = {
    "nuller_borte": _id("{1}"),
    "formel_rundt_id": _id('="{0}"'),
    "apostrof": _id("'{0}"),
    "punktum_null": _id("{1}.0"),
    "retningstegn": _id("\u202a{0}\u202c"),
    "hardt_mellomrom": _id("\u00a0{0} "),
    "iso": _datoer(lambda dag: dag.isoformat()),
    "med_klokke": _datoer(lambda dag: f"{dag} 13:45:00"),
    "postgres": _datoer(lambda dag: f"{dag} 00:00:00+01"),
    "javascript": _datoer(lambda dag: f"{dag:%b %d, %Y}"),
    "oracle": _datoer(lambda dag: f"{dag:%d-%b-%y}".upper()),
    "maanedsnavn": _datoer(
        lambda dag: f"{dag.day}. {MAANEDER[dag.month - 1]} {dag.year}"
    ),
    "ukedag": _datoer(lambda dag: f"ons. {dag:%d.%m.%Y}"),
    "amerikanske": _datoer(lambda dag: f"{dag:%m/%d/%Y}"),
    "amerikanske_med_klokke": _datoer(lambda dag: f"{dag:%m/%d/%Y} 12:00:00 AM"),
    "skraastrek": _datoer(lambda dag: f"{dag:%d/%m/%Y}"),
    "loepenummer": _datoer(lambda dag: str((dag - dt.date(1899, 12, 30)).days)),
    "engelske_tall": _tall(lambda tall: f"{tall:,}"),
    "hardt_mellomrom_i_tall": _tall(_tusener("\u00a0")),
    "smalt_mellomrom_i_tall": _tall(_tusener("\u202f")),
    "kroner_foran": _tall(lambda tall: f"kr {_tusener(' ')(tall)} "),
    "kroner_bak": _tall(lambda tall: f"{_tusener(' ')(tall)}0 NOK"),
    "ja_er_J": _ja("J"),
    "ja_er_1": _ja("1"),
    "ja_er_sann": _ja("SANN"),
    "ja_er_kryss": _ja("x"),
    "kodene_selv": _koder(lambda kode: kode.kode),
    "koder_med_store_bokstaver": _koder(lambda kode: f" {kode.navn.upper()} "),
    "varianter_av_koder": _koder(lambda kode: (kode.navn, *kode.varianter)[-1]),
    "myke_bindestreker": _overskrifter(
        lambda kolonne: f"{kolonne.navn[:2]}\u00ad{kolonne.navn[2:]}"
    ),
    "overskrifter_i_versaler": _overskrifter(lambda kolonne: kolonne.navn.upper()),
    "overskrifter_er_id": _overskrifter(lambda kolonne: kolonne.id),
    "tabulator": lambda kilde: csv(tabell(kilde), "\t"),
    "loddrett_strek": lambda kilde: csv(tabell(kilde), "|"),
    "kolonnene_baklengs": lambda kilde: csv([rad[::-1] for rad in tabell(kilde)]),
    "tomme_kolonner_mellom": _med_tomme_kolonner,
    "radene_to_ganger": lambda kilde: csv([*tabell(kilde), *tabell(kilde)[1:]]),
    "sumrad": lambda kilde: csv(
        [*tabell(kilde), ["Totalt", *[""] * (len(kilde.kolonner) - 2), "4"]]
    ),
    "sep_linje": lambda kilde: "sep=;\r\n" + csv(tabell(kilde)),
    "tittel_og_fotnote": lambda kilde: (
        f"Uttrekk\r\n\r\n{csv(tabell(kilde))}\r\nKilde: fagsystemet, alle rader\r\n"
    ),
    "skilletegn_bakerst": lambda kilde: csv(tabell(kilde)).replace("\r\n", ";\r\n"),
    "alt_i_anfoerselstegn": lambda kilde: csv(
        [[f'"{felt}"' for felt in rad] for rad in tabell(kilde)]
    ),
    "linjen_i_anfoerselstegn": lambda kilde: "".join(
        f'"{linje}"\r\n' for linje in csv(tabell(kilde)).splitlines()
    ),
    "bom_midt_i": lambda kilde: "\ufeff".join(csv(tabell(kilde)).splitlines(True)),
    "overskriften_en_gang_til": lambda kilde: csv(
        [*tabell(kilde)[:3], tabell(kilde)[0], *tabell(kilde)[3:]]
    ),
    "blandede_linjeskift": lambda kilde: csv(tabell(kilde)).replace("\r\n", "\n", 2),
}

# Radene blir de samme, eller det sies at noe er galt.
KAN_AVVISES = {
    "byttede_blokker": _byttede_blokker,
    "nan": _id("nan", bare_paakrevd=True),
    "none": _id("None", bare_paakrevd=True),
    "potens": _id("1E+11"),
    "for_mange_sifre": _id("123456789012345000"),
    "tegn_tapt": lambda kilde: csv(tabell(kilde)).replace("å", "\ufffd"),
    "spoersmaalstegn": lambda kilde: (
        csv(tabell(kilde)).encode("ascii", "replace").decode()
        + "f?rste m?te p?krevd;\r\n"
    ),
    "uklare_datoer": _datoer(lambda dag: f"{dag.replace(day=7):%m/%d/%Y}"),
    "byttet_av_excel": _datoer(
        lambda dag: (
            f"{dag:%m/%d/%Y}"
            if dag.day > 12
            else dt.date(dag.year, dag.day, dag.month).isoformat()
        )
    ),
    "apen_sitering": lambda kilde: csv(tabell(kilde)).replace("\r\n", '\r\n"', 2),
    "formel_i_cellen": lambda kilde: csv(tabell(kilde)).replace(
        "Råd på", "=HYPERLINK(1)"
    ),
}


@pytest.mark.parametrize("saerpreg", [*LESES, *KAN_AVVISES])
def test_et_saerpreg_i_en_tekstfil_gir_de_samme_radene_eller_en_melding(
    les, rene, saerpreg
):
    lag = (LESES | KAN_AVVISES)[saerpreg]
    # Har filen ikke særpreget, er den den rene filen, og den er lest. Der noe kan avvises, er den likevel
    # med: radene i den kan vise til dem som blir det.
    hvilke = [
        id
        for id, kilde in KILDER.items()
        if saerpreg in KAN_AVVISES or lag(kilde) != csv(tabell(kilde))
    ]
    assert hvilke, "ellers er ingenting prøvd"
    lest = les(lambda kilde: {f"{kilde.id}.csv": lag(kilde).encode()}, hvilke)
    krev_like_eller_sagt(*lest, rene, maa_leses=saerpreg in LESES)


# Overskriften på en kolonne til, og det som står i den. Ingen fil med dette blir lest.
PERSONER = {
    "foedselsnummer": ("Fødselsnummer", lambda nr: fnr(individ=300 + 40 * nr)),
    "foedselsnummer_i_en_annen": ("Referanse", lambda nr: fnr(individ=300 + 40 * nr)),
    "navn": ("Etternavn", lambda nr: f"Nordmann {nr}"),
    "epost": ("Kontakt", lambda nr: f"navn{nr}@eksempel.no"),
    "duf": ("Sak", lambda nr: DUF[nr % 2]),
}


@pytest.mark.parametrize("hva", PERSONER)
def test_personopplysninger_stopper_hvert_uttrekk_og_verdien_blir_ikke_sagt(les, hva):
    overskrift, lag = PERSONER[hva]

    def med_kolonne(kilde):
        hode, *rader = tabell(kilde)
        rader = [[*rad, lag(nr)] for nr, rad in enumerate(rader)]
        return {f"{kilde.id}.csv": csv([[*hode, overskrift], *rader]).encode()}

    rapport, lest = les(med_kolonne)
    for id, rader in lest.items():
        assert rapport.status[id].stoppet.endswith(".") and not rader
    sagt = "".join(f"{avvik.forklaring}{avvik.verdi}" for avvik in rapport.avvik)
    assert not [nr for nr in range(ANTALL) if str(lag(nr)) in sagt]


@pytest.mark.parametrize(
    "tegnsett",
    [
        *("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"),
        *("mac_roman", "cp865", "to_ganger"),
    ],
)
def test_aeoeaa_kommer_fram_uansett_hvordan_de_er_kodet(les, rene, tegnsett):
    def lag(kilde):
        tekst = csv(tabell(kilde))
        data = (
            tekst.encode().decode("cp1252", "ignore").encode()
            if tegnsett == "to_ganger"
            else tekst.encode(tegnsett)
        )
        return {f"{kilde.id}.csv": data}

    krev_like_eller_sagt(*les(lag), rene, maa_leses=True)


@pytest.mark.parametrize("ledd", ["p\u0152 f\u00bfrste", "p\u2020 f\u203arste"])
def test_bokstaver_som_alt_er_lest_feil_blir_ikke_vist(les, ledd):
    fil = f"tiltak_id;tittel;frist\r\nT1;{ledd};01.01.2024\r\n".encode()
    rapport, rader = les(lambda _: {"milepael.csv": fil}, ("milepael",))
    assert (
        "feil tegnsett" in rapport.status["milepael"].stoppet and not rader["milepael"]
    )


# ------------------------------------------------------------ hvilken fil som gjelder


@pytest.mark.parametrize(
    "navn",
    ["{}.csv.bak", "{}_gammel.csv", "{} - Kopi.csv", "{} (1).csv", "Kopi av {}.csv"],
)
def test_en_kopi_ved_siden_av_blir_ikke_lest(les, rene, navn):
    def lag(kilde):
        fil = csv(tabell(kilde)).encode()
        return {f"{kilde.id}.csv": fil, navn.format(kilde.id): fil}

    rapport, rader = les(lag)
    krev_like_eller_sagt(rapport, rader, rene, maa_leses=True)
    nevnt = {avvik.fil for avvik in rapport.avvik}
    assert navn.endswith(".bak") or {navn.format(id) for id in rader} <= nevnt


def test_to_ulike_utgaver_av_en_fil_stopper_kilden(les):
    def lag(kilde):
        fil = csv(tabell(kilde)).encode()
        return {f"{kilde.id}.csv": fil, f"{kilde.id} (2).csv": fil[:-40]}

    rapport, _ = les(lag, ("soeknad",))
    assert "Behold bare den som gjelder" in rapport.status["soeknad"].stoppet


@pytest.mark.parametrize(
    "eldre, nyere",
    [
        ("soeknad_2024", "soeknad_2025"),
        ("soeknad 2. tertial 2025", "soeknad 3. tertial 2025"),
        ("soeknad_2025-04", "soeknad_2025-08-31"),
        ("soeknad_T1_2025", "soeknad"),
    ],
)
def test_det_nyeste_uttrekket_gjelder_og_det_sies(les, eldre, nyere):
    def lag(kilde):
        ny, gammel = tabell(kilde), tabell(kilde)
        omraade = [*kilde.kolonner].index("omraade")
        for rad in gammel[1:]:
            rad[omraade] = "Sentrum"
        return {
            f"{eldre}.csv": csv(gammel).encode(),
            f"{nyere}.csv": csv(ny[:3]).encode(),
        }

    rapport, rader = les(lag, ("soeknad",))
    plass = [*KILDER["soeknad"].kolonner].index("omraade")
    assert sorted(rad[plass] for rad in rader["soeknad"]) == [
        *("Sentrum",) * (ANTALL - 2),
        *("Ytterøya",) * 2,
    ]
    [sagt] = [a for a in rapport.avvik if a.regel == "erstattet av et nyere uttrekk"]
    assert "2 rader står bare i det eldste" in sagt.forklaring
    assert rapport.status["soeknad"].rader_hoppet_over == 2


@pytest.mark.parametrize(
    "navn", ["soeknad\u202efdp.csv", "..\\..\\soeknad.csv", "soeknad\n.csv"]
)
def test_et_navn_med_noe_skjult_i_seg_stopper_filen(les, navn):
    navn = navn if navn.startswith("soeknad") else f"soeknad{navn}"
    rapport, _ = les(lambda kilde: {navn: csv(tabell(kilde)).encode()}, ("soeknad",))
    assert "tegn som ikke synes" in rapport.status["soeknad"].stoppet


# -------------------------------------------------------------------------- to kilder


def test_id_er_som_ikke_moetes_blir_talt_og_sagt(les):
    def lag(kilde):
        hode, *rader = tabell(kilde)
        if kilde.id == "virkemiddel":
            for rad in rader:
                rad[0] = f"h-{rad[0]}"
        else:
            for rad in rader:
                rad[1] = f"H{rad[1]}"
        return {f"{kilde.id}.csv": csv([hode, *rader]).encode()}

    rapport, _ = les(lag, ("soeknad", "virkemiddel"))
    assert [(m.kilde, m.ider, m.moetes, m.ligner) for m in rapport.moeter] == [
        ("soeknad", ANTALL, 0, ANTALL),
        ("virkemiddel", ANTALL, 0, ANTALL),
    ]
    sagt = [a for a in rapport.avvik if a.regel == "id-er som ikke møtes"]
    assert len(sagt) == 2 and "store og små bokstaver" in sagt[0].forklaring


def test_kommunen_kan_si_at_nuller_foran_betyr_noe(tmp_path):
    fil = csv(tabell(KILDER["soeknad"]))
    (tmp_path / "soeknad.csv").write_text(
        fil + fil.split("\r\n", 1)[1].replace("00", "0")
    )
    with ingest.ny_database() as con:
        for form, antall in (
            ("uten nuller foran", ANTALL),
            ("slik de står", 2 * ANTALL),
        ):
            ingest.les_uttrekk(con, tmp_path, replace(KOMMUNE, id_form=form))
            [(ulike,)] = con.execute(
                "select count(distinct husstand_id) from soeknad"
            ).fetchall()
            assert ulike == antall


@pytest.mark.parametrize("linje", ['id_form = "noe annet"', "mest_mb = 0"])
def test_en_innstilling_som_ikke_finnes_blir_forklart(tmp_path, linje):
    (tmp_path / "kommune.toml").write_text(
        'navn="F"\nkommunenummer="9901"\nomraader=["S"]\nplan_fra=2022\nplan_til=2032\n'
        f"foerste_aar=2016\nper_dato=2025-12-31\n{linje}\n"
    )
    with pytest.raises(Brukerfeil, match=linje.split(" ")[0]):
        les_kommune(tmp_path)


# ------------------------------------------------------------------------- i Excel


def _bok(skriv: Callable, valg: dict | None = None) -> bytes:
    ut = io.BytesIO()
    with xlsxwriter.Workbook(ut, {"in_memory": True} | (valg or {})) as bok:
        skriv(bok)
    return ut.getvalue()


def _ark(bok, hele: Tabell, kilde: Kilde, navn: str | None = None, rad: int = 0):
    """Et ark med tekst i alle celler unntatt datoene."""
    ark = bok.add_worksheet(navn)
    dato = bok.add_format({"num_format": "dd.mm.yyyy"})
    datoer = plassene_til(kilde, "dato")
    for nr, linje in enumerate(hele, rad):
        for plass, felt in enumerate(linje):
            if plass in datoer and nr > rad:
                ark.write_datetime(
                    nr, plass, dt.datetime.strptime(felt, "%d.%m.%Y"), dato
                )
            else:
                ark.write_string(nr, plass, felt)
    return ark


def _rett(kilde: Kilde) -> bytes:
    return _bok(lambda bok: _ark(bok, tabell(kilde), kilde))


def _fra_1904(kilde: Kilde) -> bytes:
    return _bok(lambda bok: _ark(bok, tabell(kilde), kilde), {"date_1904": True})


def _med_skjult(kilde: Kilde) -> bytes:
    def skriv(bok):
        _ark(bok, tabell(kilde), kilde, "Nå")
        gammel = tabell(kilde)
        gammel[1][0] = "9999"
        _ark(bok, gammel, kilde, "Gammelt").hide()

    return _bok(skriv)


def _to_rader_overskrift(kilde: Kilde) -> bytes:
    def skriv(bok):
        hode, *rader = tabell(kilde)
        ark = _ark(bok, [hode, *rader], kilde, rad=1)
        siste = len(hode) - 1
        for plass, navn in enumerate(hode):
            ark.write_string(0, plass, navn if plass < siste - 1 else "Annet")
            if plass < siste - 1:
                ark.write_blank(1, plass, None)

    return _bok(skriv)


def _flettet_overskrift(kilde: Kilde) -> bytes:
    def skriv(bok):
        ark = _ark(bok, tabell(kilde), kilde, rad=1)
        for plass, navn in enumerate(tabell(kilde)[0]):
            ark.merge_range(0, plass, 1, plass, navn)

    return _bok(skriv)


def _med_skjulte_rader(kilde: Kilde) -> bytes:
    return _bok(
        lambda bok: _ark(bok, tabell(kilde), kilde).set_row(
            2, None, None, {"hidden": True}
        )
    )


def _i_arket(gjoer: Callable[[bytes], bytes]) -> Callable[[Kilde], bytes]:
    def endre(navn, innhold):
        yield navn, gjoer(innhold) if "worksheets/sheet" in navn else innhold

    return lambda kilde: pakk_om(_rett(kilde), endre)


def _med_prefiks(innhold: bytes) -> bytes:
    ut = innhold.replace(b"</", b"</x:").replace(b"<x:/", b"</")
    for navn in (
        b"worksheet",
        b"sheetData",
        b"row",
        b"c",
        b"v",
        b"dimension",
        b"sheetViews",
    ):
        for slutt in (b" ", b">"):
            ut = ut.replace(b"<" + navn + slutt, b"<x:" + navn + slutt)
    for navn in (
        b"sheetView",
        b"sheetFormatPr",
        b"pageMargins",
        b"selection",
        b"cols",
        b"col",
    ):
        ut = ut.replace(b"<" + navn + b" ", b"<x:" + navn + b" ")
    return ut.replace(b"xmlns=", b"xmlns:x=")


def _omvendt(kilde: Kilde) -> bytes:
    return pakk_om(
        _rett(kilde), lambda navn, innhold: iter([(navn.replace("/", "\\"), innhold)])
    )


def _malen(kilde: Kilde, mappe: Path) -> bytes:
    """Malen til uttrekket, fylt ut slik Excel gjør det."""
    [mal] = maler.skriv(mappe, [kilde.id])
    for nr, rad in enumerate(_med_datoer(kilde)[1:], 2):
        test_maler.med_tekst(mal, "xl/worksheets/sheet1.xml", nr, rad)
    return mal.read_bytes()


def _med_datoer(kilde: Kilde) -> list[list]:
    """Tabellen med datoene som datoer."""
    hode, *rader = tabell(kilde)
    datoer = plassene_til(kilde, "dato")
    return [
        hode,
        *(
            [dagen(nr) if plass in datoer else felt for plass, felt in enumerate(rad)]
            for nr, rad in enumerate(rader)
        ),
    ]


BOKER = {
    "ods": lambda kilde: andre_boeker.ods(_med_datoer(kilde)),
    "xlsb": lambda kilde: andre_boeker.xlsb(_med_datoer(kilde)),
    "xlsb_fra_1904": lambda kilde: andre_boeker.xlsb(_med_datoer(kilde), fra1904=True),
    "rett": _rett,
    "fra_1904": _fra_1904,
    "skjult_ark": _med_skjult,
    "overskrift_over_to_rader": _to_rader_overskrift,
    "flettet_overskrift": _flettet_overskrift,
    "skjulte_rader": _med_skjulte_rader,
    "prefiks": _i_arket(_med_prefiks),
    "omvendt_skraastrek": _omvendt,
}


def _siste_celle(celle, skriv: Callable) -> Callable[[Kilde], bytes]:
    """En bok der den første cellen i den siste raden er byttet ut."""

    def lag(kilde: Kilde) -> bytes:
        rader = _med_datoer(kilde)
        rader[-1][0] = celle
        return skriv(rader)

    return lag


def _feil_i_siste_rad(feil: bytes) -> Callable[[Kilde], bytes]:
    def gjoer(innhold):
        foran, _, bak = innhold.rpartition(b'<c r="A')
        nr = bak.partition(b'"')[0]
        etter = bak.partition(b"</c>")[2]
        return foran + b'<c r="A' + nr + b'" t="e"><v>' + feil + b"</v></c>" + etter

    return _i_arket(gjoer)


def _formel_uten_svar(innhold: bytes) -> bytes:
    foran, _, bak = innhold.rpartition(b'<c r="A')
    nr, etter = bak.partition(b'"')[0], bak.partition(b"</c>")[2]
    return foran + b'<c r="A' + nr + b'"><f>B1</f><v></v></c>' + etter


def _med_del(navn: str) -> Callable[[Kilde], bytes]:
    def endre(gammelt, innhold):
        yield gammelt, innhold
        if gammelt == "xl/workbook.xml":
            yield navn, b"x"

    return lambda kilde: pakk_om(_rett(kilde), endre)


AVVISES = {
    "feilcelle": (_feil_i_siste_rad(b"#N/A"), "Cellen viser «#N/A»"),
    "ukjent_feilcelle": (_feil_i_siste_rad(b"#GETTING_DATA"), "Cellen viser"),
    "feilcelle_i_ods": (
        _siste_celle(Feil("#N/A"), andre_boeker.ods),
        "Cellen viser «#N/A»",
    ),
    "libreoffice_feil_i_ods": (
        _siste_celle(Feil("Err:522"), andre_boeker.ods),
        "Cellen viser «Err:522»",
    ),
    "formel_uten_svar_i_ods": (
        _siste_celle(Formel("B1"), andre_boeker.ods),
        "en formel, men ikke svaret",
    ),
    "feilcelle_i_xlsb": (
        _siste_celle(Feil("#DIV/0!"), andre_boeker.xlsb),
        "Cellen viser «#DIV/0!»",
    ),
    "formel_uten_svar": (_i_arket(_formel_uten_svar), "en formel, men ikke svaret"),
    "celle_langt_ute": (
        _i_arket(
            lambda ark: ark.replace(
                b"</sheetData>",
                b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
            )
        ),
        "(XFD1048576), langt utenfor tabellen",
    ),
    "doktype": (
        _i_arket(lambda ark: b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + ark),
        "kan ikke leses",
    ),
    "makroer": (_med_del("xl/vbaProject.bin"), "har makroer"),
    "koblinger": (_med_del("xl/externalLinks/externalLink1.xml"), "fra andre filer"),
    "sti_ut_av_pakken": (_med_del("xl/../../x"), "kan ikke leses"),
}


@pytest.mark.parametrize("saerpreg", BOKER)
def test_et_saerpreg_i_en_arbeidsbok_gir_de_samme_radene(les, rene, saerpreg):
    lest = les(lambda kilde: {f"{kilde.id}.xlsx": BOKER[saerpreg](kilde)})
    krev_like_eller_sagt(*lest, rene, maa_leses=True)


def test_malen_til_hvert_uttrekk_gir_de_samme_radene(les, rene, tmp_path):
    lest = les(lambda kilde: {f"{kilde.id}.xlsx": _malen(kilde, tmp_path)})
    krev_like_eller_sagt(*lest, rene, maa_leses=True)


@pytest.mark.parametrize("saerpreg", AVVISES)
def test_det_en_arbeidsbok_ikke_skal_ha_blir_avvist_med_grunnen(les, rene, saerpreg):
    lag, sier = AVVISES[saerpreg]
    rapport, rader = les(lambda kilde: {f"{kilde.id}.xlsx": lag(kilde)})
    krev_like_eller_sagt(rapport, rader, rene, maa_leses=False)
    sagt = {avvik.kilde for avvik in rapport.avvik if sier in avvik.forklaring}
    for id, noen in rader.items():
        assert len(noen) < ANTALL and id in sagt, id


def test_et_aar_med_en_skrivefeil_i_overskriften_stopper_filen(les):
    def lag(kilde):
        def skriv(bok):
            _ark(bok, tabell(kilde), kilde, "2023")
            _ark(
                bok,
                [["Søgnad", *tabell(kilde)[0][1:]], *tabell(kilde)[1:]],
                kilde,
                "2024",
            )

        return {"soeknad.xlsx": _bok(skriv)}

    rapport, _ = les(lag, ("soeknad",))
    assert "Arket «2024»" in rapport.status["soeknad"].stoppet
    assert "Mangler kolonnen «Søknad-id»" in rapport.status["soeknad"].stoppet


@pytest.mark.parametrize("skriv", [andre_boeker.ods, andre_boeker.xlsb])
def test_en_prosentcelle_i_andre_formater_er_tallet_den_viser(les, skriv):
    kilde = KILDER["kommunetall"]
    plass = [*kilde.kolonner].index("verdi")
    rader = _med_datoer(kilde)
    rader[1][plass] = Prosent(0.684)
    _, lest = les(lambda _: {"kommunetall.xlsx": skriv(rader)}, ("kommunetall",))
    assert 68.4 in {rad[plass] for rad in lest["kommunetall"]}


@pytest.mark.parametrize(
    "kolonne, svaret",
    [
        ("vedtak", "flettet over flere rader"),
        ("beloep_kr", "flettede celler i kolonnen Beløp"),
    ],
)
def test_en_flettet_celle_gjelder_alle_radene_men_ikke_naar_den_er_et_beloep(
    les, kolonne, svaret
):
    kilde = KILDER["virkemiddel"]
    plass = [*kilde.kolonner].index(kolonne)

    def skriv(bok):
        ark = _ark(bok, tabell(kilde), kilde)
        ark.merge_range(1, plass, ANTALL, plass, tabell(kilde)[1][plass])

    rapport, rader = les(lambda _: {"virkemiddel.xlsx": _bok(skriv)}, ("virkemiddel",))
    assert any(svaret in avvik.forklaring for avvik in rapport.avvik)
    if kolonne == "vedtak":
        assert {rad[plass] for rad in rader["virkemiddel"]} == {"innvilget"}
    else:
        assert rapport.status["virkemiddel"].stoppet


def test_en_prosentcelle_er_tallet_den_viser(les):
    kilde = KILDER["kommunetall"]

    def skriv(bok):
        ark = _ark(bok, tabell(kilde), kilde)
        ark.write_number(
            1,
            [*kilde.kolonner].index("verdi"),
            0.684,
            bok.add_format({"num_format": "0.0%"}),
        )

    _, rader = les(lambda _: {"kommunetall.xlsx": _bok(skriv)}, ("kommunetall",))
    assert 68.4 in {
        rad[[*kilde.kolonner].index("verdi")] for rad in rader["kommunetall"]
    }
