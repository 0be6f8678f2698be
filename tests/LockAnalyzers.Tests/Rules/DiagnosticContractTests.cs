using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace LockAnalyzers.Tests.Rules;

/// <summary>
/// One diagnostic of each rule, whole: a change of its span, its message, an additional location or the data for its fixes shows here. See
/// <see cref="Contract"/> for how it is written.
/// </summary>
public sealed class DiagnosticContractTests
{
    [Fact]
    public async Task LOCK0001_Line_that_cannot_be_read() =>
        Assert.Equal(
            """
            LOCK0001 at [A.B]::C hold
            '[A.B]::C hold' declares no lock wrapper: 'hold' is neither 'acquire' nor 'release'; write '[Namespace.Type]::Member acquire shared', with 'release' or 'exclusive' where that is meant
            """,
            await Contract.OfAsync("LOCK0001", "", new Lines("# wrappers\n[A.B]::C hold\n"))
        );

    [Fact]
    public Task LOCK0002_More_locks_at_once_than_are_told_apart() =>
        SaysAsync(
            "LOCK0002",
            LockCode.Using(
                $$"""
                static class Store
                {
                    static void Save(SafeFileHandle[] files)
                    {
                        {{string.Join("\n", Enumerable.Range(0, 60).Select(i => $"flock(files[{i}], LOCK_EX);"))}}
                    }
                }
                """
            ),
            """
            LOCK0002 at Save
            The locks of 'Save' are not judged: too many different sets of locks may be held at one point
            """
        );

    [Fact]
    public Task LOCK1001_Shared_lock_under_which_the_file_is_written() =>
        SaysAsync(
            "LOCK1001",
            LockCode.Using(
                """
                static class Store
                {
                    static void Save(FileStream file)
                    {
                        if (flock(file.SafeFileHandle, LOCK_SH) != 0)
                            throw new IOException();
                        file.WriteByte(1);
                        flock(file.SafeFileHandle, LOCK_UN);
                    }
                }
                """
            ),
            """
            LOCK1001 at LOCK_SH #1
            'flock' takes a shared lock, but the locked file is changed while it is held; use LOCK_EX
            + file.WriteByte(1)
            Replace LOCK_EX: 1 -> 2
            """
        );

    [Fact]
    public Task LOCK1001_Shared_record_that_is_filled_in_before_the_call() =>
        SaysAsync(
            "LOCK1001",
            LockCode.Using(
                """
                static class Store
                {
                    static void Save(FileStream file)
                    {
                        var record = new Flock { l_type = F_RDLCK };
                        if (fcntl(file.SafeFileHandle, F_SETLKW, ref record) != 0)
                            throw new IOException();
                        file.WriteByte(1);
                        record.l_type = F_UNLCK;
                        fcntl(file.SafeFileHandle, F_SETLK, ref record);
                    }
                }
                """
            ),
            """
            LOCK1001 at F_RDLCK #1
            'fcntl' takes a shared lock, but the locked file is changed while it is held; use F_WRLCK
            + file.WriteByte(1)
            + fcntl(file.SafeFileHandle, F_SETLKW, ref record)
            Replace F_WRLCK: 0 -> 1
            Call: fcntl(file.SafeFileHandle, F_SETLKW, ref record)
            """
        );

    [Fact]
    public Task LOCK1001_Wrapper_that_is_asked_for_a_shared_lock() =>
        SaysAsync(
            "LOCK1001",
            LockCode.Using(
                """
                static class Store
                {
                    static void Save(FileStream file)
                    {
                        Take(file, exclusive: false);
                        file.WriteByte(1);
                        flock(file.SafeFileHandle, LOCK_UN);
                    }

                    static void Take(FileStream file, bool exclusive)
                    {
                        if (flock(file.SafeFileHandle, exclusive ? LOCK_EX : LOCK_SH) != 0)
                            throw new IOException();
                    }
                }
                """
            ),
            """
            LOCK1001 at false
            'Take' takes a shared lock, but the locked file is changed while it is held; ask for an exclusive one
            + file.WriteByte(1)
            AskWrapper: 0 -> 0
            """
        );

    [Fact]
    public Task LOCK1002_Mode_that_nobody_stated() =>
        SaysAsync(
            "LOCK1002",
            LockCode.Using(
                """
                static class Store
                {
                    static bool Take(SafeFileHandle file)
                    {
                        var overlapped = new NativeOverlapped();
                        return LockFileEx(file, 1, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
                    }
                }
                """
            ),
            """
            LOCK1002 at 1 #1
            'LockFileEx' takes a shared lock because no flag says otherwise; state which kind of lock is meant
            Add LOCKFILE_EXCLUSIVE_LOCK: 0 -> 0
            """
        );

