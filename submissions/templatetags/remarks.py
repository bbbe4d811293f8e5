"""The city office's remarks, where they belong on the boards' pages."""

from django import template

from submissions import access, remarks

register = template.Library()


@register.inclusion_tag("submissions/remarks.html", takes_context=True)
def remarks_on(context, submission, section, key):
    """The remarks on a row that the board has got to see, as threads."""
    of_row = submission.remarks.told().filter(section=section, key=key)
    return _answerable(context, submission, list(remarks.threads(of_row)))


@register.inclusion_tag("submissions/remarks.html", takes_context=True)
def remarks_among(context, submission, found):
    """The same for remarks that are known already."""
    return _answerable(context, submission, found)


def _answerable(context, submission, found):
    request = context["request"]
    may_answer = bool(found) and access.may_write(request.user, submission)
    here = {"submission": submission, "remarks": found, "may_answer": may_answer}
    return {**here, "user": request.user, "csrf_token": context.get("csrf_token"), "request": request}
