# Sourced with `image` set to a directory, and `systemd` to something where that is to be process 1: makes there what scripts/test-cgroup2 boots, a small Debian with its kernel.
# disk.ext4 (root file system), vmlinuz and initrd; `ready` is written last.

suite=bookworm
mirror=${CONMAN_VM_MIRROR:-http://deb.debian.org/debian}
packages=linux-image-cloud-amd64,initramfs-tools,runc,containernetworking-plugins,iptables,iproute2,busybox-static,procps
[ -z "${systemd:-}" ] || packages=$packages,systemd,systemd-sysv

make_image() {
  work=$(mktemp -d "$image/making.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  tree=$work/tree
  debootstrap --variant=minbase --include="$packages" "$suite" "$tree" "$mirror" >"$image/debootstrap.log" 2>&1 || {
    tail -n 5 "$image/debootstrap.log" >&2
    return 1
  }
  # An initrd with what leads to the disk and nothing else: unpacking a large one takes seconds on an emulated CPU.
  sed -i 's/^MODULES=.*/MODULES=list/' "$tree/etc/initramfs-tools/initramfs.conf"
  printf '%s\n' virtio_pci virtio_blk ext4 >"$tree/etc/initramfs-tools/modules"
  chroot "$tree" update-initramfs -u >>"$image/debootstrap.log" 2>&1
  cp "$tree"/boot/vmlinuz-* "$image/vmlinuz"
  cp "$tree"/boot/initrd.img-* "$image/initrd"
  mkdir -p "$tree/project"
  write_init "$tree/sbin/init-cgroup2"
  [ -z "${systemd:-}" ] || write_unit "$tree/etc/systemd/system"
  truncate -s 3G "$work/disk.ext4"
  mkfs.ext4 -q -F -d "$tree" "$work/disk.ext4"
  mv "$work/disk.ext4" "$image/disk.ext4"
  rm -rf "$work"
  trap - EXIT
  touch "$image/ready"
}

# What runs as process 1 in there: mounts what a systemd host has, with cgroup v2 alone, and runs /project/.vm-command.
# The exit status leaves by the second serial line. The initrd has mounted /proc, /sys and /dev.
write_init() {
  cat >"$1" <<'INIT'
#!/bin/bash
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb
mkdir -p /dev/pts /dev/shm
mount -t devpts devpts /dev/pts
mount -t tmpfs tmp /tmp
mount -t tmpfs run /run
mount -t cgroup2 cgroup2 /sys/fs/cgroup
for controller in $(cat /sys/fs/cgroup/cgroup.controllers); do
  echo "+$controller" >/sys/fs/cgroup/cgroup.subtree_control
done
modprobe -a overlay veth bridge br_netfilter
ip link set lo up
mount /dev/vdb /project && cd /project
bash .vm-command
echo $? >/dev/ttyS1
sync
sleep 0.2
busybox poweroff -f
sleep 10
INIT
  chmod +x "$1"
}

# The same as a service of systemd, which mounts the rest by itself.
write_unit() {
  cat >"$1/vm-command.service" <<'UNIT'
[Unit]
After=basic.target

[Service]
Type=oneshot
StandardOutput=tty
StandardError=inherit
TTYPath=/dev/ttyS0
Environment=HOME=/root
ExecStartPre=/bin/sh -c 'modprobe -a overlay veth bridge br_netfilter; ip link set lo up; mkdir -p /project; mount /dev/vdb /project'
ExecStart=/bin/sh -c 'cd /project; bash .vm-command; echo $$? >/dev/ttyS1; sync; systemctl poweroff -ff'
UNIT
  mkdir -p "$1/multi-user.target.wants"
  ln -sf ../vm-command.service "$1/multi-user.target.wants/"
  ln -sf /dev/null "$1/serial-getty@ttyS0.service"
}