    [Fact]
    public Task LOCK1003_Windows_fails_where_Unix_waits() =>
        SaysAsync(
            "LOCK1003",
            LockCode.Using(
                """
                static class Gate
                {
                    static bool Enter(SafeFileHandle file)
                    {
                        var overlapped = new NativeOverlapped();
                        return OperatingSystem.IsWindows()
                            ? LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, ref overlapped)
                            : flock(file, LOCK_EX) == 0;
                    }
                }
                """
            ),
            """
            LOCK1003 at LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY
            'LockFileEx' fails at once, but the same operation waits on Unix; remove LOCKFILE_FAIL_IMMEDIATELY
            + flock(file, LOCK_EX)
            Remove LOCKFILE_FAIL_IMMEDIATELY: 1 -> 0
            """
        );

    [Fact]
    public Task LOCK1003_Windows_waits_where_Unix_fails() =>
        SaysAsync(
            "LOCK1003",
            LockCode.Using(
                """
                static class Gate
                {
                    static bool Enter(SafeFileHandle file)
                    {
                        var overlapped = new NativeOverlapped();
                        return OperatingSystem.IsWindows()
                            ? LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK, 0, 1, 0, ref overlapped)
                            : flock(file, LOCK_EX | LOCK_NB) == 0;
                    }
                }
                """
            ),
            """
            LOCK1003 at LOCKFILE_EXCLUSIVE_LOCK #1
            'LockFileEx' waits, but the same operation fails at once on Unix; add LOCKFILE_FAIL_IMMEDIATELY
            + flock(file, LOCK_EX | LOCK_NB)
            Add LOCKFILE_FAIL_IMMEDIATELY: 0 -> 0
            """
        );

    [Fact]
    public Task LOCK1004_Try_method_that_waits() =>
        SaysAsync(
            "LOCK1004",
            LockCode.Using(
                """
                static class Gate
                {
                    static bool TryEnter(SafeFileHandle file) => flock(file, LOCK_EX) == 0;

                    static bool TryTake(SafeFileHandle file)
                    {
                        var record = new Flock { l_type = F_WRLCK };
                        return fcntl(file, F_SETLKW, ref record) == 0;
                    }
                }
                """
            ),
            """
            LOCK1004 at LOCK_EX #1
            'flock' waits in 'TryEnter' until the lock is free; add LOCK_NB
            Add LOCK_NB: 0 -> 0
            LOCK1004 at F_SETLKW #1
            'fcntl' waits in 'TryTake' until the lock is free; use F_SETLK
            Replace F_SETLK: 7 -> 6
            """
        );

    [Fact]
    public Task LOCK1005_Constant_with_a_wrong_value_and_constant_of_another_function() =>
        SaysAsync(
            "LOCK1005",
            LockCode.Using(
                """
                static class Gate
                {
                    const int LOCK_EX = 4;

                    static bool Enter(SafeFileHandle file)
                    {
                        var overlapped = new NativeOverlapped();
                        return LockFileEx(file, (uint)Native.LOCK_NB, 0, 1, 0, ref overlapped);
                    }

                    static bool Take(SafeFileHandle file)
                    {
                        var record = new Flock { l_type = (short)LOCK_SH };
                        return fcntl(file, F_SETLK, ref record) == 0;
                    }
                }
                """
            ),
            """
            LOCK1005 at 4 #1
            'LOCK_EX' is 4, but LOCK_EX is 2; give it its own value
            Renumber: 0 -> 2
            LOCK1005 at Native.LOCK_NB
            'LOCK_NB' is a flag of flock, not of LockFileEx; use LOCKFILE_FAIL_IMMEDIATELY
            Replace LOCKFILE_FAIL_IMMEDIATELY: 4 -> 1
            LOCK1005 at LOCK_SH #1
            'LOCK_SH' is a flag of flock, not of fcntl; use F_RDLCK
            + fcntl(file, F_SETLK, ref record)
            Replace F_RDLCK: 1 -> 0
            Call: fcntl(file, F_SETLK, ref record)
            """
        );

    [Fact]
    public Task LOCK1006_Flags_that_do_not_exist_or_contradict_each_other() =>
        SaysAsync(
            "LOCK1006",
            LockCode.Using(
                """
                static class Gate
                {
                    static bool Enter(SafeFileHandle file)
                    {
                        var overlapped = new NativeOverlapped();
                        return LockFileEx(file, 0x12, 5, 1, 0, ref overlapped);
                    }

                    static bool Take(SafeFileHandle file) => flock(file, LOCK_SH | LOCK_EX) == 0;
                }
                """
            ),
            """
            LOCK1006 at 0x12
            'LockFileEx' is refused: it knows no flag 0x10; remove it
            Remove: 16 -> 0
            LOCK1006 at 5
            'LockFileEx' is refused: its reserved argument must be 0
            Remove: -1 -> 0
            LOCK1006 at LOCK_SH | LOCK_EX
            'flock' is refused: LOCK_SH and LOCK_EX exclude each other; keep one of them
            """
        );

