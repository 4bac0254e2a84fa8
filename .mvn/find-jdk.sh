# Sourced by ./winnow and ./check: sets JAVA_HOME to a JDK 25, or says how to get one and returns 1.
# Looks at JAVA_HOME, then at java on the PATH, then where packages and version managers put JDKs.

is_jdk25() { # directory
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r line; do
    case $line in
      JAVA_VERSION=\"25\"* | JAVA_VERSION=\"25.*) return 0 ;;
    esac
  done <"$1/release"
  return 1
}

find_jdk25() {
  if [ -n "${JAVA_HOME:-}" ] && is_jdk25 "$JAVA_HOME"; then
    return 0
  fi
  java=$(command -v java 2>/dev/null) && java=$(readlink -f "$java") || java=
  for jdk in "${java%/bin/java}" /usr/lib/jvm/* /usr/local/lib/jvm/* /usr/java/* /opt/* /opt/java/* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
    "${HOME:-/nonexistent}"/.local/share/mise/installs/java/*; do
    if [ -n "$jdk" ] && is_jdk25 "$jdk"; then
      JAVA_HOME=$jdk
      export JAVA_HOME
      return 0
    fi
  done
  cat >&2 <<'MESSAGE'
winnow: no JDK 25 found.
  winnow needs a JDK (not only a JRE) of version 25. Looked at JAVA_HOME, at java on the PATH, in /usr/lib/jvm
  and in the usual places of version managers.
  Install one (Debian 13 and later, Ubuntu: apt-get install openjdk-25-jdk-headless; elsewhere: Eclipse Temurin 25),
  or set JAVA_HOME to where it is.
MESSAGE
  return 1
}
