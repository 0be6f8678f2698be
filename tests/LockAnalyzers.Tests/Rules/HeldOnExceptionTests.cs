using Xunit;

namespace LockAnalyzers.Tests.Rules;

public sealed class HeldOnExceptionTests
{
    [Theory]
    [InlineData("_opened = file; return _opened;")]
    [InlineData("return file;")]
    public Task File_that_fails_before_it_is_handed_on(string handOff) =>
        Verify.AnalyzerAsync(
            ReleaseCode.Members(
                $$"""
                private FileStream? _opened;

                FileStream? M(string path)
                {
                    var file = File.Open(path, FileMode.Open);
                    if ({|LOCK3002:flock(file.SafeFileHandle, LOCK_EX)|} != 0)
                    {
                        file.Dispose();
                        throw new IOException();
                    }

                    file.SetLength(0);
                    {{handOff}}
                }
                """
            )
        );

    [Theory]
    [InlineData("_count = Compute();")]
    [InlineData("try { file.SetLength(0); } catch { file.Dispose(); throw; }")]
    [InlineData("try { file.SetLength(0); } catch (IOException) { file.Dispose(); throw; }")]
    public Task Silent_on_what_else_may_fail_before_it_is_handed_on(string statement) =>
        Verify.AnalyzerAsync(
            ReleaseCode.Members(
                $$"""
                FileStream M(string path)
                {
                    var file = File.Open(path, FileMode.Open);
                    if (flock(file.SafeFileHandle, LOCK_EX) != 0)
                    {
                        file.Dispose();
                        throw new IOException();
                    }

                    {{statement}}
                    return file;
                }
                """
            )
        );

    [Fact]
    public Task Silent_on_a_writer_that_closes_the_stream() =>
        Verify.AnalyzerAsync(
            ReleaseCode.Members(
                """
                void M(string path)
                {
                    System.Xml.XmlTextWriter? writer = null;
                    try
                    {
                        var stream = File.Open(path, FileMode.Create);
                        if (flock(stream.SafeFileHandle, LOCK_EX) != 0)
                        {
                            stream.Dispose();
                            return;
                        }

                        writer = new System.Xml.XmlTextWriter(stream, System.Text.Encoding.UTF8);
                        writer.WriteStartElement("User");
                    }
                    finally
                    {
                        if (writer != null)
                            writer.Close();
                    }
                }
                """
            )
        );

    [Fact]
    public Task File_shown_to_others_and_closed_by_the_end() =>
        Verify.AnalyzerAsync(
            ReleaseCode.Members(
                """
                void M(string path, Action<FileStream> work)
                {
                    var file = File.Open(path, FileMode.Open);
                    if ({|LOCK3002:flock(file.SafeFileHandle, LOCK_EX)|} != 0)
                    {
                        file.Dispose();
                        throw new IOException();
                    }

                    work(file);
                    file.Dispose();
                }
                """
            )
        );

    [Fact]
    public Task Silent_on_the_making_of_what_is_to_own_the_lock() =>
        Verify.AnalyzerAsync(
            ReleaseCode.Members(
                """
                sealed class Guard { public Guard(SafeFileHandle file) { if (file.IsInvalid) throw new ArgumentException("file"); } }

                Guard? M(SafeFileHandle file)
                {
                    if (flock(file, LOCK_EX) != 0)
                        return null;
                    if (_closed)
                    {
                        flock(file, LOCK_UN);
                        return null;
                    }

                    return new Guard(file);
                }
                """
            )
        );

    private const string Take = "if ({|LOCK3002:flock(file, LOCK_EX)|} != 0) throw new IOException();";
    private const string Silent = "if (flock(file, LOCK_EX) != 0) throw new IOException();";

    [Theory]
    [InlineData("work(); flock(file, LOCK_UN);")]
    [InlineData("Work(); flock(file, LOCK_UN);")]
    [InlineData("_count = Compute(); flock(file, LOCK_UN);")]
    [InlineData("var other = File.Open(path, FileMode.Open); other.Dispose(); flock(file, LOCK_UN);")]
    [InlineData("Work(); try { work(); } finally { flock(file, LOCK_UN); }")]
    [InlineData("try { work(); } catch (TimeoutException) { } flock(file, LOCK_UN);")]
    [InlineData("try { work(); } catch (IOException) { flock(file, LOCK_UN); throw; } flock(file, LOCK_UN);")]
    [InlineData("try { work(); } finally { _count++; } flock(file, LOCK_UN);")]
    [InlineData("foreach (var line in File.ReadLines(path)) { _count++; } flock(file, LOCK_UN);")]
    [InlineData("var table = new Dictionary<string, int>(); _count = table[path]; flock(file, LOCK_UN);")]
    [InlineData("try { work(); } catch (Exception e) when (e is IOException) { flock(file, LOCK_UN); throw; } flock(file, LOCK_UN);")]
    [InlineData("try { work(); } catch (Exception e) { throw new IOException(\"\", e); } flock(file, LOCK_UN);")]
    [InlineData("try { try { work(); } finally { _count++; } } catch (IOException) { } flock(file, LOCK_UN);")]
    [InlineData("Validate(); flock(file, LOCK_UN); void Validate() { if (path.Length == 0) throw new ArgumentException(); }")]
    public Task Code_that_throws_without_a_guard(string statements) => Verify.AnalyzerAsync(ReleaseCode.Void(Take + statements));

