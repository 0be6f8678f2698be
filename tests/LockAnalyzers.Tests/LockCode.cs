namespace LockAnalyzers.Tests;

/// <summary>The declarations that most code under test needs around what it is about.</summary>
internal static class LockCode
{
    public const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.ComponentModel;
        using System.IO;
        using System.Runtime.InteropServices;
        using System.Runtime.Versioning;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.Win32.SafeHandles;

        """;

    /// <summary>LockFileEx, flock and fcntl with their constants, as a class of their own: <c>using static Native;</c>.</summary>
    public const string Native = """

        static class Native
        {
            public const uint LOCKFILE_FAIL_IMMEDIATELY = 1;
            public const uint LOCKFILE_EXCLUSIVE_LOCK = 2;

            [DllImport("kernel32", SetLastError = true)]
            public static extern bool LockFileEx(
                SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);

            [DllImport("kernel32", SetLastError = true)]
            public static extern bool UnlockFileEx(
                SafeFileHandle file, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);

            public const int LOCK_SH = 1;
            public const int LOCK_EX = 2;
            public const int LOCK_NB = 4;
            public const int LOCK_UN = 8;

            [DllImport("libc", SetLastError = true)]
            public static extern int flock(SafeFileHandle file, int operation);

            public const int F_SETLK = 6;
            public const int F_SETLKW = 7;
            public const short F_RDLCK = 0;
            public const short F_WRLCK = 1;
            public const short F_UNLCK = 2;

            public struct Flock
            {
                public short l_type;
                public short l_whence;
                public long l_start;
                public long l_len;
                public int l_pid;
            }

            [DllImport("libc", SetLastError = true)]
            public static extern int fcntl(SafeFileHandle file, int command, ref Flock record);
        }
        """;

    /// <summary>A file that uses <see cref="Native"/>.</summary>
    public static string Using(string code) =>
        $"""
            using static Native;
            {Usings}
            {code}
            {Native}
            """;

    /// <summary>A method that names itself exclusive and passes <paramref name="flags"/> to LockFileEx after some statements.</summary>
    public static string ExclusiveByName(string flags, string statements = "", string members = "") =>
        Using(
            $$"""
            [Flags]
            enum LockFlags : uint { None = 0, FailImmediately = 1, ExclusiveLock = 2 }

            class Store
            {
                {{members}}

                internal static bool TakeExclusively(SafeFileHandle file, bool condition, int number, uint unknown, uint[] array)
                {
                    var overlapped = new NativeOverlapped();
                    {{statements}}
                    return LockFileEx(file, {{flags}}, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
                }
            }
            """
        );
}
