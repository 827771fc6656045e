"""Planprosessen i Fjordvik: stegene, innspillene i høringen, og hva folk sa underveis.

Alt er oppdiktet. Avsendere som er privatpersoner, har navn ingen har, så det kan prøves at navnene aldri
kommer ut.
"""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

PLANLEGGER, KOORDINATOR = "Planlegger", "Boligkoordinator"


class Skrevet(NamedTuple):
    """Noe som ble skrevet: dagen, slaget, id-en, hvem, hvorfor, og feltene."""

    dag: dt.date
    slag: str
    id: str
    hvem: str
    hvorfor: str
    felt: dict


PLANEN = {
    "navn": "Boligsosial plan 2022–2032",
    "plantype": "temaplan",
    "saksnr": "2021/418",
    "arkiv": "Sak- og arkivsystemet, sak 2021/418",
}


class Hoeringssteg(NamedTuple):
    """Et steg, med første dag når det varer flere."""

    id: str
    til: str
    fra: str = ""
    organ: str = ""
    saksnr: str = ""
    merknad: str = ""


STEG = (
    Hoeringssteg("oppstart", "2021-03-15", organ="Kommunedirektøren"),
    Hoeringssteg(
        "medvirkning",
        "2021-10-29",
        "2021-04-12",
        merknad="Seks møter og samtaler, og en spørreundersøkelse.",
    ),
    Hoeringssteg("foerstegang", "2021-11-23", organ="Formannskapet", saksnr="112/2021"),
    Hoeringssteg("kunngjoering_hoering", "2021-11-29"),
    Hoeringssteg(
        "hoering",
        "2021-12-15",
        "2021-11-29",
        merknad="Utkastet var klart i uke 48.",
    ),
    Hoeringssteg(
        "raadene",
        "2021-12-08",
        organ="Eldrerådet, rådet for personer med funksjonsnedsettelse og ungdomsrådet",
    ),
    Hoeringssteg("merknader", "2022-01-14", "2021-12-16", organ="Plan og utbygging"),
    Hoeringssteg("formannskap", "2022-01-26", organ="Formannskapet", saksnr="4/2022"),
    Hoeringssteg("kommunestyre", "2022-02-09", organ="Kommunestyret", saksnr="8/2022"),
    Hoeringssteg("kunngjoering_vedtak", "2022-02-14"),
    Hoeringssteg("rullering", "2022-12-08", organ="Kommunestyret", saksnr="94/2022"),
)


class Innkommet(NamedTuple):
    """Et innspill, og det kommunen svarte. `tiltak` er numre i planen."""

    mottatt: str
    slag: str
    avsender: str
    kapittel: str
    tema: str
    sammendrag: str
    vurdering: str
    anbefaling: str
    endring: str = ""
    tiltak: tuple[str, ...] = ()
    kan_vises: bool = True


