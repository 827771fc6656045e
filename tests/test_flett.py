"""To som har endret det samme, kan flettes uten at noe av det de skrev, blir borte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boligdata.arbeid import flett as fletting
from boligdata.arbeid.flett import Flettevalg, flett

START = {
    "tittel": "Kjøpe boliger",
    "hensikt": "Flere boliger",
    "frist": {"ord": "2025", "fra": "2025-01-01"},
    "milepaeler": [
        {"id": "m1", "tittel": "Vedtak", "naadd": None},
        {"id": "m2", "tittel": "Kjøp", "naadd": None},
    ],
    "ord": {"Merknad": "Se planen"},
}


def endret(**felt):
    return {**START, **felt}


def milepaeler(*endringer):
    return [ting | endring for ting, endring in zip(START["milepaeler"], endringer)]


def test_felt_bare_den_ene_har_endret_flettes_av_seg_selv():
    flettet = flett(START, endret(tittel="Leie boliger"), endret(hensikt="Raskere"))
    assert flettet.innhold == endret(tittel="Leie boliger", hensikt="Raskere")
    assert flettet.valg == ()


def test_felt_begge_har_endret_er_et_valg_og_resten_flettes():
    mitt = endret(tittel="Leie boliger", hensikt="Raskere")
    deres = endret(tittel="Bygge boliger")
    flettet = flett(START, mitt, deres)
    assert flettet.valg == (
        Flettevalg(("tittel",), "Kjøpe boliger", "Leie boliger", "Bygge boliger"),
    )
    assert flettet.avgjort({("tittel",): "mitt"}) == mitt
    assert flettet.avgjort({("tittel",): "deres"}) == {
        **mitt,
        "tittel": "Bygge boliger",
    }


def test_et_valg_som_ikke_er_tatt_stopper_lagringen():
    flettet = flett(START, endret(tittel="A"), endret(tittel="B"))
    with pytest.raises(KeyError):
        flettet.avgjort({})


def test_samme_endring_fra_begge_er_ikke_et_valg():
    likt = endret(tittel="Leie boliger")
    assert flett(START, likt, likt).valg == ()


def test_fristen_er_ett_felt_saa_ordene_og_dagene_hoerer_sammen():
    mitt = endret(frist={"ord": "2026", "fra": "2025-01-01"})
    deres = endret(frist={"ord": "2025", "fra": "2025-06-01"})
    assert [valg.felt for valg in flett(START, mitt, deres).valg] == [("frist",)]


def test_hver_av_planens_egne_overskrifter_er_et_felt():
    mitt = endret(ord={"Merknad": "Se planen", "Hvordan": "Sammen"})
    deres = endret(ord={"Merknad": "Se vedtaket"})
    flettet = flett(START, mitt, deres)
    assert flettet.innhold["ord"] == {"Merknad": "Se vedtaket", "Hvordan": "Sammen"}
    assert flettet.valg == ()


def test_milepaeler_flettes_hver_for_seg():
    ny = {"id": "m3", "tittel": "Innflytting", "naadd": None}
    mitt = endret(milepaeler=milepaeler({"naadd": "2025-02-01"}, {}))
    deres = endret(milepaeler=[*milepaeler({}, {"tittel": "Kjøp av fire"}), ny])
    flettet = flett(START, mitt, deres)
    assert flettet.innhold["milepaeler"] == [
        *milepaeler({"naadd": "2025-02-01"}, {"tittel": "Kjøp av fire"}),
        ny,
    ]
    assert flettet.valg == ()


def test_begge_kan_legge_til_hver_sin_milepael():
    min_, din = ({"id": id_, "tittel": id_} for id_ in ("m8", "m9"))
    flettet = flett(
        START,
        endret(milepaeler=[*START["milepaeler"], min_]),
        endret(milepaeler=[*START["milepaeler"], din]),
    )
    assert [ting["id"] for ting in flettet.innhold["milepaeler"]] in (
        ["m1", "m2", "m8", "m9"],
        ["m1", "m2", "m9", "m8"],
    )


def test_samme_felt_i_samme_milepael_er_et_valg():
    flettet = flett(
        START,
        endret(milepaeler=milepaeler({"tittel": "Vedtak i mai"}, {})),
        endret(milepaeler=milepaeler({"tittel": "Vedtak i juni"}, {})),
    )
    felt = ("milepaeler", "m1", "tittel")
    assert flettet.valg == (
        Flettevalg(felt, "Vedtak", "Vedtak i mai", "Vedtak i juni"),
    )
    valgt = flettet.avgjort({felt: "deres"})
    assert valgt["milepaeler"] == milepaeler({"tittel": "Vedtak i juni"}, {})


@pytest.mark.parametrize(
    "svar, igjen", [("mitt", ["m2"]), ("deres", ["m2", "m1"])], ids=["borte", "beholdt"]
)
def test_en_milepael_den_ene_tok_bort_og_den_andre_endret_er_et_valg(svar, igjen):
    flettet = flett(
        START,
        endret(milepaeler=START["milepaeler"][1:]),
        endret(milepaeler=milepaeler({"naadd": "2025-02-01"}, {})),
    )
    (valg,) = flettet.valg
    assert valg.felt == ("milepaeler", "m1")
    assert (valg.mitt, valg.deres["naadd"]) == (None, "2025-02-01")
    valgt = flettet.avgjort({valg.felt: svar})
    assert [ting["id"] for ting in valgt["milepaeler"]] == igjen


def test_en_milepael_ingen_andre_har_roert_kan_tas_bort():
    mitt = endret(milepaeler=START["milepaeler"][:1])
    flettet = flett(START, mitt, endret(tittel="Leie"))
    assert flettet.innhold == {**mitt, "tittel": "Leie"}
    assert flettet.valg == ()


def test_rekkefoelgen_er_den_til_den_som_endret_den():
    snudd = START["milepaeler"][::-1]
    for mitt, deres in ((snudd, milepaeler({"naadd": "x"}, {})),) * 2:
        flettet = flett(START, endret(milepaeler=mitt), endret(milepaeler=deres))
        assert [t["id"] for t in flettet.innhold["milepaeler"]] == ["m2", "m1"]
        flettet = flett(START, endret(milepaeler=deres), endret(milepaeler=mitt))
        assert [t["id"] for t in flettet.innhold["milepaeler"]] == ["m2", "m1"]


def test_aa_fjerne_noe_den_andre_har_arbeidet_med_er_et_valg():
    fjernet, arbeidet = endret(fjernet=True), endret(tittel="Leie boliger")
    jeg_fjernet = flett(START, fjernet, arbeidet)
    assert jeg_fjernet.valg == (Flettevalg(("fjernet",), None, True, None),)
    assert jeg_fjernet.avgjort({("fjernet",): "deres"}) == arbeidet
    de_fjernet = flett(START, arbeidet, fjernet)
    assert de_fjernet.valg == (Flettevalg(("fjernet",), None, None, True),)
    assert de_fjernet.avgjort({("fjernet",): "deres"}) == {**arbeidet, "fjernet": True}
    assert de_fjernet.avgjort({("fjernet",): "mitt"}) == arbeidet
    assert flett(START, fjernet, START).valg == ()


ENKEL = st.one_of(st.none(), st.integers(0, 2), st.sampled_from(["", "a", "b"]))
TING = st.fixed_dictionaries({"tittel": ENKEL, "naadd": ENKEL})


@st.composite
def innhold(draw):
    id_er = draw(st.lists(st.sampled_from("xyz"), unique=True))
    ting = [{"id": id_, **draw(TING)} for id_ in id_er]
    felt = draw(st.dictionaries(st.sampled_from(["tittel", "frist"]), ENKEL))
    return {**felt, "milepaeler": ting}


@given(innhold(), innhold())
def test_har_bare_den_ene_endret_noe_er_det_den_som_gjelder(start, etter):
    for mitt, deres in ((etter, start), (start, etter), (etter, etter)):
        flettet = flett(start, mitt, deres)
        assert flettet.valg == ()
        assert uten_tomme(flettet.innhold) == uten_tomme(etter)


@given(innhold(), innhold(), innhold())
def test_de_to_faar_de_samme_valgene_speilvendt(start, mitt, deres):
    ene, andre = flett(start, mitt, deres), flett(start, deres, mitt)
    assert {(v.felt, v.mitt, v.deres) for v in map(fryst, ene.valg)} == {
        (v.felt, v.deres, v.mitt) for v in map(fryst, andre.valg)
    }


@given(innhold(), innhold(), innhold(), st.sampled_from(["mitt", "deres"]))
def test_uansett_valg_er_hver_verdi_en_noen_skrev(start, mitt, deres, svar):
    flettet = flett(start, mitt, deres)
    ferdig = flettet.avgjort({valg.felt: svar for valg in flettet.valg})
    for navn in ("tittel", "frist"):
        assert ferdig.get(navn) in (mitt.get(navn), deres.get(navn))
    skrevet = {t["id"]: t for t in mitt["milepaeler"] + deres["milepaeler"]}
    assert {t["id"] for t in ferdig["milepaeler"]} <= {*skrevet}
    for ting in ferdig["milepaeler"]:
        kilder = [
            t for t in mitt["milepaeler"] + deres["milepaeler"] if t["id"] == ting["id"]
        ]
        for navn in ("tittel", "naadd"):
            assert ting.get(navn) in [t[navn] for t in kilder]


def uten_tomme(innhold):
    return {navn: verdi for navn, verdi in innhold.items() if verdi is not None}


def fryst(valg):
    return Flettevalg(
        valg.felt, *(repr(v) for v in (valg.start, valg.mitt, valg.deres))
    )


def test_det_som_flettes_endres_ikke():
    mitt = endret(milepaeler=milepaeler({"naadd": "x"}, {}))
    foer = repr((START, mitt))
    flett(START, mitt, endret(milepaeler=[])).avgjort({("milepaeler", "m1"): "deres"})
    assert repr((START, mitt)) == foer
    assert fletting.FJERNET == "fjernet"
