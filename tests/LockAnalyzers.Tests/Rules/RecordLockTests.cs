using LockAnalyzers.CodeFixes.Mode;
using Xunit;

namespace LockAnalyzers.Tests.Rules;

/// <summary>LOCK1001 on fcntl: what is judged, and mended, is the lock type that the record was given.</summary>
public sealed class RecordLockTests
{
    [Theory]
    [InlineData("var record = new Flock { l_type = {|LOCK1001:F_RDLCK|} };")]
    [InlineData("Flock record = default; record.l_type = {|LOCK1001:F_RDLCK|};")]
    [InlineData("var record = new Flock(); record.l_type = {|LOCK1001:0|};")]
    [InlineData("Flock record; record = new Flock { l_whence = 0, l_type = {|LOCK1001:(short)F_RDLCK|} };")]
    [InlineData("var other = new Flock { l_type = {|LOCK1001:F_RDLCK|} }; var record = other; other.l_type = F_WRLCK;")]
    [InlineData("var record = new Flock { l_type = F_WRLCK }; record.l_type = {|LOCK1001:F_RDLCK|};")]
    public Task Fires_where_the_lock_type_is_given(string statements) => Verify.AnalyzerAsync(Code(statements));

    [Theory]
    [InlineData("var record = new Flock { l_type = F_WRLCK };")]
    [InlineData("var record = new Flock { l_type = F_UNLCK };")]
    [InlineData("var record = new Flock { l_type = condition ? F_WRLCK : F_RDLCK };")]
    [InlineData("var record = new Flock { l_type = F_RDLCK }; if (condition) record.l_type = F_WRLCK;")]
    [InlineData("var record = Make();")]
    [InlineData("var other = new Flock { l_type = F_RDLCK }; var record = other; record.l_type = F_WRLCK;")]
    public Task Silent_where_the_lock_type_is_or_may_be_another(string statements) => Verify.AnalyzerAsync(Code(statements));

    [Theory]
    [InlineData("F_RDLCK", "F_WRLCK")]
    [InlineData("Native.F_RDLCK", "F_WRLCK")]
    [InlineData("0", "F_WRLCK")]
    [InlineData("(short)F_RDLCK", "(short)F_WRLCK")]
    [InlineData("F_RDLCK /* reads */", "F_WRLCK /* reads */")]
    public Task Is_mended_where_it_is_given(string type, string mended)
    {
        var expression = type.Replace(" /* reads */", "", StringComparison.Ordinal);
        return Verify.FixAsync<SharedWhereExclusiveMeantFixer>(
            Code(
                $"var record = new Flock {{ l_type = {type.Replace(expression, $"{{|LOCK1001:{expression}|}}", StringComparison.Ordinal)}, l_whence = 0 }};"
            ),
            Code($"var record = new Flock {{ l_type = {mended}, l_whence = 0 }};")
        );
    }

    [Fact]
    public Task Is_mended_by_the_numbers_of_the_system_it_is_for() =>
        Verify.FixAsync<SharedWhereExclusiveMeantFixer>(
            MacOS("{|LOCK1001:1|}", ""),
            MacOS("F_WRLCK", "private const short F_WRLCK = 0x00000003;")
        );

    [Fact]
    public async Task Of_Mono_Posix()
    {
        var test = new LockFixTest<SharedWhereExclusiveMeantFixer>
        {
            TestState = { AdditionalReferences = { TestReferences.MonoPosix } },
            TestCode = Mono("{|LOCK1001:LockType.F_RDLCK|}"),
            FixedCode = Mono("LockType.F_WRLCK"),
        };
        await test.RunAsync();

        static string Mono(string type) =>
            $$"""
                using Mono.Unix.Native;

                class Store
                {
                    internal static bool TakeExclusively(int file)
                    {
                        var record = new Flock { l_type = {{type}}, l_whence = SeekFlags.SEEK_SET };
                        return Syscall.fcntl(file, FcntlCommand.F_SETLK, ref record) == 0;
                    }
                }
                """;
    }

    private static string Code(string statements) =>
        LockCode.Using(
            $$"""
            class Store
            {
                static Flock Make() => new Flock();

                internal static bool TakeExclusively(SafeFileHandle file, bool condition)
                {
                    {{statements}}
                    return fcntl(file, F_SETLK, ref record) == 0;
                }
            }
            """
        );

    private static string MacOS(string type, string constant) =>
        $$"""
            {{LockCode.Usings}}
            static class Store
            {
                const int SetLock = 8;{{(constant.Length > 0 ? "\n    " + constant : "")}}

                [DllImport("libSystem.dylib")]
                static extern int fcntl(int file, int command, ref Record record);

                struct Record
                {
                    public long Start, Len;
                    public int Pid;
                    public short Type, Whence;
                }

                internal static bool TakeExclusively(int file)
                {
                    var record = new Record { Type = {{type}} };
                    return fcntl(file, SetLock, ref record) == 0;
                }
            }
            """;
}
