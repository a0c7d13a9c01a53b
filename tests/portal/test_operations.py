"""What operators rely on: health, the request log, headers, error pages, refusing to start."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.urls import reverse


def test_healthz_asks_nothing_of_the_database(client):
    response = client.get("/healthz")

    assert response.status_code == 200


def test_readyz_asks_the_database(client, db, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/readyz")

    assert response.status_code == 200


def test_each_request_writes_one_json_line_with_its_id(client, lin, caplog):
    client.force_login(lin)
    logger_name = "portal.requests"
    with caplog.at_level("INFO", logger=logger_name):
        import logging

        logging.getLogger(logger_name).addHandler(caplog.handler)
        response = client.get(reverse("home"))
        logging.getLogger(logger_name).removeHandler(caplog.handler)

    [line] = [json.loads(r.getMessage()) for r in caplog.records if r.name == logger_name]
    assert line["id"] == response["X-Request-ID"]
    assert (line["path"], line["status"], line["person"]) == ("/", 200, lin.pk)


def test_a_proxys_request_id_is_kept(client, db):
    response = client.get("/healthz", headers={"x-request-id": "edge-12345678"})

    assert response["X-Request-ID"] == "edge-12345678"


def test_a_request_id_that_would_forge_log_lines_is_replaced(client, db):
    response = client.get("/healthz", headers={"x-request-id": 'x"}{"id": "y'})

    assert '"' not in response["X-Request-ID"]


def test_content_security_policy_allows_nothing_inline(client, db):
    policy = client.get(reverse("login"))["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["/no-such-page/", "/standards/norms/no-such-norm/"])
def test_missing_page_is_a_kind_404(client, lin, path):
    client.force_login(lin)

    response = client.get(path)

    assert response.status_code == 404
    assert "site-head" in response.content.decode()


def test_post_without_a_token_is_refused_with_a_page(lin, client):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(lin)

    response = strict.post(reverse("set_language"), {"language": "en"})

    assert response.status_code == 403
    assert "<h1" in response.content.decode()


def start_with(**environment):
    """Import the settings in a process of their own, with nothing else in the environment."""
    return subprocess.run(
        [sys.executable, "-c", "import portal.settings"],
        cwd=settings.BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "DEMO": "0",
            "SECRET_KEY": "",
            "ALLOWED_HOSTS": "",
            "DATABASE_URL": "",
            **environment,
        },
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"])
def test_production_refuses_to_start_without(missing):
    whole = {
        "SECRET_KEY": "k" * 60,
        "ALLOWED_HOSTS": "portal.example",
        "DATABASE_URL": "sqlite:///data/x.sqlite3",
    }

    refused = start_with(**{name: value for name, value in whole.items() if name != missing})

    assert refused.returncode != 0
    assert missing in refused.stderr


def test_production_starts_with_its_secrets():
    started = start_with(
        SECRET_KEY="k" * 60, ALLOWED_HOSTS="portal.example", DATABASE_URL="sqlite:///data/x.sqlite3"
    )

    assert started.returncode == 0, started.stderr
