"""Møtene i lageret: det neste, sakene i det, og endringene.

Flere arbeider i det samme møtet samtidig: en fører referatet mens en annen legger til en sak. En endring er
derfor en funksjon som gjør noe med møtet slik det er nå, og den gjøres om igjen når noen andre kom først.
"""

import contextlib
import dataclasses
import functools
import uuid
from collections.abc import Callable, Sequence

from boligdata.arbeid import moete as moeter
from boligdata.arbeid.feltliste import Feltfeil, ny_id
from boligdata.arbeid.lager import ArbeidFeil, Konflikt
from boligdata.arbeid.moete import Frossenfigur, Moete, Moetesak
from boligdata.arbeid.tiltak import Milepael
from boligdata.felles import config, dagen
from boligdata.felles.config import Brukerfeil
from boligdata.felles.maalform import si
from boligdata.innhold.handlingsdel import i_ord as planord
from boligdata.innhold.handlingsdel import planen
from boligdata.innhold.moetet import i_ord
from boligdata.innhold.planarbeid.register import Register, Registerpost

Moetepost = Registerpost[Moete]
Endring = Callable[[Moete], Moete]

REGISTER = Register(
    planen.lager, "moete", Moete, moeter.feil, moeter.plass, navn=i_ord.moetenavn
)
FIGURER = Register(
    planen.lager,
    "moetefigur",
    Frossenfigur,
    lambda _: (),
    lambda figur: (figur.id,),
    les=moeter.figur_fra_dict,
    som_dict=moeter.figur_til_dict,
)
# Møtene får id-en sin av møtet før, så to som lager det neste samtidig, lager det samme.
_NAVNEROM = uuid.UUID("5b0c7c6e-8a0e-4c56-9a43-2f5a36f6a0d1")
_FORSOEK = 5


def alle() -> tuple[Moetepost, ...]:
    """Møtene som ikke er tatt bort, det neste sist."""
    return tuple(post for post in REGISTER.poster() if not post.innhold.fjernet)


def neste() -> Moetepost | None:
    """Det første møtet som ikke er avsluttet. None når det ikke er noe."""
    return next((post for post in alle() if not post.innhold.avsluttet), None)


def hent(moete_id: str) -> Moetepost | None:
    """Møtet med denne id-en, om det finnes og ikke er tatt bort."""
    return next((post for post in alle() if post.innhold.id == moete_id), None)


def forrige(moete: Moete) -> Moete | None:
    """Møtet før."""
    post = hent(moete.forrige) if moete.forrige else None
    return post.innhold if post else None


def figur(sak: Moetesak) -> Frossenfigur | None:
    """Figuren i saken. None når saken ikke har noen, eller den ikke kan leses."""
    if not sak.figur:
        return None
    try:
        return _figur(config.arbeid(), sak.figur)
    except (LookupError, Feltfeil):
        return None


# En frossen figur endres aldri. Det som ikke ble funnet, huskes ikke.
@functools.lru_cache(maxsize=400)
def _figur(_innstilling: str, figur_id: str) -> Frossenfigur:
    post = FIGURER.post(figur_id)
    if post is None:
        raise LookupError(figur_id)
    return post.innhold


# ------------------------------------------------------------------------------ endringer


def legg_til(
    saker: Sequence[tuple[Moetesak, Frossenfigur | None]], hvem: str
) -> tuple[Moete, int]:
    """Legg sakene nederst i det neste møtet, og lag møtet når det ikke er noe. Gir møtet, og nummeret den
    første saken fikk.
    """
    for _, figuren in saker:
        # Id-en er et avtrykk av innholdet: finnes den, er det den samme figuren.
        if figuren and FIGURER.post(figuren.id) is None:
            with contextlib.suppress(Konflikt):
                FIGURER.lagre(figuren, 0, ny_id(), hvem)

    def med_sakene(moete: Moete) -> Moete:
        finnes = {_det_samme(sak) for sak in moete.saker}
        nye = tuple(sak for sak, _ in saker if _det_samme(sak) not in finnes)
        return dataclasses.replace(moete, saker=(*moete.saker, *nye))

    moete = endre(_neste_id(), med_sakene, hvem)
    sakene = list(map(_det_samme, moete.saker))
    return moete, sakene.index(_det_samme(saker[0][0])) + 1


def _det_samme(sak: Moetesak) -> tuple[str, str]:
    """To trykk på den samme knappen er én sak."""
    return (sak.figur, "") if sak.figur else (sak.tittel, sak.lenke)


def _neste_id() -> str:
    post = neste()
    return post.innhold.id if post else _id_etter(_siste())


def _siste() -> str:
    ferdige = alle()
    return ferdige[-1].innhold.id if ferdige else ""


def _id_etter(forrige_id: str) -> str:
    return str(uuid.uuid5(_NAVNEROM, forrige_id))


def endre(moete_id: str, gjoer: Endring, hvem: str, hvorfor: str = "") -> Moete:
    """Gjør endringen i møtet slik det er nå. Kaster `KanIkkeLagres` når noe må rettes, og `ArbeidFeil` når
    det ikke kunne lagres.
    """
    for forsoek in range(_FORSOEK):
        post = REGISTER.post(moete_id)
        finnes = post is not None and not post.innhold.fjernet
        foer = post.innhold if finnes else Moete(moete_id, forrige=_siste())
        etter = gjoer(foer)
        if etter == foer and finnes:
            return foer
        try:
            REGISTER.lagre(etter, post.versjon if post else 0, ny_id(), hvem, hvorfor)
        except Konflikt:
            if forsoek == _FORSOEK - 1:
                raise
        else:
            return etter
    raise AssertionError("siste forsøk lagrer eller kaster")


