"""The abuse cases use the gate of the page tests."""

from tests.web.conftest import gate

__all__ = ["gate"]
