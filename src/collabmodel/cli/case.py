"""``collabmodel case``: run cases on a model, in a store that loses nothing."""

from __future__ import annotations

import click

from collabmodel.cli.case_asking import due, next_steps, visible, why_not
from collabmodel.cli.case_doing import close_case, open_case, record
from collabmodel.cli.case_keeping import backup, verify
from collabmodel.cli.case_moving import migrate
from collabmodel.cli.case_passing import deliver, tick
from collabmodel.cli.case_reading import history, list_cases, show


@click.group()
def case() -> None:
    """
    Run cases: what may happen next, what is due, why something is refused.

    --store names where cases are kept (or COLLABMODEL_STORE), --by who asks, --as who reads (or COLLABMODEL_BY).
    Exit codes: 0 done; 1 refused, not to be seen, or somebody was faster; 5 it may have been done, ask again with
    the same --key.
    """


_VERBS = (
    open_case, record, close_case, show, list_cases, due, next_steps, why_not, visible, history, tick, deliver, migrate,
    verify, backup,
)  # fmt: skip
for _verb in _VERBS:
    case.add_command(_verb)
