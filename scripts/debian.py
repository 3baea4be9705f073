"""Debian's packages, for what no wheel brings; only root may install them."""

from __future__ import annotations

import os
import shutil
import subprocess


def can_install() -> bool:
    """Say whether this account may install Debian packages."""
    return shutil.which("apt-get") is not None and os.geteuid() == 0


def install(*packages: str) -> bool:
    """Install packages, refreshing the list of them when it is too old; say if it worked."""
    if not can_install():
        return False
    print(f"Installing with apt-get: {' '.join(packages)}", flush=True)
    return _apt("install", *packages) or (_apt("update") and _apt("install", *packages))


def _apt(verb: str, *packages: str) -> bool:
    options = ["-y", "--no-install-recommends"] if verb == "install" else []
    command = ["apt-get", "-qq", verb, *options, *packages]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False
    )
    return done.returncode == 0
