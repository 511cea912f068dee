"""What is asked of every record: the settings of the experiment, and what the user knows of all files."""

import hashlib
import json
from dataclasses import asdict, dataclass, field

from gd_core.forecast import ExperimentSettings


@dataclass(frozen=True)
class Asked:
    """``settings`` of each experiment; the others as `read_weather` takes them.

    ``pool``: whether the moments of each record's rows are kept, for one regression over all of them.
    """

    settings: ExperimentSettings = field(default_factory=ExperimentSettings)
    target: str | None = None
    station: str | None = None
    unit: str | None = None
    date_order: str | None = None
    pool: bool = False

    @property
    def mark(self) -> str:
        """The same for the same questions: part files of others are not theirs."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:16]
