"""Frister slik de står i handlingsdeler, lest som et slag og et spenn av dager.

«Høst 2025», «Innen utgangen av 2024 – senest 01.01.2025» og «Q2 2025» er tidfestet, «Fortløpende» er
løpende, «Hvert år» er årlig, og det som ikke sier en tid, er uavklart. Ordene følger alltid med, og
ingenting som er skrevet, er en feil.

Teksten leses i to omganger. Først finnes stykkene som er en tid (`_TIDER`), og hvert av dem blir et
spenn. Så ser vi på ordet foran hvert stykke: «innen» tar bort begynnelsen, «fra» tar bort slutten.
"""

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from boligdata.arbeid.feltliste import AARENE
from boligdata.arbeid.lesning import ANTATT, IKKE_FORSTAATT, SIKKER
from boligdata.arbeid.tiltak import Frist
from boligdata.felles.maalform import fast, si
from boligdata.felles.tekst import rens


@dataclass(frozen=True)
class Fristlesning:
    """Fristen som er lest, hvor sikkert, og det brukeren bør se etter."""

    frist: Frist
    sikkerhet: str = SIKKER
    merknader: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Tid:
    """Ett stykke av teksten som er en tid. Et åpent spenn mangler en ende."""

    fra: dt.date | None
    til: dt.date | None
    merknad: str = ""
    start: int = 0
    slutt: int = 0


def les(tekst: str, planen: tuple[int, int] | None = None) -> Fristlesning:
    """Fristen i teksten. `planen` er det første og siste året i planen, når det er kjent."""
    ord_ = tekst.strip()
    skrevet = _enkel(ord_)
    if not skrevet or not re.search(r"\w", skrevet):
        return Fristlesning(Frist(ord_))
    tider, rest = _tider(skrevet, planen)
    merknader = tuple(dict.fromkeys(tid.merknad for tid in tider if tid.merknad))
    if _AVKLARES.search(skrevet):
        return Fristlesning(Frist(ord_, "uavklart"))
    fra, til = _samlet(tider)
    if fra and til and til < fra:
        return _baklengs(ord_)
    slag = _slag(skrevet, til)
    if slag == "loepende" and tider and _blir_loepende(rest, tider[-1]):
        til = None
    if slag is None and fra:
        slag = "loepende"
        merknader += (
            si(
                "Planen sier når det begynner, men ikke når det er ferdig. Det er lest som "
                "løpende."
            ),
        )
    if slag is None:
        return Fristlesning(
            Frist(ord_),
            IKKE_FORSTAATT,
            (
                si(
                    "Fristen «{ord}» sier ikke en tid vi forstår. Velg selv, eller la den stå.",
                    ord=_kort(ord_),
                ),
            ),
        )
    sikker = not merknader and not _har_flere_ord(rest)
    return Fristlesning(
        Frist(ord_, slag, fra, til), SIKKER if sikker else ANTATT, merknader
    )


def _baklengs(ord_: str) -> Fristlesning:
    return Fristlesning(
        Frist(ord_),
        IKKE_FORSTAATT,
        (
            si(
                "Fristen «{ord}» slutter før den begynner. Rett den, eller velg selv.",
                ord=_kort(ord_),
            ),
        ),
    )


def _kort(tekst: str) -> str:
    return tekst if len(tekst) <= 80 else tekst[:79] + "…"


def _enkel(tekst: str) -> str:
    """Små bokstaver, én slags strek og én slags apostrof."""
    return re.sub(r"[‐‑‒–—−]", "-", rens(tekst[:2_000]).lower()).replace("’", "'")


# ------------------------------------------------------------------------------- slag

_AVKLARES = re.compile(
    r"avklar|uavklart|\bvurder(?:es|ast)\b|ik(?:ke|kje) (?:fastsatt|fastsett|bestemt|avgjort)"
)
_LOEPENDE = re.compile(
    r"løpende|løpande|kontinuerlig|heile? tid|hele tid|til enhver tid|ved behov|etter behov|"
    r"(?:daglig|dagleg|ukentlig|månedlig|månadleg)|hver (?:måned|uke)|kvar (?:månad|veke)|"
    r"\bpågår\b|pågående|pågåande|varig|permanent"
)
_AARLIG = re.compile(
    r"(?:hvert|kvart|annethvert|annankvart) (?:\d+\. )?(?:år|halvår|tertial|kvartal)|"
    r"hver (?:vår|høst)|kvar (?:vår|haust)|årlig|årleg|(?:i|per|pr\.?) året|\d+ gang(?:er|ar)? i året"
)


