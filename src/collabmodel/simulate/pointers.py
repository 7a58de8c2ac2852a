"""
Arrays as bare addresses, for the compiler.

An array that is passed on from function to function takes seven numbers and is counted each time by whoever holds it;
an address takes one and is not. The entrances of the kernel hold the arrays, and everything within works on addresses.
"""

from __future__ import annotations

from typing import Any

from numba import types
from numba.extending import intrinsic

INTS: Any = types.CPointer(types.int64)  # type: ignore[no-untyped-call,unused-ignore]
"""Whole numbers by their address."""
FLOATS: Any = types.CPointer(types.float64)  # type: ignore[no-untyped-call,unused-ignore]
"""Floats by their address."""


def _address(kind: Any) -> Any:
    @intrinsic  # type: ignore[untyped-decorator,unused-ignore]
    def address(context: Any, array: Any) -> Any:  # noqa: ARG001 - the compiler passes both
        def code(context: Any, builder: Any, signature: Any, values: Any) -> Any:
            made = context.make_array(signature.args[0])(context, builder, values[0])
            return builder.bitcast(made.data, context.get_value_type(signature.return_type))

        return kind(array), code

    return address


ints: Any = _address(INTS)
"""Gives the address of an array of whole numbers."""
floats: Any = _address(FLOATS)
"""Gives the address of an array of floats."""
