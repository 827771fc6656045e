"""Kommunens regnskap: hva som er regnet med, hva som aldri vises, og det kortene sier om det."""

import collections
import csv

import duckdb
import pytest
from publisering import publiser
from spraak import feil_i

from boligdata import lesing
from boligdata.bygg.beregning import modell_sql
from boligdata.felles.config import ROT
from boligdata.innhold import figurer, oekonomi
from boligdata.innhold.figurer import Stil

LINJE = "aar integer, regnskap varchar, funksjon integer, art integer, boligtype varchar, prosjekt_id varchar"


@pytest.fixture
def con():
    """En database med tomme uttrekk: `oekonomi`, `bemanning` og boligene ved utgangen av hvert år."""
    with duckdb.connect() as con:
        con.execute(
            f"create table oekonomi ({LINJE}, beloep_kr double, boliger integer)"
        )
        con.execute(
            "create table bemanning "
            "(aar integer, bofellesskap varchar, plasser integer, aarsverk double)"
        )
        con.execute(
            "create table bolig_beholdning "
            "(periode varchar, disposisjonsform varchar, boligtype varchar)"
        )
        yield con


def _lever(con, *linjer):
    """Linjer i regnskapet: (år, regnskap, funksjon, art, boligtype, prosjekt, beløp, boliger)."""
    con.executemany("insert into oekonomi values (?, ?, ?, ?, ?, ?, ?, ?)", linjer)


def _boliger(con, aar, disposisjonsform, boligtype, antall):
    rad = [str(aar), disposisjonsform, boligtype]
    con.executemany("insert into bolig_beholdning values (?, ?, ?)", [rad] * antall)


def _drift(art, kroner, boligtype=None, funksjon=265):
    return (2025, "drift", funksjon, art, boligtype, None, kroner, None)


def _postene(con, boligtype="alle"):
    """Beløpet og boligene i hver post for boligtypen."""
    rader = con.execute(modell_sql("oekonomi_aar")).fetchall()
    return {
        post: (kroner, boliger)
        for _, post, type_, kroner, boliger in rader
        if type_ == boligtype
    }


# ---------------------------------------------------------------------------- modellene


def test_husleien_er_den_samme_med_og_uten_minus_og_kostnadene_er_det_boligene_koster(
    con,
):
    _boliger(con, 2025, "eid", "ordinaer", 8)
    _boliger(con, 2025, "innleid", "ordinaer", 2)
    _lever(
        con,
        _drift(630, -900),
        _drift(10, 100),
        _drift(190, 50),
        _drift(230, 40),
        _drift(290, 7),  # internkjøp
        _drift(370, 20),
        _drift(470, 30),  # tildelingsrett
        _drift(500, 60),
        _drift(510, 500),  # avdrag
        _drift(590, 80),
        _drift(10, 1000, funksjon=254),  # hjemmetjenesten
    )
    postene = _postene(con)
    assert postene["husleie"] == (900, 10)
    assert postene["kostnader"] == (100 + 50 + 40 + 20 + 60 + 80, 10)
    assert postene["drift"] == (100 + 40 + 20, 8)
    assert postene["vedlikehold"] == (40, 8)
    assert postene["innleie"] == (50, 2)
    con.execute("update oekonomi set beloep_kr = abs(beloep_kr)")
    assert _postene(con) == postene


def test_en_funksjon_med_flere_siffer_er_den_samme_funksjonen(con):
    _lever(con, _drift(630, -900), _drift(630, -100, funksjon=26500))
    assert _postene(con)["husleie"][0] == 1000


def test_en_boligtype_med_faa_boliger_staar_ikke_for_seg_og_det_som_ikke_er_delt_sies(
    con,
):
    _boliger(con, 2025, "eid", "ordinaer", 5)
    _boliger(con, 2025, "eid", "robust", 4)
    _lever(
        con,
        _drift(10, 100, "ordinaer"),
        _drift(10, 30, "robust"),
        _drift(10, 7),
    )
    assert _postene(con)["kostnader"] == (137, 9)
    assert _postene(con, "ordinaer")["kostnader"] == (100, 5)
    assert _postene(con, "robust") == {}
    assert _postene(con, "ukjent")["kostnader"] == (7, None)


