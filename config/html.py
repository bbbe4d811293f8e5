"""The one allow-list of markup: for the editor, for pasted and imported text, and for the documents."""

import re
import unicodedata
from html import escape, unescape
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
# What means the same as something allowed, and becomes that.
_KIN = {"b": "strong", "i": "em", "h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4", "div": "p"}
# What stands on lines of its own becomes paragraphs, so that the words of two table cells are not glued together.
# fmt: off
_BLOCKS = {
    "address", "article", "aside", "caption", "center", "dd", "details", "dl", "dt", "fieldset", "figcaption",
    "figure", "footer", "form", "header", "hr", "legend", "main", "nav", "option", "pre", "section", "summary",
    "td", "th", "tr",
}
# fmt: on
# Neither < nor > stands in an attribute of cleaned markup; and a text of nothing but < takes no time.
_TAG = re.compile(r"<[^<>]*>")
_PIECE = re.compile(r"<(/?)(\w+)[^<>]*>|[^<]+")
# What XML has no place for, and so neither Word, nor PDF's own data, nor a web page.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEADING = re.compile(r"<(h[34])>((?:(?!<h[34]>).)*?)</\1>", re.DOTALL)  # with no other in it
_LISTS = {"ul", "ol"}
_ADDED = "an item that did not stand there"
# Nobody means deeper nesting than this, and the PDF cannot be made of it.
_DEEPEST = 20
# What no text is, and no parser gets through in time; such markup is read as its words alone.
_DEEPEST_TO_PARSE = 1000
# What is closed by itself where the next one begins, or holds nothing.
_NEVER_DEEP = {"br", "p", "li", "img", "hr", "td", "th", "tr", "dd", "dt", "option", "input", "meta", "link", "col"}


def _cleaner(tags):
    return nh3.Cleaner(
        tags=tags,
        attributes={"a": {"href"}, "*": set()},  # without `*`, nh3 lets title and lang through
        url_schemes=URL_SCHEMES,
        url_relative="deny",
        link_rel=None,
        clean_content_tags={"script", "style", "title", "iframe", "noscript", "noembed", "noframes", "template"},
    )


_loose = _cleaner(TAGS | _KIN.keys() | _BLOCKS)
_strict = _cleaner(TAGS)


def clean(markup):
    """`markup` with everything outside the allow-list removed; b, i and other headings become their allowed kin.

    A link that does not lead to a web page or a mail address, or has no words, becomes its text, and an empty
    paragraph or heading goes. What stands in a list outside its items becomes one, and an item outside a list a
    paragraph. A letter in two parts, as Mac and PDF have å, becomes one character (NFC), or else it is not found.
    """
    if _depth(markup, _NEVER_DEEP) > _DEEPEST_TO_PARSE:
        markup = escape(unescape(_TAG.sub(" ", markup)))
    cleaned = _settled(_renamed(_loose.clean(markup), _KIN | dict.fromkeys(_BLOCKS, "p")))
    if _depth(cleaned) > _DEEPEST:
        return _settled(_renamed(cleaned, dict.fromkeys(TAGS - {"br"}, "p")))
    return cleaned


def legal(text):
    """A text, or a whole page of HTML, without control characters and what else is no character to XML."""
    return _ILLEGAL.sub("", text)


def levelled(markup):
    """`markup` with its headings, of any level, as the two that there are: the highest that it uses, and those below.

    The editor does the same with what is pasted (static/js/paste.js).
    """
    highest = min(re.findall(r"<h([1-6])\b", markup), default="")
    return re.sub(r"<(/?)h([1-6])\b", lambda m: f"<{m[1]}h{3 if m[2] == highest else 4}", markup)


def _renamed(markup, names):
    """Tags by other names. `markup` has passed nh3, so that `<` begins a tag and nothing else."""
    return re.sub(r"<(/?)(\w+)( [^>]*)?>", lambda m: f"<{m[1]}{names.get(m[2], m[2])}>" if not m[3] else m[0], markup)


def _settled(markup):
    """`markup` inside the allow-list, cleaned until it no longer changes: taking out a tag may put another astray."""
    while (cleaned := _tidied(_strict.clean(markup))) != markup:
        markup = cleaned
    return markup


def _tidied(cleaned):
    without_dead_links = re.sub(r"<a\b([^<>]*)>(.*?)</a>", _living, legal(cleaned), flags=re.DOTALL)
    without_empty = re.sub(r"<p>(?:\s|&nbsp;|<br>)*</p>", "", without_dead_links)
    without_empty = _HEADING.sub(lambda heading: heading[0] if _is_seen(heading[2]) else "", without_empty)
    return _composed(_listed(without_empty))


