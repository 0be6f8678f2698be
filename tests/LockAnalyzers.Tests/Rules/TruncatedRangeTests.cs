using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LockAnalyzers.Tests.Rules;

public sealed class TruncatedRangeTests
{
    [Theory]
    [InlineData("(uint)length, 0")]
    [InlineData("(uint)(length & 0xFFFFFFFF), 0")]
    [InlineData("(uint)(length % 0x100000000), 0")]
    [InlineData("(uint)(int)length, 0")]
    [InlineData("unchecked((uint)length), 0u")]
    [InlineData("(uint)(length + 1), 0")]
    [InlineData("(uint)(length >> 32), (uint)length")]
    [InlineData("(uint)(length >> 32), (uint)(length & uint.MaxValue)")]
    [InlineData("(uint)(length / 0x100000000), (uint)length")]
    [InlineData("(uint)((ulong)length >> 32), (uint)(ulong)length")]
    [InlineData("0, (uint)length")]
    [InlineData("(uint)length, (uint)length")]
    [InlineData("(uint)length, (uint)length >> 32")]
    [InlineData("(uint)size, (uint)(size >> 32)")]
    [InlineData("(uint)((long)size * size), 0")]
    [InlineData("(uint)file.Length, 0")]
    public Task Fires_on(string halves) =>
        Verify.AnalyzerAsync(
            RangeCode.Windows(
                $$"""
                bool Take(FileStream file, long length, int size)
                {
                    var at = new NativeOverlapped();
                    return LockFileEx(file.SafeFileHandle, 2, 0, {|LOCK2002:{{halves}}|}, ref at);
                }
                """
            )
        );

    [Theory]
    [InlineData("(uint)length, (uint)(length >> 32)")]
    [InlineData("(uint)(length & 0xFFFFFFFF), (uint)(length >> 32)")]
    [InlineData("(uint)(length & uint.MaxValue), (uint)((length >> 32) & uint.MaxValue)")]
    [InlineData("(uint)(ulong)length, (uint)((ulong)length >> 32)")]
    [InlineData("(uint)length, (uint)(length >>> 32)")]
    [InlineData("(uint)(length % 0x100000000), (uint)(length / 0x100000000)")]
    [InlineData("(uint)size, 0")]
    [InlineData("(uint)size, (uint)((long)size >> 32)")]
    [InlineData("(uint)(long)size, 0")]
    [InlineData("checked((uint)length), 0")]
    [InlineData("(uint)(length & 0xFFFF), 0")]
    [InlineData("(uint)(length % 4096), 0")]
    [InlineData("(uint)Math.Min(length, uint.MaxValue), 0")]
    [InlineData("(uint)bytes.Length, 0")]
    [InlineData("low, high")]
    [InlineData("low, 0")]
    public Task Silent_on(string halves) =>
        Verify.AnalyzerAsync(
            RangeCode.Windows(
                $$"""
                bool Take(SafeFileHandle file, long length, int size, byte[] bytes, uint low, uint high)
                {
                    var at = new NativeOverlapped();
                    return LockFileEx(file, 2, 0, {{halves}}, ref at);
                }
                """
            )
        );

    [Fact]
    public Task Halves_through_locals() =>
        Verify.AnalyzerAsync(
            RangeCode.Windows(
                """
                bool Take(SafeFileHandle file, long length)
                {
                    var at = new NativeOverlapped();
                    uint low = (uint)length;
                    uint high = (uint)(length >> 32);
                    (low, high) = (high, low);
                    return LockFileEx(file, 2, 0, {|LOCK2002:low, high|}, ref at);
                }
                """
            )
        );

    [Fact]
    public Task Sign_extended_from_an_int() =>
        Verify.AnalyzerAsync(
            RangeCode.Windows(
                """
                bool Take(SafeFileHandle file, long length)
                {
                    var at = new NativeOverlapped();
                    long cut = (int)length;
                    return LockFileEx(file, 2, 0, {|LOCK2002:(uint)cut, (uint)(cut >> 32)|}, ref at);
                }

                bool TakeInt(SafeFileHandle file, int length)
                {
                    var at = new NativeOverlapped();
                    long whole = length;
                    return LockFileEx(file, 2, 0, (uint)whole, (uint)(whole >> 32), ref at);
                }
                """
            )
        );

