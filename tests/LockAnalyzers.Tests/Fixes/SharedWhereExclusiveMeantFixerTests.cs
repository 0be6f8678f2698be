using LockAnalyzers.CodeFixes.Mode;
using Xunit;

namespace LockAnalyzers.Tests.Fixes;

public sealed class SharedWhereExclusiveMeantFixerTests
{
    [Theory]
    [InlineData("LOCKFILE_FAIL_IMMEDIATELY", "LOCKFILE_FAIL_IMMEDIATELY | LOCKFILE_EXCLUSIVE_LOCK")]
    [InlineData("0", "LOCKFILE_EXCLUSIVE_LOCK")]
    [InlineData("1", "1 | LOCKFILE_EXCLUSIVE_LOCK")]
    [InlineData("0x1u", "0x1u | LOCKFILE_EXCLUSIVE_LOCK")]
    [InlineData("default", "LOCKFILE_EXCLUSIVE_LOCK")]
    [InlineData("default(uint)", "LOCKFILE_EXCLUSIVE_LOCK")]
    [InlineData("1 | 0", "1 | 0 | LOCKFILE_EXCLUSIVE_LOCK")]
    [InlineData("3u & ~LOCKFILE_EXCLUSIVE_LOCK", "(3u & ~LOCKFILE_EXCLUSIVE_LOCK) | LOCKFILE_EXCLUSIVE_LOCK")]
    [InlineData("condition ? 0u : 1u", "(condition ? 0u : 1u) | LOCKFILE_EXCLUSIVE_LOCK")]
    [InlineData("condition ? LOCKFILE_FAIL_IMMEDIATELY : 0", "(condition ? LOCKFILE_FAIL_IMMEDIATELY : 0) | LOCKFILE_EXCLUSIVE_LOCK")]
    [InlineData("(condition ? 0u : 1u)", "(condition ? 0u : 1u) | LOCKFILE_EXCLUSIVE_LOCK")]
    [InlineData("number switch { 0 => 0u, _ => 1u }", "(number switch { 0 => 0u, _ => 1u }) | LOCKFILE_EXCLUSIVE_LOCK")]
    [InlineData("(uint)LockFlags.FailImmediately", "(uint)(LockFlags.FailImmediately | LockFlags.ExclusiveLock)")]
    [InlineData("(uint)LockFlags.None", "(uint)LockFlags.ExclusiveLock")]
    [InlineData("(uint)(LockFlags.FailImmediately)", "(uint)((LockFlags.FailImmediately) | LockFlags.ExclusiveLock)")]
    [InlineData("flags", "flags | LOCKFILE_EXCLUSIVE_LOCK", "uint flags = 1;")]
    [InlineData("(uint)flags", "(uint)flags | LOCKFILE_EXCLUSIVE_LOCK", "int flags = 1;")]
    [InlineData("flags", "(uint)flags | LOCKFILE_EXCLUSIVE_LOCK", "byte flags = 1;")]
    [InlineData("(byte)1 /* at once */", "(byte)1 | LOCKFILE_EXCLUSIVE_LOCK /* at once */")]
    [InlineData("/* at once */ 1 /* or not */", "/* at once */ 1 | LOCKFILE_EXCLUSIVE_LOCK /* or not */")]
    [InlineData("1 /* a */ | /* b */ 0", "1 /* a */ | /* b */ 0 | LOCKFILE_EXCLUSIVE_LOCK")]
    public Task Adds_the_flag_to_any_expression(string flags, string mended, string statements = "")
    {
        // The span is the expression, without the comments around it.
        var expression = flags.StartsWith("/*", StringComparison.Ordinal)
            ? "1"
            : flags.Replace(" /* at once */", "", StringComparison.Ordinal);
        return Verify.FixAsync<SharedWhereExclusiveMeantFixer>(
            LockCode.ExclusiveByName(flags.Replace(expression, $"{{|LOCK1001:{expression}|}}", StringComparison.Ordinal), statements),
            LockCode.ExclusiveByName(mended, statements)
        );
    }

    [Theory]
    [InlineData("const uint LockfileExclusiveLock = 2;", "LockfileExclusiveLock")]
    [InlineData("const int WindowsExclusiveLock = 2;", "WindowsExclusiveLock")]
    [InlineData("const byte Exclusive = 0x2;", "Exclusive")]
    [InlineData("const long Exclusive = 2; const uint LOCK_EX = 2, ExclusiveAccess = 2;", "ExclusiveAccess")]
    [InlineData("const uint FILE_SHARE_WRITE = 2, WriteData = 2, LOCK_EXCLUSIVE = 2;", "LOCK_EXCLUSIVE")]
    [InlineData("const uint Exclusive = 2, LOCKFILE_EXCLUSIVE_LOCK = 2;", "LOCKFILE_EXCLUSIVE_LOCK")]
    [InlineData("static class Flags { public const uint Exclusive = 2; }", "Flags.Exclusive")]
    public Task Takes_the_constant_by_the_name_it_has(string constants, string name)
    {
        return Verify.FixAsync<SharedWhereExclusiveMeantFixer>(Code("{|LOCK1001:1|}"), Code($"1 | {name}"));

        string Code(string flags) =>
            $$"""
                {{LockCode.Usings}}
                static class Store
                {
                    {{constants}}

                    [DllImport("kernel32", SetLastError = true)]
                    static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);

                    internal static bool TakeExclusively(SafeFileHandle file)
                    {
                        var overlapped = new NativeOverlapped();
                        return LockFileEx(file, {{flags}}, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
                    }
                }
                """;
    }

