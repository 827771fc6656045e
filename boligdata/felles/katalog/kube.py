"""Kubene: hva som telles, etter hvilke egenskaper, og hva som vernes."""

import functools
import re
from dataclasses import dataclass, field

from boligdata.felles import maalform
from boligdata.felles.erklaering import Blokk, krev
from boligdata.felles.katalog import innlesing
from boligdata.felles.katalog.egenskap import dimensjoner
from boligdata.felles.kilder import boligslekter, kilder

# Et mål som teller dem på én side av en grense.
_GRENSE = re.compile(r"count\(\*\) filter \((?P<kolonne>\w+) (<=|<|>=|>) \d+\)")


@dataclass(frozen=True)
class Statistikk:
    """Et tall som ikke kan legges sammen. Regnes bare ut når det bygger på minst `minst` enheter.

    Enten `uttrykk` (SQL), eller fra levetider: `kvantil` (dager) eller `andel` (mellom to
    ventedager). `maalt_i` er «dager», «aar», «andel» eller «kroner», og sier hvordan tallet rundes
    av når det publiseres. Ingen slipper unna: en median er tallet til én av dem den er regnet av.
    """

    minst: int
    maalt_i: str
    uttrykk: str | None = None
    antall: str = "antall"
    kvantil: float | None = None
    andel: tuple[int, ...] | None = None

    def __post_init__(self):
        krev(
            self.maalt_i in ("dager", "aar", "andel", "kroner"),
            f"ukjent «maalt_i» {self.maalt_i!r}.",
        )


@dataclass(frozen=True)
class Levetid:
    """Kolonnene som sier fra og til hvilken dag en enhet er fulgt, og om den endte med
    hendelsen.
    """

    inn: str
    ut: str
    hendelse: str


@dataclass(frozen=True)
class Kube:
    """Ferdig opptalte tall fra én modell, etter de kombinasjonene av egenskaper som publiseres.

    En periode uten rader er null enheter, bortsett fra når `hull` er sann: da er tallet ukjent.
    `tid` sier hva året er: «beholdning» (som siste tertial), «stroem» (summen av tertialene) eller
    «fulgt» (alle som var med i løpet av året). `enhet` er kolonnen i modellen som sier hvem som
    telles. `uvernet` gir grunnen til at et mål vises eksakt; alle andre mål rundes av før de
    publiseres. `om_boliger` er sann når små tall ikke sier noe om folk, men rundes av fordi andre
    tall kunne vært regnet ut av dem. `regel` sier hvordan enhetene finnes, når det ikke følger av
    navnet. `fra_nyttaar` er sann når tallet er fra 1. januar i året, og ikke fra slutten av perioden.
    `etterslep` er sann når det som skjer etterpå, må følges en tid, så de siste periodene
    ennå ikke er kjent. `heter` er navnet på målene ingen indikator er regnet av.
    """

    id: str
    navn: str
    modell: str
    kilder: tuple[str, ...]
    kombinasjoner: tuple[tuple[str, ...], ...]
    maal: dict[str, str]
    tid: str
    enhet: str | None = None
    uvernet: dict[str, str] = field(default_factory=dict)
    statistikk: dict[str, Statistikk] = field(default_factory=dict)
    levetid: Levetid | None = None
    hull: bool = False
    om_boliger: bool = False
    regel: str | None = None
    etterslep: bool = False
    fra_nyttaar: bool = False
    # Et navn endrer ikke det som publiseres, og er ikke med i avtrykket av det.
    heter: dict[str, str] = field(default_factory=dict, repr=False)

    def __post_init__(self):
        krev(
            self.tid in ("beholdning", "stroem", "fulgt"),
            f"ukjent tid {self.tid!r}.",
        )
        krev(
            not self.fra_nyttaar or self.tid == "beholdning",
            "bare en beholdning kan være fra 1. januar.",
        )
        krev(
            set(self.uvernet) <= set(self.maal),
            "«uvernet» nevner et mål kuben ikke har.",
        )
        krev(
            set(self.heter) <= {*self.maal, *self.statistikk},
            "«heter» nevner et mål kuben ikke har.",
        )
        krev(
            all(len(grunn) > 10 for grunn in self.uvernet.values()),
            "«uvernet» må si hvorfor.",
        )
        krev(
            not self.vernede or self.enhet is not None,
            "et vernet mål trenger «enhet».",
        )
        krev(
            all(self.maal[navn].startswith("count(*)") for navn in self.vernede),
            "et vernet mål må være «count(*)», eventuelt med «filter».",
        )

        krev(
            not self.vernede or max(map(len, self.kombinasjoner), default=0) <= 2,
            "et vernet mål deles på høyst to egenskaper om gangen.",
        )

    @functools.cached_property
    def vernede(self) -> tuple[str, ...]:
        """Målene som teller personer, husstander eller saker, og som derfor rundes av."""
        return tuple(navn for navn in self.maal if navn not in self.uvernet)

    @functools.cached_property
    def dimensjoner(self) -> tuple[str, ...]:
        """Egenskapene kuben er delt etter, i katalogens rekkefølge."""
        brukt = {egenskap for etter in self.kombinasjoner for egenskap in etter}
        return tuple(egenskap for egenskap in dimensjoner() if egenskap in brukt)

    @functools.cached_property
    def grupperinger(self) -> tuple[tuple[str, ...], ...]:
        """Alle delmengder av kombinasjonene: det som faktisk finnes i kuben."""
        alle = {()} | {(egenskap,) for egenskap in self.dimensjoner}
        alle |= {self._i_rekkefoelge(etter) for etter in self.kombinasjoner}
        return tuple(sorted(alle, key=lambda etter: (len(etter), etter)))

    @functools.cached_property
    def halvdeler(self) -> tuple[tuple[str, Statistikk], ...]:
        """Målene som teller dem på én side av en grense, med medianen av det samme. Av den kan alle
        se om målet er mer eller mindre enn halvparten.
        """
        return tuple(
            (navn, statistikk)
            for navn in self.vernede
            if (grense := _GRENSE.fullmatch(self.maal[navn]))
            for statistikk in self.statistikk.values()
            if statistikk.uttrykk == f"median({grense['kolonne']})"
        )

    @functools.cached_property
    def dypest(self) -> int:
        """Hvor mange egenskaper tallene på det meste er delt på."""
        return max(map(len, self.grupperinger))

    def publiserer(self, dimensjoner) -> bool:
        """Finnes denne kombinasjonen av egenskaper i kuben?"""
        return frozenset(dimensjoner) in self._delt_paa

    @functools.cached_property
    def _delt_paa(self) -> frozenset[frozenset[str]]:
        return frozenset(map(frozenset, self.grupperinger))

    def _i_rekkefoelge(self, dimensjoner) -> tuple[str, ...]:
        return tuple(
            egenskap for egenskap in self.dimensjoner if egenskap in dimensjoner
        )


