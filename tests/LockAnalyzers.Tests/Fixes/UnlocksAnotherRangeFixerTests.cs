using LockAnalyzers.CodeFixes.Range;
using Xunit;

namespace LockAnalyzers.Tests.Fixes;

public sealed class UnlocksAnotherRangeFixerTests
{
    [Fact]
    public Task Repeats_constants() =>
        Verify.FixAsync<UnlocksAnotherRangeFixer>(
            RangeCode.Windows(
                """
                const uint All = uint.MaxValue;

                void Run(SafeFileHandle file, Action body)
                {
                    var at = new NativeOverlapped();
                    if (!LockFileEx(file, 2, 0, low: All, high: uint.MaxValue, ref at))
                        return;
                    body();
                    UnlockFileEx(file, 0, /* one */ {|LOCK2001:1, 0|} /* byte */, ref at);
                }
                """
            ),
            RangeCode.Windows(
                """
                const uint All = uint.MaxValue;

                void Run(SafeFileHandle file, Action body)
                {
                    var at = new NativeOverlapped();
                    if (!LockFileEx(file, 2, 0, low: All, high: uint.MaxValue, ref at))
                        return;
                    body();
                    UnlockFileEx(file, 0, /* one */ All, uint.MaxValue /* byte */, ref at);
                }
                """
            )
        );

    [Fact]
    public Task Keeps_a_computed_length_in_a_local() =>
        Verify.FixAsync<UnlocksAnotherRangeFixer>(
            RangeCode.Stream(
                """
                void Add(FileStream file, byte[] line)
                {
                    // all of it
                    file.Lock(0, file.Length);
                    try
                    {
                        file.Write(line, 0, line.Length);
                        if (line.Length == 0)
                        {
                            file.Unlock({|LOCK2001:0, file.Length|});
                            return;
                        }
                    }
                    catch (IOException)
                    {
                        file.Unlock({|LOCK2001:0, file.Length|});
                        throw;
                    }

                    file.Unlock({|LOCK2001:0, file.Length|});
                }
                """
            ),
            RangeCode.Stream(
                """
                void Add(FileStream file, byte[] line)
                {
                    long length = file.Length;
                    // all of it
                    file.Lock(0, length);
                    try
                    {
                        file.Write(line, 0, line.Length);
                        if (line.Length == 0)
                        {
                            file.Unlock(0, length);
                            return;
                        }
                    }
                    catch (IOException)
                    {
                        file.Unlock(0, length);
                        throw;
                    }

                    file.Unlock(0, length);
                }
                """
            )
        );

    [Fact]
    public Task Finds_another_name_where_the_first_is_taken() =>
        Verify.FixAsync<UnlocksAnotherRangeFixer>(
            RangeCode.Stream(
                """
                void Add(FileStream file, byte[] line, int length)
                {
                    file.Lock(file.Position, length);
                    file.Write(line, 0, length);
                    long position = file.Position;
                    file.Unlock({|LOCK2001:file.Position, length|});
                }
                """
            ),
            RangeCode.Stream(
                """
                void Add(FileStream file, byte[] line, int length)
                {
                    long lockedPosition = file.Position;
                    file.Lock(lockedPosition, length);
                    file.Write(line, 0, length);
                    long position = file.Position;
                    file.Unlock(lockedPosition, length);
                }
                """
            )
        );

    [Fact]
    public Task Keeps_a_variable_that_changes() =>
        Verify.FixAsync<UnlocksAnotherRangeFixer>(
            RangeCode.Windows(
                """
                void Add(SafeFileHandle file, byte[] data)
                {
                    var at = default(NativeOverlapped);
                    long length = RandomAccess.GetLength(file);
                    if (!LockFileEx(file, 2, 0, (uint)length, (uint)(length >> 32), ref at))
                        return;
                    RandomAccess.Write(file, data, 0);
                    length = RandomAccess.GetLength(file);
                    UnlockFileEx(file, 0, {|LOCK2001:(uint)length, (uint)(length >> 32)|}, ref at);
                }
                """
            ),
            RangeCode.Windows(
                """
                void Add(SafeFileHandle file, byte[] data)
                {
                    var at = default(NativeOverlapped);
                    long length = RandomAccess.GetLength(file);
                    long lockedLength = length;
                    if (!LockFileEx(file, 2, 0, (uint)lockedLength, (uint)(lockedLength >> 32), ref at))
                        return;
                    RandomAccess.Write(file, data, 0);
                    length = RandomAccess.GetLength(file);
                    UnlockFileEx(file, 0, (uint)lockedLength, (uint)(lockedLength >> 32), ref at);
                }
                """
            )
        );

    [Fact]
    public Task Repeats_constants_of_another_method() =>
        Verify.FixAsync<UnlocksAnotherRangeFixer>(
            RangeCode.Stream(
                """
                const long First = 1L << 40;

                void Enter(FileStream file) => file.Lock(First, 1);

                void Leave(FileStream file) => file.Unlock({|LOCK2001:First, 2|});
                """
            ),
            RangeCode.Stream(
                """
                const long First = 1L << 40;

                void Enter(FileStream file) => file.Lock(First, 1);

                void Leave(FileStream file) => file.Unlock(First, 1);
                """
            )
        );

    [Fact]
    public Task Repeats_all_four_numbers_of_LockFile() =>
        Verify.FixAsync<UnlocksAnotherRangeFixer>(
            RangeCode.SignedWindows(
                """
                void Run(SafeFileHandle file, uint at, uint count)
                {
                    if (!LockFile(file, at, 0, count, 0))
                        return;
                    UnlockFile(file, {|LOCK2001:at + 1, 0|}, count, 0);
                }
                """
            ),
            RangeCode.SignedWindows(
                """
                void Run(SafeFileHandle file, uint at, uint count)
                {
                    if (!LockFile(file, at, 0, count, 0))
                        return;
                    UnlockFile(file, at, 0, count, 0);
                }
                """
            )
        );

    [Fact]
    public Task Not_offered_where_the_lock_s_local_is_out_of_scope() =>
        Verify.NoFixAsync<UnlocksAnotherRangeFixer>(
            RangeCode.Stream(
                """
                void Enter(FileStream file)
                {
                    const long first = 1L << 40;
                    file.Lock(first, 1);
                }

                void Leave(FileStream file) => file.Unlock({|LOCK2001:1L << 41, 1|});
                """
            )
        );

    [Fact]
    public Task Not_offered_where_the_offset_lies_in_a_structure() =>
        Verify.NoFixAsync<UnlocksAnotherRangeFixer>(
            RangeCode.Windows(
                """
                void Run(SafeFileHandle file, uint count)
                {
                    var at = new NativeOverlapped { OffsetLow = 16 };
                    if (!LockFileEx(file, 2, 0, count, 0, ref at))
                        return;
                    at.OffsetLow = 32;
                    UnlockFileEx(file, 0, count, 0, {|LOCK2001:ref at|});
                }
                """
            )
        );
}
