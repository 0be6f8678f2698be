#!/bin/sh
# Runs the tests of the contract with their files on a file system in user space (mergerfs), where waiting is polling, and those of its hanging.
# Arguments go to the test program.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
mkdir "$scratch/below" "$scratch/mount"
mergerfs "$scratch/below" "$scratch/mount"
trap 'umount "$scratch/mount" && rm -rf "$scratch"' EXIT
dotnet build "$here/FileLock.Runtime.Tests.csproj" -v quiet --nologo
TMPDIR="$scratch/mount" "$here/bin/Debug/net10.0/FileLock.Runtime.Tests" -noColor \
  -class FileLocking.Tests.ContractTests -class FileLocking.Tests.RecursionTests -class FileLocking.Tests.DeletionTests \
  -class FileLocking.Tests.ModelTests -class FileLocking.Tests.FuseTests "$@"
