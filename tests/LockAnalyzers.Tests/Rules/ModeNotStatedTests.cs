using Xunit;

namespace LockAnalyzers.Tests.Rules;

public sealed class ModeNotStatedTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("0x0u")]
    [InlineData("(uint)1")]
    [InlineData("default")]
    [InlineData("default(uint)")]
    [InlineData("LOCKFILE_FAIL_IMMEDIATELY")]
    [InlineData("Native.LOCKFILE_FAIL_IMMEDIATELY")]
    [InlineData("AtOnce")]
    public Task Fires_on_a_bare_number_or_nothing_but_fail_immediately(string flags) =>
        Verify.AnalyzerAsync(Store($"{{|LOCK1002:{flags}|}}"));

    [Theory]
    [InlineData("LOCKFILE_SHARED_LOCK")]
    [InlineData("LOCKFILE_SHARED_LOCK | LOCKFILE_FAIL_IMMEDIATELY")]
    [InlineData("flags")]
    [InlineData("wait ? 0u : 1u")]
    [InlineData("wait ? 2u : 1u")]
    [InlineData("2")]
    [InlineData("3")]
    [InlineData("LOCKFILE_EXCLUSIVE_LOCK")]
    public Task Silent_where_the_mode_is_stated_or_computed(string flags) => Verify.AnalyzerAsync(Store(flags));

    [Theory]
    [InlineData("EnterRead", "Store")]
    [InlineData("TakeShared", "Store")]
    [InlineData("IsLocked", "Store")]
    [InlineData("Take", "ReaderLatch")]
    public Task Silent_where_names_speak_of_readers(string method, string type) => Verify.AnalyzerAsync(Store("0", method, type));

    [Fact]
    public Task Fires_whatever_other_types_take() =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                """
                class Consumer
                {
                    internal static bool Take(SafeFileHandle file, ref NativeOverlapped overlapped) => LockFileEx(file, {|LOCK1002:0|}, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
                }

                class Producer
                {
                    internal static bool Take(SafeFileHandle file, ref NativeOverlapped overlapped) => LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
                }
                """
            )
        );

    [Theory]
    [InlineData("File.OpenHandle(path)")]
    [InlineData("File.OpenHandle(path, FileMode.Open, FileAccess.Read)")]
    public Task Silent_on_a_file_opened_to_be_read(string open) =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                $$"""
                class Store
                {
                    internal static long Measure(string path)
                    {
                        using var file = {{open}};
                        var overlapped = new NativeOverlapped();
                        if (!LockFileEx(file, 0, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
                            throw new Win32Exception();
                        try
                        {
                            return RandomAccess.GetLength(file);
                        }
                        finally
                        {
                            if (!UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
                                Console.WriteLine();
                        }
                    }
                }
                """
            )
        );

    [Fact]
    public Task Leaves_to_LOCK1001_what_should_be_exclusive() => Verify.AnalyzerAsync(Store("{|LOCK1001:0|}", "TakeExclusively"));

    internal static string Store(string flags, string method = "Take", string type = "Store") =>
        "using static Own;\n"
        + LockCode.Using(
            $$"""
            static class Own
            {
                public const uint LOCKFILE_SHARED_LOCK = 0, AtOnce = 1;
            }

            class {{type}}
            {
                internal static bool {{method}}(SafeFileHandle file, uint flags, bool wait)
                {
                    var overlapped = new NativeOverlapped();
                    return LockFileEx(file, {{flags}}, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
                }
            }
            """
        );
}
