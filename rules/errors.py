"""What the rules refuse in a document."""


class NotAllowed(ValueError):
    """The content breaks a rule; `rule` names it and the message says what to do."""

    def __init__(self, rule_id: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule_id
