"""Tallene som finnes for alle kommuner: KOSTRA og annen statistikk fra Statistisk sentralbyrå."""

import dataclasses
from dataclasses import dataclass

from boligdata.felles import maalform
from boligdata.felles.enheter import ENHETER, Enhet
from boligdata.felles.erklaering import Blokk, krev, les_toml
from boligdata.felles.katalog import innlesing
from boligdata.felles.katalog.indikator import indikatorer

# Fellen som sier at tallet kan bygge på noen få husstander.
_FAA = "smaa"
RETNINGER = ("opp", "ned", "ingen")
# Temaene på Utfordringsbilde som bare har slike tall.
TEMAER = ("folket", "markedet")


@dataclass(frozen=True)
class Regionstall:
    """Et nøkkeltall med koden SSB bruker, for alle kommuner. `maal` er målet i den nasjonale strategien det
    hører til, og `retning` hva som er bra, eller «ingen».

    `hendelse` er om tallet teller noe som skjer med folk, så litt av forskjellen mellom to år er tilfeldig.
    Ellers er det noe kommunen har bestemt. `tabell` er tabellen i statistikkbanken, og er tom når `kilde`
    er et annet uttrekk enn det derfra. `feller` er det som er lett å lese galt. Uten `sammenlignes` er
    det et antall, som sier mest om hvor stor kommunen er. `egen` er indikatoren som regner det samme av
    kommunens egne uttrekk, når det finnes en. `spoersmaal` er det et kort om tallet svarer på, og
    `tema` temaet på Utfordringsbilde det står under.

    Er tallet ikke gitt ut, regnes det av andre: summen av `teller` for hver `per` av summen av `nevner`.
    """

    kode: str
    navn: str
    definisjon: str
    enhetsord: str
    enhet: str
    desimaler: int
    tabell: str
    maal: int
    kilde: str = "kommunetall"
    retning: str = "ingen"
    hendelse: bool = False
    sammenlignes: bool = True
    feller: tuple[str, ...] = ()
    egen: str | None = None
    spoersmaal: str = ""
    tema: str = ""
    teller: tuple[str, ...] = ()
    nevner: tuple[str, ...] = ()
    per: int = 0

    def __post_init__(self):
        krev(
            bool(self.teller) == bool(self.nevner) == bool(self.per),
            "et tall som regnes ut, har «teller», «nevner» og «per».",
        )
        krev(self.enhet in ENHETER, f"«enhet» er ikke {', '.join(ENHETER)}.")
        krev(self.retning in RETNINGER, f"«retning» er ikke {', '.join(RETNINGER)}.")
        krev(self.maal in range(1, 5), "«maal» er nummeret på et nasjonalt mål, 1–4.")
        krev(
            bool(self.tabell) == self.fra_statistikkbanken,
            "«tabell» er nummeret i statistikkbanken, og står når tallet er derfra.",
        )
        krev(
            not self.hendelse or self.enhet in ("per_1000", "prosent"),
            "bare et tall per 1000 eller i prosent kan telle hendelser.",
        )
        krev(self.tema in ("", *TEMAER), f"«tema» er ikke {' eller '.join(TEMAER)}.")
        krev(
            bool(self.spoersmaal) or not self.tema,
            "et tall med «tema» har «spoersmaal»: det er tittelen på kortet.",
        )
        krev(
            self.egen is None or self.egen in indikatorer(),
            f"«egen» er «{self.egen}», som ikke er en indikator.",
        )

    @property
    def visningsenhet(self) -> Enhet:
        """Hvordan tallet skrives."""
        return dataclasses.replace(ENHETER[self.enhet], desimaler=self.desimaler)

    @property
    def fra_statistikkbanken(self) -> bool:
        """Er det Statistisk sentralbyrå som gir ut tallet?"""
        return self.kilde == "kommunetall"

    @property
    def deler(self) -> tuple[str, ...]:
        """Kodene tallet er regnet av, eller bare dets egen."""
        return (*self.teller, *self.nevner) or (self.kode,)

    @property
    def av(self) -> float:
        """Så mange tallet er per: 1000 innbyggere, eller 100."""
        return ENHETER[self.enhet].faktor

    @property
    def kan_ha_plass(self) -> bool:
        """Kan kommunene stilles i rekkefølge? Bygger tallet på få, og vi ikke vet hvor mange, kan de ikke."""
        return self.hendelse or _FAA not in self.feller

    @property
    def er_kostra(self) -> bool:
        """Har kommunen selv meldt det tallet er regnet av? Alle kodene i KOSTRA begynner likt."""
        return self.kode.startswith("KOS")


@dataclass(frozen=True)
class Ubekreftet:
    """Et tall som skal være med når vi vet hvor det står. `grunn` er hvorfor det ikke er det ennå, og
    `tabell` tabellen det ventes i.
    """

    navn: str
    grunn: str
    maal: int
    tabell: str = ""


@dataclass(frozen=True)
class Avstemming:
    """Et tall kommunen har meldt til KOSTRA, og indikatoren som regner det samme av uttrekkene.

    Er `andel` satt, er `tall` bare en del, og `andel` hvor mange prosent den delen er av det hele. `grunn` er
    hvorfor de to kan være ulike.
    """

    egen: str
    tall: str
    grunn: str
    andel: str | None = None

    def __post_init__(self):
        krev(self.egen in indikatorer(), f"«egen» er «{self.egen}», som ikke finnes.")
        for kode in filter(None, (self.tall, self.andel)):
            krev(kode in regionstall(), f"«{kode}» er ikke et av tallene.")


@maalform.husk
def avstemminger() -> tuple[Avstemming, ...]:
    """Tallene som kan sammenlignes med kommunens egne."""
    return tuple(blokk.lag(Avstemming) for blokk in _filen().liste("avstemming"))


@maalform.husk
def regionstall() -> dict[str, Regionstall]:
    """Tallene som er med."""
    return {
        kode: blokk.lag(Regionstall, kode)
        for kode, blokk in _filen().blokker("tall").items()
    }


@maalform.husk
def ubekreftede() -> tuple[Ubekreftet, ...]:
    """Tallene som ikke er med ennå."""
    return tuple(blokk.lag(Ubekreftet) for blokk in _filen().liste("ubekreftet"))


@maalform.husk
def feller() -> dict[str, str]:
    """Det som er lett å lese galt, i hele setninger."""
    return dict(_filen().blokk("felle").felt)


def _filen() -> Blokk:
    fil = les_toml(innlesing.MAPPE / f"{innlesing.REGIONSTALL}.toml")
    fil.krev_noekler(("tall", "felle", "avstemming", "ubekreftet"))
    kjente = fil.blokk("felle").felt
    for blokk in fil.blokker("tall").values():
        for felle in blokk.felt.get("feller", ()):
            if felle not in kjente:
                raise blokk.feil(f"«feller» nevner «{felle}», som ikke finnes.")
    return fil
