"""Fra cellene i en rad til et foreslått tiltak, med det som er forstått og det brukeren bør se.

Hvert felt har sin leser. En leser får tekst, og gir det tiltaket skal ha, hvor sikkert, og merknader.
Planens ord er alltid med: i feltet selv (frist, penger), eller i `ord` under planens egen overskrift.
"""

import functools
import re
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from boligdata.arbeid import frist as frister
from boligdata.arbeid import penger
from boligdata.arbeid.inntak import eiere
from boligdata.arbeid.inntak.kolonner import ANTATT as ANTATT_KOLONNE
from boligdata.arbeid.inntak.kolonner import Kolonner, enhet_i
from boligdata.arbeid.inntak.rader import Raatiltak
from boligdata.arbeid.inntak.svar import LestFelt, Merknad, Tiltaksforslag
from boligdata.arbeid.lesning import ANTATT, IKKE_FORSTAATT, SIKKER, svakest
from boligdata.arbeid.tiltak import (
    Beloep,
    Frist,
    Kobling,
    Milepael,
    Status,
    Tiltak,
    Vedtak,
)
from boligdata.felles import maalform, norsk, plankoder
from boligdata.felles.katalog import indikatorer
from boligdata.felles.maalform import si
from boligdata.felles.tekst import del_opp, noekkelform, rens

# Feltene som selv har planens ord. De andre kolonnene følger med i `ord`, som de står.
_HAR_ORDENE = {
    "nr",
    "tittel",
    "hensikt",
    "maal",
    "delmaal",
    "frist",
    "kostnad",
    "finansiering",
}


@dataclass(frozen=True)
class Ramme:
    """Det brukeren vet om planen: årene den gjelder, og tjenestene kommunen har."""

    planen: tuple[int, int] | None = None
    kjente_eiere: tuple[str, ...] = ()


@dataclass
class _Utkast:
    """Ett forslag mens det leses. `felt` er det tiltaket får."""

    raa: Raatiltak
    kolonner: Kolonner
    ramme: Ramme
    enhet: int | None
    felt: dict = field(default_factory=dict)
    lest: list[LestFelt] = field(default_factory=list)
    merknader: list[str] = field(default_factory=list)

    def tekst(self, felt: str) -> str:
        """Cellen feltet står i, eller tom tekst."""
        plass = self.kolonner.plass.get(felt)
        return "" if plass is None else self.raa.celler.get(plass, "")

    def noter(self, felt: str, ord_: str, sikkerhet: str, merknader=()) -> None:
        """Skriv ned hvor sikkert feltet er lest, og det brukeren bør se."""
        plass = self.kolonner.plass.get(felt)
        if plass is None:
            self.lest.append(LestFelt(felt, ord_, sikkerhet))
        else:
            if self.kolonner.hvordan.get(plass) == ANTATT_KOLONNE:
                sikkerhet = svakest(sikkerhet, ANTATT)
            overskrift = self.kolonner.overskrifter[plass]
            self.lest.append(LestFelt(felt, ord_, sikkerhet, overskrift))
        self.merknader += merknader


def foreslaa(
    raa: Raatiltak,
    kolonner: Kolonner,
    ramme: Ramme,
    id: str,
    enhet: int | None,
    med_nr: bool,
) -> Tiltaksforslag:
    """Tiltaket raden beskriver. `med_nr` sier at et helt tall først i titlene er nummer."""
    utkast = _Utkast(raa, kolonner, ramme, enhet)
    _les_tittel(utkast, med_nr)
    _les_maal(utkast)
    _les_frist(utkast)
    _les_penger(utkast)
    for felt, leser in _LESERE.items():
        if tekst := utkast.tekst(felt):
            leser(utkast, tekst)
    milepaeler = _milepaeler(utkast, id)
    tiltak = Tiltak(id, ord=_ordene(utkast), milepaeler=milepaeler, **utkast.felt)
    merknader = [Merknad(tekst) for tekst in dict.fromkeys(utkast.merknader)]
    return Tiltaksforslag(tiltak, raa.sted, tuple(merknader), lest=tuple(utkast.lest))


