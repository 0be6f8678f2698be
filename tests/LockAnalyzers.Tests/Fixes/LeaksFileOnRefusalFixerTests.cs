using LockAnalyzers.CodeFixes.Release;
using Xunit;

namespace LockAnalyzers.Tests.Fixes;

public sealed class LeaksFileOnRefusalFixerTests
{
    [Fact]
    public Task Makes_the_error_before_closing_overwrites_its_code() =>
        Verify.FixAsync<LeaksFileOnRefusalFixer>(
            Method(
                """
                var file = File.Open(path, FileMode.OpenOrCreate);
                if ({|LOCK3004:flock(file.SafeFileHandle, 2)|} != 0)
                    throw new Win32Exception(); // somebody else has it

                return file;
                """
            ),
            Method(
                """
                var file = File.Open(path, FileMode.OpenOrCreate);
                if (flock(file.SafeFileHandle, 2) != 0)
                {
                    var error = new Win32Exception();
                    file.Dispose();
                    throw error; // somebody else has it
                }

                return file;
                """
            )
        );

    [Fact]
    public Task Closes_on_every_way_out_and_keeps_comments() =>
        Verify.FixAsync<LeaksFileOnRefusalFixer>(
            Method(
                """
                FileStream stream = File.Open(path, FileMode.OpenOrCreate);
                if ({|LOCK3004:flock(stream.SafeFileHandle, 2 | 4)|} != 0)
                {
                    // Contention is no error.
                    if (Marshal.GetLastWin32Error() == 11)
                        return null;
                    throw new IOException("flock");
                }

                return stream;
                """
            ),
            Method(
                """
                FileStream stream = File.Open(path, FileMode.OpenOrCreate);
                if (flock(stream.SafeFileHandle, 2 | 4) != 0)
                {
                    // Contention is no error.
                    if (Marshal.GetLastWin32Error() == 11)
                    {
                        stream.Dispose();
                        return null;
                    }
                    var error = new IOException("flock");
                    stream.Dispose();
                    throw error;
                }

                return stream;
                """
            )
        );

    [Fact]
    public Task Closes_where_the_lock_call_itself_throws() =>
        Verify.FixAsync<LeaksFileOnRefusalFixer>(
            Method(
                """
                var file = File.Open(path, FileMode.OpenOrCreate);
                {|LOCK3004:file.Lock(0, long.MaxValue)|};
                return file;
                """
            ),
            Method(
                """
                var file = File.Open(path, FileMode.OpenOrCreate);
                try
                {
                    file.Lock(0, long.MaxValue);
                }
                catch
                {
                    file.Dispose();
                    throw;
                }
                return file;
                """
            )
        );

    [Fact]
    public Task Is_not_offered_where_the_way_out_does_more_than_leave() =>
        Verify.NoFixAsync<LeaksFileOnRefusalFixer>(
            Method(
                """
                var file = File.Open(path, FileMode.OpenOrCreate);
                return {|LOCK3004:flock(file.SafeFileHandle, 2)|} == 0 ? file : null;
                """
            )
        );

    private static string Method(string body) =>
        $$"""
            using System.ComponentModel;
            using System.IO;
            using System.Runtime.InteropServices;
            using Microsoft.Win32.SafeHandles;

            static class Store
            {
                [DllImport("libc", SetLastError = true)] static extern int flock(SafeFileHandle file, int operation);

                public static FileStream? Open(string path)
                {
            {{string.Join("\n", body.Split('\n').Select(line => line.Length == 0 ? line : "        " + line))}}
                }
            }
            """;
}
