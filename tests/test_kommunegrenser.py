"""Kartet over kommunene i landet: grensene som følger med, og tallet i hver kommune."""

import pytest
from publisering import publiser
from spraak import feil_i

from boligdata.felles import kommunegrenser, regioner
from boligdata.innhold import figurer, sammenligning
from boligdata.innhold.figurer import Stil

BOLIGER = "KOSboligSper10000000"
FASTLANDET = {nr for nr in regioner.kommuner() if nr < "9900"}


def _areal(flate) -> float:
    """Kvadratkilometer innenfor flaten."""
    neste = (*flate[1:], flate[0])
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(flate, neste))) / 2


def test_hver_kommune_i_landet_er_paa_kartet_og_ingen_andre():
    assert kommunegrenser.flatene().keys() == FASTLANDET
    assert len(FASTLANDET) == 357
    assert all(
        len(flate) >= 3 and _areal(flate) > 0
        for flater in kommunegrenser.flatene().values()
        for flate in flater
    )


def test_landet_er_saa_stort_som_det_er_og_kommunene_ligger_der_de_ligger():
    """Fastlandet er 324 000 kvadratkilometer, med vann. Finnmark er lengst øst og nord."""
    alle = [flate for flater in kommunegrenser.flatene().values() for flate in flater]
    assert sum(map(_areal, alle)) == pytest.approx(324_000, rel=0.04)
    midten = {
        nr: max(flater, key=_areal)[0]
        for nr, flater in kommunegrenser.flatene().items()
    }
    assert midten["0301"] == pytest.approx((262, 6649), abs=25)  # Oslo
    assert midten["5607"][1] > 7_750 and midten["5607"][0] > 1_000  # Vadsø


def test_naboer_har_den_samme_grensen():
    """Rundes hvert punkt av for seg, blir det ingen sprekker mellom to kommuner."""
    punktene = {
        nr: {punkt for flate in flater for punkt in flate}
        for nr, flater in kommunegrenser.flatene().items()
    }
    for en, annen in (("0301", "3201"), ("3201", "3203"), ("5001", "5031")):
        assert len(punktene[en] & punktene[annen]) >= 3


@pytest.fixture
def kartet(tmp_path, monkeypatch, bygd_eksempel):
    """Kartet når kommunen er Bærum, og de andre kommunene har disse tallene: `kartet({nummer: verdi})`."""
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path / "publisert"))

    def lag(tallene):
        rader = ", ".join(
            f"('{nr}', 2025, '{BOLIGER}', {verdi}, null, false)"
            for nr, verdi in tallene.items()
        )
        publiser(
            bygd_eksempel,
            tmp_path / "publisert",
            "update meta set kommunenummer = '3201'",
            f"delete from tabell_regionstall where kode = '{BOLIGER}'",
            f"insert into tabell_regionstall (region, aar, kode, verdi, tegn, foreloepig) values {rader}",
        )
        return sammenligning.kartet(BOLIGER, "Hvor er det mange?")

    return lag


def test_kommunene_er_delt_i_fire_like_store_deler_og_vaar_egen_er_i_den_ene(kartet):
    tallene = {nr: plass for plass, nr in enumerate(sorted(FASTLANDET - {"3201"}))}
    kort = kartet(tallene | {"3201": 340})
    assert kort.rader["del"].value_counts().between(88, 91).all()
    kommune = kort.rader.loc[kort.rader["egen"], "navn"].item()
    assert kort.funn.startswith(f"{kommune} er i den høyeste fjerdedelen")
    assert kort.resten.startswith("Kartet har 357 kommuner med tall i 2025.")
    assert not feil_i(kort.setning)
    assert kort.tabell.iloc[0, 1] == 355 and len(kort.tabell) == 357
    assert "Kartverket" in kort.kildelinje.hel and len(kort.kildelinje.hel) < 90


def test_like_tall_har_den_samme_fargen(kartet):
    tallene = dict.fromkeys(FASTLANDET, 20.0) | {"0301": 5.0, "1103": 40.0}
    kort = kartet(tallene)
    assert kort.rader.groupby("verdi")["del"].nunique().eq(1).all()


def test_figuren_har_en_flate_for_hver_kommune_og_vaar_egen_har_en_strek_rundt_seg(
    kartet,
):
    tallene = {nr: plass for plass, nr in enumerate(sorted(FASTLANDET)[::2])}
    kort = kartet(tallene | {"3201": 3})
    figuren = figurer.tegn(kort, Stil(moerk=False)).to_dict()
    flater = [serie["x"].count(None) for serie in figuren["data"]]
    alle = sum(map(len, kommunegrenser.flatene().values()))
    egne = len(kommunegrenser.flatene()["3201"])
    assert sum(flater) == alle + egne
    navnene = [serie["name"] for serie in figuren["data"] if serie["showlegend"]]
    assert len(navnene) == 5 and navnene[0].startswith("Lavest: 0")


@pytest.mark.parametrize(
    "tallene",
    [
        {},
        dict.fromkeys(sorted(FASTLANDET - {"3201"})[:50], 1.0),  # ikke vår egen
        {"3201": 1.0, "0301": 2.0},  # for få andre
    ],
)
def test_uten_vaar_egen_eller_nok_andre_er_det_ikke_noe_kart(kartet, tallene):
    tallene = tallene or {"9901": 3.0}
    assert kartet(tallene) is None


@pytest.mark.usefixtures("bygd_eksempel")
def test_en_oppdiktet_kommune_er_ikke_paa_kartet():
    assert sammenligning.kartet(BOLIGER, "Hvor er det mange?") is None
