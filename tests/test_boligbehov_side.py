"""Siden Boligbehov slik brukeren møter den: spakene virker, lenken åpner det samme, og gale lenker
og data gir meldinger.
"""

import csv
import io
import re
from urllib.parse import parse_qs

import pytest
import python_calamine
import sidekort
import tabeller
from appen import aapne
from sider import SIDER
from spraak import feil_i
from test_sider import _figurer, _kort, _markdown, _tekster, publisert  # noqa: F401

from boligdata.innhold import boligbehov, eksport
from boligdata.innhold.boligbehov import Grep, Scenario, fliser, grunnlag, kort
from boligdata.innhold.boligbehov.scenario import ELDRE, MAAL, VEKST

pytestmark = pytest.mark.usefixtures("bygd_eksempel")

TEMAER = SIDER["boligbehov"].temaer
TRENGS, PLANER, PROEV, ELDRE_TEMA, SIKKERT, BYGGER = TEMAER


def vis(tema=TRENGS, s=None, **adresse):
    return aapne(
        "boligbehov",
        boligbehov_tema=tema,
        **({"plan": boligbehov.skriv(s)} if s else {}),
        **adresse,
    )


def hovedsvar(app):
    return next(m for m in _markdown(app) if "trengs det **" in m)


def i_adressen(app):
    """Scenarioet adressen åpner."""
    return boligbehov.les(
        app.query_params.get("plan", ""),
        tuple(_pooler()),
        {
            "soekere": (-50, 50),
            "botid": (-50, 50),
            "klargjoering": (-90, 100),
            "boliger": (-60, 60),
            "aar": (2026, 2040),
            "til": (2026, 2040),
            "startlaan": (0, 100),
            "per_bolig": (0, 20_000),
            "per_aar": (0, 5_000),
            "resten": (0, 100_000),
            "andel": (0, 100),
            "dager": (0, 365),
            "skjult": (0, 100),
        },
    )[0]


def _pooler():
    return [p.pool for p in grunnlag.hent().pooler]


def _proeven():
    return Scenario(
        "Prøven",
        vekst="HHMH",
        skjult=10,
        grep=(
            (
                _pooler()[0],
                Grep((-20, -10), boliger=10, aar=2029, kilde="Forsøket"),
            ),
        ),
    )


# ------------------------------------------------------------------------------ å se på


@pytest.mark.parametrize("tema", TEMAER)
def test_hvert_tema_vises_uten_feil_paa_norsk_med_svaret_oeverst(tema):
    for app in (
        vis(tema),
        vis(tema, _proeven(), egne=boligbehov.skriv(Scenario("Lav", vekst="LLML"))),
    ):
        assert not app.exception and not app.error and not app.warning
        assert [t.value for t in app.title] == ["Boligbehov"] and _kort(app)
        felter = [
            *(
                x.label
                for n in ("slider", "multiselect", "number_input", "toggle")
                for x in app.get(n)
            ),
            *(c.value for c in app.get("code")),
        ]
        galt = {
            t: feil_i(t)
            for t in (*_tekster(app), *felter)
            if t
            and feil_i(re.sub(r":material/\w+:|:orange-badge|:violet-badge", "", t))
        }
        assert not galt
        assert all(f.alt.endswith(".") for f in _figurer(app))
    assert hovedsvar(vis(tema)) == kort.hovedsvar(Scenario())


def test_hvert_kort_har_setningen_og_filene_sine():
    app = vis(SIKKERT)
    for k in (
        kort.tornado(Scenario()),
        kort.anker_og_stroem(Scenario()),
        kort.etterproevd(),
        kort.haandregel(Scenario()),
    ):
        assert sidekort.under_tittelen(k) <= set(_markdown(app))
        knappene = app.segmented_control(key=f"{k.bestilling.id}_visning")
        knappene.set_value("last_ned")
    app.run()
    assert {"csv_behov_tornado", "excel_behov_tornado", "csv_behov_haandregel"} <= {
        b.key for b in app.download_button
    }
    bilder = {b.key for b in app.button if b.key.startswith("png_")}
    assert "png_behov_tornado" in bilder and "png_behov_haandregel" not in bilder, (
        "en tabell er ikke et bilde"
    )


