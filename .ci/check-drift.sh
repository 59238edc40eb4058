#!/bin/sh
# Generated files must be committed exactly as the code generates them.
files='schema docs/reference tests/consumers/generated page/generated'
# shellcheck disable=SC2086 # a list of paths
if [ -n "$(git status --porcelain -- $files)" ]; then
  git --no-pager diff -- $files
  git status --short -- $files
  echo "Generated files are out of date. Fix: npm run generated && git add $files" >&2
  exit 1
fi
