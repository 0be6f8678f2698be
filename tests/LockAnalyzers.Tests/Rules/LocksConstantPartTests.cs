using Xunit;

namespace LockAnalyzers.Tests.Rules;

public sealed class LocksConstantPartTests
{
    [Fact]
    public Task First_byte() =>
        Verify.AnalyzerAsync(
            RangeCode.Windows(
                """
                void Run(SafeFileHandle file, Action body)
                {
                    var at = new NativeOverlapped();
                    if (!LockFileEx(file, 2, 0, {|LOCK2005:1, 0|}, ref at))
                        return;
                    body();
                    UnlockFileEx(file, 0, 1, 0, ref at);
                }
                """
            )
        );

    [Fact]
    public Task As_much_as_an_int_can_say() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                void Take(FileStream file) => file.Lock({|LOCK2005:0, int.MaxValue|});
                """
            )
        );

    [Fact]
    public Task Sign_extended_minus_one_in_the_low_half_only() =>
        Verify.AnalyzerAsync(
            RangeCode.SignedWindows(
                """
                bool Take(SafeFileHandle file)
                {
                    NativeOverlapped at = default;
                    return LockFileEx(file, 2, 0, {|LOCK2005:-1, 0|}, &at);
                }
                """
            )
        );

    [Fact]
    public Task First_byte_by_a_structure_that_is_only_passed_on() =>
        Verify.AnalyzerAsync(
            RangeCode.Windows(
                """
                NativeOverlapped _at;
                static NativeOverlapped s_at = default;
                NativeOverlapped _moved;

                bool Take(SafeFileHandle file) => LockFileEx(file, 2, 0, {|LOCK2005:1, 0|}, ref _at);

                bool TakeAnother(SafeFileHandle file) => LockFileEx(file, 2, 0, {|LOCK2005:1, 0|}, ref s_at);

                bool TakeMoved(SafeFileHandle file) => LockFileEx(file, 2, 0, 1, 0, ref _moved);

                void Move() => _moved.OffsetHigh++;
                """
            )
        );

    [Fact]
    public Task Byte_of_fcntl() =>
        Verify.AnalyzerAsync(
            RangeCode.Posix(
                """
                bool Take(SafeFileHandle file)
                {
                    var range = new Flock { l_type = WriteLock, l_len = 1 };
                    return fcntl(file, SetLock, {|LOCK2005:ref range|}) == 0;
                }
                """
            )
        );

    [Theory]
    [InlineData("0x40000000")]
    [InlineData("1L << 62")]
    [InlineData("long.MaxValue - 1")]
    public Task Silent_on_a_byte_beyond_any_data(string at) =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                $$"""
                void Take(FileStream file) => file.Lock({{at}}, 1);
                """
            )
        );

    [Fact]
    public Task Silent_on_an_overlapped_beyond_any_data() =>
        Verify.AnalyzerAsync(
            RangeCode.SignedWindows(
                """
                bool Take(SafeFileHandle file)
                {
                    NativeOverlapped at = default;
                    at.OffsetHigh = 0x40000000;
                    return LockFileEx(file, 2, 0, 1, 0, &at);
                }
                """
            )
        );

    [Theory]
    [InlineData("-1, -1")]
    [InlineData("unchecked((int)uint.MaxValue), int.MaxValue")]
    [InlineData("0, int.MaxValue")]
    [InlineData("~0, ~0")]
    public Task Silent_on_the_whole_file(string whole) =>
        Verify.AnalyzerAsync(
            RangeCode.SignedWindows(
                $$"""
                bool Take(SafeFileHandle file)
                {
                    NativeOverlapped at = default;
                    return LockFileEx(file, 2, 0, {{whole}}, &at);
                }
                """
            )
        );

    [Fact]
    public Task Silent_on_the_whole_file_of_every_other_API() =>
        Verify.AnalyzerAsync(
            RangeCode.Posix(
                """
                void Take(SafeFileHandle file, FileStream stream)
                {
                    stream.Lock(0, long.MaxValue);
                    var all = new Flock { l_type = WriteLock };
                    fcntl(file, SetLock, ref all);
                }
                """
            )
        );

    [Fact]
    public Task Silent_on_a_range_from_parameters() =>
        Verify.AnalyzerAsync(
            RangeCode.Windows(
                """
                bool Take(SafeFileHandle file, long at, long count)
                {
                    var where = new NativeOverlapped { OffsetLow = (int)at, OffsetHigh = (int)(at >> 32) };
                    return LockFileEx(file, 2, 0, (uint)count, (uint)(count >> 32), ref where);
                }

                bool TakeOne(SafeFileHandle file, int index)
                {
                    var where = new NativeOverlapped { OffsetLow = index };
                    return LockFileEx(file, 2, 0, 1, 0, ref where);
                }
                """
            )
        );

    [Fact]
    public Task Silent_on_a_structure_that_came_from_elsewhere() =>
        Verify.AnalyzerAsync(
            RangeCode.Windows(
                """
                bool Take(SafeFileHandle file, ref NativeOverlapped at) => LockFileEx(file, 2, 0, 1, 0, ref at);

                bool TakeFilled(SafeFileHandle file)
                {
                    var at = new NativeOverlapped();
                    Fill(ref at);
                    return LockFileEx(file, 2, 0, 1, 0, ref at);
                }

                bool TakeSometimes(SafeFileHandle file, bool far)
                {
                    var at = new NativeOverlapped();
                    if (far)
                        at.OffsetHigh = 1;
                    return LockFileEx(file, 2, 0, 1, 0, ref at);
                }

                static void Fill(ref NativeOverlapped at) => at.OffsetHigh = 1;
                """
            )
        );

    [Fact]
    public Task Silent_on_data_inside_the_range() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                void Count(FileStream file)
                {
                    var counter = new byte[8];
                    file.Lock(0, 8);
                    file.Position = 0;
                    file.Write(counter, 0, 8);
                    file.Unlock(0, 8);
                }
                """
            )
        );

    [Fact]
    public Task Silent_on_a_range_behind_the_data() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                void Save(FileStream file)
                {
                    var head = new byte[64];
                    file.Lock(64, 1);
                    file.Position = 0;
                    file.Write(head, 0, head.Length);
                    file.Unlock(64, 1);
                }
                """
            )
        );

    [Fact]
    public Task Silent_on_a_type_whose_bytes_stand_for_different_locks() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                readonly FileStream _file = new("a", FileMode.Open);

                void EnterReader() => _file.Lock(0, 1);

                void EnterWriter() => _file.Lock(1, 1);
                """
            )
        );

    [Fact]
    public Task Silent_on_flock_which_has_no_range() =>
        Verify.AnalyzerAsync(
            """
            using System.Runtime.InteropServices;
            using Microsoft.Win32.SafeHandles;

            class Sample
            {
                [DllImport("libc")]
                static extern int flock(SafeFileHandle file, int operation);

                int Take(SafeFileHandle file) => flock(file, 2);
            }
            """
        );
}