def _slag(skrevet: str, til: dt.date | None) -> str | None:
    if _LOEPENDE.search(skrevet):
        return "loepende"
    if _AARLIG.search(skrevet):
        return "aarlig"
    return "tidfestet" if til else None


# -------------------------------------------------------------------------------- tider

_AAR = r"(?:(?:19|20)\d\d)"
# «høst 25», «høst '25» og «høst -25»: bare etter et ord som sier at det er en tid.
_AAR2 = rf"(?:{_AAR}|(?:'|-)?\d\d(?!\d|[.,]\d))"
_MAANEDER = (
    "jan(?:uar)?",
    "feb(?:ruar)?",
    "mars?",
    "apr(?:il)?",
    "mai",
    "juni?",
    "juli",
    "aug(?:ust)?",
    "sept?(?:ember)?",
    "okt(?:ober)?",
    "nov(?:ember)?",
    "des(?:ember)?",
)
_MAANED = rf"(?:{'|'.join(_MAANEDER)})"
_AARSTIDER = {
    "vår": (fast("Våren er lest som mars til mai."), 3, 5),
    "sommer": (fast("Sommeren er lest som juni til august."), 6, 8),
    "høst": (fast("Høsten er lest som september til november."), 9, 11),
}
_AARSTID = r"vinter|vår|sommar|sommer|sumar|høst|haust"
_TALLORD = {
    "første": 1,
    "fyrste": 1,
    "andre": 2,
    "tredje": 3,
    "fjerde": 4,
    "siste": -1,
}
_NUMMER = rf"(?:\d\.?|{'|'.join(_TALLORD)})"
_DELER = {
    "kvartal": 4,
    "kv": 4,
    "q": 4,
    "tertial": 3,
    "t": 3,
    "halvår": 2,
    "halvdel": 2,
    "h": 2,
}
_DEL_AV_AARET = r"kvartal|kv\.?|tertial|halvår|halvdel"


def _tider(skrevet: str, planen: tuple[int, int] | None) -> tuple[list[_Tid], str]:
    """Tidene i teksten, i rekkefølge, og det som er igjen av den når tidene er tatt ut.

    Et stykke som er lest, er borte for de neste: «01.01.2025» er en dag, og ikke også et år.
    """
    funnet: list[_Tid] = []

    def ta(treff: re.Match, les_tid: Callable) -> str:
        tid = les_tid(treff, planen)
        if tid is None:
            return treff[0]
        funnet.append(replace(tid, start=treff.start(), slutt=treff.end()))
        return "\0" * len(treff[0])

    rest = _SAK.sub(lambda treff: " " * len(treff[0]), skrevet)
    for moenster, les_tid in _TIDER:
        rest = moenster.sub(lambda treff, les_tid=les_tid: ta(treff, les_tid), rest)
    funnet.sort(key=lambda tid: tid.start)
    return list(_med_ordet_foran(funnet, rest)), rest.replace("\0", " ")


# «Ref. vedtak 87/2022» og «sak 22/1034» er ikke år.
_SAK = re.compile(
    r"(?:ref\.?|jf\.?|vedtak|k?-?sak|pkt\.?|punkt)[ .:]*(?:nr\.? )?\d+/\d+|"
    r"\b(?:1[3-9]|[2-9]\d|\d{3})/(?:19|20)\d\d\b"
)


def _aar(skrevet: str) -> int:
    aar = int(re.sub(r"\D", "", skrevet))
    return aar + 2000 if aar < 100 else aar


def _maaneder(aar: int, foerste: int, siste: int, merknad: str = "") -> _Tid | None:
    if aar not in AARENE:
        return None
    siste_dag = calendar.monthrange(aar, siste)[1]
    return _Tid(dt.date(aar, foerste, 1), dt.date(aar, siste, siste_dag), merknad)


def _dag(aar: int, maaned: int, dag: int) -> _Tid | None:
    try:
        dagen = dt.date(aar, maaned, dag)
    except ValueError:
        return None
    return _Tid(dagen, dagen) if aar in AARENE else None


