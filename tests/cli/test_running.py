"""Running the command line as a program: exit codes, pipes, terminals, missing extras, privacy."""

import json
import os
import pty
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

import collabmodel
from collabmodel import formats
from collabmodel.cli.exits import ExitCode
from collabmodel.cli.running import run

FOLDER = Path(__file__).parent.parent / "golden" / "cli"
PROGRAM = (sys.executable, "-m", "collabmodel")


def program(*arguments, **options):
    """Run the command line in a process of its own, in the folder of the golden files."""
    return subprocess.run([*PROGRAM, *arguments], cwd=FOLDER, capture_output=True, text=True, check=False, **options)


def test_exit_codes_are_public_and_as_documented():
    """Programs that call the command line may rely on these numbers."""
    assert collabmodel.ExitCode is ExitCode
    assert {code.name: int(code) for code in ExitCode} == {
        "DONE": 0,
        "FOUND": 1,
        "USAGE": 2,
        "UNREADABLE": 3,
        "PLUGIN": 4,
        "OUTCOME_UNKNOWN": 5,
        "DEFECT": 70,
        "INTERRUPTED": 130,
    }


def test_the_module_is_the_script():
    """``python -m collabmodel`` gives the same bytes and code as the script."""
    found = program("check", "unsound.yaml")

    assert found.returncode == ExitCode.FOUND
    assert (
        found.stdout.splitlines()
        == (FOLDER / "check-unsound.txt")
        .read_text()
        .replace(
            "Mallin tarkistus: virheitä 1, varoituksia 1, huomautuksia 2.",
            "Checking the model: errors 1, warnings 1, notes 2.",
        )
        .split("--- stdout\n")[1]
        .split("--- stderr")[0]
        .splitlines()
    )


@pytest.mark.parametrize("missing", ["click", "rich", "rich.console"])
def test_a_missing_extra_is_one_line(missing):
    """Without the extra ``cli`` people read what to install, and nothing else."""
    start = f"import sys; sys.modules[{missing!r}] = None; from collabmodel.cli import main; main(['models'])"

    found = subprocess.run([sys.executable, "-c", start], capture_output=True, text=True, check=False)

    assert found.returncode == ExitCode.USAGE
    assert found.stderr == 'The command line needs an extra: python -m pip install "collabmodel[cli]"\n'


def test_a_module_that_is_no_extra_is_not_hidden():
    """A defect of an installation is not blamed on the extra."""
    start = "import sys; sys.modules['attrs'] = None; from collabmodel.cli import main; main(['models'])"

    found = subprocess.run([sys.executable, "-c", start], capture_output=True, text=True, check=False)

    assert "attrs" in found.stderr
    assert "needs an extra" not in found.stderr


def test_a_reader_that_leaves_is_no_error():
    """``collabmodel show ... | head -1`` ends quietly."""
    pipe = f'{sys.executable} -m collabmodel schema | head -c 1; echo " ${{PIPESTATUS[0]}}"'

    found = subprocess.run(["bash", "-c", pipe], capture_output=True, text=True, check=False)

    assert found.stdout == "{ 0\n"
    assert found.stderr == ""


def test_a_terminal_gets_a_drawn_table_and_the_same_words():
    """On a terminal tables are drawn; what they say is the same."""
    main, other = pty.openpty()
    with subprocess.Popen(
        [*PROGRAM, "models"],
        stdout=other,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "120"},
    ):
        os.close(other)
        chunks = []
        while True:
            try:
                chunk = os.read(main, 65536)
            except OSError:
                break
            if not chunk:
                break
            chunks.append(chunk)
    os.close(main)
    text = b"".join(chunks).decode()

    assert "\x1b[1m" in text
    assert all(id in text for id in formats.shipped())


def test_a_terminal_that_lacks_signs_still_gets_an_answer():
    """Old encodings lose a quotation mark, not the command; JSON loses nothing."""
    old = {**os.environ, "PYTHONIOENCODING": "latin-1"}

    text = subprocess.run([*PROGRAM, "show", "garden.yaml"], cwd=FOLDER, capture_output=True, check=False, env=old)
    data = subprocess.run([*PROGRAM, "models", "--json"], capture_output=True, check=False, env=old)

    assert (text.returncode, text.stderr) == (ExitCode.DONE, b"")
    assert b"?First visit together?" in text.stdout
    assert "Jyväskylä" in json.dumps(json.loads(data.stdout), ensure_ascii=False)


def test_the_language_comes_from_the_environment(monkeypatch, capsys):
    """COLLABMODEL_LANG sets the language; the option goes before it."""
    monkeypatch.setenv("COLLABMODEL_LANG", "fi")

    assert run(["models"]) == ExitCode.DONE
    assert capsys.readouterr().out.startswith("tunnus")
    assert run(["models", "--lang", "sv"]) == ExitCode.DONE
    assert "slag" in capsys.readouterr().out


def test_a_wrong_language_in_the_environment_is_told(monkeypatch, capsys):
    """A setting that means nothing is an error that names it."""
    monkeypatch.setenv("COLLABMODEL_LANG", "xx")

    assert run(["models"]) == ExitCode.USAGE
    assert "'xx'" in capsys.readouterr().err


def test_the_version_is_the_distribution_s(capsys):
    """People who report a defect can say which version they have."""
    assert run(["--version"]) == ExitCode.DONE
    assert capsys.readouterr().out == f"collabmodel, version {metadata.version('collabmodel')}\n"


