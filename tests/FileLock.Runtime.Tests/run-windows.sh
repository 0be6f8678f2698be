#!/bin/sh
# Publishes the tests as a Windows program and runs it under Wine; arguments go to the test program, whose summary ends the output.
# The scratch folder keeps the Wine prefix between runs, for making one takes longer than most tests.
# Where a test fails, .NET under Wine may hang at the next one: the time limit ends the run, and is a failure as well.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
scratch=${FILELOCK_SCRATCH:-${TMPDIR:-/tmp}/filelock-windows}
mkdir -p "$scratch"
export WINEDEBUG=-all WINEPREFIX="$scratch/prefix" DISPLAY=
dotnet publish "$here/FileLock.Runtime.Tests.csproj" -r win-x64 --self-contained -c Release -o "$scratch/tests" -v quiet --nologo
timeout -k 5 "${FILELOCK_TIME_LIMIT:-300}" wine "$scratch/tests/FileLock.Runtime.Tests.exe" -noColor "$@"
