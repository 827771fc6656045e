"""Kortene som viser hva planene og tiltakene fører til."""

import numpy as np
import pandas as pd

from boligdata import lesing
from boligdata.felles import norsk
from boligdata.felles.maalform import fast, si
from boligdata.innhold.boligbehov import grunnlag, kostnad, planer, utslag
from boligdata.innhold.boligbehov.gapet import Gap
from boligdata.innhold.boligbehov.kort.felles import Behovskort, lag, tittel
from boligdata.innhold.boligbehov.kort.ord import (
    ANTALL,
    PROSENT,
    poolnavn,
    spenn,
    tusen_kroner,
)
from boligdata.innhold.boligbehov.planer import (
    ANBEFALT,
    DAGER_I_AARET,
    EGEN,
    I_DAG,
    VEDTATT,
    Utfall,
)
from boligdata.innhold.boligbehov.scenario import Scenario

# En plan som vises, med navnet leseren ser.
_Plan = tuple[str, Utfall]


# ------------------------------------------------------------------ planene side om side


@lesing.husk
def planene(scenario: Scenario, egne: tuple[Scenario, ...]) -> Behovskort:
    """Planene side om side, med planene brukeren har lagt ved siden av."""
    aar = grunnlag.aarsnavn()[grunnlag.planaar()]
    de_tre, brukerens = _de_tre(scenario), _brukerens(scenario, egne)
    alle = [*_med_navn(de_tre), *brukerens]
    i_dag, vedtatt, anbefalt = (utfall.gapet for utfall in de_tre)
    i_tillegg, for_sent = _i_tillegg(vedtatt), _for_sent(anbefalt)
    uten_og_med = _uten_og_med(i_dag, vedtatt)
    serier = [
        (navn, [float(gap.mangler) for gap in utfall.gapene[-1]])
        for navn, utfall in alle
    ]
    for_faa = si("Det er for få søkere til å si noe om ventetiden framover.")
    return lag(
        "planer",
        scenario,
        " ".join(filter(None, (uten_og_med, f"{i_tillegg}.", for_sent))),
        tittel(i_tillegg, resten=" ".join(filter(None, (uten_og_med, for_sent)))),
        lambda: _plantabell(alle, aar),
        _planenheter(alle, aar),
        {"aar": grunnlag.aarsnavn(), "serier": serier, "enhet": ANTALL},
        flagg=() if planer.nok_soekere() else (for_faa,),
        ved_siden_av=egne,
        gapene=[(navn, utfall.gapet) for navn, utfall in alle],
    )


def _i_tillegg(vedtatt: Gap) -> str:
    """Det som må til utover det som er vedtatt, for at ingen boligtype skal mangle boliger."""
    if not vedtatt.mangler:
        return si("Ingen boliger trengs utover det som er vedtatt")
    mal = fast("Målet krever {boliger} i tillegg til de {antall} som er vedtatt")
    if not vedtatt.inn:
        mal = fast("Målet krever {boliger} til, og ingen er vedtatt")
    boliger = norsk.med_ord(vedtatt.mangler, si("boliger"))
    return si(mal, boliger=boliger, antall=norsk.tall(vedtatt.inn))


def _uten_og_med(i_dag: Gap, vedtatt: Gap) -> str:
    """Hva som mangler uten og med det som er vedtatt, og hvorfor de vedtatte ikke dekker mer."""
    uten = si(
        "Med boligene i dag mangler det {antall} i {aar}.",
        antall=norsk.tall(i_dag.mangler),
        aar=grunnlag.aarsnavn()[vedtatt.aar],
    )
    med = si(
        "Med det som er vedtatt, mangler det {antall}.",
        antall=norsk.tall(vedtatt.mangler),
    )
    faerre, flere_til_overs = (
        i_dag.mangler - vedtatt.mangler,
        vedtatt.til_overs - i_dag.til_overs,
    )
    mal = fast("De {inn} vedtatte gjør mangelen {faerre} mindre: {resten}.")
    gaar_ut = si("{antall} erstatter boliger som går ut", antall=norsk.tall(vedtatt.ut))
    if faerre <= 0:
        mal = fast("De {inn} vedtatte gjør ikke mangelen mindre: {resten}.")
        boliger = norsk.med_ord(vedtatt.ut, si("boliger"))
        gaar_ut = si("{boliger} går ut", boliger=boliger)
    der_det_er_nok = si(
        "{antall} kommer der det alt er nok", antall=norsk.tall(flere_til_overs)
    )
    ledd = ((gaar_ut, vedtatt.ut), (der_det_er_nok, flere_til_overs))
    borte = [setning for setning, antall in ledd if antall]
    if flere_til_overs < 0 or not vedtatt.inn or not borte:
        return f"{uten} {med}"
    hvorfor = si(
        mal,
        inn=norsk.tall(vedtatt.inn),
        faerre=norsk.tall(faerre),
        resten=norsk.ramse(borte),
    )
    return f"{uten} {med} {hvorfor}"


