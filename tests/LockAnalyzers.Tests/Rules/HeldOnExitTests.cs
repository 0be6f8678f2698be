using Xunit;

namespace LockAnalyzers.Tests.Rules;

public sealed class HeldOnExitTests
{
    private const string Take = "if ({|LOCK3001:flock(file, LOCK_EX)|} != 0) throw new IOException();";
    private const string Silent = "if (flock(file, LOCK_EX) != 0) throw new IOException();";

    [Theory]
    [InlineData("if (_closed) return; flock(file, LOCK_UN);")]
    [InlineData("if (Chance) { flock(file, LOCK_UN); }")]
    [InlineData("if (_closed) throw new ObjectDisposedException(\"x\"); flock(file, LOCK_UN);")]
    [InlineData("for (var i = 0; i < 3; i++) { if (Chance) return; } flock(file, LOCK_UN);")]
    [InlineData("while (Chance) { if (_held) goto end; } flock(file, LOCK_UN); end: ;")]
    [InlineData("switch (_count) { case 1: return; case 2: break; } flock(file, LOCK_UN);")]
    [InlineData("try { _count++; if (Chance) return; } finally { _count--; } flock(file, LOCK_UN);")]
    [InlineData("try { if (Chance) { flock(file, LOCK_UN); return; } } catch (IOException) { return; }")]
    [InlineData(
        "try { try { Work(); } catch (IOException) { if (Chance) throw; flock(file, LOCK_UN); return; } flock(file, LOCK_UN); } catch (IOException) { }"
    )]
    [InlineData("do { if (Chance) break; flock(file, LOCK_UN); return; } while (Chance);")]
    [InlineData("using (var other = new MemoryStream()) { if (Chance) return; flock(file, LOCK_UN); }")]
    [InlineData(
        "if (Chance) Fail(); flock(file, LOCK_UN);",
        Skip = "a throw helper without the attribute is a call that may throw: LOCK3002"
    )]
    [InlineData("if (Chance) Raise(\"no\"); flock(file, LOCK_UN);")]
    [InlineData("Require(_held); flock(file, LOCK_UN);")]
    public Task Left_on_one_way_and_released_on_another(string statements) => Verify.AnalyzerAsync(ReleaseCode.Void(Take + statements));

    [Theory]
    [InlineData("try { _count++; } finally { flock(file, LOCK_UN); }")]
    [InlineData("try { if (Chance) return; } finally { flock(file, LOCK_UN); }")]
    [InlineData("if (Chance) { flock(file, LOCK_UN); return; } flock(file, LOCK_UN);")]
    [InlineData("switch (_count) { case 1: flock(file, LOCK_UN); return; default: break; } flock(file, LOCK_UN);")]
    [InlineData("if (Chance) Environment.Exit(1); flock(file, LOCK_UN);")]
    [InlineData("if (Chance) Environment.FailFast(\"no\"); flock(file, LOCK_UN);")]
    [InlineData("_held = true;")]
    [InlineData("if (_closed) { flock(file, LOCK_UN); return; } _held = true;")]
    [InlineData("")]
    [InlineData("if (file != null && !file.IsInvalid) flock(file, LOCK_UN);")]
    [InlineData("if (!file.IsClosed) { flock(file, LOCK_UN); }")]
    [InlineData("if (file is null) return; flock(file, LOCK_UN);")]
    [InlineData("Leave(file); static void Leave(SafeFileHandle f) { flock(f, LOCK_UN); }")]
    public Task Silent_on_what_is_released_everywhere_or_handed_on(string statements) =>
        Verify.AnalyzerAsync(ReleaseCode.Void(Silent + statements));

