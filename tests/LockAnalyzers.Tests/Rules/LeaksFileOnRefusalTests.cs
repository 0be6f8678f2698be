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
