"""Oppdiktede nummer på personer, til testene av dem som skal kjenne dem igjen."""

import datetime as dt

# Oppdiktede nummer med riktige kontrollsifre. De tre første er laget etter regelen som gjelder fra
# 2032.
FRA_2032 = ["02013299997", "30108299920", "30108299939"]
DUF = ["200205705502", "200900595509"]


def fnr(
    dag=dt.date(1987, 5, 14), individ=321, dagtillegg=0, maanedstillegg=0, rest=0
) -> str:
    """Et nummer med riktige kontrollsifre, eller det neste individnummeret som lar seg bruke."""
    for nr in range(individ, individ + 1000):
        ni = f"{dag.day + dagtillegg:02}{dag.month + maanedstillegg:02}{dag:%y}{nr % 1000:03}"
        k1 = (
            rest - sum(int(s) * v for s, v in zip(ni, (3, 7, 6, 1, 8, 9, 4, 5, 2)))
        ) % 11
        k2 = (
            -sum(
                int(s) * v for s, v in zip(f"{ni}{k1}", (5, 4, 3, 2, 7, 6, 5, 4, 3, 2))
            )
            % 11
        )
        if k1 < 10 and k2 < 10:
            return f"{ni}{k1}{k2}"
    raise ValueError("Ingen av tusen numre hadde riktige kontrollsifre.")


def skrivefeil(nummer: str) -> str:
    """Nummeret med feil siste siffer."""
    return nummer[:-1] + str((int(nummer[-1]) + 1) % 10)
