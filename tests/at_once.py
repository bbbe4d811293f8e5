"""Several people at the same moment, each in a thread with a database connection of their own."""

from threading import Barrier, Thread

from django.db import connection


def at_once(*works):
    """Run all at the same moment, and return the class of what each raised, or None."""
    start, raised = Barrier(len(works)), [None] * len(works)

    def run(number, work):
        try:
            start.wait()
            work()
        except Exception as error:
            raised[number] = type(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised
