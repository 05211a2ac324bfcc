"""What the service itself raises; everything else comes from `kb` and `matcher`."""

from __future__ import annotations


class ServiceError(Exception):
    """Base of all errors of this package."""


class BadConfiguration(ServiceError):
    """Raised when a setting cannot be used."""


class BadRequestBody(ServiceError):
    """Raised when a request's body is not what the call takes; names the field and the remedy."""


class UnsupportedBody(ServiceError):
    """Raised when a request's body is of another media type than JSON."""


class AccessDenied(ServiceError):
    """Raised when a caller from another machine is not let in."""


class NotReady(ServiceError):
    """Raised while the library is still being loaded, or when it cannot be."""
