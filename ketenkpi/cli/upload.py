"""`ketenkpi upload`: check a file, and store it when nothing stops it."""


def add_options(parser): ...


def run(options, screen): ...
