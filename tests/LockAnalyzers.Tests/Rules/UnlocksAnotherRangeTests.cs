using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LockAnalyzers.Tests.Rules;

public sealed class UnlocksAnotherRangeTests
{
    [Fact]
    public Task Other_constants() =>
        Verify.AnalyzerAsync(
            RangeCode.Windows(
                """
                void Run(SafeFileHandle file, Action body)
                {
                    var at = new NativeOverlapped();
                    if (!LockFileEx(file, 2, 0, uint.MaxValue, uint.MaxValue, ref at))
                        throw new IOException();
                    try
                    {
                        body();
                    }
                    finally
                    {
                        UnlockFileEx(file, 0, {|LOCK2001:1, 0|}, ref at);
                    }
                }
                """
            )
        );

    [Fact]
    public Task Says_what_differs() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                void Run(FileStream file, long at)
                {
                    file.Lock(at, 10);
                    file.Unlock({|#0:at + 1, 11|});
                }
                """
            ),
            Verify
                .Diagnostic("LOCK2001")
                .WithLocation(0)
                .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)
                .WithArguments("Unlock", "offset and length")
        );

    [Fact]
    public Task Length_read_again_after_a_write() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                void Add(FileStream file, byte[] line)
                {
                    file.Lock(0, file.Length);
                    try
                    {
                        file.Write(line, 0, line.Length);
                    }
                    finally
                    {
                        file.Unlock({|LOCK2001:0, file.Length|});
                    }
                }
                """
            )
        );

