"""Det som er erklært én gang: kubene og indikatorene i `katalog.toml`.

Ukjente eller manglende nøkler er en feil ved oppstart, ikke et tall som stille blir borte.
"""

import functools
import hashlib
from dataclasses import dataclass, field

from boligdata.felles import erklaering
from boligdata.felles.config import PAKKE
from boligdata.felles.enheter import ENHETER, VERNEDE_ENHETER, Enhet
from boligdata.felles.erklaering import _frosset as frosset
from boligdata.felles.erklaering import krev
from boligdata.felles.kilder import Kode, kilder, kodelister


def les_toml(navn: str) -> dict:
    return erklaering.les_toml(PAKKE / "felles" / navn).felt


# Egenskapene brukeren kan filtrere på.
FILTRE = ("maalgruppe", "boligtype", "omraade")

# Navn på verdier som ikke står i noen kodeliste.
IKKE_OPPGITT, AARSAK_IKKE_KJENT = "Ikke oppgitt", "Årsaken er ikke kjent"


@dataclass(frozen=True)
class Dimensjon:
    """En egenskap tallene kan deles etter. Uten koder her kommer verdiene fra kommunens egne
    uttrekk."""

    id: str
    navn: str
    koder: tuple[Kode, ...] = ()


@dataclass(frozen=True)
class Statistikk:
    """Et tall som ikke kan legges sammen. Regnes bare ut når det bygger på minst `minst` enheter.

    Enten `uttrykk` (SQL), eller fra levetider: `kvantil` (dager) eller `andel` (mellom to
    ventedager). `maalt_i` er «dager», «aar», «andel» eller «kroner», og sier hvordan tallet rundes
    av når det publiseres. `uvernet` gir grunnen til at det ikke trengs."""

    minst: int
    uttrykk: str | None = None
    antall: str = "antall"
    kvantil: float | None = None
    andel: tuple[int, ...] | None = None
    maalt_i: str | None = None
    uvernet: str | None = None

    def __post_init__(self):
        krev(
            self.maalt_i in (None, "dager", "aar", "andel", "kroner"),
            f"statistikk: ukjent «maalt_i» {self.maalt_i!r}",
        )
        krev(
            (self.maalt_i is None) != (self.uvernet is None),
            "statistikk: enten «maalt_i» eller «uvernet», ikke begge",
        )


