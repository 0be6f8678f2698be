using LockAnalyzers.CodeFixes.Mode;
using LockAnalyzers.CodeFixes.Release;
using Xunit;

namespace LockAnalyzers.Tests.Fixes;

/// <summary>
/// What fixes did to real code once and must not: one example of each; a try left empty is in DeletesLockFileFixerTests. FixLawTests
/// asks the same of the whole corpus.
/// </summary>
public sealed class FixLayoutTests
{
    [Fact]
    public Task Trailing_comment_stays_with_its_statement() =>
        Verify.FixAsync<HeldOnExitFixer>(
            ReleaseCode.Members(
                """
                bool M(SafeFileHandle file)
                {
                    if ({|LOCK3001:flock(file, LOCK_EX)|} != 0) // wait for it
                        throw new IOException();
                    if (_closed)
                        return false; // nothing to do
                    _count--; // one less
                    flock(file, LOCK_UN); // done
                    return true;
                }
                """
            ),
            ReleaseCode.Members(
                """
                bool M(SafeFileHandle file)
                {
                    if (flock(file, LOCK_EX) != 0) // wait for it
                        throw new IOException();
                    if (_closed)
                    {
                        flock(file, LOCK_UN);
                        return false; // nothing to do
                    }
                    _count--; // one less
                    flock(file, LOCK_UN); // done
                    return true;
                }
                """
            )
        );

    [Fact]
    public Task Pair_of_directives_is_not_split() =>
        Verify.FixAsync<ReleaseInFinallyFixer>(
            ReleaseCode.Members(
                """
                void M(FileStream stream, Action work)
                {
                #pragma warning disable CA1416
                    {|LOCK3002:stream.Lock(0, long.MaxValue)|};
                #pragma warning restore CA1416
                    work();
                #pragma warning disable CA2000
                    work();
                #pragma warning restore CA2000
                    work();
                    stream.Unlock(0, long.MaxValue);
                }
                """
            ),
            ReleaseCode.Members(
                """
                void M(FileStream stream, Action work)
                {
                #pragma warning disable CA1416
                    stream.Lock(0, long.MaxValue);
                #pragma warning restore CA1416
                    try
                    {
                        work();
                #pragma warning disable CA2000
                        work();
                #pragma warning restore CA2000
                        work();
                    }
                    finally
                    {
                        stream.Unlock(0, long.MaxValue);
                    }
                }
                """
            )
        );

    [Fact]
    public Task Try_under_an_if_without_braces_is_braced() =>
        Verify.FixAsync<LeaksFileOnRefusalFixer>(
            ReleaseCode.Members(
                """
                FileStream M(string path)
                {
                    var file = File.Open(path, FileMode.OpenOrCreate);
                    if (_closed)
                        {|LOCK3004:file.Lock(0, long.MaxValue)|};
                    return file;
                }
                """
            ),
            ReleaseCode.Members(
                """
                FileStream M(string path)
                {
                    var file = File.Open(path, FileMode.OpenOrCreate);
                    if (_closed)
                    {
                        try
                        {
                            file.Lock(0, long.MaxValue);
                        }
                        catch
                        {
                            file.Dispose();
                            throw;
                        }
                    }
                    return file;
                }
                """
            )
        );

    [Fact]
    public Task Braces_stay_at_the_end_of_the_line() =>
        Verify.FixAsync<ReleaseInFinallyFixer>(
            ReleaseCode.Members(
                """
                int M(FileStream stream, Func<int> work) {
                  {|LOCK3002:stream.Lock( 0, long.MaxValue )|};
                  if (_closed) {
                    work( );
                  } else {
                    Work();
                  }
                  stream.Unlock( 0, long.MaxValue );
                  return 1;
                }
                """
            ),
            ReleaseCode.Members(
                """
                int M(FileStream stream, Func<int> work) {
                  stream.Lock( 0, long.MaxValue );
                  try {
                    if (_closed) {
                      work( );
                    } else {
                      Work();
                    }
                  } finally {
                    stream.Unlock( 0, long.MaxValue );
                  }
                  return 1;
                }
                """
            )
        );

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public Task Constant_is_declared_with_the_line_end_of_the_file(string lineEnd)
    {
        return Verify.FixAsync<SharedWhereExclusiveMeantFixer>(Code("", "{|LOCK1001:1|}"), Code(Constant, "1 | LOCKFILE_EXCLUSIVE_LOCK"));

        string Code(string constant, string flags) =>
            $$"""
                {{LockCode.Usings}}
                static class Store
                {
                {{constant}}    [DllImport("kernel32", SetLastError = true)]
                    static extern bool LockFileEx(IntPtr file, uint flags, uint reserved, uint low, uint high, IntPtr overlapped);

                    internal static bool TakeExclusively(IntPtr file) => LockFileEx(file, {{flags}}, 0, uint.MaxValue, uint.MaxValue, IntPtr.Zero);
                }
                """.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", lineEnd, StringComparison.Ordinal);
    }

    private const string Constant = "    private const uint LOCKFILE_EXCLUSIVE_LOCK = 0x00000002;\n\n";
}
