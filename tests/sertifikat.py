"""Et sertifikat for denne maskinen, til testene som går over https."""

import datetime as dt
import ipaddress
from collections.abc import Sequence
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

VERT = "127.0.0.1"


def skriv(
    fil: Path,
    navn: str = VERT,
    *,
    verter: Sequence[str] = (),
    er_utsteder: bool = False,
) -> Path:
    """Sertifikatet til `navn`, med nøkkelen, utstedt av ingen andre enn det selv. Det gjelder for denne
    maskinen, og for `verter`.
    """
    noekkel = ec.generate_private_key(ec.SECP256R1())
    hvem = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, navn)])
    alle = [x509.IPAddress(ipaddress.ip_address(VERT)), *map(x509.DNSName, verter)]
    naa = dt.datetime.now(dt.UTC)
    sertifikat = (
        x509.CertificateBuilder(hvem, hvem, noekkel.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(naa - dt.timedelta(days=1))
        .not_valid_after(naa + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(alle), critical=False)
    )
    if er_utsteder:
        sertifikat = sertifikat.add_extension(
            x509.BasicConstraints(ca=True, path_length=0), critical=True
        )
    pem = serialization.Encoding.PEM
    hemmelig = noekkel.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    ferdig = sertifikat.sign(noekkel, hashes.SHA256())
    fil.write_bytes(hemmelig + ferdig.public_bytes(pem))
    return fil
