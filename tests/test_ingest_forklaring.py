"""«sjekk --forklar» sier hvordan hver fil, kolonne og verdi er lest, og hvem som har sagt det."""

import pytest
import test_ingest

from boligdata.bygg import ingest
from boligdata.felles import kilder
from boligdata.felles.kilder import Profil

SKRIVEMAATER = """\
[verdi.boligtype]
"Hybelhus" = "ordinaer"

[overskrift.bolig]
"Tatt over" = "i_bruk_fra"
"""
HODE = "Bolig-id;Kategori;Disposisjonsform;Bydel;Tatt over;Status;Areal;Rullestol;Rom"
RADER = (
    "007;Hybelhus;eid;Sentrum;2010-02-01;utleid;1 054,5;x;1",
    "8;HDO;Eid av kommunen;Sentrum;03.02.2010;ledig;60,0;;2",
    "9;Slott;eid;Sentrum;40210;ledig;60,0;;2",
)


@pytest.fixture
def forklar(tmp_path):
    """Forklaringen av ett uttrekk av boliger, som er levert alene."""

    def forklar_(tekst: str, koding: str = "utf-8", egne: str = ""):
        (tmp_path / "bolig.csv").write_bytes(tekst.encode(koding))
        (tmp_path / "skrivemaater.toml").write_text(egne, encoding="utf-8")
        with ingest.ny_database() as con:
            return ingest.les_uttrekk(con, tmp_path, test_ingest.FJORDVIK, forklar=True)

    return forklar_


@pytest.fixture
def boliger(forklar):
    [filen] = forklar("\n".join([HODE, *RADER]), egne=SKRIVEMAATER).forklaringer
    return filen


def test_filen_sier_hvordan_den_er_lest_og_hvor_overskriften_er(forklar):
    tekst = "\n".join(["Boliger på Årvoll", HODE, *RADER])
    [filen] = forklar(tekst, "cp1252", SKRIVEMAATER).forklaringer
    assert (filen.kilde, filen.fil, filen.rad) == ("bolig", "bolig.csv", 2)
    assert filen.lest_som == (
        "Tekst med semikolon mellom feltene, i tegnsettet Windows-1252"
    )
    assert filen.ikke_lest == 1 and filen.profil is None


def test_hver_overskrift_sier_hva_den_er_og_om_det_er_avtalen_eller_kommunen_som_sier_det(
    boliger,
):
    kolonner = {en.kolonne: (en.overskrift, en.hvem) for en in boliger.kolonner}
    assert kolonner["Bolig-id"] == ("Bolig-id", "avtalen")
    assert kolonner["Boligtype"] == ("Kategori", "avtalen")
    assert kolonner["I bruk fra"] == ("Tatt over", "skrivemaater.toml")
    assert "Tilstandsgrad" not in kolonner


def test_datoer_tall_id_er_og_kryss_sier_hvordan_de_er_skrevet(boliger):
    former = {en.kolonne: en.form for en in boliger.kolonner}
    assert former["I bruk fra"] == "åååå-mm-dd, dd.mm.åååå, løpenummer fra Excel"
    assert former["Bruksareal"] == "mellomrom mellom tusenene, komma foran desimalene"
    assert former["Bolig-id"] == "uten nuller foran tall"
    assert former["Tilgjengelig for rullestol"] == "kryss er ja, og tomt er nei"


def test_verdiene_sier_hvilken_kode_de_er_og_hvem_som_kjenner_dem(boliger):
    [typen] = [en for en in boliger.kolonner if en.kolonne == "Boligtype"]
    assert {(en.navn, en.skrevet, en.hvem) for en in typen.verdier} == {
        ("Ordinær utleiebolig", ("Hybelhus",), "skrivemaater.toml"),
        ("Bolig med heldøgns bemanning", ("HDO",), "avtalen"),
    }
    assert typen.ukjente == 1


