"""The words that rows are classified by, each with the time in which it holds.

schemes   regelingen: which benefit, under the name of the day, and whose caseload
groups    doelgroepen
reasons   redenen of outflow, with what the codes of official lists meant when
tasks     taken of the chain, in the work lane and the income lane
partners  who takes a step

Everything stands in `config/vocabularies/`; an installation adds its own below
its home. Code asks here and names no scheme or partner itself.
"""

from ketenkpi.vocabularies.asked import (
    caseload_of,
    chain_doers,
    chain_partners,
    scheme_breaks,
    scheme_key_on,
    scheme_on,
    stored_scheme,
    stored_schemes,
    tasks_in_order,
    teams,
)
from ketenkpi.vocabularies.entry import (
    Break,
    ChainPartner,
    Group,
    OfficialCode,
    Reason,
    Scheme,
    Task,
    Word,
)
from ketenkpi.vocabularies.load import (
    Vocabularies,
    Vocabulary,
    load_vocabularies,
    own_folder,
    own_state,
    use_home,
    vocabularies,
)

__all__ = [
    "Break",
    "ChainPartner",
    "Group",
    "OfficialCode",
    "Reason",
    "Scheme",
    "Task",
    "Vocabularies",
    "Vocabulary",
    "Word",
    "caseload_of",
    "chain_doers",
    "chain_partners",
    "load_vocabularies",
    "own_folder",
    "own_state",
    "scheme_breaks",
    "scheme_key_on",
    "scheme_on",
    "stored_scheme",
    "stored_schemes",
    "tasks_in_order",
    "teams",
    "use_home",
    "vocabularies",
]
