"""Regelverket står ett sted, med dagen hver lov er lest, og alt vises til derfra."""

import datetime as dt
import re

import pytest

from boligdata.eksempel.finn_fram import TILBUD
from boligdata.felles import katalog, lover, planprosess
from boligdata.felles.config import PAKKE, ROT


def _i_bruk():
    return {
        *(h for i in katalog.indikatorer().values() for h in i.hjemmel),
        *(h for tilbud in TILBUD for h in tilbud.hjemmel),
        *(frist.hjemmel for frist in lover.aarsfrister()),
        *(
            hjemmel
            for ett in planprosess.steg().values()
            for krav in ett.krav.values()
            for hjemmel in krav.hjemmel
        ),
        # Disse står i teksten om personvern og om fristen for oversikten.
        "boligsosialloven § 8",
        "boligsosialloven § 10",
        "kommuneloven § 11-4",
        "personvernforordningen artikkel 6 nr. 1 bokstav e",
        "personvernforordningen artikkel 9",
    }


def test_hver_bestemmelse_som_er_erklaert_vises_det_til():
    erklaert = {
        f"{lov.id} {paragraf}".rstrip()
        for lov in lover.lover().values()
        for paragraf in [*([""] if lov.om else []), *lov.sier]
    }
    assert erklaert == _i_bruk()


def test_paragrafer_i_tekstene_er_bare_slike_som_er_erklaert():
    """En paragraf skrevet rett i koden ville stått igjen når loven endres."""
    erklaert = {p for lov in lover.lover().values() for p in lov.sier}
    for fil in [*PAKKE.rglob("*.py"), *(ROT / "pages").glob("*.py")]:
        if fil.parent.name == "eksempel" and fil.stem.startswith("forutsetninger"):
            continue
        for treff in re.findall(r"§ \d+(?:-\d+)?", fil.read_text(encoding="utf-8")):
            assert treff in erklaert, f"{fil.name}: {treff}"


@pytest.mark.parametrize(
    "feil", ["boligsosialloven § 99", "sosialloven § 1", "boligsosialloven"]
)
def test_en_henvisning_til_noe_som_ikke_er_erklaert_stopper(feil):
    with pytest.raises(ValueError, match="står ikke i lover.toml"):
        lover.krev_kjente([feil])


def test_henvisningen_sier_hva_bestemmelsen_handler_om_og_naar_den_er_lest():
    assert lover.tekst(["boligsosialloven § 6", "sosialtjenesteloven § 15"]) == (
        "Boligsosialloven § 6 og sosialtjenesteloven § 15"
    )
    assert lover.forklart(["helse_og_omsorgstjenesteloven § 7-2"]) == (
        "Helse- og omsorgstjenesteloven § 7-2 (koordinator). Lest 02.07.2026."
    )
    assert lover.forklart(["krisesenterlova"]).endswith(
        "(krisesenter). Lest 29.11.2026, i forarbeidene, Ot.prp. nr. 96 (2008–2009)."
    )


def test_en_lov_ingen_har_lest_sier_det(monkeypatch):
    ulest = lover.Lov("ny", "ny lov", om="noe nytt")
    monkeypatch.setattr(lover, "lover", lambda: {"ny": ulest})
    assert (
        lover.forklart(["ny"]) == "Ny lov (noe nytt). Ikke kontrollert mot lovteksten."
    )


def test_hver_lov_er_lest_og_det_som_er_lest_et_annet_sted_enn_i_lovteksten_sier_hvor():
    for lov in lover.lover().values():
        assert lov.lest, f"{lov.id} er ikke kontrollert"
        assert lov.naar_lest.startswith(f"{lov.lest:%d.%m.%Y}")
        assert (lov.lest_i in lov.naar_lest) and lov.lest_i != "Lovdata"


def test_det_som_skal_gjoeres_hvert_aar_har_en_neste_frist():
    handlingsdelen, beretningen = lover.aarsfrister()
    assert handlingsdelen.neste(dt.date(2026, 1, 15)) == dt.date(2026, 12, 31)
    assert beretningen.neste(dt.date(2026, 3, 31)) == dt.date(2026, 3, 31)
    assert beretningen.neste(dt.date(2026, 4, 1)) == dt.date(2027, 3, 31)
    with pytest.raises(ValueError, match="står ikke i lover.toml"):
        lover.Aarsfrist("ny", "Noe nytt", "kommuneloven § 1", 1, 1)
    with pytest.raises(ValueError, match="day"):
        lover.Aarsfrist("ny", "Noe nytt", "kommuneloven § 14-7", 2, 29)


def test_siden_om_kildene_viser_til_artiklene_som_er_erklaert():
    siden = (ROT / "pages" / "kilder.py").read_text(encoding="utf-8")
    artikler = lover.lover()["personvernforordningen"].sier
    nevnt = re.findall(r"artikkel \d+(?: nr\. \d+ bokstav \w)?", siden)
    assert set(nevnt) == set(artikler)


def test_de_vanlige_feilene_er_borte():
    """Opphevet, feil paragraf, eller en bestemmelse som handler om noe annet."""
    hjemler = {
        i.id: lover.tekst(i.hjemmel)
        for i in katalog.indikatorer().values()
        if i.hjemmel
    }
    assert not [h for h in hjemler.values() if "§ 3-7" in h or "§ 9-3" in h]
    assert hjemler["omsorgsboliger"].startswith("Boligsosialloven § 6 fjerde ledd")
    assert hjemler["kontrakter_utloept"] == "Husleieloven § 9-2"
    assert hjemler["avslag"] == "Boligsosialloven § 7 og forvaltningsloven"
    assert "«Alle trenger et trygt hjem»" in hjemler["uten_bolig"]
    tilbud = {t.tjeneste: lover.tekst(t.hjemmel) for t in TILBUD if t.hjemmel}
    assert tilbud["Garanti eller lån til depositum"].count("§") == 3
    assert tilbud["Bolig med heldøgns bemanning"].endswith("§ 3-2 a")
    assert tilbud["Bostøtte fra Husbanken"] == "Bustøttelova"


def test_kostratallet_om_venteliste_heter_det_det_teller():
    tall = katalog.regionstall()["KOSventelistetil0000"]
    assert tall.navn == "Behov for tilrettelagt bolig, på venteliste"
    assert tall.egen is None, "ingen indikator teller det samme"
