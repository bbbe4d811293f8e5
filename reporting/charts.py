"""What is drawn: pure functions from figures to lengths and colours. How it looks stands in the stylesheets."""

COLOURS = 7  # group-0 to group-6 in the stylesheets


def lengths(values):
    """The bar of each value, as whole percent of the longest; what is more than nothing is seen."""
    longest = max((value for value in values if value), default=1)
    return [max(1, round(100 * value / longest)) if value else 0 for value in values]


def colours(count):
    """A colour class for each of `count` groups, the same in every picture of a document."""
    return [f"group-{place % COLOURS}" for place in range(count)]


def squares(count):
    """The class of size that lets a square for each of `count` projects stand on the cover; none holds too many."""
    sizes = ((120, "large"), (480, "small"), (1800, "tiny"))
    return next((name for most, name in sizes if 0 < (count or 0) <= most), "")