def test_the_schema_is_the_library_s(capsys):
    """Editors get the very schema that the library documents."""
    assert run(["schema"]) == ExitCode.DONE
    assert json.loads(capsys.readouterr().out) == formats.schema()
    assert run(["schema", "--json"]) == ExitCode.DONE
    assert json.loads(capsys.readouterr().out) == {"format": 1, "schema": formats.schema()}


def test_every_claim_of_the_shipped_models_is_answered(capsys):
    """What the sources say is modelled or left out with a reason, claim by claim."""
    for id in formats.shipped():
        assert run(["show", id, "--claims", "--json"]) == ExitCode.DONE
        found = json.loads(capsys.readouterr().out)["claims"]

        assert found
        assert [claim["id"] for claim in found if claim["status"] not in {"cited", "not_modelled"}] == []
        assert [claim["id"] for claim in found if not (claim["elements"] or claim["reason"])] == []


@pytest.mark.parametrize(("form", "lang"), [("text", "fi"), ("mermaid", "sv"), ("svg", "en"), ("json", "en")])
def test_every_shipped_model_can_be_shown(form, lang, capsys):
    """Each rendering works for each shipped model."""
    for id in formats.shipped():
        assert run(["show", id, "--format", form, "--lang", lang]) == ExitCode.DONE
        assert len(capsys.readouterr().out) > 200


PRIVATE = """\
{"case":"c1","facts":{"name":"PRIVATE-FACT","age":"PRIVATE-AGE"}}
{"case":"c1","event":"e1","occurred":"2025-03-04T09:00+02:00","kind":"case","transition":"opened","actor":{"role":"gardener","person":"PRIVATE-PERSON","organisation":"parish"},"data":{"note":"PRIVATE-NOTE"}}
{"case":"c1","event":"e2","occurred":"2025-03-05T09:00+02:00","element":"digging","actor":{"role":"gardener","person":"PRIVATE-PERSON"},"data":{"note":"PRIVATE-NOTE"},"evidence":["PRIVATE-FILE"]}
{"case":"c1","event":"e3","occurred":"2025-03-06T09:00+02:00","kind":"waiver","element":"visit_soon","transition":"granted","data":{"reason":"PRIVATE-REASON"}}
{"case":"c1","event":"e4","occurred":"2025-03-07T09:00+02:00","kind":"case","transition":"closed","data":{"ending":"PRIVATE-ENDING"}}
"""


@pytest.mark.parametrize(
    "command",
    [
        ("evaluate", "garden.yaml", "HISTORY"),
        ("evaluate", "garden.yaml", "HISTORY", "--json"),
        ("evaluate", "garden.yaml", "HISTORY", "--require", "violated=0"),
        ("pilot", "garden.yaml", "--values", "kindness.yaml", "--history", "HISTORY", "--out", "OUT"),
        (
            "pilot",
            "garden.yaml",
            "--values",
            "kindness.yaml",
            "--history",
            "HISTORY",
            "--out",
            "OUT",
            "--json",
            "--lang",
            "fi",
        ),
    ],
)
@pytest.mark.parametrize(
    "broken",
    [
        "",
        '{"case":"c2","occurred":"not a time","element":"visit","actor":{"person":"PRIVATE-OTHER"}}\n',
        '{"PRIVATE-KEY',
    ],
)
def test_people_stay_out_of_everything_that_is_said(command, broken, tmp_path, monkeypatch, capfd):
    """Who somebody is and what was written about them reaches no screen, no error and no page."""
    history = tmp_path / "h.jsonl"
    history.write_text(PRIVATE + broken, encoding="utf-8")
    monkeypatch.chdir(FOLDER)
    words = [
        str(history) if word == "HISTORY" else str(tmp_path / "out") if word == "OUT" else word for word in command
    ]

    code = run(words)
    out, err = capfd.readouterr()
    page = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out").glob("*"))

    assert code == ExitCode.UNREADABLE if broken else code in {ExitCode.DONE, ExitCode.FOUND}
    assert "PRIVATE" not in out + err + page


def test_a_defect_is_ours_and_says_nothing_of_files():
    """The last resort names the kind of error only; the rest needs an explicit wish."""
    start = (
        "import collabmodel.formats as f\n"
        "def shipped(): raise ZeroDivisionError('PRIVATE')\n"
        "f.shipped = shipped\n"
        "from collabmodel.cli import main; main(['models'])"
    )

    found = subprocess.run([sys.executable, "-c", start], capture_output=True, text=True, check=False)
    debug = subprocess.run(
        [sys.executable, "-c", start],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLLABMODEL_DEBUG": "1"},
    )

    assert found.returncode == debug.returncode == ExitCode.DEFECT
    assert "ZeroDivisionError" in found.stderr
    assert "PRIVATE" not in found.stderr
    assert "Traceback" in debug.stderr


def test_signs_that_steer_terminals_are_not_written(tmp_path, capsys):
    """A title cannot clear the screen or turn the text around."""
    path = tmp_path / "m.yaml"
    path.write_text('id: m\ntitle: "a\\u202Eb"\n', encoding="utf-8")

    run(["show", str(path)])
    found = capsys.readouterr()

    assert "\u202e" not in found.out + found.err
