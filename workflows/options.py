"""Named time limits, retry policies and patches, each with its reason."""

from datetime import timedelta
from typing import TypedDict

from temporalio import workflow
from temporalio.common import RetryPolicy

from models.acts import MISMATCH


class _Local(TypedDict):
    start_to_close_timeout: timedelta


class _Patient(TypedDict):
    start_to_close_timeout: timedelta
    schedule_to_close_timeout: timedelta
    retry_policy: RetryPolicy


RECORD_RETRY = RetryPolicy(
    initial_interval=timedelta(milliseconds=100), maximum_attempts=2, non_retryable_error_types=[MISMATCH]
)
"""Two quick tries. An unbounded local activity would hold the worker's task slots while the database is away, and
untouched cases would wait with it."""

LOCAL_RECORD: _Local = {"start_to_close_timeout": timedelta(seconds=2)}
"""A consequence takes a few milliseconds; two seconds is a database in trouble."""

PATIENT_RECORD: _Patient = {
    "start_to_close_timeout": timedelta(seconds=30),
    "schedule_to_close_timeout": timedelta(days=30),
    "retry_policy": RetryPolicy(
        initial_interval=timedelta(seconds=1),
        backoff_coefficient=1.5,
        maximum_interval=timedelta(seconds=30),
        non_retryable_error_types=[MISMATCH],
    ),
}
"""The database may be away for days before a term is lost by it; half a minute between tries is what staff wait
at most after it is back."""

REPORT_AND_FILE = "report-and-file-after-the-end"
"""Until November 2026 a case was closed by its ending alone, without 17(3) and 17(5). To be deprecated in March 2027,
when no history of that time is replayed any more."""


LATER_RULE_DUTIES = "danger-duties-of-the-later-rule"
"""Until November 2026 a danger-risk review cancelled all its steps while the convict was in a medical place, had no
target day for asking a low-risk convict, no outer limit on the steps within a temporary transfer, no window on what
the group of a newly arrived convict presents, and no new session after a refusal. To be deprecated in April 2027."""

RENEW_EACH_QUARTER = "former-case-renews-each-quarter"
"""Until November 2026 a former prisoner's case continued as new with the yearly review alone, since then also with each
third monitoring. To be deprecated in April 2027."""


def patched(change: str) -> bool:
    """Whether the change holds here: yes save in a history recorded before it; also where a process is asked its rules
    outside of a running case (tests, cases lived again)."""
    return not workflow.in_workflow() or workflow.patched(change)


WHOLE_PAPERS = "danger-papers-say-who-where-and-why"
"""Until November 2026 a review took an order without a place, an answer without circumstances, a session without a
head. To be deprecated in March 2027, when no history of that time is replayed any more."""


def at_the_door(change: str) -> bool:
    """Whether a refusal that came after cases had begun holds: always where an act is asked to be let in, and not for
    one that a history recorded before it has taken."""
    return not workflow.in_workflow() or workflow.unsafe.is_read_only() or workflow.patched(change)
