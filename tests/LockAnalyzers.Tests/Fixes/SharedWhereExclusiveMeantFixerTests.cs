using LockAnalyzers.CodeFixes;
using Xunit;

namespace LockAnalyzers.Tests.Fixes;

public sealed class SharedWhereExclusiveMeantFixerTests
{
    [Fact]
    public Task Adds_the_constant_in_scope() => Verify.FixAsync<SharedWhereExclusiveMeantFixer>(
        """
        using System.Runtime.InteropServices;
        using System.Threading;
        using Microsoft.Win32.SafeHandles;

        static class Store
        {
            const uint LOCKFILE_FAIL_IMMEDIATELY = 1;
            const uint LOCKFILE_EXCLUSIVE_LOCK = 2;

            [DllImport("kernel32", SetLastError = true)]
            static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped at);

            static bool TryLockExclusive(SafeFileHandle file)
            {
                var overlapped = new NativeOverlapped();
                return LockFileEx(file, {|LOCK1001:LOCKFILE_FAIL_IMMEDIATELY|}, 0, ~0u, ~0u, ref overlapped);
            }
        }
        """,
        """
        using System.Runtime.InteropServices;
        using System.Threading;
        using Microsoft.Win32.SafeHandles;

        static class Store
        {
            const uint LOCKFILE_FAIL_IMMEDIATELY = 1;
            const uint LOCKFILE_EXCLUSIVE_LOCK = 2;

            [DllImport("kernel32", SetLastError = true)]
            static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped at);

            static bool TryLockExclusive(SafeFileHandle file)
            {
                var overlapped = new NativeOverlapped();
                return LockFileEx(file, LOCKFILE_FAIL_IMMEDIATELY | LOCKFILE_EXCLUSIVE_LOCK, 0, ~0u, ~0u, ref overlapped);
            }
        }
        """);

    [Fact]
    public async Task Mends_every_file_at_once()
    {
        var test = new LockFixTest<SharedWhereExclusiveMeantFixer>
        {
            TestCode = Declaration,
            FixedCode = Declaration,
        };
        foreach (var name in (string[])["First", "Second"])
        {
            test.TestCode = Store(name, "{|LOCK1001:Native.FailImmediately|}");
            test.FixedCode = Store(name, "Native.FailImmediately | Native.ExclusiveLock");
        }

        await test.RunAsync();
    }

    private const string Declaration = """
        using System.Runtime.InteropServices;
        using System.Threading;
        using Microsoft.Win32.SafeHandles;

        static class Native
        {
            public const uint FailImmediately = 1;
            public const uint ExclusiveLock = 2;

            [DllImport("kernel32", SetLastError = true)]
            public static extern bool LockFileEx(SafeFileHandle file, uint flags, uint zero, uint low, uint high, ref NativeOverlapped at);
        }
        """;

    private static string Store(string name, string flags) => $$"""
        using System.Threading;
        using Microsoft.Win32.SafeHandles;

        static class {{name}}
        {
            public static bool TryLockExclusive(SafeFileHandle file)
            {
                var overlapped = new NativeOverlapped();
                return Native.LockFileEx(file, {{flags}}, 0, ~0u, ~0u, ref overlapped);
            }
        }
        """;
}