def _iso_dag(treff: re.Match, _) -> _Tid | None:
    return _dag(int(treff[1]), int(treff[2]), int(treff[3]))


def _norsk_dag(treff: re.Match, _) -> _Tid | None:
    return _dag(_aar(treff[3]), int(treff[2]), int(treff[1]))


def _maanedsnummer(skrevet: str) -> int:
    return next(
        nr
        for nr, navn in enumerate(_MAANEDER, 1)
        if re.fullmatch(navn, skrevet.rstrip("."))
    )


def _dag_i_maaned(treff: re.Match, _) -> _Tid | None:
    return _dag(_aar(treff[3]), _maanedsnummer(treff[2]), int(treff[1]))


def _maaned(treff: re.Match, _) -> _Tid | None:
    foerste = _maanedsnummer(treff[1])
    siste = _maanedsnummer(treff[2]) if treff[2] else foerste
    aar = _aar(treff[3])
    if siste < foerste:  # «november–februar 2026» begynner året før.
        fra, til = _maaneder(aar - 1, foerste, foerste), _maaneder(aar, siste, siste)
        return _Tid(fra.fra, til.til) if fra and til else None
    return _maaneder(aar, foerste, siste)


def _maaned_med_tall(treff: re.Match, _) -> _Tid | None:
    return (
        _maaneder(int(treff[2]), int(treff[1]), int(treff[1]), "")
        if int(treff[1])
        else None
    )


def _aarstid(treff: re.Match, _) -> _Tid | None:
    navn = {"haust": "høst", "sommar": "sommer", "sumar": "sommer"}.get(
        treff[1], treff[1]
    )
    aar, neste = _aar(treff[2]), treff[3]
    if navn == "vinter":
        slutt = _aar(neste) if neste else aar
        til = _maaneder(slutt, 2, 2)
        merknad = si(
            "Vinteren er lest som desember {foer} til februar {aar}.",
            foer=slutt - 1,
            aar=slutt,
        )
        return til and _Tid(dt.date(slutt - 1, 12, 1), til.til, merknad)
    merknad, foerste, siste = _AARSTIDER[navn]
    tid = _maaneder(aar, foerste, siste, si(merknad))
    if tid and neste:  # «våren 2025 og 2026» og «høst 2025/26»
        siste_tid = _maaneder(_aar(neste), foerste, siste)
        return siste_tid and replace(tid, til=siste_tid.til)
    return tid


def _del_av_aaret(treff: re.Match, _) -> _Tid | None:
    navn = treff["navn"].rstrip(".")
    antall = _DELER[navn]
    foerste = _nummer(treff["nr"], antall)
    siste = _nummer(treff["til"], antall) if treff["til"] else foerste
    if not 1 <= foerste <= siste <= antall:
        return None
    lengde = 12 // antall
    return _maaneder(_aar(treff["aar"]), (foerste - 1) * lengde + 1, siste * lengde)


def _nummer(skrevet: str, antall: int) -> int:
    nummer = _TALLORD.get(skrevet) or int(skrevet.rstrip("."))
    return antall if nummer == -1 else nummer


def _uke(treff: re.Match, _) -> _Tid | None:
    try:
        mandag = dt.date.fromisocalendar(int(treff[2]), int(treff[1]), 1)
    except ValueError:
        return None
    return _Tid(mandag, mandag + dt.timedelta(days=6))


def _tidlig_eller_sent(treff: re.Match, _) -> _Tid | None:
    tredel = next(nr for nr, ord_ in enumerate(_TREDELER) if re.match(ord_, treff[1]))
    merknad = si(_TREDEL_LEST_SOM[tredel], ord=treff[0].strip())
    return _maaneder(int(treff[2]), 4 * tredel + 1, 4 * tredel + 4, merknad)


_TREDEL_LEST_SOM = (
    fast("«{ord}» er lest som januar til april."),
    fast("«{ord}» er lest som mai til august."),
    fast("«{ord}» er lest som september til desember."),
)
_TREDELER = (
    r"begynnelsen|byrjinga|starten|tidlig|tidleg|primo",
    r"midten|medio",
    r"slutten|sent|seint",
)


def _aarsskifte(treff: re.Match, _) -> _Tid | None:
    return _dag(int(treff[1]), 12, 31)


