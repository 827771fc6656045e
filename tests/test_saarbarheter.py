"""Steget i CI som ser etter kjente sårbarheter: det feiler ikke i stillhet når listen ikke kan nås."""

import os
import subprocess

import pytest

from boligdata.felles.config import ROT

INGEN = '{"dependencies": [{"name": "x", "vulns": []}]}'
FUNNET = (
    '{"dependencies": [{"name": "x", "vulns": [{"id": "CVE-1"}]}, '
    '{"name": "y", "skip_reason": "not found"}]}'
)
HOPPET_OVER = (
    '{"dependencies": [{"name": "x", "vulns": []}, '
    '{"name": "y", "skip_reason": "not found"}]}'
)


@pytest.mark.parametrize(
    "svar, kode, ventet, sagt",
    [
        (INGEN, 0, 0, "Ingen kjente sårbarheter"),
        (FUNNET, 1, 1, "CVE-1"),
        # Et speil uten opplysninger om sårbarheter. pip-audit sier at alt er bra.
        (HOPPET_OVER, 0, 0, "IKKE PRØVD: Listen kjente ikke 1 av 2 biblioteker"),
        ("", 1, 0, "IKKE PRØVD: Listen ble ikke nådd"),
        ("", 124, 0, "IKKE PRØVD: Listen ble ikke nådd"),
    ],
    ids=["ingen", "én", "hoppet over", "uten nett", "svarer aldri"],
)
def test_det_sies_om_noe_er_funnet_og_om_noe_er_proevd(
    tmp_path, svar, kode, ventet, sagt
):
    stedfortreder = tmp_path / "pip-audit"
    stedfortreder.write_text(
        '#!/bin/sh\nprintf "%s" "$SVAR" > "$(eval echo \\${$#})"\nexit $KODE\n', "utf-8"
    )
    stedfortreder.chmod(0o755)
    utfall = subprocess.run(
        [ROT / ".ci" / "saarbarheter"],
        env=os.environ
        | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "SVAR": svar, "KODE": f"{kode}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert utfall.returncode == ventet and sagt in utfall.stdout
    assert ("Ingen kjente" in utfall.stdout) == (svar == INGEN)


def test_ci_tar_steget_med():
    assert ".ci/saarbarheter" in (ROT / ".ci" / "run").read_text("utf-8")
