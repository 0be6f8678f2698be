using LockAnalyzers.CodeFixes.Declaration;
using Xunit;

namespace LockAnalyzers.Tests.Fixes;

public sealed class CountReferenceFixerTests
{
    [Fact]
    public Task Counts_around_the_condition_that_locks() =>
        Verify.FixAsync<CountReferenceFixer>(
            Method(
                """
                // Exclusive, and at once.
                if (flock({|LOCK5002:file.DangerousGetHandle()|}.ToInt32(), 6) != 0) // busy
                    throw new IOException();
                """
            ),
            Method(
                """
                // Exclusive, and at once.
                var counted = false;
                try
                {
                    file.DangerousAddRef(ref counted);
                    if (flock(file.DangerousGetHandle().ToInt32(), 6) != 0) // busy
                        throw new IOException();
                }
                finally
                {
                    if (counted)
                        file.DangerousRelease();
                }
                """
            )
        );

    [Fact]
    public Task Splits_the_declaration_of_the_result() =>
        Verify.FixAsync<CountReferenceFixer>(
            Method(
                """
                var result = flock({|LOCK5002:stream.SafeFileHandle.DangerousGetHandle()|}.ToInt32(), 6);
                if (result != 0)
                    throw new IOException();
                """
            ),
            Method(
                """
                int result;
                var counted = false;
                try
                {
                    stream.SafeFileHandle.DangerousAddRef(ref counted);
                    result = flock(stream.SafeFileHandle.DangerousGetHandle().ToInt32(), 6);
                }
                finally
                {
                    if (counted)
                        stream.SafeFileHandle.DangerousRelease();
                }
                if (result != 0)
                    throw new IOException();
                """
            )
        );

    [Theory]
    [InlineData("int fd = {|LOCK5002:file.DangerousGetHandle()|}.ToInt32(); if (flock(fd, 6) != 0) throw new IOException();")]
    [InlineData(
        "if (flock({|LOCK5002:File.OpenHandle(\"a\", share: FileShare.None).DangerousGetHandle()|}.ToInt32(), 6) != 0) throw new IOException();"
    )]
    public Task Is_not_offered_where_the_handle_outlives_the_statement(string statements) =>
        Verify.NoFixAsync<CountReferenceFixer>(Method(statements));

    /// <summary>A caller that passes a number is why the declaration cannot take a SafeHandle.</summary>
    private static string Method(string statements) =>
        $$"""
            using System;
            using System.IO;
            using System.Runtime.InteropServices;
            using Microsoft.Win32.SafeHandles;

            static class Store
            {
                [DllImport("libc", SetLastError = true)]
                private static extern int flock(int fd, int operation);

                public static bool Probe() => flock(3, 6) == 0;

                public static void Take(SafeFileHandle file, FileStream stream)
                {
                    {{statements.Replace("\n", "\n        ")}}
                }
            }
            """;
}
