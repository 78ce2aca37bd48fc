"""The person a case is about, as an intake names them. Stays in PostgreSQL; never enters Temporal."""

from datetime import date
from typing import Literal

from pydantic import Field

from models.base import Frozen


class PersonIntake(Frozen):
    """Names, sex and birth date; the personal number and the register's id where they are known."""

    first_name: str = Field(min_length=1, max_length=100)
    last_name: str = Field(min_length=1, max_length=100)
    sex: Literal["female", "male"]
    birth_date: date
    personal_number: str | None = Field(default=None, pattern=r"^\d{11}$")
    id: str | None = Field(default=None, pattern=r"^P-[A-Za-z0-9-]{1,40}$")