@pytest.mark.parametrize(
    "arealene, skrevet",
    [
        (("1,054.5", "60.25"), "komma mellom tusenene, punktum foran desimalene"),
        (("1.054,5", "60,25"), "punktum mellom tusenene, komma foran desimalene"),
        (("45,500", "1,250,000"), "komma mellom tusenene"),
        (("60", "61"), ""),
        (("60 m2", "61 m²"), "enheten i cellen"),
        (
            ("45,500", "45,700"),
            "komma og punktum kan ikke skilles, og radene er satt til side",
        ),
    ],
)
def test_tallene_sies_slik_hele_kolonnen_er_lest(forklar, arealene, skrevet):
    rader = [
        f"{nr};ordinaer;eid;Sentrum;02/14/2010;utleid;{areal};;1"
        for nr, areal in enumerate(arealene, 1)
    ]
    [filen] = forklar("\n".join([HODE, *rader]), egne=SKRIVEMAATER).forklaringer
    former = {en.kolonne: en.form for en in filen.kolonner}
    assert former["Bruksareal"] == skrevet
    assert former["I bruk fra"] == "mm/dd/åååå"


def test_det_som_ikke_kan_avgjoeres_sies(forklar):
    rad = "1;ordinaer;eid;Sentrum;03/04/2010;utleid;60;;1"
    [filen] = forklar("\n".join([HODE, rad]), egne=SKRIVEMAATER).forklaringer
    [datoen] = [en for en in filen.kolonner if en.kolonne == "I bruk fra"]
    assert "kan ikke skilles" in datoen.form


def test_teksten_til_terminalen_har_aldri_en_id_eller_en_verdi_ingen_kjenner(forklar):
    rapport = forklar("\n".join([HODE, *RADER]), egne=SKRIVEMAATER)
    tekst = ingest.forklaring_tekst(rapport.forklaringer)
    assert "«HDO» er Bolig med heldøgns bemanning (avtalen)" in tekst
    assert "Én verdi er ikke kjent" in tekst
    assert "007" not in tekst and "Slott" not in tekst


def test_uten_at_noen_spoer_forklares_ingenting(tmp_path):
    (tmp_path / "bolig.csv").write_text("\n".join([HODE, *RADER]), encoding="utf-8")
    with ingest.ny_database() as con:
        rapport = ingest.les_uttrekk(con, tmp_path, test_ingest.FJORDVIK)
    assert rapport.forklaringer == []


# ------------------------------------------------------------------------------ profilene

KOBO = (
    "koboId;fdvuBoligId;eieform;boligtype;disposisjonsform;bydel;startdato;boligstatus;"
    "erBofellesskap;leiekostnad"
)
KOBORAD = "K1;F77;annet;ordinaer;eid;Sentrum;2010-02-01;utleid;nei;9000"


def test_en_fil_fra_kobo_kjennes_paa_overskriftene_og_leses_med_koboid(forklar):
    rapport = forklar(f"{KOBO}\n{KOBORAD}")
    [filen] = rapport.forklaringer
    assert filen.profil == "Kobo"
    kolonner = {en.kolonne: (en.overskrift, en.hvem) for en in filen.kolonner}
    assert kolonner["Bolig-id"] == ("koboId", "Kobo")
    assert kolonner["Disposisjonsform"] == ("disposisjonsform", "Kobo")
    assert kolonner["Boligtype"] == ("boligtype", "avtalen")
    # Kobo har flere id-er, og «eieform» er noe annet der. Det er ikke noe å rette.
    assert {"to kolonner for det samme", "ukjent kolonne"}.isdisjoint(
        avvik.regel for avvik in rapport.avvik
    )
    assert rapport.status["bolig"].rader_lastet == 1


def test_en_eneste_overskrift_fra_et_fagsystem_er_ikke_nok_til_aa_vaere_det(forklar):
    hode = KOBO.replace("erBofellesskap", "bofellesskap").replace("fdvuBoligId;", "")
    rapport = forklar(f"{hode}\n{KOBORAD.replace('F77;', '')}")
    assert rapport.forklaringer[0].profil is None
    assert "to kolonner for det samme" in {avvik.regel for avvik in rapport.avvik}


def test_en_profil_kan_ikke_baade_lese_og_la_vaere_aa_lese_en_overskrift():
    with pytest.raises(ValueError, match="minst to"):
        Profil("Kobo", "api", ("koboId",), {})
    with pytest.raises(ValueError, match="leses ikke"):
        Profil("Kobo", "api", ("a", "b"), {"bolig_id": "koboId"}, ("KoboID",))


def test_hver_profil_sier_hvor_navnene_er_kjent_fra():
    for kilde in kilder.kilder().values():
        for profil in kilde.profil:
            assert profil.kjent_fra and profil.system