    [Fact]
    public Task LOCK1007_Lock_file_that_others_may_open() =>
        SaysAsync(
            "LOCK1007",
            LockCode.Usings
                + """
                sealed class Gate
                {
                    private FileStream _lockFile;

                    void Enter(string path) => _lockFile = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);

                    void Leave() => _lockFile.Dispose();
                }
                """,
            """
            LOCK1007 at FileShare.Read
            '_lockFile' is opened as a lock, but FileShare.Read keeps nobody out on Unix; use FileShare.None
            """
        );

    [Fact]
    public Task LOCK2001_Unlock_of_another_length() =>
        SaysAsync(
            "LOCK2001",
            RangeCode.Windows(
                """
                void Run(SafeFileHandle file, Action body)
                {
                    var at = new NativeOverlapped();
                    if (!LockFileEx(file, 2, 0, uint.MaxValue, uint.MaxValue, ref at))
                        throw new IOException();
                    body();
                    UnlockFileEx(file, 0, 1, 0, ref at);
                }
                """
            ),
            """
            LOCK2001 at 1, 0
            'UnlockFileEx' names another length than the lock it releases; repeat the range of the lock
            + LockFileEx(file, 2, 0, uint.MaxValue, uint.MaxValue, ref at)
            Partners: LockFileEx(file, 2, 0, uint.MaxValue, uint.MaxValue, ref at)
            None
            """
        );

    [Fact]
    public Task LOCK2001_Unlock_at_another_offset() =>
        SaysAsync(
            "LOCK2001",
            RangeCode.Stream(
                """
                void Run(FileStream file, long start, Action body)
                {
                    file.Lock(start, 10);
                    body();
                    file.Unlock(start + 1, 10);
                }
                """
            ),
            """
            LOCK2001 at start + 1, 10
            'Unlock' names another offset than the lock it releases; repeat the range of the lock
            + file.Lock(start, 10)
            Partners: file.Lock(start, 10)
            None offset
            """
        );

    [Fact]
    public Task LOCK2002_Length_without_its_high_half() =>
        SaysAsync(
            "LOCK2002",
            RangeCode.Windows(
                """
                void Run(SafeFileHandle file, long length, Action body)
                {
                    var at = new NativeOverlapped();
                    if (!LockFileEx(file, 2, 0, (uint)length, 0, ref at))
                        throw new IOException();
                    body();
                    UnlockFileEx(file, 0, (uint)length, 0, ref at);
                }
                """
            ),
            """
            LOCK2002 at (uint)length, 0 #1
            'LockFileEx' gets the length without its high half; pass the low 32 bits, then the high 32 bits
            + UnlockFileEx(file, 0, (uint)length, 0, ref at)
            Partners: UnlockFileEx(file, 0, (uint)length, 0, ref at)
            HighMissing from zero
            """
        );

    [Fact]
    public Task LOCK2002_Offset_with_its_halves_swapped() =>
        SaysAsync(
            "LOCK2002",
            RangeCode.SignedWindows(
                """
                bool Take(SafeFileHandle file, long start) => LockFile(file, (uint)(start >> 32), (uint)start, 10, 0);
                """
            ),
            """
            LOCK2002 at (uint)(start >> 32), (uint)start
            'LockFile' gets the halves of the offset swapped; pass the low 32 bits, then the high 32 bits
            Swapped offset
            """
        );

    [Fact]
    public Task LOCK2003_Zero_bytes() =>
        SaysAsync(
            "LOCK2003",
            RangeCode.Windows(
                """
                void Run(SafeFileHandle file, Action body)
                {
                    var at = new NativeOverlapped();
                    if (!LockFileEx(file, 2, 0, 0, 0, ref at))
                        throw new IOException();
                    body();
                    UnlockFileEx(file, 0, 0, 0, ref at);
                }
                """
            ),
            """
            LOCK2003 at 0, 0 #2
            'LockFileEx' locks zero bytes, which excludes nobody; lock the whole file
            + UnlockFileEx(file, 0, 0, 0, ref at)
            Partners: UnlockFileEx(file, 0, 0, 0, ref at)
            None from zero
            """
        );

    [Fact]
    public Task LOCK2004_Data_beyond_the_locked_byte() =>
        SaysAsync(
            "LOCK2004",
            RangeCode.Stream(
                """
                void Run(FileStream file, byte[] buffer)
                {
                    file.Lock(0, 1);
                    file.Write(buffer, 0, 64);
                    file.Unlock(0, 1);
                }
                """
            ),
            """
            LOCK2004 at 0, 1 #1
            'Lock' locks part of the file, but 'file.Write(buffer, 0, 64)' writes data beyond it; lock the whole file
            + file.Unlock(0, 1)
            Partners: file.Unlock(0, 1)
            None from zero
            """
        );