def _for_sent(anbefalt: Gap) -> str:
    """At den anbefalte planen ikke rekker fram, når ingen nye kan stå ferdige i tide."""
    if not anbefalt.mangler:
        return ""
    return si(
        "Nye boliger rekker ikke å stå ferdige før planen er slutt, så det mangler {antall} også med den "
        "anbefalte planen.",
        antall=norsk.tall(anbefalt.mangler),
    )


def _de_tre(scenario: Scenario) -> list[Utfall]:
    return [planer.utfall(scenario, slag) for slag in (I_DAG, VEDTATT, ANBEFALT)]


def _med_navn(alle: list[Utfall]) -> list[_Plan]:
    return [(si(utfall.navn), utfall) for utfall in alle]


def _brukerens(scenario: Scenario, egne: tuple[Scenario, ...]) -> list[_Plan]:
    """Planene brukeren har lagt ved siden av, og den som prøves nå."""
    return [
        (navn, planer.utfall(egen, EGEN))
        for navn, egen in _alternativene(scenario, egne)
    ]


def _alternativene(
    scenario: Scenario, egne: tuple[Scenario, ...]
) -> list[tuple[str, Scenario]]:
    proeves = (scenario.grep or scenario.sammen) and scenario not in egne
    # Navnet er brukerens eget, og kan være det samme som en av de tre planene.
    return [
        (egen.navn or si(EGEN), egen)
        for egen in (*egne, *((scenario,) if proeves else ()))
    ]


def _planenheter(alle: list[_Plan], aar: str) -> dict:
    i_boliger = [
        si("Mangler"),
        si("Til overs"),
        si("Kommer til: vedtatt"),
        si("Kommer til: i tillegg"),
        si("Går ut"),
        si("Har {aar}", aar=aar),
        si("Trengs {aar}", aar=aar),
    ]
    enheter = dict.fromkeys(i_boliger, ANTALL)
    if planer.nok_soekere():
        enheter[si("Innen fristen {aar}", aar=aar)] = PROSENT
    return enheter


def _plantabell(alle: list[_Plan], aar: str) -> pd.DataFrame:
    """Planene side om side når planen er slutt."""
    utfallene, slutt = [utfall for _, utfall in alle], grunnlag.planaar()
    vedtatt = utfallene[1].gapet

    def er_vedtatt(gap: Gap) -> int:
        return min(gap.inn, vedtatt.inn)

    kolonner = {
        si("Mangler"): lambda gap: gap.mangler,
        si("Til overs"): lambda gap: gap.til_overs,
        si("Kommer til: vedtatt"): er_vedtatt,
        si("Kommer til: i tillegg"): lambda gap: gap.inn - er_vedtatt(gap),
        si("Går ut"): lambda gap: gap.ut,
        si("Har {aar}", aar=aar): lambda gap: gap.boliger,
        si("Trengs {aar}", aar=aar): lambda gap: gap.trengs,
    }
    tabell = pd.DataFrame(
        {si("Plan"): [navn for navn, _ in alle]}
        | {
            navn: [float(antall(utfall.gapet)) for utfall in utfallene]
            for navn, antall in kolonner.items()
        }
    )
    # Køen er for usikker til å være ett tall.
    tabell[si("I kø {aar}", aar=aar)] = [
        spenn(*(float(ende[slutt]) for ende in utfall.koe)) for utfall in utfallene
    ]
    if planer.nok_soekere():
        # Det siste året i planen er det som slutter med det siste årsskiftet.
        tabell[si("Innen fristen {aar}", aar=aar)] = [
            float(round(utfall.innen[slutt - 1])) for utfall in utfallene
        ]
    return tabell


# ------------------------------------------------------------------- hva de koster