    [Theory]
    [InlineData(
        "var taken = flock(file, LOCK_EX | LOCK_NB) == 0; if (!taken) return; try { _count++; } finally { if (taken) flock(file, LOCK_UN); }"
    )]
    [InlineData(
        "var taken = false; try { taken = flock(file, LOCK_EX) == 0; if (!taken) return; _count++; } finally { if (taken) flock(file, LOCK_UN); }"
    )]
    [InlineData("var rc = flock(file, LOCK_EX); if (rc < 0) return; flock(file, LOCK_UN);")]
    [InlineData("if (flock(file, LOCK_EX) is not 0) return; flock(file, LOCK_UN);")]
    [InlineData("if (flock(file, LOCK_EX) == -1) return; flock(file, LOCK_UN);")]
    [InlineData("switch (flock(file, LOCK_EX)) { case 0: flock(file, LOCK_UN); break; default: return; }")]
    [InlineData("while (flock(file, LOCK_EX | LOCK_NB) != 0) { if (Chance) return; Thread.Sleep(10); } flock(file, LOCK_UN);")]
    [InlineData(
        "for (var i = 0; ; i++) { if (flock(file, LOCK_EX | LOCK_NB) == 0) break; if (i == 9) throw new TimeoutException(); } flock(file, LOCK_UN);"
    )]
    [InlineData("Check(flock(file, LOCK_EX)); flock(file, LOCK_UN);")]
    [InlineData("Check(flock(file, LOCK_EX) == 0); flock(file, LOCK_UN);")]
    [InlineData("Require(flock(file, LOCK_EX) == 0); flock(file, LOCK_UN);")]
    [InlineData("Refuse(flock(file, LOCK_EX) != 0); flock(file, LOCK_UN);")]
    [InlineData("if (!_closed && flock(file, LOCK_EX) == 0) { flock(file, LOCK_UN); }")]
    [InlineData("if (_closed || flock(file, LOCK_EX) != 0) return; flock(file, LOCK_UN);")]
    [InlineData(
        "var at = new NativeOverlapped(); if (!LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, ref at)) return; UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref at);"
    )]
    [InlineData(
        "var at = new NativeOverlapped(); if (LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, ref at) == false) return; UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref at);"
    )]
    [InlineData("flock(file, LOCK_EX); if (Marshal.GetLastPInvokeError() != 0) return; flock(file, LOCK_UN);")]
    [InlineData("if (Opaque(flock(file, LOCK_EX))) return; flock(file, LOCK_UN);")]
    public Task Silent_on_every_form_of_the_test(string statements) => Verify.AnalyzerAsync(ReleaseCode.Void(statements));

    [Theory]
    [InlineData("if (_count > 3) return false; _count++; return true;")]
    [InlineData("try { _count = Compute(); } catch (IOException) { return false; } return true;")]
    [InlineData(
        "if (_closed) throw new ObjectDisposedException(\"x\"); return true; } void Leave(SafeFileHandle file) { flock(file, LOCK_UN);"
    )]
    public Task Handed_to_the_caller_who_is_told_that_there_is_none(string statements) =>
        Verify.AnalyzerAsync(ReleaseCode.Bool("if ({|LOCK3001:flock(file, LOCK_EX | LOCK_NB)|} != 0) return false; " + statements));

    [Theory]
    [InlineData("return true;")]
    [InlineData("if (_closed) { flock(file, LOCK_UN); return false; } return true;")]
    [InlineData("try { _count = Compute(); } catch { flock(file, LOCK_UN); throw; } return true;")]
    [InlineData("try { _count = Compute(); return true; } catch (Exception e) { flock(file, LOCK_UN); throw new IOException(\"\", e); }")]
    [InlineData("if (_held) return true; _held = true; return true;")]
    [InlineData("if (_closed) throw new ObjectDisposedException(\"x\"); return true;")]
    public Task Silent_on_a_lock_handed_to_the_caller(string statements) =>
        Verify.AnalyzerAsync(ReleaseCode.Bool("if (flock(file, LOCK_EX | LOCK_NB) != 0) return false; " + statements));

    [Theory]
    [InlineData("var fs = File.Open(path, FileMode.Open); {|LOCK3001:fs.Lock(0, long.MaxValue)|}; _count++;")]
    [InlineData(
        "var fs = File.Open(path, FileMode.Open); if ({|LOCK3001:flock(fs.SafeFileHandle, LOCK_EX)|} != 0) { fs.Dispose(); return; } _count++;"
    )]
    public Task Nobody_else_can_release_it(string statements) => Verify.AnalyzerAsync(ReleaseCode.Void(statements));