@pytest.mark.parametrize(
    ("linje", "vist"),
    [
        ((2025, "ubetalt", 265, 630, "robust", None, 1_249_000, None), 1_200_000),
        ((2025, "ubetalt", 265, 630, None, None, 30_000, None), 0),
        ((2025, "investering", 283, 520, None, None, 8_760_000, None), 8_800_000),
        ((2025, "investering", 283, 520, None, None, 4_900_000, None), None),
        ((2025, "drift", 283, 470, None, None, 1_149_999, None), 1_100_000),
        ((2025, "drift", 283, 470, None, None, 400_000, None), None),
    ],
)
def test_det_husstander_skylder_eller_faar_er_rundet_av_og_aldri_delt(con, linje, vist):
    _boliger(con, 2025, "eid", "robust", 20)
    _lever(con, linje)
    [(_, _, boligtype, kroner, boliger)] = con.execute(
        modell_sql("oekonomi_aar")
    ).fetchall()
    assert (boligtype, kroner, boliger) == ("alle", vist, None)


def test_prisen_for_et_prosjekt_er_alt_det_kostet_delt_paa_boligene_det_ga(con):
    def linje(aar, art, prosjekt, kroner, boliger=None, boligtype="robust"):
        return aar, "investering", 265, art, boligtype, prosjekt, kroner, boliger

    _lever(
        con,
        linje(2023, 230, "P1", 3_000_000),
        linje(2024, 230, "P1", 5_000_000, 4),
        linje(2024, 285, None, 6_000_000, 2),
        linje(2025, 285, None, 7_000_000, 2),
        linje(2025, 230, "P2", 9_000_000),  # ikke ferdig
        linje(2025, 230, "P3", 9_000_000, 3, boligtype=None),  # hva slags boliger?
    )
    assert con.execute(modell_sql("boligpris")).fetchall() == [
        ("robust", "kjoepe", 2024, 6_000_000, 2),
        ("robust", "bygge", 2024, 8_000_000, 4),
        ("robust", "kjoepe", 2025, 7_000_000, 2),
    ]


def test_smaa_bofellesskap_staar_samlet_og_bare_naar_de_er_store_nok_til_sammen(con):
    con.execute(
        """
        insert into bemanning values
            (2024, 'Stort', 8, 12), (2024, 'Lite', 4, 9),
            (2025, 'Stort', 8, 12), (2025, 'Lite', 4, 9), (2025, 'Mindre', 2, 3.5)
        """
    )
    assert con.execute(modell_sql("bemanning_aar")).fetchall() == [
        (2024, "Stort", 8, 12),
        (2025, "Stort", 8, 12),
        (2025, None, 6, 12.5),
    ]


# ------------------------------------------------------------------------------ kortene


@pytest.fixture
def kortet(tmp_path, monkeypatch, bygd_eksempel):
    """Kortet når regnskapet er disse radene: `kortet("husleie", (2025, "husleie", "alle", 9e6, 10), …)`."""
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path / "publisert"))

    def lag(navn, *rader, tabell="oekonomi"):
        verdiene = ", ".join(
            f"({', '.join('null' if en is None else repr(en) for en in rad)})"
            for rad in rader
        )
        settes_inn = f"insert into tabell_{tabell} values {verdiene}"
        publiser(
            bygd_eksempel,
            tmp_path / "publisert",
            f"delete from tabell_{tabell}",
            *([settes_inn] if rader else []),
        )
        return oekonomi.kortet(navn, "Hva koster det?")

    return lag


def _lest(tekst):
    """Teksten med vanlige mellomrom."""
    return tekst.replace("\N{NO-BREAK SPACE}", " ")


def _post(aar, post, mill, boliger=None, boligtype="alle"):
    return aar, post, boligtype, None if mill is None else mill * 1e6, boliger


def test_kortet_sier_hvor_mye_husleien_dekker_i_aar_og_aaret_foer(kortet):
    kort = kortet(
        "husleie",
        _post(2024, "kostnader", 10),
        _post(2024, "husleie", 9),
        _post(2025, "kostnader", 12),
        _post(2025, "husleie", 9),
    )
    assert _lest(kort.funn) == "Husleien dekket 75 % av kostnadene i 2025"
    assert _lest(kort.resten) == "I 2024 var det 90 %."
    figuren = figurer.tegn(kort, Stil(moerk=False)).to_dict()
    linjer = {serie["name"]: list(serie["y"]) for serie in figuren["data"]}
    assert linjer == {"Kostnader": [10, 12], "Husleie": [9, 9]}


