"""Fixtures that every test may use."""

import pytest

from tests.cast import cast as build_cast


@pytest.fixture
def cast(db):
    """The named cast of `tests/cast.py`, freshly made."""
    return build_cast()
