"""Angrep på innspillene: ingenting som kan si hvem en privatperson er, kommer ut av ansattvisningen.

Hver flate prøves med de samme hemmelighetene: alt som står i et innspill fra en privatperson, og i det
ingen har lest gjennom.
"""

import ast
import dataclasses
import datetime as dt
import io
import re
import zipfile

import dokumentleser
import pytest
from ansatte import TILGANG, krav
from appen import aapne, alt_paa

from boligdata import lesing
from boligdata.arbeid.feltliste import ny_id, til_dict
from boligdata.arbeid.innspill import FELT, Innspill
from boligdata.arbeid.lager import SLETTET, NyEndring
from boligdata.arbeid.medvirkning import Medvirkning
from boligdata.eksempel import hoeringen
from boligdata.felles.config import PAKKE, Brukerfeil
from boligdata.innhold.handlingsdel import planen, varsler
from boligdata.innhold.planarbeid import (
    hoeringsblokker,
    hoeringstabell,
    innspillene,
    medvirkningene,
)
from boligdata.innhold.planarbeid.register import BareForAnsatte, Registerpost
from boligdata.innhold.rapport import oppsett, skriv
from boligdata.innhold.rapport.dokument import Tabellblokk
from boligdata.innhold.rapport.lag import Rapportvalg, lag
from boligdata.ui import innspill as innspillsiden
from boligdata.ui.skjema import _Aapent

pytestmark = pytest.mark.usefixtures("bygd_eksempel")
MERKE = "Zqxhemmelig"
ANDRE = "Fra organisasjoner, råd, staten og enheter"
TEMAER = ("steg", "innspill", "medvirkning")
# Et ord i hvert felt, og i hvem og hvorfor, som ikke finnes noe annet sted.
KANARI = Innspill(
    ny_id(),
    f"{MERKE}nr",
    dt.date(1999, 12, 31),
    "privatperson",
    f"{MERKE} Navnesen",
    f"{MERKE}kapittel",
    "bomiljoe",
    f"{MERKE}sammendrag",
    f"{MERKE}vurdering",
    "delvis",
    "Endringen alle kan se.",
    "1",
    (),
    f"{MERKE}arkiv",
    True,
    ((f"{MERKE}kolonne", f"{MERKE}celle"),),
)


def kanarifuglene() -> tuple[Innspill, ...]:
    """Fra en privatperson, og fra noen uten slag."""
    uten_slag = dataclasses.replace(
        KANARI, id=ny_id(), nr=f"{MERKE}nr2", avsenderslag=""
    )
    return KANARI, uten_slag


@pytest.fixture(autouse=True)
def lageret(eget_lager):
    """Eksempelet, med kanarifuglene."""
    for ett in kanarifuglene():
        _legg_inn("innspill", ett)
    _legg_inn(
        "medvirkning",
        Medvirkning(
            ny_id(),
            medvirkende="beboere",
            hvem=f"{MERKE}gruppe",
            antall=2,
            maalgrupper=("flyktning",),
            tjenester=(f"{MERKE}tjeneste",),
            sagt=f"{MERKE}sagt",
            endret="Endringen alle kan se.",
        ),
    )


def _legg_inn(slag: str, post) -> None:
    """Rett i lageret, slik en ansatt har lagret det."""
    planen.lager().lagre(
        NyEndring(
            ny_id(), slag, post.id, 0, til_dict(post), f"{MERKE}hvem", f"{MERKE}hvorfor"
        )
    )


def _hemmelige() -> set[str]:
    """Det ingen utenfor skal se: merket, og det som er hemmelig i eksempelet."""
    ut = {MERKE}
    for nr, ett in enumerate(hoeringen.INNSPILL, 1):
        if ett.slag == "privatperson":
            ut |= {*ett.avsender.split(), f"2021/418-{nr + 20}"}
        if not ett.kan_vises:
            ut |= {ett.sammendrag[:40], ett.vurdering[:40]}
    for sagt in hoeringen.MEDVIRKNING:
        if not sagt.kan_vises:
            ut |= {sagt.hvem, sagt.sagt[:40]}
    with planen.lager().bilde() as bilde:
        for slag in ("innspill", "medvirkning"):
            ut |= {en.objekt_id for en in bilde.gjeldende(slag)}
    return ut


