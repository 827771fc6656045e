"""Sidene døren viser selv: på norsk, uten skript, og uten at noe i dem kan bli til HTML."""

import re

import pytest

from boligdata.doer import beskjed

OND = "\"><script>alert(1)</script>&'"


@pytest.mark.parametrize("felt", ["lenke", "skjema"])
@pytest.mark.parametrize("plass", [0, 1])
def test_ingenting_i_siden_kan_bli_til_html(felt, plass):
    vei = ["/", "Videre"]
    vei[plass] = OND
    tekst = beskjed.side(OND, OND, videre=OND, **{felt: tuple(vei)}).body.decode()
    assert "<script" not in tekst and 'content="0; url=&quot;' in tekst
    assert tekst.count("&lt;script&gt;") == 5


def test_siden_er_norsk_og_henter_ingenting():
    tekst = beskjed.side("Tittel", "Tekst", lenke=("/", "Videre")).body.decode()
    assert 'lang="nb"' in tekst and "<h1>Tittel</h1>" in tekst
    assert not re.findall(r"<(script|img|link|iframe)|url\(|@import", tekst)


def test_knappen_sender_et_skjema_og_kan_naas_med_tastaturet():
    tekst = beskjed.side("Tittel", "Tekst", skjema=("/ut", "Logg ut")).body.decode()
    assert (
        '<form method="post" action="/ut"><button>Logg ut</button></form>' in tekst
        and "tabindex" not in tekst
    )


def test_bare_ansattvisningen_er_merket_internt(monkeypatch):
    monkeypatch.delenv("BOLIGDATA_VISNING", raising=False)
    assert "Internt" not in beskjed.side("Tittel", "Tekst").body.decode()
    monkeypatch.setenv("BOLIGDATA_VISNING", "internt")
    assert "– Internt</title>" in beskjed.side("Tittel", "Tekst").body.decode()
