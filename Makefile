# The portal's commands; `make` alone lists them. Needs only python3 (3.11 to 3.13) and make.
#
#   PORT=8001                      another port for `make run`
#   PYTHON=python3.12              another Python for the virtual environment
#   PIP_ARGS="--no-index --find-links wheelhouse"   install without a network
#   DATABASE_URL=postgres://...    run or test on PostgreSQL
#   TESTS="not slow" ARGS="-x"     a pytest -m expression, more pytest options
#   BENCH=short                    a bench of a minute that shows that it works

PYTHON ?= python3
PORT ?= 8000
PIP_ARGS ?=
TESTS ?=
ARGS ?=
BENCH ?=

VENV := .venv
PY := $(VENV)/bin/python
PIP_INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes $(PIP_ARGS)
MANAGE := $(PY) manage.py

# What check and test set, whatever the .env of the day says: no page or rule may depend on it.
DEMO_ENV := DEMO=1 DEBUG=1
# Playwright keeps an event loop in the test's thread, where Django then suspects async code.
TEST_ENV := $(DEMO_ENV) DJANGO_ALLOW_ASYNC_UNSAFE=true
PRODUCTION_ENV := DEMO=0 DEBUG=0 ALLOWED_HOSTS=portal.example.com \
	CSRF_TRUSTED_ORIGINS=https://portal.example.com TRUSTED_PROXY_COUNT=1 \
	DATABASE_URL=postgres://portal@127.0.0.1:5432/portal

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test bench check check-lint check-types check-templates check-migrations \
	check-translations check-deploy format lock messages vendor wheelhouse

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /|/' | \
		while IFS='|' read -r name text; do printf '  make %-12s %s\n' "$$name" "$$text"; done

# -- Installing: one stamp per requirements file, so that a second run costs nothing ----------

$(PY):
	@command -v $(PYTHON) >/dev/null || { \
		echo "$(PYTHON) was not found. On Debian or Ubuntu: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
		echo "The portal needs Python 3.11, 3.12 or 3.13; this is $$($(PYTHON) --version)."; \
		echo "Name another one: make $(or $(MAKECMDGOALS),run) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "Python's venv module is missing. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.ok-%: % | $(PY)
	@echo "Installing $< into $(VENV) ..."
	@$(PIP_INSTALL) -r $<
	@touch $@

# A first .env, so that `.venv/bin/python manage.py ...` works with nothing set. Never overwritten.
.env: | $(PY)
	@umask 077; $(PY) -c 'import secrets; print("\n".join([ \
		"# Written by make run for the demo on this machine; .env.example explains each line.", \
		"DEMO=1", "DEBUG=1", "SECRET_KEY=" + secrets.token_hex(32), \
		"ALLOWED_HOSTS=127.0.0.1,localhost,[::1]", \
		"DATABASE_URL=sqlite:///data/portal.sqlite3"]))' > $@

# -- Using it ---------------------------------------------------------------------------------

run: $(VENV)/.ok-requirements.txt .env ## the demo on http://127.0.0.1:8000 (PORT= to change)
	@$(PY) -c 'import socket; s = socket.socket(); \
		s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("127.0.0.1", $(PORT)))' \
		2>/dev/null || { echo "Port $(PORT) is taken. Choose another: make run PORT=8001"; exit 1; }
	@mkdir -p data media
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_content
	@$(MANAGE) load_demo
	@$(MANAGE) rebuild_pages
	@$(MANAGE) rebuild_search
	@printf '\n  Address   http://127.0.0.1:%s/\n' '$(PORT)'
	@printf '  Accounts  trainee  manager  regional  editor  admin\n'
	@printf '  Password  service-demo\n  Stop      Ctrl+C\n\n'
	@PYTHONUNBUFFERED=1 DJANGO_RUNSERVER_HIDE_WARNING=true $(MANAGE) runserver 127.0.0.1:$(PORT)

# -- Changing it ------------------------------------------------------------------------------

CHROMIUM := $(shell command -v chromium || command -v chromium-browser)
NO_BROWSER := $(if $(CHROMIUM),,not browser)
MARK := $(if $(and $(TESTS),$(NO_BROWSER)),($(TESTS)) and $(NO_BROWSER),$(or $(TESTS),$(NO_BROWSER)))

test: $(VENV)/.ok-requirements-test.txt ## the tests (DATABASE_URL=postgres://... for PostgreSQL)
ifeq ($(CHROMIUM),)
	@echo "Chromium is not installed, so the browser tests are left out (Debian: apt-get install chromium fonts-noto-cjk)."
endif
	@$(TEST_ENV) $(PY) -m pytest -n auto --dist worksteal $(if $(MARK),-m '$(MARK)') $(ARGS)

bench: $(VENV)/.ok-requirements-test.txt ## measure the pages beside a bare Django view (BENCH=short)
	@BENCH=$(BENCH) $(PY) -m tests.bench.run

check: check-lint check-types check-templates check-migrations check-translations check-deploy ## lint, types, templates, migrations, translations, deployment
	@echo "All checks passed."

check-lint: $(VENV)/.ok-requirements-dev.txt
	@echo "-- lint and format"
	@$(PY) -m compileall -q portal standards training tests manage.py gunicorn.conf.py
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

check-types: $(VENV)/.ok-requirements-dev.txt
	@echo "-- types"
	@$(DEMO_ENV) $(PY) -m mypy

check-templates: $(VENV)/.ok-requirements-dev.txt
	@echo "-- templates"
	@$(PY) -m djlint --lint --quiet templates

check-migrations: $(VENV)/.ok-requirements-dev.txt
	@echo "-- migrations"
	@$(DEMO_ENV) DATABASE_URL=sqlite://:memory: $(MANAGE) makemigrations --check --dry-run

check-translations: $(VENV)/.ok-requirements-dev.txt
	@echo "-- translations"
	@$(PY) .ci/check_translations.py

check-deploy: $(VENV)/.ok-requirements-dev.txt
	@echo "-- deployment"
	@$(PRODUCTION_ENV) SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))')" \
		$(MANAGE) check --deploy --fail-level WARNING

