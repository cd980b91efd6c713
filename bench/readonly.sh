#!/usr/bin/env bash
# The service as in its container, without a container: as user 10001 with no capability, everything read-only but
# an empty /tmp. Needs root for the mounts, util-linux, and a Python that user 10001 can run.
#
#   bench/readonly.sh PYTHON        e.g. /opt/attribution/bin/python
#
# Prints the user and capabilities of the process, an answer, and all that was written. Exit code 1 where it does
# not get ready.
set -euo pipefail
python=${1:?which Python?}
port=${PORT:-8099}

inside() {
    mount --make-rprivate /
    mount -t tmpfs -o mode=1777 tmpfs /tmp
    for point in $(awk '{print $2}' /proc/self/mounts | sort -u); do
        case $point in /tmp | /proc* | /dev* | /sys*) ;; *) mount -o remount,ro,bind "$point" 2>/dev/null || true ;; esac
    done
    touch /var/tmp/probe 2>/dev/null && { echo "The file system is not read-only." >&2; exit 1; }
    cd /tmp
    export HOME=/nonexistent PYTHONDONTWRITEBYTECODE=1 HOST=127.0.0.1 PORT=$port ATTRIBUTION_WORKERS=1
    setpriv --reuid 10001 --regid 10001 --clear-groups --no-new-privs --bounding-set -all --inh-caps -all \
        "$python" -P -m api &
    service=$!
    for _ in $(seq 120); do
        curl -sf -o /dev/null "localhost:$port/health/ready" && break
        sleep 1
    done
    grep -E "^(Uid|CapEff|NoNewPrivs)" "/proc/$service/status"
    curl -sf "localhost:$port/v1/quotes" -H 'Content-Type: text/plain' -d '“We go,” Ana Lind said.' | head -c 150
    echo
    find /tmp -mindepth 1 -printf '%y %u %p\n'
    kill "$service"
    wait "$service" || true
}

export -f inside
export python port
exec unshare --mount bash -c 'set -euo pipefail; inside'
