"""Rendered sections, kept in this process and on disk, by all that they were made of."""

import json
import logging
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.core.cache import caches

_log = logging.getLogger(__name__)
_STATIC = ("css", "fonts", "img")
_MADE_WITH = ("weasyprint", "pydyf", "fonttools", "tinycss2", "tinyhtml5", "cssselect2", "pyphen")


def key(html, version):
    """What a section is kept by: its HTML, and the `version` of all else that it is made of."""
    return sha256(f"{version}\n{html}".encode()).hexdigest()


def current_version():
    """A hash of the stylesheets, fonts and pictures as they are now, and of the program that renders."""
    hashed = sha256(_program().encode())
    for folder in settings.STATICFILES_DIRS:
        for name in _STATIC:
            for file in sorted(Path(folder, name).rglob("*")):
                if file.is_file():
                    hashed.update(f"{file.relative_to(folder)}\n".encode() + file.read_bytes())
    return hashed.hexdigest()


@cache
def _program():
    """The engine's own code, and the versions of what it uses."""
    own = (file.read_text() for file in sorted(Path(__file__).parent.glob("*.py")))
    return json.dumps([*own, *(f"{name} {version(name)}" for name in _MADE_WITH)])


def get(name):
    """What was kept under `name`, or None."""
    return _at_hand().get(name) or _from_disk(name)


def keep(name, value):
    """Keep it in this process, and on disk where that can be written."""
    _at_hand().set(name, value)
    try:
        caches["sections-on-disk"].set(name, value)
    except OSError as error:
        _log.warning("Sections cannot be kept on disk: %s", error)


def _from_disk(name):
    try:
        found = caches["sections-on-disk"].get(name)
    except Exception as error:  # whatever is wrong with a file, it is rendered again
        _log.warning("A kept section cannot be read, and is rendered again: %r", error)
        return None
    if found is not None:
        _at_hand().set(name, found)
    return found


def _at_hand():
    return caches["sections"]
