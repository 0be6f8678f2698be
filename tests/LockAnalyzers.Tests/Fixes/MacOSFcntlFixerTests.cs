using LockAnalyzers.CodeFixes.Declaration;
using Xunit;

namespace LockAnalyzers.Tests.Fixes;

/// <summary>LOCK5006: fcntl as macOS has it.</summary>
public sealed class MacOSFcntlFixerTests
{
    [Fact]
    public Task Uses_the_numbers_of_macOS_and_pads_the_arguments() =>
        Verify.FixAsync<MacOSFcntlFixer>(
            $$"""
            {{LockCode.Usings}}
            static class Gate
            {
                const int F_SETLK = 6;
                const short F_WRLCK = 1;

                struct OsxFlock { public long l_start, l_len; public int l_pid; public short l_type, l_whence; }

                static void Take(int fd)
                {
                    if (OperatingSystem.IsMacOS())
                    {
                        var record = new OsxFlock { l_type = F_WRLCK };
                        int result = {|LOCK5006:fcntl(fd, F_SETLK, ref record)|};
                        if (result == -1)
                            throw new IOException();
                    }
                }

                [DllImport("libc", SetLastError = true)]
                static extern int fcntl(int fd, int command, ref OsxFlock record);
            }
            """,
            $$"""
            {{LockCode.Usings}}
            static class Gate
            {
                const int F_SETLK = 6;
                const short F_WRLCK = 1;

                struct OsxFlock { public long l_start, l_len; public int l_pid; public short l_type, l_whence; }

                static void Take(int fd)
                {
                    if (OperatingSystem.IsMacOS())
                    {
                        var record = new OsxFlock { l_type = F_WRLCK_MACOS };
                        int result = (RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? fcntl(fd, F_SETLK_MACOS, 0, 0, 0, 0, 0, 0, ref record) : fcntl(fd, F_SETLK_MACOS, ref record));
                        if (result == -1)
                            throw new IOException();
                    }
                }

                private const int F_SETLK_MACOS = 0x00000008;
                private const short F_WRLCK_MACOS = 0x00000003;

                [DllImport("libc", SetLastError = true)]
                static extern int fcntl(int fd, int command, ref OsxFlock record);

                [DllImport("libc", SetLastError = true)]
                static extern int fcntl(int fd, int command, long unused1, long unused2, long unused3, long unused4, long unused5, long unused6, ref OsxFlock record);
            }
            """
        );

    [Fact]
    public Task Chooses_the_numbers_where_Linux_runs_the_call_too() =>
        Verify.FixAsync<MacOSFcntlFixer>(
            Both("{|LOCK5006:fcntl(fd, F_SETLK, 0, 0, 0, 0, 0, 0, ref record)|}", "F_WRLCK", ""),
            Both(
                "fcntl(fd, OperatingSystem.IsMacOS() ? F_SETLK_MACOS : F_SETLK, 0, 0, 0, 0, 0, 0, ref record)",
                "OperatingSystem.IsMacOS() ? F_WRLCK_MACOS : F_WRLCK",
                """
                    private const int F_SETLK_MACOS = 0x00000008;
                    private const short F_WRLCK_MACOS = 0x00000003;


                """
            )
        );

    [Theory]
    [InlineData(
        "{|LOCK5006:fcntl(fd, F_SETLK, ref record)|};",
        "public short l_type, l_whence; public long l_start, l_len; public int l_pid;"
    )]
    [InlineData("{|LOCK5006:fcntl(fd, 8, ref record)|};", "public long l_start, l_len; public int l_pid; public short l_type, l_whence;")]
    [InlineData(
        "_ = {|LOCK5006:fcntl(fd, 8 /* F_SETLK */, ref record)|};",
        "public long l_start, l_len; public int l_pid; public short l_type, l_whence;"
    )]
    public Task Is_not_offered(string statement, string fields) =>
        Verify.NoFixAsync<MacOSFcntlFixer>(
            $$"""
            {{LockCode.Usings}}
            [SupportedOSPlatform("macos")]
            static class Gate
            {
                const int F_SETLK = 6;

                struct Record { {{fields}} }

                static void Take(int fd, Record record)
                {
                    {{statement}}
                }

                [DllImport("libc", SetLastError = true)]
                static extern int fcntl(int fd, int command, ref Record record);
            }
            """
        );

    private static string Both(string call, string type, string constants) =>
        $$"""
            {{LockCode.Usings}}
            static class Gate
            {
                const int F_SETLK = 6;
                const short F_WRLCK = 1;

                struct OsxFlock { public long l_start, l_len; public int l_pid; public short l_type, l_whence; }

                static bool Take(int fd)
                {
                    if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
                        return false;
                    var record = new OsxFlock { l_type = {{type}} };
                    return {{call}} == 0;
                }

            {{constants}}    [DllImport("libc", SetLastError = true)]
                static extern int fcntl(int fd, int command, long a, long b, long c, long d, long e, long f, ref OsxFlock record);
            }
            """;
}
