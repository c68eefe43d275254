# Two commands matter: `make run` opens the kiosk, `make test` checks everything.
# Both install what is missing first and are quick when nothing is.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
EXTRAS := pi postgres mysql web pictures
ROOMS := kiosk audio agents catalog knowledge
# On a Pi the GPIO driver for Python 3.13 comes from Debian (python3-lgpio).
VENV_FLAGS := $(if $(filter aarch64,$(shell uname -m)),--system-site-packages)
RUN_PACKAGES := libportaudio2 espeak-ng ca-certificates
TEST_PACKAGES := pulseaudio pulseaudio-utils libasound2-plugins tmux ffmpeg postgresql mariadb-server \
	tesseract-ocr tesseract-ocr-spa fonts-dejavu-core

.PHONY: run serve setup local test lint bench pictures guide lock clean

run: setup
	@$(BIN)/kiosk run

serve: setup
	@$(BIN)/kiosk serve

setup: $(VENV)/.installed
	@$(call need,$(RUN_PACKAGES))
	@$(BIN)/python -m compileall -q $(ROOMS)

# What Whisper needs: some 340 MB that only who sets `stt = "whisper"` wants.
local: setup
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-local.txt

test: setup $(VENV)/.installed-dev
	@$(call need,$(TEST_PACKAGES))
	@$(MAKE) --no-print-directory lint
	@$(BIN)/pytest -n 2 -m "not sound"
	@$(BIN)/pytest -m sound

lint: $(VENV)/.installed-dev
	@$(BIN)/pre-commit validate-config
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/codespell README.md CHANGELOG.md Makefile systemd
	@$(BIN)/validate-pyproject pyproject.toml
	@$(BIN)/lint-imports
	@$(BIN)/mypy

bench: setup $(VENV)/.installed-dev
	@$(call need,$(TEST_PACKAGES))
	@$(BIN)/python -m tests.bench

# The README's pictures, from the running program.
pictures: setup $(VENV)/.installed-dev
	@$(BIN)/python -m tests.pictures

# The guide's pages that are made from the settings, the errors and the pins.
guide: setup $(VENV)/.installed-dev
	@$(BIN)/python -m tests.guide_pages

# Pins and hashes, no addresses: what every installation gets.
lock: $(VENV)/.installed-dev
	@$(BIN)/uv pip compile $(LOCK_FLAGS) $(EXTRAS:%=--extra %) -o requirements.txt
	@$(BIN)/uv pip compile $(LOCK_FLAGS) --all-extras -o requirements-local.txt
	@$(BIN)/uv pip compile $(LOCK_FLAGS) --all-extras --group dev -o requirements-dev.txt

LOCK_FLAGS := -q pyproject.toml --universal --python-version 3.11 --upgrade --group build \
	--generate-hashes --no-emit-index-url --no-header --no-annotate

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find $(ROOMS) tests -name __pycache__ -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { $(call need,python3-venv); }
	@$(PYTHON) -m venv $(VENV_FLAGS) $(VENV)

$(VENV)/.installed: requirements.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing the kiosk into $(VENV) (a minute or two, once) ..."
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation \
		--config-settings editable_mode=compat -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@echo "Installing the test tools into $(VENV) ..."
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# $(call need,PACKAGES): install the Debian packages that are missing, if any is.
define need
missing=$$(for p in $(1); do dpkg-query -W -f '$${db:Status-Status}' $$p 2>/dev/null \
	| grep -qx installed || echo $$p; done); \
if [ -n "$$missing" ]; then echo "Installing Debian packages:" $$missing; \
	$(SUDO) apt-get update -qq && \
	DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends $$missing >/dev/null; fi
endef
