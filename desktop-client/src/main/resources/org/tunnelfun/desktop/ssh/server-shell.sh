# Runs on the server, from standard input: exec sh -s tunnelfun VERB NONCE [ARGUMENT...]
# One compound command, so that the shell has read all of it before anything runs.
{
set -fu
PATH=$PATH:/usr/bin:/bin:/usr/sbin:/sbin
nonce=${3:-}

# A start-up file of the login shell may have left its last line open.
echo

say() { echo "tunnelfun $nonce $*"; }

# Plain characters only, so that an answer is one line of words. Most words are, and cost no process: a small
# server takes a while for each.
plain() {
  case $1 in
    *[!A-Za-z0-9._:-]*) printf '%s\n' "$1" | LC_ALL=C tr -c 'A-Za-z0-9._:\n-' _ | head -n 1 | cut -c 1-64 ;;
    *) printf '%s\n' "$1" ;;
  esac
}

# The words of /proc/PID/stat behind the name, which may hold anything, brackets too.
stat_of() {
  s=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  [ -n "$s" ] || return 1
  echo "${s##*") "}"
}

state_of() {
  if [ -r /proc/self/stat ]; then
    s=$(stat_of "$1") || return 0
    echo "${s%% *}"
  else
    ps -o state= -p "$1" 2>/dev/null
  fi
}

# The state is the 3rd word of the line, the start time the 22nd.
start_of() {
  if [ -r /proc/self/stat ]; then
    s=$(stat_of "$1") || return 1
    # shellcheck disable=SC2086 # a list of words
    set -- $s
    [ $# -ge 20 ] || return 1
    shift 19
    echo "$1"
  else
    plain "$(ps -o lstart= -p "$1" 2>/dev/null)"
  fi
}

boot() {
  if [ -r /proc/sys/kernel/random/boot_id ]; then
    read -r booted </proc/sys/kernel/random/boot_id
    plain "$booted"
  else
    plain "$(sysctl -n kern.boottime 2>/dev/null)"
  fi
}

# After an upgrade a running sshd's file is "... (deleted)", and it still is sshd.
program_of() {
  p=$(readlink "/proc/$1/exe" 2>/dev/null) || p=
  [ -n "$p" ] || p=$(cat "/proc/$1/comm" 2>/dev/null) || p=
  [ -n "$p" ] || p=$(ps -o comm= -p "$1" 2>/dev/null) || p=
  p=${p%" (deleted)"}
  plain "${p##*/}"
}

account() { plain "$(id -un)"; }

# Whether PID belongs to us: the folder in /proc may be root's although the process is not.
is_ours() {
  if [ -r /proc/self/status ]; then
    u=$(sed -n 's/^Uid:[[:space:]]*\([0-9]*\).*/\1/p' "/proc/$1/status" 2>/dev/null)
  else
    u=$(ps -o uid= -p "$1" 2>/dev/null | tr -d ' ')
  fi
  [ "$u" = "$(id -u)" ]
}

is_sshd() { [ "$1" = sshd ] || [ "$1" = sshd-session ]; }

own() {
  program=$(program_of "$PPID")
  is_sshd "$program" || { say failed "parent is $program"; return; }
  started=$(start_of "$PPID")
  booted=$(boot)
  [ -n "$started" ] && [ -n "$booted" ] || { say failed "its processes cannot be seen"; return; }
  say own "$booted" "$PPID" "$started" "$program" "$(account)" "$(sessions)"
}

# Established connections to the port that this one came by: who comes back after a restart.
sessions() {
  # shellcheck disable=SC2086 # a list of words: addresses and ports of both ends
  set -- ${SSH_CONNECTION:-}
  port=$(printf '%04X' "${4:-0}" 2>/dev/null) || return 0
  cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -c "^ *[0-9]*: [0-9A-F]*:$port [0-9A-F:]* 01 "
}

# end NONCE BOOTID PID STARTTIME PROGRAM ACCOUNT
end() {
  [ $# -eq 5 ] || { say failed usage; return; }
  case $2 in '' | *[!0-9]* | 0* | 1) say failed "pid $2"; return ;; esac
  [ "$1" = "$(boot)" ] || { say other booted; return; }
  [ "$2" != "$$" ] && [ "$2" != "$PPID" ] || { say other "this session"; return; }
  started=$(start_of "$2") || started=
  [ -n "$started" ] || { say gone; return; }
  [ "$started" = "$3" ] || { say other "start time"; return; }
  case $(state_of "$2") in Z*) say gone; return ;; esac
  program=$(program_of "$2")
  is_sshd "$program" && [ "$program" = "$4" ] || { say other "program $program"; return; }
  [ "$(account)" = "$5" ] && is_ours "$2" || { say other account; return; }
  kill -KILL "$2" 2>/dev/null || { say failed "not allowed"; return; }
  tries=0
  while [ "$tries" -lt 100 ]; do
    [ "$(start_of "$2")" = "$3" ] || { say ended; return; }
    case $(state_of "$2") in Z*) say ended; return ;; esac
    sleep 0.03 2>/dev/null || sleep 1
    tries=$((tries + 1))
  done
  say failed "still there"
}

# Whatever the command starts is in one process group, which ends with the session: however that
# dies, standard input ends, and nobody can ignore KILL. OpenSSH has made a group for us; where the
# server did not, as dropbear, the command gets one of its own.
heartbeat() {
  if [ -r /proc/self/stat ]; then
    # shellcheck disable=SC2046 # a list of words
    set -- $(stat_of "$$")
    group=${3:-}
  else
    group=$(ps -o pgid= -p "$$" | tr -d ' ')
  fi
  if [ "$group" = "$$" ]; then
    say heartbeat
    exec 3<&0 </dev/null
    until_input_ends 0 &
    sh -c "$command" 3<&- 2>&1
    say stopped "$?"
    kill -KILL 0
  elif command -v setsid >/dev/null 2>&1; then
    say heartbeat
    exec 3<&0 </dev/null
    setsid sh -c "$command" 3<&- 2>&1 &
    child=$!
    until_input_ends "-$child" &
    wait "$child"
    say stopped "$?"
    kill -KILL "$!" "-$child" 2>/dev/null
  else
    say failed "no process group"
  fi
}

until_input_ends() {
  while read -r _ <&3; do :; done
  kill -KILL "$1"
}

case "${1:-} ${2:-}" in
  "tunnelfun own") own ;;
  "tunnelfun end") shift 3; end "$@" ;;
  "tunnelfun heartbeat") heartbeat ;;
  *) say failed verb ;;
esac
exit 0
}
