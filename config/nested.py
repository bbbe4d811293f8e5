"""The texts in a nested content, such as a row's in the round file's shape, however deep they stand."""


def changed(value, change, name=""):
    """`value` with `change(name, text)` in place of every text in it; `name` is the nearest key."""
    if isinstance(value, str):
        return change(name, value)
    if isinstance(value, dict):
        return {key: changed(each, change, key) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [changed(each, change, name) for each in value]
    return value


def texts(value):
    """Every text in `value`."""
    found = []
    changed(value, lambda name, text: found.append(text))
    return found