    [Theory]
    [InlineData(
        "var fs = File.Open(path, FileMode.Open); if (flock(fs.SafeFileHandle, LOCK_EX) != 0) { fs.Dispose(); return; } Keep(fs); } void Keep(FileStream f) { "
    )]
    [InlineData("Action later = () => stream.Unlock(0, 1); stream.Lock(0, long.MaxValue); later();")]
    [InlineData(
        "var fs = File.Open(path, FileMode.Open); if (flock(fs.SafeFileHandle, LOCK_EX) != 0) { fs.Dispose(); return; } _ = Task.Run(() => fs.Dispose());"
    )]
    [InlineData("void Inner() { stream.Lock(0, 9); } void Outer() { stream.Unlock(0, 9); } Inner(); Outer();")]
    public Task Silent_on_a_file_that_others_know(string statements) => Verify.AnalyzerAsync(ReleaseCode.Void(statements));

    [Theory]
    [InlineData(
        "bool M(string path, out FileStream? opened) { opened = null; var fs = File.Open(path, FileMode.Open); if (flock(fs.SafeFileHandle, LOCK_EX) != 0) { fs.Dispose(); return false; } opened = fs; return true; }"
    )]
    [InlineData(
        "(FileStream? File, bool Locked) M(string path) { var fs = File.Open(path, FileMode.Open); return (fs, flock(fs.SafeFileHandle, LOCK_EX) == 0); }"
    )]
    [InlineData(
        "(FileStream? File, int Error) M(string path) { var fs = File.Open(path, FileMode.Open); if (flock(fs.SafeFileHandle, LOCK_EX) == 0) return (fs, 0); fs.Dispose(); return (null, 1); }"
    )]
    [InlineData(
        "void Enter(ref bool taken) { if (flock(_file, LOCK_EX) != 0) throw new IOException(); taken = true; } void Leave() => flock(_file, LOCK_UN); void M() { var taken = false; try { Enter(ref taken); Work(); } finally { if (taken) Leave(); } }"
    )]
    public Task Silent_on_what_goes_out_by_reference_or_in_a_tuple(string members) => Verify.AnalyzerAsync(ReleaseCode.Members(members));

