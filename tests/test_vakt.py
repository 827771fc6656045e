"""Vakten ved import: hva som stopper en fil, hva som ikke gjør det, og at verdien aldri blir
vist.
"""

import csv
import datetime as dt
import hmac
import io
import random
import subprocess
import sys
import uuid

import duckdb
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from personnumre import DUF, fnr, skrivefeil
from uttrekk import mikrokommune

from boligdata import __main__
from boligdata.bygg import ingest
from boligdata.bygg.ingest import kjennetegn, porsjoner, pseudonym
from boligdata.felles import config, identitetsnummer

KOMMUNE = """
navn = "Prøvevik"
kommunenummer = "9902"
omraader = ["Sentrum", "Øya"]
plan_fra = 2022
plan_til = 2032
foerste_aar = 2016
per_dato = 2025-12-31
"""
SOEKNAD = [
    "soeknad_id",
    "husstand_id",
    "maalgruppe",
    "soeknadstype",
    "oensket_boligtype",
    "mottatt",
]


def rader(antall=30, **kolonner) -> list[list[str]]:
    """Søknader med overskrift. En egen kolonne er en verdi til alle radene, eller en funksjon av
    radens nummer.
    """
    ut = [SOEKNAD + list(kolonner)]
    for nr in range(1, antall + 1):
        egne = [v(nr) if callable(v) else v for v in kolonner.values()]
        ut.append([f"S{nr}", f"H{nr}", "rop", "ny", "robust", "01.02.2021", *egne])
    return ut


def csv_bytes(innhold) -> bytes:
    fil = io.StringIO()
    csv.writer(fil, delimiter=";").writerows(innhold)
    return fil.getvalue().encode()


def xlsx_bytes(**ark) -> bytes:
    fil = io.BytesIO()
    with xlsxwriter.Workbook(fil) as bok:
        for navn, innhold in ark.items():
            side = bok.add_worksheet(navn)
            for nr, rad in enumerate(innhold):
                side.write_row(nr, 0, rad)
    return fil.getvalue()


@pytest.fixture
def les(tmp_path):
    """Legg innholdet i en fil, les mappen, og få rapporten."""
    mappe = tmp_path / "inn"
    mappe.mkdir()

    def _les(innhold, fil="soeknad.csv", toml=""):
        for gammel in mappe.iterdir():
            gammel.unlink()
        (mappe / "kommune.toml").write_text(KOMMUNE + toml, encoding="utf-8")
        (mappe / fil).write_bytes(
            innhold if isinstance(innhold, bytes) else csv_bytes(innhold)
        )
        with duckdb.connect(config={"python_enable_replacements": "false"}) as con:
            return ingest.les_uttrekk(con, mappe, config.les_kommune(mappe))

    _les.mappe = mappe
    return _les


def stoppet(rapport) -> list[str]:
    """Det vakten stoppet søknadene for."""
    return [
        a.regel for a in rapport.avvik if a.alvor == "stoppet" and a.kilde == "soeknad"
    ]


# ------------------------------------------------------------------------ fødselsnummer


DATOER = st.dates(dt.date(1900, 1, 1), dt.date(2039, 12, 31))
NUMRE = st.builds(
    fnr,
    DATOER,
    st.integers(0, 999),
    st.sampled_from([0, 40]),
    st.sampled_from([0, 40, 65, 80]),
    st.sampled_from([0, 1, 2, 3]),
).filter(bool)
SKREVET = {
    "rett fram": lambda n: n,
    "med mellomrom": lambda n: f"{n[:6]} {n[6:]}",
    "med hardt mellomrom": lambda n: f"{n[:6]}\u00a0{n[6:]}",
    "med bindestrek": lambda n: f"{n[:6]}-{n[6:]}",
    "delt i fire": lambda n: f"{n[:6]} {n[6:9]} {n[9:]}",
    "som dato": lambda n: f"{n[:2]}.{n[2:4]}.{n[4:6]} {n[6:]}",
    "som dato med århundre": lambda n: f"{n[:2]}.{n[2:4]}.19{n[4:6]} {n[6:]}",
    "med usynlig tegn": lambda n: f"{n[:4]}\u00ad{n[4:]}",
    "som Excel lagrer det": lambda n: n.removeprefix("0"),
    "i en tekst": lambda n: f"Ring søker ({n}) før fredag",
    "etter et annet tall": lambda n: f"sak 12 {n}, side 3",
    "inntil bokstaver": lambda n: f"fnr:{n}x",
}
PLASSER = st.sampled_from(
    [0, 1, 4, 6, 7]
)  # id, husstand, boligtype, en kolonne uten kontrakt, og utenfor overskriften


