"""Ett slag av det brukerne skriver, slik det leses fra lageret og lagres: tiltak, innspill og resten.

Et register med `aapent` har noe bare ansatte skal se. Utenfor ansattvisningen gir det bare den åpne
utgaven av hver post: sperren står her, så ingen side, fil eller lenke kan glemme den.
"""

import datetime as dt
import functools
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from boligdata.arbeid import feltliste
from boligdata.arbeid.feltliste import Feltfeil
from boligdata.arbeid.lager import (
    Hendelse,
    Lager,
    Lagret,
    NyEndring,
    Slettet,
    Sletting,
)
from boligdata.felles import config
from boligdata.felles.config import Brukerfeil
from boligdata.felles.maalform import si

P = TypeVar("P")


class KanIkkeLagres(Brukerfeil):
    """Noe i det som er skrevet, må rettes først. `feil` er hele setninger."""

    def __init__(self, feil: Sequence[str]):
        super().__init__(" ".join(feil))
        self.feil = tuple(feil)


class BareForAnsatte(Brukerfeil):
    """Noe utenfor ansattvisningen har bedt om det bare ansatte skal se."""


@dataclass(frozen=True)
class Registerpost(Generic[P]):
    """Noe slik det er lagret: versjonen, og hvem som lagret den, når og hvorfor."""

    innhold: P
    versjon: int
    hvem: str
    tid: dt.datetime
    hvorfor: str = ""


