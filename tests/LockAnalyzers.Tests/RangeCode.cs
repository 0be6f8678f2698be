namespace LockAnalyzers.Tests;

/// <summary>Puts the members of a test into a type with the declarations that they call.</summary>
internal static class RangeCode
{
    public static string Windows(string members) =>
        Type(
            """
            [DllImport("kernel32", SetLastError = true)]
            static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped at);

            [DllImport("kernel32", SetLastError = true)]
            static extern bool UnlockFileEx(SafeFileHandle file, uint reserved, uint low, uint high, ref NativeOverlapped at);
            """,
            members
        );

    /// <summary>LockFileEx with signed lengths and a pointer, and the older LockFile.</summary>
    public static string SignedWindows(string members) =>
        Type(
            """
            [DllImport("kernel32", SetLastError = true)]
            static extern bool LockFileEx(SafeFileHandle file, int flags, int reserved, int low, int high, NativeOverlapped* at);

            [DllImport("kernel32", SetLastError = true)]
            static extern bool UnlockFileEx(SafeFileHandle file, int reserved, int low, int high, NativeOverlapped* at);

            [DllImport("kernel32", SetLastError = true)]
            static extern bool LockFile(SafeFileHandle file, uint offset, uint offsetHigh, uint low, uint high);

            [DllImport("kernel32", SetLastError = true)]
            static extern bool UnlockFile(SafeFileHandle file, uint offset, uint offsetHigh, uint low, uint high);
            """,
            members
        );

    public static string Posix(string members) =>
        Type(
            """
            const int SetLock = 6;
            const short ReadLock = 0, WriteLock = 1, Unlocked = 2;

            struct Flock
            {
                public short l_type;
                public short l_whence;
                public long l_start;
                public long l_len;
                public int l_pid;
            }

            [DllImport("libc", SetLastError = true)]
            static extern int fcntl(SafeFileHandle file, int command, ref Flock range);

            [DllImport("libc", SetLastError = true)]
            static extern int lockf(SafeFileHandle file, int command, long length);
            """,
            members
        );

    public static string Stream(string members) => Type("", members);

    private static string Type(string declarations, string members) =>
        $$"""
            // Only the range is at stake here.
            #pragma warning disable LOCK1001, LOCK1002, LOCK1003, LOCK1004, LOCK1005, LOCK1006, LOCK1007
            #pragma warning disable LOCK3001, LOCK3002, LOCK3003, LOCK3004, LOCK3005, LOCK3006, LOCK3007, LOCK3008, LOCK3009
            #pragma warning disable LOCK4001, LOCK4002, LOCK4003, LOCK4004, LOCK4005, LOCK4006
            #pragma warning disable LOCK5001, LOCK5002, LOCK5003, LOCK5004, LOCK5005, LOCK5006
            using System;
            using System.IO;
            using System.Runtime.InteropServices;
            using System.Text;
            using System.Threading;
            using System.Threading.Tasks;
            using Microsoft.Win32.SafeHandles;

            unsafe class Sample
            {
            {{Indent(declarations)}}

            {{Indent(members)}}
            }
            """;

    private static string Indent(string lines) =>
        string.Join("\n", lines.Replace("\r", "").Split('\n').Select(line => line.Length == 0 ? line : "    " + line));
}
