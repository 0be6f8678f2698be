using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LockAnalyzers.Tests.Rules;

public sealed class RangeMissesDataTests
{
    [Theory]
    [InlineData("new StreamReader(file).ReadToEnd();")]
    [InlineData("file.CopyTo(Stream.Null);")]
    [InlineData("file.Read(buffer, 0, buffer.Length);")]
    [InlineData("file.Write(buffer, 0, 64);")]
    [InlineData("new StreamWriter(file).WriteLine(text);")]
    [InlineData("file.Position = 100; file.WriteByte(1);")]
    [InlineData("file.Seek(100, SeekOrigin.Begin); file.ReadByte();")]
    [InlineData("file.Seek(0, SeekOrigin.End); file.WriteByte(1);")]
    [InlineData("RandomAccess.Write(file.SafeFileHandle, buffer, 4096);")]
    [InlineData("new BinaryWriter(file).Write(1L);")]
    [InlineData("System.Text.Json.JsonSerializer.Serialize(file, text);")]
    public Task One_byte_is_locked_and_more_is_touched(string use) =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                $$"""
                void Run(FileStream file, byte[] buffer, string text)
                {
                    file.Lock({|LOCK2004:0, 1|});
                    {{use}}
                    file.Unlock(0, 1);
                }
                """
            )
        );

    [Fact]
    public Task File_read_by_its_path() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                string Load(string path)
                {
                    using var file = new FileStream(path, FileMode.Open);
                    file.Lock({|LOCK2004:0, 100|});
                    return File.ReadAllText(path);
                }
                """
            )
        );

    [Fact]
    public Task Append_behind_the_present_length() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                void Append(string path, byte[] line)
                {
                    using var log = new FileStream(path, FileMode.Append);
                    log.Lock({|#0:0, log.Length|});
                    log.Write(line);
                }
                """
            ),
            Verify
                .Diagnostic("LOCK2004")
                .WithLocation(0)
                .WithArguments("Lock", "the file up to its present end", "log.Write(line)", "writes")
        );

    [Fact]
    public Task Silent_on_a_range_lying_behind_the_written_data() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                void Save(FileStream file)
                {
                    var head = new byte[16];
                    file.Lock(1024, 1);
                    file.Position = 0;
                    file.Write(head, 0, head.Length);
                    file.Unlock(1024, 1);
                }
                """
            )
        );

    [Fact]
    public Task Silent_on_data_inside_the_range() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                void Save(FileStream file, long at)
                {
                    var head = new byte[16];
                    file.Lock(0, 16);
                    RandomAccess.Write(file.SafeFileHandle, head, 0);
                    file.Unlock(0, 16);
                }
                """
            )
        );

    [Fact]
    public Task Silent_on_records_from_parameters() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                void Save(FileStream file, long at, byte[] record)
                {
                    file.Lock(at, record.Length);
                    file.Position = at;
                    file.Write(record, 0, record.Length);
                    file.Unlock(at, record.Length);
                }
                """
            )
        );

    [Fact]
    public Task Silent_on_a_lock_byte_far_beyond_the_data() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                string Load(FileStream file)
                {
                    file.Lock(1L << 62, 1);
                    try
                    {
                        return new StreamReader(file).ReadToEnd();
                    }
                    finally
                    {
                        file.Unlock(1L << 62, 1);
                    }
                }
                """
            )
        );

    [Fact]
    public Task Silent_on_data_of_another_file() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                void Save(FileStream gate, FileStream data, string text)
                {
                    gate.Lock({|LOCK2005:0, 1|});
                    new StreamWriter(data).Write(text);
                    gate.Unlock(0, 1);
                }
                """
            )
        );

    [Fact]
    public Task Silent_on_a_rewrite_within_the_present_length() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                void Patch(FileStream file, byte[] head)
                {
                    long length = file.Length;
                    file.Lock(0, length);
                    file.Position = 0;
                    file.Write(head, 0, head.Length);
                    file.Unlock(0, length);
                }
                """
            )
        );

    [Fact]
    public Task Silent_on_what_is_touched_after_the_unlock() =>
        Verify.AnalyzerAsync(
            RangeCode.Stream(
                """
                string Run(FileStream file)
                {
                    file.Lock({|LOCK2005:0, 1|});
                    file.Unlock(0, 1);
                    return new StreamReader(file).ReadToEnd();
                }
                """
            )
        );

    [Fact]
    public Task Silent_on_half_typed_code() =>
        new LockTest
        {
            TestCode = RangeCode.Stream(
                """
                void Run(FileStream file)
                {
                    file.Lock(0, missing);
                    file.Write(;
                }
                """
            ),
            CompilerDiagnostics = CompilerDiagnostics.None,
        }.RunAsync();
}