format: $(VENV)/.ok-requirements-dev.txt ## let ruff format the code and mend what it can
	@$(PY) -m ruff check --fix-only --quiet .
	@$(PY) -m ruff format .

messages: $(VENV)/.ok-requirements.txt ## collect new strings and compile locale/ (needs gettext)
	@command -v msgfmt >/dev/null || { echo "gettext is missing. Debian: apt-get install gettext"; exit 1; }
	@mkdir -p locale
	@$(DEMO_ENV) $(MANAGE) makemessages --locale zh_Hans --no-obsolete --add-location file --no-wrap \
		--ignore 'tests/*' --ignore 'static_src/*' --ignore 'node_modules/*' --ignore 'staticfiles/*'
	@$(DEMO_ENV) $(MANAGE) compilemessages --locale zh_Hans --ignore '$(VENV)'

# -- For maintainers --------------------------------------------------------------------------

# Keeps every pin that pyproject.toml still allows; UPGRADE=1 takes the newest. The files name no
# package index, so that everybody installs from the one that their pip is set to.
LOCK := env -u UV_FIND_LINKS UV_SYSTEM_CERTS=1 UV_NO_PROGRESS=1 $(VENV)/bin/uv pip compile \
	pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	--extra postgres --extra redis $(if $(UPGRADE),--upgrade)

lock: $(VENV)/.ok-requirements-dev.txt ## compile the requirements files (UPGRADE=1 for newer versions)
	@index="$${UV_DEFAULT_INDEX:-$$($(PY) -m pip config get global.index-url 2>/dev/null || true)}"; \
	if [ -n "$$index" ]; then export UV_DEFAULT_INDEX="$$index"; fi; \
	$(LOCK) --output-file requirements.txt && \
	$(LOCK) --group test --constraints requirements.txt --output-file requirements-test.txt && \
	$(LOCK) --group dev --constraints requirements-test.txt --output-file requirements-dev.txt
	@! grep -nE '://|^--' requirements*.txt || { echo "A lock file names an address."; exit 1; }

vendor: ## rebuild the vendored front-end files (needs Node.js)
	@bash static_src/build.sh

wheelhouse: $(VENV)/.ok-requirements.txt ## download every wheel for machines without a network
	@$(PY) -m pip download --quiet --disable-pip-version-check --require-hashes \
		--only-binary :all: --dest wheelhouse -r requirements.txt
	@echo "Install with: make run PIP_ARGS=\"--no-index --find-links wheelhouse\""
