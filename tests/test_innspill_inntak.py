"""En liste over innspill leses slik den er: overskriftene kjennes igjen, ingenting blir borte, og det som
ikke kan leses, blir sagt.
"""

import dataclasses
import datetime as dt
import uuid

import pytest
from handlingsdeler import excel, word

from boligdata.arbeid.innspill import Innspill
from boligdata.arbeid.inntak import Innlest, Inntaksfeil
from boligdata.arbeid.inntak import innspill as inntaket
from boligdata.arbeid.lager import SLETTET
from boligdata.felles import maalform

ROM = str(uuid.UUID(int=1))
LISTE = [
    ["Boligsosial plan: innspill i høringen"],
    [
        "Nr",
        "Mottatt",
        "Avsender",
        "Type",
        "Merknad",
        "Kommunens vurdering",
        "Konklusjon",
        "E-post",
    ],
    [
        1,
        dt.date(2021, 12, 1),
        "Eldrerådet",
        "Råd",
        "Flere boliger.",
        "Er med.",
        "Tas til følge",
        "a@b.no",
    ],
    [
        2,
        "15.12.2021",
        "Kari Nordmann",
        "Innbygger",
        "Jeg venter.",
        None,
        "kanskje",
        None,
    ],
    [None, "i jula", "Husbanken", "Planet", "Vis til tilskuddene.", None, None, None],
]


def _excel(*rader) -> bytes:
    return excel(("Innspill", list(rader)))


def _lest(*rader, finnes=(), valgt=None) -> Innlest:
    return inntaket.les_fil(_excel(*rader), ROM, finnes, valgt)


def test_en_excel_liste_leses_med_overskriftene_den_har():
    foerste, andre, tredje = _lest(*LISTE).forslag
    assert foerste.innspill == dataclasses.replace(
        Innspill(foerste.innspill.id),
        nr="1",
        mottatt=dt.date(2021, 12, 1),
        avsender="Eldrerådet",
        avsenderslag="raad",
        sammendrag="Flere boliger.",
        vurdering="Er med.",
        anbefaling="foelges",
        ord=(("E-post", "a@b.no"),),
    )
    assert foerste.kan_lagres and not foerste.merknader
    assert andre.innspill.avsenderslag == "privatperson"
    assert andre.innspill.mottatt == dt.date(2021, 12, 15)
    assert tredje.innspill.nr == "3", "det neste ledige"


def test_det_som_ikke_kan_leses_sies_og_foelger_med():
    _, andre, tredje = _lest(*LISTE).forslag
    assert dict(andre.innspill.ord) == {"Konklusjon": "kanskje"}
    assert "«kanskje» kunne ikke leses" in andre.merknader[0].tekst
    assert dict(tredje.innspill.ord) == {"Mottatt": "i jula", "Type": "Planet"}
    assert tredje.innspill.er_privat, "et ukjent slag er vernet"
    assert tredje.kan_lagres


def test_ingen_celle_blir_borte():
    """Hver celle i filen er i et innspill, eller i en rad som er satt til side."""
    lest = _lest(*LISTE, ["Innspill som kom for sent"])
    i_svaret = repr(lest)
    for rad in LISTE[2:]:
        for celle in rad:
            if isinstance(celle, str) and celle not in (
                "Råd",
                "Innbygger",
                "15.12.2021",
            ):
                funnet = celle in i_svaret or celle == "Tas til følge"
                assert funnet, celle
    assert any("for sent" in rad.ord for rad in lest.satt_til_side)


def test_uten_overskrifter_kan_brukeren_si_hva_kolonnene_er():
    rader = (["Eldrerådet", "Vi vil ha flere boliger."], ["Kari", "Jeg venter."])
    lest = _lest(*rader)
    assert "ingen overskrifter" in lest.merknader[0].tekst
    assert not any(ett.kan_lagres for ett in lest.forslag)
    assert [valg.overskrift for valg in lest.kolonner] == ["Kolonne 1", "Kolonne 2"]
    lest = _lest(*rader, valgt={"Kolonne 1": "avsender", "Kolonne 2": "sammendrag"})
    assert not lest.merknader
    assert [ett.innspill.avsender for ett in lest.forslag] == ["Eldrerådet", "Kari"]
    assert all(ett.kan_lagres for ett in lest.forslag)