def _funnet(tekst: str) -> set[str]:
    return {hemmelig for hemmelig in _hemmelige() if hemmelig in tekst}


# ----------------------------------------------------------------------------- registeret


@pytest.mark.parametrize("register", [innspillene.REGISTER, medvirkningene.REGISTER])
def test_utenfor_ansattvisningen_gir_registeret_bare_det_alle_kan_se(register):
    post = Registerpost(KANARI, 1, "Kari", dt.datetime.now())
    for spoer in (
        register.poster,
        lambda: register.post(KANARI.id),
        lambda: register.historien(KANARI.id),
        lambda: register.per(post.tid),
        lambda: register.lagre(KANARI, 1, ny_id(), "Kari"),
        lambda: register.lagre_alle([(KANARI, 1)], ny_id(), "Kari", ""),
    ):
        with pytest.raises(BareForAnsatte) as feil:
            spoer()
        assert MERKE not in str(feil.value)
    assert register.aapne_poster()
    assert not _funnet(repr(register.aapne_poster()))


def test_rekkefoelgen_sier_ikke_hvilket_nummer_et_innspill_har():
    private = [ett for ett in innspillene.aapne() if ett.er_privat]
    assert len(private) == 5
    synlig = [(ett.tema, ett.anbefaling, ett.endring) for ett in private]
    assert synlig == sorted(synlig)


def test_noe_som_ikke_kan_leses_gir_en_melding_uten_det_som_staar_der():
    innhold = til_dict(KANARI) | {"id": ny_id(), "tema": f"{MERKE}tema"}
    planen.lager().lagre(
        NyEndring(ny_id(), "innspill", innhold["id"], 0, innhold, "Kari")
    )
    with pytest.raises(Brukerfeil) as feil:
        innspillene.aapne()
    assert not _funnet(str(feil.value))
    alt = alt_paa(aapne("planprosess", tema="innspill"))
    assert "kan ikke leses" in alt and not _funnet(alt)


def test_bare_registeret_leser_innspill_fra_lageret():
    """Den som leser dem et annet sted, går forbi sperren."""
    lesere = set()
    for fil in PAKKE.rglob("*.py"):
        if fil.parent.name == "lager":
            continue
        for node in ast.walk(ast.parse(fil.read_text(encoding="utf-8"))):
            navn = getattr(node, "attr", "")
            if navn in ("gjeldende", "historikk", "per_tidspunkt", "endret_siden"):
                lesere.add(fil.relative_to(PAKKE).as_posix())
    # Rulleringen leser sitt eget slag.
    assert {fil for fil in lesere if fil.startswith(("innhold", "ui", "arbeid"))} <= {
        "innhold/planarbeid/register.py",
        "innhold/handlingsdel/rullering.py",
    }


# ------------------------------------------------------------------------------- sidene


@pytest.mark.parametrize("tema", TEMAER)
def test_siden_viser_ikke_noe_som_sier_hvem_det_er(tema):
    app = aapne("planprosess", tema=tema)
    assert not app.exception
    alt = alt_paa(app) + str(app.session_state) + str(app.query_params)
    assert not _funnet(alt)
    if tema == "innspill":
        assert "Endringen alle kan se." in alt
        for skjult in ("03.12.2021", "10.12.2021", "31.12.1999", "1999"):
            assert skjult not in alt


@pytest.mark.parametrize("side", ["oversikt", "tiltak", "maalgruppe", "rapport"])
def test_andre_sider_viser_det_heller_ikke(side):
    assert not _funnet(alt_paa(aapne(side)))


def test_siden_om_maalgruppen_viser_hva_de_har_sagt_men_ikke_hvem():
    alt = alt_paa(aapne("maalgruppe", maalgruppe="flyktning"))
    assert "Hva har de selv sagt?" in alt and "Endringen alle kan se." in alt
    assert not _funnet(alt)


