using Xunit;

namespace LockAnalyzers.Tests;

/// <summary>
/// Code as people write it, with its locks right: it must compile and stay silent. <c>ValidCode/LOCK1001</c> holds the near misses of
/// LOCK1001, one step away from its fault, <c>ValidCode/General</c> what belongs to no single rule.
/// </summary>
public sealed class ValidCodeTests
{
    private const string NoSingleRule = "General";

    /// <summary>LOCK0001 is about a line of an additional file, not about code.</summary>
    private static readonly IReadOnlyList<string> s_rules =
    [
        .. new LockUsageAnalyzer().SupportedDiagnostics.Select(rule => rule.Id).Distinct().Where(id => id != "LOCK0001").Order(),
    ];

    public static TheoryData<string> Cases =>
        [.. CodeFiles.FoldersIn("ValidCode").SelectMany(folder => CodeFiles.CasesIn($"ValidCode/{folder}"))];

    public static TheoryData<string> Folders => [.. CodeFiles.FoldersIn("ValidCode")];

    public static TheoryData<string> Rules => [.. s_rules.Where(rule => !rule.StartsWith("LOCK0", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Stays_silent(string @case) => CodeFiles.VerifyAsync(CodeFiles.Read(@case));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Says_in_its_first_line_what_is_right(string @case) =>
        Assert.Contains(CodeFiles.Read(@case), code => code.TrimStart('\uFEFF').StartsWith("// ", StringComparison.Ordinal));

    /// <summary>A near miss is called after its faulty twin and after what differs: PidFile.ReadsIt.cs.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Has_the_twin_that_its_name_names(string @case)
    {
        var parts = @case.Split('/');
        if (parts[2].Split('.') is [var twin, _, "cs"])
            Assert.True(CodeFiles.Exist($"Corpus/{parts[1]}/{twin}.cs"), $"Corpus/{parts[1]}/{twin}.cs is missing");
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Folder_is_called_after_a_rule_or_General(string folder) => Assert.Contains(folder, s_rules.Append(NoSingleRule));

    [Theory]
    [MemberData(nameof(Rules))]
    public void Rule_has_near_misses(string rule) => Assert.NotEmpty(CodeFiles.CasesIn($"ValidCode/{rule}"));

    /// <summary>Without this, an analyzer that never ran would pass them all.</summary>
    [Fact]
    public async Task Silence_is_the_merit_of_the_code()
    {
        const string code = """
            using System.IO;
            using System.Runtime.InteropServices;
            using System.Threading;
            using Microsoft.Win32.SafeHandles;

            static class Store
            {
                [DllImport("kernel32", SetLastError = true)]
                static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint low, uint high, ref NativeOverlapped at);

                static void LockExclusive(FileStream stream)
                {
                    var overlapped = new NativeOverlapped();
                    if (!LockFileEx(stream.SafeFileHandle, 0, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
                        throw new IOException("cannot lock", Marshal.GetLastPInvokeError());
                }
            }
            """;

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => CodeFiles.VerifyAsync([code]));

        Assert.Contains("LOCK1001", failure.Message, StringComparison.Ordinal);
    }
}
