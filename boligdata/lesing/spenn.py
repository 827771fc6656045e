"""Spennet: hva et vernet tall virkelig kan være, når avrundingen flytter det så langt den høyst kan.

Ett spenn for alt som sies om tallet: om målet er nådd, om det er endret, og hvor nøyaktig det er. Det
som er sant i begge ender, er sant om det virkelige tallet.
"""

import itertools
from collections.abc import Collection, Iterable

import numpy as np
import pandas as pd

from boligdata.felles import katalog
from boligdata.felles.enheter import DAGER_I_MAANED, VIST_PROSENT
from boligdata.lesing.lest import LestIndikator, som_lest
from boligdata.lesing.oppslag import avvik_per_periode, naadde_maaltall
from boligdata.lesing.utregning import faktor

# Kan en prosent være så mange av de hundre prosentpoengene, sier den ingenting, og vises ikke.
VISES_IKKE = 85
# Så langt fra måltallet er et tall minst når det ikke er nådd, til dommen.
_PAA_DEN_ANDRE_SIDEN = 1e-6


def stoerste_avvik(
    indikator: LestIndikator, egenskaper: Collection[str], perioder: list[str]
) -> tuple[int, int]:
    """Så mye telleren og nevneren høyst avviker i noen av periodene: 0 når de er eksakte."""
    teller, nevner = avviket(indikator, egenskaper, perioder)
    return int(teller.max(initial=0)), int(nevner.max(initial=0))


