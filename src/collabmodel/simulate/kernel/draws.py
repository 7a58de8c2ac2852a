"""
Draws by key: a number belongs to a replication, a case, a purpose and an ordinal, whatever else is drawn.

The generator is the finaliser of SplitMix64 (Steele, Lea and Flood 2014) in words of 63 bits with a counter in front of
it: 63 bits because an address or a key must fit a signed number of 64. Python's whole numbers have no end, and a signed
product that does not fit means nothing to the compiler, so what multiplies has a twin here in unsigned numbers, which
wrap. Both give the same bits.
"""

from __future__ import annotations

M63 = 0x7FFFFFFFFFFFFFFF
"""All 63 bits."""
C1 = 0x3F58476D1CE4E5B9
C2 = 0x14D049BB133111EB
"""The multipliers of the finaliser without their highest bit: odd, so no word is lost."""
STEP = 0x1E3779B97F4A7C15
"""What an ordinal counts for: the golden ratio's odd step."""
PURPOSE_STEP = 0x51AFD7ED558CCD3D
"""What a purpose counts for: odd, and far from any small multiple of ``STEP``."""
UNIT = 1.0 / 9007199254740992.0
"""The distance between two neighbouring draws, 2 ** -53."""


def unsigned(n: int) -> int:
    """
    Give a number >= 0 as it is; compiled, as one without a sign, whose products wrap.

    Args:
        n: The number.
    """
    return n


def signed(n: int) -> int:
    """
    Give a number below 2 ** 63 as it is; compiled, as an ordinary one again.

    Args:
        n: The number.
    """
    return n


def mix(z: int) -> int:
    """
    Stir a word of 63 bits so that every bit of it decides over every bit of the result; no two words give the same.

    Args:
        z: The word, 0 to 2 ** 63 - 1.
    """
    z = ((z ^ (z >> 30)) * C1) & M63
    z = ((z ^ (z >> 27)) * C2) & M63
    return z ^ (z >> 31)


def mix_wrapping(z: int) -> int:
    """
    Stir a word as ``mix`` does, in numbers that wrap.

    Args:
        z: The word, 0 to 2 ** 63 - 1.
    """
    w = unsigned(z)
    w = ((w ^ (w >> unsigned(30))) * unsigned(C1)) & unsigned(M63)
    w = ((w ^ (w >> unsigned(27))) * unsigned(C2)) & unsigned(M63)
    return signed(w ^ (w >> unsigned(31)))


def word(key: int, purpose: int, ordinal: int) -> int:
    """
    Give the 63 bits that a draw rests on; also the key of whatever more that one draw needs.

    Args:
        key: Key of the case, or of whatever it is drawn for.
        purpose: What for, >= 0.
        ordinal: The how manieth for that purpose, >= 0.
    """
    z = (key + purpose * PURPOSE_STEP + ordinal * STEP) & M63
    z = ((z ^ (z >> 30)) * C1) & M63
    z = ((z ^ (z >> 27)) * C2) & M63
    return z ^ (z >> 31)


def word_wrapping(key: int, purpose: int, ordinal: int) -> int:
    """
    Give the bits that ``word`` gives, in numbers that wrap.

    Args:
        key: Key of the case, or of whatever it is drawn for.
        purpose: What for, >= 0.
        ordinal: The how manieth for that purpose, >= 0.
    """
    steps = unsigned(purpose) * unsigned(PURPOSE_STEP) + unsigned(ordinal) * unsigned(STEP)
    return mix_wrapping(signed((unsigned(key) + steps) & unsigned(M63)))


def uniform(key: int, purpose: int, ordinal: int) -> float:
    """
    Draw a number in [0, 1), one of 2 ** 53 that are all alike.

    Args:
        key: Key of the case, or of whatever it is drawn for.
        purpose: What for, >= 0.
        ordinal: The how manieth for that purpose, >= 0.

    >>> key = case_key(replication_key(seed=1, replication=1), number=0)
    >>> uniform(key, 3, 0) == uniform(key, 3, 0), uniform(key, 3, 0) == uniform(key, 3, 1)
    (True, False)
    """
    z = (key + purpose * PURPOSE_STEP + ordinal * STEP) & M63
    z = ((z ^ (z >> 30)) * C1) & M63
    z = ((z ^ (z >> 27)) * C2) & M63
    return ((z ^ (z >> 31)) >> 10) * UNIT


def uniform_wrapping(key: int, purpose: int, ordinal: int) -> float:
    """
    Draw what ``uniform`` draws, in numbers that wrap.

    Args:
        key: Key of the case, or of whatever it is drawn for.
        purpose: What for, >= 0.
        ordinal: The how manieth for that purpose, >= 0.
    """
    return (word_wrapping(key, purpose, ordinal) >> 10) * UNIT


def sub_key(key: int, n: int) -> int:
    """
    Give one of the keys that belong to a key.

    Args:
        key: The key, 63 bits.
        n: Which, >= 0.
    """
    return mix(word(key, n, 1) ^ key)


def replication_key(seed: int, replication: int) -> int:
    """
    Give the key of a replication's draws.

    Args:
        seed: Seed of the study, 0 to 2 ** 63 - 1.
        replication: Which replication, >= 0.
    """
    return sub_key(mix(seed ^ STEP), replication)


def case_key(key: int, number: int) -> int:
    """
    Give the key of a case's draws.

    Args:
        key: Key of the replication.
        number: Number of the case, >= 0.
    """
    return sub_key(key, number)


KERNEL = (mix, word, uniform, sub_key, replication_key, case_key)
"""What is compiled of this module, callees first."""
INSTEAD = ((mix, mix_wrapping), (word, word_wrapping), (uniform, uniform_wrapping))
"""What is compiled in place of what."""
NATIVE = ((unsigned, "uint64"), (signed, "int64"))
"""What is a type of numpy where it is compiled."""
