using Xunit;

namespace LockAnalyzers.Tests.Rules;

public sealed class RawHandleOutlivedTests
{
    [Theory]
    [InlineData("int fd = {|LOCK5002:stream.SafeFileHandle.DangerousGetHandle()|}.ToInt32(); flock(fd, LOCK_EX);")]
    [InlineData("var fd = (int){|LOCK5002:handle.DangerousGetHandle()|}; if (flock(fd, LOCK_EX) != 0) throw new IOException();")]
    [InlineData("flock({|LOCK5002:handle.DangerousGetHandle()|}.ToInt32(), LOCK_EX);")]
    [InlineData("ArgumentNullException.ThrowIfNull(handle); flock({|LOCK5002:handle.DangerousGetHandle()|}.ToInt32(), LOCK_EX);")]
    [InlineData("flock(checked((int)({|LOCK5002:handle.DangerousGetHandle()|})), LOCK_EX);")]
    [InlineData("lockf({|LOCK5002:handle.DangerousGetHandle()|}.ToInt32(), 1, 0);")]
    [InlineData(
        "var at = new NativeOverlapped(); LockFileEx({|LOCK5002:stream.SafeFileHandle.DangerousGetHandle()|}, 2, 0, 1, 0, ref at);"
    )]
    [InlineData(
        "var own = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.None); flock({|LOCK5002:own.SafeFileHandle.DangerousGetHandle()|}.ToInt32(), LOCK_EX);"
    )]
    [InlineData(
        "int raw = {|LOCK5002:File.OpenHandle(path, share: FileShare.None).DangerousGetHandle()|}.ToInt32(); flock(raw, LOCK_EX); work();"
    )]
    [InlineData(
        "work(); Console.WriteLine(stream.Length); flock({|LOCK5002:stream.SafeFileHandle.DangerousGetHandle()|}.ToInt32(), LOCK_EX); work();"
    )]
    [InlineData(
        "for (var i = 0; i < 3; i++) { var own = File.OpenHandle(path, share: FileShare.None); flock({|LOCK5002:own.DangerousGetHandle()|}.ToInt32(), LOCK_EX); }"
    )]
    [InlineData("var own = stream; flock({|LOCK5002:own.SafeFileHandle.DangerousGetHandle()|}.ToInt32(), LOCK_EX);")]
    [InlineData(
        "var own = path.Length > 3 ? stream : null; flock({|LOCK5002:own!.SafeFileHandle.DangerousGetHandle()|}.ToInt32(), LOCK_EX);"
    )]
    [InlineData(
        "object held = stream; if (held is FileStream own) flock({|LOCK5002:own.SafeFileHandle.DangerousGetHandle()|}.ToInt32(), LOCK_EX);"
    )]
    [InlineData(
        "var own = Holder.Find(); flock({|LOCK5002:own.File.SafeFileHandle.DangerousGetHandle()|}.ToInt32(), LOCK_EX); } class Holder { public FileStream File = null!; public static Holder Find() => new(); } void N() {"
    )]
    [InlineData("flockSafe(new SafeFileHandle({|LOCK5002:handle.DangerousGetHandle()|}, false), LOCK_EX);")]
    public Task Owner_that_nothing_reads_afterwards(string statements) => Verify.AnalyzerAsync(HandleCode.Void(statements));

