"""Kommandolinjen på norsk. Biblioteket skriver ellers hjelpen og feilene på engelsk."""

import argparse
import re
import sys
from typing import NoReturn

# Det biblioteket sier, og det samme på norsk.
_FEIL = (
    (r"the following arguments are required: (.+)", r"Dette mangler: \1."),
    (r"unrecognized arguments: (.+)", r"Dette kjenner ikke kommandoen: \1."),
    (
        r"argument (.+): expected (?:one|at least one) argument",
        r"Det mangler en verdi etter \1.",
    ),
    (
        r"argument .+: invalid choice: '?(.+?)'? \(choose from (.+)\)",
        r"«\1» finnes ikke. Det som finnes, er \2.",
    ),
    (r"argument (.+): invalid \w+ value: '?(.+?)'?", r"«\2» kan ikke brukes som \1."),
    (r"argument (.+?): (.+)", r"\1: \2"),
)


class Kommandotolk(argparse.ArgumentParser):
    """Tolker det som er skrevet etter kommandoen. Er det galt, slutter programmet med 2 og en setning."""

    def __init__(self, *, add_help: bool = True, **valg):
        super().__init__(add_help=False, formatter_class=_Hjelpetekst, **valg)
        self._positionals.title = "det som kan stå etter kommandoen"
        self._optionals.title = "valg"
        if add_help:
            self.add_argument(
                "-h", "--help", action="help", help="vis denne hjelpen, og stopp"
            )

    def error(self, message: str) -> NoReturn:
        """Vis hvordan kommandoen skrives, og hva som er galt."""
        self.print_usage(sys.stderr)
        self.exit(2, f"\n{_paa_norsk(message)}\n")


class _Hjelpetekst(argparse.HelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None) -> None:
        super().add_usage(
            usage, actions, groups, "slik: " if prefix is None else prefix
        )


def _paa_norsk(melding: str) -> str:
    for engelsk, norsk in _FEIL:
        if treff := re.fullmatch(engelsk, melding):
            return treff.expand(norsk)
    return melding