def test_saksframlegget_kan_kopieres():
    s = _proeven()
    assert [c.value for c in vis(TRENGS, s).get("code")] == [kort.saksframlegg(s)]


def test_tabell_og_om_tallet_kan_velges():
    app = vis(TRENGS, behov_per_type_visning="Tabell", behov_foss_visning="Om tallet")
    assert (
        len(tabeller.paa(app)) == 2
        and any(m.startswith("**Mål.**") for m in _markdown(app))
        and not _figurer(app)
    )


# ------------------------------------------------------------------------------ spakene


@pytest.mark.parametrize(
    "felt, valg", [("maal", list(MAAL)), ("vekst", list(VEKST)), ("eldre", list(ELDRE))]
)
def test_valgene_oeverst_endrer_svaret_og_adressen(felt, valg):
    app, sett = vis(), set()
    for verdi in (*valg[1:], valg[0]):
        app.selectbox(key=f"behov_{felt}").set_value(verdi).run()
        assert (
            not app.exception
            and hovedsvar(app) == kort.hovedsvar(Scenario(**{felt: verdi}))
            and i_adressen(app) == Scenario(**{felt: verdi})
        )
        sett.add(hovedsvar(app))
    assert len(sett) == len(valg) and "plan" not in app.query_params, (
        "tilbake til utgangspunktet er en ren adresse"
    )


@pytest.mark.parametrize(
    "felt, verdi, id",
    [
        ("andel", 95, "maal_andel"),
        ("dager", 30, "maal_dager"),
        ("skjult", 20, "skjult"),
    ],
)
def test_en_spak_endrer_svaret_og_adressen_og_tilbake_igjen_er_som_foer(
    felt, verdi, id
):
    app = vis(PROEV)
    foer = hovedsvar(app)
    app.slider(key=f"behov_{felt}").set_value(verdi).run()
    assert (
        i_adressen(app) == Scenario(**{felt: verdi})
        and hovedsvar(app) == kort.hovedsvar(Scenario(**{felt: verdi})) != foer
    )
    app.slider(key=f"behov_{felt}").set_value(
        int(grunnlag.forutsetninger()[id].verdi)
    ).run()
    assert "plan" not in app.query_params and hovedsvar(app) == foer


def test_prisene_i_regnskapet_tas_inn_med_en_knapp_og_staar_som_kilde():
    app = vis(PROEV)
    pool = next(p.pool for p in grunnlag.hent().pooler if "ordinaer" in p.boligtyper)
    app.slider(key=f"behov_boliger_{pool}").set_value(6).run()
    knapp = f"behov_regnskapet_{pool}"
    assert knapp not in {en.key for en in app.button}, "måten er ikke valgt"
    app.selectbox(key=f"behov_maate_{pool}").set_value("kjoepe").run()
    app.button(key=knapp).click().run()
    assert not app.exception and not app.error
    grep = i_adressen(app).i(pool)
    assert grep.per_bolig == (2_800, 3_080) and grep.per_aar[0] > 0
    assert app.number_input(key=f"behov_per_bolig_1_{pool}").value == 3_080
    assert grep.kilde == "Kommunens regnskap 2022–2025"
    assert app.button(key=knapp).disabled, "tallene er de samme"