def test_en_adresse_eller_en_oekt_som_ber_om_et_innspill_faar_det_ikke():
    app = aapne(
        "planprosess", tema="innspill", innspill=KANARI.id, innspill_aapnet=KANARI.id
    )
    assert not _funnet(alt_paa(app))
    app.session_state["innspill_aapnet"] = KANARI.id
    app.session_state["innspillskjema"] = _Aapent(KANARI.id, 1, KANARI, ny_id())
    app.run()
    assert not app.exception and not _funnet(alt_paa(app))


def test_varslene_og_det_som_er_oversatt_sier_ingenting(monkeypatch):
    assert not _funnet(repr(varsler.alle(planen.poster(), lesing.i_dag())))
    alt = alt_paa(aapne("planprosess", tema="innspill", maal="nn"))
    assert not _funnet(alt)


# -------------------------------------------------------------------------------- filene


def _i_filen(data: bytes) -> str:
    """Alt i filen, også egenskaper, kommentarer og bøker inne i den."""
    deler = []
    with zipfile.ZipFile(io.BytesIO(data)) as arkiv:
        for navn in arkiv.namelist():
            innhold = arkiv.read(navn)
            deler.append(navn)
            if innhold.startswith(b"PK"):
                deler.append(_i_filen(innhold))
            else:
                deler.append(innhold.decode("utf-8", errors="replace"))
    return re.sub(r"<[^>]+>", "", "\n".join(deler)) + "\n".join(deler)


@pytest.mark.parametrize("visning", ["publisert", "internt"])
@pytest.mark.parametrize("format_", ["word", "excel"])
def test_filen_har_bare_det_alle_kan_se_ogsaa_naar_en_ansatt_laster_den_ned(
    format_, visning, monkeypatch
):
    monkeypatch.setenv("BOLIGDATA_VISNING", visning)
    innholdet = _i_filen(skriv.skriv(hoeringstabell.dokument(), format_))
    assert "Endringen alle kan se." in innholdet
    assert "Leieboerforeningen" in innholdet
    monkeypatch.delenv("BOLIGDATA_VISNING")
    assert not _funnet(innholdet)


@pytest.fixture(scope="module")
def hoeringsbehandlingen(bygd_eksempel, tmp_path_factory):
    """Hele dokumentet fra siden Rapport, i hvert format, med kanarifuglene i lageret."""
    with pytest.MonkeyPatch.context() as endret:
        endret.setenv("BOLIGDATA_ARBEID", str(tmp_path_factory.mktemp("arbeid")))
        for ett in kanarifuglene():
            _legg_inn("innspill", ett)
        deler = oppsett.oppsettet().slag["hoeringsbehandling"].deler
        bestilt = Rapportvalg("hoeringsbehandling", deler, "aar", "2025")
        endret.setenv("BOLIGDATA_VISNING", "internt")
        return _hemmelige(), lag(bestilt, ("#0b5c8a",))


@pytest.mark.parametrize("format_", skriv.FORMATER)
def test_hoeringsbehandlingen_har_bare_det_alle_kan_se_i_hvert_format(
    format_, hoeringsbehandlingen
):
    """Også når en ansatt lager den: alt i filen er pakket ut, med egenskaper og det som er gjemt."""
    hemmelige, dokument = hoeringsbehandlingen
    innholdet = _pakket_ut(skriv.skriv(dokument, format_), format_)
    assert "Leieboerforeningen" in innholdet
    assert "Endringen alle kan se." in innholdet
    assert not {en for en in hemmelige if en in innholdet}


def _pakket_ut(data: bytes, format_: str) -> str:
    if format_ == "html":
        return data.decode()
    if format_ != "pdf":
        return _i_filen(data)
    pdf = dokumentleser.pdf(data)
    sider = [dokumentleser.paa_en_linje(side.extract_text()) for side in pdf.pages]
    xmp = pdf.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    tagger = [tagg.alt for tagg in dokumentleser.tagger(pdf)]
    return "\n".join((*sider, xmp, str(pdf.metadata), *tagger))


