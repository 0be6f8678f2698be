using Xunit;

namespace LockAnalyzers.Tests.Rules;

public sealed class LeaksFileOnRefusalTests
{
    [Theory]
    [InlineData("if ({|LOCK3004:flock(_opened.SafeFileHandle, LOCK_EX)|} != 0) throw new IOException();")]
    [InlineData("if (flock(_opened.SafeFileHandle, LOCK_EX) != 0) { _opened.Dispose(); throw new IOException(); }")]
    [InlineData("if (flock(_opened.SafeFileHandle, LOCK_EX) != 0) return;")]
    public Task Field_of_an_object_whose_constructor_throws(string statements) =>
        Verify.AnalyzerAsync(
            ReleaseCode.Members(
                $$"""
                private readonly FileStream _opened;

                public Store(string path)
                {
                    _opened = File.Open(path, FileMode.Open);
                    {{statements}}
                }
                """
            )
        );

    [Theory]
    [InlineData(
        "var own = File.OpenHandle(path, share: FileShare.None); if ({|LOCK3004:flock(own, LOCK_EX | LOCK_NB)|} != 0) return null; return own;"
    )]
    [InlineData(
        "var own = File.OpenHandle(path, share: FileShare.None); if ({|LOCK3004:flock(own, LOCK_EX | LOCK_NB)|} != 0) throw new IOException(); return own;"
    )]
    [InlineData(
        "var own = File.OpenHandle(path, share: FileShare.None); var rc = {|LOCK3004:flock(own, LOCK_EX)|}; if (rc == 0) return own; if (Chance) { own.Dispose(); return null; } throw new IOException();"
    )]
    [InlineData("var fs = File.Open(path, FileMode.Open); {|LOCK3004:fs.Lock(0, 9)|}; return fs.SafeFileHandle;")]
    [InlineData(
        "var fs = File.Open(path, FileMode.Open); try { {|LOCK3004:fs.Lock(0, 9)|}; } catch (IOException) { return null; } return fs.SafeFileHandle;"
    )]
    [InlineData(
        "while (true) { var own = File.OpenHandle(path, share: FileShare.None); if ({|LOCK3004:flock(own, LOCK_EX | LOCK_NB)|} == 0) return own; if (Chance) return null; own.Dispose(); }"
    )]
    [InlineData(
        "var own = File.OpenHandle(path, share: FileShare.None); _kept = own; if ({|LOCK3004:flock(own, LOCK_EX)|} != 0) return null; return own; } SafeFileHandle? _kept; void N() { "
    )]
    public Task Open_where_the_lock_is_refused(string statements) => Verify.AnalyzerAsync(Opening(statements));

    [Theory]
    [InlineData(
        "var own = File.OpenHandle(path, share: FileShare.None); if (flock(own, LOCK_EX | LOCK_NB) != 0) { own.Dispose(); return null; } return own;"
    )]
    [InlineData(
        "var own = File.OpenHandle(path, share: FileShare.None); if (flock(own, LOCK_EX) != 0) { own.Close(); throw new IOException(); } return own;"
    )]
    [InlineData("var fs = File.Open(path, FileMode.Open); try { fs.Lock(0, 9); } catch { fs.Dispose(); throw; } return fs.SafeFileHandle;")]
    [InlineData(
        "using var fs = File.Open(path, FileMode.Open); if (flock(fs.SafeFileHandle, LOCK_EX) != 0) return null; Work(); flock(fs.SafeFileHandle, LOCK_UN); return null;"
    )]
    [InlineData(
        "var own = File.OpenHandle(path, share: FileShare.None); Register(own); if (flock(own, LOCK_EX) != 0) return null; return own; } void Register(SafeFileHandle h) { "
    )]
    [InlineData("if (flock(_file, LOCK_EX) != 0) return null; return _file;")]
    [InlineData(
        "var own = File.OpenHandle(path, share: FileShare.None); var ok = false; try { ok = flock(own, LOCK_EX) == 0; return ok ? own : null; } finally { if (!ok) own.Dispose(); }"
    )]
    public Task Silent_on_a_file_that_is_closed_or_somebody_elses(string statements) => Verify.AnalyzerAsync(Opening(statements));

    [Theory]
    [InlineData("e is IOException", false)]
    [InlineData("e is TimeoutException or IOException", false)]
    [InlineData("e is SystemException and IOException", true)]
    [InlineData("e is TimeoutException or IOException { HResult: 5 }", true)]
    [InlineData("e is TimeoutException", true)]
    [InlineData("e is not TimeoutException", true)]
    public Task Thrown_to_a_handler_that_closes_what_its_filter_lets_in(string filter, bool mayPass) =>
        Verify.AnalyzerAsync(
            Opening(
                $$"""
                SafeFileHandle? own = null;
                try
                {
                    own = File.OpenHandle(path, share: FileShare.None);
                    if ({{(mayPass ? "{|LOCK3004:flock(own, LOCK_EX | LOCK_NB)|}" : "flock(own, LOCK_EX | LOCK_NB)")}} != 0)
                        throw new IOException();
                    return own;
                }
                catch (Exception e) when ({{filter}})
                {
                    own?.Dispose();
                    throw;
                }
                """
            )
        );

