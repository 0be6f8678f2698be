using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace FileLocking.Tests;

/// <summary>
/// A stretch of random holds, with proof of exclusion: an occupancy mark that no second writer may find set, a counter whose updates
/// would be lost, a reader's view that must not change, and the time of every hold.
/// </summary>
public static class Stress
{
    private const int Occupancy = 0;
    private const int Counter = 8;

    /// <summary>One exclusive or shared hold, in ticks of the system-wide monotonic clock.</summary>
    public readonly record struct Interval(long Start, long End, FileLockMode Mode);

    /// <summary>One process's part, shared by several threads: what they pass between them, the other processes must not see.</summary>
    public static string Run(string lockPath, string dataPath, FileLockMechanism mechanism, bool delete, int holds, int seed)
    {
        const int Threads = 3;
        var file = new FileLock(lockPath, new FileLockOptions { Mechanism = mechanism, DeleteOnRelease = delete });
        using var data = new FileStream(dataPath, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        List<Interval>[] intervals = [.. Enumerable.Range(0, Threads).Select(_ => new List<Interval>())];
        Task<string>[] threads =
        [
            .. intervals.Select(
                (mine, i) =>
                    Task.Factory.StartNew(
                        () => Run(file, data, holds / Threads, new Random(unchecked((seed * Threads) + i)), mine),
                        TaskCreationOptions.LongRunning
                    )
            ),
        ];
        Task.WaitAll(threads);
        File.WriteAllBytes(
            $"{dataPath}.{Environment.ProcessId}",
            MemoryMarshal.AsBytes<Interval>(intervals.SelectMany(mine => mine).ToArray()).ToArray()
        );
        return threads.FirstOrDefault(thread => thread.Result != "")?.Result
            ?? intervals.Sum(mine => mine.Count(hold => hold.Mode == FileLockMode.Exclusive)).ToString(CultureInfo.InvariantCulture);
    }

    private static string Run(FileLock file, FileStream data, int holds, Random random, List<Interval> intervals)
    {
        for (var i = 0; i < holds; i++)
        {
            var mode = random.Next(4) == 0 ? FileLockMode.Shared : FileLockMode.Exclusive;
            var held = Take(file, mode, random);
            if (held is null)
            {
                continue;
            }

            using (held)
            {
                var start = Stopwatch.GetTimestamp();
                if (mode == FileLockMode.Exclusive)
                {
                    if (Read(data, Occupancy) != 0)
                    {
                        return "two writers at once";
                    }

                    Write(data, Occupancy, Environment.ProcessId);
                    Write(data, Counter, Read(data, Counter) + 1);
                    Write(data, Occupancy, 0);
                }
                else
                {
                    var before = Read(data, Counter);
                    if (Read(data, Occupancy) != 0 || Read(data, Counter) != before)
                    {
                        return "a writer beside a reader";
                    }
                }
                intervals.Add(new(start, Stopwatch.GetTimestamp(), mode));
            }
        }
        return "";
    }

    /// <summary>Every way of asking, some of which give up.</summary>
    private static FileLockHandle? Take(FileLock file, FileLockMode mode, Random random)
    {
        switch (random.Next(5))
        {
            case 0:
                return file.TryAcquire(mode);
            case 1:
                return file.TryAcquire(mode, TimeSpan.FromMilliseconds(random.Next(5)));
            case 2:
                return file.AcquireAsync(mode).AsTask().Result;
            case 3:
                using (var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(5))))
                {
                    try
                    {
                        return file.AcquireAsync(mode, cancellationToken: source.Token).AsTask().GetAwaiter().GetResult();
                    }
                    catch (OperationCanceledException)
                    {
                        return null;
                    }
                }
            default:
                return file.Acquire(mode);
        }
    }

    public static void Prepare(string dataPath) => File.WriteAllBytes(dataPath, new byte[16]);

    /// <summary>Holds every report of a run against the counter and the clock.</summary>
    public static void Verify(string dataPath, IEnumerable<string> reports)
    {
        var updates = reports.Sum(report =>
            long.TryParse(report, CultureInfo.InvariantCulture, out var count) ? count : throw new InvalidOperationException(report)
        );
        Assert.Equal(updates, BinaryPrimitives.ReadInt64LittleEndian(File.ReadAllBytes(dataPath).AsSpan(Counter)));

        Interval[] intervals =
        [
            .. Directory
                .EnumerateFiles(Path.GetDirectoryName(dataPath)!, Path.GetFileName(dataPath) + ".*")
                .SelectMany(path => MemoryMarshal.Cast<byte, Interval>(File.ReadAllBytes(path)).ToArray())
                .OrderBy(interval => interval.Start),
        ];
        long lastWriter = 0,
            lastReader = 0;
        foreach (var interval in intervals)
        {
            Assert.True(interval.Start >= lastWriter, "Two holds overlap, one of them exclusive.");
            if (interval.Mode == FileLockMode.Exclusive)
            {
                Assert.True(interval.Start >= lastReader, "An exclusive hold begins within a shared one.");
                lastWriter = interval.End;
            }
            else
            {
                lastReader = Math.Max(lastReader, interval.End);
            }
        }
    }

    private static long Read(FileStream data, long offset)
    {
        Span<byte> bytes = stackalloc byte[8];
        if (RandomAccess.Read(data.SafeFileHandle, bytes, offset) != 8)
        {
            throw new InvalidOperationException("The data file is short.");
        }

        return BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }

    private static void Write(FileStream data, long offset, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        RandomAccess.Write(data.SafeFileHandle, bytes, offset);
    }
}
