"""Hvor lenge en husstand blir boende: en Weibull-fordeling, tilpasset det registrene faktisk viser.

Registrene begynner en dag og slutter i dag. Et leieforhold som begynte før registrene, er bare
kjent fordi det varte så lenge (avkortet i starten), og et som pågår, varer minst så lenge som til
nå (avbrutt i slutten). Begge deler må være med i regnestykket: å glemme det første dobler omtrent
botiden.
"""

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


def overlevelse(tid, form, skala) -> np.ndarray:
    """Andelen som fortsatt bor der etter så mange år. Før start bor alle der."""
    return np.exp(-np.power(np.maximum(tid, 0) / skala, form))


def tilpass(inn, ut, flyttet, med_forkunnskap: bool = True) -> Botid:
    """Den botiden som gjør det vi har sett, mest sannsynlig.

    `inn` og `ut` er hvor mange år leieforholdet hadde vart da vi begynte og sluttet å se det,
    `flyttet` om det da tok slutt. Kaster `ValueError` når ingen har flyttet, for da finnes det
    ingen øvre grense for botiden, og når en alder mangler.
    """
    inn, ut = np.asarray(inn, float), np.asarray(ut, float)
    flyttet = np.asarray(flyttet, bool)
    # En dag er det minste vi ser: et leieforhold på null dager ville hatt uendelig tetthet når
    # formen er under 1.
    ut = np.maximum(ut, inn + 1 / 365.25)
    if not (np.isfinite(inn).all() and np.isfinite(ut).all()):
        raise ValueError("Et leieforhold mangler alder.")
    if not flyttet.any():
        raise ValueError("Ingen har flyttet ut, så botiden kan ikke regnes ut.")
    vekt = 1 / SIKKERHET_LOG_FORM**2 if med_forkunnskap else 0.0
    snitt = max((ut - inn).sum(), 1e-9) / max(flyttet.sum(), 0.5)
    start = FORVENTET_LOG_FORM if med_forkunnskap else 0.0, math.log(snitt)
    punkt, kovarians = _toppen(np.array(start), inn, ut, flyttet, vekt)
    log_form, log_skala = punkt.tolist()
    # Matrisen er symmetrisk, så tre tall er nok.
    usikkerhet = tuple(kovarians[np.triu_indices(2)].tolist())
    return Botid(log_form, log_skala, usikkerhet, len(ut), int(flyttet.sum()))


def _toppen(punkt, inn, ut, flyttet, vekt) -> tuple[np.ndarray, np.ndarray]:
    """Det mest sannsynlige punktet (log form, log skala), og kovariansen der: Newtons metode, med
    så korte steg at sannsynligheten aldri faller.
    """
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
    return punkt, np.linalg.inv(-_nedover(hesse))


def _nedover(hesse: np.ndarray) -> np.ndarray:
    """Krumningen, gjort negativ der den ikke er det, så steget alltid går mot toppen."""
    verdier, retninger = np.linalg.eigh(hesse)
    return retninger @ np.diag(-np.maximum(np.abs(verdier), 1e-6)) @ retninger.T


def _plausibilitet(
    punkt, inn, ut, flyttet, vekt
) -> tuple[float, np.ndarray, np.ndarray]:
    """Logaritmen av sannsynligheten for det vi har sett, med første og andre deriverte etter (log
    form, log skala).

    Sannsynligheten for avkortede og avbrutte Weibull-tider (Kalbfleisch og Prentice 2002, «The
    Statistical Analysis of Failure Time Data»): k er formen, d hvor mange som flyttet, z er
    log(tid/skala), og H = exp(k·z) er den kumulative hasarden, her `hasard`:

        d·log k + k·Σz - Σlog tid  (over dem som flyttet)  -  Σ(H - H ved inn)  (over alle)

    `sum_1` og `sum_2` er den første og andre deriverte av den siste summen etter log form, H·k·z
    og H·k·z·(1 + k·z). `sum_blandet` er H·(1 + k·z). Forkunnskapen er normalfordelt i log form.
    """
    log_form, log_skala = punkt
    k = math.exp(min(log_form, 5.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.log(ut) - log_skala
        # Ved alder null er bidraget og alle deriverte null; logaritmen er det ikke.
        z_inn = np.where(inn > 0, np.log(np.maximum(inn, 1e-300)) - log_skala, 0.0)
    kz, kz_inn, kz_flyttet = k * z, k * z_inn, k * z[flyttet].sum()
    hasard = np.exp(np.minimum(kz, 700))
    hasard_inn = np.where(inn > 0, np.exp(np.minimum(kz_inn, 700)), 0.0)
    en_kz, en_kz_inn, d = 1 + kz, 1 + kz_inn, flyttet.sum()
    sum_ = hasard.sum() - hasard_inn.sum()
    sum_1 = (hasard * kz).sum() - (hasard_inn * kz_inn).sum()
    sum_2 = (hasard * kz * en_kz).sum() - (hasard_inn * kz_inn * en_kz_inn).sum()
    sum_blandet = (hasard * en_kz).sum() - (hasard_inn * en_kz_inn).sum()
    avstand = log_form - FORVENTET_LOG_FORM
    verdi = d * math.log(k) + kz_flyttet - np.log(ut[flyttet]).sum() - sum_
    gradient = d + kz_flyttet - sum_1 - vekt * avstand, -k * d + k * sum_
    blandet = -k * d + k * sum_blandet
    hesse = (kz_flyttet - sum_2 - vekt, blandet), (blandet, -k * k * sum_)
    return verdi - 0.5 * vekt * avstand**2, np.array(gradient), np.array(hesse)
