"""`ketenkpi demo`: the invented example, into an empty installation only."""


def add_options(parser): ...


def run(options, screen): ...