@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    nummer=NUMRE,
    skrevet=st.sampled_from(list(SKREVET)),
    plass=PLASSER,
    rad=st.integers(0, 30),
    fil=st.sampled_from(["csv", "xlsx", "tall", "andre ark"]),
)
def test_et_gyldig_nummer_hvor_som_helst_stopper_filen_og_blir_aldri_vist(
    les, nummer, skrevet, plass, rad, fil
):
    innhold = rader(farge="blå")
    tekst = SKREVET[skrevet](nummer)
    verdi = (
        int(tekst) if fil == "tall" and tekst.isascii() and tekst.isdecimal() else tekst
    )
    innhold[rad] = (
        [*innhold[rad], ""][:plass] + [verdi] + [*innhold[rad], ""][plass + 1 :]
    )
    if fil == "csv":
        rapport = les(innhold)
    elif fil == "andre ark":
        rapport = les(
            xlsx_bytes(Søknader=rader(), Notater=[["noe"], ["annet", verdi]]),
            "soeknad.xlsx",
        )
    else:
        rapport = les(xlsx_bytes(Søknader=innhold), "soeknad.xlsx")
    assert set(stoppet(rapport)) == {"fødselsnummer i filen"}
    assert rapport.status["soeknad"].rader_lastet == 0
    sifre = "".join(
        t for t in str(rapport) + ingest.rapport_tekst(rapport) if t.isdigit()
    )
    assert nummer not in sifre and nummer.lstrip("0") not in sifre


def test_rapporten_sier_fil_ark_kolonne_rad_og_antall(les):
    innhold = rader(husstandens_nr=lambda nr: fnr(individ=nr) if nr > 20 else "")
    rapport = les(xlsx_bytes(Januar=rader(), Februar=innhold), "soeknad.xlsx")
    [avvik] = [a for a in rapport.avvik if a.regel == "fødselsnummer i filen"]
    assert (avvik.fil, avvik.ark, avvik.rad, avvik.verdi) == (
        "soeknad.xlsx",
        "Februar",
        22,
        None,
    )
    assert (
        "10 celler" in avvik.forklaring and "«Februar», i kolonne 7" in avvik.forklaring
    )
    assert "Ta kolonnen ut av uttrekket" in avvik.forklaring
    assert rapport.status["soeknad"].stoppet == avvik.forklaring


def test_i_en_kolonne_kontrakten_bruker_er_raadet_et_annet(les):
    innhold = rader()
    innhold[3][1] = fnr()
    [avvik] = [a for a in les(innhold).avvik if a.kilde == "soeknad"]
    assert (
        avvik.kolonne == "husstand_id"
        and "Bytt innholdet ut med et nummer" in avvik.forklaring
    )


def test_ogsaa_den_siste_av_mange_rader_blir_sett(les):
    innhold = rader(antall=2 * porsjoner.STOERRELSE + 50)
    innhold[-1][0] = fnr()
    assert stoppet(les(innhold)) == ["fødselsnummer i filen"]


def test_en_fil_uten_overskrift_og_tittelrader_over_blir_ogsaa_sett(les):
    assert stoppet(les([["a", "b"], ["1", fnr()]])) == ["fødselsnummer i filen"]
    assert stoppet(les([["Uttrekk for", fnr()], *rader()])) == ["fødselsnummer i filen"]


def test_et_skjult_ark_blir_ogsaa_sett(les):
    fil = io.BytesIO()
    with xlsxwriter.Workbook(fil) as bok:
        synlig, skjult = bok.add_worksheet("Søknader"), bok.add_worksheet("Skjult")
        for nr, rad in enumerate(rader()):
            synlig.write_row(nr, 0, rad)
        skjult.write(200, 20, fnr())
        skjult.very_hidden()
    assert stoppet(les(fil.getvalue(), "soeknad.xlsx")) == ["fødselsnummer i filen"]


