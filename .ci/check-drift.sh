#!/bin/sh
# What is generated must be committed as it is generated.
if [ -n "$(git status --porcelain -- schema README.md tests/consumers/generated)" ]; then
  git --no-pager diff -- schema README.md tests/consumers/generated
  git status --short -- schema README.md tests/consumers/generated
  echo 'Not committed as the code makes it. Mend it: npm run generated && git add schema README.md tests/consumers/generated' >&2
  exit 1
fi
