using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LockAnalyzers.Tests.Rules;

public sealed class SharedWhereExclusiveMeantTests
{
    [Fact]
    public Task Shared_on_Windows_where_Unix_is_exclusive() => Verify.AnalyzerAsync("""
        using System;
        using System.IO;
        using System.Runtime.InteropServices;
        using System.Threading;
        using Microsoft.Win32.SafeHandles;

        static class DirectoryLock
        {
            [DllImport("libc", SetLastError = true)]
            static extern int flock(SafeFileHandle file, int operation);

            [DllImport("kernel32", SetLastError = true)]
            static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped at);

            static bool Take(SafeFileHandle file)
            {
                var overlapped = new NativeOverlapped();
                return OperatingSystem.IsWindows()
                    ? LockFileEx(file, {|LOCK1001:1|}, 0, uint.MaxValue, uint.MaxValue, ref overlapped)
                    : flock(file, 2) == 0;
            }
        }
        """);

    [Fact]
    public Task Says_what_and_why() => Verify.AnalyzerAsync(
        """
        using System.Runtime.InteropServices;
        using System.Threading;
        using Microsoft.Win32.SafeHandles;

        static class Store
        {
            [DllImport("kernel32", SetLastError = true)]
            static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped at);

            static bool TryLockExclusive(SafeFileHandle file)
            {
                var overlapped = new NativeOverlapped();
                return LockFileEx(file, {|#0:1|}, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
            }
        }
        """,
        Verify.Diagnostic("LOCK1001")
            .WithLocation(0)
            .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)
            .WithArguments("LockFileEx", "'TryLockExclusive' says that it is exclusive", "add LOCKFILE_EXCLUSIVE_LOCK"));

    [Fact]
    public Task Silent_on_a_read_lock() => Verify.AnalyzerAsync("""
        using System.Runtime.InteropServices;
        using System.Threading;
        using Microsoft.Win32.SafeHandles;

        static class Store
        {
            [DllImport("kernel32", SetLastError = true)]
            static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped at);

            static bool TryEnterReadLock(SafeFileHandle file)
            {
                var overlapped = new NativeOverlapped();
                return LockFileEx(file, 1, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
            }
        }
        """);
}
