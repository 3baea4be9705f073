"""Everything that is judged without running the product; all of it, even when a part fails.

python -m scripts.check          judge
python -m scripts.check --fix    put right what tools can put right, and touch nothing else
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from scripts import messages
from scripts.paths import ROOT, VENV

PYTHON = sys.executable
SETTINGS = "beffroi.config.settings"
PACKAGES = ("beffroi", "scripts", "tests")


def main(arguments: list[str]) -> int:
    """Judge, or put right; return 1 when something failed."""
    return _run_all(_repairs() if arguments == ["--fix"] else _checks())


def _run_all(steps: Iterator[tuple[str, list[str]]]) -> int:
    with tempfile.TemporaryDirectory(prefix="beffroi-check-") as folder:
        environment = {**os.environ, "BEFFROI_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": SETTINGS}
        failed = [name for name, command in steps if not _passes(name, command, env=environment)]
    print(f"Failed: {', '.join(failed)}" if failed else "All is well.")
    return 1 if failed else 0


def _checks() -> Iterator[tuple[str, list[str]]]:
    yield "lint", [_tool("ruff"), "check", "."]
    yield "format", [_tool("ruff"), "format", "--check", "."]
    yield "types", [_tool("mypy"), *PACKAGES]
    yield "imports", [_tool("lint-imports")]
    yield "lock files", [PYTHON, "-m", "scripts.lock", "--check"]
    yield "migrations", [PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"]
    if templates := template_files():
        yield "templates", [_tool("djlint"), "--lint", "--quiet", *templates]
        yield "template indentation", [_tool("djhtml"), "--check", "--tabwidth", "2", *templates]
    if any(messages.LOCALE.rglob("*.po")):
        yield "translations", [PYTHON, "-m", "scripts.messages", "check"]
    yield "capabilities", [PYTHON, "-m", "scripts.capabilities", "--check"]
    if any((ROOT / "tests" / "architecture").glob("test_*.py")):
        yield "architecture", [PYTHON, "-m", "pytest", "-q", "tests/architecture"]


def _repairs() -> Iterator[tuple[str, list[str]]]:
    yield "lint", [_tool("ruff"), "check", "--fix", "--exit-zero", "--quiet", "."]
    yield "format", [_tool("ruff"), "format", "--quiet", "."]
    if templates := template_files():
        yield "template indentation", [_tool("djhtml"), "--tabwidth", "2", *templates]


def _tool(name: str) -> str:
    return str(VENV / "bin" / name)


def template_files() -> list[str]:
    """Return the project's HTML templates, relative to the checkout."""
    found = Path(ROOT / "beffroi").rglob("templates/**/*.html")
    return sorted(str(path.relative_to(ROOT)) for path in found)


def _passes(name: str, command: list[str], *, env: dict[str, str]) -> bool:
    started = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    seconds = time.monotonic() - started
    print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name} ({seconds:.1f} s)", flush=True)
    if done.returncode:
        print(done.stdout, flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
