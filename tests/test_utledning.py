"""Det spørringene gjør sant om tallene, er erklært i katalogen, eller forklart i `utledet.toml`.

Ellers rundes to tall som henger sammen, av hver for seg. Vises 5 av det ene og 0 av det andre, kan
begge regnes ut.
"""

import contextlib
import json
import shutil
import tomllib
from pathlib import Path

import duckdb
import pytest
import utledning
import villkommune
from utledning import Erklaert, Nivaa, Relasjon, Tellinger

from boligdata.felles import katalog

FROE, KOMMUNER = 2, 40
# I én kommune er gruppene færre.
GRUPPER_I_EKSEMPELET = 4
LISTEN = tomllib.loads(Path(__file__).with_name("utledet.toml").read_text("utf-8"))
FOELGER = [rad["relasjon"] for rad in LISTEN["foelger"]]
NESTEN = [rad["relasjon"] for rad in LISTEN["nesten"]]
GJOER_DETTE = (
    "Erklær det som [[sammenheng]] eller [[antakelse]] i felles.toml, så avrundingen følger det, "
    "eller skriv i tests/utledet.toml hvorfor det ikke trengs."
)


@pytest.fixture(scope="module")
def ville() -> dict[str, Tellinger]:
    """Tallene i tilfeldige kommuner der alt inntaket godtar, kan skje."""
    with contextlib.closing(villkommune.database(FROE, KOMMUNER)) as con:
        return {slag: _tell(con, slag, utledning.opptelling) for slag in utledning.FOER}


@pytest.fixture(scope="module")
def eksempel(bygd_internt, tmp_path_factory) -> Tellinger:
    """De eksakte tallene i eksempelkommunen."""
    fil = json.loads((bygd_internt / "gjeldende.json").read_text("utf-8"))["fil"]
    # En kopi, for i samme prosess kan `lesing` ha filen åpen på sin måte.
    kopi = shutil.copy(bygd_internt / fil, tmp_path_factory.mktemp("utledning"))
    with contextlib.closing(duckdb.connect(kopi, read_only=True)) as con:
        return _tell(con, "tertial", utledning.ferdig_talt)


def _tell(con: duckdb.DuckDBPyConnection, slag: str, sql) -> Tellinger:
    perioder = con.execute(
        "select periode from periode where periodetype = ? order by periode", [slag]
    ).fetchall()
    return Tellinger(
        slag,
        [periode for (periode,) in perioder],
        lambda kube: con.sql(sql(kube)).to_arrow_table(),
    )


def _lest(tekster: list[str]) -> list[Relasjon]:
    return [utledning.les(tekst) for tekst in tekster]


def _sagt(funn: list[utledning.Funn]) -> str:
    return "\n".join([*map(str, funn), GJOER_DETTE])


@pytest.mark.parametrize("slag", utledning.FOER)
def test_det_spoerringene_lover_er_erklaert_eller_forklart(ville, slag):
    funn = utledning.uerklaerte(ville[slag], utledning.nivaaene(), _lest(FOELGER))
    assert not funn, _sagt(funn)


def test_det_som_bare_gjelder_i_eksempelet_er_erklaert_eller_vurdert(eksempel):
    funn = utledning.uerklaerte(
        eksempel,
        utledning.nivaaene(),
        _lest(FOELGER + NESTEN),
        GRUPPER_I_EKSEMPELET,
        summer=False,
    )
    assert not funn, _sagt(funn)


def test_det_som_er_forklart_gjelder_fortsatt_og_er_ikke_erklaert(ville):
    _krev_at_de_trengs(list(ville.values()), FOELGER)


def test_det_som_er_vurdert_gjelder_fortsatt_og_er_ikke_erklaert(eksempel):
    _krev_at_de_trengs([eksempel], NESTEN)


def _krev_at_de_trengs(tellinger: list[Tellinger], tekster: list[str]) -> None:
    """Hver relasjon gjelder i tertialene eller årene, og er ikke erklært for alle nivåene."""
    hele = [Nivaa(etter, ()) for etter in tellinger]
    nivaaer = [Nivaa(tellinger[0], egenskaper) for egenskaper in utledning.nivaaene()]
    sagt = {nivaa.egenskaper: Erklaert(nivaa) for nivaa in nivaaer}
    for tekst in tekster:
        relasjon = utledning.les(tekst)
        assert utledning.skriv(relasjon) == tekst
        gjelder = any(nivaa.gjelder(relasjon) for nivaa in hele)
        assert gjelder, f"«{tekst}» gjelder ikke. Stryk den."
        assert not all(
            sagt[nivaa.egenskaper].foelger(relasjon)
            for nivaa in nivaaer
            if all(ledd.maal in nivaa.lik for ledd in relasjon)
        ), f"«{tekst}» er erklært. Stryk den."


@pytest.mark.parametrize(
    ("liste", "strykes", "funnet"),
    [
        (
            "sammenhenger",
            "begjaeringer_fulgt",
            "begjaeringer.antall ≤ begjaeringer_fulgt.antall",
        ),
        (
            "bevegelser",
            "leieforhold",
            "leieforhold.antall ≤ innflytting.antall + leieforhold.antall før 1",
        ),
        (
            "antakelser",
            "midlertidig.antall",
            "midlertidig.antall ≤ situasjon.antall[situasjon=uten_bolig]",
        ),
    ],
)
def test_det_som_strykes_fra_katalogen_blir_funnet(
    ville, monkeypatch, liste, strykes, funnet
):
    alle = getattr(katalog, liste)()
    beholdes = [regel for regel in alle if not _nevner(regel, strykes)]
    assert len(beholdes) < len(alle)
    monkeypatch.setattr(katalog, liste, lambda: beholdes)
    funn = utledning.uerklaerte(ville["tertial"], [()], _lest(FOELGER))
    assert funnet in [utledning.skriv(ett.relasjon) for ett in funn], _sagt(funn)


def _nevner(regel, navn: str) -> bool:
    ledd = getattr(regel, "deler", None) or [
        getattr(regel, "beholdning", None) or regel.delen
    ]
    return any(".".join(maal).startswith(navn) for maal in ledd)


def test_kommunene_er_saa_ville_at_det_ingen_spoerring_lover_blir_brutt(ville):
    """Også det som nesten alltid gjelder, og at alle vernede mål teller noen."""
    nivaa = Nivaa(ville["tertial"], ())
    vernede = {
        utledning.Maal(kube.id, maal)
        for kube in utledning.kubene().values()
        for maal in kube.vernede
    }
    assert vernede <= set(nivaa.lik)
    for tekst in (
        "bosatt.antall ≤ innflytting.antall",
        "innflytting.nye ≤ bosatt.antall",
        "leieforhold.antall ≤ boliger.utleid",
        "soeknader.uten_bolig ≤ soeknader.nye",
    ):
        assert not nivaa.gjelder(utledning.les(tekst)), tekst
