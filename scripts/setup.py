"""Make the checkout ready: virtual environment, packages, translations, libraries, a browser.

python3 -m scripts.setup run|dev|test      (any Python starts it; it finds one that is new enough)

Quick when nothing changed: what was done is noted in .venv, with the hash of what asked for it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from beffroi.printing import libraries
from scripts import chromium, debian
from scripts.paths import REQUIREMENTS, ROOT, VENV

OLDEST_PYTHON = (3, 11)
PYTHONS = ("python3.13", "python3.12", "python3.11", "python3")
STAMP = VENV / "beffroi-setup.json"
#: Lock files by aim. The build tool is one of them: the project itself installs without a download.
LOCKS = {"run": ("build.txt", "base.txt"), "dev": ("dev.txt",), "test": ("dev.txt",)}


class CannotSetUp(Exception):
    """Something needed cannot be had; the message says what, and what to do."""


def main(aim: str) -> int:
    """Prepare for one aim; return an exit code."""
    try:
        prepare(aim)
    except CannotSetUp as reason:
        print(f"Setup stopped: {reason}", file=sys.stderr)
        return 1
    return 0


def prepare(aim: str) -> None:
    """Bring .venv in step with the lock files, then see to all else."""
    if not _is_installed(aim):
        _make_environment()
        _install(aim)
        STAMP.write_text(json.dumps({"inputs": _inputs(aim), "aim": aim}))
    _compile_translations()
    _find_libraries()
    if aim == "test":
        _find_browser()


def venv_python() -> Path:
    """Return the interpreter of the virtual environment."""
    return VENV / "bin" / "python"


def _inputs(aim: str) -> str:
    """Return one hash of all that decides what is installed, and where."""
    digest = hashlib.sha256(str(ROOT).encode())
    for path in (*(REQUIREMENTS / name for name in LOCKS[aim]), ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _is_installed(aim: str) -> bool:
    """Say whether the environment holds what this aim needs; all packages include the few."""
    if not STAMP.exists() or not venv_python().exists():
        return False
    noted = json.loads(STAMP.read_text())
    return noted["inputs"] == _inputs(noted["aim"]) and (aim == "run" or noted["aim"] != "run")


def _make_environment() -> None:
    if venv_python().exists() and _is_new_enough(str(venv_python())):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    python = _python()
    print(f"Making .venv with {python}", flush=True)
    _run([python, "-m", "venv", str(VENV)], failure="the virtual environment could not be made.")


def _python() -> str:
    """Return a Python that is new enough and can make a virtual environment."""
    for name in (sys.executable, *PYTHONS):
        if _is_new_enough(name) and _can_make_environments(name):
            return name
    if debian.install("python3", "python3-venv") and _is_new_enough("/usr/bin/python3"):
        return "/usr/bin/python3"
    raise CannotSetUp("Python 3.11 or newer is needed, with its venv module (python3-venv).")


def _is_new_enough(python: str) -> bool:
    return _answers(python, f"import sys; sys.exit(sys.version_info < {OLDEST_PYTHON})")


def _can_make_environments(python: str) -> bool:
    return _answers(python, "import ensurepip, venv")


def _answers(python: str, code: str) -> bool:
    try:
        done = subprocess.run([python, "-c", code], capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def _install(aim: str) -> None:
    """Install exactly the locked files, checked by their hashes, then the project itself."""
    pip = [str(venv_python()), "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
    for lock in LOCKS[aim]:
        print(f"Installing requirements/{lock}", flush=True)
        _run(
            [*pip, "--require-hashes", "-r", str(REQUIREMENTS / lock)],
            failure=f"pip could not install requirements/{lock}; it says why above.",
        )
    _run(
        [*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)],
        failure="pip could not install the project itself; it says why above.",
    )


def _compile_translations() -> None:
    script = ROOT / "scripts" / "messages.py"
    if script.exists():
        _run(
            [str(venv_python()), "-m", "scripts.messages", "compile"],
            failure="the translations could not be compiled.",
        )


def _find_libraries() -> None:
    """See that pages can be printed; the product runs without, and makes no PDF then."""
    if libraries.missing() and not debian.install(*libraries.WANTED):
        wanted = " ".join(libraries.WANTED)
        print(f"No PDF can be made here until somebody installs: {wanted}", file=sys.stderr)


def _find_browser() -> None:
    if chromium.find() or chromium.install(venv_python()):
        return
    print(
        "No Chromium here: the browser journeys do not run (install one, or set BEFFROI_CHROMIUM).",
        file=sys.stderr,
    )


def _run(command: list[str], *, failure: str) -> None:
    # Setuptools warns at length about what an editable installation is.
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise CannotSetUp(failure)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in LOCKS:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
