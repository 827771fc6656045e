"""Det som gjør at flere eller færre trenger bolig: folketallet i målgruppens alder, mot i dag."""

import datetime as dt
from dataclasses import dataclass

import numpy as np

# Aldersgruppene folketallet er delt i.
ALDRE = ("0_17", "18_66", "67_79", "80")
_SATT_SAMMEN = {"67": ("67_79", "80"), "0_66": ("0_17", "18_66")}


@dataclass(frozen=True, eq=False)
class Folketall:
    """Innbyggerne 1. januar hvert år, stigende, etter aldersgruppe («0_17», «18_66», «67_79»,
    «80»). NaN er ikke kjent.
    """

    aar: np.ndarray
    grupper: dict[str, np.ndarray]

    def ved(self, alder: str, tider) -> np.ndarray | None:
        """Folketallet ved tidene (år med desimaler), eller None når aldersgruppen ikke er kjent.
        Utenfor årene gjelder det nærmeste.
        """
        delene = _SATT_SAMMEN.get(alder, (alder,))
        tall = sum(self.grupper[gruppe] for gruppe in delene)
        kjent = ~np.isnan(tall)
        return np.interp(tider, self.aar[kjent], tall[kjent]) if kjent.any() else None

    def foer_og_etter(self, senere: "Folketall") -> "Folketall":
        """Disse årene, og så de senere."""
        etter = senere.aar > self.aar.max(initial=0)
        grupper = {
            alder: np.concatenate([tall, senere.grupper[alder][etter]])
            for alder, tall in self.grupper.items()
        }
        return Folketall(np.concatenate([self.aar, senere.aar[etter]]), grupper)


def tidspunkt(dato: dt.date) -> float:
    """Datoen som år med desimaler: 31. desember 2025 er om lag 2026,0, der folketallet 1. januar
    2026 gjelder.
    """
    return dato.year + dato.timetuple().tm_yday / 366


def vekst(folketall: Folketall, alder: str | None, naa: float, tider) -> np.ndarray:
    """Folketallet i alderen ved tidene, mot folketallet `naa`. 1 når målgruppen ikke følger
    folketallet, eller det ikke er kjent.
    """
    tider = np.asarray(tider, float)
    tall = folketall.ved(alder, tider) if alder and len(folketall.aar) else None
    i_dag = folketall.ved(alder, np.array([naa]))[0] if tall is not None else 0
    return tall / i_dag if i_dag > 0 else np.ones_like(tider)
