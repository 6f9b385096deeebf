"""What the room keeps: who called in the last days, and at whose desk calls are shown."""

from nahbar.reception.models.calls import IncomingCall
from nahbar.reception.models.telephones import CallDesk, PhoneSystem

__all__ = ["CallDesk", "IncomingCall", "PhoneSystem"]
