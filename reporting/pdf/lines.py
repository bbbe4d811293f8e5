"""Where a line is broken. A text that fits but for the space that it ends with, before a link or words in italics,
WeasyPrint takes for one that cannot be broken, and breaks after its first word; `repaired` lets the space hang.
"""

from functools import wraps


def repaired(split):
    """WeasyPrint's `split_first_line`, which gives where the next line begins as its third, with the fault mended."""

    @wraps(split)
    def split_first_line(text, style, context, max_width, *others, **options):
        found = split(text, style, context, max_width, *others, **options)
        if found[2] is None or not text.rstrip(" ") or not text.endswith(" "):
            return found
        bare = split(text.rstrip(" "), style, context, max_width, *others, **options)
        return found if bare[2] is not None else split(text, style, context, None, *others, **options)

    return split_first_line
