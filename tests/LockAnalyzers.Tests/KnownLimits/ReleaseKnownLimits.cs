using Xunit;

namespace LockAnalyzers.Tests.KnownLimits;

/// <summary>Faults that the release rules do not see yet. What they come to see must leave this file.</summary>
public sealed class ReleaseKnownLimits
{
    /// <summary>A file that is passed to code that is not followed may be anybody's.</summary>
    [Theory]
    [InlineData(
        "var fs = new FileStream(path, FileMode.Open); try { fs.Lock(0, 9); } catch { fs.Dispose(); throw; } Use(fs); } "
            + "void Use(FileStream fs) { "
    )]
    [InlineData("if (Opaque(flock(file, LOCK_EX))) return; work(); flock(file, LOCK_UN);")]
    [InlineData("flock(file, LOCK_EX); if (Marshal.GetLastPInvokeError() != 0) return; work(); flock(file, LOCK_UN);")]
    public Task Outcome_or_file_in_hands_that_are_not_followed(string statements) => SilentAsync(statements);

    /// <summary>The handler may be busy with what failed before.</summary>
    [Fact]
    public Task Exceptions_in_handlers() =>
        SilentAsync(
            "if (flock(file, LOCK_EX) != 0) return; "
                + "try { work(); } catch (Exception) { Work(); flock(file, LOCK_UN); throw; } flock(file, LOCK_UN);"
        );

    /// <summary>Only a throw statement tells the caller for certain that there is no lock.</summary>
    [Fact]
    public Task Call_that_throws_before_a_lock_is_handed_on() =>
        SilentAsync(
            "if (flock(file, LOCK_EX) != 0) throw new IOException(); Work(); } void Leave(SafeFileHandle file) { flock(file, LOCK_UN);"
        );

    /// <summary>Only constants and members are sure to name the same bytes twice.</summary>
    [Fact]
    public Task Second_unlock_of_a_computed_range() =>
        SilentAsync("var at = path.Length * 8L; stream.Lock(at, 8); stream.Unlock(at, 8); if (Chance) stream.Unlock(at, 8);");

    /// <summary>A caller that leaves its foreach early disposes the iterator, and only a finally releases then.</summary>
    [Fact]
    public Task Lock_held_across_a_yield() =>
        SilentMembersAsync(
            "IEnumerable<int> M(SafeFileHandle file) { if (flock(file, LOCK_EX) != 0) yield break; yield return 1; flock(file, LOCK_UN); }"
        );

    /// <summary>Where two openings meet, the file is that of neither.</summary>
    [Fact]
    public Task File_of_one_of_two_openings() =>
        SilentAsync(
            "var own = Chance ? File.OpenRead(path) : File.OpenWrite(path); "
                + "if (flock(own.SafeFileHandle, LOCK_EX) != 0) return; "
                + "try { work(); } finally { flock(own.SafeFileHandle, LOCK_UN); own.Dispose(); }"
        );

    /// <summary>A lock handle that comes by a method of the project: declare it with <c>[AcquiresLock]</c>.</summary>
    [Fact]
    public Task Lock_handle_that_a_method_passes_on() =>
        SilentAsync(
            ReleaseCode.Handles("FileLockHandle Begin() => _lock.Acquire(); void M() { var held = Begin(); Work(); }"),
            isWhole: true
        );

    private static Task SilentMembersAsync(string members) => SilentAsync(ReleaseCode.Members(members), isWhole: true);

    private static Task SilentAsync(string code, bool isWhole = false)
    {
        var test = new LockTest { TestCode = isWhole ? code : ReleaseCode.Void(code) };
        test.DisabledDiagnostics.AddRange(
            new LockUsageAnalyzer().SupportedDiagnostics.Select(d => d.Id).Where(id => !id.StartsWith("LOCK3", StringComparison.Ordinal))
        );
        return test.RunAsync();
    }
}
