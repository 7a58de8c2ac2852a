"""The words of the condition language: text cut into tokens, each with its offset."""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

LONGEST = 10_000
"""Most characters of one condition."""
KEYWORDS = frozenset({"and", "or", "not", "in", "true", "false", "null"})
"""Words that are no names, unless in backticks."""

_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_SYMBOL = re.compile(r"==|!=|<=|>=|[<>()\[\],+\-*/]")
_PLAIN_NUMBER = re.compile(r"(?:0|[1-9]\d{0,299})(?:\.\d{1,300})?(?:[eE][+-]?\d{1,3})?")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\", '"': '"', "'": "'"}
_FOREIGN = {
    "=": "write '==' to compare",
    "&&": "write 'and'",
    "||": "write 'or'",
    "!": "write 'not'",
    "<>": "write '!='",
    "≠": "write '!='",
    "≤": "write '<='",
    "≥": "write '>='",
    "“": 'write straight quotes: "..."',
    "”": 'write straight quotes: "..."',
    "\u2019": "write straight quotes: '...'",
    "\u00d7": "write '*'",
    ":": 'put a time in quotes, such as "12:30"',
    "{": "write a list as [..., ...]",
}


class Token(enum.Enum):
    """Kinds of tokens."""

    NUMBER = "number"
    TEXT = "text"
    WORD = "word"
    QUOTED = "name in backticks"
    SYMBOL = "symbol"
    END = "the end"


class Lexeme(NamedTuple):
    """
    One token where it stands.

    Args:
        kind: Kind of token.
        text: Its text; for text and names in backticks what they say.
        offset: Offset of its first character, from 0.
    """

    kind: Token
    text: str
    offset: int


class ExpressionError(ValueError):
    """
    A condition that cannot be read, with the place of the very character.

    Args:
        offset: Offset in the text of the character where it shows, from 0.
        what: What is wrong, without a full stop.
        hint: What would be right; empty where nothing useful can be said.

    >>> str(ExpressionError(4, "a value is missing", "write one after '=='"))
    "a value is missing - write one after '=='"
    """

    def __init__(self, offset: int, what: str, hint: str = "") -> None:
        self.offset = offset
        self.what = what
        self.hint = hint
        super().__init__(f"{what} - {hint}" if hint else what)

    def __reduce__(self) -> tuple[type[ExpressionError], tuple[int, str, str]]:
        return (type(self), (self.offset, self.what, self.hint))


def is_bare(name: str) -> bool:
    """
    Tell whether a name can stand without backticks.

    Args:
        name: The name.

    >>> is_bare("actor.role"), is_bare("opening meeting"), is_bare("and")
    (True, False, False)
    """
    return bool(name) and _word_end(name, 0) == len(name) and name.lower() not in KEYWORDS | {"none"}


def tokens(text: str) -> Iterator[Lexeme]:
    """
    Cut a condition into tokens, the last of which is the end.

    Args:
        text: The condition.

    Raises:
        ExpressionError: It is too long, or holds something that is no token.

    >>> [lexeme.text for lexeme in tokens("age >= 16")]
    ['age', '>=', '16', '']
    """
    if len(text) > LONGEST:
        raise ExpressionError(0, f"a condition of {len(text)} characters is too long", f"at most {LONGEST} are read")
    for offset, letter in enumerate(text):
        if letter == "\0" or "\ud800" <= letter <= "\udfff":
            raise ExpressionError(offset, "NUL and lone surrogates are no text")
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        lexeme, at = _next(text, at)
        yield lexeme
    yield Lexeme(Token.END, "", len(text))


def _next(text: str, at: int) -> tuple[Lexeme, int]:
    """Read the token that starts at an offset, and say where it ends."""
    if text[at] in "\"'":
        return _quoted(text, at)
    if text[at] == "`":
        return _backticked(text, at)
    end = _word_end(text, at)
    if end > at:
        return Lexeme(Token.WORD, text[at:end], at), end
    if text[at] in "0123456789":
        return _number(text, at)
    for foreign, hint in _FOREIGN.items():
        if text.startswith(foreign, at) and not text.startswith(("==", "!="), at):
            raise ExpressionError(at, f"{foreign!r} means nothing here", hint)
    symbol = _SYMBOL.match(text, at)
    if symbol:
        return Lexeme(Token.SYMBOL, symbol[0], at), symbol.end()
    raise ExpressionError(at, f"{text[at]!r} means nothing here", "put names with such characters in backticks")