def _aarsslutt(treff: re.Match, _) -> _Tid | None:
    dag = _dag(int(treff[1]), 12, 31)
    return dag and replace(dag, fra=None)


def _jul(treff: re.Match, _) -> _Tid | None:
    tid = _dag(_aar(treff[1]), 12, 24)
    return tid and replace(tid, merknad=si("Jul er lest som 24. desember."))


def _flere_aar(treff: re.Match, _) -> _Tid | None:
    fra, til = int(treff[1]), _aar(treff[2])
    foerste, siste = _maaneder(fra, 1, 12), _maaneder(til, 1, 12)
    return foerste and siste and _Tid(foerste.fra, siste.til)


def _ett_aar(treff: re.Match, _) -> _Tid | None:
    return _maaneder(int(treff[0]), 1, 12)


def _planperiode(treff: re.Match, planen) -> _Tid | None:
    if planen is None:
        return None
    foerste, siste = _maaneder(planen[0], 1, 12), _maaneder(planen[1], 1, 12)
    merknad = si("Planperioden er lest som {fra}–{til}.", fra=planen[0], til=planen[1])
    return foerste and siste and _Tid(foerste.fra, siste.til, merknad)


# Kommunevalg er det hvert fjerde år, i september. Det nye kommunestyret overtar i oktober.
_ET_VALGAAR, _MELLOM_VALG = 2023, 4


def _kommunestyreperiode(treff: re.Match, planen) -> _Tid | None:
    """Perioden planen begynner i. En plan som begynner i et valgår, er skrevet for den nye."""
    if planen is None:
        return None
    valgt = planen[0] - (planen[0] - _ET_VALGAAR) % _MELLOM_VALG
    return _Tid(
        dt.date(valgt, 10, 1),
        dt.date(valgt + _MELLOM_VALG, 9, 30),
        si(
            "Kommunestyreperioden er lest som oktober {fra} til september {til}.",
            fra=valgt,
            til=valgt + _MELLOM_VALG,
        ),
    )


_TIDER: tuple[tuple[re.Pattern, Callable], ...] = tuple(
    (re.compile(moenster), les_tid)
    for moenster, les_tid in (
        (r"(?:kommunestyre|val|valg)perioden?\b", _kommunestyreperiode),
        (r"plan(?:ens )?perioden?\b", _planperiode),
        (rf"\b({_AAR})-(\d\d)-(\d\d)\b", _iso_dag),
        (r"\b(\d{1,2}) ?[./-] ?(\d{1,2}) ?[./-] ?(\d{4}|\d{2})\b", _norsk_dag),
        (rf"\b(\d{{1,2}})\.? ({_MAANED})\b\.? ({_AAR})\b", _dag_i_maaned),
        (
            rf"(?:\b(?P<nr>{_NUMMER})(?: ?(?:-|og|til) ?(?P<til>{_NUMMER}))? ?(?P<navn>{_DEL_AV_AARET})"
            rf"(?: (?:av|i))?[ ,]*(?P<aar>{_AAR2})\b)",
            _del_av_aaret,
        ),
        (
            r"\b(?P<navn>[qth]|kv\.?|kvartal|tertial|halvår) ?(?P<nr>\d)"
            rf"(?: ?(?:-|og|til) ?[qth]?(?P<til>\d))?[ ./-]*(?P<aar>{_AAR})\b",
            _del_av_aaret,
        ),
        (
            rf"\b({_AARSTID})(?:en|a|aren)?[ -]*({_AAR2})(?: ?(?:/|og|-) ?({_AAR2}))?\b",
            _aarstid,
        ),
        (
            rf"\b({_MAANED})\b\.?(?: ?(?:-|/|og|til|t\.o\.m\.) ?({_MAANED})\b\.?)?[ ,-]*({_AAR2})\b",
            _maaned,
        ),
        (rf"\b(0?[1-9]|1[0-2])/({_AAR})\b", _maaned_med_tall),
        (rf"\b(?:uke|veke) (\d{{1,2}})[ ,/]*(?:i )?({_AAR})\b", _uke),
        (rf"årsskiftet? ({_AAR}) ?[/-] ?(?:{_AAR}|\d\d)\b", _aarsskifte),
        (
            rf"(?:årsslutt|årets slutt|slutten av året|utgangen av året|ultimo)[ ,]*({_AAR})\b",
            _aarsslutt,
        ),
        (rf"\bjul(?:a|en)?[ ,]*({_AAR})\b", _jul),
        (rf"\b({'|'.join(_TREDELER)})(?: av| i)? ({_AAR})\b", _tidlig_eller_sent),
        (
            rf"\b({_AAR}) ?(?:-|/|til(?: og med)?|t\.?o\.?m\.?) ?({_AAR}|\d\d)\b",
            _flere_aar,
        ),
        (rf"\b{_AAR}\b", _ett_aar),
    )
)


