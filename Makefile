# run, test, bench, lint, clean: everything a newcomer needs (GNU make 3.81 or later, Python 3.11 or later).

PYTHON ?= python3
DEMO ?= 1
HOST ?= 127.0.0.1
PORT ?= 8000
export DEMO HOST PORT

IN_VENV = .venv/bin/python
SUDO = $(shell [ "$$(id -u)" = 0 ] || echo sudo)
install = { $(SUDO) apt-get update -q && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $(1); } \
	|| { echo "Please install with the package manager of this system: $(1)"; exit 1; }

.PHONY: run test bench lint clean browser gettext

# The recipe is one plain command, so that make starts it without a shell and passes SIGTERM on to it.
run: .venv/ready
	@$(IN_VENV) manage.py serve --end-with-parent

test: .venv/ready-dev browser
	$(IN_VENV) -m pytest -n 2 --dist worksteal $(T)

bench: .venv/ready-dev
	$(IN_VENV) -m benchmarks $(B)

lint: .venv/ready-dev gettext
	$(IN_VENV) -m ruff check .
	$(IN_VENV) -m ruff format --check .
	$(IN_VENV) -m mypy .
	$(IN_VENV) -m djlint --quiet --lint templates
	$(IN_VENV) -c "from importlinter.cli import lint_imports_command as lint; lint()"
	DEMO=0 $(IN_VENV) manage.py makemigrations --check --dry-run
	DEMO=0 DJANGO_SETTINGS_MODULE=tests.lint_settings $(IN_VENV) manage.py lintmigrations
	DEMO=0 $(IN_VENV) manage.py check_translations
	DEMO=0 SITE_URL=https://register.invalid ALLOWED_HOSTS=register.invalid $(IN_VENV) manage.py check --deploy --fail-level WARNING

clean:
	rm -rf .venv var staticfiles .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "This Python cannot make virtual environments. Install the package python3-venv (apt-get install python3-venv) and try again."; exit 1; }
	@echo "Making the virtual environment .venv"
	@$(PYTHON) -m venv .venv

.venv/ready: requirements.txt | .venv/bin/python
	@echo "Installing the libraries of requirements.txt"
	@$(IN_VENV) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/ready-dev: requirements-dev.txt .venv/ready
	@echo "Installing the libraries of requirements-dev.txt"
	@$(IN_VENV) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || $(call install,chromium)
	@fc-list :lang=zh 2>/dev/null | grep -q . || $(call install,fontconfig fonts-noto-cjk)

gettext:
	@command -v xgettext >/dev/null || $(call install,gettext)
