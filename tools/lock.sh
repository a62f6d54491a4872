#!/bin/sh
# Rewrites uv.lock and the two hash-locked requirement files from pyproject.toml. Needs uv.
set -e
cd "$(dirname "$0")/.."
uv lock -q
uv export -q --no-dev --group build --extra serve --extra parquet --no-emit-project --format requirements-txt -o requirements.lock
uv export -q --all-extras --no-extra ftm --group build --group dev --no-emit-project --format requirements-txt -o requirements-dev.lock
