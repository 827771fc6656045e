"""Alle slag kort svarer på det skjermen og filene spør om, så ingen av dem må kjenne slagene."""

import ast
import inspect

import pandas as pd
import pytest
import sidekort
from spraak import feil_i

from boligdata import lesing
from boligdata.felles import katalog, kommunegrenser
from boligdata.felles.config import PAKKE
from boligdata.innhold import (
    bosettingskort,
    eksport,
    faste_kort,
    funn,
    kort,
    oekonomi,
    regnskap,
    sammenligning,
)
from boligdata.innhold.boligbehov import Scenario
from boligdata.innhold.boligbehov import kort as behovskort
from boligdata.innhold.grunnkort import Bestilling, Grunnkort, Korttabell
from boligdata.innhold.kort import Valg

VALG = Valg("aar", "2025")


def _kartet():
    """Kartet over tjue kommuner. Eksempelkommunen er oppdiktet, og er ikke på det."""
    numrene = sorted(kommunegrenser.flatene())[:20]
    rader = pd.DataFrame(
        {
            "region": numrene,
            "verdi": [float(20 - nr) for nr in range(20)],
            "del": [3 - nr // 5 for nr in range(20)],
            "navn": numrene,
            "egen": [nr == 7 for nr in range(20)],
        }
    )
    kode = "KOSboligSper10000000"
    bestilling = Bestilling("norgeskart", "Hvor er det mange?", (), "norgeskart")
    tallet = katalog.regionstall()[kode]
    return sammenligning.Kartkort(bestilling, tallet, 2025, rader, foreloepig="")


KORT = {
    "indikator": lambda: kort.lag(sidekort.som_bestilling("venteliste"), VALG),
    "regnskap": lambda: regnskap.lag("folk", VALG),
    "boligbehov": lambda: behovskort.per_type(Scenario()),
    "kostra": lambda: faste_kort.kostra(
        next(iter(katalog.regionstall())), "Hva er meldt?"
    ),
    "bosetting": lambda: bosettingskort.lag("Hvor mange bosettes?"),
    "økonomien": lambda: oekonomi.kortet("husleie", "Dekker husleien det?"),
    "bemanningen": lambda: oekonomi.kortet("bemanning", "Hvor mange ansatte?"),
    "planlagte": lambda: faste_kort.planlagte("Hva er planlagt?"),
    "plassen": lambda: sammenligning.plasseringen(
        "KOSboligSper10000000", _alle_kommuner(), "Hvor står vi?"
    ),
    "kartet": _kartet,
    "ryggraden": lambda: sammenligning.alle_tallene(
        _alle_kommuner(), "Hvor skiller vi oss ut?"
    ),
    "trakten": lambda: sammenligning.trakten(
        "KOSfainansstartp0000", "Kan det være tilfeldig?"
    ),
}


def _alle_kommuner():
    return sammenligning.velg("alle", ())


@pytest.fixture(params=KORT)
def kortet(request, bygd_eksempel):
    with lesing.publiserte_tall():
        yield KORT[request.param]()


def _skal_ha(slag):
    """Alt slaget må svare på: det som er erklært, og egenskapene."""
    egenskaper = inspect.getmembers(slag, lambda x: isinstance(x, property))
    return {*inspect.get_annotations(slag), *(navn for navn, _ in egenskaper)}


def _slagene(slag):
    under = slag.__subclasses__()
    return {slag} if not under else set().union(*map(_slagene, under))


def test_kortet_svarer_paa_alt_skjermen_spoer_om(kortet):
    svar = {navn: getattr(kortet, navn) for navn in _skal_ha(Grunnkort)}
    assert not feil_i(svar["setning"]) and svar["setning"].endswith(".")
    assert not feil_i(svar["fotlinje"]) and "Kilde: " in svar["fotlinje"]
    assert all(isinstance(tabell, Korttabell) for tabell in svar["tabeller"])
    # To kort kan ha den samme setningen, men ikke det samme spørsmålet.
    navnene = [tabell.alt for tabell in svar["tabeller"]]
    assert all(navn.startswith(kortet.bestilling.tittel) for navn in navnene)
    assert len(navnene) == len(set(navnene))
    assert all(enhet in t.tall.columns for t in svar["tabeller"] for enhet in t.enheter)


def test_kortet_kan_forklares_og_lastes_ned(kortet):
    svar = {navn: getattr(kortet, navn) for navn in _skal_ha(Grunnkort)}
    assert dict(svar["om"])["Definisjon"] == dict(svar["forklaring"])["Definisjon"]
    fil = eksport.csv_fil(kortet).decode("utf-8-sig")
    assert kortet.bestilling.tittel in fil and kortet.setning in fil
    assert all(arket in fil for arket in svar["vedlegg"])
    assert eksport.excel_fil(kortet).startswith(b"PK")


def test_tittelen_er_funnet_ellers_spoersmaalet_og_setningen_under_gjentar_den_ikke(
    kortet,
):
    assert kortet.overskrift == (kortet.funn or kortet.bestilling.tittel)
    assert funn.antall_ord(kortet.funn) <= funn.FLEST_ORD
    assert not kortet.funn.endswith(".")
    assert not kortet.funn or kortet.funn not in kortet.resten


def test_kilden_paa_kortet_er_en_linje_og_resten_staar_i_det_som_lastes_ned(kortet):
    assert "\n" not in kortet.fotlinje and len(kortet.fotlinje) < 90
    assert kortet.fotlinje.endswith("avrundet") == (kortet.vern is not None)
    assert kortet.kilde.removeprefix("Kilde: ") in eksport.csv_fil(kortet).decode()
    paa_skjermen = kortet.fotlinje_paa_skjermen
    assert paa_skjermen.startswith(f"Kilde: {kortet.kildelinje.navn}")
    assert paa_skjermen.endswith("avrundet") == (kortet.vern is not None)


@pytest.mark.usefixtures("bygd_eksempel")
def test_hvert_slag_er_proevd_her():
    with lesing.publiserte_tall():
        alle = {navn: type(lag()) for navn, lag in KORT.items()}
    assert set(alle.values()) == _slagene(Grunnkort)


@pytest.mark.parametrize("fil", ["ui/kortvisning.py", "innhold/eksport.py"])
def test_det_som_er_felles_kjenner_ingen_av_slagene(fil):
    tre = ast.parse((PAKKE / fil).read_text(encoding="utf-8"))
    navn = {node.id for node in ast.walk(tre) if isinstance(node, ast.Name)}
    assert not navn & {slag.__name__ for slag in _slagene(Grunnkort)}
