using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using LockAnalyzers.Recognition.Apis;
using Xunit;

namespace LockAnalyzers.Tests.Recognition;

/// <summary>The tables of signatures, structures and numbers say what the system that the tests run on has.</summary>
public sealed class NativeTableTests
{
    /// <summary>By its name, because the SDK's analyzers ask for Windows around its members.</summary>
    private static readonly Type s_overlapped = Type.GetType("System.Threading.NativeOverlapped", throwOnError: true)!;

    private static readonly NativeStruct s_flock = OperatingSystem.IsMacOS() ? NativeStruct.MacOSFlock : NativeStruct.LinuxFlock;

    private static readonly FcntlNumbers s_numbers = OperatingSystem.IsMacOS() ? FcntlNumbers.MacOS : FcntlNumbers.Linux;

    [Theory]
    [InlineData("Internal", "InternalLow")]
    [InlineData("InternalHigh", "InternalHigh")]
    [InlineData("Offset", "OffsetLow")]
    [InlineData("OffsetHigh", "OffsetHigh")]
    [InlineData("hEvent", "EventHandle")]
    public void OVERLAPPED_is_that_of_the_framework(string native, string managed)
    {
        var overlapped = NativeStruct.Overlapped;
        var field = Assert.Single(overlapped.Fields, f => f.Name == native);

        Assert.Equal((int)Marshal.OffsetOf(s_overlapped, managed), overlapped.OffsetOf(field, IntPtr.Size));
        Assert.Equal(Marshal.SizeOf(s_overlapped), overlapped.Size(IntPtr.Size));
    }

    [Fact]
    public void OVERLAPPED_is_smaller_with_32_bits() =>
        Assert.Equal((20, 32), (NativeStruct.Overlapped.Size(4), NativeStruct.Overlapped.Size(8)));

    [Fact]
    public void Lock_record_is_that_of_the_C_headers()
    {
        var printed = Print([
            .. s_flock.Fields.Select(f => ($"offset {f.Name}", $"offsetof(struct flock, {f.Name})")),
            .. s_flock.Fields.Select(f => ($"size {f.Name}", $"sizeof(((struct flock *)0)->{f.Name})")),
            ("size", "sizeof(struct flock)"),
        ]);

        foreach (var field in s_flock.Fields)
        {
            Assert.Equal((field.Name, printed[$"offset {field.Name}"]), (field.Name, s_flock.OffsetOf(field, IntPtr.Size)));
            Assert.Equal((field.Name, printed[$"size {field.Name}"]), (field.Name, NativeStruct.SizeOf(field.Type, IntPtr.Size)));
        }

        Assert.Equal(printed["size"], s_flock.Size(IntPtr.Size));
    }

    [Fact]
    public void Numbers_are_those_of_the_C_headers()
    {
        var printed = Print([
            ("F_GETLK", "F_GETLK"),
            ("F_SETLK", "F_SETLK"),
            ("F_SETLKW", "F_SETLKW"),
            ("F_RDLCK", "F_RDLCK"),
            ("F_WRLCK", "F_WRLCK"),
            ("F_UNLCK", "F_UNLCK"),
            ("LOCK_SH", "LOCK_SH"),
            ("LOCK_EX", "LOCK_EX"),
            ("LOCK_NB", "LOCK_NB"),
            ("LOCK_UN", "LOCK_UN"),
            ("F_ULOCK", "F_ULOCK"),
            ("F_LOCK", "F_LOCK"),
            ("F_TLOCK", "F_TLOCK"),
        ]);

        Assert.Equal(
            (printed["F_GETLK"], printed["F_SETLK"], printed["F_SETLKW"]),
            (s_numbers.GetLock, s_numbers.SetLock, s_numbers.SetLockWait)
        );
        Assert.Equal((printed["F_RDLCK"], printed["F_WRLCK"], printed["F_UNLCK"]), (s_numbers.Read, s_numbers.Write, s_numbers.Unlock));
        foreach (var name in (string[])["LOCK_SH", "LOCK_EX", "LOCK_NB", "LOCK_UN", "F_ULOCK", "F_LOCK", "F_TLOCK"])
            Assert.Equal((name, printed[name]), (name, LockConstant.Called(name)!.Value));
    }

    /// <summary>The compiler refuses to assign a function to a pointer of another type: the parameters are those of the headers.</summary>
    [Fact]
    public void Signatures_are_those_of_the_C_headers()
    {
        var system = OperatingSystem.IsMacOS() ? LockSystem.MacOS : LockSystem.Linux;
        var rows = NativeSignature.All.Where(row => row.System == system).ToList();

        Assert.Equal(["flock", "fcntl", "lockf"], rows.Select(row => row.Name));
        Compile(
            string.Join(
                "\n",
                rows.Select(row => $"int (*p_{row.Name})({string.Join(", ", row.Parameters.Select(p => TypeOf(p.Type)))}) = &{row.Name};")
            ),
            ""
        );
    }

    private static string TypeOf(NativeType type) =>
        type switch
        {
            NativeType.FileOffset => "long",
            NativeType.Variable => "...",
            _ => "int",
        };

    private static Dictionary<string, long> Print(IReadOnlyList<(string Name, string Expression)> values)
    {
        var program = Compile("", string.Concat(values.Select(v => $"printf(\"%s=%ld\\n\", \"{v.Name}\", (long)({v.Expression}));\n")));
        return Run(program, [])
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('='))
            .ToDictionary(parts => parts[0], parts => long.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Compiles a C program whose main has these statements, with warnings as errors.</summary>
    private static string Compile(string declarations, string statements)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "the C headers are those of Unix");
        Assert.SkipUnless(FindCompiler() is not null, "no C compiler (cc) is installed");
        var folder = Directory.CreateTempSubdirectory().FullName;
        var source = Path.Combine(folder, "program.c");
        File.WriteAllText(
            source,
            $"""
            #define _GNU_SOURCE
            #include <fcntl.h>
            #include <stddef.h>
            #include <stdio.h>
            #include <sys/file.h>
            #include <unistd.h>
            {declarations}
            int main(void) {"{"} {statements} return 0; {"}"}
            """
        );
        var program = Path.Combine(folder, "program");
        Run(FindCompiler()!, ["-Werror", "-o", program, source]);
        return program;
    }

    private static string? FindCompiler() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .SelectMany(folder => (string[])[Path.Combine(folder, "cc"), Path.Combine(folder, "gcc")])
            .FirstOrDefault(File.Exists);

    private static string Run(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program}: {errors.Result}");
        return output;
    }
}
