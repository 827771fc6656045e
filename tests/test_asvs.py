"""OWASP ASVS 5.0.0: hvert krav er svart på én gang, med tester som finnes."""

import functools
import re
from collections import Counter
from pathlib import Path

import asvs

TESTENE = Path(__file__).parent


def test_listen_over_krav_er_hele_listen():
    """Så mange krav har versjon 5.0.0 på hvert nivå."""
    assert Counter("".join(asvs.NIVAA.values())) == {"1": 70, "2": 183, "3": 92}
    assert {delen.partition(".")[0] for delen in asvs.NIVAA} == {*asvs.kapitlene()}


def test_hvert_krav_paa_nivaa_en_og_to_er_svart_paa_en_gang():
    svart = Counter(krav for svar in asvs.svarene() for krav in svar.krav)
    assert sorted({*asvs.kravene()} - {*svart}) == [], "mangler svar"
    assert sorted({*svart} - {*asvs.kravene()}) == [], "er ikke krav"
    assert [krav for krav, antall in svart.items() if antall > 1] == []


def test_hvert_svar_har_en_kjent_status_og_sier_hvorfor():
    for svar in asvs.svarene():
        assert svar.status in asvs.STATUSER
        assert len(svar.svar) > 20 and svar.svar.endswith("."), svar.krav
        assert "|" not in svar.svar, "det står i en tabell"


def test_det_som_er_oppfylt_holdes_av_tester_som_finnes():
    uten = [
        svar.krav
        for svar in asvs.svarene()
        if svar.status == "oppfylt" and not svar.tester
    ]
    assert uten == []
    borte = [
        test for svar in asvs.svarene() for test in svar.tester if not _finnes(test)
    ]
    assert borte == [], f"asvs.toml viser til tester som ikke finnes: {borte}"


def _finnes(test: str) -> bool:
    fil, _, navn = test.partition(".")
    innhold = _innhold(TESTENE / f"{fil}.py")
    return bool(innhold) and (not navn or f"\ndef {navn}(" in innhold)


@functools.cache
def _innhold(fil: Path) -> str:
    return fil.read_text("utf-8") if fil.is_file() else ""


def test_det_som_ikke_gjelder_har_ingen_tester():
    for svar in asvs.svarene():
        assert not (svar.status == "gjelder ikke" and svar.tester), svar.krav


def test_oppsummeringen_i_dokumentet_er_laget_av_svarene():
    tekst = asvs.DOKUMENTET.read_text("utf-8")
    assert asvs.START in tekst and asvs.SLUTT in tekst
    assert asvs.i_dokumentet(tekst) == tekst, "Kjør «python -m tests.asvs»."
    i_alt = re.search(r"\| \*\*I alt\*\* (.+) \|", tekst)[1]
    assert sum(map(int, re.findall(r"\d+", i_alt))) == len(asvs.kravene())
