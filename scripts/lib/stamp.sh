# Sourced with `root` set. A stamp says for which content a step was last done: `build/stamps/STEP` holds the content's hash.

# content_hash PATH...: one hash over names and contents of all files below the paths.
content_hash() {
  (cd "$root" && find "$@" -type f -exec sha256sum {} + 2>/dev/null | sort | sha256sum | cut -c1-64)
}

# stamp_matches STEP HASH
stamp_matches() {
  stamp_found=''
  [ ! -f "$root/build/stamps/$1" ] || read -r stamp_found <"$root/build/stamps/$1" || true
  [ "$stamp_found" = "$2" ]
}

# write_stamp STEP HASH
write_stamp() {
  mkdir -p "$root/build/stamps"
  echo "$2" >"$root/build/stamps/$1"
}

# bundle_hash: what dist/ is made from.
bundle_hash() {
  content_hash src/core src/ui package-lock.json scripts/bundle.ts scripts/lean-modules.ts scripts/program-options.ts
}
