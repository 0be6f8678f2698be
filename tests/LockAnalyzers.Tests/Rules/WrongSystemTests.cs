using Xunit;

namespace LockAnalyzers.Tests.Rules;

/// <summary>LOCK5006.</summary>
public sealed class WrongSystemTests
{
    private const string Numbers = "{|LOCK5006:fcntl(fd, F_SETLK, ref record)|}";

    [Theory]
    [InlineData("if (OperatingSystem.IsMacOS()) return @; return -1;")]
    [InlineData("if (!OperatingSystem.IsMacOS()) return -1; return @;")]
    [InlineData("if (RuntimeInformation.IsOSPlatform(OSPlatform.OSX)) { return @; } return -1;")]
    [InlineData("if (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()) return @; return -1;")]
    [InlineData("if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS()) throw new PlatformNotSupportedException(); return @;")]
    [InlineData("return OperatingSystem.IsMacOS() ? @ : -1;")]
    [InlineData("return OperatingSystem.IsMacOS() && @ == 0 ? 1 : 0;")]
    [InlineData("if (OperatingSystem.IsMacOS() || fd > 0) return @; return -1;")]
    [InlineData("if (IsDarwin) return @; return -1;")]
    [InlineData("if (IsDarwin == false) return -1; return @;")]
    [InlineData("if (IsDarwin is true) return @; return -1;")]
    [InlineData("if (IsDarwin is false) return -1; return @;")]
    [InlineData("if (Environment.OSVersion.Platform is PlatformID.MacOSX) return @; return -1;")]
    [InlineData("if (Environment.OSVersion.Platform is not PlatformID.MacOSX) return -1; return @;")]
    [InlineData("if (Environment.OSVersion.Platform == PlatformID.MacOSX) return @; return -1;")]
    [InlineData("if (Environment.OSVersion.Platform != PlatformID.MacOSX) return -1; return @;")]
    [InlineData("switch (Environment.OSVersion.Platform) { case PlatformID.MacOSX: return @; default: return -1; }")]
    [InlineData("return Environment.OSVersion.Platform switch { PlatformID.MacOSX => @, _ => -1 };")]
    [InlineData("return 0 switch { _ when OperatingSystem.IsMacOS() => @, _ => -1 };")]
    [InlineData("if (OperatingSystem.IsWindows()) return -1; else if (OperatingSystem.IsMacOS()) return @; return -1;")]
    [InlineData("if (OperatingSystem.IsMacOS() && (OperatingSystem.IsWindows() || fd > 0)) return @; return -1;")]
    public Task Checks_that_name_macOS(string body) => ReportsAsync(Members(body.Replace("@", Numbers)));

    [Theory]
    [InlineData("return @;")]
    [InlineData("if (OperatingSystem.IsLinux()) return @; return -1;")]
    [InlineData("if (OperatingSystem.IsMacOS()) return -1; return @;")]
    [InlineData("if (!OperatingSystem.IsMacOS()) return @; return -1;")]
    [InlineData("if (OperatingSystem.IsWindows()) return -1; else return @;")]
    [InlineData("if (Environment.OSVersion.Platform == PlatformID.Unix) return @; return -1;")]
    [InlineData("if (OperatingSystem.IsMacOS()) { Flocks(fd); return 0; } else { return @; }")]
    [InlineData("if (OperatingSystem.IsMacOS() && OperatingSystem.IsLinux()) return @; return -1;")]
    [InlineData("if (OperatingSystem.IsLinux() || IsOn(\"android\")) return @; return -1;")]
    public Task Checks_that_do_not(string body) => ReportsAsync(Members(body.Replace("@", "fcntl(fd, F_SETLK, ref record)")));

