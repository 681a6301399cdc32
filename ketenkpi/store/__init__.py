"""All stages together on one installation's data: deliver, look, agree, take back.

series      what a later delivery takes over from an earlier one, per contract
prepare     a file that was read -> what it brings for which place and quarter
rows        the rows that count now
seen        since when the source of a case was followed
silence     what deliveries say besides their rows: nothing happened, who lacks
counting    these rows -> counts, only as far as they changed
changes     what differs between two states: the preview of a replacement
noticed     what is seen only beside earlier deliveries
plausible   amounts that do not follow on a source's own history
zeros       numbers that lost the zeros before them
explained   why an odd value is right, kept while it is the same
zero        a file without rows, and quarters without rows in a file
missing     who delivered a period and who is still missing
plan, upload    one upload, step by step, ending in one transaction
damage, healing files that are gone or damaged, and the same bytes that mend them
installation   folders, catalogue, counts and register: what every part is handed
looking, delivering, explaining, taking_back, drafting    what changes what counts
delivered      rows, findings, who delivered what, notes, who did what
figures, widening, protected    figures, widened by what may still change, for who may see them
groups         who is compared with whom, decided here
known_then     past states, how figures moved since, the way from one to another
exporting      figures and rows for use elsewhere
source         all of this as the subjects ask it (`ketenkpi.source`)
answers     what an upload changes, as every surface says it
store       the object that the command line and the dashboard use
"""

from ketenkpi.catalogue import PARTIES, ROLES, AnswerRecord, Party, Scan, Slot, UserRecord
from ketenkpi.contracts.partner_names import partner_name, partner_names
from ketenkpi.contracts.questions import Question
from ketenkpi.cooperation import Cooperation
from ketenkpi.programme import Programme
from ketenkpi.store.changes import Changes, EarlierChange, FigureChange, RowChange
from ketenkpi.store.drafting import FilledScan, SavedAnswer, SubmittedScan
from ketenkpi.store.explained import Explanation, OddValue
from ketenkpi.store.exporting import Export
from ketenkpi.store.known_then import Side
from ketenkpi.store.looking import Look
from ketenkpi.store.missing import Missing
from ketenkpi.store.result import UploadResult
from ketenkpi.store.scan_as_file import scan_file
from ketenkpi.store.store import Store, open_store
from ketenkpi.store.taking_back import Withdrawal

__all__ = [
    "PARTIES",
    "ROLES",
    "AnswerRecord",
    "Changes",
    "Cooperation",
    "EarlierChange",
    "Explanation",
    "Export",
    "FigureChange",
    "FilledScan",
    "Look",
    "Missing",
    "OddValue",
    "Party",
    "Programme",
    "Question",
    "RowChange",
    "SavedAnswer",
    "Scan",
    "Side",
    "Slot",
    "Store",
    "SubmittedScan",
    "UploadResult",
    "UserRecord",
    "Withdrawal",
    "open_store",
    "partner_name",
    "partner_names",
    "scan_file",
]
