"""What apps above have to say of the words in a row, told where the board checks its account before it hands in."""

from .sections import Problem

# Functions of a text (markup), each giving what is wrong with its words, as said in "Har …, under Syfte.", or nothing.
readers = []


def problems(submission, frozen, by_section):
    """What the readers find in the rows of `by_section` (as of `task_list.tasks`), which say what is in `frozen`."""
    return [
        Problem(f"Har {found}, under {label}.", row.url, stops=False, row=row.name)
        for section, rows in by_section
        for row, label, text in _texts(submission, section, rows, section.rows_of(frozen))
        if text
        for found in (read(text) for read in readers)
        if found
    ]


def _texts(submission, section, rows, contents):
    said = [(row, contents[row.key]) for row in rows if row.key in contents]
    return [(row, label, text) for row, content in said for label, text in section.told(submission, content).items()]
