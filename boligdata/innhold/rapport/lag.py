"""Fra det brukeren har valgt, til et ferdig dokument."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from boligdata import lesing
from boligdata.felles import dagen, maalform, norsk
from boligdata.felles.config import Brukerfeil
from boligdata.felles.maalform import si
from boligdata.innhold import maalgruppe
from boligdata.innhold.kort import Valg
from boligdata.innhold.rapport import avsender, innholdet
from boligdata.innhold.rapport.dokument import (
    Blokk,
    Dokument,
    Feltblokk,
    Overskrift,
    Tekstblokk,
)
from boligdata.innhold.rapport.figurblokk import Noter
from boligdata.innhold.rapport.innholdet import Dokumentramme
from boligdata.innhold.rapport.oppsett import Dokumentdel, Dokumentslag, oppsettet

# Så lang kan teksten i et felt være. En sak på flere sider er mye kortere.
LENGSTE_FELT = 20_000
# Så mange målgrupper nevnes ved navn. Bunnteksten skal få plass på en linje.
NEVNES = 2
# Styretegn, og halve tegn fra en ødelagt kopi: filene kan ikke ha dem. Linjeskift beholdes.
_STYRETEGN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Kalles mellom hver del, med hvor stor del som er laget. Kaster når brukeren har avbrutt.
Meld = Callable[[float, str], None]


@dataclass(frozen=True)
class Rapportvalg:
    """Det brukeren har valgt. `deler` er delene som skal være med, `felter` det som er skrevet, og
    `maalgrupper` dem som skal ha hvert sitt kapittel.
    """

    slag: str
    deler: tuple[str, ...]
    periodetype: str
    periode: str
    maalgrupper: tuple[str, ...] = ()
    felter: Mapping[str, str] = field(default_factory=dict)
    maalform: str = maalform.BOKMAAL
    tabeller: bool = True

    @property
    def valg(self) -> Valg:
        """Perioden, for hele kommunen."""
        return Valg(self.periodetype, self.periode)


def lag(
    bestilt: Rapportvalg, farger: tuple[str, ...], meld: Meld = lambda *_: None
) -> Dokument:
    """Dokumentet, laget av de publiserte tallene, uansett hvem som ber om det."""
    with maalform.bruk(bestilt.maalform), lesing.samme_tall(), lesing.publiserte_tall():
        slag = oppsettet().slag[bestilt.slag]
        _krev_noe(bestilt)
        ramme = Dokumentramme(bestilt.valg, farger, Noter(), bestilt.tabeller)
        blokker = tuple(_blokkene(slag, bestilt, ramme, meld))
        return _dokumentet(slag, bestilt, blokker, ramme)


def _krev_noe(bestilt: Rapportvalg) -> None:
    if not bestilt.deler and not bestilt.maalgrupper:
        raise Brukerfeil(si("Velg minst én del. Uten det blir dokumentet tomt."))
    for id_, tekst in bestilt.felter.items():
        if len(tekst) > LENGSTE_FELT:
            navn = oppsettet().felter[id_].navn
            raise Brukerfeil(
                si(
                    "Teksten i «{navn}» er for lang. Den kan ha {hoeyst} tegn.",
                    navn=navn,
                    hoeyst=norsk.tall(LENGSTE_FELT),
                )
            )


def _blokkene(
    slag: Dokumentslag, bestilt: Rapportvalg, ramme: Dokumentramme, meld: Meld
) -> Iterator[Blokk]:
    deler = [oppsettet().deler[id_] for id_ in slag.deler if id_ in bestilt.deler]
    antall = sum(len(del_.innhold) for del_ in deler) + 6 * len(bestilt.maalgrupper)
    gjort = 0
    for del_ in deler:
        yield Overskrift(del_.tittel)
        if del_.innledning:
            yield Tekstblokk(del_.innledning)
        for navn in del_.innhold:
            meld(gjort / antall, del_.tittel)
            yield from _innholdet(del_, navn, bestilt, ramme)
            gjort += 1
    for gruppe in bestilt.maalgrupper:
        meld(gjort / antall, _gruppenavn(gruppe))
        yield from _om_maalgruppen(gruppe, ramme)
        gjort += 6


def _innholdet(
    del_: Dokumentdel, navn: str, bestilt: Rapportvalg, ramme: Dokumentramme
) -> Iterator[Blokk]:
    if not navn.startswith("felt:"):
        yield from innholdet.lag(navn, ramme)
        return
    felt = oppsettet().felter[navn.removeprefix("felt:")]
    if felt.navn != del_.tittel:
        yield Overskrift(felt.navn, 2)
    yield Feltblokk(felt.navn, renset(bestilt.felter.get(felt.id, "")), felt.veiledning)


def renset(tekst: str) -> str:
    """Det brukeren har skrevet, uten tegn filene ikke kan ha."""
    return _STYRETEGN.sub("", tekst.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _gruppenavn(gruppe: str) -> str:
    return lesing.dimensjon(maalgruppe.MAALGRUPPE)[gruppe]


def _om_maalgruppen(gruppe: str, ramme: Dokumentramme) -> Iterator[Blokk]:
    """Et kapittel om en målgruppe: det siden Målgruppe viser om den."""
    valg = Valg(
        ramme.valg.periodetype, ramme.valg.periode, {maalgruppe.MAALGRUPPE: gruppe}
    )
    yield Overskrift(si("Målgruppe: {navn}", navn=_gruppenavn(gruppe)))
    yield Tekstblokk(maalgruppe.tiltakene_i_ord(gruppe))
    yield Tekstblokk(maalgruppe.behovet_i_ord(valg))
    for del_ in maalgruppe.deler(valg):
        yield Overskrift(del_.overskrift, 2)
        yield from innholdet.om_bestillinger(ramme, del_.kort, valg, 3)
    if uten := maalgruppe.uten_svar(valg):
        yield Tekstblokk(si("Det er ikke tall om: {ramse}", ramse=" ".join(uten)), True)


def _dokumentet(
    slag: Dokumentslag,
    bestilt: Rapportvalg,
    blokker: tuple[Blokk, ...],
    ramme: Dokumentramme,
) -> Dokument:
    laget, data_til = dagen.i_dag(), avsender.data_til()
    periode = norsk.stor(norsk.periode(bestilt.periode))
    om = [
        (si("Kommune"), lesing.meta().kommune),
        (si("Periode"), periode),
        (si("Utvalg"), _utvalget(bestilt)),
        (si("Tall"), f"{data_til}. {_vernet()}".strip()),
        (si("Laget"), norsk.dato(laget)),
    ]
    kommune = avsender.kommunen()
    return Dokument(
        tittel=slag.navn,
        undertittel=avsender.merket(f"{kommune}, {norsk.periode(bestilt.periode)}"),
        om=tuple(om),
        topptekst=avsender.merket(kommune, slag.navn),
        bunntekst=" · ".join((data_til, periode, _utvalget(bestilt))),
        blokker=blokker,
        noter=ramme.noter.alle(),
        spraak=bestilt.maalform,
        laget=laget,
        farger=ramme.farger,
        nye_sider=slag.nye_sider,
    )


def _utvalget(bestilt: Rapportvalg) -> str:
    if not bestilt.maalgrupper:
        return si("Hele kommunen")
    antall = len(bestilt.maalgrupper)
    if antall > NEVNES:
        return si("Hele kommunen, og {antall} målgrupper for seg", antall=antall)
    navn = norsk.ramse([norsk.liten(_gruppenavn(en)) for en in bestilt.maalgrupper])
    return si("Hele kommunen, og {maalgrupper} for seg", maalgrupper=navn)


def _vernet() -> str:
    if not lesing.meta().vernet:
        return ""
    return si("Tall om personer er rundet av for å verne enkeltpersoner.")