def _ordene(utkast: _Utkast) -> tuple[tuple[str, str], ...]:
    """Cellene tiltaket ellers ikke har ordene til, under overskriftene de sto under."""
    ut: dict[str, str] = {}
    for plass, tekst in sorted(utkast.raa.celler.items()):
        overskrifter = utkast.kolonner.overskrifter
        navn = overskrifter[plass] if plass < len(overskrifter) else ""
        felt = utkast.kolonner.felt_paa(plass)
        if felt in _HAR_ORDENE:
            continue
        navn = navn or f"Kolonne {plass + 1}"
        ut[navn] = f"{ut[navn]}\n{tekst}" if navn in ut else tekst
    return tuple(ut.items())


# --------------------------------------------------------------------- nummer og tittel

_DATO = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2,4}\b")
_NUMMER = re.compile(
    r"(?:tiltak|strategi|nr\.?|pkt\.?)?[ ]*"
    r"(?P<nr>\d+(?:[.-]\d+)+[a-zæøå]?|\d+[a-zæøå]?(?=[.):])|[a-zæøå]{1,3}[ -]?\d+(?:\.\d+)*(?=[.):\s]))"
    r"[.):]*[ \t]*[-–:]?[ \t]*(?P<tittel>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_HELT_TALL = re.compile(r"(?P<nr>\d{1,3})\s+(?P<tittel>\S.*)", re.DOTALL)
_MED_TILTAK = re.compile(
    r"(?:tiltak|strategi) (?P<nr>\d+)\s*[-–:]?\s+(?P<tittel>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


def del_nummer(tekst: str, helt_tall: bool = False) -> tuple[str, str]:
    """«1.2 Tittel» blir («1.2», «Tittel»). Et helt tall uten tegn bak er nummeret bare når alle
    titlene i tabellen har det: «10 nye boliger» har ikke et nummer.
    """
    if _DATO.match(tekst):
        return "", tekst
    moenstre = (_MED_TILTAK, _NUMMER, *((_HELT_TALL,) if helt_tall else ()))
    for moenster in moenstre:
        if treff := moenster.match(tekst):
            nr = treff["nr"]
            if nr[0].isdigit() or any(tegn.isdigit() for tegn in nr):
                return nr.replace(" ", ""), treff["tittel"].strip()
    return "", tekst


def har_hele_tall_foerst(titler: Iterable[str]) -> bool:
    """Begynner hver tittel med et helt tall, i stigende rekkefølge?"""
    tall = [_HELT_TALL.match(tittel) for tittel in titler]
    numre = [int(treff["nr"]) for treff in tall if treff]
    return len(numre) > 1 and len(numre) == len(tall) and numre == sorted(set(numre))


def _les_tittel(utkast: _Utkast, med_nr: bool) -> None:
    tekst = utkast.tekst("tittel")
    tekst = _KULEPUNKT.sub("", tekst)
    nr = rens(utkast.tekst("nr"))
    if nr and utkast.raa.antall_punkter > 1:
        # Hvert punkt får sitt eget nummer: 2.1a, 2.1b.
        nr, tekst = f"{nr}{chr(ord('a') + utkast.raa.punkt % 26)}", del_nummer(tekst)[1]
    elif not nr:
        nr, tekst = del_nummer(tekst, med_nr)
    # Excel gjør 1.2 om til et desimaltall.
    if re.fullmatch(r"\d+,\d+", nr):
        nr = nr.replace(",", ".")
    tittel, resten = _foerste_avsnitt(tekst)
    hensikt = utkast.tekst("hensikt")
    utkast.felt["nr"] = nr.rstrip(".):")
    utkast.felt["tittel"] = tittel
    utkast.felt["hensikt"] = "\n".join(del_ for del_ in (resten, hensikt) if del_)
    utkast.noter("tittel", utkast.tekst("tittel"), ANTATT if resten else SIKKER)
    if resten:
        utkast.merknader.append(
            si(
                "Det første avsnittet er lest som tittel, og resten som hensikt og innhold."
            )
        )
    if utkast.raa.antall_punkter > 1:
        utkast.merknader.append(
            si(
                "Cellen har {antall} punkter, og hvert er lest som et tiltak. Resten av raden gjelder alle.",
                antall=utkast.raa.antall_punkter,
            )
        )
    if utkast.raa.fortsettelser == 1:
        utkast.merknader.append(
            si("En rad under uten egen tittel er lest som en del av dette tiltaket.")
        )
    elif utkast.raa.fortsettelser:
        utkast.merknader.append(
            si(
                "{antall} rader under uten egen tittel er lest som en del av dette tiltaket.",
                antall=utkast.raa.fortsettelser,
            )
        )


_KULEPUNKT = re.compile(r"^\s*[•▪*·–-]\s+")


def _foerste_avsnitt(tekst: str) -> tuple[str, str]:
    """Det første avsnittet, og resten. En linje som begynner med liten bokstav, hører til linjen
    over.
    """
    linjer = [rens(linje) for linje in tekst.split("\n") if rens(linje)]
    if not linjer:
        return "", ""
    tittel, *resten = linjer
    while resten and resten[0][0].islower():
        neste = resten.pop(0)
        delt_ord = tittel.endswith("-") and not tittel.endswith(" -")
        tittel = tittel[:-1] + neste if delt_ord else f"{tittel} {neste}"
    return tittel, "\n".join(resten)


def _les_maal(utkast: _Utkast) -> None:
    utkast.felt["maal"] = utkast.raa.maal
    if utkast.raa.maal:
        utkast.noter(
            "maal",
            " · ".join(utkast.raa.maal),
            ANTATT if utkast.raa.antatt_maal else SIKKER,
        )
    if utkast.raa.antatt_maal:
        utkast.merknader.append(
            si(
                "«{maal}» står alene i en rad, og er lest som målet over tiltaket.",
                maal=utkast.raa.maal[-1],
            )
        )


# ---------------------------------------------------------------------------- frist


def _les_frist(utkast: _Utkast) -> None:
    tekst, start = utkast.tekst("frist"), utkast.tekst("oppstart")
    lest = frister.les(tekst, utkast.ramme.planen)
    merknader = list(lest.merknader)
    fristen = lest.frist
    if start:
        fristen, mer = _med_oppstart(fristen, start, utkast.ramme)
        merknader += mer
    if not (tekst or start) and (aarene := _aar_med_kryss(utkast)):
        tekst = ", ".join(map(str, aarene))
        fristen = frister.les(tekst).frist
    utkast.felt["frist"] = fristen
    if tekst or start:
        utkast.noter("frist", tekst or start, lest.sikkerhet, merknader)


_KRYSS = {"x", "✓", "✔", "√", "●", "•", "■"}


def _aar_med_kryss(utkast: _Utkast) -> list[int]:
    """Årene det er satt kryss i. Da er kolonnene for årene en framdriftsplan, og ikke penger."""
    return [
        kolonnen.aar
        for plass, kolonnen in utkast.kolonner.penger.items()
        if kolonnen.aar and _er_kryss(utkast.raa.celler.get(plass, ""))
    ]


def _er_kryss(tekst: str) -> bool:
    return tekst.strip().lower() in _KRYSS


def _med_oppstart(fristen: Frist, start: str, ramme: Ramme) -> tuple[Frist, list[str]]:
    lest = frister.les(start, ramme.planen).frist
    dag = lest.fra or lest.til
    if dag is None:
        return fristen, [
            si("Oppstarten «{start}» er ikke en tid vi forstår.", start=start)
        ]
    if fristen.til and dag > fristen.til:
        return fristen, [
            si(
                "Oppstarten «{start}» er etter fristen «{ord}». Bare fristen er brukt.",
                start=start,
                ord=fristen.ord,
            )
        ]
    if fristen.slag == "uavklart":
        return replace(fristen, slag="loepende", fra=dag), [
            si(
                "Planen sier når det begynner, men ikke når det er ferdig. Det er lest som "
                "løpende."
            )
        ]
    return replace(fristen, fra=dag), []


# ---------------------------------------------------------------------------- penger


def _les_penger(utkast: _Utkast) -> None:
    fristen, planen = utkast.felt["frist"], utkast.ramme.planen
    kostnad, finansiering = utkast.tekst("kostnad"), utkast.tekst("finansiering")
    lest = [
        penger.les(kostnad, fristen, planen, _enhet(utkast)),
        penger.les(finansiering, fristen, planen),
    ]
    fra_aar, merknader = _fra_pengekolonner(utkast)
    beloep = list(fra_aar)
    for lesning in lest:
        if not (beloep and lesning.beloep):
            beloep += lesning.beloep
        elif lesning.beloep:
            merknader.append(
                si(
                    "Beløp som står to steder, er tatt med én gang. Se etter at de stemmer."
                )
            )
    kjent = [en for en in reversed(lest) if en.finansiering != "uavklart"]
    ord_ = "\n".join(tekst for tekst in (kostnad, finansiering) if tekst)
    utkast.felt |= {
        "penger_ord": ord_,
        "beloep": tuple(beloep),
        "finansiering": kjent[0].finansiering if kjent else "uavklart",
        "oekonomiplan": next((en.oekonomiplan for en in lest if en.oekonomiplan), ""),
        "aarsverk": next((en.aarsverk for en in lest if en.aarsverk is not None), None),
    }
    for felt, tekst, lesning in zip(
        ("kostnad", "finansiering"), (kostnad, finansiering), lest
    ):
        if tekst:
            forstaatt = fra_aar and lesning.sikkerhet == IKKE_FORSTAATT
            if not forstaatt:
                utkast.noter(felt, tekst, lesning.sikkerhet, lesning.merknader)
    if beloep and utkast.raa.punkt:
        utkast.felt["beloep"] = ()
        merknader = [si("Beløpet i raden er lagt på det første punktet.")]
    utkast.merknader += merknader


def _enhet(utkast: _Utkast) -> int | None:
    """Det tallene i kolonnen for kostnad er i: overskriften sier det, eller teksten over tabellen."""
    plass = utkast.kolonner.plass.get("kostnad")
    overskrift = "" if plass is None else utkast.kolonner.overskrifter[plass]
    return enhet_i(overskrift) or utkast.enhet


def _fra_pengekolonner(utkast: _Utkast) -> tuple[list[Beloep], list[str]]:
    """Beløpene som står bortover, ett år i hver kolonne. Uten år gjelder fristens siste."""
    ut: dict[tuple, Beloep] = {}
    merknader = []
    fristen = utkast.felt["frist"].til
    for plass, kolonnen in utkast.kolonner.penger.items():
        tekst = utkast.raa.celler.get(plass, "")
        if not re.search(r"\w", tekst) or _er_kryss(tekst):
            continue
        overskrift = utkast.kolonner.overskrifter[plass]
        utkast.lest.append(LestFelt("beloep", tekst, SIKKER, overskrift))
        kroner = penger.ett_tall(tekst, kolonnen.enhet or utkast.enhet)
        aar = kolonnen.aar or (fristen.year if fristen else None)
        if kroner is None:
            merknader.append(
                si(
                    "«{tekst}» i kolonnen «{overskrift}» er ikke et beløp. Ordene er tatt vare "
                    "på.",
                    tekst=rens(tekst)[:80],
                    overskrift=overskrift,
                )
            )
        elif kroner and aar is None:
            merknader.append(
                si(
                    "Planen sier ikke hvilket år beløpet i «{overskrift}» gjelder. Legg det inn "
                    "i riktig år.",
                    overskrift=overskrift,
                )
            )
        elif kroner:
            noekkel = (aar, kolonnen.slag, kolonnen.art)
            foer = ut[noekkel].kroner if noekkel in ut else 0
            ut[noekkel] = Beloep(aar, foer + kroner, kolonnen.slag, kolonnen.art)
    return list(ut.values()), merknader


# -------------------------------------------------------------------------- andre felt


def _les_ansvarlige(utkast: _Utkast, tekst: str) -> None:
    ansvarlige, partnere = eiere.del_opp(tekst, utkast.ramme.kjente_eiere)
    utkast.felt["ansvarlige"] = ansvarlige
    utkast.felt["partnere"] = partnere
    kjente = {noekkelform(navn) for navn in utkast.ramme.kjente_eiere}
    ukjente = [
        navn for navn in ansvarlige if kjente and noekkelform(navn) not in kjente
    ]
    usikker = ukjente or any(re.search(r"\bog\b", navn) for navn in ansvarlige)
    utkast.noter("ansvarlige", tekst, ANTATT if usikker else SIKKER)


def _les_partnere(utkast: _Utkast, tekst: str) -> None:
    partnere, flere = eiere.del_opp(tekst, utkast.ramme.kjente_eiere)
    foer = utkast.felt.get("partnere", ())
    utkast.felt["partnere"] = tuple(dict.fromkeys((*foer, *partnere, *flere)))
    utkast.noter("partnere", tekst, SIKKER)


def _kode(kodeliste: str, felt: str) -> Callable:
    """En leser for et felt med én kode."""

    def les(utkast: _Utkast, tekst: str) -> None:
        koder = plankoder.kodelister()[kodeliste]
        funnet = plankoder.oppslag(kodeliste).get(noekkelform(tekst))
        nummer = re.match(r"\s*(\d+)", tekst)
        if funnet is None and nummer and nummer[1] in plankoder.navn(kodeliste):
            funnet = nummer[1]
        if funnet is None:
            utkast.noter(felt, tekst, IKKE_FORSTAATT, [_ukjent(koder.navn, tekst)])
            return
        utkast.felt[felt] = funnet
        utkast.noter(felt, tekst, SIKKER)

    return les


def _ukjent(hva: str, tekst: str) -> str:
    return si(
        "{felt} «{ord}» er ikke en verdi vi kjenner. Velg selv. Ordene er tatt vare på.",
        felt=hva,
        ord=rens(tekst)[:80],
    )


def _les_maalgrupper(utkast: _Utkast, tekst: str) -> None:
    oppslag = plankoder.oppslag("maalgruppe")
    deler = [
        rens(del_)
        for linje in tekst.split("\n")
        for del_ in del_opp(rens(linje), oppslag)
        if rens(del_)
    ]
    koder, merknader = [], []
    for del_ in deler:
        kode = oppslag.get(noekkelform(del_))
        if kode is None and (kode := _lignende(noekkelform(del_), oppslag)):
            navn = plankoder.navn("maalgruppe")[kode]
            merknader.append(
                si("«{ord}» er lest som målgruppen {navn}.", ord=del_[:80], navn=navn)
            )
        if kode is None:
            merknader.append(_ukjent(si("Målgruppen"), del_))
        else:
            koder.append(kode)
    utkast.felt["maalgrupper"] = tuple(dict.fromkeys(koder))
    sikkerhet = SIKKER if not merknader else ANTATT if koder else IKKE_FORSTAATT
    utkast.noter("maalgrupper", tekst, sikkerhet, merknader)


# Så lang må en felles begynnelse være for at to skrivemåter er det samme ordet: «løslatt» og «løslatte».
_FELLES_BEGYNNELSE = 5


def _lignende(form: str, oppslag: dict[str, str]) -> str | None:
    """Koden når teksten er begynnelsen på bare ett navn, eller omvendt."""
    like = {
        kode
        for navn, kode in oppslag.items()
        if min(len(navn), len(form)) >= _FELLES_BEGYNNELSE
        and (navn.startswith(form) or form.startswith(navn))
    }
    return like.pop() if len(like) == 1 else None


def _les_aarsverk(utkast: _Utkast, tekst: str) -> None:
    aarsverk = penger.les(tekst).aarsverk
    if treff := re.fullmatch(r"\s*(\d{1,3}(?:[.,]\d+)?)\s*(%?)\s*", tekst):
        aarsverk = float(treff[1].replace(",", ".")) / (100 if treff[2] else 1)
    if aarsverk is None:
        utkast.noter("aarsverk", tekst, IKKE_FORSTAATT, [_ukjent(si("Årsverk"), tekst)])
        return
    utkast.felt["aarsverk"] = aarsverk
    utkast.noter("aarsverk", tekst, SIKKER)


def _les_status(utkast: _Utkast, tekst: str) -> None:
    """Statusen når cellen er en kjent status, eller begynner med en. Ellers er den en kommentar."""
    oppslag = plankoder.oppslag("tiltaksstatus")
    ord_ = list(re.finditer(r"\S+", tekst))
    slutter = [ett.end() for ett in ord_]
    for slutt in (slutter[-1], *reversed(slutter[:_FLEST_ORD])):
        if verdi := oppslag.get(noekkelform(tekst[:slutt])):
            kommentar = tekst[slutt:].strip(" .,:;–-\n")
            utkast.felt["status"] = Status(verdi, kommentar)
            utkast.noter("status", tekst, SIKKER if not kommentar else ANTATT)
            return
    utkast.felt["status"] = Status(kommentar=tekst)
    utkast.noter("status", tekst, IKKE_FORSTAATT, [_ukjent(si("Status"), tekst)])


# Så mange ord har navnet på en status.
_FLEST_ORD = 4


def _les_statuskommentar(utkast: _Utkast, tekst: str) -> None:
    foer = utkast.felt.get("status", Status())
    kommentar = "\n".join(del_ for del_ in (foer.kommentar, tekst) if del_)
    utkast.felt["status"] = replace(foer, kommentar=kommentar)
    utkast.noter("statuskommentar", tekst, SIKKER)


_SAKSNR = re.compile(r"\b\d{1,4}/\d{2,4}\b")
_ORGAN = re.compile(
    r"kommunestyret?|formannskapet?|bystyret?|heradsstyret?|hovedutvalg\w*(?: for [\wæøå ]+?)?(?=[ ,.:;]|$)|"
    r"hovudutval\w*|utvalget? for [\wæøå]+",
    re.IGNORECASE,
)


def _les_vedtak(utkast: _Utkast, tekst: str) -> None:
    sak, organ = _SAKSNR.search(tekst), _ORGAN.search(tekst)
    uten_sak = _SAKSNR.sub("", tekst)
    dato = frister.les(uten_sak).frist
    dagen = dato.til if dato.fra is None else None
    utkast.felt["vedtak"] = (
        Vedtak(
            norsk.stor(organ[0]) if organ else "", sak[0] if sak else "", dagen, tekst
        ),
    )
    utkast.noter("vedtak", tekst, SIKKER if sak or organ else ANTATT)


def _les_indikator(utkast: _Utkast, tekst: str) -> None:
    funnet = _indikatornavn().get(noekkelform(tekst))
    if funnet is None:
        utkast.noter(
            "indikator", tekst, IKKE_FORSTAATT, [_ukjent(si("Indikatoren"), tekst)]
        )
        return
    utkast.felt["koblinger"] = (Kobling(funnet),)
    utkast.noter("indikator", tekst, SIKKER)


@functools.cache
def _indikatornavn() -> dict[str, str]:
    """Fra navnet på hver indikator, på begge målformene, til id-en."""
    ut: dict[str, str] = {}
    for maalformen in maalform.MAALFORMER:
        with maalform.bruk(maalformen):
            for id, indikator in indikatorer().items():
                ut |= dict.fromkeys(map(noekkelform, (indikator.navn, id)), id)
    return ut


_LESERE: dict[str, Callable[[_Utkast, str], None]] = {
    "ansvarlige": _les_ansvarlige,
    "partnere": _les_partnere,
    "maalgrupper": _les_maalgrupper,
    "nasjonalt_maal": _kode("nasjonalt_maal", "nasjonalt_maal"),
    "funksjon": _kode("funksjon", "funksjon"),
    "aarsverk": _les_aarsverk,
    "status": _les_status,
    "statuskommentar": _les_statuskommentar,
    "vedtak": _les_vedtak,
    "indikator": _les_indikator,
}
_PUNKT = re.compile(r"^\s*(?:[-–•*·]|\d+[.)])\s*")


def _milepaeler(utkast: _Utkast, id: str) -> tuple[Milepael, ...]:
    """En milepæl for hver linje. Sier linjen en dag, er den fristen."""
    tekst = utkast.tekst("milepaeler")
    linjer = [_PUNKT.sub("", linje).strip() for linje in re.split(r"[\n;]", tekst)]
    ut: dict[str, Milepael] = {}
    for linje in filter(None, linjer):
        lest = frister.les(linje, utkast.ramme.planen)
        nr = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{id}/{noekkelform(linje)}"))
        ut[nr] = Milepael(nr, rens(linje), "", lest.frist.til)
    if ut:
        utkast.noter("milepaeler", tekst, ANTATT)
    return tuple(ut.values())