def test_hoeringsbehandlingen_teller_svarer_og_foelger_traaden_til_tiltaket_og_tallet(
    hoeringsbehandlingen,
):
    _, dokument = hoeringsbehandlingen
    tabellene = {
        blokk.tittel: blokk
        for blokk in dokument.blokker
        if isinstance(blokk, Tabellblokk)
    }
    frister = dict(rad[:2] for rad in tabellene["Fristene"].rader)
    assert frister["Høring"] == "29.11.2021–15.12.2021 (16 dager)"
    assert frister["Kommunestyret"] == "09.02.2022"
    telling = tabellene["Innspill etter tema og avsender"]
    assert telling.rader[-1][0] == "Til sammen" and telling.rader[-1][-1] == "14"
    kolonnene = [sum(int(rad[-1]) for rad in telling.rader[:-1])]
    assert kolonnene == [14]
    rader = {rad[0]: rad for rad in tabellene[ANDRE].rader}
    assert len(rader) == 9, "de fra privatpersoner har sin egen tabell"
    [for_sent] = [rad for navn, rad in rader.items() if "Statsforvalteren" in navn]
    assert for_sent[0] == (
        "12. Statsforvalteren. Mottatt 20.12.2021, etter fristen. Samarbeid og organisering. "
        "Kapittel i planen: 3 Kunnskapsgrunnlag."
    )
    assert for_sent[3:] == (
        "Tas til følge",
        "Barns behov skal vurderes i hvert tiltak som gjelder familier.",
    )
    [ulest] = [rad for navn, rad in rader.items() if "Pårørendegruppa" in navn]
    assert ulest[1] == ulest[2] == "Vises ikke: teksten er ikke lest gjennom."
    traad = {rad[0]: rad[1:] for rad in tabellene["Hva innspillene førte til"].rader}
    assert traad["4. Leieboerforeningen i Fjordvik"] == (
        "Versjon 1, Handlingsdel 2022",
        "3.1 Leie til eie for barnefamilier",
        "Utflyttinger til eid bolig",
    )
    tallene = [rad[0] for rad in tabellene["Tallene innspillene handler om"].rader]
    assert "Utflyttinger til eid bolig (2025)" in tallene
    assert len(tallene) == len(set(tallene))


@pytest.mark.parametrize(
    ("dag", "sier"),
    [(15, "Mottatt 15.12.2021."), (16, "Mottatt 16.12.2021, etter fristen.")],
)
def test_et_innspill_som_kom_den_siste_dagen_kom_i_tide(dag, sier):
    innspill = Innspill(ny_id(), avsenderslag="raad", mottatt=dt.date(2021, 12, dag))
    _legg_inn("innspill", innspill)
    rader = next(hoeringsblokker.fra_andre()).rader
    assert [rad for rad in rader if sier in rad[0]]


def test_en_hoering_ingen_har_svart_paa_gir_hele_setninger(monkeypatch, tmp_path):
    monkeypatch.setattr(innspillene.REGISTER, "aapne_poster", lambda: ())
    blokkene = [
        blokk
        for lag_ in (
            hoeringsblokker.tellingen,
            hoeringsblokker.fra_andre,
            hoeringsblokker.fra_private,
            hoeringsblokker.traaden,
        )
        for blokk in lag_()
    ]
    assert [blokk.tekst for blokk in blokkene] == [
        "Ingen innspill er skrevet inn.",
        "Ingen innspill er fra organisasjoner, råd, staten eller enheter.",
        "Arkivet har innspillene slik de kom, og er kilden.",
        "Ingen innspill er fra privatpersoner.",
        "Ingen innspill er knyttet til et tiltak eller en versjon av planen.",
    ]


def test_html_markdown_og_formler_i_et_felt_er_bare_tekst_paa_siden_og_i_filen():
    stygg = '=HYPERLINK("http://x";"y") <script>alert(1)</script> **fet** [a](http://b)'
    _legg_inn(
        "innspill",
        Innspill(
            ny_id(),
            "99",
            avsenderslag="raad",
            avsender=stygg,
            sammendrag=stygg,
            endring=stygg,
            kan_vises=True,
        ),
    )
    alt = alt_paa(aapne("planprosess", tema="innspill"))
    assert "**fet**" not in alt and "[a](" not in alt
    assert "<script>" not in alt.replace("\\\\<script>", "").replace("\\<script>", "")
    excel = skriv.skriv(hoeringstabell.dokument(), "excel")
    with zipfile.ZipFile(io.BytesIO(excel)) as arkiv:
        ark = "".join(
            arkiv.read(navn).decode()
            for navn in arkiv.namelist()
            if navn.startswith("xl/worksheets/")
        )
    # Lenkene fra forsiden til arkene i filen har ingen adresse utenfor den.
    assert "<f>" not in ark and "r:id=" not in ark
    assert "script" in _i_filen(skriv.skriv(hoeringstabell.dokument(), "word"))