    [Theory]
    [InlineData("if (IsDarwin is true) fd = 1; return @;", true)]
    [InlineData(
        "if (!OperatingSystem.IsWindows()) { var busy = OperatingSystem.IsMacOS() ? 35 : 11; return @ == 0 ? 0 : busy; } return -1;",
        true
    )]
    [InlineData("if (OperatingSystem.IsWindows()) return -1; var rc = @; if (rc != 0 && IsDarwin) fd = 1; return rc;", true)]
    [InlineData("if (@ == 0) return 0; return Marshal.GetLastPInvokeError() == (OperatingSystem.IsMacOS() ? 35 : 11) ? 1 : -1;", true)]
    [InlineData("if (@ != 0) { if (OperatingSystem.IsMacOS()) fd = 1; } return fd;", true)]
    [InlineData("if (fd > 3) { if (OperatingSystem.IsMacOS()) { Flocks(fd); return 0; } } return @;", false)]
    [InlineData("if (OperatingSystem.IsMacOS()) { Flocks(fd); return 0; } else { fd++; } return @;", false)]
    [InlineData("if (fd > 3) return @; else if (OperatingSystem.IsMacOS()) Flocks(fd); return 0;", false)]
    [InlineData("var own = OperatingSystem.IsMacOS() ? throw new PlatformNotSupportedException() : fd; return @;", false)]
    [InlineData(
        "if (!OperatingSystem.IsLinux()) return -1; var busy = OperatingSystem.IsMacOS() ? 35 : 11; return @ == 0 ? 0 : busy;",
        false
    )]
    public Task Checks_beside_the_call(string body, bool saysMacOS) =>
        ReportsAsync(Members(body.Replace("@", saysMacOS ? Numbers : "fcntl(fd, F_SETLK, ref record)")));

    [Theory]
    [InlineData("static readonly int Busy = OperatingSystem.IsMacOS() ? 35 : 11;", true)]
    [InlineData("static int NoFollow => IsDarwin ? 0x100 : 0x20000;", true)]
    [InlineData("static readonly string Name = OperatingSystem.IsMacOS() ? \"a\" : \"b\";", false)]
    [InlineData("static int Other(int fd) => OperatingSystem.IsMacOS() ? fd : 3;", false)]
    [InlineData("static readonly int Busy = OperatingSystem.IsWindows() ? 33 : 11;", false)]
    public Task Numbers_of_the_type(string member, bool saysMacOS) =>
        ReportsAsync(Members(saysMacOS ? $"return {Numbers};" : "return fcntl(fd, F_SETLK, ref record);", more: member));

    [Theory]
    [InlineData("Unix (Linux, macOS, iOS, Android)", true)]
    [InlineData("Linux/macOS", true)]
    [InlineData("macOS", true)]
    [InlineData("Linux and Mac OS X", true)]
    [InlineData("POSIX record locks, on Linux and on macOS.", true)]
    [InlineData("The lock record, struct flock, on Linux and Darwin.", true)]
    [InlineData("Used on macOS, or as a fallback on old kernels.", true)]
    [InlineData("Linux asks for more. On macOS/iOS, uses plain fcntl (OFD is not available on XNU).", true)]
    [InlineData("Does not run on macOS.", false)]
    [InlineData("Linux only; macOS isn't supported.", false)]
    [InlineData("The numbers differ on macOS.", false)]
    [InlineData("Linux and macOS have different numbers.", false)]
    [InlineData("Uses flock on macOS.", false)]
    [InlineData("TODO: macOS", false)]
    [InlineData("Unlike macOS, Linux uses locks of descriptions.", false)]
    [InlineData("Everywhere except macOS.", false)]
    [InlineData("F_SETLK is 8 on macOS.", false)]
    [InlineData("All Unix systems.", false)]
    public async Task Comments(string comment, bool saysMacOS)
    {
        var call = saysMacOS ? Numbers : "fcntl(fd, F_SETLK, ref record)";

        await ReportsAsync(Members($"// {comment}\n        return {call};"));
        await ReportsAsync(Members($"if (fd > 3)\n            return /* {comment} */ {call};\n        return 0;"));
        await ReportsAsync(Members($"return {call}; // {comment}"));
        await ReportsAsync(Members($"return {call};", onMethod: $"/// <summary>{comment}</summary>"));
        await ReportsAsync(Members($"return {call};", onMethod: $"// Takes the lock.\n    // {comment}\n"));
        await ReportsAsync(Members($"return {call};", onImport: $"// {comment}\n"));
    }

