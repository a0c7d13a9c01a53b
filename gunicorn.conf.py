"""Settings of gunicorn, the server in production: ``gunicorn portal.wsgi``.

Command-line options win over this file, so ``--workers 4`` or ``--bind 0.0.0.0:8000`` need no edit.
"""

import os

bind = f"127.0.0.1:{os.environ.get('PORT') or 8000}"

# Two processes of four threads serve eight requests at once on two cores; pages wait for the
# database more than they compute. With PostgreSQL each thread holds one connection.
worker_class = "gthread"
workers = 2
threads = 4

# A worker is replaced after about this many requests, so that no leak grows old; the jitter
# keeps two workers from leaving together. Starting one takes about a second of a core.
max_requests = 10_000
max_requests_jitter = 1_000

timeout = 30  # seconds a worker may be silent before it is replaced
graceful_timeout = 30  # seconds that running requests get when the server stops
keepalive = 5  # seconds; longer than the gap between two requests of one page

# Heartbeats in memory: on a slow disk they make healthy workers look dead.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None

# No control socket: it would be written under the home directory, which a service need not have.
control_socket_disable = True

accesslog = None  # the portal writes one line of its own per request
errorlog = "-"
