using LockAnalyzers.CodeFixes.Mode;
using Xunit;

namespace LockAnalyzers.Tests.Rules;

public sealed class LockFileSharedTests
{
    private const string Mode = "FileMode.OpenOrCreate, FileAccess.ReadWrite";

    [Theory]
    [InlineData(
        "FileStream _lockFile; void Take(string path) => _lockFile = new FileStream(path, "
            + Mode
            + ", {|LOCK1007:FileShare.Read|}); void Dispose() => _lockFile.Dispose();"
    )]
    [InlineData(
        "FileStream _held; void Take(string dir) { _held = File.Open(Path.Combine(dir, \"store.lock\"), "
            + Mode
            + ", {|LOCK1007:FileShare.ReadWrite|}); } void Close() { _held?.Dispose(); _held = null; }"
    )]
    [InlineData(
        "void Run(string lockPath, Action act) { using var held = new FileStream(lockPath, "
            + Mode
            + ", {|LOCK1007:FileShare.Delete|}); act(); }"
    )]
    [InlineData("void Run(string lockPath, Action act) { using (File.Open(lockPath, " + Mode + ", {|LOCK1007:FileShare.Write|})) act(); }")]
    [InlineData(
        "void Run(string path, Action act) { using var lockHandle = File.OpenHandle(path, "
            + Mode
            + ", {|LOCK1007:FileShare.Read | FileShare.Delete|}); act(); }"
    )]
    [InlineData("IDisposable Take(string lockPath) => new FileStream(lockPath, " + Mode + ", share: {|LOCK1007:FileShare.Read|});")]
    [InlineData(
        "async Task Run(string lockPath) { await using var held = new FileStream(lockPath, FileMode.Create, FileAccess.Write, {|LOCK1007:FileShare.Read|}); await Task.Delay(1); }"
    )]
    [InlineData(
        "FileStream _lock; void Take(string path) { _lock = new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Share = {|LOCK1007:FileShare.Read|} }); }"
    )]
    [InlineData(
        "void Run(string dir, Action act) { var path = dir + \"/.lck\"; using var lck = new FileStream(path, "
            + Mode
            + ", {|LOCK1007:System.IO.FileShare.Read|}); act(); }"
    )]
    [InlineData(
        "bool Take(string path) { try { _mutexFile = File.Open(path, "
            + Mode
            + ", {|LOCK1007:FileShare.Read|}); return _mutexFile != null; } catch (IOException) { return false; } } FileStream _mutexFile;"
    )]
    public Task Fires_on_a_file_that_is_only_held(string members) => Verify.AnalyzerAsync(Code(members));

    [Theory]
    [InlineData(
        "FileStream _lockFile; void Take(string path) => _lockFile = new FileStream(path, "
            + Mode
            + ", FileShare.None); void Dispose() => _lockFile.Dispose();"
    )]
    [InlineData("FileStream _log; void Open(string path) => _log = new FileStream(path, " + Mode + ", FileShare.Read);")]
    [InlineData(
        "FileStream _blockFile; void Open(string blockPath) => _blockFile = new FileStream(blockPath, " + Mode + ", FileShare.Read);"
    )]
    [InlineData(
        "FileStream _lockFile; void Take(string path) { _lockFile = new FileStream(path, "
            + Mode
            + ", FileShare.Read); _lockFile.WriteByte(1); }"
    )]
    [InlineData(
        "FileStream _lockFile; void Take(string path) { _lockFile = new FileStream(path, "
            + Mode
            + ", FileShare.Read); new StreamWriter(_lockFile).Write(1); }"
    )]
    [InlineData(
        "FileStream _lockFile; void Take(string path) => _lockFile = new FileStream(path, "
            + Mode
            + ", FileShare.Read); FileStream Stream => _lockFile;"
    )]
    [InlineData("FileStream OpenLock(string lockPath) => new FileStream(lockPath, " + Mode + ", FileShare.Read);")]
    [InlineData(
        "void Take(string lockPath) => Keep(new FileStream(lockPath, " + Mode + ", FileShare.Read)); void Keep(FileStream file) { }"
    )]
    [InlineData(
        "void Run(string lockPath, Action act) { using var held = new FileStream(lockPath, FileMode.CreateNew, FileAccess.Write, FileShare.Read); act(); }"
    )]
    [InlineData(
        "void Run(string lockPath, Action act) { using var held = new FileStream(lockPath, FileMode.Open, FileAccess.Read, FileShare.Read); act(); }"
    )]
    [InlineData(
        "void Run(string lockPath, Action act) { using var held = new FileStream(lockPath, FileMode.Append, FileAccess.Write, FileShare.Read); act(); }"
    )]
    [InlineData(
        "void Read(string lockPath, Action act) { using var held = new FileStream(lockPath, " + Mode + ", FileShare.Read); act(); }"
    )]
    [InlineData(
        "void Take(string lockPath, Action act, bool alone) { using var held = new FileStream(lockPath, "
            + Mode
            + ", alone ? FileShare.None : FileShare.Read); act(); }"
    )]
    [InlineData(
        "void Alone(string lockPath, Action act) { using var held = File.Open(lockPath, "
            + Mode
            + ", FileShare.None); act(); } void Many(string lockPath, Action act) { using var held = File.Open(lockPath, "
            + Mode
            + ", FileShare.ReadWrite); act(); }"
    )]
    [InlineData(
        "void Take(string lockPath, FileShare share, Action act) { using var held = File.Open(lockPath, " + Mode + ", share); act(); }"
    )]
    [InlineData("void Take(string lockPath) { var held = File.Open(lockPath, " + Mode + ", FileShare.Inheritable); held.Dispose(); }")]
    public Task Silent_on_other_files_other_shares_and_other_ways_to_exclude(string members) => Verify.AnalyzerAsync(Code(members));