    [Theory]
    [InlineData(
        "enum LockFlags : uint { FailImmediately = 1, Exclusive = 2 }",
        "LockFlags.FailImmediately",
        "LockFlags.FailImmediately | LockFlags.Exclusive"
    )]
    [InlineData("enum LockFlags { LOCKFILE_FAIL_IMMEDIATELY = 1, LOCKFILE_EXCLUSIVE_LOCK }", "0", "LockFlags.LOCKFILE_EXCLUSIVE_LOCK")]
    [InlineData("enum LockFlags { ExclusiveLock = 2 }", "(LockFlags)1", "(LockFlags)1 | LockFlags.ExclusiveLock")]
    [InlineData("enum LockFlags { ExclusiveLock = 2 }", "default", "LockFlags.ExclusiveLock")]
    public Task Takes_the_member_of_the_enum(string declaration, string flags, string mended)
    {
        return Verify.FixAsync<SharedWhereExclusiveMeantFixer>(Code($"{{|LOCK1001:{flags}|}}"), Code(mended));

        string Code(string argument) =>
            $$"""
                {{LockCode.Usings}}
                {{declaration}}

                static class Store
                {
                    [DllImport("kernel32", SetLastError = true)]
                    static extern bool LockFileEx(IntPtr file, LockFlags flags, uint reserved, uint low, uint high, IntPtr overlapped);

                    internal static bool TakeExclusively(IntPtr file) => LockFileEx(file, {{argument}}, 0, uint.MaxValue, uint.MaxValue, IntPtr.Zero);
                }
                """;
    }

    [Fact]
    public Task Declares_a_member_beside_the_declaration_where_there_is_none() =>
        Verify.FixAsync<SharedWhereExclusiveMeantFixer>(
            $$"""
            {{LockCode.Usings}}
            static class Store
            {
                const int LOCK_EX = 2;

                // The lock of Windows.
                [DllImport("kernel32", SetLastError = true)]
                static extern bool LockFileEx(IntPtr file, int flags, uint reserved, uint low, uint high, IntPtr overlapped);

                internal static bool TakeExclusively(IntPtr file) => LockFileEx(file, flags: {|LOCK1001:1|}, 0, uint.MaxValue, uint.MaxValue, IntPtr.Zero); // at once

                internal static bool WaitExclusively(IntPtr file) => LockFileEx(file, {|LOCK1001:0|}, 0, uint.MaxValue, uint.MaxValue, IntPtr.Zero);
            }
            """,
            $$"""
            {{LockCode.Usings}}
            static class Store
            {
                const int LOCK_EX = 2;
                private const int LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;

                // The lock of Windows.
                [DllImport("kernel32", SetLastError = true)]
                static extern bool LockFileEx(IntPtr file, int flags, uint reserved, uint low, uint high, IntPtr overlapped);

                internal static bool TakeExclusively(IntPtr file) => LockFileEx(file, flags: 1 | LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, IntPtr.Zero); // at once

                internal static bool WaitExclusively(IntPtr file) => LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, IntPtr.Zero);
            }
            """
        );

    [Fact]
    public Task Declares_the_constant_of_an_enum_without_one() =>
        Verify.FixAsync<SharedWhereExclusiveMeantFixer>(
            EnumWithoutExclusive("", "{|LOCK1001:LockFlags.AtOnce|}"),
            EnumWithoutExclusive(
                "private const LockFlags LOCKFILE_EXCLUSIVE_LOCK = (LockFlags)0x00000002;",
                "LockFlags.AtOnce | LOCKFILE_EXCLUSIVE_LOCK"
            )
        );

    private static string EnumWithoutExclusive(string constant, string flags) =>
        $$"""
            {{LockCode.Usings}}
            enum LockFlags { AtOnce = 1 }

            static class Store
            {
                const int Size = 1;{{(constant.Length > 0 ? "\n    " + constant : "")}}

                [DllImport("kernel32", SetLastError = true)]
                static extern bool LockFileEx(IntPtr file, LockFlags flags, uint reserved, uint low, uint high, IntPtr overlapped);

                internal static bool TakeExclusively(IntPtr file) => LockFileEx(file, {{flags}}, 0, uint.MaxValue, uint.MaxValue, IntPtr.Zero);
            }
            """;