    private const string Wrappers = """

            static FileStream Open(string path) => new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);

            static bool TryTake(FileStream file)
            {
                if (!OperatingSystem.IsWindows())
                    return flock(file.SafeFileHandle, LOCK_EX | LOCK_NB) == 0;
                var all = new NativeOverlapped();
                return LockFileEx(file.SafeFileHandle, 3, 0, uint.MaxValue, uint.MaxValue, ref all);
            }

            static bool TryTakeOrFail(FileStream file)
            {
                if (flock(file.SafeFileHandle, LOCK_EX | LOCK_NB) == 0)
                    return true;
                return Marshal.GetLastPInvokeError() == 11 ? false : throw new IOException();
            }

            static void Take(FileStream file)
            {
                if (flock(file.SafeFileHandle, LOCK_EX) != 0)
                    throw new IOException();
            }

            sealed class Owner : IDisposable
            {
                private readonly FileStream _file;
                public Owner(FileStream file) => _file = file;
                public void Dispose() => _file.Dispose();
            }
        """;

    /// <summary>The lock is asked for by a helper, which answers false or throws; the file may be opened by another.</summary>
    [Theory]
    [InlineData("var own = Open(path); return {|LOCK3004:TryTake(own)|} ? new Owner(own) : null;")]
    [InlineData("var own = Open(path); var taken = {|LOCK3004:TryTake(own)|}; return taken == false ? null : new Owner(own);")]
    [InlineData("var own = File.Open(path, FileMode.Open); if (!{|LOCK3004:TryTake(own)|}) return null; return new Owner(own);")]
    [InlineData("var own = Open(path); if (!{|LOCK3004:TryTakeOrFail(own)|}) { own.Dispose(); return null; } return new Owner(own);")]
    [InlineData("var own = Open(path); {|LOCK3004:Take(own)|}; return new Owner(own);")]
    public Task Refused_through_a_wrapper(string statements) => Verify.AnalyzerAsync(Wrapped(statements));

    [Theory]
    [InlineData("var own = Open(path); if (TryTake(own)) return new Owner(own); own.Dispose(); return null;")]
    [InlineData("var own = Open(path); if (!TryTake(own)) { own.Dispose(); return null; } return new Owner(own);")]
    [InlineData(
        "var own = Open(path); try { if (TryTakeOrFail(own)) return new Owner(own); } catch { own.Dispose(); throw; } own.Dispose(); return null;"
    )]
    [InlineData("var own = Open(path); try { Take(own); } catch (IOException) { own.Dispose(); throw; } return new Owner(own);")]
    [InlineData(
        "var own = Keep(path); return TryTake(own) ? new Owner(own) : null; } FileStream? _kept; FileStream Keep(string path) { _kept = Open(path); return _kept;"
    )]
    [InlineData(
        "var own = Cached(path); return TryTake(own) ? new Owner(own) : null; } readonly FileStream _cache = Open(\"c\"); FileStream Cached(string path) { return path == \"c\" ? _cache : Open(path);"
    )]
    [InlineData(
        "var own = Listed(path); return TryTake(own) ? new Owner(own) : null; } readonly List<FileStream> _all = new(); FileStream Listed(string path) { var file = File.OpenWrite(path); _all.Add(file); return file;"
    )]
    public Task Silent_where_a_refusal_through_a_wrapper_closes_or_somebody_keeps_the_file(string statements) =>
        Verify.AnalyzerAsync(Wrapped(statements));

    /// <summary>A wrapper that opens the file closes it too: its caller has nothing to close.</summary>
    [Fact]
    public Task Silent_on_the_file_of_a_wrapper() =>
        Verify.AnalyzerAsync(
            Wrapped(
                """
                return OpenTaken(path) is { } own ? new Owner(own) : null; }
                static FileStream? OpenTaken(string path)
                {
                    var own = File.Open(path, FileMode.OpenOrCreate);
                    if (flock(own.SafeFileHandle, LOCK_EX | LOCK_NB) == 0)
                        return own;
                    own.Dispose();
                    throw new IOException();
                """
            )
        );

    /// <summary>A member keeps the file of a refused lock, and whoever comes next overwrites it.</summary>
    [Theory]
    [InlineData("_kept = Open(path); if ({|LOCK3004:flock(_kept.SafeFileHandle, LOCK_EX)|} != 0) throw new IOException();")]
    [InlineData("_kept = Open(path); if ({|LOCK3004:flock(_kept.SafeFileHandle, LOCK_EX)|} != 0) return false;")]
    [InlineData("_kept ??= Open(path); if (flock(_kept.SafeFileHandle, LOCK_EX) != 0) return false;")]
    [InlineData("if (_kept == null) _kept = Open(path); if (flock(_kept.SafeFileHandle, LOCK_EX) != 0) throw new IOException();")]
    [InlineData("if (_kept is null) { _kept = Open(path); } if (flock(_kept.SafeFileHandle, LOCK_EX) != 0) return false;")]
    public Task Kept_in_a_member(string statements) =>
        Verify.AnalyzerAsync(
            "#nullable enable\n"
                + ReleaseCode.Members(
                    $$"""
                    FileStream? _kept;

                    bool M(string path)
                    {
                        {{statements}}
                        return true;
                    }

                    void Leave()
                    {
                        flock(_kept!.SafeFileHandle, LOCK_UN);
                        _kept.Dispose();
                    }

                    static FileStream Open(string path) => File.Open(path, FileMode.OpenOrCreate);
                    """
                )
        );

    private static string Wrapped(string statements) =>
        "#nullable enable\n"
        + ReleaseCode.Members(
            $$"""
            Owner? M(string path)
            {
                {{statements}}
            }
            {{Wrappers}}
            """
        );

    private static string Opening(string statements) =>
        "#nullable enable\n"
        + ReleaseCode.Members(
            $$"""
            SafeFileHandle? M(string path)
            {
                {{statements}}
            }
            """
        );
}
