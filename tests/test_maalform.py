"""Hele grensesnittet står på bokmål og nynorsk."""

import ast
import re
import string

import pytest
from setningsregler import for_lange_i
from spraak import KOMMANDO, bare_bokmaal_i

from boligdata.felles import maalform, tekstkatalog
from boligdata.felles.config import PAKKE
from boligdata.felles.maalform import si

NYNORSK = maalform.les_nynorsk()


def test_hver_tekst_brukeren_leser_staar_paa_nynorsk():
    mangler = tekstkatalog.mangler()
    assert not mangler, (
        "Kjør python -m boligdata tekster, og skriv disse på nynorsk: "
        + "; ".join(f"«{tekst}» ({fil})" for tekst, fil in list(mangler.items())[:10])
    )


def test_ingen_tekst_ber_leseren_skrive_en_kommando():
    """Den som leser siden, har ingen kommandolinje, og vet oftest ikke hva det er."""
    assert all(map(KOMMANDO.search, ("Kjør «python -m boligdata»", "«boligdata send»")))
    assert not [tekst for tekst in tekstkatalog.alle() if KOMMANDO.search(tekst)]


def test_ingen_setning_er_for_lang_til_aa_leses_hoeyt_paa_noen_av_maalformene():
    assert list(for_lange_i(f"Det er {'veldig ' * 30}langt."))
    tekstene = (*NYNORSK, *NYNORSK.values())
    assert not [for_lang for tekst in tekstene for for_lang in for_lange_i(tekst)]


def test_ingen_tekst_paa_nynorsk_er_uten_en_som_sier_den():
    assert not set(NYNORSK) - set(tekstkatalog.alle())


def test_plassene_i_teksten_er_de_samme_paa_nynorsk():
    ulike = {
        tekst: nynorsk
        for tekst, nynorsk in NYNORSK.items()
        if _plassene(tekst) != _plassene(nynorsk)
    }
    assert not ulike


def _plassene(tekst: str) -> set[str]:
    try:
        return {plass for _, plass, _, _ in string.Formatter().parse(tekst) if plass}
    except ValueError:
        return set()


def test_tekstene_paa_nynorsk_har_ingen_ord_som_bare_er_bokmaal():
    bokmaal = {
        nynorsk: funnet
        for nynorsk in NYNORSK.values()
        if (funnet := bare_bokmaal_i(_uten_plasser(nynorsk)))
    }
    assert not bokmaal


# Ord nynorsken har flere former av, eller som lett blir skrevet galt, og den formen som brukes her.
EN_FORM = {
    "vart": "blei",
    "vorte": "blitt",
    "fortsatt": "framleis",
    "mens": "medan",
    "mogeleg": "mogleg",
    "gjeve": "gitt",
    "haldt": "heldt",
    "behaldt": "beheldt",
    "natthjem": "nattheim",
    "høyast": "høgast",
    "bed": "ber",
    "komme": "kome",
    "svarar": "svarer",
    "byrjar": "begynner",
    "byrja": "begynt",
    "bygge": "byggje",
    "bygger": "byggjer",
    "dekke": "dekkje",
    "dekker": "dekkjer",
    "fjerdedelen": "firedelen",
    "òg": "også",
    "korkje": "verken",
    "usamd": "ueinig",
    "usamde": "ueinige",
    "da": "då",
    "slegen": "slått",
    "dersom": "viss",
    "anslag": "overslag",
    "anslaga": "overslaga",
    "anslaget": "overslaget",
    "tilgjengelegheit": "tilgjenge",
}


def test_nynorsken_bruker_den_samme_formen_av_et_ord_overalt():
    """Noen sider sa at noe vart vedteke, og andre at det blei det."""
    ulike = {
        nynorsk: ord_
        for nynorsk in NYNORSK.values()
        for ord_ in re.findall(r"\w+", _uten_plasser(nynorsk).lower())
        if EN_FORM.get(ord_, ord_) != ord_
    }
    assert not ulike


