# Sourced by the programs in bin/ with `program`, perhaps `node_flags`, and `self` the wrapper's real path: becomes that program.
root=${self%/*}/..
. "$root/scripts/lib/node.sh"
if [ -z "$node" ] || [ ! -f "$root/dist/$program.js" ]; then
  root=$(cd "$root" && pwd)
  echo "$program: conman is not set up yet: run 'sudo $root/scripts/setup' once" >&2
  exit 1
fi
# Compiled code is kept beside the code it was made from and trusted as much; where it cannot be written, Node does without.
export NODE_COMPILE_CACHE="${NODE_COMPILE_CACHE:-$root/build/compile-cache}"
# `node_flags` holds words without spaces.
exec "$node" ${node_flags-} "$root/dist/$program.js" "$@"
