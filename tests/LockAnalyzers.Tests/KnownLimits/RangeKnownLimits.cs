using Xunit;

namespace LockAnalyzers.Tests.KnownLimits;

/// <summary>Faults in ranges that the rules do not see yet, each with the reason. What they come to see must leave this file.</summary>
public sealed class RangeKnownLimits
{
    [Fact]
    public Task A_length_read_again_by_another_method() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                readonly FileStream _file = new("a", FileMode.Open);

                // Whether the length changes in between depends on what the caller does.
                public void Enter() => _file.Lock(0, _file.Length);

                public void Leave() => _file.Unlock(0, _file.Length);
                """
            )
        );

    [Fact]
    public Task Ranges_that_a_caller_passes_to_wrappers() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                readonly FileStream _file = new("a", FileMode.Open);

                void Take(long at, long count) => _file.Lock(at, count);

                void GiveBack(long at, long count) => _file.Unlock(at, count);

                // The facts of a wrapper's locks reach the caller, their ranges do not.
                void Run(Action body)
                {
                    Take(0, 10);
                    try
                    {
                        body();
                    }
                    finally
                    {
                        GiveBack(0, 20);
                    }
                }
                """
            )
        );

    [Fact]
    public Task One_of_two_locks_of_a_file_released_by_other_bytes() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                // Which of the two the second unlock is meant for cannot be told.
                void Run(FileStream file, long at, long count)
                {
                    file.Lock(1L << 40, 1);
                    file.Lock(at, count);
                    file.Unlock(at, count + 1);
                    file.Unlock(1L << 40, 1);
                }
                """
            )
        );

    [Fact]
    public Task The_position_that_lockf_counts_from() =>
        Verify.AnalyzerAsync(
            RangeCode.Posix(
                """
                const int Lock = 1, Unlock = 0;

                // What lockf locks begins at the position of the descriptor, which the write moves.
                void Run(SafeFileHandle file, FileStream stream, byte[] data)
                {
                    if (lockf(file, Lock, 100) != 0)
                        return;
                    stream.Write(data, 0, data.Length);
                    lockf(file, Unlock, 100);
                }
                """
            )
        );

    [Fact]
    public Task An_append_by_a_helper() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                // The helper's body is not followed: it may as well write inside the range.
                void Run(FileStream log, byte[] line)
                {
                    long length = log.Length;
                    log.Lock(0, length);
                    AppendTo(log, line);
                    log.Unlock(0, length);
                }

                static void AppendTo(FileStream log, byte[] line)
                {
                    log.Seek(0, SeekOrigin.End);
                    log.Write(line);
                }
                """
            )
        );

    [Fact]
    public Task An_overlapped_in_unmanaged_memory() =>
        Verify.AnalyzerAsync(
            """
            #pragma warning disable LOCK1002, LOCK3001, LOCK3004, LOCK5002
            using System;
            using System.Runtime.InteropServices;
            using System.Threading;
            using Microsoft.Win32.SafeHandles;

            class Sample
            {
                [DllImport("kernel32")]
                static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, IntPtr at);

                // What Marshal writes there is not followed, so that the offset is unknown.
                bool Take(SafeFileHandle file)
                {
                    var at = Marshal.AllocHGlobal(Marshal.SizeOf<NativeOverlapped>());
                    Marshal.StructureToPtr(new NativeOverlapped(), at, false);
                    return LockFileEx(file, 2, 0, 1, 0, at);
                }
            }
            """
        );

    [Fact]
    public Task A_read_of_unknown_length_under_a_lock_of_some_bytes() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                // Whether the buffer is longer than the 16 bytes cannot be told; under a lock of one byte it would be reported.
                void Run(FileStream file, byte[] buffer)
                {
                    file.Lock({|LOCK2005:0, 16|});
                    file.Position = 0;
                    file.Read(buffer, 0, buffer.Length);
                    file.Unlock(0, 16);
                }
                """
            )
        );
}
