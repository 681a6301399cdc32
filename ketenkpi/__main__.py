"""`python -m ketenkpi` is the command `ketenkpi`."""

import sys

from ketenkpi.cli import main

sys.exit(main())
