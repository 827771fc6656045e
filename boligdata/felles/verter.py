"""Navn og IP-adresser til maskiner."""

import ipaddress


def ip(vert: str | None) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """IP-adressen når verten er skrevet som en, og ellers None."""
    try:
        adresse = ipaddress.ip_address(vert or "")
    except ValueError:
        return None
    # En tjener som lytter på begge slag, skriver IPv4-adressene som IPv6.
    return getattr(adresse, "ipv4_mapped", None) or adresse


def er_egen_maskin(vert: str | None) -> bool:
    """Er dette et navn som bare maskinen selv kan ha?"""
    adresse = ip(vert)
    return vert == "localhost" or (adresse is not None and adresse.is_loopback)