    [Fact]
    public Task Length_read_again_after_writes_in_a_loop() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                void Add(FileStream file, string[] lines)
                {
                    var writer = new StreamWriter(file);
                    file.Lock(0, file.Length);
                    foreach (var line in lines)
                        writer.WriteLine(line);
                    writer.Flush();
                    file.Unlock({|LOCK2001:0, file.Length|});
                }
                """
            )
        );

    [Fact]
    public Task Length_read_again_after_a_helper_that_says_it_writes() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                void Add(FileStream file)
                {
                    file.Lock(0, file.Length);
                    WriteAll(file);
                    file.Unlock({|LOCK2001:0, file.Length|});
                }

                static void WriteAll(Stream target) { }
                """
            )
        );

    [Fact]
    public Task Length_by_handle_read_again_in_halves() =>
        Verify.AnalyzerAsync(
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
            )
        );

    [Fact]
    public Task Position_moved_by_a_read() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                int Next(FileStream file, byte[] record)
                {
                    file.Lock(file.Position, 64);
                    try
                    {
                        return file.Read(record, 0, 64);
                    }
                    finally
                    {
                        file.Unlock({|LOCK2001:file.Position, 64|});
                    }
                }
                """
            )
        );

    [Fact]
    public Task Variable_that_moved_on_in_between() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                void Copy(FileStream file, long at, byte[] block)
                {
                    file.Lock(at, 512);
                    while (at % 512 != 0)
                        at += file.Read(block, 0, block.Length);
                    file.Unlock({|LOCK2001:at, 512|});
                }
                """
            )
        );

    [Fact]
    public Task Another_offset_in_the_overlapped() =>
        Verify.AnalyzerAsync(
            RangeCode.Windows(
                """
                void Run(SafeFileHandle file, Action body)
                {
                    var at = new NativeOverlapped { OffsetLow = 16 };
                    if (!LockFileEx(file, 2, 0, {|LOCK2005:uint.MaxValue, uint.MaxValue|}, ref at))
                        return;
                    body();
                    at.OffsetLow = 32;
                    UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, {|LOCK2001:ref at|});
                }
                """
            )
        );

    [Fact]
    public Task Another_offset_of_LockFile() =>
        Verify.AnalyzerAsync(
            RangeCode.SignedWindows(
                """
                void Run(SafeFileHandle file, uint at, uint count)
                {
                    if (!LockFile(file, at, 0, count, 0))
                        return;
                    UnlockFile(file, {|LOCK2001:at + 1, 0|}, count, 0);
                }
                """
            )
        );

    [Fact]
    public Task Lock_and_Unlock_of_one_type() =>
        Verify.AnalyzerAsync(
            RangeCode.Windows(
                """
                readonly SafeFileHandle _file = new(0, true);

                public void Enter()
                {
                    var at = new NativeOverlapped();
                    if (!LockFileEx(_file, 2, 0, uint.MaxValue, uint.MaxValue, ref at))
                        throw new IOException();
                }

                public void Leave()
                {
                    var at = new NativeOverlapped();
                    UnlockFileEx(_file, 0, {|LOCK2001:uint.MaxValue, 0|}, ref at);
                }
                """
            )
        );

    [Fact]
    public Task Opened_and_disposed() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                readonly FileStream _file;

                public Sample(string path)
                {
                    _file = new FileStream(path, FileMode.OpenOrCreate);
                    _file.Lock(0, long.MaxValue);
                }

                public void Dispose()
                {
                    _file.Unlock({|LOCK2001:0, 1|});
                    _file.Dispose();
                }
                """
            )
        );

    [Fact]
    public Task Record_of_fcntl() =>
        Verify.AnalyzerAsync(
            RangeCode.Posix(
                """
                void Run(SafeFileHandle file, long at, Action body)
                {
                    var range = new Flock { l_type = WriteLock, l_start = at, l_len = 100 };
                    if (fcntl(file, SetLock, ref range) != 0)
                        return;
                    body();
                    range.l_type = Unlocked;
                    range.l_len = 10;
                    fcntl(file, SetLock, {|LOCK2001:ref range|});
                }
                """
            )
        );

    [Fact]
    public Task Silent_on_an_fcntl_unlock_that_covers_more() =>
        Verify.AnalyzerAsync(
            RangeCode.Posix(
                """
                void Run(SafeFileHandle file, Action body)
                {
                    var range = new Flock { l_type = WriteLock, l_start = 1L << 40, l_len = 100 };
                    if (fcntl(file, SetLock, ref range) != 0)
                        return;
                    body();
                    var all = new Flock { l_type = Unlocked };
                    fcntl(file, SetLock, ref all);
                }
                """
            )
        );

    [Fact]
    public Task Part_of_what_lockf_locked() =>
        Verify.AnalyzerAsync(
            RangeCode.Posix(
                """
                const int Lock = 1, Unlock = 0;

                void Run(SafeFileHandle file, Action body)
                {
                    if (lockf(file, Lock, 0) != 0)
                        return;
                    body();
                    lockf(file, Unlock, {|LOCK2001:100|});
                }

                void RunInside(SafeFileHandle file, Action body)
                {
                    if (lockf(file, Lock, 100) != 0)
                        return;
                    body();
                    lockf(file, Unlock, 0);
                }
                """
            )
        );

    [Fact]
    public Task Silent_on_the_same_local() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                void Add(FileStream file, byte[] line)
                {
                    long length = file.Length;
                    file.Lock(0, length);
                    try
                    {
                        file.Write(line, 0, line.Length);
                    }
                    finally
                    {
                        file.Unlock(0, length);
                    }
                }
                """
            )
        );

    [Fact]
    public Task Silent_on_a_length_read_again_when_nothing_was_written() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                int Peek(FileStream file, byte[] into)
                {
                    file.Lock(0, file.Length);
                    try
                    {
                        return file.Read(into, 0, into.Length);
                    }
                    finally
                    {
                        file.Unlock(0, file.Length);
                    }
                }
                """
            )
        );

    [Fact]
    public Task Silent_on_a_length_read_again_when_the_write_came_after() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                void Poll(FileStream file, byte[] into)
                {
                    while (true)
                    {
                        file.Lock(0, file.Length);
                        file.Read(into, 0, into.Length);
                        file.Unlock(0, file.Length);
                        file.Write(into, 0, into.Length);
                    }
                }
                """
            )
        );

    [Fact]
    public Task Silent_on_two_locks_that_are_each_released() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                void Update(FileStream file, long at, long count, Action body)
                {
                    file.Lock(1L << 40, 1);
                    file.Lock(at, count);
                    body();
                    file.Unlock(at, count);
                    file.Unlock(1L << 40, 1);
                }
                """
            )
        );

    [Fact]
    public Task Silent_on_ranges_from_parameters() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                void Enter(FileStream file, long at, long count) => file.Lock(at, count);

                void Leave(FileStream file, long at, long count) => file.Unlock(at, count);

                void Other(FileStream file, long from, long to)
                {
                    file.Lock(from, to - from);
                    file.Unlock(from, to - from);
                }
                """
            )
        );

    [Fact]
    public Task Silent_when_one_of_several_locks_of_the_type_fits() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                readonly FileStream _file = new("a", FileMode.Open);

                void EnterFirst() => _file.Lock(1L << 40, 1);

                void EnterSecond() => _file.Lock(1L << 41, 1);

                void LeaveFirst() => _file.Unlock(1L << 40, 1);

                void LeaveSecond() => _file.Unlock(1L << 41, 1);
                """
            )
        );

    [Fact]
    public Task Silent_on_a_retry_that_moves_on() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                long? TakeSlot(FileStream file, Action<long> body)
                {
                    for (long slot = 0; slot < 10; slot++)
                    {
                        try
                        {
                            file.Lock(slot, 1);
                        }
                        catch (IOException)
                        {
                            continue;
                        }

                        body(slot);
                        file.Unlock(slot, 1);
                        return slot;
                    }

                    return null;
                }
                """
            )
        );

    [Fact]
    public Task Silent_on_steps_of_a_protocol_of_bytes() =>
        Verify.AnalyzerAsync(
            RangeCode.SignedWindows(
                """
                const uint Pending = 0x40000000, Shared = Pending + 2;

                bool ToShared(SafeFileHandle file) => LockFile(file, Shared, 0, 510, 0);

                bool ToExclusive(SafeFileHandle file)
                {
                    if (!LockFile(file, Pending, 0, 1, 0))
                        return false;
                    UnlockFile(file, Shared, 0, 510, 0);
                    bool taken = LockFile(file, Shared, 0, 510, 0);
                    UnlockFile(file, Pending, 0, 1, 0);
                    return taken;
                }
                """
            )
        );

    [Fact]
    public Task Silent_on_two_files() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                readonly FileStream _index = new("a", FileMode.Open), _data = new("b", FileMode.Open);

                void Enter()
                {
                    _index.Lock(0, long.MaxValue);
                    _data.Lock(1L << 40, 1);
                }

                void Leave()
                {
                    _data.Unlock(1L << 40, 1);
                    _index.Unlock(0, long.MaxValue);
                }
                """
            )
        );

    [Fact]
    public Task Silent_on_methods_that_only_share_the_name() =>
        Verify.AnalyzerAsync(
            """
            class Door
            {
                public void Lock(int from, int to) { }
                public void Unlock(int from, int to) { }

                static void Run(Door door)
                {
                    door.Lock(0, 1);
                    door.Unlock(0, 2);
                }
            }
            """
        );

    [Theory]
    [InlineData("file.Unlock(0, );")]
    [InlineData("file.Unlock(0, file.);")]
    [InlineData("file.Unlock(0, missing);")]
    [InlineData("file.Unlock(")]
    public Task Silent_on_half_typed_code(string unlock) =>
        new LockTest
        {
            TestCode = RangeCode.Stream(
                $$"""
                void Run(FileStream file)
                {
                    file.Lock(0, long.MaxValue);
                    {{unlock}}
                }
                """
            ),
            CompilerDiagnostics = CompilerDiagnostics.None,
        }.RunAsync();
}
