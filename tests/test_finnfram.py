"""Finn fram: den som leter, finner rett tjeneste uten å kunne navnet på den."""

import time

import pytest
from publisering import publiser

from boligdata import lesing
from boligdata.felles import maalform
from boligdata.felles.config import PAKKE, Brukerfeil
from boligdata.innhold import finnfram

pytestmark = pytest.mark.usefixtures("bygd_eksempel")


def navn(tekst="", **valg):
    return finnfram.soek(tekst, **valg)["tjeneste"].tolist()


def test_uten_soekeord_er_alle_tjenestene_med_i_alfabetisk_orden():
    alle = lesing.tabell("tjenestekatalog")["tjeneste"].tolist()
    assert navn() == navn("  ") == alle == sorted(alle) and len(alle) >= 18
    assert navn("jeg trenger hjelp") == alle, "det sier ikke noe om hva"


# Ordene folk søker med, og tjenesten som da skal stå først.
FOERST = {
    "bostedsløs": "Midlertidig botilbud",
    "hjemløs": "Midlertidig botilbud",
    "uten bolig": "Midlertidig botilbud",
    "gjeld": "Økonomisk rådgivning",
    "inkasso": "Økonomisk rådgivning",
    "kastet ut": "Hjelp ved varsel om utkastelse",
    "utkastelse": "Hjelp ved varsel om utkastelse",
    "mister leiligheten min": "Hjelp ved varsel om utkastelse",
    "strøm": "Økonomisk sosialhjelp",
    "betale strøm": "Økonomisk sosialhjelp",
    "leilighet": "Kommunal bolig",
    "sosialbolig": "Kommunal bolig",
    "kommunal bolig": "Kommunal bolig",
    "sykehjem": "Bolig med heldøgns bemanning",
    "ukraina": "Bosetting og introduksjonsprogram",
    "flyktning": "Bosetting og introduksjonsprogram",
    "klage": "Klage på vedtak",
    "fått avslag": "Klage på vedtak",
    "rus": "ROP-team",
    "for dyrt": "Bostøtte fra Husbanken",
    "har ikke råd til husleia": "Bostøtte fra Husbanken",
    "husleie": "Bostøtte fra Husbanken",
    "bostotte": "Bostøtte fra Husbanken",
    "rullestol": "Tilskudd til tilpasning av boligen",
    "startlån": "Startlån",
    "booppfølging": "Booppfølging",
    "vold": "Krisesenter",
}
BLANT_DE_TRE = {
    "bolig": "Kommunal bolig",
    "bustad": "Kommunal bolig",
    "hjemløs flyktning": "Bosetting og introduksjonsprogram",
    "gjeld og husleie": "Økonomisk rådgivning",
}


@pytest.mark.parametrize("tekst", FOERST)
def test_ordene_folk_bruker_gir_rett_tjeneste_foerst(tekst):
    assert navn(tekst)[:1] == [FOERST[tekst]]


@pytest.mark.parametrize("tekst", BLANT_DE_TRE)
def test_et_vidt_soek_har_rett_tjeneste_blant_de_tre_foerste(tekst):
    assert BLANT_DE_TRE[tekst] in navn(tekst)[:3]


@pytest.mark.parametrize(
    "rett, skrevet",
    [
        (
            "startlån",
            ["STARTLÅN", "startlan", "startlaan", "  startlån ", "startlånet"],
        ),
        (
            "bostøtte",
            ["bostotte", "bostoette", "bostøten", "bosttøte", "bustønad", "busttøtte"],
        ),
        ("utkastelse", ["utkasstelse", "utkatselse", "utkastelser", "utkasting"]),
        ("kommunal bolig", ["komunal bolig", "kommunal bustad", "kommunale boliger"]),
        ("kastet ut", ["kasta ut", "Kastet  UT!", "blir kastet ut nå", "kastet utt"]),
        ("klage", ["klagge", "kalge", "klagar"]),
        ("gjeld", ["gjelld", "gjled", "jeg har gjeld"]),
        ("rus", ["ruser meg", "russ"]),
        ("hjemløs", ["heimlaus", "hjemlos", "hjemloes", "jeg er hjemløs"]),
        ("sykehjem", ["sjukeheim", "sykehjemmet", "sykehejm"]),
        ("betale strøm", ["betale straum", "betale strom"]),
        (
            "ikke råd til husleia",
            ["eg har ikkje råd til husleiga", "ikke raad husleie"],
        ),
        ("omsorgsbolig", ["omsorgsbustad", "omsorgsbustader"]),
        ("økonomisk rådgivning", ["okonomisk radgivning", "økonomisk rådgjeving"]),
        ("miljøarbeider", ["miljoarbeider", "miljoearbeider", "milljøarbeider"]),
    ],
)
def test_skrivefeil_andre_bokstaver_boeyning_og_nynorsk_gir_det_samme_foerst(
    rett, skrevet
):
    foerst = navn(rett)[0]
    assert {tekst: navn(tekst)[:1] for tekst in skrevet} == {
        tekst: [foerst] for tekst in skrevet
    }


