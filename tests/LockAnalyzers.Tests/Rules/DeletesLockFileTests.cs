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
    [InlineData("{|LOCK3007:File.Delete(_path)|};")]
    [InlineData("} public void Reset() { File.Delete(_path); } public void Close() { {|LOCK3007:File.Delete(_path)|};")]
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
    [InlineData("} public void Reset() { File.Delete(_path);")]
    [InlineData("} public bool IsHeld() { using (File.Open(_path, FileMode.Open)) { } File.Delete(_path); return false;")]
    [InlineData(
        "_fs.Dispose(); if (SameInode()) File.Delete(_path); } bool SameInode() { return fstat(1) == fstat(2); } static int fstat(int fd) { return 0;"
    )]
    public Task Silent_on_another_file_another_time_and_a_checked_identity(string statements) => Verify.AnalyzerAsync(Lock(statements));

    [Theory]
    [InlineData(
        "_fs.Dispose(); {|LOCK3007:TryDelete(_path)|}; } static void TryDelete(string file) { try { File.Delete(file); } catch { }"
    )]
    [InlineData("_fs.Dispose(); {|LOCK3007:Remove()|}; } void Remove() { if (File.Exists(_path)) File.Delete(_path);")]
    [InlineData("{|LOCK3007:Remove()|}; } void Remove() { File.Delete(_path);")]
    [InlineData(
        "{|LOCK3007:Unlink(_path)|}; } [DllImport(\"libc\", EntryPoint = \"unlink\")] static extern int Unlink(string path); void N() {"
    )]
    public Task Deleted_by_a_helper_of_the_release(string statements) => Verify.AnalyzerAsync(Lock(statements));

    /// <summary>The helper deletes something else, or is a release of its own, where the deletion is reported.</summary>
    [Theory]
    [InlineData("_fs.Dispose(); TryDelete(_path + \".tmp\"); } static void TryDelete(string file) { try { File.Delete(file); } catch { }")]
    [InlineData("Finish(); _fs.Dispose(); } void Finish() { _fs.Close(); {|LOCK3007:File.Delete(_path)|};")]
    [InlineData("ReleaseFile(); _fs.Dispose(); } void ReleaseFile() { {|LOCK3007:File.Delete(_path)|};")]
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

    /// <summary>Who calls LockFileEx whatever the system runs on Windows alone, which refuses to delete what others have open.</summary>
    [Theory]
    [InlineData("FileShare.ReadWrite", "File.Delete(_path);")]
    [InlineData("FileShare.ReadWrite | FileShare.Delete", "{|LOCK3007:File.Delete(_path)|};")]
    public Task Locked_by_a_function_of_windows_alone(string share, string deletion) =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                $$"""
                sealed class DeployLock
                {
                    private readonly string _path;
                    private readonly FileStream _fs;

                    public DeployLock(string path)
                    {
                        _path = path;
                        _fs = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, {{share}});
                    }

                    public bool Enter()
                    {
                        var overlapped = new NativeOverlapped();
                        return LockFileEx(_fs.SafeFileHandle, 2, 0, uint.MaxValue, uint.MaxValue, ref overlapped);
                    }

                    public void Release()
                    {
                        _fs.Dispose();
                        {{deletion}}
                    }
                }
                """
            )
        );

    /// <summary>The lock is taken by a helper of another type; nothing but the name of the stream leads to the file.</summary>
    [Theory]
    [InlineData("lockFile", true)]
    [InlineData("journal", false)]
    public Task Locked_through_a_helper(string name, bool fires) =>
        Verify.AnalyzerAsync(
            LockCode.Using(
                $$"""
                static class Platform
                {
                    public static bool TryLock(FileStream file) => flock(file.SafeFileHandle, LOCK_EX | LOCK_NB) == 0;
                    public static void Unlock(FileStream file) => flock(file.SafeFileHandle, LOCK_UN);
                }

                sealed class Entrance
                {
                    private FileStream {{name}};

                    public Entrance(FileStream given)
                    {
                        if (!Platform.TryLock(given))
                            throw new IOException();
                        {{name}} = given;
                    }

                    public void Leave()
                    {
                        Platform.Unlock({{name}});
                        {{name}}.Dispose();
                        {{(fires ? "{|LOCK3007:File.Delete(" + name + ".Name)|}" : "File.Delete(" + name + ".Name)")}};
                    }
                }
                """
            )
        );

    /// <summary>A name that runs the words together says lock as well.</summary>
    [Theory]
    [InlineData("lockfilename", true)]
    [InlineData("blockfilename", false)]
    public Task Held_open_under_a_name_in_one_word(string name, bool fires) =>
        Verify.AnalyzerAsync(
            LockCode.Usings
                + $$"""
                sealed class FirstInstance : IDisposable
                {
                    private readonly string m_{{name}};
                    private IDisposable m_file;

                    public FirstInstance(string folder)
                    {
                        m_{{name}} = Path.Combine(folder, "instance");
                        m_file = File.Open(m_{{name}}, FileMode.Create, FileAccess.Write, FileShare.None);
                    }

                    public void Dispose()
                    {
                        m_file.Dispose();
                        {{(fires ? "{|LOCK3007:File.Delete(m_" + name + ")|}" : "File.Delete(m_" + name + ")")}};
                    }
                }
                """
        );

    /// <summary>A file that is only written, and closed at once, is a lock by being there.</summary>
    [Fact]
    public Task Silent_where_nothing_is_kept_open_until_the_release() =>
        Verify.AnalyzerAsync(
            LockCode.Usings
                + """
                sealed class PidLock : IDisposable
                {
                    private readonly string _lockPath;

                    public PidLock(string lockPath)
                    {
                        _lockPath = lockPath;
                        using (var writer = new StreamWriter(File.Open(lockPath, FileMode.OpenOrCreate)))
                            writer.Write(Environment.ProcessId);
                    }

                    public void Dispose() => File.Delete(_lockPath);
                }
                """
        );

    /// <summary>O_EXCL: whoever creates the file has the lock, and nobody waits on it.</summary>
    [Theory]
    [InlineData("O_CREAT | O_EXCL", false)]
    [InlineData("O_CREAT", true)]
    public Task Created_by_open(string flags, bool fires) =>
        Verify.AnalyzerAsync(
            LockCode.Usings
                + $$"""
                sealed class StartLock : IDisposable
                {
                    private const int O_CREAT = 64;
                    private const int O_EXCL = 128;

                    [DllImport("libc", SetLastError = true)]
                    private static extern int open(string path, int flags, uint mode);

                    [DllImport("libc", SetLastError = true)]
                    private static extern int flock(int fd, int operation);

                    [DllImport("libc", SetLastError = true)]
                    private static extern int close(int fd);

                    [DllImport("libc", SetLastError = true)]
                    private static extern int unlink(string path);

                    private readonly string _lockPath;
                    private readonly int _fd;

                    public StartLock(string lockPath)
                    {
                        _lockPath = lockPath;
                        _fd = open(lockPath, {{flags}}, 0x180);
                    }

                    public bool Enter() => flock(_fd, 2) == 0;

                    public void Dispose()
                    {
                        close(_fd);
                        {{(fires ? "{|LOCK3007:unlink(_lockPath)|}" : "unlink(_lockPath)")}};
                    }
                }
                """
        );

    /// <summary>The file system behind an interface opens and deletes as the framework's does.</summary>
    [Theory]
    [InlineData("IFile")]
    [InlineData("FileBase")]
    public Task File_system_behind_an_interface(string type) =>
        Verify.AnalyzerAsync(
            LockCode.Usings
                + $$"""
                namespace System.IO.Abstractions
                {
                    public abstract class {{type}}
                    {
                        public abstract Stream Open(string path, FileMode mode, FileAccess access, FileShare share);
                        public abstract void Delete(string path);
                    }

                    public interface IFileSystem
                    {
                        {{type}} File { get; }
                    }
                }

                namespace Deployment
                {
                    sealed class LockFile
                    {
                        private readonly string _path;
                        private readonly System.IO.Abstractions.IFileSystem _files;
                        private Stream _stream;

                        public LockFile(string path, System.IO.Abstractions.IFileSystem files) => (_path, _files) = (path, files);

                        public void Take() =>
                            _stream = _files.File.Open(_path, FileMode.Create, FileAccess.Write, FileShare.None);

                        public void Release()
                        {
                            _stream.Close();
                            {|LOCK3007:Remove()|};
                        }

                        private void Remove()
                        {
                            try { _files.File.Delete(_path); }
                            catch (IOException) { }
                        }
                    }
                }
                """
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