    [Fact]
    public Task Shift_of_a_constant_int() =>
        Verify.AnalyzerAsync(
            RangeCode.Windows(
                """
                const int Size = 1;

                bool Take(SafeFileHandle file)
                {
                    var at = new NativeOverlapped();
                    return LockFileEx(file, 2, 0, {|LOCK2002:(uint)Size, (uint)(Size >> 32)|}, ref at);
                }
                """
            )
        );

    [Fact]
    public Task Offset_without_its_high_half_in_the_overlapped() =>
        Verify.AnalyzerAsync(
            RangeCode.Windows(
                """
                bool Take(SafeFileHandle file, long offset)
                {
                    var at = new NativeOverlapped { OffsetLow = (int)offset };
                    return LockFileEx(file, 2, 0, 1, 0, {|LOCK2002:ref at|});
                }

                bool TakeLater(SafeFileHandle file, long offset)
                {
                    var at = default(NativeOverlapped);
                    at.OffsetLow = unchecked((int)(offset & 0xFFFFFFFF));
                    at.OffsetHigh = (int)(offset >> 32);
                    return LockFileEx(file, 2, 0, 1, 0, ref at);
                }
                """
            )
        );

    [Fact]
    public Task Offset_of_LockFile() =>
        Verify.AnalyzerAsync(
            RangeCode.SignedWindows(
                """
                bool Take(SafeFileHandle file, long at) => LockFile(file, {|LOCK2002:(uint)at, 0|}, 1, 0);
                """
            )
        );

    [Fact]
    public Task Length_cut_on_its_way_to_a_stream() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream("void Take(FileStream file) => file.Lock({|#0:0, (int)file.Length|});"),
            Verify.Diagnostic("LOCK2002").WithLocation(0).WithArguments("Lock", "only 32 bits of the length")
        );

    [Fact]
    public Task Reported_once_for_lock_and_unlock() =>
        Verify.AnalyzerAsync(
            RangeCode.Windows(
                """
                void Run(SafeFileHandle file, long length, Action body)
                {
                    var at = new NativeOverlapped();
                    if (!LockFileEx(file, 2, 0, {|LOCK2002:(uint)length, 0|}, ref at))
                        return;
                    body();
                    UnlockFileEx(file, 0, (uint)length, 0, ref at);
                }
                """
            )
        );

    [Fact]
    public Task Reported_at_the_unlock_where_the_lock_is_right() =>
        Verify.AnalyzerAsync(
            RangeCode.Windows(
                """
                void Run(SafeFileHandle file, long length, Action body)
                {
                    var at = new NativeOverlapped();
                    if (!LockFileEx(file, 2, 0, (uint)length, (uint)(length >> 32), ref at))
                        return;
                    body();
                    UnlockFileEx(file, 0, {|LOCK2002:(uint)length, 0|}, ref at);
                }
                """
            )
        );

    [Fact]
    public Task Silent_where_the_code_knows_the_bound() =>
        Verify.AnalyzerAsync(
            RangeCode.Windows(
                """
                bool Take(SafeFileHandle file, long length)
                {
                    if (length > uint.MaxValue)
                        throw new ArgumentOutOfRangeException(nameof(length));
                    var at = new NativeOverlapped();
                    return LockFileEx(file, 2, 0, (uint)length, 0, ref at);
                }

                bool TakeChecked(SafeFileHandle file, long length)
                {
                    ArgumentOutOfRangeException.ThrowIfGreaterThan(length, uint.MaxValue);
                    var at = new NativeOverlapped();
                    return LockFileEx(file, 2, 0, (uint)length, 0, ref at);
                }
                """
            )
        );

    [Theory]
    [InlineData("LockFileEx(file, 2, 0, (uint)length, , ref at)")]
    [InlineData("LockFileEx(file, 2, 0, (uint)length, (uint)(length >> ), ref at)")]
    [InlineData("LockFileEx(file, 2, 0, (uint)missing, 0, ref at)")]
    public Task Silent_on_half_typed_code(string call) =>
        new LockTest
        {
            TestCode = RangeCode.Windows(
                $$"""
                bool Take(SafeFileHandle file, long length)
                {
                    var at = new NativeOverlapped();
                    return {{call}};
                }
                """
            ),
            CompilerDiagnostics = CompilerDiagnostics.None,
        }.RunAsync();
}