# -------------------------------------------------------------------------- for ansatte


@pytest.fixture
def skriver(ansatt):
    """En ansatt som får endre handlingsdelen."""
    (ansatt / "tilgang.toml").write_text(
        TILGANG.replace(
            "[gruppe.ungteam]", '[gruppe.ungteam]\nhandlingsdel = "redigere"'
        ),
        encoding="utf-8",
    )
    return krav("ungteam")


def test_en_ansatt_som_behandler_hoeringen_ser_hvem_det_er_fra(skriver):
    app = aapne("planprosess", skriver, tema="innspill")
    assert not app.exception
    knapper = [knapp.label for knapp in app.button]
    assert any("Solfrid Kvernmoen" in navn for navn in knapper)
    app.button(key=f"aapne_innspill_{KANARI.id}").click().run()
    alt = alt_paa(app)
    assert f"{MERKE}sammendrag" in alt and f"{MERKE}hvem" in alt
    assert KANARI.id not in str(app.query_params)


def test_en_ansatt_som_ikke_behandler_hoeringen_ser_det_alle_kan_se(ansatt):
    app = aapne("planprosess", krav("eldreteam"), tema="innspill")
    alt = alt_paa(app) + str([knapp.label for knapp in app.button])
    assert "Endringen alle kan se." in alt
    assert not {en for en in _hemmelige() if en in alt}


@pytest.mark.parametrize(
    ("tema", "sier"),
    [
        ("steg", "Du kan lese planprosessen, men ikke endre den."),
        ("innspill", "Du ser det alle kan se av innspillene"),
        ("medvirkning", "Du ser det alle kan se av medvirkningen"),
    ],
)
def test_en_ansatt_uten_rettigheten_faar_vite_hva_det_er_hun_ikke_kan_endre(
    ansatt, tema, sier
):
    alt = alt_paa(aapne("planprosess", krav("eldreteam"), tema=tema))
    assert sier in alt and "lese handlingsdelen" not in alt


def test_et_innspill_skrives_inn_vurderes_og_faar_historie(skriver):
    app = aapne("planprosess", skriver, tema="innspill")
    [nytt] = [k for k in app.button if k.label == "Skriv inn et innspill"]
    nytt.click().run()
    _fyll(app, "Avsender", "Boligforeningen")
    app.selectbox(key=_noekkel(app, "avsenderslag")).set_value("organisasjon")
    _fyll(app, "Sammendrag", "Foreningen vil ha flere boliger.")
    _lagre(app)
    assert not app.exception and not app.error
    [ett] = [e for e in innspillene.alle() if e.avsender == "Boligforeningen"]
    assert ett.nr == "13" and not ett.kan_vises
    [post] = innspillene.REGISTER.historien(ett.id)
    assert post.hvem == "Kari Nordmann"


def test_et_nummer_som_er_brukt_maa_vaere_et_annet(skriver, monkeypatch):
    monkeypatch.setenv("BOLIGDATA_VISNING", "internt")
    feil = innspillene.REGISTER.feil(
        Innspill(ny_id(), "4", sammendrag="Flere boliger.", avsenderslag="raad")
    )
    assert feil == ["Nummer 4 er brukt på et annet innspill. Det neste ledige er 13."]


