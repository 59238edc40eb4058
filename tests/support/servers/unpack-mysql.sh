#!/bin/sh
# unpack-mysql.sh FOLDER: unpacks the MySQL of Debian's unstable suite into FOLDER/mysql, where
# FOLDER/mysql/mysqld then runs it with its own libraries. Nothing is installed, and what is there
# already is not fetched again. FOLDER must be of root alone, who runs what lies in it.
# cspell:ignore indextargets sourcelist sourceparts preferencesparts
set -eu
umask 022
folder=$1
refuse() {
  echo "$1" >&2
  exit 1
}

mkdir -p "$folder"
[ ! -L "$folder" ] && [ -z "$(find "$folder" -prune \( ! -uid "$(id -u)" -o -perm /022 \))" ] ||
  refuse "$folder belongs to somebody else."

# Whoever comes second waits, and finds it there. The lock goes with the processes that hold it.
exec 9>"$folder/lock"
flock 9
is_whole() { "$1/mysqld" --no-defaults --version >/dev/null 2>&1; }
if is_whole "$folder/mysql"; then exit 0; fi

# What is left of a fetch that was cut short.
new=$folder/unfinished
rm -rf "$new" "$folder/mysql"
mkdir -p "$new/root" "$new/apt/lists/partial" "$new/apt/archives/partial"

# From the mirror that this machine's apt uses.
apt-get -qq update >&2 || true
mirror=$(apt-get indextargets --format '$(ORIGIN)/$(LABEL)/$(COMPONENT) $(REPO_URI)' \
  'Created-By: Packages' | sed -n 's,^Debian/Debian/main ,,p' | sed -n 1p)
[ -n "$mirror" ] || refuse "apt knows no mirror of Debian."
keys=$(ls /usr/share/keyrings/debian-archive-keyring.[gp]*p 2>/dev/null | sed -n 1p)
echo "deb ${keys:+[signed-by=$keys] }$mirror sid main" >"$new/apt/sources.list"

# With nothing installed as far as apt knows, the C library comes along.
: >"$new/apt/status"
unstable_apt() {
  apt-get -qq -o Dir::Etc::sourcelist="$new/apt/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::Etc::preferencesparts=/dev/null -o Dir::Etc::preferences=/dev/null \
    -o Dir::State::status="$new/apt/status" -o Dir::State::lists="$new/apt/lists" \
    -o Dir::Cache="$new/apt" -o APT::Sandbox::User=root -o APT::Default-Release= \
    -o Acquire::Languages=none -o Acquire::Retries=3 "$@" >&2
}
unstable_apt update || refuse "Debian's unstable suite cannot be read."
unstable_apt install --yes --download-only --no-install-recommends mysql-server-core ||
  refuse "The mysql-server-core of Debian's unstable suite cannot be had."
for package in "$new"/apt/archives/*.deb; do dpkg -x "$package" "$new/root"; done
rm -rf "$new/apt"

cat >"$new/mysqld" <<'SH'
#!/bin/sh
# With the loader and the libraries of its own release of Debian.
root=$(cd "$(dirname "$0")" && pwd)/root
loader=$(echo "$root"/usr/lib*/ld-linux-*.so.*)
libraries=$(echo "$root"/usr/lib/*-linux-gnu*)
exec "$loader" --library-path "$libraries" "$root/usr/sbin/mysqld" "$@" --basedir="$root/usr" \
  --plugin-dir="$root/usr/lib/mysql/plugin" --lc-messages-dir="$root/usr/share/mysql" \
  --character-sets-dir="$root/usr/share/mysql/charsets"
SH
chmod +x "$new/mysqld"
is_whole "$new" || refuse "The mysqld of Debian's unstable suite does not run here."
mv "$new" "$folder/mysql"
