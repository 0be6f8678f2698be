using Xunit;

namespace LockAnalyzers.Tests.Rules;

public sealed class UnsafeFinalizerTests
{
    [Theory]
    [InlineData("{|LOCK5007:_stream.Unlock(0, 1)|};")]
    [InlineData("{|LOCK5007:_stream.Dispose()|};")]
    [InlineData("_stream?{|LOCK5007:.Close()|};")]
    [InlineData("{|LOCK5007:_stream.Flush()|};")]
    [InlineData("{|LOCK5007:flockSafe(_stream.SafeFileHandle, LOCK_UN)|};")]
    [InlineData("{|LOCK5007:File.Delete(_path)|};")]
    [InlineData("if (flock(_fd, LOCK_UN) != 0) {|LOCK5007:throw new IOException();|}")]
    [InlineData("{|LOCK5007:Release()|};")]
    [InlineData("{|LOCK5007:Dispose(false)|};")]
    [InlineData("try { {|LOCK5007:_stream.Dispose()|}; } finally { close(_fd); }")]
    [InlineData("try { {|LOCK5007:_stream.Dispose()|}; } catch (IOException) { }")]
    public Task Touches_what_may_be_gone(string statements) => Verify.AnalyzerAsync(WithFinalizer(statements));

    [Theory]
    [InlineData("close(_fd);")]
    [InlineData("flock(_fd, LOCK_UN); close(_fd);")]
    [InlineData("_handle.Dispose();")]
    [InlineData("flockSafe(_handle, LOCK_UN);")]
    [InlineData("Free(false);")]
    [InlineData("Free(disposing: false);")]
    [InlineData("Leave(false);")]
    [InlineData("try { _stream.Dispose(); } catch { }")]
    [InlineData("try { File.Delete(_path); } catch (Exception) { }")]
    [InlineData("if (_fd < 0) throw new ObjectDisposedException(_path);")]
    [InlineData("")]
    public Task Touches_nothing_that_may_be_gone(string statements) => Verify.AnalyzerAsync(WithFinalizer(statements));

    [Fact]
    public Task Object_that_locks_in_its_turn() =>
        Verify.AnalyzerAsync(
            HandleCode.Members(
                """
                private readonly Gate _gate = new();

                public bool Take() => flock(3, LOCK_EX) == 0;

                ~Store() => {|LOCK5007:_gate.Release()|};

                class Gate
                {
                    public void Release() => flock(3, LOCK_UN);
                }
                """
            )
        );

    [Theory]
    [InlineData("IGate", "{|LOCK5007:Dispose(false)|}")]
    [InlineData("GateBase", "{|LOCK5007:Dispose(false)|}")]
    [InlineData("FlockGate", "{|LOCK5007:Dispose(false)|}")]
    [InlineData("IGate", "Leave(false)")]
    [InlineData("IDisposable", "Dispose(false)")]
    [InlineData("MutexGate", "Dispose(false)")]
    [InlineData("SafeFileHandle", "Dispose(false)")]
    public Task Type_that_locks_through_another(string type, string finalization) =>
        Verify.AnalyzerAsync(
            HandleCode.Members(
                $$"""
                }

                interface IGate : IDisposable
                {
                    bool Take();
                }

                abstract class GateBase : IDisposable
                {
                    public abstract void Dispose();
                }

                class MutexGate : IDisposable
                {
                    private readonly Mutex _mutex = new();
                    public void Dispose() => _mutex.Dispose();
                }

                class FlockGate : GateBase, IGate
                {
                    public bool Take() => flock(3, LOCK_EX) == 0;

                    public override void Dispose() => flock(3, LOCK_UN);
                }

                class Gate : IDisposable
                {
                    private readonly {{type}} _gate;

                    public Gate({{type}} gate) => _gate = gate;

                    ~Gate() => {{finalization}};

                    public void Dispose() => Dispose(true);

                    private void Dispose(bool disposing) => _gate.Dispose();

                    private void Leave(bool disposing)
                    {
                        if (disposing)
                            _gate.Dispose();
                    }
                """
            )
        );

    [Fact]
    public Task Type_that_locks_no_file() =>
        Verify.AnalyzerAsync(
            """
            using System.IO;

            class Log
            {
                private readonly FileStream _stream = File.OpenRead("a");

                ~Log() => _stream.Dispose();
            }
            """
        );

    private static string WithFinalizer(string statements) =>
        HandleCode.Members(
            $$"""
            private readonly FileStream _stream = null!;
            private readonly SafeFileHandle _handle = null!;
            private readonly string _path = "";
            private readonly int _fd = 3;

            public bool Take() => flock(_fd, LOCK_EX) == 0;

            ~Store()
            {
                {{statements}}
            }

            private void Release()
            {
                flock(_fd, LOCK_UN);
                _stream.Unlock(0, 1);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (disposing)
                    close(_fd);
                File.Delete(_path);
            }

            private void Free(bool disposing)
            {
                if (disposing && _stream != null)
                    _stream.Dispose();
                close(_fd);
            }

            private void Leave(bool disposing)
            {
                close(_fd);
                if (!disposing)
                    return;
                _stream.Dispose();
            }
            """
        );
}
