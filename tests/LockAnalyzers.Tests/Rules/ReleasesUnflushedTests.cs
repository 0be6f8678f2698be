using Xunit;

namespace LockAnalyzers.Tests.Rules;

public sealed class ReleasesUnflushedTests
{
    [Theory]
    [InlineData("using var fs = File.Open(path, FileMode.Open); fs.Lock(0, 9); try { fs.WriteByte(1); } finally { {|LOCK3009:fs.Unlock(0, 9)|}; }")]
    [InlineData("using var writer = new StreamWriter(stream); stream.Lock(0, 9); try { writer.Write(1); } finally { {|LOCK3009:stream.Unlock(0, 9)|}; }")]
    [InlineData("stream.Lock(0, 9); try { stream.WriteByte(1); } finally { {|LOCK3009:stream.Unlock(0, 9)|}; } stream.Flush();")]
    [InlineData("stream.Lock(0, 9); try { stream.WriteByte(1); if (Chance) stream.Flush(); } finally { {|LOCK3009:stream.Unlock(0, 9)|}; } stream.Dispose();")]
    [InlineData("using var fs = new FileStream(path, FileMode.Open); using var writer = new BinaryWriter(fs); fs.Lock(0, 9); try { writer.Write(1); } finally { {|LOCK3009:fs.Unlock(0, 9)|}; }")]
    [InlineData("using var buffered = new BufferedStream(stream); stream.Lock(0, 9); try { buffered.WriteByte(1); } finally { {|LOCK3009:stream.Unlock(0, 9)|}; }")]
    public Task Still_buffered(string statements) => Verify.AnalyzerAsync(ReleaseCode.Void(statements));

    [Theory]
    [InlineData("using var fs = File.Open(path, FileMode.Open); fs.Lock(0, 9); try { fs.WriteByte(1); fs.Flush(); } finally { fs.Unlock(0, 9); }")]
    [InlineData("using var fs = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 1); fs.Lock(0, 9); try { fs.WriteByte(1); } finally { fs.Unlock(0, 9); }")]
    [InlineData("using var fs = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0); fs.Lock(0, 9); try { fs.WriteByte(1); } finally { fs.Unlock(0, 9); }")]
    [InlineData("using var writer = new StreamWriter(stream) { AutoFlush = true }; stream.Lock(0, 9); try { writer.Write(1); } finally { stream.Unlock(0, 9); }")]
    [InlineData("using var writer = new StreamWriter(stream); stream.Lock(0, 9); try { writer.Write(1); writer.Flush(); } finally { stream.Unlock(0, 9); }")]
    [InlineData("stream.Lock(0, 9); try { using (var writer = new StreamWriter(stream, leaveOpen: true)) writer.Write(1); } finally { stream.Unlock(0, 9); }")]
    [InlineData("stream.Lock(0, 9); try { RandomAccess.Write(stream.SafeFileHandle, new byte[1], 0); } finally { stream.Unlock(0, 9); } stream.Flush();")]
    [InlineData("stream.Lock(0, 9); try { stream.WriteByte(1); } finally { stream.Unlock(0, 9); }")]
    [InlineData("stream.Lock(0, 9); try { stream.WriteByte(1); stream.Seek(0, SeekOrigin.Begin); } finally { stream.Unlock(0, 9); } stream.Dispose();")]
    [InlineData("stream.WriteByte(1); stream.Lock(0, 9); stream.Unlock(0, 9); stream.Flush();")]
    [InlineData("using var fs = File.Open(path, FileMode.Open); fs.Lock(0, 9); try { fs.ReadByte(); } finally { fs.Unlock(0, 9); }")]
    [InlineData("using var fs = File.Open(path, FileMode.Open); fs.Lock(0, 9); try { fs.WriteByte(1); Work(); fs.Flush(); } finally { fs.Unlock(0, 9); }")]
    public Task Silent_on_what_has_reached_the_file(string statements) => Verify.AnalyzerAsync(ReleaseCode.Void(statements));
}