def test_et_tiltak_i_en_boligtype_endrer_svaret_og_faar_et_kort_med_virkningen():
    app = vis(PROEV)
    a, b = _pooler()[:2]
    app.slider(key=f"behov_soekere_{a}").set_value(-30).run()
    assert i_adressen(app).i(a).soekere == (-30, -30)
    assert "Hva betyr hvert tiltak?" in _kort(app)
    app.toggle(key=f"behov_spenn_{a}").set_value(True).run()
    app.slider(key=f"behov_soekere_{a}_spenn").set_range(-30, -10).run()
    assert i_adressen(app).i(a).soekere == (-30, -10)
    app.slider(key=f"behov_boliger_{a}").set_value(12).run()
    grep = i_adressen(app).i(a)
    assert grep.boliger == 12 and grep.aar == grunnlag.i_dag().year + round(
        grunnlag.forutsetninger()["byggetid"].verdi
    )
    app.slider(key=f"behov_aar_{a}").set_value(2031).run()
    assert app.number_input(key=f"behov_per_bolig_0_{a}").value is None, "ingen kostnad"
    app.number_input(key=f"behov_per_bolig_0_{a}").set_value(2_000).run()
    assert i_adressen(app).i(a).per_bolig == (2_000, 2_000)
    app.number_input(key=f"behov_per_bolig_1_{a}").set_value(3_000).run()
    app.selectbox(key=f"behov_maate_{a}").set_value("leie").run()
    app.selectbox(key=f"behov_til_{a}").set_value(2034).run()
    assert i_adressen(app).i(a).til == 2034
    app.selectbox(key=f"behov_maate_{a}").set_value("kjoepe").run()
    app.text_input(key=f"behov_kilde_{a}").set_value("Forsøket i 2024").run()
    app.selectbox(key="behov_pool").set_value(b).run()
    app.toggle(key=f"behov_spenn_{b}").set_value(True).run()
    app.slider(key=f"behov_botid_{b}_spenn").set_range(-20, 0).run()
    assert not app.exception and not app.error
    assert i_adressen(app) == Scenario(
        grep=tuple(
            sorted(
                (
                    (
                        a,
                        Grep(
                            soekere=(-30, -10),
                            boliger=12,
                            aar=2031,
                            maate="kjoepe",
                            per_bolig=(2_000, 3_000),
                            kilde="Forsøket i 2024",
                        ),
                    ),
                    (b, Grep(botid=(-20, 0))),
                )
            )
        )
    )
    assert hovedsvar(app) == kort.hovedsvar(i_adressen(app))
    app.selectbox(key="behov_pool").set_value(a).run()
    app.slider(key=f"behov_boliger_{a}").set_value(0).run()
    assert i_adressen(app).i(a).aar == 0
    assert app.slider(key=f"behov_aar_{a}").disabled, "den er der alltid"


def test_et_spenn_som_ikke_vil_ha_mer_blir_ett_tall_midt_i_det():
    app, a = vis(PROEV, _proeven()), _pooler()[0]
    assert app.toggle(key=f"behov_spenn_{a}").value
    app.toggle(key=f"behov_spenn_{a}").set_value(False).run()
    assert i_adressen(app).i(a).soekere == (-15, -15)
    assert app.slider(key=f"behov_soekere_{a}").value == -15 and not app.exception


def test_tallene_oeverst_sier_hva_scenarioet_endrer_i_hele_boliger():
    s = Scenario(grep=((_pooler()[0], Grep(boliger=10, aar=2029)),))
    har, trengs, mangler, _til_overs = fliser.fliser(s)
    foer = [int(flis.verdi) for flis in fliser.fliser(Scenario())]
    assert [har.merker[0].ord, trengs.merker[0].ord] == [
        "+10 boliger mot dagens plan",
        "Dagens plan",
    ]
    assert mangler.merker[0].ord == "\N{MINUS SIGN}10 boliger mot dagens plan"
    assert [int(flis.verdi) for flis in (har, trengs, mangler)] == [
        foer[0] + 10,
        foer[1],
        foer[2] - 10,
    ]
    (vist,) = [html.value for html in vis(PROEV, s).get("html") if "svar" in html.value]
    assert "+10 boliger mot dagens plan" in vist and f">{har.verdi}<" in vist


def test_boligtyper_som_deler_boliger_velges_i_listen():
    app = vis(PROEV)
    app.multiselect(key="behov_sammen").set_value(_pooler()[:2]).run()
    assert set(i_adressen(app).sammen) == set(_pooler()[:2]) and hovedsvar(
        app
    ) == kort.hovedsvar(i_adressen(app))
    app.toggle(key="behov_ideer").set_value(True).run()
    assert i_adressen(app).ideer and not app.exception


def test_tilbake_til_dagens_antakelser_tar_bort_alt():
    app = vis(PROEV, _proeven())
    app.button(key="behov_nullstill").click().run()
    assert "plan" not in app.query_params and hovedsvar(app) == kort.hovedsvar(
        Scenario()
    )
    assert (
        app.slider(key=f"behov_soekere_{_pooler()[0]}").value == 0
        and app.slider(key="behov_skjult").value == 0
    )
    assert app.button(key="behov_nullstill").disabled


# ------------------------------------------------------------------------------ lenkene


