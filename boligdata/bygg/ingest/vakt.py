"""Vakten: ser etter personopplysninger i alt som leveres, før noe er tolket.

Det egentlige vernet er at bare kolonnene i kontrakten blir lest. Vakten er nettet under, for det
som leveres likevel. Hver celle i filen går forbi den, også i kolonner og ark som ikke skal leses.
Den husker hva, hvor og hvor mange, aldri verdien.

    sikkert     fødselsnummer, D-nummer, DUF-nummer, e-post, telefonnummer med landkode: én celle
                stopper filen
    mye         navn, lange tekster, telefonnummer og datoer med fem sifre bak: stopper når det er
                mye i kolonnen
    overskrift  «fødselsnummer» og «etternavn» stopper når kolonnen ikke er tom

Tekst i kontrakten kan bli vist slik den står. Der stopper ett telefonnummer filen, unntatt i
kolonnen kontrakten sier har telefonnummeret til et kontor.
"""

import bisect
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from boligdata.bygg.ingest import kjennetegn, personord
from boligdata.bygg.ingest.oppsett import Oppsett
from boligdata.bygg.ingest.personord import (
    DUF,
    EPOST,
    FOEDSELSNUMMER,
    FRITEKST,
    NAVN,
    TELEFON,
)
from boligdata.bygg.ingest.porsjoner import Porsjon
from boligdata.bygg.ingest.rapport import antall
from boligdata.felles.kilder import Kilde, Kolonne
from boligdata.felles.maalform import fast

MULIG = "mulig fødselsnummer"

# Så stor del av de fylte cellene i kolonnen må ligne, før det stopper filen.
MYE = 0.2
# Kontonummer har de samme kontrollsifrene, og om lag hvert tiende ser ut som et fødselsnummer. Av
# andre lange tall gjør hvert hundrede det. Er det ikke flere, og kolonnen ellers er lange tall, kan
# kommunen bekrefte at den er noe annet.
FAA_TREFF, NESTEN_BARE_TALL = 0.2, 0.8
# Så mange mulige fødselsnummer må det være: i en kolonne med noen få lange tall kan ett ligne.
MINST_MULIGE = 5
LANG_TEKST, MINST_TEKSTER = 40, 5
# Så mange ulike tekster i en kolonne huskes som silt bort. Har den flere, er de fleste nye uansett.
FLEST_SILT = 10_000

# Innholdet i disse kolonnene er tekst om tiltak, eller ord fra en liste. Der er navn og lange
# tekster ikke noe funn.
_TEKSTTYPER = {"tekst", "kode", "omraade"}


@dataclass(frozen=True)
class Vaktfunn:
    """Noe personlig i en kolonne: hva, i hvor mange celler, og den første raden når det står i
    bestemte celler.

    `plass` er kolonnens plass i arket, fra null. `i_kontrakten` sier at overskriften er en
    kontrakten kjenner. Andre overskrifter kan være hva som helst, også et navn. `kan_bekreftes`:
    det kan være noe annet enn det ser ut som.
    """

    plass: int
    overskrift: str
    i_kontrakten: bool
    hva: str
    celler: int
    rad: int | None
    kan_bekreftes: bool

    @property
    def vises_som(self) -> str | None:
        """Overskriften, når alle kan se den."""
        return (
            self.overskrift
            if self.i_kontrakten or personord.er_vanlig_ord(self.overskrift)
            else None
        )


