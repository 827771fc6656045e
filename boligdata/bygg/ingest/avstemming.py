"""Avstemming: går radene opp, og ligner leveransen på den forrige?

Et uttrekk med feil utvalg ser ut som et riktig uttrekk med færre rader. Er det borte for mye siden sist,
blir kilden holdt tilbake, og tallene fra forrige gang står, til kommunen bekrefter at det er riktig.
"""

from dataclasses import asdict, dataclass, field

import duckdb

from boligdata.bygg.ingest import regler
from boligdata.bygg.ingest.rapport import Filfeil, Idmoete
from boligdata.felles import kilder
from boligdata.felles.kilder import Kilde
from boligdata.felles.maalform import fast

# Under så mange rader eller id-er sier en halvering ingenting.
MINST_RADER, MINST_IDER, MINST_I_GRUPPEN = 20, 20, 5
# Mindre enn så stor del av det som var der sist, er for lite.
HALVERT = 0.5
# Det en kilde holdes tilbake for, til kommunen bekrefter det.
FAERRE_RADER = fast("færre rader enn sist")
BORTE_GRUPPE = fast("målgruppe som er borte")
FAERRE_MOETES = fast("færre id-er møtes")
HOLDES_TILBAKE = (FAERRE_RADER, BORTE_GRUPPE, FAERRE_MOETES)
# Var det færre enn denne andelen som møttes, er et fall ikke noe tegn.
MINST_ANDEL = 0.2


@dataclass(frozen=True)
class Leveranse:
    """Tallene for én kilde i en leveranse: rader, rader i hver målgruppe, og for hver id hvor mange ulike
    det er og hvor mange som møtes.
    """

    rader: int
    maalgrupper: dict[str, int] = field(default_factory=dict)
    moeter: dict[str, list[int]] = field(default_factory=dict)

    def som_dict(self) -> dict:
        """Til JSON."""
        return asdict(self)


def maal(
    con: duckdb.DuckDBPyConnection, kilde: Kilde, moeter: list[Idmoete]
) -> Leveranse:
    """Tallene for en kilde som er lest."""
    maalgrupper = {}
    if "maalgruppe" in kilde.kolonner:
        maalgrupper = dict(
            con.execute(
                f"select maalgruppe, count(*) from _inn_{kilde.id} "
                f"where _tilstand = {regler.LASTET} and maalgruppe is not null group by 1"
            ).fetchall()
        )
    return Leveranse(
        regler.tell(con, kilde)[regler.LASTET],
        maalgrupper,
        {
            moete.kolonne: [moete.ider, moete.moetes]
            for moete in moeter
            if moete.kilde == kilde.id
        },
    )


def krev_at_radene_gaar_opp(kilde: Kilde, inn: int, telling: dict[int, int]) -> None:
    """Hver rad som ble lest, er brukt, satt til side eller hoppet over. Ellers er det en feil i
    programmet, og kilden stopper.
    """
    if inn != (ut := sum(telling.values())):
        raise Filfeil(
            fast("rader som ikke går opp"),
            f"Radene i {kilde.navn} går ikke opp, og uttrekket er ikke brukt. Meld fra til dem som "
            "vedlikeholder programmet.",
            verdi=f"{inn} rader inn, {ut} ut",
        )


def borte(kilde: Kilde, naa: Leveranse, foer: Leveranse) -> list[Filfeil]:
    """Det som er borte siden forrige leveranse. Forklaringen vises til alle, så tallene og navnene står i
    `verdi`, som bare den som kjører sjekken, ser.
    """
    ut = []
    if foer.rader >= MINST_RADER and naa.rader < HALVERT * foer.rader:
        ut.append(
            _holdt_tilbake(
                kilde,
                FAERRE_RADER,
                "har mindre enn halvparten så mange rader som sist",
                f"{naa.rader} rader nå, {foer.rader} sist",
            )
        )
    navn = {kode.kode: kode.navn for kode in kilder.kodelister()["maalgruppe"].koder}
    grupper = [
        navn.get(gruppe, gruppe)
        for gruppe, antall in foer.maalgrupper.items()
        if antall >= MINST_I_GRUPPEN and not naa.maalgrupper.get(gruppe)
    ]
    if grupper:
        ut.append(
            _holdt_tilbake(
                kilde,
                BORTE_GRUPPE,
                "mangler en målgruppe som var med sist",
                ", ".join(sorted(grupper)),
            )
        )
    if falt := [
        f"{kilde.kolonner[kolonne].navn}: {naa.moeter[kolonne][1]} av {naa.moeter[kolonne][0]} nå, "
        f"{moetes} av {ider} sist"
        for kolonne, (ider, moetes) in foer.moeter.items()
        if kolonne in naa.moeter and _har_falt(naa.moeter[kolonne], ider, moetes)
    ]:
        ut.append(
            _holdt_tilbake(
                kilde,
                FAERRE_MOETES,
                "har id-er som ikke lenger står i de andre kildene slik de gjorde sist. De er trolig skrevet "
                "på en annen måte",
                "; ".join(falt),
            )
        )
    return ut


def _har_falt(naa: list[int], ider: int, moetes: int) -> bool:
    ider_naa, moetes_naa = naa
    if min(ider, ider_naa) < MINST_IDER or moetes < MINST_ANDEL * ider:
        return False
    return moetes_naa * ider < HALVERT * moetes * ider_naa


def _holdt_tilbake(kilde: Kilde, regel: str, hva: str, verdi: str) -> Filfeil:
    return Filfeil(
        regel,
        f"{kilde.navn} {hva}, og er holdt tilbake. Lever uttrekket på nytt, eller skriv i kommune.toml at "
        f"det er riktig, under [bekreftet.{kilde.id}], med «tatt_ut» og «grunn».",
        verdi=verdi,
    )
