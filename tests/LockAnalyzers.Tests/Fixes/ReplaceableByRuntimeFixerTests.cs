using System.Runtime.CompilerServices;
using LockAnalyzers.CodeFixes.Migration;
using Xunit;

namespace LockAnalyzers.Tests.Fixes;

public sealed class ReplaceableByRuntimeFixerTests
{
    [Fact]
    public Task Handle_that_is_opened_elsewhere() =>
        FixAsync(
            """
            using System;
            using System.IO;
            using System.Runtime.InteropServices;
            using Microsoft.Win32.SafeHandles;

            static class Store
            {
                const int LOCK_EX = 2;
                const int LOCK_UN = 8;

                static void Save(SafeFileHandle file, Action work)
                {
                    // One at a time.
                    if ({|LOCK6001:flock(file, LOCK_EX)|} != 0)
                        throw new IOException("cannot lock", Marshal.GetLastPInvokeError());
                    try
                    {
                        work();
                    }
                    finally
                    {
                        flock(file, LOCK_UN); // next
                    }
                }

                [DllImport("libc", SetLastError = true)]
                static extern int flock(SafeFileHandle file, int operation);
            }
            """,
            """
            using System;
            using System.IO;
            using System.Runtime.InteropServices;
            using FileLocking;
            using Microsoft.Win32.SafeHandles;

            static class Store
            {
                static void Save(SafeFileHandle file, Action work)
                {
                    // One at a time.
                    HandleLock.Lock(file);
                    try
                    {
                        work();
                    }
                    finally
                    {
                        HandleLock.Unlock(file); // next
                    }
                }
            }
            """
        );

    [Fact]
    public Task File_that_is_only_a_lock() =>
        FixAsync(
            """
            using System;
            using System.ComponentModel;
            using System.IO;
            using System.Runtime.InteropServices;
            using System.Threading;
            using Microsoft.Win32.SafeHandles;

            static class Store
            {
                static void Save(string path, Action work)
                {
                    using var gate = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
                    var overlapped = new NativeOverlapped();
                    if (!{|LOCK6001:Kernel32.LockFileEx(gate.SafeFileHandle, 0, 0, uint.MaxValue, uint.MaxValue, ref overlapped)|})
                        throw new Win32Exception();
                    try
                    {
                        work();
                    }
                    finally
                    {
                        Kernel32.UnlockFileEx(gate.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
                    }
                }
            }

            static class Kernel32
            {
                [DllImport("kernel32", SetLastError = true)]
                internal static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped at);

                [DllImport("kernel32", SetLastError = true)]
                internal static extern bool UnlockFileEx(SafeFileHandle file, uint reserved, uint low, uint high, ref NativeOverlapped at);
            }
            """,
            """
            using System;
            using System.ComponentModel;
            using System.IO;
            using System.Runtime.InteropServices;
            using System.Threading;
            using FileLocking;
            using Microsoft.Win32.SafeHandles;

            static class Store
            {
                static void Save(string path, Action work)
                {
                    using (new FileLock(path).Acquire(FileLockMode.Shared))
                    {
                        work();
                    }
                }
            }

            """
        );

    private static Task FixAsync(string source, string fixedSource, [CallerFilePath] string tests = "")
    {
        var test = new LockFixTest<ReplaceableByRuntimeFixer>(tests) { TestCode = source, FixedCode = fixedSource };
        test.TestState.AdditionalReferences.Add(TestReferences.FileLockRuntime);
        return test.RunAsync();
    }
}
