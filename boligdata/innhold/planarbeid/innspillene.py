"""Innspillene i høringen: hva alle kan se, hva ansatte ser, hvor mange det er av hvert slag, og tråden
fra et innspill til tiltaket og tallet det gjelder.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from boligdata.arbeid import innspill
from boligdata.arbeid.innspill import Innspill
from boligdata.arbeid.tiltak import Tiltak
from boligdata.felles import norsk, plankoder
from boligdata.felles.maalform import fast, si
from boligdata.innhold.handlingsdel import i_ord as tiltaket_i_ord
from boligdata.innhold.handlingsdel import planen
from boligdata.innhold.planarbeid import prosessen
from boligdata.innhold.planarbeid.register import Register

UTEN_TEMA = fast("Uten tema")
IKKE_VURDERT = fast("Ikke vurdert")


def _feil(ett: Innspill) -> list[str]:
    """Det som må rettes i innspillet, også det som bare synes ved siden av de andre."""
    return (
        innspill.feil(ett)
        + [
            si(
                "Nummer {nr} er brukt på et annet innspill. Det neste ledige er {neste}.",
                nr=ett.nr,
                neste=innspill.neste_nr(alle()),
            )
            for annet in alle()
            if ett.nr and annet.nr == ett.nr and annet.id != ett.id
        ][:1]
    )


REGISTER = Register(
    planen.lager,
    "innspill",
    Innspill,
    _feil,
    innspill.plass,
    navn=innspill.i_ord,
    aapent=innspill.aapent,
    personfelt=("avsender", "sammendrag", "vurdering", "endring", "ord"),
    navnefelt=("avsender",),
)


def alle() -> tuple[Innspill, ...]:
    """Alle innspillene, med alt som står i dem. Bare i ansattvisningen."""
    return tuple(post.innhold for post in REGISTER.poster())


def aapne() -> tuple[Innspill, ...]:
    """Det alle kan se av innspillene."""
    return REGISTER.aapne_poster()


def nytt(id_: str) -> Innspill:
    """Et tomt innspill med det neste nummeret."""
    return Innspill(id_, innspill.neste_nr(alle()))


# --------------------------------------------------------------------------- hvor mange


def i_ord(alle_: Sequence[Innspill]) -> str:
    """Hvor mange det er, hva som er anbefalt, og om noe kom for sent."""
    if not alle_:
        return si("Ingen innspill er skrevet inn.")
    anbefalt = Counter(ett.anbefaling for ett in alle_)
    deler = [
        f"{antall} {norsk.liten_forbokstav(navn)}"
        for kode, navn in (
            *plankoder.navn("anbefaling").items(),
            ("", si(IKKE_VURDERT)),
        )
        if (antall := anbefalt[kode])
    ]
    antall = norsk.med_ord(len(alle_), si("innspill"))
    setninger = [f"{antall}: {norsk.ramse(deler)}."]
    endret = sum(bool(ett.endring.strip()) for ett in alle_)
    if endret:
        setninger.append(si("{antall} av dem endret planteksten.", antall=endret))
    # Datoene til privatpersoner er bare for ansatte, og uten dem ville tallet vært for lavt.
    if all(ett.mottatt for ett in alle_):
        frist = prosessen.hoeringsfrist()
        setninger.append(innspill.mottatt_etter(tuple(alle_), frist))
    return " ".join(filter(None, setninger))


def antall(alle_: Sequence[Innspill]) -> pd.DataFrame:
    """Hvor mange innspill det er om hvert tema, fra hvert slag avsender."""
    slag = {
        kode: navn
        for kode, navn in plankoder.navn("avsenderslag").items()
        if any(ett.avsenderslag == kode for ett in alle_)
    }
    if any(ett.avsenderslag not in slag for ett in alle_):
        slag[""] = si("Ikke sagt")
    temaer = plankoder.navn("innspillstema") | {"": si(UTEN_TEMA)}
    talt = Counter((ett.tema, ett.avsenderslag) for ett in alle_)
    rader = [
        (navn, *(str(talt[tema, kode]) for kode in slag), str(sum_))
        for tema, navn in temaer.items()
        if (sum_ := sum(talt[tema, kode] for kode in slag))
    ]
    summene = (str(sum(talt[tema, kode] for tema in temaer)) for kode in slag)
    rader.append((si("Til sammen"), *summene, str(len(alle_))))
    return pd.DataFrame(rader, columns=[si("Tema"), *slag.values(), si("Til sammen")])


def like_numre(alle_: Sequence[Innspill]) -> str:
    """En setning om numre som er brukt mer enn én gang. To kan ha lagret samtidig."""
    brukt = Counter(ett.nr for ett in alle_ if ett.nr)
    like = [nr for nr, ganger in brukt.items() if ganger > 1]
    if not like:
        return ""
    return si(
        "Disse numrene er brukt mer enn én gang: {numre}. Gi hvert innspill sitt eget nummer.",
        numre=norsk.ramse(like),
    )


# ------------------------------------------------------------------------------ i ord


def navn(ett: Innspill) -> str:
    """«4. Leieboerforeningen i Fjordvik», eller slaget når avsenderen ikke har noe navn."""
    hvem = ett.avsender or slaget(ett)
    return f"{ett.nr}. {hvem}" if ett.nr else hvem


def slaget(ett: Innspill) -> str:
    """Hva slags avsender det er."""
    navnene = plankoder.navn("avsenderslag")
    return navnene.get(ett.avsenderslag, si("Ukjent avsender"))


def temaet(ett: Innspill) -> str:
    """Temaet det handler om."""
    return plankoder.navn("innspillstema").get(ett.tema, si(UTEN_TEMA))


def anbefalingen(ett: Innspill) -> str:
    """Det som er anbefalt."""
    return plankoder.navn("anbefaling").get(ett.anbefaling, si(IKKE_VURDERT))


_PRIVATE = (
    fast("Avsender"),
    fast("Tema"),
    fast("Anbefaling"),
    fast("Endring i planteksten"),
)


def private(alle_: Sequence[Innspill]) -> pd.DataFrame:
    """Innspillene fra privatpersoner, med det alle kan se av dem."""
    rader = [
        (slaget(ett), temaet(ett), anbefalingen(ett), ett.endring or si("Ingen"))
        for ett in map(innspill.aapent, alle_)
        if ett.er_privat
    ]
    return pd.DataFrame(rader, columns=[si(kolonne) for kolonne in _PRIVATE])


# ----------------------------------------------------------------------------- tråden


def _i_planen(tiltak: Sequence[str]) -> list[Tiltak]:
    """Tiltakene det gjelder som fortsatt er i planen."""
    poster = {post.tiltak.id: post.tiltak for post in planen.poster()}
    return [poster[id_] for id_ in tiltak if id_ in poster]


def tiltakene(tiltak: Sequence[str]) -> dict[str, str]:
    """Tiltakene det gjelder som fortsatt er i planen: id-en og navnet."""
    return {ett.id: tiltaket_i_ord.navn(ett) for ett in _i_planen(tiltak)}


def indikatorene(tiltak: Sequence[str]) -> tuple[str, ...]:
    """Tallene tiltakene skal virke på."""
    return tuple(
        dict.fromkeys(
            kobling.indikator for ett in _i_planen(tiltak) for kobling in ett.koblinger
        )
    )


def tiltaksvalg() -> Mapping[str, str]:
    """Tiltakene som kan velges."""
    return {
        post.tiltak.id: tiltaket_i_ord.navn(post.tiltak) for post in planen.poster()
    }
