"""Målingene som én Markdown-tabell, med norske tall."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Maaling:
    """Én linje i tabellen. Uten `grense` er tallet til opplysning. `raa` er det resultatet er
    regnet ut av.
    """

    navn: str
    verdi: float
    enhet: str
    grense: float | None = None
    raa: str = ""

    @property
    def holder(self) -> bool | None:
        """Er grensen holdt? None når det ikke er noen grense."""
        return None if self.grense is None else self.verdi <= self.grense


def forhold(
    navn: str,
    app: Sequence[float],
    gulv: Sequence[float],
    grense: float | None,
    enhet: str,
) -> Maaling:
    """Medianen av det som måles, delt på medianen av det å sammenligne med."""
    raa = f"{spenn(app, enhet)} mot {spenn(gulv, enhet)}"
    return Maaling(navn, median(app) / median(gulv), "×", grense, raa)


def spenn(verdier: Sequence[float], enhet: str) -> str:
    """«62 [58–71] ms»: median, minste og største."""
    return (
        f"{tall(median(verdier))} [{tall(min(verdier))}–{tall(max(verdier))}] {enhet}"
    )


def tall(verdi: float) -> str:
    """Tre gjeldende siffer med desimalkomma og hardt mellomrom mellom tusenene. Hele tall uten
    desimaler.
    """
    desimaler = (
        0 if abs(verdi) >= 100 or verdi == int(verdi) else 1 if abs(verdi) >= 10 else 2
    )
    return f"{verdi:,.{desimaler}f}".replace(",", "\u00a0").replace(".", ",")


def som_markdown(maalinger: Sequence[Maaling]) -> str:
    """Tabellen slik den står i README."""
    rader = [
        ("Måling", "Resultat", "Grense", "Holder", "Median [minst–mest]"),
        ("---", "---:", "---:", "---", "---"),
    ]
    for m in maalinger:
        grense = "–" if m.grense is None else f"≤ {tall(m.grense)} {m.enhet}".strip()
        holder = {None: "–", True: "ja", False: "**nei**"}[m.holder]
        rader.append(
            (m.navn, f"{tall(m.verdi)} {m.enhet}".strip(), grense, holder, m.raa)
        )
    return "\n".join(f"| {' | '.join(rad)} |" for rad in rader)