    [Theory]
    [InlineData("try { work(); } finally { flock(file, LOCK_UN); }")]
    [InlineData("var i = 1; _count = i; var text = \"\"; try { work(); } finally { flock(file, LOCK_UN); }")]
    [InlineData("try { work(); } catch { flock(file, LOCK_UN); throw; } flock(file, LOCK_UN);")]
    [InlineData("try { work(); } catch (Exception) { flock(file, LOCK_UN); throw; } flock(file, LOCK_UN);")]
    [InlineData("try { work(); } catch (IOException) { } catch { } flock(file, LOCK_UN);")]
    [InlineData("try { try { work(); } finally { _count++; } } finally { flock(file, LOCK_UN); }")]
    [InlineData("try { work(); } catch (Exception e) { Console.Error.WriteLine(e); flock(file, LOCK_UN); throw; } flock(file, LOCK_UN);")]
    [InlineData("try { work(); } finally { Work(); flock(file, LOCK_UN); }")]
    [InlineData("var list = new List<int>(); list.Clear(); flock(file, LOCK_UN);", Skip = "a call on a list is a call")]
    [InlineData("_count++; _held = !_held; flock(file, LOCK_UN);")]
    [InlineData("var bytes = new byte[8]; bytes[0] = 1; _count = bytes.Length; flock(file, LOCK_UN);")]
    [InlineData("Console.WriteLine(\"locked\"); flock(file, LOCK_UN);")]
    [InlineData("Interlocked.Increment(ref _count); flock(file, LOCK_UN);")]
    [InlineData("foreach (var b in new byte[3]) { _count += b; } flock(file, LOCK_UN);")]
    [InlineData("work();")]
    [InlineData("work(); _held = true;")]
    public Task Silent_on_what_is_guarded_or_cannot_throw(string statements) => Verify.AnalyzerAsync(ReleaseCode.Void(Silent + statements));

    [Theory]
    [InlineData("Work(); if (flock(file, LOCK_EX) != 0) return; flock(file, LOCK_UN);")]
    [InlineData("if (flock(file, LOCK_EX) != 0) { Work(); return; } flock(file, LOCK_UN); Work();")]
    [InlineData("while (flock(file, LOCK_EX | LOCK_NB) != 0) Work(); flock(file, LOCK_UN);")]
    [InlineData("using var fs = File.Open(path, FileMode.Open); if (flock(fs.SafeFileHandle, LOCK_EX) != 0) return; Work();")]
    [InlineData(
        "using (var fs = File.Open(path, FileMode.Open)) { if (flock(fs.SafeFileHandle, LOCK_EX) != 0) return; Work(); flock(fs.SafeFileHandle, LOCK_UN); }"
    )]
    [InlineData("if (Opaque(flock(file, LOCK_EX))) return; Work(); flock(file, LOCK_UN);")]
    public Task Silent_on_exceptions_without_the_lock(string statements) => Verify.AnalyzerAsync(ReleaseCode.Void(statements));

    [Fact]
    public Task Await_between() =>
        Verify.AnalyzerAsync(
            ReleaseCode.Members(
                """
                async Task M(SafeFileHandle file)
                {
                    if ({|LOCK3002:flock(file, LOCK_EX)|} != 0)
                        throw new IOException();
                    await WorkAsync();
                    flock(file, LOCK_UN);
                }

                async Task Guarded(SafeFileHandle file)
                {
                    if (flock(file, LOCK_EX) != 0)
                        throw new IOException();
                    try { await WorkAsync(); }
                    finally { flock(file, LOCK_UN); }
                }
                """
            )
        );

    [Fact]
    public Task Second_lock_is_refused_while_the_first_is_held() =>
        Verify.AnalyzerAsync(
            ReleaseCode.Members(
                """
                void M(FileStream first, FileStream second)
                {
                    {|LOCK3002:first.Lock(0, long.MaxValue)|};
                    second.Lock(0, long.MaxValue);
                    second.Unlock(0, long.MaxValue);
                    first.Unlock(0, long.MaxValue);
                }
                """
            )
        );

    [Fact]
    public Task Lock_action_unlock_through_wrappers() =>
        Verify.AnalyzerAsync(
            ReleaseCode.Members(
                """
                public void Enter() => _stream.Lock(0, long.MaxValue);
                public void Leave() => _stream.Unlock(0, long.MaxValue);

                static void Run(Store store, Action action)
                {
                    {|LOCK3002:store.Enter()|};
                    action();
                    store.Leave();
                }

                static void Guarded(Store store, Action action)
                {
                    store.Enter();
                    try { action(); }
                    finally { store.Leave(); }
                }
                """
            )
        );

    [Fact]
    public Task Says_what_throws_and_points_there() =>
        Verify.AnalyzerAsync(
            ReleaseCode.Members(
                """
                void M(SafeFileHandle file, Action work)
                {
                    if ({|#0:flock(file, LOCK_EX)|} != 0)
                        throw new IOException();
                    {|#1:work()|};
                    {|#2:flock(file, LOCK_UN)|};
                }
                """
            ),
            Verify
                .Diagnostic("LOCK3002")
                .WithLocation(0)
                .WithLocation(1)
                .WithLocation(2)
                .WithArguments("flock", "18", "release it in a finally")
        );
}
