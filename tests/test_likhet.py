"""Det likeste navnet kommer først, og det som ikke ligner, kommer ikke."""

from boligdata.felles.likhet import naermest

NAVN = [
    ("Omsorgsbolig", "omsorg"),
    ("Ordinær bolig", "vanlig"),
    ("Robust bolig", "robust"),
]


def test_skrivefeil_endringer_foran_og_ord_inni_finner_det_samme():
    for tekst in ("Omsorgsbolg", "omsorgsboliger", "Komm. omsorgsbolig m/ base"):
        assert naermest(tekst, NAVN)[0] == "omsorg"


def test_det_som_ikke_ligner_faar_ingen_forslag():
    assert naermest("Garasje", NAVN) == ()
    # Like lange, og ellers ikke like.
    assert naermest("Månedsleie kr", [("Antall soverom", "soverom")]) == ()


def test_en_ting_med_to_navn_er_ett_forslag_med_det_likeste():
    to = [*NAVN, ("Bemannet omsorgsbolig", "omsorg")]
    svar = naermest("bemannet omsorgsbolig", to)
    assert svar[0] == "omsorg" and svar.count("omsorg") == 1
    assert len(naermest("bolig", to, flest=2)) == 2
