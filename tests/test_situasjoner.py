"""Regnskapene går opp til siste enhet, både i de eksakte og de vernede tallene.

Husstandene som er i en situasjon, er de som var der sist, og de som er kommet til, uten dem som er
ute av den. Slik er det for hver målgruppe og hver situasjon, i eksempelkommunen og i kommunen der
alt skjer på grensen mellom to perioder.

Ett regnskap går bare nesten opp i de vernede tallene: antall boliger er eksakt, mens de utleide og
de ledige er rundet av. Der er det som ikke går opp, aldri mer enn avvikene som er erklært.
"""

import contextlib
import functools
import json
from itertools import pairwise

import duckdb
import pytest

from boligdata.bygg.beregning import ALLE
from boligdata.felles import katalog

FILER = [
    "eksempel internt",
    "eksempel publisert",
    "grensekommune internt",
    "grensekommune publisert",
]
BEVEGELSER = [
    *katalog.bevegelser(),
    katalog.Bevegelse(
        beholdning=("boliger", "antall"),
        inn=("nye_boliger", "antall"),
        ut=("utgaatte_boliger", "antall"),
    ),
]
FULGTE = [
    (kube.id, maal)
    for kube in katalog.kuber().values()
    if kube.tid == "fulgt"
    for maal in kube.maal
]
STROEMMER = [
    (kube.id, maal)
    for kube in katalog.kuber().values()
    if kube.tid == "stroem"
    for maal in kube.maal
]


@pytest.fixture(scope="module", params=FILER)
def fil(request):
    """En ferdig bygget fil, åpen for lesing. Testene i filen deler den."""
    kommune, slag = request.param.split()
    mappe = (
        request.getfixturevalue(
            "bygd" if kommune == "eksempel" else "bygd_grensekommune"
        )
        / slag
    )
    gjeldende = json.loads((mappe / "gjeldende.json").read_text(encoding="utf-8"))[
        "fil"
    ]
    with contextlib.closing(
        duckdb.connect()
    ) as con:  # Koblet til, for lesesiden kan ha den samme filen åpen.
        con.execute(f"attach '{mappe / gjeldende}' as fil (read_only)")
        con.execute("use fil")
        yield con


@pytest.mark.parametrize("bevegelse", BEVEGELSER, ids=lambda b: b.beholdning[0])
def test_de_som_er_der_naa_er_de_som_var_der_sist_og_de_som_kom_uten_dem_som_gikk(
    bevegelse, fil
):
    for gruppering in felles_grupperinger(
        bevegelse.beholdning, bevegelse.inn, bevegelse.ut
    ):
        naa, inn, ut = (
            tall(fil, maal, gruppering)
            for maal in (bevegelse.beholdning, bevegelse.inn, bevegelse.ut)
        )
        grupper = {gruppe for _, gruppe in [*naa, *inn, *ut]}
        skjeve = [
            (periode, gruppe)
            for forrige, periode in nabotider(fil)
            for gruppe in grupper
            if naa.get((periode, gruppe), 0)
            != naa.get((forrige, gruppe), 0)
            + inn.get((periode, gruppe), 0)
            - ut.get((periode, gruppe), 0)
        ]
        assert grupper and skjeve == [], gruppering


@pytest.mark.parametrize(
    "sammenheng",
    katalog.sammenhenger(),
    ids=lambda s: " og ".join(map(".".join, s.deler)),
)
def test_delene_er_det_hele_eller_mindre_slik_katalogen_lover(sammenheng, fil):
    forrige = {periode: forrige for forrige, periode in nabotider(fil)}
    for gruppering in felles_grupperinger(*sammenheng.deler, sammenheng.hele):
        deler = [tall(fil, maal, gruppering) for maal in sammenheng.deler]
        hele = tall(fil, sammenheng.hele, gruppering)
        kjente = set.intersection(
            *({periode for periode, _ in celler} for celler in [*deler, hele])
        )
        for periode in kjente:
            delenes = forrige.get(periode) if sammenheng.forrige else periode
            if delenes not in kjente:
                continue
            slingring = erklaert_avvik(fil, sammenheng, periode, len(gruppering))
            for gruppe in {gruppe for celler in [*deler, hele] for _, gruppe in celler}:
                resten = hele.get((periode, gruppe), 0) - sum(
                    celler.get((delenes, gruppe), 0) for celler in deler
                )
                assert resten >= -slingring, (periode, gruppering, gruppe)
                assert not sammenheng.lik or resten <= slingring, (
                    periode,
                    gruppering,
                    gruppe,
                )