@lesing.husk
def kostnadene(scenario: Scenario, egne: tuple[Scenario, ...]) -> Behovskort | None:
    """Alternativene side om side med det de koster for hver husstand. None når ingen har sagt hva noe
    koster.
    """
    alle = [
        (navn, plan, koster)
        for navn, plan in _alternativene(scenario, egne)
        if (koster := kostnad.kostnaden(plan))
    ]
    if not alle or not planer.nok_soekere():
        return None
    aar = grunnlag.aarsnavn()[grunnlag.planaar()]
    prisene = {
        navn: kostnad.per_husstand(koster, kostnad.virkningen(plan))
        for navn, plan, koster in alle
    }
    rader = [
        _kostnadsrad(navn, plan, koster, prisene[navn]) for navn, plan, koster in alle
    ]
    kolonner = [
        si("Alternativ"),
        si("Kostnad per husstand"),
        si("Flere i tide, 8 av 10"),
        si("Kostnad til {aar}", aar=aar),
        si("Mangler"),
        si("Til overs"),
        si("Kilde"),
    ]
    uten = {
        poolnavn(pool) for _, plan, _ in alle for pool in kostnad.mangler_kostnad(plan)
    }
    sagt = _billigst(prisene)
    return lag(
        "kostnader",
        scenario,
        f"{sagt}.",
        tittel(sagt, _KAN_IKKE_SI[len(alle) > 1]),
        pd.DataFrame(rader, columns=kolonner),
        dict.fromkeys(kolonner[4:6], ANTALL),
        {},
        flagg=(
            si(
                "Noe gjøres uten at kostnaden er satt: {boligtyper}.",
                boligtyper=norsk.ramse(sorted(uten)),
            ),
        )
        if uten
        else (),
        ved_siden_av=egne,
        dager=round(planer.maalsetting(scenario).frist * DAGER_I_AARET),
    )


def _kostnadsrad(
    navn: str,
    plan: Scenario,
    koster: tuple[int, int],
    pris: tuple[float, float] | None,
) -> list:
    virkning, gap = kostnad.virkningen(plan), planer.gapet_til_slutt(plan)
    kilder = dict.fromkeys(grep.kilde for _, grep in plan.grep if grep.kilde)
    return [
        navn,
        tusen_kroner(*pris) if pris else si("Kan ikke sies"),
        si("{fra} til {til}", fra=round(virkning.lav), til=round(virkning.hoey)),
        tusen_kroner(*koster),
        float(gap.mangler),
        float(gap.til_overs),
        "; ".join(kilder) or si("Ikke oppgitt"),
    ]


_KAN_IKKE_SI = (
    fast("Det er ikke sikkert at alternativet gir noen bolig i tide"),
    fast("Kostnadene per husstand kan ikke skille alternativene"),
)


def _billigst(prisene: dict[str, tuple[float, float] | None]) -> str:
    """Alternativet som sikkert koster minst for hver husstand, når spennene skiller dem."""
    kjente = {navn: pris for navn, pris in prisene.items() if pris}
    if not kjente or (len(kjente) == 1 < len(prisene)):
        return si(_KAN_IKKE_SI[len(prisene) > 1])
    navn, (fra, til) = min(kjente.items(), key=lambda en: en[1][1])
    tallene = {"navn": navn, "kroner": tusen_kroner(fra, til)}
    if len(prisene) == 1:
        return si(
            "«{navn}» koster {kroner} for hver husstand som får bolig i tide", **tallene
        )
    if any(pris[0] <= til for andre, pris in kjente.items() if andre != navn):
        return si(_KAN_IKKE_SI[1])
    return si("«{navn}» koster minst for hver husstand: {kroner}", **tallene)


# ----------------------------------------------------------------------- innen fristen


