"""The city office's remarks, where they belong on the boards' pages."""

from django import template

from submissions import access

register = template.Library()


@register.inclusion_tag("submissions/remarks.html", takes_context=True)
def remarks_on(context, submission, section, key):
    """The remarks on a row that the board has got to see, with the board's answers."""
    of_row = submission.remarks.told().filter(section=section, key=key)
    found = list(of_row.select_related("created_by", "answered_by", "ticked_by"))
    return _answerable(context, submission, found)


@register.inclusion_tag("submissions/remarks.html", takes_context=True)
def remarks_among(context, submission, remarks):
    """The same for remarks that are known already."""
    return _answerable(context, submission, remarks)


def _answerable(context, submission, remarks):
    request = context["request"]
    may_answer = bool(remarks) and access.may_write(request.user, submission)
    here = {"submission": submission, "remarks": remarks, "may_answer": may_answer}
    return {**here, "user": request.user, "csrf_token": context.get("csrf_token"), "request": request}
