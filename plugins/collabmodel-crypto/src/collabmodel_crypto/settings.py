"""The settings of the wrapper."""

from __future__ import annotations

import attrs

from collabmodel.plugin import Secret

TELLING = (
    "address",
    "because",
    "born",
    "contact",
    "email",
    "name",
    "note",
    "notes",
    "phone",
    "reason",
    "text",
    "why",
    "words",
)
"""Names of data whose values tell of the person that they stand beside, where nothing else is said."""


@attrs.frozen(kw_only=True)
class CryptoSettings:
    """
    Settings of encrypted stores.

    Args:
        keys: Path of the key file: away from the events, and never in the same backup.
        master: Where the master key is found: 32 random bytes in base64.
        old_masters: Where earlier master keys are found, until every key is wrapped by the newest.
        destroyed: Path of the log of destroyed keys; empty for the path of the key file and ``.destroyed``. Keep it
            where a restored key file does not bring an older one.
        heads: Path of the signed ends of records; empty for none. Keep it on another machine.
        signing: Where the key that signs them is found: 32 random bytes in base64; None where nothing is signed.
        public: Public key that checks them, in base64; empty for that of ``signing``.
        persons: Names of data whose values are ids of persons.
        telling: Names of data whose values tell of the person that they stand beside.
        timeout: Seconds to wait for others who write the key file, from 0 to 3,600.
    """

    keys: str = attrs.field(validator=attrs.validators.min_len(1))
    master: Secret
    old_masters: tuple[Secret, ...] = ()
    destroyed: str = ""
    heads: str = ""
    signing: Secret | None = None
    public: str = ""
    persons: tuple[str, ...] = ("person",)
    telling: tuple[str, ...] = TELLING
    timeout: float = attrs.field(default=5.0, validator=(attrs.validators.ge(0), attrs.validators.le(3_600)))
