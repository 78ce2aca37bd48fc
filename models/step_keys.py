"""The keys of steps: `draft@2#1` is the first `draft` of cycle 2; the first cycle bears no number."""


def base(key: str) -> str:
    """The duty's key in a step's key: `draft` in `draft@2#1`."""
    return key.split("#")[0].split("@")[0]


def cycle_of(key: str) -> int:
    """The cycle in a step's key: 2 in `draft@2#1`, 1 in `draft#1`."""
    return int(key.split("#")[0].split("@")[1]) if "@" in key else 1


def occurrence(key: str) -> int | None:
    """The number of the occurrence in a step's key: 1 in `draft@2#1`; None when it does not repeat."""
    return int(key.split("#")[1]) if "#" in key else None


def exact(name: str) -> str | None:
    """The one key that a name with a cycle or a number means (`screening@1` is `screening`); None for a bare name,
    which means the newest."""
    if "@" not in name and "#" not in name:
        return None
    head, number, n = name.partition("#")
    return head.removesuffix("@1") + number + n
