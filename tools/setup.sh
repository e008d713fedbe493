# Set-up shared by tools/start and tools/test; source it, then call brink_setup.
#
#   brink_setup [target…]   installs missing Debian packages, configures and builds release (all targets by default)
#
# Needs root, directly or by sudo, only when a package is missing. Safe to repeat.

brink_root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

brink_listed_packages() { sed -e 's/#.*//' "$brink_root/tools/packages.txt" | awk 'NF {print $1}'; }

brink_missing_packages() {
  local installed
  installed="$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' 2>/dev/null | awk '$1 == "installed" {print $2}' | sort -u)"
  comm -23 <(brink_listed_packages | sort -u) <(printf '%s\n' "$installed")
}

brink_install_missing() {
  if ! command -v dpkg-query >/dev/null; then
    echo "set-up: this is not Debian; make sure the packages of tools/packages.txt are there" >&2
    return 0
  fi
  local missing
  mapfile -t missing < <(brink_missing_packages)
  [ "${#missing[@]}" -eq 0 ] && return 0

  local as_root=(env DEBIAN_FRONTEND=noninteractive)
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "set-up: missing Debian packages, and no sudo to install them with. As root, run:" >&2
      echo "  apt-get install --no-install-recommends ${missing[*]}" >&2
      return 1
    fi
    as_root=(sudo "${as_root[@]}")
  fi
  echo "set-up: installing ${#missing[@]} missing Debian package(s): ${missing[*]}"
  local install=(apt-get install -y -q --no-install-recommends "${missing[@]}")
  echo "set-up: ${as_root[*]} ${install[*]}"
  local log
  log="$(mktemp)"
  # the package lists are refreshed only if the first try fails: an image may come without them, or with old ones
  if ! "${as_root[@]}" "${install[@]}" >"$log" 2>&1; then
    echo "set-up: not found with the present package lists; running apt-get update and trying again"
    if ! { "${as_root[@]}" apt-get update -q && "${as_root[@]}" "${install[@]}"; } >"$log" 2>&1; then
      cat "$log" >&2
      rm -f "$log"
      echo "set-up: apt-get could not install: ${missing[*]}" >&2
      return 1
    fi
  fi
  rm -f "$log"
}

# brink_build PRESET [target…]: configures when it has not been done since the presets changed, and builds
brink_build() {
  local preset="$1" build="$brink_root/.build/$1"
  shift
  local log="$build/configure.log"
  if [ ! -f "$build/build.ninja" ] || [ ! -f "$log" ] || [ "$brink_root/CMakePresets.json" -nt "$log" ]; then
    echo "set-up: configuring $preset in .build/$preset"
    mkdir -p "$build"
    if ! (cd "$brink_root" && cmake --preset "$preset") >"$log" 2>&1; then
      cat "$log" >&2
      rm -f "$log"
      return 1
    fi
  fi
  (cd "$brink_root" && cmake --build --preset "$preset" ${1:+--target "$@"})
}

brink_setup() {
  brink_install_missing
  brink_build release "$@"
}