def test_navnet_paa_filen_og_arket_blir_ogsaa_sett(les):
    rapport = les(rader(), f"soeknad_{fnr()}.csv")
    assert stoppet(rapport) == ["personopplysning i navnet"] and fnr() not in str(
        rapport
    )
    assert rapport.status["soeknad"].filer == ("soeknad_….csv",)
    rapport = les(xlsx_bytes(**{f"Sak {fnr()}": rader()}), "soeknad.xlsx")
    assert stoppet(rapport) == ["personopplysning i navnet"] and fnr() not in str(
        rapport
    )


@pytest.mark.parametrize("ulike, stopper", [(15, False), (16, True)])
def test_en_lang_standardtekst_er_ikke_fritekst_men_mange_ulike_er_det(
    les, ulike, stopper
):
    """Tretti lange tekster: er de fleste den samme, er det et skjema som har skrevet dem."""

    def tekst(nr):
        return MERKNAD.format(nr if nr < ulike else "nummer null")

    rapport = les(rader(antall=30, ref=tekst))
    assert ("fritekst i filen" in stoppet(rapport)) is stopper


@pytest.mark.parametrize("ord_, stopper", [(2, False), (3, False), (4, True)])
def test_lange_koder_er_ikke_fritekst_men_setninger_er_det(les, ord_, stopper):
    def tekst(nr):
        return " ".join(f"{'tekst' * 5}{nr}" for _ in range(ord_))

    assert ("fritekst i filen" in stoppet(les(rader(ref=tekst)))) is stopper


@pytest.mark.parametrize(
    "hemmelig", ["+47 41 23 45 67", "kari.nordmann@eksempel.no", DUF[0]]
)
def test_heller_ikke_telefon_e_post_og_duf_nummer_i_navnet_paa_filen_blir_vist(
    les, hemmelig
):
    rapport = les(rader(), f"soeknad {hemmelig}.csv")
    assert hemmelig not in str(rapport) + ingest.rapport_tekst(rapport)
    assert stoppet(rapport) == ["personopplysning i navnet"]


# --------------------------------------------------------- DUF, telefon, e-post og navn


NAVN = [
    "Kari Nordmann",
    "NORDMANN OLA",
    "Hansen, Anne-Grete",
    "Ahmed Hassan Ali",
    "Per Ås",
]
MERKNAD = "Søker har ringt flere ganger og lurer på når boligen er ledig, sak {}"


@pytest.mark.parametrize(
    "overskrift, verdi, regel",
    [
        ("ref", DUF[0], "DUF-nummer i filen"),
        ("ref", f"{DUF[1][:4]} {DUF[1][4:10]} {DUF[1][10:]}", "DUF-nummer i filen"),
        ("ref", "kari.nordmann@eksempel.no", "e-post i filen"),
        ("ref", "Skriv til kari@eksempel.no i dag", "e-post i filen"),
        ("ref", "+47 41 23 45 67", "telefonnummer i filen"),
        ("ref", "004741234567", "telefonnummer i filen"),
    ],
)
def test_en_sikker_celle_i_en_hvilken_som_helst_kolonne_stopper_filen(
    les, overskrift, verdi, regel
):
    rapport = les(rader(**{overskrift: lambda nr: verdi if nr == 17 else ""}))
    assert stoppet(rapport) == [regel] and verdi not in str(rapport)


@pytest.mark.parametrize(
    "overskrift, verdi, regel",
    [
        ("ref", lambda nr: NAVN[nr % 5], "navn i filen"),
        ("husstand", lambda nr: NAVN[nr % 5], "navn i filen"),
        ("ref", lambda nr: f"412 34 {nr + 500}", "telefonnummer i filen"),
        ("Tlf.", lambda nr: f"41234{nr + 500}", "telefonnummer i filen"),
        ("Fødselsnr", "oppgitt", "fødselsnummer i filen"),
        ("Søkers fødselsnummer", "*****", "fødselsnummer i filen"),
        ("Etternavn", "Å", "navn i filen"),
        ("DUF-nr", "123", "DUF-nummer i filen"),
        ("ref", lambda nr: MERKNAD.format(nr), "fritekst i filen"),
        ("ref", lambda nr: skrivefeil(fnr(individ=nr)), "mulig fødselsnummer i filen"),
    ],
)
def test_en_kolonne_full_av_det_som_ligner_stopper_filen(les, overskrift, verdi, regel):
    assert regel in stoppet(les(rader(**{overskrift: verdi})))


