"""Felles grunn: hvor ting ligger, og hvilken kommune det gjelder."""

import datetime as dt
import os
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from boligdata.felles import maalform, pekeren

PAKKE = Path(__file__).resolve().parent.parent
ROT = PAKKE.parent

# Øk når tabellene i den publiserte filen endres slik at eldre program ikke kan lese dem.
SKJEMA = 15


_MED_NYTT_TERTIAL = "med nytt tertial"
_UTEN_NULLER, _SLIK_DE_STAAR = "uten nuller foran", "slik de står"


class Brukerfeil(Exception):
    """Noe brukeren kan rette. Meldingen er norsk, hel og sier hva som må gjøres."""


def data_mappe() -> Path:
    """Mappen med uttrekk og publiserte filer. `BOLIGDATA_DATA` flytter den."""
    return Path(os.environ.get("BOLIGDATA_DATA") or ROT / "data")


def objektlager() -> str:
    """Adressen til objektlageret de publiserte tallene sendes til og hentes fra, eller «» når de bare er i en
    mappe på denne maskinen. `BOLIGDATA_PUBLISERT` setter den.
    """
    valgt = os.environ.get("BOLIGDATA_PUBLISERT", "")
    return valgt if "://" in valgt else ""


def publisert_mappe() -> Path:
    """Mappen den publiserte databasen bygges i. `BOLIGDATA_PUBLISERT` flytter den, når den ikke er et
    objektlager.
    """
    valgt = os.environ.get("BOLIGDATA_PUBLISERT", "")
    return Path(valgt) if valgt and not objektlager() else data_mappe() / "publisert"


def hentet_mappe() -> Path:
    """Mappen de publiserte tallene hentes til fra et objektlager."""
    return data_mappe() / "hentet"


def publisert_lesemappe() -> Path:
    """Mappen de publiserte tallene leses fra. Ansatte leser dem der de er bygd, så de hører sammen med de
    eksakte. Alle andre leser det som er hentet, når det er et objektlager, og det som er bygd her til noe
    er det.
    """
    if not objektlager() or visning() == "internt":
        return publisert_mappe()
    hentet = hentet_mappe()
    har_hentet = (hentet / pekeren.PEKER).exists()
    bygd_her = (publisert_mappe() / pekeren.PEKER).exists()
    return publisert_mappe() if bygd_her and not har_hentet else hentet


def internt_mappe() -> Path:
    """Mappen med de eksakte tallene, som bare ansattprosessen åpner. `BOLIGDATA_INTERNT` flytter
    den.
    """
    return Path(os.environ.get("BOLIGDATA_INTERNT") or data_mappe() / "internt")


def arbeid() -> str:
    """Hvor det brukerne skriver, ligger: en mappe, eller adressen til en PostgreSQL-database.
    `BOLIGDATA_ARBEID` flytter det. Adressen kan ha et passord, og skal aldri vises.
    """
    return os.environ.get("BOLIGDATA_ARBEID") or str(data_mappe() / "arbeid")


def redigering() -> str:
    """Hvem som får endre handlingsdelen: «alle», «ingen», eller tom når det er de som bruker
    dashbordet på sin egen maskin. Settes med `BOLIGDATA_REDIGERING`.
    """
    valgt = os.environ.get("BOLIGDATA_REDIGERING", "")
    if valgt not in ("", "alle", "ingen"):
        raise Brukerfeil(
            "Miljøvariabelen BOLIGDATA_REDIGERING må være «alle» eller «ingen», eller ikke satt."
        )
    return valgt


def visning() -> str:
    """Hvem prosessen er for: «publisert» (alle) eller «internt» (ansatte som er logget inn), fra
    `BOLIGDATA_VISNING`.

    En annen verdi er en `Brukerfeil`: en skrivefeil skal ikke åpne noe annet enn den som skrev,
    mente.
    """
    valgt = os.environ.get("BOLIGDATA_VISNING") or "publisert"
    if valgt not in ("publisert", "internt"):
        raise Brukerfeil(
            "Miljøvariabelen BOLIGDATA_VISNING må være «publisert» eller «internt», eller ikke satt."
        )
    return valgt


def lesemappe() -> Path:
    """Mappen tallene i denne visningen ligger i."""
    return internt_mappe() if visning() == "internt" else publisert_lesemappe()


def egne_uttrekk() -> Path:
    """Mappen med kommunens egne uttrekk. Den trenger ikke å finnes."""
    return data_mappe() / "inn"


