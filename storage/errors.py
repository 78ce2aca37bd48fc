"""What the record refuses, in words for the person who has to go on."""


class StorageError(Exception):
    """The record refused something."""


class CaseMissing(StorageError):
    """There is no case with this number."""


class CaseExists(StorageError):
    """The number belongs to a case with another intake."""


class PersonExists(StorageError):
    """Another person has this personal number."""


class DocumentMissing(StorageError):
    """There is no such document in the case that could be filed."""


class DocumentDiffers(StorageError):
    """The id belongs to a document with another content."""


class DocumentState(StorageError):
    """The document has gone too far for this."""


class UnknownStaff(StorageError):
    """There is no such member of staff."""