@lesing.husk
def innen_frist(scenario: Scenario) -> Behovskort | None:
    """Andelen som får bolig innen fristen, år for år, i de tre planene. None når det er for få
    søkere til å si noe.
    """
    if not planer.nok_soekere():
        return None
    alle, slutt = _de_tre(scenario), grunnlag.planaar()
    aar, maalet = grunnlag.aarsnavn()[1 : slutt + 1], planer.maalsetting(scenario)
    serier = [
        (navn, np.round(utfall.innen[:slutt]).tolist())
        for navn, utfall in _med_navn(alle)
    ]
    vedtatt, anbefalt = (
        norsk.med_enhet(andeler[-1], PROSENT) for _, andeler in serier[1:]
    )
    serier += _per_pool(alle[1], slutt)
    tabell = pd.DataFrame({si("År"): aar} | dict(serier))
    dager = round(maalet.frist * DAGER_I_AARET)
    i_fristen = scenario.maal == "innen_frist"
    tallene = {"aar": aar[-1], "andel": vedtatt, "dager": dager}
    med_vedtatt = si(
        "Av dem som får vedtak i {aar}, får {andel} bolig innen {dager} dager med dagens planer.",
        **tallene,
    )
    med_anbefalt = si("Med den anbefalte planen får {andel} det.", andel=anbefalt)
    if i_fristen:
        med_anbefalt += _under_maalet(serier[2][1][-1], 100 * (1 - maalet.andel))
    overskrift = si(
        "{andel} får bolig innen {dager} dager i {aar} med dagens planer", **tallene
    )
    return lag(
        "innen",
        scenario,
        f"{med_vedtatt} {med_anbefalt}",
        tittel(overskrift, resten=med_anbefalt),
        tabell,
        dict.fromkeys(tabell.columns[1:], PROSENT),
        {
            "aar": aar,
            "serier": serier,
            "enhet": PROSENT,
            "maallinje": 100 * (1 - maalet.andel) if i_fristen else None,
        },
        dager=dager,
        framtider=norsk.tall(planer.framtider()),
    )


def _under_maalet(andel: float, maal: float) -> str:
    """Hvorfor andelen med den anbefalte planen er under målet, når den er det."""
    if andel >= round(maal):
        return ""
    return " " + si(
        "Det er under målet på {maal}. Planen har så mange boliger som vi venter at trengs. Andelen er "
        "et snitt av mange mulige framtider, også dem der flere søker. Den regnes bare av hvor mange som "
        "søker og flytter ut.",
        maal=norsk.med_enhet(round(maal), PROSENT),
    )


def _per_pool(vedtatt: Utfall, slutt: int) -> list[tuple[str, list[float]]]:
    """Poolene som er store nok til å si noe om, med den vedtatte planen."""
    pooler = grunnlag.hent().pooler
    if len(pooler) < 2:
        return []
    koen = {koe.pool: koe for koe in vedtatt.koe_per_pool}
    store = [pool for pool in pooler if pool.soekere >= planer.SOEKERE_TIL_VENTETID]
    return [
        (
            si("Vedtatt, {boligtype}", boligtype=poolnavn(pool.pool)),
            np.round(planer.andel_innen(koen[pool.pool])[:slutt]).tolist(),
        )
        for pool in store
    ]


# ---------------------------------------------------------------------- hvert tiltak alene


@lesing.husk
def tiltakene(scenario: Scenario) -> Behovskort | None:
    """Hva hvert tiltak i scenarioet betyr alene. None når det ikke er noen."""
    alle = utslag.per_tiltak(scenario)
    if not alle:
        return None
    aar = grunnlag.aarsnavn()[grunnlag.planaar()]
    tabell = _tiltakstabell(alle, aar)
    mest = max(alle, key=lambda virkning: virkning.boliger)
    overskrift = si("Ingen av tiltakene gjør at færre mangler i {aar}", aar=aar)
    setning = f"{overskrift}."
    if mest.boliger > 0:
        virkningen = {
            "tiltaket": norsk.liten_forbokstav(si(mest.hva)),
            "boliger": norsk.flere_eller_faerre(-mest.boliger, si("boliger")),
            "aar": aar,
        }
        setning = si(
            "Mest alene betyr «{tiltaket}»: Da mangler det {boliger} i {aar}.",
            **virkningen,
        )
        overskrift = si(
            "Mest betyr {tiltaket}: {boliger} mangler i {aar}", **virkningen
        )
    rader = [
        (
            si(
                "{hvem}: {setning}",
                hvem=si(virkning.hva),
                setning=poolnavn(virkning.pool),
            ),
            float(virkning.boliger),
        )
        for virkning in alle
    ]
    return lag(
        "tiltak",
        scenario,
        setning,
        tittel(overskrift),
        tabell,
        {tabell.columns[2]: ANTALL},
        {"rader": rader},
    )


def _tiltakstabell(alle: tuple[utslag.Virkning, ...], aar: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            si("Tiltak"): [si(virkning.hva) for virkning in alle],
            si("Boligtype"): [grunnlag.navn(virkning.pool) for virkning in alle],
            si("Færre boliger som mangler i {aar}", aar=aar): [
                float(virkning.boliger) for virkning in alle
            ],
            si("Kilde til virkningen"): [
                virkning.grep.kilde or si("Ikke oppgitt") for virkning in alle
            ],
        }
    )
