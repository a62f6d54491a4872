set -e
uv lock -q
uv export -q --no-dev --extra serve --extra parquet --no-emit-project --format requirements-txt -o requirements.lock
uv export -q --all-extras --no-extra ftm --group dev --no-emit-project --format requirements-txt -o requirements-dev.lock
