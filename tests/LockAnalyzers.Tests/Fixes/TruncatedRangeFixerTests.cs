using LockAnalyzers.CodeFixes.Range;
using Xunit;

namespace LockAnalyzers.Tests.Fixes;

public sealed class TruncatedRangeFixerTests
{
    [Fact]
    public Task Adds_the_high_half_at_lock_and_unlock() =>
        Verify.FixAsync<TruncatedRangeFixer>(
            RangeCode.Windows(
                """
                void Run(SafeFileHandle file, long length, Action body)
                {
                    var at = new NativeOverlapped();
                    if (!LockFileEx(file, 2, 0, {|LOCK2002:(uint)length, /* high */ 0|}, ref at))
                        return;
                    try
                    {
                        body();
                    }
                    finally
                    {
                        UnlockFileEx(file, 0, (uint)length, high: 0, ref at);
                    }
                }
                """
            ),
            RangeCode.Windows(
                """
                void Run(SafeFileHandle file, long length, Action body)
                {
                    var at = new NativeOverlapped();
                    if (!LockFileEx(file, 2, 0, (uint)length, /* high */ (uint)(length >> 32), ref at))
                        return;
                    try
                    {
                        body();
                    }
                    finally
                    {
                        UnlockFileEx(file, 0, (uint)length, high: (uint)(length >> 32), ref at);
                    }
                }
                """
            )
        );

    [Fact]
    public Task Keeps_a_computed_length_in_a_local() =>
        Verify.FixAsync<TruncatedRangeFixer>(
            RangeCode.Windows(
                """
                void Run(FileStream file, Action body)
                {
                    var at = new NativeOverlapped();
                    if (!LockFileEx(file.SafeFileHandle, 2, 0, {|LOCK2002:(uint)file.Length, 0|}, ref at))
                        return;
                    body();
                    UnlockFileEx(file.SafeFileHandle, 0, (uint)file.Length, 0, ref at);
                }
                """
            ),
            RangeCode.Windows(
                """
                void Run(FileStream file, Action body)
                {
                    var at = new NativeOverlapped();
                    long length = file.Length;
                    if (!LockFileEx(file.SafeFileHandle, 2, 0, (uint)length, (uint)(length >> 32), ref at))
                        return;
                    body();
                    UnlockFileEx(file.SafeFileHandle, 0, (uint)length, (uint)(length >> 32), ref at);
                }
                """
            )
        );

    [Fact]
    public Task Puts_swapped_halves_right() =>
        Verify.FixAsync<TruncatedRangeFixer>(
            RangeCode.Windows(
                """
                bool Take(SafeFileHandle file, long length)
                {
                    var at = new NativeOverlapped();
                    uint low = (uint)length, high = (uint)(length >> 32);
                    return LockFileEx(file, 2, 0, {|LOCK2002:high, low|}, ref at);
                }
                """
            ),
            RangeCode.Windows(
                """
                bool Take(SafeFileHandle file, long length)
                {
                    var at = new NativeOverlapped();
                    uint low = (uint)length, high = (uint)(length >> 32);
                    return LockFileEx(file, 2, 0, low, high, ref at);
                }
                """
            )
        );

    [Fact]
    public Task An_int_has_no_high_half() =>
        Verify.FixAsync<TruncatedRangeFixer>(
            RangeCode.Windows(
                """
                bool Take(SafeFileHandle file, int size)
                {
                    var at = new NativeOverlapped();
                    return LockFileEx(file, 2, 0, {|LOCK2002:(uint)size, (uint)(size >> 32)|}, ref at);
                }
                """
            ),
            RangeCode.Windows(
                """
                bool Take(SafeFileHandle file, int size)
                {
                    var at = new NativeOverlapped();
                    return LockFileEx(file, 2, 0, (uint)size, 0, ref at);
                }
                """
            )
        );

    [Fact]
    public Task The_same_half_twice() =>
        Verify.FixAsync<TruncatedRangeFixer>(
            RangeCode.SignedWindows(
                """
                bool Take(SafeFileHandle file, long length)
                {
                    NativeOverlapped at = default;
                    int low = unchecked((int)length);
                    return LockFileEx(file, 2, 0, {|LOCK2002:low, low|}, &at);
                }
                """
            ),
            RangeCode.SignedWindows(
                """
                bool Take(SafeFileHandle file, long length)
                {
                    NativeOverlapped at = default;
                    int low = unchecked((int)length);
                    return LockFileEx(file, 2, 0, low, (int)(length >> 32), &at);
                }
                """
            )
        );

