"""A space where a line ends between two words: without it, what is read or copied has them in one."""

import re

from .fonts import HYPHEN
from .roles import INLINE

_SPACES = re.compile(r"[ \t\r\n\f]+")  # what HTML takes for one
_SOFT_HYPHEN = "\u00ad"


class Spaces:
    """Puts in the spaces, page by page, by following in the HTML the words of each paragraph, heading, cell …"""

    def __init__(self, root, roles):
        self._homes = dict(_homes(root, root, roles))  # for each element, the one that its words are read with
        self._read = {}  # by home: its words, and how far they have been painted

    def put_in(self, page):
        for box, _ in page.texts:
            home = self._homes.get(box.element) if "::" not in (box.element_tag or "::") else None
            space = page.font(box)[0].always.get(" ")
            if home is not None and space is not None and self._ends_a_word(home, box.text):
                page.end_with(box, space)

    def _ends_a_word(self, home, text):
        """Whether a space follows the text in its home."""
        words, place = self._read.get(home) or (_words("".join(home.itertext())), 0)
        painted = _words(text).removesuffix(HYPHEN).strip(" ")
        found = words.find(painted, place)
        if found < 0:
            return not text.endswith(HYPHEN)
        end = found + len(painted)
        self._read[home] = words, end
        return words[end : end + 1] == " " and not text.endswith(HYPHEN)


def _homes(element, home, roles):
    role = roles.get(id(element))
    if role and role.name not in INLINE:
        home = element
    yield element, home
    for child in element:
        yield from _homes(child, home, roles)


def _words(text):
    return _SPACES.sub(" ", text.replace(_SOFT_HYPHEN, ""))
