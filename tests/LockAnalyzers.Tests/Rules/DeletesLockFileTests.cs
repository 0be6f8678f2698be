using Xunit;

namespace LockAnalyzers.Tests.Rules;

public sealed class DeletesLockFileTests
{
    [Fact]
    public Task Path_that_the_runtime_names() =>
        Verify.AnalyzerAsync(
            ReleaseCode.Handles(
                """
                void M()
                {
                    var held = _lock.Acquire();
                    var path = held.Path;
                    held.Dispose();
                    {|LOCK3007:File.Delete(path)|};
                }
                """
            )
        );

    [Theory]
    [InlineData("_fs.Unlock(0, 9); _fs.Dispose(); {|LOCK3007:File.Delete(_path)|};")]
    [InlineData("{|LOCK3007:File.Delete(_path)|}; _fs.Dispose();")]
    [InlineData("_fs.Dispose(); if (File.Exists(_path)) {|LOCK3007:File.Delete(_path)|};")]
    [InlineData("_fs.Dispose(); try { {|LOCK3007:File.Delete(_path)|}; } catch { }")]
    [InlineData("var name = _fs.Name; _fs.Dispose(); {|LOCK3007:File.Delete(name)|};")]
    [InlineData(
        "DisposeQuietly(_fs); {|LOCK3007:File.Delete(_path)|}; } static void DisposeQuietly(IDisposable d) { try { d.Dispose(); } catch (IOException) { }"
    )]
    public Task Deleted_by_the_release(string statements) => Verify.AnalyzerAsync(Lock(statements));

    [Theory]
    [InlineData("_fs.Unlock(0, 9); _fs.Dispose();")]
    [InlineData("_fs.Dispose(); File.Delete(_path + \".tmp\");")]
    [InlineData("_fs.Dispose(); File.Delete(\"report.txt\");")]
    [InlineData("File.Delete(_path);")]
    [InlineData(
        "_fs.Dispose(); if (SameInode()) File.Delete(_path); } bool SameInode() { return fstat(1) == fstat(2); } static int fstat(int fd) { return 0;"
    )]
    public Task Silent_on_another_file_another_time_and_a_checked_identity(string statements) => Verify.AnalyzerAsync(Lock(statements));

    [Theory]
    [InlineData(
        "_fs.Dispose(); {|LOCK3007:TryDelete(_path)|}; } static void TryDelete(string file) { try { File.Delete(file); } catch { }"
    )]
    [InlineData("_fs.Dispose(); {|LOCK3007:Remove()|}; } void Remove() { if (File.Exists(_path)) File.Delete(_path);")]
    public Task Deleted_by_a_helper_of_the_release(string statements) => Verify.AnalyzerAsync(Lock(statements));

    /// <summary>The helper deletes something else, or is a release of its own, where the deletion is reported.</summary>
    [Theory]
    [InlineData("_fs.Dispose(); TryDelete(_path + \".tmp\"); } static void TryDelete(string file) { try { File.Delete(file); } catch { }")]
    [InlineData("Finish(); _fs.Dispose(); } void Finish() { _fs.Close(); {|LOCK3007:File.Delete(_path)|};")]
    public Task Reported_once_and_only_of_the_lock_file(string statements) => Verify.AnalyzerAsync(Lock(statements));

    [Theory]
    [InlineData("if (OperatingSystem.IsWindows()) File.Delete(_path);")]
    [InlineData("if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows)) { File.Delete(_path); }")]
    public Task Silent_where_windows_refuses_to_delete_what_somebody_holds(string deletion) =>
        Verify.AnalyzerAsync(Lock("_fs.Dispose(); " + deletion));

    [Fact]
    public Task Fires_on_windows_where_others_share_deletion() =>
        Verify.AnalyzerAsync(
            Lock("_fs.Dispose(); if (OperatingSystem.IsWindows()) {|LOCK3007:File.Delete(_path)|};")
                .Replace(
                    "FileMode.OpenOrCreate)",
                    "FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete)",
                    StringComparison.Ordinal
                )
        );

    [Fact]
    public Task Silent_on_data_that_the_type_only_reads() =>
        Verify.AnalyzerAsync(Lock("_fs.Dispose(); } FileInfo _data; void Commit() { _data.OpenRead().Dispose(); _data.Delete();"));

    [Fact]
    public Task Silent_on_data_that_was_consumed() =>
        Verify.AnalyzerAsync(
            LockCode.Usings
                + """
                static class Spool
                {
                    static void Consume(string path)
                    {
                        using (var fs = new FileStream(path, FileMode.Open))
                        {
                            fs.Lock(0, long.MaxValue);
                            fs.ReadByte();
                            fs.Unlock(0, long.MaxValue);
                        }

                        File.Delete(path);
                    }
                }
                """
        );

    [Theory]
    [InlineData(
        "using (var fs = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read)) { fs.Lock(0, fs.Length); var reader = new StreamReader(fs); reader.ReadLine(); fs.Unlock(0, fs.Length); } File.Delete(path);"
    )]
    [InlineData(
        "using (var fs = File.Open(path, FileMode.OpenOrCreate)) { fs.Lock(0, long.MaxValue); fs.Unlock(0, long.MaxValue); } File.Delete(path); File.Copy(other, path);"
    )]
    [InlineData(
        "var probe = File.Create(path); probe.Close(); File.Delete(path); } void Other(FileStream fs) { fs.Lock(0, long.MaxValue);"
    )]
    public Task Silent_on_data_and_probes_that_nothing_calls_a_lock(string statements) =>
        Verify.AnalyzerAsync(
            LockCode.Usings
                + $$"""
                class Worlds
                {
                    void Replace(string path, string other)
                    {
                        {{statements}}
                    }
                }
                """
        );

    /// <summary>Nobody waits for such a file: the next one can be created only once this one is gone.</summary>
    [Fact]
    public Task Silent_where_creating_the_file_is_the_lock() =>
        Verify.AnalyzerAsync(
            LockCode.Usings
                + """
                sealed class IndexLock : IDisposable
                {
                    private readonly string _lockPath;
                    private readonly FileStream _stream;

                    public IndexLock(string lockPath)
                    {
                        _lockPath = lockPath;
                        _stream = File.Open(lockPath, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
                    }

                    public void Dispose()
                    {
                        _stream.Dispose();
                        File.Delete(_lockPath);
                    }
                }
                """
        );

    private static string Lock(string statements) =>
        LockCode.Usings
        + $$"""
            sealed class DeployLock
            {
                private readonly string _path;
                private readonly FileStream _fs;

                public DeployLock(string path)
                {
                    _path = path;
                    var fs = new FileStream(path, FileMode.OpenOrCreate);
                    try { fs.Lock(0, 9); }
                    catch { fs.Dispose(); throw; }
                    _fs = fs;
                }

                public void Release()
                {
                    {{statements}}
                }
            }
            """;
}
