#!/bin/sh
# Forced command (sshd(8), AUTHORIZED_KEYS) of a device's key; owned by root. It admits three requests of
# Tunnelfun's and nothing else: name this session's process, end an earlier one of the same account, tell
# the uptime. It does them itself and never reads its standard input.
set -fu; LC_ALL=C; PATH=/usr/bin:/bin; export LC_ALL PATH
case ${SSH_ORIGINAL_COMMAND-} in *[!A-Za-z0-9._:\ -]*) exit 1 ;; 'exec sh -s tunnelfun '*) ;; *) exit 1 ;; esac
set -- $SSH_ORIGINAL_COMMAND; shift 4; verb=${1-}; nonce=${2-}; boot=$(cat /proc/sys/kernel/random/boot_id)
# Established connections to the port that this one came by: who comes back after a restart.
sessions() { cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -c "^ *[0-9]*: [0-9A-F]*:$(printf %04X "${SSH_CONNECTION##* }") [0-9A-F:]* 01 "; }
say() { echo "tunnelfun $nonce $*"; }
start() { s=$(cat "/proc/$1/stat" 2>/dev/null) && set -- ${s##*') '} && [ "$1" != Z ] && echo "${20}"; }
program() { case $(cat "/proc/$1/comm" 2>/dev/null) in sshd) echo sshd ;; sshd-session) echo sshd-session ;; esac; }
ours() { [ "$(sed -n 's/^Uid:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$1/status" 2>/dev/null)" = "$(id -u)" ]; }
# Root could also end the master, which is no session: its parent is no sshd.
session() { [ "$(id -u)" != 0 ] || [ -n "$(program "$(sed -n 's/^PPid:[^0-9]*//p' "/proc/$1/status")")" ]; }
case "$verb $#" in
'own 2') p=$(program $PPID); [ -n "$p" ] && say own "$boot" $PPID "$(start $PPID)" "$p" "$(id -un)" "$(sessions)" || say failed parent ;;
'end 7')
  case $4 in '' | *[!0-9]* | 0* | 1 | $PPID | $$) say other pid; exit 1 ;; esac
  [ "$3" = "$boot" ] && [ "$7" = "$(id -un)" ] || { say other boot or account; exit 1; }
  [ -n "$(start "$4")" ] || { say gone; exit 0; }
  [ "$(start "$4")" = "$5" ] && [ -n "$6" ] && [ "$(program "$4")" = "$6" ] && ours "$4" && session "$4" || { say other process; exit 1; }
  kill -KILL "$4" || { say failed; exit 1; }
  n=0; while [ "$(start "$4")" = "$5" ] && [ $n -lt 100 ]; do n=$((n + 1)); sleep 0.03; done
  [ "$(start "$4")" = "$5" ] && say failed || say ended ;;
'heartbeat 2') say heartbeat; while uptime; do sleep 10; done ;;
*) say failed verb; exit 1 ;;
esac