class Register(Generic[P]):
    """Postene av ett slag. `feil` gir det som må rettes i en post, og `plass` det de ordnes etter.
    `personfelt` er feltene der det kan stå noe om en person, og `navnefelt` dem av dem som har navnet.
    """

    def __init__(
        self,
        lager: Callable[[], Lager],
        slag: str,
        klasse: type[P],
        feil: Callable[[P], Sequence[str]],
        plass: Callable[[P], tuple],
        *,
        les: Callable[[dict], P] | None = None,
        som_dict: Callable[[P], dict] = feltliste.til_dict,
        lag_post: type[Registerpost] = Registerpost,
        navn: Callable[[P], str] = str,
        aapent: Callable[[P], P] | None = None,
        personfelt: tuple[str, ...] = (),
        navnefelt: tuple[str, ...] = (),
    ):
        self.slag, self.klasse = slag, klasse
        self.feil, self.navn = feil, navn
        self.som_dict = som_dict
        self.les = les or functools.partial(feltliste.les, klasse)
        self.personfelt, self._navnefelt = personfelt, navnefelt
        self._lager, self._plass = lager, plass
        self._lag_post, self._aapent = lag_post, aapent
        self._husket = functools.lru_cache(maxsize=8)(self._gjeldende)
        self._husket_aapent = functools.lru_cache(maxsize=8)(self._aapne)

    # ---------------------------------------------------------------------------- lesing

    def poster(self) -> tuple[Registerpost[P], ...]:
        """Postene som gjelder nå, i den rekkefølgen de skal vises."""
        self._krev_ansatt()
        return self._husket(config.arbeid(), self._lager().merke())

    def aapne_poster(self) -> tuple[P, ...]:
        """Det alle kan se av postene, ordnet etter det alle kan se."""
        return self._husket_aapent(config.arbeid(), self._lager().merke())

    def post(self, objekt_id: str) -> Registerpost[P] | None:
        """Posten slik den er nå, også om den er tatt ut. None når den ikke finnes."""
        self._krev_ansatt()
        hendelse = self._lager().hent(self.slag, objekt_id)
        return self._post(hendelse) if hendelse else None

    def historien(self, objekt_id: str) -> tuple[Registerpost[P], ...]:
        """Alle versjonene av en post, den nyeste først."""
        self._krev_ansatt()
        alle = self._lager().historikk(self.slag, objekt_id)
        return tuple(map(self._post, reversed(alle)))

    def per(self, dag: dt.datetime) -> tuple[Registerpost[P], ...]:
        """Postene slik de var på et tidspunkt."""
        self._krev_ansatt()
        return self._ordnet(self._lager().per_tidspunkt(self.slag, dag))

    def er_skjult(self, innhold: P, felt: str) -> bool:
        """Står det noe i feltet som bare ansatte ser?"""
        aapent = self._aapent(innhold) if self._aapent else innhold
        return getattr(aapent, felt) != getattr(innhold, felt)

    # --------------------------------------------------------------------------- lagring

    def lagre(
        self,
        innhold: P,
        sett_versjon: int,
        endring_id: str,
        hvem: str,
        hvorfor: str = "",
    ) -> Lagret:
        """Lagre posten. Kaster `KanIkkeLagres` når noe må rettes, `Konflikt` når noen andre kom først,
        og `ArbeidFeil` når lageret ikke kunne ta imot.
        """
        self._krev_ansatt()
        if feil := self.feil(innhold):
            raise KanIkkeLagres(feil)
        endring = self._endring(innhold, sett_versjon, endring_id, hvem, hvorfor)
        return self._lager().lagre(endring)

    def lagre_alle(
        self, alle: Sequence[tuple[P, int]], endring_id: str, hvem: str, hvorfor: str
    ) -> list[Lagret]:
        """Lagre flere poster, hver med versjonen brukeren så. Alle lagres, eller ingen. Kaster det samme
        som `lagre`.
        """
        self._krev_ansatt()
        if feil := [
            f"{self.navn(innhold)}: {setning}".strip()
            for innhold, _ in alle
            for setning in self.feil(innhold)
        ]:
            raise KanIkkeLagres(feil)
        return self._lager().lagre_alle(
            [
                self._endring(
                    innhold,
                    sett_versjon,
                    # Én id for hver post, som er den samme når brukeren trykker to ganger.
                    str(uuid.uuid5(uuid.UUID(endring_id), innhold.id)),
                    hvem,
                    hvorfor,
                )
                for innhold, sett_versjon in alle
            ]
        )

    def slett(
        self,
        objekt_id: str,
        sett_versjon: int,
        felter: Sequence[str],
        endring_id: str,
        hvem: str,
        hvorfor: str,
    ) -> Slettet:
        """Slett det som står i feltene, i alle versjonene av posten. Det kan ikke angres. Kaster det samme
        som `lagre`, og da er ingenting slettet.
        """
        self._krev_ansatt()
        navn = tuple(felt for felt in felter if felt in self._navnefelt)
        bestilt = Sletting(
            *(endring_id, self.slag, objekt_id, sett_versjon, tuple(felter), navn),
            *(hvem, hvorfor),
        )
        svar = self._lager().slett(bestilt)
        # Det som var lest før, skal heller ikke ligge i minnet.
        self._husket.cache_clear()
        self._husket_aapent.cache_clear()
        return svar

    # --------------------------------------------------------------------------- innmaten

    def _krev_ansatt(self) -> None:
        if self._aapent and config.visning() != "internt":
            raise BareForAnsatte(
                si("Dette kan bare ansatte se, i ansattvisningen av dashbordet.")
            )

    def _gjeldende(self, _innstilling: str, _merke: str) -> tuple[Registerpost[P], ...]:
        return self._ordnet(self._lager().gjeldende(self.slag))

    def _aapne(self, _innstilling: str, _merke: str) -> tuple[P, ...]:
        try:
            poster = self._gjeldende(_innstilling, _merke)
        except Feltfeil:
            # Meldingen sier hva som sto i feltet, og det kan være et navn.
            raise Brukerfeil(
                si(
                    "Noe som er skrevet om planarbeidet, kan ikke leses. Si fra til den som drifter "
                    "dashbordet."
                )
            ) from None
        aapne = (self._aapent(post.innhold) for post in poster)
        return tuple(sorted(aapne, key=self._plass))

    def _ordnet(self, hendelser: Iterable[Hendelse]) -> tuple[Registerpost[P], ...]:
        alle = map(self._post, hendelser)
        return tuple(sorted(alle, key=lambda post: self._plass(post.innhold)))

    def _post(self, hendelse: Hendelse) -> Registerpost[P]:
        return self._lag_post(
            self.les(hendelse.innhold),
            hendelse.versjon,
            hendelse.hvem,
            hendelse.tid,
            hendelse.hvorfor,
        )

    def _endring(
        self, innhold: P, sett_versjon: int, endring_id: str, hvem: str, hvorfor: str
    ) -> NyEndring:
        return NyEndring(
            endring_id,
            self.slag,
            innhold.id,
            sett_versjon,
            self.som_dict(innhold),
            hvem,
            hvorfor,
        )
