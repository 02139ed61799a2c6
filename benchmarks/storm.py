"""How near a storm of alarms comes to what the platforms' limits allow at the very least.

Least time: the larger of what the overall cap needs for all pages, and what any one recipient's
own cap needs for theirs. The caps are the contract's; the overall ones can be set, and are set
higher here so that a storm is over in a minute. The least time is reckoned from the same figures.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from benchmarks import scenery
from benchmarks.figures import Figure
from bot.demo.stage import Stage, stage
from bot.limits import SLACK_CHANNEL, TELEGRAM_CHAT
from escalation.case import Secrecy
from handlers import open_alarm
from handlers.identity import Identity
from handlers.open_alarm import Mistake, OpenAlarm
from handlers.work import Work
from blueprint.model import CaseKind
from sandbox.world import SandboxPerson
from storage.model import Platform

ALARMS = 290
LOCAL = 10
NATIONAL = 2
PAGES = ALARMS * (LOCAL + NATIONAL)
PATIENCE = 900.0  # seconds
BURST = 50
RATES = {Platform.SLACK: 10.0, Platform.TELEGRAM: 30.0}
