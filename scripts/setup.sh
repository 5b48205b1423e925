#!/bin/sh
# Makes .venv with the locked dependencies and the sekisho command.
#   scripts/setup.sh        what Sekisho needs to run
#   scripts/setup.sh dev    that, and what its tests and checks need
# PYTHON names another interpreter than python3 for a new .venv.
set -eu
cd "$(dirname "$0")/.."
PYTHON=${PYTHON:-python3}

say() { echo "setup: $*"; }
stop() { say "$*" >&2; exit 1; }
pip() { .venv/bin/python -m pip -qq --disable-pip-version-check --no-input install "$@"; }

# step NAME TEXT FILE... is true when NAME must be done: it was not yet, or the files changed since.
# Contents are compared, not times: git gives files new times without changing them.
step() {
  name=$1 text=$2; shift 2
  sum=$(cat "$@" | sha256sum)
  [ "$(cat ".venv/.done-$name" 2>/dev/null)" != "$sum" ] || return 1
  say "$text"
}
finished() { echo "$sum" >".venv/.done-$name"; }

# Debian's python3 comes without venv and pip: its package python3-venv brings both.
need_venv() {
  "$PYTHON" -c 'import venv, ensurepip' 2>/dev/null && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "installing python3-venv"
    export DEBIAN_FRONTEND=noninteractive
    install='apt-get install -qq -y --no-install-recommends python3-venv'
    log=$($install 2>&1) || { apt-get update -qq >/dev/null 2>&1; log=$($install 2>&1); } || stop "$log"
    "$PYTHON" -c 'import venv, ensurepip' 2>/dev/null || stop "$PYTHON still has no venv: install the one for $("$PYTHON" -V)"
  else
    say "this python3 lacks venv and pip. On Debian and Ubuntu type:" >&2
    stop "  sudo apt-get install python3-venv"
  fi
}

# A .venv is kept if it runs and was made for this folder (its commands hold its path, so it cannot be moved).
if ! .venv/bin/python -c '' 2>/dev/null || ! grep -qsF "$PWD/.venv/bin/" .venv/bin/pip; then
  command -v "$PYTHON" >/dev/null || stop "there is no $PYTHON. On Debian and Ubuntu type: sudo apt-get install python3-venv"
  "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "Python 3.11 or newer is needed, $PYTHON is $("$PYTHON" -V); PYTHON=python3.12 make setup would take another"
  need_venv
  say "making .venv with $("$PYTHON" -V)"
  "$PYTHON" -m venv --clear .venv
fi

# First the build tools, so that nothing is built with a tool that no lock names: pip's own way
# (build isolation) would fetch the newest, unhashed, for dkimpy (source only) and for Sekisho.
if step build "installing the build tools" requirements-build.lock; then
  pip --require-hashes -r requirements-build.lock
  finished
fi
if [ "${1:-}" = dev ]; then
  # The dev lock holds the runtime lock whole: one pass instead of two.
  if step dev "installing the dependencies, with those of tests and checks" requirements.lock requirements-dev.lock; then
    pip --require-hashes --no-build-isolation --use-pep517 -r requirements-dev.lock
    finished
    sha256sum <requirements.lock >.venv/.done-runtime
  fi
elif step runtime "installing the dependencies" requirements.lock; then
  pip --require-hashes --no-build-isolation --use-pep517 -r requirements.lock
  finished
fi
if step sekisho "installing sekisho from this folder" pyproject.toml; then
  pip --no-deps --no-build-isolation -e .
  finished
  say "done: .venv/bin/sekisho --help"
fi