@pytest.mark.parametrize("gyldige, kan", [(19, True), (20, False)])
def test_en_kolonne_kan_bare_bekreftes_naar_faerre_enn_hver_femte_er_et_gyldig_nummer(
    les, gyldige, kan
):
    """Hundre lange tall. Om lag hvert tiende kontonummer ser ut som et fødselsnummer, aldri hvert
    femte.
    """

    def nummer(nr):
        return fnr(individ=100 + nr) if nr <= gyldige else f"{99_000_000_000 + nr}"

    innhold = rader(antall=100, Saksnr2=nummer)
    rapport = les(innhold, toml='[ikke_personnummer]\nsoeknad = ["Saksnr2"]')
    assert (stoppet(rapport) == []) is kan
    assert (rapport.status["soeknad"].rader_lastet == 100) is kan


@pytest.mark.parametrize("like, stopper", [(19, False), (20, True)])
@pytest.mark.parametrize(
    "regel, lignende, vanlig",
    [
        ("navn", lambda nr: NAVN[nr % 5], lambda nr: f"Sak {nr}"),
        ("telefonnummer", lambda nr: f"412 34 {nr + 500}", lambda nr: f"Sak {nr}"),
    ],
)
def test_mye_er_en_femdel_av_cellene_som_er_fylt_ut(
    les, regel, lignende, vanlig, like, stopper
):
    """Tomme celler teller ikke: hundre er fylt ut, og hundre er tomme."""
    innhold = rader(
        antall=200,
        ref=lambda nr: "" if nr > 100 else lignende(nr) if nr <= like else vanlig(nr),
    )
    assert stoppet(les(innhold)) == ([f"{regel} i filen"] if stopper else [])


def test_minst_fem_tall_maa_begynne_som_et_foedselsnummer_foer_kolonnen_stoppes(les):
    def faa(hvor_mange):
        return rader(
            antall=10,
            ref=lambda nr: skrivefeil(fnr(individ=nr)) if nr <= hvor_mange else "",
        )

    assert stoppet(les(faa(4))) == []
    assert stoppet(les(faa(5))) == ["mulig fødselsnummer i filen"]


def test_navn_i_en_id_kolonne_stopper_filen(les):
    innhold = [
        rader()[0],
        *([rad[0], NAVN[nr % 5], *rad[2:]] for nr, rad in enumerate(rader()[1:])),
    ]
    assert stoppet(les(innhold)) == ["navn i filen"]


@pytest.mark.parametrize(
    "overskrift",
    ["Fødselsdato", "Adresse", "Merknad", "Saksbehandler", "E-post", "Kontonr"],
)
def test_en_personlig_overskrift_uten_personlig_innhold_blir_meldt_og_ikke_lest(
    les, overskrift
):
    rapport = les(rader(**{overskrift: "-"}))
    [avvik] = [a for a in rapport.avvik if a.kilde == "soeknad"]
    assert (avvik.regel, avvik.alvor) == ("personlig kolonne", "merknad")
    assert rapport.status["soeknad"].rader_lastet == 30


def test_overskriften_paa_en_ukjent_kolonne_vises_ikke_til_alle(les):
    rapport = les(rader(**{"Kari Nordmanns saker": fnr()}))
    assert "Kari" not in rapport.status["soeknad"].stoppet
    rapport = les([["soeknad_id", "Kari Nordmann"], ["S1", "x"]])
    assert "Kari" not in rapport.status[
        "soeknad"
    ].stoppet and "Kari" not in ingest.rapport_tekst(rapport, False)
    assert "Fant kolonnene «soeknad_id», «Kari Nordmann»" in ingest.rapport_tekst(
        rapport
    )


# -------------------------------------------------------------- telefonen til et kontor

KATALOG = ["Tjeneste", "Enhet", "Hva", "For hvem", "Slik søker du", "Telefon"]


def katalograder(telefon="32 12 34 56", **andre) -> list[list[str]]:
    """Tjenestekatalogen, med en egen verdi i den femte raden for kolonnene i `andre`."""
    rad = {
        "Tjeneste": "Råd",
        "Enhet": "NAV",
        "Hva": "En samtale om bolig og økonomi med en som kan reglene",
        "For hvem": "Alle som trenger råd om bolig",
        "Slik søker du": "Møt opp",
        "Telefon": telefon,
    }
    rader = [rad | {"Tjeneste": f"Råd {nr}"} for nr in range(1, 21)]
    rader[4] |= andre
    return [KATALOG, *(list(r.values()) for r in rader)]


