"""References in running text to other parts of the report, made into links: *se del 1*, *se ovan*."""

import re
from html import escape, unescape

# Text that is no tag's inside and no link's; only there is anything looked for.
_PIECE = re.compile(r"<a\b.*?</a>|<[^<>]*>|[^<]+", re.DOTALL)
# As cleaned markup has it.
_SPACE = r"(?:[ \u00a0]|&nbsp;)"
# "i del 1", "se del 2", but not "del 1 av projektet", which is something else's part.
_PART = rf"(\b(?:se|i|under){_SPACE})(del{_SPACE}{{}})\b(?!(?:\s|&nbsp;)+av\b)"
_ABOVE = re.compile(r"<p>(?:Se|Läs)\b[^<.]*\bovan\b\.?</p>")


def linked(markup, targets):
    """Cleaned `markup` with links to `targets`: {1: anchor, 2: anchor} of the parts, {"ovan": anchor} of a card above.

    *Ovan* is only sure to mean the card above where the whole text says nothing else.
    """
    if "ovan" in targets and _ABOVE.fullmatch(markup.strip()):
        return re.sub("ovan", lambda match: link("ovan", targets["ovan"]), markup)
    for number in (1, 2):
        if number in targets:
            markup = _PIECE.sub(lambda piece, number=number: _with_part(piece[0], number, targets[number]), markup)
    return markup


def link(words, anchor):
    """A link inside the document; of the class `page`, it is given the number of the page where there are pages."""
    return f'<a class="page" href="#{anchor}">{escape(words)}</a>'


def _with_part(piece, number, anchor):
    if piece.startswith("<"):
        return piece
    return re.sub(
        _PART.format(number),
        lambda match: f"{match[1]}{link(unescape(match[2]), anchor)}",
        piece,
        flags=re.IGNORECASE,
    )
