#!/bin/sh
# Debian's chromium and PostgreSQL for the tests, where apt is there and allowed; else their tests skip aloud.
want=""
command -v chromium >/dev/null 2>&1 || want="$want chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || want="$want postgresql"
[ -z "$want" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  export DEBIAN_FRONTEND=noninteractive
  if apt-get -qq update >/dev/null 2>&1 && apt-get -qq install -y --no-install-recommends $want >/dev/null 2>&1; then
    exit 0
  fi
  echo "system packages:$want could not be installed; their tests will skip" >&2
else
  echo "system packages:$want are missing and apt may not be used here; their tests will skip" >&2
fi
exit 0
