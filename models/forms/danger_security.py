"""The security form: annex 3 of Order 70 (annex 2 of the later rule, whose own text is not known)."""

from typing import Self

from pydantic import Field, model_validator

from models.base import Frozen
from models.forms.danger_data import FORM, TEXT


class SecurityInformation(Frozen):
    """Links with the criminal subculture and terrorism, threat, aggression, influence, dependence, prohibited items.

    When it holds operative-search information or a state secret (12(2) of the later rule), only its index entry is
    kept here: the registry number, the day and the holder; then no field may say anything.
    """

    form: str = FORM
    secret: bool = False
    registry_number: str = Field(default="", pattern=r"^[A-Za-z0-9/-]{0,40}$")
    holder: str = Field(default="", pattern=r"^[a-z_]{0,60}$")
    signed_by_head: bool = True
    # 1.1
    first_name: str = TEXT
    surname: str = TEXT
    father_name: str = TEXT
    # 1.2
    personal_no: str = TEXT
    # 2.1.1
    criminal_self_admission: str = TEXT
    # 2.1.2
    criminal_tattoo: str = TEXT
    # 2.1.3
    criminal_group_photo: str = TEXT
    # 2.1.4
    criminal_clear_link: str = TEXT
    # 2.1.5
    criminal_contact: str = TEXT
    # 2.1.6
    criminal_financial_support: str = TEXT
    # 2.1.7
    criminal_operative_information: str = TEXT
    # 2.1.8
    criminal_media: str = TEXT
    # 2.1.9
    criminal_activity: str = TEXT
    # 2.2.1
    terror_self_admission: str = TEXT
    # 2.2.2
    terror_group_photo: str = TEXT
    # 2.2.3
    terror_clear_link: str = TEXT
    # 2.2.4
    terror_contact: str = TEXT
    # 2.2.5
    terror_financial_support: str = TEXT
    # 2.2.6
    terror_operative_information: str = TEXT
    # 2.2.7
    terror_media: str = TEXT
    # 3
    state_security_threat_information: str = TEXT
    # 4
    aggression_inmates: str = TEXT
    # 5
    influence_on_staff: str = TEXT
    # 6
    aggression_staff: str = TEXT
    # 7.1
    dependence_alcohol: str = TEXT
    # 7.2
    dependence_psychotropic: str = TEXT
    # 7.3
    dependence_narcotic: str = TEXT
    # 8
    prohibited_items: str = TEXT

    @model_validator(mode="after")
    def _an_index_entry_alone(self) -> Self:
        own = ("form", "secret", "registry_number", "holder", "signed_by_head")
        if self.secret and any(getattr(self, name) for name in type(self).model_fields if name not in own):
            raise ValueError(
                "secret information moves by the rules of secret records and is never entered here: "
                "hand in the registry number, the holder and the day alone, and leave every other field empty"
            )
        if self.secret and not self.registry_number:
            raise ValueError("the index entry of a secret document names its registry number")
        return self