    [Fact]
    public Task Offset_of_LockFile() =>
        Verify.FixAsync<TruncatedRangeFixer>(
            RangeCode.SignedWindows(
                """
                void Run(SafeFileHandle file, ulong offset, Action body)
                {
                    if (!LockFile(file, {|LOCK2002:(uint)offset, 0|}, 1, 0))
                        return;
                    body();
                    UnlockFile(file, (uint)offset, 0, 1, 0);
                }
                """
            ),
            RangeCode.SignedWindows(
                """
                void Run(SafeFileHandle file, ulong offset, Action body)
                {
                    if (!LockFile(file, (uint)offset, (uint)(offset >> 32), 1, 0))
                        return;
                    body();
                    UnlockFile(file, (uint)offset, (uint)(offset >> 32), 1, 0);
                }
                """
            )
        );

    [Fact]
    public Task Cast_on_the_way_to_a_stream() =>
        Verify.FixAsync<TruncatedRangeFixer>(
            RangeCode.Stream(
                """
                void Run(FileStream file, long at, long count, Action body)
                {
                    file.Lock({|LOCK2002:at, (int)count|});
                    body();
                    file.Unlock(at, (int)count);
                }
                """
            ),
            RangeCode.Stream(
                """
                void Run(FileStream file, long at, long count, Action body)
                {
                    file.Lock(at, count);
                    body();
                    file.Unlock(at, count);
                }
                """
            )
        );

    [Fact]
    public Task Several_faults_in_one_document() =>
        Verify.FixAsync<TruncatedRangeFixer>(
            RangeCode.Windows(
                """
                bool First(SafeFileHandle file, long length)
                {
                    var at = new NativeOverlapped();
                    return LockFileEx(file, 2, 0, {|LOCK2002:(uint)(length & 0xFFFFFFFF), 0|}, ref at);
                }

                bool Second(SafeFileHandle file, ulong length)
                {
                    var at = new NativeOverlapped();
                    return LockFileEx(file, 2, 0, {|LOCK2002:(uint)(length >> 32), (uint)length|}, ref at);
                }
                """
            ),
            RangeCode.Windows(
                """
                bool First(SafeFileHandle file, long length)
                {
                    var at = new NativeOverlapped();
                    return LockFileEx(file, 2, 0, (uint)(length & 0xFFFFFFFF), (uint)(length >> 32), ref at);
                }

                bool Second(SafeFileHandle file, ulong length)
                {
                    var at = new NativeOverlapped();
                    return LockFileEx(file, 2, 0, (uint)length, (uint)(length >> 32), ref at);
                }
                """
            )
        );

    [Fact]
    public Task Offset_in_the_overlapped() =>
        Verify.FixAsync<TruncatedRangeFixer>(
            RangeCode.Windows(
                """
                void Run(SafeFileHandle file, long offset, Action body)
                {
                    var at = new NativeOverlapped { OffsetLow = (int)offset };
                    if (!LockFileEx(file, 2, 0, 1, 0, {|LOCK2002:ref at|}))
                        return;
                    body();
                    var end = new NativeOverlapped { OffsetLow = unchecked((int)offset), OffsetHigh = 0 };
                    UnlockFileEx(file, 0, 1, 0, ref end);
                }
                """
            ),
            RangeCode.Windows(
                """
                void Run(SafeFileHandle file, long offset, Action body)
                {
                    var at = new NativeOverlapped { OffsetLow = (int)offset, OffsetHigh = (int)(offset >> 32) };
                    if (!LockFileEx(file, 2, 0, 1, 0, ref at))
                        return;
                    body();
                    var end = new NativeOverlapped { OffsetLow = unchecked((int)offset), OffsetHigh = (int)(offset >> 32) };
                    UnlockFileEx(file, 0, 1, 0, ref end);
                }
                """
            )
        );

    [Fact]
    public Task Not_offered_where_the_whole_is_out_of_reach() =>
        Verify.NoFixAsync<TruncatedRangeFixer>(
            RangeCode.Windows(
                """
                bool Take(SafeFileHandle file, long length)
                {
                    var at = new NativeOverlapped();
                    uint low = (uint)length;
                    if (file.IsInvalid)
                        low = (uint)length;
                    return LockFileEx(file, 2, 0, {|LOCK2002:low, 0|}, ref at);
                }
                """
            )
        );
}
