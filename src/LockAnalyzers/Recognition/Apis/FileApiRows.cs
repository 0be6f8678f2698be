using System.Collections.Immutable;

namespace LockAnalyzers.Recognition.Apis;

/// <summary>The table behind <see cref="FileApi"/>: one row for each function, method or property that does something to files.</summary>
internal static class FileApiRows
{
    /// <summary>Methods of the framework, by type and name.</summary>
    public static readonly ImmutableDictionary<string, CallEffect> Framework = new Dictionary<string, CallEffect>
    {
        ["File.Open"] = Opens(FileShare.None),
        ["File.OpenRead"] = Opens(FileShare.Read),
        ["File.OpenWrite"] = Opens(FileShare.None),
        ["File.OpenHandle"] = Opens(FileShare.Read),
        ["File.OpenText"] = Opens(FileShare.Read),
        ["File.AppendText"] = Opens(FileShare.Read),
        ["File.Create"] = Opens(FileShare.None, FileMode.Create),
        ["File.CreateText"] = Opens(FileShare.Read, FileMode.Create),
        ["FileInfo.Open"] = Opens(FileShare.None),
        ["FileInfo.OpenRead"] = Opens(FileShare.Read),
        ["FileInfo.OpenWrite"] = Opens(FileShare.None),
        ["FileInfo.Create"] = Opens(FileShare.None, FileMode.Create),
        ["File.ReadAllText"] = ReadsPath(),
        ["File.ReadAllTextAsync"] = ReadsPath(),
        ["File.ReadAllBytes"] = ReadsPath(),
        ["File.ReadAllBytesAsync"] = ReadsPath(),
        ["File.ReadAllLines"] = ReadsPath(),
        ["File.ReadAllLinesAsync"] = ReadsPath(),
        ["File.WriteAllText"] = WritesPath(),
        ["File.WriteAllTextAsync"] = WritesPath(),
        ["File.WriteAllBytes"] = WritesPath(),
        ["File.WriteAllBytesAsync"] = WritesPath(),
        ["File.WriteAllLines"] = WritesPath(),
        ["File.WriteAllLinesAsync"] = WritesPath(),
        ["File.AppendAllText"] = WritesPath(appends: true),
        ["File.AppendAllTextAsync"] = WritesPath(appends: true),
        ["File.AppendAllLines"] = WritesPath(appends: true),
        ["File.AppendAllLinesAsync"] = WritesPath(appends: true),
        ["File.Delete"] = new() { WrittenPaths = ImmutableArray.Create(0), Deletes = 0 },
        ["File.Move"] = new() { WrittenPaths = ImmutableArray.Create(0, 1) },
        ["File.Replace"] = new() { WrittenPaths = ImmutableArray.Create(0, 1) },
        ["File.Copy"] = new() { WrittenPaths = ImmutableArray.Create(1) },
        ["FileInfo.Delete"] = new() { Deletes = CallEffect.Instance },
        ["RandomAccess.Read"] = Transfers(new(TransferSize.Counted, false, 0, Count: 1, At: 2)),
        ["RandomAccess.ReadAsync"] = Transfers(new(TransferSize.Counted, false, 0, Count: 1, At: 2)),
        ["RandomAccess.Write"] = Transfers(new(TransferSize.Counted, true, 0, Count: 1, At: 2)),
        ["RandomAccess.WriteAsync"] = Transfers(new(TransferSize.Counted, true, 0, Count: 1, At: 2)),
        ["RandomAccess.SetLength"] = new() { WritesThrough = 0 },
        ["JsonSerializer.Serialize"] = Transfers(new(TransferSize.Content, true, 0)),
        ["JsonSerializer.SerializeAsync"] = Transfers(new(TransferSize.Content, true, 0)),
        ["JsonSerializer.Deserialize"] = Transfers(new(TransferSize.ToEnd, false, 0)),
        ["JsonSerializer.DeserializeAsync"] = Transfers(new(TransferSize.ToEnd, false, 0)),
        ["XmlSerializer.Serialize"] = new() { WritesThrough = 0 },
        ["WaitHandle.WaitOne"] = new() { AwaitsCompletion = true },
        ["WaitHandle.WaitAny"] = new() { AwaitsCompletion = true },
        ["WaitHandle.WaitAll"] = new() { AwaitsCompletion = true },
        ["Overlapped.Free"] = new() { FreesMemory = true },
        ["Marshal.FreeHGlobal"] = new() { FreesMemory = true },
        ["Marshal.FreeCoTaskMem"] = new() { FreesMemory = true },
        ["NativeMemory.Free"] = new() { FreesMemory = true },
        ["GCHandle.Free"] = new() { FreesMemory = true },
        ["Stream.CopyTo"] = new() { WritesThrough = 0, Transfers = new(TransferSize.ToEnd, false) },
        ["Stream.CopyToAsync"] = new() { WritesThrough = 0, Transfers = new(TransferSize.ToEnd, false) },
    }.ToImmutableDictionary();