    [Theory]
    [InlineData("Locks on Unix (Linux, macOS).", "", true)]
    [InlineData("Used on macOS.", "", false)]
    [InlineData("Locks on Unix (Linux, macOS).", "static void TakeOnMacOS() { }", false)]
    public Task Comments_at_the_type(string comment, string more, bool saysMacOS) =>
        ReportsAsync(
            Members(saysMacOS ? $"return {Numbers};" : "return fcntl(fd, F_SETLK, ref record);", onType: $"// {comment}\n", more: more)
                .Replace("static bool IsDarwin => RuntimeInformation.IsOSPlatform(OSPlatform.OSX);", "")
        );

    [Fact]
    public Task Comment_where_a_check_rules_macOS_out() =>
        ReportsAsync(
            Members(
                "// Unix (Linux, macOS)\n        if (OperatingSystem.IsLinux())\n            return fcntl(fd, F_SETLK, ref record);\n        return -1;"
            )
        );

    [Theory]
    [InlineData("[SupportedOSPlatform(\"macos\")]", true)]
    [InlineData("[SupportedOSPlatform(\"macos12.0\")]", true)]
    [InlineData("[SupportedOSPlatform(\"osx\")]", true)]
    [InlineData("[SupportedOSPlatform(\"linux\"), SupportedOSPlatform(\"macos\")]", true)]
    [InlineData("[SupportedOSPlatform(\"linux\")]", false)]
    [InlineData("[SupportedOSPlatform(\"windows\")]", false)]
    [InlineData("[SupportedOSPlatform(\"macos\"), UnsupportedOSPlatform(\"macos\")]", false)]
    [InlineData("[UnsupportedOSPlatform(\"macos\")]", false)]
    [InlineData("", false)]
    public async Task Attributes(string attributes, bool saysMacOS)
    {
        var call = saysMacOS ? Numbers : "fcntl(fd, F_SETLK, ref record)";

        await ReportsAsync(Members($"return {call};", onMethod: attributes));
        await ReportsAsync(Members($"return {call};", onType: attributes));
        await ReportsAsync(Members($"return {call};", onImport: attributes));
        if (attributes.Length > 0)
            await ReportsAsync(
                Members($"return {call};", onAssembly: attributes.Replace("[", "[assembly: ").Replace(", ", "][assembly: "))
            );
    }

    [Theory]
    [InlineData("TakeOnMacOS", "Gate", true)]
    [InlineData("DarwinTake", "Gate", true)]
    [InlineData("Take", "MacOSGate", true)]
    [InlineData("Take", "LinuxGate", false)]
    [InlineData("UnixTake", "UnixGate", false)]
    public Task Names(string method, string type, bool saysMacOS) =>
        ReportsAsync(Members(saysMacOS ? $"return {Numbers};" : "return fcntl(fd, F_SETLK, ref record);", method: method, type: type));

    [Theory]
    [InlineData("if (OperatingSystem.IsMacOS()) Take(fd);", true)]
    [InlineData("if (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()) Take(fd);", true)]
    [InlineData("if (OperatingSystem.IsLinux()) Take(fd);", false)]
    [InlineData("Take(fd);", false)]
    [InlineData("if (OperatingSystem.IsMacOS()) Between(fd); static void Between(int fd) => Take(fd);", false)]
    public Task Callers(string body, bool saysMacOS) =>
        ReportsAsync(
            Members(
                saysMacOS ? $"return {Numbers};" : "return fcntl(fd, F_SETLK, ref record);",
                more: $"static void Caller(int fd) {{ {body} }}"
            )
        );

    [Theory]
    [InlineData("build_property.RuntimeIdentifier", "osx-arm64", true)]
    [InlineData("build_property.RuntimeIdentifier", "osx.12-x64", true)]
    [InlineData("build_property.RuntimeIdentifiers", "osx-arm64", true)]
    [InlineData("build_property.RuntimeIdentifier", "linux-x64", false)]
    [InlineData("build_property.RuntimeIdentifiers", "linux-x64", false)]
    [InlineData("build_property.RuntimeIdentifier", "", false)]
    public Task Runtime_identifiers(string property, string value, bool saysMacOS)
    {
        var test = new LockTest { TestCode = Members(saysMacOS ? $"return {Numbers};" : "return fcntl(fd, F_SETLK, ref record);") };
        test.TestState.AnalyzerConfigFiles.Add(("/.globalconfig", $"is_global = true\n{property} = {value}\n"));
        return test.RunAsync();
    }

