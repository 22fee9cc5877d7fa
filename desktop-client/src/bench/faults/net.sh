#!/bin/sh
# A device behind NAT and a server, as three network namespaces of this machine (root):
#
#   NAME-c (device, 10.77.1.2)  --  NAME-r (router with NAT)  --  NAME-s (server, 10.77.2.2)
#
# usage: net.sh up NAME [bare]   make it; bare: without the link between router and server (relay.py lays one)
#        net.sh down NAME        take it away
#        net.sh cut NAME         all packets between both vanish
#        net.sh forget NAME      the packets of the connections that stand now vanish for ever
#        net.sh move NAME        the device gets another address
#        net.sh come NAME        another interface of the device gets addresses
#        net.sh go NAME          and loses them
#        net.sh heal NAME        cut is over; what was forgotten stays forgotten
set -eu
action=$1 name=$2
c=$name-c r=$name-r s=$name-s
server=10.77.2.2

in_c() { ip netns exec "$c" "$@"; }
in_r() { ip netns exec "$r" "$@"; }

up() {
    for ns in "$c" "$r" "$s"; do
        ip netns add "$ns"
        ip -n "$ns" link set lo up
    done
    ip -n "$r" link add name inside type veth peer name eth0 netns "$c"
    ip -n "$r" addr add 10.77.1.1/24 dev inside
    ip -n "$r" link set inside up
    ip -n "$c" link set eth0 up
    address 10.77.1.2
    [ "${1-}" = bare ] || link
    in_r sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'
    in_r iptables -w -t nat -A POSTROUTING -d 10.77.2.0/24 -j MASQUERADE
    in_r iptables -w -N cut
    in_r iptables -w -N forgotten
    in_r iptables -w -A FORWARD -j cut
    in_r iptables -w -A FORWARD -j forgotten
}

link() {
    ip -n "$r" link add name outside type veth peer name eth0 netns "$s"
    ip -n "$r" addr add 10.77.2.1/24 dev outside
    ip -n "$r" link set outside up
    ip -n "$s" addr add "$server/24" dev eth0
    ip -n "$s" link set eth0 up
}

address() {
    ip -n "$c" addr add "$1/24" dev eth0
    ip -n "$c" route replace default via 10.77.1.1
}

move() {
    old=$(ip -n "$c" -4 -o addr show dev eth0 | awk '{ sub("/.*", "", $4); print $4 }')
    ip -n "$c" addr del "$old/24" dev eth0
    if [ "$old" = 10.77.1.2 ]; then address 10.77.1.3; else address 10.77.1.2; fi
}

# Each connection is a pair of ports, and a new one gets another pair.
forget() {
    in_c ss -Htn state established dst "$server" | awk '{ n = split($3, a, ":"); print a[n] }' |
        while read -r port; do
            in_r iptables -w -A forgotten -p tcp -d "$server" --sport "$port" -j DROP
            in_r iptables -w -A forgotten -p tcp -s "$server" --dport "$port" -j DROP
        done
}

come() {
    ip -n "$c" link add name other type veth peer name rehto 2>/dev/null || true
    ip -n "$c" link set rehto up
    ip -n "$c" link set other up
    ip -n "$c" addr add 10.99.0.2/24 dev other
    ip -n "$c" addr add fd99::2/64 dev other
}

case $action in
up) up "${3-}" ;;
down) for ns in "$c" "$r" "$s"; do ip netns del "$ns" 2>/dev/null || true; done ;;
cut) in_r iptables -w -A cut -j DROP ;;
heal) in_r iptables -w -F cut ;;
forget) forget ;;
move) move ;;
come) come ;;
go) ip -n "$c" link del other ;;
*) sed -n '2,15s/^# \{0,1\}//p' "$0" >&2 && exit 64 ;;
esac