def stoppet_katalog(rapport) -> list[str]:
    return [
        a.regel
        for a in rapport.avvik
        if a.alvor == "stoppet" and a.kilde == "tjenestekatalog"
    ]


@pytest.mark.parametrize(
    "telefon",
    ["32 12 34 56", "412 34 567", "+47 32 12 34 56", "32123456", "004732123456"],
)
def test_telefonen_til_kontoret_i_tjenestekatalogen_slipper_inn(les, telefon):
    rapport = les(katalograder(telefon), "tjenestekatalog.csv")
    assert (
        stoppet_katalog(rapport) == []
        and rapport.status["tjenestekatalog"].rader_lastet == 20
    )


@pytest.mark.parametrize(
    "kolonne", ["Tjeneste", "Enhet", "Hva", "For hvem", "Slik søker du"]
)
@pytest.mark.parametrize("nummer", ["41 23 45 67", "412 34 567", "+47 32 12 34 56"])
def test_ett_telefonnummer_i_en_annen_kolonne_i_tjenestekatalogen_stopper_filen(
    les, kolonne, nummer
):
    rapport = les(
        katalograder(**{kolonne: f"Ring {nummer} før du kommer"}), "tjenestekatalog.csv"
    )
    assert stoppet_katalog(rapport) == ["telefonnummer i filen"] and nummer not in str(
        rapport
    )


@pytest.mark.parametrize(
    "verdi, regel",
    [
        (fnr(), "fødselsnummer i filen"),
        ("kari@eksempel.no", "e-post i filen"),
    ],
)
def test_i_kolonnen_til_kontoret_slipper_bare_telefonnumre_inn(les, verdi, regel):
    assert stoppet_katalog(les(katalograder(Telefon=verdi), "tjenestekatalog.csv")) == [
        regel
    ]


def test_navn_i_kolonnen_til_kontoret_stopper_filen(les):
    innhold = katalograder()
    for nr, rad in enumerate(innhold[1:]):
        rad[-1] = NAVN[nr % 5]
    assert stoppet_katalog(les(innhold, "tjenestekatalog.csv")) == ["navn i filen"]


@pytest.mark.parametrize("overskrift", ["Telefon", "Telefon til kontoret", "Tlf."])
def test_et_telefonnummer_i_et_annet_uttrekk_stopper_filen_ogsaa_naar_overskriften_er_kontorets(
    les, overskrift
):
    assert stoppet(les(rader(**{overskrift: lambda nr: f"32 12 34 {nr + 10}"}))) == [
        "telefonnummer i filen"
    ]


def test_telefonnumre_i_en_kodekolonne_stopper_filen(les):
    innhold = [
        rader()[0],
        *(
            [*rad[:4], f"412 34 {nr + 500}", rad[5]]
            for nr, rad in enumerate(rader()[1:])
        ),
    ]
    assert stoppet(les(innhold)) == ["telefonnummer i filen"]


# ------------------------------------------------------------------------- falske treff


@pytest.mark.parametrize(
    "verdi",
    [
        lambda nr: f"59,{91234567890 + nr}",  # koordinat
        lambda nr: str(uuid.UUID(int=nr * 10**36)),  # GUID
        lambda nr: f"2021-05-{nr % 28 + 1:02} 12:34:56",  # tidspunkt
        lambda nr: f"20210514{nr % 24:02}30",  # tidspunkt uten skilletegn
        lambda nr: f"{974760673 + nr}",  # organisasjonsnummer
        lambda nr: f"1 234 {nr + 567},50",  # beløp
        lambda nr: f"{7000000000000 + nr}",  # strekkode
        lambda nr: f"2021/{nr:05}",  # saksnummer
        lambda nr: "Storgata 12 B",
        lambda nr: "Sentrum Nord",
        lambda nr: "Innvilget med vilkår om oppfølging",
    ],
)
def test_vanlige_verdier_stopper_ikke_filen(les, verdi):
    assert stoppet(les(rader(ref=verdi))) == []


