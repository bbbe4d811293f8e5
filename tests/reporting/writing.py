"""What the memo's page sends: `writing.posted(response)` is the form as it was rendered, to be changed and sent."""

from tests.page import select


def posted(response, **changes):
    """Every field of the memo's form with what stands in it, and `changes` of them (None takes one out)."""
    fields = {}
    for field in select(response, "#skrivelsen input, #skrivelsen textarea"):
        if field.get("name"):
            fields[field.get("name")] = (
                (field.text or "").lstrip("\n") if field.tag == "textarea" else field.get("value", "")
            )
    return {name: value for name, value in {**fields, **changes}.items() if value is not None}