class Vakt:
    """Følger radene i ett ark på vei inn. Spør den om `funn` når alle radene er lest.

    Uten overskrift (`oppsett`) skal arket ikke leses, og vakten ser bare etter det som er sikkert.
    """

    def __init__(
        self, kilde: Kilde, oppsett: Oppsett | None = None, overskriftsrad: int = 0
    ):
        self._oppsett, self._overskriftsrad = oppsett, overskriftsrad
        self._kolonner: dict[int, _Kolonne] = defaultdict(_Kolonne)
        if oppsett:
            kontrakt = {
                plass: kilde.kolonner[kolonne]
                for kolonne, plass in oppsett.plass.items()
            }
            for plass, overskrift in enumerate(oppsett.overskrifter):
                lover = (
                    None
                    if plass in oppsett.kjente
                    else personord.kolonneslag(overskrift)
                )
                festenummer = personord.kan_vaere_festenummer(
                    overskrift, oppsett.overskrifter
                )
                self._kolonner[plass] = _Kolonne.ventet(
                    lover, kontrakt.get(plass), festenummer
                )

    def foelg(self, porsjonene: Iterator[Porsjon]) -> Iterator[Porsjon]:
        """De samme radene, sett av vakten."""
        for porsjon in porsjonene:
            self._se(porsjon)
            yield porsjon

    def funn(self) -> list[Vaktfunn]:
        """Alt personlig i arket, kolonne for kolonne."""
        return [
            funnet
            for plass in sorted(self._kolonner)
            for funnet in self._funn(plass, self._kolonner[plass])
        ]

    def _se(self, porsjon: Porsjon) -> None:
        over = bisect.bisect_right(porsjon.numre, self._overskriftsrad)
        for plass, celler in enumerate(porsjon.kolonner):
            kolonne, ganger = self._kolonner[plass], _telling(celler)
            lange_tall = kolonne.kan_ha_sikre(ganger)
            if lange_tall:
                kolonne.se_etter_sikre(ganger, celler, porsjon.numre)
            if self._oppsett:
                kolonne.se_etter_mye(
                    _telling(celler[over:]) if over else ganger, lange_tall
                )

    def _funn(self, plass: int, kolonne: "_Kolonne") -> Iterator[Vaktfunn]:
        overskrifter = self._oppsett.overskrifter if self._oppsett else ()
        overskrift = overskrifter[plass] if plass < len(overskrifter) else ""
        i_kontrakten = bool(self._oppsett) and plass in self._oppsett.kjente
        for hva, celler in kolonne.treff():
            tvil = hva in (FOEDSELSNUMMER, DUF, MULIG) and kolonne.kan_vaere_noe_annet()
            yield Vaktfunn(
                plass,
                overskrift,
                i_kontrakten,
                hva,
                celler,
                kolonne.foerste_rad.get(hva),
                tvil,
            )


def _telling(celler: tuple[str, ...]) -> Counter:
    """Hvor mange ganger hver tekst står i cellene. Hver ulike tekst trenger bare å vurderes én
    gang.
    """
    ganger = Counter(celler)
    del ganger[""]
    return ganger


@dataclass
class _Kolonne:
    """Det som er talt i én kolonne. `lover` er det overskriften lover. `tekst`: kontrakten venter
    tekst her.

    `vises`: teksten kan bli vist slik den står. `kontor`: her skal telefonnummeret til et kontor
    stå. `silt`: tekster som ikke har noe sikkert i seg.
    """

    lover: str | None = None
    tekst: bool = False
    vises: bool = False
    kontor: bool = False
    festenummer: bool = False
    sikre: Counter = field(default_factory=Counter)
    foerste_rad: dict[str, int] = field(default_factory=dict)
    fylte: int = 0
    ulike: int = 0
    tegn: int = 0
    setninger: int = 0
    ligner: Counter = field(default_factory=Counter)
    lange_tall: int = 0
    silt: set[str] = field(default_factory=set)

    @classmethod
    def ventet(
        cls, lover: str | None, kolonne: Kolonne | None, festenummer: bool
    ) -> "_Kolonne":
        """En kolonne det ikke er talt noe i, med det overskriften og kontrakten sier om den."""
        slag, kontor = (kolonne.type, kolonne.kontor) if kolonne else (None, False)
        # I kolonnen til et kontor er ikke navn og lange tekster ventet.
        return cls(
            lover,
            slag in _TEKSTTYPER and not kontor,
            slag == "tekst",
            kontor,
            festenummer,
        )

    def kan_ha_sikre(self, ganger: Counter) -> bool:
        """Kan noe av dette være en sikker identifikator? Det som er silt bort, siles ikke igjen."""
        nye = ganger.keys() - self.silt
        if nye and kjennetegn.slipper_gjennom(nye):
            return True
        if len(self.silt) < FLEST_SILT:
            self.silt |= nye
        return False

    def se_etter_sikre(
        self, ganger: Counter, celler: tuple[str, ...], radnumre: list[int]
    ) -> None:
        """Tell opp det som er sikkert, og husk den første raden."""
        for tekst, antall_celler in ganger.items():
            for hva in kjennetegn.sikre(tekst) - ({TELEFON} if self.kontor else set()):
                self.sikre[hva] += antall_celler
                self.foerste_rad.setdefault(hva, radnumre[celler.index(tekst)])

    def se_etter_mye(self, ganger: Counter, lange_tall: bool) -> None:
        """Tell opp det som ligner. Bare med `lange_tall` kan noe være et mulig fødselsnummer."""
        self.fylte += ganger.total()
        self.ulike += len(ganger)
        if " " in "".join(ganger):
            self.tegn += sum(len(tekst) * antall for tekst, antall in ganger.items())
            self.setninger += sum(
                antall for tekst, antall in ganger.items() if tekst.count(" ") >= 3
            )
            self._tell(NAVN, kjennetegn.er_navn, ganger)
            if not self.kontor:
                self._tell(TELEFON, kjennetegn.er_telefon, ganger)
        if self.lover == TELEFON:
            self._tell(TELEFON, kjennetegn.er_aatte_sifre, ganger)
        if lange_tall:
            self._tell(MULIG, kjennetegn.er_mulig, ganger)
            self.lange_tall += sum(
                antall
                for tekst, antall in ganger.items()
                if kjennetegn.er_langt_tall(tekst)
            )
        self.festenummer = self.festenummer and all(
            tekst.isdecimal() and len(tekst) <= 5 for tekst in ganger
        )

    def _tell(self, hva: str, er, ganger: Counter) -> None:
        self.ligner[hva] += sum(antall for tekst, antall in ganger.items() if er(tekst))

    def treff(self) -> Iterator[tuple[str, int]]:
        """Det som er personlig i kolonnen, og i hvor mange celler. Det sikreste først, og hver ting
        bare én gang.
        """
        yield from self.sikre.items()
        if (
            self.lover in personord.TYDELIGE
            and self.fylte
            and not self.sikre
            and not self.festenummer
        ):
            yield self.lover, self.fylte
            return
        for hva, celler in self.ligner.items():
            if hva not in self.sikre and self._er_mye(hva, celler):
                yield hva, celler
        if self._er_fritekst():
            yield FRITEKST, self.fylte

    def _er_mye(self, hva: str, celler: int) -> bool:
        if hva == MULIG:
            return FOEDSELSNUMMER not in self.sikre and celler >= max(
                MINST_MULIGE, MYE * self.fylte
            )
        if not celler:
            return False
        # Under overskriften «telefon» er hvert nummer et telefonnummer. Ellers kan det være noe
        # annet som ligner.
        if hva == TELEFON and (self.vises or self.lover == TELEFON):
            return True
        return celler >= MYE * self.fylte and (hva == TELEFON or not self.tekst)

    def _er_fritekst(self) -> bool:
        lange = self.fylte >= MINST_TEKSTER and self.tegn > LANG_TEKST * self.fylte
        return (
            lange
            and not self.tekst
            and min(self.setninger, self.ulike) > 0.5 * self.fylte
        )

    def kan_vaere_noe_annet(self) -> bool:
        """Er kolonnen lange tall, der få ser ut som identitetsnummer?"""
        sikre = self.sikre[FOEDSELSNUMMER] + self.sikre[DUF]
        return (
            self.lange_tall >= NESTEN_BARE_TALL * self.fylte > 0
            and sikre < FAA_TREFF * self.fylte
        )


