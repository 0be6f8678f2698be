#!/bin/sh
# Publishes the tests as a Windows program and runs it under Wine; arguments go to the test program.
# The scratch folder keeps the Wine prefix between runs, for making one takes longer than most tests.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
scratch=${FILELOCK_SCRATCH:-${TMPDIR:-/tmp}/filelock-windows}
mkdir -p "$scratch"
export WINEDEBUG=-all WINEPREFIX="$scratch/prefix" DISPLAY=
dotnet publish "$here/FileLock.Runtime.Tests.csproj" -r win-x64 --self-contained -c Release -o "$scratch/tests" -v quiet --nologo
wine "$scratch/tests/FileLock.Runtime.Tests.exe" -noColor "$@"