# Feil i setninger der hvert ord for seg er nynorsk, og en setning med feilen.
FEIL_I_SETNINGEN = {
    "infinitiv på -a": (
        r"\bå (?!ha\b|ta\b|vedta\b|la\b|dra\b)\w+a\b",
        "Det er lett å vera der.",
    ),
    "det en gjør noe med, heter «henne»": (
        r"\b(?:opne|lagre|pakk|les|last|legg|fått|lukk|slett) ho\b",
        "Fila er pakka. Opne ho først.",
    ),
    "«tyder» uten «på»": (r"\btyder (?!på\b)", "Kva tyder tala?"),
    "flere er ikke «vist»": (
        r"\b\w+(?:ane|arar) (?:er|blir|blei) (?:vist|kjent|lagt|følgt|talt|delt|slått)\b",
        "Tabellane er vist under.",
    ),
}


@pytest.mark.parametrize("feilen", FEIL_I_SETNINGEN)
def test_setningene_paa_nynorsk_er_boeyde_slik_nynorsken_er(feilen):
    moenster, eksempel = FEIL_I_SETNINGEN[feilen]
    letes_etter = re.compile(moenster, re.IGNORECASE)
    assert letes_etter.search(eksempel)
    assert not [tekst for tekst in NYNORSK.values() if letes_etter.search(tekst)]


def _uten_plasser(tekst: str) -> str:
    """Teksten uten plassene og id-ene i dem, som er de samme i begge målformer."""
    return re.sub(r"\{\w*(:\w+)?", "", tekst)


def test_en_tekst_uten_nynorsk_sies_paa_bokmaal_og_plassene_fylles():
    with maalform.bruk("nn"):
        assert si("Finnes ikke i noen fil, {navn}.", navn="Kari") == (
            "Finnes ikke i noen fil, Kari."
        )


def test_utenfor_en_blokk_gjelder_leserens_og_en_blokk_gaar_foran(monkeypatch):
    monkeypatch.setattr(maalform, "_leserens", maalform._bokmaal)
    assert maalform.i_bruk() == "nb"
    maalform.foelg(lambda: "nn")
    assert maalform.i_bruk() == "nn"
    with maalform.bruk("nb"):
        assert maalform.i_bruk() == "nb"


def test_det_som_huskes_huskes_for_hver_maalform():
    @maalform.husk
    def naa():
        return maalform.i_bruk()

    assert naa() == "nb"
    with maalform.bruk("nn"):
        assert naa() == "nn"
    assert naa() == "nb"


@pytest.mark.parametrize("kode", maalform.MAALFORMER)
def test_et_tall_i_en_tekst_med_kroellparenteser_uten_plasser_staar_som_det_er(kode):
    with maalform.bruk(kode):
        assert si("{x}") == "{x}"


def test_en_fil_er_paa_maalformen_den_ble_bestilt_paa_uansett_naar_den_lages():
    with maalform.bruk("nn"):
        lages_senere = maalform.med_seg(maalform.i_bruk)
    assert (maalform.i_bruk(), lages_senere()) == ("nb", "nn")


# Plassen regelen har i det som gis videre når noe er galt i et uttrekk.
_REGELEN = {"Filfeil": 0, "_feil": 0, "Avvik": 5}


def test_hver_regel_et_uttrekk_kan_bryte_er_merket_som_tekst():
    umerket = [
        ast.unparse(kall)
        for fil in (PAKKE / "bygg" / "ingest").glob("*.py")
        for kall in ast.walk(ast.parse(fil.read_text(encoding="utf-8")))
        if isinstance(kall, ast.Call) and isinstance(kall.func, ast.Name)
        for regel in kall.args[_REGELEN.get(kall.func.id, 99) :][:1]
        if isinstance(regel, ast.Constant)
    ]
    assert not umerket, "Skriv fast(…) rundt regelen, så den kan stå på nynorsk."