@pytest.mark.parametrize(("kube", "maal"), STROEMMER)
def test_tertialene_er_til_sammen_aaret(kube, maal, fil):
    for gruppering in katalog.kuber()[kube].grupperinger:
        alle = tall(fil, (kube, maal), gruppering)
        for aar in {periode for periode, _ in alle if "T" not in periode}:
            for gruppe in {gruppe for _, gruppe in alle}:
                tertialer = [alle.get((f"{aar}-T{nr}", gruppe), 0) for nr in (1, 2, 3)]
                assert sum(tertialer) == alle.get((aar, gruppe), 0), (
                    aar,
                    gruppering,
                    gruppe,
                )


@pytest.mark.parametrize(("kube", "maal"), FULGTE)
def test_den_som_er_med_i_et_tertial_er_med_i_aaret_i_den_samme_gruppen(
    kube, maal, fil
):
    for gruppering in katalog.kuber()[kube].grupperinger:
        alle = tall(fil, (kube, maal), gruppering)
        for aar in {periode for periode, _ in alle if "T" not in periode}:
            for gruppe in {gruppe for _, gruppe in alle}:
                tertialer = [alle.get((f"{aar}-T{nr}", gruppe), 0) for nr in (1, 2, 3)]
                assert max(tertialer) <= alle.get((aar, gruppe), 0) <= sum(tertialer), (
                    aar,
                    gruppering,
                    gruppe,
                )


@functools.cache
def tall(
    fil: duckdb.DuckDBPyConnection, maal: tuple[str, str], gruppering: tuple[str, ...]
) -> dict[tuple, int]:
    """Målet i hver gruppe og periode: {(periode, verdiene til egenskapene): antall}. Skal ikke
    endres.
    """
    kube, navn = maal
    hvor = [
        f"{d} {'<>' if d in gruppering else '='} '{ALLE}'"
        for d in katalog.kuber()[kube].dimensjoner
    ]
    rader = fil.execute(
        f"select periode, {navn}{''.join(f', {d}' for d in gruppering)} from kube_{kube} "
        f"where {' and '.join(hvor) or 'true'}"
    ).fetchall()
    return {(periode, tuple(gruppe)): antall for periode, antall, *gruppe in rader}


def erklaert_avvik(
    fil: duckdb.DuckDBPyConnection,
    sammenheng: katalog.Sammenheng,
    periode: str,
    dybde: int,
) -> int:
    """Så mye delene til sammen kan være rundet av, når det hele er et eksakt antall boliger. Ellers
    null.
    """
    if katalog.er_vernet(*sammenheng.hele):
        return 0
    avvik = _avvikene(fil)
    return sum(avvik.get((kube, periode, dybde), 0) for kube, _ in sammenheng.deler)


@functools.cache
def _avvikene(fil: duckdb.DuckDBPyConnection) -> dict[tuple[str, str, int], int]:
    rader = fil.execute("select kube, periode, dybde, avvik from vern").fetchall()
    return {tuple(noekkel): avvik for *noekkel, avvik in rader}


def felles_grupperinger(*maal: tuple[str, str]) -> list[tuple[str, ...]]:
    """Inndelingene alle kubene har."""
    egne = [
        {tuple(sorted(g)) for g in katalog.kuber()[kube].grupperinger}
        for kube, _ in maal
    ]
    return sorted(set.intersection(*egne))


def nabotider(fil: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Hver periode og den før, år for seg og tertialer for seg."""
    perioder = [
        [
            p
            for (p,) in fil.execute(
                "select periode from periode where periodetype = ? order by fra", [slag]
            ).fetchall()
        ]
        for slag in ("aar", "tertial")
    ]
    return [par for slag in perioder for par in pairwise(slag)]