def test_rammen_for_aar_som_kommer_er_sagt_og_er_ikke_brukt(kortet):
    kort = kortet(
        "investering",
        _post(2025, "investeringsramme", 20),
        _post(2025, "investert", 12.5),
        _post(2026, "investeringsramme", 8),
    )
    assert _lest(kort.setning) == (
        "12,5 av 20,0 mill. kr til boliger ble brukt i 2025. "
        "Rammen for 2026 er 8,0 mill. kr."
    )


@pytest.mark.parametrize("navn", ["investering", "startlaan"])
def test_bare_en_ramme_sier_ikke_at_noe_er_brukt(kortet, navn):
    ramme = {"investering": "investeringsramme", "startlaan": "startlaanramme"}[navn]
    kort = kortet(navn, _post(2026, ramme, 8))
    assert kort.funn == ""
    assert _lest(kort.setning) == "Rammen for 2026 er 8,0 mill. kr."


def test_uten_en_ramme_staar_det_som_er_brukt_alene(kortet):
    kort = kortet("investering", _post(2025, "investert", 12.5))
    assert _lest(kort.funn) == "12,5 mill. kr til boliger ble brukt i 2025"


def test_det_som_ikke_er_delt_paa_boligtype_sies_ved_siden_av_dem_som_er_det(kortet):
    kort = kortet(
        "husleie_boligtype",
        _post(2025, "kostnader", 4, 20, "ordinaer"),
        _post(2025, "husleie", 3, 20, "ordinaer"),
        _post(2025, "kostnader", 2, 8, "heldoegns"),
        _post(2025, "husleie", 1, 8, "heldoegns"),
        _post(2025, "kostnader", 0.5, None, "ukjent"),
    )
    assert _lest(kort.funn) == (
        "Husleien dekker minst i bolig med heldøgns bemanning: 50 % i 2025"
    )
    assert kort.tabell["Husleien dekker (%)"].tolist()[:2] == [75, 50]
    assert kort.tabell["Boligtype"].tolist()[-1] == "Ikke delt på boligtype"
    [flagg] = [en for en in kort.flagg if "ikke delt" in en]
    assert _lest(flagg).startswith("0,5 mill. kr av kostnadene")


@pytest.mark.parametrize(
    ("like", "hvor"),
    [
        (["heldoegns", "bofellesskap"], "bofellesskap og bolig med heldøgns bemanning"),
        (["heldoegns", "bofellesskap", "robust"], "3 boligtyper"),
    ],
)
def test_boligtyper_med_den_samme_prosenten_slik_den_skrives_nevnes_sammen(
    kortet, like, hvor
):
    """Sto bare én av dem i tittelen, så tabellen ut til å si noe annet."""
    kort = kortet(
        "husleie_boligtype",
        _post(2025, "kostnader", 4, 20, "ordinaer"),
        _post(2025, "husleie", 3.9, 20, "ordinaer"),
        *(_post(2025, "kostnader", 4 + nr, 8, type_) for nr, type_ in enumerate(like)),
        *(
            _post(2025, "husleie", 0.748 * (4 + nr) + 0.01 * nr, 8, type_)
            for nr, type_ in enumerate(like)
        ),
    )
    assert _lest(kort.funn) == f"Husleien dekker minst i {hvor}: 75 % i 2025"


def test_bofellesskap_med_like_mange_aarsverk_per_plass_nevnes_sammen(kortet):
    kort = kortet(
        "bemanning",
        (2025, "Bekkefaret", 8, 15.2),
        (2025, "Solsida", 10, 18.9),
        (2025, "Sentrum", 12, 13.2),
        tabell="bemanning",
    )
    assert _lest(kort.funn) == (
        "Flest årsverk per plass, av dem som vises, har Bekkefaret og Solsida: 1,9 i 2025"
    )


