"""A worker that is killed while it publishes: a finished, correct edition or none; and the next worker finishes it."""

import random
import time

from reporting import compiling
from reporting.models import Compilation

from .published import WHY, ready, reopen
from .test_killed_publishing import whole
from .worker import a_minute_later

State = Compilation.State
KILLS = 20


def asked(cast):
    """A publication in the queue."""
    cast.round.refresh_from_db()
    if cast.round.published:
        reopen(cast)
    return compiling.ask_to_publish(cast.rut, cast.round, "Skäl", WHY)


def test_an_edition_is_whole_or_not_there_and_the_next_worker_finishes_it(workers, lasting_cast):
    cast, moments = ready(lasting_cast), random.Random(2025)  # noqa: S311 - moments, no secret
    published = 1
    for _ in range(2):
        compilation = asked(cast)
        workers.finish()
        compilation.refresh_from_db()
    seconds = (compilation.ended_at - compilation.started_at).total_seconds()
    for _ in range(KILLS):
        if not compilation.is_at_work:
            assert (compilation.state, compilation.edition.number) == (State.DONE, whole())
            published += 1
            compilation = asked(cast)
        worker = workers.start()
        time.sleep(moments.uniform(0, seconds))
        workers.kill(worker)
        compilation.refresh_from_db()
        assert whole() == published + (compilation.state == State.DONE)
        a_minute_later()
        if compilation.tries == compiling.TRIES - 1:
            workers.finish()
        compilation.refresh_from_db()
    assert published > 5