def _word_end(text: str, at: int) -> int:
    """Give the end of the word at an offset: letters and digits of any language, ``_``, ``:`` and inner dots."""
    if not (text[at].isalpha() or text[at] == "_"):
        return at
    while at < len(text):
        dotted = text[at] == "." and at + 1 < len(text) and (text[at + 1].isalnum() or text[at + 1] == "_")
        if not (dotted or text[at] in "_:" or text[at].isalnum() or unicodedata.category(text[at])[0] == "M"):
            break
        at += 1
    return at


def _number(text: str, at: int) -> tuple[Lexeme, int]:
    match = _NUMBER.match(text, at)
    assert match is not None
    written = match[0]
    if not _PLAIN_NUMBER.fullmatch(written):
        plain = written.lstrip("0") or "0"
        raise ExpressionError(
            at, f"the number {written[:20]} is ambiguous", f"write {plain[:20]}, or '{written[:20]}' in quotes for text"
        )
    if float(written) == float("inf"):
        raise ExpressionError(at, f"the number {written[:20]} is too large")
    return Lexeme(Token.NUMBER, written, at), match.end()


def _backticked(text: str, at: int) -> tuple[Lexeme, int]:
    end = text.find("`", at + 1)
    if end < 0:
        raise ExpressionError(at, "a name in backticks does not end", "close it with `")
    name = text[at + 1 : end]
    if not is_name(name):
        raise ExpressionError(at, "a name in backticks is empty or holds a control character")
    return Lexeme(Token.QUOTED, name, at), end + 1


def is_name(name: str) -> bool:
    """
    Tell whether a name can be written at all: not empty, no backtick, no control character.

    Args:
        name: The name.

    >>> is_name("opening meeting"), is_name("")
    (True, False)
    """
    return bool(name) and "`" not in name and not any(unicodedata.category(each) in {"Cc", "Cs"} for each in name)


def _quoted(text: str, at: int) -> tuple[Lexeme, int]:
    quote, start, said = text[at], at, []
    at += 1
    while at < len(text) and text[at] != quote:
        piece, at = _escape(text, at) if text[at] == "\\" else (text[at], at + 1)
        said.append(piece)
    if at >= len(text):
        raise ExpressionError(start, "a text does not end", f"close it with {quote}")
    return Lexeme(Token.TEXT, "".join(said), start), at + 1


def _escape(text: str, at: int) -> tuple[str, int]:
    """Read an escape that stands for one character."""
    code = text[at + 1 : at + 2]
    if code in _ESCAPES:
        return _ESCAPES[code], at + 2
    digits = text[at + 2 : at + 6]
    if code == "u" and re.fullmatch(r"[0-9a-fA-F]{4}", digits):
        letter = chr(int(digits, 16))
        if letter != "\0" and unicodedata.category(letter) != "Cs":
            return letter, at + 6
    raise ExpressionError(at, f"{text[at : at + 2]!r} is no escape", r"write \\ for a backslash, \n, \t, \" or \u00e4")


def quote(text: str) -> str:
    r"""
    Write text in double quotes so that reading it gives the same text.

    Args:
        text: Any text without NUL and lone surrogates.

    Raises:
        ValueError: It holds NUL or a lone surrogate.

    >>> quote('say "no"')
    '"say \\"no\\""'
    """
    return '"' + "".join(_shown(letter) for letter in text) + '"'


def _shown(letter: str) -> str:
    if letter in '"\\':
        return "\\" + letter
    if letter == "\0" or unicodedata.category(letter) == "Cs":
        msg = "text with NUL or a lone surrogate cannot be written"
        raise ValueError(msg)
    if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} or letter == "\ufeff":
        named = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
        return named.get(letter) or f"\\u{ord(letter):04x}"
    return letter
