#!/bin/sh
# Builds the page into target/classes/web. Does nothing when nothing it is made of has changed.
set -eu
cd "$(dirname "$0")"

built=target/classes/web/index.html
inputs="build.sh index.html package.json package-lock.json tsconfig.json vite.config.ts .npmrc src test"
[ -d public ] && inputs="$inputs public"

# shellcheck disable=SC2086
if [ -f "$built" ] && [ -z "$(find $inputs -newer "$built" -print | head -n 1)" ]; then
    exit 0
fi

need="Node.js 20 or newer with npm is needed to build the console; install the packages 'nodejs' and 'npm'"
if ! command -v node > /dev/null 2>&1 || ! command -v npm > /dev/null 2>&1; then
    echo "$need (none found on PATH)." >&2
    exit 1
fi
version=$(node --version)
major=${version#v}
major=${major%%.*}
if [ "$major" -lt 20 ]; then
    echo "$need (found $version)." >&2
    exit 1
fi

# npm writes node_modules/.package-lock.json last: it stands for a finished install.
if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    npm ci --prefer-offline --no-progress --loglevel=error
    touch node_modules/.package-lock.json
fi
npm run --silent test
npm run --silent build