    [Fact]
    public Task LOCK2005_Constant_part() =>
        SaysAsync(
            "LOCK2005",
            RangeCode.Stream(
                """
                void Run(FileStream file, Action body)
                {
                    file.Lock(8, 4);
                    body();
                    file.Unlock(8, 4);
                }
                """
            ),
            """
            LOCK2005 at 8, 4 #1
            'Lock' locks only part of the file, which excludes only those who lock the same bytes; lock the whole file
            + file.Unlock(8, 4)
            Partners: file.Unlock(8, 4)
            None
            """
        );

    [Fact]
    public Task LOCK3001_Exits_that_a_release_fixes() =>
        SaysAsync(
            "LOCK3001",
            ReleaseCode.Members(
                """
                bool M(string path)
                {
                    var own = File.OpenHandle(path);
                    if (flock(own, LOCK_EX) != 0)
                    {
                        own.Dispose();
                        return false;
                    }

                    if (_closed)
                        return false;
                    if (_count == 0)
                        throw new InvalidOperationException();
                    flock(own, LOCK_UN);
                    own.Dispose();
                    return true;
                }
                """
            ),
            """
            LOCK3001 at flock(own, LOCK_EX)
            The lock that 'flock' takes is still held when line 24 reports failure; release it there too, or in a finally
            + false #2
            + File.OpenHandle(path)
            + new InvalidOperationException()
            + flock(own, LOCK_UN)
            Opening: File.OpenHandle(path)
            Exits: false #2 | new InvalidOperationException()
            Releases: flock(own, LOCK_UN)
            """
        );

    [Fact]
    public Task LOCK3001_Exit_that_an_exception_takes_too() =>
        SaysAsync(
            "LOCK3001",
            ReleaseCode.Void(
                """
                if (flock(file, LOCK_EX) != 0)
                    return;
                if (_closed)
                    return;
                Work();
                flock(file, LOCK_UN);
                """
            ),
            """
            LOCK3001 at flock(file, LOCK_EX)
            The lock that 'flock' takes is still held when the method is left at line 18; release it there too, or in a finally
            + _closed #1
            + flock(file, LOCK_UN)
            Releases: flock(file, LOCK_UN)
            """
        );

    [Fact]
    public Task LOCK3002_Work_that_can_throw() =>
        SaysAsync(
            "LOCK3002",
            ReleaseCode.Void(
                """
                if (flock(file, LOCK_EX) != 0)
                    return;
                Work();
                flock(file, LOCK_UN);
                """
            ),
            """
            LOCK3002 at flock(file, LOCK_EX)
            The lock that 'flock' takes is not released when line 18 throws; release it in a finally
            + Work() #1
            + flock(file, LOCK_UN)
            Releases: flock(file, LOCK_UN)
            """
        );

    [Fact]
    public Task LOCK3003_Acquire_inside_the_try() =>
        SaysAsync(
            "LOCK3003",
            ReleaseCode.Void(
                """
                try
                {
                    stream.Lock(0, 9);
                    Work();
                }
                finally
                {
                    stream.Unlock(0, 9);
                }
                """
            ),
            """
            LOCK3003 at stream.Lock(0, 9)
            'Lock' is inside the try whose finally releases the lock, also when it was not taken; move it before the try
            + stream.Unlock(0, 9)
            Releases: stream.Unlock(0, 9)
            """
        );

    [Fact]
    public Task LOCK3004_File_left_open_at_two_exits() =>
        SaysAsync(
            "LOCK3004",
            ReleaseCode.Members(
                """
                SafeFileHandle M(string path)
                {
                    var own = File.OpenHandle(path);
                    if (flock(own, LOCK_EX | LOCK_NB) != 0)
                    {
                        if (Chance)
                            return null;
                        throw new IOException();
                    }

                    return own;
                }
                """
            ),
            """
            LOCK3004 at flock(own, LOCK_EX | LOCK_NB)
            When 'flock' fails, the file opened at line 16 is left open; close it before line 20 leaves
            + File.OpenHandle(path)
            + null #1
            + new IOException()
            Opening: File.OpenHandle(path)
            Exits: null #1 | new IOException()
            """
        );

    [Fact]
    public Task LOCK3005_Handle_that_an_exit_does_not_dispose() =>
        SaysAsync(
            "LOCK3005",
            ReleaseCode.Handles(
                """
                void M()
                {
                    var held = _lock.Acquire();
                    if (Chance)
                        return;
                    held.Dispose();
                }

                void N()
                {
                    _lock.Acquire();
                    Work();
                }
                """
            ),
            """
            LOCK3005 at _lock.Acquire() #1
            The lock handle that 'Acquire' returns is not disposed when line 24 leaves the method; use 'using'
            + Chance #2
            LOCK3005 at _lock.Acquire() #2
            The lock handle that 'Acquire' returns is never disposed; use 'using'
            + Work();
            """
        );

