"""En publisering eller angring av et utkast som blir avbrutt hvor som helst: det forrige eller det nye
gjelder, ingenting går tapt, og neste gang blir det gjort ferdig.
"""

import contextlib
import errno
import itertools
import json
import os
import shutil

import avbrudd
import pytest
import test_ingest
from uttrekk import EKSEMPEL

from boligdata.bygg import gangen, utgiver
from boligdata.bygg.utkast import bruk, bytte, hvilken
from boligdata.doer.utkast import mappen
from boligdata.felles import config, pekeren
from boligdata.felles.config import Brukerfeil

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="systemet kan ikke kopiere en prosess"
)


def _fil(hode: str, rad: str) -> bytes:
    return f"{hode}\n{rad}\n".encode()


GAMMELT_LEIE = _fil(test_ingest.LEIE, "L1;B1;H1;rop;01.02.2020;")
NYTT_LEIE = _fil(test_ingest.LEIE, "L2;B1;H2;rop;01.02.2024;")
SOEKNAD = _fil(test_ingest.SOEKNAD, "S1;H1;rop;ny;robust;01.02.2024")
SKRIVEMAATER = b'[verdi.boligtype]\n"Hybelhus" = "ordinaer"\n'
FOER = {
    "bolig.csv": _fil(test_ingest.BOLIG, test_ingest.bolig()),
    "kommune.toml": (EKSEMPEL / "kommune.toml").read_bytes(),
    "leieforhold.csv": GAMMELT_LEIE,
    "leieforhold_2024.csv": GAMMELT_LEIE,
}
# Det filene i utkastet er: at de kjennes igjen, er prøvd et annet sted.
KILDER = {"Uttak.csv": "leieforhold", "soek.csv": "soeknad"} | {
    f"{kilde}.csv": kilde for kilde in ("leieforhold", "soeknad", "bolig")
}
UTKAST = {
    "Uttak.csv": NYTT_LEIE,
    "soek.csv": SOEKNAD,
    "skrivemaater.toml": SKRIVEMAATER,
}
ETTER = {
    **{navn: FOER[navn] for navn in ("bolig.csv", "kommune.toml")},
    "leieforhold.csv": NYTT_LEIE,
    "soeknad.csv": SOEKNAD,
    "skrivemaater.toml": SKRIVEMAATER,
}


def _bygg(uttrekk, fremdrift=None, foer_bruk=lambda navn: None) -> None:
    """Et bygg der det som publiseres, er uttrekkene selv. Filene i mappene er ekte."""
    mapper = config.publisert_mappe(), config.internt_mappe()
    with utgiver.arbeidsfiler(*mapper) as (fil, intern_fil):
        for en in (fil, intern_fil):
            en.write_text(json.dumps(_som_tekst(_innhold(uttrekk))))
        navn, internt_navn = map(utgiver.nytt_navn, ("publisert", "internt"))
        foer_bruk(navn)
        utgiver.ta_i_bruk(intern_fil, mapper[1], internt_navn, rader=b"", leveranse=b"")
        utgiver.ta_i_bruk(fil, mapper[0], navn, internt_navn, historikk=b"")


def _innhold(mappe) -> dict[str, bytes]:
    if not mappe.is_dir():
        return {}
    return {
        fil.relative_to(mappe).as_posix(): fil.read_bytes()
        for fil in mappe.rglob("*")
        if fil.is_file()
    }


def _som_tekst(filer: dict[str, bytes]) -> dict[str, str]:
    return {navn: data.decode() for navn, data in sorted(filer.items())}


def _vist(mappe) -> dict[str, str]:
    return json.loads((mappe / utgiver.gjeldende(mappe)).read_text())


class _Kommune:
    """En kommune som er publisert én gang, og som har lastet opp noe."""

    def __init__(self, data, foer: dict[str, bytes], inn: str = "inn"):
        self.data = data
        for mappe, filer in ((inn, foer), ("utkast", UTKAST)):
            (data / mappe).mkdir()
            for navn, innhold in filer.items():
                (data / mappe / navn).write_bytes(innhold)
        _bygg(data / inn)
        self._lagret = {}
        self.lagre()

    def lagre(self) -> None:
        self._lagret = _innhold(self.data)

    def tilbake(self) -> None:
        """Som da det sist ble lagret."""
        for mappe in self.data.iterdir():
            shutil.rmtree(mappe)
        for navn, innhold in self._lagret.items():
            (self.data / navn).parent.mkdir(parents=True, exist_ok=True)
            (self.data / navn).write_bytes(innhold)

    def publiser(self) -> None:
        bruk.publiser(None, self.data / "utkast")

    def er(self, inn: dict[str, bytes], utkast: dict[str, bytes]) -> None:
        """Uttrekkene, utkastet og det som vises, er slik, og ingenting annet ligger igjen."""
        assert _innhold(self.data / "inn") == inn
        assert _innhold(self.data / "utkast") == utkast
        assert not (self.data / "inn_bytte").exists()
        for mappe in ("publisert", "internt"):
            assert _vist(self.data / mappe) == _som_tekst(inn or FOER)

    def er_hel(self) -> None:
        """Det som vises, er det forrige eller det nye, og alle filene finnes et sted."""
        for mappe in ("publisert", "internt"):
            assert _vist(self.data / mappe) in (_som_tekst(FOER), _som_tekst(ETTER))
        overalt = {*_innhold(self.data).values()}
        assert {NYTT_LEIE, GAMMELT_LEIE, SOEKNAD, SKRIVEMAATER} <= overalt


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("BOLIGDATA_DATA", str(tmp_path))
    for navn in ("BOLIGDATA_PUBLISERT", "BOLIGDATA_INTERNT"):
        monkeypatch.delenv(navn, raising=False)
    monkeypatch.setattr(gangen, "bygg", _bygg)
    monkeypatch.setattr(pekeren, "PAUSE", 0)
    monkeypatch.setattr(
        hvilken,
        "kjenn_igjen",
        lambda fil, *_: hvilken.Gjenkjent(fil, KILDER.get(fil.name)),
    )
    return tmp_path