def avviket(
    indikator: LestIndikator, egenskaper: Collection[str], perioder: Iterable[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Så mye telleren og nevneren høyst kan avvike, rad for rad, når de er delt på egenskapene.

    Nevneren er bare delt på dem den har: ellers er det tallet for alle det deles på.
    """
    deler = (
        (indikator.kube, indikator.teller_er_vernet),
        (indikator.nevnerens_kube or indikator.kube, indikator.nevner_er_vernet),
    )
    return tuple(
        vernet
        * avvik_per_periode(
            kube, len({*egenskaper} & {*katalog.kuber()[kube].dimensjoner}), perioder
        )
        for kube, vernet in deler
    )


def spenn(
    indikator: LestIndikator,
    periodetype: str,
    tall: pd.DataFrame,
    avvik: tuple[np.ndarray, np.ndarray] = (0, 0),
) -> pd.DataFrame:
    """Kolonnene nedre og oevre for hver rad i `tall`, i enheten tallet vises i.

    `tall` har kolonnene teller, nevner og verdi. Er tallet eksakt, er begge lik verdien. Der verdien
    ikke vises, er de NaN.
    """
    verdi = tall["verdi"].to_numpy("float64")
    nedre, oevre = verdi, verdi
    if indikator.vernet and indikator.verdi:
        nedre, oevre = _statistikk(indikator, verdi)
    elif indikator.vernet:
        nedre, oevre = _talt(indikator, periodetype, tall, *avvik)
    vises = np.isfinite(verdi)
    return pd.DataFrame(
        {
            "nedre": np.where(vises, nedre, np.nan),
            "oevre": np.where(vises, oevre, np.nan),
        }
    )


def snevret_av_maaltallet(
    indikator: LestIndikator,
    perioder: Iterable[str],
    spennet: pd.DataFrame,
    egenskap: str = "",
    verdier: Iterable[str] = itertools.repeat(""),
) -> pd.DataFrame:
    """Spennet til hvert tall, når alle også vet om måltallet er nådd. `verdier` er verdien av
    egenskapen i hver rad, når tallene er delt på en.
    """
    maalsatte = {maalsatt.id: maalsatt for maalsatt in katalog.maalsatte()}
    if not indikator.vernet or indikator.id not in maalsatte:
        return spennet
    med_maaltall = som_lest(maalsatte[indikator.id], True)
    if med_maaltall.bare_tallet != indikator.bare_tallet:
        return spennet  # Et annet tall med samme navn, som en andel av seg selv.
    kjente = naadde_maaltall(indikator.id, egenskap)
    naadd = pd.Series(
        [kjente.get(rad) for rad in zip(perioder, verdier)], dtype="boolean"
    )
    maaltall, opp = med_maaltall.maaltall, indikator.retning == "opp"
    over, under = (naadd if opp else ~naadd), (~naadd if opp else naadd)
    # Er det nådd, kan tallet være måltallet selv.
    minst = maaltall if opp else maaltall + _PAA_DEN_ANDRE_SIDEN
    mest = maaltall - _PAA_DEN_ANDRE_SIDEN if opp else maaltall
    nedre, oevre = spennet["nedre"], spennet["oevre"]
    return pd.DataFrame(
        {
            "nedre": nedre.where(
                ~over.fillna(False).to_numpy(bool), nedre.clip(lower=minst)
            ),
            "oevre": oevre.where(
                ~under.fillna(False).to_numpy(bool), oevre.clip(upper=mest)
            ),
        }
    )


def uten_det_som_sier_for_lite(
    indikator: LestIndikator, tall: pd.DataFrame, spennet: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tallene og spennene, der en prosent som kan være nesten hva som helst før avrunding, er for få til å
    vises: «mellom 0 og 100 %» er ikke et svar.
    """
    if not (indikator.vernet and indikator.visningsenhet.er_prosent):
        return tall, spennet
    for_vidt = (spennet["oevre"] - spennet["nedre"]).to_numpy() >= VISES_IKKE
    if not for_vidt.any():
        return tall, spennet
    flagg = tall["flagg"].mask(for_vidt, "for_faa")
    vist = tall.assign(verdi=tall["verdi"].mask(for_vidt), flagg=flagg)
    return vist, spennet.mask(np.column_stack([for_vidt, for_vidt]))


def _talt(
    indikator: LestIndikator,
    periodetype: str,
    tall: pd.DataFrame,
    i_teller: np.ndarray,
    i_nevner: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Spennet til et antall, eller et antall delt på et annet."""
    teller = tall["teller"].to_numpy("float64")
    minst, mest = np.maximum(teller - i_teller, 0), teller + i_teller
    if not indikator.nevner:
        return minst, mest
    nevner = tall["nevner"].to_numpy("float64")
    # Tallet finnes bare når det er noe å dele på.
    flest, faerrest = nevner + i_nevner, np.maximum(nevner - i_nevner, 1)
    ganger = faktor(indikator, periodetype)
    with np.errstate(divide="ignore", invalid="ignore"):
        nedre, oevre = minst / flest * ganger, mest / faerrest * ganger
    return nedre, np.minimum(oevre, 100) if indikator.er_prosent else oevre


def _statistikk(
    indikator: LestIndikator, verdi: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Spennet til en statistikk som er rundet av for seg selv."""
    halvt = _halve_steget(indikator, verdi)
    nedre, oevre = np.maximum(verdi - halvt, 0), verdi + halvt
    if indikator.eksakt_enhet.er_dager:
        # Det som er midt mellom to måneder, er rundet ned. En median er målt i halve dager.
        nedre = np.where(verdi > 0, nedre + 0.5 / DAGER_I_MAANED, 0)
    if indikator.er_prosent:
        lavest, hoeyest = VIST_PROSENT
        nedre = np.where(verdi <= lavest, 0, nedre)
        oevre = np.where(verdi >= hoeyest, 100, oevre)
    return nedre, oevre


def _halve_steget(indikator: LestIndikator, verdi: np.ndarray) -> np.ndarray:
    """Halve avstanden mellom to nabotall: prosent, måneder, eller to sifre av kroner."""
    if indikator.eksakt_enhet.er_kroner:
        stoerrelse = np.floor(np.log10(np.where(verdi > 0, verdi, 1)))
        return np.where(verdi > 0, 0.5 * 10 ** (stoerrelse - 1), 0)
    steg = 1 / 12 if indikator.eksakt_enhet.er_aar else 1
    return np.full(verdi.shape, 0.5 * steg)
