"""What the forms and acts of a former prisoner's case must have, besides words."""

from typing import Any

_GROUND = {"ground": "o502.37.2.f", "reason": "said"}
_DECIDED = {"reason": "said"}

FORMER: dict[str, dict[str, Any]] = {
    "annex-15": {"filled_on": "2026-03-02", "place": "agency"},
    "annex-16": {"result": "failed"},
    "for-contact_attempt": {"result": "failed"},
    "for-meeting": {"result": "held"},
    "for-retract": {"what": "participation_refused", **_DECIDED},
    "annex-17": _GROUND,
    "annex-20": {**_GROUND, "ground": "o502.37.3.e"},
    "annex-18": {"measures": [{"service": "a course", "block": 10}]},
    "annex-25": {"choice": "general"},
    "former-head-decision": {"decision": "agreed", **_DECIDED},
    "former-summary": {"outcome": "close", **_DECIDED},
    "former-yearly-review": {"summary": "said", "plan": "unchanged", **_DECIDED},
    "former-identification": {"way": "said"},
    "former-outside-referral": {"service": "legal_service"},
    "doc-extension-decision": {"months": 6, "beneficiary_wishes": True, "need": True, **_DECIDED},
    "doc-closing-notice": {"ground": "o502.37.2.f"},
    "doc-penitentiary-certificate": {"found": True},
    "for-expect_release": {"expected_on": "2026-04-01"},
    "for-set_status": {"to": "waiting"},
    "for-ascertain": {"what": "participation_refused", **_DECIDED},
    "for-warn": _DECIDED,
    "for-consent": {"choice": "general"},
    "for-refuse": {"what": "plan"},
    "for-give_service": {"service": "legal_service"},
    "for-refer_psychologist": {"basis": "urgent_need"},
    "for-share_documents": {"documents": ["D-1"], **_DECIDED},
    "for-close_psychology": {"ground": "o502.39.6.a", "number_of_meetings": 0},
    "for-invite_specialist": {"field": "doctor"},
    "for-end": {"ground": "o502.37.2.f"},
    "for-form_elsewhere": {"source": "institution"},
}