    [Theory]
    [InlineData("flock(handle.DangerousGetHandle().ToInt32(), LOCK_EX); GC.KeepAlive(handle);")]
    [InlineData("flock(handle.DangerousGetHandle().ToInt32(), LOCK_EX); handle.Dispose();")]
    [InlineData("flock(stream.SafeFileHandle.DangerousGetHandle().ToInt32(), LOCK_EX); stream.WriteByte(1);")]
    [InlineData("int fd = stream.SafeFileHandle.DangerousGetHandle().ToInt32(); flock(fd, LOCK_EX); work(); stream.Flush();")]
    [InlineData("var own = stream.SafeFileHandle; flock(own.DangerousGetHandle().ToInt32(), LOCK_EX); stream.Flush();")]
    [InlineData("using (stream) { flock(stream.SafeFileHandle.DangerousGetHandle().ToInt32(), LOCK_EX); }")]
    [InlineData(
        "using var own = File.OpenHandle(path, share: FileShare.None); int fd = own.DangerousGetHandle().ToInt32(); flock(fd, LOCK_EX); work();"
    )]
    [InlineData("try { flock(handle.DangerousGetHandle().ToInt32(), LOCK_EX); work(); } finally { handle.Dispose(); }")]
    [InlineData("try { flock(handle.DangerousGetHandle().ToInt32(), LOCK_EX); work(); } catch (IOException) { handle.Dispose(); throw; }")]
    [InlineData("if (flock(handle.DangerousGetHandle().ToInt32(), LOCK_EX) != 0) return; if (path.Length > 3) handle.Close();")]
    [InlineData("while (flock(handle.DangerousGetHandle().ToInt32(), LOCK_EX) != 0) work();")]
    [InlineData(
        "var added = false; try { handle.DangerousAddRef(ref added); flock(handle.DangerousGetHandle().ToInt32(), LOCK_EX); } finally { if (added) handle.DangerousRelease(); }"
    )]
    [InlineData("flockSafe(stream.SafeFileHandle, LOCK_EX);")]
    [InlineData("_kept = stream; flock(stream.SafeFileHandle.DangerousGetHandle().ToInt32(), LOCK_EX); } FileStream _kept; void N() {")]
    [InlineData(
        "_all.Add(stream); flock(stream.SafeFileHandle.DangerousGetHandle().ToInt32(), LOCK_EX); } List<FileStream> _all = new(); void N() {"
    )]
    [InlineData("flock(_kept.SafeFileHandle.DangerousGetHandle().ToInt32(), LOCK_EX); } FileStream _kept = null!; void N() {")]
    [InlineData(
        "var own = _kept; flock(own.SafeFileHandle.DangerousGetHandle().ToInt32(), LOCK_EX); } FileStream _kept = null!; void N() {"
    )]
    [InlineData(
        "if (_kept is FileStream own) flock(own.SafeFileHandle.DangerousGetHandle().ToInt32(), LOCK_EX); } Stream _kept = null!; void N() {"
    )]
    [InlineData(
        "if (_kept is { } own) flock(own.SafeFileHandle.DangerousGetHandle().ToInt32(), LOCK_EX); } FileStream _kept = null!; void N() {"
    )]
    [InlineData(
        "foreach (var own in _all) flock(own.SafeFileHandle.DangerousGetHandle().ToInt32(), LOCK_EX); } List<FileStream> _all = new(); void N() {"
    )]
    [InlineData(
        "var own = _all[0]; int fd = own.SafeFileHandle.DangerousGetHandle().ToInt32(); flock(fd, LOCK_EX); } List<FileStream> _all = new(); void N() {"
    )]
    [InlineData(
        "var own = _all[0]; int fd = own.SafeFileHandle.DangerousGetHandle().ToInt32(); flock(fd, LOCK_EX); } FileStream[] _all = null!; void N() {"
    )]
    [InlineData(
        "if (_all.TryGetValue(path, out var own)) flock(own.SafeFileHandle.DangerousGetHandle().ToInt32(), LOCK_EX); } Dictionary<string, FileStream> _all = new(); void N() {"
    )]
    [InlineData(
        "var own = _all.Find(f => f.Name == path)!; int fd = own.SafeFileHandle.DangerousGetHandle().ToInt32(); flock(fd, LOCK_EX); } List<FileStream> _all = new(); void N() {"
    )]
    [InlineData("var (own, _) = (stream, path); flock(own.SafeFileHandle.DangerousGetHandle().ToInt32(), LOCK_EX);")]
    [InlineData("Action later = () => stream.Dispose(); flock(stream.SafeFileHandle.DangerousGetHandle().ToInt32(), LOCK_EX); later();")]
    [InlineData(
        "var writer = new StreamWriter(stream); flock(stream.SafeFileHandle.DangerousGetHandle().ToInt32(), LOCK_EX); writer.Flush();"
    )]
    [InlineData("int fd = open(path, 2, 0); flock(fd, LOCK_EX);")]
    [InlineData("flock(handle.DangerousGetHandle().ToInt32(), LOCK_UN);")]
    public Task Owner_that_something_keeps(string statements) => Verify.AnalyzerAsync(HandleCode.Void(statements));

    [Theory]
    [InlineData(
        "FileStream Own(string path) { var own = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None); flock(own.SafeFileHandle.DangerousGetHandle().ToInt32(), LOCK_EX); return own; }"
    )]
    [InlineData(
        "static bool Take(int fd) => flock(fd, LOCK_EX) == 0; bool M(SafeFileHandle handle) => Take({|LOCK5002:handle.DangerousGetHandle()|}.ToInt32());"
    )]
    [InlineData(
        "class Pager { public FileStream File = null!; } bool M(Pager pager) => flock({|LOCK5002:pager.File.SafeFileHandle.DangerousGetHandle()|}.ToInt32(), LOCK_EX) == 0;"
    )]
    [InlineData(
        "class Pager { public FileStream File = null!; } bool M(Pager pager) { var at = new NativeOverlapped(); return LockFileEx({|LOCK5002:pager.File.Handle|}, 2, 0, 1, 0, ref at); }"
    )]
    [InlineData(
        "class Pager { public FileStream File = null!; public int Locks; } bool M(Pager pager) { var at = new NativeOverlapped(); var taken = LockFileEx(pager.File.Handle, 2, 0, 1, 0, ref at); pager.Locks++; return taken; }"
    )]
    [InlineData(
        "static class Pager { public static FileStream File = null!; } bool M() => flock(Pager.File.SafeFileHandle.DangerousGetHandle().ToInt32(), LOCK_EX) == 0;"
    )]
    [InlineData(
        "class Pager { public FileStream File = null!; } Pager _pager = new(); bool M() => flock(_pager.File.SafeFileHandle.DangerousGetHandle().ToInt32(), LOCK_EX) == 0;"
    )]
    [InlineData(
        "static bool Take(int fd) => flock(fd, LOCK_EX) == 0; bool M(SafeFileHandle handle) { var taken = Take(handle.DangerousGetHandle().ToInt32()); GC.KeepAlive(handle); return taken; }"
    )]
    public Task Through_callers_and_wrappers(string members) => Verify.AnalyzerAsync(HandleCode.Members(members));

