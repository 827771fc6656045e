"""Steget i CI som ser etter kjente sårbarheter: det feiler ikke i stillhet når listen ikke kan nås."""

import os
import subprocess

import pytest

from boligdata.felles.config import ROT

FUNNET = '{"dependencies": [{"name": "x", "vulns": [{"id": "CVE-1"}]}]}'


@pytest.mark.parametrize(
    "svar, kode, ventet, sagt",
    [
        ('{"dependencies": []}', 0, 0, "Ingen kjente sårbarheter"),
        (FUNNET, 1, 1, "CVE-1"),
        ("", 1, 0, "IKKE PRØVD: Listen ble ikke nådd"),
        ("", 124, 0, "IKKE PRØVD: Listen ble ikke nådd"),
    ],
    ids=["ingen", "én", "uten nett", "svarer aldri"],
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


def test_ci_tar_steget_med():
    assert ".ci/saarbarheter" in (ROT / ".ci" / "run").read_text("utf-8")
