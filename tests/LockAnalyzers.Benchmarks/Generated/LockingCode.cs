namespace LockAnalyzers.Benchmarks.Generated;

/// <summary>Code that does little but lock files, the same in every run.</summary>
internal static class LockingCode
{
    private const int MethodsPerFile = 10;

    private static readonly Func<int, string>[] Methods =
    [
        Exclusive,
        FlagsByPath,
        EitherPlatform,
        Retried,
        ByStream,
        SharedWriter,
        ModeByParameter,
    ];

    private const string Declarations = """
        using System.Runtime.InteropServices;
        using System.Threading;
        using Microsoft.Win32.SafeHandles;

        internal static class Native
        {
            public const uint LOCKFILE_FAIL_IMMEDIATELY = 1;
            public const uint LOCKFILE_EXCLUSIVE_LOCK = 2;
            public const int LOCK_EX = 2;
            public const int LOCK_NB = 4;
            public const int LOCK_UN = 8;
            public const int EINTR = 4;

            [DllImport("kernel32", SetLastError = true)]
            public static extern bool LockFileEx(
                SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);

            [DllImport("kernel32", SetLastError = true)]
            public static extern bool UnlockFileEx(
                SafeFileHandle file, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);

            [DllImport("libc", SetLastError = true)]
            public static extern int flock(SafeFileHandle file, int operation);
        }
        """;

    /// <summary>So many methods, each of which locks, in seven styles.</summary>
    public static IReadOnlyList<string> Files(int methods) =>
        [
            Declarations,
            .. Enumerable
                .Range(0, methods)
                .Chunk(MethodsPerFile)
                .Select(static numbers =>
                    Class($"Locks{numbers[0]}", numbers.Select(static number => Methods[number % Methods.Length](number)))
                ),
        ];

    /// <summary>Methods that lock around a body of so many loops, each with its own ways through it.</summary>
    public static IReadOnlyList<string> Files(int methods, int loops) =>
        [Declarations, Class("Long", Enumerable.Range(0, methods).Select(number => Long(number, loops)))];

    /// <summary>One method that locks and unlocks so many times in a row, without a branch.</summary>
    public static IReadOnlyList<string> StraightLine(int pairs) => [Declarations, Class("StraightLine", [Pairs(pairs)])];

    private static string Class(string name, IEnumerable<string> methods) =>
        $$"""
            using System;
            using System.IO;
            using System.Runtime.InteropServices;
            using System.Threading;
            using Microsoft.Win32.SafeHandles;
            using static Native;

            internal static class {{name}}
            {
            {{string.Join("\n\n", methods)}}
            }
            """;

    private static string Exclusive(int number) =>
        $$"""
                public static void Exclusive{{number}}(SafeFileHandle file, Action work)
                {
                    var overlapped = new NativeOverlapped();
                    if (!LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
                        throw new IOException("lock", Marshal.GetHRForLastWin32Error());
                    try
                    {
                        work();
                    }
                    finally
                    {
                        UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
                    }
                }
            """;

    private static string FlagsByPath(int number) =>
        $$"""
                public static bool TryFlags{{number}}(SafeFileHandle file, bool wait, int mode)
                {
                    uint flags = wait ? 0 : LOCKFILE_FAIL_IMMEDIATELY;
                    switch (mode)
                    {
                        case 0:
                            flags |= LOCKFILE_EXCLUSIVE_LOCK;
                            break;
                        case 1:
                            flags &= ~LOCKFILE_EXCLUSIVE_LOCK;
                            break;
                        default:
                            throw new ArgumentOutOfRangeException(nameof(mode));
                    }

                    var overlapped = new NativeOverlapped();
                    return LockFileEx(file, flags, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
                }
            """;

    private static string EitherPlatform(int number) =>
        $$"""
                public static void Either{{number}}(SafeFileHandle file)
                {
                    if (OperatingSystem.IsWindows())
                    {
                        var overlapped = new NativeOverlapped();
                        if (!LockFileEx(file, 1, 0, 1, 0, ref overlapped))
                            throw new IOException("lock", Marshal.GetHRForLastWin32Error());
                    }
                    else if (flock(file, LOCK_EX) != 0)
                    {
                        throw new IOException("lock", Marshal.GetLastPInvokeError());
                    }
                }
            """;

    private static string Retried(int number) =>
        $$"""
                public static bool TryRetried{{number}}(SafeFileHandle file, int attempts)
                {
                    for (int attempt = 0; attempt < attempts; attempt++)
                    {
                        if (flock(file, LOCK_EX | LOCK_NB) == 0)
                            return true;
                        if (Marshal.GetLastPInvokeError() == EINTR)
                            continue;
                        Thread.Sleep(10 * attempt);
                    }

                    return false;
                }
            """;

    private static string ByStream(int number) =>
        $$"""
                public static void Append{{number}}(string path, byte[] data)
                {
                    using var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
                    stream.Lock(0, long.MaxValue);
                    try
                    {
                        stream.Seek(0, SeekOrigin.End);
                        stream.Write(data, 0, data.Length);
                        stream.Flush();
                    }
                    finally
                    {
                        stream.Unlock(0, long.MaxValue);
                    }
                }
            """;

    private static string SharedWriter(int number) =>
        $$"""
                public static void Overwrite{{number}}(FileStream stream, byte[] data)
                {
                    var overlapped = new NativeOverlapped();
                    if (!LockFileEx(stream.SafeFileHandle, 0, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
                        throw new IOException("lock", Marshal.GetHRForLastWin32Error());
                    stream.Write(data, 0, data.Length);
                    stream.SetLength(data.Length);
                    UnlockFileEx(stream.SafeFileHandle, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
                }
            """;

    private static string ModeByParameter(int number) =>
        $$"""
                public static IDisposable Mode{{number}}(FileStream stream, bool exclusive)
                {
                    var overlapped = new NativeOverlapped();
                    uint flags = exclusive ? LOCKFILE_EXCLUSIVE_LOCK : 0;
                    if (LockFileEx(stream.SafeFileHandle, flags, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
                        return stream;
                    int error = Marshal.GetLastPInvokeError();
                    stream.Dispose();
                    throw new IOException($"lock: {error}", error);
                }
            """;

    private static string Long(int number, int loops)
    {
        var statements = Enumerable
            .Range(0, loops)
            .Select(static loop =>
                $$"""
                                while (total < limit - {{loop}})
                                {
                                    total += {{loop % 7}};
                                    if (total % 3 == 0)
                                        continue;
                                    if (total == {{loop}})
                                        break;
                                    total++;
                                }
                    """
            );

        return $$"""
                public static int Long{{number}}(SafeFileHandle file, int limit)
                {
                    int total = 0;
                    uint flags = LOCKFILE_FAIL_IMMEDIATELY;
                    flags |= LOCKFILE_EXCLUSIVE_LOCK;
                    var overlapped = new NativeOverlapped();
                    if (!LockFileEx(file, flags, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
                        return -1;
                    try
                    {
            {{string.Join("\n", statements)}}
                        return total;
                    }
                    finally
                    {
                        UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
                    }
                }
            """;
    }

    private static string Pairs(int pairs)
    {
        var statements = Enumerable.Repeat("            flock(file, 2); Work(); flock(file, 8);", pairs);
        return $$"""
                public static void Pairs(SafeFileHandle file)
                {
            {{string.Join("\n", statements)}}
                }

                private static void Work() => Thread.Yield();
            """;
    }
}
