# Sourced with `root` set to the project's directory: sets `node` to a Node of version 24 or newer, or leaves it empty.
# `scripts/setup` leaves its choice in .tools/bin/node, so that ordinary starts do not ask every Node for its version.
node=$root/.tools/bin/node
if [ ! -x "$node" ]; then
  node=$(command -v node || true)
  if [ -n "$node" ]; then
    version=$("$node" --version 2>/dev/null || true)
    version=${version#v}
    version=${version%%.*}
    case $version in
      '' | *[!0-9]*) node='' ;;
      *) [ "$version" -ge 24 ] || node='' ;;
    esac
  fi
fi