INNSPILL = (
    Innkommet(
        "2021-12-01",
        "raad",
        "Eldrerådet",
        "4 Boliger",
        "boliger",
        "Rådet ber om flere boliger med heldøgns bemanning i Sentrum, nær butikk og buss.",
        "Behovet er godt vist i tallene. Tolv boliger er med i planen, og tomten er i Sentrum.",
        "foelges",
        "Boligene med heldøgns bemanning skal ligge i gangavstand til butikk og buss.",
        ("1.1",),
    ),
    Innkommet(
        "2021-12-02",
        "raad",
        "Rådet for personer med funksjonsnedsettelse",
        "4 Boliger",
        "tilgjengelig",
        "Rådet mener at tjue boliger må gjøres tilgjengelige for rullestol, ikke ti.",
        "Kartleggingen viser at tjue boliger kan bygges om innenfor rammen.",
        "foelges",
        "Tjue omsorgsboliger skal gjøres tilgjengelige for rullestol.",
        ("1.6",),
    ),
    Innkommet(
        "2021-12-03",
        "privatperson",
        "Solfrid Kvernmoen",
        "5 Veien til bolig",
        "tildeling",
        "Sønnen min har ventet i to år på bolig i Elvegata. Vi har ringt åtte ganger, og ingen svarer.",
        "Svaret om saken er sendt for seg selv. Planen må si hvem som svarer søkerne.",
        "delvis",
        "Alle søkere får navnet på den som svarer på spørsmål om søknaden.",
        ("2.3",),
        kan_vises=False,
    ),
    Innkommet(
        "2021-12-06",
        "organisasjon",
        "Leieboerforeningen i Fjordvik",
        "6 Leie",
        "boliger",
        "Foreningen ber om lengre kontrakter for barnefamilier.",
        "Kontrakter på fem år er med i ordningen for barnefamilier.",
        "delvis",
        "Barnefamilier skal som hovedregel få kontrakt på fem år.",
        ("3.1",),
    ),
    Innkommet(
        "2021-12-07",
        "statlig",
        "Husbanken",
        "7 Virkemidler",
        "oekonomi",
        "Husbanken minner om tilskuddene til utleieboliger, og ber om at planen viser til dem.",
        "Planen viser til tilskuddene, og hvilke tiltak som skal bruke dem.",
        "foelges",
        "Tiltakene som skal finansieres med tilskudd fra Husbanken, er merket i handlingsdelen.",
        ("1.2",),
    ),
    Innkommet(
        "2021-12-08",
        "raad",
        "Ungdomsrådet",
        "4 Boliger",
        "boliger",
        "Unge med utviklingshemming bør få bo sammen med andre unge, og ikke på et sykehjem.",
        "Et bofellesskap for åtte unge er med i planen.",
        "foelges",
        "Bofellesskapet skal planlegges sammen med dem som skal bo der.",
        ("1.5",),
    ),
    Innkommet(
        "2021-12-09",
        "enhet",
        "Tildelingskontoret",
        "5 Veien til bolig",
        "samarbeid",
        "Kontoret mangler oversikt over boligene de andre tildeler, og ber om ett felles møte.",
        "Ett møte for alle boligene er med i planen.",
        "foelges",
        "Alle kommunale boliger tildeles i ett felles møte.",
        ("2.1",),
    ),
    Innkommet(
        "2021-12-10",
        "privatperson",
        "Torleif Bråtenes",
        "4 Boliger",
        "bomiljoe",
        "Jeg bor ved tomten til småhusene, og er redd for bråk. Naboen min fikk innbrudd i fjor.",
        "Småhusene får oppfølging hver dag. Plasseringen avgjøres i reguleringen.",
        "ikke",
        tiltak=("1.4",),
        kan_vises=False,
    ),
    Innkommet(
        "2021-12-13",
        "enhet",
        "Fjordvik Eiendom KF",
        "4 Boliger",
        "boliger",
        "Foretaket mener at boliger i dårlig stand bør selges, så pengene kan gå til nye.",
        "Handlingsdelen får et tiltak om dette ved neste rullering.",
        "orientering",
        tiltak=("1.7",),
    ),
    Innkommet(
        "2021-12-14",
        "organisasjon",
        "Pårørendegruppa psykisk helse",
        "5 Veien til bolig",
        "tjenester",
        "Gruppa forteller om en av sine, som flyttet tre ganger på et år uten oppfølging.",
        "Oppfølging i hjemmet er viktig for å beholde boligen.",
        "delvis",
        "Den som får bolig, skal få tilbud om oppfølging de første seks månedene.",
        ("3.3",),
        kan_vises=False,
    ),
    Innkommet(
        "2021-12-15",
        "privatperson",
        "Gunnvor Setervik",
        "8 Prosessen",
        "prosess",
        "Fristen var for kort, og jeg fant ikke planen på nettsidene før det hadde gått en uke.",
        "Loven har ingen krav til fristen i en temaplan. Neste gang blir fristen seks uker.",
        "orientering",
        kan_vises=False,
    ),
    Innkommet(
        "2021-12-20",
        "statlig",
        "Statsforvalteren",
        "3 Kunnskapsgrunnlag",
        "samarbeid",
        "Statsforvalteren ber om at planen sier hvordan barns behov er vurdert.",
        "Et eget avsnitt om barn er tatt inn, selv om innspillet kom etter fristen.",
        "foelges",
        "Barns behov skal vurderes i hvert tiltak som gjelder familier.",
        ("3.1",),
    ),
)


class Sagt(NamedTuple):
    """Noe noen har sagt, og hva det endret."""

    dato: str
    medvirkende: str
    hvem: str
    kanal: str
    antall: int | None
    maalgrupper: tuple[str, ...]
    sagt: str
    endret: str
    indikatorer: tuple[str, ...] = ()
    tiltak: tuple[str, ...] = ()
    tjenester: tuple[str, ...] = ()
    kan_vises: bool = True