def test_en_tabell_som_er_limt_inn_og_en_i_word_leses_likt():
    limt = "Avsender\tInnspill\tTema\nEldrerådet\tFlere boliger\tBoliger\n"
    [ett] = inntaket.les_tekst(limt, ROM).forslag
    i_word = word(
        [["Avsender", "Innspill", "Tema"], ["Eldrerådet", "Flere boliger", "Boliger"]]
    )
    [annet] = inntaket.les_fil(i_word, ROM).forslag
    assert ett.innspill == annet.innspill
    assert (ett.innspill.tema, ett.innspill.nr) == ("boliger", "1")


def test_den_samme_listen_en_gang_til_dobler_ingenting():
    finnes = [ett.innspill for ett in _lest(*LISTE).forslag]
    igjen = _lest(*LISTE, finnes=finnes)
    assert all(ett.er_uendret for ett in igjen.forslag)
    endret = [*LISTE[:2], [*LISTE[2][:5], "Ny vurdering.", "Delvis", None]]
    [ett] = _lest(*endret, finnes=finnes).forslag
    assert ett.samme_som == finnes[0].id and not ett.er_uendret
    assert set(ett.endrer) == {"vurdering", "anbefaling"}
    assert dict(ett.innspill.ord) == {"E-post": "a@b.no"}, "tomt tar ikke bort noe"


def _ett(**felt) -> Innspill:
    return Innspill(str(uuid.UUID(int=9)), "1", sammendrag="Flere boliger.", **felt)


@pytest.mark.parametrize(
    ("rad", "finnes"),
    [
        # Teksten er rettet etter at den ble skrevet inn, og listen har ingen numre.
        (
            ["", "01.12.2021", "Eldrerådet", "", "Rådet vil ha flere boliger.", ""],
            _ett(avsender="Eldrerådet", mottatt=dt.date(2021, 12, 1)),
        ),
        # Navnet er skrevet på en annen måte, men dokumentet i arkivet er det samme.
        (
            ["", "", "Eldrerådet i Fjordvik", "", "Rådet vil ha flere.", "2021/418-21"],
            _ett(avsender="Eldrerådet", arkiv="2021/418-21"),
        ),
    ],
)
def test_et_innspill_som_er_rettet_siden_sist_blir_en_endring_og_ikke_et_nytt(
    rad, finnes
):
    overskriftene = ["Nr", "Mottatt", "Avsender", "Type", "Innspill", "Arkiv"]
    [ett] = _lest(overskriftene, rad, finnes=[finnes]).forslag
    assert ett.samme_som == finnes.id and "sammendrag" in ett.endrer
    assert ett.innspill.nr == "1"


def test_en_annen_dag_og_en_annen_tekst_fra_den_samme_er_et_nytt_innspill():
    finnes = _ett(avsender="Eldrerådet", mottatt=dt.date(2021, 12, 1))
    rader = (["Mottatt", "Avsender", "Innspill"], ["02.12.2021", "Eldrerådet", "Mer."])
    [ett] = _lest(*rader, finnes=[finnes]).forslag
    assert ett.samme_som is None and ett.innspill.nr == "2"


def test_det_samme_innspillet_to_steder_i_filen_er_ett():
    rad = ["01.12.2021", "Eldrerådet", "Flere boliger."]
    svar = _lest(["Mottatt", "Avsender", "Innspill"], rad, rad)
    assert len(svar.forslag) == 1
    [gjentatt] = svar.satt_til_side
    assert (
        gjentatt.hvorfor == "Det samme innspillet står også i Arket «Innspill», rad 2."
    )


