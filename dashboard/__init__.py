"""The pages on top of `ketenkpi`: they only ask and draw.

app.py         what is started: the server around the pages
main.py        navigation and what stands on every page
views/         one folder a page: `page.py`, and what only that page has
presenters/    the same of several pages: figures -> sentences, formatted numbers and rows; pure
reads.py       what several pages ask the store; `cached.py` says how answers are kept
charts/        figures -> chart specifications; pure
components/    pieces that more than one page draws
wording/       every sentence of the pages, in Dutch and English
"""