MEDVIRKNING = (
    Sagt(
        "2021-04-21",
        "beboere",
        "Beboere i kommunale utleieboliger",
        "undersoekelse",
        64,
        ("barnefamilie", "oekonomi"),
        "To av tre vil helst eie selv. De fleste vet ikke hva startlån er.",
        "Planen fikk et tiltak om leie til eie, og veiledning før søknaden.",
        ("til_eid_bolig", "avslagsandel"),
        ("3.1", "2.3"),
    ),
    Sagt(
        "2021-05-11",
        "raad",
        "Brukerrådet for rus og psykisk helse",
        "raad",
        9,
        ("rop",),
        "Det verste er å vente uten å vite hvor lenge. En robust bolig alene er bedre enn hospits.",
        "Planen fikk fire robuste småhus.",
        ("ventetid_median", "midlertidig"),
        ("1.4",),
    ),
    Sagt(
        "2021-05-27",
        "paaroerende",
        "Foreldre til unge med utviklingshemming",
        "verksted",
        14,
        ("utviklingshemming",),
        "Foreldrene vil vite i god tid når ungdommen kan flytte, og hvem de skal bo sammen med.",
        "Bofellesskapet planlegges sammen med familiene.",
        ("venteliste",),
        ("1.5",),
    ),
    Sagt(
        "2021-06-09",
        "ansatte",
        "Nav, Tildelingskontoret og hjemmetjenesten",
        "moete",
        22,
        (),
        "Hver tjeneste har sin egen liste. Ingen ser hvem som står på flere av dem.",
        "Planen fikk ett felles tildelingsmøte hver uke.",
        ("flere_tjenester", "venteliste"),
        ("2.1",),
        ("Nav", "Tildelingskontoret", "Hjemmetjenesten"),
    ),
    Sagt(
        "2021-09-15",
        "beboere",
        "Flyktninger som er bosatt de siste to årene",
        "intervju",
        3,
        ("flyktning",),
        "Vi flyttet fire ganger det første året, og barna måtte bytte skole hver gang.",
        "Avtalen om leide boliger gjelder i tre år, så familiene slipper å flytte.",
        ("andel_bosatt_90_dager",),
        ("1.3",),
        kan_vises=False,
    ),
    Sagt(
        "2021-10-06",
        "utleiere",
        "Private utleiere",
        "moete",
        17,
        ("unge", "oekonomi"),
        "Utleierne er redde for skader, og vil ha ett nummer å ringe når noe skjer.",
        "Planen fikk en fast kontaktperson for utleierne.",
        ("uten_bolig",),
        ("2.5",),
    ),
)


def alt() -> Iterator[Skrevet]:
    """Alt som ble skrevet. Hvert steg er skrevet inn dagen etter at det var gjort."""
    yield Skrevet(
        dt.date(2021, 3, 16), "planprosess", "plan", PLANLEGGER, "", dict(PLANEN)
    )
    for steg in STEG:
        felt = {navn: verdi for navn, verdi in steg._asdict().items() if verdi}
        del felt["id"]
        yield Skrevet(
            _dagen_etter(steg.til),
            "plansteg",
            steg.id,
            PLANLEGGER,
            "",
            felt | {"gjort": True},
        )
    yield from _innspillene()
    for nr, sagt in enumerate(MEDVIRKNING, 1):
        yield Skrevet(
            _dagen_etter(sagt.dato),
            "medvirkning",
            f"medvirkning {nr}",
            KOORDINATOR,
            "",
            _felt(sagt) | {"planversjon": "1"},
        )


def _innspillene() -> Iterator[Skrevet]:
    """Hvert innspill ble skrevet inn da det kom, og svart på etter høringen."""
    svarene = ("vurdering", "anbefaling", "endring", "tiltak", "kan_vises")
    for nr, innspill in enumerate(INNSPILL, 1):
        felt = _felt(innspill)
        svar = {navn: felt.pop(navn) for navn in svarene if navn in felt}
        felt["avsenderslag"] = felt.pop("slag")
        felt |= {"nr": str(nr), "arkiv": f"2021/418-{nr + 20}"}
        id_ = f"innspill {nr}"
        dag = _dagen_etter(innspill.mottatt)
        yield Skrevet(dag, "innspill", id_, PLANLEGGER, "", felt)
        if svar.get("endring"):
            svar["planversjon"] = "1"
        yield Skrevet(
            dt.date(2022, 1, 11),
            "innspill",
            id_,
            PLANLEGGER,
            "Vurdert etter høringen.",
            svar,
        )


def _felt(rad: NamedTuple) -> dict:
    return {navn: verdi for navn, verdi in rad._asdict().items() if verdi}


def _dagen_etter(dag: str) -> dt.date:
    return dt.date.fromisoformat(dag) + dt.timedelta(days=1)
