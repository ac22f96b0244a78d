"""What each template is rendered with in tests and pictures: the demo's people and papers."""

from tests.web.samples import (
    batches,
    composing,
    editions,
    firms,
    front,
    joining,
    people,
    requests,
    rights,
    signing,
    staff,
    verify,
)
from tests.web.samples.common import Samples

ROOMS = (
    batches,
    composing,
    editions,
    firms,
    front,
    joining,
    people,
    requests,
    rights,
    signing,
    staff,
    verify,
)

PAGES: Samples = {name: page for room in ROOMS for name, page in room.PAGES.items()}
PARTS: Samples = {name: part for room in ROOMS for name, part in getattr(room, "PARTS", {}).items()}
