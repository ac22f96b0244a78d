"""The demo phone: a telephone and a mailbox that exist only as rows, behind the real ports."""

from app.gateways.demo_phone.adapter import DemoPhone

__all__ = ["DemoPhone"]
