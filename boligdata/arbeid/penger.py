"""Penger slik de står i handlingsdeler, lest som beløp per år og hvor langt finansieringen er kommet.

«Innenfor rammen», «1,2 mill. kr i 2025 og 0,5 mill. i 2026», «0,8 mill. per år» og «Krever vedtak i
handlingsprogrammet». Ordene følger alltid med. Et beløp uten år, som ingen frist eller plan sier året
for, blir ikke et forslag: da sier en merknad det, i stedet for at vi gjetter.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from boligdata.arbeid.feltliste import AARENE
from boligdata.arbeid.lesning import ANTATT, IKKE_FORSTAATT, SIKKER
from boligdata.arbeid.tiltak import STOERSTE_BELOEP, Beloep, Frist
from boligdata.felles import norsk
from boligdata.felles.maalform import si
from boligdata.felles.tekst import rens

# Så mange år en årlig utgift fordeles på når teksten ikke sier hvilke: et helt planløp.
FLEST_AAR = 15
_UTEN_FRIST = Frist()


@dataclass(frozen=True)
class Pengelesning:
    """Pengene som er lest, hvor sikkert, og det brukeren bør se etter."""

    beloep: tuple[Beloep, ...] = ()
    finansiering: str = "uavklart"
    oekonomiplan: str = ""
    aarsverk: float | None = None
    sikkerhet: str = SIKKER
    merknader: tuple[str, ...] = ()


def les(
    tekst: str,
    frist: Frist = _UTEN_FRIST,
    planen: tuple[int, int] | None = None,
    enhet: int | None = None,
) -> Pengelesning:
    """Pengene i teksten. `enhet` er det overskriften sier tallene er i, som 1 000 000 eller 1. Fristen
    og planen sier hvilke år det gjelder når teksten ikke gjør det.
    """
    skrevet = _enkel(tekst)
    if not re.search(r"\w", skrevet):
        return Pengelesning()
    finansiering, flere = _finansiering(skrevet)
    oekonomiplan, uten_plan = _oekonomiplan(skrevet)
    aarsverk, uten_aarsverk = _aarsverk(uten_plan)
    aarene = _aar_som_gjelder(oekonomiplan, frist, planen)
    beloep, merknader = _beloep(uten_aarsverk, aarene, enhet)
    if flere:
        merknader += (
            si("Planen nevner flere slags finansiering. Velg den som gjelder."),
        )
    bare_en_del = _EN_DEL.search(skrevet) or len({en.art for en in beloep}) > 1
    if finansiering == "ekstern" and bare_en_del:
        finansiering = None
        merknader += (
            si(
                "Tilskuddet dekker en del av utgiften. Velg hvordan resten finansieres."
            ),
        )
    forstaatt = finansiering or beloep or merknader or aarsverk is not None
    if not forstaatt:
        merknader = (
            si(
                "Vi forstår ikke hva planen sier om penger her. Velg selv, eller la ordene stå."
            ),
        )
    sikkerhet = SIKKER if forstaatt and not merknader else ANTATT
    return Pengelesning(
        beloep,
        finansiering or "uavklart",
        oekonomiplan if finansiering == "oekonomiplan" else "",
        aarsverk,
        sikkerhet if forstaatt else IKKE_FORSTAATT,
        merknader,
    )


def _enkel(tekst: str) -> str:
    return re.sub(r"[‐‑‒–—−]", "-", rens(tekst[:5_000]).lower())


# ------------------------------------------------------------------------- finansiering

_IKKE = r"\bik(?:ke|kje) (?:[\wæøå]+ ){0,2}"
# I rekkefølge: det første som står der, gjelder. Et forbehold går foran et løfte.
_ORD_OM_FINANSIERING: dict[str, tuple[str, ...]] = {
    "avvist": (
        "avvist",
        "avslått",
        "nedstemt",
        "strøket",
        "stroke",
        _IKKE + "prioritert",
    ),
    "krever_prioritering": (
        r"\bkrev(?:er|je)?\b",
        r"prioriter(?:ing|es|ast)",
        r"(?:utover|utanom|utenfor|utanfor) (?:[\wæøå]+ )?ramm",
        _IKKE
        + r"(?:finansiert|budsjettert|innarbeid|avsatt|avsett|inn[ea]n?for|lagt inn)",
        r"ufinansiert",
        r"mangl\w+ finansiering",
        r"(?:nye|friske) midl",
        r"(?:økte|auka) rammer",
        r"innarbeid(?:es|ast)",
        r"må innarbeide",
        r"meldes inn",
        r"behov for (?:[\wæøå]+ )?midl",
        r"styrking av ramm",
        r"tilleggs(?:bevilgning|løyving)",
    ),
    "uavklart": (
        r"avklar",
        r"vurder(?:es|ast)",
        r"utredes|utgreiast",
        r"usikker",
        r"ukjent|ik(?:ke|kje) kjent",
    ),
    "oekonomiplan": (
        r"økonomiplan",
        r"innarbeid(?:et|d|a)",
        r"avsatt|avsett",
        r"bevilg(?:et|a)|løyv[dt]",
        r"lagt inn i",
        r"ligger inne|ligg inne",
        r"vedt(?:att|eke) i budsjett",
        r"\bi (?:vedtatt )?budsjett(?:et)?\b",
        r"handlingsprogram",
        r"\bhp \d",
    ),
    "ekstern": (
        r"ekstern",
        r"husbank|statsforvalt|imdi|bufdir|helsedirektorat|fylkeskommun",
        r"statlige? midl|prosjektmidl",
        r"tilskudd fra|tilskot frå",
        r"søke? (?:om )?(?:midl|tilsk)",
        r"(?:integrerings|investerings|stats|bolig|kompetanse)tilsk|tilskudd til utleie",
        r"startlån|(?:lån|midl\w+) (?:fra|frå)",
    ),
    "innenfor": (
        r"inn(?:en|a)n?for (?:[\wæøå]+ ){0,3}(?:ramm|budsjett|drift|ressurs)",
        r"(?:eksister[ea]nde|gjeld[ea]nde|dagens|ordinære?|e(?:i)?gne|vedtatte?) (?:[\wæøå]+ )?"
        r"(?:ramm|budsjett|drift|ressurs|midl)",
        r"ing(?:en|a) (?:ekstra )?(?:mer|meir)?kostnad|kostnadsfri",
        r"innen ramm|inngår i|dekk(?:es|ast) (?:av|inn[ea]n)|egeninnsats|interne ressurs",
        r"\bramm(?:en?|a)\b",
    ),
}
_FINANSIERING = {
    hva: re.compile("|".join(moenstre))
    for hva, moenstre in _ORD_OM_FINANSIERING.items()
}


def _finansiering(skrevet: str) -> tuple[str | None, bool]:
    """Hvor langt finansieringen er kommet, og om planen nevner mer enn én vei."""
    treff = [hva for hva, moenster in _FINANSIERING.items() if moenster.search(skrevet)]
    if not treff:
        return None, False
    veier = {"oekonomiplan", "ekstern", "innenfor"} & set(treff)
    return treff[0], treff[0] in veier and len(veier) > 1


_EN_DEL = re.compile(r"hvorav|herav|derav|delvis|deler av|delar av|medfinans")
_OEKONOMIPLAN = re.compile(
    r"(økonomiplan\w*|handlings(?:program|plan)\w*|\bhp)(?: for)?[ ,(]*"
    r"((?:19|20)\d\d) ?[-/] ?((?:19|20)?\d\d)"
)


def _oekonomiplan(skrevet: str) -> tuple[str, str]:
    """Årene økonomiplanen gjelder, og teksten uten dem."""
    treff = _OEKONOMIPLAN.search(skrevet)
    if not treff:
        return "", skrevet
    siste = int(treff[3]) + (2000 if len(treff[3]) == 2 else 0)
    plan = f"{treff[2]}–{siste}" if int(treff[2]) <= siste else ""
    return plan, skrevet.replace(treff[0], treff[1])


# ----------------------------------------------------------------------------- årsverk

_AARSVERK = re.compile(
    r"(?<![\d.,/])(\d{1,3}(?:[.,]\d+)?) ?(?:nye |nytt |hele |faste )?(?:årsverk|stilling(?:er|ar)?\b)"
)
_STILLINGSPROSENT = re.compile(r"(\d{1,3}) ?(?:%|prosent)[ -]*(?:fast )?stilling")


def _aarsverk(skrevet: str) -> tuple[float | None, str]:
    """Årsverkene, og teksten uten dem, så de ikke leses som kroner."""
    if treff := _STILLINGSPROSENT.search(skrevet):
        return int(treff[1]) / 100, skrevet.replace(treff[0], " stilling")
    if treff := _AARSVERK.search(skrevet):
        return float(treff[1].replace(",", ".")), skrevet.replace(treff[0], " stilling")
    return None, skrevet


# ------------------------------------------------------------------------------ beløp

_TALL = r"\d{1,3}(?:[ .]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_ENHETER = {
    "milliard": 1_000_000_000,
    "mrd": 1_000_000_000,
    "mill": 1_000_000,
    "mnok": 1_000_000,
    "mkr": 1_000_000,
    "tusen": 1_000,
    "tnok": 1_000,
    "tkr": 1_000,
    "kkr": 1_000,
}
_ENHET = r"milliard(?:er|ar)?|mrd\.?|million(?:er|ar)?|mill\.?|mnok|mkr|tusen|tnok|tkr|t\.kr\.?|kkr"
_BELOEP = re.compile(
    rf"(?P<foran>\b(?:kr\.?|nok) ?)?(?<![\d.,/])(?P<tall>{_TALL})(?: ?- ?(?P<til>{_TALL}))?"
    rf"(?: ?(?P<enhet>{_ENHET})\b\.?)?(?P<bak>[ ]?(?:kroner|kr\b\.?|nok\b|,-))?(?![\d%/])"
)
_AAR = re.compile(
    r"\b((?:19|20)\d\d)(?!\d)(?: ?(?:-|til|t\.o\.m\.) ?((?:19|20)\d\d|\d\d)\b)?"
)
_PER_AAR = re.compile(
    r"(?:per|pr\.?|i|kvart|hvert) år(?:et)?\b|/ ?år|årlig|årleg|p\.a\.|\bper aar\b"
)
_DRIFT = re.compile(r"drift|stilling|årsverk|lønn|løn\b|husleie|leie\b")
_INVESTERING = re.compile(r"invest")
_TILSKUDD = re.compile(
    r"(?:tilskudd|tilskot|støtte|stønad|midler|midlar|refusjon) (?:fra|frå)|"
    r"(?:investerings|integrerings)tilsk|stats?(?:lig)? ?tilsk|i tilskudd|i tilskot"
)


@dataclass(frozen=True)
class _Sum:
    """Et tall i teksten som er kroner, og stykket av teksten som handler om det."""

    kroner: int
    start: int
    slutt: int
    merknad: str = ""


@dataclass(frozen=True)
class _Aarene:
    """Årene et beløp uten år kan gjelde: `naere` er fristens eller økonomiplanens, og `alle` er dem,
    eller hele planens når de ikke er kjent. `siste` er det siste året noe kan vare til.
    """

    naere: tuple[int, ...]
    alle: tuple[int, ...]
    siste: int | None


def _beloep(
    skrevet: str, aarene: _Aarene, enhet: int | None
) -> tuple[tuple[Beloep, ...], tuple[str, ...]]:
    summer = list(_summer(skrevet, enhet))
    merknader = [summen.merknad for summen in summer if summen.merknad]
    beloep: list[Beloep] = []
    forrige: tuple[int, ...] = ()
    for summen, stykke in zip(summer, _stykker(skrevet, summer)):
        delt, merknad = _fordelt(summen, stykke, forrige, aarene)
        forrige = tuple(del_.aar for del_ in delt)
        slag = _slag(stykke) or _slag(skrevet) or "uavklart"
        art = "tilskudd" if _TILSKUDD.search(stykke) else "brutto"
        beloep += [replace(del_, slag=slag, art=art) for del_ in delt]
        merknader += [merknad] if merknad else []
    samlet, to_like = _lagt_sammen(beloep)
    return samlet, tuple(dict.fromkeys(merknader + to_like))


def _summer(skrevet: str, enhet: int | None) -> Iterator[_Sum]:
    """Tallene som er kroner. Et tall uten «kr» eller «mill.» er det bare når det ikke kan være et
    år, eller når overskriften sier hva tallene er i.
    """
    aar = {treff.start() for treff in _AAR.finditer(skrevet)}
    for treff in _BELOEP.finditer(skrevet):
        navngitt = treff["foran"] or treff["enhet"] or treff["bak"]
        tall = _tall(treff["til"] or treff["tall"], treff["enhet"])
        if not navngitt and (
            treff.start("tall") in aar or not _kan_vaere_kroner(tall, enhet)
        ):
            continue
        faktor = _faktor(treff["enhet"])
        if not faktor:
            faktor = 1 if treff["bak"] or treff["foran"] else enhet or 1
        kroner = round(tall * faktor)
        if kroner > STOERSTE_BELOEP:
            continue
        merknad = ""
        if treff["til"]:
            spenn = treff[0].strip()
            merknad = si(
                "«{spenn}» er lest som det høyeste, {kroner} kr.",
                spenn=spenn,
                kroner=norsk.tall(kroner),
            )
        elif not navngitt and enhet is None:
            merknad = si(
                "«{tall}» står uten enhet, og er lest som kroner.", tall=treff["tall"]
            )
        yield _Sum(kroner, treff.start(), treff.end(), merknad)


_BARE_TALL = re.compile(
    rf"(?:kr\.? ?)?(-)? ?({_TALL})(?: ?({_ENHET}))?\.?(?: ?(?:kroner|kr\.?|,-))?"
)


def ett_tall(tekst: str, enhet: int | None = None) -> int | None:
    """Kronene i en celle med bare et beløp, eller ingenting når cellen sier noe annet."""
    treff = _BARE_TALL.fullmatch(_enkel(tekst))
    if not treff:
        return None
    faktor = _faktor(treff[3]) or enhet or 1
    kroner = round(_tall(treff[2], treff[3]) * faktor)
    return None if kroner > STOERSTE_BELOEP else -kroner if treff[1] else kroner


def _kan_vaere_kroner(tall: float, enhet: int | None) -> bool:
    return enhet is not None or tall >= 5_000


def _faktor(skrevet: str | None) -> int:
    if not skrevet:
        return 0
    ren = skrevet.replace(".", "")
    return next(faktor for navn, faktor in _ENHETER.items() if ren.startswith(navn))


def _tall(skrevet: str, enhet: str | None) -> float:
    """Med «mill.» bak er punktum et desimaltegn: 1.2 mill. Ellers skiller det tusener: 500.000."""
    if enhet and re.fullmatch(r"\d+\.\d{1,2}", skrevet):
        return float(skrevet)
    if re.fullmatch(r"\d{1,3}(?:[ .]\d{3})+(?:,\d+)?", skrevet):
        skrevet = re.sub("[ .]", "", skrevet)
    return float(skrevet.replace(",", "."))


# Der ett beløp slutter og det neste begynner. Det siste skillet før beløpet gjelder.
_SKILLE = re.compile(r"[.;,:]\s|\s(?:og|samt|pluss)\s|[/+]")


def _stykker(skrevet: str, summer: list[_Sum]) -> list[str]:
    """Stykket av teksten som handler om hvert beløp: årene kan stå etter beløpet, eller foran."""
    ender = [0]
    for summen, neste in zip(summer, summer[1:]):
        mellom = skrevet[summen.slutt : neste.start]
        skiller = [
            treff.start() for treff in _SKILLE.finditer(mellom) if ":" not in treff[0]
        ]
        ender.append(summen.slutt + skiller[-1] if skiller else neste.start)
    ender.append(len(skrevet))
    return [skrevet[fra:til] for fra, til in zip(ender, ender[1:])] if summer else []


def _fordelt(
    summen: _Sum, stykke: str, forrige: tuple[int, ...], aarene: _Aarene
) -> tuple[list[Beloep], str]:
    """Beløpet på årene det gjelder, og hva vi har antatt."""
    kroner = summen.kroner
    penger = f"{norsk.tall(kroner)} kr"
    aar = _aar_i(stykke) or (forrige if _DERAV.search(stykke) else ())
    if _PER_AAR.search(stykke):
        return _hvert_aar(kroner, stykke, aar, aarene)
    if len(aar) > 1:
        deler = _likt(kroner, len(aar))
        return [Beloep(*en) for en in zip(aar, deler)], si(
            "{penger} for {aarene} er delt likt på årene. Rett fordelingen hvis den er en annen.",
            penger=penger,
            aarene=_spenn(aar),
        )
    if aar:
        return [Beloep(aar[0], kroner)], ""
    if not aarene.naere:
        return [], si(
            "Planen sier ikke hvilket år {penger} gjelder. Legg inn beløpet i riktig år.",
            penger=penger,
        )
    siste = aarene.naere[-1]
    return [Beloep(siste, kroner)], si(
        "Planen sier ikke hvilket år {penger} gjelder. Det er lagt i {aar}.",
        penger=penger,
        aar=siste,
    )


_DERAV = re.compile(r"hvorav|herav|derav|av dette")
_FRA_AAR = re.compile(r"(?:fra|frå)(?: og med)? (?:19|20)\d\d")


_ANTALL_AAR = re.compile(r"\b(?:i|over) ([1-9]) år\b")


def _hvert_aar(
    kroner: int, stykke: str, aar: tuple[int, ...], aarene: _Aarene
) -> tuple[list[Beloep], str]:
    sagt = aar
    if len(aar) == 1 and _FRA_AAR.search(stykke) and (aarene.siste or 0) > aar[0]:
        sagt, aar = (), tuple(range(aar[0], aarene.siste + 1))
    antall = _ANTALL_AAR.search(stykke)
    if antall and aar:
        sagt = aar = tuple(range(aar[0], aar[0] + int(antall[1])))
    gjelder = (aar or aarene.alle)[:FLEST_AAR]
    if not gjelder:
        return [], si(
            "Planen sier {kroner} kr per år, men ikke hvilke år. Legg inn beløpet i årene det gjelder.",
            kroner=norsk.tall(kroner),
        )
    antatt = si(
        "{kroner} kr per år er lagt på {aarene}. Ta bort årene det ikke gjelder.",
        kroner=norsk.tall(kroner),
        aarene=_spenn(gjelder),
    )
    return [Beloep(ett, kroner) for ett in gjelder], "" if sagt else antatt


def _aar_i(tekst: str) -> tuple[int, ...]:
    """Alle årene i teksten. «2025-2027» er tre."""
    ut: list[int] = []
    for foerste, siste in _AAR.findall(tekst):
        fra = int(foerste)
        til = int(siste) + (2000 if len(siste) == 2 else 0) if siste else fra
        ut += range(fra, til + 1) if 0 <= til - fra < FLEST_AAR else [fra]
    return tuple(dict.fromkeys(aar for aar in ut if aar in AARENE))


def _likt(kroner: int, antall: int) -> list[int]:
    """Kronene delt så likt det går, uten at en krone blir borte."""
    hele, rest = divmod(kroner, antall)
    return [hele + (nr < rest) for nr in range(antall)]


def _spenn(aar: tuple[int, ...]) -> str:
    if len(aar) > 2 and aar == tuple(range(aar[0], aar[-1] + 1)):
        return f"{aar[0]}–{aar[-1]}"
    return norsk.ramse([str(ett) for ett in aar])


def _slag(stykke: str) -> str | None:
    drift, investering = _DRIFT.search(stykke), _INVESTERING.search(stykke)
    if bool(drift) == bool(investering):
        return None
    return "drift" if drift else "investering"


def _lagt_sammen(beloep: list[Beloep]) -> tuple[tuple[Beloep, ...], list[str]]:
    """Ett beløp for hvert år, slag og art."""
    ut: dict[tuple, Beloep] = {}
    merknader = []
    for en in beloep:
        noekkel = (en.aar, en.slag, en.art)
        if noekkel in ut:
            merknader.append(si("To beløp for {aar} er lagt sammen.", aar=en.aar))
            en = replace(en, kroner=en.kroner + ut[noekkel].kroner)
        ut[noekkel] = en
    return tuple(ut.values()), merknader


def _aar_som_gjelder(
    oekonomiplan: str, frist: Frist, planen: tuple[int, int] | None
) -> _Aarene:
    naere: tuple[int, ...] = ()
    if frist.til and frist.slag == "tidfestet":
        foerste = frist.fra.year if frist.fra else frist.til.year
        naere = tuple(range(foerste, frist.til.year + 1))
    elif oekonomiplan:
        naere = _aar_i(oekonomiplan.replace("–", "-"))
    alle = naere
    if planen and not alle:
        foerste = max(planen[0], frist.fra.year if frist.fra else planen[0])
        alle = tuple(range(foerste, planen[1] + 1))
    siste = planen[1] if planen else naere[-1] if naere else None
    return _Aarene(naere, alle, siste)
