"""The pages on top of `ketenkpi`: they only ask and draw.

app.py         what is started: the server around the pages
main.py        navigation and what stands on every page
views/         one folder a page: `page.py`, and what only that page has
presenters/    figures -> sentences, formatted numbers and rows; pure
charts.py      figures -> chart specifications; pure
components/    pieces of a page that more than one page draws
wording/       every sentence of the pages, in Dutch and English
"""
