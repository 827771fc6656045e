"""Setningene og regnskapene er erklært i TOML. Viser de til noe som ikke finnes, stopper det når
modulen lastes, med en melding som sier fil, blokk og nøkkel.
"""

import re

import pytest

from boligdata.felles import katalog
from boligdata.felles.config import PAKKE
from boligdata.felles.erklaering import Erklaeringsfeil
from boligdata.innhold import beskrivelse, oversikt, regnskap

LESERE = {
    "regnskap": (regnskap.les_oppsett, regnskap.regnskaper()),
    "beskrivelse": (beskrivelse.les_punkter, beskrivelse.punkter()),
    "oversikt": (oversikt.les_utfordringer, oversikt.erklaerte_utfordringer()),
}


def _tekst(navn):
    return (PAKKE / "innhold" / f"{navn}.toml").read_text(encoding="utf-8")


@pytest.fixture
def les(tmp_path):
    """Les filen med en endring i seg."""

    def les_endret(navn, fra="", til=""):
        tekst = _tekst(navn)
        assert fra in tekst, "det som skulle byttes ut, er ikke i filen"
        fil = tmp_path / f"{navn}.toml"
        fil.write_text(tekst.replace(fra, til, 1), encoding="utf-8")
        return LESERE[navn][0](fil)

    return les_endret


@pytest.mark.parametrize("navn", LESERE)
def test_filen_ved_siden_av_modulen_er_den_som_brukes(navn, les):
    assert les(navn) == LESERE[navn][1]


def _indikatorene():
    """Hvert sted en av filene viser til en indikator, som «{tall:x» eller «nøkkel = "x"»."""
    return [
        (navn, sted[0])
        for navn in LESERE
        for sted in re.finditer(r'(?:\{\w+:|= ")(\w+)', _tekst(navn))
        if sted[1] in katalog.indikatorer()
    ]


def test_erklaeringene_viser_til_indikatorer_i_alle_filene():
    assert {navn for navn, _ in _indikatorene()} == set(LESERE)
    assert len(_indikatorene()) > 50


@pytest.mark.parametrize(("navn", "sted"), _indikatorene())
def test_en_skrivefeil_i_en_indikator_stopper_og_sies(navn, sted, les):
    with pytest.raises(Erklaeringsfeil) as feil:
        les(navn, sted, f"{sted}_feil")
    assert f"{navn}.toml [" in str(feil.value)
    assert "_feil», som ikke er i katalogen" in str(feil.value)


@pytest.mark.parametrize(
    ("navn", "fra", "til", "melding"),
    [
        (
            "regnskap",
            'etter = "utgang"',
            'etter = "maalgrupe"',
            "[regnskap.folk.ut nr. 1]: «etter» deler «ute_av_situasjonen» etter «maalgrupe»",
        ),
        (
            "regnskap",
            'samlet = "Flyttet inn"',
            'navn = "Flyttet inn"',
            "[regnskap.leid_ut.inn nr. 1]: ukjent nøkkel «navn»",
        ),
        (
            "regnskap",
            'inn = [{ indikator = "nye_boliger", samlet = "Tatt i bruk" }]',
            "inn = []",
            "[regnskap.boliger]: regnskapet må ha både «inn» og «ut».",
        ),
        (
            "regnskap",
            "kom {inn} til",
            "kom {inne} til",
            "[regnskap.folk]: «setning» har ukjente plasser: inne",
        ),
        (
            "regnskap",
            'gruppe = "boligtype"',
            'gruppe = "utgang"',
            "[regnskap.leid_ut]: «gruppe» deler «husstander» etter «utgang»",
        ),
        (
            "beskrivelse",
            "{tall:uten_bolig}",
            "{tal:uten_bolig}",
            "[punkt.behov.avsnitt nr. 1]: ukjent plass «tal»",
        ),
        (
            "beskrivelse",
            "{flest:boliger per boligtype}",
            "{flest:boliger per maalgruppe}",
            "[punkt.behov.avsnitt nr. 2]: «flest» deler «boliger» etter «maalgruppe»",
        ),
        (
            "beskrivelse",
            'for_hver = "maalgruppe"\n',
            "",
            "[punkt.behov.avsnitt nr. 3]: «gruppe» kan bare stå i et avsnitt med «for_hver»",
        ),
        (
            "beskrivelse",
            'for_hver = "maalgruppe"',
            'per = "maalgruppe"',
            "[punkt.behov.avsnitt nr. 3]: ukjent nøkkel «per»",
        ),
        (
            "beskrivelse",
            "tittel = ",
            "navn = ",
            "[punkt.behov]: ukjent nøkkel «navn»",
        ),
        (
            "oversikt",
            "{uegnet} i uegnet",
            "{uegnede} i uegnet",
            "[utfordring.vanskeligstilte]: «setning» har ukjente plasser: uegnede.",
        ),
        (
            "oversikt",
            'naa = "innbyggere_80"',
            'nu = "innbyggere_80"',
            "[utfordring.eldre]: «indikatorer» skal ha naa.",
        ),
        (
            "oversikt",
            "[utfordring.eldre]",
            "[utfordring.unge]",
            "[utfordring.unge]: utfordringen er ukjent.",
        ),
        (
            "oversikt",
            "setning = ",
            "tekst = ",
            "[utfordring.vanskeligstilte]: ukjent nøkkel",
        ),
    ],
)
def test_en_feil_i_erklaeringen_sier_fil_blokk_og_noekkel(navn, fra, til, melding, les):
    with pytest.raises(Erklaeringsfeil) as feil:
        les(navn, fra, til)
    assert f"{navn}.toml {melding}" in str(feil.value)