@maalform.husk
def kuber() -> dict[str, Kube]:
    """Kubene, i den rekkefølgen de bygges."""
    blokker = innlesing.alle("kube")
    return {id: _kube(id, blokk) for id, (_, blokk) in blokker.items()}


@functools.cache
def kilder_om_personer() -> frozenset[str]:
    """Uttrekkene det telles personer, husstander eller saker i, og de andre der en rad er en av
    dem.
    """
    telles = (
        kilde for kube in kuber().values() if kube.vernede for kilde in kube.kilder
    )
    er_rader = (
        id
        for id, kilde in kilder().items()
        if any(kolonne.hemmelig for kolonne in kilde.kolonner.values())
    )
    return frozenset((*telles, *er_rader))


def er_vernet(kube: str, maal: str) -> bool:
    """Rundes målet av før det publiseres?"""
    return maal in kuber()[kube].vernede


def _kube(id: str, blokk: Blokk) -> Kube:
    lest: dict = {
        "maal": _maal(blokk.blokk("maal")),
        "uvernet": _uvernet(blokk),
        "statistikk": {
            navn: under.lag(Statistikk)
            for navn, under in blokk.blokker("statistikk").items()
        },
    }
    if "levetid" in blokk.felt:
        lest["levetid"] = blokk.blokk("levetid").lag(Levetid)
    if "regel" in blokk.felt:
        lest["regel"] = _regel(blokk)
    kube = blokk.lag(Kube, id, lest=lest)
    if feil := _feil_i(kube):
        raise blokk.feil(feil)
    return kube


def _feil_i(kube: Kube) -> str | None:
    """Det kuben viser til som ikke finnes."""
    etter = {egenskap for etter in kube.kombinasjoner for egenskap in etter}
    if ukjente := etter - set(dimensjoner()):
        return f"ukjent dimensjon {sorted(ukjente)}."
    if ukjente := set(kube.kilder) - set(kilder()):
        return f"ukjent kilde {sorted(ukjente)}."
    if doble := set(kube.maal) & set(dimensjoner()):
        return f"et mål kan ikke hete det samme som en dimensjon: {sorted(doble)}."
    return None


def _maal(blokk: Blokk) -> dict[str, str]:
    """Målene, der `{slekt.omsorg}` er byttet med boligtypene i slekten, slik SQL skriver dem."""
    typer = {
        f"slekt.{slekt}": ", ".join(f"'{boligtype}'" for boligtype in boligtyper)
        for slekt, boligtyper in boligslekter().items()
    }

    def skrevet_ut(treff: re.Match) -> str:
        if treff[1] not in typer:
            raise blokk.feil(
                f"«{treff[0]}» finnes ikke. Det som finnes, er {', '.join(typer)}."
            )
        return typer[treff[1]]

    return {
        navn: re.sub(r"\{(.*?)\}", skrevet_ut, uttrykk)
        for navn, uttrykk in blokk.felt.items()
    }


def _uvernet(blokk: Blokk) -> dict[str, str]:
    """Grunnen for hvert mål. I filen står målene for hver grunn."""
    ut: dict[str, str] = {}
    for under in blokk.liste("uvernet"):
        under.krev_noekler(("grunn", "maal"))
        if not isinstance(under.felt["maal"], list):
            raise under.feil("skriv målene som en liste.")
        ut |= dict.fromkeys(under.felt["maal"], under.felt["grunn"])
    return ut


def _regel(blokk: Blokk) -> str:
    navn = blokk.felt["regel"]
    if navn not in innlesing.regler():
        raise blokk.feil(f"regelen «{navn}» finnes ikke i [regler] i noen av filene.")
    return innlesing.regler()[navn]
