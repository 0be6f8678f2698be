#!/bin/sh
# Runs the tests on .NET 8, which need not be installed: they are published with its runtime. The other processes that they start are the same
# program compiled natively, ahead of time; a warning about FileLock.Runtime from that compilation is a failure. Arguments go to the test program.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
scratch=${FILELOCK_SCRATCH:-${TMPDIR:-/tmp}/filelock-net8}
mkdir -p "$scratch"
publish() { dotnet publish "$here/FileLock.Runtime.Tests.csproj" -p:TestedFramework=net8.0 -r linux-x64 -c Release -v quiet --nologo "$@"; }
publish -p:TestedNatively=true -o "$scratch/native" >"$scratch/native.log" || { cat "$scratch/native.log"; exit 1; }
# The test framework's own assemblies are not made for this; nothing of theirs runs in the other processes.
if grep 'warning IL' "$scratch/native.log" | grep -v -i 'xunit'; then exit 1; fi
publish --self-contained -o "$scratch/tests"
FILELOCK_OTHER_PROGRAM="$scratch/native/FileLock.Runtime.Tests" exec "$scratch/tests/FileLock.Runtime.Tests" -noColor "$@"
