"""Det brukerne skriver, leses tilbake som det ble skrevet, og noe ukjent stopper i stedet for å bli borte."""

import dataclasses
import datetime as dt

import pytest

from boligdata.arbeid import feltliste
from boligdata.arbeid.feltliste import Felt, Feltfeil, erklaer


@dataclasses.dataclass(frozen=True)
class Del:
    id: str
    naar: dt.date | None = None


@dataclasses.dataclass(frozen=True)
class Post:
    id: str
    tekst: str = ""
    deler: tuple[Del, ...] = ()
    ord: tuple[tuple[str, str], ...] = ()
    ja: bool = False


erklaer(Del, Felt("id", "Id", "id"), Felt("naar", "Dag", "dato"))
erklaer(
    Post,
    Felt("id", "Id", "id"),
    Felt("tekst", "Tekst", "tekst"),
    Felt("deler", "Deler", "poster", post=Del),
    Felt("ord", "Ord", "ord"),
    Felt("ja", "Ja", "ja_nei"),
)
HEL = Post("a", "b", (Del("c", dt.date(2026, 1, 15)),), (("d", "e"),), True)


def test_en_post_leses_tilbake_som_den_ble_skrevet():
    skrevet = feltliste.til_dict(HEL)
    assert skrevet["deler"] == [{"id": "c", "naar": "2026-01-15"}]
    assert feltliste.les(Post, skrevet) == HEL


@pytest.mark.parametrize(
    "innhold",
    [
        {"id": "a", "nytt": 1},
        {"tekst": "uten id"},
        {"id": "a", "ja": "ja"},
        {"id": "a", "deler": [{"id": "c", "naar": "i morgen"}]},
    ],
)
def test_noe_ukjent_eller_galt_stopper_lesingen(innhold):
    with pytest.raises(Feltfeil):
        feltliste.les(Post, innhold)


def test_et_felt_som_ikke_er_erklaert_stopper_programmet():
    with pytest.raises(TypeError, match="naar"):
        erklaer(Del, Felt("id", "Id", "id"))


def test_for_lang_tekst_og_tegn_ingen_ser_sies_med_navnet_paa_feltet():
    lang = dataclasses.replace(HEL, tekst="x" * (feltliste.LENGSTE_TEKST + 1))
    styretegn = dataclasses.replace(HEL, tekst="a\x0bb")
    assert [list(feltliste.feil_i(post)) for post in (HEL, lang, styretegn)] == [
        [],
        ["Tekst kan ha høyst 1\xa0000 tegn, men har 1\xa0001. Gjør teksten kortere."],
        ["Tekst har tegn som ikke er tekst. Skriv teksten på nytt."],
    ]


def test_to_nye_id_er_er_aldri_like():
    assert len({feltliste.ny_id() for _ in range(100)}) == 100
