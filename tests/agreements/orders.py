"""Orders as an officer writes them."""

import json
from datetime import timedelta
from typing import Any

from app.core import clock


def fields(**changes: Any) -> dict[str, Any]:
    """A good order for 예시길동설비, as fields."""
    return {
        "institution": "FOUND",
        "branch": "창원지점",
        "business_number": "099-12-00056",
        "product": "소상공인 일반보증",
        "amount": 30_000_000,
        "period_start": "2026-12-01",
        "years": 5,
        "ratio_bps": 8500,
        "fee_bps": 100,
        "bank": "데모은행 창원지점",
        "purpose": "운전자금",
        "deadline": (clock.now() + timedelta(days=14)).isoformat(),
        **changes,
    }


def order(**changes: Any) -> str:
    """The same as JSON."""
    return json.dumps(fields(**changes))
