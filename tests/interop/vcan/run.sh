#!/bin/sh
# The tests of socketcan:// beside can-utils, also where the kernel has no CAN: shim.c, preloaded, turns sockets of CAN into connections to
# hub.py, which is a bus. README.md says what they lack. On a kernel with vcan0 the tests run with all others, too.
#
#   tests/interop/vcan/run.sh            after a build of tests/Caneth.Core.Tests; wants a C compiler, python3 and can-utils
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tests=$here/../../Caneth.Core.Tests/bin/Debug/net10.0/Caneth.Core.Tests.dll
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cc -shared -fPIC -O2 -o "$folder/shim.so" "$here/shim.c" -ldl
python3 "$here/hub.py" "$folder" vcan0 &
hub=$!
trap 'kill $hub; rm -rf "$folder"' EXIT
tries=0
until [ -S "$folder/vcan0" ]; do
    tries=$((tries + 1))
    [ $tries -lt 300 ] || { echo 'hub.py does not start.' >&2; exit 1; }
    sleep 0.1
done
VCAN_DIR=$folder LD_PRELOAD=$folder/shim.so dotnet "$tests" -class 'Caneth.Tests.Links.VcanTests' "$@"