    [Theory]
    [InlineData(
        "FileStream _file; Store(FileStream file) => _file = file; static Store Take(string lockPath) => new(new FileStream(lockPath, "
            + Mode
            + ", {|LOCK1007:FileShare.Read|}));"
    )]
    [InlineData(
        "FileStream _file; void Keep(FileStream file) { _file = file; } void Take(string lockPath) => Keep(new FileStream(lockPath, "
            + Mode
            + ", {|LOCK1007:FileShare.Read|})); void Leave() => _file.Dispose();"
    )]
    [InlineData(
        "FileStream _file; void Take(string lockPath) => _file = Open(lockPath); private FileStream Open(string lockPath) => File.Open(lockPath, "
            + Mode
            + ", {|LOCK1007:FileShare.Read|}); void Leave() => _file.Dispose();"
    )]
    [InlineData(
        "FileStream _lockFile; void Take(string path, bool one) { var share = {|LOCK1007:one ? FileShare.Read : FileShare.Delete|}; _lockFile = File.Open(path, "
            + Mode
            + ", share); }"
    )]
    [InlineData(
        "FileStream _lockFile; void Take(string path) => _lockFile = Open(path, FileMode.Create); void Ask(string path) { using (Open(path, FileMode.Open)) { } } "
            + "private FileStream Open(string path, FileMode mode) => new(path, mode, FileAccess.Write, mode == FileMode.Open ? FileShare.None : {|LOCK1007:FileShare.Read|});",
        "StoreLock"
    )]
    [InlineData(
        "FileStream _lockFile; void Take(string path) => _lockFile = File.Open(path, "
            + Mode
            + ", {|LOCK1007:FileShare.Read|}); void Data(string path) { using var data = File.Open(path + \".dat\", FileMode.Open, FileAccess.Read, FileShare.ReadWrite); data.ReadByte(); }"
    )]
    [InlineData(
        "FileStream _channel; void Take(string path) => _channel = File.Open(path, " + Mode + ", {|LOCK1007:FileShare.Read|});",
        "FileLock2"
    )]
    [InlineData(
        "FileStream _lockFile; void Take(string path) => _lockFile = File.Open(path, "
            + Mode
            + ", {|LOCK1007:FileShare.Read|}); void Leave() { if (_lockFile is FileStream held) held.Dispose(); }"
    )]
    public Task Fires_however_the_share_and_the_stream_travel(string members, string type = "Store") =>
        Verify.AnalyzerAsync(Code(members, type));

    [Theory]
    [InlineData(
        "[SupportedOSPlatform(\"windows\")] void Run(string lockPath, Action act) { using var held = File.Open(lockPath, "
            + Mode
            + ", FileShare.Read); act(); }"
    )]
    [InlineData(
        "void Run(string lockPath, Action act) { if (!OperatingSystem.IsWindows()) return; using var held = File.Open(lockPath, "
            + Mode
            + ", FileShare.Read); act(); }"
    )]
    [InlineData(
        "void Run(string lockPath, Action act) { if (OperatingSystem.IsWindows()) { using var held = File.Open(lockPath, "
            + Mode
            + ", FileShare.Read); act(); } }"
    )]
    public Task Silent_where_only_windows_runs_it(string members) => Verify.AnalyzerAsync(Code(members));

    [Fact]
    public Task Fires_by_the_name_of_the_type_where_the_path_tells_nothing() =>
        Verify.AnalyzerAsync(
            Code(
                "FileStream _stream; void Take(string path) { _stream = new FileStream(path, " + Mode + ", {|LOCK1007:FileShare.Read|}); }",
                "WorkerLock"
            )
        );

    [Fact]
    public Task Silent_by_the_name_of_the_type_where_the_path_tells_more() =>
        Verify.AnalyzerAsync(
            Code(
                "FileStream _stream; void Take(string logPath) { _stream = new FileStream(logPath, " + Mode + ", FileShare.Read); }",
                "ExclusiveLock"
            )
        );

    [Fact]
    public Task Silent_where_the_type_locks_by_other_means() =>
        Verify.AnalyzerAsync(
            Code(
                """
                FileStream _lockFile;

                [DllImport("libc")]
                static extern int flock(int descriptor, int operation);

                void Take(string path, int descriptor)
                {
                    _lockFile = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
                    if (flock(descriptor, 2) != 0)
                        _lockFile.Dispose();
                }
                """
            )
        );

    [Theory]
    [InlineData("FileShare.Read", "FileShare.None")]
    [InlineData("FileShare.Read | FileShare.Delete", "FileShare.None")]
    [InlineData("System.IO.FileShare.ReadWrite", "System.IO.FileShare.None")]
    public Task Shares_with_nobody(string share, string mended) =>
        Verify.FixAsync<LockFileSharedFixer>(
            Code(
                $"void Run(string lockPath, Action act) {{ using var held = File.Open(lockPath, {Mode}, /* alone */ {{|LOCK1007:{share}|}} /* really */); act(); }}"
            ),
            Code(
                $"void Run(string lockPath, Action act) {{ using var held = File.Open(lockPath, {Mode}, /* alone */ {mended} /* really */); act(); }}"
            )
        );

    private static string Code(string members, string type = "Store") =>
        $$"""
            {{LockCode.Usings}}
            class {{type}}
            {
                {{members}}
            }
            """;
}
