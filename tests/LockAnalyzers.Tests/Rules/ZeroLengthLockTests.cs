using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LockAnalyzers.Tests.Rules;

public sealed class ZeroLengthLockTests
{
    [Fact]
    public Task Zero_and_zero() =>
        Verify.AnalyzerAsync(
            RangeCode.Windows(
                """
                bool Take(SafeFileHandle file)
                {
                    var at = new NativeOverlapped();
                    return LockFileEx(file, 2, 0, {|LOCK2003:0, 0|}, ref at);
                }
                """
            )
        );

    [Fact]
    public Task Zero_on_every_path() =>
        Verify.AnalyzerAsync(
            RangeCode.Windows(
                """
                bool Take(SafeFileHandle file, bool wait)
                {
                    var at = new NativeOverlapped();
                    uint low = 0, high = 0;
                    return wait ? LockFileEx(file, 2, 0, {|LOCK2003:low, high|}, ref at) : LockFileEx(file, 3, 0, {|LOCK2003:low, high|}, ref at);
                }
                """
            )
        );

    [Fact]
    public Task Stream_of_zero_bytes() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream("void Take(FileStream file) => file.Lock({|#0:0, 0|});"),
            Verify.Diagnostic("LOCK2003").WithLocation(0).WithArguments("Lock", "which is nothing on Windows and everything on Unix")
        );

    [Fact]
    public Task Length_of_a_new_file() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                void Create(string path, byte[] data)
                {
                    using var file = File.Create(path);
                    file.Lock({|LOCK2003:0, file.Length|});
                    file.Write(data);
                }
                """
            )
        );

    [Fact]
    public Task Lock_and_unlock_of_nothing_is_reported_once() =>
        Verify.AnalyzerAsync(
            RangeCode.SignedWindows(
                """
                void Run(SafeFileHandle file, Action body)
                {
                    if (!LockFile(file, 0, 0, {|LOCK2003:0, 0|}))
                        return;
                    body();
                    UnlockFile(file, 0, 0, 0, 0);
                }
                """
            )
        );

    [Fact]
    public Task Silent_on_POSIX_where_zero_is_to_the_end() =>
        Verify.AnalyzerAsync(
            RangeCode.Posix(
                """
                bool Take(SafeFileHandle file)
                {
                    var all = new Flock { l_type = WriteLock, l_whence = 0, l_start = 0, l_len = 0 };
                    return fcntl(file, SetLock, ref all) == 0 && lockf(file, 2, 0) == 0;
                }
                """
            )
        );

    [Fact]
    public Task Silent_on_a_length_that_may_not_be_zero() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                void Take(FileStream file, long length, bool all)
                {
                    file.Lock(0, length);
                    file.Lock(0, all ? long.MaxValue : 0);
                }
                """
            )
        );

    [Fact]
    public Task Silent_on_the_length_of_a_new_file_that_others_filled() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                void Create(string path, Action<Stream> fill)
                {
                    using var file = new FileStream(path, FileMode.CreateNew);
                    fill(file);
                    file.Lock(0, file.Length);
                }
                """
            )
        );

    [Fact]
    public Task Silent_on_the_length_of_a_new_file_after_a_write() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                void Create(string path, byte[] head)
                {
                    using var file = new FileStream(path, FileMode.CreateNew);
                    file.Write(head, 0, head.Length);
                    file.Lock(0, file.Length);
                }
                """
            )
        );

    /// <summary>The mode is there to be read although the path is of a type that the compiler does not find.</summary>
    [Theory]
    [InlineData("Create", "{|LOCK2003:0, file.Length|}")]
    [InlineData("Open", "0, file.Length")]
    public Task Length_of_a_file_that_an_unbound_opening_empties(string mode, string range) =>
        new LockTest
        {
            TestCode = RangeCode.Stream(
                $$"""
                void Take()
                {
                    var file = new FileStream(Missing.Path, FileMode.{{mode}});
                    try
                    {
                        file.Lock({{range}});
                        file.Unlock(0, 0);
                    }
                    finally
                    {
                        file.Close();
                    }
                }
                """
            ),
            CompilerDiagnostics = CompilerDiagnostics.None,
            DisabledDiagnostics = { "LOCK2001", "LOCK3006", "LOCK3002", "LOCK3003" },
        }.RunAsync();

    [Fact]
    public Task Silent_on_half_typed_code() =>
        new LockTest
        {
            TestCode = RangeCode.Stream("void Take(FileStream file) => file.Lock(0, );"),
            CompilerDiagnostics = CompilerDiagnostics.None,
        }.RunAsync();
}
