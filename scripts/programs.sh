#!/bin/sh
# Brings the programs that the tests drive. Fast when all is there. Installs only as root on Debian;
# elsewhere it says what is missing, and the tests that need it are skipped with that reason.
# shellcheck disable=SC2086,SC2046,SC2116 # lists of package names are meant to be split
set -eu
cd "$(dirname "$0")/.."

# Installed: package, and what shows that it is there (a command, or a file).
# libatomic1 is what Playwright's driver is linked with.
# dbus-x11 is there so that Chromium's libraries do not bring systemd and the system bus instead.
INSTALLED='
chromium            chromium
curl                curl
gcab                gcab
genisoimage         genisoimage
jlha-utils          jlha
libarchive13        /usr/lib/*/libarchive.so.13
libreoffice-calc-nogui     /usr/lib/libreoffice/program/libsclo.so
libreoffice-impress-nogui  /usr/lib/libreoffice/program/libsdlo.so
libreoffice-writer-nogui   /usr/lib/libreoffice/program/libswlo.so
libseccomp2         /usr/lib/*/libseccomp.so.2
p7zip-full          7z
tesseract-ocr-eng   /usr/share/tesseract-ocr/5/tessdata/eng.traineddata
tesseract-ocr-jpn   /usr/share/tesseract-ocr/5/tessdata/jpn.traineddata
tesseract-ocr-osd   /usr/share/tesseract-ocr/5/tessdata/osd.traineddata
zip                 zip
dbus-x11            /usr/share/dbus-1/session.conf
fonts-noto-cjk      /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc
libatomic1          /usr/lib/*/libatomic.so.1
libnet-ssleay-perl  /usr/lib/*/perl5/*/Net/SSLeay.pm
netbase             /etc/services
swaks               swaks
'
# Only unpacked into .tools/PACKAGE: mail servers push each other out (and the host's own) when
# installed, and start. Package, its folder of libraries, and a command in it that must run
UNPACKED='
postfix             usr/lib/postfix   usr/sbin/postconf -d mail_version
'

say() { echo "programs: $*"; }

there() { # there PROBE
  case $1 in
    /*) set -- $1; [ -e "$1" ] ;; # unquoted: a pattern may stand for the file
    *) command -v "$1" >/dev/null ;;
  esac
}
runs() { # runs PACKAGE LIBRARIES COMMAND...
  libraries=.tools/$1/$2 program=.tools/$1/$3; shift 3
  LD_LIBRARY_PATH=$libraries "$program" "$@" >/dev/null 2>&1
}

missing=$(echo "$INSTALLED" | while read -r package probe; do
  [ -z "$package" ] || there "$probe" || echo "$package"
done)
unpack=$(echo "$UNPACKED" | while read -r package libraries command; do
  [ -z "$package" ] || runs "$package" "$libraries" $command || echo "$package"
done)
[ -n "$missing$unpack" ] || exit 0

if [ "$(id -u)" != 0 ] || ! grep -qsx 'ID=debian' /etc/os-release; then
  say "missing: $(echo $missing $unpack). Tests that need them will be skipped."
  say "As root on Debian, make programs brings them."
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export DEBIAN_FRONTEND=noninteractive

# The package lists of a new machine are empty, of an old one stale: then the first try fails and
# the next has new lists. --no-upgrade: what the host has stays as it is.
apt() {
  for pause in 0 5 20 -; do
    if apt-get -qq -y -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 -o APT::Sandbox::User=root \
      --no-install-recommends --no-upgrade "$@" >"$work/log" 2>&1; then return; fi
    [ $pause != - ] || break
    sleep $pause
    apt-get -qq -o DPkg::Lock::Timeout=300 update >"$work/update" 2>&1 || true
  done
  tail -n 20 "$work/log" >&2
  say "apt-get $* failed" >&2
  exit 1
}

if [ -n "$missing" ]; then
  say "installing" $missing
  apt install $missing
fi
for package in $unpack; do
  say "unpacking $package into .tools/$package"
  (cd "$work" && apt download "$package")
  deb=$(echo "$work/$package"_*.deb)
  # Its libraries are harmless to install; which they are differs by release, so the package is asked.
  apt install $(dpkg-deb -f "$deb" Depends | tr ',' '\n' | sed -n 's/^ *\(lib[^ |]*\).*/\1/p')
  mkdir -p .tools
  rm -rf ".tools/$package"
  dpkg-deb -x "$deb" "$work/$package"
  mv "$work/$package" ".tools/$package" # last, so that a half-unpacked one is never taken for whole
done
