"""Indikatorene: ett tall hver, med alt et menneske trenger for å lese det."""

import math
from dataclasses import dataclass

from boligdata.felles import lover, maalform
from boligdata.felles.enheter import ENHETER, Enhet
from boligdata.felles.erklaering import Blokk, krev
from boligdata.felles.katalog import innlesing
from boligdata.felles.katalog.egenskap import FILTRE, dimensjoner
from boligdata.felles.katalog.kube import Kube, er_vernet, kuber

# Færre enn dette er så få at det ikke skal kunne regnes ut.
_FAA = 5


@dataclass(frozen=True)
class Indikator:
    """Ett tall med navn, definisjon og fortolkning: `teller` delt på `nevner`, eller statistikken
    `verdi`.

    `tema` er filen det er erklært i. `tilfeldig` er usann når tallet beskriver noe kommunen rår
    over og teller helt, som antall boliger: da er en endring alltid en virkelig endring. `utvalg`
    er verdien av egenskapene tallet alltid gjelder, som situasjonen «uten egen bolig». `hjemmel` er
    henvisninger til `lover.toml`.
    """

    id: str
    navn: str
    tema: str
    definisjon: str
    fortolkning: str
    enhet: str
    enhetsord: str
    retning: str
    kube: str
    teller: str | None = None
    nevner: str | None = None
    verdi: str | None = None
    planmaal: str | None = None
    maaltall: float | None = None
    hjemmel: tuple[str, ...] = ()
    kortnavn: str | None = None
    tilfeldig: bool = True
    utvalg: tuple[tuple[str, str], ...] = ()

    def __post_init__(self):
        krev(
            self.enhet in ENHETER,
            f"ukjent enhet {self.enhet!r}. Enhetene er {', '.join(ENHETER)}.",
        )
        krev(
            self.retning in ("opp", "ned", "ingen"),
            f"ukjent retning {self.retning!r}.",
        )
        krev(
            (self.verdi is None) != (self.teller is None),
            "enten «verdi» eller «teller», ikke begge.",
        )
        krev(
            self.planmaal is None or self.planmaal in planmaal(),
            f"ukjent planmål {self.planmaal!r}. Planmålene er {', '.join(planmaal())}.",
        )
        krev(
            self.retning != "ingen" or self.maaltall is None,
            "et måltall trenger en retning.",
        )
        lover.krev_kjente(self.hjemmel)

    @property
    def eksakt_enhet(self) -> Enhet:
        """Enheten tallet er erklært i."""
        return ENHETER[self.enhet]

    @property
    def er_antall(self) -> bool:
        """Er tallet et antall, så grupper kan legges sammen?"""
        return self.eksakt_enhet.er_antall

    @property
    def er_prosent(self) -> bool:
        """Er tallet erklært i prosent?"""
        return self.eksakt_enhet.er_prosent

    @property
    def er_beholdning(self) -> bool:
        """Gjelder tallet den siste dagen i perioden, og ikke det som skjedde i den?"""
        return self._kube.tid == "beholdning"

    @property
    def er_fra_nyttaar(self) -> bool:
        """Er tallet fra 1. januar i året, som folketallet, og ikke fra slutten av perioden?"""
        return self._kube.fra_nyttaar

    @property
    def om_personer(self) -> bool:
        """Sier tallet noe om personer, husstander eller saker, og vernes derfor når det
        publiseres?
        """
        if self.verdi:
            return True
        return self.teller_er_vernet or self.nevner_er_vernet

    @property
    def eksakt_fordi(self) -> str | None:
        """Hvorfor tallet ikke trenger vern, eller None når det vernes."""
        if self.om_personer:
            return None
        grunner = [self._kube.uvernet[self.teller]]
        if self.nevner:
            kube, maal = self._nevneren
            grunner.append(kuber()[kube].uvernet[maal])
        return ", og ".join(dict.fromkeys(grunner))

    @property
    def teller_er_vernet(self) -> bool:
        """Er telleren, eller antallet statistikken bygger på, personer, husstander eller saker?"""
        talt = self.teller or self._kube.statistikk[self.verdi].antall
        return er_vernet(self.kube, talt)

    @property
    def nevner_er_vernet(self) -> bool:
        """Teller nevneren personer, husstander eller saker?"""
        return bool(self.nevner) and er_vernet(*self._nevneren)

    @property
    def minste_nevner_til_dom(self) -> int:
        """Så høy må nevneren være for at det skal sies om måltallet er nådd: måltallet er da minst
        fem av dem, og minst fem er utenfor. Ellers ville dommen røpet de få.
        """
        del_ = self.maaltall / self.eksakt_enhet.faktor
        faerrest = math.ceil(round(_FAA / min(del_, 1 - del_), 6))
        return max(self.eksakt_enhet.minste_nevner, faerrest)

    @property
    def kilder(self) -> tuple[str, ...]:
        """Uttrekkene tallet bygger på."""
        nevnerens = kuber()[self.nevnerens_kube or self.kube]
        return tuple(dict.fromkeys(self._kube.kilder + nevnerens.kilder))

    @property
    def nevnerens_kube(self) -> str | None:
        """Kuben nevneren kommer fra, når det er en annen enn tellerens."""
        return (self.nevner or "").rpartition(".")[0] or None

    @property
    def _kube(self) -> Kube:
        return kuber()[self.kube]

    @property
    def _nevneren(self) -> tuple[str, str]:
        """Kuben og målet det deles på."""
        return self.nevnerens_kube or self.kube, self.nevner.rpartition(".")[2]


