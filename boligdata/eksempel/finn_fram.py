"""Tjenestekatalogen: hvem som gir hvilken hjelp i Fjordvik, og hvordan man får den.

Hjemlene er ekte, og står bare der vi er sikre. Fristene er kommunens egne, og en antakelse.
Telefonnumrene begynner på 1, slik ingen åttesifrede numre i Norge gjør.
"""

from typing import NamedTuple

TELEFON = {
    "Tildelingskontoret": "10 00 99 01",
    "NAV Fjordvik": "10 00 99 02",
    "Psykisk helse og rus": "10 00 99 03",
    "Hjemmetjenesten": "10 00 99 04",
    "Bo- og habiliteringstjenesten": "10 00 99 05",
    "Flyktningtjenesten": "10 00 99 06",
    "Rehabilitering og hjelpemidler": "10 00 99 07",
    "Koordinerende enhet": "10 00 99 08",
    "Krisesenteret": "10 00 99 09",
    "Husbanken": "10 00 99 10",
}
UTEN, FARE, UEGNET = "uten_bolig", "i_fare", "uegnet_bolig"


class Tilbud(NamedTuple):
    """Ett tilbud. Uten frist er hjelpen det man kommer til med en gang, eller noe uten vedtak."""

    tjeneste: str
    enhet: str
    hva: str
    for_hvem: str
    situasjon: tuple[str, ...]
    soek_slik: str
    hjemmel: tuple[str, ...] = ()
    frist_dager: int | None = None
    # Navn bare de som bor her, bruker. Resten av ordene folk søker med, er felles for alle kommuner.
    soekeord: str = ""