    [Fact]
    public Task LOCK3006_Lock_that_only_the_close_releases() =>
        SaysAsync(
            "LOCK3006",
            ReleaseCode.Void(
                """
                using var own = new FileStream(path, FileMode.Open);
                own.Lock(0, 9);
                own.WriteByte(1);
                """
            ),
            """
            LOCK3006 at own.Lock(0, 9)
            The lock that 'Lock' takes ends only with the file, and Windows may delay that; unlock before closing
            + own = new FileStream(path, FileMode.Open)
            + own.WriteByte(1)
            Closings: own = new FileStream(path, FileMode.Open)
            BufferedWrite: own.WriteByte(1)
            """
        );

    [Fact]
    public Task LOCK3007_Lock_file_deleted_by_the_release() =>
        SaysAsync(
            "LOCK3007",
            ReleaseCode.Handles(
                """
                void M()
                {
                    var held = _lock.Acquire();
                    var path = held.Path;
                    held.Dispose();
                    File.Delete(path);
                }
                """
            ),
            """
            LOCK3007 at File.Delete(path)
            'File.Delete(path)' deletes the lock file: who waits on this one and who creates a new one will both hold the lock; leave the file where it is
            """
        );

    [Fact]
    public Task LOCK3008_Unlock_after_the_close() =>
        SaysAsync(
            "LOCK3008",
            ReleaseCode.Void(
                """
                using var own = new FileStream(path, FileMode.Open);
                own.Lock(0, 9);
                own.WriteByte(1);
                own.Dispose();
                own.Unlock(0, 9);
                """
            ),
            """
            LOCK3008 at own.Unlock(0, 9)
            'Unlock' comes too late: line 19 has already closed the file; unlock before closing
            + own.Dispose()
            + own.WriteByte(1)
            Closings: own.Dispose()
            BufferedWrite: own.WriteByte(1)
            """
        );

    [Fact]
    public Task LOCK3008_Second_unlock() =>
        SaysAsync(
            "LOCK3008",
            ReleaseCode.Void(
                """
                stream.Lock(0, 9);
                stream.Unlock(0, 9);
                stream.Unlock(0, 9);
                """
            ),
            """
            LOCK3008 at stream.Unlock(0, 9) #2
            'Unlock' comes too late: line 17 has already released the lock; remove one of the two
            + stream.Unlock(0, 9) #1
            Releases: stream.Unlock(0, 9) #1
            """
        );

    [Fact]
    public Task LOCK3009_Writer_that_is_not_flushed() =>
        SaysAsync(
            "LOCK3009",
            ReleaseCode.Void(
                """
                using var writer = new StreamWriter(path);
                if (flock(file, LOCK_EX) != 0)
                    return;
                try
                {
                    writer.WriteLine(1);
                }
                finally
                {
                    flock(file, LOCK_UN);
                }
                """
            ),
            """
            LOCK3009 at flock(file, LOCK_UN)
            'flock' releases the lock while what line 21 wrote may still be in a buffer; flush before unlocking
            + writer.WriteLine(1)
            BufferedWrite: writer.WriteLine(1)
            """
        );

    [Fact]
    public Task LOCK5001_Structure_and_declarations() =>
        SaysAsync(
            "LOCK5001",
            $$"""
            {{LockCode.Usings}}
            static class Native
            {
                struct OVERLAPPED { public uint Internal, InternalHigh, Offset, OffsetHigh; public IntPtr hEvent; }

                [DllImport("kernel32")]
                static extern bool LockFileEx(IntPtr file, uint flags, uint reserved, uint low, uint high, ref OVERLAPPED at);

                [DllImport("kernel32")]
                static extern bool UnlockFileEx(IntPtr file, uint low, uint high, NativeOverlapped at);

                [DllImport("kernel32", EntryPoint = "UnlockFileEx")]
                static extern bool Unlock(IntPtr file, uint reserved, uint low, uint high, NativeOverlapped value);

                [DllImport("libc")]
                static extern int lockf(int fd, int command, int length);

                [DllImport("libc")]
                static extern int Flock(int fd, int operation);

                [DllImport("libc")]
                static extern long flock(int fd, int operation, int more);
            }
            """,
            """
            LOCK5001 at OVERLAPPED #1
            'Offset' is at byte 8 of 'OVERLAPPED' on 64 bit, but LockFileEx has Offset at byte 16; use System.Threading.NativeOverlapped
            + LockFileEx
            UseNativeOverlapped
            LOCK5001 at UnlockFileEx #1
            'UnlockFileEx' lacks the reserved parameter of UnlockFileEx, which takes every argument after it for another one; insert 'dwReserved' as parameter 2
            InsertReserved of parameter 1
            LOCK5001 at NativeOverlapped #2
            'value' is passed by value, but UnlockFileEx takes a pointer to OVERLAPPED; pass it by 'ref'
            + Unlock #3
            Declaration: Unlock #3
            PassByReference of parameter 4
            LOCK5001 at int #15
            'length' is 4 bytes wide, but len of lockf is 8; declare it as long
            ChangeType of parameter 2: long
            LOCK5001 at Flock
            No library has a function 'Flock'; name the entry point flock
            + Flock
            Declaration: Flock
            ChangeEntryPoint: flock
            LOCK5001 at flock
            'flock' has 3 parameters, but flock takes 2; declare fd, operation
            """
        );