def test_faa_av_tilfeldige_lange_tall_ligner_et_foedselsnummer():
    terning = random.Random(1)
    tall = [f"{terning.randrange(10**11):011}" for _ in range(60_000)]
    assert (
        sum(map(identitetsnummer.er_foedselsnummer, tall)) / len(tall) < 0.0107
    )  # Målt på to millioner: 0,97 %.
    assert (
        sum(map(identitetsnummer.begynner_som_foedselsnummer, tall)) / len(tall) < 0.08
    )
    assert (
        sum(bool(kjennetegn.sikre(t[1:])) for t in tall) / len(tall) < 0.036
    )  # Ti sifre, med null foran.


def test_fnr_ved_siden_av_gaards_og_bruksnummer_er_festenummer(les):
    matrikkel = {"Gnr": "12", "Bnr": lambda nr: str(nr), "Fnr": "0", "Snr": ""}
    assert stoppet(les(rader(**matrikkel))) == []
    assert stoppet(les(rader(**matrikkel | {"Fnr": lambda nr: fnr(individ=nr)}))) == [
        "fødselsnummer i filen"
    ]
    assert stoppet(les(rader(**matrikkel | {"Fnr": "140587"}))) == [
        "fødselsnummer i filen"
    ]
    assert stoppet(les(rader(Fnr="0"))) == ["fødselsnummer i filen"]


# ----------------------------------------------------------- kolonner som kan bekreftes


def kontonummer(nr: int) -> str:
    terning = random.Random(nr)
    while True:
        ti = f"{terning.randrange(10**10):010}"
        siste = (
            -sum(int(s) * v for s, v in zip(ti, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2))) % 11
        )
        if siste < 10:
            return f"{ti}{siste}"


@pytest.mark.parametrize(
    "overskrift, lag",
    [
        ("Kontonr", kontonummer),
        ("KID", lambda nr: f"{random.Random(nr).randrange(10**11):011}"),
    ],
)
def test_en_kolonne_med_kontonummer_eller_kid_kan_bekreftes(les, overskrift, lag):
    innhold = rader(antall=400, **{overskrift: lag})
    rapport = les(innhold)
    assert stoppet(rapport) == ["fødselsnummer i filen"]
    assert "kan kolonnen bekreftes i kommune.toml" in rapport.status["soeknad"].stoppet
    rapport = les(innhold, toml=f'[ikke_personnummer]\nsoeknad = ["{overskrift}"]')
    assert stoppet(rapport) == [] and rapport.status["soeknad"].rader_lastet == 400
    assert "bekreftet kolonne" in {a.regel for a in rapport.avvik}


def test_en_kolonne_full_av_foedselsnummer_kan_ikke_bekreftes(les):
    innhold = rader(Saksnr2=lambda nr: fnr(individ=nr))
    rapport = les(innhold, toml='[ikke_personnummer]\nsoeknad = ["Saksnr2"]')
    assert (
        stoppet(rapport) == ["fødselsnummer i filen"]
        and "bekreftes" not in rapport.status["soeknad"].stoppet
    )


@pytest.mark.parametrize(
    "toml",
    [
        '[ikke_personnummer]\nsøknad = ["Saksnr"]',
        'ikke_personnummer = ["Saksnr"]',
        '[ikke_personnummer]\nsoeknad = "x"',
    ],
)
def test_en_bekreftelse_som_er_skrevet_feil_blir_forklart(les, toml):
    toml = toml.replace("søknad", '"søknad"')
    with pytest.raises(config.Brukerfeil, match="ikke_personnummer"):
        les(rader(), toml=toml)


# ------------------------------------------------------------ eksempelet og kommandoene


def test_eksempelkommunen_slipper_forbi_vakten():
    mappe = config.ROT / "data" / "eksempel"
    with duckdb.connect(config={"python_enable_replacements": "false"}) as con:
        rapport = ingest.les_uttrekk(con, mappe, config.les_kommune(mappe))
    assert not [s for s in rapport.status.values() if s.stoppet]
    assert {a.regel for a in rapport.avvik if a.regel.endswith("i filen")} == set()


