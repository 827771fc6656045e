"""En liten statistikkbank på denne maskinen, som svarer som PxWebApi v2 hos SSB. Tallene er oppdiktet."""

import contextlib
import copy
import http.server
import itertools
import json
import math
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

OPPDATERT = "2026-02-25T07:00:00Z"


def variabel(
    *koder: str, sum: bool = False, navn: dict[str, str] | None = None
) -> dict:
    """En variabel slik metadata beskriver den. `sum` er at den kan utelates."""
    return {
        "label": "variabel",
        "category": {
            "index": {kode: plass for plass, kode in enumerate(koder)},
            "label": {kode: (navn or {}).get(kode, kode) for kode in koder},
        },
        "extension": {"elimination": sum, "codelists": []},
    }


def tabellen(id: str, **variabler: dict) -> dict:
    """Metadata for en tabell: JSON-stat2 uten tall."""
    return {
        "version": "2.0",
        "class": "dataset",
        "label": f"{id}: Oppdiktet tabell",
        "source": "Statistisk sentralbyrå",
        "updated": OPPDATERT,
        "id": list(variabler),
        "size": [len(om["category"]["index"]) for om in variabler.values()],
        "dimension": variabler,
        "extension": {
            "contact": [{"name": "Kari Nordmann", "mail": "kari@eksempel.no"}],
            "px": {"tableid": id},
        },
        "value": [],
    }


FOLKEMENGDE = tabellen(
    "07459",
    Region=variabel("0219", "3024", "3201"),
    Kjonn=variabel("1", "2", sum=True),
    Alder=variabel("000", "001", "105+", sum=True),
    ContentsCode=variabel("Personer1"),
    Tid=variabel("2013", "2014", "2015", "2024", "2025", "2026"),
)
FRAMSKRIVING = tabellen(
    "14746",
    Region=variabel("3201", "3203"),
    Alder=variabel("000", "080"),
    ContentsCode=variabel("Personer", "Personer1", "Personer2", "Personer3"),
    Tid=variabel("2026", "2027"),
)
BOLIGER = tabellen(
    "12008",
    KOKkommuneregion0000=variabel(
        *("0219", "3201", "3203", "EAK", "EAKUO", "EKA32", "EKG12")
    ),
    ContentsCode=variabel("KOSboligSper10000000", "KOSantnyinnflytt0000"),
    Tid=variabel("2014", "2015", "2024", "2025"),
)
KODELISTE = {
    "id": "agg_KommSummer",
    "values": [
        {"code": "K-3201", "label": "Bærum", "valueMap": ["0219", "3024", "3201"]},
        {"code": "K-3203", "label": "Asker", "valueMap": ["3203"]},
    ],
}


@dataclass
class Bank:
    """Det tjeneren svarer med. `avbrudd` er svar som kommer først, i stedet for det riktige, én gang hver:
    (status, overskrifter, innhold). `rett_svar` er det som blir gjort med hvert riktig svar på tall.
    """

    adresse: str
    tabeller: dict[str, dict] = field(
        default_factory=lambda: {
            "07459": FOLKEMENGDE,
            "14746": FRAMSKRIVING,
            "12008": BOLIGER,
        }
    )
    avbrudd: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    rett_svar: list = field(default_factory=list)
    spurt: list[tuple[str, str]] = field(default_factory=list)
    spoersmaal: list[dict] = field(default_factory=list)


@contextlib.contextmanager
def start(sertifikat: Path | None = None) -> Iterator[Bank]:
    """Tjeneren, til blokken er ferdig. Med et sertifikat svarer den med https."""
    tjener = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Svarer)
    if sertifikat:
        sikkerhet = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        sikkerhet.load_cert_chain(sertifikat)
        tjener.socket = sikkerhet.wrap_socket(tjener.socket, server_side=True)
    protokoll = "https" if sertifikat else "http"
    vert = f"{protokoll}://127.0.0.1:{tjener.server_address[1]}"
    tjener.bank = Bank(f"{vert}/api/pxwebapi/v2")
    traad = threading.Thread(target=tjener.serve_forever, args=(0.01,))
    traad.start()
    try:
        yield tjener.bank
    finally:
        tjener.shutdown()
        tjener.server_close()
        traad.join()


class _Svarer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_) -> None:
        """Testene spør banken hva den ble spurt om."""

    def do_GET(self) -> None:
        self._svar(None)

    def do_POST(self) -> None:
        lengde = int(self.headers["Content-Length"])
        self._svar(json.loads(self.rfile.read(lengde)))

    def _svar(self, kropp: dict | None) -> None:
        bank = self.server.bank
        sti = self.path.partition("?")[0].rpartition("/api/pxwebapi/v2")[2]
        bank.spurt.append((self.command, sti))
        if bank.avbrudd:
            status, overskrifter, innhold = bank.avbrudd.pop(0)
        else:
            status, svar = self._svaret(sti.strip("/").split("/"), kropp)
            overskrifter = {"Content-Type": "application/json"}
            innhold = json.dumps(svar).encode()
        self.send_response(status)
        for navn, verdi in (
            {"Content-Length": str(len(innhold))} | overskrifter
        ).items():
            self.send_header(navn, verdi)
        self.end_headers()
        self.wfile.write(innhold)
        self.close_connection = "Content-Length" in overskrifter

    def _svaret(self, sti: list[str], kropp: dict | None) -> tuple[int, dict]:
        bank = self.server.bank
        if sti[0] == "codelists":
            return 200, KODELISTE
        tabell = bank.tabeller.get(sti[1])
        if tabell is None:
            return 400, _nei("Non-existent table")
        if sti[2:] == ["metadata"]:
            return 200, tabell
        if kropp is None:
            return 200, {"id": sti[1], "updated": tabell["updated"]}
        bank.spoersmaal.append(kropp)
        status, svar = _tallene(tabell, kropp)
        for rett in bank.rett_svar:
            rett(svar)
        return status, svar


def _nei(tittel: str) -> dict:
    return {"type": "Parameter error", "title": tittel, "status": 404}


def _tallene(tabell: dict, kropp: dict) -> tuple[int, dict]:
    valgt = {ett["variableCode"]: ett for ett in kropp["selection"]}
    for navn, om in tabell["dimension"].items():
        kjente = om["category"]["index"]
        ett = valgt.get(navn)
        if ett is None:
            if not om["extension"]["elimination"]:
                return 400, _nei("Missing selection for mandantory variable")
        elif "codelist" not in ett and not kjente.keys() >= {*ett["valueCodes"]}:
            return 400, _nei("Non-existent value")
    dimensjoner = {
        navn: variabel(*valgt[navn]["valueCodes"])
        for navn in tabell["dimension"]
        if navn in valgt
    }
    antall = math.prod(len(ett["valueCodes"]) for ett in valgt.values())
    return 200, {
        **copy.deepcopy(tabell),
        "id": list(dimensjoner),
        "size": [len(ett["category"]["index"]) for ett in dimensjoner.values()],
        "dimension": dimensjoner,
        "value": list(itertools.islice(itertools.count(100), antall)),
    }