    /// <summary>The partial method stands for what the interop generator makes of it.</summary>
    [Fact]
    public Task Silent_on_a_descriptor_closed_by_a_library_import() =>
        Verify.AnalyzerAsync(
            ReleaseCode
                .Members(
                    """
                    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)] private static partial int open(string path, int flags, int mode);
                    private static partial int open(string path, int flags, int mode) => 0;
                    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)] private static partial int Flock(int file, int operation);
                    private static partial int Flock(int file, int operation) => 0;
                    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)] private static partial int Shut(int file);
                    private static partial int Shut(int file) => 0;

                    bool M(string path, out int fd)
                    {
                        fd = open(path, 2, 0);
                        if (fd < 0)
                            return false;
                        if (Flock(fd, LOCK_EX) != 0 || _closed)
                        {
                            Shut(fd);
                            fd = -1;
                            return false;
                        }

                        return true;
                    }
                    """
                )
                .Replace("class Store", "partial class Store", StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("if (_closed) return Answer.Failed;")]
    [InlineData("if (_closed) return Answer.TimedOutError;")]
    public Task Code_that_says_failure_is_no_hand_off(string exit) =>
        Verify.AnalyzerAsync(
            ReleaseCode.Members(
                $$"""
                enum Answer { Done, Failed, TimedOutError }

                Answer M(SafeFileHandle file)
                {
                    if ({|LOCK3001:flock(file, LOCK_EX)|} != 0)
                        throw new IOException();
                    {{exit}}
                    flock(file, LOCK_UN);
                    return Answer.Done;
                }
                """
            )
        );

    [Fact]
    public Task Two_locks_each_on_its_own() =>
        Verify.AnalyzerAsync(
            ReleaseCode.Members(
                """
                void M(SafeFileHandle first, SafeFileHandle second)
                {
                    if ({|LOCK3001:flock(first, LOCK_EX)|} != 0)
                        return;
                    if (flock(second, LOCK_EX) != 0)
                        return;
                    flock(second, LOCK_UN);
                    flock(first, LOCK_UN);
                }
                """
            )
        );

    [Fact]
    public Task In_lambdas_local_functions_async_methods_and_iterators() =>
        Verify.AnalyzerAsync(
            ReleaseCode.Members(
                """
                Action Lambda(SafeFileHandle file) => () =>
                {
                    if ({|LOCK3001:flock(file, LOCK_EX)|} != 0 || Chance && _closed)
                        return;
                    if (_held)
                        return;
                    flock(file, LOCK_UN);
                };

                async Task Async(SafeFileHandle file)
                {
                    await Task.Yield();
                    if ({|LOCK3001:flock(file, LOCK_EX)|} != 0)
                        return;
                    if (_held)
                        return;
                    flock(file, LOCK_UN);
                }

                IEnumerable<int> Iterator(SafeFileHandle file)
                {
                    if ({|LOCK3001:flock(file, LOCK_EX)|} != 0)
                        yield break;
                    if (_held)
                        yield break;
                    flock(file, LOCK_UN);
                    yield return 1;
                }
                """
            )
        );

    [Fact]
    public Task Through_wrappers() =>
        Verify.AnalyzerAsync(
            ReleaseCode.Members(
                """
                public void Enter() { if (flock(_file, LOCK_EX) != 0) throw new IOException(); }
                public bool TryEnter() => flock(_file, LOCK_EX | LOCK_NB) == 0;
                public void Leave() { flock(_file, LOCK_UN); }

                static void Forgets(Store store)
                {
                    {|LOCK3001:store.Enter()|};
                    if (store._closed)
                        return;
                    store.Leave();
                }

                static void Remembers(Store store)
                {
                    if (!store.TryEnter())
                        return;
                    try { Work(); }
                    finally { store.Leave(); }
                }

                static bool HandsOn(Store store) => store.TryEnter();
                """
            )
        );

    [Fact]
    public Task Says_where_and_points_there() =>
        Verify.AnalyzerAsync(
            ReleaseCode.Members(
                """
                void M(SafeFileHandle file)
                {
                    if ({|#0:flock(file, LOCK_EX)|} != 0)
                        throw new IOException();
                    if (_closed)
                        throw {|#1:new ObjectDisposedException("x")|};
                    {|#2:flock(file, LOCK_UN)|};
                }
                """
            ),
            Verify
                .Diagnostic("LOCK3001")
                .WithLocation(0)
                .WithLocation(1)
                .WithLocation(2)
                .WithArguments("flock", "when line 19 throws", "release it there too, or in a finally")
        );

    [Theory]
    [InlineData("flock(file, ")]
    [InlineData("if (flock(file, LOCK_EX) != ) return; flock(file, LOCK_UN)")]
    [InlineData("try { flock(file, LOCK_EX);")]
    [InlineData("stream.Lock(0, ); foo.Unlock(); stream.Unlock(0")]
    public Task Silent_on_half_typed_code(string statements) =>
        new LockTest
        {
            TestCode = ReleaseCode.Void(statements),
            CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None,
        }.RunAsync();

    [Fact]
    public Task Silent_on_methods_that_are_merely_called_so() =>
        Verify.AnalyzerAsync(
            LockCode.Usings
                + """
                class Mine
                {
                    int flock(int fd, int operation) => 0;
                    void Lock() { }
                    void Unlock() { }

                    void M()
                    {
                        flock(1, 2);
                        Lock();
                        if (Environment.TickCount > 3)
                            return;
                        Unlock();
                        flock(1, 8);
                    }
                }
                """
        );
}
