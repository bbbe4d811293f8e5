"""The processes that render sections: as many as there are processors, started when they are first needed.

They are forked from a server of their own that has WeasyPrint read in, so they start at once, and whatever threads
this process has (a web server's, a test's) are not copied into them. They end with the process that started them,
also where that is killed.
"""

import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import forkserver

TRIES = 3  # a worker may be killed, by someone or for want of memory
_lock = threading.Lock()
_pools = {}  # this process's pool, by its number: a forked child never uses its parent's


def begin():
    """Let their server read WeasyPrint in, which takes half a second, while the HTML is made. Does not wait for it."""
    _pool()
    forkserver.ensure_running()


def rendered_each(pages, version):
    """Yields (page, its `Section`, its `Program`s) for each page of HTML, in the order in which they become ready.

    Raises BrokenProcessPool where workers have died that many times, and whatever WeasyPrint raises.
    """
    waiting = sorted(pages, key=len, reverse=True)  # the longest first, so that none is left alone at the end
    for tried in range(1, TRIES + 1):
        pool = _pool()
        try:
            for page, section, programs in _each(pool, waiting, version):
                waiting.remove(page)
                yield page, section, programs
            return
        except BrokenProcessPool:
            _forget(pool)
            if tried == TRIES:
                raise


def _each(pool, pages, version):
    futures = {pool.submit(_render, page, version): page for page in pages}
    try:
        for future in as_completed(futures):
            yield futures[future], *future.result()
    finally:
        for future in futures:
            future.cancel()


def _render(page, version):
    from .rendering import render  # only in a worker, since WeasyPrint is large

    return render(page, version)


def _pool():
    with _lock:
        if os.getpid() not in _pools:
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload([f"{__package__}.libraries", f"{__package__}.rendering"])
            count = min(os.cpu_count() or 1, 4)
            _pools[os.getpid()] = ProcessPoolExecutor(count, context, initializer=_begin)
        return _pools[os.getpid()]


def _forget(pool):
    with _lock:
        if _pools.get(os.getpid()) is pool:
            del _pools[os.getpid()]
    pool.shutdown(wait=False, cancel_futures=True)


def _begin():
    """In a worker: leave Ctrl-C to the process that started it, and end when that has ended, however it did."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent():
    multiprocessing.parent_process().join()
    os._exit(0)