def _composed(cleaned):
    """Each text by itself: a mark that begins one would else be put together with the `>` before it."""
    return re.sub(r"(?<![^>])[^<>]+", lambda text: unicodedata.normalize("NFC", text[0]), cleaned)


def _living(link):
    """A link that leads somewhere and can be seen; of any other what stands in it, since nobody could follow it."""
    return link[0] if link[1] and _is_seen(link[2]) else link[2]


def _is_seen(markup):
    """Whether anything in it has a shape: not so white space, joiners and control characters."""
    return any(unicodedata.category(character)[0] in "LNPS" for character in text(markup))


def _listed(markup):
    """`markup` with nothing but items in its lists, and no items elsewhere: PDF/UA knows no others."""
    written, around = [], [""]
    for piece in _PIECE.finditer(markup):
        closes, tag = piece[1], piece[2] or ""
        if around[-1] == _ADDED and (closes or tag == "li"):
            written.append("</li>")
            around.pop()
        if closes:
            written.append(f"</{around.pop()}>")
            continue
        if around[-1] in _LISTS and tag != "li":
            if tag in ("", "br") and not text(piece[0]):
                continue
            _add_item(written, tag)
            around.append(_ADDED)
        is_astray = tag == "li" and around[-1] not in _LISTS
        written.append("<p>" if is_astray else piece[0])
        if tag not in ("", "br"):
            around.append("p" if is_astray else tag)
    return "".join(written)


def _add_item(written, tag):
    """Begin an item; a list that stands between two items belongs to the first of them."""
    if tag in _LISTS and written[-1] == "</li>":
        written.pop()
    else:
        written.append("<li>")


def _depth(markup, passed_over=frozenset({"br"})):
    """How deep its tags stand in one another."""
    deepest = depth = 0
    for closes, tag in re.findall(r"<(/?)(\w+)", markup):
        depth += 0 if tag.lower() in passed_over else -1 if closes else 1
        deepest = max(deepest, depth)
    return deepest


def clean_field(markup):
    """Cleaned markup for saving: a text of nothing but empty paragraphs is an empty text."""
    cleaned = clean(markup)
    return cleaned if text(cleaned) else ""


def text(markup):
    """The words of cleaned `markup`, parted by a space where blocks or lines are; for counting and comparing."""
    spaced = _TAG.sub(" ", re.sub(r"</?(?:strong|em|a)\b[^<>]*>", "", markup))
    return " ".join(unescape(spaced).split())


def words(markup):
    """How many words the text has: what a person would count, so a lone dash is none and 1 234 567 is one."""
    amounts_as_one = re.sub(r"\b\d{1,3}(?: \d{3})+\b", "0", text(markup))
    return sum(any(c.isalnum() for c in word) for word in amounts_as_one.split())


class _Parts(HTMLParser):
    """Collects what a text is built of: tags, attributes as `<tag attribute>`, and where its links lead."""

    def __init__(self, markup):
        super().__init__()
        self.names = set()
        self.links = set()
        self.feed(f"{markup}>")  # a last tag that is never closed is one, too

    def handle_starttag(self, tag, attrs):
        self.names.add(f"<{tag}>")
        self.names |= {f"<{tag} {name}>" for name, _ in attrs if (tag, name) != ("a", "href")}
        self.links |= {value or "" for name, value in attrs if (tag, name) == ("a", "href")}

    def handle_comment(self, data):
        self.names.add("<!-- -->")

    handle_decl = handle_pi = unknown_decl = handle_comment


def removed(markup):
    """What `clean` takes out of `markup`, each kind once, such as `<img>`, `<p style>` or `<a href="file:///x">`."""
    parts = _Parts(markup)
    outside = parts.names - {f"<{tag}>" for tag in TAGS | _KIN.keys()}
    return sorted(outside | {f'<a href="{link[:60]}">' for link in parts.links - _Parts(clean(markup)).links})


def demoted(markup, level):
    """Cleaned `markup` with its headings from `level` (1–5) down, none skipped, so that it fits below a heading."""
    return re.sub(r"<h3>.*|<(/?)h4>", lambda m: _demote(m, level), markup, flags=re.DOTALL)


def _demote(match, level):
    """Before the first h3 an h4 has nothing to stand under, and takes its place."""
    if match[0].startswith("<h3>"):
        return re.sub(r"<(/?)h([34])>", lambda m: f"<{m[1]}h{level + int(m[2]) - 3}>", match[0])
    return f"<{match[1]}h{level}>"
