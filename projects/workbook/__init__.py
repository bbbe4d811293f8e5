"""The board's cards as an Excel workbook: `form` writes it, `reading` reads it in, `changes` says what that would do.

They work on cells as text, as `columns` puts a card's content into them; `judging` has the card's own page judge them,
`posting` is what that page would post, and `wording` what is said of a fault. A cell that nobody has changed since the
workbook was written says nothing: what is saved stays, with its markup, and so does what others have saved meanwhile.
"""