def test_sjekk_stopper_filen_og_hverken_terminalen_eller_rapporten_har_verdien(
    tmp_path,
):
    uttrekk = mikrokommune(tmp_path / "inn")
    linjer = (uttrekk / "soeknad.csv").read_bytes().splitlines(keepends=True)
    foerste = linjer[1].split(b";")[0]
    (uttrekk / "soeknad.csv").write_bytes(
        b"".join(linjer).replace(foerste, fnr().encode(), 1)
    )
    for rapportfil in ("rapport.csv", "rapport.xlsx"):
        kommando = [
            sys.executable,
            "-m",
            "boligdata",
            "sjekk",
            "--uttrekk",
            str(uttrekk),
            "--rapport",
            str(tmp_path / rapportfil),
        ]
        svar = subprocess.run(
            kommando, cwd=config.ROT, capture_output=True, text=True, encoding="utf-8"
        )
        assert (
            svar.returncode == 1
            and "fødselsnummer i filen (1)" in svar.stdout
            and "soeknad.csv" in svar.stdout
        )
        assert fnr() not in svar.stdout + svar.stderr
    assert fnr().encode() not in (tmp_path / "rapport.csv").read_bytes()


def test_bygget_beholder_de_gamle_tallene_og_publiserer_ikke_verdien(mikro, capsys):
    uttrekk, ut = mikro / "inn", mikro / "publisert"
    [foerste] = ut.glob("publisert-*.duckdb")
    with open(uttrekk / "soeknad.csv", "ab") as fil:
        fil.write(f"{fnr()};x\r\n".encode())
    assert __main__.main(["bygg", "--uttrekk", str(uttrekk), "--ut", str(ut)]) == 0
    skrevet = capsys.readouterr()
    assert (
        "fødselsnummer i filen" in skrevet.out
        and fnr() not in skrevet.out + skrevet.err
    )
    [ny] = set(ut.glob("publisert-*.duckdb")) - {foerste}
    assert fnr().encode() not in ny.read_bytes()
    with duckdb.connect(str(ny), read_only=True) as con:
        con.execute(f"attach '{foerste}' as foer (read_only)")
        assert (
            con.execute(
                "from kube_soeknader except from foer.kube_soeknader"
            ).fetchall()
            == []
        )
        [(stoppet_fordi,)] = con.execute(
            "select stoppet from kilde where kilde = 'soeknad'"
        ).fetchall()
    assert "én celle" in stoppet_fordi


def test_utskriften_fra_bygget_har_ingen_verdier_fra_radene(tmp_path, capsys):
    uttrekk = mikrokommune(tmp_path / "inn")
    with open(uttrekk / "soeknad.csv", "ab") as fil:
        fil.write(b"HEMMELIG1;HEMMELIG2;HEMMELIG3\r\n")
    assert (
        __main__.main(["bygg", "--uttrekk", str(uttrekk), "--ut", str(tmp_path / "ut")])
        == 0
    )
    skrevet = capsys.readouterr().out
    assert (
        "feil antall felt (1)" in skrevet
        and "HEMMELIG" not in skrevet
        and "sjekk" in skrevet
    )


def test_en_uventet_feil_vises_uten_teksten_som_kan_ha_en_verdi(
    capsys, monkeypatch, tmp_path
):
    (tmp_path / "kommune.toml").write_text(
        KOMMUNE.replace('"9902"', "[1405, 8712345]"), encoding="utf-8"
    )
    (tmp_path / "befolkning.csv").write_text(
        "kommunenummer;aar;aldersgruppe;personer\n9902;2021;alle;5\n"
    )
    kode = __main__.main(
        ["bygg", "--uttrekk", str(tmp_path), "--ut", str(tmp_path / "ut")]
    )
    feil = capsys.readouterr().err
    assert kode == 1 and "En feil i programmet" in feil and "8712345" not in feil


# -------------------------------------------------------------------------- pseudonymer


@pytest.mark.parametrize("noekkel", [b"x" * 32, b"y" * 64, "æ".encode() * 50])
def test_pseudonymet_er_hmac_sha256_av_id_en(noekkel):
    ider = ["H1", "Husstand æøå", ""]
    uttrykk = pseudonym.uttrykk("id")
    with duckdb.connect() as con:
        sql = f"select {uttrykk} from (select unnest(?) as id)"
        svar = con.execute(sql, [*pseudonym.parametre(noekkel), ider]).fetchall()
    assert [s for (s,) in svar] == [
        hmac.digest(noekkel, i.encode(), "sha256").hex()[: pseudonym.LENGDE]
        for i in ider
    ]