# ------------------------------------------------------------------------- ordet foran

_INNEN = re.compile(
    r"innen|innan|senest|seinast|utgangen|utgongen|\bfrist|til og med|t\.?o\.?m|\btil$|\btil \W*$|\bferdig|"
    r"\bfør(?=\W*$)|avslutt"
)
_INNEN_ET_AAR = re.compile(r"(?:innen|innan)$")
_FOER = re.compile(r"\bfør(?: utgangen av)?(?=\W*$)")
_FRA = re.compile(
    r"\bfra\b|\bfrå\b|f\.?o\.?m|oppstart|\bstart|begynne|etter|\bi gang\b|deretter"
)
_ETTER = re.compile(r"\better(?=\W*$)")


def _med_ordet_foran(tider: list[_Tid], rest: str) -> Iterator[_Tid]:
    """Tidene med den enden ordet foran tar bort. Teksten foran går til tiden før."""
    forrige = 0
    for tid in tider:
        foran = rest[forrige : tid.start].replace("\0", " ").rstrip()
        forrige = tid.slutt
        if _FOER.search(foran) and tid.fra:
            yield replace(tid, fra=None, til=tid.fra - dt.timedelta(days=1))
        elif _ETTER.search(foran) and tid.til:
            yield replace(tid, fra=tid.til + dt.timedelta(days=1), til=None)
        elif _INNEN_ET_AAR.search(foran) and _et_helt_aar(tid):
            merknad = si(
                "«Innen {aar}» er lest som innen utgangen av {aar}.", aar=tid.til.year
            )
            yield replace(tid, fra=None, merknad=merknad)
        elif _INNEN.search(foran):
            yield replace(tid, fra=None)
        elif _FRA.search(foran):
            yield replace(tid, til=None)
        else:
            yield tid


def _et_helt_aar(tid: _Tid) -> bool:
    return bool(tid.fra and tid.til) and (tid.til - tid.fra).days >= 364


def _samlet(tider: list[_Tid]) -> tuple[dt.date | None, dt.date | None]:
    """Fra den første begynnelsen til den siste slutten. En eneste dag er når det skal være ferdig."""
    dager = {dag for tid in tider for dag in (tid.fra, tid.til)}
    if len(dager) == 1:
        return None, dager.pop()
    fra = min((tid.fra for tid in tider if tid.fra), default=None)
    til = max((tid.til for tid in tider if tid.til), default=None)
    return fra, til


def _blir_loepende(rest: str, siste: _Tid) -> bool:
    """«2025 og deretter løpende» begynner i 2025, og slutter ikke."""
    return bool(_LOEPENDE.search(rest[siste.slutt :]))


# Ord som ikke endrer når fristen er.
_FYLLORD = frozenset(
    re.findall(
        r"\w+",
        """
        av på til for fra frå med om løpet laupet innen innan utgangen utgongen senest seinast frist fom tom
        året år årlig årleg hvert kvart hver kvar gang ganger oppstart start starter ferdig løpende løpande
        fortløpende fortløpande kontinuerlig planperioden før etter per pr deretter halvår hele heile en ein
        den det skal være vere ny så samt inkl perioden kl dag avsluttes ved slutten tid høst vår to tre fire
        og ca innenfor
        """,
    )
)


def _har_flere_ord(rest: str) -> bool:
    """Sier teksten mer enn tiden? Da kan det stå et forbehold vi ikke har lest."""
    ord_ = set(re.findall(r"[^\W_]+", rest)) - _FYLLORD
    return any(len(ett) > 1 and not _KLART.search(ett) for ett in ord_)


_KLART = re.compile(r"klar|innfly|ferdig|fullfør|gjennomfør")