    /// <summary>Native functions, by entry point.</summary>
    public static readonly ImmutableDictionary<string, CallEffect> Native = new Dictionary<string, CallEffect>
    {
        ["CreateFile"] = new() { Opens = new() { OptionsArgument = 5 } },
        ["CreateFileA"] = new() { Opens = new() { OptionsArgument = 5 } },
        ["CreateFileW"] = new() { Opens = new() { OptionsArgument = 5 } },
        ["CloseHandle"] = new() { Closes = 0 },
        ["ReadFile"] = Transfers(new(TransferSize.Counted, false, 0, Count: 2)),
        ["WriteFile"] = Transfers(new(TransferSize.Counted, true, 0, Count: 2)),
        ["WriteFileEx"] = new() { WritesThrough = 0 },
        ["SetEndOfFile"] = new() { WritesThrough = 0 },
        ["DeleteFile"] = new() { Deletes = 0 },
        ["DeleteFileW"] = new() { Deletes = 0 },
        ["open"] = new() { Opens = new() },
        ["open64"] = new() { Opens = new() },
        ["openat"] = new() { Opens = new(Path: 1) },
        ["creat"] = new() { Opens = new() { Mode = FileMode.Create } },
        ["creat64"] = new() { Opens = new() { Mode = FileMode.Create } },
        ["close"] = new() { Closes = 0 },
        ["read"] = Transfers(new(TransferSize.Counted, false, 0, Count: 2)),
        ["write"] = Transfers(new(TransferSize.Counted, true, 0, Count: 2)),
        ["pread"] = Transfers(new(TransferSize.Counted, false, 0, Count: 2, At: 3)),
        ["pread64"] = Transfers(new(TransferSize.Counted, false, 0, Count: 2, At: 3)),
        ["pwrite"] = Transfers(new(TransferSize.Counted, true, 0, Count: 2, At: 3)),
        ["pwrite64"] = Transfers(new(TransferSize.Counted, true, 0, Count: 2, At: 3)),
        ["ftruncate"] = new() { WritesThrough = 0 },
        ["ftruncate64"] = new() { WritesThrough = 0 },
        ["unlink"] = new() { Deletes = 0 },
        ["GetOverlappedResult"] = new() { AwaitsCompletion = true },
        ["GetOverlappedResultEx"] = new() { AwaitsCompletion = true },
        ["WaitForSingleObject"] = new() { AwaitsCompletion = true },
        ["WaitForSingleObjectEx"] = new() { AwaitsCompletion = true },
        ["WaitForMultipleObjects"] = new() { AwaitsCompletion = true },
        ["WaitForMultipleObjectsEx"] = new() { AwaitsCompletion = true },
    }.ToImmutableDictionary();

    /// <summary>
    /// Methods of streams, readers and writers, by name; what a <c>Read</c> or <c>Write</c> transfers is for its parameters.
    /// </summary>
    public static readonly ImmutableDictionary<string, CallEffect> StreamMembers = new Dictionary<string, CallEffect>
    {
        ["ReadLine"] = Transfers(new(TransferSize.Content, false)),
        ["ReadLineAsync"] = Transfers(new(TransferSize.Content, false)),
        ["ReadBlock"] = Transfers(new(TransferSize.Content, false)),
        ["ReadBlockAsync"] = Transfers(new(TransferSize.Content, false)),
        ["Peek"] = Transfers(new(TransferSize.Content, false)),
        ["CopyTo"] = Transfers(new(TransferSize.ToEnd, false)),
        ["CopyToAsync"] = Transfers(new(TransferSize.ToEnd, false)),
        ["ReadToEnd"] = Transfers(new(TransferSize.ToEnd, false)),
        ["ReadToEndAsync"] = Transfers(new(TransferSize.ToEnd, false)),
        ["ReadByte"] = Transfers(new(TransferSize.Byte, false)),
        ["Write"] = Transfers(new(TransferSize.Content, true)),
        ["WriteAsync"] = Transfers(new(TransferSize.Content, true)),
        ["WriteLine"] = Transfers(new(TransferSize.Content, true)),
        ["WriteLineAsync"] = Transfers(new(TransferSize.Content, true)),
        ["WriteByte"] = Transfers(new(TransferSize.Byte, true)),
        ["BeginWrite"] = new() { WritesThrough = CallEffect.Instance },
        ["SetLength"] = new() { WritesThrough = CallEffect.Instance },
        ["Flush"] = new() { Flushes = true },
        ["FlushAsync"] = new() { Flushes = true },
        ["Seek"] = new() { Seeks = true },
    }.ToImmutableDictionary();

