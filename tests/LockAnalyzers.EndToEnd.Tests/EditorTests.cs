using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LockAnalyzers.EndToEnd.Tests;

/// <summary>The package in an editor: squiggles, light bulb, fix all, suppression, and all that between keystrokes.</summary>
public class EditorTests(PackageFeed feed)
{
    private const string Twin = """
        using Microsoft.Win32.SafeHandles;

        namespace ContainerTool;

        internal static class Twin
        {
            internal static void LockExclusively(SafeFileHandle handle)
            {
                var overlapped = new NativeOverlapped();
                if (!Kernel32.LockFileEx(handle, 0, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
                    throw new IOException();
            }

            internal static void LockExclusivelyAgain(SafeFileHandle handle)
            {
                var overlapped = new NativeOverlapped();
                if (!Kernel32.LockFileEx(handle, 0, 0, uint.MaxValue, uint.MaxValue, ref overlapped))
                    throw new IOException();
            }
        }
        """;

    [Fact]
    public async Task The_squiggle_the_bulb_and_the_preview()
    {
        using var project = await ProjectAsync();
        using var editor = await Editor.OpenAsync(project.PathOf("Scratch.csproj"));

        var bug = await BugAsync(editor);

        Assert.Equal("1", (await editor.Document(FoundingBug.FileName).GetTextAsync()).ToString(bug.Location.SourceSpan));
        Assert.Equal(DiagnosticSeverity.Warning, bug.Severity);
        Assert.EndsWith("docs/rules/LOCK1001.md", bug.Descriptor.HelpLinkUri);
        var (_, action) = Assert.Single(await editor.LightBulbAsync(FoundingBug.FileName, bug));
        Assert.Equal("Make the lock exclusive", action.Title);
        var (removed, added) = await editor.PreviewAsync(FoundingBug.FileName, action);
        Assert.Contains("LockFileEx(handle, 1, 0,", removed);
        Assert.Contains("LOCKFILE_EXCLUSIVE_LOCK", added);

        await editor.ApplyAsync(action);

        Assert.DoesNotContain(await editor.DiagnosticsAsync(FoundingBug.FileName), static diagnostic => diagnostic.Id == "LOCK1001");
    }

    [Theory]
    [InlineData(FixAllScope.Document, 1)]
    [InlineData(FixAllScope.Project, 0)]
    [InlineData(FixAllScope.Solution, 0)]
    public async Task Fix_all(FixAllScope scope, int left)
    {
        using var project = await ProjectAsync();
        using var editor = await Editor.OpenAsync(project.PathOf("Scratch.csproj"));
        var twins = (await editor.DiagnosticsAsync("Twin.cs")).Where(static diagnostic => diagnostic.Id == "LOCK1001").ToList();
        Assert.Equal(2, twins.Count);
        var entry = Assert.Single(await editor.LightBulbAsync("Twin.cs", twins[0]));

        await editor.ApplyToAllAsync("Twin.cs", entry, scope);

        Assert.DoesNotContain(await editor.DiagnosticsAsync("Twin.cs"), static diagnostic => diagnostic.Id == "LOCK1001");
        Assert.Equal(left, (await editor.DiagnosticsAsync(FoundingBug.FileName)).Count(static diagnostic => diagnostic.Id == "LOCK1001"));
    }

    [Fact]
    public async Task It_can_be_suppressed_by_the_editors_own_entry()
    {
        using var project = await ProjectAsync();
        using var editor = await Editor.OpenAsync(project.PathOf("Scratch.csproj"));

        await editor.SuppressAsync(FoundingBug.FileName, await BugAsync(editor));

        Assert.Contains("#pragma warning disable LOCK1001", await editor.TextAsync(FoundingBug.FileName));
        Assert.DoesNotContain(await editor.DiagnosticsAsync(FoundingBug.FileName), static diagnostic => diagnostic.Id == "LOCK1001");
    }

    [Fact]
    public async Task The_squiggle_comes_and_goes_with_edits_and_half_typed_code_breaks_nothing()
    {
        using var project = await ProjectAsync();
        using var editor = await Editor.OpenAsync(project.PathOf("Scratch.csproj"));
        const string call = "Kernel32.LockFileEx(handle, 1, 0, 1, 0, ref overlapped)";
        await BugAsync(editor);

        await editor.TypeAsync(FoundingBug.FileName, call, "Kernel32.LockFileEx(handle, 3, 0, 1, 0, ref overlapped)");
        Assert.DoesNotContain(await editor.DiagnosticsAsync(FoundingBug.FileName), static diagnostic => diagnostic.Id == "LOCK1001");
        await editor.TypeAsync(FoundingBug.FileName, "(handle, 3, 0,", "(handle, 1, 0,");
        await BugAsync(editor);

        // Every state of the call while it is typed, character by character, the rest of the file standing.
        await editor.TypeAsync(FoundingBug.FileName, call, "");
        var typed = "";
        foreach (var letter in call)
        {
            await editor.TypeAsync(FoundingBug.FileName, $"if (!{typed}", $"if (!{typed + letter}");
            typed += letter;
            Assert.DoesNotContain(await editor.DiagnosticsAsync(FoundingBug.FileName), static diagnostic => diagnostic.Id == "AD0001");
        }

        await BugAsync(editor);
    }

    [Fact]
    public async Task A_keystroke_is_answered_in_time()
    {
        using var project = await ProjectAsync();
        using var editor = await Editor.OpenAsync(project.PathOf("Scratch.csproj"));
        await editor.DiagnosticsAsync(FoundingBug.FileName);

        var times = new List<double>();
        for (var i = 0; i < 21; i++)
        {
            await editor.TypeAsync(FoundingBug.FileName, "// ", "// x");
            var clock = Stopwatch.StartNew();
            await editor.DiagnosticsAsync(FoundingBug.FileName);
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        TestContext.Current.SendDiagnosticMessage("Diagnostics after a keystroke: median {0:F0} ms, worst {1:F0} ms", times[10], times[20]);
        Assert.True(times[10] < 1000, $"The median of 21 keystrokes is {times[10]:F0} ms.");
    }

    private async Task<ScratchProject> ProjectAsync()
    {
        var project = await ScratchProject.CreateWithFoundingBugAsync(feed);
        project.Write("Twin.cs", Twin);
        return project;
    }

    private static async Task<Diagnostic> BugAsync(Editor editor) =>
        Assert.Single(await editor.DiagnosticsAsync(FoundingBug.FileName), static diagnostic => diagnostic.Id == "LOCK1001");
}
