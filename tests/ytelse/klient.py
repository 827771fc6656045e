"""En bruker uten nettleser: samme websocket og samme meldinger som Streamlits frontend, men
ingenting tegnes.

Slik måles tjeneren alene. Brukeren husker valgene i hver widget og sender alle ved hver visning,
som frontend gjør.
"""

import asyncio
import contextlib
import random
import time

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from boligdata.doer import maalvalg

FRIST_SEKUNDER = 60
FERDIG = (
    ForwardMsg.FINISHED_SUCCESSFULLY,
    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
)


class Bruker:
    """Én økt. `adresser` er sidene i menyen, `valg` er widgetene på siden nå, med nøkkelen i koden
    som navn.
    """

    def __init__(self, forbindelse):
        self._forbindelse = forbindelse
        self._sider: dict[str, str] = {}
        self._side = ""
        self._tilstand: dict[str, WidgetState] = {}
        self._widgeter: dict[str, tuple[str, list[str], str]] = {}

    @property
    def adresser(self) -> list[str]:
        """Adressen til hver side i menyen. Forsiden er den tomme."""
        return list(self._sider)

    @property
    def valg(self) -> dict[str, list[str]]:
        """Det som kan velges i hver widget på siden."""
        return {navn: verdier for navn, (_, verdier, _) in self._widgeter.items()}

    async def klikk(self, terning: random.Random) -> float:
        """Bytt side, eller velg en verdi i en av widgetene på den. Målformen velger leseren én gang for
        alle. Gir sekundene til tjeneren var ferdig.
        """
        navnene = [navn for navn in self._widgeter if navn != maalvalg.NAVN]
        if not navnene or terning.random() < 0.5:
            return await self.gaa_til(terning.choice(self.adresser))
        navn = terning.choice(navnene)
        return await self.velg(navn, terning.choice(self.valg[navn]))

    async def gaa_til(self, adresse: str) -> float:
        """Bytt side, og gi sekundene til tjeneren var ferdig."""
        self._side = self._sider.get(adresse, "")
        return await self._kjoer()

    async def velg(self, navn: str, verdi: str) -> float:
        """Velg en verdi i en widget, og gi sekundene til tjeneren var ferdig."""
        id, _, fragment = self._widgeter[navn]
        tilstand = self._tilstand[id]
        if tilstand.WhichOneof("value") == "string_array_value":
            tilstand.string_array_value.data[:] = [verdi]
        else:
            tilstand.string_value = verdi
        return await self._kjoer(fragment)

    async def _kjoer(self, fragment: str = "") -> float:
        """Kjør hele skriptet, eller bare det fragmentet widgeten ligger i, slik som kortet rundt en
        visningsknapp.
        """
        melding = BackMsg()
        melding.rerun_script.page_script_hash = self._side
        melding.rerun_script.fragment_id = fragment
        melding.rerun_script.widget_states.widgets.extend(self._tilstand.values())
        forrige = self._tilstand
        if not fragment:
            self._tilstand, self._widgeter = {}, {}
        start = time.perf_counter()
        async with asyncio.timeout(FRIST_SEKUNDER):
            await self._forbindelse.send(melding.SerializeToString())
            while True:
                svar = ForwardMsg.FromString(await self._forbindelse.recv())
                slag = svar.WhichOneof("type")
                if slag == "script_finished" and svar.script_finished in FERDIG:
                    return time.perf_counter() - start
                if slag == "navigation":
                    self._sider = {
                        s.url_pathname: s.page_script_hash
                        for s in svar.navigation.app_pages
                    }
                elif slag == "delta" and svar.delta.WhichOneof("type") == "new_element":
                    self._husk(svar.delta, forrige)

    def _husk(self, delta: Delta, forrige: dict[str, WidgetState]) -> None:
        """Ta vare på en widget, med det brukeren valgte sist eller standardvalget."""
        slag = delta.new_element.WhichOneof("type")
        widget = getattr(delta.new_element, slag)
        if slag == "exception" or slag == "alert" and widget.format == widget.ERROR:
            raise RuntimeError(
                f"Siden viser en feil: {getattr(widget, 'message', '') or widget.body}"
            )
        if slag == "selectbox":
            verdier = list(widget.options)
            ny = WidgetState(
                id=widget.id, string_value=verdier[widget.default] if verdier else ""
            )
        elif slag == "button_group":
            verdier = [v.content for v in widget.options]
            ny = WidgetState(id=widget.id)
            ny.string_array_value.data.extend(verdier[nr] for nr in widget.default)
        else:
            return
        self._tilstand[widget.id] = forrige.get(widget.id, ny)
        if verdier and not widget.disabled:
            self._widgeter[_noekkel(widget.id)] = widget.id, verdier, delta.fragment_id


def _noekkel(id: str) -> str:
    """Nøkkelen widgeten har i koden. Streamlit setter den sist i id-en, etter et avtrykk."""
    *_, noekkel = id.split("-", 2)
    return noekkel


@contextlib.asynccontextmanager
async def tilkobling(adresse: str, **valg):
    """Koble til som en ny bruker som ser forsiden. `valg` er det `websockets.connect` ellers tar."""
    url = adresse.replace("http", "ws", 1) + "/_stcore/stream"
    async with websockets.connect(
        url, subprotocols=["streamlit"], max_size=None, compression=None, **valg
    ) as forbindelse:
        bruker = Bruker(forbindelse)
        await bruker.gaa_til("")
        yield bruker