def uttrekk_mappe() -> Path:
    """Kommunens egne uttrekk når de finnes, ellers eksempelkommunen."""
    egne = egne_uttrekk()
    return egne if _har_filer(egne) else data_mappe() / "eksempel"


def utkast_mappe() -> Path:
    """Mappen med filene som er lastet opp, og som ikke er publisert ennå. Den er bare for eieren."""
    return data_mappe() / "utkast"


def _har_filer(mappe: Path) -> bool:
    return mappe.is_dir() and any(
        f.is_file() and not f.name.startswith(".") for f in mappe.iterdir()
    )


@dataclass(frozen=True)
class Kommune:
    """Opplysninger om kommunen, fra `kommune.toml` i uttrekksmappen.

    `ikke_personnummer` er overskriftene i hvert uttrekk der lange tall er bekreftet å være noe
    annet enn fødselsnummer. `registre_fra` er dagen registrene begynner for et uttrekk, eller for
    boligene i et område, når det er etter det første året. `venteliste_stengt` er periodene ingen
    kunne søke, fra og med og til og med. `rettelser` sier når rettelser i
    perioder som er publisert, kommer med.
    `per_dato` er dagen uttrekkene er tatt ut, og `tatt_ut` er dagen for dem som er tatt ut en annen
    dag. `id_form` er om nuller foran et tall betyr noe i id-ene. En fil på mer enn `mest_mb` leses ikke.
    Med `slett_uttrekk` slettes uttrekkene når de er publisert fra dashbordet.
    `bekreftet` er uttrekkene der kommunen har sagt at det som er borte siden sist, skal være det.
    `levering` er hvem som leverer et uttrekk og hvordan det tas ut, når avtalen ikke sier det godt nok.
    En fiktiv kommune kan stå stille på dagen `i_dag`, så alder og frister ikke avhenger av når noen ser
    på den. `maalform` er den sidene er på for den som ikke har valgt selv.
    """

    navn: str
    kommunenummer: str
    omraader: tuple[str, ...]
    plan_fra: int
    plan_til: int
    foerste_aar: int
    per_dato: dt.date
    fiktiv: bool = False
    i_dag: dt.date | None = None
    tatt_ut: dict[str, dt.date] = field(default_factory=dict)
    registre_fra: dict[str, dt.date] = field(default_factory=dict)
    venteliste_stengt: tuple[tuple[dt.date, dt.date], ...] = ()
    ikke_personnummer: dict[str, list[str]] = field(default_factory=dict)
    rettelser: str = "straks"
    maalform: str = "bokmål"
    id_form: str = _UTEN_NULLER
    mest_mb: int = 300
    slett_uttrekk: bool = False
    bekreftet: dict[str, dict] = field(default_factory=dict)
    levering: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def id_slik_de_staar(self) -> bool:
        """Skal nuller foran i id-er stå?"""
        return self.id_form == _SLIK_DE_STAAR

    @property
    def rettelser_venter(self) -> bool:
        """Skal rettelser samles til det kommer et nytt tertial?"""
        return self.rettelser == _MED_NYTT_TERTIAL

    def __post_init__(self):
        if self.rettelser not in ("straks", _MED_NYTT_TERTIAL):
            raise TypeError(
                f'«rettelser» er enten "straks" eller "{_MED_NYTT_TERTIAL}"'
            )
        if self.maalform not in maalform.KODER:
            raise TypeError('«maalform» er enten "bokmål" eller "nynorsk"')
        if self.id_form not in (_UTEN_NULLER, _SLIK_DE_STAAR):
            raise TypeError(
                f'«id_form» er enten "{_UTEN_NULLER}" eller "{_SLIK_DE_STAAR}"'
            )
        if not _er_bekreftelser(self.bekreftet):
            raise TypeError(
                "«bekreftet» er en tabell for hvert uttrekk, med dagen det er tatt ut og grunnen: "
                '[bekreftet.soeknad] tatt_ut = 2026-01-15 og grunn = "…"'
            )
        if not _er_leveringer(self.levering):
            raise TypeError(
                "«levering» er en tabell for hvert uttrekk, med enheten som leverer og hvordan: "
                '[levering.soeknad] hvem = "Boligkontoret" og hvordan = "Rapport 12, lagret som CSV"'
            )
        if not isinstance(self.mest_mb, int) or self.mest_mb < 1:
            raise TypeError(
                "«mest_mb» er et helt tall: hvor mange MB en fil kan være på"
            )
        if self.i_dag and not self.fiktiv:
            raise TypeError("«i_dag» kan bare stå i filen til en fiktiv kommune")
        if not _er_datoer(self.tatt_ut):
            raise TypeError(
                "«tatt_ut» er en tabell fra uttrekk til dato: soeknad = 2026-01-15"
            )
        if not _er_datoer(self.registre_fra):
            raise TypeError(
                "«registre_fra» er en tabell fra uttrekk eller område til dato: leieforhold = 2022-08-01"
            )
        if not _er_perioder(self.venteliste_stengt):
            raise TypeError(
                "«venteliste_stengt» er en liste over perioder, hver med første og siste dag: "
                "[[2024-03-01, 2024-09-30]]"
            )
        bekreftet = self.ikke_personnummer
        if not isinstance(bekreftet, dict) or not all(
            isinstance(o, list) for o in bekreftet.values()
        ):
            raise TypeError(
                '«ikke_personnummer» er en tabell fra uttrekk til overskrifter: soeknad = ["Saksnr"]'
            )