def test_to_ansatte_som_endrer_det_samme_innspillet_kan_flette(skriver):
    app = aapne("planprosess", skriver, tema="innspill")
    app.button(key=f"aapne_innspill_{KANARI.id}").click().run()
    [endre] = [k for k in app.button if k.label == "Endre innspillet"]
    endre.click().run()
    annet = dataclasses.replace(KANARI, vurdering="Vurdert av en annen.")
    planen.lager().lagre(
        NyEndring(ny_id(), "innspill", KANARI.id, 1, til_dict(annet), "Ola")
    )
    _fyll(app, FELT["vurdering"].ledetekst, "Vurdert av meg.")
    _lagre(app)
    assert not app.exception
    assert "Ola har endret det samme" in " ".join(e.value for e in app.warning)
    [valget] = app.radio
    assert valget.label == "Kommunens vurdering: hva skal gjelde?"


def test_navnet_paa_en_privatperson_slettes_for_godt_og_historien_sier_hvem_og_hvorfor(
    skriver, monkeypatch
):
    app = aapne("planprosess", skriver, tema="innspill")
    app.button(key=f"aapne_innspill_{KANARI.id}").click().run()
    [knapp] = [k for k in app.button if k.label == "Slett for godt"]
    knapp.click().run()
    assert "Ingenting er slettet" in app.error[0].value
    [felter] = [f for f in app.multiselect if f.label == "Hva skal slettes?"]
    assert felter.value == ["avsender", "sammendrag", "vurdering", "ord"]
    [grunn] = [f for f in app.text_input if f.label == "Hvorfor slettes det?"]
    grunn.set_value("Bedt om av avsenderen.")
    [knapp] = [k for k in app.button if k.label == "Slett for godt"]
    knapp.click().run()
    assert not app.exception and not app.error
    assert "slettet fra alle versjonene" in app.success[0].value
    assert "Sikkerhetskopier" in app.warning[0].value
    [felter] = [f for f in app.multiselect if f.label == "Hva skal slettes?"]
    assert felter.options == ["Endring i planteksten"] and not felter.value
    monkeypatch.setenv("BOLIGDATA_VISNING", "internt")
    ny, foerste = innspillene.REGISTER.historien(KANARI.id)
    assert (ny.hvem, ny.hvorfor) == ("Kari Nordmann", "Bedt om av avsenderen.")
    for post in (ny, foerste):
        assert post.innhold == dataclasses.replace(
            KANARI,
            avsender=SLETTET,
            sammendrag=SLETTET,
            vurdering=SLETTET,
            ord=(),
        )


def test_slettingen_er_stengt_utenfor_ansattvisningen():
    with pytest.raises(BareForAnsatte):
        innspillene.REGISTER.slett(KANARI.id, 1, ["avsender"], ny_id(), "Kari", "")


def test_en_liste_limes_inn_ses_gjennom_og_lagres_en_gang(skriver):
    app = aapne("planprosess", skriver, tema="innspill")
    app.checkbox(key="hent_innspill").check().run()
    [felt] = [f for f in app.text_area if f.label == "Eller lim inn tabellen her"]
    felt.set_value(
        "Avsender\tInnspill\tNotat\n"
        "Velforeningen\tVi vil ha en lekeplass.\tRing dem\n"
        "Kari\tKommer snart.\t\n"
    ).run()
    assert not app.exception
    [lagre] = [knapp for knapp in app.button if knapp.label.startswith("Lagre 2")]
    lagre.click().run()
    assert not app.exception and not app.error
    nye = [ett for ett in innspillene.alle() if ett.nr in ("13", "14")]
    assert [ett.avsender for ett in nye] == ["Velforeningen", "Kari"]
    assert dict(nye[0].ord) == {"Notat": "Ring dem"}
    assert all(ett.er_privat for ett in nye), "uten slag er de vernet"
    assert not app.text_area or not app.text_area[0].value


def _noekkel(app, felt: str) -> str:
    return f"{app.session_state[innspillsiden.SKJEMA.navn].endring_id}_{felt}"


def _fyll(app, ledetekst: str, verdi: str) -> None:
    [felt] = [
        felt for felt in (*app.text_input, *app.text_area) if felt.label == ledetekst
    ]
    felt.set_value(verdi)


def _lagre(app) -> None:
    [lagre] = [knapp for knapp in app.button if knapp.label == "Lagre"]
    lagre.click().run()