@dataclass(frozen=True)
class Levetid:
    """Kolonnene som sier fra og til hvilken dag en enhet er fulgt, og om den endte med
    hendelsen."""

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
    navnet. `etterslep` er sann når det som skjer etterpå, må følges en tid, så de siste periodene
    ennå ikke er kjent."""

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

    def __post_init__(self):
        krev(
            self.tid in ("beholdning", "stroem", "fulgt"),
            f"kube {self.id}: ukjent tid {self.tid!r}",
        )
        krev(
            set(self.uvernet) <= set(self.maal),
            f"kube {self.id}: «uvernet» nevner et mål kuben ikke har",
        )
        krev(
            all(len(grunn) > 10 for grunn in self.uvernet.values()),
            f"kube {self.id}: «uvernet» må si hvorfor",
        )
        krev(
            not self.vernede or self.enhet is not None,
            f"kube {self.id}: et vernet mål trenger «enhet»",
        )
        krev(
            all(self.maal[m].startswith("count(*)") for m in self.vernede),
            f"kube {self.id}: et vernet mål må være «count(*)», eventuelt med «filter»",
        )

    @property
    def vernede(self) -> tuple[str, ...]:
        """Målene som teller personer, husstander eller saker, og som derfor rundes av."""
        return tuple(m for m in self.maal if m not in self.uvernet)

    @property
    def dimensjoner(self) -> tuple[str, ...]:
        """Egenskapene kuben er delt etter, i katalogens rekkefølge."""
        brukt = {d for k in self.kombinasjoner for d in k}
        return tuple(d for d in dimensjoner() if d in brukt)

    @property
    def grupperinger(self) -> tuple[tuple[str, ...], ...]:
        """Alle delmengder av kombinasjonene: det som faktisk finnes i kuben."""
        alle = {()} | {(d,) for d in self.dimensjoner}
        alle |= {
            tuple(d for d in self.dimensjoner if d in k) for k in self.kombinasjoner
        }
        return tuple(sorted(alle, key=lambda g: (len(g), g)))

    def publiserer(self, dimensjoner) -> bool:
        """Finnes denne kombinasjonen av egenskaper i kuben?"""
        return tuple(
            d for d in self.dimensjoner if d in set(dimensjoner)
        ) in self.grupperinger and set(dimensjoner) <= set(self.dimensjoner)


@dataclass(frozen=True)
class Sammenheng:
    """Mål som er deler av et annet, i alle grupperinger kubene har felles: «kube.maal».

    `lik` når delene til sammen er det hele, `forrige` når det er delene i forrige tertial.
    """

    deler: tuple[tuple[str, str], ...]
    hele: tuple[str, str]
    lik: bool = False
    forrige: bool = False


@dataclass(frozen=True)
class Bevegelse:
    """Beholdningen er forrige beholdning pluss dem som kom `inn`, minus dem som gikk `ut`."""

    beholdning: tuple[str, str]
    inn: tuple[str, str]
    ut: tuple[str, str]


@dataclass(frozen=True)
class Tabell:
    """En tabell uten personer i, som publiseres slik modellen gir den."""

    id: str
    modell: str
    kilder: tuple[str, ...]


@dataclass(frozen=True)
class Indikator:
    """Ett tall med navn, definisjon og fortolkning: `teller` delt på `nevner`, eller statistikken
    `verdi`.

    `tilfeldig` er usann når tallet beskriver noe kommunen rår over og teller helt, som antall
    boliger: da er en endring alltid en virkelig endring. `utvalg` er verdien av egenskapene tallet
    alltid gjelder, som situasjonen «uten egen bolig»."""

    id: str
    navn: str
    tema: str
    definisjon: str
    fortolkning: str
    enhet: str
    enhetsord: str
    retning: str
    kube: str
    teller: str | None = None
    nevner: str | None = None
    verdi: str | None = None
    planmaal: str | None = None
    maaltall: float | None = None
    hjemmel: str | None = None
    kortnavn: str | None = None
    tilfeldig: bool = True
    utvalg: tuple[tuple[str, str], ...] = ()
    # Settes av `lesing` når tallene som leses, er vernet.
    vernet: bool = False

    def __post_init__(self):
        krev(self.enhet in ENHETER, f"{self.id}: ukjent enhet {self.enhet!r}")
        krev(
            self.retning in ("opp", "ned", "ingen"),
            f"{self.id}: ukjent retning {self.retning!r}",
        )
        krev(
            (self.verdi is None) != (self.teller is None),
            f"{self.id}: enten «verdi» eller «teller», ikke begge",
        )
        krev(
            self.planmaal is None or self.planmaal in planmaal(),
            f"{self.id}: ukjent planmål {self.planmaal!r}",
        )
        krev(
            self.retning != "ingen" or self.maaltall is None,
            f"{self.id}: et måltall trenger en retning",
        )

    @property
    def eksakt_enhet(self) -> Enhet:
        """Enheten tallet er erklært i."""
        return ENHETER[self.enhet]

    @property
    def visningsenhet(self) -> Enhet:
        """Hvordan tallet vises, også når det er vernet."""
        return VERNEDE_ENHETER[self.enhet] if self.vernet else self.eksakt_enhet

    @property
    def er_antall(self) -> bool:
        """Er tallet et antall, så grupper kan legges sammen?"""
        return self.eksakt_enhet.er_antall

    @property
    def er_prosent(self) -> bool:
        """Er tallet erklært i prosent?"""
        return self.eksakt_enhet.er_prosent

    @property
    def er_beholdning(self) -> bool:
        """Gjelder tallet den siste dagen i perioden, og ikke det som skjedde i den?"""
        return kuber()[self.kube].tid == "beholdning"

    @property
    def om_personer(self) -> bool:
        """Sier tallet noe om personer, husstander eller saker, og vernes derfor når det
        publiseres?"""
        if self.verdi:
            return kuber()[self.kube].statistikk[self.verdi].uvernet is None
        return self.teller_er_vernet or self.nevner_er_vernet

    @property
    def eksakt_fordi(self) -> str | None:
        """Hvorfor tallet ikke trenger vern, eller None når det vernes."""
        if self.om_personer:
            return None
        kube = kuber()[self.kube]
        if self.verdi:
            return kube.statistikk[self.verdi].uvernet
        nevner_kube, _, nevner = (self.nevner or "").rpartition(".")
        grunner = [
            kube.uvernet[self.teller],
            *([kuber()[nevner_kube or self.kube].uvernet[nevner]] if nevner else []),
        ]
        return ", og ".join(dict.fromkeys(grunner))

    @property
    def teller_er_vernet(self) -> bool:
        """Er telleren, eller antallet statistikken bygger på, personer, husstander eller saker?"""
        return er_vernet(
            self.kube, self.teller or kuber()[self.kube].statistikk[self.verdi].antall
        )

    @property
    def nevner_er_vernet(self) -> bool:
        """Teller nevneren personer, husstander eller saker?"""
        kube, _, maal_ = (self.nevner or "").rpartition(".")
        return bool(maal_) and er_vernet(kube or self.kube, maal_)

    @property
    def kilder(self) -> tuple[str, ...]:
        """Uttrekkene tallet bygger på."""
        return tuple(
            dict.fromkeys(
                kuber()[self.kube].kilder
                + kuber()[self.nevnerens_kube or self.kube].kilder
            )
        )

    @property
    def nevnerens_kube(self) -> str | None:
        """Kuben nevneren kommer fra, når det er en annen enn tellerens."""
        return (self.nevner or "").rpartition(".")[0] or None


@functools.cache
def planmaal() -> dict[str, str]:
    """Målene i planen, i visningsrekkefølge."""
    return les_toml("katalog.toml")["planmaal"]


@functools.cache
def dimensjoner() -> dict[str, Dimensjon]:
    """Egenskapene tallene kan deles etter."""
    ut = {}
    for id, felt in les_toml("katalog.toml")["dimensjon"].items():
        if "kodeliste" in felt:
            liste = kodelister()[felt.pop("kodeliste")]
            ut[id] = Dimensjon(id, **{"navn": liste.navn} | felt, koder=liste.koder)
        else:
            koder = felt.pop("koder", {})
            ut[id] = Dimensjon(
                id,
                koder=tuple(Kode(kode, navn) for kode, navn in koder.items()),
                **felt,
            )
        opptatt = {"alle", "ukjent"} & {k.kode for k in ut[id].koder}
        krev(not opptatt, f"dimensjon {id}: {opptatt} betyr noe annet i kubene")
    return ut


@functools.cache
def kuber() -> dict[str, Kube]:
    """Kubene, i den rekkefølgen de bygges."""
    ut = {}
    for id, felt in les_toml("katalog.toml")["kube"].items():
        statistikk = {
            navn: Statistikk(**frosset(s))
            for navn, s in felt.pop("statistikk", {}).items()
        }
        levetid = Levetid(**felt.pop("levetid")) if "levetid" in felt else None
        ut[id] = Kube(
            id,
            maal=felt.pop("maal"),
            statistikk=statistikk,
            levetid=levetid,
            **frosset(felt),
        )
        ukjent = {d for k in ut[id].kombinasjoner for d in k} - set(dimensjoner())
        krev(not ukjent, f"kube {id}: ukjent dimensjon {sorted(ukjent)}")
        krev(set(ut[id].kilder) <= set(kilder()), f"kube {id}: ukjent kilde")
        krev(
            not set(ut[id].maal) & set(dimensjoner()),
            f"kube {id}: et mål kan ikke hete det samme som en dimensjon",
        )
    return ut


@functools.cache
def kilder_om_personer() -> frozenset[str]:
    """Uttrekkene det telles personer, husstander eller saker i."""
    return frozenset(
        kilde for kube in kuber().values() if kube.vernede for kilde in kube.kilder
    )


def er_vernet(kube: str, maal_: str) -> bool:
    """Rundes målet av før det publiseres?"""
    return maal_ in kuber()[kube].vernede


@functools.cache
def avtrykk() -> str:
    """Fingeravtrykk av det som publiseres. Er det et annet enn i en ferdig fil, mangler filen noe
    sidene spør etter."""
    return hashlib.sha256(repr((kuber(), tabeller())).encode()).hexdigest()[:16]


@functools.cache
def sammenhenger() -> tuple[Sammenheng, ...]:
    """Målene som er deler av andre mål."""
    return tuple(
        Sammenheng(
            tuple(map(_maal_i_kube, s["deler"])),
            _maal_i_kube(s["hele"]),
            **{k: v for k, v in s.items() if k not in ("deler", "hele")},
        )
        for s in les_toml("katalog.toml")["sammenheng"]
    )


@functools.cache
def bevegelser() -> tuple[Bevegelse, ...]:
    """Beholdningene som endres av strømmer vi også publiserer."""
    return tuple(
        Bevegelse(**{k: _maal_i_kube(v) for k, v in b.items()})
        for b in les_toml("katalog.toml")["bevegelse"]
    )


def _maal_i_kube(navn: str) -> tuple[str, str]:
    kube, _, maal_ = navn.partition(".")
    krev(
        kube in kuber() and maal_ in kuber()[kube].maal,
        f"sammenheng: {navn} finnes ikke",
    )
    return kube, maal_


@functools.cache
def tabeller() -> dict[str, Tabell]:
    """Tabellene som publiseres slik modellen gir dem."""
    return {
        id: Tabell(id, **frosset(felt))
        for id, felt in les_toml("katalog.toml")["tabell"].items()
    }


@functools.cache
def indikatorer() -> dict[str, Indikator]:
    """Alle indikatorer. Teller, nevner og verdi må finnes i kuben de viser til."""
    ut = {
        id: Indikator(id, utvalg=tuple(felt.pop("utvalg", {}).items()), **felt)
        for id, felt in les_toml("katalog.toml")["indikator"].items()
    }
    for i in ut.values():
        kube = kuber()[i.kube]
        for dimensjon, kode in i.utvalg:
            krev(
                dimensjon in kube.dimensjoner and dimensjon not in FILTRE,
                f"{i.id}: kan ikke ha utvalg av {dimensjon}",
            )
            krev(
                kode in {k.kode for k in dimensjoner()[dimensjon].koder},
                f"{i.id}: ukjent verdi {kode!r} i utvalget",
            )
        krev(
            i.teller is None or i.teller in kube.maal,
            f"{i.id}: telleren finnes ikke i kuben {i.kube}",
        )
        krev(
            i.verdi is None or i.verdi in kube.statistikk,
            f"{i.id}: statistikken finnes ikke i kuben {i.kube}",
        )
        if i.nevner:
            nevner_kube, _, navn = i.nevner.rpartition(".")
            krev(
                navn in kuber()[nevner_kube or i.kube].maal,
                f"{i.id}: nevneren finnes ikke",
            )
    return ut


@functools.cache
def noekkeltall() -> tuple[Indikator, ...]:
    """Indikatorene på Oversikt. Hver må høre til et av planens mål."""
    valgte = tuple(
        indikatorer()[id] for id in les_toml("katalog.toml")["oversikt"]["noekkeltall"]
    )
    for i in valgte:
        krev(
            i.planmaal is not None,
            f"{i.id}: nøkkeltall på Oversikt må ha et mål i planen",
        )
    return valgte


@dataclass(frozen=True)
class Kostratall:
    """Et nøkkeltall fra KOSTRA, med koden SSB bruker."""

    kode: str
    navn: str
    enhetsord: str
    desimaler: int


@functools.cache
def kostra() -> dict[str, Kostratall]:
    """Nøkkeltallene fra KOSTRA som vises."""
    return {
        kode: Kostratall(kode, **felt)
        for kode, felt in les_toml("katalog.toml")["kostra"].items()
    }