@maalform.husk
def planmaal() -> dict[str, str]:
    """Målene i planen, i visningsrekkefølge."""
    return innlesing.felles().blokk("planmaal").felt


@maalform.husk
def indikatorer() -> dict[str, Indikator]:
    """Alle indikatorer, i den rekkefølgen de vises. Det de viser til, må finnes."""
    return {
        id: _indikator(id, tema, blokk)
        for id, (tema, blokk) in innlesing.alle("indikator").items()
    }


@maalform.husk
def maalsatte() -> tuple[Indikator, ...]:
    """Indikatorene der det publiseres om måltallet er nådd, avgjort av de
    virkelige tallene: statistikker, antall og andeler av noe i samme kube.
    """
    return tuple(filter(_dommen_kan_publiseres, indikatorer().values()))


def _dommen_kan_publiseres(indikator: Indikator) -> bool:
    maaltall = indikator.maaltall
    if maaltall is None or not indikator.om_personer or indikator.nevnerens_kube:
        return False
    # Er målet alle eller ingen, eller høyst noen få, er dommen det som skulle vernes.
    return bool(
        indikator.verdi
        or (indikator.er_prosent and 0 < maaltall < 100)
        or (indikator.er_antall and maaltall >= _FAA)
    )


@maalform.husk
def noekkeltall() -> tuple[Indikator, ...]:
    """Indikatorene på Oversikt. Hver må høre til et av planens mål."""
    blokk = innlesing.felles().blokk("oversikt")
    blokk.krev_noekler(("noekkeltall",))
    for id in blokk.felt["noekkeltall"]:
        if id not in indikatorer():
            raise blokk.feil(f"nøkkeltallet «{id}» er ikke en indikator.")
        if indikatorer()[id].planmaal is None:
            raise blokk.feil(f"nøkkeltallet «{id}» må ha et «planmaal».")
    return tuple(indikatorer()[id] for id in blokk.felt["noekkeltall"])


def _indikator(id: str, tema: str, blokk: Blokk) -> Indikator:
    utvalg = tuple(blokk.blokk("utvalg").felt.items())
    indikator = blokk.lag(Indikator, id, lest={"utvalg": utvalg}, tema=tema)
    if feil := _feil_i(indikator):
        raise blokk.feil(feil)
    return indikator


def _feil_i(indikator: Indikator) -> str | None:
    """Det indikatoren viser til som ikke finnes."""
    if indikator.kube not in kuber():
        return f"kuben «{indikator.kube}» finnes ikke."
    kube = kuber()[indikator.kube]
    if indikator.teller and indikator.teller not in kube.maal:
        return f"telleren «{indikator.teller}» finnes ikke i kuben «{kube.id}»."
    if indikator.verdi and indikator.verdi not in kube.statistikk:
        return f"statistikken «{indikator.verdi}» finnes ikke i kuben «{kube.id}»."
    return _feil_i_nevner(indikator) or _feil_i_utvalg(indikator, kube)


def _feil_i_nevner(indikator: Indikator) -> str | None:
    if not indikator.nevner:
        return None
    kube, _, maal = indikator.nevner.rpartition(".")
    nevnerens = kuber().get(kube or indikator.kube)
    if nevnerens is None or maal not in nevnerens.maal:
        return f"nevneren «{indikator.nevner}» finnes ikke."
    return None


def _feil_i_utvalg(indikator: Indikator, kube: Kube) -> str | None:
    for dimensjon, kode in indikator.utvalg:
        if dimensjon not in kube.dimensjoner or dimensjon in FILTRE:
            return f"kan ikke ha utvalg av «{dimensjon}»."
        if kode not in {k.kode for k in dimensjoner()[dimensjon].koder}:
            return f"ukjent verdi «{kode}» i utvalget."
    return None
