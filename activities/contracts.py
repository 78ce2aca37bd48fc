"""What a case asks of the world, and nothing of how it is done."""

from abc import ABC, abstractmethod

from temporalio import activity

from models.record import Consequence, Recorded


class CaseRecord(ABC):
    """The statutory record of cases."""

    @activity.defn(name="record")
    @abstractmethod
    def record(self, consequence: Consequence) -> Recorded:
        """Write one consequence in one transaction; give each opened step its date, ladder and holder.

        The same key again changes nothing and returns the first answer. Raises ApplicationError of type
        `models.acts.MISMATCH` (never retried) when the stored document does not say what the act claims.
        """