    /// <summary>Methods that count whatever the namespace, because older projects bring a copy of their own; by type and name.</summary>
    public static readonly ImmutableDictionary<string, CallEffect> Anywhere = new Dictionary<string, CallEffect>
    {
        ["Marshal.GetLastWin32Error"] = new() { ReadsErrorCode = true },
        ["Marshal.GetLastPInvokeError"] = new() { ReadsErrorCode = true },
        ["Marshal.GetLastSystemError"] = new() { ReadsErrorCode = true },
        ["Marshal.GetLastError"] = new() { ReadsErrorCode = true },
        ["Stdlib.GetLastWin32Error"] = new() { ReadsErrorCode = true },
        ["Stdlib.GetLastPInvokeError"] = new() { ReadsErrorCode = true },
        ["Stdlib.GetLastSystemError"] = new() { ReadsErrorCode = true },
        ["Stdlib.GetLastError"] = new() { ReadsErrorCode = true },
        ["RandomAccess.GetLength"] = new() { AsksLength = 0 },
        ["ArgumentOutOfRangeException.ThrowIfGreaterThan"] = new() { LimitsFirstToSecond = true },
        ["ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual"] = new() { LimitsFirstToSecond = true },
        ["FileStream.Seek"] = new() { EmptiesBuffer = true },
        ["FileStream.Read"] = new() { EmptiesBuffer = true },
        ["FileStream.ReadByte"] = new() { EmptiesBuffer = true },
        ["FileStream.ReadAsync"] = new() { EmptiesBuffer = true },
        ["FileStream.SetLength"] = new() { EmptiesBuffer = true },
        ["Stream.Seek"] = new() { EmptiesBuffer = true },
        ["Stream.Read"] = new() { EmptiesBuffer = true },
        ["Stream.ReadByte"] = new() { EmptiesBuffer = true },
        ["Stream.ReadAsync"] = new() { EmptiesBuffer = true },
        ["Stream.SetLength"] = new() { EmptiesBuffer = true },
    }.ToImmutableDictionary();

    /// <summary>Methods of the namespace <c>System</c> itself, by type and name.</summary>
    public static readonly ImmutableDictionary<string, CallEffect> OfSystem = new Dictionary<string, CallEffect>
    {
        ["Environment.Exit"] = new() { EndsProcess = true },
        ["Environment.FailFast"] = new() { EndsProcess = true },
        ["Math.Min"] = new() { TakesSmallest = true },
    }.ToImmutableDictionary();

    /// <summary>Members of any type that close the file behind the object.</summary>
    public static readonly ImmutableHashSet<string> Closing = ImmutableHashSet.Create("Dispose", "DisposeAsync", "Close");

    /// <summary>Properties and methods that show the same open file as another kind of handle.</summary>
    public static readonly ImmutableHashSet<string> Views = ImmutableHashSet.Create(
        "SafeFileHandle",
        "Handle",
        "BaseStream",
        "DangerousGetHandle",
        "ToInt32",
        "ToInt64",
        "ToPointer",
        "ConfigureAwait",
        "AsTask",
        "WaitAsync",
        "GetAwaiter",
        "GetResult",
        "Result"
    );

    /// <summary>Properties of streams that tell the path of the file.</summary>
    public static readonly ImmutableHashSet<string> Names = ImmutableHashSet.Create("Name");

