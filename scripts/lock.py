"""Lock files: pinned versions with their hashes, made from the .in files that people write.

python -m scripts.lock            write what is out of step, keeping the versions that still fit
python -m scripts.lock --upgrade  write all, with the newest versions
python -m scripts.lock --check    only say, without any network, what is out of step
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

from scripts.paths import REQUIREMENTS, ROOT, VENV

#: In this order: a lock may lean on an earlier one.
NAMES = ("base", "dev", "build", "node", "mastodon-mock", "bench")
NPM = ROOT / "scripts" / "real_servers" / "at_network"
MARK = "# Made from inputs with sha256 "
ADDRESSES = ("://", "--index-url", "--find-links")


def main(arguments: list[str]) -> int:
    """Return an exit code: 0 when all is, or was put, in step."""
    if arguments == ["--check"]:
        faults = [*_faults(), *npm_faults(NPM)]
        for fault in faults:
            print(fault, file=sys.stderr)
        return 1 if faults else 0
    if arguments not in ([], ["--upgrade"]):
        print(__doc__)
        return 2
    for name in NAMES:
        if arguments or not is_in_step(REQUIREMENTS / f"{name}.in"):
            _compile(name, options=arguments)
    return 0


def _faults() -> list[str]:
    sources = [REQUIREMENTS / f"{name}.in" for name in NAMES]
    faults = [
        f"requirements/{source.stem}.txt is not made from {source.name} as it is: run `make lock`."
        for source in sources
        if not is_in_step(source)
    ]
    faults += [
        f"requirements/{source.stem}.txt names an address: locks hold versions and hashes only."
        for source in sources
        if _names_an_address(source.with_suffix(".txt"))
    ]
    return faults


def is_in_step(source: Path) -> bool:
    """Say whether the lock beside this .in file was made from its present content."""
    lock = source.with_suffix(".txt")
    return lock.exists() and f"{MARK}{_digest(source)}" in lock.read_text().splitlines()


def _digest(source: Path) -> str:
    """Hash what decides: requirements, with those of the .in files that they include."""
    digest = hashlib.sha256()
    for line in source.read_text().splitlines():
        requirement = line.split("#")[0].strip()
        if requirement.startswith("-r "):
            digest.update(_digest(source.parent / requirement[3:].strip()).encode())
        elif requirement:
            digest.update(requirement.encode() + b"\n")
    return digest.hexdigest()


def _names_an_address(lock: Path) -> bool:
    lines = lock.read_text().splitlines() if lock.exists() else []
    return any(word in line for line in lines if not line.startswith("#") for word in ADDRESSES)


def _compile(name: str, *, options: list[str]) -> None:
    print(f"Locking requirements/{name}.txt", flush=True)
    command = [str(VENV / "bin" / "pip-compile"), "--quiet", "--generate-hashes", "--allow-unsafe"]
    command += ["--strip-extras", "--no-emit-index-url", "--no-emit-find-links", "--no-header"]
    subprocess.run(
        [*command, *options, "--output-file", f"{name}.txt", f"{name}.in"],
        cwd=REQUIREMENTS,
        env={**os.environ, "CUSTOM_COMPILE_COMMAND": "make lock"},
        check=True,
    )
    lock = REQUIREMENTS / f"{name}.txt"
    head = f"# Written by `make lock`; change {name}.in instead.\n"
    mark = f"{MARK}{_digest(lock.with_suffix('.in'))}\n"
    lock.write_text(head + mark + lock.read_text())


def npm_faults(folder: Path) -> list[str]:
    """Say what is wrong with npm's lock: another content than package.json, or addresses."""
    wanted = json.loads((folder / "package.json").read_text())
    lock = json.loads((folder / "package-lock.json").read_text())
    faults = []
    if lock["packages"][""].get("dependencies") != wanted["dependencies"]:
        faults.append("package-lock.json is not made from package.json as it is.")
    if any("resolved" in package for package in lock["packages"].values()):
        faults.append("package-lock.json names addresses: set omit-lockfile-registry-resolved.")
    return faults


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