# Det samme skrevet på begge målformene.
BEGGE = {
    "utan bustad": "uten bolig",
    "bustadlaus": "bostedsløs",
    "stad å bu": "sted å bo",
    "kastast ut": "kastes ut",
    "oppseiing": "oppsigelse",
    "fråviking": "fravikelse",
    "mistar leilegheita": "mister leiligheten",
    "skuldar pengar": "skylder penger",
    "betalingsmerknad": "betalingsanmerkning",
    "høg husleige": "høy husleie",
    "låg inntekt": "lav inntekt",
    "dårleg råd": "dårlig råd",
    "buutgifter": "boutgifter",
    "livsopphald": "livsopphold",
    "privat utleigar": "privat utleier",
    "leigemarknad": "leiemarked",
    "eigenkapital": "egenkapital",
    "eige": "eie",
    "innskot": "innskudd",
    "byte bustad": "bytte bolig",
    "for trongt": "for trangt",
    "trongbudd": "trangbodd",
    "sjukeheimsplass": "sykehjemsplass",
    "heildøgns": "heldøgns",
    "gammal": "gammel",
    "tilgjengeleg": "tilgjengelig",
    "heimehjelp": "hjemmehjelp",
    "heimesjukepleie": "hjemmesykepleie",
    "burettleiing": "boveiledning",
    "bu åleine": "bo alene",
    "bufellesskap": "bofellesskap",
    "brukarstyrt personleg assistanse": "brukerstyrt personlig assistanse",
    "flyktningar": "flyktninger",
    "asylsøkjar": "asylsøker",
    "busetje": "bosette",
    "vald": "vold",
    "trugsmål": "trusler",
    "redd heime": "redd hjemme",
    "usamd": "uenig",
    "statsforvaltaren": "statsforvalteren",
    "mange tenester": "mange tjenester",
    "lauslating": "løslatelse",
    "samlivsbrot": "samlivsbrudd",
    "åleineforsørgjar": "aleneforsørger",
    "einsleg forsørgjar": "enslig forsørger",
    "mellombels butilbod": "midlertidig botilbud",
    "tilskot til tilpassing": "tilskudd til tilpasning",
}


@pytest.mark.parametrize("nynorsk", BEGGE)
def test_et_ord_paa_nynorsk_finner_det_ordet_paa_bokmaal_finner(nynorsk):
    assert navn(nynorsk)[:3] == navn(BEGGE[nynorsk])[:3] != []


@pytest.mark.parametrize("tekst", ["uten egen bolig", "utan eigen bustad", "i fare"])
def test_soeket_gir_det_samme_paa_begge_maalformene(tekst):
    paa_bokmaal = navn(tekst)
    with maalform.bruk("nn"):
        assert navn(tekst) == paa_bokmaal != []


def test_ett_ord_som_treffer_er_nok():
    assert navn("utkastelse xyzzy") == navn("utkastelse")


def test_den_som_treffer_flest_av_ordene_staar_foerst():
    assert navn("lån")[0] != "Garanti eller lån til depositum"
    assert navn("lån depositum")[0] == "Garanti eller lån til depositum"


