#!/bin/sh
# Builds static/css/portal.css from scss/ and a subset of Bootstrap's Sass, and
# prints what the stylesheet weighs on the wire. For maintainers; needs Node 20.
# Versions are pinned in package.json; keep static/vendor/NOTICE.md in step.
set -eu
cd "$(dirname "$0")"

BUDGET=18000  # bytes, gzipped

[ -d node_modules/bootstrap ] && [ -d node_modules/sass ] || npm install --no-save --ignore-scripts
npm run --silent build

for css in ../static/css/portal.css ../static/css/admin.css; do
    printf '%s: %s bytes, %s gzipped\n' "${css#../}" "$(wc -c <"$css")" "$(gzip -9c "$css" | wc -c)"
done
size=$(gzip -9c ../static/css/portal.css | wc -c)
if [ "$size" -gt "$BUDGET" ]; then
    echo "portal.css is over its budget of $BUDGET bytes" >&2
    exit 1
fi