class SkrevetImens(Brukerfeil):
    """Noen andre har skrevet i det samme feltet etter at brukeren åpnet saken. `sak` er saken slik den er."""

    def __init__(self, felt: str, verdi: str, sak: Moetesak):
        super().__init__(
            si(
                "Det er ikke lagret. Noen andre har skrevet i «{felt}» imens: «{verdi}». Lagre en gang til "
                "hvis det du skrev, skal gjelde.",
                felt=felt,
                verdi=verdi,
            )
        )
        self.sak = sak


def med_sak(sett: Moetesak, **felter) -> Endring:
    """Endringen som skriver feltene i én sak. `sett` er saken slik brukeren så den. Bare det som er endret,
    skrives, så to kan arbeide med hver sin del av den samme saken.
    """
    nye = {
        navn: verdi for navn, verdi in felter.items() if getattr(sett, navn) != verdi
    }

    def gjoer(moete: Moete) -> Moete:
        return dataclasses.replace(
            moete, saker=tuple(skrevet(sak) for sak in moete.saker)
        )

    def skrevet(sak: Moetesak) -> Moetesak:
        if sak.id != sett.id:
            return sak
        for navn, verdi in nye.items():
            naa = getattr(sak, navn)
            if naa not in (getattr(sett, navn), verdi):
                felt = moeter.SAKSFELT[navn]
                raise SkrevetImens(felt.ledetekst, planord.verdi(felt, naa), sak)
        return dataclasses.replace(sak, **nye)

    return gjoer


def flyttet(sak_id: str, steg: int) -> Endring:
    """Endringen som flytter saken så mange plasser ned, eller opp når `steg` er under null."""

    def gjoer(moete: Moete) -> Moete:
        saker = list(moete.saker)
        plass = next((nr for nr, sak in enumerate(saker) if sak.id == sak_id), None)
        if plass is None:
            return moete
        sak = saker.pop(plass)
        saker.insert(max(plass + steg, 0), sak)
        return dataclasses.replace(moete, saker=tuple(saker))

    return gjoer


def uten_sak(sak_id: str) -> Endring:
    """Endringen som tar saken bort."""
    return lambda moete: dataclasses.replace(
        moete, saker=tuple(sak for sak in moete.saker if sak.id != sak_id)
    )


def med_ny_sak(tittel: str) -> Endring:
    """Endringen som legger en sak uten figur nederst."""
    ny = Moetesak(ny_id(), tittel)
    return lambda moete: dataclasses.replace(moete, saker=(*moete.saker, ny))


def lag_foerste(hvem: str) -> Moete:
    """Lag det neste møtet uten saker."""
    return endre(_neste_id(), lambda moete: moete, hvem)


def avslutt(moete: Moete, hvem: str) -> Moete:
    """Avslutt møtet, og lag det neste, med de samme deltakerne. Gir det neste. To trykk er ett møte."""
    ferdig = endre(moete.id, lambda naa: dataclasses.replace(naa, avsluttet=True), hvem)
    ny_id_ = _id_etter(ferdig.id)
    if funnet := REGISTER.post(ny_id_):
        return funnet.innhold

    def nytt(tomt: Moete) -> Moete:
        return dataclasses.replace(
            tomt,
            tittel=ferdig.tittel,
            dato=ferdig.neste_dato,
            sted=ferdig.neste_sted or ferdig.sted,
            saksnr=ferdig.saksnr,
            deltakere=tuple(sorted({*ferdig.deltakere, *ferdig.fravaerende})),
            forrige=ferdig.id,
        )

    return endre(ny_id_, nytt, hvem)


# ------------------------------------------------------- en beslutning som endrer et tiltak


def i_tiltaket(
    moete: Moete, sak: Moetesak, slag: str, sett_versjon: int, hvem: str
) -> None:
    """Skriv beslutningen inn i tiltaket, som kommentar til statusen eller som en ny milepæl. Kaster
    `Konflikt` når noen har endret tiltaket siden `sett_versjon`.
    """
    post = planen.post(sak.tiltak)
    if post is None or post.tiltak.fjernet:
        raise ArbeidFeil(
            si("Tiltaket finnes ikke lenger. Beslutningen står bare i møtet.")
        )
    tiltak, dag = post.tiltak, moete.dato or dagen.i_dag()
    if slag == "milepael":
        milepael = milepaelen(sak)
        resten = [en for en in tiltak.milepaeler if en.id != milepael.id]
        etter = dataclasses.replace(tiltak, milepaeler=(*resten, milepael))
    else:
        status = dataclasses.replace(tiltak.status, kommentar=sak.beslutning, dato=dag)
        etter = dataclasses.replace(tiltak, status=status)
    # Det samme innholdet to ganger er én endring.
    endring_id = str(
        uuid.uuid5(
            uuid.UUID(sak.id), f"{slag} {sak.beslutning} {sak.frist} {sett_versjon}"
        )
    )
    planen.lagre(etter, sett_versjon, endring_id, hvem, i_ord.hvorfor(moete, sak))


def milepaelen(sak: Moetesak) -> Milepael:
    """Beslutningen som en milepæl. Id-en følger saken, så en rettet beslutning ikke blir en milepæl til."""
    return Milepael(
        str(uuid.uuid5(uuid.UUID(sak.id), "milepael")),
        sak.beslutning[:200],
        frist=sak.frist,
    )
