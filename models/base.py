"""The two kinds of model: what never changes once made, and the state of a case."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value or a message: immutable, and unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Mutable(BaseModel):
    """State that one owner changes (the workflow of a case)."""

    model_config = ConfigDict(extra="forbid", validate_assignment=False)
