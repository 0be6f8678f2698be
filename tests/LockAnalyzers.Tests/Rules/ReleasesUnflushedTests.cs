using Xunit;

namespace LockAnalyzers.Tests.Rules;

public sealed class ReleasesUnflushedTests
{
    [Theory]
    [InlineData("")]
    [InlineData("if (_closed) return; ")]
    public Task Writer_of_a_file_that_the_locked_one_guards(string between) =>
        Verify.AnalyzerAsync(
            ReleaseCode.Void(
                "using var writer = new StreamWriter(path); if (flock(file, LOCK_EX) != 0) return; try { "
                    + between
                    + "writer.WriteLine(1); } finally { {|LOCK3009:flock(file, LOCK_UN)|}; }"
            )
        );

    [Theory]
    [InlineData(
        "using var log = new StreamWriter(path); log.WriteLine(\"asking\"); if (flock(file, LOCK_EX) != 0) return; try { log.WriteLine(\"got it\"); } finally { flock(file, LOCK_UN); }"
    )]
    [InlineData(
        "using var log = new StreamWriter(path); stream.Lock(0, long.MaxValue); try { stream.WriteByte(1); stream.Flush(); log.WriteLine(1); } finally { stream.Unlock(0, long.MaxValue); }"
    )]
    [InlineData(
        "using var writer = new StreamWriter(path); if (flock(file, LOCK_EX) != 0) return; try { writer.WriteLine(1); writer.Flush(); } finally { flock(file, LOCK_UN); }"
    )]
    [InlineData(
        "if (flock(file, LOCK_EX) != 0) return; try { using var writer = new StreamWriter(path); writer.WriteLine(1); } finally { flock(file, LOCK_UN); }"
    )]
    public Task Silent_on_a_writer_that_has_a_life_of_its_own(string statements) => Verify.AnalyzerAsync(ReleaseCode.Void(statements));

    [Fact]
    public Task Stream_that_the_code_flushes_too_early() =>
        Verify.AnalyzerAsync(
            ReleaseCode.Void(
                "stream.Lock(0, long.MaxValue); try { stream.Flush(); stream.WriteByte(1); } finally { {|LOCK3009:stream.Unlock(0, long.MaxValue)|}; }"
            )
        );

    [Fact]
    public Task Lock_handle_closed_before_the_writer() =>
        Verify.AnalyzerAsync(
            ReleaseCode.Handles(
                """
                void M(string path)
                {
                    using var writer = new StreamWriter(path);
                    var held = _lock.Acquire();
                    try
                    {
                        writer.WriteLine(1);
                    }
                    finally
                    {
                        {|LOCK3009:held.Dispose()|};
                    }
                }
                """
            )
        );

    [Theory]
    [InlineData(
        "using var fs = File.Open(path, FileMode.Open); fs.Lock(0, 9); try { fs.WriteByte(1); } finally { {|LOCK3009:fs.Unlock(0, 9)|}; }"
    )]
    [InlineData(
        "using var writer = new StreamWriter(stream); stream.Lock(0, 9); try { writer.Write(1); } finally { {|LOCK3009:stream.Unlock(0, 9)|}; }"
    )]
    [InlineData("stream.Lock(0, 9); try { stream.WriteByte(1); } finally { {|LOCK3009:stream.Unlock(0, 9)|}; } stream.Flush();")]
    [InlineData(
        "stream.Lock(0, 9); try { stream.WriteByte(1); if (Chance) stream.Flush(); } finally { {|LOCK3009:stream.Unlock(0, 9)|}; } stream.Dispose();"
    )]
    [InlineData(
        "using var fs = new FileStream(path, FileMode.Open); using var writer = new BinaryWriter(fs); fs.Lock(0, 9); try { writer.Write(1); } finally { {|LOCK3009:fs.Unlock(0, 9)|}; }"
    )]
    [InlineData(
        "using var buffered = new BufferedStream(stream); stream.Lock(0, 9); try { buffered.WriteByte(1); } finally { {|LOCK3009:stream.Unlock(0, 9)|}; }"
    )]
    public Task Still_buffered(string statements) => Verify.AnalyzerAsync(ReleaseCode.Void(statements));

    [Theory]
    [InlineData(
        "using var fs = File.Open(path, FileMode.Open); fs.Lock(0, 9); try { fs.WriteByte(1); fs.Flush(); } finally { fs.Unlock(0, 9); }"
    )]
    [InlineData(
        "using var fs = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 1); fs.Lock(0, 9); try { fs.WriteByte(1); } finally { fs.Unlock(0, 9); }"
    )]
    [InlineData(
        "using var fs = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0); fs.Lock(0, 9); try { fs.WriteByte(1); } finally { fs.Unlock(0, 9); }"
    )]
    [InlineData(
        "using var writer = new StreamWriter(stream) { AutoFlush = true }; stream.Lock(0, 9); try { writer.Write(1); } finally { stream.Unlock(0, 9); }"
    )]
    [InlineData(
        "using var writer = new StreamWriter(stream); stream.Lock(0, 9); try { writer.Write(1); writer.Flush(); } finally { stream.Unlock(0, 9); }"
    )]
    [InlineData(
        "stream.Lock(0, 9); try { using (var writer = new StreamWriter(stream, leaveOpen: true)) writer.Write(1); } finally { stream.Unlock(0, 9); }"
    )]
    [InlineData(
        "stream.Lock(0, 9); try { RandomAccess.Write(stream.SafeFileHandle, new byte[1], 0); } finally { stream.Unlock(0, 9); } stream.Flush();"
    )]
    [InlineData("stream.Lock(0, 9); try { stream.WriteByte(1); } finally { stream.Unlock(0, 9); }")]
    [InlineData(
        "stream.Lock(0, 9); try { stream.WriteByte(1); stream.Seek(0, SeekOrigin.Begin); } finally { stream.Unlock(0, 9); } stream.Dispose();"
    )]
    [InlineData("stream.WriteByte(1); stream.Lock(0, 9); stream.Unlock(0, 9); stream.Flush();")]
    [InlineData("using var fs = File.Open(path, FileMode.Open); fs.Lock(0, 9); try { fs.ReadByte(); } finally { fs.Unlock(0, 9); }")]
    [InlineData(
        "using var fs = File.Open(path, FileMode.Open); fs.Lock(0, 9); try { fs.WriteByte(1); Work(); fs.Flush(); } finally { fs.Unlock(0, 9); }"
    )]
    public Task Silent_on_what_has_reached_the_file(string statements) => Verify.AnalyzerAsync(ReleaseCode.Void(statements));
}