TILBUD = (
    Tilbud(
        "Kommunal bolig",
        "Tildelingskontoret",
        "En bolig du leier av kommunen, vanligvis i tre år om gangen.",
        (
            "Du som er vanskeligstilt på boligmarkedet og ikke klarer å skaffe eller beholde "
            "en egnet bolig selv."
        ),
        (UTEN, FARE, UEGNET),
        "Søk på kommunens nettsider eller på papir. Tildelingskontoret hjelper deg med å fylle ut søknaden.",
        ("boligsosialloven § 6",),
        30,
    ),
    Tilbud(
        "Bytte av kommunal bolig",
        "Tildelingskontoret",
        "En annen kommunal bolig enn den du bor i.",
        (
            "Du som leier av kommunen, og bor i en bolig som er for liten, for stor eller "
            "vanskelig å komme fram i."
        ),
        (UEGNET,),
        (
            "Bruk søknaden om kommunal bolig, og kryss av for bytte. Fortell hva som gjør at "
            "boligen ikke passer."
        ),
        ("boligsosialloven § 6",),
        45,
    ),
    Tilbud(
        "Omsorgsbolig",
        "Tildelingskontoret",
        "En bolig som er lett å bo i med nedsatt funksjonsevne, med mulighet for hjelp hjemme.",
        "Eldre og andre som har en bolig de ikke klarer seg i.",
        (UEGNET,),
        "Søk på skjemaet for helse- og omsorgstjenester. Noen fra kontoret kommer hjem til deg før vedtaket.",
        ("boligsosialloven § 6 fjerde ledd",),
        42,
    ),
    Tilbud(
        "Bolig med heldøgns bemanning",
        "Tildelingskontoret",
        "En bolig der det er personale hele døgnet.",
        "Du som trenger så mye hjelp at du ikke er trygg hjemme med tjenester noen ganger om dagen.",
        (UEGNET,),
        "Søk på skjemaet for helse- og omsorgstjenester. Legg ved uttalelse fra fastlegen hvis du har.",
        ("helse_og_omsorgstjenesteloven § 3-2 a",),
        42,
        "Fjordgløtt",
    ),
    Tilbud(
        "Startlån",
        "NAV Fjordvik",
        "Lån til å kjøpe, bygge, tilpasse eller beholde en bolig, med avdrag over lang tid.",
        "Du som ikke får stort nok lån i banken, men som klarer å betale renter og avdrag over tid.",
        (FARE, UEGNET),
        "Søk på Husbankens nettsider. Du logger inn med elektronisk id, og kommunen behandler søknaden.",
        ("husbankloven",),
        45,
    ),
    Tilbud(
        "Tilskudd til tilpasning av boligen",
        "NAV Fjordvik",
        "Penger til å gjøre boligen lettere å bo i, for eksempel bad uten terskel eller trappeheis.",
        "Du som har nedsatt funksjonsevne, eller noen i husstanden som har det.",
        (UEGNET,),
        "Snakk med Rehabilitering og hjelpemidler først. De hjelper deg med å planlegge og søke.",
        ("bustoettelova § 15",),
        60,
    ),
    Tilbud(
        "Ergoterapi og hjelpemidler",
        "Rehabilitering og hjelpemidler",
        "En ergoterapeut ser på boligen sammen med deg, og hjelper deg å søke om hjelpemidler og tilpasning.",
        "Du som har vansker med å klare deg hjemme fordi du er syk, skadet eller har nedsatt funksjonsevne.",
        (UEGNET,),
        "Ring, eller be fastlegen eller hjemmetjenesten om å henvise deg. Pårørende kan også ta kontakt.",
        ("helse_og_omsorgstjenesteloven § 3-2",),
        30,
    ),
    Tilbud(
        "Leie til eie",
        "NAV Fjordvik",
        "En avtale der du leier boligen av kommunen i noen år, og så kan kjøpe den til avtalt pris.",
        "Du som leier av kommunen, har fast inntekt og snart kan klare et startlån.",
        (UEGNET,),
        "Ta det opp med saksbehandleren din, eller ring NAV Fjordvik og be om en samtale.",
        (),
        60,
    ),
    Tilbud(
        "Bostøtte fra Husbanken",
        "Husbanken",
        "Et tilskudd hver måned til deg med lav inntekt og høye boutgifter.",
        (
            "Alle over 18 år med lav inntekt, både du som leier og du som eier boligen. "
            "Studenter uten barn har vanligvis ikke rett."
        ),
        (FARE, UEGNET),
        (
            "Søk på Husbankens nettsider innen den 25. i måneden. Kommunen hjelper deg hvis "
            "du ikke kan søke på nett."
        ),
        ("bustoettelova",),
    ),
    Tilbud(
        "Kommunal bostøtte",
        "NAV Fjordvik",
        "Et tillegg til bostøtten fra Husbanken.",
        "Du som fortsatt har for lite igjen å leve av når husleien er betalt.",
        (FARE,),
        "Send kopi av vedtaket fra Husbanken sammen med søknaden.",
        (),
        30,
    ),
    Tilbud(
        "Garanti eller lån til depositum",
        "NAV Fjordvik",
        "Kommunen stiller garanti overfor utleieren, slik at du slipper å legge ut depositum.",
        "Du som har funnet en bolig å leie, men ikke har penger til depositum.",
        (UTEN, FARE),
        "Søk om økonomisk sosialhjelp på NAVs nettsider. Legg ved leiekontrakten før du skriver under.",
        (
            "sosialtjenesteloven § 18",
            "sosialtjenesteloven § 19",
            "sosialtjenesteloven § 21",
        ),
        7,
    ),
    Tilbud(
        "Økonomisk rådgivning",
        "NAV Fjordvik",
        (
            "Hjelp til å få oversikt over økonomien, lage budsjett og avtale nedbetaling med "
            "dem du skylder penger."
        ),
        "Alle som har vansker med å betale husleie, lån eller regninger.",
        (FARE,),
        "Ring eller møt opp. Har du fått varsel om utkastelse, får du time innen to dager.",
        ("sosialtjenesteloven § 17",),
        14,
    ),
    Tilbud(
        "Økonomisk sosialhjelp",
        "NAV Fjordvik",
        "Penger til å leve av når du ikke har andre muligheter, også til husleie i en nødssituasjon.",
        "Du som ikke kan sørge for deg selv gjennom arbeid, andre ytelser eller det du eier.",
        (UTEN, FARE),
        "Søk på NAVs nettsider, eller få hjelp til å søke på kontoret.",
        ("sosialtjenesteloven § 18",),
        14,
    ),
    Tilbud(
        "Hjelp ved varsel om utkastelse",
        "NAV Fjordvik",
        (
            "Vi tar kontakt med utleieren, banken eller namsmannen, og ser sammen med deg på "
            "hva som kan stanse saken."
        ),
        "Du som har fått varsel om utkastelse eller tvangssalg.",
        (FARE,),
        "Ring med en gang du får varselet. Ta med brevet når du kommer.",
        ("sosialtjenesteloven § 17",),
        2,
    ),
    Tilbud(
        "Midlertidig botilbud",
        "NAV Fjordvik",
        "Et sted å bo for en kort periode, til du har en mer varig bolig.",
        "Du som ikke har noe sted å sove, og som ikke klarer å ordne det selv.",
        (UTEN,),
        "Møt opp på NAV samme dag. Utenom åpningstiden ringer du kommunens vakttelefon.",
        ("sosialtjenesteloven § 27",),
        0,
        "Havnegata 3, Værestedet",
    ),
    Tilbud(
        "Medvirkning til å skaffe bolig",
        "NAV Fjordvik",
        "Vi hjelper deg med å lete etter bolig, gå på visning og snakke med utleiere.",
        "Du som ikke klarer å skaffe deg bolig på det private markedet alene.",
        (UTEN, UEGNET),
        "Be om det når du snakker med veilederen din, eller ring NAV Fjordvik.",
        ("boligsosialloven § 6", "sosialtjenesteloven § 15"),
        14,
    ),
    Tilbud(
        "Booppfølging",
        "Psykisk helse og rus",
        "Noen kommer hjem til deg og hjelper deg med hverdagen, økonomien og naboskapet.",
        "Du som trenger støtte for å klare å bo i egen bolig.",
        (FARE, UEGNET),
        "Søk på skjemaet for helse- og omsorgstjenester, eller be NAV eller fastlegen om å henvise deg.",
        ("helse_og_omsorgstjenesteloven § 3-2",),
        30,
    ),
    Tilbud(
        "ROP-team",
        "Psykisk helse og rus",
        (
            "Et team fra kommunen og sykehuset som møter deg der du er, også når du ikke "
            "klarer å møte til timer."
        ),
        "Du som har både rusproblemer og en alvorlig psykisk lidelse.",
        (UTEN, FARE),
        "Ring teamet selv, eller be noen du stoler på om å gjøre det. Du trenger ikke henvisning.",
        ("helse_og_omsorgstjenesteloven § 3-2",),
        10,
    ),
    Tilbud(
        "Miljøarbeidertjeneste",
        "Bo- og habiliteringstjenesten",
        "Opplæring og hjelp i hjemmet, etter det du trenger og ønsker.",
        "Du som har utviklingshemming eller en annen medfødt eller tidlig ervervet funksjonsnedsettelse.",
        (UEGNET,),
        "Søk på skjemaet for helse- og omsorgstjenester. Pårørende og verge kan hjelpe deg.",
        ("helse_og_omsorgstjenesteloven § 3-2",),
        30,
    ),
    Tilbud(
        "Hjemmesykepleie og praktisk bistand",
        "Hjemmetjenesten",
        "Sykepleie, stell og hjelp til det du ikke klarer selv hjemme.",
        "Du som er syk eller har nedsatt funksjonsevne, og trenger hjelp for å bo hjemme.",
        (UEGNET,),
        (
            "Søk på skjemaet for helse- og omsorgstjenester, eller be fastlegen eller "
            "sykehuset om å henvise deg."
        ),
        ("helse_og_omsorgstjenesteloven § 3-2",),
        14,
    ),
    Tilbud(
        "Brukerstyrt personlig assistanse",
        "Bo- og habiliteringstjenesten",
        "Assistenter som du selv leder, og som hjelper deg hjemme og ute.",
        "Du som har et stort og langvarig behov for personlig assistanse.",
        (UEGNET,),
        "Søk på skjemaet for helse- og omsorgstjenester. Du kan få hjelp til å beskrive hva du trenger.",
        ("brukerstyrt",),
        60,
    ),
    Tilbud(
        "Koordinator og individuell plan",
        "Koordinerende enhet",
        "Én person som sørger for at tjenestene dine henger sammen, og en plan du er med på å lage.",
        "Du som trenger flere helse- og omsorgstjenester over lang tid.",
        (UTEN, FARE, UEGNET),
        "Si fra til en av tjenestene du har, eller ring koordinerende enhet.",
        (
            "helse_og_omsorgstjenesteloven § 7-1",
            "helse_og_omsorgstjenesteloven § 7-2",
            "sosialtjenesteloven § 28",
        ),
        30,
    ),
    Tilbud(
        "Bosetting og introduksjonsprogram",
        "Flyktningtjenesten",
        "Bolig, opplæring i norsk og hjelp til å komme i gang for deg som er bosatt etter avtale med staten.",
        "Nyankomne flyktninger og familien deres.",
        (UTEN,),
        "Du trenger ikke søke. Flyktningtjenesten tar kontakt med deg før du flytter til kommunen.",
        ("integreringsloven",),
    ),
    Tilbud(
        "Krisesenter",
        "Krisesenteret",
        "Et trygt sted å bo, hele døgnet og uten å bestille time.",
        "Voksne og barn som er utsatt for vold eller trusler hjemme.",
        (UTEN, FARE),
        "Ring når som helst på døgnet, eller møt opp.",
        ("krisesenterlova",),
        0,
    ),
    Tilbud(
        "Klage på vedtak",
        "Tildelingskontoret",
        (
            "Hjelp til å klage når du har fått avslag eller er uenig i et vedtak. Blir svaret det samme, "
            "går klagen videre til dem som kan endre det."
        ),
        "Alle som har fått et vedtak om bolig, penger eller tjenester fra kommunen.",
        (UTEN, FARE, UEGNET),
        (
            "Skriv til kontoret som sendte vedtaket, innen fristen som står i det. Du trenger ikke "
            "skjema, og kan få hjelp til å skrive."
        ),
        ("boligsosialloven § 7", "forvaltningsloven"),
    ),
)
