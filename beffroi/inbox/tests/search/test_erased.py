"""What is erased leaves the file of the database, not only what the search finds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.db import connection

from beffroi.inbox import actions, erasing, queries
from beffroi.inbox.models import Conversation
from beffroi.inbox.search.models import FoundBy
from beffroi.inbox.tests.desk import NOUR, Desk, later, said
from beffroi.networks.contracts import Author
from tests.clock import FrozenClock