    [Theory]
    [InlineData("_fd = {|LOCK5002:stream.SafeFileHandle.DangerousGetHandle()|}.ToInt32();")]
    [InlineData("var own = stream.SafeFileHandle; _fd = (int){|LOCK5002:own.DangerousGetHandle()|};")]
    [InlineData("_fd = {|LOCK5002:File.OpenHandle(stream.Name).DangerousGetHandle()|}.ToInt32();")]
    public Task Field_that_keeps_the_number_alone(string assignment) => Verify.AnalyzerAsync(WithField(assignment));

    [Theory]
    [InlineData("_stream = stream; _fd = stream.SafeFileHandle.DangerousGetHandle().ToInt32();")]
    [InlineData("_stream = stream; _fd = _stream.SafeFileHandle.DangerousGetHandle().ToInt32();")]
    [InlineData("_fd = open(stream.Name, 2, 0);")]
    public Task Field_beside_one_that_keeps_the_owner(string assignment) => Verify.AnalyzerAsync(WithField(assignment));

    [Theory]
    [InlineData("Region Lock(FileStream stream) => new Region({|LOCK5002:stream.SafeFileHandle.DangerousGetHandle()|});")]
    [InlineData("Region Lock(FileStream stream) => new({|LOCK5002:stream.SafeFileHandle!.DangerousGetHandle()|});")]
    [InlineData("Region Lock(string path) { var own = File.OpenHandle(path); return new Region({|LOCK5002:own.DangerousGetHandle()|}); }")]
    [InlineData("Region Lock(string path) => new Region({|LOCK5002:File.OpenHandle(path).DangerousGetHandle()|});")]
    [InlineData(
        "Region Lock(FileStream stream) { var raw = {|LOCK5002:stream.SafeFileHandle.DangerousGetHandle()|}; return new Region(raw); }"
    )]
    [InlineData("FileStream _own = null!; Region Lock() => new Region(_own.SafeFileHandle.DangerousGetHandle());")]
    [InlineData("Region Lock(FileStream stream) => new Region(stream.SafeFileHandle.DangerousGetHandle(), stream);")]
    [InlineData("void Lock(FileStream stream) { var region = new Region(stream.SafeFileHandle.DangerousGetHandle()); stream.Flush(); }")]
    [InlineData("void Lock(string path) { using var own = File.OpenHandle(path); var region = new Region(own.DangerousGetHandle()); }")]
    [InlineData(
        "void Lock(string path) { using (var own = File.OpenHandle(path)) { var region = new Region(own.DangerousGetHandle()); } }"
    )]
    [InlineData("Region Lock(string path) => new Region((IntPtr)open(path, 2, 0));")]
    public Task Object_that_is_given_the_number_alone(string maker) =>
        Verify.AnalyzerAsync(
            HandleCode.Members(
                $$"""
                {{maker}}

                class Region
                {
                    private readonly IntPtr _handle;
                    private readonly FileStream? _owner;

                    public Region(IntPtr handle, FileStream? owner = null)
                    {
                        _handle = handle;
                        _owner = owner;
                    }

                    public bool Unlock()
                    {
                        var at = new NativeOverlapped();
                        return UnlockFileEx(_handle, 0, 1, 0, ref at);
                    }
                }
                """
            )
        );

    [Fact]
    public async Task Is_an_info_only_where_the_call_itself_takes_the_handle()
    {
        var kept = await SeverityAsync("int fd = handle.DangerousGetHandle().ToInt32(); flock(fd, LOCK_EX);");
        var passed = await SeverityAsync("flock(handle.DangerousGetHandle().ToInt32(), LOCK_EX);");

        Assert.Equal(("Warning", "Info"), (kept, passed));
    }

    private static async Task<string> SeverityAsync(string statements) =>
        Assert.Single(await Contract.SeveritiesAsync("LOCK5002", HandleCode.Void(statements))).ToString();

    private static string WithField(string assignment) =>
        HandleCode.Members(
            $$"""
            private readonly int _fd;
            private readonly FileStream _stream;

            public Store(FileStream stream)
            {
                {{assignment}}
            }

            public bool Take() => flock(_fd, LOCK_EX) == 0;

            public void Release() => flock(_fd, LOCK_UN);
            """
        );
}
