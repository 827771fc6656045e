"""Dagen i dag, på ett sted, så testene ikke avhenger av klokken på maskinen."""

import datetime as dt


def i_dag() -> dt.date:
    """Datoen på maskinen."""
    return dt.date.today()
