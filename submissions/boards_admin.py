"""The page Byt namn eller slå ihop, on which the city office makes a board that takes over from others."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from config.formats import counted, listed

from . import boards
from .admin_forms import BoardForm
from .models import Board, Round


class NewNameForm(BoardForm):
    """The new board: its name, and the boards that it takes over from, which nobody else has."""

    field_order = ["follows", "name", "department", "abbreviation"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        follows = self.fields["follows"]
        follows.queryset = Board.objects.filter(followed_by=None)
        follows.required = True
        follows.label = "Vilka nämnder gäller det?"
        follows.help_text = "En nämnd som byter namn, eller två eller flera som slås ihop."
        follows.error_messages["required"] = "Välj minst en nämnd."
        self.fields["name"].label = "Nytt namn"


@require_http_methods(["GET", "HEAD", "POST"])
def view(request):
    """The form, with the boards of `?namnd=` chosen, and the new board that is made of it."""
    if not (request.user.has_perm("submissions.add_board") and request.user.has_perm("submissions.change_board")):
        raise PermissionDenied
    if request.method != "POST":
        return _page(request, NewNameForm(initial=_proposed(request.GET.getlist("namnd"))))
    form = NewNameForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    earlier = list(form.cleaned_data["follows"])
    made = boards.take_over(form.save(commit=False), earlier)
    _tell(request, made, earlier)
    return redirect("admin:submissions_board_change", made.pk)


def _proposed(chosen):
    """The boards, and where it is one its department too: often only the board itself gets another name."""
    found = list(Board.objects.filter(pk__in=[each for each in chosen if each.isdecimal()]))
    alone = {"department": found[0].department, "abbreviation": found[0].abbreviation} if len(found) == 1 else {}
    return {"follows": found, **alone}


def _tell(request, made, earlier):
    people = counted(made.members.count(), "kontaktperson", "kontaktpersoner")
    names = listed([board.name for board in earlier])
    messages.success(request, f"{made} har tagit över efter {names} och har fått {people} därifrån.")
    for each in boards.still_there(earlier):
        messages.warning(request, _still_there(each, made))


def _still_there(submission, made):
    still = f"{submission.board} är kvar i omgången {submission.round}"
    if submission.phase == Round.Phase.CLOSED:
        return f"{still}, som är stängd men inte publicerad. Där står redovisningen kvar under det gamla namnet."
    return f"{still}. Ska {made} redovisa i stället? Ändra det på omgångens sida."


def _page(request, form, status=None):
    context = {
        **admin.site.each_context(request),
        "title": "Byt namn eller slå ihop",
        "opts": Board._meta,
        "form": form,
    }
    return TemplateResponse(request, "admin/submissions/board/new_name.html", context, status=status)
