# Sourced by scripts/setup: what conman needs from the distribution, and how each package manager calls it.

# Each line: what is needed, then its package for apt, dnf, pacman, apk and zypper.
package_table='
runc         runc                        runc                        runc        runc            runc
busybox      busybox-static              busybox                     busybox     busybox-static  busybox-static
cni          containernetworking-plugins containernetworking-plugins cni-plugins cni-plugins     cni-plugins
ip           iproute2                    iproute                     iproute2    iproute2        iproute2
iptables     iptables                    iptables-nft                iptables    iptables        iptables
c++          g++                         gcc-c++                     base-devel  build-base      gcc-c++
libc.a       libc6-dev                   glibc-static                glibc       musl-dev        glibc-devel-static
linux/fs.h   linux-libc-dev              kernel-headers              linux-api-headers linux-headers linux-glibc-devel
make         make                        make                        make        make            make
python3      python3                     python3                     python      python3         python3
clang-format clang-format                clang-tools-extra           clang       clang-extra-tools clang-tools
registry     docker-registry             docker-distribution         docker-registry docker-registry distribution-registry
groff        groff-base                  groff-base                  groff       groff           groff
skopeo       skopeo                      skopeo                      skopeo      skopeo          skopeo
umoci        umoci                       umoci                       umoci       umoci           umoci
openssl      openssl                     openssl                     openssl     openssl         openssl
vim          vim                         vim-enhanced                vim         vim             vim
less         less                        less                        less        less            less
htop         htop                        htop                        htop        htop            htop
tmux         tmux                        tmux                        tmux        tmux            tmux
setpriv      util-linux                  util-linux                  util-linux  setpriv         util-linux
prlimit      util-linux                  util-linux                  util-linux  util-linux-misc util-linux
mkfs.ext4    e2fsprogs                   e2fsprogs                   e2fsprogs   e2fsprogs       e2fsprogs
criu         criu                        criu                        criu        criu            criu
strace       strace                      strace                      strace      strace          strace
curl         curl                        curl                        curl        curl            curl
'

# is_present THING: whether the machine has it, by what will be used of it and not by a package's name.
is_present() {
  case $1 in
    cni) any_file /usr/lib/cni/bridge /opt/cni/bin/bridge /usr/libexec/cni/bridge /usr/lib/cni/bin/bridge ;;
    libc.a) any_file /usr/lib/libc.a /usr/lib64/libc.a /usr/lib/*-linux-gnu/libc.a ;;
    registry) command -v docker-registry >/dev/null ;;
    linux/fs.h) any_file /usr/include/linux/fs.h ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

any_file() {
  for file in "$@"; do [ ! -f "$file" ] || return 0; done
  return 1
}

# package_manager: the column of the table, or nothing on a distribution that is not in it.
package_manager() {
  for manager in apt-get dnf pacman apk zypper; do
    if command -v "$manager" >/dev/null; then
      echo "$manager"
      return
    fi
  done
}

# package_names MANAGER THING...: their packages, on one line.
package_names() {
  case $1 in apt-get) column=2 ;; dnf) column=3 ;; pacman) column=4 ;; apk) column=5 ;; zypper) column=6 ;; esac
  shift
  for thing in "$@"; do echo "$package_table" | awk -v thing="$thing" -v column="$column" '$1 == thing { print $column }'; done |
    sort -u | tr '\n' ' ' | sed 's/ $//'
}

# install_command MANAGER: the words that go before the packages.
install_command() {
  case $1 in
    apt-get) echo 'apt-get install -y --no-install-recommends' ;;
    dnf) echo 'dnf install -y' ;;
    pacman) echo 'pacman -S --needed --noconfirm' ;;
    apk) echo 'apk add' ;;
    zypper) echo 'zypper --non-interactive install' ;;
  esac
}

# refresh_command MANAGER: what fetches the lists of packages, for those that do not do so by themselves.
refresh_command() {
  case $1 in
    apt-get) echo 'apt-get update' ;;
    pacman) echo 'pacman -Sy' ;;
    apk) echo 'apk update' ;;
    *) echo true ;;
  esac
}
