"""Enhetene et tall kan ha: hvordan det regnes om, hvor mange desimaler det vises med, og hvordan et
vernet tall vises.
"""

from dataclasses import dataclass, replace

from boligdata.felles.maalform import fast, si


@dataclass(frozen=True)
class Enhet:
    """Hvordan et tall regnes om og vises. Under `minste_nevner` sier et forholdstall mest om
    tilfeldigheter.

    Er tallet `vernet`, vises 0 som «0–4», og prosenter bare mellom 5 og 95. `per_maaned` er sann
    når nevneren er en strøm som deles på månedene i perioden, slik at et år og et tertial kan
    sammenlignes. `nevneren_svinger` er sann når nevneren er like tilfeldig som telleren.
    """

    navn: str
    faktor: float
    desimaler: int
    tegn: str = ""
    minste_nevner: int = 0
    vernet: bool = False
    per_maaned: bool = False
    nevneren_svinger: bool = False

    @property
    def tegnet(self) -> str:
        """Tegnet på målformen som er i bruk, uten mellomrommet foran."""
        return si(self.tegn).strip()

    @property
    def er_antall(self) -> bool:
        """Teller tallet noe, så det kan legges sammen?"""
        return self.navn == "antall"

    @property
    def er_prosent(self) -> bool:
        """Er tallet en del av hundre, enten det er en indikator eller en andel av et antall?"""
        return self.tegn == " %"

    @property
    def er_andel(self) -> bool:
        """Er tallet en gruppes andel av et antall, og ikke en indikator i prosent?"""
        return self.navn == ANDEL.navn

    @property
    def er_maaneder(self) -> bool:
        """Vises tallet i måneder? Det gjør også vernede tall som er målt i dager."""
        return self.tegn == " måneder"

    @property
    def er_dager(self) -> bool:
        """Vises tallet i dager?"""
        return self.tegn == " dager"

    @property
    def er_aar(self) -> bool:
        """Vises tallet i år?"""
        return self.tegn == " år"

    @property
    def er_kroner(self) -> bool:
        """Er tallet et beløp?"""
        return self.tegn == " kr"

    @property
    def er_tid(self) -> bool:
        """Er tallet en tid? Da sier tegnet det enhetsordet ellers ville sagt."""
        return self.er_dager or self.er_maaneder or self.er_aar

    def baand(self, verdi: float) -> tuple[float, float] | None:
        """Spennet et vernet tall skrives som når det ikke skrives som et tall: 0–4, under 5, over 95
        og under en halv. Ellers None.
        """
        if not self.vernet:
            return None
        if self.er_antall and verdi == 0:
            return 0, 4
        if self.er_prosent and verdi < 5:
            return 0, 5
        if self.er_prosent and verdi > 95:
            return 95, 100
        return (0, 0.5) if self.i_hele_maaneder and verdi == 0 else None

    @property
    def i_hele_maaneder(self) -> bool:
        """Er tallet rundet av til hele måneder?"""
        return self.er_maaneder and self.desimaler == 0

    @property
    def tegn_paa_akse(self) -> str:
        """Tegnet ved hvert tall på en akse. Lengre tegn enn «%» står i tittelen."""
        return self.tegn if self.er_prosent else ""


ENHETER = {
    "antall": Enhet(fast("antall"), 1, 0),
    "prosent": Enhet("prosent", 100, 0, " %", minste_nevner=20),
    "per_1000": Enhet(fast("per 1000"), 1000, 1),
    "per_100": Enhet(fast("per 100"), 100, 1),
    "forhold": Enhet(fast("forhold"), 1, 1, nevneren_svinger=True),
    "dager": Enhet(fast("dager"), 1, 0, fast(" dager")),
    "aar": Enhet(fast("år"), 1, 1, fast(" år")),
    "maaneder": Enhet(
        fast("måneder"),
        1,
        1,
        fast(" måneder"),
        minste_nevner=20,
        per_maaned=True,
        nevneren_svinger=True,
    ),
    "kroner": Enhet(fast("kroner"), 1, 0, fast(" kr")),
}
# En gruppes del av et antall, når brukeren velger andel i stedet for antall.
ANDEL = Enhet(fast("andel"), 100, 0, " %")
VERNET_ANDEL = replace(ANDEL, vernet=True)

MAANEDER_I = {"aar": 12, "tertial": 4}
# Vernede prosenttall vises bare mellom 5 og 95. Nærmere 0 og 100 ville de sagt noe om alle, eller
# ingen, i en gruppe. Verdiene her betyr «under 5» og «over 95».
VIST_PROSENT = (4, 96)
# Hvor mange rader som er satt til side, vises som 0–19, 20–39 og så videre når de er om personer.
RADER_I_SPENNET = 20
# Et antall dager sier for mye om en enkelt husstand, så i vernede tall rundes tid av til hele
# måneder.
DAGER_I_MAANED = 30
VERNEDE_ENHETER = {
    navn: replace(enhet, vernet=True) for navn, enhet in ENHETER.items()
} | {
    "dager": Enhet(
        fast("måneder"), 1 / DAGER_I_MAANED, 0, fast(" måneder"), vernet=True
    ),
}
