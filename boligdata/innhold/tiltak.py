"""Tiltakene i handlingsdelen: hvilke som er over fristen i dag, og hva som ikke er nådd.

Et tiltak har sin egen frist, og hver milepæl har sin. Et tiltak uten milepæler er over fristen når
den er gått ut uten at tiltaket er meldt gjennomført.
"""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from boligdata import lesing
from boligdata.felles import lover, norsk
from boligdata.innhold import kort

KILDER = ("tiltak", "milepael")


@dataclass(frozen=True)
class Sent:
    """Et tiltak som er over fristen, eller som har milepæler som er det. `milepaeler` er tittelen
    og fristen til dem som skulle vært nådd, den eldste først.
    """

    navn: str
    ansvarlig: str
    frist: dt.date
    over_fristen: bool
    milepaeler: tuple[tuple[str, dt.date], ...]

    @property
    def eldste(self) -> dt.date:
        """Den eldste fristen som er gått ut."""
        frister = [frist for _, frist in self.milepaeler]
        return min([*frister, self.frist] if self.over_fristen else frister)

    @property
    def linje(self) -> str:
        """Tiltaket, hvem som har ansvaret, fristen, og milepælene som ikke er nådd."""
        deler = [
            f"**{norsk.bokstavelig(self.navn)}.**",
            f"{norsk.bokstavelig(self.ansvarlig)}.",
            f"Fristen {'var' if self.over_fristen else 'er'} {norsk.dato(self.frist)}.",
        ]
        if self.milepaeler:
            ikke_naadd = [
                f"«{norsk.bokstavelig(tittel)}» ({norsk.dato(frist)})"
                for tittel, frist in self.milepaeler
            ]
            deler.append(f"Skulle vært nådd: {norsk.ramse(ikke_naadd)}.")
        else:
            deler.append("Det er ikke meldt at tiltaket er gjennomført.")
        return " ".join(deler)


@lesing.husk
def sene() -> tuple[Sent, ...]:
    """Tiltakene som er over en frist i dag, den eldste fristen først. På selve fristen er ingenting
    for sent.
    """
    dag = pd.Timestamp(lesing.i_dag())
    tiltak, milepaeler = lesing.tabell("tiltak"), lesing.tabell("milepael")
    ikke_naadd = milepaeler[
        (milepaeler["frist"] < dag) & ~(milepaeler["naadd"] <= dag)
    ].sort_values("frist")
    igjen = tiltak[~(tiltak["gjennomfoert"] <= dag)]
    alle = [
        Sent(
            f"{rad.nr} {rad.tittel}" if isinstance(rad.nr, str) else rad.tittel,
            rad.ansvarlig,
            rad.frist.date(),
            rad.frist < dag,
            tuple(
                (milepael.tittel, milepael.frist.date())
                for milepael in ikke_naadd.itertuples()
                if milepael.tiltak_id == rad.tiltak_id
            ),
        )
        for rad in igjen.itertuples()
    ]
    return tuple(
        sorted(
            (sent for sent in alle if sent.over_fristen or sent.milepaeler),
            key=lambda sent: sent.eldste,
        )
    )


@lesing.husk
def vurdert() -> str:
    """Dagen fristene er vurdert mot, og hvor nytt det som er meldt, er."""
    meldt = [fersk.gjelder_til for id in KILDER if (fersk := lesing.ferskhet().get(id))]
    etter = f", etter det som var meldt {norsk.dato(min(meldt))}" if meldt else ""
    return " ".join(
        [f"Vurdert mot {norsk.dato(lesing.i_dag())}{etter}.", *kort.alder(KILDER)]
    )


@lesing.husk
def lovens_frist() -> str:
    """Når oversikten over behovet for boliger skal være på plass, og hvor lenge det er til."""
    dag, frist = lesing.i_dag(), lover.frist("behovsoversikt")
    maaneder = (
        (frist.year - dag.year) * 12 + frist.month - dag.month - (dag.day > frist.day)
    )
    igjen = f"Det er {norsk.med_ord(maaneder, 'måneder')} igjen."
    if dag > frist:
        igjen = "Fristen er over."
    elif not maaneder:
        igjen = "Det er under en måned igjen."
    return (
        "Planen skal bygge på en oversikt over behovet for boliger for vanskeligstilte "
        f"(boligsosialloven § 5). Den skal være på plass innen {norsk.dato(frist)} (§ 10). {igjen}"
    )


def levert() -> bool:
    """Er det noen tiltak å vurdere?"""
    return not lesing.tabell("tiltak").empty