def test_et_navn_noen_har_slettet_kommer_ikke_tilbake_med_listen_det_kom_fra():
    finnes = Innspill(
        str(uuid.UUID(int=9)),
        "2",
        avsenderslag="privatperson",
        avsender=SLETTET,
        sammendrag=SLETTET,
        vurdering=SLETTET,
    )
    ett = next(
        f for f in _lest(*LISTE, finnes=[finnes]).forslag if f.innspill.nr == "2"
    )
    assert ett.samme_som == finnes.id and ett.kan_lagres
    assert "Nordmann" not in repr(ett.innspill)
    assert "Jeg venter" not in repr(ett.innspill)


def test_et_nummer_som_er_brukt_av_et_annet_maa_rettes():
    finnes = [Innspill("a", "1", avsender="Ungdomsrådet", sammendrag="Noe annet.")]
    foerste, *_ = _lest(*LISTE, finnes=finnes).forslag
    assert not foerste.kan_lagres
    assert "Nummer 1 er brukt" in foerste.merknader[-1].tekst
    to_like = [
        LISTE[1],
        LISTE[2],
        [1, None, "Nav", "Enhet", "En annen.", None, None, None],
    ]
    _, andre = _lest(*to_like).forslag
    assert not andre.kan_lagres


@pytest.mark.parametrize(
    "tekst, sier",
    [
        ("a" * 1_000_000, "høyst 20"),
        ("Fnr 01010199900 Kari", None),
        ("=CMD|' /C calc'!A0", None),
        ("<script>alert(1)</script> **x**", None),
    ],
)
def test_stygge_tekster_kan_ikke_velte_noe(tekst, sier):
    limt = f"Avsender\tInnspill\nKari\t{tekst}\n"
    try:
        [ett] = inntaket.les_tekst(limt, ROM).forslag
    except Inntaksfeil as feil:
        assert "for lang" in str(feil)
        return
    assert ett.innspill.sammendrag == tekst
    assert ett.kan_lagres == (sier is None)


def test_et_foedselsnummer_stopper_raden_og_staar_ikke_i_meldingen():
    limt = "Avsender\tInnspill\nKari\tSaken til 13097248022 må løses.\n"
    [ett] = inntaket.les_tekst(limt, ROM).forslag
    assert not ett.kan_lagres
    assert all("13097248022" not in merknad.tekst for merknad in ett.merknader)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"PK\x03\x04tull", b"\x00" * 50])
def test_en_fil_som_ikke_kan_leses_gir_en_setning(data):
    with pytest.raises(Inntaksfeil) as feil:
        inntaket.les_fil(data, ROM)
    assert str(feil.value).endswith(".")


def test_tomme_rader_og_en_tabell_uten_innhold_sier_fra():
    with pytest.raises(Inntaksfeil, match="ingen innspill"):
        _lest(["Avsender", "Innspill", "Tema"])


def test_datoer_leses_slik_de_skrives():
    ventet = dt.date(2021, 12, 5)
    for tekst in (
        "05.12.2021",
        "5.12.21",
        "5/12/2021",
        "2021-12-05",
        "05.12.2021 14:30",
    ):
        limt = f"Avsender\tInnspill\tMottatt\nKari\tNoe\t{tekst}\n"
        [ett] = inntaket.les_tekst(limt, ROM).forslag
        assert ett.innspill.mottatt == ventet, tekst


def test_to_kolonner_med_samme_navn_er_med_begge_to():
    limt = "Avsender\tInnspill\tNotat\tNotat\nKari\tNoe\ten\tto\n"
    [ett] = inntaket.les_tekst(limt, ROM).forslag
    assert set(dict(ett.innspill.ord).values()) == {"en", "to"}


def test_overskrifter_paa_nynorsk_kjennes_igjen_paa_begge_maalformene():
    limt = "Avsendar\tInnspel\tTilråding\nKari\tNoko\tBlir teke til følgje\n"
    for kode in (maalform.BOKMAAL, maalform.NYNORSK):
        with maalform.bruk(kode):
            [ett] = inntaket.les_tekst(limt, ROM).forslag
        assert ett.innspill.anbefaling == "foelges"
