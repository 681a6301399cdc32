"""Typed rows -> an immutable file and a row that names it; life cycle, users, jobs, audit.

It stores and remembers; it does not read files of users and does not count.
Only here is SQLAlchemy known: what comes out are plain frozen records.
"""

from ketenkpi.catalogue.blobs import PRIVATE_FOLDER, Blobs, staging, tidy_staging
from ketenkpi.catalogue.catalogue import Catalogue, Overtaken
from ketenkpi.catalogue.choices import Choices, GroupRecord, RebaseRecord
from ketenkpi.catalogue.database import connect, migrate
from ketenkpi.catalogue.drafts import Drafts
from ketenkpi.catalogue.jobs import JobFault, JobRecord, Jobs, JobState, NewJob
from ketenkpi.catalogue.lifecycle import (
    PARTIES,
    STATUSES,
    Party,
    ReasonNeeded,
    Status,
    TransitionRefused,
    require_reason,
)
from ketenkpi.catalogue.notes import ALL_PLACES, FigureNote, FigureNotes, Strike
from ketenkpi.catalogue.records import (
    AnswerRecord,
    AuditRecord,
    Change,
    Committed,
    DeliveryRecord,
    Draft,
    NewDelivery,
    NewUpload,
    Scan,
    Slot,
    Snapshot,
    UploadRecord,
)
from ketenkpi.catalogue.statements import CIRCLES, UNSTATED, Circle, Stated, Statement
from ketenkpi.catalogue.users import ROLES, NoAccess, Role, UserRecord, Users

__all__ = [
    "ALL_PLACES",
    "CIRCLES",
    "PARTIES",
    "PRIVATE_FOLDER",
    "ROLES",
    "STATUSES",
    "UNSTATED",
    "AnswerRecord",
    "AuditRecord",
    "Blobs",
    "Catalogue",
    "Change",
    "Choices",
    "Circle",
    "Committed",
    "DeliveryRecord",
    "Draft",
    "Drafts",
    "FigureNote",
    "FigureNotes",
    "GroupRecord",
    "JobFault",
    "JobRecord",
    "JobState",
    "Jobs",
    "NewDelivery",
    "NewJob",
    "NewUpload",
    "NoAccess",
    "Overtaken",
    "Party",
    "ReasonNeeded",
    "RebaseRecord",
    "Role",
    "Scan",
    "Slot",
    "Snapshot",
    "Stated",
    "Statement",
    "Status",
    "Strike",
    "TransitionRefused",
    "UploadRecord",
    "UserRecord",
    "Users",
    "connect",
    "migrate",
    "require_reason",
    "staging",
    "tidy_staging",
]
