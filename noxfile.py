"""The only door for contributors: every task of the project as a nox session."""

from __future__ import annotations

import json
from pathlib import Path

import nox

nox.needs_version = ">=2024.10"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.sessions = ["tests", "plugins", "lint", "types", "floors", "docs", "pilot"]
nox.options.error_on_missing_interpreters = False

PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
KILLED = 0.85
"""Share of all changes that must be noticed, those included that change nothing anybody could notice."""


def _install(session: nox.Session, *groups: str) -> None:
    """Install the library with every extra and the named dependency groups."""
    requirements = nox.project.dependency_groups(nox.project.load_toml("pyproject.toml"), *groups)
    session.install("-e", ".[all]", *requirements)


@nox.session(python=PYTHONS[0])
def pilot(session: nox.Session) -> None:
    """Run the shipped model's pilot, as the README does."""
    session.install("-e", ".[all]")
    session.run("collabmodel", "pilot", "jyvaskyla-youth-reception", "--out", session.create_tmp())


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the ordinary tests with branch coverage."""
    _install(session, "test")
    session.run("pytest", "--cov", "--cov-report=term", *session.posargs)


@nox.session(python=PYTHONS[0])
def plugins(session: nox.Session) -> None:
    """Install what is kept beside the library, and test it with real servers and programs."""
    _install(session, "test")
    beside = [word for folder in sorted(Path("plugins").iterdir()) for word in ("-e", str(folder))]
    others = [one for one in nox.project.dependency_groups(nox.project.load_toml("pyproject.toml"), "plugins")
              if not one.startswith("collabmodel-")]  # fmt: skip
    session.install(*beside, *others)
    session.run("pytest", "plugins", *session.posargs)


@nox.session(python=PYTHONS[0])
def nightly(session: nox.Session) -> None:
    """Run the long tests: fuzzing, big logs, random models by the thousand."""
    _install(session, "test")
    session.run("pytest", "-m", "nightly", *session.posargs)


@nox.session(python=PYTHONS[0])
def lint(session: nox.Session) -> None:
    """Hold style: ruff's rules and its formatting."""
    _install(session, "lint")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")


@nox.session(python=PYTHONS[0])
def types(session: nox.Session) -> None:
    """Hold types: mypy strict inside, pyright complete outside."""
    _install(session, "lint", "test")
    session.run("mypy")
    for folder in sorted(Path("plugins").iterdir()):
        session.install("-e", str(folder))
        with session.chdir(folder):
            session.run("mypy", "--strict", "src")
    session.run("pyright", "--verifytypes", "collabmodel", "--ignoreexternal")


@nox.session(python=PYTHONS[0])
def floors(session: nox.Session) -> None:
    """Hold the floors: imports go down only."""
    _install(session, "lint")
    session.run("lint-imports")


@nox.session(python=PYTHONS[0])
def docs(session: nox.Session) -> None:
    """Build the documentation with warnings as errors."""
    _install(session, "docs")
    session.run("sphinx-build", "-W", "-n", "--keep-going", "-b", "html", "docs", "docs/_build/html")


@nox.session(python=PYTHONS[0])
def oracles(session: nox.Session) -> None:
    """Compare with other checkers; they live in an environment of their own because of their licences."""
    session.install("pm4py", "declare4py")
    peers = str(session.bin) + "/python"
    session.install("-e", ".[all]", "hypothesis", "jsonschema", "lxml", "pytest", "pytest-cov", "sybil")
    session.run("pytest", "tests/oracles", *session.posargs, env={"COLLABMODEL_PEERS_PYTHON": peers})


@nox.session(python=PYTHONS[0])
def mutants(session: nox.Session) -> None:
    """Change the code of rules and cases in every small way, and see that the tests notice; takes hours."""
    _install(session, "test", "mutants")
    session.run("mutmut", "run", *session.posargs)
    session.run("mutmut", "results")
    session.run("mutmut", "export-cicd-stats")
    found = json.loads(Path("mutants/mutmut-cicd-stats.json").read_text(encoding="utf-8"))
    noticed = found["killed"] + found["timeout"]
    tried = noticed + found["survived"] + found["no_tests"] + found["suspicious"] + found["segfault"]
    session.log(f"{noticed} of {tried} changes were noticed")
    if noticed < KILLED * tried:
        session.error(f"fewer than {KILLED:.0%} of the changes were noticed")


@nox.session(python=PYTHONS[0])
def bench(session: nox.Session) -> None:
    """Time the library beside its peers, in one run."""
    session.install("pm4py", "declare4py")
    peers = str(session.bin) + "/python"
    session.install("-e", ".[all]")
    for script in ("benchmarks/evaluate.py", "benchmarks/xes.py"):
        session.run("python", script, *session.posargs, env={"COLLABMODEL_PEERS_PYTHON": peers})


@nox.session(python=PYTHONS[0])
def build(session: nox.Session) -> None:
    """Build the distribution files."""
    session.install("build")
    session.run("python", "-m", "build", "--outdir", "dist")