    [Theory]
    [InlineData("F_SETLK", "F_WRLCK", true)]
    [InlineData("6", "1", true)]
    [InlineData("F_SETLKW", "F_WRLCK", true)]
    [InlineData("F_OFD_SETLK", "F_WRLCK", true)]
    [InlineData("13", "1", true)]
    [InlineData("8", "F_WRLCK", true)]
    [InlineData("8", "0", true)]
    [InlineData("8", "3", false)]
    [InlineData("8", "1", false)]
    [InlineData("9", "3", false)]
    [InlineData("90", "2", false)]
    [InlineData("7", "3", false)]
    [InlineData("51", "1", false)]
    [InlineData("F_GETFL", "1", false)]
    [InlineData("wait ? 9 : 8", "3", false)]
    public Task Numbers_of_Linux(string command, string type, bool isWrong)
    {
        var call = $"padded(fd, {command}, 0, 0, 0, 0, 0, 0, ref record)";
        return ReportsAsync(
            $$"""
            {{Head}}
            [SupportedOSPlatform("macos")]
            static class Gate
            {
                const int F_SETLK = 6, F_SETLKW = 7, F_OFD_SETLK = 37, F_GETFL = 3;
                const short F_WRLCK = 1;

                static int Take(int fd, bool wait)
                {
                    var record = new MacFlock { l_type = {{type}} };
                    return {{(isWrong ? $"{{|LOCK5006:{call}|}}" : call)}};
                }

                {{Padded}}
            }
            """
        );
    }

    [Fact]
    public Task Record_with_the_layout_of_Linux() =>
        ReportsAsync(
            $$"""
            {{Head}}
            [SupportedOSPlatform("macos")]
            static class Gate
            {
                static int Take(int fd)
                {
                    var record = new LinuxFlock { l_type = 3 };
                    return {|LOCK5006:padded(fd, 8, 0, 0, 0, 0, 0, 0, ref record)|};
                }

                [DllImport("libc", EntryPoint = "fcntl")]
                static extern int padded(int fd, int command, long a, long b, long c, long d, long e, long f, ref LinuxFlock record);
            }
            """
        );

    [Theory]
    [InlineData("fcntl(fd, command, ref record)", "{|LOCK5006:fcntl(fd, 6, ref record)|}")]
    [InlineData("{|LOCK5006:fcntl(fd, command, ref record)|}", "fcntl(fd, command, ref record)")]
    [InlineData("{|LOCK5006:fcntl(fd, 6, ref record)|}", "{|LOCK5006:fcntl(fd, 6, ref record)|}")]
    public Task One_record_of_two_calls_is_told_once(string unlock, string take) =>
        ReportsAsync(
            $$"""
            {{Head}}
            [SupportedOSPlatform("macos")]
            static class Gate
            {
                static int Leave(int fd, int command)
                {
                    var record = new LinuxFlock { l_type = 2 };
                    return {{unlock}};
                }

                static int Take(int fd, int command)
                {
                    var record = new LinuxFlock { l_type = 3 };
                    return {{take}};
                }

                [DllImport("libc")]
                static extern int fcntl(int fd, int command, ref LinuxFlock record);
            }
            """
        );