def test_en_boligtype_som_ikke_vises_kan_dekkes_mindre_og_det_sies(kortet):
    """De få robuste boligene i eksempelet dekkes minst av alle."""
    kort = kortet(
        "husleie_boligtype",
        _post(2025, "kostnader", 5, 21),
        _post(2025, "husleie", 3.2, 21),
        _post(2025, "kostnader", 4, 20, "ordinaer"),
        _post(2025, "husleie", 3, 20, "ordinaer"),
    )
    assert _lest(kort.funn) == (
        "Av boligtypene som vises, dekker husleien minst i ordinær utleiebolig: 75 %"
    )
    assert "Boligtyper med færre enn fem boliger vises ikke." in kort.flagg


def test_de_smaa_bofellesskapene_har_ikke_noe_navn(kortet):
    kort = kortet(
        "bemanning",
        (2025, "Stort", 8, 12.0),
        (2025, None, 6, 12.0),
        tabell="bemanning",
    )
    assert _lest(kort.funn) == (
        "Flest årsverk per plass, av dem som vises, har de minste til sammen: 2,0 i 2025"
    )
    assert kort.tabell["Bofellesskap"].tolist() == [
        "De minste til sammen",
        "Stort",
    ]


@pytest.mark.parametrize("navn", oekonomi.ALLE_KORT)
def test_uten_leverte_tall_er_det_ikke_noe_kort(kortet, navn):
    tabell = "bemanning" if navn == "bemanning" else "oekonomi"
    assert kortet(navn, tabell=tabell) is None


# ------------------------------------------------------------- fasit fra eksempelets filer


def _i_filen():
    """Regnskapet lagt sammen etter år, regnskap, funksjon og art, lest rett fra filen."""
    summer = collections.Counter()
    fil = ROT / "data" / "eksempel" / "oekonomi.csv"
    with open(fil, encoding="cp1252", newline="") as rader:
        for rad in csv.DictReader(rader, delimiter=";"):
            hvor = rad["År"], rad["Regnskap eller ramme"], rad["Funksjon"], rad["Art"]
            summer[hvor] += float(rad["Beløp (kr)"])
    return summer


def test_kortene_har_det_som_staar_i_regnskapet(bygd_eksempel):
    i_filen = _i_filen()

    def sum_(regnskap, funksjon, *arter):
        return sum(
            i_filen["2025", regnskap, str(funksjon), f"{art:03d}"] for art in arter
        )

    def siste(navn):
        serie = oekonomi.kortet(navn, "").serie
        return serie[serie["aar"] == 2025].iloc[0]

    kostnader = sum_("Drift", 265, 10, 70, 99, 180, 190, 195, 230, 240, 250, 500, 590)
    husleie = -sum_("Drift", 265, 630)
    assert siste("husleie")["dekning"] == pytest.approx(100 * husleie / kostnader)
    assert siste("vedlikehold")["per_bolig"] == pytest.approx(
        sum_("Drift", 265, 70, 230, 250) / siste("vedlikehold")["boliger"]
    )
    assert siste("investering")["investert"] == pytest.approx(
        sum_("Investering", 265, 230, 285) / 1e6
    )
    assert siste("investering")["investeringsramme"] == pytest.approx(
        sum_("Vedtatt ramme", 265, 230) / 1e6
    )
    for kolonne, tallet in {
        "startlaan": sum_("Investering", 283, 520),
        "tilskudd": sum_("Drift", 283, 470),
    }.items():
        assert siste("startlaan")[kolonne] == pytest.approx(round(tallet, -5) / 1e6)
    assert siste("ubetalt")["andel"] == pytest.approx(
        100 * round(sum_("Restanse", 265, 630), -5) / husleie
    )


@pytest.mark.parametrize("navn", oekonomi.ALLE_KORT)
def test_setningene_er_hele_og_funnet_staar_ikke_to_ganger(navn, bygd_eksempel):
    kort = oekonomi.kortet(navn, oekonomi.spoersmaal(navn))
    assert not feil_i(kort.setning) and kort.setning.endswith(".")
    assert kort.funn and kort.funn not in kort.resten


def test_prosjektene_i_eksempelet_er_de_kommunen_har_kjoept_og_bygd(bygd_eksempel):
    priser = lesing.tabell("boligpris")
    bygd = priser[priser["maate"] == "bygge"].set_index("boligtype")
    assert bygd.loc["heldoegns", ["kroner", "boliger"]].tolist() == [64_850_000, 12]
    kjoept = priser[priser["maate"] == "kjoepe"]
    assert kjoept[["kroner", "boliger"]].sum().tolist() == [35_240_000, 12]