@pytest.mark.parametrize("tekst", ["xyzzy", "pizza", "fotball", "asdfghjkl", "b"])
def test_tull_og_det_ingen_hjelper_med_gir_ingen_treff(tekst):
    assert navn(tekst) == []


def test_et_soek_uten_treff_viser_hvem_som_kan_ringes_og_hvem_som_hjelper_samme_dag():
    kontorer = finnfram.kontorer()
    flest = lesing.tabell("tjenestekatalog")["enhet"].mode()[0]
    assert kontorer["enhet"].iloc[0] == flest and kontorer["telefon"].all()
    assert set(finnfram.samme_dag()["tjeneste"]) == {
        "Krisesenter",
        "Midlertidig botilbud",
    }


def test_kommunens_egne_soekeord_teller_som_navnet_paa_tjenesten(
    bygd_eksempel, tmp_path, monkeypatch
):
    assert navn("Fjordgløtt")[:1] == ["Bolig med heldøgns bemanning"]
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path))
    publiser(
        bygd_eksempel,
        tmp_path,
        "update tabell_tjenestekatalog set soekeord = 'Gjeldshjelpa, pizza' "
        "where tjeneste = 'Startlån'",
    )
    assert navn("gjeldshjelpa")[:1] == navn("pizza") == ["Startlån"]


def test_en_fil_som_er_publisert_foer_kolonnen_med_soekeord_kom_kan_soekes_i(
    bygd_eksempel, tmp_path, monkeypatch
):
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path))
    publiser(
        bygd_eksempel,
        tmp_path,
        "alter table tabell_tjenestekatalog drop column soekeord",
    )
    assert navn("kastet ut")[:1] == ["Hjelp ved varsel om utkastelse"]


def test_situasjonen_snevrer_inn_ogsaa_uten_soekeord():
    for situasjon in ("uten_bolig", "i_fare", "uegnet_bolig"):
        treff = finnfram.soek("", situasjon)
        assert 0 < len(treff) < len(navn()) and all(
            situasjon in s for s in treff["situasjon"]
        )
    assert navn("gjeld") and navn("gjeld", situasjon="uten_bolig") == []


def test_tegn_som_betyr_noe_i_andre_sammenhenger_er_bare_tegn():
    for tekst in ("%", "'; drop table", "<b>", "((", "\\", "a" * 500):
        assert isinstance(navn(tekst), list)


@pytest.mark.parametrize(
    "telefon, lenke",
    [
        ("10 00 99 01", "tel:+4710009901"),
        ("+47 10 00 99 01", "tel:+4710009901"),
        ("0047 10009901", "tel:+4710009901"),
        ("116 117", "tel:116117"),
        ("10 00 99 01 (kl. 9–15)", "tel:+4710009901"),
        ("Se nettsidene", ""),
        ("", ""),
    ],
)
def test_telefonnummeret_kan_ringes_rett_fra_siden(telefon, lenke):
    assert finnfram.ringelenke(telefon) == lenke


def test_hvert_ord_folk_sier_finner_noe_i_eksempelet_og_staar_bare_ett_sted():
    """Ellers er det skrevet til et ord katalogen ikke bruker, eller til to ting."""
    sagt = [uttrykk for uttrykk, _ in finnfram.ordbok().folk_sier]
    assert not [uttrykk for uttrykk in sagt if not navn(" ".join(uttrykk))]
    flere = {uttrykk for uttrykk in sagt if sagt.count(uttrykk) > 1}
    assert not flere


def test_en_feil_i_ordboken_stopper_med_filen_og_stedet(tmp_path, monkeypatch):
    fil = tmp_path / "finnfram.toml"
    riktig = (PAKKE / "innhold" / "finnfram.toml").read_text(encoding="utf-8")
    fil.write_text(riktig.replace("katalogen_sier =", "sier =", 1), encoding="utf-8")
    with pytest.raises(Brukerfeil, match=r"finnfram.toml .*ord nr. 1.*«sier»"):
        finnfram.les_ordbok(fil)


def test_svaret_kommer_med_en_gang():
    navn("varm opp")
    start = time.process_time()
    for _ in range(20):
        navn("hjelp til husleie")
    assert (time.process_time() - start) / 20 < 0.02
