"""Kommunens egne skrivemåter: lagres ved siden av uttrekkene, og gjelder i tillegg til avtalen."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boligdata.bygg import ingest
from boligdata.felles import skrivemaater
from boligdata.felles.config import Brukerfeil, Kommune
from boligdata.felles.skrivemaater import INGEN, Skrivemaater

KOMMUNE = Kommune(
    "Fjordvik", "9901", ("Sentrum",), 2022, 2032, 2016, dt.date(2025, 12, 31)
)
BOLIG = "Bolig-ID;Boligtype;Disposisjonsform;Omraade;I bruk fra;Status\n"


@pytest.fixture
def les(tmp_path):
    """Boligregisteret med radene, lest med listen som ligger ved siden av."""

    def les_(rader: str, listen: Skrivemaater = INGEN, hode: str = BOLIG):
        (tmp_path / "bolig.csv").write_text(hode + rader, encoding="utf-8")
        (tmp_path / skrivemaater.FIL).write_text(
            skrivemaater.som_toml(listen), encoding="utf-8"
        )
        with ingest.ny_database() as con:
            return ingest.les_uttrekk(con, tmp_path, KOMMUNE)

    return les_


RAD = "B1;{};eid;{};01.02.2010;utleid\n"


def test_en_ukjent_verdi_faar_forslag_og_leses_naar_forslaget_er_godtatt(les):
    rader = RAD.format("Omsorgsbolig m/ base", "Sentrum")
    [ukjent] = les(rader).ukjente
    assert (ukjent.kilde, ukjent.kolonne, ukjent.rader) == ("bolig", "boligtype", 1)
    assert ukjent.forslag, "ingenting ligner på «Omsorgsbolig m/ base»"
    listen = INGEN.med_verdi("boligtype", ukjent.tekst, ukjent.forslag[0])
    rapport = les(rader, listen)
    assert rapport.status["bolig"].rader_lastet == 1 and not rapport.ukjente


def test_en_ukjent_overskrift_stopper_filen_til_forslaget_er_godtatt(les):
    hode = BOLIG.replace("Omraade", "Områdenavn")
    rader = RAD.format("ordinaer", "Sentrum")
    foer = les(rader, hode=hode)
    assert foer.status["bolig"].stoppet
    [ukjent] = foer.ukjente
    assert ukjent.kolonne is None and ukjent.forslag[0] == "omraade"
    listen = INGEN.med_overskrift("bolig", "Områdenavn", "omraade")
    assert les(rader, listen, hode).status["bolig"].rader_lastet == 1


def test_et_omraade_kan_ha_kommunens_egen_skrivemaate(les):
    rader = RAD.format("ordinaer", "Sntrum")
    [ukjent] = les(rader).ukjente
    assert ukjent.forslag == ("Sentrum",)
    listen = INGEN.med_verdi(skrivemaater.OMRAADE, "Sntrum", "Sentrum")
    assert les(rader, listen).status["bolig"].rader_lastet == 1


def test_det_avtalen_kjenner_kan_ikke_bety_noe_annet_i_kommunens_liste(les):
    listen = INGEN.med_verdi("disposisjonsform", "eid", "innleid")
    listen = listen.med_overskrift("bolig", "Status", "boligtype")
    assert les(RAD.format("ordinaer", "Sentrum"), listen).status["bolig"].rader_lastet


def test_en_overskrift_som_tyder_paa_noe_personlig_faar_ikke_forslag(les):
    hode = BOLIG.replace("Status", "Status;Etternavn")
    rader = RAD.format("ordinaer", "Sentrum").replace("utleid", "utleid;")
    assert not les(rader, hode=hode).ukjente


tekster = st.text(min_size=1, max_size=12)


@given(tekster, tekster)
def test_listen_leses_slik_den_er_skrevet(tmp_path_factory, verdi, overskrift):
    mappe = tmp_path_factory.mktemp("liste")
    listen = INGEN.med_verdi("boligtype", verdi, "ordinaer")
    listen = listen.med_overskrift("bolig", overskrift, "boligtype")
    (mappe / skrivemaater.FIL).write_text(
        skrivemaater.som_toml(listen), encoding="utf-8", newline=""
    )
    assert skrivemaater.les(mappe, ()) == listen


@pytest.mark.parametrize(
    "innhold, hva",
    [
        ("[verdi.boligtype]\nx = 'slott'", "viser til «slott» i [verdi.boligtype]"),
        ("[verdi.omraade]\nx = 'Utenfor'", "viser til «Utenfor» i [verdi.omraade]"),
        ("[verdi.slott]\nx = 'y'", "har delen [verdi.slott]"),
        ("[overskrift.bolig]\nx = 'y'", "viser til «y» i [overskrift.bolig]"),
        ("[andre.bolig]\nx = 'y'", "har delen [andre]"),
        ("[verdi.boligtype", "kan ikke leses"),
    ],
)
def test_en_gal_liste_stopper_med_hva_som_er_galt(tmp_path, innhold, hva):
    (tmp_path / skrivemaater.FIL).write_text(innhold, encoding="utf-8")
    with pytest.raises(Brukerfeil) as feil:
        skrivemaater.les(tmp_path, ("Sentrum",))
    assert hva in str(feil.value) and "Rett filen" in str(feil.value)