# ------------------------------------------------------------------------- det som sies

_NAVN_PAA = {
    FOEDSELSNUMMER: "fødselsnummer eller D-nummer",
    DUF: "DUF-nummer",
    EPOST: "e-postadresse",
    TELEFON: "telefonnummer",
    NAVN: "navn på personer",
    FRITEKST: "lang tekst",
    MULIG: "tall som begynner som et fødselsnummer",
}


_REGEL = {
    FOEDSELSNUMMER: fast("fødselsnummer i filen"),
    DUF: fast("DUF-nummer i filen"),
    EPOST: fast("e-post i filen"),
    TELEFON: fast("telefonnummer i filen"),
    NAVN: fast("navn i filen"),
    FRITEKST: fast("fritekst i filen"),
    MULIG: fast("mulig fødselsnummer i filen"),
}


def regel(funn: Vaktfunn) -> str:
    """Det korte navnet på funnet."""
    return _REGEL[funn.hva]


def bekreftet(funn: Vaktfunn) -> str:
    """At kommunen har sagt at kolonnen er noe annet enn den ser ut som."""
    return (
        f"{antall(funn.celler, 'celle', 'celler')} i kolonne {funn.plass + 1} ligner {_NAVN_PAA[funn.hva]}. "
        "I kommune.toml er det bekreftet at kolonnen er noe annet, og filen er lest."
    )


def forklaring(fil: str, ark: str | None, funn: Vaktfunn) -> str:
    """Hva som er funnet, hvor, og hva den som leverer må gjøre. Aldri verdien."""
    celler = antall(funn.celler, "celle", "celler").lower()
    hvor = (f"i arket «{ark}», " if ark else "") + f"i kolonne {funn.plass + 1}"
    hvor += f" («{funn.vises_som}»)" if funn.vises_som else ""
    rett = (
        "Bytt innholdet ut med et nummer som bare finnes i fagsystemet"
        if funn.i_kontrakten
        else "Ta kolonnen ut av uttrekket"
    )
    bekreft = (
        " Er det kontonummer, saksnummer eller lignende, kan kolonnen bekreftes i "
        "kommune.toml (se data/README.md)."
        if funn.kan_bekreftes
        else ""
    )
    return (
        f"Filen «{fil}» har {celler} med {_NAVN_PAA[funn.hva]}, {hvor}, og er ikke lest. "
        f"{rett}, og lever filen på nytt.{bekreft}"
    )
