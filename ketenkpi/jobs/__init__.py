"""Work that pages ask for and do not do: a queue, and workers that each do one job at a time.

folders      the private folder of a job: its file, its answer
kinds        what can be asked, and how it is done
queue        asking, following, stopping: for pages
perform      one job, in the process that calls it
worker       takes jobs and does each in a process of its own

The queue itself is in the catalogue (`ketenkpi.catalogue.jobs`).
"""

from ketenkpi.catalogue import JobFault, JobRecord
from ketenkpi.jobs.kinds import (
    CHECKS,
    KINDS,
    Answer,
    Asked,
    MadeReady,
    ToLook,
    ToMakeReady,
    ToReportNothing,
    ToSeeWithdrawal,
    ToUpload,
    ToWithdraw,
    Withdrawn,
)
from ketenkpi.jobs.perform import perform
from ketenkpi.jobs.queue import JobQueue
from ketenkpi.jobs.worker import Worker

__all__ = [
    "CHECKS",
    "KINDS",
    "Answer",
    "Asked",
    "JobFault",
    "JobQueue",
    "JobRecord",
    "MadeReady",
    "ToLook",
    "ToMakeReady",
    "ToReportNothing",
    "ToSeeWithdrawal",
    "ToUpload",
    "ToWithdraw",
    "Withdrawn",
    "Worker",
    "perform",
]