    /// <summary>Methods and properties that give a raw handle or descriptor, each with the type that owns it.</summary>
    public static readonly ImmutableDictionary<string, string> RawHandleOf = new Dictionary<string, string>
    {
        ["DangerousGetHandle"] = "SafeHandle",
        ["Handle"] = "FileStream",
    }.ToImmutableDictionary();

    /// <summary>Properties of any type, by name; what shows the same file is among the <see cref="Views"/>.</summary>
    public static readonly ImmutableDictionary<string, MemberEffect> Properties = new Dictionary<string, MemberEffect>
    {
        ["Length"] = new() { IsVolatile = true, AsksLength = true },
        ["Position"] = new() { IsVolatile = true, IsPosition = true },
        ["AutoFlush"] = new() { IsAutoFlush = true },
        ["IsInvalid"] = new() { AnswerWhileLocked = false },
        ["IsClosed"] = new()
        {
            IsVolatile = true,
            AnswerWhileLocked = false,
            AnswerOnceClosed = true,
        },
        ["CanRead"] = TellsOpen(),
        ["CanWrite"] = TellsOpen(),
        ["CanSeek"] = TellsOpen(),
        ["IsCancellationRequested"] = new() { IsVolatile = true },
        ["EndOfStream"] = new() { IsVolatile = true },
        ["Count"] = new() { IsVolatile = true },
        ["DataAvailable"] = new() { IsVolatile = true },
        ["Elapsed"] = new() { IsVolatile = true },
        ["ElapsedMilliseconds"] = new() { IsVolatile = true },
        ["ElapsedTicks"] = new() { IsVolatile = true },
        ["Now"] = new() { IsVolatile = true },
        ["UtcNow"] = new() { IsVolatile = true },
        ["TickCount"] = new() { IsVolatile = true },
        ["TickCount64"] = new() { IsVolatile = true },
        ["IsCompleted"] = new() { IsVolatile = true },
        ["IsAlive"] = new() { IsVolatile = true },
        ["HasExited"] = new() { IsVolatile = true },
        ["Current"] = new() { IsVolatile = true },
    }.ToImmutableDictionary();

    /// <summary>Types whose members do no work of the program's own.</summary>
    public static readonly ImmutableHashSet<string> IdleTypes = ImmutableHashSet.Create(
        "Marshal",
        "GC",
        "Interlocked",
        "Volatile",
        "Debug",
        "Trace",
        "Stopwatch"
    );

    /// <summary>Types of the framework whose members nobody expects to throw between taking a lock and guarding it.</summary>
    public static readonly ImmutableHashSet<string> QuietTypes = ImmutableHashSet.Create(
        "Marshal",
        "GC",
        "Interlocked",
        "Volatile",
        "Debug",
        "Trace",
        "Stopwatch",
        "Console",
        "Thread",
        "Environment",
        "DateTime",
        "DateTimeOffset",
        "TimeSpan",
        "Math",
        "StringBuilder",
        "Object",
        "String",
        "Random",
        "Guid",
        "EventSource",
        "ILogger",
        "LoggerExtensions",
        "Activity",
        "RuntimeInformation",
        "OperatingSystem",
        "IntPtr",
        "UIntPtr",
        "Monitor",
        "CancellationTokenSource",
        "DefaultInterpolatedStringHandler",
        "ValueTask",
        "Array",
        "Buffer",
        "Unsafe",
        "BitConverter",
        "EqualityComparer",
        "Nullable"
    );

    /// <summary>A question that an open stream answers with yes, and a closed one with no.</summary>
    private static MemberEffect TellsOpen() =>
        new()
        {
            IsVolatile = true,
            AnswerWhileLocked = true,
            AnswerOnceClosed = false,
        };

    private static CallEffect Opens(FileShare share, FileMode? mode = null) =>
        new()
        {
            Opens = new() { Mode = mode, Share = share },
        };

    private static CallEffect ReadsPath() => new() { Transfers = new(TransferSize.ToEnd, false, 0) { ByPath = true } };

    private static CallEffect WritesPath(bool appends = false) =>
        new()
        {
            WrittenPaths = ImmutableArray.Create(0),
            Transfers = new(TransferSize.Content, true, 0) { ByPath = true, Appends = appends },
        };

    /// <summary>A transfer through a handle or stream; one that writes also changes the file.</summary>
    private static CallEffect Transfers(FileTransfer transfer) =>
        new() { Transfers = transfer, WritesThrough = transfer.IsWrite ? transfer.File : null };
}