def _er_datoer(verdi) -> bool:
    return isinstance(verdi, dict) and all(
        isinstance(dag, dt.date) for dag in verdi.values()
    )


def _er_bekreftelser(verdi) -> bool:
    return isinstance(verdi, dict) and all(
        isinstance(en, dict)
        and isinstance(en.get("tatt_ut"), dt.date)
        and isinstance(en.get("grunn"), str)
        and en["grunn"].strip()
        for en in verdi.values()
    )


def _er_leveringer(verdi) -> bool:
    return isinstance(verdi, dict) and all(
        isinstance(en, dict)
        and en.keys() <= {"hvem", "hvordan"}
        and all(isinstance(tekst, str) and tekst.strip() for tekst in en.values())
        for en in verdi.values()
    )


def _er_perioder(verdi) -> bool:
    return isinstance(verdi, tuple) and all(
        isinstance(par, list | tuple)
        and len(par) == 2
        and all(isinstance(dag, dt.date) for dag in par)
        and par[0] <= par[1]
        for par in verdi
    )


def krev_kommunen(nummer: str) -> None:
    """Kaster `Brukerfeil` når prosessen er for én kommune, og dette er om en annen. `BOLIGDATA_KOMMUNE` er
    nummeret, der mange kommuner er på den samme maskinen.
    """
    if os.environ.get("BOLIGDATA_KOMMUNE", nummer) != nummer:
        raise Brukerfeil(
            maalform.fast(
                "Dette er tallene til en annen kommune, og de vises ikke her. Si fra til den som drifter "
                "dashbordet."
            )
        )


def les_kommune(mappe: Path) -> Kommune:
    """Les `kommune.toml`. Feil i filen gir en `Brukerfeil` som sier hva som mangler."""
    sti = mappe / "kommune.toml"
    if not sti.exists():
        raise Brukerfeil(
            f"Mappen {mappe} mangler filen «kommune.toml». Kopier «kommune.toml» fra data/eksempel, "
            "skriv inn kommunens navn, nummer og områder, og prøv igjen."
        )
    try:
        felt = tomllib.loads(sti.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as feil:
        raise Brukerfeil(
            f"Filen {sti} kan ikke leses: {feil}. Rett linjen som er nevnt, og prøv igjen."
        ) from feil
    try:
        kommune = Kommune(
            **{navn: tuple(v) if isinstance(v, list) else v for navn, v in felt.items()}
        )
    except TypeError as feil:
        kjente = ", ".join(Kommune.__dataclass_fields__)
        raise Brukerfeil(
            f"Filen {sti} har et felt som er feil skrevet eller mangler ({feil}). Feltene er: {kjente}."
        ) from feil
    krev_kommunen(kommune.kommunenummer)
    return kommune


def kontakt() -> str:
    """Hvem brukerne sier fra til om noe de ikke får brukt, eller «»."""
    return os.environ.get("BOLIGDATA_KONTAKT", "").strip()


def erklaering() -> str:
    """Adressen til kommunens egen tilgjengelighetserklæring, eller «» til den er publisert."""
    adresse = os.environ.get("BOLIGDATA_ERKLAERING", "").strip()
    if adresse and not adresse.startswith("https://"):
        raise Brukerfeil(
            "BOLIGDATA_ERKLAERING er adressen til erklæringen i uustatus.no, og begynner med «https://»."
        )
    return adresse
