"""How large a form may be, and what is said to one that is larger."""

from django.core.exceptions import RequestDataTooBig
from django.shortcuts import render

# Read and thrown away, so that the browser has sent all and shows the answer instead of a broken connection.
DRAINED = 200 * 1024 * 1024
CHUNK = 1024 * 1024


def refuse_too_big(get_response):
    """Answer a form that is larger than DATA_UPLOAD_MAX_MEMORY_SIZE in words, where Django says only 400."""

    def checked(request):
        try:
            request.POST  # noqa: B018 - reads the form, which raises where it is too large
        except RequestDataTooBig:
            drain(request)
            return render(request, "413.html", status=413)
        return get_response(request)

    return checked


def drain(request):
    for _ in range(DRAINED // CHUNK):
        if not request.read(CHUNK):
            break
