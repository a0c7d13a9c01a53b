from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from training.attempts.models import Attempt


@pytest.mark.usefixtures("live_attempt")
def test_close_expired_says_how_many_it_closed():
    end = timezone.now() - timedelta(seconds=5)
    Attempt.objects.update(ends_at=end)
    told = [StringIO(), StringIO()]

    for stdout in told:
        call_command("close_expired", stdout=stdout)

    assert [stdout.getvalue() for stdout in told] == ["1 attempts closed\n", "0 attempts closed\n"]
    assert Attempt.objects.get().submitted_at == end
