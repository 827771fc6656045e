"""Det som står i README-filene, er slik det er i koden: stier, kommandoer, rom, sider og biblioteker."""

import contextlib
import io
import re
import subprocess

import pytest
from sider import SIDER
from test_arkitektur import LOV

from boligdata import __main__ as kommandolinjen
from boligdata.felles import kilder
from boligdata.felles.config import PAKKE, ROT

# Filer som lages i bruk, eller som kommunen legger inn selv.
LAGES = (
    "data/inn",
    "data/publisert",
    "data/hentet",
    "data/internt",
    "data/arbeid",
    "data/logg",
    "data/tilgang.toml",
    ".streamlit/secrets.toml",
)


def _sporet() -> list[str]:
    svar = subprocess.run(
        ["git", "ls-files"], cwd=ROT, capture_output=True, text=True, check=True
    )
    return svar.stdout.splitlines()


DOKUMENTER = [fil for fil in _sporet() if fil.endswith(".md")]


def _tekst(fil: str) -> str:
    return (ROT / fil).read_text(encoding="utf-8")


def _tabell(fil: str, hode: str) -> list[list[str]]:
    """Radene i tabellen som har `hode` som første overskrift."""
    linjer = _tekst(fil).splitlines()
    start = next(nr for nr, linje in enumerate(linjer) if linje.startswith(f"| {hode}"))
    rader = []
    for linje in linjer[start + 2 :]:
        if not linje.startswith("|"):
            break
        rader.append([celle.strip() for celle in linje.strip("|").split(" | ")])
    return rader


def _kode(celle: str) -> list[str]:
    return re.findall(r"`([^`]+)`", celle)


def test_readme_er_kort_nok_til_at_noen_leser_den():
    assert len(_tekst("README.md").splitlines()) <= 120


@pytest.mark.parametrize("dokument", DOKUMENTER)
def test_hver_sti_som_er_nevnt_finnes(dokument):
    nevnt = {
        ord_.rstrip("/")
        for ord_ in _kode(_tekst(dokument))
        if re.fullmatch(r"[\w./-]+", ord_) and "/" in ord_.rstrip("/")
    }
    mapper = (ROT, PAKKE, (ROT / dokument).parent)
    borte = {
        sti
        for sti in nevnt
        if not sti.startswith((*LAGES, "/"))
        and not any((mappe / sti).exists() for mappe in mapper)
    }
    assert not borte, f"{dokument} viser til noe som ikke finnes: {sorted(borte)}"


@pytest.mark.parametrize("dokument", DOKUMENTER)
def test_hver_lenke_gaar_til_en_fil_som_finnes(dokument):
    lenker = re.findall(r"\]\(([^)#]+)\)", _tekst(dokument))
    assert not [
        lenke for lenke in lenker if not ((ROT / dokument).parent / lenke).exists()
    ]


def test_rommene_og_pilene_er_de_testen_av_arkitekturen_holder():
    erklaert = {}
    for navn, _, bruker in _tabell("boligdata/README.md", "Rom"):
        for rom in _kode(navn):
            erklaert[rom.rstrip("/").removesuffix(".py")] = (
                set() if bruker == "–" else set(bruker.split(", "))
            )
    rom = {rom: lov for rom, lov in LOV.items() if (PAKKE / rom).is_dir()}
    assert {navn: lov for navn, lov in erklaert.items() if navn in rom} == rom


def test_toppen_av_pakken_er_saa_kort_at_den_leses_paa_ett_blikk():
    oeverst = {fil.split("/")[1] for fil in _sporet() if fil.startswith("boligdata/")}
    assert len(oeverst) <= 14
    assert {f"boligdata/{rom}/" for rom in oeverst if (PAKKE / rom).is_dir()} <= {
        sti for rad in _tabell("README.md", "Hvor") for sti in _kode(rad[0])
    }


def test_sidene_i_readme_er_sidene_i_navigasjonen():
    titler = {side.tittel for side in SIDER.values()}
    beskrevet = {rad[0] for rad in _tabell("README.md", "Side")}
    assert beskrevet == titler, (
        f"Tabellen over sider i README.md mangler {sorted(titler - beskrevet)}, og har "
        f"{sorted(beskrevet - titler)} for mye."
    )


def test_kommandoene_er_de_kommandolinjen_har():
    utskrift = io.StringIO()
    with contextlib.redirect_stderr(utskrift), pytest.raises(SystemExit):
        kommandolinjen.main(["finnes_ikke"])
    finnes = set(
        re.search(r"Det som finnes, er (.+)\.", utskrift.getvalue())[1]
        .replace("'", "")
        .split(", ")
    )
    beskrevet = {
        _kode(rad[0])[0].split()[0]
        for rad in _tabell("boligdata/README.md", "Kommando")
    }
    assert beskrevet == finnes


def test_miljoevariablene_er_de_koden_leser():
    lest = {
        navn
        for fil in PAKKE.rglob("*.py")
        for navn in re.findall("BOLIGDATA_[A-Z]+", fil.read_text(encoding="utf-8"))
    }
    beskrevet = {
        _kode(rad[0])[0] for rad in _tabell("boligdata/README.md", "Miljøvariabel")
    }
    assert beskrevet == lest


def test_hvert_bibliotek_har_en_grunn():
    pakker = {
        linje.split("==")[0].lower()
        for linje in _tekst("requirements.txt").splitlines()
    }
    begrunnet = {
        navn.strip().lower()
        for rad in _tabell("boligdata/README.md", "Bibliotek")
        for navn in rad[0].split(",")
    }
    assert begrunnet == pakker, (
        "Tabellen over biblioteker i boligdata/README.md og requirements.txt er ulike: "
        f"{sorted(begrunnet ^ pakker)}"
    )


def test_hver_trussel_viser_til_tester_som_finnes():
    rader = _tabell("boligdata/doer/SIKKERHET.md", "Noen prøver å")
    vist = [navn for rad in rader for navn in _kode(rad[2])]
    assert len(vist) > 10
    finnes = {fil.stem for fil in (ROT / "tests").rglob("test_*.py")}
    borte = sorted({*vist} - finnes)
    assert not borte, f"SIKKERHET.md viser til tester som ikke finnes: {borte}."


def test_personvernet_har_hvert_uttrekk_som_har_id_er():
    """Et nytt uttrekk med rader om noen skal inn i vurderingen."""
    med_id = {
        kilde.id
        for kilde in kilder.kilder().values()
        if any(kolonne.hemmelig for kolonne in kilde.kolonner.values())
    }
    vurdert = {_kode(rad[0])[0] for rad in _tabell("data/PERSONVERN.md", "Uttrekk")}
    assert vurdert == med_id
