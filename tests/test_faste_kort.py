"""KOSTRA-kortet og de planlagte boligene sier hva som er levert, og hva som mangler."""

import pytest
from publisering import publiser
from spraak import feil_i

from boligdata import lesing
from boligdata.felles import katalog, norsk
from boligdata.innhold import faste_kort
from boligdata.innhold.figurer import Stil
from boligdata.innhold.figurer.linjer import aar_for_aar

KODE = "KOSboligSper10000000"


@pytest.fixture
def publisert(tmp_path, monkeypatch, bygd_eksempel):
    """Publiser eksempelkommunen på nytt med endringer i SQL, og les den i denne testen."""
    monkeypatch.setenv("BOLIGDATA_PUBLISERT", str(tmp_path / "publisert"))
    return lambda *sql: publiser(bygd_eksempel, tmp_path / "publisert", *sql)


@pytest.mark.parametrize("kode", katalog.regionstall())
def test_serien_har_en_rad_for_hvert_aar_ogsaa_dem_uten_tall(kode, bygd_eksempel):
    kort = faste_kort.kostra(kode, "Hva er meldt?")
    aar = kort.serie["aar"].tolist()
    assert aar == list(range(aar[0], aar[-1] + 1))
    assert not feil_i(kort.setning) and kort.fotlinje.startswith("Kilde: ")


def test_tallet_som_er_meldt_til_kostra_har_sitt_eget_navn_og_det_av_uttrekkene_ved_siden_av(
    publisert,
):
    """27,4 og 28 per 1000 sto ved siden av hverandre uten at noe sa at det var to tall."""
    publisert()
    kort = faste_kort.kostra(KODE, "")
    aar = str(kort.serie.dropna(subset=["verdi"])["aar"].iloc[-1])
    assert kort.setning.startswith(f"Meldt til KOSTRA for {aar}: ")
    egne = lesing.tall(katalog.indikatorer()["boliger_per_1000"]).set_index("periode")
    ventet = f"gir {norsk.tall(egne['verdi'][aar], 1)} boliger per 1000 innbyggere"
    [flagg] = [tekst for tekst in kort.flagg if "egne uttrekk" in tekst]
    assert f"{ventet} ved utgangen av {aar}." in flagg and not feil_i(flagg)
    publisert("delete from kube_befolkning")
    assert "egne uttrekk" not in " ".join(faste_kort.kostra(KODE, "").flagg)


def test_et_aar_uten_tall_og_et_foreloepig_tall_sies_under_figuren(publisert):
    publisert(f"update tabell_regionstall set foreloepig = false where kode = '{KODE}'")
    assert "Åpent merke" not in " ".join(faste_kort.kostra(KODE, "").flagg)
    publisert(
        f"update tabell_regionstall set foreloepig = true where kode = '{KODE}'",
        f"delete from tabell_regionstall where kode = '{KODE}' and aar = 2020",
    )
    flagg = faste_kort.kostra(KODE, "").flagg
    assert any(
        tekst.startswith("Tall mangler for ") and "2020" in tekst for tekst in flagg
    )
    assert any(tekst.startswith("Åpent merke betyr foreløpig tall.") for tekst in flagg)


def test_et_foreloepig_tall_er_det_ogsaa_for_dem_kommunen_staar_ved_siden_av(publisert):
    """SSB gir ut hele tabellen på en gang."""
    publisert(
        f"update tabell_regionstall set foreloepig = (aar = 2025) where kode = '{KODE}'"
    )
    kort = faste_kort.kostra(KODE, "")
    merket = kort.serie.set_index("aar")
    for kolonne in ("foreloepig", *(f"foreloepig_{andre}" for andre in kort.andre)):
        assert merket[kolonne][2025] and not merket[kolonne][2024]
    _, *andre = aar_for_aar(kort, Stil(False)).to_dict()["data"]
    assert andre and all(
        [tegn.endswith("-open") for tegn in linje["marker"]["symbol"]]
        == [aar == "2025" for aar in linje["x"]]
        for linje in andre
    )


def test_uten_leverte_tall_er_det_ikke_noe_kort(publisert):
    publisert("delete from tabell_regionstall", "delete from tabell_planlagt")
    assert faste_kort.kostra(KODE, "") is None and faste_kort.planlagte("") is None


def test_setningen_teller_bare_de_vedtatte_prosjektene_og_sier_ideene_for_seg(
    publisert,
):
    """«8 prosjekter gir +40» var fem vedtatte og tre ingen har bestemt noe om."""
    publisert()
    kort = faste_kort.planlagte("Hva er planlagt?")
    planlagt = lesing.tabell("planlagt")
    assert len(kort.tabell) == len(planlagt)
    assert kort.tabell["Status"].notna().all()
    er_ide = planlagt["status"] == "ide"
    assert 1 < er_ide.sum() < len(planlagt) - 1
    netto = {ide: planlagt["antall"][er_ide == ide].sum() for ide in (False, True)}
    assert kort.setning == (
        f"{(~er_ide).sum()} vedtatte prosjekter gir {netto[False]} flere boliger til "
        f"sammen. {er_ide.sum()} idéer er ikke vedtatt. De ville gitt {netto[True]} flere "
        "boliger."
    )
    assert not feil_i(kort.setning)


def test_er_ingen_eller_ett_prosjekt_vedtatt_sies_det_slik(publisert):
    forslag = "boligtype, 'ide' as status, date '2030-01-01' as ferdig"
    ett = f"insert into tabell_planlagt by name select 'P' as prosjekt_id, {forslag}"
    tom = "delete from tabell_planlagt"
    publisert(tom, f"{ett}, 1 as antall from (select 'robust' as boligtype)")
    assert faste_kort.planlagte("").setning == (
        "Ingen prosjekter er vedtatt. 1 idé er ikke vedtatt. Den ville gitt én bolig mer."
    )
    publisert(
        tom,
        f"{ett}, -6 as antall from (select 'robust' as boligtype)",
        "update tabell_planlagt set status = 'under_bygging'",
    )
    assert faste_kort.planlagte("").setning == (
        "1 vedtatt prosjekt gir 6 færre boliger til sammen."
    )
