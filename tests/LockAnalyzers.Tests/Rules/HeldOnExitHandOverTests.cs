using Xunit;

namespace LockAnalyzers.Tests.Rules;

/// <summary>
/// What tells whether a file is still open, whose it is, and which system the code is on: right code, each beside its faulty twin.
/// </summary>
public sealed class HeldOnExitHandOverTests
{
    /// <summary>The writer closes the stream; the guard is false then.</summary>
    [Theory]
    [InlineData("if (stream.CanRead) stream.Unlock(0, 9);")]
    [InlineData("if (stream.CanWrite) stream.Unlock(0, 9);")]
    [InlineData("if (stream is { CanSeek: true }) stream.Unlock(0, 9);")]
    [InlineData("if (!stream.SafeFileHandle.IsClosed) stream.Unlock(0, 9);")]
    public Task Unlock_behind_a_guard_that_is_false_once_the_file_is_closed(string unlock) =>
        Verify.AnalyzerAsync(ReleaseCode.Void(WriterOver(unlock)));

    [Theory]
    [InlineData("{|LOCK3008:stream.Unlock(0, 9)|};")]
    [InlineData("if (path != null) {|LOCK3008:stream.Unlock(0, 9)|};")]
    public Task Unlock_behind_no_such_guard(string unlock) => Verify.AnalyzerAsync(ReleaseCode.Void(WriterOver(unlock)));

    private static string WriterOver(string unlock) =>
        $$"""
            stream.Lock(0, 9);
            using (var writer = new StreamWriter(stream))
                writer.Write(1);
            {{unlock}}
            """;

    /// <summary>The path is a local of the try; the file goes into the field whatever the path is called by the next attempt.</summary>
    [Fact]
    public Task File_in_a_field_that_a_helper_closes_before_the_next_attempt() => Verify.AnalyzerAsync(Attempts("Drop();"));

    private static string Attempts(string before) =>
        ReleaseCode.Members(
            $$"""
            FileStream _opened;
            FileStream _kept;

            void Drop()
            {
                _opened?.Dispose();
                _opened = null;
            }

            bool M(string folder)
            {
                for (var i = 0; i < 9; i++)
                {
                    {{before}}
                    try
                    {
                        var path = folder + i;
                        _opened = new FileStream(path, FileMode.OpenOrCreate);
                        _opened.Lock(0, 9);
                        _kept = _opened;
                        return true;
                    }
                    catch (IOException)
                    {
                    }
                }

                return false;
            }
            """
        );

    /// <summary>The handler swallows what is thrown before the file is handed over: then nobody has it.</summary>
    [Theory]
    [InlineData("{|LOCK3001:own.Lock(0, 9)|}; own.WriteByte(1); _kept = own;", "")]
    [InlineData("own.Lock(0, 9); own.WriteByte(1); _kept = own; own = null;", "own?.Dispose();")]
    public Task Hand_over_inside_a_try_that_swallows(string statements, string handler) =>
        Verify.AnalyzerAsync(
            ReleaseCode.Members(
                $$"""
                FileStream _kept;

                void M(string path)
                {
                    FileStream own = null;
                    try
                    {
                        own = new FileStream(path, FileMode.Open);
                        {{statements}}
                    }
                    catch
                    {
                        {{handler}}
                    }
                }
                """
            )
        );

    /// <summary>The system is asked for again at the release.</summary>
    [Theory]
    [InlineData("finally { Leave(file); }", "Take(file)")]
    [InlineData("catch (IOException) { return; } Leave(file);", "{|LOCK3001:Take(file)|}")]
    public Task Own_release_that_asks_for_the_system_again(string release, string take) =>
        Verify.AnalyzerAsync(
            ReleaseCode.Members(
                $$"""
                void M(SafeFileHandle file, Action work)
                {
                    {{take}};
                    try
                    {
                        work();
                    }
                    {{release}}
                }

                static void Take(SafeFileHandle file)
                {
                    if (OperatingSystem.IsWindows())
                    {
                        var all = new NativeOverlapped();
                        if (!LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK, 0, uint.MaxValue, uint.MaxValue, ref all))
                            throw new IOException();
                    }
                    else if (flock(file, LOCK_EX) != 0)
                    {
                        throw new IOException();
                    }
                }

                static void Leave(SafeFileHandle file)
                {
                    if (OperatingSystem.IsWindows())
                    {
                        var all = new NativeOverlapped();
                        UnlockFileEx(file, 0, uint.MaxValue, uint.MaxValue, ref all);
                    }
                    else
                    {
                        flock(file, LOCK_UN);
                    }
                }
                """
            )
        );
}