def test_en_lenke_aapner_det_samme_scenarioet_med_spakene_der_de_var():
    s = _proeven()
    app = vis(PROEV, s)
    a = _pooler()[0]
    assert (
        hovedsvar(app) == kort.hovedsvar(s)
        and app.selectbox(key="behov_vekst").value == "HHMH"
        and app.text_input(key="behov_navn").value == "Prøven"
    )
    assert (
        app.slider(key=f"behov_soekere_{a}_spenn").value == (-20, -10)
        and app.slider(key=f"behov_boliger_{a}").value == 10
    )
    assert (
        app.slider(key=f"behov_aar_{a}").value == 2029
        and app.slider(key="behov_skjult").value == 10
    )
    assert any("Scenario: Prøven" in m for m in _markdown(app))


@pytest.mark.parametrize(
    "plan",
    [
        "skjult=9999",
        "maal=%3Cscript%3E",
        "finnes_ikke.boliger=10",
        "andel=60",
        "x" * 10_000,
        "=&=&;",
        "%FF%FE",
        "navn=%00&vekst=borte",
        "sammen=a,b",
    ],
    ids=lambda p: p[:15],
)
def test_en_gal_lenke_gir_en_norsk_advarsel_og_resten_av_siden(plan):
    app = vis(PROEV, plan=plan)
    assert not app.exception and not app.error
    assert len(app.warning) == 1 and "kjennes ikke igjen" in app.warning[0].value
    assert hovedsvar(app) == kort.hovedsvar(Scenario())


def test_spaken_viser_alltid_det_svaret_er_regnet_med():
    """En lenke kan ikke sette noe spaken ikke når."""
    f = grunnlag.forutsetninger()
    for felt, id in (
        ("andel", "maal_andel"),
        ("dager", "maal_dager"),
        ("skjult", "skjult"),
    ):
        for verdi in (int(f[id].lavest), int(f[id].hoeyest)):
            app = vis(PROEV, plan=f"{felt}={verdi}")
            assert app.slider(key=f"behov_{felt}").value == verdi and not app.warning
        assert vis(PROEV, plan=f"{felt}={int(f[id].hoeyest) + 1}").warning
    assert vis(PROEV, plan=f"{_pooler()[0]}.boliger=61").warning


def test_et_navn_med_tegn_som_styrer_utseendet_vises_som_det_er():
    s = Scenario("*Fet* [x](y) <b>", vekst="LLML")
    app = vis(PROEV, s, egne=boligbehov.skriv(s))
    assert not app.exception
    for tekst in (*_markdown(app), *(c.value for c in app.caption)):
        assert not re.search(r"(?<!\\)(\*Fet\*|\]\(y\)|<b>)", tekst), tekst


# ------------------------------------------------------------------ planer ved siden av


def _egne(app):
    verdi = app.query_params.get("egne", [])
    return [verdi] if isinstance(verdi, str) else verdi


def test_en_plan_kan_legges_ved_siden_av_aapnes_og_fjernes():
    app = vis(PROEV, Scenario(vekst="LLML"))
    assert app.button(key="behov_lagre").disabled, "uten navn"
    app.text_input(key="behov_navn").set_value("Lav vekst").run()
    app.button(key="behov_lagre").click().run()
    assert (
        _egne(app) == [boligbehov.skriv(Scenario("Lav vekst", vekst="LLML"))]
        and app.button(key="behov_lagre").disabled
    ), "ligger der alt"
    app.button(key="behov_nullstill").click().run()
    k = kort.planene(Scenario(), (Scenario("Lav vekst", vekst="LLML"),))
    assert sidekort.under_tittelen(k) <= set(_markdown(app))
    app.button(key="behov_aapne_0").click().run()
    assert i_adressen(app) == Scenario("Lav vekst", vekst="LLML")
    app.button(key="behov_fjern_0").click().run()
    assert not _egne(app) and not app.exception


def test_egne_planer_i_lenken_staar_i_tabellen():
    egne = [boligbehov.skriv(Scenario(f"Plan {n}", skjult=n)) for n in range(1, 7)]
    app = vis(PLANER, egne=egne, behov_planer_visning="Tabell")
    (planer,) = [t for t in tabeller.paa(app) if t.rader[0][0] == "Plan"]
    assert [rad[0] for rad in planer.rader[4:]] == [f"Plan {n}" for n in range(1, 5)], (
        "det er plass til fire"
    )


