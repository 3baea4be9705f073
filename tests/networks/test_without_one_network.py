"""A network is its folder, its lines in the registry and one in the rules of imports: no more.

Those of the demonstration stay: Bluesky, Mastodon, Google Business Profile and feeds.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from beffroi.networks import registry

ROOT = Path(__file__).resolve().parents[2]
FOLDER = "beffroi/networks"
OF_THE_DEMO = {"bluesky", "mastodon", "google_business", "feeds"}
REMOVABLE = sorted(set(registry.NETWORKS) - OF_THE_DEMO)
#: The one that is taken out and the suites that then run: what people see of all networks.
TAKEN_OUT = "x"
SUITES = [
    "beffroi/channels/tests/test_home_networks.py",
    "beffroi/channels/tests/test_views.py",
    "beffroi/cli/tests/test_chaos_rules.py",
    "beffroi/inbox/tests/test_views.py",
    "beffroi/publishing/tests/test_network_wishes.py",
    "tests/networks/test_refusals.py::test_every_refused_connection_says_in_french_what_to_do",
]


def sources() -> list[Path]:
    """Return every file of ours that Python reads."""
    found = [*(ROOT / "beffroi").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    return [path.relative_to(ROOT) for path in [*found, ROOT / "conftest.py"]]


@pytest.mark.parametrize("network", REMOVABLE)
def test_only_the_registry_imports_a_network(network: str) -> None:
    named = re.compile(rf"beffroi[./]networks[./]{network}\b")
    outside = [
        str(path)
        for path in sources()
        if not path.is_relative_to(f"{FOLDER}/{network}")
        and named.search((ROOT / path).read_text())
    ]
    assert outside == [f"{FOLDER}/registry.py"]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The tree as it is worked on, without one network."""
    for name in ("beffroi", "tests", "scripts", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (*ROOT.glob("*.py"), *ROOT.glob("*.md"), ROOT / "pyproject.toml"):
        shutil.copy(path, tmp_path)
    take_out(TAKEN_OUT, tmp_path)
    return tmp_path


def take_out(network: str, tree: Path) -> None:
    """Delete its folder, its two lines in the registry, and the one in the rules of imports."""
    shutil.rmtree(tree / FOLDER / network)
    lines = (tree / FOLDER / "registry.py").read_text().splitlines(keepends=True)
    imported = next(line for line in lines if f"networks.{network}.adapter" in line)
    kind = imported.split()[-1]
    kept = [line for line in lines if line != imported and f" {kind}.declaration.key" not in line]
    assert len(kept) == len(lines) - 2
    (tree / FOLDER / "registry.py").write_text("".join(kept))
    rules = (tree / "pyproject.toml").read_text().splitlines(keepends=True)
    left = [line for line in rules if line.strip() != f'"beffroi.networks.{network}",']
    assert len(left) == len(rules) - 1
    (tree / "pyproject.toml").write_text("".join(left))


def run(*command: str, tree: Path) -> str:
    """Run a tool in the copy; return what it said, "" when it is content."""
    environment = {**os.environ, "BEFFROI_DATA_DIR": str(tree / "data"), "PYTHONPATH": str(tree)}
    for of_this_run in ("PYTEST_XDIST_WORKER", "BEFFROI_DATABASE_URL"):
        environment.pop(of_this_run, None)
    done = subprocess.run(
        command, cwd=tree, env=environment, capture_output=True, text=True, timeout=280
    )
    return (done.stdout + done.stderr)[-4000:] if done.returncode else ""


@pytest.mark.timeout(300)
def test_without_one_network_all_else_works(copy: Path) -> None:
    python = sys.executable
    manage = (python, "-m", "django", "makemigrations", "--check", "--dry-run")
    assert run(*manage, "--settings", "beffroi.config.settings", tree=copy) == ""
    assert run(str(Path(python).with_name("lint-imports")), "--no-cache", tree=copy) == ""
    tests = (python, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider")
    assert run(*tests, *SUITES, tree=copy) == ""
