"""Three contents in the round file's shape as one: what stood when the writer began, what they want, what is there."""

import hashlib
import json

EMPTY = (None, "", [], {})


def merged(base, mine, theirs):
    """What both want, and where they do not agree: (content, paths).

    A value that only one has changed since `base` is that one's; where both have, and differently, it is `mine`, and
    its path, such as ("card", "texts", "aims"), is among the disputed. What is empty is left out.
    """
    content, disputed = {}, []
    for name in dict.fromkeys([*theirs, *mine]):
        three = [side.get(name) for side in (base, mine, theirs)]
        if any(isinstance(value, dict) for value in three[1:]):
            content[name], below = merged(*(value if isinstance(value, dict) else {} for value in three))
            disputed += [(name, *path) for path in below]
        else:
            content[name], agreed = _settled(*three)
            disputed += [] if agreed else [(name,)]
    return pruned(content), disputed


def _settled(base, mine, theirs):
    if _same(mine, base) or _same(mine, theirs):
        return theirs, True
    return mine, _same(theirs, base)


def _same(one, other):
    return one == other or (one in EMPTY and other in EMPTY)


def pruned(content):
    """`content` without what is empty, so that two that say the same are equal."""
    values = {name: pruned(value) if isinstance(value, dict) else value for name, value in content.items()}
    return {name: value for name, value in values.items() if value not in EMPTY}


def same(one, other):
    """Whether two contents say the same."""
    return pruned(one) == pruned(other)


def fingerprint(content):
    """A short text that is another one as soon as anything that `content` says is."""
    return hashlib.sha256(json.dumps(pruned(content), sort_keys=True).encode()).hexdigest()[:16]


def put(content, path, source):
    """`content`, pruned, with the value at `path` as it is in `source`; a path through a text changes nothing."""
    name, *rest = path
    if rest and not all(isinstance(side.get(name) or {}, dict) for side in (content, source)):
        return content
    value = put(content.get(name) or {}, rest, source.get(name) or {}) if rest else source.get(name)
    return pruned({**content, name: value})