    [Fact]
    public Task LOCK5001_Every_other_way_to_differ() =>
        SaysAsync(
            "LOCK5001",
            $$"""
            {{LockCode.Usings}}
            static class Native
            {
                class Plain { public IntPtr Internal, InternalHigh; public uint Offset, OffsetHigh; public IntPtr hEvent; }

                [StructLayout(LayoutKind.Sequential)]
                class Laid { public IntPtr Internal, InternalHigh; public uint Offset, OffsetHigh; public IntPtr hEvent; }

                struct Wide { public IntPtr Internal, InternalHigh; public ulong Offset, OffsetHigh; public IntPtr hEvent; }

                struct Record { public short l_type; public long l_start, l_len; public short l_whence; public int l_pid; }

                [DllImport("libc", EntryPoint = "LockFile")]
                static extern bool Region(IntPtr file, uint offset, uint offsetHigh, uint length, uint lengthHigh);

                [DllImport("kernel32", EntryPoint = "flock")]
                static extern int Whole(int fd, int operation);

                [DllImport("libc", EntryPoint = "fcntl")]
                static extern int Switch(int fd, int command, Record record);

                [DllImport("kernel32")]
                static extern bool LockFileEx(ref IntPtr file, ulong flags, uint reserved, uint low, uint high, ref NativeOverlapped at);

                [DllImport("kernel32", EntryPoint = "LockFileEx")]
                static extern bool Lock(FileStream file, uint flags, uint reserved, uint low, uint high, Plain at);

                [DllImport("kernel32", EntryPoint = "UnlockFileEx")]
                static extern bool Unlock(IntPtr file, uint reserved, uint low, uint high, ref Laid at);

                [DllImport("kernel32", EntryPoint = "UnlockFileEx")]
                static extern bool Release(IntPtr file, uint reserved, uint low, uint high, ref Wide at);

                [DllImport("kernel32", EntryPoint = "UnlockFile")]
                static extern bool UnlockFileEx(IntPtr file, uint reserved, uint low, uint high, ref NativeOverlapped at);

                [DllImport("libc")]
                static extern int fcntl(int fd, int command, ref Record record);

                [DllImport("libc")]
                static extern long flock(long fd, int operation);
            }
            """,
            """
            LOCK5001 at Wide #1
            'OffsetHigh' is at byte 24 of 'Wide' on 64 bit, but UnlockFileEx has OffsetHigh at byte 20; use System.Threading.NativeOverlapped
            + Release
            UseNativeOverlapped
            LOCK5001 at Record #1
            'l_whence' is at byte 24 of 'Record' on 64 bit, but fcntl has l_whence at byte 2; declare short l_type, short l_whence, long l_start, long l_len, int l_pid
            + fcntl #2
            LOCK5001 at "LockFile"
            'libc' has no function LockFile; import it from kernel32
            LOCK5001 at "flock"
            'kernel32' has no function flock; import it from libc
            LOCK5001 at Record #2
            'record' is passed by value, but fcntl takes a pointer to struct flock; pass it by 'ref'
            + Switch
            Declaration: Switch
            PassByReference of parameter 2
            LOCK5001 at IntPtr #8
            'file' is passed by reference, but LockFileEx takes the value; remove the modifier
            LOCK5001 at ulong #2
            'flags' is 8 bytes wide, but dwFlags of LockFileEx is 4; declare it as int
            LOCK5001 at FileStream
            'FileStream' is no handle that native code could use; pass its SafeFileHandle
            LOCK5001 at Plain #2
            'Plain' is a class without a layout, but LockFileEx takes a pointer to OVERLAPPED; use System.Threading.NativeOverlapped
            LOCK5001 at Laid #2
            A reference to the class 'Laid' points to a pointer, but UnlockFileEx takes one to OVERLAPPED; use System.Threading.NativeOverlapped
            LOCK5001 at NativeOverlapped #2
            'at' is passed by reference, but UnlockFile takes the value; remove the modifier
            LOCK5001 at long #4
            The result of 'flock' is 8 bytes wide, but that of flock is 4; declare it as int
            LOCK5001 at long #5
            'fd' is 8 bytes wide, but fd of flock is 4; declare it as int
            ChangeType of parameter 0: int
            """
        );

