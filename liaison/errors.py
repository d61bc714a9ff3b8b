"""The few ways in which something can be refused. Operations raise them; the web answers them."""


class LiaisonError(Exception):
    """Anything the application refuses on purpose. The message is for the person, translated."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class NotFound(LiaisonError):
    """There is no such thing, or it is not theirs to see: 404."""


class NotAllowed(LiaisonError):
    """Someone of this role may not do this at all: 403."""


class WrongState(LiaisonError):
    """The thing exists and is theirs, but not in a state that allows this: 409."""


class TooManyTries(LiaisonError):
    """A limit that protects (sign-in, codes) is spent for now: 429."""


class Conflict(LiaisonError):
    """A value clashes with one that is already there; `field` is the form field to mend."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class InvalidInput(LiaisonError):
    """A value the form could not know to be wrong; `field` is the form field to mend."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
