"""Hva et tall gjelder, i ord: perioden, filtrene som virker på det, og dem som ikke gjør det.

Et filter som ikke virker, skal aldri se ut som det gjør det: da ble et tall for en gruppe lest som
hele kommunens, eller omvendt.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from boligdata import lesing
from boligdata.felles import katalog, norsk
from boligdata.felles.maalform import fast, si
from boligdata.lesing import ALLE, Spoersmaal

# Hvorfor et valg ikke virker: figuren viser alle verdiene, tallet kan ikke deles slik, det er ikke
# publisert delt slik sammen med de andre valgene, eller det som da er igjen, er for få.
Grunn = Literal["vises", "deles_ikke", "ikke_publisert", "for_faa"]

_HVORFOR: dict[Grunn, str] = {
    "vises": fast("Figuren viser alle verdiene av {ramse}."),
    "deles_ikke": fast("Valget av {ramse} virker ikke på {hva}."),
    "ikke_publisert": fast("Tallet er ikke publisert for {ramse}."),
    "for_faa": fast("Det er for få til å vise tallet for {ramse}."),
}
# De samme når noen av valgene virker, så det er noe det er valgt i tillegg til.
_HVORFOR_I_TILLEGG: dict[Grunn, str] = _HVORFOR | {
    "ikke_publisert": fast("Tallet er ikke publisert for {ramse} i tillegg."),
    "for_faa": fast("Det er for få til å vise tallet for {ramse} i tillegg."),
}


@dataclass(frozen=True)
class Gjelder:
    """Hva et tall er for. `filtre` er valgene som virker på det, og `uten` egenskapene det er valgt i
    uten at det virker, med grunnen.
    """

    filtre: tuple[tuple[str, str], ...] = ()
    uten: tuple[tuple[str, Grunn], ...] = ()

    @property
    def i_ord(self) -> str:
        """«Gjelder eldre, alle områder», eller «» når det som er valgt, er det som vises."""
        uten = [
            (egenskap, grunn)
            for egenskap, grunn in self.uten
            if grunn != "vises" or ALLE in lesing.filtervalg(egenskap)
        ]
        if not uten:
            return ""
        alle = [katalog.dimensjoner()[egenskap].alle for egenskap, _ in uten]
        if self.filtre:
            return si(
                "Gjelder {hva}", hva=", ".join((*map(_verdi, self.filtre), *alle))
            )
        if {grunn for _, grunn in uten} == {"vises"}:
            return si("Viser {hva}", hva=norsk.ramse(alle))
        return si("Gjelder hele kommunen")

    def forklart(self, hva: str = "") -> str:
        """Det samme, og hvorfor det som er valgt, ikke virker på figuren, eller på det som er nevnt i
        `hva`.
        """
        if not self.i_ord:
            return ""
        hva = hva or si("denne figuren")
        grunner = [
            si(setning, ramse=norsk.ramse(navn), hva=hva)
            for grunn, setning in (
                _HVORFOR_I_TILLEGG if self.filtre else _HVORFOR
            ).items()
            if (
                navn := [
                    egenskapens_navn(egenskap)
                    for egenskap, fordi in self.uten
                    if fordi == grunn
                ]
            )
        ]
        return " ".join([f"{self.i_ord}.", *grunner])


def hele_kommunen(valgte: Iterable[str]) -> Gjelder:
    """Omfanget av noe filtrene aldri virker på, når det er valgt noe i dem."""
    return Gjelder(uten=tuple((egenskap, "deles_ikke") for egenskap in valgte))


def filtertekst(spoersmaal: Spoersmaal) -> str:
    """Perioden og filtrene som virker på tallet, til foten av kortet."""
    naar = norsk.naar(spoersmaal.periode, spoersmaal.indikator)
    return "; ".join([norsk.stor(naar), *filtrene(dict(spoersmaal.filtre))])


def filtrene(filtre: Mapping[str, str]) -> list[str]:
    """Filtrene slik de leses, som «målgruppe: Eldre»."""
    return [
        f"{egenskapens_navn(egenskap)}: {lesing.dimensjon(egenskap)[verdi]}"
        for egenskap, verdi in filtre.items()
    ]


def kort_sagt(filtre: Mapping[str, str]) -> str:
    """«hele kommunen», eller filtrene som virker."""
    return norsk.ramse(filtrene(filtre)) if filtre else si("hele kommunen")


def vist(periode: str, filtre: Mapping[str, str]) -> str:
    """Det som er valgt på siden, som «Viser 2025, målgruppe: Eldre.»."""
    return si(
        "Viser {periode}, {hva}.",
        periode=norsk.periode(periode),
        hva=kort_sagt(filtre),
    )


def egenskapens_navn(egenskap: str) -> str:
    """Navnet på egenskapen inne i en setning: «målgruppe»."""
    return katalog.dimensjoner()[egenskap].navn.lower()


def _verdi(filter_: tuple[str, str]) -> str:
    egenskap, verdi = filter_
    return norsk.liten(lesing.dimensjon(egenskap)[verdi])