@pytest.mark.parametrize(
    "egne", ["skjult=9999", "tull", "x" * 5000], ids=["utenfor", "ukjent", "lang"]
)
def test_en_gal_egen_plan_vises_ikke_som_en_plan(egne):
    app = vis(
        PLANER,
        egne=[egne, boligbehov.skriv(Scenario("Lav", vekst="LLML"))],
        behov_planer_visning="Tabell",
    )
    (planer,) = [t for t in tabeller.paa(app) if t.rader[0][0] == "Plan"]
    assert (
        [rad[0] for rad in planer.rader[4:]] == ["Lav"]
        and len(app.warning) == 1
        and not app.exception
    )


# ------------------------------------------------------------------------------- filene


def test_filene_har_scenarioet_og_forutsetningene_i_seg():
    s = _proeven()
    for k in (
        kort.per_type(s),
        kort.foss(s),
        kort.bane(s, ""),
        kort.planene(s, ()),
        kort.registerkort(s),
    ):
        rader = list(
            csv.reader(
                io.StringIO(eksport.csv_fil(k).decode("utf-8-sig"), newline=""),
                delimiter=";",
            )
        )
        tekst = "\n".join(" ".join(rad) for rad in rader)
        for del_ in (
            "Scenario: Prøven",
            kort.ord.maaltekst(s),
            VEKST["HHMH"],
            "10\N{NO-BREAK SPACE}%",
            "Forsøket",
            "+10 boliger",
            k.setning,
        ):
            assert del_ in tekst, (k.bestilling.id, del_)
        bok = python_calamine.CalamineWorkbook.from_filelike(
            io.BytesIO(eksport.excel_fil(k))
        )
        assert [
            rad
            for rad in bok.get_sheet_by_name("Om tallene").to_python()
            if rad[0] == "Folkevekst"
        ]
        alt_i_excel = "\n".join(
            str(c)
            for ark in bok.sheet_names
            for rad in bok.get_sheet_by_name(ark).to_python()
            for c in rad
        )
        for rad in kort.register(s).itertuples(index=False):
            assert (
                rad[0] in tekst and rad[0] in alt_i_excel and rad[3] in alt_i_excel
            ), (k.bestilling.id, rad)
        assert rader[rader.index([]) + 1] == list(k.tabell.columns)


# ---------------------------------------------------------------------- når noe mangler


def test_uten_nok_aa_regne_av_staar_det_hva_som_mangler(publisert):  # noqa: F811
    publisert(
        "delete from behov_dato", "delete from behov_pool", "delete from behov_stroem"
    )
    app = vis(PROEV)
    assert not app.exception and not app.error and len(app.info) == 1 and not _kort(app)
    assert "leieforhold" in app.info[0].value and not feil_i(app.info[0].value)


def test_uten_utflyttinger_staar_det_hvorfor_det_ikke_kan_regnes(publisert):  # noqa: F811
    publisert(
        "delete from behov_stroem",
        "delete from behov_avvik",
        "insert into behov_avvik select pool, 'kan_ikke_regnes', 0 from behov_pool where da = 0",
    )
    app = vis()
    assert (
        [i.value for i in app.info] == [kort.avvikstekst("kan_ikke_regnes")]
        and not app.exception
        and not app.error
    )


@pytest.mark.parametrize(
    "sql",
    [
        ("delete from tabell_folketall",),
        ("delete from behov_kurve",),
        (
            "delete from behov_pool where da > 0",
            "delete from behov_stroem where da > 0",
        ),
        ("update behov_stroem set soekere = soekere * 0.4",),
        ("delete from tabell_planlagt",),
        (
            (
                "delete from behov_stroem where pool = (select pool from behov_pool where da "
                "= 0 order by boliger desc limit 1)"
            ),
        ),
    ],
    ids=lambda s: s[0][:45],
)
def test_resten_vises_naar_noe_mangler(publisert, sql):  # noqa: F811
    publisert(*sql)
    for tema in TEMAER:
        app = vis(tema)
        assert not app.exception and not app.error and _kort(app), tema


def test_adressen_sier_aldri_noe_om_personer():
    app = vis(PROEV, _proeven())
    assert set(parse_qs(app.query_params["plan"])) <= {
        "navn",
        "vekst",
        "skjult",
        *(f"{_pooler()[0]}.{f}" for f in Grep.__dataclass_fields__),
    }
