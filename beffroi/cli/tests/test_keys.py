from __future__ import annotations

import json
import signal
import subprocess
import sys

from beffroi.cli.tests.commands import Home


def test_a_rotation_killed_half_way_is_finished_by_the_next(filled: Home) -> None:
    command = [sys.executable, "-m", "beffroi.cli.tests.world_process", "rotate"]
    variables = filled.variables(DJANGO_SETTINGS_MODULE="beffroi.config.settings")
    killed = subprocess.run(command, env=variables, timeout=60, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert json.loads(filled.script("world_process", "keys")) == {"opened": 3, "stale": 2}
    done = filled.run("keys", "rotate")
    assert done.returncode == 0, done.stderr
    assert "2 secrets are sealed under the new key" in done.stdout
    assert "copy" in done.stdout
    assert json.loads(filled.script("world_process", "keys")) == {"opened": 3, "stale": 0}


def test_an_access_that_no_key_opens_is_told(filled: Home) -> None:
    (filled.folder / "secret.keys").unlink()
    done = filled.run("keys", "rotate")
    assert done.returncode == 1
    assert "1 secret cannot be opened by any key" in done.stdout