    [Theory]
    [InlineData("{|LOCK5006:fixedly(fd, 8, ref record)|}")]
    [InlineData("{|LOCK5006:fixedly(fd, wait ? 9 : 8, ref record)|}")]
    [InlineData("padded(fd, 8, 0, 0, 0, 0, 0, 0, ref record)")]
    [InlineData(
        "RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? padded(fd, 8, 0, 0, 0, 0, 0, 0, ref record) : fixedly(fd, 8, ref record)"
    )]
    [InlineData("IsArm64 ? padded(fd, 8, 0, 0, 0, 0, 0, 0, ref record) : fixedly(fd, 8, ref record)")]
    public Task Fixed_arguments(string call) =>
        ReportsAsync(
            $$"""
            {{Head}}
            [SupportedOSPlatform("macos")]
            static class Gate
            {
                static bool IsArm64 => RuntimeInformation.OSArchitecture == Architecture.Arm64;

                static int Take(int fd, bool wait)
                {
                    var record = new MacFlock { l_type = 3 };
                    return {{call}};
                }

                [DllImport("libc", EntryPoint = "fcntl")]
                static extern int fixedly(int fd, int command, ref MacFlock record);

                {{Padded}}
            }
            """
        );

    [Fact]
    public Task Fixed_arguments_for_Intel_alone()
    {
        var test = new LockTest
        {
            TestCode = $$"""
                {{Head}}
                static class Gate
                {
                    static int Take(int fd)
                    {
                        var record = new MacFlock { l_type = 3 };
                        return fcntl(fd, 8, ref record);
                    }

                    [DllImport("libc")]
                    static extern int fcntl(int fd, int command, ref MacFlock record);
                }
                """,
        };
        test.TestState.AnalyzerConfigFiles.Add(("/.globalconfig", "is_global = true\nbuild_property.RuntimeIdentifier = osx-x64\n"));
        return test.RunAsync();
    }

    [Fact]
    public Task What_is_no_lock() =>
        ReportsAsync(
            $$"""
            {{Head}}
            [SupportedOSPlatform("macos")]
            static class Files
            {
                static int Sync(int fd) => fcntl(fd, 51, 0);

                static int Close(int fd) => fcntl(fd, 2, 1);

                [DllImport("libc")]
                static extern int fcntl(int fd, int command, int argument);
            }
            """
        );

    [Fact]
    public Task Mono_Posix_knows_the_numbers()
    {
        var test = new LockTest
        {
            TestCode = """
                using System;
                using Mono.Unix.Native;
                static class Gate
                {
                    static int Take(int fd)
                    {
                        if (!OperatingSystem.IsMacOS())
                            return -1;
                        var record = new Flock { l_type = LockType.F_WRLCK };
                        return Syscall.fcntl(fd, FcntlCommand.F_SETLK, ref record);
                    }
                }
                """,
        };
        test.TestState.AdditionalReferences.Add(TestReferences.MonoPosix);
        return test.RunAsync();
    }

    private const string Padded = """
        [DllImport("libc", EntryPoint = "fcntl")]
        static extern int padded(int fd, int command, long a, long b, long c, long d, long e, long f, ref MacFlock record);
        """;

    private const string Head = $$"""
        {{LockCode.Usings}}
        struct LinuxFlock { public short l_type, l_whence; public long l_start, l_len; public int l_pid; }
        struct MacFlock { public long l_start, l_len; public int l_pid; public short l_type, l_whence; }
        """;

    private static string Members(
        string body,
        string onMethod = "",
        string onType = "",
        string onImport = "",
        string onAssembly = "",
        string more = "",
        string method = "Take",
        string type = "Gate"
    ) =>
        $$"""
            {{LockCode.Usings}}
            {{onAssembly}}
            struct Record { public short l_type, l_whence; public long l_start, l_len; public int l_pid; }

            {{onType}}
            static class {{type}}
            {
                const int F_SETLK = 6;
                const short F_WRLCK = 1;
                static bool IsDarwin => RuntimeInformation.IsOSPlatform(OSPlatform.OSX);
                static void Flocks(int fd) { }
                static bool IsOn(string system) => false;

                {{onMethod}}
                static int {{method}}(int fd)
                {
                    var record = new Record { l_type = F_WRLCK };
                    {{body}}
                }

                {{more}}

                {{onImport}}
                [DllImport("libc", SetLastError = true)]
                static extern int fcntl(int fd, int command, ref Record record);
            }
            """;

    private static Task ReportsAsync(string code) => Verify.AnalyzerAsync(code);
}
