#!/bin/bash
# The unit of conmand (assets/conmand.service) under a systemd that is process 1. Only in the emulated machine, whose own
# it starts and stops: scripts/test-cgroup2 --systemd. Ends with `N passed, N failed`.
cd "$(dirname "$0")/../.." || exit 1
passed=0
failed=0

# check WHAT COMMAND...
check() {
  local what=$1
  shift
  if "$@" >/dev/null 2>&1; then passed=$((passed + 1)) && echo "ok: $what"; else failed=$((failed + 1)) && echo "FAIL $what"; fi
}

# within SECONDS COMMAND...: as soon as it succeeds.
within() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.2
  done
}

property() { systemctl show -p "$1" --value conmand; }
serves() { [ "$(property ActiveState)" = active ] && bin/conmanctl --no-start version; }
is_main() { [ "$(property MainPID)" = "$1" ]; }
was_restarted() { [ "$(property NRestarts)" = "$1" ] && serves; }
fact() { bin/conmanctl inspect a --format "{{.$1}}"; }
runs() { [ "$(fact state)" = running ] && kill -0 "$init"; }

sed "s|@ROOT@|$PWD|" assets/conmand.service >/etc/systemd/system/conmand.service
systemctl daemon-reload
check 'it is started, and said to be when it serves' systemctl start conmand
check 'it serves' serves
bin/conmanctl run -d --name a --network none busybox -- sh -c 'while :; do sleep 0.2; done' >/dev/null
init=$(fact pid)
shim=$(fact shimPid)
check 'containers are outside of its cgroup' grep -q '^0::/conman/' "/proc/$init/cgroup"
check 'shims are outside of its cgroup' grep -q '^0::/conman/shims$' "/proc/$shim/cgroup"

main=$(property MainPID)
check 'reload is an upgrade' systemctl reload conmand
check 'after it the same process serves' within 60 serves
check 'it has the same pid' is_main "$main"
# An upgrade takes longer than this where processors are emulated; the next start has it.
mkdir -p /etc/systemd/system/conmand.service.d
printf '[Service]\nWatchdogSec=10\n' >/etc/systemd/system/conmand.service.d/soon.conf
systemctl daemon-reload
kill -9 "$main"
check 'one that is killed is followed by another' within 60 was_restarted 1
check 'the container has not noticed' runs
kill -STOP "$(property MainPID)"
check 'one that hangs is replaced by the watchdog' within 120 was_restarted 2
check 'the container has not noticed that either' runs
check 'it is stopped' systemctl stop conmand
check 'the container runs on' kill -0 "$init"
check 'so does its shim' kill -0 "$shim"
check 'it starts again' systemctl start conmand
check 'the container is its own again' runs
bin/conmanctl rm -f a >/dev/null
check 'the container is gone when it is removed' within 10 eval "! kill -0 $init"
systemctl stop conmand
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