    [Fact]
    public Task LOCK5006_Numbers_of_Linux_and_fixed_arguments() =>
        SaysAsync(
            "LOCK5006",
            $$"""
            {{LockCode.Usings}}
            [SupportedOSPlatform("macos")]
            static class Gate
            {
                struct Record { public long l_start, l_len; public int l_pid; public short l_type, l_whence; }
                const int F_SETLKW = 7;
                const short F_WRLCK = 1;

                static bool Wait(int fd)
                {
                    var record = new Record { l_type = F_WRLCK };
                    return fcntl(fd, F_SETLKW, ref record) == 0;
                }

                static bool Try(int fd)
                {
                    var record = new Record { l_type = 3 };
                    return fcntl(fd, 8, ref record) == 0;
                }

                [DllImport("libc")] static extern int fcntl(int fd, int command, ref Record record);
            }
            """,
            """
            LOCK5006 at fcntl(fd, F_SETLKW, ref record)
            macOS runs this 'fcntl', where F_SETLKW is 9 and not 7, F_WRLCK is 3 and not 1; use the numbers of macOS
            + [DllImport("libc")] static extern int fcntl(int fd, int command, ref Record record);
            + F_SETLKW #2
            + F_WRLCK #2
            Declaration: [DllImport("libc")] static extern int fcntl(int fd, int command, ref Record record);
            Places: F_SETLKW #2 | F_WRLCK #2
            UseNumbers of parameter 2: 9,3
            LOCK5006 at fcntl(fd, 8, ref record)
            macOS runs this 'fcntl', which on arm64 takes its third argument from the stack, where a declaration with fixed arguments does not put it; declare 6 arguments before it that nobody reads, and call that on arm64
            + [DllImport("libc")] static extern int fcntl(int fd, int command, ref Record record);
            Declaration: [DllImport("libc")] static extern int fcntl(int fd, int command, ref Record record);
            PadArguments
            """
        );

    [Fact]
    public Task LOCK6001_Lock_that_the_runtime_replaces() =>
        SaysAsync(
            "LOCK6001",
            LockCode.Using(
                """
                static class Store
                {
                    static void Load(FileStream file, Action work)
                    {
                        if (flock(file.SafeFileHandle, LOCK_SH) != 0)
                            throw new IOException();
                        try
                        {
                            work();
                        }
                        finally
                        {
                            flock(file.SafeFileHandle, LOCK_UN);
                        }
                    }
                }

                namespace FileLocking
                {
                    static class HandleLock { }
                }
                """
            ),
            """
            LOCK6001 at flock(file.SafeFileHandle, LOCK_SH)
            The lock that 'flock' takes is written out; use HandleLock
            + flock(file.SafeFileHandle, LOCK_UN)
            Releases: flock(file.SafeFileHandle, LOCK_UN)
            shared
            """
        );

    [Fact]
    public Task LOCK5002_Raw_handle_in_a_call() =>
        SaysAsync(
            "LOCK5002",
            HandleCode.Void("if (flock(handle.DangerousGetHandle().ToInt32(), LOCK_EX) != 0) return;"),
            """
            LOCK5002 at handle.DangerousGetHandle()
            'handle.DangerousGetHandle()' takes the raw handle of 'handle', which nothing keeps alive until 'flock' returns; pass the SafeHandle
            + flock(handle.DangerousGetHandle().ToInt32(), LOCK_EX)
            + [DllImport("libc", SetLastError = true)]
                public static extern int flock(int fd, int operation);
            Declaration: [DllImport("libc", SetLastError = true)]
                public static extern int flock(int fd, int operation);
            PassSafeHandle of parameter 0
            """
        );

    [Fact]
    public Task LOCK5002_Raw_handle_that_a_wrapper_is_given() =>
        SaysAsync(
            "LOCK5002",
            HandleCode.Members(
                """
                static bool Take(int fd) => flock(fd, LOCK_EX) == 0;

                static bool M(SafeFileHandle handle) => Take(handle.DangerousGetHandle().ToInt32());
                """
            ),
            """
            LOCK5002 at handle.DangerousGetHandle()
            'handle.DangerousGetHandle()' takes the raw handle of 'handle', which nothing keeps alive until 'Take' returns; pass the SafeHandle
            + Take(handle.DangerousGetHandle().ToInt32())
            CountReference
            """
        );

    [Fact]
    public Task LOCK5002_Raw_handle_in_a_field() =>
        SaysAsync(
            "LOCK5002",
            HandleCode.Members(
                """
                readonly int _fd;

                Store(FileStream stream) => _fd = stream.SafeFileHandle.DangerousGetHandle().ToInt32();

                bool Take() => flock(_fd, LOCK_EX) == 0;
                """
            ),
            """
            LOCK5002 at stream.SafeFileHandle.DangerousGetHandle()
            'stream.SafeFileHandle.DangerousGetHandle()' takes the raw handle of 'stream.SafeFileHandle', which nothing keeps alive as long as the field; pass the SafeHandle
            """
        );

