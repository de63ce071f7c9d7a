# Programs of a Debian system at their ordinary work, each with an output that does not change. Run with bash in a root
# file system that has them; a program that fails says so in its line.
cd "$(mktemp -d)" || exit 1
export LC_ALL=C HOME=$PWD
try() {
  name=$1
  shift
  output=$("$@" 2>&1)
  echo "$name: status $?: $output"
}
printf 'b 2\na 1\n' >lines
try coreutils sh -c 'sort lines | uniq | tac | wc -l; cp -a lines copy; mv copy moved; ln -s moved link; readlink link; truncate -s 1M sparse; stat -c %s sparse; touch -d @0 moved; stat -c %Y moved; mkfifo pipe; mknod null c 1 3 || echo no device; chown 1:2 lines; timeout 5 sleep 0; nproc --all >/dev/null; df . >/dev/null && echo df; sync; install -m 600 lines installed; dd if=lines bs=1 count=3 status=none'
try findutils sh -c 'find . -type f | sort; printf "x y" | xargs -n 1 echo'
try text sh -c 'sed s/a/z/ lines; awk "{ s += \$2 } END { print s }" lines; grep -c . lines; diff lines moved | head -n 1'
try archives sh -c 'tar -cf a.tar lines moved && tar -xf a.tar -O lines; gzip -k lines && zcat lines.gz; xz -k -T2 moved && xz -dc moved.xz'
try bash bash -c 'coproc cat; echo x >&"${COPROC[1]}"; read -r -u "${COPROC[0]}" y; echo "$y"; ulimit -n 64; diff <(echo 1) <(echo 1) && echo same; trap "echo trapped" USR1; kill -USR1 $$'
try perl perl -e 'pipe my $r, my $w; if (!fork) { print $w "child\n"; exit } wait; close $w; print <$r>; use Socket; socketpair(my $a, my $b, AF_UNIX, SOCK_STREAM, 0) and print "pair\n"; print join(",", map { chr ord } qw(a b)), "\n"'
try python python3 -c '
import asyncio, concurrent.futures, ctypes, fcntl, mmap, multiprocessing, os, select, signal, socket, subprocess, tempfile, threading, time
print(subprocess.run(["echo", "child"], capture_output=True).stdout)
with concurrent.futures.ThreadPoolExecutor(4) as pool: print(sum(pool.map(lambda x: x * x, range(10))))
with multiprocessing.Pool(2) as pool: print(pool.map(abs, [-1, -2]))
print(asyncio.run(asyncio.sleep(0, "slept")))
server = socket.create_server(("127.0.0.1", 0)); client = socket.create_connection(server.getsockname()); peer, _ = server.accept()
client.sendall(b"over tcp"); print(peer.recv(99))
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind(("127.0.0.1", 0)); u.sendto(b"udp", u.getsockname()); print(u.recv(9))
print(socket.socket(socket.AF_INET6, socket.SOCK_STREAM).family, socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0).family)
m = mmap.mmap(-1, 8192); m.write(b"mapped"); print(m[:6]); os.memfd_create("x"); os.getrandom(4); os.sched_getaffinity(0); os.nice(1)
e = select.epoll(); e.register(peer.fileno(), select.EPOLLIN); print(e.poll(0)); fcntl.flock(tempfile.TemporaryFile(), fcntl.LOCK_EX)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM]); signal.setitimer(signal.ITIMER_REAL, 0.01); print(signal.sigwait([signal.SIGALRM]))
'
try node node -e '
const { Worker } = require("node:worker_threads"), fs = require("node:fs"), cp = require("node:child_process"), net = require("node:net");
new Worker("require(\"node:worker_threads\").parentPort.postMessage(41 + 1)", { eval: true }).on("message", console.log).on("exit", () => {
  console.log(cp.execFileSync("echo", ["child"]).toString());
  fs.watch(".", (_, name) => { console.log("watched", name); process.exit(0); }); fs.writeFileSync("w", "");
});'
try compiler sh -c 'printf "#include <thread>\n#include <cstdio>\nint main() { std::thread t([] { puts(\"thread\"); }); t.join(); }\n" >t.cc && c++ -O1 -o t t.cc && ./t'
try make sh -c 'printf "all: a b\na b:\n\t@sleep 0; echo made\n" >Makefile && make -s -j2'
try users sh -c 'setpriv --reuid 1 --regid 1 --clear-groups id -u; setpriv --no-new-privs true && echo limited'
try scheduling sh -c 'nice -n 3 nice; taskset -p $$ >/dev/null && echo affinity; chrt -p $$ >/dev/null && echo policy; ionice; prlimit --nofile=64 sh -c "ulimit -n"; setarch -R true 2>/dev/null || echo addresses stay random'
try locks sh -c 'flock lock echo locked; ipcmk -Q >/dev/null && ipcs -q | grep -c 0x'
try dpkg sh -c 'dpkg --compare-versions 1.10 gt 1.9 && echo newer; dpkg --print-architecture >/dev/null && echo architecture; mkdir -p p/DEBIAN && printf "Package: p\nVersion: 1\nArchitecture: all\nMaintainer: x <x@y>\nDescription: d\n" >p/DEBIAN/control && dpkg-deb -b p >/dev/null && dpkg-deb -f p.deb Version'
try network sh -c 'ip -o addr show lo | grep -c 127.0.0.1; ip route show'
try busybox busybox sh -c 'busybox ps >/dev/null && echo ps; busybox vi --help 2>&1 | head -n 1 >/dev/null; echo x | busybox gzip | busybox zcat; busybox nc -l -p 7 127.0.0.1 >/dev/null & sleep 0; kill $!; busybox df / >/dev/null && echo df; busybox date -d @0 -u +%Y'
