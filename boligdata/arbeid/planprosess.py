"""Planprosessen: hva slags plan det er, når hvert steg er, og det som er for kort, for sent eller i feil
rekkefølge.

Stegene og kravene er erklært i `felles/planprosess.toml`. Her står det kommunen selv har skrevet.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from boligdata.arbeid import feltliste
from boligdata.arbeid.feltliste import Felt, erklaer
from boligdata.felles import lover, norsk
from boligdata.felles import planprosess as erklaert
from boligdata.felles.maalform import fast, si

# Planen har én prosess, og hvert steg er ett av dem som er erklært.
PROSESS = "plan"
GJORT, PAAGAAR, KOMMER, OVER, UTELATT, UTEN_DATO = (
    fast("Gjort"),
    fast("Pågår"),
    fast("Kommer"),
    fast("Skulle vært gjort"),
    fast("Ikke med"),
    fast("Uten dato"),
)


@dataclass(frozen=True)
class Planprosess:
    """Planen det arbeides med. Saken i arkivet er den som gjelder, og `arkiv` er hvor den er."""

    id: str = PROSESS
    navn: str = ""
    plantype: str = ""
    saksnr: str = ""
    arkiv: str = ""


@dataclass(frozen=True)
class Plansteg:
    """Ett steg, slik det er planlagt eller ble. `id` er steget i `planprosess.toml`. Et steg som varer én
    dag, har bare `til`. `utelatt` sier at planen ikke har steget.
    """

    id: str
    fra: dt.date | None = None
    til: dt.date | None = None
    gjort: bool = False
    organ: str = ""
    saksnr: str = ""
    lenke: str = ""
    merknad: str = ""
    utelatt: bool = False

    @property
    def begynner(self) -> dt.date | None:
        """Den første dagen."""
        return self.fra or self.til

    @property
    def slutter(self) -> dt.date | None:
        """Den siste dagen."""
        return self.til or self.fra

    @property
    def dager(self) -> int | None:
        """Hvor mange dager det er fra den første til den siste: høringen 29.11.–15.12. varer i 16."""
        if not (self.fra and self.til):
            return None
        return (self.til - self.fra).days


erklaer(
    Planprosess,
    Felt("id", fast("Plan-id"), "id"),
    Felt("navn", fast("Navn på planen"), "tekst"),
    Felt(
        "plantype",
        fast("Slag plan"),
        "kode",
        "plantype",
        hjelpetekst=fast(
            "Slaget avgjør hvilke steg loven krever, og hvor lenge de minst må vare."
        ),
    ),
    Felt("saksnr", fast("Saksnummer"), "tekst"),
    Felt(
        "arkiv",
        fast("Hvor saken ligger"),
        "tekst",
        hjelpetekst=fast("Navnet på arkivsystemet, eller adressen til saken."),
    ),
)
erklaer(
    Plansteg,
    Felt("id", fast("Steg"), "id"),
    Felt(
        "fra",
        fast("Første dag"),
        "dato",
        hjelpetekst=fast("La den stå tom når steget varer én dag."),
    ),
    Felt("til", fast("Siste dag"), "dato"),
    Felt("gjort", fast("Steget er gjort"), "ja_nei"),
    Felt("organ", fast("Hvem som behandler det"), "tekst"),
    Felt("saksnr", fast("Saksnummer"), "tekst"),
    Felt("lenke", fast("Hvor dokumentene ligger"), "tekst"),
    Felt("merknad", fast("Merknad til steget"), "avsnitt"),
    Felt(
        "utelatt",
        fast("Planen har ikke dette steget"),
        "ja_nei",
    ),
)


def feil_i_prosessen(prosess: Planprosess) -> list[str]:
    """Det som må rettes før planen kan lagres, som hele setninger."""
    feil = list(feltliste.feil_i(prosess))
    if not prosess.plantype:
        feil.append(si("Velg hva slags plan det er: slaget avgjør stegene."))
    return feil


def feil_i_steget(steg: Plansteg) -> list[str]:
    """Det som må rettes før steget kan lagres, som hele setninger."""
    feil = list(feltliste.feil_i(steg))
    if steg.id not in erklaert.steg():
        feil.append(si("Steget finnes ikke i planprosessen."))
    if steg.fra and steg.til and steg.til < steg.fra:
        feil.append(
            si(
                "Siste dag er {til}, som er før første dag {fra}. Rett en av datoene.",
                til=norsk.dato(steg.til),
                fra=norsk.dato(steg.fra),
            )
        )
    if steg.utelatt and steg.gjort:
        feil.append(
            si("Steget kan ikke være både gjort og ikke med i planen. Velg ett av dem.")
        )
    if steg.gjort and not steg.slutter:
        feil.append(si("Steget er gjort, men har ingen dag. Skriv når det ble gjort."))
    return feil


def stand(steg: Plansteg, dag: dt.date) -> str:
    """Er steget gjort, pågår det, kommer det, eller skulle det vært gjort?"""
    if steg.utelatt:
        return UTELATT
    if steg.gjort:
        return GJORT
    if not steg.slutter:
        return UTEN_DATO
    if steg.slutter < dag:
        return OVER
    return PAAGAAR if steg.begynner <= dag else KOMMER


# ---------------------------------------------------------------------------- advarslene


@dataclass(frozen=True)
class Advarsel:
    """Noe ved et steg som bør rettes. `lov` sier at det er loven det er brutt på, ikke et råd."""

    steg: str
    tekst: str
    lov: bool = True


def advarsler(
    plantype: str, steg: Mapping[str, Plansteg], dag: dt.date
) -> tuple[Advarsel, ...]:
    """Det som er for kort, for sent eller i feil rekkefølge, eller som mangler, i stegenes rekkefølge."""
    if not plantype:
        return ()
    return tuple(
        advarsel
        for ett in erklaert.steg().values()
        for advarsel in _om(ett, plantype, steg, dag)
    )


def _om(
    ett: erklaert.Prosessteg, plantype: str, steg: Mapping[str, Plansteg], dag: dt.date
) -> Iterator[Advarsel]:
    krav = ett.krav_til(plantype)
    mitt = steg.get(ett.id, Plansteg(ett.id))
    if mitt.utelatt or not mitt.slutter:
        yield from _mangler(ett, krav, mitt, steg)
        return
    yield from _lengden(ett, krav, mitt)
    yield from _rekkefoelgen(ett, krav, mitt, steg)
    if stand(mitt, dag) == OVER:
        yield Advarsel(
            ett.id,
            si(
                "{steg}: skulle vært gjort {dato}, og er ikke meldt gjort.",
                steg=ett.navn,
                dato=norsk.dato(mitt.slutter),
            ),
            lov=False,
        )


def _mangler(
    ett: erklaert.Prosessteg,
    krav: erklaert.Stegkrav,
    mitt: Plansteg,
    steg: Mapping[str, Plansteg],
) -> Iterator[Advarsel]:
    """Et steg loven krever, er tatt ut, eller har ingen dag når et senere steg har det."""
    if not krav.skal:
        return
    hjemmel = lover.tekst(krav.hjemmel)
    if mitt.utelatt:
        yield Advarsel(
            ett.id,
            si(
                "{steg}: planen har ikke steget, men loven krever det. {hjemmel}.",
                steg=ett.navn,
                hjemmel=hjemmel,
            ),
        )
        return
    senere = _foerste_som_venter_paa(ett.id, steg)
    if senere:
        yield Advarsel(
            ett.id,
            si(
                "{steg}: har ingen dag, men må være gjort før «{senere}» {dato}. {hjemmel}.",
                steg=ett.navn,
                senere=norsk.liten_forbokstav(senere.navn),
                dato=norsk.dato(steg[senere.id].begynner),
                hjemmel=hjemmel,
            ),
        )


def _foerste_som_venter_paa(
    id_: str, steg: Mapping[str, Plansteg]
) -> erklaert.Prosessteg | None:
    """Det første steget med dag som må vente på dette."""
    venter = [
        ett
        for ett in erklaert.steg().values()
        if id_ in (*ett.etter, *ett.slutter_etter)
        and ett.id in steg
        and steg[ett.id].begynner
        and not steg[ett.id].utelatt
    ]
    return min(venter, key=lambda ett: steg[ett.id].begynner, default=None)


def _lengden(
    ett: erklaert.Prosessteg, krav: erklaert.Stegkrav, mitt: Plansteg
) -> Iterator[Advarsel]:
    dager = mitt.dager
    if krav.minst_dager and dager is None:
        yield Advarsel(
            ett.id,
            si(
                "{steg}: skal vare i minst {minst} dager, men har ingen første og siste dag. {hjemmel}.",
                steg=ett.navn,
                minst=krav.minst_dager,
                hjemmel=lover.tekst(krav.hjemmel),
            ),
        )
    elif krav.minst_dager and dager < krav.minst_dager:
        yield Advarsel(
            ett.id,
            si(
                "{steg}: varer i {dager}, og skal vare i minst {minst}. {hjemmel}.",
                steg=ett.navn,
                dager=norsk.med_ord(dager, si("dager")),
                minst=krav.minst_dager,
                hjemmel=lover.tekst(krav.hjemmel),
            ),
        )
    elif krav.raad_dager and dager is not None and dager < krav.raad_dager:
        yield Advarsel(
            ett.id,
            si(
                "{steg}: varer i {dager}. Loven sier ikke hvor lenge, men andre kommuner gir minst {minst}.",
                steg=ett.navn,
                dager=norsk.med_ord(dager, si("dager")),
                minst=krav.raad_dager,
            ),
            lov=False,
        )


def _rekkefoelgen(
    ett: erklaert.Prosessteg,
    krav: erklaert.Stegkrav,
    mitt: Plansteg,
    steg: Mapping[str, Plansteg],
) -> Iterator[Advarsel]:
    hjemmel = f" {lover.tekst(krav.hjemmel)}." if krav.hjemmel else ""
    for foer in (*ett.etter, *ett.slutter_etter):
        andre = steg.get(foer)
        if andre is None or andre.utelatt or not andre.slutter:
            continue
        min_dag = mitt.begynner if foer in ett.etter else mitt.slutter
        if min_dag < andre.slutter:
            yield Advarsel(
                ett.id,
                si(
                    "{steg}: er {dato}, men «{foer}» er ikke ferdig før {ferdig}.",
                    steg=ett.navn,
                    dato=norsk.dato(min_dag),
                    foer=norsk.liten_forbokstav(erklaert.steg()[foer].navn),
                    ferdig=norsk.dato(andre.slutter),
                )
                + hjemmel,
                lov=bool(krav.hjemmel),
            )
