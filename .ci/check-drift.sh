#!/bin/sh
# What is generated must be committed as it is generated.
if [ -n "$(git status --porcelain -- schema README.md)" ]; then
  git --no-pager diff -- schema README.md
  git status --short -- schema README.md
  echo 'Not committed as the code makes it. Mend it: npm run generated && git add schema README.md' >&2
  exit 1
fi
