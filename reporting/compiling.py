"""Compiling in a worker: asked for, told of while it is done, cancelled, and taken up again after a killed worker.

    ask ──▶ Compilation, and two looks at it in the queue: one now, one in a minute
            run (a look) ──▶ it has ended: nothing
                         ──▶ a worker is at it and has been heard of: look again in a minute
                         ──▶ else take it up, look again in a minute, and make it

So whenever a worker is killed there is a look left that finds it silent. What is ready is written in one transaction
with that the compilation is done, and only by whoever still has it: nothing is ever made twice, or by halves.
"""

from datetime import timedelta
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from submissions.workflow import Refused

from . import accepting, documents, editions, print_remarks, years
from .models import Compilation

What, State = Compilation.What, Compilation.State
SILENCE = timedelta(minutes=1)  # after which a worker is taken to be dead
TRIES = 3
# Why nothing came of it, where it is nobody's doing.
KILLED = "Arbetaren slutade svara varje gång. Be driften läsa i loggen."
UNWRITABLE = (
    "Filerna gick inte att skriva. Be driften se efter att disken inte är full och att programmet får skriva i mappen "
    "för filer. Försök sedan igen."
)
BROKEN = "Något gick fel i programmet. Be driften läsa i loggen."


class Stopped(Exception):
    """The compilation is cancelled, or has been taken up by another worker."""


def ask_for_draft(user, round):
    """The `Compilation` of a draft of what is written in the round: a new one, or the one at work on the same."""
    now = years.draft(round)
    fingerprint = editions.fingerprint_of(round, repr(now.year), now.previous, years.earlier(round))
    return _asked(user, round, What.DRAFT, fingerprint)


def ask_to_publish(user, round, reason="", missing_reason="", seen=None):
    """The `Compilation` of the round's next edition, likewise. Raises as `editions.publish`, of what it is now."""
    proposal = editions.checked(user, round, reason, missing_reason, seen)
    return _asked(user, round, What.PUBLICATION, proposal.fingerprint, reason=reason, missing_reason=missing_reason)


def ask_again(user, ended):
    """The same once more as a compilation that came to nothing. Raises as `ask_to_publish`."""
    if ended.what == What.DRAFT:
        return ask_for_draft(user, ended.round)
    return ask_to_publish(user, ended.round, ended.reason, ended.missing_reason, ended.fingerprint)


def _asked(user, round, what, fingerprint, **about):
    with transaction.atomic():
        compilation, is_new = Compilation.objects.get_or_create(
            round=round,
            what=what,
            fingerprint=fingerprint,
            state__in=Compilation.AT_WORK,
            defaults={"created_by": user, **about},
        )
        if is_new:
            _look_in_a_minute(compilation)
    if is_new or compilation.is_silent(SILENCE):
        run.enqueue(compilation.pk)
        compilation.refresh_from_db()
    return compilation


def is_busy():
    """Whether a worker is alive and at work on something."""
    return Compilation.objects.filter(state=State.RUNNING, touched_at__gt=timezone.now() - SILENCE).exists()


def told_of(round):
    """What the round's page tells of: all that is at work, or else what was asked for last, where that failed."""
    newest = list(round.compilations.select_related("created_by").order_by("-pk")[:10])
    failed = [each for each in newest[:1] if each.state == State.FAILED]
    return [each for each in newest if each.is_at_work] or failed


def cancel(compilation):
    """Cancel what is at work; the worker notices before the next section. Whether it was still at work."""
    at_work = Compilation.objects.filter(pk=compilation.pk, state__in=Compilation.AT_WORK)
    return bool(at_work.update(state=State.CANCELLED, ended_at=timezone.now()))


@task()
def run(pk):
    """Look at a compilation, and make it where nobody else does."""
    if compilation := _taken_up(pk):
        _make(compilation)


def _look_in_a_minute(compilation):
    """Where there is a worker: else whoever asks again takes it up."""
    if run.get_backend().supports_defer:
        run.using(run_after=timezone.now() + SILENCE).enqueue(compilation.pk)


@transaction.atomic
def _taken_up(pk):
    """The compilation, now this worker's; None where it has ended, or is another's who is alive."""
    compilation = Compilation.objects.select_for_update().filter(pk=pk, state__in=Compilation.AT_WORK).first()
    if compilation is None:
        return None
    if compilation.tries >= TRIES and compilation.is_silent(SILENCE):
        _end(compilation, State.FAILED, message=KILLED)
        return None
    _look_in_a_minute(compilation)
    if compilation.state == State.RUNNING and not compilation.is_silent(SILENCE):
        return None
    compilation.tries += 1
    compilation.state, compilation.started_at = State.RUNNING, timezone.now()
    compilation.sections, compilation.of_sections, compilation.touched_at = 0, 0, compilation.started_at
    compilation.save()
    return compilation


def _make(compilation):
    try:
        _refuse_without_asker(compilation)
        put, message = _PREPARE[compilation.what](compilation, _Teller(compilation))
        with transaction.atomic():
            _hold(compilation)
            _end(compilation, State.DONE, edition=put(), message=message)
    except Stopped:
        pass
    except Refused as refusal:
        _end(compilation, State.FAILED, message=str(refusal))
    except PermissionDenied:
        _end(compilation, State.FAILED, message="Den som begärde publiceringen får inte längre publicera.")
    except OSError:
        _end(compilation, State.FAILED, message=UNWRITABLE)
        raise
    except Exception:
        _end(compilation, State.FAILED, message=BROKEN)
        raise


def _refuse_without_asker(compilation):
    """What is published is published by somebody who may, and a draft needs nobody."""
    if compilation.what == What.PUBLICATION and compilation.created_by is None:
        raise Refused("Den som begärde publiceringen finns inte längre. Begär den igen.")


def _prepare_draft(compilation, tell):
    """How the draft is put in its place when it is held, and what to know of it."""
    round = compilation.round
    now = years.draft(round)
    about = {"draft": True, "earlier": years.earlier(round), "accepted": accepting.told(round, names=True)}
    made = documents.compile_year(documents.of_year(now.year, now.previous, **about), tell)
    put = partial(editions.keep, round, True, compilation.created_by, made)
    return put, "\n".join(print_remarks.of_year(now.year))


def _prepare_publication(compilation, tell):
    """The same of the edition; nothing is to know of it that did not stand on the page where it was published."""
    told = (compilation.reason, compilation.missing_reason, compilation.fingerprint)
    prepared = editions.prepared(compilation.created_by, compilation.round, *told, on_section=tell)
    return partial(editions.put, prepared), ""


_PREPARE = {What.DRAFT: _prepare_draft, What.PUBLICATION: _prepare_publication}


class _Teller:
    """Writes down how far the work has come, over all its documents; raises Stopped where it is no longer ours."""

    def __init__(self, compilation):
        self.compilation, self.document, self.before, self.total = compilation, "", 0, 0

    def __call__(self, document, done, total):
        if document != self.document:
            self.document, self.before = document, self.total
        self.total = self.before + total
        told = {"document": document, "sections": self.before + done, "of_sections": self.total}
        if not _ours(self.compilation).update(**told, touched_at=timezone.now()):
            raise Stopped


def _ours(compilation):
    """The compilation's row, as long as it is being made and nobody has taken it up since."""
    return Compilation.objects.filter(pk=compilation.pk, state=State.RUNNING, tries=compilation.tries)


def _hold(compilation):
    """Until the transaction ends nobody cancels it or takes it up."""
    if _ours(compilation).select_for_update().first() is None:
        raise Stopped


def _end(compilation, state, **told):
    _ours(compilation).update(state=state, ended_at=timezone.now(), **told)
