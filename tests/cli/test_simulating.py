"""Simulating as people and programs do it: real processes, terminals, signals, folders."""

import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from collabmodel.cli.exits import ExitCode
from collabmodel.cli.running import run

FOLDER = Path(__file__).parent.parent / "golden" / "cli"
PROGRAM = (sys.executable, "-m", "collabmodel")
QUICK = ("--jobs", "1", "--interpreted")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """A folder of its own with the orchard and its scenario in it."""
    for name in ("garden.yaml", "orchard.yaml", "orchard.scenario.yaml", "rainy.yaml", "kindness.yaml"):
        shutil.copy(FOLDER / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLLABMODEL_LANG", raising=False)
    return tmp_path


def done(*words):
    """Run a command that must end well."""
    assert run(words) == ExitCode.DONE


def told(capsys, *words):
    """Give the JSON that a command writes."""
    done(*words, "--json")
    return json.loads(capsys.readouterr().out)


def by_id(study):
    """Give the figures of a study by their ids."""
    return {one["id"]: one for one in study["indicators"]}


def until(condition, seconds=60.0):
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_terminal_sees_how_far_it_is_and_a_pipe_does_not():
    """People get a bar on standard error; programs get JSON alone on standard output, and no bar in their logs."""
    words = ("simulate", "orchard.yaml", "--replications", "3", *QUICK, "--json")
    main, other = pty.openpty()
    with subprocess.Popen(
        [*PROGRAM, *words],
        stdout=subprocess.PIPE,
        stderr=other,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
    ) as process:
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
        out, _ = process.communicate()
    os.close(main)
    shown = b"".join(chunks).decode()
    piped = subprocess.run([*PROGRAM, *words], capture_output=True, check=False)

    assert process.returncode == ExitCode.DONE
    assert "orchard.yaml" in shown
    assert "\N{BOX DRAWINGS HEAVY HORIZONTAL}" in shown
    assert re.search(r"[0-3]/3", shown)
    assert json.loads(out)["replications"] == 3
    assert piped.returncode == ExitCode.DONE
    assert piped.stderr == b""
    assert by_id(json.loads(piped.stdout)) == by_id(json.loads(out))


def stopped(number, folder, *, jobs):
    """Start a long study, ask it to end as soon as two replications are finished, and give how it ended."""
    words = (
        "simulate",
        "orchard.yaml",
        "--replications",
        "20000",
        "--jobs",
        jobs,
        "--interpreted",
        "--out",
        str(folder),
    )
    with subprocess.Popen(
        [*PROGRAM, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        until(lambda: len(list((folder / "parts").glob("*.json"))) >= 2)
        # A terminal sends its signal to every process of the command.
        os.killpg(process.pid, number)
        out, err = process.communicate(timeout=60)
    return process.returncode, out, err


@pytest.mark.parametrize(
    ("number", "jobs"),
    [
        (signal.SIGINT, "1"),
        (signal.SIGINT, "2"),
        pytest.param(signal.SIGTERM, "1", marks=pytest.mark.nightly),
    ],
)
def test_ctrl_c_keeps_what_is_finished_and_the_study_goes_on(number, jobs, here):
    """A study that is stopped says so, keeps its replications, and ends up with the bytes of an undisturbed one."""
    code, out, err = stopped(number, here / "study", jobs=jobs)
    kept = sorted(path.stem for path in (here / "study" / "parts").glob("*.json"))
    wanted = str(max(int(name) for name in kept) + 1)

    assert code == ExitCode.INTERRUPTED
    assert f"stopped after {len(kept)} of 20000 replications" in err
    assert "Traceback" not in err
    assert "Stopped before the end" in out

    done("simulate", "orchard.yaml", "--replications", wanted, *QUICK, "--out", "study")
    done("simulate", "orchard.yaml", "--replications", wanted, *QUICK, "--out", "undisturbed")

    for name in ("events.parquet", "results.json", "run.json"):
        assert (here / "study" / name).read_bytes() == (here / "undisturbed" / name).read_bytes()


def test_a_study_repeats_itself_and_damage_is_found(here, capsys):
    """--verify needs the folder alone; a byte that changed is told by the name of its file."""
    done("simulate", "orchard.yaml", "--replications", "2", *QUICK)
    capsys.readouterr()

    same = told(capsys, "simulate", "--verify", "study", *QUICK)
    (here / "study" / "results.json").write_text("{}")

    assert same == {"format": 1, "same": True, "replications": 2, "differing": [], "damaged": []}
    assert run(["simulate", "--verify", "study", *QUICK]) in {ExitCode.FOUND, ExitCode.UNREADABLE}
    assert "results.json" in "".join(capsys.readouterr())


def test_another_study_in_the_folder_is_not_touched(here, capsys):
    """Nobody's results are lost to a mistyped folder."""
    done("simulate", "orchard.yaml", "--replications", "1", *QUICK)
    before = (here / "study" / "run.json").read_bytes()
    capsys.readouterr()

    assert run(["simulate", "orchard.yaml", "--seed", "8", "--replications", "1", *QUICK]) == ExitCode.USAGE
    assert "the folder holds another study; not the same: seed" in capsys.readouterr().err
    assert (here / "study" / "run.json").read_bytes() == before


def test_the_same_seed_gives_the_same_figures_and_another_does_not(capsys):
    """What a paper says can be had again with its seed."""
    words = ("simulate", "orchard.yaml", "--replications", "2", *QUICK)
    first = told(capsys, *words, "--out", "a")
    again = told(capsys, *words, "--out", "b")
    other = told(capsys, *words, "--out", "c", "--seed", "8")

    assert first["indicators"] == again["indicators"] != other["indicators"]
    assert (first["seed"], other["seed"]) == (7, 8)


def test_simulated_cases_are_what_running_them_gives(capsys):
    """The audit lets the model decide every case anew; nothing differs."""
    found = told(capsys, "simulate", "orchard.yaml", "--replications", "1", *QUICK, "--audit")

    assert found["audit"]["wrong"] == 0
    assert found["audit"]["cases"] == found["cases"] > 20


def test_a_comparison_shares_its_luck(capsys):
    """One model under one scenario, twice: no figure differs by anything."""
    found = told(capsys, "compare", "orchard.yaml", "orchard.yaml", "--replications", "2", *QUICK)

    assert {one["difference"] for one in found["indicators"]} <= {0.0, None}
    assert found["structure"] == []


def test_a_comparison_can_be_a_page(here, capsys):
    """With --out the comparison is written for people as well."""
    words = ("compare", "orchard.yaml", "orchard.yaml", "--scenario-b", "rainy.yaml", "--replications", "2", *QUICK)
    found = told(capsys, *words, "--out", "page")

    assert found["report"] == str(Path("page") / "report.html")
    assert (here / "page" / "report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert told(capsys, "simulate", "--verify", "page/b", *QUICK)["same"]


def test_ctrl_c_ends_a_comparison_without_half_an_answer():
    """Figures of which one side is missing are not shown."""
    words = ("compare", "orchard.yaml", "orchard.yaml", "--replications", "20000", *QUICK)
    with subprocess.Popen([*PROGRAM, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        time.sleep(6)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)

    assert process.returncode == ExitCode.INTERRUPTED
    assert (out, err) == ("", "stopped\n")


def test_the_pilot_keeps_its_study_for_other_verbs(here, capsys):
    """The folder of a pilot is a study: it can be reported, cited and repeated."""
    found = told(capsys, "pilot", "orchard.yaml", "--values", "kindness.yaml", "--replications", "2", *QUICK)
    page = (here / "pilot" / "report.html").read_text(encoding="utf-8")

    again = told(capsys, "report", "pilot", "--stress", "--lang", "en")
    cited = told(capsys, "cite", "pilot")
    verified = told(capsys, "simulate", "--verify", "pilot", *QUICK)

    assert [one["structure"] for one in found["study"]["what_ifs"]] == [
        ["changed scenario.staff.gardeners.count: 2 -> 3"],
        ["changed scenario.staff.neighbours.count: 1 -> 2"],
    ]
    assert by_id(again["study"]) == by_id(found["study"])
    assert again["verdicts"] == found["verdicts"]
    assert (here / "report" / "stress.md").is_file()
    assert "orchard-spring-7" in cited["study"]["bibtex"]
    assert verified["same"] is True
    assert page.startswith("<!DOCTYPE html>")


def test_the_pilot_judges_histories_that_it_is_given(capsys):
    """With --history the verdicts are of the real cases, and the study stands beside them."""
    shutil.copy(FOLDER / "garden.histories.jsonl", "real.jsonl")
    found = told(
        capsys, "pilot", "orchard.yaml", "--values", "none", "--history", "real.jsonl", "--replications", "1",
        "--no-what-if", *QUICK,
    )  # fmt: skip

    assert found["verdicts"]["cases"] == 4
    assert found["study"]["cases"] > 20


def test_requirements_hold_for_simulated_cases_too(capsys):
    """A build can fail because a model, simulated, does not keep what it promises."""
    words = ("pilot", "orchard.yaml", "--values", "none", "--replications", "1", "--no-what-if", *QUICK)

    assert run([*words, "--require", "coffee:satisfied<=1000"]) == ExitCode.DONE
    assert run([*words, "--require", "coffee:satisfied>=1000"]) == ExitCode.FOUND
    assert "required coffee:satisfied>=1000" in capsys.readouterr().err


def test_a_store_is_reported_by_the_model_of_its_cases(here, capsys):
    """Cases that were run need no --model: the store knows theirs."""
    by = ("--by", "gardener:g-1@parish", "--store", "sqlite:///cases.db")
    done("case", "open", "--model", "orchard.yaml", "--id", "c1", *by)
    capsys.readouterr()

    found = told(capsys, "report", "sqlite:///cases.db")

    assert found["verdicts"]["cases"] == 1
    assert found["study"] is None
    assert (here / "report" / "report.html").is_file()


def test_a_page_that_cannot_be_written_is_told(capsys):
    """A study whose page has no place to go is not an internal error."""
    done("simulate", "orchard.yaml", "--replications", "1", *QUICK)
    capsys.readouterr()

    assert run(["report", "study", "--out", "orchard.yaml"]) == ExitCode.USAGE
    assert "the report cannot be written" in capsys.readouterr().err


def test_doubts_about_a_scenario_are_told_and_stop_nothing(here, capsys):
    """A scenario of another model is run, and whoever runs it hears that it was written for another."""
    text = (here / "orchard.scenario.yaml").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith("model:")]
    (here / "other.yaml").write_text("\n".join([*kept, "model: another", ""]), encoding="utf-8")

    done("simulate", "orchard.yaml", "--scenario", "other.yaml", "--replications", "1", *QUICK)

    assert "the scenario is written for another model than" in capsys.readouterr().err


def test_a_report_of_nothing_says_so(capsys):
    """Where neither a study nor a file is, nobody is asked for a model first."""
    assert run(("report", "nowhere")) == ExitCode.USAGE
    assert "nowhere: there is nothing here" in capsys.readouterr().err


def test_stopping_while_the_command_line_is_loaded_is_no_defect(here):
    """Ctrl-C before anything has begun ends with one word and the exit code of being stopped."""
    (here / "click.py").write_text("raise KeyboardInterrupt\n", encoding="utf-8")
    found = subprocess.run(
        [*PROGRAM, "models"], capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(here)}
    )

    assert (found.returncode, found.stderr) == (ExitCode.INTERRUPTED, "stopped\n")