    [Fact]
    public Task Is_not_offered_where_the_name_is_taken() =>
        Verify.NoFixAsync<SharedWhereExclusiveMeantFixer>(
            $$"""
            {{LockCode.Usings}}
            static class Store
            {
                static uint LOCKFILE_EXCLUSIVE_LOCK => 4;

                [DllImport("kernel32", SetLastError = true)]
                static extern bool LockFileEx(IntPtr file, uint flags, uint reserved, uint low, uint high, IntPtr overlapped);

                internal static bool TakeExclusively(IntPtr file) => LockFileEx(file, {|LOCK1001:1|}, 0, uint.MaxValue, uint.MaxValue, IntPtr.Zero);
            }
            """
        );

    [Theory]
    [InlineData("LOCK_SH", "LOCK_EX")]
    [InlineData("LOCK_SH | LOCK_NB", "LOCK_EX | LOCK_NB")]
    [InlineData("LOCK_NB | LOCK_SH /* waits */ ", "LOCK_NB | LOCK_EX /* waits */ ")]
    [InlineData("Native.LOCK_SH", "LOCK_EX")]
    [InlineData("1", "LOCK_EX")]
    [InlineData("1 | 4", "LOCK_EX | 4")]
    [InlineData("wait ? LOCK_SH : LOCK_SH | LOCK_NB", "wait ? LOCK_EX : LOCK_EX | LOCK_NB")]
    public Task Replaces_the_shared_flag_of_flock(string operation, string mended)
    {
        var expression = operation.Replace(" /* waits */ ", "", StringComparison.Ordinal);
        return Verify.FixAsync<SharedWhereExclusiveMeantFixer>(
            Code(operation.Replace(expression, $"{{|LOCK1001:{expression}|}}", StringComparison.Ordinal)),
            Code(mended)
        );

        static string Code(string argument) =>
            LockCode.Using(
                $$"""
                class Store
                {
                    internal static bool TakeExclusively(SafeFileHandle file, bool wait) => flock(file, {{argument}}) == 0;
                }
                """
            );
    }

    [Fact]
    public async Task Mends_every_file_at_once()
    {
        var test = new LockFixTest<SharedWhereExclusiveMeantFixer>();
        test.TestState.Sources.Add(Declaration(""));
        test.FixedState.Sources.Add(Declaration("\n        internal const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;"));
        foreach (var name in (string[])["First", "Second"])
        {
            test.TestState.Sources.Add(Store(name, "{|LOCK1001:Native.FailImmediately|}", "{|LOCK1001:0|}"));
            test.FixedState.Sources.Add(
                Store(name, "Native.FailImmediately | Native.LOCKFILE_EXCLUSIVE_LOCK", "Native.LOCKFILE_EXCLUSIVE_LOCK")
            );
        }

        await test.RunAsync();

        static string Declaration(string constant) =>
            $$"""
                {{LockCode.Usings}}
                namespace Interop
                {
                    static class Native
                    {
                        public const uint FailImmediately = 1;{{constant}}

                        [DllImport("kernel32", SetLastError = true)]
                        public static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped overlapped);
                    }
                }
                """;

        static string Store(string name, string flags, string waiting) =>
            $$"""
                using Interop;
                {{LockCode.Usings}}
                class {{name}}
                {
                    internal static bool TakeExclusively(SafeFileHandle file)
                    {
                        var overlapped = new NativeOverlapped();
                        return Native.LockFileEx(file, {{flags}}, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
                    }

                    internal static bool WaitExclusively(SafeFileHandle file)
                    {
                        var overlapped = new NativeOverlapped();
                        return Native.LockFileEx(file, {{waiting}}, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
                    }
                }
                """;
    }

    [Theory]
    [InlineData("false", "true", "bool exclusive", "exclusive")]
    [InlineData("Mode.Read", "Mode.Write", "Mode mode", "mode == Mode.Write")]
    public Task Asks_the_wrapper_for_an_exclusive_lock(string shared, string exclusive, string parameter, string condition)
    {
        return Verify.FixAsync<SharedWhereExclusiveMeantFixer>(Code($"{{|LOCK1001:{shared}|}}"), Code(exclusive));

        string Code(string argument) =>
            LockCode.Using(
                $$"""
                enum Mode { Read, Write }

                static class Store
                {
                    static void Save(FileStream file)
                    {
                        Take(file, {{argument}}); // for the header
                        file.WriteByte(1);
                        flock(file.SafeFileHandle, LOCK_UN);
                    }

                    static void Take(FileStream file, {{parameter}})
                    {
                        if (flock(file.SafeFileHandle, {{condition}} ? LOCK_EX : LOCK_SH) != 0)
                            throw new IOException();
                    }
                }
                """
            );
    }
}
