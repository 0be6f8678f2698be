using LockAnalyzers.CodeFixes.Declaration;
using Xunit;

namespace LockAnalyzers.Tests.Fixes;

public sealed class PassSafeHandleFixerTests
{
    private const string Usings = """
        using System;
        using System.IO;
        using System.Runtime.InteropServices;
        using Microsoft.Win32.SafeHandles;

        """;

    [Fact]
    public Task Changes_the_declaration_and_its_caller() =>
        Verify.FixAsync<PassSafeHandleFixer>(
            Usings
                + """
                static class Store
                {
                    [DllImport("libc", SetLastError = true)]
                    private static extern int flock(int fd, int operation);

                    public static bool Take(FileStream file) =>
                        flock({|LOCK5002:file.SafeFileHandle.DangerousGetHandle()|}.ToInt32(), 2) == 0; // exclusive
                }
                """,
            Usings
                + """
                static class Store
                {
                    [DllImport("libc", SetLastError = true)]
                    private static extern int flock(SafeFileHandle fd, int operation);

                    public static bool Take(FileStream file) =>
                        flock(file.SafeFileHandle, 2) == 0; // exclusive
                }
                """
        );

    [Fact]
    public Task Changes_the_local_that_lock_and_unlock_share() =>
        Verify.FixAsync<PassSafeHandleFixer>(
            Usings
                + """
                static class Store
                {
                    [DllImport("libc", SetLastError = true)]
                    private static extern int flock(int fd, int operation);

                    public static void Run(SafeFileHandle file, Action work)
                    {
                        // The descriptor.
                        int fd = (int){|LOCK5002:file.DangerousGetHandle()|};
                        if (flock(fd, 2) != 0)
                            throw new IOException();
                        try
                        {
                            work();
                        }
                        finally
                        {
                            flock(operation: 8, fd: fd);
                        }
                    }

                    public static bool TryTake(SafeFileHandle other) => flock({|LOCK5002:other.DangerousGetHandle()|}.ToInt32(), 6) == 0;
                }
                """,
            Usings
                + """
                static class Store
                {
                    [DllImport("libc", SetLastError = true)]
                    private static extern int flock(SafeFileHandle fd, int operation);

                    public static void Run(SafeFileHandle file, Action work)
                    {
                        // The descriptor.
                        SafeFileHandle fd = file;
                        if (flock(fd, 2) != 0)
                            throw new IOException();
                        try
                        {
                            work();
                        }
                        finally
                        {
                            flock(operation: 8, fd: fd);
                        }
                    }

                    public static bool TryTake(SafeFileHandle other) => flock(other, 6) == 0;
                }
                """
        );

    [Fact]
    public Task Changes_the_wrapper_between_them() =>
        Verify.FixAsync<PassSafeHandleFixer>(
            Usings
                + """
                static class Store
                {
                    [DllImport("libc", SetLastError = true)]
                    private static extern int flock(int fd, int operation);

                    private static bool Lock(int fd) => flock(fd, 2) == 0;

                    public static bool Take(SafeFileHandle file) => Lock(file.DangerousGetHandle().ToInt32());

                    public static bool Ask(SafeFileHandle file) => flock({|LOCK5002:file.DangerousGetHandle()|}.ToInt32(), 2 | 4) == 0;
                }
                """.Replace("Lock(file.DangerousGetHandle()", "Lock({|LOCK5002:file.DangerousGetHandle()|}", StringComparison.Ordinal),
            Usings
                + """
                static class Store
                {
                    [DllImport("libc", SetLastError = true)]
                    private static extern int flock(SafeFileHandle fd, int operation);

                    private static bool Lock(SafeFileHandle fd) => flock(fd, 2) == 0;

                    public static bool Take(SafeFileHandle file) => Lock(file);

                    public static bool Ask(SafeFileHandle file) => flock(file, 2 | 4) == 0;
                }
                """
        );

    [Fact]
    public Task Adapts_the_callers_in_other_files() =>
        new LockFixTest<PassSafeHandleFixer>
        {
            TestState =
            {
                Sources =
                {
                    Usings
                        + """
                            static class Native
                            {
                                [DllImport("libc", SetLastError = true)]
                                public static extern int flock(IntPtr fd, int operation);
                            }
                            """,
                    Usings
                        + """
                            static class Store
                            {
                                public static bool Take(FileStream file) =>
                                    Native.flock({|LOCK5002:file.SafeFileHandle.DangerousGetHandle()|}, 2) == 0;
                            }
                            """,
                    Usings
                        + """
                            sealed class Other : IDisposable
                            {
                                private readonly FileStream _file = File.Create("lock");

                                public bool Take() => Native.flock(_file.SafeFileHandle.DangerousGetHandle(), 6) == 0;

                                public void Dispose() => _file.Dispose();
                            }
                            """,
                },
            },
            FixedState =
            {
                Sources =
                {
                    Usings
                        + """
                            static class Native
                            {
                                [DllImport("libc", SetLastError = true)]
                                public static extern int flock(SafeFileHandle fd, int operation);
                            }
                            """,
                    Usings
                        + """
                            static class Store
                            {
                                public static bool Take(FileStream file) =>
                                    Native.flock(file.SafeFileHandle, 2) == 0;
                            }
                            """,
                    Usings
                        + """
                            sealed class Other : IDisposable
                            {
                                private readonly FileStream _file = File.Create("lock");

                                public bool Take() => Native.flock(_file.SafeFileHandle, 6) == 0;

                                public void Dispose() => _file.Dispose();
                            }
                            """,
                },
            },
        }.RunAsync();

    [Theory]
    [InlineData("public static bool Probe(int fd) => fd >= 0 && flock(fd, 6) == 0;")]
    [InlineData("public static bool Probe() => flock(3, 6) == 0;")]
    [InlineData("public static Func<int, int, int> Probe => flock;")]
    public Task Is_not_offered_where_a_caller_cannot_be_adapted(string caller) =>
        Verify.NoFixAsync<PassSafeHandleFixer>(
            Usings
                + $$"""
                static class Store
                {
                    [DllImport("libc", SetLastError = true)]
                    private static extern int flock(int fd, int operation);

                    public static bool Take(SafeFileHandle file) => flock({|LOCK5002:file.DangerousGetHandle()|}.ToInt32(), 2) == 0;

                    {{caller}}
                }
                """
        );
}
