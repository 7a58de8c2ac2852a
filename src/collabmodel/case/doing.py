"""Which roles an activity is for."""

from __future__ import annotations

from collabmodel.model import Activity, Mode

_DOING = (Mode.DECIDE, Mode.PERFORM, Mode.REQUIRED)


def doers(activity: Activity) -> tuple[str, ...]:
    """
    Give the ids of roles that do an activity: those who decide or perform it, else those who must be there.

    Args:
        activity: The activity.

    >>> doers(Activity(id="talk", kind="meeting"))
    ()
    """
    for modes in (_DOING[:2], _DOING[2:]):
        found = dict.fromkeys(one.role for one in activity.participants if one.mode in modes)
        if found:
            return tuple(found)
    return ()
