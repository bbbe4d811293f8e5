"""What is refused in a form, in one shape for all pages."""


def faults(form, about=""):
    """What is refused: a text, and the id of the field where it is mended, or none where no field is to be seen.

    `message` is the text as it stands at the field itself; `text` has the field's label before it, and `about` first.
    No form, or one that nobody has filled in, has no faults.
    """
    if not form:
        return []
    whole = [{"id": "", "text": text, "message": text} for text in form.non_field_errors()]
    return whole + [fault for field in form for fault in _of_field(field, about)]


def _of_field(field, about):
    if field.is_hidden:
        return [{"id": "", "text": text, "message": text} for text in field.errors]
    return [{"id": place(field), "text": f"{about}{field.label}: {text}", "message": text} for text in field.errors]


def place(field):
    """The id of a form's field. A group of boxes has none of its own: its first box is where it begins."""
    return field.id_for_label or next((choice.id_for_label for choice in field), "")
