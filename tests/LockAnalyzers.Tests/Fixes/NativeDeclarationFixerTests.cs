using LockAnalyzers.CodeFixes.Declaration;
using Xunit;

namespace LockAnalyzers.Tests.Fixes;

/// <summary>LOCK5001: the declaration as the function is.</summary>
public sealed class NativeDeclarationFixerTests
{
    [Fact]
    public Task Passes_the_overlapped_by_reference() =>
        Verify.FixAsync<NativeDeclarationFixer>(
            Code(
                "static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, {|LOCK5001:NativeOverlapped|} at);",
                """
                NativeOverlapped overlapped = default;
                LockFileEx(file, 2, 0, 1, 0, /* here */ overlapped);
                LockFileEx(file, 2, 0, 1, 0, at: overlapped);
                """
            ),
            Code(
                "static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped at);",
                """
                NativeOverlapped overlapped = default;
                LockFileEx(file, 2, 0, 1, 0, /* here */ ref overlapped);
                LockFileEx(file, 2, 0, 1, 0, at: ref overlapped);
                """
            )
        );

    [Theory]
    [InlineData("LockFileEx(file, 2, 0, 1, 0, new NativeOverlapped());")]
    [InlineData("LockFileEx(file, 2, 0, 1, 0, default);")]
    [InlineData("LockFileEx(file, 2, 0, 1, 0, s_nothing);")]
    [InlineData("Func<SafeFileHandle, uint, uint, uint, uint, NativeOverlapped, bool> f = LockFileEx;")]
    public Task Leaves_a_call_that_has_no_variable(string statement) =>
        Verify.NoFixAsync<NativeDeclarationFixer>(
            Code(
                "static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, {|LOCK5001:NativeOverlapped|} at);",
                statement
            )
        );

    [Fact]
    public Task Inserts_the_reserved_parameter() =>
        Verify.FixAsync<NativeDeclarationFixer>(
            Code(
                "static extern bool {|LOCK5001:UnlockFileEx|}(SafeFileHandle hFile, uint dwLow, uint dwHigh, ref NativeOverlapped lpOverlapped);",
                "NativeOverlapped at = default; UnlockFileEx(file, 1, 0, ref at);"
            ),
            Code(
                "static extern bool UnlockFileEx(SafeFileHandle hFile, uint dwReserved, uint dwLow, uint dwHigh, ref NativeOverlapped lpOverlapped);",
                "NativeOverlapped at = default; UnlockFileEx(file, 0, 1, 0, ref at);"
            )
        );

    [Fact]
    public Task Inserts_the_reserved_parameter_on_its_own_line() =>
        Verify.FixAsync<NativeDeclarationFixer>(
            Code(
                """
                static extern bool {|LOCK5001:LockFileEx|}(
                    SafeFileHandle file,
                    uint flags,
                    uint low,
                    uint high,
                    IntPtr overlapped);
                """,
                "LockFileEx(file, 2, 1, 0, IntPtr.Zero);"
            ),
            Code(
                """
                static extern bool LockFileEx(
                    SafeFileHandle file,
                    uint flags,
                    uint reserved,
                    uint low,
                    uint high,
                    IntPtr overlapped);
                """,
                "LockFileEx(file, 2, 0, 1, 0, IntPtr.Zero);"
            )
        );

    [Fact]
    public Task Widens_the_length_of_lockf() =>
        Verify.FixAsync<NativeDeclarationFixer>(
            Code("static extern int lockf(int fd, int command, {|LOCK5001:int|} length);", "lockf(3, 1, 10);", "libc"),
            Code("static extern int lockf(int fd, int command, long length);", "lockf(3, 1, 10);", "libc")
        );

    [Theory]
    [InlineData("flock(file.DangerousGetHandle().ToInt32(), 2);")]
    [InlineData("flock(operation: 2, fd: 3);")]
    public Task Narrows_the_descriptor(string statement) =>
        Verify.FixAsync<NativeDeclarationFixer>(
            Code(
                "static extern int flock(/* of the file */ {|LOCK5001:long|} fd, int operation);",
                $"{statement} GC.KeepAlive(file);",
                "libc"
            ),
            Code("static extern int flock(/* of the file */ int fd, int operation);", $"{statement} GC.KeepAlive(file);", "libc")
        );

    [Theory]
    [InlineData("long fd = file.DangerousGetHandle().ToInt64(); flock(fd, 2);")]
    [InlineData("flock((long)file.DangerousGetHandle(), 2);")]
    public Task Leaves_a_descriptor_that_callers_give_as_a_long(string statements) =>
        Verify.NoFixAsync<NativeDeclarationFixer>(
            Code("static extern int flock({|LOCK5001:long|} fd, int operation);", $"{statements} GC.KeepAlive(file);", "libc")
        );

    [Fact]
    public Task Names_the_entry_point() =>
        Verify.FixAsync<NativeDeclarationFixer>(
            Code("static extern int {|LOCK5001:Flock|}(int fd, int operation);", "Flock(3, 2); // not flock", "libc"),
            Code("static extern int Flock(int fd, int operation);", "Flock(3, 2); // not flock", "libc\", EntryPoint = \"flock")
        );

    [Fact]
    public Task Corrects_the_entry_point() =>
        Verify.FixAsync<NativeDeclarationFixer>(
            Code(
                "static extern bool UnlockFileEx(IntPtr file, uint reserved, uint low, uint high, IntPtr overlapped);",
                "UnlockFileEx(IntPtr.Zero, 0, 1, 0, IntPtr.Zero);",
                "kernel32\", EntryPoint = {|LOCK5001:\"LockFileEx\"|}, CharSet = CharSet.Unicode, BestFitMapping = false)]//"
            ),
            Code(
                "static extern bool UnlockFileEx(IntPtr file, uint reserved, uint low, uint high, IntPtr overlapped);",
                "UnlockFileEx(IntPtr.Zero, 0, 1, 0, IntPtr.Zero);",
                "kernel32\", EntryPoint = \"UnlockFileEx\", CharSet = CharSet.Unicode, BestFitMapping = false)]//"
            )
        );

    private static string Code(string declaration, string statements, string library = "kernel32") =>
        $$"""
            {{LockCode.Usings}}
            static class Native
            {
                static readonly NativeOverlapped s_nothing; // for LockFileEx

                [DllImport("{{library}}", SetLastError = true)]
                {{declaration}}

                static void Use(SafeFileHandle file)
                {
                    {{statements}}
                }
            }
            """;
}