@pytest.fixture
def kommune(data):
    return _Kommune(data, FOER)


ANGRET = {"leieforhold.csv": NYTT_LEIE, "soeknad.csv": SOEKNAD} | {
    "skrivemaater.toml": SKRIVEMAATER
}


def test_uten_avbrudd_bytter_filene_plass_og_tilbake_igjen(kommune):
    kommune.publiser()
    kommune.er(ETTER, {})
    bruk.angre()
    kommune.er(FOER, ANGRET)


def test_en_publisering_som_blir_drept_hvor_som_helst_gjoeres_ferdig_neste_gang(
    kommune,
):
    for nr in itertools.count(1):
        kommune.tilbake()
        if avbrudd.kjoer(kommune.publiser, avbrudd.drep, nr) is None:
            break
        kommune.er_hel()
        # Ble den drept da alt var gjort, er det ikke noe mer å publisere.
        with contextlib.suppress(Brukerfeil):
            kommune.publiser()
        kommune.er(ETTER, {})
        bruk.angre()
        kommune.er(FOER, ANGRET)
    assert nr > 50


def test_en_angring_som_blir_drept_hvor_som_helst_gjoeres_ferdig_neste_gang(kommune):
    kommune.publiser()
    kommune.lagre()
    for nr in itertools.count(1):
        kommune.tilbake()
        if avbrudd.kjoer(bruk.angre, avbrudd.drep, nr) is None:
            break
        kommune.er_hel()
        # Ble den drept da alt var gjort, er det ikke noe mer å angre.
        with contextlib.suppress(Brukerfeil):
            bruk.angre()
        kommune.er(FOER, ANGRET)
    assert nr > 20


@pytest.mark.parametrize(
    "nummer, melding",
    [(errno.ENOSPC, "Disken er full"), (errno.EROFS, "kan ikke skrives til")],
    ids=["full disk", "skrivebeskyttet"],
)
def test_full_disk_og_en_mappe_som_ikke_kan_skrives_til_faar_en_melding_og_taper_ingenting(
    kommune, nummer, melding
):
    galt = avbrudd.stopp_med(nummer)
    for nr in itertools.count(1, 5):
        kommune.tilbake()
        sagt = avbrudd.kjoer(kommune.publiser, galt, nr)
        if sagt is None:
            break
        assert melding in sagt and "prøv igjen" in sagt and sagt.endswith(".")
        kommune.er_hel()
        kommune.publiser()
        kommune.er(ETTER, {})
    assert nr > 20


@pytest.fixture
def uten_filene(kommune):
    """Kommunen der publiseringen ble drept da tallene var tatt i bruk, og ingen filer var på plass."""

    def publiser() -> None:
        bytte._legg_paa_plass = avbrudd.drep
        kommune.publiser()

    assert avbrudd.kjoer(publiser, avbrudd.drep, 10_000) == "drept"
    assert _vist(kommune.data / "publisert") == _som_tekst(ETTER)
    assert _innhold(kommune.data / "inn") == FOER
    return kommune


def test_en_sjekk_eller_et_bygg_gjoer_ferdig_det_som_ble_avbrutt(uten_filene):
    """Ellers ble tallene regnet av uttrekk som ikke er dem som vises."""
    assert bytte.fullfoer() == bytte.Gjort.PUBLISERT
    uten_filene.er(ETTER, {})
    assert bytte.fullfoer() == bytte.Gjort.INGENTING


def test_en_fil_som_er_lastet_opp_paa_nytt_etter_avbruddet_er_ikke_den_som_ble_publisert(
    uten_filene,
):
    ny = NYTT_LEIE.replace(b"H2", b"H377")
    mappen.legg_til([("Uttak.csv", ny)])
    bytte.fullfoer()
    assert _innhold(uten_filene.data / "utkast") == {"Uttak.csv": ny}
    assert _innhold(uten_filene.data / "inn") == ETTER


def test_det_noen_har_skrevet_i_kopien_av_eksempelet_gaar_ikke_tapt_naar_det_angres(
    data,
):
    kommune = _Kommune(data, FOER, "eksempel")
    kommune.publiser()
    assert (
        _innhold(data / "inn") == ETTER | {"leieforhold_2024.csv": GAMMELT_LEIE}
        or _innhold(data / "inn") == ETTER
    )
    endret = FOER["kommune.toml"] + b"\n# Vi heter noe annet\n"
    (data / "inn" / "kommune.toml").write_bytes(endret)
    bruk.angre()
    assert not (data / "inn").exists()
    assert _innhold(data / "utkast")["kommune.toml"] == endret
    assert _innhold(data / "eksempel") == FOER


def test_et_tomt_utkast_publiseres_ikke(kommune):
    shutil.rmtree(kommune.data / "utkast")
    with pytest.raises(Brukerfeil, match="ingen filer å publisere"):
        kommune.publiser()