    [Fact]
    public Task LOCK5003_Opening_that_locks() =>
        SaysAsync(
            "LOCK5003",
            HandleCode.Void("using var own = File.OpenHandle(path);\nif (flockSafe(own, LOCK_EX) != 0)\n    return;"),
            """
            LOCK5003 at flockSafe(own, LOCK_EX)
            On Unix, .NET opens the file at line 16 with a shared flock of its own: while another process holds the lock, the opening throws and 'flockSafe' is never reached; catch that, or open the file by open(2)
            + File.OpenHandle(path)
            """
        );

    [Fact]
    public Task LOCK5004_Pending_taken_for_failure() =>
        SaysAsync(
            "LOCK5004",
            HandleCode.Void(
                """
                using var own = CreateFile(path, 3, 3, IntPtr.Zero, 4, 0x40000000, IntPtr.Zero);
                var at = new NativeOverlapped();
                if (!LockFileExSafe(own, 2, 0, 1, 0, ref at))
                    throw new Win32Exception();
                """
            ),
            """
            LOCK5004 at LockFileExSafe(own, 2, 0, 1, 0, ref at)
            'LockFileExSafe' may return with the lock still pending (ERROR_IO_PENDING), because the file opened at line 16 is asynchronous, and that is taken for failure; wait for it with GetOverlappedResult
            + CreateFile(path, 3, 3, IntPtr.Zero, 4, 0x40000000, IntPtr.Zero)
            """
        );

    [Fact]
    public Task LOCK5004_Overlapped_that_ends_too_early() =>
        SaysAsync(
            "LOCK5004",
            HandleCode.Void(
                """
                var at = new NativeOverlapped();
                if (!LockFileExSafe(handle, 2, 0, 1, 0, ref at) && Marshal.GetLastWin32Error() != 997)
                    throw new Win32Exception();
                """
            ),
            """
            LOCK5004 at LockFileExSafe(handle, 2, 0, 1, 0, ref at)
            'LockFileExSafe' may return with the lock still pending (ERROR_IO_PENDING), but the OVERLAPPED ends with this method; wait for it with GetOverlappedResult
            """
        );

    [Fact]
    public Task LOCK5005_Record_lock_that_a_second_descriptor_ends() =>
        SaysAsync(
            "LOCK5005",
            HandleCode.Void(
                """
                using var own = new FileStream(path, FileMode.Open);
                own.Lock(0, 0);
                File.ReadAllText(path);
                work();
                own.Unlock(0, 0);
                """
            ),
            """
            LOCK5005 at own.Lock(0, 0)
            On Unix, the lock that 'Lock' takes belongs to the process and ends at line 18, where the same file is opened and closed again; use the locked file itself, or an OFD lock
            + File.ReadAllText(path)
            """
        );

    [Fact]
    public Task LOCK5007_Finalizer_that_unlocks_elsewhere() =>
        SaysAsync(
            "LOCK5007",
            HandleCode.Members(
                """
                readonly FileStream _stream = null!;

                ~Store() => Release();

                void Release() => _stream.Unlock(0, 1);
                """
            ),
            """
            LOCK5007 at Release() #1
            The finalizer of 'Store' unlocks through '_stream', which may have been finalized before; leave it to the SafeHandle, or do it in Dispose alone
            + _stream.Unlock(0, 1)
            """
        );

    [Fact]
    public Task LOCK3010_Lock_that_ends_with_the_method_that_reports_it() =>
        SaysAsync(
            "LOCK3010",
            ReleaseCode.Members(
                """
                bool TryLock(string path)
                {
                    using var own = new FileStream(path, FileMode.Open);
                    return flock(own.SafeFileHandle, LOCK_EX | LOCK_NB) == 0;
                }
                """
            ),
            """
            LOCK3010 at flock(own.SafeFileHandle, LOCK_EX | LOCK_NB)
            The lock that 'flock' takes ends when 'TryLock' returns, because line 16 closes the file; keep the file open as long as the lock is needed
            + own = new FileStream(path, FileMode.Open)
            """
        );

    [Fact]
    public Task LOCK3011_Acquire_that_is_given_up_from_outside() =>
        SaysAsync(
            "LOCK3011",
            ReleaseCode.Handles(
                """
                async Task M()
                {
                    using var held = await _lock.AcquireAsync().WaitAsync(TimeSpan.FromSeconds(1));
                    Work();
                }
                """
            ),
            """
            LOCK3011 at _lock.AcquireAsync()
            When line 23 stops waiting for 'AcquireAsync', the lock that it may still take belongs to nobody; pass the timeout or token to 'AcquireAsync'
            + _lock.AcquireAsync().WaitAsync(TimeSpan.FromSeconds(1))
            """
        );

    private static async Task SaysAsync(string id, string code, string expected) =>
        Assert.Equal(expected, await Contract.OfAsync(id, code));

    private sealed class Lines(string text) : AdditionalText
    {
        public override string Path => "LockAnalyzers.Wrappers.txt";

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
