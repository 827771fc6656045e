"""Hvor lenge en husstand blir boende: en Weibull-fordeling, tilpasset det registrene faktisk viser.

Registrene begynner en dag og slutter i dag. Et leieforhold som begynte før registrene, er bare
kjent fordi det varte så lenge (avkortet i starten), og et som pågår, varer minst så lenge som til
nå (avbrutt i slutten). Begge deler må være med i regnestykket: å glemme det første dobler omtrent
botiden."""

import math
from dataclasses import dataclass

import numpy as np

# Før vi har sett noen flytte ut, tror vi at flest flytter tidlig og at noen blir svært lenge.
# Støtten er svak: den betyr like mye som om lag ti utflyttinger. Verdiene er fra den målte
# prototypen.
FORVENTET_LOG_FORM, SIKKERHET_LOG_FORM = math.log(0.95), 0.30


@dataclass(frozen=True)
class Botid:
    """Weibull-fordelingen S(x) = exp(-(x/skala)^form), x i år, med usikkerheten i de to tallene.

    `kovarians` er (varians for log form, kovarians, varians for log skala).
    """

    log_form: float
    log_skala: float
    kovarians: tuple[float, float, float]
    antall: int
    utflyttinger: int

    @property
    def form(self) -> float:
        """Under 1: flest flytter tidlig. Over 1: flest blir en stund."""
        return math.exp(self.log_form)

    @property
    def skala(self) -> float:
        """Årene etter 63 prosent har flyttet."""
        return math.exp(self.log_skala)

    @property
    def gjennomsnitt(self) -> float:
        """Gjennomsnittlig botid i år."""
        return self.skala * math.gamma(1 + 1 / self.form)


def overlevelse(x, form, skala) -> np.ndarray:
    """Andelen som fortsatt bor der etter x år. Før start bor alle der."""
    return np.exp(-np.power(np.maximum(x, 0) / skala, form))


def tilpass(inn, ut, flyttet, med_forkunnskap: bool = True) -> Botid:
    """Den botiden som gjør det vi har sett, mest sannsynlig.

    `inn` og `ut` er hvor mange år leieforholdet hadde vart da vi begynte og sluttet å se det,
    `flyttet` om det da tok slutt. Kaster `ValueError` når ingen har flyttet, for da finnes det
    ingen øvre grense for botiden, og når en alder mangler."""
    inn, ut = (np.asarray(x, float) for x in (inn, ut))
    flyttet = np.asarray(flyttet, bool)
    # En dag er det minste vi ser: et leieforhold på null dager ville hatt uendelig tetthet når
    # formen er under 1.
    ut = np.maximum(ut, inn + 1 / 365.25)
    if not (np.isfinite(inn).all() and np.isfinite(ut).all()):
        raise ValueError("Et leieforhold mangler alder.")
    if not flyttet.any():
        raise ValueError("Ingen har flyttet ut, så botiden kan ikke regnes ut.")
    vekt = 1 / SIKKERHET_LOG_FORM**2 if med_forkunnskap else 0.0
    start = math.log(max((ut - inn).sum(), 1e-9) / max(flyttet.sum(), 0.5))
    punkt = np.array([FORVENTET_LOG_FORM if med_forkunnskap else 0.0, start])
    verdi, gradient, hesse = _plausibilitet(punkt, inn, ut, flyttet, vekt)
    for _ in range(100):
        steg = np.linalg.solve(_nedover(hesse), gradient)
        steg *= min(1.0, 1.0 / np.abs(steg).max(initial=1e-12))
        while True:
            neste = _plausibilitet(punkt - steg, inn, ut, flyttet, vekt)
            if neste[0] >= verdi - 1e-12 or np.abs(steg).max() < 1e-10:
                break
            steg /= 2
        punkt = punkt - steg
        verdi, gradient, hesse = neste
        if np.abs(steg).max() < 1e-9:
            break
    kovarians = np.linalg.inv(-_nedover(hesse))
    return Botid(
        float(punkt[0]),
        float(punkt[1]),
        (float(kovarians[0, 0]), float(kovarians[0, 1]), float(kovarians[1, 1])),
        len(ut),
        int(flyttet.sum()),
    )


def _nedover(hesse: np.ndarray) -> np.ndarray:
    """Krumningen, gjort negativ der den ikke er det, så steget alltid går mot toppen."""
    verdier, retninger = np.linalg.eigh(hesse)
    return retninger @ np.diag(-np.maximum(np.abs(verdier), 1e-6)) @ retninger.T


def _plausibilitet(
    punkt, inn, ut, flyttet, vekt
) -> tuple[float, np.ndarray, np.ndarray]:
    """Logaritmen av sannsynligheten for det vi har sett, med første og andre deriverte etter (log
    form, log skala)."""
    a, b = punkt
    k = math.exp(min(a, 5.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.log(ut) - b
        # Ved alder null er bidraget og alle deriverte null; logaritmen er det ikke.
        z_inn = np.where(inn > 0, np.log(np.maximum(inn, 1e-300)) - b, 0.0)
    h, h_inn = (
        np.exp(np.minimum(k * z, 700)),
        np.where(inn > 0, np.exp(np.minimum(k * z_inn, 700)), 0.0),
    )
    d, zd = flyttet.sum(), z[flyttet].sum()
    verdi = (
        d * math.log(k) + k * zd - np.log(ut[flyttet]).sum() - (h.sum() - h_inn.sum())
    )
    kz, kz_inn = k * z, k * z_inn
    g_a = d + k * zd - ((h * kz).sum() - (h_inn * kz_inn).sum())
    g_b = -k * d + k * (h.sum() - h_inn.sum())
    h_aa = k * zd - ((h * kz * (1 + kz)).sum() - (h_inn * kz_inn * (1 + kz_inn)).sum())
    h_ab = -k * d + k * ((h * (1 + kz)).sum() - (h_inn * (1 + kz_inn)).sum())
    h_bb = -k * k * (h.sum() - h_inn.sum())
    avstand = a - FORVENTET_LOG_FORM
    return (
        verdi - 0.5 * vekt * avstand**2,
        np.array([g_a - vekt * avstand, g_b]),
        np.array([[h_aa - vekt, h_ab], [h_ab, h_bb]]),
    )
