"""The one allow-list of markup: for the editor, for pasted and imported text, and for the documents."""

import re
from collections import Counter
from html import unescape
from html.parser import HTMLParser

import nh3

TAGS = {"h3", "h4", "p", "ul", "ol", "li", "strong", "em", "a", "br", "blockquote"}
URL_SCHEMES = {"http", "https", "mailto"}
# The editor's extensions that make these tags, and no others.
EDITOR_EXTENSIONS = {
    "Heading": {"levels": [3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Bold": True,
    "Italic": True,
    "Link": {"enableTarget": False, "protocols": sorted(URL_SCHEMES)},
    "Blockquote": True,
    "HardBreak": True,
}
_SYNONYMS = {"b": "strong", "i": "em", "h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4", "div": "p"}
_RENAMED = re.compile(r"<(/?)(b|i|h1|h2|h5|h6|div)(?=[\s>/])", re.IGNORECASE)
_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes={"a": {"href"}},
    url_schemes=URL_SCHEMES,
    link_rel=None,
    clean_content_tags={"script", "style"},
)


def clean(markup):
    """`markup` with everything outside the allow-list removed; b, i and other headings become their allowed kin.

    An address without a scheme that leads somewhere else (`//host`, `file:`) is removed with its link.
    """
    renamed = _RENAMED.sub(lambda m: f"<{m[1]}{_SYNONYMS[m[2].lower()]}", markup)
    cleaned = _cleaner.clean(renamed)
    cleaned = re.sub(r'<a href="(?!https?://|mailto:)[^"]*">(.*?)</a>', r"\1", cleaned, flags=re.DOTALL)
    return re.sub(r"<a>(.*?)</a>", r"\1", cleaned, flags=re.DOTALL)


def clean_field(markup):
    """Cleaned markup for saving: a text of nothing but empty paragraphs is an empty text."""
    cleaned = clean(markup)
    return cleaned if text(cleaned) else ""


def text(markup):
    """The words of `markup`, with a space where a tag ends a block; for counting, comparing and searching."""
    spaced = re.sub(r"<(br|/p|/h3|/h4|/li|/blockquote)\s*/?>", " ", markup)
    return " ".join(unescape(re.sub(r"<[^>]*>", "", spaced)).split())


def words(markup):
    """How many words the text has: what a person would count, so a lone dash is none."""
    return sum(any(c.isalnum() for c in word) for word in text(markup).split())


class _Names(HTMLParser):
    """Collects what a text is built of: tags, and attributes as `tag[attribute]`."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append(f"<{tag}>")
        self.found += [f"<{tag} {name}>" for name, _ in attrs]


def _names(markup):
    parser = _Names()
    parser.feed(markup)
    return parser.found


def removed(markup):
    """What `clean` takes out of `markup`, each kind once, such as `<img>` or `<p style>`; empty where nothing is."""
    gone = Counter(_names(markup)) - Counter(_names(clean(markup)))
    return sorted(name for name in gone if name.strip("<>") not in _SYNONYMS)
