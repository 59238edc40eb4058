#!/bin/sh
# The npm package: packed, installed in an empty folder, and run there as a user would.
set -e
work=$(mktemp -d)
demo=
trap 'if [ -n "$demo" ]; then kill "$demo" 2>/dev/null || true; fi; rm -rf "$work"' EXIT

npm run -s build
npm pack --silent --pack-destination "$work" >/dev/null
cd "$work"
# The installed package brings its own Node.js, which npx puts on the PATH.
PORT=0 npx --yes ./records-graphql-*.tgz demo >output 2>errors &
demo=$!

for _ in $(seq 300); do
  if grep -q 'Serving until' output; then break; fi
  if ! kill -0 "$demo" 2>/dev/null; then break; fi
  sleep 1
done
address=$(grep -om1 'http://127.0.0.1:[0-9]*' output || true)
if [ -z "$address" ]; then
  cat output errors >&2
  echo 'The packed demo did not start. Fix: add what it lacks above to "files" or "dependencies" in package.json' >&2
  exit 1
fi
grep -q '100 items received: 92 inserted' output
curl --fail --silent --show-error "$address/v1/1" | grep -q lighthouses
curl --fail --silent --show-error "$address/" | grep -q '<title>Records</title>'
echo 'The package installs and runs.'
