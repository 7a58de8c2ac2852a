"""What this machine's SQLite can promise: pure functions of its version, of settings and of where the file lies."""

from __future__ import annotations

from pathlib import PurePosixPath

import attrs

from collabmodel.model import Text
from collabmodel.plugin import Durability

JOURNALS = ("delete", "wal")
"""Journal modes that can be asked for."""
LEVELS = ("normal", "full", "extra")
"""Levels of ``synchronous`` that can be asked for."""
NETWORK = frozenset(
    {"9p", "afs", "beegfs", "ceph", "cifs", "davfs", "fuse.davfs2", "fuse.glusterfs", "fuse.s3fs", "fuse.sshfs"}
    | {"gfs2", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4", "ocfs2", "smb3", "smbfs", "vboxsf"}
)
"""File systems whose locks or syncs SQLite cannot trust."""
FLEETING = frozenset({"ramfs", "tmpfs"})
"""File systems that a power cut empties."""
_FIXED = {
    "fi": "SQLite {number}: WAL-tilan tarvitsema korjaus on mukana",
    "sv": "SQLite {number} har den rättelse som WAL behöver",
    "en": "SQLite {number} has the fix that WAL needs",
}
_UNFIXED = {
    "fi": "SQLite {number}: WAL-tilan tarvitsema korjaus puuttuu",
    "sv": "SQLite {number} saknar den rättelse som WAL behöver",
    "en": "SQLite {number} lacks the fix that WAL needs",
}
_RACE = {
    "fi": "tallennuksen kanssa kilpaileva tarkistuspiste voi hävittää sen",
    "sv": "en kontrollpunkt som tävlar med en skrivning kan förlora den",
    "en": "a checkpoint that races a commit can lose it",
}
_UNSYNCED = {
    "fi": "{mode}-tilassa vain synchronous={level} odottaa levyä",
    "sv": "med {mode} väntar bara synchronous={level} på disken",
    "en": "with {mode} only synchronous={level} waits for the disk",
}
_FLEETS = {
    "fi": "tiedosto on tiedostojärjestelmässä {filesystem}, jonka sähkökatko tyhjentää",
    "sv": "filen ligger på {filesystem}, som ett strömavbrott tömmer",
    "en": "the file lies on {filesystem}, which a power cut empties",
}
_AS_ASKED = {"fi": "kuten pyydettiin", "sv": "som det begärdes", "en": "as it was asked for"}


@attrs.frozen(kw_only=True)
class Settings:
    """
    How a store is to be configured.

    Args:
        journal: Journal mode, ``"delete"`` or ``"wal"``.
        synchronous: Level, ``"normal"``, ``"full"`` or ``"extra"``.
        durability: What that promises.
    """

    journal: str
    synchronous: str
    durability: Durability


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """
    Tell whether a version of SQLite is free of the defect by which a checkpoint can lose a commit in WAL mode.

    The defect was in 3.7.0 to 3.51.2; the fix was also brought to 3.50.7 and 3.44.6.

    Args:
        version: As ``sqlite3.sqlite_version_info`` gives it.

    >>> wal_is_safe((3, 40, 1)), wal_is_safe((3, 44, 6)), wal_is_safe((3, 50, 6)), wal_is_safe((3, 51, 3))
    (False, True, False, True)
    """
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def settings(version: tuple[int, ...], journal: str = "", synchronous: str = "", filesystem: str = "") -> Settings:
    """
    Choose the settings under which an acknowledged command survives a power cut, and say what was chosen and why.

    Args:
        version: As ``sqlite3.sqlite_version_info`` gives it.
        journal: Journal mode that was asked for, or empty to have the safe one chosen.
        synchronous: Level that was asked for, or empty for the one that the journal mode needs.
        filesystem: Type of the file system, or empty if unknown.

    >>> settings((3, 40, 1)).durability.mode
    'journal_mode=DELETE synchronous=EXTRA'
    >>> settings((3, 51, 3)).durability.mode
    'journal_mode=WAL synchronous=FULL'
    >>> settings((3, 51, 3), synchronous="normal").durability.durable
    False
    """
    number = ".".join(map(str, version))
    safe = wal_is_safe(version)
    mode = journal or ("wal" if safe else "delete")
    needed = "full" if mode == "wal" else "extra"
    level = synchronous or needed
    reasons = [_say(_FIXED if safe else _UNFIXED, number=number)]
    lost = []
    if mode == "wal" and not safe:
        lost.append(_RACE)
    if LEVELS.index(level) < LEVELS.index(needed):
        lost.append(_say(_UNSYNCED, mode=mode.upper(), level=needed.upper()))
    if filesystem in FLEETING:
        lost.append(_say(_FLEETS, filesystem=filesystem))
    if journal or synchronous:
        reasons.append(_AS_ASKED)
    told = {code: "; ".join(one[code] for one in (*reasons, *lost)) for code in _RACE}
    durability = Durability(
        store="sqlite",
        durable=not lost,
        mode=f"journal_mode={mode.upper()} synchronous={level.upper()}",
        why=told["en"],
        told=Text.of(told),
    )
    return Settings(journal=mode, synchronous=level, durability=durability)


def _say(saying: dict[str, str], **words: str) -> dict[str, str]:
    return {code: sentence.format(**words) for code, sentence in saying.items()}


def filesystem_of(mountinfo: str, path: str) -> str:
    r"""
    Find the type of the file system that a path lies on, or give an empty text.

    Args:
        mountinfo: Text of ``/proc/self/mountinfo``.
        path: Absolute path, links resolved.

    >>> mounts = "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n31 22 0:44 / /srv/share rw - nfs4 server:/share rw"
    >>> filesystem_of(mounts, "/srv/share/cases.db"), filesystem_of(mounts, "/srv/shared.db")
    ('nfs4', 'ext4')
    """
    above = {str(part) for part in (PurePosixPath(path), *PurePosixPath(path).parents)}
    longest, found = -1, ""
    for line in mountinfo.splitlines():
        fields, mark, rest = line.partition(" - ")
        parts = fields.split(" ")
        if not mark or len(parts) < 5 or not rest:
            continue
        point = parts[4].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
        # Of mounts one over the other, the later line is the one that is seen.
        if point in above and len(point) >= longest:
            longest, found = len(point), rest.split(" ")[0]
    return found
